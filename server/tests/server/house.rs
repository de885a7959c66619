//! A server on a free port with a database of its own; both go when it is dropped.

use ganita_server::{Config, Failure, serve};
use ring::hmac;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The page the tests come from.
pub(crate) const PAGE: &str = "http://localhost:3000";

/// Signs access tokens where a test sets the platform up.
pub(crate) const PLATFORM_SECRET: &str = "a platform secret of more than 32 bytes";

/// Longer than anything here takes, also on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    pub(crate) database: PathBuf,
    stopping: CancellationToken,
    serving: Option<JoinHandle<Result<(), Failure>>>,
}

impl TestServer {
    /// A server that asks a tutor at this address.
    pub(crate) async fn with_tutor(tutor: SocketAddr) -> TestServer {
        TestServer::with(tutor, &[]).await
    }

    /// The same with more settings.
    pub(crate) async fn with(tutor: SocketAddr, settings: &[(&str, &str)]) -> TestServer {
        TestServer::build(tutor, settings, |_| {}).await
    }

    /// The same with what no setting changes.
    pub(crate) async fn configured(
        tutor: SocketAddr,
        change: impl FnOnce(&mut Config),
    ) -> TestServer {
        TestServer::build(tutor, &[], change).await
    }

    async fn build(
        tutor: SocketAddr,
        settings: &[(&str, &str)],
        change: impl FnOnce(&mut Config),
    ) -> TestServer {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir()
            .join(format!("ganita-server-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        let database = folder.join("history.sqlite3");
        let tutor = format!("ws://{tutor}");
        let mut all = vec![
            ("GANITA_DATABASE", database.to_str().expect("a plain path")),
            ("GANITA_UPSTREAM_URL", tutor.as_str()),
        ];
        all.extend_from_slice(settings);
        let mut config = Config::from_pairs(&all).expect("the test's settings are right");
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let stopping = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, config, stopping.clone()));
        TestServer { address, database, stopping, serving: Some(serving) }
    }

    /// Begins to stop it.
    pub(crate) fn ask_to_stop(&self) {
        self.stopping.cancel();
    }

    /// Stops it and waits until everything is written.
    pub(crate) async fn stop(&mut self) {
        self.stopping.cancel();
        let serving = self.serving.take().expect("it is stopped once");
        let ended = tokio::time::timeout(PATIENCE, serving).await.expect("it stops in time");
        ended.expect("it does not panic").expect("it had started");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stopping.cancel();
        if let Some(serving) = &self.serving {
            serving.abort();
        }
        if let Some(folder) = self.database.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// An access token as the platform signs it.
pub(crate) fn access_token(sub: &str, role: &str, rooms: &[&str]) -> String {
    access_token_until(sub, role, rooms, 4_000_000_000)
}

/// The same with its end, in seconds since 1970.
pub(crate) fn access_token_until(sub: &str, role: &str, rooms: &[&str], exp: u64) -> String {
    signed(&serde_json::json!({ "sub": sub, "role": role, "rooms": rooms, "exp": exp }))
}

/// The token of a guardian who answers for students.
pub(crate) fn guardian_token(sub: &str, students: &[&str]) -> String {
    signed(&serde_json::json!({
        "sub": sub, "role": "guardian", "students": students, "exp": 4_000_000_000_u64,
    }))
}

fn signed(claims: &serde_json::Value) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#);
    let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, PLATFORM_SECRET.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes())))
}
