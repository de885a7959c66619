//! Rational functions: partial fractions, logarithms and arctangents.

use crate::algebra::{coefficients, expand, fraction};
use crate::expr::{E, F, ONE, TWO, ZERO, add, apply, int, mul, num, powi, rat, sqrt, sym};
use crate::number::Q;
use crate::show::ln_abs;
use crate::value::sign;

use super::residues;

/// The integral of a rational function of x; other letters count as constants.
pub(crate) fn rational(f: E, x: E) -> Option<E> {
    let (top, bottom) = fraction(f);
    coefficients(top, x)?;
    coefficients(bottom, x)?;
    if !bottom.has(x) {
        return polynomial(f, x);
    }
    let parts = crate::tasks::fractions::apart(f, x)?;
    let mut out = Vec::new();
    for part in parts {
        out.push(piece(part, x)?);
    }
    Some(add(out))
}

pub(crate) fn polynomial(f: E, x: E) -> Option<E> {
    let c = coefficients(f, x)?;
    Some(add(c.iter().enumerate().map(|(k, &c)| c * powi(x, k as i64 + 1) * rat(1, k as i64 + 1))))
}

/// One partial fraction: numerator over a power of an irreducible polynomial.
fn piece(part: E, x: E) -> Option<E> {
    if let Some(c) = coefficients(part, x) {
        return polynomial(crate::algebra::from_coefficients(&c, x), x);
    }
    let mut base = None;
    let mut rest = Vec::new();
    for factor in part.factors() {
        let (b, k) = factor.base_exponent();
        match k.as_int() {
            Some(k) if k < 0 && b.has(x) && base.is_none() => base = Some((b, -k)),
            _ => rest.push(factor),
        }
    }
    let (base, power) = base?;
    let top = coefficients(mul(rest), x)?;
    let c = coefficients(base, x)?;
    match c.len() - 1 {
        1 => {
            let [n] = top.as_slice() else { return None };
            let front = *n / c[1];
            Some(if power == 1 {
                front * ln_abs(base)
            } else {
                front * powi(base, 1 - power) * rat(1, 1 - power)
            })
        }
        2 => {
            let (n0, n1) = (top[0], top.get(1).copied().unwrap_or(ZERO));
            quadratic_piece(n1, n0, c[2], c[1], c[0], power, base, x)
        }
        4 if power == 1 && c[1] == ZERO && c[3] == ZERO => biquadratic(&top, &c, x),
        4 if power == 1 => quartic(&top, &c, x).or_else(|| residues::logarithms(&top, &c, x)),
        _ if power == 1 => residues::logarithms(&top, &c, x),
        _ => None,
    }
}

/// ∫ (n1 x + n0) / (a x² + b x + c)^power.
#[allow(clippy::too_many_arguments, reason = "the coefficients of one formula")]
fn quadratic_piece(n1: E, n0: E, a: E, b: E, c: E, power: i64, base: E, x: E) -> Option<E> {
    let d = expand(int(4) * a * c - b * b);
    // 4 cos² a - 4 is -4 sin² a: never positive.
    let d = if d.has_fun(&crate::trig::is_circular) { crate::trig::shortened(d) } else { d };
    let negative = d.terms().iter().all(|t| {
        t.coefficient().0.is_negative()
            && t.factors().iter().all(|f| {
                f.num().is_some() || f.base_exponent().1.as_int().is_some_and(|k| k % 2 == 0)
            })
    });
    let negative = negative || sign(d) == Some(-1);
    // n1 x + n0 = n1/(2a) (2 a x + b) + m
    let front = n1 / (TWO * a);
    let m = expand(n0 - front * b);
    let slope = TWO * a * x + b;
    let logarithm = if n1 == ZERO {
        ZERO
    } else if power == 1 {
        let positive = sign(d) == Some(1);
        front * if positive { crate::expr::ln(base) } else { ln_abs(base) }
    } else {
        front * powi(base, 1 - power) * rat(1, 1 - power)
    };
    if m == ZERO {
        return Some(logarithm);
    }
    // J(k) = ∫ 1/Q^k; J(k+1) = slope/(k d Q^k) + 2a(2k-1)/(k d) J(k)
    let mut j = match sign(d) {
        _ if negative => {
            let root = crate::tasks::simplify::evaluated(sqrt(-d));
            ONE / root * (ln_abs((slope - root) / (slope + root)))
        }
        Some(0) => -TWO / slope,
        _ => {
            let root = if d.is_number() {
                crate::tasks::simplify::evaluated(sqrt(d))
            } else {
                sqrt(crate::algebra::factored(d))
            };
            let ratio = expand(slope / root);
            let ratio = if root.num().is_some() {
                crate::algebra::together(ratio)
            } else {
                crate::algebra::rationalized(ratio)
            };
            TWO / root * apply(F::Atan, ratio)
        }
    };
    for k in 1..power {
        let k = int(k);
        j = slope / (k * d * crate::expr::pow(base, k)) + TWO * a * (TWO * k - ONE) / (k * d) * j;
    }
    Some(logarithm + m * j)
}

