//! Hears every sentence of files of rows `{"spoken": …}` word by word, and says how steady the board is and how long it
//! takes: `cargo run --profile measure --example listen -p ganita-spoken -- FILE…`
//!
//! Lines that begin with `time` change with the machine and the day; all others come out the same every time.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement prints times")]

use std::time::Instant;

use ganita_notation::write_latex;
use ganita_spoken::{Context, Listener, Note, convert};

/// What is settled should be so after so many words.
const SOON: u64 = 3;

#[derive(Default)]
struct Found {
    sentences: usize,
    words: usize,
    /// Settled prefixes that the final reading does not begin with, where the speaker took nothing back.
    changes: usize,
    /// Sentences whose `finish` differs from a conversion of the whole.
    different: usize,
    /// Words for which the board had shown a prefix, without a break, before it was settled.
    lags: Vec<u64>,
    whole_ns: Vec<u64>,
    fifteen_ns: Vec<u64>,
    more_ns: Vec<u64>,
    /// Where changed prefixes were seen.
    examples: Vec<String>,
    /// Prefixes that were settled later than [`SOON`].
    late: Vec<String>,
    /// Prefixes that were settled.
    settled: usize,
}

impl Found {
    fn hear(&mut self, sentence: &str) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        if words.is_empty() {
            return;
        }
        let context = Context::default();
        let mut listener = Listener::new(context.clone());
        let mut boards: Vec<String> = Vec::new();
        let mut settled: Vec<String> = Vec::new();
        for (count, word) in words.iter().enumerate() {
            let start = Instant::now();
            let reading = listener.replace_tail(count, word);
            self.more_ns.push(elapsed_ns(start));
            boards.push(write_latex(&reading.tree));
            let stable = listener.stable_latex();
            if settled.last().is_none_or(|last| last.len() < stable.len()) && !stable.is_empty() {
                let shown = boards.iter().rev().take_while(|board| board.starts_with(stable));
                let lag = (shown.count() as u64).saturating_sub(1);
                if lag > SOON {
                    self.late.push(format!("{lag} words: {stable} | {sentence}"));
                }
                self.lags.push(lag);
                settled.push(stable.to_owned());
            }
        }
        let start = Instant::now();
        let whole = convert(sentence, &context);
        let took = elapsed_ns(start);
        self.whole_ns.push(took);
        if words.len() == 15 {
            self.fifteen_ns.push(took);
        }
        let finished = listener.finish();
        self.different += usize::from(finished != whole);
        let latex = write_latex(&finished.tree);
        let taken_back = finished.notes.contains(&Note::Corrected);
        if !taken_back
            && let Some(wrong) = settled.iter().find(|stable| !latex.starts_with(*stable))
        {
            self.changes += 1;
            self.examples.push(format!("{sentence}\n    settled {wrong}\n    then    {latex}"));
        }
        self.settled += settled.len();
        self.sentences += 1;
        self.words += words.len();
    }
}

fn elapsed_ns(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// The value that this share of all lies at or below.
fn quantile(values: &mut [u64], share: f64) -> u64 {
    values.sort_unstable();
    let at = (share * values.len().saturating_sub(1) as f64).round() as usize;
    values.get(at).copied().unwrap_or(0)
}

/// How many of all, in percent, are not above this.
fn share(values: &[u64], most: u64) -> f64 {
    let within = values.iter().filter(|value| **value <= most).count();
    100.0 * within as f64 / values.len().max(1) as f64
}

fn microseconds(name: &str, values: &mut [u64]) {
    let (count, half, most) = (values.len(), quantile(values, 0.5), quantile(values, 0.99));
    println!(
        "time {name}: p50 {:.1} µs, p99 {:.1} µs of {count}",
        half as f64 / 1e3,
        most as f64 / 1e3
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut all = Found::default();
    // `GANITA_SHOWN=50`: so many changed and late prefixes of each file are printed.
    let shown = std::env::var("GANITA_SHOWN").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let (mut fifteen, mut whole, mut more) = (Vec::new(), Vec::new(), Vec::new());
    println!(
        "{:<28}{:>10}{:>9}{:>11}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}",
        "file",
        "sentences",
        "words",
        "different",
        "settled",
        "changes",
        "lag p50",
        "% to 3",
        "% to 6",
        "lag max"
    );
    for path in std::env::args().skip(1) {
        let mut found = Found::default();
        for row in std::fs::read_to_string(&path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(row)?;
            found.hear(row["spoken"].as_str().unwrap_or_default());
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let (half, most) = (quantile(&mut found.lags, 0.5), quantile(&mut found.lags, 1.0));
        let [three, six] = [3, 6].map(|most| share(&found.lags, most));
        println!(
            "{name:<28}{:>10}{:>9}{:>11}{:>9}{:>9}{half:>9}{three:>9.1}{six:>9.1}{most:>9}",
            found.sentences, found.words, found.different, found.settled, found.changes
        );
        for example in found.examples.iter().take(shown) {
            println!("  a settled prefix that changed: {example}");
        }
        for late in found.late.iter().take(shown) {
            println!("  settled after {late}");
        }
        all.different += found.different;
        all.changes += found.changes;
        all.lags.append(&mut found.lags);
        fifteen.append(&mut found.fifteen_ns);
        whole.append(&mut found.whole_ns);
        more.append(&mut found.more_ns);
    }
    let shares =
        [1, 2, 3, 4, 6, 8, 12].map(|most| format!("{most}: {:.1}", share(&all.lags, most)));
    println!(
        "\npercent of {} prefixes settled after so many words or fewer  {}",
        all.lags.len(),
        shares.join("  ")
    );
    microseconds("a sentence of 15 words", &mut fifteen);
    microseconds("a sentence", &mut whole);
    microseconds("one more word", &mut more);
    if all.different > 0 {
        return Err("hearing word by word ended elsewhere than hearing at once".into());
    }
    Ok(())
}
