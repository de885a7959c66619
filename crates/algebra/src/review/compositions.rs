//! g ∘ f and f⁻¹ of functions that the lines define.

use super::compare::{Link, Mode, link};
use super::kinds::{is_equation, sides};
use super::lines::Work;
use super::{Mistake, Verdict, asides};
use crate::check::letter_name;
use crate::parts;
use crate::textbook::items;
use ganita_notation::{Function, Node};

/// A function: f, x and f(x).
type Definition = (Node, String, Node);

/// The function and its argument in f(x).
fn applied(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Apply { function: Function::Letter(f), power: None, index: None, argument } => {
            Some((f, argument))
        }
        _ => None,
    }
}

fn is_letter(node: &Node) -> bool {
    matches!(node, Node::Symbol(name) if matches!(name.as_str(), "f" | "g" | "h"))
}

fn defined(item: &Node) -> Option<Definition> {
    let both = sides(item);
    let [name, body] = both.as_slice() else { return None };
    let (f, x) = applied(name).filter(|(f, _)| is_equation(item) && is_letter(f))?;
    let plain = !parts::any(body, &|part| applied(part).is_some() || is_letter(part));
    Some((f.clone(), letter_name(x).filter(|_| plain)?, body.clone()))
}

/// The functions, if they are composed or inverted.
pub(super) fn functions(lines: &[&Node]) -> Vec<Definition> {
    let mut all: Vec<Definition> = Vec::new();
    for item in lines.iter().flat_map(|line| items(line)) {
        if let Some(new) = defined(&item).filter(|new| all.iter().all(|old| old.0 != new.0)) {
            all.push(new);
        }
    }
    let inverse = lines.iter().any(|line| parts::any(line, &|part| inverted(part).is_some()));
    if all.len() > 1 || inverse { all } else { Vec::new() }
}

/// f and u of f⁻¹(u).
fn inverted(node: &Node) -> Option<(&Node, &Node)> {
    match applied(node)? {
        (Node::Power(f, power), u)
            if is_letter(f) && **power == ganita_notation::read("-1").ok()? =>
        {
            Some((f, u))
        }
        _ => None,
    }
}

/// g ∘ f, gof, g(f(x)).
fn is_composed(node: &Node) -> bool {
    parts::any(node, &|part| match part {
        Node::Operation(name, _) => name == "circ",
        Node::Symbol(name) => name == "o",
        other => applied(other).is_some_and(|(_, u)| letter_name(u).is_none()),
    })
}

/// A side with every function written out; None where one is not known.
fn written_out(node: &Node, all: &[Definition]) -> Option<Node> {
    let of = |f: &Node, u: &Node| {
        let (_, x, body) = all.iter().find(|(name, ..)| name == f)?;
        Some(asides::put(body, x, u))
    };
    let inner = |node: &Node| match node {
        Node::Group(_, inner, _) => (**inner).clone(),
        other => other.clone(),
    };
    let out = parts::rewrite(node, &mut |part| {
        let found = match &part {
            // (g ∘ f)(x)
            Node::Product(two) if two.len() == 2 => match inner(&two[0].1) {
                Node::Operation(name, names) if name == "circ" && names.len() == 2 => {
                    of(&names[1], &inner(&two[1].1)).and_then(|u| of(&names[0], &u))
                }
                _ => None,
            },
            // gof(x), where f(x) is written out by now.
            Node::Product(three) if three.len() == 3 && three[1].1 == Node::symbol("o") => {
                of(&three[0].1, &three[2].1)
            }
            Node::Operation(name, two)
                if name == "circ" && two.len() == 2 && !is_letter(&two[1]) =>
            {
                of(&two[0], &two[1])
            }
            other => applied(other).and_then(|(f, u)| of(f, u)),
        };
        found.unwrap_or(part)
    });
    let left = |part: &Node| {
        applied(part).is_some()
            || is_letter(part)
            || matches!(part, Node::Operation(name, _) if name == "circ")
    };
    (!parts::any(&out, &left)).then_some(out)
}

impl Work {
    /// A line about composed or inverse functions.
    pub(super) fn on_functions(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        if self.functions.is_empty() {
            return None;
        }
        let all = std::mem::take(&mut self.functions);
        let found = self.with_functions(node, &all);
        self.functions = all;
        found
    }

    fn with_functions(
        &mut self,
        node: &Node,
        all: &[Definition],
    ) -> Option<(Verdict, Option<Mistake>)> {
        let each = items(node);
        self.mode = Mode::Value(None);
        if each.iter().all(|item| defined(item).is_some_and(|new| all.contains(&new))) {
            let start = self.first.is_none();
            self.first.get_or_insert_with(|| node.clone());
            return Some((if start { Verdict::Start } else { Verdict::Definition }, None));
        }
        let value = |a: &Node, b: &Node| match link(&Mode::Value(None), a, b, &[]) {
            Link::Same => Verdict::Equivalent,
            Link::Unknown => Verdict::Undecided,
            _ => Verdict::Wrong,
        };
        let [item] = each.as_slice() else { return Some((Verdict::Undecided, None)) };
        let both = sides(item);
        if let (Some((f, u)), [_, rest @ ..]) = (inverted(&both[0]), both.as_slice()) {
            // f of what f⁻¹(u) is said to be.
            let (_, x, body) = all.iter().find(|(name, ..)| name == f)?;
            let found = rest.iter().map(|side| value(&asides::put(body, x, side), u));
            let worst = found.fold(Verdict::Equivalent, |all, one| match (all, one) {
                (Verdict::Wrong, _) | (_, Verdict::Wrong) => Verdict::Wrong,
                (Verdict::Equivalent, one) => one,
                (all, _) => all,
            });
            return Some((worst, None));
        }
        let composed = parts::any(node, &|part| applied(part).is_some() || is_letter(part));
        let chain = both.len() > 1;
        if !composed && chain {
            // y = 2x + 3 on the way to an inverse.
            let [y, body] = both.as_slice() else { return Some((Verdict::Undecided, None)) };
            let said = letter_name(y).is_some()
                && all.iter().any(|(_, _, own)| value(own, body) == Verdict::Equivalent);
            return Some((if said { Verdict::Definition } else { Verdict::Undecided }, None));
        }
        let mut out =
            if self.last.is_some() || chain { Verdict::Equivalent } else { Verdict::Undecided };
        let mut from = if chain { None } else { self.last.take() };
        for side in &both {
            let Some(side) = written_out(side, all) else {
                return Some((Verdict::Undecided, None));
            };
            if let Some(before) = &from
                && out != Verdict::Wrong
            {
                match value(before, &side) {
                    Verdict::Equivalent => {}
                    other => out = other,
                }
            }
            from = Some(side);
        }
        // f(x) = g(x), g(f(x)) = 9: an equation to be solved.
        let numeric = |side: &Node| super::quantities::numeric(side);
        let equation = chain && (!is_composed(&both[0]) || numeric(&both[both.len() - 1]));
        if out == Verdict::Wrong && equation {
            return Some((Verdict::Undecided, None));
        }
        self.last = from;
        Some((out, None))
    }
}
