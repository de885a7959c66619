//! What a client says: exactly one of these in every message.

use super::{Blob, Content, FunctionResponse, MessageError, null_is_default, read};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A message from the student's side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClientMessage {
    /// The first message: which model, which voice, which tools.
    Setup(Box<Setup>),
    /// Turns of the conversation.
    #[serde(alias = "client_content")]
    ClientContent(ClientContent),
    /// Sound, typing, and where speech begins and ends.
    #[serde(alias = "realtime_input")]
    RealtimeInput(RealtimeInput),
    /// What the tools returned.
    #[serde(alias = "tool_response")]
    ToolResponse(ToolResponse),
    /// A new instruction or new tools in the middle of a session.
    #[serde(alias = "context_update")]
    ContextUpdate(ContextUpdate),
}

impl ClientMessage {
    /// Reads a text or binary frame. Keys this type does not know are refused.
    ///
    /// # Errors
    /// When the frame is no JSON, has no or several message keys, or a key twice.
    pub fn parse(frame: &[u8]) -> Result<ClientMessage, MessageError> {
        read(frame)
    }

    /// The message as the text of a frame.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and string-keyed maps always write")
    }
}

/// How the session is to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setup {
    /// `models/…`.
    pub model: String,
    /// Voice, length, temperature.
    #[serde(alias = "generation_config", skip_serializing_if = "Option::is_none")]
    pub generation_config: Option<GenerationConfig>,
    /// Who the tutor is and what it may do.
    #[serde(alias = "system_instruction", skip_serializing_if = "Option::is_none")]
    pub system_instruction: Option<Content>,
    /// Tool declarations, see [`crate::tools::declarations`].
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Value>,
    /// Who detects speech, and how eagerly.
    #[serde(alias = "realtime_input_config", skip_serializing_if = "Option::is_none")]
    pub realtime_input_config: Option<Value>,
    /// Present: handles are wanted. With a handle: an earlier session goes on.
    #[serde(alias = "session_resumption", skip_serializing_if = "Option::is_none")]
    pub session_resumption: Option<SessionResumption>,
    /// Lets a session outlive its context window.
    #[serde(alias = "context_window_compression", skip_serializing_if = "Option::is_none")]
    pub context_window_compression: Option<Value>,
    /// Present: what the student says is written down.
    #[serde(alias = "input_audio_transcription", skip_serializing_if = "Option::is_none")]
    pub input_audio_transcription: Option<AudioTranscription>,
    /// Present: what the tutor says is written down.
    #[serde(alias = "output_audio_transcription", skip_serializing_if = "Option::is_none")]
    pub output_audio_transcription: Option<AudioTranscription>,
    /// Whether the tutor may speak unasked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proactivity: Option<Value>,
    /// Whether `voiceActivity` messages are wanted.
    #[serde(alias = "explicit_vad_signal", skip_serializing_if = "Option::is_none")]
    pub explicit_vad_signal: Option<bool>,
    /// How history is given at the beginning.
    #[serde(alias = "history_config", skip_serializing_if = "Option::is_none")]
    pub history_config: Option<Value>,
    /// A face for the voice; passed on, never used here.
    #[serde(alias = "avatar_config", skip_serializing_if = "Option::is_none")]
    pub avatar_config: Option<Value>,
    /// Which content is blocked.
    #[serde(alias = "safety_settings", skip_serializing_if = "Option::is_none")]
    pub safety_settings: Option<Value>,
    /// Labels for billing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Map<String, Value>>,
}

impl Setup {
    /// The language asked for (`hi-IN`), from the voice's or the transcription's settings.
    #[must_use]
    pub fn language_code(&self) -> Option<&str> {
        let speech =
            self.generation_config.as_ref().and_then(|config| config.speech_config.as_ref());
        let voice = speech.and_then(|speech| speech.language_code.as_deref());
        let heard = self.input_audio_transcription.as_ref();
        voice.or_else(|| heard.and_then(|heard| heard.language_codes.first()).map(String::as_str))
    }
}

/// How answers are made. Settings not named here are read over: Google adds some every month.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerationConfig {
    /// `["AUDIO"]`.
    #[serde(
        default,
        alias = "response_modalities",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub response_modalities: Vec<String>,
    /// How freely words are chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Longest answer.
    #[serde(alias = "max_output_tokens", skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u32>,
    /// The voice.
    #[serde(alias = "speech_config", skip_serializing_if = "Option::is_none")]
    pub speech_config: Option<Speech>,
    /// How long it may think.
    #[serde(alias = "thinking_config", skip_serializing_if = "Option::is_none")]
    pub thinking_config: Option<Value>,
}

/// Voice and language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Speech {
    /// `en-IN`, `hi-IN`.
    #[serde(alias = "language_code", skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
    /// Whose voice.
    #[serde(alias = "voice_config", skip_serializing_if = "Option::is_none")]
    pub voice_config: Option<Voice>,
}

/// Whose voice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Voice {
    /// One of the provider's own.
    #[serde(alias = "prebuilt_voice_config", skip_serializing_if = "Option::is_none")]
    pub prebuilt_voice_config: Option<PrebuiltVoice>,
}

/// One of the provider's own voices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrebuiltVoice {
    /// `Kore`.
    #[serde(alias = "voice_name", skip_serializing_if = "Option::is_none")]
    pub voice_name: Option<String>,
}

/// Asks for handles, or brings one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionResumption {
    /// Where an earlier session stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether consumed messages are counted; only Google's Agent Platform knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transparent: Option<bool>,
}

/// How speech is written down. Settings not named here are read over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudioTranscription {
    /// Which languages to expect.
    #[serde(
        default,
        alias = "language_codes",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub language_codes: Vec<String>,
    /// Words to expect: the names of mathematics.
    #[serde(
        default,
        alias = "custom_vocabulary",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub custom_vocabulary: Vec<String>,
}

/// Turns of the conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientContent {
    /// In order.
    #[serde(default, deserialize_with = "null_is_default")]
    pub turns: Vec<Content>,
    /// Whether the tutor is to answer now. It interrupts a running answer.
    #[serde(default, alias = "turn_complete", deserialize_with = "null_is_default")]
    pub turn_complete: bool,
}

/// A message without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Empty {}

/// What happens now: one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RealtimeInput {
    /// Sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Blob>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Blob>,
    /// Typed words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The student begins to speak (when the client detects speech).
    #[serde(alias = "activity_start", skip_serializing_if = "Option::is_none")]
    pub activity_start: Option<Empty>,
    /// The student has stopped speaking.
    #[serde(alias = "activity_end", skip_serializing_if = "Option::is_none")]
    pub activity_end: Option<Empty>,
    /// No more sound comes for now.
    #[serde(alias = "audio_stream_end", skip_serializing_if = "Option::is_none")]
    pub audio_stream_end: Option<bool>,
    /// Sound in the older spelling.
    #[serde(
        default,
        alias = "media_chunks",
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub media_chunks: Vec<Blob>,
}

/// What the tools returned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToolResponse {
    /// One for each call answered.
    #[serde(default, alias = "function_responses", deserialize_with = "null_is_default")]
    pub function_responses: Vec<FunctionResponse>,
}

/// A new instruction or new tools in the middle of a session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContextUpdate {
    /// Replaces the one given at setup.
    #[serde(alias = "system_instruction", skip_serializing_if = "Option::is_none")]
    pub system_instruction: Option<Content>,
    /// Replaces the tools given at setup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Value>,
}
