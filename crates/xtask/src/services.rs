//! The three programs of a lesson: practice tutor, server and page; started in order, ended together.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::command::{command, root};
use crate::setup::{self, Ears};

/// How long a program may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long a program may take to end after it was asked to.
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// What differs between one lesson and another.
pub(crate) struct Plan<'a> {
    /// Start the page with `next dev`.
    pub(crate) development: bool,
    /// A labelled transcript for speech that no recogniser here understands.
    pub(crate) script: Option<&'a Path>,
}

/// A running lesson. Dropping it ends all three programs and whatever they started.
pub(crate) struct Lesson {
    /// Where the page is.
    pub(crate) page: String,
    /// Whether the tutor hears.
    pub(crate) hears: bool,
    // Dropped in this order: the page first, the tutor last.
    services: Vec<Service>,
}

impl Lesson {
    /// Starts everything that was built before.
    pub(crate) fn start(plan: &Plan<'_>) -> Result<Lesson> {
        let logs = root().join("target/lesson");
        fs::create_dir_all(&logs)?;
        let ears = setup::ears().ok();
        let hears = ears.is_some();
        let (page_port, server_port, tutor_port) =
            (free_port(3000)?, free_port(8080)?, free_port(8090)?);
        let page = format!("http://localhost:{page_port}");
        let server = format!("http://127.0.0.1:{server_port}");

        let tutor = Service::start("tutor", tutor(tutor_port, ears.as_ref(), plan.script), &logs)?;
        let serving =
            Service::start("server", serve(server_port, tutor_port, page_port, &logs), &logs)?;
        let showing = Service::start("page", show(page_port, &server, plan.development), &logs)?;
        Ok(Lesson { page, hears, services: vec![showing, serving, tutor] })
    }

    /// The name of a program that has ended by itself, if one has.
    pub(crate) fn ended(&mut self) -> Option<&'static str> {
        self.services.iter_mut().find_map(Service::ended)
    }
}

/// A server alone, with a database of its own, for questions to its routes.
pub(crate) struct Api {
    /// `http://127.0.0.1:port`.
    pub(crate) address: String,
    _service: Service,
}

impl Api {
    /// Starts it with more settings.
    pub(crate) fn start(settings: &[(&str, &str)]) -> Result<Api> {
        let logs = root().join("target/api");
        let _ = fs::remove_dir_all(&logs);
        fs::create_dir_all(&logs)?;
        let port = free_port(0)?;
        // No tutor: none of the routes needs one.
        let mut server = serve(port, 1, port, &logs);
        server.env("GANITA_REQUESTS_A_MINUTE", "0");
        server.env("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0");
        server.envs(settings.iter().copied());
        let service = Service::start("server", server, &logs)?;
        Ok(Api { address: format!("http://127.0.0.1:{port}"), _service: service })
    }
}

/// The folder with the built `ganita-server` and `ganita-tutor`.
pub(crate) fn binaries() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
        .join("debug")
}

fn tutor(port: u16, ears: Option<&Ears>, script: Option<&Path>) -> Command {
    let program = binaries().join("ganita-tutor").display().to_string();
    let mut tutor = command(&program, ["--listen", &format!("127.0.0.1:{port}")]);
    if let Some(ears) = ears {
        tutor.arg("--ears-python").arg(&ears.python).arg("--ears-model").arg(&ears.model);
    }
    if let Some(script) = script {
        tutor.arg("--script").arg(script);
    }
    tutor
}

fn serve(port: u16, tutor_port: u16, page_port: u16, logs: &Path) -> Command {
    let program = binaries().join("ganita-server").display().to_string();
    let mut server = command::<&str>(&program, []);
    server
        .env("GANITA_LISTEN", format!("127.0.0.1:{port}"))
        .env("GANITA_UPSTREAM", "practice")
        .env("GANITA_UPSTREAM_URL", format!("ws://127.0.0.1:{tutor_port}"))
        .env("GANITA_DATABASE", logs.join("lesson.sqlite"))
        .env(
            "GANITA_ALLOWED_ORIGINS",
            format!("http://localhost:{page_port},http://127.0.0.1:{page_port}"),
        );
    server
}

fn show(port: u16, server: &str, development: bool) -> Command {
    let verb = if development { "dev" } else { "start" };
    let next = root().join("node_modules/next/dist/bin/next").display().to_string();
    let mut page = command("node", [&*next, verb, "--port", &port.to_string()]);
    page.current_dir(root().join("www"))
        .env("GANITA_SERVER_URL", server)
        .env("NEXT_TELEMETRY_DISABLED", "1");
    page
}

/// The wished port, or one that the system gives when that is taken.
fn free_port(wished: u16) -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", wished))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// A program with a log, in a process group of its own.
struct Service {
    name: &'static str,
    child: Child,
}

impl Service {
    /// Starts a program and returns once it listens.
    fn start(name: &'static str, mut command: Command, logs: &Path) -> Result<Service> {
        let log = logs.join(format!("{name}.log"));
        let file = File::create(&log)?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file.try_clone()?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start the {name}; was it built?"))?;
        let stdout = child.stdout.take().expect("stdout was asked to be piped");
        let service = Service { name, child };
        let (sender, listening) = mpsc::channel();
        thread::spawn(move || follow(stdout, file, &sender));
        match listening.recv_timeout(START_LIMIT) {
            Ok(()) => Ok(service),
            Err(_) => {
                let tail = last_lines(&log);
                bail!("the {name} did not start; {} ends with:\n{tail}", log.display())
            }
        }
    }

    fn ended(&mut self) -> Option<&'static str> {
        matches!(self.child.try_wait(), Ok(Some(_))).then_some(self.name)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else {
            return;
        };
        let _ = kill_process_group(group, Signal::TERM);
        let start = Instant::now();
        while start.elapsed() < STOP_LIMIT {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // Whatever the program itself left behind.
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Copies a program's output to its log and tells once, when it listens.
fn follow(stdout: impl std::io::Read, mut log: File, listening: &mpsc::Sender<()>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let _ = writeln!(log, "{line}");
        // The server and the tutor say "listening on http://…"; Next.js says "✓ Ready in 300ms".
        if line.contains("listening on http://") || line.contains("Ready in") {
            let _ = listening.send(());
        }
    }
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// Whether something answers at an address such as `http://localhost:3000`.
pub(crate) fn answers(url: &str) -> bool {
    TcpStream::connect(url.trim_start_matches("http://")).is_ok()
}
