//! Right steps made wrong on purpose: in the steps of the suite's problems every small mistake that can be made, and what
//! the check says to each.
//!
//! Whether a changed line is wrong is judged apart from the check: by canonical forms, which can say that two lines are
//! the same, and by many other points, which can say that they are not.

use super::{Ground, Letters, evaluate, holds, line, step};
use crate::complex::{C, Real, real};
use crate::expr::reset;
use crate::solution::{Check, Relation as Link, Step};
use crate::{FUEL, Task};
use ganita_notation::{Bracket, Function, Node, Relation, Sign, read, write_latex};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The mistakes that can be made in one piece of a line.
fn mistakes(node: &Node) -> Vec<Node> {
    let number = |n: i64| Node::number(&n.to_string());
    let mut out = Vec::new();
    match node {
        Node::Number(digits) => {
            if let Ok(n) = digits.parse::<i64>() {
                out.extend([number(n + 1), number(2 * n)]);
                if n > 1 {
                    out.push(number(n - 1));
                }
            }
        }
        // A sign flipped, a term dropped.
        Node::Sum(terms) => {
            for k in 0..terms.len() {
                let mut flipped = terms.clone();
                flipped[k].0 = match flipped[k].0 {
                    Sign::Plus => Sign::Minus,
                    Sign::Minus => Sign::Plus,
                    Sign::PlusMinus => Sign::Plus,
                    Sign::MinusPlus => Sign::Minus,
                };
                out.push(Node::Sum(flipped));
                if terms.len() > 1 {
                    let mut fewer = terms.clone();
                    fewer.remove(k);
                    out.push(Node::Sum(fewer));
                }
            }
        }
        // A factor dropped.
        Node::Product(factors) if factors.len() > 2 => {
            for k in 1..factors.len() {
                let mut fewer = factors.clone();
                fewer.remove(k);
                out.push(Node::Product(fewer));
            }
        }
        Node::Product(factors) => out.extend(factors.first().map(|(_, only)| only.clone())),
        Node::Fraction(a, b) => out.extend([Node::Fraction(b.clone(), a.clone()), (**a).clone()]),
        Node::Power(base, _) => out.push((**base).clone()),
        Node::Root { radicand, .. } => out.push((**radicand).clone()),
        Node::Absolute(inner) => out.push((**inner).clone()),
        Node::Apply { function: Function::Named(name), power, index, argument } => {
            let other = match name.as_str() {
                "sin" => "cos",
                "cos" => "sin",
                "tan" => "cot",
                "ln" | "log" => "exp",
                _ => "tan",
            };
            out.push(Node::Apply {
                function: Function::Named(other.to_owned()),
                power: power.clone(),
                index: index.clone(),
                argument: argument.clone(),
            });
        }
        // A root or a case lost, or one too many.
        Node::Operation(name, items) if name == "or" || name == "cup" => {
            for k in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(k);
                if fewer.len() == 1 {
                    out.extend(fewer);
                } else {
                    out.push(Node::Operation(name.clone(), fewer));
                }
            }
            if let (Some(Node::Relation(x, rest)), "or") = (items.first(), name.as_str())
                && let [(Relation::Equal, root)] = rest.as_slice()
            {
                let mut more = items.clone();
                let next = Node::Sum(vec![(Sign::Plus, root.clone()), (Sign::Plus, number(1))]);
                more.push(Node::relation((**x).clone(), Relation::Equal, next));
                out.push(Node::Operation(name.clone(), more));
            }
        }
        Node::Relation(left, rest) => {
            if let [(relation, right)] = rest.as_slice() {
                for other in match relation {
                    Relation::Less => vec![Relation::LessEqual, Relation::Greater],
                    Relation::LessEqual => vec![Relation::Less, Relation::GreaterEqual],
                    Relation::Greater => vec![Relation::GreaterEqual, Relation::Less],
                    Relation::GreaterEqual => vec![Relation::Greater, Relation::LessEqual],
                    _ => vec![],
                } {
                    out.push(Node::relation((**left).clone(), other, right.clone()));
                }
            }
        }
        // An end of an interval opened or shut.
        Node::Group(open, inner, shut) if matches!(**inner, Node::List(_)) => {
            let turned = |side: &Bracket| match side {
                Bracket::Round => Bracket::Square,
                _ => Bracket::Round,
            };
            if matches!(open, Bracket::Round | Bracket::Square) {
                out.push(Node::Group(turned(open), inner.clone(), *shut));
                out.push(Node::Group(*open, inner.clone(), turned(shut)));
            }
        }
        Node::Text(words) if words == "no solution" => {
            out.push(Node::relation(Node::symbol("x"), Relation::Equal, number(1)));
        }
        _ => {}
    }
    out
}

/// Samples for the judge, none of which the check uses.
fn elsewhere(k: usize, j: usize) -> f64 {
    let spread = [0.9, 2.3, 0.4, 6.1, 1.2, 13.0, 0.15, 3.4][k % 8];
    spread * libm::sin(k as f64 * 2.399_963 + j as f64 * 1.1 + 0.5) + 0.013
}

