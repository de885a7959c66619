//! Microphone to events: what a page sees.

mod signal;

use ganita_audio::{CHUNK_SAMPLES, Change, Config, Event, Mode, Pipeline, Statistics, VadSettings};
use signal::{mixed, noise, silence, sine, voice};

#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Begins(Change),
    Ends(Change),
    Chunk { sequence: u32, start: u64, end: u64, decided: u64, probability: f32, samples: Vec<i16> },
}

fn listen(config: Config, input: &[f32]) -> (Vec<Seen>, Statistics) {
    let mut pipeline = Pipeline::new(config).expect("the configuration is allowed");
    let mut seen = Vec::new();
    for block in input.chunks(128) {
        hear(&mut pipeline, block, &mut seen);
    }
    (seen, pipeline.statistics())
}

fn hear(pipeline: &mut Pipeline, block: &[f32], seen: &mut Vec<Seen>) {
    let mut events = pipeline.process(block);
    while let Some(event) = events.next_event() {
        match event {
            Event::Frame(frame) => {
                assert!(frame.start <= frame.end && frame.end <= frame.decided, "{frame:?}");
                assert!((0.0..=1.0).contains(&frame.probability), "{frame:?}");
            }
            Event::Begins(change) => seen.push(Seen::Begins(change)),
            Event::Ends(change) => seen.push(Seen::Ends(change)),
            Event::Chunk(chunk) => seen.push(Seen::Chunk {
                sequence: chunk.sequence,
                start: chunk.start,
                end: chunk.end,
                decided: chunk.decided,
                probability: chunk.probability,
                samples: chunk.samples.to_vec(),
            }),
        }
    }
}

/// One second of silence, two of voice, one and a half of silence: the voice is from 1.0 to 3.0 s (its last syllable
/// ends at 2.96 s).
fn utterance(rate_hz: u32) -> Vec<f32> {
    let mut input = silence(1.0, rate_hz);
    input.extend(voice(rate_hz, 2 * rate_hz as usize));
    input.extend(silence(1.5, rate_hz));
    let length = input.len();
    mixed(input, &noise(0.001, length))
}

#[test]
fn only_speech_is_sent_with_what_came_just_before() {
    for rate in [8_000, 16_000, 44_100, 48_000, 96_000] {
        let (seen, statistics) = listen(Config::at(rate), &utterance(rate));
        let ms = |position: u64| position as f64 * 1_000.0 / f64::from(rate);

        let Some(Seen::Begins(begins)) = seen.first() else {
            panic!("{rate}: begins with {:?}", seen.first())
        };
        let Some(Seen::Ends(ends)) = seen.last() else {
            panic!("{rate}: ends with {:?}", seen.last())
        };
        assert!((ms(begins.at) - 1_000.0).abs() < 80.0, "{rate}: begins at {} ms", ms(begins.at));
        assert!(
            ms(begins.decided) - ms(begins.at) < 150.0,
            "{rate}: begin known at {} ms",
            ms(begins.decided)
        );
        let late = ms(ends.decided) - 2_960.0;
        assert!((0.0..=300.0).contains(&late), "{rate}: end known {late} ms after the last word");

        let mut position = None;
        for (n, chunk) in seen[1..seen.len() - 1].iter().enumerate() {
            let Seen::Chunk { sequence, start, end, decided, samples, .. } = chunk else {
                panic!("{rate}: {chunk:?}")
            };
            assert_eq!(*sequence as usize, n, "{rate}");
            assert_eq!(samples.len(), CHUNK_SAMPLES);
            assert!(decided >= end);
            match position {
                None => {
                    let before = ms(begins.at) - ms(*start);
                    assert!((before - 300.0).abs() < 1.0, "{rate}: pre-roll of {before} ms");
                }
                Some(position) => {
                    assert!(start.abs_diff(position) <= 1, "{rate}: a gap before chunk {n}");
                }
            }
            position = Some(*end);
        }
        assert!(position >= Some(ends.at - 1), "{rate}: the end is not in the chunks");
        assert_eq!(statistics.segments, 1, "{rate}");
        assert_eq!(statistics.chunks as usize, seen.len() - 2);
        assert!(statistics.held_back_samples > 16_000, "{rate}: {statistics:?}");
    }
}

