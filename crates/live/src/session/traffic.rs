//! What goes to and fro on a connection that is ready.

use super::{Action, Actions, Frame, Phase, Question, Session};
use crate::ledger::{Reception, Verdict};
use crate::message::{
    ClientContent, ClientMessage, Content, Empty, FunctionResponse, INPUT_MIME_TYPE, RealtimeInput,
    ServerContent, ServerMessage, SessionResumptionUpdate, ToolCall, ToolResponse, encode_base64,
};
use crate::outbox::Item;
use crate::tools::fit_response;
use serde_json::{Map, Value};

impl Session {
    pub(super) fn send(&mut self, message: &ClientMessage, actions: &mut Actions) {
        let frame = Frame::Text(message.to_json());
        actions.list.push(Action::Send { connection: self.connection, frame, sequence: None });
    }

    /// Sends a thing if a connection is ready, else keeps it.
    fn put_or_keep(&mut self, item: Item, now: u64, actions: &mut Actions) {
        if self.is_live() { self.put(item, now, actions) } else { self.outbox.push(item) }
    }

    pub(super) fn put(&mut self, item: Item, now: u64, actions: &mut Actions) {
        match item {
            Item::Message(message) => {
                self.expect_answer(&message, now);
                self.send(&message, actions);
            }
            Item::Sound { sequence, pcm } => {
                let frame =
                    if self.is_relayed() { numbered(sequence, &pcm) } else { as_json(&pcm) };
                actions.list.push(Action::Send {
                    connection: self.connection,
                    frame,
                    sequence: Some(sequence),
                });
                self.remember_sound(Item::Sound { sequence, pcm });
            }
        }
    }

    fn remember_sound(&mut self, item: Item) {
        self.in_flight_ms += item.duration_ms();
        self.in_flight.push(item);
        while self.in_flight_ms > self.timing.sound_ms && !self.in_flight.is_empty() {
            self.in_flight_ms -= self.in_flight.remove(0).duration_ms();
        }
    }

    fn forget_sound(&mut self) {
        self.in_flight.clear();
        self.in_flight_ms = 0;
    }

    /// The connection is going: sound that nobody confirmed is to be said again on the next.
    pub(super) fn take_back_sound(&mut self) {
        let sound = std::mem::take(&mut self.in_flight);
        self.in_flight_ms = 0;
        self.outbox.push_front(sound);
    }

    pub(super) fn say(&mut self, sequence: u32, pcm: Vec<u8>, now: u64, actions: &mut Actions) {
        if now > self.last_sound_at + self.timing.calm_ms {
            self.has_reacted = false;
        }
        self.last_sound_at = now;
        self.put_or_keep(Item::Sound { sequence, pcm }, now, actions);
    }

    pub(super) fn stop_saying(&mut self, now: u64, actions: &mut Actions) {
        let input = RealtimeInput { audio_stream_end: Some(true), ..RealtimeInput::default() };
        self.put_or_keep(Item::Message(ClientMessage::RealtimeInput(input)), now, actions);
        if self.is_live() && !self.has_reacted {
            self.watchdog.doubt(now);
        }
    }

    pub(super) fn mark_activity(&mut self, begins: bool, actions: &mut Actions) {
        let mut input = RealtimeInput::default();
        let mark = if begins { &mut input.activity_start } else { &mut input.activity_end };
        *mark = Some(Empty {});
        self.put_or_keep(Item::Message(ClientMessage::RealtimeInput(input)), 0, actions);
    }

    pub(super) fn type_text(&mut self, text: String, now: u64, actions: &mut Actions) {
        let input = RealtimeInput { text: Some(text), ..RealtimeInput::default() };
        self.put_or_keep(Item::Message(ClientMessage::RealtimeInput(input)), now, actions);
    }

    pub(super) fn add_content(&mut self, content: ClientContent, now: u64, actions: &mut Actions) {
        self.put_or_keep(Item::Message(ClientMessage::ClientContent(content)), now, actions);
    }

