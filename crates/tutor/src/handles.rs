//! Where conversations can be taken up: handles, kept in memory, each good for a while and for one connection at a time.

use crate::brain::Memory;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Google says two hours after the session has ended.
pub(crate) const LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// Handles kept at a time; the oldest go first.
const MAX_HANDLES: usize = 10_000;

/// A conversation as it was when a handle was made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The session's name, the same over all its connections.
    pub(crate) session_id: String,
    /// What the tutor remembers.
    pub(crate) memory: Memory,
    /// Which turn of the script comes next.
    pub(crate) next_scripted: usize,
    /// Whoever comes back with this handle is heard and never answered.
    pub(crate) is_poisoned: bool,
    /// Whoever comes back with this handle is closed with this code.
    pub(crate) spoilt: Option<u16>,
    /// When the conversation began, over all its connections.
    pub(crate) born: Option<Instant>,
}

/// Why a handle is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is none of this name, or it has expired.
    Unknown,
    /// The connection that got it is still open.
    InUse,
    /// It is no good any more, and this is the code to close with.
    Spoilt(u16),
}

#[derive(Debug)]
pub(crate) struct Handles {
    lifetime: Duration,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    snapshots: HashMap<String, (Instant, Snapshot)>,
    /// Sessions with an open connection.
    open: Vec<String>,
}

impl Handles {
    /// No handles yet; those to come are good for so long.
    pub(crate) fn new(lifetime: Duration) -> Handles {
        Handles { lifetime, inner: Mutex::default() }
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().expect("nothing panics while it holds the handles")
    }

    /// Makes a handle for a conversation.
    pub(crate) fn keep(&self, snapshot: Snapshot) -> String {
        let handle = random_name();
        let mut inner = self.inner();
        inner.snapshots.retain(|_, (made, _)| made.elapsed() < self.lifetime);
        if inner.snapshots.len() >= MAX_HANDLES {
            let oldest = inner
                .snapshots
                .iter()
                .min_by_key(|(_, (made, _))| *made)
                .map(|(handle, _)| handle.clone());
            oldest.and_then(|oldest| inner.snapshots.remove(&oldest));
        }
        inner.snapshots.insert(handle.clone(), (Instant::now(), snapshot));
        handle
    }

    /// The conversation of a handle.
    pub(crate) fn take_up(&self, handle: &str) -> Result<Snapshot, Refused> {
        let inner = self.inner();
        let (made, snapshot) = inner.snapshots.get(handle).ok_or(Refused::Unknown)?;
        if made.elapsed() >= self.lifetime {
            return Err(Refused::Unknown);
        }
        if inner.open.contains(&snapshot.session_id) {
            return Err(Refused::InUse);
        }
        match snapshot.spoilt {
            Some(code) => Err(Refused::Spoilt(code)),
            None => Ok(snapshot.clone()),
        }
    }

    /// Forgets every handle of a session.
    pub(crate) fn forget(&self, session_id: &str) {
        self.inner().snapshots.retain(|_, (_, snapshot)| snapshot.session_id != session_id);
    }

    /// Makes every handle of a session one that is refused.
    pub(crate) fn spoil(&self, session_id: &str, code: u16) {
        let mut inner = self.inner();
        let of_it = inner.snapshots.values_mut().filter(|(_, one)| one.session_id == session_id);
        for (_, snapshot) in of_it {
            snapshot.spoilt = Some(code);
        }
    }

    /// Notes that a session has a connection.
    pub(crate) fn open(&self, session_id: &str) {
        self.inner().open.push(session_id.to_owned());
    }

    /// Notes that its connection is gone.
    pub(crate) fn close(&self, session_id: &str) {
        let mut inner = self.inner();
        if let Some(at) = inner.open.iter().position(|open| open == session_id) {
            inner.open.swap_remove(at);
        }
    }
}

/// 128 random bits in hexadecimal.
pub(crate) fn random_name() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_works_once_its_connection_is_gone_and_until_it_is_forgotten() {
        let handles = Handles::new(LIFETIME);
        let snapshot = Snapshot { session_id: "s".to_owned(), ..Snapshot::default() };
        handles.open("s");
        let handle = handles.keep(snapshot);
        assert_eq!(handles.take_up(&handle).err(), Some(Refused::InUse));
        handles.close("s");
        assert!(handles.take_up(&handle).is_ok());
        assert_eq!(handles.take_up("another").err(), Some(Refused::Unknown));
        handles.spoil("s", 1007);
        assert_eq!(handles.take_up(&handle).err(), Some(Refused::Spoilt(1007)));
        handles.forget("s");
        assert_eq!(handles.take_up(&handle).err(), Some(Refused::Unknown));
    }

    #[test]
    fn a_handle_expires() {
        let handles = Handles::new(Duration::from_millis(30));
        let handle = handles.keep(Snapshot::default());
        assert!(handles.take_up(&handle).is_ok());
        std::thread::sleep(Duration::from_millis(40));
        assert_eq!(handles.take_up(&handle).err(), Some(Refused::Unknown));
    }
}
