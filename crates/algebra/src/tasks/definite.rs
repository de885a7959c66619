//! Definite integrals: an antiderivative, its limits at the ends, and quadrature as the judge.

use crate::check;
use crate::complex::real;
use crate::explain::Found;
use crate::expr::{E, F, X, add, apply};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::tasks::integrate::{antiderivative, lines};
use crate::tasks::limit::{Way, limit_of};
use crate::tasks::simplify::{evaluated, simplest};
use crate::value::real_value;
use crate::work::{Work, named};
use ganita_notation::{Bracket, Join, Node, Sign};

mod numbers;
mod properties;

/// 4∫f dx = ∫4f dx.
fn constant_inside(problem: &Node) -> Option<Node> {
    let Node::Product(factors) = problem else { return None };
    let (last, constants) = factors.split_last()?;
    let (Join::Beside | Join::Dot | Join::Times, integral) = last else { return None };
    let Node::Integral { body, lower: Some(_), .. } = integral else { return None };
    let number = |node: &Node| meaning(node).is_ok_and(E::is_number);
    if !constants.iter().all(|(_, factor)| number(factor)) {
        return None;
    }
    let mut inside = constants.to_vec();
    match &**body {
        Node::Product(rest) => inside.extend(rest.iter().cloned()),
        other => inside.push((Join::Dot, other.clone())),
    }
    let first = constants.len();
    inside[first].0 = Join::Dot;
    let mut moved = integral.clone();
    if let Node::Integral { body, .. } = &mut moved {
        **body = Node::Product(inside);
    }
    Some(moved)
}

pub(crate) use numbers::with_roots;
use numbers::{by_numbers, by_roots, by_stretches, corners};
use properties::Property;

