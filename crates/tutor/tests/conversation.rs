//! What a student and the tutor say to one another.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test with a clock, and one that says when it is skipped"
)]

mod support;

use ganita_tutor::Options;
use ganita_tutor::voice::Voice;
use serde_json::json;
use std::time::{Duration, Instant};
use support::{start, start_with};

#[tokio::test]
async fn a_typed_problem_is_written_worked_and_explained() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.type_text("solve x squared minus five x plus six equals zero").await;
    let call =
        client.until(|message| message.tool_call.is_some()).await.tool_call.expect("asked for");
    let [write] = call.function_calls.as_slice() else { panic!("{call:?}") };
    assert_eq!(write.name, "write_equation");
    let latex = write.args["latex"].as_str().expect("a formula").replace([' ', '{', '}'], "");
    assert_eq!(latex, "x^2-5x+6=0");
    client.answer(&write.id, &write.name).await;
    let turn = client.turn().await;
    assert_eq!(turn.calls, ["show_steps"]);
    let answer = turn.said.last().expect("an answer");
    assert!(answer.contains('2') && answer.contains('3'), "{answer}");
    let usage = client
        .until(|message| message.usage_metadata.is_some())
        .await
        .usage_metadata
        .expect("asked for");
    assert!(usage.total_token_count > Some(0));
}

#[tokio::test]
async fn turns_put_into_the_conversation_are_answered_when_they_are_complete() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    let turns = |words: &str| json!([{ "role": "user", "parts": [{ "text": words }] }]);
    client
        .say(json!({ "clientContent": { "turns": turns("x = 1"), "turnComplete": false } }))
        .await;
    client
        .say(json!({ "client_content": { "turns": turns("hello"), "turn_complete": true } }))
        .await;
    let turn = client.turn().await;
    assert!(turn.said[0].starts_with("Hello."), "{turn:?}");
    assert!(turn.calls.is_empty(), "context alone is not answered");
}

#[tokio::test]
async fn without_ears_nothing_is_pretended_to_be_heard() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.speak(8).await;
    let turn = client.turn().await;
    assert!(turn.heard.is_empty());
    assert!(turn.said[0].starts_with("I cannot hear here"), "{turn:?}");

    let hindi = json!({ "inputAudioTranscription": { "languageCodes": ["hi-IN"] } });
    let mut client = tutor.connect(hindi).await;
    client.speak(8).await;
    assert!(client.turn().await.said[0].starts_with("मैं यहाँ सुन नहीं सकता"));
}

#[tokio::test]
async fn a_scripted_transcript_is_labelled_in_every_message_of_it() {
    let script = "[[transcript]]\nlanguage = 'hi-IN'\nwords = 'एक्स का वर्ग बराबर चार हल करो'\n";
    let tutor = start(script, Options::default()).await;
    let mut client =
        tutor.connect(json!({ "inputAudioTranscription": { "languageCodes": ["hi-IN"] } })).await;
    client.speak(20).await;
    let (mut interims, mut words) = (0, String::new());
    while words.is_empty() {
        let content = client
            .until(|message| message.server_content.is_some())
            .await
            .server_content
            .expect("asked for");
        for heard in content.interim_input_transcription.iter().chain(&content.input_transcription)
        {
            assert!(heard.is_scripted(), "{heard:?}");
            assert_eq!(heard.language_code.as_deref(), Some("hi-IN"));
        }
        interims += usize::from(content.interim_input_transcription.is_some());
        words = content.input_transcription.map(|heard| heard.text).unwrap_or_default();
    }
    assert!(interims > 0);
    assert_eq!(words, "एक्स का वर्ग बराबर चार हल करो");
    let turn = client.turn().await;
    assert_eq!(turn.calls[0], "write_equation");
    client.speak(8).await;
    assert!(client.turn().await.heard.is_empty(), "the script has one turn");
}

#[tokio::test]
async fn tools_that_were_not_declared_are_not_called() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({ "tools": [] })).await;
    client.type_text("solve x squared equals four").await;
    let turn = client.turn().await;
    assert!(turn.calls.is_empty());
    assert!(!turn.said.is_empty());
}

#[tokio::test]
async fn calls_declared_as_not_blocking_are_not_waited_for() {
    let tutor = start("", Options::default()).await;
    let declare = |name: &str| json!({ "name": name, "behavior": "NON_BLOCKING" });
    let tools =
        json!([{ "function_declarations": [declare("write_equation"), declare("show_steps")] }]);
    let mut client = tutor.connect(json!({ "tools": tools })).await;
    client.type_text("solve x squared equals four").await;
    let done = |message: &ganita_live::message::ServerMessage| {
        message.server_content.as_ref().is_some_and(|content| content.turn_complete == Some(true))
    };
    client.until(done).await;
}

