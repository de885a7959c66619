//! Permutations and combinations, and the binomial theorem: class 11.

use super::arrays::{Array, World};
use super::{Ask, Sheet, equals, l, number_said, p, plain, tex};
use crate::algebra::expand;
use crate::check::Letters;
use crate::complex::{C, real};
use crate::expr::{E, X, ZERO, add, int, mul, num, pow, powi, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Node, Sign};

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
    let mut inner = &**base;
    while let Node::Group(_, sum, _) = inner {
        inner = sum;
    }
    let n = meaning(exponent)?;
    let Some(n) = n.as_int().filter(|n| (1..=60).contains(n)) else {
        return Err(Refusal::new(Reason::Unsupported));
    };
    let Node::Sum(terms) = inner else { return ask.refuse() };
    let [first, second] = terms.as_slice() else { return ask.refuse() };
    let signed = |(sign, term): &(Sign, Node)| {
        let term = meaning(term)?;
        Ok(if *sign == Sign::Minus { -term } else { term })
    };
    Ok((signed(first)?, signed(second)?, n))
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
    // Where both have the same sign no digits are lost.
    for world in &mut sheet.worlds {
        for place in 0..world.letters.len() {
            let both = |world: &World| Some(world.of(a)?.number()?.re * world.of(b)?.number()?.re);
            if both(world).is_some_and(|product| product < 0.0) {
                let turn = |world: &mut World| world.letters[place].1 = -world.letters[place].1;
                turn(world);
                if both(world).is_none_or(|product| product < 0.0) {
                    turn(world);
                }
            }
        }
    }
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
    // The terms one after the other, by multiplying the brackets out one by one.
    let terms = |world: &World| -> Option<Vec<C>> {
        let (a, b) = (world.of(a)?.number()?, world.of(b)?.number()?);
        let mut row = vec![real(1.0)];
        for _ in 0..n {
            let mut next = vec![real(0.0); row.len() + 1];
            for (place, v) in row.iter().enumerate() {
                next[place] = next[place] + *v * a;
                next[place + 1] = next[place + 1] + *v * b;
            }
            row = next;
        }
        Some(row)
    };
    let Some(said) = number_said(ask.said, 0) else {
        let r = sym("r");
        if (a + b).has(r) {
            return ask.refuse();
        }
        let all = sheet.worlds.clone();
        let with = |k: i64| all.iter().map(move |world| (world.clone(), k));
        sheet.worlds = (0..=n.min(4))
            .flat_map(with)
            .filter_map(|(mut world, k)| {
                let known = *terms(&world)?.get(usize::try_from(k).ok()?)?;
                world.letters.push(("r".to_owned(), real(k as f64)));
                world.learn(tex("T_{r+1}"), Array::scalar(known));
                Some(world)
            })
            .collect();
        let powers = format!(r"\left({}\right)^{{{n}-r}}\left({}\right)^{{r}}", l(a), l(b));
        let choices = format!("{{}}^{{{n}}}C_{{r}}");
        let line = |of: &str| equals(tex("T_{r+1}"), tex(&format!("{choices}{of}")));
        sheet.say("general term", line(&powers), vec![]);
        let raised = |e: E, times: E| {
            mul(e.factors().into_iter().map(|factor| {
                let (base, k) = factor.base_exponent();
                pow(base, expand(k * times))
            }))
        };
        let ((p, a), (q, b)) = (a.coefficient(), b.coefficient());
        let number = |q: &Q, times: &str| match q {
            q if q.is_one() => String::new(),
            q => format!(r"\left({}\right)^{{{times}}}", l(num(q.clone()))),
        };
        let numbers = number(&p, &format!("{n}-r")) + &number(&q, "r");
        let product = mul([raised(a, int(n) - r), raised(b, r)]);
        let product = product.rewrite(&mut |part| match part.get() {
            X::Pow(base, k) => pow(base, expand(k)),
            _ => part,
        });
        let letters = if product == crate::expr::ONE { String::new() } else { l(product) };
        let answer = line(&(numbers + &letters));
        sheet.say("calculate", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    };
    let Some(k) = said.as_int().filter(|k| (1..=n + 1).contains(k)) else { return ask.refuse() };
    let name = tex(&format!("T_{{{k}}}"));
    let known = plain(term(a, b, n, k - 1));
    sheet.know(&name, &|world| Some(Array::scalar(*terms(world)?.get((k - 1) as usize)?)));
    sheet.say("general term", equals(name.clone(), tex(&written(a, b, n, k - 1))), vec![]);
    let answer = equals(name, show(known));
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(known)])
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
