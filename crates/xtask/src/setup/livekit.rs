//! A real LiveKit server for the tests, built once with Go where Go is installed; nobody ships it as a package.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::cache;
use crate::command::{command, exists, step};

const MODULE: &str = "github.com/livekit/livekit-server/cmd/server@v1.13.5";

/// The program, built if it is missing.
pub(crate) fn livekit() -> Result<PathBuf> {
    let folder = cache().join("livekit-1.13.5");
    let program = folder.join("server");
    if program.is_file() {
        return Ok(program);
    }
    if !exists("go") {
        bail!("Go is not installed");
    }
    println!("  + LiveKit's server, built once: tests join its rooms with our tokens");
    // Niced: its 400 packages would keep everything else waiting.
    let mut build = command("nice", ["-n", "10", "go", "install", "-trimpath", MODULE]);
    build.env("GOBIN", &folder).current_dir(std::env::temp_dir());
    step("LiveKit's server", build)?;
    Ok(program)
}
