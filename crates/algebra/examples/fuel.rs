//! What a unit of fuel is worth in time here, by kind of problem, and how long the worst refusals take.
//!
//! `cargo xtask bench fuel`: hard problems of its own, and those of a file of JSON lines if one is named.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measuring tool reads a clock and writes lines"
)]

use ganita_algebra::{FUEL, LONG_FUEL, Reason, Task, explain, explain_longer, fuel_used};
use ganita_notation::{Node, read};
use std::collections::BTreeMap;
use std::time::Instant;

/// Shorter work says more about the clock than about fuel.
const LEAST_US: f64 = 2_000.0;

/// What takes long or all there is.
const HARD: &[(&str, &str)] = &[
    ("expand", "(a+b+c+d)^{40}"),
    ("expand", "(x+y+z)^{25}(x-y-z)^{25}"),
    ("simplify", r"\frac{x^{40}-1}{x^{24}-1}+\frac{x^{36}-1}{x^{20}-1}"),
    ("simplify", r"\sin^{12}x+\cos^{12}x+\sin^5(3x)\cos^7(2x)"),
    ("evaluate", r"\frac{1}{\sqrt2+\sqrt3+\sqrt5+\sqrt7+\sqrt{11}}"),
    ("evaluate", "9^{9^{9^{9}}}"),
    ("factor", "x^{24}+x^{13}-7x^{5}+x-1"),
    ("factor", "x^{60}-1"),
    ("factor", "(x^2+xy+y^2+z^2)(x^3-yz+1)(y^4+x z-3)-1"),
    ("solve", "x^{12}-7x^{11}+5x^7-3x^5+x^2-11=0"),
    ("solve", r"\sqrt{x+1}+\sqrt{x+2}+\sqrt{x+3}+\sqrt{x+4}=x^2"),
    ("solve", r"\sin x+\sin2x+\sin3x+\sin5x=\cos7x"),
    ("solve", r"|x-1|+|x-2|+|x-3|+|x^2-5|+|x^3-7|=9"),
    ("solve_system", r"\begin{cases}x^3+y^3+z^3=9\\x^2y+z=4\\xyz=2\end{cases}"),
    ("solve_system", r"\begin{cases}x^4+xy=7\\y^5-x^2y=3\end{cases}"),
    ("inequality", r"\frac{x^7-3x^2+1}{x^5-x-1}>\frac{x^3}{x^2-7}"),
    ("integrate", r"\int\frac{x^5\sin x}{\sqrt{1+x^3}\ln x}dx"),
    ("integrate", r"\int\frac{1}{x^7+x^3+x+5}dx"),
    ("integrate", r"\int\sin^9x\cos^8(2x)e^{3x}dx"),
    ("integrate", r"\int\sqrt{x+\sqrt{x+\sqrt{x}}}\,dx"),
    ("integrate", r"\int\frac{\tan^3x+\sec x}{\sqrt{1+\sin x}+\cos x}dx"),
    ("definite", r"\int_0^1\frac{\sin(x^3)e^{x}}{\sqrt{1+x^5}}dx"),
    ("definite", r"\int_0^{20}\lfloor x^2\rfloor|\sin x|dx"),
    ("limit", r"\lim_{x\to0}\frac{\sin(\tan x)-\tan(\sin x)}{x^{7}}"),
    ("limit", r"\lim_{x\to\infty}\left(\frac{x^x}{x!}\right)^{\ln x/x}"),
    ("diff", r"\frac{d^9}{dx^9}\left(\frac{\sin(x^2)e^{x^3}}{\sqrt{1+x^2}}\right)"),
    ("trig_identity", r"\sin^{10}x\cos^2x+\tan^3x=\sec^5x-\cot x"),
];

struct Run {
    latex: String,
    time_us: f64,
    fuel: u64,
    too_long: bool,
}

fn run(task: &Task, problem: &Node, latex: &str, longer: bool) -> Run {
    let begun = Instant::now();
    let found = if longer { explain_longer(task, problem) } else { explain(task, problem) };
    let time_us = begun.elapsed().as_secs_f64() * 1e6;
    let too_long = found.is_err_and(|refusal| refusal.reason == Reason::TooLong);
    let limit = if longer { LONG_FUEL } else { FUEL };
    Run { latex: latex.to_owned(), time_us, fuel: fuel_used().min(limit), too_long }
}

fn main() {
    let mut problems: Vec<(String, String, Option<String>)> =
        HARD.iter().map(|(kind, latex)| ((*kind).to_owned(), (*latex).to_owned(), None)).collect();
    if let Some(file) = std::env::args().nth(1) {
        let text = std::fs::read_to_string(&file).expect("the file of problems can be read");
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
            let of = |name: &str| row[name].as_str().map(str::to_owned);
            let (Some(kind), Some(latex)) = (of("kind"), of("input_latex")) else { continue };
            problems.push((kind, latex, of("variable")));
        }
    }
    let mut kinds: BTreeMap<String, Vec<Run>> = BTreeMap::new();
    let mut longer = Vec::new();
    for (kind, latex, variable) in &problems {
        let task = Task::from_kind(kind, variable.as_deref()).expect("a kind");
        let Ok(problem) = read(latex) else { continue };
        let now = run(&task, &problem, latex, false);
        if now.too_long {
            longer.push((kind, run(&task, &problem, latex, true)));
        }
        kinds.entry(kind.clone()).or_default().push(now);
    }
    println!(
        "{:16} {:>9} {:>12} {:>12} {:>12} {:>14}",
        "kind", "problems", "over 2 ms", "ns a unit", "at most", "slowest ms"
    );
    for (kind, runs) in &kinds {
        let mut worth: Vec<f64> = runs
            .iter()
            .filter(|run| run.time_us >= LEAST_US)
            .map(|run| run.time_us * 1e3 / run.fuel.max(1) as f64)
            .collect();
        worth.sort_by(f64::total_cmp);
        let slowest = runs.iter().map(|run| run.time_us).fold(0.0, f64::max);
        println!(
            "{kind:16} {:>9} {:>12} {:>12.1} {:>12.1} {:>14.1}",
            runs.len(),
            worth.len(),
            worth.get(worth.len() / 2).copied().unwrap_or(0.0),
            worth.last().copied().unwrap_or(0.0),
            slowest / 1e3,
        );
    }
    let mut slow: Vec<(&String, &Run)> =
        kinds.iter().flat_map(|(kind, runs)| runs.iter().map(move |run| (kind, run))).collect();
    slow.sort_by(|a, b| b.1.time_us.total_cmp(&a.1.time_us));
    println!("\nslowest, of {FUEL} units");
    for (kind, run) in slow.into_iter().take(8) {
        print(kind, run);
    }
    longer.sort_by(|a, b| b.1.time_us.total_cmp(&a.1.time_us));
    println!("\nslowest of what was too long, thought about longer: {LONG_FUEL} units");
    for (kind, run) in longer.iter().take(8) {
        print(kind, run);
    }
}

fn print(kind: &str, run: &Run) {
    let too_long = if run.too_long { "too long" } else { "" };
    println!("{:8.1} ms {:>10} {too_long:8} {kind} {}", run.time_us / 1e3, run.fuel, run.latex);
}
