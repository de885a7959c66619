//! What goes on with dots ends as it began: in `x_1 + x_2 + \cdots + x_n` the spoken "x n" is an index too.

use ganita_notation::{Join, Node};

/// Gives the items after dots the indices that the letters before them have. Items without dots stay as they are.
pub(crate) fn index_alike<'a>(items: impl Iterator<Item = &'a mut Node>) {
    let mut indexed = Vec::new();
    let mut dots = false;
    for item in items {
        if matches!(item, Node::Symbol(name) if name == "ldots" || name == "cdots") {
            dots = true;
        } else if dots {
            give_indices(item, &indexed);
        } else {
            collect_indexed(item, &mut indexed);
        }
    }
}

/// The letters that bear a numeral as index.
fn collect_indexed(node: &Node, indexed: &mut Vec<Node>) {
    match node {
        Node::Subscript(base, index) if matches!(**index, Node::Number(_)) => {
            indexed.push((**base).clone());
        }
        Node::Power(base, _) => collect_indexed(base, indexed),
        Node::Product(factors) => {
            factors.iter().for_each(|(_, factor)| collect_indexed(factor, indexed));
        }
        _ => {}
    }
}

/// `a n x n` becomes `a_n x_n` when `a` and `x` bore indices.
fn give_indices(node: &mut Node, indexed: &[Node]) {
    let Node::Product(factors) = node else { return };
    let mut out: Vec<(Join, Node)> = Vec::with_capacity(factors.len());
    for (join, factor) in std::mem::take(factors) {
        match out.last_mut() {
            Some((_, before)) if join == Join::Beside && indexed.contains(before) => {
                let (letter, exponent) = match factor {
                    Node::Power(base, exponent) if is_letter(&base) => (*base, Some(exponent)),
                    letter if is_letter(&letter) => (letter, None),
                    other => {
                        out.push((join, other));
                        continue;
                    }
                };
                let base = std::mem::replace(before, Node::Missing);
                let term = Node::Subscript(Box::new(base), Box::new(letter));
                *before = match exponent {
                    Some(exponent) => Node::Power(Box::new(term), exponent),
                    None => term,
                };
            }
            _ => out.push((join, factor)),
        }
    }
    *node = crate::grammar::sum::product_of(out);
}

fn is_letter(node: &Node) -> bool {
    matches!(node, Node::Symbol(_))
}
