//! Words that are, or only sound like, mathematics.

use std::sync::LazyLock;

use ganita_notation::{Language, Trouble, read, speak, write_latex, write_mathml, write_plain};
use ganita_spoken::{Context, Listener, convert, places, steps};

use crate::dice::Dice;

/// The lexicon's own tables: lines `meaning : phrase | phrase~cost`.
const TABLES: [&str; 4] = [
    include_str!("../../../crates/spoken/src/lexicon/english.txt"),
    include_str!("../../../crates/spoken/src/lexicon/hindi.txt"),
    include_str!("../../../crates/spoken/src/lexicon/romanised.txt"),
    include_str!("../../../crates/spoken/src/lexicon/numbers.txt"),
];

static PHRASES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = TABLES.iter().flat_map(|table| table.lines());
    let phrases =
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" :"));
    let phrases = phrases.flat_map(|(_, phrases)| phrases.split(" | "));
    let without_cost = |phrase: &'static str| match phrase.rsplit_once('~') {
        Some((text, _)) if !text.is_empty() => text,
        _ => phrase,
    };
    phrases.map(|phrase| without_cost(phrase.trim())).filter(|phrase| !phrase.is_empty()).collect()
});

/// What no table has: signs, halves of characters, words that are none.
const SCRAPS: [&str; 34] = [
    "x", "y", "A", "n", "2", "3.14", "1,00,000", "8x", "2dx", "x^2", "१२", "½", "(", ")", "[", "{",
    "}", "|", "\\", "\\frac", "$", "%", "&", "#", "_", "^", "~", "\u{0}", "\u{fffd}", "\u{200d}",
    "\u{93c}", "👍", "hello", "...",
];

/// One construct, and what ends it: said often, one inside the other.
const NESTS: [(&str, &str); 12] = [
    ("open bracket", "close bracket"),
    ("StartFraction 1 Over", "EndFraction"),
    ("StartRoot", "EndRoot"),
    ("x Superscript", "Baseline"),
    ("x to the power", ""),
    ("square root of", ""),
    ("sine of", ""),
    ("one over", ""),
    ("if", "then"),
    ("कोष्ठक", "कोष्ठक समाप्त"),
    ("the integral from 0 to", "d x"),
    ("x sub", "end sub"),
];

/// Looks that one word may cost on average, whatever is said: thirteen parses, each of which may ask a few dozen times what
/// stands at a word, and comes back to it as often as brackets that nobody closes make it.
const STEPS_PER_WORD: u64 = 4_000;

/// Checks everything for bytes as a fuzzer gives them.
///
/// # Errors
/// What does not hold.
pub fn any(bytes: &[u8]) -> Result<(), String> {
    let words = String::from_utf8_lossy(bytes);
    check(&words)?;
    thoroughly(&words)
}

/// What must hold for any words, and costs little to see. Gives the LaTeX they are read as, and why our own reader, which is
/// stricter than KaTeX, refuses it.
///
/// # Errors
/// What does not hold.
pub fn check(words: &str) -> Result<(String, Option<Trouble>), String> {
    let context = Context::default();
    let reading = convert(words, &context);
    let latex = write_latex(&reading.tree);
    whole(&latex)?;
    for other in &reading.alternatives {
        whole(&write_latex(&other.tree))?;
    }
    let refused = read(&latex).err().map(|error| error.trouble);
    let said = words.split_whitespace().count();
    let in_order = reading.spans.windows(2).all(|pair| pair[0].words.end <= pair[1].words.start);
    let inside = reading.spans.last().is_none_or(|last| last.words.end <= said);
    if !in_order || !inside {
        return Err(format!("spans {:?} of {said} words", reading.spans));
    }
    if !(0.0..=1.0).contains(&reading.confidence) || reading.alternatives.len() > 3 {
        return Err(format!("confidence {}", reading.confidence));
    }
    Ok((latex, refused))
}

