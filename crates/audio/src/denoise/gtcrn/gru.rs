//! Gated recurrent units, several of them side by side in sixteen lanes.

use super::Row;
use crate::network::activation::{logistic, tanh};
use crate::network::weights::Weights;

/// Inputs of each unit.
const INPUTS: usize = 8;

/// `16 / WIDTH` units of `WIDTH` states. Unit n hears the first eight channels if n is even, else the last eight.
pub(super) struct Gru<const WIDTH: usize> {
    /// For each input and for each state: its weights for the update, reset and candidate gates.
    input: Vec<[Row; 3]>,
    state: Vec<[Row; 3]>,
    /// Biases: update, reset, candidate from the input, candidate from the state.
    bias: [Row; 4],
}

impl<const WIDTH: usize> Gru<WIDTH> {
    /// Reads the units one after the other into these places.
    pub(super) fn read(weights: &mut Weights, places: &[usize]) -> Gru<WIDTH> {
        let mut gru = Gru {
            input: vec![[[0.0; 16]; 3]; INPUTS],
            state: vec![[[0.0; 16]; 3]; WIDTH],
            bias: [[0.0; 16]; 4],
        };
        for place in places {
            let lanes = place * WIDTH..(place + 1) * WIDTH;
            for (rows, from) in [(&mut gru.input, INPUTS), (&mut gru.state, WIDTH)] {
                let matrix = weights.matrix(from, 3 * WIDTH);
                for (gates, row) in rows.iter_mut().zip(matrix.chunks_exact(3 * WIDTH)) {
                    for (gate, row) in gates.iter_mut().zip(row.chunks_exact(WIDTH)) {
                        gate[lanes.clone()].copy_from_slice(row);
                    }
                }
            }
            let (input, state) = (weights.vector(3 * WIDTH), weights.vector(3 * WIDTH));
            for (n, lane) in lanes.enumerate() {
                add_bias(
                    &mut gru.bias,
                    lane,
                    [0, WIDTH, 2 * WIDTH].map(|gate| (input[gate + n], state[gate + n])),
                );
            }
        }
        gru
    }

    /// What the input contributes to the gates.
    pub(super) fn project(&self, input: &Row) -> [Row; 3] {
        let mut gates = [self.bias[0], self.bias[1], self.bias[2]];
        for (n, weights) in self.input.iter().enumerate() {
            for (gate, weights) in gates.iter_mut().zip(weights) {
                for unit in 0..16 / WIDTH {
                    let value = input[unit % 2 * INPUTS + n];
                    for lane in unit * WIDTH..(unit + 1) * WIDTH {
                        gate[lane] += weights[lane] * value;
                    }
                }
            }
        }
        gates
    }

    /// One step in time (or along frequency).
    pub(super) fn step(&self, projected: &[Row; 3], state: &mut Row) {
        let [mut update, mut reset, candidate] = *projected;
        let mut recalled = self.bias[3];
        for (n, weights) in self.state.iter().enumerate() {
            let values: Row = std::array::from_fn(|lane| state[lane / WIDTH * WIDTH + n]);
            for lane in 0..16 {
                update[lane] += weights[0][lane] * values[lane];
                reset[lane] += weights[1][lane] * values[lane];
                recalled[lane] += weights[2][lane] * values[lane];
            }
        }
        for lane in 0..16 {
            let candidate = tanh(candidate[lane] + logistic(reset[lane]) * recalled[lane]);
            state[lane] = candidate + logistic(update[lane]) * (state[lane] - candidate);
        }
    }
}

/// Biases of update and reset are added up; those of the candidate stay apart, since the reset gate comes between.
fn add_bias(rows: &mut [Row; 4], lane: usize, [update, reset, candidate]: [(f32, f32); 3]) {
    rows[0][lane] = update.0 + update.1;
    rows[1][lane] = reset.0 + reset.1;
    rows[2][lane] = candidate.0;
    rows[3][lane] = candidate.1;
}
