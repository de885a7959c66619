//! The practice tutor: Gemini Live's wire protocol with ears, a brain and a voice of its own.
//!
//! What comes in: WebSocket connections on Google's own paths, from any Gemini Live client. What goes out: transcripts of
//! what was really said, tool calls for the board, a spoken explanation. Nothing is made up: an organ that is missing is
//! named, words that were not heard are not written, a problem that cannot be solved is not explained.
//!
//! For tests it can play transcripts from a script, which are then labelled as such, and have faults on demand.
//!
//! Not here: a language model. It understands spoken mathematics, and says so when it is asked something else.
#![allow(
    clippy::disallowed_methods,
    reason = "a program with a clock and child processes, not a core"
)]

pub mod sound;

pub mod ears;
pub mod voice;

pub mod brain;

pub mod script;

mod connection;
mod handles;
mod hearing;
mod performance;
mod routes;
mod tokens;
mod wire;

pub use routes::{Options, Tutor, serve};
