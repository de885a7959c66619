//! The lines between an integral and its antiderivative, as a textbook writes them.

use super::methods::{Trace, integral};
use crate::algebra::{coefficients, expand, factors, fraction, split_fraction};
use crate::derive::derivative;
use crate::expr::{
    E, EULER, F, MINUS_ONE, ONE, TWO, UNDEFINED, X, ZERO, add, apply, mul, num, pow, powi, sym,
};
use crate::number::Q;
use crate::show::{self, show};
use crate::solution::Step;
use crate::work::{Parameters, Work, named};
use ganita_notation::{Bracket, Node, Sign};

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
            let below = split_fraction(f).1;
            let plain = coefficients(h, x).is_none_or(|c| c.len() > 2);
            (plain && below.has(h)).then_some(("derivative over function", h))
        }
        X::Mul(_) => {
            let exponential = |e: &E| matches!(e.get(), X::Pow(base, k) if base == EULER && coefficients(k, x).is_some_and(|c| c.len() == 2));
            let power = body.factors().into_iter().find(exponential)?;
            let rest = found / power;
            let sum = expand(f / power).terms().len() > 1;
            (sum && rest.has(x) && coefficients(rest, x).is_none())
                .then_some(("exponential and derivative", rest))
        }
        _ => None,
    }
}

pub(super) fn with_constant(e: E) -> Node {
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

/// Most integrations by parts that are told one after the other.
const PARTS: usize = 3;

/// Tells how ∫ f dx comes to `found`, and gives the rule of the last line.
pub(super) fn tell(work: &mut Work, f: E, x: E, trace: &Trace, found: E) -> &'static str {
    if let Some(rule) = secants(work, f, x, found) {
        return rule;
    }
    if let Some((rule, u)) = known_form(f, x, trace, found) {
        work.to(rule, with_constant(found), vec![named("u", u)]);
        return "integrate";
    }
    if let Some(rewritten) = trace.rewritten
        && rewritten != f
    {
        let (rule, parameters) = rewriting(f, rewritten, x);
        work.to(rule, open(rewritten, x), parameters);
    }
    let f = trace.rewritten.unwrap_or(f);
    if trace.rule.is_empty() || shifted(trace, x) {
        let last = split_numerator(work, f, x);
        if complete_squares(work, last.as_ref().map_or(f, |(_, _, part)| *part), x, |changed| {
            match &last {
                Some((first, q, _)) => {
                    let (sign, node) = signed_times(q, open(changed, x));
                    Node::Sum(vec![first.clone(), (sign, node)])
                }
                None => open(changed, x),
            }
        }) || last.is_some()
        {
            return if trace.rule.is_empty() { "integrate" } else { "standard integrals" };
        }
    }
    if let Some((u, v)) = by_parts(f, x, trace) {
        let all = Parts { x, origin: f };
        return all.tell(work, ZERO, &Q::ONE, (u, v), PARTS);
    }
    if trace.rule == "put" {
        put(work, f, x, trace, found);
        return "standard integrals";
    }
    tell_sum(work, f, x);
    "integrate"
}

/// ∫ (f + g) dx as ∫ f dx + ∫ g dx.
fn tell_sum(work: &mut Work, f: E, x: E) {
    if let X::Add(_) = f.get() {
        work.to("integral sum", sum_line(f, x, &|_| None), vec![]);
    }
}

/// A sum of integrals, some of which may have been found.
fn sum_line(f: E, x: E, found: &dyn Fn(E) -> Option<E>) -> Node {
    let mut line: Vec<(Sign, Node)> = show::written_terms(f)
        .into_iter()
        .flat_map(|term| {
            if let Some(found) = found(term) {
                let signed = |e: E| match show::signed(e) {
                    (true, node) => (Sign::Minus, node),
                    (false, node) => (Sign::Plus, node),
                };
                return show::written_terms(found).into_iter().map(signed).collect();
            }
            let (q, rest) = term.coefficient();
            vec![signed_times(&q, open(rest, x))]
        })
        .collect();
    // A person begins with what is added.
    if let Some(first) = line.iter().position(|(sign, _)| *sign == Sign::Plus) {
        line[..=first].rotate_right(1);
    }
    Node::Sum(line)
}

