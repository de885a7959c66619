//! Sums of inverse functions of numbers as one angle: each is the argument of a complex number, and arguments add.

use crate::complex::real;
use crate::expr::{E, F, HALF, I, ONE, PI, X, ZERO, add, apply, int, sqrt, sym};
use crate::tasks::simplify::cost;
use crate::textbook::plain;
use crate::value::real_value;

/// Multiples of an angle that are worked out.
const TIMES: i64 = 8;

/// The sum as one angle, and the law a textbook uses for it. `None`: it is no such sum, or has no shorter form.
pub(crate) fn joined(e: E) -> Option<(E, &'static str)> {
    let (rest, angles): (Vec<E>, Vec<E>) =
        e.terms().into_iter().partition(|term| term.coefficient().1 == PI);
    let (x, y, turns) = argument(&angles)?;
    let kind = |term: &E| match term.coefficient().1.get() {
        X::Fun(f, _) => Some(f),
        _ => None,
    };
    let kinds: Vec<F> = angles.iter().filter_map(kind).collect();
    if turns < 2 {
        return None;
    }
    let v = real_value(e)? - real_value(add(rest.iter().copied())).unwrap_or(0.0);
    let half_turn = std::f64::consts::PI;
    let same = |f: F| kinds.iter().all(|kind| *kind == f);
    let size = plain(sqrt(plain(x * x + y * y)));
    let (one, law) = if same(F::Asin) && v.abs() <= half_turn / 2.0 {
        let law = r"\sin^{-1}x\pm\sin^{-1}y=\sin^{-1}(x\sqrt{1-y^2}\pm y\sqrt{1-x^2})";
        (apply(F::Asin, plain(y / size)), law)
    } else if same(F::Acos) && (0.0..=half_turn).contains(&v) {
        let law = r"\cos^{-1}x\pm\cos^{-1}y=\cos^{-1}(xy\mp\sqrt{1-x^2}\sqrt{1-y^2})";
        (apply(F::Acos, plain(x / size)), law)
    } else if x == ZERO {
        (PI * HALF, r"\tan^{-1}x+\tan^{-1}\frac{1}{x}=\frac{\pi}{2}")
    } else {
        let law = r"\tan^{-1}x\pm\tan^{-1}y=\tan^{-1}\frac{x\pm y}{1\mp xy}";
        (apply(F::Atan, plain(y / x)), law)
    };
    let gap = (v - real_value(one)?) / half_turn;
    let k = libm::round(gap);
    if (gap - k).abs() > 1e-9 || k.abs() > 100.0 {
        return None;
    }
    let sum = add([one, int(k as i64) * PI].into_iter().chain(rest));
    (cost(sum) < cost(e)).then_some((sum, law))
}

/// A complex number whose argument is the sum of these multiples of inverse functions, up to full turns, and how many angles
/// are added.
fn argument(angles: &[E]) -> Option<(E, E, i64)> {
    let (mut product, mut turns) = ((ONE, ZERO), 0);
    for term in angles {
        let (times, angle) = term.coefficient();
        let (x, y) = match angle.get() {
            X::Fun(F::Atan, u) => (ONE, u),
            X::Fun(F::Acot, u) => (u, ONE),
            X::Fun(F::Asin, s) => (sqrt(ONE - s * s), s),
            X::Fun(F::Acos, c) => (c, sqrt(ONE - c * c)),
            _ if angle == PI => {
                let turn = (apply(F::Cos, *term), apply(F::Sin, *term));
                let (a, b) = product;
                product = (plain(a * turn.0 - b * turn.1), plain(a * turn.1 + b * turn.0));
                continue;
            }
            _ => return None,
        };
        let times = times.as_i64().filter(|k| k.abs() <= TIMES)?;
        let (x, y) = (plain(x), plain(if times < 0 { -y } else { y }));
        for _ in 0..times.abs() {
            let (a, b) = product;
            product = (plain(a * x - b * y), plain(a * y + b * x));
        }
        turns += times.abs();
    }
    let (x, y) = product;
    let real = |e: &E| !e.has(I);
    (turns > 0 && [x, y].iter().all(real)).then_some((x, y, turns))
}

