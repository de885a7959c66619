//! Noise out of speech.
//!
//! Two families: [`wide`] works at 48 kHz (RNNoise), [`narrow`] at 16 kHz (GTCRN and the spectral gates). Two users:
//! [`speech`] for what is sent to be recognised, at 16 kHz, and [`track`] for what people listen to, at the device's rate.
//!
//! Output: `strength · clean + (1 − strength) · noisy`, the two aligned to the sample, so that at strength 0.8 the noise
//! is at most 13.98 dB quieter. Every mode has the same delay; a change of mode or strength slides over one frame, after
//! the new mode has listened for a while, and cannot be heard as a click.

mod blend;
mod line;

mod gate;
mod gtcrn;
mod narrow;

mod rnnoise;
mod wide;

pub(crate) mod speech;
mod track;

pub use speech::Speech;
pub use track::Denoiser;
