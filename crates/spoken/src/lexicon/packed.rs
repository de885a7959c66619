//! The arrays that `build.rs` wrote, read where they lie: nothing is built when the first sentence comes.

use std::ops::Range;

use ganita_notation::{Accent, BigOperator, Bracket, Join, Sign, Style};

use super::{How, NumberWord};
use crate::Command;
use crate::meaning::{Comparison, Fence, Meaning, Name, Pair, Verb};

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// Of so many words the first one's place is kept, as in `build/pack.rs`.
const BLOCK: usize = 8;
/// Of so many counts the sum before them is kept, as in `build/pack.rs`.
const STRIDE: usize = 16;

/// Sorted words, one behind the other.
#[derive(Clone, Copy)]
pub(super) struct WordList {
    text: &'static str,
    lengths: &'static [u8],
    /// Where every eighth word begins.
    blocks: &'static [u16],
}

impl WordList {
    /// Words as they are spelt; a word's place is its number.
    pub(super) const SPELT: WordList =
        WordList { text: WORDS_TEXT, lengths: &WORDS_LENGTHS, blocks: &WORDS_BLOCKS };
    /// Hindi in Latin letters, folded.
    pub(super) const FOLDED: WordList =
        WordList { text: FOLDED_TEXT, lengths: &FOLDED_LENGTHS, blocks: &FOLDED_BLOCKS };

    /// Which word this is.
    pub(super) fn place(self, word: &str) -> Option<usize> {
        let text = self.text.as_bytes();
        let word = word.as_bytes();
        let first = |block: usize| {
            let at = usize::from(self.blocks[block]);
            &text[at..at + usize::from(self.lengths[block * BLOCK])]
        };
        let (mut low, mut high) = (0, self.blocks.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if first(middle) <= word { low = middle + 1 } else { high = middle }
        }
        let block = low.checked_sub(1)?;
        let mut at = usize::from(self.blocks[block]);
        let lengths = self.lengths[block * BLOCK..].iter().take(BLOCK);
        for (number, length) in lengths.enumerate() {
            let length = usize::from(*length);
            if length == word.len() && &text[at..at + length] == word {
                return Some(block * BLOCK + number);
            }
            at += length;
        }
        None
    }

    #[cfg(test)]
    pub(super) fn words(self) -> Vec<&'static str> {
        let mut at = 0;
        let next = |length: &u8| {
            at += usize::from(*length);
            &self.text[at - usize::from(*length)..at]
        };
        self.lengths.iter().map(next).collect()
    }
}

/// Where a phrase stands that begins with this word.
pub(super) fn first(id: u32) -> Option<usize> {
    Some(id as usize).filter(|id| *id < words())
}

/// How many words have numbers.
fn words() -> usize {
    CHILDREN_COUNTS.len() - LABELS.len()
}

/// The places one word further, counted from the first that is no word itself.
pub(super) fn children(spot: usize) -> Range<usize> {
    part(&CHILDREN_COUNTS, &CHILDREN_SUMS, spot)
}

/// Which of these places the word leads to.
pub(super) fn child(children: Range<usize>, id: u32) -> Option<usize> {
    let label = u16::try_from(id).ok()?;
    let at = LABELS[children.clone()].binary_search(&label).ok()?;
    Some(words() + children.start + at)
}

/// What the phrase that ends here means.
pub(super) fn senses(spot: usize) -> impl Iterator<Item = (Meaning, How)> {
    part(&SENSES_COUNTS, &SENSES_SUMS, spot).map(|sense| {
        let meaning = MEANINGS[usize::from(SENSE_MEANINGS[sense])];
        (meaning, HOWS[usize::from(SENSE_HOWS[sense])])
    })
}

fn part(counts: &[u8], sums: &[u16], at: usize) -> Range<usize> {
    let before: usize = counts[at - at % STRIDE..at].iter().map(|count| usize::from(*count)).sum();
    let start = usize::from(sums[at / STRIDE]) + before;
    start..start + usize::from(counts[at])
}

pub(super) fn only_romanised(id: u32) -> bool {
    ONLY_ROMANISED.get(id as usize / 8).is_some_and(|byte| byte >> (id % 8) & 1 == 1)
}

pub(super) fn number(id: u32) -> &'static [NumberWord] {
    let place = u16::try_from(id).ok().and_then(|id| NUMBER_WORDS.binary_search(&id).ok());
    place.map_or(&[], |place| NUMBERS[usize::from(NUMBER_WHICH[place])])
}
