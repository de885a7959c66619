//! How two lines of a student's work are related, found by numbers and by the solutions of each line alone.

use super::spots::bare;
use crate::check::{self, Letters, Reach};
use crate::complex::{C, real};
use crate::explain::names;
use crate::expr::{E, num, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::tasks::solve::at;
use crate::tasks::solve::roots::{Set, roots};
use crate::value::{real_value, value};
use ganita_notation::{Join, Node, Relation, Sign};

/// How a line follows from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Same,
    /// All solutions are kept, others may have come in.
    Gains,
    /// Some solutions are gone, none is new.
    Loses,
    Wrong,
    Unknown,
}

/// What the lines of a piece of work are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mode {
    /// Expressions of one value. The letter is the one differentiated or integrated by.
    Value(Option<String>),
    /// Statements about one unknown.
    Equation(String),
    /// Statements about several unknowns.
    System,
    /// Inequalities in one unknown.
    Inequality(String),
    /// A differential equation and what follows from it.
    Slopes(super::slopes::Curve),
}

/// Solutions within this distance of zero are compared.
const WINDOW: f64 = 60.0;

pub(super) fn link(mode: &Mode, before: &Node, after: &Node, given: &[(String, Node)]) -> Link {
    if before == after {
        return Link::Same;
    }
    match mode {
        Mode::Value(variable) => {
            let mut letters = Vec::new();
            names(before, &mut letters);
            names(after, &mut letters);
            for (_, node) in given {
                names(node, &mut letters);
            }
            letters.retain(|letter| !given.iter().any(|(name, _)| name == letter));
            if let Some(link) = super::laws::matrices(before, after, variable.as_deref()) {
                return link;
            }
            let same = |before: &Node, after: &Node, reach| {
                let variable = variable.as_deref();
                check::same_value(before, after, &letters, given, variable, reach)
            };
            match same(before, after, Reach::Real) {
                Some(true) => Link::Same,
                Some(false) if meant(before, after, &letters, &same) => Link::Same,
                Some(false) => Link::Wrong,
                None => counted(before, after, &letters, variable.as_deref()),
            }
        }
        Mode::Equation(x) => equations(before, after, x),
        Mode::Inequality(x) => inequalities(before, after, x),
        Mode::System | Mode::Slopes(_) => Link::Unknown,
    }
}

/// Numbers of selections have values at whole numbers only.
fn counted(before: &Node, after: &Node, letters: &[String], variable: Option<&str>) -> Link {
    let counts = |node: &Node| parts::any(node, &|part| matches!(part, Node::Binomial(..)));
    if letters.is_empty() || !(counts(before) || counts(after)) {
        return Link::Unknown;
    }
    let mut all = Link::Same;
    for start in [9, 11, 14] {
        let value = |k: usize| Node::number(&(start - 3 * k as i64).max(1).to_string());
        let given: Vec<(String, Node)> =
            letters.iter().enumerate().map(|(k, name)| (name.clone(), value(k))).collect();
        match check::same_value(before, after, &[], &given, variable, Reach::Real) {
            Some(true) => {}
            Some(false) => all = Link::Wrong,
            None => return Link::Unknown,
        }
    }
    all
}

type Same<'a> = &'a dyn Fn(&Node, &Node, Reach) -> Option<bool>;

/// Whether two expressions are the same where textbooks mean them: √ of trigonometric functions for acute angles, inverse
/// functions between 0 and 1.
fn meant(before: &Node, after: &Node, letters: &[String], same: Same<'_>) -> bool {
    let named = |node: &Node, names: &[&str], inverse: bool| {
        parts::any(node, &|part| match part {
            Node::Apply { function: ganita_notation::Function::Named(name), power, .. } => {
                let power = power.as_deref().is_some_and(|k| matches!(k, Node::Sum(_)));
                names.contains(&name.as_str()) && (power == inverse || name.starts_with("arc"))
            }
            _ => false,
        })
    };
    const CIRCULAR: [&str; 10] =
        ["sin", "cos", "tan", "cot", "sec", "csc", "cosec", "arcsin", "arccos", "arctan"];
    let rooted = |node: &Node| {
        parts::any(node, &|part| matches!(part, Node::Root { .. }) && named(part, &CIRCULAR, false))
    };
    if rooted(before) || rooted(after) {
        return same(before, after, Reach::Acute) == Some(true);
    }
    if named(before, &CIRCULAR, true) && named(after, &CIRCULAR, true) {
        let below_one = |node: &Node| {
            parts::rewrite(node, &mut |part| match &part {
                Node::Symbol(name) if letters.contains(name) => super::laws::of("sin", &part),
                _ => part,
            })
        };
        return same(&below_one(before), &below_one(after), Reach::Acute) == Some(true);
    }
    false
}

