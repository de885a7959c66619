//! One lesson: a task that carries events from both sockets and the clock to the session machine, and its actions back.

mod keep;
mod terms;
mod to_page;
mod to_tutor;

pub(crate) use terms::{Ending, Terms};

use crate::clock;
use crate::error::Close;
use crate::metrics::Kind;
use crate::random;
use crate::relay::allowance::{MINUTE, Share};
use crate::relay::link::{Happening, Link};
use crate::relay::page::{FromPage, Page};
use crate::relay::solver::Solver;
use crate::relay::transcript::Transcript;
use crate::relay::{Relay, notice};
use crate::store::scribe::Note;
use crate::store::usage::Used;
use futures_util::future::BoxFuture;
use ganita_live::session::Statistics;
use ganita_live::{Action, Event, Session, Settings, State};
use keep::{Keeping, Kept};
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep, sleep, timeout};

/// Every so many pieces of sound one is acknowledged: twice a second.
const ACKNOWLEDGE_EVERY: u32 = 5;

/// A lesson that is ending waits so long for the tutor's goodbye.
const GOODBYE: Duration = Duration::from_millis(500);

struct Lesson<'a> {
    relay: &'a Relay,
    id: String,
    student: String,
    is_guest: bool,
    machine: Session,
    counted: Statistics,
    began: Instant,
    began_ms: i64,
    /// When the next minute is paid for: the first one as soon as the lesson begins.
    minute_ends_at: Instant,
    /// Sound the page has sent.
    sound_bytes: u64,
    /// Seconds of sound of which the page's device has told how they went.
    device_seconds: u64,
    page: Option<Box<Page>>,
    /// When a lesson without a page ends.
    parked_until: Option<Instant>,
    link: Link,
    wake_at: Option<Instant>,
    /// When the clock is looked at.
    alarm: Pin<Box<Sleep>>,
    transcript: Transcript,
    /// The newest piece of sound that was taken from the page.
    sound: Option<u32>,
    /// The newest piece that was written to the tutor.
    written: Option<u32>,
    is_new_page: bool,
    sound_came_at: Option<Instant>,
    missed: VecDeque<String>,
    /// Calls the page has not answered yet; a page that comes back is asked again.
    calls: BTreeMap<String, String>,
    is_in_trouble: bool,
    has_asked_for_ears: bool,
    /// Whether the tutor hears, on its way.
    ears: Option<BoxFuture<'static, Option<bool>>>,
    solver: Solver,
    keeping: Keeping,
    ending: Option<Ending>,
}

/// Runs a lesson to its end.
pub(super) async fn run(
    relay: &Arc<Relay>,
    terms: Terms,
    page: Box<Page>,
    (mut pages, why): (mpsc::Receiver<Box<Page>>, Arc<OnceLock<Ending>>),
    number: u64,
) {
    let link = ganita_live::Link::Tutor(relay.setup(&terms));
    let settings = Settings { link, timing: relay.timing, seed: random::seed() };
    let kept = Box::pin(Kept::find(&relay.shelf, &terms.session)).await;
    let mut link = Link::none();
    let (mut calls, mut missed) = (BTreeMap::new(), VecDeque::new());
    let machine = match kept {
        Some(kept) => {
            Box::pin(relay.shelf.take_up(&terms.session)).await;
            link.set_key(kept.key());
            calls = kept.calls;
            missed = VecDeque::from(kept.missed);
            Session::take_up(settings, kept.live)
        }
        None => Session::new(settings),
    };
    let mut lesson = Lesson {
        relay,
        id: terms.session.clone(),
        student: terms.student.clone(),
        is_guest: terms.is_guest,
        machine,
        counted: Statistics::default(),
        began: Instant::now(),
        began_ms: clock::now_ms(),
        // Guests, whom nobody can tell apart, do not pay.
        minute_ends_at: Instant::now()
            + if terms.is_guest { relay.longest } else { Duration::ZERO },
        sound_bytes: 0,
        device_seconds: 0,
        page: Some(page),
        parked_until: None,
        link,
        wake_at: None,
        alarm: Box::pin(sleep(Duration::ZERO)),
        transcript: Transcript::new(terms.session.clone(), relay.scribe.clone()),
        sound: None,
        written: None,
        is_new_page: true,
        sound_came_at: None,
        missed,
        calls,
        is_in_trouble: false,
        has_asked_for_ears: false,
        ears: None,
        solver: Solver::new(Arc::clone(&relay.solving), &terms.language, terms.class),
        keeping: Keeping::default(),
        ending: None,
    };
    relay.metrics.active_sessions.inc();
    Box::pin(lesson.feed(Event::Start)).await;
    let ending = loop {
        if let Some(ending) = lesson.ending.take() {
            break ending;
        }
        lesson.step(&mut pages, &why).await;
    };
    relay.leave(&terms.session, number, lesson.machine.handle());
    pages.close();
    Box::pin(lesson.finish(&ending)).await;
    while let Some(page) = pages.recv().await {
        Arc::clone(relay).reopen(page, terms.clone()).await;
    }
}

