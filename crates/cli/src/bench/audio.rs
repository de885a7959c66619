//! How long the stages between microphone and chunk take on this machine.

use std::io::{self, Write};
use std::time::Instant;

use clap::Args;
use ganita_audio::ConfigError;
use ganita_audio::stages::{Stage, sound, stages};

use crate::failure::Failure;

/// Measures the stages: microseconds for 10 ms of sound, the share of real time, and the longest single call.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Works through the sound once with this stage, and prints nothing: for counting instructions from outside.
    #[arg(long, value_name = "STAGE")]
    only: Option<String>,

    /// Seconds of sound.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
}

/// Each stage works through the sound several times; the median counts.
const RUNS: usize = 5;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let stages = stages();
    if let Some(name) = &arguments.only {
        let stage = stages
            .into_iter()
            .find(|stage| stage.name == *name)
            .ok_or_else(|| Failure::at(name, "there is no stage of this name"))?;
        let input = sound(stage.rate_hz, arguments.seconds);
        let process = (stage.make)().map_err(|error| Failure::at(name, error))?;
        input.chunks_exact(stage.block).for_each(process);
        return Ok(());
    }
    let mut output = io::stdout().lock();
    writeln!(
        output,
        "{:<28}{:>12}{:>12}{:>12}{:>14}",
        "stage", "us / 10 ms", "real time", "a call of", "worst call us"
    )
    .map_err(|error| Failure::writing(&error))?;
    for stage in stages {
        let Times { median_s, worst_s } =
            times(&stage, arguments.seconds).map_err(|error| Failure::at(&stage.name, error))?;
        let share = median_s / f64::from(arguments.seconds);
        writeln!(
            output,
            "{:<28}{:>12.2}{share:>12.5}{:>12}{:>14.1}",
            stage.name,
            share * 10_000.0,
            stage.block,
            1e6 * worst_s
        )
        .map_err(|error| Failure::writing(&error))?;
    }
    Ok(())
}

struct Times {
    /// Of the runs over all sound.
    median_s: f64,
    /// Of the calls. A call does the same work in every run, so its shortest time is what it takes when the machine does
    /// nothing else between; the longest of those counts.
    worst_s: f64,
}

fn times(stage: &Stage, seconds: u32) -> Result<Times, ConfigError> {
    let input = sound(stage.rate_hz, seconds);
    let mut shortest = vec![f64::INFINITY; input.len() / stage.block];
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let mut process = (stage.make)()?;
        let begin = Instant::now();
        for (block, shortest) in input.chunks_exact(stage.block).zip(&mut shortest) {
            let call = Instant::now();
            process(block);
            *shortest = shortest.min(call.elapsed().as_secs_f64());
        }
        runs.push(begin.elapsed().as_secs_f64());
    }
    runs.sort_by(f64::total_cmp);
    Ok(Times { median_s: runs[RUNS / 2], worst_s: shortest.into_iter().fold(0.0, f64::max) })
}
