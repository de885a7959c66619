//! Words to a reading.

use crate::maths::{Alternative, CommandName, Place, Reading, Role, Span};
use ganita_notation::{write_latex, write_plain};
use ganita_spoken::{Command, Context, Language};

/// Reads a whole sentence. `language` is `auto`, `en` or `hi`; anything else counts as `auto`.
#[must_use]
pub fn convert(words: &str, language: &str) -> Reading {
    let context = context(language);
    twin(&ganita_spoken::convert(words, &context), words, &context)
}

pub(crate) fn context(language: &str) -> Context {
    let language = match language {
        "en" => Language::English,
        "hi" => Language::Hindi,
        _ => Language::Auto,
    };
    Context { language, ..Context::default() }
}

pub(crate) fn twin(reading: &ganita_spoken::Reading, words: &str, context: &Context) -> Reading {
    let latex = write_latex(&reading.tree);
    let places = ganita_spoken::places(words, context, reading);
    Reading {
        places: places.iter().map(|place| self::place(place, &latex)).collect(),
        latex,
        plain: write_plain(&reading.tree),
        is_mathematics: reading.is_mathematics,
        confidence: reading.confidence,
        alternatives: reading
            .alternatives
            .iter()
            .map(|other| alternative(reading, other))
            .collect(),
        notes: reading
            .notes
            .iter()
            .map(
                |note| {
                    if context.language == Language::Hindi { note.hindi() } else { note.english() }
                },
            )
            .collect(),
        command: reading.command.map(command),
        quantity: reading.quantity,
        variable: reading.variable.clone(),
        method: reading.method.map(ganita_spoken::Method::name),
        spans: reading.spans.iter().map(span).collect(),
    }
}

fn alternative(
    reading: &ganita_spoken::Reading,
    other: &ganita_spoken::Alternative,
) -> Alternative {
    Alternative {
        latex: write_latex(&other.tree),
        difference: reading.difference(other),
        confidence: other.confidence,
    }
}

/// JavaScript counts UTF-16 units.
fn place(place: &ganita_spoken::Place, latex: &str) -> Place {
    let units = |bytes: usize| latex.get(..bytes).map_or(0, |text| text.encode_utf16().count());
    Place {
        words: (place.words.start, place.words.end),
        latex: (units(place.latex.start), units(place.latex.end)),
    }
}

fn span(span: &ganita_spoken::Span) -> Span {
    use ganita_spoken::Role as R;
    let role = match span.role {
        R::Number => Role::Number,
        R::Symbol => Role::Symbol,
        R::Operator => Role::Operator,
        R::Command => Role::Command,
        R::Filler => Role::Filler,
        R::Text => Role::Text,
    };
    Span { words: (span.words.start, span.words.end), role }
}

fn command(command: Command) -> CommandName {
    match command {
        Command::Solve => CommandName::Solve,
        Command::SolveTogether => CommandName::SolveTogether,
        Command::Simplify => CommandName::Simplify,
        Command::Expand => CommandName::Expand,
        Command::Factor => CommandName::Factor,
        Command::Evaluate => CommandName::Evaluate,
        Command::Find => CommandName::Find,
        Command::Differentiate => CommandName::Differentiate,
        Command::Integrate => CommandName::Integrate,
        Command::Limit => CommandName::Limit,
        Command::Prove => CommandName::Prove,
        Command::Plot => CommandName::Plot,
        Command::Clear => CommandName::Clear,
        Command::Steps => CommandName::Steps,
        Command::Hint => CommandName::Hint,
        Command::Practice => CommandName::Practice,
        Command::ReadAloud => CommandName::ReadAloud,
        Command::Amend => CommandName::Amend,
    }
}
