//! Matrices in few bytes. `src/network/weights.rs` reads what this writes.
//!
//! What looks alike stands together, since the file is compressed on its way to the browser: first all scales, then the
//! lower bytes of all entries, the upper bytes, and the floats.

use crate::step::step;

/// How exactly the entries of a matrix are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// As they are, 32 bits.
    Exact = 0,
    /// Two bytes, one scale for each row.
    Int16 = 1,
    /// One byte, a scale for each 32 entries of a row.
    Int8 = 2,
}

/// Entries of a row that share a scale at 8 bits.
const GROUP: usize = 32;

/// The largest magnitudes. Every bit less is a bit less to download for each weight. With 35 in place of 127 Silero's
/// part of the download is a fifth smaller, and it finds speech as well as with 32 bits; with 8,191 GTCRN's sound
/// correlates with that of 32 bits to five nines. Both are measured by `cargo xtask score audio`.
const INT8_MAX: f32 = 35.0;
const INT16_MAX: f32 = 8_191.0;

/// The file as it grows, in the order in which it is read.
pub(crate) struct Pack {
    precision: Precision,
    scales: Vec<u8>,
    lower: Vec<u8>,
    upper: Vec<u8>,
    floats: Vec<u8>,
}

impl Pack {
    pub(crate) fn new(precision: Precision) -> Pack {
        Pack { precision, scales: vec![], lower: vec![], upper: vec![], floats: vec![] }
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
                        let [lower, upper] = ((value / scale).round() as i16).to_le_bytes();
                        self.lower.push(lower);
                        self.upper.push(upper);
                    }
                }
            }
            Precision::Int8 => {
                for group in values.chunks(row).flat_map(|row| row.chunks(GROUP)) {
                    let scale = self.scale(group, INT8_MAX);
                    for value in group {
                        self.lower.extend(((value / scale).round() as i8).to_le_bytes());
                    }
                }
            }
        }
    }

    /// Values that are too few to be worth quantising.
    pub(crate) fn vector(&mut self, values: &[f32]) {
        for value in values {
            // The last byte holds less than a 60,000th of a value: more than matters, beside matrices of 8 or 16 bits.
            let bytes = value.to_le_bytes();
            let first = usize::from(self.precision != Precision::Exact);
            self.floats.extend(&bytes[first..]);
        }
    }

    /// Writes the step between two neighbouring integers, in eighths of an octave above 2^−24, and returns it.
    fn scale(&mut self, values: &[f32], max: f32) -> f32 {
        let largest = values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        // Rounded up, so that the largest value fits.
        let fits = (0..=u8::MAX).find(|&code| step(code) * max >= largest);
        let code = fits.expect("no weight is as large as 2^7");
        self.scales.push(code);
        step(code)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = vec![self.precision as u8];
        for part in [&self.scales, &self.lower, &self.upper] {
            bytes.extend((part.len() as u32).to_le_bytes());
        }
        [bytes, self.scales, self.lower, self.upper, self.floats].concat()
    }
}
