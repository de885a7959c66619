//! Whether a step between statements is sound: equations exactly where they are proportional, all else at points.

use super::residue::{Place, Residue, residue};
use super::roots;
use super::{FAMILY, Ground, Letters, Reach, evaluate, holds, precisely, sample, weight};
use crate::complex::{C, Complex, Real, close, real};
use crate::expr::burn;
use crate::solution::{Relation as Link, Step};
use ganita_notation::{Function, Join, Node, Relation};

/// Points at which inequalities are tried beside those that are found.
const SAMPLES: usize = 16;

pub(super) fn sound(step: &Step, ground: &Ground) -> Option<bool> {
    if step.case.is_none()
        && matches!(step.relation, Link::Equivalent | Link::Info)
        && proportional(step, ground)
    {
        return Some(true);
    }
    at_points(step, ground)
}

/// The letters of a step.
fn letters<'a>(step: &'a Step, ground: &Ground) -> Letters<'a> {
    let values = ground.letters.iter().map(|name| (name.clone(), real(0.0))).collect();
    Letters { values, given: &step.where_, minus: false, beside: false }
}

/// Whether a function of this form has a value everywhere, and none but one: a multiple of it has the same zeros.
#[inline(never)]
fn is_entire(node: &Node, letters: &[String]) -> bool {
    let all = |node: &Node| is_entire(node, letters);
    let fixed = |node: &Node| !mentions(node, letters);
    match node {
        Node::Number(_) | Node::Mixed(..) | Node::Symbol(_) | Node::Subscript(..) => true,
        Node::Sum(terms) => terms.iter().all(|(_, term)| all(term)),
        Node::Product(factors) => factors.iter().all(|(join, factor)| match join {
            Join::Beside | Join::Dot | Join::Times => all(factor),
            _ => fixed(factor),
        }),
        Node::Fraction(a, b) => all(a) && fixed(b),
        Node::Group(_, inner, _) => all(inner),
        Node::Power(base, exponent) => {
            let whole = matches!(&**exponent, Node::Number(digits) if digits.bytes().all(|b| b.is_ascii_digit()));
            all(base) && whole || fixed(base) && (fixed(exponent) || all(exponent))
        }
        Node::Apply { function: Function::Named(name), power, argument, .. } => {
            let whole = power.as_ref().is_none_or(|power| matches!(**power, Node::Number(_)));
            fixed(node)
                || whole
                    && matches!(name.as_str(), "sin" | "cos" | "exp" | "sinh" | "cosh")
                    && all(argument)
        }
        other => fixed(other),
    }
}

/// Whether one of the letters stands in it, or any with an index.
#[inline(never)]
pub(super) fn mentions(node: &Node, letters: &[String]) -> bool {
    match node {
        Node::Symbol(name) => letters.contains(name),
        Node::Subscript(..) => true,
        _ => {
            let mut found = false;
            node.for_each_child(&mut |part| found = found || mentions(part, letters));
            found
        }
    }
}

/// The equations one of which must hold. `None`: something else is said.
#[inline(never)]
fn equations<'a>(node: &'a Node, out: &mut Vec<(&'a Node, &'a Node)>) -> Option<()> {
    match node {
        Node::Relation(left, rest) => match rest.as_slice() {
            [(Relation::Equal, right)] => {
                out.push((left, right));
                Some(())
            }
            _ => None,
        },
        Node::Operation(name, items) if name == "or" => {
            items.iter().try_for_each(|item| equations(item, out))
        }
        Node::Group(_, inner, _) => equations(inner, out),
        Node::Text(words) if words == "no solution" => Some(()),
        _ => None,
    }
}

/// Whether the products of the differences of the sides are a fixed multiple of each other: exactly where all is
/// rational, else at real and complex points to 32 digits.
#[inline(never)]
fn proportional(step: &Step, ground: &Ground) -> bool {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if equations(&step.before, &mut before).is_none()
        || equations(&step.after, &mut after).is_none()
    {
        return false;
    }
    // A letter that stands for an expression may have no value somewhere.
    let mut names = ground.letters.clone();
    for (name, _) in &step.where_ {
        names.push(name.clone());
    }
    let named = |node: &Node| is_entire(node, &names) && known(node, &names);
    if !before.iter().chain(&after).all(|(a, b)| named(a) && named(b)) {
        return false;
    }
    let price = weight(&step.before) + weight(&step.after);
    if burn(2 * price) {
        return false;
    }
    let exactly = |lines: &[(&Node, &Node)], number: u64| {
        let place = Place { letters: &ground.letters, given: &step.where_, number };
        let one = Residue::ONE;
        lines.iter().try_fold(one, |product, (a, b)| {
            Some(product.times(residue(a, &place)?.minus(residue(b, &place)?)))
        })
    };
    if let (Some(a), Some(b), Some(c), Some(d)) =
        (exactly(&before, 1), exactly(&after, 1), exactly(&before, 2), exactly(&after, 2))
    {
        return !a.is_zero() && !b.is_zero() && a.times(d) == b.times(c);
    }
    numerically(&before, &after, letters(step, ground), ground, price)
}

