//! First-order differential equations, class 12: separable, linear, homogeneous.

use super::{Ask, Sheet, equals, l, tex};
use crate::algebra::{coefficients, expand, together};
use crate::check::{Letters, evaluate};
use crate::complex::real;
use crate::derive::derivative;
use crate::expr::{E, F, ONE, X, ZERO, exp, mul, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::integrate::antiderivative;
use crate::tasks::simplify::simplest;
use ganita_notation::Node;

/// The letter that stands for dy/dx.
const SLOPE: &str = "slope";

pub(super) fn has_derivative(node: &Node) -> bool {
    parts::any(node, &|part| is_slope(part))
}

fn is_slope(part: &Node) -> bool {
    matches!(part, Node::Derivative { order: 1, of: Some(of), variables, .. }
        if matches!(**of, Node::Symbol(_)) && variables.len() == 1)
        || matches!(part, Node::Prime(inner, 1) if matches!(**inner, Node::Symbol(_)))
}

/// y and x of dy/dx.
fn letters(node: &Node) -> Option<(E, E)> {
    let mut found = None;
    find(node, &mut found);
    found
}

fn find(node: &Node, out: &mut Option<(E, E)>) {
    if let Node::Derivative { of: Some(of), variables, .. } = node
        && is_slope(node)
        && out.is_none()
    {
        if let (Some(y), Some(x)) =
            (crate::meaning::letter(of), crate::meaning::letter(&variables[0]))
        {
            *out = Some((y, x));
        }
    } else if let Node::Prime(inner, 1) = node
        && is_slope(node)
        && out.is_none()
    {
        *out =
            crate::meaning::letter(inner).map(|y| (y, sym(if y == sym("x") { "t" } else { "x" })));
    }
    parts::of(node).iter().for_each(|part| find(part, out));
}

pub(super) fn equation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some((y, x)) = letters(ask.problem) else { return ask.refuse() };
    let Some((left, right)) = crate::explain::sides(ask.problem) else { return ask.refuse() };
    let with_slope = |node: &Node| {
        parts::rewrite(node, &mut |part| if is_slope(&part) { Node::symbol(SLOPE) } else { part })
    };
    let f = meaning(&with_slope(left))? - meaning(&with_slope(right))?;
    let c = coefficients(crate::algebra::fraction(f).0, sym(SLOPE))
        .filter(|c| c.len() == 2)
        .ok_or(Refusal::new(Reason::NoMethod))?;
    // dy/dx = g(x, y).
    let g = simplest(together(-(c[0] / c[1])));
    let name = tex(&format!(r"\frac{{d{}}}{{d{}}}", l(y), l(x)));
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.remark("slope alone", equals(name.clone(), show(g)));
    let general = separable(&mut sheet, g, x, y)
        .or_else(|| linear(&mut sheet, g, x, y))
        .or_else(|| homogeneous(&mut sheet, g, x, y))
        .ok_or(Refusal::new(Reason::NoMethod))?;
    let (phi, answer) = general;
    // φ(x, y) = C solves it if φ_x + φ_y g = 0, with the slope as the problem states it.
    if !solves(ask.problem, &phi, x, y) {
        return Err(Refusal::new(Reason::Unverified));
    }
    sheet.remark("general solution", answer.clone());
    sheet.finished(ask, &answer)
}

