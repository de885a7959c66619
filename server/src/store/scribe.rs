//! Writes transcripts behind the lessons' backs: in batches, in order, and again when the database was away.

use super::board::Operation;
use super::usage::Used;
use super::{Segment, Speaker, Store};
use crate::metrics::Metrics;
use crate::state::State;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Notes of a lesson that ends: what either side was saying, what it used, and its end. A stop ends all lessons within a
/// second.
const NOTES_OF_AN_END: usize = 4;

/// Notes that may wait beside them while the database is away: a minute of 1,000 talking students. The queue takes memory
/// only for what waits.
const NOTES_OF_A_MINUTE: usize = 32_768;

/// Notes written at once.
const BATCH: usize = 256;

/// A batch waits so long for company: one transaction for many lessons.
const GATHER: Duration = Duration::from_millis(50);

/// The longest wait between two tries.
const RETRY: Duration = Duration::from_secs(2);

/// When the server is stopping, the database has so long to come back.
const LAST_TRIES: Duration = Duration::from_secs(10);

/// Words that may wait to be shown to watchers; older interim ones are worth nothing.
const SHOWN: usize = 1_024;

/// The channel on which a lesson's words are shown.
#[must_use]
pub fn channel(session: &str) -> String {
    format!("said:{session}")
}

/// Something to write down.
#[derive(Debug, Clone)]
pub enum Note {
    /// Something was said.
    Said(Segment),
    /// Something was put on the board.
    Drawn(Operation),
    /// What a lesson used, once it is over here.
    Used(Used),
    /// A lesson ended.
    Ended {
        /// Which.
        session: String,
        /// When.
        at_ms: i64,
        /// How.
        ending: &'static str,
        /// Where it could be taken up.
        handle: Option<String>,
    },
}

/// Takes notes; cheap to clone.
#[derive(Debug, Clone)]
pub struct Scribe {
    notes: mpsc::Sender<Note>,
    shown: Option<mpsc::Sender<(String, String)>>,
    metrics: Arc<Metrics>,
}

impl Scribe {
    /// A scribe for at most so many lessons, and the work it does; the work ends when every clone is gone and everything
    /// is written.
    pub fn new(
        store: Arc<dyn Store>,
        metrics: Arc<Metrics>,
        stopping: CancellationToken,
        lessons: usize,
    ) -> (Scribe, impl Future<Output = ()> + Send) {
        let (notes, queue) = mpsc::channel(room_for(lessons));
        let scribe = Scribe { notes, shown: None, metrics: Arc::clone(&metrics) };
        (scribe, write(queue, store, metrics, stopping))
    }

    /// The same scribe, who also shows what is said to those who watch, on every server; and the work of showing.
    pub fn showing(self, state: Arc<dyn State>) -> (Scribe, impl Future<Output = ()> + Send) {
        let (shown, mut waiting) = mpsc::channel::<(String, String)>(SHOWN);
        let work = async move {
            while let Some((session, words)) = waiting.recv().await {
                if let Err(error) = state.publish(&channel(&session), words.as_bytes()).await {
                    tracing::warn!(%error, "watchers miss something");
                }
            }
        };
        (Scribe { shown: Some(shown), ..self }, work)
    }

    /// Shows unfinished words to those who watch. They are not stored.
    pub fn interim(&self, session: &str, speaker: Speaker, text: &str, scripted: bool) {
        self.show(session, || {
            json!({ "transcript": { "speaker": speaker, "text": text, "final": false, "scripted": scripted } })
        });
    }

    fn show(&self, session: &str, words: impl FnOnce() -> serde_json::Value) {
        if let Some(shown) = &self.shown {
            // Watchers never make a lesson wait.
            let _ = shown.try_send((session.to_owned(), words().to_string()));
        }
    }

    /// Takes a note. A lesson never waits for the database: when the queue is full the note is lost, and counted.
    pub fn note(&self, note: Note) {
        if let Note::Drawn(operation) = &note {
            self.show(&operation.session, || {
                json!({ "board": {
                    "number": operation.number, "name": operation.name,
                    "arguments": operation.arguments, "atMs": operation.at_ms,
                } })
            });
        }
        if let Note::Said(segment) = &note {
            self.show(&segment.session, || {
                json!({ "transcript": {
                    "speaker": segment.speaker, "text": segment.text, "final": true,
                    "scripted": segment.scripted, "number": segment.number, "latex": segment.latex,
                    "confidence": segment.confidence, "atMs": segment.at_ms,
                } })
            });
        }
        if self.notes.try_send(note).is_err() {
            let lost = self.metrics.segments_lost.inc() + 1;
            // The first of them, and then ever fewer: a full queue must not fill the log as well.
            if lost.is_power_of_two() {
                tracing::error!(
                    lost,
                    "transcript notes were lost: the database has been away for too long"
                );
            }
        }
    }
}

