//! Integrands that are smooth between certain points and change sign there: √(g²) = ±g, and |g|/g is a constant
//! between the zeros of g.

use super::methods::{linear, quiet};
use super::rewriting::half_angles;
use super::roots::squared;
use crate::algebra::{expand, fraction, together};
use crate::expr::{
    E, F, HALF, MINUS_ONE, ONE, UNDEFINED, X, ZERO, apply, mul, num, pow, powi, sqrt, sym,
};
use crate::number::Q;

fn sign_of(g: E) -> E {
    apply(F::Abs, g) / g
}

/// |g| as (|g|/g) g, the first a constant.
pub(super) fn signs_out(f: E, x: E, depth: usize) -> Option<E> {
    let mut sign = ONE;
    let mut rest = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        match (base.get(), k.as_int()) {
            (X::Fun(F::Abs, g), Some(k))
                if g.has(x) && linear(g, x).is_none_or(|_| f != factor) =>
            {
                rest.push(powi(g, k));
                if k % 2 != 0 {
                    sign = sign * sign_of(g);
                }
            }
            (X::Fun(F::Sign, g), Some(k)) if g.has(x) => {
                if k % 2 != 0 {
                    sign = sign * sign_of(g);
                }
            }
            _ => rest.push(factor),
        }
    }
    if sign == ONE {
        return None;
    }
    let inner = mul(rest);
    let found = if inner.has(x) { quiet(inner, x, depth + 1)? } else { inner * x };
    Some(sign * found)
}

/// g with g² = `e`, for sums that are squares of trigonometric or rational expressions.
pub(crate) fn root_of_square(e: E, x: E) -> Option<E> {
    if e.has_fun(&|f| matches!(f, F::Tan | F::Sec | F::Cot | F::Csc)) {
        let sines = crate::algebra::factored(crate::trig::in_sines(e));
        let (top, bottom) = fraction(crate::trig::normal(sines)?);
        let whole = crate::algebra::factored(top) / crate::algebra::factored(bottom);
        // (1 + sin)/(1 - sin) = (1 + sin)²/cos²
        let candidates = [sines, whole];
        return candidates.into_iter().find_map(even_power).filter(|g| g.has(x));
    }
    let halves = half_angles(pow(e, HALF));
    let halves = powi(halves, 2);
    if let Some(g) = even_power(halves) {
        return Some(g);
    }
    // 1 ± sin 2u = (sin u ± cos u)²
    if let X::Add(_) = e.get() {
        let terms = e.terms();
        if let [a, b] = terms.as_slice() {
            let (one, other) = if a.num().is_some() { (*a, *b) } else { (*b, *a) };
            let (q, body) = other.coefficient();
            if let (Some(c), X::Fun(F::Sin, h)) = (one.num(), body.get())
                && c == q.abs()
                && !c.is_negative()
            {
                let (s, k) = (apply(F::Sin, h * HALF), apply(F::Cos, h * HALF));
                let sum = if q.is_negative() { s - k } else { s + k };
                return Some(sqrt(num(c)) * sum);
            }
        }
    }
    let (top, bottom) = fraction(e);
    let factored = crate::algebra::factored(top) / crate::algebra::factored(bottom);
    let g = even_power(factored)?;
    (together(squared(g) - e) == ZERO && g.has(x)).then_some(g)
}

fn even_power(e: E) -> Option<E> {
    let halves = e.factors().into_iter().map(|factor| {
        let (base, k) = factor.base_exponent();
        match k.as_int() {
            _ if factor.num().is_some_and(|q| !q.is_negative()) => Some(sqrt(factor)),
            Some(k) if k % 2 == 0 => Some(powi(base, k / 2)),
            _ => None,
        }
    });
    let g = mul(halves.collect::<Option<Vec<E>>>()?);
    (g != e).then_some(g)
}

/// √(1 + sin 2x) = ±(sin x + cos x): the sign goes in front of the integral.
pub(super) fn square_under_root(f: E, x: E, depth: usize) -> Option<E> {
    let mut sign = ONE;
    let mut rest = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        let half = k.num().and_then(|k| k.parts()).filter(|(_, d)| *d == 2);
        match half {
            Some((n, _)) if base.has(x) => match root_of_square(base, x) {
                Some(g) => {
                    rest.push(powi(g, n));
                    sign = sign * sqrt(base) / g;
                }
                None => rest.push(factor),
            },
            _ => rest.push(factor),
        }
    }
    if sign == ONE {
        return None;
    }
    let found = quiet(mul(rest), x, depth + 1)?;
    Some(sign * found)
}

