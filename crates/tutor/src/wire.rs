//! The sockets under the connections: as fast as they are, or as slow as a script wants them.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep_until};

/// How often a slow socket carries something.
const BEAT: Duration = Duration::from_millis(50);

/// Bytes a second of one connection, each way; zero sets no limit. Shared with whoever may change it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pace(Arc<AtomicU32>);

impl Pace {
    pub(crate) fn set(&self, bytes_per_second: u32) {
        self.0.store(bytes_per_second.max(1), Ordering::Relaxed);
    }

    /// Bytes for one beat; none when there is no limit.
    fn portion(&self) -> Option<usize> {
        let limit = self.0.load(Ordering::Relaxed);
        let beats = 1_000 / u32::try_from(BEAT.as_millis()).expect("a beat is short");
        (limit > 0).then(|| usize::try_from(limit.div_ceil(beats)).expect("it has 32 bits"))
    }
}

/// One direction of a socket: what may go now, and when more may.
struct Lane {
    left: usize,
    next: Pin<Box<Sleep>>,
}

impl Lane {
    fn new() -> Lane {
        Lane { left: 0, next: Box::pin(sleep_until(Instant::now())) }
    }

    /// How much may go now, of a portion for each beat.
    fn poll(&mut self, portion: usize, cx: &mut Context<'_>) -> Poll<usize> {
        if self.left == 0 {
            ready!(self.next.as_mut().poll(cx));
            self.left = portion;
            self.next.as_mut().reset(Instant::now() + BEAT);
        }
        Poll::Ready(self.left)
    }
}

/// A socket with a pace.
pub(crate) struct Wire {
    stream: TcpStream,
    pace: Pace,
    inward: Lane,
    outward: Lane,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = &mut *self;
        let Some(portion) = wire.pace.portion() else {
            return Pin::new(&mut wire.stream).poll_read(cx, buffer);
        };
        let room = ready!(wire.inward.poll(portion, cx)).min(buffer.remaining());
        let mut part = vec![0; room];
        let mut part = ReadBuf::new(&mut part);
        ready!(Pin::new(&mut wire.stream).poll_read(cx, &mut part))?;
        wire.inward.left -= part.filled().len();
        buffer.put_slice(part.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = &mut *self;
        let Some(portion) = wire.pace.portion() else {
            return Pin::new(&mut wire.stream).poll_write(cx, bytes);
        };
        let room = ready!(wire.outward.poll(portion, cx)).min(bytes.len());
        let written = ready!(Pin::new(&mut wire.stream).poll_write(cx, &bytes[..room]))?;
        wire.outward.left -= written;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A listener whose sockets have a pace.
pub(crate) struct Door(pub(crate) TcpListener);

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let _ = stream.set_nodelay(true);
        let wire =
            Wire { stream, pace: Pace::default(), inward: Lane::new(), outward: Lane::new() };
        (wire, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Door>> for Pace {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Pace {
        stream.io().pace.clone()
    }
}
