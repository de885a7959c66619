//! The lesson's one socket to the student's page.

use crate::clock;
use crate::config::Limits;
use crate::error::Close;
use crate::metrics::{Closing, Metrics, Traffic};
use crate::relay::budget::Budget;
use crate::relay::queue::Queue;
use axum::body::Bytes;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::{Sink, Stream, StreamExt};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite;

/// How long before its access token ends a page is told to bring another.
const EXPIRY_NOTICE: Duration = Duration::from_secs(60);

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
    limits: Limits,
    /// When the access token behind it ends.
    expires_at: Option<Instant>,
    /// Whether it was told that this is soon.
    is_warned: bool,
    budget: Budget,
    queue: Queue,
    /// A frame was given to the socket and is not all written.
    is_writing: bool,
    /// Since when the page takes nothing.
    stuck_since: Option<Instant>,
    heard_at: Instant,
    ping_at: Instant,
    metrics: Arc<Metrics>,
}

/// Whether a close frame ends the lesson. Our own client also closes with 1000 when it only wants another connection,
/// and then it says so.
fn is_goodbye(code: u16, reason: &str) -> bool {
    code == 1000 && (reason.is_empty() || reason == "the lesson is over")
}

/// Why nothing more can be read.
fn failed(error: &axum::Error) -> FromPage {
    use tungstenite::Error::{Capacity, Protocol, Utf8};
    use tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
    let cause = std::error::Error::source(error)
        .and_then(|cause| cause.downcast_ref::<tungstenite::Error>());
    match cause {
        Some(Capacity(_)) => FromPage::TooLarge,
        // That is how networks end.
        Some(Protocol(ResetWithoutClosingHandshake)) => FromPage::Gone { finished: false },
        Some(Protocol(_) | Utf8(_)) => FromPage::NoFrame,
        _ => FromPage::Gone { finished: false },
    }
}

/// Something a page sent.
pub(super) enum FromPage {
    Text(Utf8Bytes),
    Sound(Bytes),
    /// It sends more than anybody can say.
    TooMuch,
    /// It sent a frame that is larger than any of ours.
    TooLarge,
    /// It sent what is no frame: another opcode, no mask, bits that are reserved, text that is no UTF-8.
    NoFrame,
    /// It is gone; true when it said goodbye.
    Gone {
        finished: bool,
    },
}

impl Page {
    /// A socket that has just opened; boxed, since it is handed from task to task.
    #[must_use]
    pub(crate) fn new(
        socket: WebSocket,
        dialect: Dialect,
        metrics: Arc<Metrics>,
        limits: Limits,
    ) -> Box<Page> {
        let now = Instant::now();
        Box::new(Page {
            socket,
            dialect,
            is_greeted: false,
            voice: 0,
            limits,
            expires_at: None,
            is_warned: false,
            budget: Budget::new(),
            queue: Queue::default(),
            is_writing: false,
            stuck_since: None,
            heard_at: now,
            ping_at: now + limits.ping_every,
            metrics,
        })
    }

