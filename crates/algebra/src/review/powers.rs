//! Powers and roots rewritten wrongly.

use super::spots::{bare, factors, product, sum, terms, two};
use ganita_notation::{Node, Sign};

/// (a + b)ⁿ as aⁿ + bⁿ.
pub(super) fn power_of_sum(node: &Node) -> Vec<Node> {
    let Node::Power(base, exponent) = node else { return Vec::new() };
    let Some(inner) = terms(base) else { return Vec::new() };
    let raised = |kept: bool| {
        sum(inner
            .iter()
            .map(|(sign, term)| {
                (
                    if kept { *sign } else { Sign::Plus },
                    Node::power(term.clone(), (**exponent).clone()),
                )
            })
            .collect())
    };
    let mut out = vec![raised(true), raised(false)];
    // (a + b)² as a² + ab + b².
    if **exponent == two() && inner.len() == 2 {
        let (a, b) = (&inner[0], &inner[1]);
        let middle = if a.0 == b.0 { Sign::Plus } else { Sign::Minus };
        out.push(sum(vec![
            (Sign::Plus, Node::power(a.1.clone(), two())),
            (middle, product(vec![a.1.clone(), b.1.clone()])),
            (Sign::Plus, Node::power(b.1.clone(), two())),
        ]));
    }
    out
}

/// √(a + b) as √a + √b.
pub(super) fn root_of_sum(node: &Node) -> Vec<Node> {
    let Node::Root { degree, radicand } = node else { return Vec::new() };
    let Some(inner) = terms(radicand) else { return Vec::new() };
    // √(x² + 9) is meant as x + 3.
    let root = |term: &Node, plain: bool| match term {
        Node::Power(base, exponent) if plain && degree.is_none() && **exponent == two() => {
            (**base).clone()
        }
        _ => Node::Root { degree: degree.clone(), radicand: Box::new(term.clone()) },
    };
    [true, false]
        .iter()
        .map(|&plain| sum(inner.iter().map(|(sign, term)| (*sign, root(term, plain))).collect()))
        .collect()
}

/// √(x²) as x.
pub(super) fn root_of_square(node: &Node) -> Vec<Node> {
    match node {
        Node::Root { degree: None, radicand } => match bare(radicand) {
            Node::Power(base, exponent) if **exponent == two() => vec![(**base).clone()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// (ab)ⁿ as abⁿ.
pub(super) fn power_of_product(node: &Node) -> Vec<Node> {
    let Node::Power(base, exponent) = node else { return Vec::new() };
    let all = factors(base);
    if all.len() < 2 {
        if let Node::Fraction(a, b) = bare(base) {
            let raised = |part: &Node| Node::power(part.clone(), (**exponent).clone());
            return vec![
                Node::fraction(raised(a), (**b).clone()),
                Node::fraction((**a).clone(), raised(b)),
            ];
        }
        return Vec::new();
    }
    (0..all.len())
        .map(|k| {
            let mut wrong = all.clone();
            wrong[k] = Node::power(wrong[k].clone(), (**exponent).clone());
            product(wrong)
        })
        .collect()
}

/// aᵐaⁿ as aᵐⁿ, (aᵐ)ⁿ as aᵐ⁺ⁿ, aᵐ/aⁿ as aᵐᐟⁿ, aᵐ + aⁿ as aᵐ⁺ⁿ, aᵐbⁿ as (ab)ᵐ⁺ⁿ.
pub(super) fn index_law(node: &Node) -> Vec<Node> {
    let split = |node: &Node| match bare(node) {
        Node::Power(base, exponent) => ((**base).clone(), (**exponent).clone()),
        other => (other.clone(), Node::number("1")),
    };
    let added = |m: &Node, n: &Node| sum(vec![(Sign::Plus, m.clone()), (Sign::Plus, n.clone())]);
    let is_power = |node: &Node| matches!(bare(node), Node::Power(..));
    let mut out = Vec::new();
    match node {
        Node::Power(base, n) => {
            if let Node::Power(inner, m) = bare(base) {
                out.push(Node::power((**inner).clone(), added(m, n)));
                out.push(Node::power((**inner).clone(), Node::power((**m).clone(), (**n).clone())));
            }
        }
        Node::Product(_) => {
            let all = factors(node);
            for j in 0..all.len() {
                for k in j + 1..all.len() {
                    if !is_power(&all[j]) && !is_power(&all[k]) {
                        continue;
                    }
                    let ((a, m), (b, n)) = (split(&all[j]), split(&all[k]));
                    let mut rest: Vec<Node> = all
                        .iter()
                        .enumerate()
                        .filter(|(i, _)| *i != j && *i != k)
                        .map(|(_, f)| f.clone())
                        .collect();
                    let together = if a == b {
                        Node::power(a, product(vec![m, n]))
                    } else {
                        Node::power(product(vec![a, b]), added(&m, &n))
                    };
                    rest.push(together);
                    out.push(product(rest));
                }
            }
        }
        Node::Fraction(top, bottom) if is_power(top) || is_power(bottom) => {
            let ((a, m), (b, n)) = (split(top), split(bottom));
            if a == b {
                out.push(Node::power(a.clone(), Node::fraction(m.clone(), n.clone())));
                out.push(Node::power(a, added(&m, &n)));
            }
        }
        Node::Sum(items) => {
            if let [(Sign::Plus, x), (Sign::Plus, y)] = items.as_slice() {
                let ((a, m), (b, n)) = (split(x), split(y));
                if a == b && (is_power(x) || is_power(y)) {
                    out.push(Node::power(a, added(&m, &n)));
                }
            }
        }
        _ => {}
    }
    out
}

/// a⁻ⁿ as -aⁿ.
pub(super) fn negative_exponent(node: &Node) -> Vec<Node> {
    let Node::Power(base, exponent) = node else { return Vec::new() };
    match bare(exponent) {
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, n)] => {
                let power = Node::power((**base).clone(), n.clone());
                vec![
                    Node::negative(power.clone()),
                    power,
                    Node::negative(Node::fraction(
                        Node::number("1"),
                        Node::power((**base).clone(), n.clone()),
                    )),
                ]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// x² as 2x.
pub(super) fn power_as_product(node: &Node) -> Vec<Node> {
    match node {
        Node::Power(base, exponent) => vec![product(vec![(**exponent).clone(), (**base).clone()])],
        _ => Vec::new(),
    }
}

/// (a + b)ⁿ as a sum of n + 1 terms: the student's own.
pub(super) fn binomial(before: &Node, after: &Node) -> Vec<Node> {
    let Node::Power(base, n) = bare(before) else { return Vec::new() };
    let count = match &**n {
        Node::Number(digits) => digits.parse::<usize>().unwrap_or(0),
        _ => 0,
    };
    let spread = terms(after).is_some_and(|terms| terms.len() == count + 1);
    let binomial = terms(base).is_some_and(|terms| terms.len() == 2);
    if count > 2 && spread && binomial { vec![after.clone()] } else { Vec::new() }
}
