//! Whether a word is one of a list: asked a hundred times and more for each word that is heard.

use std::cell::Cell;

/// How many lists are remembered, in pairs; the crate has some three hundred.
const REMEMBERED: usize = 512;

/// A list and what its words look like.
#[derive(Clone, Copy)]
struct Known {
    /// Where it lies and how long it is: lists are literals, so no other lies there.
    at: usize,
    length: usize,
    looks: Looks,
}

/// A bit for each [`look`] that some word has.
type Looks = [u64; 2];

thread_local! {
    static KNOWN: [Cell<Known>; REMEMBERED] =
        const { [const { Cell::new(Known { at: 0, length: 0, looks: [0; 2] }) }; REMEMBERED] };
}

/// Whether what was said is one of these words, which stand with spaces between them. A comparison of its own for each word,
/// where each is asked for, would make the module the browser downloads larger.
#[inline(never)]
pub(crate) fn one_of(said: &str, words: &'static str) -> bool {
    let said = said.as_bytes();
    // Most words that are asked about are not in the list, and nearly all of these do not even look like one that is.
    let (half, bit) = look(said);
    looks(words)[half] & bit != 0 && stands_in(said, words.as_bytes())
}

/// One of 128 bits, by a word's length and three of its bytes; none for no word.
#[inline(never)]
fn look(word: &[u8]) -> (usize, u64) {
    let [.., last] = word else { return (0, 0) };
    let (first, middle) = (word[0], word[word.len() / 2]);
    let look =
        word.len() * 23 + usize::from(first) + usize::from(middle) * 5 + usize::from(*last) * 11;
    (look / 64 % 2, 1 << (look % 64))
}

fn looks(words: &'static str) -> Looks {
    let (at, length) = (words.as_ptr() as usize, words.len());
    KNOWN.with(|known| {
        let place = at.wrapping_mul(0x9e37_79b1) / REMEMBERED % REMEMBERED;
        let [slot, beside] = [&known[place], &known[place ^ 1]];
        for slot in [slot, beside] {
            let found = slot.get();
            if (found.at, found.length) == (at, length) {
                return found.looks;
            }
        }
        let mut looks = [0; 2];
        for word in words.as_bytes().split(|byte| *byte == b' ') {
            let (half, bit) = look(word);
            looks[half] |= bit;
        }
        beside.set(slot.replace(Known { at, length, looks }));
        looks
    })
}

#[inline(never)]
fn stands_in(said: &[u8], words: &[u8]) -> bool {
    let mut at = 0;
    while let Some(word) = words.get(at..at + said.len()) {
        let end = at + said.len();
        if word == said && words.get(end).is_none_or(|byte| *byte == b' ') {
            return true;
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
        const LIST: &str = "a an the का की upon";
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
