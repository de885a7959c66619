//! Whether the server is alive, whether it can take lessons, and its numbers.

use crate::config::Provider;
use crate::error::{Code, Problem};
use crate::http::App;
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::sync::Arc;

/// Whether the process runs.
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "operation",
    responses((status = 200, description = "It runs.", body = Object)))]
pub(super) async fn alive(State(app): State<Arc<App>>) -> Json<Value> {
    let upstream = match app.config.upstream.provider {
        Provider::Practice => "practice",
        Provider::Gemini => "gemini",
        Provider::Vertex => "vertex",
    };
    Json(json!({
        "status": "ok",
        "upstream": upstream,
        "enrolment": app.config.platform_secret.is_some() || app.config.platform_keys.is_some(),
        "livekit": app.config.livekit.is_some(),
    }))
}

/// Whether new lessons may come: it is not stopping, not full, and the store answers.
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "operation",
    responses((status = 200, description = "They may.", body = Object)))]
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    if app.relay.stopping.is_cancelled() {
        return Err(Code::Unavailable.because("the server is stopping"));
    }
    if !app.relay.has_room() {
        return Err(Code::Unavailable.because("the server is full"));
    }
    app.store.check().await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        Code::Unavailable.because("the store does not answer")
    })?;
    app.state.check().await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        Code::Unavailable.because("the shared state does not answer")
    })?;
    Ok(Json(json!({ "status": "ready" })))
}

/// The numbers, for Prometheus.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "operation",
    responses((status = 200, description = "OpenMetrics text.", body = String,
        content_type = "application/openmetrics-text")))]
pub(super) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")],
        app.metrics.text(),
    )
}
