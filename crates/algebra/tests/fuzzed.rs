//! Hostile LaTeX: nothing panics, nothing takes more than its fuel, what is read can be written and read again.
//!
//! A short run each time; `cargo xtask fuzz algebra --runs 1000000` is the long one.

use ganita_algebra::{FUEL, Kind, Task, explain, fuel_used, tell};
use ganita_notation::{Language, Node, read, write_latex};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

/// Splitmix64 (Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const SEEDS: [&str; 24] = [
    r"x^2-5x+6=0",
    r"\frac{x-1}{x+2}>0",
    r"\int x^2\sin x\,dx",
    r"\int_0^{\pi/2}\frac{\sin x}{\sin x+\cos x}dx",
    r"\lim_{x\to0^+}x^x",
    r"\frac{d}{dx}\left(x^{\sin x}\right)",
    r"\begin{cases}x+y=5\\xy=6\end{cases}",
    r"\sin^2x+\cos^2x=1",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\sqrt{x+\sqrt{x+1}}=2",
    r"|x-1|+|x+2|\le5",
    r"\log_2(x+1)+\log_2x=3",
    r"2^{2x}-6\cdot2^x+8=0",
    r"\binom{10}{3}+5!",
    r"\sum_{k=1}^{n}k^2",
    r"2\frac12+0.25",
    r"x\in(-\infty,3]\cup[5,\infty)",
    r"\vec{a}\cdot\vec{b}",
    r"\tan^{-1}\frac{2x}{1-x^2}",
    r"a^3+b^3+c^3-3abc",
    r"\lfloor x\rfloor",
    r"e^{i\pi}+1",
    r"\frac{1}{x^4+1}",
    r"x^{x^{x}}",
];
const PIECES: [&str; 56] = [
    "x",
    "y",
    "n",
    "e",
    "i",
    r"\pi",
    r"\theta",
    "0",
    "1",
    "2",
    "-1",
    "10",
    "0.5",
    "99999999999999999999",
    "+",
    "-",
    "=",
    "<",
    ">",
    r"\le",
    "^",
    "_",
    "^{",
    "_{",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "|",
    ",",
    r"\frac",
    r"\frac{",
    r"\sqrt{",
    r"\sin ",
    r"\cos ",
    r"\tan^{-1}",
    r"\ln ",
    r"\log_",
    r"\int ",
    r"\int_0^1",
    "dx",
    r"\lim_{x\to0}",
    r"\left(",
    r"\right)",
    r"\begin{cases}",
    r"\end{cases}",
    r"\\",
    "&",
    r"\cdot ",
    "/",
    "!",
    r"\infty",
    r"\text{or}",
    "°",
];

/// A known problem cut, doubled and mixed, or pieces in any order, or one construct nested deep.
fn input(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => (0..1 + dice.below(14)).map(|_| dice.one(&PIECES)).collect(),
        1 => {
            let (open, close) = [
                ("(", ")"),
                (r"\sqrt{", "}"),
                (r"\frac{1}{1+", "}"),
                ("x^{", "}"),
                (r"\sin(", ")"),
                ("|", "|"),
                ("-(", ")"),
                (r"\left\{", r"\right\}"),
            ][dice.below(8)];
            let most = if dice.below(40) == 0 { 3000 } else { 130 };
            let depth = 1 + dice.below(most);
            format!("{}x{}", open.repeat(depth), close.repeat(depth))
        }
        2 if dice.below(40) == 0 => {
            format!("{}{}", 1 + dice.below(9), "7".repeat(dice.below(10_000)))
        }
        _ => {
            let mut text: Vec<char> = dice.one(&SEEDS).chars().collect();
            for _ in 0..1 + dice.below(4) {
                let at = dice.below(text.len() + 1);
                match dice.below(4) {
                    0 => {
                        let end = (at + 1 + dice.below(4)).min(text.len());
                        text.drain(at..end);
                    }
                    1 => {
                        text.splice(at..at, dice.one(&PIECES).chars());
                    }
                    2 => {
                        let end = (at + dice.below(9)).min(text.len());
                        let part: Vec<char> = text[at..end].to_vec();
                        text.splice(at..at, part);
                    }
                    _ => {
                        let other = dice.one(&SEEDS);
                        let from = dice.below(other.len());
                        text.splice(at..at, other.chars().skip(from).take(6));
                    }
                }
                text.truncate(400);
            }
            text.into_iter().collect()
        }
    }
}

