//! How long the stages take on this machine.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};
use ganita_audio::{
    Config, Denoiser, Detector, FRAME_SAMPLES, Mode, Pipeline, Player, Resampler, Speech,
};

use crate::failure::Failure;

/// Measures the stages: microseconds for 10 ms of sound, and the share of real time.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What is measured.
    #[arg(value_enum)]
    subject: Subject,
}

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    Audio,
}

/// Each stage works through this much sound, several times; the median counts.
const SECONDS: usize = 5;
const RUNS: usize = 5;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let rows = match arguments.subject {
        Subject::Audio => audio().map_err(|error| Failure::at("bench audio", error))?,
    };
    let mut output = io::stdout().lock();
    writeln!(output, "{:<28}{:>12}{:>12}", "stage", "us / 10 ms", "real time")
        .map_err(|error| Failure::writing(&error))?;
    for (name, seconds) in rows {
        let share = seconds / SECONDS as f64;
        writeln!(output, "{name:<28}{:>12.2}{share:>12.5}", share * 10_000.0)
            .map_err(|error| Failure::writing(&error))?;
    }
    Ok(())
}

fn audio() -> Result<Vec<(String, f64)>, ganita_audio::ConfigError> {
    let mut rows = Vec::new();
    for (from, to) in [(48_000, 16_000), (44_100, 16_000), (44_100, 48_000), (24_000, 48_000)] {
        let mut resampler = Resampler::new(from, to)?;
        let mut output = vec![0.0; resampler.output_max(480)];
        let time = median(&sound(from), 480, |block| {
            black_box(resampler.process(block, &mut output));
        });
        rows.push((format!("resample {from} to {to}"), time));
    }
    for mode in Mode::ALL {
        let mut denoiser = Denoiser::new(mode, 0.8)?;
        let mut output = vec![0.0; denoiser.output_max(480)];
        let time = median(&sound(48_000), 480, |block| {
            black_box(denoiser.process(block, &mut output));
        });
        rows.push((format!("track {}", mode.name()), time));
        let mut speech = Speech::new(mode, 0.8)?;
        let time = median(&sound(48_000), 480, |block| {
            black_box(speech.process(block));
        });
        rows.push((format!("speech {}", mode.name()), time));
    }
    let mut detector = Detector::new();
    let time = median(&sound(16_000), FRAME_SAMPLES, |block| {
        let frame = block.try_into().expect("blocks are frames");
        black_box(detector.frame(frame));
    });
    rows.push(("detect".to_owned(), time));
    for rate in [44_100, 48_000] {
        let mut pipeline = Pipeline::new(Config { gate: false, ..Config::at(rate) })?;
        let time = median(&sound(rate), 128, |block| drop(pipeline.process(block)));
        rows.push((format!("whole pipeline {rate}"), time));
    }
    let mut player = Player::new(48_000, 10_000)?;
    let voice = [1_000; 64];
    let mut output = [0.0; 128];
    let time = median(&sound(48_000), 128, |_| {
        player.push(&voice);
        black_box(player.render(&mut output));
    });
    rows.push(("player 48000".to_owned(), time));
    Ok(rows)
}

/// The median time a stage takes for the whole of `input`, in seconds.
fn median(input: &[f32], block: usize, mut process: impl FnMut(&[f32])) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            input.chunks_exact(block).for_each(&mut process);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// A few tones that come and go, in noise.
fn sound(rate_hz: u32) -> Vec<f32> {
    (0..SECONDS as u32 * rate_hz)
        .map(|n| {
            let t = n as f32 / rate_hz as f32;
            // A triangle wave needs no sine; its harmonics are what a voice has too.
            let triangle = |hz: f32| 4.0 * ((t * hz).fract() - 0.5).abs() - 1.0;
            let noise = (n.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0 - 0.5;
            let loud = if t.fract() < 0.6 { 0.2 } else { 0.0 };
            loud * (triangle(140.0) + 0.5 * triangle(710.0)) + 0.02 * noise
        })
        .collect()
}
