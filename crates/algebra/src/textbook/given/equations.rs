//! A value by what equations say: as a polynomial in their sides (x² + 1/x² = (x + 1/x)² - 2), or with their roots put in.

use super::super::arrays::World;
use super::super::{Ask, Sheet, equals, plain, substituted};
use super::{Known, listed};
use crate::algebra::expand;
use crate::complex::{C, real};
use crate::expr::{E, X, ZERO, add, mul, powi, sqrt, sym};
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::value::value;
use ganita_notation::{Bracket, Node};

/// Powers of what is given that a value is written by.
const DEGREE: i64 = 6;

impl Known {
    /// The value as a polynomial in the sides that are given: x² + 1/x² = (x + 1/x)² - 2.
    pub(super) fn through(
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
pub(super) fn worlds(targets: &[E], gaps: &[E]) -> Vec<World> {
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
