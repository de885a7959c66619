//! A recording at another rate.

use std::path::PathBuf;

use clap::Args;
use ganita_audio::{ConfigError, Resampler};

use crate::failure::Failure;
use crate::wav;

/// Changes the sample rate of a WAV file; nothing in it is late.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The recording.
    input: PathBuf,

    /// Where the resampled recording goes.
    output: PathBuf,

    /// The new rate, in Hz.
    #[arg(long, default_value_t = 16_000)]
    rate: u32,

    /// Leaves the delay in that a live stream has.
    #[arg(long)]
    live: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut recording = wav::read(&arguments.input)?;
    for channel in &mut recording.channels {
        let convert = if arguments.live { resample_live } else { resample };
        *channel = convert(channel, recording.sample_rate_hz, arguments.rate)
            .map_err(|error| Failure::at(arguments.input.display(), error))?;
    }
    recording.sample_rate_hz = arguments.rate;
    wav::write(&arguments.output, &recording)
}

/// Resamples one channel, and takes the delay out again.
pub(crate) fn resample(channel: &[f32], from_hz: u32, to_hz: u32) -> Result<Vec<f32>, ConfigError> {
    let mut resampler = Resampler::new(from_hz, to_hz)?;
    let length = (channel.len() as u64 * u64::from(to_hz)).div_ceil(u64::from(from_hz)) as usize;
    let delay = (resampler.delay_s() * f64::from(to_hz)).round() as usize;
    // Silence enough to push out the end: the delay, and what an odd ratio holds back.
    let silence = (resampler.delay_s() * f64::from(from_hz)).ceil() as usize + 128;
    let mut input = sane(channel);
    input.resize(channel.len() + silence, 0.0);
    let mut output = vec![0.0; resampler.output_max(input.len())];
    let count = resampler.process(&input, &mut output);
    debug_assert!(count >= delay + length, "the silence pushed everything out");
    output.drain(..delay);
    output.truncate(length);
    Ok(output)
}

/// What has come out when the last sample has gone in.
fn resample_live(channel: &[f32], from_hz: u32, to_hz: u32) -> Result<Vec<f32>, ConfigError> {
    let mut resampler = Resampler::new(from_hz, to_hz)?;
    let input = sane(channel);
    let mut output = vec![0.0; resampler.output_max(input.len())];
    let count = resampler.process(&input, &mut output);
    output.truncate(count);
    Ok(output)
}

/// Floats in a file may be anything; a filter would carry what is no number into all that follows.
fn sane(channel: &[f32]) -> Vec<f32> {
    const LOUDEST: f32 = 1e6;
    let sane = |&x: &f32| if x.is_finite() { x.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
    channel.iter().map(sane).collect()
}
