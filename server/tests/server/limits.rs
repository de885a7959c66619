//! Limits of time and size, each with its close code. The times are shortened; what they are stands in `relay.rs`.

use crate::client::{Heard, Socket, ask, get, ticket};
use crate::house::{PAGE, PATIENCE, TestServer};
use crate::tutor::{Tutor, voice};
use ganita_server::config::Limits;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const SHORT: Duration = Duration::from_millis(400);

async fn limited(tutor: &Tutor, limits: Limits) -> TestServer {
    TestServer::configured(tutor.address, |config| config.limits = limits).await
}

#[tokio::test]
async fn an_sdk_that_never_sets_up_is_closed_with_4400() {
    let tutor = Tutor::start().await;
    let server = limited(&tutor, Limits { handshake: SHORT, ..Limits::STANDARD }).await;
    let body = r#"{"language":"en","consent":true}"#;
    let headers = ["content-type: application/json"];
    let granted = ask(server.address, "POST /api/v1/live/tickets", &headers, body).await;
    let key = granted.json()["ticket"].as_str().expect("a ticket").to_owned();
    let method = "google.ai.generativelanguage.v1.GenerativeService.BidiGenerateContent";
    let url = format!("ws://{}/ws/{method}", server.address);
    let mut request = url.into_client_request().expect("plain");
    request.headers_mut().insert("x-goog-api-key", key.parse().expect("a header"));
    // The server counts from its side of the handshake, which may end first.
    let began = Instant::now();
    let (mut sdk, _) = connect_async(request).await.expect("the key is good");
    let last = timeout(PATIENCE, futures_util::StreamExt::next(&mut sdk)).await.expect("in time");
    match last {
        Some(Ok(Message::Close(Some(frame)))) => assert_eq!(u16::from(frame.code), 4400),
        other => panic!("expected a close, got {other:?}"),
    }
    assert!(began.elapsed() >= SHORT);
}

#[tokio::test]
async fn a_page_from_which_nothing_comes_is_closed_with_4408_and_its_lesson_waits() {
    let mut tutor = Tutor::start().await;
    let limits = Limits { idle: SHORT, ping_every: Duration::from_secs(60), ..Limits::STANDARD };
    let server = limited(&tutor, limits).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    assert_eq!(page.closed().await, 4408);
    let mut page = Socket::connect(&server, Some(&page.session)).await;
    page.greeted().await;
    assert_eq!(visit.hear().await["realtimeInput"]["audioStreamEnd"], true, "the same tutor");
}

#[tokio::test]
async fn a_lesson_that_reached_its_longest_time_is_closed_with_4410() {
    let mut tutor = Tutor::start().await;
    let longest = Duration::from_secs(3);
    let server =
        TestServer::configured(tutor.address, |config| config.longest_lesson = longest).await;
    let mut page = Socket::connect(&server, None).await;
    let _visit = tutor.greeted().await;
    page.greeted().await;
    assert_eq!(page.closed().await, 4410);
}

#[tokio::test]
async fn a_page_that_answers_pings_is_not_idle() {
    let mut tutor = Tutor::start().await;
    let limits = Limits { idle: SHORT, ping_every: SHORT / 4, ..Limits::STANDARD };
    let server = limited(&tutor, limits).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let reading = tokio::spawn(async move { page.json().await });
    sleep(3 * SHORT).await;
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    let heard = timeout(PATIENCE, reading).await.expect("in time").expect("it is still open");
    assert_eq!(heard["serverContent"]["turnComplete"], true);
}

#[tokio::test]
async fn a_page_that_takes_nothing_is_let_go_and_gets_the_rest_when_it_is_back() {
    let mut tutor = Tutor::start().await;
    let limits = Limits { write: SHORT, ping_every: SHORT, ..Limits::STANDARD };
    let server = limited(&tutor, limits).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    // More than the system and our queue hold back, all of it words; nobody reads it.
    let words = "x".repeat(60_000);
    let began = Instant::now();
    for _ in 0..200 {
        visit.say(json!({ "serverContent": { "outputTranscription": { "text": words } } })).await;
    }
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "last" } } })).await;
    assert!(began.elapsed() < PATIENCE, "the tutor is not held up by a page that does not read");
    sleep(3 * SHORT).await;
    let mut again = Socket::connect(&server, Some(&page.session)).await;
    again.greeted().await;
    loop {
        match again.hear().await {
            Heard::Json(message)
                if message["serverContent"]["outputTranscription"]["text"] == "last" =>
            {
                break;
            }
            Heard::Closed(code, why) => panic!("closed with {code}: {why}"),
            Heard::Json(_) | Heard::Voice(..) => {}
        }
    }
}

