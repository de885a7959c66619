//! Inequalities compared point by point.

use super::compare::Link;
use super::solutions::{WINDOW, solutions};
use crate::check::{self, Letters};
use crate::complex::real;
use crate::parts;
use ganita_notation::{Node, Relation};

/// A chain such as 1 < x < 3, "or", "and", and sets.
pub(super) fn inequalities(before: &Node, after: &Node, x: &str) -> Link {
    let mut points: Vec<f64> = Vec::new();
    for line in [before, after] {
        critical(line, x, &mut points);
    }
    for k in 0..160 {
        points.push(-40.0 + 0.5 * f64::from(k) + 0.0713);
    }
    crate::sort::by(&mut points, &mut f64::total_cmp);
    let between: Vec<f64> = points.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
    points.extend(between);
    let (mut gains, mut loses, mut shared, mut seen) = (false, false, false, 0);
    for v in points {
        let at = Letters {
            values: vec![(x.to_owned(), real(v))],
            given: &[],
            minus: false,
            beside: false,
        };
        let (Some(a), Some(b)) = (check::holds(before, &at), check::holds(after, &at)) else {
            continue;
        };
        seen += 1;
        gains |= b && !a;
        loses |= a && !b;
        shared |= a && b;
    }
    match (gains, loses) {
        _ if seen < 20 => Link::Unknown,
        (false, false) => Link::Same,
        (true, false) => Link::Gains,
        (false, true) if shared => Link::Loses,
        _ => Link::Wrong,
    }
}

pub(super) fn critical(line: &Node, x: &str, out: &mut Vec<f64>) {
    match line {
        Node::Relation(first, rest) => {
            let mut left = &**first;
            for (relation, right) in rest {
                if *relation == Relation::In {
                    numbers(right, out);
                } else {
                    let as_equation = Node::relation(left.clone(), Relation::Equal, right.clone());
                    out.extend(
                        solutions(&as_equation, x, &[], WINDOW)
                            .map_or_else(Vec::new, |found| found.points),
                    );
                }
                left = right;
            }
        }
        other => parts::of(other).iter().for_each(|part| critical(part, x, out)),
    }
}

/// The values of the ends of intervals.
pub(super) fn numbers(set: &Node, out: &mut Vec<f64>) {
    let v = check::evaluate(set, &Letters::default());
    if v.is_finite() && v.is_real() {
        out.push(v.re);
    } else {
        parts::of(set).iter().for_each(|part| numbers(part, out));
    }
}
