//! With eight bits: integers in groups of 32 that share a scale, times vectors that are rounded to 16 bits, group by
//! group. A sum of 32 products is exact; only sums of groups are floats.

use super::lanes::{Numbers, Pairs, add, floats, grown, nothing, numbers, pairs, store, zero};
use super::{Layer, Weights};
use crate::network::weights::INT8_GROUP;

/// Outputs that stand beside each other.
const LANES: usize = 4;

/// Inputs are taken by twos.
const PAIRS: usize = INT8_GROUP / 2;

/// The largest integer of an input.
const INT16_MAX: f32 = 32_767.0;

/// Adding 1.5 · 2²³ leaves the nearest integer in the lowest bits: a rounding that vector units have.
const ROUNDER: f32 = 12_582_912.0;

/// A layer of 8-bit weights.
pub(crate) struct Integers {
    /// Part after part, four outputs after four outputs, group after group.
    groups: Vec<[Pairs; PAIRS]>,
    scales: Vec<Numbers>,
    /// What of a part is no whole group, input after input.
    rest: Vec<Numbers>,
    blocks: usize,
    groups_in_part: usize,
    rest_in_part: usize,
    /// As many as are in a group. A number that the compiler does not know keeps it from writing them all out: the code is
    /// part of a download.
    pairs: usize,
}

/// A vector as integers.
pub(crate) struct Rounded {
    groups: Vec<Group>,
    rest: Vec<f32>,
}

#[derive(Clone)]
struct Group {
    /// The value of an integer.
    step: f32,
    /// Two integers each, the first in the lower bits.
    pairs: [i32; PAIRS],
}

impl Layer for Integers {
    type Input = Rounded;

    fn read(weights: &mut Weights, parts: usize, inputs: usize, outputs: usize) -> Integers {
        assert_eq!(outputs % LANES, 0, "whole blocks of outputs");
        let (integers, steps) = weights.integers(outputs * parts, inputs);
        let (blocks, groups_in_part) = (outputs / LANES, inputs / INT8_GROUP);
        let (rest_in_part, groups_in_row) = (inputs % INT8_GROUP, inputs.div_ceil(INT8_GROUP));
        let mut layer = Integers {
            groups: Vec::with_capacity(parts * blocks * groups_in_part),
            scales: Vec::with_capacity(parts * blocks * groups_in_part),
            rest: Vec::with_capacity(parts * blocks * rest_in_part),
            blocks,
            groups_in_part,
            rest_in_part,
            pairs: PAIRS,
        };
        for part in 0..parts {
            for block in 0..blocks {
                // The rows of these outputs, of which each has its parts one after the other.
                let rows: [usize; LANES] =
                    std::array::from_fn(|lane| (block * LANES + lane) * parts + part);
                for group in 0..groups_in_part {
                    let row = rows.map(|row| &integers[row * inputs + group * INT8_GROUP..]);
                    layer.groups.push(std::array::from_fn(|n| {
                        pairs(std::array::from_fn(|k| i16::from(row[k / 2][2 * n + k % 2])))
                    }));
                    layer.scales.push(numbers(rows.map(|row| steps[row * groups_in_row + group])));
                }
                for input in groups_in_part * INT8_GROUP..inputs {
                    layer.rest.push(numbers(rows.map(|row| {
                        let step = steps[row * groups_in_row + groups_in_part];
                        f32::from(integers[row * inputs + input]) * step
                    })));
                }
            }
        }
        layer
    }

    fn input(inputs: usize) -> Rounded {
        let nothing = Group { step: 0.0, pairs: [0; PAIRS] };
        Rounded { groups: vec![nothing; inputs / INT8_GROUP], rest: vec![0.0; inputs % INT8_GROUP] }
    }

    fn take(values: &[f32], input: &mut Rounded) {
        let (groups, rest) = values.as_chunks::<INT8_GROUP>();
        for (values, group) in groups.iter().zip(&mut input.groups) {
            let mut largest = [0.0_f32; 4];
            for four in values.as_chunks::<4>().0 {
                for (largest, value) in largest.iter_mut().zip(four) {
                    *largest = largest.max(value.abs());
                }
            }
            let largest = largest.into_iter().fold(0.0, f32::max);
            group.step = largest / INT16_MAX;
            let steps = if largest > 0.0 { INT16_MAX / largest } else { 0.0 };
            for (pair, values) in group.pairs.iter_mut().zip(values.as_chunks::<2>().0) {
                let [lower, upper] = values.map(|value| (value * steps + ROUNDER).to_bits());
                *pair = ((lower & 0xffff) | (upper << 16)).cast_signed();
            }
        }
        input.rest.copy_from_slice(rest);
    }

