//! A curve as points: sampled where it bends, broken where it jumps.

use crate::check::{Letters, evaluate};
use crate::complex::real;
use ganita_notation::Node;

mod asymptotes;
mod feasible;
mod implicit;

pub use asymptotes::{Asymptote, asymptotes};
pub use feasible::{Feasible, feasible};
pub use implicit::{Window, implicit, is_implicit, region};

/// What the page draws.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plot {
    /// Connected runs of points.
    pub curves: Vec<Vec<(f64, f64)>>,
    /// Lowest and highest y worth showing.
    pub y_range: (f64, f64),
    /// Points worth a dot.
    pub marks: Vec<Mark>,
}

/// What a dot on a curve means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// The curve crosses or touches the x-axis.
    Root,
    /// The curve crosses the y-axis.
    Intercept,
    /// Highest point nearby.
    Maximum,
    /// Lowest point nearby.
    Minimum,
    /// A vertical asymptote at this x.
    Pole,
    /// A corner of a feasible region.
    Corner,
}

/// A point worth a dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Where.
    pub x: f64,
    /// Where; 0 for a pole.
    pub y: f64,
    /// What.
    pub kind: MarkKind,
}

/// Points looked at before refining.
const FIRST: usize = 240;
/// Points a plot may have.
const MOST: usize = 6_000;
/// How often an interval may be halved where the curve bends.
const HALVINGS: u32 = 6;

/// Samples `y = node` (or an equation `y = …`) for x from `from` to `to`. Letters other than `variable` have no value, so
/// a curve with them is empty.
///
/// ```
/// let tree = ganita_notation::read(r"\frac{1}{x}").expect("reads");
/// let plot = ganita_algebra::plot::sample(&tree, "x", -4.0, 4.0);
/// assert_eq!(plot.curves.len(), 2); // broken at the pole
/// ```
#[must_use]
pub fn sample(node: &Node, variable: &str, from: f64, to: f64) -> Plot {
    let body = match node {
        Node::Relation(_, rest) if rest.len() == 1 => &rest[0].1,
        other => other,
    };
    crate::expr::reset(crate::explain::LONG_FUEL);
    let (low, high) = (from.min(to), from.max(to));
    if !(low.is_finite() && high.is_finite()) || high - low <= 0.0 {
        return Plot::default();
    }
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
    let first: Vec<(f64, Option<f64>)> = (0..=FIRST)
        .map(|k| {
            let x = low + (high - low) * (k as f64) / (FIRST as f64);
            (x, f(x))
        })
        .collect();
    let y_range = range(&first);
    let height = (y_range.1 - y_range.0).max(1e-12);
    let mut sampler = Sampler { f: &f, height, points: 0, curves: Vec::new(), marks: Vec::new() };
    let mut run: Vec<(f64, f64)> = Vec::new();
    for pair in first.windows(2) {
        sampler.between(pair[0], pair[1], HALVINGS, &mut run);
    }
    sampler.close(&mut run);
    let (curves, mut marks) = (sampler.curves, sampler.marks);
    notable(&f, height, &curves, &mut marks);
    if low <= 0.0
        && high >= 0.0
        && let Some(y) = f(0.0)
    {
        marks.push(Mark { x: 0.0, y, kind: MarkKind::Intercept });
    }
    Plot { curves, y_range, marks }
}

/// The middle nine tenths of the values, with a margin: poles do not squeeze the rest.
fn range(points: &[(f64, Option<f64>)]) -> (f64, f64) {
    let mut values: Vec<f64> = points.iter().filter_map(|(_, y)| *y).collect();
    if values.is_empty() {
        return (-1.0, 1.0);
    }
    crate::sort::by(&mut values, &mut f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let (all_low, all_high) = (values[0], values[values.len() - 1]);
    // What is only rounding is flat.
    if all_high - all_low < 1e-9 * all_high.abs().max(1.0) {
        return (all_low - 1.0, all_low + 1.0);
    }
    let (low, high) = (at(0.05), at(0.95));
    let wide = all_high - all_low > 4.0 * (high - low) && high > low;
    let (low, high) = if wide { (low, high) } else { (all_low, all_high) };
    let margin = if high > low { 0.08 * (high - low) } else { 1.0 };
    (low - margin, high + margin)
}

struct Sampler<'a> {
    f: &'a dyn Fn(f64) -> Option<f64>,
    height: f64,
    points: usize,
    curves: Vec<Vec<(f64, f64)>>,
    marks: Vec<Mark>,
}

