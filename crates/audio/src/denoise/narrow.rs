//! The modes that work at 16 kHz, hop by hop: GTCRN and the spectral gates.

use super::gate::Gate;
use super::gtcrn::{Gtcrn, STAGES};
use crate::config::Mode;

pub(super) use super::gtcrn::HOP;

/// Hops that a mode hears after it was chosen, before it is listened to: the gates must know the noise.
const WARM_UP_HOPS: u32 = 24;

/// Samples after which the next piece of work is due: all of it is done within half a hop.
const PIECE: usize = 16;

/// Samples between the end of a hop and the instant at which the hop before it is clean.
pub(super) const SPREAD: usize = STAGES * PIECE;

pub(super) struct Narrow {
    hop: [f32; HOP],
    filled: usize,
    /// The last two whole hops as they came; the older one is what comes out next.
    whole: [[f32; HOP]; 2],
    heard: bool,
    gtcrn: Gtcrn,
    gate: Gate,
    mode: Mode,
    /// Whether GTCRN works in every mode, because the detector listens to it.
    always: bool,
    /// How much of the clean signal is the gate's.
    gate_share: f32,
    cold_hops: u32,
    denoised: [f32; HOP],
    gated: [f32; HOP],
    clean: [f32; HOP],
}

impl Narrow {
    pub(super) fn new(mode: Mode, always: bool) -> Narrow {
        let mut narrow = Narrow {
            hop: [0.0; HOP],
            filled: 0,
            whole: [[0.0; HOP]; 2],
            heard: false,
            gtcrn: Gtcrn::new(),
            gate: Gate::new(),
            mode,
            always,
            gate_share: 0.0,
            cold_hops: 0,
            denoised: [0.0; HOP],
            gated: [0.0; HOP],
            clean: [0.0; HOP],
        };
        let _ = narrow.gate.set(mode);
        narrow.gate_share = narrow.gate_share_wanted();
        narrow
    }

    pub(super) fn set(&mut self, mode: Mode) {
        if mode == self.mode {
            return;
        }
        self.mode = mode;
        if self.gate.set(mode) || !self.always {
            self.cold_hops = WARM_UP_HOPS;
        }
    }

    fn gate_share_wanted(&self) -> f32 {
        match self.mode {
            Mode::Stationary | Mode::Adaptive => 1.0,
            Mode::Gtcrn => 0.0,
            // Nobody listens: things stay as they are.
            Mode::Off | Mode::Rnnoise => self.gate_share,
        }
    }

    fn works(&self) -> [bool; 2] {
        let gated = matches!(self.mode, Mode::Stationary | Mode::Adaptive);
        [
            self.always || self.mode == Mode::Gtcrn || self.gate_share < 1.0,
            gated || self.gate_share > 0.0,
        ]
    }

    /// Takes samples until something becomes ready and says how many; true if a hop became ready. The first that does is
    /// of the time before the first sample.
    pub(super) fn process(&mut self, at_16k: &[f32]) -> (usize, bool) {
        let mut taken = 0;
        while taken < at_16k.len() {
            let take = (at_16k.len() - taken).min(PIECE - self.filled % PIECE);
            self.hop[self.filled..self.filled + take].copy_from_slice(&at_16k[taken..taken + take]);
            taken += take;
            self.filled += take;
            if !self.filled.is_multiple_of(PIECE) {
                continue;
            }
            let due = self.filled / PIECE - 1;
            if self.heard && due < STAGES {
                self.work(due);
            }
            if self.heard && due + 1 == STAGES {
                self.speak();
                return (taken, true);
            }
            if self.filled == HOP {
                self.filled = 0;
                self.heard = true;
                self.whole = [self.whole[1], self.hop];
                self.gtcrn.hear(&self.hop);
                self.gate.hear(&self.hop);
            }
        }
        (taken, false)
    }

    fn work(&mut self, piece: usize) {
        let [gtcrn, gate] = self.works();
        if gtcrn {
            self.gtcrn.work(piece);
        }
        if gate && piece == STAGES - 1 {
            self.gate.work();
        }
    }

    fn speak(&mut self) {
        let [gtcrn, gate] = self.works();
        if gtcrn {
            self.gtcrn.speak(&mut self.denoised);
        }
        if gate {
            self.gate.speak(&mut self.gated);
        }
        let start = self.gate_share;
        if self.cold_hops > 0 {
            self.cold_hops -= 1;
        } else {
            self.gate_share = self.gate_share_wanted();
        }
        let step = (self.gate_share - start) / HOP as f32;
        for (n, target) in self.clean.iter_mut().enumerate() {
            let share = start + step * (n + 1) as f32;
            let clean = share * self.gated[n] + (1.0 - share) * self.denoised[n];
            // A closed gate leaves next to nothing, in numbers that are slow to work with further down.
            *target = if clean.abs() < 1e-9 { 0.0 } else { clean };
        }
    }

    /// The hop that became ready last, as it came.
    pub(super) fn noisy(&self) -> &[f32; HOP] {
        &self.whole[0]
    }

    /// That hop, cleaned in the mode that is set.
    pub(super) fn clean(&self) -> &[f32; HOP] {
        &self.clean
    }

    /// What GTCRN made of that hop.
    pub(super) fn denoised(&self) -> &[f32; HOP] {
        &self.denoised
    }

    pub(super) fn reset(&mut self) {
        self.filled = 0;
        self.whole = [[0.0; HOP]; 2];
        self.heard = false;
        self.gtcrn.reset();
        self.gate.reset();
        self.gate_share = self.gate_share_wanted();
        self.cold_hops = 0;
        self.denoised.fill(0.0);
        self.gated.fill(0.0);
    }
}
