//! Square roots of rational functions joined under one root, squares taken out: √(1 + x)/√(1 - x²) = 1/√(1 - x).

use super::methods::is_rational;
use crate::algebra::{factors, fraction, together};
use crate::complex::real;
use crate::expr::{E, UNDEFINED, add, mul, num, pow, powi};
use crate::number::Q;
use crate::value::value;

/// Term by term; the expression itself where nothing is gained. Signs are those at one point at which all roots are real:
/// what is made from it has to be verified.
pub(super) fn joined(f: E, x: E) -> E {
    let out = add(f.terms().into_iter().map(|term| joined_term(term, x).unwrap_or(term)));
    if out != UNDEFINED && out.size() < f.size() { out } else { f }
}

fn joined_term(f: E, x: E) -> Option<E> {
    let is_half = |k: E| k.num().and_then(|q| q.parts()).is_some_and(|(_, d)| d == 2);
    let (roots, rest): (Vec<E>, Vec<E>) = f.factors().into_iter().partition(|factor| {
        let (base, k) = factor.base_exponent();
        base.has(x) && is_half(k) && is_rational(base, x)
    });
    if roots.is_empty() {
        return None;
    }
    let (rational, other): (Vec<E>, Vec<E>) =
        rest.into_iter().partition(|&factor| is_rational(factor, x));
    let point = point(&roots, x)?;
    let positive = |e: E| -> Option<E> {
        let v = value(e, &point);
        (v.is_finite() && v.re != 0.0).then(|| if v.re < 0.0 { -e } else { e })
    };
    let square = mul(roots.iter().map(|root| {
        let (base, k) = root.base_exponent();
        pow(base, k + k)
    }));
    let (top, bottom) = fraction(square);
    let (mut outside, mut inside) = (vec![together(mul(rational))], Vec::new());
    for (part, sign) in [(top, 1), (bottom, -1)] {
        let (front, powers) = factors(part)?;
        inside.push(pow(num(front.abs()), num(Q::new(sign, 2))));
        for (base, times) in powers {
            let base = positive(base)?;
            outside.push(powi(base, sign * (times / 2)));
            if times % 2 == 1 {
                inside.push(pow(base, num(Q::new(sign, 2))));
            }
        }
    }
    let outside = mul(outside);
    let outside = if is_rational(outside, x) { together(outside) } else { outside };
    Some(mul(inside.into_iter().chain(other).chain([outside])))
}

/// Values of all letters at which all of these roots are real.
fn point(roots: &[E], x: E) -> Option<Vec<(E, crate::complex::C)>> {
    let mut letters = mul(roots.iter().copied()).symbols();
    letters.retain(|&e| e != x);
    [0.41, 1.73, 3.1, 7.3, 0.07, -0.37, -1.61, -5.3].into_iter().find_map(|v| {
        let mut point = vec![(x, real(v))];
        point.extend(letters.iter().enumerate().map(|(j, &e)| (e, real(2.3 + 0.7 * j as f64))));
        let is_real = |root: &E| {
            let v = value(*root, &point);
            v.is_finite() && v.is_real()
        };
        roots.iter().all(is_real).then_some(point)
    })
}
