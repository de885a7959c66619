//! Quantities named by words: "the area of a circle", "side squared", "वृत्त का क्षेत्रफल". On the board stands the letter
//! that textbooks write for them.

use ganita_notation::Node;

use crate::Role;
use crate::choice::Kind;
use crate::grammar::relation::is_noun;
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::Parser;
use crate::words::Pause;
use crate::words::one_of;

/// What has a quantity is named in fewer words: "of a regular hexagon".
const LONGEST_OWNER: usize = 6;

impl Parser<'_> {
    /// The letter of a quantity, past what it is a quantity of.
    pub(crate) fn measure(&mut self, arc: Arc) -> Option<Node> {
        let Meaning::Measure(letter) = arc.meaning else { return None };
        let end = arc.end as usize;
        // "the mass m": the letter is said itself.
        if self.letter_said_at(end) {
            self.take(arc, Role::Filler);
            return self.atom();
        }
        let owner = self.owner_until(end);
        let in_words = match self.measures_as_words {
            _ if owner.is_none() => true,
            Some(in_words) => in_words,
            None => {
                let in_words = self.choose(Kind::MeasureInWords, &[0, 10]) == 1;
                self.measures_as_words = Some(in_words);
                in_words
            }
        };
        let start = self.at;
        let until = owner.unwrap_or(end);
        self.take(arc, Role::Text);
        if until > end {
            self.roles.push((end..until, Role::Filler));
            self.at = until;
        }
        if !in_words {
            return Some(Node::symbol(name(letter)));
        }
        let mut words = String::new();
        for at in start..until {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&crate::grammar::atom::clean(self.words.spelt(at)));
        }
        Some(Node::Text(words))
    }

    /// Whether a quantity begins here, past an article.
    pub(crate) fn measure_ahead(&self) -> bool {
        let measure = |at: usize| {
            at < self.limit
                && self
                    .lattice
                    .first(at)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Measure(_)))
        };
        let mut at = self.at;
        while let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit)
            && arc.meaning == Meaning::Filler
        {
            at = arc.end as usize;
        }
        measure(at) || self.hindi_owner(at).is_some_and(measure)
    }

    /// "वृत्त का" before a quantity is what has it: goes past it.
    pub(crate) fn skip_owner(&mut self) {
        if let Some(end) = self.hindi_owner(self.at)
            && self.lattice.first(end).is_some_and(|meaning| matches!(meaning, Meaning::Measure(_)))
        {
            self.roles.push((self.at..end, Role::Filler));
            self.at = end;
        }
    }

    /// Where a quantity would begin after "वृत्त का", "समकोण त्रिभुज का".
    fn hindi_owner(&self, from: usize) -> Option<usize> {
        let last = self.limit.min(from + LONGEST_OWNER);
        let genitive = (from + 1..last).find(|at| self.words.says(*at, "का कि के"))?;
        let thing = |at: usize| {
            self.words.says(at, "त्रिभुज वर्ग घन")
                || self.lattice.at(at).first().is_none_or(|arc| arc.meaning == Meaning::Word)
        };
        (from..genitive)
            .all(|at| thing(at) && !self.words.text(at).is_ascii())
            .then_some(genitive + 1)
    }

    fn letter_said_at(&self, at: usize) -> bool {
        at < self.limit
            && self.words.words[at].pause == Pause::None
            && self.words.text(at).len() == 1
            && !self.words.says(at, "a")
            && self
                .lattice
                .at(at)
                .first()
                .is_some_and(|arc| matches!(arc.meaning, Meaning::Symbol(_)) && arc.cost == 0)
    }

    /// The word after "of a regular hexagon"; nothing when letters name what has the quantity.
    fn owner_until(&self, end: usize) -> Option<usize> {
        if end >= self.limit || !self.words.says(end, "of") {
            return Some(end);
        }
        let mut at = end + 1;
        let mut nouns = 0;
        while at < self.limit.min(end + LONGEST_OWNER) && self.words.words[at].pause == Pause::None
        {
            let said = self.words.text(at);
            let article = one_of(said, "the a an any its this");
            if !article && !is_noun(self.lattice, said, at) {
                break;
            }
            nouns += usize::from(!article);
            at += 1;
        }
        let named = at < self.limit
            && self.lattice.first(at).is_some_and(|meaning| {
                matches!(meaning, Meaning::Symbol(_) | Meaning::Capital | Meaning::Number(_))
            });
        (nouns > 0 && !named).then_some(at)
    }
}
