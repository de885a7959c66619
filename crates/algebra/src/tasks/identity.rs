//! Identities between trigonometric expressions: both sides brought to the one normal form.

use crate::check::Reach;
use crate::complex::C;
use crate::explain::{Found, sides};
use crate::expr::{E, F, HALF, I, ONE, X, add, apply, exp, int, mul, num, pow, powi};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::trig::{in_sines, is_circular, normal, single_angles};
use crate::value::value;
use crate::work::{Work, named};
use ganita_notation::{Node, Relation};

/// sin⁻¹(2x√(1 - x²)) = 2 sin⁻¹ x where |x| ≤ 1/√2: an identity of inverse functions on a part of the line.
fn conditioned(problem: &Node, equation: &Node, condition: &Node) -> Result<Found, Refusal> {
    use crate::check::{Letters, holds};
    let names = letters(problem);
    let (Some((_, right)), [name]) = (sides(equation), names.as_slice()) else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let truth = |node: &Node, v: f64| {
        let values = vec![(name.clone(), crate::complex::real(v))];
        holds(node, &Letters { values, given: &[], minus: false, beside: false }) == Some(true)
    };
    let points = (0..600).map(|k| -6.0 + 0.02 * f64::from(k) + 0.00713);
    let inside: Vec<f64> = points.filter(|&v| truth(condition, v)).collect();
    if inside.iter().any(|&v| !truth(equation, v)) {
        return Err(Refusal::about(Reason::FalseStatement, problem));
    }
    if inside.len() < 5 {
        return Err(Refusal::new(Reason::Unverified));
    }
    let right = show(meaning(right)?);
    let answer = Node::relation(right.clone(), Relation::Equal, right);
    let mut work = Work::on(problem);
    work.to("simplest angle", answer.clone(), vec![]);
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    work.steps.iter_mut().for_each(|step| step.case = Some(condition.clone()));
    Ok(Found::one(work, answer, "both sides equal", None))
}

pub(crate) fn identity(problem: &Node) -> Result<Found, Refusal> {
    if let Node::List(items) = problem
        && let [equation, conditions @ ..] = items.as_slice()
        && crate::parts::any(equation, &is_inverse)
    {
        let all = Node::Operation("and".to_owned(), conditions.to_vec());
        let condition = if let [one] = conditions { one.clone() } else { all };
        return conditioned(problem, equation, &condition);
    }
    let Some((left, right)) = sides(problem) else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let letters = letters(problem);
    let (l, r) = (meaning(left)?, meaning(right)?);
    let same = |reach| crate::check::same_value(left, right, &letters, &[], None, reach);
    let has_root = crate::parts::any(problem, &|part| matches!(part, Node::Root { .. }));
    let has_angle = l.has_fun(&is_circular) || r.has_fun(&is_circular);
    let reach = match same(Reach::Real) {
        Some(true) => Reach::Real,
        // A textbook's angles are acute; where that matters it is said.
        _ if has_root && has_angle && same(Reach::Acute) == Some(true) => Reach::Acute,
        Some(false) => return Err(Refusal::about(Reason::FalseStatement, problem)),
        None => return Err(Refusal::new(Reason::Unverified)),
    };
    let mut work = Work::on(problem);
    if reach == Reach::Acute {
        let (Some(a), Some(b)) = (without_roots(l), without_roots(r)) else {
            return Err(Refusal::new(Reason::NoMethod));
        };
        work.to("roots of squares", Node::relation(show(a), Relation::Equal, show(b)), vec![]);
        return Ok(Found { reach, ..proved(work, a, b)? });
    }
    proved(work, l, r)
}

fn is_inverse(node: &Node) -> bool {
    matches!(node, Node::Apply { function: ganita_notation::Function::Named(_), power: Some(k), .. }
        if **k == Node::negative(Node::number("1")))
        || matches!(node, Node::Apply { function: ganita_notation::Function::Named(name), .. }
            if name.starts_with("arc"))
}

/// Sums of sines and cosines as products first, of which a part may cancel.
fn proved(work: Work, l: E, r: E) -> Result<Found, Refusal> {
    let sums = |e: E| crate::trig::sums::products(e).unwrap_or(e);
    let (l1, r1) = (sums(l), sums(r));
    if (l1, r1) != (l, r) {
        let mut work = work.clone();
        work.to("sum to product", Node::relation(show(l1), Relation::Equal, show(r1)), vec![]);
        if let Ok(found) = compared(work, l1, r1) {
            return Ok(found);
        }
    }
    // tan(x - y) = (tan x - tan y)/(1 + tan x tan y): the formula itself.
    let [a, b] = [l, r].map(crate::trig::parts_of_angles);
    if (a, b) != (l, r) && a == b && a.size() < 60 {
        let mut work = work;
        let answer = Node::relation(show(a), Relation::Equal, show(a));
        work.to("multiple angles", answer.clone(), vec![]);
        work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "both sides equal", None));
    }
    compared(work, l, r)
}