/// x^m (a x^p + b x^q)^r with a power of x taken out of the root, so that what is left has a plain substitution.
pub(super) fn power_out(f: E, x: E, depth: usize) -> Option<E> {
    let mut root: Option<(E, Q)> = None;
    let mut front = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        if let X::Add(_) = base.get()
            && let Some(q) = k.num().filter(|q| !q.is_integer())
            && base.has(x)
        {
            if root.is_some() {
                return None;
            }
            root = Some((base, q));
        } else if base == x && k.as_int().is_some() {
            front.push(factor);
        } else {
            return None;
        }
    }
    let (base, r) = root?;
    let terms = base.terms();
    let [one, two] = terms.as_slice() else { return None };
    let power = |e: E| -> Option<i64> {
        let mut out = 0;
        for factor in e.factors() {
            let (b, k) = factor.base_exponent();
            if b == x {
                out += k.as_int()?;
            } else if factor.has(x) {
                return None;
            }
        }
        Some(out)
    };
    let (p, q) = (power(*one)?, power(*two)?);
    let (_, d) = r.parts()?;
    for out in [p.max(q), p.min(q)] {
        let moved = &Q::int(out) * &r;
        let Some(whole) = moved.as_i64().filter(|&whole| whole != 0) else { continue };
        let inner = expand(base * powi(x, -out));
        let rest = mul(front.iter().copied().chain([powi(x, whole), pow(inner, num(r.clone()))]));
        // An even root of x^out is a power of |x|.
        let sign = if d % 2 == 0 && whole % 2 != 0 { sign_of(x) } else { ONE };
        if let Some(found) = quiet(rest, x, depth + 3) {
            return Some(sign * found);
        }
    }
    None
}

/// Algebraic in one sine (or cosine): it becomes the letter, and √(1 - t²) stands for the other up to its sign.
pub(super) fn sine_as_letter(f: E, x: E, depth: usize) -> Option<E> {
    if depth > 2 || !f.has_fun(&crate::trig::is_circular) {
        return None;
    }
    let sines = crate::trig::in_sines(f);
    let mut angle = None;
    find_angle(sines, x, &mut angle);
    let h = angle?;
    let (slope, _) = linear(h, x)?;
    let t = sym("__t");
    for (g, other) in [(F::Cos, F::Sin), (F::Sin, F::Cos)] {
        let plain = sines.replace(apply(g, h), t);
        if plain.has(x) {
            continue;
        }
        let below = ONE - t * t;
        let inner = one_root(plain, t, below)?;
        let found = quiet(inner, t, depth + 2)?;
        let s = apply(other, h);
        let sign = s / sqrt(expand(ONE - powi(apply(g, h), 2)));
        let turn = if g == F::Cos { MINUS_ONE } else { ONE };
        let back = found.replace(t, apply(g, h));
        if back == UNDEFINED {
            return None;
        }
        return Some(turn * sign * back / slope);
    }
    None
}

fn find_angle(e: E, x: E, angle: &mut Option<E>) {
    if let X::Fun(F::Sin | F::Cos, h) = e.get()
        && h.has(x)
    {
        *angle = Some(h);
    }
    for child in e.children() {
        find_angle(child, x, angle);
    }
}

/// `f`/√below with all square roots joined into one.
fn one_root(f: E, t: E, below: E) -> Option<E> {
    let mut rational = ONE;
    let mut inside = ONE / below;
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) if base.has(t) => inside = inside * powi(base, n),
            _ => rational = rational * factor,
        }
    }
    let (top, bottom) = fraction(inside);
    let mut joined = rational;
    let mut left = ONE;
    for (e, turn) in [(top, 1), (bottom, -1)] {
        let (q, parts) = crate::algebra::factors(e)?;
        left = left * powi(num(q), turn);
        for (part, times) in parts {
            joined = joined * powi(part, turn * (times / 2));
            left = left * powi(part, turn * (times % 2));
        }
    }
    let (top, bottom) = fraction(left);
    if top.has(t) && bottom.has(t) {
        // √(p/q) = √(p q)/q
        return Some(joined * sqrt(expand(top * bottom)) / bottom);
    }
    Some(
        joined
            * if bottom.has(t) {
                sqrt(top) * pow(expand(bottom), num(Q::new(-1, 2)))
            } else {
                sqrt(expand(top)) / sqrt(bottom)
            },
    )
}

/// h(u) where the slope of u is a constant but for its sign: arcsin(cos x).
pub(super) fn slope_of_one_sign(f: E, x: E, depth: usize) -> Option<E> {
    let mut inner = None;
    find_inverse(f, x, &mut inner);
    let u = inner?;
    let slope = crate::derive::derivative(u, x).rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if k.num().and_then(|q| q.parts()).is_some_and(|(_, d)| d == 2) => {
            match crate::trig::normal(base).map(crate::trig::shortened).and_then(even_power) {
                Some(g) => pow(apply(F::Abs, g), k * num(Q::int(2))),
                None => part,
            }
        }
        _ => part,
    });
    let square =
        crate::tasks::simplify::simplest(slope * slope).rewrite(&mut |part| match part.get() {
            X::Pow(base, k) if k.as_int().is_some_and(|k| k % 2 == 0) => match base.get() {
                X::Fun(F::Abs, g) => pow(g, k),
                _ => part,
            },
            _ => part,
        });
    if square == ZERO || square == UNDEFINED || square.has(x) {
        return None;
    }
    let t = sym("__t");
    let plain = f.replace(u, t);
    if plain.has(x) {
        return None;
    }
    Some(quiet(plain, t, depth + 1)?.replace(t, u) * slope / square)
}

fn find_inverse(e: E, x: E, out: &mut Option<E>) {
    if let X::Fun(F::Asin | F::Acos | F::Atan | F::Acot | F::Asec | F::Acsc, h) = e.get()
        && h.has(x)
        && h.has_fun(&crate::trig::is_circular)
    {
        *out = Some(e);
    }
    for child in e.children() {
        find_inverse(child, x, out);
    }
}
