//! How long to wait before dialling again: exponential, with full jitter.
//!
//! Full jitter (a uniform draw from zero to the growing limit) spreads a herd of clients that lost the same server best:
//! M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.

/// Waits before attempts to dial.
#[derive(Debug, Clone)]
pub struct Backoff {
    base_ms: u64,
    limit_ms: u64,
    attempts: u32,
    random: u64,
}

impl Backoff {
    /// Draws from `0..=base_ms`, then from `0..=2·base_ms` and so on, up to `limit_ms`.
    #[must_use]
    pub fn new(base_ms: u64, limit_ms: u64, seed: u64) -> Backoff {
        Backoff { base_ms, limit_ms, attempts: 0, random: seed }
    }

    /// How many waits were drawn since the last [`Backoff::reset`].
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The next wait.
    pub fn next_ms(&mut self) -> u64 {
        let doubled = self.base_ms.saturating_mul(1 << self.attempts.min(20));
        self.attempts += 1;
        self.draw() % (doubled.min(self.limit_ms) + 1)
    }

    /// Begins again with the shortest wait.
    pub fn reset(&mut self) {
        self.attempts = 0;
    }

    /// SplitMix64: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_limit_and_no_further() {
        for seed in 0..200 {
            let mut backoff = Backoff::new(250, 8_000, seed);
            for attempt in 0..40 {
                let limit = (250_u64 << attempt.min(20)).min(8_000);
                let wait = backoff.next_ms();
                assert!(wait <= limit, "attempt {attempt} waited {wait} ms of {limit}");
            }
            backoff.reset();
            assert!(backoff.next_ms() <= 250);
        }
    }

    #[test]
    fn c21_a_herd_is_spread_evenly_over_the_whole_wait() {
        // 5,000 clients lose the same server; no tenth of the window may hold more than an eighth of them.
        let mut tenths = [0_u32; 10];
        for seed in 0..5_000 {
            let mut backoff = Backoff::new(1_000, 30_000, seed);
            let tenth = usize::try_from(backoff.next_ms() / 101).expect("at most nine");
            tenths[tenth] += 1;
        }
        assert!(tenths.iter().all(|&count| count < 625), "{tenths:?}");
    }
}