fn compared(mut work: Work, l: E, r: E) -> Result<Found, Refusal> {
    let line = |a: E, b: E| Node::relation(show(a), Relation::Equal, show(b));
    if l.has_fun(&is_hyperbolic) || r.has_fun(&is_hyperbolic) {
        return hyperbolic(work, l, r);
    }
    if l.symbols().is_empty() && r.symbols().is_empty() {
        let values = [l, r].map(crate::tasks::simplify::evaluated);
        let (a, b) = (in_sines(l), in_sines(r));
        let sums = [a, b].map(crate::trig::linearized) != [a, b];
        if values[0] == values[1] && !sums {
            let answer = line(values[0], values[0]);
            work.to("work out both sides", answer.clone(), vec![]);
            work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
            return Ok(Found::one(work, answer, "both sides equal", None));
        }
        let before = work.clone();
        // Products of sines of known angles as sums.
        let (a, b) = (crate::trig::linearized(in_sines(l)), crate::trig::linearized(in_sines(r)));
        work.to("product to sum", line(a, b), vec![]);
        if crate::algebra::is_zero(a - b) {
            let answer = line(r, r);
            work.to("calculate", answer.clone(), vec![]);
            work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
            return Ok(Found::one(work, answer, "both sides equal", None));
        }
        work = before;
        if let Some(found) = one_angle(&work, l, r) {
            return Ok(found);
        }
    }
    if let Some(found) = by_derivatives(&work, l, r) {
        return Ok(found);
    }
    if l == r {
        let answer = line(l, r);
        work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "both sides equal", None));
    }
    let (l1, r1) = (in_sines(l), in_sines(r));
    if (l1, r1) != (l, r) {
        work.to("in sines and cosines", line(l1, r1), vec![]);
    }
    if l1 == r1 {
        let answer = line(l1, r1);
        work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "both sides equal", None));
    }
    if let Some(found) = by_double_angles(&work, l1, r1) {
        return Ok(found);
    }
    let (l2, r2) = split(l1, r1);
    let multiples = (crate::algebra::expand(l1), crate::algebra::expand(r1)) != (l2, r2);
    if (l2, r2) != (l1, r1) && multiples {
        work.to("multiple angles", line(l2, r2), vec![]);
    } else if !multiples {
        let fractions = [l1, r1].map(crate::algebra::together);
        if [l1, r1].iter().any(|e| e.terms().len() > 1) && fractions != [l1, r1] {
            let answer = line(fractions[0], fractions[1]);
            work.to("one fraction", answer.clone(), vec![]);
            if fractions[0] == fractions[1] {
                work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
                return Ok(Found::one(work, answer, "both sides equal", None));
            }
        }
    }
    let stopped = |work: Work| {
        let problem = work.steps.first().map_or(&work.line, |step| &step.before).clone();
        work.stopped(Reason::NoMethod, &problem, None)
    };
    let (Some(l3), Some(r3)) = (normal_pair(l, r), normal_pair(r, l)) else {
        return Err(stopped(work));
    };
    if l3 != r3 && !crate::algebra::is_zero(l3 - r3) && normal(l - r) != Some(crate::expr::ZERO) {
        return Err(stopped(work));
    }
    // A proof ends in the shorter side, as a textbook's does, but not in what was taken apart before.
    let sides = if multiples { [l2, r2] } else { [r1, l1] };
    let forms = sides.into_iter().chain([l3, r3]);
    let end = forms.min_by_key(|&form| crate::tasks::simplify::cost(form)).unwrap_or(l3);
    let answer = line(end, end);
    work.to("pythagoras", answer.clone(), vec![]);
    // The two sides are alike now: said once, in a line that repeats them.
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    Ok(Found::one(work, answer, "both sides equal", None))
}