pub(crate) fn definite(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    if let Some(moved) = constant_inside(problem) {
        let mut work = Work::on(problem);
        work.to("constant inside", moved.clone(), vec![]);
        let mut found = definite(&moved, variable)?;
        work.steps.append(&mut found.work.steps);
        work.line = found.work.line;
        return Ok(Found { work, ..found });
    }
    let Node::Integral { lower: Some(lower), upper: Some(upper), body, variables, .. } = problem
    else {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    };
    let x = variables
        .first()
        .and_then(letter)
        .or(variable)
        .ok_or(Refusal::about(Reason::NotUnderstood, problem))?;
    let (a, b, f) = (meaning(lower)?, meaning(upper)?, meaning(body)?);
    let mut work = Work::on(problem);
    let trial = Trial::of(f, x, a, b);
    let parameters = !trial.letters.is_empty();
    let corners = if parameters { Vec::new() } else { corners(f, x, a, b) };
    let repeats = properties::period(f, x, a, b);
    let smooth = match x.name() {
        Some(name) if !parameters && repeats.is_none() && corners.is_empty() => {
            check::Smooth::of(body, &name, [lower, upper])
        }
        _ => None,
    };
    let numeric = std::cell::LazyCell::new(|| match repeats {
        _ if parameters => None,
        Some((period, count)) => {
            let end = crate::algebra::expand(a + period);
            by_numbers(body, x, a, end, &numbers::corners(f, x, a, end)).map(|v| v * count as f64)
        }
        None => by_roots(f, x, a, b).or_else(|| by_numbers(body, x, a, b, &corners)),
    });
    // Quadrature sees little of an infinity inside the interval, where numbers lie far apart.
    let tolerance = if corners.is_empty() { 1e-7 } else { 1e-5 };
    let by_doubles = |e: E| match *numeric {
        Some(numeric) => real_value(e).map(|v| (v - numeric).abs() <= tolerance * v.abs().max(1.0)),
        None if parameters => trial.agrees(e),
        None => None,
    };
    let agrees = |e: E| {
        let precisely = smooth.as_ref().and_then(|smooth| smooth.is(&show(e)));
        precisely.or_else(|| by_doubles(e))
    };
    // An odd integrand over a symmetric interval.
    let symmetric = crate::algebra::is_zero(a + b);
    if symmetric
        && crate::algebra::is_zero(f.replace(x, -x) + f)
        && (agrees(crate::expr::ZERO) == Some(true) || numeric.is_some_and(|v| v.abs() < 1e-8))
    {
        let answer = Node::number("0");
        work.to("odd", answer.clone(), vec![]);
        return Ok(Found::one(work, answer, "odd", Some(x)));
    }
    let (mut f, mut a, mut b) = (f, a, b);
    if symmetric
        && f.has_fun(&|_| true)
        && let Some(even) = even_part(f, x)
    {
        let line = half_range(even, x, b);
        work.to("even part", line, vec![]);
        f = even;
    }
    let mut times = crate::expr::ONE;
    if let Some((period, count)) = repeats {
        times = crate::expr::int(count);
        b = crate::algebra::expand(a + period);
        let line = Node::Product(vec![
            (Join::Beside, show(times)),
            (Join::Beside, over(show(f), x, a, b)),
        ]);
        work.to("period", line, vec![named("period", period), named("count", times)]);
    } else if f.has_fun(&|g| matches!(g, F::Floor | F::Ceiling)) {
        (a, b) = (evaluated(a), evaluated(b));
    }
    let whole = times == crate::expr::ONE;
    let property = || by_property(&work, f, x, a, b, &|e| agrees(e) == Some(true));
    let hopeful = whole && properties::hopeful(f, x);
    if hopeful && let Some(found) = property() {
        return Ok(found);
    }
    let value = pieces(f, x, a, b);
    if value.is_none()
        && whole
        && !hopeful
        && let Some(found) = property()
    {
        return Ok(found);
    }
    match value {
        Some(Value::Finite(value, inner)) => {
            let value = evaluated(times * value);
            // |a| = a: letters are positive, as in the numbers it is compared with.
            let plain = match parameters {
                true => evaluated(simplest(value.rewrite(&mut |part| match part.get() {
                    X::Fun(F::Abs, h) if h.is_sym() => h,
                    _ => part,
                }))),
                false => value,
            };
            let value = if trial.agrees(plain) == Some(true) { plain } else { value };
            let inner = inner.filter(|_| times == crate::expr::ONE);
            let wrong = match agrees(value) {
                Some(agrees) => !agrees,
                // With letters there may be no quadrature; the antiderivative was checked.
                None => !parameters,
            };
            if wrong && !inner.is_some_and(|inner| by_stretches(body, x, a, b, inner)) {
                return Err(work.stopped(Reason::Unverified, problem, Some(x)));
            }
            let answer = show(value);
            if let Some(antiderivative) = inner
                && a.is_number()
                && b.is_number()
            {
                let (top, bottom) = (antiderivative.replace(x, b), antiderivative.replace(x, a));
                if top != crate::expr::UNDEFINED && bottom != crate::expr::UNDEFINED {
                    let bracket =
                        |e: E| Node::Group(Bracket::Round, Box::new(show(e)), Bracket::Round);
                    let line =
                        Node::Sum(vec![(Sign::Plus, bracket(top)), (Sign::Minus, bracket(bottom))]);
                    work.to("put limits", line, vec![named("f", antiderivative)]);
                    work.in_detail(lines(f, x, antiderivative));
                }
            }
            if inner.is_none() && times == crate::expr::ONE && !parameters {
                by_parts_of_the_interval(&mut work, f, x, a, b);
            }
            if let Some(antiderivative) = inner
                && b == crate::expr::INFINITY
                && a.is_number()
            {
                let t = crate::expr::sym("t");
                let body = antiderivative.replace(x, t) - antiderivative.replace(x, a);
                if body != crate::expr::UNDEFINED && !body.has(crate::expr::UNDEFINED) {
                    let line = Node::Limit {
                        variable: Box::new(show(t)),
                        target: Box::new(show(b)),
                        side: ganita_notation::Side::Both,
                        body: Box::new(show(body)),
                    };
                    work.to("limit of the bound", line, vec![named("f", antiderivative)]);
                }
            }
            work.to("definite value", answer.clone(), vec![]);
            Ok(Found::one(work, answer, "definite value", Some(x)))
        }
        Some(Value::Diverges) if numeric.is_none() => {
            let answer = Node::Text("does not exist".to_owned());
            for (end, rising) in [(a, false), (b, true)] {
                if let Some((integral, value)) = runaway(f, x, end, rising) {
                    let line = Node::Limit {
                        variable: Box::new(show(x)),
                        target: Box::new(show(end)),
                        side: match (end.has(crate::expr::INFINITY), rising) {
                            (true, _) => ganita_notation::Side::Both,
                            (false, true) => ganita_notation::Side::Left,
                            (false, false) => ganita_notation::Side::Right,
                        },
                        body: Box::new(show(integral)),
                    };
                    work.note("runs away", line, show(value), vec![named("f", integral)]);
                }
            }
            work.note("diverges", answer.clone(), answer.clone(), vec![]);
            Ok(Found::one(work, answer, "diverges", Some(x)))
        }
        _ => Err(work.stopped(Reason::NoMethod, problem, Some(x))),
    }
}

