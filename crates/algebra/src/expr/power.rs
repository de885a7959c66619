//! Making powers and roots.

use super::{
    E, EULER, F, I, INFINITY, MINUS_ONE, ONE, UNDEFINED, X, ZERO, add, int, intern, mul, num,
};
use crate::number::Q;
use std::rc::Rc;

/// `(p, rest)` with n = p^k · rest and rest free of k-th powers; by trial division up to a bound.
pub(crate) fn integer_root(n: u64, k: u32) -> (u64, u64) {
    let (mut outside, mut inside, mut left) = (1u64, 1u64, n);
    let mut p = 2u64;
    while p * p <= left && p < 60_000 {
        let mut times = 0;
        while left % p == 0 {
            left /= p;
            times += 1;
        }
        outside *= p.pow(times / k);
        inside *= p.pow(times % k);
        p += if p == 2 { 1 } else { 2 };
    }
    if left > 1 {
        // A large prime, or a product of two: it may still be a perfect power.
        let root = libm::round(libm::pow(left as f64, 1.0 / f64::from(k))) as u64;
        if root > 1 && root.checked_pow(k) == Some(left) {
            outside *= root;
        } else {
            inside *= left;
        }
    }
    (outside, inside)
}

#[cfg_attr(hot, optimize(speed))]
pub(crate) fn pow(base: E, exponent: E) -> E {
    if base == UNDEFINED || exponent == UNDEFINED {
        return UNDEFINED;
    }
    if exponent == ZERO {
        return ONE;
    }
    if exponent == ONE {
        return base;
    }
    let n = exponent.num();
    match (base.get(), &n) {
        (X::Num(b), _) if b.is_one() => return ONE,
        (X::Num(b), Some(e)) => {
            if b.is_zero() {
                return if e.is_negative() { UNDEFINED } else { ZERO };
            }
            if let Some(k) = e.as_i64() {
                return match b.pow(k) {
                    Some(value) => num(value),
                    None => intern(X::Pow(base, exponent)),
                };
            }
            return number_root(&b, e);
        }
        (X::I, Some(e)) if e.is_integer() => {
            let k = e.as_i64().map_or(0, |k| k.rem_euclid(4));
            return [ONE, I, MINUS_ONE, -I][k as usize];
        }
        (X::Infinity, Some(e)) => return if e.is_negative() { ZERO } else { INFINITY },
        (X::Mul(factors), Some(e)) if e.is_integer() => {
            return mul(factors.iter().map(|&factor| pow(factor, exponent)).collect::<Vec<_>>());
        }
        (X::Mul(factors), Some(e)) => {
            // A positive number, a root of one, and e^… go out of the root.
            let mut outside = Vec::new();
            let mut inside = Vec::new();
            for &factor in factors.iter() {
                match factor.get() {
                    X::Num(q) if q.is_negative() => {
                        let odd = e.parts().is_some_and(|(_, d)| d % 2 == 1);
                        if odd {
                            outside.push(num(q));
                        } else {
                            if q != Q::int(-1) {
                                outside.push(num(q.abs()));
                            }
                            inside.push(MINUS_ONE);
                        }
                    }
                    X::Num(_) | X::Pi | X::Euler => outside.push(factor),
                    X::Pow(b, k) if positive_constant(b) && k.num().is_some() => {
                        outside.push(factor);
                    }
                    X::Pow(b, _) if b == EULER && !factor.has(I) => outside.push(factor),
                    X::Pow(_, k)
                        if e.parts().is_some_and(|(_, d)| d % 2 == 1) && k.as_int().is_some() =>
                    {
                        outside.push(factor);
                    }
                    _ => inside.push(factor),
                }
            }
            if !outside.is_empty() {
                let mut all: Vec<E> =
                    outside.into_iter().map(|factor| pow(factor, exponent)).collect();
                if !inside.is_empty() {
                    all.push(pow(mul(inside), exponent));
                }
                return mul(all);
            }
        }
        (X::Pow(b, k), Some(e)) => {
            let free = e.is_integer()
                || (positive_constant(b) && !k.has(I))
                || match (k.num().and_then(|k| k.parts()), e.parts()) {
                    // An odd root of an integer power; any root of what is a root already.
                    (Some((_, 1)), Some((_, d))) => d % 2 == 1,
                    (Some((p, _)), Some(_)) => p % 2 != 0,
                    _ => false,
                };
            if free {
                return pow(b, k * exponent);
            }
        }
        (X::Pow(b, k), None) if b == EULER && !k.has(I) => return pow(b, k * exponent),
        (X::Pow(b, k), None) if positive_constant(b) => return pow(b, k * exponent),
        (X::Euler, _) => {
            if let Some(value) = super::function::turned(exponent) {
                return value;
            }
            // e^{a ln b} = b^a
            let (q, rest) = exponent.coefficient();
            for factor in rest.factors() {
                if let X::Fun(F::Ln, inner) = factor.get() {
                    let others = mul(rest.factors().into_iter().filter(|&other| other != factor));
                    return pow(inner, num(q) * others);
                }
            }
            if let X::Add(terms) = exponent.get()
                && terms.iter().any(|term| matches!(term.coefficient().1.get(), X::Fun(F::Ln, _)))
            {
                let (logs, rest): (Vec<E>, Vec<E>) = terms
                    .iter()
                    .partition(|term| matches!(term.coefficient().1.get(), X::Fun(F::Ln, _)));
                let rest = intern_power(EULER, add(rest));
                return mul(logs.into_iter().map(|log| pow(EULER, log)).chain([rest]));
            }
        }
        (X::Num(b), None) if !b.is_negative() && !b.is_zero() => {
            // b^{ln a / ln b} = a, 4^x = 2^{2x}
            let log = super::ln(base);
            let over = mul([exponent, log]);
            if over.size() < exponent.size() || matches!(over.get(), X::Fun(F::Ln, _)) {
                return pow(EULER, over);
            }
            if let Some((root, k)) = perfect_power(&b) {
                return pow(num(root), int(k) * exponent);
            }
            if let X::Add(terms) = exponent.get()
                && let Some(k) = terms.iter().find_map(|term| term.as_int())
                && let Some(outside) = b.pow(k)
            {
                return mul([num(outside), pow(base, exponent - int(k))]);
            }
        }
        _ => {}
    }
    intern(X::Pow(base, exponent))
}

