//! Points in the plane and in space by their coordinates: classes 9 to 12.

use super::arrays::{Array, World};
use super::lines::slope_of_line;
use super::vectors::components;
use super::{Ask, Sheet, equals, items, l, plain, tex};
use crate::complex::C;
use crate::expr::{E, ONE, ZERO};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};

pub(super) type Point = Vec<E>;

pub(super) fn points(ask: &Ask<'_>, count: usize) -> Result<Vec<Point>, Refusal> {
    let found: Option<Vec<Point>> = items(ask.problem).iter().map(components).collect();
    let fits = |found: &Vec<Point>| {
        found.len() == count
            && (2..=3).contains(&found[0].len())
            && found.iter().all(|p| p.len() == found[0].len())
    };
    found.filter(fits).map_or_else(|| ask.refuse(), Ok)
}

const COORDINATES: [&str; 3] = ["x", "y", "z"];

/// The values of coordinates, x_1, y_1, x_2, …
pub(super) fn numbered(points: &[Point]) -> Vec<(String, E)> {
    let mut out = Vec::new();
    for (k, point) in points.iter().enumerate() {
        for (name, &e) in COORDINATES.iter().zip(point) {
            out.push((format!("{name}_{}", k + 1), e));
        }
    }
    out
}

pub(super) fn with(named: &[(String, E)]) -> Vec<(&str, E)> {
    named.iter().map(|(name, e)| (name.as_str(), *e)).collect()
}

pub(super) fn at(world: &World, v: &[E]) -> Option<Array> {
    let entries: Option<Vec<C>> = v.iter().map(|&e| world.of(e)?.number()).collect();
    let entries = entries?;
    Some(Array { rows: entries.len(), columns: 1, entries })
}

pub(super) fn midpoint(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    divided(ask, ONE, ONE)
}

/// The point that divides the join in the ratio m : n.
pub(super) fn section(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let ratio = ask.said.first().and_then(|said| {
        let (m, n) = said.split_once(':')?;
        let read = |text: &str| meaning(&ganita_notation::read(text).ok()?).ok();
        Some((read(m)?, read(n)?))
    });
    match ratio {
        Some((m, n)) if plain(m + n) != ZERO => divided(ask, m, n),
        _ => ask.refuse(),
    }
}

fn divided(ask: &Ask<'_>, m: E, n: E) -> Result<Solution, Refusal> {
    let points = points(ask, 2)?;
    let mut sheet = Sheet::on(ask.problem);
    let named = numbered(&points);
    let mut all = with(&named);
    all.push(("m", m));
    all.push(("n", n));
    let mut values = Vec::new();
    for (k, name) in COORDINATES.iter().enumerate().take(points[0].len()) {
        let (first, second) = (points[0][k], points[1][k]);
        // From the first point m parts of the way.
        sheet.know(&tex(name), &|world| {
            let (a, b) = (world.of(first)?.number()?, world.of(second)?.number()?);
            let (m, n) = (world.of(m)?.number()?, world.of(n)?.number()?);
            Some(Array::scalar(a + (b - a) * (m / (m + n))))
        });
        let formula = if m == ONE && n == ONE {
            format!(r"\frac{{{name}_1 + {name}_2}}{{2}}")
        } else {
            format!(r"\frac{{m{name}_2 + n{name}_1}}{{m + n}}")
        };
        let rule = if m == ONE && n == ONE { "midpoint" } else { "section formula" };
        values.push(sheet.formula(rule, name, &formula, &all)?);
    }
    let coordinates =
        tex(&format!("({})", values.iter().map(|&e| l(e)).collect::<Vec<_>>().join(", ")));
    let name = tex("P");
    sheet.know(&name, &|world| at(world, &values));
    let answer = equals(name, coordinates.clone());
    sheet.done(ask, &answer, vec![coordinates])
}

pub(super) fn slope(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    if let Some((left, right)) = crate::explain::sides(ask.problem) {
        return slope_of_line(ask, meaning(left)? - meaning(right)?);
    }
    let points = points(ask, 2)?;
    let mut sheet = Sheet::on(ask.problem);
    let value = slope_lines(&mut sheet, &points)?;
    sheet.done(ask, &equals(tex("m"), show(value)), vec![show(value)])
}

pub(super) fn slope_lines(sheet: &mut Sheet, points: &[Point]) -> Result<E, Refusal> {
    if points[0].len() != 2 || plain(points[1][0] - points[0][0]) == ZERO {
        return Err(Refusal::new(Reason::DivisionByZero));
    }
    let (p, q) = (points[0].clone(), points[1].clone());
    // The tangent of the angle the line makes.
    sheet.know(&tex("m"), &|world| {
        let (p, q) = (at(world, &p)?, at(world, &q)?);
        let angle =
            libm::atan2(q.entries[1].re - p.entries[1].re, q.entries[0].re - p.entries[0].re);
        Some(Array::real(libm::tan(angle)))
    });
    sheet.formula("slope of a line", "m", r"\frac{y_2 - y_1}{x_2 - x_1}", &with(&numbered(points)))
}

/// Half the absolute value of x₁(y₂ − y₃) + x₂(y₃ − y₁) + x₃(y₁ − y₂).
pub(super) fn triangle_area(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let points = points(ask, 3)?;
    if points[0].len() != 2 {
        return ask.refuse();
    }
    let mut sheet = Sheet::on(ask.problem);
    let corners = points.clone();
    // Heron's formula on the lengths of the sides.
    sheet.know(&tex("A"), &|world| {
        let side = |j: usize, k: usize| {
            let (a, b) = (at(world, &corners[j])?, at(world, &corners[k])?);
            Some(libm::hypot(a.entries[0].re - b.entries[0].re, a.entries[1].re - b.entries[1].re))
        };
        let (a, b, c) = (side(0, 1)?, side(1, 2)?, side(2, 0)?);
        let s = 0.5 * (a + b + c);
        let square = s * (s - a) * (s - b) * (s - c);
        Some(Array::real(if square < 1e-9 { 0.0 } else { square.sqrt() }))
    });
    let value = sheet.formula(
        "area of a triangle",
        "A",
        r"\frac{1}{2}|x_1(y_2 - y_3) + x_2(y_3 - y_1) + x_3(y_1 - y_2)|",
        &with(&numbered(&points)),
    )?;
    sheet.done(ask, &equals(tex("A"), show(value)), vec![show(value)])
}
