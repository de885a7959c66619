//! Fractions, decimals, per cent, factorials, common divisors and multiples.

use super::{is_division, number, over, pair, power, primes, times, value, whole};
use crate::expr::num;
use crate::number::Q;
use crate::parts;
use crate::show::show;
use ganita_notation::{Function, Join, Node, Sign};

/// 2½ = 5/2
pub(super) fn mixed(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    matches!(node, Node::Mixed(..)).then(|| Some(show(num(value(node)?))))?
}

/// 15% = 15/100
pub(super) fn per_cent(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Percent(part) = node else { return None };
    Some(Node::Fraction(part.clone(), Box::new(number(100))))
}

pub(super) fn is_decimal(node: &Node) -> bool {
    matches!(node, Node::Number(digits) if digits.contains('.'))
}

/// The number in decimals, if they end soon.
pub(super) fn as_decimal(q: &Q) -> Option<Node> {
    const PLACES: u32 = 6;
    let places = (1..=PLACES).find(|&k| (q * &Q::int(10i64.pow(k))).is_integer())?;
    if q.is_integer() {
        return None;
    }
    let unit = 10u64.pow(places);
    let scaled = (q * &Q::int(10i64.pow(places))).as_i64()?.unsigned_abs();
    let digits = format!("{}.{:02$}", scaled / unit, scaled % unit, places as usize);
    let size = Node::Number(digits);
    Some(if q.is_negative() { Node::negative(size) } else { size })
}

/// Decimals beside fractions or under roots, with a power of ten below.
pub(super) fn decimals(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let needed = match node {
        Node::Root { .. } => true,
        _ => parts::any(node, &|part| pair(part).is_some_and(|(_, d)| d > 1)),
    };
    if !needed || !parts::any(node, &is_decimal) {
        return None;
    }
    super::everywhere(node, &mut |part| {
        let Node::Number(digits) = part else { return None };
        let (_, after) = digits.split_once('.').filter(|(_, after)| !after.is_empty())?;
        let below = 10i64.checked_pow(u32::try_from(after.len()).ok()?)?;
        let above = (&value(part)? * &Q::int(below)).as_i64()?;
        Some(Node::fraction(number(above), number(below)))
    })
}

/// The largest n of n! that is written out.
const FACTORIAL: i64 = 12;

fn falling(n: i64, down_to: i64) -> Node {
    let mut all = Vec::new();
    for k in (down_to..=n).rev() {
        all.push((Join::Times, number(k)));
    }
    Node::Product(all)
}

pub(super) fn factorial(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Factorial(n) = node else { return None };
    let n = whole(n).filter(|n| (0..=FACTORIAL).contains(n))?;
    Some(if n < 2 { number(1) } else { falling(n, 1) })
}

/// Factors without division, and which of them is the factorial of most.
fn with_factorial(node: &Node) -> Option<(Vec<Node>, usize, i64)> {
    let mut all = Vec::new();
    match node {
        Node::Product(factors) => {
            for (join, factor) in factors {
                if is_division(*join) {
                    return None;
                }
                all.push(factor.clone());
            }
        }
        other => all.push(other.clone()),
    }
    let (mut place, mut most) = (0, 0);
    for (k, factor) in all.iter().enumerate() {
        if let Node::Factorial(n) = factor
            && let Some(n) = whole(n).filter(|n| *n > most)
        {
            (place, most) = (k, n);
        }
    }
    (most > 1).then_some((all, place, most))
}

/// 8!/(6! 2!) = (8 × 7)/2!
pub(super) fn factorials_cancelled(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Fraction(top, bottom) = node else { return None };
    let ((mut above, j, n), (mut below, k, m)) = (with_factorial(top)?, with_factorial(bottom)?);
    if n < m || n - m > FACTORIAL {
        return None;
    }
    above[j] = if n == m { number(1) } else { falling(n, m + 1) };
    below.remove(k);
    Some(Node::fraction(times(above), times(below)))
}

/// n!/(r! (n - r)!)
pub(super) fn chosen(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let (Node::Binomial(n, r) | Node::Choose('C', n, r)) = node else { return None };
    by_factorials(n, r, true)
}

/// n!/(n - r)!
pub(super) fn arranged(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Choose('P', n, r) = node else { return None };
    by_factorials(n, r, false)
}

fn by_factorials(n: &Node, r: &Node, chosen: bool) -> Option<Node> {
    let (n, r) = (whole(n)?, whole(r)?);
    let factorial = |n: i64| Node::Factorial(Box::new(number(n)));
    let below = if chosen { vec![factorial(r), factorial(n - r)] } else { vec![factorial(n - r)] };
    (0..=n).contains(&r).then(|| Node::fraction(factorial(n), times(below)))
}

fn listed<'a>(node: &'a Node, name: &str) -> Option<&'a [Node]> {
    let Node::Apply { function: Function::Named(known), argument, .. } = node else { return None };
    let Node::List(items) = &**argument else { return None };
    (known == name).then_some(items)
}

/// gcd(12, 18) = gcd(2² × 3, 2 × 3²)
pub(super) fn in_primes(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let items = listed(node, "gcd").or_else(|| listed(node, "lcm"))?;
    if !items.iter().all(|n| whole(n).is_some_and(|n| n > 1)) {
        return None;
    }
    super::everywhere(node, &mut |part| {
        whole(part).map(super::in_primes).filter(|after| after != part)
    })
}

