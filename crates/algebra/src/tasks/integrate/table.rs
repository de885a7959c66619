//! Standard integrals.

use super::methods::linear;
use crate::algebra::{coefficients, expand};
use crate::expr::{
    E, EULER, F, HALF, ONE, TWO, X, ZERO, add, apply, int, ln, mul, pow, powi, sqrt,
};
use crate::number::Q;
use crate::show::ln_abs;
use crate::value::sign;

/// A number times a standard integral.
pub(super) fn standard_term(term: E, x: E) -> Option<E> {
    let (bound, free) = term.factors_by(x);
    let bound = mul(bound);
    let inner = if bound == ONE { Some(x) } else { table(bound, x) };
    inner.map(|inner| mul(free) * inner)
}

/// Odd powers of sec and cosec by their reduction formula: ∫ secⁿ = secⁿ⁻² tan/(n − 1) + (n − 2)/(n − 1) ∫ secⁿ⁻².
fn reduced(f: E, x: E) -> Option<E> {
    const HIGHEST: i64 = 15;
    let X::Pow(base, k) = f.get() else { return None };
    let X::Fun(g, h) = base.get() else { return None };
    let k = k.as_int()?;
    let (secant, n) = match g {
        F::Cos => (true, -k),
        F::Sin => (false, -k),
        F::Sec => (true, k),
        F::Csc => (false, k),
        _ => return None,
    };
    if !(3..=HIGHEST).contains(&n) || n % 2 == 0 {
        return None;
    }
    let (a, _) = linear(h, x)?;
    let (one, other) = if secant { (F::Sec, F::Tan) } else { (F::Csc, F::Cot) };
    let below = powi(apply(one, h), n - 2);
    let lead = below * apply(other, h) / (a * int(n - 1));
    let rest = reduced(below, x).or_else(|| table(below, x))?;
    let lead = if secant { lead } else { -lead };
    Some(lead + crate::expr::rat(n - 2, n - 1) * rest)
}

