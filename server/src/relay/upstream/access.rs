//! Access tokens of Google Cloud, with which the Agent Platform lets a server in.
//!
//! From a file that somebody else keeps fresh, or from the metadata server that every machine and pod of Google Cloud
//! has (workload identity), which answers `{"access_token": …, "expires_in": seconds}`.

use super::Undialled;
use crate::config::TokensFrom;
use crate::fetch::{fetch, tls};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use rustls::ClientConfig;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Where the metadata server keeps the token of the machine's own account.
const PATH: &str = "/computeMetadata/v1/instance/service-accounts/default/token";

/// A token is not used in its last minutes: the metadata server has the next one five minutes before the end.
const MARGIN: Duration = Duration::from_secs(4 * 60);

/// The largest file that can be a token; Google's have up to 2 KiB.
const MAX_FILE_BYTES: u64 = 16 * 1024;

struct Kept {
    /// `Bearer …`.
    token: SecretString,
    until: Instant,
}

/// Gives the token that is good now.
pub(super) struct AccessTokens {
    from: TokensFrom,
    tls: Arc<ClientConfig>,
    kept: Mutex<Option<Kept>>,
}

impl AccessTokens {
    #[must_use]
    pub(super) fn new(from: TokensFrom) -> AccessTokens {
        AccessTokens { from, tls: tls(), kept: Mutex::new(None) }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `Bearer …`, as the header wants it.
    pub(super) async fn token(&self) -> Result<SecretString, Undialled> {
        let address = match &self.from {
            TokensFrom::File(path) => return read(path).await,
            TokensFrom::Metadata(address) => address,
        };
        let now = Instant::now();
        if let Some(kept) = self.kept().as_ref().filter(|kept| now < kept.until) {
            return Ok(kept.token.clone());
        }
        let mut headers = HeaderMap::new();
        headers.insert("metadata-flavor", HeaderValue::from_static("Google"));
        let url = format!("{address}{PATH}");
        let asked = fetch(&self.tls, Method::GET, &url, headers, Bytes::new()).await;
        let (status, body) = asked.map_err(|why| absent(&why.0))?;
        if status != StatusCode::OK {
            return Err(absent(&format!("the metadata server answered {status}")));
        }
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let token = answer["access_token"].as_str().map(bearer);
        let token = token.ok_or_else(|| absent("the metadata server's answer holds none"))?;
        let lasts = Duration::from_secs(answer["expires_in"].as_u64().unwrap_or(0));
        let until = now + lasts.saturating_sub(MARGIN);
        *self.kept() = Some(Kept { token: token.clone(), until });
        Ok(token)
    }

    /// The provider does not take it, whatever its time.
    pub(super) fn forget(&self) {
        *self.kept() = None;
    }
}

async fn read(path: &Path) -> Result<SecretString, Undialled> {
    let is_small = tokio::fs::metadata(path).await.is_ok_and(|file| file.len() <= MAX_FILE_BYTES);
    let text = match is_small {
        true => tokio::fs::read_to_string(path).await.ok(),
        false => None,
    };
    let text = text.map(SecretString::from);
    let token =
        text.as_ref().map(|text| text.expose_secret().trim()).filter(|text| !text.is_empty());
    token.map(bearer).ok_or_else(|| absent("the file of GANITA_VERTEX_TOKEN holds none"))
}

fn bearer(token: &str) -> SecretString {
    SecretString::from(format!("Bearer {token}"))
}

/// Like a tutor that cannot be reached: it is tried again.
fn absent(why: &str) -> Undialled {
    Undialled { code: 1006, reason: format!("there is no access token: {why}") }
}
