//! The chapters of a syllabus: problems with answers known from mathematics, and what became of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::case_file;

/// Between a problem and its known answer.
pub const KNOWN: &str = " :: ";

/// The table of chapters, for teachers, out of the case files: what each holds, how many are solved, what is refused.
///
/// # Panics
/// If a file of the folder cannot be read or is not a chapter.
#[must_use]
pub fn table() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the chapters are there")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    files.sort();
    let mut out = String::from(HEAD);
    let (mut all, mut right, mut refusals) = (0, 0, String::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("a case file can be read");
        let mut comments = text.lines().filter_map(|line| line.strip_prefix("# "));
        let title = comments.next().expect("a file says its chapter").trim_end_matches('.');
        let (place, name) = title.split_once(": ").expect("class, chapter: name");
        let (class, chapter) = place.split_once(", chapter ").expect("class and chapter");
        let class = class.trim_start_matches("Class ");
        let cases = case_file::read(&text);
        let solved = cases.iter().filter(|case| !case.output.starts_with("refused")).count();
        let without: Vec<&str> = comments.collect();
        let (count, without) = (cases.len(), without.join(" "));
        let _ = writeln!(out, "| {class} | {chapter} | {name} | {count} | {solved} | {without} |");
        for case in cases.iter().filter(|case| case.output.starts_with("refused")) {
            let (problem, known) = case.input.split_once(KNOWN).expect("a known answer");
            let (kind, latex) = problem.split_once(' ').expect("a kind");
            let _ =
                writeln!(refusals, "- Class {class}, {name}: {kind} ${latex}$ (known: ${known}$)");
        }
        all += cases.len();
        right += solved;
    }
    let _ = writeln!(out, "\n{right} of {all} problems are solved, each with the known answer.");
    if !refusals.is_empty() {
        let _ = write!(out, "\n## Refused\n\n{refusals}");
    }
    out
}

const HEAD: &str = "# Chapter by chapter: CBSE classes 8 to 12

Written by `cargo run -q -p ganita-suite --example chapters`. The problems are our own, a file for each chapter
(tests/suite/chapters), with answers known from mathematics; the steps stand below each of them. A problem that is not
solved is refused: a wrong answer would fail the tests.

| class | chapter | name | problems | solved | what is not done |
|---|---|---|---|---|---|
";
