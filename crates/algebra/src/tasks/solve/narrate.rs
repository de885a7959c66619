//! The lines between an equation and its roots, as a textbook writes them.

use crate::algebra::{coefficients, expand, factors, fraction};
use crate::explain::sides;
use crate::expr::{E, F, ONE, X, ZERO, int, num};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::{self, equal, show};
use crate::solution::Relation as Link;
use crate::tasks::solve::roots::{Set, roots};
use crate::tasks::solve::{statement, unique};
use crate::work::{Work, named};
use ganita_notation::{Node, Relation, Sign};

pub(crate) fn zero_line(left: Node) -> Node {
    Node::relation(left, Relation::Equal, Node::number("0"))
}

/// Tells how the equation l = r leads to its candidates and to the roots that are kept.
pub(crate) fn equation(work: &mut Work, l: E, r: E, x: E, candidates: &[E], kept: &[E]) {
    let f = l - r;
    let polynomial = coefficients(f, x);
    if let Some(c) = polynomial {
        polynomial_lines(work, l, r, x, &c);
    } else if fraction_in(f, x) {
        let (top, bottom) = fraction(f);
        if coefficients(top, x).is_some() {
            let by = crate::algebra::factored(bottom);
            let parameters = vec![named("by", by)];
            // Each side by itself: 3(7x + 4) = -4(x + 2), not everything on one side at once.
            let whole = |e: E| !fraction_in(e, x) && coefficients(expand(e), x).is_some();
            let (l1, r1) = (l * by, r * by);
            let multiplied = |side: E| {
                let (p, q) = fraction(side * bottom);
                expand(p / q)
            };
            let (l2, r2) = (multiplied(l), multiplied(r));
            if whole(l2) && whole(r2) {
                let in_factors = whole(l1) && whole(r1);
                let line = if in_factors { equal(l1, r1) } else { equal(l2, r2) };
                work.by("clear denominators", Link::Implies, line, parameters);
                work.to("multiply out", equal(l2, r2), vec![]);
                if let Some(c) = coefficients(l2 - r2, x) {
                    polynomial_lines(work, l2, r2, x, &c);
                }
            } else if let Some(c) = coefficients(top, x) {
                work.by("clear denominators", Link::Implies, zero_line(show(top)), parameters);
                polynomial_lines(work, top, ZERO, x, &c);
            }
        }
    } else if !(function_lines(work, f, x)
        || super::teach::log_lines(work, f, x)
        || super::teach::trig_lines(work, f, x)
        || angle_lines(work, f, x)
        || super::exponentials::lines(work, f, x, candidates)
        || super::exponentials::logarithm_lines(work, l, r, x))
    {
        isolated(work, f, x);
    }
    let mut candidates = candidates.to_vec();
    if squared(work, f, x) {
        // Squaring may bring in more candidates than the solver looked at.
        if let Some((Set::Roots(found), _)) = radical_parts(f, x)
            .map(|(root, rest)| (roots(expand(root * root - rest * rest), x, 1), ()))
            .and_then(|(set, u)| Some((set?, u)))
        {
            candidates = unique(found.into_iter().map(crate::tasks::simplify::evaluated).collect());
        }
    } else {
        cases(work, l, r, x);
    }
    let candidates = candidates.as_slice();
    let family = candidates.iter().any(|root| root.has(crate::expr::sym("n")));
    if family {
        return;
    }
    let lost: Vec<E> = candidates.iter().copied().filter(|root| !kept.contains(root)).collect();
    let real: Vec<E> = lost.iter().copied().filter(|root| !root.has(crate::expr::I)).collect();
    if !real.is_empty() && !candidates.is_empty() {
        let mut shown: Vec<E> =
            candidates.iter().copied().filter(|root| !root.has(crate::expr::I)).collect();
        crate::sort::by(&mut shown, &mut |a, b| crate::expr::order(*a, *b));
        work.by("solve it", Link::Implies, statement(x, &shown), vec![]);
        let roots = Node::List(real.iter().map(|&root| show(root)).collect());
        work.by("reject", Link::Restrict, statement(x, kept), vec![("roots", roots)]);
    }
}

