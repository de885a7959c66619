//! Checking by numbers, on the notation itself: a second reading that shares nothing with the rules that made a line.

use crate::complex::{C, Complex, Real, close, real};
use crate::expr::burn;
use crate::solution::Step;
use crate::twofold::Twofold;
use ganita_notation::{Node, Side, Sign};

mod beside;
mod evaluate;
mod gauss;
mod holds;
#[cfg(test)]
mod mutants;
mod named;
mod quadrature;
mod residue;
mod roots;
mod statements;
#[cfg(test)]
mod wrong;

pub(crate) use evaluate::{
    Letters, decimal, determinant, differentiated, evaluate, function, integrated, letter_name,
    odd_root,
};
pub(crate) use gauss::Smooth;
pub(crate) use holds::holds;
pub(crate) use quadrature::integral;

fn has_open_integral(node: &Node) -> bool {
    match node {
        Node::Integral { lower: None, .. } => true,
        Node::Sum(items) => items.iter().any(|(_, item)| has_open_integral(item)),
        Node::Product(items) => items.iter().any(|(_, item)| has_open_integral(item)),
        Node::Fraction(a, _) | Node::Group(_, a, _) => has_open_integral(a),
        _ => false,
    }
}

/// The slope of a line that may hold indefinite integrals.
fn slope<T: Real>(node: &Node, name: &str, letters: &Letters<'_, T>) -> Complex<T> {
    match node {
        Node::Integral { lower: None, body, variables, .. } => {
            let Some(inner) = variables.first().and_then(letter_name) else {
                return Complex::nothing();
            };
            let value = evaluate(body, letters);
            if inner == name {
                return value;
            }
            match letters.given.iter().find(|(letter, _)| *letter == inner) {
                Some((_, given)) => {
                    value
                        * differentiated(given, name, 1, &Letters { given: &[], ..letters.clone() })
                }
                None => Complex::nothing(),
            }
        }
        Node::Sum(terms) => terms.iter().fold(real(T::ZERO), |sum, (sign, term)| {
            let slope = slope(term, name, letters);
            if *sign == Sign::Minus { sum - slope } else { sum + slope }
        }),
        Node::Product(factors) if factors.iter().any(|(_, f)| has_open_integral(f)) => {
            factors.iter().fold(real(T::ONE), |product, (_, factor)| {
                product
                    * if has_open_integral(factor) {
                        slope(factor, name, letters)
                    } else {
                        evaluate(factor, letters)
                    }
            })
        }
        Node::Fraction(a, b) if has_open_integral(a) => {
            slope(a, name, letters) / evaluate(b, letters)
        }
        Node::Group(_, inner, _) if has_open_integral(inner) => slope(inner, name, letters),
        Node::Symbol(c) if c == "C" => real(T::ZERO),
        _ => differentiated(node, name, 1, &letters.with("C", real(T::ZERO))),
    }
}

fn is_statement(node: &Node) -> bool {
    match node {
        Node::Relation(..) | Node::Lines(_) | Node::Cases(_) => true,
        Node::Operation(name, _) => name == "or" || name == "and",
        Node::List(items) => items.iter().any(is_statement),
        Node::Text(words) => words == "no solution",
        _ => false,
    }
}

/// Numbers that are in no textbook: the k-th sample for the j-th letter.
fn sample(k: usize, j: usize) -> f64 {
    const BASE: [f64; 16] = [
        0.37, 1.43, -1.37, 0.83, 3.29, -0.41, 1.91, 5.17, 0.59, 2.71, -2.63, 0.19, -0.77, 4.13,
        -3.61, 0.93,
    ];
    let shift = libm::sin((j as f64 + 1.0) * 12.9898 + k as f64 * 4.1414) * 0.21;
    BASE[(k + 5 * j) % BASE.len()] + if j == 0 { 0.0 } else { shift }
}

/// Some of the points lie far out, beyond the corners that most lines have: |x - 50| is not 50 - x.
fn spread(k: usize, reach: Reach) -> f64 {
    match k {
        5 if !matches!(reach, Reach::Beside(..)) => 97.0,
        7 if !matches!(reach, Reach::Beside(..)) => 19.0,
        16.. => 1.7,
        _ => 1.0,
    }
}

