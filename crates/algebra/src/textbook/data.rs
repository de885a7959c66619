//! Statistics of a list of numbers, or of values with frequencies in two rows: classes 9 to 11.

use super::arrays::{Array, World};
use super::{Ask, Sheet, equals, items, l, p, plain, tex};
use crate::complex::real;
use crate::expr::{E, add, int, powi, sqrt};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Refusal, Solution};
use ganita_notation::{Join, Node, Sign};

/// Values and how often each occurs.
struct Data {
    values: Vec<(Q, i64)>,
    table: bool,
}

/// A class 10–20 is represented by its middle.
fn value(node: &Node) -> Option<Q> {
    if let Node::Sum(terms) = node
        && let [(Sign::Plus, low), (Sign::Minus, high)] = terms.as_slice()
        && let (Some(low), Some(high)) = (meaning(low).ok()?.num(), meaning(high).ok()?.num())
        && low < high
    {
        return Some(&(&low + &high) * &Q::new(1, 2));
    }
    plain(meaning(node).ok()?).num()
}

fn read(ask: &Ask<'_>) -> Result<Data, Refusal> {
    let found = match ask.problem {
        Node::Matrix(_, rows, _) if rows.len() == 2 => rows[0]
            .iter()
            .zip(&rows[1])
            .map(|(v, f)| Some((value(v)?, meaning(f).ok()?.as_int().filter(|f| *f >= 0)?)))
            .collect::<Option<Vec<_>>>()
            .map(|values| Data { values, table: true }),
        // "0-20: 6" is no ratio; classes with their frequencies stand in two rows.
        other if crate::parts::any(other, &is_ratio) => None,
        other => items(other)
            .iter()
            .map(|v| Some((plain(meaning(v).ok()?).num()?, 1)))
            .collect::<Option<Vec<_>>>()
            .map(|values| Data { values, table: false }),
    };
    match found {
        Some(data) if data.count() > 0 && data.values.len() <= 400 => Ok(data),
        _ => ask.refuse(),
    }
}

fn is_ratio(node: &Node) -> bool {
    matches!(node, Node::Product(items) if items.iter().any(|(join, _)| *join == Join::Ratio))
}

/// Of values, not of classes: for these the middle of a class is neither median nor mode.
fn read_values(ask: &Ask<'_>) -> Result<Data, Refusal> {
    match ask.problem {
        Node::Matrix(_, rows, _)
            if rows.iter().flatten().any(|v| {
                value(v).is_some_and(|middle| {
                    plain(meaning(v).unwrap_or(crate::expr::UNDEFINED)).num() != Some(middle)
                })
            }) =>
        {
            ask.refuse()
        }
        _ => read(ask),
    }
}

impl Data {
    fn count(&self) -> i64 {
        self.values.iter().map(|(_, f)| f).sum()
    }

    /// Every observation, in order of size.
    fn sorted(&self) -> Vec<Q> {
        let mut out: Vec<Q> = self
            .values
            .iter()
            .flat_map(|(v, f)| {
                std::iter::repeat_n(v.clone(), usize::try_from(*f).unwrap_or(0).min(4000))
            })
            .collect();
        crate::sort::by(&mut out, &mut Ord::cmp);
        out
    }

    fn mean(&self) -> E {
        let total = add(self.values.iter().map(|(v, f)| crate::expr::num(v.clone()) * int(*f)));
        plain(total / int(self.count()))
    }

    /// Mean and variance in one pass, a value at a time (Welford 1962): nothing of the formulas shown.
    fn moments(&self) -> (f64, f64) {
        let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for v in self.sorted() {
            n += 1.0;
            let off = v.to_f64() - mean;
            mean += off / n;
            squares += off * (v.to_f64() - mean);
        }
        (mean, squares / n)
    }
}

fn sheet(ask: &Ask<'_>, data: &Data) -> Sheet {
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let mut world = World::default();
    let (mean, variance) = data.moments();
    world.learn(tex(r"\bar{x}"), Array::real(mean));
    world.learn(tex(r"\sigma^2"), Array::real(variance));
    world.learn(tex(r"\sigma"), Array::real(libm::sqrt(variance)));
    world.letters.push(("n".to_owned(), real(data.count() as f64)));
    sheet.worlds = vec![world];
    sheet
}

/// Σ of something of each value, written out.
fn written(data: &Data, of: &dyn Fn(&Q) -> String) -> String {
    let terms: Vec<String> = data
        .values
        .iter()
        .map(|(v, f)| if data.table { format!(r"{f} \cdot {}", of(v)) } else { of(v) })
        .collect();
    terms.join(" + ")
}

fn mean_lines(sheet: &mut Sheet, data: &Data) -> E {
    let mean = data.mean();
    let total = written(data, &|v| p(crate::expr::num(v.clone())));
    let rule = if data.table { "mean of a table" } else { "mean" };
    sheet.say(rule, tex(&format!(r"\bar{{x}} = \frac{{{total}}}{{{}}}", data.count())), vec![]);
    sheet.say("calculate", equals(tex(r"\bar{x}"), show(mean)), vec![]);
    mean
}

pub(super) fn mean(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read(ask)?;
    let mut sheet = sheet(ask, &data);
    let mean = mean_lines(&mut sheet, &data);
    sheet.done(ask, &equals(tex(r"\bar{x}"), show(mean)), vec![show(mean)])
}

