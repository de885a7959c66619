//! The networks' weights: out of the ONNX files that `cargo xtask setup` has fetched, into files that are compiled in.
//!
//! In: `silero_vad_16k_op15.onnx` and `gtcrn_simple.onnx`, pinned by their SHA-256 in `crates/xtask/src/setup/weights.rs`.
//! Out: `silero.bin` (8-bit), `silero-exact.bin` (32-bit, to measure the other against) and `gtcrn.bin` (16-bit), read by `weights.rs`.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

#[path = "build/gtcrn.rs"]
mod gtcrn;
#[path = "build/onnx.rs"]
mod onnx;
#[path = "build/pack.rs"]
mod pack;
#[path = "build/silero.rs"]
mod silero;
#[path = "src/network/step.rs"]
mod step;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use pack::{Pack, Precision};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/network/step.rs");
    for name in ["GANITA_CACHE", "XDG_CACHE_HOME"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    if let Err(problem) = pack_all(&weights_folder()) {
        println!("cargo::error={problem}");
    }
}

fn pack_all(folder: &Path) -> Result<(), String> {
    let silero = tensors(&folder.join("silero_vad_16k_op15.onnx"))?;
    write("silero.bin", silero::pack(&silero, Pack::new(Precision::Int8))?)?;
    write("silero-exact.bin", silero::pack(&silero, Pack::new(Precision::Exact))?)?;
    let gtcrn = tensors(&folder.join("gtcrn_simple.onnx"))?;
    write("gtcrn.bin", gtcrn::pack(&gtcrn, Pack::new(Precision::Int16))?)
}

fn tensors(file: &Path) -> Result<onnx::Tensors, String> {
    println!("cargo::rerun-if-changed={}", file.display());
    let bytes = fs::read(file).map_err(|error| {
        format!(
            "the weights of the audio networks are not in place ({}: {error}). Run `cargo xtask setup` once; it fetches \
             them, or `cargo xtask setup --weights` for the weights alone.",
            file.display()
        )
    })?;
    onnx::tensors(&bytes).map_err(|problem| format!("{}: {problem}", file.display()))
}

fn write(name: &str, pack: Pack) -> Result<(), String> {
    let folder = env::var_os("OUT_DIR").ok_or("cargo gives build scripts an OUT_DIR")?;
    fs::write(Path::new(&folder).join(name), pack.into_bytes())
        .map_err(|error| format!("{name}: {error}"))
}

/// Where set-up keeps what belongs to no single checkout; the same rule as in `crates/xtask/src/setup.rs`.
fn weights_folder() -> PathBuf {
    let cache = env::var_os("GANITA_CACHE").map(PathBuf::from).unwrap_or_else(|| {
        let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).unwrap_or_else(|| {
            PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/tmp".into())).join(".cache")
        });
        base.join("ganita")
    });
    cache.join("weights")
}
