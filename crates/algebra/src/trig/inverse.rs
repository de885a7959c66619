//! Sums of inverse functions of numbers as one angle: each is the argument of a complex number, and arguments add.

use crate::expr::{E, F, HALF, I, ONE, PI, X, ZERO, add, apply, int, sqrt};
use crate::tasks::simplify::cost;
use crate::textbook::plain;
use crate::value::real_value;

/// Multiples of an angle that are worked out.
const TIMES: i64 = 8;

/// The sum as one angle, and the law a textbook uses for it. `None`: it is no such sum, or has no shorter form.
pub(crate) fn joined(e: E) -> Option<(E, &'static str)> {
    let (mut rest, mut kinds, mut turns) = (Vec::new(), Vec::new(), 0);
    let mut product = (ONE, ZERO);
    for term in e.terms() {
        let (times, angle) = term.coefficient();
        let (x, y) = match angle.get() {
            X::Fun(F::Atan, u) if u.is_number() => (ONE, u),
            X::Fun(F::Acot, u) if u.is_number() => (u, ONE),
            X::Fun(F::Asin, s) if s.is_number() => (sqrt(ONE - s * s), s),
            X::Fun(F::Acos, c) if c.is_number() => (c, sqrt(ONE - c * c)),
            _ if angle == PI => {
                rest.push(term);
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
        if let X::Fun(f, _) = angle.get() {
            kinds.push(f);
        }
    }
    if turns < 2 || kinds.is_empty() {
        return None;
    }
    let (x, y) = product;
    if [x, y].iter().any(|e| e.has(I) || !e.is_number()) {
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

/// sin⁻¹ u + cos⁻¹ u = π/2, and tan⁻¹ u + cot⁻¹ u = π/2.
pub(crate) fn complements(e: E) -> E {
    let has = |f: F| e.has_fun(&move |g| g == f);
    if !(has(F::Asin) && has(F::Acos) || has(F::Atan) && has(F::Acot)) {
        return e;
    }
    crate::algebra::expand(e.rewrite(&mut |part| match part.get() {
        X::Fun(F::Acos, u) => PI * HALF - apply(F::Asin, u),
        X::Fun(F::Acot, u) => PI * HALF - apply(F::Atan, u),
        _ => part,
    }))
}
