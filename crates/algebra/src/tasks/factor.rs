//! Factors.

use crate::algebra::{coefficients, expand, factors, fraction};
use crate::explain::Found;
use crate::expr::{E, HALF, ONE, X, burn, mul, num, pow, powi, rat, sqrt};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal};
use crate::work::{Work, named};
use ganita_notation::{Join, Node};

pub(crate) fn factor(problem: &Node) -> Result<Found, Refusal> {
    let mut work = Work::on(problem);
    let e = meaning(problem)?;
    if let Some(n) = e.as_int().filter(|n| n.unsigned_abs() > 1) {
        let answer = primes(n).ok_or(Refusal::new(Reason::TooLong))?;
        work.to("prime factors", answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "prime factors", None));
    }
    if let Some(parts) = with_root(e) {
        let answer = show::factored(&Q::ONE, &parts);
        work.to("factor", answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "factor", None));
    }
    let Some((q, mut parts)) = factors(e) else {
        // A fraction: factors above and below.
        let (top, bottom) = fraction(e);
        let answer = show(crate::algebra::factored(top) / crate::algebra::factored(bottom));
        work.to("factor", answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "factor", None));
    };
    let mut q = q;
    // Each factor with a positive first term.
    for (part, times) in &mut parts {
        if show::leading(*part).coefficient().0.is_negative() {
            *part = expand(-*part);
            if *times % 2 == 1 {
                q = -&q;
            }
        }
    }
    crate::sort::by(&mut parts, &mut |a, b| part_size(a.0).cmp(&part_size(b.0)));
    let answer = show::factored(&q, &parts);
    steps(&mut work, e, &q, &parts);
    work.to("factor", answer.clone(), vec![]);
    Ok(Found::one(work, answer, "factor", None))
}

/// Factors of a polynomial with one square root among its coefficients: with √d·x for some of the letters, and perhaps √d
/// in front, it has whole coefficients. x² - 2√3x + 3 = (x - √3)².
fn with_root(e: E) -> Option<Vec<(E, i64)>> {
    let is_root = |part: E| matches!(part.get(), X::Pow(n, k) if n.as_int().is_some_and(|n| n > 1) && k == HALF);
    let mut all: Vec<E> = Vec::new();
    e.rewrite(&mut |part| {
        if is_root(part) && !all.contains(&part) {
            all.push(part);
        }
        part
    });
    let &[root] = all.as_slice() else { return None };
    let letters = e.symbols();
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let scaled = |e: E, chosen: usize, by: E| {
        let some = letters.iter().enumerate().filter(|(k, _)| chosen >> k & 1 == 1);
        expand(some.fold(e, |e, (_, &x)| e.replace(x, by * x)))
    };
    (0..1usize << letters.len()).flat_map(|chosen| [(chosen, ONE), (chosen, root)]).find_map(
        |(chosen, front)| {
            let whole = expand(scaled(e, chosen, root) * front);
            if whole.any(&is_root) {
                return None;
            }
            let (_, parts) = factors(whole)?;
            if parts.iter().map(|(_, k)| k).sum::<i64>() < 2 {
                return None;
            }
            // Back, each with the root in front if that is shorter.
            let mut parts: Vec<(E, i64)> = parts
                .into_iter()
                .map(|(part, k)| {
                    let back = scaled(part, chosen, ONE / root);
                    let other = expand(back * root);
                    let cost = crate::tasks::simplify::cost;
                    (if cost(other) < cost(back) { other } else { back }, k)
                })
                .collect();
            let product = expand(mul(parts.iter().map(|&(part, k)| powi(part, k))));
            let left = crate::algebra::together(expand(e) / product);
            if left != ONE {
                if !left.is_number() {
                    return None;
                }
                let positive = crate::value::sign(left) == Some(1);
                match parts.iter_mut().find(|(_, k)| *k == 1 || *k == 2 && positive) {
                    Some((part, 1)) => *part = expand(*part * left),
                    Some((part, _)) => *part = expand(*part * sqrt(left)),
                    None => parts.insert(0, (left, 1)),
                }
            }
            let again = expand(mul(parts.iter().map(|&(part, k)| powi(part, k))));
            (again == expand(e)).then_some(parts)
        },
    )
}

