//! The relay everybody writes first: a socket for a socket, frames copied both ways, the key added on the server.
//!
//! It has the keepalive that WebSocket libraries come with: a ping, and the end if no pong follows in time (Python's
//! `websockets`: 20 s and 20 s; here 0.3 s and 1 s, as all times of this test are shortened).

use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, interval};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{accept_async, connect_async};

const PING_EVERY: Duration = Duration::from_millis(300);
const PONG_WITHIN: Duration = Duration::from_secs(1);

/// A running naive relay.
pub(crate) struct NaiveRelay {
    pub(crate) address: SocketAddr,
    accepting: AbortHandle,
}

impl NaiveRelay {
    pub(crate) async fn start(upstream: String) -> NaiveRelay {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(relay(stream, upstream.clone()));
            }
        });
        NaiveRelay { address, accepting: accepting.abort_handle() }
    }

    /// As `kill -9` does it: all sockets are gone.
    pub(crate) fn kill(&self) {
        self.accepting.abort();
    }
}

impl Drop for NaiveRelay {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn relay(stream: TcpStream, upstream: String) {
    let Ok(mut page) = accept_async(stream).await else { return };
    let Ok((mut tutor, _)) = connect_async(upstream).await else { return };
    let mut ping = interval(PING_EVERY);
    let mut heard_at = Instant::now();
    loop {
        tokio::select! {
            from_page = page.next() => match from_page {
                Some(Ok(message)) if !message.is_close() => {
                    if tutor.send(message).await.is_err() { break; }
                }
                _ => break,
            },
            from_tutor = tutor.next() => match from_tutor {
                Some(Ok(Message::Pong(_))) => heard_at = Instant::now(),
                Some(Ok(message)) => {
                    let is_close = message.is_close();
                    if page.send(message).await.is_err() || is_close { break; }
                }
                _ => break,
            },
            _ = ping.tick() => {
                if heard_at.elapsed() > PING_EVERY + PONG_WITHIN
                    || tutor.send(Message::Ping(vec![].into())).await.is_err()
                {
                    break;
                }
            }
        }
    }
    let _ = tutor.close(None).await;
    let _ = page.close(None).await;
}
