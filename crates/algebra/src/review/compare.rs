//! How two lines of a student's work are related, found by numbers and by the solutions of each line alone.

use super::angles::periodic;
use super::digits::{PI, has_pi, rounded, slack, with_pi};
use super::intervals::inequalities;
use super::kinds::sides;
use super::quantities::numeric;
use super::solutions::{WINDOW, alternatives, solutions, worlds};
use super::spots::bare;
use crate::check::{self, Letters, Reach};
use crate::complex::{C, real};
use crate::explain::names;
use crate::parts;
use ganita_notation::{Function, Join, Node, Relation, Sign};

/// How a line follows from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Same,
    /// All solutions are kept, others may have come in.
    Gains,
    /// Some solutions are gone, none is new.
    Loses,
    Wrong,
    Unknown,
}

/// What the lines of a piece of work are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mode {
    /// Expressions of one value. The letter is the one differentiated or integrated by.
    Value(Option<String>),
    /// Statements about one unknown.
    Equation(String),
    /// Statements about several unknowns.
    System,
    /// Inequalities in one unknown.
    Inequality(String),
    /// A differential equation and what follows from it.
    Slopes(super::slopes::Curve),
}

pub(super) fn link(mode: &Mode, before: &Node, after: &Node, given: &[(String, Node)]) -> Link {
    if before == after {
        return Link::Same;
    }
    let found = exactly(mode, before, after, given);
    if found == Link::Wrong && matches!(mode, Mode::Value(_)) && rounded(before, after) {
        return Link::Same;
    }
    if matches!(found, Link::Same | Link::Unknown) || !has_pi(before) || has_pi(after) {
        return found;
    }
    // π was taken as 22/7 or 3.14.
    let with = |digits: &&str| exactly(mode, &with_pi(before, digits), after, given);
    PI[1..]
        .iter()
        .map(with)
        .find(|link| !matches!(link, Link::Wrong | Link::Unknown))
        .unwrap_or(found)
}

/// [`link`] with π as it is.
fn exactly(mode: &Mode, before: &Node, after: &Node, given: &[(String, Node)]) -> Link {
    match mode {
        Mode::Value(variable) => {
            let mut letters = Vec::new();
            names(before, &mut letters);
            names(after, &mut letters);
            for (_, node) in given {
                names(node, &mut letters);
            }
            letters.retain(|letter| !given.iter().any(|(name, _)| name == letter));
            if let Some(link) = super::laws::matrices(before, after, variable.as_deref()) {
                return link;
            }
            let same = |before: &Node, after: &Node, reach| {
                let variable = variable.as_deref();
                check::same_value(before, after, &letters, given, variable, reach)
            };
            match same(before, after, Reach::Real) {
                Some(true) => Link::Same,
                Some(false) if meant(before, after, &letters, &same) => Link::Same,
                Some(false) => Link::Wrong,
                None => counted(before, after, &letters, variable.as_deref()),
            }
        }
        Mode::Equation(x) => equations(before, after, x),
        Mode::Inequality(x) => inequalities(before, after, x),
        Mode::System | Mode::Slopes(_) => Link::Unknown,
    }
}

/// Numbers of selections have values at whole numbers only.
fn counted(before: &Node, after: &Node, letters: &[String], variable: Option<&str>) -> Link {
    let counts = |node: &Node| {
        parts::any(node, &|part| match part {
            Node::Big { upper: Some(upper), .. } => !numeric(upper),
            part => matches!(part, Node::Binomial(..)),
        })
    };
    if letters.is_empty() || !(counts(before) || counts(after)) {
        return Link::Unknown;
    }
    let mut all = Link::Same;
    for start in [9, 11, 14] {
        let value = |k: usize| Node::number(&(start - 3 * k as i64).max(1).to_string());
        let given: Vec<(String, Node)> =
            letters.iter().enumerate().map(|(k, name)| (name.clone(), value(k))).collect();
        match check::same_value(before, after, &[], &given, variable, Reach::Real) {
            Some(true) => {}
            Some(false) => all = Link::Wrong,
            None => return Link::Unknown,
        }
    }
    all
}

type Same<'a> = &'a dyn Fn(&Node, &Node, Reach) -> Option<bool>;

/// Whether two expressions are the same where textbooks mean them: √ of trigonometric functions for acute angles, inverse
/// functions between 0 and 1.
fn meant(before: &Node, after: &Node, letters: &[String], same: Same<'_>) -> bool {
    let named = |node: &Node, names: &[&str], inverse: bool| {
        parts::any(node, &|part| match part {
            Node::Apply { function: Function::Named(name), power, .. } => {
                let power = power.as_deref().is_some_and(|k| matches!(k, Node::Sum(_)));
                names.contains(&name.as_str()) && (power == inverse || name.starts_with("arc"))
            }
            _ => false,
        })
    };
    const CIRCULAR: [&str; 10] =
        ["sin", "cos", "tan", "cot", "sec", "csc", "cosec", "arcsin", "arccos", "arctan"];
    let rooted = |node: &Node| {
        parts::any(node, &|part| matches!(part, Node::Root { .. }) && named(part, &CIRCULAR, false))
    };
    if rooted(before) || rooted(after) {
        return same(before, after, Reach::Acute) == Some(true);
    }
    if named(before, &CIRCULAR, true) && named(after, &CIRCULAR, true) {
        let below_one = |node: &Node| {
            parts::rewrite(node, &mut |part| match &part {
                Node::Symbol(name) if letters.contains(name) => super::laws::of("sin", &part),
                _ => part,
            })
        };
        return same(&below_one(before), &below_one(after), Reach::Acute) == Some(true);
    }
    false
}

