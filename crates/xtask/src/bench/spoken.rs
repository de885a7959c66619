//! Words to formula, natively and in WebAssembly: times, and instructions where valgrind is there.

use std::process::Stdio;

use anyhow::{Result, bail};

use super::{ganita, instructions, shown};
use crate::command::{capture, command, exists, root};
use crate::wasm;

/// How often callgrind has a sentence read, less and more: the difference is counted.
const ROUNDS: [u32; 2] = [2, 12];

/// Words of a sentence of `SENTENCES`.
const WORDS: u64 = 15;

/// The sentences, a name and fifteen words a line.
const SENTENCES: &str = "crates/cli/src/bench/sentences.txt";

pub(super) fn bench() -> Result<()> {
    let ganita = ganita()?;
    let output = command(&ganita, ["bench", "spoken"]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("ganita bench spoken ended with {}", output.status);
    }
    println!("natively, times of this machine\n{}", String::from_utf8_lossy(&output.stdout));
    if exists("valgrind") {
        counted(&ganita)?;
    } else {
        println!("valgrind is not installed: no instructions were counted");
    }
    println!("in WebAssembly, by Node");
    let folder = wasm::build_one("words")?.display().to_string();
    let [script, sentences] =
        ["tests/score/words.mjs", SENTENCES].map(|path| root().join(path).display().to_string());
    println!("{}", capture(command("node", [script, folder, sentences]))?);
    shown(&["bench", "--quiet", "-p", "ganita-spoken"])
}

/// The same on a busy machine as on a quiet one.
fn counted(ganita: &str) -> Result<()> {
    let sentences = std::fs::read_to_string(root().join(SENTENCES))?;
    let rounds = u64::from(ROUNDS[1] - ROUNDS[0]);
    println!(
        "instructions, by callgrind\n{:<12}{:>14}{:>14}",
        "15 words", "whole", "one more word"
    );
    let (mut all, mut all_words, mut count) = (0, 0, 0);
    for name in sentences.lines().filter_map(|line| line.split_whitespace().next()) {
        let work = ["bench", "spoken", "--only", name];
        let whole = instructions(ganita, &[&work[..], &["--rounds"]].concat(), ROUNDS)? / rounds;
        let more = [&work[..], &["--word-by-word", "--rounds"]].concat();
        let word = instructions(ganita, &more, ROUNDS)? / rounds / WORDS;
        println!("{name:<12}{whole:>14}{word:>14}");
        (all, all_words, count) = (all + whole, all_words + word, count + 1);
    }
    println!("{:<12}{:>14}{:>14}", "mean", all / count, all_words / count);
    println!("{:<12}{:>14}{:>14}", "long speech", "whole", "a word");
    for words in [10_u64, 100, 1_000, 4_000, 10_000] {
        let name = words.to_string();
        let work = ["bench", "spoken", "--only", &name, "--rounds"];
        let whole = instructions(ganita, &work, [1, 2])?;
        println!("{words:<12}{whole:>14}{:>14}", whole / words);
    }
    println!("(of speech beyond 4,000 words the first 4,000 are read, and a note says so)\n");
    Ok(())
}
