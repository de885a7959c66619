//! Spectral gating, as Python's noisereduce 3.0.3 does it (T. Sainburg et al. 2020, doi:10.1371/journal.pcbi.1008228),
//! but live.
//!
//! Spectra of 1,024 samples every 256, at 16 kHz, in a window that leans towards the newest. `stationary`: a bin is open
//! where it is louder than the mean of the noise by 1.5 standard deviations, both in decibels, learnt from hops without
//! speech. `adaptive`: open where it is well above its own average of the last two seconds; noisereduce's average reaches
//! as far into the future, for which the last quarter of a second stands here. The mask is smoothed over 500 Hz and 50 ms:
//! of the kernel in time the half that is to come is not known, and the newest mask stands for it. It is applied to the
//! newest 512 samples in place of 1,024, so that the delay is that of the other modes.

use crate::config::Mode;
use crate::network::activation::logistic;
use crate::network::fourier::{Fourier, hann};

use super::gtcrn::HOP;

const LONG: usize = 1_024;
const SHORT: usize = 2 * HOP;
const LONG_BINS: usize = LONG / 2 + 1;
const SHORT_BINS: usize = SHORT / 2 + 1;

/// noisereduce's defaults: standard deviations above the noise, and seconds of the average.
const DEVIATIONS: f32 = 1.5;
const AVERAGE_S: f64 = 2.0;

/// Times above the average, and slope of the way from closed to open. noisereduce has 2 and 10; with an average that knows
/// the past alone, and guesses, these come nearer to what it does, on either half of the recordings in noise that were tried.
const TIMES_ABOVE: f32 = 1.7;
const SLOPE: f32 = 6.0;

/// What is to come is guessed to be like the last quarter of a second (the rate of that average, per hop), as far as that
/// can be trusted. noisereduce, which knows the future, gives it a half.
const RECENT_RATE: f32 = 0.06;
const FORESIGHT: f32 = 0.15;

/// Neighbours of a bin in the smoothing kernel, either side (500 Hz as noisereduce counts it).
const NEAR_BINS: usize = 16;

/// Samples over which the window of the long spectra falls; over the others it rises. Both are halves of Hann windows.
/// noisereduce's falls over 512: so far do its masks lie behind, and so far does it look ahead.
const WINDOW_FALL: usize = 160;

/// Shares of the newest mask and of the three before it. noisereduce has a triangle over seven hops, half of it to come.
/// Chosen with the window's fall, in the same way.
const AGES: [f32; 4] = [0.7, 0.1, 0.1, 0.1];

/// A hop is noise if less than this share of its bins from 200 to 4,000 Hz is open.
const QUIET_SHARE: f32 = 0.25;
const VOICE_BINS: std::ops::Range<usize> = 13..256;
/// The first hops are taken for noise; after so many hops without any, the noise has changed and is learnt anew.
const FIRST_HOPS: u32 = 20;
const PATIENCE_HOPS: u32 = 250;
/// Hops that the noise's mean and deviation reach back.
const MEMORY_HOPS: f32 = 125.0;

pub(super) struct Gate {
    long: Fourier,
    short: Fourier,
    long_window: Vec<f32>,
    short_window: Vec<f32>,
    adaptive: bool,
    sound: [f32; LONG],
    overlap: [f32; HOP],
    spectrum: Vec<[f32; 2]>,
    level: Vec<f32>,
    /// Of the noise in decibels, per bin.
    mean: Vec<f32>,
    variance: Vec<f32>,
    learnt_hops: u32,
    hops_since_noise: u32,
    /// The sliding average of magnitudes, for `adaptive`.
    average: Vec<f32>,
    average_rate: f32,
    /// The same of the last moment.
    recent: Vec<f32>,
    /// The newest masks, smoothed over frequency; the newest is at `newest`.
    masks: Vec<Vec<f32>>,
    newest: usize,
    kernel: Vec<f32>,
    smooth: Vec<f32>,
    voice: Vec<[f32; 2]>,
}

impl Gate {
    pub(super) fn new() -> Gate {
        let hops = AVERAGE_S * 16_000.0 / HOP as f64;
        Gate {
            long: Fourier::new(LONG),
            short: Fourier::new(SHORT),
            long_window: leaning(LONG, WINDOW_FALL),
            short_window: hann(SHORT).into_iter().map(f32::sqrt).collect(),
            adaptive: false,
            sound: [0.0; LONG],
            overlap: [0.0; HOP],
            spectrum: vec![[0.0; 2]; LONG_BINS],
            level: vec![0.0; LONG_BINS],
            mean: vec![0.0; LONG_BINS],
            variance: vec![0.0; LONG_BINS],
            learnt_hops: 0,
            hops_since_noise: 0,
            average: vec![0.0; LONG_BINS],
            average_rate: ((libm::sqrt(1.0 + 4.0 * hops * hops) - 1.0) / (2.0 * hops * hops))
                as f32,
            recent: vec![0.0; LONG_BINS],
            masks: vec![vec![0.0; LONG_BINS]; AGES.len()],
            newest: 0,
            kernel: triangle(NEAR_BINS),
            smooth: vec![0.0; LONG_BINS],
            voice: vec![[0.0; 2]; SHORT_BINS],
        }
    }

