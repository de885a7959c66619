//! One-use tickets: what the page got over HTTPS, it shows once when it opens the socket.

use crate::random;
use crate::state::{Space, State, StateError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How long a ticket is good for.
pub(crate) const TICKET_SECONDS: u64 = 60;

/// What a ticket lets its holder do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The student's class.
    #[serde(default)]
    pub(crate) class: Option<u32>,
    /// The page it was given to.
    pub(crate) origin: Option<String>,
    /// Where the tutor can take an earlier conversation up.
    pub(crate) handle: Option<String>,
    /// Until when the access token behind it is good, in seconds since 1970.
    pub(crate) until: Option<u64>,
}

/// What a watcher's ticket lets its holder do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// A ticket to take part is no ticket to watch.
#[serde(deny_unknown_fields)]
pub(crate) struct Watch {
    /// The lesson.
    pub(crate) session: String,
    /// The page it was given to.
    pub(crate) origin: Option<String>,
}

/// Something a ticket can be for.
pub(crate) trait Permit: Serialize + DeserializeOwned {
    /// The page it was given to.
    fn origin(&self) -> Option<&str>;
}

impl Permit for Admission {
    fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

impl Permit for Watch {
    fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

/// A ticket as the page holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket(pub(crate) String);

/// The tickets that are out. Only their hashes are kept, where every server finds them.
pub(crate) struct Tickets {
    state: Arc<dyn State>,
}

fn hash(ticket: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, ticket.as_bytes()))
}

impl Tickets {
    /// Tickets that are kept in a state.
    pub(crate) fn new(state: Arc<dyn State>) -> Tickets {
        Tickets { state }
    }

    /// A ticket for something.
    ///
    /// # Errors
    /// When too many are out, or the state is away.
    pub(crate) async fn issue<P: Permit>(&self, permit: &P) -> Result<Ticket, StateError> {
        let ticket = random::name();
        let kept = serde_json::to_vec(permit).expect("strings and flags always write");
        let ttl = Duration::from_secs(TICKET_SECONDS);
        self.state.put(Space::Ticket, &hash(&ticket), &kept, ttl).await?;
        Ok(Ticket(ticket))
    }

    /// Takes a ticket: it is gone afterwards, also when it is shown by the wrong page.
    pub(crate) async fn take<P: Permit>(&self, ticket: &str, origin: Option<&str>) -> Option<P> {
        let kept = match self.state.take(Space::Ticket, &hash(ticket)).await {
            Ok(kept) => kept?,
            Err(error) => {
                tracing::error!(%error, "a ticket could not be looked up");
                return None;
            }
        };
        let permit: P = serde_json::from_slice(&kept).ok()?;
        (permit.origin() == origin).then_some(permit)
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
            class: None,
            origin,
            handle: None,
            until: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_ticket_is_good_once_for_a_minute_and_for_its_page() {
        let tickets = Tickets::new(Arc::new(crate::state::Memory::default()));
        let issue = || async { tickets.issue(&admission()).await.expect("there is room").0 };
        let school = Some("https://school.in");

        let good = issue().await;
        assert_eq!(tickets.take::<Admission>(&good, school).await, Some(admission()));
        assert_eq!(tickets.take::<Admission>(&good, school).await, None, "used");

        let elsewhere = issue().await;
        assert_eq!(
            tickets.take::<Admission>(&elsewhere, Some("https://evil.in")).await,
            None,
            "another page"
        );
        assert_eq!(
            tickets.take::<Admission>(&elsewhere, school).await,
            None,
            "burnt by the wrong page"
        );

        let part = issue().await;
        assert_eq!(tickets.take::<Watch>(&part, school).await, None, "not for watching");

        let late = issue().await;
        tokio::time::advance(Duration::from_secs(TICKET_SECONDS + 1)).await;
        assert_eq!(tickets.take::<Admission>(&late, school).await, None, "old");
    }
}
