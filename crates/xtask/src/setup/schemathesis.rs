//! schemathesis, which reads the server's OpenAPI description and asks what no test has thought of.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::cache;
use crate::command::{command, step};

const PACKAGE: &str = "schemathesis==4.32.5";

/// The program, installed if it is missing.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    let folder = cache().join("schemathesis");
    let stamp = folder.join("installed");
    let program = folder.join("bin/schemathesis");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == PACKAGE) && program.is_file() {
        return Ok(program);
    }
    println!("  + {PACKAGE}: it asks the server what its OpenAPI description allows, and what not");
    let name = folder.display().to_string();
    step("a Python environment for schemathesis", command("python3", ["-m", "venv", &name]))?;
    let python = folder.join("bin/python").display().to_string();
    let install = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install", PACKAGE];
    step("schemathesis", command(&python, install))?;
    fs::write(&stamp, PACKAGE).with_context(|| stamp.display().to_string())?;
    Ok(program)
}
