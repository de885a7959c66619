//! Ganita's server: it admits students, mints LiveKit tokens, relays their lessons to a live tutor and keeps what was
//! said.
//!
//! In: HTTP and WebSockets from pages. Out: WebSockets to a tutor, rows in a database, numbers for Prometheus.
//! Not here: how a session survives its connections (`ganita-live`), what words mean (`ganita-spoken`), how problems
//! are solved (`ganita-algebra`). Raw sound is never stored.

#![allow(
    clippy::disallowed_methods,
    reason = "a server has a clock and sockets; the cores it uses have neither"
)]

pub mod config;
pub mod error;
pub mod serve;

mod fetch;
mod http;
mod relay;

mod admit;
mod jwt;
pub mod livekit;

pub mod state;
pub mod store;

mod accuracy;
pub mod log;
pub mod metrics;

mod clock;
mod gulp;
mod random;

pub use config::Config;
pub use http::description;
pub use serve::{Failure, serve};
