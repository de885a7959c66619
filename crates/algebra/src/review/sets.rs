//! Finite sets with names: A = {1, 2, 3}, and what is said of A ∪ B, A ∩ B, A − B, A′, A × B and n(A).

use super::kinds::{is_equation, sides};
use super::lines::Work;
use super::mistakes::SETS;
use super::spots::bare;
use super::{Mistake, Verdict};
use crate::textbook::items;
use ganita_notation::{Accent, Bracket, Join, Node, Sign};

/// The elements of a set.
type Elements = Vec<Node>;

/// Sets by name, in the order in which they were given.
#[derive(Default)]
pub(super) struct Sets {
    known: Vec<(Node, Elements)>,
}

enum Value {
    Set(Elements),
    Count(usize),
}

fn within(a: &[Node], b: &[Node]) -> bool {
    a.iter().all(|item| b.contains(item))
}

/// Those elements of a set that are, or are not, in another.
fn part(of: &[Node], other: &[Node], shared: bool) -> Elements {
    of.iter().filter(|item| other.contains(item) == shared).cloned().collect()
}

fn is_literal(node: &Node) -> bool {
    matches!(bare_round(node), Node::Group(Bracket::Curly, inner, Bracket::Curly)
        if !matches!(**inner, Node::Relation(..) | Node::SetBuilder(..)))
}

fn bare_round(node: &Node) -> &Node {
    match node {
        Node::Group(Bracket::Round, inner, Bracket::Round) => bare_round(inner),
        other => other,
    }
}

/// Whether the first line names sets by their elements.
pub(super) fn sets(lines: &[&Node]) -> Option<Sets> {
    let named = |item: &Node| {
        let both = sides(item);
        both.len() == 2 && matches!(both[0], Node::Symbol(_)) && is_literal(&both[1])
    };
    items(lines.first()?).iter().all(named).then(Sets::default)
}

impl Sets {
    fn of(&self, node: &Node) -> Option<Elements> {
        if let Some((_, known)) = self.known.iter().find(|(name, _)| name == node) {
            return Some(known.clone());
        }
        match node {
            Node::Symbol(name) if name == "emptyset" || name == "phi" => Some(Vec::new()),
            Node::Group(Bracket::Curly, inner, _) => {
                let all = match &**inner {
                    pair @ Node::Group(Bracket::Round, ..) => vec![pair.clone()],
                    inner => items(inner),
                };
                let open =
                    |item: &Node| matches!(item, Node::Symbol(name) if name.ends_with("dots"));
                if !is_literal(node) || all.iter().any(open) {
                    return None;
                }
                let mut each: Elements = Vec::new();
                for item in all {
                    // A pair among others is read without its brackets.
                    let item = bare_round(&item).clone();
                    if item != Node::Missing && !each.contains(&item) {
                        each.push(item);
                    }
                }
                Some(each)
            }
            Node::Group(_, inner, _) => self.of(inner),
            Node::Operation(name, all) => {
                let mut out = self.of(all.first()?)?;
                for other in &all[1..] {
                    let other = self.of(other)?;
                    match name.as_str() {
                        "cup" => out.append(&mut part(&other, &out, false)),
                        "cap" => out = part(&out, &other, true),
                        "setminus" => out = part(&out, &other, false),
                        _ => return None,
                    }
                }
                Some(out)
            }
            Node::Sum(two) => match two.as_slice() {
                [(Sign::Plus, a), (Sign::Minus, b)] => {
                    Some(part(&self.of(a)?, &self.of(b)?, false))
                }
                _ => None,
            },
            Node::Product(two) => match two.as_slice() {
                [(_, a), (Join::Times, b)] => {
                    let (a, b) = (self.of(a)?, self.of(b)?);
                    let mut pairs = Vec::new();
                    for first in &a {
                        for second in &b {
                            pairs.push(Node::List(vec![first.clone(), second.clone()]));
                        }
                    }
                    Some(pairs)
                }
                _ => None,
            },
            Node::Prime(of, 1) | Node::Accented(Accent::Bar, of) => {
                Some(part(&self.of(&Node::symbol("U"))?, &self.of(of)?, false))
            }
            _ => None,
        }
    }

    fn value(&self, node: &Node) -> Option<Value> {
        match node {
            Node::Number(digits) => digits.parse().ok().map(Value::Count),
            Node::Product(two) => match two.as_slice() {
                [(_, Node::Symbol(n)), (Join::Beside, of)] if n == "n" => {
                    Some(Value::Count(self.of(of)?.len()))
                }
                _ => self.of(node).map(Value::Set),
            },
            Node::Apply { function: ganita_notation::Function::Letter(n), argument, .. }
                if **n == Node::symbol("n") =>
            {
                Some(Value::Count(self.of(argument)?.len()))
            }
            _ => self.of(node).map(Value::Set),
        }
    }

    fn item(&mut self, item: &Node) -> Verdict {
        let all = sides(item);
        if !is_equation(item) || all.len() < 2 {
            return Verdict::Undecided;
        }
        let mut out = Verdict::Equivalent;
        for two in all.windows(2) {
            match (self.value(&two[0]), self.value(&two[1])) {
                (Some(Value::Set(a)), Some(Value::Set(b))) if within(&a, &b) && within(&b, &a) => {}
                (Some(Value::Count(a)), Some(Value::Count(b))) if a == b => {}
                (Some(Value::Set(_)), Some(Value::Set(_)))
                | (Some(Value::Count(_)), Some(Value::Count(_))) => return Verdict::Wrong,
                (None, Some(Value::Set(set))) if matches!(two[0], Node::Symbol(_)) => {
                    self.known.push((two[0].clone(), set));
                    out = Verdict::Definition;
                }
                _ => return Verdict::Undecided,
            }
        }
        out
    }
}

impl Work {
    /// A line about sets.
    pub(super) fn with_sets(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let sets = self.sets.as_mut()?;
        let (mut out, mut mistake) = (Verdict::Equivalent, None);
        for item in items(node) {
            match sets.item(&item) {
                Verdict::Wrong => {
                    out = Verdict::Wrong;
                    mistake = sides(&item).pop().map(|became| {
                        let part = sides(&item).swap_remove(0);
                        Mistake { name: SETS, part, became }
                    });
                    break;
                }
                Verdict::Equivalent => {}
                other => out = other,
            }
        }
        if self.first.is_none() && out != Verdict::Wrong {
            out = Verdict::Start;
        }
        self.first.get_or_insert_with(|| bare(node).clone());
        Some((out, mistake))
    }
}
