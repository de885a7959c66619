//! The first sentence of a program beside the second: whether anything is built when speech first comes.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock, and starts itself anew")]
#![allow(clippy::print_stdout, reason = "what a bench found is printed")]

use std::process::Command;
use std::time::Instant;

use ganita_spoken::{Context, convert};

const SENTENCE: &str = "solve x squared minus five x plus six equals zero and find the value of x";
const PROGRAMS: usize = 51;

fn main() {
    if std::env::args().any(|argument| argument == "--once") {
        let nanoseconds = || {
            let start = Instant::now();
            std::hint::black_box(convert(std::hint::black_box(SENTENCE), &Context::default()));
            start.elapsed().as_nanos()
        };
        println!("{} {}", nanoseconds(), nanoseconds());
        return;
    }
    let this = std::env::current_exe().expect("a program knows where it lies");
    let mut times: Vec<[u64; 2]> = (0..PROGRAMS)
        .map(|_| {
            let output = Command::new(&this).arg("--once").output().expect("it starts again");
            let text = String::from_utf8_lossy(&output.stdout);
            let mut numbers = text.split_whitespace().map(|n| n.parse().expect("two numbers"));
            [(); 2].map(|()| numbers.next().expect("two numbers"))
        })
        .collect();
    for (n, name) in ["the first sentence", "the second"].into_iter().enumerate() {
        times.sort_unstable_by_key(|pair| pair[n]);
        let at = |share: usize| times[(PROGRAMS - 1) * share / 100][n] as f64 / 1000.0;
        println!("{name:<20} p50 {:>8.1} µs   p90 {:>8.1} µs", at(50), at(90));
    }
}
