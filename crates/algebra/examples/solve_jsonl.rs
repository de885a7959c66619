//! Problems as JSON lines in, answers and steps as JSON lines out, for measuring.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measuring tool reads a clock and writes lines"
)]

use ganita_algebra::{Step, Task, explain, fuel_used, tell};
use ganita_notation::{Language, read, write_latex};
use serde_json::{Value, json};
use std::io::BufRead;

fn step(step: &Step) -> Value {
    let given: serde_json::Map<String, Value> =
        step.where_.iter().map(|(name, node)| (name.clone(), json!(write_latex(node)))).collect();
    json!({
        "rule": step.rule, "relation": step.relation.name(), "before": write_latex(&step.before),
        "after": write_latex(&step.after), "where": given,
        "text": {"en": tell(step, Language::English), "hi": tell(step, Language::Hindi)},
    })
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is readable");
        let problem: Value = serde_json::from_str(&line).expect("a line is a JSON object");
        let text = |name: &str| problem[name].as_str().unwrap_or_default();
        let started = std::time::Instant::now();
        let solved =
            read(text("input_latex")).map_err(|error| format!("read: {error}")).and_then(|node| {
                let task =
                    Task::from_kind(text("kind"), problem["variable"].as_str()).ok_or("kind")?;
                explain(&task, &node).map_err(|refusal| refusal.to_string())
            });
        let time_us = started.elapsed().as_micros() as u64;
        let mut out = json!({"id": text("id"), "kind": text("kind"), "variable": text("variable"), "time_us": time_us});
        match solved {
            Ok(solution) => {
                out["fuel"] = json!(solution.fuel_used);
                out["answer_latex"] = json!(solution.answer_latex());
                out["steps"] = solution.steps.iter().map(step).collect();
            }
            Err(error) => {
                out["error"] = json!(error);
                out["fuel"] = json!(fuel_used());
                out["input"] = json!(text("input_latex"));
            }
        }
        println!("{out}");
    }
}
