//! A server that stops tells everybody and loses nothing.

use crate::client::Socket;
use crate::house::{PATIENCE, TestServer};
use crate::tutor::Tutor;
use ganita_server::Config;
use ganita_server::store;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn lessons_are_told_tutors_are_closed_and_unfinished_words_are_kept() {
    let mut tutor = Tutor::start().await;
    let mut server = TestServer::with_tutor(tutor.address).await;
    let mut lessons = Vec::new();
    for number in 0..5 {
        let mut page = Socket::connect(&server, None).await;
        let (mut visit, _) = tutor.greeted().await;
        page.greeted().await;
        let words = format!("half a sentence {number}");
        visit.say(json!({ "serverContent": { "outputTranscription": { "text": words } } })).await;
        page.json().await;
        lessons.push((page, visit, words));
    }
    server.ask_to_stop();
    let mut kept = Vec::new();
    for (mut page, mut visit, words) in lessons {
        assert_eq!(page.closed().await, 1001);
        assert_eq!(visit.hear_or_end().await, None);
        kept.push((page.session, words));
    }
    server.stop().await;
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");

    let path = server.database.to_str().expect("a plain path");
    let config = Config::from_pairs(&[("GANITA_DATABASE", path)]).expect("right");
    let store = store::open(&config.database).await.expect("the file is there");
    for (session, words) in kept {
        let segments = store.segments(&session, 0, 10).await.expect("it can be read");
        assert_eq!(
            segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>(),
            [words.as_str()]
        );
        let lesson = store.lesson(&session).await.expect("it can be read").expect("it was begun");
        assert_eq!(lesson.ending.as_deref(), Some("server stopped"));
    }
    store.close().await;
}

/// A supervisor's signal may come in the middle of a request: it is answered, and only then the server ends.
#[tokio::test]
async fn a_request_under_way_is_answered_before_the_server_ends() {
    let tutor = Tutor::start().await;
    let mut server = TestServer::with_tutor(tutor.address).await;
    let mut stream = TcpStream::connect(server.address).await.expect("it listens");
    let body = r#"{"latex":"2x = 4"}"#;
    let head = format!(
        "POST /api/v1/math/solve HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{}",
        body.len(),
        &body[..5],
    );
    stream.write_all(head.as_bytes()).await.expect("it reads");
    // Its head has been read by then.
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.ask_to_stop();
    let until = tokio::time::Instant::now() + PATIENCE;
    while TcpStream::connect(server.address).await.is_ok() {
        assert!(tokio::time::Instant::now() < until, "it takes new connections");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stream.write_all(&body.as_bytes()[5..]).await.expect("it still reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("x = 2"), "{answer}");
    server.stop().await;
}
