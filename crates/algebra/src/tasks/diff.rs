//! Derivatives, also implicit ones.

use crate::derive::{derivative, outer};
use crate::explain::{Found, sides};
use crate::expr::{E, EULER, ONE, UNDEFINED, X, ZERO, ln, mul, pow, sym};
use crate::meaning::{letter, meaning};
use crate::show::{self, join, show};
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::{cost, simplest};
use crate::work::{Parameters, Work, named};
use ganita_notation::{Function, Join, Node, Relation, Sign};

/// `\frac{d}{dx}(…)`.
fn pending(e: E, x: E, order: u8) -> Node {
    Node::Derivative {
        partial: false,
        order,
        variables: vec![show(x)],
        of: Some(Box::new(show(e))),
        inside: false,
    }
}

pub(crate) fn diff(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let (body, x, order) = match problem {
        Node::Derivative { order, variables, of: Some(of), .. } if variables.len() == 1 => {
            (&**of, letter(&variables[0]).or(variable), *order)
        }
        Node::Relation(_, rest) if rest.len() == 1 => (&rest[0].1, variable, 1),
        Node::Prime(inner, 1) if !matches!(**inner, Node::Symbol(_) | Node::Apply { .. }) => {
            (&**inner, variable, 1)
        }
        // Dₓ(x³ + 2x)
        Node::Product(factors) => match factors.as_slice() {
            [(_, Node::Subscript(d, by)), (Join::Beside, body)] if **d == Node::symbol("D") => {
                (body, letter(by).or(variable), 1)
            }
            _ => (problem, variable, 1),
        },
        other => (other, variable, 1),
    };
    let plain = match body {
        Node::Group(_, inner, _) => &**inner,
        other => other,
    };
    if let (Node::Integral { .. }, Some(x)) = (plain, x) {
        return of_integral(problem, plain, x, order);
    }
    let f = meaning(body)?;
    let x = x.or_else(|| f.symbols().first().copied()).unwrap_or_else(|| sym("x"));
    let mut work = Work::on(problem);
    let mut current = f;
    for left in (1..=order).rev() {
        if left > 1 {
            current = simplest(derivative(current, x));
            work.to("derivative once", pending(current, x, left - 1), vec![]);
        } else {
            if order == 1 && hides_inverse(body) && !f.has_fun(&is_inverse) {
                work.line = Node::Derivative {
                    partial: false,
                    order: 1,
                    variables: vec![show(x)],
                    of: Some(Box::new(body.clone())),
                    inside: false,
                };
                work.to("inverse in a triangle", pending(f, x, 1), vec![]);
            }
            steps(&mut work, current, x);
            current = derivative(current, x);
        }
    }
    if current == UNDEFINED {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let inverse = f.has_fun(&is_inverse);
    let current =
        if inverse { without_bars(crate::tasks::simplify::squares_out(current)) } else { current };
    // As the rules give it, unless another form is much shorter.
    let short = simplest(current);
    let by_logarithms = if order == 1 { logarithms(f, x) } else { None };
    let chosen = if let Some((_, slope)) = by_logarithms {
        f * slope
    } else if cost(current) <= cost(short) + if order == 1 { 4 } else { 0 } && !is_nested(current) {
        current
    } else if root_of_quotient(f, x) && !same(current, short) {
        // √(p/q) is real where both are negative; √(p q)/q has the other sign there.
        match f.get() {
            X::Pow(base, k) if order == 1 && !k.has(x) => {
                k * pow(base, k - ONE) * simplest(derivative(base, x))
            }
            _ => current,
        }
    } else {
        short
    };
    let answer = show(chosen);
    work.to("simplify", answer.clone(), vec![]);
    Ok(Found::one(work, answer, "derivatives", Some(x)))
}

/// Whether a sum has a term with something below.
fn has_fractions(e: E) -> bool {
    let below = |t: &E| {
        t.factors().iter().any(|f| f.base_exponent().1.num().is_some_and(|k| k.is_negative()))
    };
    matches!(e.get(), X::Add(terms) if terms.iter().any(below))
}

/// A fraction below a fraction's line.
fn is_nested(e: E) -> bool {
    e.any(&|part| {
        let (base, k) = part.base_exponent();
        k.num().is_some_and(|k| k.is_negative()) && has_fractions(base)
    })
}

/// d/dx ∫ₐᵇ f(t) dt = f(b) b′ - f(a) a′: Leibniz's rule, with the fundamental theorem as its simplest case.
fn of_integral(problem: &Node, body: &Node, x: E, order: u8) -> Result<Found, Refusal> {
    let Node::Integral {
        fold: 1, lower: Some(lower), upper: Some(upper), body: f, variables, ..
    } = body
    else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let t =
        variables.first().and_then(letter).ok_or(Refusal::about(Reason::NotUnderstood, body))?;
    let (f, a, b) = (meaning(f)?, meaning(lower)?, meaning(upper)?);
    if order != 1 || f.has(x) || t == x || a.has(t) || b.has(t) {
        return Err(Refusal::about(Reason::Unsupported, problem));
    }
    let mut work = Work::on(problem);
    let (at_b, at_a) = (f.replace(t, b), f.replace(t, a));
    let part = |value: E, end: E| {
        let slope =
            Node::Product(vec![(Join::Beside, show(value)), (Join::Dot, pending(end, x, 1))]);
        end.has(x).then_some(slope)
    };
    let mut terms = Vec::new();
    terms.extend(part(at_b, b).map(|term| (Sign::Plus, term)));
    terms.extend(part(at_a, a).map(|term| (Sign::Minus, term)));
    if b != x || a.has(x) {
        let line = match terms.as_slice() {
            [] => Node::number("0"),
            [(Sign::Plus, one)] => one.clone(),
            _ => Node::Sum(terms),
        };
        work.to("integral to a bound", line, vec![]);
    }
    let value = at_b * derivative(b, x) - at_a * derivative(a, x);
    let answer = show(simplest(value));
    work.to("integral to a bound", answer.clone(), vec![]);
    Ok(Found::one(work, answer, "integral to a bound", Some(x)))
}

fn is_inverse(f: crate::expr::F) -> bool {
    use crate::expr::F;
    matches!(f, F::Asin | F::Acos | F::Atan | F::Acot | F::Asec | F::Acsc)
}

/// sin(tan⁻¹ u), as it is written.
fn hides_inverse(node: &Node) -> bool {
    crate::parts::any(node, &|part| match part {
        Node::Apply { argument, power: None, .. } => matches!(
            &**argument,
            Node::Apply { power: Some(power), .. }
                if **power == Node::negative(Node::number("1"))
        ),
        _ => false,
    })
}

/// A product or quotient of three and more functions, or a root of one: ln f as a sum, and its derivative.
fn logarithms(f: E, x: E) -> Option<(E, E)> {
    let mut parts: Vec<(E, E)> = Vec::new();
    for factor in f.factors() {
        let (base, k) = factor.base_exponent();
        if !base.has(x) && !k.has(x) {
            continue;
        }
        for inner in base.factors() {
            let (inner, power) = inner.base_exponent();
            parts.push((inner, k * power));
        }
    }
    let sums = parts.iter().filter(|(base, _)| matches!(base.get(), X::Add(_))).count();
    let plain = parts.iter().all(|(base, k)| base.has(x) && k.num().is_some());
    let divided = parts.iter().any(|(_, k)| k.num().is_some_and(|q| q.is_negative()));
    if !plain || sums < 3 || !divided {
        return None;
    }
    let sum = crate::expr::add(parts.iter().map(|&(base, k)| k * ln(base)));
    let slope = crate::expr::add(parts.iter().map(|&(base, k)| k * derivative(base, x) / base));
    Some((sum, slope))
}

fn root_of_quotient(f: E, x: E) -> bool {
    f.any(&|part| match part.get() {
        X::Pow(h, k) => {
            k.num().is_some_and(|q| !q.is_integer())
                && h.factors()
                    .iter()
                    .any(|p| p.has(x) && p.base_exponent().1.num().is_some_and(|q| q.is_negative()))
        }
        _ => false,
    })
}

/// |u|² = u².
fn without_bars(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if k.as_int().is_some_and(|k| k % 2 == 0) => match base.get() {
            X::Fun(crate::expr::F::Abs, u) => pow(u, k),
            _ => part,
        },
        _ => part,
    })
}

