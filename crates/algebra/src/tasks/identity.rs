//! Identities between trigonometric expressions: both sides brought to the one normal form.

use crate::explain::{Found, sides};
use crate::expr::{E, F, HALF, ONE, X, exp};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::trig::{in_sines, normal, single_angles};
use crate::work::{Work, named};
use ganita_notation::{Node, Relation};

pub(crate) fn identity(problem: &Node) -> Result<Found, Refusal> {
    let Some((left, right)) = sides(problem) else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    match crate::check::same_value(left, right, &letters(problem), &[], None, false) {
        Some(true) => {}
        Some(false) => return Err(Refusal::about(Reason::FalseStatement, problem)),
        None => return Err(Refusal::new(Reason::Unverified)),
    }
    let (l, r) = (meaning(left)?, meaning(right)?);
    let mut work = Work::on(problem);
    let line = |a: E, b: E| Node::relation(show(a), Relation::Equal, show(b));
    if l.has_fun(&is_hyperbolic) || r.has_fun(&is_hyperbolic) {
        return hyperbolic(work, l, r);
    }
    if l.symbols().is_empty() && r.symbols().is_empty() {
        // Products of sines of known angles as sums.
        let (a, b) = (crate::trig::linearized(in_sines(l)), crate::trig::linearized(in_sines(r)));
        work.to("product to sum", line(a, b), vec![]);
        if crate::algebra::is_zero(a - b) {
            let answer = line(r, r);
            work.to("calculate", answer.clone(), vec![]);
            work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
            return Ok(Found::one(work, answer, "both sides equal", None));
        }
        work = Work::on(problem);
    }
    if let Some(found) = by_derivatives(problem, l, r) {
        return Ok(found);
    }
    let (l1, r1) = (in_sines(l), in_sines(r));
    if (l1, r1) != (l, r) {
        work.to("in sines and cosines", line(l1, r1), vec![]);
    }
    let (l2, r2) = split(l1, r1);
    let multiples = (crate::algebra::expand(l1), crate::algebra::expand(r1)) != (l2, r2);
    if (l2, r2) != (l1, r1) && multiples {
        work.to("multiple angles", line(l2, r2), vec![]);
    } else if !multiples {
        let fractions = [l1, r1].map(crate::algebra::together);
        if [l1, r1].iter().any(|e| e.terms().len() > 1) && fractions != [l1, r1] {
            work.to("one fraction", line(fractions[0], fractions[1]), vec![]);
        }
    }
    let (Some(l3), Some(r3)) = (normal_pair(l, r), normal_pair(r, l)) else {
        return Err(Refusal::new(Reason::NoMethod));
    };
    let (l3, r3) = if l3 == r3 {
        (l3, r3)
    } else if crate::algebra::is_zero(l3 - r3) || normal(l - r) == Some(crate::expr::ZERO) {
        (l3, l3)
    } else {
        return Err(Refusal::new(Reason::NoMethod));
    };
    let answer = line(l3, r3);
    work.to("pythagoras", answer.clone(), vec![]);
    // The two sides are alike now: said once, in a line that repeats them.
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    Ok(Found::one(work, answer, "both sides equal", None))
}

/// Inverse functions of one letter: the same derivative on both sides, and the same value at one point (the two sides
/// were compared by numbers before).
fn by_derivatives(problem: &Node, l: E, r: E) -> Option<Found> {
    let inverse = |f: F| matches!(f, F::Asin | F::Acos | F::Atan | F::Acot | F::Asec | F::Acsc);
    let symbols = (l - r).symbols();
    let [x] = symbols.as_slice() else { return None };
    if !l.has_fun(&inverse) && !r.has_fun(&inverse) {
        return None;
    }
    let difference = crate::derive::derivative(l - r, *x);
    if !crate::algebra::is_zero(difference) {
        return None;
    }
    let answer = Node::relation(show(r), Relation::Equal, show(r));
    let mut work = Work::on(problem);
    let slope = crate::tasks::simplify::simplest(crate::derive::derivative(l, *x));
    let parameters = vec![named("slope", slope), named("x", *x)];
    work.note("same derivative", answer.clone(), answer.clone(), parameters);
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    Some(Found::one(work, answer, "both sides equal", None))
}

fn is_hyperbolic(f: F) -> bool {
    matches!(f, F::Sinh | F::Cosh | F::Tanh | F::Coth | F::Sech | F::Csch)
}

/// Hyperbolic functions by exponentials, both sides multiplied out.
fn hyperbolic(mut work: Work, l: E, r: E) -> Result<Found, Refusal> {
    let line = |a: E, b: E| Node::relation(show(a), Relation::Equal, show(b));
    let by_powers = |e: E| {
        e.rewrite(&mut |part| {
            let X::Fun(f, h) = part.get() else { return part };
            let (up, down) = (exp(h), exp(-h));
            let (sinh, cosh) = ((up - down) * HALF, (up + down) * HALF);
            match f {
                F::Sinh => sinh,
                F::Cosh => cosh,
                F::Tanh => sinh / cosh,
                F::Coth => cosh / sinh,
                F::Sech => ONE / cosh,
                F::Csch => ONE / sinh,
                _ => part,
            }
        })
    };
    let (l, r) = (by_powers(l), by_powers(r));
    work.to("by exponentials", line(l, r), vec![]);
    if !crate::algebra::is_zero(l - r) {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let common = crate::algebra::together(l);
    let answer = line(common, common);
    work.to("simplify", answer.clone(), vec![]);
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    Ok(Found::one(work, answer, "both sides equal", None))
}

fn letters(problem: &Node) -> Vec<String> {
    let mut out = Vec::new();
    crate::explain::names(problem, &mut out);
    out
}

/// The angles of both sides split alike.
fn split(a: E, b: E) -> (E, E) {
    let marker = crate::expr::sym("__m");
    let both = crate::algebra::expand(single_angles(a + marker * b));
    match crate::algebra::coefficients(both, marker).as_deref() {
        Some([a, b]) if !a.has(marker) && !b.has(marker) => (*a, *b),
        _ => (a, b),
    }
}

/// The normal form of `a` with the angles of both sides in view.
fn normal_pair(a: E, b: E) -> Option<E> {
    normal(split(in_sines(a), in_sines(b)).0)
}
