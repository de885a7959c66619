//! A hint for the next step, in three levels that give away more and more, and never more than that step.

use crate::explain::explain;
use crate::parts;
use crate::review::{Verdict, check_work, tell_line};
use crate::solution::{Reason, Refusal, Step};
use crate::task::{Kind, Task};
use crate::tell::tell;
use ganita_notation::{Join, Language, Node, in_language, read, write_latex, write_plain};

/// Help with the next step.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// The rule the next step uses, or the mistake that is in the way.
    pub rule: &'static str,
    /// What kind of thing to do; with which part; the step itself.
    pub levels: [String; 3],
    /// The line after the step, for the last level. Absent where a mistake has to be corrected first.
    pub after: Option<Node>,
}

/// A hint for somebody who has written `so_far` (LaTeX lines after the problem; none at the beginning).
///
/// # Errors
/// When the engine cannot go on from there itself.
pub fn hint(
    task: &Task,
    problem: &Node,
    so_far: &[&str],
    language: Language,
) -> Result<Hint, Refusal> {
    let mut from = problem.clone();
    let mut task = task.clone();
    if !so_far.is_empty() {
        let first = write_latex(problem);
        let lines: Vec<&str> =
            std::iter::once(first.as_str()).chain(so_far.iter().copied()).collect();
        let review = check_work(&lines);
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
    Ok(towards(step, task.kind, language))
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

fn towards(step: &Step, kind: Kind, language: Language) -> Hint {
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
    let third =
        format!("{} {}", tell(step, language), write_plain(&in_language(&step.after, language)));
    Hint {
        rule: step.rule,
        levels: [text(language, english, hindi), second, third],
        after: Some(step.after.clone()),
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

/// A similar problem: the same shape and the same rules with other numbers. The seed chooses; `None`: nothing decent
/// was found.
///
/// Every candidate is solved by the engine: the one is taken whose rules and whose answer's length are nearest.
#[must_use]
pub fn practice(task: &Task, problem: &Node, seed: u64) -> Option<Node> {
    let model = explain(task, problem).ok()?;
    let rules = |steps: &[Step]| steps.iter().map(|step| step.rule).collect::<Vec<_>>();
    let (wanted, weight) = (rules(&model.steps), weight(&model.answer));
    let mut dice = Dice(seed);
    let mut best: Option<(u32, Node)> = None;
    for attempt in 0..2 * TRIES {
        // Where other numbers lead nowhere, exponents and angles are changed as well.
        let bold = attempt >= TRIES;
        if bold && best.is_some() {
            break;
        }
        let candidate = varied(problem, &mut dice);
        let candidate = match bold {
            false => candidate,
            true if task.kind == Kind::TrigIdentity => scaled(problem, 2 + dice.below(3)),
            true => raised(&candidate, &mut dice),
        };
        if candidate == *problem {
            continue;
        }
        // What is shown must read back.
        let Ok(candidate) = read(&write_latex(&candidate)) else { continue };
        let Ok(solution) = explain(task, &candidate) else { continue };
        let found = rules(&solution.steps);
        let alike = found.first() == wanted.first()
            && solution.answers.len() == model.answers.len()
            && std::mem::discriminant(&solution.answer) == std::mem::discriminant(&model.answer);
        if !alike || solution.answer == model.answer {
            continue;
        }
        let others = |a: &[&str], b: &[&str]| a.iter().filter(|rule| !b.contains(rule)).count();
        let strange = others(&found, &wanted) + others(&wanted, &found);
        let ugliness = self::weight(&solution.answer) + 6 * strange as u32;
        if best.as_ref().is_none_or(|(least, _)| ugliness < *least) {
            best = Some((ugliness, candidate));
        }
        if ugliness <= weight {
            break;
        }
    }
    // Twice as long an answer is not decent.
    best.filter(|(ugliness, _)| *ugliness <= 2 * weight + 8).map(|(_, candidate)| candidate)
}

/// Candidates that are solved before giving up.
const TRIES: u32 = 120;

/// SplitMix64 (Steele, Lea, Flood 2014): the seed decides everything.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// Digits and signs: how unpleasant an answer is to write.
fn weight(answer: &Node) -> u32 {
    let own = match answer {
        Node::Number(digits) => 2 * digits.len() as u32,
        Node::Fraction(..) | Node::Root { .. } => 2,
        _ => 1,
    };
    own + parts::of(answer).into_iter().map(weight).sum::<u32>()
}

/// Other numbers in the same places. Exponents, indices, 0 and the numbers of roots stay: they make the shape.
fn varied(node: &Node, dice: &mut Dice) -> Node {
    match node {
        Node::Number(digits) => match digits.parse::<u64>() {
            Ok(0) => node.clone(),
            Ok(1) if dice.below(4) > 0 => node.clone(),
            Ok(value) => {
                let most = if value <= 12 { 12 } else { value + value / 2 };
                let least = if value == 1 { 1 } else { 2 };
                Node::Number((least + dice.below(most - least + 1)).to_string())
            }
            Err(_) => match digits.split_once('.') {
                Some((whole, part)) => {
                    let tenth = 1 + dice.below(9);
                    let zeros = "0".repeat(part.len().saturating_sub(1));
                    Node::Number(format!("{whole}.{zeros}{tenth}"))
                }
                None => node.clone(),
            },
        },
        Node::Power(base, exponent) if matches!(**exponent, Node::Number(_)) => {
            Node::Power(Box::new(varied(base, dice)), exponent.clone())
        }
        Node::Degrees(_) => node.clone(),
        other => parts::map(other, &mut |part| varied(part, dice)),
    }
}

/// Other exponents of letters, from 2 to 5.
fn raised(node: &Node, dice: &mut Dice) -> Node {
    match node {
        Node::Power(base, exponent)
            if matches!(**base, Node::Symbol(_)) && matches!(**exponent, Node::Number(_)) =>
        {
            Node::power((**base).clone(), Node::Number((2 + dice.below(4)).to_string()))
        }
        other => parts::map(other, &mut |part| raised(part, dice)),
    }
}

/// Every angle times k: an identity stays one.
fn scaled(node: &Node, k: u64) -> Node {
    match node {
        Node::Symbol(name) if !matches!(name.as_str(), "pi" | "e" | "i") => Node::Product(vec![
            (Join::Beside, Node::Number(k.to_string())),
            (Join::Beside, node.clone()),
        ]),
        Node::Product(items) => match items.as_slice() {
            [(_, Node::Number(digits)), (join, letter @ Node::Symbol(_))] => {
                let times = digits.parse::<u64>().map_or(k, |n| n.saturating_mul(k));
                Node::Product(vec![
                    (Join::Beside, Node::Number(times.to_string())),
                    (*join, letter.clone()),
                ])
            }
            _ => parts::map(node, &mut |part| scaled(part, k)),
        },
        other => parts::map(other, &mut |part| scaled(part, k)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(latex: &str) -> Node {
        read(latex).expect("reads")
    }

    #[test]
    fn a_hint_gives_away_more_by_levels_and_not_the_answer_at_first() {
        let problem = node("x^2-5x+6=0");
        let task = Task::infer(&problem);
        let hint = hint(&task, &problem, &[], Language::English).expect("goes on");
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
        let on = hint(&task, &problem, &["2x=4"], Language::English).expect("goes on");
        assert_eq!(on.after.map(|after| write_latex(&after)), Some("x = 2".to_owned()));
        let wrong = hint(&task, &problem, &["2x=10"], Language::Hindi).expect("speaks");
        assert_eq!((wrong.rule, wrong.after), ("transposed without sign", None));
        let done = hint(&task, &problem, &["2x=4", "x=2"], Language::English).expect("speaks");
        assert_eq!(done.rule, "already");
    }

    #[test]
    fn practice_is_another_problem_of_the_same_rules_and_the_same_seed_gives_the_same() {
        for latex in [
            "2x+3=7",
            "x^2-5x+6=0",
            r"\frac{d}{dx}(x^2\sin 3x)",
            r"\int x e^{2x}dx",
            r"\begin{cases}x+y=5\\x-y=1\end{cases}",
            r"\frac{d}{dx}(x^2\sin x)",
        ] {
            let problem = node(latex);
            let task = Task::infer(&problem);
            let model = explain(&task, &problem).expect("is solved");
            let similar = practice(&task, &problem, 7).unwrap_or_else(|| panic!("{latex}"));
            assert_ne!(similar, problem);
            assert_eq!(practice(&task, &problem, 7), Some(similar.clone()));
            let solution = explain(&task, &similar).expect("is solved");
            assert_eq!(model.steps[0].rule, solution.steps[0].rule, "{latex}");
            assert!(weight(&solution.answer) <= 2 * weight(&model.answer) + 8, "{latex}");
        }
    }
}