/// Each prime of the numbers: with the least of its powers, or the greatest.
fn of_primes(items: &[Node], least: bool) -> Option<Node> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    for (k, item) in items.iter().enumerate() {
        let own = primes(value(item)?.as_i64().filter(|n| *n > 0)?);
        let power = |p: i64| own.iter().find(|(q, _)| *q == p).map_or(0, |(_, k)| *k);
        for (p, known) in &mut all {
            let here = power(*p);
            *known = if least { here.min(*known) } else { here.max(*known) };
        }
        for &(p, times) in &own {
            if (k == 0 || !least) && !all.iter().any(|(q, _)| *q == p) {
                let place = all.iter().position(|(q, _)| *q > p).unwrap_or(all.len());
                all.insert(place, (p, times));
            }
        }
    }
    let mut out = Vec::new();
    for (p, k) in all {
        if k > 0 {
            out.push(power(number(p), k));
        }
    }
    Some(times(out))
}

pub(super) fn common(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    of_primes(listed(node, "gcd")?, true)
}

pub(super) fn least_common(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    of_primes(listed(node, "lcm")?, false)
}

/// ÷ 4/9 = × 9/4
pub(super) fn reciprocal(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let turned = |node: &Node| {
        let (p, d) = pair(node).filter(|(p, _)| *p != 0)?;
        Some(if p < 0 { over(-d, -p) } else { over(d, p) })
    };
    match node {
        Node::Fraction(a, b)
            if matches!(**b, Node::Fraction(..)) || pair(a).is_some_and(|(_, d)| d > 1) =>
        {
            Some(times(vec![(**a).clone(), turned(b)?]))
        }
        Node::Product(factors) => {
            let (mut fractions, mut divisions) = (false, false);
            let mut out = Vec::new();
            for (join, factor) in factors {
                fractions |= pair(factor).is_some_and(|(_, d)| d > 1);
                if is_division(*join) {
                    divisions = true;
                    out.push((Join::Times, turned(factor)?));
                } else {
                    out.push((*join, factor.clone()));
                }
            }
            (fractions && divisions).then_some(Node::Product(out))
        }
        _ => None,
    }
}

/// The terms of a sum of whole numbers and at least one fraction, with their signs.
fn terms(node: &Node) -> Option<Vec<(i64, i64)>> {
    let Node::Sum(terms) = node else { return None };
    let mut all = Vec::new();
    let mut fractions = false;
    for (sign, term) in terms {
        let (p, d) = pair(term)?;
        fractions |= d > 1;
        all.push((if *sign == Sign::Minus { -p } else { p }, d));
    }
    (all.len() > 1 && fractions).then_some(all)
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

/// 3/4 + 5/6 = 9/12 + 10/12
pub(super) fn common_denominator(node: &Node, by: &mut Option<Node>) -> Option<Node> {
    let all = terms(node)?;
    let mut least = 1i64;
    for (_, d) in &all {
        least = (least / gcd(least, *d)).checked_mul(*d)?;
    }
    let mut written = Vec::new();
    for (p, d) in all {
        written.push((Sign::Plus, over(p.checked_mul(least / d)?, least)));
    }
    by.get_or_insert(number(least));
    Some(Node::Sum(written))
}

/// 9/12 + 10/12 = 19/12
pub(super) fn added(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let all = terms(node)?;
    let below = all[0].1;
    let mut above = 0;
    for (p, d) in all {
        if d != below {
            return None;
        }
        above += p;
    }
    Some(if above == 0 { number(0) } else { over(above, below) })
}

/// 4/52 = 1/13
pub(super) fn lowest(node: &Node, by: &mut Option<Node>) -> Option<Node> {
    let Node::Fraction(a, b) = node else { return None };
    let (p, d) = match pair(node) {
        Some(pair) => pair,
        // (2 × 9)/(3 × 4) is cancelled at once.
        None => (value(a)?.as_i64()?, value(b)?.as_i64().filter(|d| *d > 1)?),
    };
    let flat = |node: &Node| {
        !parts::any(node, &|part| {
            matches!(part, Node::Sum(_) | Node::Power(..) | Node::Fraction(..))
        })
    };
    let common = if flat(a) && flat(b) || pair(node).is_some() { gcd(p, d) } else { 1 };
    if common < 2 {
        return None;
    }
    by.get_or_insert(number(common));
    Some(over(p / common, d / common))
}

/// 2/3 × 9/4 = (2 × 9)/(3 × 4)
pub(super) fn multiplied(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Product(factors) = node else { return None };
    let (mut above, mut below, mut sign) = (Vec::new(), Vec::new(), 1);
    for (join, factor) in factors {
        let (p, d) = pair(factor).filter(|_| !is_division(*join))?;
        sign *= p.signum();
        above.push(number(p.abs()));
        if d > 1 {
            below.push(number(d));
        }
    }
    if below.is_empty() {
        return None;
    }
    let size = Node::fraction(times(above), times(below));
    Some(if sign < 0 { Node::negative(size) } else { size })
}
