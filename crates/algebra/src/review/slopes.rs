//! Lines of a differential equation of the first order: each tells a slope, and the slopes are compared at points.
//!
//! dy/dx and differentials are put in as they stand; an integral equation and a solution with a constant are
//! differentiated, the constant found at the point.

use super::compare::{Link, Mode};
use super::kinds::sides;
use super::lines::{Work, tried};
use super::mistakes::CONSTANT;
use super::solutions::solutions;
use super::spots::bare;
use super::{Mistake, RULES, Verdict};
use crate::check;
use crate::complex::real;
use crate::derive::derivative;
use crate::explain::names;
use crate::expr::{E, ONE, UNDEFINED, ZERO, add, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::value::value;
use ganita_notation::{Node, Relation, Sign};

/// Stands for dy/dx, and for dv/dx where v was put. No student writes it.
const SLOPE: &str = "slope";
const NEW_SLOPE: &str = "slope of v";

/// What the work is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    x: String,
    y: String,
    /// v, and y in terms of it: y = vx.
    put: Option<(String, Node)>,
    /// Where the curve passes through.
    start: Option<(Q, Q)>,
}

/// x and y of dy/dx or of dx and dy.
fn letters(line: &Node) -> Option<(String, String)> {
    let mut found = None;
    let mut loose = Vec::new();
    parts::rewrite(line, &mut |part| {
        match &part {
            Node::Derivative { order: 1, variables, of: Some(of), .. } => {
                if let ([Node::Symbol(x)], Node::Symbol(y)) = (variables.as_slice(), &**of) {
                    found = Some((x.clone(), y.clone()));
                }
            }
            Node::Prime(of, 1) if **of == Node::symbol("y") => {
                found = Some(("x".to_owned(), "y".to_owned()));
            }
            Node::Differential(of) => loose.extend(check::letter_name(of)),
            _ => {}
        }
        part
    });
    let has = |name: &str| loose.iter().any(|letter| letter == name);
    found.or_else(|| (has("x") && has("y")).then(|| ("x".to_owned(), "y".to_owned())))
}

fn is_open_integral(part: &Node) -> bool {
    matches!(part, Node::Integral { fold: 1, lower: None, upper: None, .. })
}

/// A differential equation that is solved in the lines after it.
pub(super) fn curve(lines: &[&Node]) -> Option<Curve> {
    let (first, rest) = lines.split_first()?;
    if !matches!(bare(first), Node::Relation(_, rest) if rest.len() == 1) {
        return None;
    }
    let (x, y) = letters(first)?;
    let solving = |line: &&Node| {
        parts::any(line, &|part| {
            is_open_integral(part)
                || matches!(part, Node::Differential(_))
                || *part == Node::symbol("C")
                || matches!(part, Node::Derivative { order: 1, of: Some(of), .. }
                    if check::letter_name(of).is_some_and(|v| v != y))
        })
    };
    let slope = |line: &&Node| letters(line).is_some();
    let goes_on = || !rest.is_empty() && rest.iter().all(slope);
    (rest.iter().any(solving) || goes_on()).then_some(Curve { x, y, put: None, start: None })
}

/// What a line says about the slope.
struct Told {
    /// Zero, for the slope.
    residual: E,
    slope: E,
    /// The line, for its constant or its points.
    line: Node,
    constant: Option<String>,
    /// Neither slope nor constant: only the points of this very curve.
    points_only: bool,
}

impl Curve {
    /// Every dy/dx, dy and dx as a letter.
    fn with_slopes(&self, node: &Node) -> Node {
        let name = |of: &Node| match check::letter_name(of) {
            Some(name) if name == self.y => Some(Node::symbol(SLOPE)),
            Some(name) if name == self.x => Some(Node::number("1")),
            Some(name) if self.put.as_ref().is_some_and(|(v, _)| *v == name) => {
                Some(Node::symbol(NEW_SLOPE))
            }
            _ => None,
        };
        parts::rewrite(node, &mut |part| match &part {
            Node::Derivative { order: 1, of: Some(of), .. } | Node::Prime(of, 1) => {
                name(of).unwrap_or(part)
            }
            Node::Differential(of) => name(of).unwrap_or(part),
            _ => part,
        })
    }

