//! Small requests to services the server depends on: LiveKit's RoomService, the platform's keys.
//!
//! HTTP/1.1 over hyper, which serves here anyway, one connection for each request: there are a few in a minute.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// A whole request may take so long.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The largest answer.
const MAX_BYTES: usize = 256 * 1024;

/// Why there is no answer. Holds neither key nor address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unanswered(pub(crate) String);

/// TLS with the roots browsers trust.
#[must_use]
pub(crate) fn tls() -> Arc<ClientConfig> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(tls)
}

/// Asks `http://…` or `https://…`, and gives the status and the body.
pub(crate) async fn fetch(
    tls: &Arc<ClientConfig>,
    method: Method,
    address: &str,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let uri: Uri = address.parse().map_err(|_| Unanswered("the address is none".to_owned()))?;
    let asked = timeout(TIMEOUT, ask(tls, method, uri, headers, body)).await;
    asked.map_err(|_| Unanswered("it took too long".to_owned()))?
}

async fn ask(
    tls: &Arc<ClientConfig>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let failed = |what: &str| Unanswered(what.to_owned());
    let host = uri.host().ok_or_else(|| failed("the address has no host"))?.to_owned();
    let is_secure = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await;
    let stream = stream.map_err(|error| Unanswered(error.kind().to_string()))?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::builder().method(method).uri(path).body(Body::from(body));
    if let Ok(request) = &mut request {
        *request.headers_mut() = headers;
        let authority = uri.authority().map_or(host.as_str(), |authority| authority.as_str());
        let authority =
            HeaderValue::from_str(authority).map_err(|_| failed("the host is no header"))?;
        request.headers_mut().insert(HOST, authority);
        request
            .headers_mut()
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
    }
    let request = request.map_err(|_| failed("the request is none"))?;
    if !is_secure {
        return send(stream, request).await;
    }
    let name = ServerName::try_from(host).map_err(|_| failed("the host is no name"))?;
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await;
    send(stream.map_err(|_| failed("its certificate was not accepted"))?, request).await
}

async fn send(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Body>,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let unspoken = |_| Unanswered("it does not speak HTTP".to_owned());
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unspoken)?;
    // Ends when the sender is dropped.
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(unspoken)?;
    let status = response.status();
    let body = to_bytes(Body::new(response.into_body()), MAX_BYTES).await;
    Ok((status, body.map_err(|_| Unanswered("its answer is too large".to_owned()))?))
}
