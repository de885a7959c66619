//! Mistakes with derivatives and integrals: what a student gets who leaves a rule out.

use super::spots::bare;
use crate::derive::{derivative, outer};
use crate::expr::{E, EULER, ONE, X, ZERO, add, ln, mul, num, pow, sym};
use crate::meaning::{letter, meaning};
use crate::parts;
use crate::show::show;
use crate::tasks::integrate::antiderivative;
use ganita_notation::Node;

/// The line with its first derivative replaced by each wrong value.
fn for_derivative(before: &Node, wrong: &dyn Fn(E, E) -> Vec<E>) -> Vec<Node> {
    let mut found = None;
    let mut values = Vec::new();
    first(before, &mut |node| match node {
        Node::Derivative { order: 1, variables, of: Some(of), .. } if variables.len() == 1 => {
            let (Some(x), Ok(f)) = (letter(&variables[0]), meaning(of)) else { return false };
            values = wrong(f, x);
            found = Some(node.clone());
            true
        }
        _ => false,
    });
    put(before, found.as_ref(), values)
}

fn first(node: &Node, test: &mut dyn FnMut(&Node) -> bool) -> bool {
    test(node) || parts::of(node).iter().any(|part| first(part, test))
}

fn put(before: &Node, found: Option<&Node>, values: Vec<E>) -> Vec<Node> {
    let Some(found) = found else { return Vec::new() };
    let replace = |value: E| {
        let shown = show(value);
        parts::rewrite(before, &mut |part| if part == *found { shown.clone() } else { part })
    };
    values.into_iter().filter(|value| *value != crate::expr::UNDEFINED).map(replace).collect()
}

/// The derivative without inner derivatives.
fn chainless(e: E, x: E) -> E {
    if !e.has(x) {
        return ZERO;
    }
    match e.get() {
        X::Add(terms) => add(terms.iter().map(|&term| chainless(term, x))),
        X::Mul(factors) => add((0..factors.len()).filter(|&k| factors[k].has(x)).map(|k| {
            mul(factors
                .iter()
                .enumerate()
                .map(|(j, &f)| if j == k { chainless(f, x) } else { f })
                .collect::<Vec<_>>())
        })),
        X::Pow(base, k) if !k.has(x) => k * pow(base, k - ONE),
        X::Pow(base, _) if base == EULER => e,
        X::Pow(base, _) if !base.has(x) => e * ln(base),
        X::Fun(crate::expr::F::Ln, inner) => ONE / inner,
        X::Fun(f, inner) => outer(f, inner).unwrap_or(crate::expr::UNDEFINED),
        _ => derivative(e, x),
    }
}

pub(super) fn no_chain(before: &Node, _: &Node) -> Vec<Node> {
    for_derivative(before, &|f, x| {
        let wrong = chainless(f, x);
        // (u³)′ = 3u′² and f(u)′ = f′(u′) are meant as well.
        let inner = match f.get() {
            X::Fun(name, u) => outer(name, derivative(u, x)),
            X::Pow(u, k) if !k.has(x) => Some(k * pow(derivative(u, x), k - ONE)),
            _ => None,
        };
        [Some(wrong), inner].into_iter().flatten().collect()
    })
}

/// Two factors that depend on x.
fn pair(f: E, x: E) -> Option<(E, E, E)> {
    let (bound, free) = f.factors_by(x);
    let (u, rest) = bound.split_first()?;
    if rest.is_empty() {
        return None;
    }
    Some((mul(free), *u, mul(rest.to_vec())))
}

pub(super) fn product_of_derivatives(before: &Node, _: &Node) -> Vec<Node> {
    for_derivative(before, &|f, x| {
        let Some((k, u, v)) = pair(f, x) else { return Vec::new() };
        let (du, dv) = (derivative(u, x), derivative(v, x));
        vec![k * du * dv, k * du * v, k * u * dv, k * (du * v - u * dv)]
    })
}

pub(super) fn quotient(before: &Node, _: &Node) -> Vec<Node> {
    for_derivative(before, &|f, x| {
        let (u, v) = crate::algebra::split_fraction(f);
        if !v.has(x) {
            return Vec::new();
        }
        let (du, dv) = (derivative(u, x), derivative(v, x));
        let top = du * v - u * dv;
        vec![du / dv, (du * v + u * dv) / (v * v), -top / (v * v), top / v, top]
    })
}

