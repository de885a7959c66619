//! Partial fractions.

use crate::algebra::{Field, coefficients, expand, factors, fraction};
use crate::explain::Found;
use crate::expr::{E, ZERO, add, mul, num, powi, sym};
use crate::matrix;
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::{self, equal, show};
use crate::solution::{Reason, Refusal};
use crate::tasks::solve::unknown;
use crate::value::real_value;
use crate::work::{Parameters, Work};
use ganita_notation::{Node, Sign};

/// Partial fractions of top/bottom in x: a polynomial part and, for each power of each factor, its numerator.
pub(crate) fn apart(e: E, x: E) -> Option<Vec<E>> {
    let field = Field::of(&[e], &[x]);
    if field.generators.len() != 1 || field.generators[0] != x {
        return apart_with_letters(e, x);
    }
    let (top, bottom) = field.ratio(e)?;
    let (whole, rest) = top.quotient(&bottom)?;
    let (front, parts) = crate::poly::factor(&bottom);
    let degree: u32 = parts.iter().map(|(part, times)| part.degree(0) * times).sum();
    // Unknown numerators, coefficient by coefficient.
    let mut columns: Vec<crate::poly::Poly> = Vec::new();
    let mut places: Vec<(usize, u32, u32)> = Vec::new();
    for (j, (part, times)) in parts.iter().enumerate() {
        for power in 1..=*times {
            let factor_left = bottom.divided(&part.power(power))?;
            for k in 0..part.degree(0) {
                columns.push(factor_left.times(&crate::poly::Poly::generator(0, k, 1)));
                places.push((j, power, k));
            }
        }
    }
    let rows: Vec<Vec<E>> = (0..degree)
        .map(|d| {
            let at = |p: &crate::poly::Poly| {
                p.terms.get(&crate::poly::Exponents::of(&[d])).cloned().unwrap_or(Q::ZERO)
            };
            columns.iter().map(at).chain([at(&rest)]).map(num).collect()
        })
        .collect();
    let _ = front;
    let values = matrix::solve(rows)?;
    let mut out = Vec::new();
    if !whole.is_zero() {
        out.push(field.expr(&whole));
    }
    for (j, (part, times)) in parts.iter().enumerate() {
        for power in 1..=*times {
            let numerator = add(places
                .iter()
                .zip(&values)
                .filter(|((i, p, _), _)| *i == j && *p == power)
                .map(|((_, _, k), v)| *v * powi(x, i64::from(*k))));
            if numerator != ZERO {
                out.push(numerator / powi(field.expr(part), i64::from(power)));
            }
        }
    }
    Some(out)
}

/// With letters beside x: linear factors and irreducible quadratics, by the same linear equations.
fn apart_with_letters(e: E, x: E) -> Option<Vec<E>> {
    let (top, bottom) = fraction(e);
    let (q, parts) = factors(bottom)?;
    let (inner, outer): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(part, _)| part.has(x));
    let outside = mul(outer
        .into_iter()
        .map(|(part, times)| powi(part, times))
        .chain([num(q)])
        .collect::<Vec<_>>());
    let bottom =
        expand(mul(inner.iter().map(|(part, times)| powi(*part, *times)).collect::<Vec<_>>()));
    let degree = coefficients(bottom, x)?.len() - 1;
    let top_coefficients = coefficients(top, x)?;
    if top_coefficients.len() > degree || degree > 8 {
        return None;
    }
    let mut columns = Vec::new();
    let mut places = Vec::new();
    for (j, (part, times)) in inner.iter().enumerate() {
        let part_degree = coefficients(*part, x)?.len() - 1;
        for power in 1..=*times {
            let others = mul(inner
                .iter()
                .enumerate()
                .map(|(i, (p, t))| powi(*p, if i == j { t - power } else { *t }))
                .collect::<Vec<_>>());
            for k in 0..part_degree {
                columns.push(coefficients(others * powi(x, k as i64), x)?);
                places.push((j, power, k));
            }
        }
    }
    let at = |c: &Vec<E>, d: usize| c.get(d).copied().unwrap_or(ZERO);
    let rows = (0..degree)
        .map(|d| columns.iter().map(|c| at(c, d)).chain([at(&top_coefficients, d)]).collect())
        .collect();
    let values = matrix::solve(rows)?;
    let mut out = Vec::new();
    for (j, (part, times)) in inner.iter().enumerate() {
        for power in 1..=*times {
            let numerator = add(places
                .iter()
                .zip(&values)
                .filter(|((i, p, _), _)| *i == j && *p == power)
                .map(|((_, _, k), v)| *v * powi(x, *k as i64)));
            if numerator != ZERO {
                out.push(numerator / powi(*part, power) / outside);
            }
        }
    }
    Some(out)
}

