//! A solved problem as JSON, field by field what `crates/wasm` gives the page.

use super::Locale;
use super::cache::{Cache, Question};
use ganita_algebra::{
    How, Kind, Relation, Task, decimal, explain_as, tell, tell_method, tell_refusal,
};
use ganita_notation::{
    Language, Node, ReadError, ReadOptions, in_language, read_with, write_latex,
};
use serde::Serialize;
use std::sync::Arc;
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
    /// The textbook's method that was used, where there are several.
    method: Option<Method>,
    /// Other methods that fit.
    alternatives: Vec<Method>,
    /// The answer in decimals, where it was asked for and there are numbers in it.
    decimal: Option<Decimal>,
}

/// An answer in decimals, each number correctly rounded.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Decimal {
    /// The answer; `=` is `\approx` where something was rounded.
    latex: String,
    /// Places after the point.
    places: u32,
    /// Nothing was rounded.
    exact: bool,
    /// The most by which each number can be off, as LaTeX.
    error_latex: String,
}

/// A way to solve a problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Method {
    /// To be given as `by`.
    name: String,
    /// What it is called.
    text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    number: String,
    rule: &'static str,
    relation: &'static str,
    before_latex: String,
    /// Which UTF-16 units of `beforeLatex` the rule acts on, as first and one past the last; none for the whole line.
    focus: Vec<[usize; 2]>,
    after_latex: String,
    text: String,
    #[serde(rename = "where")]
    where_: Vec<Substitution>,
    #[schema(no_recursion)]
    substeps: Vec<Step>,
    /// The branch in which it holds; none where it holds throughout.
    case_latex: Option<String>,
    /// How detailed a view must be to show it: 1 for methods and results, 2 for the usual working, 3 for arithmetic.
    #[schema(minimum = 1, maximum = 3)]
    level: u8,
    /// `verified`, or `undecided` where it rests on the check of the answer.
    check: &'static str,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct Substitution {
    name: String,
    latex: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Refused {
    ok: bool,
    pub(super) refusal: Refusal,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refusal {
    code: &'static str,
    text: String,
    about_latex: Option<String>,
    /// Where in the formula, in UTF-16 units as JavaScript counts.
    at: Option<usize>,
    /// Of a problem that is `unverified` or has `no_method`: the work so far, each line of it verified. None of them is
    /// the answer.
    pub(super) steps: Vec<Step>,
}

/// A problem as it is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) latex: &'a str,
    pub(crate) kind: Option<&'a str>,
    pub(crate) variable: Option<&'a str>,
    /// By which method.
    pub(crate) by: Option<&'a str>,
    /// With five times the work.
    pub(crate) longer: bool,
    /// In decimals as well, with so many places.
    pub(crate) decimals: Option<u32>,
    /// The student's class: it says to which base `\log` is.
    pub(crate) class: Option<u32>,
    pub(crate) locale: Locale,
}

/// The answer, from memory where the same was asked before.
pub(crate) fn answer(asked: Asked<'_>, cache: Option<&Cache>) -> Arc<Answer> {
    let Asked { latex, kind, variable, locale, .. } = asked;
    let language = match locale {
        Locale::En => Language::English,
        Locale::Hi => Language::Hindi,
    };
    let problem = match read_with(latex, &ReadOptions::of(asked.class)) {
        Ok(problem) => problem,
        Err(error) => return Arc::new(unreadable(latex, &error, language)),
    };
    let Some(task) = Task::asked(kind, variable, &problem) else {
        return Arc::new(unknown_kind(language));
    };
    let question = Question::new(&problem, &task, asked);
    if let Some(known) = cache.and_then(|cache| cache.get(&question)) {
        return known;
    }
    let answer = Arc::new(explained(&task, &problem, asked, language));
    if let Some(cache) = cache {
        cache.keep(question, &answer);
    }
    answer
}

fn explained(task: &Task, problem: &Node, asked: Asked<'_>, language: Language) -> Answer {
    let method = |name: &&'static str| Method {
        name: (*name).to_owned(),
        text: tell_method(name, language).unwrap_or(name).to_owned(),
    };
    match explain_as(task, problem, How { method: asked.by, longer: asked.longer }) {
        Ok(solution) => Answer::Solved(Solved {
            ok: true,
            kind: solution.kind.name(),
            read_as_latex: write_latex(&solution.problem),
            answer_latex: write_latex(&in_language(&solution.answer, language)),
            answers_latex: solution.answers.iter().map(write_latex).collect(),
            steps: steps(&solution.steps, "", language),
            method: solution.method.as_ref().map(method),
            alternatives: solution.alternatives.iter().map(method).collect(),
            decimal: asked.decimals.and_then(|places| decimal(&solution.answer, places)).map(
                |found| Decimal {
                    latex: write_latex(&in_language(&found.node, language)),
                    places: found.places,
                    exact: found.exact,
                    error_latex: write_latex(&found.error()),
                },
            ),
            variables: solution.variables,
        }),
        Err(refusal) => {
            let steps = steps(&refusal.steps, "", language);
            let about_latex = refusal.about.as_deref().map(write_latex);
            let text = tell_refusal(&refusal, language);
            refused(refusal.reason.code(), text, about_latex, None, steps)
        }
    }
}

fn steps(steps: &[ganita_algebra::Step], above: &str, language: Language) -> Vec<Step> {
    let numbered = (1..).zip(steps);
    numbered.map(|(place, step): (u32, _)| one(step, format!("{above}{place}"), language)).collect()
}

fn one(step: &ganita_algebra::Step, number: String, language: Language) -> Step {
    let substitutions = step.where_.iter();
    let (before_latex, focus) = step.before_in_focus(language);
    let units = |at: usize| before_latex[..at].encode_utf16().count();
    Step {
        focus: focus.iter().map(|part| [units(part.start), units(part.end)]).collect(),
        rule: step.rule,
        relation: match step.relation {
            Relation::Equivalent => "equivalent",
            Relation::Implies => "implies",
            Relation::Restrict => "restrict",
            Relation::Info => "info",
        },
        before_latex,
        after_latex: write_latex(&in_language(&step.after, language)),
        text: tell(step, language),
        where_: substitutions
            .map(|(name, node)| Substitution { name: name.clone(), latex: write_latex(node) })
            .collect(),
        substeps: steps(&step.substeps, &format!("{number}."), language),
        case_latex: step.case.as_ref().map(write_latex),
        level: step.level(),
        check: step.check.name(),
        number,
    }
}

fn unreadable(latex: &str, error: &ReadError, language: Language) -> Answer {
    let before = latex.get(..error.at).unwrap_or(latex);
    refused("unreadable", error.tell(language), None, Some(before.encode_utf16().count()), vec![])
}

fn unknown_kind(language: Language) -> Answer {
    let known = Kind::names().collect::<Vec<_>>().join(", ");
    let text = match language {
        Language::English => format!("This kind of task is not known. Known are: {known}."),
        Language::Hindi => format!("इस प्रकार का कार्य ज्ञात नहीं है। ये ज्ञात हैं: {known}।"),
    };
    refused("unknown_kind", text, None, None, vec![])
}

fn refused(
    code: &'static str,
    text: String,
    about_latex: Option<String>,
    at: Option<usize>,
    steps: Vec<Step>,
) -> Answer {
    Answer::Refused(Refused { ok: false, refusal: Refusal { code, text, about_latex, at, steps } })
}
