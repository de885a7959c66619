//! What the tutor would be sent.

use std::path::PathBuf;

use clap::Args;
use ganita_audio::{Config, Event, Pipeline, SPEECH_RATE_HZ};

use crate::denoise::Noise;
use crate::failure::Failure;
use crate::wav::{self, Wav};

/// Puts a WAV file through the whole way from microphone to tutor: noise out, speech found, only speech kept.
///
/// The result is at 16 kHz, one channel: the chunks of 100 ms that would be sent, one after the other.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The recording.
    input: PathBuf,

    /// Where what would be sent goes.
    output: PathBuf,

    #[command(flatten)]
    noise: Noise,

    /// Makes quiet speech louder.
    #[arg(long)]
    gain: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let recording = wav::read(&arguments.input)?;
    let config = Config {
        mode: arguments.noise.mode,
        strength: arguments.noise.strength,
        gain: arguments.gain,
        ..Config::at(recording.sample_rate_hz)
    };
    let mut pipeline =
        Pipeline::new(config).map_err(|error| Failure::at(arguments.input.display(), error))?;
    let mut sent: Vec<f32> = Vec::new();
    let mut input = recording.mono();
    // A microphone goes on after the last word; two seconds are longer than any delay and the pause that ends speech.
    input.resize(input.len() + 2 * recording.sample_rate_hz as usize, 0.0);
    let mut events = pipeline.process(&input);
    while let Some(event) = events.next_event() {
        if let Event::Chunk(chunk) = event {
            sent.extend(chunk.samples.iter().map(|sample| f32::from(*sample) / 32_768.0));
        }
    }
    let sent = Wav { sample_rate_hz: SPEECH_RATE_HZ, channels: vec![sent], fits_16_bits: true };
    wav::write(&arguments.output, &sent)
}
