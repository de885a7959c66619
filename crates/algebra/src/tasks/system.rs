//! Several equations at once.

use crate::algebra::{coefficients, expand, fraction};
use crate::check::{self, Letters, Reach};
use crate::complex::{close, real};
use crate::explain::{Found, sides};
use crate::expr::{E, I, ONE, ZERO, add, num, spent};
use crate::matrix;
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::{equal, show};
use crate::solution::{Reason, Refusal, Step};
use crate::tasks::solve::roots::{Set, roots};
use crate::value::value;
use crate::work::{Work, named};
use ganita_notation::{Bracket, Join, Node, Sign};

mod missed;
pub(crate) mod parts;

pub(crate) fn equations(problem: &Node) -> Option<Vec<&Node>> {
    match problem {
        Node::Cases(rows) => Some(rows.iter().map(|(row, _)| row).collect()),
        Node::Lines(rows) | Node::List(rows) => Some(rows.iter().collect()),
        Node::Operation(name, rows) if name == "and" => Some(rows.iter().collect()),
        Node::Group(_, inner, _) => equations(inner),
        Node::Matrix(_, rows, _) => rows.iter().map(|row| row.first()).collect(),
        Node::Relation(..) => Some(vec![problem]),
        _ => None,
    }
}

/// x = 1, y = 2.
fn line(unknowns: &[E], values: &[E]) -> Node {
    let parts: Vec<Node> = unknowns.iter().zip(values).map(|(&x, &v)| equal(x, v)).collect();
    if parts.len() == 1 { parts.into_iter().next().expect("one") } else { Node::List(parts) }
}

/// x = 1 and y = 2, as one of several.
fn joined(node: &Node) -> Node {
    match node {
        Node::List(items) => Node::Operation("and".to_owned(), items.clone()),
        other => other.clone(),
    }
}

pub(crate) fn system(problem: &Node, variables: &[E]) -> Result<Found, Refusal> {
    let rows = equations(problem).ok_or_else(|| Refusal::about(Reason::NotUnderstood, problem))?;
    // An array within brackets is a system like others.
    let of_rows = Node::Cases(rows.iter().map(|row| ((*row).clone(), None)).collect());
    let problem = match problem {
        Node::Matrix(..) | Node::Group(..) => &of_rows,
        other => other,
    };
    let mut all = Vec::new();
    for row in &rows {
        let (l, r) = sides(row).ok_or_else(|| Refusal::about(Reason::NotUnderstood, row))?;
        all.push(meaning(l)? - meaning(r)?);
    }
    let unknowns: Vec<E> = if variables.is_empty() {
        let mut letters: Vec<E> = Vec::new();
        for f in &all {
            letters.extend(
                f.symbols().into_iter().filter(|e| !letters.contains(e)).collect::<Vec<_>>(),
            );
        }
        crate::sort::by(&mut letters, &mut |a, b| crate::expr::order(*a, *b));
        letters
    } else {
        variables.to_vec()
    };
    let mut work = Work::on(problem);
    let stopped = |reason, work: Work| work.stopped(reason, problem, unknowns.first().copied());
    let solutions = match linear_rows(&all, &unknowns) {
        Some(rows) => match linear(&mut work, &rows, &unknowns).map_err(|refusal| {
            let steps = stopped(refusal.reason, work.clone()).steps;
            Refusal { steps, ..refusal }
        })? {
            Outcome::Solutions(found) => found,
            Outcome::None(answer) => {
                return Ok(found(work, problem, answer, vec![], &unknowns, &[]));
            }
            Outcome::Many(answer) => {
                return Ok(found(work, problem, answer.clone(), vec![answer], &unknowns, &[]));
            }
        },
        None => match parts::solved(&mut work, &all, &unknowns) {
            Some(found) => found,
            None => {
                substituted(&mut work, &all, &unknowns);
                match nonlinear(&all, &unknowns, 0) {
                    Some(found) => found,
                    None => return Err(stopped(Reason::NoMethod, work)),
                }
            }
        },
    };
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let mut kept: Vec<Vec<E>> = Vec::new();
    for solution in solutions {
        let solution: Vec<E> =
            solution.into_iter().map(crate::tasks::simplify::evaluated).collect();
        if holds(problem, &all, &unknowns, &solution) && !kept.contains(&solution) {
            kept.push(solution);
        }
    }
    let real_ones: Vec<Vec<E>> =
        kept.iter().filter(|s| s.iter().all(|v| !v.has(I))).cloned().collect();
    // A linear system has its numbers whatever they are; curves that do not meet have no points in common.
    let linear = linear_rows(&all, &unknowns).is_some();
    let kept = if real_ones.is_empty() && linear { kept } else { real_ones };
    if kept.is_empty() && linear {
        return Err(stopped(Reason::Unverified, work));
    }
    // Periodic equations have more solutions than were looked for.
    let circular = all.iter().any(|f| f.has_fun(&crate::trig::is_circular));
    if circular && kept.is_empty() {
        return Err(stopped(Reason::NoMethod, work));
    }
    if missed::any(&all, &unknowns, &kept) {
        return Err(stopped(Reason::Unverified, work));
    }
    let answers: Vec<Node> = kept.iter().map(|values| line(&unknowns, values)).collect();
    let answer = match answers.as_slice() {
        [] => Node::Text("no solution".to_owned()),
        [one] => one.clone(),
        several => Node::Operation("or".to_owned(), several.iter().map(joined).collect()),
    };
    let rule = if kept.is_empty() { "no solution" } else { "solve system" };
    work.to(rule, answer.clone(), vec![]);
    Ok(found(work, problem, answer, answers, &unknowns, &kept))
}

