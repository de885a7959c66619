//! Google's own path, so that Google's own SDKs are clients: the key they are given is a ticket.
//!
//! The SDK's `setup` is read for a language and a voice; the tutor gets the server's own.

#[cfg(test)]
mod policy;

use crate::admit::{self, Admission};
use crate::error::{Close, Code, Problem};
use crate::http::App;
use crate::http::live::{admit as meet, bounded, tracked};
use crate::relay::{Dialect, Page, VOICES};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use ganita_live::message::{ClientMessage, Setup};
use std::sync::Arc;
use tokio::time::timeout;

const PREFIX: &str = "google.ai.generativelanguage.";
const METHODS: [&str; 2] =
    [".GenerativeService.BidiGenerateContent", ".GenerativeService.BidiGenerateContentConstrained"];
const VERSIONS: [&str; 3] = ["v1", "v1beta", "v1alpha"];

pub(super) async fn open(
    State(app): State<Arc<App>>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    if !is_live(&method) {
        return Err(Code::NotFound.into());
    }
    let upgrade = upgrade.map_err(|_| Code::Malformed.because("this address is for WebSockets"))?;
    let origin = admit::origin(&app.config, &headers)?;
    let ticket = ticket(&headers, query.as_deref()).ok_or(Code::Unauthorised)?;
    let admission: Admission =
        app.tickets.take(&ticket, origin.as_deref()).await.ok_or(Code::Unauthorised)?;
    Ok(bounded(upgrade).on_upgrade(tracked(&app, |app, mut socket| async move {
        let wishes = timeout(app.config.limits.handshake, first(&mut socket)).await;
        let page = Page::new(socket, Dialect::Google, Arc::clone(&app.metrics), app.config.limits);
        let Ok(Some(wishes)) = wishes else {
            return page
                .close(Close::BadMessage("the first message is setup, within five seconds"))
                .await;
        };
        let mut admission = admission;
        admission.voice = wishes.voice.or(admission.voice);
        if let Some(language) = wishes.language {
            language.clone_into(&mut admission.language);
        }
        meet(&app, page, admission).await;
    })))
}

fn is_live(method: &str) -> bool {
    let Some(rest) = method.strip_prefix(PREFIX) else { return false };
    VERSIONS
        .iter()
        .any(|version| rest.strip_prefix(version).is_some_and(|method| METHODS.contains(&method)))
}

/// The key, wherever one of the SDKs puts it.
fn ticket(headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from_query = |name: &str| {
        let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    };
    let ticket = header("x-goog-api-key")
        .or_else(|| header(AUTHORIZATION.as_str())?.strip_prefix("Token "))
        .or_else(|| from_query("access_token"))
        .or_else(|| from_query("key"))?;
    // Tickets are of letters that need no escaping, so what is escaped is none.
    Some(ticket.strip_prefix("auth_tokens/").unwrap_or(ticket).to_owned())
}

/// What of an SDK's setup counts; the rest is the server's to say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wishes {
    voice: Option<String>,
    language: Option<&'static str>,
}

/// Reads the first message; nothing when it is no setup, or one with a key twice or unknown.
fn wishes(frame: &[u8]) -> Option<Wishes> {
    let Ok(ClientMessage::Setup(setup)) = ClientMessage::parse(frame) else { return None };
    let language = match setup.language_code() {
        Some(code) if code.starts_with("hi") => Some("hi"),
        Some(code) if code.starts_with("en") => Some("en"),
        _ => None,
    };
    Some(Wishes { voice: voice(&setup), language })
}

async fn first(socket: &mut WebSocket) -> Option<Wishes> {
    let message = socket.recv().await?.ok()?;
    let bytes = match &message {
        Message::Text(text) => text.as_bytes(),
        Message::Binary(bytes) => bytes.as_ref(),
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return None,
    };
    wishes(bytes)
}

fn voice(setup: &Setup) -> Option<String> {
    let speech = setup.generation_config.as_ref()?.speech_config.as_ref()?;
    let name = speech.voice_config.as_ref()?.prebuilt_voice_config.as_ref()?.voice_name.as_ref()?;
    VOICES.contains(&name.as_str()).then(|| name.clone())
}
