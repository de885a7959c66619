//! Measures live relays side by side: ours, a Node `ws` relay and a Python `websockets` relay.
//!
//! Loader and upstream are this process; each relay is a process of its own, so what it costs can be told apart. The
//! upstream answers every piece of sound with one as long, in which the time it was sent stands, so a latency is that of
//! a round trip through the relay twice. Runs are interleaved and their median is shown: machines are noisy.

#![allow(clippy::disallowed_methods, reason = "it measures time and starts programs")]
#![allow(clippy::print_stdout, reason = "its output is a table")]

mod cost;
mod rotation;
mod school;
mod stamp;
mod stopping;
mod student;
mod upstream;

use anyhow::Result;
use clap::Parser;
use std::path::PathBuf;

/// What is run, and how much of it.
#[derive(Debug, Parser)]
#[command(name = "ganita-load")]
pub(crate) struct Arguments {
    /// Our server's program.
    #[arg(long)]
    server: PathBuf,
    /// A Python that has `websockets`; without one the Python relay is left out.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Students who talk, for the cost of a message.
    #[arg(long, default_value_t = 100)]
    talkers: usize,
    /// Students who are silent, for the memory of a session.
    #[arg(long, default_value_t = 500)]
    idle: usize,
    /// How long one run lasts.
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Runs of each relay.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Planned rotations.
    #[arg(long, default_value_t = 1_000)]
    rotations: usize,
    /// Lessons that are live when the server is told to stop.
    #[arg(long, default_value_t = 1_000)]
    stopped: usize,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    cost::measure(&arguments).await?;
    rotation::measure(&arguments).await?;
    stopping::measure(&arguments).await
}
