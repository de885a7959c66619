//! Which share of the clean signals goes into the mixture, and how it changes.

use crate::config::{ConfigError, Mode, check_strength};

/// Which family of modes a clean signal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Wide,
    Narrow,
}

impl Family {
    const BOTH: [Family; 2] = [Family::Wide, Family::Narrow];

    fn of(mode: Mode) -> Option<Family> {
        match mode {
            Mode::Off => None,
            Mode::Rnnoise => Some(Family::Wide),
            Mode::Gtcrn | Mode::Stationary | Mode::Adaptive => Some(Family::Narrow),
        }
    }
}

/// Shares at the beginning of a frame and how far they move until its end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slide {
    start: [f32; 2],
    change: [f32; 2],
}

impl Slide {
    /// Whether that family is heard anywhere in the frame.
    pub(super) fn uses(&self, family: Family) -> bool {
        self.start[family as usize] > 0.0 || self.change[family as usize] > 0.0
    }

    /// Mixes a frame, or the part of it that begins at `first` of its `length` samples; all three are as long as the output.
    pub(super) fn mix(
        &self,
        first: usize,
        length: usize,
        [noisy, wide, narrow]: [&[f32]; 3],
        output: &mut [f32],
    ) {
        let step = self.change.map(|change| change / length as f32);
        for (n, target) in output.iter_mut().enumerate() {
            let [wide_share, narrow_share] =
                [0, 1].map(|family| self.start[family] + step[family] * (first + n + 1) as f32);
            *target = wide_share * wide[n]
                + narrow_share * narrow[n]
                + (1.0 - wide_share - narrow_share) * noisy[n];
        }
    }
}

/// The mode and strength in force, and the shares on their way to them.
pub(super) struct Blend {
    mode: Mode,
    strength: f32,
    shares: [f32; 2],
    /// Frames that a family still has to hear before it is listened to: its memory is of another time.
    cold_frames: u32,
    warm_up_frames: u32,
}

impl Blend {
    pub(super) fn new(
        mode: Mode,
        strength: f32,
        warm_up_frames: u32,
    ) -> Result<Blend, ConfigError> {
        check_strength(strength)?;
        let mut blend = Blend { mode, strength, shares: [0.0; 2], cold_frames: 0, warm_up_frames };
        blend.shares = blend.wanted();
        Ok(blend)
    }

    pub(super) fn set(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        check_strength(strength)?;
        let heard = Family::BOTH.map(|family| self.hears(family));
        self.mode = mode;
        self.strength = strength;
        if Family::BOTH.into_iter().zip(heard).any(|(family, heard)| self.hears(family) && !heard) {
            self.cold_frames = self.warm_up_frames;
        }
        Ok(())
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the family's clean signal is, or soon will be, part of the mixture.
    pub(super) fn hears(&self, family: Family) -> bool {
        self.shares[family as usize] > 0.0 || self.wanted()[family as usize] > 0.0
    }

    /// The next frame's shares.
    pub(super) fn slide(&mut self) -> Slide {
        let start = self.shares;
        if self.cold_frames > 0 {
            self.cold_frames -= 1;
        } else {
            self.shares = self.wanted();
        }
        Slide { start, change: [0, 1].map(|family| self.shares[family] - start[family]) }
    }

    pub(super) fn reset(&mut self) {
        self.shares = self.wanted();
        self.cold_frames = 0;
    }

    fn wanted(&self) -> [f32; 2] {
        let family = Family::of(self.mode);
        Family::BOTH.map(|one| if family == Some(one) { self.strength } else { 0.0 })
    }
}
