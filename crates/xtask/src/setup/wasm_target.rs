//! A compiler for wasm32-unknown-unknown, also where rustup cannot download one.
//!
//! Tried in this order: the target is there; rustup adds it; Debian's own compiler, whose standard library for wasm is
//! built once from Debian's own sources. Native code stays on rustup's stable toolchain either way.
//!
//! With rustup's, the standard library is compiled together with each module, where its sources can be had: see `wasm.rs`.
//! `GANITA_WASM_COMPILER=debian` takes the last way at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{cache, debian, tools};
use crate::command::{capture, command, root, step};

/// The target of everything that runs in the browser.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The name under which rustup knows Debian's compiler.
const DEBIAN_TOOLCHAIN: &str = "ganita-wasm";

/// A rustup that finds no network gives up by itself after minutes; a target is downloaded in less than this.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

const DEBIAN_COMPILER: &[debian::Package] = &[
    debian::Package {
        name: "rustc-web",
        why: "a Rust compiler whose wasm library can be built here",
    },
    debian::Package { name: "cargo-web", why: "the cargo that goes with it" },
    debian::Package { name: "rust-web-src", why: "the standard library's sources" },
    debian::Package { name: "rust-web-llvm", why: "the wasm linker's name" },
];

/// What builds wasm: a toolchain and the matching wasm-bindgen.
pub(crate) struct WasmToolchain {
    /// As in `cargo +name`; absent when the default toolchain has the target.
    toolchain: Option<&'static str>,
    /// Whether the standard library's sources are there, to be compiled with what uses them.
    pub(crate) has_sources: bool,
    /// The `wasm-bindgen` program of the locked version.
    pub(crate) wasm_bindgen: PathBuf,
}

impl WasmToolchain {
    /// `cargo` with the right toolchain.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let toolchain = self.toolchain.map(|name| format!("+{name}"));
        let all = toolchain.iter().map(String::as_str).chain(arguments.iter().copied());
        let mut command = command("cargo", all);
        // `cargo xtask` runs under rustup's cargo, which names its own toolchain to its children.
        for variable in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC"] {
            command.env_remove(variable);
        }
        command
    }
}

/// The toolchain, installed if it is missing.
pub(crate) fn wasm_toolchain() -> Result<WasmToolchain> {
    let asked = std::env::var("GANITA_WASM_COMPILER").unwrap_or_default();
    let debian_asked = match &*asked {
        "debian" => true,
        "" | "rustup" => false,
        other => bail!("GANITA_WASM_COMPILER may be rustup or debian, not {other}"),
    };
    let toolchain = if !debian_asked && (has_target(None) || rustup_adds_target()) {
        None
    } else {
        debian_toolchain()?;
        Some(DEBIAN_TOOLCHAIN)
    };
    let has_sources = toolchain.is_none() && (has_sources() || rustup_adds_sources());
    Ok(WasmToolchain { toolchain, has_sources, wasm_bindgen: wasm_bindgen()? })
}

fn has_sources() -> bool {
    capture(command("rustc", ["--print", "sysroot"])).is_ok_and(|sysroot| {
        Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
    })
}

fn has_target(toolchain: Option<&str>) -> bool {
    library_folder(toolchain).is_ok_and(|folder| holds_core(&folder))
}

/// Where a toolchain keeps the target's libraries; the folder need not exist.
fn library_folder(toolchain: Option<&str>) -> Result<PathBuf> {
    let print = ["--print", "target-libdir", "--target", WASM_TARGET];
    let rustc = match toolchain {
        Some(name) => command("rustup", ["run", name, "rustc"].iter().chain(&print)),
        None => command("rustc", print),
    };
    Ok(PathBuf::from(capture(rustc)?))
}

fn holds_core(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
        })
    })
}

fn rustup_adds_target() -> bool {
    rustup_adds(["target", "add", WASM_TARGET], "target", "Debian's compiler takes its place")
        && has_target(None)
}

fn rustup_adds_sources() -> bool {
    let instead = "the modules are larger with the standard library that came with the target";
    rustup_adds(["component", "add", "rust-src"], "sources", instead) && has_sources()
}

