//! Sets written out, and intervals: union, intersection, difference. Class 11.

use super::{Ask, Sheet};
use crate::expr::{E, INFINITY};
use crate::meaning::meaning;
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::inequality::{sets, union};
use crate::value::real_value;
use ganita_notation::{Bracket, Node, Relation, Sign, Style};

/// Elements in the order in which they were written, each once.
type Set = Vec<Node>;

/// Whether it is an operation on sets that are written out or on intervals.
pub(super) fn is_operation(node: &Node) -> bool {
    let node = &difference(node);
    is_of_intervals(node)
        || matches!(node, Node::Operation(name, items)
        if rule(name).is_some() && items.len() >= 2 && items.iter().all(|item| elements(item).is_some()))
}

/// A − B is A \ B.
fn difference(node: &Node) -> Node {
    let Node::Sum(terms) = node else { return node.clone() };
    let minus = |k: usize, sign: Sign| sign == if k == 0 { Sign::Plus } else { Sign::Minus };
    let are_sets = terms.len() > 1
        && terms.iter().enumerate().all(|(k, (sign, term))| {
            minus(k, *sign) && (elements(term).is_some() || interval(term).is_some())
        });
    if !are_sets {
        return node.clone();
    }
    Node::Operation("setminus".to_owned(), terms.iter().map(|(_, term)| term.clone()).collect())
}

/// The rule of an operation, by its name in LaTeX.
fn rule(name: &str) -> Option<&'static str> {
    match name {
        "cup" => Some("union of sets"),
        "cap" => Some("intersection of sets"),
        "setminus" => Some("difference of sets"),
        _ => None,
    }
}

pub(super) fn operation(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let problem = difference(ask.problem);
    let ask = &Ask { problem: &problem, ..*ask };
    if is_of_intervals(ask.problem) {
        return intervals(ask);
    }
    let Node::Operation(name, _) = bare(ask.problem) else { return ask.refuse() };
    let Some(rule) = rule(name) else { return ask.refuse() };
    let Some(found) = elements(ask.problem) else { return ask.refuse() };
    // Every element that is named anywhere is in the answer just when the definition says so.
    let mut all = Set::new();
    named(ask.problem, &mut all);
    if all.iter().any(|one| belongs(one, ask.problem) != Some(found.contains(one))) {
        return Err(Refusal::new(Reason::Unverified));
    }
    let answer = written(&found);
    let mut sheet = Sheet::on(ask.problem);
    sheet.remark(rule, answer.clone());
    sheet.finished(ask, &answer)
}

/// The ends of `[a, b)`, and whether they belong to it.
fn interval(node: &Node) -> Option<[(E, bool); 2]> {
    let (open, ends, shut) = match node {
        // (a, b), whose brackets the tree implies.
        Node::List(ends) => (Bracket::Round, ends, Bracket::Round),
        Node::Group(open, inner, shut) => match &**inner {
            Node::List(ends) => (*open, ends, *shut),
            _ => return None,
        },
        _ => return None,
    };
    if [open, shut].iter().any(|end| !matches!(end, Bracket::Square | Bracket::Round)) {
        return None;
    }
    let [low, high] = ends.as_slice() else { return None };
    let (a, b) = (meaning(low).ok()?, meaning(high).ok()?);
    let (u, v) = (end(a)?, end(b)?);
    (u < v).then_some([(a, open == Bracket::Square), (b, shut == Bracket::Square)])
}

/// An end as a number; ∞ too.
fn end(e: E) -> Option<f64> {
    match e {
        INFINITY => Some(f64::INFINITY),
        _ if e == -INFINITY => Some(f64::NEG_INFINITY),
        _ => real_value(e),
    }
}

/// Whether intervals are joined, and nothing but intervals and sets of numbers.
fn is_of_intervals(node: &Node) -> bool {
    fn all(node: &Node, seen: &mut bool) -> bool {
        match node {
            Node::Operation(name, items) => {
                rule(name).is_some() && items.len() >= 2 && items.iter().all(|item| all(item, seen))
            }
            Node::Styled(Style::Blackboard, inner) if **inner == Node::symbol("R") => {
                *seen = true;
                true
            }
            _ if interval(node).is_some() => {
                *seen = true;
                true
            }
            Node::Group(Bracket::Round, inner, Bracket::Round) => all(inner, seen),
            _ => elements(node).is_some_and(|set| {
                set.iter().all(|one| meaning(one).is_ok_and(|e| real_value(e).is_some()))
            }),
        }
    }
    let mut seen = false;
    matches!(bare(node), Node::Operation(..)) && all(node, &mut seen) && seen
}

/// Whether a number belongs to an operation on intervals.
fn includes(node: &Node, x: f64) -> Option<bool> {
    const NEAR: f64 = 1e-12;
    let at = |v: f64| v.is_finite() && (v - x).abs() <= NEAR * v.abs().max(1.0);
    if let Some([(a, from), (b, to)]) = interval(node) {
        let (low, high) = (end(a)?, end(b)?);
        return Some(if at(low) {
            from
        } else if at(high) {
            to
        } else {
            low < x && x < high
        });
    }
    match node {
        Node::Styled(..) => Some(true),
        Node::Group(Bracket::Round, inner, Bracket::Round) => includes(inner, x),
        Node::Operation(name, items) => {
            let within: Vec<bool> =
                items.iter().map(|item| includes(item, x)).collect::<Option<_>>()?;
            Some(match name.as_str() {
                "cup" => within.contains(&true),
                "cap" => !within.contains(&false),
                _ => within[0] && !within[1..].contains(&true),
            })
        }
        _ => {
            let values: Option<Vec<f64>> =
                elements(node)?.iter().map(|one| real_value(meaning(one).ok()?)).collect();
            Some(values?.into_iter().any(at))
        }
    }
}