    /// Says whether that changed anything; if it did, what was learnt is of no use.
    pub(super) fn set(&mut self, mode: Mode) -> bool {
        let adaptive = match mode {
            Mode::Adaptive => true,
            Mode::Stationary => false,
            Mode::Off | Mode::Rnnoise | Mode::Gtcrn => return false,
        };
        self.adaptive = adaptive;
        self.learnt_hops = 0;
        self.hops_since_noise = 0;
        true
    }

    /// Takes the next samples.
    pub(super) fn hear(&mut self, hop: &[f32; HOP]) {
        self.sound.copy_within(HOP.., 0);
        self.sound[LONG - HOP..].copy_from_slice(hop);
    }

    /// Makes the mask of the newest samples.
    pub(super) fn work(&mut self) {
        let mut windowed = self.sound;
        for (sample, weight) in windowed.iter_mut().zip(&self.long_window) {
            *sample *= weight;
        }
        self.long.forward(&windowed, &mut self.spectrum);
        self.newest = (self.newest + 1) % self.masks.len();
        if self.adaptive {
            self.open_above_average();
        } else {
            self.open_above_noise();
        }
        smooth(&self.masks[self.newest], &self.kernel, &mut self.smooth);
        self.masks[self.newest].copy_from_slice(&self.smooth);
    }

    fn open_above_noise(&mut self) {
        for (level, [re, im]) in self.level.iter_mut().zip(&self.spectrum) {
            // scipy's scaling does not matter: noise and signal have the same. −120 dB is as quiet as it gets.
            *level = 10.0 * libm::log10f(re * re + im * im + 1e-8);
        }
        let mask = &mut self.masks[self.newest];
        for (n, open) in mask.iter_mut().enumerate() {
            let threshold = self.mean[n] + DEVIATIONS * self.variance[n].sqrt();
            *open = f32::from(self.level[n] > threshold);
        }
        let voice = &mask[VOICE_BINS];
        let share = voice.iter().sum::<f32>() / voice.len() as f32;
        self.hops_since_noise += 1;
        if self.learnt_hops >= FIRST_HOPS && share >= QUIET_SHARE {
            if self.hops_since_noise > PATIENCE_HOPS {
                self.learnt_hops = 0;
            }
            return;
        }
        self.hops_since_noise = 0;
        let rate = 1.0 / (self.learnt_hops as f32 + 1.0).min(MEMORY_HOPS);
        self.learnt_hops = self.learnt_hops.saturating_add(1);
        for (n, &level) in self.level.iter().enumerate() {
            let off = level - self.mean[n];
            self.mean[n] += rate * off;
            self.variance[n] += rate * (off * (level - self.mean[n]) - self.variance[n]);
        }
    }

    fn open_above_average(&mut self) {
        let first = self.learnt_hops == 0;
        self.learnt_hops = 1;
        let averages = self.average.iter_mut().zip(&mut self.recent);
        for ((open, [re, im]), (average, recent)) in
            self.masks[self.newest].iter_mut().zip(&self.spectrum).zip(averages)
        {
            let magnitude = (re * re + im * im).sqrt();
            if first {
                (*average, *recent) = (magnitude, magnitude);
            }
            *average += self.average_rate * (magnitude - *average);
            *recent += RECENT_RATE * (magnitude - *recent);
            // What rounding leaves of silence is no signal.
            let usual = (*average + FORESIGHT * (*recent - *average)).max(1e-6);
            let above = (magnitude - usual) / usual;
            *open = logistic(SLOPE * (above - TIMES_ABOVE));
        }
    }

    /// The gated samples of the hop before the last one.
    pub(super) fn speak(&mut self, output: &mut [f32; HOP]) {
        let mut windowed: [f32; SHORT] = std::array::from_fn(|n| self.sound[LONG - SHORT + n]);
        for (sample, weight) in windowed.iter_mut().zip(&self.short_window) {
            *sample *= weight;
        }
        self.short.forward(&windowed, &mut self.voice);
        for (n, bin) in self.voice.iter_mut().enumerate() {
            let mut gain = 0.0;
            for (age, share) in AGES.iter().enumerate() {
                gain += share * self.masks[(self.newest + AGES.len() - age) % AGES.len()][2 * n];
            }
            *bin = bin.map(|part| part * gain);
        }
        self.short.inverse(&self.voice, &mut windowed);
        for n in 0..HOP {
            output[n] = self.overlap[n] + windowed[n] * self.short_window[n];
            self.overlap[n] = windowed[HOP + n] * self.short_window[HOP + n];
        }
    }

    pub(super) fn reset(&mut self) {
        self.sound.fill(0.0);
        self.overlap.fill(0.0);
        self.mean.fill(0.0);
        self.variance.fill(0.0);
        self.learnt_hops = 0;
        self.hops_since_noise = 0;
        self.masks.iter_mut().for_each(|mask| mask.fill(0.0));
        self.newest = 0;
    }
}

