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
            current = self.member_of_the_list(&mut items, current);
        }
        if items.is_empty() {
            return current;
        }
        items.push(current.unwrap_or_else(nothing));
        crate::grammar::sequence::index_alike(items.iter_mut());
        Some(Node::List(items))
    }

    /// "एक्स समुच्चय 0 अल्पविराम 1 का तत्व", "एक्स ऋण 2 अल्पविराम 7 का तत्व": the relation comes after the whole list, whose
    /// first item holds the element too.
    fn member_of_the_list(&mut self, items: &mut Vec<Node>, last: Option<Node>) -> Option<Node> {
        let Some(Node::Relation(end, rest)) = &last else { return last };
        let [(Relation::In, empty)] = rest.as_slice() else { return last };
        if !is_nothing(end) && !is_nothing(empty) {
            return last;
        }
        let [first] = items.as_mut_slice() else { return last };
        let end = if is_nothing(end) { empty.clone() } else { (**end).clone() };
        let first = std::mem::replace(first, nothing());
        items.clear();
        let (outer, first) = match first {
            Node::Relation(left, mut sides) if !sides.is_empty() => {
                let (relation, right) = sides.pop().expect("not empty");
                sides.push((relation, nothing()));
                (Some((left, sides)), right)
            }
            other => (None, other),
        };
        let (element, lower) = crate::grammar::relation::split_last(first);
        if is_nothing(&element) {
            let list = Node::List(vec![lower, end]);
            return Some(list);
        }
        let interval = Node::Group(
            ganita_notation::Bracket::Square,
            Box::new(Node::List(vec![lower, end])),
            ganita_notation::Bracket::Square,
        );
        let member = Node::relation(element, Relation::In, interval);
        Some(match outer {
            Some((left, mut sides)) => {
                if let Some(side) = sides.last_mut() {
                    side.1 = member;
                }
                Node::Relation(left, sides)
            }
            None => member,
        })
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
                        // "x squared for x greater than 0": on the board the condition stands after a comma.
                        ("for", Some(right @ Node::Relation(..))) => Node::List(vec![first, right]),
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
