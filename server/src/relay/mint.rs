//! Ephemeral tokens: with one, a page speaks with the provider itself, and only with the setup that stands in it.
//!
//! `POST /v1alpha/auth_tokens` of the Gemini Developer API. Nothing is left to the client: without a field mask the
//! provider takes the whole setup from the token. Users report that a token is refused when a conversation is taken up
//! with it, so each connection gets a token of its own.

use crate::clock;
use crate::relay::keys::{KeyId, Lease};
use crate::relay::upstream::Undialled;
use axum::body::{Body, to_bytes};
use ganita_live::message::Setup;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A page has so long to open its connection.
const OPEN_WITHIN_SECONDS: u64 = 60;

/// A connection lasts at most so long; the provider ends it after about ten minutes anyway.
const LAST_SECONDS: u64 = 15 * 60;

/// How long the provider may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The largest answer.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// A token, and how it is used.
#[derive(Debug, Clone)]
pub(crate) struct Minted {
    /// `auth_tokens/…`.
    pub(crate) name: String,
    /// Where the provider is, as an `https://` or `http://` address: what its SDKs take as `baseUrl`.
    pub(crate) base_url: String,
    /// The key behind it: a conversation is taken up with another token of the same.
    pub(crate) key: Option<KeyId>,
    /// How long it opens a connection.
    pub(crate) open_within_seconds: u64,
}

/// What the provider is asked for.
pub(crate) fn request(setup: &Setup) -> Value {
    let now = clock::now_seconds();
    json!({
        "uses": 1,
        "newSessionExpireTime": rfc3339(now + OPEN_WITHIN_SECONDS),
        "expireTime": rfc3339(now + LAST_SECONDS),
        "bidiGenerateContentSetup": setup,
    })
}

/// Asks for a token.
pub(crate) async fn mint(
    url: &str,
    tls: Arc<ClientConfig>,
    lease: Option<&Lease>,
    asked: &Value,
) -> Result<Minted, Undialled> {
    let (secure, authority) = match url.split_once("://") {
        Some(("wss", authority)) => (true, authority),
        Some(("ws", authority)) => (false, authority),
        _ => return Err(gone("the provider's address is no WebSocket's")),
    };
    let work = async {
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let has_port = host.len() < authority.len();
        let port = if secure { 443 } else { 80 };
        let address = if has_port { authority.to_owned() } else { format!("{authority}:{port}") };
        let stream = TcpStream::connect(&address).await.map_err(|error| gone(error.kind()))?;
        if secure {
            let name = ServerName::try_from(host.to_owned())
                .map_err(|_| gone("the provider's address is no name"))?;
            let connector = tokio_rustls::TlsConnector::from(tls);
            let stream = connector.connect(name, stream).await;
            ask(stream.map_err(|error| gone(error.kind()))?, authority, lease, asked).await
        } else {
            ask(stream, authority, lease, asked).await
        }
    };
    let name = timeout(TIMEOUT, work).await.map_err(|_| gone("it took too long"))??;
    let scheme = if secure { "https" } else { "http" };
    Ok(Minted {
        name,
        base_url: format!("{scheme}://{authority}"),
        key: lease.map(|lease| lease.id().clone()),
        open_within_seconds: OPEN_WITHIN_SECONDS,
    })
}

async fn ask<S>(
    stream: S,
    authority: &str,
    lease: Option<&Lease>,
    asked: &Value,
) -> Result<String, Undialled>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |_: hyper::Error| gone("the connection broke");
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let driving = tokio::spawn(connection);
    let mut request = Request::post("/v1alpha/auth_tokens")
        .header(HOST, authority)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(asked.to_string()))
        .map_err(|_| gone("the provider's address is no name"))?;
    if let Some(lease) = lease {
        let mut value = HeaderValue::from_str(lease.secret().expose_secret())
            .map_err(|_| gone("the key has characters that no header can"))?;
        value.set_sensitive(true);
        request.headers_mut().insert("x-goog-api-key", value);
    }
    let response = sender.send_request(request).await.map_err(broken)?;
    let status = response.status();
    let answer = to_bytes(Body::new(response.into_body()), MAX_ANSWER_BYTES).await;
    driving.abort();
    if status != StatusCode::OK {
        let code = match status.as_u16() {
            429 | 503 => 1013,
            400 | 401 | 403 | 404 => 1008,
            _ => 1006,
        };
        return Err(Undialled { code, reason: format!("the provider answered {status}") });
    }
    let answer = answer.map_err(|_| gone("the answer was cut off"))?;
    let answer: Value =
        serde_json::from_slice(&answer).map_err(|_| gone("the answer was no JSON"))?;
    let name = answer["name"].as_str().filter(|name| name.starts_with("auth_tokens/"));
    name.map(str::to_owned).ok_or_else(|| gone("the answer held no token"))
}

fn gone(why: impl std::fmt::Display) -> Undialled {
    Undialled { code: 1006, reason: format!("no token was made: {why}") }
}

/// Seconds since 1970 as `2026-11-22T23:00:00Z` (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
fn rfc3339(seconds: u64) -> String {
    let (days, of_day) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_protobuf_writes_them() {
        // From `date -u -d @… +%FT%TZ`.
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (1_795_388_400, "2026-11-22T23:00:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(seconds), written);
        }
    }

    #[test]
    fn nothing_is_left_to_the_client() {
        let asked = request(&Setup { model: "models/m".to_owned(), ..Setup::default() });
        assert_eq!(asked["uses"], 1);
        assert_eq!(asked.get("fieldMask"), None, "without a mask everything is fixed");
    }
}
