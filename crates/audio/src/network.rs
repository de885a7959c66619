//! What the networks are made of: weights, matrices times vectors, activations, the Fourier transform.
//!
//! Sums are taken in a fixed order, in lanes that become vector registers, so that every build gives the same bits.

pub(crate) mod activation;
pub(crate) mod fourier;
pub(crate) mod layer;
mod step;
pub(crate) mod weights;
