//! The tutor's voice: PCM16 at 24 kHz in bursts from the network, an even stream at the device's rate out.
//!
//! A jitter buffer waits for 80 ms before it begins, waits longer after each time it ran dry, and forgets that again
//! when a speech ends well. Voice that comes in real time is played at its sender's pace, whose clock is not ours. Where the sound is cut (run dry, barge-in), it fades within 5 ms: no clicks.

mod drift;
mod jitter;
mod pace;

use crate::VOICE_RATE_HZ;
use crate::config::{ConfigError, check_rate};
use crate::level::Level;
use crate::resample::Resampler;
use drift::Drift;
use jitter::{Jitter, Taken};
use pace::Pace;

/// Voice is taken from the jitter buffer in pieces of this many samples (5 ms).
const PIECE: usize = 120;

/// Nothing came for so long: the speech is over, even if nobody said so.
const SILENCE_ENDS_MS: u32 = 400;

/// Time in which a new volume is reached, and in which a flush falls silent.
const SLIDE_MS: u32 = 20;
const FLUSH_MS: u32 = 5;

/// Where the player is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlayerState {
    /// Nothing to play.
    #[default]
    Idle,
    /// Voice is there, but not yet enough to begin.
    Filling,
    /// Voice is heard.
    Playing,
}

/// What happened while a block was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// The first sound of a speech.
    pub began: bool,
    /// The last sound of a speech has been given out.
    pub ended: bool,
    /// The buffer ran dry in the middle of a speech.
    pub starved: bool,
    /// A flush has fallen silent.
    pub flushed: bool,
}

/// Plays the tutor's voice.
pub struct Player {
    jitter: Jitter,
    drift: Drift,
    pace: Pace,
    resampler: Resampler,
    output_rate_hz: u32,
    state: PlayerState,
    /// Speech has begun and has not ended; true also while filling again after a dry spell.
    in_speech: bool,
    piece: [f32; PIECE],
    paced: [f32; Pace::OUTPUT_MAX],
    /// Rendered, not yet given out.
    ready: Vec<f32>,
    ready_start: usize,
    ready_end: usize,
    /// Samples of silence still to be pushed through the resampler, for the end of the speech to come out.
    tail: usize,
    flushing: bool,
    volume: f32,
    volume_wanted: f32,
    waited_frames: u64,
    played_frames: u64,
    level: Level,
}

impl Player {
    /// A player for a device of that rate, with memory for `capacity_ms` of voice.
    pub fn new(output_rate_hz: u32, capacity_ms: u32) -> Result<Player, ConfigError> {
        check_rate(output_rate_hz)?;
        if !(1_000..=600_000).contains(&capacity_ms) {
            return Err(ConfigError::Capacity { found_ms: capacity_ms });
        }
        let resampler = Resampler::new(VOICE_RATE_HZ, output_rate_hz)?;
        let ready = vec![0.0; resampler.output_max(Pace::OUTPUT_MAX)];
        Ok(Player {
            jitter: Jitter::new(
                (u64::from(capacity_ms) * u64::from(VOICE_RATE_HZ) / 1_000) as usize,
            ),
            drift: Drift::default(),
            pace: Pace::new(),
            resampler,
            output_rate_hz,
            state: PlayerState::Idle,
            in_speech: false,
            piece: [0.0; PIECE],
            paced: [0.0; Pace::OUTPUT_MAX],
            ready,
            ready_start: 0,
            ready_end: 0,
            tail: 0,
            flushing: false,
            volume: 1.0,
            volume_wanted: 1.0,
            waited_frames: 0,
            played_frames: 0,
            level: Level::default(),
        })
    }

    /// Takes voice, and says how many samples it took: fewer than there are only when its memory is full.
    pub fn push(&mut self, voice: &[i16]) -> usize {
        if self.state == PlayerState::Idle && !voice.is_empty() {
            self.state = PlayerState::Filling;
            self.waited_frames = 0;
        }
        let taken = self.jitter.push(voice);
        self.drift.arrived(taken);
        taken
    }

    /// No more voice is coming: what is there is played, then the speech ends.
    pub fn finish(&mut self) {
        if self.state != PlayerState::Idle {
            self.jitter.finish();
        }
    }

    /// Falls silent within 5 ms and forgets the voice that waits.
    pub fn flush(&mut self) {
        self.jitter.clear();
        self.tail = 0;
        self.start_over();
        // What is rendered already fades; its end is cut off.
        let fade = (self.output_rate_hz * FLUSH_MS / 1_000) as usize;
        let kept = (self.ready_end - self.ready_start).min(fade);
        self.ready_end = self.ready_start + kept;
        for (n, sample) in self.ready[self.ready_start..self.ready_end].iter_mut().enumerate() {
            *sample *= 1.0 - (n + 1) as f32 / kept as f32;
        }
        self.flushing = true;
        self.state = PlayerState::Idle;
    }

    /// 1 is as recorded; up to 2. It slides there.
    pub fn set_volume(&mut self, volume: f32) {
        self.volume_wanted = if volume.is_finite() { volume.clamp(0.0, 2.0) } else { 1.0 };
    }

