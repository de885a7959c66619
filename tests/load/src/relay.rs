//! The relays as processes: started, watched, ended.

use crate::Arguments;
use crate::upstream::Place;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Which relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None: straight to the upstream.
    Direct,
    /// Ours, JSON both ways as Google's SDKs speak.
    Ours,
    /// Ours, with the page's binary frames.
    OursBinary,
    /// Node's `ws`.
    Node,
    /// Python's `websockets`.
    Python,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Ours => "ours, JSON",
            Kind::OursBinary => "ours, binary",
            Kind::Node => "Node ws 8",
            Kind::Python => "Python websockets",
        }
    }

    pub(crate) fn is_ours(self) -> bool {
        matches!(self, Kind::Ours | Kind::OursBinary)
    }
}

/// A folder of its own in the temporary one; it goes when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Result<Folder> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("ganita-load-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running relay.
pub(crate) struct Relay {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
    child: Option<Child>,
    folder: Option<Folder>,
}

impl Relay {
    pub(crate) async fn start(
        kind: Kind,
        arguments: &Arguments,
        upstream: &Place,
    ) -> Result<Relay> {
        Relay::start_under(kind, arguments, upstream, &[]).await
    }

    /// The same, run by another program.
    pub(crate) async fn start_under(
        kind: Kind,
        arguments: &Arguments,
        upstream: &Place,
        runner: &[&str],
    ) -> Result<Relay> {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("relays");
        if kind == Kind::Direct {
            return Ok(Relay { kind, address: upstream.address, child: None, folder: None });
        }
        let folder = Folder::new()?;
        let url = upstream.url();
        let mut command = match kind {
            Kind::Direct | Kind::Ours | Kind::OursBinary => {
                let server = arguments.server.as_ref().context("no server was named")?;
                let mut command = match runner {
                    [] => Command::new(server),
                    [program, before @ ..] => {
                        let mut command = Command::new(program);
                        command.args(before).arg(server);
                        command
                    }
                };
                command
                    .env("GANITA_LISTEN", "127.0.0.1:0")
                    .env("GANITA_DATABASE", folder.path().join("history.sqlite3"))
                    .env("GANITA_UPSTREAM_URL", &url)
                    .env("GANITA_MAX_SESSIONS", "20000")
                    .env("GANITA_REQUESTS_A_MINUTE", "0")
                    .env("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0")
                    .env("GANITA_LOG", "error");
                command
            }
            Kind::Node => {
                let mut command = Command::new("node");
                command.arg(here.join("relay.mjs")).arg(format!("{url}/"));
                command
            }
            Kind::Python => {
                let python = arguments.python.as_ref().context("no Python was named")?;
                let mut command = Command::new(python);
                command.arg(here.join("relay.py")).arg(format!("{url}/"));
                command
            }
        };
        if let Some(file) = upstream.authority() {
            let names = ["GANITA_UPSTREAM_CA", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];
            command.envs(names.map(|name| (name, file)));
        }
        let errors = std::fs::File::create(folder.path().join("errors"))?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", kind.name()))?;
        match listening(&mut child).await {
            Ok(address) => Ok(Relay { kind, address, child: Some(child), folder: Some(folder) }),
            Err(error) => {
                let errors = std::fs::read_to_string(folder.path().join("errors"));
                bail!("{}: {error:#}\n{}", kind.name(), errors.unwrap_or_default())
            }
        }
    }

    /// Seconds of processor time used so far.
    pub(crate) fn processor_seconds(&self) -> Result<f64> {
        let Some(id) = self.child.as_ref().and_then(Child::id) else { return Ok(0.0) };
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // Fields after the name, which may hold spaces: user and system time are the 12th and 13th.
        let (_, rest) = stat.rsplit_once(')').context("a stat line")?;
        let ticks: f64 =
            rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
        Ok(ticks / 100.0)
    }

    /// Resident memory in KiB.
    pub(crate) fn memory_kib(&self) -> Result<f64> {
        let Some(id) = self.child.as_ref().and_then(Child::id) else { return Ok(0.0) };
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.and_then(|line| line.split_whitespace().next()).context("VmRSS")?.parse()?)
    }

    /// Sends SIGTERM.
    pub(crate) fn terminate(&self) -> Result<()> {
        let id = self.child.as_ref().and_then(Child::id).context("it runs")?;
        let status =
            std::process::Command::new("kill").args(["-TERM", &id.to_string()]).status()?;
        if status.success() { Ok(()) } else { bail!("kill: {status}") }
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(&mut self) -> Result<()> {
        if let Some(child) = &mut self.child {
            child.wait().await?;
        }
        Ok(())
    }

    /// What it, or the program that ran it, wrote to its error output.
    pub(crate) fn errors(&self) -> Result<String> {
        let folder = self.folder.as_ref().context("a process has a folder")?;
        Ok(std::fs::read_to_string(folder.path().join("errors"))?)
    }

    /// Our server's database.
    pub(crate) fn database(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.path().join("history.sqlite3"))
    }
}

/// Waits for a program's line that says where it listens.
pub(crate) async fn listening(child: &mut Child) -> Result<SocketAddr> {
    let stdout = child.stdout.take().context("it was asked to be piped")?;
    let mut lines = BufReader::new(stdout).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(address) = line.strip_prefix("listening on http://") {
            return Ok(address.trim().parse()?);
        }
    }
    bail!("it ended before it listened")
}
