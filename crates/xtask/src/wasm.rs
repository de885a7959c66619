//! The wasm files: compiled, bound, optimised, measured against their budgets.

mod file;
mod split;

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use self::file::{File, number, section};
use self::split::Split;
use crate::command::{command, root, step};
use crate::setup::{self, WASM_TARGET, WasmToolchain};

/// `wasm-pack.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    output: PathBuf,
    profile: String,
    module: BTreeMap<String, Module>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Module {
    package: String,
    /// The package's features; its default ones if absent.
    parts: Option<Vec<String>>,
    /// Whether wasm-bindgen writes JavaScript around it.
    bindgen: bool,
    /// Features of the wasm target.
    features: Vec<String>,
    /// wasm-opt's level.
    optimise: String,
    /// Up to which size, in LLVM's measure, functions become part of those that call them; LLVM's own choice if absent.
    inline: Option<u32>,
    /// The largest gzip size in bytes.
    budget_gzip: usize,
    /// The same where the standard library comes as it is.
    budget_gzip_without_sources: usize,
    /// How it becomes two files; it stays one if absent.
    split: Option<Split>,
}

/// Builds every module of `wasm-pack.toml`.
pub(crate) fn build() -> Result<()> {
    let toolchain = setup::for_wasm()?;
    let plan = plan()?;
    make_folders(&plan)?;
    for (name, module) in &plan.module {
        build_module(&toolchain, &plan, name, module)?;
    }
    Ok(())
}

/// Builds one module and says in which folder it is.
pub(crate) fn build_one(name: &str) -> Result<PathBuf> {
    let toolchain = setup::for_wasm()?;
    let plan = plan()?;
    make_folders(&plan)?;
    let module = plan.module.get(name).with_context(|| format!("wasm-pack.toml has no {name}"))?;
    build_module(&toolchain, &plan, name, module)?;
    Ok(root().join(&plan.output))
}

/// What is shipped goes into one of them, stamps and whole modules into the other: cargo has made neither when the first
/// module it compiles has a folder of its own.
fn make_folders(plan: &Plan) -> Result<()> {
    fs::create_dir_all(root().join(&plan.output))?;
    Ok(fs::create_dir_all(root().join("target/wasm"))?)
}

fn build_module(toolchain: &WasmToolchain, plan: &Plan, name: &str, module: &Module) -> Result<()> {
    // In one folder, modules with flags of their own and those without would each have all compiled anew after the other.
    let folder = if module.inline.is_some() { "target/wasm-inline" } else { "target/wasm" };
    let target_folder = root().join(folder);
    let mut build = vec!["build", "--lib", "-p", &module.package, "--target", WASM_TARGET];
    build.extend(["--profile", &plan.profile]);
    let parts = module.parts.as_ref().map(|parts| parts.join(","));
    if let Some(parts) = &parts {
        build.extend(["--no-default-features", "--features", parts]);
    }
    let cargo = compiler(toolchain, &build, module, &target_folder);
    step(&format!("{name}.wasm"), cargo)?;

    let library = module.package.replace('-', "_") + ".wasm";
    let compiled = target_folder.join(WASM_TARGET).join(&plan.profile).join(library);
    let output = root().join(&plan.output);
    let shipped = output.join(if module.bindgen {
        format!("{name}_bg.wasm")
    } else {
        format!("{name}.wasm")
    });
    // What is split stands whole beside the compiler's files.
    let whole = match module.split {
        Some(_) => whole(name),
        None => shipped.clone(),
    };
    let changed =
        Stamp::of(name, &[&compiled, &root().join("wasm-pack.toml"), &toolchain.wasm_bindgen])?;
    let budget =
        if toolchain.has_sources { module.budget_gzip } else { module.budget_gzip_without_sources };
    if changed.is_new() || !whole.is_file() || !shipped.is_file() {
        if module.bindgen {
            let (compiled, output) = (compiled.display().to_string(), output.display().to_string());
            let program = toolchain.wasm_bindgen.display().to_string();
            // After a trap the page takes a new instance: npm/src/maths/engine.ts.
            let anew = "--experimental-reset-state-function";
            let arguments =
                [&*compiled, "--target", "web", anew, "--out-dir", &output, "--out-name", name];
            step(&format!("{name}.js"), command(&program, arguments))?;
        } else {
            fs::copy(&compiled, &shipped)?;
            check_that_nothing_is_imported(&shipped)?;
        }
        optimise(name, &shipped, module)?;
        if module.split.is_some() {
            fs::rename(&shipped, &whole)?;
        }
        report_size(name, &whole, budget)?;
        changed.keep()?;
    } else {
        report_size(name, &whole, budget)?;
    }
    if let Some(plan) = &module.split {
        let (glue, rest) =
            (output.join(format!("{name}.js")), output.join(format!("{name}_rest.wasm")));
        split::split(plan, &whole, &glue, &shipped, &rest)?;
    }
    Ok(())
}

