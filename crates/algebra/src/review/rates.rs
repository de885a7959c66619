//! Related rates: A = πr², and then dA/dt = 2πr dr/dt, with values put in. Rates are looked at as letters of their own.

use super::asides::put;
use super::compare::{Link, Mode, difference, link, proportional};
use super::kinds::sides;
use super::lines::Work;
use super::quantities::Known;
use super::{Mistake, Verdict};
use crate::check::letter_name;
use crate::explain::names;
use crate::parts;
use ganita_notation::{Join, Node, Relation, Sign};

/// The letter of time, if later lines differentiate the formula of the first by one that does not stand in it.
pub(super) fn time(lines: &[&Node]) -> Option<String> {
    let (first, rest) = lines.split_first()?;
    let mut letters = Vec::new();
    names(first, &mut letters);
    if sides(first).len() != 2 || has_rate(first) {
        return None;
    }
    let mut found = None;
    for line in rest {
        parts::rewrite(line, &mut |part| {
            if let Some((of, t)) = is_rate(&part)
                && letters.contains(&of)
                && !letters.contains(&t)
            {
                found = Some(t);
            }
            part
        });
    }
    found
}

fn is_rate(node: &Node) -> Option<(String, String)> {
    match node {
        Node::Derivative { order: 1, variables, of: Some(of), .. } => match variables.as_slice() {
            [Node::Symbol(t)] => Some((letter_name(of)?, t.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn has_rate(node: &Node) -> bool {
    parts::any(node, &|part| is_rate(part).is_some())
}

fn rate(of: &str, t: &str) -> Node {
    Node::Subscript(Box::new(Node::symbol(of)), Box::new(Node::symbol(t)))
}

/// dA/dt as the letter A with index t.
pub(super) fn lettered(node: &Node, t: &str) -> Node {
    parts::rewrite(node, &mut |part| match is_rate(&part) {
        Some((of, by)) if by == t => rate(&of, t),
        _ => part,
    })
}

/// The letters of [`lettered`] as rates again.
pub(super) fn unlettered(node: &Node, t: &str) -> Node {
    parts::rewrite(node, &mut |part| match &part {
        Node::Subscript(of, by) if **by == Node::symbol(t) => Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![(**by).clone()],
            of: Some(of.clone()),
            inside: true,
        },
        _ => part,
    })
}

/// The derivative by t of what depends on letters that do; without their rates it is what a student gets who forgets the
/// chain rule.
fn by_time(body: &Node, letters: &[String], t: &str, with_rates: bool) -> Node {
    let term = |of: &String| {
        let slope = Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![Node::symbol(of)],
            of: Some(Box::new(body.clone())),
            inside: false,
        };
        let by = if with_rates { rate(of, t) } else { Node::number("1") };
        (Sign::Plus, Node::Product(vec![(Join::Dot, slope), (Join::Dot, by)]))
    };
    Node::Sum(letters.iter().map(term).collect())
}

impl Work {
    /// 2x dx/dt + 2y dy/dt = 0, from x² + y² = 25.
    fn rate_of_equation(
        &self,
        node: &Node,
        known: &mut Known,
        t: &str,
    ) -> Option<(Verdict, Option<Mistake>)> {
        let f = difference(self.first.as_ref()?)?;
        let (mut letters, mut written) = (Vec::new(), Vec::new());
        names(&f, &mut letters);
        names(node, &mut written);
        let all = sides(node);
        if all.len() != 2 || !letters.iter().all(|letter| written.contains(letter)) {
            return None;
        }
        let made = by_time(&f, &letters, t, true);
        let made = Node::relation(made, Relation::Equal, Node::number("0"));
        if !proportional(&made, node) {
            return None;
        }
        known.has_formula(all[0].clone(), all[1].clone());
        Some((Verdict::Equivalent, None))
    }

    /// dA/dt = 2πr dr/dt, from A = πr². `None`: the line is about values.
    pub(super) fn rate_of_formula(
        &self,
        node: &Node,
        known: &mut Known,
        t: &str,
    ) -> Option<(Verdict, Option<Mistake>)> {
        let first = sides(self.first.as_ref()?);
        let [name, body] = first.as_slice() else { return None };
        let Some(name) = letter_name(name) else { return self.rate_of_equation(node, known, t) };
        let own = rate(&name, t);
        let all = sides(node);
        let mut letters = Vec::new();
        names(body, &mut letters);
        let mut written = Vec::new();
        all[1..].iter().for_each(|side| names(side, &mut written));
        if all.len() < 2 || all[0] != own || !letters.iter().any(|letter| written.contains(letter))
        {
            return None;
        }
        // A letter whose rate is not written is constant: the radius of a cylinder that is filled.
        let moves =
            |of: &&String| letter_name(&rate(of, t)).is_some_and(|name| written.contains(&name));
        let moving: Vec<String> = letters.iter().filter(moves).cloned().collect();
        let moving = if moving.is_empty() { letters } else { moving };
        let made = |with_rate: bool| by_time(body, &moving, t, with_rate);
        let value = |slope: &Node, side: &Node| {
            link(&Mode::Value(None), slope, &put(side, &name, body), &[])
        };
        let right = made(true);
        for side in &all[1..] {
            match value(&right, side) {
                Link::Same => {}
                Link::Unknown => return Some((Verdict::Undecided, None)),
                _ => {
                    let forgotten = value(&made(false), side) == Link::Same;
                    let rule = if forgotten { "chain rule forgotten" } else { "power rule" };
                    let (part, became) = (body.clone(), side.clone());
                    return Some((Verdict::Wrong, Some(Mistake { name: rule, part, became })));
                }
            }
        }
        known.has_formula(own, all[1].clone());
        Some((Verdict::Equivalent, None))
    }
}
