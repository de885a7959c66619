//! Trigonometric expressions as rational functions of one sine and one cosine for each angle.

use crate::algebra::{Field, together};
use crate::expr::{E, F, ONE, X, ZERO, add, apply, mul, num, powi};
use crate::number::Q;
use crate::poly::{self, Poly};

pub(crate) mod inverse;

pub(crate) mod sums;

pub(crate) fn is_circular(f: F) -> bool {
    matches!(f, F::Sin | F::Cos | F::Tan | F::Cot | F::Sec | F::Csc)
}

/// tan, cot, sec and cosec in sines and cosines.
pub(crate) fn in_sines(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Fun(F::Tan, x) => apply(F::Sin, x) / apply(F::Cos, x),
        X::Fun(F::Cot, x) => apply(F::Cos, x) / apply(F::Sin, x),
        X::Fun(F::Sec, x) => ONE / apply(F::Cos, x),
        X::Fun(F::Csc, x) => ONE / apply(F::Sin, x),
        _ => part,
    })
}

/// The largest angle of which all the angles in `e` are whole multiples, one for each kind of term.
fn units(e: E) -> Vec<(E, Q)> {
    let mut out: Vec<(E, Vec<Q>)> = Vec::new();
    visit(e, &mut |part| {
        if let X::Fun(F::Sin | F::Cos, x) = part.get() {
            for term in crate::algebra::expand(x).terms() {
                let (q, rest) = term.coefficient();
                match out.iter_mut().find(|(found, _)| *found == rest) {
                    Some((_, all)) => all.push(q),
                    None => out.push((rest, vec![q])),
                }
            }
        }
    });
    out.into_iter().map(|(rest, all)| (rest, Q::content(&all))).collect()
}

fn visit(e: E, f: &mut dyn FnMut(E)) {
    f(e);
    for child in e.children() {
        visit(child, f);
    }
}

/// sin and cos of a sum of multiples, by the addition formulas.
fn pair(terms: &[(E, i64)]) -> (E, E) {
    match terms {
        [] => (ZERO, ONE),
        [(unit, k), rest @ ..] => {
            let (s, c) = (apply(F::Sin, *unit), apply(F::Cos, *unit));
            let (mut sk, mut ck) = (ZERO, ONE);
            for _ in 0..k.unsigned_abs() {
                (sk, ck) = (
                    crate::algebra::expand(sk * c + ck * s),
                    crate::algebra::expand(ck * c - sk * s),
                );
            }
            if *k < 0 {
                sk = -sk;
            }
            if rest.is_empty() {
                return (sk, ck);
            }
            let (sr, cr) = pair(rest);
            (crate::algebra::expand(sk * cr + ck * sr), crate::algebra::expand(ck * cr - sk * sr))
        }
    }
}

/// Sums and multiples of angles taken apart.
pub(crate) fn single_angles(e: E) -> E {
    let units = units(e);
    e.rewrite(&mut |part| match part.get() {
        X::Fun(f @ (F::Sin | F::Cos), x) => {
            let mut terms = Vec::new();
            for term in crate::algebra::expand(x).terms() {
                let (q, rest) = term.coefficient();
                let Some((_, unit)) = units.iter().find(|(found, _)| *found == rest) else {
                    return part;
                };
                let Some(k) = (&q / unit).as_i64().filter(|k| k.abs() <= 24) else { return part };
                terms.push((rest * num(unit.clone()), k));
            }
            if let [(_, 1)] = terms.as_slice() {
                return part;
            }
            let (s, c) = pair(&terms);
            if f == F::Sin { s } else { c }
        }
        _ => part,
    })
}

/// Sines, cosines and tangents of sums and of multiples by those of their parts.
pub(crate) fn parts_of_angles(e: E) -> E {
    let apart = tangents_apart(e);
    if apart != e {
        return apart;
    }
    // The angles themselves beside it: sin 3x alone would be left as it is.
    let alone = add(units(e).into_iter().map(|(angle, _)| apply(F::Sin, angle)));
    let apart = crate::algebra::expand(single_angles(e + alone) - alone);
    // sin 3x = 3 sin x - 4 sin³ x: by one of the two, where that is possible.
    let X::Fun(f, _) = e.get() else {
        return if apart == crate::algebra::expand(e) { e } else { apart };
    };
    let partner = if f == F::Sin { F::Cos } else { F::Sin };
    let in_one = crate::algebra::expand(apart.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) => match (base.get(), k.as_int()) {
            (X::Fun(g, x), Some(k)) if g == partner && k % 2 == 0 => {
                powi(ONE - powi(apply(f, x), 2), k / 2)
            }
            _ => part,
        },
        _ => part,
    }));
    let two = crate::tasks::simplify::cost(in_one) >= crate::tasks::simplify::cost(apart);
    if two { apart } else { in_one }
}

