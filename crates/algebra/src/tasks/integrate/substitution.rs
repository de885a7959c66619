//! A new letter: "put u = …", by what the integrand is made of.

use super::methods::{Trace, integral, linear, quiet};
use crate::algebra::{Field, coefficients, expand, fraction, together};
use crate::derive::derivative;
use crate::expr::{
    E, EULER, F, HALF, I, ONE, UNDEFINED, X, ZERO, add, apply, burn, ln, mul, num, pow, powi, sym,
};
use crate::number::Q;

/// So many substitutions are tried.
const CANDIDATES: usize = 24;

/// Candidates for a new letter: what stands inside functions, roots, exponents and denominators.
fn candidates(f: E, x: E) -> Vec<E> {
    let mut out: Vec<E> = Vec::new();
    let mut note = |e: E| {
        if e != x && e.has(x) && !out.contains(&e) && out.len() < CANDIDATES {
            out.push(e);
        }
    };
    fn walk(e: E, note: &mut dyn FnMut(E)) {
        match e.get() {
            X::Fun(_, h) | X::Call(_, h) => {
                note(h);
                note(e);
            }
            X::Pow(base, k) => {
                note(base);
                note(k);
                if k.num().is_none() || k.num().is_some_and(|q| !q.is_integer()) {
                    note(e);
                }
                // ∛h for ∛h².
                if let Some((p, d)) = k.num().and_then(|k| k.parts())
                    && d > 1
                    && p.abs() != 1
                {
                    note(pow(base, num(Q::new(1, d))));
                }
                if k.as_int().is_some_and(|k| k > 3) {
                    for j in (2..k.as_int().unwrap_or(2).min(CANDIDATES as i64 + 2)).rev() {
                        note(powi(base, j));
                    }
                }
            }
            // x ln x in x² (ln x)².
            X::Mul(factors) => {
                let powers: Option<Vec<i64>> =
                    factors.iter().map(|factor| factor.base_exponent().1.as_int()).collect();
                let even = powers.is_some_and(|powers| powers.iter().all(|k| k % 2 == 0));
                if even {
                    note(mul(factors.iter().map(|&factor| {
                        let (base, k) = factor.base_exponent();
                        pow(base, k * HALF)
                    })));
                }
            }
            _ => {}
        }
        for child in e.children() {
            walk(child, note);
        }
    }
    walk(f, &mut note);
    for factor in f.factors() {
        note(factor);
        // √x beside x³: x^{3/2}.
        let (base, k) = factor.base_exponent();
        if base == x && k.num().is_some_and(|q| !q.is_integer()) {
            note(pow(x, k + ONE));
        }
    }
    for e in out.clone() {
        // A sum without its number: e^x in e^x + 1.
        if let X::Add(terms) = e.get() {
            let bare = add(terms.iter().copied().filter(|t| t.has(x)));
            if bare != e && !out.contains(&bare) {
                out.push(bare.coefficient().1);
            }
        }
    }
    out.retain(|&e| e != x && e.has(x));
    out
}

/// Put u: the integrand over u' is a function of u alone.
pub(super) fn substitution(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    candidates(f, x).into_iter().find_map(|u| by(u, f, x, depth, trace))
}

/// The same for one u.
fn by(u: E, f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if burn(64) {
        return None;
    }
    let letter = sym(["__a", "__b", "__c", "__d", "__f", "__g", "__h", "__k"][depth.min(7)]);
    let slope = derivative(u, x);
    if slope == UNDEFINED || slope == ZERO {
        return None;
    }
    let inner = in_terms_of(f / slope, u, x, letter)?;
    if inner.size() > 3 * f.size() + 12 {
        return None;
    }
    let mut own = Trace::default();
    let found = integral(inner, letter, depth + 1, &mut own)?;
    let back = found.replace(letter, u);
    if back == UNDEFINED {
        return None;
    }
    if linear(u, x).is_none() || trace.rule.is_empty() {
        *trace = Trace { rule: "put", rewritten: None, u, inner, result: found, letter };
    }
    Some(back)
}