/// Where the whole of a module stands that is shipped in two files.
pub(crate) fn whole(name: &str) -> PathBuf {
    root().join("target/wasm").join(format!("{name}_whole.wasm"))
}

/// Remembers from which files a module was made.
struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    fn of(name: &str, files: &[&Path]) -> Result<Self> {
        let file = root().join("target/wasm").join(format!("{name}.stamp"));
        Ok(Self { file, hash: hash_of(files)? })
    }

    fn is_new(&self) -> bool {
        fs::read_to_string(&self.file).map_or(true, |old| old != self.hash)
    }

    fn keep(&self) -> Result<()> {
        Ok(fs::write(&self.file, &self.hash)?)
    }
}

/// The audio module as it ships, with its stages one by one beside: for `cargo xtask bench audio`.
pub(crate) fn bench() -> Result<PathBuf> {
    let toolchain = setup::for_wasm()?;
    let plan = plan()?;
    let module = plan.module.get("audio").context("wasm-pack.toml has no module audio")?;
    let target_folder = root().join("target/wasm");
    let build = ["build", "--lib", "-p", &module.package, "--target", WASM_TARGET];
    let parts = ["--no-default-features", "--features", "audio,echo,stages"];
    let build = [&build[..], &["--profile", &plan.profile], &parts].concat();
    step("the stages in wasm", compiler(&toolchain, &build, module, &target_folder))?;
    let library = module.package.replace('-', "_") + ".wasm";
    let file = target_folder.join("stages.wasm");
    fs::copy(target_folder.join(WASM_TARGET).join(&plan.profile).join(library), &file)?;
    optimise("stages", &file, module)?;
    Ok(file)
}

fn plan() -> Result<Plan> {
    toml::from_str(&fs::read_to_string(root().join("wasm-pack.toml"))?).context("wasm-pack.toml")
}

