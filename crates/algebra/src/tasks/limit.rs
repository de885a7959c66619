//! Limits: the series at the point, the textbook's ladder, growth compared by Gruntz's method; sequences of numbers and
//! Gruntz's method judge what the first two find.

use crate::algebra::expand;
use crate::check;
use crate::complex::real;
use crate::explain::Found;
use crate::expr::{E, F, INFINITY, ONE, UNDEFINED, X, ZERO, sym};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::{evaluated, simplest};
use crate::value::{real_value, value};
use crate::work::Work;
use ganita_notation::{Node, Side};

mod gruntz;
mod ladder;
mod standard;
mod told;

use ladder::Ladder;
use told::lines;

/// From which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Both,
    Left,
    Right,
}

/// What a limit may take that only comparing growth finds: about 10 ms.
const FUEL_FOR_CLASSES: u64 = 500_000;
/// What the second opinion may take: about 1 ms.
const FUEL_FOR_AGREEING: u64 = 50_000;

pub(crate) fn limit(problem: &Node) -> Result<Found, Refusal> {
    let Node::Limit { variable, target, side, body } = problem else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let x = letter(variable).ok_or(Refusal::about(Reason::NotUnderstood, variable))?;
    let a = meaning(target)?;
    if let Some(found) = of_integral(problem, body, x, a) {
        return found;
    }
    let f = meaning(body)?;
    // (n + 1)! = (n + 1) n!
    let f = if f.has_fun(&|g| g == F::Factorial) { simplest(f) } else { f };
    let way = match side {
        Side::Both => Way::Both,
        Side::Left => Way::Left,
        Side::Right => Way::Right,
    };
    let mut work = Work::on(problem);
    let infinite_target = a.has(INFINITY);
    if infinite_target
        && let [Some(even), Some(odd)] = [false, true].map(|odd| alternating(f, x, odd))
    {
        return match (limit_of(even, x, a, way), limit_of(odd, x, a, way)) {
            (Some(l), Some(r)) if l == r => finish(work, problem, &show(even), even, x, a, way, l),
            (Some(l), Some(r)) => {
                let answer = Node::Text("does not exist".to_owned());
                let bounded = ![l, r].iter().any(|e| e.has(INFINITY));
                let rule = if bounded { "oscillates" } else { "no limit" };
                work.note(rule, answer.clone(), answer.clone(), vec![]);
                Ok(Found::one(work, answer, "no limit", Some(x)))
            }
            _ => Err(Refusal::new(Reason::NoMethod)),
        };
    }
    let value = match limit_of(f, x, a, way) {
        Some(value) => value,
        None if way == Way::Both && !infinite_target => {
            let (left, right) = (limit_of(f, x, a, Way::Left), limit_of(f, x, a, Way::Right));
            let differ = match (left, right) {
                (Some(l), Some(r)) if l != r => true,
                (Some(l), Some(r)) => {
                    return finish(work, problem, body, f, x, a, way, if l == r { l } else { r });
                }
                _ => oscillates(f, x, a),
            };
            if !differ {
                return Err(Refusal::new(Reason::NoMethod));
            }
            let answer = Node::Text("does not exist".to_owned());
            for (way, found) in [(Side::Left, left), (Side::Right, right)] {
                if let Some(value) = found {
                    let one_sided = with_side(problem, way);
                    work.note("one side only", one_sided, show(evaluated_limit(value)), vec![]);
                }
            }
            work.note("no limit", answer.clone(), answer.clone(), vec![]);
            return Ok(Found::one(work, answer, "no limit", Some(x)));
        }
        None if oscillates(f, x, a) => {
            let answer = Node::Text("does not exist".to_owned());
            work.note("oscillates", answer.clone(), answer.clone(), vec![]);
            return Ok(Found::one(work, answer, "no limit", Some(x)));
        }
        None => return Err(Refusal::new(Reason::NoMethod)),
    };
    finish(work, problem, body, f, x, a, way, value)
}

