//! A, B, … over the factors of a denominator, and what is said of them.

use super::compare::{Link, Mode, difference, link};
use super::kinds::{has_calculus, is_equation, sides};
use super::lines::Work;
use super::quantities::numeric;
use super::{Mistake, Verdict, asides, kinds};
use crate::check::{Letters, evaluate, holds};
use crate::complex::{C, real};
use crate::explain::names;
use crate::parts;
use crate::textbook::items;
use ganita_notation::{Node, Sign};

/// Places at which an identity is looked at.
const PLACES: [f64; 9] = [0.37, -0.61, 1.83, -2.29, 3.41, 0.83, -4.57, 5.13, -1.47];

pub(super) struct Numerators {
    x: String,
    /// A, B, … and their values. None: the fractions cannot add up to the whole.
    names: Vec<String>,
    values: Option<Vec<f64>>,
    whole: Node,
}

fn is_numerator(name: &String) -> bool {
    matches!(name.as_bytes(), [b'A'..=b'G'])
}

/// P(x)/Q(x) = A/(x + 1) + B/(x + 2) among the lines, with the values of A and B.
pub(super) fn numerators(lines: &[&Node]) -> Option<Numerators> {
    lines.iter().find_map(|line| {
        let both = sides(line);
        let [whole, apart] = both.as_slice() else { return None };
        let (mut own, mut all) = (Vec::new(), Vec::new());
        names(whole, &mut own);
        names(apart, &mut all);
        let [x] = own.as_slice() else { return None };
        let above = |part: &Node| match part {
            Node::Fraction(above, below) => {
                let (mut over, mut under) = (Vec::new(), Vec::new());
                names(above, &mut over);
                names(below, &mut under);
                over.iter().any(is_numerator) && under == [x.clone()]
            }
            _ => false,
        };
        let unknown: Vec<String> = all.iter().filter(|name| *name != x).cloned().collect();
        if is_numerator(x)
            || unknown.is_empty()
            || !unknown.iter().all(is_numerator)
            || has_calculus(line)
            || !is_equation(line)
            || !parts::any(whole, &|part| matches!(part, Node::Fraction(..)))
            || !parts::any(apart, &above)
        {
            return None;
        }
        let values = solved(&difference(line)?, x, &unknown)?;
        Some(Numerators { x: x.clone(), names: unknown, values, whole: whole.clone() })
    })
}

/// The numbers that make f = 0 for every x: Some(None) where there are none, None where they cannot be told.
fn solved(f: &Node, x: &str, unknown: &[String]) -> Option<Option<Vec<f64>>> {
    let n = unknown.len();
    let value = |place: f64, one: Option<usize>| {
        let own = (0..n).map(|k| (unknown[k].clone(), real(f64::from(u8::from(one == Some(k))))));
        let values = own.chain([(x.to_owned(), real(place))]).collect();
        let v = evaluate(f, &Letters { values, given: &[], minus: false, beside: false });
        v.is_finite().then_some(v.re)
    };
    // Rows of the least squares: Σ aₖ vₖ = b at every place.
    let mut rows = Vec::new();
    for place in PLACES {
        let zero = value(place, None)?;
        let mut row: Vec<f64> = Vec::new();
        for k in 0..n {
            row.push(value(place, Some(k))? - zero);
        }
        row.push(-zero);
        rows.push(row);
    }
    let mut m = vec![vec![0.0; n + 1]; n];
    for row in &rows {
        for i in 0..n {
            for j in 0..=n {
                m[i][j] += row[i] * row[j];
            }
        }
    }
    for i in 0..n {
        let pivot =
            (i..n).fold(i, |best, j| if m[j][i].abs() > m[best][i].abs() { j } else { best });
        m.swap(i, pivot);
        if m[i][i].abs() < 1e-9 {
            return None;
        }
        let top = m[i].clone();
        for (_, row) in m.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let by = row[i] / top[i];
            row.iter_mut().zip(&top).for_each(|(entry, above)| *entry -= by * above);
        }
    }
    let values: Vec<f64> = (0..n).map(|i| m[i][n] / m[i][i]).collect();
    let fits = rows.iter().all(|row| {
        let sum: f64 = row.iter().zip(&values).map(|(a, v)| a * v).sum();
        (sum - row[n]).abs() < 1e-6 * row[n].abs().max(1.0)
    });
    Some(fits.then_some(values))
}

