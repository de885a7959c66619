//! The methods in the order in which they are tried.

use super::parts::{exponential_rule, parts, product_rule};
use super::rewriting::{gather_angles, is_polynomial_in_sines, rewritten, shifted_angles};
use super::substitution::{by_generator, of_power, substitution};
use super::table::{standard_term, table};
use super::{ansatz, circular, early, inverse, piecewise, rational, roots, verified};
use crate::algebra::{coefficients, expand};
use crate::expr::{E, Memory, ONE, UNDEFINED, X, ZERO, add, burn, mul, recall, remember};

/// What the outermost method did, for the telling.
pub(crate) struct Trace {
    pub(crate) rule: &'static str,
    /// The integrand after rewriting.
    pub(crate) rewritten: Option<E>,
    /// What was put as a letter, or u of parts.
    pub(crate) u: E,
    /// The integrand in the new letter, or v of parts.
    pub(crate) inner: E,
    /// The integral in the new letter.
    pub(crate) result: E,
    pub(crate) letter: E,
}

impl Default for Trace {
    fn default() -> Self {
        Trace { rule: "", rewritten: None, u: ZERO, inner: ZERO, result: ZERO, letter: ZERO }
    }
}

const DEPTH: usize = 7;

pub(super) fn quiet(f: E, x: E, depth: usize) -> Option<E> {
    integral(f, x, depth, &mut Trace::default())
}

/// As [`by_methods`], but what failed with as many levels left is not tried again.
pub(crate) fn integral(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let failed = |levels: usize| {
        recall(Memory::NoIntegral(u8::try_from(levels).unwrap_or(0)), f, x).is_some()
    };
    let levels = DEPTH.saturating_sub(depth);
    if (levels..=DEPTH).any(failed) {
        return None;
    }
    let found = by_methods(f, x, depth, trace);
    if found.is_none() {
        remember(Memory::NoIntegral(u8::try_from(levels).unwrap_or(0)), f, x, ZERO);
    }
    found
}