/// Whether two lines differ: `None` where neither canonical forms nor points say.
fn differs(
    right: &Node,
    changed: &Node,
    ground: &Ground,
    step: &Step,
    unknowns: usize,
) -> Option<bool> {
    reset(FUEL);
    if super::is_statement(right) || super::is_statement(changed) {
        return statements_differ(right, changed, ground, step, unknowns);
    }
    // What is only written anew is the same function, not only one with the same limit.
    if step.rule != "l'hospital"
        && let (Node::Limit { body, .. }, Node::Limit { body: before, .. }) = (right, &step.before)
        && let Node::Limit { body: other, .. } = changed
        && differs(body, before, ground, step, unknowns) == Some(false)
        && let Some(differ) = differs(body, other, ground, step, unknowns)
    {
        return Some(differ);
    }
    let open =
        [right, changed].iter().any(|n| super::has_open_integral(n) || super::ends_in_constant(n));
    // An integral without its constant.
    if super::ends_in_constant(right) != super::ends_in_constant(changed) {
        return Some(true);
    }
    let derived = open
        || super::has_derivative(changed)
        || super::has_limit(changed)
        || super::has_derivative(right)
        || super::has_limit(right);
    if !derived
        && let (Ok(a), Ok(b)) = (crate::meaning::meaning(right), crate::meaning::meaning(changed))
        && a == b
    {
        return Some(false);
    }
    let by = ground.variable.as_deref().filter(|_| open);
    let mut same = 0;
    for k in 0..200 {
        let values = ground.letters.iter().enumerate().map(|(j, name)| {
            let x = ground.reach.within(elsewhere(k, j), ground.variable.as_ref() == Some(name));
            (name.clone(), real(x))
        });
        let letters =
            Letters { values: values.collect(), given: &step.where_, minus: false, beside: false };
        // Slopes by differences are rough in doubles.
        let precise = super::precisely(&letters);
        let value = |node: &Node| {
            let value = line(node, by, &precise);
            if derived && value.is_finite() {
                C { re: value.re.to_f64(), im: value.im.to_f64() }
            } else {
                line(node, by, &letters)
            }
        };
        let (a, b) = (value(right), value(changed));
        if !a.is_finite() || !b.is_finite() {
            // One has a value where the other has none.
            continue;
        }
        let size = a.abs().max(b.abs()).max(1e-5);
        if (a - b).abs() > if derived { 1e-3 } else { 1e-6 } * size {
            return Some(true);
        }
        same += 1;
    }
    (same > 3).then_some(false)
}

/// Where the sides of a line's relations cross, each letter in turn moved along a grid, the others held.
fn crossings(
    node: &Node,
    ground: &Ground,
    step: &Step,
    unknowns: usize,
    points: &mut Vec<Vec<f64>>,
) {
    let mut pairs = Vec::new();
    relations(node, &mut pairs);
    for (a, b) in pairs {
        for (j, round) in (0..unknowns.min(ground.letters.len())).flat_map(|j| [(j, 0), (j, 1)]) {
            let mut point: Vec<f64> = (0..ground.letters.len())
                .map(|j| ground.reach.within(elsewhere(7 + round, j), j == 0))
                .collect();
            let at = |point: &[f64]| {
                let values =
                    ground.letters.iter().cloned().zip(point.iter().map(|x| real(*x))).collect();
                let letters = Letters { values, given: &step.where_, minus: false, beside: false };
                let gap = evaluate(&a, &letters) - evaluate(&b, &letters);
                if gap.is_real() { gap.re } else { f64::NAN }
            };
            let mut last = f64::NAN;
            for k in -300..=300 {
                let x = f64::from(k) * 0.0417 + 0.0009;
                point[j] = x;
                let value = at(&point);
                if last * value < 0.0 {
                    let (mut low, mut high) = (x - 0.0417, x);
                    for _ in 0..60 {
                        point[j] = 0.5 * (low + high);
                        if at(&point) * value > 0.0 {
                            high = point[j];
                        } else {
                            low = point[j];
                        }
                    }
                    // Zero itself is not met by halving.
                    point[j] = if point[j].abs() < 1e-9 { 0.0 } else { point[j] };
                    points.push(point.clone());
                }
                last = value;
            }
        }
    }
}

/// Neighbouring sides, at any depth.
fn relations(node: &Node, out: &mut Vec<(Node, Node)>) {
    if let Node::Relation(first, rest) = node {
        let mut left = &**first;
        for (_, right) in rest {
            out.push((left.clone(), right.clone()));
            left = right;
        }
    }
    crate::parts::of(node).into_iter().for_each(|part| relations(part, out));
}

