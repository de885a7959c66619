//! What a page does: requests, and a socket with a ticket.

use crate::house::{PAGE, PATIENCE, TestServer};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An answer to a request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The problem's code, after checking that it is a problem.
    pub(crate) fn problem(&self) -> String {
        assert!(self.head.contains("application/problem+json"), "{}\n{}", self.head, self.text);
        let body = self.json();
        assert_eq!(body["status"], self.status);
        for field in ["type", "title", "detail", "en", "hi"] {
            assert!(body[field].is_string(), "{field} is missing in {body}");
        }
        body["code"].as_str().expect("a code").to_owned()
    }
}

/// Sends a request with these lines after its first and reads the answer to the end.
pub(crate) async fn ask(server: SocketAddr, request: &str, headers: &[&str], body: &str) -> Answer {
    let mut stream = TcpStream::connect(server).await.expect("the server listens");
    let mut text = format!(
        "{request} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body);
    stream.write_all(text.as_bytes()).await.expect("the server reads");
    let mut answer = Vec::new();
    // A server that refuses a body may reset the connection after its answer.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the server answers");
    let answer = String::from_utf8(answer).expect("text");
    let (head, text) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status =
        head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status line");
    Answer { status, head: head.to_ascii_lowercase(), text: text.to_owned() }
}

pub(crate) async fn get(server: SocketAddr, path: &str) -> Answer {
    ask(server, &format!("GET {path}"), &[], "").await
}

pub(crate) async fn post(server: SocketAddr, path: &str, body: &Value) -> Answer {
    let headers = ["content-type: application/json", &format!("origin: {PAGE}")];
    ask(server, &format!("POST {path}"), &headers, &body.to_string()).await
}

/// A ticket and the lesson it is for.
pub(crate) async fn ticket(server: SocketAddr, resume: Option<&str>) -> (String, String) {
    let mut wish = json!({ "language": "en", "consent": true });
    if let Some(session) = resume {
        wish["resume"] = session.into();
    }
    let answer = post(server, "/api/v1/live/tickets", &wish).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let granted = answer.json();
    let text = |field: &str| granted[field].as_str().expect("text").to_owned();
    (text("ticket"), text("sessionId"))
}

/// Something the server sent.
#[derive(Debug, PartialEq)]
pub(crate) enum Heard {
    Json(Value),
    Voice(u32, Vec<u8>),
    Closed(u16, String),
}

/// A page's socket.
pub(crate) struct Socket {
    pub(crate) session: String,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// Opens `/ws/live` with these sub-protocols, from a page.
pub(crate) async fn open(
    server: SocketAddr,
    protocols: &str,
    origin: &str,
) -> Result<Socket, Error> {
    let mut request = format!("ws://{server}/ws/live").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("origin", origin.parse().expect("a header"));
    headers.insert("sec-websocket-protocol", protocols.parse().expect("a header"));
    let (socket, response) = connect_async(request).await?;
    assert_eq!(response.headers()["sec-websocket-protocol"], "ganita.live.v1");
    Ok(Socket { session: String::new(), socket })
}

impl Socket {
    /// A ticket and a socket, not greeted yet.
    pub(crate) async fn connect(server: &TestServer, resume: Option<&str>) -> Socket {
        let (ticket, session) = ticket(server.address, resume).await;
        let protocols = format!("ganita.live.v1, ticket.{ticket}");
        let mut socket = open(server.address, &protocols, PAGE).await.expect("the ticket is good");
        socket.session = session;
        socket
    }

    /// Waits for `setupComplete`, which is the first thing that is said.
    pub(crate) async fn greeted(&mut self) {
        let first = self.json().await;
        assert_eq!(first, json!({ "setupComplete": { "sessionId": self.session } }));
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.write(&message.to_string()).await;
    }

    pub(crate) async fn write(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("the server is there");
    }

    /// A piece of sound that can be told from others.
    pub(crate) async fn speak(&mut self, sequence: u32) {
        let mut frame = sequence.to_le_bytes().to_vec();
        frame.extend(std::iter::repeat_n(sequence as u8, 3200));
        self.bytes(frame).await;
    }

    pub(crate) async fn bytes(&mut self, frame: Vec<u8>) {
        // A server that closes while it is being written to is what some tests are after.
        let _ = self.socket.send(Message::binary(frame)).await;
    }

    /// Bytes past the WebSocket, as somebody sends them who has none.
    pub(crate) async fn raw(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).await.expect("the server is there");
    }

    /// The next thing that is no ping.
    pub(crate) async fn hear(&mut self) -> Heard {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("the server says something") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Json(serde_json::from_str(&text).expect("JSON"));
                }
                Some(Ok(Message::Binary(bytes))) => {
                    let (number, pcm) = bytes.split_first_chunk::<4>().expect("a number first");
                    return Heard::Voice(u32::from_le_bytes(*number), pcm.to_vec());
                }
                Some(Ok(Message::Close(frame))) => {
                    let (code, reason) = frame.map_or((1005, String::new()), |frame| {
                        (frame.code.into(), frame.reason.to_string())
                    });
                    return Heard::Closed(code, reason);
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(1006, String::new()),
            }
        }
    }

    pub(crate) async fn json(&mut self) -> Value {
        match self.hear().await {
            Heard::Json(value) => value,
            other => panic!("expected a message, heard {other:?}"),
        }
    }

    /// The code of the notice that comes next.
    pub(crate) async fn notice(&mut self) -> String {
        let message = self.json().await;
        let notice = &message["notice"];
        assert!(notice["en"].is_string() && notice["hi"].is_string(), "no notice: {message}");
        notice["code"].as_str().expect("a code").to_owned()
    }

    /// The close code, after whatever is still said.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Heard::Closed(code, _) = self.hear().await {
                return code;
            }
        }
    }

    /// Says goodbye.
    pub(crate) async fn close(mut self) {
        let goodbye = tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: 1000.into(),
            reason: "".into(),
        };
        let _ = self.socket.close(Some(goodbye)).await;
        while let Ok(Some(Ok(_))) = timeout(PATIENCE, self.socket.next()).await {}
    }
}
