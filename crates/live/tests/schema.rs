//! Messages against the JSON Schemas exported from Google's SDK, where those lie beside the repository.

mod validator;

use ganita_live::message::*;
use ganita_live::tools;
use serde_json::{Value, json};
use validator::Schema;

#[track_caller]
fn server(message: &ServerMessage) -> ServerMessage {
    let json = message.to_json();
    let mut value: Value = serde_json::from_str(&json).expect("JSON");
    validator::as_the_sdk_reads_it(&mut value);
    if let Some(schema) = Schema::load("LiveServerMessage") {
        schema.check(&value).unwrap_or_else(|error| panic!("{json}\n{error}"));
    }
    let again = ServerMessage::parse(json.as_bytes()).expect("what was written is read");
    assert_eq!(&again, message);
    again
}

#[track_caller]
fn client(message: &ClientMessage) {
    let json = message.to_json();
    let value: Value = serde_json::from_str(&json).expect("JSON");
    if let Some(schema) = Schema::load("LiveClientMessage") {
        schema.check(&value).unwrap_or_else(|error| panic!("{json}\n{error}"));
    }
    assert_eq!(&ClientMessage::parse(json.as_bytes()).expect("what was written is read"), message);
}

#[test]
fn every_server_message_keeps_to_the_schema() {
    let words = Transcription {
        text: "x squared".to_owned(),
        finished: Some(true),
        language_code: Some("en-IN".to_owned()),
        speaker_label: Some(Transcription::SCRIPTED.to_owned()),
        words: vec![Word {
            word: "x".to_owned(),
            start_offset: Some("0.1s".to_owned()),
            end_offset: None,
        }],
        start_offset: Some("0s".to_owned()),
        end_offset: Some("1.5s".to_owned()),
    };
    let voice =
        Part { inline_data: Some(Blob::new(&[1, 2, 3, 4], OUTPUT_MIME_TYPE)), ..Part::default() };
    let content = ServerContent {
        model_turn: Some(Content { role: Some("model".to_owned()), parts: vec![voice] }),
        turn_complete: Some(true),
        turn_complete_reason: Some("NEED_MORE_INPUT".to_owned()),
        generation_complete: Some(true),
        interrupted: Some(true),
        waiting_for_input: Some(false),
        interaction_status: Some("IDLE".to_owned()),
        input_transcription: Some(words.clone()),
        interim_input_transcription: Some(words.clone()),
        output_transcription: Some(words),
        ..ServerContent::default()
    };
    let read = server(&ServerMessage::content(content));
    let sounds: Vec<_> =
        read.server_content.iter().flat_map(|content| content.sounds()).map(Blob::bytes).collect();
    assert_eq!(sounds, [Some(vec![1, 2, 3, 4])]);

    let empty = ServerMessage::default;
    let id = || Some("s1".to_owned());
    server(&ServerMessage { setup_complete: Some(SetupComplete { session_id: id() }), ..empty() });
    let plot = tools::BoardCall::Plot {
        latex: "x^2".to_owned(),
        variable: None,
        from: Some(-2.0),
        to: Some(2.0),
    };
    server(&ServerMessage {
        tool_call: Some(ToolCall { function_calls: vec![plot.to_call("7")] }),
        ..empty()
    });
    let ids = vec!["7".to_owned()];
    server(&ServerMessage {
        tool_call_cancellation: Some(ToolCallCancellation { ids }),
        ..empty()
    });
    server(&ServerMessage {
        go_away: Some(GoAway { time_left: Some("50s".to_owned()) }),
        ..empty()
    });
    let update = SessionResumptionUpdate {
        new_handle: "h".to_owned(),
        resumable: true,
        last_consumed_client_message_index: Some(4),
    };
    server(&ServerMessage { session_resumption_update: Some(update), ..empty() });
    let activity = VoiceActivity {
        kind: Some("ACTIVITY_START".to_owned()),
        audio_offset: Some("1.2s".to_owned()),
    };
    server(&ServerMessage { voice_activity: Some(activity), ..empty() });
    let signal = VadSignal { vad_signal_type: Some("VAD_SIGNAL_TYPE_SOS".to_owned()) };
    server(&ServerMessage { voice_activity_detection_signal: Some(signal), ..empty() });
    let details = vec![ModalityTokens { modality: Some("AUDIO".to_owned()), token_count: Some(9) }];
    let usage = Usage {
        prompt_token_count: Some(1),
        total_token_count: Some(10),
        response_tokens_details: details,
        ..Usage::default()
    };
    server(&ServerMessage { usage_metadata: Some(Box::new(usage)), ..empty() });
}

