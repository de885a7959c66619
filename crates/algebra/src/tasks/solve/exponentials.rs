//! Equations with the unknown in exponents: powers of one number once divided, and sums that only rise or only fall.

use super::narrate::{polynomial_lines, zero_line};
use super::roots::{Set, polynomial, roots};
use crate::algebra::{coefficients, expand, from_coefficients, is_zero};
use crate::complex::real;
use crate::expr::{E, F, ONE, X, ZERO, add, int, ln, mul, pow, rat, sym};
use crate::show::{equal, show};
use crate::tasks::simplify::evaluated;
use crate::value::{real_value, sign, value};
use crate::work::{Work, named};
use ganita_notation::{Join, Node};

/// The largest power of the ratio.
const DEGREE: f64 = 8.0;
/// Whole numbers that are tried, on both sides of 0.
const TRIED: i64 = 12;

/// The base of a power, its exponent, and the number in front.
struct Power {
    front: E,
    base: E,
}

/// f as a sum of c·Bʰ with one h, and that h; a number has the base 1.
fn powers(f: E, x: E, whole: bool) -> Option<(Vec<Power>, E)> {
    let (mut out, mut unit): (Vec<Power>, Option<E>) = (Vec::new(), None);
    for term in expand(f).terms() {
        let (inner, outer) = term.factors_by(x);
        let (mut front, mut base) = (mul(outer), ONE);
        for part in inner {
            let X::Pow(b, exponent) = part.get() else { return None };
            if b.has(x) || sign(b) != Some(1) {
                return None;
            }
            let (bound, free) = expand(exponent).terms_by(x);
            let (h, rest) = if whole { (exponent, ZERO) } else { (add(bound), add(free)) };
            let unit = *unit.get_or_insert(h.coefficient().1);
            let times = evaluated(h / unit);
            times.num()?;
            base = base * pow(b, times);
            front = front * pow(b, rest);
        }
        let (front, base) = (evaluated(front), evaluated(base));
        match out.iter_mut().find(|power| power.base == base) {
            Some(power) => power.front = evaluated(power.front + front),
            None => out.push(Power { front, base }),
        }
    }
    Some((out, unit?))
}

/// 9ˣ + 6ˣ = 2·4ˣ, divided by 4ˣ, is t² + t = 2 for t = (3/2)ˣ.
struct Alike {
    /// The base of what it is divided by.
    by: E,
    ratio: E,
    h: E,
    /// In t = ratioʰ, lowest first.
    coefficients: Vec<E>,
}

fn alike(f: E, x: E) -> Option<Alike> {
    [true, false].into_iter().find_map(|whole| alike_in(powers(f, x, whole)?))
}

fn alike_in((powers, h): (Vec<Power>, E)) -> Option<Alike> {
    let logs: Vec<f64> =
        powers.iter().map(|power| real_value(power.base).map(libm::log)).collect::<Option<_>>()?;
    // A number among them, or else the smallest base.
    let first = powers
        .iter()
        .position(|power| power.base == ONE)
        .or_else(|| (0..logs.len()).min_by(|&a, &b| logs[a].total_cmp(&logs[b])))?;
    let step =
        (0..logs.len()).filter(|&k| (logs[k] - logs[first]).abs() > 1e-9).min_by(|&a, &b| {
            let size = |k: usize| (logs[k] - logs[first]).abs() - 1e-9 * logs[k].signum();
            size(a).total_cmp(&size(b))
        })?;
    let (start, ratio) = (powers[first].base, evaluated(powers[step].base / powers[first].base));
    let unit = logs[step] - logs[first];
    let mut places = Vec::new();
    for (power, log) in powers.iter().zip(&logs) {
        let k = libm::round((log - logs[first]) / unit);
        let exact = || is_zero(evaluated(power.base - start * pow(ratio, int(k as i64))));
        if k.abs() > DEGREE || ((log - logs[first]) / unit - k).abs() > 1e-9 || !exact() {
            return None;
        }
        places.push(k as i64);
    }
    let (low, high) = (*places.iter().min()?, *places.iter().max()?);
    if high - low < 2 {
        return None;
    }
    let mut coefficients = vec![ZERO; (high - low) as usize + 1];
    for (power, k) in powers.iter().zip(&places) {
        coefficients[(k - low) as usize] = power.front;
    }
    Some(Alike { by: start, ratio, h, coefficients })
}

/// f = 0 where it is a polynomial in one power.
pub(super) fn by_powers(f: E, x: E, depth: usize) -> Option<Set> {
    let Alike { ratio, h, coefficients, .. } = alike(f, x)?;
    let Some(Set::Roots(values)) = polynomial(&coefficients, sym("__u"), depth + 1) else {
        return None;
    };
    let mut all = Vec::new();
    for t in values {
        let t = evaluated(t);
        if t.has(crate::expr::I) || sign(t)? <= 0 {
            continue;
        }
        let height = libm::log(real_value(t)?) / libm::log(real_value(ratio)?);
        let exact = [1, 2, 3].into_iter().find_map(|q| {
            let k = rat(libm::round(height * q as f64) as i64, q);
            (height.abs() < DEGREE && is_zero(evaluated(t - pow(ratio, k)))).then_some(k)
        });
        let target = exact.unwrap_or_else(|| evaluated(ln(t) / ln(ratio)));
        match roots(h - target, x, depth + 1)? {
            Set::All => return None,
            Set::Roots(found) => all.extend(found),
        }
    }
    Some(Set::Roots(all))
}

