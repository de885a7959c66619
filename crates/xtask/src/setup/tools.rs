//! Programs that read the sources: a spelling checker, and a finder of dependencies that nobody uses.

use std::path::PathBuf;

use anyhow::Result;

use super::{cache, python};
use crate::command::{command, root, step};

const TYPOS: &str = "typos==1.52.0";
const MACHETE: &str = "0.9.2";
const DENY: &str = "0.20.2";

/// `typos`; its configuration is `_typos.toml`.
pub(crate) fn typos() -> Result<PathBuf> {
    Ok(python::environment("spelling", &[TYPOS])?.join("typos"))
}

/// `cargo-machete`.
pub(crate) fn machete() -> Result<PathBuf> {
    built(&Program {
        package: "cargo-machete",
        program: "cargo-machete",
        version: MACHETE,
        why: "finds dependencies that nobody uses",
    })
}

/// `cargo-deny`; its configuration is `deny.toml`.
pub(crate) fn deny() -> Result<PathBuf> {
    built(&Program {
        package: "cargo-deny",
        program: "cargo-deny",
        version: DENY,
        why: "licences, sources, doubles and known holes of dependencies",
    })
}

/// A program of the crate registry.
pub(super) struct Program<'a> {
    pub(super) package: &'a str,
    /// The name of the file.
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    pub(super) why: &'a str,
}

/// The program, built once, for quick building rather than quick running.
pub(super) fn built(wanted: &Program<'_>) -> Result<PathBuf> {
    let Program { package, program, version, why } = *wanted;
    let folder = cache().join(format!("{program}-{version}"));
    let file = folder.join("bin").join(program);
    if file.is_file() {
        return Ok(file);
    }
    println!("  + {program} {version}: {why}");
    let folder = folder.display().to_string();
    let mut install = command(
        "cargo",
        // Not --locked: some patch versions in its lock file are missing from some registries.
        ["install", package, "--version", version, "--root", &folder, "--quiet"],
    );
    install
        .env("CARGO_TARGET_DIR", root().join("target").join(package))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    step(program, install)?;
    Ok(file)
}
