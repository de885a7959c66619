//! Planned rotations while everybody talks: what is dropped, what is lost, how long nobody is heard.

use crate::Arguments;
use crate::cost::percentile;
use crate::relay::{Kind, Relay};
use crate::student::Student;
use crate::upstream::{Habits, Upstream};
use anyhow::Result;
use futures_util::future::join_all;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Connections are told to go after this, and have 2.5 s left, of which ours keeps 2 in hand.
const GO_AWAY_AFTER: Duration = Duration::from_millis(1_500);

/// Students who talk.
const TALKERS: usize = 100;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "counts of one run are small"
)]
pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    let calls_every = Some(Duration::from_millis(700));
    let habits = Habits { go_away_after: Some(GO_AWAY_AFTER), calls_every };
    let upstream = Upstream::start(habits, None).await?;
    let relay = Relay::start(Kind::Ours, arguments, &upstream.place).await?;
    let mut students = Vec::new();
    for number in 0..TALKERS {
        students.push(Student::enter(Kind::Ours, relay.address, u32::try_from(number)?).await?);
    }
    // A connection lasts about two seconds.
    let rounds = u64::try_from(arguments.rotations.div_ceil(TALKERS))?;
    let how_long = Duration::from_secs(2 * rounds + 2);
    let talking = (0_u32..).zip(students).map(|(number, student)| {
        let wait = Duration::from_micros(u64::from(number) * 997 % 100_000);
        tokio::spawn(student.talk(wait, how_long))
    });
    // Who is about to leave may not answer any more.
    let last_call = Instant::now() + how_long;
    let (mut sent, mut errors) = (0, 0);
    for saw in join_all(talking).await {
        let saw = saw?;
        sent += saw.sent;
        errors += saw.errors;
    }
    let rotations = counted(&relay, "ganita_upstream_rotations_total").await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let seen = upstream.seen();
    let received: usize = seen.students.values().map(|one| one.pieces.len()).sum();
    let twice: u32 = seen
        .students
        .values()
        .flat_map(|one| one.pieces.values())
        .map(|times| times.saturating_sub(1))
        .sum();
    // A gap is what a pause is longer than the 100 ms between two pieces.
    let mut gaps: Vec<f64> = seen
        .students
        .values()
        .flat_map(|one| &one.gaps)
        .map(|gap| (gap.as_secs_f64() * 1e3 - 100.0).max(0.0))
        .collect();
    gaps.sort_by(f64::total_cmp);
    // As many of the longest pauses as there were rotations: the others are nobody's fault but the machine's.
    let longest = gaps.split_off(gaps.len().saturating_sub(rotations as usize));
    let asked = seen.asked.iter().filter(|(at, _)| *at < last_call);
    let unanswered: Vec<_> = asked.filter(|(_, id)| !seen.answered.contains(id)).collect();
    let lost = unanswered.iter().filter(|(_, id)| !seen.told.contains(id)).count();
    let told = unanswered.len() - lost;
    let mut text = format!(
        "{TALKERS} talkers whose connections last two seconds, a tool call every 0.7 s. A gap is how much longer than \
         100 ms nothing was heard of a student. The answer to a call that the tutor does not know of on its next connection \
         is told in words.\n\n"
    );
    text += "| planned rotations | pieces said | dropped | heard twice | calls | only told in words | lost | gap p50 / p99 ms | errors |\n";
    text += "|---|---|---|---|---|---|---|---|---|\n";
    writeln!(
        text,
        "| {rotations} | {sent} | {} | {twice} | {} | {} | {lost} | {:.0} / {:.0} | {errors} |",
        sent as i64 - received as i64,
        seen.asked.len(),
        told,
        percentile(&longest, 0.50),
        percentile(&longest, 0.99),
    )?;
    Ok(text)
}

/// A number our server counts.
pub(crate) async fn counted(relay: &Relay, name: &str) -> Result<f64> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(relay.address).await?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let lines = text.lines().filter(|line| line.starts_with(name));
    Ok(lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum())
}