/// 1 or -1: it only rises, or only falls, with x, on the stretch where it has a value; 0: it does not change.
fn direction(f: E, x: E) -> Option<i32> {
    if !f.has(x) {
        return Some(0);
    }
    match f.get() {
        X::Sym(_) => Some(1),
        X::Add(terms) => {
            let ways: Option<Vec<i32>> = terms.iter().map(|&term| direction(term, x)).collect();
            let ways: Vec<i32> = ways?.into_iter().filter(|way| *way != 0).collect();
            ways.iter().all(|way| *way == ways[0]).then(|| ways[0])
        }
        X::Mul(_) => {
            let (inner, outer) = f.factors_by(x);
            let [part] = inner.as_slice() else { return None };
            Some(sign(mul(outer))? * direction(*part, x)?)
        }
        X::Pow(base, exponent) if !base.has(x) => {
            let way = sign(base - ONE)?;
            (sign(base)? > 0).then_some(way * direction(exponent, x)?)
        }
        X::Pow(base, exponent) => {
            let (p, q) = exponent.num()?.parts()?;
            (p > 0 && (p % 2 != 0 || q % 2 == 0)).then_some(direction(base, x)?)
        }
        X::Fun(F::Ln | F::Atan | F::Asin | F::Sinh, h) => direction(h, x),
        _ => None,
    }
}

/// A whole number that solves f = 0, what f was divided by, and what then only rises or only falls, so that there is no other.
fn inspected(f: E, x: E) -> Option<(E, E, E)> {
    let steep = |e: E| {
        e.any(&|p| {
            matches!(p.get(), X::Pow(_, k) if k.has(x))
                || matches!(p.get(), X::Fun(F::Ln, h) if h.has(x))
        })
    };
    if f.symbols().as_slice() != [x] || !steep(f) {
        return None;
    }
    let mut forms = vec![(ONE, f)];
    if let Some((powers, h)) = powers(f, x, false) {
        for k in 0..powers.len() {
            let base = powers[k].base;
            let each = |p: &Power| p.front * pow(evaluated(p.base / base), h);
            forms.push((pow(base, h), add(powers.iter().map(each))));
        }
    }
    let (by, form) =
        forms.into_iter().find(|(_, e)| direction(*e, x).is_some_and(|way| way != 0))?;
    let small = |k: &i64| {
        let v = value(form, &[(x, real(*k as f64))]);
        v.is_finite() && v.abs() < 1e-9
    };
    Some((int((-TRIED..=TRIED).find(small)?), by, form))
}

pub(super) fn by_inspection(f: E, x: E) -> Option<Set> {
    inspected(f, x).map(|(root, ..)| Set::Roots(vec![root]))
}

/// A power of a number, which is written in brackets where it is no whole one.
fn power(base: E, h: E) -> Node {
    let shown = show(base);
    let plain = matches!(shown, Node::Number(_) | Node::Symbol(_));
    let bracket = ganita_notation::Bracket::Round;
    let base = if plain { shown } else { Node::Group(bracket, Box::new(shown), bracket) };
    if h == ONE { base } else { Node::power(base, show(h)) }
}

/// The lines of both methods.
pub(super) fn lines(work: &mut Work, f: E, x: E, candidates: &[E]) -> bool {
    if let Some(Alike { by, ratio, h, coefficients: c }) = alike(f, x) {
        let letter = if x == sym("t") { "u" } else { "t" };
        let t = sym(letter);
        let polynomial = from_coefficients(&c, t);
        let put = power(ratio, h);
        if by != ONE {
            let terms = c.iter().enumerate().rev().filter(|(_, front)| **front != ZERO);
            let line = terms.map(|(k, &front)| {
                let (minus, size) = crate::show::signed(front);
                let sign =
                    if minus { ganita_notation::Sign::Minus } else { ganita_notation::Sign::Plus };
                let base = evaluated(pow(ratio, int(k as i64)));
                let node = match (k, front == ONE || front == -ONE) {
                    (0, _) => size,
                    (_, true) => power(base, h),
                    _ => Node::Product(vec![(Join::Beside, size), (Join::Dot, power(base, h))]),
                };
                (sign, node)
            });
            let line = Node::Sum(line.collect());
            work.to("divide both sides", zero_line(line), vec![("by", power(by, h))]);
        }
        work.given.push((letter.to_owned(), put.clone()));
        let parameters = vec![("expression", put), ("letter", show(t))];
        work.to("put power", zero_line(show(polynomial)), parameters);
        if let Some(c) = coefficients(polynomial, t) {
            polynomial_lines(work, polynomial, ZERO, t, &c);
        }
        return true;
    }
    let Some((root, by, form)) = inspected(f, x) else { return false };
    if candidates != [root] || form.terms_by(x).0.len() < 2 {
        return false;
    }
    let (bound, free) = form.terms_by(x);
    let line = equal(add(bound), -add(free));
    if by != ONE {
        work.to("divide both sides", line, vec![named("by", by)]);
    }
    let f = show(add(form.terms_by(x).0));
    let parameters = vec![named("x", x), named("root", root), ("f", f)];
    work.to("by inspection", equal(x, root), parameters);
    true
}

