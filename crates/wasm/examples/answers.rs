//! What the solver says natively, whole and as JSON, a line for each problem: tests/wasm holds the browser's file to it.
//!
//! In: JSON lines `{latex, kind, variable, locale}`. Out: a line of JSON for each.
#![allow(clippy::print_stdout, reason = "a program for tests writes lines")]

use ganita_wasm::{Wish, solve_problem};
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is readable");
        let problem: serde_json::Value = serde_json::from_str(&line).expect("a line is an object");
        let text = |name: &str| problem[name].as_str();
        let wish = Wish { decimals: Some(8), ..Wish::default() };
        let locale = text("locale").unwrap_or("en");
        let latex = text("latex").unwrap_or_default();
        let solution = solve_problem(latex, text("kind"), text("variable"), locale, wish);
        println!("{}", serde_json::to_string(&solution).expect("a plain object"));
    }
}
