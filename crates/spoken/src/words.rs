//! Text → words: split at spaces, punctuation and where letters meet digits; punctuation becomes pauses.

use crate::among::{Look, seems_one_of, stands_in};
use crate::chemistry;
use crate::fold::fold_into;

/// More words than a lesson's sentence ever has; what lies beyond is left out and said so.
pub(crate) const MAX_WORDS: usize = 4000;

/// Whether a sentence begins with an article shows within so many words.
pub(crate) const ARTICLE: usize = 8;

/// Speakers group what they read aloud by pauses from about a quarter of a second on.
const BREATH_MS: u32 = 250;

/// A pause before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Pause {
    #[default]
    None,
    /// A breath: the recogniser's times say that nothing was said for a while.
    Breath,
    /// A comma.
    Short,
    /// A semicolon, full stop or danda.
    Long,
}

/// One word, or one sign that a recogniser wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where its folded text lies in [`Words::text`].
    start: u32,
    end: u32,
    /// Where it lies in [`Words::spelt`] as it was spelt, if not in ASCII.
    spelt: (u32, u32),
    /// Which word of the source it came from.
    pub(crate) source: u32,
    pub(crate) pause: Pause,
    /// Began with a capital letter.
    pub(crate) capital: bool,
    /// All capital letters.
    pub(crate) upper: bool,
    /// Written without a space after the word before it.
    pub(crate) glued: bool,
    /// A colon that ended a word stands before it.
    pub(crate) labelled: bool,
    /// An element's symbol in a chemical formula.
    pub(crate) element: bool,
    /// What its folded text looks like.
    look: Look,
    /// And as it was spelt.
    spelt_look: Look,
}

/// The words of one utterance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    text: String,
    spelt: String,
    pub(crate) words: Vec<Word>,
    /// How many words the source has.
    pub(crate) source_words: usize,
    pub(crate) cut: bool,
    /// While splitting: a colon was the last sign.
    colon: bool,
    /// The pause that the next word will have before it.
    pending: Pause,
    /// Semicolons between words: only a screen reader writes them.
    pub(crate) semicolons: bool,
}

/// How far words were split.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    text: usize,
    spelt: usize,
    pub(crate) words: usize,
    source_words: usize,
    cut: bool,
    colon: bool,
    pending: Pause,
    semicolons: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Sign,
}

fn class(letter: char) -> Class {
    if letter.is_ascii_digit() || ('०'..='९').contains(&letter) {
        Class::Digit
    } else if is_letter(letter)
        || letter == '\''
        || letter == '’'
        || ('\u{300}'..='\u{36f}').contains(&letter)
    {
        Class::Letter
    } else {
        Class::Sign
    }
}

/// Latin and Devanagari first: the table of all scripts is long.
pub(crate) fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || ('\u{900}'..='\u{97f}').contains(&letter)
        || letter.is_alphabetic()
}

impl Words {
    pub(crate) fn split(source: &str) -> Words {
        Words::split_timed(source, &[])
    }

    /// With the pause before each word of the source, in milliseconds, where a recogniser tells.
    pub(crate) fn split_timed(source: &str, pauses_ms: &[u32]) -> Words {
        let mut words = Words::default();
        for chunk in source.split_whitespace() {
            words.append(chunk, pauses_ms);
            if words.cut {
                break;
            }
        }
        words
    }

    /// Adds one more word of the source.
    pub(crate) fn append(&mut self, chunk: &str, pauses_ms: &[u32]) {
        if self.cut {
            return;
        }
        let index = self.source_words;
        let mut pause = std::mem::take(&mut self.pending);
        if index > 0 && pauses_ms.get(index).is_some_and(|pause| *pause >= BREATH_MS) {
            pause = pause.max(Pause::Breath);
        }
        self.source_words = index + 1;
        if self.words.len() >= MAX_WORDS {
            self.cut = true;
            return;
        }
        self.chunk(chunk, index, &mut pause);
        self.pending = pause;
    }

