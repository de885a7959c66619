//! Quiet speech made louder, once it is clean: what WebRTC calls the digital part of its second automatic gain control.
//!
//! Frame: 256 samples at 16 kHz, not delayed. The gain follows the level of speech alone: how loud a frame was counts
//! when the detector is sure that somebody spoke in it, so noise is never raised to the level of a voice, and what noise
//! there is under the voice stays below −50 dB. It rises by 6 dB a second, and only during speech. A limiter keeps peaks
//! below −1 dB. Constants as in WebRTC's `agc2_common.h` unless said otherwise; the code is our own.

use crate::detect::{FRAME_SAMPLES, LOOK_AHEAD_FRAMES};
use crate::level::Level;
use crate::network::activation::exp;

/// Level that speech is brought to: root mean square while somebody speaks. Peaks of a voice are 15 to 18 dB above it.
const TARGET_DB: f32 = -22.0;

/// As much as is ever added.
const GAIN_DB_MAX: f32 = 30.0;

/// What noise may become.
const NOISE_DB_MAX: f32 = -50.0;

/// Decibels that the gain changes by in a frame: 6 a second.
const STEP_DB: f32 = 6.0 * FRAME_SAMPLES as f32 / 16_000.0;

/// From this probability on a frame counts as speech. WebRTC's detector says 0.95 where this one, which is calibrated,
/// says less.
const SURE: f32 = 0.8;

/// Frames in a row that have to be speech before the gain rises: 128 ms (WebRTC: 120 ms).
const FRAMES_IN_A_ROW: u32 = 8;

/// Frames that the level of speech reaches back: a second and a half of speech.
const SPEECH_FRAMES: f32 = 94.0;

/// What the level of the noise rises by in a frame: 1 dB a second. It falls at once.
const NOISE_RISE: f32 = 1.001_844;

/// Nothing comes out louder: −1 dB.
const CEILING: f32 = 0.891_250_9;

/// Samples that share a peak in the limiter, and how quickly it lets go: 0.1 dB a millisecond.
const PART: usize = 16;
const RELEASE: f32 = 1.011_579_5;

/// The natural logarithm of a decibel, as an amplitude.
const NEPERS: f32 = std::f32::consts::LN_10 / 20.0;

/// What is quieter is digital silence and tells nothing of the room.
const SILENCE: f32 = 1e-5;

/// Makes speech as loud as it should be.
pub(crate) struct Gain {
    on: bool,
    /// Root mean squares of the frames whose probability is not known yet; the oldest first.
    waiting: [f32; LOOK_AHEAD_FRAMES as usize + 1],
    /// Mean square of speech, and how many frames it is of.
    speech: f32,
    speech_frames: f32,
    noise: f32,
    in_a_row: u32,
    gain_db: f32,
    /// What the last sample was multiplied by, the limiter's part of it alone.
    last: f32,
    limit: f32,
}

impl Gain {
    pub(crate) fn new() -> Gain {
        Gain {
            on: false,
            waiting: [0.0; LOOK_AHEAD_FRAMES as usize + 1],
            speech: 0.0,
            speech_frames: 0.0,
            noise: 0.0,
            in_a_row: 0,
            gain_db: 0.0,
            last: 1.0,
            limit: 1.0,
        }
    }

    /// From the next frame on, without a click.
    pub(crate) fn set(&mut self, on: bool) {
        if self.on && !on {
            let last = self.last;
            *self = Gain { last, ..Gain::new() };
        }
        self.on = on;
    }

    /// What is being added to speech, in decibels.
    pub(crate) fn gain_db(&self) -> f32 {
        self.gain_db
    }

    /// Takes the newest frame and how likely the one [`LOOK_AHEAD_FRAMES`] before it is speech; makes the newest louder.
    pub(crate) fn process(&mut self, frame: &mut [f32; FRAME_SAMPLES], probability: f32) {
        if self.on {
            self.waiting.rotate_left(1);
            self.waiting[LOOK_AHEAD_FRAMES as usize] = Level::of(frame).rms;
            self.learn(self.waiting[0], probability);
        }
        if self.on || self.last != 1.0 {
            self.apply(frame, exp(self.gain_db * NEPERS));
        }
    }

    fn learn(&mut self, rms: f32, probability: f32) {
        if rms < SILENCE {
            return;
        }
        if probability >= SURE {
            self.in_a_row += 1;
            self.speech_frames = (self.speech_frames + 1.0).min(SPEECH_FRAMES);
            self.speech += (rms * rms - self.speech) / self.speech_frames;
        } else {
            self.in_a_row = 0;
            let risen = self.noise * NOISE_RISE;
            self.noise = if self.noise == 0.0 { rms } else { risen.min(rms) };
        }
        if self.speech_frames < FRAMES_IN_A_ROW as f32 {
            return;
        }
        // Not `clamp`, as in the player.
        let most = (NOISE_DB_MAX - decibels(self.noise)).clamp(0.0, GAIN_DB_MAX);
        let target = (TARGET_DB - decibels(self.speech.sqrt())).min(most).max(0.0);
        let rise = if self.in_a_row >= FRAMES_IN_A_ROW { STEP_DB } else { 0.0 };
        self.gain_db += (target - self.gain_db).max(-STEP_DB).min(rise);
    }

    /// Multiplies, sliding from one value to the next every [`PART`]; never over the ceiling.
    fn apply(&mut self, frame: &mut [f32; FRAME_SAMPLES], wanted: f32) {
        const PARTS: usize = FRAME_SAMPLES / PART;
        let before = self.last;
        // What each part may be multiplied by at most.
        let mut most = [f32::MAX; PARTS + 1];
        for (most, part) in most.iter_mut().zip(frame.chunks_exact(PART)) {
            *most = CEILING / Level::of(part).peak.max(SILENCE);
        }
        let mut from = self.last.min(most[0]);
        for (n, part) in frame.chunks_exact_mut(PART).enumerate() {
            let share = (n + 1) as f32 / PARTS as f32;
            let slid = before * (1.0 - share) + wanted * share;
            self.limit = (self.limit * RELEASE).min(1.0);
            let to = (slid * self.limit).min(most[n]).min(most[n + 1]);
            self.limit = self.limit.min(to / slid);
            let slope = (to - from) / PART as f32;
            for (k, sample) in part.iter_mut().enumerate() {
                *sample *= from + slope * k as f32;
            }
            from = to;
        }
        self.last = from;
    }

    /// As new, on or off as before.
    pub(crate) fn reset(&mut self) {
        *self = Gain { on: self.on, ..Gain::new() };
    }
}

fn decibels(amplitude: f32) -> f32 {
    20.0 * libm::log10f(amplitude.max(SILENCE))
}
