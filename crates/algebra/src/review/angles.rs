//! Lines about angles: general solutions, principal ones, acute ones.

use super::kinds::is_name;
use super::kinds::sides;
use super::solutions::{same_where, solutions};
use crate::parts;
use ganita_notation::Node;

pub(super) fn periodic(node: &Node, x: &str) -> bool {
    parts::any(node, &|part| match part {
        // Not their inverses.
        Node::Apply { function: ganita_notation::Function::Named(name), power, .. } => {
            !matches!(power.as_deref(), Some(Node::Sum(_)))
                && matches!(name.as_str(), "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "cosec")
        }
        _ => false,
    }) || has_family(node, x)
}

/// x = nπ: any whole number, unless n is only a letter like others.
pub(super) fn has_family(node: &Node, x: &str) -> bool {
    let has = |name: &str| parts::any(node, &|part| *part == Node::symbol(name));
    x != "n" && has("n") && has("pi")
}

/// Whether the values in `after` are just those from 0 to 2π, or from −π to π, that solve the trigonometric `before`.
pub(super) fn principal(before: &Node, after: &Node, x: &str) -> bool {
    use std::f64::consts::PI;
    if !periodic(before, x) || periodic(after, x) {
        return false;
    }
    let found = || Some((solutions(before, x, &[], 12.0)?, solutions(after, x, &[], 12.0)?));
    let Some((a, b)) = found() else { return false };
    let near = |p: f64, q: f64| (p - q).abs() < 1e-7;
    [(-1e-9, 2.0 * PI - 1e-9), (-1e-9, 2.0 * PI + 1e-9), (-PI + 1e-9, PI + 1e-9)].iter().any(
        |&(low, high)| {
            let within: Vec<f64> =
                a.points.iter().copied().filter(|v| (low..high).contains(v)).collect();
            within.len() > 1
                && within.len() == b.points.len()
                && within.iter().zip(&b.points).all(|(p, q)| near(*p, *q))
        },
    )
}

/// Letters that name an angle of a triangle.
pub(super) fn of_triangle(x: &str) -> bool {
    matches!(x, "theta" | "phi" | "alpha" | "beta") || x.len() == 1 && x < "["
}

/// Whether two lines say the same of an acute angle.
pub(super) fn acute(before: &Node, after: &Node, x: &str) -> bool {
    if !of_triangle(x) || !periodic(before, x) {
        return false;
    }
    let all = sides(after);
    let degrees = parts::any(after, &|part| matches!(part, Node::Degrees(_)));
    // θ = π/4 may be asked for in general, θ = 45° and A = π/4 are not.
    let inverse = parts::any(after, &|part| matches!(part, Node::Apply { power: Some(_), .. }));
    if !periodic(after, x) && is_name(&all[0], &all[1..]) && x.len() > 1 && !degrees && !inverse {
        return false;
    }
    let acute = |v: f64| (1e-9..std::f64::consts::FRAC_PI_2).contains(&v);
    if same_where(before, after, x, &acute) {
        return true;
    }
    // sin 3A = cos(A − 26°) as 90° − 3A = A − 26°: the angles are acute.
    !periodic(after, x)
        && solutions(after, x, &[], 12.0).is_some_and(|found| {
            found.points.len() == 1
                && found.points.iter().all(|v| acute(*v) && holds(before, x, *v))
        })
}

fn holds(line: &Node, x: &str, v: f64) -> bool {
    let values = vec![(x.to_owned(), crate::complex::real(v))];
    let at = crate::check::Letters { values, given: &[], minus: false, beside: false };
    crate::check::holds(line, &at) == Some(true)
}

/// Whether two lines differ only in the quadrant: they share an angle, and all their angles have one acute angle to the
/// axis.
pub(super) fn other_quadrant(before: &Node, after: &Node, x: &str) -> bool {
    if !periodic(before, x) || !periodic(after, x) {
        return false;
    }
    let found = |line: &Node| solutions(line, x, &[], 12.0).map(|found| found.points);
    let (Some(a), Some(b)) = (found(before), found(after)) else { return false };
    let near = |p: f64, q: f64| (p - q).abs() < 1e-7;
    let to_axis = |v: f64| libm::acos(libm::cos(v).abs());
    let Some(first) = a.first() else { return false };
    a.iter().chain(&b).all(|v| near(to_axis(*v), to_axis(*first)))
        && a.iter().any(|p| b.iter().any(|q| near(*p, *q)))
}