/// Where the memory is full, the counter stands above this.
const FULL: u64 = u64::MAX / 4;

/// What is wrong with this input, if anything.
fn trouble(latex: &str, kind: Option<Kind>) -> Option<String> {
    let tried = catch_unwind(AssertUnwindSafe(|| {
        let problem: Node = match read(latex) {
            Ok(problem) => problem,
            Err(error) => {
                let said = error.tell(Language::Hindi);
                return (error.at > latex.len() || said.contains("{name}"))
                    .then(|| "the place".to_owned());
            }
        };
        let task = match kind {
            Some(kind) => Task { kind, variables: vec!["x".to_owned()] },
            None => Task::infer(&problem),
        };
        let solution = explain(&task, &problem);
        // What is under way when the fuel is spent is brought to an end.
        if fuel_used() > FUEL + FUEL / 4 && fuel_used() < FULL {
            return Some(format!("{} of fuel", fuel_used()));
        }
        let solution = solution.ok()?;
        for step in &solution.steps {
            let (english, hindi) = (tell(step, Language::English), tell(step, Language::Hindi));
            if english.is_empty() || hindi.is_empty() {
                return Some(format!("{} has no words", step.rule));
            }
        }
        let answer = write_latex(&solution.answer);
        if read(&answer).is_err() {
            return Some(format!("the answer {answer} cannot be read"));
        }
        (solution.fuel_used > FUEL).then(|| format!("{} of fuel", solution.fuel_used))
    }));
    tried.unwrap_or_else(|_| Some("panics".to_owned()))
}

/// So many are printed.
const SLOWEST: usize = 10;

#[allow(clippy::disallowed_methods, reason = "the slowest are printed; no time is asserted")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// The number of an input, its task, and the input.
type Trial = (u64, &'static str, String);

/// Says on what input the time goes, once that is seconds: a hang would otherwise have no name.
#[allow(clippy::print_stdout, reason = "whoever waits sees what for")]
fn watch(trial: &Arc<Mutex<Trial>>) {
    let trial = Arc::downgrade(trial);
    std::thread::spawn(move || {
        let mut last = None;
        loop {
            std::thread::sleep(std::time::Duration::from_secs(3));
            let Some(trial) = trial.upgrade() else { return };
            let Ok(now) = trial.lock().map(|trial| trial.clone()) else { return };
            if last.as_ref() == Some(&now.0) {
                println!("for seconds on input {} ({}): {:.400}", now.0, now.1, now.2);
            }
            last = Some(now.0);
        }
    });
}

#[test]
fn nothing_panics_and_nothing_takes_more_than_its_fuel() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let count = number("GANITA_FUZZ").unwrap_or(1_200);
    let mut dice = Dice(number("GANITA_FUZZ_SEED").unwrap_or(2026));
    let trial = Arc::new(Mutex::new((0, "", String::new())));
    watch(&trial);
    let mut wrong = Vec::new();
    let mut slowest: Vec<(u128, u64, String)> = Vec::new();
    for round in 0..count {
        let latex = input(&mut dice);
        let kind = (dice.below(2) == 0).then(|| Kind::ALL[dice.below(Kind::ALL.len())].0);
        if let Ok(mut trial) = trial.lock() {
            *trial = (round, kind.map_or("inferred", Kind::name), latex.clone());
        }
        let begun = now();
        let found = trouble(&latex, kind);
        let micros = begun.elapsed().as_micros();
        if slowest.len() < SLOWEST || slowest.last().is_some_and(|least| least.0 < micros) {
            let kind = kind.map_or("inferred", Kind::name);
            slowest.push((micros, fuel_used(), format!("{kind}: {latex:.120}")));
            slowest.sort_by_key(|slow| std::cmp::Reverse(slow.0));
            slowest.truncate(SLOWEST);
        }
        if let Some(what) = found {
            let kind = kind.map_or("inferred", Kind::name);
            wrong.push(format!("{kind}: {latex:.300}: {what:.300}"));
        }
        if round % 50_000 == 49_999 {
            println!("{} inputs, {} wrong", round + 1, wrong.len());
        }
    }
    println!("{count} inputs, {} wrong; the slowest:", wrong.len());
    for (micros, fuel, input) in &slowest {
        println!("{:9.1} ms {fuel:>9} of {FUEL}  {input}", *micros as f64 / 1e3);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
