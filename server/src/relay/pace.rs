//! How fast tutors are dialled: at most so many at a time, and so many a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// Dials at a time.
pub(crate) const MAX_DIALS: usize = 64;

/// Dials a second. When an outage cuts thousands of lessons they come back in turn, not as a herd.
pub(crate) const DIALS_A_SECOND: u32 = 200;

/// A dial that would have to wait longer is not made; the session asks again after a wait of its own.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// The pace of all dials of this process.
#[derive(Debug)]
pub(crate) struct Pace {
    places: Arc<Semaphore>,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    #[must_use]
    pub(crate) fn new() -> Pace {
        Pace { places: Arc::new(Semaphore::new(MAX_DIALS)), next: Mutex::default() }
    }

    /// Waits for a turn; none when too many wait already. The dial is over when the turn is dropped.
    pub(crate) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        let at = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            if at > now + LONGEST_WAIT {
                return None;
            }
            *next = Some(at + Duration::from_secs(1) / DIALS_A_SECOND);
            at
        };
        sleep_until(at).await;
        let places = Arc::clone(&self.places);
        Some(places.acquire_owned().await.expect("the semaphore is never closed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn c21_a_herd_of_5000_is_dialled_in_turn() {
        let pace = Arc::new(Pace::new());
        let began = Instant::now();
        let herd: Vec<_> = (0..5_000)
            .map(|_| {
                let pace = Arc::clone(&pace);
                tokio::spawn(async move { pace.turn().await.map(|_| began.elapsed()) })
            })
            .collect();
        let mut dialled = Vec::new();
        for one in herd {
            dialled.extend(one.await.expect("it does not panic"));
        }
        let limit = usize::try_from(DIALS_A_SECOND).expect("small");
        for second in 0..4 {
            let within = |at: &&Duration| at.as_secs() == second;
            assert!(dialled.iter().filter(within).count() <= limit + 1);
        }
        let most = limit * 3 + 1;
        assert!((most - 5..=most + 5).contains(&dialled.len()), "{}", dialled.len());
    }
}
