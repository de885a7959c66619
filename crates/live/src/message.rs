//! What is said on the wire: Gemini Live's messages.
//!
//! Written in camelCase, read in camelCase and in snake_case (Python's SDK sends both, mixed). A key given twice, in
//! whatever spelling, is refused. Names and shapes follow Google's published `BidiGenerateContent` messages; a test
//! holds them against the JSON Schemas exported from Google's SDK where those are at hand.

mod base64;
mod client;
mod server;
mod shallow;

pub use base64::{decode_base64, decode_base64_after};
pub use client::{
    AudioTranscription, ClientContent, ClientMessage, ContextUpdate, Empty, GenerationConfig,
    PrebuiltVoice, RealtimeInput, SessionResumption, Setup, Speech, ToolResponse, Voice,
};
pub use server::{
    Acknowledged, GoAway, ModalityTokens, Notice, ServerContent, ServerMessage,
    SessionResumptionUpdate, SetupComplete, ToolCall, ToolCallCancellation, Transcription, Usage,
    VadSignal, VoiceActivity, Word,
};

pub(crate) use base64::encode_base64;
pub use shallow::{AudioFrame, SoundFrame};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// What the student's sound is: 16-bit little-endian samples, one channel, 16 kHz.
pub const INPUT_MIME_TYPE: &str = "audio/pcm;rate=16000";

/// What the tutor's voice is: 16-bit little-endian samples, one channel, 24 kHz.
pub const OUTPUT_MIME_TYPE: &str = "audio/pcm;rate=24000";

/// A frame that is no message, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageError {
    /// What the JSON reader found wrong, in its words.
    pub reason: String,
}

impl std::fmt::Display for MessageError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "not a message: {}", self.reason)
    }
}

impl std::error::Error for MessageError {}

/// A message from the bytes of a text or binary frame.
fn read<'a, T: Deserialize<'a>>(frame: &'a [u8]) -> Result<T, MessageError> {
    serde_json::from_slice(frame).map_err(|error| MessageError { reason: error.to_string() })
}

/// One turn of a conversation, or an instruction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// `user` or `model`; absent in an instruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its parts, in order.
    #[serde(default, deserialize_with = "null_is_default")]
    pub parts: Vec<Part>,
}

impl Content {
    /// A turn of plain text.
    #[must_use]
    pub fn text(role: &str, text: &str) -> Content {
        let part = Part { text: Some(text.to_owned()), ..Part::default() };
        Content { role: (!role.is_empty()).then(|| role.to_owned()), parts: vec![part] }
    }

    /// The text of all its parts, joined; thoughts are left out.
    #[must_use]
    pub fn words(&self) -> String {
        let spoken = self.parts.iter().filter(|part| part.thought != Some(true));
        spoken.filter_map(|part| part.text.as_deref()).collect::<Vec<_>>().join(" ")
    }
}

/// A piece of a turn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Sound or a picture.
    #[serde(alias = "inline_data", skip_serializing_if = "Option::is_none")]
    pub inline_data: Option<Blob>,
    /// Whether the text is the model's thinking, not said to anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thought: Option<bool>,
    /// A call inside a turn; live sessions use [`ToolCall`] instead.
    #[serde(alias = "function_call", skip_serializing_if = "Option::is_none")]
    pub function_call: Option<FunctionCall>,
    /// An answer inside a turn; live sessions use [`ToolResponse`] instead.
    #[serde(alias = "function_response", skip_serializing_if = "Option::is_none")]
    pub function_response: Option<FunctionResponse>,
}

/// Bytes with their type, as base64.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Blob {
    /// The bytes in base64; both alphabets are read, the standard one is written.
    pub data: String,
    /// `audio/pcm;rate=16000` and the like.
    #[serde(default, alias = "mime_type", deserialize_with = "null_is_default")]
    pub mime_type: String,
}

impl Blob {
    /// Bytes of a type.
    #[must_use]
    pub fn new(bytes: &[u8], mime_type: &str) -> Blob {
        let mut data = String::new();
        encode_base64(bytes, &mut data);
        Blob { data, mime_type: mime_type.to_owned() }
    }

    /// The bytes, if the base64 is sound.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        decode_base64(&self.data)
    }
}

/// A function the tutor wants called.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionCall {
    /// Under which the answer must come back.
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub id: String,
    /// Which function.
    #[serde(default, deserialize_with = "null_is_default")]
    pub name: String,
    /// Its arguments, as the model wrote them.
    #[serde(default, deserialize_with = "null_is_default")]
    pub args: Map<String, Value>,
    /// Arguments that are still being written; passed on unread.
    #[serde(alias = "partial_args", skip_serializing_if = "Option::is_none")]
    pub partial_args: Option<Value>,
    /// Whether more of the arguments follow.
    #[serde(alias = "will_continue", skip_serializing_if = "Option::is_none")]
    pub will_continue: Option<bool>,
}

/// What a function returned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionResponse {
    /// The call's id.
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub id: String,
    /// The function's name.
    #[serde(default, deserialize_with = "null_is_default")]
    pub name: String,
    /// The result. An empty one makes some models call again.
    #[serde(default, deserialize_with = "null_is_default")]
    pub response: Map<String, Value>,
    /// `SILENT`, `WHEN_IDLE` or `INTERRUPT`, for calls that did not block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduling: Option<String>,
    /// Whether more results of the same call follow.
    #[serde(alias = "will_continue", skip_serializing_if = "Option::is_none")]
    pub will_continue: Option<bool>,
}

/// Protobuf's JSON writes an absent value as `null` or leaves it out; both mean the default.
fn null_is_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    reader: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(reader)?.unwrap_or_default())
}

/// Protobuf's JSON writes 64-bit integers as strings; SDKs write numbers.
fn integer<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(u64),
        Digits(String),
    }
    match Option::<Written>::deserialize(reader)? {
        None => Ok(None),
        Some(Written::Number(number)) => Ok(Some(number)),
        Some(Written::Digits(digits)) => digits.parse().map(Some).map_err(serde::de::Error::custom),
    }
}
