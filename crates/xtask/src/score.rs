//! `cargo xtask score`: the cores against data that is not in the repository, judged by programs that are not either.
//!
//! Data and judges lie in `../shared`, beside the checkout. Where they are missing nothing is scored, and that is said.
//! The table goes to `tests/corpus/`, committed, so that a change in quality is a line in a diff.

mod audio;
mod voice;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::command::{capture, command, root, step};
use crate::setup::{self, cache, environment};

/// What is scored.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Subject {
    /// Spoken mathematics to LaTeX.
    Spoken,
    /// Problems solved, and their steps.
    Algebra,
    /// Speech detection and noise suppression.
    Audio,
    /// Phrases said aloud, from sound to formula.
    Voice,
    /// Spoken mathematics heard word by word: what is settled, and whether that changes.
    Listen,
}

/// Runs a judge and writes its table. `again` takes the words that were heard last time.
pub(crate) fn run(subject: Subject, again: bool) -> Result<()> {
    let shared = root().join("../shared");
    if !shared.join("corpus").is_dir() {
        bail!(
            "there is nothing to score with: the development data (../shared/corpus) is not on this machine"
        );
    }
    build()?;
    let table = match subject {
        Subject::Spoken => spoken(&shared)?,
        Subject::Algebra => algebra(&shared)?,
        Subject::Audio => audio::score(&shared)?,
        Subject::Voice => voice::voice(&shared, again)?,
        Subject::Listen => listen(&shared)?,
    };
    let name = match subject {
        Subject::Spoken => "spoken-score.txt",
        Subject::Algebra => "algebra-score.txt",
        Subject::Audio => "audio-score.txt",
        Subject::Voice => "voice-score.txt",
        Subject::Listen => "listen-score.txt",
    };
    let folder = root().join("tests/corpus");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), &table)?;
    println!("{table}");
    Ok(())
}

/// Builds `ganita` as it is measured.
pub(crate) fn build() -> Result<()> {
    setup::weights()?;
    let build = ["build", "--profile", "measure", "--quiet", "-p", "ganita-cli"];
    step("ganita, optimised", command("cargo", build))
}

/// Where [`build`] puts it.
pub(crate) fn ganita() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("measure/ganita")
}

