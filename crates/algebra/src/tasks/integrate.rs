//! Indefinite integrals. Methods find an antiderivative; differentiating it decides whether it is shown.

use crate::complex::{close, real};
use crate::derive::derivative;
use crate::explain::Found;
use crate::expr::{E, F, UNDEFINED, X, add, mul, spent, sym};
use crate::meaning::{letter, meaning};
use crate::show::{self, show};
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::cost;
use crate::value::value;
use crate::work::{Work, named};
use ganita_notation::{Node, Sign};

mod ansatz;
mod circular;
mod early;
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

pub(crate) use methods::Trace;
pub(crate) use piecewise::root_of_square;
pub(crate) use rewriting::half_angles as doubled_angles;

pub(crate) fn integrate(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let (body, x) = match problem {
        Node::Integral { lower: None, body, variables, .. } => {
            (&**body, variables.first().and_then(letter).or(variable))
        }
        other => (other, variable),
    };
    let f = meaning(body)?;
    let x = x.or_else(|| f.symbols().first().copied()).unwrap_or_else(|| sym("x"));
    let mut trace = Trace::default();
    let found = methods::integral(f, x, 0, &mut trace).ok_or(Refusal::new(Reason::NoMethod))?;
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let found = tidied(found, f, x);
    if !verified(found, f, x) {
        return Err(Refusal::new(Reason::Unverified));
    }
    let mut work = Work::on(problem);
    let answer = with_constant(found);
    if let Some((rule, u)) = known_form(f, x, &trace, found) {
        work.to(rule, answer.clone(), vec![named("u", u)]);
    } else {
        lines(&mut work, f, x, &trace, found);
    }
    let rule = if trace.rule.is_empty() { "integrate" } else { "standard integrals" };
    work.to(rule, answer.clone(), vec![]);
    Ok(Found::one(work, answer, "integrate", Some(x)))
}

/// f′/f, and e^x (f + f′): the rule's name and f, where the answer shows that it is one.
fn known_form(f: E, x: E, trace: &Trace, found: E) -> Option<(&'static str, E)> {
    if !trace.rule.is_empty() {
        return None;
    }
    let (_, body) = found.coefficient();
    match body.get() {
        X::Fun(F::Ln, h) => {
            let h = match h.get() {
                X::Fun(F::Abs, inner) => inner,
                _ => h,
            };
            let below = crate::algebra::split_fraction(f).1;
            let plain = crate::algebra::coefficients(h, x).is_none_or(|c| c.len() > 2);
            (plain && below.has(h)).then_some(("derivative over function", h))
        }
        X::Mul(_) => {
            let exponential = |e: &E| matches!(e.get(), X::Pow(base, k) if base == crate::expr::EULER && crate::algebra::coefficients(k, x).is_some_and(|c| c.len() == 2));
            let power = body.factors().into_iter().find(exponential)?;
            let rest = found / power;
            let sum = crate::algebra::expand(f / power).terms().len() > 1;
            (sum && rest.has(x) && crate::algebra::coefficients(rest, x).is_none())
                .then_some(("exponential and derivative", rest))
        }
        _ => None,
    }
}

