//! What runs in a student's browser, measured in Chromium.

use std::process::Stdio;

use anyhow::{Result, bail};

use crate::command::{command, root};
use crate::{setup, wasm, web};

/// The AudioWorklet at work for so many minutes, with so many times the work.
pub(super) fn worklet(minutes: f64, slower: u32, with_echo: bool) -> Result<()> {
    setup::for_a_lesson()?;
    wasm::build()?;
    web::package()?;
    let script = root().join("tests/bench/worklet.mjs").display().to_string();
    let (minutes, slower) = (minutes.to_string(), slower.to_string());
    let mut node = command("node", [&*script, "--minutes", &minutes, "--slower", &slower]);
    if with_echo {
        node.arg("--echo");
    }
    let status = node.stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("the worklet's bench ended with {status}");
    }
    Ok(())
}
