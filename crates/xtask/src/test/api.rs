//! The server's routes against their own description, by schemathesis: once as a guest, once as somebody signed in.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::command::{command, root};
use crate::services::Api;
use crate::setup;

/// The secret of a platform that exists for this test only.
pub(super) const SIGNED: &[(&str, &str)] =
    &[("GANITA_PLATFORM_SECRET", "a secret that only this test knows")];

/// That platform's operator `op`, signed with the secret above.
pub(super) const OPERATOR: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvcCIsInJvbGUiOiJvcGVyYXRvciIsImV4cCI6NDAwMDAwMDAwMH0.qL20KexQYeAviJ8Nyv4xqTfV2OK0lA_ho3At86MLUMc";

/// Questions for each route and kind of question.
const EXAMPLES: &str = "12";

/// Asks everything; an error tells where the answers are written down.
pub(super) fn run(title: &str, settings: &[(&str, &str)], token: Option<&str>) -> Result<()> {
    let program = setup::schemathesis()?.display().to_string();
    let api = Api::start(settings)?;
    let description = format!("{}/api/v1/openapi.json", api.address);
    let settings = root().join("server/schemathesis.toml").display().to_string();
    let mut ask = command(&program, ["--config-file", &settings]);
    ask.args(["run", &description, "--max-examples", EXAMPLES]);
    // What a fixed seed finds, it finds on every machine.
    ask.args(["--seed", "1", "--workers", "2", "--max-failures", "10", "--no-color"]);
    if let Some(token) = token {
        ask.args(["--header", &format!("Authorization: Bearer {token}")]);
        // Signing out or being refused would make the rest of the questions worthless.
        ask.args(["--exclude-operation-id", "signOut", "--exclude-operation-id", "deny"]);
    }
    let reports = root().join("target/reports");
    fs::create_dir_all(&reports)?;
    let report = reports.join(format!("schemathesis-{}.log", title.replace(' ', "-")));
    let output = ask.stdin(Stdio::null()).output().context("cannot start schemathesis")?;
    fs::write(&report, &output.stdout)?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let end: Vec<&str> = text.lines().rev().take(60).collect();
    let end: Vec<&str> = end.into_iter().rev().collect();
    bail!("see {}\n{}", report.display(), end.join("\n"))
}
