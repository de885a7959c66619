//! Who listens to which channel in this process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Messages that may wait for a listener. One that is slower than a whole lesson's talk misses the oldest, and is told.
const WAITING: usize = 256;

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Message(Arc<[u8]>),
    /// So many messages were missed, because the listener was slow or Redis was away.
    Missed(u64),
}

/// A channel being listened to, until it is dropped.
#[derive(Debug)]
pub struct Subscription {
    receiver: broadcast::Receiver<Heard>,
}

impl Subscription {
    /// The next message; none when the server is stopping.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.receiver.recv().await {
            Ok(heard) => Some(heard),
            Err(broadcast::error::RecvError::Lagged(missed)) => Some(Heard::Missed(missed)),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

/// The channels somebody listens to.
#[derive(Debug, Default)]
pub(super) struct Channels {
    open: Mutex<BTreeMap<String, broadcast::Sender<Heard>>>,
}

impl Channels {
    fn open(&self) -> MutexGuard<'_, BTreeMap<String, broadcast::Sender<Heard>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens; true when nobody did before.
    pub(super) fn listen(&self, channel: &str) -> (Subscription, bool) {
        let mut open = self.open();
        let is_new = !open.contains_key(channel);
        let sender =
            open.entry(channel.to_owned()).or_insert_with(|| broadcast::channel(WAITING).0);
        (Subscription { receiver: sender.subscribe() }, is_new)
    }

    /// Tells those who listen here.
    pub(super) fn tell(&self, channel: &str, message: &[u8]) {
        if let Some(sender) = self.open().get(channel) {
            // Nobody listening any more is no failure.
            let _ = sender.send(Heard::Message(message.into()));
        }
    }

    /// Tells everybody that messages may have been missed.
    pub(super) fn tell_all_missed(&self) {
        for sender in self.open().values() {
            let _ = sender.send(Heard::Missed(1));
        }
    }

    /// All channels that have listeners.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.open().keys().cloned().collect();
        names.sort();
        names
    }

    /// Closes the channels nobody listens to any more and gives their names.
    pub(super) fn sweep(&self) -> Vec<String> {
        let mut left = Vec::new();
        self.open().retain(|name, sender| {
            let is_heard = sender.receiver_count() > 0;
            if !is_heard {
                left.push(name.clone());
            }
            is_heard
        });
        left.sort();
        left
    }
}
