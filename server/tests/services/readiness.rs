//! A server whose database or shared state goes away: alive, not ready, and ready again when they are back.

use crate::PATIENCE;
use crate::postgres::{Installed, Server};
use crate::redis;
use ganita_server::{Config, serve};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

async fn ask(server: SocketAddr, request: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(server).await.expect("it listens");
    let text = format!(
        "{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    (status, serde_json::from_str(body).unwrap_or_default())
}

async fn becomes(server: SocketAddr, wanted: u16) -> Value {
    let until = Instant::now() + PATIENCE;
    loop {
        let (status, body) = ask(server, "GET /readyz", "").await;
        if status == wanted {
            return body;
        }
        assert!(Instant::now() < until, "/readyz stays at {status}: {body}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn is_alive_but_not_ready(server: SocketAddr, why: &str) {
    let problem = becomes(server, 503).await;
    assert_eq!(problem["code"], "unavailable");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(why)), "{problem}");
    assert!(problem["hi"].as_str().is_some_and(|hi| !hi.is_ascii()), "{problem}");
    assert_eq!(ask(server, "GET /healthz", "").await.0, 200, "nobody starts it anew for that");
}

pub(crate) async fn what_is_away_makes_it_not_ready((installed, program): (Installed, PathBuf)) {
    let database = Server::start(installed);
    let mut state = redis::Server::start(program);
    let settings = [("GANITA_DATABASE", database.address()), ("GANITA_REDIS", state.address())];
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    let config = Config::from_pairs(&settings).expect("right");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let server = listener.local_addr().expect("it is bound");
    let stopping = CancellationToken::new();
    let serving = tokio::spawn(serve(listener, config, stopping.clone()));
    becomes(server, 200).await;

    state.kill();
    is_alive_but_not_ready(server, "shared state").await;
    state.start_again();
    becomes(server, 200).await;

    database.kill();
    is_alive_but_not_ready(server, "store").await;
    // A refusal with its reason, within the time a request may wait for a connection.
    let (status, problem) = ask(server, "GET /api/v1/rooms/9b", "").await;
    assert_eq!((status, problem["code"].as_str()), (503, Some("unavailable")));
    let (status, solved) = ask(server, "POST /api/v1/math/solve", r#"{"latex":"2x = 4"}"#).await;
    assert_eq!((status, solved["answerLatex"].as_str()), (200, Some("x = 2")), "it needs neither");
    database.start_again();
    becomes(server, 200).await;

    stopping.cancel();
    serving.await.expect("it does not panic").expect("it ends well");
}