/// Put x^k, where the rational integrand is x^(k-1) times a function of x^k, as in x/(1 + x⁴) and 1/(x(x⁵ + 1)). Below
/// degree four partial fractions are as short.
pub(super) fn of_power(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let (top, bottom) = fraction(f);
    let (p, q) = (coefficients(top, x)?, coefficients(bottom, x)?);
    if q.len() < 5 || p.len() >= q.len() {
        return None;
    }
    let places = |c: &[E], shift: usize| -> Vec<usize> {
        c.iter().enumerate().filter(|(_, e)| **e != ZERO).map(|(k, _)| k + shift).collect()
    };
    let (above, below) = (places(&p, 1), places(&q, 0));
    let first = *below.first()?;
    let apart = above.iter().chain(&below).map(|&k| Q::int(k.abs_diff(first) as i64));
    let k = Q::content(&apart.collect::<Vec<_>>()).as_i64().filter(|&k| k > 1)?;
    // x⁴ + 1 itself is put where nothing else stands below.
    let whole = below == [0, k as usize];
    by(if whole { bottom } else { powi(x, k) }, f, x, depth, trace)
}

/// `e` with u for every appearance of the expression u, if no x is left.
fn in_terms_of(e: E, u: E, x: E, letter: E) -> Option<E> {
    let try_one = |e: E| {
        let replaced = put(e, u, letter);
        (!replaced.has(x) && replaced != UNDEFINED).then_some(replaced)
    };
    if let Some(found) = try_one(e) {
        return Some(found);
    }
    let (top, bottom) = fraction(e);
    let together = top / bottom;
    if let Some(found) = try_one(together) {
        return Some(found);
    }
    // x by u, where u = a x^k + b.
    if let Some(c) = coefficients(u, x) {
        let degree = c.len() - 1;
        if degree >= 1 && c[1..degree].iter().all(|&c| c == ZERO) {
            let power = (letter - c[0]) / c[degree];
            if degree == 1 {
                let replaced = together.replace(u, letter).replace(x, power);
                return (replaced != UNDEFINED && !replaced.has(x)).then_some(replaced);
            }
            let k = degree as i64;
            let replaced = put(together, u, letter).rewrite(&mut |part| match part.get() {
                X::Pow(base, n) if base == x => match n.as_int() {
                    Some(n) if n % k == 0 => powi(power, n / k),
                    _ => part,
                },
                _ => part,
            });
            if !replaced.has(x) && replaced != UNDEFINED {
                return Some(replaced);
            }
        }
    }
    // Rational in sin and cos beside u: the normal form may have neither.
    if e.has_fun(&crate::trig::is_circular) && e.size() < 80 {
        let replaced = put(e, u, letter);
        if replaced.has(letter)
            && replaced.has_fun(&crate::trig::is_circular)
            && let Some(normal) = crate::trig::normal(replaced)
            && !normal.has(x)
            && normal != UNDEFINED
        {
            return Some(normal);
        }
        // sec² beside 1/cos², with roots of the letter about.
        if replaced.has(letter) {
            let sines = crate::trig::in_sines(replaced);
            if !sines.has(x) && sines != UNDEFINED {
                return Some(sines);
            }
        }
        if let X::Fun(F::Tan, h) = u.get()
            && let Some(found) = in_tangent(replaced, h, letter)
            && !found.has(x)
        {
            return Some(found);
        }
    }
    // sin² = 1 - cos² and its kin.
    if let X::Fun(g, h) = u.get() {
        let square = match g {
            F::Sin => Some((F::Cos, ONE - powi(letter, 2))),
            F::Cos => Some((F::Sin, ONE - powi(letter, 2))),
            F::Tan => Some((F::Sec, ONE + powi(letter, 2))),
            F::Sec => Some((F::Tan, powi(letter, 2) - ONE)),
            F::Cot => Some((F::Csc, ONE + powi(letter, 2))),
            F::Csc => Some((F::Cot, powi(letter, 2) - ONE)),
            _ => None,
        };
        if let Some((partner, square)) = square {
            let partner = apply(partner, h);
            for form in [e, together] {
                let replaced = put(form, u, letter).rewrite(&mut |part| match part.get() {
                    X::Pow(base, n) if base == partner => match n.as_int() {
                        Some(n) if n % 2 == 0 => powi(square, n / 2),
                        _ => part,
                    },
                    _ => part,
                });
                if !replaced.has(x) && replaced != UNDEFINED {
                    return Some(replaced);
                }
            }
        }
    }
    // sec and tan for u = sec + tan, x and √(x² + 1) for u = x + √(x² + 1): A² - B² = k.
    if let X::Add(terms) = u.get()
        && let [a, b] = *terms
        && (u.has_fun(&crate::trig::is_circular)
            || put(e, u, letter).has(letter)
                && e.any(
                    &|p| matches!(p.get(), X::Pow(base, k) if base == u && k.as_int().is_none()),
                ))
    {
        let k = if u.has_fun(&crate::trig::is_circular) {
            crate::trig::normal(a * a - b * b)
        } else {
            Some(expand(a * a - b * b))
        };
        if let Some(k) = k.filter(|k| k.num().is_some_and(|q| !q.is_zero())) {
            let over = k / letter;
            let replaced = put(e, u, letter)
                .replace(b, (letter - over) * HALF)
                .replace(a, (letter + over) * HALF);
            if !replaced.has(x) && replaced != UNDEFINED {
                return Some(replaced);
            }
        }
    }
    // √h for u = √h: other powers of h are powers of u.
    if let X::Pow(h, k) = u.get()
        && let Some(q) = k.num().filter(|q| !q.is_integer())
        && let Some((a, b)) = linear(h, x)
    {
        let whole = pow(letter, num(q.reciprocal()));
        let replaced = put(together, u, letter).replace(h, whole).replace(x, (whole - b) / a);
        if !replaced.has(x) && replaced != UNDEFINED {
            return Some(replaced);
        }
    }
    None
}

