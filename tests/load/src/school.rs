//! The relays as processes: started, watched, ended.

use crate::Arguments;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
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

/// A running relay.
pub(crate) struct Relay {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
    child: Option<Child>,
    folder: Option<PathBuf>,
}

impl Relay {
    pub(crate) async fn start(
        kind: Kind,
        arguments: &Arguments,
        upstream: SocketAddr,
    ) -> Result<Relay> {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("relays");
        let mut folder = None;
        let mut command = match kind {
            Kind::Direct => {
                return Ok(Relay { kind, address: upstream, child: None, folder });
            }
            Kind::Ours | Kind::OursBinary => {
                let place =
                    std::env::temp_dir().join(format!("ganita-load-{}", std::process::id()));
                std::fs::create_dir_all(&place)?;
                let mut command = Command::new(&arguments.server);
                command
                    .env("GANITA_LISTEN", "127.0.0.1:0")
                    .env("GANITA_DATABASE", place.join("history.sqlite3"))
                    .env("GANITA_UPSTREAM_URL", format!("ws://{upstream}"))
                    .env("GANITA_MAX_SESSIONS", "20000")
                    .env("GANITA_LOG", "error");
                folder = Some(place);
                command
            }
            Kind::Node => {
                let mut command = Command::new("node");
                command.arg(here.join("relay.mjs")).arg(format!("ws://{upstream}/"));
                command
            }
            Kind::Python => {
                let python = arguments.python.as_ref().context("no Python was named")?;
                let mut command = Command::new(python);
                command.arg(here.join("relay.py")).arg(format!("ws://{upstream}/"));
                command
            }
        };
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", kind.name()))?;
        let stdout = child.stdout.take().context("it was asked to be piped")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix("listening on http://") {
                let address = address.trim().parse()?;
                return Ok(Relay { kind, address, child: Some(child), folder });
            }
        }
        bail!("{} ended before it listened", kind.name())
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

    /// Our server's database.
    pub(crate) fn database(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("history.sqlite3"))
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
