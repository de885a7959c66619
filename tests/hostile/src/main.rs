//! Makes hostile input and checks what must hold: `cargo xtask fuzz spoken --runs 10000000`.
#![allow(clippy::print_stdout, reason = "a command-line program")]
#![allow(clippy::disallowed_methods, reason = "the slowest input is looked for")]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use ganita_hostile::dice::Dice;
use ganita_hostile::{latex, relay, spoken};
use ganita_notation::Trouble;

/// What is fed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Target {
    /// Words to formula.
    Spoken,
    /// LaTeX to tree.
    Latex,
    /// Frames of a live session.
    Relay,
}

/// Feeds made input to a core and counts what does not hold.
#[derive(Parser)]
struct Arguments {
    target: Target,
    /// How many inputs.
    #[arg(long, default_value_t = 100_000)]
    runs: u64,
    /// Where the dice start.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Writes formulas that came out, one a line, at most so many: for another reader to try.
    #[arg(long, requires = "most")]
    sample: Option<PathBuf>,
    /// How many.
    #[arg(long)]
    most: Option<usize>,
}

/// One in so many is looked at thoroughly.
const THOROUGH: u64 = 64;

/// Faults beyond this many are only counted.
const SHOWN: usize = 20;

/// What came of all inputs.
#[derive(Default)]
struct Found {
    faults: u64,
    bytes: u64,
    written: u64,
    /// Why our own reader refused formulas: how often, and the shortest of them.
    refused: BTreeMap<String, (u64, String)>,
    /// How long inputs of so many bytes took, by powers of four: how many, all of them, the slowest.
    growth: BTreeMap<u32, (u64, u64, Duration, Duration)>,
    slowest: (Duration, String),
    sample: String,
}

impl Found {
    fn took(&mut self, input: &[u8], took: Duration) {
        let power = (input.len().max(1)).ilog(4);
        let (count, bytes, all, most) = self.growth.entry(power).or_default();
        *count += 1;
        *bytes += input.len() as u64;
        *all += took;
        *most = took.max(*most);
        if took > self.slowest.0 {
            self.slowest = (took, String::from_utf8_lossy(input).into_owned());
        }
    }

    fn refuse(&mut self, trouble: &Trouble, latex: String) {
        let name = format!("{trouble:?}");
        let name = match trouble {
            // Which command is what one wants to know.
            Trouble::UnknownCommand(..) | Trouble::CannotStand(..) => &*name,
            _ => name.split(['(', ' ']).next().unwrap_or_default(),
        };
        let (count, shortest) =
            self.refused.entry(name.to_owned()).or_insert_with(|| (0, latex.clone()));
        *count += 1;
        if latex.len() < shortest.len() {
            *shortest = latex;
        }
    }

    fn print(self, runs: u64, time: Duration) {
        println!("{runs} inputs, {} bytes, {} faults, {time:.0?}", self.bytes, self.faults);
        let refused: u64 = self.refused.values().map(|(count, _)| count).sum();
        println!(
            "{} formulas written, {refused} of them not read again by our own reader",
            self.written
        );
        for (trouble, (count, shortest)) in self.refused {
            println!("{count:>10} {trouble:<18} {shortest:.60}");
        }
        println!(
            "{:>12} {:>10} {:>10} {:>10} {:>10}",
            "bytes below", "inputs", "mean µs", "ns a byte", "most µs"
        );
        for (power, (count, bytes, all, most)) in self.growth {
            let ns = all.as_nanos() as f64;
            println!(
                "{:>12} {count:>10} {:>10.1} {:>10.1} {:>10}",
                4_u64.pow(power + 1),
                ns / 1e3 / count as f64,
                ns / bytes.max(1) as f64,
                most.as_micros()
            );
        }
        let (took, slowest) = self.slowest;
        let shown: String = slowest.chars().take(100).collect();
        println!("the slowest took {took:.1?}, of {} bytes: {shown:?}", slowest.len());
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let every =
        arguments.most.map_or(u64::MAX, |most| (arguments.runs / most.max(1) as u64).max(1));
    let mut dice = Dice::new(arguments.seed);
    let mut found = Found::default();
    // A panic is counted and shown with its input; its own message would only repeat that.
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    for run in 0..arguments.runs {
        let thorough = run % THOROUGH == 0;
        let (input, outcome, took) = once(arguments.target, &mut dice, thorough);
        found.bytes += input.len() as u64;
        if !thorough {
            found.took(&input, took);
        }
        match outcome {
            Ok(Some((latex, trouble))) => {
                found.written += 1;
                if run % every == 0 && !latex.contains('\n') {
                    found.sample.push_str(&latex);
                    found.sample.push('\n');
                }
                if let Some(trouble) = trouble {
                    found.refuse(&trouble, latex);
                }
            }
            Ok(None) => {}
            Err(why) => {
                found.faults += 1;
                if found.faults as usize <= SHOWN {
                    println!("{:.300?}: {why:.300}", String::from_utf8_lossy(&input));
                }
            }
        }
        if run % 1_000_000 == 999_999 {
            println!("{} inputs, {} faults", run + 1, found.faults);
        }
    }
    if let Some(path) = arguments.sample
        && let Err(error) = fs::write(&path, &found.sample)
    {
        println!("cannot write {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    let faults = found.faults;
    found.print(arguments.runs, begun.elapsed());
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// LaTeX and why our own reader refuses it, nothing where none is written, or what does not hold.
type Outcome = Result<Option<(String, Option<Trouble>)>, String>;

/// One input, what came of it, and how long that took.
fn once(target: Target, dice: &mut Dice, thorough: bool) -> (Vec<u8>, Outcome, Duration) {
    let input = match target {
        Target::Spoken => spoken::made(dice).into_bytes(),
        Target::Latex => latex::made(dice).into_bytes(),
        Target::Relay => relay::made(dice),
    };
    let text = String::from_utf8_lossy(&input);
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| match target {
        Target::Spoken => {
            if thorough {
                spoken::thoroughly(&text)?;
            }
            spoken::check(&text).map(Some)
        }
        Target::Latex => latex::check(&text),
        Target::Relay => relay::any(&input).map(|()| None),
    }));
    let took = start.elapsed();
    let outcome = outcome.unwrap_or_else(|_| Err("panics".to_owned()));
    drop(text);
    (input, outcome, took)
}
