//! Limits: put in, cancel, rationalise, compare leading terms, L'Hospital; sequences of numbers as the judge.

use crate::algebra::{expand, split_fraction, together};
use crate::check;
use crate::complex::real;
use crate::derive::derivative;
use crate::explain::Found;
use crate::expr::{
    E, EULER, F, HALF, INFINITY, MINUS_ONE, ONE, PI, UNDEFINED, X, ZERO, add, apply, burn, exp, ln,
    mul, num, pow, sym,
};
use crate::meaning::{letter, meaning};
use crate::number::Q;
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::{evaluated, simplest};
use crate::value::{real_value, sign, value};
use crate::work::{Work, named};
use ganita_notation::{Node, Side};

/// From which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Both,
    Left,
    Right,
}

pub(crate) fn limit(problem: &Node) -> Result<Found, Refusal> {
    let Node::Limit { variable, target, side, body } = problem else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let x = letter(variable).ok_or(Refusal::about(Reason::NotUnderstood, variable))?;
    let (a, f) = (meaning(target)?, meaning(body)?);
    // (n + 1)! = (n + 1) n!
    let f = if f.has_fun(&|g| g == F::Factorial) { simplest(f) } else { f };
    let way = match side {
        Side::Both => Way::Both,
        Side::Left => Way::Left,
        Side::Right => Way::Right,
    };
    let mut work = Work::on(problem);
    let infinite_target = a.has(INFINITY);
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
    if !parameters && !agrees(body, x, a, way, value) {
        return Err(Refusal::new(Reason::Unverified));
    }
    lines(&mut work, problem, f, x, a, way, value);
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

/// The lines of the plain methods.
fn lines(work: &mut Work, problem: &Node, f: E, x: E, a: E, way: Way, value: E) {
    let put = |work: &mut Work| {
        work.to("put in", show(value), vec![named("x", x), named("target", a)]);
    };
    let here = |e: E| {
        let there = e.replace(x, a);
        (there != UNDEFINED && !there.has(INFINITY)).then_some(there)
    };
    if a.has(INFINITY) {
        if divided_by_power(work, problem, f, x) {
            return;
        }
    } else if here(f).is_some() {
        if !value.has(INFINITY) {
            put(work);
        }
        return;
    } else {
        let simple = together(f);
        if simple != f && here(simple).is_some() {
            work.to("cancel in limit", with_body(problem, simple), vec![]);
            return put(work);
        }
    }
    if let X::Pow(base, exponent) = f.get()
        && base.has(x)
        && exponent.has(x)
        && limit_of(base, x, a, way).is_some_and(|e| e == ONE)
    {
        let inner = simplest(exponent * (base - ONE));
        let line = Node::Power(Box::new(show(EULER)), Box::new(with_body(problem, inner)));
        work.to("one to infinity", line, vec![]);
        return;
    }
    let mut current = f;
    if let Some((with_roots, cancelled)) = rationalised(f, x, a) {
        work.to("rationalise in limit", with_body(problem, with_roots), vec![]);
        work.to("cancel in limit", with_body(problem, cancelled), vec![]);
        if here(cancelled).is_some() && !value.has(INFINITY) {
            return put(work);
        }
        current = cancelled;
    }
    if let X::Add(_) = current.get() {
        let joined = together(crate::trig::in_sines(current));
        if joined != current && !matches!(joined.get(), X::Add(_)) {
            work.to("common denominator in limit", with_body(problem, joined), vec![]);
            current = joined;
        }
    }
    for _ in 0..3 {
        let (top, bottom) = quotient_of(current, x, a, way);
        if !bottom.has(x) {
            return;
        }
        let (Some(p), Some(q)) = (limit_of(top, x, a, way), limit_of(bottom, x, a, way)) else {
            return;
        };
        let small = |e: E| e == ZERO || crate::algebra::is_zero(e);
        if !(small(p) && small(q) || p.has(INFINITY) && q.has(INFINITY)) {
            return;
        }
        if current != top / bottom {
            return;
        }
        let next = simplest(derivative(top, x) / derivative(bottom, x));
        if next == UNDEFINED || crate::tasks::simplify::cost(next) > 60 {
            return;
        }
        current = next;
        work.to("l'hospital", with_body(problem, current), vec![]);
        if here(current).is_some() && !value.has(INFINITY) {
            return put(work);
        }
    }
}

/// As a quotient of two that both vanish or both grow: x ln x = ln x/(1/x).
fn quotient_of(f: E, x: E, a: E, way: Way) -> (E, E) {
    let (top, bottom) = split_fraction(f);
    if bottom.has(x) {
        return (top, bottom);
    }
    let logs: Vec<E> =
        top.factors().into_iter().filter(|p| matches!(p.get(), X::Fun(F::Ln, _))).collect();
    let rest = mul(top.factors().into_iter().filter(|p| !logs.contains(p)));
    if !logs.is_empty() && rest.has(x) && limit_of(rest, x, a, way) == Some(ZERO) {
        return (mul(logs) / bottom, ONE / rest);
    }
    (top, bottom)
}

/// At infinity, a quotient of polynomials: each over the highest power of the denominator.
fn divided_by_power(work: &mut Work, problem: &Node, f: E, x: E) -> bool {
    let (top, bottom) = split_fraction(f);
    let (Some(p), Some(q)) =
        (crate::algebra::coefficients(top, x), crate::algebra::coefficients(bottom, x))
    else {
        return false;
    };
    if q.len() < 2 {
        return false;
    }
    let power = crate::expr::powi(x, q.len() as i64 - 1);
    let over = |c: &[E]| {
        let terms = c.iter().enumerate().rev().filter(|(_, e)| **e != ZERO);
        add(terms.map(|(k, &e)| e * crate::expr::powi(x, k as i64 + 1 - q.len() as i64)))
    };
    let body = Node::fraction(show(over(&p)), show(over(&q)));
    let line = match problem {
        Node::Limit { variable, target, side, .. } => Node::Limit {
            variable: variable.clone(),
            target: target.clone(),
            side: *side,
            body: Box::new(body),
        },
        other => other.clone(),
    };
    work.to("divide by power", line, vec![named("power", power)]);
    true
}

/// A difference with a square root, above or below, times its conjugate: before and after what vanishes is cancelled.
fn rationalised(f: E, x: E, a: E) -> Option<(E, E)> {
    let has_root = |e: E| {
        e.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.num() == Some(Q::new(1, 2))))
    };
    let (top, bottom) = split_fraction(f);
    for (part, above) in [(top, true), (bottom, false)] {
        for factor in part.factors() {
            let terms = factor.terms();
            let [p, q] = terms.as_slice() else { continue };
            if !has_root(factor) {
                continue;
            }
            let square = expand(expand(*p * *p) - expand(*q * *q));
            if has_root(square) {
                continue;
            }
            let conjugate = *p - *q;
            let rest = f / if above { factor } else { ONE / factor };
            let (with_roots, plain) = if above {
                (rest * square / conjugate, rest * square)
            } else {
                (rest * conjugate / square, rest / square)
            };
            let cancelled = together(plain) * if above { ONE / conjugate } else { conjugate };
            let done = a.has(INFINITY) || cancelled.replace(x, a) != UNDEFINED;
            return done.then_some((with_roots, cancelled));
        }
    }
    None
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
        if !(best < 2e-3 || (shrinking && best < 0.2)) {
            return false;
        }
    }
    seen
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
        }
    }
}

