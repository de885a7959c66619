//! Laws of exponents, roots and logarithms; brackets with roots or i multiplied out.

use super::{in_primes as primes_of, number, over, pair, power, root, shown, times, value, whole};
use crate::expr::{I, integer_root, num, sqrt};
use crate::meaning::meaning;
use crate::show::show;
use ganita_notation::{Bracket, Function, Node, Sign};

fn bare(node: &Node) -> &Node {
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) => bare(inner),
        other => other,
    }
}

/// i³⁵ = (i⁴)⁸ i³
pub(super) fn of_i(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, n) = node else { return None };
    let n = whole(n).filter(|n| !(0..=3).contains(n) && meaning(base) == Ok(I))?;
    if n == 4 {
        return Some(number(1));
    }
    let fours = power(power((**base).clone(), 4), n.div_euclid(4));
    let left = n.rem_euclid(4);
    Some(if left == 0 { fours } else { times(vec![fours, power((**base).clone(), left)]) })
}

pub(super) fn i_squared(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, n) = node else { return None };
    if meaning(base) != Ok(I) {
        return None;
    }
    match whole(n)? {
        2 => Some(number(-1)),
        3 => Some(Node::negative((**base).clone())),
        _ => None,
    }
}

pub(super) fn negative(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, exponent) = node else { return None };
    let (p, d) = pair(exponent).filter(|(p, _)| *p < 0)?;
    let up = |base: Node| if (p, d) == (-1, 1) { base } else { Node::power(base, over(-p, d)) };
    Some(match bare(base) {
        Node::Fraction(a, b) => up(Node::Fraction(b.clone(), a.clone())),
        _ => Node::fraction(number(1), up((**base).clone())),
    })
}

pub(super) fn zero(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, exponent) = node else { return None };
    (whole(exponent) == Some(0) && value(base).is_some_and(|q| !q.is_zero())).then(|| number(1))
}

pub(super) fn of_a_power(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, n) = node else { return None };
    let Node::Power(base, m) = bare(base) else { return None };
    // √(x²) is |x|, and i has no such law.
    let letter = matches!(**base, Node::Symbol(_)) && whole(m).is_some() && whole(n).is_some();
    if value(base).map_or(!letter || meaning(base) == Ok(I), |q| q.is_negative()) {
        return None;
    }
    Some(Node::Power(base.clone(), Box::new(times(vec![(**m).clone(), (**n).clone()]))))
}

/// A factor of a product of powers: base, exponent, whether it stands below.
type Factor = (Node, Node, bool);

fn factors_of(node: &Node, below: bool, out: &mut Vec<Factor>) {
    match bare(node) {
        Node::Power(base, exponent) => out.push((bare(base).clone(), (**exponent).clone(), below)),
        Node::Fraction(a, b) if pair(node).is_none() => {
            factors_of(a, below, out);
            factors_of(b, !below, out);
        }
        Node::Product(all) => {
            for (join, factor) in all {
                factors_of(factor, below != super::is_division(*join), out);
            }
        }
        other => out.push((other.clone(), number(1), below)),
    }
}

fn product_of(all: Vec<Factor>) -> Node {
    let (mut above, mut under) = (Vec::new(), Vec::new());
    for (base, exponent, below) in all {
        let factor = if exponent == number(1) { base } else { Node::power(base, exponent) };
        if below { &mut under } else { &mut above }.push(factor);
    }
    if under.is_empty() { times(above) } else { Node::fraction(times(above), times(under)) }
}

fn all_factors(node: &Node) -> Option<Vec<Factor>> {
    let (Node::Product(_) | Node::Fraction(..)) = node else { return None };
    let mut all = Vec::new();
    factors_of(node, false, &mut all);
    Some(all)
}

/// 25/(5⁻³ × 10) = 5²/(5⁻³ × 2 × 5)
pub(super) fn in_primes(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let all = all_factors(node)?;
    let one = number(1);
    // Small powers are worked out as they are.
    let large = |exponent: &Node| whole(exponent).is_none_or(|k| !(1..5).contains(&k));
    // A number that shares a prime with the base of a large power.
    let shares = |n: i64| {
        all.iter().any(|(base, exponent, _)| {
            whole(base).is_some_and(|p| {
                p > 1 && p != n && large(exponent) && super::numbers::gcd(n, p) > 1
            })
        })
    };
    let mut changed = false;
    let mut out = Vec::new();
    for (base, exponent, below) in &all {
        let prime = |n: i64| super::primes(n).len() == 1 && super::primes(n)[0].1 == 1;
        let n = whole(base).filter(|n| (2..1_000_000).contains(n) && !prime(*n) && shares(*n));
        let Some(n) = n else {
            out.push((base.clone(), exponent.clone(), *below));
            continue;
        };
        changed = true;
        for (p, k) in super::primes(n) {
            let k =
                if *exponent == one { number(k) } else { times(vec![number(k), exponent.clone()]) };
            out.push((number(p), k, *below));
        }
    }
    changed.then(|| product_of(out))
}

