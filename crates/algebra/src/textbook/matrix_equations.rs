//! Equations between matrices and between determinants, class 12: AX = B, and equal entries.

use super::arrays::{Array, World, array};
use super::matrices::{Rows, det, entries, inverse_lines, matrix, square, times, value};
use super::{Ask, Sheet, equals, items, tex};
use crate::algebra::expand;
use crate::complex::{C, real};
use crate::explain::sides;
use crate::expr::{E, ZERO};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::{Kind, Task};
use ganita_notation::{Join, Node};

pub(super) fn equation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some((left, right)) = sides(ask.problem) else { return ask.refuse() };
    // A column of letters is what AX = B is written for.
    let by_a_column = matches!(left, Node::Product(factors) if matches!(factors.as_slice(),
        [_, (_, Node::Matrix(_, rows, _))]
            if rows.iter().all(|row| matches!(row.as_slice(), [Node::Symbol(_)]))));
    if by_a_column && let Ok(solution) = by_inverse(ask) {
        return Ok(solution);
    }
    match (value(left), value(right)) {
        (Some(a), Some(b)) if a.len() == b.len() && a[0].len() == b[0].len() => {
            by_entries(ask, &a, &b).or_else(|refusal| by_inverse(ask).map_err(|_| refusal))
        }
        _ => by_inverse(ask),
    }
}

/// A world for each solution: its values, and some number for each letter that is free.
fn worlds(solution: &Solution) -> Option<Vec<World>> {
    let learnt = |answer: &Node| {
        let mut world = World::default();
        for item in items(answer) {
            let (name, of) = match sides(&item) {
                Some((name, of)) => (name.clone(), of.clone()),
                None => (Node::symbol(solution.variables.first()?), item),
            };
            let e = meaning(&of).ok()?;
            let free: Vec<(E, C)> =
                e.symbols().into_iter().map(|letter| (letter, real(0.7))).collect();
            let v = crate::value::value(e, &free);
            if !v.is_finite() {
                return None;
            }
            world.learn(name, Array::scalar(v));
        }
        Some(world)
    };
    solution.answers.iter().map(learnt).collect()
}

/// Equal matrices have equal entries; a number equals a number.
fn by_entries(ask: &Ask<'_>, a: &Rows, b: &Rows) -> Result<Solution, Refusal> {
    let mut equations: Vec<Node> = Vec::new();
    for (x, y) in a.iter().flatten().zip(b.iter().flatten()) {
        if expand(*x - *y) == ZERO {
            continue;
        }
        let equation = equals(show(*x), show(*y));
        if !equations.contains(&equation) {
            equations.push(equation);
        }
    }
    let (kind, inner) = match equations.as_slice() {
        [] => return ask.refuse(),
        [one] => (Kind::Solve, one.clone()),
        all => (Kind::SolveSystem, Node::List(all.to_vec())),
    };
    let mut letters = Vec::new();
    crate::explain::names(&inner, &mut letters);
    let kind = if letters.len() > 1 { Kind::SolveSystem } else { kind };
    let said = ask.said.iter().filter(|name| letters.contains(name)).cloned().collect();
    let solved = crate::explain::again(&Task { kind, variables: said }, &inner)?;
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.worlds = worlds(&solved).ok_or(Refusal::new(Reason::Unverified))?;
    let nothing = sheet.worlds.is_empty();
    let mut say = |rule, line| {
        // Where there is no solution, nothing holds that could be tried.
        if nothing { sheet.remark(rule, line) } else { sheet.say(rule, line, vec![]) }
    };
    if a.len() * a[0].len() == 1 {
        say("work out both sides", inner.clone());
    } else {
        let is_plain = |node: &Node| matches!(node, Node::Matrix(..));
        if !sides(ask.problem).is_some_and(|(left, right)| is_plain(left) && is_plain(right)) {
            say("work out both sides", equals(matrix(a), matrix(b)));
        }
        say("equal entries", inner.clone());
    }
    let mut solution = sheet.done(ask, &inner, vec![])?;
    solution.variables = solved.variables;
    solution.answer = solved.answer;
    solution.answers = solved.answers;
    solution.steps.extend(solved.steps);
    solution.method = solved.method;
    Ok(solution)
}

/// AX = B by the inverse of A.
fn by_inverse(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Node::Relation(left, rest) = ask.problem else { return ask.refuse() };
    let Node::Product(factors) = &**left else { return ask.refuse() };
    let [(_, a), (_, unknown)] = factors.as_slice() else { return ask.refuse() };
    let rows = square(ask, a)?;
    let Some(b) = entries(&rest[0].1) else { return ask.refuse() };
    if b.len() != rows.len() {
        return ask.refuse();
    }
    let mut sheet = Sheet::on(a);
    if det(&rows) == ZERO {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let given = matrix(&rows);
    let right = matrix(&b);
    let found = inverse_lines(&mut sheet, &rows, &given).ok_or(Refusal::new(Reason::NoMethod))?;
    let solved = times(&found, &b).ok_or(Refusal::new(Reason::NoMethod))?;
    sheet.say("inverse", equals(tex("A^{-1}"), matrix(&found)), vec![]);
    // X is what solves it: the system is solved again in floating point.
    sheet.know(&tex("X"), &|world| array(&given, world)?.inverse()?.times(&array(&right, world)?));
    let by = Node::Product(vec![(Join::Beside, matrix(&found)), (Join::Beside, right.clone())]);
    sheet.say("multiply by the inverse", equals(tex("X"), by), vec![]);
    let answer = equals(tex("X"), matrix(&solved));
    sheet.say("calculate", answer.clone(), vec![]);
    let mut answers = vec![matrix(&solved)];
    if let Node::Matrix(_, names, _) = unknown
        && names.len() == solved.len()
    {
        answers = names
            .iter()
            .zip(&solved)
            .map(|(name, v)| equals(name[0].clone(), show(v[0])))
            .collect();
        for (name, row) in names.iter().zip(&solved) {
            let v = row[0];
            sheet.know(&name[0], &|world| world.of(v));
        }
        let line = Node::List(answers.clone());
        sheet.say("so", line.clone(), vec![]);
        return sheet.done(ask, &line, answers);
    }
    sheet.done(ask, &answer, answers)
}