/// A product of functions of the unknown: each factor is zero by itself.
fn function_lines(work: &mut Work, f: E, x: E) -> bool {
    let functions = f.any(&|e| match e.get() {
        X::Fun(g, h) => h.has(x) && (crate::trig::is_circular(g) || g == F::Ln),
        X::Pow(_, k) => k.has(x),
        _ => false,
    });
    if !functions {
        return false;
    }
    let Some((q, parts)) = factors(f) else { return false };
    let bound: Vec<E> = parts.iter().map(|(part, _)| *part).filter(|part| part.has(x)).collect();
    if bound.len() < 2 {
        return false;
    }
    let (whole, product) = (show(f), show::factored(&q, &parts));
    let zero = Node::number("0");
    // (x - 2) × (x + cos x) = 0 is a product already.
    let begun = matches!(&work.line, Node::Relation(_, rest) if rest[0].1 == zero);
    if !(begun && whole == product) {
        work.to("all to one side", zero_line(whole), vec![]);
        work.to("factor equation", zero_line(product), vec![]);
    }
    zero_product(work, bound, x);
    true
}

/// Of equations one of which must hold, those that can be solved are.
pub(super) fn solved_apart(work: &mut Work, x: E) {
    let Node::Operation(_, items) = &work.line else { return };
    let solved = items.iter().flat_map(|item| {
        let zero = sides(item).and_then(|(l, r)| Some(meaning(l).ok()? - meaning(r).ok()?));
        match zero.and_then(|f| roots(f, x, 0)) {
            Some(Set::Roots(found)) if !found.is_empty() => {
                found.into_iter().map(|root| equal(x, root)).collect()
            }
            _ => vec![item.clone()],
        }
    });
    let line = Node::Operation("or".to_owned(), solved.collect());
    work.to("solve it", line, vec![]);
}

/// Each factor is zero by itself, and those go that never are: sin x - 2.
pub(super) fn zero_product(work: &mut Work, mut factors: Vec<E>, x: E) {
    let line = |factors: &[E]| match factors {
        [one] => zero_line(show(*one)),
        _ => Node::Operation(
            "or".to_owned(),
            factors.iter().map(|&factor| zero_line(show(factor))).collect(),
        ),
    };
    if factors.len() > 1 {
        work.to("zero product", line(&factors), vec![]);
    }
    let mut place = 0;
    while place < factors.len() && factors.len() > 1 {
        match super::exponentials::out_of_range(factors[place], x) {
            Some(parameters) => {
                factors.remove(place);
                work.to("factor out of range", line(&factors), parameters);
            }
            None => place += 1,
        }
    }
}

/// cos A = cos B, or the sine of both sides of an equation in inverse functions.
fn angle_lines(work: &mut Work, f: E, x: E) -> bool {
    if f.has_fun(&|g| matches!(g, F::Asin | F::Acos | F::Atan | F::Acot)) {
        let Some(&next) = super::angles::without_inverses(f, x).first() else { return false };
        let next = expand(next);
        let Some(c) = coefficients(next, x) else { return false };
        work.by("function of both sides", Link::Implies, zero_line(show(next)), vec![]);
        polynomial_lines(work, next, ZERO, x, &c);
        return true;
    }
    if !f.has_fun(&crate::trig::is_circular) || f.symbols() != vec![x] {
        return false;
    }
    if let Some((tangent, slope)) = super::angles::one_tangent(f, x) {
        work.to("isolate", equal(tangent, slope), vec![named("part", tangent)]);
        return true;
    }
    let Some(ways) = super::angles::equal_angles(f, x) else { return false };
    let lines = ways.into_iter().map(|(a, b)| equal(a, b)).collect();
    work.by("equal angles", Link::Implies, Node::Operation("or".to_owned(), lines), vec![]);
    true
}

