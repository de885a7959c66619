//! Whether a statement holds.

use super::evaluate::{Letters, evaluate};
use crate::check::{PRECISE, precisely, weight};
use crate::complex::{C, Real as _, close, real};
use crate::expr::burn;
use crate::twofold::Twofold;
use ganita_notation::{Bracket, Join, Node, Relation, Sign, Style};

pub(super) fn mentions_n(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name == "n",
        // A letter of its own.
        Node::Subscript(..) => false,
        _ => {
            let mut found = false;
            node.for_each_child(&mut |part| found = found || mentions_n(part));
            found
        }
    }
}

/// Members of a family that are tried where its period cannot be seen.
const MEMBERS: std::ops::RangeInclusive<i32> = -12..=12;

/// Where the first interval of a union begins.
fn first_end(set: &Node) -> Option<&Node> {
    match set {
        Node::Operation(_, items) | Node::List(items) => first_end(items.first()?),
        Node::Group(_, inner, _) => first_end(inner),
        end => Some(end),
    }
}

/// Whether some whole n makes a statement true.
fn some_member(node: &Node, letters: &Letters<'_>) -> Option<bool> {
    let mut there = letters.with("n", real(0.0));
    let mut with = |n: f64, ask: &mut dyn FnMut(&Letters<'_>)| {
        if let Some((_, value)) = there.values.last_mut() {
            *value = real(n);
        }
        ask(&there);
    };
    if let Node::Relation(left, rest) = node
        && let [(Relation::Equal, right)] = rest.as_slice()
        && !mentions_n(left)
    {
        // nπ + (-1)ⁿ a has one period for even n and the same for odd.
        let mut values = [0.0; 4];
        for (n, value) in values.iter_mut().enumerate() {
            with(n as f64, &mut |letters| *value = evaluate(right, letters).re);
        }
        let [a, b, c, d] = values;
        let period = c - a;
        let x = evaluate(left, letters).re;
        if period.is_finite()
            && period.abs() > 1e-6
            && (d - b - period).abs() < 1e-9 * period.abs().max(1.0)
            && x.is_finite()
        {
            let mut found = Some(false);
            for (first, value) in [(0.0, a), (1.0, b)] {
                let n = first + 2.0 * libm::round((x - value) / period);
                with(n, &mut |letters| {
                    if found == Some(false) {
                        found = holds(node, letters);
                    }
                });
            }
            return found;
        }
    }
    // The intervals of one period that are nearest to the point.
    let mut middle = 0.0;
    if let Node::Relation(left, rest) = node
        && let [(Relation::In, set)] = rest.as_slice()
        && let Some(end) = first_end(set)
    {
        let mut values = [0.0; 2];
        for (n, value) in values.iter_mut().enumerate() {
            with(n as f64, &mut |letters| *value = evaluate(end, letters).re);
        }
        let n = libm::round((evaluate(left, letters).re - values[0]) / (values[1] - values[0]));
        middle = if n.is_finite() { n } else { 0.0 };
    }
    let mut all = Some(false);
    for n in MEMBERS {
        with(middle + f64::from(n), &mut |letters| match holds(node, letters) {
            Some(true) if all.is_some() => all = Some(true),
            None => all = None,
            Some(_) => {}
        });
    }
    all
}

/// Whether a statement holds, within rounding. `None`: it cannot be said.
pub(crate) fn holds(node: &Node, letters: &Letters<'_>) -> Option<bool> {
    holds_in(node, letters, mentions_n(node))
}

