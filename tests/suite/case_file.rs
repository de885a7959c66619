//! The case file: an input and what it should give, a line each.
//!
//! ```text
//! # A paragraph says what the file is for.
//!
//! x plus one over two => x + \frac{1}{2}
//!
//! solve 2x + 3 = 7
//!   subtract 3 from both sides  2x = 4
//! ```
//!
//! `input => output` where the output is one line; else the output stands below, indented by two spaces. `#` begins a
//! comment. Nothing else.

/// One input and its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Line of the input, from 1.
    pub line: usize,
    /// What is put in.
    pub input: String,
    /// What should come out; empty for a case that was just written.
    pub output: String,
}

/// The cases of a file.
#[must_use]
pub fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(indented) = line.strip_prefix("  ") {
            let case =
                cases.last_mut().unwrap_or_else(|| panic!("line {}: no input above", number + 1));
            if !case.output.is_empty() {
                case.output.push('\n');
            }
            case.output.push_str(indented.trim_end());
            continue;
        }
        let (input, output) = line.split_once(" => ").unwrap_or((line.trim_end_matches(" =>"), ""));
        cases.push(Case {
            line: number + 1,
            input: input.trim().to_owned(),
            output: output.trim().to_owned(),
        });
    }
    cases
}

/// The file with every output replaced by what `answer` gives; comments and order stay.
#[must_use]
pub fn rewrite(text: &str, mut answer: impl FnMut(&str) -> String) -> String {
    let mut rewritten = String::new();
    for line in text.lines() {
        if line.starts_with("  ") && !line.trim().is_empty() {
            continue;
        }
        if line.trim().is_empty() || line.starts_with('#') {
            rewritten.push_str(line.trim_end());
            rewritten.push('\n');
            continue;
        }
        let input = line
            .split_once(" => ")
            .map_or(line.trim_end_matches(" =>"), |(input, _)| input)
            .trim_end();
        let output = answer(input);
        rewritten.push_str(input);
        if output.contains('\n') || output.contains("  ") {
            for line in output.lines() {
                rewritten.push_str("\n  ");
                rewritten.push_str(line);
            }
        } else {
            rewritten.push_str(" => ");
            rewritten.push_str(&output);
        }
        rewritten.push('\n');
    }
    rewritten
}
