//! The platform's public keys (JWKS, RFC 7517): fetched, kept, and fetched again when a token names a key that is not
//! among them, as happens when the platform changes its keys.

use crate::fetch::{fetch, tls};
use crate::jwt::PublicKey;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::ClientConfig;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Keys are fetched again after so long, so that one the platform took back is not trusted for ever.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// While the platform does not answer, what is known is used for so long.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Tokens with invented key names make us ask at most this often.
const PAUSE: Duration = Duration::from_secs(10);

/// More keys than this are not a rotation.
const MAX_KEYS: usize = 32;

/// The keys at an address.
pub(crate) struct KeySet {
    address: String,
    tls: Arc<ClientConfig>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, Arc<PublicKey>>,
    fetched_at: Option<Instant>,
    tried_at: Option<Instant>,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Key>,
}

/// One key; of kinds other than these two nothing is wanted.
#[derive(Deserialize)]
struct Key {
    kid: Option<String>,
    kty: String,
    crv: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    x: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl KeySet {
    /// Keys that are fetched when the first token comes.
    #[must_use]
    pub(crate) fn new(address: &str) -> KeySet {
        KeySet { address: address.to_owned(), tls: tls(), known: Mutex::default() }
    }

    /// The key of this name, if the platform publishes it.
    pub(crate) async fn key(&self, name: &str) -> Option<Arc<PublicKey>> {
        // Held while fetching: of many tokens that come together one asks.
        let mut known = self.known.lock().await;
        let now = Instant::now();
        let age = known.fetched_at.map(|at| now - at);
        let is_wanted = !known.keys.contains_key(name) || age.is_none_or(|age| age > FRESH);
        let may_try = known.tried_at.is_none_or(|at| now - at >= PAUSE);
        if is_wanted && may_try {
            known.tried_at = Some(now);
            match self.fetch().await {
                Ok(keys) => {
                    known.keys = keys;
                    known.fetched_at = Some(now);
                }
                Err(why) => tracing::warn!(why, "the platform's keys could not be fetched"),
            }
        }
        let is_usable = known.fetched_at.is_some_and(|at| now - at <= STALE);
        known.keys.get(name).filter(|_| is_usable).cloned()
    }

    async fn fetch(&self) -> Result<HashMap<String, Arc<PublicKey>>, String> {
        let answer = fetch(&self.tls, Method::GET, &self.address, HeaderMap::new(), Bytes::new());
        let (status, body) = answer.await.map_err(|unanswered| unanswered.0)?;
        if status != StatusCode::OK {
            return Err(format!("the platform answered {status}"));
        }
        let set: Set = serde_json::from_slice(&body).map_err(|_| "it is no key set".to_owned())?;
        let keys = set.keys.into_iter().take(MAX_KEYS);
        Ok(keys.filter_map(|key| Some((key.kid.clone()?, Arc::new(public(&key)?)))).collect())
    }
}

fn public(key: &Key) -> Option<PublicKey> {
    if key.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?).ok();
    match key.kty.as_str() {
        "OKP" if key.crv.as_deref() == Some("Ed25519") => Some(PublicKey::Ed25519(bytes(&key.x)?)),
        "RSA" => Some(PublicKey::Rsa { n: bytes(&key.n)?, e: bytes(&key.e)? }),
        _ => None,
    }
}
