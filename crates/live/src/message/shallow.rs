//! Frames that are nothing but sound, read without looking at the sound: nearly all frames of a lesson are such.
//!
//! The long piece of base64 is found by its key and left out; only what stands around it, some hundred bytes, is read as
//! JSON. In JSON the characters `"data":` can stand nowhere but at a key, since a quote within a string has a backslash
//! before it; and what is left out is looked through for what a string may not hold. So the result is the same.

use serde::Deserialize;

/// Shorter ones are read in the usual way: no piece of sound is.
const MIN_DATA_BYTES: usize = 64;

/// A piece of the tutor's voice that is a whole message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudioFrame<'a> {
    /// The sound in base64.
    pub data: &'a [u8],
}

/// A piece of the student's sound that is a whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundFrame<'a> {
    /// The sound in base64.
    pub data: &'a [u8],
    /// What it says it is.
    pub mime_type: String,
}

/// What stands around the data, with an empty string in its place, and the data.
fn split(frame: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    const KEY: &[u8] = b"\"data\":";
    let after_key = memchr::memmem::find(frame, KEY)? + KEY.len();
    let spaces = frame[after_key..].iter().take_while(|byte| **byte == b' ').count();
    let (before, rest) = frame.split_at(after_key + spaces);
    let rest = rest.strip_prefix(b"\"")?;
    let (data, after) = rest.split_at(memchr::memchr(b'"', rest)?);
    // Looked through as a whole, without an early end, so that vectors can do it.
    let is_plain = |byte: u8| (byte.wrapping_sub(b' ') < 0x5f) & (byte != b'\\');
    let are_plain = data.iter().fold(true, |all, byte| all & is_plain(*byte));
    if data.len() < MIN_DATA_BYTES || !are_plain {
        return None;
    }
    let mut around = Vec::with_capacity(before.len() + 1 + after.len());
    around.extend_from_slice(before);
    around.push(b'"');
    around.extend_from_slice(after);
    Some((around, data))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sound<'a> {
    /// Empty, unless there are several.
    data: &'a str,
    #[serde(alias = "mime_type")]
    mime_type: &'a str,
}

impl<'a> AudioFrame<'a> {
    /// The frame as voice only, or nothing when anything else is in it.
    #[must_use]
    pub fn parse(frame: &'a [u8]) -> Option<AudioFrame<'a>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Message<'a> {
            #[serde(borrow)]
            server_content: TurnOnly<'a>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct TurnOnly<'a> {
            #[serde(borrow)]
            model_turn: Turn<'a>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Turn<'a> {
            #[serde(borrow)]
            parts: [Part<'a>; 1],
            #[serde(borrow, default)]
            role: Option<&'a str>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Part<'a> {
            #[serde(borrow)]
            inline_data: Sound<'a>,
        }
        let (around, data) = split(frame)?;
        let message: Message<'_> = serde_json::from_slice(&around).ok()?;
        let Turn { parts: [Part { inline_data }], role } = message.server_content.model_turn;
        let is_voice = inline_data.data.is_empty()
            && inline_data.mime_type.starts_with("audio/pcm")
            && role.is_none_or(|role| role == "model");
        is_voice.then_some(AudioFrame { data })
    }
}

impl<'a> SoundFrame<'a> {
    /// The frame as sound only, or nothing when anything else is in it.
    #[must_use]
    pub fn parse(frame: &'a [u8]) -> Option<SoundFrame<'a>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Message<'a> {
            #[serde(borrow, alias = "realtime_input")]
            realtime_input: Input<'a>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Input<'a> {
            #[serde(borrow)]
            audio: Sound<'a>,
        }
        let (around, data) = split(frame)?;
        let message: Message<'_> = serde_json::from_slice(&around).ok()?;
        let Sound { data: rest, mime_type } = message.realtime_input.audio;
        rest.is_empty().then(|| SoundFrame { data, mime_type: mime_type.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{ClientMessage, ServerMessage};

    const VOICE: &str = r#"{"serverContent":{"modelTurn":{"role":"model","parts":[{"inlineData":{"data": "DATA","mimeType":"audio/pcm;rate=24000"}}]}}}"#;
    const SOUND: &str =
        r#"{"realtime_input":{"audio":{"data":"DATA","mime_type":"audio/pcm;rate=16000"}}}"#;

    fn with(frame: &str, data: &str) -> String {
        frame.replace("DATA", data)
    }

    #[test]
    fn long_sound_is_found_and_is_the_same_as_in_the_whole_message() {
        let data = "AB+/".repeat(1_100);
        let frame = with(VOICE, &data);
        let voice = AudioFrame::parse(frame.as_bytes()).expect("voice only");
        let whole = ServerMessage::parse(frame.as_bytes()).expect("a message");
        let sounds: Vec<_> =
            whole.server_content.iter().flat_map(|content| content.sounds()).collect();
        assert_eq!((sounds.len(), sounds[0].data.as_bytes()), (1, voice.data));

        let frame = with(SOUND, &data);
        let sound = SoundFrame::parse(frame.as_bytes()).expect("sound only");
        let Ok(ClientMessage::RealtimeInput(input)) = ClientMessage::parse(frame.as_bytes()) else {
            panic!("it is input");
        };
        let blob = input.audio.expect("sound");
        assert_eq!((blob.data.as_bytes(), &blob.mime_type), (sound.data, &sound.mime_type));
    }

    #[test]
    fn what_a_string_may_not_hold_and_what_else_is_in_the_message_is_left_to_the_whole_reading() {
        let long = "A".repeat(80);
        for bad in ["\n", "\u{1}", "\\u0041", "é", "\u{7f}", "\"", "\\\""] {
            let data = format!("{long}{bad}{long}");
            assert_eq!(AudioFrame::parse(with(VOICE, &data).as_bytes()), None, "{bad:?}");
            assert_eq!(SoundFrame::parse(with(SOUND, &data).as_bytes()), None, "{bad:?}");
        }
        let frame = with(SOUND, &long);
        for (from, to) in [
            (r#"{"realtime"#, r#"{"setup":{},"realtime"#),
            (r#""audio":"#, r#""audio":{"data":"AAAA","mimeType":"x"},"audio":"#),
            (r#""audio":"#, r#""text":"x","audio":"#),
            (r#","mime_type""#, r#","data":"","mime_type""#),
            ("}}}", "}}"),
            ("}}}", "}}}x"),
        ] {
            let other = frame.replace(from, to);
            assert_ne!(other, frame);
            assert_eq!(SoundFrame::parse(other.as_bytes()), None, "{other}");
        }
        assert_eq!(SoundFrame::parse(with(SOUND, "AAAA").as_bytes()), None, "short");
        assert_eq!(SoundFrame::parse(b"\"data\":"), None);
    }
}