/// Fractions in a double angle of which little is left in the single one: (1 - cos 2x)/sin 2x = sin x/cos x.
fn by_double_angles(work: &Work, l: E, r: E) -> Option<Found> {
    let (left, right) = (in_single_angle(l), in_single_angle(r));
    if left.is_none() && right.is_none() {
        return None;
    }
    let parts = |told: Option<(E, E)>, e: E| match told {
        Some((top, bottom)) => (Node::fraction(show(top), show(bottom)), top / bottom),
        None => (show(e), e),
    };
    let ((left, l), (right, r)) = (parts(left, l), parts(right, r));
    let mut work = work.clone();
    work.to("double angles", Node::relation(left, Relation::Equal, right), vec![]);
    work.to("simplify", Node::relation(show(l), Relation::Equal, show(r)), vec![]);
    compared(work, l, r).ok()
}

/// Above and below by the half of a fraction's one angle, each in the form with the fewest terms, if that is fewer.
fn in_single_angle(e: E) -> Option<(E, E)> {
    let (top, bottom) = crate::algebra::split_fraction(e);
    if bottom.is_number() || e.terms().len() > 1 {
        return None;
    }
    let shorter = |part: E| {
        let form = |sine: bool| {
            crate::algebra::expand(part.rewrite(&mut |part| {
                let X::Fun(f @ (F::Sin | F::Cos), x) = part.get() else { return part };
                if x.coefficient().0.as_i64().is_none_or(|k| k % 2 != 0) || x.is_number() {
                    return part;
                }
                let (s, c) = (apply(F::Sin, x * HALF), apply(F::Cos, x * HALF));
                match (f, sine) {
                    (F::Sin, _) => int(2) * s * c,
                    (_, true) => ONE - int(2) * s * s,
                    _ => int(2) * c * c - ONE,
                }
            }))
        };
        [form(true), form(false)].into_iter().min_by_key(|e| e.terms().len()).unwrap_or(part)
    };
    let (p, q) = (shorter(top), shorter(bottom));
    let terms = |e: E| e.terms().len();
    (terms(p) + terms(q) < terms(top) + terms(bottom) && terms(p) + terms(q) <= 3).then_some((p, q))
}

/// Inverse functions of numbers, all on one side, as one angle: the other side.
fn one_angle(work: &Work, l: E, r: E) -> Option<Found> {
    let inverse = |f: F| matches!(f, F::Asin | F::Acos | F::Atan | F::Acot);
    let line = |a: E, b: E| Node::relation(show(a), Relation::Equal, show(b));
    let done = |mut work: Work, target: E, law: &str| {
        let answer = line(target, target);
        work.to("law", answer.clone(), vec![("by", crate::textbook::tex(law))]);
        work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
        Found::one(work, answer, "both sides equal", None)
    };
    // The side with more of them, if the other is its angle.
    for (side, other) in [(l, r), (r, l)] {
        if let Some((angle, law)) = crate::trig::inverse::joined(side)
            && angle == other
        {
            return Some(done(work.clone(), other, law));
        }
    }
    let (angles, rest): (Vec<E>, Vec<E>) =
        (l - r).terms().into_iter().partition(|term| term.has_fun(&inverse));
    let fronts: Vec<Q> = angles.iter().map(|term| term.coefficient().0).collect();
    let front = Q::content(&fronts);
    let front = num(if fronts.first().is_some_and(Q::is_negative) { -&front } else { front });
    let sum = add(angles) / front;
    let target = crate::textbook::plain(-add(rest) / front);
    let sum = crate::algebra::expand(sum);
    let (angle, law) = crate::trig::inverse::joined(sum)?;
    if !crate::algebra::is_zero(crate::textbook::plain(angle - target)) {
        return None;
    }
    let mut work = work.clone();
    if (l, r) != (sum, target) {
        work.to("isolate", line(sum, target), vec![named("part", sum)]);
    }
    Some(done(work, target, law))
}

/// Inverse functions and logarithms of one letter: the same derivative on both sides, and the same value at one point (the two sides
/// were compared by numbers before).
fn by_derivatives(work: &Work, l: E, r: E) -> Option<Found> {
    let inverse =
        |f: F| matches!(f, F::Asin | F::Acos | F::Atan | F::Acot | F::Asec | F::Acsc | F::Ln);
    let symbols = (l - r).symbols();
    let [x] = symbols.as_slice() else { return None };
    if !l.has_fun(&inverse) && !r.has_fun(&inverse) {
        return None;
    }
    let difference = crate::derive::derivative(l - r, *x);
    if !crate::algebra::is_zero(difference) && normal(difference) != Some(crate::expr::ZERO) {
        return None;
    }
    let answer = Node::relation(show(r), Relation::Equal, show(r));
    let mut work = work.clone();
    let slope = crate::tasks::simplify::simplest(crate::derive::derivative(l, *x));
    let parameters = vec![named("slope", slope), named("x", *x)];
    work.note("same derivative", answer.clone(), answer.clone(), parameters);
    work.note("both sides equal", answer.clone(), answer.clone(), vec![]);
    Some(Found::one(work, answer, "both sides equal", None))
}

