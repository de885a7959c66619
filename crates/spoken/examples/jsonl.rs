//! JSON lines in, JSON lines out: adds `predicted` and `alternatives` to each row's `spoken`.

use std::io::{BufRead, Write};

use ganita_notation::write_latex;

fn main() {
    let context = ganita_spoken::Context::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is text");
        let Ok(mut row) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let spoken = row["spoken"].as_str().unwrap_or("").to_owned();
        let reading = ganita_spoken::convert(&spoken, &context);
        row["predicted"] = write_latex(&reading.tree).into();
        row["alternatives"] = reading
            .alternatives
            .iter()
            .map(|other| write_latex(&other.tree))
            .collect::<Vec<_>>()
            .into();
        row["command"] = reading.command.map(ganita_spoken::Command::name).into();
        row["confidence"] = reading.confidence.into();
        writeln!(out, "{row}").expect("standard output is open");
    }
}