/// tan(a ± b) = (tan a ± tan b)/(1 ∓ tan a tan b), tan 2a and tan 3a.
fn tangents_apart(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Fun(F::Tan, x) = part.get() else { return part };
        let x = crate::algebra::expand(x);
        let (a, b) = match (x.terms().as_slice(), x.coefficient()) {
            ([a, b], _) => (*a, *b),
            (_, (k, rest)) if k == Q::int(2) || k == Q::int(3) => (rest, x - rest),
            _ => return part,
        };
        let (s, t) = (apply(F::Tan, a), tangents_apart(apply(F::Tan, b)));
        together((s + t) / (ONE - s * t))
    })
}

/// The one form of a rational function of sines and cosines: no cosine above first power, none below.
pub(crate) fn normal(e: E) -> Option<E> {
    let e = single_angles(in_sines(e));
    let field = Field::of(&[e], &[]);
    let (mut top, mut bottom) = field.ratio(e)?;
    for (k, &generator) in field.generators.iter().enumerate() {
        let X::Fun(F::Cos, x) = generator.get() else { continue };
        let sine = apply(F::Sin, x);
        let n = field.generators.len();
        let Some(j) = field.generators.iter().position(|&g| g == sine) else { continue };
        let reduce = |p: &Poly| {
            let square = Poly::one(n).minus(&Poly::generator(j, 2, n));
            let mut out = Poly::zero(n);
            for (power, c) in p.coefficients(k).iter().enumerate() {
                let part = c.times(&square.power(power as u32 / 2));
                out = out.plus(&part.times(&Poly::generator(k, power as u32 % 2, n)));
            }
            out
        };
        top = reduce(&top);
        bottom = reduce(&bottom);
        if bottom.degree(k) == 1 {
            let c = bottom.coefficients(k);
            let conjugate = c[0].minus(&c[1].times(&Poly::generator(k, 1, n)));
            top = reduce(&top.times(&conjugate));
            bottom = reduce(&bottom.times(&conjugate));
        }
        let common = poly::gcd(&top, &bottom);
        top = top.divided(&common)?;
        bottom = bottom.divided(&common)?;
    }
    if bottom.is_zero() {
        return None;
    }
    Some(together(field.expr(&top) / field.expr(&bottom)))
}

/// Products and powers of sines and cosines as sums of multiple angles.
pub(crate) fn linearized(e: E) -> E {
    let mut e = crate::algebra::expand(e);
    for _ in 0..40 {
        let next = crate::algebra::expand(add(e.terms().into_iter().map(linear_term)));
        if next == e || crate::expr::burn(16) {
            break;
        }
        e = next;
    }
    e
}

fn linear_term(term: E) -> E {
    let mut circular: Vec<(F, E)> = Vec::new();
    let mut rest = Vec::new();
    for factor in term.factors() {
        let (base, exponent) = factor.base_exponent();
        match (base.get(), exponent.as_int()) {
            (X::Fun(f @ (F::Sin | F::Cos), x), Some(k)) if k > 0 && circular.len() < 2 => {
                let take = usize::try_from(k).unwrap_or(1).min(2 - circular.len());
                circular.extend(std::iter::repeat_n((f, x), take));
                rest.push(powi(base, k - take as i64));
            }
            _ => rest.push(factor),
        }
    }
    let [(f, a), (g, b)] = circular.as_slice() else { return term };
    let half = num(Q::new(1, 2));
    let (sum, difference) = (crate::algebra::expand(*a + *b), crate::algebra::expand(*a - *b));
    let product = match (f, g) {
        (F::Sin, F::Sin) => apply(F::Cos, difference) - apply(F::Cos, sum),
        (F::Cos, F::Cos) => apply(F::Cos, difference) + apply(F::Cos, sum),
        (F::Sin, _) => apply(F::Sin, sum) + apply(F::Sin, difference),
        _ => apply(F::Sin, sum) - apply(F::Sin, difference),
    };
    mul(rest.into_iter().chain([half, product]).collect::<Vec<_>>())
}

