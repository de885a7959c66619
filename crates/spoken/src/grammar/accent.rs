//! Marks over letters: "vector a", "x bar", "ModAbove x With right arrow".

use ganita_notation::{Accent, Node};

use crate::Role;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::meaning::{Comparison, Meaning};
use crate::parser::{OrNothing, Parser};

impl Parser<'_> {
    pub(crate) fn accented(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        match arc.meaning {
            Meaning::Accent(mark) => {
                let accent = mark.accent();
                self.accept(Meaning::Of);
                // "the ray from A to B".
                if self.accept(Meaning::From) {
                    self.plain += 1;
                    let first = self.deeper(Self::atom);
                    self.plain -= 1;
                    let to = self.accept(Meaning::To);
                    let second = if to { self.deeper(Self::atom) } else { None };
                    let both = match (first, second) {
                        (Some(Node::Symbol(a)), Some(Node::Symbol(b))) => {
                            Node::Symbol(format!("{a}{b}"))
                        }
                        (first, second) => Node::Product(
                            first
                                .into_iter()
                                .chain(second)
                                .map(|node| (ganita_notation::Join::Beside, node))
                                .collect(),
                        ),
                    };
                    return Some(Node::Accented(accent, Box::new(both)));
                }
                let first = self.deeper(Self::atom)?;
                let first = self.second_point(first);
                Some(Node::Accented(accent, Box::new(first)))
            }
            Meaning::UnitVector => {
                let inner = self.deeper(Self::atom)?;
                Some(Node::Accented(Accent::Hat, Box::new(inner)))
            }
            _ => self.modified(),
        }
    }

    /// "ray A B", "vector A B": two capital letters name one thing.
    fn second_point(&mut self, first: Node) -> Node {
        let capital = |node: &Node| matches!(node, Node::Symbol(name) if name.len() == 1 && name.bytes().all(|b| b.is_ascii_uppercase()));
        if !capital(&first) {
            return first;
        }
        let next_capital = self.find(|meaning| meaning == Meaning::Capital).is_some()
            || (!self.ended()
                && self.words.words[self.at].upper
                && self.find(|meaning| matches!(meaning, Meaning::Symbol(_))).is_some());
        if !next_capital || self.pause() != crate::words::Pause::None {
            return first;
        }
        let Some(second) = self.deeper(Self::atom) else { return first };
        match (&first, &second) {
            (Node::Symbol(a), Node::Symbol(b)) => Node::Symbol(format!("{a}{b}")),
            _ => pair_of(first, second),
        }
    }

    /// "ModAbove … With right arrow".
    fn modified(&mut self) -> Option<Node> {
        let mut with = self.at;
        let mut depth = 0;
        while with < self.limit {
            let arc = self.lattice.at(with).first()?;
            let is_with = self.lattice.may_be(with, Meaning::With);
            match arc.meaning {
                Meaning::ModAbove | Meaning::ModBelow => depth += 1,
                _ if is_with && depth == 0 => break,
                _ if is_with => depth -= 1,
                _ => {}
            }
            with = (arc.end as usize).max(with + 1);
        }
        let inner = self.until(with.min(self.limit));
        if !self.accept(Meaning::With) {
            return Some(inner);
        }
        let mark = self.arcs().find_map(|arc| {
            let accent = match arc.meaning {
                Meaning::Compare(Comparison::To) => Accent::Vector,
                Meaning::AccentPost(mark) => mark.accent(),
                Meaning::Compare(Comparison::Named(name)) if crate::lexicon::named(name, "sim") => {
                    Accent::Tilde
                }
                Meaning::Join(ganita_notation::Join::Dot) => Accent::Dot,
                _ => return None,
            };
            Some((*arc, accent))
        });
        if let Some((arc, accent)) = mark {
            self.take(arc, Role::Operator);
            return Some(Node::Accented(accent, Box::new(inner)));
        }
        let mark = self.deeper(Self::atom).or_nothing();
        let _ = mark;
        Some(Node::Accented(Accent::Bar, Box::new(inner)))
    }
}
