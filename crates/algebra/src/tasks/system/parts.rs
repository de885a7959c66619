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
    if let Some(found) = reciprocals(work, &matrix, &parts, unknowns, all) {
        return Some(vec![found]);
    }
    let detail = by_letters(work, &matrix, &parts, all);
    let values = matrix::solve(matrix)?;
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
    work.in_detail(detail);
    Some(found)
}

/// Systems in 1/x and 1/y go on in the letters that are put for these, and turn round at the end.
fn reciprocals(
    work: &mut Work,
    matrix: &[Vec<E>],
    parts: &[E],
    unknowns: &[E],
    all: &[E],
) -> Option<Vec<E>> {
    let letters = letters(parts.len(), all)?;
    let mut inner = Work::on(&work.line);
    let mut places = Vec::new();
    for (&part, &letter) in parts.iter().zip(&letters) {
        let place = unknowns.iter().position(|&x| part == crate::expr::powi(x, -1))?;
        let name = unknowns[place].name()?.to_string();
        inner.given.push((name, Node::fraction(Node::number("1"), show(letter))));
        places.push(place);
    }
    let put: Vec<Node> = parts.iter().zip(&letters).map(|(&p, &letter)| equal(p, letter)).collect();
    let put = ("put", Node::List(put));
    inner.to("put for parts", as_system(matrix, &letters), vec![put.clone()]);
    let Ok(Outcome::Solutions(solutions)) = linear(&mut inner, matrix, &letters) else {
        return None;
    };
    let mut found = vec![ZERO; unknowns.len()];
    for (&place, &value) in places.iter().zip(solutions.first()?) {
        if value == ZERO {
            return None;
        }
        found[place] = crate::expr::powi(value, -1);
    }
    inner.to("turn parts round", super::line(unknowns, &found), vec![put]);
    work.line = inner.line;
    work.steps.append(&mut inner.steps);
    Some(found)
}

/// Letters for so many parts that stand nowhere yet.
fn letters(count: usize, all: &[E]) -> Option<Vec<E>> {
    let free = LETTERS.into_iter().map(sym).filter(|&letter| !all.iter().any(|f| f.has(letter)));
    let letters: Vec<E> = free.take(count).collect();
    (letters.len() == count).then_some(letters)
}

/// "Put √x = p and √y = q", and the linear system in these.
fn by_letters(work: &Work, matrix: &[Vec<E>], parts: &[E], all: &[E]) -> Vec<Step> {
    let Some(letters) = letters(parts.len(), all) else { return Vec::new() };
    let mut inner = Work::on(&work.line);
    let named = letters.iter().zip(parts);
    let name = |letter: &E| letter.name().map(|name| name.to_string()).unwrap_or_default();
    inner.given = named.clone().map(|(letter, &part)| (name(letter), show(part))).collect();
    let put = Node::List(named.map(|(&letter, &part)| equal(part, letter)).collect());
    inner.to("put for parts", as_system(matrix, &letters), vec![("put", put)]);
    match linear(&mut inner, matrix, &letters) {
        Ok(Outcome::Solutions(_)) => inner.steps,
        _ => Vec::new(),
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
