//! Derivatives, by the rules of the textbook.

use crate::expr::{
    E, EULER, F, Memory, ONE, X, ZERO, add, apply, call, ln, mul, pow, powi, remembered, sqrt,
};

/// The derivative of f at x, for the outer function.
pub(crate) fn outer(f: F, x: E) -> Option<E> {
    use F::*;
    let of = |f: F| apply(f, x);
    Some(match f {
        Sin => of(Cos),
        Cos => -of(Sin),
        Tan => powi(of(Sec), 2),
        Cot => -powi(of(Csc), 2),
        Sec => of(Sec) * of(Tan),
        Csc => -(of(Csc) * of(Cot)),
        Asin => ONE / sqrt(ONE - x * x),
        Acos => -(ONE / sqrt(ONE - x * x)),
        Atan => ONE / (ONE + x * x),
        Acot => -(ONE / (ONE + x * x)),
        Asec => ONE / (apply(Abs, x) * sqrt(x * x - ONE)),
        Acsc => -(ONE / (apply(Abs, x) * sqrt(x * x - ONE))),
        Sinh => of(Cosh),
        Cosh => of(Sinh),
        Tanh => powi(of(Sech), 2),
        Coth => -powi(of(Csch), 2),
        Sech => -(of(Sech) * of(Tanh)),
        Csch => -(of(Csch) * of(Coth)),
        Asinh => ONE / sqrt(x * x + ONE),
        Acosh => ONE / sqrt(x * x - ONE),
        Atanh => ONE / (ONE - x * x),
        Ln => ONE / x,
        Abs => apply(Sign, x),
        Sign | Floor | Ceiling => ZERO,
        Factorial => return None,
    })
}

/// The derivative; [`crate::expr::UNDEFINED`] where there is no rule.
pub(crate) fn derivative(e: E, x: E) -> E {
    if !e.has(x) {
        return ZERO;
    }
    remembered(Memory::Derivative, e, x, || by_rule(e, x))
}

fn by_rule(e: E, x: E) -> E {
    crate::expr::burn(2);
    match e.get() {
        X::Sym(_) => ONE,
        X::Add(terms) => add(terms.iter().map(|&term| derivative(term, x))),
        X::Mul(factors) => add((0..factors.len()).filter(|&k| factors[k].has(x)).map(|k| {
            mul(factors
                .iter()
                .enumerate()
                .map(|(j, &f)| if j == k { derivative(f, x) } else { f })
                .collect::<Vec<_>>())
        })),
        X::Pow(base, exponent) => {
            if !exponent.has(x) {
                return exponent * pow(base, exponent - ONE) * derivative(base, x);
            }
            if base == EULER {
                return e * derivative(exponent, x);
            }
            if !base.has(x) {
                return e * ln(base) * derivative(exponent, x);
            }
            e * (derivative(exponent, x) * ln(base) + exponent * derivative(base, x) / base)
        }
        // ln|u|: u'/u, whatever the sign of u.
        X::Fun(F::Ln, inner) => match inner.get() {
            X::Fun(F::Abs, u) => derivative(u, x) / u,
            _ => derivative(inner, x) / inner,
        },
        X::Fun(F::Abs, u) => derivative(u, x) * u / e,
        X::Call(name, u) => call(&format!("{name}'"), u) * derivative(u, x),
        X::Fun(f, inner) => match outer(f, inner) {
            Some(slope) => slope * derivative(inner, x),
            None => crate::expr::UNDEFINED,
        },
        _ => crate::expr::UNDEFINED,
    }
}
