//! Arithmetic and geometric progressions, and sums with Σ: classes 10 and 11.

use super::arrays::Array;
use super::{Ask, Sheet, equals, items, number_said, plain, tex, w};
use crate::algebra::{coefficients, expand};
use crate::complex::real;
use crate::expr::{E, INFINITY, ONE, ZERO, add, int, pow, powi, rat, sym};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{BigOperator, Bracket, Join, Node, Sign};

/// How one term follows from the one before.
enum Rule {
    /// By adding.
    Arithmetic(E),
    /// By multiplying.
    Geometric(E),
}

struct Terms {
    first: Vec<E>,
    /// The term after the dots.
    last: Option<E>,
    dots: bool,
}

pub(super) fn is_dots(node: &Node) -> bool {
    matches!(node, Node::Symbol(name) if name.ends_with("dots"))
}

fn terms(node: &Node) -> Option<Terms> {
    let all: Vec<Node> = match node {
        Node::Sum(terms) => terms
            .iter()
            .map(|(sign, term)| {
                if *sign == Sign::Minus && !is_dots(term) {
                    Node::negative(term.clone())
                } else {
                    term.clone()
                }
            })
            .collect(),
        other => items(other),
    };
    let place = all.iter().position(is_dots);
    let (before, after) = match place {
        Some(k) => (&all[..k], &all[k + 1..]),
        None => (&all[..], &[][..]),
    };
    let first: Option<Vec<E>> = before.iter().map(|e| meaning(e).ok()).collect();
    let last = match after {
        [] => None,
        [one] if !is_dots(one) => Some(meaning(one).ok()?),
        _ => None,
    };
    first.filter(|first| first.len() >= 2).map(|first| Terms { first, last, dots: place.is_some() })
}

fn rule(first: &[E]) -> Option<Rule> {
    let difference = plain(first[1] - first[0]);
    if first.windows(2).all(|pair| plain(pair[1] - pair[0]) == difference) && first.len() >= 2 {
        return Some(Rule::Arithmetic(difference));
    }
    let ratio = plain(first[1] / first[0]);
    first
        .windows(2)
        .all(|pair| pair[0] != ZERO && plain(pair[1] / pair[0]) == ratio)
        .then_some(Rule::Geometric(ratio))
}

/// The k-th term in floating point, by going from one to the next.
fn walked(first: f64, rule: &Rule, k: u32) -> f64 {
    let step = |e: &E| crate::value::real_value(*e).unwrap_or(f64::NAN);
    (1..k).fold(first, |term, _| match rule {
        Rule::Arithmetic(d) => term + step(d),
        Rule::Geometric(r) => term * step(r),
    })
}

/// Sample places when n is a letter.
const PLACES: [u32; 3] = [3, 6, 11];

fn prepared(
    ask: &Ask<'_>,
    said: Option<E>,
    of: &dyn Fn(f64, &Rule, u32) -> f64,
    name: &str,
) -> Result<(Sheet, Terms, Rule, E), Refusal> {
    let Some(found) = terms(ask.problem) else { return ask.refuse() };
    let Some(rule) = rule(&found.first) else { return Err(Refusal::new(Reason::NoMethod)) };
    let n = said.unwrap_or_else(|| sym("n"));
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let first =
        crate::value::real_value(found.first[0]).ok_or(Refusal::new(Reason::Unsupported))?;
    let places: Vec<u32> = match n.as_int() {
        Some(k) => vec![
            u32::try_from(k)
                .ok()
                .filter(|k| (1..=100_000).contains(k))
                .ok_or(Refusal::new(Reason::TooLong))?,
        ],
        None => PLACES.to_vec(),
    };
    sheet.worlds = places
        .iter()
        .map(|&k| {
            let mut world = super::arrays::World::default();
            world.letters.push(("n".to_owned(), real(f64::from(k))));
            world.learn(tex(name), Array::real(of(first, &rule, k)));
            world
        })
        .collect();
    let (a, step) = (found.first[0], found.first[1]);
    sheet.letter("a", a);
    let line = match rule {
        Rule::Arithmetic(d) => {
            sheet.letter("d", d);
            format!(
                "a = {}, d = {} - {} = {}",
                super::l(a),
                super::l(step),
                super::p(a),
                super::l(d)
            )
        }
        Rule::Geometric(r) => {
            sheet.letter("r", r);
            format!(
                r"a = {}, r = \frac{{{}}}{{{}}} = {}",
                super::l(a),
                super::l(step),
                super::l(a),
                super::l(r)
            )
        }
    };
    let which = if matches!(rule, Rule::Arithmetic(_)) {
        "arithmetic progression"
    } else {
        "geometric progression"
    };
    sheet.say(which, tex(&line), vec![]);
    Ok((sheet, found, rule, n))
}

