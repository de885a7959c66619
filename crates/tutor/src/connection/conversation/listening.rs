//! What the student says: sound, turns, and what the ears make of them.

use super::super::{Ending, Step};
use super::{Conversation, EarReport, SCRIPTED_WORD_MS, TOKENS_A_SECOND, offset};
use crate::brain;
use crate::ears::Heard;
use crate::hearing::Change;
use crate::script::Moment;
use ganita_live::message::{Blob, ServerContent, ServerMessage, Transcription, VoiceActivity};
use ganita_notation::Language;
use ganita_spoken::Hypothesis;
use std::time::Instant;

impl Conversation {
    pub(super) async fn hear(&mut self, blob: &Blob) -> Step {
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
        self.moment(Moment::Sound).await?;
        match self.hearing.hear(&pcm, rate_hz, Instant::now()) {
            Change::Nothing => Ok(()),
            Change::Begins => self.speech_begins().await,
            Change::Ends => self.end_turn().await,
        }
    }

    pub(super) async fn speech_begins(&mut self) -> Step {
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
    pub(super) async fn end_turn(&mut self) -> Step {
        let sound_ms = self.hearing.turn_ms();
        let pcm = self.hearing.end();
        self.turn += 1;
        self.say_activity("ACTIVITY_END").await?;
        let tokens = sound_ms * TOKENS_A_SECOND / 1000;
        if let Some(scripted) =
            self.line.tutor.script.transcript.get(self.snapshot.next_scripted).cloned()
        {
            self.snapshot.next_scripted += 1;
            self.say_heard(&scripted.words, true, Some(&scripted.language)).await?;
            return self.answer_words(&scripted.words, tokens).await;
        }
        let speaks_hindi = self.wishes.language == Some(Language::Hindi);
        match self.line.tutor.ears.clone().filter(|ears| !speaks_hindi && ears.name().is_some()) {
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
    pub(super) async fn look(&mut self) -> Step {
        if let Some(scripted) = self.line.tutor.script.transcript.get(self.snapshot.next_scripted) {
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
        if let Some(ears) = self.line.tutor.ears.clone()
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

    pub(super) async fn take_report(&mut self, report: EarReport) -> Step {
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
            let words = likeliest(heard, self.wishes.language.unwrap_or_default());
            self.say_heard(&words, true, None).await?;
            self.answer_words(&words, tokens).await
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
        if self.wishes.wants_input_words {
            self.say_transcript(words, is_final, scripted).await?;
        }
        if is_final { self.moment(Moment::Heard).await } else { Ok(()) }
    }

    async fn say_transcript(
        &mut self,
        words: &str,
        is_final: bool,
        scripted: Option<&str>,
    ) -> Step {
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
}

/// Of all ways to hear it the words that are most probably meant.
fn likeliest(heard: Heard, language: Language) -> String {
    let ways: Vec<Hypothesis> = heard
        .alternatives
        .into_iter()
        .map(|way| Hypothesis { words: way.text, log_probability: way.log_probability })
        .collect();
    let chosen = brain::likeliest(&ways, language);
    ways.into_iter().nth(chosen).map_or(heard.text, |way| way.words)
}
