//! Lists and what joins whole statements: commas, "and", "or", "implies", "if".

use ganita_notation::{Node, Relation};

use crate::Role;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{Parser, begins_operand, is_nothing, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// `a, b, c`.
    pub(crate) fn list(&mut self) -> Option<Node> {
        let first = self.statement();
        let mut items = Vec::new();
        let mut current = first;
        while let Some(arc) = self.operator_arc() {
            let written = self.lattice.listing
                && self.pause() == Pause::Short
                && begins_operand(arc.meaning)
                && current.is_some()
                && !self.lattice.compare_post_ahead(self.at);
            if arc.meaning == Meaning::Comma {
                self.take(arc, Role::Operator);
            } else if !written {
                break;
            }
            items.push(current.take().unwrap_or_else(nothing));
            current = self.statement();
        }
        if items.is_empty() {
            return current;
        }
        items.push(current.unwrap_or_else(nothing));
        Some(Node::List(items))
    }

    /// Relations joined by "implies", "and", "or".
    pub(crate) fn statement(&mut self) -> Option<Node> {
        let mut left = self.relation();
        loop {
            let Some(arc) = self.operator_arc() else { return left };
            match arc.meaning {
                Meaning::Logic(logic) => {
                    self.take(arc, Role::Operator);
                    let right = self.relation().unwrap_or_else(nothing);
                    let relation = Relation::Named(name(logic).to_owned());
                    left = Some(match left {
                        Some(Node::Relation(first, mut rest)) if !is_nothing(&right) => {
                            rest.push((relation, right));
                            Node::Relation(first, rest)
                        }
                        other => Node::relation(other.unwrap_or_else(nothing), relation, right),
                    });
                }
                Meaning::Linking(word) => {
                    let word = name(word);
                    let Some(first) = left.take() else {
                        self.take(arc, Role::Filler);
                        left = self.relation();
                        continue;
                    };
                    self.take(arc, Role::Operator);
                    let right = self.relation();
                    left = Some(match (word, right) {
                        (_, None) => first,
                        ("and" | "or", Some(right)) => match first {
                            Node::Operation(op, mut operands) if op == word => {
                                operands.push(right);
                                Node::Operation(op, operands)
                            }
                            first => Node::Operation(word.to_owned(), vec![first, right]),
                        },
                        (_, Some(right)) => Node::List(vec![
                            first,
                            Node::Product(vec![
                                (ganita_notation::Join::Beside, Node::Text(format!("{word} "))),
                                (ganita_notation::Join::Beside, right),
                            ]),
                        ]),
                    });
                }
                _ => return left,
            }
        }
    }
}
