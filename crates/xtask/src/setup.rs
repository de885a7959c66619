//! Set-up: what the project needs on the machine, why, and how it gets there.
//!
//! Everything is asked for first and installed only if missing, so a second run is quick.

mod debian;
mod deployment;
mod ears;
mod go;
mod livekit;
mod node;
mod python;
mod schemathesis;
mod tools;
mod wasm_target;
mod weights;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use debian::{Package, install};
pub(crate) use deployment::{checkers, kustomize, promtool};
pub(crate) use ears::{Ears, ears};
pub(crate) use node::{install as packages, packages_apart};
pub(crate) use python::environment;
pub(crate) use schemathesis::schemathesis;
pub(crate) use tools::{deny, machete, typos};
pub(crate) use wasm_target::{WASM_TARGET, WasmToolchain, wasm_toolchain};
pub(crate) use weights::weights;

/// Google's own Python SDK, so that tests can be its user; it brings `websockets`, on which a relay stands that ours is
/// measured beside.
pub(crate) const GOOGLE_SDK: &[&str] = &["google-genai==3.4.0"];

/// LiveKit's own Python SDK, which has to accept our tokens, and whose webhooks we have to accept.
const LIVEKIT_SDK: &[&str] = &["livekit-api==1.2.2"];

/// Everything.
pub(crate) fn everything() -> Result<()> {
    for_a_lesson()?;
    for_tests()
}

/// What a lesson needs.
pub(crate) fn for_a_lesson() -> Result<()> {
    println!("Setting up");
    install(debian::FOR_A_LESSON)?;
    node::install()?;
    weights()?;
    let _ = wasm_toolchain()?;
    if let Err(error) = ears() {
        println!("  ! The tutor will have no ears; typing works. {error:#}");
    }
    Ok(())
}

/// What tests need besides.
pub(crate) fn for_tests() -> Result<()> {
    println!("Setting up the tests");
    install(debian::FOR_TESTS)?;
    if let Err(error) = environment("google-sdk", GOOGLE_SDK) {
        println!("  ! The vendor's Python SDK is not tested against. {error:#}");
    }
    if let Err(error) = environment("livekit-sdk", LIVEKIT_SDK) {
        println!("  ! LiveKit's Python SDK is not tested against. {error:#}");
    }
    if let Err(error) = livekit::livekit() {
        println!("  ! Tests with a real LiveKit server will be skipped. {error:#}");
    }
    for tool in [checkers, kustomize, promtool] {
        if let Err(error) = tool() {
            println!("  ! server/deploy is not looked through by all its tools. {error:#}");
        }
    }
    Ok(())
}

/// What building the wasm files needs.
pub(crate) fn for_wasm() -> Result<WasmToolchain> {
    node::install()?;
    weights()?;
    wasm_toolchain()
}

/// Where tools and models that belong to no single checkout are kept: `$GANITA_CACHE`, or `ganita` in the user's cache
/// folder.
pub(crate) fn cache() -> PathBuf {
    if let Some(folder) = std::env::var_os("GANITA_CACHE") {
        return folder.into();
    }
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).unwrap_or_else(|| {
        PathBuf::from(std::env::var_os("HOME").unwrap_or_else(|| "/tmp".into())).join(".cache")
    });
    base.join("ganita")
}
