//! The words' meanings laid side by side: at each word, every phrase that may begin there.

mod fact;
mod letter;
mod pair;
mod sentence;
mod unsaid;
mod word;

use std::cmp::Reverse;

use crate::lexicon;
use crate::meaning::{Comparison, Fits, Meaning};
use crate::number::{Value, number_at};
use crate::order;
use crate::words::{Pause, Words, is_letter};
use crate::{Context, Language};
use fact::Facts;
pub(crate) use sentence::is_right;
use word::{differential, letter_with_ending, long_ordinal};

/// One phrase that may begin at a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    pub(crate) meaning: Meaning,
    /// The word after the phrase.
    pub(crate) end: u32,
    pub(crate) cost: u8,
}

/// A script opened or left by a screen reader's level words ("Sub … Base").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Opens a script; its body ends at the word `until`.
    Open { up: bool, end: u32, until: u32 },
    /// Comes back to a level that is already open.
    Return { end: u32 },
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Lattice {
    arcs: Vec<Arc>,
    first: Vec<u32>,
    pub(crate) numbers: Vec<Value>,
    /// For each word that opens something: the word at which its closing phrase begins.
    mates: Vec<u32>,
    levels: Vec<Option<Level>>,
    /// For each word before which a bracket is meant that nobody says: the word before which it closes.
    unsaid: Vec<u32>,
    /// Of two that open before the same word, the inner one: where it opens and closes.
    unsaid_inside: Vec<(usize, usize)>,
    /// Whether a verb-final relation stands at or after this word.
    compare_post_ahead: Vec<bool>,
    /// Screen-reader words were used: every structure is closed aloud.
    pub(crate) hard: bool,
    /// "the fraction with numerator" was used: "over" joins only small things.
    pub(crate) careful: bool,
    /// A screen reader spoke: brackets are said aloud, so none may be added.
    pub(crate) reader: bool,
    /// Somebody says where brackets end, or pauses there: what is grouped is said.
    pub(crate) spelt_out: bool,
    /// A phrase may be there that closes something.
    closes: bool,
    /// A noun that says what all before it is may be there: "x और y का योग".
    pub(crate) said_last: bool,
    /// Something is integrated in this sentence.
    pub(crate) integral: bool,
    /// Something is summed in this sentence.
    pub(crate) summed: bool,
    /// "x की value 5 है", "radius seven centimetre": where the value begins that a quantity is said to have.
    pub(crate) copula: Option<usize>,
    /// A sigma sums letters with an index: "sigma f i x i".
    pub(crate) sums_letters: bool,
    /// An arrow that can only be a vector was said: the other arrows after letters are vectors too.
    pub(crate) vectors: bool,
    /// A written comma lists: nobody said "comma", and commas are not a reader's pauses.
    pub(crate) listing: bool,
    /// A Hindi reader that names every index: "पाद".
    pub(crate) indices_named: bool,
    /// Hindi signs are named in full ("धन चिह्न"): a root or modulus said after a sum takes all of it.
    pub(crate) signs_named: bool,
    /// Something may be taken back: "no wait", "change two to three".
    pub(crate) corrects: bool,
    ids: Vec<u32>,
    facts: Vec<Facts>,
    /// The facts of all words.
    said: Facts,
    /// Per word, what building goes on from when words behind it change.
    grounds: Vec<Ground>,
    /// Somebody speaks Hindi; phrases of Hindi in Latin letters are then as likely as others.
    hindi: bool,
    /// Capital letters stand among small ones.
    mixed_case: bool,
}

/// What the phrases at one word rest on.
#[derive(Debug, Clone, Copy)]
struct Ground {
    /// How many leading words: one more than there were where more words could change them.
    reach: u32,
    /// The numbers before this word, and where the last of them ends.
    numbers: u32,
    number_until: u32,
}

pub(crate) const NONE: u32 = u32::MAX;

/// What a phrase of the language nobody seems to speak costs more.
const FOREIGN: u8 = 12;
/// What a word costs that only sounds like a digit or letter.
const MISHEARD: u8 = 12;

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
}

