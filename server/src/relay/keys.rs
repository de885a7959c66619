//! The provider's keys: which one a connection is dialled with.
//!
//! A key has a cap on connections at a time and a pause after the provider has had enough of it. A conversation is taken
//! up with the key it was begun with: a handle is worth nothing under another.

use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A key over its quota (HTTP 429, or a close that says so) is left alone for so long.
pub(crate) const PAUSE_AFTER_QUOTA: Duration = Duration::from_secs(60);

/// A key whose connection failed inside the provider (1011) is not the first choice for so long.
pub(crate) const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// The beginning of a key's hash: names it among replicas and says nothing about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyId(pub(crate) String);

/// Why a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Over its quota.
    Quota,
    /// A failure inside the provider.
    Failure,
}

#[derive(Debug)]
struct Key {
    id: KeyId,
    secret: SecretString,
    in_use: usize,
    quota_until: Option<Instant>,
    failing_until: Option<Instant>,
}

/// All keys.
#[derive(Debug)]
pub(crate) struct Keys {
    keys: Mutex<Vec<Key>>,
    cap: usize,
}

/// A place under a key, given back when dropped.
#[derive(Debug)]
pub(crate) struct Lease {
    keys: Arc<Keys>,
    id: KeyId,
    secret: SecretString,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// All keys have as many connections as they may.
    Full,
    /// Those with room pause.
    Pausing,
}

fn id(secret: &SecretString) -> KeyId {
    let hash = digest(&SHA256, secret.expose_secret().as_bytes());
    KeyId(hash.as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect())
}

impl Keys {
    /// Keys with at most `cap` connections each at a time.
    #[must_use]
    pub(crate) fn new(secrets: &[SecretString], cap: usize) -> Arc<Keys> {
        let keys = secrets.iter().map(|secret| Key {
            id: id(secret),
            secret: secret.clone(),
            in_use: 0,
            quota_until: None,
            failing_until: None,
        });
        Arc::new(Keys { keys: Mutex::new(keys.collect()), cap })
    }

    fn keys(&self) -> std::sync::MutexGuard<'_, Vec<Key>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place: under this key where a conversation is taken up, else under the one with the most room.
    pub(crate) fn lease(self: &Arc<Self>, begun_with: Option<&KeyId>) -> Result<Lease, NoPlace> {
        let now = Instant::now();
        let mut keys = self.keys();
        let known = begun_with.filter(|wanted| keys.iter().any(|key| key.id == **wanted)).cloned();
        let is_over = |until: Option<Instant>| until.is_none_or(|until| now >= until);
        let fits = |key: &Key| {
            key.in_use < self.cap && known.as_ref().is_none_or(|wanted| key.id == *wanted)
        };
        if !keys.iter().any(fits) {
            return Err(NoPlace::Full);
        }
        let ready = keys.iter_mut().filter(|key| fits(key) && is_over(key.quota_until));
        let best = ready.min_by_key(|key| (!is_over(key.failing_until), key.in_use));
        let key = best.ok_or(NoPlace::Pausing)?;
        key.in_use += 1;
        Ok(Lease { keys: Arc::clone(self), id: key.id.clone(), secret: key.secret.clone() })
    }
}

impl Lease {
    /// Which key.
    pub(crate) fn id(&self) -> &KeyId {
        &self.id
    }

    /// The key itself.
    pub(crate) fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The key shall pause.
    pub(crate) fn pause(&self, trouble: Trouble) {
        let now = Instant::now();
        let mut keys = self.keys.keys();
        let Some(key) = keys.iter_mut().find(|key| key.id == self.id) else { return };
        match trouble {
            Trouble::Quota => key.quota_until = Some(now + PAUSE_AFTER_QUOTA),
            Trouble::Failure => key.failing_until = Some(now + PAUSE_AFTER_FAILURE),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut keys = self.keys.keys();
        if let Some(key) = keys.iter_mut().find(|key| key.id == self.id) {
            key.in_use = key.in_use.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(cap: usize) -> Arc<Keys> {
        Keys::new(&["alpha".into(), "beta".into()], cap)
    }

    #[tokio::test(start_paused = true)]
    async fn connections_are_spread_and_capped() {
        let keys = keys(2);
        let leases: Vec<Lease> = (0..4).map(|_| keys.lease(None).expect("room")).collect();
        let of_first = leases.iter().filter(|lease| lease.id() == leases[0].id()).count();
        assert_eq!(of_first, 2);
        assert_eq!(keys.lease(None).err(), Some(NoPlace::Full));
        drop(leases);
        assert!(keys.lease(None).is_ok(), "places are given back");
    }

    #[tokio::test(start_paused = true)]
    async fn a_conversation_stays_with_its_key() {
        let keys = keys(3);
        let first = keys.lease(None).expect("room");
        for _ in 0..2 {
            let again = keys.lease(Some(first.id())).expect("room");
            assert_eq!(again.id(), first.id());
            std::mem::forget(again);
        }
        assert_eq!(keys.lease(Some(first.id())).err(), Some(NoPlace::Full), "though beta has room");
        let gone = KeyId("of a key that was taken out of the settings".to_owned());
        assert!(keys.lease(Some(&gone)).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_over_its_quota_pauses_and_a_failing_one_is_second_choice() {
        let keys = keys(9);
        let first = keys.lease(None).expect("room");
        first.pause(Trouble::Quota);
        for _ in 0..3 {
            let other = keys.lease(None).expect("the other");
            assert_ne!(other.id(), first.id());
            std::mem::forget(other);
        }
        assert_eq!(keys.lease(Some(first.id())).err(), Some(NoPlace::Pausing));
        tokio::time::advance(PAUSE_AFTER_QUOTA).await;
        assert!(keys.lease(Some(first.id())).is_ok());

        first.pause(Trouble::Failure);
        assert_ne!(keys.lease(None).expect("room").id(), first.id(), "although it has fewer");
        assert!(keys.lease(Some(first.id())).is_ok(), "a handle is worth the try");
    }

    #[test]
    fn a_key_is_never_shown() {
        let keys = Keys::new(&["canary".into()], 1);
        let lease = keys.lease(None).expect("room");
        assert!(!format!("{keys:?} {lease:?}").contains("canary"));
    }
}
