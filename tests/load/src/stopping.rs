//! SIGTERM while lessons are live: how soon the server is not ready, when everybody was told, what is lost.

use crate::Arguments;
use crate::relay::{Kind, Relay};
use crate::student::enter_all;
use crate::upstream::{Habits, Upstream};
use anyhow::{Context, Result};
use futures_util::future::join_all;
use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// How many rows of a table our server has written.
fn rows(relay: &Relay) -> Result<usize> {
    let database = relay.database().context("ours has one")?;
    let program = "import sqlite3, sys\nprint(sqlite3.connect(sys.argv[1]).execute(\
                   'select count(*) from segments').fetchone()[0])";
    let output = Command::new("python3").args(["-c", program]).arg(database).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    let upstream = Upstream::start(Habits::default(), None).await?;
    let mut relay = Relay::start(Kind::OursBinary, arguments, &upstream.place).await?;
    let students = enter_all(relay.kind, relay.address, arguments.stopped).await?;
    // Once all are there: a tutor that falls silent in a sentence is dialled again after some seconds.
    upstream.speak_all();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let closing: Vec<_> =
        students.into_iter().map(|student| tokio::spawn(student.closed())).collect();
    let began = Instant::now();
    relay.terminate()?;
    let mut not_ready = None;
    while not_ready.is_none() && began.elapsed() < Duration::from_secs(10) {
        if TcpStream::connect(relay.address).await.is_err() {
            not_ready = Some(began.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let codes = join_all(closing).await;
    let all_told = began.elapsed();
    relay.ended().await?;
    let ended = began.elapsed();
    let told = codes.iter().filter(|code| matches!(code, Ok(Some(1001)))).count();
    let kept = rows(&relay)?;
    let mut text = format!(
        "SIGTERM with {} live lessons, each with one sentence unfinished.\n\n",
        arguments.stopped
    );
    text += "| not ready after ms | told 1001 | all told after ms | ended after ms | transcripts lost |\n";
    text += "|---|---|---|---|---|\n";
    writeln!(
        text,
        "| {:.0} | {told} | {:.0} | {:.0} | {} |",
        not_ready.context("it stayed ready")?.as_secs_f64() * 1e3,
        all_told.as_secs_f64() * 1e3,
        ended.as_secs_f64() * 1e3,
        arguments.stopped.saturating_sub(kept),
    )?;
    Ok(text)
}
