//! Programs that nobody ships as a package, built once with Go where Go is installed.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::cache;
use crate::command::{command, exists, step};

/// A program of a Go module, its version pinned.
pub(super) struct Program {
    pub(super) module: &'static str,
    /// The name of the file.
    pub(super) program: &'static str,
    /// Its folder in the cache.
    pub(super) folder: &'static str,
    pub(super) why: &'static str,
}

/// The program, built if it is missing.
pub(super) fn built(wanted: &Program) -> Result<PathBuf> {
    let folder = cache().join(wanted.folder);
    let file = folder.join(wanted.program);
    if file.is_file() {
        return Ok(file);
    }
    if !exists("go") {
        bail!("Go is not installed");
    }
    println!("  + {}, built once: {}", wanted.folder, wanted.why);
    // Niced: hundreds of packages would keep everything else waiting.
    let mut build = command("nice", ["-n", "10", "go", "install", "-trimpath", wanted.module]);
    build.env("GOBIN", &folder).current_dir(std::env::temp_dir());
    step(wanted.folder, build)?;
    Ok(file)
}
