//! `cargo xtask fuzz`: hostile input made by dice, checked by the cores' own readers and, for formulas, by KaTeX.

use std::process::Stdio;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::command::{command, exists, root};

/// What is fed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Target {
    /// Words to formula.
    Spoken,
    /// LaTeX to tree.
    Latex,
    /// LaTeX to the solver, with any task: no panic, nothing beyond its fuel, every step in words.
    Algebra,
    /// Frames of a live session.
    Relay,
}

/// So many formulas are shown to KaTeX.
const SAMPLE: &str = "20000";

/// Runs tests/hostile for so many inputs; nothing is written but a sample under target/.
pub(crate) fn run(target: Target, runs: u64, seed: u64) -> Result<()> {
    let name = match target {
        Target::Spoken => "spoken",
        Target::Latex => "latex",
        Target::Relay => "relay",
        Target::Algebra => return algebra(runs, seed),
    };
    let sample = root().join("target").join(format!("hostile-{name}.txt")).display().to_string();
    let (runs, seed) = (runs.to_string(), seed.to_string());
    let mut hostile =
        command("cargo", ["run", "--profile", "measure", "-qp", "ganita-hostile", "--"]);
    hostile.args([name, "--runs", &runs, "--seed", &seed, "--sample", &sample, "--most", SAMPLE]);
    let status = hostile.stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!(
            "the hostile inputs ended with {status}; the lines above are the inputs and what does not hold"
        );
    }
    if matches!(target, Target::Relay) {
        return Ok(());
    }
    if !exists("node") || !root().join("node_modules/katex").is_dir() {
        println!(
            "KaTeX is not installed (cargo xtask setup installs it): the sample was not shown to it"
        );
        return Ok(());
    }
    let script = root().join("tests/hostile/katex.mjs").display().to_string();
    let status = command("node", [&script, &sample]).stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("KaTeX cannot set some of the formulas");
    }
    Ok(())
}

/// The crate's own test, for longer.
fn algebra(runs: u64, seed: u64) -> Result<()> {
    let mut test = command("cargo", ["test", "--profile", "measure", "-qp", "ganita-algebra"]);
    test.args(["--test", "fuzzed", "--", "--nocapture"]);
    test.env("GANITA_FUZZ", runs.to_string()).env("GANITA_FUZZ_SEED", seed.to_string());
    let status = test.stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!(
            "the hostile LaTeX ended with {status}; the lines above are the inputs and what does not hold"
        );
    }
    Ok(())
}
