//! Derivatives of what is given: f′(2) of f(x) = x², dy/dx at x = 2 of y = x³, dy/dx of x² + y² = 25.

use super::{Problem, is_value};
use crate::check::{self, Letters};
use crate::complex::real;
use crate::derive::derivative;
use crate::explain::{again, sides};
use crate::expr::{E, UNDEFINED, X};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::task::{Kind, Task};
use crate::tasks::simplify::simplest;
use crate::textbook::arrays::{Array, World};
use crate::textbook::{Ask, Sheet, equals, plain, substituted};
use ganita_notation::{Bracket, Function, Node};

/// Where derivatives are compared when no place is given.
const PLACES: [f64; 3] = [0.71, 1.37, 2.23];
/// Derivatives one after the other, at most.
const ORDER: u8 = 4;

/// A derivative that is asked for.
pub(super) struct Slope {
    /// What it is called, there and anywhere.
    name: Node,
    general: Node,
    body: Node,
    f: E,
    x: E,
    order: u8,
    at: Option<E>,
}

/// y′, dy/dx: of which letter, how often, and by which.
fn asked(target: &Node) -> Option<(&Node, u8, Option<E>)> {
    match target {
        Node::Prime(of, order) => Some((of, *order, None)),
        Node::Derivative { partial: false, order, variables, of: Some(of), .. } => {
            let [by] = variables.as_slice() else { return None };
            Some((of, *order, Some(letter(by)?)))
        }
        _ => None,
    }
}

/// Whether a derivative of something given is asked for.
pub(super) fn is_asked(target: &Node) -> bool {
    asked(target).is_some_and(|(of, ..)| letter(of).is_some())
}

impl Slope {
    pub(super) fn of(problem: &Problem) -> Option<Slope> {
        let [target] = problem.targets.as_slice() else { return None };
        let (values, definitions): (Vec<&Node>, Vec<&Node>) =
            problem.conditions.iter().partition(|condition| is_value(condition));
        let (left, right) = match (definitions.as_slice(), asked(target)) {
            ([definition], _) => sides(definition)?,
            // d/dx x² at x = 2: what is written is its own name.
            ([], Some((of, ..))) if !values.is_empty() => (of, of),
            _ => return None,
        };
        let f = meaning(right).ok()?;
        let call = |argument: Node, of: &Node, order: u8| Node::Apply {
            function: Function::Letter(Box::new(Node::Prime(Box::new(of.clone()), order))),
            power: None,
            index: None,
            argument: Box::new(argument),
        };
        let (general, order, x, mut at) = match (target, left) {
            (
                Node::Apply { function: Function::Letter(name), power: None, argument, .. },
                Node::Apply { function: Function::Letter(known), argument: by, .. },
            ) => {
                let Node::Prime(of, order) = &**name else { return None };
                if of != known {
                    return None;
                }
                let (x, place) = (letter(by)?, meaning(argument).ok()?);
                let general = call((**by).clone(), of, *order);
                (general, *order, x, (place != x).then_some(place))
            }
            _ => {
                let (of, order, by) = asked(target)?;
                if of != left || letter(left).is_none() && left != right {
                    return None;
                }
                let x = match (by, f.symbols().as_slice()) {
                    (Some(by), _) => by,
                    (None, [x]) => *x,
                    (None, letters) => *letters.iter().find(|e| **e == crate::expr::sym("x"))?,
                };
                (target.clone(), order, x, None)
            }
        };
        for value in values {
            let (name, value) = sides(value)?;
            if letter(name)? != x || at.is_some() {
                return None;
            }
            at = Some(meaning(value).ok()?);
        }
        let name = match (at, target) {
            (Some(at), Node::Derivative { .. } | Node::Prime(..)) => {
                let bar = Node::Group(Bracket::None, Box::new(target.clone()), Bracket::Bar);
                Node::Subscript(Box::new(bar), Box::new(equals(show(x), show(at))))
            }
            (Some(at), Node::Apply { function: Function::Letter(name), .. }) => match &**name {
                Node::Prime(of, _) => call(show(at), of, order),
                _ => target.clone(),
            },
            _ => target.clone(),
        };
        let fits = (1..=ORDER).contains(&order) && !f.any(&|e| matches!(e.get(), X::Call(..)));
        fits.then(|| Slope { name, general, body: right.clone(), f, x, order, at })
    }

