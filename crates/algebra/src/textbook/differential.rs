//! First-order differential equations, class 12: separable, linear in y or in x, homogeneous; through a point if one is given.

mod constant;
mod order;
mod written;

use super::{Ask, Sheet, equals, l, tex};
use crate::algebra::{coefficients, expand, split_fraction, together};
use crate::complex::real;
use crate::derive::derivative;
use crate::expr::{E, F, ONE, X, ZERO, exp, mul, sym};
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::integrate::antiderivative;
use crate::tasks::simplify::simplest;
use crate::value::value;
use constant::{Factors, merged, through};
use ganita_notation::{Node, Relation, Sign};
use written::Written;

pub(super) use order::order_and_degree;
pub(super) use written::is_equation;

/// left = right + C.
struct General {
    left: E,
    right: E,
    /// The same for a letter alone: letter = first + C · second.
    alone: Option<(E, E, E)>,
    /// Where x is positive.
    positive: bool,
}

impl General {
    /// Constant along each solution.
    fn level(&self) -> E {
        self.left - self.right
    }

    fn with(&self, constant: E) -> Node {
        match self.alone {
            Some((letter, first, second)) => {
                equals(show(letter), plus(first, simplest(constant * second)))
            }
            None => equals(show(self.left), plus(self.right, constant)),
        }
    }
}

pub(super) fn equation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(written) = Written::of(ask.problem) else { return ask.refuse() };
    let (x, y) = (written.x, written.y);
    // dy/dx = g(x, y).
    let g = written.slope()?;
    let name = derivative_of(y, x);
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.remark("slope alone", equals(name, show(g)));
    let general = separable(&mut sheet, g, x, y)
        .or_else(|| linear(&mut sheet, g, x, y))
        .or_else(|| linear_in_x(&mut sheet, g, x, y))
        .or_else(|| homogeneous(&mut sheet, g, x, y));
    let Some(general) = general else { return Err(sheet.stopped(Reason::NoMethod)) };
    if !written.solved_by(&show(general.level()), general.positive) {
        return Err(sheet.stopped(Reason::Unverified));
    }
    let shown = equals(show(general.left), plus(general.right, sym("C")));
    let factors = Factors::of(&general, (x, y))
        .filter(|factors| written.solved_by(&factors.level(), general.positive));
    let mut answer = shown.clone();
    if let Some(factors) = &factors {
        sheet.remark("integrated", shown);
        answer = factors.with(constant());
        sheet.remark("remove logarithms", answer.clone());
    } else if general.alone.is_some() {
        sheet.remark("integrated", shown);
        answer = general.with(sym("C"));
        sheet.remark("divide by the factor", answer.clone());
    } else {
        sheet.remark("general solution", shown);
    }
    if let Some(point) = written.point {
        match through(&mut sheet, (x, y), point, &general, factors.as_ref()) {
            Some(found) => answer = found,
            None => return Err(sheet.stopped(Reason::Unverified)),
        }
        sheet.remark("particular solution", answer.clone());
    }
    sheet.finished(ask, &answer)
}

fn derivative_of(y: E, x: E) -> Node {
    tex(&format!(r"\frac{{d{}}}{{d{}}}", l(y), l(x)))
}

fn differential(node: &Node, letter: E) -> Node {
    tex(&format!(r"\int {} \, d{}", bracketed(node), l(letter)))
}

fn bracketed(node: &Node) -> String {
    let text = super::w(node);
    if matches!(node, Node::Sum(_)) { format!(r"\left({text}\right)") } else { text }
}

fn constant() -> Node {
    Node::symbol("C")
}

/// What is added stands last.
fn plus(e: E, added: E) -> Node {
    let kept: Vec<E> = [e, added].into_iter().filter(|e| *e != ZERO).collect();
    let mut terms = match show(e) {
        _ if kept.len() < 2 => return show(e + added),
        Node::Sum(terms) => terms,
        other => vec![(Sign::Plus, other)],
    };
    let (minus, size) = crate::show::signed(added);
    terms.push((if minus { Sign::Minus } else { Sign::Plus }, size));
    Node::Sum(terms)
}

/// g(x, y) = p(x) q(y).
fn split(g: E, x: E, y: E) -> Option<(E, E)> {
    let by_factors = |g: E| {
        let (mut p, mut q) = (Vec::new(), Vec::new());
        for factor in g.factors() {
            // e^{x+y} comes apart.
            if let X::Pow(base, k) = factor.get()
                && base.is_number()
                && k.has(x)
                && k.has(y)
            {
                for term in expand(k).terms() {
                    let part = crate::expr::pow(base, term);
                    match (term.has(x), term.has(y)) {
                        (true, true) => return None,
                        (_, true) => q.push(part),
                        _ => p.push(part),
                    }
                }
                continue;
            }
            match (factor.has(x), factor.has(y)) {
                (true, true) => return None,
                (_, true) => q.push(factor),
                _ => p.push(factor),
            }
        }
        Some((mul(p), mul(q)))
    };
    let (top, bottom) = crate::algebra::fraction(g);
    by_factors(g)
        .or_else(|| by_factors(crate::algebra::factored(top) / crate::algebra::factored(bottom)))
}

