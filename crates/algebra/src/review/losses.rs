//! Solutions lost on the way, and values that came in: mistakes seen in the solutions themselves.

use super::angles;
use super::compare::{self, Link, Mode, link};
use super::kinds::{is_name, sides};
use super::lines::Work;
use super::mistakes::{FORMULA, Make, Rule};
use super::solutions;
use super::spots::bare;
use super::{Line, Mistake, Verdict};
use crate::explain::names;
use crate::expr::sym;
use crate::parts;
use ganita_notation::{Node, Relation};

impl Work {
    /// An inequality cleared of a denominator that may be negative.
    pub(super) fn multiplied_by_unknown(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Inequality(x) = &self.mode else { return None };
        let below = |line: &Node| {
            let mut found = None;
            parts::rewrite(line, &mut |part| {
                if let Node::Fraction(_, bottom) = &part {
                    let mut letters = Vec::new();
                    names(bottom, &mut letters);
                    if letters.contains(x) {
                        found = Some((**bottom).clone());
                    }
                }
                part
            });
            found
        };
        let part = below(before)?;
        below(after).is_none().then(|| Mistake {
            name: UNKNOWN_SIGN.name,
            part,
            became: after.clone(),
        })
    }

    /// A line with fewer solutions: a sign of a root, or a division by something that is zero there.
    pub(super) fn lost(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Equation(x) = &self.mode else {
            let square = sides(before).iter().any(even);
            let bars = |part: &Node| matches!(part, Node::Absolute(_));
            let absolute = parts::any(before, &bars) && !parts::any(after, &bars);
            return (square || absolute).then(|| Mistake {
                name: if square { SQUARE.name } else { BARS.name },
                part: before.clone(),
                became: after.clone(),
            });
        };
        let root = solutions::lost(before, after, x);
        let divided = || {
            let isolated = sides(after)[0] == Node::symbol(x);
            let zero = |side: &Node| {
                let values = vec![(x.clone(), crate::complex::real(root.unwrap_or(f64::NAN)))];
                let at = crate::check::Letters { values, given: &[], minus: false };
                crate::check::evaluate(side, &at).abs() < 1e-9
            };
            let literal = sides(before).iter().any(|side| *bare(side) == Node::number("0"));
            if isolated && (literal || !sides(before).iter().all(zero)) {
                return None;
            }
            let (f, g) = (compare::difference(before)?, compare::difference(after)?);
            let (f, g) = (crate::meaning::meaning(&f).ok()?, crate::meaning::meaning(&g).ok()?);
            let (top, bottom) = crate::algebra::fraction(f / g);
            let letter = sym(x);
            (top.has(letter) && !bottom.has(letter))
                .then(|| crate::show::show(crate::algebra::factored(top)))
        };
        if let Some(by) = divided() {
            return Some(Mistake { name: DIVIDED.name, part: by, became: after.clone() });
        }
        let part = root.map_or_else(|| before.clone(), |v| rounded(x, v));
        let squared = matches!(bare(after), Node::Relation(..));
        let rule = match () {
            () if !even(before)
                && isolated(after, x)
                && solutions::negative_lost(before, after, x).is_some()
                && !mirrored(before, after, x, root) =>
            {
                &NEGATIVE
            }
            () if squared && (even(before) || mirrored(before, after, x, root)) => &ROOT_SIGN,
            () if angles::periodic(before, x) && isolated(after, x) => &GENERAL,
            () => &LOST,
        };
        Some(Mistake { name: rule.name, part, became: after.clone() })
    }

    /// x = 2 and then x = 3, each in a line of its own: together they are the answer.
    pub(super) fn roots_apart(&self, out: &mut [Line]) {
        let Mode::Equation(x) = &self.mode else { return };
        let is_root = |line: &Line| {
            let both = line.read.as_ref().map(sides).unwrap_or_default();
            both.len() == 2 && both[0] == Node::symbol(x) && is_name(&both[0], &both[1..])
        };
        let count = out.iter().rev().take_while(|line| is_root(line)).count();
        if count < 2 || count >= out.len() {
            return;
        }
        let start = out.len() - count;
        let roots: Vec<Node> = out[start..].iter().filter_map(|line| line.read.clone()).collect();
        let together = Node::Operation("or".to_owned(), roots);
        let Some(before) = out[..start].iter().rev().find_map(|line| line.read.clone()) else {
            return;
        };
        if link(&self.mode, &before, &together, &self.given) == Link::Same {
            for line in &mut out[start..] {
                (line.verdict, line.mistake) = (Verdict::Equivalent, None);
            }
        }
    }

