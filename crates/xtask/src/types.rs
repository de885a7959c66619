//! `cargo xtask types`: what is generated from Rust types for TypeScript.

use anyhow::Result;

use crate::command::{capture, command, root, step};

/// Writes the files; tests fail while they differ from the Rust types.
pub(crate) fn write() -> Result<()> {
    let mut wasm = command("cargo", ["test", "--quiet", "-p", "ganita-wasm", "--lib", "are_fresh"]);
    wasm.env("UPDATE_EXPECT", "1");
    step("crates/wasm/npm/src/generated", wasm)?;
    let description =
        capture(command("cargo", ["run", "-q", "-p", "ganita-server", "--", "openapi"]))?;
    std::fs::write(root().join("server/openapi.json"), description + "\n")?;
    let mut client = command("node", ["tests/wasm/api.mjs"]);
    client.current_dir(root());
    step("crates/wasm/npm/src/generated/api.ts", client)
}
