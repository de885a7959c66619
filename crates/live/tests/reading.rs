//! What is read, what is read over and what is refused.

use ganita_live::message::*;
use serde_json::json;

#[track_caller]
fn refused(frame: &str, why: &str) {
    let error = ClientMessage::parse(frame.as_bytes()).expect_err(frame);
    assert!(error.reason.contains(why), "{frame}: {}", error.reason);
}

#[test]
fn pythons_mixed_spelling_is_the_same_message() {
    let python = br#"{"setup":{"model":"models/m","generation_config":{"response_modalities":["AUDIO"],
        "speechConfig":{"voice_config":{"prebuiltVoiceConfig":{"voice_name":"Kore"}}}},
        "inputAudioTranscription":{"language_codes":["hi-IN"]},"session_resumption":{"handle":null}}}"#;
    let javascript =
        br#"{"setup":{"model":"models/m","generationConfig":{"responseModalities":["AUDIO"],
        "speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}},
        "inputAudioTranscription":{"languageCodes":["hi-IN"]},"sessionResumption":{}}}"#;
    let read = ClientMessage::parse(python).expect("Python's spelling");
    assert_eq!(read, ClientMessage::parse(javascript).expect("JavaScript's spelling"));
    let ClientMessage::Setup(setup) = read else { panic!("a setup") };
    assert_eq!(setup.language_code(), Some("hi-IN"));

    let audio =
        br#"{"realtime_input":{"audio":{"data":"_-8=","mime_type":"audio/pcm;rate=16000"}}}"#;
    let ClientMessage::RealtimeInput(input) = ClientMessage::parse(audio).expect("audio") else {
        panic!("input")
    };
    assert_eq!(
        input.audio.and_then(|audio| audio.bytes()),
        Some(vec![0xff, 0xef]),
        "base64 for addresses"
    );
}

#[test]
fn a_key_twice_in_whatever_spelling_is_refused() {
    refused(
        r#"{"setup":{"model":"m","systemInstruction":{"parts":[]},"system_instruction":{"parts":[]}}}"#,
        "duplicate",
    );
    refused(r#"{"setup":{"model":"m","model":"n"}}"#, "duplicate");
    refused(r#"{"realtimeInput":{"text":"a"},"realtime_input":{"text":"b"}}"#, "expected");
}

#[test]
fn what_a_client_must_not_say_is_refused() {
    refused(r#"{"setup":{"model":"m","apiKey":"k"}}"#, "unknown field");
    refused(r#"{"setup":{}}"#, "missing field");
    refused(r#"{"setUp":{"model":"m"}}"#, "unknown variant");
    refused(r#"{"setup":{"model":"m"},"clientContent":{}}"#, "expected");
    refused("{}", "expected");
    refused("[]", "");
    refused("", "EOF");
    refused("{\"realtimeInput\":{\"text\":\"a\"", "EOF");
    refused(r#"{"realtimeInput":{"text":5}}"#, "invalid type");
}

#[test]
fn new_things_a_tutor_says_are_read_over() {
    let frame = br#"{"serverContent":{"turnComplete":true,"mood":"good"},"weather":{"sun":1}}"#;
    let message = ServerMessage::parse(frame).expect("a message");
    assert_eq!(message.server_content.and_then(|content| content.turn_complete), Some(true));
    assert!(ServerMessage::parse(br#"{"weather":{}}"#).expect("a message").is_empty());
}

#[test]
fn times_and_numbers_come_in_protobufs_spelling() {
    let left = |text: &str| GoAway { time_left: Some(text.to_owned()) }.time_left_ms();
    assert_eq!(left("50s"), Some(50_000));
    assert_eq!(left("1.5s"), Some(1_500));
    for odd in ["50", "s", "-3s", "infs", "NaNs", "1e99s"] {
        assert_eq!(left(odd), None, "{odd}");
    }
    for index in [json!(4), json!("4")] {
        let frame = json!({ "sessionResumptionUpdate": { "newHandle": "h", "resumable": true,
            "lastConsumedClientMessageIndex": index } });
        let message = ServerMessage::parse(frame.to_string().as_bytes()).expect("a message");
        let update = message.session_resumption_update.expect("an update");
        assert_eq!(update.last_consumed_client_message_index, Some(4));
    }
}

#[test]
fn a_frame_that_is_only_voice_is_read_without_copying() {
    let part =
        Part { inline_data: Some(Blob::new(&[7; 4800], OUTPUT_MIME_TYPE)), ..Part::default() };
    let turn = Content { role: Some("model".to_owned()), parts: vec![part.clone()] };
    let voice = ServerContent { model_turn: Some(turn), ..ServerContent::default() };
    let frame = ServerMessage::content(voice.clone()).to_json();
    let read = AudioFrame::parse(frame.as_bytes()).expect("voice only");
    assert_eq!(decode_base64(read.data), Some(vec![7; 4800]));

    let with_end = ServerContent { turn_complete: Some(true), ..voice };
    assert_eq!(AudioFrame::parse(ServerMessage::content(with_end).to_json().as_bytes()), None);
    let two = Content { role: None, parts: vec![part.clone(), part] };
    let two = ServerContent { model_turn: Some(two), ..ServerContent::default() };
    assert_eq!(AudioFrame::parse(ServerMessage::content(two).to_json().as_bytes()), None);
    assert_eq!(AudioFrame::parse(b"{\"goAway\":{}}"), None);
}
