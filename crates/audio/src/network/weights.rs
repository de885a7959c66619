//! Reads the weight files that `build.rs` made.

/// The files' precisions, and how many entries of a row share a scale.
const EXACT: u8 = 0;
const INT16: u8 = 1;
const INT8: u8 = 2;
const INT8_GROUP: usize = 32;

/// A weight file, read from front to back.
pub(crate) struct Weights {
    precision: u8,
    rest: &'static [u8],
}

impl Weights {
    pub(crate) fn new(file: &'static [u8]) -> Weights {
        Weights { precision: file[0], rest: &file[1..] }
    }

    /// The next matrix, row after row.
    pub(crate) fn matrix(&mut self, rows: usize, columns: usize) -> Vec<f32> {
        let mut values = Vec::with_capacity(rows * columns);
        for _ in 0..rows {
            match self.precision {
                EXACT => values.extend(self.vector(columns)),
                INT16 => {
                    let scale = self.scale();
                    values.extend(
                        (0..columns).map(|_| f32::from(i16::from_le_bytes(self.take())) * scale),
                    );
                }
                INT8 => {
                    for start in (0..columns).step_by(INT8_GROUP) {
                        let scale = self.scale();
                        let group = start..columns.min(start + INT8_GROUP);
                        values.extend(
                            group.map(|_| f32::from(i8::from_le_bytes(self.take())) * scale),
                        );
                    }
                }
                other => unreachable!("build.rs writes no precision {other}"),
            }
        }
        values
    }

    /// The next vector.
    pub(crate) fn vector(&mut self, length: usize) -> Vec<f32> {
        (0..length).map(|_| f32::from_le_bytes(self.take())).collect()
    }

    /// The next vector, of a length known when compiled.
    pub(crate) fn array<const N: usize>(&mut self) -> [f32; N] {
        std::array::from_fn(|_| f32::from_le_bytes(self.take()))
    }

    /// The next number alone.
    pub(crate) fn number(&mut self) -> f32 {
        f32::from_le_bytes(self.take())
    }

    /// The upper half of a float.
    fn scale(&mut self) -> f32 {
        f32::from_bits(u32::from(u16::from_le_bytes(self.take())) << 16)
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.rest.split_first_chunk().expect("build.rs wrote all that is read");
        self.rest = rest;
        *taken
    }

    /// Says that everything was read.
    pub(crate) fn end(self) {
        assert!(self.rest.is_empty(), "{} bytes of weights are left over", self.rest.len());
    }
}