/// Powers of one base collected: all above, or above and below.
fn gather(node: &Node, quotient: bool) -> Option<Node> {
    let all = all_factors(node)?;
    if quotient != all.iter().any(|(.., below)| *below) {
        return None;
    }
    let one = number(1);
    let mut out: Vec<Factor> = Vec::new();
    let mut changed = false;
    for (k, (base, exponent, below)) in all.iter().enumerate() {
        let is_root = matches!(base, Node::Root { .. }) || meaning(base) == Ok(I);
        let mut terms = Vec::new();
        let (mut first, mut powers) = (true, false);
        // What stands above leads.
        for wanted in [false, true] {
            for (j, (other, exponent, below)) in all.iter().enumerate() {
                if other != base || *below != wanted {
                    continue;
                }
                first &= j >= k;
                powers |= *exponent != one;
                terms.push(match exponent {
                    Node::Sum(_) if wanted => {
                        let exponent = Box::new(exponent.clone());
                        (Sign::Minus, Node::Group(Bracket::Round, exponent, Bracket::Round))
                    }
                    _ => (if wanted { Sign::Minus } else { Sign::Plus }, exponent.clone()),
                });
            }
        }
        if terms.len() < 2 || !powers || *base == one || is_root {
            out.push((base.clone(), exponent.clone(), *below));
        } else if first {
            changed = true;
            out.push((base.clone(), Node::Sum(terms), false));
        }
    }
    changed.then(|| product_of(out))
}

pub(super) fn gathered_above(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    gather(node, false)
}

pub(super) fn gathered(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    gather(node, true)
}

pub(super) fn root_of_fraction(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Root { degree, radicand } = node else { return None };
    let Node::Fraction(a, b) = bare(radicand) else { return None };
    let root =
        |part: &Node| Node::Root { degree: degree.clone(), radicand: Box::new(part.clone()) };
    let below = if **b == number(1) { number(1) } else { root(b) };
    Some(Node::fraction(if **a == number(1) { number(1) } else { root(a) }, below))
}

/// (16/81)^{3/4} = 16^{3/4}/81^{3/4}
pub(super) fn of_a_fraction(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, n) = node else { return None };
    let Node::Fraction(a, b) = bare(base) else { return None };
    let (p, d) = pair(n).filter(|_| **b != number(1))?;
    if pair(base).is_none() || p < 1 || p == 1 && d == 1 {
        return None;
    }
    let up = |part: &Node| Node::Power(Box::new(part.clone()), n.clone());
    Some(Node::fraction(up(a), up(b)))
}

/// The degree and radicand of the root of a whole number.
fn plain_root(node: &Node) -> Option<(i64, i64)> {
    let Node::Root { degree, radicand } = node else { return None };
    let degree = degree.as_deref().map_or(Some(2), whole)?;
    Some((degree, whole(radicand).filter(|n| *n > 1 && (2..9).contains(&degree))?))
}

/// √2 √8 = √(2 × 8)
pub(super) fn roots_joined(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Product(factors) = node else { return None };
    let (mut rest, mut inside, mut degree) = (Vec::new(), Vec::new(), 0);
    for (join, factor) in factors {
        match plain_root(factor) {
            _ if super::is_division(*join) => return None,
            Some((d, n)) if degree == 0 || d == degree => {
                degree = d;
                inside.push(number(n));
            }
            _ => rest.push(factor.clone()),
        }
    }
    if inside.len() < 2 {
        return None;
    }
    let same = inside.windows(2).all(|pair| pair[0] == pair[1]);
    let product = if same { power(inside[0].clone(), inside.len() as i64) } else { times(inside) };
    rest.push(root(degree, product));
    Some(times(rest))
}

/// Roots of more than this are found from the primes.
const EASY: i64 = 400;

