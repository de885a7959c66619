//! Plays a little faster or slower: reads the voice at places between its samples.

use super::PIECE;
use crate::resample::{inner_product, low_pass};

/// Places between two samples for which there is a filter; between those, a straight line (−86 dB at 9.6 kHz).
const PHASES: usize = 128;

/// Length of a filter, in whole lanes: flat to 10 kHz at 24 kHz.
const TAPS: usize = 48;

/// Reads a signal at another pace.
pub(super) struct Pace {
    /// `PHASES + 1` filters, each reversed so that it runs along the input.
    filters: Vec<f32>,
    /// `TAPS - 1` samples of the past, then the piece at work.
    buffer: [f32; TAPS - 1 + PIECE],
    /// Where the next sample is read: in the piece, and how far after that sample, 0 to 1.
    next: usize,
    between: f64,
}

impl Pace {
    /// Samples that a piece can become.
    pub(super) const OUTPUT_MAX: usize = PIECE + 2;

    /// Samples by which the signal is late.
    pub(super) const DELAY: usize = TAPS / 2;

    pub(super) fn new() -> Pace {
        let response = low_pass(PHASES, TAPS, 0.5);
        let mut filters = vec![0.0; (PHASES + 1) * TAPS];
        for phase in 0..=PHASES {
            let values = (0..TAPS).map(|tap| {
                // The last filter is the first one, a sample later.
                response.get(tap * PHASES + phase).copied().unwrap_or(0.0)
            });
            let sum: f64 = values.clone().sum();
            for (tap, value) in values.enumerate() {
                filters[phase * TAPS + TAPS - 1 - tap] = (value / sum) as f32;
            }
        }
        Pace { filters, buffer: [0.0; TAPS - 1 + PIECE], next: 0, between: 0.0 }
    }

    /// Reads a piece of at most [`PIECE`] samples, faster by `change`. Unchanged until there is a first change: then it is
    /// only late.
    pub(super) fn process(&mut self, piece: &[f32], change: f64, output: &mut [f32]) -> usize {
        let past = TAPS - 1;
        self.buffer[past..past + piece.len()].copy_from_slice(piece);
        let mut written = 0;
        while self.next < piece.len() {
            let window = &self.buffer[self.next..self.next + TAPS];
            output[written] = if self.between == 0.0 {
                window[TAPS - 1 - Pace::DELAY]
            } else {
                self.read(window)
            };
            written += 1;
            let to = self.between + 1.0 + change;
            let whole = to.floor();
            self.next += whole as usize;
            self.between = to - whole;
        }
        self.next -= piece.len();
        self.buffer.copy_within(piece.len()..piece.len() + past, 0);
        written
    }

    fn read(&self, window: &[f32]) -> f32 {
        let place = self.between * PHASES as f64;
        let phase = place.floor() as usize;
        let (near, far) = ((place - phase as f64) as f32, phase + 1);
        let sum =
            |phase: usize| inner_product(window, &self.filters[phase * TAPS..(phase + 1) * TAPS]);
        let (this, next) = (sum(phase), sum(far));
        this + (next - this) * near
    }

    pub(super) fn reset(&mut self) {
        self.buffer.fill(0.0);
        self.next = 0;
        self.between = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// A sine of amplitude 0.5 read at a pace, and how far it is from the sine of the raised pitch, in decibels.
    fn error_db(hz: f64, change: f64) -> f64 {
        let mut pace = Pace::new();
        let (mut read, mut n) = (Vec::new(), 0.0);
        let mut output = [0.0; Pace::OUTPUT_MAX];
        for _ in 0..200 {
            let piece: [f32; PIECE] = std::array::from_fn(|k| {
                (0.5 * libm::sin(TAU * hz * (n + k as f64) / 24_000.0)) as f32
            });
            n += PIECE as f64;
            let count = pace.process(&piece, change, &mut output);
            read.extend_from_slice(&output[..count]);
        }
        let expected = |k: usize| {
            let at = k as f64 * (1.0 + change) - Pace::DELAY as f64;
            0.5 * libm::sin(TAU * hz * at / 24_000.0)
        };
        let steady = 4 * TAPS..read.len();
        let error: f64 =
            steady.clone().map(|k| (f64::from(read[k]) - expected(k)).powi(2)).sum::<f64>();
        10.0 * libm::log10(error / steady.len() as f64 / 0.125)
    }

    #[test]
    fn a_tone_stays_a_tone_at_another_pace() {
        for hz in [200.0, 1_000.0, 4_000.0, 9_000.0] {
            for change in [-0.003, -0.000_1, 0.000_3, 0.003] {
                let error = error_db(hz, change);
                assert!(error < -70.0, "{hz} Hz at {change}: {error:.1} dB");
            }
        }
    }

    #[test]
    fn without_a_change_it_is_only_late() {
        let mut pace = Pace::new();
        let piece: [f32; PIECE] = std::array::from_fn(|k| k as f32);
        let mut output = [0.0; Pace::OUTPUT_MAX];
        assert_eq!(pace.process(&piece, 0.0, &mut output), PIECE);
        assert_eq!(output[Pace::DELAY..PIECE], piece[..PIECE - Pace::DELAY]);
        assert!(output[..Pace::DELAY].iter().all(|&x| x == 0.0));
    }
}
