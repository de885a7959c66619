//! What an expression comes to where something is given: letters, a function, "x + 1/x = 3".
//! Classes 8 to 11.

use super::events::Events;
use super::named::Arrays;
use super::ratios::Angle;
use super::{Ask, Sheet, equals, plain, substituted};
use crate::algebra::expand;
use crate::explain::sides;
use crate::expr::{E, X, ZERO};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use equations::worlds;
use ganita_notation::{Bracket, Function, Node};
use slopes::Slope;

mod equations;
mod slopes;

/// Functions put into one another at most; one that is defined by itself has no end.
const CALLS: usize = 12;

/// What is given, and what is asked for.
pub(super) struct Problem {
    pub(super) conditions: Vec<Node>,
    pub(super) targets: Vec<Node>,
}

/// Items of lists and of "and", however they stand in one another: "a = 2 and b = 3, a² + b²".
fn flat(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::List(items) | Node::Lines(items) => items.iter().for_each(|item| flat(item, out)),
        Node::Operation(name, items) if name == "and" => {
            items.iter().for_each(|item| flat(item, out));
        }
        other => out.push(other.clone()),
    }
}

/// A letter and its number.
fn is_value(item: &Node) -> bool {
    sides(item).is_some_and(|(left, right)| {
        crate::meaning::letter(left).is_some() && meaning(right).is_ok_and(E::is_number)
    })
}