/// The same where it is known whether families of solutions stand in it.
pub(super) fn holds_in(node: &Node, letters: &Letters<'_>, families: bool) -> Option<bool> {
    if families
        && matches!(node, Node::Relation(..))
        && !letters.values.iter().any(|(name, _)| name == "n")
        && mentions_n(node)
    {
        return some_member(node, letters);
    }
    match node {
        Node::Relation(first, rest) => {
            let mut left = &**first;
            for (relation, right) in rest {
                if *relation == Relation::In {
                    let x = evaluate(left, letters);
                    if !contains(right, x, letters)? {
                        return Some(false);
                    }
                    left = right;
                    continue;
                }
                let (a, b) = (evaluate(left, letters), evaluate(right, letters));
                let rounding = rounding(left, right, a, b, letters);
                if !rounding && tiny(left, right, a, b, letters) {
                    if !strictly(a, relation, b)? {
                        return Some(false);
                    }
                    left = right;
                    continue;
                }
                // What doubles cannot tell apart; for an equation that is nothing.
                let near = close(a, b, 1e-8);
                let near = match *relation {
                    Relation::Equal => near && !rounding && !close(a, b, SURE),
                    _ => near || rounding,
                };
                let gap = near.then(|| {
                    burn(3 * PRECISE * (weight(left) + weight(right)));
                    gap(left, right, letters)
                });
                let b = if rounding { a } else { b };
                let compare = if *relation == Relation::Equal && beside(letters) {
                    |a, _: &Relation, b| Some(close(a, b, 1e-8))
                } else {
                    compare
                };
                let plus = match gap.flatten() {
                    // So far out nothing is left of 3 - 5 beside 3x.
                    None if near
                        && *relation != Relation::Equal
                        && letters.values.iter().any(|(_, value)| value.abs() > FAR) =>
                    {
                        return None;
                    }
                    Some(gap) => strictly(real(gap), relation, real(0.0))?,
                    None => compare(a, relation, b)?,
                };
                let minus = !plus && (has_choice(left) || has_choice(right)) && {
                    let letters = Letters { minus: !letters.minus, ..letters.clone() };
                    compare(evaluate(left, &letters), relation, evaluate(right, &letters))?
                };
                if !(plus || minus) {
                    return Some(false);
                }
                left = right;
            }
            Some(true)
        }
        Node::Operation(name, items) if name == "or" => {
            let mut all = Some(false);
            for item in items {
                match holds_in(item, letters, families) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => all = None,
                }
            }
            all
        }
        Node::Operation(name, items) if name == "and" => every(items.iter(), letters, families),
        Node::List(items) | Node::Lines(items) => every(items.iter(), letters, families),
        Node::Cases(rows) => every(rows.iter().map(|(row, _)| row), letters, families),
        Node::Group(_, inner, _) => holds_in(inner, letters, families),
        Node::Text(words) if words == "no solution" => Some(false),
        _ => None,
    }
}

/// Beyond this what is added to a letter may be lost even in 32 digits.
const FAR: f64 = 1e9;

/// Sides nearer than this, for their size, are equal as far as doubles go.
const SURE: f64 = 1e-12;

/// By how much two sides that are nearly equal differ, if they do: worked out to 32 digits, their gap is more than what a
/// point that is off in its thirteenth digit explains.
fn gap(left: &Node, right: &Node, letters: &Letters<'_>) -> Option<f64> {
    let gap = |off: f64| {
        let mut letters = precisely(letters);
        for (_, value) in &mut letters.values {
            value.re = value.re + Twofold::from_f64(off * value.re.abs().to_f64().max(1.0));
        }
        let (a, b) = (evaluate(left, &letters), evaluate(right, &letters));
        (a.is_finite() && b.is_finite()).then(|| {
            let gap = a - b;
            (gap.abs(), a.abs().max(1.0), gap.re.to_f64())
        })
    };
    let ((here, size, signed), (above, ..), (below, ..)) = (gap(0.0)?, gap(1e-13)?, gap(-1e-13)?);
    let steady = |other: f64| (other - here).abs() < 0.1 * here;
    (here > 1e-24 * size && steady(above) && steady(below)).then_some(signed)
}

/// Whether two sides differ by no more than what is lost where large terms cancel.
fn rounding(left: &Node, right: &Node, a: C, b: C, letters: &Letters<'_>) -> bool {
    /// Some hundreds of roundings.
    const LOST: f64 = 1e-13;
    let gap = (a - b).abs();
    // Only sums of several terms cancel, and only small differences are looked at twice.
    let sums = matches!(left, Node::Sum(terms) if terms.len() > 1)
        || matches!(right, Node::Sum(terms) if terms.len() > 1);
    sums && gap.is_finite()
        && gap > 0.0
        && gap < LOST * (scale(left, letters) + scale(right, letters))
}

/// Whether two real sides differ though both are nearly nothing, as e^{-x²} (1 - 2x²) is far out: not by rounding.
fn tiny(left: &Node, right: &Node, a: C, b: C, letters: &Letters<'_>) -> bool {
    const TINY: f64 = 1e-6;
    let gap = (a - b).abs();
    a.is_real() && b.is_real() && gap > 0.0 && gap < TINY && a.abs() < TINY && b.abs() < TINY && {
        let size = scale(left, letters) + scale(right, letters);
        size < TINY && gap > 1e-8 * size
    }
}

