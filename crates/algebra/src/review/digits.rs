//! Digits for π, as school takes them.

use super::asides::put;
use crate::check::{self, Letters};
use crate::complex::C;
use crate::parts;
use ganita_notation::{Node, Sign};

/// π itself, and the digits that stand for it in school.
pub(super) const PI: [&str; 3] = ["", r"\frac{22}{7}", "3.14"];

/// π as digits.
pub(super) fn with_pi(body: &Node, digits: &str) -> Node {
    match ganita_notation::read(digits) {
        Ok(value) if !digits.is_empty() => put(body, "pi", &value),
        _ => body.clone(),
    }
}

/// Whether π is written.
pub(super) fn has_pi(node: &Node) -> bool {
    parts::any(node, &|part| *part == Node::symbol("pi"))
}

/// Half a unit of the last digit of a number with two decimals or more: 0.005 for 0.33.
fn half_unit(digits: &str) -> Option<Node> {
    let point = digits.bytes().position(|b| b == b'.')?;
    let places = digits.len() - point - 1;
    let mut half = "0.".to_owned();
    half.extend(std::iter::repeat_n('0', places));
    half.push('5');
    (places > 1).then_some(Node::Number(half))
}

fn value(line: &Node) -> C {
    check::evaluate(line, &Letters::default())
}

/// How far a line with rounded numbers may be off; `None`: nothing in it is rounded.
pub(super) fn slack(node: &Node) -> Option<f64> {
    let own = value(node);
    let mut all = Vec::new();
    decimals(node, &mut all);
    let mut out = 0.0;
    for number in &all {
        let Node::Number(digits) = number else { return None };
        let moved = Node::Sum(vec![(Sign::Plus, number.clone()), (Sign::Plus, half_unit(digits)?)]);
        let there =
            parts::rewrite(node, &mut |part| if part == *number { moved.clone() } else { part });
        out += 1.0002 * (value(&there) - own).abs();
    }
    (!all.is_empty() && out.is_finite()).then_some(out)
}

fn decimals(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::Number(digits) if digits.bytes().any(|b| b == b'.') && !out.contains(node) => {
            out.push(node.clone());
        }
        other => parts::of(other).into_iter().for_each(|part| decimals(part, out)),
    }
}

/// Whether numbers without letters are the same but for rounding: 1/3 and 0.33.
pub(super) fn rounded(before: &Node, after: &Node) -> bool {
    let Some(gap) = slack(after) else { return false };
    let a = value(before);
    let mut written = Vec::new();
    decimals(before, &mut written);
    let exact = (a.re * 1e4 - libm::round(a.re * 1e4)).abs() < 1e-9;
    let may = !exact || written.is_empty() && !matches!(before, Node::Number(_));
    may && (a - value(after)).abs() <= gap
}
