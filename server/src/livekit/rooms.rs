//! LiveKit's RoomService over Twirp: rooms are made and closed, people are put out of them.
//!
//! A call is tried again when LiveKit does not answer; after several failures in a row nobody waits for it for a while.

use crate::clock;
use crate::config::LiveKit;
use crate::fetch::{Unanswered, fetch, tls};
use crate::jwt;
use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use rustls::ClientConfig;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A call is tried so often.
const TRIES: u32 = 3;

/// The pause before the second try; doubled before the third.
const PAUSE: Duration = Duration::from_millis(100);

/// After so many failed calls in a row the breaker opens.
const FAILURES: u32 = 4;

/// An open breaker lets nothing through for so long; then one call is the test.
const OPEN_FOR: Duration = Duration::from_secs(10);

/// A room without people goes after so long.
const EMPTY_SECONDS: u32 = 600;

/// The token of a call lives so long.
const TOKEN_SECONDS: u64 = 60;

/// Why LiveKit did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is away, or the breaker is open.
    Away(String),
    /// It answered that it will not: Twirp's code.
    Said(String),
}

/// Whether calls go through.
#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    open_until: Option<Instant>,
}

impl Breaker {
    /// Whether a call may be made now. When the time is over one may, and the next only after its outcome.
    fn admits(&mut self, now: Instant) -> bool {
        match self.open_until {
            Some(until) if now < until => false,
            Some(_) => {
                self.open_until = Some(now + OPEN_FOR);
                true
            }
            None => true,
        }
    }

    fn learn(&mut self, worked: bool, now: Instant) {
        if worked {
            *self = Breaker::default();
            return;
        }
        self.failures += 1;
        if self.failures >= FAILURES {
            self.open_until = Some(now + OPEN_FOR);
        }
    }
}

/// LiveKit's RoomService.
pub(crate) struct RoomService {
    livekit: LiveKit,
    /// `http://…` where the browser's address is `ws://…`.
    address: String,
    tls: Arc<ClientConfig>,
    breaker: Mutex<Breaker>,
}

impl RoomService {
    /// The service of the LiveKit that was configured.
    #[must_use]
    pub(crate) fn new(livekit: &LiveKit) -> RoomService {
        let address = match livekit.url.strip_prefix("ws") {
            Some(rest) => format!("http{rest}"),
            None => livekit.url.clone(),
        };
        RoomService {
            livekit: livekit.clone(),
            address: address.trim_end_matches('/').to_owned(),
            tls: tls(),
            breaker: Mutex::default(),
        }
    }

    /// Makes a room. Making it twice changes nothing.
    pub(crate) async fn create(&self, room: &str) -> Result<Value, Refusal> {
        let grants = json!({ "roomCreate": true });
        self.call("CreateRoom", grants, json!({ "name": room, "emptyTimeout": EMPTY_SECONDS }))
            .await
    }

    /// Closes a room: everybody in it is put out.
    pub(crate) async fn delete(&self, room: &str) -> Result<Value, Refusal> {
        self.call("DeleteRoom", json!({ "roomCreate": true }), json!({ "room": room })).await
    }