/// Whether a line made by a mistake is what the student wrote. Two equations without any solution are not the same.
pub(super) fn agree(mode: &Mode, a: &Node, b: &Node, given: &[(String, Node)]) -> bool {
    if let Mode::Equation(x) = mode
        && !proportional(a, b)
        && worlds(a, b, x).iter().any(|others| {
            solutions(b, x, others, WINDOW).is_none_or(|found| found.points.is_empty())
        })
    {
        return false;
    }
    link(mode, a, b, given) == Link::Same
}

/// Every sign ± taken both ways; lists of answers as alternatives.
pub(super) fn alternatives(line: &Node, x: &str) -> Vec<Node> {
    let line = bare(line);
    match line {
        Node::Operation(name, items) if name == "or" => {
            items.iter().flat_map(|item| alternatives(item, x)).collect()
        }
        Node::List(items) => {
            let mut out = Vec::new();
            for item in items {
                let item = match item {
                    Node::Relation(..) | Node::Operation(..) => item.clone(),
                    value => Node::relation(Node::symbol(x), Relation::Equal, value.clone()),
                };
                out.extend(alternatives(&item, x));
            }
            out
        }
        Node::Relation(left, rest) if rest.len() == 1 && matches!(rest[0].1, Node::List(_)) => {
            let Node::List(values) = &rest[0].1 else { return vec![line.clone()] };
            values
                .iter()
                .flat_map(|value| {
                    let one = Node::relation((**left).clone(), rest[0].0.clone(), value.clone());
                    alternatives(&one, x)
                })
                .collect()
        }
        other if parts::any(other, &is_plus_minus) => {
            [false, true].iter().map(|&minus| signed(other, minus)).collect()
        }
        other => vec![other.clone()],
    }
}

fn is_plus_minus(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.iter().any(|(s, _)| matches!(s, Sign::PlusMinus | Sign::MinusPlus)))
}

fn signed(node: &Node, minus: bool) -> Node {
    parts::rewrite(node, &mut |part| match part {
        Node::Sum(terms) => Node::Sum(
            terms
                .into_iter()
                .map(|(sign, term)| {
                    let sign = match (sign, minus) {
                        (Sign::PlusMinus, false) | (Sign::MinusPlus, true) => Sign::Plus,
                        (Sign::PlusMinus, true) | (Sign::MinusPlus, false) => Sign::Minus,
                        (other, _) => other,
                    };
                    (sign, term)
                })
                .collect(),
        ),
        other => other,
    })
}

/// Left minus right of a single equation.
pub(super) fn difference(line: &Node) -> Option<Node> {
    match bare(line) {
        Node::Relation(left, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
            Some(Node::Sum(vec![(Sign::Plus, (**left).clone()), (Sign::Minus, rest[0].1.clone())]))
        }
        _ => None,
    }
}

/// Whether two equations are the same but for a number that multiplies both sides.
pub(super) fn proportional(before: &Node, after: &Node) -> bool {
    let (Some(a), Some(b)) = (difference(before), difference(after)) else { return false };
    let mut letters = Vec::new();
    names(&a, &mut letters);
    names(&b, &mut letters);
    // An equation between complex numbers.
    let complex = [&a, &b].iter().any(|side| parts::any(side, &|part| *part == Node::symbol("i")));
    let mut ratio: Option<C> = None;
    let mut seen = 0;
    for k in 0..10 {
        let values = letters.iter().enumerate().map(|(j, name)| {
            (
                name.clone(),
                // On both sides of zero: |x| is x on one only.
                real(
                    (0.37 + 0.83 * f64::from(k) - 0.61 * j as f64 + 0.19 * j as f64 * f64::from(k))
                        * if k % 3 == 1 { -1.0 } else { 1.0 },
                ),
            )
        });
        let at = Letters { values: values.collect(), given: &[], minus: false };
        let (p, q) = (check::evaluate(&a, &at), check::evaluate(&b, &at));
        let (p_real, q_real) =
            (p.is_finite() && (complex || p.is_real()), q.is_finite() && (complex || q.is_real()));
        if p_real != q_real {
            return false;
        }
        if !p_real {
            continue;
        }
        if p.abs() < 1e-9 || q.abs() < 1e-9 {
            if p.abs() < 1e-9 && q.abs() < 1e-9 {
                continue;
            }
            return false;
        }
        let found = p / q;
        match ratio {
            None => ratio = Some(found),
            Some(known) if (known - found).abs() > 1e-9 * known.abs() => return false,
            Some(_) => {}
        }
        seen += 1;
    }
    seen >= 3
}

