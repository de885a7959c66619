//! `POST /api/v1/livekit/webhook`: LiveKit says what happens in its rooms, and the store follows.

use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::tickets::{away, state_away};
use crate::livekit::webhook::receive;
use crate::metrics::Kind;
use crate::state::Space;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::time::Duration;

/// LiveKit delivers a happening again for less than this.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// What LiveKit tells. Signed by its key over the body's hash; meant for LiveKit alone.
#[utoipa::path(post, path = "/livekit/webhook", operation_id = "livekitWebhook", tag = "rooms",
    request_body(content = String, content_type = "application/webhook+json"),
    responses((status = 204, description = "It was heard.")))]
pub(super) async fn hear(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let livekit = app.config.livekit.as_ref().ok_or(Code::LiveKitMissing)?;
    let signature = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let happening =
        signature.and_then(|token| receive(livekit, token, &body, clock::now_seconds()));
    let kind = if happening.is_some() { "heard" } else { "refused" };
    app.metrics.webhooks.get_or_create(&Kind { kind }).inc();
    let happening = happening.ok_or(Code::Unauthorised)?;
    let is_new = app
        .state
        .put_if_absent(Space::Replay, &format!("webhook:{}", happening.id), b"", REMEMBERED)
        .await
        .map_err(state_away)?;
    let Some(room) = happening.room.filter(|_| is_new) else { return Ok(StatusCode::NO_CONTENT) };
    let at_ms = happening.at_ms;
    match happening.event.as_str() {
        "participant_joined" => app.store.people_changed(&room, 1, at_ms).await,
        "participant_left" => app.store.people_changed(&room, -1, at_ms).await,
        "room_finished" => app.store.room_emptied(&room, at_ms).await,
        _ => Ok(false),
    }
    .map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