/// A folder for answers and verdicts.
pub(crate) fn workplace() -> Result<PathBuf> {
    let folder = root().join("target/score");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The judge of spoken mathematics, with what it needs.
pub(crate) fn spoken_judge() -> Result<PathBuf> {
    let judge = cache().join("score-spoken");
    if !judge.join("node_modules").is_dir() {
        let from = root().join("../shared/tools/score-spoken").display().to_string();
        let to = judge.display().to_string();
        step("the judge", command("cp", ["-rT", "--no-preserve=mode", &from, &to]))?;
        let mut install = command("npm", ["install", "--no-audit", "--no-fund"]);
        install.current_dir(&judge);
        step("what the judge needs", install)?;
    }
    Ok(judge.join("score.mjs"))
}

/// Whether nobody looks at this formula's rows and nothing is fitted on them: a fifth of all formulas, by a hash of what
/// is written, so that a formula's many readings stay together.
pub(crate) fn is_blind(latex: &str) -> bool {
    let hash = latex.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.is_multiple_of(5)
}

/// The judge's table of each file, apart for what is looked at and what is not: a gain on the second is no fit to rows.
pub(crate) fn by_part() -> Result<()> {
    let shared = root().join("../shared/corpus/spoken");
    if !shared.is_dir() {
        bail!(
            "there is nothing to score with: the development data (../shared/corpus) is not on this machine"
        );
    }
    build()?;
    let score = spoken_judge()?.display().to_string();
    for input in data(&shared)? {
        let answers = answer("latex", &input)?;
        let joined = join(&input, &answers)?.display().to_string();
        println!("\n{}", file_name(&input));
        for by in ["part", "part,lang,style"] {
            let table = capture(command("node", [&*score, &joined, "--by", by]))?;
            // The head of the second table says nothing new.
            table
                .lines()
                .skip(if by == "part" { 0 } else { 2 })
                .for_each(|line| println!("{line}"));
        }
    }
    Ok(())
}

fn spoken(shared: &Path) -> Result<String> {
    let score = spoken_judge()?.display().to_string();
    let mut table =
        String::from("# cargo xtask score spoken: share of formulas that are right, in percent\n");
    for input in data(&shared.join("corpus/spoken"))? {
        let answers = answer("latex", &input)?;
        let joined = join(&input, &answers)?;
        let printed = capture(command("node", [&*score, &joined.display().to_string()]))?;
        let _ = write!(table, "\n{}\n{printed}\n", file_name(&input));
        if let Some(again) = said_again(&joined)? {
            let _ = write!(table, "\n{LOSSY} said again by the reader\n{again}\n");
        }
    }
    Ok(table)
}

/// The style whose speech is the same for different formulas.
const LOSSY: &str = "sre-clearspeak";

/// Of a lossy style, how many readings are the formula or are said in the very words that were heard; nothing where a file
/// has none.
fn said_again(joined: &Path) -> Result<Option<String>> {
    let rows = fs::read_to_string(joined)?;
    let is_lossy = |row: &&str| row.contains(&format!("\"style\":\"{LOSSY}\""));
    let lossy: Vec<&str> = rows.lines().filter(is_lossy).collect();
    if lossy.is_empty() {
        return Ok(None);
    }
    let file = workplace()?.join("said-again.jsonl");
    fs::write(&file, lossy.join("\n"))?;
    let judge = spoken_judge()?.with_file_name("respeak.mjs").display().to_string();
    Ok(Some(capture(command("node", [judge, file.display().to_string()]))?))
}

/// Every sentence word by word. Times are printed, not kept.
fn listen(shared: &Path) -> Result<String> {
    let mut run = command("cargo", ["run", "--profile", "measure", "-qp", "ganita-spoken"]);
    run.args(["--example", "listen", "--"]).args(data(&shared.join("corpus/spoken"))?);
    let printed = capture(run)?;
    let (times, kept): (Vec<&str>, Vec<&str>) =
        printed.lines().partition(|line| line.starts_with("time"));
    println!("{}", times.join("\n"));
    Ok(format!(
        "# cargo xtask score listen: sentences of the development data heard word by word\n\n{}\n",
        kept.join("\n")
    ))
}

/// What judges the algebra.
const JUDGE: [&str; 2] = ["sympy==1.14.0", "mpmath==1.3.0"];

/// What DeepMind's generator runs with: it was written for older versions.
const GENERATOR: [&str; 3] = ["mathematics_dataset==1.0.1", "numpy<2", "sympy==1.5.1"];

/// Right, wrong and undone by kind.
fn judged(answers: &Path, corpus: &Path) -> Result<String> {
    let python = python("judge-algebra", &JUDGE)?;
    let script = root().join("../shared/tools/judge-algebra/judge.py");
    let [script, answers, corpus] = [&script, answers, corpus].map(|p| p.display().to_string());
    let arguments = [&script, &answers, "--corpus", &corpus, "--jobs", "2", "--timeout", "20"];
    capture(command(&python, arguments))
}

/// The same for every step.
fn steps_judged(answers: &Path) -> Result<String> {
    let python = python("judge-algebra", &JUDGE)?;
    let script = root().join("../shared/tools/judge-algebra/stepcheck.py");
    capture(command(&python, [script, answers.to_owned()].map(|p| p.display().to_string())))
}

/// Problems that nobody has seen, made with their answers (tests/score/problems.py).
pub(crate) fn generated(count: u32, seed: u32) -> Result<()> {
    if !root().join("../shared/tools/judge-algebra").is_dir() {
        bail!("there is no judge (../shared/tools/judge-algebra) on this machine");
    }
    build()?;
    let generator = python("mathematics-dataset", &GENERATOR)?;
    let script = root().join("tests/score/problems.py").display().to_string();
    let (count, seed) = (count.to_string(), seed.to_string());
    let problems = capture(command(&generator, ["-W", "ignore", &script, &count, &seed]))?;
    let corpus = workplace()?.join("made.jsonl");
    fs::write(&corpus, problems)?;
    let answers = answer("solve", &corpus)?;
    println!("{}\n\nsteps\n{}", judged(&answers, &corpus)?, steps_judged(&answers)?);
    Ok(())
}

/// The development problems.
pub(crate) fn algebra_problems() -> Result<PathBuf> {
    let corpus = root().join("../shared/corpus/algebra/dev.jsonl");
    if !corpus.is_file() {
        bail!("there are no problems (../shared/corpus/algebra) on this machine");
    }
    Ok(corpus)
}

/// The engines of the browser and the one of the server, each judged on the development problems, in one run.
pub(crate) fn beside_peers() -> Result<()> {
    let shared = root().join("../shared");
    let corpus = algebra_problems()?;
    build()?;
    let packages = ["@cortex-js/compute-engine@0.140.0", "nerdamer-prime@1.5.0"];
    let peers = setup::packages_apart("algebra-peers", &packages)?;
    let path = |p: PathBuf| p.display().to_string();
    let scripts = root().join("tests/score");
    let (problems, folder) = (path(corpus.clone()), path(peers));
    println!("ganita\n{}", judged(&answer("solve", &corpus)?, &corpus)?);
    let modules = path(crate::wasm::build_one("algebra")?);
    let whole = path(crate::wasm::whole("algebra"));
    let ours = command("node", [&path(scripts.join("ours.mjs")), &modules, &whole, &problems]);
    let mut runs = vec![("ganita in wasm", ours)];
    for engine in ["compute-engine", "nerdamer-prime"] {
        let script = path(scripts.join("peers.mjs"));
        runs.push((engine, command("node", [&script, engine, &problems, &folder])));
    }
    let sympy = python("judge-algebra", &JUDGE)?;
    let judge = path(shared.join("tools/judge-algebra"));
    runs.push(("sympy", command(&sympy, [&path(scripts.join("peers.py")), &problems, &judge])));
    for (name, mut run) in runs {
        let answers = workplace()?.join(format!("{name}.jsonl"));
        let output = run
            .stdout(File::create(&answers)?)
            .stderr(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .with_context(|| format!("cannot start {name}"))?;
        // What an engine itself complains about is left out.
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            bail!("{name} ended with {}: {said}", output.status);
        }
        let said: Vec<&str> = said
            .lines()
            .filter(|l| {
                l.contains("cold start: ")
                    || l.starts_with("answered by ")
                    || l.starts_with("memory ")
                    || l.starts_with("cut off: ")
            })
            .collect();
        println!("\n{name}\n{}\n{}", said.join("\n"), judged(&answers, &corpus)?);
    }
    Ok(())
}

fn algebra(shared: &Path) -> Result<String> {
    let input = shared.join("corpus/algebra/dev.jsonl");
    let answers = answer("solve", &input)?;
    let verdicts = judged(&answers, &input)?;
    let steps = steps_judged(&answers)?;
    println!("{verdicts}");
    Ok(format!(
        "# cargo xtask score algebra: the development problems; times are printed, not kept\n\n{}\n\nsteps\n{steps}\n",
        without_times(&verdicts)
    ))
}

/// The judge's table without its last two columns, which change with every run.
fn without_times(table: &str) -> String {
    let lines = table.lines().map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let kept = columns.len().saturating_sub(2);
        let mut out = format!("{:17}", columns.first().copied().unwrap_or_default());
        for column in columns.iter().take(kept).skip(1) {
            let _ = write!(out, " {column:>6}");
        }
        out
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A Python with the packages a judge asks for.
fn python(name: &str, packages: &[&str]) -> Result<String> {
    Ok(environment(name, packages)?.join("python").display().to_string())
}

fn data(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

/// What `ganita latex` or `ganita solve` makes of a file of questions.
pub(crate) fn answer(verb: &str, input: &Path) -> Result<PathBuf> {
    answer_of(&ganita(), verb, input)
}

/// The same of another build of the program.
pub(crate) fn answer_of(program: &Path, verb: &str, input: &Path) -> Result<PathBuf> {
    let output = workplace()?.join(format!("{verb}-{}", file_name(input)));
    let mut run = command(&program.display().to_string(), [verb, "--jsonl"]);
    let status = run
        .stdin(File::open(input)?)
        .stdout(File::create(&output)?)
        .stderr(Stdio::inherit())
        .status()
        .context("cannot start ganita")?;
    if !status.success() {
        bail!("ganita {verb} --jsonl ended with {status} on {}", input.display());
    }
    Ok(output)
}

/// Puts each answer into the row it belongs to, since the judge reads both from one row.
fn join(input: &Path, answers: &Path) -> Result<PathBuf> {
    let (rows, given) = (fs::read_to_string(input)?, fs::read_to_string(answers)?);
    let mut joined = String::new();
    let mut given = given.lines();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let mut row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(row)?;
        let answer = given.next().context("fewer answers than questions")?;
        let answer: serde_json::Map<String, serde_json::Value> = serde_json::from_str(answer)?;
        if row.get("id") != answer.get("id") {
            bail!("answers come in another order than questions: {:?}", answer.get("id"));
        }
        row.extend(answer);
        let blind = row.get("latex").and_then(serde_json::Value::as_str).is_some_and(is_blind);
        row.insert("part".to_owned(), if blind { "blind" } else { "looked at" }.into());
        let _ = writeln!(joined, "{}", serde_json::Value::Object(row));
    }
    let output = workplace()?.join(format!("joined-{}", file_name(input)));
    fs::write(&output, joined)?;
    Ok(output)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