/// tan(sin⁻¹ 3/5 + cot⁻¹ 3/2) = 17/6: circular functions of such sums, tangents of their halves as well.
pub(crate) fn of_sums(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Fun(f @ (F::Sin | F::Cos | F::Tan | F::Cot), inner) = part.get() else {
            return part;
        };
        let size = |x: E, y: E| plain(sqrt(plain(x * x + y * y)));
        let halves = |x: E, y: E| plain((size(x, y) - x) / y);
        let Some((x, y, _)) = argument(&inner.terms()) else {
            let twice = crate::algebra::expand(inner * int(2));
            return match argument(&twice.terms()) {
                Some((x, y, _)) if f == F::Tan && y != ZERO => halves(x, y),
                _ => part,
            };
        };
        let size = || size(x, y);
        plain(match f {
            F::Sin => y / size(),
            F::Cos => x / size(),
            F::Tan if x != ZERO => y / x,
            F::Cot if y != ZERO => x / y,
            _ => part,
        })
    })
}

/// A simpler angle with the same values as an inverse function at two points: tan⁻¹((cos x - sin x)/(cos x + sin x)) = π/4 - x,
/// tan⁻¹((√(1 + x²) - 1)/x) = ½ tan⁻¹ x. Whether and where it holds is for the check to say.
pub(crate) fn straightened(e: E) -> Option<E> {
    let (_, body) = e.coefficient();
    let X::Fun(F::Atan | F::Acot | F::Asin | F::Acos, inner) = body.get() else { return None };
    let x = match e.symbols().as_slice() {
        &[x] => x,
        letters => *letters.iter().find(|letter| **letter == sym("x"))?,
    };
    let others: Vec<E> = inner.symbols().into_iter().filter(|&letter| letter != x).collect();
    let a = match others.as_slice() {
        [] => ONE,
        &[a] => a,
        _ => return None,
    };
    let at = |e: E, k: i64| {
        let letters = [(x, real(0.05 * k as f64)), (a, real(1.4))];
        let v = crate::value::value(e, &letters);
        (v.is_finite() && v.is_real()).then_some(v.re)
    };
    [x, apply(F::Atan, x / a), apply(F::Asin, x / a)].into_iter().find_map(|angle| {
        // Twelfths of it, and of half a turn.
        let times = 12.0 * (at(e, 13)? - at(e, 6)?) / (at(angle, 13)? - at(angle, 6)?);
        let gap = 12.0 * at(e, 6)? - libm::round(times) * at(angle, 6)?;
        let (twelfths, turns) = (libm::round(times), libm::round(gap / std::f64::consts::PI));
        let near =
            (times - twelfths).abs() < 1e-7 && (gap - turns * std::f64::consts::PI).abs() < 1e-7;
        let part = |k: f64| crate::expr::rat(k as i64, 12);
        let out = part(twelfths) * angle + part(turns) * PI;
        (near && twelfths.abs() < 100.0 && cost(out) < cost(e)).then_some(out)
    })
}

/// sin⁻¹ u + cos⁻¹ u = π/2, tan⁻¹ u + cot⁻¹ u = π/2 and sec⁻¹ u + cosec⁻¹ u = π/2.
pub(crate) fn complements(e: E) -> E {
    let has = |f: F| e.has_fun(&move |g| g == f);
    let pairs = [(F::Asin, F::Acos), (F::Atan, F::Acot), (F::Asec, F::Acsc)];
    if !pairs.into_iter().any(|(f, g)| has(f) && has(g)) {
        return e;
    }
    crate::algebra::expand(e.rewrite(&mut |part| match part.get() {
        X::Fun(F::Acos, u) => PI * HALF - apply(F::Asin, u),
        X::Fun(F::Acot, u) => PI * HALF - apply(F::Atan, u),
        X::Fun(F::Acsc, u) => PI * HALF - apply(F::Asec, u),
        _ => part,
    }))
}
