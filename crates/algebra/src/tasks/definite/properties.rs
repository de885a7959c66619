//! Properties of definite integrals: f(x) and f(a + b - x) together are often plain (king's rule), logarithms of sines
//! over quarter periods, Euler's integrals.

use crate::algebra::{coefficients, expand};
use crate::complex::real;
use crate::expr::{
    E, EULER, F, HALF, INFINITY, MINUS_ONE, ONE, PI, TWO, UNDEFINED, X, ZERO, add, apply, int, ln,
    mul, num, pow, powi, sqrt, sym,
};
use crate::number::Q;
use crate::tasks::simplify::{evaluated, simplest};
use crate::value::value;

/// What a property makes of an integral.
pub(super) enum Property {
    /// f(x) + f(a + b - x) is this constant.
    Constant(E),
    /// I = ½ ∫ of this.
    Half(E),
    /// The value, by a standard result.
    Known(E),
    /// The integrand and the limits in θ, where x = tan θ.
    Tangent(E, E, E),
}

fn samples(a: f64, b: f64) -> impl Iterator<Item = f64> {
    [0.07, 0.19, 0.31, 0.43, 0.59, 0.68, 0.83, 0.94].into_iter().map(move |t| a + (b - a) * t)
}

/// sin(π/2 - x) = cos x and its kin: quarter turns leave the angles.
pub(super) fn turned(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Fun(f, h) = part.get() else { return part };
        if !crate::trig::is_circular(f) {
            return part;
        }
        let h = expand(h);
        let Some(quarters) = h.terms().into_iter().find_map(|term| {
            let (q, rest) = term.coefficient();
            let double = &q * &Q::int(2);
            (rest == PI && double.is_integer()).then(|| double.as_i64()).flatten()
        }) else {
            return part;
        };
        let rest = expand(h - int(quarters) * PI * HALF);
        if rest == ZERO {
            return part;
        }
        let (s, c) = (apply(F::Sin, rest), apply(F::Cos, rest));
        let (sine, cosine) = match quarters.rem_euclid(4) {
            0 => (s, c),
            1 => (c, -s),
            2 => (-s, -c),
            _ => (-c, s),
        };
        let odd = quarters.rem_euclid(2) == 1;
        let sign = |e: E| if e.coefficient().0.is_negative() { MINUS_ONE } else { ONE };
        match f {
            F::Sin => sine,
            F::Cos => cosine,
            F::Tan | F::Cot => {
                let name = if odd == (f == F::Tan) { F::Cot } else { F::Tan };
                if odd { -apply(name, rest) } else { apply(f, rest) }
            }
            F::Sec => {
                let name = if odd { F::Csc } else { F::Sec };
                sign(cosine) * sign(if odd { s } else { c }) * apply(name, rest)
            }
            _ => {
                let name = if odd { F::Sec } else { F::Csc };
                sign(sine) * sign(if odd { c } else { s }) * apply(name, rest)
            }
        }
    })
}

/// Whether a plain antiderivative is unlikely, so that a property is the textbook's way: quotients of sums of powers
/// or functions, logarithms of functions, x beside functions in a quotient.
pub(super) fn hopeful(f: E, x: E) -> bool {
    let sums = f.any(&|part| {
        matches!(part.get(), X::Pow(base, k) if base.has(x)
            && k.num().is_some_and(|q| q.is_negative())
            && matches!(base.get(), X::Add(_))
            && (base.has_fun(&|_| true) || base.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.as_int().is_none()))))
    });
    let logs = f.any(&|part| matches!(part.get(), X::Fun(F::Ln, h) if h.has_fun(&|_| true) || matches!(h.get(), X::Add(_))));
    let gauss = f.any(&|part| matches!(part.get(), X::Pow(EULER, k) if k.has(x)));
    let fractions = f.any(&|part| matches!(part.get(), X::Pow(b, k) if b.has(x) && k.has(x)));
    let log_by_tangent = f.has_fun(&|g| g == F::Ln) && f.factors().contains(&below_tangent(x));
    sums || logs || gauss || fractions || log_by_tangent
}