    /// The next thing it sends; what waits for it is written meanwhile. Safe to give up and ask again.
    pub(super) async fn next(&mut self) -> FromPage {
        loop {
            let message = poll_fn(|cx| {
                if self.poll_write(cx).is_err() {
                    return Poll::Ready(None);
                }
                Pin::new(&mut self.socket).poll_next(cx)
            })
            .await;
            self.heard_at = Instant::now();
            let (traffic, size) = match &message {
                Some(Ok(Message::Text(text))) => (Traffic::TextIn, text.len()),
                Some(Ok(Message::Binary(bytes))) => (Traffic::SoundIn, bytes.len()),
                _ => (Traffic::ControlIn, 0),
            };
            self.metrics.often.frame(traffic, size);
            if !self.budget.pay(self.heard_at, size) {
                return FromPage::TooMuch;
            }
            match message {
                Some(Ok(Message::Text(text))) => return FromPage::Text(text),
                Some(Ok(Message::Binary(bytes))) => return FromPage::Sound(bytes),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    return FromPage::Gone {
                        finished: frame.is_some_and(|frame| is_goodbye(frame.code, &frame.reason)),
                    };
                }
                Some(Err(error)) => return failed(&error),
                None => return FromPage::Gone { finished: false },
            }
        }
    }

    /// Writes what waits as far as the socket takes it now.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Result<(), axum::Error> {
        loop {
            let mut socket = Pin::new(&mut self.socket);
            if self.is_writing {
                match socket.as_mut().poll_flush(cx) {
                    Poll::Ready(flushed) => flushed?,
                    Poll::Pending => {
                        self.stuck_since.get_or_insert_with(Instant::now);
                        return Ok(());
                    }
                }
                self.is_writing = false;
                self.stuck_since = None;
            }
            match socket.as_mut().poll_ready(cx) {
                Poll::Ready(ready) => ready?,
                Poll::Pending => return Ok(()),
            }
            let Some(message) = self.queue.pop() else { return Ok(()) };
            socket.start_send(message)?;
            self.is_writing = true;
        }
    }

    async fn write(&mut self) -> bool {
        poll_fn(|cx| Poll::Ready(self.poll_write(cx).is_ok())).await
    }

    /// Writes a message, or lets it wait; false when the page is gone or leaves too much unread.
    pub(super) async fn text(&mut self, text: String) -> bool {
        self.metrics.often.frame(Traffic::TextOut, text.len());
        self.queue.push(Message::Text(text.into())) && self.write().await
    }

    /// Writes a message that is voice, in Google's own shape.
    pub(super) async fn voice_as_json(&mut self, text: Utf8Bytes) -> bool {
        self.metrics.often.frame(Traffic::VoiceOut, text.len());
        self.put_voice(Message::Text(text)).await
    }

    async fn put_voice(&mut self, message: Message) -> bool {
        let dropped = self.queue.push_voice(message);
        self.metrics.sound_dropped.inc_by(dropped);
        self.write().await
    }

    /// The words that wait, taken out.
    pub(super) fn unsent(&mut self) -> Vec<String> {
        self.queue.drop_voice();
        let waiting = std::iter::from_fn(|| self.queue.pop());
        let texts = waiting.filter_map(|message| match message {
            Message::Text(text) => Some(text.as_str().to_owned()),
            _ => None,
        });
        texts.collect()
    }

    /// Throws away the voice that waits: the student has interrupted it.
    pub(super) fn drop_voice(&mut self) {
        self.queue.drop_voice();
    }

    /// Writes a piece of the tutor's voice behind its number; false when the page does not take it.
    pub(super) async fn voice(&mut self, frame: Vec<u8>) -> bool {
        self.metrics.often.frame(Traffic::VoiceOut, frame.len());
        self.put_voice(Message::Binary(frame.into())).await
    }

    /// Whether it takes nothing now, though its connection stands.
    pub(super) fn is_stuck(&self) -> bool {
        self.stuck_since.is_some()
    }

    /// Pings it when it is time; false when it has been silent for too long.
    pub(super) async fn look_after(&mut self) -> Result<(), Close> {
        let now = Instant::now();
        if now >= self.heard_at + self.limits.idle {
            return Err(Close::Idle);
        }
        if self.stuck_since.is_some_and(|since| now >= since + self.limits.write) {
            return Err(Close::Slow);
        }
        if self.expires_at.is_some_and(|at| now >= at) {
            return Err(Close::Expired);
        }
        if now >= self.ping_at {
            self.ping_at = now + self.limits.ping_every;
            if !(self.queue.push(Message::Ping(Bytes::new())) && self.write().await) {
                return Err(Close::Slow);
            }
        }
        Ok(())
    }

    /// The access token behind it is good until then, in seconds since 1970.
    pub(crate) fn is_good_until(&mut self, until: Option<u64>) {
        let left = |until: u64| Duration::from_secs(until.saturating_sub(clock::now_seconds()));
        self.expires_at = until.map(|until| Instant::now() + left(until));
        self.is_warned = false;
    }

    /// Whether the access token ends soon, the first time this is asked then.
    pub(super) fn has_to_be_warned(&mut self) -> bool {
        let is_soon = self.expires_at.is_some_and(|at| Instant::now() + EXPIRY_NOTICE >= at);
        is_soon && self.is_greeted && !std::mem::replace(&mut self.is_warned, true)
    }

    /// When [`Page::look_after`] has something to do.
    pub(super) fn wake_at(&self) -> Instant {
        let stuck = self.stuck_since.map(|since| since + self.limits.write);
        let wake_at = self.ping_at.min(self.heard_at + self.limits.idle);
        let warn_at = self.expires_at.map(|at| {
            let is_told = self.is_warned || !self.is_greeted;
            if is_told { at } else { at.checked_sub(EXPIRY_NOTICE).unwrap_or(at) }
        });
        [stuck, warn_at].into_iter().flatten().fold(wake_at, Instant::min)
    }

    /// Closes the socket and says why.
    pub(crate) async fn close(mut self: Box<Self>, close: Close) {
        self.metrics.closes.get_or_create(&Closing { code: u32::from(close.code()) }).inc();
        let goodbye = async {
            // Words that wait still arrive if the page takes them.
            self.queue.drop_voice();
            while let Some(message) = self.queue.pop() {
                if self.socket.send(message).await.is_err() {
                    break;
                }
            }
            // Fails when the page said goodbye first; then reading sends it the answer it waits for.
            let _ = self.socket.send(Message::Close(Some(close.frame()))).await;
            while let Some(Ok(_)) = self.socket.next().await {}
        };
        let _ = timeout(GOODBYE, goodbye).await;
    }
}
