//! What a single word may be beside what the lexicon says of it: a digit that was misheard, an ordinal, a differential.
//!
//! Words that sound alike stand in the tables one by one: a key of consonants, or an edit distance, over words that nobody
//! taught us finds as many wrong words as right ones. Pairs counted in recognisers' transcripts against what was read out
//! (at least two formulas each, five folds by formula) mend three in a thousand: what is misheard is seldom misheard twice.

use super::{Arc, Lattice, MISHEARD, index};
use crate::lexicon::{self, NumberWord};
use crate::meaning::{Meaning, Name};
use crate::number::Value;
use crate::words::{Pause, Words};

impl Lattice {
    /// "plus to" is 2, "to the power and plus" is n: what a recogniser writes where only an operand can stand.
    pub(super) fn misheard(&mut self, words: &Words, at: usize) {
        let text = words.text(at);
        self.constant(words, at);
        let digit = match text {
            "to" | "too" => "2",
            "for" | "fore" => "4",
            "won" => "1",
            "ate" => "8",
            "and" => "n",
            _ => return,
        };
        let ends_here = |fits: fn(Meaning) -> bool| {
            (at.saturating_sub(4)..at).any(|start| {
                self.at(start).iter().any(|arc| arc.end as usize == at && fits(arc.meaning))
            })
        };
        let wants_operand = at > 0
            && words.words[at].pause == Pause::None
            && ends_here(|meaning| {
                matches!(
                    meaning,
                    Meaning::Sign(_)
                        | Meaning::Over
                        | Meaning::Join(_)
                        | Meaning::Power
                        | Meaning::Sub
                )
            });
        if !wants_operand {
            return;
        }
        let meaning = if digit == "n" {
            Meaning::Symbol(lexicon::letter(b'n'))
        } else {
            let number = u16::try_from(self.numbers.len()).unwrap_or(u16::MAX);
            self.numbers.push(Value::Numeral(digit.to_owned()));
            Meaning::Number(number)
        };
        self.arcs.push(Arc { meaning, end: index(at + 1), cost: MISHEARD });
    }

    /// "plus a constant" behind an integral: c.
    fn constant(&mut self, words: &Words, at: usize) {
        let said = at + usize::from(words.says(at, "a an"));
        let constant = said < words.len() && words.says(said, "constant constants");
        let added = at > 0 && words.says(at - 1, "plus");
        if constant
            && added
            && self.arcs.iter().any(|arc| matches!(arc.meaning, Meaning::Integral(_)))
        {
            let name = lexicon::letter(b'c');
            self.arcs.push(Arc { meaning: Meaning::Symbol(name), end: index(said + 1), cost: 0 });
        }
    }

    /// "… का x के सापेक्ष अवकलज": what is done, and by which letter, said last and of all that was said before it. Gives the
    /// number of leading words that this rests on.
    pub(super) fn with_respect(&mut self, words: &Words, ids: &[u32], at: usize) -> usize {
        if !words.says(at, "का ka") || at + 1 >= ids.len() {
            return at + 2;
        }
        let mut letters = Vec::new();
        lexicon::phrases(ids, at + 1, &mut |end, meaning, _| {
            letters.extend(matches!(meaning, Meaning::Symbol(_)).then_some(end));
        });
        let mut reach = at + 3;
        for letter_end in letters.into_iter().filter(|end| *end < ids.len()) {
            let mut links = Vec::new();
            let mut found = Vec::new();
            let looked = lexicon::phrases(ids, letter_end, &mut |end, meaning, _| match meaning {
                Meaning::WithRespectToPost if end < ids.len() => links.push(end),
                Meaning::DerivativeWithRespect => {
                    found.push((end, Meaning::DerivativePost { order: 1 }));
                }
                _ => {}
            });
            reach = reach.max(looked + 1);
            for link_end in links {
                let looked =
                    lexicon::phrases(ids, link_end, &mut |end, meaning, _| match meaning {
                        Meaning::Integral(1) => found.push((end, Meaning::IntegralPost)),
                        Meaning::Derivative { partial: false, order } => {
                            found.push((end, Meaning::DerivativePost { order }));
                        }
                        _ => {}
                    });
                reach = reach.max(looked);
            }
            let arcs = found.into_iter();
            self.arcs.extend(arcs.map(|(end, meaning)| Arc { meaning, end: index(end), cost: 0 }));
        }
        reach
    }

    pub(super) fn ordinal(&mut self, words: &Words, ids: &[u32], at: usize) {
        let kinds = |at: usize| ids.get(at).map_or(&[][..], |id| lexicon::number(*id));
        for kind in kinds(at) {
            let found = match kind {
                NumberWord::Part(value) | NumberWord::Ordinal(value) => Some((at + 1, *value)),
                NumberWord::Ten(ten) => kinds(at + 1).iter().find_map(|kind| match kind {
                    NumberWord::Part(value) | NumberWord::Ordinal(value) if *value < 10 => {
                        Some((at + 2, u16::from(*ten) + value))
                    }
                    _ => None,
                }),
                _ => None,
            };
            if let Some((end, value)) = found {
                self.arcs.push(Arc { meaning: Meaning::Ordinal(value), end: index(end), cost: 10 });
            }
        }
        // "4th", "५०वाँ".
        if let Ok(value) = words.text(at).parse::<u16>()
            && kinds(at + 1).contains(&NumberWord::Suffix)
            && words.words[at + 1].glued
        {
            self.arcs.push(Arc { meaning: Meaning::Ordinal(value), end: index(at + 2), cost: 0 });
        }
        // "n-th".
        if at > 0 && words.words[at].glued && kinds(at).contains(&NumberWord::Suffix) {
            self.arcs.push(Arc { meaning: Meaning::Suffix, end: index(at + 1), cost: 0 });
        }
    }
}

/// "two thousand twenty" and "second": a number whose last word is an ordinal.
pub(super) fn long_ordinal(
    words: &Words,
    ids: &[u32],
    at: usize,
    end: usize,
    value: &Value,
) -> Option<(usize, u16)> {
    let (Value::Numeral(digits), true) = (value, end > at + 1) else { return None };
    let number = u16::try_from(crate::number::whole_number(digits)?).ok()?;
    let room = if number.is_multiple_of(100) {
        100
    } else if number.is_multiple_of(10) {
        10
    } else {
        return None;
    };
    let spelt = (at..end).all(|at| !words.text(at).starts_with(|c: char| c.is_ascii_digit()));
    let kinds = ids.get(end).map_or(&[][..], |id| lexicon::number(*id));
    let last = kinds.iter().find_map(|kind| match kind {
        NumberWord::Part(value) | NumberWord::Ordinal(value) if *value < room => Some(*value),
        _ => None,
    })?;
    (spelt && number >= 20).then_some((end + 1, number + last))
}

/// "nth", "kth".
pub(super) fn letter_with_ending(text: &str) -> Option<Name> {
    match text.as_bytes() {
        [letter, b't', b'h'] if letter.is_ascii_lowercase() => Some(lexicon::letter(*letter)),
        _ => None,
    }
}

/// `dx`, `dt`: a differential written as one word.
pub(super) fn differential(words: &Words, at: usize) -> Option<Name> {
    let text = words.text(at).as_bytes();
    match text {
        [b'd', letter] if letter.is_ascii_lowercase() && !words.words[at].upper => {
            Some(lexicon::letter(*letter))
        }
        _ => None,
    }
}