/// Square roots of squares of what is positive for acute angles taken: √((1 + sin A)/(1 - sin A)) = (1 + sin A)/cos A.
/// `None`: something else stands under a root.
fn without_roots(e: E) -> Option<E> {
    let mut whole = true;
    let out = in_sines(e).rewrite(&mut |part| {
        let X::Pow(base, exponent) = part.get() else { return part };
        let Some(twice) = (exponent * int(2)).as_int().filter(|k| k % 2 != 0) else { return part };
        if base.symbols().is_empty() {
            return part;
        }
        match root_for_acute(base) {
            Some(root) => powi(root, twice),
            None => {
                whole = false;
                part
            }
        }
    });
    whole.then_some(out)
}

fn root_for_acute(radicand: E) -> Option<E> {
    let (top, bottom) = crate::algebra::split_fraction(crate::algebra::together(radicand));
    let parts = |halves| match (root_of_square(top, halves), root_of_square(bottom, halves)) {
        (Some(a), Some(b)) => Some((a, b)),
        // Multiplied above and below by what stands above.
        _ => Some((top, root_of_square(top * bottom, halves)?)),
    };
    let (above, below) = parts(false).or_else(|| parts(true))?;
    let root = above / below;
    let letters = root.symbols();
    let signs = [0.31, 0.78, 1.17].map(|angle| {
        let near = |j: usize| C { re: angle + 0.11 * j as f64, im: 0.0 };
        let values: Vec<_> = letters.iter().enumerate().map(|(j, &x)| (x, near(j))).collect();
        value(root, &values).re
    });
    if signs.iter().all(|&x| x > 0.0) {
        Some(root)
    } else {
        signs.iter().all(|&x| x < 0.0).then(|| crate::algebra::expand(-above) / below)
    }
}

/// The root of an expression that sin² + cos² = 1 makes a square, with `halves` also by half the angles.
fn root_of_square(e: E, halves: bool) -> Option<E> {
    let e = crate::algebra::expand(single_angles(e));
    let e = if halves { in_halves(e) } else { e };
    let forms = [e, in_one(e, F::Cos, F::Sin), in_one(e, F::Sin, F::Cos), with_ones(e)];
    forms.into_iter().find_map(|form| {
        let (front, parts) = crate::algebra::factors(form)?;
        let root = pow(num(front), HALF);
        let halves =
            parts.iter().map(|&(part, times)| (times % 2 == 0).then(|| powi(part, times / 2)));
        (!root.has(I)).then_some(root * mul(halves.collect::<Option<Vec<_>>>()?))
    })
}

/// The squares of one function by those of the other.
fn in_one(e: E, from: F, to: F) -> E {
    crate::algebra::expand(e.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) => match (base.get(), k.as_int()) {
            (X::Fun(f, x), Some(k)) if f == from && k > 1 => {
                powi(ONE - powi(apply(to, x), 2), k / 2) * powi(base, k % 2)
            }
            _ => part,
        },
        _ => part,
    }))
}

/// sin 2x = 2 sin x cos x, cos 2x = cos² x - sin² x.
fn in_halves(e: E) -> E {
    crate::algebra::expand(e.rewrite(&mut |part| {
        let X::Fun(f @ (F::Sin | F::Cos), x) = part.get() else { return part };
        let (s, c) = (apply(F::Sin, x * HALF), apply(F::Cos, x * HALF));
        if f == F::Sin { int(2) * s * c } else { powi(c, 2) - powi(s, 2) }
    }))
}

/// Numbers by sin² + cos² of the one angle there is: 1 + 2 sin x cos x is a square then.
fn with_ones(e: E) -> E {
    let angle = e.terms().iter().flat_map(|term| term.factors()).find_map(|factor| {
        match factor.base_exponent().0.get() {
            X::Fun(F::Sin | F::Cos, x) => Some(x),
            _ => None,
        }
    });
    let Some(x) = angle else { return e };
    let one = powi(apply(F::Sin, x), 2) + powi(apply(F::Cos, x), 2);
    let terms =
        e.terms().into_iter().map(|term| if term.num().is_some() { term * one } else { term });
    crate::algebra::expand(add(terms.collect::<Vec<_>>()))
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
