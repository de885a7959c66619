//! One connection: setup, then a conversation until one side ends it.

mod conversation;
mod faults;
mod opening;
mod strict;

use crate::routes::{Service, Tutor};
use crate::wire::Pace;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use conversation::Conversation;
use futures_util::stream::{SplitSink, StreamExt};
use futures_util::{SinkExt, stream::SplitStream};
use ganita_live::message::{ClientMessage, ServerMessage};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// A client that does not take a frame for so long is gone.
const WRITE_LIMIT: Duration = Duration::from_secs(10);

/// How long the other side may take to close after us.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// What a connection is made with.
pub(crate) struct Line {
    pub(crate) tutor: Arc<Tutor>,
    /// Its number in this process, from 1.
    pub(crate) number: u32,
    /// By which of Google's addresses it came.
    pub(crate) service: Service,
    /// The ephemeral token it was opened with.
    pub(crate) token: Option<String>,
    /// How fast its socket is.
    pub(crate) pace: Pace,
    /// Says when the program ends.
    pub(crate) ending: watch::Receiver<bool>,
}

impl Line {
    /// Reads a client's message.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<ClientMessage, Ending> {
        if !self.tutor.options.lenient {
            strict::check(bytes)?;
        }
        ClientMessage::parse(bytes).map_err(Ending::invalid)
    }
}

/// How a conversation ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// We close, with a code and a reason.
    Close(u16, String),
    /// We drop the connection without a word.
    Cut,
    /// The other side has gone.
    Gone,
}

impl Ending {
    /// The message was not understood: Google's code for it.
    pub(crate) fn invalid(reason: impl std::fmt::Display) -> Ending {
        Ending::Close(1007, format!("Request contains an invalid argument: {reason}"))
    }
}

/// Goes on, or how it ends.
pub(crate) type Step = Result<(), Ending>;

/// The sending half of a socket.
pub(crate) struct Mouth {
    sink: SplitSink<WebSocket, Message>,
    binary: bool,
    service: Service,
    /// Before every frame, on demand.
    pub(crate) pause: Duration,
    /// Says nothing more, on demand.
    pub(crate) is_frozen: bool,
}

impl Mouth {
    pub(crate) async fn say(&mut self, message: &ServerMessage) -> Step {
        let mut json = message.to_json();
        if self.service == Service::Platform && message.usage_metadata.is_some() {
            json = json
                .replace(r#""responseTokenCount":"#, r#""candidatesTokenCount":"#)
                .replace(r#""responseTokensDetails":"#, r#""candidatesTokensDetails":"#);
        }
        let frame = if self.binary {
            Message::Binary(json.into_bytes().into())
        } else {
            Message::Text(json.into())
        };
        self.send(frame).await
    }

    pub(crate) async fn send(&mut self, frame: Message) -> Step {
        if self.is_frozen {
            return Ok(());
        }
        if !self.pause.is_zero() {
            tokio::time::sleep(self.pause).await;
        }
        match timeout(WRITE_LIMIT, self.sink.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Ending::Gone),
        }
    }

    async fn close(&mut self, code: u16, reason: &str) {
        // A close frame has room for 123 bytes of reason.
        let end = (0..=reason.len().min(123))
            .rev()
            .find(|&end| reason.is_char_boundary(end))
            .unwrap_or(0);
        let frame = CloseFrame { code, reason: reason[..end].into() };
        let _ = timeout(WRITE_LIMIT, self.sink.send(Message::Close(Some(frame)))).await;
    }
}

/// Talks with one client until either has enough.
pub(crate) async fn converse(socket: WebSocket, line: Line) {
    let (sink, mut stream) = socket.split();
    let mut mouth = Mouth {
        sink,
        binary: line.tutor.options.binary,
        service: line.service,
        pause: Duration::ZERO,
        is_frozen: false,
    };
    let number = line.number;
    let ending = match opening::open(&mut mouth, &mut stream, &line).await {
        Ok(opened) => {
            let session_id = opened.snapshot.session_id.clone();
            let tutor = Arc::clone(&line.tutor);
            let ending = Conversation::new(mouth, line, opened).run(&mut stream).await;
            tutor.handles.close(&session_id);
            let (ended, mouth) = ending;
            finish(ended, mouth, stream, number).await;
            return;
        }
        Err(ending) => ending,
    };
    finish(ending, mouth, stream, number).await;
}

async fn finish(ending: Ending, mut mouth: Mouth, mut stream: SplitStream<WebSocket>, number: u32) {
    tracing::info!(connection = number, ?ending, "connection over");
    if let Ending::Close(code, reason) = ending {
        mouth.close(code, &reason).await;
        let drained = async { while let Some(Ok(_)) = stream.next().await {} };
        let _ = timeout(CLOSE_LIMIT, drained).await;
    }
}

/// The next message's bytes; nothing for pings and pongs.
pub(crate) fn payload(
    received: Option<Result<Message, axum::Error>>,
) -> Result<Option<Vec<u8>>, Ending> {
    match received {
        None | Some(Err(_) | Ok(Message::Close(_))) => Err(Ending::Gone),
        Some(Ok(Message::Text(text))) => Ok(Some(text.as_bytes().to_vec())),
        Some(Ok(Message::Binary(bytes))) => Ok(Some(bytes.to_vec())),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
    }
}
