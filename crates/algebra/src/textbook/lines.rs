//! Lines and planes, and how far things are apart: classes 10 to 12.

use super::arrays::Array;
use super::points::{Point, at, numbered, points, slope_lines, with};
use super::vectors::{components, cross, dot};
use super::{Ask, Sheet, equals, items, p, plain, tex};
use crate::algebra::{coefficients, expand};
use crate::complex::{C, real};
use crate::expr::{E, F, ONE, ZERO, apply, int, sqrt, sym};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::value::value;
use ganita_notation::{Accent, Node};

/// Something that lies in the plane or in space.
enum Thing {
    Point(Point),
    /// ax + by + c = 0, or ax + by + cz + d = 0: the last is the constant.
    Flat(Vec<E>),
    /// A point and a direction.
    Line(Point, Point),
}

fn thing(node: &Node) -> Option<Thing> {
    match node {
        Node::Group(..) | Node::List(_) | Node::Matrix(..) => {
            components(node).filter(|p| (2..=3).contains(&p.len())).map(Thing::Point)
        }
        Node::Relation(_, rest) if rest.len() == 2 => symmetric(node),
        Node::Relation(..) => by_vectors(node).or_else(|| flat(node).map(Thing::Flat)),
        _ => None,
    }
}

/// ax + by + cz + d = 0.
fn flat(node: &Node) -> Option<Vec<E>> {
    let (left, right) = crate::explain::sides(node)?;
    let f = expand(meaning(left).ok()? - meaning(right).ok()?);
    let space = f.has(sym("z"));
    let names: &[&str] = if space { &["x", "y", "z"] } else { &["x", "y"] };
    let mut rest = f;
    let mut out = Vec::new();
    for name in names {
        let c = coefficients(rest, sym(name)).filter(|c| c.len() <= 2)?;
        out.push(c.get(1).copied().unwrap_or(ZERO));
        rest = c[0];
    }
    out.push(rest);
    out.iter().all(|e| e.symbols().is_empty()).then_some(out)
}

/// r = a + λb.
fn by_vectors(node: &Node) -> Option<Thing> {
    let (left, right) = crate::explain::sides(node)?;
    if !matches!(left, Node::Accented(Accent::Vector, _)) {
        return None;
    }
    let all: Vec<E> = components(right)?.into_iter().map(expand).collect();
    let mut letters: Vec<E> = all.iter().flat_map(|e| e.symbols()).collect();
    letters.dedup();
    let [letter] = letters.as_slice() else { return None };
    let (mut point, mut direction) = (Vec::new(), Vec::new());
    for e in all {
        let c = coefficients(e, *letter).filter(|c| c.len() <= 2)?;
        point.push(c[0]);
        direction.push(c.get(1).copied().unwrap_or(ZERO));
    }
    Some(Thing::Line(point, direction))
}

/// Whether these are two lines in space.
pub(super) fn are_lines(node: &Node) -> bool {
    let all = items(node);
    all.len() == 2
        && all.iter().all(|item| matches!(item, Node::Relation(..)))
        && all.iter().all(|item| direction(item).is_some())
}

/// The direction of a line in space.
pub(super) fn direction(node: &Node) -> Option<Vec<E>> {
    match thing(node)? {
        Thing::Line(_, direction) => Some(direction),
        _ => None,
    }
}

/// (x − 1)/2 = (y + 1)/3 = z/4.
fn symmetric(node: &Node) -> Option<Thing> {
    let Node::Relation(first, rest) = node else { return None };
    let sides = std::iter::once(&**first).chain(rest.iter().map(|(_, side)| side));
    let (mut point, mut direction) = (Vec::new(), Vec::new());
    for (side, name) in sides.zip(["x", "y", "z"]) {
        let c = coefficients(meaning(side).ok()?, sym(name)).filter(|c| c.len() == 2)?;
        direction.push(plain(ONE / c[1]));
        point.push(plain(-(c[0] / c[1])));
    }
    Some(Thing::Line(point, direction))
}

