//! Mistakes on whole equations and inequalities.

use super::compare::times;
use super::spots::bare;
use ganita_notation::{Join, Node, Relation, Sign};

fn sides(line: &Node) -> Option<(&Node, &Node)> {
    match bare(line) {
        Node::Relation(left, rest) if rest.len() == 1 => Some((left, &rest[0].1)),
        _ => None,
    }
}

fn relation(line: &Node) -> Relation {
    match bare(line) {
        Node::Relation(_, rest) => rest[0].0.clone(),
        _ => Relation::Equal,
    }
}

fn terms(node: &Node) -> Vec<(Sign, Node)> {
    match bare(node) {
        Node::Sum(terms) => terms.clone(),
        other => vec![(Sign::Plus, other.clone())],
    }
}

fn plus(node: &Node, sign: Sign, term: &Node) -> Node {
    Node::Sum(vec![(Sign::Plus, node.clone()), (sign, term.clone())])
}

fn opposite(sign: Sign) -> Sign {
    if sign == Sign::Minus { Sign::Plus } else { Sign::Minus }
}

/// l = r as l - t = r + t.
pub(super) fn transposed(before: &Node, after: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    // Nothing went over where a side stays as it was.
    if sides(after).is_some_and(|(_, other)| other == right) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (from, to, turned) in [(left, right, false), (right, left, true)] {
        for (sign, term) in terms(from) {
            let (here, there) = (plus(from, opposite(sign), &term), plus(to, sign, &term));
            let (l, r) = if turned { (there, here) } else { (here, there) };
            out.push(Node::relation(l, relation(before), r));
        }
    }
    // Two terms at once: letters left, numbers right.
    let (a, b) = (terms(left), terms(right));
    for (s, t) in a.iter().flat_map(|s| b.iter().map(move |t| (s, t))) {
        let l = plus(&plus(left, opposite(s.0), &s.1), t.0, &t.1);
        let r = plus(&plus(right, opposite(t.0), &t.1), s.0, &s.1);
        out.push(Node::relation(l, relation(before), r));
    }
    out
}

/// Numbers in front of the unknown, with what they multiply.
fn coefficients(line: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(line) else { return Vec::new() };
    let mut out = Vec::new();
    for (_, term) in terms(left).into_iter().chain(terms(right)) {
        if let Node::Product(factors) = bare(&term)
            && let Some((_, Node::Number(digits))) = factors.first()
        {
            out.push(Node::Number(digits.clone()));
        }
        if let Node::Fraction(_, bottom) = bare(&term)
            && let Node::Number(digits) = &**bottom
        {
            out.push(Node::Number(digits.clone()));
        }
    }
    out
}

/// ax + b = c as x + b = c/a: one term escapes the division (or the multiplication).
pub(super) fn divided_one_term(before: &Node, _: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    let mut out = Vec::new();
    for k in coefficients(before) {
        let divided = |node: &Node| Node::fraction(node.clone(), k.clone());
        let multiplied = |node: &Node| times(&k, node);
        for change in [&divided as &dyn Fn(&Node) -> Node, &multiplied] {
            let (a, b) = (terms(left), terms(right));
            for skipped in 0..a.len() + b.len() {
                let made = |items: &[(Sign, Node)], offset: usize| {
                    Node::Sum(
                        items
                            .iter()
                            .enumerate()
                            .map(|(j, (sign, term))| {
                                let kept = j + offset == skipped;
                                (*sign, if kept { term.clone() } else { change(term) })
                            })
                            .collect(),
                    )
                };
                out.push(Node::relation(made(&a, 0), relation(before), made(&b, a.len())));
            }
        }
    }
    out
}

/// ax = b as x = ab, x = b - a, x = a/b.
pub(super) fn undone_wrongly(before: &Node, after: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    let Some((unknown, _)) = sides(after) else { return Vec::new() };
    let [(_, term)] = terms(left).try_into().unwrap_or([(Sign::Plus, Node::Missing)]);
    let Node::Product(factors) = bare(&term) else { return Vec::new() };
    let [(_, Node::Number(a)), (_, _)] = factors.as_slice() else { return Vec::new() };
    let a = Node::Number(a.clone());
    [times(&a, right), plus(right, Sign::Minus, &a), Node::fraction(a, right.clone())]
        .into_iter()
        .map(|value| Node::relation(unknown.clone(), relation(before), value))
        .collect()
}

