//! `cargo xtask test`: every test there is, and their totals on the last line.

mod api;
mod deploy;
mod libtest;
mod totals;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use self::libtest::Libtest;
use self::totals::Totals;
use crate::command::{command, root};
use crate::services::{Lesson, Plan};
use crate::{demo, lesson, ready, setup, sources};

/// Runs everything; an error if anything failed.
pub(crate) fn run() -> Result<()> {
    setup::for_tests()?;
    demo::build(false)?;
    let mut totals = Totals::default();
    println!("\nRust");
    rust(&mut totals)?;
    println!("\nSources");
    totals.check("spelling", sources::spelling());
    totals.check("no unused dependencies", sources::unused_dependencies());
    println!("\nTypeScript");
    totals.check("format, lints and types", ready::web_checks());
    vitest("crates/wasm/npm", &mut totals)?;
    vitest("www", &mut totals)?;
    println!("\nThe packed package, in an application of a stranger");
    node_tests("wasm", &[], &mut totals)?;
    println!("\nThe live protocol, by the vendor's own SDKs");
    node_tests("live", &[], &mut totals)?;
    println!("\nThe page in Chromium");
    page(&mut totals)?;
    println!("\nThe server's routes, by schemathesis");
    totals.check("routes as a guest", api::run("guest", &[], None));
    totals.check("routes as an operator", api::run("operator", api::SIGNED, Some(api::OPERATOR)));
    println!("\nThe server's deployment, by those who read it");
    deploy::run(&mut totals);
    println!("\nLessons");
    for recording in lesson::recordings()? {
        totals.check(&recording.name(), lesson::take_and_compare(&recording));
    }
    println!("\n{totals}");
    if totals.failed > 0 {
        bail!("{} tests failed", totals.failed);
    }
    Ok(())
}

fn rust(totals: &mut Totals) -> Result<()> {
    let mut cargo =
        command("cargo", ["test", "--workspace", "--no-fail-fast", "--", "--show-output"]);
    cargo.env("CARGO_TERM_COLOR", "never");
    let before = totals.failed;
    let mut libtest = Libtest::default();
    let ok = watch(cargo, |line| libtest.read(line, totals))?;
    if !ok && totals.failed == before {
        totals.failed += 1;
        println!("FAILED: cargo test did not come to an end; see the lines above");
    }
    Ok(())
}

fn vitest(folder: &str, totals: &mut Totals) -> Result<()> {
    let report = report_file(&format!("vitest-{}", folder.replace('/', "-")))?;
    let vitest = root().join("node_modules/vitest/vitest.mjs").display().to_string();
    let output = format!("--outputFile.json={}", report.display());
    let mut node = command(
        "node",
        [
            &*vitest,
            "run",
            "--passWithNoTests=false",
            "--reporter=default",
            "--reporter=json",
            &output,
        ],
    );
    node.current_dir(root().join(folder)).env("NO_COLOR", "1");
    let ok = watch(node, |line| Some(line.to_owned()))?;
    totals.read_vitest(&report, ok).with_context(|| format!("vitest in {folder}"))
}

/// Runs `tests/<folder>/*.spec.mjs` with Node's own test runner.
fn node_tests(folder: &str, environment: &[(&str, &str)], totals: &mut Totals) -> Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests").join(folder))
        .with_context(|| format!("tests/{folder}"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".spec.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("tests/{folder} has no *.spec.mjs");
    }
    let mut node = command("node", ["--test", "--test-concurrency=1", "--test-reporter=tap"]);
    node.args(files).envs(environment.iter().copied());
    let before = totals.failed;
    let ok = watch(node, |line| {
        totals.read_tap(line);
        Some(line.to_owned())
    })?;
    if !ok && totals.failed == before {
        totals.failed += 1;
    }
    Ok(())
}

fn page(totals: &mut Totals) -> Result<()> {
    let lesson = Lesson::start(&Plan { development: false, script: None })?;
    node_tests("e2e", &[("GANITA_PAGE", &lesson.page)], totals)
}

fn report_file(name: &str) -> Result<PathBuf> {
    let folder = root().join("target/reports");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.json"));
    let _ = std::fs::remove_file(&file);
    Ok(file)
}

/// Runs a command, gives each line of its standard output to `read` as it comes, and shows what `read` makes of it.
fn watch(mut command: Command, mut read: impl FnMut(&str) -> Option<String>) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    let stdout = child.stdout.take().expect("stdout was asked to be piped");
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        if let Some(line) = read(&line) {
            println!("{line}");
        }
    }
    std::io::stdout().flush()?;
    Ok(child.wait()?.success())
}
