//! Areas between curves and lines: what bounds them, where they meet, and an integral for each part. Class 12.

use super::arrays::Array;
use super::{Ask, Sheet, equals, items, l, plain, tex};
use crate::algebra::{coefficients, expand, together};
use crate::check::{self, Letters};
use crate::complex::{C, NOTHING, real};
use crate::expr::{E, F, HALF, X, ZERO, add, apply, int, pow, rat, sqrt, sym};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::integrate::antiderivative;
use crate::tasks::solve::roots::{Set, roots, unsigned_root};
use crate::value::{real_value, value};
use ganita_notation::{Function, Node, Relation};

/// What bounds a region, y taken as a function of x.
#[derive(Default)]
struct Bounds {
    /// x = c.
    lines: Vec<E>,
    /// y = f(x).
    graphs: Vec<E>,
    /// y² = h(x): two graphs, one the mirror image of the other.
    mirrored: Vec<E>,
}

impl Bounds {
    fn of(items: &[Node], x: E, y: E) -> Option<Bounds> {
        let mut out = Bounds::default();
        for item in items {
            out.take(item, x, y)?;
        }
        Some(out)
    }

    fn take(&mut self, item: &Node, x: E, y: E) -> Option<()> {
        let Node::Relation(left, rest) = item else {
            let f = meaning(item).ok()?;
            (!f.has(y)).then(|| self.graphs.push(f))?;
            return Some(());
        };
        let [(relation, right)] = rest.as_slice() else { return None };
        if matches!(**left, Node::Apply { function: Function::Letter(_), .. }) {
            self.graphs.push(meaning(right).ok()?);
            return Some(());
        }
        let e = expand(meaning(left).ok()? - meaning(right).ok()?);
        // x ≥ 0 and y ≥ 0 are the sides of the first quadrant.
        match relation {
            Relation::Equal => {}
            Relation::GreaterEqual | Relation::Greater if e == x => {
                self.lines.push(ZERO);
                return Some(());
            }
            Relation::GreaterEqual | Relation::Greater if e == y => {
                self.graphs.push(ZERO);
                return Some(());
            }
            _ => return None,
        }
        let letter = if e.has(y) { y } else { x };
        let c = coefficients(e, letter)?;
        let free = c.iter().skip(1).all(|part| !part.has(x) && !part.has(y));
        match c.as_slice() {
            [c0, c1] if free && letter == x => self.lines.push(together(-*c0 / *c1)),
            [c0, c1] if free => self.graphs.push(expand(-*c0 / *c1)),
            [c0, ZERO, c2] if free && letter == y => self.mirrored.push(expand(-*c0 / *c2)),
            _ => return None,
        }
        Some(())
    }
}

/// The region that the items bound.
pub(super) fn area_between(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let all = items(ask.problem);
    let (x, y) = (sym("x"), sym("y"));
    let mut letters = Vec::new();
    super::all_names(ask.problem, &mut letters);
    // Expressions in another letter: y = f(t).
    let abscissa = match letters.as_slice() {
        [one] if one != "x" && one != "y" => sym(one),
        _ => x,
    };
    let mut refusal = Refusal::about(Reason::NotUnderstood, ask.problem);
    for (u, v) in [(abscissa, y), (y, x)] {
        let Some(bounds) = Bounds::of(&all, u, v) else { continue };
        match (bounds.mirrored.as_slice(), bounds.graphs.as_slice()) {
            (&[square], [] | [ZERO]) => return mirrored(ask, &all, (u, v), &bounds, square),
            ([], [_] | [_, _]) => match between(ask, &all, (u, v), &bounds) {
                Ok(solution) => return Ok(solution),
                Err(other) => refusal = other,
            },
            _ => {}
        }
    }
    Err(refusal)
}

fn letters_at(values: &[(E, C)]) -> Letters<'static> {
    let values = values.iter().map(|(e, v)| (e.letter(), *v)).collect();
    Letters { values, given: &[], minus: false, beside: false }
}

/// Whether the point lies on a curve that was given.
fn on_a_curve(all: &[Node], at: &[(E, C)]) -> bool {
    let letters = letters_at(at);
    all.iter().any(|item| match item {
        Node::Relation(left, _)
            if matches!(**left, Node::Apply { function: Function::Letter(_), .. }) =>
        {
            true
        }
        Node::Relation(..) => check::holds(item, &letters) == Some(true),
        _ => true,
    })
}

/// Where an expression is zero, also members of families, within two ends.
fn zeros(f: E, x: E, ends: Option<(f64, f64)>) -> Option<Vec<(f64, E)>> {
    if !f.has(x) {
        return Some(Vec::new());
    }
    let Set::Roots(found) = roots(f, x, 0)? else { return None };
    let mut out = Vec::new();
    for root in found {
        // A family is whole only between ends.
        if root.has(sym("n")) && ends.is_none() {
            return None;
        }
        let reach = if root.has(sym("n")) { 24 } else { 0 };
        for member in -reach..=reach {
            let root = plain(crate::tasks::solve::at(root, member));
            if let Some(v) = real_value(root)
                && ends.is_none_or(|(a, b)| v > a - 1e-9 && v < b + 1e-9)
            {
                out.push((v, root));
            }
        }
    }
    Some(out)
}

