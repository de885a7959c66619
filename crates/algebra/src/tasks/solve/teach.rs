//! Lines a teacher asks for between an equation in functions and its solutions.

use super::narrate::{polynomial_lines, zero_line};
use crate::algebra::{coefficients, expand, factors, fraction};
use crate::expr::{E, EULER, F, ONE, X, ZERO, add, apply, mul, num, pow, powi};
use crate::number::Q;
use crate::show::{self, equal, show};
use crate::solution::Relation as Link;
use crate::work::Work;
use ganita_notation::Node;

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
        let parts = product.factors().into_iter().filter(|part| part.has(x));
        let zeros: Vec<Node> = parts.map(|part| zero_line(show(part))).collect();
        if zeros.len() > 1 {
            work.to("zero product", Node::Operation("or".to_owned(), zeros), vec![]);
        }
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
        let zeros =
            parts.iter().filter(|(part, _)| part.has(x)).map(|(part, _)| zero_line(show(*part)));
        work.to("zero product", Node::Operation("or".to_owned(), zeros.collect()), vec![]);
        return true;
    }
    false
}

fn gather(e: E, out: &mut Vec<E>) {
    if let X::Fun(F::Sin | F::Cos, h) = e.get()
        && !out.contains(&h)
    {
        out.push(h);
    }
    e.children().into_iter().for_each(|child| gather(child, out));
}
