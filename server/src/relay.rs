//! The relay: between a student's page and the tutor, for a whole lesson, whatever happens to either connection.
//!
//! A lesson is one task ([`lesson`]) that owns at most one socket to the page and at most one to the tutor. What the
//! page does not take at once waits in a bounded queue ([`queue`]): of voice the oldest goes, words never do. While a
//! write to the tutor waits, nothing is read from the page. What must survive a cut is kept, bounded, by the session
//! machine.

mod allowance;
mod budget;
mod device;
mod inbound;
mod keys;
mod lesson;
mod link;
mod mint;
mod notice;
mod pace;
mod page;
mod queue;
mod refresh;
mod setup;
pub(crate) mod shelf;
mod solver;
mod transcript;
pub(crate) mod upstream;

pub(crate) use allowance::{Allowance, Share};
pub(crate) use keys::KeyId;
pub(crate) use lesson::{Ending, Terms};
pub(crate) use mint::Minted;
pub(crate) use page::{Dialect, Page};
pub(crate) use setup::{LANGUAGES, VOICES, setup};
pub(crate) use upstream::Upstream;

use crate::error::Close;
use crate::metrics::Metrics;
use crate::store::scribe::Scribe;
use futures_util::future::BoxFuture;
use ganita_live::message::Setup;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

/// The largest frame a page may send. A piece of sound has 3.2 kB; the largest tool answer has 16.
pub(crate) const MAX_PAGE_FRAME_BYTES: usize = 64 * 1024;

/// The largest frame taken from a tutor: a few seconds of voice in base64.
pub(crate) const MAX_TUTOR_FRAME_BYTES: usize = 1024 * 1024;

/// Read buffer of a socket. The default of 128 KiB for each costs 270 kB for a lesson in which nobody speaks; the system is
/// asked for more at a time ([`crate::gulp`]).
pub(crate) const READ_BUFFER_BYTES: usize = 2 * 1024;

/// What the system may hold back of what was written to a page. Its own choice on a fast network is megabytes, and voice
/// in there cannot be taken back when the student interrupts; this is a second and a half of it.
pub(crate) const SEND_BUFFER_BYTES: usize = 64 * 1024;

/// What may wait unsent in a socket before writing fails; writes are flushed at once, so it is never reached.
pub(crate) const MAX_WRITE_BUFFER_BYTES: usize = 2 * MAX_TUTOR_FRAME_BYTES;

/// A side that does not take a frame for so long is taken for gone.
pub(crate) const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// A page from which nothing comes for so long, not even the answer to a ping, is taken for gone.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(90);

/// How often a page is pinged. Tutors are not: their pongs come so late that pings kill healthy sessions.
pub(crate) const PING_EVERY: Duration = Duration::from_secs(30);

/// From a socket's opening to its first message, where the client has to begin.
pub(crate) const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a lesson waits for its page to come back.
pub(crate) const PARKED: Duration = Duration::from_secs(60);

/// Lessons one student may have at once: two tabs and a telephone.
const MAX_LESSONS_OF_A_STUDENT: usize = 3;

/// Handles kept of lessons that have just ended.
const MAX_HANDLES: usize = 4_096;

/// What every lesson needs.
pub(crate) struct Relay {
    /// Where tutors are dialled.
    pub(crate) upstream: Arc<dyn Upstream>,
    /// The model, as the provider names it.
    pub(crate) model: String,
    /// How long things may take.
    pub(crate) timing: ganita_live::Timing,
    /// Checks access tokens that pages bring in the middle of a lesson.
    pub(crate) gate: Arc<crate::admit::Gate>,
    /// How silent and how slow pages may be.
    pub(crate) limits: crate::config::Limits,
    /// Problems that are solved at the same time for tutors.
    pub(crate) solving: Arc<Semaphore>,
    /// Where transcripts go.
    pub(crate) scribe: Scribe,
    /// The numbers.
    pub(crate) metrics: Arc<Metrics>,
    /// The longest lesson.
    pub(crate) longest: Duration,
    /// Where lessons are kept for other servers.
    pub(crate) shelf: shelf::Shelf,
    /// What every student may have in a day.
    pub(crate) allowance: Allowance,
    /// Lessons at once.
    pub(crate) max_lessons: usize,
    /// Set when the server stops.
    pub(crate) stopping: CancellationToken,
    /// Every lesson's task.
    pub(crate) tasks: TaskTracker,
    running: Mutex<HashMap<String, Running>>,
    /// Where lessons that ended a moment ago can be taken up; the store may not know it yet.
    handles: Mutex<HashMap<String, String>>,
    /// What tutors are told before the first word; lessons share it.
    setups: Mutex<HashMap<LanguageAndVoice, Arc<Setup>>>,
    number: AtomicU64,
}

