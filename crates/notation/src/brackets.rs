//! Where brackets are needed. The writer sets them by this, the reader drops them by this, so the two cannot disagree.

use crate::tree::{Bracket, Function, Join, Node};

/// The place a node stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A term of a sum; `last` when nothing follows it.
    Term { last: bool },
    /// The first factor of a product.
    First { join: Option<Join> },
    /// A later factor, by how it is joined and whether a factor follows.
    Factor { join: Join, last: bool },
    /// The base of a power, subscript, factorial, prime, percent or degree sign.
    Base,
    /// A side of a relation.
    Side,
    /// An operand of `\cup`, `\land`.
    Operand,
    /// An item of a list.
    Item,
    /// What `or` joins: `and` needs no brackets there.
    Alternative,
    /// What `and` joins.
    Conjunct,
    /// The body of a limit, a big operator or an integral.
    Body,
    /// What a prefix operator stands before.
    Operand1,
}

/// How tightly a node holds together: 0 loosest.
fn level(node: &Node) -> u8 {
    match node {
        Node::Lines(_) | Node::List(_) => 0,
        Node::Operation(name, _) if matches!(name.as_str(), "or" | "and" | "या" | "और") => {
            1
        }
        Node::Relation(..) => 2,
        Node::Operation(..) => 3,
        Node::Sum(_) => 4,
        Node::Product(_) => 5,
        Node::Prefix(..) | Node::Big { .. } | Node::Limit { .. } => 6,
        Node::Integral { .. } | Node::Derivative { inside: false, .. } | Node::Apply { .. } => 7,
        Node::Fraction(..) | Node::Mixed(..) | Node::Derivative { .. } | Node::Differential(_) => 8,
        Node::Power(..) | Node::Factorial(_) | Node::Percent(_) | Node::Degrees(_) => 9,
        Node::Subscript(..) | Node::Prime(..) => 10,
        _ => 11,
    }
}

/// Whether the node swallows what is written after it.
fn open_to_the_right(node: &Node) -> bool {
    match node {
        Node::Prefix(..) | Node::Big { .. } | Node::Limit { .. } => true,
        Node::Integral { variables, .. } => variables.is_empty(),
        Node::Derivative { of: None, .. } => true,
        Node::Product(factors) => factors.last().is_some_and(|(_, last)| open_to_the_right(last)),
        Node::Sum(terms) => terms.last().is_some_and(|(_, last)| open_to_the_right(last)),
        _ => false,
    }
}

/// Whether `node` in this place must stand in round brackets.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn needed(node: &Node, place: Place) -> bool {
    let level = level(node);
    match place {
        Place::Term { last } => {
            level <= 4 || (!last && open_to_the_right(node) && !names_a_figure(node))
        }
        Place::First { join } => level <= 5 || (join.is_some() && open_to_the_right(node)),
        Place::Factor { join, last } => {
            level <= 5
                || (!last && open_to_the_right(node))
                || (join == Join::Beside && starts_with_a_digit(node))
        }
        Place::Base => level <= 9,
        Place::Side => level <= 2,
        Place::Operand => level <= 3,
        Place::Item => level == 0,
        Place::Alternative => {
            level == 0 || matches!(node, Node::Operation(name, _) if name == "or" || name == "या")
        }
        Place::Conjunct => level <= 1,
        Place::Body => level <= 4 || is_letter_d(node),
        Place::Operand1 => level <= 6,
    }
}

/// `\angle ABC`: what it stands before is a name, so a sign ends it.
fn names_a_figure(node: &Node) -> bool {
    matches!(node, Node::Prefix(name, operand)
        if matches!(name.as_str(), "angle" | "measuredangle" | "triangle")
            && matches!(**operand, Node::Symbol(_)))
}

/// `2 \cdot 3^2` cannot be written `23^2`.
fn starts_with_a_digit(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Mixed(..) => true,
        Node::Power(base, _) | Node::Subscript(base, _) | Node::Prime(base, _) => {
            starts_with_a_digit(base)
        }
        Node::Factorial(base) | Node::Percent(base) | Node::Degrees(base) => {
            starts_with_a_digit(base)
        }
        _ => false,
    }
}

/// `d` at the start of a body would be taken for a differential.
fn is_letter_d(node: &Node) -> bool {
    matches!(node, Node::Symbol(name) if name == "d")
}

/// The node without its outer round brackets, if this place would set them anyway.
pub(crate) fn dropped(node: Node, place: Place) -> Node {
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) if needed(&inner, place) => *inner,
        other => other,
    }
}

/// Whether a function's argument may be written without brackets: `\sin x`, `\sin 2x`, `\ln \frac{a}{b}`.
pub(crate) fn bare_argument(function: &Function, argument: &Node) -> bool {
    let Function::Named(name) = function else { return false };
    if matches!(name.as_str(), "max" | "min" | "gcd" | "lcm" | "exp" | "var" | "cov") {
        return false;
    }
    match argument {
        Node::Product(factors) => match factors.as_slice() {
            [(_, Node::Number(_)), (Join::Beside, second)] => {
                matches!(second, Node::Symbol(name) if name != "d")
            }
            _ => false,
        },
        other => bare_atom(other),
    }
}

fn bare_atom(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name != "d",
        Node::Number(_) | Node::Root { .. } | Node::Absolute(_) | Node::Missing => true,
        Node::Fraction(..) => true,
        Node::Degrees(base) => matches!(**base, Node::Number(_)),
        Node::Power(base, _) => {
            matches!(&**base, Node::Number(_))
                || matches!(&**base, Node::Symbol(name) if name != "d")
        }
        _ => false,
    }
}

/// Whether a function takes an angle, which may be counted: `\sin(n+1)x`.
pub(crate) fn is_angles(function: &str) -> bool {
    matches!(function, "sin" | "cos" | "tan" | "cot" | "sec" | "csc")
}

/// Whether this is how often something is taken: n + 1, 2n − 1.
pub(crate) fn is_count(node: &Node) -> bool {
    let letter = |node: &Node| matches!(node, Node::Symbol(name) if matches!(name.as_bytes(), [b'n' | b'm' | b'k' | b'p'..=b'r']));
    let number = |node: &Node| matches!(node, Node::Number(_));
    let multiple = |node: &Node| match node {
        Node::Product(factors) => match factors.as_slice() {
            [(_, first), (Join::Beside, second)] => number(first) && letter(second),
            _ => false,
        },
        node => letter(node),
    };
    match node {
        Node::Sum(terms) => {
            terms.len() > 1
                && terms.iter().all(|(_, term)| number(term) || multiple(term))
                && terms.iter().any(|(_, term)| multiple(term))
        }
        _ => false,
    }
}
