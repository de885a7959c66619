//! What derivatives and integrals are for: extrema, tangents and normals, areas, Taylor polynomials. Classes 11 and 12.

use super::arrays::{Array, World};
use super::{Ask, Sheet, equals, items, l, number_said, p, plain, tex};
use crate::algebra::expand;
use crate::check::{self, Letters};
use crate::complex::real;
use crate::derive::derivative;
use crate::expr::{E, ONE, UNDEFINED, ZERO, add, int, num, powi, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::simplify::simplest;
use crate::tasks::solve::roots::{Set, roots};
use crate::value::real_value;
use ganita_notation::{Node, Relation};

/// The function of y = f(x), f(x) = …, or an expression.
pub(super) fn body(node: &Node) -> &Node {
    match node {
        Node::Relation(_, rest) if rest.len() == 1 => &rest[0].1,
        other => other,
    }
}

pub(super) fn function(ask: &Ask<'_>, node: &Node) -> Result<(E, E), Refusal> {
    let f = meaning(body(node))?;
    let letters = f.symbols();
    match letters.as_slice() {
        [x] => Ok((f, *x)),
        [] => Ok((f, sym("x"))),
        _ => ask.refuse(),
    }
}

/// The slope of what is written.
pub(super) fn slope(node: &Node, x: &str, v: f64) -> Option<f64> {
    let letters =
        Letters { values: vec![(x.to_owned(), real(v))], given: &[], minus: false, beside: false };
    let rise = check::differentiated(node, x, 1, &letters);
    (rise.is_finite() && rise.is_real()).then_some(rise.re)
}

pub(super) fn at(node: &Node, x: &str, v: f64) -> Option<f64> {
    let letters =
        Letters { values: vec![(x.to_owned(), real(v))], given: &[], minus: false, beside: false };
    let y = check::evaluate(node, &letters);
    (y.is_finite() && y.is_real()).then_some(y.re)
}

pub(super) fn name_of(x: E) -> String {
    x.letter()
}

/// Local maxima and minima by the second derivative, else by the sign of the first.
pub(super) fn extrema(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    if super::behaviour::on_an_interval(ask.problem) {
        return super::behaviour::extremes(ask);
    }
    // "…, x > 0": only there.
    let all = items(ask.problem);
    let (problem, condition) = match all.as_slice() {
        [curve, condition @ Node::Relation(_, rest)]
            if rest.iter().all(|(relation, _)| *relation != Relation::Equal) =>
        {
            (curve, Some(condition))
        }
        _ => (ask.problem, None),
    };
    let (f, x) = function(ask, problem)?;
    let node = body(problem).clone();
    let first = simplest(derivative(f, x));
    let second = simplest(derivative(first, x));
    if first == UNDEFINED || second == UNDEFINED {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let Some(Set::Roots(found)) = roots(first, x, 0) else {
        return Err(Refusal::new(Reason::NoMethod));
    };
    let found = if found.iter().any(|e| e.has(sym("n"))) {
        in_one_turn(&found, &node, &name_of(x)).ok_or(Refusal::new(Reason::NoMethod))?
    } else {
        found
    };
    let mut points: Vec<E> =
        found.into_iter().map(plain).filter(|e| !e.has(crate::expr::I)).collect();
    if let Some(condition) = condition {
        let holds = |e: E| {
            let values = vec![(name_of(x), real(real_value(e)?))];
            check::holds(condition, &Letters { values, given: &[], minus: false, beside: false })
        };
        points.retain(|&e| holds(e) == Some(true));
    }
    points.retain(|&e| real_value(e).is_some_and(|v| at(&node, &name_of(x), v).is_some()));
    let place = |e: E| real_value(e).unwrap_or(0.0);
    crate::sort::by(&mut points, &mut |a, b| place(*a).total_cmp(&place(*b)));
    points.dedup();
    let letter = name_of(x);
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    // Derivatives by differences of what is written, at several places.
    let places = [0.37, 1.43, 2.71, -0.61];
    let y1 = tex(&format!("f'({letter})"));
    let y2 = tex(&format!("f''({letter})"));
    sheet.worlds = places
        .iter()
        .filter_map(|&v| {
            let mut world = World::default();
            world.letters.push((letter.clone(), real(v)));
            world.learn(y1.clone(), Array::real(slope(&node, &letter, v)?));
            Some(world)
        })
        .collect();
    if sheet.worlds.is_empty() {
        return Err(Refusal::new(Reason::Unverified));
    }
    sheet.coarse();
    sheet.say("first derivative", equals(y1.clone(), show(first)), vec![]);
    let first_node = show(first);
    sheet.know(&y2, &|world| {
        let (_, v) = world.letters.iter().find(|(name, _)| *name == letter)?;
        slope(&first_node, &letter, v.re).map(Array::real)
    });
    if points.is_empty() {
        // f′ keeps its sign: looked at on a wide stretch.
        let signs: Vec<bool> = (-200..=200)
            .filter_map(|k| at(&first_node, &letter, 0.25 * f64::from(k) + 0.01))
            .filter(|v| v.abs() > 1e-12)
            .map(|v| v > 0.0)
            .collect();
        if signs.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(sheet.stopped(Reason::Unverified));
        }
        let answer = Node::relation(y1, Relation::NotEqual, Node::number("0"));
        sheet.say("no extrema", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    }
    let statement = crate::tasks::solve::statement(x, &points);
    sheet.remark("critical points", statement);
    sheet.say("second derivative", equals(y2.clone(), show(second)), vec![]);
    let mut lines = Vec::new();
    let mut answers = Vec::new();
    for &point in &points {
        let v = real_value(point).ok_or(Refusal::new(Reason::NoMethod))?;
        let curve = plain(second.replace(x, point));
        let value = plain(f.replace(x, point));
        // Higher or lower than its neighbours, by the values themselves.
        let (h, here) = (1e-3 * v.abs().max(1.0), at(&node, &letter, v));
        let around = [-h, -0.5 * h, 0.5 * h, h].map(|off| at(&node, &letter, v + off));
        let (Some(here), Some(around)) = (here, around.into_iter().collect::<Option<Vec<f64>>>())
        else {
            return Err(sheet.stopped(Reason::Unverified));
        };
        let kind = if around.iter().all(|y| *y < here) {
            Some(true)
        } else if around.iter().all(|y| *y > here) {
            Some(false)
        } else {
            None
        };
        let says = crate::value::sign(curve);
        if matches!(
            (kind, says),
            (Some(true), Some(1)) | (Some(false), Some(-1)) | (None, Some(1 | -1))
        ) {
            return Err(sheet.stopped(Reason::Unverified));
        }
        let (rule, word) = match kind {
            Some(true) => ("maximum at", "max"),
            Some(false) => ("minimum at", "min"),
            None => ("neither", "inflection"),
        };
        let named = tex(&format!("f({})", l(point)));
        sheet.know(&named, &|_| Some(Array::real(here)));
        let line = equals(named, show(value));
        let parameters =
            vec![("point", show(point)), ("curve", show(curve)), ("value", show(value))];
        sheet.say(rule, line.clone(), parameters);
        if kind.is_some() {
            lines.push(line);
            answers.push(Node::List(vec![
                Node::Text(word.to_owned()),
                equals(show(x), show(point)),
                show(value),
            ]));
        }
    }
    if lines.is_empty() {
        let answer = sheet.line().clone();
        return sheet.done(ask, &answer, vec![]);
    }
    let answer = if lines.len() == 1 { lines[0].clone() } else { Node::List(lines) };
    sheet.done(ask, &answer, answers)
}

/// The members of families in [0, 2π) of what repeats after 2π.
fn in_one_turn(families: &[E], node: &Node, letter: &str) -> Option<Vec<E>> {
    let turn = 2.0 * std::f64::consts::PI;
    for v in [0.31, 1.7, 2.9, 4.4] {
        let (here, there) = (at(node, letter, v)?, at(node, letter, v + turn)?);
        if (here - there).abs() > 1e-9 * here.abs().max(1.0) {
            return None;
        }
    }
    let members = (-12..=12).flat_map(|n| families.iter().map(move |&e| (e, n)));
    let points = members.map(|(e, n)| expand(crate::tasks::solve::at(e, n)));
    let inside = |v: f64| v > -1e-9 && v < turn - 1e-9;
    Some(crate::tasks::solve::unique(
        points.filter(|&e| real_value(e).is_some_and(inside)).collect(),
    ))
}

/// The curve, and the abscissa: a second item x = a, or what was said.
fn at_point(ask: &Ask<'_>) -> Result<(Node, E, E, E), Refusal> {
    let all = items(ask.problem);
    let curve = all.first().cloned().unwrap_or(Node::Missing);
    let (f, x) = function(ask, &curve)?;
    let place = match all.get(1) {
        Some(Node::Relation(_, rest)) if rest.len() == 1 => Some(meaning(&rest[0].1)?),
        Some(Node::Group(_, inner, _)) => match &**inner {
            Node::List(both) => {
                Some(meaning(both.first().ok_or(Refusal::new(Reason::NotUnderstood))?)?)
            }
            _ => None,
        },
        _ => None,
    };
    let place = place.or_else(|| number_said(ask.said, 0));
    match place {
        Some(a) => Ok((body(&curve).clone(), f, x, a)),
        None => ask.refuse(),
    }
}

pub(super) fn tangent(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    touching(ask, false)
}

pub(super) fn normal(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    touching(ask, true)
}

fn touching(ask: &Ask<'_>, normal: bool) -> Result<Solution, Refusal> {
    let (node, f, x, a) = at_point(ask)?;
    let slope_e = simplest(derivative(f, x));
    let (m, b) = (plain(slope_e.replace(x, a)), plain(f.replace(x, a)));
    let (Some(v), letter) = (real_value(a), name_of(x)) else {
        return Err(Refusal::new(Reason::Unsupported));
    };
    let (Some(rise), Some(height)) = (slope(&node, &letter, v), at(&node, &letter, v)) else {
        return Err(Refusal::new(Reason::Unverified));
    };
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.coarse();
    let mut world = World::default();
    world.learn(tex("m"), Array::real(rise));
    world.learn(tex("b"), Array::real(height));
    world.learn(tex("y_{0}"), Array::real(height));
    sheet.worlds = vec![world];
    sheet.say("point of contact", equals(tex("y_{0}"), show(b)), vec![("slope", show(slope_e))]);
    sheet.say("slope of the tangent", equals(tex("m"), show(m)), vec![("slope", show(slope_e))]);
    if normal && m == ZERO {
        let answer = equals(show(x), show(a));
        sheet.know(&show(x), &|_| Some(Array::real(v)));
        sheet.say("vertical line", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    }
    let used = if normal { plain(-(ONE / m)) } else { m };
    let numeric = if normal { -1.0 / rise } else { rise };
    // Points on the line with this slope through the point.
    let base = sheet.worlds[0].clone();
    sheet.worlds = [-1.3, 0.4, 2.1]
        .iter()
        .map(|&t| {
            let mut world = base.clone();
            world.learn(show(x), Array::real(v + t));
            world.learn(tex("y"), Array::real(height + numeric * t));
            world
        })
        .collect();
    let minus = |letter: &str, e: E| {
        if e == ZERO { letter.to_owned() } else { format!("{letter} - {}", p(e)) }
    };
    let line = format!("{} = {} \\cdot ({})", minus("y", b), p(used), minus(&l(x), a));
    sheet.say(if normal { "normal" } else { "tangent" }, tex(&line), vec![]);
    let answer = equals(tex("y"), show(expand(used * (x - a) + b)));
    sheet.say("simplify", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// The Taylor polynomial: said are the degree, and the point (0 if none).
pub(super) fn taylor(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (f, x) = function(ask, ask.problem)?;
    let n = number_said(ask.said, 0).and_then(E::as_int).unwrap_or(4);
    let a = number_said(ask.said, 1).unwrap_or(ZERO);
    if !(0..=12).contains(&n) {
        return Err(Refusal::new(Reason::TooLong));
    }
    let letter = name_of(x);
    let node = body(ask.problem).clone();
    let v = real_value(a).ok_or(Refusal::new(Reason::Unsupported))?;
    let mut current = f;
    let mut values = Vec::new();
    for _ in 0..=n {
        values.push(plain(current.replace(x, a)));
        current = simplest(derivative(current, x));
        if current == UNDEFINED {
            return Err(Refusal::new(Reason::NoMethod));
        }
    }
    if values.iter().any(|e| *e == UNDEFINED || !e.is_number()) {
        return Err(Refusal::new(Reason::DivisionByZero));
    }
    let factorial = |k: usize| num((1..=k as i64).fold(Q::ONE, |all, j| &all * &Q::int(j)));
    let terms: Vec<E> = values
        .iter()
        .enumerate()
        .map(|(k, &d)| plain(d / factorial(k)) * powi(x - a, k as i64))
        .collect();
    // The remainder must shrink as the next power of the distance: halving it divides by about 2ⁿ⁺¹ or more.
    let sum = add(terms.iter().copied());
    let off = |h: f64| Some(at(&node, &letter, v + h)? - at(&show(sum), &letter, v + h)?);
    let mut fits = false;
    for h in [0.4, 0.2, 0.1] {
        if let (Some(wide), Some(near)) = (off(h), off(0.5 * h)) {
            let exact = wide.abs() < 1e-12 && near.abs() < 1e-12;
            let share = libm::pow(0.5, n as f64 + 0.5);
            if exact || near.abs() <= wide.abs() * share {
                fits = true;
            }
        }
    }
    if !fits {
        return Err(Refusal::new(Reason::Unverified));
    }
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.coarse();
    let mut world = World::default();
    for (k, e) in values.iter().enumerate() {
        if let Some(known) = world.of(*e) {
            world.learn(tex(&format!("d_{{{k}}}")), known);
        }
    }
    world.letters.push((letter.clone(), real(v + 0.3)));
    let polynomial = tex(&format!("P({})", l(x)));
    let sum_node = show(sum);
    sheet.worlds = vec![world];
    sheet.know(&polynomial, &|world| super::arrays::array(&sum_node, world));
    for (k, e) in values.iter().enumerate().take(4) {
        let name = tex(&format!("f{}({})", "'".repeat(k), l(a)));
        let e = *e;
        sheet.know(&name, &|world| world.of(e));
        sheet.say("derivatives at the point", equals(name, show(e)), vec![]);
    }
    let kept: Vec<E> = terms.into_iter().filter(|t| *t != ZERO).collect();
    let answer =
        equals(polynomial, if kept.is_empty() { Node::number("0") } else { show::sum_of(&kept) });
    sheet.say("taylor polynomial", answer.clone(), vec![("n", show(int(n)))]);
    sheet.done(ask, &answer, vec![])
}
