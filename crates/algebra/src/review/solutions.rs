//! The real solutions of a line, with numbers for its other letters.

use super::angles::periodic;
use super::spots::bare;
use crate::check::{self, Letters};
use crate::complex::{C, real};
use crate::explain::names;
use crate::expr::{E, num, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::tasks::solve::at;
use crate::tasks::solve::roots::{Set, roots};
use crate::value::{real_value, value};
use ganita_notation::{Node, Relation, Sign};

/// Solutions within this distance of zero are compared.
pub(super) const WINDOW: f64 = 60.0;

/// Every sign ± taken both ways; lists of answers as alternatives.
pub(super) fn alternatives(line: &Node, x: &str) -> Vec<Node> {
    let line = bare(line);
    match line {
        Node::Operation(name, items) if name == "or" => {
            items.iter().flat_map(|item| alternatives(item, x)).collect()
        }
        Node::List(items) => {
            let mut out = Vec::new();
            for item in items {
                let item = match item {
                    Node::Relation(..) | Node::Operation(..) => item.clone(),
                    value => Node::relation(Node::symbol(x), Relation::Equal, value.clone()),
                };
                out.extend(alternatives(&item, x));
            }
            out
        }
        Node::Relation(left, rest) if rest.len() == 1 && matches!(rest[0].1, Node::List(_)) => {
            let Node::List(values) = &rest[0].1 else { return vec![line.clone()] };
            values
                .iter()
                .flat_map(|value| {
                    let one = Node::relation((**left).clone(), rest[0].0.clone(), value.clone());
                    alternatives(&one, x)
                })
                .collect()
        }
        other if parts::any(other, &is_plus_minus) => {
            [false, true].iter().map(|&minus| signed(other, minus)).collect()
        }
        other => vec![other.clone()],
    }
}

pub(super) fn is_plus_minus(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.iter().any(|(s, _)| matches!(s, Sign::PlusMinus | Sign::MinusPlus)))
}

pub(super) fn signed(node: &Node, minus: bool) -> Node {
    parts::rewrite(node, &mut |part| match part {
        Node::Sum(terms) => Node::Sum(
            terms
                .into_iter()
                .map(|(sign, term)| {
                    let sign = match (sign, minus) {
                        (Sign::PlusMinus, false) | (Sign::MinusPlus, true) => Sign::Plus,
                        (Sign::PlusMinus, true) | (Sign::MinusPlus, false) => Sign::Minus,
                        (other, _) => other,
                    };
                    (sign, term)
                })
                .collect(),
        ),
        other => other,
    })
}

/// The real solutions of a line.
pub(super) struct Solutions {
    /// In order.
    pub(super) points: Vec<f64>,
    /// All of them; else those near zero.
    all: bool,
}

impl Solutions {
    /// Whether a value is among them, or may be where nobody looked.
    pub(super) fn may_hold(&self, v: f64, window: f64, loose: f64) -> bool {
        (!self.all && window - v.abs() < 1e-6)
            || self.points.iter().any(|w| (v - w).abs() < loose.max(1e-7 * v.abs().max(1.0)))
    }
}

/// The solutions of a line, with numbers for its other letters. `None`: they cannot be found.
pub(super) fn solutions(
    line: &Node,
    x: &str,
    others: &[(String, Q)],
    window: f64,
) -> Option<Solutions> {
    let every = alternatives(line, x);
    let holds = |v: f64| {
        let mut values: Vec<(String, C)> =
            others.iter().map(|(name, q)| (name.clone(), real(q.to_f64()))).collect();
        values.push((x.to_owned(), real(v)));
        let at = Letters { values, given: &[], minus: false, beside: false };
        every.iter().any(|one| check::holds(one, &at).unwrap_or_else(|| defined(one, &at)))
    };
    if matches!(bare(line), Node::Text(words) if words == "no solution") {
        return Some(Solutions { points: Vec::new(), all: true });
    }
    let mut out: Vec<f64> = Vec::new();
    let mut all = true;
    for one in &every {
        if let Node::Relation(_, rest) = one
            && rest.len() == 1
            && rest[0].0 == Relation::In
        {
            return None;
        }
        let Node::Relation(left, rest) = bare(one) else { return None };
        let right = &rest.last()?.1;
        let letter = sym(x);
        let mut f: E = meaning(left).ok()? - meaning(right).ok()?;
        for (name, q) in others {
            f = f.replace(sym(name), num(q.clone()));
        }
        let mut found: Vec<f64> = Vec::new();
        let exact = match roots(f, letter, 0) {
            Some(Set::All) => return None,
            Some(Set::Roots(exact)) => {
                for root in exact {
                    let family = root.has(sym("n"))
                        && x != "n"
                        && !others.iter().any(|(name, _)| name == "n");
                    all &= !family;
                    let reach = if family { reach(root, window) } else { 0 };
                    for n in -reach..=reach {
                        found.extend(real_value(if family { at(root, n) } else { root }));
                    }
                }
                true
            }
            None => false,
        };
        all &= exact;
        scan(f, letter, window, &mut found);
        if !exact && found.is_empty() {
            return None;
        }
        out.extend(found);
    }
    out.retain(|v| (all || v.abs() <= window) && holds(*v));
    crate::sort::by(&mut out, &mut f64::total_cmp);
    out.dedup_by(|a, b| (*a - *b).abs() < 1e-7 * a.abs().max(1.0));
    Some(Solutions { points: out, all })
}

