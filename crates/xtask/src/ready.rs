//! `cargo xtask ready`: what to run before a commit.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::command::{capture, command, root, step};
use crate::{setup, sources};

/// Format, lints as errors, documentation, and the tests of what changed.
pub(crate) fn run(all: bool) -> Result<()> {
    let changed = changed_files()?;
    let rust = all || changed.iter().any(|file| file.ends_with(".rs") || file.ends_with(".toml"));
    let web = all || changed.iter().any(|file| is_web(file));
    if rust {
        setup::weights()?;
        rust_checks(all, &changed)?;
    }
    if web {
        setup::for_wasm()?;
        web_checks()?;
    }
    sources::spelling()?;
    if all || changed.iter().any(|file| file.ends_with("Cargo.toml")) {
        sources::unused_dependencies()?;
    }
    println!("  ready");
    Ok(())
}

/// Format and lints of the TypeScript, and its types.
pub(crate) fn web_checks() -> Result<()> {
    step(
        "biome",
        command("node", ["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings"]),
    )?;
    for folder in ["crates/wasm/npm", "www"] {
        step(
            &format!("tsc in {folder}"),
            command("node", ["node_modules/typescript/bin/tsc", "--noEmit", "-p", folder]),
        )?;
    }
    Ok(())
}

fn rust_checks(all: bool, changed: &BTreeSet<String>) -> Result<()> {
    step("cargo fmt", command("cargo", ["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-Dwarnings"];
    step("cargo clippy", command("cargo", clippy))?;
    let mut doc = command("cargo", ["doc", "--quiet", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-Dwarnings");
    step("cargo doc", doc)?;
    let packages = if all { vec!["--workspace".to_owned()] } else { packages_of(changed) };
    if !packages.is_empty() {
        let arguments = ["test".to_owned(), "--quiet".to_owned()].into_iter().chain(packages);
        step("cargo test", command("cargo", arguments))?;
    }
    Ok(())
}

/// `-p` for every crate with a changed file, and for the case files, which cross crates.
fn packages_of(changed: &BTreeSet<String>) -> Vec<String> {
    let mut packages: BTreeSet<String> = changed
        .iter()
        .filter_map(|file| {
            let mut parts = file.split('/');
            match (parts.next()?, parts.next()?) {
                ("crates", name) => Some(format!("ganita-{name}")),
                ("server", _) => Some("ganita-server".to_owned()),
                _ => None,
            }
        })
        .collect();
    packages.insert("ganita-suite".to_owned());
    packages.into_iter().flat_map(|package| ["-p".to_owned(), package]).collect()
}

fn is_web(file: &str) -> bool {
    let extension = file.rsplit('.').next().unwrap_or_default();
    ["ts", "tsx", "mjs", "css", "json"].contains(&extension)
}

/// Files that differ from the last commit, new ones included.
fn changed_files() -> Result<BTreeSet<String>> {
    let status = capture({
        let mut git = command("git", ["status", "--porcelain", "--untracked-files=all"]);
        git.current_dir(root());
        git
    })?;
    Ok(status
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .map(|(_, f)| f.trim().to_owned())
        .collect())
}
