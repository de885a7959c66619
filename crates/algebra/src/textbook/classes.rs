//! Median and mode of grouped data, NCERT class 10: from the class that holds them, by proportion within it.

use super::arrays::{Array, World};
use super::data::{Data, sheet};
use super::{Ask, Sheet, equals, l, tex};
use crate::expr::num;
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Join, Node, Sign};

/// Low and high end of a class.
pub(super) type Class = (Q, Q);

/// `10-20`.
pub(super) fn class(node: &Node) -> Option<Class> {
    let Node::Sum(terms) = node else { return None };
    let [(Sign::Plus, low), (Sign::Minus, high)] = terms.as_slice() else { return None };
    let (low, high) = (meaning(low).ok()?.num()?, meaning(high).ok()?.num()?);
    (low < high).then_some((low, high))
}

/// `10-20: 6`, which is read as 10 − (20 : 6).
pub(super) fn class_and_frequency(node: &Node) -> Option<(Class, i64)> {
    let Node::Sum(terms) = node else { return None };
    let [low, (Sign::Minus, Node::Product(ratio))] = terms.as_slice() else { return None };
    let [(_, high), (Join::Ratio, times)] = ratio.as_slice() else { return None };
    let ends = class(&Node::Sum(vec![low.clone(), (Sign::Minus, high.clone())]))?;
    Some((ends, meaning(times).ok()?.as_int()?))
}

/// With one or two decimals where these are exact, as the textbook writes limits of classes.
fn decimal(q: &Q) -> String {
    match num(q * &Q::new(100, 1)).as_int() {
        Some(v) if v >= 0 && v % 100 != 0 => {
            format!("{}.{:02}", v / 100, v % 100).trim_end_matches('0').to_owned()
        }
        _ => l(num(q.clone())),
    }
}

fn name((low, high): &Class) -> String {
    format!("{} - {}", decimal(low), decimal(high))
}

/// Rows under one another.
pub(super) fn table(classes: &[Class], rows: &[Vec<String>]) -> Node {
    let mut all = vec![classes.iter().map(name).collect::<Vec<_>>().join(" & ")];
    all.extend(rows.iter().map(|row| row.join(" & ")));
    tex(&format!(r"\begin{{matrix}}{}\end{{matrix}}", all.join(r" \\ ")))
}

/// The classes one behind the other without gaps, and their frequencies.
struct Grouped {
    classes: Vec<Class>,
    frequencies: Vec<i64>,
}

/// 118–126, 127–135 become 117.5–126.5, 126.5–135.5 in a line of their own.
fn continuous(ask: &Ask<'_>, sheet: &mut Sheet, data: &Data) -> Result<Grouped, Refusal> {
    let mut classes = data.classes.clone();
    let frequencies: Vec<i64> = data.values.iter().map(|(_, f)| *f).collect();
    let gaps: Vec<Q> = classes.windows(2).map(|pair| &pair[1].0 - &pair[0].1).collect();
    let gap = gaps.first().cloned().unwrap_or(Q::ZERO);
    if gap < Q::ZERO || gaps.iter().any(|g| *g != gap) {
        return ask.refuse();
    }
    if gap > Q::ZERO {
        let half = &gap * &Q::new(1, 2);
        classes = classes.iter().map(|(low, high)| (low - &half, high + &half)).collect();
        let row = frequencies.iter().map(i64::to_string).collect();
        let parameters = vec![("half", tex(&decimal(&half)))];
        sheet.remark_with("continuous classes", table(&classes, &[row]), parameters);
    }
    Ok(Grouped { classes, frequencies })
}

impl Grouped {
    fn lower(&self, k: usize) -> &Q {
        &self.classes[k].0
    }

    fn width(&self, k: usize) -> Q {
        &self.classes[k].1 - &self.classes[k].0
    }

    fn frequency(&self, k: Option<usize>) -> i64 {
        k.and_then(|k| self.frequencies.get(k)).copied().unwrap_or(0)
    }

    /// How many observations lie below a place, each class spread evenly: the ogive.
    fn below(&self, at: f64) -> f64 {
        let share = |(low, high): &Class| {
            let (low, high) = (low.to_f64(), high.to_f64());
            ((at - low) / (high - low)).clamp(0.0, 1.0)
        };
        self.classes.iter().zip(&self.frequencies).map(|(c, f)| share(c) * *f as f64).sum()
    }
}