/// The property that helps with ∫ from a to b, if there is one.
pub(super) fn property(f: E, x: E, a: E, b: E) -> Option<Property> {
    if let Some(known) = euler(f, x, a, b).or_else(|| log_sines(f, x, a, b)) {
        return Some(Property::Known(known));
    }
    // Letters other than x as positive numbers.
    let given: Vec<_> = [f, a, b]
        .into_iter()
        .flat_map(E::symbols)
        .filter(|&e| e != x)
        .enumerate()
        .map(|(k, e)| (e, real(1.37 + 0.53 * k as f64)))
        .collect();
    let number = |e: E| {
        let v = value(e, &given);
        (v.is_finite() && v.is_real()).then_some(v.re)
    };
    let (Some(low), Some(high)) = (number(a), number(b)) else {
        return tangent(f, x, a, b);
    };
    if low == high {
        return None;
    }
    let g = f.replace(x, expand(a + b - x));
    let sum = |v: f64| {
        let at = [&[(x, real(v))], given.as_slice()].concat();
        value(f, &at) + value(g, &at)
    };
    let values: Vec<_> = samples(low, high).map(sum).filter(|y| y.is_finite()).collect();
    if values.len() >= 5 && values.iter().all(|y| (*y - values[0]).abs() < 1e-10 * y.abs().max(1.0))
    {
        let middle = expand((a + b) * HALF);
        let at = |e: E| f.replace(x, e);
        for candidate in [at(a) + at(b), TWO * at(middle)] {
            if candidate == UNDEFINED || candidate.has(INFINITY) {
                continue;
            }
            let candidate = evaluated(candidate);
            let fits = number(candidate)
                .is_some_and(|v| (v - values[0].re).abs() < 1e-9 * v.abs().max(1.0));
            if fits && values[0].is_real() {
                return Some(Property::Constant(candidate));
            }
        }
    }
    // x·h(x) with h symmetric, and other sums that are simpler than f.
    let g = turned(g);
    let both = simplest(f + g);
    let bare = |e: E| {
        coefficients(e, x).is_some()
            || e.terms().iter().any(|term| term.factors().iter().any(|p| p.base_exponent().0 == x))
    };
    let shorter = both.size() < f.size() || (bare(f) && !bare(both)) || (f.has(x) && !both.has(x));
    if both != UNDEFINED && shorter && both != f {
        return Some(Property::Half(both));
    }
    tangent(f, x, a, b)
}

/// What x = tan θ takes away.
fn below_tangent(x: E) -> E {
    powi(ONE + x * x, -1)
}

/// 1/(1 + x²) beside something that is no power of x, from 0 to 1 or to infinity: x = tan θ.
fn tangent(f: E, x: E, a: E, b: E) -> Option<Property> {
    let below = below_tangent(x);
    if !f.factors().contains(&below) || a != ZERO || !(b == ONE || b == INFINITY) {
        return None;
    }
    let rest = f / below;
    let theta = sym("theta");
    let inner = rest.replace(x, apply(F::Tan, theta));
    Some(Property::Tangent(inner, ZERO, if b == ONE { PI / int(4) } else { PI * HALF }))
}

/// ∫ x^s e^{-a x^k} from 0 to ∞ = Γ((s+1)/k) / (k a^{(s+1)/k}); over the whole line twice that, for even integrands.
fn euler(f: E, x: E, a: E, b: E) -> Option<E> {
    if b != INFINITY {
        return None;
    }
    let double = a == -INFINITY;
    if a != ZERO && !double {
        return None;
    }
    let (mut front, mut s, mut exponent) = (ONE, Q::ZERO, None);
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        if !factor.has(x) {
            front = front * factor;
        } else if base == x {
            s = &s + &k.num()?;
        } else if base == EULER && exponent.is_none() {
            exponent = Some(k);
        } else {
            return None;
        }
    }
    let (rate, body) = exponent?.coefficient();
    let (base, k) = body.base_exponent();
    let k = k.num().filter(|k| base == x && !k.is_negative())?;
    if !rate.is_negative() || s <= Q::int(-1) {
        return None;
    }
    if double && (k.as_i64()? % 2 != 0 || s.as_i64()? < 0) {
        return None;
    }
    if double && s.as_i64()? % 2 != 0 {
        return Some(ZERO);
    }
    let order = &(&s + &Q::ONE) / &k;
    let gamma = gamma(&order)?;
    let one = mul([front, gamma, pow(num(-&rate), num(-&order)), num(k.reciprocal())]);
    Some(if double { TWO * one } else { one })
}

