//! Phrases and what they can mean: readable tables become one trie over three scripts.

use std::sync::OnceLock;

use ganita_notation::{Accent, BigOperator, Bracket, Join, Sign, Style};

use crate::Command;
use crate::fold::fold_romanised;
use crate::meaning::{Comparison, Fence, Meaning, Name, Verb};
use crate::words::Words;

const ENGLISH: &str = include_str!("lexicon/english.txt");
const HINDI: &str = include_str!("lexicon/hindi.txt");
const ROMANISED: &str = include_str!("lexicon/romanised.txt");
const NUMBERS: &str = include_str!("lexicon/numbers.txt");

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

/// One thing a phrase can mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sense {
    pub(crate) meaning: Meaning,
    /// Tenths of a nat, roughly: 0 is the ordinary meaning.
    pub(crate) cost: u8,
    /// Only when written with a capital letter.
    pub(crate) capital: bool,
    /// From the table of Hindi in Latin letters.
    pub(crate) romanised: bool,
}

#[derive(Debug, Default)]
struct Spot {
    /// Sorted by word.
    edges: Vec<(u32, u32)>,
    senses: Vec<Sense>,
}

pub(crate) struct Lexicon {
    words: Table,
    romanised: Table,
    spots: Vec<Spot>,
    numbers: Vec<Vec<NumberWord>>,
    /// For each word, which tables in Latin letters have it.
    latin: Vec<u8>,
    names: Vec<&'static str>,
}

const ENGLISH_WORD: u8 = 1;
const ROMANISED_WORD: u8 = 2;

/// Words to numbers, by hashing: open addressing, no randomness, so the same everywhere.
struct Table {
    /// Numbers of keys; `u32::MAX` is empty. At least half are.
    slots: Vec<u32>,
    keys: Vec<(String, u32)>,
}

impl Default for Table {
    fn default() -> Table {
        Table { slots: vec![u32::MAX; 2], keys: Vec::new() }
    }
}

impl Table {
    fn hash(word: &str) -> usize {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in word.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        usize::try_from((hash ^ (hash >> 29)) & 0x7fff_ffff).unwrap_or(0)
    }

    /// The slot in which this word is, or would be.
    fn slot(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = Table::hash(word) & mask;
        while self.slots[at] != u32::MAX && self.keys[self.slots[at] as usize].0 != word {
            at = (at + 1) & mask;
        }
        at
    }

    fn get(&self, word: &str) -> Option<u32> {
        self.keys.get(self.slots[self.slot(word)] as usize).map(|(_, value)| *value)
    }

    /// Gives the word this number unless it has one.
    fn insert(&mut self, word: &str, value: u32) {
        let at = self.slot(word);
        if self.slots[at] != u32::MAX {
            return;
        }
        self.slots[at] = u32::try_from(self.keys.len()).expect("a few thousand words");
        self.keys.push((word.to_owned(), value));
        if self.keys.len() * 2 > self.slots.len() {
            self.slots = vec![u32::MAX; self.slots.len() * 2];
            for index in 0..self.keys.len() {
                let at = self.slot(&self.keys[index].0);
                self.slots[at] = u32::try_from(index).expect("a few thousand words");
            }
        }
    }
}

/// The lexicon, built once.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Builder::build)
}

/// The name behind a [`Name`].
pub(crate) fn name(name: Name) -> &'static str {
    lexicon().names[usize::from(name.0)]
}

/// A one-letter symbol's name, `a` to `z`.
pub(crate) fn letter(letter: u8) -> Name {
    Name(u16::from(letter.to_ascii_lowercase().saturating_sub(b'a')).min(25))
}

impl Lexicon {
    /// Adds the numbers of the words behind those that `ids` has, in the lexicon's own count; `u32::MAX` for words it does
    /// not know.
    pub(crate) fn recognise(&self, words: &Words, ids: &mut Vec<u32>) {
        let mut folded = String::new();
        ids.extend((ids.len()..words.len()).map(|index| {
            let word = words.text(index);
            self.words
                .get(word)
                .or_else(|| {
                    if word.len() < 2 || !word.is_ascii() {
                        return None;
                    }
                    folded.clear();
                    fold_romanised(word, &mut folded);
                    self.romanised.get(&folded)
                })
                .unwrap_or(u32::MAX)
        }));
    }