/// Tells a sum of which only some terms can be integrated as far as it goes.
pub(super) fn tell_part(work: &mut Work, f: E, x: E) {
    tell_sum(work, f, x);
    let found = |term: E| {
        let found = integral(term, x, 0, &mut Trace::default())?;
        super::verified(found, term, x).then_some(found)
    };
    if let X::Add(_) = f.get() {
        work.to("known integrals", sum_line(f, x, &found), vec![]);
    }
}

/// sec and cosec as f′/f, and their cubes by parts: the rule of the last line.
fn secants(work: &mut Work, f: E, x: E, found: E) -> Option<&'static str> {
    let (base, k) = f.base_exponent();
    let X::Fun(g @ (F::Sec | F::Csc), h) = base.get() else { return None };
    let slope = coefficients(h, x).filter(|c| c.len() == 2)?[1];
    let other = if g == F::Sec { apply(F::Tan, h) } else { -apply(F::Cot, h) };
    match k.as_int()? {
        1 => {
            let sum = base + other;
            let parameters = vec![named("by", sum)];
            work.to("multiply above and below", open(expand(base * sum) / sum, x), parameters);
            work.to("derivative over function", with_constant(found), vec![named("u", sum)]);
            Some("integrate")
        }
        3 => {
            let v = other / slope;
            let product = show(base * v);
            let line = |rest: Vec<(Sign, Node)>| {
                Node::Sum([(Sign::Plus, product.clone())].into_iter().chain(rest).collect())
            };
            let rest = base * powi(other, 2);
            let parameters = vec![named("u", base), named("v", derivative(v, x))];
            work.to("by parts", line(vec![(Sign::Minus, open(rest, x))]), parameters);
            let apart = vec![(Sign::Minus, open(f, x)), (Sign::Plus, open(base, x))];
            work.to("rewrite integrand", line(apart), vec![]);
            Some("same integral again")
        }
        _ => None,
    }
}

/// (x² + r)/(x⁴ + kx² + r²), divided by x² above and below: x − r/x is put. Gives the divided form and the integral.
pub(super) fn divided_by_square(f: E, x: E) -> Option<(E, Trace)> {
    let (top, bottom) = fraction(f);
    let (p, q) = (coefficients(top, x)?, coefficients(bottom, x)?);
    let (&[a, ZERO, b], &[m, ZERO, k, ZERO, l]) = (p.as_slice(), q.as_slice()) else {
        return None;
    };
    let (r, front, k) = (a / b, b / l, k / l);
    if a == ZERO || expand(m / l - r * r) != ZERO {
        return None;
    }
    let t = sym("t");
    let (u, inner) = (x - r / x, front / (t * t + expand(TWO * r + k)));
    let result = integral(inner, t, 0, &mut Trace::default())?;
    let square = powi(x, 2);
    let divided = front * (ONE + r / square) / (square + k + r * r / square);
    Some((divided, Trace { rule: "put", rewritten: None, u, inner, result, letter: t }))
}

/// The lines of [`divided_by_square`].
pub(super) fn tell_divided(work: &mut Work, divided: E, x: E, trace: &Trace, found: E) {
    work.to("divide by power", open(divided, x), vec![named("power", powi(x, 2))]);
    put(work, divided, x, trace, found);
}

/// The lines of ∫ f dx by themselves; none where there is only one.
pub(crate) fn lines(f: E, x: E, found: E) -> Vec<Step> {
    let mut trace = Trace::default();
    if integral(f, x, 0, &mut trace).is_none() {
        return Vec::new();
    }
    let mut work = Work::on(&open(f, x));
    let rule = tell(&mut work, f, x, &trace, found);
    work.to(rule, with_constant(found), vec![]);
    if work.steps.len() < 2 { Vec::new() } else { work.steps }
}

fn signed_times(q: &Q, node: Node) -> (Sign, Node) {
    (if q.is_negative() { Sign::Minus } else { Sign::Plus }, show::times(&q.abs(), node))
}

fn shifted(trace: &Trace, x: E) -> bool {
    trace.rule == "put" && coefficients(trace.u, x).is_some_and(|c| c.len() == 2)
}