    /// The derivative by x of one side, y being a function of x.
    fn total(&self, side: &Node) -> Option<E> {
        let by = |name: &str| (sym(name), if name == self.y { sym(SLOPE) } else { sym(NEW_SLOPE) });
        let term = |node: &Node| -> Option<E> {
            let node = bare(node);
            if let Node::Integral { body, variables, .. } = node {
                let letter = check::letter_name(variables.first()?)?;
                let slope = if letter == self.x { ONE } else { by(&letter).1 };
                return Some(meaning(body).ok()? * slope);
            }
            if let Node::Product(factors) = node
                && let Some((_, last @ Node::Integral { .. })) = factors.last()
            {
                let front = Node::Product(factors[..factors.len() - 1].to_vec());
                let front = if factors.len() == 2 { factors[0].1.clone() } else { front };
                let front = meaning(&front).ok()?;
                return front.is_number().then_some(front * self.total(last)?);
            }
            if parts::any(node, &is_open_integral) {
                return None;
            }
            let e = meaning(node).ok()?;
            let others = [Some(self.y.as_str()), self.put.as_ref().map(|(v, _)| v.as_str())];
            let through = others.into_iter().flatten().map(by);
            let through: Vec<E> =
                through.map(|(letter, slope)| derivative(e, letter) * slope).collect();
            Some(derivative(e, sym(&self.x)) + add(through))
        };
        let terms = match bare(side) {
            Node::Sum(terms) => terms.clone(),
            other => vec![(Sign::Plus, other.clone())],
        };
        let all: Option<Vec<E>> = terms
            .iter()
            .map(|(sign, node)| Some(if *sign == Sign::Minus { -term(node)? } else { term(node)? }))
            .collect();
        all.map(add)
    }

    fn told(&self, line: &Node, known: &[String]) -> Option<Told> {
        let Node::Relation(left, rest) = bare(line) else { return None };
        let [(Relation::Equal, right)] = rest.as_slice() else { return None };
        let integrals = parts::any(line, &is_open_integral);
        let with = self.with_slopes(line);
        let slopes = !integrals && with != *line;
        let mut found = Vec::new();
        names(line, &mut found);
        let constant = found
            .iter()
            .find(|name| {
                !known.contains(name) && matches!(name.as_str(), "C" | "c" | "K" | "k" | "A")
            })
            .cloned();
        let mut residual = if slopes {
            let both = sides(&with);
            meaning(&both[0]).ok()? - meaning(&both[1]).ok()?
        } else {
            self.total(left)? - self.total(right)?
        };
        let mut slope = sym(SLOPE);
        if let Some((v, body)) = &self.put {
            let (g, v) = (meaning(body).ok()?, sym(v));
            let g_slope = derivative(g, sym(&self.x)) + derivative(g, v) * sym(NEW_SLOPE);
            // A line in x and y is one in x and v.
            residual = residual.replace(sym(SLOPE), g_slope).replace(sym(&self.y), g);
            slope = sym(NEW_SLOPE);
        }
        if residual == UNDEFINED {
            return None;
        }
        let points_only = !slopes && !integrals && constant.is_none();
        let line = match &self.put {
            Some((_, body)) => super::asides::put(line, &self.y, body),
            None => line.clone(),
        };
        Some(Told { residual, slope, line, constant, points_only })
    }

    /// The letter that runs along the second axis now.
    fn second(&self) -> &str {
        self.put.as_ref().map_or(&self.y, |(v, _)| v)
    }

    /// The slopes a line gives at a point: one for each constant with which it passes through.
    fn at(&self, told: &Told, x: &Q, y: &Q) -> Vec<f64> {
        let world = [(self.x.clone(), x.clone()), (self.second().to_owned(), y.clone())];
        let constants = match &told.constant {
            Some(c) if told.residual.has(sym(c)) => {
                solutions(&told.line, c, &world, 60.0).map_or_else(Vec::new, |found| found.points)
            }
            _ => vec![0.0],
        };
        let residual = |slope: f64, constant: f64| {
            let mut letters =
                vec![(sym(&self.x), real(x.to_f64())), (sym(self.second()), real(y.to_f64()))];
            letters.push((told.slope, real(slope)));
            letters.extend(told.constant.as_ref().map(|c| (sym(c), real(constant))));
            let v = value(told.residual, &letters);
            (v.is_finite() && v.is_real()).then_some(v.re)
        };
        let slope = |c: f64| {
            let (zero, one, two) = (residual(0.0, c)?, residual(1.0, c)?, residual(2.0, c)?);
            let front = one - zero;
            let linear = (two - one - front).abs() < 1e-7 * front.abs().max(1.0);
            (linear && front.abs() > 1e-12).then(|| -zero / front)
        };
        constants.into_iter().filter_map(slope).collect()
    }