fn found(
    work: Work,
    _problem: &Node,
    answer: Node,
    answers: Vec<Node>,
    unknowns: &[E],
    kept: &[Vec<E>],
) -> Found {
    let points =
        kept.iter().map(|values| values.iter().map(|&v| value(v, &[]).re).collect()).collect();
    let variables = unknowns.iter().filter_map(|e| e.name()).map(|name| name.to_string()).collect();
    Found { work, answer, answers, whole: "solve system", points, variables, reach: Reach::Real }
}

/// Two equations, one of them linear in an unknown: what it says is put into the other.
fn substituted(work: &mut Work, all: &[E], unknowns: &[E]) {
    let ([f, g], [_, _]) = (all, unknowns) else { return };
    for (one, other) in [(*f, *g), (*g, *f)] {
        for &x in unknowns {
            let Some(c) = coefficients(one, x).filter(|c| c.len() == 2 && c[1].num().is_some())
            else {
                continue;
            };
            let value = expand(-c[0] / c[1]);
            let rest = expand(other.replace(x, value));
            if rest == crate::expr::UNDEFINED || !unknowns.iter().any(|&y| rest.has(y)) {
                continue;
            }
            let rows = vec![(equal(x, value), None), (equal(rest, ZERO), None)];
            work.to(
                "isolate and substitute",
                Node::Cases(rows),
                vec![named("x", x), named("value", value)],
            );
            let letters = rest.symbols();
            if let [y] = letters.as_slice()
                && let Some(Set::Roots(found)) = roots(rest, *y, 0)
                && !found.is_empty()
                && found.iter().all(|root| !root.has(I))
            {
                let found: Vec<E> =
                    found.into_iter().map(crate::tasks::simplify::evaluated).collect();
                let factored = crate::algebra::factors(rest)
                    .filter(|(_, parts)| parts.iter().filter(|(part, _)| part.has(*y)).count() > 1);
                let first = (equal(x, value), None);
                if let Some((q, parts)) = factored {
                    let product = crate::show::factored(&q, &parts);
                    let zero = crate::tasks::solve::zero_line(product);
                    let rows = vec![first.clone(), (zero, None)];
                    work.to("factor equation", Node::Cases(rows), vec![]);
                }
                // Each value of one unknown with what the other then is.
                let branch =
                    |&root: &E| joined(&Node::List(vec![equal(x, value), equal(*y, root)]));
                let after = match found.as_slice() {
                    [root] => Node::Cases(vec![first, (equal(*y, *root), None)]),
                    _ => Node::Operation("or".to_owned(), found.iter().map(branch).collect()),
                };
                work.to("one unknown", after, vec![named("x", *y)]);
            }
            return;
        }
    }
}

