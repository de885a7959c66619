//! Whether a statement holds.

use super::evaluate::{Letters, evaluate};
use crate::complex::{C, close, real};
use ganita_notation::{Bracket, Join, Node, Relation, Sign, Style};

fn mentions_n(node: &Node) -> bool {
    let mut names = Vec::new();
    crate::explain::names(node, &mut names);
    names.iter().any(|name| name == "n")
}

/// Whether a statement holds, within rounding. `None`: it cannot be said.
pub(crate) fn holds(node: &Node, letters: &Letters<'_>) -> Option<bool> {
    if matches!(node, Node::Relation(..))
        && !letters.values.iter().any(|(name, _)| name == "n")
        && mentions_n(node)
    {
        // A family of solutions: n is any whole number.
        let members = (-12..=12).map(|n| holds(node, &letters.with("n", real(f64::from(n)))));
        return members.collect::<Option<Vec<_>>>().map(|all| all.contains(&true));
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
                let plus = compare(a, relation, if rounding { a } else { b })?;
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
            let found: Vec<Option<bool>> = items.iter().map(|item| holds(item, letters)).collect();
            if found.contains(&Some(true)) {
                Some(true)
            } else {
                found.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
            }
        }
        Node::Operation(name, items) if name == "and" => every(items.iter(), letters),
        Node::List(items) | Node::Lines(items) => every(items.iter(), letters),
        Node::Cases(rows) => every(rows.iter().map(|(row, _)| row), letters),
        Node::Group(_, inner, _) => holds(inner, letters),
        Node::Text(words) if words == "no solution" => Some(false),
        _ => None,
    }
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
fn scale(node: &Node, letters: &Letters<'_>) -> f64 {
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
fn has_choice(node: &Node) -> bool {
    match node {
        Node::Sum(terms) => terms.iter().any(|(sign, term)| {
            matches!(sign, Sign::PlusMinus | Sign::MinusPlus) || has_choice(term)
        }),
        Node::Product(items) => items.iter().any(|(_, item)| has_choice(item)),
        Node::Fraction(a, _) | Node::Group(_, a, _) => has_choice(a),
        _ => false,
    }
}

fn every<'a>(items: impl Iterator<Item = &'a Node>, letters: &Letters<'_>) -> Option<bool> {
    let mut all = Some(true);
    for item in items {
        match holds(item, letters) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
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
