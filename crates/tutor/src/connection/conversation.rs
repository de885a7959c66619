//! The conversation: hearing, answering, being interrupted.

use super::faults::{self, Faults};
use super::opening::{Opened, Wishes, declared};
use super::{Ending, Line, Mouth, Step, payload};
use crate::brain::{self, Act, think};
use crate::ears::Heard;
use crate::handles::Snapshot;
use crate::hearing::{Change, Hearing};
use crate::performance::{Beat, Stage, perform};
use crate::routes::Tutor;
use crate::script::{Fault, FaultKind, Moment};
use axum::extract::ws::WebSocket;
use futures_util::stream::{SplitStream, StreamExt};
use ganita_live::message::{
    Blob, ClientContent, ClientMessage, Content, FunctionResponse, GoAway, ModalityTokens,
    RealtimeInput, ServerContent, ServerMessage, SessionResumptionUpdate, ToolCallCancellation,
    Transcription, Usage, VoiceActivity,
};
use ganita_notation::Language;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
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
    tutor: Arc<Tutor>,
    ending: watch::Receiver<bool>,
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
    faults: Faults,
    opened_at: Instant,
    has_said_goodbye: bool,
    closes_at: Option<Instant>,
    deaf_until: Option<Instant>,
}

impl Conversation {
    pub(crate) fn new(mouth: Mouth, line: Line, opened: Opened) -> Conversation {
        let Opened { mut snapshot, wishes } = opened;
        let mut hearing = Hearing::new();
        hearing.is_marked = wishes.marks_activity;
        let lifetime = line.tutor.options.lifetime;
        Conversation {
            mouth,
            faults: Faults::of(&line.tutor.script, line.number),
            tutor: line.tutor,
            ending: line.ending,
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
            opened_at: Instant::now(),
            has_said_goodbye: false,
            closes_at: lifetime.map(|lifetime| Instant::now() + lifetime),
            deaf_until: None,
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
        self.faults.note(Moment::Ready);
        self.offer_handle().await?;
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ending = self.ending.clone();
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
        match ClientMessage::parse(bytes).map_err(Ending::invalid)? {
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
        }
        Ok(())
    }

    async fn hear(&mut self, blob: &Blob) -> Step {
        let Some(kind) = blob.mime_type.strip_prefix("audio/pcm") else {
            let is_picture = blob.mime_type.starts_with("image/");
            return if is_picture {
                Ok(())
            } else {
                Err(Ending::invalid(format!("MIME type {}", blob.mime_type)))
            };
        };
        let rate = kind
            .trim_start_matches([';', ' '])
            .strip_prefix("rate=")
            .map_or(Ok(16_000), str::parse::<u32>);
        let rate_hz = rate.ok().filter(|rate| (8_000..=96_000).contains(rate));
        let rate_hz =
            rate_hz.ok_or_else(|| Ending::invalid(format!("MIME type {}", blob.mime_type)))?;
        let pcm = blob.bytes().ok_or_else(|| Ending::invalid("audio is not base64"))?;
        self.faults.note(Moment::Sound);
        match self.hearing.hear(&pcm, rate_hz, Instant::now()) {
            Change::Nothing => Ok(()),
            Change::Begins => self.speech_begins().await,
            Change::Ends => self.end_turn().await,
        }
    }

    async fn speech_begins(&mut self) -> Step {
        self.say_activity("ACTIVITY_START").await?;
        if self.wishes.is_uninterruptible { Ok(()) } else { self.interrupt().await }
    }

    async fn say_activity(&mut self, kind: &str) -> Step {
        if !self.wishes.wants_activity {
            return Ok(());
        }
        let audio_offset = Some(offset(self.hearing.heard_ms));
        let activity = VoiceActivity { kind: Some(kind.to_owned()), audio_offset };
        self.mouth
            .say(&ServerMessage { voice_activity: Some(activity), ..ServerMessage::default() })
            .await
    }

    /// The student has finished: the sound goes to the ears, if there are any for the language.
    async fn end_turn(&mut self) -> Step {
        let sound_ms = self.hearing.turn_ms();
        let pcm = self.hearing.end();
        self.turn += 1;
        self.say_activity("ACTIVITY_END").await?;
        let tokens = sound_ms * TOKENS_A_SECOND / 1000;
        if let Some(scripted) =
            self.tutor.script.transcript.get(self.snapshot.next_scripted).cloned()
        {
            self.snapshot.next_scripted += 1;
            self.say_heard(&scripted.words, true, Some(&scripted.language)).await?;
            return self.answer_words(&scripted.words, tokens).await;
        }
        let speaks_hindi = self.wishes.language == Some(Language::Hindi);
        match self.tutor.ears.clone().filter(|ears| !speaks_hindi && ears.name().is_some()) {
            None => {
                let acts = brain::cannot_hear(self.wishes.language.unwrap_or_default());
                self.answer(acts, self.wishes.language.unwrap_or_default(), tokens).await
            }
            Some(ears) => {
                let (turn, reports) = (self.turn, self.reports.0.clone());
                tokio::spawn(async move {
                    let heard = ears.listen(pcm, true).await;
                    let _ = reports.send(EarReport { turn, is_final: true, heard, sound_ms }).await;
                });
                Ok(())
            }
        }
    }

    /// An interim look, about twice a second while somebody speaks.
    async fn look(&mut self) -> Step {
        if let Some(scripted) = self.tutor.script.transcript.get(self.snapshot.next_scripted) {
            let so_far = (self.hearing.turn_ms() / SCRIPTED_WORD_MS) as usize;
            let words =
                scripted.words.split_whitespace().take(so_far).collect::<Vec<_>>().join(" ");
            let language = scripted.language.clone();
            if self.hearing.interim().is_some() && !words.is_empty() {
                return self.say_heard(&words, false, Some(&language)).await;
            }
            return Ok(());
        }
        let speaks_hindi = self.wishes.language == Some(Language::Hindi);
        if self.is_looking || speaks_hindi {
            return Ok(());
        }
        if let Some(ears) = self.tutor.ears.clone()
            && let Some(pcm) = self.hearing.interim()
        {
            self.is_looking = true;
            let (turn, sound_ms, reports) =
                (self.turn, self.hearing.turn_ms(), self.reports.0.clone());
            tokio::spawn(async move {
                let heard = ears.listen(pcm, false).await;
                let _ = reports.send(EarReport { turn, is_final: false, heard, sound_ms }).await;
            });
        }
        Ok(())
    }

    async fn take_report(&mut self, report: EarReport) -> Step {
        let EarReport { turn, is_final, heard, sound_ms } = report;
        if !is_final {
            self.is_looking = false;
            tracing::debug!(
                text = heard.text,
                why = heard.why,
                took_ms = heard.took_ms,
                sound_ms,
                "looked"
            );
            let is_present = turn == self.turn && heard.heard;
            return if is_present {
                self.say_heard(&heard.text, false, None).await
            } else {
                Ok(())
            };
        }
        tracing::info!(
            text = heard.text,
            why = heard.why,
            took_ms = heard.took_ms,
            sound_ms,
            "heard"
        );
        let tokens = sound_ms * TOKENS_A_SECOND / 1000;
        if heard.heard {
            self.say_heard(&heard.text, true, None).await?;
            self.answer_words(&heard.text, tokens).await
        } else if heard.is_unclear() {
            let language = self.wishes.language.unwrap_or_default();
            self.answer(brain::did_not_hear(language), language, tokens).await
        } else {
            // A cough, a door: nothing is owed, and the client may know it.
            self.mouth
                .say(&ServerMessage::content(ServerContent {
                    waiting_for_input: Some(true),
                    ..ServerContent::default()
                }))
                .await
        }
    }

    /// Sends what was heard. With a language it comes from a script, and is labelled so.
    async fn say_heard(&mut self, words: &str, is_final: bool, scripted: Option<&str>) -> Step {
        if is_final {
            self.faults.note(Moment::Heard);
        }
        if !self.wishes.wants_input_words {
            return Ok(());
        }
        let transcription = Transcription {
            text: words.to_owned(),
            finished: is_final.then_some(true),
            language_code: Some(scripted.unwrap_or("en-IN").to_owned()),
            speaker_label: scripted.map(|_| Transcription::SCRIPTED.to_owned()),
            ..Transcription::default()
        };
        let content = if is_final {
            ServerContent { input_transcription: Some(transcription), ..ServerContent::default() }
        } else {
            ServerContent {
                interim_input_transcription: Some(transcription),
                ..ServerContent::default()
            }
        };
        self.mouth.say(&ServerMessage::content(content)).await
    }

    async fn answer_words(&mut self, words: &str, tokens: u64) -> Step {
        let in_devanagari = words.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
        let spoken = if in_devanagari { Language::Hindi } else { Language::English };
        let language = self.wishes.language.unwrap_or(spoken);
        let (words, mut memory) = (words.to_owned(), std::mem::take(&mut self.snapshot.memory));
        let thought =
            tokio::task::spawn_blocking(move || (think(&words, language, &mut memory), memory))
                .await;
        let (acts, memory) =
            thought.unwrap_or_else(|_| (brain::did_not_hear(language), brain::Memory::default()));
        self.snapshot.memory = memory;
        self.answer(acts, language, tokens).await
    }

    async fn answer(&mut self, acts: Vec<Act>, language: Language, prompt_tokens: u64) -> Step {
        self.interrupt().await?;
        if self.is_mute || self.mouth.is_frozen {
            return Ok(());
        }
        self.answers += 1;
        let (send_beat, beats) = mpsc::channel(4);
        let (send_result, results) = mpsc::channel(16);
        let stage = Stage {
            voice: Arc::clone(&self.tutor.voice),
            language,
            beats: send_beat,
            results,
            tools: self.wishes.tools.clone(),
            is_non_blocking: self.wishes.is_non_blocking,
            call_prefix: format!(
                "{}-{}",
                &self.snapshot.session_id[..8],
                crate::handles::random_name().get(..6).unwrap_or("0")
            ),
        };
        let task = tokio::spawn(perform(acts, stage));
        self.performing = Some(Performing {
            task,
            beats,
            results: send_result,
            pending: Vec::new(),
            prompt_tokens,
        });
        Ok(())
    }

    /// Breaks off the answer being given, if there is one.
    async fn interrupt(&mut self) -> Step {
        let Some(performing) = self.performing.take() else { return Ok(()) };
        if !performing.pending.is_empty() {
            let withdrawn = ToolCallCancellation { ids: performing.pending.clone() };
            self.mouth
                .say(&ServerMessage {
                    tool_call_cancellation: Some(withdrawn),
                    ..ServerMessage::default()
                })
                .await?;
        }
        let content = ServerContent { interrupted: Some(true), ..ServerContent::default() };
        self.mouth.say(&ServerMessage::content(content)).await?;
        self.end_of_answer(performing.prompt_tokens, 0).await
    }

    async fn play(&mut self, beat: Option<Beat>) -> Step {
        match beat {
            Some(Beat::Send(message)) => self.play_message(&message).await,
            Some(Beat::Call(message, id)) => {
                if let Some(performing) =
                    self.performing.as_mut().filter(|_| !self.wishes.is_non_blocking)
                {
                    performing.pending.push(id);
                }
                self.mouth.say(&message).await?;
                self.faults.note(Moment::ToolCall);
                Ok(())
            }
            Some(Beat::Done { voice_ms }) => {
                let prompt_tokens =
                    self.performing.take().map_or(0, |performing| performing.prompt_tokens);
                self.end_of_answer(prompt_tokens, voice_ms).await
            }
            None => {
                self.performing = None;
                Ok(())
            }
        }
    }

    async fn play_message(&mut self, message: &ServerMessage) -> Step {
        let content = message.server_content.as_deref();
        if content.is_some_and(|content| content.output_transcription.is_some())
            && !self.wishes.wants_output_words
        {
            return Ok(());
        }
        self.mouth.say(message).await?;
        if content.is_some_and(|content| content.model_turn.is_some()) {
            self.faults.note(Moment::Voice);
        }
        Ok(())
    }

    async fn end_of_answer(&mut self, prompt_tokens: u64, voice_ms: u64) -> Step {
        let content = ServerContent { turn_complete: Some(true), ..ServerContent::default() };
        let (prompt, response) = (count(prompt_tokens), count(voice_ms * TOKENS_A_SECOND / 1000));
        let audio = |tokens| {
            vec![ModalityTokens { modality: Some("AUDIO".to_owned()), token_count: Some(tokens) }]
        };
        let usage = Usage {
            prompt_token_count: Some(prompt),
            response_token_count: Some(response),
            total_token_count: Some(prompt + response),
            response_tokens_details: audio(response),
            ..Usage::default()
        };
        self.mouth.say(&ServerMessage::content(content)).await?;
        self.mouth
            .say(&ServerMessage {
                usage_metadata: Some(Box::new(usage)),
                ..ServerMessage::default()
            })
            .await?;
        self.offer_handle().await
    }

    async fn offer_handle(&mut self) -> Step {
        if !self.gives_handles {
            return Ok(());
        }
        let new_handle = self.tutor.handles.keep(self.snapshot.clone());
        self.say_resumption(SessionResumptionUpdate {
            new_handle,
            resumable: true,
            ..SessionResumptionUpdate::default()
        })
        .await
    }

    async fn say_resumption(&mut self, update: SessionResumptionUpdate) -> Step {
        self.mouth
            .say(&ServerMessage {
                session_resumption_update: Some(update),
                ..ServerMessage::default()
            })
            .await
    }

    async fn tick(&mut self) -> Step {
        while let Some(fault) = self.faults.due() {
            self.fail(&fault).await?;
        }
        let now = Instant::now();
        let options = &self.tutor.options;
        if let Some(lifetime) = options.lifetime
            && !self.has_said_goodbye
            && self.opened_at.elapsed() + options.notice >= lifetime
        {
            self.has_said_goodbye = true;
            self.say_goodbye(lifetime.saturating_sub(self.opened_at.elapsed())).await?;
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
                self.tutor.handles.forget(&self.snapshot.session_id);
                self.say_resumption(SessionResumptionUpdate::default()).await?;
            }
            FaultKind::Poison => {
                self.snapshot.is_poisoned = true;
                self.offer_handle().await?;
            }
            FaultKind::Garbage => faults::send_garbage(&mut self.mouth).await?,
            FaultKind::Slow => self.mouth.pause = faults::pause(fault),
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

fn count(tokens: u64) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
