//! Sound in, speech out: resample, denoise, detect speech, chunk; and the tutor's voice back.
//!
//! In: mono samples at any rate from 8 to 192 kHz, in blocks of any length. Out: [`Event`]s, among them 100 ms chunks of
//! PCM16 at 16 kHz, while somebody speaks. The way back is the [`Player`]: PCM16 at 24 kHz in, the device's rate out.
//!
//! ```text
//! microphone ─ Resampler ─ 48 kHz ─ Speech ─ 16 kHz ─┬─ Detector ─ Segmenter ─┐
//!                                   (denoise)        └──────── Chunker ───────┴─ events
//! ```
//!
//! Every stage is made once (this may allocate, and may refuse), then processes (this does neither) and can be reset.
//! Signals are `f32` in −1…1; NaN and infinities are taken as silence at the door. The same input gives the same output
//! however it is cut into blocks, natively and in WebAssembly.
//!
//! Deliberately not here: threads, clocks, files, devices, serialisation. Times are positions in the input.
//!
//! ```
//! use ganita_audio::{Config, Event, Pipeline};
//!
//! let mut pipeline = Pipeline::new(Config::at(44_100))?;
//! let quantum = [0.0; 128];
//! let mut events = pipeline.process(&quantum);
//! while let Some(event) = events.next_event() {
//!     if let Event::Chunk(chunk) = event {
//!         assert_eq!(chunk.samples.len(), ganita_audio::CHUNK_SAMPLES);
//!     }
//! }
//! # Ok::<(), ganita_audio::ConfigError>(())
//! ```

mod config;
mod sanitize;

mod resample;

mod network;

mod denoise;

mod detect;
mod segment;

mod gain;

mod chunk;

mod pipeline;

mod cleaner;
mod player;

mod level;

#[cfg(feature = "stages")]
pub mod stages;

#[cfg(test)]
mod oracle;

pub use chunk::{CHUNK_SAMPLES, Chunk};
pub use cleaner::Cleaner;
pub use config::{Config, ConfigError, Mode, RATE_HZ_MAX, RATE_HZ_MIN, VadSettings};
pub use denoise::{Denoiser, Speech};
pub use detect::{Detector, FRAME_SAMPLES, SileroVad};
pub use level::Level;
pub use pipeline::{Change, Event, Events, Frame, Pipeline, Statistics};
pub use player::{Heard, Player, PlayerState};
pub use resample::Resampler;
pub use segment::Segmenter;

/// The rate of everything that is sent: speech detection, chunks, recognition.
pub const SPEECH_RATE_HZ: u32 = 16_000;

/// The rate at which RNNoise was trained.
pub const DENOISE_RATE_HZ: u32 = 48_000;

/// The rate of the tutor's voice.
pub const VOICE_RATE_HZ: u32 = 24_000;