pub(super) fn power_rule(before: &Node, _: &Node) -> Vec<Node> {
    let wrong = |f: E, x: E, which: usize| {
        add(f.terms().into_iter().map(|term| {
            let (q, body) = term.coefficient();
            match body.get() {
                _ if which == 3 && !term.has(x) => term,
                X::Pow(base, k) if base == x && !k.has(x) && which < 3 => {
                    num(q)
                        * match which {
                            0 => k * pow(x, k),
                            1 => pow(x, k - ONE),
                            _ => k * pow(x, k + ONE),
                        }
                }
                X::Pow(base, k) if which == 4 && k.has(x) => num(q) * k * pow(base, k - ONE),
                X::Pow(base, k) if k == x && !base.has(x) => num(q) * x * pow(base, x - ONE),
                _ => derivative(term, x),
            }
        }))
    };
    for_derivative(before, &|f, x| (0..5).map(|which| wrong(f, x, which)).collect())
}

/// Lower and upper limit.
type Ends = Option<(E, E)>;

/// The line's first integral, taken apart: itself, integrand, letter, ends.
fn integral(before: &Node) -> Option<(Node, E, E, Ends)> {
    let mut out = None;
    first(before, &mut |node| match node {
        Node::Integral { fold: 1, lower, upper, body, variables, .. } => {
            let (Some(x), Ok(f)) = (variables.first().and_then(letter), meaning(body)) else {
                return false;
            };
            let ends = match (lower, upper) {
                (Some(a), Some(b)) => match (meaning(a), meaning(b)) {
                    (Ok(a), Ok(b)) => Some((a, b)),
                    _ => return false,
                },
                _ => None,
            };
            out = Some((node.clone(), f, x, ends));
            true
        }
        _ => false,
    });
    out
}

/// For an integral without limits; the constant is added.
fn for_open(before: &Node, after: &Node, wrong: &dyn Fn(E, E) -> Vec<E>) -> Vec<Node> {
    let Some((found, f, x, None)) = integral(before) else { return Vec::new() };
    let with_constant = parts::any(after, &|part| *part == Node::symbol("C"));
    let values = wrong(f, x)
        .into_iter()
        .map(|value| if with_constant { value + sym("C") } else { value })
        .collect();
    put(before, Some(&found), values)
}

/// An integral that is done, and nothing that could be its constant.
pub(super) fn lacks_constant(before: &Node, after: &Node) -> bool {
    let open =
        |node: &Node| parts::any(node, &|part| matches!(part, Node::Integral { lower: None, .. }));
    let constant = |node: &Node| {
        match bare(node) {
        Node::Sum(terms) => terms.iter().any(|(_, term)| {
            matches!(bare(term), Node::Symbol(name) if matches!(name.as_str(), "C" | "c" | "K" | "k"))
                || matches!(bare(term), Node::Subscript(name, _) if matches!(&**name, Node::Symbol(c) if c == "C" || c == "c"))
        }),
        _ => false,
    }
    };
    open(before) && !open(after) && !constant(after)
}

pub(super) fn differentiated(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| vec![derivative(f, x)])
}

pub(super) fn inner_coefficient(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| {
        let mut scales: Vec<E> = Vec::new();
        gather(f, x, &mut scales);
        let Some(whole) = antiderivative(f, x) else { return Vec::new() };
        scales.into_iter().flat_map(|a| [whole * a, whole * a * a]).collect()
    })
}

/// Coefficients of x in linear inner functions.
fn gather(e: E, x: E, out: &mut Vec<E>) {
    let inner = match e.get() {
        X::Fun(_, inner) => Some(inner),
        X::Pow(base, k) if base == EULER || !base.has(x) => Some(k),
        X::Pow(base, _) => Some(base),
        _ => None,
    };
    if let Some(inner) = inner
        && inner != x
    {
        let slope = derivative(inner, x);
        if !slope.has(x) && slope != ZERO && slope != ONE {
            out.push(slope);
        }
    }
    e.children().into_iter().for_each(|child| gather(child, x, out));
}

