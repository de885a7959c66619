//! Wrong rewritings students are known for, each at one place of a line: what the place becomes by the mistake.

use crate::parts;
use ganita_notation::{Function, Join, Node, Sign};

pub(super) fn two() -> Node {
    Node::number("2")
}

pub(super) fn sum(terms: Vec<(Sign, Node)>) -> Node {
    match terms.as_slice() {
        [] => Node::number("0"),
        [(Sign::Plus, only)] => only.clone(),
        _ => Node::Sum(terms),
    }
}

pub(super) fn product(factors: Vec<Node>) -> Node {
    match factors.len() {
        0 => Node::number("1"),
        1 => factors.into_iter().next().expect("one"),
        _ => Node::Product(factors.into_iter().map(|factor| (Join::Dot, factor)).collect()),
    }
}

pub(super) fn turned(sign: Sign) -> Sign {
    match sign {
        Sign::Plus => Sign::Minus,
        Sign::Minus => Sign::Plus,
        Sign::PlusMinus => Sign::MinusPlus,
        Sign::MinusPlus => Sign::PlusMinus,
    }
}

/// Inside brackets a person wrote.
pub(super) fn bare(node: &Node) -> &Node {
    match node {
        Node::Group(_, inner, _) => bare(inner),
        other => other,
    }
}

/// The terms of a sum of two or more.
pub(super) fn terms(node: &Node) -> Option<&[(Sign, Node)]> {
    match bare(node) {
        Node::Sum(terms) if terms.len() > 1 => Some(terms),
        _ => None,
    }
}

/// Plain factors of a product without division; itself otherwise.
pub(super) fn factors(node: &Node) -> Vec<Node> {
    match bare(node) {
        Node::Product(items)
            if !items
                .iter()
                .any(|(join, _)| matches!(join, Join::Divide | Join::Slash | Join::Ratio)) =>
        {
            items.iter().map(|(_, factor)| factor.clone()).collect()
        }
        other => vec![other.clone()],
    }
}

/// One sign turned.
pub(super) fn sign(node: &Node) -> Vec<Node> {
    match node {
        Node::Product(two) if two.len() == 2 => {
            let turns: Vec<Vec<Node>> = two.iter().map(|(_, factor)| sign(bare(factor))).collect();
            let both = turns[0].iter().zip(&turns[1]).skip(1);
            both.map(|(a, b)| product(vec![a.clone(), b.clone()])).collect()
        }
        Node::Sum(terms) => (0..terms.len())
            .map(|k| {
                let mut wrong = terms.clone();
                wrong[k].0 = turned(wrong[k].0);
                Node::Sum(wrong)
            })
            .collect(),
        Node::Number(_) | Node::Fraction(..) => vec![Node::negative(node.clone())],
        _ => Vec::new(),
    }
}

/// The terms of (a + b)².
fn squared_out(node: &Node) -> Option<Vec<(Sign, Node)>> {
    let Node::Power(base, exponent) = bare(node) else { return None };
    let [(s, a), (t, b)] = terms(base)? else { return None };
    let middle = if s == t { Sign::Plus } else { Sign::Minus };
    (**exponent == two()).then(|| {
        vec![
            (Sign::Plus, Node::power(a.clone(), two())),
            (middle, product(vec![two(), a.clone(), b.clone()])),
            (Sign::Plus, Node::power(b.clone(), two())),
        ]
    })
}

/// a + bc as (a + b)c.
pub(super) fn order(node: &Node) -> Vec<Node> {
    let Some(items) = terms(node) else { return Vec::new() };
    let mut out = Vec::new();
    for k in 1..items.len() {
        let Node::Product(factors) = bare(&items[k].1) else { continue };
        if factors.len() < 2 || factors[1].0 == Join::Beside {
            continue;
        }
        let mut front: Vec<(Sign, Node)> = items[..k].to_vec();
        front.push((items[k].0, factors[0].1.clone()));
        let mut all = factors.clone();
        all[0].1 = sum(front);
        let mut wrong = vec![(Sign::Plus, Node::Product(all))];
        wrong.extend_from_slice(&items[k + 1..]);
        out.push(sum(wrong));
    }
    out
}

