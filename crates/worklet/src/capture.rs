//! Microphone to events and chunks.

use ganita_audio::{CHUNK_SAMPLES, Config, Event, Level, Pipeline, VadSettings};

use crate::BLOCK_MAX;
use crate::handle::{give, named, take_back};
use crate::refusal::{Refusal, mode, rate, remember};

/// A capture, as the page holds it.
pub struct Capture {
    pipeline: Pipeline,
    input: Box<[f32; BLOCK_MAX]>,
    /// The part of the input that was offered, and of that what was worked off.
    offered: usize,
    taken: usize,
    record: Record,
    chunk: Box<[i16; CHUNK_SAMPLES]>,
    vad: [f32; 5],
    statistics: [f64; 8],
    lost: u64,
}

/// An event, as the page reads it.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Record {
    /// 1 frame, 2 speech begins, 3 speech ends, 4 chunk.
    pub kind: u32,
    /// The chunk's number.
    pub sequence: u32,
    /// Input position of the first sample.
    pub start: f64,
    /// Input position after the last sample.
    pub end: f64,
    /// Input position at which this was known.
    pub decided: f64,
    /// Probability of speech.
    pub probability: f32,
    /// Root of the mean square.
    pub rms: f32,
    /// Largest magnitude.
    pub peak: f32,
    /// 1 while inside speech.
    pub speaking: u32,
    /// Input samples at or over full scale.
    pub clipped: u32,
    /// Keeps the record's size a multiple of 8.
    pub zero: u32,
}

impl Record {
    fn levelled(self, level: Level) -> Record {
        Record { rms: level.rms, peak: level.peak, ..self }
    }
}

impl Capture {
    fn new(sample_rate_hz: f64, number: u32, strength: f32, gate: u32) -> Result<Capture, Refusal> {
        let config = Config {
            mode: mode(number)?,
            strength,
            gate: gate != 0,
            ..Config::at(rate(sample_rate_hz)?)
        };
        let mut capture = Capture {
            pipeline: Pipeline::new(config)?,
            input: Box::new([0.0; BLOCK_MAX]),
            offered: 0,
            taken: 0,
            record: Record::default(),
            chunk: Box::new([0; CHUNK_SAMPLES]),
            vad: [0.0; 5],
            statistics: [0.0; 8],
            lost: 0,
        };
        capture.show_vad();
        Ok(capture)
    }

    fn show_vad(&mut self) {
        let vad = self.pipeline.config().vad;
        self.vad = [
            vad.positive_speech_threshold,
            vad.negative_speech_threshold,
            vad.redemption_ms,
            vad.pre_speech_pad_ms,
            vad.min_speech_ms,
        ];
    }

    fn process(&mut self, frames: usize) {
        while self.next() != 0 {
            self.lost += 1;
        }
        self.offered = frames.min(BLOCK_MAX);
        self.taken = 0;
    }

    fn next(&mut self) -> u32 {
        let mut rest = &self.input[self.taken..self.offered];
        let record = match self.pipeline.pull(&mut rest) {
            None => Record::default(),
            Some(Event::Frame(frame)) => Record {
                kind: 1,
                start: frame.start as f64,
                end: frame.end as f64,
                decided: frame.decided as f64,
                probability: frame.probability,
                speaking: u32::from(frame.speaking),
                clipped: frame.clipped,
                ..Record::default()
            }
            .levelled(frame.level),
            Some(Event::Begins(change)) => Record {
                kind: 2,
                start: change.at as f64,
                end: change.at as f64,
                decided: change.decided as f64,
                speaking: 1,
                ..Record::default()
            },
            Some(Event::Ends(change)) => Record {
                kind: 3,
                start: change.at as f64,
                end: change.at as f64,
                decided: change.decided as f64,
                ..Record::default()
            },
            Some(Event::Chunk(chunk)) => {
                self.chunk.copy_from_slice(chunk.samples);
                Record {
                    kind: 4,
                    sequence: chunk.sequence,
                    start: chunk.start as f64,
                    end: chunk.end as f64,
                    decided: chunk.decided as f64,
                    probability: chunk.probability,
                    clipped: chunk.clipped,
                    ..Record::default()
                }
                .levelled(chunk.level)
            }
        };
        self.taken = self.offered - rest.len();
        self.record = record;
        if record.kind == 4 {
            self.record.speaking = u32::from(self.pipeline.speaking());
        }
        if record.kind == 0 {
            self.count();
        }
        record.kind
    }

