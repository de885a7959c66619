//! The lexicon as arrays, written in Rust: small, since every student downloads it. `src/lexicon/packed.rs` lays it out
//! when the first word comes.
//!
//! Words are sorted, and a word's number is its place. A spot of the trie is a number too: first come the words
//! themselves, each as the beginning of a phrase, then, breadth first, what follows them; so the spots that follow one
//! lie side by side, and only how many they are is kept.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use crate::fold::fold_romanised;
use crate::phrases::{How, Lexicon, Sense};

/// A byte below this begins a word and says how much of the word before it that goes on with. `src/lexicon/packed.rs` has it
/// too.
const LETTERS: usize = 0x20;
/// Behind this a word's letters stand as they are. `src/lexicon/packed.rs` has it too.
const PLAIN: u8 = 0x7f;

/// Half a byte. `src/lexicon/packed.rs` has it too.
const FULL: usize = 15;

pub(crate) fn packed(lexicon: &Lexicon) -> Result<String, String> {
    let numbering = Numbering::of(lexicon);
    let mut out = String::from("// Written by build.rs.\n");
    let spelt: Vec<&str> = numbering.spelt.iter().map(|(word, _)| *word).collect();
    list(&mut out, "WORDS", &spelt);
    let folded: Vec<&str> = lexicon.folded.keys().map(String::as_str).collect();
    list(&mut out, "FOLDED", &folded);
    let folded: Vec<usize> =
        lexicon.folded.values().map(|old| numbering.new_from_old[old]).collect();
    steps(&mut out, "FOLDED_STEPS", &folded)?;

    let mut old_from_new = vec![0; numbering.new_from_old.len()];
    for (old, new) in &numbering.new_from_old {
        old_from_new[*new] = *old;
    }
    let only_romanised = old_from_new.iter().map(|old| lexicon.known[*old].only_romanised());
    bits(&mut out, "ONLY_ROMANISED", only_romanised);
    number_words(&mut out, lexicon, &old_from_new)?;
    let often_first = often_first(lexicon);
    trie(&mut out, lexicon, &numbering, &old_from_new, &often_first)?;
    particles(&mut out, lexicon, &numbering);

    let meaning = |old: &usize| format!("Meaning::{}", lexicon.meanings[*old]);
    let meanings: Vec<String> = often_first.iter().map(meaning).collect();
    array(&mut out, "MEANINGS", "Meaning", &meanings);
    // One text: a place and a length for each name would be as long as the names.
    let _ = writeln!(out, "static NAMES: &str = {:?};", lexicon.names.0.join(" "));
    Ok(out)
}

/// New numbers for words: the spelt ones in their order, then those that only folding finds.
struct Numbering<'a> {
    spelt: Vec<(&'a str, usize)>,
    new_from_old: BTreeMap<usize, usize>,
}

impl Numbering<'_> {
    fn of(lexicon: &Lexicon) -> Numbering<'_> {
        // What folding finds as well need not stand there as it is spelt.
        let found_folded = |word: &str, number: usize| {
            let mut folded = String::new();
            fold_romanised(word, &mut folded);
            word.is_ascii() && word.len() > 1 && lexicon.folded.get(&folded) == Some(&number)
        };
        let spelt: Vec<(&str, usize)> = lexicon
            .spelt
            .iter()
            .filter(|(word, number)| !found_folded(word, **number))
            .map(|(word, number)| (word.as_str(), *number))
            .collect();
        let mut new_from_old = BTreeMap::new();
        for number in spelt.iter().map(|(_, number)| number).chain(lexicon.folded.values()) {
            let next = new_from_old.len();
            new_from_old.entry(*number).or_insert(next);
        }
        Numbering { spelt, new_from_old }
    }
}

/// Words of grammar that recognisers write in either script beside words of the other.
const PARTICLES: [(&str, &str); 10] = [
    ("का", "ka"),
    ("कि", "ki"),
    ("के", "ke"),
    ("को", "ko"),
    ("से", "se"),
    ("में", "mein"),
    ("है", "hai"),
    ("करो", "karo"),
    ("निकालो", "nikalo"),
    ("बताओ", "batao"),
];

