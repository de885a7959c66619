//! Instructions of a message, counted by callgrind: the same on a busy machine as on a quiet one.
//!
//! Two runs of the same lessons, in one of which everybody is silent; what is more in the other is the messages'.

use crate::Arguments;
use crate::relay::{Folder, Kind, Relay};
use crate::student::enter_all;
use crate::tls::Authority;
use crate::upstream::{Habits, Upstream};
use anyhow::{Context, Result};
use futures_util::future::join_all;
use std::fmt::Write;
use std::time::Duration;

const STUDENTS: usize = 4;

const TALK: Duration = Duration::from_secs(8);

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    let is_there = std::process::Command::new("valgrind").arg("--version").output();
    if !is_there.is_ok_and(|output| output.status.success()) {
        return Ok("valgrind is not installed: no instructions were counted.\n".to_owned());
    }
    let folder = Folder::new()?;
    let authority = Authority::new(folder.path())?;
    let mut text = format!(
        "Our server under callgrind, {STUDENTS} students who talk for {} s, less the same without a word.\n\n",
        TALK.as_secs()
    );
    text += "| relay | instructions/message | messages |\n|---|---|---|\n";
    for (kind, has_tls) in [(Kind::Ours, false), (Kind::OursBinary, false), (Kind::Ours, true)] {
        let authority = has_tls.then_some(&authority);
        let (silent, _) = counted(kind, arguments, authority, Duration::ZERO).await?;
        let (talking, messages) = counted(kind, arguments, authority, TALK).await?;
        writeln!(
            text,
            "| {}{} | {:.0} | {messages} |",
            kind.name(),
            if has_tls { ", TLS upstream" } else { "" },
            talking.saturating_sub(silent) as f64 / messages as f64,
        )?;
    }
    Ok(text)
}

/// Instructions of a whole run, and its messages.
async fn counted(
    kind: Kind,
    arguments: &Arguments,
    authority: Option<&Authority>,
    talk: Duration,
) -> Result<(u64, u64)> {
    let upstream = Upstream::start(Habits::default(), authority).await?;
    let callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];
    let mut relay = Relay::start_under(kind, arguments, &upstream.place, &callgrind).await?;
    let students = enter_all(kind, relay.address, STUDENTS).await?;
    let mut messages = 0;
    if talk.is_zero() {
        let silent = students.into_iter().map(|student| student.listen(TALK));
        join_all(silent).await;
    } else {
        for saw in join_all(students.into_iter().map(|one| one.talk(Duration::ZERO, talk))).await {
            messages += saw.sent + saw.received;
        }
    }
    relay.terminate()?;
    relay.ended().await?;
    let report = relay.errors()?;
    let collected = report
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
        .with_context(|| format!("callgrind counted nothing: {report}"))?;
    Ok((collected, messages))
}
