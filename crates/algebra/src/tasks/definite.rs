//! Definite integrals: an antiderivative, its limits at the ends, and quadrature as the judge.

use crate::check::{self, Letters};
use crate::complex::real;
use crate::explain::Found;
use crate::expr::{E, F, X, add, apply};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::tasks::integrate::antiderivative;
use crate::tasks::limit::{Way, limit_of};
use crate::tasks::simplify::evaluated;
use crate::value::real_value;
use crate::work::{Work, named};
use ganita_notation::{Bracket, Node};

pub(crate) fn definite(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let Node::Integral { lower: Some(lower), upper: Some(upper), body, variables, .. } = problem
    else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let x = variables
        .first()
        .and_then(letter)
        .or(variable)
        .ok_or(Refusal::about(Reason::NotUnderstood, problem))?;
    let (a, b, f) = (meaning(lower)?, meaning(upper)?, meaning(body)?);
    let mut work = Work::on(problem);
    let parameters = f.symbols().len() > usize::from(f.has(x))
        || !a.symbols().is_empty()
        || !b.symbols().is_empty();
    let numeric = if parameters { None } else { by_numbers(body, x, a, b) };
    // An odd integrand over a symmetric interval.
    if !parameters
        && crate::algebra::is_zero(a + b)
        && crate::algebra::is_zero(f.replace(x, -x) + f)
        && numeric.is_some_and(|v| v.abs() < 1e-8)
    {
        let answer = Node::number("0");
        work.to("odd", answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "odd", Some(x)));
    }
    let value = pieces(f, x, a, b);
    match value {
        Some(Value::Finite(value, inner)) => {
            let value = evaluated(value);
            if !parameters {
                let (Some(number), Some(numeric)) = (real_value(value), numeric) else {
                    return Err(Refusal::new(Reason::Unverified));
                };
                if (number - numeric).abs() > 1e-6 * number.abs().max(1.0) {
                    return Err(Refusal::new(Reason::Unverified));
                }
            }
            let answer = show(value);
            if let Some(antiderivative) = inner
                && a.is_number()
                && b.is_number()
            {
                let (top, bottom) = (antiderivative.replace(x, b), antiderivative.replace(x, a));
                if top != crate::expr::UNDEFINED && bottom != crate::expr::UNDEFINED {
                    let bracket =
                        |e: E| Node::Group(Bracket::Round, Box::new(show(e)), Bracket::Round);
                    let line = Node::Sum(vec![
                        (ganita_notation::Sign::Plus, bracket(top)),
                        (ganita_notation::Sign::Minus, bracket(bottom)),
                    ]);
                    work.to("put limits", line, vec![named("f", antiderivative)]);
                }
            }
            work.to("definite value", answer.clone(), vec![]);
            Ok(Found::one(work, answer, "definite value", Some(x)))
        }
        Some(Value::Diverges) if numeric.is_none() => {
            let answer = Node::Text("does not exist".to_owned());
            work.to("diverges", answer.clone(), vec![]);
            Ok(Found::one(work, answer, "diverges", Some(x)))
        }
        _ => Err(Refusal::new(Reason::NoMethod)),
    }
}

enum Value {
    Finite(E, Option<E>),
    Diverges,
}

fn by_numbers(body: &Node, x: E, a: E, b: E) -> Option<f64> {
    let name = x.name()?.to_string();
    let end = |e: E| match e {
        e if e == crate::expr::INFINITY => Some(f64::INFINITY),
        e if e == -crate::expr::INFINITY => Some(f64::NEG_INFINITY),
        e => real_value(e),
    };
    let f = |v: f64| {
        let letters = Letters { values: vec![(name.clone(), real(v))], given: &[], minus: false };
        check::evaluate(body, &letters)
    };
    let value = check::integral(&f, end(a)?, end(b)?)?;
    (value.is_finite() && value.is_real()).then_some(value.re)
}