/// Standard integrals of functions of a x + b.
pub(super) fn table(f: E, x: E) -> Option<E> {
    if let Some(found) = reduced(f, x) {
        return Some(found);
    }
    match f.get() {
        X::Sym(_) => Some(powi(x, 2) * HALF),
        X::Pow(base, k) if !k.has(x) => {
            if let Some((a, _)) = linear(base, x) {
                if k.as_int() == Some(-1) {
                    return Some(ln_abs(base) / a);
                }
                return Some(pow(base, k + ONE) / (a * (k + ONE)));
            }
            if let X::Fun(g, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(2)
            {
                let of = |f: F| apply(f, h);
                return Some(match g {
                    F::Sec => of(F::Tan) / a,
                    F::Csc => -of(F::Cot) / a,
                    F::Tan => of(F::Tan) / a - x,
                    F::Cot => -of(F::Cot) / a - x,
                    F::Sech => of(F::Tanh) / a,
                    _ => return None,
                });
            }
            if let X::Fun(F::Cos, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(-2)
            {
                return Some(apply(F::Tan, h) / a);
            }
            if let X::Fun(F::Sin, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(-2)
            {
                return Some(-apply(F::Cot, h) / a);
            }
            // 1/√(a x² + b x + c)³
            if k.num() == Some(Q::new(-3, 2))
                && let Some(c) = coefficients(base, x)
                && c.len() == 3
            {
                let d = expand(int(4) * c[2] * c[0] - c[1] * c[1]);
                return (d != ZERO).then(|| (int(4) * c[2] * x + TWO * c[1]) / (d * sqrt(base)));
            }
            // 1/√(a x² + b x + c)
            if k.num() == Some(Q::new(-1, 2))
                && let Some(c) = coefficients(base, x)
                && c.len() == 3
            {
                return inverse_root(c[2], c[1], c[0], base, x);
            }
            None
        }
        X::Pow(base, k) if !base.has(x) => {
            let (a, _) = linear(k, x)?;
            Some(f / (a * if base == EULER { ONE } else { ln(base) }))
        }
        X::Call(name, h) => {
            let (a, _) = linear(h, x)?;
            Some(crate::expr::call(name.strip_suffix('\'')?, h) / a)
        }
        X::Fun(g, h) => {
            let (a, _) = linear(h, x)?;
            let of = |f: F| apply(f, h);
            let whole = match g {
                F::Sin => -of(F::Cos),
                F::Cos => of(F::Sin),
                F::Tan => -ln_abs(of(F::Cos)),
                F::Cot => ln_abs(of(F::Sin)),
                F::Sec => ln_abs(of(F::Sec) + of(F::Tan)),
                F::Csc => ln_abs(of(F::Csc) - of(F::Cot)),
                F::Sinh => of(F::Cosh),
                F::Cosh => of(F::Sinh),
                F::Tanh => ln(of(F::Cosh)),
                F::Ln => match h.get() {
                    X::Fun(F::Abs, _) => return None,
                    _ => h * of(F::Ln) - h,
                },
                F::Abs => h * of(F::Abs) * HALF,
                F::Asin => h * of(F::Asin) + sqrt(ONE - h * h),
                F::Acos => h * of(F::Acos) - sqrt(ONE - h * h),
                F::Atan => h * of(F::Atan) - ln(ONE + h * h) * HALF,
                F::Acot => h * of(F::Acot) + ln(ONE + h * h) * HALF,
                _ => return None,
            };
            Some(whole / a)
        }
        X::Mul(factors) => {
            if factors.iter().all(
                |p| matches!(p.get(), X::Pow(base, k) if !base.has(x) && linear(k, x).is_some()),
            ) {
                let slopes = factors.iter().map(|p| {
                    let (base, k) = p.base_exponent();
                    Some(linear(k, x)?.0 * if base == EULER { ONE } else { ln(base) })
                });
                let slope = add(slopes.collect::<Option<Vec<E>>>()?);
                return (slope != ZERO).then(|| f / slope);
            }
            // 1/(sin x cos x) = sec²x/tan x
            if let [p, q] = *factors
                && let (X::Pow(p, m), X::Pow(q, n)) = (p.get(), q.get())
                && let (X::Fun(F::Cos, h), X::Fun(F::Sin, j))
                | (X::Fun(F::Sin, h), X::Fun(F::Cos, j)) = (p.get(), q.get())
                && (m, n, h) == (crate::expr::MINUS_ONE, crate::expr::MINUS_ONE, j)
                && let Some((a, _)) = linear(h, x)
            {
                return Some(ln_abs(apply(F::Tan, h)) / a);
            }
            if let [p, q] = *factors
                && let (X::Fun(g, h), X::Fun(k, j)) = (p.get(), q.get())
                && h == j
                && let Some((a, _)) = linear(h, x)
            {
                match (g, k) {
                    (F::Tan, F::Sec) | (F::Sec, F::Tan) => return Some(apply(F::Sec, h) / a),
                    (F::Cot, F::Csc) | (F::Csc, F::Cot) => return Some(-apply(F::Csc, h) / a),
                    _ => {}
                }
            }
            None
        }
        _ => None,
    }
}

/// ∫ 1/√(a x² + b x + c).
pub(super) fn inverse_root(a: E, b: E, c: E, q: E, x: E) -> Option<E> {
    let slope = TWO * a * x + b;
    let d = expand(b * b - int(4) * a * c);
    match sign(a) {
        Some(-1) => {
            let root = crate::tasks::simplify::evaluated(sqrt(d));
            let front = crate::algebra::rationalized(ONE / sqrt(-a));
            Some(front * apply(F::Asin, crate::algebra::rationalized(expand(-slope / root))))
        }
        _ => {
            // Letters: a is taken as positive, or as a square with a minus sign.
            if sign(a).is_none() && crate::expr::make_negative(a) {
                let root = sqrt(crate::algebra::factored(d));
                return Some(ONE / sqrt(-a) * apply(F::Asin, expand(-slope) / root));
            }
            let root = sqrt(a);
            Some(
                ln_abs(crate::algebra::rationalized(expand(slope / (TWO * root))) + sqrt(q)) / root,
            )
        }
    }
}
