//! The program as an operator runs it: its commands, its signals, its files, what it says.

use crate::house::{PATIENCE, PLATFORM_SECRET, TestServer, access_token};
use crate::platform::ask_with;
use crate::rooms::ask_as;
use crate::tutor::Tutor;
use ganita_server::Config;
use ganita_server::store::{self, Lesson, Store};
use serde_json::json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("ganita-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        Folder(folder)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a plain path").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn program(arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ganita-server"));
    command.args(arguments).env("GANITA_LISTEN", "127.0.0.1:0");
    command.envs(settings.iter().copied()).stdin(Stdio::null()).kill_on_drop(true);
    command
}

async fn run(arguments: &[&str], settings: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        program(arguments, settings).output().await.expect("it starts");
    let said = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (status.success(), said.concat())
}

async fn serve(settings: &[(&str, &str)], log: &Path) -> (Child, SocketAddr) {
    let log = std::fs::File::create(log).expect("the folder takes files");
    let mut child = program(&[], settings).stdout(Stdio::piped()).stderr(log).spawn();
    let child_ = child.as_mut().expect("it starts");
    let mut lines = BufReader::new(child_.stdout.take().expect("it is piped")).lines();
    let line = timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
    let address = line.expect("it says where it listens");
    let address = address.strip_prefix("listening on http://").expect("an address").parse();
    (child.expect("it started"), address.expect("an address"))
}

async fn opened(file: &str) -> Arc<dyn Store> {
    let config = Config::from_pairs(&[("GANITA_DATABASE", file)]).expect("right");
    store::open(&config.database).await.expect("it opens")
}

fn lesson(id: &str, started_ms: i64) -> Lesson {
    Lesson {
        id: id.to_owned(),
        student: "asha".to_owned(),
        language: "en".to_owned(),
        started_ms,
        ended_ms: None,
        ending: None,
        handle: None,
    }
}

#[tokio::test]
async fn check_shows_the_settings_without_secrets_and_says_what_is_wrong() {
    let folder = Folder::new("check");
    let settings = folder.file("settings.toml");
    let text = "max_sessions = 77\nplatform_secret = \"canary-canary-canary-canary-canary\"\n";
    std::fs::write(&settings, text).expect("the folder takes files");
    let (is_right, said) = run(&["check"], &[("GANITA_SETTINGS", &settings)]).await;
    let is_shown = said.lines().any(|line| {
        line.starts_with("GANITA_MAX_SESSIONS ") && line.contains(" 77 ") && line.contains("file")
    });
    assert!(is_right && is_shown, "{said}");
    assert!(said.contains("GANITA_UPSTREAM=practice"), "what is for development is named: {said}");
    assert!(!said.contains("canary"), "{said}");
    let wrong = [("GANITA_LISTEN", "eighty"), ("GANITA_MINUTES_A_DAY", "many")];
    let (is_right, said) = run(&["check"], &wrong).await;
    assert!(!is_right && said.contains("GANITA_LISTEN: expected an address"), "{said}");
    assert!(said.contains("GANITA_MINUTES_A_DAY"), "everything at once: {said}");
}

#[tokio::test]
async fn migrate_only_makes_the_tables_and_ends() {
    let folder = Folder::new("migrate");
    let file = folder.file("new.sqlite3");
    // The address stands in a file, as a secret does in Kubernetes.
    std::fs::write(folder.file("address"), &file).expect("the folder takes files");
    let settings = [("GANITA_DATABASE_FILE", &*folder.file("address"))];
    let (is_done, said) = run(&["--migrate-only"], &settings).await;
    assert!(is_done, "{said}");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{file}")).await.expect("a database");
    sqlx::query("SELECT count(*) FROM usage").fetch_one(&pool).await.expect("the newest table");
    pool.close().await;
}