/// Where the letters of a solution are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reach {
    /// The variable beyond a place on one side of it, 1 or -1, or on both, 0.
    Beside(f64, f64),
    /// Everywhere.
    Real,
    /// Where all but the variable are positive: lengths and rates.
    Positive,
    /// Between 0 and a right angle.
    Acute,
}

impl Reach {
    /// Whether a letter is looked at here.
    fn contains(self, x: f64, is_variable: bool) -> bool {
        match self {
            Reach::Positive => is_variable || x > 0.0,
            Reach::Real | Reach::Beside(..) => true,
            Reach::Acute => x > 0.0 && x < std::f64::consts::FRAC_PI_2,
        }
    }

    /// A sample of a letter, brought to where it is looked at.
    fn within(self, x: f64, is_variable: bool) -> f64 {
        match self {
            Reach::Positive if !is_variable => x.abs(),
            Reach::Beside(place, side) if is_variable => {
                place + 0.25 * if side == 0.0 { x } else { side * x.abs() }
            }
            Reach::Real | Reach::Positive | Reach::Beside(..) => x,
            // From 0.2 to 1.4.
            Reach::Acute => 1.55 * x.abs() / (1.0 + x.abs()),
        }
    }
}

/// Whether two expressions have the same value wherever both have one. `None`: too few points to say.
pub(crate) fn same_value(
    before: &Node,
    after: &Node,
    letters: &[String],
    given: &[(String, Node)],
    variable: Option<&str>,
    reach: Reach,
) -> Option<bool> {
    same_values(before, after, letters, given, variable, reach, &mut Known::default())
}

/// Parts of a line that are worked out for a unit of fuel, in doubles.
const PARTS: u64 = 4;
/// How many times as much 32 digits take.
const PRECISE: u64 = 24;
/// A slope takes so many values.
const SLOPE: u64 = 6;
/// A family of solutions is looked at so often.
const FAMILY: u64 = 6;

/// Fuel for the value of a line.
pub(crate) fn weight(node: &Node) -> u64 {
    let mut parts = 0;
    count(node, &mut parts);
    1 + parts / PARTS
}

fn count(node: &Node, parts: &mut u64) {
    *parts += 1;
    node.for_each_child(&mut |part| count(part, parts));
}

/// How often two lines are tried.
const TRIES: usize = 32;
/// After so many points on which two lines agree they are the same.
const ENOUGH: usize = 8;

/// A line, what its letters stand for, and how it is read.
type Line<'a> = (&'a Node, &'a [(String, Node)], [bool; 2]);

/// The values of the line a step ended in, for the step that starts from it.
#[derive(Default)]
pub(crate) struct Known<'a> {
    line: Option<Line<'a>>,
    values: Vec<Option<C>>,
    /// To 32 digits, and at which point.
    precise: Option<(usize, Complex<Twofold>)>,
    /// The same beside the real numbers, far and near.
    beside: [Option<(usize, Complex<Twofold>)>; 2],
}

/// How far beside a real point the complex ones are, for the j-th letter: so far that they are points in their own right,
/// and so near that no branch is left on the way.
const ASIDE: [[f64; 2]; 2] = [[0.43, -0.29], [0.0019, -0.0013]];
/// Points at which a complex value is looked for.
const ASIDES: usize = 3;
/// What cancels takes so much of a value of 32 digits.
const CANCELLED: f64 = 1e-24;

/// Two lines and how they are read.
struct Pair<'a> {
    before: &'a Node,
    after: &'a Node,
    price: u64,
}