    /// Keeps what asks for an answer until the answer is there.
    fn expect_answer(&mut self, message: &ClientMessage, now: u64) {
        let asks = match message {
            ClientMessage::RealtimeInput(input) => input.text.is_some(),
            ClientMessage::ClientContent(content) => content.turn_complete,
            ClientMessage::Setup(_)
            | ClientMessage::ToolResponse(_)
            | ClientMessage::ContextUpdate(_) => false,
        };
        if asks {
            self.is_handle_current = false;
            self.questions.push(Question { message: message.clone(), is_recapped: false });
            self.watchdog.owe(now);
        }
    }

    pub(super) fn tool_result(
        &mut self,
        id: String,
        response: Map<String, Value>,
        now: u64,
        actions: &mut Actions,
    ) {
        let answer = FunctionResponse { id, response, ..FunctionResponse::default() };
        let verdict = self.ledger.answer(fit_response(answer));
        if self.is_live() {
            self.carry_out(verdict, actions);
            if self.is_answering && !self.ledger.is_awaited() {
                self.watchdog.owe(now);
            }
        }
        // Else the ledger brings it up when the next connection is ready.
    }

    pub(super) fn carry_out(&mut self, verdict: Verdict, actions: &mut Actions) {
        match verdict {
            Verdict::Drop => {}
            Verdict::Send(answer) => {
                let message =
                    ClientMessage::ToolResponse(ToolResponse { function_responses: vec![answer] });
                self.send(&message, actions);
            }
            Verdict::Tell(answer) => {
                let result = Value::Object(answer.response);
                let words = format!("[The tool {} has finished: {result}]", answer.name);
                let turns = vec![Content::text("user", &words)];
                let message =
                    ClientMessage::ClientContent(ClientContent { turns, turn_complete: false });
                self.send(&message, actions);
            }
        }
    }

    /// A message came. What concerns the connection is dealt with here; the rest is delivered.
    pub(super) fn received(&mut self, mut message: ServerMessage, now: u64, actions: &mut Actions) {
        self.unreadable = 0;
        if let Some(complete) = message.setup_complete.take() {
            self.note_beginning(now);
            self.ready(&complete, now, actions);
        }
        if !self.is_live() && !matches!(self.phase, Phase::Closing { .. }) {
            return;
        }
        if let Some(update) = message.session_resumption_update.take() {
            self.update_handle(update);
        }
        if let Some(usage) = &message.usage_metadata {
            self.statistics.tokens += u64::from(usage.total_token_count.unwrap_or(0));
        }
        if let Some(acknowledged) = message.acknowledged {
            self.acknowledge(acknowledged.sequence);
        }
        if let Some(withdrawn) = &message.tool_call_cancellation {
            for id in &withdrawn.ids {
                self.ledger.cancel(id);
            }
        }
        if let Some(call) = message.tool_call.take() {
            message.tool_call = self.receive_calls(call, actions);
        }
        if let Some(content) = &message.server_content {
            self.follow(content, now);
        }
        if let Some(go_away) = message.go_away.take() {
            self.drain(go_away.time_left_ms().unwrap_or(0), now);
        }
        if !message.is_empty() {
            actions.list.push(Action::Deliver(Box::new(message)));
        }
    }

    fn update_handle(&mut self, update: SessionResumptionUpdate) {
        let was_given_up = matches!(self.phase, Phase::Closing { .. }) && self.handle.is_none();
        if !update.resumable || was_given_up {
            self.handle = None;
        } else if !update.new_handle.is_empty() {
            self.handle = Some(update.new_handle);
            self.handle_failures = 0;
            self.is_handle_current = true;
            self.ledger.handle_arrived();
        }
    }

    fn acknowledge(&mut self, sequence: u32) {
        self.in_flight.retain(
            |item| !matches!(item, Item::Sound { sequence: number, .. } if *number <= sequence),
        );
        self.in_flight_ms = self.in_flight.iter().map(Item::duration_ms).sum();
    }

