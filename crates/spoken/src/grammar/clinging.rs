//! What a word after an operand belongs to, seen from the words around it: "x plus 3 squared", "x star", "n C r".

use ganita_notation::{Accent, Node};

use crate::choice::Kind;
use crate::grammar::root::SQUARES;
use crate::lattice::{Arc, is_right};
use crate::meaning::{Comparison, Meaning};
use crate::parser::Parser;
use crate::words::Pause;

impl Parser<'_> {
    /// "… power of": what was just said is the exponent of something that follows.
    pub(crate) fn power_of_follows(&self, exponent: Arc) -> bool {
        let at = exponent.end as usize;
        let power = self.lattice.at(at).iter().find(|arc| arc.meaning == Meaning::PowerEnd);
        power.is_some_and(|power| {
            let of = power.end as usize;
            of < self.limit
                && self
                    .lattice
                    .any(of, |meaning| matches!(meaning, Meaning::Of | Meaning::FunctionOf))
        })
    }

    /// Whether the letter just read follows its coefficient: "2 n choose 3".
    pub(crate) fn number_stands_before(&self) -> bool {
        self.at > 1
            && self.lattice.at(self.at - 2).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == self.at - 1
            })
    }

    /// "x plus 1" and no further sign: what stands before the number just read.
    pub(crate) fn letter_sign_before(&self) -> bool {
        let Some(at) = self.at.checked_sub(3) else { return false };
        let letter =
            self.lattice.first(at).is_some_and(|meaning| matches!(meaning, Meaning::Symbol(_)));
        let sign =
            self.lattice.first(at + 1).is_some_and(|meaning| matches!(meaning, Meaning::Sign(_)));
        letter && sign
    }

    /// "x star": a mark when nothing to multiply follows, or "of" does.
    pub(crate) fn star_clings(&self, arc: Arc, node: &Node) -> bool {
        let after = arc.end as usize;
        let operand = after < self.limit
            && self.lattice.first(after).is_some_and(crate::parser::begins_operand);
        // "psi star psi": a conjugate.
        let conjugate = match node {
            Node::Symbol(name) => matches!(&**name, "psi" | "phi" | "Psi" | "Phi"),
            Node::Subscript(..) => true,
            _ => false,
        };
        (!operand || conjugate && !self.lattice.reader)
            && self.words.says(self.at, "star")
            && matches!(node, Node::Symbol(_) | Node::Subscript(..) | Node::Accented(..))
    }

    /// "… का फलन सीमा": the limit is of the whole term.
    pub(crate) fn limit_follows(&self, arc: Arc) -> bool {
        self.lattice.begins(arc.end as usize, Meaning::Limit)
    }

    /// "x right arrow equals 0": an arrow with nothing to point to stands over its letter.
    pub(crate) fn arrow_is_vector(&self, arc: Arc, node: &Node) -> bool {
        let said = is_right(self.words, self.at);
        let fits = match node {
            Node::Symbol(_) | Node::Subscript(..) => true,
            // "0 right arrow" is the zero vector, "open paren B plus C close paren right arrow" one over all of it.
            Node::Number(digits) => digits == "0",
            Node::Group(..) => true,
            _ => false,
        };
        if !said || self.stop_at_to > 0 || self.plain > 0 || !fits {
            return false;
        }
        let begins = |at: usize| {
            at < self.limit && self.lattice.first(at).is_some_and(crate::parser::begins_operand)
        };
        let after = arc.end as usize;
        let letter = matches!(node, Node::Symbol(_) | Node::Subscript(..));
        if !begins(after) || self.lattice.vectors && letter {
            return true;
        }
        // "a right arrow b right arrow": both are vectors.
        let letter =
            self.lattice.at(after).first().filter(|arc| matches!(arc.meaning, Meaning::Symbol(_)));
        letter.is_some_and(|letter| {
            let next = letter.end as usize;
            next < self.limit
                && self.lattice.begins(next, Meaning::Compare(Comparison::To))
                && !begins(self.lattice.at(next).first().map_or(next, |arc| arc.end as usize))
        })
    }

    /// "n C r", "10 P 3": a letter between two counts.
    pub(crate) fn selection_letter(&self, node: &Node, arc: Arc, letter: &str) -> bool {
        let count = match node {
            Node::Number(_) => true,
            Node::Symbol(name) => name == "n",
            // "n plus one C r".
            Node::Sum(_) => true,
            _ => false,
        };
        let next = arc.end as usize;
        count
            && matches!(letter, "c" | "p")
            && !self.lattice.hard
            && !self.lattice.careful
            && next < self.limit
            && self.lattice.first(next).is_some_and(|meaning| match meaning {
                Meaning::Number(_) => !matches!(node, Node::Symbol(_)) || letter == "c",
                Meaning::Symbol(below) => crate::lexicon::named(below, "r k"),
                _ => false,
            })
    }

    /// "S U", "S O", "G L", "S L": a group of matrices, whose size follows.
    pub(crate) fn names_a_group(&self, node: &Node) -> bool {
        let capital = |at: usize| self.words.words[at].upper && self.words.length(at) == 1;
        let Some(before) = self.at.checked_sub(2) else { return false };
        let letters = (self.words.text(before), self.words.text(before + 1));
        // "H 2 S O 4".
        let counted = before > 0
            && self
                .lattice
                .first(before - 1)
                .is_some_and(|meaning| matches!(meaning, Meaning::Number(_)));
        matches!(node, Node::Symbol(_))
            && !self.lattice.reader
            && !counted
            && capital(before)
            && capital(before + 1)
            && matches!(letters, ("s", "u" | "o" | "l") | ("g", "l"))
    }

    /// "a 2 का वर्गमूल": the number belongs to the root.
    pub(crate) fn root_follows(&self, arc: Arc) -> bool {
        self.lattice
            .first(arc.end as usize)
            .is_some_and(|meaning| matches!(meaning, Meaning::RootPost(_)))
    }

    pub(crate) fn function_follows(&self, arc: Arc) -> bool {
        self.lattice.any(arc.end as usize, |meaning| matches!(meaning, Meaning::Function(_)))
    }

    pub(crate) fn accent_fits(&self, node: &Node, accent: Accent) -> bool {
        // "line on top, enclosing 7": the mark is said before what it stands over.
        let encloses =
            self.find(|meaning| matches!(meaning, Meaning::AccentPost(_))).is_some_and(|arc| {
                (arc.end as usize) < self.limit && self.words.says(arc.end as usize, "enclosing")
            });
        !encloses
            && (accent != Accent::Vector
                || matches!(node, Node::Symbol(_))
                || self.words.says(self.at, "with"))
    }

    /// "to the power of 3", and nothing that closes the exponent.
    pub(crate) fn number_is_the_exponent(&self, arc: Arc) -> bool {
        let closed = self.lattice.mate(self.at).is_some_and(|end| end < self.limit);
        let Some(next) = self.lattice.at(arc.end as usize).first() else { return false };
        matches!(next.meaning, Meaning::Ordinal(_))
            || (!closed && matches!(next.meaning, Meaning::Number(_)))
    }

    /// "x plus 3 squared": who says a number's square says the number, and nobody squares a square, so the sum is meant;
    /// else it may be.
    pub(crate) fn raises_the_sum(&mut self, arc: Arc, node: &Node) -> bool {
        if !self.in_sum || self.argument > 0 || self.lattice.reader || self.plain > 0 {
            return false;
        }
        let sum = match node {
            Node::Power(..) => true,
            Node::Number(digits) if digits == "1" => self.letter_sign_before(),
            Node::Number(digits) => {
                digits.len() == 1
                    && self.letter_sign_before()
                    && self.words.text(self.at).is_ascii()
                    && (arc.meaning != Meaning::Power || self.number_is_the_exponent(arc))
            }
            Node::Symbol(_) | Node::Subscript(..) => false,
            _ => return false,
        };
        if self.term_before_was_raised() && self.pause() == Pause::None {
            return false;
        }
        // "x plus y, squared": the pause ends what is raised.
        let pause = self.pause() != Pause::None && !self.lattice.spelt_out;
        let one = matches!(node, Node::Number(digits) if digits == "1");
        let costs = match sum || pause {
            true if one => [8, 0],
            true => [4, 0],
            false => [0, 7],
        };
        self.choose(Kind::RaiseAll, &costs) == 1
    }

    /// "a squared plus b squared": who raises one term after the other means each alone.
    fn term_before_was_raised(&self) -> bool {
        let mut signed = false;
        for at in (0..self.at).rev() {
            match self.lattice.first(at) {
                Some(Meaning::Raised(_)) => return signed,
                Some(Meaning::Sign(_)) if !signed => signed = true,
                Some(Meaning::Symbol(_) | Meaning::Number(_)) if !signed => {}
                _ => return false,
            }
        }
        false
    }

    /// "1 − x का वर्गमूल": whether the root takes the sum before it.
    pub(crate) fn takes_the_sum(&mut self, node: &Node) -> bool {
        // "एक जमा साइन A का वर्गमूल": of A, of the sine, or of all of it.
        if self.argument > 0 && !self.lattice.signs_named {
            self.root_outside = self.choose(Kind::RootAll, &[0, 7]) == 1;
            return self.root_outside;
        }
        let outside = std::mem::take(&mut self.root_outside);
        if !self.in_sum || self.argument > 0 {
            return false;
        }
        if outside {
            return self.choose(Kind::RootAll, &[2, 0]) == 1;
        }
        // A root of a bare number is common; a root of the last letter of a sum is not.
        let number = matches!(node, Node::Number(_));
        // Nobody takes the root of a square alone.
        let square = matches!(node, Node::Power(_, exponent)
            if matches!(&**exponent, Node::Number(digits) if digits == "2"));
        let costs = match self.lattice.signs_named && !number {
            true => [4, 0],
            false if square => [6, 0],
            false => [0, 8],
        };
        self.choose(Kind::RootAll, &costs) == 1
    }

    /// "A B C tilde triangle D E F": a relation, no accent.
    pub(crate) fn prefix_follows(&self, arc: Arc) -> bool {
        let at = arc.end as usize;
        let prefix = |arc: &Arc| matches!(arc.meaning, Meaning::Prefix(_));
        at < self.limit && self.lattice.at(at).first().is_some_and(prefix)
    }

    /// The same for a reader that names every sign. Nobody takes the root of x squared alone, or of 4, or the absolute
    /// value of 4.
    pub(crate) fn takes_the_whole_sum(&mut self, last: &Node, absolute: bool) -> bool {
        if !self.in_sum {
            return false;
        }
        let number = matches!(last, Node::Number(_));
        let idle = match last {
            Node::Number(digits) => absolute || crate::among::one_of(digits, SQUARES),
            Node::Power(_, exponent) => {
                !absolute && matches!(&**exponent, Node::Number(digits) if digits == "2")
            }
            _ => false,
        };
        let costs = match (idle, number) {
            (true, _) => [9, 0],
            (false, true) => [0, 8],
            (false, false) => [4, 0],
        };
        self.choose(Kind::RootAll, &costs) == 1
    }
}
