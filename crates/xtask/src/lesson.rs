//! A lesson taken by headless Chromium, with a recording as its microphone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::command::{command, root};
use crate::services::{Lesson, Plan};

/// A question that was recorded, and what is expected of the lesson.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Recording {
    /// The WAV file, beside the manifest.
    file: String,
    /// What is said.
    said: String,
    /// The formula that belongs on the board.
    latex: String,
    /// A labelled transcript, for a language that no recogniser here understands.
    #[serde(default)]
    script: Option<String>,
}

impl Recording {
    /// For the list of tests.
    pub(crate) fn name(&self) -> String {
        format!("lesson {}: {}", self.file, self.said)
    }
}

/// What happened in a lesson, as tests/e2e/lesson.mjs prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Outcome {
    transcript: String,
    interim_texts: Vec<String>,
    sketches: Vec<String>,
    scripted: bool,
    latex: String,
    answer: Option<String>,
    tool_calls: Vec<ToolCall>,
    tutor: String,
    steps: Vec<String>,
    timings: Vec<Timing>,
    missing: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct ToolCall {
    name: String,
    args: serde_json::Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timing {
    name: String,
    count: usize,
    p50_ms: f64,
    max_ms: f64,
}

impl Outcome {
    /// The parts that did not happen.
    pub(crate) fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The table.
    pub(crate) fn print(&self) {
        println!();
        let label = if self.scripted { " (scripted: no ears for this language here)" } else { "" };
        for words in &self.interim_texts {
            println!("  hearing       {words}");
        }
        println!("  transcript    {}{label}", self.transcript);
        for formula in &self.sketches {
            println!("  drawing       {formula}");
        }
        println!("  LaTeX         {}", self.latex);
        for call in &self.tool_calls {
            println!("  board         {} {}", call.name, call.args);
        }
        for (number, step) in self.steps.iter().enumerate() {
            println!("  step {:<8} {step}", number + 1);
        }
        println!("  answer        {}", self.answer.as_deref().unwrap_or("none"));
        println!("  tutor said    {}", self.tutor);
        println!(
            "\n  {:<24} {:>6} {:>10} {:>10}",
            "measured in the page", "count", "p50 ms", "max ms"
        );
        for timing in &self.timings {
            let name = timing.name.trim_start_matches("ganita:").replace('-', " ");
            println!(
                "  {name:<24} {:>6} {:>10.1} {:>10.1}",
                timing.count, timing.p50_ms, timing.max_ms
            );
        }
        println!();
    }
}

/// The recordings of tests/recordings.
pub(crate) fn recordings() -> Result<Vec<Recording>> {
    let manifest = folder().join("recordings.json");
    let text = fs::read_to_string(&manifest).with_context(|| manifest.display().to_string())?;
    let recordings: Vec<Recording> = serde_json::from_str(&text).context("recordings.json")?;
    if recordings.is_empty() {
        bail!("{} lists no recording", manifest.display());
    }
    Ok(recordings)
}

/// Takes a lesson with a WAV file and tells what happened.
pub(crate) fn take(file: &Path, screenshot: Option<&Path>) -> Result<Outcome> {
    let known = recordings()?.into_iter().find(|known| folder().join(&known.file) == file);
    let script = known.and_then(|known| known.script).map(|script| folder().join(script));
    let lesson = Lesson::start(&Plan { development: false, script: script.as_deref() })?;
    if !lesson.hears && script.is_none() {
        bail!(
            "the practice tutor has no ears on this machine; run `cargo xtask setup` and see what it says"
        );
    }
    let file = file.display().to_string();
    let mut node =
        command("node", ["tests/e2e/lesson.mjs", "--page", &lesson.page, "--wav", &file]);
    if script.is_some() {
        node.arg("--expect-scripted");
    }
    if let Some(screenshot) = screenshot {
        node.arg("--screenshot").arg(std::path::absolute(screenshot)?);
    }
    let output = node.output().context("cannot start node")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(printed.trim()).with_context(|| {
        let mut message = String::from("the lesson broke off: ");
        let _ = write!(message, "{printed}{}", String::from_utf8_lossy(&output.stderr));
        message
    })
}

/// Takes a lesson and compares it with what was said.
pub(crate) fn take_and_compare(recording: &Recording) -> Result<()> {
    let outcome = take(&folder().join(&recording.file), None)?;
    outcome.print();
    if !outcome.missing.is_empty() {
        bail!("missing: {}", outcome.missing.join("; "));
    }
    if words(&outcome.transcript) != words(&recording.said) {
        bail!("heard \"{}\" instead of \"{}\"", outcome.transcript, recording.said);
    }
    if squeeze(&outcome.latex) != squeeze(&recording.latex) {
        bail!("the board shows {} instead of {}", outcome.latex, recording.latex);
    }
    if recording.script.is_some() != outcome.scripted {
        bail!("a scripted transcript must be labelled as such, and only a scripted one");
    }
    Ok(())
}

/// Refuses what is no PCM WAV file before anything is built for it.
pub(crate) fn check_recording(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let is_wave = bytes.len() > 44 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WAVE";
    if !is_wave {
        bail!("{} is not a WAV file; convert it with `sox FILE -b 16 out.wav`", file.display());
    }
    let format = bytes
        .windows(8)
        .position(|window| window.starts_with(b"fmt "))
        .and_then(|at| Some((bytes.get(at + 8..at + 10)?, bytes.get(at + 22..at + 24)?)));
    match format {
        Some(([1, 0], [16, 0])) => Ok(()),
        Some(_) => bail!(
            "{} is not 16-bit PCM, which Chromium's fake microphone needs; convert it with `sox FILE -b 16 out.wav`",
            file.display()
        ),
        None => bail!("{} has no format chunk; is it cut off?", file.display()),
    }
}

fn folder() -> PathBuf {
    root().join("tests/recordings")
}

/// Letters and digits in lower case, a space between words: recognisers differ in commas and capitals.
fn words(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_ascii_punctuation() { ' ' } else { c }).collect();
    kept.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without spaces, and without braces around a single character: `x^{2}` and `x^2` are the same formula.
fn squeeze(latex: &str) -> String {
    let kept: Vec<char> = latex.chars().filter(|c| !c.is_whitespace()).collect();
    let mut squeezed = String::new();
    let mut rest = &kept[..];
    while let Some((first, after)) = rest.split_first() {
        let (c, left) = match rest {
            ['{', single, '}', left @ ..] => (*single, left),
            _ => (*first, after),
        };
        squeezed.push(c);
        rest = left;
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::{squeeze, words};

    #[test]
    fn formulas_are_compared_without_spaces_and_idle_braces() {
        assert_eq!(squeeze("x^{2} - 5x + 6 = 0"), squeeze("x^2-5x+6=0"));
        assert_ne!(squeeze("x^{12}"), squeeze("x^12"));
    }

    #[test]
    fn sentences_are_compared_without_capitals_and_stops() {
        assert_eq!(words("Solve X squared, minus five X."), "solve x squared minus five x");
    }
}
