//! A socket that is read in large pieces, into memory that the sockets of a thread share.
//!
//! A WebSocket reads into a buffer of its own, and most of thousands of buffers are empty most of the time. Where they are
//! small a frame of sound takes two reads or three. Here one takes all that has come, and what the buffer has no room for
//! waits in memory that is given back as soon as it is taken.

use std::cell::RefCell;
use std::io::{IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What is read at once: three pieces of sound, and the most that may wait for a slow reader.
const GULP_BYTES: usize = 16 * 1024;

thread_local! {
    static SHARED: RefCell<Box<[u8]>> = RefCell::new(vec![0; GULP_BYTES].into());
}

/// A stream that is read so.
#[derive(Debug)]
pub(crate) struct Gulp<S> {
    stream: S,
    /// Was read, and not yet taken from `taken` on.
    rest: Vec<u8>,
    taken: usize,
}

impl<S> Gulp<S> {
    pub(crate) fn new(stream: S) -> Gulp<S> {
        Gulp { stream, rest: Vec::new(), taken: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Gulp<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let this = self.get_mut();
        let waiting = &this.rest[this.taken..];
        if !waiting.is_empty() {
            let size = waiting.len().min(into.remaining());
            into.put_slice(&waiting[..size]);
            this.taken += size;
            if this.taken == this.rest.len() {
                (this.rest, this.taken) = (Vec::new(), 0);
            }
            return Poll::Ready(Ok(()));
        }
        if into.remaining() >= GULP_BYTES {
            return Pin::new(&mut this.stream).poll_read(cx, into);
        }
        SHARED.with_borrow_mut(|shared| {
            let mut read = ReadBuf::new(shared);
            ready!(Pin::new(&mut this.stream).poll_read(cx, &mut read))?;
            let (now, later) = read.filled().split_at(read.filled().len().min(into.remaining()));
            into.put_slice(now);
            this.rest = later.to_vec();
            Poll::Ready(Ok(()))
        })
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gulp<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    /// Counts how often it is read, and gives at most so much at once.
    struct Counted<'a> {
        bytes: &'a [u8],
        at_once: usize,
        reads: usize,
    }

    impl AsyncRead for Counted<'_> {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            into: &mut ReadBuf<'_>,
        ) -> Poll<Result<()>> {
            let size = self.bytes.len().min(self.at_once).min(into.remaining());
            let (now, later) = self.bytes.split_at(size);
            into.put_slice(now);
            self.bytes = later;
            self.reads += 1;
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn a_frame_is_one_read_however_small_the_readers_buffer_is() {
        let sent: Vec<u8> = (0..=255).cycle().take(4_300).collect();
        let mut gulp = Gulp::new(Counted { bytes: &sent, at_once: usize::MAX, reads: 0 });
        let mut got = vec![0; sent.len()];
        for piece in got.chunks_mut(1_000) {
            gulp.read_exact(piece).await.expect("it is all there");
        }
        assert_eq!((got == sent, gulp.stream.reads), (true, 1));
        assert_eq!(gulp.rest.capacity(), 0, "nothing is held for a reader who has it all");
    }

    #[tokio::test]
    async fn every_byte_comes_once_and_in_order_whatever_the_sizes() {
        let sent: Vec<u8> = (0..=250).cycle().take(100_000).collect();
        for at_once in [1, 7, 4_096, GULP_BYTES, usize::MAX] {
            for room in [1, 13, 2_048, GULP_BYTES - 1, GULP_BYTES, 3 * GULP_BYTES] {
                let mut gulp = Gulp::new(Counted { bytes: &sent, at_once, reads: 0 });
                let (mut got, mut buffer) = (Vec::new(), vec![0; room]);
                loop {
                    let size = gulp.read(&mut buffer).await.expect("memory can be read");
                    if size == 0 {
                        break;
                    }
                    got.extend_from_slice(&buffer[..size]);
                }
                assert!(got == sent, "{at_once} at once into {room}");
            }
        }
    }
}
