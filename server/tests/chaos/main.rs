//! The chaos matrix over real sockets: the practice tutor misbehaves, a student has a lesson, a relay stands between.
//!
//! Every row is one scenario, played twice: with the naive relay of this folder, which must fail it, and with ours, which
//! must not. A row the naive relay survives proves nothing, so that fails too.

#![allow(clippy::disallowed_methods, reason = "tests have a clock and start servers")]
#![allow(clippy::print_stdout, reason = "what was measured or skipped is said")]

#[path = "../services/folder.rs"]
mod folder;
mod naive;
#[path = "../services/redis.rs"]
mod redis;
mod scene;
mod student;

mod connections;
mod conversations;
mod people;
mod sound;

/// Longer than anything here takes, also on a busy machine.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);