    /// The last line must not say more than the first.
    pub(super) fn last_look(&self, out: &mut [Line]) {
        let (Mode::Equation(_) | Mode::Inequality(_), Some(first), Some(last)) =
            (&self.mode, &self.first, &self.last)
        else {
            return;
        };
        if !out.iter().any(|line| line.verdict == Verdict::Implies)
            || out.iter().any(|line| matches!(line.verdict, Verdict::Wrong | Verdict::Loses))
        {
            return;
        }
        let Mode::Equation(x) = &self.mode else {
            let alone =
                |line: &Node| sides(line).iter().any(|side| matches!(side, Node::Symbol(_)));
            let solved = match bare(last) {
                Node::Operation(_, all) => all.iter().all(alone),
                last => alone(last),
            };
            if solved
                && link(&self.mode, first, last, &[]) == Link::Gains
                && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
            {
                line.verdict = Verdict::Wrong;
                let (part, became) = (first.clone(), last.clone());
                line.mistake = Some(Mistake { name: TOO_MANY.name, part, became });
            }
            return;
        };
        if isolated(last, x)
            && link(&self.mode, first, last, &[]) == Link::Gains
            && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
        {
            let root = solutions::lost(last, first, x);
            let rule = if angles::periodic(first, x) { &GENERAL } else { &EXTRANEOUS };
            line.verdict = Verdict::Wrong;
            line.mistake = Some(Mistake {
                name: rule.name,
                part: root.map_or_else(|| last.clone(), |v| rounded(x, v)),
                became: last.clone(),
            });
        }
    }
}

/// x² − 36 = 0 with only one of ±6 left.
fn mirrored(before: &Node, after: &Node, x: &str, root: Option<f64>) -> bool {
    let holds = |line: &Node, v: f64| {
        let values = vec![(x.to_owned(), crate::complex::real(v))];
        crate::check::holds(line, &crate::check::Letters { values, given: &[], minus: false })
    };
    let squares = parts::any(before, &|part| {
        even(&Node::relation(part.clone(), Relation::Equal, Node::number("0")))
    });
    root.is_some_and(|v| {
        v != 0.0 && squares && holds(before, -v) == Some(true) && holds(after, -v) == Some(true)
    })
}

/// Whether a line only says what x is.
fn isolated(line: &Node, x: &str) -> bool {
    solutions::alternatives(line, x).iter().all(|one| {
        let all = sides(one);
        all.len() > 1 && all[0] == Node::symbol(x) && is_name(&all[0], &all[1..])
    })
}

/// `x = 2` for a value that is shown to the student; whole numbers and simple fractions exactly.
fn rounded(x: &str, v: f64) -> Node {
    for d in 1..=60 {
        let n = v * f64::from(d);
        if (n - libm::round(n)).abs() < 1e-9 {
            let q = crate::number::Q::new(libm::round(n) as i64, i64::from(d));
            return Node::relation(
                Node::symbol(x),
                Relation::Equal,
                crate::show::show(crate::expr::num(q)),
            );
        }
    }
    let thousandths = libm::round(v.abs() * 1000.0) as u64;
    let digits = Node::Number(format!("{}.{:03}", thousandths / 1000, thousandths % 1000));
    let value = if v < 0.0 { Node::negative(digits) } else { digits };
    Node::relation(Node::symbol(x), Relation::Approximately, value)
}

/// x² = c, (x - 1)² = c.
fn even(line: &Node) -> bool {
    sides(line).iter().any(|side| {
        matches!(bare(side), Node::Power(_, k) if matches!(&**k, Node::Number(n) if n.parse::<u32>().is_ok_and(|n| n % 2 == 0)))
    })
}

/// Mistakes that are seen in the solutions themselves.
pub(super) const LOSSES: &[Rule] = &[
    DIVIDED,
    ROOT_SIGN,
    LOST,
    EXTRANEOUS,
    SQUARE,
    BARS,
    TOO_MANY,
    UNKNOWN_SIGN,
    GENERAL,
    ELIMINATED,
    VALUES,
    BY_ZERO,
    LIMITS,
    DIFFERENTIAL,
    NEGATIVE,
    QUADRANT,
    SETS_RULE,
    ZEROS_RULE,
];

