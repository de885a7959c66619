//! Noise out of a recording.

use std::path::PathBuf;

use clap::Args;
use ganita_audio::{Cleaner, Config, ConfigError, Mode, RATE_HZ_MIN};

use crate::failure::Failure;
use crate::wav;

/// Removes noise from a WAV file; the result has the same length, rate and channels, and nothing in it is late.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The recording.
    input: PathBuf,

    /// Where the clean recording goes.
    output: PathBuf,

    #[command(flatten)]
    noise: Noise,
}

/// What happens to noise.
#[derive(Args)]
pub(crate) struct Noise {
    /// How noise is removed: gtcrn, rnnoise, stationary, adaptive or off.
    #[arg(long, default_value = Mode::default().name(), value_parser = mode)]
    pub(crate) mode: Mode,

    /// How much of it: 0 (none) to 1 (all).
    #[arg(long, default_value_t = Config::at(RATE_HZ_MIN).strength)]
    pub(crate) strength: f32,
}

fn mode(name: &str) -> Result<Mode, String> {
    let names = || Mode::ALL.map(Mode::name).join(", ");
    Mode::from_name(name).ok_or_else(|| format!("the modes are {}", names()))
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut recording = wav::read(&arguments.input)?;
    for channel in &mut recording.channels {
        *channel = clean(channel, recording.sample_rate_hz, &arguments.noise)
            .map_err(|error| Failure::at(arguments.input.display(), error))?;
    }
    wav::write(&arguments.output, &recording)
}

/// Cleans one channel, and takes the delay out again.
fn clean(channel: &[f32], sample_rate_hz: u32, noise: &Noise) -> Result<Vec<f32>, ConfigError> {
    let mut cleaner = Cleaner::new(sample_rate_hz, noise.mode, noise.strength)?;
    let delay = cleaner.delay_samples().round() as usize;
    let mut input = channel.to_vec();
    input.resize(channel.len() + delay, 0.0);
    let mut output = vec![0.0; input.len()];
    cleaner.process(&input, &mut output);
    output.drain(..delay);
    Ok(output)
}
