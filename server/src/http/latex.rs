//! `POST /api/v1/math/latex`: spoken mathematics as LaTeX, for clients without WebAssembly.

use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use axum::Json;
use axum::extract::State;
use ganita_spoken::{Command, Context, Language, Method, Role};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Longest sentence; a minute of talk has a thousand.
const MAX_CHARACTERS: usize = 2_000;

/// What was said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Words)]
pub(super) struct Words {
    /// The words, as a recogniser writes them.
    #[schema(max_length = 2000)]
    words: String,
    /// The language they are in.
    #[serde(default)]
    language: Tongue,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Tongue {
    /// Found out from the words.
    #[default]
    Auto,
    /// English.
    En,
    /// Hindi.
    Hi,
}

/// What the words mean.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reading)]
pub(super) struct Read {
    /// The formula.
    latex: String,
    /// The same in plain letters.
    plain: String,
    /// The same as MathML, for screen readers.
    mathml: String,
    /// Whether the words are mathematics at all.
    is_mathematics: bool,
    /// How sure that is, 0 to 1.
    confidence: f32,
    /// Other readings, the likeliest first.
    alternatives: Vec<Other>,
    /// What the student should know, in short sentences: Hindi for a Hindi speaker, else English.
    notes: Vec<String>,
    /// What the sentence asks to be done.
    command: Option<&'static str>,
    /// With `find`: which quantity, as the solver names its kind: `mean`, `distance`, `nth_term`.
    quantity: Option<&'static str>,
    /// "with respect to t": the letter that a command names, as the solver takes it.
    variable: Option<String>,
    /// "by factorisation": how the sentence wants it solved, as the solver takes it.
    method: Option<&'static str>,
    /// What each stretch of words was taken for.
    spans: Vec<Span>,
    /// Which words say which part of the formula.
    places: Vec<Place>,
}

/// Words, and the part of the formula that was said with them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Place {
    /// Which words, counted from 0; the second number is one past the last.
    words: [usize; 2],
    /// Which UTF-16 units of `latex`; the second number is one past the last.
    latex: [usize; 2],
}

/// A stretch of words and what it was taken for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Span {
    /// Which words, counted from 0; the second number is one past the last.
    words: [usize; 2],
    role: &'static str,
}

/// Another reading.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Other {
    latex: String,
    /// In what the two differ: what the first reading has there, and what this one has.
    difference: [String; 2],
    confidence: f32,
}

/// Spoken words as a formula.
#[utoipa::path(post, path = "/math/latex", operation_id = "readWords", tag = "mathematics", request_body = Words,
    responses((status = 200, description = "What they mean.", body = Read)))]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    _caller: Caller,
    Body(said): Body<Words>,
) -> Result<Json<Read>, Problem> {
    if said.words.chars().count() > MAX_CHARACTERS {
        return Err(Code::Invalid.because(format!("words: at most {MAX_CHARACTERS} characters")));
    }
    let turn = Arc::clone(&app.solving).acquire_owned().await;
    let work = move || {
        let read = reading(&said);
        drop(turn);
        read
    };
    let read = tokio::task::spawn_blocking(work).await;
    read.map(Json).map_err(|_| Code::Internal.into())
}

fn reading(said: &Words) -> Read {
    let language = match said.language {
        Tongue::Auto => Language::Auto,
        Tongue::En => Language::English,
        Tongue::Hi => Language::Hindi,
    };
    let context = Context { language, ..Context::default() };
    let reading = ganita_spoken::convert(&said.words, &context);
    let latex = ganita_notation::write_latex(&reading.tree);
    let places = ganita_spoken::places(&said.words, &context, &reading);
    Read {
        places: places.iter().map(|place| self::place(place, &latex)).collect(),
        latex,
        plain: ganita_notation::write_plain(&reading.tree),
        mathml: ganita_notation::write_mathml(&reading.tree),
        is_mathematics: reading.is_mathematics,
        confidence: reading.confidence,
        alternatives: reading
            .alternatives
            .iter()
            .map(|other| {
                let (here, there) = reading.difference(other);
                Other {
                    latex: ganita_notation::write_latex(&other.tree),
                    difference: [here, there],
                    confidence: other.confidence,
                }
            })
            .collect(),
        notes: reading
            .notes
            .iter()
            .map(|note| if language == Language::Hindi { note.hindi() } else { note.english() })
            .collect(),
        command: reading.command.map(Command::name),
        quantity: reading.quantity,
        variable: reading.variable.clone(),
        method: reading.method.map(Method::name),
        spans: reading
            .spans
            .iter()
            .map(|span| Span { words: [span.words.start, span.words.end], role: role(span.role) })
            .collect(),
    }
}

fn place(place: &ganita_spoken::Place, latex: &str) -> Place {
    let units = |bytes: usize| latex.get(..bytes).map_or(0, |text| text.encode_utf16().count());
    Place {
        words: [place.words.start, place.words.end],
        latex: [units(place.latex.start), units(place.latex.end)],
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Number => "number",
        Role::Symbol => "symbol",
        Role::Operator => "operator",
        Role::Command => "command",
        Role::Filler => "filler",
        Role::Text => "text",
    }
}
