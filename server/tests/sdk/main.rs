//! Google's own SDKs, unmodified, as clients of our server: Python over TLS with a CA and a leaf of our own.
//!
//! `cargo xtask setup` installs the SDK into the cache folder; where it is not, this says so.

#![allow(clippy::disallowed_methods, reason = "tests have a clock and start programs")]
#![allow(clippy::print_stdout, reason = "what was skipped is said")]

mod front;

use front::Front;
use ganita_server::{Config, serve};
use ganita_tutor::script::Script;
use ganita_tutor::voice::Voice;
use ganita_tutor::{Options, Tutor};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// What the tutor "hears" of a tone, and messages of the rarer kinds.
const SCRIPT: &str = include_str!("../../../tests/live/every-kind.toml");

/// The Python with the SDK in it, as `cargo xtask setup` installs it.
fn python() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)?;
    let cache = std::env::var_os("GANITA_CACHE").map_or_else(|| base.join("ganita"), PathBuf::from);
    Some(cache.join("google-sdk/bin/python")).filter(|python| python.is_file())
}

struct House {
    folder: PathBuf,
    server: SocketAddr,
    stopping: CancellationToken,
    _end: watch::Sender<bool>,
}

impl House {
    async fn open(name: &str, binary: bool) -> House {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let tutor_at = listener.local_addr().expect("it is bound");
        let (end, ending) = watch::channel(false);
        let script = Script::parse(SCRIPT).expect("a script");
        let options = Options { binary, ..Options::default() };
        let tutor = Arc::new(Tutor::new(None, Voice::default(), script, options));
        tokio::spawn(ganita_tutor::serve(listener, tutor, ending));
        let folder = std::env::temp_dir().join(format!("ganita-sdk-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        let database = folder.join("history.sqlite3").display().to_string();
        let tutor = format!("ws://{tutor_at}");
        let settings =
            [("GANITA_DATABASE", database.as_str()), ("GANITA_UPSTREAM_URL", tutor.as_str())];
        let config = Config::from_pairs(&settings).expect("the test's settings are right");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = listener.local_addr().expect("it is bound");
        let stopping = CancellationToken::new();
        tokio::spawn(serve(listener, config, stopping.clone()));
        House { folder, server, stopping, _end: end }
    }

    /// A ticket, which is what an SDK is given as its API key.
    async fn ticket(&self) -> String {
        let mut stream = TcpStream::connect(self.server).await.expect("the server listens");
        let body = r#"{"language":"en","consent":true}"#;
        let head = "POST /api/v1/live/tickets HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                    content-type: application/json\r\ncontent-length: ";
        let request = format!("{head}{}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("it answers");
        let (_, json) = answer.split_once("\r\n\r\n").expect("a body");
        let granted: Value = serde_json::from_str(json).expect("JSON");
        granted["ticket"].as_str().expect("a ticket").to_owned()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stopping.cancel();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Every kind of message that a client of the relay gets, as the SDK calls them: all that its types know, but `go_away` and
/// `session_resumption_update`, which are the relay's own business, and `setup_complete`, which the SDK keeps.
const KINDS: [&str; 17] = [
    "server_content.generation_complete",
    "server_content.grounding_metadata",
    "server_content.input_transcription",
    "server_content.interaction_status",
    "server_content.interim_input_transcription",
    "server_content.interrupted",
    "server_content.model_turn",
    "server_content.output_transcription",
    "server_content.turn_complete",
    "server_content.turn_complete_reason",
    "server_content.url_context_metadata",
    "server_content.waiting_for_input",
    "tool_call",
    "tool_call_cancellation",
    "usage_metadata",
    "voice_activity",
    "voice_activity_detection_signal",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_python_sdk_has_a_lesson_over_tls_in_every_version() {
    let Some(python) = python() else {
        println!("skipped: Google's Python SDK is not installed; `cargo xtask setup` installs it");
        return;
    };
    for (version, binary) in [("v1", false), ("v1beta", true), ("v1alpha", false)] {
        let house = House::open(version, binary).await;
        let front = Front::start(house.server, &house.folder).await;
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/live/google_sdk.py");
        let run = Command::new(&python)
            .arg(program)
            .args([format!("https://127.0.0.1:{}", front.port), house.ticket().await])
            .arg(version)
            .env("SSL_CERT_FILE", &front.ca)
            .env_remove("GOOGLE_API_KEY")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(Duration::from_secs(90), run).await;
        let output = output.expect("it ends in time").expect("Python can be started");
        let told = String::from_utf8_lossy(&output.stdout);
        let problems = String::from_utf8_lossy(&output.stderr);
        let told: Value = serde_json::from_str(told.trim().lines().last().unwrap_or_default())
            .unwrap_or_else(|_| panic!("{version}: {told}\n{problems}"));
        let kinds = told["kinds"].to_string();
        for kind in KINDS {
            assert!(kinds.contains(&format!("\"{kind}\"")), "{version}: no {kind} in {kinds}");
        }
        assert!(told["said"].to_string().contains("So the answer"), "{told}");
        assert_eq!(told["heard"], "plot y equals x squared", "{told}");
        assert_eq!(told["calls"][0], "write_equation", "{told}");
        println!("{version}: {told}");
    }
}
