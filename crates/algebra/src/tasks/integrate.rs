//! Indefinite integrals. Methods find an antiderivative; differentiating it decides whether it is shown.

use crate::complex::{close, real};
use crate::derive::derivative;
use crate::explain::Found;
use crate::expr::{E, EULER, F, UNDEFINED, X, add, apply, spent, sym};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::cost;
use crate::value::value;
use crate::work::Work;
use ganita_notation::Node;

mod ansatz;
mod circular;
mod early;
mod form;
mod inverse;
mod methods;
mod parts;
mod piecewise;
mod radicals;
mod rational;
mod residues;
mod rewriting;
mod roots;
mod substitution;
mod table;
mod telling;

pub(crate) use methods::Trace;
pub(crate) use piecewise::root_of_square;
pub(crate) use rewriting::half_angles as doubled_angles;
pub(crate) use telling::lines;
use telling::with_constant;

pub(crate) fn integrate(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let (body, x) = match problem {
        Node::Integral { lower: None, body, variables, .. } => {
            (&**body, variables.first().and_then(letter).or(variable))
        }
        other => (other, variable),
    };
    let f = meaning(body)?;
    let x = x.or_else(|| f.symbols().first().copied()).unwrap_or_else(|| sym("x"));
    if let Some((divided, trace)) = telling::divided_by_square(f, x) {
        let found = crate::algebra::expand(trace.result).replace(trace.letter, trace.u);
        let found = found.map(&mut |part| {
            part.rewrite(&mut |part| match part.get() {
                X::Fun(g, h) => apply(g, crate::algebra::together(h)),
                _ => part,
            })
        });
        if verified(found, f, x) {
            let mut work = Work::on(problem);
            telling::tell_divided(&mut work, divided, x, &trace, found);
            return Ok(Found::one(work, with_constant(found), "integrate", Some(x)));
        }
    }
    let mut trace = Trace::default();
    let found = methods::integral(f, x, 0, &mut trace);
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let mut work = Work::on(problem);
    let Some(found) = found else {
        telling::tell_part(&mut work, f, x);
        return Err(work.stopped(Reason::NoMethod, problem, Some(x)));
    };
    let found = tidied(found, f, x);
    let answer = with_constant(found);
    let rule = telling::tell(&mut work, f, x, &trace, found);
    if !verified(found, f, x) {
        return Err(work.stopped(Reason::Unverified, problem, Some(x)));
    }
    work.to(rule, answer.clone(), vec![]);
    Ok(Found::one(work, answer, "integrate", Some(x)))
}

/// The problem under an integral sign, for those who were only given the integrand.
pub(crate) fn with_sign(problem: Node, variable: Option<E>) -> Node {
    if matches!(problem, Node::Integral { .. }) {
        return problem;
    }
    let Ok(f) = meaning(&problem) else { return problem };
    let x = variable.or_else(|| f.symbols().first().copied()).unwrap_or_else(|| sym("x"));
    Node::Integral {
        fold: 1,
        closed: false,
        lower: None,
        upper: None,
        body: Box::new(problem),
        variables: vec![show(x)],
    }
}

/// The antiderivative used for definite integrals.
pub(crate) fn antiderivative(f: E, x: E) -> Option<E> {
    let found = methods::integral(f, x, 0, &mut Trace::default())?;
    let found = tidied(found, f, x);
    verified(found, f, x).then_some(found)
}

fn tidied(found: E, f: E, x: E) -> E {
    // They differ by a multiple of π, between any two places where the tangent is infinite.
    let found = found.rewrite(&mut |part| match part.get() {
        X::Fun(F::Atan, h) => match h.get() {
            X::Fun(F::Tan, angle) => angle,
            X::Fun(F::Cot, angle) => -angle,
            _ => part,
        },
        // ln |x² + 1| needs no bars, and ln |x|⁵ is 5 ln |x|.
        X::Fun(F::Ln, h) => match (h.get(), h.base_exponent()) {
            (X::Fun(F::Abs, inner), _) if never_negative(inner) => apply(F::Ln, inner),
            (X::Pow(..), (base, k)) if matches!(base.get(), X::Fun(F::Abs, _)) => {
                k * apply(F::Ln, base)
            }
            _ => part,
        },
        _ => part,
    });
    let simple = crate::tasks::simplify::simplest(crate::algebra::expand(found));
    let best = if cost(simple) < cost(found) && verified(simple, f, x) { simple } else { found };
    let shown = form::shown(best, x);
    let best = if cost(shown) < cost(best) && verified(shown, f, x) { shown } else { best };
    // Constants that do not matter go.
    let terms: Vec<E> = best.terms().into_iter().filter(|term| term.has(x)).collect();
    add(terms)
}

/// Sums and products of even powers, exponentials and positive numbers.
fn never_negative(e: E) -> bool {
    match e.get() {
        X::Num(q) => !q.is_negative(),
        X::Add(items) | X::Mul(items) => items.iter().all(|&item| never_negative(item)),
        X::Pow(base, k) => base == EULER || k.as_int().is_some_and(|k| k % 2 == 0),
        _ => false,
    }
}

/// With functions in the place of those that are only named: f(u) = e^{u/3} + u² + 2.
fn exemplified(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Call(name, u) => {
            let primes = name.matches('\'').count();
            let t = sym("__f");
            let first = crate::expr::exp(t * crate::expr::rat(1, 3)) + t * t + crate::expr::TWO;
            (0..primes).fold(first, |f, _| derivative(f, t)).replace(t, u)
        }
        _ => part,
    })
}

/// Whether the slope of `found` is `f`, at real points where both have values; complex ones where there are few.
pub(crate) fn verified(found: E, f: E, x: E) -> bool {
    if found == UNDEFINED || found.has(UNDEFINED) {
        return false;
    }
    let (slope, f) = (exemplified(derivative(found, x)), exemplified(f));
    if slope == UNDEFINED {
        return false;
    }
    let others: Vec<E> = f.symbols().into_iter().filter(|&e| e != x).collect();
    let mut good = 0;
    for real_only in [true, false] {
        for k in 0..28 {
            let v = [
                0.31, 0.73, 1.21, 1.77, 2.39, 3.3, 4.7, -0.47, -0.83, -1.31, -2.21, 0.11, 6.1, 0.57,
            ][k % 14]
                * if k >= 14 { 1.31 } else { 1.0 };
            let mut letters = vec![(x, real(v))];
            letters.extend(
                others
                    .iter()
                    .enumerate()
                    .map(|(j, &e)| (e, real(0.83 + 0.41 * j as f64 + 0.19 * (k % 5) as f64))),
            );
            let (a, b) = (value(slope, &letters), value(f, &letters));
            if !a.is_finite() || !b.is_finite() || (real_only && !(a.is_real() && b.is_real())) {
                continue;
            }
            if !close(a, b, 1e-7) {
                // Floating point loses what cancels: (x²⁰ - 20 x¹⁹ + …) e^x.
                return f.size() < 40 && found.size() < 400 && crate::algebra::is_zero(slope - f);
            }
            good += 1;
        }
        if good >= 3 {
            return true;
        }
    }
    false
}

/// Whether a function of the list stands in `e`.
pub(crate) fn has_any(e: E, fs: &[F]) -> bool {
    e.has_fun(&|f| fs.contains(&f))
}