/// One term with the unknown: alone on the left.
fn isolated(work: &mut Work, f: E, x: E) {
    let (bound, free) = f.terms_by(x);
    let [term] = bound.as_slice() else { return };
    let (inner, outer) = term.factors_by(x);
    let [part] = inner.as_slice() else { return };
    let target =
        crate::tasks::simplify::evaluated(-crate::expr::add(free) / crate::expr::mul(outer));
    // To a base that is not e: no other logarithm than the one that was written.
    if let (X::Fun(F::Ln, h), true) = (part.get(), target.has_fun(&|g| g == F::Ln)) {
        let value = crate::tasks::simplify::evaluated(crate::expr::pow(crate::expr::EULER, target));
        if value.num().is_some() {
            work.to("meaning of a logarithm", equal(h, value), vec![]);
            return;
        }
    }
    work.to("isolate", equal(*part, target), vec![named("part", *part)]);
}

/// √h alone, and what stands on the other side.
fn radical_parts(f: E, x: E) -> Option<(E, E)> {
    let (with, rest): (Vec<E>, Vec<E>) = f.terms().into_iter().partition(|term| {
        term.any(&|p| matches!(p.get(), X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| q.parts().is_some_and(|(_, d)| d == 2))))
    });
    let [root] = with.as_slice() else { return None };
    let (inner, _) = root.factors_by(x);
    matches!(inner.as_slice(), [body] if matches!(body.get(), X::Pow(_, k) if k.num() == Some(Q::new(1, 2))))
        .then(|| (*root, -crate::expr::add(rest)))
}

/// The line with both sides squared.
fn squared(work: &mut Work, f: E, x: E) -> bool {
    let Some((root, rest)) = radical_parts(f, x) else { return false };
    let (_, front) = root.factors_by(x);
    let front = crate::expr::mul(front);
    let (root, rest) = if !rest.has(x) {
        (root / front, crate::tasks::simplify::evaluated(rest / front))
    } else if root.coefficient().0.is_negative() {
        (-root, -rest)
    } else {
        (root, rest)
    };
    let rest = if rest.coefficient().0.is_negative() { expand(rest) } else { rest };
    work.to("transpose", equal(root, rest), vec![named("x", root)]);
    let (square, other) = (root * root, expand(rest * rest));
    work.by("square both sides", Link::Implies, equal(square, other), vec![]);
    if let Some(c) = coefficients(square - other, x) {
        polynomial_lines(work, square, other, x, &c);
    }
    true
}

/// |h| = c as two equations.
fn cases(work: &mut Work, l: E, r: E, x: E) {
    let (bars, value) = match (l.get(), r.has(x)) {
        (X::Fun(F::Abs, h), false) => (h, r),
        _ => return,
    };
    if crate::value::sign(value) == Some(1) {
        work.to(
            "cases",
            Node::Operation("or".to_owned(), vec![equal(bars, value), equal(bars, -value)]),
            vec![],
        );
    }
}

fn fraction_in(f: E, x: E) -> bool {
    f.any(&|part| matches!(part.get(), X::Pow(base, k) if base.has(x) && k.num().is_some_and(|q| q.is_negative())))
}