const fn none(_: &Node) -> Vec<Node> {
    Vec::new()
}

const DIVIDED: Rule = Rule {
    name: "divided by zero",
    make: Make::UndoLine(none),
    english: "Dividing by {part} loses a solution, because it may be zero. Bring everything to one side and factor.",
    hindi: "{part} से भाग देने पर एक हल छूट जाता है, क्योंकि यह शून्य हो सकता है। सब कुछ एक ओर लाकर गुणनखंड कीजिए।",
    #[cfg(test)]
    example: ["x^2=3x", "x=3"],
};
pub(super) const ROOT_SIGN: Rule = Rule {
    name: "root sign",
    make: Make::UndoLine(none),
    english: "A square has two roots, ±: {part} is lost.",
    hindi: "वर्ग के दो मूल होते हैं, ±: {part} छूट गया।",
    #[cfg(test)]
    example: ["x^2=9", "x=3"],
};
const LOST: Rule = Rule {
    name: "lost root",
    make: Make::UndoLine(none),
    english: "A solution is lost: {part}.",
    hindi: "एक हल छूट गया: {part}।",
    #[cfg(test)]
    example: ["(x-1)(x-2)=0", "x=1"],
};
const EXTRANEOUS: Rule = Rule {
    name: "extraneous root",
    make: Make::UndoLine(none),
    english: "Put the values back: {part} does not satisfy the first line and must be rejected.",
    hindi: "मान वापस रखकर देखिए: {part} पहली पंक्ति को संतुष्ट नहीं करता, इसे छोड़ना होगा।",
    #[cfg(test)]
    example: [r"\sqrt{x+2}=x", "x+2=x^2"],
};
const SQUARE: Rule = Rule {
    name: "square inequality",
    make: Make::UndoLine(none),
    english: "x² > a² means x < −a or x > a; x² < a² means −a < x < a. One part is lost here.",
    hindi: "x² > a² का अर्थ x < −a या x > a है; x² < a² का अर्थ −a < x < a है। यहाँ एक भाग छूट गया।",
    #[cfg(test)]
    example: ["x^2>9", "x>3"],
};
const UNKNOWN_SIGN: Rule = Rule {
    name: "unknown sign",
    make: Make::UndoLine(none),
    english: "An inequality may not be multiplied by {part}, which can be negative: bring everything to one side and look at signs.",
    hindi: "असमिका को {part} से गुणा नहीं कर सकते, क्योंकि यह ऋणात्मक हो सकता है: सब कुछ एक ओर लाकर चिह्न देखिए।",
    #[cfg(test)]
    example: [r"\frac{x-1}{x-2}>1", "x-1>x-2"],
};
const TOO_MANY: Rule = Rule {
    name: "too many values",
    make: Make::UndoLine(none),
    english: "This allows values that do not satisfy the first line: look again at the step where a condition was dropped.",
    hindi: "इसमें ऐसे मान भी हैं जो पहली पंक्ति को संतुष्ट नहीं करते: वह चरण फिर देखिए जहाँ एक शर्त छूट गई।",
    #[cfg(test)]
    example: ["|x-3|<2", "x<5"],
};
const VALUES: Rule = Rule {
    name: FORMULA,
    make: Make::UndoLine(none),
    english: "Look again at the formula and its values: {part}.",
    hindi: "सूत्र और उसके मान फिर देखिए: {part}।",
    #[cfg(test)]
    example: [r"P(A)=0.5, P(B)=0.4, P(A\cap B)=0.2", r"P(A|B)=0.4"],
};
const GENERAL: Rule = Rule {
    name: "general solution",
    make: Make::UndoLine(none),
    english: "Look at the general solution: sin x = sin α gives x = nπ + (−1)ⁿα, cos x = cos α gives x = 2nπ ± α, tan x = tan α gives x = nπ + α.",
    hindi: "व्यापक हल देखिए: sin x = sin α से x = nπ + (−1)ⁿα, cos x = cos α से x = 2nπ ± α, tan x = tan α से x = nπ + α।",
    #[cfg(test)]
    example: [r"\sin x=\frac{\sqrt3}{2}", r"x=\frac{\pi}{3}"],
};
pub(super) const ELIMINATED: Rule = Rule {
    name: "wrong elimination",
    make: Make::UndoLine(none),
    english: "Add or subtract the whole equations {part} and {became}: every term, on both sides, with its sign.",
    hindi: "समीकरणों {part} और {became} को पूरा जोड़िए या घटाइए: दोनों पक्षों का प्रत्येक पद, अपने चिह्न के साथ।",
    #[cfg(test)]
    example: [r"\begin{cases}x+y=14\\x-y=4\end{cases}", "2x=10"],
};
const SETS_RULE: Rule = Rule {
    name: super::sets::SETS,
    make: Make::UndoLine(none),
    english: "Look at {part} again: A ∪ B has what is in A or in B, each once; A ∩ B what is in both; A − B what is in A but not in B.",
    hindi: "{part} फिर देखिए: A ∪ B में वे अवयव हैं जो A या B में हैं, प्रत्येक एक बार; A ∩ B में वे जो दोनों में हैं; A − B में वे जो A में हैं, पर B में नहीं।",
    #[cfg(test)]
    example: [r"A=\{1,2\}, B=\{2,3\}", r"A\cap B=\{1,2,3\}"],
};
const ZEROS_RULE: Rule = Rule {
    name: super::zeros::ZEROS,
    make: Make::UndoLine(none),
    english: "For ax² + bx + c = 0 the sum of the roots is α + β = −b/a and their product αβ = c/a: look at the signs and at a.",
    hindi: "ax² + bx + c = 0 के मूलों का योग α + β = −b/a तथा गुणनफल αβ = c/a होता है: चिह्न और a देखिए।",
    #[cfg(test)]
    example: ["x^2-5x+6=0", r"\alpha+\beta=-5"],
};
pub(super) const NEGATIVE: Rule = Rule {
    name: "negative root",
    make: Make::UndoLine(none),
    english: "{part} is a solution, too. If it is left out because a length, an age or a number of things cannot be negative, write that; else it is lost.",
    hindi: "{part} भी एक हल है। यदि इसे इसलिए छोड़ा है कि लंबाई, आयु या वस्तुओं की संख्या ऋणात्मक नहीं हो सकती, तो यह लिखिए; अन्यथा यह हल छूट गया।",
    #[cfg(test)]
    example: ["(x-12)(x+7)=0", "x=12"],
};
pub(super) const QUADRANT: Rule = Rule {
    name: "quadrant",
    make: Make::UndoLine(none),
    english: "The sign is open: {became} holds in some quadrants only. Say in which quadrant the angle lies, or write ±.",
    hindi: "चिह्न निश्चित नहीं है: {became} केवल कुछ चतुर्थांशों में सत्य है। बताइए कि कोण किस चतुर्थांश में है, या ± लिखिए।",
    #[cfg(test)]
    example: [r"\cos x=-\frac35", r"\sin x=\frac45"],
};
pub(super) const BY_ZERO: Rule = Rule {
    name: "zero below",
    make: Make::UndoLine(none),
    english: "The denominator is 0 here, and nothing can be divided by 0: look at how {became} came about.",
    hindi: "यहाँ हर 0 है, और 0 से भाग नहीं दिया जा सकता: देखिए कि {became} कैसे आया।",
    #[cfg(test)]
    example: [r"\frac{1+i}{1-i}", r"\frac{(1+i)^2}{1-1}"],
};
const BARS: Rule = Rule {
    name: "absolute value",
    make: Make::UndoLine(none),
    english: "|u| > a means u < −a or u > a; |u| < a means −a < u < a. One part is lost here.",
    hindi: "|u| > a का अर्थ u < −a या u > a है; |u| < a का अर्थ −a < u < a है। यहाँ एक भाग छूट गया।",
    #[cfg(test)]
    example: ["|x+2|>3", "x+2>3"],
};
pub(super) const LIMITS: Rule = Rule {
    name: "limits not changed",
    make: Make::UndoLine(none),
    english: "The letter has changed, so the limits must change, too: put the old limits into the substitution.",
    hindi: "चर बदला है, इसलिए सीमाएँ भी बदलेंगी: पुरानी सीमाएँ प्रतिस्थापन में रखिए।",
    #[cfg(test)]
    example: ["", ""],
};
pub(super) const DIFFERENTIAL: Rule = Rule {
    name: "differential",
    make: Make::UndoLine(none),
    english: "Differentiate the substitution again: with u = f(x), du = f′(x) dx.",
    hindi: "प्रतिस्थापन का अवकलन फिर कीजिए: u = f(x) हो, तो du = f′(x) dx।",
    #[cfg(test)]
    example: ["", ""],
};
