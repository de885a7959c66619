//! Probabilities: "the probability of A given B", "P of A union B", "A की प्रायिकता".

use ganita_notation::{Bracket, Function, Join, Node, Relation};

use crate::Role;
use crate::grammar::postfix::ungrouped;
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{Parser, nothing};

impl Parser<'_> {
    /// "the probability of A", "the probability that X equals 2".
    pub(crate) fn probability(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        let that = self.words.says(self.at - 1, "that कि");
        let event = if that { self.relation() } else { self.event() };
        Some(probability_of(event.unwrap_or_else(nothing)))
    }

    /// "the expected value of X", "the expectation of e to the i t X".
    pub(crate) fn expectation(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        let of = self.product().unwrap_or_else(nothing);
        let letter = Node::symbol("E");
        let bracket = match &of {
            Node::Symbol(_) | Node::List(_) => Bracket::Round,
            _ => Bracket::Square,
        };
        let of = Node::Group(bracket, Box::new(ungrouped(of)), bracket);
        Some(Node::Product(vec![(Join::Beside, letter), (Join::Beside, of)]))
    }

    fn event(&mut self) -> Option<Node> {
        let first = self.factor()?;
        Some(self.event_from(first))
    }

    /// What joins events: union, intersection, "and", "given".
    pub(crate) fn event_from(&mut self, first: Node) -> Node {
        let mut event = first;
        while let Some(arc) = self.operator_arc() {
            let operation = match arc.meaning {
                Meaning::Operation(operation) => name(operation),
                Meaning::Linking(word) => name(word),
                _ => break,
            };
            match operation {
                "mid" if !self.words.says(self.at, "where") => {
                    self.take(arc, Role::Operator);
                    let condition = self.event().unwrap_or_else(nothing);
                    let given = Relation::Named("mid".to_owned());
                    return Node::relation(event, given, condition);
                }
                "cup" | "cap" | "setminus" | "and" | "or" => {
                    self.take(arc, Role::Operator);
                    let other = self.factor().unwrap_or_else(nothing);
                    event = match event {
                        Node::Operation(same, mut events) if same == operation => {
                            events.push(other);
                            Node::Operation(same, events)
                        }
                        event => Node::Operation(operation.to_owned(), vec![event, other]),
                    };
                }
                _ => break,
            }
        }
        event
    }
}

/// `P(A)`.
pub(crate) fn probability_of(event: Node) -> Node {
    Node::Apply {
        function: Function::Letter(Box::new(Node::symbol("P"))),
        power: None,
        index: None,
        argument: Box::new(ungrouped(event)),
    }
}