fn particles(out: &mut String, lexicon: &Lexicon, numbering: &Numbering<'_>) {
    let number = |word: &str| lexicon.spelt.get(word).map(|old| numbering.new_from_old[old]);
    let pairs: Vec<String> = PARTICLES
        .iter()
        .filter_map(|(one, other)| Some((number(one)?, number(other)?)))
        .map(|(one, other)| format!("({one}, {other})"))
        .collect();
    array(out, "PARTICLES", "(u32, u32)", &pairs);
}

/// The meanings that most phrases have come first: nearly all numbers of meanings then fit in one byte.
fn often_first(lexicon: &Lexicon) -> Vec<usize> {
    let mut often = vec![0; lexicon.meanings.len()];
    for sense in lexicon.spots.iter().flat_map(|spot| &spot.senses) {
        often[sense.meaning] += 1;
    }
    let mut order: Vec<usize> = (0..often.len()).collect();
    order.sort_by_key(|meaning| std::cmp::Reverse(often[*meaning]));
    order
}

fn trie(
    out: &mut String,
    lexicon: &Lexicon,
    numbering: &Numbering<'_>,
    old_from_new: &[usize],
    often_first: &[usize],
) -> Result<(), String> {
    let mut places = vec![0; often_first.len()];
    for (place, meaning) in often_first.iter().enumerate() {
        places[*meaning] = place;
    }
    let root = &lexicon.spots[0];
    let mut waiting: VecDeque<Option<usize>> =
        old_from_new.iter().map(|old| root.edges.get(old).copied()).collect();
    let hows: BTreeSet<How> =
        lexicon.spots.iter().flat_map(|spot| &spot.senses).map(|sense| sense.how).collect();
    let hows: Vec<How> = hows.into_iter().collect();
    let (mut children, mut senses) = (Vec::new(), Vec::new());
    let (mut labels, mut meanings, mut how) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(spot) = waiting.pop_front() {
        let spot = spot.map(|spot| &lexicon.spots[spot]);
        let mut after: Vec<(usize, usize)> = spot
            .iter()
            .flat_map(|spot| &spot.edges)
            .map(|(word, next)| (numbering.new_from_old[word], *next))
            .collect();
        after.sort_unstable();
        children.push(after.len());
        for (label, next) in after {
            labels.push(label);
            waiting.push_back(Some(next));
        }
        let here: &[Sense] = spot.map_or(&[], |spot| &spot.senses);
        senses.push(here.len());
        for sense in here {
            meanings.push(places[sense.meaning]);
            how.push(hows.iter().position(|known| *known == sense.how).unwrap_or(0));
        }
    }
    counts(out, &children, &senses)?;
    numbers(out, "LABELS", &labels)?;
    numbers(out, "SENSE_MEANINGS", &meanings)?;
    bytes(out, "SENSE_HOWS", &how)?;
    let hows: Vec<String> = hows
        .iter()
        .map(|How { cost, capital, romanised }| {
            format!("How {{ cost: {cost}, capital: {capital}, romanised: {romanised} }}")
        })
        .collect();
    array(out, "HOWS", "How", &hows);
    Ok(())
}

/// What words contribute to numbers: the words' numbers, rising, each with a place in a list of lists.
fn number_words(out: &mut String, lexicon: &Lexicon, old: &[usize]) -> Result<(), String> {
    let (mut words, mut which) = (Vec::new(), Vec::new());
    let mut lists: Vec<&[String]> = Vec::new();
    for (new, old) in old.iter().enumerate() {
        let numbers = &lexicon.known[*old].numbers;
        if numbers.is_empty() {
            continue;
        }
        words.push(new);
        which.push(lists.iter().position(|known| known == numbers).unwrap_or_else(|| {
            lists.push(numbers);
            lists.len() - 1
        }));
    }
    steps(out, "NUMBER_STEPS", &words)?;
    bytes(out, "NUMBER_WHICH", &which)?;
    let counts: Vec<usize> = lists.iter().map(|list| list.len()).collect();
    bytes(out, "NUMBER_COUNTS", &counts)?;
    let all: Vec<String> =
        lists.concat().iter().map(|word| format!("NumberWord::{word}")).collect();
    array(out, "NUMBERS", "NumberWord", &all);
    Ok(())
}

