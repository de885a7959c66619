//! Arithmetic in the textbook's order: brackets, then powers, then products, then sums.

use super::{is_plain, part_changed, shown, value};
use crate::expr::num;
use crate::parts;
use crate::show::show;
use ganita_notation::{Bracket, Node, Sign};

fn is_sum(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.len() > 1)
}

/// What stands in brackets, one level further.
pub(super) fn brackets(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let inside = |inner: &Node| {
        if is_plain(inner) { None } else { super::next(inner).map(|(.., after)| after) }
    };
    match node {
        Node::Group(Bracket::Round, _, Bracket::Round) => part_changed(node, &inside),
        Node::Product(_) | Node::Sum(_) => {
            part_changed(node, &|part| if is_sum(part) { inside(part) } else { None })
        }
        Node::Power(base, exponent) if is_sum(base) => {
            Some(Node::Power(Box::new(inside(base)?), exponent.clone()))
        }
        _ => None,
    }
}

/// An exponent that is not yet a number.
pub(super) fn exponents(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, exponent) = node else { return None };
    if super::pair(exponent).is_some_and(|(p, d)| super::numbers::gcd(p, d) == 1) {
        return None;
    }
    let plain = show(num(value(exponent)?));
    (plain != **exponent).then(|| Node::Power(base.clone(), Box::new(plain)))
}

/// What stands under a root or after a function, one level further.
pub(super) fn inside(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let power = |part: &Node| matches!(part, Node::Power(..));
    let ready = match node {
        Node::Root { radicand, .. } => !power(radicand) && !is_power_product(radicand),
        Node::Apply { argument, .. } => !power(argument),
        Node::Absolute(_) => true,
        _ => false,
    };
    let next = |part: &Node| value(part).and_then(|_| reduced_once(part));
    if ready { part_changed(node, &next) } else { None }
}

fn is_power_product(node: &Node) -> bool {
    matches!(node, Node::Product(_)) && parts::any(node, &|part| matches!(part, Node::Power(..)))
}

/// The line with its innermost values worked out.
pub(super) fn next(line: &Node) -> Option<(&'static str, Node)> {
    if let Some(next) = reduced_once(line).filter(|next| next != line) {
        let has = |test: &dyn Fn(&Node) -> bool| parts::any(line, test);
        let first = is_sum(line)
            && !matches!(next, Node::Number(_))
            && has(&|part| matches!(part, Node::Product(_)))
            && !has(&|part| matches!(part, Node::Power(..)));
        return Some((if first { "multiply first" } else { "calculate" }, super::tidy(&next)));
    }
    // (2 + 2i + 3i - 3)/2 is the answer's turn.
    if matches!(line, Node::Fraction(_, b) if is_plain(b)) {
        return None;
    }
    // Terms with roots, or with i; then the sum itself where it is a part of something.
    let powers = |part: &Node| matches!(part, Node::Power(base, _) if value(base).is_none());
    let terms = &mut |part: &Node| {
        let sum = is_sum(part) && !parts::any(part, &powers);
        if sum { part_changed(part, &shown) } else { None }
    };
    let whole = &mut |part: &Node| {
        let after = shown(part).filter(|_| is_sum(part) && part != line)?;
        (parts::of(&after).len() < parts::of(part).len()).then_some(after)
    };
    let after = super::everywhere(line, terms).or_else(|| super::everywhere(line, whole));
    let after = after.map(|after| super::tidy(&after)).filter(|after| after != line);
    after.map(|after| ("calculate", after))
}

/// One more value worked out, innermost first; `None` when nothing but a value is left.
fn reduced_once(node: &Node) -> Option<Node> {
    let plain = |node: &Node| {
        matches!(node, Node::Number(_)) || matches!(node, Node::Fraction(..)) && is_plain(node)
    };
    match node {
        Node::Number(_) => return None,
        Node::Group(Bracket::Round, inner, Bracket::Round) => {
            return part_changed(node, &reduced_once).or_else(|| Some((**inner).clone()));
        }
        Node::Sum(_) | Node::Product(_) | Node::Fraction(..) => {
            let further = |part: &Node| if plain(part) { None } else { reduced_once(part) };
            if let Some(after) = part_changed(node, &further) {
                return Some(after);
            }
        }
        _ => {}
    }
    if matches!(node, Node::Sum(terms) if matches!(terms.as_slice(), [(Sign::Minus, only)] if plain(only)))
    {
        return None;
    }
    // A decimal where it is written in decimals.
    let q = value(node)?;
    let decimal = parts::any(node, &super::numbers::is_decimal);
    Some(super::numbers::as_decimal(&q).filter(|_| decimal).unwrap_or_else(|| show(num(q))))
}