/// How far n must run until a family of solutions has left the window on both sides.
pub(super) fn reach(root: E, window: f64) -> i64 {
    let value = |n| real_value(at(root, n));
    // Over two members, since (−1)ⁿ takes turns.
    let Some((first, third)) = value(0).zip(value(2)) else { return 6 };
    let step = (0.5 * (third - first)).abs();
    if step < 1e-9 {
        return 6;
    }
    libm::ceil((window + first.abs()) / step).clamp(2.0, 200.0) as i64 + 1
}

/// Whether both sides of a statement have a value.
pub(super) fn defined(line: &Node, at: &Letters<'_>) -> bool {
    match bare(line) {
        Node::Relation(first, rest) => std::iter::once(&**first)
            .chain(rest.iter().map(|(_, side)| side))
            .all(|side| check::evaluate(side, at).is_finite()),
        _ => true,
    }
}

/// Whether a statement about x and y holds at the points of a curve.
pub(super) fn on_curve(curve: &Node, line: &Node) -> Option<bool> {
    let mut seen = 0;
    for x in [Q::new(1, 2), Q::new(6, 5), Q::new(7, 3), Q::new(-3, 4), Q::new(5, 1)] {
        let world = [("x".to_owned(), x.clone())];
        for y in solutions(curve, "y", &world, 12.0)?.points.into_iter().filter(|y| y.abs() < 12.0)
        {
            let values = vec![("x".to_owned(), real(x.to_f64())), ("y".to_owned(), real(y))];
            if !check::holds(line, &Letters { values, given: &[], minus: false, beside: false })? {
                return Some(false);
            }
            seen += 1;
        }
    }
    (seen > 1).then_some(true)
}

/// Changes of sign, refined.
pub(super) fn scan(f: E, x: E, window: f64, out: &mut Vec<f64>) {
    const STEPS: i32 = 480;
    let at = |v: f64| {
        let y = value(f, &[(x, real(v))]);
        (y.is_finite() && y.is_real()).then_some(y.re)
    };
    let mut last: Option<(f64, f64)> = None;
    for k in 0..=STEPS {
        let v = -window + 2.0 * window * (f64::from(k) + 0.0137) / f64::from(STEPS);
        let here = at(v);
        if let (Some((a, ya)), Some(y)) = (last, here)
            && ya * y < 0.0
        {
            let (mut a, mut b) = (a, v);
            for _ in 0..80 {
                let middle = 0.5 * (a + b);
                let Some(ym) = at(middle) else { break };
                if ym * ya > 0.0 { a = middle } else { b = middle }
            }
            let root = 0.5 * (a + b);
            if at(root).is_some_and(|r| r.abs() < 1e-6 * (ya.abs() + y.abs())) {
                out.push(root);
            }
        }
        last = here.map(|y| (v, y));
    }
}

/// Numbers for the letters that are not the unknown.
pub(super) fn worlds(before: &Node, after: &Node, x: &str) -> Vec<Vec<(String, Q)>> {
    let mut letters = Vec::new();
    names(before, &mut letters);
    names(after, &mut letters);
    let family = periodic(before, x) || periodic(after, x);
    letters.retain(|name| name != x && !(family && name == "n"));
    if letters.is_empty() {
        return vec![Vec::new()];
    }
    (0..8)
        .map(|k| {
            // Where neither line has solutions for positive letters, they may have some for negative ones.
            let sign = if k < 3 || k % 2 == 0 { 1 } else { -1 };
            letters
                .iter()
                .enumerate()
                .map(|(j, name)| {
                    (name.clone(), Q::new(sign * (7 + 5 * k + 3 * j as i64), 2 + k + j as i64))
                })
                .collect()
        })
        .collect()
}

/// A root of `before` that `after` has lost.
pub(super) fn lost(before: &Node, after: &Node, x: &str) -> Option<f64> {
    let window = if periodic(before, x) || periodic(after, x) { 12.0 } else { WINDOW };
    let (a, b) = (solutions(before, x, &[], window)?, solutions(after, x, &[], window)?);
    a.points.into_iter().find(|v| !b.may_hold(*v, window, 0.0))
}

/// A negative root that is lost where `after` keeps just the positive ones.
pub(super) fn negative_lost(before: &Node, after: &Node, x: &str) -> Option<f64> {
    if periodic(before, x) || periodic(after, x) {
        return None;
    }
    let (a, b) = (solutions(before, x, &[], WINDOW)?, solutions(after, x, &[], WINDOW)?);
    let positive = !b.points.is_empty() && b.points.iter().all(|v| *v > 0.0);
    let mut lost = a.points.iter().copied().filter(|v| !b.may_hold(*v, WINDOW, 0.0));
    let first = lost.next().filter(|v| positive && *v < 0.0)?;
    lost.all(|v| v < 0.0).then_some(first)
}

/// Whether two lines have the same solutions, and some, where a test holds.
pub(super) fn same_where(before: &Node, after: &Node, x: &str, test: &dyn Fn(f64) -> bool) -> bool {
    let within = |line: &Node| -> Option<Vec<f64>> {
        let window = if periodic(before, x) { 12.0 } else { WINDOW };
        let mut points = solutions(line, x, &[], window)?.points;
        points.retain(|v| test(*v));
        Some(points)
    };
    let (Some(a), Some(b)) = (within(before), within(after)) else { return false };
    !a.is_empty() && a.len() == b.len() && a.iter().zip(&b).all(|(p, q)| (p - q).abs() < 1e-7)
}