/// Γ at whole and half numbers.
fn gamma(q: &Q) -> Option<E> {
    let (n, d) = q.parts()?;
    if n <= 0 || n > 60 {
        return None;
    }
    match d {
        1 => Some(num((1..n).fold(Q::ONE, |all, k| &all * &Q::int(k)))),
        2 => {
            let mut out = Q::ONE;
            let mut left = Q::new(n, 2);
            while left > Q::new(1, 2) {
                left = &left - &Q::ONE;
                out = &out * &left;
            }
            Some(num(out) * sqrt(PI))
        }
        _ => None,
    }
}

/// Logarithms of sines and cosines over quarter periods: each is -(π/2) ln 2 a quarter.
fn log_sines(f: E, x: E, a: E, b: E) -> Option<E> {
    if a != ZERO {
        return None;
    }
    let (quarters, rest) = b.coefficient();
    let quarters = &quarters * &Q::int(2);
    if rest != PI {
        return None;
    }
    let mut out = Vec::new();
    for term in f.terms() {
        let (bound, free) = term.factors_by(x);
        let front = mul(free);
        let [log] = bound.as_slice() else {
            if bound.is_empty() {
                out.push(front * b);
                continue;
            }
            return None;
        };
        let X::Fun(F::Ln, inner) = log.get() else { return None };
        let inner = crate::tasks::integrate::doubled_angles(inner);
        // 1 + tan² θ = sec² θ
        let inner = if inner.terms().len() > 1 { crate::trig::shortened(inner) } else { inner };
        let inner = crate::trig::in_sines(inner);
        for factor in inner.factors() {
            let (base, k) = factor.base_exponent();
            if !factor.has(x) {
                out.push(front * ln(factor) * b);
                continue;
            }
            let power = k.num()?;
            let base = match base.get() {
                X::Fun(F::Abs, inner) => inner,
                _ => base,
            };
            let X::Fun(g @ (F::Sin | F::Cos), h) = base.get() else { return None };
            let c = coefficients(h, x).filter(|c| c.len() == 2 && c[0] == ZERO)?;
            let turns = &quarters * &c[1].num()?.abs();
            // Inside one quarter for a cosine, two for a sine: the logarithm is real.
            let most = Q::int(if g == F::Sin { 2 } else { 1 });
            let even = power.as_i64().is_some_and(|k| k % 2 == 0);
            if !turns.is_integer() || (turns > most && !even) {
                return None;
            }
            // The mean of ln sin over whole quarters is -ln 2.
            out.push(-(front * num(power) * b * ln(TWO)));
        }
    }
    (!out.is_empty()).then(|| expand(add(out)))
}

/// A period of which the interval holds several: the period and how many.
pub(super) fn period(f: E, x: E, a: E, b: E) -> Option<(E, i64)> {
    if !f.has_fun(&crate::trig::is_circular) || !f.symbols().iter().all(|&e| e == x) {
        return None;
    }
    let width = expand(b - a);
    for period in [PI * HALF, PI, TWO * PI] {
        let Some(count) = (width / period).as_int().filter(|&n| n > 2) else { continue };
        let g = f.replace(x, x + period);
        let same = samples(0.1, 6.0).all(|v| {
            let at = [(x, real(v))];
            let (p, q) = (value(f, &at), value(g, &at));
            p.is_finite() && q.is_finite() && (p - q).abs() < 1e-10 * p.abs().max(1.0)
        });
        if same {
            return Some((period, count));
        }
    }
    None
}
