//! What is short-lived and shared: tickets, quotas, lessons on their way from one server to another, and what is being
//! said at this moment. One trait, in this process or in Redis; nothing else knows which.
//!
//! Values are bytes with a time to live. What must survive a restart of everything belongs in the [`crate::store`].

mod channels;
mod memory;
mod redis;

pub use channels::{Heard, Subscription};
pub use memory::Memory;
pub use redis::Redis;

use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::time::Duration;

/// The longest value: a lesson's snapshot has a few kilobytes.
pub const MAX_VALUE_BYTES: usize = 256 * 1024;

/// The state could not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateError {
    /// Redis is away, or answered with an error. Holds no address.
    Away(String),
    /// Too much is kept already.
    Full,
}

impl std::fmt::Display for StateError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StateError::Away(why) => write!(formatter, "the shared state failed: {why}"),
            StateError::Full => write!(formatter, "the shared state is full"),
        }
    }
}

impl std::error::Error for StateError {}

/// What a key belongs to; keys of different spaces never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Space {
    /// One-use tickets, by their hash.
    Ticket,
    /// Snapshots of live lessons, by session.
    Lesson,
    /// Which server a live lesson is on, by session.
    Owner,
    /// Counters of requests, minutes and tokens.
    Quota,
    /// Families of refresh tokens.
    Refresh,
    /// Access tokens and people that are refused.
    Denied,
    /// Answers to requests that carried an idempotency key.
    Replay,
}

impl Space {
    /// Its name in front of a key.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Space::Ticket => "ticket",
            Space::Lesson => "lesson",
            Space::Owner => "owner",
            Space::Quota => "quota",
            Space::Refresh => "refresh",
            Space::Denied => "denied",
            Space::Replay => "replay",
        }
    }
}

/// The state's answer, on its way.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, StateError>>;

/// What the server asks of short-lived memory. A time to live is rounded up to a millisecond.
pub trait State: Send + Sync + 'static {
    /// Keeps a value for so long, in the place of any other.
    fn put<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, ()>;
    /// Keeps a value for so long unless there is one; false when there was. Of several who try, one succeeds.
    fn put_if_absent<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool>;
    /// Keeps `value` for so long in the place of exactly `expected`; false when something else or nothing is there.
    fn replace<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        expected: &'a [u8],
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool>;
    /// The value, if its time is not over.
    fn get<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, Option<Vec<u8>>>;
    /// The value, which is gone afterwards. Of several who try, one gets it.
    fn take<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, Option<Vec<u8>>>;
    /// Forgets a value; it need not be there.
    fn remove<'a>(&'a self, space: Space, key: &'a str) -> Answer<'a, ()>;
    /// Adds to a counter and gives its new value. The counter ends `window` after its first addition.
    fn add<'a>(
        &'a self,
        space: Space,
        key: &'a str,
        amount: u64,
        window: Duration,
    ) -> Answer<'a, u64>;
    /// Tells everybody who listens to a channel now, on every server.
    fn publish<'a>(&'a self, channel: &'a str, message: &'a [u8]) -> Answer<'a, ()>;
    /// Listens to a channel from now on.
    fn subscribe<'a>(&'a self, channel: &'a str) -> Answer<'a, Subscription>;
    /// Whether it answers.
    fn check(&self) -> Answer<'_, ()>;
}

/// The state that was configured: Redis at this address, or this process's own.
///
/// # Errors
/// When Redis cannot be reached.
pub async fn open(redis: Option<&SecretString>) -> Result<Arc<dyn State>, StateError> {
    match redis {
        None => Ok(Arc::new(Memory::default())),
        Some(address) => Ok(Arc::new(Redis::open(address.expose_secret()).await?)),
    }
}
