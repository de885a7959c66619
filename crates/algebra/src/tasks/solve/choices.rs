//! Equations with numbers of choices. Equal numbers of combinations: ⁿCₐ = ⁿC_b with a and b different is true for n = a + b only, by symmetry of the
//! n-th row of Pascal's triangle, which rises to its middle.

use super::narrate::polynomial_lines;
use super::roots::{Set, roots};
use super::statement;
use crate::algebra::{coefficients, expand};
use crate::explain::Found;
use crate::expr::{E, ONE, int, mul};
use crate::meaning::meaning;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal, Relation};
use crate::work::{Work, named};
use ganita_notation::Node;

/// `n = a + b`, where the equation is one of this sort.
pub(super) fn equal(problem: &Node, left: &Node, right: &Node) -> Option<Found> {
    let ((n, a), (m, b)) = (choice(left)?, choice(right)?);
    if n != m || a == b {
        return None;
    }
    if n.is_number() {
        return equal_below(problem, n, a, b);
    }
    let number = |e: E| e.as_int().is_some_and(|k| k >= 0);
    if !n.is_sym() || !number(a) || !number(b) {
        return None;
    }
    let total = a + b;
    let mut work = Work::on(problem);
    let answer = statement(n, &[total]);
    let parameters = vec![("n", show(n)), ("a", show(a)), ("b", show(b))];
    work.to("equal combinations", answer.clone(), parameters);
    let mut found = Found::one(work, answer, "equal combinations", Some(n));
    found.answers = vec![show(total)];
    found.points = vec![vec![total.as_int()? as f64]];
    Some(found)
}

/// Numbers of choices as products of whole numbers, for n that are large enough. `None`: it is no such equation.
pub(super) fn counted(
    problem: &Node,
    l: E,
    r: E,
    variable: Option<E>,
) -> Option<Result<Found, Refusal>> {
    // n of nCr and nPr, and the least that it can be.
    let mut least: Vec<(E, i64)> = Vec::new();
    let mut note = |part: &Node| {
        if let Node::Binomial(n, r) | Node::Choose(_, n, r) = part
            && let (Ok(n), Some(r)) = (meaning(n), meaning(r).ok().and_then(E::as_int))
            && !n.is_number()
        {
            least.push((n, r));
        }
    };
    walk(problem, &mut note);
    let x = variable.or_else(|| super::unknown(l - r))?;
    if least.is_empty() || least.iter().any(|(n, _)| n.symbols().as_slice() != [x]) {
        return None;
    }
    let fits =
        |root: E| least.iter().all(|(n, r)| n.replace(x, root).as_int().is_some_and(|n| n >= *r));
    // What is on both sides and is not zero for such n.
    let common = mul(l.factors().into_iter().filter(|part| {
        let zeros = part.has(x) && r.factors().contains(part);
        zeros
            && matches!(roots(*part, x, 0), Some(Set::Roots(all)) if !all.iter().any(|e| fits(*e)))
    }));
    let mut work = Work::on(problem);
    let (n, last) = *least.iter().max_by_key(|(_, r)| *r)?;
    let large =
        || Node::relation(show(n), ganita_notation::Relation::GreaterEqual, show(int(last)));
    work.by("products of choices", Relation::Implies, show::equal(l, r), vec![]);
    work.only_if(large());
    let (l, r) = (l / common, r / common);
    if common != ONE {
        work.by(
            "divide both sides",
            Relation::Implies,
            show::equal(l, r),
            vec![named("by", common)],
        );
        work.only_if(large());
    }
    let c = coefficients(expand(l - r), x)?;
    polynomial_lines(&mut work, l, r, x, &c);
    let Set::Roots(all) = roots(expand(l - r), x, 0)? else { return None };
    let all = super::unique(all.into_iter().map(crate::tasks::simplify::evaluated).collect());
    let kept: Vec<E> = all.iter().copied().filter(|&e| fits(e)).collect();
    let answer = statement(x, &kept);
    let lost: Vec<Node> = all.iter().filter(|e| !kept.contains(e)).map(|&e| show(e)).collect();
    if !lost.is_empty() {
        work.by("solve it", Relation::Implies, statement(x, &all), vec![]);
        let parameters = vec![("roots", Node::List(lost))];
        work.by("reject", Relation::Restrict, answer.clone(), parameters);
    }
    work.to("solve it", answer.clone(), vec![]);
    let mut found = Found::one(work, answer, "solve it", Some(x));
    found.answers = kept.iter().map(|&e| show(e)).collect();
    found.points = all.iter().filter_map(|&e| Some(vec![crate::value::real_value(e)?])).collect();
    let sound = kept.iter().all(|&e| {
        let values = vec![(x.letter(), crate::value::value(e, &[]))];
        let there = crate::check::Letters { values, given: &[], minus: false, beside: false };
        crate::check::holds(problem, &there) == Some(true)
    });
    Some(if sound {
        Ok(found)
    } else {
        Err(found.work.stopped(Reason::Unverified, problem, Some(x)))
    })
}

fn walk(node: &Node, note: &mut dyn FnMut(&Node)) {
    note(node);
    node.for_each_child(&mut |part| walk(part, note));
}

/// The unknown below: a = b or a + b = n.
fn equal_below(problem: &Node, n: E, a: E, b: E) -> Option<Found> {
    let symbols = (a - b).symbols();
    let [x] = symbols.as_slice() else { return None };
    let top = n.as_int()?;
    let ways = [(a, b), (a + b, n)].map(|(l, r)| (expand(l), expand(r)));
    let mut work = Work::on(problem);
    let lines = ways.iter().map(|(l, r)| show::equal(*l, *r)).collect();
    let parameters = vec![("n", show(n)), ("a", show(a)), ("b", show(b))];
    work.by(
        "equal choices",
        Relation::Implies,
        Node::Operation("or".to_owned(), lines),
        parameters,
    );
    let mut all = Vec::new();
    for (l, r) in ways {
        match roots(l - r, *x, 0)? {
            Set::Roots(found) => all.extend(found),
            Set::All => return None,
        }
    }
    let all = super::unique(all);
    let fits = |e: &E| {
        [a, b]
            .into_iter()
            .all(|r| r.replace(*x, *e).as_int().is_some_and(|r| (0..=top).contains(&r)))
    };
    let kept: Vec<E> = all.iter().copied().filter(fits).collect();
    let answer = statement(*x, &kept);
    if kept.len() < all.len() {
        work.by("solve it", Relation::Implies, statement(*x, &all), vec![]);
        let lost = all.iter().filter(|e| !kept.contains(e)).map(|&e| show(e)).collect();
        work.by("reject", Relation::Restrict, answer.clone(), vec![("roots", Node::List(lost))]);
    } else {
        work.by("solve it", Relation::Implies, answer.clone(), vec![]);
    }
    let mut found = Found::one(work, answer, "solve it", Some(*x));
    found.answers = kept.iter().map(|&e| show(e)).collect();
    found.points = all.iter().filter_map(|&e| Some(vec![crate::value::real_value(e)?])).collect();
    Some(found)
}

/// n and r of nCr.
fn choice(node: &Node) -> Option<(E, E)> {
    match node {
        Node::Binomial(n, r) | Node::Choose('C', n, r) => {
            Some((meaning(n).ok()?, meaning(r).ok()?))
        }
        Node::Group(_, inner, _) => choice(inner),
        _ => None,
    }
}