    /// Whether two lines give the same slope wherever both give one.
    fn compare(&self, a: &Told, b: &Told) -> Link {
        // y = vx says of v what it says of y.
        if self.put.is_some() && crate::algebra::is_zero(b.residual) {
            return Link::Same;
        }
        let mut seen = 0;
        let xs = [Q::new(7, 10), Q::new(7, 5), Q::new(21, 10), Q::new(2, 5), Q::new(-6, 5)];
        let ys = [Q::new(13, 10), Q::new(3, 5), Q::new(19, 10), Q::new(23, 10), Q::new(-4, 5)];
        for (k, x) in xs.iter().enumerate() {
            let free = [ys[k].clone(), ys[(k + 2) % ys.len()].clone()];
            let on = [a, b].into_iter().find(|told| told.points_only);
            let points: Vec<Q> = match on {
                None => free.to_vec(),
                Some(told) => {
                    let world = [(self.x.clone(), x.clone())];
                    let found = solutions(&told.line, self.second(), &world, 12.0);
                    // The slope is compared to eight digits, which such a fraction has.
                    let near = |v: &f64| Q::new(libm::round(v * 1e12) as i64, 1_000_000_000_000);
                    let points = found.map_or_else(Vec::new, |found| found.points);
                    points.iter().filter(|v| v.abs() < 1e5).map(near).collect()
                }
            };
            for y in &points {
                let (p, q) = (self.at(a, x, y), self.at(b, x, y));
                if p.is_empty() || q.is_empty() {
                    continue;
                }
                seen += 1;
                let near = |s: f64, t: f64| (s - t).abs() <= 1e-6 * s.abs().max(1.0);
                if !p.iter().any(|s| q.iter().any(|t| near(*s, *t))) {
                    return Link::Wrong;
                }
            }
        }
        if seen > 1 { Link::Same } else { Link::Unknown }
    }
}

/// `x = 0, y = 1`, in either order.
fn point(node: &Node, curve: &Curve) -> Option<(Q, Q)> {
    let Node::List(items) = bare(node) else { return None };
    let (mut x, mut y) = (None, None);
    for item in items {
        let both = sides(item);
        let [name, number] = both.as_slice() else { return None };
        let name = check::letter_name(name)?;
        let number = meaning(number).ok()?.num();
        if name == curve.x {
            x = number;
        } else if name == curve.y {
            y = number;
        } else {
            return None;
        }
    }
    x.zip(y)
}

impl Work {
    /// A line on the way to the solution of a differential equation.
    pub(super) fn on_the_curve(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Mode::Slopes(curve) = &self.mode else { return (Verdict::Undecided, None) };
        let mut curve = curve.clone();
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            names(node, &mut self.letters);
            return (Verdict::Start, None);
        };
        let mut own = Vec::new();
        names(&first, &mut own);
        if let Some(start) = point(node, &curve) {
            curve.start = Some(start);
            self.mode = Mode::Slopes(curve);
            return (Verdict::Definition, None);
        }
        let both = sides(node);
        let mut letters = Vec::new();
        names(node, &mut letters);
        // y = vx.
        if let [Node::Symbol(name), body] = both.as_slice()
            && *name == curve.y
            && let [v] = letters.iter().filter(|n| !own.contains(n)).collect::<Vec<_>>().as_slice()
            && !matches!(v.as_str(), "C" | "c" | "K" | "k" | "A")
            && curve.put.is_none()
        {
            curve.put = Some(((*v).clone(), body.clone()));
            self.mode = Mode::Slopes(curve);
            return (Verdict::Definition, None);
        }
        // C = 2: the last line with a constant, at the point that is given.
        if let [name, number] = both.as_slice()
            && let Some(c) = check::letter_name(name).filter(|c| !own.contains(c))
            && let Ok(number) = meaning(number)
            && number.is_number()
        {
            let general = self.settled.clone().filter(|line| {
                let mut found = Vec::new();
                names(line, &mut found);
                found.contains(&c)
            });
            let (Some(line), Some((x, y))) = (general, &curve.start) else {
                return (Verdict::Definition, None);
            };
            let at = |q: &Q| real(q.to_f64());
            let values =
                vec![(curve.x.clone(), at(x)), (curve.y.clone(), at(y)), (c, value(number, &[]))];
            let at = check::Letters { values, given: &[], minus: false, beside: false };
            let verdict = match check::holds(&line, &at) {
                Some(true) => Verdict::Equivalent,
                Some(false) => Verdict::Wrong,
                None => Verdict::Undecided,
            };
            return (verdict, None);
        }
        // P = 2, I.F. = e^{2x}: noted.
        let speaks =
            |name: &String| *name == curve.y || curve.put.as_ref().is_some_and(|(v, _)| v == name);
        if !letters.iter().any(speaks) && self.last.is_some() {
            return (Verdict::Definition, None);
        }
        let (Some(reference), Some(told)) = (curve.told(&first, &own), curve.told(node, &own))
        else {
            return (Verdict::Undecided, None);
        };
        let before = self.last.replace(node.clone());
        let found = curve.compare(&reference, &told);
        if found == Link::Same {
            let solved = told.points_only && curve.start.is_none();
            let was_general = before.as_ref().is_some_and(|line| {
                parts::any(line, &|part| {
                    is_open_integral(part) || matches!(part, Node::Differential(_))
                })
            });
            self.settled = Some(node.clone());
            if solved && was_general {
                let mistake =
                    before.map(|part| Mistake { name: CONSTANT, part, became: node.clone() });
                return (Verdict::Wrong, mistake);
            }
            return (Verdict::Equivalent, None);
        }
        if found == Link::Unknown {
            return (Verdict::Undecided, None);
        }
        let mistake = before.and_then(|before| {
            let from = curve.told(&before, &own)?;
            // What follows from a wrong line is not wrong again.
            if curve.compare(&from, &told) == Link::Same {
                return None;
            }
            let agree = |a: &Node, b: &Node| match (curve.told(a, &own), curve.told(b, &own)) {
                (Some(a), Some(b)) => curve.compare(&a, &b) == Link::Same,
                _ => false,
            };
            // Nothing is moved across when a side is integrated.
            let fitting = RULES.iter().filter(|rule| rule.name != "transposed without sign");
            fitting.into_iter().find_map(|rule| tried(rule, &before, node, &agree))
        });
        (Verdict::Wrong, mistake)
    }
}

