//! A hint for the next step, in three levels that give away more and more, and never more than that step.

use crate::explain::explain;
use crate::parts;
use crate::review::{Verdict, check_work_as, tell_line};
use crate::solution::{Reason, Refusal, Step};
use crate::task::{Kind, Task};
use crate::tell::tell;
use families::{FAMILIES, Family, SILENT, of_kind, of_shape, of_sight};
use ganita_notation::{Language, Node, ReadOptions, in_language, write_latex, write_plain};

mod families;

/// Help with the next step.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// The rule the next step uses, or the mistake that is in the way.
    pub rule: &'static str,
    /// What kind of thing to do; with which part; the step itself.
    pub levels: [String; 3],
    /// The line after the step, for the last level. Absent where it would be the answer, or where a mistake has to be
    /// corrected first.
    pub after: Option<Node>,
}

/// A hint for somebody who has written `so_far` (LaTeX lines after the problem, read with `options`; none at the
/// beginning).
///
/// # Errors
/// When the engine cannot go on from there itself.
pub fn hint(
    task: &Task,
    problem: &Node,
    so_far: &[&str],
    options: &ReadOptions,
    language: Language,
) -> Result<Hint, Refusal> {
    let mut from = problem.clone();
    let mut task = task.clone();
    if !so_far.is_empty() {
        let first = write_latex(problem);
        let lines: Vec<&str> =
            std::iter::once(first.as_str()).chain(so_far.iter().copied()).collect();
        let review = check_work_as(&lines, options);
        if let Some(wrong) = review.first_wrong {
            return Ok(correction(wrong, &review.lines[wrong], language));
        }
        let last = review.lines.iter().rev().find(|line| {
            matches!(line.verdict, Verdict::Equivalent | Verdict::Implies) && line.read.is_some()
        });
        if let Some(line) = last.and_then(|line| line.read.clone()) {
            // Where the problem is an expression, the last value of a chain goes on.
            from = match (&line, problem) {
                (Node::Relation(_, rest), problem)
                    if !matches!(
                        problem,
                        Node::Relation(..) | Node::Cases(_) | Node::Lines(_) | Node::List(_)
                    ) =>
                {
                    rest.last().map_or(line.clone(), |(_, side)| side.clone())
                }
                _ => line,
            };
            let inferred = Task::infer(&from);
            let goes_on =
                matches!(task.kind, Kind::Diff | Kind::Integrate | Kind::Definite | Kind::Limit);
            if goes_on && inferred.kind != task.kind {
                task.kind =
                    if inferred.kind == Kind::Evaluate { Kind::Evaluate } else { Kind::Simplify };
            }
        }
    }
    let solution = explain(&task, &from)?;
    if solution.answer == from {
        return Ok(finished(language));
    }
    let step = solution.steps.first().ok_or(Refusal::new(Reason::NoMethod))?;
    Ok(towards(step, task.kind, &from, &solution, language))
}

fn text(language: Language, english: &str, hindi: &str) -> String {
    (if language == Language::Hindi { hindi } else { english }).to_owned()
}

fn correction(place: usize, line: &crate::review::Line, language: Language) -> Hint {
    let told = tell_line(line, language);
    let shown = line.read.as_ref().map(write_plain).unwrap_or_default();
    let look = match language {
        Language::English => format!("Look at line {place} again."),
        Language::Hindi => format!("पंक्ति {place} को फिर से देखिए।"),
    };
    let part = match language {
        Language::English => format!("Does {shown} follow from the line before it?"),
        Language::Hindi => format!("क्या {shown} पिछली पंक्ति से निकलता है?"),
    };
    Hint {
        rule: line.mistake.as_ref().map_or("look again", |mistake| mistake.name),
        levels: [look, part, told],
        after: None,
    }
}

fn finished(language: Language) -> Hint {
    let told = text(language, "This is the answer already.", "यही उत्तर है।");
    Hint { rule: "already", levels: [told.clone(), told.clone(), told], after: None }
}

