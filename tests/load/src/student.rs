//! A student of the loader's.

use crate::relay::Kind;
use crate::stamp::{self, PIECE_BYTES};
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, interval};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

const GOOGLE: &str =
    "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
const SETUP: &str = r#"{"setup":{"model":"models/m"}}"#;

/// A socket that is ready.
pub(crate) struct Student {
    kind: Kind,
    number: u32,
    spoken: u32,
    socket: WebSocketStream<TcpStream>,
}

/// What a student saw.
#[derive(Debug, Default)]
pub(crate) struct Saw {
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) ages_us: Vec<f64>,
    pub(crate) errors: u64,
}

async fn ticket(server: SocketAddr) -> Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    let body = r#"{"language":"en","consent":true}"#;
    let request = format!(
        "POST /api/v1/live/tickets HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (_, json) = answer.split_once("\r\n\r\n").context("no answer")?;
    let granted: Value = serde_json::from_str(json)?;
    Ok(granted["ticket"].as_str().with_context(|| answer.clone())?.to_owned())
}

impl Student {
    /// Comes in and waits for the greeting.
    pub(crate) async fn enter(kind: Kind, address: SocketAddr, number: u32) -> Result<Student> {
        let path = if kind == Kind::OursBinary { "/ws/live" } else { GOOGLE };
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        if kind.is_ours() {
            let ticket = ticket(address).await?;
            let headers = request.headers_mut();
            if kind == Kind::OursBinary {
                let protocols = format!("ganita.live.v1, ticket.{ticket}");
                headers.insert("sec-websocket-protocol", protocols.parse()?);
            } else {
                headers.insert("x-goog-api-key", ticket.parse()?);
            }
        }
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut socket, _) = client_async_with_config(request, stream, Some(small())).await?;
        if kind != Kind::OursBinary {
            socket.send(Message::text(SETUP)).await?;
        }
        loop {
            let message = socket.next().await.context("closed before the greeting")??;
            if message.is_close() {
                bail!("closed before the greeting: {message:?}");
            }
            if message.to_text().is_ok_and(|text| text.contains("setupComplete")) {
                return Ok(Student { kind, number, spoken: 0, socket });
            }
        }
    }

    fn piece(&mut self) -> Message {
        let number = self.spoken;
        self.spoken += 1;
        let piece = stamp::piece(self.number, number);
        if self.kind == Kind::OursBinary {
            return Message::binary([number.to_le_bytes().as_slice(), &piece].concat());
        }
        Message::text(format!(
            r#"{{"realtimeInput":{{"audio":{{"data":"{}","mimeType":"audio/pcm;rate=16000"}}}}}}"#,
            STANDARD.encode(&piece)
        ))
    }

    /// Talks for so long, beginning after a wait of its own, and answers calls.
    pub(crate) async fn talk(mut self, wait: Duration, how_long: Duration) -> Saw {
        let mut saw = Saw::default();
        let begin = Instant::now() + wait;
        let mut ticks = interval(Duration::from_millis(100));
        ticks.reset_at(begin);
        let until = begin + how_long;
        // What was said last comes back a little later.
        let end = until + Duration::from_millis(500);
        loop {
            tokio::select! {
                _ = ticks.tick(), if Instant::now() < until => {
                    let piece = self.piece();
                    saw.sent += 1;
                    if self.socket.send(piece).await.is_err() {
                        saw.errors += 1;
                        return saw;
                    }
                }
                message = self.socket.next() => match message {
                    Some(Ok(message)) => {
                        if let Err(()) = self.look(&message, &mut saw).await {
                            saw.errors += 1;
                            return saw;
                        }
                    }
                    _ => { saw.errors += 1; return saw; }
                },
                () = tokio::time::sleep_until(end) => return saw,
            }
        }
    }

    async fn look(&mut self, message: &Message, saw: &mut Saw) -> Result<(), ()> {
        let piece = match message {
            Message::Binary(bytes) if self.kind == Kind::OursBinary => bytes[4..].to_vec(),
            Message::Close(_) => return Err(()),
            Message::Text(_) | Message::Binary(_) => {
                let text = message.to_text().map_err(drop)?;
                let Some(at) = text.find(r#""data":""#) else { return self.answer(text).await };
                let rest = &text[at + 8..];
                let end = rest.find('"').ok_or(())?;
                STANDARD.decode(&rest[..end]).map_err(drop)?
            }
            _ => return Ok(()),
        };
        if piece.len() != PIECE_BYTES {
            return Err(());
        }
        saw.received += 1;
        saw.ages_us.extend(stamp::age_us(&piece));
        Ok(())
    }

    async fn answer(&mut self, text: &str) -> Result<(), ()> {
        let message: Value = serde_json::from_str(text).map_err(drop)?;
        for call in message["toolCall"]["functionCalls"].as_array().into_iter().flatten() {
            let answer = serde_json::json!({ "toolResponse": { "functionResponses": [
                { "id": call["id"], "name": call["name"], "response": { "status": "ok", "call": call["id"] } } ] } });
            self.socket.send(Message::text(answer.to_string())).await.map_err(drop)?;
        }
        Ok(())
    }

    /// Says nothing, answers pings, and gives the socket back after so long; none when it was closed.
    pub(crate) async fn listen(mut self, how_long: Duration) -> Option<Student> {
        let end = Instant::now() + how_long;
        loop {
            tokio::select! {
                message = self.socket.next() => match message {
                    Some(Ok(message)) if !message.is_close() => {}
                    _ => return None,
                },
                () = tokio::time::sleep_until(end) => return Some(self),
            }
        }
    }

    /// Waits for the close frame and gives its code.
    pub(crate) async fn closed(mut self) -> Option<u16> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

/// Students who come in together; a hall of doors.
const DOORS: usize = 32;

/// So many students, numbered from 0.
pub(crate) async fn enter_all(
    kind: Kind,
    address: SocketAddr,
    count: usize,
) -> Result<Vec<Student>> {
    let mut students = Vec::with_capacity(count);
    while students.len() < count {
        let from = students.len();
        let together = (from..count.min(from + DOORS)).map(|number| async move {
            Student::enter(kind, address, u32::try_from(number)?).await
        });
        students.extend(futures_util::future::try_join_all(together).await?);
    }
    Ok(students)
}

/// Buffers as small as a phone's: a loader has thousands of sockets.
pub(crate) fn small() -> WebSocketConfig {
    WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0)
}
