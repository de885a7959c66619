//! How long words take to become a formula: a sentence of fifteen words, one more word of it, and long speech.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use clap::Args;
use ganita_spoken::{Context, Listener, convert};

use crate::failure::Failure;

/// Measures sentences of fifteen words: microseconds for the whole and for one more word; then speech of 10 to 10,000 words.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Does this work and prints nothing: for counting instructions from outside. The name of a sentence, or a number of
    /// words.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,

    /// With --only: the sentence comes word by word.
    #[arg(long, requires = "only")]
    word_by_word: bool,

    /// How often each sentence is read.
    #[arg(long, default_value_t = 1_000)]
    rounds: usize,
}

/// Lines: a name without spaces, spaces, fifteen words. The measurement in WebAssembly reads the same file.
const SENTENCES: &str = include_str!("sentences.txt");

/// What long speech is made of: nine words, without an end.
const PHRASE: [&str; 9] = ["x", "squared", "plus", "five", "x", "over", "two", "is", "less"];

/// Long speech, in words. What lies beyond 4,000 is left out of the reading, and a note says so.
const LONG: [usize; 5] = [10, 100, 1_000, 4_000, 10_000];

fn sentences() -> impl Iterator<Item = (&'static str, &'static str)> {
    SENTENCES
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, words)| (name, words.trim()))
}

fn long(words: usize) -> String {
    let words: Vec<&str> = PHRASE.into_iter().cycle().take(words).collect();
    words.join(" ")
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Some(name) = &arguments.only else { return table(arguments.rounds) };
    let words = match name.parse() {
        Ok(count) => long(count),
        Err(_) => sentences()
            .find(|(known, _)| known == name)
            .map(|(_, words)| words.to_owned())
            .ok_or_else(|| Failure::at(name, "there is no sentence of this name"))?,
    };
    for _ in 0..arguments.rounds {
        if arguments.word_by_word {
            word_by_word(&words, |_| ());
        } else {
            black_box(convert(black_box(&words), &Context::default()));
        }
    }
    Ok(())
}

/// Hears a sentence, and shows how long each of its words took, in nanoseconds.
fn word_by_word(sentence: &str, mut took_ns: impl FnMut(u64)) {
    let mut listener = Listener::new(Context::default());
    for (count, word) in sentence.split_whitespace().enumerate() {
        let start = Instant::now();
        black_box(listener.replace_tail(count, black_box(word)));
        took_ns(elapsed_ns(start));
    }
}

fn elapsed_ns(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

fn table(rounds: usize) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut line = |name: &str, columns: [String; 5]| {
        let columns: String = columns.iter().map(|column| format!("{column:>14}")).collect();
        writeln!(out, "{name:<12}{columns}").map_err(|error| Failure::writing(&error))
    };
    let heads = ["whole p50 us", "whole p99 us", "word p50 us", "word p99 us", "last word us"];
    line("15 words", heads.map(str::to_owned))?;
    let (mut all, mut all_words, mut all_last) = (Vec::new(), Vec::new(), Vec::new());
    for (name, sentence) in sentences() {
        let context = Context::default();
        let (mut whole, mut words, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let start = Instant::now();
            black_box(convert(black_box(sentence), &context));
            whole.push(elapsed_ns(start));
            word_by_word(sentence, |took| words.push(took));
            last.extend(words.last());
        }
        line(name, columns(&mut whole, &mut words, &mut last))?;
        all.append(&mut whole);
        all_words.append(&mut words);
        all_last.append(&mut last);
    }
    line("all", columns(&mut all, &mut all_words, &mut all_last))?;
    line("long speech", ["whole us", "us a word", "", "", ""].map(str::to_owned))?;
    for count in LONG {
        let speech = long(count);
        let mut whole: Vec<u64> = (0..5)
            .map(|_| {
                let start = Instant::now();
                black_box(convert(black_box(&speech), &Context::default()));
                elapsed_ns(start)
            })
            .collect();
        let us = quantile(&mut whole, 0.5);
        let none = String::new;
        let columns =
            [format!("{us:.1}"), format!("{:.2}", us / count as f64), none(), none(), none()];
        line(&count.to_string(), columns)?;
    }
    Ok(())
}

fn columns(whole: &mut [u64], words: &mut [u64], last: &mut [u64]) -> [String; 5] {
    let [half, most] = [0.5, 0.99].map(|share| quantile(whole, share));
    let [word, slow] = [0.5, 0.99].map(|share| quantile(words, share));
    [half, most, word, slow, quantile(last, 0.5)].map(|us| format!("{us:.1}"))
}

/// The time that this share of all lies at or below, in microseconds.
fn quantile(times_ns: &mut [u64], share: f64) -> f64 {
    times_ns.sort_unstable();
    let at = (share * times_ns.len().saturating_sub(1) as f64).round() as usize;
    times_ns.get(at).copied().unwrap_or(0) as f64 / 1e3
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sentence_has_fifteen_words_and_is_mathematics() {
        for (name, words) in super::sentences() {
            assert_eq!(words.split_whitespace().count(), 15, "{name}");
            let reading = ganita_spoken::convert(words, &ganita_spoken::Context::default());
            assert!(reading.is_mathematics, "{name}: {words}");
        }
    }
}
