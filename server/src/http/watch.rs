//! `WS /ws/transcription`: what is being said in a lesson, interim and final, to those who may read it.

use crate::admit::Watch;
use crate::clock;
use crate::error::{Close, Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::live::{bounded, tracked};
use crate::http::tickets::{away, state_away};
use crate::relay::{IDLE_TIMEOUT, PING_EVERY, WRITE_TIMEOUT};
use crate::state::{Heard, Subscription};
use crate::store::audit::{Deed, record};
use crate::store::scribe::channel;
use axum::Json;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::time::{Instant, interval, timeout};
use utoipa::ToSchema;

/// The sub-protocol.
const PROTOCOL: &str = "ganita.transcription.v1";

/// What the ticket stands behind in the list of sub-protocols.
const TICKET: &str = "ticket.";

/// Which lesson to watch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = WatchWish)]
pub(super) struct Wish {
    /// The lesson.
    #[schema(min_length = 1, max_length = 128)]
    session_id: String,
}

/// A ticket to `WS /ws/transcription`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WatchTicket)]
pub(super) struct Granted {
    /// Good once, for a minute, for this page.
    ticket: String,
    expires_in_seconds: u64,
}

/// A ticket to what is being said in a lesson.
#[utoipa::path(post, path = "/transcription/tickets", operation_id = "watchLesson", tag = "lessons",
    request_body = Wish, responses((status = 201, description = "A ticket.", body = Granted)))]
pub(super) async fn ticket(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Granted>), Problem> {
    let id = &wish.session_id;
    let lesson = if id.len() <= 128 { app.store.lesson(id).await.map_err(away)? } else { None };
    let lesson = lesson.filter(|lesson| caller.person.may_read(&lesson.student));
    let lesson = lesson.ok_or(Code::NotFound)?;
    if lesson.student != caller.person.id {
        record(
            &*app.store,
            clock::now_ms(),
            &caller.person.id,
            Deed::LessonWatched,
            &lesson.student,
        )
        .await
        .map_err(away)?;
    }
    let watch = Watch { session: lesson.id, origin: caller.origin };
    let ticket = app.tickets.issue(&watch).await.map_err(state_away)?;
    let granted = Granted { ticket: ticket.0, expires_in_seconds: crate::admit::TICKET_SECONDS };
    Ok((StatusCode::CREATED, Json(granted)))
}

pub(super) async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Code::Malformed.because("this address is for WebSockets"))?;
    let origin = crate::admit::origin(&app.config, &headers)?;
    let offered: Vec<&str> = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(',').map(str::trim))
        .collect();
    if !offered.contains(&PROTOCOL) {
        return Err(Code::Malformed.because(format!("offer the sub-protocol {PROTOCOL}")));
    }
    let watch: Option<Watch> =
        match offered.iter().find_map(|protocol| protocol.strip_prefix(TICKET)) {
            Some(ticket) => app.tickets.take(ticket, origin.as_deref()).await,
            None => None,
        };
    Ok(bounded(upgrade.protocols([PROTOCOL])).on_upgrade(tracked(&app, |app, socket| async move {
        let Some(watch) = watch else { return close(socket, Close::TicketRefused).await };
        match app.state.subscribe(&channel(&watch.session)).await {
            Ok(heard) => show(&app, socket, heard).await,
            Err(error) => {
                tracing::warn!(%error, "a lesson cannot be watched");
                close(socket, Close::ServerStopping).await;
            }
        }
    })))
}

async fn close(mut socket: WebSocket, close: Close) {
    let _ = timeout(WRITE_TIMEOUT, socket.send(Message::Close(Some(close.frame())))).await;
}

/// Passes on what is heard until the watcher goes, the lesson's channel closes, or the server stops.
async fn show(app: &App, mut socket: WebSocket, mut heard: Subscription) {
    let mut ping = interval(PING_EVERY);
    let mut last = Instant::now();
    let why = loop {
        let message = tokio::select! {
            () = app.relay.stopping.cancelled() => break Close::ServerStopping,
            message = heard.next() => match message {
                Some(Heard::Message(bytes)) => {
                    Message::text(String::from_utf8_lossy(&bytes).into_owned())
                }
                // The stored transcript has what is missing.
                Some(Heard::Missed(count)) => {
                    Message::text(serde_json::json!({ "missed": { "count": count } }).to_string())
                }
                None => break Close::Ended,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(Message::Text(_) | Message::Binary(_))) => {
                    break Close::BadMessage("watchers only listen");
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                    last = Instant::now();
                    continue;
                }
            },
            _ = ping.tick() => {
                if last.elapsed() > IDLE_TIMEOUT {
                    break Close::Idle;
                }
                Message::Ping(axum::body::Bytes::new())
            }
        };
        if !matches!(timeout(WRITE_TIMEOUT, socket.send(message)).await, Ok(Ok(()))) {
            return;
        }
    };
    close(socket, why).await;
}
