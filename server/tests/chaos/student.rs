//! A student at a page that does nothing clever: it shows what comes and answers the board's calls. Whoever relays has to
//! do the rest.

use crate::scene::{Kind, Scene};
use futures_util::{SinkExt, StreamExt};
use ganita_live::message::{Blob, INPUT_MIME_TYPE, decode_base64};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

/// The page the students come from.
pub(crate) const PAGE: &str = "http://localhost:3000";

/// A question that the practice tutor answers with two calls and "So the answer …".
pub(crate) const SOLVE: &str = "solve x squared minus five x plus six equals zero";

/// A question that is answered from memory of the one before: with `show_steps` alone.
pub(crate) const AGAIN: &str = "explain it again";

/// What a turn brought.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub(crate) said: String,
    pub(crate) heard: Vec<String>,
    pub(crate) calls: Vec<String>,
    pub(crate) voice_bytes: usize,
}

/// Something that came.
#[derive(Debug)]
pub(crate) enum Heard {
    Json(Value),
    Voice(Vec<u8>),
}

pub(crate) struct Student {
    kind: Kind,
    socket: WebSocketStream<TcpStream>,
    pub(crate) session: String,
    /// Notices that something is wrong, which a student ought not to see in planned changes.
    pub(crate) notices: Vec<String>,
    /// How long an answer may take. A naive relay whose tutor is frozen never brings one.
    patience: Duration,
    pub(crate) answers_calls_after: Duration,
}

/// A request and its answer's JSON.
pub(crate) async fn post(server: SocketAddr, path: &str, body: &Value) -> Result<Value, String> {
    let mut stream = TcpStream::connect(server).await.map_err(|error| error.to_string())?;
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\norigin: {PAGE}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.map_err(|error| error.to_string())?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    if !head.starts_with("HTTP/1.1 201") {
        return Err(answer);
    }
    serde_json::from_str(body).map_err(|error| error.to_string())
}

impl Student {
    /// Comes in, from this address of its own; `resume` names an earlier lesson.
    pub(crate) async fn enter(
        scene: &Scene,
        resume: Option<&str>,
        from: [u8; 4],
    ) -> Result<Student, String> {
        Student::enter_at(scene.kind, scene.address(), resume, from, None).await
    }

    /// The same at an address, and with a receive buffer that fills up quickly.
    pub(crate) async fn enter_at(
        kind: Kind,
        address: SocketAddr,
        resume: Option<&str>,
        from: [u8; 4],
        receive_buffer: Option<u32>,
    ) -> Result<Student, String> {
        let wish = json!({ "language": "en", "consent": true });
        let (path, protocols, session) = match kind {
            Kind::Naive => ("/", String::new(), String::new()),
            Kind::Ours => {
                let mut wish = wish;
                if let Some(session) = resume {
                    wish["resume"] = session.into();
                }
                let granted = post(address, "/api/v1/live/tickets", &wish).await?;
                let text = |field: &str| granted[field].as_str().unwrap_or_default().to_owned();
                let ticket = text("ticket");
                ("/ws/live", format!("ganita.live.v1, ticket.{ticket}"), text("sessionId"))
            }
        };
        let mut request = format!("ws://{address}{path}").into_client_request().expect("plain");
        request.headers_mut().insert("origin", PAGE.parse().expect("plain"));
        if !protocols.is_empty() {
            let value = protocols.parse().expect("plain");
            request.headers_mut().insert("sec-websocket-protocol", value);
        }
        let tcp = TcpSocket::new_v4().map_err(|error| error.to_string())?;
        if let Some(bytes) = receive_buffer {
            tcp.set_recv_buffer_size(bytes).map_err(|error| error.to_string())?;
        }
        tcp.bind((from, 0).into()).map_err(|error| error.to_string())?;
        let stream = tcp.connect(address).await.map_err(|error| error.to_string())?;
        let (socket, _) = client_async(request, stream).await.map_err(|error| error.to_string())?;
        let mut student = Student {
            kind,
            socket,
            session,
            notices: Vec::new(),
            patience: Duration::from_secs(if kind == Kind::Naive { 5 } else { 20 }),
            answers_calls_after: Duration::from_millis(100),
        };
        if kind == Kind::Naive {
            student
                .send(json!({ "setup": {
                    "model": "models/practice",
                    "tools": [ganita_live::tools::declarations()],
                    "sessionResumption": {},
                    "inputAudioTranscription": {},
                    "outputAudioTranscription": {},
                } }))
                .await?;
        }
        let first = student.until(|message| message.get("setupComplete").is_some()).await?;
        debug_assert!(first.is_object());
        Ok(student)
    }

    pub(crate) async fn send(&mut self, message: Value) -> Result<(), String> {
        let frame = Message::text(message.to_string());
        self.socket.send(frame).await.map_err(|error| format!("not sent: {error}"))
    }