#[tokio::test]
async fn results_of_calls_that_do_not_block_are_spoken_of_as_their_scheduling_says() {
    let tutor = start("", Options::default()).await;
    let tools = json!([{ "functionDeclarations": [
        { "name": "write_equation", "behavior": "NON_BLOCKING" }, { "name": "show_steps" } ] }]);
    for (scheduling, is_told) in [
        (Some("SILENT"), false),
        (Some("WHEN_IDLE"), true),
        (None, true),
        (Some("INTERRUPT"), true),
    ] {
        let mut client = tutor.connect(json!({ "tools": tools })).await;
        client.type_text("solve x squared equals four").await;
        let call = client.until(|message| message.tool_call.is_some()).await.tool_call;
        let free = call.expect("asked for").function_calls.remove(0);
        assert_eq!(free.name, "write_equation");
        // The next one blocks, although nobody has answered the first.
        let call = client.until(|message| message.tool_call.is_some()).await.tool_call;
        let blocking = call.expect("asked for").function_calls.remove(0);
        assert_eq!(blocking.name, "show_steps");
        let mut answer =
            json!({ "id": free.id, "name": free.name, "response": { "status": "ok" } });
        if let Some(scheduling) = scheduling {
            answer["scheduling"] = json!(scheduling);
        }
        client.say(json!({ "toolResponse": { "functionResponses": [answer] } })).await;
        if scheduling == Some("INTERRUPT") {
            let withdrawn = client.until(|message| message.tool_call_cancellation.is_some()).await;
            let ids = withdrawn.tool_call_cancellation.map(|withdrawn| withdrawn.ids);
            assert_eq!(ids, Some(vec![blocking.id.clone()]), "only what blocks is withdrawn");
            // The turn that was broken off.
            client.turn().await;
        } else {
            client.answer(&blocking.id, &blocking.name).await;
            assert!(client.turn().await.said.join(" ").contains("So the answer"));
        }
        if !is_told {
            client.type_text("hello").await;
        }
        let next = client.turn().await.said.join(" ");
        let expected = if is_told { "The board has finished: write equation" } else { "Hello." };
        assert!(next.starts_with(expected), "{scheduling:?}: {next}");
    }
}

#[tokio::test]
async fn messages_of_a_script_are_said_at_their_moment_whatever_their_kind() {
    let script = r#"
        [[say]]
        when = "ready"
        message = '{ "voiceActivityDetectionSignal": { "vadSignalType": "VAD_SIGNAL_TYPE_SOS" } }'
        [[say]]
        connection = 1
        when = "tool-call"
        message = '{ "serverContent": { "groundingMetadata": { "webSearchQueries": ["x"] } } }'
        [[say]]
        connection = 2
        message = '{ "goAway": { "timeLeft": "9s" } }'
    "#;
    let tutor = start(script, Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.until(|message| message.voice_activity_detection_signal.is_some()).await;
    client.type_text("solve x squared equals four").await;
    client
        .until(|message| {
            let content = message.server_content.as_ref();
            content.is_some_and(|content| content.grounding_metadata.is_some())
        })
        .await;
    let mut second = tutor.connect(json!({})).await;
    second.until(|message| message.go_away.is_some()).await;
}

#[tokio::test]
async fn the_agent_platform_is_another_address_with_ways_of_its_own() {
    let tutor = start("", Options::default()).await;
    let refused = tutor.dial_platform(None).await.err().expect("it wants an access token");
    assert!(refused.contains("401"), "{refused}");
    let model = "projects/p/locations/l/publishers/google/models/m";
    let setup = json!({ "model": model, "sessionResumption": { "transparent": true } });
    let mut client = tutor.dial_platform(Some("token")).await.expect("it is let in");
    client.say(json!({ "setup": setup })).await;
    client.type_text("hello").await;
    let (mut counted, mut usage) = (Vec::new(), String::new());
    while usage.is_empty() || counted.len() < 2 {
        let text = client.text().await;
        if text.contains("usageMetadata") {
            usage.clone_from(&text);
        }
        let message = ganita_live::message::ServerMessage::parse(text.as_bytes()).expect("one");
        let update = message.session_resumption_update;
        counted.extend(update.and_then(|update| update.last_consumed_client_message_index));
    }
    assert_eq!(counted, [0, 1], "handles say what is part of them");
    assert!(usage.contains("candidatesTokenCount"), "{usage}");

    let mut client = tutor.dial_platform(Some("token")).await.expect("it is let in");
    client.say(json!({ "setup": { "model": "models/m" } })).await;
    assert_eq!(client.until_closed().await.0, 1007, "a model's name has its project");
    let mut client = tutor.dial().await;
    let setup = json!({ "model": "models/m", "sessionResumption": { "transparent": true } });
    client.say(json!({ "setup": setup })).await;
    assert_eq!(client.until_closed().await.0, 1007, "and transparent is not the Developer API's");
}

#[tokio::test]
async fn a_new_question_withdraws_calls_and_breaks_off_the_answer() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.type_text("solve x squared equals four").await;
    let call =
        client.until(|message| message.tool_call.is_some()).await.tool_call.expect("asked for");
    client.type_text("hello").await;
    let next = client.hear().await.expect("a message");
    assert_eq!(
        next.tool_call_cancellation.map(|withdrawn| withdrawn.ids),
        Some(vec![call.function_calls[0].id.clone()])
    );
    let next = client.hear().await.expect("a message").server_content.expect("content");
    assert_eq!(next.interrupted, Some(true));
    assert_eq!(
        client
            .hear()
            .await
            .expect("a message")
            .server_content
            .and_then(|content| content.turn_complete),
        Some(true)
    );
    client.answer(&call.function_calls[0].id, "write_equation").await;
    assert!(client.turn().await.said[0].starts_with("Hello."));
}

