//! Python environments: one folder of the cache for each purpose, with pinned packages.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::cache;
use crate::command::{command, step};

/// The `bin` folder of an environment that holds `packages` (as pip writes them, versions pinned), made if it is missing
/// or holds others.
pub(crate) fn environment(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = cache().join(name);
    let programs = folder.join("bin");
    let stamp = folder.join("installed");
    let wanted = packages.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted)
        && programs.join("python").is_file()
    {
        return Ok(programs);
    }
    step(
        &format!("a Python environment: {name}"),
        command("python3", ["-m", "venv", &folder.display().to_string()]),
    )?;
    let mut arguments = vec!["-m", "pip", "--quiet", "--disable-pip-version-check", "install"];
    arguments.extend(packages);
    step(&packages.join(", "), command(&programs.join("python").display().to_string(), arguments))?;
    fs::write(stamp, wanted)?;
    Ok(programs)
}
