//! `cargo xtask bench server`: what the server takes and how quick it is, on this machine, over loopback, beside what it
//! should reach.
//!
//! The server is a process of its own, so its processor time and memory can be told from the asker's. Argument: the
//! built `ganita-server`. PostgreSQL is one of the measurement's own, in a temporary folder, where it is installed.

#![allow(clippy::disallowed_methods, reason = "a measurement has a clock")]
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/services/folder.rs"]
mod folder;
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/services/postgres.rs"]
mod postgres;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use folder::Folder;
use ganita_server::Config;
use ganita_server::config::LiveKit;
use ganita_server::livekit::{Part, token};
use ganita_server::store::rooms::{Enrolment, Room, Seat};
use ganita_server::store::{self, Consent, Lesson, Segment, Speaker};
use ring::hmac::{HMAC_SHA256, Key, sign};
use secrecy::SecretString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Requests a second in the steady part, over so many connections.
const RATE: u32 = 1_000;
const CONNECTIONS: u32 = 4;

/// How long the steady part lasts.
const STEADY: Duration = Duration::from_secs(5);

/// Signs the platform's access tokens.
const PLATFORM_SECRET: &str = "a platform secret of more than 32 bytes";

fn main() {
    let program = PathBuf::from(std::env::args().nth(1).expect("the built server is named"));
    let folder = Folder::new("numbers");
    println!("{:<42}{:>14}{:>14}   besides", "", "measured", "target");
    size(&program, folder.path());
    cold_start(&program, folder.path());
    let home = folder.path().join("school");
    std::fs::create_dir_all(&home).expect("the temporary folder takes files");
    school(&home);
    let server = Server::start(&program, &home);
    row("resident at rest", &format!("{:.1} MB", server.resident_mb()), "<= 30 MB", "");
    rooms(&server);
    minting();
    tokens(&server);
    drop(server);
    let file = folder.path().join("segments.sqlite3");
    segments("SQLite", file.to_str().expect("a plain path"));
    match postgres::Installed::find() {
        Ok(installed) => {
            let server = postgres::Server::start(installed);
            segments("PostgreSQL", &server.address());
        }
        Err(reason) => println!("segments into PostgreSQL: not measured, {reason}"),
    }
}

fn row(what: &str, measured: &str, target: &str, besides: &str) {
    println!("{what:<42}{measured:>14}{target:>14}   {besides}");
}

fn size(program: &Path, folder: &Path) {
    let stripped = folder.join("stripped");
    let done = Command::new("strip").arg("-o").arg(&stripped).arg(program).status();
    let (file, how) = match done {
        Ok(status) if status.success() => (stripped.as_path(), ""),
        _ => (program, "not stripped: there is no `strip` here"),
    };
    let bytes = std::fs::metadata(file).expect("it is built").len();
    row("binary, stripped", &format!("{:.1} MB", bytes as f64 / 1e6), "<= 25 MB", how);
}

/// A room with a teacher and a student who has agreed.
fn school(home: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let file = home.join("history.sqlite3");
        let settings = [("GANITA_DATABASE", file.to_str().expect("a plain path"))];
        let config = Config::from_pairs(&settings).expect("right");
        let store = store::open(&config.database).await.expect("it opens");
        let room = Room {
            id: "class-9b".to_owned(),
            name: "Class 9 B".to_owned(),
            created_by: "ms-rao".to_owned(),
            created_ms: 1,
            closed_ms: None,
            participants: 0,
            told_ms: 0,
            version: 1,
        };
        assert!(store.create_room(&room).await.expect("it takes it"));
        let place = Enrolment {
            room: room.id,
            person: "asha".to_owned(),
            role: Seat::Student,
            added_ms: 1,
        };
        assert!(store.enrol(&place).await.expect("it takes it"));
        let consent = Consent {
            student: "asha".to_owned(),
            guardian: None,
            method: "page".to_owned(),
            text_version: "1".to_owned(),
            given_ms: 1,
            withdrawn_ms: None,
        };
        store.consent(&consent).await.expect("it takes it");
        store.close().await;
    });
}