impl Pair<'_> {
    /// The sizes of what is added up in both.
    fn scale(&self, letters: &Letters<'_>) -> f64 {
        holds::scale(self.before, letters) + holds::scale(self.after, letters)
    }

    /// Whether they are the same beside the k-th real point. `None`: a line has no value there that continues the real one.
    #[inline(never)]
    fn beside(
        &self,
        k: usize,
        letters: &Letters<'_>,
        first: [Option<(usize, Complex<Twofold>)>; 2],
        second: &mut [Option<(usize, Complex<Twofold>)>; 2],
    ) -> Option<bool> {
        let mut there = precisely(letters);
        there.beside = true;
        for (far, aside) in ASIDE.iter().enumerate() {
            burn(2 * PRECISE * self.price);
            for (j, (_, value)) in there.values.iter_mut().enumerate() {
                value.im = Twofold::from_f64(aside[j % 2] / (1 + j / 2) as f64);
            }
            let a = match first[far] {
                Some((point, value)) if point == k => value,
                _ => evaluate(self.before, &there),
            };
            let b = evaluate(self.after, &there);
            second[far] = Some((k, b));
            if !a.is_finite() || !b.is_finite() {
                continue;
            }
            if near(a, b, Sought::Value) {
                return Some(true);
            }
            let last = far + 1 == ASIDE.len();
            if last || !(beside::branches(self.before) || beside::branches(self.after)) {
                let mut double = letters.clone();
                for ((_, value), (_, precise)) in double.values.iter_mut().zip(&there.values) {
                    value.im = precise.im.to_f64();
                }
                if last || (a - b).abs() > CANCELLED * self.scale(&double) {
                    return Some(false);
                }
            }
        }
        None
    }
}

fn same_values<'a>(
    before: &'a Node,
    after: &'a Node,
    letters: &[String],
    given: &'a [(String, Node)],
    variable: Option<&str>,
    reach: Reach,
    known: &mut Known<'a>,
) -> Option<bool> {
    let open = has_open_integral(before)
        || has_open_integral(after)
        || ends_in_constant(before)
        || ends_in_constant(after);
    let by = variable.filter(|_| open);
    let sought = if has_limit(before) || has_limit(after) {
        Sought::Limit
    } else if open || has_derivative(before) || has_derivative(after) {
        Sought::Slope
    } else {
        Sought::Value
    };
    let derived = sought != Sought::Value;
    if let (Node::Limit { variable, target, side, body }, Some(up)) = (before, infinity(after)) {
        return grows(body, &letter_name(variable)?, target, *side, up);
    }
    // Letters in a definite integral are lengths and rates: positive.
    let positive = matches!(before, Node::Integral { lower: Some(_), .. });
    let price = weight(before) + weight(after);
    if !derived && residue::same(before, after, letters, given, price) {
        return Some(true);
    }
    let mut agreed = 0;
    let price = if derived { SLOPE * price } else { price };
    let values = letters.iter().map(|name| (name.clone(), real(0.0))).collect();
    let mut letters = Letters { values, given, minus: false, beside: false };
    let reading = [open, positive];
    let (mut first, mut precise) = (std::mem::take(&mut known.values), known.precise.take());
    let mut aside = std::mem::take(&mut known.beside);
    let mut asides = if derived || letters.values.is_empty() { 0 } else { ASIDES };
    let pair = Pair { before, after, price };
    if known.line.replace((after, given, reading)) != Some((before, given, reading)) {
        first.clear();
        precise = None;
        aside = [None; 2];
    }
    first.resize(TRIES, None);
    known.values.resize(TRIES, None);
    // Real points first; complex values count only where no real ones are to be had.
    for complex in [false, true] {
        for (k, (first, second)) in first.iter_mut().zip(&mut known.values).enumerate() {
            for (j, (name, value)) in letters.values.iter_mut().enumerate() {
                let x = sample(k, j) * spread(k, reach);
                let x = reach.within(x, variable == Some(name.as_str()));
                *value = real(if positive { x.abs() } else { x });
            }
            if burn(price) {
                return None;
            }
            let a = *first.get_or_insert_with(|| line(before, by, &letters));
            let b = *second.get_or_insert_with(|| line(after, by, &letters));
            if !a.is_finite()
                || !b.is_finite()
                || a.abs() > 1e9
                || a.abs() < 1e-250 && a.abs() > 0.0
            {
                // Without letters every point is the same.
                if letters.values.is_empty() {
                    return None;
                }
                continue;
            }
            if complex == (a.is_real() && b.is_real()) {
                continue;
            }
            // The first point is worked out to 32 digits as well, and where doubles lose too much by cancelling.
            let far = !near(a, b, sought);
            if far || agreed == 0 {
                burn(PRECISE * price);
                let double = &letters;
                let letters = precisely(double);
                let a = match precise {
                    Some((point, value)) if point == k => value,
                    _ => line(before, by, &letters),
                };
                let b = line(after, by, &letters);
                known.precise = Some((k, b));
                let agree = (a.is_finite() && b.is_finite()).then(|| near(a, b, sought));
                match agree {
                    Some(true) => {}
                    None if !far => {}
                    _ => {
                        if (a - b).abs() <= CANCELLED * pair.scale(double) {
                            continue;
                        }
                        return Some(false);
                    }
                }
            }
            if asides > 0 && !complex {
                asides = match pair.beside(k, &letters, aside, &mut known.beside) {
                    Some(false) => return Some(false),
                    Some(true) => 0,
                    None => asides - 1,
                };
            }
            agreed += 1;
            if letters.values.is_empty() || (has_limit(before) && agreed >= 3) || agreed >= ENOUGH {
                return Some(true);
            }
        }
        if agreed >= 2 {
            return Some(true);
        }
    }
    None
}

