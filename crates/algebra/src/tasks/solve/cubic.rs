//! Cubics without a rational root: Cardano's formula where one root is real, Vieta's cosines where three are.

use crate::algebra::{coefficients, expand, factors};
use crate::expr::{E, F, PI, TWO, ZERO, add, apply, int, pow, powi, rat, sqrt, sym};
use crate::show::show;
use crate::tasks::simplify::evaluated;
use crate::work::{Parameters, Work, named};

/// y³ + py + q = 0 for y = x + shift, and q²/4 + p³/27.
struct Depressed {
    shift: E,
    p: E,
    q: E,
    d: E,
}

fn depressed(f: E, x: E) -> Option<Depressed> {
    let c = coefficients(expand(f), x).filter(|c| c.len() == 4)?;
    let pure = c[1] == ZERO && c[2] == ZERO;
    if pure || c.iter().any(|e| e.num().is_none()) || factors(f)?.1.len() > 1 {
        return None;
    }
    let [d, c, b, a] = [c[0], c[1], c[2], c[3]];
    let (b, c, d) = (b / a, c / a, d / a);
    let p = c - b * b / int(3);
    let q = int(2) * powi(b, 3) / int(27) - b * c / int(3) + d;
    let d = evaluated(q * q / int(4) + powi(p, 3) / int(27));
    Some(Depressed { shift: b / int(3), p, q, d })
}

pub(super) fn roots(f: E, x: E) -> Option<Vec<E>> {
    let Depressed { shift, p, q, d } = depressed(f, x)?;
    let third = rat(1, 3);
    if crate::value::sign(d)? > 0 {
        let root = evaluated(sqrt(d));
        let part = |e: E| pow(evaluated(-q / TWO + e), third);
        return Some(vec![part(root) + part(-root) - shift]);
    }
    let wide = TWO * evaluated(sqrt(-p / int(3)));
    let angle = apply(F::Acos, evaluated(int(3) * q / (TWO * p) * sqrt(-int(3) / p)));
    let one = |k: i64| wide * apply(F::Cos, expand((angle - TWO * PI * int(k)) * third)) - shift;
    Some((0..3).map(one).collect())
}

/// The line without a square, for y where it is not x.
pub(super) fn lines(work: &mut Work, f: E, x: E) {
    let Some(Depressed { shift, p, q, .. }) = depressed(f, x) else { return };
    if shift == ZERO {
        return;
    }
    let letter = if x == sym("y") { "t" } else { "y" };
    let y = sym(letter);
    work.given.push((letter.to_owned(), show(x + shift)));
    let line = super::zero_line(show(add([powi(y, 3), p * y, q])));
    work.to("put power", line, vec![named("expression", x + shift), named("letter", y)]);
}

/// By which formula the roots were found.
pub(super) fn rule(f: E, x: E) -> Option<(&'static str, Parameters)> {
    let Depressed { shift, d, .. } = depressed(f, x)?;
    let letter = match (shift == ZERO, x == sym("y")) {
        (true, _) => x,
        (false, true) => sym("t"),
        _ => sym("y"),
    };
    let rule = if crate::value::sign(d)? > 0 { "cardano" } else { "three cosines" };
    Some((rule, vec![named("d", d), named("y", letter)]))
}
