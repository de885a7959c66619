//! What the tutor answers: thinking, performing, breaking off.

use super::super::Step;
use super::{Conversation, Performing, TOKENS_A_SECOND};
use crate::brain::{self, Act, think};
use crate::performance::{Beat, Stage, perform};
use crate::script::Moment;
use ganita_live::message::{
    ModalityTokens, ServerContent, ServerMessage, SessionResumptionUpdate, ToolCallCancellation,
    Usage,
};
use ganita_notation::Language;
use std::sync::Arc;
use tokio::sync::mpsc;

impl Conversation {
    pub(super) async fn answer_words(&mut self, words: &str, tokens: u64) -> Step {
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

    pub(super) async fn answer(
        &mut self,
        acts: Vec<Act>,
        language: Language,
        prompt_tokens: u64,
    ) -> Step {
        self.interrupt().await?;
        if self.is_mute || self.mouth.is_frozen {
            return Ok(());
        }
        self.answers += 1;
        let (send_beat, beats) = mpsc::channel(4);
        let (send_result, results) = mpsc::channel(16);
        let stage = Stage {
            voice: Arc::clone(&self.line.tutor.voice),
            language,
            beats: send_beat,
            results,
            tools: self.wishes.tools.clone(),
            non_blocking: self.wishes.non_blocking.clone(),
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

    /// Says that a call which was not waited for has come to its end.
    pub(super) async fn tell_of_result(&mut self, name: &str) -> Step {
        let language = self.wishes.language.unwrap_or_default();
        self.answer(brain::board_has_done(name, language), language, 0).await
    }

    /// Breaks off the answer being given, if there is one.
    pub(super) async fn interrupt(&mut self) -> Step {
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

    pub(super) async fn play(&mut self, beat: Option<Beat>) -> Step {
        match beat {
            Some(Beat::Send(message)) => self.play_message(&message).await,
            Some(Beat::Call { message, id, name }) => {
                if self.wishes.non_blocking.contains(&name) {
                    self.open_calls.push((id, name));
                } else if let Some(performing) = &mut self.performing {
                    performing.pending.push(id);
                }
                self.mouth.say(&message).await?;
                self.moment(Moment::ToolCall).await
            }
            Some(Beat::Done { voice_ms }) => {
                let prompt_tokens =
                    self.performing.take().map_or(0, |performing| performing.prompt_tokens);
                self.end_of_answer(prompt_tokens, voice_ms).await?;
                match self.told_later.pop_front() {
                    Some(name) => self.tell_of_result(&name).await,
                    None => Ok(()),
                }
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
            self.moment(Moment::Voice).await?;
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

    pub(super) async fn offer_handle(&mut self) -> Step {
        if !self.gives_handles {
            return Ok(());
        }
        let new_handle = self.line.tutor.handles.keep(self.snapshot.clone());
        self.say_resumption(SessionResumptionUpdate {
            new_handle,
            resumable: true,
            last_consumed_client_message_index: self.wishes.wants_counts.then_some(self.consumed),
        })
        .await
    }

    pub(super) async fn say_resumption(&mut self, update: SessionResumptionUpdate) -> Step {
        self.mouth
            .say(&ServerMessage {
                session_resumption_update: Some(update),
                ..ServerMessage::default()
            })
            .await
    }
}

fn count(tokens: u64) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
