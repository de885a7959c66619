//! How long the stages take on this machine.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};
use ganita_audio::{
    Config, ConfigError, Denoiser, Detector, FRAME_SAMPLES, Mode, Pipeline, Player, Resampler,
    Speech,
};

use crate::failure::Failure;

/// Measures the stages: microseconds for 10 ms of sound, and the share of real time.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What is measured.
    #[arg(value_enum)]
    subject: Subject,

    /// Works through the sound once with this stage, and prints nothing: for counting instructions from outside.
    #[arg(long, value_name = "STAGE")]
    only: Option<String>,

    /// Seconds of sound.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    Audio,
}

/// Each stage works through the sound several times; the median counts.
const RUNS: usize = 5;

/// What a stage does with a block.
type Process = Box<dyn FnMut(&[f32])>;

/// A stage, fed with blocks.
struct Stage {
    name: String,
    rate_hz: u32,
    block: usize,
    process: Process,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let stages = match arguments.subject {
        Subject::Audio => audio().map_err(|error| Failure::at("bench audio", error))?,
    };
    if let Some(name) = &arguments.only {
        let mut stage = stages
            .into_iter()
            .find(|stage| stage.name == *name)
            .ok_or_else(|| Failure::at(name, "there is no stage of this name"))?;
        stage.work(&sound(stage.rate_hz, arguments.seconds));
        return Ok(());
    }
    let mut output = io::stdout().lock();
    writeln!(output, "{:<28}{:>12}{:>12}", "stage", "us / 10 ms", "real time")
        .map_err(|error| Failure::writing(&error))?;
    for mut stage in stages {
        let share = stage.median_s(arguments.seconds) / f64::from(arguments.seconds);
        writeln!(output, "{:<28}{:>12.2}{share:>12.5}", stage.name, share * 10_000.0)
            .map_err(|error| Failure::writing(&error))?;
    }
    Ok(())
}

impl Stage {
    fn new(
        name: String,
        rate_hz: u32,
        block: usize,
        process: impl FnMut(&[f32]) + 'static,
    ) -> Stage {
        Stage { name, rate_hz, block, process: Box::new(process) }
    }

    fn work(&mut self, input: &[f32]) {
        input.chunks_exact(self.block).for_each(&mut self.process);
    }

    /// The median time for so much sound, in seconds.
    fn median_s(&mut self, seconds: u32) -> f64 {
        let input = sound(self.rate_hz, seconds);
        let mut times: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                self.work(&input);
                start.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[RUNS / 2]
    }
}

fn audio() -> Result<Vec<Stage>, ConfigError> {
    let mut stages = Vec::new();
    for (from, to) in [(48_000, 16_000), (44_100, 16_000), (44_100, 48_000), (24_000, 48_000)] {
        let mut resampler = Resampler::new(from, to)?;
        let mut output = vec![0.0; resampler.output_max(480)];
        stages.push(Stage::new(format!("resample {from} to {to}"), from, 480, move |block| {
            black_box(resampler.process(block, &mut output));
        }));
    }
    for mode in Mode::ALL {
        let mut denoiser = Denoiser::new(mode, 0.8)?;
        let mut output = vec![0.0; denoiser.output_max(480)];
        stages.push(Stage::new(format!("track {}", mode.name()), 48_000, 480, move |block| {
            black_box(denoiser.process(block, &mut output));
        }));
        let mut speech = Speech::new(mode, 0.8)?;
        stages.push(Stage::new(format!("speech {}", mode.name()), 48_000, 480, move |block| {
            black_box(speech.process(block));
        }));
    }
    let mut detector = Detector::new();
    stages.push(Stage::new("detect".to_owned(), 16_000, FRAME_SAMPLES, move |block| {
        black_box(detector.frame(block.try_into().expect("blocks are frames")));
    }));
    for rate in [44_100, 48_000] {
        let mut pipeline = Pipeline::new(Config { gate: false, ..Config::at(rate) })?;
        stages.push(Stage::new(format!("whole pipeline {rate}"), rate, 128, move |block| {
            drop(pipeline.process(block));
        }));
    }
    let mut player = Player::new(48_000, 10_000)?;
    let mut output = [0.0; 128];
    stages.push(Stage::new("player 48000".to_owned(), 48_000, 128, move |_| {
        player.push(&[1_000; 64]);
        black_box(player.render(&mut output));
    }));
    Ok(stages)
}

/// A few tones that come and go, in noise.
fn sound(rate_hz: u32, seconds: u32) -> Vec<f32> {
    (0..seconds * rate_hz)
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
