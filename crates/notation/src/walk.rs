//! Going through a tree.

use crate::Node;

impl Node {
    /// Shows each part that stands directly in this node, in the order in which it is written.
    pub fn for_each_child<'a>(&'a self, see: &mut impl FnMut(&'a Node)) {
        self.each(see);
    }

    /// One piece of code, whoever looks: it is long.
    fn each<'a>(&'a self, see: &mut dyn FnMut(&'a Node)) {
        match self {
            Node::Number(_)
            | Node::Symbol(_)
            | Node::Text(_)
            | Node::Missing
            | Node::Mixed(..)
            | Node::Raw(_) => {}
            Node::Styled(_, inner)
            | Node::Factorial(inner)
            | Node::Percent(inner)
            | Node::Degrees(inner)
            | Node::Prime(inner, _)
            | Node::Accented(_, inner)
            | Node::Absolute(inner)
            | Node::Norm(inner)
            | Node::Floor(inner)
            | Node::Ceiling(inner)
            | Node::Group(_, inner, _)
            | Node::Differential(inner)
            | Node::Prefix(_, inner) => see(inner),
            Node::Sum(terms) => terms.iter().for_each(|(_, term)| see(term)),
            Node::Product(factors) => factors.iter().for_each(|(_, factor)| see(factor)),
            Node::Fraction(first, second)
            | Node::Power(first, second)
            | Node::Subscript(first, second)
            | Node::Binomial(first, second)
            | Node::Choose(_, first, second)
            | Node::SetBuilder(first, second) => {
                see(first);
                see(second);
            }
            Node::Root { degree, radicand } => {
                degree.iter().for_each(|degree| see(degree));
                see(radicand);
            }
            Node::Apply { power, index, argument, .. } => {
                power.iter().chain(index).for_each(|script| see(script));
                see(argument);
            }
            Node::List(items) | Node::Lines(items) | Node::Operation(_, items) => {
                items.iter().for_each(see);
            }
            Node::Big { lower, upper, body, .. } => {
                lower.iter().chain(upper).for_each(|bound| see(bound));
                see(body);
            }
            Node::Integral { lower, upper, body, variables, .. } => {
                lower.iter().chain(upper).for_each(|bound| see(bound));
                see(body);
                variables.iter().for_each(see);
            }
            Node::Derivative { variables, of, .. } => {
                of.iter().for_each(|of| see(of));
                variables.iter().for_each(see);
            }
            Node::Limit { variable, target, body, .. } => {
                see(variable);
                see(target);
                see(body);
            }
            Node::Matrix(_, rows, _) => rows.iter().flatten().for_each(see),
            Node::Cases(cases) => {
                for (value, condition) in cases {
                    see(value);
                    condition.iter().for_each(&mut *see);
                }
            }
            Node::Relation(left, sides) => {
                see(left);
                sides.iter().for_each(|(_, side)| see(side));
            }
        }
    }
}
