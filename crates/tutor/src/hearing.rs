//! One turn of speech: where it begins and ends, and when to look at it.
//!
//! Clients that detect speech themselves send sound only while somebody speaks, and say when it ends. Others send sound
//! all the time; for them the end is found by loudness.

use crate::sound::Sound;
use std::time::{Duration, Instant};

/// No sound for so long ends a turn.
const PAUSE: Duration = Duration::from_millis(800);

/// Quiet sound for so long ends a turn.
const QUIET_MS: u64 = 900;

/// New sound before an interim look at it.
const INTERIM_MS: u64 = 450;

/// A turn is ended here: the ears see half a minute at a time.
const LONGEST_MS: u64 = 28_000;

/// Kept from before speech begins.
const LEAD_MS: u64 = 400;

/// What the ears take.
const RATE_HZ: u32 = 16_000;

/// Nothing below this is speech (about -48 dB below full scale).
const SOFTEST: f32 = 0.004;

/// How much louder than the room speech is.
const ABOVE_ROOM: f32 = 2.0;

/// The room's loudness before anything is known about it.
const UNKNOWN_ROOM: f32 = 0.01;

/// What a piece of sound brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing new.
    Nothing,
    /// Somebody begins to speak.
    Begins,
    /// The turn is over.
    Ends,
}

/// The sound of a turn.
#[derive(Debug)]
pub(crate) struct Hearing {
    pcm: Vec<u8>,
    rate_hz: u32,
    room: f32,
    loud_ms: u64,
    quiet_ms: u64,
    is_speech: bool,
    looked_at: usize,
    last_sound: Instant,
    /// Quiet has ended a turn and nothing was said since.
    is_after_turn: bool,
    /// The client says where speech begins and ends.
    pub(crate) is_marked: bool,
    /// Milliseconds of sound since the stream began.
    pub(crate) heard_ms: u64,
}

impl Hearing {
    pub(crate) fn new() -> Hearing {
        Hearing {
            pcm: Vec::new(),
            rate_hz: RATE_HZ,
            room: UNKNOWN_ROOM,
            loud_ms: 0,
            quiet_ms: 0,
            is_speech: false,
            looked_at: 0,
            last_sound: Instant::now(),
            is_after_turn: false,
            is_marked: false,
            heard_ms: 0,
        }
    }

    /// Takes in a piece of sound.
    pub(crate) fn hear(&mut self, pcm: &[u8], rate_hz: u32, now: Instant) -> Change {
        if rate_hz != self.rate_hz {
            self.pcm = Sound::from_pcm16(&self.pcm, self.rate_hz).resampled(rate_hz).to_pcm16();
            self.looked_at = self.pcm.len();
            self.rate_hz = rate_hz;
        }
        let whole = &pcm[..pcm.len() / 2 * 2];
        let duration_ms = self.duration_ms(whole.len());
        self.pcm.extend_from_slice(whole);
        self.heard_ms += duration_ms;
        self.last_sound = now;
        let loudness = loudness(whole);
        let is_loud = loudness > SOFTEST.max(self.room * ABOVE_ROOM);
        // The room's loudness follows downwards at once and upwards slowly, so that speech does not become the room.
        self.room = if loudness < self.room {
            0.5 * (self.room + loudness)
        } else {
            self.room + 0.01 * (loudness - self.room)
        };
        if is_loud {
            self.loud_ms += duration_ms;
            self.quiet_ms = 0;
        } else {
            self.quiet_ms += duration_ms;
        }
        if !self.is_speech {
            if self.loud_ms >= 150 {
                self.is_speech = true;
                self.is_after_turn = false;
                return Change::Begins;
            }
            if !self.is_marked {
                self.forget_before_lead();
            }
            return Change::Nothing;
        }
        let is_over = self.quiet_ms >= QUIET_MS || self.turn_ms() >= LONGEST_MS;
        if !is_over || self.is_marked {
            return Change::Nothing;
        }
        self.is_after_turn = true;
        Change::Ends
    }

    fn duration_ms(&self, bytes: usize) -> u64 {
        bytes as u64 * 500 / u64::from(self.rate_hz)
    }

    /// Whether the end of the stream ends a turn: not when quiet has ended it before.
    pub(crate) fn stream_ended(&mut self) -> bool {
        if std::mem::take(&mut self.is_after_turn) {
            self.end();
        }
        !self.pcm.is_empty()
    }

    fn forget_before_lead(&mut self) {
        let lead_bytes = (LEAD_MS * u64::from(self.rate_hz) / 1000) as usize * 2;
        if self.quiet_ms > LEAD_MS && self.pcm.len() > 4 * lead_bytes {
            self.pcm.drain(..self.pcm.len() - lead_bytes);
            self.loud_ms = 0;
        }
    }

