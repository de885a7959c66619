//! What a word means beside a letter, as it is said in classrooms of India: "a vector", "i cap", "g o f", "d two y by d x
//! two", "log base ten hundred".

use super::{Arc, Lattice, index};
use crate::lexicon::{self, NumberWord};
use crate::meaning::{Fence, Mark, Meaning};
use crate::words::{Pause, Words};

/// How many words are looked at beyond the one in question.
const AHEAD: usize = 5;

/// The letters that functions have.
fn names_a_function(text: &str) -> bool {
    matches!(text, "f" | "g" | "h")
}

/// What a word is to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Letter,
    Operand,
    Other,
}

fn next(words: &Words, ids: &[u32], at: usize) -> Next {
    if at >= words.len() || words.words[at].pause != Pause::None {
        return Next::Other;
    }
    let mut found = Next::Other;
    lexicon::phrases(ids, at, &mut |end, meaning, how| match meaning {
        Meaning::Symbol(_) if end == at + 1 && how.cost < 3 => found = Next::Letter,
        Meaning::Number(_) | Meaning::Open(_) | Meaning::Capital | Meaning::Function(_)
            if found == Next::Other && how.cost < 3 && meaning != Meaning::Open(Fence::Set) =>
        {
            found = Next::Operand;
        }
        _ => {}
    });
    let digits = words.text(at).starts_with(|c: char| c.is_ascii_digit());
    let counts = |word: &NumberWord| *word != NumberWord::And;
    if found == Next::Other && (digits || lexicon::number(ids[at]).iter().any(counts)) {
        found = Next::Operand;
    }
    found
}

impl Lattice {
    /// "five whole one by two": a whole number and a part.
    pub(super) fn mixed(&mut self, words: &Words, ids: &[u32], at: usize, begin: usize) {
        let number = |at: usize| at < words.len() && next(words, ids, at) == Next::Operand;
        let counts = |at: usize| {
            !lexicon::number(ids[at]).is_empty()
                || words.text(at).starts_with(|c: char| c.is_ascii_digit())
        };
        if words.says(at, "whole होल")
            && at > 0
            && counts(at - 1)
            && number(at + 1)
            && counts(at + 1)
            && at + 3 < words.len()
            && words.says(at + 2, "by upon over बटा bata बाय")
            && counts(at + 3)
        {
            self.means(begin, at, Meaning::Mixed);
        }
    }

    /// Gives the phrases from `begin` on, which begin at the word `at`, the meaning they have beside a letter; and the number
    /// of leading words that this rests on.
    pub(super) fn beside_letter(
        &mut self,
        words: &Words,
        ids: &[u32],
        at: usize,
        begin: usize,
    ) -> usize {
        let text = words.text(at);
        let after_letter = at > 0
            && words.words[at].pause == Pause::None
            && self.at(at - 1).iter().any(|arc| {
                let letter = match arc.meaning {
                    Meaning::Symbol(_) => arc.cost < 3,
                    Meaning::Differential(_) => true,
                    _ => false,
                };
                arc.end as usize == at && letter
            });
        if !after_letter {
            return at + 1;
        }
        let single = |at: usize| words.len() > at && words.length(at) == 1;
        match text {
            // "a vector dot b vector"; but "x vector y" is a product with a vector.
            "vector" | "वेक्टर" | "सदिश" => {
                if next(words, ids, at + 1) == Next::Other {
                    self.means(begin, at, Meaning::AccentPost(Mark::Vector));
                }
            }
            // "two i cap plus j cap"; before a letter it makes that a capital.
            "cap" | "कैप" if next(words, ids, at + 1) != Next::Letter && single(at - 1) => {
                self.means(begin, at, Meaning::AccentPost(Mark::Hat));
            }
            // "g o f of x".
            "o" if at > 0
                && names_a_function(words.text(at - 1))
                && at + 1 < words.len()
                && names_a_function(words.text(at + 1)) =>
            {
                let mut all = self.arcs[begin..].iter().map(|arc| arc.meaning);
                if let Some(composed) = all.find(|all| matches!(all, Meaning::Operation(_))) {
                    self.means(begin, at, composed);
                }
            }
            _ if words.says(at, "two three 2 3") && self.orders_a_derivative(words, at) => {
                let order = if words.says(at, "two 2") { 2 } else { 3 };
                self.means(begin, at, Meaning::Raised(order));
            }
            _ => return at + 1,
        }
        at + AHEAD + 1
    }

    pub(super) fn means(&mut self, begin: usize, at: usize, meaning: Meaning) {
        self.arcs.truncate(begin);
        self.arcs.push(Arc { meaning, end: index(at + 1), cost: 0 });
    }

    /// "d two y by d x two": whether the number is the order of a derivative, above or below.
    fn orders_a_derivative(&self, words: &Words, at: usize) -> bool {
        let said = |at: usize| if at < words.len() { words.text(at) } else { "" };
        let order = said(at);
        let pattern = |first: usize| {
            said(first) == "d"
                && said(first + 1) == order
                && said(first + 2).len() == 1
                && first + 3 < words.len()
                && words.says(first + 3, "by over upon")
                && (said(first + 4) == "d"
                    && (said(first + 6) == order
                        || matches!(said(first + 6), "square" | "squared"))
                    || said(first + 4).len() == 2
                        && said(first + 4).starts_with('d')
                        && (said(first + 5) == order
                            || matches!(said(first + 5), "square" | "squared")))
        };
        [1, 5, 6].iter().any(|back| at.checked_sub(*back).is_some_and(pattern))
    }
}

/// "log base ten hundred": a base is one word; the number goes on with another.
pub(super) fn ends_as_base(words: &Words, at: usize) -> bool {
    at > 0
        && words.says(at, "ten 10 two 2")
        && words.says(at - 1, "base")
        && at + 1 < words.len()
        && words.says(at + 1, "hundred thousand lakh")
}
