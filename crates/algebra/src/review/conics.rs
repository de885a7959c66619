//! a, b, c and e of a conic whose equation is the first line.

use super::compare::{difference, proportional};
use super::kinds::{has_calculus, is_equation, sides};
use super::lines::Work;
use super::mistakes::FORMULA;
use super::{Mistake, Verdict, asides};
use crate::check::{Letters, evaluate, holds};
use crate::complex::real;
use crate::explain::names;
use crate::parts;
use crate::textbook::items;
use ganita_notation::{Node, read};

const NAMES: [&str; 4] = ["a", "b", "c", "e"];

pub(super) struct Conic {
    /// a, b, c and e; more than one where textbooks differ.
    values: Vec<[f64; 4]>,
    /// How c follows from the others.
    law: &'static str,
    first: Node,
}

fn letters(node: &Node) -> Vec<String> {
    let mut out = Vec::new();
    names(node, &mut out);
    if parts::any(node, &|part| *part == Node::symbol("e")) && !out.iter().any(|name| name == "e") {
        out.push("e".to_owned());
    }
    out
}

fn is_own(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The conic that the lines are about, if they name its a, b, c or e.
pub(super) fn conic(lines: &[&Node]) -> Option<Conic> {
    let (first, rest) = lines.split_first()?;
    let mut plane = letters(first);
    crate::sort::by(&mut plane, &mut String::cmp);
    if plane != ["x", "y"] || lines.iter().any(|line| has_calculus(line)) {
        return None;
    }
    let (mut about, mut other) = (false, false);
    for item in rest.iter().flat_map(|line| items(line)) {
        let own = letters(&item);
        let has = |name: &str| own.iter().any(|letter| letter == name);
        about |= !own.is_empty() && is_equation(&item) && own.iter().all(|name| is_own(name));
        // c of y = mx + c.
        other |= has("m") || has("c") && (has("x") || has("y"));
    }
    if !about || other {
        return None;
    }
    let f = difference(first)?;
    let at = |x: f64, y: f64| {
        let values = vec![("x".to_owned(), real(x)), ("y".to_owned(), real(y))];
        evaluate(&f, &Letters { values, given: &[], minus: false, beside: false }).re
    };
    // The coefficients of px² + qy² + rx + sy + t, from its values.
    let t = at(0.0, 0.0);
    let half = |plus: f64, minus: f64| ((plus + minus) / 2.0 - t, (plus - minus) / 2.0);
    let ((p, r), (q, s)) = (half(at(1.0, 0.0), at(-1.0, 0.0)), half(at(0.0, 1.0), at(0.0, -1.0)));
    let small = |v: f64| v.abs() < 1e-9;
    if !small(at(3.0, 2.0) - (9.0 * p + 4.0 * q + 3.0 * r + 2.0 * s + t)) {
        return None;
    }
    let first = (*first).clone();
    if small(p) != small(q) {
        let (square, line) = if small(p) { (q, r) } else { (p, s) };
        let a = line / square / 4.0;
        let values = [a, -a].map(|a| [a, f64::NAN, f64::NAN, 1.0]).to_vec();
        return (!small(a)).then_some(Conic { values, law: "y^2=4ax", first });
    }
    let k = r * r / (4.0 * p) + s * s / (4.0 * q) - t;
    let (over_x, over_y) = (k / p, k / q);
    if over_x > 0.0 && over_y > 0.0 && !small(over_x - over_y) {
        let (low, high) = (over_x.min(over_y), over_x.max(over_y));
        let (a, b, c) = (high.sqrt(), low.sqrt(), (high - low).sqrt());
        let mut values = vec![[a, b, c, c / a]];
        if over_y > over_x {
            // a always below x².
            values.push([b, a, c, c / a]);
        }
        return Some(Conic { values, law: "c^2=a^2-b^2", first });
    }
    (over_x * over_y < 0.0).then(|| {
        let (a, b) = (over_x.max(over_y).sqrt(), (-over_x.min(over_y)).sqrt());
        let c = (a * a + b * b).sqrt();
        Conic { values: vec![[a, b, c, c / a]], law: "c^2=a^2+b^2", first }
    })
}

/// A value in digits. The standard library's writer of doubles brings several kilobytes into the browser, and nothing else
/// there uses it.
fn digits(value: f64) -> Node {
    if !value.is_finite() {
        return Node::Missing;
    }
    let size = value.abs();
    let whole = size as u64;
    let part = ((size - whole as f64) * 1e15) as u64;
    let size = Node::number(&format!("{whole}.{part:015}"));
    if value < 0.0 { Node::negative(size) } else { size }
}

impl Conic {
    /// A line about them; lines with x and y go their own way.
    fn line(&mut self, node: &Node) -> Option<Verdict> {
        let own = letters(node);
        let has = |name: &str| own.iter().any(|letter| letter == name);
        let (x, y) = (has("x"), has("y"));
        if own.iter().any(|name| !is_own(name) && name != "x" && name != "y") {
            return None;
        }
        if x && y {
            if !own.iter().any(|name| is_own(name)) {
                return None;
            }
            // The general equation.
            let put = |values: &[f64; 4]| {
                NAMES
                    .iter()
                    .zip(values)
                    .fold(node.clone(), |line, (name, v)| asides::put(&line, name, &digits(*v)))
            };
            let same = self.values.iter().any(|values| proportional(&self.first, &put(values)));
            return Some(if same { Verdict::Definition } else { Verdict::Undecided });
        }
        if x || y || !own.iter().any(|name| is_own(name)) {
            // A directrix, a vertex.
            return Some(Verdict::Undecided);
        }
        let mut all = Verdict::Equivalent;
        for item in items(node) {
            // Latus rectum = 2b²/a = ….
            let mut written = sides(&item);
            written.retain(|side| !matches!(side, Node::Text(_)));
            if !is_equation(&item) || written.len() < 2 {
                all = Verdict::Undecided;
                continue;
            }
            let (mut kept, mut open) = (Vec::new(), false);
            for values in &self.values {
                let named = NAMES.iter().zip(values);
                let values_ = named.map(|(name, v)| ((*name).to_owned(), real(*v))).collect();
                let at = Letters { values: values_, given: &[], minus: false, beside: false };
                let pairs = written.windows(2).map(|two| {
                    let equal = ganita_notation::Relation::Equal;
                    holds(&Node::relation(two[0].clone(), equal, two[1].clone()), &at)
                });
                let (mut right, mut known) = (true, true);
                for found in pairs {
                    right &= found == Some(true);
                    known &= found.is_some();
                }
                open |= !known;
                if right {
                    kept.push(*values);
                }
            }
            if !kept.is_empty() {
                self.values = kept;
            } else if open {
                all = Verdict::Undecided;
            } else {
                return Some(Verdict::Wrong);
            }
        }
        Some(all)
    }
}

impl Work {
    /// A line about the a, b, c and e of a conic.
    pub(super) fn on_conic(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        self.first.as_ref()?;
        let conic = self.conic.as_mut()?;
        let verdict = conic.line(node)?;
        let law =
            if letters(node).iter().any(|name| name == "e") { "e=\\frac{c}{a}" } else { conic.law };
        let mistake = (verdict == Verdict::Wrong).then(|| {
            let part = read(law).unwrap_or(Node::Missing);
            Mistake { name: FORMULA, part, became: node.clone() }
        });
        Some((verdict, mistake))
    }
}
