//! Depth and length: brackets, powers and digits by the ten thousand end in an answer or a reason, not in a full stack.

use ganita_algebra::{FUEL, Task, explain, fuel_used};
use ganita_notation::read;

fn outcome(kind: &str, latex: &str) -> String {
    let Ok(problem) = read(latex) else { return "unreadable".to_owned() };
    let task = Task::from_kind(kind, Some("x")).expect("a kind");
    match explain(&task, &problem) {
        Ok(_) => "solved".to_owned(),
        Err(refusal) => refusal.reason.code().to_owned(),
    }
}

#[test]
fn nothing_is_too_deep_or_too_long_to_be_refused() {
    let table = include_str!("deep.json");
    let rows: Vec<serde_json::Value> = serde_json::from_str(table).expect("a table");
    let mut wrong = Vec::new();
    for row in &rows {
        let text = |name: &str| row[name].as_str().expect("a string");
        let times = usize::try_from(row["times"].as_u64().expect("a number")).expect("fits");
        let (open, close) = (text("open").repeat(times), text("close").repeat(times));
        let found = outcome(text("kind"), &format!("{open}{}{close}", text("middle")));
        if found != text("outcome") {
            wrong.push(format!("{row}: {found}"));
        }
        assert!(fuel_used() < FUEL + FUEL / 4, "{row}: {} of fuel", fuel_used());
    }
    assert!(!rows.is_empty() && wrong.is_empty(), "{}", wrong.join("\n"));
}