/// Whether every letter in it is one of these: n of a family is not.
#[inline(never)]
fn known(node: &Node, letters: &[String]) -> bool {
    match node {
        Node::Symbol(name) => name != "n" || letters.contains(name),
        Node::Subscript(..) => true,
        _ => {
            let mut all = true;
            node.for_each_child(&mut |part| all = all && known(part, letters));
            all
        }
    }
}

#[inline(never)]
fn product<T: Real>(lines: &[(&Node, &Node)], letters: &mut Letters<'_, T>) -> Complex<T> {
    lines.iter().fold(real(T::ONE), |product, (a, b)| {
        let mut gap = evaluate(a, letters) - evaluate(b, letters);
        if holds::has_choice(a) || holds::has_choice(b) {
            letters.minus = !letters.minus;
            gap = gap * (evaluate(a, letters) - evaluate(b, letters));
            letters.minus = !letters.minus;
        }
        product * gap
    })
}

/// One real and two complex points.
#[inline(never)]
fn numerically(
    before: &[(&Node, &Node)],
    after: &[(&Node, &Node)],
    mut double: Letters<'_>,
    ground: &Ground,
    price: u64,
) -> bool {
    let mut first = None;
    for (k, aside) in [(0, 0.0), (3, 0.43), (6, -0.77)] {
        if burn(super::PRECISE * price) {
            return false;
        }
        for (j, (_, value)) in double.values.iter_mut().enumerate() {
            *value = C { re: ground.reach.within(sample(k, j), j == 0), im: aside };
        }
        let mut letters = precisely(&double);
        let (a, b) = (product(before, &mut letters), product(after, &mut letters));
        let ratio = a / b;
        if !ratio.is_finite() || a.abs() < 1e-12 || b.abs() < 1e-12 {
            return false;
        }
        match first {
            None => first = Some(ratio),
            Some(first) if (ratio - first).abs() > 1e-20 * first.abs() => return false,
            Some(_) => {}
        }
        if ground.letters.is_empty() {
            break;
        }
    }
    true
}

/// Points, one value a letter.
struct Points {
    count: usize,
    values: Vec<C>,
}

impl Points {
    fn push(&mut self, of: &mut dyn FnMut(usize) -> C) {
        for j in 0..self.count {
            self.values.push(of(j));
        }
    }

    /// Unless it is no number or nearly there.
    fn add(&mut self, letters: &Letters<'_>) {
        let new = &letters.values[..self.count];
        let same = |point: &[C]| point.iter().zip(new).all(|(a, (_, b))| close(*a, *b, 1e-6));
        if new.iter().all(|(_, x)| x.is_finite()) && !self.values.chunks(self.count).any(same) {
            self.push(&mut |j| new[j].1);
        }
    }
}

/// At the points where either line begins or ceases to hold, beside them, and at samples.
fn at_points(step: &Step, ground: &Ground) -> Option<bool> {
    let count = ground.letters.len();
    let main = roots::main(ground);
    let complex = mentions_i(&step.before) || mentions_i(&step.after);
    let mut letters = letters(step, ground);
    let mut points = Points { count, values: Vec::new() };
    for point in ground.points.iter().filter(|point| point.len() >= count) {
        points.push(&mut |j| real(point[j]));
    }
    if count > 0 {
        for line in [&step.before, &step.after] {
            roots::found(line, ground, &mut letters, complex, &mut |letters| points.add(letters));
        }
    }
    // Where all is nothing, and all but one letter: double zeros are found badly, and equations that say the same twice.
    let whole =
        [&step.before, &step.after].into_iter().all(|line| !has_gaps(line, &ground.letters));
    let unknowns = ground.unknowns.min(count);
    if whole && step.where_.is_empty() && unknowns > 0 {
        points.push(&mut |j| real(if j < unknowns { 0.0 } else { sample(1, j) }));
        for axis in 0..if unknowns > 1 { unknowns.min(3) } else { 0 } {
            let zero = |j: usize| j < unknowns && j != axis;
            points.push(&mut |j| real(if zero(j) { 0.0 } else { sample(0, j) }));
        }
    }
    for at in (0..points.values.len()).step_by(count.max(1)) {
        for offset in [-0.31, 0.27] {
            for j in at..at + count {
                points.values.push(points.values[j] + real(offset));
            }
        }
    }
    if step.case.is_some() && count == 1 {
        // A branch may be narrow.
        for k in -60..=60 {
            points.values.push(real(f64::from(k) * 0.237 + 0.0713));
        }
    }
    for k in 0..SAMPLES {
        points.push(&mut |j| match ground.reach {
            Reach::Acute => real(Reach::Acute.within(sample(k, j), false)),
            _ => real(sample(k, j)),
        });
    }
    let poles = crate::parts::any(&step.before, &|part| {
        matches!(part, Node::Apply { function: Function::Named(name), power: None, .. }
            if matches!(name.as_str(), "tan" | "cot" | "sec" | "csc" | "cosec"))
    });
    // ln x³ = 6 has complex solutions that no school counts.
    let logarithms = [&step.before, &step.after].into_iter().any(|line| {
        crate::parts::any(line, &|part| {
            matches!(part, Node::Apply { function: Function::Named(name), .. }
                if matches!(name.as_str(), "ln" | "log"))
        })
    });
    let mut seen = 0;
    let [before_many, after_many] = [&step.before, &step.after].map(holds::mentions_n);
    let price = |node: &Node, many: bool| weight(node) * if many { FAMILY } else { 1 };
    let price = price(&step.before, before_many) + price(&step.after, after_many);
    for k in 0..points.values.len().checked_div(count).unwrap_or(SAMPLES) {
        let mut inside = true;
        for (j, (_, value)) in letters.values.iter_mut().enumerate() {
            *value = points.values[k * count + j];
            inside &= ground.reach.contains(value.re, j == main);
        }
        let aside = letters.values[..count].iter().any(|(_, value)| !value.is_real());
        if !inside
            || logarithms && aside && !complex
            || step.case.as_ref().is_some_and(|case| holds(case, &letters) != Some(true))
        {
            continue;
        }
        if burn(price) {
            return None;
        }
        let truth = |line: &Node, many: bool| {
            let holds = holds::holds_in(line, &letters, many)?;
            Some(holds && !(poles && (at_pole(line, &letters) || hides_pole(line, &letters))))
        };
        let (Some(before), Some(after)) =
            (truth(&step.before, before_many), truth(&step.after, after_many))
        else {
            continue;
        };
        let sound = match step.relation {
            Link::Equivalent | Link::Info => before == after,
            Link::Implies => after || !before,
            Link::Restrict => {
                (before || !after) && !(before && !after && lost(step, ground, &letters))
            }
        };
        if !sound {
            return Some(false);
        }
        seen += 1;
    }
    (seen >= if step.case.is_some() { 2 } else { 4 }).then_some(true)
}