/// Cargo with the flags of all modules.
fn compiler(
    toolchain: &WasmToolchain,
    build: &[&str],
    module: &Module,
    target_folder: &Path,
) -> Command {
    let mut flags: Vec<String> =
        module.features.iter().map(|feature| format!("-Ctarget-feature=+{feature}")).collect();
    // Panics name files: shorter, and the same wherever it is built.
    flags.extend(sources().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    // And nobody reads lines and columns in a browser, for which every place that could panic would keep a record: nine of
    // the solver's kilobytes. These flags are not stable yet; they touch nothing but such records and the names by which
    // wasm-opt puts alike functions side by side.
    flags.extend(
        ["-Zlocation-detail=none", "-Zunstable-options", "-Csymbol-mangling-version=legacy"]
            .map(str::to_owned),
    );
    if let Some(most) = module.inline {
        // What runs most for each byte is compiled for speed where all else is to be small; that attribute is not stable
        // either. And libm takes the machine's own roots, which are exact as its are, for which it has a name of its own.
        flags.extend(["--cfg", "hot", "--cfg", "intrinsics_enabled"].map(str::to_owned));
        flags.push(format!("-Cllvm-args=-inline-threshold={most}"));
    }
    let mut arguments = build.to_vec();
    if toolchain.has_sources {
        // A panic ends the module either way, and a browser shows no more of it than that. With a standard library compiled
        // for it, it ends at once, and the sentences it would have said are not there.
        flags.push("-Cpanic=immediate-abort".to_owned());
        arguments.extend(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    }
    let mut cargo = toolchain.cargo(&arguments);
    cargo.env("RUSTC_BOOTSTRAP", "1");
    cargo.env("CARGO_TARGET_DIR", target_folder).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    cargo
}

/// Where cargo keeps what it downloaded.
fn sources() -> impl Iterator<Item = PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    registries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}

/// A file without JavaScript around it must not ask for any: an AudioWorklet instantiates it with nothing.
fn check_that_nothing_is_imported(file: &Path) -> Result<()> {
    let read = File::read(&fs::read(file)?)?;
    let imports = read
        .section(section::IMPORT)
        .map_or(Ok(0), |imports| Ok::<_, anyhow::Error>(number(imports)?.0))?;
    ensure!(imports == 0, "{} imports something; it must be self-contained", file.display());
    Ok(())
}

fn optimise(name: &str, file: &Path, module: &Module) -> Result<()> {
    let path = file.display().to_string();
    let features = module.features.iter().filter_map(|feature| match feature.as_str() {
        "simd128" => Some("--enable-simd"),
        _ => None,
    });
    let always = [
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];
    let mut arguments = vec!["node_modules/binaryen/bin/wasm-opt"];
    arguments.extend(always);
    arguments.extend(features);
    if module.optimise == "-Oz" {
        // Flat code has more alike in it. A function that is called from one place stays one, and gzip, which looks back
        // 32 kB, finds more again where what has like names stands together.
        // Made small once before, it is smaller in the end by two in a thousand.
        arguments.extend(["-Os", "--flatten", "--dfo", "-Oz"]);
        arguments.extend(["--flatten", "--rereloop", "-Oz", "-Oz", "-Oz"]);
        arguments.push("--one-caller-inline-max-function-size=1");
        arguments.push("--reorder-functions-by-name");
        // Below 1,024 lies the far end of the stack: nothing is looked for there.
        arguments.push("--low-memory-unused");
        // Zeros between data cost gzip less than a thousand places where data begins anew.
        arguments.push("--skip-pass=memory-packing");
        arguments.extend(["--strip-producers", "--strip-target-features"]);
    } else {
        arguments.push(&module.optimise);
    }
    arguments.extend([&*path, "-o", &path]);
    step(&format!("{name}.wasm, optimised"), command("node", arguments))
}

fn report_size(name: &str, file: &Path, budget: usize) -> Result<()> {
    let compressed = gzip_bytes(file)?;
    println!(
        "  · {name}.wasm: {} bytes, {compressed} gzip, budget {budget}",
        fs::metadata(file)?.len()
    );
    if compressed > budget {
        bail!("{name}.wasm is larger than its budget in wasm-pack.toml: {compressed} > {budget}");
    }
    Ok(())
}

/// How long a file is in gzip.
fn gzip_bytes(file: &Path) -> Result<usize> {
    // The program itself: encoders of the same name differ by a hundredth.
    let gzip = command("gzip", ["-9", "--stdout"]).arg(file).output().context("gzip")?;
    ensure!(
        gzip.status.success() && !gzip.stdout.is_empty(),
        "gzip -9 {} ended with {}",
        file.display(),
        gzip.status
    );
    Ok(gzip.stdout.len())
}

/// A hash of files' contents, for "has anything changed since".
pub(crate) fn hash_of(files: &[&Path]) -> Result<String> {
    let read =
        |file: &&Path| fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    let contents: Vec<_> = files.iter().map(read).collect::<Result<_>>()?;
    Ok(format!("{:016x}", hash(&contents)))
}

fn hash(contents: &[impl AsRef<[u8]>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for content in contents {
        content.as_ref().hash(&mut hasher);
    }
    hasher.finish()
}
