//! A name for every request: the client's own when it is plain, else a new one. It comes back in the answer, in refusals
//! and in the log, and says nothing about who asked.

use crate::random;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Where it travels.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest name taken from a client.
const MAX_BYTES: usize = 64;

/// A request's name, among its extensions and its response's.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) HeaderValue);

fn is_plain(value: &HeaderValue) -> bool {
    let bytes = value.as_bytes();
    !bytes.is_empty()
        && bytes.len() <= MAX_BYTES
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
}

/// Names the request.
pub(super) async fn name(mut request: Request, next: Next) -> Response {
    let theirs = request.headers().get(HEADER).filter(|value| is_plain(value)).cloned();
    let id = theirs.unwrap_or_else(|| {
        HeaderValue::from_str(&random::name()).expect("names are of plain letters")
    });
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if response.status().is_server_error() {
        let id = id.to_str().unwrap_or_default();
        tracing::warn!(request = id, status = response.status().as_u16(), "a request failed");
    }
    response.headers_mut().insert(HEADER, id);
    response
}
