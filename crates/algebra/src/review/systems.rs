//! Systems: what follows holds for the solutions; a wrong line is looked for among what the equations give together.

use super::compare::{self, Mode};
use super::kinds::{is_equation, is_name, sides};
use super::lines::{Work, tried};
use super::quantities::numeric;
use super::solutions;
use super::spots::bare;
use super::{FUEL, Mistake, RULES, Verdict, asides, equations};
use crate::algebra::{coefficients, expand, fraction};
use crate::explain::names;
use crate::expr::{E, ZERO, add, reset, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::show::equal;
use ganita_notation::{Function, Node, Relation};

impl Work {
    /// What follows from a system holds for its solutions.
    pub(super) fn system(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        // tan(A + B) = √3, tan(A − B) = 1/√3 with acute angles.
        self.of_angles |= self.first.is_none() && rows(node).iter().all(|row| angle(row).is_some());
        let node = &if self.of_angles { in_degrees(node) } else { apart(node) };
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            self.rows = rows(node);
            return (Verdict::Start, None);
        };
        let mut own = Vec::new();
        names(&first, &mut own);
        // p = 1/x, q = 1/y.
        let put: Option<Vec<_>> =
            rows(node).iter().map(|row| asides::definition(row, &own)).collect();
        if let Some(put) = put {
            self.given.extend(put);
            return (Verdict::Definition, None);
        }
        let node = &self.in_first_letters(node);
        // x = 3, 7 says x = 3 or x = 7.
        let values = |items: &[Node]| items.iter().any(|item| !matches!(item, Node::Relation(..)));
        let listed = match bare(node) {
            Node::List(items) if values(items) => {
                sides(&items[0]).first().and_then(crate::check::letter_name)
            }
            _ => None,
        };
        let node = &match listed {
            Some(x) => Node::Operation("or".to_owned(), solutions::alternatives(node, &x)),
            None => node.clone(),
        };
        let mut letters = Vec::new();
        names(&first, &mut letters);
        let solved = |system: &Node| {
            let task = crate::Task { kind: crate::Kind::SolveSystem, variables: letters.clone() };
            let found = crate::explain::explain(&task, system).ok();
            reset(FUEL);
            found
        };
        let Some(solution) = solved(&first) else { return (Verdict::Undecided, None) };
        let mut verdict = Verdict::Implies;
        for answer in &solution.answers {
            let values = sides_of_answer(answer);
            let at = crate::check::Letters { values, given: &[], minus: false, beside: false };
            if at.values.iter().any(|(_, v)| !v.is_finite()) {
                return (Verdict::Undecided, None);
            }
            match crate::check::holds(node, &at) {
                Some(true) => {}
                Some(false) => verdict = Verdict::Wrong,
                None => return (Verdict::Undecided, None),
            }
        }
        if verdict == Verdict::Wrong {
            let mistake = self.mistake_in_system(node);
            self.last = Some(node.clone());
            return (Verdict::Wrong, mistake);
        }
        self.last = Some(node.clone());
        self.rows.extend(rows(node));
        // As many equations as unknowns that hold only there.
        let mut mentioned = Vec::new();
        names(node, &mut mentioned);
        if mentioned.len() == letters.len()
            && solved(node).is_some_and(|other| other.answers == solution.answers)
        {
            verdict = Verdict::Equivalent;
        }
        (verdict, None)
    }

    /// In a system a single equation is looked at alone, then two together.
    fn mistake_in_system(&self, after: &Node) -> Option<Mistake> {
        let mut letters = Vec::new();
        names(after, &mut letters);
        let mode = Mode::Equation(letters.first()?.clone());
        let agree = |a: &Node, b: &Node| compare::agree(&mode, a, b, &[]);
        // The newest first: it is what the line was most likely made from.
        let mut known: Vec<Node> = self.rows.iter().rev().cloned().collect();
        known.dedup();
        let first = || {
            rows(after).into_iter().filter(|row| !known.contains(row)).find_map(|row| {
                let from =
                    |before: &Node| RULES.iter().find_map(|rule| tried(rule, before, &row, &agree));
                let cleared = |row: &Node| from(&equations::cleared(row)?);
                eliminated(&known, &row)
                    .or_else(|| known.iter().take(MOST_ROWS).find_map(from))
                    .or_else(|| known.iter().take(MOST_ROWS).find_map(cleared))
                    .or_else(|| put_in(&known).iter().take(MOST_ROWS).find_map(from))
            })
        };
        first()
    }
}

/// Whether an equation is one between complex numbers.
pub(super) fn is_complex(node: &Node) -> bool {
    is_equation(node) && parts::any(node, &|part| *part == Node::symbol("i"))
}

/// tan(A + B) = √3 with an acute angle as A + B = 60.
fn angle(row: &Node) -> Option<Node> {
    let both = sides(row);
    let [Node::Apply { function: Function::Named(name), power: None, argument, .. }, c] =
        both.as_slice()
    else {
        return None;
    };
    let value = crate::check::evaluate(c, &crate::check::Letters::default()).re;
    let radians = match name.as_str() {
        "sin" => libm::asin(value),
        "cos" => libm::acos(value),
        "tan" => libm::atan(value),
        _ => return None,
    };
    let degrees = radians.to_degrees();
    let whole = libm::round(degrees);
    let found = numeric(c) && !numeric(argument) && (degrees - whole).abs() < 1e-9 && whole >= 0.0;
    let is = |angle| Node::relation((**argument).clone(), Relation::Equal, angle);
    found.then(|| is(Node::Number((whole as u32).to_string())))
}

