//! What holds for a sentence as a whole: who speaks, what is said aloud, what may still turn.

use super::fact::Facts;
use super::{Arc, Lattice};
use crate::meaning::{Comparison, Fence, Meaning};
use crate::words::{Pause, Words};

impl Lattice {
    /// Finds what holds for the sentence as a whole.
    pub(super) fn look_over(&mut self, words: &Words) {
        let lattice = self;
        let count = words.len();
        lattice.careful = false;
        // In "R upper rho sub sigma" a person says where an index stands; a reader writes "Sub".
        let indices = lattice.some_word(Facts::SUB);
        let aloud = Facts::UPPER.and(Facts::PARENTHESIS).and(Facts::CLOSED_ALOUD);
        lattice.hard = lattice.some_word(aloud)
            && (0..count).any(|at| {
                let facts = lattice.facts[at];
                if facts.has(Facts::UPPER) {
                    return !indices;
                }
                let left = facts.has(Facts::PARENTHESIS)
                    && at > 0
                    && lattice.facts[at - 1].has(Facts::LEFT);
                left || facts.has(Facts::CLOSED_ALOUD)
            });
        lattice.indices_named = lattice.signs_named && lattice.some_word(Facts::INDEX_NAMED);
        lattice.pair(words);
        // "i cap" is a unit vector, "cap A" a reader's capital.
        let capital = lattice.some_word(Facts::CAPITAL)
            && (0..count).any(|at| {
                lattice.facts[at].has(Facts::CAPITAL)
                    && lattice.any(at, |meaning| meaning == Meaning::Capital)
            });
        let pauses_only = capital
            || lattice.some_word(Facts::MARK_SAID)
            || (1..count).any(|at| words.words[at].pause == Pause::Long);
        lattice.reader = lattice.hard
            || lattice.careful
            || lattice.signs_named
            || words.semicolons
            || capital
            || lattice.some_word(Facts::READER);
        (lattice.integral, lattice.summed, lattice.said_last, lattice.closes) = Default::default();
        for arc in &lattice.arcs {
            match arc.meaning {
                Meaning::Close(_) => lattice.closes = true,
                Meaning::Integral(_) | Meaning::Contour => lattice.integral = true,
                Meaning::IntegralPost => {
                    (lattice.integral, lattice.said_last) = (true, true);
                }
                Meaning::Big(crate::meaning::Ranged::Sum) => lattice.summed |= arc.cost == 0,
                Meaning::Pair(_)
                | Meaning::LimitPost
                | Meaning::ProjectionPost
                | Meaning::Verb(_) => lattice.said_last = true,
                _ => {}
            }
        }
        lattice.spelt_out = lattice.reader || pauses_only || lattice.closes;
        lattice.copula = if lattice.reader {
            None
        } else {
            lattice.value_said(words).or_else(|| lattice.result_said(words))
        };
        let letter = |at: usize| at < count && words.length(at) == 1;
        lattice.sums_letters = !lattice.reader
            && lattice.some_word(Facts::SIGMA)
            && (0..count).any(|at| {
                lattice.facts[at].has(Facts::SIGMA)
                    && letter(at + 1)
                    && at + 2 < count
                    && (words.says(at + 2, "i")
                        // "sigma f x by sigma f".
                        || words.says(at + 1, "f")
                        || words.says(at + 1, "n k r")
                            && words.says(at + 2, "square squared cube cubed स्क्वेयर"))
            });
        lattice.vectors = lattice.arrow_without_aim(words);
        lattice.listing = !lattice.hard && !lattice.careful && !pauses_only;
        lattice.find_unsaid(words);
        lattice.corrects = false;
        lattice.compare_post_ahead.clear();
        lattice.compare_post_ahead.resize(count + 1, false);
        let mut ahead = false;
        for at in (0..count).rev() {
            match lattice.first(at) {
                Some(Meaning::ComparePost(_)) => ahead = true,
                Some(
                    Meaning::Correction
                    | Meaning::Change
                    | Meaning::ChangePost
                    | Meaning::InsteadPost,
                ) => lattice.corrects = true,
                _ => {}
            }
            lattice.compare_post_ahead[at] = ahead;
        }
    }

