//! What a message costs in processor time and in latency, and a session in memory.

use crate::Arguments;
use crate::relay::{Folder, Kind, Relay};
use crate::student::{Student, enter_all};
use crate::tls::Authority;
use crate::upstream::{Habits, Upstream};
use anyhow::Result;
use futures_util::future::join_all;
use std::fmt::Write;
use std::time::Duration;

/// A relay, and whether its upstream has TLS.
type Row = (Kind, bool);

#[derive(Debug, Clone, Copy)]
struct Run {
    row: Row,
    idle_kib: f64,
    processor_us: f64,
    p50_us: f64,
    p99_us: f64,
    errors: u64,
}

pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    let mut rows = vec![
        (Kind::Direct, false),
        (Kind::Ours, false),
        (Kind::OursBinary, false),
        (Kind::Node, false),
        (Kind::Ours, true),
        (Kind::Node, true),
    ];
    if arguments.python.is_some() {
        rows.insert(4, (Kind::Python, false));
        rows.push((Kind::Python, true));
    }
    let folder = Folder::new()?;
    let authority = Authority::new(folder.path())?;
    let Arguments { seconds, runs: times, .. } = arguments;
    let mut text = format!(
        "Ten messages of 4.3 kB a second and talker each way, {seconds} s, medians of {times} interleaved runs. A latency \
         is that of a round trip, so of two ways through the relay.\n\n"
    );
    for (n, &talkers) in arguments.talkers.iter().enumerate() {
        let idle = if n == 0 { arguments.idle } else { 0 };
        let mut runs = Vec::new();
        for _ in 0..arguments.runs {
            for &row in &rows {
                runs.push(one(row, arguments, &authority, talkers, idle).await?);
            }
        }
        writeln!(text, "{talkers} talkers beside {idle} idle sessions:\n")?;
        text += &table(&rows, &runs)?;
        text += "\n";
    }
    Ok(text)
}

fn table(rows: &[Row], runs: &[Run]) -> Result<String> {
    let mut text = String::new();
    text += "| relay | CPU µs/message | idle KiB/session | p50 ms | p99 ms | over direct p50 / p99 ms | errors |\n";
    text += "|---|---|---|---|---|---|---|\n";
    let median = |row: Row, of: fn(&Run) -> f64| {
        let mut values: Vec<f64> = runs.iter().filter(|run| run.row == row).map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let direct = (Kind::Direct, false);
    let (direct50, direct99) = (median(direct, |run| run.p50_us), median(direct, |run| run.p99_us));
    for &row in rows {
        let (kind, has_tls) = row;
        let (p50, p99) = (median(row, |run| run.p50_us), median(row, |run| run.p99_us));
        let errors: u64 = runs.iter().filter(|run| run.row == row).map(|run| run.errors).sum();
        writeln!(
            text,
            "| {}{} | {:.1} | {} | {:.2} | {:.2} | {:.2} / {:.2} | {errors} |",
            kind.name(),
            if has_tls { ", TLS upstream" } else { "" },
            median(row, |run| run.processor_us),
            memory_of(median(row, |run| run.idle_kib)),
            p50 / 1e3,
            p99 / 1e3,
            (p50 - direct50) / 1e3,
            (p99 - direct99) / 1e3,
        )?;
    }
    Ok(text)
}

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
async fn one(
    row: Row,
    arguments: &Arguments,
    authority: &Authority,
    talkers: usize,
    idle: usize,
) -> Result<Run> {
    let (kind, has_tls) = row;
    let upstream = Upstream::start(Habits::default(), has_tls.then_some(authority)).await?;
    let relay = Relay::start(kind, arguments, &upstream.place).await?;
    // One session first: what is made once is not a session's.
    let first = Student::enter(kind, relay.address, u32::MAX).await?;
    let before_kib = relay.memory_kib()?;
    let silent = enter_all(kind, relay.address, idle).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let idle_kib = (relay.memory_kib()? - before_kib) / idle as f64;
    let talkers = enter_all(kind, relay.address, talkers).await?;
    let before = relay.processor_seconds()?;
    let how_long = Duration::from_secs(arguments.seconds);
    let talking = (0_u32..).zip(talkers).map(|(number, student)| {
        // Spread over a tenth of a second, as people are.
        let wait = Duration::from_micros(u64::from(number) * 997 % 100_000);
        tokio::spawn(student.talk(wait, how_long))
    });
    let mut ages = Vec::new();
    let (mut messages, mut errors) = (0, 0);
    for saw in join_all(talking).await {
        let saw = saw?;
        messages += saw.sent + saw.received;
        errors += saw.errors + (saw.sent - saw.received.min(saw.sent));
        ages.extend(saw.ages_us);
    }
    let processor_us = (relay.processor_seconds()? - before) * 1e6 / messages as f64;
    ages.sort_by(f64::total_cmp);
    drop((first, silent));
    Ok(Run {
        row,
        idle_kib,
        processor_us,
        p50_us: percentile(&ages, 0.50),
        p99_us: percentile(&ages, 0.99),
        errors,
    })
}

/// Memory was not looked at where nobody was idle.
fn memory_of(kib: f64) -> String {
    if kib.is_finite() { format!("{kib:.1}") } else { "–".to_owned() }
}

/// The value below which this share of the sorted values lies.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index of a list that fits in memory"
)]
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share) as usize).copied().unwrap_or(f64::NAN)
}
