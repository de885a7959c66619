//! `cargo xtask bench server`: what the server takes and how quick it is, on this machine, over loopback.
//!
//! The server is a process of its own, so its processor time and memory can be told from the asker's. Argument: the
//! built `ganita-server`. With `GANITA_BENCH_POSTGRES` set to an address, segments are written there too.

#![allow(clippy::disallowed_methods, reason = "a measurement has a clock")]
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use ganita_server::Config;
use ganita_server::store::{self, Lesson, Segment, Speaker};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Requests a second in the steady part.
const RATE: u32 = 1_000;

/// How long the steady part lasts.
const STEADY: Duration = Duration::from_secs(5);

fn main() {
    let program = PathBuf::from(std::env::args().nth(1).expect("the built server is named"));
    let size = std::fs::metadata(&program).expect("it is built").len();
    println!("binary as built, not stripped: {:.1} MB", size as f64 / 1e6);
    let folder = std::env::temp_dir().join(format!("ganita-numbers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
    cold_start(&program, &folder);
    let server = Server::start(&program, &folder);
    println!("resident at rest: {:.1} MB", server.resident_mb());
    rooms(&server);
    tokens(&server);
    drop(server);
    let file = folder.join("segments.sqlite3");
    segments("SQLite", file.to_str().expect("a plain path"));
    if let Ok(address) = std::env::var("GANITA_BENCH_POSTGRES") {
        segments("PostgreSQL", &address);
    }
    let _ = std::fs::remove_dir_all(folder);
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
        let mut asker = Asker::connect(address);
        assert_eq!(asker.ask("GET /readyz", ""), 200);
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
    buffer: Vec<u8>,
}

impl Asker {
    fn connect(address: SocketAddr) -> Asker {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it is a TCP stream");
        Asker { stream, buffer: vec![0; 16 * 1024] }
    }

    /// Sends a request and reads the whole answer, which fits in the buffer.
    fn ask(&mut self, request: &str, body: &str) -> u16 {
        let text = format!(
            "{request} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
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
    println!("start to first answer, new database: median {:?} of 5", times[2]);
}

fn rooms(server: &Server) {
    let mut asker = Asker::connect(server.address);
    // Without LiveKit behind the address a room cannot be made over HTTP; an unknown one costs the same look-up.
    let mut times = Vec::new();
    let began = Instant::now();
    let used = server.processor_seconds();
    let every = Duration::from_secs(1) / RATE;
    while began.elapsed() < STEADY {
        let due = every * u32::try_from(times.len()).expect("a few thousand");
        if let Some(wait) = due.checked_sub(began.elapsed()) {
            std::thread::sleep(wait);
        }
        // From when it should have been sent: a late answer makes those after it late too.
        assert_eq!(asker.ask("GET /api/v1/rooms/class-9b", ""), 404);
        times.push(began.elapsed().saturating_sub(due));
    }
    let used = server.processor_seconds() - used;
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "GET of a room: {:.0}/s, p50 {:?}, p99 {:?}, max {:?}, {:.0} µs of processor each",
        times.len() as f64 / STEADY.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0),
        used / times.len() as f64 * 1e6
    );
}

fn tokens(server: &Server) {
    const EACH: u32 = 5_000;
    let used = server.processor_seconds();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut asker = Asker::connect(server.address);
                for _ in 0..EACH {
                    let wish = r#"{"room":"class-9b","identity":"asha"}"#;
                    assert_eq!(asker.ask("POST /api/v1/token", wish), 200);
                }
            });
        }
    });
    let used = server.processor_seconds() - used;
    let count = f64::from(4 * EACH);
    println!(
        "LiveKit tokens over HTTP: {:.0}/s, {:.0} for each second of processor",
        count / began.elapsed().as_secs_f64(),
        count / used
    );
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
        println!("segments into {which}, {BATCH} at a time: {rate:.0}/s");
        store.erase(&id).await.expect("it answers");
        store.close().await;
    });
}
