//! A hint for the next step, in three levels that give away more and more, and never more than that step.

use crate::explain::explain;
use crate::parts;
use crate::review::{Verdict, check_work_as, tell_line};
use crate::solution::{Reason, Refusal, Step};
use crate::task::{Kind, Task};
use crate::tell::tell;
use ganita_notation::{Language, Node, ReadOptions, in_language, write_latex, write_plain};

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
    // The last step leads to the answer, which the student is to find.
    let last = step.after == solution.answer || solution.answers.contains(&step.after);
    Ok(towards(step, task.kind, last, language))
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

fn towards(step: &Step, kind: Kind, last: bool, language: Language) -> Hint {
    let (english, hindi) = FAMILIES
        .iter()
        .find(|family| family.rules.contains(&step.rule))
        .map_or_else(|| of_kind(kind), |family| (family.english, family.hindi));
    let (part, _) = parts::difference(&step.before, &step.after);
    let part = write_plain(&in_language(&part, language));
    let second = match language {
        Language::English => format!("{english} Begin with {part}."),
        Language::Hindi => format!("{hindi} {part} से आरंभ कीजिए।"),
    };
    let shown = if last { left_open(&step.after) } else { Some(step.after.clone()) };
    let shown = shown.map(|line| write_plain(&in_language(&line, language)));
    let third = [Some(tell(step, language)), shown].into_iter().flatten().collect::<Vec<_>>();
    Hint {
        rule: step.rule,
        levels: [text(language, english, hindi), second, third.join(" ")],
        after: (!last).then(|| step.after.clone()),
    }
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

/// What rules have in common, as a question or a nudge.
struct Family {
    rules: &'static [&'static str],
    english: &'static str,
    hindi: &'static str,
}

const fn f(rules: &'static [&'static str], english: &'static str, hindi: &'static str) -> Family {
    Family { rules, english, hindi }
}