    /// Calls that are new are delivered; for others the answer is there or on its way.
    fn receive_calls(&mut self, mut call: ToolCall, actions: &mut Actions) -> Option<ToolCall> {
        self.answer_has_begun();
        self.is_answering = true;
        let mut again = Vec::new();
        call.function_calls.retain(|asked| match self.ledger.receive(&asked.id, &asked.name) {
            Reception::New => true,
            Reception::Running => false,
            Reception::Answered(answer) => {
                again.push(answer);
                false
            }
        });
        for answer in again {
            self.carry_out(Verdict::Send(answer), actions);
        }
        self.watchdog.settle();
        (!call.function_calls.is_empty()).then_some(call)
    }

    /// A piece of voice came and was passed on unparsed.
    pub(super) fn voice_came(&mut self, now: u64) {
        self.unreadable = 0;
        if self.is_live() {
            self.answer_has_begun();
            self.is_answering = true;
            self.watchdog.owe(now);
        }
    }

    fn answer_has_begun(&mut self) {
        self.is_handle_current = false;
        self.has_answered = true;
        self.has_reacted = true;
        self.freezes = 0;
        self.rejections = 0;
        self.may_recap = true;
        if !self.is_relayed() {
            self.forget_sound();
        }
        for question in &mut self.questions {
            if !std::mem::replace(&mut question.is_recapped, true)
                && let ClientMessage::RealtimeInput(RealtimeInput { text: Some(text), .. }) =
                    &question.message
            {
                self.recap.typed(text);
            }
        }
    }

    /// Follows who is speaking, for the watchdog, the recap and the calm moments.
    fn follow(&mut self, content: &ServerContent, now: u64) {
        let heard =
            content.input_transcription.as_ref().or(content.interim_input_transcription.as_ref());
        if heard.is_some_and(|heard| !heard.text.is_empty()) {
            self.has_reacted = true;
            self.watchdog.owe(now);
        }
        if let Some(heard) =
            content.input_transcription.as_ref().filter(|heard| heard.finished == Some(true))
        {
            self.keep_spoken_question(&heard.text);
        }
        if content.model_turn.is_some() || content.output_transcription.is_some() {
            self.answer_has_begun();
            self.is_answering = true;
            self.watchdog.owe(now);
        }
        self.recap.hear(content);
        if content.waiting_for_input == Some(true) && self.questions.is_empty() {
            self.has_reacted = true;
            self.watchdog.settle();
        }
        let is_made = content.generation_complete == Some(true);
        let is_over = content.turn_complete == Some(true) || content.interrupted == Some(true);
        if is_made || is_over {
            self.answer_has_begun();
            self.watchdog.settle();
        }
        if is_over {
            self.is_answering = false;
            self.questions.clear();
            if self.is_relayed() {
                self.ledger.handle_arrived();
            }
        }
    }

    /// Words that were recognised need no sound any more: should the tutor be cut before it answers, the next one is
    /// asked in writing.
    fn keep_spoken_question(&mut self, words: &str) {
        if self.is_relayed() || words.trim().is_empty() {
            return;
        }
        self.forget_sound();
        let content =
            ClientContent { turns: vec![Content::text("user", words.trim())], turn_complete: true };
        self.questions
            .push(Question { message: ClientMessage::ClientContent(content), is_recapped: true });
    }
}

/// Sound for our own server: its number, then the samples.
fn numbered(sequence: u32, pcm: &[u8]) -> Frame {
    let mut bytes = Vec::with_capacity(4 + pcm.len());
    bytes.extend_from_slice(&sequence.to_le_bytes());
    bytes.extend_from_slice(pcm);
    Frame::Binary(bytes)
}

/// Sound for a tutor.
fn as_json(pcm: &[u8]) -> Frame {
    const BEFORE: &str = r#"{"realtimeInput":{"audio":{"data":""#;
    const AFTER: [&str; 3] = [r#"","mimeType":""#, INPUT_MIME_TYPE, r#""}}}"#];
    let after: usize = AFTER.iter().map(|part| part.len()).sum();
    let mut text = String::with_capacity(BEFORE.len() + pcm.len().div_ceil(3) * 4 + after);
    text.push_str(BEFORE);
    encode_base64(pcm, &mut text);
    text.extend(AFTER);
    Frame::Text(text)
}
