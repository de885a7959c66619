//! All that was said: lines, what follows one another, and what fits nowhere.

use ganita_notation::Node;

use crate::meaning::{Fence, Meaning};
use crate::parser::{Parser, is_nothing, nothing};
use crate::{Command, Note, Role};

impl Parser<'_> {
    /// All words up to the limit. A command that names an operator gives it its body and its range.
    pub(crate) fn all_that_was_asked(&mut self, command: Option<Command>) -> Node {
        let named = match command {
            Some(Command::Integrate) => self.integral_asked(),
            Some(Command::Limit) => self.limit_asked(),
            _ => None,
        };
        match named {
            Some(node) if self.ended() => node,
            Some(node) => {
                let rest = self.everything();
                and_then(node, rest)
            }
            None => self.everything(),
        }
    }

    /// All words up to the limit: items, and what fits nowhere is left out.
    pub(crate) fn everything(&mut self) -> Node {
        let mut pieces: Vec<Node> = Vec::new();
        let mut lines: Vec<Node> = Vec::new();
        while !self.ended() {
            let before = self.at;
            if let Some(arc) = self.find(|meaning| meaning == Meaning::NewLine) {
                self.take(arc, Role::Command);
                if !pieces.is_empty() {
                    lines.push(beside(std::mem::take(&mut pieces)));
                }
                continue;
            }
            if let Some(node) = self.deeper(Self::list) {
                pieces.push(node);
            } else if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Close(_)))
                && let Meaning::Close(Fence::Bracket(bracket)) = arc.meaning
                && before == 0
                && self.lattice.reader
            {
                let sign = self.stray(arc, bracket);
                pieces.push(sign);
            }
            if self.at == before {
                self.leave_out();
            }
        }
        if lines.is_empty() {
            return beside(pieces);
        }
        if !pieces.is_empty() {
            lines.push(beside(pieces));
        }
        if lines.len() == 1 { lines.swap_remove(0) } else { Node::Lines(lines) }
    }

    fn leave_out(&mut self) {
        let start = self.at;
        self.cost += 40;
        self.at += 1;
        let many = self.notes.len() >= 16;
        match self.notes.last_mut() {
            Some(Note::LeftOut(range)) if range.end == start => range.end = start + 1,
            _ if !many => self.notes.push(Note::LeftOut(start..start + 1)),
            _ => {}
        }
    }
}

/// What was said one after another.
fn beside(pieces: Vec<Node>) -> Node {
    pieces.into_iter().reduce(and_then).unwrap_or_else(nothing)
}

/// What follows a relation stands beside its last side, what follows statements beside the last of them.
fn and_then(whole: Node, next: Node) -> Node {
    let beside = ganita_notation::Join::Beside;
    match (whole, next) {
        (Node::Relation(first, mut rest), next) => {
            let (next, more) = match next {
                Node::Relation(next, more) => (*next, more),
                next => (next, Vec::new()),
            };
            if let Some((_, side)) = rest.last_mut() {
                *side = and_then(std::mem::replace(side, nothing()), next);
            }
            rest.extend(more);
            Node::Relation(first, rest)
        }
        (Node::List(mut items), next)
            if items.iter().any(|item| matches!(item, Node::Relation(..))) =>
        {
            if let Some(item) = items.last_mut() {
                *item = and_then(std::mem::replace(item, nothing()), next);
            }
            Node::List(items)
        }
        (Node::Operation(name, mut items), next) if matches!(&*name, "and" | "or") => {
            if let Some(item) = items.last_mut() {
                *item = and_then(std::mem::replace(item, nothing()), next);
            }
            Node::Operation(name, items)
        }
        // "close paren equals …": what nobody opened is a side.
        (whole, Node::Relation(left, rest)) if is_nothing(&left) => {
            Node::Relation(Box::new(whole), rest)
        }
        // What was not understood stands beside the first side, never beside the whole equation.
        (whole, Node::Relation(left, rest)) => {
            Node::Relation(Box::new(and_then(whole, *left)), rest)
        }
        (whole, Node::List(mut items)) if begins_with_a_relation(&items) => {
            items[0] = and_then(whole, std::mem::replace(&mut items[0], nothing()));
            Node::List(items)
        }
        (whole, Node::Operation(name, mut items)) if begins_with_a_relation(&items) => {
            items[0] = and_then(whole, std::mem::replace(&mut items[0], nothing()));
            Node::Operation(name, items)
        }
        (Node::Product(mut factors), next) => {
            factors.push((beside, next));
            Node::Product(factors)
        }
        (whole, next) => Node::Product(vec![(beside, whole), (beside, next)]),
    }
}

fn begins_with_a_relation(items: &[Node]) -> bool {
    matches!(items.first(), Some(Node::Relation(..)))
}
