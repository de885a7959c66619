//! Sines and cosines under roots, and roots made rational by a sine.

use super::methods::{Trace, is_rational, linear, quiet};
use crate::algebra::{coefficients, expand, fraction, together};
use crate::expr::{
    E, F, HALF, ONE, TWO, UNDEFINED, X, ZERO, add, apply, mul, num, pow, powi, sqrt, sym,
};
use crate::number::Q;

/// The one angle of the sines and cosines in `e`, if it is linear in x.
fn angle(e: E, x: E) -> Option<E> {
    fn gather(e: E, x: E, out: &mut Vec<E>) {
        if let X::Fun(F::Sin | F::Cos, h) = e.get()
            && h.has(x)
            && !out.contains(&h)
        {
            out.push(h);
        }
        e.children().into_iter().for_each(|child| gather(child, x, out));
    }
    let mut all = Vec::new();
    gather(e, x, &mut all);
    let [h] = all.as_slice() else { return None };
    linear(*h, x).map(|_| *h)
}

pub(super) fn has_root(e: E, x: E) -> bool {
    e.any(
        &|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.num().is_none_or(|q| !q.is_integer())),
    )
}

/// Alike of one even degree in sin and cos, roots included: t = tan. 1/√(sin³x sin(x + a)).
pub(super) fn homogeneous(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if !f.has_fun(&crate::trig::is_circular) || !has_root(f, x) {
        return None;
    }
    let sines = crate::trig::single_angles(crate::trig::in_sines(f));
    let h = angle(sines, x)?;
    let (a, _) = linear(h, x)?;
    let (t, c) = (sym("__t"), sym("__c"));
    let plain = sines.replace(apply(F::Sin, h), t * c).replace(apply(F::Cos, h), c);
    if plain.has(x) {
        return None;
    }
    let (degree, rest) = degree_in(plain, c)?;
    let degree = degree.as_i64().filter(|d| d % 2 == 0)?;
    let inner = rest * powi(ONE + t * t, -degree / 2 - 1);
    let (inner, u) = (inner / a, apply(F::Tan, h));
    let found = quiet(inner, t, depth + 2)?;
    *trace = Trace { rule: "put", rewritten: None, u, inner, result: found, letter: t };
    Some(found.replace(t, u))
}

/// 1/(sin x cos³ x) and the like: t = tan x leaves powers of t.
pub(super) fn powers_below(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let (mut p, mut q, mut angle) = (0, 0, None);
    for factor in crate::trig::in_sines(f).factors() {
        let (base, k) = factor.base_exponent();
        let k = k.as_int().filter(|k| (-8..0).contains(k))?;
        let X::Fun(g, h) = base.get() else { return None };
        if *angle.get_or_insert(h) != h {
            return None;
        }
        match g {
            F::Sin => p = k,
            F::Cos => q = k,
            _ => return None,
        }
    }
    let h = angle?;
    let (a, _) = linear(h, x)?;
    if p == 0 || q == 0 || (p + q) % 2 != 0 {
        return None;
    }
    let (t, u) = (sym("__t"), apply(F::Tan, h));
    let inner = expand(powi(t, p) * powi(ONE + t * t, -(p + q) / 2 - 1)) / a;
    let inner = expand(inner);
    let found = quiet(inner, t, depth + 2)?;
    *trace = Trace { rule: "put", rewritten: None, u, inner, result: found, letter: t };
    Some(found.replace(t, u))
}