impl Sampler<'_> {
    fn close(&mut self, run: &mut Vec<(f64, f64)>) {
        if run.len() > 1 {
            self.curves.push(std::mem::take(run));
        }
        run.clear();
    }

    /// Adds the curve from `a` to `b`, finer where it bends, broken where it jumps or ends.
    fn between(
        &mut self,
        a: (f64, Option<f64>),
        b: (f64, Option<f64>),
        left: u32,
        run: &mut Vec<(f64, f64)>,
    ) {
        let middle = 0.5 * (a.0 + b.0);
        let m = (middle, (self.f)(middle));
        if let (Some(ya), Some(yb)) = (a.1, b.1) {
            let bend = m.1.map(|ym| (ym - 0.5 * (ya + yb)).abs());
            let smooth = bend.is_some_and(|bend| bend < 0.002 * self.height);
            let jump = (yb - ya).abs() > 0.6 * self.height;
            if (smooth && !jump) || left == 0 || self.points >= MOST {
                if left == 0
                    && (bend.is_none() || (yb - ya).abs() > 0.01 * self.height)
                    && let Some(place) = self.breaks(a.0, b.0)
                {
                    if run.is_empty() {
                        run.push((a.0, ya));
                    }
                    self.close(run);
                    // A jump of a floor stays small.
                    let far = |y: f64| y.abs() > 1e4 * self.height.max(1.0);
                    if (self.f)(place).is_none_or(far) {
                        self.marks.push(Mark { x: place, y: 0.0, kind: MarkKind::Pole });
                    }
                    run.push((b.0, yb));
                    return;
                }
                if run.is_empty() {
                    run.push((a.0, ya));
                }
                run.push((b.0, yb));
                self.points += 1;
                return;
            }
        } else if left == 0 || (a.1.is_none() && b.1.is_none() && m.1.is_none()) {
            if let (Some(ya), true) = (a.1, run.is_empty()) {
                run.push((a.0, ya));
            }
            self.pole_at_edge(a, b);
            self.close(run);
            if let Some(yb) = b.1 {
                run.push((b.0, yb));
            }
            return;
        }
        self.between(a, m, left - 1, run);
        self.between(m, b, left - 1, run);
    }

    /// A pole where the curve was looked at exactly there, so that it has no value to jump from.
    fn pole_at_edge(&mut self, a: (f64, Option<f64>), b: (f64, Option<f64>)) {
        let (edge, inside) = match (a.1, b.1) {
            (Some(_), None) => (b.0, a.0),
            (None, Some(_)) => (a.0, b.0),
            _ => return,
        };
        let near = (self.f)(edge + 1e-7 * (inside - edge));
        let known = self.marks.iter().any(|mark| mark.kind == MarkKind::Pole && mark.x == edge);
        if !known && near.is_some_and(|y| y.abs() > 1e4 * self.height.max(1.0)) {
            self.marks.push(Mark { x: edge, y: 0.0, kind: MarkKind::Pole });
        }
    }

    /// Where the step from a to b stays when looked at much closer.
    fn breaks(&self, a: f64, b: f64) -> Option<f64> {
        let size = |x: f64| (self.f)(x).map_or(f64::INFINITY, f64::abs);
        let before = size(a).max(size(b));
        let (mut a, mut b) = (a, b);
        for _ in 0..34 {
            let middle = 0.5 * (a + b);
            let (Some(ya), Some(ym), Some(yb)) = ((self.f)(a), (self.f)(middle), (self.f)(b))
            else {
                return Some(middle);
            };
            if (ym - ya).abs() > (yb - ym).abs() { b = middle } else { a = middle }
        }
        let (ya, yb) = ((self.f)(a)?, (self.f)(b)?);
        let (gap, size) = ((yb - ya).abs(), ya.abs().max(yb.abs()));
        // A curve that is only steep goes on; at a pole of one sign both sides are far away.
        (gap > 0.01 * self.height && gap > 1e-3 * size || size > 1e6 * before)
            .then_some(0.5 * (a + b))
    }
}

