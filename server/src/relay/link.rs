//! The lesson's one connection to the tutor.

use crate::random;
use crate::relay::WRITE_TIMEOUT;
use crate::relay::keys::{KeyId, Lease, Trouble};
use crate::relay::upstream::{Call, Socket, Undialled};
use futures_util::future::BoxFuture;
use futures_util::{SinkExt, StreamExt};
use ganita_live::Frame;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame as WireFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{self, Bytes, Message};

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
    Open {
        socket: Box<Socket>,
        lease: Option<Lease>,
        /// Nothing was sent yet.
        is_new: bool,
    },
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
                    self.stage = Stage::Open { socket: Box::new(socket), lease, is_new: true };
                    return Happening::Opened;
                }
                Err(undialled) => Happening::NotOpened(undialled),
            },
            Stage::Open { socket, lease, .. } => match frame(socket).await {
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
        let Stage::Open { socket, is_new, .. } = &mut self.stage else { return false };
        if connection != self.connection {
            return false;
        }
        let writing = async {
            match frame {
                Frame::Text(text) if std::mem::take(is_new) => first(socket, text).await.is_ok(),
                Frame::Text(text) => socket.send(Message::text(text)).await.is_ok(),
                Frame::Binary(bytes) => socket.send(Message::binary(bytes)).await.is_ok(),
            }
        };
        let is_written = matches!(timeout(WRITE_TIMEOUT, writing).await, Ok(true));
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
        if let Stage::Open { socket, .. } = &mut self.stage {
            let frame = CloseFrame { code: code.into(), reason: reason.into() };
            if matches!(timeout(GOODBYE, socket.as_mut().close(Some(frame))).await, Ok(Ok(()))) {
                return true;
            }
        }
        self.stage = Stage::None;
        false
    }
}

/// Writes the first message, the setup with its tools, past the socket's own buffer: that would keep its size for as long
/// as the lesson lasts, and in most lessons nothing as long follows for minutes.
async fn first(socket: &mut Socket, text: String) -> Result<(), tungstenite::Error> {
    let mut message = WireFrame::message(text, OpCode::Data(Data::Text), true);
    message.header_mut().mask = Some(random::bytes());
    let mut bytes = Vec::with_capacity(message.len());
    message.format(&mut bytes)?;
    let stream = socket.get_mut();
    stream.write_all(&bytes).await?;
    stream.flush().await?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gulp::Gulp;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;
    use tokio_tungstenite::{accept_async, client_async_tls_with_config};

    #[tokio::test(start_paused = true)]
    async fn a_tutor_that_takes_nothing_for_ten_seconds_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let tutor = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("somebody comes");
            accept_async(stream).await.expect("it speaks WebSocket")
        });
        let stream = Gulp::new(TcpStream::connect(address).await.expect("it listens"));
        let dialled = client_async_tls_with_config("ws://tutor/", stream, None, None).await;
        let (socket, _) = dialled.expect("it is taken");
        let _never_reads = tutor.await.expect("it does not panic");

        let mut link = Link::none();
        let call = Call { socket, lease: None };
        link.dial(7, Box::pin(std::future::ready(Ok(call))));
        assert!(matches!(link.next().await, Happening::Opened));
        let began = Instant::now();
        let sound = || Frame::Binary(vec![0; 256 * 1024]);
        let mut written = 0;
        while link.send(7, sound()).await {
            written += 1;
            assert!(written < 1_000, "no system holds so much back");
        }
        assert!(began.elapsed() >= WRITE_TIMEOUT);
        assert!(!link.send(7, sound()).await, "it is not tried again");
    }
}