impl Lattice {
    pub(crate) fn build(words: &Words, context: &Context) -> Lattice {
        let mut lattice = Lattice::default();
        lattice.rebuild(words, context, 0);
        lattice
    }

    /// Makes the lattice what [`Lattice::build`] gives for `words`, whose first `kept` words are those it was built of.
    pub(crate) fn rebuild(&mut self, words: &Words, context: &Context, kept: usize) {
        self.ids.truncate(kept);
        self.facts.truncate(kept);
        self.facts.extend((kept..words.len()).map(|at| Facts::of(words, at)));
        self.said = self.facts.iter().fold(Facts::default(), |said, facts| said.and(*facts));
        lexicon::recognise(words, &mut self.ids);
        let count = words.len();
        let hindi = match context.language {
            Language::Hindi => true,
            _ => (0..count).any(|at| lexicon::only_hindi(self.ids[at], words.text(at))),
        };
        let mixed_case = words.words.iter().enumerate().any(|(at, word)| {
            !word.upper && words.length(at) > 1 && words.text(at).starts_with(is_letter)
        });
        let signs_named = self.some_word(Facts::SIGN_NAMED);
        let same =
            (hindi, mixed_case, signs_named) == (self.hindi, self.mixed_case, self.signs_named);
        (self.hindi, self.mixed_case, self.signs_named) = (hindi, mixed_case, signs_named);
        let from = if same {
            let settled = |ground: &Ground| ground.reach as usize <= kept;
            self.grounds.iter().take(kept).take_while(|ground| settled(ground)).count()
        } else {
            0
        };
        self.arcs.truncate(self.first.get(from).map_or(0, |first| *first as usize));
        self.first.truncate(from);
        let ground = self.grounds.get(from).copied();
        self.numbers.truncate(ground.map_or(0, |ground| ground.numbers as usize));
        self.grounds.truncate(from);
        self.lay(words, context, from, ground.map_or(0, |ground| ground.number_until));
        self.look_over(words);
    }

