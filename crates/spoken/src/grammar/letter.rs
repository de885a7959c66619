//! Letters: small or capital, with the letter behind them as index or argument: "a n", "u t", "T x x", "a i j", "P A by B".

use ganita_notation::{Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::postfix::symbol;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser};
use crate::words::Pause;

/// Greek letters whose capitals are no Latin ones.
const CAPITALS: &str = "gamma delta theta lambda xi pi sigma upsilon phi psi omega";

impl Parser<'_> {
    pub(crate) fn letter(
        &mut self,
        arc: crate::lattice::Arc,
        letter: crate::meaning::Name,
    ) -> Option<Node> {
        let at = self.at;
        let word = self.words.words[at];
        let text = name(letter);
        let single = text.len() == 1 && self.words.text(at) == text;
        self.take(arc, Role::Symbol);
        // A capital in the middle of a sentence was written on purpose; at its start it may be spelling.
        let upper = single
            && word.upper
            && (at > 0 || self.words.article_is_a_letter() || !self.lower_elsewhere(text));
        if !single && (self.greek_capital(at, text) || self.increment(text)) {
            let mut capital = text.to_owned();
            capital[..1].make_ascii_uppercase();
            return Some(Node::Symbol(capital));
        }
        let glued = single && self.words.words.get(self.at).is_some_and(|next| next.glued);
        if (upper || glued) && self.names_a_space(at, text) {
            let set = Node::Symbol(text.to_ascii_uppercase());
            let set = Node::Styled(ganita_notation::Style::Blackboard, Box::new(set));
            let dimension = self.atom().or_nothing();
            return Some(Node::power(set, dimension));
        }
        let node = if upper { Node::Symbol(text.to_ascii_uppercase()) } else { Node::symbol(text) };
        if upper
            && text == "p"
            && let Some(event) = self.event_named()
        {
            return Some(event);
        }
        if single && let Some(index) = self.doubled_letter(text) {
            return Some(Node::Subscript(Box::new(node), Box::new(index)));
        }
        Some(if single { self.with_next_letter(node, text) } else { node })
    }

    /// "a n", "u t": the second letter may be the first one's index or argument.
    fn with_next_letter(&mut self, node: Node, text: &str) -> Node {
        if self.lattice.reader || self.plain > 0 || self.cells || self.pause() != Pause::None {
            return node;
        }
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_))) else {
            return node;
        };
        let Meaning::Symbol(next) = arc.meaning else { return node };
        if arc.cost > 0 || arc.end as usize != self.at + 1 || self.words.text(self.at) != name(next)
        {
            return node;
        }
        let counted =
            crate::lexicon::named(next, "n k i j") && one_of(text, "a b c p s u v w x y z");
        // "a i j": the place in a matrix.
        let second = (arc.end as usize) < self.limit
            && one_of(text, "a b c")
            && crate::lexicon::named(next, "i j")
            && self.words.says(arc.end as usize, "i j k")
            && self.words.text(arc.end as usize) != name(next)
            && self.words.words[arc.end as usize].pause == Pause::None;
        if second && self.choose(Kind::SeriesIndex, &[4, 0]) == 1 {
            self.take(arc, Role::Symbol);
            let third = Node::symbol(self.words.text(self.at));
            self.pass_to(self.at + 1, Role::Symbol);
            let place = vec![(Join::Beside, symbol(next)), (Join::Beside, third)];
            return Node::Subscript(Box::new(node), Box::new(Node::Product(place)));
        }
        let counted = counted
            || text == "t" && crate::lexicon::named(next, "n r k")
            || one_of(text, "a u") && crate::lexicon::named(next, "r");
        if counted || self.lattice.sums_letters && text == "f" && crate::lexicon::named(next, "i") {
            // "S n equals …": all of a side, it is a term of a series.
            let compares = |at: usize| {
                self.lattice.any(at, |meaning| {
                    meaning == Meaning::Compare(crate::meaning::Comparison::Equal)
                })
            };
            let end = arc.end as usize;
            let begins = one_of(text, "a s t u")
                && (self.at < 2
                    || self.lattice.first(self.at - 2).is_some_and(|before| {
                        matches!(before, Meaning::Filler | Meaning::Logic(_) | Meaning::NewLine)
                    }));
            let term = begins && compares(end);
            // "T r plus one equals …".
            let later = begins
                && end + 2 < self.limit
                && one_of(text, "a t u")
                && self.lattice.first(end).is_some_and(|sign| matches!(sign, Meaning::Sign(_)))
                && self.words.says(end + 1, "one 1 एक ek")
                && compares(end + 2);
            if later && self.choose(Kind::SeriesIndex, &[4, 0]) == 1 {
                let index = self.within(end + 2, |parser| parser.sum().or_nothing());
                return Node::Subscript(Box::new(node), Box::new(index));
            }
            // "a r to the power n": a term of a geometric progression.
            let geometric = text == "a"
                && crate::lexicon::named(next, "r")
                && self
                    .lattice
                    .any(end, |meaning| matches!(meaning, Meaning::Power | Meaning::Raised(_)));
            let summed = (self.lattice.summed || self.lattice.sums_letters) && !geometric;
            let costs = if summed || term { [4, 0] } else { [0, 6] };
            if self.choose(Kind::SeriesIndex, &costs) == 0 {
                return node;
            }
            self.take(arc, Role::Symbol);
            return Node::Subscript(Box::new(node), Box::new(symbol(next)));
        }
        let function = one_of(text, "f g h");
        let applied = match name(next) {
            "x" | "t" | "z" | "s" => {
                function || crate::lexicon::named(next, "t") && one_of(text, "u v x y")
            }
            _ => false,
        };
        let costs = match function {
            true if self.all_of_a_term(arc) => [4, 0],
            true => [0, 4],
            false => [0, 7],
        };
        if !applied || self.choose(Kind::LetterApplied, &costs) == 0 {
            return node;
        }
        self.take(arc, Role::Symbol);
        let argument = self.longer_argument(symbol(next));
        crate::grammar::application::apply(node, argument)
    }

    /// "f x equals …", "integral f x dx": nothing else is multiplied.
    fn all_of_a_term(&self, argument: crate::lattice::Arc) -> bool {
        let ends = match self.lattice.first(argument.end as usize) {
            None => true,
            Some(meaning) => {
                matches!(
                    meaning,
                    Meaning::Compare(_)
                        | Meaning::ComparePost(_)
                        | Meaning::Sign(_)
                        | Meaning::Over
                        | Meaning::Differential(_)
                )
            }
        };
        let begins = self.at.checked_sub(2).is_none_or(|before| {
            self.lattice.integral
                // "limit h tends to zero f x …".
                || before > 0 && self.words.says(before - 1, "to")
                || matches!(
                    self.lattice.first(before),
                    Some(
                        Meaning::Filler
                            | Meaning::Sign(_)
                            | Meaning::Compare(_)
                            | Meaning::Over
                            | Meaning::Logic(_)
                            | Meaning::Comma
                    )
                )
        });
        ends && begins
    }

    /// "T x x", "T xx": nobody multiplies a coordinate by itself so, it is said twice as an index.
    fn doubled_letter(&mut self, text: &str) -> Option<Node> {
        if self.lattice.reader || self.cells || self.ended() || self.pause() != Pause::None {
            return None;
        }
        let letter = match self.words.text(self.at).as_bytes() {
            [a, b] if a == b => *a,
            [a] if self.at + 1 < self.limit
                && self.words.text(self.at + 1).as_bytes() == [*a]
                && self.words.words[self.at + 1].pause == Pause::None =>
            {
                *a
            }
            _ => return None,
        };
        let said_together = self.words.length(self.at) == 2;
        if !matches!(letter, b'x' | b'y' | b'z') || text.as_bytes() == [letter] {
            return None;
        }
        let end = self.at + if said_together { 1 } else { 2 };
        self.pass_to(end, Role::Symbol);
        Some(doubled(letter))
    }

    /// "an element of R 2": a reader's name of the plane.
    fn names_a_space(&self, at: usize, text: &str) -> bool {
        let member =
            at > 1 && self.words.says(at - 1, "of") && self.words.says(at - 2, "element member");
        let number = self.find(|meaning| matches!(meaning, Meaning::Number(_))).is_some();
        self.lattice.reader
            && member
            && number
            && self.pause() == Pause::None
            && one_of(text, "r n z q c")
    }

    /// "Omega" with a capital inside a sentence was written on purpose, and so it was everywhere.
    fn greek_capital(&self, at: usize, text: &str) -> bool {
        let words = &self.words.words;
        let inside = |other: usize| {
            words[other].capital
                && !words[other].upper
                && words[other].pause < Pause::Long
                && !(words[other - 1].capital && self.words.length(other - 1) > 1)
                && self.words.text(other) == self.words.text(at)
        };
        one_of(text, CAPITALS) && words[at].capital && (1..words.len().min(80)).any(inside)
    }

    /// "delta x", but not the indices of "delta i j": a small change is written with a capital.
    fn increment(&self, text: &str) -> bool {
        text == "delta"
            && !self.lattice.reader
            && !self.ended()
            && self.pause() == Pause::None
            && self.words.says(self.at, "x y z t u v s r p q theta")
    }

    /// Whether the same letter is written small later on.
    fn lower_elsewhere(&self, text: &str) -> bool {
        (1..self.words.len().min(40))
            .any(|at| self.words.text(at) == text && !self.words.words[at].capital)
    }
}

/// The index `xx`.
pub(crate) fn doubled(letter: u8) -> Node {
    let letter = || (Join::Beside, Node::Symbol(char::from(letter).to_string()));
    Node::Product(vec![letter(), letter()])
}