/// An equation of complex numbers with two real unknowns as the two that its real and imaginary parts give, and the step
/// that says so.
pub(crate) fn real_and_imaginary(problem: &Node) -> Option<(Node, Step)> {
    let (left, right) = sides(problem)?;
    let f = meaning(left).ok()? - meaning(right).ok()?;
    let letters = f.symbols();
    if letters.len() != 2 || !f.has(I) {
        return None;
    }
    let (top, below) = fraction(f);
    let (imaginary, real_ones): (Vec<E>, Vec<E>) =
        expand(top).terms().into_iter().partition(|term| term.has(I));
    let parts = [add(real_ones), expand(add(imaginary) / I)];
    let right = [[0.3, 0.7], [-1.2, 0.4], [2.1, -3.3]].iter().all(|point| {
        let at: Vec<_> = letters.iter().zip(point).map(|(&e, &v)| (e, real(v))).collect();
        let [a, b] = parts.map(|part| value(part, &at));
        a.is_real()
            && b.is_real()
            && close(value(parts[0] + I * parts[1], &at), value(f * below, &at), 1e-9)
    });
    let line = |part: E| {
        let (bound, free): (Vec<E>, Vec<E>) =
            part.terms().into_iter().partition(|term| letters.iter().any(|&x| term.has(x)));
        let (left, right) = (add(bound), -add(free));
        let turned = crate::expr::leads_negative(left);
        (if turned { equal(expand(-left), -right) } else { equal(left, right) }, None)
    };
    let system = Node::Cases(parts.into_iter().filter(|&f| f != ZERO).map(line).collect());
    let step = crate::textbook::dots::step("equal complex numbers", problem, &system, vec![]);
    right.then_some((system, step))
}

pub(crate) fn linear_rows(all: &[E], unknowns: &[E]) -> Option<Vec<Vec<E>>> {
    all.iter()
        .map(|&f| {
            let mut left = expand(f);
            let mut row = Vec::new();
            for &x in unknowns {
                let c = coefficients(left, x)?;
                if c.len() > 2 || c.get(1).is_some_and(|a| unknowns.iter().any(|&y| a.has(y))) {
                    return None;
                }
                row.push(c.get(1).copied().unwrap_or(ZERO));
                left = c[0];
            }
            row.push(-left);
            Some(row)
        })
        .collect()
}

enum Outcome {
    Solutions(Vec<Vec<E>>),
    None(Node),
    Many(Node),
}

fn row_node(row: &[E], unknowns: &[E]) -> Node {
    let left: E = add(row.iter().zip(unknowns).map(|(&a, &x)| a * x));
    equal(left, row[unknowns.len()])
}

fn as_system(rows: &[Vec<E>], unknowns: &[E]) -> Node {
    let rows: Vec<(Node, Option<Node>)> = rows
        .iter()
        .filter(|row| row.iter().any(|&e| e != ZERO))
        .map(|row| (row_node(row, unknowns), None))
        .collect();
    Node::Cases(rows)
}

