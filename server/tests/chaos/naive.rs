//! The relay everybody writes first: a socket for a socket, frames copied both ways, the key added on the server.
//!
//! It has the keepalive that WebSocket libraries come with: a ping, and the end if no pong follows in time (Python's
//! `websockets`: 20 s and 20 s; here 0.3 s and 1 s, as all times of this test are shortened).

use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
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
        NaiveRelay::listen(upstream, None).await
    }

    /// One that writes what passes through into Redis first.
    pub(crate) async fn with_redis(upstream: String, port: u16) -> NaiveRelay {
        NaiveRelay::listen(upstream, Some(port)).await
    }

    async fn listen(upstream: String, redis: Option<u16>) -> NaiveRelay {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(relay(stream, upstream.clone(), redis));
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

/// Appends a message to a list; false when Redis does not answer.
async fn write_down(redis: &mut Option<TcpStream>, message: &Message) -> bool {
    let Some(redis) = redis else { return true };
    let bytes = message.clone().into_data();
    let head = format!("*3\r\n$5\r\nRPUSH\r\n$5\r\ntalks\r\n${}\r\n", bytes.len());
    let asked = [head.as_bytes(), &bytes, b"\r\n"].concat();
    let mut answer = [0; 64];
    redis.write_all(&asked).await.is_ok()
        && matches!(redis.read(&mut answer).await, Ok(1..))
        && answer[0] == b':'
}

async fn relay(stream: TcpStream, upstream: String, redis: Option<u16>) {
    let mut redis = match redis {
        None => None,
        Some(port) => match TcpStream::connect(("127.0.0.1", port)).await {
            Ok(redis) => Some(redis),
            Err(_) => return,
        },
    };
    let Ok(mut page) = accept_async(stream).await else { return };
    let Ok((mut tutor, _)) = connect_async(upstream).await else { return };
    let mut ping = interval(PING_EVERY);
    let mut heard_at = Instant::now();
    loop {
        tokio::select! {
            from_page = page.next() => match from_page {
                Some(Ok(message)) if !message.is_close() => {
                    let is_kept = write_down(&mut redis, &message).await;
                    if !is_kept || tutor.send(message).await.is_err() { break; }
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
