//! With all bits: what the others are measured against, plain and slow.

use super::{Layer, Weights};

/// A layer of 32-bit weights.
pub(crate) struct Floats {
    /// Row after row; in a row part after part.
    rows: Vec<f32>,
    parts: usize,
    inputs: usize,
}

impl Layer for Floats {
    type Input = Vec<f32>;

    fn read(weights: &mut Weights, parts: usize, inputs: usize, outputs: usize) -> Floats {
        Floats { rows: weights.matrix(outputs * parts, inputs), parts, inputs }
    }

    fn input(inputs: usize) -> Vec<f32> {
        vec![0.0; inputs]
    }

    fn take(values: &[f32], input: &mut Vec<f32>) {
        input.copy_from_slice(values);
    }

    fn add<const BLOCKS: usize, const N: usize>(
        &self,
        part: usize,
        inputs: [&Vec<f32>; N],
        sums: [&mut [f32]; N],
    ) {
        for (input, sums) in inputs.into_iter().zip(sums) {
            for (row, sum) in self.rows.chunks_exact(self.parts * self.inputs).zip(sums) {
                let weights = &row[part * self.inputs..(part + 1) * self.inputs];
                *sum +=
                    weights.iter().zip(input).map(|(weight, value)| weight * value).sum::<f32>();
            }
        }
    }
}
