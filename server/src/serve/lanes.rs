//! Threads that carry sockets, one for each processor, each with a runtime and an event queue of its own.
//!
//! A socket stays on its thread, and so does its lesson. What comes in then wakes nobody but the thread that waits for it;
//! a runtime of several threads wakes another one as well, to look whether there is something to take over, and for
//! messages that come one at a time that is a large part of what they cost.

use std::io::Result;
use std::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

/// The threads. What runs on them when this is dropped ends there.
pub(super) struct Lanes {
    lanes: Vec<Lane>,
    next: usize,
}

struct Lane {
    runtime: Handle,
    /// The thread ends when this is dropped.
    _open: oneshot::Sender<()>,
}

impl Lanes {
    /// One for each processor.
    ///
    /// # Errors
    /// When a thread or its event queue cannot be had.
    pub(super) fn open() -> Result<Lanes> {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        let lanes = (0..count).map(|_| Lane::open()).collect::<Result<_>>()?;
        Ok(Lanes { lanes, next: 0 })
    }

    /// Does something with a socket on the next thread.
    pub(super) fn carry<Work>(
        &mut self,
        socket: tokio::net::TcpStream,
        tracker: &TaskTracker,
        work: impl FnOnce(tokio::net::TcpStream) -> Work + Send + 'static,
    ) -> Result<()>
    where
        Work: Future<Output = ()> + Send + 'static,
    {
        let socket: TcpStream = socket.into_std()?;
        self.next = (self.next + 1) % self.lanes.len();
        let work = async move {
            match tokio::net::TcpStream::from_std(socket) {
                Ok(socket) => work(socket).await,
                Err(error) => tracing::warn!(%error, "a connection could not be taken over"),
            }
        };
        tracker.spawn_on(work, &self.lanes[self.next].runtime);
        Ok(())
    }
}

impl Lane {
    fn open() -> Result<Lane> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (open, closed) = oneshot::channel();
        let thread = std::thread::Builder::new().name("lane".to_owned());
        thread.spawn(move || {
            runtime.block_on(async { drop(closed.await) });
            // What still computes for somebody who is gone is not waited for.
            runtime.shutdown_background();
        })?;
        Ok(Lane { runtime: handle, _open: open })
    }
}

impl std::fmt::Debug for Lanes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Lanes").field("count", &self.lanes.len()).finish()
    }
}