/// Whether two forms agree at points where both are real.
fn same(a: E, b: E) -> bool {
    let mut names = Vec::new();
    let (a, b) = (show(a), show(b));
    crate::explain::names(&a, &mut names);
    crate::check::same_value(&a, &b, &names, &[], None, crate::check::Reach::Real) == Some(true)
}

/// The first rule with the derivatives still to be taken, then their values.
fn steps(work: &mut Work, f: E, x: E) {
    if !f.has(x) {
        return;
    }
    if work.line != pending(f, x, 1) && !matches!(work.line, Node::Derivative { .. }) {
        work.line = pending(f, x, 1);
    }
    if let Some((sum, slope)) = logarithms(f, x) {
        let log = |node: Node| Node::Apply {
            function: Function::Named("ln".to_owned()),
            power: None,
            index: None,
            argument: Box::new(node),
        };
        work.to(
            "logarithms first",
            join(vec![show(f), pending(sum, x, 1)]),
            vec![("log", log(show(f))), named("sum", sum)],
        );
        work.to("derivatives", join(vec![show(f), show(slope)]), vec![]);
    } else if let Some((rule, line, parameters)) = first_rule(f, x) {
        work.to(rule, line, parameters);
        work.to("derivatives", written(f, x), vec![]);
    } else {
        let rule = if matches!(f.get(), X::Pow(base, k) if base == x && k.num().is_some()) {
            "power rule"
        } else {
            "basic derivative"
        };
        work.to(rule, show(derivative(f, x)), vec![]);
    }
}