async fn answer(asked: &mut Option<BoxFuture<'static, Option<bool>>>) -> Option<bool> {
    match asked {
        Some(asked) => asked.await,
        None => std::future::pending().await,
    }
}

async fn from_page(page: &mut Option<Box<Page>>) -> FromPage {
    match page {
        Some(page) => page.next().await,
        None => std::future::pending().await,
    }
}

impl Lesson<'_> {
    /// Waits for the next thing to happen and deals with it. What is done about it has a place in memory only while it is
    /// being done: most lessons wait most of the time, and they are thousands.
    async fn step(&mut self, pages: &mut mpsc::Receiver<Box<Page>>, why: &OnceLock<Ending>) {
        let wake_at = self.next_wake();
        // Most messages move it further away: it may ring too early, and setting it costs more than hearing it.
        if wake_at < self.alarm.deadline() || self.alarm.is_elapsed() {
            self.alarm.as_mut().reset(wake_at);
        }
        tokio::select! {
            page = pages.recv() => match page {
                Some(page) => Box::pin(self.attach(page)).await,
                None => self.ending = Some(why.get().cloned().unwrap_or(Ending::Erased)),
            },
            said = from_page(&mut self.page) => Box::pin(self.page_said(said)).await,
            happening = self.link.next() => Box::pin(self.tutor_said(happening)).await,
            has_ears = answer(&mut self.ears) => {
                self.ears = None;
                if has_ears == Some(false) {
                    Box::pin(self.tell(&notice::message(notice::NO_EARS))).await;
                }
            }
            () = self.keeping.due() => self.keep_now(),
            (id, response) = self.solver.next() => {
                Box::pin(self.feed(Event::ToolResult { id, response })).await;
            }
            () = self.alarm.as_mut() => Box::pin(self.look_at_the_clock()).await,
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis())
            .expect("a lesson is shorter than the universe is old")
    }

    fn next_wake(&self) -> Instant {
        let page = self.page.as_ref().map(|page| page.wake_at());
        let end = (self.began + self.relay.longest).min(self.minute_ends_at);
        [self.wake_at, self.parked_until, page].into_iter().flatten().fold(end, Instant::min)
    }

    async fn look_at_the_clock(&mut self) {
        let now = Instant::now();
        if now >= self.began + self.relay.longest {
            self.ending = Some(Ending::TooLong);
            return;
        }
        if now >= self.minute_ends_at {
            self.minute_ends_at = now + MINUTE;
            if !self.pay(Share::Minutes, 1).await {
                return;
            }
        }
        if self.parked_until.is_some_and(|until| now >= until) {
            self.ending = Some(Ending::Abandoned);
            return;
        }
        if let Some(page) = &mut self.page
            && let Err(close) = page.look_after().await
        {
            self.park(Some(close)).await;
        }
        if self.page.as_mut().is_some_and(|page| page.has_to_be_warned()) {
            self.tell(&notice::message(notice::TOKEN_ENDS)).await;
        }
        if self.wake_at.is_some_and(|at| now >= at) {
            self.feed(Event::Tick).await;
        }
    }

    /// Tells the machine what happened and does what it says, until it has nothing more to say.
    async fn feed(&mut self, event: Event) {
        if !matches!(event, Event::Audio { .. } | Event::AudioReceived { .. } | Event::Tick) {
            self.keeping.stale();
        }
        let mut waiting = VecDeque::new();
        let mut next = Some(event);
        while let Some(event) = next.take().or_else(|| waiting.pop_front()) {
            let actions = self.machine.on_event(event, self.now_ms());
            self.wake_at = actions.wake_at_ms.map(|at| self.began + Duration::from_millis(at));
            for action in actions.list {
                self.perform(action, &mut waiting).await;
            }
        }
        let tokens = self.count();
        if tokens > 0 && !self.is_guest {
            self.pay(Share::Tokens, tokens).await;
        }
    }

    /// Takes something off what the student may have today; when there is no more, the lesson ends.
    async fn pay(&mut self, share: Share, amount: u64) -> bool {
        let is_paid = self.relay.allowance.take(share, &self.student, amount).await;
        if !is_paid {
            self.ending.get_or_insert(Ending::Refused(Close::TooMuch(share.used_up())));
        }
        is_paid
    }

    async fn perform(&mut self, action: Action, then: &mut VecDeque<Event>) {
        let metrics = &self.relay.metrics;
        match action {
            Action::Dial { connection, resume } => {
                metrics.upstream_calls.get_or_create(&Kind { kind: "dial" }).inc();
                let begun_with = self.link.key().filter(|_| resume.is_some());
                let dialling = self.relay.upstream.dial(begun_with);
                self.link.dial(connection, Box::pin(crate::log::dial(dialling)));
            }
            Action::Send { connection, frame, sequence } => {
                metrics.often.to_tutors.inc();
                if !self.link.send(connection, frame).await {
                    metrics.upstream_errors.get_or_create(&Kind { kind: "write" }).inc();
                    then.push_back(Event::Closed {
                        connection,
                        code: 1006,
                        reason: "could not be written to".to_owned(),
                    });
                } else if let Some(sequence) = sequence {
                    self.sound_was_written(sequence).await;
                }
            }
            Action::Close { connection, code, reason } => {
                if !self.link.close(connection, code, reason).await {
                    then.push_back(Event::Closed {
                        connection,
                        code: 1006,
                        reason: reason.to_owned(),
                    });
                }
            }
            Action::Deliver(message) => self.deliver(*message, then).await,
            Action::Ready { resumed, .. } => self.ready(resumed).await,
            Action::Changed(State::Reconnecting) => {
                self.is_in_trouble = true;
                self.tell(&notice::message(notice::RECONNECTING)).await;
            }
            Action::Changed(_) => {}
            Action::Lost(loss) => {
                metrics.upstream_errors.get_or_create(&Kind { kind: "lost" }).inc();
                self.ending = Some(Ending::Lost(loss));
            }
        }
    }

    /// Adds what the machine has counted since the last time; gives back the new tokens.
    fn count(&mut self) -> u64 {
        let now = self.machine.statistics();
        let before = std::mem::replace(&mut self.counted, now);
        let metrics = &self.relay.metrics;
        metrics.rotations.inc_by(u64::from(now.rotations - before.rotations));
        metrics.resumptions.inc_by(u64::from(now.resumed - before.resumed));
        metrics.freezes.inc_by(u64::from(now.freezes - before.freezes));
        metrics.sound_dropped.inc_by(now.sound_dropped - before.sound_dropped);
        let tokens = now.tokens - before.tokens;
        metrics.tokens.inc_by(tokens);
        tokens
    }

    fn used(&self) -> Used {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Used {
            session: self.id.clone(),
            began_ms: self.began_ms,
            student: self.student.clone(),
            seconds: whole(self.began.elapsed().as_secs() + 1),
            tokens: whole(self.counted.tokens),
            sound_bytes: whole(self.sound_bytes),
        }
    }

    async fn finish(mut self, ending: &Ending) {
        let handle = self.machine.handle().map(str::to_owned);
        if *ending != Ending::Moved {
            self.leave_on_shelf(ending.goes_on()).await;
        }
        self.feed(Event::Stop).await;
        self.transcript.finish_all();
        self.relay.metrics.session_seconds.observe(self.began.elapsed().as_secs_f64());
        self.relay.metrics.active_sessions.dec();
        let ended = Note::Ended {
            session: self.id.clone(),
            at_ms: clock::now_ms(),
            ending: ending.name(),
            handle,
        };
        self.relay.scribe.note(Note::Used(self.used()));
        // A lesson that goes on elsewhere has not ended.
        if *ending != Ending::Moved {
            self.relay.scribe.note(ended);
        }
        tracing::info!(ending = ending.name(), "a lesson ended");
        crate::log::lesson_ended(ending.name());
        let Lesson { page, mut link, .. } = self;
        let tutor = async {
            let _ =
                timeout(GOODBYE, async { while let Happening::Frame(_) = link.next().await {} })
                    .await;
        };
        let page = async {
            if let Some(page) = page {
                page.close(ending.close()).await;
            }
        };
        tokio::join!(tutor, page);
    }
}
