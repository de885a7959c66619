//! Sums of sines and of cosines as products: sin A + sin B = 2 sin ½(A + B) cos ½(A - B) and its kin (NCERT class 11).

use crate::algebra::expand;
use crate::expr::{E, F, HALF, TWO, X, apply, leads_negative};

/// More terms than these are nobody's sum.
const MOST: usize = 4;

/// A front, sine or cosine, and its angle.
type Wave = (E, F, E);

fn wave(term: E) -> Option<Wave> {
    let (front, body) = term.coefficient();
    match body.get() {
        X::Fun(f @ (F::Sin | F::Cos), angle) => Some((crate::expr::num(front), f, angle)),
        _ => None,
    }
}

/// Two sines or two cosines with fronts that are alike but for the sign.
fn joined(&(a, f, p): &Wave, &(b, g, q): &Wave) -> Option<E> {
    let alike = a == b;
    if f != g || p == q || !(alike || a == -b) {
        return None;
    }
    let difference = expand(p - q);
    let turned = leads_negative(difference);
    let difference = if turned { expand(-difference) } else { difference };
    let (middle, apart) = (expand(p + q) * HALF, difference * HALF);
    // sin is odd, cos is even.
    let a = if turned && !alike { -a } else { a };
    let (sin, cos) = (|e: E| apply(F::Sin, e), |e: E| apply(F::Cos, e));
    Some(
        TWO * a
            * match (f, alike) {
                (F::Sin, true) => sin(middle) * cos(apart),
                (F::Sin, false) => cos(middle) * sin(apart),
                (_, true) => cos(middle) * cos(apart),
                (_, false) => -sin(middle) * sin(apart),
            },
    )
}

/// What two products have in common taken out: none where that is no sine or cosine.
fn taken_out(one: E, other: E) -> Option<E> {
    let theirs = other.factors();
    let common = one
        .factors()
        .into_iter()
        .find(|&part| matches!(part.get(), X::Fun(F::Sin | F::Cos, _)) && theirs.contains(&part))?;
    let rest = expand(one / common + other / common);
    Some(common * product(rest).unwrap_or(rest))
}

/// A sum of two to four sines or cosines as a product, the ones that belong together joined.
pub(crate) fn product(e: E) -> Option<E> {
    let terms = e.terms();
    if !(2..=MOST).contains(&terms.len()) {
        return None;
    }
    let waves = terms.into_iter().map(wave).collect::<Option<Vec<Wave>>>()?;
    for i in 0..waves.len() {
        for j in i + 1..waves.len() {
            let Some(pair) = joined(&waves[i], &waves[j]) else { continue };
            let rest: Vec<Wave> =
                (0..waves.len()).filter(|&k| k != i && k != j).map(|k| waves[k]).collect();
            let found = match rest.as_slice() {
                [] => Some(pair),
                [(front, f, angle)] => taken_out(pair, *front * apply(*f, *angle)),
                [one, other] => joined(one, other).and_then(|rest| taken_out(pair, rest)),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// The sums above and below a fraction's line as products, where all of them are.
pub(crate) fn products(e: E) -> Option<E> {
    let (top, bottom) = crate::algebra::split_fraction(e);
    let side = |e: E| if e.terms().len() == 1 { Some(e) } else { product(e) };
    let next = side(top)? / side(bottom)?;
    (next != e).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::{add, int, sym};

    fn sum(waves: &[(i64, F, i64)]) -> E {
        let x = sym("x");
        add(waves.iter().map(|&(a, f, k)| int(a) * apply(f, int(k) * x)))
    }

    #[test]
    fn sines_and_cosines_are_joined_in_pairs() {
        crate::expr::reset(1_000_000);
        let x = sym("x");
        let (s, c) = (|k: i64| apply(F::Sin, int(k) * x), |k: i64| apply(F::Cos, int(k) * x));
        assert_eq!(product(sum(&[(1, F::Sin, 5), (1, F::Sin, 3)])), Some(TWO * s(4) * c(1)));
        assert_eq!(product(sum(&[(1, F::Cos, 9), (-1, F::Cos, 5)])), Some(-TWO * s(7) * s(2)));
        let three = product(sum(&[(1, F::Sin, 7), (1, F::Sin, 4), (1, F::Sin, 1)]));
        assert_eq!(three, Some(s(4) * (TWO * c(3) + crate::expr::ONE)));
        // sin x + sin 3x + sin 5x + sin 7x = 4 cos x cos 2x sin 4x (NCERT class 11).
        let four = product(sum(&[(1, F::Sin, 1), (1, F::Sin, 3), (1, F::Sin, 5), (1, F::Sin, 7)]));
        assert_eq!(four, Some(int(4) * c(1) * c(2) * s(4)));
        assert_eq!(product(sum(&[(1, F::Sin, 1), (1, F::Cos, 2)])), None);
        assert_eq!(product(sum(&[(1, F::Sin, 1), (2, F::Sin, 3)])), None);
    }
}
