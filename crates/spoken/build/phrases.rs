//! The tables read: every word has a number, every phrase a path of words, every path its senses.

use std::collections::BTreeMap;

use crate::fold::fold_romanised;
use crate::meaning::{Names, meaning};
use crate::words::Words;

/// One thing a phrase can mean.
pub(crate) struct Sense {
    /// Which of [`Lexicon::meanings`].
    pub(crate) meaning: usize,
    pub(crate) how: How,
}

/// How a phrase has its meaning.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct How {
    pub(crate) cost: u8,
    pub(crate) capital: bool,
    pub(crate) romanised: bool,
}

/// A place that words lead to.
#[derive(Default)]
pub(crate) struct Spot {
    pub(crate) edges: BTreeMap<usize, usize>,
    pub(crate) senses: Vec<Sense>,
}

/// What is known of a word.
#[derive(Default)]
pub(crate) struct Known {
    /// What it contributes to a number.
    pub(crate) numbers: Vec<String>,
    /// In the tables of numbers, English or Devanagari.
    english: bool,
    romanised: bool,
}

impl Known {
    pub(crate) fn only_romanised(&self) -> bool {
        self.romanised && !self.english
    }
}

pub(crate) struct Lexicon {
    /// Numbers of words as they are spelt.
    pub(crate) spelt: BTreeMap<String, usize>,
    /// Numbers of words of Hindi in Latin letters, folded.
    pub(crate) folded: BTreeMap<String, usize>,
    pub(crate) known: Vec<Known>,
    /// The first one is where sentences begin.
    pub(crate) spots: Vec<Spot>,
    pub(crate) meanings: Vec<String>,
    pub(crate) names: Names,
}

impl Lexicon {
    pub(crate) fn new() -> Lexicon {
        Lexicon {
            spelt: BTreeMap::new(),
            folded: BTreeMap::new(),
            known: Vec::new(),
            spots: vec![Spot::default()],
            meanings: Vec::new(),
            names: Names::new(),
        }
    }

    /// A table of phrases.
    pub(crate) fn phrases(&mut self, file: &str, table: &str, roman: bool) -> Result<(), String> {
        for (number, line) in lines(table) {
            let (head, phrases) = split_line(line);
            let meaning = meaning(head, &mut self.names)
                .ok_or_else(|| format!("{file}:{number}: there is no meaning \"{head}\""))?;
            let meaning = match self.meanings.iter().position(|known| *known == meaning) {
                Some(known) => known,
                None => {
                    self.meanings.push(meaning);
                    self.meanings.len() - 1
                }
            };
            for phrase in phrases {
                let (phrase, cost) = split_cost(phrase);
                let capital = phrase.chars().next().is_some_and(char::is_uppercase);
                let mut spot = 0;
                for word in Words::split(phrase).iter_texts() {
                    let word = self.word(word, roman);
                    spot = self.step(spot, word);
                }
                if spot == 0 {
                    return Err(format!("{file}:{number}: \"{phrase}\" has no words"));
                }
                let how = How { cost, capital, romanised: roman };
                self.spots[spot].senses.push(Sense { meaning, how });
            }
        }
        Ok(())
    }

    /// The table of number words.
    pub(crate) fn numbers(&mut self, table: &str) -> Result<(), String> {
        for (line_number, line) in lines(table) {
            let (head, phrases) = split_line(line);
            let (kind, value) = head.split_once(' ').unwrap_or((head, "0"));
            let value: i32 = value
                .trim()
                .parse()
                .map_err(|_| format!("numbers.txt:{line_number}: \"{value}\" is no number"))?;
            let number = match kind {
                "unit" => format!("Unit({value})"),
                "ten" => format!("Ten({value})"),
                "scale" => format!("Scale({value})"),
                "point" => "Point".to_owned(),
                "offset" => format!("Offset({value})"),
                "quarters" => format!("Quarters({value})"),
                "part" => format!("Part({value})"),
                "ordinal" => format!("Ordinal({value})"),
                "and" => "And".to_owned(),
                "repeat" => format!("Repeat({value})"),
                "suffix" => "Suffix".to_owned(),
                _ => return Err(format!("numbers.txt:{line_number}: no kind \"{kind}\"")),
            };
            for phrase in phrases {
                let (phrase, _) = split_cost(phrase);
                for word in Words::split(phrase).iter_texts() {
                    let roman = word.is_ascii() && !is_english_number(word);
                    let word = self.word(word, roman);
                    let numbers = &mut self.known[word].numbers;
                    if !numbers.contains(&number) {
                        numbers.push(number.clone());
                    }
                }
            }
        }
        Ok(())
    }

    fn step(&mut self, spot: usize, word: usize) -> usize {
        if let Some(next) = self.spots[spot].edges.get(&word) {
            return *next;
        }
        self.spots.push(Spot::default());
        let next = self.spots.len() - 1;
        self.spots[spot].edges.insert(word, next);
        next
    }

    fn word(&mut self, word: &str, roman: bool) -> usize {
        let number = self.number(word, roman);
        let known = &mut self.known[number];
        if roman {
            known.romanised = true;
        } else {
            known.english = true;
        }
        number
    }

    fn number(&mut self, word: &str, roman: bool) -> usize {
        let spelt = self.spelt.get(word).copied();
        if !(roman && word.is_ascii() && word.len() > 1) {
            return spelt.unwrap_or_else(|| {
                let number = self.fresh();
                self.spelt.insert(word.to_owned(), number);
                number
            });
        }
        let mut folded = String::new();
        fold_romanised(word, &mut folded);
        // A romanised word that English also has keeps one number, or the two languages could not meet.
        let number =
            spelt.or_else(|| self.folded.get(&folded).copied()).unwrap_or_else(|| self.fresh());
        self.folded.entry(folded).or_insert(number);
        self.spelt.insert(word.to_owned(), number);
        number
    }

    fn fresh(&mut self) -> usize {
        self.known.push(Known::default());
        self.known.len() - 1
    }
}

fn lines(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = table.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with('#') && !line.trim().is_empty())
}

fn split_line(line: &str) -> (&str, impl Iterator<Item = &str>) {
    // The first " :" ends the head, so that ":" itself can be a phrase.
    let (head, phrases) = line.split_once(" :").unwrap_or((line, ""));
    (head.trim(), phrases.split(" | ").map(str::trim).filter(|phrase| !phrase.is_empty()))
}

/// A cost is written in half nats and kept in tenths.
fn split_cost(phrase: &str) -> (&str, u8) {
    match phrase.rsplit_once('~') {
        Some((text, cost)) if !text.is_empty() => {
            cost.parse().map_or((phrase, 0), |cost: u8| (text, cost * 5))
        }
        _ => (phrase, 0),
    }
}

/// English number words are looked up as they are spelt; romanised Hindi ones are folded.
fn is_english_number(word: &str) -> bool {
    const WORDS: [&str; 39] = [
        "zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight",
        "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "sixty",
        "seventy", "eighty", "ninety", "and", "double", "triple", "hundred", "thousand", "million",
        "billion", "trillion", "point", "decimal", "quarter", "quarters", "th", "st", "nd", "rd",
    ];
    const ENDINGS: [&str; 10] =
        ["teen", "th", "ths", "rd", "nd", "st", "half", "halves", "third", "thirds"];
    WORDS.contains(&word)
        || ["first", "second", "firsts"].contains(&word)
        || (word.len() > 3
            && ENDINGS.iter().any(|ending| word.ends_with(ending))
            && !word.ends_with("aath"))
}
