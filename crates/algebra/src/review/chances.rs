//! Chances of events, and the laws of probability.

use super::quantities::Known;
use super::spots::bare;
use crate::parts;
use crate::textbook::arrays::array;
use ganita_notation::{Accent, Bracket, Join, Node, Relation};

/// n, P and the event of n(A ∪ B) and P(A | B), as one piece of a product.
pub(super) fn event(head: &Node, of: &Node) -> bool {
    let counted = matches!(head, Node::Symbol(name) if name == "P" || name == "n");
    let capital = |node: &Node| {
        let letter = match bare(node) {
            Node::Subscript(letter, _) => letter,
            other => other,
        };
        matches!(letter, Node::Symbol(name) if name.chars().all(|c| c.is_ascii_uppercase()))
    };
    counted
        && match of {
            Node::Relation(a, rest) => capital(a) && rest.len() == 1,
            Node::Operation(name, _) => name == "cap" || name == "cup",
            Node::Group(_, inner, _) => match &**inner {
                Node::Prime(inner, 1) | Node::Accented(Accent::Bar, inner) => capital(inner),
                inner => capital(inner),
            },
            _ => false,
        }
}

pub(super) fn given_that(relation: &Relation) -> bool {
    matches!(relation, Relation::Named(name) if name == "mid")
}

pub(super) fn chance(head: &Node, of: Node) -> Node {
    Node::Product(vec![(Join::Beside, head.clone()), (Join::Beside, of)])
}

/// Chances as pieces of their own, and events in one order.
pub(super) fn gathered(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| {
        let Node::Product(factors) = &part else { return part };
        let mut out: Vec<(Join, Node)> = Vec::new();
        for (join, factor) in factors {
            match out.last_mut() {
                Some((_, head)) if event(head, factor) => {
                    let of = match factor {
                        Node::Operation(name, two) if two.len() == 2 => {
                            let mut two = two.clone();
                            crate::sort::by(&mut two, &mut |a, b| {
                                ganita_notation::write_latex(a)
                                    .cmp(&ganita_notation::write_latex(b))
                            });
                            Node::Operation(name.clone(), two)
                        }
                        other => other.clone(),
                    };
                    *head = chance(head, of);
                }
                _ => out.push((*join, factor.clone())),
            }
        }
        if out.len() == 1 { out.remove(0).1 } else { Node::Product(out) }
    })
}

pub(super) fn is_chance(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Product(two) if two.len() == 2 && event(&two[0].1, &two[1].1) => {
            Some((&two[0].1, &two[1].1))
        }
        _ => None,
    }
}

pub(super) fn gather(node: &Node, out: &mut Vec<Node>) {
    if is_chance(node).is_some() {
        out.push(node.clone());
    } else {
        parts::of(node).iter().for_each(|part| gather(part, out));
    }
}

/// n(A ∪ B) as one letter.
pub(super) fn as_letters(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| match is_chance(&part) {
        Some((head, of)) => Node::Subscript(Box::new(head.clone()), Box::new(of.clone())),
        None => part,
    })
}

impl Known {
    /// A chance by the laws of probability, from those that are known.
    pub(super) fn by_law(&self, name: &Node, depth: usize) -> Option<f64> {
        if let Some(known) = array(name, &self.world) {
            return Some(known.number()?.re);
        }
        let (head, of) = is_chance(name)?;
        if depth == 0 {
            return None;
        }
        let get = |of: Node| self.by_law(&chance(head, of), depth - 1);
        let alone = |event: &Node| {
            Node::Group(Bracket::Round, Box::new(bare(event).clone()), Bracket::Round)
        };
        let two = |name: &str, a: &Node, b: &Node| {
            Node::Operation(name.to_owned(), vec![a.clone(), b.clone()])
        };
        let given = |a: &Node, b: &Node| {
            Node::relation(a.clone(), Relation::Named("mid".to_owned()), b.clone())
        };
        match of {
            Node::Operation(name, both) => {
                let [a, b] = both.as_slice() else { return None };
                let other = if name == "cup" { "cap" } else { "cup" };
                let sum = || Some(get(alone(a))? + get(alone(b))? - get(two(other, a, b))?);
                let times = |a, b| Some(get(given(a, b))? * get(alone(b))?);
                let product =
                    || (name == "cap").then(|| times(a, b).or_else(|| times(b, a))).flatten();
                sum().or_else(product)
            }
            Node::Relation(a, rest) if given_that(&rest[0].0) => {
                let b = &rest[0].1;
                let (first, second) =
                    if ganita_notation::write_latex(a) < ganita_notation::write_latex(b) {
                        (&**a, b)
                    } else {
                        (b, &**a)
                    };
                Some(get(two("cap", first, second))? / get(alone(b))?)
            }
            Node::Group(_, inner, _) => match &**inner {
                Node::Prime(event, _) | Node::Accented(_, event) => Some(1.0 - get(alone(event))?),
                event => {
                    let not = Node::Prime(Box::new(event.clone()), 1);
                    match array(&chance(head, alone(&not)), &self.world) {
                        Some(other) => Some(1.0 - other.number()?.re),
                        None => self.total(head, event),
                    }
                }
            },
            _ => None,
        }
    }

    /// P(A) = Σ P(Eᵢ) P(A | Eᵢ), where the Eᵢ are all there are.
    fn total(&self, head: &Node, of: &Node) -> Option<f64> {
        let (mut whole, mut sum) = (0.0, 0.0);
        for (name, value) in self.world.facts() {
            if let Some((_, Node::Relation(a, rest))) = is_chance(name)
                && **a == *of
                && given_that(&rest[0].0)
            {
                let cause =
                    Node::Group(Bracket::Round, Box::new(rest[0].1.clone()), Bracket::Round);
                let prior = array(&chance(head, cause), &self.world)?.number()?.re;
                whole += prior;
                sum += prior * value.number()?.re;
            }
        }
        ((whole - 1.0).abs() < 1e-9).then_some(sum)
    }
}
