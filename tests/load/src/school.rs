//! A whole school: thousands of lessons on two servers, a tenth of the students talking.

use crate::Arguments;
use crate::cost::percentile;
use crate::relay::{Kind, Relay, listening};
use crate::student::enter_all;
use crate::upstream::Place;
use anyhow::Result;
use futures_util::future::join_all;
use std::fmt::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::Command;

/// Servers among which the school is shared out.
const SERVERS: usize = 2;

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
pub(crate) async fn measure(arguments: &Arguments) -> Result<String> {
    // A process has 20,000 open files: the upstream's 10,000 sockets are another's.
    let mut upstream = Command::new(std::env::current_exe()?)
        .arg("--upstream")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let place = Place::elsewhere(listening(&mut upstream).await?);
    let mut relays = Vec::new();
    for _ in 0..SERVERS {
        relays.push(Relay::start(Kind::OursBinary, arguments, &place).await?);
    }
    let began = Instant::now();
    let entering =
        relays.iter().map(|relay| enter_all(relay.kind, relay.address, arguments.pupils / SERVERS));
    let students = futures_util::future::try_join_all(entering).await?;
    let entered = began.elapsed();
    let memory = || -> Result<f64> {
        Ok(relays.iter().map(Relay::memory_kib).sum::<Result<f64>>()? / 1024.0)
    };
    let processor = || relays.iter().map(Relay::processor_seconds).sum::<Result<f64>>();
    let idle_mib = memory()?;
    let before = processor()?;
    let how_long = Duration::from_secs(arguments.school_seconds);
    let (mut talking, mut listening) = (Vec::new(), Vec::new());
    for (number, student) in (0_usize..).zip(students.into_iter().flatten()) {
        // Those who talk sit among the others.
        let talks = number % (arguments.pupils / arguments.pupils_talking.max(1)).max(1) == 0;
        if talks && talking.len() < arguments.pupils_talking {
            let wait = Duration::from_micros(number as u64 * 997 % 100_000);
            talking.push(tokio::spawn(student.talk(wait, how_long)));
        } else {
            listening.push(tokio::spawn(student.listen(how_long)));
        }
    }
    let (talkers, pupils) = (talking.len(), talking.len() + listening.len());
    let (mut messages, mut errors, mut ages) = (0, 0, Vec::new());
    for saw in join_all(talking).await {
        let saw = saw?;
        messages += saw.sent + saw.received;
        errors += saw.errors + saw.sent.saturating_sub(saw.received);
        ages.extend(saw.ages_us);
    }
    let loaded_mib = memory()?;
    let seconds = processor()? - before;
    for student in join_all(listening).await {
        errors += u64::from(student?.is_none());
    }
    ages.sort_by(f64::total_cmp);
    let mut text = format!(
        "{pupils} lessons on {SERVERS} servers, {talkers} students talking for {} s; they came in within {:.0} s.\n\n",
        arguments.school_seconds,
        entered.as_secs_f64()
    );
    text += "| messages | errors | memory of both idle / loaded MB | p50 / p99 ms | CPU µs/message | cores |\n";
    text += "|---|---|---|---|---|---|\n";
    writeln!(
        text,
        "| {messages} | {errors} | {:.0} / {:.0} | {:.2} / {:.2} | {:.1} | {:.2} |",
        idle_mib * 1.048_576,
        loaded_mib * 1.048_576,
        percentile(&ages, 0.50) / 1e3,
        percentile(&ages, 0.99) / 1e3,
        seconds * 1e6 / messages as f64,
        seconds / how_long.as_secs_f64(),
    )?;
    Ok(text)
}
