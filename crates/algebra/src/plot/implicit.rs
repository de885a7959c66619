//! Curves and regions in the plane from a statement about x and y: x² + y² = 4, y ≤ x + 1.

use crate::check::{Letters, evaluate, holds};
use crate::complex::real;
use ganita_notation::{Node, Relation};

/// A part of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Smallest x.
    pub left: f64,
    /// Largest x.
    pub right: f64,
    /// Smallest y.
    pub bottom: f64,
    /// Largest y.
    pub top: f64,
}

/// Cells along each side of a window.
const CELLS: usize = 120;
/// Halvings of a cell's edge.
const HALVINGS: u32 = 30;

impl Window {
    fn is_sound(&self) -> bool {
        [self.left, self.right, self.bottom, self.top].iter().all(|v| v.is_finite())
            && self.left < self.right
            && self.bottom < self.top
    }

    /// A corner of the grid, a little off so that whole numbers are not corners.
    fn corner(&self, column: usize, row: usize) -> (f64, f64) {
        let share = |k: usize, low: f64, high: f64| {
            low + (high - low) * ((k as f64 + 0.000_37) / (CELLS as f64 + 0.000_74))
        };
        (share(column, self.left, self.right), share(row, self.bottom, self.top))
    }
}

fn letters(x: f64, y: f64) -> Letters<'static> {
    Letters {
        values: vec![("x".to_owned(), real(x)), ("y".to_owned(), real(y))],
        given: &[],
        minus: false,
        beside: false,
    }
}

/// The points in a window where an equation in x and y holds, as connected runs.
///
/// ```
/// use ganita_algebra::plot::{Window, implicit};
/// let circle = ganita_notation::read("x^2+y^2=4").expect("reads");
/// let runs = implicit(&circle, Window { left: -3.0, right: 3.0, bottom: -3.0, top: 3.0 });
/// assert!(runs.iter().flatten().all(|(x, y)| (x * x + y * y - 4.0).abs() < 1e-6));
/// ```
#[must_use]
pub fn implicit(equation: &Node, window: Window) -> Vec<Vec<(f64, f64)>> {
    crate::expr::reset(crate::explain::LONG_FUEL);
    let Some((left, right)) = crate::explain::sides(equation) else { return Vec::new() };
    if !window.is_sound() {
        return Vec::new();
    }
    let f = |x: f64, y: f64| {
        let at = letters(x, y);
        let v = evaluate(left, &at) - evaluate(right, &at);
        (v.is_finite() && v.is_real()).then_some(v.re)
    };
    let side = CELLS + 1;
    let values: Vec<Option<f64>> = (0..side * side)
        .map(|k| {
            let (x, y) = window.corner(k % side, k / side);
            f(x, y)
        })
        .collect();
    // Edges by number: twice the corner they start from, plus one for those that go up.
    let crossing = |edge: usize| -> Option<(f64, f64)> {
        let (from, up) = (edge / 2, edge % 2 == 1);
        let to = if up { from + side } else { from + 1 };
        let (a, b) = (values[from]?, values[to]?);
        if a * b > 0.0 || a == b {
            return None;
        }
        let (p, q) = (window.corner(from % side, from / side), window.corner(to % side, to / side));
        let (mut low, mut high) = (0.0, 1.0);
        let at = |t: f64| (p.0 + t * (q.0 - p.0), p.1 + t * (q.1 - p.1));
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let (x, y) = at(middle);
            if f(x, y)? * a > 0.0 { low = middle } else { high = middle }
        }
        let (x, y) = at(0.5 * (low + high));
        // At a pole the sign changes without a zero.
        (f(x, y)?.abs() < 1e-3 * (a.abs() + b.abs())).then_some((x, y))
    };
    // By edge: two begin at each corner.
    let mut links: Vec<Vec<usize>> = vec![Vec::new(); 2 * side * side];
    let mut points: Vec<Option<(f64, f64)>> = vec![None; 2 * side * side];
    for row in 0..CELLS {
        for column in 0..CELLS {
            let corner = row * side + column;
            let around = [2 * corner, 2 * (corner + 1) + 1, 2 * (corner + side), 2 * corner + 1];
            let met: Vec<usize> = around
                .into_iter()
                .filter(|&edge| {
                    if points[edge].is_none() {
                        points[edge] = crossing(edge);
                    }
                    points[edge].is_some()
                })
                .collect();
            // Two crossings are one piece; four are two, taken side by side.
            for pair in met.chunks(2) {
                if let [a, b] = pair {
                    links[*a].push(*b);
                    links[*b].push(*a);
                }
            }
        }
    }
    joined(&mut links, &points)
}

