//! A track that people listen to, at the device's rate. The modes that work at 16 kHz have nothing above 8 kHz in their
//! clean signal; what is there of the noisy one stays, in its share.
//!
//! The noisy signal is not resampled at all; each clean one goes to its network's rate and back, by delays that make a
//! whole number of samples together. At 16 kHz, GTCRN hears exactly what came in. Delay: the same for every mode, 40 ms
//! and the way to 16 kHz and back (5 ms).

use super::blend::{Blend, Family, Slide};
use super::line::Line;
use super::narrow::{HOP, Narrow, SPREAD};
use super::wide::{self, Wide};
use crate::config::{ConfigError, Mode};
use crate::resample::Resampler;
use crate::{DENOISE_RATE_HZ, SPEECH_RATE_HZ};

/// Shares slide over this part of a second.
const FRAMES_PER_SECOND: u32 = 100;

/// Frames that a network hears after it was switched on, before it is listened to: as long as the slowest narrow mode.
const WARM_UP_FRAMES: u32 = 40;

/// Samples taken at once; it bounds the buffers.
const BLOCK: usize = 128;

/// From when a sample went into a network to when it has surely come out: the rest of its hop, the overlap, and the time
/// over which the work is spread; for RNNoise two frames.
const NARROW_LATENESS_S: f64 = (2 * HOP + SPREAD) as f64 / SPEECH_RATE_HZ as f64;
const WIDE_LATENESS_S: f64 = (2 * wide::FRAME) as f64 / DENOISE_RATE_HZ as f64;

/// How far what comes out of a network lies behind what goes in, counted in samples.
const NARROW_BEHIND_S: f64 = HOP as f64 / SPEECH_RATE_HZ as f64;
const WIDE_BEHIND_S: f64 = wide::FRAME as f64 / DENOISE_RATE_HZ as f64;

/// Takes samples at the device's rate and gives the same number back, later and cleaner.
pub struct Denoiser {
    blend: Blend,
    slide: Slide,
    wide: Path<Wide>,
    narrow: Path<Narrow>,
    noisy: Line,
    /// Samples taken since the beginning, and of the frame at work.
    taken: i64,
    frame_taken: usize,
    frame: usize,
    delay: usize,
    signals: [[f32; BLOCK]; 3],
}

/// To a network's rate, through it, and back.
struct Path<Network> {
    there: Resampler,
    network: Network,
    back: Resampler,
    input: Vec<f32>,
    output: Vec<f32>,
    clean: Line,
    /// By which the samples that come out are behind in their count.
    behind: i64,
    lateness_s: f64,
    runs: bool,
}

/// What runs on a path: takes samples, gives as many in pieces.
trait Network {
    fn process(&mut self, input: &[f32], give: impl FnMut(&[f32]));
    /// Begins at another place, without allocating.
    fn restart(&mut self);
}

impl Network for Wide {
    fn process(&mut self, mut input: &[f32], mut give: impl FnMut(&[f32])) {
        while !input.is_empty() {
            let (taken, frame) = Wide::process(self, input);
            input = &input[taken..];
            if let Some(clean) = frame {
                give(clean);
            }
        }
    }

    fn restart(&mut self) {
        Wide::restart(self);
    }
}

impl Network for Narrow {
    fn process(&mut self, mut input: &[f32], mut give: impl FnMut(&[f32])) {
        while !input.is_empty() {
            let (taken, ready) = Narrow::process(self, input);
            input = &input[taken..];
            if ready {
                give(self.clean());
            }
        }
    }

    fn restart(&mut self) {
        self.reset();
    }
}

impl<N: Network> Path<N> {
    fn new(
        network: N,
        [device_hz, network_hz]: [u32; 2],
        [behind_s, lateness_s]: [f64; 2],
        piece: usize,
    ) -> Result<Path<N>, ConfigError> {
        let there = Resampler::new(device_hz, network_hz)?;
        let before_s = there.delay_s() + behind_s;
        let back = Resampler::aligned(network_hz, device_hz, before_s)?;
        let behind = libm::round((before_s + back.delay_s()) * f64::from(device_hz));
        Ok(Path {
            network,
            input: vec![0.0; there.output_max(BLOCK)],
            output: vec![0.0; back.output_max(piece)],
            lateness_s: there.lateness_s() + lateness_s + back.lateness_s(),
            there,
            back,
            clean: Line::new(0),
            behind: behind as i64,
            runs: false,
        })
    }

    /// Takes a block of the stream, of which `taken` samples came before. Nothing is done while nobody `listens`.
    fn process(&mut self, block: &[f32], taken: i64, listens: bool) {
        if !listens {
            self.runs = false;
            return;
        }
        if !self.runs {
            self.runs = true;
            self.there.reset();
            self.network.restart();
            self.back.reset();
            self.clean.begin(taken - self.behind);
        }
        let count = self.there.process(block, &mut self.input);
        let (back, output, clean) = (&mut self.back, &mut self.output, &mut self.clean);
        self.network.process(&self.input[..count], |piece| {
            let count = back.process(piece, output);
            clean.write(&output[..count]);
        });
    }
}

