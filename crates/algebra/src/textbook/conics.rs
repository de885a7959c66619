//! Circles, parabolas, ellipses and hyperbolas by their equations: class 11.

use super::arrays::{Array, World, array};
use super::points::at;
use super::{Ask, Sheet, equals, l, p, plain, tex};
use crate::algebra::{coefficients, expand};
use crate::expr::{E, F, ONE, ZERO, apply, int, rat, sqrt, sym};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Node, Relation};

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
        return Err(sheet.stopped(Reason::Unverified));
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
