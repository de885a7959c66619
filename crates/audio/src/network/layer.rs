//! Matrices times vectors, with all bits of the weights or with eight.

#[cfg(any(test, feature = "exact-weights"))]
mod floats;
#[cfg(any(test, not(feature = "exact-weights")))]
mod integers;
#[cfg(any(test, not(feature = "exact-weights")))]
mod lanes;

#[cfg(any(test, feature = "exact-weights"))]
pub(crate) use floats::Floats;
#[cfg(any(test, not(feature = "exact-weights")))]
pub(crate) use integers::Integers;

use super::weights::Weights;

/// A layer in parts: matrices with as many outputs each, whose inputs are looked at one after the other. A convolution
/// in time has a part for each instant.
pub(crate) trait Layer: Sized {
    /// What is multiplied, in the form in which that is quick.
    type Input;

    /// The next matrix of a weight file.
    fn read(weights: &mut Weights, parts: usize, inputs: usize, outputs: usize) -> Self;

    /// Room for so many inputs, which are zeros.
    fn input(inputs: usize) -> Self::Input;

    /// Takes values over.
    fn take(values: &[f32], input: &mut Self::Input);

    /// Adds a part times `N` vectors to as many sums; a weight is fetched once for all of them. `BLOCKS` times four
    /// outputs are worked on at once: as many as keep the processor's registers busy.
    fn add<const BLOCKS: usize, const N: usize>(
        &self,
        part: usize,
        inputs: [&Self::Input; N],
        sums: [&mut [f32]; N],
    );
}

/// `max(x, 0)`, in place.
pub(crate) fn rectify(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}
