//! The value of an expression in floating point, and the sign of a number where it is safe to say.

use crate::complex::{C, Complex, NOTHING, Real, real};
use crate::expr::{E, F, X};

/// The value of a function.
pub(crate) fn function<T: Real>(f: F, x: Complex<T>) -> Complex<T> {
    let one = real(T::ONE);
    match f {
        F::Sin => x.sin(),
        F::Cos => x.cos(),
        F::Tan => x.tan(),
        F::Cot => x.cos() / x.sin(),
        F::Sec => one / x.cos(),
        F::Csc => one / x.sin(),
        F::Asin => x.asin(),
        F::Acos => x.acos(),
        F::Atan => x.atan(),
        F::Acot => real(T::PI * T::HALF) - x.atan(),
        F::Asec => (one / x).acos(),
        F::Acsc => (one / x).asin(),
        F::Sinh => x.sinh(),
        F::Cosh => x.cosh(),
        F::Tanh => x.sinh() / x.cosh(),
        F::Coth => x.cosh() / x.sinh(),
        F::Sech => one / x.cosh(),
        F::Csch => one / x.sinh(),
        F::Asinh => x.asinh(),
        F::Acosh => x.acosh(),
        F::Atanh => x.atanh(),
        F::Ln => x.ln(),
        F::Abs => real(x.modulus()),
        F::Sign if x.im == T::ZERO => {
            let sign = x.re.to_f64();
            real(T::from_f64(if sign == 0.0 { 0.0 } else { sign.signum() }))
        }
        F::Factorial if x.im == T::ZERO && x.re >= T::ZERO => {
            x.re.factorial().map_or_else(Complex::nothing, real)
        }
        F::Floor if x.im == T::ZERO => real(x.re.floor()),
        F::Ceiling if x.im == T::ZERO => real(-(-x.re).floor()),
        _ => Complex::nothing(),
    }
}

/// Nodes whose values take a unit of fuel.
const PARTS: u64 = 2;

/// The value with letters standing for numbers; not finite where there is none.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn value(e: E, letters: &[(E, C)]) -> C {
    crate::expr::burn(1 + e.size() as u64 / PARTS);
    crate::expr::nodes(|nodes| within(nodes, e, letters))
}

#[cfg_attr(hot, optimize(speed))]
fn within(nodes: &[X], e: E, letters: &[(E, C)]) -> C {
    let of = |e: E| within(nodes, e, letters);
    match &nodes[e.place()] {
        X::Num(q) => real(q.to_f64()),
        X::Sym(_) => {
            letters.iter().find(|(letter, _)| *letter == e).map_or(NOTHING, |(_, value)| *value)
        }
        X::Pi => real(std::f64::consts::PI),
        X::Euler => real(std::f64::consts::E),
        X::I => C { re: 0.0, im: 1.0 },
        X::Infinity => real(f64::INFINITY),
        X::Undefined | X::Call(..) => NOTHING,
        X::Add(items) => items.iter().fold(real(0.0), |sum, &item| sum + of(item)),
        X::Mul(items) => items.iter().fold(real(1.0), |product, &item| product * of(item)),
        X::Pow(base, exponent) => {
            let odd = match &nodes[exponent.place()] {
                X::Num(q) => q.parts(),
                _ => None,
            };
            of(*base).pow(of(*exponent), odd, false)
        }
        X::Fun(f, x) => function(*f, of(*x)),
    }
}

/// The real value of a number.
pub(crate) fn real_value(e: E) -> Option<f64> {
    let value = value(e, &[]);
    (value.is_finite() && value.is_real()).then_some(value.re)
}

/// The sign of a real number, if it is far enough from zero to be seen.
pub(crate) fn sign(e: E) -> Option<i32> {
    if let X::Num(q) = e.get() {
        return Some(q.sign());
    }
    if e == crate::expr::INFINITY {
        return Some(1);
    }
    if !e.symbols().is_empty() {
        return None;
    }
    let value = real_value(e)?;
    (value.abs() > 1e-9).then_some(if value > 0.0 { 1 } else { -1 })
}