/// The integral as a sum over the parts on which what stands in bars keeps its sign.
fn by_parts_of_the_interval(work: &mut Work, f: E, x: E, a: E, b: E) {
    if !f.has_fun(&|g| matches!(g, F::Abs | F::Floor | F::Ceiling)) {
        return;
    }
    let Some((points, _)) = breaks(f, x, a, b) else { return };
    if points.is_empty() || points.len() > 8 {
        return;
    }
    let edges: Vec<E> = [a].into_iter().chain(points.iter().copied()).chain([b]).collect();
    let parts: Vec<(E, E, E)> = edges
        .windows(2)
        .map(|pair| (without_bars(f, x, pair[0], pair[1]), pair[0], pair[1]))
        .collect();
    let sum = parts.iter().map(|&(here, from, to)| (Sign::Plus, over(show(here), x, from, to)));
    let line = Node::Sum(sum.collect());
    let points = Node::List(points.into_iter().map(show).collect());
    work.to("parts of the interval", line, vec![("points", points)]);
    let limits = parts.into_iter().map(|(here, from, to)| {
        let found = antiderivative(here, x)?;
        let ends = [found.replace(x, to), found.replace(x, from)];
        (!ends.contains(&crate::expr::UNDEFINED)).then_some(ends)
    });
    let Some(limits) = limits.collect::<Option<Vec<_>>>() else { return };
    let bracket = |e: E| Node::Group(Bracket::Round, Box::new(show(e)), Bracket::Round);
    let line = limits
        .into_iter()
        .flat_map(|[top, bottom]| [(Sign::Plus, bracket(top)), (Sign::Minus, bracket(bottom))]);
    work.to("put limits in parts", Node::Sum(line.collect()), vec![]);
}

/// (f(x) + f(-x))/2, if some terms go.
fn even_part(f: E, x: E) -> Option<E> {
    let terms = crate::algebra::expand(f).terms();
    let turned = |e: E| e.replace(x, -x);
    let (odd, rest): (Vec<E>, Vec<E>) =
        terms.into_iter().partition(|&t| crate::algebra::is_zero(turned(t) + t));
    (!odd.is_empty() && !rest.is_empty()).then(|| add(rest))
}

fn half_range(f: E, x: E, b: E) -> Node {
    over(show(f), x, crate::algebra::expand(-b), b)
}

/// Integrals with letters, tried with numbers for them.
struct Trial {
    letters: Vec<E>,
    f: E,
    x: E,
    ends: (E, E),
}

impl Trial {
    fn of(f: E, x: E, a: E, b: E) -> Trial {
        let mut letters: Vec<E> = Vec::new();
        for letter in [f, a, b].into_iter().flat_map(E::symbols) {
            if !letters.contains(&letter) && letter != x {
                letters.push(letter);
            }
        }
        // A bound may have the name of the variable: that is another letter.
        if (a.has(x) || b.has(x)) && !letters.contains(&x) {
            letters.push(x);
        }
        Trial { letters, f, x, ends: (a, b) }
    }

    /// Whether `e` is the integral for two choices of positive numbers. `None`: quadrature does not settle.
    fn agrees(&self, e: E) -> Option<bool> {
        if self.letters.contains(&self.x) {
            return None;
        }
        let mut all = true;
        for round in 0..2 {
            let put = |e: E| {
                self.letters.iter().enumerate().fold(e, |e, (k, &letter)| {
                    let v = crate::expr::rat(13 + 9 * round + 4 * k as i64, 10);
                    e.replace(letter, v)
                })
            };
            let (f, a, b) = (put(self.f), put(self.ends.0), put(self.ends.1));
            let at = |v: f64| crate::value::value(f, &[(self.x, real(v))]);
            let found = check::integral(&at, end(a)?, end(b)?)?;
            if !(found.is_finite() && found.is_real()) {
                return None;
            }
            let said = real_value(put(e))?;
            all &= (said - found.re).abs() <= 1e-6 * said.abs().max(1.0);
        }
        Some(all)
    }
}

fn over(f: Node, x: E, a: E, b: E) -> Node {
    Node::Integral {
        fold: 1,
        closed: false,
        lower: Some(Box::new(show(a))),
        upper: Some(Box::new(show(b))),
        body: Box::new(f),
        variables: vec![show(x)],
    }
}