#[test]
fn every_client_message_keeps_to_the_schema() {
    let speech = Speech {
        language_code: Some("en-IN".to_owned()),
        voice_config: Some(Voice {
            prebuilt_voice_config: Some(PrebuiltVoice { voice_name: Some("Kore".to_owned()) }),
        }),
    };
    let setup = Setup {
        model: "models/gemini-3.8-live".to_owned(),
        generation_config: Some(GenerationConfig {
            response_modalities: vec!["AUDIO".to_owned()],
            temperature: Some(0.4),
            max_output_tokens: Some(800),
            speech_config: Some(speech),
            thinking_config: Some(json!({ "thinkingBudget": 0 })),
        }),
        system_instruction: Some(Content::text("", "You teach mathematics.")),
        tools: vec![tools::declarations()],
        session_resumption: Some(SessionResumption {
            handle: Some("h".to_owned()),
            transparent: None,
        }),
        context_window_compression: Some(json!({ "slidingWindow": {} })),
        input_audio_transcription: Some(AudioTranscription {
            language_codes: vec!["en-IN".to_owned(), "hi-IN".to_owned()],
            custom_vocabulary: vec!["squared".to_owned()],
        }),
        output_audio_transcription: Some(AudioTranscription::default()),
        explicit_vad_signal: Some(true),
        proactivity: Some(json!({ "proactiveAudio": true })),
        history_config: Some(json!({ "initialHistoryInClientContent": true })),
        // The SDK's schema of the message leaves this key out, although the SDK sends it.
        realtime_input_config: None,
        ..Setup::default()
    };
    client(&ClientMessage::Setup(Box::new(setup)));
    let turns = vec![Content::text("user", "why?")];
    client(&ClientMessage::ClientContent(ClientContent { turns, turn_complete: true }));
    for input in [
        RealtimeInput {
            audio: Some(Blob::new(&[0; 6], INPUT_MIME_TYPE)),
            ..RealtimeInput::default()
        },
        RealtimeInput { text: Some("x = 2".to_owned()), ..RealtimeInput::default() },
        RealtimeInput { activity_start: Some(Empty {}), ..RealtimeInput::default() },
        RealtimeInput { activity_end: Some(Empty {}), ..RealtimeInput::default() },
        RealtimeInput { audio_stream_end: Some(true), ..RealtimeInput::default() },
    ] {
        client(&ClientMessage::RealtimeInput(input));
    }
    let answer = FunctionResponse {
        id: "7".to_owned(),
        name: "plot".to_owned(),
        response: json!({ "status": "ok" }).as_object().cloned().expect("an object"),
        scheduling: Some("SILENT".to_owned()),
        will_continue: Some(false),
    };
    client(&ClientMessage::ToolResponse(ToolResponse { function_responses: vec![answer] }));
    let update =
        ContextUpdate { system_instruction: Some(Content::text("", "Slower.")), tools: None };
    client(&ClientMessage::ContextUpdate(update));
}

#[test]
fn the_validator_itself_refuses_what_is_wrong() {
    let Some(schema) = Schema::load("LiveServerMessage") else { return };
    for wrong in [
        json!({ "serverContents": {} }),
        json!({ "goAway": { "timeLeft": 50 } }),
        json!({ "toolCall": { "functionCalls": [{ "name": 5 }] } }),
        json!({ "serverContent": { "interactionStatus": "BUSY" } }),
        json!([]),
    ] {
        assert!(schema.check(&wrong).is_err(), "{wrong}");
    }
}