    // Called from many places, and large.
    #[inline(never)]
    fn add<const BLOCKS: usize, const N: usize>(
        &self,
        part: usize,
        inputs: [&Rounded; N],
        sums: [&mut [f32]; N],
    ) {
        for first in (0..self.blocks).step_by(BLOCKS) {
            let mut totals = [[nothing(); BLOCKS]; N];
            let start: [usize; BLOCKS] =
                std::array::from_fn(|block| part * self.blocks + first + block);
            for group in 0..self.groups_in_part {
                let weights = start.map(|block| &self.groups[block * self.groups_in_part + group]);
                let values = inputs.map(|input| &input.groups[group]);
                let mut integers = [[zero(); BLOCKS]; N];
                for pair in 0..self.pairs {
                    let pair = pair % PAIRS;
                    for (integers, values) in integers.iter_mut().zip(values) {
                        for (integers, weights) in integers.iter_mut().zip(weights) {
                            *integers = add(*integers, weights[pair], values.pairs[pair]);
                        }
                    }
                }
                for block in 0..BLOCKS {
                    let scale = self.scales[start[block] * self.groups_in_part + group];
                    for n in 0..N {
                        let products = floats(integers[n][block], scale);
                        totals[n][block] = grown(totals[n][block], products, values[n].step);
                    }
                }
            }
            for block in 0..BLOCKS {
                let rest = &self.rest[start[block] * self.rest_in_part..][..self.rest_in_part];
                for n in 0..N {
                    for (weights, &value) in rest.iter().zip(&inputs[n].rest) {
                        totals[n][block] = grown(totals[n][block], *weights, value);
                    }
                    let target = &mut sums[n][(first + block) * LANES..][..LANES];
                    for (target, total) in target.iter_mut().zip(store(totals[n][block])) {
                        *target += total;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::layer::Floats;

    /// Two parts of 65 inputs (two groups and one more) and 16 outputs: integers times a step of 2⁻⁸ each, as bytes of a
    /// weight file and as the numbers they stand for.
    fn both() -> (Integers, Vec<f32>) {
        let (parts, inputs, outputs) = (2, 65, 16);
        let integers: Vec<i8> =
            (0..parts * inputs * outputs).map(|n| ((n * 37 + n / 7) % 79) as i8 - 39).collect();
        let groups = parts * outputs * 3;
        let mut file = vec![2_u8];
        for length in [groups, integers.len(), 0] {
            file.extend((length as u32).to_le_bytes());
        }
        file.extend(std::iter::repeat_n(8 * 16_u8, groups));
        file.extend(integers.iter().map(|integer| integer.cast_unsigned()));
        let mut weights = Weights::new(Box::leak(file.into_boxed_slice()));
        let layer = Integers::read(&mut weights, parts, inputs, outputs);
        weights.end();
        (layer, integers.iter().map(|&integer| f32::from(integer) / 256.0).collect())
    }

    #[test]
    fn products_are_what_they_should_be() {
        let (layer, weights) = both();
        let vectors: [Vec<f32>; 2] =
            [0, 1].map(|k| (0..65).map(|n| ((n * 29 + k * 13) % 97) as f32 / 31.0 - 1.0).collect());
        let mut inputs = [Integers::input(65), Integers::input(65)];
        for (values, input) in vectors.iter().zip(&mut inputs) {
            Integers::take(values, input);
        }
        for part in 0..2 {
            let mut sums = [[1.0; 16], [-1.0; 16]];
            let [one, other] = &mut sums;
            layer.add::<2, 2>(part, [&inputs[0], &inputs[1]], [one, other]);
            let mut alone = [1.0; 16];
            layer.add::<4, 1>(part, [&inputs[0]], [&mut alone]);
            assert_eq!(alone, sums[0], "however many are multiplied at once");
            for (n, values) in vectors.iter().enumerate() {
                for output in 0..16 {
                    let row = &weights[(output * 2 + part) * 65..][..65];
                    let expected: f32 = row.iter().zip(values).map(|(w, x)| w * x).sum();
                    let found = sums[n][output] - [1.0, -1.0][n];
                    assert!(
                        (found - expected).abs() < 2e-4,
                        "{part} {n} {output}: {found} {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn with_all_bits_it_is_the_same_sum() {
        let values = [0.5, -2.0];
        let mut file = vec![0_u8];
        file.extend([0; 12]);
        for weight in [1.0_f32, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0] {
            file.extend(weight.to_le_bytes());
        }
        let mut weights = Weights::new(Box::leak(file.into_boxed_slice()));
        let layer = Floats::read(&mut weights, 2, 2, 2);
        let mut input = Floats::input(2);
        Floats::take(&values, &mut input);
        let mut sums = [0.0; 2];
        layer.add::<1, 1>(1, [&input], [&mut sums]);
        assert_eq!(sums, [3.0 * 0.5 - 8.0, 7.0 * 0.5 - 16.0]);
    }
}
