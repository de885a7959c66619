//! Phrases said aloud by two voices, clean and in noise, through the whole way from microphone to formula.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::{answer, ganita, join, spoken_judge, workplace};
use crate::command::{capture, command, exists, root};
use crate::setup;

/// tests/score/voice.py speaks and listens; `ganita latex` reads what was heard; the judge compares.
pub(super) fn voice(shared: &Path, again: bool) -> Result<String> {
    if !again && !exists("flite") {
        bail!("nobody can speak: flite is not installed; `cargo xtask setup` installs it");
    }
    let score = spoken_judge()?.display().to_string();
    let heard = workplace()?.join("voice.jsonl");
    if !again {
        hear(shared, &heard)?;
    }
    let joined = join(&heard, &answer("latex", &heard)?)?.display().to_string();
    let heard = fs::read_to_string(&heard)?.lines().count();
    let mut table = format!(
        "# cargo xtask score voice: {heard} sentences by two voices, heard by Whisper tiny.en, noise at 10 dB; percent right\n"
    );
    for by in ["group", "voice", "group,construct"] {
        let printed = capture(command("node", [&*score, &joined, "--by", by]))?;
        let _ = write!(table, "\nby {by}\n{printed}\n");
    }
    Ok(table)
}

/// What the tutor's ears hear, every way to hear it: rows for `ganita latex --jsonl`.
fn hear(shared: &Path, output: &Path) -> Result<()> {
    let ears = setup::ears()?;
    let path = |path: &Path| path.display().to_string();
    let mut listen = command(&path(&ears.python), [path(&root().join("tests/score/voice.py"))]);
    listen
        .args(["--ganita", &path(&ganita()), "--model", &path(&ears.model)])
        .args(["--ears", &path(&root().join("crates/tutor/ears"))])
        .args(["--noise", &path(&shared.join("corpus/audio/noise"))])
        .args(["--heard", &path(&setup::cache().join("heard"))])
        .args(["--output", &path(output)])
        .stdin(Stdio::null());
    // What an earlier program heard is not what is scored.
    if output.exists() {
        fs::remove_file(output)?;
    }
    println!("  … 1200 sentences said and heard");
    let status = listen.status().context("cannot start the ears' Python")?;
    if !status.success() {
        bail!("tests/score/voice.py ended with {status}");
    }
    Ok(())
}