    /// Lays out the phrases at the words from `from` on.
    fn lay(&mut self, words: &Words, context: &Context, from: usize, number_until: u32) {
        let lattice = self;
        let ids = std::mem::take(&mut lattice.ids);
        let (count, hindi, mixed_case) = (words.len(), lattice.hindi, lattice.mixed_case);
        let mut number_until = number_until as usize;
        for at in from..count {
            let (numbers, until) = (lattice.numbers.len(), number_until);
            let mut sign_reach = 0;
            lattice.first.push(index(lattice.arcs.len()));
            let begin = lattice.arcs.len();
            let word = words.words[at];
            let mut reach = lexicon::phrases(&ids, at, &mut |end, meaning, how| {
                // A phrase is said in one breath.
                let broken = words.words[at + 1..end].iter().any(|word| word.pause > Pause::Breath)
                    // "dot, dot, dot".
                    && (at..end).any(|at| !words.says(at, "dot"));
                // "के बराबर का चिह्न" is the letter k and an equals sign.
                if matches!(meaning, Meaning::ComparePost(_)) {
                    sign_reach = end + 2;
                }
                if matches!(meaning, Meaning::Compare(_)) && words.says(end - 1, "to") {
                    sign_reach = sign_reach.max(end + 5);
                }
                let sign = matches!(meaning, Meaning::ComparePost(_))
                    && end + 1 < count
                    && words.says(end, "का")
                    && words.text(end + 1).starts_with("चि");
                // Who names every sign says "9 के वर्ग" of the letter k.
                let letter = lattice.signs_named
                    && matches!(meaning, Meaning::Raised(_) | Meaning::RootPost(_))
                    && words.says(at, "के");
                // "L N" are two points; "l n" is the logarithm.
                let spelt =
                    matches!(meaning, Meaning::Function(_)) && word.upper && words.length(at) == 1;
                // "ARC", "DEG" between small letters are points and sides.
                let points = word.upper
                    && mixed_case
                    && end == at + 1
                    && (2..5).contains(&words.length(at))
                    && !(matches!(meaning, Meaning::Function(name)
                        if lexicon::named(name, "sin cos tan log"))
                        || matches!(meaning, Meaning::Symbol(_) | Meaning::Compare(_))
                        // "AD by DB"; "PLUS" is shouted.
                        || matches!(meaning, Meaning::Sign(_)) && words.length(at) > 2);
                // "equals to the n-th power, C sub 8": a script before its letter.
                let script = matches!(meaning, Meaning::Compare(_))
                    && end == at + 2
                    && words.says(at, "equals")
                    && words.says(end - 1, "to")
                    && end + 3 < count
                    && words.says(end, "the")
                    && (end + 1..end + 4).any(|at| words.says(at, "power"));
                if (how.capital && !word.capital)
                    || broken
                    || sign
                    || letter
                    || spelt
                    || points
                    || script
                {
                    return;
                }
                // Hindi in Latin letters is unlikely where nothing else is Hindi: "ab", "to", "me".
                let mut cost = how.cost;
                if how.romanised && !hindi {
                    cost = cost.saturating_add(FOREIGN);
                }
                // A letter that is on the board is likelier heard again.
                if let Meaning::Symbol(name) = meaning
                    && context.variables.iter().any(|on_board| on_board == lexicon::name(name))
                {
                    cost /= 2;
                }
                lattice.arcs.push(Arc { meaning, end: index(end), cost });
            });
            // An ordinal has two words and an ending.
            reach = reach.max(sign_reach).max(at + 2);
            let mut number = None;
            if at >= number_until {
                let said = if letter::ends_as_base(words, at) { &ids[..=at] } else { &ids[..] };
                let (found, rests_on) = number_at(words, said, at);
                reach = reach.max(rests_on);
                number = found.filter(|_| lattice.numbers.len() < usize::from(u16::MAX));
            }
            if let Some((end, value)) = number {
                reach = reach.max(end + 1);
                let number = u16::try_from(lattice.numbers.len()).unwrap_or(u16::MAX);
                if let Some((end, value)) = long_ordinal(words, &ids, at, end, &value) {
                    let meaning = Meaning::Ordinal(value);
                    lattice.arcs.push(Arc { meaning, end: index(end), cost: 0 });
                }
                lattice.numbers.push(value);
                lattice.arcs.push(Arc {
                    meaning: Meaning::Number(number),
                    end: index(end),
                    cost: 0,
                });
                number_until = end;
            }
            lattice.misheard(words, at);
            lattice.ordinal(words, &ids, at);
            reach = reach.max(lattice.with_respect(words, &ids, at));
            // "ab" in an English sentence is two letters, whatever it may be in Hindi.
            let two_letters = words.two_letters(at);
            // "hundred ka twenty percent".
            let particle = words.says(at, "ka ki") && at > 0 && at + 1 < count;
            // "ab 6 hai", "ab barabar 6": letters there too, not अब.
            let alone = hindi && words.says(at, "ab") && {
                let mut compared = at + 2 < count && words.says(at + 2, "hai ho hain");
                if at + 1 < count {
                    let looked = lexicon::phrases(&ids, at + 1, &mut |_, meaning, _| {
                        compared |= matches!(meaning, Meaning::Compare(_) | Meaning::Sign(_));
                    });
                    reach = reach.max(looked);
                }
                reach = reach.max(at + 3);
                compared
            };
            if two_letters
                && (!hindi || alone)
                && !particle
                && lattice.arcs[begin..]
                    .iter()
                    .all(|arc| (hindi || arc.cost >= FOREIGN) && arc.meaning == Meaning::Filler)
            {
                lattice.arcs.truncate(begin);
            }
            if lattice.arcs.len() == begin {
                let meaning = differential(words, at)
                    .map(Meaning::Differential)
                    .or_else(|| letter_with_ending(words.text(at)).map(Meaning::Symbol))
                    .unwrap_or(Meaning::Word);
                // "dy" and "dx" are said and written so.
                let cost = if matches!(meaning, Meaning::Differential(_)) { 5 } else { 20 };
                lattice.arcs.push(Arc { meaning, end: index(at + 1), cost });
            } else if words.length(at) == 2
                && word.capital
                && !word.upper
                && at > 0
                && word.pause == Pause::None
                && lattice.arcs[begin..].iter().all(|arc| arc.meaning == Meaning::Filler)
            {
                // "Nx minus My": two letters; nobody writes "my" so.
                lattice.arcs.truncate(begin);
                lattice.arcs.push(Arc { meaning: Meaning::Word, end: index(at + 1), cost: 20 });
            } else if words.length(at) == 1 && word.upper && at > 0 {
                // A capital letter in the middle of a sentence was written on purpose.
                for arc in &mut lattice.arcs[begin..] {
                    if matches!(arc.meaning, Meaning::Filler) {
                        arc.cost += 20;
                    }
                }
            }
            // "x बराबर है तीन के": behind the verb this is no letter.
            if at + 1 == count
                && at > 2
                && words.says(at, "के ke")
                && (1..at - 1).any(|at| words.says(at, "है hai"))
            {
                lattice.means(begin, at, Meaning::Filler);
            }
            // "let f of x be x squared".
            if words.says(at, "be") && (0..at).any(|at| words.says(at, "let suppose assume")) {
                let mut value = false;
                if at + 1 < count && !words.says(at + 1, "a an the positive negative") {
                    let looked = lexicon::phrases(&ids, at + 1, &mut |_, meaning, _| {
                        value |= crate::parser::begins_operand(meaning);
                    });
                    reach = reach.max(looked);
                    value |= !lexicon::number(ids[at + 1]).is_empty()
                        || words.text(at + 1).starts_with(|first: char| first.is_ascii_digit());
                }
                reach = reach.max(at + 3);
                if value {
                    lattice.means(begin, at, Meaning::Compare(Comparison::Equal));
                }
            }
            reach = reach.max(lattice.beside_letter(words, &ids, at, begin));
            if words.says(at, "whole होल") {
                lattice.mixed(words, &ids, at, begin);
                reach = reach.max(at + 5);
            }
            if word.element {
                lattice.arcs.truncate(begin);
                lattice.arcs.push(Arc { meaning: Meaning::Element, end: index(at + 1), cost: 0 });
            }
            order::by_key(&mut lattice.arcs[begin..], |arc| (Reverse(arc.end), arc.cost));
            lattice.grounds.push(Ground {
                reach: index(reach),
                numbers: index(numbers),
                number_until: index(until),
            });
        }
        lattice.first.push(index(lattice.arcs.len()));
        lattice.ids = ids;
    }