/// Tells a property of definite integrals.
fn by_property(work: &Work, f: E, x: E, a: E, b: E, agrees: &dyn Fn(E) -> bool) -> Option<Found> {
    let fits = |e: E| agrees(e).then_some(e);
    let mut work = Work { line: work.line.clone(), steps: work.steps.clone(), given: Vec::new() };
    let value = told(&mut work, f, x, a, b, 0)?;
    let value = fits(evaluated(value))?;
    let answer = show(value);
    work.to("definite value", answer.clone(), vec![]);
    Some(Found::one(work, answer, "definite value", Some(x)))
}

fn told(work: &mut Work, f: E, x: E, a: E, b: E, depth: usize) -> Option<E> {
    let half =
        |e: Node| Node::Product(vec![(Join::Beside, show(crate::expr::HALF)), (Join::Beside, e)]);
    match properties::property(f, x, a, b)? {
        Property::Known(value) => Some(value),
        Property::Constant(c) => {
            let turn = named("turn", crate::algebra::expand(a + b - x));
            let line = half(over(show(c), x, a, b));
            work.to("king's rule", line, vec![turn, named("sum", c)]);
            Some(crate::expr::HALF * c * (b - a))
        }
        Property::Half(both) if depth == 0 => {
            let mut whole = None;
            let value = match pieces(both, x, a, b) {
                Some(Value::Finite(value, inner)) => {
                    whole = inner;
                    value
                }
                _ => told(&mut Work::on(&Node::number("0")), both, x, a, b, 1)?,
            };
            let turn = named("turn", crate::algebra::expand(a + b - x));
            let line = half(over(show(both), x, a, b));
            work.to("king's rule", line, vec![turn, named("sum", both)]);
            if let Some(whole) = whole {
                let bracket = |e: E| Node::Group(Bracket::Round, Box::new(show(e)), Bracket::Round);
                let (top, bottom) = (whole.replace(x, b), whole.replace(x, a));
                if top != crate::expr::UNDEFINED && bottom != crate::expr::UNDEFINED {
                    let between =
                        Node::Sum(vec![(Sign::Plus, bracket(top)), (Sign::Minus, bracket(bottom))]);
                    work.to("put limits", half(between), vec![named("f", whole)]);
                }
            }
            Some(crate::expr::HALF * value)
        }
        Property::Tangent(inner, low, high) if depth == 0 => {
            let theta = crate::expr::sym("theta");
            let line = over(show(inner), theta, low, high);
            work.to("put tangent", line, vec![named("x", x)]);
            // A property is found or missed at once, an antiderivative is looked for everywhere.
            told(work, inner, theta, low, high, 1).or_else(|| {
                match pieces(inner, theta, low, high) {
                    Some(Value::Finite(value, _)) => Some(value),
                    _ => None,
                }
            })
        }
        _ => None,
    }
}

enum Value {
    Finite(E, Option<E>),
    Diverges,
}

/// Where something in bars changes sign, or a denominator vanishes, inside the interval.
fn breaks(f: E, x: E, a: E, b: E) -> Option<(Vec<E>, bool)> {
    let (Some(low), Some(high)) = (end(a), end(b)) else { return Some((vec![], false)) };
    let mut points: Vec<(f64, E)> = Vec::new();
    let mut unknown = false;
    visit(f, &mut |part| {
        if let X::Fun(F::Floor | F::Ceiling, h) = part.get()
            && h.has(x)
        {
            unknown |= !steps_of(h, x, low, high, &mut points);
            return;
        }
        let inner = match part.get() {
            X::Fun(F::Abs | F::Sign, h) if h.has(x) => Some(h),
            X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| q.is_negative()) => Some(h),
            // √(g²) = ±g
            X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| !q.is_integer()) => {
                crate::tasks::integrate::root_of_square(h, x)
            }
            X::Fun(F::Ln, h) if h.has(x) => Some(h),
            X::Fun(F::Tan | F::Sec, h) if h.has(x) => Some(apply(F::Cos, h)),
            X::Fun(F::Cot | F::Csc, h) if h.has(x) => Some(apply(F::Sin, h)),
            _ => None,
        };
        let Some(inner) = inner else { return };
        match crate::tasks::solve::roots::roots(inner, x, 0) {
            Some(crate::tasks::solve::roots::Set::Roots(found)) => {
                for root in found {
                    for n in -6..=6 {
                        let member = crate::tasks::solve::at(root, n);
                        if let Some(v) = real_value(member)
                            && v > low.min(high) + 1e-9
                            && v < low.max(high) - 1e-9
                            && !points.iter().any(|(w, _)| (v - w).abs() < 1e-9)
                        {
                            points.push((v, evaluated(member)));
                        }
                    }
                }
            }
            _ => unknown = true,
        }
    });
    crate::sort::by(&mut points, &mut |p, q| p.0.total_cmp(&q.0));
    if low > high {
        points.reverse();
    }
    Some((points.into_iter().map(|(_, e)| e).collect(), unknown))
}

