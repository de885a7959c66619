//! Systems that are linear in expressions of the unknowns: 1/x and 1/y, √x and √y, 1/(x + y) and 1/(x - y).

use super::{Outcome, as_system, linear, linear_rows, nonlinear};
use crate::algebra::expand;
use crate::expr::{E, ZERO, sym};
use crate::matrix;
use crate::show::{equal, show};
use crate::solution::Step;
use crate::work::Work;
use ganita_notation::Node;

/// The expressions are found first, as unknowns of a linear system; then the unknowns themselves.
pub(super) fn solved(work: &mut Work, all: &[E], unknowns: &[E]) -> Option<Vec<Vec<E>>> {
    let mut rows: Vec<(Vec<(E, E)>, E)> = Vec::new();
    let mut parts: Vec<E> = Vec::new();
    for &f in all {
        let (mut row, mut constant): (Vec<(E, E)>, E) = (Vec::new(), ZERO);
        for term in expand(f).terms() {
            if !unknowns.iter().any(|&x| term.has(x)) {
                constant = constant + term;
                continue;
            }
            let (bound, free): (Vec<E>, Vec<E>) =
                term.factors().into_iter().partition(|p| unknowns.iter().any(|&x| p.has(x)));
            let part = crate::expr::mul(bound);
            if !parts.contains(&part) {
                parts.push(part);
            }
            row.push((part, crate::expr::mul(free)));
        }
        rows.push((row, constant));
    }
    if parts.len() != unknowns.len() || all.len() != unknowns.len() || parts == unknowns {
        return None;
    }
    let matrix = rows.into_iter().map(|(row, constant)| {
        let at =
            |part: &E| crate::expr::add(row.iter().filter(|(p, _)| p == part).map(|(_, c)| *c));
        parts.iter().map(at).chain([-constant]).collect()
    });
    let matrix: Vec<Vec<E>> = matrix.collect();
    let places: Option<Vec<usize>> = parts
        .iter()
        .map(|&part| unknowns.iter().position(|&x| part == crate::expr::powi(x, -1)))
        .collect();
    let (mut told, values, put) = in_letters(work, &matrix, &parts, all)?;
    if let Some(places) = places
        && !values.contains(&ZERO)
    {
        // 1/x and 1/y: the work goes on in their letters, and turns round at the end.
        let mut found = vec![ZERO; unknowns.len()];
        for (&place, &value) in places.iter().zip(&values) {
            found[place] = crate::expr::powi(value, -1);
        }
        told.to("turn parts round", super::line(unknowns, &found), vec![put]);
        *work = told;
        return Some(vec![found]);
    }
    let differences: Vec<E> =
        parts.iter().zip(&values).map(|(&part, &value)| part - value).collect();
    let found =
        match linear_rows(&differences.iter().map(|&d| turned(d)).collect::<Vec<_>>(), unknowns) {
            Some(rows) => vec![matrix::solve(rows)?],
            None => nonlinear(&differences, unknowns, 1)?,
        };
    let lines = parts.iter().zip(&values).map(|(&part, &value)| (equal(part, value), None));
    let names = Node::List(parts.iter().map(|&part| show(part)).collect());
    work.to("solve for parts", Node::Cases(lines.collect()), vec![("parts", names)]);
    work.in_detail(told.steps);
    Some(found)
}

/// "Put 1/x = p and 1/y = q", and the linear system in these: its lines, the values and what was put.
fn in_letters(
    work: &Work,
    matrix: &[Vec<E>],
    parts: &[E],
    all: &[E],
) -> Option<(Work, Vec<E>, (&'static str, Node))> {
    let free = LETTERS.into_iter().map(sym).filter(|&letter| !all.iter().any(|f| f.has(letter)));
    let letters: Vec<E> = free.take(parts.len()).collect();
    if letters.len() < parts.len() {
        return None;
    }
    let mut inner = work.clone();
    let mut put = Vec::new();
    for (&letter, &part) in letters.iter().zip(parts) {
        put.push(equal(part, letter));
        inner.given.push((letter.letter(), show(part)));
    }
    let put = ("put", Node::List(put));
    inner.to("put for parts", as_system(matrix, &letters), vec![put.clone()]);
    match linear(&mut inner, matrix, &letters) {
        Ok(Outcome::Solutions(mut found)) => Some((inner, found.pop()?, put)),
        _ => None,
    }
}

/// Says x = 1/p for p = 1/x, once the lines are checked: who puts that into the equations never divides by zero.
pub(crate) fn turn_round(steps: &mut [Step]) {
    for (name, given) in steps.iter_mut().flat_map(|step| &mut step.where_) {
        if let Node::Fraction(top, bottom) = given
            && **top == Node::number("1")
            && let Node::Symbol(x) = &mut **bottom
        {
            std::mem::swap(name, x);
        }
    }
}

/// As NCERT names what it puts for 1/x and 1/y.
const LETTERS: [&str; 5] = ["p", "q", "r", "s", "t"];

/// 1/(x + y) - c as x + y - 1/c, which is linear.
fn turned(difference: E) -> E {
    let terms = difference.terms();
    let with: Vec<E> = terms.iter().copied().filter(|t| !t.symbols().is_empty()).collect();
    let [part] = with.as_slice() else { return difference };
    let (base, exponent) = part.base_exponent();
    let value = *part - difference;
    if exponent.as_int() == Some(-1) && value != ZERO {
        return expand(base - crate::expr::powi(value, -1));
    }
    difference
}
