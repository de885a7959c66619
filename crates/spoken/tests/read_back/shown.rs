//! Trees as they look.

use ganita_notation::{Bracket, Node, read, write_latex};

/// What is shown is what counts: brackets that only held words together are not compared.
pub(crate) fn shown(node: &Node) -> String {
    let latex = write_latex(&bare(node));
    write_latex(&bare(&read(&latex).unwrap_or_else(|error| panic!("{latex}: {error:?}"))))
}

/// The tree without the round brackets that hold one thing together.
fn bare(node: &Node) -> Node {
    let boxed = |node: &Node| Box::new(bare(node));
    let maybe = |node: &Option<Box<Node>>| node.as_deref().map(boxed);
    let all = |nodes: &[Node]| nodes.iter().map(bare).collect::<Vec<_>>();
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) if !matches!(**inner, Node::List(_)) => {
            bare(inner)
        }
        Node::Number(_)
        | Node::Symbol(_)
        | Node::Text(_)
        | Node::Missing
        | Node::Mixed(..)
        | Node::Raw(_) => node.clone(),
        Node::Styled(style, inner) => Node::Styled(*style, boxed(inner)),
        Node::Sum(terms) => {
            Node::Sum(terms.iter().map(|(sign, term)| (*sign, bare(term))).collect())
        }
        Node::Product(factors) => {
            Node::Product(factors.iter().map(|(join, factor)| (*join, bare(factor))).collect())
        }
        Node::Fraction(a, b) => Node::Fraction(boxed(a), boxed(b)),
        Node::Power(a, b) => Node::Power(boxed(a), boxed(b)),
        Node::Subscript(a, b) => Node::Subscript(boxed(a), boxed(b)),
        Node::Root { degree, radicand } => {
            Node::Root { degree: maybe(degree), radicand: boxed(radicand) }
        }
        Node::Apply { function, power, index, argument } => Node::Apply {
            function: function.clone(),
            power: maybe(power),
            index: maybe(index),
            argument: boxed(argument),
        },
        Node::Factorial(inner) => Node::Factorial(boxed(inner)),
        Node::Percent(inner) => Node::Percent(boxed(inner)),
        Node::Degrees(inner) => Node::Degrees(boxed(inner)),
        Node::Prime(inner, count) => Node::Prime(boxed(inner), *count),
        Node::Accented(accent, inner) => Node::Accented(*accent, boxed(inner)),
        Node::Binomial(a, b) => Node::Binomial(boxed(a), boxed(b)),
        Node::Choose(letter, a, b) => Node::Choose(*letter, boxed(a), boxed(b)),
        Node::Absolute(inner) => Node::Absolute(boxed(inner)),
        Node::Norm(inner) => Node::Norm(boxed(inner)),
        Node::Floor(inner) => Node::Floor(boxed(inner)),
        Node::Ceiling(inner) => Node::Ceiling(boxed(inner)),
        Node::Group(open, inner, close) => Node::Group(*open, boxed(inner), *close),
        Node::List(items) => Node::List(all(items)),
        Node::SetBuilder(a, b) => Node::SetBuilder(boxed(a), boxed(b)),
        Node::Big { operator, lower, upper, body } => Node::Big {
            operator: *operator,
            lower: maybe(lower),
            upper: maybe(upper),
            body: boxed(body),
        },
        Node::Integral { fold, closed, lower, upper, body, variables } => Node::Integral {
            fold: *fold,
            closed: *closed,
            lower: maybe(lower),
            upper: maybe(upper),
            body: boxed(body),
            variables: all(variables),
        },
        Node::Derivative { partial, order, variables, of, inside } => Node::Derivative {
            partial: *partial,
            order: *order,
            variables: all(variables),
            of: maybe(of),
            inside: *inside,
        },
        Node::Differential(inner) => Node::Differential(boxed(inner)),
        Node::Limit { variable, target, side, body } => Node::Limit {
            variable: boxed(variable),
            target: boxed(target),
            side: *side,
            body: boxed(body),
        },
        Node::Matrix(open, rows, close) => {
            Node::Matrix(*open, rows.iter().map(|row| all(row)).collect(), *close)
        }
        Node::Cases(rows) => Node::Cases(
            rows.iter().map(|(value, when)| (bare(value), when.as_ref().map(bare))).collect(),
        ),
        Node::Lines(lines) => Node::Lines(all(lines)),
        Node::Relation(first, rest) => Node::Relation(
            boxed(first),
            rest.iter().map(|(sign, side)| (sign.clone(), bare(side))).collect(),
        ),
        Node::Operation(name, items) => Node::Operation(name.clone(), all(items)),
        Node::Prefix(name, inner) => Node::Prefix(name.clone(), boxed(inner)),
    }
}