/// One side cleared of denominators, the other left as it was.
pub(super) fn one_side(before: &Node, _: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    let all = terms(left).into_iter().chain(terms(right));
    let mut letters: Vec<Node> = Vec::new();
    let denominators: Vec<u64> = all
        .filter_map(|(_, term)| match bare(&term) {
            Node::Fraction(_, bottom) => match &**bottom {
                Node::Number(digits) => digits.parse::<u64>().ok(),
                other => {
                    if !letters.contains(other) {
                        letters.push(other.clone());
                    }
                    None
                }
            },
            _ => None,
        })
        .collect();
    let gcd = |mut a: u64, mut b: u64| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let common = denominators
        .into_iter()
        .fold(1u64, |all, d| if d == 0 { all } else { (all / gcd(all, d)).saturating_mul(d) });
    if common < 2 && letters.is_empty() {
        return Vec::new();
    }
    let k = letters.iter().fold(Node::Number(common.to_string()), |k, letter| times(&k, letter));
    vec![
        Node::relation(times(&k, left), relation(before), right.clone()),
        Node::relation(left.clone(), relation(before), times(&k, right)),
    ]
}

/// A quadratic whose middle term is split into two that do not add up to it, or do not multiply to what they should.
pub(super) fn middle_term(before: &Node, after: &Node) -> Vec<Node> {
    let quadratic = |node: &Node| {
        let f = crate::algebra::expand(crate::meaning::meaning(node).ok()?);
        let [x] = f.symbols()[..] else { return None };
        crate::algebra::coefficients(f, x).filter(|c| c.len() == 3)
    };
    let side = |line: &Node| sides(line).map_or_else(|| line.clone(), |(left, _)| left.clone());
    let split = side(after);
    let Node::Sum(four) = bare(&split) else { return Vec::new() };
    let found = quadratic(&side(before)).zip(quadratic(&split));
    let wrong = found.is_some_and(|(a, b)| a[0] == b[0] && a[2] == b[2] && a[1] != b[1]);
    if four.len() == 4 && terms(&side(before)).len() == 3 && wrong {
        vec![after.clone()]
    } else {
        Vec::new()
    }
}

/// The roots by a quadratic formula that is misremembered.
pub(super) fn formula(before: &Node, after: &Node) -> Vec<Node> {
    let found = || {
        let f = crate::meaning::meaning(&super::compare::difference(before)?).ok()?;
        let x = crate::meaning::letter(sides(after)?.0)?;
        let c = crate::algebra::coefficients(f, x).filter(|c| c.len() == 3)?;
        Some((x, c[2], c[1], c[0]))
    };
    let Some((x, a, b, c)) = found() else { return Vec::new() };
    let four = crate::expr::int(4);
    let two = crate::expr::int(2);
    let root = |d| crate::expr::pow(d, crate::expr::HALF);
    let (right, wrong) = (root(b * b - four * a * c), root(b * b + four * a * c));
    [(b, right, two * a), (-b, right, a), (-b, wrong, two * a), (-b, right, two)]
        .into_iter()
        .map(|(middle, root, below)| {
            let one = |root| crate::show::equal(x, (middle + root) / below);
            Node::Operation("or".to_owned(), vec![one(root), one(-root)])
        })
        .collect()
}

/// (p)(q) = c as p = c or q = c.
pub(super) fn zero_product(before: &Node, _: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    let Node::Product(factors) = bare(left) else { return Vec::new() };
    if *bare(right) == Node::number("0") || factors.iter().any(|(join, _)| *join == Join::Divide) {
        return Vec::new();
    }
    let parts = factors
        .iter()
        .map(|(_, factor)| Node::relation(factor.clone(), Relation::Equal, right.clone()))
        .collect();
    vec![Node::Operation("or".to_owned(), parts)]
}