/// Tries it once on this machine: a rustup that cannot download is not asked again.
fn rustup_adds(what: [&str; 3], name: &str, instead: &str) -> bool {
    let refused = cache().join(format!("rustup-cannot-download-{name}"));
    if refused.is_file() {
        return false;
    }
    let limit = RUSTUP_LIMIT.as_secs().to_string();
    let arguments = [&["--kill-after=5", &limit, "rustup", "--quiet"], &what[..]].concat();
    let added = step(&format!("rustup {}", what.join(" ")), command("timeout", arguments));
    if added.is_err() {
        println!("  ! rustup cannot download the {name} here; {instead}");
        let _ = fs::create_dir_all(cache()).and_then(|()| fs::write(refused, ""));
    }
    added.is_ok()
}

fn debian_toolchain() -> Result<()> {
    debian::install(DEBIAN_COMPILER)?;
    install_linker()?;
    let linked = capture(command("rustup", ["toolchain", "list"]))?
        .lines()
        .any(|line| line.split_whitespace().next() == Some(DEBIAN_TOOLCHAIN));
    if !linked {
        step(
            "rustup learns Debian's compiler",
            command("rustup", ["toolchain", "link", DEBIAN_TOOLCHAIN, "/usr"]),
        )?;
    }
    if !has_target(Some(DEBIAN_TOOLCHAIN)) {
        build_standard_library()?;
    }
    Ok(())
}

/// `/usr/bin/rust-lld` is a link to one version of lld, which is a package of its own.
fn install_linker() -> Result<()> {
    let link = Path::new("/usr/bin/rust-lld");
    if link.exists() {
        return Ok(());
    }
    let linker = fs::read_link(link).context("rust-web-llvm brought no /usr/bin/rust-lld")?;
    let name = linker.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name.filter(|name| name.starts_with("lld-")) else {
        bail!("/usr/bin/rust-lld points to {}, not to an lld package", linker.display());
    };
    step(
        "the wasm linker",
        debian::as_root(&["apt-get", "install", "-y", "-q", "--no-install-recommends", &name]),
    )
}

/// Builds core, alloc and std for wasm by building an empty crate, and puts them where the compiler looks.
fn build_standard_library() -> Result<()> {
    println!("  + the standard library for wasm, built once from Debian's sources");
    let folder = cache().join("wasm-std");
    let source = folder.join("src");
    fs::create_dir_all(&source).with_context(|| format!("cannot make {}", source.display()))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [profile.release]\npanic = \"abort\"\n\n[workspace]\n",
    )?;
    fs::write(source.join("lib.rs"), "#![no_std]\n")?;
    let toolchain = WasmToolchain {
        toolchain: Some(DEBIAN_TOOLCHAIN),
        has_sources: false,
        wasm_bindgen: PathBuf::new(),
    };
    let mut build = toolchain.cargo(&[
        "build",
        "--release",
        "-Zbuild-std=std,panic_abort",
        "--target",
        WASM_TARGET,
        "--target-dir",
        "target",
    ]);
    build
        .current_dir(&folder)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode link-time optimisation fails: "Can't find section .llvmbc".
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    step("core, alloc and std for wasm", build)?;

    let destination = library_folder(Some(DEBIAN_TOOLCHAIN))?;
    let destination = destination.to_str().context("the library folder's name is not UTF-8")?;
    step("a folder for them", debian::as_root(&["mkdir", "-p", destination]))?;
    let built = folder.join("target").join(WASM_TARGET).join("release/deps");
    let libraries: Vec<String> = fs::read_dir(&built)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rlib"))
        .filter(|path| !path.file_name().is_some_and(|n| n.to_string_lossy().contains("libempty")))
        .map(|path| path.display().to_string())
        .collect();
    let mut arguments = vec!["cp"];
    arguments.extend(libraries.iter().map(String::as_str));
    arguments.push(destination);
    step("the libraries, copied to the compiler", debian::as_root(&arguments))?;
    fs::remove_dir_all(folder.join("target"))?;
    Ok(())
}

/// wasm-bindgen's program, of exactly the version that Cargo.lock has of its library.
fn wasm_bindgen() -> Result<PathBuf> {
    let version = locked_version("wasm-bindgen")?;
    // It runs for a second at a time: a quick build is worth more than quick code.
    tools::built(&tools::Program {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &version,
        why: "the JavaScript around the wasm files",
    })
}

fn locked_version(package: &str) -> Result<String> {
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock"))?.parse()?;
    lock.get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str().map(str::to_owned))
        .with_context(|| format!("Cargo.lock has no {package}"))
}