pub(super) fn polynomial_lines(work: &mut Work, l: E, r: E, x: E, c: &[E]) {
    match c.len() {
        2 if l == x && !r.has(x) => {}
        2 => {
            let terms = c.iter().flat_map(|e| e.terms());
            let fractions: Vec<Q> = terms.map(|term| term.coefficient().0).collect();
            let by = num(Q::content(&fractions).denominator());
            let (l, r) = if by == ONE { (l, r) } else { (expand(l * by), expand(r * by)) };
            if by != ONE {
                work.to("clear denominators", equal(l, r), vec![named("by", by)]);
            }
            let c = [c[0] * by, c[1] * by];
            let (a, b) = (c[1], expand(-c[0]));
            // 540 = 5x is read from the right, and 2x + 28 = 12x + 3 leads to 12x - 2x = 28 - 3.
            let fewer = !l.has(x) || a.num().is_some_and(|q| q.is_negative()) && r.has(x);
            let (l, r, a, b) = if fewer { (r, l, expand(-a), expand(-b)) } else { (l, r, a, b) };
            let first =
                if fewer { equal(expand(r), expand(l)) } else { equal(expand(l), expand(r)) };
            if !r.has(x) || !l.has(x) || expand(l) != l || expand(r) != r {
                work.to("collect", first, vec![]);
            }
            let sorted = Node::relation(show(a * x), Relation::Equal, show(b));
            let moved = transposed(expand(l), expand(r), x, &Relation::Equal);
            work.to("transpose", moved.unwrap_or_else(|| sorted.clone()), vec![named("x", x)]);
            work.to("collect", sorted, vec![]);
            if a == crate::expr::MINUS_ONE {
                work.to("change signs", equal(x, expand(-b)), vec![]);
            } else if a != ONE {
                work.to(
                    "divide both sides",
                    equal(x, super::turned(crate::algebra::together(b / a))),
                    vec![named("by", a)],
                );
                if !a.is_number() {
                    work.only_if(Node::relation(show(a), Relation::NotEqual, Node::number("0")));
                }
            }
        }
        n if n >= 3 => {
            let f = crate::algebra::from_coefficients(c, x);
            if power_of_letters(work, f, x, c) {
                return;
            }
            // x² = c
            if n == 3
                && c[1] == ZERO
                && c[2] == ONE
                && c[0].is_number()
                && factors(f).is_none_or(|(_, parts)| parts.len() == 1)
            {
                work.to("transpose", equal(x * x, -c[0]), vec![named("x", x)]);
                let root = show(crate::expr::sqrt(-c[0]));
                if !crate::expr::sqrt(-c[0]).has(crate::expr::I) {
                    let after = Node::relation(
                        show(x),
                        Relation::Equal,
                        Node::Sum(vec![(Sign::PlusMinus, root)]),
                    );
                    work.to("square root", after, vec![]);
                }
                return;
            }
            let turned = c[n - 1].coefficient().0.is_negative();
            let f = if turned { expand(-f) } else { f };
            let c: Vec<E> =
                if turned { c.iter().map(|&e| expand(-e)).collect() } else { c.to_vec() };
            let numbers: Vec<Q> = c.iter().filter_map(|e| e.num()).collect();
            let content = if numbers.len() == n { Q::content(&numbers) } else { Q::ONE };
            let content_is_one = content.is_one();
            // -11x² + 33x - 22 = 0 is divided by -11 at once.
            let minus = turned && n == 3 && work.line == zero_line(show(expand(-f)));
            if !minus {
                work.to("all to one side", zero_line(show(f)), vec![]);
            }
            let (f, c) = if n != 3 || (content.is_one() && !minus) {
                (f, c)
            } else {
                let whole = content.is_integer();
                let scale = if whole { content.reciprocal() } else { content.denominator() };
                let by = if whole { content } else { scale.clone() };
                let by = num(if minus { -&by } else { by });
                let scale = num(scale);
                let f = expand(f * scale);
                let rule = match whole {
                    _ if minus && content_is_one => "change signs",
                    true => "divide both sides",
                    false => "clear denominators",
                };
                work.to(rule, zero_line(show(f)), vec![named("by", by)]);
                (f, c.iter().map(|&e| expand(e * scale)).collect())
            };
            if let Some((p, r)) = (n == 3).then(|| middle_split(&c)).flatten() {
                let line = zero_line(show::sum_of(&[c[2] * x * x, p * x, r * x, c[0]]));
                let parameters =
                    vec![named("p", p), named("q", r), named("b", c[1]), named("ac", c[2] * c[0])];
                work.to("split middle term", line, parameters);
            }
            if let Some((q, parts)) = factors(f)
                && (parts.len() > 1 || parts.iter().any(|(_, times)| *times > 1))
            {
                work.to("factor equation", zero_line(show::factored(&q, &parts)), vec![]);
                let bound = parts.iter().map(|(part, _)| *part).filter(|part| part.has(x));
                zero_product(work, bound.collect(), x);
                return;
            }
            if n == 3 {
                formula(work, x, &c);
            }
        }
        _ => {}
    }
}