/// c^k · rest, with c nowhere in the rest.
fn degree_in(e: E, c: E) -> Option<(Q, E)> {
    if !e.has(c) {
        return Some((Q::ZERO, e));
    }
    match e.get() {
        X::Sym(_) => Some((Q::ONE, ONE)),
        X::Mul(factors) => {
            let mut degree = Q::ZERO;
            let mut rest = Vec::new();
            for &factor in factors.iter() {
                let (k, r) = degree_in(factor, c)?;
                degree = &degree + &k;
                rest.push(r);
            }
            Some((degree, mul(rest)))
        }
        X::Pow(base, k) => {
            let k = k.num()?;
            let (degree, rest) = degree_in(base, c)?;
            let total = &degree * &k;
            // √(c²) is |c|.
            let odd = total.as_i64().is_some_and(|n| n % 2 != 0);
            (k.is_integer() || !odd).then(|| (total, pow(rest, num(k))))
        }
        X::Add(_) => {
            let c = coefficients(expand(e), c)?;
            let mut with = c.iter().enumerate().filter(|(_, e)| **e != ZERO);
            let ((k, &rest), None) = (with.next()?, with.next()) else { return None };
            Some((Q::int(k as i64), rest))
        }
        _ => None,
    }
}

/// t = sin - cos has dt = (sin + cos) dx and sin 2x = 1 - t²; t = sin + cos likewise.
pub(super) fn by_sum(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if !f.has_fun(&crate::trig::is_circular) || f.size() > 60 {
        return None;
    }
    let sines = crate::trig::single_angles(crate::trig::in_sines(f));
    let h = angle(sines, x)?;
    let (a, _) = linear(h, x)?;
    let (s, c) = (apply(F::Sin, h), apply(F::Cos, h));
    if !sines.has(s) || !sines.has(c) {
        return None;
    }
    let (t, r) = (sym("__t"), sym("__r"));
    for sign in [ONE, -ONE] {
        // t = s - c, r = s + c; or t = s + c, r = c - s.
        let (of_s, of_c) = if sign == ONE {
            ((t + r) * HALF, (r - t) * HALF)
        } else {
            ((t - r) * HALF, (t + r) * HALF)
        };
        let plain = sines.replace(s, of_s).replace(c, of_c);
        if plain.has(x) {
            continue;
        }
        let even = |e: E| -> E {
            match coefficients(expand(e), r) {
                Some(c) => expand(add(c
                    .iter()
                    .enumerate()
                    .map(|(k, &e)| e * powi(TWO - t * t, k as i64 / 2) * powi(r, k as i64 % 2)))),
                None => e,
            }
        };
        let inner = plain.rewrite(&mut |part| match part.get() {
            X::Pow(base, k) if base.has(r) && k.num().is_none_or(|q| !q.is_integer()) => {
                pow(even(base), k)
            }
            _ => part,
        });
        let (top, bottom) = fraction(inner);
        let (top, bottom) = (even(top), even(bottom));
        let inner = together(top / bottom / r) / a;
        if inner == UNDEFINED || inner.has(r) {
            continue;
        }
        if let Some(found) = quiet(inner, t, depth + 2) {
            let u = s - sign * c;
            *trace = Trace { rule: "put", rewritten: None, u, inner, result: found, letter: t };
            return Some(found.replace(t, u));
        }
    }
    None
}

/// Rational in x and √(p - m x²): x = √(p/m) sin θ.
pub(super) fn by_sine(f: E, x: E, depth: usize) -> Option<E> {
    if depth > 2 || f.has_fun(&|_| true) {
        return None;
    }
    let mut base = None;
    let mut several = false;
    let r = sym("__r");
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Pow(q, k) if q.has(x) => match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) => {
                several |= base.is_some_and(|found| found != q);
                base = Some(q);
                powi(r, n)
            }
            _ => part,
        },
        _ => part,
    });
    let q = base?;
    let c = coefficients(q, x).filter(|c| c.len() == 3 && c[1] == ZERO)?;
    let falls = crate::value::sign(c[2]) == Some(-1);
    if several || !falls || !is_rational(plain.replace(r, x + ONE), x) {
        return None;
    }
    let theta = sym("__y");
    let (sine, cosine) = (apply(F::Sin, theta), apply(F::Cos, theta));
    let wide = crate::tasks::simplify::evaluated(sqrt(c[0] / -c[2]));
    let wide = wide.rewrite(&mut |part| match part.get() {
        X::Fun(F::Abs, inner) => inner,
        _ => part,
    });
    let high = crate::algebra::rationalized(wide * sqrt(-c[2]));
    let inner = plain.replace(r, high * cosine).replace(x, wide * sine) * wide * cosine;
    let found = quiet(inner, theta, depth + 2)?;
    let (up, over) = (x / wide, sqrt(q) / high);
    let half = apply(F::Tan, theta * HALF);
    let back = found.replace(half, (ONE - cosine) / sine);
    let back = crate::trig::single_angles(crate::trig::in_sines(back));
    let back = back.replace(sine, up).replace(cosine, over);
    let back = back.replace(theta, apply(F::Asin, up));
    (back != UNDEFINED).then_some(back)
}

