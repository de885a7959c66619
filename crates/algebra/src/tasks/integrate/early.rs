//! Integrals that one look decides, before anything is searched.

use super::methods::{Trace, is_rational, linear};
use super::rational;
use super::table::standard_term;
use crate::algebra::{coefficients, expand, factored, together};
use crate::derive::derivative;
use crate::expr::{
    E, EULER, F, HALF, MINUS_ONE, ONE, X, ZERO, add, apply, int, mul, num, pow, powi, sqrt,
};
use crate::number::Q;
use crate::show::ln_abs;
use crate::tasks::simplify::simplest;

/// A sum of standard integrals.
fn standard(f: E, x: E) -> Option<E> {
    let of = |term: E| standard_term(term, x);
    let whole = of(f).or_else(|| {
        let parts: Option<Vec<E>> = expand(f).terms().into_iter().map(of).collect();
        parts.map(add)
    });
    whole.or_else(|| is_rational(f, x).then(|| rational::rational(f, x)).flatten())
}

/// A logarithm or inverse function times what has a standard integral, when the rest has one too.
pub(super) fn parts(f: E, x: E, trace: &mut Trace) -> Option<E> {
    let inverse = |e: &E| matches!(e.get(), X::Fun(F::Ln | F::Asin | F::Acos | F::Atan | F::Acot | F::Asinh | F::Acosh | F::Atanh, h) if h.has(x));
    let factors = f.factors();
    let [u] = factors.iter().copied().filter(inverse).collect::<Vec<E>>()[..] else { return None };
    let dv = mul(factors.into_iter().filter(|&e| e != u));
    if dv.has_fun(&|_| true) || dv.size() > 24 {
        return None;
    }
    let v = if dv == ONE { x } else { simplest(standard(dv, x)?) };
    let slope = derivative(u, x);
    if slope == crate::expr::UNDEFINED || v.has_fun(&|_| true) {
        return None;
    }
    let rest = simplest(slope * v);
    // √((1 - x)/(1 + x)) as (1 - x)/√(1 - x²), whose integrals are known.
    let plain = rest.rewrite(&mut |part| {
        let (_, k) = part.base_exponent();
        match k.num().and_then(|q| q.parts()) {
            Some((n, 2)) if n.abs() == 1 => {
                let whole = numerator_rational(if n > 0 { part } else { ONE / part }, x);
                whole.map_or(part, |e| if n > 0 { e } else { ONE / e })
            }
            _ => part,
        }
    });
    let inner = match standard(rest, x) {
        Some(inner) => inner,
        None if plain != rest => super::methods::quiet(simplest(plain), x, 4)?,
        None => return None,
    };
    *trace = Trace { rule: "parts", rewritten: None, u, inner: v, result: ZERO, letter: ZERO };
    Some(u * v - inner)
}

/// 1/(a cos h + b sin h) by t = tan(h/2): with r² = a² + b² its integral is ln |(a t - b + r)/(a t - b - r)|/r.
pub(super) fn one_over_sum(f: E, x: E) -> Option<E> {
    let (sum, k) = f.base_exponent();
    if k != MINUS_ONE {
        return None;
    }
    let (mut a, mut b, mut angle) = (ZERO, ZERO, None);
    for term in sum.terms() {
        let (bound, free) = term.factors_by(x);
        let [one] = bound[..] else { return None };
        let X::Fun(g, h) = one.get() else { return None };
        if *angle.get_or_insert(h) != h {
            return None;
        }
        match g {
            F::Cos => a = a + mul(free),
            F::Sin => b = b + mul(free),
            _ => return None,
        }
    }
    let h = angle?;
    let (slope, _) = linear(h, x)?;
    if a == ZERO || b == ZERO {
        return None;
    }
    let r = crate::tasks::simplify::evaluated(sqrt(expand(a * a + b * b)));
    let t = a * apply(F::Tan, h * HALF) - b;
    Some((ln_abs(t + r) - ln_abs(t - r)) / (r * slope))
}