/// Pieces joined end to end; open runs first.
fn joined(links: &mut [Vec<usize>], points: &[Option<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    let mut out = Vec::new();
    loop {
        let open = links.iter().position(|to| to.len() == 1);
        let start = open.or_else(|| links.iter().position(|to| !to.is_empty()));
        let Some(mut here) = start else { return out };
        let mut run: Vec<(f64, f64)> = points[here].into_iter().collect();
        while let Some(next) = links[here].pop() {
            if let Some(place) = links[next].iter().position(|edge| *edge == here) {
                links[next].swap_remove(place);
            }
            run.extend(points[next]);
            here = next;
        }
        if run.len() > 1 {
            out.push(run);
        }
    }
}

/// The part of a window where an inequality in x and y holds, as polygons side by side. Strict and other inequalities
/// give the same polygons; whether the edge belongs to it is for the one who draws.
#[must_use]
pub fn region(inequality: &Node, window: Window) -> Vec<Vec<(f64, f64)>> {
    crate::expr::reset(crate::explain::LONG_FUEL);
    if !window.is_sound() {
        return Vec::new();
    }
    let inside = |x: f64, y: f64| holds(inequality, &letters(x, y)) == Some(true);
    let side = CELLS + 1;
    let truth: Vec<bool> = (0..side * side)
        .map(|k| {
            let (x, y) = window.corner(k % side, k / side);
            inside(x, y)
        })
        .collect();
    let edge_point = |a: (f64, f64), b: (f64, f64)| {
        let (mut low, mut high) = (a, b);
        for _ in 0..HALVINGS {
            let middle = (0.5 * (low.0 + high.0), 0.5 * (low.1 + high.1));
            if inside(middle.0, middle.1) { low = middle } else { high = middle }
        }
        low
    };
    let mut out: Vec<Vec<(f64, f64)>> = Vec::new();
    for row in 0..CELLS {
        // Full cells in a row are one rectangle.
        let mut full: Option<usize> = None;
        for column in 0..=CELLS {
            let corner = row * side + column;
            let whole = column < CELLS
                && [corner, corner + 1, corner + side + 1, corner + side].iter().all(|&k| truth[k]);
            if whole {
                full.get_or_insert(column);
                continue;
            }
            if let Some(begin) = full.take() {
                out.push(vec![
                    window.corner(begin, row),
                    window.corner(column, row),
                    window.corner(column, row + 1),
                    window.corner(begin, row + 1),
                ]);
            }
            if column == CELLS {
                continue;
            }
            let corners =
                [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            let mut polygon = Vec::new();
            for k in 0..4 {
                let ((c, r), (d, s)) = (corners[k], corners[(k + 1) % 4]);
                let (here, next) = (truth[r * side + c], truth[s * side + d]);
                let (p, q) = (window.corner(c, r), window.corner(d, s));
                if here {
                    polygon.push(p);
                }
                match (here, next) {
                    (true, false) => polygon.push(edge_point(p, q)),
                    (false, true) => polygon.push(edge_point(q, p)),
                    _ => {}
                }
            }
            if polygon.len() > 2 {
                out.push(polygon);
            }
        }
    }
    out
}

/// Whether a statement is about x and y and not simply y = f(x).
#[must_use]
pub fn is_implicit(node: &Node) -> bool {
    let mut names = Vec::new();
    crate::explain::names(node, &mut names);
    let both = names.len() == 2 && ["x", "y"].iter().all(|name| names.iter().any(|n| n == name));
    let explicit = match node {
        Node::Relation(left, rest) if rest.len() == 1 => {
            let mut right = Vec::new();
            crate::explain::names(&rest[0].1, &mut right);
            rest[0].0 == Relation::Equal
                && **left == Node::symbol("y")
                && !right.iter().any(|n| n == "y")
        }
        _ => false,
    };
    both && !explicit && matches!(node, Node::Relation(..) | Node::Operation(..) | Node::List(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { left: -3.0, right: 3.0, bottom: -3.0, top: 3.0 };

    fn node(latex: &str) -> Node {
        ganita_notation::read(latex).expect("reads")
    }

    #[test]
    fn a_circle_is_one_closed_run_of_its_length() {
        let runs = implicit(&node("x^2+y^2=4"), WINDOW);
        assert_eq!(runs.len(), 1);
        let run = &runs[0];
        let length: f64 =
            run.windows(2).map(|p| libm::hypot(p[1].0 - p[0].0, p[1].1 - p[0].1)).sum();
        assert!((length - 4.0 * std::f64::consts::PI).abs() < 0.01, "{length}");
    }

    #[test]
    fn a_hyperbola_has_two_branches_and_a_pole_is_no_curve() {
        assert_eq!(implicit(&node("x^2-y^2=1"), WINDOW).len(), 2);
        assert!(implicit(&node(r"\frac{1}{x-y}=0"), WINDOW).is_empty());
    }

    #[test]
    fn a_region_has_its_area() {
        let area = |polygons: &[Vec<(f64, f64)>]| -> f64 {
            polygons
                .iter()
                .map(|p| {
                    let twice: f64 = (0..p.len())
                        .map(|k| {
                            let (a, b) = (p[k], p[(k + 1) % p.len()]);
                            a.0 * b.1 - a.1 * b.0
                        })
                        .sum();
                    0.5 * twice.abs()
                })
                .sum()
        };
        let disc = area(&region(&node("x^2+y^2<4"), WINDOW));
        assert!((disc - 4.0 * std::f64::consts::PI).abs() < 0.02, "{disc}");
        let half = area(&region(&node(r"y\le x"), WINDOW));
        assert!((half - 18.0).abs() < 0.02, "{half}");
    }
}
