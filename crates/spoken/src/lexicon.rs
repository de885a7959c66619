//! Phrases and what they can mean: readable tables that `build.rs` has made one trie over three scripts.

mod packed;

use packed::WordList;

use crate::fold::fold_romanised;
use crate::meaning::{Meaning, Name};
use crate::words::Words;

/// What a number word contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberWord {
    /// 0 to 19 in English, 0 to 99 in Hindi.
    Unit(u8),
    /// Twenty, thirty …
    Ten(u8),
    /// Ten to this power.
    Scale(u8),
    Point,
    /// साढ़े, सवा, पौने: quarters added to the number that follows.
    Offset(i8),
    /// डेढ़, ढाई: so many quarters.
    Quarters(u8),
    /// A denominator, also an ordinal.
    Part(u16),
    Ordinal(u16),
    And,
    /// "double five": a digit so often.
    Repeat(u8),
    /// th, वाँ.
    Suffix,
}

/// How a phrase has its meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    /// Tenths of a nat, roughly: 0 is the ordinary meaning.
    pub(crate) cost: u8,
    /// Only when written with a capital letter.
    pub(crate) capital: bool,
    /// From the table of Hindi in Latin letters.
    pub(crate) romanised: bool,
}

/// The name behind a [`Name`].
pub(crate) fn name(name: Name) -> &'static str {
    packed::name(name.0)
}

/// Whether a name is one of these, which stand with spaces between them.
#[inline(never)]
pub(crate) fn named(name: Name, names: &'static str) -> bool {
    crate::among::one_of(self::name(name), names)
}

/// A one-letter symbol's name, `a` to `z`.
pub(crate) fn letter(letter: u8) -> Name {
    Name(u16::from(letter.to_ascii_lowercase().saturating_sub(b'a')).min(25))
}

/// What stands for a word that is in no table.
const UNKNOWN: u32 = u32::MAX;

/// Adds the numbers of the words behind those that `ids` has, in the lexicon's own count; [`UNKNOWN`] for words it does
/// not know.
pub(crate) fn recognise(words: &Words, ids: &mut Vec<u32>) {
    let mut folded = String::new();
    for index in ids.len()..words.len() {
        let word = words.text(index);
        ids.push(number_of(word, &mut folded).unwrap_or(UNKNOWN));
    }
}

fn number_of(word: &str, folded: &mut String) -> Option<u32> {
    let place = |place: usize| u32::try_from(place).ok();
    if let Some(number) = WordList::spelt().place(word) {
        return place(number);
    }
    if word.len() < 2 || !word.is_ascii() {
        return None;
    }
    folded.clear();
    fold_romanised(word, folded);
    WordList::folded().place(folded).map(packed::folded_number)
}

/// Calls `found` with (end, meaning, how) for every phrase that begins at `start`, shorter phrases first. Gives the number
/// of leading words that were looked at, one more than there are where a longer phrase may follow.
pub(crate) fn phrases(
    ids: &[u32],
    start: usize,
    found: &mut dyn FnMut(usize, Meaning, How),
) -> usize {
    let looked = phrases_from(ids, ids[start], start, found);
    let Some(first) = packed::in_other_script(ids[start]) else { return looked };
    // "का determinant": alone the word is what it is in its own script.
    let mut longer = |end: usize, meaning: Meaning, how: How| {
        if end > start + 1 {
            found(end, meaning, how);
        }
    };
    phrases_from(ids, first, start, &mut longer).max(looked)
}

/// The same, where the first word has this number.
fn phrases_from(
    ids: &[u32],
    first: u32,
    start: usize,
    found: &mut dyn FnMut(usize, Meaning, How),
) -> usize {
    let Some(mut spot) = packed::first(first) else { return start + 1 };
    let mut end = start + 1;
    loop {
        for (meaning, how) in packed::senses(spot) {
            found(end, meaning, how);
        }
        let children = packed::children(spot);
        if children.is_empty() {
            return end;
        }
        let Some(id) = ids.get(end) else { return end + 1 };
        let next = packed::child(children.clone(), *id)
            .or_else(|| packed::child(children, packed::in_other_script(*id)?));
        let Some(next) = next else { return end + 1 };
        spot = next;
        end += 1;
    }
}

/// Whether the word is only ever Hindi, in either script.
pub(crate) fn only_hindi(id: u32, word: &str) -> bool {
    !word.is_ascii() || word.len() > 2 && packed::only_romanised(id)
}

/// What the word contributes to a number.
pub(crate) fn number(id: u32) -> &'static [NumberWord] {
    packed::number(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str) -> Vec<(usize, Meaning)> {
        let words = Words::split(sentence);
        let mut ids = Vec::new();
        recognise(&words, &mut ids);
        let mut all = Vec::new();
        phrases(&ids, 0, &mut |end, meaning, _| all.push((end, meaning)));
        all
    }

    #[test]
    fn the_longest_phrase_comes_last() {
        let all = found("is less than or equal to x");
        assert_eq!(all.last().map(|(end, _)| *end), Some(6));
        assert!(all.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{all:?}");
    }

    #[test]
    fn three_scripts_lead_to_one_meaning() {
        let plus = |word: &str| found(word)[0].1;
        assert_eq!(plus("plus"), plus("जोड़"));
        assert_eq!(plus("plus"), plus("jodo"));
        assert_eq!(plus("jodo"), plus("joddo"));
        assert!(found("xylophone").is_empty());
    }

    #[test]
    fn every_word_is_found_where_it_stands() {
        for list in [WordList::spelt(), WordList::folded()] {
            let words = list.words();
            assert!(words.len() > 100);
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            for (at, word) in words.iter().enumerate() {
                assert_eq!(list.place(word), Some(at), "{word}");
                assert_eq!(list.place(&format!("{word}\u{1}")), None);
            }
        }
    }

    #[test]
    fn letters_are_the_first_names() {
        assert_eq!(('a'..='z').map(|l| name(letter(l as u8))).collect::<String>().len(), 26);
        assert_eq!(name(letter(b'Q')), "q");
    }
}
