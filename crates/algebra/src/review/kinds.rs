//! What kind of work the lines are.

use super::compare::{Link, Mode, link};
use super::slopes;
use super::solutions;
use super::spots::bare;
use super::systems;
use crate::explain::names;
use crate::expr::sym;
use crate::parts;
use crate::tasks::solve::unknown;
use ganita_notation::{Function, Node, Relation};

pub(super) fn is_inequality(node: &Node) -> bool {
    use Relation::{Greater, GreaterEqual, Less, LessEqual};
    matches!(bare(node), Node::Relation(_, rest) if rest.iter().any(|(r, _)| matches!(r, Less | LessEqual | Greater | GreaterEqual)))
        || matches!(bare(node), Node::Operation(_, items) if items.iter().any(is_inequality))
}

pub(super) fn is_equation(node: &Node) -> bool {
    matches!(bare(node), Node::Relation(_, rest) if rest.iter().all(|(r, _)| *r == Relation::Equal))
}

pub(super) fn has_calculus(node: &Node) -> bool {
    parts::any(node, &|part| {
        matches!(
            part,
            Node::Integral { .. }
                | Node::Limit { .. }
                | Node::Derivative { of: Some(_), inside: false, .. }
        )
    })
}

pub(super) fn sides(node: &Node) -> Vec<Node> {
    match bare(node) {
        Node::Relation(first, rest) => std::iter::once((**first).clone())
            .chain(rest.iter().map(|(_, side)| side.clone()))
            .collect(),
        other => vec![other.clone()],
    }
}

/// The letter differentiated or integrated by.
pub(super) fn calculus_letter(nodes: &[&Node]) -> Option<String> {
    let mut found = None;
    for node in nodes {
        parts::any(
            node,
            &|part| matches!(part, Node::Integral { variables, .. } if !variables.is_empty()),
        )
        .then(|| letter_of_integral(node, &mut found));
        if found.is_some() {
            break;
        }
    }
    found
}

fn letter_of_integral(node: &Node, out: &mut Option<String>) {
    if let Node::Integral { variables, .. } = node
        && out.is_none()
    {
        *out = variables.first().and_then(crate::check::letter_name);
    }
    parts::of(node).iter().for_each(|part| letter_of_integral(part, out));
}

/// What kind of work the lines are.
pub(super) fn mode(lines: &[&Node]) -> Mode {
    let value = || Mode::Value(calculus_letter(lines));
    let Some(first) = lines.first() else { return value() };
    if let Some(curve) = slopes::curve(lines) {
        return Mode::Slopes(curve);
    }
    let system = match bare(first) {
        Node::Cases(_) | Node::Lines(_) => true,
        Node::List(items) => items.len() > 1 && items.iter().all(is_equation),
        Node::Operation(name, items) => name == "and" && items.iter().all(is_equation),
        _ => false,
    };
    if system {
        return Mode::System;
    }
    let mut letters = Vec::new();
    names(first, &mut letters);
    if is_inequality(first) {
        return letters.first().map_or_else(value, |x| Mode::Inequality(x.clone()));
    }
    if !is_equation(first) || has_calculus(first) {
        return value();
    }
    let both = sides(first);
    let named = is_name(&both[0], &both[1..]);
    let later_derivative = lines[1..].iter().any(|line| {
        parts::any(line, &|part| {
            matches!(
                part,
                Node::Derivative { .. }
                    | Node::Prime(..)
                    | Node::Apply { function: Function::Letter(_), .. }
            )
        })
    });
    // Values in a row and words are no rewriting: 16, 17, 18.
    let said = |line: &Node| {
        matches!(bare(line), Node::List(_))
            || parts::any(line, &|part| matches!(part, Node::Text(_)))
    };
    let rewriting = lines[1..].iter().any(|line| !is_statement(line) && !said(line));
    let identity =
        both.len() == 2 && link(&Mode::Value(None), &both[0], &both[1], &[]) == Link::Same;
    let alone = lines.len() == 1 && !matches!(bare(&both[1]), Node::Number(_));
    let own = |side: &Node| {
        let mut own = Vec::new();
        names(side, &mut own);
        own
    };
    // A line in space, and an equation of complex numbers with two real unknowns.
    let in_space = both.len() > 2
        && both.windows(2).all(|two| {
            let (a, b) = (own(&two[0]), own(&two[1]));
            a.len() == 1 && b.len() == 1 && a != b
        });
    if in_space || !identity && letters.len() == 2 && systems::is_complex(first) {
        return Mode::System;
    }
    let of_numbers = matches!(both[0], Node::Accented(..)) && named;
    if of_numbers
        || (named && later_derivative)
        || rewriting
        || (identity && !named)
        || alone
        || both.len() > 2
    {
        return value();
    }
    // The letter that stands alone at the end, else the usual one.
    let isolated = lines.iter().rev().find_map(|line| {
        solutions::alternatives(line, "x").first().and_then(|one| {
            let all = sides(one);
            let name = crate::check::letter_name(all.first()?)?;
            is_name(&all[0], &all[1..]).then_some(name)
        })
    });
    let usual = || {
        let f = letters.iter().fold(crate::expr::ZERO, |sum, name| sum + sym(name));
        unknown(f).and_then(crate::expr::E::name).map(|name| name.to_string())
    };
    isolated.filter(|name| letters.contains(name)).or_else(usual).map_or_else(value, Mode::Equation)
}

pub(super) fn is_statement(node: &Node) -> bool {
    match bare(node) {
        Node::Relation(..) | Node::Cases(_) | Node::Lines(_) | Node::Text(_) => true,
        Node::Operation(name, _) => name == "or" || name == "and",
        Node::List(items) => items.iter().any(is_statement),
        _ => false,
    }
}

/// A lone letter, or f(x), that does not occur in what follows.
pub(super) fn is_name(node: &Node, rest: &[Node]) -> bool {
    match node {
        Node::Symbol(name) => {
            let mut letters = Vec::new();
            rest.iter().for_each(|side| names(side, &mut letters));
            !letters.contains(name)
        }
        Node::Apply { function: Function::Letter(_), .. } => true,
        // The mean of numbers.
        Node::Accented(ganita_notation::Accent::Bar, _) => {
            !rest.iter().any(|side| parts::any(side, &|part| part == node))
        }
        _ => false,
    }
}
