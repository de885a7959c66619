//! An inverse function becomes the letter: x = sin t, tan t, sec t.

use super::methods::{linear, quiet};
use crate::algebra::together;
use crate::expr::{E, F, HALF, ONE, UNDEFINED, X, apply, num, pow, powi, sqrt, sym};
use crate::number::Q;

/// With t = f⁻¹(a x + b), for one inverse function in the integrand; roots of 1 - u², 1 + u² or u² - 1 become functions of t.
pub(super) fn by_inverse(f: E, x: E, depth: usize) -> Option<E> {
    if depth > 2 || f.size() > 80 {
        return None;
    }
    let mut found: Option<(F, E)> = None;
    let mut several = false;
    f.rewrite(&mut |part| {
        if let X::Fun(g @ (F::Asin | F::Acos | F::Atan | F::Asec), u) = part.get()
            && u.has(x)
        {
            several |= found.is_some_and(|known| known != (g, u));
            found = Some((g, u));
        }
        part
    });
    let (g, u) = found.filter(|_| !several)?;
    let (a, b) = linear(u, x)?;
    let t = sym("__i");
    let of = |f: F| apply(f, t);
    // What u is, what √ of the square beside it is, that square, and du/dt.
    let (of_t, root, square, slope) = match g {
        F::Asin => (of(F::Sin), of(F::Cos), ONE - u * u, of(F::Cos)),
        F::Acos => (of(F::Cos), of(F::Sin), ONE - u * u, -of(F::Sin)),
        F::Atan => (of(F::Tan), of(F::Sec), ONE + u * u, powi(of(F::Sec), 2)),
        _ => (of(F::Sec), of(F::Tan), u * u - ONE, of(F::Sec) * of(F::Tan)),
    };
    let letter = f.replace(apply(g, u), t).rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if base.has(x) => match k.num().and_then(|q| q.parts()) {
            Some((n, 2)) => {
                let ratio = together(base / square);
                if ratio.has(x) { part } else { pow(ratio, num(Q::new(n, 2))) * powi(root, n) }
            }
            Some((n, 1)) if n < 0 => {
                let ratio = together(base / square);
                if ratio.has(x) { part } else { powi(ratio, n) * powi(root, 2 * n) }
            }
            _ => part,
        },
        _ => part,
    });
    let inner = letter.replace(x, (of_t - b) / a) * slope / a;
    let is_left = |part: E| matches!(part.get(), X::Pow(h, k) if h.has(t) && k.num().is_some_and(|q| !q.is_integer()));
    if inner == UNDEFINED || inner.has(x) || inner.any(&is_left) {
        return None;
    }
    let inner = crate::tasks::simplify::simplest(inner);
    let found = quiet(inner, t, depth + 3)?;
    let (sine, cosine) = match g {
        F::Asin => (u, sqrt(ONE - u * u)),
        F::Acos => (sqrt(ONE - u * u), u),
        F::Atan => (u / sqrt(square), ONE / sqrt(square)),
        _ => (sqrt(square) / u, ONE / u),
    };
    let half = apply(F::Tan, t * HALF);
    let (s, c) = (of(F::Sin), of(F::Cos));
    let back =
        crate::trig::single_angles(crate::trig::in_sines(found.replace(half, (ONE - c) / s)));
    let back = back.replace(s, sine).replace(c, cosine).replace(t, apply(g, u));
    let back = back.rewrite(&mut |part| match part.get() {
        X::Fun(F::Abs, inner) => apply(F::Abs, super::radicals::joined(inner, x)),
        _ => part,
    });
    (back != UNDEFINED && !back.has(t)).then_some(back)
}
