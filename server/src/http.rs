//! What is served over HTTP, one file for each thing that can be asked.

mod direct;
mod tickets;

mod google;
mod live;
mod watch;

mod transcriptions;

mod enrolments;
mod rooms;
mod token;
mod webhook;

mod latex;
pub(crate) mod solve;

mod consent;
mod session;
mod students;

mod audit;
mod health;
mod openapi;

mod address;
mod body;
mod caller;
mod page;
mod reference;
mod replay;
mod request_id;

pub(crate) use address::Peer;
pub(crate) use request_id::RequestId;
pub(crate) use solve::Cache;

use crate::admit::{Gate, Limit, Tickets};
use crate::config::Config;
use crate::error;
use crate::livekit::rooms::RoomService;
use crate::metrics::{Metrics, Request as Counted};
use crate::relay::Relay;
use crate::state::State as SharedState;
use crate::store::Store;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::{
    AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION,
    RETRY_AFTER,
};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tracing::Instrument;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

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
    /// What is short-lived and shared with other servers.
    pub(crate) state: Arc<dyn SharedState>,
    /// Lessons.
    pub(crate) relay: Arc<Relay>,
    /// Who comes in.
    pub(crate) gate: Arc<Gate>,
    /// How often an address may ask.
    pub(crate) addresses: Limit<IpAddr>,
    /// LiveKit's rooms, where it is set up.
    pub(crate) livekit: Option<RoomService>,
    /// Tickets to lessons.
    pub(crate) tickets: Tickets,
    /// The numbers.
    pub(crate) metrics: Arc<Metrics>,
    /// The routes' description.
    pub(crate) openapi: OpenApi,
    /// Answers to problems that were solved before.
    pub(crate) solved: Cache,
    /// Problems that are solved at the same time.
    pub(crate) solving: Arc<Semaphore>,
}

/// All routes, and their description.
pub(crate) fn routes() -> (Router<Arc<App>>, OpenApi) {
    let api = OpenApiRouter::new()
        .routes(routes!(tickets::create))
        .routes(routes!(direct::create))
        .routes(routes!(watch::ticket))
        .routes(routes!(transcriptions::list))
        .routes(routes!(transcriptions::board))
        .routes(routes!(transcriptions::erase))
        .routes(routes!(transcriptions::export))
        .routes(routes!(reference::give))
        .routes(routes!(rooms::create, rooms::list))
        .routes(routes!(rooms::read))
        .routes(routes!(rooms::close))
        .routes(routes!(enrolments::list))
        .routes(routes!(enrolments::enrol, enrolments::dismiss))
        .routes(routes!(token::token))
        .routes(routes!(webhook::hear))
        .routes(routes!(solve::solve))
        .routes(routes!(latex::read))
        .routes(routes!(students::problems))
        .routes(routes!(students::problem))
        .routes(routes!(students::usage))
        .routes(routes!(consent::give, consent::read, consent::withdraw))
        .routes(routes!(session::begin, session::end))
        .routes(routes!(session::refresh))
        .routes(routes!(session::deny))
        .routes(routes!(students::export))
        .routes(routes!(students::erase))
        .routes(routes!(audit::list))
        .routes(routes!(audit::check))
        .route("/openapi.json", get(openapi::serve));
    let (router, mut description) = OpenApiRouter::with_openapi(openapi::about())
        .nest("/api/v1", api)
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
        .split_for_parts();
    openapi::complete(&mut description);
    (router, description)
}

/// The routes' description as OpenAPI 3.1, as `/api/v1/openapi.json` serves it.
#[must_use]
pub fn description() -> String {
    routes().1.to_pretty_json().expect("a description always writes")
}

/// The routes with what holds for all of them.
pub(crate) fn router(app: &Arc<App>, routes: Router<Arc<App>>) -> Router {
    routes
        .route("/ws/live", any(live::open))
        .route("/ws/transcription", any(watch::open))
        .route("/ws/{method}", any(google::open))
        // Google's JavaScript SDK writes two slashes.
        .route("//ws/{method}", any(google::open))
        .layer(middleware::from_fn_with_state(Arc::clone(app), replay::once))
        .layer(middleware::from_fn_with_state(Arc::clone(app), address::limit))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(|_| {
            error::Problem::from(error::Code::Internal).into_response()
        }))
        .layer(middleware::from_fn(error::localise))
        .layer(cors(&app.config))
        .layer(middleware::from_fn(request_id::name))
        .layer(middleware::from_fn_with_state(Arc::clone(app), count))
        .with_state(Arc::clone(app))
}

fn cors(config: &Config) -> CorsLayer {
    let origins =
        config.allowed_origins.iter().filter_map(|origin| origin.parse::<HeaderValue>().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            IF_NONE_MATCH,
            HeaderName::from_static("accept-language"),
            replay::HEADER,
            request_id::HEADER,
        ])
        .expose_headers([ETAG, LOCATION, RETRY_AFTER, request_id::HEADER])
        .max_age(CORS_AGE)
}

/// Counts requests by route and outcome, and says what every response says.
async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route =
        request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let began = tokio::time::Instant::now();
    let span = crate::log::span(&request, app.config.traces.is_some());
    let mut response = next.run(request).instrument(span.clone()).await;
    crate::log::answered(&span, response.status().as_u16());
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
