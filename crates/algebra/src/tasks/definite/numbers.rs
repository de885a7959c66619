//! Definite integrals by quadrature, cut where the integrand has corners or is infinite.

use super::{breaks, end, visit};
use crate::check;
use crate::complex::real;
use crate::expr::{E, F, X};
use crate::meaning::meaning;
use crate::value::real_value;
use ganita_notation::Node;

/// Where bars and steps make corners inside the interval: quadrature is done between them.
pub(super) fn corners(f: E, x: E, a: E, b: E) -> Vec<f64> {
    // Roots below may be infinite inside, and roots of squares have corners.
    let root = f.any(&|part| matches!(part.get(), X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| !q.is_integer())));
    if !root && !f.has_fun(&|g| matches!(g, F::Abs | F::Sign | F::Floor | F::Ceiling)) {
        return Vec::new();
    }
    let (Some(low), Some(high)) = (end(a), end(b)) else { return Vec::new() };
    let mut out: Vec<f64> = breaks(f, x, a, b)
        .map(|(points, _)| points.into_iter().filter_map(real_value).collect())
        .unwrap_or_default();
    if f.has_fun(&|g| matches!(g, F::Floor | F::Ceiling)) && (high - low).abs() < 40.0 {
        out.extend(
            (-40..=40)
                .map(|k| f64::from(k) * 0.5)
                .filter(|v| *v > low.min(high) && *v < low.max(high)),
        );
    }
    crate::sort::by(&mut out, &mut f64::total_cmp);
    out.dedup();
    if low > high {
        out.reverse();
    }
    out
}

pub(super) fn by_numbers(body: &Node, x: E, a: E, b: E, corners: &[f64]) -> Option<f64> {
    let name = x.name()?;
    let end = |e: E| match e {
        e if e == crate::expr::INFINITY => Some(f64::INFINITY),
        e if e == -crate::expr::INFINITY => Some(f64::NEG_INFINITY),
        e => real_value(e),
    };
    let f = check::function(body, &name);
    let mut edges = vec![end(a)?];
    edges.extend(corners);
    edges.push(end(b)?);
    let mut total = 0.0;
    for pair in edges.windows(2) {
        let value = check::integral(&f, pair[0], pair[1])?;
        if !(value.is_finite() && value.is_real()) {
            return None;
        }
        total += value.re;
    }
    Some(total)
}

/// [`by_roots`] for what is written.
pub(crate) fn with_roots(body: &Node, name: &str, [a, b]: [&Node; 2]) -> Option<f64> {
    by_roots(meaning(body).ok()?, crate::expr::sym(name), meaning(a).ok()?, meaning(b).ok()?)
}

/// Quadrature where roots are infinite, which doubles near such a point cannot show: x = p ± uᵈ there.
pub(super) fn by_roots(f: E, x: E, a: E, b: E) -> Option<f64> {
    let (mut degree, mut below) = (1, false);
    visit(f, &mut |part| {
        if let X::Pow(h, k) = part.get()
            && h.has(x)
            && let Some((n, d)) = k.num().and_then(|q| q.parts())
        {
            degree = degree.max(d);
            below |= n < 0 && d > 1;
        }
    });
    if !below
        || f.has_fun(&|_| true)
        || !(2..=12).contains(&degree)
        || !end(a)?.is_finite()
        || !end(b)?.is_finite()
    {
        return None;
    }
    let (points, unknown) = breaks(f, x, a, b)?;
    let edges: Vec<E> = [a].into_iter().chain(points).chain([b]).collect();
    let mut total = 0.0;
    for pair in edges.windows(2) {
        let half = (pair[1] - pair[0]) * crate::expr::HALF;
        let length = real_value(half)?;
        let width = libm::pow(length.abs(), 1.0 / degree as f64);
        for (from, sign) in [(pair[0], half), (pair[1], -half)] {
            let sign = crate::expr::int(i64::from(crate::value::sign(sign)?));
            let step = sign * crate::expr::powi(x, degree);
            let body = f.replace(x, crate::algebra::expand(from + step));
            let body = crate::tasks::limit::expand_inside(body);
            let weight = degree as f64 * length.signum();
            let at = |u: f64| {
                crate::value::value(body, &[(x, real(u))])
                    * real(weight * libm::pow(u, degree as f64 - 1.0))
            };
            let value = check::integral(&at, 0.0, width)?;
            if unknown || !(value.is_finite() && value.is_real()) {
                return None;
            }
            total += value.re;
        }
    }
    Some(total)
}

/// An improper integral that settles too slowly for quadrature: its antiderivative is tried on stretches that grow.
pub(super) fn by_stretches(body: &Node, x: E, a: E, b: E, integral: E) -> bool {
    let (Some(low), true) = (end(a).filter(|v| v.is_finite()), b == crate::expr::INFINITY) else {
        return false;
    };
    let Some(name) = x.name() else { return false };
    let f = check::function(body, &name);
    let at = |v: f64| crate::value::value(integral, &[(x, real(v))]);
    [0.7, 4.0, 30.0, 200.0].iter().all(|&width| {
        let (from, to) = (low + 0.1, low + 0.1 + width);
        let (whole, difference) = (check::integral(&f, from, to), at(to) - at(from));
        whole.is_some_and(|v| (v - difference).abs() < 1e-7 * v.abs().max(1.0))
    })
}
