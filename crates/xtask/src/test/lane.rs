//! All tests in two lanes beside each other: many of them mostly wait, for a timeout or for a sentence to be spoken.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};

use super::{Outcome, Part, report_file};
use crate::command::command;

/// Starts no lesson.
pub(super) const FIRST: &[Part] =
    &[Part::Rust, Part::Sources, Part::Typescript, Part::Package, Part::Live, Part::Deploy];

/// What starts a lesson, whose sound must not stop, and the routes: about as long as the first.
pub(super) const SECOND: &[Part] = &[Part::Page, Part::Routes, Part::Demo, Part::Lessons];

/// A lane in a process of its own, whose output is kept until it is asked for.
pub(super) struct Lane {
    child: Child,
    output: JoinHandle<String>,
    report: PathBuf,
}

impl Lane {
    /// Starts the parts; everything they need was built before.
    pub(super) fn start(parts: &[Part]) -> Result<Lane> {
        let report = report_file("lane")?;
        let program = std::env::current_exe()?.display().to_string();
        let mut lane = command(&program, ["test", "--report", &report.display().to_string()]);
        lane.args(parts.iter().map(|part| part.name()));
        let mut child = lane
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the second lane of tests")?;
        let mut stdout = child.stdout.take().expect("stdout was asked to be piped");
        let output = thread::spawn(move || {
            let mut text = Vec::new();
            // Whatever came before a broken pipe is shown.
            let _ = stdout.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Lane { child, output, report })
    }

    /// Waits for its end and shows what it printed.
    pub(super) fn finish(mut self) -> Result<Outcome> {
        let status = self.child.wait()?;
        let output = self.output.join().unwrap_or_default();
        println!("{output}");
        let report = fs::read_to_string(&self.report)
            .with_context(|| format!("the second lane of tests broke off with {status}"))?;
        serde_json::from_str(&report).context("the report of the second lane")
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::{FIRST, SECOND};
    use crate::test::Part;

    #[test]
    fn every_part_is_in_one_lane() {
        for part in Part::value_variants() {
            let lanes = [FIRST, SECOND].concat();
            let times = lanes.iter().filter(|one| *one == part).count();
            assert_eq!(times, 1, "{}", part.title());
        }
    }
}
