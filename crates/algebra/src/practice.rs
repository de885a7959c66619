//! Similar problems: the same shape and the same rules, other numbers.

use crate::check::{self, Letters};
use crate::explain::explain;
use crate::parts;
use crate::show::show;
use crate::solution::Step;
use crate::task::{Kind, Task};
use ganita_notation::{Function, Join, Node, Sign, read, write_latex};

/// A similar problem: the same shape and the same rules with other numbers. The seed chooses; `None`: nothing decent
/// was found.
///
/// Every candidate is solved by the engine: the one is taken whose rules and whose answer's length are nearest.
#[must_use]
pub fn practice(task: &Task, problem: &Node, seed: u64) -> Option<Node> {
    let model = explain(task, problem).ok()?;
    let rules = |steps: &[Step]| steps.iter().map(|step| step.rule).collect::<Vec<_>>();
    let (wanted, weight) = (rules(&model.steps), weight(&model.answer));
    let mut dice = Dice(seed);
    let mut decent: Vec<(u32, Node)> = Vec::new();
    for attempt in 0..2 * TRIES {
        // Where other numbers lead nowhere, more than the numbers is changed.
        if attempt == TRIES && !decent.is_empty() {
            break;
        }
        let Some(candidate) = changed(task, problem, attempt, &mut dice) else { continue };
        if candidate == *problem {
            continue;
        }
        // What is shown must read back.
        let Ok(candidate) = read(&write_latex(&candidate)) else { continue };
        let Ok(solution) = explain(task, &candidate) else { continue };
        let found = rules(&solution.steps);
        let alike = found.first() == wanted.first()
            && solution.answers.len() == model.answers.len()
            && is_shaped(&solution.answer, &model.answer);
        if is_bare(&candidate, &solution.answer) && !is_bare(problem, &model.answer) {
            continue;
        }
        // What a rule shows to be 0, or to have no solution, may be so again.
        let told = matches!(solution.answer, Node::Text(_))
            || task.kind == Kind::Definite && found == wanted;
        if !alike || solution.answer == model.answer && !told {
            continue;
        }
        let others = |a: &[&str], b: &[&str]| a.iter().filter(|rule| !b.contains(rule)).count();
        let strange = others(&found, &wanted) + others(&wanted, &found);
        let ugliness = self::weight(&solution.answer) + 6 * strange as u32;
        // Twice as long an answer is not decent.
        if ugliness <= 2 * weight + 8 {
            decent.push((ugliness, candidate));
        }
        // What needs more than other numbers gives few: the seed chooses among some.
        if ugliness <= weight + SLACK && (attempt < TRIES || decent.len() > 5) {
            break;
        }
    }
    // One of the best: the very best would be the same for every seed.
    let least = decent.iter().map(|(ugliness, _)| *ugliness).min()?;
    decent.retain(|(ugliness, _)| *ugliness <= (least + (least / 2).max(SLACK)).max(weight));
    let place = dice.below(decent.len() as u64) as usize;
    Some(decent.swap_remove(place).1)
}

/// How much uglier than the best an answer may be.
const SLACK: u32 = 4;