fn linear(work: &mut Work, rows: &[Vec<E>], unknowns: &[E]) -> Result<Outcome, Refusal> {
    let n = unknowns.len();
    // Elimination, one unknown at a time, each state a line.
    let mut state = rows.to_vec();
    let mut order: Vec<usize> = (1..=rows.len()).collect();
    let mut pair = None;
    let mut top = 0;
    for column in 0..n {
        let Some(r) = (top..state.len()).filter(|&r| state[r][column] != ZERO).min_by_key(|&r| {
            (state[r][column] != ONE, state[r].iter().map(|e| e.size()).sum::<usize>())
        }) else {
            continue;
        };
        state.swap(top, r);
        order.swap(top, r);
        let pivot = state[top][column];
        let mut changed = false;
        for k in top + 1..state.len() {
            let factor = state[k][column];
            if factor == ZERO {
                continue;
            }
            changed = true;
            // 2 × (2) - 3 × (1) where 4 × (2) - 6 × (1) would do as well.
            let (pivot, factor) = match (pivot.num(), factor.num()) {
                (Some(p), Some(q)) if p.is_integer() && q.is_integer() => {
                    let common = num(Q::content(&[p, q]));
                    (pivot / common, factor / common)
                }
                _ => (pivot, factor),
            };
            pair = Some((order[k], pivot, order[top], factor));
            let above = state[top].clone();
            for (entry, &over) in state[k].iter_mut().zip(&above) {
                *entry = crate::algebra::together(*entry * pivot - factor * over);
            }
        }
        let parameter = named("x", unknowns[column]);
        match pair {
            // Two equations: which is multiplied by what.
            Some((j, p, i, q)) if changed && rows.len() == 2 && p.is_number() && q.is_number() => {
                let added = q.coefficient().0.is_negative() != p.coefficient().0.is_negative();
                let size = |e: E| if e.coefficient().0.is_negative() { -e } else { e };
                // 3 × (2) - 2 × (1), by the numbers of the equations.
                let times = |k: usize, e: E| {
                    let number = Box::new(Node::Number(k.to_string()));
                    let name = Node::Group(Bracket::Round, number, Bracket::Round);
                    if size(e) == ONE {
                        return name;
                    }
                    Node::Product(vec![(Join::Beside, show(size(e))), (Join::Times, name)])
                };
                let sign = if added { Sign::Plus } else { Sign::Minus };
                let way = Node::Sum(vec![(Sign::Plus, times(j, p)), (sign, times(i, q))]);
                let parameters = vec![parameter, ("way", way)];
                work.to("eliminate by numbers", as_system(&state, unknowns), parameters);
            }
            _ if changed => work.to("eliminate", as_system(&state, unknowns), vec![parameter]),
            _ => {}
        }
        top += 1;
        if top == state.len() {
            break;
        }
    }
    let (reduced, pivots) = matrix::reduced(rows.to_vec()).ok_or(Refusal::new(Reason::TooLong))?;
    if pivots.contains(&n) {
        let answer = Node::Text("no solution".to_owned());
        work.to("no solution", answer.clone(), vec![]);
        return Ok(Outcome::None(answer));
    }
    if pivots.len() == n {
        let values: Vec<E> = (0..n).map(|k| reduced[k][n]).collect();
        // The last equation gives one unknown, which the first then needs.
        if n == 2
            && rows.len() == 2
            && let [first, second] = state.as_slice()
            && second[0] == ZERO
            && second[1] != ZERO
            && first[0] != ZERO
            && first[1] != ZERO
        {
            let lines =
                vec![(row_node(first, unknowns), None), (equal(unknowns[1], values[1]), None)];
            work.to("one unknown", Node::Cases(lines), vec![named("x", unknowns[1])]);
        }
        work.to("back substitution", line(unknowns, &values), vec![]);
        return Ok(Outcome::Solutions(vec![values]));
    }
    // Each free unknown becomes a parameter.
    let free: Vec<usize> = (0..n).filter(|c| !pivots.contains(c)).collect();
    let letters: Vec<E> = ["t", "s", "k", "r", "p", "q"]
        .iter()
        .map(|name| crate::expr::sym(name))
        .filter(|e| !unknowns.contains(e))
        .collect();
    let parameter = |c: usize| {
        free.iter()
            .position(|&f| f == c)
            .and_then(|k| letters.get(k).copied())
            .unwrap_or(unknowns[c])
    };
    let values: Vec<E> = (0..n)
        .map(|column| match pivots.iter().position(|&p| p == column) {
            Some(k) => {
                let rest = free.iter().map(|&c| -(reduced[k][c] * parameter(c)));
                add(rest.chain([reduced[k][n]]))
            }
            None => parameter(column),
        })
        .collect();
    let answer = line(unknowns, &values);
    // In terms of the free unknowns first: that line has the same solutions as the equations.
    let bound: Vec<(E, E)> = pivots
        .iter()
        .enumerate()
        .map(|(k, &p)| {
            let rest = free.iter().map(|&c| -(reduced[k][c] * unknowns[c]));
            (unknowns[p], add(rest.chain([reduced[k][n]])))
        })
        .collect();
    let holds = rows.iter().all(|row| {
        let left = add(row.iter().zip(&values).map(|(&a, &v)| a * v));
        crate::algebra::is_zero(left - row[n])
    });
    if !holds {
        return Err(Refusal::new(Reason::Unverified));
    }
    let (left, right): (Vec<E>, Vec<E>) = bound.into_iter().unzip();
    work.to("express", line(&left, &right), vec![]);
    let names = free.iter().map(|&c| equal(unknowns[c], parameter(c))).collect();
    work.note("free unknowns", answer.clone(), answer.clone(), vec![("names", Node::List(names))]);
    Ok(Outcome::Many(answer))
}