/// e^{a x} times powers of linear expressions, some of them roots: as e^{a x} P ∏ bᵢ^{kᵢ+1} with a polynomial P, whose
/// coefficients are found from its slope.
pub(super) fn exponential_with_roots(f: E, x: E) -> Option<E> {
    let mut rate = ZERO;
    let mut front: Vec<E> = Vec::new();
    let mut powers: Vec<(E, Q)> = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        if base == EULER {
            rate = rate + linear(k, x).filter(|(_, rest)| *rest == ZERO)?.0;
            continue;
        }
        if !factor.has(x) {
            front.push(factor);
            continue;
        }
        let k = k.num()?;
        coefficients(base, x)?;
        if k.is_integer() && !k.is_negative() {
            front.push(factor);
            continue;
        }
        let mut flip = false;
        let mut own: Vec<(E, Q)> = Vec::new();
        for part in factored(base).factors() {
            let (b, j) = part.base_exponent();
            match b.num() {
                Some(q) => {
                    flip ^= q.is_negative();
                    front.push(pow(num(q.abs()), num(&k * &j.num()?)));
                }
                None => own.push((b, &k * &j.num()?)),
            }
        }
        // A minus sign under a root goes to the first of its parts.
        if flip {
            let (b, j) = own.first_mut()?;
            if j.is_integer() {
                front.push(MINUS_ONE);
            } else {
                *b = expand(-*b);
            }
        }
        powers.extend(own);
    }
    if rate == ZERO || powers.iter().all(|(_, k)| k.is_integer()) {
        return None;
    }
    crate::sort::by(&mut powers, &mut |(_, a), (_, b)| a.is_integer().cmp(&b.is_integer()));
    let mut bases: Vec<(E, Q)> = Vec::new();
    for (b, k) in powers {
        linear(b, x)?;
        if let Some((_, sum)) = bases.iter_mut().find(|(found, _)| *found == b) {
            *sum = &*sum + &k;
        } else if let (true, Some((_, sum))) =
            (k.is_integer(), bases.iter_mut().find(|(found, _)| expand(*found + b) == ZERO))
        {
            *sum = &*sum + &k;
            front.push(pow(MINUS_ONE, num(k)));
        } else {
            bases.push((b, k));
        }
    }
    let target = coefficients(expand(mul(front)), x)?;
    let product = expand(mul(bases.iter().map(|(b, _)| *b)));
    let unknowns = target.len().checked_sub(bases.len())?;
    // The slope of x^j e^{a x} ∏ bᵢ^{kᵢ+1}, over e^{a x} ∏ bᵢ^{kᵢ}.
    let inner = add(bases
        .iter()
        .map(|(b, k)| num(k + &Q::ONE) * derivative(*b, x) * together(product / *b)));
    let mut columns: Vec<Vec<E>> = Vec::new();
    for j in 0..unknowns as i64 {
        let low = if j == 0 { ZERO } else { int(j) * powi(x, j - 1) * product };
        columns.push(coefficients(expand(low + powi(x, j) * (inner + rate * product)), x)?);
    }
    let height = columns.iter().map(Vec::len).max()?.max(target.len());
    let entry = |c: &[E], k: usize| c.get(k).copied().unwrap_or(ZERO);
    let rows: Vec<Vec<E>> = (0..height)
        .map(|k| columns.iter().map(|c| entry(c, k)).chain([entry(&target, k)]).collect())
        .collect();
    let (reduced, pivots) = crate::matrix::reduced(rows)?;
    if pivots.contains(&unknowns) {
        return None;
    }
    let polynomial =
        add(pivots.iter().enumerate().map(|(r, &j)| reduced[r][unknowns] * powi(x, j as i64)));
    let roots = bases.into_iter().map(|(b, k)| pow(b, num(&k + &Q::ONE)));
    Some(mul(roots.chain([polynomial, pow(EULER, rate * x)])))
}

/// Of functions of angles alone, shorter with standard integrals: sec² x is seen in (cos 2x + 2 sin² x)/cos² x.
pub(super) fn shorter(f: E, x: E) -> Option<(E, E)> {
    if !f.has_fun(&crate::trig::is_circular) || f.size() > 60 {
        return None;
    }
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Fun(g, _) if crate::trig::is_circular(g) => ONE,
        _ => part,
    });
    if plain.has(x) {
        return None;
    }
    let short = simplest(f);
    if short == f || 2 * short.size() > f.size() {
        return None;
    }
    let found = standard(short, x)?;
    super::verified(found, f, x).then_some((short, found))
}

/// Sums of sines and cosines of multiples over one another that cancel: a sum of sines and cosines is left.
pub(super) fn cancelled(f: E, x: E) -> Option<E> {
    let below = crate::algebra::split_fraction(f).1;
    let sum = |e: E| matches!(e.get(), X::Add(_)) && e.has_fun(&crate::trig::is_circular);
    let sums = || f.factors().into_iter().any(|e| sum(e.base_exponent().0));
    if f.size() > 60 || !below.has(x) || !sums() {
        return None;
    }
    let multiple = |e: E| matches!(e.get(), X::Fun(F::Sin | F::Cos, h) if h != x && h.has(x));
    if !f.any(&multiple) {
        return None;
    }
    let single = crate::trig::single_angles(crate::trig::in_sines(f));
    [F::Sin, F::Cos].into_iter().find_map(|from| {
        let to = if from == F::Sin { F::Cos } else { F::Sin };
        let in_one = single.rewrite(&mut |part| match (part.base_exponent(), part.get()) {
            ((base, k), X::Pow(..)) => match (base.get(), k.as_int()) {
                (X::Fun(g, h), Some(k)) if g == from && k > 1 => {
                    powi(ONE - powi(apply(to, h), 2), k / 2) * powi(base, k % 2)
                }
                _ => part,
            },
            _ => part,
        });
        let (top, bottom) = crate::algebra::fraction(in_one);
        (!bottom.has(x)).then(|| crate::trig::linearized(expand(top / bottom)))
    })
}

/// √((a - x)/(a + x)) with its numerator made rational: (a - x)/√(a² - x²).
pub(super) fn numerator_rational(f: E, x: E) -> Option<E> {
    let (ratio, k) = f.base_exponent();
    let (p, q) = crate::algebra::fraction(ratio);
    if k != HALF || linear(p, x).is_none() || linear(q, x).is_none() {
        return None;
    }
    Some(p / sqrt(expand(p * q)))
}

/// Whether sin h ± cos h is a factor: the slope of sin h ∓ cos h.
pub(super) fn has_sum_of_both(f: E, x: E) -> bool {
    f.factors().into_iter().any(|factor| {
        let X::Add(terms) = factor.get() else { return false };
        let [first, second] = terms[..] else { return false };
        let ((p, a), (q, b)) = (first.coefficient(), second.coefficient());
        let ((X::Fun(F::Sin, h), X::Fun(F::Cos, j)) | (X::Fun(F::Cos, h), X::Fun(F::Sin, j))) =
            (a.get(), b.get())
        else {
            return false;
        };
        h == j && h.has(x) && p.abs() == q.abs()
    })
}