fn by_methods(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if depth > DEPTH || f == UNDEFINED || f.size() > 500 || burn(64) {
        return None;
    }
    if !f.has(x) {
        return Some(f * x);
    }
    let (bound, free) = f.factors_by(x);
    if !free.is_empty() {
        let inner = integral(mul(bound), x, depth, trace)?;
        trace.inner =
            trace.inner * if trace.rule == "parts" { ONE } else { mul(free.iter().copied()) };
        trace.result = trace.result * mul(free.iter().copied());
        if trace.rule == "parts" {
            trace.u = trace.u * mul(free.iter().copied());
        }
        if let Some(rewritten) = trace.rewritten {
            trace.rewritten = Some(expand(mul(free.iter().copied().chain([rewritten]))));
        }
        return Some(mul(free) * inner);
    }
    if let Some(found) = table(f, x) {
        return Some(found);
    }
    // (3x - 2)²⁰ is for a new letter.
    let high = |e: &E| {
        let (base, k) = e.base_exponent();
        matches!(base.get(), X::Add(_)) && k.as_int().is_some_and(|k| k > 6)
    };
    if let X::Mul(_) | X::Pow(..) = f.get()
        && !f.factors().iter().any(high)
    {
        let apart = expand(f);
        if let X::Add(terms) = apart.get()
            && terms.len() <= 24
            && let Some(parts) =
                terms.iter().map(|&term| standard_term(term, x)).collect::<Option<Vec<E>>>()
        {
            trace.rewritten = Some(apart);
            return Some(add(parts));
        }
    }
    if let Some(found) = early::one_over_sum(f, x).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = early::parts(f, x, trace).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = early::exponential_with_roots(f, x).filter(|&found| verified(found, f, x))
    {
        return Some(found);
    }
    if let Some((short, found)) = early::shorter(f, x) {
        trace.rewritten = Some(short);
        return Some(found);
    }
    if let Some(found) = circular::powers_below(f, x, depth, trace) {
        return Some(found);
    }
    let other = early::numerator_rational(f, x);
    let other = other.or_else(|| early::cancelled(f, x).filter(|&other| other != f));
    if let Some(other) = other
        && let Some(found) = quiet(other, x, depth + 1).filter(|&found| verified(found, f, x))
    {
        trace.rewritten = Some(other);
        return Some(found);
    }
    if early::has_sum_of_both(f, x)
        && let Some(found) = circular::by_sum(f, x, depth, trace).filter(|&g| verified(g, f, x))
    {
        return Some(found);
    }
    if f.has_fun(&crate::trig::is_circular) {
        let several = is_polynomial_in_sines(f, x) && {
            let mut angles: Vec<E> = Vec::new();
            gather_angles(f, x, &mut angles);
            angles.len() > 1
        };
        let other = if several { crate::trig::linearized(f) } else { shifted_angles(f, x) };
        if other != f
            && let Some(found) = quiet(other, x, depth + 1)
        {
            trace.rewritten = Some(other);
            return Some(found);
        }
    }
    if let Some(found) = piecewise::signs_out(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = product_rule(f, x, depth) {
        return Some(found);
    }
    if let X::Add(terms) = f.get() {
        let parts: Option<Vec<E>> = terms.iter().map(|&term| quiet(term, x, depth + 1)).collect();
        if let Some(parts) = parts {
            return Some(add(parts));
        }
    }
    let rational = is_rational(f, x);
    if rational && let Some(found) = of_power(f, x, depth, trace) {
        return Some(found);
    }
    if rational && let Some(found) = rational::rational(f, x) {
        let parts = crate::tasks::fractions::apart(f, x).map(add);
        if parts.is_some_and(|parts| parts != f && matches!(parts.get(), X::Add(_))) {
            trace.rewritten = parts;
        }
        return Some(found);
    }
    // At the outermost level a method that errs must not keep the others from their turn.
    let right = |found: &E| depth > 0 || verified(*found, f, x);
    // Signs of roots are easily lost here: checked at every level.
    let exact = |found: &E| verified(*found, f, x);
    if let Some(found) = circular::homogeneous(f, x, depth, trace).filter(exact) {
        return Some(found);
    }
    if circular::has_root(f, x)
        && let Some(found) = circular::by_sum(f, x, depth, trace).filter(exact)
    {
        return Some(found);
    }
    if let Some(found) = substitution(f, x, depth, trace).filter(right) {
        return Some(found);
    }
    let rewritten = rewritten(f, x);
    for g in rewritten {
        if g != f
            && let Some(found) = quiet(g, x, depth + 2)
        {
            trace.rewritten = Some(g);
            return Some(found);
        }
    }
    if let Some(found) = exponential_rule(f, x).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::square_under_root(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = circular::by_sum(f, x, depth, trace).filter(right) {
        return Some(found);
    }
    if let Some(found) = circular::trigonometric(f, x, depth, trace).filter(right) {
        return Some(found);
    }
    if let Some(found) = roots::centred(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = roots::quadratic_root(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = circular::by_sine(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = parts(f, x, depth, trace) {
        return Some(found);
    }
    if let Some(found) = inverse::by_inverse(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::slope_of_one_sign(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = roots::of_ratio(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::power_out(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = ansatz::ansatz(f, x).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = by_generator(f, x, depth) {
        return Some(found);
    }
    piecewise::sine_as_letter(f, x, depth)
}

/// a and b of a x + b.
pub(super) fn linear(e: E, x: E) -> Option<(E, E)> {
    let c = coefficients(e, x)?;
    (c.len() == 2).then(|| (c[1], c[0]))
}

pub(super) fn is_rational(f: E, x: E) -> bool {
    match f.get() {
        X::Add(items) | X::Mul(items) => items.iter().all(|&item| is_rational(item, x)),
        X::Pow(base, k) => !f.has(x) || (k.as_int().is_some() && is_rational(base, x)),
        _ => f == x || !f.has(x),
    }
}