/// Whether something in it may have no value where another line has one.
fn has_gaps(node: &Node, letters: &[String]) -> bool {
    crate::parts::any(node, &|part| match part {
        Node::Fraction(_, below) => mentions(below, letters),
        Node::Power(_, exponent) => !matches!(**exponent, Node::Number(_)),
        Node::Apply { function: Function::Named(name), power, .. } => {
            !matches!(name.as_str(), "sin" | "cos")
                || power.as_ref().is_some_and(|power| !matches!(**power, Node::Number(_)))
        }
        Node::Product(factors) => factors.iter().any(|(join, factor)| {
            !matches!(join, Join::Beside | Join::Dot | Join::Times) && mentions(factor, letters)
        }),
        Node::Root { radicand, .. } => mentions(radicand, letters),
        Node::Derivative { .. } | Node::Apply { .. } => true,
        _ => false,
    })
}

fn mentions_i(node: &Node) -> bool {
    crate::parts::any(node, &|part| matches!(part, Node::Symbol(name) if name == "i"))
}

/// As near as doubles come to a pole a side is huge, and not nothing.
const HUGE: f64 = 1e12;

/// Whether a side of an inequality is at a pole.
fn at_pole(node: &Node, letters: &Letters<'_>) -> bool {
    match node {
        Node::Relation(first, rest) => {
            let huge = |side: &Node| evaluate(side, letters).abs() > HUGE;
            rest.iter().all(|(relation, _)| !matches!(relation, Relation::Equal | Relation::In))
                && (huge(first) || rest.iter().any(|(_, side)| huge(side)))
        }
        Node::Operation(_, items) | Node::List(items) => {
            items.iter().any(|item| at_pole(item, letters))
        }
        _ => false,
    }
}

/// Whether an inverse function is taken of what is at a pole: tan⁻¹(cosec π) has no value.
fn hides_pole(node: &Node, letters: &Letters<'_>) -> bool {
    crate::parts::any(node, &|part| match part {
        Node::Apply { function: Function::Named(name), power, argument, .. } => {
            (power.is_some() || name.starts_with("arc")) && evaluate(argument, letters).abs() > HUGE
        }
        _ => false,
    })
}

/// Whether something that solves the problem, where it is looked at, was taken away.
#[inline(never)]
fn lost(step: &Step, ground: &Ground, letters: &Letters<'_>) -> bool {
    let Some(problem) = &ground.problem else { return false };
    let bounds = step.parameters.iter().find(|(name, _)| *name == "bounds");
    let inside = match bounds {
        Some((_, bounds)) => holds(bounds, letters) == Some(true),
        // The angles of one turn.
        None if step.rule == "angles" => letters
            .values
            .first()
            .is_some_and(|(_, x)| x.re > -1e-9 && x.re < 2.0 * std::f64::consts::PI - 1e-9),
        None => true,
    };
    // At a pole both sides are huge and may look alike.
    let at_pole = crate::explain::sides(problem).is_some_and(|(side, _)| {
        mentions(side, &ground.letters) && evaluate(side, letters).abs() > HUGE
    });
    step.where_.is_empty() && inside && !at_pole && holds(problem, letters) == Some(true)
}