/// The n-th term of 3, 7, 11, …
pub(super) fn nth_term(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let said = number_said(ask.said, 0);
    let name = format!("a_{{{}}}", said.map_or_else(|| "n".to_owned(), |n| w(&show(n))));
    let (mut sheet, found, rule, n) = prepared(ask, said, &walked, &name)?;
    let value = match rule {
        Rule::Arithmetic(d) => sheet.formula(
            "term of an AP",
            &name,
            "a + (n - 1)d",
            &[("a", found.first[0]), ("d", d), ("n", n)],
        )?,
        Rule::Geometric(r) => sheet.formula(
            "term of a GP",
            &name,
            "ar^{n - 1}",
            &[("a", found.first[0]), ("r", r), ("n", n)],
        )?,
    };
    let answer = equals(tex(&name), show(value));
    sheet.done(ask, &answer, vec![show(value)])
}

fn added(first: f64, rule: &Rule, count: u32) -> f64 {
    (1..=count).map(|k| walked(first, rule, k)).sum()
}

/// The sum of the first n terms, of all terms to the last, or of infinitely many.
pub(super) fn sum_of_terms(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(found) = terms(ask.problem) else { return ask.refuse() };
    // 1² + 2² + … + 10² is no AP of 1 and 4, and 1/2 + 1/4 + … may be a GP.
    let few = found.first.len() == 2 && matches!(ask.problem, Node::Sum(_)) && found.dots;
    let kind = if few && super::dots::in_parts(ask.problem) { None } else { rule(&found.first) };
    let two_ways = match (found.first[0].as_int(), found.first[1].as_int(), found.last) {
        (Some(a), Some(b), Some(last)) => {
            kind.is_some() && last.as_int().is_some_and(|z| super::dots::two_ways(a, b, z))
        }
        (_, _, None) => ask.said.is_empty(),
        _ => false,
    };
    if few && two_ways {
        return ask.refuse();
    }
    let counted = kind.as_ref().and_then(|kind| count(&found, kind));
    if found.last.is_some() && counted.is_none() {
        // Neither an AP nor a GP up to there: by its general term.
        let Some(sum) = super::dots::as_sigma(ask.problem) else {
            return Err(Refusal::new(Reason::NoMethod));
        };
        let mut solution = sigma(&Ask { kind: ask.kind, problem: &sum, said: &[] })?;
        solution
            .steps
            .insert(0, super::dots::step("general term of a sum", ask.problem, &sum, vec![]));
        solution.problem = ask.problem.clone();
        return Ok(solution);
    }
    let Some(kind) = kind else { return Err(Refusal::new(Reason::NoMethod)) };
    let said = number_said(ask.said, 0).or(counted);
    let endless =
        found.dots && found.last.is_none() && said.is_none() && matches!(ask.problem, Node::Sum(_));
    if let (Rule::Geometric(r), true) = (&kind, endless) {
        let ratio = crate::value::real_value(*r).ok_or(Refusal::new(Reason::Unsupported))?;
        if ratio.abs() >= 1.0 {
            return Err(Refusal::new(Reason::NoMethod));
        }
        // Enough terms for fifteen digits.
        let sum = |first: f64, rule: &Rule, _: u32| {
            added(first, rule, ((-36.0 / libm::log(ratio.abs())) as u32).clamp(2, 4000))
        };
        let (mut sheet, found, _, _) = prepared(ask, Some(ONE), &sum, "S")?;
        let value = sheet.formula(
            "sum of an endless GP",
            "S",
            r"\frac{a}{1 - r}",
            &[("a", found.first[0]), ("r", *r)],
        )?;
        return sheet.done(ask, &equals(tex("S"), show(value)), vec![show(value)]);
    }
    let name = format!("S_{{{}}}", said.map_or_else(|| "n".to_owned(), |n| w(&show(n))));
    let (mut sheet, found, rule, n) = prepared(ask, said, &added, &name)?;
    let a = found.first[0];
    let value = match rule {
        Rule::Arithmetic(d) => sheet.formula(
            "sum of an AP",
            &name,
            r"\frac{n}{2}(2a + (n - 1)d)",
            &[("n", n), ("a", a), ("d", d)],
        )?,
        Rule::Geometric(r) if r == ONE => {
            sheet.formula("sum of equal terms", &name, "na", &[("n", n), ("a", a)])?
        }
        Rule::Geometric(r) => sheet.formula(
            "sum of a GP",
            &name,
            r"\frac{a(r^{n} - 1)}{r - 1}",
            &[("a", a), ("r", r), ("n", n)],
        )?,
    };
    let answer = equals(tex(&name), show(value));
    sheet.done(ask, &answer, vec![show(value)])
}

