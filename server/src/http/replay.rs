//! `Idempotency-Key`: a POST that is sent again, because its answer was lost on the way, is not done again.

use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::tickets::state_away;
use crate::state::Space;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, LOCATION, ORIGIN};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Where the key travels.
pub(super) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an answer is an earlier one's copy.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Longest key.
const MAX_KEY_BYTES: usize = 64;

/// Answers are kept so long. Some hold tokens, so it is no longer than those live.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// A request that never came to an end blocks its key so long.
const RUNNING: Duration = Duration::from_secs(60);

/// Headers of an answer that are kept with it.
const HEADERS: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LOCATION];

/// What is kept under a key.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The hash of what was asked.
    asked: String,
    /// The answer, once there is one.
    answer: Option<Answer>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Answers a repeated request with its first answer.
pub(super) async fn once(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let Some(key) = request.headers().get(HEADER).filter(|_| request.method() == Method::POST)
    else {
        return Ok(next.run(request).await);
    };
    let is_plain = key.as_bytes().iter().all(u8::is_ascii_graphic);
    if key.is_empty() || key.len() > MAX_KEY_BYTES || !is_plain {
        return Err(Code::Invalid
            .because(format!("Idempotency-Key: 1 to {MAX_KEY_BYTES} visible ASCII characters")));
    }
    let name = key_of(&request, key);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, super::MAX_BODY_BYTES).await.map_err(|_| Code::TooLarge)?;
    let asked = hash([body.as_ref()]);
    let running = bytes(&Kept { asked: asked.clone(), answer: None });
    let is_first = app.state.put_if_absent(Space::Replay, &name, &running, RUNNING).await;
    if !is_first.map_err(state_away)? {
        return again(&app, &name, &asked).await;
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    keep(&app, &name, asked, response).await
}

/// Keys of different people, and for different addresses, never meet.
fn key_of(request: &Request, key: &HeaderValue) -> String {
    let header = |name| request.headers().get(name).map_or(&b""[..], HeaderValue::as_bytes);
    hash([key.as_bytes(), header(AUTHORIZATION), header(ORIGIN), request.uri().path().as_bytes()])
}

fn hash<const N: usize>(parts: [&[u8]; N]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}

fn bytes(kept: &Kept) -> Vec<u8> {
    serde_json::to_vec(kept).expect("texts and numbers always write")
}

async fn again(app: &App, name: &str, asked: &str) -> Result<Response, Problem> {
    let kept = app.state.get(Space::Replay, name).await.map_err(state_away)?;
    let kept: Option<Kept> = kept.and_then(|kept| serde_json::from_slice(&kept).ok());
    match kept {
        Some(kept) if kept.asked != asked => {
            Err(Code::Invalid.because("Idempotency-Key: it was used for another request"))
        }
        Some(Kept { answer: Some(answer), .. }) => Ok(answer.into_response()),
        _ => Err(Code::Conflict.because("Idempotency-Key: the first request is still running")),
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = (status, self.body).into_response();
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
                response.headers_mut().insert(name, value);
            }
        }
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        response
    }
}

/// Keeps what was done; what was refused may be tried again with the same key.
async fn keep(
    app: &App,
    name: &str,
    asked: String,
    response: Response,
) -> Result<Response, Problem> {
    if !response.status().is_success() {
        app.state.remove(Space::Replay, name).await.map_err(state_away)?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body: Bytes = to_bytes(body, crate::state::MAX_VALUE_BYTES)
        .await
        .map_err(|_| Problem::from(Code::Internal))?;
    let headers = HEADERS.iter().filter_map(|name| {
        Some((name.as_str().to_owned(), parts.headers.get(name)?.to_str().ok()?.to_owned()))
    });
    let answer = Answer {
        status: parts.status.as_u16(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let kept = bytes(&Kept { asked, answer: Some(answer) });
    // It is done; that it cannot be remembered must not make it look undone.
    if let Err(error) = app.state.put(Space::Replay, name, &kept, KEPT).await {
        tracing::warn!(%error, "an answer could not be kept for its idempotency key");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}
