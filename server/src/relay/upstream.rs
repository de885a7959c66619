//! Where tutors are: dialling Gemini Live, or anything that speaks its protocol.

use crate::config;
use crate::relay::{MAX_TUTOR_FRAME_BYTES, MAX_WRITE_BUFFER_BYTES, READ_BUFFER_BYTES};
use futures_util::future::BoxFuture;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Error};
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config,
};

/// An open socket to a tutor.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Dials at once. When an outage cuts thousands of lessons they come back in turn, not as a herd.
const MAX_DIALS: usize = 64;

/// Google's path; the version is the one Google's documentation uses.
const PATH: &str = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

/// How long the practice tutor may take to say what it can do.
const ABILITIES_TIMEOUT: Duration = Duration::from_secs(2);

/// Why a tutor could not be dialled, as the close code it would have had on an open socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undialled {
    /// 1008 when the tutor refuses us, 1013 when it is full, 1006 otherwise.
    pub(crate) code: u16,
    /// In words; holds neither key nor address.
    pub(crate) reason: String,
}

/// A provider of tutors.
pub(crate) trait Upstream: Send + Sync + 'static {
    /// Opens a socket.
    fn dial(&self) -> BoxFuture<'static, Result<Socket, Undialled>>;
    /// Whether the tutor understands speech; none when it does not say.
    fn has_ears(&self) -> BoxFuture<'static, Option<bool>>;
}

/// Gemini Live, or the practice tutor, which speaks the same.
pub(crate) struct GeminiLive {
    url: String,
    api_key: Option<SecretString>,
    tls: Arc<ClientConfig>,
    dials: Arc<Semaphore>,
    asks_abilities: bool,
}

impl GeminiLive {
    /// The provider that was configured.
    #[must_use]
    pub(crate) fn new(upstream: &config::Upstream) -> GeminiLive {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        GeminiLive {
            url: upstream.url.clone(),
            api_key: upstream.api_key.clone(),
            tls: Arc::new(tls),
            dials: Arc::new(Semaphore::new(MAX_DIALS)),
            asks_abilities: upstream.provider == config::Provider::Practice,
        }
    }

    fn request(&self) -> Result<tungstenite::handshake::client::Request, Error> {
        let mut request = format!("{}{PATH}", self.url).into_client_request()?;
        if let Some(key) = &self.api_key {
            // In a header: addresses end up in logs.
            let mut value = HeaderValue::from_str(key.expose_secret())
                .map_err(|error| Error::HttpFormat(error.into()))?;
            value.set_sensitive(true);
            request.headers_mut().insert("x-goog-api-key", value);
        }
        Ok(request)
    }
}

impl Upstream for GeminiLive {
    fn dial(&self) -> BoxFuture<'static, Result<Socket, Undialled>> {
        let request = self.request();
        let tls = Connector::Rustls(Arc::clone(&self.tls));
        let dials = Arc::clone(&self.dials);
        Box::pin(async move {
            let _turn = dials.acquire().await.expect("the semaphore is never closed");
            let config = WebSocketConfig::default()
                .read_buffer_size(READ_BUFFER_BYTES)
                .write_buffer_size(0)
                .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
                .max_message_size(Some(MAX_TUTOR_FRAME_BYTES))
                .max_frame_size(Some(MAX_TUTOR_FRAME_BYTES));
            let dialled = connect_async_tls_with_config(
                request.map_err(undialled)?,
                Some(config),
                true,
                Some(tls),
            )
            .await;
            dialled.map(|(socket, _)| socket).map_err(undialled)
        })
    }

    fn has_ears(&self) -> BoxFuture<'static, Option<bool>> {
        let authority =
            self.url.strip_prefix("ws://").filter(|_| self.asks_abilities).map(str::to_owned);
        Box::pin(async move {
            let health =
                tokio::time::timeout(ABILITIES_TIMEOUT, health(authority?)).await.ok()??;
            let ears = health.get("ears")?;
            Some(!ears.is_null() && ears.as_bool() != Some(false))
        })
    }
}

/// The practice tutor's `/healthz`: one small JSON object on the same port.
async fn health(authority: String) -> Option<serde_json::Value> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    const MAX_BYTES: u64 = 16 * 1024;
    let mut stream = TcpStream::connect(&authority).await.ok()?;
    let request =
        format!("GET /healthz HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut response = Vec::new();
    // A server that closes at once may reset the connection after its answer; what came counts.
    let _ = stream.take(MAX_BYTES).read_to_end(&mut response).await;
    // The object is found by its braces, so a chunked body is fine too.
    let from = response.iter().position(|&byte| byte == b'{')?;
    let to = response.iter().rposition(|&byte| byte == b'}')?;
    serde_json::from_slice(response.get(from..=to)?).ok()
}

fn undialled(error: Error) -> Undialled {
    match error {
        Error::Http(response) => {
            let status = response.status();
            let code = match status.as_u16() {
                400 | 401 | 403 | 404 => 1008,
                429 | 503 => 1013,
                _ => 1006,
            };
            Undialled { code, reason: format!("the tutor answered {status}") }
        }
        Error::Io(error) => Undialled { code: 1006, reason: format!("{}", error.kind()) },
        Error::Tls(_) => {
            Undialled { code: 1006, reason: "the tutor's certificate was not accepted".to_owned() }
        }
        _ => Undialled { code: 1006, reason: "the tutor does not speak WebSocket".to_owned() },
    }
}