    /// The phrases that begin at this word: longest first, then cheapest.
    pub(crate) fn at(&self, at: usize) -> &[Arc] {
        let (Some(begin), Some(end)) = (self.first.get(at), self.first.get(at + 1)) else {
            return &[];
        };
        &self.arcs[*begin as usize..*end as usize]
    }

    /// What the longest, cheapest phrase at this word means.
    #[inline(never)]
    pub(crate) fn first(&self, at: usize) -> Option<Meaning> {
        self.at(at).first().map(|arc| arc.meaning)
    }

    /// Whether that is what it means.
    #[inline(never)]
    pub(crate) fn begins(&self, at: usize, meaning: Meaning) -> bool {
        self.first(at) == Some(meaning)
    }

    /// Whether some phrase at this word may mean so.
    #[inline(never)]
    pub(crate) fn may_be(&self, at: usize, meaning: Meaning) -> bool {
        self.at(at).iter().any(|arc| arc.meaning == meaning)
    }

    /// Whether some phrase at this word fits. One loop for all that ask: the module is downloaded over slow lines.
    #[inline(always)]
    pub(crate) fn any(&self, at: usize, fits: impl Fn(Meaning) -> bool) -> bool {
        self.any_of(at, &fits)
    }

    #[inline(never)]
    fn any_of(&self, at: usize, fits: &dyn Fits) -> bool {
        self.at(at).iter().any(|arc| fits.fits(arc.meaning))
    }

    pub(crate) fn mate(&self, at: usize) -> Option<usize> {
        self.mates.get(at).copied().filter(|mate| *mate != NONE).map(|mate| mate as usize)
    }

    pub(crate) fn level(&self, at: usize) -> Option<Level> {
        self.levels.get(at).copied().flatten()
    }

    pub(crate) fn compare_post_ahead(&self, at: usize) -> bool {
        self.compare_post_ahead.get(at).copied().unwrap_or(false)
    }
}
