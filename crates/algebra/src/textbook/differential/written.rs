//! How a differential equation is written: with dy/dx, with y′, or with dx and dy apart; and a point its curve goes through.

use crate::algebra::{coefficients, expand, fraction, together};
use crate::check::{Letters, evaluate};
use crate::complex::real;
use crate::explain::{names, sides};
use crate::expr::{E, ZERO, int, sym};
use crate::meaning::{letter, meaning};
use crate::parts;
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::simplest;
use ganita_notation::{Function, Node};

/// The letter that stands for dy/dx.
const SLOPE: &str = "slope";

/// The letter that stands for dx, where it is written apart from dy.
const RUN: &str = "run";

pub(super) struct Written {
    equation: Node,
    pub(super) x: E,
    pub(super) y: E,
    /// Where x is the first, y is the second.
    pub(super) point: Option<(E, E)>,
}

/// Whether this is a differential equation of the first order, alone or with a point.
pub(crate) fn is_equation(node: &Node) -> bool {
    let written = |part: &Node| {
        slope_of_call(part).is_some()
            || matches!(part, Node::Derivative { .. } | Node::Differential(_) | Node::Prime(..))
            || matches!(part, Node::Symbol(name) if name == "d")
    };
    if !parts::any(node, &written) {
        return false;
    }
    let (first, rest) = equation_and_rest(node);
    matches!(first, Node::Relation(..))
        && letters(&spelled(first)).is_some()
        && rest.iter().all(|item| letters(&spelled(item)).is_none())
}

fn equation_and_rest(node: &Node) -> (&Node, &[Node]) {
    match node {
        Node::List(items) | Node::Lines(items) => match items.split_first() {
            Some((first, rest)) => (first, rest),
            None => (node, &[]),
        },
        Node::Operation(name, items) if name == "and" && items.len() > 1 => {
            (&items[0], &items[1..])
        }
        _ => (node, &[]),
    }
}

fn is_slope(part: &Node) -> bool {
    matches!(part, Node::Derivative { order: 1, of: Some(of), variables, .. }
        if matches!(**of, Node::Symbol(_)) && variables.len() == 1)
        || matches!(part, Node::Prime(inner, 1) if matches!(**inner, Node::Symbol(_)))
}