/// Whether two answers are of one shape: both mere values, or alike.
fn is_shaped(a: &Node, b: &Node) -> bool {
    let value = |node: &Node| {
        matches!(
            node,
            Node::Number(_)
                | Node::Symbol(_)
                | Node::Sum(_)
                | Node::Product(_)
                | Node::Fraction(..)
        )
    };
    value(a) && value(b) || std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Whether a problem is none: a root of a square number, a fraction that cancels, like terms apart, ⁿCₙ, 3ˣ = 3, an
/// answer of 0 or nothing, or one with inverse functions.
fn is_bare(problem: &Node, answer: &Node) -> bool {
    let number = |node: &Node| match node {
        Node::Number(digits) => digits.parse::<u64>().ok(),
        _ => None,
    };
    let shared =
        |a: u64, b: u64| (2..=a.min(b)).any(|k| a.is_multiple_of(k) && b.is_multiple_of(k));
    let idle = |part: &Node| match part {
        Node::Root { degree: None, radicand } => {
            number(radicand).is_some_and(|n| (2..=n / 2).any(|k| k * k == n))
        }
        Node::Fraction(a, b) => {
            number(a).zip(number(b)).is_some_and(|(a, b)| a == b || shared(a, b))
        }
        Node::Sum(terms) => {
            let letters =
                |node: &Node| parts::any(node, &is_unknown) || matches!(node, Node::Fraction(..));
            (1..terms.len()).any(|k| terms[..k].contains(&terms[k]) && letters(&terms[k].1))
        }
        Node::Binomial(n, k) | Node::Choose(_, n, k) => {
            number(n).zip(number(k)).is_some_and(|(n, k)| k + 1 >= n)
        }
        Node::Relation(left, rest) => matches!(&**left, Node::Power(base, k)
            if rest.iter().any(|(_, side)| side == &**base) && parts::any(k, &is_unknown)),
        _ => false,
    };
    let empty = |part: &Node| match part {
        Node::Relation(_, rest) => rest.iter().any(|(_, side)| *side == Node::number("0")),
        Node::Symbol(name) => name == "emptyset",
        Node::Apply { power: Some(_), .. } => true,
        _ => false,
    };
    parts::any(problem, &idle) || parts::any(answer, &empty)
}

/// Candidates that are solved before giving up.
const TRIES: u32 = 120;

/// SplitMix64 (Steele, Lea, Flood 2014): the seed decides everything.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// Digits and signs: how unpleasant an answer is to write.
fn weight(answer: &Node) -> u32 {
    let own = match answer {
        Node::Number(digits) => 2 * digits.len() as u32,
        Node::Fraction(..) | Node::Root { .. } => 2,
        _ => 1,
    };
    own + parts::of(answer).into_iter().map(weight).sum::<u32>()
}

/// One way to change a problem; which one the attempt decides.
fn changed(task: &Task, problem: &Node, attempt: u32, dice: &mut Dice) -> Option<Node> {
    let numbers = |dice: &mut Dice, alike: bool| varied(problem, dice, &mut Numbers::new(alike));
    let scalable = matches!(
        task.kind,
        Kind::Solve | Kind::Factor | Kind::Simplify | Kind::Inequality | Kind::PartialFractions
    );
    // sin(x + 3) is no angle of a table.
    let circular = |part: &Node| {
        matches!(part, Node::Apply { function: Function::Named(name), .. }
            if matches!(name.as_str(), "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "cosec"))
    };
    if scalable && attempt % 3 == 2 && !parts::any(problem, &circular) {
        return moved(problem, dice);
    }
    if attempt < TRIES {
        // 2x + 1 = 2x + 5 has no solution because two numbers are the same.
        return Some(numbers(dice, attempt % 2 == 1));
    }
    if task.kind == Kind::TrigIdentity {
        return Some(scaled(problem, 2 + dice.below(3)));
    }
    Some(match attempt % 5 {
        0 => raised(&numbers(dice, false), dice),
        1 => return with_other_roots(problem, dice),
        2 => {
            let most = count(problem, &is_unknown);
            let place = dice.below(most.max(1));
            let k = 2 + dice.below(4);
            with_coefficient(problem, &mut 0, place, k)
        }
        3 if matches!(task.kind, Kind::Solve | Kind::Diff | Kind::Integrate) => exchanged(problem),
        3 => turned(problem, dice),
        _ => turned(&numbers(dice, true), dice),
    })
}

/// What became of the numbers so far.
struct Numbers {
    /// The same number becomes the same.
    alike: bool,
    known: Vec<(String, Node)>,
}

impl Numbers {
    fn new(alike: bool) -> Numbers {
        Numbers { alike, known: Vec::new() }
    }
}

/// Other numbers in the same places. Exponents, indices, 0 and the numbers of roots stay: they make the shape. So do
/// the probabilities of a table, which are 1 together.
fn varied(node: &Node, dice: &mut Dice, numbers: &mut Numbers) -> Node {
    match node {
        Node::Number(digits) => {
            if let Some((_, known)) = numbers.known.iter().find(|(old, _)| old == digits) {
                return known.clone();
            }
            let new = other_number(digits, dice);
            if numbers.alike {
                numbers.known.push((digits.clone(), new.clone()));
            }
            new
        }
        Node::Power(base, exponent) if matches!(**exponent, Node::Number(_)) => {
            Node::Power(Box::new(varied(base, dice, numbers)), exponent.clone())
        }
        Node::Degrees(_) => node.clone(),
        Node::Matrix(open, rows, shut) => {
            let row = |row: &Vec<Node>| {
                if is_distribution(row) {
                    return row.clone();
                }
                row.iter().map(|entry| varied(entry, dice, numbers)).collect()
            };
            Node::Matrix(*open, rows.iter().map(row).collect(), *shut)
        }
        other => parts::map(other, &mut |part| varied(part, dice, numbers)),
    }
}

fn other_number(digits: &str, dice: &mut Dice) -> Node {
    Node::Number(match digits.parse::<u64>() {
        Ok(0) => digits.to_owned(),
        Ok(1) if dice.below(4) > 0 => digits.to_owned(),
        // A square number stays one now and then: x² = 9 as x² = 25.
        Ok(value)
            if matches!(value, 4 | 9 | 16 | 25 | 36 | 49 | 64 | 81 | 100) && dice.below(2) == 0 =>
        {
            let root = 2 + dice.below(9);
            (root * root).to_string()
        }
        Ok(value) => {
            let most = if value <= 12 { 12 } else { value + value / 2 };
            let least = if value == 1 { 1 } else { 2 };
            (least + dice.below(most - least + 1)).to_string()
        }
        Err(_) => match digits.split_once('.') {
            Some((whole, part)) => {
                let tenth = 1 + dice.below(9);
                let zeros = "0".repeat(part.len().saturating_sub(1));
                format!("{whole}.{zeros}{tenth}")
            }
            None => digits.to_owned(),
        },
    })
}

fn is_distribution(row: &[Node]) -> bool {
    let values = row.iter().map(|entry| check::evaluate(entry, &Letters::default()));
    let whole: f64 = values.map(|v| if v.is_real() { v.re } else { f64::NAN }).sum();
    row.len() > 1 && (whole - 1.0).abs() < 1e-9
}

fn is_unknown(node: &Node) -> bool {
    matches!(node, Node::Symbol(name) if !matches!(name.as_str(), "pi" | "e" | "i" | "infinity"))
}

fn count(node: &Node, test: &dyn Fn(&Node) -> bool) -> u64 {
    u64::from(test(node)) + parts::of(node).iter().map(|part| count(part, test)).sum::<u64>()
}

/// A number in front of one letter: x e^x as x e^{2x}.
fn with_coefficient(node: &Node, seen: &mut u64, place: u64, k: u64) -> Node {
    if is_unknown(node) {
        *seen += 1;
        let front = Node::Number(k.to_string());
        let times = vec![(Join::Beside, front), (Join::Beside, node.clone())];
        return if *seen == place + 1 { Node::Product(times) } else { node.clone() };
    }
    if matches!(node, Node::Derivative { inside: true, .. }) {
        *seen += count(node, &is_unknown);
        return node.clone();
    }
    parts::map(node, &mut |part| with_coefficient(part, seen, place, k))
}

/// sin for cos and cos for sin, which keeps the table of values: sin x = 1/2 as cos x = 1/2.
fn exchanged(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| match part {
        Node::Apply { function: Function::Named(name), power, index, argument } => {
            let name = match name.as_str() {
                "sin" => "cos".to_owned(),
                "cos" => "sin".to_owned(),
                _ => name,
            };
            Node::Apply { function: Function::Named(name), power, index, argument }
        }
        other => other,
    })
}

/// Some signs turned, but not the first of a sum.
fn turned(node: &Node, dice: &mut Dice) -> Node {
    let inner = parts::map(node, &mut |part| turned(part, dice));
    match inner {
        Node::Sum(terms) => {
            let turn = |(k, (sign, term)): (usize, (Sign, Node))| match sign {
                Sign::Plus if k > 0 && dice.below(2) == 0 => (Sign::Minus, term),
                Sign::Minus if k > 0 && dice.below(2) == 0 => (Sign::Plus, term),
                _ => (sign, term),
            };
            Node::Sum(terms.into_iter().enumerate().map(turn).collect())
        }
        other => other,
    }
}

/// Every polynomial with whole roots as one with others; the same root becomes the same, also where a limit is taken.
fn with_other_roots(problem: &Node, dice: &mut Dice) -> Option<Node> {
    crate::expr::reset(200_000);
    let mut letters = Vec::new();
    crate::explain::names(problem, &mut letters);
    let [name] = letters.as_slice() else { return None };
    let x = crate::expr::sym(name);
    let mut known: Vec<(i64, i64)> = Vec::new();
    let mut new_root = |old: i64| {
        if let Some((_, new)) = known.iter().find(|(known, _)| *known == old) {
            return *new;
        }
        let new = loop {
            let new = dice.below(13) as i64 - 6;
            if new != 0 && new != old && !known.iter().any(|(_, other)| *other == new) {
                break new;
            }
            if known.len() > 5 {
                break old;
            }
        };
        known.push((old, new));
        new
    };
    let mut found = false;
    let mut rewritten = |part: Node| {
        let Node::Sum(_) = &part else { return part };
        let mut made = || {
            let e = crate::meaning::meaning(&part).ok()?;
            let degree = crate::algebra::coefficients(e, x)?.len();
            let (front, factors) = crate::algebra::factors(e)?;
            let mut out = vec![crate::expr::num(front)];
            for (factor, times) in &factors {
                let c = crate::algebra::coefficients(*factor, x)?;
                let [rest, slope] = c.as_slice() else { return None };
                let root = (-*rest / *slope).as_int()?;
                let line = *slope * (x - crate::expr::int(new_root(root)));
                out.push(crate::expr::powi(line, *times));
            }
            (degree > 1).then(|| show(crate::algebra::expand(crate::expr::mul(out))))
        };
        match made() {
            Some(new) => {
                found = true;
                new
            }
            None => part,
        }
    };
    let line = parts::rewrite(problem, &mut rewritten);
    let line = match line {
        Node::Limit { variable, target, side, body } => {
            let at = crate::meaning::meaning(&target).ok().and_then(crate::expr::E::as_int);
            let target = at.map_or(target, |at| Box::new(show(crate::expr::int(new_root(at)))));
            Node::Limit { variable, target, side, body }
        }
        other => other,
    };
    found.then_some(line)
}

/// The same with rx + k in place of x, worked out in every polynomial: √x = x − 2 as √(x + 3) = x + 1, 27x³ + 8 as
/// 8x³ + 125.
fn moved(problem: &Node, dice: &mut Dice) -> Option<Node> {
    crate::expr::reset(200_000);
    let mut letters = Vec::new();
    crate::explain::names(problem, &mut letters);
    let (first, others) = letters.split_first()?;
    let x = crate::expr::sym(first);
    let mut part = || crate::expr::int(1 + dice.below(5) as i64);
    let (scale, below) = (part() / part(), part());
    let shift = if others.is_empty() && dice.below(2) == 0 {
        crate::expr::int(dice.below(11) as i64 - 5)
    } else {
        crate::expr::ZERO
    };
    let scale = if shift == crate::expr::ZERO { scale } else { crate::expr::ONE };
    // The whole is multiplied where it is a polynomial itself, so that its last number changes, too.
    let whole = matches!(problem, Node::Sum(_)) && shift == crate::expr::ZERO;
    let mut fits = true;
    let made = top_down(problem, &mut |node| {
        if !matches!(node, Node::Sum(_) | Node::Product(_) | Node::Power(..) | Node::Symbol(_)) {
            return None;
        }
        let e = crate::algebra::expand(crate::meaning::meaning(node).ok()?);
        let degree = crate::algebra::coefficients(e, x)?.len() as i64 - 1;
        let factor = if whole { crate::expr::powi(below, degree) } else { crate::expr::ONE };
        let scale = if whole { scale / below } else { scale };
        let e = crate::algebra::expand(factor * e.replace(x, scale * x + shift));
        let whole_numbers = e
            .terms()
            .iter()
            .all(|term| term.coefficient().0.as_i64().is_some_and(|n| n.abs() <= MOST));
        fits &= whole_numbers;
        Some(show(e))
    });
    fits.then_some(made)
}

/// Numbers that a problem with other letters may have.
const MOST: i64 = 1_000;

/// The largest pieces that `f` changes, changed.
fn top_down(node: &Node, f: &mut dyn FnMut(&Node) -> Option<Node>) -> Node {
    match f(node) {
        Some(made) => made,
        None => parts::map(node, &mut |part| top_down(part, f)),
    }
}

/// Other exponents of letters, up to four more.
fn raised(node: &Node, dice: &mut Dice) -> Node {
    match node {
        Node::Power(base, exponent)
            if matches!(**base, Node::Symbol(_)) && matches!(**exponent, Node::Number(_)) =>
        {
            let old =
                if let Node::Number(digits) = &**exponent { digits.parse().ok() } else { None };
            let most = old.filter(|n| *n < 10).unwrap_or(1_u64) + 3;
            Node::power((**base).clone(), Node::Number((2 + dice.below(most)).to_string()))
        }
        other => parts::map(other, &mut |part| raised(part, dice)),
    }
}

/// Every angle times k: an identity stays one.
fn scaled(node: &Node, k: u64) -> Node {
    match node {
        Node::Symbol(name) if !matches!(name.as_str(), "pi" | "e" | "i") => Node::Product(vec![
            (Join::Beside, Node::Number(k.to_string())),
            (Join::Beside, node.clone()),
        ]),
        Node::Product(items) => match items.as_slice() {
            [(_, Node::Number(digits)), (join, letter @ Node::Symbol(_))] => {
                let times = digits.parse::<u64>().map_or(k, |n| n.saturating_mul(k));
                Node::Product(vec![
                    (Join::Beside, Node::Number(times.to_string())),
                    (*join, letter.clone()),
                ])
            }
            _ => parts::map(node, &mut |part| scaled(part, k)),
        },
        other => parts::map(other, &mut |part| scaled(part, k)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(latex: &str) -> Node {
        read(latex).expect("reads")
    }

    #[test]
    fn practice_is_another_problem_of_the_same_rules_and_the_same_seed_gives_the_same() {
        for latex in [
            "2x+3=7",
            "x^2-5x+6=0",
            r"\frac{d}{dx}(x^2\sin 3x)",
            r"\int x e^{2x}dx",
            r"\begin{cases}x+y=5\\x-y=1\end{cases}",
            r"\frac{d}{dx}(x^2\sin x)",
            r"\lim_{x\to2}\frac{x^2-4}{x-2}",
            "2x+1=2x+5",
        ] {
            let problem = node(latex);
            let task = Task::infer(&problem);
            let model = explain(&task, &problem).expect("is solved");
            let similar = practice(&task, &problem, 7).unwrap_or_else(|| panic!("{latex}"));
            assert_ne!(similar, problem);
            assert_eq!(practice(&task, &problem, 7), Some(similar.clone()));
            let solution = explain(&task, &similar).expect("is solved");
            assert_eq!(model.steps[0].rule, solution.steps[0].rule, "{latex}");
            assert!(weight(&solution.answer) <= 2 * weight(&model.answer) + 8, "{latex}");
        }
    }

    #[test]
    fn other_problems_where_the_numbers_hang_together() {
        for (kind, latex) in [
            ("angle", r"\hat{i}+\hat{j}, \hat{j}+\hat{k}"),
            ("expectation", r"\begin{matrix}0&1&2\\\frac14&\frac12&\frac14\end{matrix}"),
            ("factor", "x^3-6x^2+11x-6"),
            ("differential_equation", r"\frac{dy}{dx}=\frac{x}{y}"),
            ("integrate", "x e^x"),
            ("limit", r"\lim_{x\to0}\frac{\sin x}{x}"),
        ] {
            let problem = node(latex);
            let task = Task::asked(Some(kind), None, &problem).expect("a kind");
            let model = explain(&task, &problem).unwrap_or_else(|e| panic!("{latex}: {e}"));
            for seed in 1..4 {
                let similar = practice(&task, &problem, seed).unwrap_or_else(|| panic!("{latex}"));
                let solution = explain(&task, &similar).expect("is solved");
                assert_ne!(solution.answer, model.answer, "{latex}");
                assert_eq!(solution.steps[0].rule, model.steps[0].rule, "{latex}");
            }
        }
    }

    #[test]
    fn no_practice_problem_is_bare() {
        for latex in [
            "2x+3=7",
            "x^2=9",
            r"\frac12+\frac13",
            r"\frac{1}{\sqrt3-\sqrt2}",
            r"\sin x=\frac12",
            "2^x=32",
            r"{}^7C_3",
            "x^2-5x+6<0",
        ] {
            let problem = node(latex);
            let task = Task::infer(&problem);
            let model = explain(&task, &problem).expect("is solved");
            for seed in 1..8 {
                let Some(similar) = practice(&task, &problem, seed) else {
                    panic!("{latex}: none with seed {seed}")
                };
                let solution = explain(&task, &similar).expect("is solved");
                assert!(!is_bare(&similar, &solution.answer), "{latex}: {}", write_latex(&similar));
                assert_eq!(model.steps[0].rule, solution.steps[0].rule, "{latex}");
                assert_eq!(practice(&task, &problem, seed), Some(similar), "{latex}");
            }
        }
    }
}