    /// Whether a verb may come last that compares what its commas divide: "x², चार के बराबर है".
    pub(crate) fn verb_last(&self) -> bool {
        let comma = |arc: &Arc| arc.meaning == Meaning::Comma;
        self.hindi && self.listing && !self.arcs.iter().any(comma)
    }

    /// Whether a word is there with which what follows may be named or told.
    pub(crate) fn tells(&self) -> bool {
        self.some_word(Facts::TELLS)
    }

    /// Whether something may be given, and something asked for where it holds.
    pub(crate) fn gives(&self) -> bool {
        self.some_word(Facts::GIVES)
    }

    /// Whether this is a fact of some word.
    pub(super) fn some_word(&self, fact: Facts) -> bool {
        self.said.has(fact)
    }

    /// Where a value begins that stands at the end: with "है" behind it, or behind the quantity's name with its unit.
    fn value_said(&self, words: &Words) -> Option<usize> {
        let is = |at: usize| self.facts[at].has(Facts::IS);
        let (mut at, mut number, mut unit) = (0, None, false);
        let mut before = None;
        while at < words.len() {
            let arc = *self.at(at).first()?;
            if is(at) && arc.meaning == Meaning::Filler {
                break;
            }
            match arc.meaning {
                Meaning::Number(_) if number.is_none_or(|(_, after)| after != at) => {
                    number = Some((at, arc.end as usize));
                }
                Meaning::Unit(_) | Meaning::Degrees | Meaning::Percent | Meaning::Per
                    if number.is_some() =>
                {
                    unit = true;
                }
                Meaning::Over | Meaning::Number(_) => {}
                // "limit x tends to zero … ki value ek hai".
                Meaning::Compare(Comparison::To) => number = None,
                Meaning::Compare(_)
                | Meaning::ComparePost(_)
                | Meaning::Comma
                | Meaning::Logic(_)
                | Meaning::Operation(_)
                | Meaning::Pair(_)
                | Meaning::Verb(_)
                | Meaning::From
                | Meaning::IntegralPost
                | Meaning::DerivativePost { .. } => return None,
                _ => number = None,
            }
            if number.is_none() {
                unit = false;
                before = Some((at, arc.meaning));
            }
            at = arc.end as usize;
        }
        let (start, _) = number?;
        let (named, before) = before?;
        let called = words.says(named, "ka ki का कि") && self.at(named)[0].end as usize > named + 1;
        let quantity = matches!(before, Meaning::Measure(_));
        let letter = matches!(before, Meaning::Symbol(_) | Meaning::Raised(_));
        let said = self.at(at).first().is_some_and(|arc| arc.end as usize == words.len());
        // The number may begin earlier: "three by four".
        let first = self.at(named).first().map_or(start, |arc| arc.end as usize);
        let chance = before == Meaning::ProbabilityPost;
        (said && (called || quantity || letter)
            || at == words.len() && (quantity && unit || chance))
            .then_some(first)
    }

    /// "x वर्ग का अवकलज दो x है": where the result begins that is told of what was done.
    fn result_said(&self, words: &Words) -> Option<usize> {
        let last = words.len().checked_sub(1)?;
        let is = words.says(last, "hai है");
        let mut done = None;
        for at in 0..last {
            for arc in self.at(at) {
                match arc.meaning {
                    Meaning::Compare(_) | Meaning::ComparePost(_) | Meaning::From => return None,
                    Meaning::IntegralPost | Meaning::DerivativePost { .. } => {
                        done = done.max(Some(arc.end as usize));
                    }
                    _ => {}
                }
            }
        }
        // Without the verb: nobody multiplies a derivative by what is said after it.
        let begins = |at: usize| {
            self.first(at).is_some_and(|meaning| {
                crate::parser::begins_operand(meaning)
                    && !matches!(meaning, Meaning::Differential(_))
                    && !words.says(at, "d")
            })
        };
        done.filter(|at| if is { *at < last } else { begins(*at) })
    }

