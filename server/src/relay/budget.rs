//! How much a page may send: a bucket of messages and one of bytes, each refilled steadily.

use tokio::time::Instant;

/// Messages at once: the sound that was kept while the network was away, and some more.
pub(super) const MESSAGES: f64 = 240.0;

/// Messages a second, steadily; a talking student sends 10.
pub(super) const MESSAGES_A_SECOND: f64 = 40.0;

/// Bytes at once.
pub(super) const BYTES: f64 = 1024.0 * 1024.0;

/// Bytes a second, steadily; a talking student sends 32 kB, or 43 kB where sound travels as JSON.
pub(super) const BYTES_A_SECOND: f64 = 96.0 * 1024.0;

/// What a page may still send.
#[derive(Debug)]
pub(super) struct Budget {
    messages: f64,
    bytes: f64,
    filled_at: Instant,
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget { messages: MESSAGES, bytes: BYTES, filled_at: Instant::now() }
    }

    /// Pays for a frame; false when there is not enough left.
    pub(super) fn pay(&mut self, now: Instant, bytes: usize) -> bool {
        let seconds = now.duration_since(self.filled_at).as_secs_f64();
        self.filled_at = now;
        self.messages = (self.messages + seconds * MESSAGES_A_SECOND).min(MESSAGES) - 1.0;
        #[expect(clippy::cast_precision_loss, reason = "a frame has at most 64 KiB")]
        let size = bytes as f64;
        self.bytes = (self.bytes + seconds * BYTES_A_SECOND).min(BYTES) - size;
        self.messages >= 0.0 && self.bytes >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_talking_student_never_runs_out_and_a_flood_does() {
        let mut budget = Budget::new();
        for _ in 0..50 {
            assert!(budget.pay(Instant::now(), 3_204), "sound kept for five seconds, all at once");
        }
        for _ in 0..6_000 {
            tokio::time::advance(Duration::from_millis(100)).await;
            assert!(budget.pay(Instant::now(), 4_300), "ten minutes of talking");
        }
        assert!((0..1_000).any(|_| !budget.pay(Instant::now(), 10)), "a thousand messages at once");
    }
}
