//! What a tutor says: one or several of these in every message.

use super::{Blob, Content, FunctionCall, MessageError, integer, null_is_default, read};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message from the tutor. Keys that are not known are read over: new ones appear without notice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerMessage {
    /// The session is ready. Always the first message.
    #[serde(alias = "setup_complete", skip_serializing_if = "Option::is_none")]
    pub setup_complete: Option<SetupComplete>,
    /// Voice, transcripts, and where turns end.
    #[serde(alias = "server_content", skip_serializing_if = "Option::is_none")]
    pub server_content: Option<Box<ServerContent>>,
    /// Functions to call.
    #[serde(alias = "tool_call", skip_serializing_if = "Option::is_none")]
    pub tool_call: Option<ToolCall>,
    /// Calls whose answers are no longer wanted.
    #[serde(alias = "tool_call_cancellation", skip_serializing_if = "Option::is_none")]
    pub tool_call_cancellation: Option<ToolCallCancellation>,
    /// What the turn cost.
    #[serde(alias = "usage_metadata", skip_serializing_if = "Option::is_none")]
    pub usage_metadata: Option<Box<Usage>>,
    /// The connection will be cut.
    #[serde(alias = "go_away", skip_serializing_if = "Option::is_none")]
    pub go_away: Option<GoAway>,
    /// Where the session can be taken up again.
    #[serde(alias = "session_resumption_update", skip_serializing_if = "Option::is_none")]
    pub session_resumption_update: Option<SessionResumptionUpdate>,
    /// Speech began or ended.
    #[serde(alias = "voice_activity", skip_serializing_if = "Option::is_none")]
    pub voice_activity: Option<VoiceActivity>,
    /// Speech began or ended, in the older spelling.
    #[serde(alias = "voice_activity_detection_signal", skip_serializing_if = "Option::is_none")]
    pub voice_activity_detection_signal: Option<VadSignal>,
    /// Ganita's own, from its server to its page: sound up to here was passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
    /// Ganita's own, from its server to its page: something the student should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
}

impl ServerMessage {
    /// Reads a text or binary frame (Google sends JSON in binary ones).
    ///
    /// # Errors
    /// When the frame is no JSON object of this shape.
    pub fn parse(frame: &[u8]) -> Result<ServerMessage, MessageError> {
        read(frame)
    }

    /// The message as the text of a frame.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and string-keyed maps always write")
    }

    /// Whether nothing is in it that this type knows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == ServerMessage::default()
    }

    /// A message of content only.
    #[must_use]
    pub fn content(content: ServerContent) -> ServerMessage {
        ServerMessage { server_content: Some(Box::new(content)), ..ServerMessage::default() }
    }
}

/// The session is ready.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetupComplete {
    /// The tutor's name for the session.
    #[serde(alias = "session_id", skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
}

/// Voice, transcripts, and where turns end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerContent {
    /// A piece of the tutor's answer.
    #[serde(alias = "model_turn", skip_serializing_if = "Option::is_none")]
    pub model_turn: Option<Content>,
    /// The tutor has finished; it is the student's turn.
    #[serde(alias = "turn_complete", skip_serializing_if = "Option::is_none")]
    pub turn_complete: Option<bool>,
    /// Why the turn ended, when not by itself.
    #[serde(alias = "turn_complete_reason", skip_serializing_if = "Option::is_none")]
    pub turn_complete_reason: Option<String>,
    /// Everything has been made; it may still be playing.
    #[serde(alias = "generation_complete", skip_serializing_if = "Option::is_none")]
    pub generation_complete: Option<bool>,
    /// The student spoke over the answer: what is queued for playing must go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interrupted: Option<bool>,
    /// The tutor waits for more before it goes on.
    #[serde(alias = "waiting_for_input", skip_serializing_if = "Option::is_none")]
    pub waiting_for_input: Option<bool>,
    /// `IN_PROGRESS` or `IDLE`.
    #[serde(alias = "interaction_status", skip_serializing_if = "Option::is_none")]
    pub interaction_status: Option<String>,
    /// What the student said.
    #[serde(alias = "input_transcription", skip_serializing_if = "Option::is_none")]
    pub input_transcription: Option<Transcription>,
    /// What the student seems to be saying; each replaces the one before.
    #[serde(alias = "interim_input_transcription", skip_serializing_if = "Option::is_none")]
    pub interim_input_transcription: Option<Transcription>,
    /// What the tutor says; pieces, to be joined.
    #[serde(alias = "output_transcription", skip_serializing_if = "Option::is_none")]
    pub output_transcription: Option<Transcription>,
    /// Where an answer was looked up; passed on unread.
    #[serde(alias = "grounding_metadata", skip_serializing_if = "Option::is_none")]
    pub grounding_metadata: Option<Value>,
    /// Which pages were read; passed on unread.
    #[serde(alias = "url_context_metadata", skip_serializing_if = "Option::is_none")]
    pub url_context_metadata: Option<Value>,
}

