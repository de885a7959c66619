//! Finite sets written out: union, intersection, difference. Class 11.

use super::{Ask, Sheet};
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Bracket, Node};

/// Elements in the order in which they were written, each once.
type Set = Vec<Node>;

/// Whether it is an operation on sets that are written out.
pub(super) fn is_operation(node: &Node) -> bool {
    matches!(node, Node::Operation(name, items)
        if rule(name).is_some() && items.len() >= 2 && items.iter().all(|item| elements(item).is_some()))
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