/// An access token of the platform's.
fn access_token(person: &str, role: &str) -> String {
    let claims = format!(r#"{{"sub":"{person}","role":"{role}","exp":4000000000}}"#);
    let [head, claims] =
        [r#"{"alg":"HS256","typ":"JWT"}"#, &claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = format!("{head}.{claims}");
    let tag = sign(&Key::new(HMAC_SHA256, PLATFORM_SECRET.as_bytes()), signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// A server with a database of its own and no limits on how often it is asked.
struct Server {
    child: Child,
    address: SocketAddr,
    started: Duration,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Server {
        let began = Instant::now();
        let mut child = Command::new(program)
            .env("GANITA_LISTEN", "127.0.0.1:0")
            .env("GANITA_DATABASE", folder.join("history.sqlite3"))
            .env("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)
            .env("GANITA_REQUESTS_A_MINUTE", "0")
            .env("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0")
            .env("GANITA_LIVEKIT_URL", "ws://127.0.0.1:1")
            .env("GANITA_LIVEKIT_API_KEY", "key")
            .env("GANITA_LIVEKIT_API_SECRET", "a LiveKit secret of the school's")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdout = child.stdout.take().expect("it was asked to be piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().rsplit('/').next().and_then(|address| address.parse().ok());
        let address: SocketAddr = address.expect("an address");
        // Listening comes before the tables are there: the first answer is what counts.
        assert_eq!(Asker::connect(address, "").ask("GET /readyz", ""), 200);
        Server { child, address, started: began.elapsed() }
    }

    fn resident_mb(&self) -> f64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse().ok());
        kilobytes.unwrap_or(f64::NAN) / 1_000.0
    }

    /// Processor time so far: Linux counts hundredths of a second.
    fn processor_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
        (ticks(11).unwrap_or(f64::NAN) + ticks(12).unwrap_or(f64::NAN)) / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection that is kept open.
struct Asker {
    stream: TcpStream,
    token: String,
    buffer: Vec<u8>,
}

impl Asker {
    fn connect(address: SocketAddr, token: &str) -> Asker {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it is a TCP stream");
        Asker { stream, token: token.to_owned(), buffer: vec![0; 16 * 1024] }
    }

    /// Sends a request and reads the whole answer, which fits in the buffer.
    fn ask(&mut self, request: &str, body: &str) -> u16 {
        let authorization = match self.token.as_str() {
            "" => String::new(),
            token => format!("authorization: Bearer {token}\r\n"),
        };
        let text = format!(
            "{request} HTTP/1.1\r\nhost: x\r\n{authorization}content-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(text.as_bytes()).expect("it reads");
        let mut length = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[length..]).expect("it answers");
            assert!(read > 0, "the connection was closed");
            length += read;
            let text = String::from_utf8_lossy(&self.buffer[..length]);
            let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
            let wanted = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |count| count.parse().expect("a number"));
            if rest.len() >= wanted {
                return head
                    .split(' ')
                    .nth(1)
                    .and_then(|code| code.parse().ok())
                    .expect("a status");
            }
        }
    }
}

fn cold_start(program: &Path, folder: &Path) {
    let mut times: Vec<Duration> = (0..5)
        .map(|number| {
            let folder = folder.join(format!("cold-{number}"));
            std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
            Server::start(program, &folder).started
        })
        .collect();
    times.sort();
    let measured = format!("{:.0} ms", times[2].as_secs_f64() * 1e3);
    row("start to first answer, new database", &measured, "<= 150 ms", "median of 5");
}

fn rooms(server: &Server) {
    let token = access_token("ms-rao", "teacher");
    let used = server.processor_seconds();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| steady(Asker::connect(server.address, &token))))
            .collect();
        askers.into_iter().flat_map(|asker| asker.join().expect("it asks to the end")).collect()
    });
    let used = server.processor_seconds() - used;
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let besides = format!(
        "{:.0} a second, p50 {:.2} ms, max {:.1} ms, {:.0} µs of processor each",
        times.len() as f64 / STEADY.as_secs_f64(),
        at(0.5),
        at(1.0),
        used / times.len() as f64 * 1e6
    );
    row("GET of a room, SQLite: p99", &format!("{:.2} ms", at(0.99)), "<= 5 ms", &besides);
}

