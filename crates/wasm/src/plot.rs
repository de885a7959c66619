//! Formulas to curves.

use crate::maths::{Asymptote, Drawn, Mark, MarkKind, Plot};
use crate::solution::{language, refused, unreadable};
use ganita_algebra::plot::{
    Feasible, Window, asymptotes, feasible, implicit, is_implicit, region, sample,
};
use ganita_notation::{Language, Node, ReadOptions, read_with, write_latex};

/// Letters that may run to the right when nobody says which, likeliest first.
const VARIABLES: [&str; 6] = ["x", "t", "theta", "u", "n", "y"];

/// What is shown when nobody says from where to where.
const RANGE: (f64, f64) = (-10.0, 10.0);

/// Samples a curve written in LaTeX.
#[must_use]
pub fn plot(
    latex: &str,
    variable: Option<&str>,
    from: Option<f64>,
    to: Option<f64>,
    locale: &str,
    class: Option<u32>,
) -> Plot {
    let language = language(locale);
    let node = match read_with(latex, &ReadOptions::of(class)) {
        Ok(node) => node,
        Err(error) => return Plot::Refused(unreadable(latex, &error, language)),
    };
    if let Some(found) = feasible(&node) {
        return Plot::Drawn(programme(&node, found));
    }
    let (from, to) = range(from, to);
    let given = variable.map(|name| name.trim_start_matches('\\'));
    let candidates = given.as_ref().map_or(&VARIABLES[..], std::slice::from_ref);
    if is_implicit(&node)
        && let Some(drawn) = plane(&node, from, to)
    {
        return Plot::Drawn(drawn);
    }
    let drawn = candidates.iter().find_map(|variable| draw(&node, variable, from, to));
    drawn.map_or_else(|| Plot::Refused(no_curve(language)), Plot::Drawn)
}

/// In order, finite, and not empty; else the range nobody asked for.
fn range(from: Option<f64>, to: Option<f64>) -> (f64, f64) {
    let (from, to) = (from.unwrap_or(RANGE.0), to.unwrap_or(RANGE.1));
    let (from, to) = if from <= to { (from, to) } else { (to, from) };
    if from.is_finite() && to.is_finite() && from < to { (from, to) } else { RANGE }
}

fn draw(node: &Node, variable: &str, from: f64, to: f64) -> Option<Drawn> {
    let plot = sample(node, variable, from, to);
    if plot.curves.is_empty() {
        return None;
    }
    Some(Drawn {
        ok: true,
        read_as_latex: write_latex(node),
        variable: variable.to_owned(),
        from,
        to,
        bottom: plot.y_range.0,
        top: plot.y_range.1,
        curves: plot.curves,
        marks: plot.marks.iter().map(mark).collect(),
        asymptotes: asymptotes(node, variable)
            .iter()
            .map(|line| Asymptote { slope: line.slope, intercept: line.intercept })
            .collect(),
        regions: Vec::new(),
    })
}

/// The feasible region of linear conditions, with room around its corners.
fn programme(node: &Node, found: Feasible) -> Drawn {
    let Window { left, right, bottom, top } = found.window;
    let corner = |&(x, y): &(f64, f64)| Mark { kind: MarkKind::Corner, x, y };
    Drawn {
        ok: true,
        read_as_latex: write_latex(node),
        variable: found.letters.0,
        from: left,
        to: right,
        bottom,
        top,
        curves: found.borders,
        marks: found.corners.iter().map(corner).collect(),
        asymptotes: Vec::new(),
        regions: vec![found.region],
    }
}

/// A curve or a region in the plane: as high as it is wide.
fn plane(node: &Node, from: f64, to: f64) -> Option<Drawn> {
    let window = Window { left: from, right: to, bottom: from, top: to };
    let curves = implicit(node, window);
    let regions = if curves.is_empty() { region(node, window) } else { Vec::new() };
    if curves.is_empty() && regions.is_empty() {
        return None;
    }
    Some(Drawn {
        ok: true,
        read_as_latex: write_latex(node),
        variable: "x".to_owned(),
        from,
        to,
        bottom: from,
        top: to,
        curves,
        marks: Vec::new(),
        asymptotes: Vec::new(),
        regions,
    })
}

fn mark(mark: &ganita_algebra::plot::Mark) -> Mark {
    use ganita_algebra::plot::MarkKind as K;
    let kind = match mark.kind {
        K::Root => MarkKind::Root,
        K::Intercept => MarkKind::Intercept,
        K::Maximum => MarkKind::Maximum,
        K::Minimum => MarkKind::Minimum,
        K::Pole => MarkKind::Pole,
        K::Corner => MarkKind::Corner,
    };
    Mark { kind, x: mark.x, y: mark.y }
}

fn no_curve(language: Language) -> crate::maths::Refused {
    let text = match language {
        Language::English => "This has no curve that can be drawn.",
        Language::Hindi => "इसका कोई आलेख नहीं बनाया जा सकता।",
    };
    refused("no_curve", text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_programme_is_drawn_with_its_corners() {
        let latex = r"Z=4x+y, x+y\le 50, 3x+y\le 90, x\ge 0, y\ge 0";
        let Plot::Drawn(drawn) = plot(latex, None, None, None, "en", None) else {
            panic!("it has a region");
        };
        let corners = drawn.marks.iter().filter(|mark| mark.kind == MarkKind::Corner);
        assert_eq!((corners.count(), drawn.regions.len(), drawn.curves.len()), (4, 1, 4));
        assert!(drawn.from < 0.0 && drawn.to > 30.0 && drawn.top > 50.0);
    }

    #[test]
    fn a_range_is_put_in_order_and_nonsense_is_replaced() {
        assert_eq!(range(None, None), RANGE);
        assert_eq!(range(Some(3.0), Some(-1.0)), (-1.0, 3.0));
        assert_eq!(range(Some(2.0), Some(2.0)), RANGE);
        assert_eq!(range(Some(f64::NAN), None), RANGE);
    }
}
