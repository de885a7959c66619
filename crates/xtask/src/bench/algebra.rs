//! Our solver alone on the development problems: how long it takes natively and in WebAssembly.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::{capture, command, root, step};
use crate::{score, services, wasm};

/// How often all problems are solved. What runs WebAssembly compiles it better while it runs.
const ROUNDS: u32 = 4;

/// An answer, of which only its time counts here.
#[derive(Deserialize)]
struct Row {
    id: serde_json::Value,
    time_us: u64,
}

pub(super) fn ours() -> Result<()> {
    let corpus = score::algebra_problems()?;
    // As it is released: a third quicker than what scores are made with.
    let build = ["build", "--release", "--quiet", "-p", "ganita-cli"];
    step("ganita, released", command("cargo", build))?;
    let program = services::binaries().with_file_name("release").join("ganita");
    println!("{:34}{:>12}{:>12}{:>12}", "microseconds a problem", "median", "p95", "longest");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(times(&fs::read_to_string(score::answer_of(&program, "solve", &corpus)?)?)?);
    }
    table("natively", &rounds);
    let modules = wasm::build_one("algebra")?.display().to_string();
    let whole = wasm::whole("algebra").display().to_string();
    let script = root().join("tests/score/ours.mjs").display().to_string();
    let problems = corpus.display().to_string();
    let run = command("node", [&script, &modules, &whole, &problems, &ROUNDS.to_string()]);
    let rows = times(&capture(run)?)?;
    let rounds: Vec<_> = rows.chunks(rows.len() / ROUNDS as usize).map(<[_]>::to_vec).collect();
    table("WebAssembly, by Node", &rounds);
    Ok(())
}

fn times(rows: &str) -> Result<Vec<(String, u64)>> {
    rows.lines()
        .map(|row| {
            let row: Row = serde_json::from_str(row).context("an answer without its time")?;
            Ok((row.id.to_string(), row.time_us))
        })
        .collect()
}

/// The first round, which is what a student waits for, and the least of all, which is what the machine's other work
/// disturbed least.
fn table(name: &str, rounds: &[Vec<(String, u64)>]) {
    let mut least = BTreeMap::new();
    for (id, time) in rounds.iter().flatten() {
        let best = least.entry(id).or_insert(*time);
        *best = (*best).min(*time);
    }
    let first = rounds.iter().flatten().take(least.len()).map(|(_, time)| *time).collect();
    line(&format!("{name}, first"), first);
    line(&format!("{name}, least of {}", rounds.len()), least.into_values().collect());
}

fn line(name: &str, mut times: Vec<u64>) {
    times.sort_unstable();
    let at =
        |percent: usize| times.get((times.len() - 1) * percent / 100).copied().unwrap_or_default();
    println!("{name:34}{:>12}{:>12}{:>12}", at(50), at(95), at(100));
}
