//! Reads the weight files that `build.rs` made; their layout is in `build/pack.rs`.

use super::step::step;

/// The files' precisions, and how many entries of a row share a scale.
const EXACT: u8 = 0;
const INT16: u8 = 1;
const INT8: u8 = 2;
pub(crate) const INT8_GROUP: usize = 32;

/// Bytes before the first scale: the precision and three lengths.
const HEADER: usize = 13;

/// A weight file, each of its parts read from front to back.
pub(crate) struct Weights {
    precision: u8,
    scales: Part,
    lower: Part,
    upper: Part,
    floats: Part,
}

struct Part(&'static [u8]);

impl Part {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.0.split_first_chunk().expect("build.rs wrote all that is read");
        self.0 = rest;
        *taken
    }
}

impl Weights {
    pub(crate) fn new(file: &'static [u8]) -> Weights {
        let (header, mut rest) = file.split_at(HEADER);
        let mut part = |n: usize| {
            let length = std::array::from_fn(|byte| header[1 + 4 * n + byte]);
            let (part, after) = rest.split_at(u32::from_le_bytes(length) as usize);
            rest = after;
            Part(part)
        };
        let (scales, lower, upper) = (part(0), part(1), part(2));
        Weights { precision: header[0], scales, lower, upper, floats: Part(rest) }
    }

    /// The next matrix, row after row.
    pub(crate) fn matrix(&mut self, rows: usize, columns: usize) -> Vec<f32> {
        match self.precision {
            EXACT => return self.vector(rows * columns),
            INT16 => {}
            other => unreachable!("no matrix of floats has precision {other}"),
        }
        let mut values = Vec::with_capacity(rows * columns);
        for _ in 0..rows {
            let scale = step(self.scales.take::<1>()[0]);
            for _ in 0..columns {
                let ([lower], [upper]) = (self.lower.take(), self.upper.take());
                values.push(f32::from(i16::from_le_bytes([lower, upper])) * scale);
            }
        }
        values
    }

    #[cfg(any(test, not(feature = "exact-weights")))]
    /// The next matrix of 8 bits, row after row, and the step of each group of a row.
    pub(crate) fn integers(&mut self, rows: usize, columns: usize) -> (Vec<i8>, Vec<f32>) {
        assert_eq!(self.precision, INT8, "a file of 8-bit matrices");
        let (integers, rest) = self.lower.0.split_at(rows * columns);
        self.lower = Part(rest);
        let groups = rows * columns.div_ceil(INT8_GROUP);
        let (steps, rest) = self.scales.0.split_at(groups);
        self.scales = Part(rest);
        let integers = integers.iter().map(|byte| byte.cast_signed()).collect();
        (integers, steps.iter().map(|&code| step(code)).collect())
    }

    /// The next vector.
    pub(crate) fn vector(&mut self, length: usize) -> Vec<f32> {
        (0..length).map(|_| self.number()).collect()
    }

    /// The next vector, of a length known when compiled.
    pub(crate) fn array<const N: usize>(&mut self) -> [f32; N] {
        std::array::from_fn(|_| self.number())
    }

    /// The next number alone.
    pub(crate) fn number(&mut self) -> f32 {
        if self.precision == EXACT {
            return f32::from_le_bytes(self.floats.take());
        }
        let [low, middle, high] = self.floats.take();
        f32::from_le_bytes([0, low, middle, high])
    }

    /// Says that everything was read.
    pub(crate) fn end(self) {
        for Part(rest) in [self.scales, self.lower, self.upper, self.floats] {
            assert!(rest.is_empty(), "{} bytes of weights are left over", rest.len());
        }
    }
}
