//! Making function values: what sin(π/6) is, what a minus sign does.

use super::power::{perfect_power, positive_constant};
use super::{
    E, EULER, F, HALF, I, INFINITY, ONE, PI, UNDEFINED, X, ZERO, add, int, intern, mul, num, pow,
    rat, sqrt,
};
use crate::number::Q;

/// A function only known by its letter, applied.
pub(crate) fn call(name: &str, argument: E) -> E {
    if argument == UNDEFINED { UNDEFINED } else { intern(X::Call(name.into(), argument)) }
}

/// The number r with `e = r π`.
fn of_pi(e: E) -> Option<Q> {
    if e == ZERO {
        return Some(Q::ZERO);
    }
    let (q, rest) = e.coefficient();
    (rest == PI).then_some(q)
}

/// sin(r π) for the angles that have a simple value.
fn sine(r: &Q) -> Option<E> {
    let turn = &(r / &Q::int(2)) - &(r / &Q::int(2)).floor();
    let r = &turn * &Q::int(2);
    if r >= Q::ONE {
        return sine(&(&r - &Q::ONE)).map(|value| -value);
    }
    let r = if r > Q::new(1, 2) { &Q::ONE - &r } else { r };
    Some(match r.parts()? {
        (0, 1) => ZERO,
        (1, 6) => HALF,
        (1, 4) => sqrt(int(2)) * HALF,
        (1, 3) => sqrt(int(3)) * HALF,
        (1, 2) => ONE,
        (1, 12) => (sqrt(int(6)) - sqrt(int(2))) * rat(1, 4),
        (5, 12) => (sqrt(int(6)) + sqrt(int(2))) * rat(1, 4),
        (1, 10) => (sqrt(int(5)) - ONE) * rat(1, 4),
        (3, 10) => (sqrt(int(5)) + ONE) * rat(1, 4),
        _ => return None,
    })
}

/// e^{i r π} for the angles whose sine and cosine have simple values.
pub(super) fn turned(exponent: E) -> Option<E> {
    let (q, rest) = exponent.coefficient();
    let is_turn = matches!(rest.get(), X::Mul(factors) if matches!(&factors[..], [a, b] if (*a == PI && *b == I) || (*a == I && *b == PI)));
    if !is_turn {
        return None;
    }
    Some(add([sine(&(&Q::new(1, 2) - &q))?, mul([I, sine(&q)?])]))
}

/// sin(r π) or cos(r π) by an angle between 0 and a right one.
fn first_quadrant(f: F, r: &Q) -> E {
    let half = r / &Q::int(2);
    let turn = &(&half - &half.floor()) * &Q::int(2);
    let (r, negative) = match (f, turn > Q::ONE) {
        (F::Sin, true) => (&turn - &Q::ONE, true),
        (F::Cos, true) => (&Q::int(2) - &turn, false),
        _ => (turn, false),
    };
    let (r, negative) =
        if r > Q::new(1, 2) { (&Q::ONE - &r, negative != (f == F::Cos)) } else { (r, negative) };
    let value = intern(X::Fun(f, mul([num(r), PI])));
    if negative { -value } else { value }
}

/// tan(r π) for odd eighths.
fn eighth(r: &Q) -> Option<E> {
    let root = sqrt(int(2));
    Some(match r.parts()? {
        (1, 8) => root - ONE,
        (3, 8) => root + ONE,
        (5, 8) => -ONE - root,
        (7, 8) => ONE - root,
        _ => return None,
    })
}

/// Angles between -π/2 and π/2 by their sine, whose square is (1 - cos 2θ)/2.
fn arcsine(e: E) -> Option<E> {
    let turns = libm::asin(crate::value::real_value(e)?) / std::f64::consts::PI;
    [12, 10, 8].into_iter().find_map(|d| {
        let n = libm::round(turns * f64::from(d)) as i64;
        let cosine = apply(F::Cos, rat(2 * n, i64::from(d)) * PI);
        let near = (turns * f64::from(d) - n as f64).abs() < 1e-9;
        let half = crate::algebra::expand((ONE - cosine) * HALF);
        let same = near && !cosine.has_fun(&|_| true) && crate::algebra::expand(e * e) == half;
        same.then(|| rat(n, i64::from(d)) * PI)
    })
}

fn arctangent(e: E) -> Option<E> {
    if !e.is_number() {
        return None;
    }
    [
        (ZERO, (0, 1)),
        (sqrt(int(3)) / int(3), (1, 6)),
        (ONE, (1, 4)),
        (sqrt(int(3)), (1, 3)),
        (int(2) - sqrt(int(3)), (1, 12)),
        (int(2) + sqrt(int(3)), (5, 12)),
        (sqrt(int(2)) - ONE, (1, 8)),
        (sqrt(int(2)) + ONE, (3, 8)),
    ]
    .into_iter()
    .find_map(|(value, (n, d))| {
        if value == e {
            return Some(rat(n, d) * PI);
        }
        (negated(value) == e).then(|| rat(-n, d) * PI)
    })
}

