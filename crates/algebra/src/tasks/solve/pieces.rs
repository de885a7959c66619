//! Equations with absolute values, case by case: between the points where the bars change sign there are none.

use crate::expr::{E, F, I, MINUS_ONE, ONE, PI, TWO, X, add, apply, mul, sym};
use crate::show::{equal, show};
use crate::solution::{Relation as Link, Step};
use crate::tasks::simplify::evaluated;
use crate::tasks::solve::roots::{Set, roots};
use crate::tasks::solve::{statement, unique};
use crate::value::{real_value, value};
use crate::work::in_case;
use ganita_notation::{Node, Relation};

/// A part of the number line: from `low`, which belongs to it, up to `high`, which does not.
pub(crate) struct Piece {
    low: Option<E>,
    high: Option<E>,
    /// Left and right side without bars.
    sides: (E, E),
    /// What solves it here.
    pub(crate) found: Set,
}

/// More bars than a textbook has.
const POINTS: usize = 8;

/// The parts of the line on which f(x) = l - r has no bars; at least two. `None`: no bars, or a part is not solved.
pub(crate) fn pieces(l: E, r: E, x: E) -> Option<Vec<Piece>> {
    let f = l - r;
    if f.symbols() != vec![x] {
        return None;
    }
    let mut bars: Vec<(E, E)> = Vec::new();
    gather(f, x, &mut bars);
    let mut points: Vec<(f64, E)> = Vec::new();
    for (_, inside) in &bars {
        let Set::Roots(zeros) = roots(*inside, x, 1)? else { continue };
        for zero in zeros.into_iter().map(evaluated).filter(|zero| !zero.has(I)) {
            let v = real_value(zero)?;
            if !points.iter().any(|(w, _)| (v - w).abs() < 1e-10 * v.abs().max(1.0)) {
                points.push((v, zero));
            }
        }
    }
    if points.is_empty() || points.len() > POINTS {
        return None;
    }
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    for k in 0..=points.len() {
        let low = k.checked_sub(1).map(|k| points[k]);
        let high = points.get(k).copied();
        let inside = match (low, high) {
            (Some(a), Some(b)) => 0.5 * (a.0 + b.0),
            (Some(a), None) => a.0 + 1.37,
            (None, Some(b)) => b.0 - 1.37,
            (None, None) => return None,
        };
        let mut bare = (l, r);
        for (whole, part) in &bars {
            let v = value(*part, &[(x, crate::complex::real(inside))]);
            let without = if v.re < 0.0 { -*part } else { *part };
            bare = (bare.0.replace(*whole, without), bare.1.replace(*whole, without));
        }
        let found = match roots(bare.0 - bare.1, x, 1)? {
            Set::All => Set::All,
            Set::Roots(all) => {
                let within = |root: &E| {
                    real_value(*root).is_some_and(|v| {
                        low.is_none_or(|(a, _)| v >= a - 1e-10)
                            && high.is_none_or(|(b, _)| v < b - 1e-10)
                    })
                };
                let all = all.into_iter().map(evaluated).filter(|root| !root.has(I)).filter(within);
                Set::Roots(unique(all.collect()))
            }
        };
        out.push(Piece { low: low.map(|p| p.1), high: high.map(|p| p.1), sides: bare, found });
    }
    Some(out)
}

/// Innermost bars with the unknown, and what stands in them. Bars in bars are not taken apart.
fn gather(e: E, x: E, out: &mut Vec<(E, E)>) {
    if let X::Fun(F::Abs, inside) = e.get()
        && inside.has(x)
    {
        if !out.iter().any(|(whole, _)| *whole == e) && !inside.has_fun(&|f| f == F::Abs) {
            out.push((e, inside));
        }
        return;
    }
    for child in e.children() {
        gather(child, x, out);
    }
}

/// The points between the pieces.
pub(crate) fn points(pieces: &[Piece]) -> Vec<E> {
    pieces.iter().filter_map(|piece| piece.low).collect()
}

/// All roots that lie in their pieces; `None` where a whole piece solves the equation.
pub(crate) fn single_roots(pieces: &[Piece]) -> Option<Vec<E>> {
    let mut out = Vec::new();
    for piece in pieces {
        match &piece.found {
            Set::All => return None,
            Set::Roots(found) => out.extend(found),
        }
    }
    Some(unique(out))
}

impl Piece {
    /// Single roots here.
    pub(crate) fn roots(&self) -> Vec<E> {
        match &self.found {
            Set::All => Vec::new(),
            Set::Roots(found) => found.clone(),
        }
    }

    /// `low ≤ x < high`.
    fn case(&self, x: E) -> Node {
        match (self.low, self.high) {
            (Some(low), Some(high)) => Node::Relation(
                Box::new(show(low)),
                vec![(Relation::LessEqual, show(x)), (Relation::Less, show(high))],
            ),
            (Some(low), None) => Node::relation(show(x), Relation::GreaterEqual, show(low)),
            (None, Some(high)) => Node::relation(show(x), Relation::Less, show(high)),
            (None, None) => Node::relation(show(x), Relation::Equal, show(x)),
        }
    }
}

/// Each case in its own lines.
pub(crate) fn told(pieces: &[Piece], line: &Node, x: E) -> Vec<Step> {
    let mut out = Vec::new();
    for piece in pieces {
        let case = piece.case(x);
        let (l, r) = piece.sides;
        let left = crate::algebra::expand(l);
        let bare = Node::relation(show(left), Relation::Equal, show(crate::algebra::expand(r)));
        out.push(in_case(&case, "in the case", Link::Equivalent, line, &bare));
        let (rule, after) = match &piece.found {
            Set::All => ("whole case", case.clone()),
            Set::Roots(found) if found.is_empty() => ("not in the case", statement(x, &[])),
            Set::Roots(found) => ("solutions of the case", statement(x, found)),
        };
        out.push(in_case(&case, rule, Link::Equivalent, &bare, &after));
    }
    out
}

/// The two branches of sin h = c and cos h = c, told apart by the sign of the other function.
pub(crate) fn branches(f: E, x: E) -> Vec<Step> {
    let (bound, free) = f.terms_by(x);
    let [term] = bound.as_slice() else { return Vec::new() };
    let (inner, outer) = term.factors_by(x);
    let [part] = inner.as_slice() else { return Vec::new() };
    let target = evaluated(-add(free) / mul(outer));
    let X::Fun(g, h) = part.get() else { return Vec::new() };
    let n = sym("n");
    if f.has(n) || target == ONE || target == MINUS_ONE {
        return Vec::new();
    }
    let turn = TWO * PI * n;
    let (other, angles) = match g {
        F::Sin => {
            let angle = apply(F::Asin, target);
            (F::Cos, [angle + turn, PI - angle + turn])
        }
        F::Cos => {
            let angle = apply(F::Acos, target);
            (F::Sin, [angle + turn, turn - angle])
        }
        _ => return Vec::new(),
    };
    let line = equal(*part, target);
    let sides = [Relation::GreaterEqual, Relation::Less];
    let mut out = Vec::new();
    for (angle, side) in angles.into_iter().zip(sides) {
        let case = Node::relation(show(apply(other, h)), side, Node::number("0"));
        let Some(Set::Roots(found)) = roots(h - angle, x, 1) else { return Vec::new() };
        let here = equal(h, angle);
        out.push(in_case(&case, "branch of angles", Link::Equivalent, &line, &here));
        let solved =
            statement(x, &found.into_iter().map(crate::algebra::expand).collect::<Vec<_>>());
        if solved != here {
            out.push(in_case(&case, "solve it", Link::Equivalent, &here, &solved));
        }
    }
    out
}
