//! Microphone to events: the stages in a row, and the bookkeeping of what was heard when.

use crate::chunk::{Chunk, Chunker, Cut};
use crate::config::{Config, ConfigError, Mode, VadSettings, check_rate};
use crate::denoise::Speech;
use crate::detect::{Detector, FRAME_SAMPLES, LOOK_AHEAD_FRAMES};
use crate::gain::Gain;
use crate::level::Level;
use crate::resample::Resampler;
use crate::sanitize::{Faults, sanitize};
use crate::segment::{Segmenter, Turn};
use crate::{DENOISE_RATE_HZ, SPEECH_RATE_HZ};

/// The pipeline works when this much input is together, so that its results do not depend on how it was handed over.
const STEPS_PER_SECOND: u32 = 500;

/// Something the pipeline found out. Positions count input samples from the first one on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'a> {
    /// What a frame of 16 ms was like.
    Frame(Frame),
    /// Speech began.
    Begins(Change),
    /// Speech ended; all of it is in the chunks before this.
    Ends(Change),
    /// 100 ms to be sent.
    Chunk(Chunk<'a>),
}

/// What 16 ms of sound are: speech, or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Where in the input it begins.
    pub start: u64,
    /// Where in the input it ends.
    pub end: u64,
    /// Where in the input the pipeline was when this was known.
    pub decided: u64,
    /// How likely it is that somebody spoke.
    pub probability: f32,
    /// Whether speech has begun and has not ended (hangover included).
    pub speaking: bool,
    /// How loud the newest 16 ms are, after the noise was removed and before any gain.
    pub level: Level,
    /// Input samples at or over full scale since the frame before.
    pub clipped: u32,
}

/// Speech began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The instant, as a position in the input.
    pub at: u64,
    /// Where in the input the pipeline was when this was known.
    pub decided: u64,
}

/// Counts since the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Input samples.
    pub input_samples: u64,
    /// Chunks given out.
    pub chunks: u64,
    /// Samples at 16 kHz in those chunks.
    pub sent_samples: u64,
    /// Samples at 16 kHz that nobody had to send, because nobody spoke.
    pub held_back_samples: u64,
    /// Input samples at or over full scale.
    pub clipped_samples: u64,
    /// Input samples that were NaN or infinite, and taken as silence.
    pub not_finite_samples: u64,
    /// Times speech began.
    pub segments: u64,
}

/// Microphone to events.
pub struct Pipeline {
    config: Config,
    to_denoise: Resampler,
    speech: Speech,
    detector: Detector,
    segmenter: Segmenter,
    gain: Gain,
    louder: [f32; FRAME_SAMPLES],
    chunker: Chunker,

    /// Input that waits for its step to be full.
    step: Vec<f32>,
    step_filled: usize,
    at_48k: Vec<f32>,
    /// Whether the hop that is ready waits for the detector.
    hop_waits: bool,

    /// By which the resamplers delay; hops come late, but in their place.
    delay_input_samples: f64,
    faults: Faults,
    clipped_in_frame: u64,
    clipped_in_chunk: u64,
    statistics: Statistics,
    begins: Option<u64>,
    ends: bool,
}

impl Pipeline {
    /// Makes every stage and all the memory that will be needed.
    pub fn new(config: Config) -> Result<Pipeline, ConfigError> {
        check_rate(config.sample_rate_hz)?;
        config.vad.check()?;
        let to_denoise = Resampler::new(config.sample_rate_hz, DENOISE_RATE_HZ)?;
        let speech = Speech::new(config.mode, config.strength)?;

        let step = vec![0.0; (config.sample_rate_hz / STEPS_PER_SECOND) as usize];
        let at_48k = vec![0.0; to_denoise.output_max(step.len())];
        let delay_s = to_denoise.delay_s() + speech.delay_s();

        let frame_ms = FRAME_SAMPLES as f32 * 1_000.0 / SPEECH_RATE_HZ as f32;
        let mut pipeline = Pipeline {
            config,
            to_denoise,
            speech,
            detector: Detector::new(),
            segmenter: Segmenter::new(config.vad, frame_ms),
            gain: Gain::new(),
            louder: [0.0; FRAME_SAMPLES],
            chunker: Chunker::new(),
            step,
            step_filled: 0,
            at_48k,
            hop_waits: false,
            delay_input_samples: delay_s * f64::from(config.sample_rate_hz),
            faults: Faults::default(),
            clipped_in_frame: 0,
            clipped_in_chunk: 0,
            statistics: Statistics::default(),
            begins: None,
            ends: false,
        };
        pipeline.set_gate(config.gate);
        pipeline.set_gain(config.gain);
        Ok(pipeline)
    }