type LanguageAndVoice = (String, Option<String>);

struct Running {
    number: u64,
    student: String,
    /// The lesson ends when this is dropped.
    pages: mpsc::Sender<Box<Page>>,
    /// Why it was dropped, unless the lesson was ended from outside.
    why: Arc<OnceLock<Ending>>,
}

impl Relay {
    /// A relay without lessons.
    #[must_use]
    pub(crate) fn new(
        upstream: Arc<dyn Upstream>,
        gate: Arc<crate::admit::Gate>,
        scribe: Scribe,
        metrics: Arc<Metrics>,
        config: &crate::config::Config,
        shelf: shelf::Shelf,
        stopping: CancellationToken,
    ) -> Relay {
        Relay {
            upstream,
            model: config.upstream.model_name(),
            timing: config.upstream.timing,
            gate,
            limits: config.limits,
            solving: Arc::new(Semaphore::new(
                std::thread::available_parallelism().map_or(1, usize::from),
            )),
            scribe,
            metrics,
            longest: config.longest_lesson,
            allowance: Allowance::new(config.quota, shelf.state()),
            shelf,
            max_lessons: config.max_sessions,
            stopping,
            tasks: TaskTracker::new(),
            running: Mutex::default(),
            handles: Mutex::default(),
            setups: Mutex::default(),
            number: AtomicU64::new(0),
        }
    }