const FAMILIES: &[Family] = &[
    f(&["multiply out", "expand"], "How do you get rid of the brackets?", "कोष्ठक कैसे हटाएँगे?"),
    f(&["collect"], "Which terms are alike?", "कौन-से पद समान हैं?"),
    f(
        &["cancel", "factor fraction", "cancel in limit"],
        "Do numerator and denominator have a factor in common?",
        "क्या अंश और हर में कोई उभयनिष्ठ गुणनखंड है?",
    ),
    f(
        &[
            "common factor",
            "split middle term",
            "group",
            "difference of squares",
            "perfect square",
            "cube of a sum",
            "sum of cubes",
            "difference of cubes",
            "factor",
            "factor equation",
        ],
        "Can it be written as a product?",
        "क्या इसे गुणनफल के रूप में लिखा जा सकता है?",
    ),
    f(
        &["partial fractions", "factor denominator"],
        "What are the factors of the denominator?",
        "हर के गुणनखंड क्या हैं?",
    ),
    f(
        &["transpose", "all to one side", "one side"],
        "Bring the terms to the side where they belong.",
        "पदों को उचित पक्ष में लाइए।",
    ),
    f(
        &["divide both sides", "divide inequality", "less in every part", "divide and turn"],
        "What stands in front of the unknown? Undo it.",
        "अज्ञात के साथ क्या गुणा है? उसे हटाइए।",
    ),
    f(&["zero product"], "When is a product zero?", "गुणनफल शून्य कब होता है?"),
    f(
        &["quadratic formula", "discriminant", "complete square"],
        "It is a quadratic that does not factor easily: which method always works?",
        "यह ऐसा द्विघात है जिसके गुणनखंड सरल नहीं: कौन-सी विधि सदा काम करती है?",
    ),
    f(
        &["square root", "square both sides"],
        "How do you undo the power or the root?",
        "घात या मूल को कैसे हटाएँगे?",
    ),
    f(&["reject"], "Put the values back into the first line.", "मानों को पहली पंक्ति में रखकर देखिए।"),
    f(&["clear denominators"], "How do you get rid of the fractions?", "भिन्नों को कैसे हटाएँगे?"),
    f(&["cases"], "What does an absolute value mean?", "निरपेक्ष मान का क्या अर्थ है?"),
    f(
        &["eliminate", "eliminate by numbers", "one unknown", "back substitution", "solve system"],
        "Can one unknown be made to disappear?",
        "क्या किसी एक अज्ञात को हटाया जा सकता है?",
    ),
    f(&["sign chart", "interval"], "Where does the sign change?", "चिह्न कहाँ बदलता है?"),
    f(
        &["sum rule", "constant factor", "power rule", "basic derivative", "derivative once"],
        "Which derivatives do you know by heart?",
        "कौन-से अवकलज आपको याद हैं?",
    ),
    f(
        &["product rule"],
        "It is a product: which rule is for that?",
        "यह गुणनफल है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["quotient rule"],
        "It is a quotient: which rule is for that?",
        "यह भागफल है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["chain rule"],
        "One function is inside another: which rule is for that?",
        "एक फलन दूसरे के भीतर है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["logarithmic"],
        "The unknown is in base and exponent: take logarithms.",
        "अज्ञात आधार और घात दोनों में है: लघुगणक लीजिए।",
    ),
    f(
        &["implicit"],
        "Differentiate both sides, and remember that y depends on x.",
        "दोनों पक्षों का अवकलन कीजिए; ध्यान रहे कि y, x पर निर्भर है।",
    ),
    f(
        &["integral sum", "standard integrals", "integrate"],
        "Which standard integrals are these?",
        "ये कौन-से मानक समाकल हैं?",
    ),
    f(
        &["put in integral", "put back in integral"],
        "Is the derivative of one part there as a factor? Substitute.",
        "क्या किसी भाग का अवकलज गुणनखंड के रूप में उपस्थित है? प्रतिस्थापन कीजिए।",
    ),
    f(
        &["by parts"],
        "It is a product of two kinds of functions: which method is for that?",
        "यह दो प्रकार के फलनों का गुणनफल है: इसके लिए कौन-सी विधि है?",
    ),
    f(
        &["rewrite integrand"],
        "Write the integrand in another form first.",
        "पहले समाकल्य को दूसरे रूप में लिखिए।",
    ),
    f(
        &["put limits", "definite value", "odd"],
        "Find the antiderivative, then think of the limits.",
        "प्रतिअवकलज ज्ञात कीजिए, फिर सीमाओं पर ध्यान दीजिए।",
    ),
    f(
        &["put in", "limit value", "l'hospital", "no limit"],
        "What happens when you put the value in?",
        "मान रखने पर क्या मिलता है?",
    ),
    f(
        &["in sines and cosines", "multiple angles", "pythagoras", "both sides equal"],
        "Which side is the more complicated one? Begin there.",
        "कौन-सा पक्ष अधिक जटिल है? वहीं से आरंभ कीजिए।",
    ),
];

/// For a rule that is in no family.
fn of_kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Solve | Kind::SolveSystem => (
            "What has to be undone so that the unknown stands alone?",
            "अज्ञात को अकेला करने के लिए क्या हटाना होगा?",
        ),
        Kind::Inequality => ("Where does the sign change?", "चिह्न कहाँ बदलता है?"),
        Kind::Diff | Kind::ImplicitDiff => {
            ("Which rule of differentiation fits?", "अवकलन का कौन-सा नियम लगेगा?")
        }
        Kind::Integrate | Kind::Definite => {
            ("Which method of integration fits?", "समाकलन की कौन-सी विधि लगेगी?")
        }
        Kind::Limit => ("What happens when you put the value in?", "मान रखने पर क्या मिलता है?"),
        Kind::TrigIdentity => (
            "Which side is the more complicated one? Begin there.",
            "कौन-सा पक्ष अधिक जटिल है? वहीं से आरंभ कीजिए।",
        ),
        _ => ("What can be worked out or made shorter?", "किसे सरल किया जा सकता है?"),
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
}
