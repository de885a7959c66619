//! The demo as a person runs it and ends it: with `next dev`, and with Ctrl-C.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::command::command;
use crate::services::answers;

/// Every process of the demo inherits this variable, and whatever it leaves behind is known by it.
const MARK: &str = "GANITA_DEMO_UNDER_TEST";
/// How long everything that was built before may take to start.
const START_LIMIT: Duration = Duration::from_secs(120);
/// How long all of it may take to end.
const END_LIMIT: Duration = Duration::from_secs(20);

/// Starts it, sees the page answer, interrupts it and looks for what is left.
pub(super) fn run() -> Result<()> {
    let mark = std::process::id().to_string();
    let program = std::env::current_exe()?.display().to_string();
    let mut demo = command(&program, ["demo", "--dev"])
        .env(MARK, &mark)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the demo")?;
    let page = page(&mut demo);
    let answered = page.as_deref().is_ok_and(answers);
    let pid = i32::try_from(demo.id()).ok().and_then(Pid::from_raw).context("no process id")?;
    kill_process(pid, Signal::INT)?;
    let Some(status) = ended(&mut demo)? else {
        demo.kill()?;
        demo.wait()?;
        bail!(
            "Ctrl-C did not end it{}",
            page.err().map(|e| format!(", and {e}")).unwrap_or_default()
        );
    };
    let page = page?;
    if !answered {
        bail!("{page} was said to be open, and nothing answered");
    }
    if !status.success() {
        bail!("Ctrl-C ended it with {status}");
    }
    let start = Instant::now();
    loop {
        let left = left_behind(&mark);
        if left.is_empty() && !answers(&page) {
            return Ok(());
        }
        if start.elapsed() > END_LIMIT {
            bail!("left running: {left:?}; {page} answers: {}", answers(&page));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// How it ended, if it did in time.
fn ended(demo: &mut Child) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < END_LIMIT {
        if let Some(status) = demo.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(None)
}

/// The address that it prints once the lesson is open.
fn page(demo: &mut Child) -> Result<String> {
    let stdout = demo.stdout.take().expect("stdout was asked to be piped");
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        // To the end: a demo whose output nobody takes would stop at its next line.
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let start = Instant::now();
    while let Some(patience) = START_LIMIT.checked_sub(start.elapsed()) {
        let line = lines.recv_timeout(patience).context("the demo did not start")?;
        if let Some((_, page)) = line.split_once("The lesson is open at") {
            return Ok(page.trim().to_owned());
        }
    }
    bail!("the demo did not start within {} seconds", START_LIMIT.as_secs())
}

/// The command lines of processes that carry the mark.
fn left_behind(mark: &str) -> Vec<String> {
    let marked = format!("{MARK}={mark}");
    let mut left = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|variable| variable == marked.as_bytes()) {
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            left.push(String::from_utf8_lossy(&line).replace('\0', " "));
        }
    }
    left
}