/// Between two points, from a point to a line or plane, between parallel planes, from a point to a line in space,
/// between two lines.
pub(super) fn distance(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let things: Option<Vec<Thing>> = items(ask.problem).iter().map(thing).collect();
    let Some([a, b]) = things.and_then(|things| <[Thing; 2]>::try_from(things).ok()) else {
        return ask.refuse();
    };
    let mut sheet = Sheet::on(ask.problem);
    let name = "d";
    let value = match (a, b) {
        (Thing::Point(p), Thing::Point(q)) if p.len() == q.len() => {
            sheet.know(&tex(name), &|world| {
                let (p, q) = (at(world, &p)?, at(world, &q)?);
                let off: f64 = p
                    .entries
                    .iter()
                    .zip(&q.entries)
                    .map(|(a, b)| (*a - *b).abs() * (*a - *b).abs())
                    .sum();
                Some(Array::real(off.sqrt()))
            });
            let space = p.len() == 3;
            let formula = if space {
                r"\sqrt{(x_2 - x_1)^2 + (y_2 - y_1)^2 + (z_2 - z_1)^2}"
            } else {
                r"\sqrt{(x_2 - x_1)^2 + (y_2 - y_1)^2}"
            };
            let named = numbered(&[p, q]);
            sheet.formula("distance of points", name, formula, &with(&named))?
        }
        (Thing::Point(p), Thing::Flat(f)) | (Thing::Flat(f), Thing::Point(p))
            if f.len() == p.len() + 1 =>
        {
            // The foot of the perpendicular is found by going along the normal until the equation holds.
            let (normal, constant) = (f[..p.len()].to_vec(), f[p.len()]);
            sheet.know(&tex(name), &|world| {
                let (p, n) = (at(world, &p)?, at(world, &normal)?);
                let c = world.of(constant)?.number()?;
                let t = -(p.dot(&n)?.re + c.re) / (n.length() * n.length());
                Some(Array::real((t * n.length()).abs()))
            });
            let mut named = numbered(std::slice::from_ref(&p));
            named.extend(
                ["A", "B", "C", "D"].iter().zip(&f).map(|(name, &e)| ((*name).to_owned(), e)),
            );
            let formula = if p.len() == 3 {
                r"\frac{|Ax_1 + By_1 + Cz_1 + D|}{\sqrt{A^2 + B^2 + C^2}}"
            } else {
                r"\frac{|Ax_1 + By_1 + C|}{\sqrt{A^2 + B^2}}"
            };
            sheet.formula("distance to a line", name, formula, &with(&named))?
        }
        (Thing::Flat(f), Thing::Flat(g)) if f.len() == g.len() => {
            let n = f.len() - 1;
            let lead = (0..n)
                .find(|&k| f[k] != ZERO && g[k] != ZERO)
                .ok_or(Refusal::new(Reason::NoMethod))?;
            let scale = plain(f[lead] / g[lead]);
            if (0..n).any(|k| plain(g[k] * scale - f[k]) != ZERO) {
                return Err(Refusal::new(Reason::NoMethod));
            }
            let second = plain(g[n] * scale);
            let normal = f[..n].to_vec();
            sheet.know(&tex(name), &|world| {
                let n = at(world, &normal)?;
                Some(Array::real(
                    (world.of(f[n.rows])?.number()?.re - world.of(second)?.number()?.re).abs()
                        / n.length(),
                ))
            });
            let mut named: Vec<(String, E)> = ["A", "B", "C"]
                .iter()
                .zip(&normal)
                .map(|(name, &e)| ((*name).to_owned(), e))
                .collect();
            named.push(("p".to_owned(), f[n]));
            named.push(("q".to_owned(), second));
            let formula = if n == 3 {
                r"\frac{|p - q|}{\sqrt{A^2 + B^2 + C^2}}"
            } else {
                r"\frac{|p - q|}{\sqrt{A^2 + B^2}}"
            };
            sheet.formula("distance of parallels", name, formula, &with(&named))?
        }
        (Thing::Line(a1, b1), Thing::Line(a2, b2)) => {
            between_lines(&mut sheet, name, &a1, &b1, &a2, &b2)
        }
        _ => return ask.refuse(),
    };
    let answer = equals(tex(name), show(value));
    sheet.done(ask, &answer, vec![show(value)])
}