    /// What the tutor of a lesson is told before the first word.
    fn setup(&self, terms: &Terms) -> Arc<Setup> {
        let (language, voice) = (terms.language.as_str(), terms.voice.as_deref());
        if terms.handle.is_some() {
            return Arc::new(setup(&self.model, language, voice, terms.handle.as_deref()));
        }
        let make = || Arc::new(setup(&self.model, language, voice, None));
        // Both come from short lists; whatever else came would not be kept.
        let is_known =
            LANGUAGES.contains(&language) && voice.is_none_or(|voice| VOICES.contains(&voice));
        if !is_known {
            return make();
        }
        let key = (terms.language.clone(), terms.voice.clone());
        let mut setups = self.setups.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(setups.entry(key).or_insert_with(make))
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a lesson of this student is running under this id.
    #[must_use]
    pub(crate) fn is_running(&self, session: &str, student: &str) -> bool {
        self.running().get(session).is_some_and(|running| running.student == student)
    }

    /// Whether another lesson may begin.
    #[must_use]
    pub(crate) fn has_room(&self) -> bool {
        self.running().len() < self.max_lessons
    }

    /// Ends a running lesson, for instance because it is being erased.
    pub(crate) fn end(&self, session: &str) {
        // The task ends when nobody can give it a page any more.
        self.running().remove(session);
    }

    /// Lets go of a lesson that another server went on with.
    fn give_up(&self, session: &str) {
        if let Some(running) = self.running().remove(session) {
            let _ = running.why.set(Ending::Moved);
        }
    }

    /// Ends every lesson, since the server stops; they may go on elsewhere. None begins after [`Relay::stopping`] is set.
    pub(crate) fn stop(&self) {
        self.running().retain(|_, running| {
            let _ = running.why.set(Ending::Stopping);
            false
        });
    }

    /// Ends every running lesson of a student.
    pub(crate) fn end_all_of(&self, student: &str) {
        self.running().retain(|_, running| running.student != student);
    }

    /// Gives a page to its lesson, or begins the lesson.
    ///
    /// # Errors
    /// Gives the page back when there is no room, and says why.
    pub(crate) async fn open(
        self: &Arc<Self>,
        page: Box<Page>,
        mut terms: Terms,
    ) -> Result<(), (Box<Page>, Close)> {
        let waiting = self.running().get(&terms.session).map(|running| running.pages.clone());
        let page = match waiting {
            None => page,
            // A lesson that ends at this moment takes no page; then a new task goes on with it.
            Some(pages) => match pages.send(page).await {
                Ok(()) => return Ok(()),
                Err(mpsc::error::SendError(page)) => page,
            },
        };
        let (pages, arriving) = mpsc::channel(1);
        let mut running = self.running();
        if self.stopping.is_cancelled() {
            return Err((page, Close::ServerStopping));
        }
        if running.len() >= self.max_lessons {
            return Err((page, Close::TooMuch("too many lessons on this server")));
        }
        let theirs = running.values().filter(|other| other.student == terms.student).count();
        if !terms.is_guest && theirs >= MAX_LESSONS_OF_A_STUDENT {
            return Err((page, Close::TooMuch("too many lessons at once")));
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let why = Arc::default();
        let entry =
            Running { number, student: terms.student.clone(), pages, why: Arc::clone(&why) };
        running.insert(terms.session.clone(), entry);
        drop(running);
        // Newer than what the ticket knew.
        if let Some(handle) = self.handles().remove(&terms.session) {
            terms.handle = Some(handle);
        }
        let relay = Arc::clone(self);
        let span = crate::log::lesson(&terms.language, terms.handle.is_some());
        let lesson = async move {
            lesson::run(&relay, terms, page, (arriving, why), number).await;
        };
        self.tasks.spawn(lesson.instrument(span));
        Ok(())
    }

    /// A lesson's task takes no more pages.
    fn leave(&self, session: &str, number: u64, handle: Option<&str>) {
        let mut running = self.running();
        // Another task may have taken the lesson over meanwhile.
        if running.get(session).is_some_and(|entry| entry.number == number) {
            running.remove(session);
        }
        drop(running);
        let mut handles = self.handles();
        if handles.len() >= MAX_HANDLES {
            handles.clear();
        }
        if let Some(handle) = handle {
            handles.insert(session.to_owned(), handle.to_owned());
        }
    }

    fn handles(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a page that came too late for its lesson to a new task. The boxed type ends a circle: tasks begin tasks.
    fn reopen(self: Arc<Self>, page: Box<Page>, terms: Terms) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Err((page, close)) = self.open(page, terms).await {
                page.close(close).await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What operators and front-end engineers read is what the server does.
    #[test]
    fn every_limit_is_as_it_is_written() {
        let written = include_str!("../README.md");
        let seconds = |time: Duration| format!("{} s", time.as_secs());
        let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
        let handshake = seconds(HANDSHAKE_TIMEOUT);
        for (limit, value) in [
            ("request with which it opens", seconds(crate::serve::HEAD_TIMEOUT)),
            ("first message, where the client begins", handshake),
            ("frame from a page", kib(MAX_PAGE_FRAME_BYTES)),
            ("sound in one message", format!("{} bytes", inbound::MAX_SOUND_BYTES)),
            (
                "messages of a page",
                format!("{} a second, {} at once", budget::MESSAGES_A_SECOND, budget::MESSAGES),
            ),
            (
                "bytes of a page",
                format!(
                    "{} KiB a second, {} KiB at once",
                    budget::BYTES_A_SECOND / 1024.0,
                    budget::BYTES / 1024.0
                ),
            ),
            ("silence of a page, whose pings are not answered either", seconds(IDLE_TIMEOUT)),
            ("lesson without a page", seconds(PARKED)),
            ("frame that a page does not take", seconds(WRITE_TIMEOUT)),
            ("voice that waits for a page", format!("{} bytes", queue::MAX_VOICE_BYTES)),
            ("words that wait for a page", kib(queue::MAX_CONTROL_BYTES)),
            ("frame from the tutor", kib(MAX_TUTOR_FRAME_BYTES)),
            ("frame that the tutor does not take", seconds(WRITE_TIMEOUT)),
            ("lessons of one student", MAX_LESSONS_OF_A_STUDENT.to_string()),
        ] {
            assert!(written.contains(&format!("\n| {limit} | {value} |")), "{limit}: {value}");
        }
        for (code, told) in [
            ("4408", format!("{} seconds", IDLE_TIMEOUT.as_secs())),
            ("4408", format!("nothing taken for {} ", WRITE_TIMEOUT.as_secs())),
        ] {
            let row = written.lines().find(|line| line.starts_with(&format!("| {code} |")));
            assert!(row.is_some_and(|row| row.contains(&told)), "{code}: {told}");
        }
    }
}
