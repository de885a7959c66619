//! Noise out of speech, at 48 kHz.
//!
//! Frame: 480 samples (10 ms). Delay: 480 samples, whatever the mode, so that a mode can change while somebody speaks.
//! Output: `strength · clean + (1 − strength) · noisy`, the two aligned to the sample; at strength 0.8 the noise is at
//! most 14 dB quieter. A change of mode or strength slides over one frame and cannot be heard as a click.

mod rnnoise;

use crate::config::{ConfigError, Mode, check_strength};
use rnnoise::Rnnoise;

/// Samples in a frame.
const FRAME: usize = Rnnoise::FRAME;

/// Frames the network hears after it was switched on, before it is listened to: its memory is of another time.
const WARM_UP_FRAMES: u32 = 10;

/// Takes samples at 48 kHz, gives as many, in frames of 480.
pub struct Denoiser {
    rnnoise: Rnnoise,
    mode: Mode,
    strength: f32,
    /// The part of the clean signal in the last sample that was given out.
    wet: f32,
    /// Frames still to be heard before `wet` may rise.
    cold_frames: u32,
    incoming: [f32; FRAME],
    filled: usize,
    /// The frame before, which is the one that comes out now.
    noisy: [f32; FRAME],
    clean: [f32; FRAME],
}

impl Denoiser {
    /// How late the signal comes out, in samples.
    pub const DELAY: usize = FRAME;

    /// The most samples that are held back, waiting for the frame to be full.
    pub(crate) const HELD_MAX: usize = FRAME - 1;

    /// Makes the network.
    pub fn new(mode: Mode, strength: f32) -> Result<Denoiser, ConfigError> {
        check_strength(strength)?;
        let mut denoiser = Denoiser {
            rnnoise: Rnnoise::new(),
            mode,
            strength,
            wet: 0.0,
            cold_frames: 0,
            incoming: [0.0; FRAME],
            filled: 0,
            noisy: [0.0; FRAME],
            clean: [0.0; FRAME],
        };
        denoiser.wet = denoiser.wet_wanted();
        Ok(denoiser)
    }

    /// Changes what is done to the frames from here on.
    pub fn set(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        check_strength(strength)?;
        let was_off = self.wet == 0.0 && self.wet_wanted() == 0.0;
        self.mode = mode;
        self.strength = strength;
        if was_off {
            self.cold_frames = WARM_UP_FRAMES;
        }
        Ok(())
    }

    /// The mode in force.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The most samples that `input_len` samples can bring forth at once.
    pub fn output_max(&self, input_len: usize) -> usize {
        input_len + Denoiser::HELD_MAX
    }

    /// Takes all of `input` and says how many samples it wrote to `output`, which must have room for
    /// [`output_max`](Denoiser::output_max) of them.
    pub fn process(&mut self, input: &[f32], output: &mut [f32]) -> usize {
        self.process_frames(input, |denoiser, written| {
            denoiser.frame(&mut output[written..written + FRAME]);
        })
    }

    /// The same, and beside it the samples as they came, aligned with the clean ones.
    pub(crate) fn process_both(
        &mut self,
        input: &[f32],
        output: &mut [f32],
        noisy: &mut [f32],
    ) -> usize {
        self.process_frames(input, |denoiser, written| {
            noisy[written..written + FRAME].copy_from_slice(&denoiser.noisy);
            denoiser.frame(&mut output[written..written + FRAME]);
        })
    }

    fn process_frames(
        &mut self,
        mut input: &[f32],
        mut frame: impl FnMut(&mut Denoiser, usize),
    ) -> usize {
        let mut written = 0;
        while !input.is_empty() {
            let take = input.len().min(FRAME - self.filled);
            self.incoming[self.filled..self.filled + take].copy_from_slice(&input[..take]);
            self.filled += take;
            input = &input[take..];
            if self.filled == FRAME {
                self.filled = 0;
                frame(self, written);
                written += FRAME;
            }
        }
        written
    }

    fn wet_wanted(&self) -> f32 {
        match self.mode {
            Mode::Off => 0.0,
            Mode::Rnnoise => self.strength,
        }
    }

    fn frame(&mut self, output: &mut [f32]) {
        let mut wet_after = self.wet_wanted();
        if self.wet > 0.0 || wet_after > 0.0 {
            self.rnnoise.process(&self.incoming, &mut self.clean);
            if self.cold_frames > 0 {
                self.cold_frames -= 1;
                wet_after = self.wet;
            }
        } else {
            self.clean.fill(0.0);
        }
        let slope = (wet_after - self.wet) / FRAME as f32;
        for (n, target) in output.iter_mut().enumerate() {
            let wet = self.wet + slope * (n + 1) as f32;
            *target = wet * self.clean[n] + (1.0 - wet) * self.noisy[n];
        }
        self.wet = wet_after;
        self.noisy.copy_from_slice(&self.incoming);
    }

    /// Forgets what was heard; the mode and strength last set stay. This allocates: not for the sound thread's loop.
    pub fn reset(&mut self) {
        self.rnnoise.reset();
        self.wet = self.wet_wanted();
        self.cold_frames = 0;
        self.filled = 0;
        self.incoming.fill(0.0);
        self.noisy.fill(0.0);
        self.clean.fill(0.0);
    }
}
