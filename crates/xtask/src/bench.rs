//! `cargo xtask bench`: how long things take on this machine. Nothing here is asserted: machines are noisy.

use std::process::Stdio;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::command::{command, root};
use crate::setup::{GOOGLE_SDK, environment};

/// What is measured.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Subject {
    /// The stages between microphone and chunk.
    Audio,
    /// Words to formula.
    Spoken,
    /// The live relay beside one in Node and one in Python.
    Live,
}

/// Runs a measurement and shows what it prints.
pub(crate) fn run(subject: Subject) -> Result<()> {
    match subject {
        Subject::Audio => {
            shown(&["run", "--profile", "measure", "-qp", "ganita-cli", "--", "bench", "audio"])
        }
        Subject::Live => live(),
        Subject::Spoken => shown(&["bench", "--quiet", "-p", "ganita-spoken"]),
    }
}

/// Builds server and loader without debugging, and lets the loader measure.
fn live() -> Result<()> {
    let python = environment("google-sdk", GOOGLE_SDK)?.join("python").display().to_string();
    shown(&["build", "--profile", "measure", "-qp", "ganita-server", "-p", "ganita-load"])?;
    let built = root().join("target/measure");
    let loader = built.join("ganita-load").display().to_string();
    let server = built.join("ganita-server").display().to_string();
    let status = command(&loader, ["--server", server.as_str(), "--python", python.as_str()])
        .stdin(Stdio::null())
        .status()?;
    if !status.success() {
        bail!("the loader ended with {status}");
    }
    Ok(())
}

fn shown(arguments: &[&str]) -> Result<()> {
    let status = command("cargo", arguments).stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("cargo {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}