/// How many terms there are up to the last.
fn count(found: &Terms, rule: &Rule) -> Option<E> {
    let last = found.last?;
    let a = found.first[0];
    let n = match rule {
        Rule::Arithmetic(d) => plain((last - a) / *d + ONE),
        Rule::Geometric(r) if last.symbols().is_empty() => {
            (1..200).map(int).find(|&n| plain(a * pow(*r, n - ONE)) == last)?
        }
        Rule::Geometric(r) => {
            let n = sym("n");
            (plain(a * pow(*r, n - ONE) / last) == ONE).then_some(n)?
        }
    };
    (n == sym("n") || n.as_int().is_some_and(|n| n >= found.first.len() as i64)).then_some(n)
}

/// Σ of a polynomial by the sums of powers; of a geometric term; of few terms by adding.
pub(super) fn sigma(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    if let Node::Big {
        operator: BigOperator::Product,
        lower: Some(lower),
        upper: Some(upper),
        body,
    } = ask.problem
    {
        return product(ask, lower, upper, body);
    }
    let Node::Big { operator: BigOperator::Sum, lower: Some(lower), upper: Some(upper), body } =
        ask.problem
    else {
        return Err(Refusal::about(Reason::Unsupported, ask.problem));
    };
    let Some((k, from)) = crate::explain::sides(lower) else { return ask.refuse() };
    let (k, from, to, f) = (meaning(k)?, meaning(from)?, meaning(upper)?, meaning(body)?);
    let Some(start) = from.as_int().filter(|_| k.is_sym()) else { return ask.refuse() };
    if to == INFINITY {
        return endless(ask, f, k, start);
    }
    // The definition: added one by one, at several n if the end is a letter.
    let letters = to.symbols();
    if letters.len() > 1 || f.symbols().iter().any(|&e| e != k) {
        return Err(Refusal::new(Reason::Unsupported));
    }
    let places: Vec<i64> = match to.as_int() {
        Some(end) if end - start <= 20_000 => vec![end],
        Some(_) => return Err(Refusal::new(Reason::TooLong)),
        None if to.is_sym() => vec![start + 2, start + 5, start + 9],
        None => return Err(Refusal::new(Reason::Unsupported)),
    };
    let is_polynomial = |term: &E| coefficients(*term, k).is_some_and(|c| c.len() <= 4);
    let (powers, ratios): (Vec<E>, Vec<E>) = expand(f).terms().into_iter().partition(is_polynomial);
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.worlds = Vec::new();
    for end in places {
        let mut world = super::arrays::World::default();
        if let Some(letter) = letters.first().and_then(|e| e.name()) {
            world.letters.push((letter.to_string(), real(end as f64)));
        }
        let sum = |f: E| -> f64 {
            (start..=end).map(|j| crate::value::value(f, &[(k, real(j as f64))]).re).sum()
        };
        world.learn(ask.problem.clone(), Array::real(sum(f)));
        for &term in &ratios {
            world.learn(summed(ask.problem, term), Array::real(sum(term)));
        }
        sheet.worlds.push(world);
    }
    let last = to.as_int();
    if let Some(end) = last
        && end - start < 8
    {
        let values: Vec<E> = (start..=end).map(|j| plain(f.replace(k, int(j)))).collect();
        sheet.goes("write out the terms", crate::show::sum_of(&values), vec![]);
        let answer = show(plain(add(values)));
        sheet.goes("calculate", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    }
    let mut value = ZERO;
    let mut line: Vec<(Sign, Node)> = Vec::new();
    if !powers.is_empty() {
        let c = coefficients(add(powers), k).ok_or(Refusal::new(Reason::NoMethod))?;
        let total = |n: E| add(c.iter().enumerate().map(|(power, &c)| c * power_sum(power, n)));
        value = total(to) - total(int(start - 1));
        let pieces = add(c
            .iter()
            .enumerate()
            .map(|(power, &c)| c * sym(["unit0", "unit1", "unit2", "unit3"][power])));
        // n, Σk, Σk², Σk³ by their formulas, one under another.
        let written = crate::parts::rewrite(&show(pieces), &mut |part| match &part {
            Node::Symbol(name) if name.starts_with("unit") => {
                let power = usize::from(name.as_bytes()[4] - b'0');
                power_sum_written(power, to, start)
            }
            _ => part,
        });
        line = match written {
            Node::Sum(terms) => terms,
            one => vec![(Sign::Plus, one)],
        };
        let ratios_left = ratios.iter().map(|&term| (Sign::Plus, summed(ask.problem, term)));
        sheet.goes("sums of powers", joined(line.iter().cloned().chain(ratios_left)), vec![]);
    }
    for &term in &ratios {
        let (base, _) = geometric(term, k).ok_or(Refusal::new(Reason::NoMethod))?;
        let first = plain(term.replace(k, int(start)));
        let n = to - int(start - 1);
        let written = format!(
            r"\frac{{{}\left({}^{{{}}} - 1\right)}}{{{} - 1}}",
            super::p(first),
            super::p(base),
            super::l(n),
            super::l(base)
        );
        line.push((Sign::Plus, tex(&written)));
        value = value + first * (pow(base, n) - ONE) / (base - ONE);
    }
    if !ratios.is_empty() {
        sheet.goes("sum of a GP", joined(line.into_iter()), vec![]);
    }
    let value = if last.is_none() && ratios.is_empty() {
        crate::algebra::factored(expand(value))
    } else {
        plain(value)
    };
    let answer = show(value);
    sheet.goes("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// Σ to infinity of terms that each shrink in one ratio.
fn endless(ask: &Ask<'_>, f: E, k: E, start: i64) -> Result<Solution, Refusal> {
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let (mut line, mut value, mut most) = (Vec::new(), ZERO, 0.0_f64);
    for term in expand(f).terms() {
        let (ratio, _) = geometric(term, k).ok_or(Refusal::new(Reason::NoMethod))?;
        let size = crate::value::real_value(ratio).ok_or(Refusal::new(Reason::NoMethod))?.abs();
        if size >= 1.0 {
            return Err(Refusal::new(Reason::NoMethod));
        }
        most = most.max(size);
        let first = plain(term.replace(k, int(start)));
        let written = format!(r"\frac{{{}}}{{1 - {}}}", super::l(first), super::p(ratio));
        line.push((Sign::Plus, tex(&written)));
        value = value + first / (ONE - ratio);
    }
    // Enough terms for fifteen digits.
    let many = ((-36.0 / libm::log(most)) as i64).clamp(2, 4000);
    let sum: f64 =
        (start..start + many).map(|j| crate::value::value(f, &[(k, real(j as f64))]).re).sum();
    sheet.know(ask.problem, &|_| Some(Array::real(sum)));
    sheet.goes("sum of an endless GP", joined(line.into_iter()), vec![]);
    let answer = show(plain(value));
    sheet.goes("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// Π written out, one factor for each number.
fn product(ask: &Ask<'_>, lower: &Node, upper: &Node, body: &Node) -> Result<Solution, Refusal> {
    /// Factors that are written.
    const MOST: i64 = 20;
    let Some((k, from)) = crate::explain::sides(lower) else { return ask.refuse() };
    let (k, f) = (meaning(k)?, meaning(body)?);
    let (Some(start), Some(end)) = (meaning(from)?.as_int(), meaning(upper)?.as_int()) else {
        return Err(Refusal::about(Reason::Unsupported, ask.problem));
    };
    if end - start >= MOST {
        return Err(Refusal::new(Reason::TooLong));
    }
    let factors: Vec<E> = (start..=end).map(|j| plain(f.replace(k, int(j)))).collect();
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    // The definition, multiplied one by one.
    sheet.know(ask.problem, &|world| {
        (start..=end).try_fold(Array::real(1.0), |all, j| {
            all.times(&super::array(&super::substituted(body, &[(show(k), int(j))]), world)?)
        })
    });
    let bracket = |e: &E| match show(*e) {
        node @ Node::Sum(_) => Node::Group(Bracket::Round, Box::new(node), Bracket::Round),
        node => node,
    };
    let written: Vec<(Join, Node)> = factors.iter().map(|e| (Join::Times, bracket(e))).collect();
    if written.len() > 1 {
        sheet.goes("write out the factors", Node::Product(written), vec![]);
    }
    let answer = show(plain(expand(crate::expr::mul(factors))));
    sheet.goes("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// The same sum of one of its terms.
fn summed(problem: &Node, term: E) -> Node {
    let mut sum = problem.clone();
    if let Node::Big { body, .. } = &mut sum {
        **body = show(term);
    }
    sum
}

fn joined(terms: impl Iterator<Item = (Sign, Node)>) -> Node {
    let mut terms: Vec<(Sign, Node)> = terms.collect();
    match terms.as_slice() {
        [(Sign::Plus, _)] => terms.remove(0).1,
        _ => Node::Sum(terms),
    }
}

/// f(k+1)/f(k), if it does not depend on k.
pub(super) fn geometric(f: E, k: E) -> Option<(E, E)> {
    let ratio = plain(f.replace(k, k + ONE) / f);
    (!ratio.has(k) && ratio != ONE).then_some((ratio, f))
}

/// 1ᵖ + 2ᵖ + … + nᵖ.
pub(super) fn power_sum(power: usize, n: E) -> E {
    match power {
        0 => n,
        1 => n * (n + ONE) * rat(1, 2),
        2 => n * (n + ONE) * (int(2) * n + ONE) * rat(1, 6),
        _ => powi(n, 2) * powi(n + ONE, 2) * rat(1, 4),
    }
}

fn power_sum_written(power: usize, n: E, start: i64) -> Node {
    let whole = |n: E| {
        let t = super::l(n);
        let t = if n.is_sym() || n.as_int().is_some_and(|v| v >= 0) { t } else { format!("({t})") };
        match power {
            0 => t,
            1 => format!(r"\frac{{{t}({t} + 1)}}{{2}}"),
            2 => format!(r"\frac{{{t}({t} + 1)(2 \cdot {t} + 1)}}{{6}}"),
            _ => format!(r"\left(\frac{{{t}({t} + 1)}}{{2}}\right)^2"),
        }
    };
    if start == 1 {
        tex(&whole(n))
    } else {
        tex(&format!(r"\left({} - {}\right)", whole(n), whole(int(start - 1))))
    }
}