/// The real solutions of a line.
pub(super) struct Solutions {
    /// In order.
    pub(super) points: Vec<f64>,
    /// All of them; else those near zero.
    all: bool,
}

impl Solutions {
    /// Whether a value is among them, or may be where nobody looked.
    fn may_hold(&self, v: f64, window: f64) -> bool {
        (!self.all && window - v.abs() < 1e-6)
            || self.points.iter().any(|w| (v - w).abs() < 1e-7 * v.abs().max(1.0))
    }
}

/// The solutions of a line, with numbers for its other letters. `None`: they cannot be found.
pub(super) fn solutions(
    line: &Node,
    x: &str,
    others: &[(String, Q)],
    window: f64,
) -> Option<Solutions> {
    let every = alternatives(line, x);
    let holds = |v: f64| {
        let mut values: Vec<(String, C)> =
            others.iter().map(|(name, q)| (name.clone(), real(q.to_f64()))).collect();
        values.push((x.to_owned(), real(v)));
        let at = Letters { values, given: &[], minus: false };
        every.iter().any(|one| check::holds(one, &at).unwrap_or_else(|| defined(one, &at)))
    };
    if matches!(bare(line), Node::Text(words) if words == "no solution") {
        return Some(Solutions { points: Vec::new(), all: true });
    }
    let mut out: Vec<f64> = Vec::new();
    let mut all = true;
    for one in &every {
        if let Node::Relation(_, rest) = one
            && rest.len() == 1
            && rest[0].0 == Relation::In
        {
            return None;
        }
        let Node::Relation(left, rest) = bare(one) else { return None };
        let right = &rest.last()?.1;
        let letter = sym(x);
        let mut f: E = meaning(left).ok()? - meaning(right).ok()?;
        for (name, q) in others {
            f = f.replace(sym(name), num(q.clone()));
        }
        let mut found: Vec<f64> = Vec::new();
        let exact = match roots(f, letter, 0) {
            Some(Set::All) => return None,
            Some(Set::Roots(exact)) => {
                for root in exact {
                    let family = root.has(sym("n"))
                        && x != "n"
                        && !others.iter().any(|(name, _)| name == "n");
                    all &= !family;
                    let reach = if family { reach(root, window) } else { 0 };
                    for n in -reach..=reach {
                        found.extend(real_value(if family { at(root, n) } else { root }));
                    }
                }
                true
            }
            None => false,
        };
        all &= exact;
        scan(f, letter, window, &mut found);
        if !exact && found.is_empty() {
            return None;
        }
        out.extend(found);
    }
    out.retain(|v| (all || v.abs() <= window) && holds(*v));
    crate::sort::by(&mut out, &mut f64::total_cmp);
    out.dedup_by(|a, b| (*a - *b).abs() < 1e-7 * a.abs().max(1.0));
    Some(Solutions { points: out, all })
}

/// How far n must run until a family of solutions has left the window on both sides.
fn reach(root: E, window: f64) -> i64 {
    let value = |n| real_value(at(root, n));
    // Over two members, since (−1)ⁿ takes turns.
    let Some((first, third)) = value(0).zip(value(2)) else { return 6 };
    let step = (0.5 * (third - first)).abs();
    if step < 1e-9 {
        return 6;
    }
    libm::ceil((window + first.abs()) / step).clamp(2.0, 200.0) as i64 + 1
}

/// Whether both sides of a statement have a value.
fn defined(line: &Node, at: &Letters<'_>) -> bool {
    match bare(line) {
        Node::Relation(first, rest) => std::iter::once(&**first)
            .chain(rest.iter().map(|(_, side)| side))
            .all(|side| check::evaluate(side, at).is_finite()),
        _ => true,
    }
}

/// Whether a statement about x and y holds at the points of a curve.
pub(super) fn on_curve(curve: &Node, line: &Node) -> Option<bool> {
    let mut seen = 0;
    for x in [Q::new(1, 2), Q::new(6, 5), Q::new(7, 3), Q::new(-3, 4), Q::new(5, 1)] {
        let world = [("x".to_owned(), x.clone())];
        for y in solutions(curve, "y", &world, 12.0)?.points.into_iter().filter(|y| y.abs() < 12.0)
        {
            let values = vec![("x".to_owned(), real(x.to_f64())), ("y".to_owned(), real(y))];
            if !check::holds(line, &Letters { values, given: &[], minus: false })? {
                return Some(false);
            }
            seen += 1;
        }
    }
    (seen > 1).then_some(true)
}

