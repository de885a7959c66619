//! Sums written with dots, as Σ of their general term, and sums within an expression in closed form: class 11.

use super::sequences::{geometric, is_dots, power_sum};
use super::{equals, plain, substituted, tex, w};
use crate::algebra::{coefficients, expand};
use crate::complex::real;
use crate::expr::{E, INFINITY, ONE, add, int, pow, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Check, Relation, Step};
use crate::value::value;
use ganita_notation::{BigOperator, Node, Sign};

pub(crate) fn is_dotted(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.iter().any(|(_, term)| is_dots(term)))
}

/// Whether a number within its terms may be what goes on: 1·2 + 2·3 + …, 1² + 2² + …
pub(super) fn in_parts(sum: &Node) -> bool {
    let Node::Sum(terms) = sum else { return false };
    let compound = |node: &Node| matches!(node, Node::Product(_) | Node::Power(..));
    terms.iter().all(|(_, term)| is_dots(term) || compound(term))
}

/// 2 + 4 + … + 256: an AP or a GP. 1 + 4 + … + 100: an AP or squares.
pub(super) fn two_ways(a: i64, b: i64, z: i64) -> bool {
    let small = |v: i64| v.unsigned_abs() < 1 << 50;
    if ![a, b, z].into_iter().all(small)
        || a == 0
        || b % a != 0
        || b == a
        || b - a == 1
        || (z - a) % (b - a) != 0
    {
        return false;
    }
    let mut power = Some(b);
    let geometric = (0..62).any(|_| {
        power = power.and_then(|p| p.checked_mul(b / a));
        power == Some(z)
    });
    let powers = |p: u32| a == 1 && b == 1 << p && (3..3000_i64).any(|m| m.pow(p) == z);
    geometric || powers(2) || powers(3)
}

/// Whether a sum with dots says where it ends, or has fractions or powers, which may be those of a GP.
pub(super) fn may_have_value(node: &Node) -> bool {
    let Node::Sum(terms) = node else { return false };
    let is_whole = |node: &Node| matches!(node, Node::Number(n) if n.parse::<i64>().is_ok());
    is_dotted(node)
        && (terms.last().is_some_and(|(_, t)| !is_dots(t))
            || terms.iter().any(|(_, t)| !is_dots(t) && !is_whole(t)))
}

/// As Σ, where the last term is one of a letter, or numbers in the terms go on evenly: 1·2 + 2·3 + … + 9·10.
pub(super) fn as_sigma(node: &Node) -> Option<Node> {
    let Node::Sum(terms) = node else { return None };
    let all: Vec<&Node> =
        terms.iter().map(|(sign, t)| (*sign == Sign::Plus).then_some(t)).collect::<Option<_>>()?;
    let place = all.iter().position(|t| is_dots(t))?;
    let [last] = all[place + 1..] else { return None };
    let first: Vec<E> = all[..place].iter().map(|t| meaning(t).ok()).collect::<Option<_>>()?;
    let end = meaning(last).ok()?;
    let letter = if end == sym("k") || end.has(sym("k")) { "r" } else { "k" };
    let goes_through = |body: &Node, start: i64| -> Option<()> {
        let t = meaning(body).ok()?;
        let at = |j: usize| plain(t.replace(sym(letter), int(start + j as i64)));
        (first.len() >= 2 && (0..first.len()).all(|j| at(j) == plain(first[j]))).then_some(())
    };
    let (body, start, upper) = match end.symbols().as_slice() {
        [n] => {
            let body = substituted(last, &[(show(*n), sym(letter))]);
            let start = [1, 0, 2, 3].into_iter().find(|s| goes_through(&body, *s).is_some())?;
            (body, start, *n)
        }
        [] => {
            let (mut count, of) = (None, [all[0], *all.get(1)?, last]);
            let mut fits = |of: [&Node; 3]| {
                count = None;
                let body = pattern(of, letter, first.len() < 3, &mut count);
                body.filter(|body| goes_through(body, 1).is_some())
            };
            // 1 + 4 + 9 + … as squares, 1 + 8 + 27 + … as cubes.
            let body = fits(of).or_else(|| {
                (2..4).filter(|_| first.len() > 2).find_map(|m| {
                    let [a, b, z] = of.map(|node| rooted(node, m));
                    fits([&a?, &b?, &z?])
                })
            })?;
            let count = count.filter(|n| *n >= first.len() as i64)?;
            (body, 1, int(count))
        }
        _ => return None,
    };
    let body =
        if matches!(body, Node::Sum(_)) { format!(r"\left({}\right)", w(&body)) } else { w(&body) };
    let sum = tex(&format!(r"\sum_{{{letter}={start}}}^{{{}}} {body}", w(&show(upper))));
    matches!(sum, Node::Big { .. }).then_some(sum)
}

/// 9 = 3², 27 = 3³
fn rooted(node: &Node, m: u32) -> Option<Node> {
    let Node::Number(digits) = node else { return None };
    let n: u64 = digits.parse().ok()?;
    let (root, 1) = crate::expr::integer_root(n, m) else { return None };
    let number = |n: u64| Node::Number(n.to_string());
    Some(Node::power(number(root), number(u64::from(m))))
}

