//! Lines a teacher asks for between an equation in functions and its solutions.

use super::narrate::{polynomial_lines, zero_line, zero_product};
use crate::algebra::{coefficients, expand, factors, fraction};
use crate::expr::{E, EULER, F, ONE, X, ZERO, add, apply, mul, num, pow, powi};
use crate::number::Q;
use crate::show::{self, equal, show};
use crate::solution::Relation as Link;
use crate::work::Work;

/// log a + log b = log ab, then both sides without the logarithm.
pub(super) fn log_lines(work: &mut Work, f: E, x: E) -> bool {
    let (bound, free) = f.terms_by(x);
    let mut logs: Vec<(E, E)> = Vec::new();
    for term in bound {
        let (inner, outer) = term.factors_by(x);
        let [log] = inner.as_slice() else { return false };
        let X::Fun(F::Ln, h) = log.get() else { return false };
        logs.push((mul(outer), h));
    }
    let [(unit, _), _, ..] = *logs.as_slice() else { return false };
    let mut product = Vec::new();
    for (front, h) in logs {
        match (front / unit).num() {
            Some(times) if times.is_integer() => product.push(pow(h, num(times))),
            _ => return false,
        }
    }
    let value = crate::tasks::simplify::evaluated(pow(EULER, -add(free) / unit));
    if value.num().is_none() && value.base_exponent().0 != EULER {
        return false;
    }
    let product = mul(product);
    work.by("join logarithms", Link::Implies, equal(product, value), vec![]);
    let (top, bottom) = fraction(product - value);
    if !bottom.has(x)
        && let Some(c) = coefficients(top, x)
    {
        polynomial_lines(work, top, ZERO, x, &c);
    }
    true
}

/// Everything in one sine or cosine, or in factors.
pub(super) fn trig_lines(work: &mut Work, f: E, x: E) -> bool {
    if !f.has_fun(&crate::trig::is_circular) || f.symbols() != vec![x] {
        return false;
    }
    if let Some(product) = crate::trig::sums::product(f) {
        work.to("all to one side", zero_line(show(f)), vec![]);
        work.to("sum to product", zero_line(show(product)), vec![]);
        let parts = product.factors().into_iter().filter(|part| part.has(x)).collect();
        zero_product(work, parts, x);
        return true;
    }
    if let Some((changed, parts)) = in_tangents(f, x) {
        work.to("square relation", zero_line(show(changed)), vec![]);
        work.to("factor equation", zero_line(show::factored(&Q::ONE, &parts)), vec![]);
        zero_product(work, parts.into_iter().map(|(part, _)| part).collect(), x);
        return true;
    }
    let (top, below) = fraction(crate::trig::in_sines(f));
    if below.has(x) {
        return false;
    }
    let single = crate::trig::single_angles(top);
    let mut angles = Vec::new();
    gather(single, &mut angles);
    let [angle] = angles.as_slice() else { return false };
    let (s, c) = (apply(F::Sin, *angle), apply(F::Cos, *angle));
    let one_function = [(c, s), (s, c)].into_iter().map(|(from, to)| {
        let changed = expand(single.rewrite(&mut |part| match part.get() {
            X::Pow(base, k) if base == from && k.as_int().is_some_and(|k| k > 0 && k % 2 == 0) => {
                powi(ONE - powi(to, 2), k.as_int().unwrap_or(2) / 2)
            }
            _ => part,
        }));
        (changed, !changed.has(from))
    });
    let in_factors = |e: E| {
        factors(e).filter(|(_, parts)| parts.iter().filter(|(part, _)| part.has(x)).count() > 1)
    };
    let candidates = std::iter::once((single, true)).chain(one_function);
    for (changed, plain) in candidates {
        let Some((q, mut parts)) = in_factors(changed).filter(|_| plain) else { continue };
        let mut q = q;
        for (part, times) in &mut parts {
            if show::leading(*part).coefficient().0.is_negative() {
                *part = expand(-*part);
                if *times % 2 == 1 {
                    q = -&q;
                }
            }
        }
        // -2 sin² x + 3 sin x + 2 = 0 is written with its signs changed at once.
        let turned = q.is_negative() && changed != single;
        let changed = if turned { expand(-changed) } else { changed };
        if single != f {
            work.to("multiple angles", zero_line(show(single)), vec![]);
        }
        if changed != single {
            work.to("in one function", zero_line(show(changed)), vec![]);
        }
        let q = if q.is_negative() && !turned { Q::int(-1) } else { Q::ONE };
        work.to("factor equation", zero_line(show::factored(&q, &parts)), vec![]);
        let bound = parts.iter().map(|(part, _)| *part).filter(|part| part.has(x));
        zero_product(work, bound.collect(), x);
        return true;
    }
    false
}

/// sec² u = 1 + tan² u and cosec² u = 1 + cot² u, where the equation then falls into factors in one function.
fn in_tangents(f: E, x: E) -> Option<(E, Vec<(E, i64)>)> {
    let changed = expand(f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        let (other, u) = match base.get() {
            X::Fun(F::Sec, u) => (F::Tan, u),
            X::Fun(F::Csc, u) => (F::Cot, u),
            _ => return part,
        };
        match k.as_int() {
            Some(k @ (2 | 4)) => powi(ONE + powi(apply(other, u), 2), k / 2),
            _ => part,
        }
    }));
    let turned = show::leading(changed).coefficient().0.is_negative();
    let changed = if turned { expand(-changed) } else { changed };
    let one = changed.any(&|part| matches!(part.get(), X::Fun(F::Tan | F::Cot, u) if u.has(x)));
    if !one || changed == f {
        return None;
    }
    let (_, parts) = factors(changed)?;
    let several = parts.iter().filter(|(part, _)| part.has(x)).count() > 1;
    (several && parts.iter().all(|(part, _)| part.has(x))).then_some((changed, parts))
}

fn gather(e: E, out: &mut Vec<E>) {
    if let X::Fun(F::Sin | F::Cos, h) = e.get()
        && !out.contains(&h)
    {
        out.push(h);
    }
    e.children().into_iter().for_each(|child| gather(child, out));
}
