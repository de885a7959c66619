//! What another process needs to go on with a conversation when the one that led it has died.
//!
//! In it: where the tutor can take the conversation up, calls and their answers, questions that have no answer yet,
//! typed words that wait, and the recap. Not in it: sound (raw sound is never stored; the browser keeps what was not
//! acknowledged), keys, sockets, the clock.

use crate::ledger::Ledger;
use crate::message::ClientMessage;
use crate::outbox::Item;
use crate::recap::Recap;
use crate::session::{Question, Session, Settings};
use serde::{Deserialize, Serialize};

/// Of the written form. Another one is not read: the conversation then begins anew, with the transcript kept elsewhere.
const VERSION: u32 = 1;

/// The largest snapshot that is read. A full ledger, recap and outbox stay below a tenth of it.
pub const MAX_SNAPSHOT_BYTES: usize = 8 * 1024 * 1024;

/// A conversation without its process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LiveSnapshot {
    version: u32,
    /// Where the tutor can take the conversation up.
    pub handle: Option<String>,
    is_handle_current: bool,
    session_id: Option<String>,
    conversation_age_ms: u64,
    ledger: Ledger,
    questions: Vec<Question>,
    waiting: Vec<ClientMessage>,
    recap: Recap,
}

/// Bytes that are no snapshot, or one of another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError(String);

impl std::fmt::Display for SnapshotError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "not a snapshot of this version: {}", self.0)
    }
}

impl std::error::Error for SnapshotError {}

impl LiveSnapshot {
    /// As bytes, to be kept anywhere.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, numbers and string-keyed maps always write")
    }

    /// From bytes.
    ///
    /// # Errors
    /// When they are no snapshot, too many, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<LiveSnapshot, SnapshotError> {
        if bytes.len() > MAX_SNAPSHOT_BYTES {
            return Err(SnapshotError(format!("{} bytes", bytes.len())));
        }
        let snapshot: LiveSnapshot =
            serde_json::from_slice(bytes).map_err(|error| SnapshotError(error.to_string()))?;
        if snapshot.version != VERSION {
            return Err(SnapshotError(format!("version {}", snapshot.version)));
        }
        Ok(snapshot)
    }
}

impl Session {
    /// What another process would need to go on from here.
    #[must_use]
    pub fn snapshot(&self, now_ms: u64) -> LiveSnapshot {
        let waiting = self.outbox.iter().filter_map(|item| match item {
            Item::Message(message) => Some(message.clone()),
            Item::Sound { .. } => None,
        });
        LiveSnapshot {
            version: VERSION,
            handle: self.handle.clone(),
            is_handle_current: self.is_handle_current,
            session_id: self.session_id.clone(),
            conversation_age_ms: self.conversation_age_ms(now_ms),
            ledger: self.ledger.clone(),
            questions: self.questions.clone(),
            waiting: waiting.collect(),
            recap: self.recap.clone(),
        }
    }

    /// A session that goes on where another process stopped. It has not begun: [`crate::Event::Start`] dials.
    #[must_use]
    pub fn take_up(settings: Settings, snapshot: LiveSnapshot) -> Session {
        let mut session = Session::new(settings);
        let LiveSnapshot {
            version: _,
            handle,
            is_handle_current,
            session_id,
            conversation_age_ms,
            ledger,
            questions,
            waiting,
            recap,
        } = snapshot;
        session.handle = handle;
        session.is_handle_current = is_handle_current;
        session.session_id = session_id;
        session.aged_ms = conversation_age_ms;
        session.ledger = ledger;
        session.questions = questions;
        session.recap = recap;
        session.is_taken_up = true;
        for message in waiting {
            session.outbox.push(Item::Message(message));
        }
        session
    }
}