/// Both sides as logarithms, where the unknown stands in a base and in its exponent.
pub(super) fn logarithm(e: E, x: E, steep: bool) -> Option<E> {
    let parts: Option<Vec<E>> = e
        .factors()
        .into_iter()
        .map(|factor| match factor.get() {
            X::Pow(base, exponent) if !base.has(x) || exponent.has(x) => Some(exponent * ln(base)),
            X::Pow(base, exponent) if steep => Some(exponent * ln(base)),
            X::Sym(_) if steep => Some(ln(factor)),
            _ if !factor.has(x) && sign(factor) == Some(1) => Some(ln(factor)),
            _ => None,
        })
        .collect();
    parts.map(add)
}

/// Whether x stands in a base and in its exponent.
pub(super) fn is_steep(f: E, x: E) -> bool {
    f.any(&|part| matches!(part.get(), X::Pow(base, k) if base.has(x) && k.has(x)))
}

pub(super) fn logarithm_lines(work: &mut Work, l: E, r: E, x: E) -> bool {
    if !is_steep(l - r, x) {
        return false;
    }
    let (Some(a), Some(b)) = (logarithm(l, x, true), logarithm(r, x, true)) else { return false };
    work.by("logarithms of both sides", crate::solution::Relation::Implies, equal(a, b), vec![]);
    true
}

/// Why g(h) = c has no solution: g, c, and which values g has.
pub(super) fn out_of_range(f: E, x: E) -> Option<crate::work::Parameters> {
    let (bound, free) = f.terms_by(x);
    let [term] = bound.as_slice() else { return None };
    let (inner, outer) = term.factors_by(x);
    let [part] = inner.as_slice() else { return None };
    let target = evaluated(-add(free) / mul(outer));
    let v = real_value(target)?;
    let pi = std::f64::consts::PI;
    let (range, inside) = match part.get() {
        X::Fun(F::Sin | F::Cos, _) => ("[-1, 1]", v.abs() <= 1.0),
        X::Fun(F::Sec | F::Csc, _) => (r"(-\infty, -1] \cup [1, \infty)", v.abs() >= 1.0),
        X::Fun(F::Abs, _) => (r"[0, \infty)", v >= 0.0),
        X::Fun(F::Asin, _) => (r"\left[-\frac{\pi}{2}, \frac{\pi}{2}\right]", v.abs() <= 0.5 * pi),
        X::Fun(F::Atan, _) => (r"\left(-\frac{\pi}{2}, \frac{\pi}{2}\right)", v.abs() < 0.5 * pi),
        X::Fun(F::Acos, _) => (r"[0, \pi]", (0.0..=pi).contains(&v)),
        X::Pow(base, k) if !base.has(x) && sign(base) == Some(1) && k.has(x) => {
            (r"(0, \infty)", v > 0.0)
        }
        X::Pow(_, k) => {
            let (p, q) = k.num()?.parts()?;
            (r"[0, \infty)", v >= 0.0 || p % 2 != 0 && q % 2 != 0)
        }
        _ => return None,
    };
    let range = crate::textbook::tex(range);
    (!inside).then(|| vec![named("part", *part), ("range", range), named("value", target)])
}

/// ln(4x) = ln 4 + ln x and ln x² = 2 ln x, for one logarithm instead of several.
pub(super) fn taken_apart(log: E, x: E) -> E {
    let X::Fun(F::Ln, h) = log.get() else { return log };
    match h.get() {
        X::Pow(base, k) if base.has(x) && k.num().is_some() => k * taken_apart(ln(base), x),
        X::Mul(_) => {
            let (inner, outer) = h.factors_by(x);
            match (inner.as_slice(), mul(outer)) {
                (&[part], front) if front != ONE && sign(front) == Some(1) => {
                    evaluated(ln(front)) + taken_apart(ln(part), x)
                }
                _ => log,
            }
        }
        _ => log,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_rises_is_told_from_what_does_not() {
        crate::expr::reset(100_000);
        let x = sym("x");
        let of = |latex: &str| {
            let node = ganita_notation::read(latex).expect("LaTeX");
            direction(crate::meaning::meaning(&node).expect("has a meaning"), x)
        };
        assert_eq!(of(r"3^x+\ln x"), Some(1));
        assert_eq!(of(r"2^{-x}-x^3"), Some(-1));
        assert_eq!(of("3^x-x"), None);
        assert_eq!(of("x^2"), None);
        assert_eq!(of(r"\frac{1}{x}"), None);
    }
}
