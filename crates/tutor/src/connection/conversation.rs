//! The conversation: one loop over what the client says, what is being answered, and the clock.

mod answering;
mod listening;

use super::faults::{self, Plan, Planned};
use super::opening::{Opened, Wishes, declared};
use super::{Ending, Line, Mouth, Step, payload};
use crate::ears::Heard;
use crate::handles::Snapshot;
use crate::hearing::Hearing;
use crate::performance::Beat;
use crate::script::{Fault, FaultKind, Moment};
use axum::extract::ws::WebSocket;
use futures_util::stream::{SplitStream, StreamExt};
use ganita_live::message::{
    ClientContent, ClientMessage, Content, FunctionResponse, GoAway, RealtimeInput, ServerMessage,
    SessionResumptionUpdate,
};
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How often turns, faults and the clock are looked at.
const TICK: Duration = Duration::from_millis(25);

/// What Google counts for a second of sound (ai.google.dev, "Understand and count tokens").
const TOKENS_A_SECOND: u64 = 32;

/// Time in which a scripted student says a word, for interim transcripts.
const SCRIPTED_WORD_MS: u64 = 300;

/// An answer being given.
struct Performing {
    task: JoinHandle<()>,
    beats: mpsc::Receiver<Beat>,
    results: mpsc::Sender<FunctionResponse>,
    /// Calls without results.
    pending: Vec<String>,
    prompt_tokens: u64,
}

impl Drop for Performing {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the ears found out about a turn.
struct EarReport {
    turn: u64,
    is_final: bool,
    heard: Heard,
    sound_ms: u64,
}

pub(crate) struct Conversation {
    mouth: Mouth,
    line: Line,
    wishes: Wishes,
    snapshot: Snapshot,
    /// It was taken up with a poisoned handle: it hears and never answers.
    is_mute: bool,
    gives_handles: bool,
    hearing: Hearing,
    turn: u64,
    is_looking: bool,
    reports: (mpsc::Sender<EarReport>, mpsc::Receiver<EarReport>),
    performing: Option<Performing>,
    answers: u64,
    /// Calls that do not block and have no result yet: id and name.
    open_calls: Vec<(String, String)>,
    /// Calls whose results are to be spoken of when nothing else is said.
    told_later: VecDeque<String>,
    /// Messages of the client's since its setup.
    consumed: u64,
    plan: Plan,
    opened_at: Instant,
    has_said_goodbye: bool,
    closes_at: Option<Instant>,
    /// When the conversation has lasted as long as any may, over however many connections.
    conversation_ends: Option<Instant>,
    deaf_until: Option<Instant>,
    /// Turns that are put into the conversation are an invalid argument, on demand.
    refuses_history: bool,
}

impl Conversation {
    pub(crate) fn new(mouth: Mouth, line: Line, opened: Opened) -> Conversation {
        let Opened { mut snapshot, wishes, until } = opened;
        let mut hearing = Hearing::new();
        hearing.is_marked = wishes.marks_activity;
        let now = Instant::now();
        let options = &line.tutor.options;
        let born = *snapshot.born.get_or_insert(now);
        let conversation_ends = options.conversation.map(|lifetime| born + lifetime);
        let closes_at = [options.lifetime.map(|lifetime| now + lifetime), until];
        let closes_at = closes_at.into_iter().flatten().min();
        Conversation {
            mouth,
            plan: Plan::of(&line.tutor.script, line.number),
            line,
            is_mute: std::mem::take(&mut snapshot.is_poisoned),
            gives_handles: wishes.wants_handles,
            wishes,
            snapshot,
            hearing,
            turn: 0,
            is_looking: false,
            reports: mpsc::channel(8),
            performing: None,
            answers: 0,
            open_calls: Vec::new(),
            told_later: VecDeque::new(),
            consumed: 0,
            opened_at: now,
            has_said_goodbye: false,
            closes_at,
            conversation_ends,
            deaf_until: None,
            refuses_history: false,
        }
    }

