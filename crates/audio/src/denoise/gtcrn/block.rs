//! The gated block: half of the channels go through a convolution in time and frequency and are weighed by how strong
//! they are; the other half goes past.

use super::gru::Gru;
use super::{Plane, QUARTERED, Row, bent, multiply_add, rows};
use crate::network::activation::logistic;
use crate::network::weights::Weights;

pub(super) struct Block {
    /// Eight channels, each with its two neighbours, to sixteen.
    widen: Vec<Row>,
    widen_bias: Row,
    /// Three frames × three bands.
    depth: Vec<Row>,
    depth_bias: Row,
    narrow: Vec<[f32; 8]>,
    narrow_bias: [f32; 8],
    slopes: [f32; 2],
    attention: Gru<16>,
    attention_out: Vec<[f32; 8]>,
    attention_bias: [f32; 8],

    /// The last `2 · dilation` frames of what was widened; the oldest is at `oldest`.
    history: Vec<Plane>,
    oldest: usize,
    strength: Row,
}

impl Block {
    pub(super) fn read(weights: &mut Weights, dilation: usize) -> Block {
        Block {
            widen: rows(weights, 24),
            widen_bias: weights.array(),
            depth: rows(weights, 9),
            depth_bias: weights.array(),
            narrow: rows(weights, 16),
            narrow_bias: weights.array(),
            slopes: weights.array(),
            attention: Gru::read(weights, &[0]),
            attention_out: rows(weights, 16),
            attention_bias: weights.array(),
            history: vec![[[0.0; 16]; QUARTERED]; 2 * dilation],
            oldest: 0,
            strength: [0.0; 16],
        }
    }

    pub(super) fn process(&mut self, input: &Plane, output: &mut Plane) {
        let mut wide = [[0.0; 16]; QUARTERED + 2];
        for band in 0..QUARTERED {
            let mut sum = self.widen_bias;
            for (tap, near) in [band.wrapping_sub(1), band, band + 1].into_iter().enumerate() {
                let Some(near) = input.get(near) else { continue };
                for (channel, &value) in near[..8].iter().enumerate() {
                    multiply_add(&mut sum, &self.widen[3 * channel + tap], value);
                }
            }
            wide[1 + band] = bent(sum, self.slopes[0]);
        }

        let middle = (self.oldest + self.history.len() / 2) % self.history.len();
        let mut energy = [0.0; 8];
        for band in 0..QUARTERED {
            let mut sum = self.depth_bias;
            for (tap, weights) in self.depth.chunks_exact(3).enumerate() {
                for (n, weights) in weights.iter().enumerate() {
                    let near = (band + n).wrapping_sub(1);
                    let row = match tap {
                        0 => self.history[self.oldest].get(near),
                        1 => self.history[middle].get(near),
                        _ => wide.get(band + n),
                    };
                    if let Some(row) = row {
                        for lane in 0..16 {
                            sum[lane] += weights[lane] * row[lane];
                        }
                    }
                }
            }
            let deep = bent(sum, self.slopes[1]);
            let mut sum = self.narrow_bias;
            for (value, weights) in deep.iter().zip(&self.narrow) {
                for lane in 0..8 {
                    sum[lane] += weights[lane] * value;
                }
            }
            for (energy, value) in energy.iter_mut().zip(sum) {
                *energy += value * value;
            }
            for (channel, value) in sum.into_iter().enumerate() {
                output[band][2 * channel] = value;
                output[band][2 * channel + 1] = input[band][8 + channel];
            }
        }
        self.history[self.oldest].copy_from_slice(&wide[1..=QUARTERED]);
        self.oldest = (self.oldest + 1) % self.history.len();

        let mut mean = [0.0; 16];
        for (mean, energy) in mean.iter_mut().zip(energy) {
            *mean = energy / QUARTERED as f32;
        }
        self.attention.step(&self.attention.project(&mean), &mut self.strength);
        let mut sum = self.attention_bias;
        for (value, weights) in self.strength.iter().zip(&self.attention_out) {
            for lane in 0..8 {
                sum[lane] += weights[lane] * value;
            }
        }
        let gain = sum.map(logistic);
        for row in output {
            for (channel, gain) in gain.iter().enumerate() {
                row[2 * channel] *= gain;
            }
        }
    }

    pub(super) fn reset(&mut self) {
        self.history.fill([[0.0; 16]; QUARTERED]);
        self.oldest = 0;
        self.strength = [0.0; 16];
    }
}
