//! An equation with an interval beside it: tan x = −1, 0 ≤ x ≤ 2π.

use crate::check::{self, Letters};
use crate::complex::real;
use crate::explain::sides;
use crate::expr::{E, sym};
use crate::meaning::letter;
use crate::value::real_value;
use ganita_notation::{Bracket, Node, Relation};

/// Members of a family that are looked at on each side.
const MEMBERS: i64 = 60;

/// The equation, the interval, and the unknown it is about.
pub(crate) fn interval(problem: &Node) -> Option<(Node, Node, E)> {
    let items: Vec<Node> = match problem {
        Node::List(items) | Node::Lines(items) => items.clone(),
        Node::Operation(name, items) if name == "and" => items.clone(),
        Node::Cases(rows) => rows.iter().map(|(row, _)| row.clone()).collect(),
        _ => return None,
    };
    let [first, second] = items.as_slice() else { return None };
    let (equation, bounds) = if sides(first).is_some() { (first, second) } else { (second, first) };
    sides(equation)?;
    let Node::Relation(left, rest) = bounds else { return None };
    let x = match rest.as_slice() {
        [(Relation::Less | Relation::LessEqual, x), (Relation::Less | Relation::LessEqual, _)] => x,
        [(Relation::In, Node::Group(Bracket::Round | Bracket::Square, ends, _))] if matches!(&**ends, Node::List(two) if two.len() == 2) => {
            left
        }
        _ => return None,
    };
    Some((equation.clone(), bounds.clone(), letter(x)?))
}

/// The solutions that lie in the interval.
pub(crate) fn within(bounds: &Node, x: E, found: &[E]) -> Option<Vec<E>> {
    let name = x.name()?;
    let mut out = Vec::new();
    for &root in found {
        let reach = if root.has(sym("n")) { MEMBERS } else { 0 };
        for member in -reach..=reach {
            let candidate = crate::algebra::expand(super::at(root, member));
            let Some(v) = real_value(candidate) else { continue };
            let holds = |v: f64| {
                let values = vec![(name.to_string(), real(v))];
                check::holds(bounds, &Letters { values, given: &[], minus: false, beside: false })
            };
            if holds(v)? {
                if reach > 0 && member.abs() == reach {
                    return None;
                }
                out.push(candidate);
            }
        }
    }
    Some(super::unique(out))
}