    /// Goes on until one side ends it. Gives back the mouth, so that it can say goodbye.
    pub(crate) async fn run(mut self, stream: &mut SplitStream<WebSocket>) -> (Ending, Mouth) {
        let ending = match self.go_on(stream).await {
            Err(ending) => ending,
            Ok(()) => Ending::Gone,
        };
        (ending, self.mouth)
    }

    async fn go_on(&mut self, stream: &mut SplitStream<WebSocket>) -> Step {
        self.offer_handle().await?;
        self.moment(Moment::Ready).await?;
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ending = self.line.ending.clone();
        loop {
            let listens = self.deaf_until.is_none_or(|until| Instant::now() >= until);
            tokio::select! {
                received = stream.next(), if listens => {
                    if let Some(bytes) = payload(received)? {
                        self.take(&bytes).await?;
                    }
                }
                beat = next_beat(&mut self.performing) => self.play(beat).await?,
                Some(report) = self.reports.1.recv() => self.take_report(report).await?,
                _ = ticks.tick() => self.tick().await?,
                () = async { drop(ending.wait_for(|over| *over).await) } => {
                    return Err(Ending::Close(1001, "The tutor is shutting down".to_owned()));
                }
            }
        }
    }

    async fn take(&mut self, bytes: &[u8]) -> Step {
        if self.mouth.is_frozen {
            return Ok(());
        }
        let message = self.line.read(bytes)?;
        self.consumed += 1;
        match message {
            ClientMessage::Setup(_) => Err(Ending::invalid("setup may only be the first message")),
            ClientMessage::RealtimeInput(input) => self.take_input(input).await,
            ClientMessage::ClientContent(content) => self.take_content(&content).await,
            ClientMessage::ToolResponse(response) => {
                for result in response.function_responses {
                    self.take_result(result).await?;
                }
                Ok(())
            }
            ClientMessage::ContextUpdate(update) => {
                if let Some(tools) = update.tools {
                    self.wishes.tools =
                        declared(&tools).into_iter().map(|(name, _)| name).collect();
                }
                Ok(())
            }
        }
    }

    async fn take_input(&mut self, input: RealtimeInput) -> Step {
        for blob in input.audio.iter().chain(&input.media_chunks) {
            self.hear(blob).await?;
        }
        if input.activity_start.is_some() {
            self.hearing.is_marked = true;
            self.speech_begins().await?;
        }
        let is_over = input.audio_stream_end == Some(true) || input.activity_end.is_some();
        if is_over && self.hearing.stream_ended() {
            self.end_turn().await?;
        }
        if let Some(text) = input.text.filter(|text| !text.trim().is_empty()) {
            self.answer_words(&text, words_tokens(&text)).await?;
        }
        Ok(())
    }

    async fn take_content(&mut self, content: &ClientContent) -> Step {
        if self.refuses_history {
            return Err(Ending::invalid("the conversation has these turns already"));
        }
        let asked = content.turns.iter().rev().find(|turn| turn.role.as_deref() != Some("model"));
        match asked.map(Content::words).filter(|words| !words.trim().is_empty()) {
            Some(words) if content.turn_complete => {
                self.answer_words(&words, words_tokens(&words)).await
            }
            _ => Ok(()),
        }
    }

    async fn take_result(&mut self, result: FunctionResponse) -> Step {
        if let Some(performing) = &mut self.performing
            && let Some(at) = performing.pending.iter().position(|id| *id == result.id)
        {
            performing.pending.remove(at);
            let _ = performing.results.send(result).await;
            return Ok(());
        }
        let Some(at) = self.open_calls.iter().position(|(id, _)| *id == result.id) else {
            return Ok(());
        };
        let (_, name) = self.open_calls[at].clone();
        if result.will_continue != Some(true) {
            self.open_calls.remove(at);
        }
        match result.scheduling.as_deref() {
            Some("SILENT") => Ok(()),
            Some("INTERRUPT") => self.tell_of_result(&name).await,
            _ if self.performing.is_none() => self.tell_of_result(&name).await,
            // WHEN_IDLE, which is also what nothing means.
            _ => {
                self.told_later.push_back(name);
                Ok(())
            }
        }
    }

