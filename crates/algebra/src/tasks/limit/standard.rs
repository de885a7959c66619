//! The standard limits: sin u/u, (eᵘ − 1)/u, (xⁿ − aⁿ)/(x − a) and their kin, brought to their form and named.

use super::told::in_body;
use super::{evaluated_limit, same};
use crate::expr::{
    E, EULER, F, MINUS_ONE, ONE, TWO, UNDEFINED, X, ZERO, apply, ln, mul, pow, powi,
};
use crate::expr::{HALF, INFINITY};
use crate::show::show;
use crate::tasks::simplify::simplest;
use crate::textbook::tex;
use crate::work::Work;
use ganita_notation::{Join, Node};

/// A factor that vanishes as its u does.
struct Standard {
    /// u.
    over: E,
    /// The limit of the factor over u.
    value: E,
    /// The limit as a textbook names it.
    law: &'static str,
}

/// 1 − cos u = 2 sin²(u/2)
fn halved(e: E) -> E {
    let terms = e.terms();
    let [a, b] = terms.as_slice() else { return e };
    for (one, cosine) in [(*a, *b), (*b, *a)] {
        let (c, body) = cosine.coefficient();
        if let X::Fun(F::Cos, u) = body.get()
            && one.num() == Some(-&c)
        {
            return one * TWO * powi(apply(F::Sin, u * HALF), 2);
        }
    }
    e
}

fn standard(e: E, x: E, a: E) -> Option<Standard> {
    // Squares and cubes are factored.
    let large = |n: E| n.num().is_some_and(|n| !matches!(n.as_i64(), Some(..4)));
    let small = |u: E| u.has(x) && u.replace(x, a) == ZERO;
    let (over, value, law) = match e.get() {
        X::Fun(F::Sin, u) => (u, ONE, r"\lim_{x\to0}\frac{\sin x}{x}=1"),
        X::Fun(F::Tan, u) => (u, ONE, r"\lim_{x\to0}\frac{\tan x}{x}=1"),
        X::Fun(F::Asin, u) => (u, ONE, r"\lim_{x\to0}\frac{\sin^{-1}x}{x}=1"),
        X::Fun(F::Atan, u) => (u, ONE, r"\lim_{x\to0}\frac{\tan^{-1}x}{x}=1"),
        X::Fun(F::Ln, u) => (u - ONE, ONE, r"\lim_{x\to0}\frac{\log(1+x)}{x}=1"),
        X::Add(_) => {
            let terms = e.terms();
            let [p, q] = terms.as_slice() else { return None };
            let (p, q) = if p.has(x) { (*p, *q) } else { (*q, *p) };
            let X::Pow(base, u) = p.get() else { return None };
            if q == MINUS_ONE && base == EULER {
                (u, ONE, r"\lim_{x\to0}\frac{e^x-1}{x}=1")
            } else if q == MINUS_ONE && base.num().is_some() {
                (u, ln(base), r"\lim_{x\to0}\frac{a^x-1}{x}=\log a")
            } else if base == x && a != ZERO && large(u) && q == -pow(a, u) {
                (x - a, u * pow(a, u - ONE), r"\lim_{x\to a}\frac{x^n-a^n}{x-a}=na^{n-1}")
            } else {
                return None;
            }
        }
        _ => return None,
    };
    small(over).then_some(Standard { over, value, law })
}

/// Says the limit by standard limits. False: it is not one of theirs, and nothing was said.
pub(super) fn lines(work: &mut Work, problem: &Node, f: E, x: E, a: E, value: E) -> bool {
    let mut halves = Vec::new();
    let mut changed = false;
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        let other = halved(base);
        // Where it vanishes; 1 - cos 2x at π/2 stays.
        let use_it = other != base && base.replace(x, a) == ZERO;
        changed |= use_it;
        halves.push(if use_it { pow(other, k) } else { factor });
    }
    let f = mul(halves);
    let (mut shown, mut rest, mut limit) = (Vec::new(), f, ONE);
    let mut laws: Vec<&'static str> = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        let (Some(k), Some(found)) = (k.as_int(), standard(base, x, a)) else { continue };
        let (top, bottom) = (show(base), show(found.over));
        let once = if k > 0 { Node::fraction(top, bottom) } else { Node::fraction(bottom, top) };
        let times = Node::Number(k.unsigned_abs().to_string());
        shown.push(if k.abs() == 1 { once } else { Node::power(once, times) });
        rest = rest * powi(found.over / base, k);
        limit = limit * powi(found.value, k);
        if !laws.contains(&found.law) {
            laws.push(found.law);
        }
    }
    // What the standard limits leave.
    let rest = simplest(rest);
    let there = rest.replace(x, a);
    if shown.is_empty() || there == UNDEFINED || there.has(INFINITY) {
        return false;
    }
    if !same(evaluated_limit(limit * there), value) {
        return false;
    }
    if changed {
        let by = tex(r"1-\cos\theta=2\sin^2\frac{\theta}{2}");
        work.to("law", in_body(problem, show(f)), vec![("by", by)]);
    }
    let (minus, node) = crate::show::signed(rest);
    if rest != ONE && rest != MINUS_ONE {
        shown.insert(0, node);
    }
    let mut factors = Vec::new();
    for (k, factor) in shown.into_iter().enumerate() {
        factors.push((if k == 0 { Join::Beside } else { Join::Dot }, factor));
    }
    let body = if factors.len() == 1 { factors.remove(0).1 } else { Node::Product(factors) };
    let body = if minus { Node::negative(body) } else { body };
    let by = vec![("by", tex(&laws.join(", ")))];
    let line = in_body(problem, body);
    // sin x/x has its form.
    if line == work.line {
        work.to("law", show(value), by);
    } else {
        work.to("law", line, by);
        work.to("limit value", show(value), vec![]);
    }
    true
}
