//! GTCRN (X. Rong et al., "GTCRN: A Speech Enhancement Model Requiring Ultralow Computational Resources", ICASSP 2024;
//! weights MIT), written by hand.
//!
//! Frame: 512 samples at 16 kHz, every 256. In: a spectrum; out: the spectrum times a complex mask. Bins above 2 kHz are
//! gathered to 64 bands; two convolutions along frequency, three gated blocks that reach 16 frames back, two dual-path
//! blocks with a GRU along frequency and one along time, and the same back. The work of a frame is cut into [`STAGES`]
//! of about the same length, so that it can be spread over the quanta of an AudioWorklet.

mod block;
mod dual_path;
mod gru;

use crate::network::activation::tanh;
use crate::network::fourier::{Fourier, hann};
use crate::network::weights::Weights;
use block::Block;
use dual_path::DualPath;

/// Samples between frames: 16 ms.
pub(super) const HOP: usize = 256;
const FRAME: usize = 2 * HOP;
const BINS: usize = HOP + 1;

/// Bins that are bands of their own, and bands that gather the rest.
const NARROW: usize = 65;
const WIDE: usize = 64;
const BANDS: usize = NARROW + WIDE;
/// Bands after the first convolution, and after the second.
const HALVED: usize = 65;
const QUARTERED: usize = 33;

/// Pieces in which a frame is worked off.
pub(super) const STAGES: usize = 8;

/// The channels of one band.
type Row = [f32; 16];
/// All that one frame is between two blocks.
type Plane = [Row; QUARTERED];

/// The network with its memory.
pub(super) struct Gtcrn {
    fourier: Fourier,
    window: Vec<f32>,
    bands: Vec<Band>,
    first: Convolution,
    second: Convolution,
    encoder: [Block; 3],
    dual_paths: [DualPath; 2],
    decoder: [Block; 3],
    second_back: Convolution,
    first_back: Vec<[Row; 2]>,
    first_back_bias: [f32; 2],

    sound: [f32; FRAME],
    overlap: [f32; HOP],
    spectrum: [[f32; 2]; BINS],
    /// Magnitude, real and imaginary part of each band, with an empty band at either end.
    features: [[f32; 3]; BANDS + 2],
    halved: [Row; HALVED],
    quartered: Plane,
    /// What the encoder's blocks put out, which the decoder's blocks get too.
    skipped: [Plane; 3],
    plane: Plane,
    mask: [[f32; 2]; BANDS],
}

/// A wide band: the bins it gathers, counted from the first wide one, and how much of each.
struct Band {
    first_bin: usize,
    weights: Vec<f32>,
}

/// Five taps along frequency, sixteen channels out.
struct Convolution {
    weights: Vec<Row>,
    bias: Row,
    slope: f32,
}

impl Convolution {
    fn read(weights: &mut Weights, inputs: usize) -> Convolution {
        Convolution {
            weights: rows(weights, 5 * inputs),
            bias: weights.array(),
            slope: weights.number(),
        }
    }
}

impl Gtcrn {
    pub(super) fn new() -> Gtcrn {
        let mut weights = Weights::new(include_bytes!(concat!(env!("OUT_DIR"), "/gtcrn.bin")));
        let bands = bands(&weights.matrix(BINS - NARROW, WIDE));
        let first = Convolution::read(&mut weights, 9);
        let second = Convolution::read(&mut weights, 8);
        let encoder = [1, 2, 5].map(|dilation| Block::read(&mut weights, dilation));
        let dual_paths = std::array::from_fn(|_| DualPath::read(&mut weights));
        let decoder = [5, 2, 1].map(|dilation| Block::read(&mut weights, dilation));
        let second_back = Convolution::read(&mut weights, 8);
        let first_back =
            rows(&mut weights, 10).chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
        let first_back_bias = weights.array();
        weights.end();
        Gtcrn {
            fourier: Fourier::new(FRAME),
            window: hann(FRAME).into_iter().map(f32::sqrt).collect(),
            bands,
            first,
            second,
            encoder,
            dual_paths,
            decoder,
            second_back,
            first_back,
            first_back_bias,
            sound: [0.0; FRAME],
            overlap: [0.0; HOP],
            spectrum: [[0.0; 2]; BINS],
            features: [[0.0; 3]; BANDS + 2],
            halved: [[0.0; 16]; HALVED],
            quartered: [[0.0; 16]; QUARTERED],
            skipped: [[[0.0; 16]; QUARTERED]; 3],
            plane: [[0.0; 16]; QUARTERED],
            mask: [[0.0; 2]; BANDS],
        }
    }

