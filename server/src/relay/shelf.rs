//! Where live lessons are kept so that another server can go on with them, and how servers tell each other that one has.

use crate::state::{Heard, MAX_VALUE_BYTES, Space, State, StateError};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use super::Relay;

/// As long as a provider's handle is good: two hours after its connection ended.
const KEPT: Duration = Duration::from_secs(2 * 60 * 60);

/// The channel on which servers say which lessons they went on with.
const CHANNEL: &str = "lessons-taken-up";

/// Before listening is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// What the shared state answers.
pub(crate) type Answer<T> = BoxFuture<'static, Result<T, StateError>>;

#[derive(Debug, Serialize, Deserialize)]
struct TakenUp {
    session: String,
    /// By which server.
    by: String,
}

/// The lessons of all servers, by session.
#[derive(Clone)]
pub(crate) struct Shelf {
    state: Arc<dyn State>,
    /// This server, among those that share the state.
    name: Arc<str>,
}

impl Shelf {
    /// A shelf in a state.
    #[must_use]
    pub(crate) fn new(state: Arc<dyn State>) -> Shelf {
        Shelf { state, name: crate::random::name().into() }
    }

    /// The state it stands in.
    pub(crate) fn state(&self) -> Arc<dyn State> {
        Arc::clone(&self.state)
    }

    /// Keeps a lesson for [`KEPT`], in the place of any earlier state of it.
    pub(crate) fn put(&self, session: &str, lesson: Vec<u8>) -> Answer<()> {
        let (state, session) = (Arc::clone(&self.state), session.to_owned());
        Box::pin(async move {
            if lesson.len() > MAX_VALUE_BYTES {
                return Err(StateError::Full);
            }
            state.put(Space::Lesson, &session, &lesson, KEPT).await
        })
    }

    /// The lesson as it was kept last.
    pub(crate) async fn get(&self, session: &str) -> Result<Option<Vec<u8>>, StateError> {
        self.state.get(Space::Lesson, session).await
    }

    /// Forgets a lesson.
    pub(crate) fn remove(&self, session: &str) -> Answer<()> {
        let (state, session) = (Arc::clone(&self.state), session.to_owned());
        Box::pin(async move { state.remove(Space::Lesson, &session).await })
    }

    /// Tells the other servers that this one goes on with a lesson.
    pub(crate) async fn take_up(&self, session: &str) {
        let told = TakenUp { session: session.to_owned(), by: self.name.to_string() };
        let told = serde_json::to_vec(&told).expect("two strings");
        if let Err(error) = self.state.publish(CHANNEL, &told).await {
            tracing::warn!(%error, "other servers could not be told that a lesson moved here");
        }
    }
}

/// Gives lessons up that other servers went on with, until the server stops.
pub(crate) async fn give_up_what_moved(
    relay: Weak<Relay>,
    shelf: Shelf,
    stopping: CancellationToken,
) {
    while !stopping.is_cancelled() {
        if let Ok(mut subscription) = shelf.state.subscribe(CHANNEL).await {
            loop {
                let heard = tokio::select! {
                    () = stopping.cancelled() => return,
                    heard = subscription.next() => heard,
                };
                match heard {
                    None => break,
                    Some(Heard::Missed(_)) => {}
                    Some(Heard::Message(bytes)) => {
                        let Ok(told) = serde_json::from_slice::<TakenUp>(&bytes) else { continue };
                        let Some(relay) = relay.upgrade() else { return };
                        if *told.by != *shelf.name {
                            relay.give_up(&told.session);
                        }
                    }
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
