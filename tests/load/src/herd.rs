//! Thousands of lessons lose their tutor at once: how fast they come back, and that none is lost.

use crate::Arguments;
use crate::cost::percentile;
use crate::relay::{Kind, Relay};
use crate::student::enter_all;
use crate::upstream::{Habits, Upstream};
use anyhow::Result;
use futures_util::future::join_all;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Longer than the herd takes: it is dialled 200 times a second.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    let upstream = Upstream::start(Habits::default(), None).await?;
    let relay = Relay::start(Kind::OursBinary, arguments, &upstream.place).await?;
    let students = enter_all(relay.kind, relay.address, arguments.herd).await?;
    let before = upstream.seen().setups.len();
    let cut_at = Instant::now();
    upstream.cut_all();
    let back = || upstream.seen().setups.len() - before;
    // The pages go on listening; a server that loses patience with one would be seen.
    let mut waiting: Vec<_> =
        students.into_iter().map(|student| tokio::spawn(student.listen(Duration::ZERO))).collect();
    while back() < arguments.herd && cut_at.elapsed() < PATIENCE {
        let students = join_all(std::mem::take(&mut waiting)).await;
        let present = students.into_iter().filter_map(|student| student.ok().flatten());
        waiting = present
            .map(|student| tokio::spawn(student.listen(Duration::from_millis(500))))
            .collect();
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let speaking = join_all(waiting).await.into_iter().filter_map(|student| student.ok().flatten());
    let speaking: Vec<_> = (0_u64..)
        .zip(speaking)
        .map(|(number, student)| {
            // One piece each, over five seconds.
            let wait = Duration::from_micros(number * 997 % 5_000_000);
            tokio::spawn(student.talk(wait, Duration::from_millis(50)))
        })
        .collect();
    let mut answered = 0;
    for saw in join_all(speaking).await {
        answered += usize::from(saw?.received > 0);
    }
    let seen = upstream.seen();
    let times: Vec<f64> =
        seen.setups[before..].iter().map(|at| (*at - cut_at).as_secs_f64()).collect();
    let busiest = (0..times.len())
        .map(|from| times[from..].iter().take_while(|at| **at < times[from] + 1.0).count())
        .max()
        .unwrap_or(0);
    let mut text = format!(
        "{} lessons whose tutor's connections are cut at the same moment.\n\n",
        arguments.herd
    );
    text += "| back after s p50 / all | connections in the busiest second | connections made | answered again | lost |\n";
    text += "|---|---|---|---|---|\n";
    writeln!(
        text,
        "| {:.1} / {:.1} | {busiest} | {} | {answered} | {} |",
        percentile(&times, 0.50),
        percentile(&times, 1.0),
        times.len(),
        arguments.herd - answered,
    )?;
    Ok(text)
}