/// The angle among the principal values with the same sine, cosine or tangent as the angle `e`.
fn principal(f: F, e: E) -> Option<E> {
    let v = crate::value::real_value(e).filter(|v| v.abs() < 1e6)?;
    let turns = libm::round(v / std::f64::consts::PI);
    let rest = v - turns * std::f64::consts::PI;
    // At the ends of the range doubles cannot say on which side of it an angle lies.
    if (rest.abs() - std::f64::consts::FRAC_PI_2).abs() < 1e-9 || rest.abs() < 1e-9 {
        return None;
    }
    let rest = e - int(turns as i64) * PI;
    let odd = turns as i64 % 2 != 0;
    let negative = crate::value::sign(rest) == Some(-1);
    Some(match f {
        F::Asin if odd => negated(rest),
        F::Acos => {
            let from_even = if negative { negated(rest) } else { rest };
            if odd { PI - from_even } else { from_even }
        }
        _ => rest,
    })
}

/// Whether a minus sign can be taken out: -x, -2x + …
pub(crate) fn leads_negative(e: E) -> bool {
    match e.get() {
        X::Add(terms) => {
            let negative = terms.iter().filter(|term| term.coefficient().0.is_negative()).count();
            negative * 2 > terms.len()
                || (negative * 2 == terms.len()
                    && crate::show::leading(e).coefficient().0.is_negative())
        }
        _ => e.coefficient().0.is_negative(),
    }
}

fn negated(e: E) -> E {
    match e.get() {
        X::Add(terms) => add(terms.iter().map(|&term| -term)),
        _ => -e,
    }
}

/// √(a² + b²) for a + b i.
fn complex_size(x: E) -> Option<E> {
    let c = crate::algebra::coefficients(crate::algebra::expand(x), I)?;
    let [a, b] = c.as_slice() else { return None };
    (!a.has(I) && !b.has(I)).then(|| sqrt(crate::algebra::expand(*a * *a + *b * *b)))
}