/// (-2)ⁿ as 2ⁿ for even n and -2ⁿ for odd n. `None`: no power of a negative number stands in it.
fn alternating(f: E, x: E, odd: bool) -> Option<E> {
    let mut found = false;
    let other = f.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if k.has(x) && base.num().is_some_and(|q| q.is_negative()) => {
            found = true;
            let whole = |e: E| e.as_int();
            let parity = match crate::algebra::coefficients(expand(k), x).as_deref() {
                Some([c, m]) => whole(*c).zip(whole(*m)).map(|(c, m)| c + m * i64::from(odd)),
                _ => None,
            };
            let minus = parity.unwrap_or(i64::from(odd)) % 2 != 0;
            let power = crate::expr::pow(-base, k);
            if minus { -power } else { power }
        }
        _ => part,
    });
    found.then_some(other)
}

/// An integral to a bound that moves over what tends to 0 with it: L'Hospital's rule needs only its slope.
fn of_integral(problem: &Node, body: &Node, x: E, a: E) -> Option<Result<Found, Refusal>> {
    let (integral, below) = match body {
        Node::Fraction(top, below) => (&**top, &**below),
        Node::Product(parts) => match parts.as_slice() {
            [(_, Node::Fraction(one, below)), (_, integral)] if **one == Node::number("1") => {
                (integral, &**below)
            }
            _ => return None,
        },
        _ => return None,
    };
    let Node::Integral { lower: Some(low), upper: Some(high), body: f, variables, .. } = integral
    else {
        return None;
    };
    let t = letter(variables.first()?)?;
    let [low, high, f, below] =
        [&**low, &**high, &**f, below].map(|node| meaning(node).unwrap_or(UNDEFINED));
    let nothing = |e: E| evaluated(e.replace(x, a)) == ZERO;
    if t == x || f.has(x) || [low, high, f, below].contains(&UNDEFINED) {
        return None;
    }
    if !nothing(high - low) || !nothing(below) {
        return None;
    }
    let slope = |bound: E| f.replace(t, bound) * crate::derive::derivative(bound, x);
    let top = show(slope(high) - slope(low));
    let Node::Limit { variable, target, side, .. } = problem else { return None };
    let next = Node::Limit {
        variable: variable.clone(),
        target: target.clone(),
        side: *side,
        body: Box::new(Node::fraction(top, show(crate::derive::derivative(below, x)))),
    };
    Some(limit(&next).map(|found| {
        let mut work = Work::on(problem);
        work.to("l'hospital", next, vec![]);
        work.steps.extend(found.work.steps);
        work.line = found.work.line;
        Found { work, ..found }
    }))
}

#[allow(clippy::too_many_arguments, reason = "one call, all of it is needed to check and tell")]
fn finish(
    mut work: Work,
    problem: &Node,
    body: &Node,
    f: E,
    x: E,
    a: E,
    way: Way,
    value: E,
) -> Result<Found, Refusal> {
    let value = if value.has(INFINITY) { value } else { evaluated(value) };
    let parameters = f.symbols().iter().any(|&e| e != x) || !a.symbols().is_empty();
    // What is put in needs no second opinion.
    let put = f.replace(x, a);
    let second = (put == UNDEFINED || put.has(INFINITY) || a.has(INFINITY))
        .then(|| gruntz::limit(f, x, a, way, FUEL_FOR_AGREEING))
        .flatten();
    let differs = second.is_some_and(|other| !same(other, value));
    let seen = || {
        // ln x/x^0.1 rises up to e¹⁰.
        agrees(body, x, a, way, value) || (second.is_some() && ends_near(body, x, a, value))
    };
    let wrong = differs || (!parameters && !seen());
    lines(&mut work, problem, f, x, a, way, value);
    if wrong {
        work.steps.retain(|step| step.after != show(value));
        return Err(work.stopped(Reason::Unverified, problem, Some(x)));
    }
    let answer = show(value);
    work.to("limit value", answer.clone(), vec![]);
    Ok(Found::one(work, answer, "limit value", Some(x)))
}

fn evaluated_limit(value: E) -> E {
    if value.has(INFINITY) { value } else { evaluated(value) }
}

fn with_side(problem: &Node, way: Side) -> Node {
    match problem {
        Node::Limit { variable, target, body, .. } => Node::Limit {
            variable: variable.clone(),
            target: target.clone(),
            side: way,
            body: body.clone(),
        },
        other => other.clone(),
    }
}

