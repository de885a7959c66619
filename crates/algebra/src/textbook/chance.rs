//! Probability, class 12: Bernoulli trials, Bayes' theorem, random variables given by a table.

use super::arrays::{Array, World};
use super::{Ask, Sheet, equals, items, l, number_said, p, plain, tex};
use crate::expr::{E, ONE, ZERO, add, powi};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Refusal, Solution};
use crate::value::real_value;
use ganita_notation::Node;

/// Trials that are followed one by one for the check.
const TRIALS_MAX: i64 = 400;

fn sheet(ask: &Ask<'_>, name: &str, value: f64) -> Sheet {
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let mut world = World::default();
    world.learn(tex(name), Array::real(value));
    sheet.worlds = vec![world];
    sheet
}

fn is_probability(e: E) -> bool {
    real_value(e).is_some_and(|v| (0.0..=1.0).contains(&v))
}

/// `n, p, r`: the probability of r successes in n independent trials.
pub(super) fn binomial(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let given: Option<Vec<E>> =
        items(ask.problem).iter().map(|e| Some(plain(meaning(e).ok()?))).collect();
    let Some([n, chance, r]) = given.and_then(|all| <[E; 3]>::try_from(all).ok()) else {
        return ask.refuse();
    };
    let (Some(trials), Some(wanted), Some(v)) = (n.as_int(), r.as_int(), real_value(chance)) else {
        return ask.refuse();
    };
    if !(0..=TRIALS_MAX).contains(&trials)
        || !(0..=trials).contains(&wanted)
        || !is_probability(chance)
    {
        return ask.refuse();
    }
    // Trial by trial: after each, the chances of so many successes.
    let mut row = vec![1.0f64];
    for _ in 0..trials {
        let mut next = vec![0.0; row.len() + 1];
        for (k, c) in row.iter().enumerate() {
            next[k] += c * (1.0 - v);
            next[k + 1] += c * v;
        }
        row = next;
    }
    let mut sheet = sheet(ask, "P", row[usize::try_from(wanted).unwrap_or(0)]);
    let with = [("n", n), ("r", r), ("p", chance), ("q", plain(ONE - chance))];
    let value = sheet.formula("bernoulli trials", "P", r"\binom{n}{r} p^r q^{n - r}", &with)?;
    sheet.done(ask, &equals(tex("P"), show(value)), vec![show(value)])
}

/// Two rows of a table.
fn rows(ask: &Ask<'_>) -> Result<Vec<(E, E)>, Refusal> {
    let found = match ask.problem {
        Node::Matrix(_, rows, _) if rows.len() == 2 && rows[0].len() == rows[1].len() => rows[0]
            .iter()
            .zip(&rows[1])
            .map(|(a, b)| Some((plain(meaning(a).ok()?), plain(meaning(b).ok()?))))
            .collect::<Option<Vec<_>>>(),
        _ => None,
    };
    found
        .filter(|all| all.iter().all(|(a, b)| a.is_number() && b.is_number()))
        .map_or_else(|| ask.refuse(), Ok)
}