/// Changes of sign, refined.
fn scan(f: E, x: E, window: f64, out: &mut Vec<f64>) {
    const STEPS: i32 = 480;
    let at = |v: f64| {
        let y = value(f, &[(x, real(v))]);
        (y.is_finite() && y.is_real()).then_some(y.re)
    };
    let mut last: Option<(f64, f64)> = None;
    for k in 0..=STEPS {
        let v = -window + 2.0 * window * (f64::from(k) + 0.0137) / f64::from(STEPS);
        let here = at(v);
        if let (Some((a, ya)), Some(y)) = (last, here)
            && ya * y < 0.0
        {
            let (mut a, mut b) = (a, v);
            for _ in 0..80 {
                let middle = 0.5 * (a + b);
                let Some(ym) = at(middle) else { break };
                if ym * ya > 0.0 { a = middle } else { b = middle }
            }
            let root = 0.5 * (a + b);
            if at(root).is_some_and(|r| r.abs() < 1e-6 * (ya.abs() + y.abs())) {
                out.push(root);
            }
        }
        last = here.map(|y| (v, y));
    }
}

/// Numbers for the letters that are not the unknown.
fn worlds(before: &Node, after: &Node, x: &str) -> Vec<Vec<(String, Q)>> {
    let mut letters = Vec::new();
    names(before, &mut letters);
    names(after, &mut letters);
    let family = periodic(before, x) || periodic(after, x);
    letters.retain(|name| name != x && !(family && name == "n"));
    if letters.is_empty() {
        return vec![Vec::new()];
    }
    (0..8)
        .map(|k| {
            // Where neither line has solutions for positive letters, they may have some for negative ones.
            let sign = if k < 3 || k % 2 == 0 { 1 } else { -1 };
            letters
                .iter()
                .enumerate()
                .map(|(j, name)| {
                    (name.clone(), Q::new(sign * (7 + 5 * k + 3 * j as i64), 2 + k + j as i64))
                })
                .collect()
        })
        .collect()
}

/// Worlds with solutions that are looked at.
const WORLDS: usize = 3;

