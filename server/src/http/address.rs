//! How often one address may ask. A school's pupils share one, so it is let in more often than a person.

use crate::error::{Code, Problem};
use crate::http::App;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;
use std::sync::Arc;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Lets a request on unless its address asks too often. Health and numbers are always answered.
pub(super) async fn limit(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let path = request.uri().path();
    let is_counted = path.starts_with("/api/") || path.starts_with("/ws/");
    if is_counted && let Some(Peer(peer)) = request.extensions().get::<Peer>() {
        let address = client(*peer, &app.config.trusted_proxies, request.headers());
        if !app.addresses.admits(&address) {
            return Err(Code::TooMany.into());
        }
    }
    Ok(next.run(request).await)
}

/// Who asks: the other end, or whom a proxy we trust says it asks for. The last name in the list was added by it; the
/// ones before may be invented.
fn client(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let lists = headers.get_all("x-forwarded-for").iter().filter_map(|list| list.to_str().ok());
    let names: Vec<IpAddr> = lists
        .flat_map(|list| list.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    names.into_iter().rev().find(|name| !trusted.contains(name)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_by(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        let trusted = ["10.0.0.1".parse().expect("an address")];
        client(peer.parse().expect("an address"), &trusted, &headers).to_string()
    }

    #[test]
    fn a_proxy_is_believed_only_when_it_is_ours_and_only_its_own_word() {
        assert_eq!(asked_by("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(asked_by("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.1", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.1", "198.51.100.1, 10.0.0.1"), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