fn strictly(a: C, relation: &Relation, b: C) -> Option<bool> {
    Some(match relation {
        Relation::Equal => false,
        Relation::NotEqual => true,
        Relation::Less | Relation::LessEqual => a.re < b.re,
        Relation::Greater | Relation::GreaterEqual => a.re > b.re,
        _ => return None,
    })
}

/// The sum of the sizes of what is added up, times the sizes it is multiplied by.
pub(super) fn scale(node: &Node, letters: &Letters<'_>) -> f64 {
    match node {
        Node::Sum(terms) => terms.iter().map(|(_, term)| scale(term, letters)).sum(),
        Node::Group(_, inner, _) => scale(inner, letters),
        Node::Product(factors) if factors.iter().all(|(join, _)| is_times(*join)) => {
            factors.iter().map(|(_, factor)| scale(factor, letters)).product()
        }
        Node::Fraction(top, bottom) => scale(top, letters) / evaluate(bottom, letters).abs(),
        // The argument's rounding counts, however small the value is: sin π.
        Node::Apply { .. } => evaluate(node, letters).abs().max(1.0),
        other => evaluate(other, letters).abs(),
    }
}

fn is_times(join: Join) -> bool {
    matches!(join, Join::Beside | Join::Dot | Join::Times)
}

/// Whether ± stands in it, outside functions and roots.
pub(super) fn has_choice(node: &Node) -> bool {
    match node {
        Node::Sum(terms) => terms.iter().any(|(sign, term)| {
            matches!(sign, Sign::PlusMinus | Sign::MinusPlus) || has_choice(term)
        }),
        Node::Product(items) => items.iter().any(|(_, item)| has_choice(item)),
        Node::Fraction(a, _) | Node::Group(_, a, _) => has_choice(a),
        _ => false,
    }
}

fn every<'a>(
    items: impl Iterator<Item = &'a Node>,
    letters: &Letters<'_>,
    families: bool,
) -> Option<bool> {
    let mut all = Some(true);
    for item in items {
        match holds_in(item, letters, families) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Whether a letter stands for a number beside the real ones.
fn beside(letters: &Letters<'_>) -> bool {
    letters.values.iter().any(|(_, value)| value.im != 0.0)
}

fn compare(a: C, relation: &Relation, b: C) -> Option<bool> {
    if !a.is_finite() || !b.is_finite() || !a.is_real() || !b.is_real() {
        // A side without a real value makes a statement false, as at school.
        return Some(false);
    }
    let equal = close(a, b, 1e-8);
    Some(match relation {
        Relation::Equal => equal,
        Relation::NotEqual => !equal,
        Relation::Less => a.re < b.re && !equal,
        Relation::Greater => a.re > b.re && !equal,
        Relation::LessEqual => a.re < b.re || equal,
        Relation::GreaterEqual => a.re > b.re || equal,
        _ => return None,
    })
}

fn contains(set: &Node, x: C, letters: &Letters<'_>) -> Option<bool> {
    match set {
        Node::Operation(name, items) if name == "cup" => items
            .iter()
            .map(|item| contains(item, x, letters))
            .collect::<Option<Vec<_>>>()
            .map(|all| all.contains(&true)),
        Node::Symbol(name) if name == "emptyset" => Some(false),
        Node::Styled(Style::Blackboard, inner) if **inner == Node::symbol("R") => {
            Some(x.is_real() && x.is_finite())
        }
        Node::Group(Bracket::Curly, inner, Bracket::Curly) => {
            let items = match &**inner {
                Node::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            Some(items.iter().any(|item| close(evaluate(item, letters), x, 1e-8)))
        }
        // (a, b), whose brackets the tree implies.
        Node::List(_) => {
            let open = Node::Group(Bracket::Round, Box::new(set.clone()), Bracket::Round);
            contains(&open, x, letters)
        }
        Node::Group(open, inner, shut) => {
            let Node::List(ends) = &**inner else { return None };
            let [low, high] = ends.as_slice() else { return None };
            let (low, high) = (evaluate(low, letters).re, evaluate(high, letters).re);
            let at = |end: f64| end.is_finite() && close(real(end), x, 1e-8);
            let above = if at(low) { *open == Bracket::Square } else { x.re > low };
            let below = if at(high) { *shut == Bracket::Square } else { x.re < high };
            Some(above && below)
        }
        _ => None,
    }
}
