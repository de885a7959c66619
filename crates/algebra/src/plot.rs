//! A curve as points: sampled where it bends, broken where it jumps.

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

/// Samples a curve for drawing.
#[must_use]
pub fn sample(node: &ganita_notation::Node, variable: &str, from: f64, to: f64) -> Plot {
    let _ = (node, variable);
    Plot { curves: Vec::new(), y_range: (from.min(to), to.max(from)), marks: Vec::new() }
}
