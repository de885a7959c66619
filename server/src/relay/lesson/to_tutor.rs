//! The lesson's side towards the tutor: what it says, and what of it reaches the page.

use super::{ACKNOWLEDGE_EVERY, Lesson};
use crate::metrics::Kind;
use crate::relay::link::Happening;
use crate::relay::notice;
use crate::relay::page::Dialect;
use axum::body::Bytes;
use axum::extract::ws::Utf8Bytes;
use ganita_live::message::{
    AudioFrame, ServerContent, ServerMessage, ToolCall, decode_base64_after,
};
use ganita_live::tools::BoardCall;
use ganita_live::{Event, State};
use std::collections::VecDeque;

impl Lesson<'_> {
    pub(super) async fn tutor_said(&mut self, happening: Happening) {
        let connection = self.link.connection();
        let metrics = &self.relay.metrics;
        match happening {
            Happening::Opened => self.feed(Event::Opened { connection }).await,
            Happening::NotOpened(undialled) => {
                metrics.upstream_errors.get_or_create(&Kind { kind: "dial" }).inc();
                tracing::warn!(reason = undialled.reason, "the tutor could not be dialled");
                self.feed(Event::Closed {
                    connection,
                    code: undialled.code,
                    reason: undialled.reason,
                })
                .await;
                if !self.is_in_trouble && self.ending.is_none() {
                    self.is_in_trouble = true;
                    // The page need not wait for the tutor: the board and typing work without.
                    self.greet().await;
                    self.tell(&notice::message(notice::UNREACHABLE)).await;
                }
            }
            Happening::Closed { code, reason } => {
                metrics.upstream_errors.get_or_create(&Kind { kind: closing(code) }).inc();
                tracing::info!(code, reason, "the tutor closed the connection");
                self.feed(Event::Closed { connection, code, reason }).await;
            }
            Happening::Frame(frame) => self.tutor_wrote(connection, frame).await,
        }
    }

    pub(super) async fn tutor_wrote(&mut self, connection: u32, frame: Bytes) {
        let is_live =
            matches!(self.machine.state(), State::Live | State::Draining | State::Rotating);
        if is_live && let Some(voice) = AudioFrame::parse(&frame) {
            self.feed(Event::AudioReceived { connection }).await;
            return self.voice(voice.data, Some(&frame)).await;
        }
        match ServerMessage::parse(&frame) {
            Ok(message) => {
                self.feed(Event::Received { connection, message: Box::new(message) }).await;
            }
            Err(error) => {
                self.relay
                    .metrics
                    .upstream_errors
                    .get_or_create(&Kind { kind: "unreadable" })
                    .inc();
                tracing::warn!(%error, "the tutor sent something unreadable");
                self.feed(Event::Unreadable { connection }).await;
            }
        }
    }

    /// A piece of voice, and the frame it came in. Voice for a page that is away is not kept: it would come too late.
    pub(super) async fn voice(&mut self, base64: impl AsRef<[u8]>, frame: Option<&Bytes>) {
        let Some(page) = self.page.as_mut().filter(|page| page.is_greeted) else { return };
        let is_taken = match page.dialect {
            Dialect::Ganita => {
                let number = page.voice;
                let Some(frame) = decode_base64_after(&number.to_le_bytes(), base64) else {
                    return;
                };
                page.voice = number.wrapping_add(1);
                page.voice(frame).await
            }
            Dialect::Google => match frame.cloned().map(Utf8Bytes::try_from) {
                Some(Ok(text)) => page.voice_as_json(text).await,
                _ => true,
            },
        };
        if !is_taken {
            self.lose_page();
        }
    }

    pub(super) async fn deliver(&mut self, mut message: ServerMessage, then: &mut VecDeque<Event>) {
        // Ours to say, not a tutor's.
        message.acknowledged = None;
        message.notice = None;
        if let Some(content) = &message.server_content {
            self.transcript.hear(content);
            if content.interrupted == Some(true)
                && let Some(page) = &mut self.page
            {
                page.drop_voice();
            }
        }
        if let Some(cancelled) = &message.tool_call_cancellation {
            for id in &cancelled.ids {
                self.calls.remove(id);
                self.solver.cancel(id);
            }
        }
        if let Some(call) = message.tool_call.take() {
            message.tool_call = self.checked(call, then);
        }
        let is_ours = self.page.as_ref().is_none_or(|page| page.dialect == Dialect::Ganita);
        if is_ours && let Some(content) = message.server_content.as_deref_mut() {
            for sound in take_sounds(content) {
                self.voice(&sound, None).await;
            }
            if *content == ServerContent::default() {
                message.server_content = None;
            }
        }
        if !message.is_empty() {
            self.put(message.to_json()).await;
        }
    }

    /// Calls the board can carry out; the tutor is told at once what is wrong with the others.
    pub(super) fn checked(
        &mut self,
        mut call: ToolCall,
        then: &mut VecDeque<Event>,
    ) -> Option<ToolCall> {
        call.function_calls.retain(|call| match BoardCall::read(call) {
            Ok(BoardCall::Solve { latex, kind, variable }) => {
                self.solver.solve(call.id.clone(), latex, kind, variable);
                false
            }
            Ok(_) => true,
            Err(error) => {
                tracing::info!(%error, "a tool call was refused");
                then.push_back(Event::ToolResult {
                    id: call.id.clone(),
                    response: error.response(),
                });
                false
            }
        });
        for one in &call.function_calls {
            let alone = ToolCall { function_calls: vec![one.clone()] };
            let message = ServerMessage { tool_call: Some(alone), ..ServerMessage::default() };
            self.transcript.drawn(&one.name, one.args.clone());
            self.calls.insert(one.id.clone(), message.to_json());
        }
        (!call.function_calls.is_empty()).then_some(call)
    }

    pub(super) async fn sound_was_written(&mut self, sequence: u32) {
        if let Some(came_at) = self.sound_came_at.take() {
            let seconds = came_at.elapsed().as_secs_f64();
            self.relay.metrics.often.relayed_seconds.observe(seconds);
        }
        self.written = Some(sequence);
        if sequence.is_multiple_of(ACKNOWLEDGE_EVERY) {
            self.acknowledge(sequence).await;
        }
    }

    /// A tutor is there.
    pub(super) async fn ready(&mut self, resumed: bool) {
        let is_first = self.machine.statistics().connections == 1;
        self.greet().await;
        if std::mem::take(&mut self.is_in_trouble) {
            let text = if resumed || is_first { notice::BACK } else { notice::BEGUN_ANEW };
            self.tell(&notice::message(text)).await;
        }
        if !std::mem::replace(&mut self.has_asked_for_ears, true) {
            self.ears = Some(self.relay.upstream.has_ears());
        }
    }
}

/// Takes the pieces of voice out of a message, as base64.
fn take_sounds(content: &mut ServerContent) -> Vec<String> {
    let mut sounds = Vec::new();
    if let Some(turn) = &mut content.model_turn {
        turn.parts.retain_mut(|part| {
            let is_sound =
                part.inline_data.as_ref().is_some_and(|blob| blob.mime_type.starts_with("audio/"));
            if is_sound && let Some(blob) = part.inline_data.take() {
                sounds.push(blob.data);
            }
            !is_sound
        });
        if turn.parts.is_empty() {
            content.model_turn = None;
        }
    }
    sounds
}

/// Close codes as a fixed list of labels.
fn closing(code: u16) -> &'static str {
    match code {
        1000 | 1001 | 1005 => "closed",
        1007 => "invalid",
        1008 => "refused",
        1011 => "internal",
        1013 => "full",
        _ => "cut",
    }
}