/// Asks at a steady rate. Times are from when it should have asked: a late answer makes those after it late too.
fn steady(mut asker: Asker) -> Vec<Duration> {
    let every = Duration::from_secs(1) * CONNECTIONS / RATE;
    let began = Instant::now();
    let mut times = Vec::new();
    while began.elapsed() < STEADY {
        let due = every * u32::try_from(times.len()).expect("a few thousand");
        if let Some(wait) = due.checked_sub(began.elapsed()) {
            std::thread::sleep(wait);
        }
        assert_eq!(asker.ask("GET /api/v1/rooms/class-9b", ""), 200);
        times.push(began.elapsed().saturating_sub(due));
    }
    times
}

fn tokens(server: &Server) {
    const EACH: u32 = 5_000;
    const WISH: &str = r#"{"room":"class-9b"}"#;
    let token = access_token("asha", "student");
    let used = server.processor_seconds();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut asker = Asker::connect(server.address, &token);
                for _ in 0..EACH {
                    assert_eq!(asker.ask("POST /api/v1/token", WISH), 200);
                }
            });
        }
    });
    let used = server.processor_seconds() - used;
    let count = f64::from(CONNECTIONS * EACH);
    let besides = format!(
        "access token, room, enrolment and consent looked up; {:.0}/s over the wire",
        count / began.elapsed().as_secs_f64()
    );
    let measured = format!("{:.0}/s", count / used);
    row("POST of a LiveKit token, a core's second", &measured, "", &besides);
}

/// What a token costs once everything about it is known.
fn minting() {
    const TOKENS: u32 = 200_000;
    let livekit = LiveKit {
        url: "wss://livekit.school.example".to_owned(),
        api_key: "key".to_owned(),
        api_secret: SecretString::from("a LiveKit secret of the school's"),
    };
    let began = Instant::now();
    for second in 0..TOKENS {
        let now = 1_800_000_000 + u64::from(second);
        let token = token(&livekit, "asha", Some("Asha"), "class-9b", Part::Student, now);
        assert!(std::hint::black_box(token).len() > 100);
    }
    let rate = f64::from(TOKENS) / began.elapsed().as_secs_f64();
    row("LiveKit tokens minted, one core", &format!("{rate:.0}/s"), ">= 20000/s", "signed");
}

fn segments(which: &str, address: &str) {
    const BATCH: i64 = 256;
    const BATCHES: i64 = 200;
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let config = Config::from_pairs(&[("GANITA_DATABASE", address)]).expect("right");
        let store = store::open(&config.database).await.expect("it opens");
        let id = format!("numbers-{}", std::process::id());
        let lesson = Lesson {
            id: id.clone(),
            student: "nobody".to_owned(),
            language: "en".to_owned(),
            started_ms: 1,
            ended_ms: None,
            ending: None,
            handle: None,
        };
        store.begin(&lesson).await.expect("it takes it");
        let began = Instant::now();
        for batch in 0..BATCHES {
            let said: Vec<Segment> = (1..=BATCH)
                .map(|number| Segment {
                    session: id.clone(),
                    number: batch * BATCH + number,
                    speaker: Speaker::Student,
                    text: "x squared minus five x plus six equals zero".to_owned(),
                    latex: Some("x^{2} - 5x + 6 = 0".to_owned()),
                    confidence: Some(0.9),
                    scripted: false,
                    at_ms: number,
                })
                .collect();
            store.append(&said).await.expect("it takes them");
        }
        let rate = (BATCH * BATCHES) as f64 / began.elapsed().as_secs_f64();
        let what = format!("segments into {which}");
        let besides = format!("{BATCH} at a time");
        row(&what, &format!("{rate:.0}/s"), ">= 20000/s", &besides);
        store.erase(&id).await.expect("it answers");
        store.close().await;
    });
}