    /// Offers a block of any length. The work is done as the events are taken; dropping [`Events`] finishes it.
    pub fn process<'a>(&'a mut self, input: &'a [f32]) -> Events<'a> {
        Events { pipeline: self, input }
    }

    /// Works through `input`, shortening it, until there is an event; `None` when all of it is used up.
    pub fn pull(&mut self, input: &mut &[f32]) -> Option<Event<'_>> {
        loop {
            if let Some(at) = self.begins.take() {
                return Some(Event::Begins(self.change(at)));
            }
            if let Some(cut) = self.chunker.cut() {
                return Some(Event::Chunk(self.chunk(cut)));
            }
            if self.ends {
                self.ends = false;
                return Some(Event::Ends(self.change(self.chunker.written())));
            }
            if let Some(frame) = self.frame() {
                return Some(Event::Frame(frame));
            }
            if !self.step(input) {
                return None;
            }
        }
    }

    /// Hands the detector what is there, up to the end of a frame, and lets the segmenter decide.
    fn frame(&mut self) -> Option<Frame> {
        if !std::mem::take(&mut self.hop_waits) {
            return None;
        }
        let probability = self.detector.frame(self.speech.denoised());
        self.louder.copy_from_slice(self.speech.output());
        self.gain.process(&mut self.louder, probability);
        self.chunker.write(&self.louder, probability);
        // The first frames only prepare the ears.
        let behind = (LOOK_AHEAD_FRAMES + 1) * FRAME_SAMPLES as u64;
        let start = self.chunker.written().checked_sub(behind)?;
        self.chunker.correct(start, probability);
        match self.segmenter.frame(probability, start) {
            Some(Turn::Begins(onset)) => {
                self.statistics.segments += 1;
                self.begins = Some(onset);
                if self.config.gate {
                    self.chunker.open(onset.saturating_sub(self.pre_roll_samples()));
                }
            }
            Some(Turn::Ends) => {
                self.ends = true;
                if self.config.gate {
                    self.chunker.close();
                }
            }
            None => {}
        }
        Some(Frame {
            start: self.position(start),
            end: self.position(start + FRAME_SAMPLES as u64),
            decided: self.statistics.input_samples,
            probability,
            speaking: self.segmenter.speaking(),
            level: Level::of(self.speech.output()),
            clipped: since(&mut self.clipped_in_frame, self.faults.clipped),
        })
    }

    /// Takes one step of input through resampling and denoising; false if there is not enough of it.
    fn step(&mut self, input: &mut &[f32]) -> bool {
        let take = input.len().min(self.step.len() - self.step_filled);
        let (now, later) = input.split_at(take);
        *input = later;
        sanitize(now, &mut self.step[self.step_filled..], &mut self.faults);
        self.step_filled += take;
        self.statistics.input_samples += take as u64;
        if self.step_filled < self.step.len() {
            return false;
        }
        self.step_filled = 0;
        let count = self.to_denoise.process(&self.step, &mut self.at_48k);
        self.hop_waits = self.speech.process(&self.at_48k[..count]);
        true
    }

    fn chunk(&mut self, cut: Cut) -> Chunk<'_> {
        let clipped = since(&mut self.clipped_in_chunk, self.faults.clipped);
        self.statistics.chunks += 1;
        self.statistics.sent_samples += cut.end - cut.start;
        let (start, end) = (self.position(cut.start), self.position(cut.end));
        let (samples, heard) = self.chunker.samples();
        Chunk {
            sequence: cut.sequence,
            samples,
            start,
            end,
            decided: self.statistics.input_samples,
            probability: cut.probability,
            level: Level::of(&heard[..(cut.end - cut.start) as usize]),
            clipped,
        }
    }

    fn change(&self, at: u64) -> Change {
        Change { at: self.position(at), decided: self.statistics.input_samples }
    }

    /// Where in the input a sample at 16 kHz was heard.
    fn position(&self, at_16k: u64) -> u64 {
        let input =
            at_16k as f64 * f64::from(self.config.sample_rate_hz) / f64::from(SPEECH_RATE_HZ);
        // A float becomes 0 where it would be negative: what the filters "heard" before the first sample.
        libm::round(input - self.delay_input_samples) as u64
    }

    fn pre_roll_samples(&self) -> u64 {
        (self.segmenter.settings().pre_speech_pad_ms * SPEECH_RATE_HZ as f32 / 1_000.0) as u64
    }

    /// What the pipeline is set to.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Changes how noise is removed, without a click.
    pub fn set_denoise(&mut self, mode: Mode, strength: f32) -> Result<(), ConfigError> {
        self.speech.set(mode, strength)?;
        self.config.mode = mode;
        self.config.strength = strength;
        Ok(())
    }

    /// Chunks only while somebody speaks, or always.
    pub fn set_gate(&mut self, gate: bool) {
        self.config.gate = gate;
        if !gate || self.segmenter.speaking() {
            self.chunker.open(self.chunker.written());
        } else {
            self.chunker.close();
        }
    }

    /// Makes quiet speech louder from now on, or leaves it as it is.
    pub fn set_gain(&mut self, gain: bool) {
        self.config.gain = gain;
        self.gain.set(gain);
    }

    /// What is being added to speech, in decibels; 0 while that is off.
    pub fn gain_db(&self) -> f32 {
        self.gain.gain_db()
    }

    /// Changes when speech begins and ends.
    pub fn set_vad(&mut self, vad: VadSettings) -> Result<(), ConfigError> {
        vad.check()?;
        self.segmenter.set(vad);
        self.config.vad = vad;
        Ok(())
    }

    /// Counts since the beginning.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            held_back_samples: self.chunker.written().saturating_sub(self.statistics.sent_samples),
            clipped_samples: self.faults.clipped,
            not_finite_samples: self.faults.not_finite,
            ..self.statistics
        }
    }

    /// Whether speech has begun and has not ended.
    pub fn speaking(&self) -> bool {
        self.segmenter.speaking()
    }

    /// How far the samples that are sent lie behind the input when counted, in milliseconds: the resamplers' delay. They
    /// are ready [`Speech::LATENESS`] later, which `decided` tells.
    pub fn delay_ms(&self) -> f64 {
        self.delay_input_samples * 1_000.0 / f64::from(self.config.sample_rate_hz)
    }

    /// Forgets what was heard; as new, with the settings in force. This allocates.
    pub fn reset(&mut self) {
        self.to_denoise.reset();
        self.speech.reset();
        self.detector.reset();
        self.segmenter.reset();
        self.gain.reset();
        self.chunker.reset();
        self.step_filled = 0;
        self.hop_waits = false;
        self.faults = Faults::default();
        self.clipped_in_frame = 0;
        self.clipped_in_chunk = 0;
        self.statistics = Statistics::default();
        self.begins = None;
        self.ends = false;
        self.set_gate(self.config.gate);
    }
}

/// How much a count has grown since it was last asked for.
fn since(last: &mut u64, now: u64) -> u32 {
    let grown = now - *last;
    *last = now;
    u32::try_from(grown).unwrap_or(u32::MAX)
}

/// The events of one block. They borrow the pipeline's memory, so they are taken one at a time.
#[must_use = "the work is done as the events are taken, or when this is dropped"]
pub struct Events<'a> {
    pipeline: &'a mut Pipeline,
    input: &'a [f32],
}

impl Events<'_> {
    /// The next event, or `None` when the block is used up.
    pub fn next_event(&mut self) -> Option<Event<'_>> {
        self.pipeline.pull(&mut self.input)
    }
}

impl Drop for Events<'_> {
    fn drop(&mut self) {
        while self.next_event().is_some() {}
    }
}
