//! Inequalities in one unknown: critical points, then the truth in each interval.

use crate::algebra::expand;
use crate::check::{self, Letters};
use crate::complex::real;
use crate::explain::Found;
use crate::expr::{E, F, ONE, UNDEFINED, X, add, apply, mul, num, spent, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::show::{self, show};
use crate::solution::{Reason, Refusal};
use crate::tasks::solve::narrate::transposed;
use crate::tasks::solve::roots::{Set, roots};
use crate::tasks::solve::{any_letter, reals, unknown};
use crate::value::real_value;
use crate::work::{Work, named};
use ganita_notation::{Bracket, Node, Relation};

mod circular;

/// Simple inequalities of which a problem is made: difference of sides and the relation.
fn pieces(node: &Node, out: &mut Vec<(E, Relation)>) -> Result<(), Refusal> {
    match node {
        Node::Relation(first, rest) => {
            let mut left = meaning(first)?;
            for (relation, side) in rest {
                if let (Relation::In, Node::Group(open, ends, shut)) = (relation, side)
                    && let Node::List(ends) = &**ends
                    && let [low, high] = ends.as_slice()
                {
                    let [from, to] = [
                        (open, Relation::GreaterEqual, Relation::Greater),
                        (shut, Relation::LessEqual, Relation::Less),
                    ]
                    .map(|(end, with, without)| match end {
                        Bracket::Square => with,
                        _ => without,
                    });
                    out.push((left - meaning(low)?, from));
                    out.push((left - meaning(high)?, to));
                    return Ok(());
                }
                let right = meaning(side)?;
                out.push((left - right, relation.clone()));
                left = right;
            }
            Ok(())
        }
        Node::Operation(_, items) | Node::List(items) | Node::Lines(items) => {
            items.iter().try_for_each(|item| pieces(item, out))
        }
        Node::Cases(rows) => rows.iter().try_for_each(|(row, _)| pieces(row, out)),
        Node::Group(_, inner, _) => pieces(inner, out),
        other => Err(Refusal::about(Reason::NotUnderstood, other)),
    }
}

/// Where truth may change: roots, poles, ends of domains.
pub(crate) fn critical(f: E, x: E) -> Option<Vec<E>> {
    let mut out = Vec::new();
    let mut add = |set: Option<Set>| -> Option<()> {
        match set? {
            Set::All => Some(()),
            Set::Roots(found) => {
                out.extend(found);
                Some(())
            }
        }
    };
    add(roots(f, x, 0))?;
    let mut inner: Vec<E> = Vec::new();
    visit(f, &mut |part| match part.get() {
        X::Pow(h, k) if h.has(x) && k.num().is_none_or(|q| q.is_negative() || !q.is_integer()) => {
            inner.push(h);
        }
        X::Fun(F::Ln | F::Abs, h) if h.has(x) => inner.push(h),
        X::Fun(F::Tan | F::Sec, h) if h.has(x) => inner.push(apply(F::Cos, h)),
        X::Fun(F::Cot | F::Csc, h) if h.has(x) => inner.push(apply(F::Sin, h)),
        X::Fun(F::Asin | F::Acos, h) if h.has(x) => inner.push(ONE - h * h),
        _ => {}
    });
    for h in inner {
        add(roots(h, x, 0))?;
    }
    Some(out)
}

fn visit(e: E, f: &mut dyn FnMut(E)) {
    f(e);
    for child in e.children() {
        visit(child, f);
    }
}

/// Where an interval is looked into, between 0 and 1.
const PLACES: [f64; 5] = [0.03, 0.21, 0.5, 0.77, 0.98];

/// Whether a power of x soon leaves the range of doubles: what is then nothing or infinite says nothing about a sign.
fn is_steep(e: E, x: E) -> bool {
    const HIGH: f64 = 60.0;
    let X::Pow(base, k) = e.get() else { return false };
    k.has(x) || base.has(x) && k.num().is_some_and(|q| q.to_f64().abs() > HIGH)
}

pub(crate) fn inequality(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    let mut parts = Vec::new();
    pieces(problem, &mut parts)?;
    let x = variable
        .or_else(|| parts.iter().find_map(|(f, _)| unknown(*f)))
        .or_else(|| any_letter(problem))
        .ok_or(Refusal::about(Reason::NotUnderstood, problem))?;
    if parts.iter().any(|(f, _)| f.symbols().iter().any(|&e| e != x)) {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let mut points: Vec<(f64, E)> = Vec::new();
    let mut families = Vec::new();
    let stopped = |reason| stopped(reason, problem, &parts, x);
    let no_method = || stopped(Reason::NoMethod);
    for (f, _) in &parts {
        for root in critical(*f, x).ok_or_else(no_method)? {
            let root = crate::tasks::simplify::evaluated(root);
            if root.has(crate::expr::I) {
                continue;
            }
            if root.has(sym("n")) {
                families.push(circular::Family::of(root).ok_or_else(no_method)?);
                continue;
            }
            let Some(v) = real_value(root) else { continue };
            if !points.iter().any(|(w, _)| (v - w).abs() < 1e-10 * v.abs().max(1.0)) {
                points.push((v, root));
            }
        }
    }
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let name = x.letter();
    let truth = |v: f64| {
        check::holds(
            problem,
            &Letters {
                values: vec![(name.clone(), real(v))],
                given: &[],
                minus: false,
                beside: false,
            },
        )
    };
    // Near a pole doubles are large, but not nothing.
    let holds_at = |(v, e): &(f64, E)| {
        truth(*v) == Some(true) && parts.iter().all(|(f, _)| f.replace(x, *e) != UNDEFINED)
    };
    if !families.is_empty() {
        let or = |part: &Node| matches!(part, Node::Operation(name, _) if name == "or");
        if x == sym("n") || parts::any(problem, &or) {
            return Err(no_method());
        }
        match circular::window(&parts, x) {
            Some((low, high)) => {
                for family in &families {
                    family.between(low, high, &mut points).ok_or_else(no_method)?;
                }
            }
            None if points.is_empty() => {
                let found = circular::everywhere(&parts, x, &families, &truth, &holds_at)
                    .map_err(|refusal| stopped(refusal.reason))?;
                return Ok(periodic(problem, &parts, x, found));
            }
            None => return Err(no_method()),
        }
    }
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    let exponential =
        parts.iter().any(|(f, _)| f.any(&|part| matches!(part.get(), X::Pow(_, k) if k.has(x))));
    let steep: Vec<E> =
        parts.iter().map(|(f, _)| *f).filter(|f| f.any(&|e| is_steep(e, x))).collect();
    let beyond = |v: f64| {
        steep.iter().any(|&f| {
            let size = crate::value::value(f, &[(x, real(v))]).abs();
            size == 0.0 || size.is_infinite()
        })
    };
    // Truth between the points and at them. Several samples must agree, or a point was missed.
    let mut between = Vec::new();
    for k in 0..=points.len() {
        // Far out an exponential is nothing beside anything.
        let far = if exponential { 9.0 } else { 40.0 };
        let low = if k == 0 { points.first().map_or(0.0, |p| p.0) - far } else { points[k - 1].0 };
        let high =
            if k == points.len() { points.last().map_or(0.0, |p| p.0) + far } else { points[k].0 };
        let samples: Vec<Option<bool>> =
            PLACES.iter().map(|t| truth(low + (high - low) * t)).collect();
        let first = samples[2].ok_or_else(|| stopped(Reason::Unverified))?;
        let unlike = samples.iter().any(|found| *found != Some(first));
        if unlike || PLACES.iter().any(|t| beyond(low + (high - low) * t)) {
            return Err(stopped(Reason::Unverified));
        }
        between.push(first);
    }
    let at: Vec<bool> = points.iter().map(holds_at).collect();
    let answer_sets = sets(&points, &between, &at);
    let set = union(answer_sets);
    let never = points.is_empty() && !between[0];
    let answer = if never {
        Node::Text("no solution".to_owned())
    } else {
        Node::relation(show(x), Relation::In, set.clone())
    };
    let mut work = Work::on(problem);
    if points.is_empty() {
        // The sides of "x < x + 1" differ by a number.
        let plain = parts.iter().all(|(f, _)| f.is_number());
        let rule = match (never, plain) {
            (true, true) => "no solution",
            (false, true) => "always true",
            (true, false) => "never",
            (false, false) => "ever",
        };
        work.to(rule, answer.clone(), vec![named("x", x)]);
    } else if let [(f, relation)] = parts.as_slice() {
        single(&mut work, *f, relation, x, &points);
    }
    if !points.is_empty() {
        chain(&mut work, x);
        if !bounds(&work.line, x) {
            // Where truth stays as it was there is nothing to mark.
            let turns = |k: usize| between[k] != between[k + 1] || at[k] != between[k];
            let any = (0..points.len()).any(turns);
            let marks = points.iter().enumerate().filter(|(k, _)| !any || turns(*k));
            let marks = Node::List(marks.map(|(_, (_, e))| show(*e)).collect());
            work.to("sign chart", answer.clone(), vec![("points", marks)]);
        }
    }
    work.to("interval", answer.clone(), vec![]);
    let points = points.iter().map(|(v, _)| vec![*v]).collect();
    Ok(Found {
        work,
        answers: vec![answer.clone()],
        answer,
        whole: "interval",
        points,
        variables: vec![name],
        reach: check::Reach::Real,
    })
}

/// A refusal with the inequality as far as it is brought without its critical points.
#[cold]
#[inline(never)]
fn stopped(reason: Reason, problem: &Node, parts: &[(E, Relation)], x: E) -> Refusal {
    let mut work = Work::on(problem);
    if let [(f, relation)] = parts {
        single(&mut work, *f, relation, x, &[]);
    }
    work.stopped(reason, problem, Some(x))
}

/// The solutions of one period, for all of them.
fn periodic(problem: &Node, parts: &[(E, Relation)], x: E, found: circular::Periodic) -> Found {
    let mut work = Work::on(problem);
    if let [(f, relation)] = parts {
        single(&mut work, *f, relation, x, &found.points);
    }
    let set = if found.all == Some(true) { reals() } else { found.set };
    let answer = match found.all {
        Some(false) => Node::Text("no solution".to_owned()),
        _ => Node::relation(show(x), Relation::In, set),
    };
    let shown = Node::List(found.points.iter().map(|(_, e)| show(*e)).collect());
    let parameters = vec![named("period", found.period), ("points", shown)];
    work.to("signs in a period", answer.clone(), parameters);
    let mut all = Found::one(work, answer, "interval", Some(x));
    // In this period and in those beside it, at the points and between them.
    let length = real_value(found.period).unwrap_or_default();
    for turn in [0.0, -length, length] {
        let next = found.points.iter().skip(1).map(|p| p.0);
        let next = next.chain(found.points.first().map(|p| p.0 + length));
        for ((low, _), high) in found.points.iter().zip(next) {
            all.points.extend([vec![low + turn], vec![0.5 * (low + high) + turn]]);
        }
    }
    all
}

/// 2 cos x ≤ 1: the function alone on a side.
fn alone(work: &mut Work, f: E, relation: &Relation, x: E) -> bool {
    let (bound, free) = f.terms_by(x);
    let [term] = bound.as_slice() else { return false };
    let (inner, outer) = term.factors_by(x);
    let [part] = inner.as_slice() else { return false };
    if !matches!(part.get(), X::Fun(..)) && !matches!(part.get(), X::Pow(_, k) if k.has(x)) {
        return false;
    }
    let (front, rest) = (mul(outer), -add(free));
    let Some(sign) = crate::value::sign(front) else { return false };
    let target = crate::tasks::simplify::evaluated(rest / front);
    let line = |a: E, relation: &Relation, b: E| Node::relation(show(a), relation.clone(), show(b));
    if sign < 0 {
        work.to("transpose", line(front * *part, relation, rest), vec![named("x", *part)]);
        let by = vec![named("by", front)];
        work.to("divide and turn", line(*part, &turned(relation), target), by);
    } else {
        work.to("isolate", line(*part, relation, target), vec![named("part", *part)]);
    }
    true
}

/// Whether a line says outright between which numbers x lies.
fn bounds(line: &Node, x: E) -> bool {
    let Node::Relation(first, rest) = line else { return false };
    let is_x = |node: &Node| meaning(node).is_ok_and(|e| e == x);
    let is_number = |node: &Node| meaning(node).is_ok_and(E::is_number);
    match rest.as_slice() {
        [(_, right)] => is_x(first) && is_number(right),
        [(_, middle), (_, right)] => is_number(first) && is_x(middle) && is_number(right),
        _ => false,
    }
}

/// a < bx + c < d: the same is done to every part.
fn chain(work: &mut Work, x: E) {
    let Node::Relation(first, rest) = &work.line else { return };
    let [(one, middle), (two, last)] = rest.as_slice() else { return };
    let (one, two) = (one.clone(), two.clone());
    let (Ok(low), Ok(f), Ok(high)) = (meaning(first), meaning(middle), meaning(last)) else {
        return;
    };
    let Some(c) = crate::algebra::coefficients(f, x).filter(|c| c.len() == 2) else { return };
    let (Some(slope), true, true) = (c[1].num(), low.is_number(), high.is_number()) else { return };
    let line = |parts: [E; 3], one: &Relation, two: &Relation| {
        let [low, middle, high] = parts.map(show);
        Node::Relation(Box::new(low), vec![(one.clone(), middle), (two.clone(), high)])
    };
    let plain = crate::tasks::simplify::evaluated;
    let (low, high) = (plain(low - c[0]), plain(high - c[0]));
    if c[0] != crate::expr::ZERO {
        let less = line([low, c[1] * x, high], &one, &two);
        let (rule, by) = match c[0].coefficient().0.is_negative() {
            true => ("more in every part", -c[0]),
            false => ("less in every part", c[0]),
        };
        work.to(rule, less, vec![named("by", by)]);
    }
    if slope == Q::ONE {
        return;
    }
    let (low, high) = (plain(low / c[1]), plain(high / c[1]));
    let by = vec![named("by", c[1])];
    if !slope.is_integer() && !slope.is_negative() {
        let by = vec![named("by", ONE / c[1])];
        work.to("multiply inequality", line([low, x, high], &one, &two), by);
    } else if slope.is_negative() {
        work.to("divide and turn", line([high, x, low], &two, &one), by);
    } else {
        work.to("divide inequality", line([low, x, high], &one, &two), by);
    }
}

fn turned(relation: &Relation) -> Relation {
    match relation {
        Relation::Less => Relation::Greater,
        Relation::LessEqual => Relation::GreaterEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterEqual => Relation::LessEqual,
        other => other.clone(),
    }
}

/// The lines of a linear inequality, or all on one side in factors.
fn single(work: &mut Work, f: E, relation: &Relation, x: E, points: &[(f64, E)]) {
    if let Some(c) = crate::algebra::coefficients(f, x)
        && c.len() == 2
        && let Some(q) = c[1].num()
    {
        let by = num(linear_lines(work, relation, x));
        let (a, b) = (c[1] * by, expand(-c[0] * by));
        work.to("collect", Node::relation(show(a * x), relation.clone(), show(b)), vec![]);
        if q != Q::ONE {
            let (rule, relation) = if q.is_negative() {
                ("divide and turn", turned(relation))
            } else {
                ("divide inequality", relation.clone())
            };
            let bound = points.first().map_or(b / a, |p| p.1);
            work.to(rule, Node::relation(show(x), relation, show(bound)), vec![named("by", a)]);
        }
        return;
    }
    if bars(work, f, relation) {
        return;
    }
    if alone(work, f, relation, x) {
        return;
    }
    let bars_or_roots = f.any(&|part| {
        matches!(part.get(), X::Fun(..)) && !circular::of_angles(part, x)
            || matches!(part.get(), X::Pow(_, k) if k.as_int().is_none())
    });
    if bars_or_roots {
        return;
    }
    let (top, bottom) = crate::algebra::fraction(f);
    if f.any(&|part| circular::of_angles(part, x))
        && crate::algebra::factors(top)
            .is_none_or(|(_, all)| all.iter().filter(|(part, _)| part.has(x)).count() < 2)
    {
        return;
    }
    let side = |e: E| crate::algebra::factors(e).map(|(q, parts)| show::factored(&q, &parts));
    if let (Some(a), Some(b)) = (side(top), side(bottom)) {
        let left = if bottom.num().is_some_and(|q| q.is_one()) { a } else { Node::fraction(a, b) };
        work.to("one side", Node::relation(left, relation.clone(), Node::number("0")), vec![]);
    }
}

/// Denominators, brackets, then the terms with x on one side, as with an equation; gives what both sides were multiplied by.
fn linear_lines(work: &mut Work, relation: &Relation, x: E) -> Q {
    let sides = match &work.line {
        Node::Relation(left, rest) if rest.len() == 1 => [&**left, &rest[0].1],
        _ => return Q::ONE,
    };
    let brackets = sides.iter().any(|side| parts::any(side, &parts::is_product_of_sum));
    let [Ok(l), Ok(r)] = sides.map(meaning) else { return Q::ONE };
    let (mut l, mut r) = (expand(l), expand(r));
    let numbers = [l, r].into_iter().filter_map(|side| crate::algebra::coefficients(side, x));
    let numbers: Vec<Q> = numbers.flatten().filter_map(E::num).collect();
    let by = Q::content(&numbers).denominator();
    let line = |l: E, r: E| Node::relation(show(l), relation.clone(), show(r));
    if !by.is_one() {
        (l, r) = (expand(l * num(by.clone())), expand(r * num(by.clone())));
        work.to("clear denominators", line(l, r), vec![named("by", num(by.clone()))]);
    } else if brackets {
        work.to("multiply out", line(l, r), vec![]);
    }
    if let Some(line) = transposed(l, r, x, relation) {
        work.to("transpose", line, vec![named("x", x)]);
    }
    by
}

/// |h| < c as -c < h < c; |h| > c as two inequalities.
fn bars(work: &mut Work, f: E, relation: &Relation) -> bool {
    let with: Vec<E> = f.terms().into_iter().filter(|term| !term.symbols().is_empty()).collect();
    let [term] = with.as_slice() else { return false };
    let (q, body) = term.coefficient();
    let X::Fun(F::Abs, h) = body.get() else { return false };
    let bound = crate::tasks::simplify::evaluated((*term - f) / num(q.clone()));
    if crate::value::sign(bound) != Some(1) {
        return false;
    }
    let relation = if q.is_negative() { turned(relation) } else { relation.clone() };
    work.to(
        "transpose",
        Node::relation(show(body), relation.clone(), show(bound)),
        vec![named("x", body)],
    );
    let low = || show(-bound);
    let line = match relation {
        Relation::Less | Relation::LessEqual => Node::Relation(
            Box::new(low()),
            vec![(relation.clone(), show(h)), (relation.clone(), show(bound))],
        ),
        _ => Node::Operation(
            "or".to_owned(),
            vec![
                Node::relation(show(h), turned(&relation), low()),
                Node::relation(show(h), relation.clone(), show(bound)),
            ],
        ),
    };
    work.to("bars", line, vec![]);
    true
}

/// Runs of truth as intervals.
pub(crate) fn sets(points: &[(f64, E)], between: &[bool], at: &[bool]) -> Vec<Node> {
    let infinity = || Node::symbol("infinity");
    let mut out = Vec::new();
    let mut open: Option<(Node, bool)> = between[0].then(|| (Node::negative(infinity()), false));
    let interval = |low: (Node, bool), high: Node, closed: bool| {
        let left = if low.1 { Bracket::Square } else { Bracket::Round };
        let right = if closed { Bracket::Square } else { Bracket::Round };
        Node::Group(left, Box::new(Node::List(vec![low.0, high])), right)
    };
    for (k, (_, point)) in points.iter().enumerate() {
        let (before, here, after) = (between[k], at[k], between[k + 1]);
        let node = show(*point);
        match (before, here, after) {
            (true, true, true) | (false, false, false) => {}
            (true, here, after) => {
                if let Some(low) = open.take() {
                    out.push(interval(low, node.clone(), here));
                }
                if after {
                    open = Some((node, false));
                }
            }
            (false, here, true) => open = Some((node, here)),
            (false, true, false) => {
                out.push(Node::Group(Bracket::Curly, Box::new(node), Bracket::Curly));
            }
        }
    }
    if let Some(low) = open {
        out.push(interval(low, infinity(), false));
    }
    out
}

pub(crate) fn union(mut sets: Vec<Node>) -> Node {
    match sets.len() {
        0 => Node::symbol("emptyset"),
        1 => {
            let only = sets.remove(0);
            let everything = matches!(&only, Node::Group(Bracket::Round, inner, Bracket::Round)
                if **inner == Node::List(vec![Node::negative(Node::symbol("infinity")), Node::symbol("infinity")]));
            if everything { reals() } else { only }
        }
        _ => Node::Operation("cup".to_owned(), sets),
    }
}