/// The level lines of φ have the slope of the problem: by differences of φ, put into the problem as it is written.
fn solves(problem: &Node, phi: &Node, x: E, y: E) -> bool {
    let name = |e: E| e.letter();
    let (xn, yn) = (name(x), name(y));
    let at = |u: f64, v: f64| {
        let values = vec![(xn.clone(), real(u)), (yn.clone(), real(v))];
        let w = evaluate(phi, &Letters { values, given: &[], minus: false });
        (w.is_finite() && w.is_real()).then_some(w.re)
    };
    let mut agreed = 0;
    for (u, v) in [
        (0.7, 1.3),
        (1.4, 0.6),
        (0.9, 2.2),
        (2.1, 1.7),
        (0.4, 0.5),
        (1.8, 3.1),
        (-0.8, 1.1),
        (0.3, -0.6),
    ] {
        let d = |dx: f64, dy: f64| {
            let h = 1e-3;
            let half = |h: f64| {
                Some((at(u + h * dx, v + h * dy)? - at(u - h * dx, v - h * dy)?) / (2.0 * h))
            };
            Some((4.0 * half(0.5 * h)? - half(h)?) / 3.0)
        };
        let (Some(px), Some(py)) = (d(1.0, 0.0), d(0.0, 1.0)) else { continue };
        if py.abs() < 1e-7 {
            continue;
        }
        let slope = -px / py;
        let put = parts::rewrite(problem, &mut |part| {
            if is_slope(&part) { Node::symbol(SLOPE) } else { part }
        });
        let Some((left, right)) = crate::explain::sides(&put) else { return false };
        let values =
            vec![(xn.clone(), real(u)), (yn.clone(), real(v)), (SLOPE.to_owned(), real(slope))];
        let letters = Letters { values, given: &[], minus: false };
        let (a, b) = (evaluate(left, &letters), evaluate(right, &letters));
        if !a.is_finite() || !b.is_finite() {
            continue;
        }
        if (a - b).abs() > 1e-5 * a.abs().max(b.abs()).max(1.0) {
            return false;
        }
        agreed += 1;
    }
    agreed >= 3
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

fn plus_constant(e: E) -> Node {
    let mut terms = match show(e) {
        Node::Sum(terms) => terms,
        other => vec![(ganita_notation::Sign::Plus, other)],
    };
    if e == ZERO {
        return constant();
    }
    terms.push((ganita_notation::Sign::Plus, constant()));
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

/// The equation solved for y where that is simple, else as φ = C.
fn separable(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<(Node, Node)> {
    let (p, q) = split(g, x, y)?;
    let over = simplest(ONE / q);
    let (a, b) = (antiderivative(over, y)?, antiderivative(p, x)?);
    let line = equals(differential(&show(over), y), differential(&show(p), x));
    sheet.remark("separate the variables", line);
    let phi = show(a - b);
    let both = equals(show(a), plus_constant(b));
    Some((phi, both))
}

/// dy/dx + P y = Q by the integrating factor.
fn linear(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<(Node, Node)> {
    let c = coefficients(expand(g), y).filter(|c| c.len() == 2)?;
    let (p, q) = (simplest(-c[1]), simplest(c[0]));
    if p.has(y) || q.has(y) {
        return None;
    }
    let factor = factor_of(antiderivative(p, x)?);
    let name = format!(r"\frac{{d{}}}{{d{}}}", l(y), l(x));
    let standard = format!("{name} + {} = {}", super::w(&show(p * y)), l(q));
    sheet.remark("standard linear form", tex(&standard));
    sheet.remark(
        "integrating factor",
        tex(&format!(r"I = e^{{\int {} \, d{}}} = {}", bracketed(&show(p)), l(x), l(factor))),
    );
    let right = simplest(factor * q);
    sheet.remark("multiply by the factor", equals(show(y * factor), differential(&show(right), x)));
    let whole = antiderivative(right, x)?;
    let phi = show(y * factor - whole);
    Some((phi, equals(show(y * factor), plus_constant(whole))))
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
fn homogeneous(sheet: &mut Sheet, g: E, x: E, y: E) -> Option<(Node, Node)> {
    let v = sym("v");
    let h = simplest(together(g.replace(y, v * x)));
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
    let phi = show(back - right);
    Some((phi, equals(show(back), plus_constant(right))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_solution_is_seen() {
        crate::expr::reset(1_000_000);
        let problem = ganita_notation::read(r"\frac{dy}{dx}=\frac{x}{y}").expect("reads");
        let node = |latex| ganita_notation::read(latex).expect("reads");
        let (x, y) = (sym("x"), sym("y"));
        assert!(solves(&problem, &node("y^2-x^2"), x, y));
        assert!(!solves(&problem, &node("y^2+x^2"), x, y));
    }
}