/// sin h = t cos h and cos² h = 1/(1 + t²), where all powers of the cosine are even.
fn in_tangent(e: E, h: E, t: E) -> Option<E> {
    let c = sym("__c");
    let sines = crate::trig::single_angles(crate::trig::in_sines(e));
    let plain = sines.replace(apply(F::Sin, h), t * c).replace(apply(F::Cos, h), c);
    let (top, bottom) = fraction(plain);
    let (p, q) = (coefficients(top, c)?, coefficients(bottom, c)?);
    let square = ONE + t * t;
    let parity =
        |c: &[E], odd: usize| c.iter().enumerate().all(|(k, &e)| k % 2 == odd || e == ZERO);
    let odd = [0, 1].into_iter().find(|&odd| parity(&p, odd) && parity(&q, odd))?;
    let value = |c: &[E]| {
        add(c.iter().enumerate().map(|(k, &e)| e * powi(square, -((k - odd.min(k)) as i64) / 2)))
    };
    Some(together(value(&p) / value(&q)))
}

/// Replaces u and its powers: e^{2x} = (e^x)².
fn put(e: E, u: E, letter: E) -> E {
    if e == u {
        return letter;
    }
    if let (X::Pow(b, k), X::Pow(c, m)) = (e.get(), u.get())
        && b == c
    {
        let ratio = together(k / m);
        if ratio.num().is_some_and(|q| q.is_integer()) || (b == EULER && ratio.num().is_some()) {
            return pow(letter, ratio);
        }
    }
    if let (X::Add(_), X::Add(_)) = (e.get(), u.get()) {
        let rest = e - u;
        if rest.num().is_some() {
            return letter + rest;
        }
    }
    if let (X::Add(_), X::Pow(..)) = (e.get(), u.get()) {
        return add(e.terms().into_iter().map(|t| put(t, u, letter)));
    }
    if let (X::Mul(_), X::Mul(_)) = (e.get(), u.get())
        && e == powi(u, 2)
    {
        return powi(letter, 2);
    }
    e.map(&mut |child| put(child, u, letter))
}

/// Rational in one root or exponential of x: that becomes the letter.
pub(super) fn by_generator(f: E, x: E, depth: usize) -> Option<E> {
    let field = Field::of(&[f], &[]);
    let (top, bottom) = field.ratio(f)?;
    let bound: Vec<usize> =
        (0..field.generators.len()).filter(|&k| field.generators[k].has(x)).collect();
    let letter = sym("__q");
    let [k] = bound.as_slice() else { return None };
    let g = field.generators[*k];
    if g == x {
        return None;
    }
    let inner = (field.expr(&top) / field.expr(&bottom)).replace(g, letter);
    let inner = put(inner, g, letter);
    // x as a function of the letter
    let slope = match g.get() {
        X::Pow(base, exponent) if base == x => {
            let q = exponent.num()?;
            num(q.reciprocal()) * pow(letter, num(&q.reciprocal() - &Q::ONE))
        }
        X::Pow(base, exponent) if !base.has(x) => {
            let (a, _) = linear(exponent, x)?;
            ONE / (a * letter * if base == EULER { ONE } else { ln(base) })
        }
        X::Pow(base, exponent) => {
            let (a, _) = linear(base, x)?;
            let q = exponent.num()?;
            num(q.reciprocal()) * pow(letter, num(&q.reciprocal() - &Q::ONE)) / a
        }
        _ => return None,
    };
    let inner = together(inner * slope);
    if inner.has(x) || inner.has(I) {
        return None;
    }
    let found = quiet(inner, letter, depth + 1)?;
    Some(found.replace(letter, g))
}
