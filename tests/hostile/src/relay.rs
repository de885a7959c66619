//! Frames that a page or a tutor should not send.

use ganita_live::message::{AudioFrame, ClientMessage, ServerMessage, SoundFrame};

use crate::dice::Dice;

const SEEDS: [&str; 12] = [
    r#"{"setup":{"model":"models/m","generationConfig":{"responseModalities":["AUDIO"]},"sessionResumption":{"handle":"h"}}}"#,
    r#"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"solve x^2=4"}]}],"turnComplete":true}}"#,
    r#"{"realtimeInput":{"audio":{"data":"AAAA","mimeType":"audio/pcm;rate=16000"}}}"#,
    r#"{"realtime_input":{"audio_stream_end":true}}"#,
    r#"{"toolResponse":{"functionResponses":[{"id":"1","name":"show_steps","response":{"ok":true}}]}}"#,
    r#"{"setupComplete":{}}"#,
    r#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA","mimeType":"audio/pcm;rate=24000"}}]}}}"#,
    r#"{"serverContent":{"inputTranscription":{"text":"x squared"},"turnComplete":true}}"#,
    r#"{"serverContent":{"interrupted":true,"generationComplete":true}}"#,
    r#"{"toolCall":{"functionCalls":[{"id":"7","name":"write_equation","args":{"latex":"x^{2}"}}]}}"#,
    r#"{"goAway":{"timeLeft":"9.5s"}}"#,
    r#"{"sessionResumptionUpdate":{"newHandle":"h","resumable":true},"usageMetadata":{"totalTokenCount":3}}"#,
];

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "\\u0000",
    "\\ud800",
    "\"setup\":",
    "\"serverContent\":",
    "\"server_content\":",
    "\"audio\":",
    "\"parts\":",
    "\"role\":\"user\"",
    "\u{0}",
    "हल",
    " ",
    "\n",
];

/// What must hold for the bytes of any frame: it is refused with a reason, or is a message that is the same when it is
/// written and read again.
///
/// # Errors
/// What does not hold.
pub fn any(frame: &[u8]) -> Result<(), String> {
    match ClientMessage::parse(frame) {
        Err(error) if error.reason.is_empty() => return Err("refused without a reason".to_owned()),
        Err(_) => {}
        Ok(message) => {
            let again = ClientMessage::parse(message.to_json().as_bytes());
            if again.as_ref() != Ok(&message) {
                return Err(format!("{message:?} comes back as {again:?}"));
            }
        }
    }
    let server = ServerMessage::parse(frame);
    match &server {
        Err(error) if error.reason.is_empty() => return Err("refused without a reason".to_owned()),
        Err(_) => {}
        Ok(message) => {
            let again = ServerMessage::parse(message.to_json().as_bytes());
            if again.as_ref() != Ok(message) {
                return Err(format!("{message:?} comes back as {again:?}"));
            }
        }
    }
    // What is taken for voice alone without reading it in full has to be a message in full.
    match AudioFrame::parse(frame) {
        Some(voice) if server.is_err() => return Err(format!("{voice:?} is no message")),
        _ => {}
    }
    let Some(sound) = SoundFrame::parse(frame) else { return Ok(()) };
    match ClientMessage::parse(frame) {
        Ok(ClientMessage::RealtimeInput(input))
            if input.audio.as_ref().is_some_and(|blob| {
                blob.data.as_bytes() == sound.data && blob.mime_type == sound.mime_type
            }) =>
        {
            Ok(())
        }
        other => Err(format!("{sound:?} is {other:?}")),
    }
}

/// A message cut and mixed, pieces in any order, depth, or plain bytes.
pub fn made(dice: &mut Dice) -> Vec<u8> {
    match dice.below(8) {
        0 => {
            let count = dice.below(80);
            dice.bytes(count)
        }
        1 => (0..1 + dice.below(20)).map(|_| *dice.one(&PIECES)).collect::<String>().into_bytes(),
        2 => {
            let depth = dice.below(400);
            let inner = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
            format!(r#"{{"toolCall":{{"functionCalls":[{{"name":"a","args":{{"x":{inner}}}}}]}}}}"#)
                .into_bytes()
        }
        _ => {
            let seed = *dice.one(&SEEDS);
            dice.spoilt(seed, &PIECES, 1_000).into_bytes()
        }
    }
}