fn first_rule(f: E, x: E) -> Option<(&'static str, Node, Parameters)> {
    match f.get() {
        X::Add(_) => {
            let terms = show::written_terms(f);
            let line = terms.iter().filter(|term| term.has(x)).map(|&term| {
                let (q, rest) = term.coefficient();
                let node = show::times(&q.abs(), pending(rest, x, 1));
                (if q.is_negative() { Sign::Minus } else { Sign::Plus }, node)
            });
            let line: Vec<(Sign, Node)> = line.collect();
            let line = if line.len() == 1 && line[0].0 == Sign::Plus {
                line[0].1.clone()
            } else {
                Node::Sum(line)
            };
            Some(("sum rule", line, vec![]))
        }
        X::Mul(factors) => {
            let (free, bound): (Vec<E>, Vec<E>) = factors.iter().partition(|factor| !factor.has(x));
            let (below, above): (Vec<E>, Vec<E>) = bound.iter().partition(|factor| {
                factor.base_exponent().1.num().is_some_and(|q| q.is_negative())
            });
            if !free.is_empty() {
                let rest = mul(bound);
                return Some((
                    "constant factor",
                    constant_times(mul(free), pending(rest, x, 1)),
                    vec![],
                ));
            }
            if !below.is_empty() && !above.is_empty() {
                let (u, v) = (mul(above), ONE / mul(below));
                let top = Node::Sum(vec![
                    (Sign::Plus, join(vec![show(v), pending(u, x, 1)])),
                    (Sign::Minus, join(vec![show(u), pending(v, x, 1)])),
                ]);
                let line = Node::fraction(top, Node::power(show(v), Node::number("2")));
                return Some(("quotient rule", line, vec![named("u", u), named("v", v)]));
            }
            let u = bound[0];
            let v = mul(bound[1..].iter().copied());
            let line = Node::Sum(vec![
                (Sign::Plus, join(vec![show(u), pending(v, x, 1)])),
                (Sign::Plus, join(vec![show(v), pending(u, x, 1)])),
            ]);
            Some(("product rule", line, vec![named("u", u), named("v", v)]))
        }
        X::Pow(base, exponent) if base.has(x) && exponent.has(x) => {
            let line = join(vec![
                show(f),
                Node::Derivative {
                    partial: false,
                    order: 1,
                    variables: vec![show(x)],
                    of: Some(Box::new(join(vec![show(exponent), show(ln(base))]))),
                    inside: false,
                },
            ]);
            Some(("logarithmic", line, vec![]))
        }
        X::Pow(base, exponent) if base.has(x) && base != x => {
            let slope = show(exponent * pow(base, exponent - ONE));
            Some(("chain rule", join(vec![slope, pending(base, x, 1)]), vec![named("u", base)]))
        }
        X::Pow(base, exponent) if exponent.has(x) && exponent != x => {
            let slope = if base == EULER { show(f) } else { show(f * ln(base)) };
            Some((
                "chain rule",
                join(vec![slope, pending(exponent, x, 1)]),
                vec![named("u", exponent)],
            ))
        }
        X::Fun(name, inner) if inner != x => {
            let slope = outer(name, inner)?;
            Some((
                "chain rule",
                join(vec![show(slope), pending(inner, x, 1)]),
                vec![named("u", inner)],
            ))
        }
        _ => None,
    }
}