/// The rule by which the integrand was rewritten: often a fraction became a sum of fractions.
fn rewriting(f: E, rewritten: E, x: E) -> (&'static str, Parameters) {
    let apart = rewritten.terms().len() > 1
        && split_fraction(f).1.has(x)
        && rewritten.terms().iter().all(|term| split_fraction(*term).1.has(x))
        && coefficients(fraction(f).1, x).is_some();
    if apart {
        crate::tasks::fractions::numerators(f, &rewritten.terms(), x)
    } else {
        ("rewrite integrand", Vec::new())
    }
}

/// x² + bx + c under a root or alone in the denominator, with its constants.
fn quadratic(part: E, x: E) -> Option<(E, E, Vec<E>)> {
    let X::Pow(h, k) = part.get() else { return None };
    let c = coefficients(h, x).filter(|c| c.len() == 3)?;
    let half = k.num().and_then(|q| q.parts()).is_some_and(|(_, d)| d == 2);
    // What has factors is taken apart into fractions instead.
    let alone = || k == MINUS_ONE && factors(h).is_some_and(|(_, all)| all.len() == 1);
    (half || alone()).then_some((h, k, c))
}

/// (px + q)/√(ax² + bx + c) and the like: A times the derivative of the quadratic, and B. Gives the first integral, and B
/// with what it multiplies.
fn split_numerator(work: &mut Work, f: E, x: E) -> Option<((Sign, Node), Q, E)> {
    let (outer, body) = f.coefficient();
    let all = body.factors();
    let (power, (h, _, c)) = all.iter().find_map(|&p| Some((p, quadratic(p, x)?)))?;
    let top = expand(mul(all.iter().copied().filter(|&p| p != power)));
    let n = coefficients(top, x).filter(|n| n.len() == 2)?;
    let slope = derivative(h, x);
    let a = n[1] / (TWO * c[2]);
    let b = expand(n[0] - a * c[1]);
    let (a, b) = (a.num()?, b.num().filter(|b| !b.is_zero())?);
    let first = signed_times(&(&outer * &a), open(slope * power, x));
    let rest = &outer * &b;
    let (sign, node) = signed_times(&rest, open(power, x));
    let parameters = vec![
        named("top", top),
        named("a", num(a)),
        named("slope", slope),
        named("b", num(b)),
        named("h", h),
    ];
    work.to("split numerator", Node::Sum(vec![first.clone(), (sign, node)]), parameters);
    Some((first, rest, power))
}

/// Quadratics with their squares completed, where a middle term is there; `line` is what is written around.
fn complete_squares(work: &mut Work, f: E, x: E, line: impl Fn(E) -> Node) -> bool {
    let mut shown = None;
    let changed = f.rewrite(&mut |part| {
        let Some((h, k, c)) = quadratic(part, x).filter(|(_, _, c)| c[1] != ZERO) else {
            return part;
        };
        let shift = c[1] / (TWO * c[2]);
        let square = c[2] * powi(x + shift, 2) + expand(c[0] - c[2] * shift * shift);
        shown = Some((h, square));
        pow(square, k)
    });
    let Some((h, square)) = shown.filter(|_| changed != f && changed != UNDEFINED) else {
        return false;
    };
    let parameters = vec![named("h", h), named("square", square)];
    work.to("complete the square in integral", line(changed), parameters);
    true
}