/// ∫ dy/q = ∫ p dx.
fn separable(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<General> {
    let (p, q) = split(g, x, y)?;
    let (over, a) = simpler(ONE / q, y)?;
    let (p, b) = simpler(p, x)?;
    let line = equals(differential(&show(over), y), differential(&show(p), x));
    sheet.remark("separate the variables", line);
    Some(General { left: a, right: b, alone: None, positive: false })
}

/// An integrand as it stands or simplified, whichever has the shorter integral.
fn simpler(e: E, x: E) -> Option<(E, E)> {
    let plain = simplest(e);
    let of = |e: E| antiderivative(e, x).map(|whole| (e, whole));
    let first = of(plain);
    if plain == e {
        return first;
    }
    match (first, of(e)) {
        (Some(a), Some(b)) if b.1.size() < a.1.size() => Some(b),
        (a, b) => a.or(b),
    }
}

/// dy/dx + P y = Q by the integrating factor.
fn linear(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<General> {
    let c = coefficients(expand(g), y).filter(|c| c.len() == 2)?;
    let (p, q) = (simplest(-c[1]), simplest(c[0]));
    if p.has(y) || q.has(y) {
        return None;
    }
    let factor = factor_of(antiderivative(p, x)?);
    let (minus, size) = crate::show::signed(p * y);
    let sign = if minus { Sign::Minus } else { Sign::Plus };
    let standard = Node::Sum(vec![(Sign::Plus, derivative_of(y, x)), (sign, size)]);
    sheet.remark("standard linear form", equals(standard, show(q)));
    sheet.remark(
        "integrating factor",
        tex(&format!(r"I = e^{{\int {} \, d{}}} = {}", bracketed(&show(p)), l(x), l(factor))),
    );
    let right = simplest(factor * q);
    sheet.remark("multiply by the factor", equals(show(y * factor), differential(&show(right), x)));
    let whole = antiderivative(right, x)?;
    // Exponentials and denominators are divided by.
    let (top, bottom) = split_fraction(factor);
    let power =
        factor.factors().iter().any(|part| matches!(part.get(), X::Pow(_, k) if !k.is_number()));
    let alone = (power || (bottom != ONE && !top.has(x)))
        .then(|| (y, simplest(expand(whole / factor)), simplest(ONE / factor)));
    Some(General { left: y * factor, right: whole, alone, positive: false })
}

/// dx/dy + P x = Q, where x stands alone and y does not.
fn linear_in_x(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<General> {
    let turned = simplest(together(ONE / g));
    let c = coefficients(expand(turned), x).filter(|c| c.len() == 2)?;
    if c[0].has(x) || c[1].has(x) {
        return None;
    }
    sheet.remark("turn it over", equals(derivative_of(x, y), show(turned)));
    linear(sheet, turned, y, x)
}

/// e^{ln|u|} is taken as u: the sign goes into the constant.
fn factor_of(exponent: E) -> E {
    let out = mul(exponent
        .terms()
        .into_iter()
        .map(|term| {
            let (k, body) = term.coefficient();
            match body.get() {
                X::Fun(F::Ln, inner) => {
                    let inner = match inner.get() {
                        X::Fun(F::Abs, u) => u,
                        _ => inner,
                    };
                    crate::expr::pow(inner, crate::expr::num(k))
                }
                _ => exp(term),
            }
        })
        .collect::<Vec<_>>());
    simplest(out)
}

/// g depends on y/x alone: y = vx.
fn homogeneous(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<General> {
    let v = sym("v");
    let same = |k: f64| {
        let at = |k: f64, u: f64, w: f64| value(g, &[(x, real(k * u)), (y, real(k * w))]);
        let gaps =
            [(0.7, 1.3), (1.4, 0.6), (0.9, 2.2)].map(|(u, w)| (at(k, u, w) - at(1.0, u, w)).abs());
        let finite: Vec<f64> = gaps.into_iter().filter(|gap| gap.is_finite()).collect();
        !finite.is_empty() && finite.iter().all(|gap| *gap < 1e-9)
    };
    if !same(1.7) {
        return None;
    }
    // √(x² + y²) is x√(1 + v²) only there.
    let positive = !same(-1.0);
    if positive {
        sheet
            .remark("x is positive", Node::relation(show(x), Relation::Greater, Node::number("0")));
    }
    let h = simplest(together(g.replace(x, ONE).replace(y, v)));
    if h.has(x) || derivative(h, v) == crate::expr::UNDEFINED {
        return None;
    }
    let rest = simplest(together(h - v));
    if rest == ZERO {
        return None;
    }
    let over = simplest(ONE / rest);
    let a = antiderivative(over, v)?;
    let slope = format!(r"v + {0}\frac{{dv}}{{d{0}}} = {1}", l(x), l(h));
    sheet.remark("put y = vx", tex(&slope));
    let line = equals(differential(&show(over), v), differential(&show(ONE / x), x));
    sheet.remark("separate the variables", line);
    let right = crate::show::ln_abs(x);
    let back = simplest(a.replace(v, y / x));
    let general = General { left: back, right, alone: None, positive };
    // One logarithm on one side where logarithms cannot be removed.
    Some(if Factors::of(&general, (x, y)).is_some() {
        general
    } else {
        General { left: merged(general.level(), y), right: ZERO, alone: None, positive }
    })
}