/// Notes that may wait on a server that takes so many lessons.
fn room_for(lessons: usize) -> usize {
    lessons
        .saturating_mul(NOTES_OF_AN_END)
        .saturating_add(NOTES_OF_A_MINUTE)
        .min(tokio::sync::Semaphore::MAX_PERMITS)
}

async fn write(
    mut queue: mpsc::Receiver<Note>,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    stopping: CancellationToken,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        if batch.len() < BATCH && !stopping.is_cancelled() {
            let gather = async {
                while batch.len() < BATCH && queue.recv_many(&mut batch, BATCH).await > 0 {}
            };
            // Elapsing is the usual end of gathering.
            let _ = timeout(GATHER, gather).await;
        }
        keep(&batch, &*store, &metrics, &stopping).await;
        batch.clear();
    }
}

/// Tries until it is written; a stopping server gives up after a while.
async fn keep(batch: &[Note], store: &dyn Store, metrics: &Metrics, stopping: &CancellationToken) {
    let mut pause = Duration::from_millis(50);
    let mut last_try_at = None;
    loop {
        match put(batch, store).await {
            Ok(segments) => {
                metrics.segments.inc_by(segments);
                return;
            }
            Err(error) => {
                tracing::warn!(%error, notes = batch.len(), "transcripts wait for the database");
            }
        }
        if stopping.is_cancelled() {
            let give_up_at =
                *last_try_at.get_or_insert_with(|| tokio::time::Instant::now() + LAST_TRIES);
            if tokio::time::Instant::now() >= give_up_at {
                metrics.segments_lost.inc_by(batch.len() as u64);
                tracing::error!(
                    notes = batch.len(),
                    "transcripts were lost: the database did not come back"
                );
                return;
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(RETRY);
    }
}

/// Segments first: a lesson's end then finds everything that was said.
async fn put(batch: &[Note], store: &dyn Store) -> Result<u64, super::StoreError> {
    let said =
        |note: &Note| if let Note::Said(segment) = note { Some(segment.clone()) } else { None };
    let segments: Vec<Segment> = batch.iter().filter_map(said).collect();
    if !segments.is_empty() {
        store.append(&segments).await?;
    }
    let drawn = |note: &Note| if let Note::Drawn(one) = note { Some(one.clone()) } else { None };
    let drawn: Vec<Operation> = batch.iter().filter_map(drawn).collect();
    if !drawn.is_empty() {
        store.draw(&drawn).await?;
    }
    for note in batch {
        if let Note::Used(used) = note {
            store.note_usage(used).await?;
        }
        if let Note::Ended { session, at_ms, ending, handle } = note {
            store.end(session, *at_ms, ending, handle.as_deref()).await?;
        }
    }
    Ok(segments.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(number: usize) -> Note {
        Note::Ended {
            session: number.to_string(),
            at_ms: 1_000,
            ending: "server stopped",
            handle: None,
        }
    }

    /// What a stop of 10,000 lessons writes down waits for a database that is away; what is too much is counted, and
    /// nobody is made to wait.
    #[tokio::test]
    async fn all_lessons_of_a_full_server_can_end_at_once_and_what_is_lost_is_counted() {
        const LESSONS: usize = 10_000;
        let name = format!("ganita-scribe-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        let path = folder.join("history.sqlite3").display().to_string();
        let config = crate::Config::from_pairs(&[("GANITA_DATABASE", &path)]).expect("right");
        let store = crate::store::open(&config.database).await.expect("a new file");
        let metrics = Arc::new(Metrics::new());
        let stopping = CancellationToken::new();
        let (scribe, _never_written) =
            Scribe::new(Arc::clone(&store), Arc::clone(&metrics), stopping, LESSONS);
        for number in 0..NOTES_OF_A_MINUTE + NOTES_OF_AN_END * LESSONS {
            scribe.note(ended(number));
        }
        assert_eq!(metrics.segments_lost.get(), 0);
        for number in 0..3 {
            scribe.note(ended(number));
        }
        assert_eq!(metrics.segments_lost.get(), 3);
        store.close().await;
        let _ = std::fs::remove_dir_all(&folder);
    }

    #[test]
    fn no_number_of_lessons_is_too_large_for_the_queue() {
        assert_eq!(room_for(5_000), 52_768);
        assert!(room_for(usize::MAX) <= tokio::sync::Semaphore::MAX_PERMITS);
    }
}