/// Where something in bars changes sign, or a denominator vanishes, inside the interval.
fn breaks(f: E, x: E, a: E, b: E) -> Option<(Vec<E>, bool)> {
    let (Some(low), Some(high)) = (end(a), end(b)) else { return Some((vec![], false)) };
    let mut points: Vec<(f64, E)> = Vec::new();
    let mut unknown = false;
    visit(f, &mut |part| {
        let inner = match part.get() {
            X::Fun(F::Abs | F::Sign, h) if h.has(x) => Some(h),
            X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| q.is_negative()) => Some(h),
            X::Fun(F::Ln, h) if h.has(x) => Some(h),
            X::Fun(F::Tan | F::Sec, h) if h.has(x) => Some(apply(F::Cos, h)),
            X::Fun(F::Cot | F::Csc, h) if h.has(x) => Some(apply(F::Sin, h)),
            _ => None,
        };
        let Some(inner) = inner else { return };
        match crate::tasks::solve::roots::roots(inner, x, 0) {
            Some(crate::tasks::solve::roots::Set::Roots(found)) => {
                for root in found {
                    for n in -6..=6 {
                        let member = crate::tasks::solve::at(root, n);
                        if let Some(v) = real_value(member)
                            && v > low.min(high) + 1e-9
                            && v < low.max(high) - 1e-9
                            && !points.iter().any(|(w, _)| (v - w).abs() < 1e-9)
                        {
                            points.push((v, evaluated(member)));
                        }
                    }
                }
            }
            _ => unknown = true,
        }
    });
    points.sort_by(|p, q| p.0.total_cmp(&q.0));
    if low > high {
        points.reverse();
    }
    Some((points.into_iter().map(|(_, e)| e).collect(), unknown))
}

fn end(e: E) -> Option<f64> {
    if e == crate::expr::INFINITY {
        Some(f64::INFINITY)
    } else if e == -crate::expr::INFINITY {
        Some(f64::NEG_INFINITY)
    } else {
        real_value(e)
    }
}

fn visit(e: E, f: &mut dyn FnMut(E)) {
    f(e);
    for child in e.children() {
        visit(child, f);
    }
}

fn pieces(f: E, x: E, a: E, b: E) -> Option<Value> {
    let (points, _) = breaks(f, x, a, b)?;
    let mut edges = vec![a];
    edges.extend(points.iter().copied());
    edges.push(b);
    let mut parts = Vec::new();
    let mut inner = None;
    for pair in edges.windows(2) {
        let (p, q) = (pair[0], pair[1]);
        let here = without_bars(f, x, p, q);
        let integral = antiderivative(here, x)?;
        let rising = match (end(p), end(q)) {
            (Some(p), Some(q)) => p < q,
            _ => true,
        };
        let at = |e: E, from_right: bool| -> Option<E> {
            let way = if e == crate::expr::INFINITY || e == -crate::expr::INFINITY {
                Way::Both
            } else if from_right {
                Way::Right
            } else {
                Way::Left
            };
            if way != Way::Both {
                let plain = integral.replace(x, e);
                let finite = plain != crate::expr::UNDEFINED
                    && !plain.has(crate::expr::UNDEFINED)
                    && (!plain.symbols().is_empty() || real_value(plain).is_some());
                if finite && !jumps(integral, x, e) {
                    return Some(plain);
                }
            }
            limit_of(integral, x, e, way)
        };
        let (top, bottom) = (at(q, !rising)?, at(p, rising)?);
        if infinite(top) || infinite(bottom) {
            return Some(Value::Diverges);
        }
        parts.push(top - bottom);
        if edges.len() == 2 {
            inner = Some(integral);
        }
    }
    Some(Value::Finite(add(parts), inner))
}

/// tan and its kin at the ends of an interval, where a value is not a limit.
fn jumps(e: E, x: E, at: E) -> bool {
    e.any(&|part| match part.get() {
        X::Fun(F::Sign | F::Floor, h) => h.has(x) && crate::algebra::is_zero(h.replace(x, at)),
        _ => false,
    })
}

fn infinite(e: E) -> bool {
    e.has(crate::expr::INFINITY)
}

/// Bars resolved by the sign in the middle of the piece.
fn without_bars(f: E, x: E, a: E, b: E) -> E {
    let (Some(low), Some(high)) = (end(a), end(b)) else { return f };
    let middle = match (low.is_finite(), high.is_finite()) {
        (true, true) => low + (high - low) * 0.4142,
        (true, false) => low + 1.0,
        (false, true) => high - 1.0,
        _ => 0.37,
    };
    f.rewrite(&mut |part| match part.get() {
        X::Fun(F::Abs, h) if h.has(x) => {
            let value = crate::value::value(h, &[(x, real(middle))]);
            if value.re < 0.0 { crate::algebra::expand(-h) } else { h }
        }
        X::Pow(h, k)
            if k.num().is_some_and(|q| !q.is_integer()) && matches!(h.get(), X::Pow(..)) =>
        {
            // √(g²) = ±g
            let X::Pow(g, two) = h.get() else { return part };
            let power = two * k;
            let value = crate::value::value(g, &[(x, real(middle))]);
            if two.as_int().is_some_and(|n| n % 2 == 0)
                && power.num().is_some_and(|q| q.is_integer())
            {
                crate::expr::pow(if value.re < 0.0 { crate::algebra::expand(-g) } else { g }, power)
            } else {
                part
            }
        }
        _ => part,
    })
}