/// A window of that length whose peak is `fall` before its end.
fn leaning(length: usize, fall: usize) -> Vec<f32> {
    let (rising, falling) = (hann(2 * (length - fall)), hann(2 * fall));
    rising[..length - fall].iter().chain(&falling[fall..]).copied().collect()
}

/// A triangle of that many values either side of its peak, with the sum 1.
fn triangle(near: usize) -> Vec<f32> {
    let total = ((near + 1) * (near + 1)) as f32;
    (0..=2 * near).map(|n| (near + 1 - n.abs_diff(near)) as f32 / total).collect()
}

/// Convolution with a kernel of odd length; beyond the ends there is nothing.
fn smooth(values: &[f32], kernel: &[f32], output: &mut [f32]) {
    let near = kernel.len() / 2;
    for (n, target) in output.iter_mut().enumerate() {
        let (first, end) = (n.saturating_sub(near), values.len().min(n + near + 1));
        let kernel = &kernel[first + near - n..];
        *target = values[first..end].iter().zip(kernel).map(|(value, weight)| value * weight).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// What noisereduce makes of the same signal; written by `tests/oracle/gate.py`.
    const STATIONARY: &str = include_str!("../../tests/oracle/gate-stationary.txt");
    const ADAPTIVE: &str = include_str!("../../tests/oracle/gate-adaptive.txt");
    const QUESTION: &str = include_str!("../../tests/oracle/gate-adaptive-question.txt");

    /// A recorded question, the WAV file of which noisereduce heard too.
    const RECORDING: &[u8] = include_bytes!("../../../../tests/recordings/solve-quadratic.wav");

    const SILENCE: usize = 2 * 16_000;
    const STRENGTH: f32 = 0.8;

    /// Levels of 32 bands every 64 ms, as in the oracle.
    fn levels(signal: &[f32]) -> Vec<f64> {
        let (mut fourier, window) = (Fourier::new(SHORT), hann(SHORT));
        let mut levels = Vec::new();
        for start in (SILENCE..signal.len() - SHORT).step_by(1_024) {
            let windowed: Vec<f32> =
                signal[start..start + SHORT].iter().zip(&window).map(|(x, w)| x * w).collect();
            let mut spectrum = [[0.0; 2]; SHORT_BINS];
            fourier.forward(&windowed, &mut spectrum);
            for band in spectrum[1..].chunks_exact(8) {
                let power: f32 = band.iter().map(|[re, im]| re * re + im * im).sum();
                levels.push(10.0 * libm::log10(f64::from(power) / 8.0 + 1e-6));
            }
        }
        levels
    }

    #[track_caller]
    fn check(mode: Mode, signal: &[f32], expected: &str, at_most_db: f64) {
        let mut gate = Gate::new();
        let _ = gate.set(mode);
        let mut gated = Vec::new();
        for hop in signal.chunks_exact(HOP) {
            let mut output = [0.0; HOP];
            gate.hear(hop.try_into().expect("whole hops"));
            gate.work();
            gate.speak(&mut output);
            gated.extend(output);
        }
        gated.drain(..HOP);
        gated.resize(signal.len(), 0.0);
        let mixed: Vec<f32> =
            gated.iter().zip(signal).map(|(g, x)| STRENGTH * g + (1.0 - STRENGTH) * x).collect();
        let distance = |a: &[f64], b: &[f64]| {
            let of_frame = |(a, b): (&[f64], &[f64])| {
                libm::sqrt(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>() / 32.0)
            };
            let frames: Vec<f64> = a.chunks(32).zip(b.chunks(32)).map(of_frame).collect();
            frames.iter().sum::<f64>() / frames.len() as f64
        };
        let expected = oracle::numbers(expected);
        let found = distance(&levels(&mixed), &expected);
        assert!(found < at_most_db, "{found:.3} dB from noisereduce");
        assert!(distance(&levels(signal), &expected) > 10.0, "and far from the noisy signal");
    }

    #[test]
    fn stationary_is_what_noisereduce_does() {
        check(
            Mode::Stationary,
            &oracle::voice_in_noise(6 * 16_000, 0.03, SILENCE),
            STATIONARY,
            1.0,
        );
    }

    #[test]
    fn adaptive_is_what_noisereduce_does() {
        check(Mode::Adaptive, &oracle::voice_in_noise(6 * 16_000, 0.03, SILENCE), ADAPTIVE, 1.0);
        check(Mode::Adaptive, &question_in_noise(), QUESTION, 1.0);
    }

    /// Two seconds of noise, then the question in it.
    fn question_in_noise() -> Vec<f32> {
        let data = RECORDING.windows(4).position(|tag| tag == b"data").expect("a WAV file") + 8;
        let spoken = RECORDING[data..].chunks_exact(2);
        let spoken = spoken.map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) / 32_768.0);
        let question: Vec<f32> = std::iter::repeat_n(0.0, SILENCE).chain(spoken).collect();
        question.iter().zip(oracle::noise(question.len())).map(|(x, n)| x + 0.005 * n).collect()
    }
}