fn with_body(problem: &Node, body: E) -> Node {
    match problem {
        Node::Limit { variable, target, side, .. } => Node::Limit {
            variable: variable.clone(),
            target: target.clone(),
            side: *side,
            body: Box::new(show(body)),
        },
        other => other.clone(),
    }
}

/// The values near the target, nearest last.
fn approach(f: &dyn Fn(f64) -> Option<f64>, a: E, way: Way) -> Vec<f64> {
    let mut out = Vec::new();
    for k in 1..=6 {
        let step = libm::pow(10.0, -f64::from(k) * 0.75);
        let v = if a == INFINITY {
            1.0 / step * 3.0
        } else if a.has(INFINITY) {
            -1.0 / step * 3.0
        } else {
            let centre = real_value(a).unwrap_or(0.0);
            if way == Way::Left { centre - step } else { centre + step }
        };
        if let Some(y) = f(v) {
            out.push(y);
        }
    }
    if a.has(INFINITY) && out.len() < 3 {
        // Exponentials overflow soon: nearer points must do.
        let sign = if a == INFINITY { 1.0 } else { -1.0 };
        out = [10.0, 20.0, 40.0, 80.0, 160.0, 320.0].iter().filter_map(|v| f(sign * v)).collect();
    }
    out
}

fn agrees(body: &Node, x: E, a: E, way: Way, value: E) -> bool {
    let Some(name) = x.name() else { return false };
    let at = check::function(body, &name);
    let f = |v: f64| {
        let y = at(v);
        (y.is_finite() && y.is_real()).then_some(y.re)
    };
    let ways: &[Way] = match way {
        Way::Both if !a.has(INFINITY) => &[Way::Left, Way::Right],
        Way::Left => &[Way::Left],
        _ => &[Way::Right],
    };
    let mut seen = false;
    for &way in ways {
        let values = approach(&f, a, way);
        if values.len() < 3 {
            continue;
        }
        seen = true;
        let last = values[values.len() - 1];
        if value.has(INFINITY) {
            let up = value == INFINITY;
            let growing = values
                .windows(2)
                .filter(|pair| if up { pair[1] > pair[0] } else { pair[1] < pair[0] })
                .count();
            if growing + 1 < values.len().saturating_sub(2) || (last > 0.0) != up {
                return false;
            }
            continue;
        }
        let Some(goal) = real_value(value) else { return false };
        let scale = goal.abs().max(1.0);
        let errors: Vec<f64> = values.iter().map(|v| (v - goal).abs() / scale).collect();
        let best = errors.iter().copied().fold(f64::INFINITY, f64::min);
        let shrinking =
            errors.windows(2).filter(|pair| pair[1] <= pair[0] + 1e-9).count() + 2 >= errors.len();
        if !(best < 2e-3 || (shrinking && (best < 0.2 || comes_near(&f, a, goal)))) {
            return false;
        }
    }
    seen
}

/// Whether what goes to its limit as slowly as a logarithm comes near it very far out.
fn comes_near(f: &dyn Fn(f64) -> Option<f64>, a: E, goal: f64) -> bool {
    let sign = if a == INFINITY { 1.0 } else { -1.0 };
    let far = [1e8, 1e12, 1e16, 1e24];
    let near = |v: f64| f(sign * v).is_some_and(|y| (y - goal).abs() < 0.01 * goal.abs().max(1.0));
    a.has(INFINITY) && far.into_iter().any(near)
}

/// Whether the farthest values that can be had are at a limit for x → ∞.
fn ends_near(body: &Node, x: E, a: E, goal: E) -> bool {
    let (Some(name), Some(goal), true) = (x.name(), real_value(goal), a == INFINITY) else {
        return false;
    };
    let at = check::function(body, &name);
    let far = [1e3, 1e4, 1e5, 1e100, 1e200, 1e300].into_iter().map(at);
    let last = far.rev().find(|y| y.is_finite() && y.is_real());
    last.is_some_and(|y| (y.re - goal).abs() < 1e-6 * goal.abs().max(1.0))
}

