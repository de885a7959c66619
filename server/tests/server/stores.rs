//! One suite for every database: what the rest of the server relies on.

use ganita_server::Config;
use ganita_server::store::scribe::{Note, Scribe};
use ganita_server::store::{self, Consent, Lesson, Segment, Speaker, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

fn lesson(id: &str, student: &str, started_ms: i64) -> Lesson {
    Lesson {
        id: id.to_owned(),
        student: student.to_owned(),
        language: "hi".to_owned(),
        started_ms,
        ended_ms: None,
        ending: None,
        handle: None,
    }
}

fn segment(session: &str, number: i64, text: &str) -> Segment {
    Segment {
        session: session.to_owned(),
        number,
        speaker: if number % 2 == 1 { Speaker::Student } else { Speaker::Tutor },
        text: text.to_owned(),
        latex: (number == 1).then(|| r"\frac{1}{2} '; DROP TABLE segments; --".to_owned()),
        confidence: (number == 1).then_some(0.75),
        scripted: number == 2,
        at_ms: 1_800_000_000_000 + number,
    }
}

fn consent(given_ms: i64, text_version: &str) -> Consent {
    Consent {
        student: "asha".to_owned(),
        guardian: Some("mother".to_owned()),
        method: "paper".to_owned(),
        text_version: text_version.to_owned(),
        given_ms,
        withdrawn_ms: None,
    }
}

async fn conforms(store: Arc<dyn Store>) {
    store.check().await.expect("it answers");
    lessons(&*store).await;
    segments(&*store).await;
    consents(&*store).await;
    erasure(&*store).await;
    scribe_writes_fast_and_everything(&store).await;
}

async fn lessons(store: &dyn Store) {
    assert_eq!(store.lesson("s").await.expect("it answers"), None);
    let begun = lesson("s", "asha", 1_000);
    store.begin(&begun).await.expect("it takes it");
    store.begin(&lesson("s", "thief", 2_000)).await.expect("a second beginning is no error");
    assert_eq!(
        store.lesson("s").await.expect("it answers"),
        Some(begun.clone()),
        "and changes nothing"
    );
    store.end("s", 5_000, "finished", Some("h-1")).await.expect("it takes it");
    let ended = Lesson {
        ended_ms: Some(5_000),
        ending: Some("finished".to_owned()),
        handle: Some("h-1".to_owned()),
        ..begun
    };
    assert_eq!(store.lesson("s").await.expect("it answers"), Some(ended));
}

async fn segments(store: &dyn Store) {
    assert_eq!(store.last_number("s").await.expect("it answers"), 0);
    let said = [
        segment("s", 1, "आधा जोड़ x \"quoted\" \\"),
        segment("s", 2, "बहुत अच्छे"),
        segment("s", 3, ""),
    ];
    store.append(&said).await.expect("it takes them");
    let again = [
        segment("s", 2, "something else"),
        segment("nobody", 1, "of a lesson that is not there"),
        segment("s", 4, "new"),
    ];
    store.append(&again).await.expect("what is known or orphaned is passed over");
    let all = store.segments("s", 0, 100).await.expect("it answers");
    assert_eq!(all[..3], said, "what was there stays as it was");
    assert_eq!(all[3].text, "new");
    let page = store.segments("s", 1, 2).await.expect("it answers");
    assert_eq!(page.iter().map(|segment| segment.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(store.last_number("s").await.expect("it answers"), 4);
    store.append(&[]).await.expect("nothing is fine");
}

async fn consents(store: &dyn Store) {
    assert_eq!(store.consent_of("asha").await.expect("it answers"), None);
    store.consent(&consent(1, "first")).await.expect("it takes it");
    store.consent(&consent(2, "second")).await.expect("it takes it");
    assert_eq!(
        store.consent_of("asha").await.expect("it answers"),
        Some(consent(2, "second")),
        "the newest"
    );
    assert_eq!(store.consent_of("ravi").await.expect("it answers"), None);
    assert!(store.withdraw("asha", 3).await.expect("it takes it"));
    assert_eq!(store.consent_of("asha").await.expect("it answers"), None, "all of them");
    assert!(!store.withdraw("asha", 4).await.expect("it answers"), "there is none any more");
}

async fn erasure(store: &dyn Store) {
    store.begin(&lesson("old", "asha", 10)).await.expect("it takes it");
    store.append(&[segment("old", 1, "old words")]).await.expect("it takes it");
    assert_eq!(store.erase_before(500).await.expect("it answers"), 1);
    assert_eq!(
        store.segments("old", 0, 10).await.expect("it answers"),
        [],
        "the words go with the lesson"
    );
    assert!(store.erase("s").await.expect("it answers"));
    assert!(!store.erase("s").await.expect("it answers"));
    assert_eq!(store.segments("s", 0, 10).await.expect("it answers"), []);
}

async fn scribe_writes_fast_and_everything(store: &Arc<dyn Store>) {
    const SEGMENTS: i64 = 6_000;
    store.begin(&lesson("busy", "asha", 1_000)).await.expect("it takes it");
    let metrics = Arc::new(ganita_server::metrics::Metrics::new());
    let (scribe, writing) = Scribe::new(Arc::clone(store), metrics, CancellationToken::new());
    let began = Instant::now();
    for number in 1..=SEGMENTS {
        scribe.note(Note::Said(segment("busy", number, "x squared plus one equals zero")));
    }
    drop(scribe);
    writing.await;
    println!("{SEGMENTS} segments were written in {:?}", began.elapsed());
    assert_eq!(store.last_number("busy").await.expect("it answers"), SEGMENTS);
    store.erase("busy").await.expect("it answers");
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ganita-store-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
    folder
}

#[tokio::test]
async fn sqlite_conforms() {
    let folder = folder("sqlite");
    let path = folder.join("history.sqlite3");
    let config = Config::from_pairs(&[("GANITA_DATABASE", path.to_str().expect("a plain path"))])
        .expect("right");
    let store = store::open(&config.database).await.expect("a new file");
    conforms(Arc::clone(&store)).await;
    store.begin(&lesson("kept", "asha", 1_000)).await.expect("it takes it");
    store.close().await;
    let again =
        store::open(&config.database).await.expect("the same file, its tables already there");
    assert!(again.lesson("kept").await.expect("it answers").is_some());
    again.close().await;
    let _ = std::fs::remove_dir_all(folder);
}

/// A PostgreSQL of this test's own, in a folder of its own, on a socket of its own.
struct Server {
    bin: PathBuf,
    folder: PathBuf,
}

impl Server {
    /// PostgreSQL refuses to run as root, so root becomes `postgres` first.
    fn run(&self, program: &str, arguments: &[&str]) -> std::io::Result<bool> {
        let program = self.bin.join(program);
        let is_root =
            Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
        let mut command = if is_root { Command::new("runuser") } else { Command::new(&program) };
        if is_root {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        let status = command
            .args(arguments)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        Ok(status.success())
    }

    fn start() -> Result<Server, String> {
        let versions = std::fs::read_dir("/usr/lib/postgresql")
            .map_err(|_| "/usr/lib/postgresql is not there".to_owned())?;
        let bins = versions.flatten().map(|version| version.path().join("bin"));
        let bin = bins
            .filter(|bin| bin.join("initdb").exists())
            .max()
            .ok_or("there is no initdb in /usr/lib/postgresql")?;
        let server = Server { bin, folder: folder("postgres") };
        open_to_all(&server.folder);
        let data = server.folder.join("data");
        let data = data.to_str().expect("a plain path");
        let socket = format!(
            "-c listen_addresses='' -c unix_socket_directories={}",
            server.folder.display()
        );
        let is_made = server.run(
            "initdb",
            &["-D", data, "-U", "ganita", "-A", "trust", "-E", "UTF8", "--no-locale"],
        );
        if !matches!(is_made, Ok(true)) {
            return Err(format!("initdb failed: {is_made:?}"));
        }
        match server.run("pg_ctl", &["-D", data, "-o", &socket, "-l", "log", "-w", "start"]) {
            Ok(true) => Ok(server),
            other => Err(format!("pg_ctl start failed: {other:?}")),
        }
    }

    fn address(&self) -> String {
        let folder = self.folder.to_str().expect("a plain path").replace('/', "%2F");
        format!("postgres://ganita@{folder}/postgres")
    }

    fn stop(&self, how: &str) {
        let data = self.folder.join("data");
        let _ = self
            .run("pg_ctl", &["-D", data.to_str().expect("a plain path"), "-m", how, "-w", "stop"]);
    }

    fn start_again(&self) {
        let data = self.folder.join("data");
        let socket =
            format!("-c listen_addresses='' -c unix_socket_directories={}", self.folder.display());
        let data = data.to_str().expect("a plain path");
        assert!(matches!(
            self.run("pg_ctl", &["-D", data, "-o", &socket, "-l", "log", "-w", "start"]),
            Ok(true)
        ));
    }
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777))
        .expect("it is our own folder");
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop("immediate");
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn postgresql_conforms_and_loses_nothing_when_it_dies() {
    let server = match Server::start() {
        Ok(server) => server,
        Err(reason) => {
            println!("SKIPPED: PostgreSQL was not tested: {reason}");
            return;
        }
    };
    let address = server.address();
    let config = Config::from_pairs(&[("GANITA_DATABASE", &address)]).expect("right");
    let store = store::open(&config.database).await.expect("it has just started");
    conforms(Arc::clone(&store)).await;

    // It dies in the middle of a lesson, and what is said meanwhile waits for it.
    store.begin(&lesson("outage", "asha", 1_000)).await.expect("it takes it");
    let metrics = Arc::new(ganita_server::metrics::Metrics::new());
    let (scribe, writing) = Scribe::new(Arc::clone(&store), metrics, CancellationToken::new());
    let writing = tokio::spawn(writing);
    for number in 1..=500 {
        scribe.note(Note::Said(segment("outage", number, "said")));
        if number == 250 {
            server.stop("immediate");
        }
    }
    drop(scribe);
    tokio::time::sleep(Duration::from_millis(500)).await;
    server.start_again();
    tokio::time::timeout(crate::house::PATIENCE, writing)
        .await
        .expect("it comes to an end")
        .expect("it does not panic");
    assert_eq!(store.segments("outage", 0, 500).await.expect("it answers").len(), 500);
    store.close().await;
}