pub(super) fn periodic(node: &Node, x: &str) -> bool {
    parts::any(node, &|part| match part {
        Node::Apply { function: ganita_notation::Function::Named(name), .. } => {
            matches!(name.as_str(), "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "cosec")
        }
        _ => false,
    }) || has_family(node, x)
}

/// x = nπ: any whole number, unless n is only a letter like others.
fn has_family(node: &Node, x: &str) -> bool {
    let has = |name: &str| parts::any(node, &|part| *part == Node::symbol(name));
    x != "n" && has("n") && has("pi")
}

fn equations(before: &Node, after: &Node, x: &str) -> Link {
    if proportional(before, after) {
        return Link::Same;
    }
    let window = if periodic(before, x) || periodic(after, x) { 12.0 } else { WINDOW };
    if parts::any(after, &|part| *part == Node::symbol("i")) {
        return complex(before, after, x);
    }
    let mut all = Link::Same;
    let mut seen = 0;
    let worlds = worlds(before, after, x);
    let many = worlds.len() > 1;
    for others in worlds {
        let (Some(a), Some(b)) =
            (solutions(before, x, &others, window), solutions(after, x, &others, window))
        else {
            return Link::Unknown;
        };
        if many && a.points.is_empty() && b.points.is_empty() {
            continue;
        }
        seen += 1;
        let kept = a.points.iter().all(|&v| b.may_hold(v, window));
        let grounded = b.points.iter().all(|&v| a.may_hold(v, window));
        let here = match (kept, grounded) {
            (true, true) => Link::Same,
            (true, false) => Link::Gains,
            (false, true) if !b.points.is_empty() => Link::Loses,
            _ => Link::Wrong,
        };
        all = match (all, here) {
            (Link::Same, other) | (other, Link::Same) => other,
            (p, q) if p == q => p,
            _ => Link::Wrong,
        };
        if seen == WORLDS {
            break;
        }
    }
    if many && seen == 0 { Link::Unknown } else { all }
}

/// Non-real answers are put back into the equation.
fn complex(before: &Node, after: &Node, x: &str) -> Link {
    let Some(f) = difference(before) else { return Link::Unknown };
    for one in alternatives(after, x) {
        let Node::Relation(left, rest) = &one else { return Link::Unknown };
        if **left != Node::symbol(x) || rest.len() != 1 {
            return Link::Unknown;
        }
        let v = check::evaluate(&rest[0].1, &Letters::default());
        let at = Letters { values: vec![(x.to_owned(), v)], given: &[], minus: false };
        let y = check::evaluate(&f, &at);
        if !y.is_finite() {
            return Link::Unknown;
        }
        if y.abs() > 1e-8 * v.abs().max(1.0) {
            return Link::Wrong;
        }
    }
    Link::Same
}

/// A chain such as 1 < x < 3, "or", "and", and sets.
fn inequalities(before: &Node, after: &Node, x: &str) -> Link {
    let mut points: Vec<f64> = Vec::new();
    for line in [before, after] {
        critical(line, x, &mut points);
    }
    for k in 0..160 {
        points.push(-40.0 + 0.5 * f64::from(k) + 0.0713);
    }
    crate::sort::by(&mut points, &mut f64::total_cmp);
    let between: Vec<f64> = points.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
    points.extend(between);
    let (mut gains, mut loses, mut shared, mut seen) = (false, false, false, 0);
    for v in points {
        let at = Letters { values: vec![(x.to_owned(), real(v))], given: &[], minus: false };
        let (Some(a), Some(b)) = (check::holds(before, &at), check::holds(after, &at)) else {
            continue;
        };
        seen += 1;
        gains |= b && !a;
        loses |= a && !b;
        shared |= a && b;
    }
    match (gains, loses) {
        _ if seen < 20 => Link::Unknown,
        (false, false) => Link::Same,
        (true, false) => Link::Gains,
        (false, true) if shared => Link::Loses,
        _ => Link::Wrong,
    }
}

fn critical(line: &Node, x: &str, out: &mut Vec<f64>) {
    match line {
        Node::Relation(first, rest) => {
            let mut left = &**first;
            for (relation, right) in rest {
                if *relation == Relation::In {
                    numbers(right, out);
                } else {
                    let as_equation = Node::relation(left.clone(), Relation::Equal, right.clone());
                    out.extend(
                        solutions(&as_equation, x, &[], WINDOW)
                            .map_or_else(Vec::new, |found| found.points),
                    );
                }
                left = right;
            }
        }
        other => parts::of(other).iter().for_each(|part| critical(part, x, out)),
    }
}

/// The values of the ends of intervals.
fn numbers(set: &Node, out: &mut Vec<f64>) {
    let v = check::evaluate(set, &Letters::default());
    if v.is_finite() && v.is_real() {
        out.push(v.re);
    } else {
        parts::of(set).iter().for_each(|part| numbers(part, out));
    }
}

/// A root of `before` that `after` has lost.
pub(super) fn lost(before: &Node, after: &Node, x: &str) -> Option<f64> {
    let window = if periodic(before, x) || periodic(after, x) { 12.0 } else { WINDOW };
    let (a, b) = (solutions(before, x, &[], window)?, solutions(after, x, &[], window)?);
    a.points.into_iter().find(|v| !b.may_hold(*v, window))
}

/// Whether the values in `after` are just those from 0 to 2π, or from −π to π, that solve the trigonometric `before`.
pub(super) fn principal(before: &Node, after: &Node, x: &str) -> bool {
    use std::f64::consts::PI;
    if !periodic(before, x) || periodic(after, x) {
        return false;
    }
    let found = || Some((solutions(before, x, &[], 12.0)?, solutions(after, x, &[], 12.0)?));
    let Some((a, b)) = found() else { return false };
    let near = |p: f64, q: f64| (p - q).abs() < 1e-7;
    [(-1e-9, 2.0 * PI - 1e-9), (-1e-9, 2.0 * PI + 1e-9), (-PI + 1e-9, PI + 1e-9)].iter().any(
        |&(low, high)| {
            let within: Vec<f64> =
                a.points.iter().copied().filter(|v| (low..high).contains(v)).collect();
            within.len() > 1
                && within.len() == b.points.len()
                && within.iter().zip(&b.points).all(|(p, q)| near(*p, *q))
        },
    )
}

/// A product of the pieces, for candidates.
pub(super) fn times(a: &Node, b: &Node) -> Node {
    Node::Product(vec![(Join::Dot, a.clone()), (Join::Dot, b.clone())])
}