    /// Puts somebody out. Their token may still be good: they are let in no more because they get no new one.
    pub(crate) async fn remove(&self, room: &str, identity: &str) -> Result<Value, Refusal> {
        let grants = json!({ "roomAdmin": true, "room": room });
        self.call("RemoveParticipant", grants, json!({ "room": room, "identity": identity })).await
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call(&self, method: &str, grants: Value, body: Value) -> Result<Value, Refusal> {
        if !self.breaker().admits(Instant::now()) {
            return Err(Refusal::Away("it failed several times in a row".to_owned()));
        }
        let mut pause = PAUSE;
        let mut answer = self.once(method, &grants, &body).await;
        for _ in 1..TRIES {
            if !matches!(answer, Err(Refusal::Away(_))) {
                break;
            }
            sleep(pause).await;
            pause *= 2;
            answer = self.once(method, &grants, &body).await;
        }
        self.breaker().learn(!matches!(answer, Err(Refusal::Away(_))), Instant::now());
        answer
    }

    async fn once(&self, method: &str, grants: &Value, body: &Value) -> Result<Value, Refusal> {
        let now = clock::now_seconds();
        let claims = json!({
            "iss": self.livekit.api_key, "nbf": now.saturating_sub(10), "exp": now + TOKEN_SECONDS, "video": grants,
        });
        let secret = self.livekit.api_secret.expose_secret().as_bytes();
        let token = jwt::sign(claims.to_string().as_bytes(), secret);
        let mut bearer = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| Refusal::Away("its token is no header".to_owned()))?;
        bearer.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        let address = format!("{}/twirp/livekit.RoomService/{method}", self.address);
        let body = Bytes::from(body.to_string());
        match fetch(&self.tls, Method::POST, &address, headers, body).await {
            Ok((StatusCode::OK, answer)) => serde_json::from_slice(&answer)
                .map_err(|_| Refusal::Away("its answer is no JSON".to_owned())),
            Ok((status, answer)) if !status.is_server_error() => {
                let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
                let code = answer["code"].as_str().unwrap_or("unknown").to_owned();
                Err(Refusal::Said(code))
            }
            Ok((status, _)) => Err(Refusal::Away(format!("it answered {status}"))),
            Err(Unanswered(why)) => Err(Refusal::Away(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::SecretString;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    #[tokio::test(start_paused = true)]
    async fn a_breaker_opens_after_failures_lets_one_try_and_closes_on_success() {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES {
            assert!(breaker.admits(Instant::now()));
            breaker.learn(false, Instant::now());
        }
        assert!(!breaker.admits(Instant::now()), "open");
        tokio::time::advance(OPEN_FOR).await;
        assert!(breaker.admits(Instant::now()), "one may try");
        assert!(!breaker.admits(Instant::now()), "and only one");
        breaker.learn(true, Instant::now());
        assert!(breaker.admits(Instant::now()) && breaker.admits(Instant::now()), "closed");
    }

    /// A LiveKit that gives these answers in turn, the last one for ever; and how often it was asked.
    async fn answering(answers: &'static [&'static str]) -> (RoomService, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let asked = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let number = counting.fetch_add(1, Ordering::Relaxed);
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let answer = answers[number.min(answers.len() - 1)];
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        let livekit = LiveKit {
            url: format!("ws://{address}"),
            api_key: "key".to_owned(),
            api_secret: SecretString::from("a secret of at least thirty-two bytes"),
        };
        (RoomService::new(&livekit), asked)
    }

    const FAILED: &str = "HTTP/1.1 503 Away\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    const DONE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    const GONE: &str = "HTTP/1.1 404 Not Found\r\ncontent-length: 20\r\nconnection: close\r\n\r\n{\"code\":\"not_found\"}";

    #[tokio::test]
    async fn a_call_that_fails_is_tried_again_and_one_that_is_refused_is_not() {
        let (service, asked) = answering(&[FAILED, FAILED, DONE, GONE]).await;
        assert_eq!(service.create("class-9b").await, Ok(json!({})));
        assert_eq!(asked.load(Ordering::Relaxed), 3);
        let refusal = service.delete("class-9b").await;
        assert_eq!(refusal, Err(Refusal::Said("not_found".to_owned())));
        assert_eq!(asked.load(Ordering::Relaxed), 4, "an answer is an answer");
    }

    #[tokio::test]
    async fn a_livekit_that_stays_away_is_left_alone_for_a_while() {
        let (service, asked) = answering(&[FAILED]).await;
        for _ in 0..FAILURES {
            assert!(matches!(service.create("class-9b").await, Err(Refusal::Away(_))));
        }
        let before = asked.load(Ordering::Relaxed);
        assert_eq!(before, (FAILURES * TRIES) as usize);
        assert!(matches!(service.create("class-9b").await, Err(Refusal::Away(_))));
        assert_eq!(asked.load(Ordering::Relaxed), before, "nobody waits for it");
    }
}