fn towards(
    step: &Step,
    kind: Kind,
    from: &Node,
    solution: &crate::solution::Solution,
    language: Language,
) -> Hint {
    let of_rule = |table: &'static [Family]| table.iter().find(|f| f.rules.contains(&step.rule));
    let identity = kind == Kind::TrigIdentity;
    let opened = step.rule == "collect" && parts::any(&step.before, &parts::is_product_of_sum);
    let (english, hindi) = match of_rule(FAMILIES) {
        _ if opened => ("How do you get rid of the brackets?", "कोष्ठक कैसे हटाएँगे?"),
        Some(family) if family.rules.contains(&"pythagoras") && !identity => (
            "Can everything be written with one function of one angle?",
            "क्या सब कुछ एक ही कोण के एक ही फलन में लिखा जा सकता है?",
        ),
        Some(family) => (family.english, family.hindi),
        None if matches!(kind, Kind::Evaluate | Kind::Simplify) => {
            of_sight(from).unwrap_or_else(|| of_kind(kind))
        }
        None => of_kind(kind),
    };
    let (part, _) = parts::difference(&step.before, &step.after);
    let plain = |node: &Node| write_plain(&in_language(node, language));
    let answer = plain(&solution.answer);
    let long = answer.chars().count() > 2;
    // What only comes out of the step does not stand in the problem.
    let tells = long && holds(&plain(&part), &answer);
    let part = if kind == Kind::ImplicitDiff || tells { from.clone() } else { part };
    let shown = plain(&part);
    let second = match language {
        Language::English => format!("{english} Begin with {shown}."),
        Language::Hindi => format!("{hindi} {shown} से आरंभ कीजिए।"),
    };
    // The last step leads to the answer, which the student is to find.
    let last = step.after == solution.answer
        || solution.answers.contains(&step.after)
        || kind == Kind::Solve && is_solved(&step.after)
        || kind == Kind::Definite && holds(&plain(&step.after), &answer);
    let told = match of_rule(SILENT) {
        Some(silent) => text(language, silent.english, silent.hindi),
        None if step.rule == "pythagoras" && !identity => {
            text(language, "Use sin² + cos² = 1.", "sin² + cos² = 1 का प्रयोग कीजिए।")
        }
        None if step.rule == "solve it" && last => text(
            language,
            "Write both sides as powers of one base, or undo what was done to the unknown.",
            "दोनों पक्षों को एक ही आधार की घात के रूप में लिखिए, या अज्ञात पर की गई क्रिया को उलटिए।",
        ),
        None => {
            let told = tell(step, language);
            let shape =
                matches!(step.rule, "calculate" | "simplify").then(|| of_shape(&part)).flatten();
            match shape {
                Some((english, hindi)) if last => text(language, english, hindi),
                _ if (last || long) && holds(&told, &answer) => text(language, english, hindi),
                _ => told,
            }
        }
    };
    let silent = of_rule(SILENT).is_some();
    let after = if last || silent {
        left_open(&step.after).filter(|_| !silent)
    } else {
        Some(step.after.clone())
    };
    let after = after.map(|line| plain(&line));
    let third = [Some(told), after].into_iter().flatten().collect::<Vec<_>>();
    Hint {
        rule: step.rule,
        levels: [text(language, english, hindi), second, third.join(" ")],
        after: (!last && !silent).then(|| step.after.clone()),
    }
}

/// x = …, without x on the right.
fn is_solved(line: &Node) -> bool {
    match line {
        Node::Relation(name, rest) if rest.len() == 1 => {
            matches!(**name, Node::Symbol(_)) && !parts::any(&rest[0].1, &|part| *part == **name)
        }
        Node::Operation(_, items) | Node::List(items) => items.iter().all(is_solved),
        _ => false,
    }
}

