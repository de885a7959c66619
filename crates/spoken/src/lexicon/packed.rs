//! The arrays that `build.rs` wrote, laid out when the first word comes: in the program they are small, since every student
//! downloads them.

use std::ops::Range;
use std::sync::LazyLock;

use ganita_notation::{Bracket, Join, Sign, Style};

use super::{How, NumberWord};
use crate::meaning::{Comparison, Fence, Mark, Meaning, Name, Pair, Ranged, Verb};
use crate::{Command, Method};

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// A byte below this begins a word, as in `build/pack.rs`.
const LETTERS: u8 = 0x20;
/// Behind this a word's letters stand as they are, as in `build/pack.rs`.
const PLAIN: u8 = 0x7f;
/// Half a byte, as in `build/pack.rs`.
const FULL: u8 = 15;

struct Tables {
    spelt: WordList,
    folded: WordList,
    /// The numbers of the words that folding finds.
    folded_numbers: Vec<u16>,
    /// Per word one more than its place in the list of what words contribute to numbers; 0 for none.
    numbers: Vec<u8>,
    /// Where each of these lists begins, and where the last ends.
    number_lists: Vec<u16>,
    names: Vec<&'static str>,
    /// Per spot where the ones behind it begin, and its senses.
    children: Vec<u16>,
    senses: Vec<u16>,
    /// Per spot that begins no phrase: the word that leads to it.
    labels: Vec<u16>,
    /// Per sense its place among the meanings.
    meanings: Vec<u16>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut numbers = vec![0; words()];
    for (word, which) in stepped(&NUMBER_STEPS).into_iter().zip(NUMBER_WHICH) {
        numbers[usize::from(word)] = which + 1;
    }
    let (children, senses) = starts();
    Tables {
        spelt: WordList::unpacked(&WORDS),
        folded: WordList::unpacked(&FOLDED),
        folded_numbers: stepped(&FOLDED_STEPS),
        numbers,
        number_lists: counted(&NUMBER_COUNTS),
        names: NAMES.split(' ').collect(),
        children,
        senses,
        labels: wide(&LABELS),
        meanings: wide(&SENSE_MEANINGS),
    }
});

/// The tables, for all that ask: the module is downloaded over slow lines.
#[inline(never)]
fn tables() -> &'static Tables {
    &TABLES
}

/// Numbers of two bytes: the lower ones come first, then the upper ones.
#[inline(never)]
fn wide(planes: &[u8]) -> Vec<u16> {
    let (lower, upper) = planes.split_at(planes.len() / 2);
    lower.iter().zip(upper).map(|(lower, upper)| u16::from_le_bytes([*lower, *upper])).collect()
}

/// The numbers that lie so far apart.
fn stepped(steps: &[u8]) -> Vec<u16> {
    let mut numbers = wide(steps);
    let mut sum = 0_u16;
    for number in &mut numbers {
        sum = sum.wrapping_add(*number);
        *number = sum;
    }
    numbers
}

/// Where each of so many things begins, and where the last ends.
fn counted(counts: &[u8]) -> Vec<u16> {
    let mut starts = vec![0];
    for (at, count) in counts.iter().enumerate() {
        starts.push(starts[at] + u16::from(*count));
    }
    starts
}

/// Where each spot's followers and its senses begin, and where the last ones end.
fn starts() -> (Vec<u16>, Vec<u16>) {
    let mut more = MORE_CHILDREN.iter();
    let (mut children, mut senses) = (vec![0], vec![0]);
    let (mut child, mut sense) = (0, 0);
    for count in &COUNTS {
        child += u16::from(count >> 4);
        if count >> 4 == FULL {
            child += more.next().map_or(0, |more| u16::from(*more));
        }
        sense += u16::from(count & FULL);
        children.push(child);
        senses.push(sense);
    }
    (children, senses)
}

/// Sorted words, one behind the other.
pub(super) struct WordList {
    text: Vec<u8>,
    starts: Vec<u16>,
}