/// The largest number whose square is tried as a divisor.
const PRIME_MAX: u64 = 2_000_000;

/// A whole number as the product of its primes.
fn primes(n: i64) -> Option<Node> {
    let mut left = n.unsigned_abs();
    let mut out: Vec<(u64, u64)> = Vec::new();
    let mut p = 2;
    while p * p <= left {
        if p > PRIME_MAX || (p % 64 == 1 && burn(8)) {
            return None;
        }
        let mut times = 0;
        while left.is_multiple_of(p) {
            left /= p;
            times += 1;
        }
        if times > 0 {
            out.push((p, times));
        }
        p += if p == 2 { 1 } else { 2 };
    }
    if left > 1 {
        out.push((left, 1));
    }
    let number = |n: u64| Node::Number(n.to_string());
    let mut factors: Vec<(Join, Node)> = out
        .into_iter()
        .map(|(p, times)| match times {
            1 => (Join::Times, number(p)),
            _ => (Join::Times, Node::power(number(p), number(times))),
        })
        .collect();
    factors[0].0 = Join::Beside;
    let product = if factors.len() == 1 { factors.remove(0).1 } else { Node::Product(factors) };
    Some(if n < 0 { Node::negative(product) } else { product })
}

/// A zero of a polynomial of third or higher degree, and the division by its factor.
fn by_a_zero(work: &mut Work, common: &E, rest: E, parts: &[(E, i64)]) {
    let letters = rest.symbols();
    let [x] = letters.as_slice() else { return };
    let zeros = parts.iter().filter_map(|(part, _)| {
        let c = coefficients(*part, *x)?;
        (c.len() == 2 && c[1] == ONE).then(|| (*part, -c[0]))
    });
    // The zero that is found first by trying 1, -1, 2, …
    let size = |e: E| crate::value::real_value(e).map_or(f64::MAX, f64::abs);
    let Some((linear, zero)) = zeros.min_by(|a, b| size(a.1).total_cmp(&size(b.1))) else {
        return;
    };
    let others = parts
        .iter()
        .map(|&(part, times)| powi(part, if part == linear { times - 1 } else { times }));
    let quotient = expand(mul(others.collect::<Vec<_>>()));
    if *common != ONE || quotient.terms().len() < 2 {
        return;
    }
    let line = show::beside(linear, quotient);
    work.to(
        "factor theorem",
        line,
        vec![named("x", *x), named("zero", zero), named("factor", linear)],
    );
}

fn part_size(e: E) -> (usize, usize) {
    let degree = show::leading(e)
        .factors()
        .iter()
        .filter_map(|f| f.base_exponent().1.as_int())
        .max()
        .unwrap_or(1);
    (usize::try_from(degree).unwrap_or(0) * usize::from(!e.is_sym()), e.size())
}

