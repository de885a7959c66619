//! A track that people listen to, at 48 kHz: frames of 480. The modes that work at 16 kHz have nothing above 8 kHz in
//! their clean signal; what is there of the noisy one stays, in its share.
//!
//! Delay: the same for every mode, 45 ms, of which 5 are for resampling there and back.

use super::blend::{Blend, Family};
use super::narrow::{HOP, Narrow, SPREAD};
use super::wide::{FRAME, Wide};
use crate::config::{ConfigError, Mode};
use crate::resample::Resampler;
use crate::ring::Ring;
use crate::{DENOISE_RATE_HZ, SPEECH_RATE_HZ};

/// Frames that a network hears after it was switched on, before it is listened to: as long as the slowest narrow mode.
const WARM_UP_FRAMES: u32 = 40;

/// Samples at 16 kHz in a frame.
const NARROW_FRAME: usize = FRAME / 3;

/// Samples at 16 kHz from when a sample came in to when it surely came out: the hop it begins, the overlap, and the time
/// over which the work is spread.
const NARROW_DELAY: usize = 2 * HOP + SPREAD;

/// Samples at 48 kHz by which the resamplers delay, down and up.
const RESAMPLE_DELAY: usize = 240;

/// Takes samples at 48 kHz, gives as many, in frames of 480.
pub struct Denoiser {
    wide: Wide,
    narrow: Narrow,
    blend: Blend,
    frame: [f32; FRAME],
    filled: usize,
    down: Resampler,
    up: Resampler,
    at_16k: [f32; NARROW_FRAME + 2],
    narrow_at_48k: Vec<f32>,
    /// Delay lines: each signal waits for the latest one.
    noisy_waiting: Ring,
    wide_waiting: Ring,
    narrow_waiting: Ring,
    noisy: [f32; FRAME],
    wide_clean: [f32; FRAME],
    narrow_clean: [f32; FRAME],
}

impl Denoiser {
    /// How late the signal comes out, in samples.
    pub const DELAY: usize = 3 * NARROW_DELAY + RESAMPLE_DELAY;

    /// The most samples that are held back, waiting for the frame to be full.
    pub(crate) const HELD_MAX: usize = FRAME - 1;

    /// Makes all modes.
    pub fn new(mode: Mode, strength: f32) -> Result<Denoiser, ConfigError> {
        let blend = Blend::new(mode, strength, WARM_UP_FRAMES)?;
        let down = Resampler::new(DENOISE_RATE_HZ, SPEECH_RATE_HZ)?;
        let up = Resampler::new(SPEECH_RATE_HZ, DENOISE_RATE_HZ)?;
        let mut denoiser = Denoiser {
            wide: Wide::new(),
            narrow: Narrow::new(mode, false),
            blend,
            frame: [0.0; FRAME],
            filled: 0,
            down,
            at_16k: [0.0; NARROW_FRAME + 2],
            narrow_at_48k: vec![0.0; up.output_max(HOP)],
            up,
            noisy_waiting: Ring::new(Denoiser::DELAY + FRAME),
            wide_waiting: Ring::new(Denoiser::DELAY + FRAME),
            narrow_waiting: Ring::new(Denoiser::DELAY + FRAME),
            noisy: [0.0; FRAME],
            wide_clean: [0.0; FRAME],
            narrow_clean: [0.0; FRAME],
        };
        denoiser.wait();
        Ok(denoiser)
    }

    /// Fills the delay lines.
    fn wait(&mut self) {
        self.noisy_waiting.push_zeros(Denoiser::DELAY);
        self.wide_waiting.push_zeros(Denoiser::DELAY - FRAME);
        // The first hop that comes out is of the time before the first sample.
        self.narrow_waiting.push_zeros(Denoiser::DELAY - RESAMPLE_DELAY - 3 * HOP);
    }

    /// Changes what is done to the frames from here on.
    pub fn set(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.blend.set(mode, strength)?;
        self.narrow.set(mode);
        Ok(())
    }

    /// The mode in force.
    pub fn mode(&self) -> Mode {
        self.blend.mode()
    }

    /// The most samples that `input_len` samples can bring forth at once.
    pub fn output_max(&self, input_len: usize) -> usize {
        input_len + Denoiser::HELD_MAX
    }

    /// Takes all of `input` and says how many samples it wrote to `output`, which must have room for
    /// [`output_max`](Denoiser::output_max) of them.
    pub fn process(&mut self, mut input: &[f32], output: &mut [f32]) -> usize {
        let mut written = 0;
        while !input.is_empty() {
            let take = input.len().min(FRAME - self.filled);
            self.frame[self.filled..self.filled + take].copy_from_slice(&input[..take]);
            self.filled += take;
            input = &input[take..];
            if self.filled == FRAME {
                self.filled = 0;
                self.process_frame(&mut output[written..written + FRAME]);
                written += FRAME;
            }
        }
        written
    }

    fn process_frame(&mut self, output: &mut [f32]) {
        self.noisy_waiting.push(&self.frame);
        let listens = self.blend.hears(Family::Wide);
        if let (_, Some(clean)) = self.wide.process(&self.frame, listens) {
            self.wide_waiting.push(clean);
        }
        self.process_narrow();
        self.noisy_waiting.pop(&mut self.noisy);
        self.wide_waiting.pop(&mut self.wide_clean);
        self.narrow_waiting.pop(&mut self.narrow_clean);
        self.blend.slide().mix(&self.noisy, &self.wide_clean, &self.narrow_clean, output);
    }

    fn process_narrow(&mut self) {
        let listens = self.blend.hears(Family::Narrow);
        let count = self.down.process(&self.frame, &mut self.at_16k);
        let mut taken = 0;
        while taken < count {
            let (more, ready) = self.narrow.process(&self.at_16k[taken..count], listens);
            taken += more;
            if ready {
                let count = self.up.process(self.narrow.clean(), &mut self.narrow_at_48k);
                self.narrow_waiting.push(&self.narrow_at_48k[..count]);
            }
        }
    }

    /// Forgets what was heard; the mode and strength last set stay. This allocates: not for the sound thread's loop.
    pub fn reset(&mut self) {
        self.wide.reset();
        self.narrow.reset();
        self.blend.reset();
        self.down.reset();
        self.up.reset();
        self.filled = 0;
        for ring in [&mut self.noisy_waiting, &mut self.wide_waiting, &mut self.narrow_waiting] {
            ring.clear();
        }
        self.wait();
    }
}
