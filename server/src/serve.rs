//! The server's life: everything is put together, connections are accepted, and at the end everybody is told.

mod lanes;

use crate::admit::{Gate, Limit, Tickets};
use crate::clock;
use crate::config::Config;
use crate::gulp::Gulp;
use crate::http::{App, Cache, Peer, router};
use crate::livekit::rooms::RoomService;
use crate::metrics::Metrics;
use crate::relay::Relay;
use crate::relay::shelf::{Shelf, give_up_what_moved};
use crate::relay::upstream::GeminiLive;
use crate::state::{self, StateError};
use crate::store::scribe::Scribe;
use crate::store::usage::DAY_MS;
use crate::store::{self, Store, StoreError};
use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use lanes::Lanes;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_layer::Layer;

/// A client has so long to send the head of a request; the handshake of a socket is one.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// A stopping server gives lessons and requests so long to end; Kubernetes asks for no more.
const GRACE: Duration = Duration::from_secs(30);

/// Connections at once; more are left waiting in the system's queue.
const MAX_CONNECTIONS: usize = 20_000;

/// How often transcripts are looked through for old ones.
const RETENTION_EVERY: Duration = Duration::from_secs(3600);

/// Why the server could not run.
#[derive(Debug)]
pub enum Failure {
    /// The store could not be opened.
    Store(StoreError),
    /// The shared state could not be opened.
    State(StateError),
    /// The address could not be listened on.
    Listen(std::io::Error),
    /// The threads that carry sockets could not be had.
    Threads(std::io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Store(error) => write!(formatter, "GANITA_DATABASE: {error}"),
            Failure::State(error) => write!(formatter, "GANITA_REDIS: {error}"),
            Failure::Listen(error) => write!(formatter, "GANITA_LISTEN: {error}"),
            Failure::Threads(error) => write!(formatter, "threads for sockets: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Serves until `stopping` is cancelled, then ends every lesson, writes what is unwritten, and returns.
///
/// # Errors
/// When the store or the shared state cannot be opened.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    stopping: CancellationToken,
) -> Result<(), Failure> {
    let store = store::open(&config.database).await.map_err(Failure::Store)?;
    let state = state::open(config.redis.as_ref()).await.map_err(Failure::State)?;
    let metrics = Arc::new(Metrics::new());
    let (scribe, writing) = Scribe::new(
        Arc::clone(&store),
        Arc::clone(&metrics),
        stopping.clone(),
        config.max_sessions,
    );
    let writing = tokio::spawn(writing);
    let (scribe, showing) = scribe.showing(Arc::clone(&state));
    let showing = tokio::spawn(showing);
    let upstream = Arc::new(GeminiLive::new(&config.upstream));
    let shelf = Shelf::new(Arc::clone(&state));
    let gate = Arc::new(Gate::new(&config, Arc::clone(&state)));
    let relay = Relay::new(
        upstream,
        Arc::clone(&gate),
        scribe,
        Arc::clone(&metrics),
        &config,
        shelf.clone(),
        stopping.clone(),
    );
    let relay = Arc::new(relay);
    let moving = tokio::spawn(give_up_what_moved(Arc::downgrade(&relay), shelf, stopping.clone()));
    let retention = config
        .retention_days
        .map(|days| tokio::spawn(forget(Arc::clone(&store), days, stopping.clone())));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (routes, openapi) = crate::http::routes();
    let app = Arc::new(App {
        gate,
        addresses: Limit::a_minute(config.requests_a_minute_of_an_address),
        livekit: config.livekit.as_ref().map(RoomService::new),
        config,
        store: Arc::clone(&store),
        relay: Arc::clone(&relay),
        tickets: Tickets::new(Arc::clone(&state)),
        state,
        metrics,
        solved: Cache::default(),
        solving: Arc::new(Semaphore::new(processors)),
        openapi,
    });

    let connections = TaskTracker::new();
    let mut lanes = Lanes::open().map_err(Failure::Threads)?;
    accept(&listener, &router(&app, routes), &connections, &mut lanes, &stopping).await;
    // New connections are refused from here on.
    drop(listener);
    connections.close();
    relay.stop();
    relay.tasks.close();
    let ended = async { tokio::join!(relay.tasks.wait(), connections.wait()) };
    if timeout(GRACE, ended).await.is_err() {
        tracing::warn!(lessons = relay.tasks.len(), "not everything ended within the grace period");
    }
    if let Some(retention) = retention {
        retention.abort();
    }
    moving.abort();
    // The scribe ends when nobody holds it any more, with everything written.
    drop((app, relay));
    if timeout(GRACE, writing).await.is_err() {
        tracing::error!("transcripts may be missing: a lesson did not let go of them");
    }
    showing.abort();
    drop(lanes);
    store.close().await;
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    router: &Router,
    connections: &TaskTracker,
    lanes: &mut Lanes,
    stopping: &CancellationToken,
) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let accepted = tokio::select! {
            () = stopping.cancelled() => return,
            accepted = async { (place.await, listener.accept().await) } => accepted,
        };
        match accepted {
            (Ok(place), Ok((stream, peer))) => {
                let peer = Peer(peer.ip().to_canonical());
                let (router, stopping) = (router.clone(), stopping.clone());
                let carried = lanes.carry(stream, connections, move |stream| async move {
                    connection(stream, peer, router, stopping).await;
                    drop(place);
                });
                if let Err(error) = carried {
                    tracing::warn!(%error, "a connection could not be handed over");
                }
            }
            (_, Err(error)) => {
                // Out of file handles, most likely: others are closing some.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            (Err(_), _) => return,
        }
    }
}

async fn connection(stream: TcpStream, peer: Peer, router: Router, stopping: CancellationToken) {
    // Sound is small and must not wait for company.
    let _ = stream.set_nodelay(true);
    let _ = socket2::SockRef::from(&stream).set_send_buffer_size(crate::relay::SEND_BUFFER_BYTES);
    let service = TowerToHyperService::new(Extension(peer).layer(router));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let connection =
        http.serve_connection(TokioIo::new(Gulp::new(stream)), service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let stopped = tokio::select! {
        _ = &mut connection => false,
        () = stopping.cancelled() => true,
    };
    if stopped {
        // The request that is being answered is answered.
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// Erases lessons that are older than they may be.
async fn forget(store: Arc<dyn Store>, days: u32, stopping: CancellationToken) {
    loop {
        match store.erase_before(clock::now_ms() - i64::from(days) * DAY_MS).await {
            Ok(0) => {}
            Ok(lessons) => tracing::info!(lessons, "old lessons were erased"),
            Err(error) => tracing::warn!(%error, "old lessons could not be erased"),
        }
        let before = clock::now_ms() - i64::from(days) * DAY_MS;
        if let Err(error) = store.erase_problems_before(before).await {
            tracing::warn!(%error, "old problems could not be erased");
        }
        if let Err(error) = store.erase_usage_before(before).await {
            tracing::warn!(%error, "old usage could not be erased");
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(RETENTION_EVERY) => {}
        }
    }
}
