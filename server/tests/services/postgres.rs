//! A PostgreSQL of a test's own, in a folder of its own, on a socket of its own.

use crate::folder::Folder;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where PostgreSQL's programs are.
#[derive(Debug, Clone)]
pub(crate) struct Installed {
    bin: PathBuf,
}

impl Installed {
    /// Debian keeps them by version.
    pub(crate) fn find() -> Result<Installed, String> {
        let versions = std::fs::read_dir("/usr/lib/postgresql")
            .map_err(|_| "PostgreSQL is not installed".to_owned())?;
        let bins = versions.flatten().map(|version| version.path().join("bin"));
        let bin = bins.filter(|bin| bin.join("initdb").exists()).max();
        bin.map(|bin| Installed { bin }).ok_or("PostgreSQL has no initdb here".to_owned())
    }

    /// PostgreSQL refuses to run as root, so root becomes `postgres` first.
    fn run(&self, folder: &Folder, program: &str, arguments: &[&str]) -> bool {
        let program = self.bin.join(program);
        let is_root =
            Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
        let mut command = if is_root { Command::new("runuser") } else { Command::new(&program) };
        if is_root {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        command.args(arguments).current_dir(folder.path());
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    installed: Installed,
    folder: Folder,
}

impl Server {
    pub(crate) fn start(installed: Installed) -> Server {
        let server = Server { installed, folder: Folder::new("postgres") };
        let data = server.data();
        let made = ["-D", &data, "-U", "ganita", "-A", "trust", "-E", "UTF8", "--no-locale"];
        assert!(server.installed.run(&server.folder, "initdb", &made), "initdb failed");
        server.start_again();
        server
    }

    fn data(&self) -> String {
        format!("{}/data", self.folder.name())
    }

    pub(crate) fn address(&self) -> String {
        format!("postgres://ganita@{}/postgres", self.folder.name().replace('/', "%2F"))
    }

    pub(crate) fn start_again(&self) {
        let options =
            format!("-c listen_addresses='' -c unix_socket_directories={}", self.folder.name());
        let data = self.data();
        let start = ["-D", &data, "-o", &options, "-l", "log", "-w", "start"];
        assert!(self.installed.run(&self.folder, "pg_ctl", &start), "pg_ctl start failed");
    }

    /// `kill -9` of the server and of every process it has started: the power is cut, as far as it can tell.
    pub(crate) fn kill(&self) {
        let file = format!("{}/postmaster.pid", self.data());
        let content = std::fs::read_to_string(&file).expect("a running server writes its number");
        let main = content.lines().next().expect("the number is on the first line").to_owned();
        let children = Command::new("pgrep").args(["-P", &main]).output().expect("pgrep runs");
        let children = String::from_utf8_lossy(&children.stdout).into_owned();
        for process in std::iter::once(main.as_str()).chain(children.split_whitespace()) {
            let _ = Command::new("kill").args(["-9", process]).stderr(Stdio::null()).status();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        self.installed.run(&self.folder, "pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
    }
}
