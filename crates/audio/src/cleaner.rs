//! A live track: the denoiser behind the door that keeps out what is no sound.

use crate::config::{ConfigError, Mode};
use crate::denoise::Denoiser;
use crate::sanitize::{Faults, sanitize};

/// Samples taken at once; it bounds the buffers.
const BLOCK: usize = 256;

/// Takes samples at the rate of the context and gives the same number back, later and cleaner.
pub struct Cleaner {
    denoiser: Denoiser,
    block: [f32; BLOCK],
}

impl Cleaner {
    /// Makes the stages.
    pub fn new(sample_rate_hz: u32, mode: Mode, strength: f32) -> Result<Cleaner, ConfigError> {
        let denoiser = Denoiser::new(sample_rate_hz, mode, strength)?;
        Ok(Cleaner { denoiser, block: [0.0; BLOCK] })
    }

    /// How late the signal comes out, in samples.
    pub fn delay_samples(&self) -> f64 {
        self.denoiser.delay() as f64
    }

    /// Changes how noise is removed, without a click.
    pub fn set_denoise(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.denoiser.set(mode, strength)
    }

    /// Fills `output` from `input`; the two must have the same length.
    pub fn process(&mut self, input: &[f32], output: &mut [f32]) {
        assert_eq!(input.len(), output.len(), "as many samples out as in");
        for (input, output) in input.chunks(BLOCK).zip(output.chunks_mut(BLOCK)) {
            let block = &mut self.block[..input.len()];
            sanitize(input, block, &mut Faults::default());
            self.denoiser.process(block, output);
        }
    }

    /// Forgets what was heard; as new. This allocates.
    pub fn reset(&mut self) {
        self.denoiser.reset();
    }
}
