//! The npm package and the page, built when their sources have changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::{command, root, step};
use crate::wasm::hash_of;

/// Builds `@ganita/web`.
pub(crate) fn package() -> Result<()> {
    let folder = root().join("crates/wasm/npm");
    let sources = files(&[&folder], &["dist", "node_modules"]);
    unless_built(&folder.join("dist"), "web-package", &sources, || {
        step("@ganita/web", command("npm", ["run", "--silent", "build", "-w", "@ganita/web"]))
    })
}

/// Builds the page for production.
pub(crate) fn page() -> Result<()> {
    let www = root().join("www");
    let package = root().join("crates/wasm/npm");
    let mut sources = files(&[&www], &[".next", "node_modules"]);
    sources.extend(files(&[&package.join("dist"), &package.join("wasm")], &[]));
    unless_built(&www.join(".next/BUILD_ID"), "web-page", &sources, || {
        let mut build = command("npm", ["run", "--silent", "build", "-w", "www"]);
        build.env("NEXT_TELEMETRY_DISABLED", "1");
        step("the page", build)
    })
}

/// Runs `build` unless its output is there and was made from these very files.
fn unless_built(
    output: &Path,
    name: &str,
    sources: &[PathBuf],
    build: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stamp = root().join("target").join(format!("{name}.stamp"));
    let lock = root().join("package-lock.json");
    let hashed: Vec<&Path> =
        sources.iter().map(PathBuf::as_path).chain(std::iter::once(lock.as_path())).collect();
    let hash = hash_of(&hashed)?;
    if output.exists() && fs::read_to_string(&stamp).is_ok_and(|old| old == hash) {
        return Ok(());
    }
    build()?;
    fs::write(stamp, hash)?;
    Ok(())
}

/// All files below the folders, in a fixed order, without the named folders.
fn files(folders: &[&Path], without: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| (*folder).to_owned()).collect();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if !without.iter().any(|skipped| name == *skipped) {
                    waiting.push(path);
                }
            } else if !name.to_string_lossy().ends_with(".tsbuildinfo") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