/// Lines about acute angles as lines about their numbers of degrees.
fn in_degrees(node: &Node) -> Node {
    let all: Option<Vec<Node>> = rows(node).iter().map(angle).collect();
    all.map_or_else(
        || {
            parts::rewrite(node, &mut |part| match part {
                Node::Degrees(inner) => *inner,
                other => other,
            })
        },
        Node::Lines,
    )
}

/// An equation between complex numbers as two: real and imaginary parts.
fn apart(node: &Node) -> Node {
    const UNIT: &str = "unit";
    let made = || {
        let line = asides::put(&compare::difference(node)?, "i", &Node::symbol(UNIT));
        let (top, _) = fraction(meaning(&line).ok()?);
        let c = coefficients(expand(top), sym(UNIT))?;
        let part = |odd: usize| {
            let powers = c.iter().skip(odd).step_by(2).enumerate();
            let sum = add(powers.map(|(k, e)| if k % 2 == 0 { *e } else { -*e }));
            equal(sum, ZERO)
        };
        Some(Node::Lines(vec![part(0), part(1)]))
    };
    is_complex(node).then(made).flatten().unwrap_or_else(|| node.clone())
}

/// Equations that are looked at for one mistake.
const MOST_ROWS: usize = 8;

/// The equations of a line.
fn rows(node: &Node) -> Vec<Node> {
    match bare(node) {
        Node::Cases(rows) => rows.iter().map(|(row, _)| row.clone()).collect(),
        Node::List(rows) | Node::Lines(rows) | Node::Operation(_, rows) => rows.clone(),
        other => vec![other.clone()],
    }
}

/// The equations with x = … put into them.
fn put_in(known: &[Node]) -> Vec<Node> {
    let mut out = Vec::new();
    for named in known {
        let both = sides(named);
        let [name, body] = both.as_slice() else { continue };
        let Some(letter) = crate::check::letter_name(name) else { continue };
        if !is_name(name, &both[1..]) {
            continue;
        }
        let others = known.iter().filter(|row| *row != named);
        out.extend(others.map(|row| asides::put(row, &letter, body)).filter(|row| row != named));
    }
    out
}

/// ax + by = c.
type Linear = (Q, Q, Q);

fn linear(row: &Node, x: E, y: E) -> Option<Linear> {
    let f = meaning(&compare::difference(row)?).ok()?;
    let split = |e: E, letter: E| -> Option<(Q, E)> {
        match coefficients(e, letter)?.as_slice() {
            [] => Some((Q::ZERO, ZERO)),
            [rest] => Some((Q::ZERO, *rest)),
            [rest, front] => Some((front.num()?, *rest)),
            _ => None,
        }
    };
    let (a, rest) = split(f, x)?;
    let (b, rest) = split(rest, y)?;
    Some((a, b, -&rest.num()?))
}

/// Two equations added or subtracted, but not with every term.
fn eliminated(known: &[Node], row: &Node) -> Option<Mistake> {
    let mut letters = Vec::new();
    known.iter().for_each(|row| names(row, &mut letters));
    let [x, y] = letters.as_slice() else { return None };
    let (x, y) = (sym(x), sym(y));
    let (a, b, c) = linear(row, x, y)?;
    // One unknown is left.
    let (left, turned) = match (a.is_zero(), b.is_zero()) {
        (false, true) => (a, false),
        (true, false) => (b, true),
        _ => return None,
    };
    let forms: Vec<(&Node, Linear)> = known
        .iter()
        .filter_map(|row| Some((row, linear(row, x, y)?)))
        .map(|(row, (a, b, c))| (row, if turned { (b, a, c) } else { (a, b, c) }))
        .filter(|(_, (a, b, _))| !a.is_zero() && !b.is_zero())
        .collect();
    for (i, (one, (k, e, p))) in forms.iter().enumerate() {
        for (other, (l, f, q)) in &forms[i + 1..] {
            // f times the first less e times the second is without that unknown.
            let (fk, el, fp, eq) = (f * k, e * l, f * p, e * q);
            let wrong = [
                (&fk - &el, &fp + &eq),
                (&fk + &el, &fp - &eq),
                (&fk + &el, &fp + &eq),
                (&fk - &el, p - q),
                (&fk - &el, p + q),
                (&fk - &el, &fp - q),
                (&fk - &el, p - &eq),
            ];
            let same = |(left_wrong, right_wrong): &(Q, Q)| {
                let (p, q) = (left_wrong * &c, right_wrong * &left);
                // Which was taken from which does not matter.
                !left_wrong.is_zero() && ((&p - &q).is_zero() || (&p + &q).is_zero())
            };
            if wrong.iter().any(same) {
                return Some(Mistake {
                    name: super::mistakes::ELIMINATED,
                    part: (*one).clone(),
                    became: (*other).clone(),
                });
            }
        }
    }
    None
}

fn sides_of_answer(answer: &Node) -> Vec<(String, crate::complex::C)> {
    let items = match answer {
        Node::List(items) | Node::Operation(_, items) => items.clone(),
        one => vec![one.clone()],
    };
    items
        .iter()
        .filter_map(|item| {
            let all = sides(item);
            let name = crate::check::letter_name(all.first()?)?;
            Some((name, crate::check::evaluate(all.get(1)?, &crate::check::Letters::default())))
        })
        .collect()
}