#[tokio::test]
async fn a_conversation_is_taken_up_where_it_was() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.handle().await;
    client.type_text("solve x squared equals four").await;
    client.turn().await;
    let handle = client.handle().await;
    client.socket.close(None).await.expect("closing");
    client.until_closed().await;
    let mut again = loop {
        // The tutor needs a moment to notice that the first connection is gone.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut again = tutor.dial().await;
        let setup = json!({ "model": "models/m", "tools": [ganita_live::tools::declarations()],
            "outputAudioTranscription": {}, "session_resumption": { "handle": handle } });
        again.say(json!({ "setup": setup })).await;
        if again.hear().await.is_ok() {
            break again;
        }
    };
    again.type_text("explain it again").await;
    let turn = again.turn().await;
    assert_eq!(turn.calls, ["show_steps"], "it remembers the problem: {turn:?}");
}

#[tokio::test]
async fn activity_is_told_when_it_is_asked_for_and_marked_turns_end_when_they_say() {
    let script = "[[transcript]]\nlanguage = 'en-IN'\nwords = 'hello'\n";
    let tutor = start(script, Options::default()).await;
    let disabled = json!({ "automaticActivityDetection": { "disabled": true } });
    let mut client =
        tutor.connect(json!({ "explicitVadSignal": true, "realtimeInputConfig": disabled })).await;
    client.say(json!({ "realtimeInput": { "activityStart": {} } })).await;
    let kind = |message: ganita_live::message::ServerMessage| {
        message.voice_activity.and_then(|activity| activity.kind)
    };
    let begun = client.until(|message| message.voice_activity.is_some()).await;
    assert_eq!(kind(begun).as_deref(), Some("ACTIVITY_START"));
    let audio = ganita_live::message::Blob::new(&[0; 3200], "audio/pcm;rate=16000");
    client.say(json!({ "realtimeInput": { "audio": audio } })).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    client.say(json!({ "realtimeInput": { "activityEnd": {} } })).await;
    let ended = client.until(|message| message.voice_activity.is_some()).await;
    assert_eq!(kind(ended).as_deref(), Some("ACTIVITY_END"));
    assert_eq!(client.turn().await.heard, ["hello"]);
}

#[tokio::test]
async fn the_voice_comes_at_the_pace_of_speech() {
    let voice = Voice::find().await;
    if voice.english.is_none() {
        println!("skipped: flite is not installed");
        return;
    }
    let tutor = start_with("", Options { binary: true, ..Options::default() }, voice).await;
    let mut client = tutor.connect(json!({})).await;
    client.type_text("thank you").await;
    let begun = Instant::now();
    let turn = client.turn().await;
    let voice_ms = turn.voice_bytes as u128 / 48;
    assert!(voice_ms > 400, "{voice_ms} ms of voice");
    assert!(begun.elapsed().as_millis() + 100 >= voice_ms, "a turn is over when it has been heard");
    assert_eq!(client.opcodes.0, 0, "JSON in binary frames, as Google sends it");
}