/// That every brace, `\left` and `\begin` has its partner: without that no reader sets it.
pub(crate) fn whole(latex: &str) -> Result<(), String> {
    let mut depth = 0_i64;
    let mut escaped = false;
    for byte in latex.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    let count = |command: &str| {
        let after = latex.match_indices(command);
        let next = after.map(|(at, _)| latex[at + command.len()..].chars().next());
        next.filter(|next| !next.is_some_and(|next| next.is_ascii_alphabetic())).count()
    };
    let paired = count("\\left") == count("\\right") && count("\\begin") == count("\\end");
    if depth == 0 && !escaped && paired { Ok(()) } else { Err(format!("{latex} is not whole")) }
}

/// What must hold too, and costs more: time in proportion, every way to write it, hearing word by word.
///
/// # Errors
/// What does not hold.
pub fn thoroughly(words: &str) -> Result<(), String> {
    let context = Context::default();
    let reading = convert(words, &context);
    // Words are split further where letters meet digits and signs.
    let pieces = words.chars().count() as u64 + 16;
    let took = steps(words);
    if took > STEPS_PER_WORD * pieces {
        return Err(format!("{took} steps for {pieces} characters"));
    }
    let latex = write_latex(&reading.tree);
    for place in places(words, &context, &reading) {
        if latex.get(place.latex.clone()).is_none() {
            return Err(format!("{place:?} does not lie in {latex}"));
        }
    }
    let _ = (write_plain(&reading.tree), write_mathml(&reading.tree));
    let _ = (speak(&reading.tree, Language::English), speak(&reading.tree, Language::Hindi));
    let mut listener = Listener::new(context.clone());
    let mut stable = 0;
    for (count, word) in words.split_whitespace().take(40).enumerate() {
        listener.replace_tail(count, word);
        if listener.stable_len() < stable {
            return Err("what was settled shrank".to_owned());
        }
        stable = listener.stable_len();
    }
    listener.replace_tail(0, words);
    if listener.finish() != reading {
        return Err("hearing word by word ended elsewhere than hearing at once".to_owned());
    }
    Ok(())
}

/// Every phrase of the lexicon as the first, the last and the only one, behind words of everybody and of a screen reader.
pub fn every_phrase() -> impl Iterator<Item = String> {
    PHRASES.iter().flat_map(|phrase| {
        [
            (*phrase).to_owned(),
            format!("{phrase} x"),
            format!("x {phrase}"),
            format!("StartFraction 1 Over 2 EndFraction {phrase}"),
            format!("x का वर्ग {phrase}"),
        ]
    })
}

/// A sentence of phrases from the lexicon, in any order or in the shape of mathematics; now and then something worse.
pub fn made(dice: &mut Dice) -> String {
    match dice.below(64) {
        0 => {
            let (open, close) = *dice.one(&NESTS);
            let most = if dice.once_in(64) { 2_000 } else { 70 };
            let depth = 1 + dice.below(most);
            format!("{}x {}", format!("{open} ").repeat(depth), format!("{close} ").repeat(depth))
        }
        1 => {
            let count = dice.below(60);
            String::from_utf8_lossy(&dice.bytes(count)).into_owned()
        }
        2 => {
            let most = if dice.once_in(64) { 20_000 } else { 100 };
            format!("{} ", dice.one(&PHRASES)).repeat(1 + dice.below(most))
        }
        3..10 => {
            let words = sentence(dice);
            dice.spoilt(&words, &SCRAPS, 400)
        }
        _ => sentence(dice),
    }
}

fn sentence(dice: &mut Dice) -> String {
    let most = if dice.once_in(100) { 80 } else { 12 };
    let mut words = String::new();
    for _ in 0..1 + dice.below(most) {
        let phrase = if dice.once_in(4) { dice.one(&SCRAPS) } else { dice.one(&PHRASES) };
        words.push_str(phrase);
        words.push(' ');
    }
    words
}
