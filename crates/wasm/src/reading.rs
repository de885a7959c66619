//! Words to a reading.

use crate::maths::{Alternative, Place, Reading, Span};
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
        command: reading.command.map(Command::name),
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
    Span { words: (span.words.start, span.words.end), role: span.role.name() }
}

#[cfg(test)]
mod tests {
    use ganita_spoken::{Command, Role};

    use crate::maths::{self, CommandName};

    fn written(name: &impl serde::Serialize) -> String {
        serde_json::to_value(name).expect("a name").as_str().expect("text").to_owned()
    }

    /// The page's types have a name for every command and role, and it is the core's.
    #[test]
    fn commands_and_roles_have_the_names_that_the_page_knows() {
        let command = |command| match command {
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
        };
        for said in [
            Command::Solve,
            Command::SolveTogether,
            Command::Simplify,
            Command::Expand,
            Command::Factor,
            Command::Evaluate,
            Command::Find,
            Command::Differentiate,
            Command::Integrate,
            Command::Limit,
            Command::Prove,
            Command::Plot,
            Command::Clear,
            Command::Steps,
            Command::Hint,
            Command::Practice,
            Command::ReadAloud,
            Command::Amend,
        ] {
            assert_eq!(written(&command(said)), said.name());
        }
        let role = |role| match role {
            Role::Number => maths::Role::Number,
            Role::Symbol => maths::Role::Symbol,
            Role::Operator => maths::Role::Operator,
            Role::Command => maths::Role::Command,
            Role::Filler => maths::Role::Filler,
            Role::Text => maths::Role::Text,
        };
        for said in
            [Role::Number, Role::Symbol, Role::Operator, Role::Command, Role::Filler, Role::Text]
        {
            assert_eq!(written(&role(said)), said.name());
        }
    }
}
