//! `cargo xtask bench`: how long things take on this machine. Nothing here is asserted: machines are noisy.

mod algebra;
mod page;
mod spoken;

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use clap::Subcommand;

use crate::command::{capture, command, exists, root};
use crate::setup::{GOOGLE_SDK, environment};
use crate::{score, services, setup, wasm};

/// What is measured.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Subject {
    /// The stages between microphone and chunk, and other packages' beside them.
    Audio,
    /// The echo canceller in made-up rooms: what it takes out, its time, its memory.
    Echo,
    /// The AudioWorklet in Chromium, for minutes: underruns, memory, load, how soon it is ready and silent.
    Worklet {
        /// How long.
        #[arg(long, default_value_t = 10.0)]
        minutes: f64,
        /// How many times slower the device is to be.
        #[arg(long, default_value_t = 4)]
        slower: u32,
        /// With our own echo canceller.
        #[arg(long)]
        echo: bool,
    },
    /// Words to formula: sentences of 15 words, one more word, speech of 10 to 10,000 words; natively and in WebAssembly.
    Spoken,
    /// The solver beside compute-engine, nerdamer-prime and SymPy, on the same problems.
    Algebra {
        /// Only ours, natively and in WebAssembly: how long a problem takes, in half a minute.
        #[arg(long)]
        ours: bool,
    },
    /// What a unit of the solver's fuel is worth in time, and how long its worst refusals take.
    Fuel,
    /// The live relay beside one in Node and one in Python.
    Live {
        /// Handed on to the loader: `-- --only school --school-seconds 600`; `-- --help` says what there is.
        #[arg(last = true)]
        more: Vec<String>,
    },
    /// Requests, tokens, segments and memory of the server.
    Server,
}

/// Runs a measurement and shows what it prints.
pub(crate) fn run(subject: Subject) -> Result<()> {
    match subject {
        Subject::Audio => audio(),
        Subject::Echo => {
            shown(&["run", "--profile", "measure", "-qp", "ganita-echo", "--example", "erle"])
        }
        Subject::Worklet { minutes, slower, echo } => page::worklet(minutes, slower, echo),
        Subject::Server => {
            shown(&["build", "--profile", "measure", "-qp", "ganita-server"])?;
            let program = services::binaries().with_file_name("measure").join("ganita-server");
            let program = program.display().to_string();
            let numbers = ["run", "--profile", "measure", "-qp", "ganita-server", "--example"];
            shown(&[&numbers[..], &["numbers", "--", &program]].concat())
        }
        Subject::Live { more } => live(&more),
        Subject::Algebra { ours: false } => score::beside_peers(),
        Subject::Algebra { ours: true } => algebra::ours(),
        Subject::Fuel => fuel(),
        Subject::Spoken => spoken::bench(),
    }
}

fn fuel() -> Result<()> {
    let example = ["run", "--profile", "measure", "-qp", "ganita-algebra", "--example", "fuel"];
    let problems = root().join("../shared/corpus/algebra/dev.jsonl");
    let file = problems.display().to_string();
    // A clone without the development problems measures its own.
    let more: &[&str] = if problems.is_file() { &["--", &file] } else { &[] };
    shown(&[&example[..], more].concat())
}

/// Where the loader's tables are kept.
const LIVE_TABLES: &str = "tests/load/RESULTS.md";

/// Builds the server as operators build it, and lets the loader measure.
fn live(more: &[String]) -> Result<()> {
    setup::packages()?;
    let python = environment("google-sdk", GOOGLE_SDK)?.join("python").display().to_string();
    shown(&["build", "--release", "-qp", "ganita-server"])?;
    shown(&["build", "--profile", "measure", "-qp", "ganita-load"])?;
    let built = |profile, name| {
        services::binaries().with_file_name(profile).join(name).display().to_string()
    };
    let loader = built("measure", "ganita-load");
    let server = built("release", "ganita-server");
    let tables = root().join(LIVE_TABLES).display().to_string();
    let status = command(&loader, ["--server", &server, "--python", &python, "--write", &tables])
        .args(more)
        .stdin(Stdio::null())
        .status()?;
    if !status.success() {
        bail!("the loader ended with {status}");
    }
    Ok(())
}

/// What a page could take instead of ours.
const AUDIO_PEERS: [&str; 3] = [
    "@sapphi-red/web-noise-suppressor@0.4.1",
    "@jitsi/rnnoise-wasm@0.2.1",
    "@ricky0123/vad-web@0.0.31",
];

/// Times, and instructions where valgrind is there: times are this machine's, instructions are the code's.
fn audio() -> Result<()> {
    let ganita = ganita()?;
    let output = command(&ganita, ["bench", "audio"]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("ganita bench audio ended with {}", output.status);
    }
    let table = String::from_utf8_lossy(&output.stdout);
    println!("natively");
    if exists("valgrind") {
        with_instructions(&ganita, &table)?;
    } else {
        println!("{table}\nvalgrind is not installed: no instructions were counted");
    }
    println!("\nin WebAssembly, by Node");
    let module = wasm::bench()?.display().to_string();
    let script = root().join("tests/score/audio/stages.mjs").display().to_string();
    println!("{}", capture(command("node", [script, module]))?);
    println!("\nother packages, by Node");
    let peers = setup::packages_apart("audio-peers", &AUDIO_PEERS)?.display().to_string();
    let script = root().join("tests/score/audio/peers.mjs").display().to_string();
    let recording = root().join("tests/recordings/derivative-noisy.wav").display().to_string();
    println!("{}", capture(command("node", [script, peers, recording]))?);
    Ok(())
}

fn with_instructions(ganita: &str, table: &str) -> Result<()> {
    for (n, line) in table.lines().enumerate() {
        if n == 0 {
            println!("{line}{:>22}", "instructions / 10 ms");
            continue;
        }
        // The first 28 columns are the name.
        let name = line.get(..28).unwrap_or(line).trim();
        let stage = ["bench", "audio", "--only", name, "--seconds"];
        println!("{line}{:>22}", instructions(ganita, &stage, [1, 2])? / 100);
    }
    Ok(())
}

/// Instructions that so much more work takes: the last argument is how much, once little, once more.
fn instructions(program: &str, work: &[&str], [less, more]: [u32; 2]) -> Result<u64> {
    let counted = |amount: u32| {
        let tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null", program];
        let mut valgrind = command("valgrind", tool);
        valgrind.args(work).arg(amount.to_string());
        let output = valgrind.output().context("cannot start valgrind")?;
        let report = String::from_utf8_lossy(&output.stderr);
        report
            .lines()
            .find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<u64>().ok())
            .with_context(|| format!("valgrind counted nothing for {work:?}: {report}"))
    };
    Ok(counted(more)?.saturating_sub(counted(less)?))
}

/// `ganita` as it is measured.
fn ganita() -> Result<String> {
    score::build()?;
    Ok(score::ganita().display().to_string())
}

fn shown(arguments: &[&str]) -> Result<()> {
    let status = command("cargo", arguments).stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("cargo {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}
