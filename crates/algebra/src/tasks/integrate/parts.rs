//! Integration by parts, and what it makes easy: eˣ(f + f′), (u v)′.

use super::methods::{Trace, linear, quiet};
use super::radicals;
use super::rewriting::half_angles;
use super::table::table;
use crate::algebra::{coefficients, expand};
use crate::derive::derivative;
use crate::expr::{E, EULER, F, HALF, ONE, TWO, UNDEFINED, X, ZERO, add, apply, burn, mul};

/// ∫ e^{ax} (a g + g′) = e^{ax} g.
pub(super) fn exponential_rule(f: E, x: E) -> Option<E> {
    let factors = f.factors();
    let power =
        *factors.iter().find(|p| matches!(p.get(), X::Pow(EULER, k) if linear(k, x).is_some()))?;
    let (a, _) = linear(power.base_exponent().1, x)?;
    let rest = mul(factors.into_iter().filter(|&p| p != power));
    let halves = rest.rewrite(&mut |part| match part.get() {
        X::Fun(F::Sin, h) => TWO * apply(F::Sin, h * HALF) * apply(F::Cos, h * HALF),
        _ => part,
    });
    let (top, bottom) = crate::algebra::split_fraction(half_angles(halves));
    let over = add(expand(top).terms().into_iter().map(|t| t / bottom));
    let apart = crate::tasks::fractions::apart(rest, x).map(add);
    for form in [rest, expand(rest), half_angles(rest), over].into_iter().chain(apart) {
        let terms = form.terms();
        for g in terms.iter().copied().chain([form]) {
            let g = g / a;
            let slope = a * g + derivative(g, x);
            if crate::algebra::is_zero(slope - rest)
                || (crate::trig::normal(slope - rest) == Some(ZERO))
            {
                return Some(power * g);
            }
        }
    }
    None
}

/// u v′ + u′ v among the terms of a sum: parts of one term take away others.
pub(super) fn product_rule(f: E, x: E, depth: usize) -> Option<E> {
    let X::Add(terms) = f.get() else { return None };
    if depth > 2 || terms.len() > 6 || !f.has_fun(&|_| true) {
        return None;
    }
    let count = |e: E| e.terms().len();
    for &term in terms.iter().filter(|t| t.has(x)) {
        let factors = term.factors();
        for &u in factors.iter().filter(|u| u.has(x)) {
            let rest = term / u;
            if !rest.has(x) || burn(32) {
                continue;
            }
            let (bound, free) = rest.factors_by(x);
            let Some(v) = table(mul(bound), x).map(|v| v * mul(free)) else { continue };
            let slope = derivative(u, x);
            let mut left = expand(f - term - slope * v);
            if count(left) + 1 > terms.len()
                && left.has_fun(&crate::trig::is_circular)
                && left.size() < 80
            {
                left = crate::trig::normal(left).map_or(left, expand);
            }
            if count(left) < terms.len()
                && left != UNDEFINED
                && left.size() < f.size()
                && let Some(found) = quiet(left, x, depth + 1)
            {
                return Some(u * v + found);
            }
        }
    }
    None
}

/// Parts: logarithms and inverse functions first, then powers of x.
pub(super) fn parts(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let factors = f.factors();
    let rank = |e: E| {
        let (base, k) = e.base_exponent();
        match base.get() {
            X::Fun(
                F::Ln
                | F::Asin
                | F::Acos
                | F::Atan
                | F::Acot
                | F::Asec
                | F::Acsc
                | F::Asinh
                | F::Acosh
                | F::Atanh,
                _,
            ) if k.as_int().is_some_and(|k| k > 0) => 0,
            X::Sym(_) if k.as_int().is_some_and(|k| k > 0) => 1,
            X::Add(_) if k.as_int().is_some_and(|k| k > 0) && coefficients(base, x).is_some() => 1,
            _ => 9,
        }
    };
    let best = factors.iter().map(|&e| rank(e)).min()?;
    if best > 1 {
        return None;
    }
    let (u, v): (Vec<E>, Vec<E>) = factors.iter().partition(|&&e| rank(e) == best);
    let (u, dv) = if best == 0 {
        (u[0], mul(factors.iter().copied().filter(|&e| e != u[0])))
    } else {
        (mul(u), mul(v))
    };
    if best == 1 && dv == ONE {
        return None;
    }
    let v = quiet(dv, x, depth + 2)?;
    let v = crate::tasks::simplify::simplest(v);
    let rest = crate::tasks::simplify::simplest(derivative(u, x) * v);
    let circular = rest.has_fun(&crate::trig::is_circular) && rest.size() < 60;
    let rest = match circular.then(|| crate::trig::normal(rest)).flatten() {
        Some(normal) if normal.size() < rest.size() => normal,
        _ => rest,
    };
    if rest.size() > 4 * f.size() + 20 {
        return None;
    }
    let joined = |rest: E| {
        let other = radicals::joined(rest, x);
        (other != rest).then(|| quiet(other, x, depth + 1)).flatten()
    };
    let inner = quiet(rest, x, depth + 1).or_else(|| joined(rest))?;
    *trace = Trace { rule: "parts", rewritten: None, u, inner: v, result: ZERO, letter: ZERO };
    Some(u * v - inner)
}
