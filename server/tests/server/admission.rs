//! Who comes in: the platform's keys and their change, our own short tokens, their renewal and theft, denial, limits.

use crate::client::{Answer, ask};
use crate::house::{PLATFORM_SECRET, TestServer, access_token};
use crate::rooms::ask_as;
use crate::tutor::Tutor;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A platform that publishes keys and counts how often it is asked for them.
struct Platform {
    address: SocketAddr,
    published: Arc<Mutex<Value>>,
    asked: Arc<AtomicU32>,
}

impl Platform {
    async fn start() -> Platform {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let published = Arc::new(Mutex::new(json!({ "keys": [] })));
        let asked = Arc::new(AtomicU32::new(0));
        let (answer, count) = (Arc::clone(&published), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 2048];
                let _ = stream.read(&mut request).await;
                let body = answer.lock().expect("nobody panics holding it").to_string();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
            }
        });
        Platform { address, published, asked }
    }

    fn publish(&self, keys: &[(&str, &Ed25519KeyPair)]) {
        let keys: Vec<Value> = keys
            .iter()
            .map(|(name, pair)| {
                let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
                json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": name, "x": x })
            })
            .collect();
        *self.published.lock().expect("nobody panics holding it") = json!({ "keys": keys });
    }
}

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("32 bytes are a seed")
}

fn signed(pair: &Ed25519KeyPair, kid: &str, claims: &Value) -> String {
    let head = json!({ "alg": "EdDSA", "kid": kid }).to_string();
    let signed =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims.to_string()));
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes())))
}

fn claims(sub: &str) -> Value {
    json!({ "sub": sub, "role": "student", "aud": "ganita", "exp": 4_000_000_000_u64 })
}

async fn rooms(server: SocketAddr, token: &str) -> Answer {
    ask_as(server, token, "GET /api/v1/rooms", &json!({})).await
}

#[tokio::test]
async fn tokens_signed_by_the_platforms_keys_come_in_and_a_new_key_is_fetched_once() {
    let platform = Platform::start().await;
    let (first, stranger) = (pair(1), pair(9));
    platform.publish(&[("k1", &first)]);
    let keys = format!("http://{}/keys", platform.address);
    let tutor = Tutor::start().await;
    let settings =
        [("GANITA_PLATFORM_KEYS", keys.as_str()), ("GANITA_PLATFORM_AUDIENCE", "ganita")];
    let host = TestServer::with(tutor.address, &settings).await;
    let server = host.address;
    let good = signed(&first, "k1", &claims("asha"));
    assert_eq!(rooms(server, &good).await.status, 200);
    for (what, token) in [
        ("another's signature", signed(&stranger, "k1", &claims("asha"))),
        ("an unknown key", signed(&stranger, "k9", &claims("asha"))),
        (
            "another audience",
            signed(
                &first,
                "k1",
                &json!({ "sub": "asha", "role": "student", "aud": "shop", "exp": 4_000_000_000_u64 }),
            ),
        ),
        (
            "no audience",
            signed(
                &first,
                "k1",
                &json!({ "sub": "asha", "role": "student", "exp": 4_000_000_000_u64 }),
            ),
        ),
        (
            "an old one",
            signed(
                &first,
                "k1",
                &json!({ "sub": "asha", "role": "student", "aud": "ganita", "exp": 1_000 }),
            ),
        ),
        ("a secret's signature", access_token("asha", "operator", &[])),
    ] {
        let refused = rooms(server, &token).await;
        assert_eq!((refused.status, refused.problem().as_str()), (401, "unauthorised"), "{what}");
    }
    // The flood of invented key names asked the platform nothing more: it had been asked a moment ago.
    assert_eq!(platform.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn our_own_tokens_are_renewed_once_each_and_a_second_use_ends_them_all() {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)];
    let server = TestServer::with(tutor.address, &settings).await;
    let address = server.address;
    let asha = access_token("asha", "student", &[]);
    let signed_in = ask_as(address, &asha, "POST /api/v1/auth/tokens", &json!({})).await;
    assert_eq!(signed_in.status, 201, "{}", signed_in.text);
    let text =
        |answer: &Answer, field: &str| answer.json()[field].as_str().expect("a token").to_owned();
    let (access, refresh) = (text(&signed_in, "accessToken"), text(&signed_in, "refreshToken"));
    assert_eq!(signed_in.json()["expiresInSeconds"], 900);
    assert_eq!(rooms(address, &access).await.status, 200);
    let again = ask_as(address, &access, "POST /api/v1/auth/tokens", &json!({})).await;
    assert_eq!(again.status, 403, "a short token does not begin another family");

    let renew = |token: String| async move {
        let body = json!({ "refreshToken": token }).to_string();
        let headers = ["content-type: application/json"];
        ask(address, "POST /api/v1/auth/refresh", &headers, &body).await
    };
    let renewed = renew(refresh.clone()).await;
    assert_eq!(renewed.status, 200, "{}", renewed.text);
    let newer = text(&renewed, "accessToken");
    assert_eq!(rooms(address, &newer).await.status, 200);
    assert_eq!(renew(refresh).await.status, 401, "shown a second time");
    assert_eq!(renew(text(&renewed, "refreshToken")).await.status, 401, "the family has ended");
    assert_eq!(rooms(address, &newer).await.status, 401, "and its access tokens with it");
    assert_eq!(rooms(address, &asha).await.status, 200, "the platform's own is not touched");
    assert_eq!(renew("nonsense".to_owned()).await.status, 401);
    let operator = access_token("op", "operator", &[]);
    let log = ask_as(address, &operator, "GET /api/v1/audit", &json!({})).await.text;
    assert!(log.contains("refresh-reused"), "{log}");
}

#[tokio::test]
async fn who_signs_out_or_is_denied_is_out() {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)];
    let server = TestServer::with(tutor.address, &settings).await;
    let address = server.address;
    let asha = access_token("asha", "student", &[]);
    let tokens = ask_as(address, &asha, "POST /api/v1/auth/tokens", &json!({})).await.json();
    let access = tokens["accessToken"].as_str().expect("a token");
    let sign_out = "DELETE /api/v1/auth/tokens";
    assert_eq!(ask_as(address, access, sign_out, &json!({})).await.status, 204);
    assert_eq!(rooms(address, access).await.status, 401);
    let deny = "PUT /api/v1/denied/asha";
    assert_eq!(ask_as(address, &asha, deny, &json!({})).await.status, 403);
    let operator = access_token("op", "operator", &[]);
    assert_eq!(ask_as(address, &operator, deny, &json!({})).await.status, 204);
    assert_eq!(rooms(address, &asha).await.status, 401);
    assert_eq!(rooms(address, &operator).await.status, 200);
}

#[tokio::test]
async fn who_asks_too_often_is_told_to_wait_and_others_are_not() {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET), ("GANITA_REQUESTS_A_MINUTE", "5")];
    let server = TestServer::with(tutor.address, &settings).await;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(rooms(server.address, &asha).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
    assert_eq!(rooms(server.address, &ravi).await.status, 200);
    let limited = rooms(server.address, &asha).await;
    assert_eq!(limited.problem(), "too-many");
    assert!(limited.head.contains("retry-after:"));

    let settings = [("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "3")];
    let server = TestServer::with(tutor.address, &settings).await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(ask(server.address, "GET /api/v1/rooms", &[], "").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    let health = ask(server.address, "GET /healthz", &[], "").await;
    assert_eq!(health.status, 200, "a supervisor's questions are always answered");
}
