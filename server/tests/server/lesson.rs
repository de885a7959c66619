//! A lesson as it should go.

use crate::client::{Heard, Socket, get};
use crate::house::{PATIENCE, TestServer};
use crate::tutor::{Tutor, voice};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn sound_goes_up_voice_comes_down_and_what_was_said_is_kept() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, setup) = tutor.greeted().await;
    page.greeted().await;

    assert!(visit.path.ends_with("v1beta.GenerativeService.BidiGenerateContent"), "{}", visit.path);
    assert_eq!(setup["model"], "models/gemini-3.8-live");
    assert_eq!(setup["generationConfig"]["responseModalities"], json!(["AUDIO"]));
    for wanted in [
        "systemInstruction",
        "sessionResumption",
        "inputAudioTranscription",
        "outputAudioTranscription",
    ] {
        assert!(setup[wanted].is_object(), "{wanted} is missing in {setup}");
    }
    assert!(setup["tools"].to_string().contains("write_equation"));

    for sequence in 1..=5 {
        page.speak(sequence).await;
    }
    for sequence in 1..=5_u8 {
        let audio = visit.hear().await["realtimeInput"]["audio"].take();
        assert_eq!(audio["mimeType"], "audio/pcm;rate=16000");
        let data = audio["data"].as_str().expect("base64");
        assert_eq!(ganita_live::message::decode_base64(data), Some(vec![sequence; 3200]));
    }
    assert_eq!(
        page.json().await,
        json!({ "acknowledged": { "sequence": 5 } }),
        "the fifth is acknowledged"
    );

    page.send(json!({ "realtimeInput": { "audioStreamEnd": true } })).await;
    assert_eq!(visit.hear().await, json!({ "realtimeInput": { "audioStreamEnd": true } }));

    let heard = json!({ "serverContent": { "inputTranscription": { "text": "x squared plus one", "finished": true } } });
    visit.say(heard.clone()).await;
    assert_eq!(page.json().await, heard);

    let call = json!({ "id": "c1", "name": "write_equation", "args": { "latex": "x^{2} + 1" } });
    visit.say(json!({ "toolCall": { "functionCalls": [call] } })).await;
    assert_eq!(page.json().await["toolCall"]["functionCalls"], json!([call]));
    let answer = json!({ "id": "c1", "name": "write_equation", "response": { "status": "ok" } });
    page.send(json!({ "toolResponse": { "functionResponses": [answer] } })).await;
    let answered = visit.hear().await;
    assert_eq!(answered["toolResponse"]["functionResponses"][0]["id"], "c1");
    assert_eq!(
        answered["toolResponse"]["functionResponses"][0]["response"],
        json!({ "status": "ok" })
    );

    visit.say(voice(&[1, 2, 3, 4])).await;
    let mut both = voice(&[5, 6]);
    both["serverContent"]["outputTranscription"] = json!({ "text": "Well " });
    visit.say(both).await;
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "done." }, "turnComplete": true } })).await;
    assert_eq!(page.hear().await, Heard::Voice(0, vec![1, 2, 3, 4]));
    assert_eq!(page.hear().await, Heard::Voice(1, vec![5, 6]), "voice beside words is taken out");
    assert_eq!(
        page.json().await,
        json!({ "serverContent": { "outputTranscription": { "text": "Well " } } })
    );
    assert_eq!(page.json().await["serverContent"]["turnComplete"], true);

    let session = page.session.clone();
    page.close().await;
    assert_eq!(visit.hear_or_end().await, None, "the tutor is told that the lesson is over");
    let segments = stored(&server, &session, 2).await;
    assert_eq!(
        (&segments[0]["speaker"], &segments[0]["text"]),
        (&json!("student"), &json!("x squared plus one"))
    );
    assert_eq!(
        (&segments[1]["speaker"], &segments[1]["text"]),
        (&json!("tutor"), &json!("Well done."))
    );

    let path = format!("/api/v1/sessions/{session}/transcriptions");
    while get(server.address, &path).await.json()["endedMs"].is_null() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let metrics = get(server.address, "/metrics").await.text;
    for line in [
        "livekit_active_sessions 0",
        "livekit_session_duration_seconds_count 1",
        "livekit_audio_processing_seconds_count{kind=\"relay\"} 5",
    ] {
        assert!(metrics.contains(line), "{line} is missing in\n{metrics}");
    }
}