/// Where h takes whole values between the ends; false if that cannot be said.
fn steps_of(h: E, x: E, low: f64, high: f64, points: &mut Vec<(f64, E)>) -> bool {
    if !low.is_finite() || !high.is_finite() {
        return false;
    }
    let at = |t: f64| crate::value::value(h, &[(x, real(low + (high - low) * t))]).re;
    let values: Vec<f64> = (0..=64).map(|k| at(f64::from(k) / 64.0)).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most - least > 40.0 || !most.is_finite() {
        return false;
    }
    for whole in least.floor() as i64..=most.ceil() as i64 {
        let set = crate::tasks::solve::roots::roots(h - crate::expr::int(whole), x, 0);
        let Some(crate::tasks::solve::roots::Set::Roots(found)) = set else { return false };
        for root in found {
            if let Some(v) = real_value(root)
                && v > low.min(high) + 1e-9
                && v < low.max(high) - 1e-9
                && !points.iter().any(|(w, _)| (v - w).abs() < 1e-9)
            {
                points.push((v, evaluated(root)));
            }
        }
    }
    true
}

fn end(e: E) -> Option<f64> {
    if e == crate::expr::INFINITY {
        Some(f64::INFINITY)
    } else if e == -crate::expr::INFINITY {
        Some(f64::NEG_INFINITY)
    } else {
        real_value(e)
    }
}

fn visit(e: E, f: &mut dyn FnMut(E)) {
    f(e);
    for child in e.children() {
        visit(child, f);
    }
}

fn pieces(f: E, x: E, a: E, b: E) -> Option<Value> {
    let (points, _) = breaks(f, x, a, b)?;
    let mut edges = vec![a];
    edges.extend(points.iter().copied());
    edges.push(b);
    if points.is_empty()
        && let Some(integral) = antiderivative(f, x)
    {
        let jumps = jumps_inside(integral, x, a, b);
        edges.splice(1..1, jumps);
    }
    let mut parts = Vec::new();
    let mut inner = None;
    let letters = f.symbols().iter().any(|&e| e != x);
    for pair in edges.windows(2) {
        let (p, q) = (pair[0], pair[1]);
        let here = without_bars(f, x, p, q);
        let integral = antiderivative(here, x)?;
        let integral = without_bars_outside_logs(integral, x, p, q);
        let rising = match (end(p), end(q)) {
            (Some(p), Some(q)) => p < q,
            _ => true,
        };
        let at = |e: E, from_right: bool| -> Option<E> {
            let integral =
                if letters { right_angles(integral, x, e, from_right) } else { integral };
            let way = if e == crate::expr::INFINITY || e == -crate::expr::INFINITY {
                Way::Both
            } else if from_right {
                Way::Right
            } else {
                Way::Left
            };
            if way != Way::Both {
                let plain = integral.replace(x, e);
                let finite = plain != crate::expr::UNDEFINED
                    && !plain.has(crate::expr::UNDEFINED)
                    && (!plain.symbols().is_empty() || real_value(plain).is_some());
                if finite && !jumps(integral, x, e) {
                    return Some(plain);
                }
            }
            limit_of(integral, x, e, way)
        };
        let swings = |e: E| infinite(e) && crate::tasks::limit::oscillates(integral, x, e);
        let (Some(top), Some(bottom)) = (at(q, !rising), at(p, rising)) else {
            return (swings(q) || swings(p)).then_some(Value::Diverges);
        };
        if infinite(top) || infinite(bottom) {
            return Some(Value::Diverges);
        }
        parts.push(top - bottom);
        if edges.len() == 2 {
            inner = Some(integral);
        }
    }
    Some(Value::Finite(add(parts), inner))
}