/// √144 = √(12²), √72 = √(6² × 2), 27^{2/3} = (3³)^{2/3}, log₂ 8 = log₂ 2³
pub(super) fn as_a_power(node: &Node, by: &mut Option<Node>) -> Option<Node> {
    let (n, degree) =
        match node {
            Node::Root { .. } => plain_root(node).map(|(degree, n)| (n, degree))?,
            Node::Power(base, exponent) => {
                let (p, d) = pair(exponent).filter(|(p, d)| (2..=9).contains(d) && *p > 0)?;
                let _ = p;
                (whole(base).filter(|n| *n > 1)?, d)
            }
            Node::Apply {
                function: Function::Named(name), index: Some(_), power: None, ..
            } if name == "log" => (0, 0),
            _ => return None,
        };
    let (piece, inside) = if let Node::Apply { index: Some(base), argument, .. } = node {
        if argument == base || **argument == number(1) || matches!(**argument, Node::Power(..)) {
            return None;
        }
        ((**argument).clone(), Node::power((**base).clone(), show(num(value(node)?))))
    } else {
        let (outside, left) = integer_root(n.unsigned_abs(), u32::try_from(degree).ok()?);
        let whole_only = matches!(node, Node::Power(..));
        if outside < 2 || whole_only && left != 1 {
            return None;
        }
        let (outside, left) = (i64::try_from(outside).ok()?, i64::try_from(left).ok()?);
        let inside = if left == 1 && n > EASY && !whole_only {
            primes_of(n)
        } else {
            times(vec![power(number(outside), degree), number(left)])
        };
        (number(n), inside)
    };
    let after = super::part_changed(node, &|part| (*part == piece).then(|| inside.clone()));
    by.get_or_insert_with(|| {
        Node::relation(piece.clone(), ganita_notation::Relation::Equal, inside.clone())
    });
    after
}

/// √(6² × 2) = 6√2
pub(super) fn taken_out(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Root { degree, radicand } = node else { return None };
    let degree = degree.as_deref().map_or(Some(2), whole)?;
    let mut all = Vec::new();
    factors_of(radicand, false, &mut all);
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    for (base, exponent, below) in all {
        let k = whole(&exponent).filter(|_| !below && whole(&base).is_some())?;
        if k % degree == 0 {
            outside.push(power(base, k / degree));
        } else {
            inside.push(power(base, k));
        }
    }
    if outside.is_empty() {
        return None;
    }
    if !inside.is_empty() {
        outside.push(root(degree, times(inside)));
    }
    Some(times(outside))
}

/// The index and the argument of a logarithm.
fn logarithm(node: &Node) -> Option<(&Node, Option<&Node>)> {
    match bare(node) {
        Node::Apply { function: Function::Named(name), power: None, index, argument }
            if name == "log" || name == "ln" =>
        {
            Some((argument, index.as_deref()))
        }
        _ => None,
    }
}

/// log₂ 2³ = 3
pub(super) fn log_of_power(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let (argument, base) = logarithm(node)?;
    let Node::Power(inner, exponent) = bare(argument) else { return None };
    (base == Some(bare(inner))).then(|| (**exponent).clone())
}

/// n log a, as the logarithm and n.
fn multiple(node: &Node) -> Option<(&Node, i64)> {
    match node {
        Node::Product(factors) => match factors.as_slice() {
            [(_, n), (_, log)] => Some((log, whole(n).filter(|n| *n > 1)?)),
            _ => None,
        },
        other => Some((other, 1)),
    }
}

/// A sum of logarithms to one base as one, n log a as log aⁿ; `minus`: some are subtracted.
fn joined(node: &Node, minus: bool) -> Option<Node> {
    let Node::Sum(terms) = node else { return None };
    let first = bare(multiple(&terms.first()?.1)?.0);
    let (known, base) = logarithm(first)?;
    let (mut above, mut below, mut numbers) = (Vec::new(), Vec::new(), true);
    for (sign, term) in terms {
        let (log, n) = multiple(term)?;
        let (argument, own) = logarithm(log)?;
        if own != base || value(argument).is_none() {
            return None;
        }
        // Each may be a number by itself.
        numbers &= value(term).is_some();
        if *sign == Sign::Minus { &mut below } else { &mut above }.push(power(argument.clone(), n));
    }
    if numbers || terms.len() < 2 || above.is_empty() || minus == below.is_empty() {
        return None;
    }
    let all = if minus { Node::fraction(times(above), times(below)) } else { times(above) };
    super::part_changed(first, &|part| (part == known).then(|| all.clone()))
}

