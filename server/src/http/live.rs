//! `WS /ws/live`: the page's socket, `ganita.live.v1`.

use crate::admit::{self, Admission};
use crate::error::{Close, Code, Problem};
use crate::http::App;
use crate::metrics::Kind;
use crate::relay::{
    Dialect, MAX_PAGE_FRAME_BYTES, MAX_WRITE_BUFFER_BYTES, Page, READ_BUFFER_BYTES, Terms,
};
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::response::Response;
use std::sync::Arc;

/// The sub-protocol.
const PROTOCOL: &str = "ganita.live.v1";

/// What the ticket stands behind in the list of sub-protocols: browsers can send it nowhere else but in the address,
/// and addresses end up in logs.
const TICKET: &str = "ticket.";

pub(super) async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Code::Malformed.because("this address is for WebSockets"))?;
    let origin = admit::origin(&app.config, &headers)?;
    let offered: Vec<&str> = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(',').map(str::trim))
        .collect();
    if !offered.contains(&PROTOCOL) {
        return Err(Code::Malformed.because(format!("offer the sub-protocol {PROTOCOL}")));
    }
    let ticket = offered.iter().find_map(|protocol| protocol.strip_prefix(TICKET));
    let admission: Option<Admission> = match ticket {
        Some(ticket) => app.tickets.take(ticket, origin.as_deref()).await,
        None => None,
    };
    let kind = if admission.is_some() { "used" } else { "rejected" };
    app.metrics.tickets.get_or_create(&Kind { kind }).inc();
    // A page cannot read the status of a failed handshake, so a bad ticket is told by a close code.
    Ok(bounded(upgrade.protocols([PROTOCOL])).on_upgrade(tracked(&app, |app, socket| async move {
        let page = Page::new(socket, Dialect::Ganita, Arc::clone(&app.metrics), app.config.limits);
        let Some(admission) = admission else { return page.close(Close::TicketRefused).await };
        admit(&app, page, admission).await;
    })))
}

/// A page meets its lesson.
pub(super) async fn admit(app: &App, mut page: Box<Page>, admission: Admission) {
    page.is_good_until(admission.until);
    let terms = Terms {
        session: admission.session,
        student: admission.student,
        is_guest: admission.is_guest,
        language: admission.language,
        voice: admission.voice,
        class: admission.class,
        handle: admission.handle,
    };
    if let Err((page, close)) = app.relay.open(page, terms).await {
        page.close(close).await;
    }
}

/// A socket's limits.
pub(super) fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
        .max_message_size(MAX_PAGE_FRAME_BYTES)
        .max_frame_size(MAX_PAGE_FRAME_BYTES)
}

/// Something to do with a socket, which a stopping server waits for: axum itself forgets sockets once they are upgraded.
pub(super) fn tracked<F, Work>(
    app: &Arc<App>,
    work: F,
) -> impl FnOnce(WebSocket) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> + Send + use<F, Work>
where
    F: FnOnce(Arc<App>, WebSocket) -> Work + Send + 'static,
    Work: Future<Output = ()> + Send + 'static,
{
    let app = Arc::clone(app);
    let token = app.relay.tasks.token();
    move |socket| {
        Box::pin(async move {
            work(app, socket).await;
            drop(token);
        })
    }
}