/// √(a x² + b x + c) with the square completed, if b is there.
fn squares_completed(f: E, x: E) -> Option<E> {
    let changed = f.rewrite(&mut |part| {
        let X::Pow(h, k) = part.get() else { return part };
        let half = k.num().and_then(|q| q.parts()).is_some_and(|(_, d)| d == 2);
        let c = match crate::algebra::coefficients(h, x) {
            Some(c) if half && c.len() == 3 && c[1] != crate::expr::ZERO => c,
            _ => return part,
        };
        let shift = c[1] / (crate::expr::TWO * c[2]);
        let rest = crate::algebra::expand(c[0] - c[2] * shift * shift);
        crate::expr::pow(c[2] * crate::expr::powi(x + shift, 2) + rest, k)
    });
    (changed != f && changed != UNDEFINED).then_some(changed)
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

fn with_constant(e: E) -> Node {
    let mut terms: Vec<(Sign, Node)> = show::written_terms(e)
        .into_iter()
        .map(|term| {
            let (negative, node) = show::signed(term);
            (if negative { Sign::Minus } else { Sign::Plus }, node)
        })
        .collect();
    terms.push((Sign::Plus, Node::symbol("C")));
    Node::Sum(terms)
}

/// The antiderivative used for definite integrals.
pub(crate) fn antiderivative(f: E, x: E) -> Option<E> {
    let found = methods::integral(f, x, 0, &mut Trace::default())?;
    let found = tidied(found, f, x);
    verified(found, f, x).then_some(found)
}

fn tidied(found: E, f: E, x: E) -> E {
    let simple = crate::tasks::simplify::simplest(crate::algebra::expand(found));
    let best = if cost(simple) < cost(found) && verified(simple, f, x) { simple } else { found };
    // Constants that do not matter go.
    let terms: Vec<E> = best.terms().into_iter().filter(|term| term.has(x)).collect();
    add(terms)
}

/// Whether the slope of `found` is `f`, at real points where both have values; complex ones where there are few.
pub(crate) fn verified(found: E, f: E, x: E) -> bool {
    if found == UNDEFINED || found.has(UNDEFINED) {
        return false;
    }
    let slope = derivative(found, x);
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

fn open(e: E, x: E) -> Node {
    Node::Integral {
        fold: 1,
        closed: false,
        lower: None,
        upper: None,
        body: Box::new(show(e)),
        variables: vec![show(x)],
    }
}

/// The lines of the method that led to the answer.
fn lines(work: &mut Work, f: E, x: E, trace: &Trace, found: E) {
    if let Some(rewritten) = trace.rewritten
        && rewritten != f
    {
        let apart = rewritten.terms().len() > 1
            && crate::algebra::split_fraction(f).1.has(x)
            && rewritten.terms().iter().all(|term| crate::algebra::split_fraction(*term).1.has(x))
            && crate::algebra::coefficients(crate::algebra::fraction(f).1, x).is_some();
        let rule = if apart { "partial fractions" } else { "rewrite integrand" };
        work.to(rule, open(rewritten, x), vec![]);
    }
    let f = trace.rewritten.unwrap_or(f);
    let shifted = trace.rule == "put"
        && crate::algebra::coefficients(trace.u, x).is_some_and(|c| c.len() == 2);
    if (trace.rule.is_empty() || shifted)
        && let Some(squares) = squares_completed(f, x)
    {
        work.to("complete the square in integral", open(squares, x), vec![]);
        return;
    }
    if trace.rule == "put" && f.symbols().len() > 1 {
        let letter = sym("t");
        let parameters = vec![
            named("expression", trace.u),
            named("letter", letter),
            ("integral", open(trace.inner.replace(trace.letter, letter), letter)),
        ];
        work.to("put and integrate", with_constant(found), parameters);
        return;
    }
    if trace.rule == "put" {
        let letter = sym("t");
        let (u, inner) = (trace.u, trace.inner);
        work.given = vec![("t".to_owned(), show(u))];
        let parameters = vec![
            named("expression", u),
            named("letter", letter),
            named("slope", derivative(u, x)),
            named("x", x),
        ];
        work.to("put in integral", open(inner.replace(trace.letter, letter), letter), parameters);
        let mut middle = trace.result.replace(trace.letter, letter);
        middle = add(middle.terms().into_iter().filter(|term| term.has(letter)));
        work.to("standard integrals", with_constant(middle), vec![]);
        let back = with_constant(found);
        work.to(
            "put back in integral",
            back,
            vec![named("expression", u), named("letter", letter)],
        );
        work.given = Vec::new();
        return;
    }
    if trace.rule == "parts" {
        let (u, v) = (trace.u, trace.inner);
        let rest = mul([derivative(u, x), v]);
        let rest = crate::tasks::simplify::simplest(rest);
        let (top, bottom) = crate::algebra::split_fraction(rest);
        let rest = if bottom.has(x) { top / crate::algebra::factored(bottom) } else { rest };
        let (q, body) = rest.coefficient();
        let integral = show::times(&q.abs(), open(body, x));
        let sign = if q.is_negative() { Sign::Plus } else { Sign::Minus };
        let (negative, first) = show::signed(u * v);
        let line = Node::Sum(vec![
            (if negative { Sign::Minus } else { Sign::Plus }, first),
            (sign, integral),
        ]);
        work.to("by parts", line, vec![named("u", u), named("v", derivative(v, x))]);
        return;
    }
    if let X::Add(_) = f.get() {
        let line: Vec<(Sign, Node)> = show::written_terms(f)
            .into_iter()
            .map(|term| {
                let (q, rest) = term.coefficient();
                let node = show::times(&q.abs(), open(rest, x));
                (if q.is_negative() { Sign::Minus } else { Sign::Plus }, node)
            })
            .collect();
        work.to("integral sum", Node::Sum(line), vec![]);
    }
}

/// Whether a function of the list stands in `e`.
pub(crate) fn has_any(e: E, fs: &[F]) -> bool {
    e.has_fun(&|f| fs.contains(&f))
}