    /// Calls `found` with (end, sense) for every phrase that begins at `start`, shorter phrases first. Gives the number of
    /// leading words that were looked at, one more than there are where a longer phrase may follow.
    pub(crate) fn phrases(
        &self,
        ids: &[u32],
        start: usize,
        mut found: impl FnMut(usize, Sense),
    ) -> usize {
        let mut spot = 0;
        for (end, id) in ids.iter().enumerate().skip(start) {
            let edges = &self.spots[spot].edges;
            let Ok(at) = edges.binary_search_by_key(id, |edge| edge.0) else { return end + 1 };
            spot = edges[at].1 as usize;
            for sense in &self.spots[spot].senses {
                found(end + 1, *sense);
            }
        }
        if self.spots[spot].edges.is_empty() { ids.len() } else { ids.len() + 1 }
    }

    /// Whether the word is only ever Hindi, in either script.
    pub(crate) fn only_hindi(&self, id: u32, word: &str) -> bool {
        !word.is_ascii() || word.len() > 2 && self.latin.get(id as usize) == Some(&ROMANISED_WORD)
    }

    pub(crate) fn number(&self, id: u32) -> &[NumberWord] {
        self.numbers.get(id as usize).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
struct Builder {
    words: Table,
    romanised: Table,
    spots: Vec<Spot>,
    numbers: Vec<Vec<NumberWord>>,
    latin: Vec<u8>,
    names: Vec<&'static str>,
    name_index: Table,
}

impl Builder {
    fn build() -> Lexicon {
        let mut builder = Builder::default();
        builder.spots.push(Spot::default());
        for letter in LETTERS {
            builder.name(letter);
        }
        builder.numbers_table();
        for (table, romanised) in [(ENGLISH, false), (HINDI, false), (ROMANISED, true)] {
            for line in table
                .lines()
                .filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty())
            {
                builder.line(line, romanised);
            }
        }
        Lexicon {
            words: builder.words,
            romanised: builder.romanised,
            spots: builder.spots,
            numbers: builder.numbers,
            latin: builder.latin,
            names: builder.names,
        }
    }

    fn line(&mut self, line: &'static str, romanised: bool) {
        let (head, phrases) = split_line(line);
        let meaning = self.meaning(head);
        for phrase in phrases {
            let (phrase, cost) = split_cost(phrase);
            let capital = phrase.chars().next().is_some_and(char::is_uppercase);
            let mut spot = 0;
            for word in Words::split(phrase).iter_texts() {
                let id = self.word(word, romanised);
                spot = self.step(spot, id);
            }
            if spot != 0 {
                self.spots[spot].senses.push(Sense { meaning, cost, capital, romanised });
            }
        }
    }

    fn step(&mut self, spot: usize, id: u32) -> usize {
        match self.spots[spot].edges.binary_search_by_key(&id, |edge| edge.0) {
            Ok(at) => self.spots[spot].edges[at].1 as usize,
            Err(at) => {
                let next = self.spots.len();
                self.spots.push(Spot::default());
                let edge = (id, u32::try_from(next).expect("a few thousand spots"));
                self.spots[spot].edges.insert(at, edge);
                next
            }
        }
    }

    fn word(&mut self, word: &str, romanised: bool) -> u32 {
        let id = self.word_number(word, romanised);
        self.latin[id as usize] |= if romanised { ROMANISED_WORD } else { ENGLISH_WORD };
        id
    }

    fn word_number(&mut self, word: &str, romanised: bool) -> u32 {
        if romanised && word.is_ascii() && word.len() > 1 {
            let mut folded = String::new();
            fold_romanised(word, &mut folded);
            // A romanised word that English also has keeps one number, or the two languages could not meet.
            if let Some(id) = self.words.get(word) {
                self.romanised.insert(&folded, id);
                return id;
            }
            let id = self.romanised.get(&folded).unwrap_or_else(|| self.fresh());
            self.romanised.insert(&folded, id);
            self.words.insert(word, id);
            return id;
        }
        if let Some(id) = self.words.get(word) {
            return id;
        }
        let id = self.fresh();
        self.words.insert(word, id);
        id
    }

    fn fresh(&mut self) -> u32 {
        let id = u32::try_from(self.numbers.len()).expect("a few thousand words");
        self.numbers.push(Vec::new());
        self.latin.push(0);
        id
    }

    fn numbers_table(&mut self) {
        for line in NUMBERS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        {
            let (head, phrases) = split_line(line);
            let (kind, value) = head.split_once(' ').unwrap_or((head, "0"));
            let value: i64 = value.trim().parse().unwrap_or(0);
            let small = u8::try_from(value).unwrap_or(0);
            let number = match kind {
                "unit" => NumberWord::Unit(small),
                "ten" => NumberWord::Ten(small),
                "scale" => NumberWord::Scale(small),
                "point" => NumberWord::Point,
                "offset" => NumberWord::Offset(i8::try_from(value).unwrap_or(0)),
                "quarters" => NumberWord::Quarters(small),
                "part" => NumberWord::Part(u16::try_from(value).unwrap_or(1)),
                "ordinal" => NumberWord::Ordinal(u16::try_from(value).unwrap_or(1)),
                "and" => NumberWord::And,
                "repeat" => NumberWord::Repeat(small),
                _ => NumberWord::Suffix,
            };
            for phrase in phrases {
                let (phrase, _) = split_cost(phrase);
                for word in Words::split(phrase).iter_texts() {
                    let ascii = word.is_ascii() && !is_english_number(word);
                    let id = self.word(word, ascii);
                    if !self.numbers[id as usize].contains(&number) {
                        self.numbers[id as usize].push(number);
                    }
                }
            }
        }
    }

    fn name(&mut self, name: &'static str) -> Name {
        let known = self.name_index.get(name).and_then(|index| u16::try_from(index).ok());
        let index = known.unwrap_or_else(|| {
            let index = u16::try_from(self.names.len()).expect("a few hundred names");
            self.names.push(name);
            self.name_index.insert(name, u32::from(index));
            index
        });
        Name(index)
    }

    fn comparison(&mut self, which: &'static str) -> Comparison {
        match which {
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            ">" => Comparison::Greater,
            "<=" => Comparison::LessEqual,
            ">=" => Comparison::GreaterEqual,
            "approx" => Comparison::Approximately,
            "to" => Comparison::To,
            "in" => Comparison::In,
            other => Comparison::Named(self.name(other.strip_prefix("named:").unwrap_or(other))),
        }
    }

    fn meaning(&mut self, head: &'static str) -> Meaning {
        let (kind, what) = head.split_once(' ').unwrap_or((head, ""));
        let count = what.parse::<i8>().unwrap_or(1);
        let many = u8::try_from(count).unwrap_or(1);
        match kind {
            "sign" => Meaning::Sign(match what {
                "+" => Sign::Plus,
                "-" => Sign::Minus,
                "+-" => Sign::PlusMinus,
                _ => Sign::MinusPlus,
            }),
            "negative" => Meaning::Negative,
            "positive" => Meaning::Positive,
            "join" => Meaning::Join(join(what)),
            "product.of" => Meaning::ProductOf(join(what)),
            "over" => Meaning::Over,
            "overall" => Meaning::OverAll,
            "fraction.start" => Meaning::Open(Fence::Fraction),
            "fraction.over" => Meaning::Over,
            "fraction.end" => Meaning::Close(Fence::Fraction),
            "fraction.numerator" => Meaning::Numerator,
            "fraction.denominator" => Meaning::Denominator,
            "rel" => Meaning::Compare(self.comparison(what)),
            "post" => Meaning::ComparePost(self.comparison(what)),
            "logic" => Meaning::Logic(self.name(what)),
            "op" => Meaning::Operation(self.name(what)),
            "word" => Meaning::Linking(self.name(what)),
            "letters" => Meaning::Word,
            "comma" => Meaning::Comma,
            "open" => Meaning::Open(Fence::Bracket(bracket(what))),
            "close" => Meaning::Close(Fence::Bracket(bracket(what))),
            "quantity" => Meaning::Open(Fence::Quantity),
            "quantity.end" => Meaning::Close(Fence::Quantity),
            "squared" => Meaning::Raised(count),
            "squared.of" => Meaning::RaisedOf(count),
            "whole" => Meaning::Whole(count),
            "whole.of" => Meaning::WholeOf(count),
            "whole.power" => Meaning::WholePower,
            "power" => Meaning::Power,
            "power.end" => Meaning::PowerEnd,
            "script" => Meaning::Script { up: what == "up" },
            "baseline" => Meaning::Baseline,
            "sub" => Meaning::Sub,
            "sub.end" => Meaning::SubEnd,
            "factorial" => Meaning::Factorial,
            "transpose" => Meaning::Transpose,
            "percent" => Meaning::Percent,
            "degrees" => Meaning::Degrees,
            "prime" => Meaning::Prime(many),
            "root" if what == "n" => Meaning::NthRoot,
            "root" => Meaning::Root(many),
            "root.nth" => Meaning::NthRoot,
            "root.start" => Meaning::Open(Fence::Root),
            "root.end" => Meaning::Close(Fence::Root),
            "root.index" => Meaning::RootIndex,
            "root.post" => Meaning::RootPost(many),
            "absolute" => Meaning::Open(Fence::Absolute),
            "absolute.end" => Meaning::Close(Fence::Absolute),
            "absolute.post" => Meaning::AbsolutePost,
            "norm" => Meaning::Open(Fence::Norm),
            "norm.end" => Meaning::Close(Fence::Norm),
            "floor" => Meaning::Open(Fence::Floor),
            "floor.end" => Meaning::Close(Fence::Floor),
            "ceiling" => Meaning::Open(Fence::Ceiling),
            "ceiling.end" => Meaning::Close(Fence::Ceiling),
            "capital" => Meaning::Capital,
            "small" => Meaning::Small,
            "style" => Meaning::Style(match what {
                "bold" => Style::Bold,
                "bb" => Style::Blackboard,
                "cal" => Style::Calligraphic,
                _ => Style::Fraktur,
            }),
            "named" => Meaning::NumberSet(self.name(what)),
            "side" => Meaning::Side(what == "right"),
            "under" => Meaning::Under,
            "over.script" => Meaning::OverScript,
            "scripts.end" => Meaning::ScriptsEnd,
            "mod.above" => Meaning::ModAbove,
            "mod.below" => Meaning::ModBelow,
            "with" => Meaning::With,
            "accent" if what == "unithat" => Meaning::UnitVector,
            "accent" => Meaning::Accent(accent(what)),
            "accent.post" => Meaning::AccentPost(accent(what)),
            "of" => Meaning::Of,
            "function" => Meaning::Function(self.name(what)),
            "function.of" => Meaning::FunctionOf,
            "of.which" => Meaning::OfWhich,
            "inverse" => Meaning::Inverse,
            "arc" => Meaning::Arc,
            "base" => Meaning::Base,
            "big" => Meaning::Big(match what {
                "sum" => BigOperator::Sum,
                "prod" => BigOperator::Product,
                "cup" => BigOperator::Union,
                _ => BigOperator::Intersection,
            }),
            "integral" => Meaning::Integral(many),
            "integral.post" => Meaning::IntegralPost,
            "contour" => Meaning::Contour,
            "limit" => Meaning::Limit,
            "limit.post" => Meaning::LimitPost,
            "from" | "range.from" => Meaning::From,
            "to" => Meaning::To,
            "range.to" => Meaning::RangeTo,
            "as" => Meaning::As,
            "where" => Meaning::Linking(self.name("where")),
            "evaluated" => Meaning::Evaluated,
            "wrt" => Meaning::WithRespectTo,
            "wrt.post" => Meaning::WithRespectToPost,
            "derivative" => Meaning::Derivative { partial: false, order: many },
            "partial" => Meaning::Derivative { partial: true, order: many },
            "derivative.post" => Meaning::DerivativePost { order: many },
            "divergence" => Meaning::Nabla(Some(Join::Dot)),
            "curl" => Meaning::Nabla(Some(Join::Times)),
            "laplacian" => Meaning::Nabla(None),
            "symbol" => Meaning::Symbol(self.name(what)),
            "dsymbol" => Meaning::Differential(self.name(what)),
            "prefix" => Meaning::Prefix(self.name(what)),
            "choose" => Meaning::Choose,
            "permute" => Meaning::Permute,
            "start" => Meaning::Start,
            "enlarged" => Meaning::Enlarged,
            "matrix.start" => Meaning::Open(Fence::Matrix),
            "matrix.end" => Meaning::Close(Fence::Matrix),
            "matrix.det" => Meaning::Determinant,
            "matrix.by" => Meaning::MatrixBy,
            "probability" => Meaning::Probability,
            "probability.post" => Meaning::ProbabilityPost,
            "derivative.wrt" => Meaning::DerivativeWithRespect,
            "per" => Meaning::Per,
            "change.post" => Meaning::ChangePost,
            "instead.post" => Meaning::InsteadPost,
            "all.in" => Meaning::AllIn,
            "set.post" => Meaning::SetPost,
            "selection.of" => Meaning::SelectionOf(what.chars().next().unwrap_or('C')),
            "predicate" => Meaning::Predicate,
            "row" => Meaning::Row,
            "column" => Meaning::Column,
            "entry" => Meaning::Blank,
            "case" => Meaning::Case,
            "cases" => Meaning::Cases,
            "interval" => Meaning::Interval,
            "including" => Meaning::Including,
            "notincluding" => Meaning::NotIncluding,
            "but" => Meaning::But,
            "set.start" => Meaning::Open(Fence::Set),
            "set.end" => Meaning::Close(Fence::Set),
            "point" => Meaning::Point,
            "unit" => Meaning::Unit(self.name(what)),
            "measure" => Meaning::Measure(self.name(what)),
            "expectation" => Meaning::Expectation,
            "take.from" => Meaning::TakeFrom,
            "object" => Meaning::Object,
            "by.post" => Meaning::From,
            "verb" => Meaning::Verb(match what {
                "add" => Verb::Add,
                "subtract" => Verb::Subtract,
                "multiply" => Verb::Multiply,
                _ => Verb::Divide,
            }),
            "sum.post" => Meaning::SumPost,
            "difference.post" => Meaning::DifferencePost,
            "product.post" => Meaning::ProductPost,
            "mixed" => Meaning::Mixed,
            "newline" => Meaning::NewLine,
            "command" => Meaning::Command(command(what)),
            "correction" => Meaning::Correction,
            "change" => Meaning::Change,
            _ => Meaning::Filler,
        }
    }
}

const LETTERS: [&str; 26] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s",
    "t", "u", "v", "w", "x", "y", "z",
];

