//! The state in this process: nothing to install, enough for one server.

use super::channels::{Channels, Subscription};
use super::{Answer, Space, State, StateError};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Values at once. A class that opens the page together needs a few dozen; an attacker asks for more.
const MAX_ENTRIES: usize = 200_000;

/// Below this nobody looks for values whose time is over.
const MIN_SWEEP: usize = 1_024;

/// This process's own state.
#[derive(Debug, Default)]
pub struct Memory {
    table: Mutex<Table>,
    channels: Channels,
}

#[derive(Debug, Default)]
struct Table {
    entries: HashMap<(Space, String), Entry>,
    /// At this size values whose time is over are thrown out.
    sweep_at: usize,
}

#[derive(Debug)]
struct Entry {
    value: Vec<u8>,
    until: Instant,
}

impl Table {
    fn live(&self, space: Space, key: &str) -> Option<&Entry> {
        // A lookup by borrowed parts would need a map of maps; keys are short.
        self.entries.get(&(space, key.to_owned())).filter(|entry| entry.until > Instant::now())
    }

    fn insert(&mut self, space: Space, key: &str, entry: Entry) -> Result<(), StateError> {
        if self.entries.len() >= self.sweep_at.max(MIN_SWEEP) {
            let now = Instant::now();
            self.entries.retain(|_, entry| entry.until > now);
            self.sweep_at = 2 * self.entries.len();
        }
        if self.entries.len() >= MAX_ENTRIES {
            return Err(StateError::Full);
        }
        self.entries.insert((space, key.to_owned()), entry);
        Ok(())
    }
}

impl Memory {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lasting(value: &[u8], ttl: Duration) -> Entry {
    Entry { value: value.to_vec(), until: Instant::now() + ttl }
}

/// Nothing here waits, so an answer is ready at once.
fn ready<'a, T: Send + 'a>(answer: Result<T, StateError>) -> Answer<'a, T> {
    Box::pin(std::future::ready(answer))
}

impl State for Memory {
    fn put<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, ()> {
        ready(self.table().insert(space, key, lasting(value, ttl)))
    }

    fn put_if_absent<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool> {
        let mut table = self.table();
        if table.live(space, key).is_some() {
            return ready(Ok(false));
        }
        ready(table.insert(space, key, lasting(value, ttl)).map(|()| true))
    }

    fn replace<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        expected: &'a [u8],
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool> {
        let mut table = self.table();
        if table.live(space, key).is_none_or(|entry| entry.value != expected) {
            return ready(Ok(false));
        }
        ready(table.insert(space, key, lasting(value, ttl)).map(|()| true))
    }

    fn get<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        ready(Ok(self.table().live(space, key).map(|entry| entry.value.clone())))
    }

    fn take<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        let entry = self.table().entries.remove(&(space, key.to_owned()));
        let value = entry.filter(|entry| entry.until > Instant::now()).map(|entry| entry.value);
        ready(Ok(value))
    }

    fn remove<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, ()> {
        self.table().entries.remove(&(space, key.to_owned()));
        ready(Ok(()))
    }

    fn add<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        amount: u64,
        window: Duration,
    ) -> Answer<'a, u64> {
        let mut table = self.table();
        let (before, until) = match table.live(space, key) {
            Some(Entry { value, until }) => (number(value), *until),
            None => (0, Instant::now() + window),
        };
        let count = before.saturating_add(amount);
        // As Redis keeps it: in decimal digits.
        let entry = Entry { value: count.to_string().into_bytes(), until };
        ready(table.insert(space, key, entry).map(|()| count))
    }

    fn publish<'a>(&'a self, channel: &'a str, message: &'a [u8]) -> Answer<'a, ()> {
        self.channels.tell(channel, message);
        ready(Ok(()))
    }

    fn subscribe<'a>(&'a self, channel: &'a str) -> Answer<'a, Subscription> {
        self.channels.sweep();
        ready(Ok(self.channels.listen(channel).0))
    }

    fn check(&self) -> Answer<'_, ()> {
        ready(Ok(()))
    }
}

fn number(digits: &[u8]) -> u64 {
    std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