/// Whether a text has a piece that is not part of a longer word or number.
fn holds(text: &str, piece: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut places =
        (0..text.len()).filter(|&at| text.as_bytes()[at..].starts_with(piece.as_bytes()));
    !piece.is_empty()
        && places.any(|at| {
            let (before, after) = (text.get(..at), text.get(at + piece.len()..));
            !is_part(before.and_then(|s| s.chars().next_back()))
                && !is_part(after.and_then(|s| s.chars().next()))
        })
}

/// x = 3 as x = □, for the student to fill in.
fn left_open(answer: &Node) -> Option<Node> {
    match answer {
        Node::Relation(name, rest) if rest.len() == 1 && matches!(**name, Node::Symbol(_)) => {
            Some(Node::Relation(name.clone(), vec![(rest[0].0.clone(), Node::Missing)]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ganita_notation::read;

    fn node(latex: &str) -> Node {
        read(latex).expect("reads")
    }

    #[test]
    fn a_hint_gives_away_more_by_levels_and_not_the_answer_at_first() {
        let problem = node("x^2-5x+6=0");
        let task = Task::infer(&problem);
        let hint = hint(&task, &problem, &[], &ReadOptions::default(), Language::English)
            .expect("goes on");
        assert!(!hint.levels[0].contains('6') && hint.levels[1].contains("x²"), "{hint:?}");
        assert_eq!(
            hint.after.map(|after| write_latex(&after)),
            Some("x^{2} - 2x - 3x + 6 = 0".to_owned())
        );
    }

    #[test]
    fn a_hint_goes_on_from_what_is_written_and_names_a_mistake_first() {
        let problem = node("2x+3=7");
        let task = Task::infer(&problem);
        let on = hint(&task, &problem, &["2x=4"], &ReadOptions::default(), Language::English)
            .expect("goes on");
        assert_eq!(on.after, None);
        assert!(on.levels[2].contains("x = □") && !on.levels[2].contains("x = 2"), "{on:?}");
        let wrong = hint(&task, &problem, &["2x=10"], &ReadOptions::default(), Language::Hindi)
            .expect("speaks");
        assert_eq!((wrong.rule, wrong.after), ("transposed without sign", None));
        let done =
            hint(&task, &problem, &["2x=4", "x=2"], &ReadOptions::default(), Language::English)
                .expect("speaks");
        assert_eq!(done.rule, "already");
    }

    #[test]
    fn no_hint_holds_the_answer_and_each_says_more() {
        let mut wrong = Vec::new();
        for wording in crate::tell::WORDINGS.rows() {
            let (kind, latex) = wording.example;
            let kind = kind.split(" by ").next().unwrap_or(kind);
            let (kind, said) = kind.split_once("; ").unwrap_or((kind, ""));
            let problem = node(latex);
            let task = Task::from_kind(kind, Some(said)).expect("examples name a kind");
            let Ok(solution) = explain(&task, &problem) else { continue };
            for language in [Language::English, Language::Hindi] {
                let Ok(hint) = hint(&task, &problem, &[], &ReadOptions::default(), language) else {
                    continue;
                };
                if hint.rule == "already" {
                    continue;
                }
                let plain = |node: &Node| write_plain(&in_language(node, language));
                let answer = plain(&solution.answer);
                let known = holds(&plain(&problem), &answer) || answer.chars().count() < 3;
                let [first, second, third] = hint.levels.each_ref().map(String::as_str);
                // The next line may have the answer as a factor.
                let after = hint.after.as_ref().map(&plain).unwrap_or_default();
                let told = third.strip_suffix(&after).unwrap_or(third);
                if !known && [first, second, told].iter().any(|level| holds(level, &answer)) {
                    wrong.push(format!("{latex}: {answer} in {third}"));
                }
                if first.is_empty() || !second.starts_with(first) || third.is_empty() {
                    wrong.push(format!("{latex}: {:?}", hint.levels));
                }
                if hint.after.as_ref() == Some(&solution.answer) {
                    wrong.push(format!("{latex}: the last line is the answer"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
