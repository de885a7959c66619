//! Fractions rewritten wrongly.

use super::spots::{bare, factors, product, sum, terms};
use ganita_notation::{Join, Node, Sign};

/// a/b ÷ c/d as b/a · c/d, and as a/b · c/d.
pub(super) fn inverted(node: &Node) -> Vec<Node> {
    let Node::Product(items) = node else { return Vec::new() };
    let [(_, a), (Join::Divide | Join::Slash, b)] = items.as_slice() else { return Vec::new() };
    let one = Node::number("1");
    vec![
        product(vec![Node::fraction(one, a.clone()), b.clone()]),
        product(vec![a.clone(), b.clone()]),
    ]
}

/// (a + b)/(a + c) as b/c, (a + b)/a as b.
pub(super) fn cancelled_terms(node: &Node) -> Vec<Node> {
    let Node::Fraction(top, bottom) = node else { return Vec::new() };
    let list = |node: &Node| match terms(node) {
        Some(terms) => terms.to_vec(),
        None => vec![(Sign::Plus, bare(node).clone())],
    };
    let (above, below) = (list(top), list(bottom));
    let mut out = Vec::new();
    for (j, (_, a)) in above.iter().enumerate() {
        for (k, (_, b)) in below.iter().enumerate() {
            if above.len() + below.len() < 3 {
                continue;
            }
            // The term itself, or a factor that only this term has: (2x + 3)/x as 2 + 3.
            let shared: Vec<Node> =
                factors(a).into_iter().filter(|f| factors(b).contains(f)).collect();
            let shared = if a == b { vec![a.clone()] } else { shared };
            for factor in shared {
                let without = |term: &Node| {
                    if *term == factor {
                        return None;
                    }
                    let mut left = factors(term);
                    let place = left.iter().position(|f| *f == factor)?;
                    left.remove(place);
                    Some(product(left))
                };
                let cut = |items: &[(Sign, Node)], place: usize, unit: bool| {
                    let mut items = items.to_vec();
                    match without(&items[place].1) {
                        Some(rest) => items[place].1 = rest,
                        None if unit || items.len() == 1 => items[place].1 = Node::number("1"),
                        None => {
                            items.remove(place);
                        }
                    }
                    sum(items)
                };
                for unit in [false, true] {
                    out.push(Node::fraction(cut(&above, j, unit), cut(&below, k, unit)));
                }
            }
        }
    }
    out
}

/// a/b + c/d as (a + c)/(b + d).
pub(super) fn fractions_added(node: &Node) -> Vec<Node> {
    let Node::Sum(items) = node else { return Vec::new() };
    let mut out = Vec::new();
    for j in 0..items.len() {
        for k in j + 1..items.len() {
            let (Node::Fraction(a, b), Node::Fraction(c, d)) = (&items[j].1, &items[k].1) else {
                continue;
            };
            let top = sum(vec![(items[j].0, (**a).clone()), (items[k].0, (**c).clone())]);
            let added = sum(vec![(Sign::Plus, (**b).clone()), (Sign::Plus, (**d).clone())]);
            let times = product(vec![(**b).clone(), (**d).clone()]);
            let kept = (a == c).then(|| (**a).clone());
            let taken = sum(vec![(items[j].0, (**b).clone()), (items[k].0, (**d).clone())]);
            let pairs = [(top.clone(), added.clone()), (top.clone(), times), (top, taken)];
            for (top, bottom) in pairs.into_iter().chain(kept.map(|top| (top, added))) {
                let mut wrong: Vec<(Sign, Node)> = items
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| *i != j && *i != k)
                    .map(|(_, item)| item.clone())
                    .collect();
                wrong.push((Sign::Plus, Node::fraction(top, bottom)));
                out.push(sum(wrong));
            }
        }
    }
    out
}
