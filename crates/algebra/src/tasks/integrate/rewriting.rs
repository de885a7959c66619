//! Other forms of the integrand that a method may know.

use super::has_any;
use super::methods::linear;
use crate::algebra::{expand, fraction, together};
use crate::expr::{
    E, F, HALF, MINUS_ONE, ONE, PI, TWO, UNDEFINED, X, ZERO, add, apply, exp, ln, mul, num, pow,
    powi,
};
use crate::number::Q;

/// Other forms of the integrand worth trying.
pub(super) fn rewritten(f: E, x: E) -> Vec<E> {
    let mut out = vec![expand(f), together(f)];
    let top_bottom = fraction(f);
    if let X::Add(terms) = top_bottom.0.get()
        && terms.len() <= 6
    {
        out.push(add(terms.iter().map(|&t| t / top_bottom.1)));
    }
    // The numerator taken apart over the denominator as it stands.
    let (top, bottom) = crate::algebra::split_fraction(f);
    if let X::Add(terms) = expand(top).get() {
        out.push(add(terms.iter().map(|&t| t / bottom)));
    }
    // √(b³) = b^{3/2}
    out.push(f.rewrite(&mut |part| match part.get() {
        X::Pow(inner, k) => match (inner.get(), k.num()) {
            (X::Pow(b, j), Some(k))
                if !k.is_integer() && j.as_int().is_some_and(|j| j % 2 != 0) =>
            {
                pow(b, j * num(k))
            }
            _ => part,
        },
        _ => part,
    }));
    // √(p/q) = √p/√q
    out.push(f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        if !base.has(x) || k.num().is_none_or(|q| q.is_integer()) {
            return part;
        }
        let (top, bottom) = fraction(base);
        let (top, bottom) = if crate::expr::leads_negative(top) {
            (expand(-top), expand(-bottom))
        } else {
            (top, bottom)
        };
        if top.has(x) && bottom.has(x) { pow(top, k) * pow(bottom, -k) } else { part }
    }));
    // arccos = π/2 - arcsin, beside an arcsine of the same.
    if has_any(f, &[F::Asin]) && has_any(f, &[F::Acos])
        || has_any(f, &[F::Atan]) && has_any(f, &[F::Acot])
    {
        out.push(f.rewrite(&mut |part| match part.get() {
            X::Fun(F::Acos, h) => PI * HALF - apply(F::Asin, h),
            X::Fun(F::Acot, h) => PI * HALF - apply(F::Atan, h),
            _ => part,
        }));
    }
    if f.has_fun(&crate::trig::is_circular) {
        // Powers of sines and cosines alone are plain already.
        let plain =
            |p: E| matches!(p.get(), X::Add(_) | X::Fun(F::Tan | F::Cot | F::Sec | F::Csc, _));
        if f.any(&|p| p.has(x) && plain(p)) {
            out.push(crate::tasks::simplify::simplest(f));
        }
        let sines = crate::trig::in_sines(f);
        if sines.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.num().is_none_or(|q| !q.is_integer()))) {
            out.push(sines);
        }
        if !has_any(sines, &[F::Tan, F::Sec]) && is_polynomial_in_sines(sines, x) {
            out.push(crate::trig::linearized(sines));
        }
        out.push(crate::trig::single_angles(f));
        out.push(shifted_angles(f, x));
        // √(1 + cos 2x) = √2 cos x and its kin; sec and tan for 1/cos.
        out.push(half_angles(f));
        out.push(together(sines));
    }
    if f.has_fun(&|g| matches!(g, F::Sinh | F::Cosh | F::Tanh | F::Sech | F::Csch | F::Coth)) {
        out.push(expand(f.rewrite(&mut |part| {
            let X::Fun(g, h) = part.get() else { return part };
            let (up, down) = (exp(h), exp(-h));
            match g {
                F::Sinh => (up - down) * HALF,
                F::Cosh => (up + down) * HALF,
                F::Tanh => (up - down) / (up + down),
                F::Sech => TWO / (up + down),
                F::Csch => TWO / (up - down),
                F::Coth => (up + down) / (up - down),
                _ => part,
            }
        })));
    }
    // ln(a^b …) and inverse functions of functions.
    out.push(f.rewrite(&mut |part| match part.get() {
        X::Fun(F::Ln, h) => match h.get() {
            X::Pow(base, k) if !k.has(x) => k * ln(base),
            _ => part,
        },
        _ => part,
    }));
    let mut unique: Vec<E> = Vec::new();
    for e in out {
        if e != f && e != UNDEFINED && !unique.contains(&e) {
            unique.push(e);
        }
    }
    unique
}

