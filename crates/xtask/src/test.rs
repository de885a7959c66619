//! `cargo xtask test`: every test there is, and their totals on the last line.

mod api;
mod ctrl_c;
mod deploy;
mod lane;
mod libtest;
mod totals;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use self::lane::{FIRST, Lane, SECOND};
use self::libtest::Libtest;
use self::totals::Totals;
use crate::command::{command, root, step};
use crate::services::{Lesson, Plan};
use crate::{demo, lesson, ready, setup, sources};

/// A part of all tests.
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
    /// As the command line names it.
    fn name(self) -> String {
        self.to_possible_value().expect("no part is hidden").get_name().to_owned()
    }

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

/// What parts of the tests came to, and how long each took.
#[derive(Default, Serialize, Deserialize)]
struct Outcome {
    totals: Totals,
    times: Vec<(String, Duration)>,
}

impl Outcome {
    /// Does one thing and keeps its time.
    fn time(&mut self, title: &str, work: impl FnOnce(&mut Totals) -> Result<()>) -> Result<()> {
        let start = Instant::now();
        work(&mut self.totals)?;
        self.times.push((title.to_owned(), start.elapsed()));
        Ok(())
    }

    fn take(&mut self, parts: &[Part]) -> Result<()> {
        parts.iter().try_for_each(|&part| self.time(part.title(), |totals| take(part, totals)))
    }

    fn join(&mut self, other: Outcome) {
        self.totals.add(other.totals);
        self.times.extend(other.times);
    }

    /// Prints times, failures and, last, the totals.
    fn print(&self) {
        println!();
        for (title, time) in &self.times {
            println!("{:>6.0} s  {title}", time.as_secs_f64());
        }
        if self.totals.failed > 0 {
            println!("\nFailed:");
            for name in &self.totals.failures {
                println!("  {name}");
            }
        }
        println!("\n{}", self.totals);
    }
}

/// Runs everything, or some parts of it; an error if anything failed.
pub(crate) fn run(parts: &[Part]) -> Result<()> {
    let mut outcome = Outcome::default();
    let all = parts.is_empty();
    outcome.time("Set-up and builds", |_| build(all || parts.contains(&Part::Rust)))?;
    if all {
        let beside = Lane::start(SECOND)?;
        let first = outcome.take(FIRST);
        let second = beside.finish();
        first?;
        outcome.join(second?);
    } else {
        outcome.take(parts)?;
    }
    outcome.print();
    if outcome.totals.failed > 0 {
        bail!("{} tests failed", outcome.totals.failed);
    }
    Ok(())
}

/// Runs parts for whom everything was built before, and writes down what they came to.
pub(crate) fn report(parts: &[Part], report: &Path) -> Result<()> {
    let mut outcome = Outcome::default();
    outcome.take(parts)?;
    std::fs::write(report, serde_json::to_string(&outcome)?)?;
    Ok(())
}

/// Compiling beside a browser would cost it more than the time it saves.
fn build(rust: bool) -> Result<()> {
    setup::for_tests()?;
    demo::build(false)?;
    if rust {
        step("Rust tests", command("cargo", ["test", "--quiet", "--workspace", "--no-run"]))?;
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
