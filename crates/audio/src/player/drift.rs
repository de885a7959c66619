//! No two clocks agree: a sender in real time fills the buffer a little faster or slower than the sound card empties it,
//! some tens of milliseconds in ten minutes. The voice is then played faster or slower by what nobody hears.
//!
//! Only a sender in real time has a clock to follow. A tutor that sends a whole answer at once has none, and the depth of
//! its buffer means nothing.

use super::PIECE;
use crate::VOICE_RATE_HZ;

/// Pieces in a window of one second, and windows that are looked at together: longer than a network's hiccups.
const PIECES_PER_WINDOW: u32 = VOICE_RATE_HZ / PIECE as u32;
const WINDOWS: usize = 8;

/// In real time is what comes at the pace of the clock, within so much of it.
const PACE_TOLERANCE: f64 = 0.05;

/// Change of pace for each millisecond that the buffer is off: it comes back with a time constant of 20 s.
const PACE_PER_MS: f64 = 5e-5;

/// 0.3 %: a twentieth of a semitone. Clocks differ by a tenth of that.
const PACE_CHANGE_MAX: f64 = 0.003;

/// Follows a sender's clock by the depth of the buffer.
#[derive(Debug, Default)]
pub(super) struct Drift {
    /// Pieces taken in this window; samples that came in it; the least that waited.
    pieces: u32,
    arrived: u32,
    lowest: usize,
    /// The last windows, the newest last.
    windows: [Window; WINDOWS],
    full_windows: usize,
    /// Where the low water stood when the sender was first seen to be in real time.
    held: Option<f64>,
    pace_change: f64,
}

#[derive(Debug, Default, Clone, Copy)]
struct Window {
    arrived: u32,
    lowest: usize,
}

impl Drift {
    pub(super) fn arrived(&mut self, samples: usize) {
        self.arrived = self.arrived.saturating_add(samples as u32);
    }

    /// A piece was taken and so much waits behind it.
    pub(super) fn taken(&mut self, waiting: usize) {
        self.lowest = if self.pieces == 0 { waiting } else { self.lowest.min(waiting) };
        self.pieces += 1;
        if self.pieces < PIECES_PER_WINDOW {
            return;
        }
        self.windows.rotate_left(1);
        self.windows[WINDOWS - 1] = Window { arrived: self.arrived, lowest: self.lowest };
        self.full_windows = (self.full_windows + 1).min(WINDOWS);
        self.pieces = 0;
        self.arrived = 0;
        self.look();
    }

    fn look(&mut self) {
        let played = WINDOWS as f64 * f64::from(VOICE_RATE_HZ);
        let arrived: f64 = self.windows.iter().map(|window| f64::from(window.arrived)).sum();
        let is_in_real_time = libm::fabs(arrived / played - 1.0) <= PACE_TOLERANCE;
        if self.full_windows < WINDOWS || !is_in_real_time {
            self.held = None;
            self.pace_change = 0.0;
            return;
        }
        let lowest = self.windows.iter().map(|window| window.lowest).min().unwrap_or(0);
        let low_ms = lowest as f64 * 1_000.0 / f64::from(VOICE_RATE_HZ);
        let held = *self.held.get_or_insert(low_ms);
        self.pace_change = ((low_ms - held) * PACE_PER_MS).clamp(-PACE_CHANGE_MAX, PACE_CHANGE_MAX);
    }

    /// How much faster than recorded the voice is to be played: 0 is as recorded, 0.001 a thousandth faster.
    pub(super) fn pace_change(&self) -> f64 {
        self.pace_change
    }

    pub(super) fn reset(&mut self) {
        *self = Drift::default();
    }
}