/// sin² + cos² = 1 and its kin, where they shorten.
pub(crate) fn shortened(e: E) -> E {
    let mut best = e;
    if let Some(normal) = normal(e) {
        let mut candidates = vec![normal, swapped(normal)];
        candidates.extend(candidates.clone().into_iter().map(squares_named).collect::<Vec<_>>());
        // Named again: 1/cos = sec, sin/cos = tan.
        candidates.extend(candidates.clone().into_iter().map(renamed).collect::<Vec<_>>());
        for candidate in candidates {
            if crate::tasks::simplify::cost(candidate) < crate::tasks::simplify::cost(best) {
                best = candidate;
            }
        }
    }
    best
}

/// sin 2x and cos 2x below or above by the angle x, if no other angle is there.
pub(crate) fn halved(e: E) -> Option<E> {
    let mut angles: Vec<E> = Vec::new();
    visit(e, &mut |part| {
        if let X::Fun(f, h) = part.get()
            && is_circular(f)
            && !angles.contains(&h)
        {
            angles.push(h);
        }
    });
    let [angle] = angles.as_slice() else { return None };
    let even = angle.coefficient().0.as_i64().is_some_and(|k| k % 2 == 0);
    let below = e.factors().iter().any(|f| f.base_exponent().1.as_int().is_some_and(|k| k < 0));
    if !even || !below || angle.is_number() {
        return None;
    }
    let half = *angle * num(Q::new(1, 2));
    let (s, c) = (apply(F::Sin, half), apply(F::Cos, half));
    Some(in_sines(e).rewrite(&mut |part| match part.get() {
        X::Fun(F::Sin, h) if h == *angle => crate::expr::TWO * s * c,
        X::Fun(F::Cos, h) if h == *angle => crate::expr::TWO * c * c - ONE,
        _ => part,
    }))
}

/// k - k cos² as k sin², k - k sin² as k cos².
fn squares_named(e: E) -> E {
    e.rewrite(&mut |part| {
        let terms = part.terms();
        let [one, other] = terms[..] else { return part };
        let (k, square) = if one.num().is_some() { (one, other) } else { (other, one) };
        match (square / k).coefficient() {
            (q, rest) if k.num().is_some() && q == Q::int(-1) => match rest.base_exponent() {
                (base, n) if n == crate::expr::TWO => match base.get() {
                    X::Fun(F::Sin, x) => k * powi(apply(F::Cos, x), 2),
                    X::Fun(F::Cos, x) => k * powi(apply(F::Sin, x), 2),
                    _ => part,
                },
                _ => part,
            },
            _ => part,
        }
    })
}

/// 1 - sin² as cos², if that is all there is.
fn swapped(e: E) -> E {
    let factored = crate::algebra::factored(e);
    let (top, bottom) = crate::algebra::split_fraction(e);
    let change = |p: E| {
        crate::algebra::expand(p.rewrite(&mut |part| {
            if let X::Pow(base, k) = part.get()
                && let (X::Fun(F::Sin, x), Some(k)) = (base.get(), k.as_int())
                && k > 1
            {
                return powi(ONE - powi(apply(F::Cos, x), 2), k / 2) * powi(base, k % 2);
            }
            part
        }))
    };
    let (above, below) = (change(top), change(bottom));
    let forms = [factored, together(above / below), together(above / bottom)];
    forms
        .into_iter()
        .min_by_key(|&form| crate::tasks::simplify::cost(form))
        .expect("there are three")
}

fn renamed(e: E) -> E {
    let mut rest = Vec::new();
    let mut powers: Vec<(E, i64, i64)> = Vec::new();
    for factor in e.factors() {
        let (base, exponent) = factor.base_exponent();
        let (X::Fun(f @ (F::Sin | F::Cos), x), Some(k)) = (base.get(), exponent.as_int()) else {
            rest.push(factor);
            continue;
        };
        if !powers.iter().any(|(y, ..)| *y == x) {
            powers.push((x, 0, 0));
        }
        let entry = powers.iter_mut().find(|(y, ..)| *y == x).expect("just put in");
        if f == F::Sin { entry.1 += k } else { entry.2 += k }
    }
    for (x, mut s, mut c) in powers {
        while s > 0 && c < 0 {
            rest.push(apply(F::Tan, x));
            (s, c) = (s - 1, c + 1);
        }
        while s < 0 && c > 0 {
            rest.push(apply(F::Cot, x));
            (s, c) = (s + 1, c - 1);
        }
        rest.push(if s < 0 { powi(apply(F::Csc, x), -s) } else { powi(apply(F::Sin, x), s) });
        rest.push(if c < 0 { powi(apply(F::Sec, x), -c) } else { powi(apply(F::Cos, x), c) });
    }
    mul(rest)
}