pub(super) fn logs_joined(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    joined(node, false)
}

pub(super) fn logs_apart(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    joined(node, true)
}

fn two_terms(node: &Node) -> Option<[&(Sign, Node); 2]> {
    let Node::Sum(terms) = bare(node) else { return None };
    let [a, b] = terms.as_slice() else { return None };
    // Whole numbers are added in the bracket.
    odd_numbers(node).then_some([a, b])
}

fn odd_numbers(node: &Node) -> bool {
    value(node).is_none() && shown(node).is_some()
}

/// (5 + √7)(5 - √7) = 5² - (√7)²
pub(super) fn conjugates(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Product(factors) = node else { return None };
    let [(_, p), (join, q)] = factors.as_slice() else { return None };
    let (p, q) = (two_terms(p)?, two_terms(q)?);
    for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (b, d) = (p[1 - i], q[1 - j]);
        if p[i] == q[j] && b.1 == d.1 && b.0 != d.0 && !super::is_division(*join) {
            let first = (Sign::Plus, power(p[i].1.clone(), 2));
            return Some(Node::Sum(vec![first, (Sign::Minus, power(b.1.clone(), 2))]));
        }
    }
    None
}

/// (√2 + 1)² = (√2)² + 2 × √2 × 1 + 1²
pub(super) fn square(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Power(base, exponent) = node else { return None };
    let [(Sign::Plus, a), (t, b)] = two_terms(base)? else { return None };
    if whole(exponent) != Some(2) {
        return None;
    }
    let middle = times(vec![number(2), a.clone(), b.clone()]);
    let (first, last) = (power(a.clone(), 2), power(b.clone(), 2));
    Some(Node::Sum(vec![(Sign::Plus, first), (*t, middle), (Sign::Plus, last)]))
}

/// (2 + 3i)(1 - i): every term by every term, and a number by every term.
pub(super) fn multiplied(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Product(factors) = node else { return None };
    let [(_, p), (join, q)] = factors.as_slice() else { return None };
    let terms = |node: &Node| match bare(node) {
        Node::Sum(terms) => terms.clone(),
        other => vec![(Sign::Plus, other.clone())],
    };
    // Powers stay together.
    if crate::parts::any(node, &|part| matches!(part, Node::Power(..) | Node::Fraction(..))) {
        return None;
    }
    let (a, b) = (terms(p), terms(q));
    let sums = [p, q].into_iter().any(|part| odd_numbers(part) && terms(part).len() > 1);
    if super::is_division(*join) || a.len() * b.len() > 9 || a.len() * b.len() < 2 || !sums {
        return None;
    }
    let mut out = Vec::new();
    for (s, x) in &a {
        for (t, y) in &b {
            let sign = if s == t { Sign::Plus } else { Sign::Minus };
            out.push((sign, product(x, y)));
        }
    }
    Some(Node::Sum(out))
}

/// 3i times i as 3i².
fn product(x: &Node, y: &Node) -> Node {
    let mut all = Vec::new();
    factors_of(x, false, &mut all);
    factors_of(y, false, &mut all);
    let mut out: Vec<Node> = Vec::new();
    for (base, ..) in all {
        match out.iter().position(|known| *known == base) {
            Some(k) if value(&base).is_none() => out[k] = power(base, 2),
            _ => out.push(base),
        }
    }
    times(out)
}

/// (1/√2)(√2/√2) = √2/2
pub(super) fn rationalised_value(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Product(all) = node else { return None };
    let one =
        |f: &Node| matches!(f, Node::Fraction(a, b) if a == b && matches!(**a, Node::Root { .. }));
    all.iter().any(|(_, f)| one(f)).then(|| shown(node))?
}

/// 1/√2 = (1/√2)(√2/√2)
pub(super) fn rationalised(node: &Node, by: &mut Option<Node>) -> Option<Node> {
    let Node::Fraction(a, b) = node else { return None };
    let (_, surd) = meaning(b).ok()?.coefficient();
    let square = surd * surd;
    if value(a).is_none() || square.num().is_none() || surd.num().is_some() || surd != sqrt(square)
    {
        return None;
    }
    let surd = show(surd);
    by.get_or_insert(surd.clone());
    Some(times(vec![node.clone(), Node::fraction(surd.clone(), surd)]))
}