/// The value of a line, or its slope where it holds indefinite integrals.
fn line<T: Real>(node: &Node, by: Option<&str>, letters: &Letters<'_, T>) -> Complex<T> {
    match by {
        Some(name) => slope(node, name, letters),
        None => evaluate(node, letters),
    }
}

/// What is compared.
#[derive(Clone, Copy, PartialEq)]
enum Sought {
    Value,
    Slope,
    Limit,
}

fn near<T: Real>(a: Complex<T>, b: Complex<T>, sought: Sought) -> bool {
    let tolerance = match sought {
        Sought::Value => T::TOLERANCE,
        Sought::Slope => T::SLOPE,
        Sought::Limit => T::APPROACHED,
    };
    close(a, b, tolerance)
}

/// The same letters to 32 digits.
fn precisely<'a>(letters: &Letters<'a>) -> Letters<'a, Twofold> {
    let precise =
        |value: &C| Complex { re: Twofold::from_f64(value.re), im: Twofold::from_f64(value.im) };
    let values =
        letters.values.iter().map(|(name, value)| (name.clone(), precise(value))).collect();
    Letters { values, given: letters.given, minus: letters.minus, beside: letters.beside }
}

/// The sign of a lone ∞.
fn infinity(node: &Node) -> Option<bool> {
    match node {
        Node::Symbol(name) if name == "infinity" => Some(true),
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, Node::Symbol(name))] if name == "infinity" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the values near the target grow without a bound in sight.
fn grows(body: &Node, name: &str, target: &Node, side: Side, up: bool) -> Option<bool> {
    let target = evaluate(target, &Letters::default()).re;
    let f = function(body, name);
    let mut last = 0.0;
    for k in [2, 4, 6, 8] {
        let step = libm::pow(10.0, -f64::from(k));
        let x = if target.is_infinite() {
            target.signum() / step
        } else {
            target + if side == Side::Left { -step } else { step }
        };
        let y = f(x);
        if !y.is_finite() || !y.is_real() {
            return (last > 1e3).then_some(true);
        }
        let y = if up { y.re } else { -y.re };
        if y <= last {
            return Some(false);
        }
        last = y;
    }
    Some(true)
}

/// `… + C`.
fn ends_in_constant(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.last().is_some_and(|(_, term)| *term == Node::symbol("C")))
}

fn has_constant(node: &Node) -> bool {
    crate::parts::any(node, &|part| matches!(part, Node::Symbol(name) if name == "C"))
}

fn has_limit(node: &Node) -> bool {
    match node {
        Node::Limit { .. } => true,
        Node::Product(items) => items.iter().any(|(_, item)| matches!(item, Node::Limit { .. })),
        _ => false,
    }
}

fn has_derivative(node: &Node) -> bool {
    match node {
        Node::Derivative { .. } => true,
        Node::Sum(items) => items.iter().any(|(_, item)| has_derivative(item)),
        Node::Product(items) => items.iter().any(|(_, item)| has_derivative(item)),
        Node::Fraction(a, b) | Node::Power(a, b) => has_derivative(a) || has_derivative(b),
        Node::Group(_, inner, _) | Node::Root { radicand: inner, .. } => has_derivative(inner),
        Node::Apply { argument, .. } => has_derivative(argument),
        _ => false,
    }
}

