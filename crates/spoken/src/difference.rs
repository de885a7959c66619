//! In what two readings of the same words differ, cut down to what is short enough to ask about.

use ganita_notation::{Node, Relation, Sign};

/// The smallest part of either tree in which all of their difference lies.
pub(crate) fn difference(one: &Node, other: &Node) -> (Node, Node) {
    inner(one, other).unwrap_or_else(|| (one.clone(), other.clone()))
}

/// The difference of two nodes of the same kind that differ in one place; nothing where they differ as wholes.
fn inner(one: &Node, other: &Node) -> Option<(Node, Node)> {
    match (one, other) {
        (Node::Relation(left, rest), Node::Relation(other_left, other_rest)) => {
            let sides = |left: &Node, rest: &[(Relation, Node)]| {
                let first = [(None, left.clone())];
                let rest =
                    rest.iter().map(|(relation, side)| (Some(relation.clone()), side.clone()));
                first.into_iter().chain(rest).collect::<Vec<_>>()
            };
            let (one, other) = (sides(left, rest), sides(other_left, other_rest));
            match middle(&one, &other) {
                ([(sign, side)], [(other_sign, other_side)]) if sign == other_sign => {
                    Some(difference(side, other_side))
                }
                _ => None,
            }
        }
        (Node::Sum(terms), Node::Sum(other_terms)) => match middle(terms, other_terms) {
            ([(sign, term)], [(other_sign, other_term)]) if sign == other_sign => {
                Some(difference(term, other_term))
            }
            ([], _) | (_, []) => None,
            (part, other_part) => Some((sum(part), sum(other_part))),
        },
        (Node::Product(factors), Node::Product(other_factors)) => {
            match middle(factors, other_factors) {
                ([(join, factor)], [(other_join, other_factor)]) if join == other_join => {
                    Some(difference(factor, other_factor))
                }
                _ => None,
            }
        }
        (Node::List(items), Node::List(others)) | (Node::Lines(items), Node::Lines(others)) => {
            match middle(items, others) {
                ([item], [other]) => Some(difference(item, other)),
                _ => None,
            }
        }
        (Node::Fraction(above, below), Node::Fraction(other_above, other_below))
        | (Node::Power(above, below), Node::Power(other_above, other_below))
        | (Node::Subscript(above, below), Node::Subscript(other_above, other_below)) => {
            either((above, other_above), (below, other_below))
        }
        (
            Node::Root { degree, radicand },
            Node::Root { degree: other_degree, radicand: other_radicand },
        ) if degree == other_degree => Some(difference(radicand, other_radicand)),
        (Node::Group(open, inside, close), Node::Group(other_open, other_inside, other_close))
            if (open, close) == (other_open, other_close) =>
        {
            Some(difference(inside, other_inside))
        }
        _ => None,
    }
}

/// The pair that differs, where one of two does.
fn either(first: (&Node, &Node), second: (&Node, &Node)) -> Option<(Node, Node)> {
    match (first.0 == first.1, second.0 == second.1) {
        (true, false) => Some(difference(second.0, second.1)),
        (false, true) => Some(difference(first.0, first.1)),
        _ => None,
    }
}

/// What is left of two rows without what both begin with and what both end with.
fn middle<'a, T: PartialEq>(one: &'a [T], other: &'a [T]) -> (&'a [T], &'a [T]) {
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    (&one[..one.len() - end], &other[..other.len() - end])
}

fn sum(terms: &[(Sign, Node)]) -> Node {
    match terms {
        [(Sign::Plus, term)] => term.clone(),
        _ => Node::Sum(terms.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use ganita_notation::{read, write_latex};

    #[track_caller]
    fn check(one: &str, other: &str, expected: [&str; 2]) {
        let tree = |latex| read(latex).expect("LaTeX of the test's own");
        let (part, other_part) = difference(&tree(one), &tree(other));
        assert_eq!([write_latex(&part), write_latex(&other_part)], expected);
    }

    #[test]
    fn what_both_share_is_not_asked_about() {
        check(r"y=\frac{a-b}{c}", r"y=a-\frac{b}{c}", [r"\frac{a - b}{c}", r"a - \frac{b}{c}"]);
        check(r"\sqrt{x+1}", r"\sqrt{x}+1", [r"\sqrt{x + 1}", r"\sqrt{x} + 1"]);
        check(r"x^2+\sqrt{2x}=3", r"x^2+\sqrt{2}x=3", [r"\sqrt{2x}", r"\sqrt{2}x"]);
        check(r"a+\frac{b+c}{d}", r"a+b+\frac{c}{d}", [r"\frac{b + c}{d}", r"b + \frac{c}{d}"]);
        check(r"e^{x+1}", r"e^{x}+1", ["e^{x + 1}", "e^{x} + 1"]);
        check("x=2", "y=3", ["x = 2", "y = 3"]);
    }
}
