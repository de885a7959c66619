//! A clean track, as many samples out as in: for a published microphone, and for files.

use crate::DENOISE_RATE_HZ;
use crate::config::{ConfigError, Mode};
use crate::denoise::Denoiser;
use crate::resample::Resampler;
use crate::ring::Ring;
use crate::sanitize::{Faults, sanitize};

/// Samples taken at once; it bounds the buffers.
const BLOCK: usize = 256;

/// Takes samples at the rate of the context and gives the same number back, later and cleaner.
pub struct Cleaner {
    to_denoise: Resampler,
    denoiser: Denoiser,
    from_denoise: Resampler,
    block: [f32; BLOCK],
    at_48k: Vec<f32>,
    cleaned: Vec<f32>,
    back: Vec<f32>,
    /// What is ready to be given out. It begins with as many zeros as the stages can hold back, so it never runs dry.
    ready: Ring,
    lead: usize,
    delay_samples: f64,
}

impl Cleaner {
    /// Makes the stages.
    pub fn new(sample_rate_hz: u32, mode: Mode, strength: f32) -> Result<Cleaner, ConfigError> {
        let to_denoise = Resampler::new(sample_rate_hz, DENOISE_RATE_HZ)?;
        let denoiser = Denoiser::new(mode, strength)?;
        let from_denoise = Resampler::new(DENOISE_RATE_HZ, sample_rate_hz)?;
        let at_48k = vec![0.0; to_denoise.output_max(BLOCK)];
        let cleaned = vec![0.0; denoiser.output_max(at_48k.len())];
        let back = vec![0.0; from_denoise.output_max(cleaned.len())];

        let rate = f64::from(sample_rate_hz) / f64::from(DENOISE_RATE_HZ);
        let held_at_48k = Denoiser::HELD_MAX + from_denoise.held_max();
        // One more for the roundings of either resampler.
        let lead = to_denoise.held_max() + libm::ceil(held_at_48k as f64 * rate) as usize + 2;
        let delay_s = to_denoise.delay_s()
            + Denoiser::DELAY as f64 / f64::from(DENOISE_RATE_HZ)
            + from_denoise.delay_s();
        let mut cleaner = Cleaner {
            ready: Ring::new(lead + back.len() + BLOCK),
            to_denoise,
            denoiser,
            from_denoise,
            block: [0.0; BLOCK],
            at_48k,
            cleaned,
            back,
            lead,
            delay_samples: delay_s * f64::from(sample_rate_hz) + lead as f64,
        };
        cleaner.ready.push_zeros(lead);
        Ok(cleaner)
    }

    /// How late the signal comes out, in samples.
    pub fn delay_samples(&self) -> f64 {
        self.delay_samples
    }

    /// Changes how noise is removed, without a click.
    pub fn set_denoise(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.denoiser.set(mode, strength)
    }

    /// Fills `output` from `input`; the two must have the same length.
    pub fn process(&mut self, input: &[f32], output: &mut [f32]) {
        assert_eq!(input.len(), output.len(), "as many samples out as in");
        for (input, output) in input.chunks(BLOCK).zip(output.chunks_mut(BLOCK)) {
            sanitize(input, &mut self.block, &mut Faults::default());
            let count = self.to_denoise.process(&self.block[..input.len()], &mut self.at_48k);
            let count = self.denoiser.process(&self.at_48k[..count], &mut self.cleaned);
            let count = self.from_denoise.process(&self.cleaned[..count], &mut self.back);
            self.ready.push(&self.back[..count]);
            self.ready.pop(output);
        }
    }

    /// Forgets what was heard; as new. This allocates.
    pub fn reset(&mut self) {
        self.to_denoise.reset();
        self.denoiser.reset();
        self.from_denoise.reset();
        self.ready.clear();
        self.ready.push_zeros(self.lead);
    }
}