/// One equation solved for one unknown, put into the others.
pub(super) fn nonlinear(all: &[E], unknowns: &[E], depth: usize) -> Option<Vec<Vec<E>>> {
    if unknowns.is_empty() {
        return Some(vec![vec![]]);
    }
    if depth > 4 || spent() {
        return None;
    }
    let active: Vec<E> =
        all.iter().copied().filter(|f| unknowns.iter().any(|&x| f.has(x))).collect();
    // The easiest first: linear in an unknown that stands alone, then anything that can be solved.
    let mut tries: Vec<(usize, usize, usize)> = Vec::new();
    for (i, &f) in active.iter().enumerate() {
        for (j, &x) in unknowns.iter().enumerate() {
            if f.has(x) {
                let others = unknowns.iter().filter(|&&y| y != x && f.has(y)).count();
                let degree = coefficients(fraction(f).0, x).map_or(9, |c| c.len());
                let plain =
                    coefficients(f, x).and_then(|c| c.last().copied()).is_some_and(E::is_number);
                tries.push((others * 4 + degree * 2 + usize::from(!plain), i, j));
            }
        }
    }
    crate::sort::by(&mut tries, &mut Ord::cmp);
    for (_, i, j) in tries.into_iter().take(3) {
        let (f, x) = (active[i], unknowns[j]);
        let Some(Set::Roots(values)) = roots(f, x, 1) else { continue };
        let rest: Vec<E> =
            active.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, &g)| g).collect();
        let others: Vec<E> = unknowns.iter().copied().filter(|&y| y != x).collect();
        let mut out = Vec::new();
        let mut complete = true;
        for value in values {
            let replaced: Vec<E> = rest.iter().map(|g| g.replace(x, value)).collect();
            let left: Vec<E> = others
                .iter()
                .copied()
                .filter(|&y| replaced.iter().any(|g| g.has(y)) || value.has(y))
                .collect();
            if left.len() != others.len() {
                complete = false;
                break;
            }
            let Some(found) = nonlinear(&replaced, &others, depth + 1) else {
                complete = false;
                break;
            };
            for solution in found {
                let mut v = value;
                for (&y, &w) in others.iter().zip(&solution) {
                    v = v.replace(y, w);
                }
                let mut solution = solution;
                solution.insert(j, crate::tasks::simplify::evaluated(v));
                out.push(solution);
            }
        }
        if complete {
            return Some(out);
        }
    }
    // Two quadratics alike in one unknown: what they share in its square goes.
    if let [f, g] = active.as_slice() {
        for &x in unknowns {
            let (Some(a), Some(b)) = (coefficients(*f, x), coefficients(*g, x)) else { continue };
            if a.len() == b.len() && a.len() > 1 {
                let combined = expand(*f * *b.last()? - *g * *a.last()?);
                if combined != ZERO && depth < 3 {
                    return nonlinear(&[combined, *f], unknowns, depth + 2);
                }
            }
        }
    }
    triangular(&active, unknowns, depth)
}

/// Polynomials by their Gröbner basis: one of them holds one unknown alone.
fn triangular(all: &[E], unknowns: &[E], depth: usize) -> Option<Vec<Vec<E>>> {
    if depth > 1 || all.len() < unknowns.len() {
        return None;
    }
    let tops: Vec<E> = all.iter().map(|&f| fraction(f).0).collect();
    let field = crate::algebra::Field::of(&[tops.as_slice(), unknowns].concat(), unknowns);
    if field.generators != unknowns {
        return None;
    }
    let start: Option<Vec<_>> = tops.iter().map(|&f| field.ratio(f).map(|(top, _)| top)).collect();
    let basis = crate::poly::basis(&start?)?;
    if basis.iter().any(|p| p.as_constant().is_some()) {
        return Some(Vec::new());
    }
    let (last, rest) = basis.split_last()?;
    let single: Vec<usize> = (0..unknowns.len()).filter(|&k| last.degree(k) > 0).collect();
    let [k] = single.as_slice() else { return None };
    let x = unknowns[*k];
    let Some(Set::Roots(values)) = roots(field.expr(last), x, 1) else { return None };
    let others: Vec<E> = unknowns.iter().copied().filter(|&y| y != x).collect();
    let mut out = Vec::new();
    for value in values {
        let replaced: Vec<E> = rest
            .iter()
            .map(|p| expand(field.expr(p).replace(x, value)))
            .filter(|&e| !crate::algebra::is_zero(e))
            .collect();
        for mut solution in nonlinear(&replaced, &others, depth + 1)? {
            solution.insert(*k, value);
            out.push(solution);
        }
    }
    Some(out)
}

fn holds(problem: &Node, all: &[E], unknowns: &[E], values: &[E]) -> bool {
    let numbers: Vec<crate::complex::C> = values.iter().map(|&v| value(v, &[])).collect();
    if values.iter().any(|v| !v.symbols().is_empty()) {
        // With letters left over: exact.
        return all.iter().all(|&f| {
            let put = unknowns.iter().zip(values).fold(f, |f, (&x, &v)| f.replace(x, v));
            crate::algebra::is_zero(put)
        });
    }
    if numbers.iter().all(|v| v.is_finite() && v.is_real()) {
        let values = unknowns.iter().zip(&numbers).map(|(e, v)| (e.letter(), real(v.re)));
        let letters = Letters { values: values.collect(), given: &[], minus: false, beside: false };
        return check::holds(problem, &letters) == Some(true);
    }
    let letters: Vec<(E, crate::complex::C)> = unknowns.iter().copied().zip(numbers).collect();
    all.iter().all(|&f| value(f, &letters).abs() < 1e-8)
}