/// f and x of f′(x).
fn slope_of_call(part: &Node) -> Option<(&Node, &Node)> {
    match part {
        Node::Apply { function: Function::Letter(name), argument, power: None, index: None } => {
            match &**name {
                Node::Prime(f, 1) if letter(argument).is_some() => Some((&**f, &**argument)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// "ydx" is y times dx, and f′(x) is df/dx.
fn spelled(node: &Node) -> Node {
    let mut function = None;
    let node = parts::rewrite(node, &mut |part| {
        let Some((f, x)) = slope_of_call(&part) else { return part };
        function = Some((f.clone(), x.clone()));
        Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![x.clone()],
            of: Some(Box::new(f.clone())),
            inside: true,
        }
    });
    parts::rewrite(&node, &mut |part| match part {
        Node::Apply { function: Function::Letter(name), argument, power: None, index: None }
            if function.as_ref().is_some_and(|(f, x)| *name == *f && *argument == *x) =>
        {
            *name
        }
        Node::Product(mut factors) if factors.len() > 1 => {
            let last = factors.len() - 1;
            let is_d = matches!(&factors[last - 1].1, Node::Symbol(name) if name == "d");
            if is_d && matches!(factors[last].1, Node::Symbol(_)) {
                let of = factors.remove(last).1;
                factors[last - 1].1 = Node::Differential(Box::new(of));
            }
            if factors.len() == 1 { factors.remove(0).1 } else { Node::Product(factors) }
        }
        other => other,
    })
}

/// y and x: of the first dy/dx, else of dx and dy.
fn letters(node: &Node) -> Option<(E, E)> {
    let mut slope = None;
    let mut apart = Vec::new();
    find(node, &mut slope, &mut apart);
    slope.or_else(|| {
        let [a, b] = apart.as_slice() else { return None };
        let free = |e: &E| *e == sym("x") || *e == sym("t");
        Some(if free(b) || !free(a) { (*a, *b) } else { (*b, *a) })
    })
}

fn find(node: &Node, slope: &mut Option<(E, E)>, apart: &mut Vec<E>) {
    match node {
        Node::Derivative { of: Some(of), variables, .. } if is_slope(node) && slope.is_none() => {
            *slope = letter(of).zip(letter(&variables[0]));
        }
        Node::Prime(inner, 1) if is_slope(node) && slope.is_none() => {
            *slope = letter(inner).map(|y| (y, sym(if y == sym("x") { "t" } else { "x" })));
        }
        Node::Differential(of) => {
            if let Some(of) = letter(of).filter(|of| !apart.contains(of)) {
                apart.push(of);
            }
        }
        _ => {}
    }
    parts::of(node).iter().for_each(|part| find(part, slope, apart));
}

impl Written {
    pub(super) fn of(problem: &Node) -> Option<Written> {
        let (first, rest) = equation_and_rest(problem);
        let equation = spelled(first);
        let (y, x) = letters(&equation)?;
        let point = if rest.is_empty() { None } else { Some(point(rest, x, y)?) };
        Some(Written { equation, x, y, point })
    }

    /// The two sides with letters for the slope and for dx.
    fn with_letters(&self) -> Option<(Node, Node)> {
        let put = parts::rewrite(&self.equation, &mut |part| match &part {
            _ if is_slope(&part) => Node::symbol(SLOPE),
            Node::Differential(of) => {
                Node::symbol(if letter(of) == Some(self.x) { RUN } else { SLOPE })
            }
            _ => part,
        });
        sides(&put).map(|(left, right)| (left.clone(), right.clone()))
    }

    /// dy/dx as the equation says it.
    pub(super) fn slope(&self) -> Result<E, Refusal> {
        let none = Refusal::new(Reason::NoMethod);
        let Some((left, right)) = self.with_letters() else { return Err(none) };
        let mut f = meaning(&left)? - meaning(&right)?;
        let (run, slope) = (sym(RUN), sym(SLOPE));
        if f.has(run) {
            // Each term must have one of dx and dy.
            let twice = f.replace(run, int(2) * run).replace(slope, int(2) * slope);
            if expand(twice - int(2) * f) != ZERO {
                return Err(none);
            }
            f = f.replace(run, int(1));
        }
        match coefficients(fraction(f).0, slope).as_deref() {
            Some([rest, by]) => Ok(simplest(together(-(*rest / *by)))),
            _ => Err(none),
        }
    }

    /// The level lines of φ have the slope of the problem: by differences of φ, put into the problem as it is written,
    /// at all places or at those with positive x.
    pub(super) fn solved_by(&self, phi: &Node, positive: bool) -> bool {
        let Some((left, right)) = self.with_letters() else { return false };
        let (xn, yn) = (self.x.letter(), self.y.letter());
        // Constants of the equation are some numbers.
        let mut letters = Vec::new();
        names(&self.equation, &mut letters);
        let base = |u: f64, v: f64| {
            let others = letters
                .iter()
                .zip(0..)
                .map(|(name, k)| (name.clone(), real(1.1 + 0.3 * f64::from(k))));
            let known = [(xn.clone(), real(u)), (yn.clone(), real(v))];
            known.into_iter().chain(others).collect::<Vec<_>>()
        };
        let at = |u: f64, v: f64| {
            let w = evaluate(
                phi,
                &Letters { values: base(u, v), given: &[], minus: false, beside: false },
            );
            (w.is_finite() && w.is_real()).then_some(w.re)
        };
        let mut agreed = 0;
        for (u, v) in [
            (0.717, 1.339),
            (1.413, 0.629),
            (0.937, 2.231),
            (2.153, 1.723),
            (0.439, 0.541),
            (1.823, 3.167),
            (-0.853, 1.117),
            (0.347, -0.641),
        ] {
            if positive && u < 0.0 {
                continue;
            }
            let d = |dx: f64, dy: f64| {
                let h = 1e-3;
                let half = |h: f64| {
                    Some((at(u + h * dx, v + h * dy)? - at(u - h * dx, v - h * dy)?) / (2.0 * h))
                };
                let (wide, near) = (half(h)?, half(0.5 * h)?);
                // None beside a pole.
                ((wide - near).abs() < 1e-2 * (1.0 + near.abs()))
                    .then_some((4.0 * near - wide) / 3.0)
            };
            let (Some(px), Some(py)) = (d(1.0, 0.0), d(0.0, 1.0)) else { continue };
            if py.abs() < 1e-7 {
                continue;
            }
            let mut values = base(u, v);
            values.push((SLOPE.to_owned(), real(-px / py)));
            values.push((RUN.to_owned(), real(1.0)));
            let letters = Letters { values, given: &[], minus: false, beside: false };
            let (a, b) = (evaluate(&left, &letters), evaluate(&right, &letters));
            if !a.is_finite() || !b.is_finite() || !a.is_real() || !b.is_real() {
                continue;
            }
            if (a - b).abs() > 1e-5 * a.abs().max(b.abs()).max(1.0) {
                return false;
            }
            agreed += 1;
        }
        agreed >= 3
    }
}

/// "y(0) = 1", "y = 1, x = 0", "(0, 1)".
fn point(given: &[Node], x: E, y: E) -> Option<(E, E)> {
    let (mut at, mut value) = (None, None);
    for item in given {
        if let Node::List(both) = item
            && let [a, b] = both.as_slice()
        {
            (at, value) = (meaning(a).ok(), meaning(b).ok());
            continue;
        }
        let (left, right) = sides(item)?;
        let right = meaning(right).ok()?;
        match left {
            Node::Product(factors) if factors.len() == 2 && letter(&factors[0].1) == Some(y) => {
                at = meaning(&factors[1].1).ok();
                value = Some(right);
            }
            Node::Apply { function: Function::Letter(name), argument, .. }
                if letter(name) == Some(y) =>
            {
                at = meaning(argument).ok();
                value = Some(right);
            }
            _ if letter(left) == Some(x) => at = Some(right),
            _ if letter(left) == Some(y) => value = Some(right),
            _ => return None,
        }
    }
    let (at, value) = (at?, value?);
    (at.symbols().is_empty() && value.symbols().is_empty()).then_some((at, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_solution_is_seen() {
        crate::expr::reset(1_000_000);
        let node = |latex| ganita_notation::read(latex).expect("reads");
        for problem in [r"\frac{dy}{dx}=\frac{x}{y}", r"y\,dy-x\,dx=0", "ydy=xdx"] {
            let written = Written::of(&node(problem)).expect("a differential equation");
            assert!(written.solved_by(&node("y^2-x^2"), false), "{problem}");
            assert!(!written.solved_by(&node("y^2+x^2"), false), "{problem}");
        }
    }
}