fn split_line(line: &'static str) -> (&'static str, impl Iterator<Item = &'static str>) {
    // The first " :" ends the head, so that ":" itself can be a phrase.
    let (head, phrases) = line.split_once(" :").unwrap_or((line, ""));
    (head.trim(), phrases.split(" | ").map(str::trim).filter(|phrase| !phrase.is_empty()))
}

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
    const ENGLISH: [&str; 24] = [
        "zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight",
        "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "sixty",
        "seventy", "eighty", "ninety", "and",
    ];
    let endings = ["teen", "th", "ths", "rd", "nd", "st", "half", "halves", "third", "thirds"];
    let others = [
        "double", "triple", "hundred", "thousand", "million", "billion", "trillion", "point",
        "decimal", "quarter", "quarters",
    ];
    ENGLISH.contains(&word)
        || others.contains(&word)
        || (word.len() > 3
            && endings.iter().any(|ending| word.ends_with(ending))
            && !word.ends_with("aath"))
        || ["th", "st", "nd", "rd", "first", "second", "firsts"].contains(&word)
}

fn join(what: &str) -> Join {
    match what {
        "dot" => Join::Dot,
        "divide" => Join::Divide,
        "slash" => Join::Slash,
        "ratio" => Join::Ratio,
        _ => Join::Times,
    }
}

fn bracket(what: &str) -> Bracket {
    match what {
        "[" | "]" => Bracket::Square,
        "{" | "}" => Bracket::Curly,
        "<" | ">" => Bracket::Angle,
        _ => Bracket::Round,
    }
}

fn accent(what: &str) -> Accent {
    match what {
        "vec" => Accent::Vector,
        "hat" => Accent::Hat,
        "tilde" => Accent::Tilde,
        "dot" => Accent::Dot,
        "ddot" => Accent::DoubleDot,
        "underline" => Accent::Underline,
        _ => Accent::Bar,
    }
}

fn command(what: &str) -> Command {
    match what {
        "solve" => Command::Solve,
        "simplify" => Command::Simplify,
        "expand" => Command::Expand,
        "factor" => Command::Factor,
        "differentiate" => Command::Differentiate,
        "integrate" => Command::Integrate,
        "limit" => Command::Limit,
        "prove" => Command::Prove,
        "plot" => Command::Plot,
        "clear" => Command::Clear,
        "steps" => Command::Steps,
        _ => Command::Evaluate,
    }
}