    fn count(&mut self) {
        let counts = self.pipeline.statistics();
        self.statistics = [
            counts.input_samples as f64,
            counts.chunks as f64,
            counts.sent_samples as f64,
            counts.held_back_samples as f64,
            counts.clipped_samples as f64,
            counts.not_finite_samples as f64,
            self.lost as f64,
            counts.segments as f64,
        ];
    }
}

/// Makes a capture; null if something was refused.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_capture_create(
    sample_rate_hz: f64,
    mode: u32,
    strength: f32,
    gate: u32,
) -> *mut Capture {
    give(remember(Capture::new(sample_rate_hz, mode, strength, gate)))
}

/// Ends a capture.
///
/// # Safety
/// `capture` is null or came from `ganita_capture_create` and was not destroyed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_destroy(capture: *mut Capture) {
    // SAFETY: the caller's promise.
    unsafe { take_back(capture) };
}

/// Forgets what was heard.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_reset(capture: *mut Capture) {
    // SAFETY: the caller's promise.
    let Some(capture) = (unsafe { named(capture) }) else { return };
    capture.pipeline.reset();
    capture.offered = 0;
    capture.taken = 0;
    capture.lost = 0;
    capture.record = Record::default();
    capture.count();
}

/// Where the microphone's samples go.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_input(capture: *mut Capture) -> *mut f32 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(std::ptr::null_mut(), |capture| capture.input.as_mut_ptr())
}

/// How many samples fit there.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_capture_input_capacity() -> u32 {
    BLOCK_MAX as u32
}

/// Offers the first `frames` samples of the input.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_process(capture: *mut Capture, frames: u32) {
    // SAFETY: the caller's promise.
    if let Some(capture) = unsafe { named(capture) } {
        capture.process(frames as usize);
    }
}

/// Works until the next event and returns its kind; 0 when the block is used up.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_next(capture: *mut Capture) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(0, Capture::next)
}

/// The event that `next` returned.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_event(capture: *mut Capture) -> *const Record {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(std::ptr::null(), |capture| &raw const capture.record)
}

/// The samples of the chunk that `next` returned.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_chunk(capture: *mut Capture) -> *const i16 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(std::ptr::null(), |capture| capture.chunk.as_ptr())
}

/// Changes how noise is removed.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_set_denoise(
    capture: *mut Capture,
    number: u32,
    strength: f32,
) -> u32 {
    // SAFETY: the caller's promise.
    let Some(capture) = (unsafe { named(capture) }) else { return 0 };
    let set = mode(number).and_then(|mode| Ok(capture.pipeline.set_denoise(mode, strength)?));
    u32::from(remember(set).is_some())
}

/// Chunks only while somebody speaks (1), or always (0).
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_set_gate(capture: *mut Capture, gate: u32) {
    // SAFETY: the caller's promise.
    if let Some(capture) = unsafe { named(capture) } {
        capture.pipeline.set_gate(gate != 0);
    }
}

/// Makes quiet speech louder (1), or leaves it as it is (0).
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_set_gain(capture: *mut Capture, gain: u32) {
    // SAFETY: the caller's promise.
    if let Some(capture) = unsafe { named(capture) } {
        capture.pipeline.set_gain(gain != 0);
    }
}

/// What is being added to speech, in decibels.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_gain_db(capture: *mut Capture) -> f32 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(0.0, |capture| capture.pipeline.gain_db())
}

/// Changes when speech begins and ends.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_set_vad(
    capture: *mut Capture,
    positive_speech_threshold: f32,
    negative_speech_threshold: f32,
    redemption_ms: f32,
    pre_speech_pad_ms: f32,
    min_speech_ms: f32,
) -> u32 {
    // SAFETY: the caller's promise.
    let Some(capture) = (unsafe { named(capture) }) else { return 0 };
    let vad = VadSettings {
        positive_speech_threshold,
        negative_speech_threshold,
        redemption_ms,
        pre_speech_pad_ms,
        min_speech_ms,
    };
    let set = remember(capture.pipeline.set_vad(vad).map_err(Refusal::from)).is_some();
    capture.show_vad();
    u32::from(set)
}

/// The settings in force.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_vad(capture: *mut Capture) -> *const f32 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(std::ptr::null(), |capture| capture.vad.as_ptr())
}

/// Counts since the beginning.
///
/// # Safety
/// `capture` is null or a live capture.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_capture_statistics(capture: *mut Capture) -> *const f64 {
    // SAFETY: the caller's promise.
    unsafe { named(capture) }.map_or(std::ptr::null(), |capture| capture.statistics.as_ptr())
}
