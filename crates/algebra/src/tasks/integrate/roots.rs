//! Roots of quadratics and of ratios, made rational by a new letter.

use super::methods::{is_rational, linear, quiet};
use super::rational;
use super::table::inverse_root;
use crate::algebra::{coefficients, expand, fraction, together};
use crate::expr::{
    E, F, HALF, ONE, TWO, UNDEFINED, X, ZERO, add, apply, int, mul, num, pow, powi, sqrt, sym,
};
use crate::number::Q;

/// The radicand of the only square root of something quadratic in `x`, and `f` with a letter for the root.
fn only_root(f: E, x: E, root: E) -> Option<(E, E)> {
    let mut base = None;
    let mut several = false;
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Pow(h, k) if h.has(x) => match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) => {
                several |= base.is_some_and(|found| found != h);
                base = Some(h);
                powi(root, n)
            }
            _ => part,
        },
        _ => part,
    });
    (!several).then_some((base?, plain))
}

/// Even in x beside √(a x² + c): t = x/√(a x² + c) makes dx/√(a x² + c) = dt/(1 - a t²).
pub(super) fn centred(f: E, x: E, depth: usize) -> Option<E> {
    let root = sym("__r");
    let (q, plain) = only_root(f, x, root)?;
    let c = coefficients(q, x).filter(|c| c.len() == 3 && c[1] == ZERO)?;
    if !is_rational(plain.replace(root, x + ONE), x) {
        return None;
    }
    let (a, c) = (c[2], c[0]);
    // f = g/√q with g rational in x² alone, and not a polynomial: those have a shorter way.
    let (top, bottom) = fraction(plain * root);
    let in_root = |e: E| coefficients(e, root);
    let (p, r) = (in_root(top)?, in_root(bottom)?);
    let even_in_root = |c: &[E]| c.iter().enumerate().all(|(k, &e)| k % 2 == 0 || e == ZERO);
    if !even_in_root(&p) || !even_in_root(&r) {
        return None;
    }
    let value = |c: &[E]| add(c.iter().enumerate().map(|(k, &e)| e * powi(q, k as i64 / 2)));
    let g = together(value(&p) / value(&r));
    if coefficients(g, x).is_some() || together(g.replace(x, -x) - g) != ZERO {
        return None;
    }
    let t = sym("__t");
    let square = c * t * t / (ONE - a * t * t);
    let even = |e: E| -> Option<E> {
        let c = coefficients(e, x)?;
        (c.iter().enumerate().all(|(k, &e)| k % 2 == 0 || e == ZERO))
            .then(|| add(c.iter().enumerate().map(|(k, &e)| e * powi(square, k as i64 / 2))))
    };
    let (up, down) = fraction(g);
    let inner = together(even(up)? / even(down)? / (ONE - a * t * t));
    let found = quiet(inner, t, depth + 2)?;
    let back = found.replace(t, x / sqrt(q));
    (back != UNDEFINED).then_some(back)
}

/// Undoes x = p + 1/t in an antiderivative with roots of `inside`, where √q = √inside/|t|. What is algebraic in the
/// root holds on both sides of p with √inside = √q/(x - p); an arcsine turns its sign at p.
pub(super) fn put_back(found: E, t: E, inside: E, x: E, p: E, q: E) -> E {
    let root = sqrt(q) / (x - p);
    let shifted = ONE / (x - p);
    let signed = found.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if base.has(t) => match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) => {
                let ratio = together(base / inside);
                if ratio.has(t) { part } else { powi(sqrt(ratio) * sym("__root"), n) }
            }
            _ => part,
        },
        X::Fun(F::Asin, h) if h.has(t) => {
            let moved = together(h.replace(t, shifted) * (x - p));
            apply(F::Asin, moved / apply(F::Abs, x - p))
        }
        _ => part,
    });
    let back = signed.replace(sym("__root"), root).replace(t, shifted);
    back.rewrite(&mut |part| match part.get() {
        X::Fun(F::Ln, h) => match h.get() {
            X::Fun(F::Abs, inner) => crate::expr::ln(apply(F::Abs, together(inner))),
            _ => part,
        },
        _ => part,
    })
}

