//! Quiet speech becomes loud enough, noise does not, and nothing clips.

mod signal;

use ganita_audio::{CHUNK_SAMPLES, Config, Event, Pipeline};
use signal::noise;

/// Somebody asks a question: 16 kHz, 16 bits, without noise.
const QUESTION: &[u8] = include_bytes!("../../../tests/recordings/solve-quadratic.wav");

const RATE: usize = 16_000;

/// A chunk, as it would be sent.
struct Sent {
    probability: f32,
    samples: Vec<f32>,
}

fn run(gain: bool, input: &[f32]) -> (Vec<Sent>, f32) {
    let config = Config { gain, gate: false, ..Config::at(RATE as u32) };
    let mut pipeline = Pipeline::new(config).expect("the configuration is allowed");
    let mut sent = Vec::new();
    for block in input.chunks(128) {
        let mut events = pipeline.process(block);
        while let Some(event) = events.next_event() {
            if let Event::Chunk(chunk) = event {
                let samples = chunk.samples.map(|sample| f32::from(sample) / 32_767.0).to_vec();
                sent.push(Sent { probability: chunk.probability, samples });
            }
        }
    }
    (sent, pipeline.gain_db())
}

/// The question again and again, its loud parts at that level.
fn question(level_db: f32, seconds: usize) -> Vec<f32> {
    let data = QUESTION.windows(4).position(|tag| tag == b"data").expect("a WAV file") + 8;
    let samples: Vec<f32> = QUESTION[data..]
        .chunks_exact(2)
        .map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) / 32_768.0)
        .collect();
    let loud: Vec<f32> =
        samples.chunks(256).filter(|frame| level(frame) > -40.0).flatten().copied().collect();
    let factor = libm::powf(10.0, (level_db - level(&loud)) / 20.0);
    samples.iter().map(|sample| sample * factor).cycle().take(seconds * RATE).collect()
}

fn level(samples: &[f32]) -> f32 {
    let power = samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32;
    10.0 * libm::log10f(power.max(1e-12))
}

/// Level of the chunks that are speech all through, from a chunk on.
fn speech_level(sent: &[Sent], from: usize) -> f32 {
    let spoken: Vec<f32> = sent[from..]
        .iter()
        .filter(|chunk| chunk.probability > 0.9)
        .flat_map(|chunk| chunk.samples.iter().copied())
        .collect();
    assert!(spoken.len() > 10 * CHUNK_SAMPLES, "speech is found");
    level(&spoken)
}

fn peak(sent: &[Sent]) -> f32 {
    sent.iter().flat_map(|chunk| &chunk.samples).fold(0.0, |peak, x| peak.max(x.abs()))
}

#[test]
fn quiet_speech_comes_to_the_level_of_all_speech() {
    for quiet_db in [-46.0, -36.0, -28.0] {
        let input = question(quiet_db, 16);
        let (without, none) = run(false, &input);
        let (with, gain_db) = run(true, &input);
        assert_eq!(none, 0.0);
        // In the first seconds it rises; the last six are judged.
        let (before, after) = (speech_level(&without, 100), speech_level(&with, 100));
        assert!(before < quiet_db + 3.0, "{quiet_db}: {before}");
        assert!((after + 22.0).abs() < 3.0, "{quiet_db}: {after:.1} dB, {gain_db:.1} dB added");
        assert!((after - before - gain_db).abs() < 2.0, "{quiet_db}: {gain_db}");
    }
}

#[test]
fn loud_speech_is_left_as_it_is() {
    let input = question(-18.0, 8);
    let (without, _) = run(false, &input);
    let (with, gain_db) = run(true, &input);
    assert_eq!(gain_db, 0.0);
    for (n, (a, b)) in without.iter().zip(&with).enumerate() {
        if a.samples.iter().all(|sample| sample.abs() < 0.5) {
            assert!(level(&a.samples) - level(&b.samples) < 1.0, "chunk {n}");
        }
    }
}

#[test]
fn noise_alone_is_not_made_louder() {
    for amplitude in [0.001, 0.01, 0.1] {
        let input = noise(amplitude, 12 * RATE);
        let (without, _) = run(false, &input);
        let (with, gain_db) = run(true, &input);
        assert!(gain_db < 1.0, "±{amplitude}: {gain_db} dB");
        let all = |sent: &[Sent]| {
            level(&sent[20..].iter().flat_map(|chunk| chunk.samples.clone()).collect::<Vec<_>>())
        };
        assert!(all(&with) - all(&without) < 1.0, "±{amplitude}");
    }
}

#[test]
fn a_pause_does_not_raise_the_gain() {
    let mut input = question(-46.0, 4);
    let spoken = input.len();
    let (_, after_speech) = run(true, &input);
    input.extend(noise(0.000_3, 8 * RATE));
    let (_, after_pause) = run(true, &input);
    assert!(after_speech > 3.0, "{after_speech}");
    assert!(after_pause < after_speech + 0.5, "{after_speech} {after_pause} after {spoken}");
}

#[test]
fn a_shout_after_a_whisper_does_not_clip() {
    let mut input = question(-50.0, 10);
    input.extend(question(-14.0, 6));
    let (sent, _) = run(true, &input);
    // −1 dB, and half a step of the 16 bits.
    assert!(peak(&sent) <= 0.891_3, "{}", peak(&sent));
    assert!(peak(&sent) > 0.6, "the shout is heard: {}", peak(&sent));
}

#[test]
fn it_goes_on_and_off_without_a_click() {
    let input: Vec<f32> =
        signal::sine(200.0, RATE as u32, 3 * RATE).iter().map(|x| 0.2 * x).collect();
    let config = Config { mode: ganita_audio::Mode::Off, gate: false, ..Config::at(RATE as u32) };
    let mut pipeline = Pipeline::new(config).expect("the configuration is allowed");
    let mut sent: Vec<f32> = Vec::new();
    for (n, block) in input.chunks(160).enumerate() {
        pipeline.set_gain(n / 40 % 2 == 1);
        let mut events = pipeline.process(block);
        while let Some(event) = events.next_event() {
            if let Event::Chunk(chunk) = event {
                sent.extend(chunk.samples.iter().map(|&sample| f32::from(sample) / 32_767.0));
            }
        }
    }
    // A sine of amplitude 0.1 at 200 Hz moves by 0.0079 a sample at most.
    let steepest =
        sent[RATE..].windows(2).fold(0.0_f32, |most, two| most.max((two[1] - two[0]).abs()));
    assert!(steepest < 0.012, "{steepest}");
}
