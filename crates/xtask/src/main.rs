//! `cargo xtask …`: the one tool that sets the project up, runs it, tests it, builds it and measures it.
//!
//! In: a clone on Debian with rustup's stable toolchain, Node 20 and apt. Out: a running lesson, a test result, files
//! under `target/` and in the user's cache folder. Not here: anything that ships.
#![allow(
    clippy::disallowed_methods,
    reason = "xtask starts processes and measures how long they take"
)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "xtask is a terminal program")]

mod bench;
mod command;
mod demo;
mod fit;
mod fuzz;
mod lesson;
mod million;
mod ready;
mod score;
mod services;
mod setup;
mod sources;
mod test;
mod types;
mod wasm;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Ganita's own tool.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing: the wasm compiler, a browser, voices, networks' weights, the tutor's ears, npm packages.
    Setup {
        /// Fetch only the weights of the audio networks: all that a Rust build needs.
        #[arg(long)]
        weights: bool,
    },
    /// Run a lesson: server, practice tutor and page. With --headless, a recording takes it and a table is printed.
    Demo {
        /// Let headless Chromium take the lesson, with a WAV file as its microphone.
        #[arg(long)]
        headless: bool,
        /// The recording; tests/recordings/solve-quadratic.wav if none is given.
        file: Option<PathBuf>,
        /// Save a picture of the page at the end of the lesson.
        #[arg(long, requires = "headless")]
        screenshot: Option<PathBuf>,
        /// Start the page with `next dev` instead of building it.
        #[arg(long, conflicts_with = "headless")]
        dev: bool,
    },
    /// Run every test: Rust, wasm, TypeScript, the live protocol, the browser lesson; or one part of them.
    Test {
        /// The only parts to run.
        parts: Vec<test::Part>,
        /// Build nothing, and write what the parts came to into this file: how all tests run one lane beside another.
        #[arg(long, hide = true, requires = "parts")]
        report: Option<PathBuf>,
    },
    /// What to run before a commit: format, lints as errors, generated types, tests of what changed.
    Ready {
        /// Test every crate, not only those with changes.
        #[arg(long)]
        all: bool,
    },
    /// Build the wasm files into the npm package.
    Wasm {
        /// Only this one: audio, echo, words, algebra or live.
        module: Option<String>,
    },
    /// Write the TypeScript types that are generated from Rust.
    Types,
    /// Licences, sources and known holes of all dependencies, with cargo-deny.
    Deny,
    /// Measure how long things take.
    #[command(subcommand)]
    Bench(bench::Subject),
    /// A million frames against the schemas of Google's SDK and two million hostile messages against the relay's policy;
    /// `cargo xtask test` tries some of them.
    Million,
    /// Fit the weights that rank readings of spoken mathematics on the development data in ../shared.
    Fit {
        /// Fit nothing: say how the table that stands there does on formulas that nothing was fitted on, and whether readings
        /// are right as often as they are sure.
        #[arg(long)]
        check: bool,
    },
    /// Feed hostile input to a core: no panic, time in proportion, and every formula can be read.
    Fuzz {
        /// What is fed.
        target: fuzz::Target,
        /// How many inputs.
        #[arg(long, default_value_t = 100_000)]
        runs: u64,
        /// Where the dice start.
        #[arg(long, default_value_t = 2026)]
        seed: u64,
    },
    /// Measure against the development data in ../shared and write the table to tests/corpus.
    Score {
        /// What is scored.
        subject: score::Subject,
        /// Score that many made problems of each sort instead of the development data; nothing is written. Algebra only.
        #[arg(long, value_name = "N")]
        generate: Option<u32>,
        /// Where the dice start.
        #[arg(long, default_value_t = 1, requires = "generate")]
        seed: u32,
        /// Print two tables instead: the formulas that are looked at, and the fifth that nobody looks at and nothing is
        /// fitted on; nothing is written. Spoken only.
        #[arg(long, conflicts_with = "generate")]
        blind: bool,
        /// Read again what was heard last time: saying and hearing it takes most of an hour on two cores. Voice only.
        #[arg(long, conflicts_with_all = ["generate", "blind"])]
        again: bool,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup { weights: false } => setup::everything(),
        Task::Setup { weights: true } => setup::weights(),
        Task::Demo { headless: false, dev, .. } => demo::run(dev),
        Task::Demo { headless: true, file, screenshot, .. } => {
            demo::headless(file.as_deref(), screenshot.as_deref())
        }
        Task::Test { parts, report: None } => test::run(&parts),
        Task::Test { parts, report: Some(report) } => test::report(&parts, &report),
        Task::Ready { all } => ready::run(all),
        Task::Wasm { module: None } => wasm::build(),
        Task::Wasm { module: Some(name) } => wasm::build_one(&name).map(|_| ()),
        Task::Types => types::write(),
        Task::Deny => sources::deny(),
        Task::Bench(subject) => bench::run(subject),
        Task::Million => million::run(),
        Task::Fit { check: false } => fit::run(),
        Task::Fit { check: true } => fit::check(),
        Task::Fuzz { target, runs, seed } => fuzz::run(target, runs, seed),
        Task::Score { subject: score::Subject::Algebra, generate: Some(count), seed, .. } => {
            score::generated(count, seed)
        }
        Task::Score { subject: score::Subject::Spoken, blind: true, .. } => score::by_part(),
        Task::Score { subject, again, .. } => score::run(subject, again),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