/// Rational in x and one root of (a x + b)/(c x + d): the root is the letter. Powers of two linear expressions whose
/// exponents add up to a whole number are of this sort.
pub(super) fn of_ratio(f: E, x: E, depth: usize) -> Option<E> {
    if let Some(found) = of_two_powers(f, x, depth) {
        return Some(found);
    }
    let f = split_roots(f, x);
    let mut ratio: Option<(E, i64)> = None;
    let mut bad = false;
    collect(f, x, &mut |h, d| {
        let (top, bottom) = fraction(h);
        let fits = |e: E| !e.has(x) || linear(e, x).is_some();
        if !fits(top) || !fits(bottom) || !bottom.has(x) {
            bad = true;
        }
        match &mut ratio {
            None => ratio = Some((h, d)),
            Some((found, all)) if *found == h => *all = (*all).max(d),
            _ => bad = true,
        }
    });
    let (h, d) = ratio?;
    if bad || d > 6 {
        return None;
    }
    let t = sym("__t");
    let (top, bottom) = fraction(h);
    let of = |e: E| linear(e, x).unwrap_or((ZERO, e));
    let ((a, b), (c, e)) = (of(top), of(bottom));
    let power = powi(t, d);
    // (a x + b) = t^d (c x + e)
    let position = (e * power - b) / (a - c * power);
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if base == h => match k.num().and_then(|k| k.parts()) {
            Some((n, q)) if q > 1 && d % q == 0 => powi(t, n * (d / q)),
            _ => part,
        },
        _ => part,
    });
    let slope = crate::derive::derivative(position, t);
    let inner = together(plain.replace(x, position) * slope);
    if inner.has(x) || !is_rational(inner, t) {
        return None;
    }
    let found = quiet(inner, t, depth + 2)?;
    Some(found.replace(t, pow(h, num(Q::new(1, d)))))
}

/// (a x + b)^p (c x + e)^q with odd roots and p + q whole, times what is rational: t³ = (a x + b)/(c x + e) and its kin.
fn of_two_powers(f: E, x: E, depth: usize) -> Option<E> {
    let (roots, rest): (Vec<E>, Vec<E>) = f.factors().into_iter().partition(|factor| {
        factor.has(x) && factor.base_exponent().1.num().is_some_and(|k| !k.is_integer())
    });
    let [first, second] = roots[..] else { return None };
    let ((top, p), (bottom, q)) = (first.base_exponent(), second.base_exponent());
    let (p, q) = (p.num()?, q.num()?);
    let (n, d) = p.parts()?;
    if d % 2 == 0 || d > 5 || !(&p + &q).is_integer() {
        return None;
    }
    let ((a, b), (c, e)) = (linear(top, x)?, linear(bottom, x)?);
    let t = sym("__t");
    let power = powi(t, d);
    let position = (e * power - b) / (a - c * power);
    let plain = mul(rest) * pow(bottom, num(&p + &q));
    let slope = crate::derive::derivative(position, t);
    let inner = together(plain.replace(x, position) * powi(t, n) * slope);
    if inner.has(x) || !is_rational(inner, t) {
        return None;
    }
    let found = quiet(inner, t, depth + 2)?;
    Some(found.replace(t, pow(top, num(Q::new(1, d))) * pow(bottom, num(Q::new(-1, d)))))
}

fn collect(e: E, x: E, note: &mut dyn FnMut(E, i64)) {
    if let X::Pow(h, k) = e.get()
        && h.has(x)
        && let Some((_, d)) = k.num().and_then(|k| k.parts())
        && d > 1
    {
        note(h, d);
    }
    for child in e.children() {
        collect(child, x, note);
    }
}

/// (x - a)^p (x - b)^q, also under one root, as (x - b)^{p+q} ((x - a)/(x - b))^p when p + q is whole.
fn split_roots(f: E, x: E) -> E {
    let mut powers: Vec<(E, Q)> = Vec::new();
    let mut rest = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        let Some(k) = k.num().filter(|k| !k.is_integer() && base.has(x)) else {
            rest.push(factor);
            continue;
        };
        for inner in base.factors() {
            let (b, j) = inner.base_exponent();
            let Some(j) = j.num() else { return f };
            let total = &j * &k;
            match powers.iter_mut().find(|(found, _)| *found == b) {
                Some((_, sum)) => *sum = &*sum + &total,
                None => powers.push((b, total)),
            }
        }
    }
    let [(a, p), (b, q)] = powers.as_slice() else { return f };
    if linear(*a, x).is_none() || linear(*b, x).is_none() || !(p + q).is_integer() || p.is_integer()
    {
        return f;
    }
    rest.push(pow(*b, num(p + q)));
    rest.push(pow(*a / *b, num(p.clone())));
    mul(rest)
}