    async fn tick(&mut self) -> Step {
        self.carry_out_plan().await?;
        let now = Instant::now();
        let options = &self.line.tutor.options;
        if let Some(lifetime) = options.lifetime
            && !self.has_said_goodbye
            && self.opened_at.elapsed() + options.notice >= lifetime
        {
            self.has_said_goodbye = true;
            self.say_goodbye(lifetime.saturating_sub(self.opened_at.elapsed())).await?;
        }
        if self.conversation_ends.is_some_and(|at| now >= at) {
            self.line.tutor.handles.spoil(&self.snapshot.session_id, 1007);
            let reason = "Deadline expired before operation could complete.";
            return Err(Ending::Close(1011, reason.to_owned()));
        }
        if self.closes_at.is_some_and(|at| now >= at) {
            return Err(Ending::Close(1001, "The connection has reached its lifetime".to_owned()));
        }
        if self.mouth.is_frozen {
            return Ok(());
        }
        if self.hearing.has_paused(now) && self.hearing.stream_ended() {
            return self.end_turn().await;
        }
        self.look().await
    }

    /// A moment of the script has come; what is planned for it at once happens before anything else.
    async fn moment(&mut self, moment: Moment) -> Step {
        self.plan.note(moment);
        self.carry_out_plan().await
    }

    async fn carry_out_plan(&mut self) -> Step {
        while let Some(planned) = self.plan.due() {
            match planned {
                Planned::Fault(fault) => self.fail(&fault).await?,
                Planned::Say(message) => self.mouth.say(&message).await?,
            }
        }
        Ok(())
    }

    async fn say_goodbye(&mut self, left: Duration) -> Step {
        let time_left = Some(offset(u64::try_from(left.as_millis()).unwrap_or(0)));
        self.mouth
            .say(&ServerMessage { go_away: Some(GoAway { time_left }), ..ServerMessage::default() })
            .await
    }

    async fn fail(&mut self, fault: &Fault) -> Step {
        tracing::info!(?fault, "a fault on demand");
        let left = Duration::from_millis(fault.time_left_ms.unwrap_or(1_000));
        match fault.kind {
            FaultKind::Close => return Err(faults::close(fault)),
            FaultKind::Cut => return Err(Ending::Cut),
            FaultKind::Freeze => self.mouth.is_frozen = true,
            FaultKind::GoAway => {
                self.closes_at = Some(Instant::now() + left);
                self.say_goodbye(left).await?;
            }
            FaultKind::GoAwayAndFreeze => {
                self.say_goodbye(left).await?;
                self.mouth.is_frozen = true;
            }
            FaultKind::Unresumable => {
                self.gives_handles = false;
                self.line.tutor.handles.forget(&self.snapshot.session_id);
                self.say_resumption(SessionResumptionUpdate::default()).await?;
            }
            FaultKind::RefuseHistory => self.refuses_history = true,
            FaultKind::Spoil => {
                self.offer_handle().await?;
                let session = &self.snapshot.session_id;
                self.line.tutor.handles.spoil(session, fault.code.unwrap_or(1007));
            }
            FaultKind::Poison => {
                self.snapshot.is_poisoned = true;
                self.offer_handle().await?;
            }
            FaultKind::Garbage => faults::send_garbage(&mut self.mouth).await?,
            FaultKind::Slow => self.mouth.pause = faults::pause(fault),
            FaultKind::Trickle => self.line.pace.set(faults::bytes_per_second(fault)),
            FaultKind::Deaf => self.deaf_until = Some(Instant::now() + faults::pause(fault)),
        }
        Ok(())
    }
}

/// The next beat of the answer being given; waits for ever when there is none.
async fn next_beat(performing: &mut Option<Performing>) -> Option<Beat> {
    match performing {
        Some(performing) => performing.beats.recv().await,
        None => std::future::pending().await,
    }
}

/// Milliseconds as protobuf writes durations.
fn offset(milliseconds: u64) -> String {
    format!("{}.{:03}s", milliseconds / 1000, milliseconds % 1000)
}

fn words_tokens(words: &str) -> u64 {
    // About four tokens to three words.
    words.split_whitespace().count() as u64 * 4 / 3
}
