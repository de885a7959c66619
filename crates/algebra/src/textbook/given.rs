//! What an expression comes to where something is given: letters, a function, "x + 1/x = 3".
//! Classes 8 to 11.

use super::arrays::World;
use super::events::Events;
use super::named::Arrays;
use super::ratios::Angle;
use super::{Ask, Sheet, equals, plain, substituted};
use crate::algebra::expand;
use crate::complex::{C, real};
use crate::explain::sides;
use crate::expr::{E, X, ZERO, add, mul, powi, sqrt, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::value::value;
use ganita_notation::{Bracket, Function, Node};

/// Powers of what is given that a value is written by.
const DEGREE: i64 = 6;

/// Functions put into one another at most; one that is defined by itself has no end.
const CALLS: usize = 12;

/// What is given, and what is asked for.
pub(super) struct Problem {
    pub(super) conditions: Vec<Node>,
    pub(super) targets: Vec<Node>,
}

/// Items of lists and of "and", however they stand in one another: "a = 2 and b = 3, a² + b²".
fn flat(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::List(items) | Node::Lines(items) => items.iter().for_each(|item| flat(item, out)),
        Node::Operation(name, items) if name == "and" => {
            items.iter().for_each(|item| flat(item, out));
        }
        other => out.push(other.clone()),
    }
}