/// The square of a sum under a root, expanded.
pub(super) fn squared(e: E) -> E {
    expand(e * e)
}

/// Rational in x and one √(a x² + b x + c).
pub(super) fn quadratic_root(f: E, x: E, depth: usize) -> Option<E> {
    let mut base = None;
    let mut several = false;
    f.rewrite(&mut |part| {
        if let X::Pow(h, k) = part.get()
            && h.has(x)
            && k.num().is_some_and(|q| q.parts().is_some_and(|(_, d)| d == 2))
        {
            several |= base.is_some_and(|found| found != h);
            base = Some(h);
        }
        part
    });
    let q = base?;
    let c = coefficients(q, x).filter(|c| c.len() == 3)?;
    if several {
        return None;
    }
    let (a, b, c) = (c[2], c[1], c[0]);
    let root = sym("__r");
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Pow(h, k) if h == q => match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) => powi(root, n),
            _ => part,
        },
        _ => part,
    });
    if !is_rational(plain.replace(root, x + ONE), x) {
        return None;
    }
    // f = A + B/√q with A, B rational in x.
    let (top, bottom) = fraction(plain);
    let reduce = |e: E| -> Option<(E, E)> {
        let d = coefficients(e, root)?;
        let mut even = ZERO;
        let mut odd = ZERO;
        for (k, &e) in d.iter().enumerate() {
            let part = e * powi(q, k as i64 / 2);
            if k % 2 == 0 { even = even + part } else { odd = odd + part }
        }
        Some((expand(even), expand(odd)))
    };
    let ((t0, t1), (b0, b1)) = (reduce(top)?, reduce(bottom)?);
    // (t0 + t1 r)/(b0 + b1 r) = (t0 + t1 r)(b0 - b1 r)/(b0² - b1² q)
    let norm = expand(b0 * b0 - b1 * b1 * q);
    let rational_part = together(expand(t0 * b0 - t1 * b1 * q) / norm);
    let root_part = together(expand(t1 * b0 - t0 * b1) * q / norm);
    let plain = if rational_part == ZERO { ZERO } else { rational::rational(rational_part, x)? };
    if root_part == ZERO {
        return Some(plain);
    }
    // ∫ B/√q: a polynomial B by R √q + λ ∫ 1/√q.
    if let Some(p) = coefficients(root_part, x) {
        let n = p.len() - 1;
        let unknowns = n.max(1);
        // derivative of x^k √q times √q: k x^{k-1} q + x^k q'/2
        let mut columns: Vec<Vec<E>> = Vec::new();
        for k in 0..unknowns {
            let low = if k == 0 { ZERO } else { int(k as i64) * powi(x, k as i64 - 1) * q };
            columns.push(coefficients(low + powi(x, k as i64) * (TWO * a * x + b) * HALF, x)?);
        }
        columns.push(vec![ONE]);
        let at = |c: &[E], k: usize| c.get(k).copied().unwrap_or(ZERO);
        let rows = (0..=unknowns)
            .map(|k| columns.iter().map(|c| at(c, k)).chain([at(&p, k)]).collect())
            .collect();
        let v = crate::matrix::solve(rows)?;
        let front = add((0..unknowns).map(|k| v[k] * powi(x, k as i64)));
        let base =
            if v[unknowns] == ZERO { ZERO } else { v[unknowns] * inverse_root(a, b, c, q, x)? };
        return Some(plain + front * sqrt(q) + base);
    }
    // Over powers of (x - p): x = p + 1/t.
    let parts = crate::tasks::fractions::apart(root_part, x)?;
    let mut out = vec![plain];
    for part in parts {
        if coefficients(part, x).is_some() {
            out.push(quadratic_root(part / sqrt(q), x, depth + 1)?);
            continue;
        }
        let (_, below) = crate::algebra::split_fraction(part);
        let pole = below.factors().into_iter().find(|f| f.has(x))?;
        let (m, k) = linear(pole.base_exponent().0, x)?;
        let t = sym("__v");
        let p = -k / m;
        let moved = part.replace(x, p + ONE / t);
        // q(p + 1/t) = (q(p) t² + q'(p) t + a)/t²
        let inside = expand(q.replace(x, p) * t * t + (TWO * a * p + b) * t + a);
        let inner = together(-moved / (t * t) * t) / sqrt(inside);
        let found = quiet(inner, t, depth + 2)?;
        out.push(put_back(found, t, inside, x, p, q));
    }
    Some(add(out))
}
