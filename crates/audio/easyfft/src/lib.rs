//! The part of easyfft 0.4's interface that nnnoiseless uses, over one small transform.
//!
//! nnnoiseless transforms 960 samples, and for that easyfft brings rustfft, whose planner knows every length there is: a
//! fifth of what a browser would download. This takes its place (`[patch.crates-io]` in the workspace). In: real signals
//! of an even length without prime factors over 5. The forward transform is not scaled, the inverse one multiplies by
//! the length, as easyfft's do.

use std::ops::{Deref, MulAssign};

pub use num_complex;
use num_complex::{Complex, Complex32};

mod transform;

/// A spectrum: the amplitudes of frequencies from 0 to half the sampling rate. Only `f32` is here.
#[derive(Debug, Clone, PartialEq)]
pub struct DynRealDft<T> {
    bins: Vec<Complex<T>>,
    length: usize,
}

impl DynRealDft<f32> {
    /// From the amplitude of frequency 0, the others, and the length of the signal.
    pub fn new(offset: f32, frequency_bins: &[Complex32], original_length: usize) -> DynRealDft<f32> {
        assert_eq!(frequency_bins.len(), original_length / 2, "half as many as samples");
        let mut bins = vec![Complex32::new(offset, 0.0)];
        bins.extend_from_slice(frequency_bins);
        DynRealDft { bins, length: original_length }
    }

    /// The amplitude of frequency 0.
    pub fn get_offset(&self) -> &f32 {
        &self.bins[0].re
    }

    /// The amplitude of frequency 0.
    pub fn get_offset_mut(&mut self) -> &mut f32 {
        &mut self.bins[0].re
    }

    /// The other amplitudes.
    pub fn get_frequency_bins(&self) -> &[Complex32] {
        &self.bins[1..]
    }

    /// The other amplitudes.
    pub fn get_frequency_bins_mut(&mut self) -> &mut [Complex32] {
        &mut self.bins[1..]
    }
}

impl Deref for DynRealDft<f32> {
    type Target = [Complex32];

    fn deref(&self) -> &[Complex32] {
        &self.bins
    }
}

impl MulAssign<f32> for DynRealDft<f32> {
    fn mul_assign(&mut self, factor: f32) {
        self.bins.iter_mut().for_each(|bin| *bin *= factor);
    }
}

impl MulAssign<&[f32]> for DynRealDft<f32> {
    fn mul_assign(&mut self, factors: &[f32]) {
        assert_eq!(self.bins.len(), factors.len(), "a factor for each amplitude");
        self.bins.iter_mut().zip(factors).for_each(|(bin, factor)| *bin *= *factor);
    }
}

/// From a signal to its spectrum.
pub trait RealTransform {
    /// Writes the spectrum, without allocating.
    fn real_fft_using(&self, output: &mut DynRealDft<f32>);
}

impl RealTransform for [f32] {
    fn real_fft_using(&self, output: &mut DynRealDft<f32>) {
        assert_eq!(self.len(), output.length, "a spectrum of that length");
        transform::of_length(self.len()).forward(self, &mut output.bins);
    }
}

/// And back.
pub trait RealInverse {
    /// Writes the signal times its length, without allocating.
    fn real_ifft_using(&self, output: &mut [f32]);
}

impl RealInverse for DynRealDft<f32> {
    fn real_ifft_using(&self, output: &mut [f32]) {
        assert_eq!(self.length, output.len(), "a signal of that length");
        transform::of_length(self.length).inverse(&self.bins, output);
    }
}

/// The names under which easyfft has these.
pub mod dyn_size {
    /// Transforms of real signals.
    pub mod realfft {
        pub use crate::DynRealDft;
    }
}

/// The traits.
pub mod prelude {
    pub use crate::{RealInverse, RealTransform};
}