pub(crate) fn partial_fractions(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let mut work = Work::on(problem);
    let e = meaning(problem)?;
    let x = variable.or_else(|| unknown(e)).ok_or(Refusal::new(Reason::NoMethod))?;
    let parts = apart(e, x).ok_or(Refusal::new(Reason::NoMethod))?;
    let (top, bottom) = fraction(e);
    if let Some((q, factors)) = factors(bottom) {
        work.to(
            "factor denominator",
            Node::fraction(show(top), show::factored(&q, &factors)),
            vec![],
        );
    }
    let answer = show::sum_of(&parts);
    let (rule, parameters) = numerators(e, &parts, x);
    work.to(rule, answer.clone(), parameters);
    Ok(Found::one(work, answer, "partial fractions", Some(x)))
}

/// Names for numerators, as a textbook takes them.
const LETTERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// The rule that tells how `e` became `parts`, with the unknown numerators and what they are where that can be said shortly.
pub(crate) fn numerators(e: E, parts: &[E], x: E) -> (&'static str, Parameters) {
    match unknown_numerators(e, parts, x) {
        Some((form, values)) => ("unknown numerators", vec![("form", form), ("values", values)]),
        None => ("partial fractions", Vec::new()),
    }
}

/// A/(x - 1) + (Bx + C)/(x² + 1), and A = 1, B = 2, C = 0.
fn unknown_numerators(e: E, parts: &[E], x: E) -> Option<(Node, Node)> {
    let mut letters = LETTERS.into_iter().filter(|name| !e.symbols().contains(&sym(name))).map(sym);
    let (whole, mut left): (Vec<E>, Vec<E>) =
        parts.iter().partition(|&&part| !fraction(part).1.has(x));
    let mut form: Vec<Node> = whole.into_iter().map(show).collect();
    let mut values = Vec::new();
    let (_, factors) = factors(fraction(e).1)?;
    let mut below: Vec<(E, i64, Vec<E>)> = Vec::new();
    for (factor, times) in factors {
        match coefficients(factor, x)? {
            c if c.len() > 3 => return None,
            c if c.len() > 1 => below.push((factor, times, c)),
            _ => {}
        }
    }
    // In the order of their zeros; what has none comes last.
    let zero = |c: &[E]| match c {
        [c0, c1] => real_value(-*c0 / *c1).unwrap_or(f64::MAX),
        _ => f64::INFINITY,
    };
    crate::sort::by(&mut below, &mut |a, b| zero(&a.2).total_cmp(&zero(&b.2)));
    for (factor, times, c) in below {
        let degree = c.len() - 1;
        for power in 1..=times {
            let below = powi(factor, power);
            let mut over = vec![ZERO; degree];
            // What stands over this power: terms that it makes polynomials of too small a degree to be shortened.
            left.retain(|&part| {
                let (top, bottom) = fraction(part * below);
                let c = (!bottom.has(x)).then(|| coefficients(expand(top / bottom), x)).flatten();
                let Some(c) = c.filter(|c| c.len() <= degree) else { return true };
                c.into_iter().enumerate().for_each(|(k, e)| over[k] = over[k] + e);
                false
            });
            let mut top = Vec::new();
            for k in (0..degree).rev() {
                let letter = letters.next()?;
                top.push(letter * powi(x, k as i64));
                values.push(equal(letter, over[k]));
            }
            form.push(Node::fraction(show::sum_of(&top), show(below)));
        }
    }
    let form = form.into_iter().map(|node| (Sign::Plus, node)).collect();
    (left.is_empty() && values.len() > 1).then_some((Node::Sum(form), Node::List(values)))
}
