//! The provider's key is in no log, no error, no answer and no trace, whatever goes wrong.

use crate::client::{ask, get, post};
use crate::house::PATIENCE;
use crate::program::collector;
use crate::tutor::Tutor;
use serde_json::json;
use std::net::SocketAddr;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Looks like a real one, so that nothing refuses it early.
const KEY: &str = "AIzaCanaryCanaryCanaryCanaryCanary00001";

fn program(tutor: SocketAddr, traces: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ganita-server"));
    command
        .env("GANITA_LISTEN", "127.0.0.1:0")
        .env("GANITA_DATABASE", folder.join("history.sqlite3"))
        .env("GANITA_UPSTREAM", "gemini")
        .env("GANITA_UPSTREAM_URL", format!("ws://{tutor}"))
        .env("GANITA_GEMINI_API_KEY", KEY)
        .env("GANITA_GEMINI_TERMS", "accepted")
        .env("GANITA_DIRECT", "on")
        .env("GANITA_LOG", "trace")
        .env("GANITA_TRACES_URL", traces)
        .env("GANITA_TRACES_SHARE", "1")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The program with everything it says, and its address.
async fn start(tutor: SocketAddr, traces: &str, folder: &std::path::Path) -> (Child, SocketAddr) {
    let log = std::fs::File::create(folder.join("log")).expect("the folder takes files");
    let mut command = program(tutor, traces, folder);
    let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
    let stdout = child.stdout.take().expect("it was asked to be piped");
    let mut lines = BufReader::new(stdout).lines();
    let line = timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
    let line = line.expect("it says where it listens");
    let address = line.strip_prefix("listening on http://").expect("an address");
    (child, address.parse().expect("an address"))
}

#[tokio::test]
async fn the_key_is_in_no_log_no_error_no_answer_no_trace() {
    let folder = std::env::temp_dir().join(format!("ganita-canary-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
    let mut said = String::new();

    // A tutor that takes the key, is cut, and refuses tokens.
    let mut tutor = Tutor::start().await;
    let (traces, mut collected) = collector().await;
    let (mut child, server) = start(tutor.address, &traces, &folder).await;
    let wish = json!({ "language": "en", "consent": true });
    let granted = post(server, "/api/v1/live/tickets", &wish).await;
    said.push_str(&granted.text);
    let ticket = granted.json()["ticket"].as_str().expect("a ticket").to_owned();
    let protocols = format!("ganita.live.v1, ticket.{ticket}");
    let page = crate::client::open(server, &protocols, crate::house::PAGE).await;
    let page = page.expect("the ticket is good");
    let visit = tutor.visit().await;
    assert_eq!(visit.key.as_deref(), Some(KEY), "the tutor gets the key, in a header");
    assert!(!visit.path.contains("Canary"), "and not in the address: {}", visit.path);
    visit.close(1011, "internal error").await;
    let minted = post(server, "/api/v1/live/auth_tokens", &wish).await;
    assert_ne!(minted.status, 201, "this tutor has no tokens");
    said.push_str(&minted.text);
    for path in ["/metrics", "/healthz", "/readyz", "/nothing"] {
        said.push_str(&get(server, path).await.text);
    }
    said.push_str(&ask(server, "POST /api/v1/live/tickets", &[], "{").await.text);
    drop(tutor);

    // And nobody at all.
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    drop(nobody);
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    drop(page);
    let number = child.id().expect("it runs").to_string();
    let asked = Command::new("kill").args(["-TERM", &number]).status().await.expect("kill runs");
    assert!(asked.success());
    timeout(PATIENCE, child.wait()).await.expect("in time").expect("it ran");
    let mut spans = Vec::new();
    while let Ok((_, body)) = collected.try_recv() {
        spans.extend(body);
    }
    let spans = String::from_utf8_lossy(&spans).into_owned();
    assert!(spans.contains("dial"), "the tutor was dialled, and that was traced");
    said.push_str(&spans);
    let log = std::fs::read_to_string(folder.join("log")).expect("it has logged");
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "everything was logged");
    said.push_str(&log);

    let check = program(server, &traces, &folder).arg("check").output().await.expect("it starts");
    said.push_str(&String::from_utf8_lossy(&check.stdout));
    said.push_str(&String::from_utf8_lossy(&check.stderr));
    let mut history = Vec::new();
    if let Ok(mut file) = tokio::fs::File::open(folder.join("history.sqlite3")).await {
        file.read_to_end(&mut history).await.expect("it can be read");
    }
    said.push_str(&String::from_utf8_lossy(&history));
    let at = said.find("CanaryCanary").map(|at| {
        let from = said[..at].rfind('\n').map_or(0, |line| line + 1);
        said[from..].lines().next().unwrap_or_default().chars().take(300).collect::<String>()
    });
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(at, None, "the key is out");
}