#[test]
fn nobody_speaks_nothing_is_sent() {
    for (what, input) in [
        ("silence", silence(4.0, 48_000)),
        ("a soft hiss", noise(0.002, 4 * 48_000)),
        ("hum", sine(100.0, 48_000, 4 * 48_000)),
        ("a constant", vec![0.5; 4 * 48_000]),
    ] {
        let (seen, statistics) = listen(Config::at(48_000), &input);
        assert_eq!(seen.len(), 0, "{what}");
        assert_eq!(statistics.sent_samples, 0, "{what}");
    }
}

#[test]
fn without_the_gate_everything_is_sent() {
    let config = Config { gate: false, ..Config::at(44_100) };
    let (seen, statistics) = listen(config, &utterance(44_100));
    let chunks: Vec<_> = seen
        .iter()
        .filter_map(|seen| match seen {
            Seen::Chunk { sequence, start, end, .. } => Some((*sequence, *start, *end)),
            Seen::Begins(_) | Seen::Ends(_) => None,
        })
        .collect();
    assert_eq!(chunks.len(), 44, "4.5 s, less what the filters hold back");
    assert!(
        chunks
            .windows(2)
            .all(|pair| pair[1].0 == pair[0].0 + 1 && pair[1].1.abs_diff(pair[0].2) <= 1)
    );
    assert!(statistics.held_back_samples < CHUNK_SAMPLES as u64);
}

#[test]
fn a_capture_time_is_the_time_of_the_sound() {
    // A click in silence, nothing removed, everything sent: where the click is in a chunk tells what time it was.
    for rate in [8_000, 44_100, 48_000, 192_000, 44_099] {
        let config = Config { gate: false, mode: Mode::Off, ..Config::at(rate) };
        let click_s = 0.456_789;
        let (seen, _) = listen(config, &signal::pulse(click_s, rate, rate as usize));
        let mut found = Vec::new();
        for seen in seen {
            let Seen::Chunk { start, samples, .. } = seen else { continue };
            let (at, loudest) = samples
                .iter()
                .enumerate()
                .max_by_key(|(_, x)| x.unsigned_abs())
                .expect("1,600 samples");
            if *loudest > 1_000 {
                found.push(start as f64 / f64::from(rate) + at as f64 / 16_000.0);
            }
        }
        assert_eq!(found.len(), 1, "{rate}: the click is in one chunk");
        assert!(
            (found[0] - click_s).abs() < 1.5 / 16_000.0 + 1.0 / f64::from(rate),
            "{rate}: {} s",
            found[0]
        );
    }
}

#[test]
fn the_gate_can_be_opened_and_closed_while_running() {
    let mut pipeline = Pipeline::new(Config::at(48_000)).expect("the configuration is allowed");
    let mut seen = Vec::new();
    hear(&mut pipeline, &silence(1.0, 48_000), &mut seen);
    assert_eq!(seen.len(), 0);
    pipeline.set_gate(false);
    hear(&mut pipeline, &silence(1.0, 48_000), &mut seen);
    let open = seen.len();
    assert!((9..=10).contains(&open), "{open} chunks in a second");
    pipeline.set_gate(true);
    hear(&mut pipeline, &silence(1.0, 48_000), &mut seen);
    assert!(seen.len() - open <= 1, "at most the rest of a chunk");
}

#[test]
fn settings_can_change_while_running_and_bad_ones_are_refused() {
    let mut pipeline = Pipeline::new(Config::at(48_000)).expect("the configuration is allowed");
    let strict = VadSettings { positive_speech_threshold: 1.0, ..VadSettings::default() };
    assert_eq!(pipeline.set_vad(strict), Ok(()));
    let mut seen = Vec::new();
    hear(&mut pipeline, &voice(48_000, 48_000), &mut seen);
    assert_eq!(seen.len(), 0, "nothing is that sure");
    assert!(pipeline.set_vad(VadSettings { redemption_ms: -1.0, ..strict }).is_err());
    assert_eq!(pipeline.config().vad, strict, "what was refused changed nothing");
    assert!(pipeline.set_denoise(Mode::Off, 1.5).is_err());
    assert_eq!(pipeline.config().mode, Mode::default());
}

#[test]
fn what_cannot_be_is_refused() {
    assert!(Pipeline::new(Config::at(4_000)).is_err());
    assert!(Pipeline::new(Config::at(400_000)).is_err());
    assert!(Pipeline::new(Config { strength: f32::NAN, ..Config::at(48_000) }).is_err());
}

