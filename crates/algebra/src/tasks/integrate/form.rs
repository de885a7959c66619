//! The form in which an antiderivative is shown.

use super::rewriting::named_quotient;
use crate::algebra::{coefficients, expand, factors, together};
use crate::expr::{E, F, ONE, X, ZERO, add, apply, int, mul, pow, powi};
use crate::show::ln_abs;

/// Multiplied out where that is shorter: e^{ax} sin(bx + c); tan for sin/cos; ln |3 sin x + 4 cos x| for tangents.
pub(super) fn shown(e: E, x: E) -> E {
    logarithms(quotients(arguments(e)), x)
}

fn arguments(e: E) -> E {
    let shorter = |h: E| {
        let out = expand(together(h));
        if out.size() < h.size() { out } else { h }
    };
    e.rewrite(&mut |part| match part.get() {
        X::Fun(f, h) if crate::trig::is_circular(f) => apply(f, shorter(h)),
        X::Pow(base, k) if base.is_number() && k.num().is_none() => pow(base, shorter(k)),
        _ => part,
    })
}

fn quotients(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Mul(factors) = part.get() else { return part };
        let sine = factors.iter().find_map(|factor| match factor.get() {
            X::Fun(F::Sin, h) => Some(h),
            _ => None,
        });
        sine.map_or(part, |h| named_quotient(part, h))
    })
}

/// The tangent or cotangent in a logarithm's argument.
fn tangent(e: E) -> Option<E> {
    if let X::Fun(F::Tan | F::Cot, _) = e.get() {
        return Some(e);
    }
    e.children().into_iter().find_map(tangent)
}

fn logarithms(e: E, x: E) -> E {
    let mut rest = Vec::new();
    // What stands before ln |cos h|, or ln |sin h|.
    let mut cosines: Vec<(E, E)> = Vec::new();
    for term in expand(e).terms() {
        let (inner, outer) = term.factors_by(x);
        let argument = match inner.as_slice() {
            [log] => match log.get() {
                X::Fun(F::Ln, h) => match h.get() {
                    X::Fun(F::Abs, p) => Some(p),
                    _ => Some(h),
                },
                _ => None,
            },
            _ => None,
        };
        let Some(p) = argument.filter(|p| p.has_fun(&crate::trig::is_circular)) else {
            rest.push(term);
            continue;
        };
        let front = mul(outer);
        if let Some(t) = tangent(p)
            && let X::Fun(f, h) = t.get()
            && let Some(c) = coefficients(p, t).filter(|c| c.len() > 1)
            && c.iter().all(|e| !e.has(x))
        {
            let degree = c.len() as i64 - 1;
            let (above, below) = if f == F::Tan { (F::Sin, F::Cos) } else { (F::Cos, F::Sin) };
            let (sine, cosine) = (apply(above, h), apply(below, h));
            let one = c.as_slice() == [ONE, ZERO, ONE];
            if !one {
                let part = |(k, &c): (usize, &E)| {
                    c * powi(sine, k as i64) * powi(cosine, degree - k as i64)
                };
                rest.push(front * ln_abs(add(c.iter().enumerate().map(part))));
            }
            let all = -(front * int(degree));
            match cosines.iter_mut().find(|(known, _)| *known == cosine) {
                Some((_, sum)) => *sum = *sum + all,
                None => cosines.push((cosine, all)),
            }
            continue;
        }
        // 2 + 4 sin x cos x is twice a square where 2 is 2 sin² + 2 cos².
        match factors(p) {
            Some((_, parts)) if parts.len() == 1 && parts[0].1 > 1 => {
                rest.push(front * int(parts[0].1) * ln_abs(parts[0].0));
            }
            _ => rest.push(term),
        }
    }
    rest.extend(cosines.into_iter().map(|(cosine, front)| expand(front) * ln_abs(cosine)));
    add(rest)
}