/// a² + b² as (a + b)(a - b) or (a + b)², a² − b² as (a − b)².
pub(super) fn sum_of_squares(node: &Node) -> Vec<Node> {
    let Some([(Sign::Plus, a), (between, b)]) = terms(node) else { return Vec::new() };
    let root = |node: &Node| match bare(node) {
        Node::Power(base, exponent) if **exponent == two() => Some((**base).clone()),
        Node::Number(digits) => {
            let n: u32 = digits.parse().ok()?;
            (1..100u32).find(|r| r * r == n).map(|r| Node::Number(r.to_string()))
        }
        _ => None,
    };
    let (Some(a), Some(b)) = (root(a), root(b)) else { return Vec::new() };
    let both = |sign| sum(vec![(Sign::Plus, a.clone()), (sign, b.clone())]);
    if *between != Sign::Plus {
        return vec![Node::power(both(Sign::Minus), two())];
    }
    vec![product(vec![both(Sign::Plus), both(Sign::Minus)]), Node::power(both(Sign::Plus), two())]
}

/// -(a - b) as -a - b: only the first sign changes.
pub(super) fn minus_bracket(node: &Node) -> Vec<Node> {
    let Node::Sum(outer) = node else { return Vec::new() };
    let mut out = Vec::new();
    for (k, (sign, term)) in outer.iter().enumerate() {
        let all = factors(term);
        let Some((last, front)) = all.split_last() else { continue };
        let square = squared_out(last);
        let Some(inner) = square.as_deref().or_else(|| terms(last)) else { continue };
        if *sign != Sign::Minus {
            continue;
        }
        let mut wrong: Vec<(Sign, Node)> = outer[..k].to_vec();
        for (j, (inner_sign, inner_term)) in inner.iter().enumerate() {
            let mut parts = front.to_vec();
            parts.push(inner_term.clone());
            let inner_sign = if j == 0 { turned(*inner_sign) } else { *inner_sign };
            wrong.push((inner_sign, product(parts)));
        }
        wrong.extend_from_slice(&outer[k + 1..]);
        out.push(sum(wrong));
    }
    out
}

/// k(a + b) as ka + b.
pub(super) fn distribution(node: &Node) -> Vec<Node> {
    let all = factors(node);
    let mut out = Vec::new();
    for (k, factor) in all.iter().enumerate() {
        let Some(inner) = terms(factor) else { continue };
        let rest: Vec<Node> =
            all.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, f)| f.clone()).collect();
        if rest.is_empty() {
            continue;
        }
        for reached in 0..inner.len() {
            out.push(sum(inner
                .iter()
                .enumerate()
                .map(|(j, (sign, term))| {
                    if j == reached {
                        let mut parts = rest.clone();
                        parts.push(term.clone());
                        (*sign, product(parts))
                    } else {
                        (*sign, term.clone())
                    }
                })
                .collect()));
        }
        // (a + b)(c + d) as ac + bd.
        if let [other] = rest.as_slice()
            && let Some(others) = terms(other)
            && others.len() == inner.len()
        {
            out.push(sum(inner
                .iter()
                .zip(others)
                .map(|((s, a), (t, b))| {
                    (
                        if s == t { Sign::Plus } else { Sign::Minus },
                        product(vec![a.clone(), b.clone()]),
                    )
                })
                .collect()));
        }
    }
    out
}

/// sin(a + b) as sin a + sin b, and the other way round.
pub(super) fn function_of_sum(node: &Node) -> Vec<Node> {
    if let Some([(Sign::Plus, one), (sign, other)]) = terms(node)
        && let (Node::Apply { function, argument: a, .. }, Node::Apply { argument: b, .. }) =
            (one, other)
        && matches!(function, Function::Named(name) if name != "ln" && name != "log")
        && *other == parts::replaced(one, 0, b)
    {
        let inner = sum(vec![(Sign::Plus, (**a).clone()), (*sign, (**b).clone())]);
        return vec![parts::replaced(one, 0, &inner)];
    }
    let Node::Apply { function: function @ Function::Named(_), power, index, argument } = node
    else {
        return Vec::new();
    };
    let Some(inner) = terms(argument) else { return Vec::new() };
    let of = |term: &Node| Node::Apply {
        function: function.clone(),
        power: power.clone(),
        index: index.clone(),
        argument: Box::new(term.clone()),
    };
    vec![sum(inner.iter().map(|(sign, term)| (*sign, of(term))).collect())]
}

