//! Spoken words to LaTeX.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};
use ganita_notation::write_latex;
use ganita_spoken::{Context, Hypothesis, Language, convert, convert_heard, feature_names, rivals};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failure::Failure;
use crate::jsonl;

/// Writes spoken mathematics as LaTeX.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The words, as they were said.
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    words: Vec<String>,

    /// Reads rows {id, spoken, lang?, hypotheses?: [{words, log_probability}]} from standard input; writes {id, predicted, alternatives, confidence, micros}.
    #[arg(long)]
    jsonl: bool,

    /// With --jsonl: writes every reading that was weighed, {id, predicted, confidence, rivals: [{latex, cost, features}]}.
    /// The weights are fitted on it.
    #[arg(long, requires = "jsonl")]
    rivals: bool,

    /// The language spoken.
    #[arg(long, value_enum, default_value = "auto")]
    lang: Lang,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    En,
    Hi,
    Auto,
}

impl Lang {
    fn language(self) -> Language {
        match self {
            Lang::En => Language::English,
            Lang::Hi => Language::Hindi,
            Lang::Auto => Language::Auto,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    id: Value,
    spoken: String,
    lang: Option<String>,
    /// Several ways to hear the sentence; `spoken` counts where there are none.
    #[serde(default)]
    hypotheses: Vec<Heard>,
}

#[derive(Deserialize)]
struct Heard {
    words: String,
    log_probability: f32,
}

#[derive(Serialize)]
struct Weighed {
    id: Value,
    predicted: String,
    confidence: f32,
    rivals: Vec<RivalRow>,
}

#[derive(Serialize)]
struct RivalRow {
    latex: String,
    cost: u32,
    features: BTreeMap<&'static str, u8>,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    predicted: String,
    alternatives: Vec<String>,
    confidence: f32,
    micros: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.rivals {
        return jsonl::answer_each(weighed);
    }
    if arguments.jsonl {
        return jsonl::answer_each(|row| answer(row, arguments.lang));
    }
    let context = Context { language: arguments.lang.language(), ..Context::default() };
    let reading = convert(&arguments.words.join(" "), &context);
    writeln!(io::stdout(), "{}", write_latex(&reading.tree))
        .map_err(|error| Failure::writing(&error))
}

fn answer(row: Row, otherwise: Lang) -> Answer {
    let language = match row.lang.as_deref() {
        Some("en") => Language::English,
        Some("hi") => Language::Hindi,
        // A mixture ("hi-en") is what Auto is for.
        Some(_) => Language::Auto,
        None => otherwise.language(),
    };
    let context = Context { language, ..Context::default() };
    let hypotheses: Vec<Hypothesis> = row
        .hypotheses
        .into_iter()
        .map(|heard| Hypothesis { words: heard.words, log_probability: heard.log_probability })
        .collect();
    let start = Instant::now();
    let reading = match hypotheses.as_slice() {
        [] => convert(&row.spoken, &context),
        several => convert_heard(several, &context).1,
    };
    let predicted = write_latex(&reading.tree);
    let micros = start.elapsed().as_micros() as u64;
    let alternatives =
        reading.alternatives.iter().map(|alternative| write_latex(&alternative.tree)).collect();
    Answer { id: row.id, predicted, alternatives, confidence: reading.confidence, micros }
}

fn weighed(row: Row) -> Weighed {
    let reading = convert(&row.spoken, &Context::default());
    let rivals = rivals(&row.spoken)
        .into_iter()
        .map(|rival| RivalRow {
            latex: write_latex(&rival.tree),
            cost: rival.cost,
            features: feature_names().zip(rival.features).filter(|(_, count)| *count > 0).collect(),
        })
        .collect();
    let predicted = write_latex(&reading.tree);
    Weighed { id: row.id, predicted, confidence: reading.confidence, rivals }
}