fn statements_differ(
    right: &Node,
    changed: &Node,
    ground: &Ground,
    step: &Step,
    unknowns: usize,
) -> Option<bool> {
    let count = ground.letters.len();
    let mut points = ground.points.clone();
    let mut ends = Vec::new();
    super::wrong::numbers_in(right, &mut ends);
    super::wrong::numbers_in(changed, &mut ends);
    for (k, end) in ends.into_iter().enumerate() {
        for off in [0.0, 1e-3, -1e-3] {
            let mut point: Vec<f64> = (0..count).map(|j| elsewhere(k, j)).collect();
            point.iter_mut().take(1).for_each(|x| *x = end + off);
            points.push(point);
        }
    }
    crossings(right, ground, step, unknowns, &mut points);
    crossings(changed, ground, step, unknowns, &mut points);
    for k in 0..300 {
        let within = |j: usize| ground.reach.within(elsewhere(k, j), j == 0);
        points.push((0..count).map(within).collect());
    }
    points.retain(|point| point.iter().enumerate().all(|(j, x)| ground.reach.contains(*x, j == 0)));
    let mut seen = false;
    for point in points {
        let values = ground.letters.iter().cloned().zip(point.into_iter().map(real)).collect();
        let letters = Letters { values, given: &step.where_, minus: false, beside: false };
        if let Some(case) = &step.case
            && holds(case, &letters) != Some(true)
        {
            continue;
        }
        let (Some(a), Some(b)) = (holds(right, &letters), holds(changed, &letters)) else {
            continue;
        };
        seen = true;
        if step.relation == Link::Implies {
            if holds(&step.before, &letters) == Some(true) && !b {
                return Some(true);
            }
        } else if a != b {
            return Some(true);
        }
    }
    seen.then_some(false)
}

/// Kind and LaTeX of the problems of the suite that rules solve line by line.
fn problems() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for folder in ["algebra", "chapters"] {
        let folder = format!("{}/../../tests/suite/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).expect("the suite is there");
        let mut files: Vec<_> = files.map(|file| file.expect("an entry").path()).collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(file).expect("a case file");
            for line in text.lines().filter(|line| !line.starts_with([' ', '#'])) {
                let line = line.split(" :: ").next().unwrap_or(line);
                let line = line.split(" => ").next().unwrap_or(line);
                let Some((kind, latex)) = line.split_once(' ') else { continue };
                out.push((kind.to_owned(), latex.to_owned()));
            }
        }
    }
    out
}

#[derive(Default)]
struct Tally {
    wrong: usize,
    caught: usize,
    same: usize,
    unjudged: usize,
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is for who looks")]
fn steps_made_wrong_are_caught() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut missed = String::new();
    let mut undecided = String::new();
    let (mut solved, mut right_steps) = (0, 0);
    for (kind, latex) in problems() {
        let (name, argument) = match kind.split_once('[') {
            Some((name, rest)) => (name, Some(rest.trim_end_matches(']'))),
            None => (kind.as_str(), None),
        };
        let Some(task) = Task::from_kind(name, argument) else { continue };
        let Ok(problem) = read(&latex) else { continue };
        reset(FUEL);
        let Ok((solution, Some(ground))) = crate::explain::worked(&task, &problem) else {
            continue;
        };
        solved += 1;
        let mut steps = solution.steps.clone();
        // x = 1/p is said for p = 1/x after the check.
        crate::tasks::system::parts::turn_round(&mut steps);
        for right in &steps {
            if right.check == Check::Undecided {
                let _ = writeln!(undecided, "{kind} {latex}: {}", write_latex(&right.after));
                continue;
            }
            right_steps += 1;
            reset(FUEL);
            assert_eq!(step(right, &ground), Some(true), "{kind} {latex}: {}", right.rule);
            let tally = tallies.entry(name.to_owned()).or_default();
            for change in crate::parts::changes(&right.after, mistakes, 60) {
                if change.line == right.after {
                    continue;
                }
                let changed = Step { after: change.line, ..right.clone() };
                reset(FUEL);
                let passes = step(&changed, &ground) == Some(true);
                let unknowns = solution.variables.len().clamp(1, ground.letters.len().max(1));
                match differs(&right.after, &changed.after, &ground, right, unknowns) {
                    Some(true) => {
                        tally.wrong += 1;
                        if passes {
                            let _ = writeln!(
                                missed,
                                "{kind} {latex}\n    {} [{}] {} -> {}\n    as {}",
                                right.rule,
                                right.relation.name(),
                                write_latex(&right.before),
                                write_latex(&right.after),
                                write_latex(&changed.after)
                            );
                        } else {
                            tally.caught += 1;
                        }
                    }
                    Some(false) => tally.same += 1,
                    None => tally.unjudged += 1,
                }
            }
        }
    }
    println!("{solved} problems, {right_steps} steps");
    println!("kind                wrong  caught  same  unjudged");
    for (kind, tally) in &tallies {
        println!(
            "{kind:18} {:6} {:7} {:5} {:9}",
            tally.wrong, tally.caught, tally.same, tally.unjudged
        );
    }
    println!("undecided:\n{undecided}");
    let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>();
    let (wrong, same, unjudged) = (sum(|t| t.wrong), sum(|t| t.same), sum(|t| t.unjudged));
    // Mistakes that do nothing and lines that nobody can judge are few, or the table says nothing.
    assert!(solved > 250 && right_steps > 700 && wrong > 11_000, "{solved} {right_steps} {wrong}");
    assert!(same * 12 < wrong && unjudged * 100 < wrong, "{same} the same, {unjudged} unjudged");
    assert!(missed.is_empty(), "wrong, and not caught:\n{missed}");
}