/// Equations first, then what is to be worked out.
fn taken_apart(problem: &Node) -> Option<Problem> {
    let (mut all, mut conditions, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    flat(problem, &mut all);
    for item in all {
        match item {
            Node::Relation(..) if targets.is_empty() => conditions.push(item),
            // "x² + 1 at x = 2"
            Node::Relation(..) if is_value(&item) => conditions.push(item),
            // "dy/dx if y = x²"
            Node::Relation(..) if targets.iter().all(slopes::is_asked) => conditions.push(item),
            Node::Relation(..) | Node::Text(_) | Node::Operation(..) => return None,
            Node::Group(_, ref inner, _) if matches!(**inner, Node::List(_)) => return None,
            other => targets.push(other),
        }
    }
    // "f(x) = x² where x = 3" asks for f(x).
    if let ([definition, values @ ..], true) = (conditions.as_slice(), targets.is_empty())
        && let Some((call @ Node::Apply { function: Function::Letter(_), .. }, _)) =
            sides(definition)
        && !values.is_empty()
        && values.iter().all(is_value)
    {
        targets.push(call.clone());
    }
    (!conditions.is_empty() && !targets.is_empty()).then_some(Problem { conditions, targets })
}

/// Whether a list is of this kind: "x = 2, x² + 3x".
pub(crate) fn is_given(node: &Node) -> bool {
    matches!(node, Node::List(_) | Node::Lines(_) | Node::Operation(..))
        && taken_apart(node).is_some_and(|problem| {
            problem.targets.len() <= 3
                && problem.conditions.iter().any(|node| sides(node).is_some())
        })
}

pub(super) fn work_out(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(problem) = taken_apart(ask.problem) else { return ask.refuse() };
    if let Some(slope) = Slope::of(&problem) {
        return slope.work_out(ask);
    }
    if let Some(found) = slopes::implicit(&problem) {
        return found;
    }
    if let Some(angle) = Angle::of(&problem) {
        return angle.work_out(ask, &problem);
    }
    if let Some(events) = Events::of(&problem) {
        return events.work_out(ask, &problem.targets);
    }
    if let Some(arrays) = Arrays::of(&problem) {
        return arrays.work_out(ask, &problem.targets);
    }
    let known = Known::of(&problem.conditions)
        .ok_or_else(|| Refusal::about(Reason::NotUnderstood, ask.problem))?;
    let mut sheet = Sheet::on(&listed(&problem.targets));
    sheet.worlds = Vec::new();
    let meant: Result<Vec<E>, Refusal> =
        problem.targets.iter().map(|target| Ok(known.applied(meaning(target)?))).collect();
    let meant = meant?;
    if known.equations.is_empty() {
        return known.put(ask, sheet, &problem.targets, &meant);
    }
    known.through(ask, sheet, &problem.targets, &meant)
}

pub(super) fn listed(nodes: &[Node]) -> Node {
    match nodes {
        [one] => one.clone(),
        all => Node::List(all.to_vec()),
    }
}

/// A function by its letter, its own letter, and what it is.
struct Definition {
    name: String,
    letter: E,
    body: E,
}

/// What the conditions say.
#[derive(Default)]
struct Known {
    functions: Vec<Definition>,
    /// Letters with their values.
    letters: Vec<(Node, E)>,
    /// A side with letters, and its value.
    equations: Vec<(Node, E, E)>,
}

impl Known {
    fn of(conditions: &[Node]) -> Option<Known> {
        let mut known = Known::default();
        for condition in conditions {
            let (left, right) = sides(condition)?;
            if let Node::Apply {
                function: Function::Letter(letter),
                power: None,
                index: None,
                argument,
            } = left
            {
                let name = ganita_notation::write_latex(letter);
                let letter = crate::meaning::letter(argument)?;
                known.functions.push(Definition { name, letter, body: meaning(right).ok()? });
                continue;
            }
            let (l, r) = (meaning(left).ok()?, meaning(right).ok()?);
            if l.is_sym() && !r.has(l) {
                known.letters.push((left.clone(), r));
            } else if r.symbols().iter().any(|letter| l.has(*letter)) || l.is_number() {
                known.equations.push((show(l - r), l - r, ZERO));
            } else {
                known.equations.push((left.clone(), l, r));
            }
        }
        let as_letters = |node: &Node| meaning(node).unwrap_or(ZERO);
        // A letter's value may name letters given later; one given twice says nothing clear.
        for place in 0..known.letters.len() {
            let mut value = known.letters[place].1;
            for _ in 0..known.letters.len() {
                for (letter, given) in &known.letters {
                    value = value.replace(as_letters(letter), *given);
                }
            }
            let letter = as_letters(&known.letters[place].0);
            let twice = known.letters.iter().filter(|(node, _)| as_letters(node) == letter).count();
            if twice > 1 || value.has(letter) {
                return None;
            }
            known.letters[place].1 = plain(value);
        }
        // Letters with values are put into the other equations.
        if !known.equations.is_empty() {
            for (node, l, r) in &mut known.equations {
                for (letter, value) in &known.letters {
                    let name = as_letters(letter);
                    (*l, *r) = (l.replace(name, *value), r.replace(name, *value));
                }
                *node = substituted(node, &known.letters);
            }
        }
        Some(known)
    }

    /// Functions and letters put in, by their definitions.
    fn applied(&self, e: E) -> E {
        let mut e = e;
        // A function of a function: each round takes one away.
        for _ in 0..4 {
            e = e.rewrite(&mut |part| match part.get() {
                X::Call(name, argument) => self
                    .functions
                    .iter()
                    .find(|known| *known.name == *name)
                    .map_or(part, |known| known.body.replace(known.letter, argument)),
                _ => part,
            });
        }
        if self.equations.is_empty() {
            for (letter, value) in &self.letters {
                if let Ok(letter) = meaning(letter) {
                    e = e.replace(letter, *value);
                }
            }
        }
        e
    }

    /// Only letters and functions: put in and worked out.
    fn put(
        &self,
        ask: &Ask<'_>,
        mut sheet: Sheet,
        targets: &[Node],
        meant: &[E],
    ) -> Result<Solution, Refusal> {
        sheet.worlds = worlds(meant, &[]);
        for (letter, value) in &self.letters {
            sheet.know(letter, &|world| world.of(*value));
        }
        let mut answers = Vec::new();
        let mut lines = Vec::new();
        for (target, &e) in targets.iter().zip(meant) {
            sheet.know(target, &|world| world.of(e));
            let mut line = target.clone();
            let mut calls = 0;
            while let Some(next) = self.called(&line) {
                calls += 1;
                if calls > CALLS {
                    return ask.refuse();
                }
                if let Ok(inner) = meaning(&next) {
                    let inner = self.applied(inner);
                    sheet.know(&next, &|world| world.of(inner));
                }
                line = next;
                sheet.say("put into the function", equals(target.clone(), line.clone()), vec![]);
            }
            if !self.letters.is_empty() {
                line = substituted(&line, &self.letters);
                sheet.say("put values", equals(target.clone(), line), vec![]);
            }
            let value = plain(expand(e));
            if value == crate::expr::UNDEFINED {
                return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
            }
            lines.push(equals(target.clone(), show(value)));
            sheet.say("calculate", equals(target.clone(), show(value)), vec![]);
            answers.push(show(value));
        }
        sheet.done(ask, &listed(&lines), answers)
    }

    /// The innermost calls of known functions replaced by what the functions are.
    fn called(&self, node: &Node) -> Option<Node> {
        let mut changed = false;
        let next = parts::rewrite(node, &mut |part| {
            let Node::Apply { function: Function::Letter(letter), argument, power: None, .. } =
                &part
            else {
                return part;
            };
            let name = ganita_notation::write_latex(letter);
            let calls = parts::any(argument, &|part| {
                matches!(part, Node::Apply { function: Function::Letter(_), .. })
            });
            let known = self.functions.iter().find(|known| known.name == name);
            let (Some(known), false, Ok(argument)) = (known, calls || changed, meaning(argument))
            else {
                return part;
            };
            changed = true;
            let body = substituted(&show(known.body), &[(show(known.letter), argument)]);
            Node::Group(Bracket::Round, Box::new(body), Bracket::Round)
        });
        let bare = |node: Node| match node {
            Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
            other => other,
        };
        let next = parts::rewrite(&next, &mut |part| match part {
            Node::Apply { function, power, index, argument } => {
                Node::Apply { function, power, index, argument: Box::new(bare(*argument)) }
            }
            other => other,
        });
        changed.then(|| bare(next))
    }
}