/// sin 2x as 2 sin x.
pub(super) fn factor_out_of_function(node: &Node) -> Vec<Node> {
    let Node::Apply { function: function @ Function::Named(_), power, index, argument } = node
    else {
        return Vec::new();
    };
    let all = factors(argument);
    let [Node::Number(_), ..] = all.as_slice() else { return Vec::new() };
    let inner = Node::Apply {
        function: function.clone(),
        power: power.clone(),
        index: index.clone(),
        argument: Box::new(product(all[1..].to_vec())),
    };
    if all.len() < 2 { Vec::new() } else { vec![product(vec![all[0].clone(), inner])] }
}

/// ln a / ln b as ln(a/b) and ln a · ln b as ln(ab).
pub(super) fn logarithm_law(node: &Node) -> Vec<Node> {
    let inside = |node: &Node| match node {
        Node::Apply { function: Function::Named(name), power: None, index, argument }
            if matches!(name.as_str(), "ln" | "log" | "lg") =>
        {
            Some((name.clone(), index.clone(), (**argument).clone()))
        }
        _ => None,
    };
    // ln a + ln b as ln(a + b).
    if let Some([(Sign::Plus, a), (sign, b)]) = terms(node)
        && let (Some((name, index, a)), Some((_, other, b))) = (inside(a), inside(b))
        && index == other
    {
        let argument = Box::new(sum(vec![(Sign::Plus, a), (*sign, b)]));
        return vec![Node::Apply { function: Function::Named(name), power: None, index, argument }];
    }
    let (a, b, divided) = match node {
        Node::Fraction(a, b) => ((**a).clone(), (**b).clone(), true),
        Node::Product(_) => match factors(node).as_slice() {
            [a, b] => (a.clone(), b.clone(), false),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    // k ln a as ln ka.
    if let (Node::Number(_), Some((name, index, argument)), false) = (&a, inside(&b), divided) {
        let argument = Box::new(product(vec![a, argument]));
        return vec![Node::Apply { function: Function::Named(name), power: None, index, argument }];
    }
    let (Some((name, index, a)), Some((_, other, b))) = (inside(&a), inside(&b)) else {
        return Vec::new();
    };
    if index != other {
        return Vec::new();
    }
    let argument = if divided { Node::fraction(a, b) } else { product(vec![a, b]) };
    let function = Function::Named(name);
    vec![Node::Apply { function, power: None, index, argument: Box::new(argument) }]
}

/// A term of a sum left out.
pub(super) fn forgotten_term(node: &Node) -> Vec<Node> {
    let Some(items) = (match node {
        Node::Sum(items) if items.len() > 1 => Some(items),
        _ => None,
    }) else {
        return Vec::new();
    };
    (0..items.len())
        .map(|k| {
            let mut left = items.clone();
            left.remove(k);
            sum(left)
        })
        .collect()
}

/// A factor left out.
pub(super) fn forgotten_factor(node: &Node) -> Vec<Node> {
    let all = factors(node);
    if all.len() < 2 {
        return Vec::new();
    }
    (0..all.len())
        .map(|k| {
            let mut left = all.clone();
            left.remove(k);
            product(left)
        })
        .collect()
}

/// A numeral a little off.
pub(super) fn number(node: &Node) -> Vec<Node> {
    let Node::Number(digits) = node else { return Vec::new() };
    let Ok(value) = digits.parse::<i64>() else { return Vec::new() };
    [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 8, -8, 9, -9, 10, -10, 20, -20, 100, -100]
        .into_iter()
        .filter_map(|off| value.checked_add(off).filter(|near| *near >= 0))
        .map(|near| Node::Number(near.to_string()))
        .collect()
}