/// Rational in sines and cosines: t = tan x when the signs allow, else t = tan(x/2).
pub(super) fn trigonometric(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if !f.has_fun(&crate::trig::is_circular) {
        return None;
    }
    let sines = crate::trig::single_angles(crate::trig::in_sines(f));
    let mut angle = None;
    let only = !sines.any(&|part| match part.get() {
        X::Fun(F::Sin | F::Cos, h) if h.has(x) => false,
        X::Fun(..) => part.has(x),
        _ => false,
    });
    sines.rewrite(&mut |part| {
        if let X::Fun(F::Sin | F::Cos, h) = part.get()
            && h.has(x)
        {
            angle = Some(h);
        }
        part
    });
    let angle = angle?;
    let (a, _) = linear(angle, x)?;
    let (s, c) = (apply(F::Sin, angle), apply(F::Cos, angle));
    let letter = sym("__w");
    let (ls, lc) = (sym("__s"), sym("__c"));
    let plain = sines.replace(s, ls).replace(c, lc);
    if !only
        || plain.has(x)
        || plain
            .any(&|p| matches!(p.get(), X::Pow(_, k) if k.num().is_none_or(|q| !q.is_integer())))
    {
        return None;
    }
    let even = crate::algebra::is_zero(plain - plain.replace(ls, -ls).replace(lc, -lc));
    if even {
        // sin² = t²/(1+t²), sin cos = t/(1+t²): divide by cos².
        let square = ONE + letter * letter;
        let replaced = plain.replace(ls, letter * lc);
        let (top, bottom) = fraction(replaced);
        let in_c = |e: E| coefficients(e, lc);
        if let (Some(p), Some(q)) = (in_c(top), in_c(bottom)) {
            // Bring both to even powers of c by the same shift.
            let odd = |c: &[E]| c.iter().enumerate().any(|(k, &e)| k % 2 == 1 && e != ZERO);
            if !odd(&p) && !odd(&q) {
                let value = |c: &[E]| {
                    add(c.iter().enumerate().map(|(k, &e)| e * powi(square, -(k as i64) / 2)))
                };
                let inner = together(value(&p) / value(&q) / square);
                if let Some(found) = quiet(inner, letter, depth + 2) {
                    return Some(told(trace, inner / a, found / a, apply(F::Tan, angle)));
                }
            }
        }
    }
    let square = ONE + letter * letter;
    let inner = together(
        plain.replace(ls, TWO * letter / square).replace(lc, (ONE - letter * letter) / square)
            * TWO
            / square,
    );
    let found = quiet(inner, letter, depth + 2)?;
    Some(told(trace, inner / a, found / a, apply(F::Tan, angle * HALF)))
}

/// Put u for the letter of [`trigonometric`].
fn told(trace: &mut Trace, inner: E, result: E, u: E) -> E {
    let letter = sym("__w");
    // Nobody puts t to come to a longer line.
    if inner.size() > 24 {
        return result.replace(letter, u);
    }
    *trace = Trace { rule: "put", rewritten: None, u, inner, result, letter };
    result.replace(letter, u)
}
