//! The stages as they are measured, natively and in WebAssembly alike: each takes blocks of one length.

use std::hint::black_box;

use crate::{
    Cleaner, Config, ConfigError, Denoiser, Detector, FRAME_SAMPLES, Mode, Pipeline, Player,
    Resampler, SileroVad, Speech,
};

/// What an AudioWorklet is called with, unless the browser was asked for something else.
const QUANTUM: usize = 128;

/// What a stage does with a block.
pub type Process = Box<dyn FnMut(&[f32])>;

/// A stage that can be made any number of times.
pub struct Stage {
    /// What it is.
    pub name: String,
    /// The rate of what it takes.
    pub rate_hz: u32,
    /// Samples in a block.
    pub block: usize,
    /// Makes it.
    pub make: Box<dyn Fn() -> Result<Process, ConfigError>>,
}

/// All of them.
pub fn stages() -> Vec<Stage> {
    let resample = [(48_000, 16_000), (44_100, 16_000), (44_100, 48_000), (24_000, 48_000)];
    let mut stages: Vec<Stage> = resample.map(|(from, to)| resampler(from, to)).into();
    stages.extend(Mode::ALL.map(|mode| {
        stage(format!("denoise {}", mode.name()), 16_000, QUANTUM, move || denoiser(mode))
    }));
    stages.extend(Mode::ALL.map(|mode| {
        stage(format!("speech {}", mode.name()), 48_000, QUANTUM, move || speech(mode))
    }));
    stages.push(stage("silero".to_owned(), 16_000, SileroVad::FRAME, silero));
    stages.push(stage("detect".to_owned(), 16_000, FRAME_SAMPLES, detector));
    for rate in [44_100, 48_000] {
        stages.extend(Mode::ALL.map(|mode| {
            let name = format!("track {rate} {}", mode.name());
            stage(name, rate, QUANTUM, move || track(rate, mode))
        }));
        stages.extend(Mode::ALL.map(|mode| {
            let name = format!("pipeline {rate} {}", mode.name());
            stage(name, rate, QUANTUM, move || pipeline(rate, mode))
        }));
    }
    stages.push(stage("player 48000".to_owned(), 48_000, QUANTUM, player));
    stages
}

fn stage(
    name: String,
    rate_hz: u32,
    block: usize,
    make: impl Fn() -> Result<Process, ConfigError> + 'static,
) -> Stage {
    Stage { name, rate_hz, block, make: Box::new(make) }
}

fn resampler(from_hz: u32, to_hz: u32) -> Stage {
    let block = from_hz as usize / 100;
    stage(format!("resample {from_hz} to {to_hz}"), from_hz, block, move || {
        let mut resampler = Resampler::new(from_hz, to_hz)?;
        let mut output = vec![0.0; resampler.output_max(block)];
        Ok(Box::new(move |block: &[f32]| {
            black_box(resampler.process(block, &mut output));
        }))
    })
}

/// At 16 kHz: the networks alone, RNNoise with the way to 48 kHz and back.
fn denoiser(mode: Mode) -> Result<Process, ConfigError> {
    let mut denoiser = Denoiser::new(16_000, mode, 0.8)?;
    let mut output = [0.0; QUANTUM];
    Ok(Box::new(move |block| {
        denoiser.process(block, &mut output);
        black_box(&output);
    }))
}

fn speech(mode: Mode) -> Result<Process, ConfigError> {
    let mut speech = Speech::new(mode, 0.8)?;
    Ok(Box::new(move |block| {
        black_box(speech.process(block));
    }))
}

fn silero() -> Result<Process, ConfigError> {
    let mut silero = SileroVad::new();
    Ok(Box::new(move |block| {
        black_box(silero.frame(block.try_into().expect("blocks are frames")));
    }))
}

fn detector() -> Result<Process, ConfigError> {
    let mut detector = Detector::new();
    Ok(Box::new(move |block| {
        black_box(detector.frame(block.try_into().expect("blocks are frames")));
    }))
}

fn track(rate_hz: u32, mode: Mode) -> Result<Process, ConfigError> {
    let mut cleaner = Cleaner::new(rate_hz, mode, 0.8)?;
    let mut output = [0.0; QUANTUM];
    Ok(Box::new(move |block| {
        cleaner.process(block, &mut output);
        black_box(&output);
    }))
}

fn pipeline(rate_hz: u32, mode: Mode) -> Result<Process, ConfigError> {
    let mut pipeline = Pipeline::new(Config { gate: false, mode, ..Config::at(rate_hz) })?;
    Ok(Box::new(move |block| drop(pipeline.process(block))))
}

fn player() -> Result<Process, ConfigError> {
    let mut player = Player::new(48_000, 10_000)?;
    let mut output = [0.0; QUANTUM];
    Ok(Box::new(move |_| {
        player.push(&[1_000; QUANTUM / 2]);
        black_box(player.render(&mut output));
    }))
}

/// A few tones that come and go, in noise.
pub fn sound(rate_hz: u32, seconds: u32) -> Vec<f32> {
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
