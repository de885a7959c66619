//! Statistics of a list of numbers, or of values with frequencies: classes 9 to 11. Frequencies stand below the values
//! in a second row (`\begin{matrix}0-10&10-20\\5&8\end{matrix}`); those of classes may be listed, too (`0-10: 5, 10-20: 8`).

use super::arrays::{Array, World};
use super::classes::{self, Class, class, class_and_frequency};
use super::{Ask, Sheet, equals, items, l, p, plain, tex};
use crate::complex::real;
use crate::expr::{E, add, int, powi, sqrt};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Refusal, Solution};
use ganita_notation::{Join, Node};

/// Values and how often each occurs; a class is represented by its middle.
pub(super) struct Data {
    pub(super) values: Vec<(Q, i64)>,
    /// As many as values, or none.
    pub(super) classes: Vec<Class>,
    table: bool,
}

fn number(node: &Node) -> Option<Q> {
    plain(meaning(node).ok()?).num()
}

fn of_classes(classes: Vec<(Class, i64)>) -> Option<Data> {
    let middle = |(low, high): &Class| &(low + high) * &Q::new(1, 2);
    let values = classes.iter().map(|(c, f)| (middle(c), *f)).collect();
    let classes: Vec<Class> = classes.into_iter().map(|(c, _)| c).collect();
    let in_order = classes.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    in_order.then_some(Data { values, classes, table: true })
}

fn of_rows(above: &[Node], below: &[Node]) -> Option<Data> {
    let times: Option<Vec<i64>> = below.iter().map(|f| meaning(f).ok()?.as_int()).collect();
    let times = times?;
    if let Some(classes) = above.iter().map(class).collect::<Option<Vec<_>>>() {
        return of_classes(classes.into_iter().zip(times).collect());
    }
    let values: Option<Vec<Q>> = above.iter().map(number).collect();
    Some(Data { values: values?.into_iter().zip(times).collect(), classes: vec![], table: true })
}

fn read(ask: &Ask<'_>) -> Result<Data, Refusal> {
    let found = match ask.problem {
        Node::Matrix(_, rows, _) if rows.len() == 2 => of_rows(&rows[0], &rows[1]),
        // A ratio is no observation.
        other if crate::parts::any(other, &is_ratio) => {
            let all = items(other);
            all.iter().map(class_and_frequency).collect::<Option<Vec<_>>>().and_then(of_classes)
        }
        other => items(other)
            .iter()
            .map(|v| Some((number(v)?, 1)))
            .collect::<Option<Vec<_>>>()
            .map(|values| Data { values, classes: vec![], table: false }),
    };
    let sound = |data: &Data| {
        data.count() > 0 && data.values.len() <= 400 && data.values.iter().all(|(_, f)| *f >= 0)
    };
    match found {
        Some(data) if sound(&data) => Ok(data),
        _ => ask.refuse(),
    }
}

fn is_ratio(node: &Node) -> bool {
    matches!(node, Node::Product(items) if items.iter().any(|(join, _)| *join == Join::Ratio))
}

impl Data {
    pub(super) fn count(&self) -> i64 {
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

pub(super) fn sheet(ask: &Ask<'_>, data: &Data) -> Sheet {
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let mut world = World::default();
    let (mean, variance) = data.moments();
    world.learn(tex(r"\bar{x}"), Array::real(mean));
    world.learn(tex(r"\sigma^2"), Array::real(variance));
    world.learn(tex(r"\sigma"), Array::real(variance.sqrt()));
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
    if !data.classes.is_empty() {
        classes::marks(sheet, data);
    }
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
    let data = read(ask)?;
    if !data.classes.is_empty() {
        return classes::median(ask, &data);
    }
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
    let data = read(ask)?;
    if !data.classes.is_empty() {
        return classes::mode(ask, &data);
    }
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