/// |(b₁ × b₂)·(a₂ − a₁)| / |b₁ × b₂|, and |b × (a₂ − a₁)| / |b| for parallel ones.
fn between_lines(sheet: &mut Sheet, name: &str, a1: &[E], b1: &[E], a2: &[E], b2: &[E]) -> E {
    let between: Vec<E> = a1.iter().zip(a2).map(|(&p, &q)| plain(q - p)).collect();
    let normal = cross(b1, b2);
    let parallel = normal.iter().all(|&e| e == ZERO);
    // The least distance over a grid that is refined: nothing of the formula.
    let (p, u, q, v) = (a1.to_vec(), b1.to_vec(), a2.to_vec(), b2.to_vec());
    sheet.know(&tex(name), &|world| {
        let (p, u, q, v) = (at(world, &p)?, at(world, &u)?, at(world, &q)?, at(world, &v)?);
        let (mut s, mut t) = (0.0, 0.0);
        let w: Vec<f64> = (0..3).map(|k| p.entries[k].re - q.entries[k].re).collect();
        let d = |a: &Array, b: &[f64]| -> f64 { (0..3).map(|k| a.entries[k].re * b[k]).sum() };
        for _ in 0..4000 {
            // Each line's nearest point in turn.
            let there: Vec<f64> = (0..3).map(|k| w[k] - t * v.entries[k].re).collect();
            s = -d(&u, &there) / (u.length() * u.length());
            let here: Vec<f64> = (0..3).map(|k| w[k] + s * u.entries[k].re).collect();
            t = d(&v, &here) / (v.length() * v.length());
        }
        let gap: f64 = (0..3)
            .map(|k| {
                let off = w[k] + s * u.entries[k].re - t * v.entries[k].re;
                off * off
            })
            .sum();
        Some(Array::real(gap.sqrt()))
    });
    for (name, value) in [("a_1", a1), ("a_2", a2), ("b_1", b1), ("b_2", b2)] {
        let value = value.to_vec();
        sheet.know(&tex(&format!(r"\vec{{{name}}}")), &|world| at(world, &value));
    }
    let vector = |v: &[E]| super::w(&super::vectors::written(v));
    if parallel {
        let turned = cross(b1, &between);
        sheet.say(
            "parallel lines",
            tex(r"d = \frac{|\vec{b_1} \times (\vec{a_2} - \vec{a_1})|}{|\vec{b_1}|}"),
            vec![],
        );
        sheet.say(
            "put values",
            tex(&format!(r"d = \frac{{|{}|}}{{|{}|}}", vector(&turned), vector(b1))),
            vec![],
        );
        let value = plain(sqrt(dot(&turned, &turned)) / sqrt(dot(b1, b1)));
        sheet.say("calculate", equals(tex(name), show(value)), vec![]);
        return value;
    }
    sheet.say(
        "skew lines",
        tex(r"d = \frac{|(\vec{b_1} \times \vec{b_2}) \cdot (\vec{a_2} - \vec{a_1})|}{|\vec{b_1} \times \vec{b_2}|}"),
        vec![],
    );
    let line = format!(
        r"d = \frac{{|({}) \cdot ({})|}}{{|{}|}}",
        vector(&normal),
        vector(&between),
        vector(&normal)
    );
    sheet.say("put values", tex(&line), vec![]);
    let value = plain(apply(F::Abs, dot(&normal, &between)) / sqrt(dot(&normal, &normal)));
    sheet.say("calculate", equals(tex(name), show(value)), vec![]);
    value
}

