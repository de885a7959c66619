//! Makes hostile input and checks what must hold: `cargo xtask fuzz spoken --runs 10000000`.
#![allow(clippy::print_stdout, reason = "a command-line program")]
#![allow(clippy::disallowed_methods, reason = "the slowest input is looked for")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use ganita_hostile::dice::Dice;
use ganita_hostile::{latex, relay, spoken};

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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let every =
        arguments.most.map_or(u64::MAX, |most| (arguments.runs / most.max(1) as u64).max(1));
    let mut dice = Dice::new(arguments.seed);
    let (mut faults, mut bytes, mut sample) = (0_u64, 0_u64, String::new());
    let (mut written, mut unread) = (0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, Vec::new());
    // A panic is counted and shown with its input; its own message would only repeat that.
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    for run in 0..arguments.runs {
        let thorough = run % THOROUGH == 0;
        let (input, outcome, took) = once(arguments.target, &mut dice, thorough);
        bytes += input.len() as u64;
        if !thorough && took > slowest.0 {
            slowest = (took, input.clone());
        }
        match outcome {
            Ok(Some((latex, is_read))) => {
                written += 1;
                unread += u64::from(!is_read);
                if run % every == 0 && !latex.contains('\n') {
                    sample.push_str(&latex);
                    sample.push('\n');
                }
            }
            Ok(None) => {}
            Err(why) => {
                faults += 1;
                if faults as usize <= SHOWN {
                    println!("{:.300?}: {why:.300}", String::from_utf8_lossy(&input));
                }
            }
        }
        if run % 1_000_000 == 999_999 {
            println!("{} inputs, {faults} faults", run + 1);
        }
    }
    println!("{} inputs, {bytes} bytes, {faults} faults", arguments.runs);
    println!("{written} formulas written, {unread} of them not read again by our own reader");
    println!(
        "time {:.0?}; the slowest took {:.1?}, of {} bytes: {:.300?}",
        begun.elapsed(),
        slowest.0,
        slowest.1.len(),
        String::from_utf8_lossy(&slowest.1)
    );
    if let Some(path) = arguments.sample
        && let Err(error) = fs::write(&path, sample)
    {
        println!("cannot write {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// LaTeX and whether our own reader reads it, nothing where none is written, or what does not hold.
type Outcome = Result<Option<(String, bool)>, String>;

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
