//! Coordinate geometry in the plane and in space: classes 9 to 12.

use super::arrays::{Array, World, array};
use super::vectors::{components, cross, dot};
use super::{Ask, Sheet, equals, items, l, p, plain, tex};
use crate::algebra::{coefficients, expand};
use crate::complex::{C, real};
use crate::expr::{E, F, ONE, ZERO, apply, int, rat, sqrt, sym};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::value::value;
use ganita_notation::{Accent, Node, Relation};

type Point = Vec<E>;

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

fn points(ask: &Ask<'_>, count: usize) -> Result<Vec<Point>, Refusal> {
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
fn numbered(points: &[Point]) -> Vec<(String, E)> {
    let mut out = Vec::new();
    for (k, point) in points.iter().enumerate() {
        for (name, &e) in COORDINATES.iter().zip(point) {
            out.push((format!("{name}_{}", k + 1), e));
        }
    }
    out
}

fn with(named: &[(String, E)]) -> Vec<(&str, E)> {
    named.iter().map(|(name, e)| (name.as_str(), *e)).collect()
}

fn at(world: &World, v: &[E]) -> Option<Array> {
    let entries: Option<Vec<C>> = v.iter().map(|&e| world.of(e)?.number()).collect();
    let entries = entries?;
    Some(Array { rows: entries.len(), columns: 1, entries })
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

/// Of ax + by + c = 0, as y = mx + c.
fn slope_of_line(ask: &Ask<'_>, f: E) -> Result<Solution, Refusal> {
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

fn slope_lines(sheet: &mut Sheet, points: &[Point]) -> Result<E, Refusal> {
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

/// Left minus right as a polynomial of second degree: x², xy, y², x, y, 1.
fn second_degree(ask: &Ask<'_>) -> Result<[E; 6], Refusal> {
    let Some((left, right)) = crate::explain::sides(ask.problem) else { return ask.refuse() };
    let f = expand(meaning(left)? - meaning(right)?);
    let (x, y) = (sym("x"), sym("y"));
    let refuse = || Refusal::about(Reason::NotUnderstood, ask.problem);
    let cx = coefficients(f, x).filter(|c| c.len() <= 3).ok_or_else(refuse)?;
    let part = |k: usize| coefficients(cx.get(k).copied().unwrap_or(ZERO), y).unwrap_or_default();
    let get = |c: &[E], k: usize| c.get(k).copied().unwrap_or(ZERO);
    let (c0, c1, c2) = (part(0), part(1), part(2));
    if c0.len() > 3
        || c1.len() > 2
        || c2.len() > 1
        || f.symbols().iter().any(|e| *e != x && *e != y)
    {
        return Err(refuse());
    }
    Ok([get(&c2, 0), get(&c1, 1), get(&c0, 2), get(&c1, 0), get(&c0, 1), get(&c0, 0)])
}

/// Points that satisfy an equation in x and y, found by bisection along vertical and horizontal lines.
fn on_curve(problem: &Node, base: &World) -> Vec<World> {
    let mut out = Vec::new();
    let Some((left, right)) = crate::explain::sides(problem) else { return out };
    let f = |x: f64, y: f64| {
        let mut world = base.clone();
        world.learn(tex("x"), Array::real(x));
        world.learn(tex("y"), Array::real(y));
        let v = array(left, &world)?.number()?.re - array(right, &world)?.number()?.re;
        Some((v, world))
    };
    for k in 0..60 {
        let c = -12.0 + 0.41 * f64::from(k) + 0.0173;
        for vertical in [true, false] {
            let at = |t: f64| if vertical { f(c, t) } else { f(t, c) };
            let mut last: Option<(f64, f64)> = None;
            for j in 0..=120 {
                let t = -30.0 + 0.5 * f64::from(j) + 0.0091;
                let Some((v, _)) = at(t) else { continue };
                if let Some((u, before)) = last
                    && before * v < 0.0
                {
                    let (mut a, mut b) = (u, t);
                    for _ in 0..70 {
                        let m = 0.5 * (a + b);
                        match at(m) {
                            Some((vm, _)) if vm * before > 0.0 => a = m,
                            _ => b = m,
                        }
                    }
                    if let Some((_, world)) = at(0.5 * (a + b)) {
                        out.push(world);
                    }
                }
                last = Some((t, v));
            }
            if out.len() >= 8 {
                return out;
            }
        }
    }
    out
}

fn square_of(letter: &str, centre: E) -> String {
    if centre == ZERO { format!("{letter}^2") } else { format!("({letter} - {})^2", p(centre)) }
}

/// Centre and radius, by completing the squares.
pub(super) fn circle(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let [a, xy, b, d, e, f] = second_degree(ask)?;
    if a != b || a == ZERO || xy != ZERO {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let (h, k) = (plain(-d / (int(2) * a)), plain(-e / (int(2) * a)));
    let square = plain(h * h + k * k - f / a);
    if crate::value::sign(square) != Some(1) {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let r = plain(sqrt(square));
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.worlds = on_curve(ask.problem, &World::default());
    let standard = format!("{} + {} = {}", square_of("x", h), square_of("y", k), l(square));
    sheet.say("complete both squares", tex(&standard), vec![]);
    let (centre, radius) = (tex("O"), tex("r"));
    // The centre is as far from every point of the curve: that distance is the radius.
    sheet.know(&radius, &|world| {
        let get = |name: &str| world.letters.iter().find(|(n, _)| n == name).map(|(_, v)| v.re);
        let (h, k) = (crate::value::real_value(h)?, crate::value::real_value(k)?);
        Some(Array::real(libm::hypot(get("x")? - h, get("y")? - k)))
    });
    sheet.know(&centre, &|world| at(world, &[h, k]));
    let point = tex(&format!("({}, {})", l(h), l(k)));
    let answer = Node::List(vec![equals(centre, point.clone()), equals(radius, show(r))]);
    sheet.say("centre and radius", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![point, show(r)])
}

/// The parameters of a parabola, ellipse or hyperbola with its axes along the coordinate axes.
pub(super) fn conic(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let [a, xy, b, d, e, f] = second_degree(ask)?;
    if xy != ZERO {
        return Err(Refusal::new(Reason::Unsupported));
    }
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.worlds = on_curve(ask.problem, &World::default());
    if sheet.worlds.len() < 4 {
        return Err(Refusal::new(Reason::Unverified));
    }
    if a == ZERO || b == ZERO {
        return parabola(
            ask,
            sheet,
            if a == ZERO { (b, e, d, f, true) } else { (a, d, e, f, false) },
        );
    }
    let (h, k) = (plain(-d / (int(2) * a)), plain(-e / (int(2) * b)));
    let right = plain(a * h * h + b * k * k - f);
    if right == ZERO {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let (p2, q2) = (plain(right / a), plain(right / b));
    let signs = (crate::value::sign(p2), crate::value::sign(q2));
    let (Some(s), Some(t)) = signs else { return Err(Refusal::new(Reason::NoMethod)) };
    if s < 0 && t < 0 {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let size = |e: E| plain(apply(F::Abs, e));
    let (u, v) = (size(p2), size(q2));
    let sum = if s > 0 && t > 0 { "+" } else { "-" };
    let (first, second) = if s > 0 {
        ((square_of("x", h), l(u)), (square_of("y", k), l(v)))
    } else {
        ((square_of("y", k), l(v)), (square_of("x", h), l(u)))
    };
    let standard = format!(
        r"\frac{{{}}}{{{}}} {sum} \frac{{{}}}{{{}}} = 1",
        first.0, first.1, second.0, second.1
    );
    let ellipse = s > 0 && t > 0;
    sheet.say(if ellipse { "ellipse" } else { "hyperbola" }, tex(&standard), vec![]);
    let wide = if ellipse { crate::value::sign(u - v) != Some(-1) } else { s > 0 };
    let (major, minor) = if wide { (u, v) } else { (v, u) };
    let c = plain(sqrt(if ellipse { major - minor } else { major + minor }));
    let half = plain(sqrt(major));
    let eccentricity = plain(c / half);
    let focus =
        |sign: E| if wide { vec![plain(h + sign * c), k] } else { vec![h, plain(k + sign * c)] };
    let (f1, f2) = (focus(ONE), focus(-ONE));
    // The definition: the distances from the foci have the sum, or the difference, 2a; and the curve is e times as far
    // from a focus as from its directrix.
    let (g1, g2) = (f1.clone(), f2.clone());
    let distance = move |world: &World, g: &[E]| {
        let get = |name: &str| world.letters.iter().find(|(n, _)| n == name).map(|(_, v)| v.re);
        Some(libm::hypot(
            get("x")? - crate::value::real_value(g[0])?,
            get("y")? - crate::value::real_value(g[1])?,
        ))
    };
    sheet.know(&tex("a"), &|world| {
        let (p, q) = (distance(world, &g1)?, distance(world, &g2)?);
        Some(Array::real(0.5 * if ellipse { p + q } else { (p - q).abs() }))
    });
    let span = crate::value::real_value(c).unwrap_or(f64::NAN);
    sheet.know(&tex("c"), &|_| Some(Array::real(span)));
    sheet.know(&tex("b"), &|world| {
        let a = array(&tex("a"), world)?.number()?.re;
        Some(Array::real(libm::sqrt((a * a - span * span).abs())))
    });
    sheet.know(&tex("e"), &|world| Some(Array::real(span / array(&tex("a"), world)?.number()?.re)));
    let axes = format!("a = {}, b = {}", l(half), l(plain(sqrt(minor))));
    sheet.say("semi-axes", tex(&axes), vec![]);
    let relation = if ellipse { r"c = \sqrt{a^2 - b^2}" } else { r"c = \sqrt{a^2 + b^2}" };
    sheet.say("focal distance", tex(&format!("{relation} = {}", l(c))), vec![]);
    // e is read as Euler's number, so its line is checked through c and a.
    sheet.say("eccentricity", tex(&format!(r"\frac{{c}}{{a}} = {}", l(eccentricity))), vec![]);
    let point = |v: &[E]| tex(&format!("({}, {})", l(v[0]), l(v[1])));
    for (name, f) in [("F_1", &f1), ("F_2", &f2)] {
        sheet.know(&tex(name), &|world| at(world, f));
    }
    let answer = Node::List(vec![
        tex(&format!("a = {}", l(half))),
        tex(&format!("b = {}", l(plain(sqrt(minor))))),
        equals(tex("F_1"), point(&f1)),
        equals(tex("F_2"), point(&f2)),
        tex(&format!(r"\frac{{c}}{{a}} = {}", l(eccentricity))),
    ]);
    sheet.say("foci", answer.clone(), vec![]);
    let kind = Node::Text(if ellipse { "ellipse" } else { "hyperbola" }.to_owned());
    sheet.done(ask, &answer, vec![kind, point(&f1), point(&f2), show(eccentricity)])
}

/// A y² + E y + D x + F = 0 lies on its side (`lying`); with x and y exchanged it stands.
fn parabola(
    ask: &Ask<'_>,
    mut sheet: Sheet,
    (a, linear, other, constant, lying): (E, E, E, E, bool),
) -> Result<Solution, Refusal> {
    if other == ZERO || a == ZERO {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let k = plain(-linear / (int(2) * a));
    let h = plain((a * k * k - constant) / other);
    let four = plain(-other / a);
    let reach = plain(four * rat(1, 4));
    let (square, along) = if lying { ("y", "x") } else { ("x", "y") };
    let along_part =
        if h == ZERO { along.to_owned() } else { format!(r"\left({along} - {}\right)", p(h)) };
    let line = format!("{} = {}{along_part}", square_of(square, k), l(four));
    sheet.say("parabola", tex(&line), vec![]);
    let place = |along: E, across: E| if lying { vec![along, across] } else { vec![across, along] };
    let (vertex, focus) = (place(h, k), place(plain(h + reach), k));
    let directrix = plain(h - reach);
    // The definition: every point is as far from the focus as from the directrix.
    let apart = sheet.worlds.iter().all(|world| {
        let get = |name: &str| {
            world.letters.iter().find(|(n, _)| n == name).map_or(f64::NAN, |(_, v)| v.re)
        };
        let value = |e: E| crate::value::real_value(e).unwrap_or(f64::NAN);
        let from_focus = libm::hypot(get("x") - value(focus[0]), get("y") - value(focus[1]));
        let from_line = (get(along) - value(directrix)).abs();
        (from_focus - from_line).abs() < 1e-7 * from_line.max(1.0)
    });
    if !apart {
        return Err(Refusal::new(Reason::Unverified));
    }
    let point = |v: &[E]| tex(&format!("({}, {})", l(v[0]), l(v[1])));
    for (name, v) in [("V", &vertex), ("F", &focus)] {
        sheet.know(&tex(name), &|world| at(world, v));
    }
    sheet.know(&tex("l"), &|world| world.of(directrix));
    let size = plain(apply(F::Abs, four));
    sheet.know(&tex("L"), &|world| world.of(size));
    let answer = Node::List(vec![
        equals(tex("V"), point(&vertex)),
        equals(tex("F"), point(&focus)),
        equals(tex("L"), show(size)),
    ]);
    let shown = Node::relation(Node::symbol(along), Relation::Equal, show(directrix));
    sheet.say("vertex and focus", answer.clone(), vec![("directrix", shown.clone())]);
    sheet.done(ask, &answer, vec![point(&vertex), point(&focus), shown])
}
