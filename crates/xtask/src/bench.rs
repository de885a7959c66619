//! `cargo xtask bench`: how long things take on this machine. Nothing here is asserted: machines are noisy.

use std::process::Stdio;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::command::command;
use crate::services;

/// What is measured.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Subject {
    /// The stages between microphone and chunk.
    Audio,
    /// Words to formula.
    Spoken,
    /// Requests, tokens, segments and memory of the server.
    Server,
}

/// Runs a measurement and shows what it prints.
pub(crate) fn run(subject: Subject) -> Result<()> {
    match subject {
        Subject::Audio => {
            shown(&["run", "--profile", "measure", "-qp", "ganita-cli", "--", "bench", "audio"])
        }
        Subject::Server => {
            shown(&["build", "--profile", "measure", "-qp", "ganita-server"])?;
            let program = services::binaries().with_file_name("measure").join("ganita-server");
            let program = program.display().to_string();
            let numbers = ["run", "--profile", "measure", "-qp", "ganita-server", "--example"];
            shown(&[&numbers[..], &["numbers", "--", &program]].concat())
        }
        Subject::Spoken => shown(&["bench", "--quiet", "-p", "ganita-spoken"]),
    }
}

fn shown(arguments: &[&str]) -> Result<()> {
    let status = command("cargo", arguments).stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("cargo {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}