    /// Where the words stand, to come back to.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            spelt: self.spelt.len(),
            words: self.words.len(),
            source_words: self.source_words,
            cut: self.cut,
            colon: self.colon,
            pending: self.pending,
            semicolons: self.semicolons,
        }
    }

    /// Takes back the words that were added since the mark.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.spelt.truncate(mark.spelt);
        self.words.truncate(mark.words);
        self.source_words = mark.source_words;
        self.cut = mark.cut;
        self.colon = mark.colon;
        self.pending = mark.pending;
        self.semicolons = mark.semicolons;
    }

    /// Whether the word here is one of these, which stand with spaces between them.
    #[inline(never)]
    pub(crate) fn says(&self, at: usize, words: &'static str) -> bool {
        seems_one_of(self.words[at].look, words)
            && stands_in(self.text(at).as_bytes(), words.as_bytes())
    }

    /// Whether the word, as it was spelt, may be one of these: never false of one that is. False past the end.
    pub(crate) fn may_spell(&self, at: usize, words: &'static str) -> bool {
        at < self.len() && seems_one_of(self.words[at].spelt_look, words)
    }

    /// [`Words::says`], of the word as it was spelt. False past the end.
    #[inline(never)]
    pub(crate) fn spells(&self, at: usize, words: &'static str) -> bool {
        self.may_spell(at, words) && stands_in(self.spelt(at).as_bytes(), words.as_bytes())
    }

    /// Where these words, with a space between each, end if they stand here as they are spelt.
    #[inline(never)]
    pub(crate) fn spell_out(&self, at: usize, words: &'static str) -> Option<usize> {
        let mut end = at;
        for word in words.split(' ') {
            if !self.spells(end, word) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// "ab": two small letters, or a word that looks so.
    #[inline(never)]
    pub(crate) fn two_letters(&self, at: usize) -> bool {
        let text = self.text(at).as_bytes();
        text.len() == 2 && text.iter().all(u8::is_ascii_lowercase)
    }

    /// How many bytes its text has.
    pub(crate) fn length(&self, index: usize) -> usize {
        let word = &self.words[index];
        (word.end - word.start) as usize
    }

    pub(crate) fn text(&self, index: usize) -> &str {
        let word = &self.words[index];
        &self.text[word.start as usize..word.end as usize]
    }

    /// The word as it was spelt, for the board: folding makes पानि of पानी.
    pub(crate) fn spelt(&self, index: usize) -> &str {
        let (start, end) = self.words[index].spelt;
        if start == end { self.text(index) } else { &self.spelt[start as usize..end as usize] }
    }

    pub(crate) fn iter_texts(&self) -> impl Iterator<Item = &str> {
        (0..self.words.len()).map(|index| self.text(index))
    }

    /// Only these words, in this order.
    pub(crate) fn pick(&self, kept: &[usize]) -> Words {
        Words {
            text: self.text.clone(),
            spelt: self.spelt.clone(),
            words: kept.iter().map(|at| self.words[*at]).collect(),
            source_words: self.source_words,
            cut: self.cut,
            colon: false,
            pending: Pause::None,
            semicolons: self.semicolons,
        }
    }

    /// "A is a subset of B": the first word is a letter where another is written as a capital.
    pub(crate) fn article_is_a_letter(&self) -> bool {
        let capital =
            |at: usize| self.words[at].upper && self.length(at) == 1 && !self.says(at, "i a");
        self.says(0, "a") && (1..self.len().min(ARTICLE)).any(capital)
    }

    /// "Nx equals Ny": whether the capital that begins this word of two letters begins another.
    pub(crate) fn capital_again(&self, at: usize) -> bool {
        let pair = |at: usize| self.words[at].capital && self.length(at) == 2;
        let first = |at: usize| self.text(at).as_bytes().first();
        let same = |other: usize| pair(other) && first(other) == first(at);
        pair(at) && (at + 1..self.len().min(40)).any(same)
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    fn chunk(&mut self, chunk: &str, source: usize, pause: &mut Pause) {
        // A very long run of letters is no word; its tail is cut at a letter's edge.
        let chunk = match chunk.char_indices().nth(400) {
            Some((end, _)) => &chunk[..end],
            None => chunk,
        };
        let mut glued = false;
        let mut start = 0;
        while start < chunk.len() {
            let rest = &chunk[start..];
            let first = rest.chars().next().expect("start lies before the end");
            let kind = class(first);
            let mut end = start + first.len_utf8();
            match kind {
                Class::Sign => {
                    let next = chunk[end..].chars().next();
                    let mark = match first {
                        ',' => Some(Pause::Short),
                        ';' if glued && next.is_none() => {
                            self.semicolons = true;
                            Some(Pause::Long)
                        }
                        ';' | '।' | '?' => Some(Pause::Long),
                        '.' if !next.is_some_and(|next| class(next) == Class::Digit) => {
                            Some(Pause::Long)
                        }
                        ':' if next.is_none() && glued => {
                            self.colon = true;
                            Some(Pause::Long)
                        }
                        '"' | '“' | '”' | '`' | '$' => Some(Pause::None),
                        _ => None,
                    };
                    // Three dots are an ellipsis, not a pause.
                    if rest.starts_with("...") {
                        self.push(&rest[..3], source, pause, glued);
                        glued = true;
                        start += 3;
                        continue;
                    }
                    if let Some(mark) = mark {
                        // "3.5": the point belongs to the number, handled below; "," between digits likewise.
                        *pause = (*pause).max(mark);
                        start = end;
                        continue;
                    }
                    if first == '-' && is_spelt(chunk) {
                        start = end;
                        continue;
                    }
                    // A hyphen between letters joins a compound: "twenty-five", "n-th".
                    if first == '-'
                        && glued
                        && next.is_some_and(|next| class(next) == Class::Letter)
                    {
                        let before =
                            self.words.last().is_some_and(|word| word.end - word.start > 1);
                        let after_letters =
                            chunk[end..].chars().take_while(|c| class(*c) == Class::Letter).count();
                        if before || after_letters > 1 {
                            start = end;
                            continue;
                        }
                    }
                    for double in ["<=", ">=", "!=", "->", "=>", "=="] {
                        if rest.starts_with(double) {
                            end = start + 2;
                        }
                    }
                    if let Some(after) = rest.strip_prefix('.') {
                        end = start + 1 + digits(after);
                        self.push(&chunk[start..end], source, pause, glued);
                        glued = true;
                        start = end;
                        continue;
                    }
                    self.push(&chunk[start..end], source, pause, glued);
                }
                Class::Digit => {
                    end = start + number_length(rest);
                    self.push(&chunk[start..end], source, pause, glued);
                }
                Class::Letter if first.is_ascii_uppercase() && self.chemical(rest, glued) => {
                    let length = chemistry::formula(rest, glued).unwrap_or(rest.len());
                    end = start + length;
                    self.formula(&rest[..length], source, pause, glued);
                }
                Class::Letter => {
                    // "2πr": a Greek letter is a word.
                    let ends = |(at, letter): &(usize, char)| {
                        class(*letter) != Class::Letter
                            || *at > 0 && (greek(first) || greek(*letter))
                    };
                    end = start + rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
                    // "CapitalX": a recogniser wrote a word and its letter together.
                    if let Some(hump) = hump(&chunk[start..end]) {
                        end = start + hump;
                    }
                    self.push(&chunk[start..end], source, pause, glued);
                }
            }
            glued = true;
            start = end;
        }
    }

    /// Whether a chemical formula begins here; behind a number that is glued to it one element is one.
    fn chemical(&self, text: &str, glued: bool) -> bool {
        let digit =
            |last: &Word| self.text[last.start as usize..].bytes().all(|b| b.is_ascii_digit());
        let counted = glued && self.words.last().is_some_and(digit);
        chemistry::formula(text, counted).is_some()
    }

    /// `H2SO4`: a word for every element, and one for every number.
    fn formula(&mut self, text: &str, source: usize, pause: &mut Pause, glued: bool) {
        let mut at = 0;
        while at < text.len() {
            let element = chemistry::element(&text[at..]);
            let length = element.unwrap_or_else(|| digits(&text[at..]).max(1));
            self.push(&text[at..at + length], source, pause, glued || at > 0);
            if let Some(word) = self.words.last_mut() {
                word.element = element.is_some();
            }
            at += length;
        }
    }

    fn push(&mut self, raw: &str, source: usize, pause: &mut Pause, glued: bool) {
        let start = self.text.len();
        for letter in raw.chars() {
            match letter {
                '०'..='९' => {
                    let digit = letter as u32 - '०' as u32;
                    self.text.push(char::from_digit(digit, 10).expect("ten Devanagari digits"));
                }
                _ => fold_into(letter.encode_utf8(&mut [0; 4]), &mut self.text),
            }
        }
        // Folding looks at neighbours (nasals), so a word of letters is folded as a whole.
        if raw.chars().any(|letter| letter == '\u{94d}') {
            self.text.truncate(start);
            fold_into(raw, &mut self.text);
        }
        if self.text.len() == start {
            return;
        }
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        let spelt = self.spelt.len();
        if raw.starts_with(|first: char| ('\u{900}'..='\u{97f}').contains(&first)) {
            self.spelt.push_str(raw);
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        // "twice x" is two times x.
        let again = match &self.text[start..] {
            "twice" => Some("two"),
            "thrice" => Some("three"),
            _ => None,
        };
        if let Some(count) = again {
            self.text.truncate(start);
            self.push(count, source, pause, glued);
            return self.push("times", source, &mut Pause::None, false);
        }
        // "theta suba", as a recogniser writes it.
        if let Some(index) = self.text[start..].strip_prefix("sub")
            && (index == "zero" || index.len() == 1 && index != "s")
        {
            let index = index.to_owned();
            self.text.truncate(start);
            self.push("sub", source, pause, glued);
            return self.push(&index, source, &mut Pause::None, false);
        }
        // "gof x", as textbooks write a composition.
        if matches!(&self.text[start..], "gof" | "fog" | "gog" | "goh" | "hog" | "foh" | "hof") {
            let letters = [start, start + 2].map(|at| self.text[at..=at].to_owned());
            self.text.truncate(start);
            self.push(&letters[0], source, pause, glued);
            self.push("o", source, &mut Pause::None, true);
            return self.push(&letters[1], source, &mut Pause::None, true);
        }
        let look = Look::of(&self.text.as_bytes()[start..]);
        let plain = spelt == self.spelt.len();
        let spelt_look = if plain { look } else { Look::of(&self.spelt.as_bytes()[spelt..]) };
        self.words.push(Word {
            look,
            spelt_look,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
            spelt: (place(spelt), place(self.spelt.len())),
            source: u32::try_from(source).unwrap_or(u32::MAX),
            pause: std::mem::take(pause),
            capital,
            upper: capital && raw.chars().all(char::is_uppercase),
            glued,
            labelled: std::mem::take(&mut self.colon),
            element: false,
        });
    }
}

fn greek(letter: char) -> bool {
    ('Α'..='ϖ').contains(&letter)
}

/// Where the last letter is a capital behind at least three small ones.
fn hump(text: &str) -> Option<usize> {
    let (last, head) = text.as_bytes().split_last()?;
    let small = head.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    (small >= 3 && last.is_ascii_uppercase() && text.is_ascii()).then_some(head.len())
}

/// "i-a-t": letters that a recogniser spells.
fn is_spelt(chunk: &str) -> bool {
    let chunk = chunk.trim_end_matches(['.', ',', '?', '!']).as_bytes();
    chunk.len() >= 5
        && chunk.len() % 2 == 1
        && chunk.iter().enumerate().all(|(at, byte)| match at % 2 {
            0 => byte.is_ascii_alphabetic(),
            _ => *byte == b'-',
        })
}

fn digits(text: &str) -> usize {
    text.char_indices().find(|(_, c)| class(*c) != Class::Digit).map_or(text.len(), |(at, _)| at)
}

/// How many bytes a number takes: digits, grouping commas between digits, one decimal point.
fn number_length(text: &str) -> usize {
    let mut end = digits(text);
    loop {
        let rest = &text[end..];
        let Some(after) = rest.strip_prefix(',') else { break };
        let group = digits(after);
        let wide = after[..group].chars().count();
        if wide != 2 && wide != 3 {
            break;
        }
        end += 1 + group;
    }
    if let Some(after) = text[end..].strip_prefix('.') {
        let decimals = digits(after);
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Pause, Words};

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let words = Words::split(source);
        let found: Vec<&str> = (0..words.len()).map(|index| words.text(index)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn splits_where_letters_meet_digits_and_signs() {
        check("8x+2dx", &["8", "x", "+", "2", "dx"]);
        check("x^2 = 3.5", &["x", "^", "2", "=", "3.5"]);
        check("twenty-five A-B", &["twenty", "five", "a", "-", "b"]);
        check("left p'ren x", &["left", "p'ren", "x"]);
        check("1,00,000 and 2,5", &["1,00,000", "and", "2", "5"]);
        check("2πr sinθ", &["2", "π", "r", "sin", "θ"]);
        check("१२३", &["123"]);
        check("2H2SO4", &["2", "h", "2", "s", "o", "4"]);
        check("", &[]);
    }

    #[test]
    fn punctuation_is_a_pause_before_the_next_word() {
        let words = Words::split("x, y; z");
        let pauses: Vec<Pause> = words.words.iter().map(|word| word.pause).collect();
        assert_eq!(pauses, [Pause::None, Pause::Short, Pause::Long]);
    }
}
