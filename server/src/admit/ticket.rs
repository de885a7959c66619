//! One-use tickets: what the page got over HTTPS, it shows once when it opens the socket.

use crate::random;
use ring::digest::{SHA256, digest};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a ticket is good for.
pub(crate) const TICKET_SECONDS: u64 = 60;

/// Tickets that are out at a time; a class of students opens the page at once, an attacker asks for more.
const MAX_TICKETS: usize = 20_000;

/// What a ticket lets its holder do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Admission {
    /// The lesson.
    pub(crate) session: String,
    /// Whose lesson it is.
    pub(crate) student: String,
    /// Whether nobody knows who that is.
    pub(crate) is_guest: bool,
    /// `en`, `hi` or `auto`.
    pub(crate) language: String,
    /// The tutor's voice.
    pub(crate) voice: Option<String>,
    /// The page it was given to.
    pub(crate) origin: Option<String>,
    /// Where the tutor can take an earlier conversation up.
    pub(crate) handle: Option<String>,
}

/// A ticket as the page holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket(pub(crate) String);

/// The tickets that are out. Only their hashes are kept.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    out: Mutex<HashMap<[u8; 32], (Admission, Instant)>>,
}

fn hash(ticket: &str) -> [u8; 32] {
    let hash = digest(&SHA256, ticket.as_bytes());
    hash.as_ref().try_into().expect("SHA-256 is 32 bytes")
}

impl Tickets {
    /// A ticket for an admission; none when too many are out.
    pub(crate) fn issue(&self, admission: Admission) -> Option<Ticket> {
        let ticket = random::name();
        let now = Instant::now();
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if out.len() >= MAX_TICKETS {
            out.retain(|_, (_, until)| *until > now);
        }
        if out.len() >= MAX_TICKETS {
            return None;
        }
        out.insert(hash(&ticket), (admission, now + Duration::from_secs(TICKET_SECONDS)));
        Some(Ticket(ticket))
    }

    /// Takes a ticket: it is gone afterwards, also when it is shown by the wrong page.
    pub(crate) fn take(&self, ticket: &str, origin: Option<&str>) -> Option<Admission> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let (admission, until) = out.remove(&hash(ticket))?;
        let is_good = until > Instant::now() && admission.origin.as_deref() == origin;
        is_good.then_some(admission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission() -> Admission {
        let origin = Some("https://school.in".to_owned());
        Admission {
            session: "s".to_owned(),
            student: "a".to_owned(),
            is_guest: false,
            language: "en".to_owned(),
            voice: None,
            origin,
            handle: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_ticket_is_good_once_for_a_minute_and_for_its_page() {
        let tickets = Tickets::default();
        let issue = || tickets.issue(admission()).expect("there is room").0;

        let good = issue();
        assert_eq!(tickets.take(&good, Some("https://school.in")), Some(admission()));
        assert_eq!(tickets.take(&good, Some("https://school.in")), None, "used");

        let elsewhere = issue();
        assert_eq!(tickets.take(&elsewhere, Some("https://evil.in")), None, "another page");
        assert_eq!(
            tickets.take(&elsewhere, Some("https://school.in")),
            None,
            "burnt by the wrong page"
        );

        let old = issue();
        tokio::time::advance(Duration::from_secs(TICKET_SECONDS)).await;
        assert_eq!(tickets.take(&old, Some("https://school.in")), None, "old");
    }

    #[tokio::test(start_paused = true)]
    async fn tickets_that_nobody_uses_make_room_when_they_are_old() {
        let tickets = Tickets::default();
        for _ in 0..MAX_TICKETS {
            assert!(tickets.issue(admission()).is_some());
        }
        assert!(tickets.issue(admission()).is_none());
        tokio::time::advance(Duration::from_secs(TICKET_SECONDS)).await;
        assert!(tickets.issue(admission()).is_some());
    }
}