pub(crate) fn apply(f: F, x: E) -> E {
    use F::*;
    if x == UNDEFINED {
        return UNDEFINED;
    }
    let odd = matches!(
        f,
        Sin | Tan
            | Cot
            | Csc
            | Asin
            | Atan
            | Sinh
            | Tanh
            | Coth
            | Csch
            | Asinh
            | Atanh
            | Acsc
            | Sign
    );
    let even = matches!(f, Cos | Sec | Cosh | Sech | Abs);
    if (odd || even) && !matches!(x.get(), X::Num(q) if !q.is_negative()) && leads_negative(x) {
        let inner = apply(f, negated(x));
        return if odd { -inner } else { inner };
    }
    let ratio = |n: Option<E>, d: Option<E>| match (n, d) {
        (Some(_), Some(d)) if d == ZERO => Some(UNDEFINED),
        (Some(n), Some(d)) => Some(crate::algebra::rationalized(n / d)),
        _ => None,
    };
    let pi = of_pi(x);
    let shifted = |r: &Q| &Q::new(1, 2) - r;
    let value = match f {
        Sin => pi.as_ref().and_then(sine),
        Cos => pi.as_ref().and_then(|r| sine(&shifted(r))),
        Tan => pi
            .as_ref()
            .and_then(|r| ratio(sine(r), sine(&shifted(r))).or_else(|| eighth(&(r - &r.floor())))),
        Cot => pi.as_ref().and_then(|r| ratio(sine(&shifted(r)), sine(r))),
        Sec => pi.as_ref().and_then(|r| ratio(Some(ONE), sine(&shifted(r)))),
        Csc => pi.as_ref().and_then(|r| ratio(Some(ONE), sine(r))),
        Asin => arcsine(x),
        Acos => arcsine(x).map(|angle| PI * HALF - angle),
        Atan if x == INFINITY => Some(PI * HALF),
        Atan => arctangent(x),
        Acot => arctangent(x).map(|angle| PI * HALF - angle),
        Asec if x != ZERO && x.is_number() => {
            arcsine(crate::algebra::rationalized(ONE / x)).map(|angle| PI * HALF - angle)
        }
        Acsc if x != ZERO && x.is_number() => arcsine(crate::algebra::rationalized(ONE / x)),
        Sinh | Tanh | Asinh | Atanh if x == ZERO => Some(ZERO),
        Cosh | Sech if x == ZERO => Some(ONE),
        Acosh if x == ONE => Some(ZERO),
        Sinh | Cosh if matches!(x.coefficient().1.get(), X::Fun(Ln, _)) => {
            let (up, down) = (super::exp(x), super::exp(-x));
            Some(if f == Sinh { (up - down) * HALF } else { (up + down) * HALF })
        }
        Ln => match x.get() {
            X::Num(q) if q.is_one() => Some(ZERO),
            X::Num(q) if q.is_zero() => Some(UNDEFINED),
            X::Num(q) if !q.is_negative() => match perfect_power(&q) {
                Some((root, k)) => Some(int(k) * intern(X::Fun(Ln, num(root)))),
                None => match q.parts() {
                    Some((n, d)) if d > 1 && n < d => Some(-apply(Ln, num(q.reciprocal()))),
                    _ => None,
                },
            },
            X::Euler => Some(ONE),
            X::Infinity => Some(INFINITY),
            // ln(√6/2) = ½ ln(3/2)
            X::Mul(factors) if factors.iter().all(|&f| is_root(f)) => {
                Some(HALF * apply(Ln, mul([x, x])))
            }
            X::Pow(EULER, k) if !k.has(I) => Some(k),
            X::Pow(b, k) if positive_constant(b) && k.num().is_some() => Some(k * apply(Ln, b)),
            X::Pow(b, k) if positive_constant(b) && !k.has(I) => Some(k * apply(Ln, b)),
            _ => None,
        },
        Abs => match x.get() {
            X::Num(q) => Some(num(q.abs())),
            X::Add(_) if surely_positive(x) => Some(x),
            X::Mul(factors) => {
                let (q, rest) = x.coefficient();
                if q.is_one() {
                    let (known, rest): (Vec<E>, Vec<E>) = factors
                        .iter()
                        .partition(|factor| factor.is_number() || surely_positive(**factor));
                    (!known.is_empty() && !rest.is_empty())
                        .then(|| mul([apply(Abs, mul(known)), apply(Abs, mul(rest))]))
                } else {
                    Some(mul([num(q.abs()), apply(Abs, rest)]))
                }
            }
            X::Fun(Abs, _) => Some(x),
            _ if x.has(I) && x.is_number() => complex_size(x),
            X::Pow(_, k) if k.as_int().is_some_and(|k| k % 2 == 0) => Some(x),
            X::Pow(b, k) if k.as_int().is_some() => Some(pow(apply(Abs, b), k)),
            X::Pow(b, k) if positive_constant(b) && !k.has(I) => Some(x),
            X::Pow(_, k) if k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d % 2 == 0) => {
                Some(x)
            }
            _ if x.is_number() => {
                crate::value::sign(x).map(|sign| if sign < 0 { negated(x) } else { x })
            }
            _ => None,
        },
        Sign => crate::value::sign(x).map(|sign| int(i64::from(sign))),
        Factorial => x
            .as_int()
            .filter(|n| (0..=170).contains(n))
            .map(|n| num((1..=n).fold(Q::ONE, |all, k| &all * &Q::int(k)))),
        Floor => x.num().map(|q| num(q.floor())),
        Ceiling => x.num().map(|q| num(-&(-&q).floor())),
        _ => None,
    };
    if let Some(value) = value {
        return value;
    }
    if let (Sin | Cos, Some(r)) = (f, &pi) {
        return first_quadrant(f, r);
    }
    // A function of its inverse.
    if let X::Fun(g, inner) = x.get() {
        let undone = match (f, g) {
            (Sin, Asin) | (Cos, Acos) | (Tan, Atan) | (Cot, Acot) | (Sec, Asec) | (Csc, Acsc) => {
                Some(inner)
            }
            (Sinh, Asinh) | (Cosh, Acosh) | (Tanh, Atanh) | (Asinh, Sinh) | (Atanh, Tanh) => {
                Some(inner)
            }
            (Asin, Sin) | (Acos, Cos) | (Atan, Tan) if inner.is_number() => principal(f, inner),
            (Asin, Cos) | (Acos, Sin) if inner.is_number() => principal(f, PI * HALF - inner),
            (Sin, Acos) | (Cos, Asin) => Some(sqrt(ONE - inner * inner)),
            (Cos, Atan) | (Sin, Acot) => Some(ONE / sqrt(ONE + inner * inner)),
            (Sin, Atan) | (Cos, Acot) => Some(inner / sqrt(ONE + inner * inner)),
            (Tan, Acot) | (Cot, Atan) => Some(ONE / inner),
            (Sec, Atan) | (Csc, Acot) => Some(sqrt(ONE + inner * inner)),
            (Tan, Asin) => Some(inner / sqrt(ONE - inner * inner)),
            (Tan, Acos) => Some(sqrt(ONE - inner * inner) / inner),
            _ => None,
        };
        if let Some(undone) = undone {
            return undone;
        }
    }
    intern(X::Fun(f, x))
}

/// A positive number or its square root.
fn is_root(e: E) -> bool {
    let (base, k) = e.base_exponent();
    base.num().is_some_and(|q| !q.is_negative()) && (k == ONE || k == HALF)
}

/// Positive at a glance: numbers, powers of numbers and even powers added, not all of them even powers.
pub(crate) fn surely_positive(e: E) -> bool {
    let above = |f: &E| match f.get() {
        X::Num(q) => !q.is_negative(),
        X::Pow(b, k) => positive_constant(b) && !k.has(I),
        _ => false,
    };
    let even = |f: &E| f.base_exponent().1.as_int().is_some_and(|k| k % 2 == 0) && !f.has(I);
    let terms = e.terms();
    terms.iter().any(|t| t.factors().iter().all(above))
        && terms.iter().all(|t| t.factors().iter().all(|f| above(f) || even(f)))
}

/// Whether letters stand with a minus sign in front: `-a²`.
pub(crate) fn make_negative(e: E) -> bool {
    leads_negative(e)
}