/// ∫ sin² x as sin³ x/3.
pub(super) fn power_of_function(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| {
        let (q, body) = f.coefficient();
        let (base, k) = body.base_exponent();
        if base == x || !base.has(x) || k.has(x) || k == ONE {
            return Vec::new();
        }
        let raised = num(q) * pow(base, k + ONE) / (k + ONE);
        let slope = derivative(base, x);
        vec![raised, raised * slope, raised / slope]
    })
}

pub(super) fn integral_power(before: &Node, after: &Node) -> Vec<Node> {
    let wrong = |f: E, x: E, which: usize| -> Option<E> {
        let terms: Option<Vec<E>> = f
            .terms()
            .into_iter()
            .map(|term| {
                let (q, body) = term.coefficient();
                let k = match body.get() {
                    X::Pow(base, k) if base == x && !k.has(x) => k,
                    X::Sym(_) if body == x => ONE,
                    _ => return antiderivative(term, x),
                };
                let raised = pow(x, k + ONE);
                Some(
                    num(q)
                        * match which {
                            0 => raised,
                            1 => raised / k,
                            2 => raised * (k + ONE),
                            _ => pow(x, k) / (k + ONE),
                        },
                )
            })
            .collect();
        terms.map(add)
    };
    for_open(before, after, &|f, x| (0..4).filter_map(|which| wrong(f, x, which)).collect())
}

pub(super) fn product_of_integrals(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| {
        let Some((k, u, v)) = pair(f, x) else { return Vec::new() };
        match (antiderivative(u, x), antiderivative(v, x)) {
            (Some(p), Some(q)) => vec![k * p * q],
            _ => Vec::new(),
        }
    })
}

/// ∫1/u dx as ln u.
pub(super) fn logarithm_of_denominator(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| {
        let (top, u) = crate::algebra::split_fraction(f);
        if !u.has(x) || top.has(x) {
            return Vec::new();
        }
        vec![top * crate::show::ln_abs(u), top * ln(u)]
    })
}

/// The right answer times a number.
pub(super) fn constant_factor(before: &Node, after: &Node) -> Vec<Node> {
    for_open(before, after, &|f, x| {
        let Some(whole) = antiderivative(f, x) else { return Vec::new() };
        (2..=6).flat_map(|k| [whole * crate::expr::int(k), whole / crate::expr::int(k)]).collect()
    })
}

/// x² + y² = 25 as 2x + 2y = 0: y taken for one more x.
pub(super) fn slope_forgotten(before: &Node, _: &Node) -> Vec<Node> {
    let Some(f) = super::compare::difference(before).and_then(|f| meaning(&f).ok()) else {
        return Vec::new();
    };
    let letters = f.symbols();
    let [x, y] = letters.as_slice() else { return Vec::new() };
    vec![crate::show::equal(derivative(f, *x) + derivative(f, *y), ZERO)]
}

fn at_ends(before: &Node, wrong: &dyn Fn(E, E) -> E) -> Vec<Node> {
    let Some((found, f, x, Some((a, b)))) = integral(before) else { return Vec::new() };
    let Some(whole) = antiderivative(f, x) else { return Vec::new() };
    put(before, Some(&found), vec![wrong(whole.replace(x, a), whole.replace(x, b))])
}

pub(super) fn limits_exchanged(before: &Node, _: &Node) -> Vec<Node> {
    at_ends(before, &|low, high| low - high)
}

pub(super) fn lower_forgotten(before: &Node, _: &Node) -> Vec<Node> {
    let mut out = at_ends(before, &|_, high| high);
    out.extend(at_ends(before, &|low, high| low + high));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_seen() {
        crate::expr::reset(10_000);
        let node = |latex| ganita_notation::read(latex).expect("reads");
        let before = node(r"\int 2x\,dx");
        assert!(lacks_constant(&before, &node("x^2")));
        assert!(lacks_constant(&before, &node("x^2+1")));
        assert!(!lacks_constant(&before, &node("x^2+C")));
        assert!(!lacks_constant(&before, &node(r"2\int x\,dx")));
    }
}