/// sin(x + a)/sin(x + b) by x + a = (x + b) + (a - b); 1/(sin(x + a) sin(x + b)) as a difference of cotangents.
pub(super) fn shifted_angles(f: E, x: E) -> E {
    let circular = |e: E, power: i64| {
        let (base, k) = e.base_exponent();
        match base.get() {
            X::Fun(g @ (F::Sin | F::Cos), h) if k.as_int() == Some(power) && h.has(x) => {
                Some((g, h))
            }
            _ => None,
        }
    };
    let factors = f.factors();
    let above: Vec<(F, E)> = factors.iter().filter_map(|&e| circular(e, 1)).collect();
    let below: Vec<(F, E)> = factors.iter().filter_map(|&e| circular(e, -1)).collect();
    let apart = |a: E, b: E| {
        let shift = expand(a - b);
        (shift != ZERO && !shift.has(x)).then_some(shift)
    };
    let named = |f: F| -> Vec<E> {
        let of = |e: &E| match e.get() {
            X::Fun(g, h) if g == f && h.has(x) => {
                let falls = linear(h, x).is_some_and(|(a, _)| crate::value::sign(a) == Some(-1));
                Some(if falls { -h } else { h })
            }
            _ => None,
        };
        factors.iter().filter_map(of).collect()
    };
    // tan A tan B = (tan A - tan B)/tan(A - B) - 1, and the like for cot.
    for (g, sign) in [(F::Tan, ONE), (F::Cot, MINUS_ONE)] {
        if let [a, b] = named(g)[..]
            && let Some(shift) = apart(a, b)
        {
            let (p, q) = (apply(g, a), apply(g, b));
            let front = if g == F::Tan { ONE / apply(F::Tan, shift) } else { apply(F::Cot, shift) };
            let rest = f / p / q;
            return expand((sign * (p - q) * front - ONE) * rest);
        }
    }
    if let ([(g, a)], [(_, b)]) = (above.as_slice(), below.as_slice())
        && let Some(shift) = apart(*a, *b)
    {
        let (s, c) = (apply(F::Sin, *b), apply(F::Cos, *b));
        let (u, v) = (apply(F::Sin, shift), apply(F::Cos, shift));
        let sum = if *g == F::Sin { [s * v, c * u] } else { [c * v, -(s * u)] };
        let rest = f / apply(*g, *a);
        return add(sum.into_iter().map(|term| named_quotient(term * rest, *b)));
    }
    if let ([], [(g, a), (k, b)]) = (above.as_slice(), below.as_slice())
        && let Some(shift) = apart(*a, *b)
    {
        let rest = f * apply(*g, *a) * apply(*k, *b);
        let of = |f: F, h: E| apply(f, h);
        return match (g, k) {
            (F::Sin, F::Sin) => (of(F::Cot, *b) - of(F::Cot, *a)) * rest / of(F::Sin, shift),
            (F::Cos, F::Cos) => (of(F::Tan, *a) - of(F::Tan, *b)) * rest / of(F::Sin, shift),
            (F::Sin, F::Cos) => (of(F::Cot, *a) + of(F::Tan, *b)) * rest / of(F::Cos, shift),
            _ => (of(F::Tan, *a) + of(F::Cot, *b)) * rest / of(F::Cos, shift),
        };
    }
    f
}

/// cos/sin as cot, sin/cos as tan.
pub(super) fn named_quotient(e: E, h: E) -> E {
    let (s, c) = (apply(F::Sin, h), apply(F::Cos, h));
    let factors = e.factors();
    for (up, down, name) in [(c, s, F::Cot), (s, c, F::Tan)] {
        let below = powi(down, -1);
        if factors.contains(&up) && factors.contains(&below) {
            let rest = factors.iter().copied().filter(|&p| p != up && p != below);
            return mul(rest.chain([apply(name, h)]).collect::<Vec<_>>());
        }
    }
    e
}

pub(crate) fn half_angles(f: E) -> E {
    if let X::Add(_) = f.get() {
        let squared = half_angles(powi(f, 2));
        return match squared.get() {
            X::Mul(_) => pow(squared, HALF).rewrite(&mut |part| match part.get() {
                X::Pow(base, k) if k == HALF => match base.get() {
                    X::Pow(inner, n) if n.as_int().is_some_and(|n| n % 4 == 0) => {
                        powi(inner, n.as_int().unwrap_or(0) / 2)
                    }
                    _ => part,
                },
                _ => part,
            }),
            _ => f,
        };
    }
    f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        let X::Add(_) = base.get() else { return part };
        let terms = base.terms();
        let [a, b] = terms.as_slice() else { return part };
        let (one, other) = if a.num().is_some() { (*a, *b) } else { (*b, *a) };
        let (q, body) = other.coefficient();
        let X::Fun(F::Cos, h) = body.get() else { return part };
        let Some(c) = one.num() else { return part };
        if c == q {
            pow(num(&c * &Q::int(2)) * powi(apply(F::Cos, h * HALF), 2), k)
        } else if c == -&q {
            pow(num(&c * &Q::int(2)) * powi(apply(F::Sin, h * HALF), 2), k)
        } else {
            part
        }
    })
}

pub(super) fn gather_angles(e: E, x: E, out: &mut Vec<E>) {
    if let X::Fun(F::Sin | F::Cos, h) = e.get()
        && h.has(x)
        && !out.contains(&h)
    {
        out.push(h);
    }
    for child in e.children() {
        gather_angles(child, x, out);
    }
}

pub(super) fn is_polynomial_in_sines(f: E, x: E) -> bool {
    f.terms().into_iter().all(|term| {
        term.factors().into_iter().all(|factor| {
            let (base, k) = factor.base_exponent();
            !factor.has(x)
                || (matches!(base.get(), X::Fun(F::Sin | F::Cos, h) if linear(h, x).is_some())
                    && k.as_int().is_some_and(|k| k > 0))
                || base == x
                || crate::algebra::is_exponential(factor)
        })
    })
}
