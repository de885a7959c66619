//! The doors: Google's WebSocket paths, `auth_tokens`, `healthz`.

use crate::connection::{Line, converse};
use crate::ears::Ears;
use crate::handles::{self, Handles};
use crate::script::Script;
use crate::tokens::{Tokens, Wanted};
use crate::voice::Voice;
use crate::wire::{Door, Pace};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Largest message a client may send: pictures are the largest, and they are not looked at.
const MAX_MESSAGE_BYTES: usize = 4 << 20;

/// How a tutor behaves towards its connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Sends JSON in binary frames, as Google does; text frames otherwise.
    pub binary: bool,
    /// Connections are announced to end, and ended, at this age.
    pub lifetime: Option<Duration>,
    /// How long before the end it is announced.
    pub notice: Duration,
    /// Conversations, over however many connections, are cut with 1011 at this age; Google's at 58 minutes. Their
    /// handles are refused with 1007 afterwards.
    pub conversation: Option<Duration>,
    /// How long handles are good; two hours if nothing else is said.
    pub handles: Option<Duration>,
    /// Reads over keys in a client's settings that it does not know. Google refuses them.
    pub lenient: bool,
}

/// A tutor with its organs.
#[derive(Debug)]
pub struct Tutor {
    /// Nothing: it cannot hear.
    pub ears: Option<Ears>,
    /// With which voices.
    pub voice: Arc<Voice>,
    /// What is scripted.
    pub script: Script,
    /// How it behaves.
    pub options: Options,
    pub(crate) handles: Handles,
    pub(crate) tokens: Tokens,
    connections: AtomicU32,
}

impl Tutor {
    /// A tutor.
    #[must_use]
    pub fn new(ears: Option<Ears>, voice: Voice, script: Script, options: Options) -> Tutor {
        let handles = Handles::new(options.handles.unwrap_or(handles::LIFETIME));
        Tutor {
            ears,
            voice: Arc::new(voice),
            script,
            options,
            handles,
            tokens: Tokens::default(),
            connections: AtomicU32::new(0),
        }
    }

    /// Connections so far.
    #[must_use]
    pub fn connections(&self) -> u32 {
        self.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn ears_name(&self) -> Option<String> {
        self.ears.as_ref().and_then(Ears::name)
    }
}

#[derive(Clone)]
struct Shared {
    tutor: Arc<Tutor>,
    ending: watch::Receiver<bool>,
}

/// Serves until `ending` says true; then open conversations are closed and waited for.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    tutor: Arc<Tutor>,
    ending: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let shared = Shared { tutor, ending: ending.clone() };
    let app = Router::new()
        .route("/healthz", get(health))
        .route("/v1alpha/auth_tokens", post(mint))
        .route("/v1beta/auth_tokens", post(mint))
        .fallback(other)
        .with_state(shared);
    let mut ended = ending;
    let until = async move {
        let _ = ended.wait_for(|over| *over).await;
    };
    let app = app.into_make_service_with_connect_info::<Pace>();
    axum::serve(Door(listener), app).with_graceful_shutdown(until).await
}

async fn health(State(shared): State<Shared>) -> Response {
    let tutor = &shared.tutor;
    Json(json!({
        "status": "ok",
        "ears": tutor.ears_name(),
        "voice_en": tutor.voice.english,
        "voice_hi": tutor.voice.hindi,
        "scripted_turns": tutor.script.transcript.len(),
        "faults": tutor.script.fault.len(),
    }))
    .into_response()
}

