//! Equations in several angles, and in angles of several inverse functions.

use super::roots::{Set, both, quarter_turns, roots};
use crate::algebra::{expand, fraction};
use crate::expr::{E, F, HALF, MINUS_ONE, ONE, PI, TWO, UNDEFINED, X, ZERO, apply, mul, sqrt, sym};
use crate::number::Q;
use crate::tasks::simplify::evaluated;

/// c · g(h) with g sine or cosine.
struct Wave {
    front: E,
    function: F,
    angle: E,
}

/// An equation as a sum of waves.
struct Waves {
    waves: Vec<Wave>,
    constant: E,
    sum: E,
}

fn waves(f: E, x: E) -> Option<Waves> {
    let (top, _) = fraction(crate::trig::in_sines(f));
    let sum = crate::trig::linearized(top);
    let (mut found, mut constant): (Vec<Wave>, E) = (Vec::new(), ZERO);
    for term in sum.terms() {
        let (bound, free) = term.factors_by(x);
        let front = mul(free);
        match bound.as_slice() {
            [] => constant = constant + front,
            [wave] => match wave.get() {
                X::Fun(function @ (F::Sin | F::Cos), angle) => {
                    found.push(Wave { front, function, angle });
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(Waves { waves: found, constant, sum })
}

/// The two ways in which cos A = cos B: A = B + 2nπ, A = -B + 2nπ.
pub(super) fn equal_angles(f: E, x: E) -> Option<[(E, E); 2]> {
    let Waves { waves, constant, .. } = waves(f, x)?;
    let [p, q] = waves.as_slice() else { return None };
    let ratio = evaluated(-q.front / p.front);
    if constant != ZERO || p.angle == q.angle || (ratio != ONE && ratio != MINUS_ONE) {
        return None;
    }
    let turn = TWO * PI * sym("n");
    // Two sines, or two tangents that became them, keep their names: A = B or A = π - B.
    if p.function == F::Sin && q.function == F::Sin {
        let other = if ratio == ONE { q.angle } else { -q.angle };
        return Some([(p.angle, other + turn), (p.angle, PI - other + turn)]);
    }
    let cosine = |wave: &Wave| match wave.function {
        F::Sin => PI * HALF - wave.angle,
        _ => wave.angle,
    };
    let (a, b) = (cosine(p), cosine(q));
    let b = if ratio == ONE { b } else { PI - b };
    Some([(a, expand(b) + turn), (a, turn - expand(b))])
}

/// tan h = c, where the equation is a sine and a cosine of one angle.
pub(super) fn one_tangent(f: E, x: E) -> Option<(E, E)> {
    let all = waves(f, x)?;
    let [p, q] = all.waves.as_slice() else { return None };
    if p.angle != q.angle || all.constant != ZERO {
        return None;
    }
    let (sine, cosine) = if p.function == F::Sin { (p, q) } else { (q, p) };
    Some((apply(F::Tan, p.angle), evaluated(-cosine.front / sine.front)))
}

/// A sum of waves: one, two of one angle, or two of the same height.
pub(super) fn by_sums(f: E, x: E, depth: usize) -> Option<Set> {
    let all = waves(f, x)?;
    match all.waves.as_slice() {
        [_] => roots(all.sum, x, depth + 1),
        [p, q] if p.angle == q.angle => {
            if all.constant != ZERO {
                return (all.sum != f).then(|| roots(all.sum, x, depth + 1))?;
            }
            let (tangent, slope) = one_tangent(f, x)?;
            quarter_turns(tangent, slope, x, depth)
        }
        _ => {
            let [first, second] = equal_angles(f, x)?;
            let solve = |(a, b): (E, E)| roots(expand(a - b), x, depth + 1);
            both(solve(first)?, solve(second)?)
        }
    }
}

/// A multiple of an inverse function.
#[derive(Clone, Copy)]
struct Inverse {
    times: i64,
    function: F,
    argument: E,
}

impl Inverse {
    /// Sine and cosine of it; of an arctangent both times √(1 + u²), which does not matter in an equation = 0.
    fn pair(self) -> (E, E) {
        let u = self.argument;
        let root = sqrt(ONE - u * u);
        let (s, c) = match self.function {
            F::Asin => (u, root),
            F::Acos => (root, u),
            F::Atan => (u, ONE),
            _ => (ONE, u),
        };
        let (mut sk, mut ck) = (ZERO, ONE);
        for _ in 0..self.times.unsigned_abs() {
            (sk, ck) = (expand(sk * c + ck * s), expand(ck * c - sk * s));
        }
        (if self.times < 0 { -sk } else { sk }, ck)
    }
}

/// f as whole multiples of inverse functions, and a number.
fn inverses(f: E, x: E) -> Option<(Vec<Inverse>, E)> {
    let (mut found, mut constant) = (Vec::new(), ZERO);
    let scale = f.terms().into_iter().filter(|term| term.has(x)).map(|term| term.coefficient().0);
    let scale = Q::content(&scale.collect::<Vec<_>>());
    for term in f.terms() {
        let term = term / crate::expr::num(scale.clone());
        if !term.has(x) {
            constant = constant + term;
            continue;
        }
        let (q, body) = term.coefficient();
        let X::Fun(function @ (F::Asin | F::Acos | F::Atan | F::Acot), argument) = body.get()
        else {
            return None;
        };
        let times = q.as_i64().filter(|k| (1..=4).contains(&k.abs()))?;
        found.push(Inverse { times, function, argument });
    }
    (!found.is_empty() && constant.is_number()).then_some((found, constant))
}

/// Equations without inverse functions that hold where f does, the likeliest first.
pub(super) fn without_inverses(f: E, x: E) -> Vec<E> {
    let Some((all, constant)) = inverses(f, x) else { return Vec::new() };
    let joined = |parts: &[Inverse], front: (E, E)| {
        parts.iter().fold(front, |(s, c), part| {
            let (sp, cp) = part.pair();
            (expand(s * cp + c * sp), expand(c * cp - s * sp))
        })
    };
    let start = (evaluated(apply(F::Sin, constant)), evaluated(apply(F::Cos, constant)));
    let mut out = Vec::new();
    // A sine or cosine alone on one side: u = sin(the rest).
    for (k, one) in all.iter().enumerate() {
        let mut rest = all.clone();
        rest.remove(k);
        let plain = matches!(one.function, F::Asin | F::Acos) && one.times.abs() == 1;
        if !plain || rest.iter().any(|other| matches!(other.function, F::Atan | F::Acot)) {
            continue;
        }
        let (s, c) = joined(&rest, start);
        // ±A + rest = 0: sin A = ∓ sin(rest), cos A = cos(rest).
        let value = match (one.function, one.times) {
            (F::Acos, _) => c,
            (_, 1) => -s,
            _ => s,
        };
        out.push(expand(one.argument - value));
    }
    let rooted = |e: &E| {
        e.any(&|p| matches!(p.get(), X::Pow(_, k) if k.num().is_some_and(|q| !q.is_integer())))
    };
    crate::sort::by(&mut out, &mut |a, b| rooted(a).cmp(&rooted(b)));
    // The sine of the whole is zero.
    let (s, _) = joined(&all, start);
    // A common front, such as the sine of a constant, goes.
    let whole = fraction(s).0;
    let front = whole.terms().first().map_or(ONE, |term| {
        mul(term.factors().into_iter().filter(|p| p.is_number() && p.num().is_none()))
    });
    out.push(expand(whole / front));
    out.retain(|&e| e != UNDEFINED && e.has(x));
    out
}

/// An equation in inverse functions, by the function of both sides.
pub(super) fn inverse_angles(f: E, x: E, depth: usize) -> Option<Set> {
    without_inverses(f, x).into_iter().find_map(|e| match roots(e, x, depth + 1)? {
        Set::All => None,
        Set::Roots(found) => Some(Set::Roots(found)),
    })
}

/// Of a family whose members do not all belong, every second or third one may: its parts by the remainder of n.
pub(super) fn parted(family: E, belongs: &dyn Fn(E, i64) -> bool) -> Vec<E> {
    let n = sym("n");
    for parts in [2i64, 3, 4, 6] {
        let kept: Vec<i64> = (0..parts)
            .filter(|&r| [0, 1, -1, 2].iter().all(|k| belongs(family, parts * k + r)))
            .collect();
        if !kept.is_empty() {
            let part = |r: i64| {
                expand(family.replace(n, crate::expr::int(parts) * n + crate::expr::int(r)))
            };
            return kept.into_iter().map(part).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::powi;

    #[test]
    fn the_sine_of_a_sum_of_inverse_functions_has_none() {
        crate::expr::reset(1_000_000);
        let x = sym("x");
        let f = apply(F::Atan, TWO * x) + apply(F::Atan, crate::expr::int(3) * x)
            - PI * powi(crate::expr::int(4), -1);
        let found = without_inverses(f, x);
        // tan⁻¹ 2x + tan⁻¹ 3x = π/4 ⇒ 6x² + 5x - 1 = 0 (NCERT class 12).
        let x = crate::tasks::simplify::simplest(found[0].replace(x, crate::expr::rat(1, 6)));
        assert_eq!(x, ZERO);
    }
}