    /// Takes the next samples; then all [`STAGES`] must be worked off.
    pub(super) fn hear(&mut self, hop: &[f32; HOP]) {
        self.sound.copy_within(HOP.., 0);
        self.sound[HOP..].copy_from_slice(hop);
    }

    /// Does one piece of the work, 0 to [`STAGES`] − 1 in this order.
    pub(super) fn work(&mut self, stage: usize) {
        match stage {
            0 => self.analyse(),
            1 => {
                self.convolve_first();
                self.convolve_second();
            }
            2 => {
                let [first, second, third] = &mut self.skipped;
                self.encoder[0].process(&self.quartered, first);
                self.encoder[1].process(first, second);
                self.encoder[2].process(second, third);
                self.plane = *third;
            }
            3 => self.dual_paths[0].process(&mut self.plane),
            4 => self.dual_paths[1].process(&mut self.plane),
            5 => {
                for (block, skipped) in self.decoder.iter_mut().zip(self.skipped.iter().rev()) {
                    for (row, skipped) in self.plane.iter_mut().zip(skipped) {
                        add(row, skipped);
                    }
                    let input = self.plane;
                    block.process(&input, &mut self.plane);
                }
            }
            6 => self.convolve_back(),
            _ => self.apply_mask(),
        }
    }

    /// After all stages: the cleaned samples of the hop before the last one.
    pub(super) fn speak(&mut self, output: &mut [f32; HOP]) {
        let mut signal = [0.0; FRAME];
        self.fourier.inverse(&self.spectrum, &mut signal);
        for n in 0..HOP {
            output[n] = self.overlap[n] + signal[n] * self.window[n];
            self.overlap[n] = signal[HOP + n] * self.window[HOP + n];
        }
    }

    pub(super) fn reset(&mut self) {
        self.sound.fill(0.0);
        self.overlap.fill(0.0);
        self.encoder.iter_mut().chain(&mut self.decoder).for_each(Block::reset);
        self.dual_paths.iter_mut().for_each(DualPath::reset);
    }

    fn analyse(&mut self) {
        let mut windowed = self.sound;
        for (sample, weight) in windowed.iter_mut().zip(&self.window) {
            *sample *= weight;
        }
        self.fourier.forward(&windowed, &mut self.spectrum);
        let bin = |k: usize| {
            let [re, im] = self.spectrum[k];
            [(re * re + im * im + 1e-12).sqrt(), re, im]
        };
        for k in 0..NARROW {
            self.features[1 + k] = bin(k);
        }
        for (target, band) in self.features[1 + NARROW..].iter_mut().zip(&self.bands) {
            let mut sums = [0.0; 3];
            for (n, weight) in band.weights.iter().enumerate() {
                for (sum, value) in sums.iter_mut().zip(bin(NARROW + band.first_bin + n)) {
                    *sum += weight * value;
                }
            }
            *target = sums;
        }
    }

    fn convolve_first(&mut self) {
        for (to, row) in self.halved.iter_mut().enumerate() {
            let mut sum = self.first.bias;
            for (tap, weights) in self.first.weights.chunks_exact(9).enumerate() {
                let Some(from) = (2 * to + tap).checked_sub(2).filter(|&from| from < BANDS) else {
                    continue;
                };
                // A band is seen with its two neighbours.
                let near = &self.features[from..from + 3];
                for (n, weights) in weights.iter().enumerate() {
                    multiply_add(&mut sum, weights, near[n % 3][n / 3]);
                }
            }
            *row = bent(sum, self.first.slope);
        }
    }

    fn convolve_second(&mut self) {
        for (to, row) in self.quartered.iter_mut().enumerate() {
            let mut sum = self.second.bias;
            for (tap, weights) in self.second.weights.chunks_exact(8).enumerate() {
                let Some(from) = (2 * to + tap).checked_sub(2).filter(|&from| from < HALVED) else {
                    continue;
                };
                multiply_add_halves(&mut sum, weights, &self.halved[from]);
            }
            *row = bent(sum, self.second.slope);
        }
    }