    pub(super) fn work_out(self, ask: &Ask<'_>) -> Result<Solution, Refusal> {
        let letter = self.x.letter();
        let mut sheet = Sheet::on(&Node::number("0"));
        sheet.problem_is(ask.problem);
        sheet.coarse();
        let mut others: Vec<E> = self.f.symbols();
        others.extend(self.at.iter().flat_map(|at| at.symbols()));
        others.retain(|e| *e != self.x);
        others.dedup();
        let place = self.at;
        let alone = others.is_empty() && place.is_some();
        let places = if alone { &PLACES[..1] } else { &PLACES[..] };
        sheet.worlds = places
            .iter()
            .filter_map(|&v| {
                let mut world = World::default();
                for (k, other) in others.iter().enumerate() {
                    world.letters.push((other.letter(), real(v + 0.4 + 0.3 * k as f64)));
                }
                let v = match place {
                    Some(at) => world.of(at)?.number()?,
                    None => real(v),
                };
                world.letters.push((letter.clone(), v));
                Some(world)
            })
            .collect();
        let mut e = self.f;
        for order in 1..=self.order {
            e = simplest(derivative(e, self.x));
            if e == UNDEFINED {
                return Err(sheet.stopped(Reason::NoMethod));
            }
            let expanded = crate::algebra::expand(e);
            if crate::algebra::coefficients(expanded, self.x).is_some() {
                e = expanded;
            }
            let name = lower(&self.general, order);
            let known = |world: &World| {
                let values = world.letters.clone();
                let there = Letters { values, given: &[], minus: false, beside: false };
                let slope = check::differentiated(&self.body, &letter, order, &there);
                (slope.is_finite() && slope.is_real()).then(|| Array::scalar(slope))
            };
            sheet.know(&name, &known);
            if order == self.order {
                sheet.know(&self.name, &known);
            }
            let rule = if order == 1 { "first derivative" } else { "second derivative" };
            sheet.say(rule, equals(name, show(e)), vec![]);
        }
        let Some(at) = self.at else {
            let answer = equals(self.name, show(e));
            return sheet.done(ask, &answer, vec![show(e)]);
        };
        let value = plain(e.replace(self.x, at));
        if value == UNDEFINED {
            return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
        }
        let put = substituted(&show(e), &[(show(self.x), at)]);
        sheet.say("put values", equals(self.name.clone(), put), vec![]);
        let answer = equals(self.name, show(value));
        sheet.say("calculate", answer.clone(), vec![]);
        sheet.done(ask, &answer, vec![show(value)])
    }
}

/// The derivative of a lower order, by its name.
fn lower(name: &Node, order: u8) -> Node {
    match name {
        Node::Prime(of, _) => Node::Prime(of.clone(), order),
        Node::Derivative { partial, variables, of, inside, .. } => Node::Derivative {
            partial: *partial,
            order,
            variables: variables.clone(),
            of: of.clone(),
            inside: *inside,
        },
        Node::Apply { function: Function::Letter(letter), power, index, argument } => Node::Apply {
            function: Function::Letter(Box::new(lower(letter, order))),
            power: power.clone(),
            index: index.clone(),
            argument: argument.clone(),
        },
        other => other.clone(),
    }
}

/// dy/dx of an equation in x and y.
pub(super) fn implicit(problem: &Problem) -> Option<Result<Solution, Refusal>> {
    let ([target], [equation]) = (problem.targets.as_slice(), problem.conditions.as_slice()) else {
        return None;
    };
    let (of, order, by) = asked(target)?;
    let (y, x) = (letter(of)?, by?);
    let (left, right) = sides(equation)?;
    let f = meaning(left).ok()? - meaning(right).ok()?;
    let both = order == 1 && f.has(x) && f.has(y) && !f.any(&|e| matches!(e.get(), X::Call(..)));
    let variables = vec![x.letter(), y.letter()];
    both.then(|| again(&Task { kind: Kind::ImplicitDiff, variables }, equation))
}
