//! Adding up what test runners report.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// How many tests passed, failed and were skipped.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    /// What failed, as its runner names it.
    pub(crate) failures: Vec<String>,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl Totals {
    /// Adds what was counted elsewhere.
    pub(crate) fn add(&mut self, other: Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }

    /// Counts one check by its outcome, and says so.
    pub(crate) fn check(&mut self, name: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("ok: {name}");
            }
            Err(error) => {
                self.failed += 1;
                self.failures.push(name.to_owned());
                println!("FAILED: {name}: {error:#}");
            }
        }
    }

    /// Counts a check that could not be made, and says why.
    pub(crate) fn skip(&mut self, name: &str, reason: &anyhow::Error) {
        self.skipped += 1;
        println!("SKIPPED: {name}: {reason:#}");
    }

    /// Reads TAP as Node prints it: `not ok 3 - name`, and the closing lines such as `# pass 5`.
    pub(crate) fn read_tap(&mut self, line: &str) {
        if let Some((_, name)) =
            line.trim_start().strip_prefix("not ok ").and_then(|l| l.split_once(" - "))
        {
            self.failures.push(name.to_owned());
        }
        let Some((name, number)) = line.strip_prefix("# ").and_then(|rest| rest.split_once(' '))
        else {
            return;
        };
        let Ok(number) = number.trim().parse::<usize>() else { return };
        match name {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// Reads vitest's JSON report; a run that broke off counts as a failure.
    pub(crate) fn read_vitest(&mut self, report: &Path, ok: bool) -> Result<()> {
        let before = self.failed;
        if let Ok(text) = fs::read_to_string(report) {
            let report: serde_json::Value =
                serde_json::from_str(&text).context("vitest's report")?;
            let count = |name: &str| {
                report.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0) as usize
            };
            self.passed += count("numPassedTests");
            self.failed += count("numFailedTests");
            self.skipped += count("numPendingTests") + count("numTodoTests");
            self.failures.extend(failed_in_vitest(&report));
        }
        if !ok && self.failed == before {
            self.failed += 1;
        }
        Ok(())
    }
}

fn failed_in_vitest(report: &serde_json::Value) -> Vec<String> {
    let files = report["testResults"].as_array().into_iter().flatten();
    files
        .flat_map(|file| file["assertionResults"].as_array().into_iter().flatten())
        .filter(|test| test["status"] == "failed")
        .filter_map(|test| Some(test["fullName"].as_str()?.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Totals, failed_in_vitest};

    #[test]
    fn tap_lines_are_added_up() {
        let mut totals = Totals::default();
        for line in [
            "ok 1 - a thing that holds",
            "not ok 2 - server gone (hi)",
            "# tests 9",
            "# pass 6",
            "# fail 1",
            "# cancelled 1",
            "# skipped 1",
            "# a comment",
        ] {
            totals.read_tap(line);
        }
        let failures = vec!["server gone (hi)".to_owned()];
        assert_eq!(totals, Totals { passed: 6, failed: 2, skipped: 1, failures });
    }

    #[test]
    fn what_failed_in_vitest_is_named() {
        let report = serde_json::json!({"testResults": [{"assertionResults": [
            {"status": "passed", "fullName": "board keeps lines"},
            {"status": "failed", "fullName": "board takes lines away"},
        ]}]});
        assert_eq!(failed_in_vitest(&report), ["board takes lines away"]);
    }

    #[test]
    fn the_last_line_is_the_one_ci_reads() {
        let totals = Totals { passed: 12, ..Totals::default() };
        assert_eq!(totals.to_string(), "12 passed, 0 failed");
    }
}