/// Equations first, then what is to be worked out.
fn taken_apart(problem: &Node) -> Option<Problem> {
    let (mut all, mut conditions, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    flat(problem, &mut all);
    for item in all {
        match item {
            Node::Relation(..) if targets.is_empty() => conditions.push(item),
            Node::Relation(..) | Node::Text(_) | Node::Operation(..) => return None,
            Node::Group(_, ref inner, _) if matches!(**inner, Node::List(_)) => return None,
            other => targets.push(other),
        }
    }
    (!conditions.is_empty() && !targets.is_empty()).then_some(Problem { conditions, targets })
}

/// Whether a list is of this kind: "x = 2, x² + 3x".
pub(crate) fn is_given(node: &Node) -> bool {
    matches!(node, Node::List(_) | Node::Lines(_) | Node::Operation(..))
        && taken_apart(node).is_some_and(|problem| {
            problem.targets.len() <= 3
                && problem.conditions.iter().any(|node| sides(node).is_some())
        })
}

pub(super) fn work_out(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(problem) = taken_apart(ask.problem) else { return ask.refuse() };
    if let Some(angle) = Angle::of(&problem) {
        return angle.work_out(ask, &problem);
    }
    if let Some(events) = Events::of(&problem) {
        return events.work_out(ask, &problem.targets);
    }
    if let Some(arrays) = Arrays::of(&problem) {
        return arrays.work_out(ask, &problem.targets);
    }
    let known = Known::of(&problem.conditions)
        .ok_or_else(|| Refusal::about(Reason::NotUnderstood, ask.problem))?;
    let mut sheet = Sheet::on(&listed(&problem.targets));
    sheet.worlds = Vec::new();
    let meant: Result<Vec<E>, Refusal> =
        problem.targets.iter().map(|target| Ok(known.applied(meaning(target)?))).collect();
    let meant = meant?;
    if known.equations.is_empty() {
        return known.put(ask, sheet, &problem.targets, &meant);
    }
    known.through(ask, sheet, &problem.targets, &meant)
}

pub(super) fn listed(nodes: &[Node]) -> Node {
    match nodes {
        [one] => one.clone(),
        all => Node::List(all.to_vec()),
    }
}

/// A function by its letter, its own letter, and what it is.
struct Definition {
    name: String,
    letter: E,
    body: E,
}

/// What the conditions say.
#[derive(Default)]
struct Known {
    functions: Vec<Definition>,
    /// Letters with their values.
    letters: Vec<(Node, E)>,
    /// A side with letters, and its value.
    equations: Vec<(Node, E, E)>,
}

impl Known {
    fn of(conditions: &[Node]) -> Option<Known> {
        let mut known = Known::default();
        for condition in conditions {
            let (left, right) = sides(condition)?;
            if let Node::Apply {
                function: Function::Letter(letter),
                power: None,
                index: None,
                argument,
            } = left
            {
                let name = ganita_notation::write_latex(letter);
                let letter = crate::meaning::letter(argument)?;
                known.functions.push(Definition { name, letter, body: meaning(right).ok()? });
                continue;
            }
            let (l, r) = (meaning(left).ok()?, meaning(right).ok()?);
            if l.is_sym() && !r.has(l) {
                known.letters.push((left.clone(), r));
            } else if r.symbols().iter().any(|letter| l.has(*letter)) || l.is_number() {
                known.equations.push((show(l - r), l - r, ZERO));
            } else {
                known.equations.push((left.clone(), l, r));
            }
        }
        let as_letters = |node: &Node| meaning(node).unwrap_or(ZERO);
        // A letter's value may name letters given later; one given twice says nothing clear.
        for place in 0..known.letters.len() {
            let mut value = known.letters[place].1;
            for _ in 0..known.letters.len() {
                for (letter, given) in &known.letters {
                    value = value.replace(as_letters(letter), *given);
                }
            }
            let letter = as_letters(&known.letters[place].0);
            let twice = known.letters.iter().filter(|(node, _)| as_letters(node) == letter).count();
            if twice > 1 || value.has(letter) {
                return None;
            }
            known.letters[place].1 = plain(value);
        }
        // Letters with values are put into the other equations.
        if !known.equations.is_empty() {
            for (node, l, r) in &mut known.equations {
                for (letter, value) in &known.letters {
                    let name = as_letters(letter);
                    (*l, *r) = (l.replace(name, *value), r.replace(name, *value));
                }
                *node = substituted(node, &known.letters);
            }
        }
        Some(known)
    }

    /// Functions and letters put in, by their definitions.
    fn applied(&self, e: E) -> E {
        let mut e = e;
        // A function of a function: each round takes one away.
        for _ in 0..4 {
            e = e.rewrite(&mut |part| match part.get() {
                X::Call(name, argument) => self
                    .functions
                    .iter()
                    .find(|known| *known.name == *name)
                    .map_or(part, |known| known.body.replace(known.letter, argument)),
                _ => part,
            });
        }
        if self.equations.is_empty() {
            for (letter, value) in &self.letters {
                if let Ok(letter) = meaning(letter) {
                    e = e.replace(letter, *value);
                }
            }
        }
        e
    }

    /// Only letters and functions: put in and worked out.
    fn put(
        &self,
        ask: &Ask<'_>,
        mut sheet: Sheet,
        targets: &[Node],
        meant: &[E],
    ) -> Result<Solution, Refusal> {
        sheet.worlds = worlds(meant, &[]);
        for (letter, value) in &self.letters {
            sheet.know(letter, &|world| world.of(*value));
        }
        let mut answers = Vec::new();
        let mut lines = Vec::new();
        for (target, &e) in targets.iter().zip(meant) {
            sheet.know(target, &|world| world.of(e));
            let mut line = target.clone();
            let mut calls = 0;
            while let Some(next) = self.called(&line) {
                calls += 1;
                if calls > CALLS {
                    return ask.refuse();
                }
                if let Ok(inner) = meaning(&next) {
                    let inner = self.applied(inner);
                    sheet.know(&next, &|world| world.of(inner));
                }
                line = next;
                sheet.say("put into the function", equals(target.clone(), line.clone()), vec![]);
            }
            if !self.letters.is_empty() {
                line = substituted(&line, &self.letters);
                sheet.say("put values", equals(target.clone(), line), vec![]);
            }
            let value = plain(expand(e));
            if value == crate::expr::UNDEFINED {
                return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
            }
            lines.push(equals(target.clone(), show(value)));
            sheet.say("calculate", equals(target.clone(), show(value)), vec![]);
            answers.push(show(value));
        }
        sheet.done(ask, &listed(&lines), answers)
    }

    /// The innermost calls of known functions replaced by what the functions are.
    fn called(&self, node: &Node) -> Option<Node> {
        let mut changed = false;
        let next = parts::rewrite(node, &mut |part| {
            let Node::Apply { function: Function::Letter(letter), argument, power: None, .. } =
                &part
            else {
                return part;
            };
            let name = ganita_notation::write_latex(letter);
            let calls = parts::any(argument, &|part| {
                matches!(part, Node::Apply { function: Function::Letter(_), .. })
            });
            let known = self.functions.iter().find(|known| known.name == name);
            let (Some(known), false, Ok(argument)) = (known, calls || changed, meaning(argument))
            else {
                return part;
            };
            changed = true;
            let body = substituted(&show(known.body), &[(show(known.letter), argument)]);
            Node::Group(Bracket::Round, Box::new(body), Bracket::Round)
        });
        let bare = |node: Node| match node {
            Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
            other => other,
        };
        let next = parts::rewrite(&next, &mut |part| match part {
            Node::Apply { function, power, index, argument } => {
                Node::Apply { function, power, index, argument: Box::new(bare(*argument)) }
            }
            other => other,
        });
        changed.then(|| bare(next))
    }

    /// The value as a polynomial in the sides that are given: x² + 1/x² = (x + 1/x)² - 2.
    fn through(
        &self,
        ask: &Ask<'_>,
        mut sheet: Sheet,
        targets: &[Node],
        meant: &[E],
    ) -> Result<Solution, Refusal> {
        let given: Vec<E> = self.equations.iter().map(|(_, l, _)| *l).collect();
        let gaps: Vec<E> = self.equations.iter().map(|(_, l, r)| *l - *r).collect();
        sheet.worlds = worlds(meant, &gaps);
        if sheet.worlds.is_empty() {
            return Err(Refusal::new(Reason::Unverified));
        }
        let names: Vec<E> = (0..given.len()).map(|k| sym(&format!("given{k}"))).collect();
        let values: Vec<(Node, E)> =
            names.iter().zip(&self.equations).map(|(name, (_, _, r))| (show(*name), *r)).collect();
        let sides: Vec<(Node, Node)> = names
            .iter()
            .zip(&self.equations)
            .map(|(name, (side, ..))| (show(*name), side.clone()))
            .collect();
        let written = |node: &Node| in_brackets(node, &sides);
        if let ([(node, l, r)], Some(x)) = (self.equations.as_slice(), self.quadratic())
            && combination(meant[0], &given, &names).is_none()
        {
            return self.by_roots(
                ask,
                sheet,
                (targets, meant),
                &equals(node.clone(), show(*r)),
                (*l - *r, x),
            );
        }
        let (mut lines, mut answers) = (Vec::new(), Vec::new());
        for (target, &e) in targets.iter().zip(meant) {
            let direct = combination(e, &given, &names).or_else(|| {
                let (top, bottom) = crate::algebra::split_fraction(crate::algebra::together(e));
                let part = |e: E| combination(e, &given, &names);
                (bottom.num().is_none()).then(|| Some(part(top)? / part(bottom)?)).flatten()
            });
            let (subject, form, squared) = match direct {
                Some(form) => (target.clone(), form, false),
                // √x + 1/√x is positive, whatever its square says.
                None if e.any(&is_root) => return Err(Refusal::new(Reason::NoMethod)),
                None => {
                    let form = combination(expand(e * e), &given, &names)
                        .ok_or(Refusal::new(Reason::NoMethod))?;
                    let group =
                        Node::Group(Bracket::Round, Box::new(target.clone()), Bracket::Round);
                    (Node::power(group, Node::number("2")), form, true)
                }
            };
            let shown = show(form);
            sheet.say("write by what is given", equals(subject.clone(), written(&shown)), vec![]);
            let put = substituted(&shown, &values);
            sheet.say("put values", equals(subject.clone(), put), vec![]);
            let value = plain(expand(
                names
                    .iter()
                    .zip(&self.equations)
                    .fold(form, |e, (name, (_, _, r))| e.replace(*name, *r)),
            ));
            sheet.say("calculate", equals(subject, show(value)), vec![]);
            if squared {
                let root = plain(crate::tasks::solve::roots::denested(sqrt(value)));
                let both = [root, -root].map(|e| equals(target.clone(), show(e)));
                let line = if root == ZERO {
                    both[0].clone()
                } else {
                    Node::Operation("or".to_owned(), both.to_vec())
                };
                // Squares of both are the line before.
                sheet.remark("square roots", line.clone());
                lines.push(line);
                answers.extend([show(root), show(-root)]);
            } else {
                lines.push(equals(target.clone(), show(value)));
                answers.push(show(value));
            }
        }
        sheet.done(ask, &listed(&lines), answers)
    }
}

impl Known {
    /// The letter of a single equation of the second degree, all of whose roots are known.
    fn quadratic(&self) -> Option<E> {
        let [(_, l, r)] = self.equations.as_slice() else { return None };
        let letters = (*l - *r).symbols();
        let [x] = letters.as_slice() else { return None };
        let c = crate::algebra::coefficients(expand(*l - *r), *x)?;
        (c.len() == 3 && c.iter().all(|c| c.is_number())).then_some(*x)
    }

    /// The roots of the condition put in.
    fn by_roots(
        &self,
        ask: &Ask<'_>,
        mut sheet: Sheet,
        (targets, meant): (&[Node], &[E]),
        condition: &Node,
        (f, x): (E, E),
    ) -> Result<Solution, Refusal> {
        use crate::tasks::solve::roots::{Set, roots};
        let Some(Set::Roots(found)) = roots(f, x, 0) else {
            return Err(Refusal::new(Reason::NoMethod));
        };
        let mut values: Vec<Vec<E>> = Vec::new();
        for &root in &found {
            let here: Vec<E> =
                meant.iter().map(|e| plain(expand(plain(e.replace(x, root))))).collect();
            if here.contains(&crate::expr::UNDEFINED) {
                return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
            }
            if !values.contains(&here) {
                values.push(here);
            }
        }
        let statement = |all: Vec<Node>| match all.as_slice() {
            [one] => one.clone(),
            _ => Node::Operation("or".to_owned(), all),
        };
        let roots = found.iter().map(|root| equals(show(x), show(*root))).collect();
        sheet.problem_is(condition);
        // Roots of a quadratic by its formula; each was put into the condition when the worlds were made.
        sheet.remark("solve it", statement(roots));
        let said = |values: &Vec<E>| {
            listed(
                &targets
                    .iter()
                    .zip(values)
                    .map(|(t, v)| equals(t.clone(), show(*v)))
                    .collect::<Vec<_>>(),
            )
        };
        let answer = statement(values.iter().map(said).collect());
        if values.len() == 1 {
            sheet.say("put values", answer.clone(), vec![]);
        } else {
            sheet.remark("put values", answer.clone());
        }
        let answers = values.iter().flatten().map(|v| show(*v)).collect();
        sheet.done(ask, &answer, answers)
    }
}

/// Sides put in for their names, in brackets where they need them.
fn in_brackets(node: &Node, sides: &[(Node, Node)]) -> Node {
    let side = |node: &Node| sides.iter().find(|(name, _)| name == node).map(|(_, side)| side);
    let group = |side: &Node| match side {
        Node::Symbol(_) | Node::Number(_) => side.clone(),
        _ => Node::Group(Bracket::Round, Box::new(side.clone()), Bracket::Round),
    };
    match node {
        Node::Power(base, k) if side(base).is_some() => {
            Node::Power(Box::new(side(base).map_or_else(|| (**base).clone(), group)), k.clone())
        }
        Node::Fraction(a, b) => {
            let bare =
                |node: &Node| side(node).cloned().unwrap_or_else(|| in_brackets(node, sides));
            Node::fraction(bare(a), bare(b))
        }
        Node::Product(factors) => {
            let mut out = Vec::new();
            for (join, factor) in factors {
                match in_brackets(factor, sides) {
                    Node::Product(inner)
                        if out.is_empty() || matches!(inner[0].1, Node::Symbol(_)) =>
                    {
                        out.extend(inner);
                    }
                    factor => out.push((*join, factor)),
                }
            }
            Node::Product(out)
        }
        _ => match side(node) {
            Some(side @ Node::Sum(_)) => group(side),
            Some(side) => side.clone(),
            None => parts::map(node, &mut |part| in_brackets(part, sides)),
        },
    }
}

/// `e` as a polynomial in the expressions `given`, written in `names`: by comparing coefficients, the lowest degree first.
fn combination(e: E, given: &[E], names: &[E]) -> Option<E> {
    let degree = if given.len() > 2 { 3 } else { DEGREE };
    let target = expand(e);
    for most in 1..=degree {
        let mut powers: Vec<Vec<i64>> = vec![vec![]];
        for _ in given {
            powers = powers
                .into_iter()
                .flat_map(|head| {
                    let left = most - head.iter().sum::<i64>();
                    (0..=left).map(move |k| head.iter().copied().chain([k]).collect())
                })
                .collect();
        }
        let product =
            |of: &[E], powers: &[i64]| mul(of.iter().zip(powers).map(|(e, k)| powi(*e, *k)));
        let columns: Vec<E> = powers.iter().map(|powers| expand(product(given, powers))).collect();
        if crate::expr::burn(200 * columns.len() as u64) || columns.iter().any(|e| e.size() > 400) {
            return None;
        }
        let mut monomials: Vec<E> = Vec::new();
        let coefficient = |e: E, monomial: E| {
            let terms = e.terms();
            let found = terms.iter().find(|term| term.coefficient().1 == monomial);
            found.map_or(ZERO, |term| crate::expr::num(term.coefficient().0))
        };
        for e in columns.iter().chain([&target]) {
            for term in e.terms() {
                let monomial = term.coefficient().1;
                if !monomials.contains(&monomial) {
                    monomials.push(monomial);
                }
            }
        }
        let rows = monomials.iter().map(|&monomial| {
            columns.iter().chain([&target]).map(|&e| coefficient(e, monomial)).collect()
        });
        if let Some(found) = crate::matrix::solve(rows.collect()) {
            return Some(add(found
                .iter()
                .zip(&powers)
                .map(|(c, powers)| *c * product(names, powers))));
        }
    }
    None
}

fn is_root(part: E) -> bool {
    match part.get() {
        X::Pow(_, k) => k.as_int().is_none(),
        X::Fun(..) => true,
        _ => false,
    }
}

/// Points at which the conditions hold, found by Newton's method, some letters being free.
fn worlds(targets: &[E], gaps: &[E]) -> Vec<World> {
    let mut letters: Vec<E> = Vec::new();
    for e in targets.iter().chain(gaps) {
        for letter in e.symbols() {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
    }
    // Those of the equations are looked for, the first ones.
    letters.sort_by_key(|letter| !gaps.iter().any(|gap| gap.has(*letter)));
    let mut out = Vec::new();
    for k in 0..12 {
        let start: Vec<(E, C)> = letters
            .iter()
            .enumerate()
            .map(|(j, letter)| {
                let (j, k) = (j as f64, f64::from(k));
                (
                    *letter,
                    C {
                        re: 1.3 + 0.7 * k + 0.45 * j + 0.11 * j * k,
                        im: if gaps.is_empty() { 0.0 } else { 0.4 - 0.3 * j },
                    },
                )
            })
            .collect();
        if let Some(found) = newton(start, gaps) {
            let mut world = World::default();
            for (letter, v) in found {
                if let Some(name) = letter.name() {
                    world.letters.push((name.to_string(), v));
                }
            }
            out.push(world);
        }
        if out.len() == 3 || letters.is_empty() && out.len() == 1 {
            break;
        }
    }
    out
}

fn newton(mut at: Vec<(E, C)>, gaps: &[E]) -> Option<Vec<(E, C)>> {
    let n = gaps.len();
    if n > at.len() {
        return None;
    }
    for _ in 0..60 {
        let here: Vec<C> = gaps.iter().map(|gap| value(*gap, &at)).collect();
        if here.iter().any(|v| !v.is_finite()) {
            return None;
        }
        if here.iter().all(|v| v.abs() < 1e-13) {
            return Some(at);
        }
        let h = 1e-6;
        let columns: Vec<Vec<C>> = (0..n)
            .map(|j| {
                let mut moved = at.clone();
                moved[j].1 = moved[j].1 + real(h);
                gaps.iter()
                    .zip(&here)
                    .map(|(gap, v)| (value(*gap, &moved) - *v) / real(h))
                    .collect()
            })
            .collect();
        let matrix = |replaced: Option<usize>| -> Vec<Vec<C>> {
            (0..n)
                .map(|r| {
                    (0..n)
                        .map(|c| if replaced == Some(c) { here[r] } else { columns[c][r] })
                        .collect()
                })
                .collect()
        };
        let d = crate::check::determinant(matrix(None));
        for (j, (_, letter)) in at.iter_mut().take(n).enumerate() {
            let step = crate::check::determinant(matrix(Some(j))) / d;
            if !step.is_finite() {
                return None;
            }
            *letter = *letter - step;
        }
    }
    let near = gaps.iter().all(|gap| value(*gap, &at).abs() < 1e-9);
    near.then_some(at)
}