/// Whether x belongs, by the definition of the operations and the check's own reading of one set.
fn member(node: &Node, x: f64) -> Option<bool> {
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) if !matches!(**inner, Node::List(_)) => {
            member(inner, x)
        }
        Node::Operation(name, items) => {
            let mut all = Vec::new();
            for item in items {
                all.push(member(item, x)?);
            }
            Some(match name.as_str() {
                "cup" => all.contains(&true),
                "cap" => all.iter().all(|one| *one),
                _ => all[0] && all[1..].iter().all(|one| !one),
            })
        }
        set => {
            let values = vec![("x".to_owned(), crate::complex::real(x))];
            let letters = crate::check::Letters { values, given: &[], minus: false, beside: false };
            let statement = Node::relation(Node::symbol("x"), Relation::In, set.clone());
            crate::check::holds(&statement, &letters)
        }
    }
}

/// Every end named, in order; between two of them all numbers belong or none does.
fn intervals(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    fn ends(node: &Node, out: &mut Vec<(f64, E)>) {
        let mut note = |e: E| {
            if let Some(v) = real_value(e).filter(|v| v.is_finite()) {
                out.push((v, e));
            }
        };
        if let Some(both) = interval(node) {
            both.into_iter().for_each(|(e, _)| note(e));
        } else if let Node::Operation(_, items) = bare(node) {
            items.iter().for_each(|item| ends(item, out));
        } else {
            for e in elements(node).unwrap_or_default().iter().filter_map(|one| meaning(one).ok()) {
                note(e);
            }
        }
    }
    let Node::Operation(name, _) = bare(ask.problem) else { return ask.refuse() };
    let Some(rule) = rule(name) else { return ask.refuse() };
    let mut points = Vec::new();
    ends(ask.problem, &mut points);
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| (a.0 - b.0).abs() <= 1e-12 * b.0.abs().max(1.0));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return ask.refuse() };
    let middles = points.windows(2).map(|pair| 0.5 * (pair[0].0 + pair[1].0));
    let samples = [first.0 - 1.0].into_iter().chain(middles).chain([last.0 + 1.0]);
    let belongs = |x: f64| includes(ask.problem, x);
    let between: Option<Vec<bool>> = samples.map(belongs).collect();
    let at: Option<Vec<bool>> = points.iter().map(|(v, _)| belongs(*v)).collect();
    let (Some(between), Some(at)) = (between, at) else { return ask.refuse() };
    let answer = union(sets(&points, &between, &at));
    // At every end, beside it and far out, by the reading of sets that checks the steps of inequalities.
    let offsets = [-1e6, -0.37, -1e-5, 0.0, 1e-5, 0.37, 1e6];
    for x in points.iter().flat_map(|(v, _)| offsets.iter().map(move |by| v + by)) {
        if member(ask.problem, x).is_none() || member(ask.problem, x) != member(&answer, x) {
            return Err(Refusal::new(Reason::Unverified));
        }
    }
    let mut sheet = Sheet::on(ask.problem);
    sheet.remark(rule, answer.clone());
    sheet.finished(ask, &answer)
}

fn bare(node: &Node) -> &Node {
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) => bare(inner),
        other => other,
    }
}

fn written(set: &[Node]) -> Node {
    match set {
        [] => Node::symbol("emptyset"),
        [one] => Node::Group(Bracket::Curly, Box::new(one.clone()), Bracket::Curly),
        all => Node::Group(Bracket::Curly, Box::new(Node::List(all.to_vec())), Bracket::Curly),
    }
}

/// The elements of a set, or of an operation on sets.
fn elements(node: &Node) -> Option<Set> {
    match bare(node) {
        Node::Symbol(name) if name == "emptyset" => Some(Set::new()),
        Node::Group(Bracket::Curly, inner, Bracket::Curly) => {
            let mut out = Set::new();
            let items = match &**inner {
                Node::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for item in items {
                let plain = matches!(
                    item,
                    Node::Number(_) | Node::Symbol(_) | Node::Sum(_) | Node::Fraction(..)
                );
                if !plain || *item == Node::symbol("ldots") {
                    return None;
                }
                if !out.contains(item) {
                    out.push(item.clone());
                }
            }
            Some(out)
        }
        Node::Operation(name, items) => {
            rule(name)?;
            let mut sets = items.iter().map(elements);
            let mut out = sets.next()??;
            for set in sets {
                let set = set?;
                match name.as_str() {
                    "cup" => out
                        .extend(set.into_iter().filter(|one| !out.contains(one)).collect::<Set>()),
                    "cap" => out.retain(|one| set.contains(one)),
                    _ => out.retain(|one| !set.contains(one)),
                }
            }
            Some(out)
        }
        _ => None,
    }
}

fn named(node: &Node, out: &mut Set) {
    match bare(node) {
        Node::Operation(_, items) => items.iter().for_each(|item| named(item, out)),
        set => out.extend(elements(set).unwrap_or_default()),
    }
}

/// Membership by the definition of the operations.
fn belongs(one: &Node, node: &Node) -> Option<bool> {
    match bare(node) {
        Node::Operation(name, items) => {
            let within: Vec<bool> =
                items.iter().map(|item| belongs(one, item)).collect::<Option<_>>()?;
            Some(match name.as_str() {
                "cup" => within.contains(&true),
                "cap" => !within.contains(&false),
                _ => within[0] && !within[1..].contains(&true),
            })
        }
        set => Some(elements(set)?.contains(one)),
    }
}
