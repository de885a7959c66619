//! Problems to solutions.

use crate::maths::{Method, Refusal, Refused, Solution, Solved, Step, StepRelation, Substitution};
use ganita_algebra::{Relation, Task, explain, explain_with, tell, tell_method, tell_refusal};
use ganita_notation::{Language, Node, ReadError, in_language, read, write_latex};

/// Solves a problem written in LaTeX.
///
/// `kind` is one of the engine's kinds, or a command as a reading names it; found out from the problem if absent. `by` is a method, one of
/// those a solution names.
#[must_use]
pub fn solve(
    latex: &str,
    kind: Option<&str>,
    variable: Option<&str>,
    locale: &str,
    by: Option<&str>,
) -> Solution {
    let language = language(locale);
    let problem = match read(latex) {
        Ok(problem) => problem,
        Err(error) => return Solution::Refused(unreadable(latex, &error, language)),
    };
    let Some(task) = Task::asked(kind, variable, &problem) else {
        return Solution::Refused(unknown_kind(language));
    };
    let explained = match by {
        Some(method) => explain_with(&task, &problem, method),
        None => explain(&task, &problem),
    };
    match explained {
        Ok(solution) => Solution::Solved(solved(&solution, language)),
        Err(refusal) => Solution::Refused(refused(
            refusal.reason.code(),
            tell_refusal(&refusal, language),
            refusal.about.as_ref(),
        )),
    }
}

pub(crate) fn language(locale: &str) -> Language {
    if locale.starts_with("hi") { Language::Hindi } else { Language::English }
}

fn solved(solution: &ganita_algebra::Solution, language: Language) -> Solved {
    Solved {
        ok: true,
        kind: solution.kind.name().to_owned(),
        variables: solution.variables.clone(),
        read_as_latex: write_latex(&solution.problem),
        answer_latex: write_latex(&in_language(&solution.answer, language)),
        answers_latex: solution.answers.iter().map(write_latex).collect(),
        steps: steps(&solution.steps, "", language),
        method: solution.method.map(|name| method(name, language)),
        alternatives: solution.alternatives.iter().map(|name| method(name, language)).collect(),
    }
}

fn method(name: &str, language: Language) -> Method {
    let text = tell_method(name, language).unwrap_or(name);
    Method { name: name.to_owned(), text: text.to_owned() }
}

fn steps(steps: &[ganita_algebra::Step], prefix: &str, language: Language) -> Vec<Step> {
    (1..)
        .zip(steps)
        .map(|(place, step)| {
            let number = format!("{prefix}{place}");
            Step {
                rule: step.rule.to_owned(),
                relation: match step.relation {
                    Relation::Equivalent => StepRelation::Equivalent,
                    Relation::Implies => StepRelation::Implies,
                    Relation::Restrict => StepRelation::Restrict,
                    Relation::Info => StepRelation::Info,
                },
                before_latex: write_latex(&in_language(&step.before, language)),
                after_latex: write_latex(&in_language(&step.after, language)),
                text: tell(step, language),
                where_: step
                    .where_
                    .iter()
                    .map(|(name, node)| Substitution {
                        name: name.clone(),
                        latex: write_latex(node),
                    })
                    .collect(),
                substeps: self::steps(&step.substeps, &format!("{number}."), language),
                number,
            }
        })
        .collect()
}

pub(crate) fn refused(code: &str, text: String, about: Option<&Node>) -> Refused {
    let about_latex = about.map(write_latex);
    Refused { ok: false, refusal: Refusal { code: code.to_owned(), text, about_latex, at: None } }
}

pub(crate) fn unreadable(latex: &str, error: &ReadError, language: Language) -> Refused {
    let before = latex.get(..error.at).unwrap_or(latex);
    let mut refused = refused("unreadable", error.tell(language), None);
    refused.refusal.at = Some(before.encode_utf16().count());
    refused
}

pub(crate) fn unknown_kind(language: Language) -> Refused {
    let text = match language {
        Language::English => "This kind of task is not known.",
        Language::Hindi => "इस प्रकार का कार्य ज्ञात नहीं है।",
    };
    refused("unknown_kind", text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(solution: Solution) -> Refusal {
        match solution {
            Solution::Refused(refused) => refused.refusal,
            Solution::Solved(solved) => panic!("solved: {}", solved.answer_latex),
        }
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let refusal = refusal(solve(r"\text{क} + \frac{1}{", None, None, "en", None));
        assert_eq!(refusal.code, "unreadable");
        assert!(refusal.at.is_some_and(|at| (10..=20).contains(&at)), "{refusal:?}");
    }

    #[test]
    fn a_kind_nobody_knows_is_refused_in_the_language_asked_for() {
        let english = refusal(solve("x + 1", Some("cook"), None, "en", None));
        let hindi = refusal(solve("x + 1", Some("cook"), None, "hi", None));
        assert_eq!((english.code.as_str(), hindi.code.as_str()), ("unknown_kind", "unknown_kind"));
        assert_ne!(english.text, hindi.text);
    }
}