    pub(crate) async fn type_text(&mut self, text: &str) -> Result<(), String> {
        self.send(json!({ "realtimeInput": { "text": text } })).await
    }

    /// A piece of a tone as loud as a voice: 100 ms.
    pub(crate) async fn speak(&mut self, sequence: u32) -> Result<(), String> {
        let samples = (0..1600_i32).map(|n| if n / 20 % 2 == 0 { 6_000_i16 } else { -6_000 });
        let pcm: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
        match self.kind {
            Kind::Naive => {
                let audio = Blob::new(&pcm, INPUT_MIME_TYPE);
                self.send(json!({ "realtimeInput": { "audio": audio } })).await
            }
            Kind::Ours => {
                let frame = [sequence.to_le_bytes().as_slice(), &pcm].concat();
                let sent = self.socket.send(Message::binary(frame)).await;
                sent.map_err(|error| format!("not sent: {error}"))
            }
        }
    }

    /// The next thing that comes.
    pub(crate) async fn hear(&mut self, until: Instant) -> Result<Heard, String> {
        loop {
            let frame = timeout_at(until, self.socket.next()).await;
            let bytes = match frame.map_err(|_| "nothing came".to_owned())? {
                Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                Some(Ok(Message::Binary(bytes))) if self.kind == Kind::Ours => {
                    return Ok(Heard::Voice(bytes[4..].to_vec()));
                }
                Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
                Some(Ok(Message::Close(frame))) => {
                    let frame =
                        frame.map(|frame| (u16::from(frame.code), frame.reason.to_string()));
                    return Err(format!("closed: {frame:?}"));
                }
                Some(Ok(_)) => continue,
                Some(Err(error)) => return Err(format!("broken: {error}")),
                None => return Err("gone".to_owned()),
            };
            let Ok(mut message) = serde_json::from_slice::<Value>(&bytes) else {
                return Err("something came that is no JSON".to_owned());
            };
            if let Some(code) = message["notice"]["code"].as_str() {
                // That is so from the beginning: these tutors have no ears.
                if code != "tutor-has-no-ears" {
                    self.notices.push(code.to_owned());
                }
                continue;
            }
            if message.get("acknowledged").is_some() {
                continue;
            }
            let data = message.pointer_mut("/serverContent/modelTurn/parts/0/inlineData/data");
            if let Some(Value::String(data)) = data {
                return Ok(Heard::Voice(decode_base64(data).unwrap_or_default()));
            }
            return Ok(Heard::Json(message));
        }
    }

    /// The next message that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value, String> {
        let until = Instant::now() + self.patience;
        loop {
            if let Heard::Json(message) = self.hear(until).await?
                && fits(&message)
            {
                return Ok(message);
            }
        }
    }

    /// Everything up to the end of an answer that says something; calls are answered. A tutor that was interrupted by
    /// our relay may end a turn without a word, and goes on in the next.
    pub(crate) async fn turn(&mut self) -> Result<Turn, String> {
        let mut turn = Turn::default();
        let until = Instant::now() + self.patience;
        loop {
            let message = match self.hear(until).await? {
                Heard::Voice(pcm) => {
                    turn.voice_bytes += pcm.len();
                    continue;
                }
                Heard::Json(message) => message,
            };
            for call in message["toolCall"]["functionCalls"].as_array().into_iter().flatten() {
                turn.calls.push(call["name"].as_str().unwrap_or_default().to_owned());
                tokio::time::sleep(self.answers_calls_after).await;
                let answer = json!({ "id": call["id"], "name": call["name"], "response": { "status": "ok" } });
                self.send(json!({ "toolResponse": { "functionResponses": [answer] } })).await?;
            }
            let content = &message["serverContent"];
            if let Some(text) = content["outputTranscription"]["text"].as_str() {
                turn.said.push_str(text);
            }
            if let Some(text) = content["inputTranscription"]["text"].as_str() {
                turn.heard.push(text.to_owned());
            }
            if content["turnComplete"] == true && is_answer(&turn.said) {
                return Ok(turn);
            }
        }
    }

    /// Asks and waits for the answer.
    pub(crate) async fn ask(&mut self, question: &str) -> Result<Turn, String> {
        self.type_text(question).await?;
        self.turn().await
    }

    /// Nothing went wrong as far as a student can see.
    pub(crate) fn noticed_nothing(&self) -> Result<(), String> {
        if self.notices.is_empty() { Ok(()) } else { Err(format!("noticed {:?}", self.notices)) }
    }
}

/// Whether it is a whole answer: what the practice tutor ends with.
fn is_answer(said: &str) -> bool {
    said.contains("So the answer") || said.contains("Hello") || said.contains("cannot hear")
}

/// That an answer came from memory.
pub(crate) fn remembers(turn: &Turn) -> Result<(), String> {
    let is_known = turn.said.contains("So the answer") && turn.calls == ["show_steps"];
    if is_known { Ok(()) } else { Err(format!("it has forgotten: {turn:?}")) }
}
