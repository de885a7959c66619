//! Reading what libtest and libtest-mimic print with `--show-output`.
//!
//! libtest cannot skip a test while it runs: one that finds what it needs missing prints `skipped: REASON` and returns, and
//! libtest calls that a pass. Here it is counted as skipped.

use super::totals::Totals;

/// Reads one line after the other.
#[derive(Default)]
pub(super) struct Libtest {
    /// Between `successes:` and the next part: what passing tests printed.
    in_successes: bool,
    test: String,
    skipped: Vec<String>,
}

impl Libtest {
    /// Adds a line's counts to the totals; gives what there is to show of it.
    pub(super) fn read(&mut self, line: &str, totals: &mut Totals) -> Option<String> {
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.in_successes = false;
            let skipped = std::mem::take(&mut self.skipped).len();
            add(counts, totals);
            totals.passed -= skipped;
            totals.skipped += skipped;
            return Some(line.to_owned());
        }
        if let Some(test) = line.strip_prefix("test ").and_then(|l| l.strip_suffix(" ... FAILED")) {
            totals.failures.push(test.to_owned());
        }
        match line {
            "successes:" => self.in_successes = true,
            "failures:" => self.in_successes = false,
            _ => {}
        }
        if !self.in_successes {
            return Some(line.to_owned());
        }
        if let Some(test) = line.strip_prefix("---- ").and_then(|l| l.strip_suffix(" stdout ----"))
        {
            test.clone_into(&mut self.test);
        } else if let Some(reason) = line.strip_prefix("skipped: ")
            && !self.skipped.contains(&self.test)
        {
            self.skipped.push(self.test.clone());
            return Some(format!("SKIPPED: {}: {reason}", self.test));
        }
        None
    }
}

/// `ok. 5 passed; 0 failed; 1 ignored; …`
fn add(counts: &str, totals: &mut Totals) {
    let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
    for part in counts.split(';') {
        match part.trim().split_once(' ') {
            Some((number, "passed")) => totals.passed += number.parse().unwrap_or(0),
            Some((number, "failed")) => totals.failed += number.parse().unwrap_or(0),
            Some((number, "ignored")) => totals.skipped += number.parse().unwrap_or(0),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Libtest, Totals};

    fn read(lines: &[&str]) -> (Totals, Vec<String>) {
        let (mut libtest, mut totals) = (Libtest::default(), Totals::default());
        let shown = lines.iter().filter_map(|line| libtest.read(line, &mut totals)).collect();
        (totals, shown)
    }

    #[test]
    fn results_are_added_up() {
        let (totals, _) = read(&[
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured",
            "test result_is_read ... ok",
        ]);
        assert_eq!(totals, Totals { passed: 7, failed: 3, skipped: 1, ..Totals::default() });
    }

    #[test]
    fn a_test_that_says_it_was_skipped_has_not_passed() {
        let (totals, shown) = read(&[
            "running 3 tests",
            "test heard ... ok",
            "successes:",
            "",
            "---- heard stdout ----",
            "skipped: flite is not installed",
            "skipped: and once more",
            "",
            "---- said stdout ----",
            "three words",
            "",
            "successes:",
            "    heard",
            "test result: ok. 3 passed; 0 failed; 0 ignored",
            "test result: ok. 1 passed; 0 failed; 0 ignored",
        ]);
        assert_eq!(totals, Totals { passed: 3, skipped: 1, ..Totals::default() });
        assert!(shown.contains(&"SKIPPED: heard: flite is not installed".to_owned()));
        assert!(!shown.iter().any(|line| line.contains("three words")));
    }

    #[test]
    fn what_failing_tests_printed_is_shown() {
        let (totals, shown) = read(&[
            "test fine ... ok",
            "test broken ... FAILED",
            "successes:",
            "---- fine stdout ----",
            "quiet",
            "failures:",
            "---- broken stdout ----",
            "why it broke",
            "test result: FAILED. 1 passed; 1 failed; 0 ignored",
        ]);
        let failures = vec!["broken".to_owned()];
        assert_eq!(totals, Totals { passed: 1, failed: 1, skipped: 0, failures });
        assert!(shown.contains(&"why it broke".to_owned()));
    }
}
