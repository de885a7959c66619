//! Checks that read the sources rather than run them.

use anyhow::Result;

use crate::command::{command, step};
use crate::setup;

/// English words as English spells them; `_typos.toml` names those that are not English.
pub(crate) fn spelling() -> Result<()> {
    let typos = setup::typos()?.display().to_string();
    step("spelling", command(&typos, ["--format", "brief"]))
}

/// Every dependency of a manifest is used by its crate.
pub(crate) fn unused_dependencies() -> Result<()> {
    let machete = setup::machete()?.display().to_string();
    step("dependencies that nobody uses", command(&machete, ["--skip-target-dir", "."]))
}

/// cargo-deny with `deny.toml`. Its list of known holes comes from the network, so it stands apart from the tests.
pub(crate) fn deny() -> Result<()> {
    let deny = setup::deny()?.display().to_string();
    step(
        "licences, doubles and sources",
        command(&deny, ["check", "licenses", "bans", "sources"]),
    )?;
    step("known holes", command(&deny, ["check", "advisories"]))
}
