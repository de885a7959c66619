//! Speech to be sent: 48 kHz in; hops of 16 ms at 16 kHz out, cleaned as the mode says, and beside them the same hops as
//! the detector wants them.
//!
//! A hop is ready 384 samples (24 ms) after its end: 256 because frames overlap, and 128 over which GTCRN's work is
//! spread. Nothing else is late: sample n out is sample n in, after the resampler.

use super::blend::{Blend, Family};
use super::line::Line;
use super::narrow::{HOP, Narrow, SPREAD};
use super::wide::{self, Wide};
use crate::config::{ConfigError, Mode};
use crate::resample::Resampler;
use crate::{DENOISE_RATE_HZ, SPEECH_RATE_HZ};

/// Hops that a network hears after it was switched on, before it is listened to.
const WARM_UP_HOPS: u32 = 10;

/// How far RNNoise's samples lie behind, at 16 kHz.
const WIDE_DELAY: i64 = wide::FRAME as i64 / THIRD;

/// Samples at 48 kHz for one at 16 kHz.
const THIRD: i64 = 3;

/// From 48 kHz to clean hops at 16 kHz.
pub struct Speech {
    to_speech: Resampler,
    at_16k: Vec<f32>,
    narrow: Narrow,
    begun: bool,
    wide: Wide,
    wide_to_speech: Resampler,
    wide_at_16k: Vec<f32>,
    wide_runs: bool,
    wide_ready: Line,
    /// Samples at 48 kHz that came in, and at 16 kHz that went out.
    taken: i64,
    given: i64,
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
            wide: Wide::new(mode),
            wide_at_16k: vec![0.0; wide_to_speech.output_max(wide::FRAME)],
            wide_to_speech,
            wide_runs: false,
            wide_ready: Line::new(4 * HOP),
            taken: 0,
            given: 0,
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
        self.wide.set(mode);
        Ok(())
    }

    /// Takes at most [`INPUT_MAX`](Speech::INPUT_MAX) samples at 48 kHz; true if with them a hop became ready.
    pub fn process(&mut self, at_48k: &[f32]) -> bool {
        assert!(at_48k.len() <= Speech::INPUT_MAX, "at most one hop may become ready");
        self.process_wide(at_48k);
        self.taken += at_48k.len() as i64;
        let count = self.to_speech.process(at_48k, &mut self.at_16k);
        let (mut taken, mut ready) = (0, false);
        while taken < count {
            let (more, hop) = self.narrow.process(&self.at_16k[taken..count]);
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
        self.wide_ready.read(self.given, &mut self.wide_clean);
        self.given += HOP as i64;
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
        if !self.blend.hears(Family::Wide) {
            self.wide_runs = false;
            return;
        }
        if !self.wide_runs {
            // It begins where a sample at 16 kHz stands.
            let skipped = (-self.taken).rem_euclid(THIRD) as usize;
            let Some(rest) = at_48k.get(skipped..).filter(|rest| !rest.is_empty()) else { return };
            at_48k = rest;
            self.wide_runs = true;
            self.wide.restart();
            self.wide_to_speech.reset();
            self.wide_ready.begin((self.taken + skipped as i64) / THIRD - WIDE_DELAY);
        }
        while !at_48k.is_empty() {
            let (taken, frame) = self.wide.process(at_48k);
            at_48k = &at_48k[taken..];
            if let Some(clean) = frame {
                let count = self.wide_to_speech.process(clean, &mut self.wide_at_16k);
                self.wide_ready.write(&self.wide_at_16k[..count]);
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
        self.wide_runs = false;
        self.wide_ready.begin(0);
        self.taken = 0;
        self.given = 0;
        self.blend.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// A voice, three times per sample at 16 kHz: a signal at 48 kHz.
    fn voice(length: usize) -> Vec<f32> {
        oracle::voice_in_noise(length, 0.001, 0).into_iter().flat_map(|x| [x; 3]).collect()
    }

    #[test]
    fn rnnoise_comes_in_where_the_sound_is() {
        // Pieces that do not end where a sample at 16 kHz stands.
        for piece in [100, 128, 479] {
            let mut plain = Speech::new(Mode::Off, 1.0).expect("a strength");
            let mut changing = Speech::new(Mode::Off, 1.0).expect("a strength");
            let (mut expected, mut found) = (Vec::<f32>::new(), Vec::<f32>::new());
            for (n, at_48k) in voice(32_000).chunks(piece).enumerate() {
                if n == 41 {
                    changing.set(Mode::Rnnoise, 1.0).expect("a strength");
                }
                let ready = plain.process(at_48k);
                assert_eq!(changing.process(at_48k), ready);
                if ready {
                    expected.extend(plain.output());
                    found.extend(changing.output());
                }
            }
            let (expected, found) = (&expected[expected.len() / 2..], &found[found.len() / 2..]);
            assert_ne!(expected, found, "RNNoise did something");
            let likeness = |shift: usize| {
                let ahead = expected[20..expected.len() - 20].iter();
                ahead.zip(&found[shift..]).map(|(a, b)| a * b).sum::<f32>()
            };
            let best = (0..=40).max_by(|&a, &b| likeness(a).total_cmp(&likeness(b)));
            assert_eq!(best, Some(20), "in pieces of {piece}");
        }
    }
}