fn sorted(mut points: Vec<(f64, E)>) -> Vec<(f64, E)> {
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-9);
    points
}

/// Between two graphs, or a graph and the axis: from line to line, or from where they first meet to where they last do.
fn between(
    ask: &Ask<'_>,
    all: &[Node],
    (x, y): (E, E),
    bounds: &Bounds,
) -> Result<Solution, Refusal> {
    let none = || Refusal::new(Reason::NoMethod);
    let (f, g) = match bounds.graphs.as_slice() {
        [f, g] => (*f, *g),
        [f] => (*f, ZERO),
        _ => return Err(none()),
    };
    let difference = expand(f - g);
    let lines: Vec<(f64, E)> = bounds
        .lines
        .iter()
        .map(|&e| Some((real_value(e)?, e)))
        .collect::<Option<_>>()
        .ok_or_else(none)?;
    let lines = sorted(lines);
    let ends = match lines.as_slice() {
        [a, b] => Some((a.0, b.0)),
        [] | [_] => None,
        _ => return Err(none()),
    };
    let crossings = zeros(difference, x, ends).ok_or_else(none)?;
    let mut points: Vec<(f64, E)> = crossings.iter().chain(&lines).copied().collect();
    // One line and several crossings bound more than one region.
    if lines.len() == 1 && sorted(points.clone()).len() != 2 {
        return Err(none());
    }
    points = sorted(points);
    if points.len() < 2 {
        return Err(none());
    }
    let (low, high) = (points[0].0, points[points.len() - 1].0);
    // Bars change their sign inside.
    let mut corners = Vec::new();
    bars(difference, &mut corners);
    for &inner in &corners {
        points.extend(zeros(inner, x, Some((low, high))).ok_or_else(none)?);
    }
    let points = sorted(points);
    let nodes = [show(f), show(g)];
    let at = |node: &Node, v: f64| check::evaluate(node, &letters_at(&[(x, real(v))]));
    let gap = |v: f64| at(&nodes[0], v) - at(&nodes[1], v);
    for v in [low + 0.31 * (high - low), low + 0.77 * (high - low)] {
        for node in &nodes {
            let height = at(node, v);
            let axis = bounds.graphs.len() == 1 && *node == nodes[1];
            if !axis && !on_a_curve(all, &[(x, real(v)), (y, height)]) {
                return Err(Refusal::new(Reason::Unverified));
            }
        }
    }
    let size = |v: f64| {
        let d = gap(v);
        if d.is_real() { real(d.abs()) } else { NOTHING }
    };
    let inside: f64 = points
        .windows(2)
        .map(|pair| check::integral(&size, pair[0].0, pair[1].0).map_or(f64::NAN, |v| v.re))
        .sum();
    let mut sheet = sheet(ask, &Node::number("0"), &|_| inside)?;
    if !crossings.is_empty() && lines.len() < 2 {
        let crossings: Vec<E> = sorted(crossings).into_iter().map(|(_, e)| e).collect();
        sheet.remark("where they meet", crate::tasks::solve::statement(x, &crossings));
    }
    let (mut pieces, mut values) = (Vec::new(), Vec::new());
    for pair in points.windows(2) {
        let (&(a, low), &(b, high)) = (&pair[0], &pair[1]);
        let middle = 0.5 * (a + b);
        let upper = gap(middle).re > 0.0;
        let body = expand(without_bars(if upper { difference } else { -difference }, x, middle));
        let whole = antiderivative(body, x).ok_or_else(none)?;
        pieces.push(integral(low, high, body, x));
        values.push(plain(whole.replace(x, high) - whole.replace(x, low)));
    }
    sheet.say("area as an integral", tex(&format!("A = {}", pieces.join(" + "))), vec![]);
    if values.len() > 1 {
        let sum: Vec<String> = values.iter().map(|&e| l(e)).collect();
        sheet.say("definite value", tex(&format!("A = {}", sum.join(" + "))), vec![]);
    }
    let answer = plain(add(values));
    let line = equals(tex("A"), show(answer));
    sheet.say("definite value", line.clone(), vec![]);
    sheet.done(ask, &line, vec![show(answer)])
}

fn integral(low: E, high: E, body: E, x: E) -> String {
    let (low, high, x) = (l(low), l(high), l(x));
    let text = l(body);
    if body.terms().len() > 1 {
        format!(r"\int_{{{low}}}^{{{high}}} \left({text}\right) \, d{x}")
    } else {
        format!(r"\int_{{{low}}}^{{{high}}} {text} \, d{x}")
    }
}