/// A value as a fraction of small numbers.
fn written(value: f64) -> Option<Node> {
    let whole = |v: f64| (v - v.round()).abs() < 1e-6;
    let below = (1..=360).map(f64::from).find(|d| whole(value * d))?;
    let above = (value * below).round();
    let size = Node::number(&(above.abs() as u64).to_string());
    let size = if below > 1.0 {
        Node::Fraction(Box::new(size), Box::new(Node::number(&(below as u64).to_string())))
    } else {
        size
    };
    Some(if above < 0.0 { Node::Sum(vec![(Sign::Minus, size)]) } else { size })
}

impl Numerators {
    /// Whether a statement holds with the right numbers, for every x if it has one.
    fn holds(&self, item: &Node) -> Option<bool> {
        let values = self.values.as_ref()?;
        let mut all = true;
        for place in &PLACES[..5] {
            let own =
                self.names.iter().zip(values).map(|(name, v)| (name.clone(), real(snapped(*v))));
            let values: Vec<(String, C)> = own.chain([(self.x.clone(), real(*place))]).collect();
            all &= holds(item, &Letters { values, given: &[], minus: false, beside: false })?;
        }
        Some(all)
    }

    fn has(&self, node: &Node) -> bool {
        let mut own = Vec::new();
        names(node, &mut own);
        own.iter().any(|name| self.names.contains(name))
    }
}

/// Without the rounding of the elimination, where the value is a small fraction.
fn snapped(value: f64) -> f64 {
    written(value).map_or(value, |node| evaluate(&node, &Letters::default()).re)
}

impl Work {
    /// A line about unknown numerators, or with their values put in.
    pub(super) fn on_numerators(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let numerators = self.numerators.take()?;
        let out = self.with_numerators(node, &numerators);
        self.numerators = Some(numerators);
        out
    }

    fn with_numerators(
        &mut self,
        node: &Node,
        all: &Numerators,
    ) -> Option<(Verdict, Option<Mistake>)> {
        let stated = kinds::is_statement(node);
        if all.has(node) {
            if has_calculus(node) {
                let put = all
                    .names
                    .iter()
                    .zip(all.values.as_ref()?)
                    .try_fold(node.clone(), |line, (name, v)| {
                        Some(asides::put(&line, name, &written(*v)?))
                    })?;
                return Some(self.each_value(&put));
            }
            if !stated {
                return Some((Verdict::Undecided, None));
            }
            if self.first.is_none() {
                self.first = Some(node.clone());
                self.mode = Mode::Value(Some(all.x.clone()));
                self.last = Some(all.whole.clone());
                let verdict = if all.values.is_some() { Verdict::Start } else { Verdict::Wrong };
                return Some((verdict, None));
            }
            let mut out = Verdict::Equivalent;
            for item in items(node) {
                out = match all.holds(&item) {
                    Some(true) => out,
                    Some(false) => return Some((Verdict::Wrong, None)),
                    None if all.values.is_none() && sides(&item)[0] == all.whole => Verdict::Wrong,
                    None => Verdict::Undecided,
                };
            }
            return Some((out, None));
        }
        self.first.as_ref()?;
        if !stated || !is_equation(node) || has_calculus(node) {
            // From the fractions to their integral.
            if has_calculus(node) && self.last.as_ref().is_some_and(|last| *last == all.whole) {
                self.last = None;
                let (verdict, mistake) = self.each_value(node);
                let start = verdict == Verdict::Start;
                return Some((if start { Verdict::Definition } else { verdict }, mistake));
            }
            return None;
        }
        let both = sides(node);
        let mut own = Vec::new();
        names(node, &mut own);
        if own != [all.x.clone()] {
            return None;
        }
        if numeric(&both[both.len() - 1])
            && !parts::any(&both[0], &|part| matches!(part, Node::Fraction(..)))
        {
            // A value put in: x = 1, x + 2 = 0.
            return Some((Verdict::Definition, None));
        }
        let same = |a: &Node, b: &Node| link(&Mode::Value(None), a, b, &[]);
        if same(&both[0], &all.whole) != Link::Same {
            return None;
        }
        Some(
            match both
                .windows(2)
                .map(|two| same(&two[0], &two[1]))
                .find(|found| *found != Link::Same)
            {
                None => (Verdict::Equivalent, None),
                Some(Link::Unknown) => (Verdict::Undecided, None),
                Some(_) => (Verdict::Wrong, None),
            },
        )
    }
}