#[test]
fn faults_are_counted() {
    let mut input = vec![0.0; 4_800];
    input[10] = f32::NAN;
    input[20] = 1.5;
    input[30] = -1.0;
    let (_, statistics) = listen(Config::at(48_000), &input);
    assert_eq!((statistics.not_finite_samples, statistics.clipped_samples), (1, 2));
    assert_eq!(statistics.input_samples, 4_800);
}

#[test]
fn dropping_the_events_finishes_the_block() {
    let input = utterance(48_000);
    let mut pipeline = Pipeline::new(Config::at(48_000)).expect("the configuration is allowed");
    drop(pipeline.process(&input));
    let (_, expected) = listen(Config::at(48_000), &input);
    assert_eq!(pipeline.statistics(), expected);
}

/// Offers that many seconds of silence; says how many events came that were no frames.
fn sit_in_silence(pipeline: &mut Pipeline, seconds: usize) -> usize {
    let silence = vec![0.0; 4_096];
    let mut told = 0;
    let rate = pipeline.config().sample_rate_hz as usize;
    for _ in 0..(seconds * rate).div_ceil(silence.len()) {
        let mut events = pipeline.process(&silence);
        while let Some(event) = events.next_event() {
            match event {
                Event::Frame(frame) => {
                    assert!((0.0..0.5).contains(&frame.probability), "{frame:?}");
                    assert_eq!(frame.level.peak, 0.0);
                }
                Event::Begins(_) | Event::Ends(_) | Event::Chunk(_) => told += 1,
            }
        }
    }
    told
}

/// Half a minute for each mode, in which all states settle. The hour: `GANITA_SILENCE_MINUTES=60 cargo test --profile
/// measure -p ganita-audio --test pipeline silence`.
#[test]
fn after_a_long_silence_it_hears_as_on_the_first_minute() {
    let minutes = std::env::var("GANITA_SILENCE_MINUTES").ok().and_then(|text| text.parse().ok());
    let seconds = minutes.map_or(30, |minutes: usize| 60 * minutes);
    for mode in Mode::ALL {
        let mut pipeline = Pipeline::new(Config { mode, ..Config::at(16_000) })
            .expect("the configuration is allowed");
        assert_eq!(sit_in_silence(&mut pipeline, seconds), 0, "{}", mode.name());
        let statistics = pipeline.statistics();
        let silent_s = statistics.held_back_samples / 16_000;
        assert!(silent_s >= seconds as u64 - 1 && statistics.chunks == 0, "{}", mode.name());
        let begun = statistics.input_samples;
        let mut seen = Vec::new();
        for block in utterance(16_000).chunks(128) {
            hear(&mut pipeline, block, &mut seen);
        }
        let Some(Seen::Begins(change)) = seen.first() else { panic!("{}: {seen:?}", mode.name()) };
        let heard_ms = (change.at - begun) as f64 / 16.0;
        assert!((850.0..1_150.0).contains(&heard_ms), "{}: heard at {heard_ms} ms", mode.name());
        let chunks: Vec<u32> = seen
            .iter()
            .filter_map(|seen| match seen {
                Seen::Chunk { sequence, .. } => Some(*sequence),
                _ => None,
            })
            .collect();
        assert_eq!(chunks, (0..chunks.len() as u32).collect::<Vec<_>>());
        assert!((20..=30).contains(&chunks.len()), "{}: {} chunks", mode.name(), chunks.len());
    }
}

#[test]
fn a_rate_that_lies_is_survived() {
    // A context that says one rate and delivers another: the voice is too high or too low, and still a voice.
    for (said, is) in [(48_000, 44_100), (44_100, 48_000), (48_000, 32_000), (16_000, 24_000)] {
        let input = utterance(is);
        let (seen, statistics) = listen(Config::at(said), &input);
        assert_eq!(statistics.input_samples, input.len() as u64);
        assert!(matches!(seen.first(), Some(Seen::Begins(_))), "{said} for {is}: {seen:?}");
        assert!(matches!(seen.last(), Some(Seen::Ends(_))), "{said} for {is}");
        let mut before = 0;
        for one in &seen {
            if let Seen::Chunk { start, end, decided, samples, .. } = one {
                assert!(before <= *start && start < end && end <= decided, "{said} for {is}");
                assert_eq!(samples.len(), CHUNK_SAMPLES);
                before = *start;
            }
        }
        let sent_s = statistics.sent_samples as f64 / 16_000.0 * f64::from(said) / f64::from(is);
        assert!((1.9..3.2).contains(&sent_s), "{said} for {is}: {sent_s:.2} s were sent");
    }
}
