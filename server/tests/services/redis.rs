//! A Redis of a test's own, on a port of its own, which keeps nothing on the disk.

use crate::folder::Folder;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where `redis-server` is.
pub(crate) fn find() -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join("redis-server"))
        .find(|program| program.is_file())
        .ok_or("redis-server is not installed".to_owned())
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    program: PathBuf,
    port: u16,
    folder: Folder,
    child: Child,
}

impl Server {
    pub(crate) fn start(program: PathBuf) -> Server {
        // Free a moment ago; nobody else on this machine hands out ports in order.
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let folder = Folder::new("redis");
        let child = run(&program, port, &folder);
        Server { program, port, folder, child }
    }

    pub(crate) fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    #[allow(dead_code, reason = "each test file that shares this uses another part of it")]
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whether it has a key.
    #[allow(dead_code, reason = "each test file that shares this uses another part of it")]
    pub(crate) fn has(&self, key: &str) -> bool {
        use std::io::{Read, Write};
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let asked = format!("EXISTS {key}\r\n");
        let mut answer = [0; 4];
        stream.write_all(asked.as_bytes()).is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && &answer == b":1\r\n"
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    pub(crate) fn start_again(&mut self) {
        self.child = run(&self.program, self.port, &self.folder);
    }
}

fn run(program: &PathBuf, port: u16, folder: &Folder) -> Child {
    let child = Command::new(program)
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
        .args(["--appendonly", "no", "--dir", folder.name()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server starts");
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < crate::PATIENCE, "redis-server does not listen");
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
