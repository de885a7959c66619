//! What a client does wrong, and what goes wrong on demand.

mod support;

use futures_util::{SinkExt, StreamExt};
use ganita_live::message::ServerMessage;
use ganita_tutor::Options;
use serde_json::json;
use std::time::Duration;
use support::{Client, Closed, Running, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

async fn first_words(tutor: &Running, frame: Message) -> Closed {
    let mut client = tutor.dial().await;
    client.send(frame).await;
    client.until_closed().await
}

fn text(text: &str) -> Message {
    Message::Text(text.to_owned().into())
}

#[tokio::test]
async fn what_is_no_setup_is_refused_with_googles_code() {
    let tutor = start("", Options::default()).await;
    for frame in [
        text("{"),
        text("[]"),
        text("{}"),
        text(r#"{"setup":{}}"#),
        text(r#"{"setup":{"model":"m"}}"#),
        text(r#"{"setup":{"model":"models/m","colour":"red"}}"#),
        text(r#"{"setup":{"model":"models/m","generationConfig":{"warmth":0.4}}}"#),
        text(r#"{"setup":{"model":"models/m","systemInstruction":{},"system_instruction":{}}}"#),
        text(r#"{"realtimeInput":{"text":"hello"}}"#),
        Message::Binary(vec![0xff, 0xfe].into()),
    ] {
        let said = format!("{frame:?}");
        assert_eq!(first_words(&tutor, frame).await.0, 1007, "{said}");
    }
    let unknown = r#"{"setup":{"model":"models/m","sessionResumption":{"handle":"nobody's"}}}"#;
    let expected = Closed(1008, "BidiGenerateContent session not found".to_owned());
    assert_eq!(first_words(&tutor, text(unknown)).await, expected);
}

#[tokio::test]
async fn what_makes_no_sense_later_is_refused_too() {
    let tutor = start("", Options::default()).await;
    let audio = |mime: &str, data: &str| json!({ "realtimeInput": { "audio": { "mimeType": mime, "data": data } } });
    for wrong in [
        json!({ "setup": { "model": "models/m" } }),
        json!({ "realtimeInput": { "sound": {} } }),
        json!({ "realtimeInput": { "audio": { "mimetype": "audio/pcm", "data": "AAAA" } } }),
        json!({ "clientContent": { "turns": [{ "parts": [{ "texts": "x" }] }] } }),
        json!({ "toolResponse": { "functionResponses": [{ "id": "1", "reply": {} }] } }),
        audio("audio/mpeg", "AAAA"),
        audio("audio/pcm;rate=0", "AAAA"),
        audio("audio/pcm;rate=16000", "*"),
    ] {
        let mut client = tutor.connect(json!({})).await;
        client.say(wrong.clone()).await;
        assert_eq!(client.until_closed().await.0, 1007, "{wrong}");
    }
    let mut client = tutor.connect(json!({})).await;
    client.type_text("hello").await;
    assert!(client.turn().await.said[0].starts_with("Hello."), "others do not notice");
}

#[tokio::test]
async fn c09_a_session_cannot_be_taken_up_while_its_old_socket_is_open() {
    let tutor = start("", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    let handle = client.handle().await;
    let second =
        json!({ "setup": { "model": "models/m", "sessionResumption": { "handle": handle } } });
    assert_eq!(first_words(&tutor, text(&second.to_string())).await.0, 1011);
}

#[tokio::test]
async fn a_lifetime_is_announced_and_kept() {
    let options = Options {
        lifetime: Some(Duration::from_millis(900)),
        notice: Duration::from_millis(500),
        ..Options::default()
    };
    let tutor = start("", options).await;
    let mut client = tutor.connect(json!({})).await;
    let told = client.until(|message| message.go_away.is_some()).await.go_away.expect("asked for");
    let left = told.time_left_ms().expect("a time");
    assert!((1..=500).contains(&left), "{left}");
    assert_eq!(client.until_closed().await.0, 1001);
}

async fn ask(client: &mut Client) {
    client.type_text("solve x squared equals four").await;
}

#[tokio::test]
async fn faults_come_when_the_script_says() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'close'\ncode = 1011\nreason = 'Deadline expired'\n\
        [[fault]]\nconnection = 2\nafter_ms = 50\ndo = 'cut'\n\
        [[fault]]\nconnection = 3\ndo = 'unresumable'\n\
        [[fault]]\nconnection = 4\nwhen = 'opened'\ndo = 'close'\ncode = 1007\n";
    let tutor = start(script, Options::default()).await;

    let mut client = tutor.connect(json!({})).await;
    ask(&mut client).await;
    client.until(|message| message.tool_call.is_some()).await;
    assert_eq!(client.until_closed().await, Closed(1011, "Deadline expired".to_owned()));

    assert_eq!(tutor.connect(json!({})).await.until_closed().await.0, 1006);

    let mut client = tutor.connect(json!({})).await;
    let handle = client.handle().await;
    let gone = |message: &ServerMessage| {
        message.session_resumption_update.as_ref().is_some_and(|update| !update.resumable)
    };
    client.until(gone).await;
    drop(client);

    assert_eq!(tutor.dial().await.until_closed().await.0, 1007);
    let setup =
        json!({ "setup": { "model": "models/m", "sessionResumption": { "handle": handle } } });
    assert_eq!(
        first_words(&tutor, text(&setup.to_string())).await.0,
        1008,
        "the handle is forgotten"
    );
}

#[tokio::test]
async fn a_frozen_tutor_keeps_the_socket_open_and_says_nothing() {
    let tutor = start("[[fault]]\ndo = 'freeze'\n", Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    client.handle().await;
    ask(&mut client).await;
    assert!(tokio::time::timeout(Duration::from_millis(800), client.hear()).await.is_err());
}

#[tokio::test]
async fn c07_whoever_comes_back_with_a_poisoned_handle_is_heard_and_never_answered() {
    let script = "[[transcript]]\nlanguage = 'en-IN'\nwords = 'hello'\n[[fault]]\nconnection = 1\ndo = 'poison'\n";
    let tutor = start(script, Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    client.handle().await;
    let handle = client.handle().await;
    drop(client);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut client = tutor.connect(json!({ "sessionResumption": { "handle": handle } })).await;
    client.speak(8).await;
    client
        .until(|message| {
            message
                .server_content
                .as_ref()
                .is_some_and(|content| content.input_transcription.is_some())
        })
        .await;
    assert!(tokio::time::timeout(Duration::from_millis(800), client.hear()).await.is_err());
}

#[tokio::test]
async fn c16_a_token_opens_one_connection() {
    let tutor = start("", Options::default()).await;
    let mut socket = tokio::net::TcpStream::connect(tutor.address).await.expect("a connection");
    let body = r#"{"uses":1}"#;
    let head = "POST /v1alpha/auth_tokens HTTP/1.1\r\nHost: tutor\r\nConnection: close\r\nContent-Length: ";
    socket
        .write_all(format!("{head}{}\r\n\r\n{body}", body.len()).as_bytes())
        .await
        .expect("sending");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    let json = answer.rsplit("\r\n\r\n").next().expect("a body");
    let token: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let name = token["name"].as_str().expect("a name");
    assert!(name.starts_with("auth_tokens/"));

    let url = tutor
        .url()
        .replace("BidiGenerateContent", "BidiGenerateContentConstrained")
        .replace("v1beta", "v1alpha");
    let url = format!("{url}?access_token={name}");
    for expected in [None, Some(1008)] {
        let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.expect("a connection");
        socket.send(text(r#"{"setup":{"model":"models/m"}}"#)).await.expect("sending");
        let code = match socket.next().await {
            Some(Ok(Message::Close(Some(frame)))) => Some(u16::from(frame.code)),
            Some(Ok(_)) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(code, expected);
    }
}

#[tokio::test]
async fn what_is_not_known_is_read_over_on_demand() {
    let tutor = start("", Options { lenient: true, ..Options::default() }).await;
    let mut client = tutor.connect(json!({ "generationConfig": { "tomorrows": 1 } })).await;
    client.type_text("hello").await;
    assert!(client.turn().await.said[0].starts_with("Hello."));
}

#[tokio::test]
async fn a_network_that_trickles_carries_everything_late() {
    let script = "[[fault]]\ndo = 'trickle'\nbytes_per_second = 1500\n";
    let tutor = start(script, Options::default()).await;
    let mut client = tutor.connect(json!({})).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    // 3 kB up take two seconds; the tutor has not heard the end of them before.
    let padding = "solve ".repeat(500);
    let began = tokio::time::Instant::now();
    client.type_text(&padding).await;
    client.turn().await;
    assert!(began.elapsed() > Duration::from_millis(1_800), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_deaf_tutors_pong_comes_late() {
    let script = "[[fault]]\nafter_ms = 50\ndo = 'deaf'\npause_ms = 1800\n";
    let tutor = start(script, Options::default()).await;
    let began = tokio::time::Instant::now();
    let mut client = tutor.connect(json!({})).await;
    let ping = async |client: &mut Client| {
        let sent = tokio::time::Instant::now();
        client.socket.send(Message::Ping(vec![7].into())).await.expect("it is open");
        loop {
            match client.socket.next().await.expect("it is open").expect("a frame") {
                Message::Pong(told) => break assert_eq!(told.as_ref(), [7]),
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
        sent.elapsed()
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    let late = ping(&mut client).await;
    assert!(began.elapsed() >= Duration::from_millis(1_800), "it is deaf as long as it should be");
    assert!(late >= Duration::from_millis(300), "{late:?}");
    assert!(ping(&mut client).await < late, "it hears again");
    client.type_text("hello").await;
    assert!(client.turn().await.said[0].starts_with("Hello."), "and has forgotten nothing");
}
