//! Probabilities: "the probability of A given B", "P of A union B", "A की प्रायिकता".

use ganita_notation::{Bracket, Function, Join, Node, Relation};

use crate::Role;
use crate::grammar::postfix::ungrouped;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser};

impl Parser<'_> {
    /// "the probability of A", "the probability that X equals 2".
    pub(crate) fn probability(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        self.events = true;
        let that = self.words.says(self.at - 1, "that कि");
        let event = if that { self.relation() } else { self.event() };
        Some(probability_of(event.or_nothing()))
    }

    /// "the expected value of X", "the expectation of e to the i t X".
    pub(crate) fn expectation(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        let of = self.product().or_nothing();
        let letter = Node::symbol("E");
        let bracket = match &of {
            Node::Symbol(_) | Node::List(_) => Bracket::Round,
            _ => Bracket::Square,
        };
        let of = Node::Group(bracket, Box::new(ungrouped(of)), bracket);
        Some(pair_of(letter, of))
    }

    /// "P A by B", "P A union B": the probability of events that capitals name, said without "of".
    pub(crate) fn event_named(&mut self) -> Option<Node> {
        // Where the event ends that begins here: "A", "E one".
        let event = |at: usize| {
            let named = at < self.limit
                && self.words.words[at].upper
                && self.words.words[at].pause == crate::words::Pause::None
                && self.words.length(at) == 1
                && self.words.says(at, "a b c d e f");
            let indexed = named
                && self.words.says(at, "a e")
                && at + 2 <= self.limit
                && matches!(self.lattice.first(at + 1), Some(Meaning::Number(_)));
            named.then_some(at + 1 + usize::from(indexed))
        };
        let first = self.at;
        let link = event(first)?;
        if self.plain > 0 || self.lattice.reader || link > self.limit {
            return None;
        }
        // Behind the last word stands nothing.
        let arc = self.lattice.at(link).first().copied().filter(|_| link < self.limit);
        let Some(arc) = arc else { return self.event_alone(link, event(link).is_some()) };
        let next = arc.end as usize;
        let given = arc.meaning == Meaning::Over
            || self.words.says(link, "slash given")
            || matches!(arc.meaning, Meaning::Join(Join::Slash));
        let joined = matches!(arc.meaning, Meaning::Operation(name) if crate::lexicon::named(name, "cup cap"));
        let second = event(next).filter(|end| event(*end).is_none());
        if !(given || joined) || second.is_none() {
            return self.event_alone(link, event(link).is_some());
        }
        self.events = true;
        let first = self.within(link, |parser| parser.factor().or_nothing());
        if joined {
            return Some(probability_of(self.event_from(first)));
        }
        self.take(arc, Role::Operator);
        let condition = self.event()?;
        let given = Relation::Named("mid".to_owned());
        Some(probability_of(Node::relation(first, given, condition)))
    }

    /// "P A into P B" where events were named so before.
    fn event_alone(&mut self, link: usize, another: bool) -> Option<Node> {
        if !self.events || another || link > self.limit {
            return None;
        }
        let event = self.deeper(Self::atom)?;
        Some(probability_of(event))
    }

    /// "P of X equals r equals …": the first of two signs belongs to the event.
    pub(crate) fn event_equals(&mut self, event: Node) -> Node {
        let equal = Meaning::Compare(crate::meaning::Comparison::Equal);
        let Some(arc) = self.find(|meaning| meaning == equal) else { return event };
        let value = arc.end as usize;
        let Some(end) = self.lattice.at(value).first().and_then(|next| match next.meaning {
            Meaning::Symbol(_) | Meaning::Number(_) => Some(next.end as usize),
            _ => None,
        }) else {
            return event;
        };
        // No probability is two.
        let large = end >= self.limit
            && matches!(self.lattice.first(value), Some(Meaning::Number(number))
                if matches!(&self.lattice.numbers[usize::from(number)], crate::number::Value::Numeral(digits)
                    if digits.len() < 4 && digits.parse::<u16>().is_ok_and(|value| value > 1)));
        let again = end < self.limit && self.lattice.first(end) == Some(equal);
        if !matches!(event, Node::Symbol(_)) || !(large || again) {
            return event;
        }
        self.take(arc, Role::Operator);
        let value = self.factor().or_nothing();
        Node::relation(event, Relation::Equal, value)
    }

    fn event(&mut self) -> Option<Node> {
        if let Some(told) = self.event_told() {
            return Some(told);
        }
        let first = self.factor()?;
        Some(self.event_from(first))
    }

    /// "getting a king": an event told in words, up to its value.
    fn event_told(&mut self) -> Option<Node> {
        let value = (self.at..self.limit)
            .find(|at| self.lattice.any(*at, |meaning| matches!(meaning, Meaning::Compare(_))));
        let end = value.unwrap_or(self.limit);
        let told = self.lattice.first(self.at) == Some(Meaning::Word)
            && self.words.length(self.at) > 3
            && !self.words.text(self.at).starts_with(|first: char| !first.is_ascii());
        if !told {
            return None;
        }
        let said: Vec<String> =
            (self.at..end).map(|at| crate::grammar::atom::clean(self.words.spelt(at))).collect();
        self.pass_to(end, Role::Text);
        Some(Node::Text(said.join(" ")))
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
                    let condition = self.event().or_nothing();
                    let given = Relation::Named("mid".to_owned());
                    return Node::relation(event, given, condition);
                }
                "cup" | "cap" | "setminus" | "and" | "or" => {
                    self.take(arc, Role::Operator);
                    let other = self.factor().or_nothing();
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