/// Roots and turning points, refined between the points of the curves.
fn notable(
    f: &dyn Fn(f64) -> Option<f64>,
    height: f64,
    curves: &[Vec<(f64, f64)>],
    marks: &mut Vec<Mark>,
) {
    const MOST_MARKS: usize = 40;
    let noise = 1e-10 * height;
    for curve in curves {
        for (place, pair) in curve.windows(2).enumerate() {
            let ((mut a, ya), (mut b, yb)) = (pair[0], pair[1]);
            // Where it runs along the axis there are no single roots.
            let along = yb == 0.0 || place > 0 && curve[place - 1].1 == 0.0;
            if ya == 0.0 && along {
                continue;
            }
            if ya == 0.0 {
                marks.push(Mark { x: a, y: 0.0, kind: MarkKind::Root });
            } else if ya * yb < 0.0 {
                for _ in 0..50 {
                    let middle = 0.5 * (a + b);
                    let Some(y) = f(middle) else { break };
                    if y * ya > 0.0 { a = middle } else { b = middle }
                }
                marks.push(Mark { x: 0.5 * (a + b), y: 0.0, kind: MarkKind::Root });
            }
        }
        for three in curve.windows(3) {
            let [(a, ya), (b, yb), (c, yc)] = three else { continue };
            let (up, down) = (yb - ya, yb - yc);
            let kind = if up > noise && down >= 0.0 {
                MarkKind::Maximum
            } else if up < -noise && down <= 0.0 {
                MarkKind::Minimum
            } else {
                continue;
            };
            // Two equal points have the turn between them, or a level stretch begins.
            let beyond = f(0.5 * (b + c)).map_or(0.0, |y| y - yb);
            if down.abs() <= noise && (beyond.abs() <= noise || (beyond > 0.0) != (up > 0.0)) {
                continue;
            }
            let (mut a, mut c) = (*a, *c);
            for _ in 0..60 {
                let (p, q) = (a + (c - a) / 3.0, c - (c - a) / 3.0);
                let (Some(yp), Some(yq)) = (f(p), f(q)) else { break };
                if (yp < yq) == (kind == MarkKind::Maximum) { a = p } else { c = q }
            }
            let x = 0.5 * (a + c);
            // No turn, but a pole of one sign.
            if f(x).is_none_or(|y| y.abs() > 1e6 * yb.abs().max(height)) {
                marks.push(Mark { x, y: 0.0, kind: MarkKind::Pole });
            } else if let Some(y) = f(x) {
                let known = |mark: &Mark| mark.kind == MarkKind::Root && (mark.x - x).abs() < 1e-6;
                if y.abs() <= noise && !marks.iter().any(known) {
                    marks.push(Mark { x, y: 0.0, kind: MarkKind::Root });
                }
                marks.push(Mark { x, y, kind });
            }
        }
        if marks.len() > MOST_MARKS {
            marks.truncate(MOST_MARKS);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(latex: &str, from: f64, to: f64) -> Plot {
        sample(&ganita_notation::read(latex).expect("reads"), "x", from, to)
    }

    #[test]
    fn a_parabola_has_its_roots_and_its_vertex() {
        let plot = plot("y=x^2-4", -5.0, 5.0);
        let has = |x: f64, y: f64, kind| {
            plot.marks
                .iter()
                .any(|m| m.kind == kind && (m.x - x).abs() < 1e-6 && (m.y - y).abs() < 1e-6)
        };
        assert_eq!(plot.curves.len(), 1);
        assert!(
            has(-2.0, 0.0, MarkKind::Root) && has(2.0, 0.0, MarkKind::Root),
            "{:?}",
            plot.marks
        );
        assert!(has(0.0, -4.0, MarkKind::Minimum) && has(0.0, -4.0, MarkKind::Intercept));
    }

    #[test]
    fn the_tangent_is_broken_at_its_poles() {
        let plot = plot(r"\tan x", -4.0, 4.0);
        assert_eq!(plot.curves.len(), 3, "{:?}", plot.marks);
    }

    #[test]
    fn a_pole_that_is_looked_at_exactly_is_marked_once() {
        let poles = |latex| {
            let marks = plot(latex, -4.0, 4.0).marks;
            marks.iter().filter(|m| m.kind == MarkKind::Pole).map(|m| m.x).collect::<Vec<_>>()
        };
        assert_eq!(poles(r"y=\frac{1}{x}"), [0.0]);
        assert_eq!(poles(r"y=\frac{1}{x^2}"), [0.0]);
        assert!(poles(r"\ln x").is_empty() && poles(r"\sqrt{x}").is_empty());
    }

    #[test]
    fn poles_between_the_points_are_marked_where_they_are_and_jumps_are_none() {
        let poles = |latex| {
            let marks = plot(latex, -6.0, 6.0).marks;
            let poles = marks.iter().filter(|m| m.kind == MarkKind::Pole);
            poles.map(|m| m.x).collect::<Vec<_>>()
        };
        let half = std::f64::consts::FRAC_PI_2;
        let all = poles(r"\tan x");
        assert_eq!(all.len(), 4);
        for (found, known) in all.iter().zip([-3.0 * half, -half, half, 3.0 * half]) {
            assert!((found - known).abs() < 1e-9, "{found} {known}");
        }
        let even = poles(r"\frac{1}{(x-\frac13)^2}");
        assert!(matches!(even.as_slice(), [x] if (x - 1.0 / 3.0).abs() < 1e-6), "{even:?}");
        assert!(plot(r"\sin^2x+\cos^2x", -6.0, 6.0).marks.len() == 1);
        let touching = plot(r"(x-\sqrt2)^2", -6.0, 6.0).marks;
        assert!(touching.iter().any(|m| m.kind == MarkKind::Root), "{touching:?}");
        assert!(plot(r"\lfloor x\rfloor", -6.0, 6.0).marks.len() == 1);
        assert!(poles(r"\lfloor x\rfloor").is_empty() && poles(r"\frac{|x|}{x}").is_empty());
    }

    #[test]
    fn a_logarithm_begins_where_it_is_defined() {
        let plot = plot(r"\ln x", -2.0, 3.0);
        assert_eq!(plot.curves.len(), 1);
        assert!(plot.curves[0][0].0 > 0.0 && plot.curves[0][0].0 < 0.02);
    }

    #[test]
    fn nothing_to_draw_is_an_empty_plot() {
        assert!(plot("a+b", 0.0, 1.0).curves.is_empty());
        assert!(plot("x", 1.0, 1.0).curves.is_empty());
    }
}
