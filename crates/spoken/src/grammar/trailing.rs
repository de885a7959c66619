//! Limits and ranges said after the body: "the limit of x squared as x tends to 2", "the integral of x squared from 0 to
//! 1", "the sum of k squared for k from 1 to n".

use ganita_notation::{Node, Relation};

use crate::Role;
use crate::meaning::{Comparison, Meaning};
use crate::parser::Parser;

/// Nobody says a longer body before its range.
const LONGEST_BODY: usize = 40;
/// Words between "from" and "to".
const LONGEST_BOUND: usize = 10;

/// Where a range stands that is said after its body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Later {
    /// The body ends here.
    body_end: usize,
    /// "for k from 1 to n": where the letter is that runs.
    letter: Option<usize>,
    /// "from", or the letter in "n equals 1 to infinity".
    start: usize,
}

impl Parser<'_> {
    fn says(&self, at: usize, fits: impl Fn(Meaning) -> bool) -> Option<usize> {
        let arcs = self.lattice.at(at).iter();
        arcs.filter(|arc| arc.end as usize <= self.limit)
            .find(|arc| fits(arc.meaning))
            .map(|arc| arc.end as usize)
    }

    /// What ends the search: a relation, or another operator that a range may belong to.
    fn ends_body(&self, at: usize) -> bool {
        let Some(arc) = self.lattice.at(at).first() else { return false };
        matches!(
            arc.meaning,
            Meaning::Compare(_) | Meaning::Integral(_) | Meaning::Big(_) | Meaning::Limit
        )
    }

    /// "as" in "the limit of x squared as x tends to 2".
    pub(crate) fn approach_said_later(&self) -> Option<usize> {
        for at in self.at + 1..self.limit.min(self.at + LONGEST_BODY) {
            let linking = |meaning| matches!(meaning, Meaning::As | Meaning::Linking(_));
            if let Some(end) = self.says(at, linking)
                && let Some(letter) =
                    self.says(end, |meaning| matches!(meaning, Meaning::Symbol(_)))
                && self.says(letter, |m| m == Meaning::Compare(Comparison::To)).is_some()
            {
                return Some(at);
            }
            if self.ends_body(at) {
                return None;
            }
        }
        None
    }

    /// "from 0 to 1" after the body. A sum's range may also be "n equals 1 to infinity" alone.
    pub(crate) fn range_said_later(&self, of_a_sum: bool) -> Option<Later> {
        for at in self.at + 1..self.limit.min(self.at + LONGEST_BODY) {
            if of_a_sum
                && self.said_letter(at)
                && let Some(equals) =
                    self.says(at + 1, |m| m == Meaning::Compare(Comparison::Equal))
                && self.to_ahead(equals, 4)
            {
                return Some(Later { body_end: self.linked(at), letter: None, start: at });
            }
            if self.words.says(at, "from")
                && let Some(end) = self.says(at, |meaning| meaning == Meaning::From)
                && self.to_ahead(end, LONGEST_BOUND)
            {
                return Some(self.before_from(at));
            }
            if self.ends_body(at) {
                return None;
            }
        }
        None
    }

    fn said_letter(&self, at: usize) -> bool {
        self.says(at, |meaning| matches!(meaning, Meaning::Symbol(_))) == Some(at + 1)
    }

    fn to_ahead(&self, from: usize, words: usize) -> bool {
        (from + 1..self.limit.min(from + words))
            .any(|at| self.says(at, |m| m == Meaning::To).is_some())
    }

    /// "for" in "for k", "where k": the body ends before it.
    fn linked(&self, at: usize) -> usize {
        let link = at > self.at + 1 && self.words.says(at - 1, "for where as with when and over");
        at - usize::from(link)
    }

    /// "for k from", "where n goes from", "from".
    fn before_from(&self, from: usize) -> Later {
        let mut at = from;
        let runs = at > self.at + 2
            && self.words.says(at - 1, "goes going runs running varies varying ranges ranging");
        at -= usize::from(runs);
        if at > self.at + 1 && self.said_letter(at - 1) {
            let linked = self.linked(at - 1);
            if runs || linked < at - 1 {
                return Later { body_end: linked, letter: Some(at - 1), start: from };
            }
        }
        Later { body_end: from, letter: None, start: from }
    }

    /// The body up to its range, then the range: lower and upper.
    pub(crate) fn body_then_range(
        &mut self,
        later: Later,
        body: impl FnOnce(&mut Self) -> Node,
    ) -> (Node, Option<Node>, Option<Node>) {
        let body = self.within(later.body_end, body);
        if self.at < later.body_end {
            // Words the body does not take are left out, as anywhere.
            self.until(later.body_end);
        }
        let letter = later.letter.and_then(|at| {
            self.pass_to(at, Role::Filler);
            let letter = self.deeper(Self::atom);
            self.roles.push((self.at..later.start, Role::Filler));
            letter
        });
        if later.letter.is_none() && later.body_end < later.start {
            self.roles.push((later.body_end..later.start, Role::Filler));
        }
        self.at = later.start;
        let (lower, upper) = self.range();
        let lower = match (lower, letter) {
            (Some(lower), Some(letter)) if !matches!(lower, Node::Relation(..)) => {
                Some(Node::relation(letter, Relation::Equal, lower))
            }
            (lower, _) => lower,
        };
        (body, lower, upper)
    }

    /// The limit of everything up to "as x tends to 2".
    pub(crate) fn body_then_approach(&mut self, link: usize) -> (Node, Option<Node>) {
        let body = self.until(link);
        if !self.accept(Meaning::As) {
            self.accept_where(|meaning| matches!(meaning, Meaning::Linking(_)));
        }
        (body, self.approach())
    }
}

/// "the sum of n squared from 1 to 10": n runs.
pub(crate) fn with_letter(lower: Option<Node>, body: &Node) -> Option<Node> {
    let counting = ["n", "k", "r", "i", "j", "m"];
    match lower {
        Some(lower) if !matches!(lower, Node::Relation(..)) => {
            let said = ganita_notation::write_latex(body);
            let letter = counting.into_iter().find(|letter| {
                said.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == *letter)
            });
            Some(match letter {
                Some(letter) => Node::relation(Node::symbol(letter), Relation::Equal, lower),
                None => lower,
            })
        }
        other => other,
    }
}