fn constant_times(constant: E, node: Node) -> Node {
    match constant.num() {
        Some(q) => show::times(&q, node),
        None => join(vec![show(constant), node]),
    }
}

/// The derivative as the rules give it, before it is tidied.
fn written(f: E, x: E) -> Node {
    match f.get() {
        X::Mul(factors) => {
            let bound: Vec<E> = factors.iter().copied().filter(|factor| factor.has(x)).collect();
            let (below, above): (Vec<E>, Vec<E>) = bound.iter().partition(|factor| {
                factor.base_exponent().1.num().is_some_and(|q| q.is_negative())
            });
            if bound.len() == factors.len() && !below.is_empty() && !above.is_empty() {
                let (u, v) = (mul(above), ONE / mul(below));
                let terms = |a: E, b: E| join(vec![show(a), show(b)]);
                let top = Node::Sum(vec![
                    (Sign::Plus, terms(v, derivative(u, x))),
                    (Sign::Minus, terms(u, derivative(v, x))),
                ]);
                return Node::fraction(top, Node::power(show(v), Node::number("2")));
            }
            show(derivative(f, x))
        }
        _ => show(derivative(f, x)),
    }
}

/// Whether the slope is -f_x/f_y, the two taken by central differences at points of the plane; no point, no answer.
fn is_slope(f: E, x: E, y: E, slope: E) -> bool {
    use crate::complex::real;
    use crate::value::value;
    let others: Vec<E> = f.symbols().into_iter().filter(|&e| e != x && e != y).collect();
    let at = |e: E, u: f64, v: f64| {
        let mut letters = vec![(x, real(u)), (y, real(v))];
        letters.extend(others.iter().enumerate().map(|(k, &e)| (e, real(1.7 + 0.6 * k as f64))));
        let found = value(e, &letters);
        (found.is_finite() && found.is_real()).then_some(found.re)
    };
    let h = 1e-4;
    let change = |u: f64, v: f64, du: f64, dv: f64| {
        let step = |k: f64| {
            Some((at(f, u + k * du, v + k * dv)? - at(f, u - k * du, v - k * dv)?) / (2.0 * k))
        };
        // One step of Richardson's extrapolation.
        Some((4.0 * step(h)? - step(2.0 * h)?) / 3.0)
    };
    let mut seen = 0;
    for (u, v) in [
        (0.37, 0.83),
        (0.83, 0.41),
        (1.31, 0.67),
        (1.9, 1.2),
        (2.7, 0.9),
        (0.61, 2.3),
        (-0.6, 0.8),
        (-1.4, -0.7),
        (4.1, 3.3),
        (0.97, -1.6),
    ] {
        let (Some(fx), Some(fy), Some(said)) =
            (change(u, v, 1.0, 0.0), change(u, v, 0.0, 1.0), at(slope, u, v))
        else {
            continue;
        };
        let size = fx.abs().max((fy * said).abs()).max(1e-3);
        if (fx + fy * said).abs() > 1e-5 * size {
            return false;
        }
        seen += 1;
    }
    seen >= 2
}

