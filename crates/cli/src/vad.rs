//! Where somebody speaks.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use ganita_audio::{Config, ConfigError, Event, Pipeline, SPEECH_RATE_HZ, SileroVad, VadSettings};

use crate::denoise::Noise;
use crate::failure::Failure;
use crate::resample::resample;
use crate::wav::{self, Wav};

/// Finds speech in a WAV file; prints CSV: start,end,probability,speech,decided (seconds).
///
/// A row speaks of the stretch from start to end; `speech` is 1 where its probability decides for speech; `decided` is
/// the time in the recording at which a live pipeline would have known it.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The recording.
    input: PathBuf,

    #[command(flatten)]
    noise: Noise,

    /// A frame at or above this probability is speech.
    #[arg(long)]
    positive_speech_threshold: Option<f32>,

    /// A frame below this probability is a pause.
    #[arg(long)]
    negative_speech_threshold: Option<f32>,

    /// A pause this long ends the speech.
    #[arg(long)]
    redemption_ms: Option<f32>,

    /// Speech shorter than this is not reported.
    #[arg(long)]
    min_speech_ms: Option<f32>,

    /// Silero VAD alone, on the sound as it is: for comparing with other builds of the network.
    #[arg(long, conflicts_with = "segments")]
    silero: bool,

    /// Prints speech segments (start,end,begin_decided,end_decided) in place of frames.
    #[arg(long)]
    segments: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let recording = wav::read(&arguments.input)?;
    if arguments.silero {
        return silero(&recording)
            .map_err(|error| Failure::at(arguments.input.display(), error))?
            .map_err(|error| Failure::writing(&error));
    }
    let defaults = Config::at(recording.sample_rate_hz);
    let positive =
        arguments.positive_speech_threshold.unwrap_or(defaults.vad.positive_speech_threshold);
    let vad = VadSettings {
        positive_speech_threshold: positive,
        negative_speech_threshold: arguments
            .negative_speech_threshold
            .unwrap_or(defaults.vad.negative_speech_threshold.min(positive)),
        redemption_ms: arguments.redemption_ms.unwrap_or(defaults.vad.redemption_ms),
        min_speech_ms: arguments.min_speech_ms.unwrap_or(defaults.vad.min_speech_ms),
        ..defaults.vad
    };
    let Noise { mode, strength } = arguments.noise;
    let config = Config { mode, strength, vad, ..defaults };
    let mut pipeline =
        Pipeline::new(config).map_err(|error| Failure::at(arguments.input.display(), error))?;

    let mut samples = recording.mono();
    let length = samples.len() as u64;
    // Silence pushes out what the stages hold; with the hangover after it, the last speech ends.
    samples.resize(samples.len() + recording.sample_rate_hz as usize, 0.0);

    let mut output = BufWriter::new(io::stdout().lock());
    let seconds = |position: u64| position as f64 / f64::from(recording.sample_rate_hz);
    let heading = if arguments.segments {
        "start,end,begin_decided,end_decided"
    } else {
        "start,end,probability,speech,decided"
    };
    writeln!(output, "{heading}").map_err(|error| Failure::writing(&error))?;
    let mut begun = None;
    let mut events = pipeline.process(&samples);
    while let Some(event) = events.next_event() {
        let written = match event {
            Event::Frame(frame)
                if !arguments.segments && frame.start < length && frame.end > frame.start =>
            {
                writeln!(
                    output,
                    "{:.5},{:.5},{:.5},{},{:.5}",
                    seconds(frame.start),
                    seconds(frame.end.min(length)),
                    frame.probability,
                    u8::from(frame.probability >= positive),
                    seconds(frame.decided),
                )
            }
            Event::Begins(change) if arguments.segments => {
                begun = Some(change);
                Ok(())
            }
            Event::Ends(change) if arguments.segments => match begun.take() {
                Some(begin) => writeln!(
                    output,
                    "{:.5},{:.5},{:.5},{:.5}",
                    seconds(begin.at),
                    seconds(change.at),
                    seconds(begin.decided),
                    seconds(change.decided),
                ),
                None => Ok(()),
            },
            Event::Frame(_) | Event::Begins(_) | Event::Ends(_) | Event::Chunk(_) => Ok(()),
        };
        written.map_err(|error| Failure::writing(&error))?;
    }
    output.flush().map_err(|error| Failure::writing(&error))
}

/// A row for every frame of 32 ms. The last, which is not full, is left out.
fn silero(recording: &Wav) -> Result<io::Result<()>, ConfigError> {
    let mut samples = recording.mono();
    if recording.sample_rate_hz != SPEECH_RATE_HZ {
        samples = resample(&samples, recording.sample_rate_hz, SPEECH_RATE_HZ)?;
    }
    let mut network = SileroVad::new();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut print = || {
        writeln!(output, "start,end,probability,speech,decided")?;
        for (n, frame) in samples.chunks_exact(SileroVad::FRAME).enumerate() {
            let probability = network.frame(frame.try_into().expect("whole frames"));
            let seconds = |n: usize| (n * SileroVad::FRAME) as f64 / f64::from(SPEECH_RATE_HZ);
            let (start, end) = (seconds(n), seconds(n + 1));
            let speech = u8::from(probability >= 0.5);
            writeln!(output, "{start:.5},{end:.5},{probability:.7},{speech},{end:.5}")?;
        }
        output.flush()
    };
    Ok(print())
}
