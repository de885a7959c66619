//! Wrong rewritings students are known for, each at one place of a line: what the place becomes by the mistake.

use ganita_notation::{Function, Join, Node, Sign};

fn two() -> Node {
    Node::number("2")
}

fn sum(terms: Vec<(Sign, Node)>) -> Node {
    match terms.as_slice() {
        [] => Node::number("0"),
        [(Sign::Plus, only)] => only.clone(),
        _ => Node::Sum(terms),
    }
}

fn product(factors: Vec<Node>) -> Node {
    match factors.len() {
        0 => Node::number("1"),
        1 => factors.into_iter().next().expect("one"),
        _ => Node::Product(factors.into_iter().map(|factor| (Join::Dot, factor)).collect()),
    }
}

fn turned(sign: Sign) -> Sign {
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
fn factors(node: &Node) -> Vec<Node> {
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
            let pairs = [(top.clone(), added.clone()), (top, times)];
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

/// sin(a + b) as sin a + sin b.
pub(super) fn function_of_sum(node: &Node) -> Vec<Node> {
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

/// x² as 2x.
pub(super) fn power_as_product(node: &Node) -> Vec<Node> {
    match node {
        Node::Power(base, exponent) => vec![product(vec![(**exponent).clone(), (**base).clone()])],
        _ => Vec::new(),
    }
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