/// Where a rising function passes 0.
fn crossing(mut low: f64, mut high: f64, f: &dyn Fn(f64) -> f64) -> f64 {
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The formula, with the values put in, and its value.
fn formula(
    sheet: &mut Sheet,
    letter: &str,
    rule: &'static str,
    general: &str,
    put: &str,
) -> Result<Node, Refusal> {
    let value = show(super::plain(meaning(&tex(put))?));
    let is = |right: Node| equals(tex(letter), right);
    sheet.say(rule, is(tex(general)), vec![]);
    sheet.say("put values", is(tex(put)), vec![]);
    sheet.say("calculate", is(value.clone()), vec![]);
    Ok(value)
}

fn knows(sheet: &mut Sheet, letters: &[(&str, f64)]) {
    for (letter, v) in letters {
        sheet.know(&tex(letter), &|_: &World| Some(Array::real(*v)));
    }
}

/// l + ((n/2 − cf)/f)·h, NCERT class 10, chapter Statistics.
pub(super) fn median(ask: &Ask<'_>, data: &Data) -> Result<Solution, Refusal> {
    let mut sheet = sheet(ask, data);
    let grouped = continuous(ask, &mut sheet, data)?;
    let n = data.count();
    let sums: Vec<i64> =
        (0..grouped.frequencies.len()).map(|k| grouped.frequencies[..=k].iter().sum()).collect();
    let Some(k) = sums.iter().position(|sum| 2 * sum >= n) else { return ask.refuse() };
    let before = if k == 0 { 0 } else { sums[k - 1] };
    let row = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>();
    let count = Node::Number(n.to_string());
    let rows = [row(&grouped.frequencies), row(&sums)];
    sheet.remark_with("cumulative frequencies", table(&grouped.classes, &rows), vec![("n", count)]);
    let (low, h) = (grouped.lower(k).clone(), grouped.width(k));
    let (f, half) = (grouped.frequencies[k], Q::new(n, 2));
    let known = crossing(low.to_f64(), grouped.classes[k].1.to_f64(), &|at| {
        grouped.below(at) - n as f64 / 2.0
    });
    let letters =
        [("M", known), ("l", low.to_f64()), ("h", h.to_f64()), ("f", f as f64), ("n", n as f64)];
    knows(&mut sheet, &letters);
    knows(&mut sheet, &[(r"\text{cf}", before as f64)]);
    let line = format!(
        r"\frac{{n}}{{2}} = {}, l = {}, \text{{cf}} = {before}, f = {f}, h = {}",
        decimal(&half),
        decimal(&low),
        decimal(&h)
    );
    sheet.say("median class", tex(&line), vec![("class", tex(&name(&grouped.classes[k])))]);
    let put = format!(
        r"{} + \frac{{{} - {before}}}{{{f}}} \times {}",
        decimal(&low),
        decimal(&half),
        decimal(&h)
    );
    let general = r"l + \frac{\frac{n}{2} - \text{cf}}{f} \times h";
    let value = formula(&mut sheet, "M", "median of classes", general, &put)?;
    sheet.done(ask, &equals(tex("M"), value.clone()), vec![value])
}

/// l + ((f₁ − f₀)/(2f₁ − f₀ − f₂))·h, NCERT class 10, chapter Statistics; for classes of one width and one that is
/// more frequent than every other.
pub(super) fn mode(ask: &Ask<'_>, data: &Data) -> Result<Solution, Refusal> {
    let mut sheet = sheet(ask, data);
    let grouped = continuous(ask, &mut sheet, data)?;
    let most = grouped.frequencies.iter().copied().max().unwrap_or(0);
    let Some(k) = grouped.frequencies.iter().position(|f| *f == most) else {
        return ask.refuse();
    };
    let (low, h) = (grouped.lower(k).clone(), grouped.width(k));
    let one_width = (0..grouped.classes.len()).all(|j| grouped.width(j) == h);
    if !one_width || grouped.frequencies.iter().filter(|f| **f == most).count() > 1 {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let (before, after) = (grouped.frequency(k.checked_sub(1)), grouped.frequency(Some(k + 1)));
    let (f0, f1, f2) = (before as f64, most as f64, after as f64);
    // In the histogram: where the lines from the corners of the highest bar to those of its neighbours meet.
    let share = crossing(0.0, 1.0, &|t| (f0 + (f1 - f0) * t) - (f1 + (f2 - f1) * t));
    let known = low.to_f64() + share * h.to_f64();
    knows(&mut sheet, &[("Z", known), ("l", low.to_f64()), ("h", h.to_f64())]);
    knows(&mut sheet, &[("f_0", f0), ("f_1", f1), ("f_2", f2)]);
    let line = format!(
        "l = {}, f_1 = {most}, f_0 = {before}, f_2 = {after}, h = {}",
        decimal(&low),
        decimal(&h)
    );
    sheet.say("modal class", tex(&line), vec![("class", tex(&name(&grouped.classes[k])))]);
    let put = format!(
        r"{} + \frac{{{most} - {before}}}{{2 \times {most} - {before} - {after}}} \times {}",
        decimal(&low),
        decimal(&h)
    );
    let general = r"l + \frac{f_1 - f_0}{2f_1 - f_0 - f_2} \times h";
    let value = formula(&mut sheet, "Z", "mode of classes", general, &put)?;
    sheet.done(ask, &equals(tex("Z"), value.clone()), vec![value])
}

/// The table with class marks and their products with the frequencies: what the direct method adds up.
pub(super) fn marks(sheet: &mut Sheet, data: &Data) {
    let row = |of: &dyn Fn(&Q, i64) -> String| {
        data.values.iter().map(|(x, f)| of(x, *f)).collect::<Vec<_>>()
    };
    let rows = [
        row(&|_, f| f.to_string()),
        row(&|x, _| decimal(x)),
        row(&|x, f| decimal(&(x * &Q::new(f, 1)))),
    ];
    sheet.remark_with("class marks", table(&data.classes, &rows), vec![]);
}