fn put(work: &mut Work, f: E, x: E, trace: &Trace, found: E) {
    let t = sym("t");
    let (u, inner) = (trace.u, trace.inner.replace(trace.letter, t));
    if f.symbols().len() > 1 {
        let parameters =
            vec![named("expression", u), named("letter", t), ("integral", open(inner, t))];
        work.to("put and integrate", with_constant(found), parameters);
        return;
    }
    work.given = vec![("t".to_owned(), show(u))];
    let slope = derivative(u, x);
    let mut parameters = vec![named("expression", u), named("letter", t), named("x", x)];
    let rule = if slope == ONE { "put shifted in integral" } else { "put in integral" };
    if slope != ONE {
        let node = show(slope);
        let bare = slope.num().is_some_and(|q| q.is_integer());
        let bracket = |node| Node::Group(Bracket::Round, Box::new(node), Bracket::Round);
        parameters.push(("slope", if bare { node } else { bracket(node) }));
    }
    work.to(rule, open(inner, t), parameters);
    let mut next = Trace::default();
    let known = integral(inner, t, 0, &mut next).is_some();
    let mut rule = "standard integrals";
    if known && next.rule != "put" {
        let rewritten = next.rewritten.unwrap_or(inner);
        if rewritten != inner {
            let (rule, parameters) = rewriting(inner, rewritten, t);
            work.to(rule, open(rewritten, t), parameters);
        }
        if let Some(parts) = by_parts(rewritten, t, &next) {
            let all = Parts { x: t, origin: inner };
            rule = all.tell(work, ZERO, &Q::ONE, parts, PARTS);
        }
    }
    let middle = trace.result.replace(trace.letter, t);
    let middle = add(middle.terms().into_iter().filter(|term| term.has(t)));
    work.to(rule, with_constant(middle), vec![]);
    let parameters = vec![named("expression", u), named("letter", t)];
    work.to("put back in integral", with_constant(found), parameters);
    work.given = Vec::new();
}

/// u and v, with v′ = f/u: as the method had them, of functions that a table of integrals has not, and of e^x sin x.
fn by_parts(f: E, x: E, trace: &Trace) -> Option<(E, E)> {
    if trace.rule == "parts" {
        return Some((trace.u, trace.inner));
    }
    if !trace.rule.is_empty() && !shifted(trace, x) {
        return None;
    }
    let linear = |h: E| coefficients(h, x).is_some_and(|c| c.len() == 2);
    let (q, body) = f.coefficient();
    let inverse = |g| matches!(g, F::Ln | F::Asin | F::Acos | F::Atan | F::Acot);
    match body.get() {
        X::Fun(g, h) if inverse(g) && linear(h) => Some((f, x)),
        X::Mul(_) => {
            let all = body.factors();
            let [one, two] = all.as_slice() else { return None };
            let waves = |e: &E| matches!(e.get(), X::Fun(F::Sin | F::Cos, h) if linear(h));
            let (wave, power) = if waves(one) { (*one, *two) } else { (*two, *one) };
            let (base, k) = power.base_exponent();
            (waves(&wave) && base == EULER && linear(k))
                .then(|| (num(q) * wave, power / derivative(k, x)))
        }
        _ => None,
    }
}

/// Integration by parts, again and again.
struct Parts {
    x: E,
    /// The integrand at the beginning: when it comes back, it can be solved for.
    origin: E,
}

impl Parts {
    /// Tells `front + q ∫ uv′ dx` from there on; gives the rule of the last line.
    fn tell(&self, work: &mut Work, front: E, q: &Q, (u, v): (E, E), left: usize) -> &'static str {
        let x = self.x;
        let rest = crate::tasks::simplify::simplest(derivative(u, x) * v);
        let (top, bottom) = split_fraction(rest);
        let rest = if bottom.has(x) { top / crate::algebra::factored(bottom) } else { rest };
        let front = front + num(q.clone()) * u * v;
        let (c, mut body) = rest.coefficient();
        let q = &(q * &c) * &Q::int(-1);
        let line = |body: E| {
            let mut all: Vec<(Sign, Node)> = show::written_terms(front)
                .into_iter()
                .map(|term| {
                    let (negative, node) = show::signed(term);
                    (if negative { Sign::Minus } else { Sign::Plus }, node)
                })
                .collect();
            all.push(signed_times(&q, open(body, x)));
            Node::Sum(all)
        };
        work.to("by parts", line(body), vec![named("u", u), named("v", derivative(v, x))]);
        if !(body / self.origin).has(x) {
            return "same integral again";
        }
        let mut trace = Trace::default();
        if left == 0 || integral(body, x, 0, &mut trace).is_none() {
            return "standard integrals";
        }
        if let Some(rewritten) = trace.rewritten.filter(|&e| e != body && trace.rule.is_empty()) {
            let (rule, parameters) = rewriting(body, rewritten, x);
            work.to(rule, line(rewritten), parameters);
            body = rewritten;
        }
        match by_parts(body, x, &trace) {
            Some(parts) => self.tell(work, front, &q, parts, left - 1),
            None => "standard integrals",
        }
    }
}