/// First row: P(E₁), P(E₂), …; second: P(A|E₁), …; said: which E. Gives P(E|A).
pub(super) fn bayes(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let all = rows(ask)?;
    let which = number_said(ask.said, 0).and_then(E::as_int).unwrap_or(1);
    let Some(place) = usize::try_from(which - 1).ok().filter(|k| *k < all.len()) else {
        return ask.refuse();
    };
    let whole = plain(add(all.iter().map(|(prior, _)| *prior)));
    if whole != ONE || !all.iter().all(|(a, b)| is_probability(*a) && is_probability(*b)) {
        return ask.refuse();
    }
    let joint = |(a, b): &(E, E)| Some(real_value(*a)? * real_value(*b)?);
    let others: f64 =
        all.iter().enumerate().filter(|(k, _)| *k != place).filter_map(|(_, e)| joint(e)).sum();
    let odds = joint(&all[place]).unwrap_or(0.0) / others;
    let known = if others == 0.0 { 1.0 } else { odds / (1.0 + odds) };
    let mut sheet = sheet(ask, "P", known);
    let product = |(a, b): &(E, E)| format!(r"{} \cdot {}", p(*a), p(*b));
    let below: Vec<String> = all.iter().map(product).collect();
    let line = format!(r"P = \frac{{{}}}{{{}}}", product(&all[place]), below.join(" + "));
    sheet.say("bayes' theorem", tex(&line), vec![("event", Node::Number(which.to_string()))]);
    let (top, bottom) = (all[place].0 * all[place].1, add(all.iter().map(|(a, b)| *a * *b)));
    let value = plain(top / bottom);
    sheet.say("calculate", equals(tex("P"), show(value)), vec![]);
    sheet.done(ask, &equals(tex("P"), show(value)), vec![show(value)])
}

/// Values above, their probabilities below, which add up to 1.
fn variable(ask: &Ask<'_>) -> Result<Vec<(E, E)>, Refusal> {
    let all = rows(ask)?;
    let whole = plain(add(all.iter().map(|(_, chance)| *chance)));
    if whole != ONE || !all.iter().all(|(_, chance)| is_probability(*chance)) {
        return ask.refuse();
    }
    Ok(all)
}

/// E = least value + Σ gaps · P(X is beyond the gap).
fn by_tails(all: &[(E, E)], of: &dyn Fn(f64) -> f64) -> f64 {
    let mut values: Vec<(f64, f64)> =
        all.iter().filter_map(|(x, c)| Some((of(real_value(*x)?), real_value(*c)?))).collect();
    crate::sort::by(&mut values, &mut |a, b| a.0.total_cmp(&b.0));
    let mut total = values.first().map_or(0.0, |v| v.0);
    for k in 1..values.len() {
        let beyond: f64 = values[k..].iter().map(|v| v.1).sum();
        total += (values[k].0 - values[k - 1].0) * beyond;
    }
    total
}

fn mean_lines(sheet: &mut Sheet, all: &[(E, E)]) -> E {
    let terms: Vec<String> =
        all.iter().map(|(x, c)| format!(r"{} \cdot {}", p(*x), p(*c))).collect();
    sheet.say("expected value", tex(&format!(r"\mu = {}", terms.join(" + "))), vec![]);
    let mean = plain(add(all.iter().map(|(x, c)| *x * *c)));
    sheet.say("calculate", equals(tex(r"\mu"), show(mean)), vec![]);
    mean
}

pub(super) fn expectation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let all = variable(ask)?;
    let mut sheet = sheet(ask, r"\mu", by_tails(&all, &|x| x));
    let mean = mean_lines(&mut sheet, &all);
    sheet.done(ask, &equals(tex(r"\mu"), show(mean)), vec![show(mean)])
}

pub(super) fn variance(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let all = variable(ask)?;
    let known = by_tails(&all, &|x| x);
    let mut sheet = sheet(ask, r"\mu", known);
    for world in &mut sheet.worlds {
        world.learn(tex(r"\sigma^2"), Array::real(by_tails(&all, &|x| (x - known) * (x - known))));
    }
    let mean = mean_lines(&mut sheet, &all);
    let terms: Vec<String> =
        all.iter().map(|(x, c)| format!(r"{}^2 \cdot {}", p(*x), p(*c))).collect();
    let line = format!(r"\sigma^2 = {} - {}^2", terms.join(" + "), p(mean));
    sheet.say("variance of a variable", tex(&line), vec![]);
    let squares = add(all.iter().map(|(x, c)| powi(*x, 2) * *c));
    let value = plain(squares - powi(mean, 2));
    debug_assert!(
        value == ZERO || real_value(value).is_some_and(|v| v > -1e-9),
        "a variance is not negative"
    );
    let answer = tex(&format!(r"\sigma^2 = {}", l(value)));
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}
