//! The lesson's one socket to the student's page.

use crate::error::Close;
use crate::metrics::{Closing, Kind, Metrics};
use crate::relay::budget::Budget;
use crate::relay::{IDLE_TIMEOUT, PING_EVERY, WRITE_TIMEOUT};
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite;

/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// How the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `ganita.live.v1`: sound in numbered binary frames, acknowledgements, notices.
    Ganita,
    /// Google's own, for Google's own SDKs.
    Google,
}

/// A socket to a page.
pub(crate) struct Page {
    socket: WebSocket,
    /// How it speaks.
    pub(crate) dialect: Dialect,
    /// Whether it was told that the lesson is ready.
    pub(crate) is_greeted: bool,
    /// The voice frames it was sent.
    pub(crate) voice: u32,
    budget: Budget,
    heard_at: Instant,
    ping_at: Instant,
    metrics: Arc<Metrics>,
}

/// Whether a close frame ends the lesson. Our own client also closes with 1000 when it only wants another connection,
/// and then it says so.
fn is_goodbye(code: u16, reason: &str) -> bool {
    code == 1000 && (reason.is_empty() || reason == "the lesson is over")
}

fn is_too_large(error: &axum::Error) -> bool {
    let cause = std::error::Error::source(error)
        .and_then(|cause| cause.downcast_ref::<tungstenite::Error>());
    matches!(cause, Some(tungstenite::Error::Capacity(_)))
}

/// Something a page sent.
pub(super) enum FromPage {
    Text(String),
    Sound(Bytes),
    /// It sends more than anybody can say.
    TooMuch,
    /// It sent a frame that is larger than any of ours.
    TooLarge,
    /// It is gone; true when it said goodbye.
    Gone {
        finished: bool,
    },
}

impl Page {
    /// A socket that has just opened.
    #[must_use]
    pub(crate) fn new(socket: WebSocket, dialect: Dialect, metrics: Arc<Metrics>) -> Page {
        let now = Instant::now();
        Page {
            socket,
            dialect,
            is_greeted: false,
            voice: 0,
            budget: Budget::new(),
            heard_at: now,
            ping_at: now + PING_EVERY,
            metrics,
        }
    }

    /// The next thing it sends. Safe to give up and ask again.
    pub(super) async fn next(&mut self) -> FromPage {
        loop {
            let message = self.socket.recv().await;
            self.heard_at = Instant::now();
            let (kind, size) = match &message {
                Some(Ok(Message::Text(text))) => ("text_in", text.len()),
                Some(Ok(Message::Binary(bytes))) => ("sound_in", bytes.len()),
                _ => ("control_in", 0),
            };
            self.count(kind, size);
            if !self.budget.pay(size) {
                return FromPage::TooMuch;
            }
            match message {
                Some(Ok(Message::Text(text))) => return FromPage::Text(text.as_str().to_owned()),
                Some(Ok(Message::Binary(bytes))) => return FromPage::Sound(bytes),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    return FromPage::Gone {
                        finished: frame.is_some_and(|frame| is_goodbye(frame.code, &frame.reason)),
                    };
                }
                Some(Err(error)) if is_too_large(&error) => return FromPage::TooLarge,
                Some(Err(_)) | None => return FromPage::Gone { finished: false },
            }
        }
    }

    fn count(&self, kind: &'static str, size: usize) {
        self.metrics.frames.get_or_create(&Kind { kind }).inc();
        self.metrics.bytes.get_or_create(&Kind { kind }).inc_by(size as u64);
    }

    async fn put(&mut self, message: Message) -> bool {
        matches!(timeout(WRITE_TIMEOUT, self.socket.send(message)).await, Ok(Ok(())))
    }

    /// Writes a message; false when the page does not take it.
    pub(super) async fn text(&mut self, text: String) -> bool {
        self.count("text_out", text.len());
        self.put(Message::Text(text.into())).await
    }

    /// Writes a piece of the tutor's voice with its number; false when the page does not take it.
    pub(super) async fn voice(&mut self, number: u32, pcm: &[u8]) -> bool {
        let mut frame = Vec::with_capacity(4 + pcm.len());
        frame.extend_from_slice(&number.to_le_bytes());
        frame.extend_from_slice(pcm);
        self.count("voice_out", frame.len());
        self.put(Message::Binary(frame.into())).await
    }

    /// Pings it when it is time; false when it has been silent for too long.
    pub(super) async fn look_after(&mut self) -> Result<(), Close> {
        let now = Instant::now();
        if now >= self.heard_at + IDLE_TIMEOUT {
            return Err(Close::Idle);
        }
        if now >= self.ping_at {
            self.ping_at = now + PING_EVERY;
            if !self.put(Message::Ping(Bytes::new())).await {
                return Err(Close::Idle);
            }
        }
        Ok(())
    }

    /// When [`Page::look_after`] has something to do.
    pub(super) fn wake_at(&self) -> Instant {
        self.ping_at.min(self.heard_at + IDLE_TIMEOUT)
    }

    /// Closes the socket and says why.
    pub(crate) async fn close(mut self, close: Close) {
        self.metrics.closes.get_or_create(&Closing { code: u32::from(close.code()) }).inc();
        let goodbye = async {
            // Fails when the page said goodbye first; then reading sends it the answer it waits for.
            let _ = self.socket.send(Message::Close(Some(close.frame()))).await;
            while let Some(Ok(_)) = self.socket.recv().await {}
        };
        let _ = timeout(GOODBYE, goodbye).await;
    }
}