#[tokio::test]
async fn programs_that_open_a_new_file_together_take_turns() {
    let folder = Folder::new("together");
    for round in 0..8 {
        let file = folder.file(&round.to_string());
        let settings = [("GANITA_DATABASE", &*file)];
        let both = tokio::join!(run(&["migrate"], &settings), run(&["migrate"], &settings));
        for (is_done, said) in [both.0, both.1] {
            assert!(is_done, "round {round}: {said}");
        }
    }
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_brought_back_and_never_over_another_database() {
    let folder = Folder::new("backup");
    let (file, copy, back) = (folder.file("a"), folder.file("copy"), folder.file("b"));
    let settings = [("GANITA_DATABASE", &*file)];
    let (mut server, _) = serve(&settings, Path::new(&folder.file("log"))).await;
    let store = opened(&file).await;
    store.begin(&lesson("kept", 1_000)).await.expect("it takes it");
    let (is_done, said) = run(&["backup", &copy], &settings).await;
    assert!(is_done, "while it runs: {said}");
    store.erase("kept").await.expect("it answers");
    store.close().await;
    let (is_done, said) = run(&["restore", &copy], &settings).await;
    assert!(!is_done, "somebody's lessons are in there: {said}");
    let (is_done, said) = run(&["restore", &copy], &[("GANITA_DATABASE", &*back)]).await;
    assert!(is_done, "{said}");
    let restored = opened(&back).await;
    assert!(restored.lesson("kept").await.expect("it answers").is_some());
    restored.close().await;
    server.start_kill().expect("it runs");
}

#[tokio::test]
async fn old_lessons_are_erased_by_the_retention_job_and_young_ones_stay() {
    let folder = Folder::new("retention");
    let file = folder.file("history");
    let store = opened(&file).await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now =
        i64::try_from(now.expect("after 1970").as_millis()).expect("before the year 292 million");
    for (id, days) in [("old", 31), ("young", 29)] {
        store.begin(&lesson(id, now - days * 86_400_000)).await.expect("it takes it");
    }
    let tutor = Tutor::start().await;
    let settings = [("GANITA_DATABASE", &*file), ("GANITA_RETENTION_DAYS", "30")];
    let server = TestServer::with(tutor.address, &settings).await;
    let until = Instant::now() + PATIENCE;
    while store.lesson("old").await.expect("it answers").is_some() {
        assert!(Instant::now() < until, "the old lesson is still there");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(store.lesson("young").await.expect("it answers").is_some());
    store.close().await;
    drop(server);
}

/// A collector of traces: gives the bodies it is sent.
pub(crate) async fn collector() -> (String, mpsc::UnboundedReceiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut all = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let read = stream.read(&mut buffer).await.unwrap_or(0);
                all.extend_from_slice(&buffer[..read]);
                let end = all.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
                let head = String::from_utf8_lossy(&all[..end.unwrap_or(0)]).to_ascii_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length = length.and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
                if read == 0 || end.is_some_and(|end| all.len() >= end + length) {
                    let body = all.split_off(end.unwrap_or(0));
                    let _ = sender.send((head, body));
                    break;
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    (format!("http://{address}"), receiver)
}

/// Logs at their loudest, metrics and traces of everything a student does hold neither their pseudonym nor their words.
#[tokio::test]
async fn no_student_is_in_logs_metrics_or_traces_and_a_signal_ends_it_with_everything_sent() {
    const STUDENT: &str = "pupil-canary-7";
    const WORDS: &str = "zwxv squared";
    let folder = Folder::new("pseudonym");
    let mut tutor = Tutor::start().await;
    let (traces, mut collected) = collector().await;
    let (database, log) = (folder.file("history"), folder.file("log"));
    let upstream = format!("ws://{}", tutor.address);
    let settings = [
        ("GANITA_DATABASE", &*database),
        ("GANITA_UPSTREAM_URL", &*upstream),
        ("GANITA_PLATFORM_SECRET", PLATFORM_SECRET),
        ("GANITA_TRACES_URL", &*traces),
        ("GANITA_TRACES_SHARE", "1"),
        ("GANITA_LOG", "trace"),
        ("GANITA_LOG_FORMAT", "json"),
    ];
    let (mut server, address) = serve(&settings, Path::new(&log)).await;
    let token = access_token(STUDENT, "student", &[]);
    let wish = json!({ "language": "en", "consent": true });
    let origin = format!("origin: {}", crate::house::PAGE);
    let granted = ask_with(address, &token, "POST /api/v1/live/tickets", &[&origin], &wish).await;
    let granted = granted.json();
    let ticket = granted["ticket"].as_str().expect("a ticket").to_owned();
    let protocols = format!("ganita.live.v1, ticket.{ticket}");
    let page = crate::client::open(address, &protocols, crate::house::PAGE).await;
    let mut page = page.expect("the ticket is good");
    page.session = granted["sessionId"].as_str().expect("an id").to_owned();
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    let heard = json!({ "text": WORDS, "finished": true });
    visit.say(json!({ "serverContent": { "inputTranscription": heard } })).await;
    page.json().await;
    for request in [
        format!("GET /api/v1/students/{STUDENT}/export"),
        format!("GET /api/v1/consent?student={STUDENT}"),
        format!("GET /api/v1/rooms/{STUDENT}"),
        "GET /api/v1/students/me/export".to_owned(),
        "DELETE /api/v1/consent".to_owned(),
        format!("GET /{STUDENT}"),
    ] {
        ask_as(address, &token, &request, &json!({})).await;
    }
    let mut said = crate::client::get(address, "/metrics").await.text;

    let number = server.id().expect("it runs").to_string();
    let asked = Command::new("kill").args(["-TERM", &number]).status().await.expect("kill runs");
    assert!(asked.success());
    // The grace of 30 seconds is for lessons that do not end; this one does.
    let ended = timeout(PATIENCE, server.wait()).await.expect("in time").expect("it ran");
    assert!(ended.success(), "a server that is told to stop ends well: {ended}");

    let mut spans = Vec::new();
    while let Ok((head, body)) = collected.try_recv() {
        assert!(head.starts_with("post /v1/traces"), "{head}");
        spans.extend(body);
    }
    let spans = String::from_utf8_lossy(&spans).into_owned();
    for wanted in [
        "ganita-server",
        "GET /api/v1/students/{id}/export",
        "http.response.status_code",
        "lesson",
        "ganita.ending",
        "ended from outside",
        "dial",
        "db.system.name",
        "sqlite",
        "append",
        "consents_of",
    ] {
        assert!(spans.contains(wanted), "{wanted} is in no trace");
    }
    assert!(!spans.contains(&page.session), "a lesson's id is in a trace");
    said.push_str(&spans);
    let lines = std::fs::read_to_string(&log).expect("it has logged");
    assert!(lines.lines().count() > 10, "everything was logged");
    for line in lines.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "no JSON: {line}");
    }
    said.push_str(&lines);
    for secret in [STUDENT, WORDS, &token, &ticket] {
        let at = said.find(secret).map(|at| {
            let from = said[..at].rfind('\n').map_or(0, |line| line + 1);
            said[from..].lines().next().unwrap_or_default().chars().take(400).collect::<String>()
        });
        assert_eq!(at, None, "{secret} is out");
    }
}