/// Whether a line made by a mistake is what the student wrote. Two equations without any solution are not the same.
pub(super) fn agree(mode: &Mode, a: &Node, b: &Node, given: &[(String, Node)]) -> bool {
    if let Mode::Equation(x) = mode
        && !proportional(a, b)
        && worlds(a, b, x).iter().any(|others| {
            solutions(b, x, others, WINDOW).is_none_or(|found| found.points.is_empty())
        })
    {
        return false;
    }
    link(mode, a, b, given) == Link::Same
}

/// Left minus right of a single equation.
pub(super) fn difference(line: &Node) -> Option<Node> {
    match bare(line) {
        Node::Relation(left, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
            Some(Node::Sum(vec![(Sign::Plus, (**left).clone()), (Sign::Minus, rest[0].1.clone())]))
        }
        _ => None,
    }
}

/// Whether two equations are the same but for a number that multiplies both sides.
pub(super) fn proportional(before: &Node, after: &Node) -> bool {
    let (Some(a), Some(b)) = (difference(before), difference(after)) else { return false };
    let mut letters = Vec::new();
    names(&a, &mut letters);
    names(&b, &mut letters);
    // An equation between complex numbers.
    let complex = [&a, &b].iter().any(|side| parts::any(side, &|part| *part == Node::symbol("i")));
    let mut ratio: Option<C> = None;
    let mut seen = 0;
    for k in 0..10 {
        let values = letters.iter().enumerate().map(|(j, name)| {
            (
                name.clone(),
                // On both sides of zero: |x| is x on one only.
                real(
                    (0.37 + 0.83 * f64::from(k) - 0.61 * j as f64 + 0.19 * j as f64 * f64::from(k))
                        * if k % 3 == 1 { -1.0 } else { 1.0 },
                ),
            )
        });
        let at = Letters { values: values.collect(), given: &[], minus: false, beside: false };
        let (p, q) = (check::evaluate(&a, &at), check::evaluate(&b, &at));
        let (p_real, q_real) =
            (p.is_finite() && (complex || p.is_real()), q.is_finite() && (complex || q.is_real()));
        if p_real != q_real {
            return false;
        }
        if !p_real {
            continue;
        }
        if p.abs() < 1e-9 || q.abs() < 1e-9 {
            if p.abs() < 1e-9 && q.abs() < 1e-9 {
                continue;
            }
            return false;
        }
        let found = p / q;
        match ratio {
            None => ratio = Some(found),
            Some(known) if (known - found).abs() > 1e-9 * known.abs() => return false,
            Some(_) => {}
        }
        seen += 1;
    }
    seen >= 3
}

/// Worlds with solutions that are looked at.
const WORLDS: usize = 3;

fn equations(before: &Node, after: &Node, x: &str) -> Link {
    let in_degrees = |line: &Node| parts::any(line, &|part| matches!(part, Node::Degrees(_)));
    // An angle that is counted in degrees throughout: x + 2x + 3x = 180, x = 30°.
    let plain;
    let after = if in_degrees(after) && !in_degrees(before) && !periodic(before, x) {
        plain = parts::rewrite(after, &mut |part| match part {
            Node::Degrees(inner) => *inner,
            other => other,
        });
        &plain
    } else {
        after
    };
    if proportional(before, after) {
        return Link::Same;
    }
    let window = if periodic(before, x) || periodic(after, x) { 12.0 } else { WINDOW };
    if parts::any(after, &|part| *part == Node::symbol("i")) {
        return complex(before, after, x);
    }
    // x = 2.33 of 3x = 7.
    let loose = match sides(after).as_slice() {
        [name, value] if *name == Node::symbol(x) => slack(value).unwrap_or(0.0),
        _ => 0.0,
    };
    let mut all = Link::Same;
    let mut seen = 0;
    let worlds = worlds(before, after, x);
    let many = worlds.len() > 1;
    for others in worlds {
        let (Some(a), Some(b)) =
            (solutions(before, x, &others, window), solutions(after, x, &others, window))
        else {
            return Link::Unknown;
        };
        if many && a.points.is_empty() && b.points.is_empty() {
            continue;
        }
        seen += 1;
        let kept = a.points.iter().all(|&v| b.may_hold(v, window, loose));
        let grounded = b.points.iter().all(|&v| a.may_hold(v, window, loose));
        let here = match (kept, grounded) {
            (true, true) => Link::Same,
            (true, false) => Link::Gains,
            (false, true) if !b.points.is_empty() => Link::Loses,
            _ => Link::Wrong,
        };
        all = match (all, here) {
            (Link::Same, other) | (other, Link::Same) => other,
            (p, q) if p == q => p,
            _ => Link::Wrong,
        };
        if seen == WORLDS {
            break;
        }
    }
    if many && seen == 0 { Link::Unknown } else { all }
}

/// Non-real answers are put back into the equation.
fn complex(before: &Node, after: &Node, x: &str) -> Link {
    let Some(f) = difference(before) else { return Link::Unknown };
    for one in alternatives(after, x) {
        let Node::Relation(left, rest) = &one else { return Link::Unknown };
        if **left != Node::symbol(x) || rest.len() != 1 {
            return Link::Unknown;
        }
        let v = check::evaluate(&rest[0].1, &Letters::default());
        let at =
            Letters { values: vec![(x.to_owned(), v)], given: &[], minus: false, beside: false };
        let y = check::evaluate(&f, &at);
        if !y.is_finite() {
            return Link::Unknown;
        }
        if y.abs() > 1e-8 * v.abs().max(1.0) {
            return Link::Wrong;
        }
    }
    Link::Same
}

/// A product of the pieces, for candidates.
pub(super) fn times(a: &Node, b: &Node) -> Node {
    Node::Product(vec![(Join::Dot, a.clone()), (Join::Dot, b.clone())])
}