impl Denoiser {
    /// Makes all modes for a device of that rate.
    pub fn new(sample_rate_hz: u32, mode: Mode, strength: f32) -> Result<Denoiser, ConfigError> {
        let blend = Blend::new(mode, strength, WARM_UP_FRAMES)?;
        let mut wide = Path::new(
            Wide::new(mode),
            [sample_rate_hz, DENOISE_RATE_HZ],
            [WIDE_BEHIND_S, WIDE_LATENESS_S],
            wide::FRAME,
        )?;
        let mut narrow = Path::new(
            Narrow::new(mode, false),
            [sample_rate_hz, SPEECH_RATE_HZ],
            [NARROW_BEHIND_S, NARROW_LATENESS_S],
            HOP,
        )?;
        let latest_s = wide.lateness_s.max(narrow.lateness_s);
        let delay = libm::ceil(latest_s * f64::from(sample_rate_hz)) as usize;
        let line = || Line::new(delay + BLOCK);
        (wide.clean, narrow.clean) = (line(), line());
        Ok(Denoiser {
            blend,
            slide: Slide::default(),
            wide,
            narrow,
            noisy: line(),
            taken: 0,
            frame_taken: 0,
            frame: (sample_rate_hz / FRAMES_PER_SECOND) as usize,
            delay,
            signals: [[0.0; BLOCK]; 3],
        })
    }

    /// How late the signal comes out, in samples.
    pub fn delay(&self) -> usize {
        self.delay
    }

    /// Changes what is done from the next frame on.
    pub fn set(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.blend.set(mode, strength)?;
        self.narrow.network.set(mode);
        self.wide.network.set(mode);
        Ok(())
    }

    /// The mode in force.
    pub fn mode(&self) -> Mode {
        self.blend.mode()
    }

    /// Fills `output` from `input`; the two must have the same length.
    pub fn process(&mut self, mut input: &[f32], mut output: &mut [f32]) {
        assert_eq!(input.len(), output.len(), "as many samples out as in");
        while !input.is_empty() {
            let take = input.len().min(BLOCK).min(self.frame - self.frame_taken);
            let (block, rest) = input.split_at(take);
            let (target, later) = output.split_at_mut(take);
            self.process_block(block, target);
            (input, output) = (rest, later);
        }
    }

    /// A block within one frame.
    fn process_block(&mut self, block: &[f32], output: &mut [f32]) {
        if self.frame_taken == 0 {
            self.slide = self.blend.slide();
        }
        let listens = |family| self.blend.hears(family) || self.slide.uses(family);
        let (wide, narrow) = (listens(Family::Wide), listens(Family::Narrow));
        self.noisy.write(block);
        self.wide.process(block, self.taken, wide);
        self.narrow.process(block, self.taken, narrow);

        let from = self.taken - self.delay as i64;
        let [noisy, wide, narrow] =
            self.signals.each_mut().map(|signal| &mut signal[..block.len()]);
        self.noisy.read(from, noisy);
        self.wide.clean.read(from, wide);
        self.narrow.clean.read(from, narrow);
        self.slide.mix(self.frame_taken, self.frame, [noisy, wide, narrow], output);

        self.taken += block.len() as i64;
        debug_assert!(
            (!self.narrow.runs || self.narrow.clean.reaches(self.taken - self.delay as i64))
                && (!self.wide.runs || self.wide.clean.reaches(self.taken - self.delay as i64)),
            "the delay covers all that the stages hold back"
        );
        self.frame_taken = (self.frame_taken + block.len()) % self.frame;
    }

    /// Forgets what was heard; the mode and strength last set stay. This allocates: not for the sound thread's loop.
    pub fn reset(&mut self) {
        self.wide.network.reset();
        self.wide.runs = false;
        self.narrow.runs = false;
        for line in [&mut self.noisy, &mut self.wide.clean, &mut self.narrow.clean] {
            line.begin(0);
        }
        self.blend.reset();
        self.taken = 0;
        self.frame_taken = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// What ONNX Runtime makes of GTCRN and a computed signal; as in `gtcrn.rs`, but heard through the whole track.
    const EXPECTED: &str = include_str!("../../tests/oracle/gtcrn.txt");

    #[test]
    fn at_16_khz_gtcrn_hears_exactly_what_came_in() {
        let expected = oracle::numbers(EXPECTED);
        let mut track = Denoiser::new(SPEECH_RATE_HZ, Mode::Gtcrn, 1.0).expect("allowed");
        // The expected samples, every 16th, are a hop late.
        let late = track.delay() - HOP;
        let length = 16 * expected.len();
        let mut input = oracle::voice_in_noise(length, 0.03, 0);
        input.resize(length + late, 0.0);
        let mut output = vec![0.0; input.len()];
        for (input, output) in input.chunks(100).zip(output.chunks_mut(100)) {
            track.process(input, output);
        }
        let found = output[late..].iter().step_by(16).map(|&sample| f64::from(sample));
        let (correlation, gain) = oracle::likeness(&found.collect::<Vec<_>>(), &expected);
        assert!(correlation > 0.9999 && (gain - 1.0).abs() < 0.01, "{correlation} {gain}");
    }
}
