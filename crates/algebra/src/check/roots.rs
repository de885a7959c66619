//! Where a statement begins or ceases to hold, found from the line itself: by secants and by Newton's method.

use super::holds::mentions_n;
use super::statements::mentions;
use super::{FAMILY, Ground, Letters, determinant, evaluate, sample, weight};
use crate::complex::{C, real};
use crate::expr::burn;
use ganita_notation::{Join, Node, Relation};

/// Sides that are equal together.
type Meeting<'a> = Vec<(&'a Node, &'a Node)>;

/// Alternatives and members of chains that are looked at.
const MEETINGS: usize = 8;
/// Unknowns that are found together.
const UNKNOWNS: usize = 3;
const ITERATIONS: usize = 24;
const STARTS: [f64; 8] = [0.731, -2.93, 4.37, -0.414, 1.62, -1.21, 9.1, -12.7];
/// Straight lines meet at once; where all do, two starts are enough.
const STRAIGHT: usize = 3;
/// Members of a family of solutions.
const MEMBERS: [f64; STARTS.len()] = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.0, 1.0];

fn meetings<'a>(node: &'a Node, out: &mut Vec<Meeting<'a>>) {
    match node {
        Node::Relation(first, rest) => {
            let mut left = &**first;
            for (relation, right) in rest {
                if *relation != Relation::In {
                    apart(left, right, out);
                }
                left = right;
            }
        }
        Node::Operation(name, items) if name == "or" => {
            items.iter().for_each(|item| meetings(item, out));
        }
        Node::Group(_, inner, _) => meetings(inner, out),
        Node::Operation(..) | Node::List(_) | Node::Lines(_) | Node::Cases(_) => {
            // Equations meet all at once; inequalities each by itself.
            let from = out.len();
            let mut together = true;
            node.for_each_child(&mut |item| {
                together &= crate::explain::sides(item).is_some();
                meetings(item, out);
            });
            if together && out.len() > from {
                let mut all = Vec::new();
                while out.len() > from {
                    all.extend(out.pop().unwrap_or_default());
                }
                out.push(all);
            }
        }
        _ => {}
    }
}

/// A product that is to be zero by its factors: a search from few starts would find the zeros of one.
fn apart<'a>(left: &'a Node, right: &'a Node, out: &mut Vec<Meeting<'a>>) {
    let zero = matches!(right, Node::Number(digits) if digits == "0");
    match left {
        Node::Number(_) if zero => {}
        Node::Group(_, inner, _) if zero => apart(inner, right, out),
        Node::Power(base, exponent) if zero && matches!(**exponent, Node::Number(_)) => {
            apart(base, right, out);
        }
        Node::Sum(terms) if zero && terms.len() == 1 => apart(&terms[0].1, right, out),
        Node::Product(factors) if zero => {
            for (join, factor) in factors {
                if matches!(join, Join::Beside | Join::Dot | Join::Times) {
                    apart(factor, right, out);
                }
            }
        }
        _ => out.push(vec![(left, right)]),
    }
}

/// Ends of intervals and members of sets.
fn ends(node: &Node, letters: &Letters<'_>, inside: bool, out: &mut Vec<C>) {
    match node {
        Node::Relation(_, rest) => {
            for (relation, set) in rest {
                if *relation == Relation::In {
                    ends(set, letters, true, out);
                }
            }
        }
        Node::Operation(..) | Node::List(_) | Node::Lines(_) | Node::Group(..) => {
            node.for_each_child(&mut |part| ends(part, letters, inside, out));
        }
        _ if inside => out.push(evaluate(node, letters)),
        _ => {}
    }
}

/// The place of the letter that is solved for.
pub(super) fn main(ground: &Ground) -> usize {
    let place = |name: &String| ground.letters.iter().position(|letter| letter == name);
    ground.variable.as_ref().and_then(place).unwrap_or(0)
}

