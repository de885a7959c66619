//! Permutations and combinations, and the binomial theorem: class 11.

use super::arrays::{Array, World};
use super::{Ask, Sheet, equals, l, number_said, p, plain, tex};
use crate::algebra::expand;
use crate::check::Letters;
use crate::complex::{C, real};
use crate::expr::{E, ZERO, add, int, mul, num, pow, powi, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::Node;

/// n!/(n−r)! and n!/(r!(n−r)!) written out and worked out.
pub(super) fn count(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let value = plain(meaning(ask.problem)?);
    if value.num().is_none() {
        return Err(Refusal::new(Reason::Unsupported));
    }
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    // By Pascal's triangle, which knows nothing of factorials.
    let (oracle, values) = pascal(ask.problem);
    let known = crate::check::evaluate(&oracle, &Letters { values, ..Letters::default() });
    sheet.know(ask.problem, &|_| known.is_finite().then(|| Array::scalar(known)));
    let small = |e: &Node| meaning(e).ok().and_then(E::as_int).is_some_and(|v| v <= 170);
    let written = parts::rewrite(ask.problem, &mut |part| match &part {
        Node::Binomial(n, r) | Node::Choose('C', n, r) if small(n) => {
            tex(&format!(r"\frac{{{0}!}}{{{1}! \cdot ({0} - {1})!}}", super::w(n), super::w(r)))
        }
        Node::Choose('P', n, r) if small(n) => {
            tex(&format!(r"\frac{{{0}!}}{{({0} - {1})!}}", super::w(n), super::w(r)))
        }
        _ => part,
    });
    sheet.goes("factorials", written, vec![]);
    sheet.goes("calculate", show(value), vec![]);
    sheet.done(ask, &show(value), vec![])
}

/// nCr and nPr replaced by letters, and the numbers these stand for, which were found by adding.
fn pascal(node: &Node) -> (Node, Vec<(String, C)>) {
    let mut values = Vec::new();
    let replaced = parts::rewrite(node, &mut |part| {
        let (n, r, ordered) = match &part {
            Node::Binomial(n, r) | Node::Choose('C', n, r) => (n, r, false),
            Node::Choose('P', n, r) => (n, r, true),
            _ => return part,
        };
        let whole =
            |e: &Node| meaning(e).ok().and_then(E::as_int).filter(|v| (0..=400).contains(v));
        let (Some(n), Some(r)) = (whole(n), whole(r)) else { return part };
        let mut row = vec![1.0f64];
        for _ in 0..n {
            let mut next = vec![1.0];
            next.extend(row.windows(2).map(|pair| pair[0] + pair[1]));
            next.push(1.0);
            row = next;
        }
        let ways = row.get(r as usize).copied().unwrap_or(0.0);
        let orders: f64 = if ordered { (1..=r).map(|k| k as f64).product() } else { 1.0 };
        let name = format!("choice {}", values.len());
        values.push((name.clone(), real(ways * orders)));
        Node::Symbol(name)
    });
    (replaced, values)
}

/// (a + b)ⁿ taken apart.
fn binomial(ask: &Ask<'_>) -> Result<(E, E, i64), Refusal> {
    let mut node = ask.problem;
    while let Node::Group(_, inner, _) = node {
        node = inner;
    }
    let Node::Power(base, exponent) = node else { return ask.refuse() };
    let (base, n) = (meaning(base)?, meaning(exponent)?);
    let Some(n) = n.as_int().filter(|n| (1..=60).contains(n)) else {
        return Err(Refusal::new(Reason::Unsupported));
    };
    match show::written_terms(base).as_slice() {
        [a, b] => Ok((*a, *b, n)),
        _ => ask.refuse(),
    }
}

fn choose(n: i64, r: i64) -> E {
    num((0..r).fold(Q::ONE, |all, j| &(&all * &Q::int(n - j)) / &Q::int(j + 1)))
}

fn term(a: E, b: E, n: i64, r: i64) -> E {
    choose(n, r) * powi(a, n - r) * powi(b, r)
}

fn written(a: E, b: E, n: i64, r: i64) -> String {
    let factor = |e: E, k: i64| match k {
        0 => String::new(),
        1 => format!(r"\left({}\right)", l(e)),
        _ => format!(r"\left({}\right)^{{{k}}}", l(e)),
    };
    format!(r"\binom{{{n}}}{{{r}}}{}{}", factor(a, n - r), factor(b, r))
}

pub(super) fn expansion(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (a, b, n) = binomial(ask)?;
    if n > 12 {
        return Err(Refusal::new(Reason::TooLong));
    }
    let mut sheet = Sheet::on(ask.problem);
    let line: Vec<String> = (0..=n).map(|r| written(a, b, n, r)).collect();
    sheet.goes("binomial theorem", tex(&line.join(" + ")), vec![]);
    let terms: Vec<E> = (0..=n).map(|r| plain(term(a, b, n, r))).collect();
    let answer = show::sum_of(&terms);
    sheet.goes("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// T_{r+1} = nCr aⁿ⁻ʳ bʳ; the term itself if its number is said.
pub(super) fn general_term(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (a, b, n) = binomial(ask)?;
    let mut sheet = Sheet::on(ask.problem);
    if let Some(k) = number_said(ask.said, 0).and_then(E::as_int) {
        if !(1..=n + 1).contains(&k) {
            return ask.refuse();
        }
        let name = tex(&format!("T_{{{k}}}"));
        let known = plain(term(a, b, n, k - 1));
        let (p, q) = (a, b);
        // The k-th of the products when the brackets are multiplied out one by one.
        sheet.know(&name, &|world| {
            let (a, b) = (world.of(p)?.number()?, world.of(q)?.number()?);
            let mut row = vec![real(1.0)];
            for _ in 0..n {
                let mut next = vec![real(0.0); row.len() + 1];
                for (place, v) in row.iter().enumerate() {
                    next[place] = next[place] + *v * a;
                    next[place + 1] = next[place + 1] + *v * b;
                }
                row = next;
            }
            Some(Array::scalar(row[(k - 1) as usize]))
        });
        sheet.say("general term", equals(name.clone(), tex(&written(a, b, n, k - 1))), vec![]);
        let answer = equals(name, show(known));
        sheet.say("calculate", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![show(known)]);
    }
    Err(Refusal::new(Reason::Unsupported))
}

/// The coefficient of a power of the letter: the number said is the exponent.
pub(super) fn coefficient(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (a, b, n) = binomial(ask)?;
    let Some(k) = number_said(ask.said, 0).and_then(E::as_int) else { return ask.refuse() };
    let letters = (a + b).symbols();
    let [x] = letters.as_slice() else { return Err(Refusal::new(Reason::Unsupported)) };
    let degree = |e: E| {
        let (_, body) = e.coefficient();
        let (base, exponent) = body.base_exponent();
        if base == *x { exponent.as_int() } else { (!e.has(*x)).then_some(0) }
    };
    let (Some(da), Some(db)) = (degree(a), degree(b)) else {
        return Err(Refusal::new(Reason::NoMethod));
    };
    let r = (0..=n).find(|r| da * (n - r) + db * r == k);
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    // From the whole expansion, multiplied out; a negative exponent is lifted first.
    let low = (da * n).min(db * n).min(0);
    let whole = expand((1..=n).fold(powi(*x, -low), |all, _| expand(all * (a + b))));
    let c = crate::algebra::coefficients(whole, *x).ok_or(Refusal::new(Reason::NoMethod))?;
    let known = usize::try_from(k - low).ok().and_then(|k| c.get(k).copied()).unwrap_or(ZERO);
    let mut world = World::default();
    if let Some(v) = world.of(known) {
        world.learn(tex("c"), v);
    }
    let Some(r) = r else {
        sheet.worlds = vec![world];
        let answer = tex("c = 0");
        sheet.say("no such term", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![Node::number("0")]);
    };
    world.learn(tex("r"), Array::real(r as f64));
    sheet.worlds = vec![world];
    let exponent = add([int(da * n), mul([int(db - da), sym("r")])]);
    let line = equals(show(exponent), show(int(k)));
    sheet.say("exponent of the general term", line, vec![]);
    sheet.say("solve it", equals(tex("r"), show(int(r))), vec![]);
    let strip = |e: E| {
        if degree(e) == Some(0) { e } else { plain(e / pow(*x, int(degree(e).unwrap_or(0)))) }
    };
    let value = plain(choose(n, r) * powi(strip(a), n - r) * powi(strip(b), r));
    let line = format!(
        r"c = \binom{{{n}}}{{{r}}} \cdot {}^{{{}}} \cdot {}^{{{r}}}",
        bracketed(strip(a)),
        n - r,
        bracketed(strip(b))
    );
    sheet.say("put values", tex(&line), vec![]);
    let answer = equals(tex("c"), show(value));
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}

fn bracketed(e: E) -> String {
    let text = p(e);
    if text.starts_with('(') || text.len() == 1 { text } else { format!("({text})") }
}