    fn convolve_back(&mut self) {
        for (row, skipped) in self.plane.iter_mut().zip(&self.quartered) {
            add(row, skipped);
        }
        for to in 0..HALVED {
            let mut sum = self.second_back.bias;
            // Every second tap meets a band.
            for tap in (to % 2..5).step_by(2) {
                let Some(from) = half(to + 2, tap).filter(|&from| from < QUARTERED) else {
                    continue;
                };
                multiply_add_halves(
                    &mut sum,
                    &self.second_back.weights[8 * tap..8 * (tap + 1)],
                    &self.plane[from],
                );
            }
            add(&mut self.halved[to], &bent(sum, self.second_back.slope));
        }
        for (to, mask) in self.mask.iter_mut().enumerate() {
            let mut sums = [[0.0; 16]; 2];
            for tap in (to % 2..5).step_by(2) {
                let Some(from) = half(to + 2, tap).filter(|&from| from < HALVED) else { continue };
                for (sum, weights) in sums.iter_mut().zip(&self.first_back[tap]) {
                    for lane in 0..16 {
                        sum[lane] += weights[lane] * self.halved[from][lane];
                    }
                }
            }
            *mask = std::array::from_fn(|n| {
                tanh(sums[n].iter().sum::<f32>() + self.first_back_bias[n])
            });
        }
    }

    fn apply_mask(&mut self) {
        let (narrow, wide) = self.mask.split_at(NARROW);
        let mut masks = [[0.0; 2]; BINS];
        masks[..NARROW].copy_from_slice(narrow);
        for (band, [re, im]) in self.bands.iter().zip(wide) {
            for (mask, weight) in masks[NARROW + band.first_bin..].iter_mut().zip(&band.weights) {
                mask[0] += weight * re;
                mask[1] += weight * im;
            }
        }
        for (bin, [mask_re, mask_im]) in self.spectrum.iter_mut().zip(masks) {
            let [re, im] = *bin;
            *bin = [re * mask_re - im * mask_im, im * mask_re + re * mask_im];
        }
    }
}

/// (a − b) / 2, if that is not negative.
fn half(a: usize, b: usize) -> Option<usize> {
    Some(a.checked_sub(b)? / 2)
}

fn rows<const N: usize>(weights: &mut Weights, count: usize) -> Vec<[f32; N]> {
    let matrix = weights.matrix(count, N);
    matrix.chunks_exact(N).map(|row| row.try_into().expect("rows of N")).collect()
}

/// The bands of a matrix of bins × bands that is almost empty.
fn bands(matrix: &[f32]) -> Vec<Band> {
    (0..WIDE)
        .map(|band| {
            let column: Vec<f32> = matrix.iter().skip(band).step_by(WIDE).copied().collect();
            let first_bin = column.iter().position(|&weight| weight != 0.0).unwrap_or(0);
            let end = column.iter().rposition(|&weight| weight != 0.0).map_or(0, |last| last + 1);
            Band { first_bin, weights: column[first_bin..end].to_vec() }
        })
        .collect()
}

fn multiply_add(sum: &mut Row, weights: &Row, value: f32) {
    for lane in 0..16 {
        sum[lane] += weights[lane] * value;
    }
}

/// The same for two groups of eight channels that do not mix.
fn multiply_add_halves(sum: &mut Row, weights: &[Row], values: &Row) {
    for (n, weights) in weights.iter().enumerate() {
        for lane in 0..8 {
            sum[lane] += weights[lane] * values[n];
        }
        for lane in 8..16 {
            sum[lane] += weights[lane] * values[8 + n];
        }
    }
}

fn add(sum: &mut Row, other: &Row) {
    for lane in 0..16 {
        sum[lane] += other[lane];
    }
}

/// The parametric rectifier.
fn bent(row: Row, slope: f32) -> Row {
    row.map(|value| if value < 0.0 { slope * value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// What ONNX Runtime 1.32.0 makes of `gtcrn_simple.onnx` and a computed signal: every 16th sample of the
    /// output; written by `tests/oracle/gtcrn.py`.
    const EXPECTED: &str = include_str!("../../tests/oracle/gtcrn.txt");
    const HOPS: usize = 150;

    #[test]
    fn it_is_what_onnx_runtime_makes_of_it() {
        let signal = oracle::voice_in_noise(HOPS * HOP, 0.03, 0);
        let mut gtcrn = Gtcrn::new();
        let mut output = Vec::new();
        for hop in signal.chunks_exact(HOP) {
            let mut cleaned = [0.0; HOP];
            gtcrn.hear(hop.try_into().expect("whole hops"));
            (0..STAGES).for_each(|stage| gtcrn.work(stage));
            gtcrn.speak(&mut cleaned);
            output.extend(cleaned);
        }
        let found: Vec<f64> = output.iter().step_by(16).map(|&sample| f64::from(sample)).collect();
        let (correlation, gain) = oracle::likeness(&found, &oracle::numbers(EXPECTED));
        assert!(correlation > 0.9999, "{correlation}");
        // As loud, too, to 0.1 dB: a correlation does not see that.
        assert!((gain - 1.0).abs() < 0.01, "{gain}");
    }
}