/// dy/dx = g(x)h(y) as h(y) dy = g(x) dx: a factor on the wrong side.
pub(super) fn not_separated(before: &Node, _: &Node) -> Vec<Node> {
    let Some((x, y)) = letters(before) else { return Vec::new() };
    let curve = Curve { x, y, put: None, start: None };
    let Some(told) = curve.told(before, &[]) else { return Vec::new() };
    let (top, _) = crate::algebra::fraction(told.residual);
    let Some(c) = crate::algebra::coefficients(top, told.slope) else {
        return Vec::new();
    };
    let [rest, front] = c.as_slice() else { return Vec::new() };
    let slope = crate::algebra::factored(-*rest / *front);
    let y = sym(&curve.y);
    let (bound, free) = slope.factors_by(y);
    let (g, h) = (crate::expr::mul(free), crate::expr::mul(bound));
    if h == ONE || h.has(sym(&curve.x)) {
        return Vec::new();
    }
    let differential = |name: &str| Node::Differential(Box::new(Node::symbol(name)));
    let times =
        |e: E, name: &str| super::compare::times(&crate::show::show(e), &differential(name));
    [(h, g), (h, ONE / g), (ONE / h, ONE / g)]
        .into_iter()
        .map(|(left, right)| {
            Node::relation(times(left, &curve.y), Relation::Equal, times(right, &curve.x))
        })
        .collect()
}

/// The slope of an implicit curve where a product lost one of its two derivatives, or a term its dy/dx.
pub(super) fn misdifferentiated(before: &Node, after: &Node) -> Vec<(&'static str, Node)> {
    let Some((x, y)) = letters(after) else { return Vec::new() };
    let Some(f) = super::compare::difference(before).and_then(|f| meaning(&f).ok()) else {
        return Vec::new();
    };
    let (x, y, slope) = (sym(&x), sym(&y), sym(SLOPE));
    let mixed = |term: E| term.has(x) && term.has(y);
    let parts = |term: E| (derivative(term, x), derivative(term, y));
    let all = f.terms();
    let made = |of: &dyn Fn(usize, E) -> E| {
        let sum = add(all.iter().enumerate().map(|(place, term)| of(place, *term)));
        crate::show::equal(sum, ZERO)
    };
    let mut out = Vec::new();
    if all.iter().any(|term| mixed(*term)) {
        for half in 0..2 {
            let line = made(&|_, term| match parts(term) {
                (by_x, by_y) if !mixed(term) => by_x + by_y * slope,
                (by_x, _) if half == 0 => by_x,
                (_, by_y) => by_y * slope,
            });
            out.push(("product of derivatives", line));
        }
    }
    for (bare, _) in all.iter().enumerate().filter(|(_, term)| term.has(y)) {
        let line = made(&|place, term| {
            let (by_x, by_y) = parts(term);
            by_x + if place == bare { by_y } else { by_y * slope }
        });
        out.push(("slope forgotten", line));
    }
    out
}

/// A line with dy/dx as one with the letter of [`misdifferentiated`].
pub(super) fn lettered(node: &Node) -> Node {
    match letters(node) {
        Some((x, y)) => Curve { x, y, put: None, start: None }.with_slopes(node),
        None => node.clone(),
    }
}

/// Only for the look of it: the letter that no student writes, as dy/dx again.
pub(super) fn unlettered(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| match &part {
        Node::Symbol(name) if name == SLOPE => Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![Node::symbol("x")],
            of: Some(Box::new(Node::symbol("y"))),
            inside: true,
        },
        _ => part,
    })
}
