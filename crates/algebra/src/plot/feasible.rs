//! The region of linear conditions in a plane, its borders and its corners: what a linear programme is solved on.

use super::Window;
use crate::textbook::conditions;
use ganita_notation::Node;

/// What is drawn of linear conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Feasible {
    /// The letter that runs to the right, and the one that runs up.
    pub letters: (String, String),
    /// The corners with room around them.
    pub window: Window,
    /// Each condition's border, from one edge of the window to another.
    pub borders: Vec<Vec<(f64, f64)>>,
    /// The region, cut off at the window; empty where no point satisfies all conditions.
    pub region: Vec<(f64, f64)>,
    /// The corner points of the region.
    pub corners: Vec<(f64, f64)>,
}

/// The feasible region of two or more linear inequalities in two letters; an objective beside them is passed over.
///
/// ```
/// let tree = ganita_notation::read(r"Z=4x+y, x+y\le 50, 3x+y\le 90, x\ge 0, y\ge 0").expect("reads");
/// let found = ganita_algebra::plot::feasible(&tree).expect("has a region");
/// assert_eq!(found.corners.len(), 4);
/// ```
#[must_use]
pub fn feasible(node: &Node) -> Option<Feasible> {
    crate::expr::reset(crate::explain::FUEL);
    let (letters, halves, corners) = conditions(node)?;
    if halves.len() < 2 || corners.is_empty() {
        return None;
    }
    let ends = |of: fn(&(f64, f64)) -> f64| {
        let values = corners.iter().map(of);
        let (low, high) = values.fold((0.0f64, 0.0f64), |(low, high), v| (low.min(v), high.max(v)));
        let room = 0.2 * (high - low).max(1.0);
        (low - room, high + room)
    };
    let ((left, right), (bottom, top)) = (ends(|point| point.0), ends(|point| point.1));
    let window = Window { left, right, bottom, top };
    let mut region = vec![(left, bottom), (right, bottom), (right, top), (left, top)];
    for half in &halves {
        region = cut(&region, half);
    }
    let borders = halves.iter().map(|half| border(half, window)).filter(|run| run.len() == 2);
    Some(Feasible { letters, window, borders: borders.collect(), region, corners })
}

/// The part of a polygon where ax + by ≤ c (Sutherland, Hodgman 1974).
fn cut(polygon: &[(f64, f64)], &[a, b, c]: &[f64; 3]) -> Vec<(f64, f64)> {
    let excess = |&(x, y): &(f64, f64)| a * x + b * y - c;
    let mut out = Vec::new();
    for (k, here) in polygon.iter().enumerate() {
        let next = &polygon[(k + 1) % polygon.len()];
        let (p, q) = (excess(here), excess(next));
        if p <= 0.0 {
            out.push(*here);
        }
        if p * q < 0.0 {
            let t = p / (p - q);
            out.push((here.0 + t * (next.0 - here.0), here.1 + t * (next.1 - here.1)));
        }
    }
    out
}

/// Where the line ax + by = c enters and leaves the window.
fn border(&[a, b, c]: &[f64; 3], window: Window) -> Vec<(f64, f64)> {
    let Window { left, right, bottom, top } = window;
    let mut out: Vec<(f64, f64)> = Vec::new();
    let mut add = |x: f64, y: f64| {
        let inside = |v: f64, low: f64, high: f64| v >= low - 1e-9 && v <= high + 1e-9;
        let new = !out.iter().any(|(p, q)| (p - x).abs() + (q - y).abs() < 1e-9);
        if inside(x, left, right) && inside(y, bottom, top) && new && out.len() < 2 {
            out.push((x, y));
        }
    };
    if b != 0.0 {
        add(left, (c - a * left) / b);
        add(right, (c - a * right) / b);
    }
    if a != 0.0 {
        add((c - b * bottom) / a, bottom);
        add((c - b * top) / a, top);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(latex: &str) -> Option<Feasible> {
        feasible(&ganita_notation::read(latex).expect("reads"))
    }

    fn area(polygon: &[(f64, f64)]) -> f64 {
        let next = polygon.iter().cycle().skip(1);
        0.5 * polygon.iter().zip(next).map(|(p, q)| p.0 * q.1 - q.0 * p.1).sum::<f64>()
    }

    #[test]
    fn a_bounded_region_has_its_corners_and_its_area() {
        let region = found(r"Z=4x+y, x+y\le 50, 3x+y\le 90, x\ge 0, y\ge 0").expect("a region");
        // (0, 0), (30, 0), (20, 30), (0, 50) by hand.
        assert!((area(&region.region) - 950.0).abs() < 1e-6, "{region:?}");
        let mut corners = region.corners.clone();
        corners.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
        assert_eq!(corners, [(0.0, 0.0), (0.0, 50.0), (20.0, 30.0), (30.0, 0.0)]);
        assert_eq!(region.borders.len(), 4);
        assert_eq!(region.letters, ("x".to_owned(), "y".to_owned()));
    }

    #[test]
    fn an_endless_region_ends_at_the_window_and_an_empty_one_has_none() {
        let region = found(r"x+2y\ge 10, 3x+y\ge 15, x\ge 0, y\ge 0").expect("a region");
        assert!(area(&region.region) > 0.0);
        assert!(region.region.iter().any(|point| (point.0 - region.window.right).abs() < 1e-9));
        assert!(found(r"x+y\ge 8, 3x+5y\le 15, x\ge 0, y\ge 0").is_none());
        assert!(found("x+y=3, x-y=1").is_none());
    }
}
