//! What is served over HTTP, one file for each thing that can be asked.

mod body;
mod consent;
mod google;
mod health;
mod live;
mod rooms;
mod solve;
mod tickets;
mod transcriptions;

use crate::admit::Tickets;
use crate::config::Config;
use crate::error;
use crate::metrics::{Metrics, Request as Counted};
use crate::relay::Relay;
use crate::store::Store;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The largest body: a problem is a few hundred bytes.
const MAX_BODY_BYTES: usize = 32 * 1024;

/// How long a browser may remember what it may send.
const CORS_AGE: Duration = Duration::from_secs(600);

/// What handlers work with.
pub(crate) struct App {
    /// The settings.
    pub(crate) config: Config,
    /// History.
    pub(crate) store: Arc<dyn Store>,
    /// Lessons.
    pub(crate) relay: Arc<Relay>,
    /// Tickets to lessons.
    pub(crate) tickets: Tickets,
    /// The numbers.
    pub(crate) metrics: Arc<Metrics>,
    /// Problems that are solved at the same time.
    pub(crate) solving: Arc<Semaphore>,
}

/// All routes.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let api = Router::new()
        .route("/live/tickets", post(tickets::create))
        .route("/consent", get(consent::read).delete(consent::withdraw))
        .route("/token", post(rooms::token))
        .route("/math/solve", post(solve::solve))
        .route("/sessions/{id}/transcriptions", get(transcriptions::list))
        .route("/sessions/{id}", axum::routing::delete(transcriptions::erase));
    Router::new()
        .nest("/api/v1", api)
        .route("/ws/live", any(live::open))
        .route("/ws/{method}", any(google::open))
        // Google's JavaScript SDK writes two slashes.
        .route("//ws/{method}", any(google::open))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(|_| {
            error::Problem::from(error::Code::Internal).into_response()
        }))
        .layer(middleware::from_fn(error::localise))
        .layer(cors(&app.config))
        .layer(middleware::from_fn_with_state(Arc::clone(app), count))
        .with_state(Arc::clone(app))
}

fn cors(config: &Config) -> CorsLayer {
    let origins =
        config.allowed_origins.iter().filter_map(|origin| origin.parse::<HeaderValue>().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, HeaderName::from_static("accept-language")])
        .max_age(CORS_AGE)
}

/// Counts requests by route and outcome, and says what every response says.
async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route =
        request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let began = tokio::time::Instant::now();
    let mut response = next.run(request).await;
    let status = match response.status().as_u16() {
        0..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    app.metrics.requests.get_or_create(&Counted { route, status }).inc();
    app.metrics.request_seconds.observe(began.elapsed().as_secs_f64());
    let headers = response.headers_mut();
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    // Tokens, tickets and transcripts are nobody's to keep on the way.
    headers.entry("cache-control").or_insert(HeaderValue::from_static("no-store"));
    response
}