/// The lesson's transcript once it has so many segments.
async fn stored(server: &TestServer, session: &str, count: usize) -> Vec<Value> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let answer =
            get(server.address, &format!("/api/v1/sessions/{session}/transcriptions")).await;
        let segments = answer.json()["segments"].as_array().expect("a list").clone();
        if segments.len() >= count {
            assert_eq!(segments.len(), count);
            return segments;
        }
        assert!(tokio::time::Instant::now() < until, "only {segments:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn what_the_device_tells_of_its_work_is_counted_without_its_student() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let told = |load: &[f64]| json!({ "device": { "load": load, "underruns": 2, "chunks": 14, "savedBytes": 32_000 } });
    page.send(told(&[0.012, 0.013, 0.4])).await;
    // A page that tells of more time than has passed is not counted.
    page.send(told(&[0.01; 60])).await;
    page.send(told(&[-1.0])).await;
    page.send(json!({ "realtimeInput": { "text": "x plus one" } })).await;
    assert_eq!(
        visit.hear().await["realtimeInput"]["text"],
        "x plus one",
        "the tutor hears none of it"
    );
    let metrics = get(server.address, "/metrics").await.text;
    for line in [
        "livekit_audio_processing_seconds_count{kind=\"device\"} 3",
        "livekit_audio_processing_seconds_bucket{le=\"0.01\",kind=\"device\"} 0",
        "livekit_audio_processing_seconds_bucket{le=\"0.025\",kind=\"device\"} 2",
        "ganita_device_underruns_total 2",
        "ganita_device_chunks_total 14",
        "ganita_device_saved_bytes_total 32000",
    ] {
        assert!(metrics.contains(line), "{line} is missing in\n{metrics}");
    }
    assert!(!metrics.contains(&page.session), "a lesson's name is no label");
}

#[tokio::test]
async fn typed_words_are_sent_and_kept_in_the_order_they_were_said() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    for number in 1..=3 {
        page.send(json!({ "realtimeInput": { "text": format!("question {number}") } })).await;
        assert_eq!(visit.hear().await["realtimeInput"]["text"], format!("question {number}"));
        let said = json!({ "outputTranscription": { "text": format!("answer {number}") }, "turnComplete": true });
        visit.say(json!({ "serverContent": said })).await;
        assert_eq!(page.json().await["serverContent"]["turnComplete"], true);
    }
    let segments = stored(&server, &page.session, 6).await;
    let texts: Vec<_> =
        segments.iter().map(|segment| segment["text"].as_str().expect("text")).collect();
    assert_eq!(
        texts,
        ["question 1", "answer 1", "question 2", "answer 2", "question 3", "answer 3"]
    );

    let path = format!("/api/v1/sessions/{}/transcriptions?limit=4", page.session);
    let first = get(server.address, &path).await.json();
    assert_eq!(
        (first["segments"].as_array().map(Vec::len), &first["next"]),
        (Some(4), &segments[3]["number"])
    );
    let rest = get(server.address, &format!("{path}&after={}", first["next"])).await.json();
    assert_eq!((rest["segments"].as_array().map(Vec::len), &rest["next"]), (Some(2), &Value::Null));
}

#[tokio::test]
async fn a_call_the_board_cannot_carry_out_is_answered_without_the_page() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let calls = json!([
        { "id": "bad", "name": "format_disk", "args": {} },
        { "id": "good", "name": "clear_board", "args": {} },
    ]);
    visit.say(json!({ "toolCall": { "functionCalls": calls } })).await;
    let answer = visit.hear().await["toolResponse"]["functionResponses"][0].take();
    assert_eq!((&answer["id"], &answer["response"]["status"]), (&json!("bad"), &json!("error")));
    assert_eq!(page.json().await["toolCall"]["functionCalls"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn interruption_reaches_the_page() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    visit.say(voice(&[0; 480])).await;
    visit.say(json!({ "serverContent": { "interrupted": true } })).await;
    assert!(matches!(page.hear().await, Heard::Voice(0, _)));
    assert_eq!(page.json().await, json!({ "serverContent": { "interrupted": true } }));
}

#[tokio::test]
async fn a_tutor_without_ears_is_announced() {
    let mut tutor = Tutor::start_with_health(json!({ "ears": null })).await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (_visit, _) = tutor.greeted().await;
    page.greeted().await;
    assert_eq!(page.notice().await, "tutor-has-no-ears");
}

#[tokio::test]
async fn the_key_goes_to_the_tutor_in_a_header_and_nowhere_else() {
    const KEY: &str = "canary-key-7f3a";
    let mut tutor = Tutor::start().await;
    let settings = [
        ("GANITA_UPSTREAM", "gemini"),
        ("GANITA_GEMINI_API_KEY", KEY),
        ("GANITA_GEMINI_TERMS", "accepted"),
    ];
    let server = TestServer::with(tutor.address, &settings).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, setup) = tutor.greeted().await;
    assert_eq!(visit.key.as_deref(), Some(KEY));
    assert!(!visit.path.contains(KEY) && !setup.to_string().contains(KEY));
    page.greeted().await;
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert!(!page.json().await.to_string().contains(KEY));
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert!(!get(server.address, path).await.text.contains(KEY), "{path}");
    }
}
