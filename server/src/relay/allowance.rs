//! How many minutes of lessons a student has in a day, counted together on every server that shares the state.

use crate::clock;
use crate::state::{Space, State};
use std::sync::Arc;
use std::time::Duration;

/// How often a running lesson pays.
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

const DAY_SECONDS: u64 = 24 * 60 * 60;

/// A counter is kept a little longer than the day (UTC) it counts.
const KEPT: Duration = Duration::from_secs(DAY_SECONDS + 3600);

/// The day's minutes of every student.
pub(crate) struct Allowance {
    minutes: Option<u32>,
    state: Arc<dyn State>,
}

impl Allowance {
    /// So many minutes a day, or as many as anybody likes.
    pub(crate) fn new(minutes: Option<u32>, state: Arc<dyn State>) -> Allowance {
        Allowance { minutes, state }
    }

    /// Takes minutes off; false when more than the day's are taken. What cannot be counted is allowed: a lesson does
    /// not end because the shared state is away.
    pub(crate) async fn take(&self, student: &str, minutes: u64) -> bool {
        let Some(allowed) = self.minutes else { return true };
        let key = format!("minutes:{}:{student}", clock::now_seconds() / DAY_SECONDS);
        match self.state.add(Space::Quota, &key, minutes, KEPT).await {
            Ok(taken) => taken <= u64::from(allowed),
            Err(error) => {
                tracing::warn!(%error, "minutes cannot be counted");
                true
            }
        }
    }

    /// Whether any are left for another lesson.
    pub(crate) async fn is_left(&self, student: &str) -> bool {
        let Some(allowed) = self.minutes else { return true };
        let key = format!("minutes:{}:{student}", clock::now_seconds() / DAY_SECONDS);
        match self.state.add(Space::Quota, &key, 0, KEPT).await {
            Ok(taken) => taken < u64::from(allowed),
            Err(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Memory;

    #[tokio::test]
    async fn a_days_minutes_are_spent_once_and_by_each_student_alone() {
        let allowance = Allowance::new(Some(3), Arc::new(Memory::default()));
        assert!(allowance.is_left("asha").await);
        for _ in 0..3 {
            assert!(allowance.take("asha", 1).await);
        }
        assert!(!allowance.is_left("asha").await, "for another lesson");
        assert!(!allowance.take("asha", 1).await, "nor for this one");
        assert!(allowance.take("ravi", 3).await);
        let endless = Allowance::new(None, Arc::new(Memory::default()));
        assert!(endless.take("asha", 10_000).await);
    }
}
