//! The lines of the textbook's methods: put in, cancel, rationalise, divide by the highest power, L'Hospital.

use super::{Way, limit_of, with_body};
use crate::algebra::{expand, split_fraction, together};
use crate::derive::derivative;
use crate::expr::{E, EULER, F, INFINITY, ONE, UNDEFINED, X, ZERO, add, mul};
use crate::number::Q;
use crate::show::show;
use crate::tasks::simplify::simplest;
use crate::value::real_value;
use crate::work::{Work, named};
use ganita_notation::Node;

/// The lines of the plain methods.
pub(super) fn lines(work: &mut Work, problem: &Node, f: E, x: E, a: E, way: Way, value: E) {
    let put = |work: &mut Work| {
        work.to("put in", show(value), vec![named("x", x), named("target", a)]);
    };
    let here = |e: E| {
        let there = e.replace(x, a);
        (there != UNDEFINED && !there.has(INFINITY)).then_some(there)
    };
    if a.has(INFINITY) {
        if divided_by_power(work, problem, f, x) {
            return;
        }
    } else if here(f).is_some() {
        if !value.has(INFINITY) {
            put(work);
        }
        return;
    } else if super::standard::lines(work, problem, f, x, a, value) {
        return;
    } else {
        let simple = together(f);
        if simple != f && here(simple).is_some() {
            let (top, bottom) = split_fraction(f);
            let in_factors = [top, bottom].map(|part| crate::algebra::factors(expand(part)));
            if let [Some((p, above)), Some((q, below))] = &in_factors
                && above.len() + below.len() > 2
                && !with_roots(top)
                && !with_roots(bottom)
            {
                let line = Node::fraction(
                    crate::show::factored(p, above),
                    crate::show::factored(q, below),
                );
                work.to("factor fraction", in_body(problem, line), vec![]);
            }
            work.to("cancel in limit", with_body(problem, simple), vec![]);
            return put(work);
        }
    }
    if let X::Pow(base, exponent) = f.get()
        && base.has(x)
        && exponent.has(x)
        && limit_of(base, x, a, way).is_some_and(|e| e == ONE)
    {
        let inner = simplest(exponent * (base - ONE));
        let line = Node::Power(Box::new(show(EULER)), Box::new(with_body(problem, inner)));
        work.to("one to infinity", line, vec![]);
        return;
    }
    let mut current = f;
    if let Some((with_roots, cancelled)) = rationalised(f, x, a) {
        work.to("rationalise in limit", with_body(problem, with_roots), vec![]);
        work.to("cancel in limit", with_body(problem, cancelled), vec![]);
        if here(cancelled).is_some() && !value.has(INFINITY) {
            return put(work);
        }
        current = cancelled;
    }
    if let X::Add(_) = current.get() {
        let joined = together(crate::trig::in_sines(current));
        if joined != current && !matches!(joined.get(), X::Add(_)) {
            work.to("common denominator in limit", with_body(problem, joined), vec![]);
            current = joined;
        }
    }
    for _ in 0..3 {
        let (top, bottom) = quotient_of(current, x, a, way);
        if !bottom.has(x) {
            return;
        }
        let (Some(p), Some(q)) = (limit_of(top, x, a, way), limit_of(bottom, x, a, way)) else {
            return;
        };
        let small = |e: E| e == ZERO || crate::algebra::is_zero(e);
        if !(small(p) && small(q) || p.has(INFINITY) && q.has(INFINITY)) {
            return;
        }
        if current != top / bottom {
            return;
        }
        let next = simplest(derivative(top, x) / derivative(bottom, x));
        if next == UNDEFINED || crate::tasks::simplify::cost(next) > 60 {
            return;
        }
        current = next;
        work.to("l'hospital", with_body(problem, current), vec![]);
        if here(current).is_some() && !value.has(INFINITY) {
            return put(work);
        }
    }
}

/// As a quotient of two that both vanish or both grow: x ln x = ln x/(1/x).
fn quotient_of(f: E, x: E, a: E, way: Way) -> (E, E) {
    let (top, bottom) = split_fraction(f);
    if bottom.has(x) {
        return (top, bottom);
    }
    let logs: Vec<E> =
        top.factors().into_iter().filter(|p| matches!(p.get(), X::Fun(F::Ln, _))).collect();
    let rest = mul(top.factors().into_iter().filter(|p| !logs.contains(p)));
    if !logs.is_empty() && rest.has(x) && limit_of(rest, x, a, way) == Some(ZERO) {
        return (mul(logs) / bottom, ONE / rest);
    }
    (top, bottom)
}

/// At infinity, a quotient of polynomials: each over the highest power of the denominator.
fn divided_by_power(work: &mut Work, problem: &Node, f: E, x: E) -> bool {
    let (top, bottom) = split_fraction(f);
    let (Some(p), Some(q)) =
        (crate::algebra::coefficients(top, x), crate::algebra::coefficients(bottom, x))
    else {
        return false;
    };
    if q.len() < 2 {
        return false;
    }
    let power = crate::expr::powi(x, q.len() as i64 - 1);
    let over = |c: &[E]| {
        let terms = c.iter().enumerate().rev().filter(|(_, e)| **e != ZERO);
        add(terms.map(|(k, &e)| e * crate::expr::powi(x, k as i64 + 1 - q.len() as i64)))
    };
    let body = Node::fraction(show(over(&p)), show(over(&q)));
    let line = match problem {
        Node::Limit { variable, target, side, .. } => Node::Limit {
            variable: variable.clone(),
            target: target.clone(),
            side: *side,
            body: Box::new(body),
        },
        other => other.clone(),
    };
    work.to("divide by power", line, vec![named("power", power)]);
    true
}

fn with_roots(e: E) -> bool {
    e.any(&|p| matches!(p.get(), X::Pow(_, k) if k.num().is_none_or(|q| !q.is_integer())))
}

/// The limit with another body, as it is written.
pub(super) fn in_body(problem: &Node, body: Node) -> Node {
    match problem {
        Node::Limit { variable, target, side, .. } => Node::Limit {
            variable: variable.clone(),
            target: target.clone(),
            side: *side,
            body: Box::new(body),
        },
        _ => body,
    }
}

/// A difference with a square root, above or below, times its conjugate: before and after what vanishes is cancelled.
fn rationalised(f: E, x: E, a: E) -> Option<(E, E)> {
    let has_root = |e: E| {
        e.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.num() == Some(Q::new(1, 2))))
    };
    let (top, bottom) = split_fraction(f);
    for (part, above) in [(top, true), (bottom, false)] {
        for factor in part.factors() {
            let terms = factor.terms();
            let [p, q] = terms.as_slice() else { continue };
            if !has_root(factor) {
                continue;
            }
            let square = expand(expand(*p * *p) - expand(*q * *q));
            if has_root(square) {
                continue;
            }
            let conjugate = *p - *q;
            let near = if a.has(INFINITY) { None } else { real_value(conjugate.replace(x, a)) };
            let turned = near.is_some_and(|value| value < 0.0);
            let (conjugate, square) =
                if turned { (*q - *p, expand(-square)) } else { (conjugate, square) };
            let rest = f / if above { factor } else { ONE / factor };
            let (with_roots, plain) = if above {
                (rest * square / conjugate, rest * square)
            } else {
                (rest * conjugate / square, rest / square)
            };
            let cancelled = together(plain) * if above { ONE / conjugate } else { conjugate };
            let done = a.has(INFINITY) || cancelled.replace(x, a) != UNDEFINED;
            return done.then_some((with_roots, cancelled));
        }
    }
    None
}