/// Sorted words, each without what it shares with the one before.
fn list(out: &mut String, name: &str, words: &[&str]) {
    let (mut all, mut before) = (Vec::new(), Vec::new());
    for word in words {
        let letters = letters(word);
        let shared = before.iter().zip(&letters).take_while(|(a, b)| a == b).count();
        let shared = shared.min(LETTERS - 1);
        all.push(shared);
        all.extend(letters[shared..].iter().map(|letter| usize::from(*letter)));
        before = letters;
    }
    let bytes: Vec<String> = all.iter().map(usize::to_string).collect();
    array(out, name, "u8", &bytes);
}

/// Devanagari in one byte a letter; from the first letter that is neither that nor ASCII on, the letters as they are.
fn letters(word: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, letter) in word.char_indices() {
        match u32::from(letter) {
            code @ 0x900..0x980 => out.extend(u8::try_from(code - 0x900).map(|low| 0x80 | low)),
            0..0x80 => out.extend(letter.to_string().bytes()),
            _ => {
                out.push(PLAIN);
                out.extend(word[at..].bytes());
                break;
            }
        }
    }
    out
}

/// How far each number is from the one before it.
fn steps(out: &mut String, name: &str, list: &[usize]) -> Result<(), String> {
    let mut before = 0;
    let mut steps = Vec::with_capacity(list.len());
    for number in list {
        let number = u16::try_from(*number).map_err(|_| format!("{name}: more than 16 bits"))?;
        steps.push(usize::from(number.wrapping_sub(before)));
        before = number;
    }
    numbers(out, name, &steps)
}

/// Numbers of 16 bits: first the lower byte of each, then the upper one of each, which gzip makes smaller than pairs.
fn numbers(out: &mut String, name: &str, numbers: &[usize]) -> Result<(), String> {
    let lower = numbers.iter().map(|number| number % 256);
    let planes: Vec<usize> = lower.chain(numbers.iter().map(|number| number / 256)).collect();
    bytes(out, name, &planes)
}

/// How many spots follow each, in the upper half of a byte, and how many senses it has, in the lower. Where the upper half is
/// full, what is more stands in another list.
fn counts(out: &mut String, children: &[usize], senses: &[usize]) -> Result<(), String> {
    if senses.iter().any(|count| *count > FULL) {
        return Err("a phrase has too many senses".into());
    }
    let both = children.iter().zip(senses);
    let both: Vec<usize> = both.map(|(count, senses)| (*count).min(FULL) * 16 + senses).collect();
    bytes(out, "COUNTS", &both)?;
    let more: Vec<usize> = children.iter().filter_map(|count| count.checked_sub(FULL)).collect();
    bytes(out, "MORE_CHILDREN", &more)
}

fn bytes(out: &mut String, name: &str, numbers: &[usize]) -> Result<(), String> {
    if numbers.iter().any(|number| *number > usize::from(u8::MAX)) {
        return Err(format!("{name}: a number has more than 8 bits"));
    }
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    array(out, name, "u8", &numbers);
    Ok(())
}

fn bits(out: &mut String, name: &str, bits: impl Iterator<Item = bool>) {
    let bits: Vec<bool> = bits.collect();
    let byte = |eight: &[bool]| {
        let byte = eight.iter().rev().fold(0_u32, |byte, bit| byte * 2 + u32::from(*bit));
        byte.to_string()
    };
    let bytes: Vec<String> = bits.chunks(8).map(byte).collect();
    array(out, name, "u8", &bytes);
}

fn array(out: &mut String, name: &str, of: &str, items: &[String]) {
    let _ = writeln!(
        out,
        "pub(super) static {name}: [{of}; {}] = [{}];",
        items.len(),
        items.join(", ")
    );
}