/// Closed by the server with this code so often, as its numbers tell: who does not read does not see it.
async fn closes(server: &TestServer, code: u16) -> u32 {
    let numbers = get(server.address, "/metrics").await.text;
    let name = format!("ganita_live_closes_total{{code=\"{code}\"}} ");
    let line = numbers.lines().find_map(|line| line.strip_prefix(&name));
    line.map_or(0, |count| count.parse().expect("a number"))
}

#[tokio::test]
async fn a_page_that_does_not_read_loses_the_oldest_voice_and_is_closed_with_4408() {
    let mut tutor = Tutor::start().await;
    let limits = Limits { write: SHORT, ping_every: SHORT, ..Limits::STANDARD };
    let server = limited(&tutor, limits).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    // More than the system holds back. Voice is never too much for the queue, so only its time ends it.
    for _ in 0..400 {
        visit.say(voice(&[7; 30_000])).await;
    }
    let until = Instant::now() + PATIENCE;
    while closes(&server, 4408).await == 0 {
        assert!(Instant::now() < until, "it is not closed");
        sleep(SHORT / 4).await;
    }
    let numbers = get(server.address, "/metrics").await.text;
    let dropped = numbers.lines().find_map(|line| line.strip_prefix("ganita_sound_dropped_total "));
    assert_ne!(dropped.expect("it is counted"), "0", "the oldest voice went");
    let mut again = Socket::connect(&server, Some(&page.session)).await;
    again.greeted().await;
}

#[tokio::test]
async fn a_page_that_leaves_too_many_words_unread_is_closed_with_4408() {
    let mut tutor = Tutor::start().await;
    let server = limited(&tutor, Limits::STANDARD).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let words = "x".repeat(60_000);
    for _ in 0..200 {
        visit.say(json!({ "serverContent": { "outputTranscription": { "text": words } } })).await;
    }
    let until = Instant::now() + PATIENCE;
    while closes(&server, 4408).await == 0 {
        assert!(Instant::now() < until, "it is not closed");
        sleep(SHORT / 4).await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_end_its_handshake_is_let_go_after_five_seconds() {
    let tutor = Tutor::start().await;
    let server = limited(&tutor, Limits::STANDARD).await;
    let mut stream = TcpStream::connect(server.address).await.expect("it listens");
    stream.write_all(b"GET /ws/live HTTP/1.1\r\nhost: x\r\n").await.expect("it reads");
    let began = Instant::now();
    let mut answer = Vec::new();
    let end = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("in time");
    assert!(end.is_err() || !answer.starts_with(b"HTTP/1.1 101"), "it is not let in");
    assert!(began.elapsed() >= Duration::from_millis(4_500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn nothing_is_compressed_whoever_asks_for_it() {
    let tutor = Tutor::start().await;
    let server = limited(&tutor, Limits::STANDARD).await;
    let (ticket, _) = ticket(server.address, None).await;
    let url = format!("ws://{}/ws/live", server.address);
    let mut request = url.into_client_request().expect("plain");
    for (name, value) in [
        ("origin", PAGE.to_owned()),
        ("sec-websocket-protocol", format!("ganita.live.v1, ticket.{ticket}")),
        ("sec-websocket-extensions", "permessage-deflate; client_max_window_bits".to_owned()),
    ] {
        request.headers_mut().insert(name, value.parse().expect("a header"));
    }
    let (_page, response) = connect_async(request).await.expect("it is let in");
    assert_eq!(response.headers().get("sec-websocket-extensions"), None);
}

#[tokio::test]
async fn a_lesson_whose_page_stays_away_ends() {
    let mut tutor = Tutor::start().await;
    let server = limited(&tutor, Limits { parked: SHORT, ..Limits::STANDARD }).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    drop(page);
    assert_eq!(visit.hear().await["realtimeInput"]["audioStreamEnd"], true);
    assert_eq!(visit.hear_or_end().await, None);
}

#[tokio::test]
async fn a_frame_of_the_tutors_above_a_mebibyte_ends_its_connection_and_not_the_lesson() {
    let mut tutor = Tutor::start().await;
    let server = limited(&tutor, Limits::STANDARD).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let huge = "x".repeat(1024 * 1024 + 1);
    visit.try_say(json!({ "serverContent": { "outputTranscription": { "text": huge } } })).await;
    assert_eq!(page.notice().await, "reconnecting");
    let (mut visit, _) = tutor.greeted().await;
    assert_eq!(page.notice().await, "tutor-began-anew");
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert_eq!(page.json().await["serverContent"]["turnComplete"], true);
}