impl ServerContent {
    /// The pieces of sound in it.
    pub fn sounds(&self) -> impl Iterator<Item = &Blob> {
        let parts = self.model_turn.iter().flat_map(|turn| &turn.parts);
        parts
            .filter_map(|part| part.inline_data.as_ref())
            .filter(|blob| blob.mime_type.starts_with("audio/"))
    }
}

/// Words that were spoken.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transcription {
    /// The words.
    #[serde(default, deserialize_with = "null_is_default")]
    pub text: String,
    /// Whether no more words follow in this turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished: Option<bool>,
    /// `en-IN`, `hi-IN`.
    #[serde(alias = "language_code", skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
    /// Who spoke. [`Transcription::SCRIPTED`] when nobody was listening.
    #[serde(alias = "speaker_label", skip_serializing_if = "Option::is_none")]
    pub speaker_label: Option<String>,
    /// Each word and when it was said.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
    /// When speech began, from the beginning of the stream: `"1.200s"`.
    #[serde(alias = "start_offset", skip_serializing_if = "Option::is_none")]
    pub start_offset: Option<String>,
    /// When speech ended.
    #[serde(alias = "end_offset", skip_serializing_if = "Option::is_none")]
    pub end_offset: Option<String>,
}

impl Transcription {
    /// The speaker's label of words that were read from a script instead of being recognised.
    pub const SCRIPTED: &'static str = "scripted";

    /// Whether the words come from a script and nobody listened.
    #[must_use]
    pub fn is_scripted(&self) -> bool {
        self.speaker_label.as_deref() == Some(Transcription::SCRIPTED)
    }
}

/// A word and when it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Word {
    /// The word.
    #[serde(default, deserialize_with = "null_is_default")]
    pub word: String,
    /// `"0.400s"`.
    #[serde(alias = "start_offset", skip_serializing_if = "Option::is_none")]
    pub start_offset: Option<String>,
    /// `"0.800s"`.
    #[serde(alias = "end_offset", skip_serializing_if = "Option::is_none")]
    pub end_offset: Option<String>,
}

/// Functions to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolCall {
    /// In order.
    #[serde(default, alias = "function_calls", deserialize_with = "null_is_default")]
    pub function_calls: Vec<FunctionCall>,
}

/// Calls whose answers are no longer wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolCallCancellation {
    /// Their ids.
    #[serde(default, deserialize_with = "null_is_default")]
    pub ids: Vec<String>,
}

/// The connection will be cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GoAway {
    /// How long it still lives: `"50s"`, `"1.5s"`.
    #[serde(alias = "time_left", skip_serializing_if = "Option::is_none")]
    pub time_left: Option<String>,
}

impl GoAway {
    /// The time left; none when it is absent or unreadable, and then nothing should be counted on.
    #[must_use]
    pub fn time_left_ms(&self) -> Option<u64> {
        let seconds: f64 = self.time_left.as_deref()?.strip_suffix('s')?.parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded on the line above"
        )]
        (0.0..=86_400.0).contains(&seconds).then_some((seconds * 1000.0) as u64)
    }
}

