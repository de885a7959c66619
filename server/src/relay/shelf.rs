//! Where live lessons are kept so that another server can go on with them when this one has died.

use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// As long as a provider's handle is good: two hours after its connection ended.
pub(crate) const KEPT: Duration = Duration::from_secs(2 * 60 * 60);

/// Lessons kept in this process where nothing is shared.
const MAX_KEPT: usize = 4_096;

/// What a shelf answers; an error is a sentence without addresses.
pub(crate) type Answer<T> = BoxFuture<'static, Result<T, String>>;

/// A place for lessons, by session.
pub(crate) trait Shelf: Send + Sync + 'static {
    /// Keeps a lesson for [`KEPT`], in the place of any earlier state of it.
    fn put(&self, session: &str, lesson: Vec<u8>) -> Answer<()>;
    /// The lesson as it was kept last.
    fn get(&self, session: &str) -> Answer<Option<Vec<u8>>>;
    /// Forgets a lesson.
    fn remove(&self, session: &str) -> Answer<()>;
}

/// A shelf in this process: lessons outlive their task, not the process.
#[derive(Debug, Default)]
pub(crate) struct Here {
    kept: Mutex<HashMap<String, (Instant, Vec<u8>)>>,
}

impl Here {
    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Vec<u8>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for Here {
    fn put(&self, session: &str, lesson: Vec<u8>) -> Answer<()> {
        let mut kept = self.kept();
        let now = Instant::now();
        if kept.len() >= MAX_KEPT {
            kept.retain(|_, (until, _)| *until > now);
        }
        if kept.len() < MAX_KEPT || kept.contains_key(session) {
            kept.insert(session.to_owned(), (now + KEPT, lesson));
        }
        Box::pin(async { Ok(()) })
    }

    fn get(&self, session: &str) -> Answer<Option<Vec<u8>>> {
        let kept = self.kept();
        let lesson = kept.get(session).filter(|(until, _)| *until > Instant::now());
        let lesson = lesson.map(|(_, lesson)| lesson.clone());
        Box::pin(async { Ok(lesson) })
    }

    fn remove(&self, session: &str) -> Answer<()> {
        self.kept().remove(session);
        Box::pin(async { Ok(()) })
    }
}
