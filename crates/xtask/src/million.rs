//! `cargo xtask million`: what the tests try by the thousand, by the million.

use std::process::Stdio;

use anyhow::{Result, bail};

use crate::command::command;

const CASES: &str = "1000000";

/// Frames against Google's schemas; what a page says, in the middle of a lesson and as an SDK's setup, against the policy.
pub(crate) fn run() -> Result<()> {
    let frames = ["test", "--profile", "measure", "-qp", "ganita-live", "--test", "frames"];
    shown(&[&frames[..], &["--", "--nocapture"]].concat())?;
    shown(&["test", "--profile", "measure", "-qp", "ganita-server", "--lib", "policy"])
}

fn shown(arguments: &[&str]) -> Result<()> {
    let status = command("cargo", arguments)
        .env("GANITA_FRAMES", CASES)
        .env("PROPTEST_CASES", CASES)
        .stdin(Stdio::null())
        .status()?;
    if !status.success() {
        bail!("cargo {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}