/// Where the session can be taken up again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionResumptionUpdate {
    /// The handle; empty while the session cannot be taken up.
    #[serde(
        default,
        alias = "new_handle",
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub new_handle: String,
    /// Whether the session can be taken up at this moment.
    #[serde(default, deserialize_with = "null_is_default")]
    pub resumable: bool,
    /// The last of the client's messages that is part of the handle's state, where the provider counts them.
    #[serde(
        default,
        alias = "last_consumed_client_message_index",
        deserialize_with = "integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub last_consumed_client_message_index: Option<u64>,
}

/// Speech began or ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceActivity {
    /// `ACTIVITY_START` or `ACTIVITY_END`. The wire says `type` where the SDKs' types say `voiceActivityType`.
    #[serde(rename = "type", alias = "voiceActivityType", alias = "voice_activity_type")]
    pub kind: Option<String>,
    /// When, from the beginning of the stream.
    #[serde(alias = "audio_offset", skip_serializing_if = "Option::is_none")]
    pub audio_offset: Option<String>,
}

/// Speech began or ended, in the older spelling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VadSignal {
    /// `VAD_SIGNAL_TYPE_SOS` or `VAD_SIGNAL_TYPE_EOS`.
    #[serde(alias = "vad_signal_type")]
    pub vad_signal_type: Option<String>,
}

/// What a turn cost. The details need not add up to the totals; the totals count. The Agent Platform says `candidates`
/// where the Developer API says `response`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// What went in.
    #[serde(alias = "prompt_token_count", skip_serializing_if = "Option::is_none")]
    pub prompt_token_count: Option<u32>,
    /// Of it, what was remembered from before.
    #[serde(alias = "cached_content_token_count", skip_serializing_if = "Option::is_none")]
    pub cached_content_token_count: Option<u32>,
    /// What came out.
    #[serde(
        alias = "response_token_count",
        alias = "candidatesTokenCount",
        skip_serializing_if = "Option::is_none"
    )]
    pub response_token_count: Option<u32>,
    /// What tools returned.
    #[serde(alias = "tool_use_prompt_token_count", skip_serializing_if = "Option::is_none")]
    pub tool_use_prompt_token_count: Option<u32>,
    /// What was thought.
    #[serde(alias = "thoughts_token_count", skip_serializing_if = "Option::is_none")]
    pub thoughts_token_count: Option<u32>,
    /// Everything.
    #[serde(alias = "total_token_count", skip_serializing_if = "Option::is_none")]
    pub total_token_count: Option<u32>,
    /// What went in, by kind.
    #[serde(
        default,
        alias = "prompt_tokens_details",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub prompt_tokens_details: Vec<ModalityTokens>,
    /// What came out, by kind.
    #[serde(
        default,
        alias = "response_tokens_details",
        alias = "candidatesTokensDetails",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub response_tokens_details: Vec<ModalityTokens>,
    /// What was remembered, by kind.
    #[serde(
        default,
        alias = "cache_tokens_details",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub cache_tokens_details: Vec<ModalityTokens>,
    /// What tools returned, by kind.
    #[serde(
        default,
        alias = "tool_use_prompt_tokens_details",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tool_use_prompt_tokens_details: Vec<ModalityTokens>,
    /// `ON_DEMAND`, `PROVISIONED_THROUGHPUT`: what is paid for; passed on unread.
    #[serde(alias = "traffic_type", skip_serializing_if = "Option::is_none")]
    pub traffic_type: Option<String>,
    /// Which service was used; passed on unread.
    #[serde(alias = "service_tier", skip_serializing_if = "Option::is_none")]
    pub service_tier: Option<String>,
}

/// Tokens of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModalityTokens {
    /// `TEXT`, `AUDIO`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modality: Option<String>,
    /// How many.
    #[serde(alias = "token_count", skip_serializing_if = "Option::is_none")]
    pub token_count: Option<u32>,
}

/// Sound up to here was passed on to the tutor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The number of the last such chunk.
    pub sequence: u32,
}

/// Something the student should know, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `tutor-has-no-ears`, `reconnecting`.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Hindi.
    pub hi: String,
}
