//! The npm packages of all workspaces, exactly as locked, and those of others that ours are measured beside.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::cache;
use crate::command::{capture, command, exists, root, step};

/// The oldest Node that Next.js 16 starts on.
const NODE_MINIMUM: (u32, u32) = (20, 9);

/// Installs the locked npm packages unless they are in place.
pub(crate) fn install() -> Result<()> {
    check_node()?;
    let lock = fs::read_to_string(root().join("package-lock.json"))
        .context("package-lock.json is missing: run `npm install` once and commit it")?;
    let stamp = root().join("node_modules/.ganita-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("  + npm packages: the page, its tests, wasm-opt");
    // Not `npm ci`: it refuses a lock file made where other platforms' optional binaries could not be had.
    let arguments = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    step("npm packages", command("npm", arguments))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// A folder of the cache whose `node_modules` holds `packages` (with their versions), made if it is missing or holds others.
pub(crate) fn packages_apart(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = cache().join(name);
    let stamp = folder.join("installed");
    let wanted = packages.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    check_node()?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let arguments = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    let mut install = command("npm", arguments);
    install.args(packages).current_dir(&folder);
    step(&packages.join(", "), install)?;
    fs::write(stamp, wanted)?;
    Ok(folder)
}

fn check_node() -> Result<()> {
    let needed = format!("Node {}.{} or newer is needed", NODE_MINIMUM.0, NODE_MINIMUM.1);
    if !exists("node") || !exists("npm") {
        bail!("{needed}, with npm; neither is on the PATH");
    }
    let version = capture(command("node", ["--version"]))?;
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
        bail!("{needed}; `node --version` printed {version}");
    };
    if (major, minor) < NODE_MINIMUM {
        bail!("{needed}; this is {version}");
    }
    Ok(())
}
