//! What a student may have of the tutor in a day: lessons, minutes, tokens; counted together on every server that shares
//! the state.

use crate::clock;
use crate::config::Quota;
use crate::state::{Space, State};
use std::sync::Arc;
use std::time::Duration;

/// How often a running lesson pays.
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

const DAY_SECONDS: u64 = 24 * 60 * 60;

/// A counter is kept a little longer than the day (UTC) it counts.
const KEPT: Duration = Duration::from_secs(DAY_SECONDS + 3600);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// Lessons begun.
    Lessons,
    /// Minutes begun.
    Minutes,
    /// The tutor's tokens, by its own totals.
    Tokens,
}

impl Share {
    /// Why there is no more.
    #[must_use]
    pub(crate) fn used_up(self) -> &'static str {
        match self {
            Share::Lessons => "the day's lessons are used up",
            Share::Minutes => "the day's minutes are used up",
            Share::Tokens => "the day's tokens are used up",
        }
    }

    fn key(self, student: &str) -> String {
        let name = match self {
            Share::Lessons => "lessons",
            Share::Minutes => "minutes",
            Share::Tokens => "tokens",
        };
        format!("{name}:{}:{student}", clock::now_seconds() / DAY_SECONDS)
    }
}

/// What every student may have in a day.
pub(crate) struct Allowance {
    quota: Quota,
    state: Arc<dyn State>,
}

impl Allowance {
    /// So much a day; what has no number is had without end.
    pub(crate) fn new(quota: Quota, state: Arc<dyn State>) -> Allowance {
        Allowance { quota, state }
    }

    fn allowed(&self, share: Share) -> Option<u64> {
        match share {
            Share::Lessons => self.quota.lessons.map(u64::from),
            Share::Minutes => self.quota.minutes.map(u64::from),
            Share::Tokens => self.quota.tokens,
        }
    }

    /// Takes so much off; false when more than the day's is taken. What cannot be counted is allowed: a lesson does not
    /// end because the shared state is away.
    pub(crate) async fn take(&self, share: Share, student: &str, amount: u64) -> bool {
        let Some(allowed) = self.allowed(share) else { return true };
        match self.state.add(Space::Quota, &share.key(student), amount, KEPT).await {
            Ok(taken) => taken <= allowed,
            Err(error) => {
                tracing::warn!(%error, "what a student uses cannot be counted");
                true
            }
        }
    }

    /// What is used up, if anything that a lesson needs is.
    pub(crate) async fn lacks(&self, student: &str) -> Option<Share> {
        for share in [Share::Minutes, Share::Tokens] {
            let Some(allowed) = self.allowed(share) else { continue };
            let taken = self.state.add(Space::Quota, &share.key(student), 0, KEPT).await;
            if taken.is_ok_and(|taken| taken >= allowed) {
                return Some(share);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Memory;

    fn allowance(quota: Quota) -> Allowance {
        Allowance::new(quota, Arc::new(Memory::default()))
    }

    #[tokio::test]
    async fn a_days_minutes_are_spent_once_and_by_each_student_alone() {
        let allowance = allowance(Quota { minutes: Some(3), ..Quota::default() });
        assert_eq!(allowance.lacks("asha").await, None);
        for _ in 0..3 {
            assert!(allowance.take(Share::Minutes, "asha", 1).await);
        }
        assert_eq!(allowance.lacks("asha").await, Some(Share::Minutes), "for another lesson");
        assert!(!allowance.take(Share::Minutes, "asha", 1).await, "nor for this one");
        assert!(allowance.take(Share::Minutes, "ravi", 3).await);
    }

    #[tokio::test]
    async fn lessons_minutes_and_tokens_are_counted_apart() {
        let quota = Quota { lessons: Some(1), minutes: None, tokens: Some(1_000) };
        let allowance = allowance(quota);
        assert!(allowance.take(Share::Lessons, "asha", 1).await);
        assert!(allowance.take(Share::Minutes, "asha", 10_000).await, "of which there is no end");
        assert!(allowance.take(Share::Tokens, "asha", 999).await);
        assert_eq!(allowance.lacks("asha").await, None);
        assert!(!allowance.take(Share::Tokens, "asha", 2).await);
        assert_eq!(allowance.lacks("asha").await, Some(Share::Tokens));
        assert!(!allowance.take(Share::Lessons, "asha", 1).await, "a second lesson");
    }
}
