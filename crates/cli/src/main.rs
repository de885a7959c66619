//! The cores on a terminal, over files and JSON lines.
//!
//! In: arguments, WAV files, JSON lines on standard input. Out: LaTeX, steps, WAV files, CSV, JSON lines. What is wrong
//! with the input is one line on standard error and exit code 2. Not here: anything that thinks.

#![allow(clippy::disallowed_methods, reason = "a command line measures how long its work took")]

mod failure;
mod jsonl;
mod wav;

mod latex;
mod solve;
mod student;

mod capture;
mod denoise;
mod resample;
mod vad;

mod bench;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A problem makes and drops thousands of small pieces: with the C library's own, a fifth of its time went into that.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Mathematics spoken, written and solved; speech cleaned and found.
#[derive(Parser)]
#[command(name = "ganita", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Latex(latex::Arguments),
    Solve(solve::Arguments),
    CheckWork(student::CheckWork),
    Hint(student::Hint),
    Practice(student::Practice),
    Capture(capture::Arguments),
    Denoise(denoise::Arguments),
    Resample(resample::Arguments),
    Vad(vad::Arguments),
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Latex(arguments) => latex::run(arguments),
        Command::Solve(arguments) => solve::run(arguments),
        Command::CheckWork(arguments) => student::run_check_work(arguments),
        Command::Hint(arguments) => student::run_hint(arguments),
        Command::Practice(arguments) => student::run_practice(arguments),
        Command::Capture(arguments) => capture::run(arguments),
        Command::Denoise(arguments) => denoise::run(arguments),
        Command::Resample(arguments) => resample::run(arguments),
        Command::Vad(arguments) => vad::run(arguments),
        Command::Bench(arguments) => bench::run(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
