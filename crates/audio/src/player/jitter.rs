//! The jitter buffer: voice comes in bursts and leaves evenly.

use super::PIECE;
use crate::VOICE_RATE_HZ;

/// What it waits for before it begins, at first; how much more after running dry; and the most.
const TARGET_MS: u32 = 80;
const TARGET_STEP_MS: u32 = 40;
const TARGET_MS_MAX: u32 = 400;

pub(super) struct Jitter {
    voice: Vec<i16>,
    start: usize,
    length: usize,
    finished: bool,
    /// The last piece was cut off, so the next one fades in.
    fade_in: bool,
    target_ms: u32,
    starved_in_speech: bool,
    starved: u64,
    refused: u64,
}

/// What `take` took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// A full piece; there may be more.
    Piece,
    /// The end of the speech, filled up with silence.
    Last,
    /// What was there, faded out: the buffer ran dry.
    Dry,
}

impl Jitter {
    pub(super) fn new(capacity: usize) -> Jitter {
        Jitter {
            voice: vec![0; capacity],
            start: 0,
            length: 0,
            finished: false,
            fade_in: false,
            target_ms: TARGET_MS,
            starved_in_speech: false,
            starved: 0,
            refused: 0,
        }
    }

    pub(super) fn push(&mut self, voice: &[i16]) -> usize {
        let capacity = self.voice.len();
        let count = voice.len().min(capacity - self.length);
        let end = (self.start + self.length) % capacity;
        let before_wrap = count.min(capacity - end);
        self.voice[end..end + before_wrap].copy_from_slice(&voice[..before_wrap]);
        self.voice[..count - before_wrap].copy_from_slice(&voice[before_wrap..count]);
        self.length += count;
        self.refused += (voice.len() - count) as u64;
        if count > 0 {
            self.finished = false;
        }
        count
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    /// Enough is there, or it has waited long enough for the little there is.
    pub(super) fn may_begin(&self, waited_ms: u32) -> bool {
        let enough = (self.target_ms * VOICE_RATE_HZ / 1_000) as usize;
        let patience_is_over = self.finished || waited_ms >= self.target_ms;
        self.length >= enough || (self.length > 0 && patience_is_over)
    }

    /// Takes the next piece; a sudden end or beginning is faded.
    pub(super) fn take(&mut self, piece: &mut [f32; PIECE]) -> Taken {
        let count = self.length.min(PIECE);
        let capacity = self.voice.len();
        for (n, target) in piece[..count].iter_mut().enumerate() {
            *target = f32::from(self.voice[(self.start + n) % capacity]) / 32_768.0;
        }
        piece[count..].fill(0.0);
        self.start = (self.start + count) % capacity;
        self.length -= count;
        if self.fade_in {
            self.fade_in = false;
            for (n, sample) in piece.iter_mut().enumerate() {
                *sample *= (n + 1) as f32 / PIECE as f32;
            }
        }
        if self.length > 0 {
            return Taken::Piece;
        }
        // Nothing is known of what follows: fade, or a cut in the middle of a wave would click.
        for (n, sample) in piece[..count].iter_mut().enumerate() {
            *sample *= 1.0 - (n + 1) as f32 / count as f32;
        }
        if self.finished {
            return Taken::Last;
        }
        self.fade_in = true;
        self.starved_in_speech = true;
        self.starved += 1;
        self.target_ms = (self.target_ms + TARGET_STEP_MS).min(TARGET_MS_MAX);
        Taken::Dry
    }

    /// A speech is over: if the buffer lasted, the next one may begin a little sooner.
    pub(super) fn end_speech(&mut self) {
        if !self.starved_in_speech {
            self.target_ms = (self.target_ms - TARGET_STEP_MS).max(TARGET_MS);
        }
        self.starved_in_speech = false;
        self.finished = false;
        self.fade_in = false;
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
        self.end_speech();
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    pub(super) fn target_ms(&self) -> u32 {
        self.target_ms
    }

    pub(super) fn starved(&self) -> u64 {
        self.starved
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused
    }
}
