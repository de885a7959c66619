//! Lines a curve comes near to, far to the left and to the right.

use crate::check::{Letters, evaluate};
use crate::complex::real;
use ganita_notation::Node;

/// A line y = slope · x + intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asymptote {
    /// 0 for a horizontal one.
    pub slope: f64,
    /// Where it meets the y-axis.
    pub intercept: f64,
}

/// The horizontal and oblique asymptotes of y = node; vertical ones are marks of kind `Pole`. A straight line is no
/// asymptote of itself.
#[must_use]
pub fn asymptotes(node: &Node, variable: &str) -> Vec<Asymptote> {
    crate::expr::reset(crate::explain::LONG_FUEL);
    let body = match node {
        Node::Relation(_, rest) if rest.len() == 1 => &rest[0].1,
        other => other,
    };
    let f = |x: f64| {
        let letters = Letters {
            values: vec![(variable.to_owned(), real(x))],
            given: &[],
            minus: false,
            beside: false,
        };
        let y = evaluate(body, &letters);
        (y.is_finite() && y.is_real()).then_some(y.re)
    };
    let mut out: Vec<Asymptote> = Vec::new();
    for direction in [1.0, -1.0] {
        let Some(found) = toward(&f, direction) else { continue };
        let near = [3.0, 7.3, 11.9].iter().all(|&x| {
            f(x * direction).is_none_or(|y| {
                (y - found.slope * x * direction - found.intercept).abs() < 1e-9 * y.abs().max(1.0)
            })
        });
        let known = out.iter().any(|a| {
            (a.slope - found.slope).abs() < 1e-6 && (a.intercept - found.intercept).abs() < 1e-6
        });
        if !near && !known {
            out.push(found);
        }
    }
    out
}

/// Slope and intercept that settle as x grows, and go on settling.
fn toward(f: &dyn Fn(f64) -> Option<f64>, direction: f64) -> Option<Asymptote> {
    let at = |x: f64| f(x * direction);
    let mut before: Option<(f64, f64)> = None;
    let mut steps: Vec<f64> = Vec::new();
    for x in [1e2, 1e3, 1e4, 1e5] {
        let (y, z) = (at(x)?, at(2.0 * x)?);
        let slope = (z - y) / (x * direction);
        let intercept = 2.0 * y - z;
        if let Some((s, i)) = before {
            steps.push((slope - s).abs() * x + (intercept - i).abs());
        }
        before = Some((slope, intercept));
    }
    let (slope, intercept) = before?;
    let settles = steps.windows(2).all(|pair| pair[1] < 0.5 * pair[0] || pair[1] < 1e-6);
    let small = steps.last().is_some_and(|step| *step < 1e-2);
    // Bounded waves do not settle at odd places either.
    let steady = [370_000.37, 831_000.61].iter().all(|&x| {
        at(x).is_some_and(|y| {
            (y - slope * x * direction - intercept).abs() < 1e-2 * intercept.abs().max(1.0)
        })
    });
    // Of s x + c + d/x at three places, d falls out.
    let x = 1e5;
    let [y, z, w] = [at(x)?, at(2.0 * x)?, at(4.0 * x)?];
    let d = ((w - z) - 2.0 * (z - y)) * 4.0 * x / 3.0;
    let better = |s: f64| s * x + d / x;
    let settled = (z - y + d / (2.0 * x)) / x;
    let (slope, intercept) =
        if steady { (settled * direction, y - better(settled)) } else { (slope, intercept) };
    let tidy = |v: f64| if (v - libm::round(v)).abs() < 1e-3 { libm::round(v) } else { v };
    (settles && small && steady).then(|| Asymptote {
        slope: if slope.abs() < 1e-6 { 0.0 } else { tidy(slope) },
        intercept: tidy(intercept),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(latex: &str) -> Vec<(f64, f64)> {
        let node = ganita_notation::read(latex).expect("reads");
        asymptotes(&node, "x").iter().map(|a| (a.slope, a.intercept)).collect()
    }

    #[test]
    fn horizontal_and_oblique_asymptotes_are_found() {
        assert_eq!(found(r"\frac{2x+1}{x-3}"), [(0.0, 2.0)]);
        assert_eq!(found(r"\frac{x^2+1}{x-1}"), [(1.0, 1.0)]);
        assert_eq!(found("y=e^{-x}"), [(0.0, 0.0)]);
        let half = std::f64::consts::FRAC_PI_2;
        let arctan = found(r"\tan^{-1}x");
        assert!(arctan.len() == 2 && arctan.iter().all(|(_, c)| (c.abs() - half).abs() < 1e-8));
    }

    #[test]
    fn waves_lines_and_parabolas_have_none() {
        for latex in [r"\sin x", "2x+1", "x^2", r"\ln x", r"\sqrt{x}", r"\lfloor x\rfloor"] {
            assert_eq!(found(latex), [], "{latex}");
        }
    }
}