impl WordList {
    /// Words as they are spelt; a word's place is its number.
    pub(super) fn spelt() -> &'static WordList {
        &tables().spelt
    }

    /// Hindi in Latin letters, folded.
    pub(super) fn folded() -> &'static WordList {
        &tables().folded
    }

    fn unpacked(packed: &[u8]) -> WordList {
        let (mut text, mut starts) = (Vec::with_capacity(packed.len() * 2), vec![0]);
        let mut word: Vec<u8> = Vec::new();
        let mut from = 0;
        while from < packed.len() {
            word.truncate(usize::from(packed[from]));
            let rest = &packed[from + 1..];
            let length = rest.iter().position(|byte| *byte < LETTERS).unwrap_or(rest.len());
            word.extend(&rest[..length]);
            from += 1 + length;
            let mut plain = false;
            for byte in &word {
                match *byte {
                    PLAIN => plain = true,
                    byte if plain || byte < PLAIN => text.push(byte),
                    byte => text.extend([0xe0, 0xa4 | (byte >> 6 & 1), 0x80 | byte & 0x3f]),
                }
            }
            starts.push(u16::try_from(text.len()).unwrap_or(u16::MAX));
        }
        WordList { text, starts }
    }

    fn word(&self, at: usize) -> &[u8] {
        &self.text[usize::from(self.starts[at])..usize::from(self.starts[at + 1])]
    }

    /// Which word this is.
    pub(super) fn place(&self, word: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.starts.len() - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < word.as_bytes() { low = middle + 1 } else { high = middle }
        }
        (low + 1 < self.starts.len() && self.word(low) == word.as_bytes()).then_some(low)
    }

    #[cfg(test)]
    pub(super) fn words(&self) -> Vec<&str> {
        let word = |at: usize| std::str::from_utf8(self.word(at)).expect("words are text");
        (0..self.starts.len() - 1).map(word).collect()
    }
}

/// The number of the word at this place of [`WordList::folded`].
pub(super) fn folded_number(place: usize) -> u32 {
    u32::from(tables().folded_numbers[place])
}

/// Where a phrase stands that begins with this word.
pub(super) fn first(id: u32) -> Option<usize> {
    Some(id as usize).filter(|id| *id < words())
}

/// How many words have numbers.
fn words() -> usize {
    COUNTS.len() - LABELS.len() / 2
}

/// The places one word further, counted from the first that is no word itself.
pub(super) fn children(spot: usize) -> Range<usize> {
    part(&tables().children, spot)
}

/// Which of these places the word leads to.
pub(super) fn child(children: Range<usize>, id: u32) -> Option<usize> {
    let label = u16::try_from(id).ok()?;
    let at = tables().labels[children.clone()].binary_search(&label).ok()?;
    Some(words() + children.start + at)
}

/// The same word of grammar in the other script: का, ka.
pub(super) fn in_other_script(id: u32) -> Option<u32> {
    PARTICLES.iter().find_map(|(one, other)| match id {
        id if id == *one => Some(*other),
        id if id == *other => Some(*one),
        _ => None,
    })
}

/// What the phrase that ends here means.
pub(super) fn senses(spot: usize) -> impl Iterator<Item = (Meaning, How)> {
    part(&tables().senses, spot).map(|sense| {
        let meaning = MEANINGS[usize::from(tables().meanings[sense])];
        (meaning, HOWS[usize::from(SENSE_HOWS[sense])])
    })
}

fn part(starts: &[u16], at: usize) -> Range<usize> {
    usize::from(starts[at])..usize::from(starts[at + 1])
}

pub(super) fn only_romanised(id: u32) -> bool {
    ONLY_ROMANISED.get(id as usize / 8).is_some_and(|byte| byte >> (id % 8) & 1 == 1)
}

pub(super) fn number(id: u32) -> &'static [NumberWord] {
    match tables().numbers.get(id as usize) {
        Some(0) | None => &[],
        Some(which) => &NUMBERS[part(&tables().number_lists, usize::from(*which - 1))],
    }
}

#[inline(never)]
pub(super) fn name(place: u16) -> &'static str {
    tables().names[usize::from(place)]
}
