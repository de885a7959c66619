//! What LiveKit tells: a JWT whose `sha256` is the hash of the body exactly as it came.

use crate::config::LiveKit;
use crate::jwt;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;

/// LiveKit's clock and ours may differ by this much.
const CLOCK_SKEW_SECONDS: u64 = 60;

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happening {
    /// Unique, so that a repeated delivery is noticed.
    pub(crate) id: String,
    /// `room_started`, `participant_joined` and so on.
    pub(crate) event: String,
    /// The room's name.
    pub(crate) room: Option<String>,
    /// When, in milliseconds since 1970.
    pub(crate) at_ms: i64,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    exp: u64,
    #[serde(default)]
    nbf: u64,
    sha256: String,
}

/// The happening, if LiveKit signed exactly this body with our key a moment ago.
#[must_use]
pub(crate) fn receive(
    livekit: &LiveKit,
    authorization: &str,
    body: &[u8],
    now_seconds: u64,
) -> Option<Happening> {
    let token = authorization.strip_prefix("Bearer ").unwrap_or(authorization);
    let claims = jwt::verify(token, livekit.api_secret.expose_secret().as_bytes())?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    let is_timely = now_seconds <= claims.exp.saturating_add(CLOCK_SKEW_SECONDS)
        && claims.nbf <= now_seconds.saturating_add(CLOCK_SKEW_SECONDS);
    let hash = digest(&SHA256, body);
    // Signed and so known to LiveKit already: nothing is learnt from how long the comparison takes.
    let is_of_body = STANDARD.decode(&claims.sha256).is_ok_and(|told| told == hash.as_ref());
    if claims.iss != livekit.api_key || !is_timely || !is_of_body {
        return None;
    }
    let told: Value = serde_json::from_slice(body).ok()?;
    let room = &told["room"];
    Some(Happening {
        id: told["id"].as_str()?.to_owned(),
        event: told["event"].as_str()?.to_owned(),
        room: room["name"].as_str().map(str::to_owned),
        at_ms: number(&told["createdAt"]).saturating_mul(1_000),
    })
}

/// Protobuf's JSON writes 64-bit numbers as texts.
fn number(value: &Value) -> i64 {
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}
