//! A polynomial from the sum and the product of its zeros, α + β and αβ.

use super::compare;
use super::kinds::{is_equation, sides};
use super::lines::Work;
use super::mistakes::SUMS;
use super::quantities::numeric;
use super::{Mistake, Verdict};
use crate::check::{Letters, evaluate, holds};
use crate::complex::{C, real};
use crate::explain::names;
use crate::textbook::items;
use ganita_notation::{Function, Node};

pub(super) struct Sums {
    zeros: [C; 2],
    /// The lines are about these two only: what is built must have them as zeros.
    only: bool,
}

fn letters(node: &Node) -> Vec<String> {
    let mut own = Vec::new();
    names(node, &mut own);
    own
}

fn is_zero(name: &String) -> bool {
    name == "alpha" || name == "beta"
}

/// The value of α + β or αβ, if that is what a statement says.
fn said(item: &Node, of: fn(f64, f64) -> f64) -> Option<f64> {
    let both = sides(item);
    if !is_equation(item) || both.len() < 2 || !numeric(&both[both.len() - 1]) {
        return None;
    }
    let fits = [(2.0, 3.0), (-1.3, 0.7)].iter().all(|&(p, q)| {
        let values = vec![("alpha".to_owned(), real(p)), ("beta".to_owned(), real(q))];
        let v = evaluate(&both[0], &Letters { values, given: &[], minus: false, beside: false });
        (v.re - of(p, q)).abs() < 1e-12
    });
    fits.then(|| evaluate(&both[both.len() - 1], &Letters::default()).re)
}

/// Lines that begin with α + β = … and αβ = ….
pub(super) fn sums(lines: &[&Node]) -> Option<Sums> {
    let first = letters(lines.first()?);
    if first.is_empty() || !first.iter().all(is_zero) {
        return None;
    }
    let all: Vec<Node> = lines.iter().flat_map(|line| items(line)).collect();
    let find = |of| all.iter().find_map(|item| said(item, of));
    let (s, p) = (find(|p, q| p + q)?, find(|p, q| p * q)?);
    let root = real(s * s - 4.0 * p).sqrt();
    let zero = |sign: f64| (real(s) + root * real(sign)) / real(2.0);
    let known = |item: &Node| said(item, |p, q| p + q).or_else(|| said(item, |p, q| p * q));
    let only = all.iter().all(|item| {
        let own = letters(item);
        !own.iter().any(is_zero) || !own.iter().all(is_zero) || known(item).is_some()
    });
    Some(Sums { zeros: [zero(1.0), zero(-1.0)], only })
}

impl Sums {
    fn at(&self, x: C, turned: bool) -> Letters<'static> {
        let [p, q] = if turned { [self.zeros[1], self.zeros[0]] } else { self.zeros };
        let named = [("alpha", p), ("beta", q), ("x", x), ("k", real(1.3))];
        let values = named.map(|(name, v)| (name.to_owned(), v)).to_vec();
        Letters { values, given: &[], minus: false, beside: false }
    }

    fn item(&self, item: &Node) -> Verdict {
        let own = letters(item);
        if own.is_empty() || own.iter().any(|name| !is_zero(name) && name != "x" && name != "k") {
            return Verdict::Undecided;
        }
        if own.iter().all(is_zero) {
            let found = [false, true].map(|turned| holds(item, &self.at(real(0.0), turned)));
            return match found {
                [Some(true), _] | [_, Some(true)] => Verdict::Definition,
                [Some(false), Some(false)] => Verdict::Wrong,
                _ => Verdict::Undecided,
            };
        }
        let mut written = sides(item);
        let named = |side: &Node| matches!(side, Node::Apply { function: Function::Letter(_), .. });
        if named(&written[0]) {
            written.remove(0);
        }
        let f = match written.as_slice() {
            [one] => Some(one.clone()),
            [_, _] if is_equation(item) => compare::difference(item),
            _ => None,
        };
        let Some(f) = f.filter(|_| own.iter().any(|name| name == "x")) else {
            return Verdict::Undecided;
        };
        let value = |x: C| evaluate(&f, &self.at(x, false));
        let small = |x: C| value(x).abs() < 1e-8 * x.abs().max(1.0);
        let other = value(real(self.zeros[0].re + 7.31));
        match self.zeros.iter().all(|&x| small(x)) {
            true if other.is_finite() && other.abs() > 1e-6 => Verdict::Equivalent,
            false if self.only && other.is_finite() => Verdict::Wrong,
            _ => Verdict::Undecided,
        }
    }
}

impl Work {
    /// A line about α and β, or about the polynomial with these zeros.
    pub(super) fn on_sums(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let sums = self.sums.as_ref()?;
        let start = self.first.is_none();
        let first = self.first.get_or_insert_with(|| node.clone());
        let mut out = Verdict::Equivalent;
        for item in items(node) {
            match sums.item(&item) {
                Verdict::Wrong => {
                    let (part, became) = (first.clone(), node.clone());
                    return Some((Verdict::Wrong, Some(Mistake { name: SUMS, part, became })));
                }
                Verdict::Equivalent => {}
                other => out = other,
            }
        }
        Some((if start { Verdict::Start } else { out }, None))
    }
}