    /// Whether the last word is courtesy or grammar.
    pub(crate) fn ends_in_filler(&self, words: &Words) -> bool {
        let last = words.len().checked_sub(1).and_then(|last| self.at(last).first());
        last.is_some_and(|arc| arc.meaning == Meaning::Filler)
    }

    /// Whether words to come may give the first ones another meaning: a capital that may only begin the sentence, a set or
    /// condition that is being said, a bracket that is open, ordinary words.
    pub(crate) fn may_turn(&self, words: &Words) -> bool {
        let capital = words.words.first().is_some_and(|word| word.upper)
            && words.length(0) == 1
            && !words.article_is_a_letter()
            && (words.says(0, "a") && words.len() < crate::words::ARTICLE
                || !(1..words.len())
                    .any(|at| words.text(at) == words.text(0) && !words.words[at].capital));
        // "Omega is …", "Tilde Lambda equals …": whether a capital only begins the sentence shows when the letter is said
        // again.
        let begins = |at: usize| at == 0 || words.words[at - 1].capital && words.length(at - 1) > 1;
        let named = || {
            (0..words.len()).any(|at| {
                words.words[at].capital
                    && words.length(at) > 1
                    && begins(at)
                    && self.any(at, |meaning| matches!(meaning, Meaning::Symbol(_)))
            })
        };
        let turns = |arc: &Arc| {
            matches!(
                arc.meaning,
                Meaning::Open(Fence::Set)
                    | Meaning::SetPost
                    | Meaning::AllIn
                    | Meaning::OfWhich
                    | Meaning::Linking(_)
                    | Meaning::Probability
                    | Meaning::Case
                    | Meaning::Cases
                    | Meaning::Change
                    | Meaning::ChangePost
                    | Meaning::InsteadPost
            )
        };
        let first = |at: usize| self.at(at).first();
        let sign = |at: &usize| {
            first(*at).is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Compare(_) | Meaning::ComparePost(_))
            })
        };
        let last_sign = (0..words.len()).rev().find(sign).unwrap_or(0);
        // What is open may be closed behind the sign.
        let unclosed = |at: usize| {
            self.mate(at).is_none()
                && first(at).is_some_and(|arc| {
                    matches!(arc.meaning, Meaning::Open(_) | Meaning::Root(_) | Meaning::NthRoot)
                })
        };
        let talk = |at: usize| {
            words.length(at) > 3 && first(at).is_some_and(|arc| arc.meaning == Meaning::Word)
        };
        // "Nx …": whether its capital was meant.
        let pair = words.words.first().is_some_and(|word| word.capital && !word.upper)
            && words.length(0) == 2
            && !words.capital_again(0)
            && self.begins(0, Meaning::Word);
        capital
            || pair
            || self.some_word(Facts::WAITS)
            || named()
            || (0..words.len()).any(talk)
            || (0..words.len()).filter_map(first).any(turns)
            || (0..last_sign).any(unclosed)
    }

    /// "a right arrow plus …": an arrow with nothing to point to is a vector's.
    fn arrow_without_aim(&self, words: &Words) -> bool {
        let count = words.len();
        let arrow = |at: usize| {
            self.at(at).first().filter(|arc| arc.meaning == Meaning::Compare(Comparison::To))
        };
        if !self.some_word(Facts::RIGHT) {
            return false;
        }
        let maps = self.some_word(Facts::LIMIT);
        let colon = (0..count).any(|at| words.says(at, "colon"));
        // "x colon A right arrow B" maps; with "right arrow equals" behind the colon nothing is mapped.
        let aimless = |arc: &Arc| {
            self.first(arc.end as usize).is_some_and(|meaning| match meaning {
                Meaning::Compare(other) => other != Comparison::To,
                meaning => !colon && !crate::parser::begins_operand(meaning),
            })
        };
        !maps
            && (0..count).any(|at| {
                self.facts[at].has(Facts::RIGHT)
                    && arrow(at)
                        .is_some_and(|arc| arc.end as usize >= count && !colon || aimless(arc))
            })
    }
}

/// "right arrow", "दाईं ओर तीर": an arrow that may be a vector's.
pub(crate) fn is_right(words: &Words, at: usize) -> bool {
    words.says(at, "right दाइं")
}
