//! Measures live relays side by side: ours, a Node `ws` relay and a Python `websockets` relay.
//!
//! Loader and upstream are this process, or two of the same program where there are too many sockets for one; each relay
//! is a process of its own, so what it costs can be told apart. The upstream answers every piece of sound with one as
//! long, in which the time it was sent stands, so a latency is that of a round trip through the relay twice. Runs are
//! interleaved and their median is shown: machines are noisy. Instructions are counted beside, and they are not.

#![allow(clippy::disallowed_methods, reason = "it measures time and starts programs")]
#![allow(clippy::print_stdout, reason = "its output is a table")]

mod cost;
mod herd;
mod instructions;
mod relay;
mod report;
mod rotation;
mod school;
mod stamp;
mod stopping;
mod student;
mod tls;
mod upstream;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use report::Report;
use std::path::PathBuf;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Processor time and latency of a message, memory of a session.
    Cost,
    /// Instructions of a message, counted by callgrind.
    Instructions,
    /// A whole school on two servers.
    School,
    /// Planned changes of connections while everybody talks.
    Rotations,
    /// Every connection to the tutor cut at once.
    Herd,
    /// SIGTERM with thousands of live lessons.
    Stopping,
}

/// What is run, and how much of it.
#[derive(Debug, Parser)]
#[command(name = "ganita-load")]
pub(crate) struct Arguments {
    /// Our server's program.
    #[arg(long, required_unless_present = "upstream")]
    server: Option<PathBuf>,
    /// A Python that has `websockets`; without one the Python relay is left out.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Only these parts; all of them if none is named.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// A Markdown file whose sections of the same names are replaced by what was measured.
    #[arg(long)]
    write: Option<PathBuf>,
    /// Students who talk, for the cost of a message: few, for its latency, and many, for its processor time.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 500])]
    talkers: Vec<usize>,
    /// Students who are silent beside the first of them, for the memory of a session.
    #[arg(long, default_value_t = 1_500)]
    idle: usize,
    /// How long one run lasts.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Runs of each relay.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Students of the school, on two servers.
    #[arg(long, default_value_t = 10_000)]
    pupils: usize,
    /// How many of them talk.
    #[arg(long, default_value_t = 1_000)]
    pupils_talking: usize,
    /// How long the school lasts; 600 are the ten minutes for which it is meant.
    #[arg(long, default_value_t = 60)]
    school_seconds: u64,
    /// Planned rotations.
    #[arg(long, default_value_t = 1_000)]
    rotations: usize,
    /// Lessons that lose their tutor at once.
    #[arg(long, default_value_t = 5_000)]
    herd: usize,
    /// Lessons that are live when the server is told to stop.
    #[arg(long, default_value_t = 5_000)]
    stopped: usize,
    /// Be the upstream of another loader.
    #[arg(long, hide = true)]
    upstream: bool,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.upstream {
        return upstream::serve_alone().await;
    }
    let report = Report::new(arguments.write.clone());
    let is_wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    if is_wanted(Part::Cost) {
        report.show("Cost of a message", &cost::measure(&arguments).await?)?;
    }
    if is_wanted(Part::Instructions) {
        report.show("Instructions of a message", &instructions::measure(&arguments).await?)?;
    }
    if is_wanted(Part::School) {
        report.show("A whole school", &school::measure(&arguments).await?)?;
    }
    if is_wanted(Part::Rotations) {
        report.show("Planned rotations", &rotation::measure(&arguments).await?)?;
    }
    if is_wanted(Part::Herd) {
        report.show("A herd", &herd::measure(&arguments).await?)?;
    }
    if is_wanted(Part::Stopping) {
        report.show("The end", &stopping::measure(&arguments).await?)?;
    }
    Ok(())
}
