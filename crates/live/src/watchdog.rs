//! Notices that a tutor has gone silent although its socket is open.
//!
//! It only counts while an answer is owed: after words of the student were recognised or typed, after a tool's result,
//! and in the middle of an answer. On an idle session nothing is owed, so it never fires there.

/// Longer than any pause a healthy tutor makes after sound in which it may have heard nothing.
const DOUBT_FACTOR: u64 = 2;

/// The watch over one connection.
#[derive(Debug, Clone)]
pub struct Watchdog {
    timeout_ms: u64,
    due_ms: Option<u64>,
}

impl Watchdog {
    /// Fires when an owed answer does not begin, or stops, for `timeout_ms`.
    #[must_use]
    pub fn new(timeout_ms: u64) -> Watchdog {
        Watchdog { timeout_ms, due_ms: None }
    }

    /// The tutor owes something, from now on: it was asked, or it is in the middle of an answer.
    pub fn owe(&mut self, now_ms: u64) {
        self.due_ms = Some(now_ms + self.timeout_ms);
    }

    /// Sound ended and nothing was heard from the tutor yet. It may have been a cough, so wait longer.
    pub fn doubt(&mut self, now_ms: u64) {
        if self.due_ms.is_none() {
            self.due_ms = Some(now_ms + DOUBT_FACTOR * self.timeout_ms);
        }
    }

    /// Nothing is owed: the turn is over, or it is our turn to answer a call.
    pub fn settle(&mut self) {
        self.due_ms = None;
    }

    /// When it fires.
    #[must_use]
    pub fn due_ms(&self) -> Option<u64> {
        self.due_ms
    }
}