/// Values that keep changing sign or size without settling.
pub(crate) fn oscillates(f: E, x: E, a: E) -> bool {
    let bounded = f.any(&|part| match part.get() {
        X::Fun(F::Sin | F::Cos, h) => {
            h.has(x) && {
                let inner = limit_of(h, x, a, Way::Right);
                inner.is_some_and(|e| e.has(INFINITY))
            }
        }
        _ => false,
    });
    if !bounded {
        return false;
    }
    let mut low = f64::INFINITY;
    let mut high = f64::NEG_INFINITY;
    for k in 0..60 {
        let t = 1e-4 * (1.0 + 0.37 * f64::from(k));
        let v = if a.has(INFINITY) { 1.0 / t } else { real_value(a).unwrap_or(0.0) + t };
        let y = value(f, &[(x, real(v))]);
        if y.is_finite() {
            low = low.min(y.re);
            high = high.max(y.re);
        }
    }
    high - low > 0.1
}

/// The limit, perhaps ±∞. `None`: not found, or none from both sides.
pub(crate) fn limit_of(f: E, x: E, a: E, way: Way) -> Option<E> {
    if !f.has(x) {
        return Some(f);
    }
    if a == INFINITY {
        return at_infinity(f, x);
    }
    if a == -INFINITY {
        return at_infinity(f.replace(x, -x), x);
    }
    let put = f.replace(x, a);
    if put != UNDEFINED
        && !put.has(INFINITY)
        && continuous(f, x, a)
        && (!put.symbols().is_empty() || real_value(put).is_some())
    {
        return Some(put);
    }
    match way {
        Way::Both => {
            let (left, right) = (limit_of(f, x, a, Way::Left), limit_of(f, x, a, Way::Right));
            match (left, right) {
                (Some(l), Some(r)) if l == r || same(l, r) => Some(r),
                // A function that lives on one side only.
                (None, Some(r)) if !exists(f, x, a, Way::Left) => Some(r),
                (Some(l), None) if !exists(f, x, a, Way::Right) => Some(l),
                _ => None,
            }
        }
        Way::Right | Way::Left => {
            let t = sym("__t");
            let moved = f.replace(x, if way == Way::Right { a + t } else { a - t });
            let moved = expand_inside(moved);
            crate::series::limit_at_zero(moved, t)
                .or_else(|| Ladder { x: t, infinite: false }.limit(moved, 0))
                .or_else(|| gruntz::limit(f, x, a, way, FUEL_FOR_CLASSES))
        }
    }
}

fn same(a: E, b: E) -> bool {
    if a == b {
        return true;
    }
    !a.has(INFINITY)
        && !b.has(INFINITY)
        && (crate::algebra::is_zero(a - b)
            || matches!((real_value(a), real_value(b)), (Some(p), Some(q)) if (p - q).abs() < 1e-11 * p.abs().max(1.0)))
}

fn exists(f: E, x: E, a: E, way: Way) -> bool {
    let centre = real_value(a).unwrap_or(0.0);
    (1..=4).any(|k| {
        let step = libm::pow(10.0, -f64::from(k));
        let v =
            value(f, &[(x, real(if way == Way::Left { centre - step } else { centre + step }))]);
        v.is_finite() && v.is_real()
    })
}

/// (a + t)² - a² as a polynomial in t, also inside functions.
pub(crate) fn expand_inside(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Add(_) => expand(part),
        X::Mul(_) if part.size() < 30 => part,
        _ => part,
    })
}

fn continuous(f: E, x: E, a: E) -> bool {
    !f.any(&|part| match part.get() {
        X::Fun(F::Sign, h) => h.has(x),
        X::Fun(F::Floor | F::Ceiling, h) => {
            h.has(x) && h.replace(x, a).num().is_none_or(|q| q.is_integer())
        }
        X::Fun(F::Abs, h) => h.has(x) && h.replace(x, a) == ZERO,
        _ => false,
    })
}

fn at_infinity(f: E, x: E) -> Option<E> {
    let t = sym("__t");
    let turned = f.replace(x, ONE / t);
    crate::series::limit_at_zero(turned, t)
        .or_else(|| Ladder { x, infinite: true }.limit(f, 0))
        .or_else(|| Ladder { x: t, infinite: false }.limit(turned, 0))
        .or_else(|| gruntz::limit(f, x, INFINITY, Way::Both, FUEL_FOR_CLASSES))
}