    /// Fills `output` with voice, or with silence where there is none.
    pub fn render(&mut self, output: &mut [f32]) -> Heard {
        let mut heard = Heard::default();
        let mut done = 0;
        while done < output.len() {
            if self.ready_start == self.ready_end {
                self.end_flush(&mut heard);
                if !self.refill(output.len() - done, &mut heard) {
                    output[done..].fill(0.0);
                    break;
                }
                continue;
            }
            let count = (output.len() - done).min(self.ready_end - self.ready_start);
            output[done..done + count]
                .copy_from_slice(&self.ready[self.ready_start..self.ready_start + count]);
            self.ready_start += count;
            done += count;
        }
        if self.ready_start == self.ready_end {
            self.end_flush(&mut heard);
        }
        if self.in_speech {
            self.played_frames += output.len() as u64;
        }
        self.slide_volume(output);
        self.level = Level::of(output);
        heard
    }

    fn end_flush(&mut self, heard: &mut Heard) {
        if self.flushing {
            self.flushing = false;
            heard.flushed = true;
            heard.ended |= self.in_speech;
            self.in_speech = false;
        }
    }

    /// Renders the next piece; false if there is nothing to hear for the rest of the block, `frames` long.
    fn refill(&mut self, frames: usize, heard: &mut Heard) -> bool {
        if self.tail > 0 {
            let count = self.tail.min(PIECE);
            self.tail -= count;
            self.piece[..count].fill(0.0);
            self.render_piece(count);
            if self.tail == 0 && self.state == PlayerState::Idle {
                self.start_over();
            }
            return true;
        }
        match self.state {
            PlayerState::Idle => {
                heard.ended |= self.in_speech;
                self.in_speech = false;
                false
            }
            PlayerState::Filling => {
                self.waited_frames += frames as u64;
                let waited_ms =
                    (self.waited_frames * 1_000 / u64::from(self.output_rate_hz)) as u32;
                if self.jitter.may_begin(waited_ms) {
                    self.state = PlayerState::Playing;
                    if !self.in_speech {
                        self.in_speech = true;
                        self.played_frames = 0;
                        heard.began = true;
                    }
                    return true;
                }
                if self.jitter.is_empty()
                    && (self.jitter.is_finished() || waited_ms >= SILENCE_ENDS_MS)
                {
                    self.end_speech();
                }
                false
            }
            PlayerState::Playing => {
                match self.jitter.take(&mut self.piece) {
                    Taken::Piece => {
                        self.drift.taken(self.jitter.len());
                        self.render_piece(PIECE);
                    }
                    Taken::Last => {
                        self.render_piece(PIECE);
                        self.end_speech();
                    }
                    Taken::Dry => {
                        self.render_piece(PIECE);
                        self.state = PlayerState::Filling;
                        self.waited_frames = 0;
                        self.tail = self.tail_samples();
                        self.drift.reset();
                        heard.starved = true;
                    }
                }
                true
            }
        }
    }

    fn end_speech(&mut self) {
        self.state = PlayerState::Idle;
        self.jitter.end_speech();
        self.tail = self.tail_samples();
    }

    /// Nothing of what was played before is heard in what follows.
    fn start_over(&mut self) {
        self.drift.reset();
        self.pace.reset();
        self.resampler.reset();
    }

    /// What pace and resampler still hold of the voice, in samples at 24 kHz.
    fn tail_samples(&self) -> usize {
        Pace::DELAY + 2 * libm::ceil(self.resampler.delay_s() * f64::from(VOICE_RATE_HZ)) as usize
    }

    fn render_piece(&mut self, count: usize) {
        self.ready_start = 0;
        let change = self.drift.pace_change();
        let paced = self.pace.process(&self.piece[..count], change, &mut self.paced);
        self.ready_end = self.resampler.process(&self.paced[..paced], &mut self.ready);
    }

    fn slide_volume(&mut self, output: &mut [f32]) {
        let step = 1_000.0 / (self.output_rate_hz * SLIDE_MS) as f32;
        for sample in output {
            // Not `clamp`: its message, where the limits are no constants, would bring the printing of floats into the browser.
            self.volume += (self.volume_wanted - self.volume).max(-step).min(step);
            *sample *= self.volume;
        }
    }

    /// Where the player is.
    pub fn state(&self) -> PlayerState {
        self.state
    }

    /// Voice that waits, in milliseconds.
    pub fn waiting_ms(&self) -> f64 {
        self.jitter.len() as f64 * 1_000.0 / f64::from(VOICE_RATE_HZ)
    }

    /// Since the speech began, in milliseconds.
    pub fn played_ms(&self) -> f64 {
        self.played_frames as f64 * 1_000.0 / f64::from(self.output_rate_hz)
    }

    /// How much voice it wants to have before it begins, in milliseconds.
    pub fn target_ms(&self) -> u32 {
        self.jitter.target_ms()
    }

    /// How much faster than recorded the voice is played for its sender's clock: 0.0001 is 100 ppm. 0 for voice that does
    /// not come in real time.
    pub fn pace_change(&self) -> f64 {
        self.drift.pace_change()
    }

    /// Times the buffer ran dry in the middle of a speech.
    pub fn starved(&self) -> u64 {
        self.jitter.starved()
    }

    /// Samples for which there was no room.
    pub fn refused(&self) -> u64 {
        self.jitter.refused()
    }

    /// Level of the block rendered last.
    pub fn level(&self) -> Level {
        self.level
    }
}