/// πr² = A, r² = A/π, r = ±√(A/π): one power of the unknown in an equation of letters.
fn power_of_letters(work: &mut Work, f: E, x: E, c: &[E]) -> bool {
    let n = c.len() - 1;
    let letters = c.iter().any(|e| !e.symbols().is_empty());
    let whole = || factors(f).is_none_or(|(_, parts)| parts.len() == 1);
    if !letters || c[1..n].iter().any(|&e| e != ZERO) || !whole() {
        return false;
    }
    let power = crate::expr::powi(x, n as i64);
    let numbers: Vec<Q> = [c[0], c[n]].iter().map(|e| e.coefficient().0).collect();
    let by = num(Q::content(&numbers).denominator());
    let by_signed = if c[n].coefficient().0.is_negative() { -by } else { by };
    let (front, rest) = (expand(c[n] * by_signed), expand(-c[0] * by_signed));
    let (rule, parameters) = match by {
        ONE => ("transpose", vec![named("x", x)]),
        _ => ("clear denominators", vec![named("by", by)]),
    };
    work.to(rule, equal(front * power, rest), parameters);
    let value = super::turned(crate::algebra::together(rest / front));
    if front != ONE {
        work.to("divide both sides", equal(power, value), vec![named("by", front)]);
        if !front.is_number() {
            work.only_if(Node::relation(show(front), Relation::NotEqual, Node::number("0")));
        }
    }
    if n == 2 {
        let root = Node::Root { degree: None, radicand: Box::new(show(value)) };
        let root = Node::Sum(vec![(Sign::PlusMinus, root)]);
        work.to("square root", Node::relation(show(x), Relation::Equal, root), vec![]);
    }
    true
}

/// 2x - x = 2 + 3, from 2x - 3 = x + 2: terms that go over change their signs.
pub(crate) fn transposed(l: E, r: E, x: E, relation: &Relation) -> Option<Node> {
    let split = |e: E| -> (Vec<E>, Vec<E>) {
        let terms = if e == ZERO { Vec::new() } else { show::written_terms(e) };
        terms.into_iter().partition(|term| term.has(x))
    };
    let ((mut left, minus), (over, mut right)) = (split(l), split(r));
    // An equation that is written the other way round is turned first.
    if left.is_empty() || (minus.is_empty() && over.is_empty()) {
        return None;
    }
    left.extend(over.into_iter().map(|term| -term));
    right.extend(minus.into_iter().map(|term| -term));
    // Where nothing is added up the line is in its order at once.
    let side = |terms: &[E]| {
        let sum = crate::expr::add(terms.iter().copied());
        if sum.terms().len() == terms.len() { show(sum) } else { show::sum_of(terms) }
    };
    Some(Node::relation(side(&left), relation.clone(), side(&right)))
}

/// p and q with p + q = b and pq = ac, where there are such whole numbers and both terms are needed.
fn middle_split(c: &[E]) -> Option<(E, E)> {
    let [c0, b, a] = [c[0].as_int()?, c[1].as_int()?, c[2].as_int()?];
    let d = b.checked_mul(b)?.checked_sub(a.checked_mul(c0)?.checked_mul(4)?)?;
    let root = crate::expr::sqrt(int(d)).as_int()?;
    // A square of a sum needs no splitting.
    (c0 != 0 && b != 0 && root > 0).then(|| (int((b + root) / 2), int((b - root) / 2)))
}

fn formula(work: &mut Work, x: E, c: &[E]) {
    let d = crate::tasks::simplify::evaluated(expand(c[1] * c[1] - int(4) * c[2] * c[0]));
    let root = Node::Root { degree: None, radicand: Box::new(show(d)) };
    let minus_b = -c[1];
    let mut top = Vec::new();
    if minus_b != ZERO {
        let (negative, node) = show::signed(minus_b);
        top.push((if negative { Sign::Minus } else { Sign::Plus }, node));
    }
    top.push((Sign::PlusMinus, root));
    let after = Node::relation(
        show(x),
        Relation::Equal,
        Node::fraction(Node::Sum(top), show(int(2) * c[2])),
    );
    work.to(
        "quadratic formula",
        after,
        vec![named("a", c[2]), named("b", c[1]), named("c", c[0]), named("d", d)],
    );
}