async fn mint(State(shared): State<Shared>, body: Bytes) -> Response {
    let wanted = if body.is_empty() {
        Ok(Wanted::default())
    } else {
        serde_json::from_slice::<Wanted>(&body)
    };
    match wanted {
        Ok(wanted) => match shared.tutor.tokens.mint(wanted) {
            Ok(name) => Json(json!({ "name": name })).into_response(),
            Err(why) => refuse(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", why),
        },
        Err(error) => refuse(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", &error.to_string()),
    }
}

/// An error as Google's interfaces write it.
fn refuse(status: StatusCode, name: &str, message: &str) -> Response {
    let body = json!({ "error": { "code": status.as_u16(), "status": name, "message": message } });
    (status, Json(body)).into_response()
}

/// Which of Google's two addresses a client has come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// The Gemini Developer API.
    Developer,
    /// The Agent Platform, once called Vertex AI.
    Platform,
}

/// Whose a path is, with or without its double leading slash.
fn service(path: &str) -> Option<Service> {
    let path = path.trim_start_matches('/');
    if let Some(rest) = path.strip_prefix("ws/google.cloud.aiplatform.") {
        let methods =
            ["v1.LlmBidiService/BidiGenerateContent", "v1beta1.LlmBidiService/BidiGenerateContent"];
        return methods.contains(&rest).then_some(Service::Platform);
    }
    let (version, method) =
        path.strip_prefix("ws/google.ai.generativelanguage.")?.split_once('.')?;
    let methods = [
        "GenerativeService.BidiGenerateContent",
        "GenerativeService.BidiGenerateContentConstrained",
    ];
    let is_known = matches!(version, "v1" | "v1beta" | "v1alpha") && methods.contains(&method);
    is_known.then_some(Service::Developer)
}

async fn other(State(shared): State<Shared>, request: Request) -> Response {
    let Some(service) = service(request.uri().path()) else {
        return refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "There is no such page here.");
    };
    let (mut parts, _) = request.into_parts();
    if service == Service::Platform && !has_bearer(&parts) {
        let message = "The Agent Platform is opened with an access token: Authorization: Bearer …";
        return refuse(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
    }
    let pace = parts.extensions.get::<ConnectInfo<Pace>>().map(|ConnectInfo(pace)| pace.clone());
    let token = token(&parts);
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &shared).await {
        Ok(upgrade) => upgrade,
        Err(refusal) => return refusal.into_response(),
    };
    let number = shared.tutor.connections.fetch_add(1, Ordering::Relaxed) + 1;
    let line = Line {
        tutor: shared.tutor,
        number,
        service,
        token,
        pace: pace.unwrap_or_default(),
        ending: shared.ending,
    };
    upgrade
        .max_message_size(MAX_MESSAGE_BYTES)
        .max_frame_size(MAX_MESSAGE_BYTES)
        .on_upgrade(move |socket| converse(socket, line))
}

/// Whether there is an access token; which one is not looked at, as keys are not.
fn has_bearer(parts: &Parts) -> bool {
    let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
    header.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|token| !token.is_empty())
}

/// The ephemeral token of a request, in any of the places the SDKs put it. Keys are not looked at: everybody may
/// practise.
fn token(parts: &Parts) -> Option<String> {
    let query = parts.uri.query().unwrap_or_default().split('&');
    let in_query =
        query.filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == "access_token");
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let in_header = header("authorization").and_then(|value| value.strip_prefix("Token "));
    let token =
        in_query.map(|(_, token)| token.replace("%2F", "/")).or(in_header.map(str::to_owned));
    token
        .or(header("x-goog-api-key").map(str::to_owned))
        .filter(|token| token.starts_with("auth_tokens/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn googles_paths_are_known_in_every_version() {
        for version in ["v1", "v1beta", "v1alpha"] {
            let path = format!(
                "/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent"
            );
            assert_eq!(service(&path), Some(Service::Developer));
            assert_eq!(service(&format!("/{path}")), Some(Service::Developer));
            assert_eq!(service(&format!("{path}Constrained")), Some(Service::Developer));
        }
        let platform = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent";
        assert_eq!(service(platform), Some(Service::Platform));
        assert_eq!(service(&format!("/{platform}")), Some(Service::Platform));
        for path in [
            "/ws/google.ai.generativelanguage.v2.GenerativeService.BidiGenerateContent",
            "/ws/google.ai.generativelanguage.v1.GenerativeService.GenerateContent",
            "/ws/google.cloud.aiplatform.v2.LlmBidiService/BidiGenerateContent",
            "/",
        ] {
            assert_eq!(service(path), None, "{path}");
        }
    }
}