/// Over x⁴ + p x² + q without rational factors: two quadratics with a root.
fn biquadratic(top: &[E], c: &[E], x: E) -> Option<E> {
    let (lead, p, q) = (c[4], c[2] / c[4], c[0] / c[4]);
    let (p, q) = (p.num()?, q.num()?);
    let discriminant = &(&p * &p) - &(&Q::int(4) * &q);
    let factors = if discriminant.is_negative() {
        // (x² + a x + s)(x² - a x + s) with s = √q, a = √(2s - p)
        let s = sqrt(num(q));
        let a = crate::tasks::simplify::evaluated(sqrt(TWO * s - num(p)));
        let a = crate::tasks::solve::roots::denested(a);
        [x * x + a * x + s, x * x - a * x + s]
    } else {
        let root = sqrt(num(discriminant));
        [x * x + (num(p.clone()) - root) * rat(1, 2), x * x + (num(p) + root) * rat(1, 2)]
    };
    two_quadratics(top, lead, factors, x)
}

/// Over a quartic that comes apart into two real quadratics when one root is taken, as x⁴ - x³ + x² - x + 1 does.
fn quartic(top: &[E], c: &[E], x: E) -> Option<E> {
    let lead = c[4];
    let monic: Vec<Q> = c[..4].iter().map(|&e| (e / lead).num()).collect::<Option<_>>()?;
    let [d, c1, b, a] = monic.as_slice() else { return None };
    let four = Q::int(4);
    // (x² + p x + r)(x² + s x + t): r + t is a root of the resolvent cubic (Ferrari).
    let y = sym("__y");
    let constant = &(&(&(a * a) * d) - &(&four * &(b * d))) + &(c1 * c1);
    let resolvent = powi(y, 3) - num(b.clone()) * powi(y, 2) + num(&(a * c1) - &(&four * d)) * y
        - num(constant);
    let (_, parts) = crate::algebra::factors(resolvent)?;
    for (part, _) in parts {
        let Some([low, high]) = coefficients(part, y).and_then(|c| <[E; 2]>::try_from(c).ok())
        else {
            continue;
        };
        let Some(y) = (-low / high).num() else { continue };
        let products = &(&y * &y) - &(&four * d);
        let sums = &(a * a) - &(&four * &(b - &y));
        if products.is_negative() || sums.is_negative() {
            continue;
        }
        let half = |q: &Q, root: E| (num(q.clone()) + root) * rat(1, 2);
        let (u, v) = (sqrt(num(products)), sqrt(num(sums)));
        for u in [u, -u] {
            let (p, s, r, t) = (half(a, v), half(a, -v), half(&y, u), half(&y, -u));
            if expand(p * t + s * r) == num(c1.clone()) {
                let factors =
                    [x * x + expand(p) * x + expand(r), x * x + expand(s) * x + expand(t)];
                return two_quadratics(top, lead, factors, x);
            }
        }
    }
    None
}

/// (top / lead) / (f g) by partial fractions.
fn two_quadratics(top: &[E], lead: E, [f, g]: [E; 2], x: E) -> Option<E> {
    let (fc, gc) = (coefficients(f, x)?, coefficients(g, x)?);
    // (A x + B) g + (D x + G) f = top / lead
    let columns = [g * x, g, f * x, f].map(|e| coefficients(e, x));
    let at = |c: &[E], k: usize| c.get(k).copied().unwrap_or(ZERO);
    let mut rows = Vec::new();
    for k in 0..4 {
        let mut row: Vec<E> = Vec::new();
        for column in &columns {
            row.push(at(column.as_ref()?, k));
        }
        row.push(at(top, k) / lead);
        rows.push(row);
    }
    let v = crate::matrix::solve(rows)?;
    let v: Vec<E> = v.into_iter().map(crate::tasks::simplify::evaluated).collect();
    let one = quadratic_piece(v[0], v[1], ONE, at(&fc, 1), at(&fc, 0), 1, f, x)?;
    let two = quadratic_piece(v[2], v[3], ONE, at(&gc, 1), at(&gc, 0), 1, g, x)?;
    Some(one + two)
}