fn intern_power(base: E, exponent: E) -> E {
    if exponent == ZERO {
        ONE
    } else if exponent == ONE {
        base
    } else {
        intern(X::Pow(base, exponent))
    }
}

/// `8 = 2^3`, `1/4 = 2^{-2}`.
pub(super) fn perfect_power(b: &Q) -> Option<(Q, i64)> {
    let (n, d) = b.parts()?;
    if d != 1 {
        if n == 1 {
            let inner = Q::int(d);
            return Some(perfect_power(&inner).map_or((inner, -1), |(root, k)| (root, -k)));
        }
        return None;
    }
    for k in [2u32, 3, 5, 7] {
        let root = libm::round(libm::pow(n as f64, 1.0 / f64::from(k))) as i64;
        if root > 1 && root.checked_pow(k) == Some(n) {
            let inner = Q::int(root);
            return Some(match perfect_power(&inner) {
                Some((smaller, j)) => (smaller, j * i64::from(k)),
                None => (inner, i64::from(k)),
            });
        }
    }
    None
}

/// k where a = b^k for numbers a and b.
pub(super) fn whole_log(a: E, b: E) -> Option<i64> {
    let (p, q) = (a.num()?, b.num()?);
    let k = libm::round(libm::log(p.to_f64()) / libm::log(q.to_f64()));
    if !(1.0..=64.0).contains(&k.abs()) {
        return None;
    }
    (q.pow(k as i64)? == p).then_some(k as i64)
}

pub(super) fn positive_constant(e: E) -> bool {
    match e.get() {
        X::Num(q) => !q.is_negative() && !q.is_zero(),
        X::Pi | X::Euler => true,
        _ => false,
    }
}

/// A fractional power of a number, with whole powers taken out and no root in a denominator.
fn number_root(b: &Q, e: &Q) -> E {
    let Some((p, q)) = e.parts() else { return intern(X::Pow(num(b.clone()), num(e.clone()))) };
    if b.is_negative() {
        let positive = pow(num(b.abs()), num(e.clone()));
        if q % 2 == 1 {
            return if p % 2 == 0 { positive } else { mul([MINUS_ONE, positive]) };
        }
        if q == 2 {
            return mul([pow(I, int(p)), positive]);
        }
        return intern(X::Pow(num(b.clone()), num(e.clone())));
    }
    // b^{p/q} = b^whole · b^{r/q} with 0 < r < q
    let whole = p.div_euclid(q);
    let r = p.rem_euclid(q);
    let Some(outside) = b.pow(whole) else { return intern(X::Pow(num(b.clone()), num(e.clone()))) };
    let (Some((n, d)), Ok(k)) = (b.parts(), u32::try_from(q)) else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    if k > 64 {
        return plain_power(outside, b.clone(), Q::new(r, q));
    }
    // (n/d)^{r/q}: powers out of both, then the denominator made whole.
    let raise = |x: i64| u64::try_from(x).ok().and_then(|x| x.checked_pow(u32::try_from(r).ok()?));
    let (Some(n), Some(d)) = (raise(n), raise(d)) else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    let (n_out, n_in) = integer_root(n, k);
    let (d_out, d_in) = integer_root(d, k);
    let whole_root = d_in
        .checked_pow(k - 1)
        .and_then(|fill| n_in.checked_mul(fill))
        .and_then(|inside| i64::try_from(inside).ok());
    let (Some(inside), Ok(n_out), Ok(d_out), Ok(d_in)) =
        (whole_root, i64::try_from(n_out), i64::try_from(d_out), i64::try_from(d_in))
    else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    let (more, inside) = integer_root(inside as u64, k);
    let front = &outside * &(&Q::new(n_out, d_out) * &Q::new(more as i64, d_in));
    if inside == 1 {
        return num(front);
    }
    // 4^{1/4} = 2^{1/2}
    let (mut inside, mut exponent) = (inside as i64, Q::new(1, q));
    if let Some((root, j)) = perfect_power(&Q::int(inside)) {
        inside = root.as_i64().unwrap_or(inside);
        exponent = &exponent * &Q::int(j);
    }
    plain_power(front, Q::int(inside), exponent)
}

fn plain_power(front: Q, inside: Q, exponent: Q) -> E {
    let power = intern(X::Pow(num(inside), num(exponent)));
    if front.is_one() { power } else { intern(X::Mul(Rc::new([num(front), power]))) }
}
