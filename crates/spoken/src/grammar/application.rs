//! Letters that are functions: "f of x", "u t", "P of A given B".

use ganita_notation::{Bracket, Function, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::function::is_round;
use crate::grammar::postfix::{function_letter, ungrouped};
use crate::grammar::sum::{in_brackets, pair_of, product_of};
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser, begins_operand, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// "f of x", "P of A": the letter was read, "of" was taken.
    pub(crate) fn applied(&mut self, letter: Node) -> Node {
        let Some(arc) = self.operand_arc() else { return letter };
        // "g of times, open paren …" says the same.
        let order = matches!(&letter, Node::Symbol(name) if name == "O") && !self.lattice.reader;
        let bracketed = is_round(arc.meaning);
        let argument = if bracketed {
            self.deeper(Self::atom).map(ungrouped)
        } else if order {
            // "O of n log n": the order is of the whole term.
            self.product()
        } else {
            self.letter_argument()
        };
        let Some(argument) = argument else { return letter };
        let argument = match argument {
            Node::Group(Bracket::Square, ends, Bracket::Square)
                if matches!(&*ends, Node::List(_)) && self.lattice.reader =>
            {
                *ends
            }
            other => other,
        };
        // A reader says "of" wherever it takes the letter for a function.
        if self.lattice.reader && !bracketed && self.choose(Kind::OfBeside, &[0, 10]) == 1 {
            return product_of(vec![(Join::Beside, letter), (Join::Beside, argument)]);
        }
        // "f of open bracket x close bracket comma y": the bracket ends the argument.
        let argument = if bracketed { argument } else { self.further_arguments(argument) };
        let argument = self.second_letter(argument);
        let argument = self.longer_argument(argument);
        let argument = match &letter {
            // "P of A union B", "n of A intersection B".
            Node::Symbol(name) if matches!(&**name, "P" | "p" | "n") && !self.lattice.reader => {
                let event = self.event_from(argument);
                if one_of(name, "P p") {
                    self.events = true;
                    self.event_equals(event)
                } else {
                    event
                }
            }
            _ => argument,
        };
        let argument = self.given(argument);
        match letter {
            Node::Power(base, exponent) => raised_apply(*base, *exponent, argument),
            letter if bracketed && matches!(argument, Node::Matrix(..)) => Node::Apply {
                function: Function::Letter(Box::new(letter)),
                power: None,
                index: None,
                argument: Box::new(argument),
            },
            letter => apply(letter, argument),
        }
    }

    /// "f of x y equals": two bare letters before a relation are two arguments.
    fn second_letter(&mut self, first: Node) -> Node {
        let letter = match &first {
            Node::Prime(letter, _) => &**letter,
            first => first,
        };
        if self.lattice.reader || self.pause() != Pause::None || !matches!(letter, Node::Symbol(_))
        {
            return first;
        }
        let Some(second) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_))) else {
            return first;
        };
        let (Node::Symbol(x), Meaning::Symbol(y)) = (letter, second.meaning) else { return first };
        let pair = matches!(
            (x.as_str(), name(y)),
            ("x", "y" | "t" | "u") | ("y", "z") | ("u", "v") | ("s", "t")
        );
        let after = second.end as usize;
        let ends = after >= self.limit
            || self
                .lattice
                .first(after)
                .is_some_and(|meaning| matches!(meaning, Meaning::Compare(_) | Meaning::Sign(_)));
        // "R of g theta equals zero": the argument may as well be a product.
        let costs = if pair { [0, 5] } else { [5, 0] };
        if !ends || second.cost > 0 || self.choose(Kind::FunctionPair, &costs) == 1 {
            return first;
        }
        match self.deeper(Self::atom) {
            Some(second) if pair => Node::List(vec![first, second]),
            Some(second) => pair_of(first, second),
            None => first,
        }
    }

    /// "u of t minus 1": what is added may stand in the brackets that nobody said.
    pub(crate) fn longer_argument(&mut self, first: Node) -> Node {
        let simple = matches!(&first, Node::Symbol(_) | Node::Product(_));
        if self.lattice.reader
            || !simple
            || self.argument > 0
            || self.pause() != Pause::None
            || self.same_function_after_sign()
        {
            return first;
        }
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return first;
        };
        let costs = if self.step_follows(sign) { [4, 0, 8] } else { [0, 8, 9] };
        match self.choose(Kind::FunctionSum, &costs) {
            0 => first,
            1 => {
                let Meaning::Sign(sign_said) = sign.meaning else { return first };
                self.take(sign, Role::Operator);
                let second = self.step().or_nothing();
                Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign_said, second)])
            }
            _ => self.sum_from(first),
        }
    }

    /// "f of b minus f of a": the same letter behind the sign takes an argument of its own.
    pub(crate) fn same_function_after_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let after = sign.end as usize;
        let of = self.lattice.may_be(after + 1, Meaning::Of);
        after + 1 < self.limit && of && self.words.length(after) == 1
    }

    /// "x plus h", "x plus delta x": a small step, which only an argument has.
    pub(crate) fn step_follows(&self, sign: Arc) -> bool {
        let after = sign.end as usize;
        after < self.limit && self.words.says(after, "h delta") && self.at > 1 && {
            let again = self.words.text(self.at - 1);
            self.words.says(self.at - 2, "of f") && again != self.words.text(after)
        }
    }

    /// One factor behind a sign, and the letter beside "delta".
    pub(crate) fn step(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let number = matches!(&first, Node::Number(_));
        let delta = matches!(&first, Node::Symbol(name) if name == "Delta" || name == "delta");
        if (number || delta)
            && self.pause() == Pause::None
            && self.find(|meaning| matches!(meaning, Meaning::Symbol(_))).is_some()
            && let Some(letter) = self.factor()
        {
            return Some(pair_of(first, letter));
        }
        Some(first)
    }

    /// "P of A given B".
    pub(crate) fn given(&mut self, event: Node) -> Node {
        let here = !self.ended() && self.words.says(self.at, "given");
        let arc = self.find(|meaning| matches!(meaning, Meaning::Operation(name) if crate::lexicon::named(name, "mid")));
        match arc {
            Some(arc) if here => {
                self.take(arc, Role::Operator);
                let condition = self.factor().or_nothing();
                Node::relation(event, ganita_notation::Relation::Named("mid".to_owned()), condition)
            }
            _ => event,
        }
    }

    /// "f of x, y", "u of s comma t": more arguments, each a letter or a number.
    pub(crate) fn further_arguments(&mut self, first: Node) -> Node {
        let simple =
            |node: &Node| matches!(node, Node::Symbol(_) | Node::Number(_) | Node::Subscript(..));
        if !simple(&first) || self.lattice.hard || self.lattice.careful {
            return first;
        }
        let mut items = vec![first];
        while let Some(arc) = self.operator_arc() {
            let comma = arc.meaning == Meaning::Comma;
            let written =
                self.lattice.listing && self.pause() == Pause::Short && begins_operand(arc.meaning);
            if !comma && !written {
                break;
            }
            // Only a single letter or number that nothing follows but a relation or the end.
            let start = if comma { arc.end as usize } else { self.at };
            let Some(item) = self.lattice.at(start).first().filter(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Number(_))
                    && (arc.end as usize) <= self.limit
            }) else {
                break;
            };
            let after = item.end as usize;
            let ends = after >= self.limit
                || self
                    .lattice
                    .first(after)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Comma | Meaning::Compare(_)))
                || self.words.words[after].pause != Pause::None;
            if !ends {
                break;
            }
            if comma {
                self.take(arc, Role::Operator);
            }
            match self.deeper(Self::atom) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        if items.len() == 1 { items.swap_remove(0) } else { Node::List(items) }
    }

    /// One factor; "f of x plus 1" stays f(x) + 1 unless turned round.
    fn letter_argument(&mut self) -> Option<Node> {
        let first = if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Negative | Meaning::Sign(_)))
        {
            self.take(arc, Role::Operator);
            Node::negative(self.factor()?)
        } else {
            self.factor()?
        };
        if matches!(first, Node::Number(_))
            && let Some(arc) = self.operator_arc()
            && matches!(arc.meaning, Meaning::Symbol(_))
            && self.pause() == Pause::None
        {
            let second = self.factor()?;
            return Some(pair_of(first, second));
        }
        Some(first)
    }
}

/// `f^{2}(x)`, `f^{-1}(x)`: the power stands between the letter and its argument.
pub(crate) fn raised_apply(letter: Node, exponent: Node, argument: Node) -> Node {
    if function_letter(&letter) {
        return Node::Apply {
            function: Function::Letter(Box::new(letter)),
            power: Some(Box::new(exponent)),
            index: None,
            argument: Box::new(argument),
        };
    }
    apply(Node::power(letter, exponent), argument)
}

pub(crate) fn apply(letter: Node, argument: Node) -> Node {
    // "h of open bracket …": square brackets that were said are kept, and are enough.
    if matches!(argument, Node::Group(Bracket::Square, ..) | Node::Matrix(..)) {
        return Node::Product(vec![
            (Join::Beside, letter),
            (Join::Beside, nothing()),
            (Join::Beside, argument),
        ]);
    }
    if function_letter(&letter) {
        return Node::Apply {
            function: Function::Letter(Box::new(letter)),
            power: None,
            index: None,
            argument: Box::new(argument),
        };
    }
    pair_of(letter, in_brackets(argument))
}
