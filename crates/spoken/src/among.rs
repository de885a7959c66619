//! Whether a word is one of a list: asked a hundred times and more for each word that is heard.

use std::cell::Cell;

/// How many lists are remembered, in pairs; the crate has some three hundred.
const REMEMBERED: usize = 1 << BITS;
const BITS: u32 = 11;

/// A list of words, or of phrases with `/` between them, and what its words look like: a bit for each [`Look`] that some word has.
struct Known {
    /// Where it lies and how long it is: lists are literals, so no other lies there.
    at: Cell<usize>,
    length: Cell<usize>,
    looks: [Cell<u64>; 2],
}

thread_local! {
    static KNOWN: [Known; REMEMBERED] = const {
        [const {
            let looks = [Cell::new(0), Cell::new(0)];
            Known { at: Cell::new(0), length: Cell::new(0), looks }
        }; REMEMBERED]
    };
}

/// What a word looks like: one of 128 bits, by its length and three of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look(u8);

impl Look {
    /// No word looks like no word, and is in no list.
    #[inline(never)]
    pub(crate) fn of(word: &[u8]) -> Look {
        let [.., last] = word else { return Look(u8::MAX) };
        let (first, middle) = (word[0], word[word.len() / 2]);
        let look = word.len() * 23
            + usize::from(first)
            + usize::from(middle) * 5
            + usize::from(*last) * 11;
        Look((look % 128) as u8)
    }
}

/// Whether what was said is one of these words, which stand with spaces between them. A comparison of its own for each word,
/// where each is asked for, would make the module the browser downloads larger.
#[inline(never)]
pub(crate) fn one_of(said: &str, words: &'static str) -> bool {
    seems_one_of(Look::of(said.as_bytes()), words) && stands_in(said.as_bytes(), words.as_bytes())
}

/// Whether some of these words looks so. Most words that are asked about are not in the list, and nearly all of these do not
/// even look like one that is.
#[inline]
pub(crate) fn seems_one_of(look: Look, words: &'static str) -> bool {
    // A closure that does no more is put into its caller.
    KNOWN.with(|known| seems(known, look, words))
}

#[inline(never)]
fn seems(known: &[Known; REMEMBERED], look: Look, words: &str) -> bool {
    let (half, bit) = (usize::from(look.0 >> 6 & 1), 1 << (look.0 & 63));
    let (at, length) = (words.as_ptr() as usize, words.len());
    // The upper bits of the product are mixed best (Knuth, TAOCP 6.4).
    let place = ((at as u32).wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS)) as usize;
    let is_of = |slot: &Known| slot.at.get() == at && slot.length.get() == length;
    let slot = if is_of(&known[place]) {
        &known[place]
    } else if is_of(&known[place ^ 1]) {
        &known[place ^ 1]
    } else {
        remember(&known[place], &known[place ^ 1], words)
    };
    look.0 != u8::MAX && slot.looks[half].get() & bit != 0
}

/// Puts what these words look like into a slot, and what stood there into the one beside it.
#[cold]
fn remember<'a>(slot: &'a Known, beside: &Known, words: &str) -> &'a Known {
    beside.at.set(slot.at.replace(words.as_ptr() as usize));
    beside.length.set(slot.length.replace(words.len()));
    let mut looks = 0_u128;
    for word in words.as_bytes().split(|byte| matches!(byte, b' ' | b'/')) {
        looks |= 1 << (Look::of(word).0 & 127);
    }
    beside.looks[0].set(slot.looks[0].replace(looks as u64));
    beside.looks[1].set(slot.looks[1].replace((looks >> 64) as u64));
    slot
}

#[inline(never)]
pub(crate) fn stands_in(said: &[u8], words: &[u8]) -> bool {
    let Some(first) = said.first() else { return false };
    let mut at = 0;
    while at + said.len() <= words.len() {
        if words[at] == *first {
            let end = at + said.len();
            if words[at..end] == *said && words.get(end).is_none_or(|byte| *byte == b' ') {
                return true;
            }
        }
        while words.get(at).is_some_and(|byte| *byte != b' ') {
            at += 1;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::one_of;

    #[test]
    fn a_word_is_in_a_list_or_not() {
        const LIST: &str = "a an the | का की upon";
        for word in LIST.split(' ') {
            assert!(one_of(word, LIST), "{word}");
            assert!(one_of(word, LIST), "{word}, asked again");
        }
        for word in ["", "th", "then", "n", "pon", "क"] {
            assert!(!one_of(word, LIST), "{word}");
        }
        // A list within a list lies at the same place.
        assert!(!one_of("upon", &LIST[..4]));
        assert!(one_of("an", &LIST[..4]));
    }
}
