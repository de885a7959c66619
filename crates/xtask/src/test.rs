//! `cargo xtask test`: every test there is, and their totals on the last line.

mod api;
mod ctrl_c;
mod deploy;
mod libtest;
mod totals;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use self::libtest::Libtest;
use self::totals::Totals;
use crate::command::{command, root};
use crate::services::{Lesson, Plan};
use crate::{demo, lesson, ready, setup, sources};

/// A part of all tests, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The Rust tests of the workspace.
    Rust,
    /// Spelling, and dependencies that nothing uses.
    Sources,
    /// Format, lints, types and unit tests of the TypeScript.
    Typescript,
    /// The packed npm package in a stranger's application.
    Package,
    /// The live protocol, by the vendor's own SDKs and a real LiveKit.
    Live,
    /// The page in Chromium.
    Page,
    /// The server's routes, by schemathesis.
    Routes,
    /// The server's deployment, by those who read it.
    Deploy,
    /// The demo from its start to Ctrl-C.
    Demo,
    /// The recorded lessons.
    Lessons,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Part::Rust => "Rust",
            Part::Sources => "Sources",
            Part::Typescript => "TypeScript",
            Part::Package => "The packed package, in an application of a stranger",
            Part::Live => "The live protocol, by the vendor's own SDKs",
            Part::Page => "The page in Chromium",
            Part::Routes => "The server's routes, by schemathesis",
            Part::Deploy => "The server's deployment, by those who read it",
            Part::Demo => "The demo",
            Part::Lessons => "Lessons",
        }
    }
}

/// Runs everything, or one part of it; an error if anything failed.
pub(crate) fn run(only: Option<Part>) -> Result<()> {
    let start = Instant::now();
    setup::for_tests()?;
    demo::build(false)?;
    let mut times = vec![("Set-up and builds", start.elapsed())];
    let mut totals = Totals::default();
    for &part in Part::value_variants() {
        if only.is_none_or(|only| only == part) {
            let start = Instant::now();
            take(part, &mut totals)?;
            times.push((part.title(), start.elapsed()));
        }
    }
    println!();
    for (title, time) in times {
        println!("{:>6.0} s  {title}", time.as_secs_f64());
    }
    if totals.failed > 0 {
        println!("\nFailed:");
        for name in &totals.failures {
            println!("  {name}");
        }
    }
    println!("\n{totals}");
    if totals.failed > 0 {
        bail!("{} tests failed", totals.failed);
    }
    Ok(())
}

fn take(part: Part, totals: &mut Totals) -> Result<()> {
    println!("\n{}", part.title());
    match part {
        Part::Rust => rust(totals)?,
        Part::Sources => {
            totals.check("spelling", sources::spelling());
            totals.check("no unused dependencies", sources::unused_dependencies());
        }
        Part::Typescript => {
            totals.check("format, lints and types", ready::web_checks());
            vitest("crates/wasm/npm", totals)?;
            vitest("www", totals)?;
        }
        Part::Package => node_tests("wasm", &[], totals)?,
        Part::Live => node_tests("live", &[], totals)?,
        Part::Page => page(totals)?,
        Part::Routes => {
            totals.check("routes as a guest", api::run("guest", &[], None));
            let operator = api::run("operator", api::SIGNED, Some(api::OPERATOR));
            totals.check("routes as an operator", operator);
        }
        Part::Deploy => deploy::run(totals),
        Part::Demo => {
            let title = "a page under next dev, and Ctrl-C leaves nothing running";
            totals.check(title, ctrl_c::run());
        }
        Part::Lessons => {
            for recording in lesson::recordings()? {
                totals.check(&recording.name(), lesson::take_and_compare(&recording));
            }
        }
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