    /// Whether the student has stopped sending.
    pub(crate) fn has_paused(&self, now: Instant) -> bool {
        !self.pcm.is_empty() && !self.is_marked && now.duration_since(self.last_sound) >= PAUSE
    }

    /// Whether there is enough new sound for another look, and then that sound.
    pub(crate) fn interim(&mut self) -> Option<Vec<u8>> {
        let new_ms = self.duration_ms(self.pcm.len() - self.looked_at);
        if !self.is_speech || new_ms < INTERIM_MS {
            return None;
        }
        self.looked_at = self.pcm.len();
        Some(self.for_the_ears(&self.pcm))
    }

    /// Milliseconds of the turn so far.
    pub(crate) fn turn_ms(&self) -> u64 {
        self.duration_ms(self.pcm.len())
    }

    fn for_the_ears(&self, pcm: &[u8]) -> Vec<u8> {
        match self.rate_hz {
            RATE_HZ => pcm.to_vec(),
            rate_hz => Sound::from_pcm16(pcm, rate_hz).resampled(RATE_HZ).to_pcm16(),
        }
    }

    /// The sound of the turn, which is over.
    pub(crate) fn end(&mut self) -> Vec<u8> {
        self.loud_ms = 0;
        self.quiet_ms = 0;
        self.is_speech = false;
        self.looked_at = 0;
        let pcm = std::mem::take(&mut self.pcm);
        self.for_the_ears(&pcm)
    }
}

/// The root of the mean square, 0 to 1.
fn loudness(pcm: &[u8]) -> f32 {
    let samples =
        pcm.chunks_exact(2).map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32768.0);
    let count = (pcm.len() / 2).max(1) as f32;
    libm::sqrtf(samples.map(|sample| sample * sample).sum::<f32>() / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(milliseconds: u64, peak: i16) -> Vec<u8> {
        let samples = (0..milliseconds * 16).map(|n| if n / 20 % 2 == 0 { peak } else { -peak });
        samples.flat_map(i16::to_le_bytes).collect()
    }

    fn feed(hearing: &mut Hearing, milliseconds: u64, peak: i16, now: Instant) -> Vec<Change> {
        let changes = (0..milliseconds / 100).map(|_| hearing.hear(&tone(100, peak), RATE_HZ, now));
        changes.filter(|change| *change != Change::Nothing).collect()
    }

    #[test]
    fn in_a_steady_stream_a_turn_is_found_by_loudness() {
        let now = Instant::now();
        let mut hearing = Hearing::new();
        assert_eq!(feed(&mut hearing, 60_000, 60, now), [], "a minute of quiet");
        assert!(hearing.turn_ms() <= 2 * LEAD_MS * 2, "quiet is not hoarded");
        assert_eq!(feed(&mut hearing, 2_000, 6_000, now), [Change::Begins]);
        assert_eq!(feed(&mut hearing, 800, 60, now), [], "a breath is not the end");
        assert_eq!(feed(&mut hearing, 1_000, 6_000, now), []);
        assert_eq!(feed(&mut hearing, 900, 60, now), [Change::Ends]);
        assert!(hearing.turn_ms() >= 4_700);
        assert!(hearing.end().len() >= 4_700 * 32);
        assert_eq!(feed(&mut hearing, 300, 60, now), []);
        assert!(!hearing.stream_ended(), "the turn was over before");
    }

    #[test]
    fn any_rate_becomes_the_ears_rate() {
        let now = Instant::now();
        let mut hearing = Hearing::new();
        for _ in 0..10 {
            let second: Vec<u8> =
                (0..4_800_i16).flat_map(|n| ((n % 48) * 200).to_le_bytes()).collect();
            hearing.hear(&second, 48_000, now);
        }
        assert_eq!(hearing.turn_ms(), 1_000);
        assert_eq!(hearing.end().len(), 32_000);
    }

    #[test]
    fn a_loud_room_is_not_speech_for_long() {
        let now = Instant::now();
        let mut hearing = Hearing::new();
        feed(&mut hearing, 30_000, 1_500, now);
        hearing.end();
        assert_eq!(feed(&mut hearing, 5_000, 1_500, now), []);
    }

    #[test]
    fn a_client_that_stops_sending_has_finished() {
        let now = Instant::now();
        let mut hearing = Hearing::new();
        assert!(!hearing.has_paused(now + PAUSE));
        feed(&mut hearing, 1_000, 6_000, now);
        assert!(!hearing.has_paused(now + PAUSE / 2));
        assert!(hearing.has_paused(now + PAUSE));
        assert!(hearing.interim().is_some());
        assert!(hearing.interim().is_none(), "nothing new since the last look");
    }
}
