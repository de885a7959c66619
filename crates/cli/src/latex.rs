//! Spoken words to LaTeX.

use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};
use ganita_notation::write_latex;
use ganita_spoken::{Context, Language, convert};
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

    /// Reads rows {id, spoken, lang?} from standard input; writes {id, predicted, alternatives, confidence, micros}.
    #[arg(long)]
    jsonl: bool,

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
    let start = Instant::now();
    let reading = convert(&row.spoken, &context);
    let predicted = write_latex(&reading.tree);
    let micros = start.elapsed().as_micros() as u64;
    let alternatives =
        reading.alternatives.iter().map(|alternative| write_latex(&alternative.tree)).collect();
    Answer { id: row.id, predicted, alternatives, confidence: reading.confidence, micros }
}