/// Calls with the letters moved to where sides of a line meet, as far as that is found from a few starts.
pub(super) fn found(
    node: &Node,
    ground: &Ground,
    letters: &mut Letters<'_>,
    complex: bool,
    keep: &mut dyn FnMut(&Letters<'_>),
) {
    let count = ground.letters.len();
    if count == 0 {
        return;
    }
    let mut lines = Vec::new();
    meetings(node, &mut lines);
    let family = mentions_n(node) && !ground.letters.iter().any(|name| name == "n");
    let price = weight(node) * if family { FAMILY } else { 1 };
    let main = main(ground);
    if family {
        letters.values.push(("n".to_owned(), real(0.0)));
    }
    let mut curved = family;
    for (k, start) in STARTS.into_iter().enumerate() {
        if k >= 2 && !curved {
            break;
        }
        if family {
            letters.values[count].1 = real(MEMBERS[k]);
        }
        letters.minus = k % 2 == 1;
        for meeting in lines.iter().take(MEETINGS) {
            if meeting.len() > UNKNOWNS.min(count) || burn(price) {
                continue;
            }
            for (j, (_, value)) in letters.values.iter_mut().take(count).enumerate() {
                *value = real(ground.reach.within(sample(k, j), j == main));
            }
            let has = |j: usize| {
                let letter = std::slice::from_ref(&ground.letters[j]);
                meeting.iter().any(|(a, b)| mentions(a, letter) || mentions(b, letter))
            };
            let mut unknown = main;
            if letters.given.is_empty() && !has(main) {
                unknown = (0..ground.unknowns.min(count)).find(|&j| has(j)).unwrap_or(main);
            }
            let im = if complex { 0.8 + 0.1 * start } else { 0.0 };
            letters.values[unknown].1 = C { re: start, im };
            let taken = newton(meeting, letters, unknown, price);
            curved |= taken.is_none_or(|taken| taken > STRAIGHT);
            if taken.is_some() {
                keep(letters);
            }
        }
        if k == 0 {
            let mut values = Vec::new();
            ends(node, letters, false, &mut values);
            for end in values {
                letters.values[main].1 = end;
                keep(letters);
            }
        }
    }
    letters.values.truncate(count);
    letters.minus = false;
}

#[inline(never)]
fn gap((left, right): (&Node, &Node), letters: &Letters<'_>) -> C {
    evaluate(left, letters) - evaluate(right, letters)
}

/// Moves one letter to where two sides are equal, and says in how many steps.
fn secant(
    sides: (&Node, &Node),
    letters: &mut Letters<'_>,
    unknown: usize,
    price: u64,
) -> Option<usize> {
    let mut x = letters.values[unknown].1;
    let mut f = gap(sides, letters);
    // Sides that are equal anywhere do not meet in a point.
    if f.abs() <= 1e-12 * evaluate(sides.0, letters).abs().max(1.0) {
        return None;
    }
    let mut next = x + real(0.125);
    for taken in 0..ITERATIONS {
        letters.values[unknown].1 = next;
        if burn(price) {
            return None;
        }
        let value = gap(sides, letters);
        if value.abs() == 0.0 {
            return Some(taken);
        }
        let step = value * (next - x) / (value - f);
        if !step.is_finite() {
            return None;
        }
        (x, f) = (next, value);
        next = next - step;
        if step.abs() <= 1e-13 * next.abs().max(1e-3) {
            // Nearly nothing is not told from nothing where only differences count.
            let zero = next.abs() < 1e-12;
            letters.values[unknown].1 = if zero { real(0.0) } else { next };
            return Some(taken);
        }
    }
    None
}

/// Moves the first letters to where all equations hold, by Cramer's rule; one equation by secants.
fn newton(
    meeting: &Meeting<'_>,
    letters: &mut Letters<'_>,
    unknown: usize,
    price: u64,
) -> Option<usize> {
    const H: f64 = 1e-6;
    let n = meeting.len();
    if n < 2 {
        return secant(*meeting.first()?, letters, unknown, price);
    }
    for taken in 0..ITERATIONS / 2 {
        if burn(price * (n as u64 + 1)) {
            return None;
        }
        // A row for each letter; the values stand last.
        let mut rows: Vec<Vec<C>> = Vec::new();
        for j in 0..=n {
            let mut row = Vec::new();
            for &sides in meeting {
                row.push(gap(sides, letters));
            }
            if j < n {
                let x = letters.values[j].1;
                letters.values[j].1 = x + real(H);
                for (entry, &sides) in row.iter_mut().zip(meeting) {
                    *entry = (gap(sides, letters) - *entry) / real(H);
                }
                letters.values[j].1 = x;
            }
            rows.push(row);
        }
        let values = rows.pop()?;
        let whole = determinant(rows.clone());
        if whole.abs() < 1e-6 {
            // One of them says nothing new.
            let mut any = |&sides| secant(sides, letters, unknown, price).is_some();
            if !meeting.iter().any(&mut any) {
                return None;
            }
            break;
        }
        let mut least = true;
        for j in 0..n {
            let mut other = rows.clone();
            other[j].clone_from(&values);
            let by = determinant(other) / whole;
            let value = &mut letters.values[j].1;
            *value = *value - by;
            least &= by.abs() <= 1e-12 * value.abs().max(1e-2);
        }
        if least {
            return Some(taken);
        }
    }
    meeting.iter().all(|&sides| gap(sides, letters).abs() < 1e-9).then_some(ITERATIONS)
}