fn steps(work: &mut Work, e: E, q: &Q, parts: &[(E, i64)]) {
    let expanded = expand(e);
    if expanded.terms().len() < 2 {
        return;
    }
    // What is only written in another order needs no line.
    let written = match &work.line {
        Node::Sum(terms) => terms.len(),
        _ => 0,
    };
    if e != expanded || written != expanded.terms().len() {
        work.to("collect", show(expanded), vec![]);
    }
    // What all terms share comes out first.
    let letters: Vec<&(E, i64)> = parts.iter().filter(|(part, _)| part.is_sym()).collect();
    let common = mul(letters
        .iter()
        .map(|(part, times)| powi(*part, *times))
        .chain([num(q.clone())])
        .collect::<Vec<_>>());
    let rest_parts: Vec<(E, i64)> =
        parts.iter().filter(|(part, _)| !part.is_sym()).copied().collect();
    let rest =
        expand(mul(rest_parts.iter().map(|(part, times)| powi(*part, *times)).collect::<Vec<_>>()));
    if common != ONE && rest.terms().len() > 1 {
        let mut factors = match show(common) {
            Node::Product(items) => items.into_iter().map(|(_, item)| item).collect(),
            one => vec![one],
        };
        factors.push(show(rest));
        work.to("common factor", show::join(factors), vec![named("factor", common)]);
    }
    let total: i64 = rest_parts.iter().map(|(_, times)| times).sum();
    if let [(_, 3)] = rest_parts.as_slice()
        && rest.terms().len() == 4
    {
        work.to("cube of a sum", show::factored(q, parts), vec![]);
        return;
    }
    if total != 2 {
        by_a_zero(work, &common, rest, &rest_parts);
        return;
    }
    let with_common =
        |node: Node| if common == ONE { node } else { show::join(vec![show(common), node]) };
    if let [(_, 2)] = rest_parts.as_slice() {
        work.to("perfect square", show::factored(q, parts), vec![]);
        return;
    }
    let terms = show::written_terms(rest);
    if terms.len() == 2 {
        let (a, b) = (sqrt(terms[0]), sqrt(-terms[1]));
        let letter = |e: E| simple_root(e);
        let positive = |e: E| !e.coefficient().0.is_negative();
        let cube = |e: E| letter(pow(if positive(e) { e } else { -e }, rat(1, 3)));
        if total == 2
            && let [(one, 1), (two, 1)] = rest_parts.as_slice()
            && [one, two].iter().any(|part| part.terms().len() == 3)
            && let (Some(a), Some(b)) = (cube(terms[0]), cube(terms[1]))
        {
            let rule = if positive(terms[1]) { "sum of cubes" } else { "difference of cubes" };
            work.to(rule, show::factored(q, parts), vec![named("a", a), named("b", b)]);
            return;
        }
        if let (Some(a), Some(b)) = (letter(a), letter(b)) {
            work.to(
                "difference of squares",
                show::factored(q, parts),
                vec![named("a", a), named("b", b)],
            );
        }
        return;
    }
    let [(one, 1), (two, 1)] = rest_parts.as_slice() else { return };
    let Some(&x) = rest.symbols().first() else { return };
    let (Some(c), Some(m), Some(n)) =
        (coefficients(rest, x), coefficients(*one, x), coefficients(*two, x))
    else {
        return;
    };
    if c.len() != 3 || m.len() != 2 || n.len() != 2 || rest.symbols().len() != 1 {
        return;
    }
    // (m1 x + m0)(n1 x + n0): the middle term is m1 n0 + m0 n1.
    let (p, r) = (m[1] * n[0], m[0] * n[1]);
    let split = [c[2] * x * x, p * x, r * x, c[0]];
    let node = show::sum_of(&split);
    let node = if common == ONE { node } else { show::join(vec![show(common), group(node)]) };
    work.to(
        "split middle term",
        node,
        vec![named("p", p), named("q", r), named("b", c[1]), named("ac", c[2] * c[0])],
    );
    let (first, second) = (show::beside(m[1] * x, *two), show::beside(m[0], *two));
    let (_, negative) = (0, m[0].coefficient().0.is_negative());
    let second = if negative { show::beside(-m[0], *two) } else { second };
    let sign = if negative { ganita_notation::Sign::Minus } else { ganita_notation::Sign::Plus };
    let grouped = Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign, second)]);
    work.to("group", with_common(if common == ONE { grouped } else { group(grouped) }), vec![]);
}

fn group(node: Node) -> Node {
    node
}

/// A root that came out whole: a number times letters.
fn simple_root(e: E) -> Option<E> {
    let e = crate::tasks::simplify::simplest(e);
    let plain = e.rewrite(&mut |part| match part.get() {
        X::Fun(crate::expr::F::Abs, x) => x,
        _ => part,
    });
    (!plain.any(&|part| matches!(part.get(), X::Pow(_, k) if k.as_int().is_none())))
        .then_some(plain)
}