/// atan of what is infinite at an end, where letters stand for positive numbers: tan⁻¹(b tan x / a) is π/2 at π/2.
fn right_angles(integral: E, x: E, at: E, from_right: bool) -> E {
    let Some(end) = real_value(at) else { return integral };
    let near = end + if from_right { 1e-9 } else { -1e-9 };
    let letters: Vec<_> = integral
        .symbols()
        .into_iter()
        .enumerate()
        .map(|(k, e)| (e, real(if e == x { near } else { 1.3 + 0.4 * k as f64 })))
        .collect();
    integral.rewrite(&mut |part| match part.get() {
        X::Fun(F::Atan, h) if h.has(x) => {
            let v = crate::value::value(h, &letters);
            let turn = crate::expr::PI * crate::expr::HALF;
            match v.re {
                y if y > 1e7 => turn,
                y if y < -1e7 => -turn,
                _ => part,
            }
        }
        // Letters are lengths and rates.
        X::Fun(F::Abs, h) if h.is_sym() && h != x => h,
        _ => part,
    })
}

/// Discontinuities of an antiderivative that its integrand has not: the integral is taken in pieces.
fn jumps_inside(integral: E, x: E, a: E, b: E) -> Vec<E> {
    if !integral.has_fun(&|f| matches!(f, F::Tan | F::Cot | F::Sec | F::Csc | F::Abs | F::Sign)) {
        return Vec::new();
    }
    breaks(integral, x, a, b).map(|(points, _)| points).unwrap_or_default()
}

/// The antiderivative, if it is infinite at an end of the interval.
fn runaway(f: E, x: E, end: E, upper: bool) -> Option<(E, E)> {
    let integral = antiderivative(f, x)?;
    let way = match (end.has(crate::expr::INFINITY), upper) {
        (true, _) => Way::Both,
        (false, true) => Way::Left,
        (false, false) => Way::Right,
    };
    let value = limit_of(integral, x, end, way)?;
    infinite(value).then_some((integral, value))
}

/// tan and its kin at the ends of an interval, where a value is not a limit.
fn jumps(e: E, x: E, at: E) -> bool {
    e.any(&|part| match part.get() {
        X::Fun(F::Sign | F::Floor, h) => h.has(x) && crate::algebra::is_zero(h.replace(x, at)),
        _ => false,
    })
}

fn infinite(e: E) -> bool {
    e.has(crate::expr::INFINITY)
}

/// Signs in front of an antiderivative resolved for one piece.
fn without_bars_outside_logs(integral: E, x: E, a: E, b: E) -> E {
    if integral.any(&|part| matches!(part.get(), X::Fun(F::Ln, h) if h.has_fun(&|f| f == F::Abs))) {
        return integral;
    }
    without_bars(integral, x, a, b)
}

/// Bars resolved by the sign in the middle of the piece.
fn without_bars(f: E, x: E, a: E, b: E) -> E {
    let (Some(low), Some(high)) = (end(a), end(b)) else { return f };
    let middle = match (low.is_finite(), high.is_finite()) {
        (true, true) => low + (high - low) * 0.4142,
        (true, false) => low + 1.0,
        (false, true) => high - 1.0,
        _ => 0.37,
    };
    f.rewrite(&mut |part| match part.get() {
        X::Fun(F::Abs, h) if h.has(x) => {
            let value = crate::value::value(h, &[(x, real(middle))]);
            if value.re < 0.0 { crate::algebra::expand(-h) } else { h }
        }
        X::Fun(F::Floor | F::Ceiling, h) if h.has(x) => {
            let value = crate::value::value(part, &[(x, real(middle))]);
            crate::expr::int(value.re as i64)
        }
        X::Pow(h, k)
            if h.has(x)
                && k.num().and_then(|q| q.parts()).is_some_and(|(_, d)| d == 2)
                && matches!(h.get(), X::Add(_)) =>
        {
            match crate::tasks::integrate::root_of_square(h, x) {
                Some(g) => {
                    let value = crate::value::value(g, &[(x, real(middle))]);
                    let g = if value.re < 0.0 { crate::algebra::expand(-g) } else { g };
                    crate::expr::pow(g, k * crate::expr::TWO)
                }
                None => part,
            }
        }
        X::Pow(h, k)
            if k.num().is_some_and(|q| !q.is_integer()) && matches!(h.get(), X::Pow(..)) =>
        {
            // √(g²) = ±g
            let X::Pow(g, two) = h.get() else { return part };
            let power = two * k;
            let value = crate::value::value(g, &[(x, real(middle))]);
            if two.as_int().is_some_and(|n| n % 2 == 0)
                && power.num().is_some_and(|q| q.is_integer())
            {
                crate::expr::pow(if value.re < 0.0 { crate::algebra::expand(-g) } else { g }, power)
            } else {
                part
            }
        }
        _ => part,
    })
}
