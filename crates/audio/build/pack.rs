//! Matrices in few bytes. `src/network/weights.rs` reads what this writes.

/// How exactly the entries of a matrix are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// As they are, 32 bits.
    Exact = 0,
    /// 16 bits, one scale for each row.
    Int16 = 1,
    /// 8 bits, a scale for each 32 entries of a row.
    Int8 = 2,
}

/// Entries of a row that share a scale at 8 bits.
const GROUP: usize = 32;

/// The largest magnitude at 8 bits. 63 in place of 127 lets no probability move by 0.05, and the file compresses by
/// another 12 %; with 31 it would be 0.16.
const INT8_MAX: f32 = 63.0;
const INT16_MAX: f32 = 32_767.0;

/// The file as it grows: a byte for the precision, then matrices and vectors in the order in which they are read.
pub(crate) struct Pack {
    precision: Precision,
    bytes: Vec<u8>,
}

impl Pack {
    pub(crate) fn new(precision: Precision) -> Pack {
        Pack { precision, bytes: vec![precision as u8] }
    }

    /// A matrix of rows of that length.
    pub(crate) fn matrix(&mut self, values: &[f32], row: usize) {
        assert_eq!(values.len() % row, 0, "whole rows");
        match self.precision {
            Precision::Exact => self.vector(values),
            Precision::Int16 => {
                for row in values.chunks(row) {
                    let scale = self.scale(row, INT16_MAX);
                    for value in row {
                        self.bytes.extend(((value / scale).round() as i16).to_le_bytes());
                    }
                }
            }
            Precision::Int8 => {
                for group in values.chunks(row).flat_map(|row| row.chunks(GROUP)) {
                    let scale = self.scale(group, INT8_MAX);
                    for value in group {
                        self.bytes.extend(((value / scale).round() as i8).to_le_bytes());
                    }
                }
            }
        }
    }

    /// Values that are too few to be worth quantising.
    pub(crate) fn vector(&mut self, values: &[f32]) {
        for value in values {
            self.bytes.extend(value.to_le_bytes());
        }
    }

    /// Writes the step between two neighbouring integers and returns it as it will be read.
    fn scale(&mut self, values: &[f32], max: f32) -> f32 {
        let largest = values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        // The upper 16 bits of a float are enough for a step; rounded up, so that the largest value fits.
        let bits = ((largest.max(1e-20) / max).to_bits() >> 16) as u16 + 1;
        self.bytes.extend(bits.to_le_bytes());
        f32::from_bits(u32::from(bits) << 16)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
