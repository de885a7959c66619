//! Where tutors are: dialling Gemini Live, or anything that speaks its protocol.

mod access;

use crate::config;
use crate::gulp::Gulp;
use crate::relay::keys::{KeyId, Keys, Lease, NoPlace, Trouble};
use crate::relay::mint;
use crate::relay::pace::Pace;
use crate::relay::{MAX_TUTOR_FRAME_BYTES, MAX_WRITE_BUFFER_BYTES, READ_BUFFER_BYTES};
use access::AccessTokens;
use futures_util::future::BoxFuture;
use ganita_live::message::Setup;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::UrlError;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Error};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

/// An open socket to a tutor.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<Gulp<TcpStream>>>;

/// An open socket, and the place under a key that it takes; none where no key is needed.
pub(crate) struct Call {
    /// The socket.
    pub(crate) socket: Socket,
    /// Held as long as the socket is open.
    pub(crate) lease: Option<Lease>,
}

/// The Developer API's path; the version is the one Google's documentation uses.
const PATH: &str = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

/// The Agent Platform's path; the version is the one Google's SDKs use.
const PLATFORM_PATH: &str =
    "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent";

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
    /// Opens a socket, under this key where a conversation is taken up that was begun with it.
    fn dial(&self, begun_with: Option<&KeyId>) -> BoxFuture<'static, Result<Call, Undialled>>;
    /// An ephemeral token with which a page can have exactly this setup, for one connection.
    fn mint(
        &self,
        setup: &Setup,
        begun_with: Option<&KeyId>,
    ) -> BoxFuture<'static, Result<mint::Minted, Undialled>>;
    /// Whether the tutor understands speech; none when it does not say.
    fn has_ears(&self) -> BoxFuture<'static, Option<bool>>;
}

/// Gemini Live by either of its addresses, or the practice tutor, which speaks the same.
pub(crate) struct GeminiLive {
    url: String,
    path: &'static str,
    /// On the Agent Platform a connection is opened with an access token, and the pool's keys are projects.
    access: Option<Arc<AccessTokens>>,
    keys: Option<Arc<Keys>>,
    tls: Arc<ClientConfig>,
    pace: Arc<Pace>,
    asks_abilities: bool,
}

impl GeminiLive {
    /// The provider that was configured.
    #[must_use]
    pub(crate) fn new(upstream: &config::Upstream) -> GeminiLive {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(upstream.authorities.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let tls = Arc::new(tls);
        let (path, access, keys) = match &upstream.platform {
            None => (PATH, None, upstream.api_keys.clone()),
            Some(platform) => {
                let access = AccessTokens::new(platform.tokens.clone());
                let project = format!("{}/{}", platform.project, platform.location);
                (PLATFORM_PATH, Some(Arc::new(access)), vec![SecretString::from(project)])
            }
        };
        GeminiLive {
            url: upstream.url.clone(),
            path,
            access,
            keys: (!keys.is_empty()).then(|| Keys::new(&keys, upstream.sessions_per_key)),
            tls,
            pace: Arc::new(Pace::new()),
            asks_abilities: upstream.provider == config::Provider::Practice,
        }
    }

    /// A place under a key, if keys are needed.
    fn lease(&self, begun_with: Option<&KeyId>) -> Result<Option<Lease>, Undialled> {
        let Some(keys) = &self.keys else { return Ok(None) };
        let lease = keys.lease(begun_with).map_err(|why| {
            let reason = match why {
                NoPlace::Full => "all keys have as many connections as they may",
                NoPlace::Pausing => "the key is over its quota",
            };
            Undialled { code: 1013, reason: reason.to_owned() }
        })?;
        Ok(Some(lease))
    }
}

type Request = tungstenite::handshake::client::Request;

/// A connection to the request's host.
async fn connect(request: &Request) -> Result<TcpStream, Error> {
    let address = request.uri();
    let host = address.host().ok_or(UrlError::NoHostName)?;
    let is_plain = address.scheme_str() == Some("ws");
    let port = address.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
    // In an address IPv6 stands in brackets.
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    // Sound is small and must not wait for company.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Puts a secret into a header: addresses end up in logs.
fn sign(request: &mut Request, name: &'static str, secret: &SecretString) -> Result<(), Error> {
    let mut value = HeaderValue::from_str(secret.expose_secret())
        .map_err(|error| Error::HttpFormat(error.into()))?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}

impl Upstream for GeminiLive {
    fn dial(&self, begun_with: Option<&KeyId>) -> BoxFuture<'static, Result<Call, Undialled>> {
        let lease = self.lease(begun_with);
        let request = format!("{}{}", self.url, self.path).into_client_request();
        let access = self.access.clone();
        let tls = Connector::Rustls(Arc::clone(&self.tls));
        let pace = Arc::clone(&self.pace);
        Box::pin(async move {
            let (lease, mut request) = (lease?, request.map_err(undialled)?);
            match (&access, &lease) {
                (Some(access), _) => {
                    let token = access.token().await?;
                    sign(&mut request, "authorization", &token).map_err(undialled)?;
                }
                (None, Some(lease)) => {
                    sign(&mut request, "x-goog-api-key", lease.secret()).map_err(undialled)?;
                }
                (None, None) => {}
            }
            let _turn = pace.turn().await.ok_or_else(|| Undialled {
                code: 1013,
                reason: "too many connections are being made".to_owned(),
            })?;
            let config = WebSocketConfig::default()
                .read_buffer_size(READ_BUFFER_BYTES)
                .write_buffer_size(0)
                .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
                .max_message_size(Some(MAX_TUTOR_FRAME_BYTES))
                .max_frame_size(Some(MAX_TUTOR_FRAME_BYTES));
            let dialled = async {
                let stream = Gulp::new(connect(&request).await?);
                client_async_tls_with_config(request, stream, Some(config), Some(tls)).await
            };
            match dialled.await {
                Ok((socket, _)) => Ok(Call { socket, lease }),
                Err(error) => {
                    if let Error::Http(response) = &error {
                        match (response.status().as_u16(), &lease, &access) {
                            (429, Some(lease), _) => lease.pause(Trouble::Quota),
                            (401, _, Some(access)) => access.forget(),
                            _ => {}
                        }
                    }
                    Err(undialled(error))
                }
            }
        })
    }

    fn mint(
        &self,
        setup: &Setup,
        begun_with: Option<&KeyId>,
    ) -> BoxFuture<'static, Result<mint::Minted, Undialled>> {
        let lease = self.lease(begun_with);
        let asked = mint::request(setup);
        let (url, tls) = (self.url.clone(), Arc::clone(&self.tls));
        Box::pin(async move {
            let lease = lease?;
            let minted = mint::mint(&url, tls, lease.as_ref(), &asked).await;
            if let (Some(lease), Err(Undialled { code: 1013, .. })) = (&lease, &minted) {
                lease.pause(Trouble::Quota);
            }
            minted
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
