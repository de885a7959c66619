//! The dual-path block: one GRU along frequency, both ways; one along time, for each band; each in two groups.

use super::gru::Gru;
use super::{Plane, QUARTERED, Row, add, multiply_add, rows};
use crate::network::weights::Weights;

pub(super) struct DualPath {
    /// Lanes: first group upwards, second group upwards, first downwards, second downwards.
    intra: Gru<4>,
    after_intra: Mixer,
    inter: Gru<8>,
    after_inter: Mixer,
    /// What the path along time remembers, band by band.
    memory: Plane,
}

/// A matrix over the channels, then a normalisation of the whole frame.
struct Mixer {
    matrix: Vec<Row>,
    bias: Row,
    gain: Vec<Row>,
    shift: Vec<Row>,
}

impl DualPath {
    pub(super) fn read(weights: &mut Weights) -> DualPath {
        // In the file either group's upward unit is followed by its downward one.
        let intra = Gru::read(weights, &[0, 2, 1, 3]);
        let mut after_intra = Mixer::read(weights);
        for lane in 4..8 {
            after_intra.matrix.swap(lane, lane + 4);
        }
        DualPath {
            intra,
            after_intra,
            inter: Gru::read(weights, &[0, 1]),
            after_inter: Mixer::read(weights),
            memory: [[0.0; 16]; QUARTERED],
        }
    }

    pub(super) fn process(&mut self, plane: &mut Plane) {
        let mut projected = [[[0.0; 16]; 3]; QUARTERED];
        for (projected, row) in projected.iter_mut().zip(plane.iter()) {
            *projected = self.intra.project(row);
        }
        let mut found = [[0.0; 16]; QUARTERED];
        let mut state = [0.0; 16];
        for step in 0..QUARTERED {
            let (up, down) = (step, QUARTERED - 1 - step);
            let gates: [Row; 3] = std::array::from_fn(|gate| {
                std::array::from_fn(|lane| projected[if lane < 8 { up } else { down }][gate][lane])
            });
            self.intra.step(&gates, &mut state);
            found[up][..8].copy_from_slice(&state[..8]);
            found[down][8..].copy_from_slice(&state[8..]);
        }
        self.after_intra.mix(&found, plane);

        for (memory, row) in self.memory.iter_mut().zip(plane.iter()) {
            self.inter.step(&self.inter.project(row), memory);
        }
        self.after_inter.mix(&self.memory, plane);
    }

    pub(super) fn reset(&mut self) {
        self.memory = [[0.0; 16]; QUARTERED];
    }
}

impl Mixer {
    fn read(weights: &mut Weights) -> Mixer {
        Mixer {
            matrix: rows(weights, 16),
            bias: weights.array(),
            gain: rows(weights, QUARTERED),
            shift: rows(weights, QUARTERED),
        }
    }

    /// Adds what it makes of `found` to `plane`.
    fn mix(&self, found: &Plane, plane: &mut Plane) {
        let mut mixed = [[0.0; 16]; QUARTERED];
        let mut sums = [0.0; 16];
        for (mixed, found) in mixed.iter_mut().zip(found) {
            *mixed = self.bias;
            for (&value, weights) in found.iter().zip(&self.matrix) {
                multiply_add(mixed, weights, value);
            }
            add(&mut sums, mixed);
        }
        let count = (16 * QUARTERED) as f32;
        let mean = sums.iter().sum::<f32>() / count;
        let mut squares = [0.0; 16];
        for row in &mut mixed {
            for lane in 0..16 {
                row[lane] -= mean;
                squares[lane] += row[lane] * row[lane];
            }
        }
        let scale = 1.0 / (squares.iter().sum::<f32>() / count + 1e-8).sqrt();
        for (band, row) in plane.iter_mut().enumerate() {
            for lane in 0..16 {
                row[lane] +=
                    mixed[band][lane] * scale * self.gain[band][lane] + self.shift[band][lane];
            }
        }
    }
}
