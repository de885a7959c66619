//! The lesson's one connection to the tutor.

use crate::relay::WRITE_TIMEOUT;
use crate::relay::keys::{KeyId, Lease, Trouble};
use crate::relay::upstream::{Call, Socket, Undialled};
use futures_util::future::BoxFuture;
use futures_util::{SinkExt, StreamExt};
use ganita_live::Frame;
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection and its number.
pub(super) struct Link {
    connection: u32,
    stage: Stage,
    /// The key of the latest connection.
    key: Option<KeyId>,
}

enum Stage {
    None,
    Dialling(BoxFuture<'static, Result<Call, Undialled>>),
    Open(Box<Socket>, Option<Lease>),
}

/// Something a tutor's connection brought.
pub(super) enum Happening {
    Opened,
    NotOpened(Undialled),
    Frame(Bytes),
    Closed { code: u16, reason: String },
}

impl Link {
    pub(super) fn none() -> Link {
        Link { connection: 0, stage: Stage::None, key: None }
    }

    pub(super) fn connection(&self) -> u32 {
        self.connection
    }

    /// Begins to dial. A socket that is still open is dropped first: tutors refuse to resume beside it.
    pub(super) fn dial(
        &mut self,
        connection: u32,
        dialling: BoxFuture<'static, Result<Call, Undialled>>,
    ) {
        self.connection = connection;
        self.stage = Stage::Dialling(dialling);
    }

    /// The key of the latest connection.
    pub(super) fn key(&self) -> Option<&KeyId> {
        self.key.as_ref()
    }

    /// The key with which another process held the conversation.
    pub(super) fn set_key(&mut self, key: Option<KeyId>) {
        self.key = key;
    }

    /// The next thing that happens; never, when there is no connection. Safe to give up and ask again.
    pub(super) async fn next(&mut self) -> Happening {
        let happening = match &mut self.stage {
            Stage::None => std::future::pending().await,
            Stage::Dialling(dialling) => match dialling.await {
                Ok(Call { socket, lease }) => {
                    self.key = lease.as_ref().map(|lease| lease.id().clone());
                    self.stage = Stage::Open(Box::new(socket), lease);
                    return Happening::Opened;
                }
                Err(undialled) => Happening::NotOpened(undialled),
            },
            Stage::Open(socket, lease) => match frame(socket).await {
                Happening::Frame(bytes) => return Happening::Frame(bytes),
                closed => {
                    if let (Some(lease), Some(trouble)) = (lease, trouble(&closed)) {
                        lease.pause(trouble);
                    }
                    // Sends the answer to a close frame, if that was it.
                    let _ = timeout(GOODBYE, socket.flush()).await;
                    closed
                }
            },
        };
        self.stage = Stage::None;
        happening
    }

    /// Writes a frame; false when the connection is gone, and then it is.
    pub(super) async fn send(&mut self, connection: u32, frame: Frame) -> bool {
        let Stage::Open(socket, _) = &mut self.stage else { return false };
        if connection != self.connection {
            return false;
        }
        let message = match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::binary(bytes),
        };
        let is_written = matches!(timeout(WRITE_TIMEOUT, socket.send(message)).await, Ok(Ok(())));
        if !is_written {
            self.stage = Stage::None;
        }
        is_written
    }

    /// Says goodbye and goes on reading until the tutor does too; false when there is nobody to say it to.
    pub(super) async fn close(&mut self, connection: u32, code: u16, reason: &'static str) -> bool {
        if connection != self.connection {
            return false;
        }
        if let Stage::Open(socket, _) = &mut self.stage {
            let frame = CloseFrame { code: code.into(), reason: reason.into() };
            if matches!(timeout(GOODBYE, socket.as_mut().close(Some(frame))).await, Ok(Ok(()))) {
                return true;
            }
        }
        self.stage = Stage::None;
        false
    }
}

/// What a close says about the key. Quotas are told in words: "You exceeded your current quota", "Resource exhausted".
fn trouble(closed: &Happening) -> Option<Trouble> {
    let Happening::Closed { code, reason } = closed else { return None };
    let reason = reason.to_ascii_lowercase();
    if reason.contains("quota") || reason.contains("exhausted") {
        return Some(Trouble::Quota);
    }
    (*code == 1011).then_some(Trouble::Failure)
}

async fn frame(socket: &mut Socket) -> Happening {
    loop {
        match socket.next().await {
            // Google sends JSON in binary frames too.
            Some(Ok(Message::Text(text))) => return Happening::Frame(text.into()),
            Some(Ok(Message::Binary(bytes))) => return Happening::Frame(bytes),
            Some(Ok(Message::Close(frame))) => {
                let (code, reason) = frame.map_or((1005, String::new()), |frame| {
                    (frame.code.into(), frame.reason.as_str().chars().take(120).collect())
                });
                return Happening::Closed { code, reason };
            }
            // Pings are answered by the socket itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Err(error)) => return Happening::Closed { code: 1006, reason: error.to_string() },
            None => return Happening::Closed { code: 1006, reason: String::new() },
        }
    }
}
