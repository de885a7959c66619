//! The lesson as bytes, kept up to date while it lives, so that another server can go on with it.

use super::Lesson;
use crate::relay::keys::KeyId;
use crate::relay::shelf::Shelf;
use crate::state::StateError;
use futures_util::future::BoxFuture;
use ganita_live::LiveSnapshot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// Changes within so long are kept together.
const KEEP_EVERY: Duration = Duration::from_millis(200);

/// After a failure it is tried again so much later.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// A shelf that does not answer must not keep the student waiting.
const LOOK_UP: Duration = Duration::from_millis(500);

/// A lesson without its process.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Kept {
    pub(super) live: LiveSnapshot,
    /// The key the conversation was begun with.
    pub(super) key: Option<String>,
    /// Calls the page has not answered.
    pub(super) calls: BTreeMap<String, String>,
    /// Words the page has missed.
    pub(super) missed: Vec<String>,
}

impl Kept {
    /// A lesson from the shelf, if it can be read there.
    pub(super) async fn find(shelf: &Shelf, session: &str) -> Option<Kept> {
        match timeout(LOOK_UP, shelf.get(session)).await {
            Ok(Ok(bytes)) => {
                let bytes = bytes?;
                serde_json::from_slice(&bytes)
                    .inspect_err(|error| tracing::warn!(%error, "a kept lesson cannot be read"))
                    .ok()
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "kept lessons cannot be looked up");
                None
            }
            Err(_) => {
                tracing::warn!("kept lessons cannot be looked up: no answer");
                None
            }
        }
    }

    pub(super) fn key(&self) -> Option<KeyId> {
        self.key.clone().map(KeyId)
    }
}

/// What is to be kept, and what is being kept now.
#[derive(Default)]
pub(super) struct Keeping {
    is_stale: bool,
    not_before: Option<Instant>,
    writing: Option<BoxFuture<'static, Result<(), StateError>>>,
    has_failed: bool,
}

impl Keeping {
    /// What is on the shelf is not how the lesson is.
    pub(super) fn stale(&mut self) {
        self.is_stale = true;
    }

    /// Whether it is time to write. Waits for that, and for what is being written. Safe to give up and ask again.
    pub(super) async fn due(&mut self) {
        if let Some(writing) = &mut self.writing {
            let written = writing.await;
            self.writing = None;
            let pause = match written {
                Ok(()) => {
                    if std::mem::take(&mut self.has_failed) {
                        tracing::info!("lessons are kept again");
                    }
                    KEEP_EVERY
                }
                Err(error) => {
                    self.is_stale = true;
                    if !std::mem::replace(&mut self.has_failed, true) {
                        tracing::warn!(%error, "a lesson cannot be kept; it goes on");
                    }
                    TRY_AGAIN
                }
            };
            self.not_before = Some(Instant::now() + pause);
        }
        if !self.is_stale {
            return std::future::pending().await;
        }
        if let Some(at) = self.not_before {
            sleep_until(at).await;
        }
    }
}

impl Lesson<'_> {
    fn kept(&self) -> Vec<u8> {
        let kept = Kept {
            live: self.machine.snapshot(self.now_ms()),
            key: self.link.key().map(|key| key.0.clone()),
            calls: self.calls.clone(),
            missed: self.missed.iter().cloned().collect(),
        };
        serde_json::to_vec(&kept).expect("strings, numbers and string-keyed maps always write")
    }

    /// Begins to write the lesson to the shelf.
    pub(super) fn keep_now(&mut self) {
        self.keeping.is_stale = false;
        self.keeping.writing = Some(self.relay.shelf.put(&self.id, self.kept()));
    }

    /// The last writing: a lesson that may go on elsewhere is kept, another one is forgotten.
    pub(super) async fn leave_on_shelf(&mut self, goes_on: bool) {
        let shelf = &self.relay.shelf;
        let last = if goes_on { shelf.put(&self.id, self.kept()) } else { shelf.remove(&self.id) };
        let written = async {
            if let Some(writing) = self.keeping.writing.take() {
                let _ = writing.await;
            }
            last.await
        };
        if !matches!(timeout(LOOK_UP, written).await, Ok(Ok(()))) {
            tracing::warn!("the end of a lesson could not be kept");
        }
    }
}