pub(super) fn median(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read_values(ask)?;
    let sorted = data.sorted();
    let n = sorted.len();
    let (low, high) = (&sorted[(n - 1) / 2], &sorted[n / 2]);
    let middle = &(low + high) * &Q::new(1, 2);
    let mut sheet = sheet(ask, &data);
    // By its definition: half of the distances to it are on either side, so the sum of |x − M| is least there.
    let distance = |m: f64| -> f64 { sorted.iter().map(|v| (v.to_f64() - m).abs()).sum() };
    let at = distance(middle.to_f64());
    let least = sorted.iter().all(|v| distance(v.to_f64()) >= at - 1e-9);
    let below = sorted.iter().filter(|v| **v < middle).count();
    let above = sorted.iter().filter(|v| **v > middle).count();
    if least && 2 * below <= n && 2 * above <= n {
        sheet.know(&tex("M"), &|_| Some(Array::real(middle.to_f64())));
    }
    let number = |q: &Q| show(crate::expr::num(q.clone()));
    let ordered = Node::List(sorted.iter().take(60).map(number).collect());
    let parameters = vec![("data", ordered), ("n", Node::Number(n.to_string()))];
    let answer = equals(tex("M"), number(&middle));
    if n % 2 == 1 {
        sheet.say("median of an odd number", answer.clone(), parameters);
    } else {
        let line = format!(
            r"M = \frac{{{} + {}}}{{2}}",
            p(crate::expr::num(low.clone())),
            p(crate::expr::num(high.clone()))
        );
        sheet.say("median of an even number", tex(&line), parameters);
        sheet.say("calculate", answer.clone(), vec![]);
    }
    sheet.done(ask, &answer, vec![number(&middle)])
}

pub(super) fn mode(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read_values(ask)?;
    let sorted = data.sorted();
    let often = |v: &Q| sorted.iter().filter(|w| *w == v).count();
    let most = sorted.iter().map(&often).max().unwrap_or(0);
    let mut modes: Vec<Q> = sorted.iter().filter(|v| often(v) == most).cloned().collect();
    modes.dedup();
    let mut sheet = sheet(ask, &data);
    let number = |q: &Q| show(crate::expr::num(q.clone()));
    let names: Vec<Node> = (1..=modes.len())
        .map(|k| if modes.len() == 1 { tex("Z") } else { tex(&format!("Z_{{{k}}}")) })
        .collect();
    // Each must occur at least as often as every other value of the table as given.
    for (name, v) in names.iter().zip(&modes) {
        let times =
            |v: &Q| -> i64 { data.values.iter().filter(|(w, _)| w == v).map(|(_, f)| f).sum() };
        if data.values.iter().all(|(other, _)| times(other) <= times(v)) {
            sheet.know(name, &|_| Some(Array::real(v.to_f64())));
        }
    }
    let lines: Vec<Node> =
        names.iter().zip(&modes).map(|(n, v)| equals(n.clone(), number(v))).collect();
    let answer = if lines.len() == 1 { lines[0].clone() } else { Node::List(lines) };
    sheet.say("mode", answer.clone(), vec![("times", Node::Number(most.to_string()))]);
    sheet.done(ask, &answer, modes.iter().map(number).collect())
}

/// About the mean.
pub(super) fn mean_deviation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read(ask)?;
    let mut sheet = sheet(ask, &data);
    // What lies above the mean is as far from it as what lies below, taken together.
    let (mean, _) = data.moments();
    let above: f64 = data.sorted().iter().map(|v| (v.to_f64() - mean).max(0.0)).sum();
    let known = 2.0 * above / data.count() as f64;
    sheet.know(&tex("D"), &|_| Some(Array::real(known)));
    let mean = mean_lines(&mut sheet, &data);
    let off = written(&data, &|v| {
        format!(r"\left|{} - {}\right|", p(crate::expr::num(v.clone())), p(mean))
    });
    sheet.say("mean deviation", tex(&format!(r"D = \frac{{{off}}}{{{}}}", data.count())), vec![]);
    let distance =
        |v: &Q| crate::expr::apply(crate::expr::F::Abs, plain(crate::expr::num(v.clone()) - mean));
    let total = add(data.values.iter().map(|(v, f)| int(*f) * distance(v)));
    let answer = equals(tex("D"), show(plain(total / int(data.count()))));
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(plain(total / int(data.count())))])
}

fn variance_lines(sheet: &mut Sheet, data: &Data) -> E {
    let mean = mean_lines(sheet, data);
    let squares =
        written(data, &|v| format!("({} - {})^2", p(crate::expr::num(v.clone())), p(mean)));
    let line = format!(r"\sigma^2 = \frac{{{squares}}}{{{}}}", data.count());
    sheet.say("variance", tex(&line), vec![]);
    let total =
        add(data.values.iter().map(|(v, f)| int(*f) * powi(crate::expr::num(v.clone()) - mean, 2)));
    let variance = plain(total / int(data.count()));
    sheet.say("calculate", tex(&format!(r"\sigma^2 = {}", l(variance))), vec![]);
    variance
}

pub(super) fn variance(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read(ask)?;
    let mut sheet = sheet(ask, &data);
    let variance = variance_lines(&mut sheet, &data);
    sheet.done(ask, &equals(tex(r"\sigma^2"), show(variance)), vec![show(variance)])
}

pub(super) fn standard_deviation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let data = read(ask)?;
    let mut sheet = sheet(ask, &data);
    let variance = variance_lines(&mut sheet, &data);
    let value = plain(sqrt(variance));
    let answer = equals(tex(r"\sigma"), show(value));
    sheet.say("root of the variance", tex(&format!(r"\sigma = \sqrt{{{}}}", l(variance))), vec![]);
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}