/// What the check of a whole solution knows.
pub(crate) struct Ground {
    /// The letters in the lines.
    pub(crate) letters: Vec<String>,
    /// The letter differentiated or integrated by, or solved for.
    pub(crate) variable: Option<String>,
    /// Points at which statements are tried, beside the samples.
    pub(crate) points: Vec<Vec<f64>>,
    pub(crate) reach: Reach,
    /// So many of the letters, the first, are unknowns.
    pub(crate) unknowns: usize,
    /// What is to be solved: roots of it may not be rejected.
    pub(crate) problem: Option<Node>,
}

/// Whether a step is sound. `None`: it cannot be said.
pub(crate) fn step(step: &Step, ground: &Ground) -> Option<bool> {
    next_step(step, ground, &mut Known::default())
}

/// Whether two limits at one place are of the same function, as far as it is looked at from there.
#[inline(never)]
fn same_bodies<'a>(step: &'a Step, ground: &Ground, known: &mut Known<'a>) -> Option<bool> {
    let (
        Node::Limit { variable, target, side, body: before },
        Node::Limit { variable: x, target: place, side: from, body: after },
    ) = (&step.before, &step.after)
    else {
        return None;
    };
    if (variable, target, side) != (x, place, from) {
        return None;
    }
    let name = letter_name(variable)?;
    let way = match side {
        Side::Left => -1.0,
        Side::Right => 1.0,
        Side::Both => 0.0,
    };
    // Far enough out for what holds near infinity, not too far for exponentials.
    const FAR: f64 = 3.0;
    let place = evaluate(target, &Letters::default()).re;
    let reach = match place {
        place if place.is_infinite() => Reach::Beside(FAR * place.signum(), place.signum()),
        place if place.is_finite() => Reach::Beside(place, way),
        _ => ground.reach,
    };
    same_values(before, after, &ground.letters, &step.where_, Some(&name), reach, known)
}

/// Whether what has the limit is the quotient of the slopes of what had it. `None`: it was not written as a quotient.
#[inline(never)]
fn same_slopes(step: &Step, ground: &Ground) -> Option<bool> {
    let Node::Limit { variable, target, side, body } = &step.before else { return None };
    let Node::Fraction(top, below) = &**body else { return None };
    let slope = |of: &Node| {
        Box::new(Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![(**variable).clone()],
            of: Some(Box::new(of.clone())),
            inside: false,
        })
    };
    let body = Box::new(Node::Fraction(slope(top), slope(below)));
    let before =
        Node::Limit { variable: variable.clone(), target: target.clone(), side: *side, body };
    let quotient = Step { before, ..step.clone() };
    same_bodies(&quotient, ground, &mut Known::default())
}

/// The same for one step after another.
pub(crate) fn next_step<'a>(
    step: &'a Step,
    ground: &Ground,
    known: &mut Known<'a>,
) -> Option<bool> {
    if step.before == step.after {
        return Some(true);
    }
    if is_statement(&step.before) || is_statement(&step.after) {
        return statements::sound(step, ground);
    }
    if step.rule == "l'hospital"
        && let Some(false) = same_slopes(step, ground)
    {
        return Some(false);
    }
    // Limits that are equal say little of what was written anew, and nothing of what tends to nothing.
    if step.rule != "l'hospital"
        && let (Node::Limit { .. }, Node::Limit { .. }) = (&step.before, &step.after)
        && let Some(same) = same_bodies(step, ground, known)
    {
        return Some(same);
    }
    if let Some(example) = named::exemplified(step) {
        return self::step(&example, ground);
    }
    // What integrates says its constant.
    if (has_open_integral(&step.before) || ends_in_constant(&step.before))
        && !has_open_integral(&step.after)
        && !has_constant(&step.after)
    {
        return Some(false);
    }
    same_values(
        &step.before,
        &step.after,
        &ground.letters,
        &step.where_,
        ground.variable.as_deref(),
        ground.reach,
        known,
    )
}