fn bars(e: E, out: &mut Vec<E>) {
    if let X::Fun(F::Abs, inner) = e.get()
        && !out.contains(&inner)
    {
        out.push(inner);
    }
    e.children().into_iter().for_each(|child| bars(child, out));
}

/// |u| as u or -u, by its sign at a place.
fn without_bars(e: E, x: E, v: f64) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Fun(F::Abs, inner) if value(inner, &[(x, real(v))]).re < 0.0 => -inner,
        X::Fun(F::Abs, inner) => inner,
        _ => part,
    })
}

/// An area by numbers, for what letters stand for.
type Measure<'a> = &'a dyn Fn(&[(E, C)]) -> f64;

/// A sheet that knows A by quadrature, letters standing for lengths.
fn sheet(ask: &Ask<'_>, letters: &Node, area: Measure<'_>) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::on(letters);
    sheet.problem_is(ask.problem);
    sheet.coarse();
    let mut known = true;
    sheet.know(&tex("A"), &|world| {
        let letters: Vec<(E, C)> = world.letters.iter().map(|(name, v)| (sym(name), *v)).collect();
        let v = area(&letters);
        v.is_finite().then(|| Array::real(v))
    });
    for world in &sheet.worlds {
        known &= world.facts().iter().any(|(name, _)| *name == tex("A"));
    }
    if known { Ok(sheet) } else { Err(Refusal::new(Reason::Unverified)) }
}

/// Inside y² = h(x): √h twice, once where the axis is a side, four times a quarter where the y-axis is a mirror as well.
fn mirrored(
    ask: &Ask<'_>,
    all: &[Node],
    (x, y): (E, E),
    bounds: &Bounds,
    square: E,
) -> Result<Solution, Refusal> {
    let none = || Refusal::new(Reason::NoMethod);
    let c = coefficients(square, x).ok_or_else(none)?;
    let above = bounds.graphs.len() == 1;
    // √h = s·√u with the antiderivative of √u, and where u is zero.
    let (front, under, whole, ends) = match c.as_slice() {
        // h = p(x - r)
        [c0, p] => {
            let (c0, p) = (*c0, *p);
            let r = together(-c0 / p);
            let u = x - r;
            (unsigned_root(p), u, rat(2, 3) * pow(u, rat(3, 2)), vec![r])
        }
        // h = p(k - x²)
        [c0, ZERO, p] => {
            let (c0, p) = (*c0, *p);
            let k = together(-c0 / p);
            let (m, u) = (unsigned_root(k), k - x * x);
            let angle = apply(F::Asin, together(x / m));
            (unsigned_root(-p), u, HALF * x * sqrt(u) + HALF * k * angle, vec![-m, m])
        }
        _ => return Err(none()),
    };
    let quarter = ends.len() == 2 && bounds.lines.is_empty();
    let (low, high) = match (bounds.lines.as_slice(), ends.as_slice()) {
        ([], &[_, m]) => (ZERO, m),
        (&[a], &[r]) => (r, a),
        (&[a, b], _) => (a, b),
        // In the first quadrant.
        (&[ZERO], &[_, m]) if above => (ZERO, m),
        _ => return Err(none()),
    };
    let times = (if above { 1 } else { 2 }) * (if quarter { 2 } else { 1 });
    let value_at = |end: E| crate::tasks::simplify::simplest(whole.replace(x, end));
    let part = value_at(high) - value_at(low);
    let answer = plain(int(times) * front * part);
    let height = front * sqrt(under);
    let measure = |letters: &[(E, C)]| {
        let (a, b) = (value(low, letters), value(high, letters));
        let at = |v: f64| {
            let mut letters = letters.to_vec();
            letters.push((x, real(v)));
            let h = value(square, &letters);
            if h.is_real() && h.re >= 0.0 { real(libm::sqrt(h.re)) } else { NOTHING }
        };
        let middle = 0.37 * a.re + 0.63 * b.re;
        let mut point = letters.to_vec();
        point.extend([(x, real(middle)), (y, at(middle))]);
        if !a.is_real() || !b.is_real() || a.re >= b.re || !on_a_curve(all, &point) {
            return f64::NAN;
        }
        check::integral(&at, a.re, b.re).map_or(f64::NAN, |v| v.re * times as f64)
    };
    let mut sheet = sheet(ask, &show(answer), &measure)?;
    if times > 1 {
        sheet.remark_with(
            "symmetric region",
            Node::relation(show(y), Relation::Equal, show(height)),
            vec![("times", Node::number(&times.to_string()))],
        );
    }
    let front_text = if times == 1 { String::new() } else { times.to_string() };
    let text = integral(low, high, height, x);
    sheet.say("area as an integral", tex(&format!("A = {front_text}{text}")), vec![]);
    let line = equals(tex("A"), show(answer));
    sheet.say("definite value", line.clone(), vec![]);
    sheet.done(ask, &line, vec![show(answer)])
}
