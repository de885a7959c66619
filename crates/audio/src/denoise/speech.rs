//! Speech to be sent: 48 kHz in; hops of 16 ms at 16 kHz out, cleaned as the mode says, and beside them the same hops as
//! the detector wants them.
//!
//! A hop is ready 384 samples (24 ms) after its end: 256 because frames overlap, and 128 over which GTCRN's work is
//! spread. Nothing else is late: sample n out is sample n in, after the resampler.

use super::blend::{Blend, Family};
use super::narrow::{HOP, Narrow, SPREAD};
use super::wide::{self, Wide};
use crate::config::{ConfigError, Mode};
use crate::resample::Resampler;
use crate::ring::Ring;
use crate::{DENOISE_RATE_HZ, SPEECH_RATE_HZ};

/// Hops that a network hears after it was switched on, before it is listened to.
const WARM_UP_HOPS: u32 = 10;

/// How far RNNoise's samples lie behind, at 16 kHz.
const WIDE_DELAY: usize = wide::FRAME / 3;

/// From 48 kHz to clean hops at 16 kHz.
pub struct Speech {
    to_speech: Resampler,
    at_16k: Vec<f32>,
    narrow: Narrow,
    begun: bool,
    wide: Wide,
    wide_to_speech: Resampler,
    wide_at_16k: Vec<f32>,
    /// RNNoise's samples, and how many of them belong to the time before the first.
    wide_ready: Ring,
    wide_early: usize,
    blend: Blend,
    wide_clean: [f32; HOP],
    output: [f32; HOP],
}

impl Speech {
    /// Samples in a hop, at 16 kHz.
    pub const HOP: usize = HOP;

    /// Samples at 16 kHz between the end of a hop in the input and the instant when it is ready.
    pub const LATENESS: usize = HOP + SPREAD;

    /// The most samples at 48 kHz that may be offered at once.
    pub const INPUT_MAX: usize = wide::FRAME;

    /// Makes all modes.
    pub fn new(mode: Mode, strength: f32) -> Result<Speech, ConfigError> {
        let blend = Blend::new(mode, strength, WARM_UP_HOPS)?;
        let to_speech = Resampler::new(DENOISE_RATE_HZ, SPEECH_RATE_HZ)?;
        let wide_to_speech = Resampler::new(DENOISE_RATE_HZ, SPEECH_RATE_HZ)?;
        Ok(Speech {
            at_16k: vec![0.0; to_speech.output_max(Speech::INPUT_MAX)],
            to_speech,
            narrow: Narrow::new(mode, true),
            begun: false,
            wide: Wide::new(),
            wide_at_16k: vec![0.0; wide_to_speech.output_max(wide::FRAME)],
            wide_to_speech,
            wide_ready: Ring::new(4 * HOP),
            wide_early: WIDE_DELAY,
            blend,
            wide_clean: [0.0; HOP],
            output: [0.0; HOP],
        })
    }

    /// How late the resampled signal is, in seconds.
    pub(crate) fn delay_s(&self) -> f64 {
        self.to_speech.delay_s()
    }

    /// Changes how noise is removed, without a click.
    pub fn set(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.blend.set(mode, strength)?;
        self.narrow.set(mode);
        Ok(())
    }

    /// Takes at most [`INPUT_MAX`](Speech::INPUT_MAX) samples at 48 kHz; true if with them a hop became ready.
    pub fn process(&mut self, at_48k: &[f32]) -> bool {
        assert!(at_48k.len() <= Speech::INPUT_MAX, "at most one hop may become ready");
        self.process_wide(at_48k);
        let count = self.to_speech.process(at_48k, &mut self.at_16k);
        let (mut taken, mut ready) = (0, false);
        while taken < count {
            let (more, hop) = self.narrow.process(&self.at_16k[taken..count], true);
            taken += more;
            if hop {
                ready |= self.mix();
            }
        }
        ready
    }

    /// False for the hop before the first sample.
    fn mix(&mut self) -> bool {
        if !self.begun {
            self.begun = true;
            return false;
        }
        self.wide_ready.pop(&mut self.wide_clean);
        let (noisy, narrow) = (self.narrow.noisy(), self.narrow.clean());
        let signals: [&[f32]; 3] = [noisy, &self.wide_clean, narrow];
        self.blend.slide().mix(0, HOP, signals, &mut self.output);
        true
    }

    /// The hop that became ready last, cleaned.
    pub fn output(&self) -> &[f32; HOP] {
        &self.output
    }

    /// The same hop as GTCRN alone makes it, whatever the mode.
    pub fn denoised(&self) -> &[f32; HOP] {
        self.narrow.denoised()
    }

    fn process_wide(&mut self, mut at_48k: &[f32]) {
        let listens = self.blend.hears(Family::Wide);
        while !at_48k.is_empty() {
            let (taken, frame) = self.wide.process(at_48k, listens);
            at_48k = &at_48k[taken..];
            if let Some(clean) = frame {
                let count = self.wide_to_speech.process(clean, &mut self.wide_at_16k);
                let early = self.wide_early.min(count);
                self.wide_early -= early;
                self.wide_ready.push(&self.wide_at_16k[early..count]);
            }
        }
    }

    /// Forgets what was heard; the mode and strength last set stay. This allocates.
    pub fn reset(&mut self) {
        self.to_speech.reset();
        self.narrow.reset();
        self.begun = false;
        self.wide.reset();
        self.wide_to_speech.reset();
        self.wide_ready.clear();
        self.wide_early = WIDE_DELAY;
        self.blend.reset();
    }
}