/// Of ax + by + c = 0, as y = mx + c.
pub(super) fn slope_of_line(ask: &Ask<'_>, f: E) -> Result<Solution, Refusal> {
    let (x, y) = (sym("x"), sym("y"));
    let parts = coefficients(expand(f), y);
    if !f.has(y) && coefficients(expand(f), x).is_some_and(|c| c.len() == 2) {
        return Err(Refusal::new(Reason::DivisionByZero));
    }
    let Some([rest, b]) = parts.as_deref() else { return ask.refuse() };
    let line = coefficients(expand(-*rest / *b), x);
    let (m, c) = match line.as_deref() {
        _ if b.has(x) => return ask.refuse(),
        Some([c]) => (ZERO, *c),
        Some([c, m]) if !m.has(y) => (*m, *c),
        _ => return ask.refuse(),
    };
    let mut sheet = Sheet::on(ask.problem);
    // Points on the line, found by what is given.
    for world in &mut sheet.worlds {
        let at = |v: f64| {
            let mut letters: Vec<(E, C)> = world
                .letters
                .iter()
                .map(|(name, v)| (sym(name), *v))
                .filter(|(e, _)| *e != y)
                .collect();
            letters.push((y, real(v)));
            value(f, &letters).re
        };
        let (zero, one) = (at(0.0), at(1.0));
        world.learn(tex("y"), Array::real(-zero / (one - zero)));
    }
    let form = equals(show(y), show(m * x + c));
    sheet.say("slope-intercept form", form, vec![("m", show(m)), ("c", show(c))]);
    let answer = equals(tex("m"), show(m));
    sheet.know(&tex("m"), &|world| world.of(m));
    sheet.say("slope of a line", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(m)])
}

/// The line through two points: y − y₁ = m(x − x₁).
pub(super) fn line_through(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let points = points(ask, 2)?;
    if points[0].len() != 2 {
        return ask.refuse();
    }
    let (p1, p2) = (points[0].clone(), points[1].clone());
    let mut sheet = Sheet::on(ask.problem);
    let vertical = plain(p2[0] - p1[0]) == ZERO;
    let m = if vertical { None } else { Some(slope_lines(&mut sheet, &points)?) };
    // Points on the line, by going from one to the other.
    let base = sheet.worlds.clone();
    sheet.worlds = base
        .iter()
        .flat_map(|world| [0.0, 1.0, -0.7, 2.3].map(|t| (world.clone(), t)))
        .filter_map(|(mut world, t)| {
            let (a, b) = (at(&world, &p1)?, at(&world, &p2)?);
            for (k, name) in ["x", "y"].iter().enumerate() {
                let v = a.entries[k].re + t * (b.entries[k].re - a.entries[k].re);
                world.learn(tex(name), Array::real(v));
            }
            Some(world)
        })
        .collect();
    let (x, y) = (sym("x"), sym("y"));
    let Some(m) = m else {
        let answer = equals(show(x), show(p1[0]));
        sheet.say("vertical line", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    };
    let minus = |letter: &str, e: E| {
        if e == ZERO { letter.to_owned() } else { format!("{letter} - {}", p(e)) }
    };
    let line = format!("{} = {} \\cdot ({})", minus("y", p1[1]), p(m), minus("x", p1[0]));
    sheet.say("point and slope", tex(&line), vec![]);
    let value = plain(expand(m * (x - p1[0]) + p1[1]));
    // Ax + By + C = 0 with whole numbers.
    let general = expand(value - y);
    let scale =
        general.terms().iter().filter_map(|t| t.coefficient().0.parts()).fold(1, |all, (_, d)| {
            let g = crate::number::gcd(all as u128, d as u128) as i64;
            all / g * d
        });
    let mut general = expand(general * int(scale));
    if coefficients(general, x)
        .is_some_and(|c| c.last().is_some_and(|q| q.coefficient().0.is_negative()))
    {
        general = expand(-general);
    }
    let answer = equals(show(general), Node::number("0"));
    sheet.say("simplify", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}