fn same(a: E, b: E) -> bool {
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
fn expand_inside(e: E) -> E {
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
}

/// Limits as x → 0 from the right, or as x → ∞.
struct Ladder {
    x: E,
    infinite: bool,
}

impl Ladder {
    /// A point close to the target, closer with k.
    fn near(&self, k: i32) -> f64 {
        let step = libm::pow(10.0, -f64::from(k));
        if self.infinite { 2.7 / step } else { step * 0.37 }
    }

    fn sign_near(&self, f: E) -> Option<i32> {
        let mut out = None;
        for k in 2..=4 {
            let y = value(f, &[(self.x, real(self.near(k)))]);
            if !y.is_finite() || !y.is_real() || y.re == 0.0 {
                continue;
            }
            let s = if y.re > 0.0 { 1 } else { -1 };
            if out.is_some_and(|found| found != s) {
                return None;
            }
            out = Some(s);
        }
        out
    }

    fn infinity(sign: i32) -> E {
        if sign > 0 { INFINITY } else { -INFINITY }
    }

    fn limit(&self, f: E, depth: usize) -> Option<E> {
        let x = self.x;
        if !f.has(x) {
            return Some(f);
        }
        if depth > 9 || f == UNDEFINED || f.size() > 400 || burn(16) {
            return None;
        }
        if !self.infinite {
            let put = f.replace(x, ZERO);
            if put != UNDEFINED
                && continuous(f, x, ZERO)
                && (!put.symbols().is_empty() || real_value(put).is_some())
            {
                return Some(put);
            }
        } else if f == x {
            return Some(INFINITY);
        }
        // |h| by its sign nearby, and steps by the step that is stood on.
        let bars = f.rewrite(&mut |part| match part.get() {
            X::Fun(F::Floor | F::Ceiling, h) if h.has(x) && !self.infinite => {
                let here = value(part, &[(x, real(self.near(5)))]).re;
                let near = value(part, &[(x, real(self.near(7)))]).re;
                if here == near { num(Q::int(here as i64)) } else { part }
            }
            X::Fun(F::Abs, h) if h.has(x) => match self.sign_near(h) {
                Some(s) if s > 0 => h,
                Some(_) => expand(-h),
                None => part,
            },
            X::Fun(F::Sign, h) if h.has(x) => {
                self.sign_near(h).map_or(part, |s| num(Q::int(i64::from(s))))
            }
            _ => part,
        });
        if bars != f {
            return self.limit(bars, depth + 1);
        }
        let scaled = self.powers_out(f);
        if scaled != f {
            return self.limit(scaled, depth + 1);
        }
        if let Some(found) = self.algebraic(f) {
            return Some(found);
        }
        match f.get() {
            X::Add(terms) => self.sum(f, &terms, depth),
            X::Mul(_) => self.product(f, depth),
            X::Pow(base, exponent) => self.power(base, exponent, depth),
            X::Fun(g, h) => self.function(g, h, depth),
            _ => None,
        }
    }

    /// √(x² + 1) = x √(1 + 1/x²) for large x; √(x² + x³) = x √(1 + x) for small positive x.
    fn powers_out(&self, f: E) -> E {
        let x = self.x;
        f.rewrite(&mut |part| {
            let X::Pow(base, r) = part.get() else { return part };
            if !base.has(x) || r.num().is_none_or(|q| q.is_integer()) || base == x {
                return part;
            }
            let mut extreme: Option<Q> = None;
            for term in base.terms() {
                let mut degree = Q::ZERO;
                for factor in term.factors() {
                    let (b, k) = factor.base_exponent();
                    if b == x {
                        let Some(k) = k.num() else { return part };
                        degree = &degree + &k;
                    } else if factor.has(x) {
                        // A bounded factor does not count.
                        return part;
                    }
                }
                extreme = Some(match extreme {
                    None => degree,
                    Some(found) => {
                        if self.infinite {
                            found.max(degree)
                        } else {
                            found.min(degree)
                        }
                    }
                });
            }
            let Some(degree) = extreme.filter(|q| !q.is_zero()) else { return part };
            let inner = expand(base * pow(x, num(-&degree)));
            mul([pow(x, num(&degree * &r.num().expect("looked at above"))), pow(inner, r)])
        })
    }

    /// Sums of powers of x: the leading one decides.
    fn algebraic(&self, f: E) -> Option<E> {
        let x = self.x;
        let leading = |e: E| -> Option<(Q, E)> {
            let mut best: Option<(Q, Vec<E>)> = None;
            for term in expand(e).terms() {
                let (mut degree, mut rest) = (Q::ZERO, Vec::new());
                for factor in term.factors() {
                    let (b, k) = factor.base_exponent();
                    if b == x {
                        degree = &degree + &k.num()?;
                    } else if factor.has(x) {
                        return None;
                    } else {
                        rest.push(factor);
                    }
                }
                let c = mul(rest);
                match &mut best {
                    Some((found, all)) if *found == degree => all.push(c),
                    Some((found, _)) if (degree > *found) != self.infinite => {}
                    _ => best = Some((degree, vec![c])),
                }
            }
            let (degree, all) = best?;
            let c = add(all);
            (!crate::algebra::is_zero(c)).then_some((degree, c))
        };
        let (top, bottom) = crate::algebra::fraction(f);
        let ((p, a), (q, b)) = (leading(top)?, leading(bottom)?);
        let ratio = crate::algebra::rationalized(a / b);
        match (p.cmp(&q), self.infinite) {
            (std::cmp::Ordering::Equal, _) => Some(ratio),
            (std::cmp::Ordering::Less, true) | (std::cmp::Ordering::Greater, false) => Some(ZERO),
            _ => Some(Ladder::infinity(sign(ratio).or_else(|| self.sign_near(f))?)),
        }
    }

    fn sum(&self, f: E, terms: &[E], depth: usize) -> Option<E> {
        let limits: Vec<Option<E>> =
            terms.iter().map(|&term| self.limit(term, depth + 1)).collect();
        if limits.iter().all(Option::is_some) {
            let total = add(limits.iter().map(|e| e.expect("all are there")));
            if total != UNDEFINED {
                return Some(total);
            }
        }
        // ∞ - ∞: with roots, multiply by the conjugate.
        let roots: Vec<E> = terms.iter().copied().filter(|t| t.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(self.x) && k.num() == Some(Q::new(1, 2))))).collect();
        if !roots.is_empty() && terms.len() <= 3 {
            let (a, b): (Vec<E>, Vec<E>) = terms.iter().partition(|t| roots.contains(t));
            let (a, b) = if b.is_empty() { (vec![a[0]], a[1..].to_vec()) } else { (a, b) };
            let (a, b) = (add(a), add(b));
            let top = expand(expand(a * a) - expand(b * b));
            if let Some(found) = self.limit(top / (a - b), depth + 2) {
                return Some(found);
            }
        }
        let joined = together(f);
        if joined != f && !matches!(joined.get(), X::Add(_)) {
            return self.limit(joined, depth + 1);
        }
        // The largest term leads: f = a (1 + b/a).
        for &lead in terms {
            let rest = add(terms.iter().filter(|&&t| t != lead).map(|&t| t / lead));
            if let Some(ratio) = self.limit(rest, depth + 2)
                && !ratio.has(INFINITY)
            {
                let front = ONE + ratio;
                if front == ZERO || crate::algebra::is_zero(front) {
                    continue;
                }
                let total = mul([front, self.limit(lead, depth + 1)?]);
                if total != UNDEFINED {
                    return Some(total);
                }
            }
        }
        // What stays bounded does not count beside what grows.
        let (bounded, growing): (Vec<E>, Vec<E>) =
            terms.iter().partition(|&&term| self.bounded(term));
        if !bounded.is_empty() && !growing.is_empty() {
            let rest = self.limit(add(growing), depth + 2)?;
            if rest.has(INFINITY) {
                return Some(rest);
            }
        }
        // Logarithms as one.
        let logs = crate::algebra::logs_joined(f);
        if logs != f {
            return self.limit(logs, depth + 1);
        }
        None
    }

    fn bounded(&self, f: E) -> bool {
        match f.get() {
            X::Fun(F::Sin | F::Cos | F::Atan | F::Tanh, _) => true,
            X::Add(terms) => terms.iter().all(|&t| self.bounded(t)),
            X::Mul(factors) => factors.iter().all(|&t| self.bounded(t)),
            X::Pow(base, k) => k.as_int().is_some_and(|k| k > 0) && self.bounded(base),
            _ => !f.has(self.x),
        }
    }

    fn product(&self, f: E, depth: usize) -> Option<E> {
        let factors = f.factors();
        let limits: Vec<Option<E>> =
            factors.iter().map(|&factor| self.limit(factor, depth + 1)).collect();
        if limits.iter().all(Option::is_some) {
            let total = mul(limits.iter().map(|e| e.expect("all are there")).collect::<Vec<_>>());
            let vague = limits.iter().any(|e| e.is_some_and(|e| e.has(INFINITY)))
                && limits.contains(&Some(ZERO));
            if total != UNDEFINED && !vague {
                return Some(total);
            }
        } else {
            // What stays bounded times what vanishes.
            let (bounded, rest): (Vec<E>, Vec<E>) =
                factors.iter().partition(|&&factor| self.bounded(factor));
            if !bounded.is_empty()
                && !rest.is_empty()
                && self.limit(mul(rest), depth + 1) == Some(ZERO)
            {
                return Some(ZERO);
            }
        }
        self.quotient(f, depth).or_else(|| self.growth(f, depth))
    }

    /// By the logarithm: x¹⁰ e^{-x} = e^{10 ln x - x}, and x outgrows its logarithm.
    fn growth(&self, f: E, depth: usize) -> Option<E> {
        if !self.infinite || depth > 3 {
            return None;
        }
        let logs = f.factors().into_iter().map(|factor| {
            let (base, k) = factor.base_exponent();
            (self.sign_near(base)? > 0).then(|| k * ln(base))
        });
        let exponent = add(logs.collect::<Option<Vec<E>>>()?);
        let grows = self.limit(exponent, depth + 2)?;
        if grows == -INFINITY {
            return Some(ZERO);
        }
        (grows == INFINITY).then_some(INFINITY)
    }

    fn quotient(&self, f: E, depth: usize) -> Option<E> {
        // Equal bases of powers under one exponent: e^x / 3^x.
        let powers: Vec<E> = f
            .factors()
            .into_iter()
            .filter(|p| crate::algebra::is_exponential(*p) && p.has(self.x))
            .collect();
        if powers.len() > 1 {
            let exponent = add(powers.iter().map(|p| {
                let (base, k) = p.base_exponent();
                k * ln(base)
            }));
            let rest = mul(f.factors().into_iter().filter(|p| !powers.contains(p)));
            let exponent = crate::algebra::collected(exponent, self.x);
            let merged = mul([rest, intern_exp(exponent)]);
            if merged != f && merged.size() <= f.size() + 12 {
                let alone = self.limit(exponent, depth + 1)?;
                if rest == ONE {
                    return self.exponential(alone);
                }
                let front = self.limit(rest, depth + 1)?;
                let total = mul([front, self.exponential(alone)?]);
                if total != UNDEFINED && !(front == ZERO || front.has(INFINITY)) {
                    return Some(total);
                }
            }
        }
        let (mut top, mut bottom) = split_fraction(f);
        if let Some(found) = self.divided_by_leading(top, bottom, depth) {
            return Some(found);
        }
        // e^{-x} belongs below.
        let negative: Vec<E> = top
            .factors()
            .into_iter()
            .filter(|p| {
                crate::algebra::is_exponential(*p)
                    && p.has(self.x)
                    && self.limit(*p, depth + 2) == Some(ZERO)
            })
            .collect();
        for p in negative {
            let (base, k) = p.base_exponent();
            top = mul(top.factors().into_iter().filter(|&q| q != p));
            bottom = bottom * pow(base, -k);
        }
        if bottom == ONE {
            return self.vanishing_times_infinite(top, bottom, depth);
        }
        let (a, b) = (self.limit(top, depth + 1)?, self.limit(bottom, depth + 1)?);
        let small = |e: E| e == ZERO || crate::algebra::is_zero(e);
        if !small(b) && !b.has(INFINITY) {
            let total = a / b;
            if total != UNDEFINED {
                return Some(total);
            }
        }
        if small(b) && !small(a) {
            return Some(Ladder::infinity(self.sign_near(f)?));
        }
        if b.has(INFINITY) && !a.has(INFINITY) {
            return Some(ZERO);
        }
        if (small(a) && small(b)) || (a.has(INFINITY) && b.has(INFINITY)) {
            // Roots make L'Hospital go round: conjugate first.
            let slope = |e: E| derivative(e, self.x);
            let next = slope(top) / slope(bottom);
            if next == UNDEFINED {
                return None;
            }
            let next = simplest_quotient(next);
            return self.limit(next, depth + 1);
        }
        if small(a) || a.has(INFINITY) {
            return self.vanishing_times_infinite(top, bottom, depth);
        }
        None
    }

    /// 0·∞ the other way about.
    fn vanishing_times_infinite(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        {
            let logs: Vec<E> =
                top.factors().into_iter().filter(|p| matches!(p.get(), X::Fun(F::Ln, _))).collect();
            let others = mul(top.factors().into_iter().filter(|p| !logs.contains(p)));
            if !logs.is_empty() && others.has(self.x) {
                return self.limit_quotient(mul(logs), bottom / others, depth);
            }
            for part in top.factors() {
                if part.has(self.x) && self.limit(part, depth + 1).is_some_and(|e| e.has(INFINITY))
                {
                    let rest = mul(top.factors().into_iter().filter(|&q| q != part)) / bottom;
                    return self.limit_quotient(rest, ONE / part, depth);
                }
            }
        }
        None
    }

    /// At infinity: numerator and denominator over the term of the denominator that grows most.
    fn divided_by_leading(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        let (X::Add(terms), true) = (bottom.get(), self.infinite) else { return None };
        if depth > 6 {
            return None;
        }
        let sizes: Option<Vec<f64>> = terms
            .iter()
            .map(|&term| {
                let y = value(term, &[(self.x, real(300.0))]);
                y.is_finite().then(|| y.abs())
            })
            .collect();
        let sizes = sizes?;
        let most = (0..terms.len()).max_by(|&a, &b| sizes[a].total_cmp(&sizes[b]))?;
        let lead = terms[most];
        if !lead.has(self.x) {
            return None;
        }
        let over = |e: E| add(expand(e).terms().into_iter().map(|term| merged(term / lead)));
        let (up, down) = (over(top), over(bottom));
        if up.size() > 3 * top.size() + 30 {
            return None;
        }
        let below = self.limit(down, depth + 3)?;
        if below == ZERO || below.has(INFINITY) {
            return None;
        }
        let total = self.limit(up, depth + 3)? / below;
        (total != UNDEFINED).then_some(total)
    }

    fn limit_quotient(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        let slope = |e: E| derivative(e, self.x);
        let next = simplest_quotient(slope(top) / slope(bottom));
        if next == UNDEFINED { None } else { self.limit(next, depth + 2) }
    }

    fn exponential(&self, exponent: E) -> Option<E> {
        if exponent == INFINITY {
            Some(INFINITY)
        } else if exponent == -INFINITY {
            Some(ZERO)
        } else {
            Some(exp(exponent))
        }
    }

    fn power(&self, base: E, exponent: E, depth: usize) -> Option<E> {
        if base == EULER {
            return self.exponential(self.limit(exponent, depth + 1)?);
        }
        if !exponent.has(self.x) {
            let b = self.limit(base, depth + 1)?;
            let q = exponent.num();
            let negative = q.as_ref().is_some_and(Q::is_negative);
            if b == ZERO || (b != ZERO && crate::algebra::is_zero(b)) {
                return if negative {
                    Some(Ladder::infinity(self.sign_near(pow(base, exponent))?))
                } else {
                    Some(ZERO)
                };
            }
            if b == INFINITY {
                return Some(if negative { ZERO } else { INFINITY });
            }
            if b == -INFINITY {
                let k = exponent.as_int();
                return if negative {
                    Some(ZERO)
                } else {
                    k.map(|k| if k % 2 == 0 { INFINITY } else { -INFINITY })
                };
            }
            let total = pow(b, exponent);
            return (total != UNDEFINED).then_some(total);
        }
        let inner = mul([exponent, ln(base)]);
        self.exponential(self.limit(inner, depth + 1)?)
    }

    fn function(&self, g: F, h: E, depth: usize) -> Option<E> {
        let inner = self.limit(h, depth + 1)?;
        if inner == INFINITY || inner == -INFINITY {
            let up = inner == INFINITY;
            return match g {
                F::Ln if up => Some(INFINITY),
                F::Atan => Some(if up { PI * HALF } else { -(PI * HALF) }),
                F::Acot => Some(if up { ZERO } else { PI }),
                F::Abs | F::Cosh => Some(INFINITY),
                F::Sinh | F::Asinh => Some(inner),
                F::Acosh if up => Some(INFINITY),
                F::Tanh | F::Coth => Some(if up { ONE } else { MINUS_ONE }),
                F::Asec => Some(PI * HALF),
                _ => None,
            };
        }
        if g == F::Ln && (inner == ZERO || crate::algebra::is_zero(inner)) {
            return Some(-INFINITY);
        }
        let value = apply(g, inner);
        if value != UNDEFINED {
            return Some(value);
        }
        Some(Ladder::infinity(self.sign_near(apply(g, h))?))
    }
}

/// 2^x/3^x as e^{x (ln 2 - ln 3)}.
fn merged(term: E) -> E {
    let (powers, rest): (Vec<E>, Vec<E>) =
        term.factors().into_iter().partition(|&p| crate::algebra::is_exponential(p));
    if powers.len() < 2 {
        return term;
    }
    let exponent = add(powers.iter().map(|p| {
        let (base, k) = p.base_exponent();
        k * ln(base)
    }));
    let shared =
        exponent.symbols().first().map_or(exponent, |&x| crate::algebra::collected(exponent, x));
    mul(rest.into_iter().chain([intern_exp(shared)]).collect::<Vec<_>>())
}

fn intern_exp(exponent: E) -> E {
    pow(EULER, exponent)
}

fn simplest_quotient(e: E) -> E {
    let (top, bottom) = crate::algebra::fraction(e);
    let joined = top / bottom;
    if crate::tasks::simplify::cost(joined) <= crate::tasks::simplify::cost(e) + 6 {
        joined
    } else {
        e
    }
}