/// ln of a product of powers as a sum; `None` of a sum.
fn logarithm_apart(side: E) -> Option<E> {
    let mut terms = Vec::new();
    for factor in side.factors() {
        let (base, k) = factor.base_exponent();
        if matches!(factor.get(), X::Add(_)) {
            return None;
        }
        terms.push(k * if base == EULER { ONE } else { ln(base) });
    }
    Some(crate::expr::add(terms))
}

/// dy/dx from an equation in x and y.
pub(crate) fn implicit(problem: &Node, variables: &[E]) -> Result<Found, Refusal> {
    implicit_by(problem, variables, false)
}

/// The equation with logarithms taken: of powers with a letter above and below.
pub(crate) fn by_logarithms(problem: &Node) -> Option<(E, E)> {
    let (left, right) = sides(problem)?;
    let sides = [meaning(left).ok()?, meaning(right).ok()?];
    let power = |part: E| matches!(part.get(), X::Pow(base, k) if !base.symbols().is_empty() && !k.symbols().is_empty());
    if !sides.iter().any(|side| side.factors().into_iter().any(power)) {
        return None;
    }
    let [Some(l), Some(r)] = sides.map(logarithm_apart) else { return None };
    let names = |node: &Node| {
        let mut names = Vec::new();
        crate::explain::names(node, &mut names);
        names
    };
    let same = |side: E, node: &Node| {
        let back = show(crate::expr::exp(side));
        let reach = crate::check::Reach::Positive;
        crate::check::same_value(&back, node, &names(problem), &[], None, reach) == Some(true)
    };
    (same(l, left) && same(r, right)).then_some((l, r))
}

/// As [`implicit`], from the equation itself or from its logarithms.
pub(crate) fn implicit_by(
    problem: &Node,
    variables: &[E],
    logarithms: bool,
) -> Result<Found, Refusal> {
    let Some((left, right)) = sides(problem) else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let (left, right) = (meaning(left)?, meaning(right)?);
    let (x, y) = match variables {
        [x, y, ..] => (*x, *y),
        [x] => (*x, sym("y")),
        [] => (sym("x"), sym("y")),
    };
    // xʸ = e^{x-y} as y ln x = x - y.
    let logs = if logarithms { by_logarithms(problem) } else { None };
    let f = logs.map_or(left - right, |(l, r)| l - r);
    let (fx, fy) = (derivative(f, x), derivative(f, y));
    if fy == ZERO || fx == UNDEFINED || fy == UNDEFINED {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let slope = simplest(-fx / fy);
    let slope = if logs.is_some() { crate::algebra::factored(slope) } else { slope };
    let (top, bottom) = crate::algebra::fraction(slope);
    let turned = if crate::expr::leads_negative(bottom) { -ONE } else { ONE };
    let plain = crate::algebra::expand(top * turned) / crate::algebra::expand(bottom * turned);
    let below = crate::algebra::split_fraction(slope).1;
    let untidy = crate::expr::leads_negative(below) || slope.any(&has_fractions);
    let slope = if untidy { plain } else { slope };
    let name = Node::Derivative {
        partial: false,
        order: 1,
        variables: vec![show(x)],
        of: Some(Box::new(show(y))),
        inside: true,
    };
    let answer = Node::relation(name.clone(), Relation::Equal, show(slope));
    let mut work = Work::on(problem);
    if let Some((l, r)) = logs {
        // Compared with the equation where it was found: for letters that are not positive only one of the two has values.
        let line = show::equal(l, r);
        work.note("logarithms of both sides", line.clone(), line.clone(), vec![]);
        work.line = line;
    }
    let lhs = Node::Sum(vec![(Sign::Plus, show(fx)), (Sign::Plus, join(vec![show(fy), name]))]);
    if !is_slope(f, x, y, slope) {
        return Err(work.stopped(Reason::Unverified, problem, Some(x)));
    }
    let differentiated = Node::relation(lhs, Relation::Equal, Node::number("0"));
    let parameters = vec![named("x", x), named("y", y)];
    work.note("implicit", differentiated.clone(), differentiated.clone(), parameters);
    work.line = differentiated;
    work.to("solve for slope", answer.clone(), vec![]);
    let mut found = Found::one(work, answer, "implicit", Some(x));
    found.variables.push(y.letter());
    Ok(found)
}
