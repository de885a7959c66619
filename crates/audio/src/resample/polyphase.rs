//! A resampler for two rates whose ratio is a fraction of small numbers: one short filter for each phase.
//!
//! Output n looks at the input around the instant n · from / to. There are `to / gcd` different places that instant can
//! have between two input samples, and the filter for each is computed beforehand.

use super::kaiser;

/// Half the length of the filter, in samples of the lower rate: 2.5 ms at 16 kHz. With the window of `kaiser` the
/// response is flat to 0.917 of that rate's Nyquist frequency and −103 dB from 1.083 of it on.
const HALF_WIDTH: usize = 40;

/// Filters longer than this together (1 MB) are not worth their memory in a browser.
const COEFFICIENTS_MAX: usize = 1 << 18;

/// Samples taken at once; it bounds the buffer.
const BLOCK: usize = 256;

/// Lanes of the inner product. The compiler keeps them in vector registers.
const LANES: usize = 16;

pub(super) struct Polyphase {
    /// One filter after the other, each reversed so that it runs along the input.
    coefficients: Vec<f32>,
    taps: usize,
    phases: usize,
    /// How far one output sample lies from the next: whole input samples, and the rest in phases.
    step_samples: usize,
    step_phases: usize,
    /// `taps - 1` samples of the past, then the block at work.
    buffer: Vec<f32>,
    /// Where the first output sample is, in phases after the first input sample.
    first: usize,
    /// Where the next output sample is: in the block, and in phases after that sample.
    next_sample: usize,
    next_phase: usize,
}

impl Polyphase {
    /// `None` if the ratio would need too many phases.
    pub(super) fn new(from_hz: u32, to_hz: u32) -> Option<Polyphase> {
        let (from, to) = (from_hz as usize, to_hz as usize);
        let common = gcd(from, to);
        let phases = to / common;
        let taps = (2 * HALF_WIDTH * from.max(to) / to).next_multiple_of(LANES);
        if phases * taps > COEFFICIENTS_MAX {
            return None;
        }
        let cutoff = 0.5 * to.min(from) as f64 / from as f64;
        let response = kaiser::low_pass(phases, taps, cutoff);
        let mut coefficients = vec![0.0; phases * taps];
        for phase in 0..phases {
            // Each phase passes a constant unchanged; otherwise the differences would be heard as a whistle.
            let sum: f64 = response[phase..].iter().step_by(phases).sum();
            for (tap, &value) in response[phase..].iter().step_by(phases).enumerate() {
                coefficients[phase * taps + taps - 1 - tap] = (value / sum) as f32;
            }
        }
        Some(Polyphase {
            coefficients,
            taps,
            phases,
            step_samples: from / common / phases,
            step_phases: from / common % phases,
            buffer: vec![0.0; taps - 1 + BLOCK],
            first: 0,
            next_sample: 0,
            next_phase: 0,
        })
    }

    /// Lets the output begin a little later in the input, so that its delay, together with one of `before` input samples,
    /// is a whole number of output samples.
    pub(super) fn align(&mut self, before: f64) {
        let step = self.step_samples * self.phases + self.step_phases;
        let before = libm::round(before * self.phases as f64) as usize;
        self.first = (before + self.taps / 2 * self.phases) % step;
        self.reset();
    }

    /// How many input samples later than its place a sample comes out.
    pub(super) fn delay_input_samples(&self) -> f64 {
        self.taps as f64 / 2.0 - self.first as f64 / self.phases as f64
    }

    /// How many input samples must follow before an instant can come out.
    pub(super) fn lateness_input_samples(&self) -> usize {
        self.taps / 2
    }

    pub(super) fn process(&mut self, input: &[f32], output: &mut [f32]) -> usize {
        let mut written = 0;
        for block in input.chunks(BLOCK) {
            let past = self.taps - 1;
            self.buffer[past..past + block.len()].copy_from_slice(block);
            while self.next_sample < block.len() {
                let window = &self.buffer[self.next_sample..self.next_sample + self.taps];
                let filter = &self.coefficients[self.next_phase * self.taps..][..self.taps];
                output[written] = inner_product(window, filter);
                written += 1;
                self.next_sample += self.step_samples;
                self.next_phase += self.step_phases;
                if self.next_phase >= self.phases {
                    self.next_phase -= self.phases;
                    self.next_sample += 1;
                }
            }
            self.next_sample -= block.len();
            self.buffer.copy_within(block.len()..block.len() + past, 0);
        }
        written
    }

    pub(super) fn reset(&mut self) {
        self.buffer.fill(0.0);
        self.next_sample = self.first / self.phases;
        self.next_phase = self.first % self.phases;
    }
}

/// The sum of products of whole lanes (sixteens), in a fixed order of additions, so that every build gives the same bits.
pub(crate) fn inner_product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = products(a, b);
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

/// Each lane's sum. A function by itself: seen together with the addition of the lanes, in which the last steps take two
/// values at a time, the compiler uses half of every vector register.
#[inline(never)]
fn products(a: &[f32], b: &[f32]) -> [f32; LANES] {
    let mut sums = [0.0_f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
