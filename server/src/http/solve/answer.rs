//! A solved problem as JSON, field by field what `crates/wasm` gives the page.

use super::Locale;
use ganita_algebra::{Relation, Task, explain, tell, tell_refusal};
use ganita_notation::{Language, ReadError, in_language, read, write_latex};
use serde::Serialize;
use utoipa::ToSchema;

/// A worked problem, or why there is none.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Answer)]
pub(crate) enum Answer {
    Solved(Solved),
    Refused(Refused),
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Solved {
    ok: bool,
    pub(super) kind: &'static str,
    variables: Vec<String>,
    pub(super) read_as_latex: String,
    pub(super) answer_latex: String,
    answers_latex: Vec<String>,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    number: String,
    rule: &'static str,
    relation: &'static str,
    before_latex: String,
    after_latex: String,
    text: String,
    #[serde(rename = "where")]
    where_: Vec<Substitution>,
    #[schema(no_recursion)]
    substeps: Vec<Step>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct Substitution {
    name: String,
    latex: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Refused {
    ok: bool,
    refusal: Refusal,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    code: &'static str,
    text: String,
    about_latex: Option<String>,
    /// Where in the formula, in UTF-16 units as JavaScript counts.
    at: Option<usize>,
}

pub(crate) fn answer(
    latex: &str,
    kind: Option<&str>,
    variable: Option<&str>,
    locale: Locale,
) -> Answer {
    let language = match locale {
        Locale::En => Language::English,
        Locale::Hi => Language::Hindi,
    };
    let problem = match read(latex) {
        Ok(problem) => problem,
        Err(error) => return unreadable(latex, &error, language),
    };
    let Some(task) = Task::asked(kind, variable, &problem) else { return unknown_kind(language) };
    match explain(&task, &problem) {
        Ok(solution) => Answer::Solved(Solved {
            ok: true,
            kind: solution.kind.name(),
            read_as_latex: write_latex(&solution.problem),
            answer_latex: write_latex(&in_language(&solution.answer, language)),
            answers_latex: solution.answers.iter().map(write_latex).collect(),
            steps: steps(&solution.steps, "", language),
            variables: solution.variables,
        }),
        Err(refusal) => {
            let about_latex = refusal.about.as_ref().map(write_latex);
            refused(refusal.reason.code(), tell_refusal(&refusal, language), about_latex, None)
        }
    }
}

fn steps(steps: &[ganita_algebra::Step], above: &str, language: Language) -> Vec<Step> {
    let numbered = (1..).zip(steps);
    numbered.map(|(place, step): (u32, _)| one(step, format!("{above}{place}"), language)).collect()
}

fn one(step: &ganita_algebra::Step, number: String, language: Language) -> Step {
    let substitutions = step.where_.iter();
    Step {
        rule: step.rule,
        relation: match step.relation {
            Relation::Equivalent => "equivalent",
            Relation::Implies => "implies",
            Relation::Restrict => "restrict",
            Relation::Info => "info",
        },
        before_latex: write_latex(&in_language(&step.before, language)),
        after_latex: write_latex(&in_language(&step.after, language)),
        text: tell(step, language),
        where_: substitutions
            .map(|(name, node)| Substitution { name: name.clone(), latex: write_latex(node) })
            .collect(),
        substeps: steps(&step.substeps, &format!("{number}."), language),
        number,
    }
}

fn unreadable(latex: &str, error: &ReadError, language: Language) -> Answer {
    let before = latex.get(..error.at).unwrap_or(latex);
    refused("unreadable", error.tell(language), None, Some(before.encode_utf16().count()))
}

fn unknown_kind(language: Language) -> Answer {
    let text = match language {
        Language::English => "This kind of task is not known.",
        Language::Hindi => "इस प्रकार का कार्य ज्ञात नहीं है।",
    };
    refused("unknown_kind", text.to_owned(), None, None)
}

fn refused(
    code: &'static str,
    text: String,
    about_latex: Option<String>,
    at: Option<usize>,
) -> Answer {
    Answer::Refused(Refused { ok: false, refusal: Refusal { code, text, about_latex, at } })
}
