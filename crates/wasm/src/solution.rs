//! Problems to solutions.

use crate::maths::{
    Decimal, Method, Refusal, Refused, Solution, Solved, Step, StepCheck, StepRelation,
    Substitution,
};
use ganita_algebra::{
    Check, How, Kind, Relation, Task, decimal, explain_as, tell, tell_method, tell_refusal,
};
use ganita_notation::{
    Language, Node, ReadError, ReadOptions, in_language, read_with, write_latex,
};

/// How an answer is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// By which method: one of those a solution names.
    pub by: Option<&'a str>,
    /// With five times the work, for what was refused as `too_long`.
    pub longer: bool,
    /// With the answer in decimals, with so many places.
    pub decimals: Option<u32>,
    /// The student's class: it says to which base `\log` is.
    pub class: Option<u32>,
}

/// Solves a problem written in LaTeX.
///
/// `kind` is one of the engine's kinds, or a command as a reading names it; found out from the problem if absent.
#[must_use]
pub fn solve(
    latex: &str,
    kind: Option<&str>,
    variable: Option<&str>,
    locale: &str,
    wish: Wish<'_>,
) -> Solution {
    let language = language(locale);
    let problem = match read_with(latex, &ReadOptions::of(wish.class)) {
        Ok(problem) => problem,
        Err(error) => return Solution::Refused(unreadable(latex, &error, language)),
    };
    let Some(task) = Task::asked(kind, variable, &problem) else {
        return Solution::Refused(unknown_kind(language));
    };
    match explain_as(&task, &problem, How { method: wish.by, longer: wish.longer }) {
        Ok(solution) => Solution::Solved(solved(&solution, language, wish.decimals)),
        Err(refusal) => {
            let text = tell_refusal(&refusal, language);
            let mut refused = refused(refusal.reason.code(), text, refusal.about.as_deref());
            refused.refusal.steps = steps(&refusal.steps, "", language);
            Solution::Refused(refused)
        }
    }
}

pub(crate) fn language(locale: &str) -> Language {
    if locale.starts_with("hi") { Language::Hindi } else { Language::English }
}

fn solved(
    solution: &ganita_algebra::Solution,
    language: Language,
    decimals: Option<u32>,
) -> Solved {
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
        decimal: decimals.and_then(|places| decimal(&solution.answer, places)).map(|found| {
            Decimal {
                latex: write_latex(&in_language(&found.node, language)),
                places: found.places,
                exact: found.exact,
                error_latex: write_latex(&found.error()),
            }
        }),
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
            let (before_latex, focus) = step.before_in_focus(language);
            let units = |at: usize| before_latex[..at].encode_utf16().count();
            Step {
                focus: focus.iter().map(|part| (units(part.start), units(part.end))).collect(),
                rule: step.rule.to_owned(),
                relation: match step.relation {
                    Relation::Equivalent => StepRelation::Equivalent,
                    Relation::Implies => StepRelation::Implies,
                    Relation::Restrict => StepRelation::Restrict,
                    Relation::Info => StepRelation::Info,
                },
                before_latex,
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
                case_latex: step.case.as_ref().map(write_latex),
                level: step.level(),
                check: match step.check {
                    Check::Verified => StepCheck::Verified,
                    Check::Undecided => StepCheck::Undecided,
                },
                substeps: self::steps(&step.substeps, &format!("{number}."), language),
                number,
            }
        })
        .collect()
}

pub(crate) fn refused(code: &str, text: String, about: Option<&Node>) -> Refused {
    let about_latex = about.map(write_latex);
    let code = code.to_owned();
    let steps = Vec::new();
    Refused { ok: false, refusal: Refusal { code, text, about_latex, at: None, steps } }
}

pub(crate) fn unreadable(latex: &str, error: &ReadError, language: Language) -> Refused {
    let before = latex.get(..error.at).unwrap_or(latex);
    let mut refused = refused("unreadable", error.tell(language), None);
    refused.refusal.at = Some(before.encode_utf16().count());
    refused
}

pub(crate) fn unknown_kind(language: Language) -> Refused {
    let known = Kind::names().collect::<Vec<_>>().join(", ");
    let text = match language {
        Language::English => format!("This kind of task is not known. Known are: {known}."),
        Language::Hindi => format!("इस प्रकार का कार्य ज्ञात नहीं है। ये ज्ञात हैं: {known}।"),
    };
    refused("unknown_kind", text, None)
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
        let refusal = refusal(solve(r"\text{क} + \frac{1}{", None, None, "en", Wish::default()));
        assert_eq!(refusal.code, "unreadable");
        assert!(refusal.at.is_some_and(|at| (10..=20).contains(&at)), "{refusal:?}");
    }

    #[test]
    fn where_the_work_stops_the_lines_so_far_are_told_in_both_languages() {
        let [english, hindi] = ["en", "hi"].map(|locale| {
            let latex = r"\int (x^2 + \sin x^3) \, dx";
            refusal(solve(latex, None, None, locale, Wish::default())).steps
        });
        assert!(english.len() > 1, "{english:?}");
        assert!(english.last().is_some_and(|step| step.after_latex.contains(r"\frac{x^{3}}{3}")));
        for (one, other) in english.iter().zip(&hindi) {
            assert_eq!((one.check, other.check), (StepCheck::Verified, StepCheck::Verified));
            assert_eq!(one.after_latex, other.after_latex);
            assert_ne!(one.text, other.text);
        }
    }

    #[test]
    fn a_logarithm_is_to_the_base_ten_up_to_class_ten() {
        let answer =
            |class| match solve(r"\log x = 2", None, None, "en", Wish { class, ..Wish::default() })
            {
                Solution::Solved(solved) => solved.answer_latex,
                Solution::Refused(refused) => panic!("{:?}", refused.refusal),
            };
        assert_eq!([Some(9), Some(10)].map(answer), ["x = 100", "x = 100"]);
        assert_eq!([None, Some(11), Some(300)].map(answer), ["x = e^{2}"; 3]);
    }

    #[test]
    fn a_kind_nobody_knows_is_refused_in_the_language_asked_for() {
        let english = refusal(solve("x + 1", Some("cook"), None, "en", Wish::default()));
        let hindi = refusal(solve("x + 1", Some("cook"), None, "hi", Wish::default()));
        assert_eq!((english.code.as_str(), hindi.code.as_str()), ("unknown_kind", "unknown_kind"));
        assert_ne!(english.text, hindi.text);
        for text in [english.text, hindi.text] {
            assert!(text.contains("solve_system, inequality"), "{text}");
        }
    }
}