/// a + b = c as a² + b² = c².
pub(super) fn squared_terms(before: &Node, _: &Node) -> Vec<Node> {
    let Some((left, right)) = sides(before) else { return Vec::new() };
    let squared = |node: &Node| {
        Node::Sum(
            terms(node)
                .into_iter()
                .map(|(sign, term)| (sign, Node::power(term, Node::number("2"))))
                .collect(),
        )
    };
    // √x + 1 = 3 as x + 1 = 9: only roots and the other side are squared.
    let roots_only = |node: &Node| {
        Node::Sum(
            terms(node)
                .into_iter()
                .map(|(sign, term)| match bare(&term) {
                    Node::Root { degree: None, radicand } => (sign, (**radicand).clone()),
                    _ => (sign, term),
                })
                .collect(),
        )
    };
    let square = |node: &Node| Node::power(node.clone(), Node::number("2"));
    vec![
        Node::relation(squared(left), Relation::Equal, squared(right)),
        Node::relation(roots_only(left), Relation::Equal, square(right)),
        Node::relation(square(left), Relation::Equal, roots_only(right)),
        Node::relation(roots_only(left), Relation::Equal, right.clone()),
    ]
}

/// The student's inequality with every relation turned.
pub(super) fn turned(after: &Node) -> Vec<Node> {
    let turn = |relation: &Relation| match relation {
        Relation::Less => Some(Relation::Greater),
        Relation::LessEqual => Some(Relation::GreaterEqual),
        Relation::Greater => Some(Relation::Less),
        Relation::GreaterEqual => Some(Relation::LessEqual),
        _ => None,
    };
    let Node::Relation(first, rest) = bare(after) else { return Vec::new() };
    let rest: Option<Vec<(Relation, Node)>> =
        rest.iter().map(|(relation, side)| Some((turn(relation)?, side.clone()))).collect();
    rest.map(|rest| Node::Relation(first.clone(), rest)).into_iter().collect()
}

/// The student's line with the other sign.
pub(super) fn negated(after: &Node) -> Vec<Node> {
    match bare(after) {
        Node::Relation(left, rest) => {
            let rest = rest
                .iter()
                .map(|(relation, side)| (relation.clone(), Node::negative(side.clone())))
                .collect();
            vec![Node::Relation(left.clone(), rest)]
        }
        Node::Operation(name, items) if name == "or" => {
            let items = items.iter().flat_map(negated).collect();
            vec![Node::Operation(name.clone(), items)]
        }
        Node::List(items) => vec![Node::List(items.iter().flat_map(negated).collect())],
        Node::Sum(terms) if matches!(terms.last(), Some((_, c)) if *c == Node::symbol("C")) => {
            let turned = terms.iter().map(|(sign, term)| (opposite(*sign), term.clone()));
            vec![Node::Sum(turned.collect())]
        }
        other => vec![Node::negative(other.clone())],
    }
}

/// Both sides multiplied by what stands below, brackets left as they are: (x − 1)/3 = x/2 as 2(x − 1) = 3x.
pub(super) fn cleared(before: &Node) -> Option<Node> {
    let (left, right) = sides(before)?;
    let mut below: Vec<Node> = Vec::new();
    for (_, term) in terms(left).into_iter().chain(terms(right)) {
        if let Node::Fraction(_, bottom) = bare(&term)
            && !below.contains(bottom)
        {
            below.push((**bottom).clone());
        }
    }
    let digits = |node: &Node| match node {
        Node::Number(digits) => digits.parse::<u64>().ok().filter(|n| (1..1000).contains(n)),
        _ => None,
    };
    let numbers: Option<Vec<u64>> = below.iter().map(digits).collect();
    let all = numbers.map(|numbers| {
        (1..=1000_u64).find(|n| numbers.iter().all(|k| n.is_multiple_of(*k))).unwrap_or(1)
    });
    let by_all = |term: &Node| match (bare(term), all) {
        (Node::Fraction(top, bottom), Some(all)) => {
            let front = all / digits(bottom).unwrap_or(1);
            times(&Node::Number(front.to_string()), top)
        }
        (_, Some(all)) => times(&Node::Number(all.to_string()), term),
        (Node::Fraction(top, bottom), None) => below
            .iter()
            .filter(|other| *other != &**bottom)
            .fold((**top).clone(), |product, other| times(other, &product)),
        (_, None) => below.iter().fold(term.clone(), |product, other| times(other, &product)),
    };
    let side = |side: &Node| {
        let made: Vec<_> = terms(side).iter().map(|(sign, term)| (*sign, by_all(term))).collect();
        super::spots::sum(made)
    };
    (!below.is_empty() && below.len() < 4)
        .then(|| Node::relation(side(left), relation(before), side(right)))
}