/// What the first, the second and the last term have in common, with a letter for the number of the term.
fn pattern(of: [&Node; 3], letter: &str, few: bool, count: &mut Option<i64>) -> Option<Node> {
    let [a, b, z] = of;
    if a == b && b == z {
        return Some(a.clone());
    }
    if let [Node::Number(p), Node::Number(q), Node::Number(r)] = of {
        let (p, q, r): (i64, i64, i64) = (p.parse().ok()?, q.parse().ok()?, r.parse().ok()?);
        let (step, way) = (q.checked_sub(p)?, r.checked_sub(p)?);
        let steps = way.checked_div(step).filter(|n| *n > 0 && way % step == 0)?;
        if (few && two_ways(p, q, r)) || *count.get_or_insert(steps + 1) != steps + 1 {
            return None;
        }
        let term = show(int(step) * sym(letter) + int(p.checked_sub(step)?));
        let sum = matches!(term, Node::Sum(_) | Node::Product(_));
        return Some(if sum { tex(&format!(r"\left({}\right)", w(&term))) } else { term });
    }
    let pieces = [a, b, z].map(parts::of);
    let same = |node: &Node| std::mem::discriminant(a) == std::mem::discriminant(node);
    if !same(b) || !same(z) || pieces.iter().any(|p| p.len() != pieces[0].len() || p.is_empty()) {
        return None;
    }
    let mut found = Vec::new();
    let [first, second, last] = &pieces;
    for ((x, y), z) in first.iter().zip(second).zip(last) {
        found.push(pattern([x, y, z], letter, few, count)?);
    }
    let mut found = found.into_iter();
    Some(parts::map(a, &mut |part| found.next().unwrap_or_else(|| part.clone())))
}

/// Numbers at which a closed form is compared with the sum itself.
const ENDS: [i64; 3] = [4, 7, 12];

/// f(start) + … + f(to), by the sums of powers and of GPs.
fn closed(sum: &Node) -> Option<E> {
    let Node::Big { operator: BigOperator::Sum, lower: Some(lower), upper: Some(upper), body } =
        sum
    else {
        return None;
    };
    let (k, from) = crate::explain::sides(lower)?;
    let (k, from) = (meaning(k).ok()?, meaning(from).ok()?.as_int()?);
    let (to, f) = (meaning(upper).ok()?, meaning(body).ok()?);
    let letters = to.symbols();
    if !k.is_sym() || to.has(INFINITY) || to.has(k) || letters.len() > 1 {
        return None;
    }
    if f.symbols().iter().any(|e| *e != k && !letters.contains(e)) {
        return None;
    }
    let before = int(from - 1);
    let terms: Option<Vec<E>> = expand(f)
        .terms()
        .into_iter()
        .map(|t| {
            if let Some(c) = coefficients(t, k).filter(|c| c.len() <= 4) {
                let part = |(p, c): (usize, &E)| *c * (power_sum(p, to) - power_sum(p, before));
                return Some(add(c.iter().enumerate().map(part)));
            }
            let (ratio, _) = geometric(t, k)?;
            let first = plain(t.replace(k, int(from)));
            Some(first * (pow(ratio, to - before) - ONE) / (ratio - ONE))
        })
        .collect();
    let total = add(terms?);
    let polynomial = letters.first().is_some_and(|n| coefficients(expand(total), *n).is_some());
    let total = if polynomial { crate::algebra::factored(expand(total)) } else { expand(total) };
    let at = |e: E, letters: &[(E, i64)]| {
        let values: Vec<_> = letters.iter().map(|(e, j)| (*e, real(*j as f64))).collect();
        value(e, &values).re
    };
    let agrees = |end: i64, known: &[(E, i64)]| {
        let one = |j: i64| at(f, &[known, &[(k, j)]].concat());
        let (sum, found) = ((from..=end).map(one).sum::<f64>(), at(total, known));
        (sum - found).abs() <= 1e-9 * sum.abs().max(1.0)
    };
    let right = match (letters.first(), to.as_int()) {
        (Some(n), _) if to == *n => ENDS.iter().all(|&end| agrees(end + from, &[(*n, end + from)])),
        (None, Some(end)) => (from..from + 20_000).contains(&end) && agrees(end, &[]),
        _ => false,
    };
    right.then_some(total)
}

/// The problem with its sums, of dots or Σ, in closed form, and the step that says so. `None`: it has none, or one is not
/// known.
pub(crate) fn in_closed_form(problem: &Node) -> Option<(Node, Step)> {
    let is_sum = |node: &Node| {
        is_dotted(node) || matches!(node, Node::Big { operator: BigOperator::Sum, .. })
    };
    if !parts::any(problem, &is_sum) {
        return None;
    }
    let mut known = Vec::new();
    let after = parts::rewrite(problem, &mut |node| {
        if !is_sum(&node) {
            return node;
        }
        let sum = if is_dotted(&node) { as_sigma(&node) } else { Some(node.clone()) };
        match sum.as_ref().and_then(closed) {
            Some(e) => {
                known.push(equals(node, show(e)));
                show(e)
            }
            None => node,
        }
    });
    if known.is_empty() || parts::any(&after, &is_sum) {
        return None;
    }
    let known = if known.len() == 1 { known.remove(0) } else { Node::List(known) };
    let step = step("known sum", problem, &after, vec![("sum", known)]);
    Some((after, step))
}

/// A step that was checked where it was made.
pub(crate) fn step(
    rule: &'static str,
    before: &Node,
    after: &Node,
    parameters: crate::work::Parameters,
) -> Step {
    Step {
        rule,
        relation: Relation::Equivalent,
        before: before.clone(),
        after: after.clone(),
        parameters,
        where_: Vec::new(),
        substeps: Vec::new(),
        case: None,
        check: Check::Verified,
    }
}
