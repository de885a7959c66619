//! The words' meanings laid side by side: at each word, every phrase that may begin there.

use std::cmp::Reverse;

use crate::lexicon::{Lexicon, NumberWord};
use crate::meaning::{Comparison, Fence, Meaning, Name};
use crate::number::{Value, number_at};
use crate::order;
use crate::words::{Pause, Words};
use crate::{Context, Language};

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
    /// Something is integrated in this sentence.
    pub(crate) integral: bool,
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
    pub(crate) fn build(words: &Words, lexicon: &Lexicon, context: &Context) -> Lattice {
        let mut lattice = Lattice::default();
        lattice.rebuild(words, lexicon, context, 0);
        lattice
    }

    /// Makes the lattice what [`Lattice::build`] gives for `words`, whose first `kept` words are those it was built of.
    pub(crate) fn rebuild(
        &mut self,
        words: &Words,
        lexicon: &Lexicon,
        context: &Context,
        kept: usize,
    ) {
        self.ids.truncate(kept);
        lexicon.recognise(words, &mut self.ids);
        let count = words.len();
        let hindi = match context.language {
            Language::Hindi => true,
            _ => (0..count).any(|at| lexicon.only_hindi(self.ids[at], words.text(at))),
        };
        let mixed_case = words.words.iter().enumerate().any(|(at, word)| {
            !word.upper
                && words.text(at).len() > 1
                && words.text(at).starts_with(char::is_alphabetic)
        });
        let same = hindi == self.hindi && mixed_case == self.mixed_case;
        (self.hindi, self.mixed_case) = (hindi, mixed_case);
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
        self.lay(words, lexicon, context, from, ground.map_or(0, |ground| ground.number_until));
        self.look_over(words);
    }

    /// Lays out the phrases at the words from `from` on.
    fn lay(
        &mut self,
        words: &Words,
        lexicon: &Lexicon,
        context: &Context,
        from: usize,
        number_until: u32,
    ) {
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
            let mut reach = lexicon.phrases(&ids, at, |end, sense| {
                // A phrase is said in one breath.
                let broken = words.words[at + 1..end].iter().any(|word| word.pause > Pause::Breath)
                    // "dot, dot, dot".
                    && (at..end).any(|at| words.text(at) != "dot");
                // "के बराबर का चिह्न" is the letter k and an equals sign.
                if matches!(sense.meaning, Meaning::ComparePost(_)) {
                    sign_reach = end + 2;
                }
                let sign = matches!(sense.meaning, Meaning::ComparePost(_))
                    && end + 1 < count
                    && words.text(end) == "का"
                    && words.text(end + 1).starts_with("चि");
                // "L N" are two points; "l n" is the logarithm.
                let spelt = matches!(sense.meaning, Meaning::Function(_))
                    && word.upper
                    && words.text(at).len() == 1;
                // "ARC", "DEG" between small letters are points and sides.
                let points = word.upper
                    && mixed_case
                    && end == at + 1
                    && (2..5).contains(&words.text(at).len())
                    && !(matches!(sense.meaning, Meaning::Function(name)
                        if matches!(crate::lexicon::name(name), "sin" | "cos" | "tan" | "log"))
                        || matches!(
                            sense.meaning,
                            Meaning::Symbol(_) | Meaning::Sign(_) | Meaning::Compare(_)
                        ));
                if (sense.capital && !word.capital) || broken || sign || spelt || points {
                    return;
                }
                // Hindi in Latin letters is unlikely where nothing else is Hindi: "ab", "to", "me".
                let mut cost = sense.cost;
                if sense.romanised && !hindi {
                    cost = cost.saturating_add(FOREIGN);
                }
                // A letter that is on the board is likelier heard again.
                if let Meaning::Symbol(name) = sense.meaning
                    && context
                        .variables
                        .iter()
                        .any(|on_board| on_board == crate::lexicon::name(name))
                {
                    cost /= 2;
                }
                lattice.arcs.push(Arc { meaning: sense.meaning, end: index(end), cost });
            });
            // An ordinal has two words and an ending.
            reach = reach.max(sign_reach).max(at + 2);
            let mut number = None;
            if at >= number_until {
                let (found, rests_on) = number_at(words, &ids, lexicon, at);
                reach = reach.max(rests_on);
                number = found.filter(|_| lattice.numbers.len() < usize::from(u16::MAX));
            }
            if let Some((end, value)) = number {
                reach = reach.max(end + 1);
                let number = u16::try_from(lattice.numbers.len()).unwrap_or(u16::MAX);
                if let Some((end, value)) = long_ordinal(words, &ids, lexicon, at, end, &value) {
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
            lattice.ordinal(words, &ids, lexicon, at);
            if lattice.arcs.len() == begin {
                let meaning = differential(words, at)
                    .map(Meaning::Differential)
                    .or_else(|| letter_with_ending(words.text(at)).map(Meaning::Symbol))
                    .unwrap_or(Meaning::Word);
                lattice.arcs.push(Arc { meaning, end: index(at + 1), cost: 20 });
            } else if words.text(at).len() == 1 && word.upper && at > 0 {
                // A capital letter in the middle of a sentence was written on purpose.
                for arc in &mut lattice.arcs[begin..] {
                    if matches!(arc.meaning, Meaning::Filler) {
                        arc.cost += 20;
                    }
                }
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

    /// Whether words to come may give the first ones another meaning: a capital that may only begin the sentence, a set or
    /// condition that is being said, a bracket that is open, ordinary words.
    pub(crate) fn may_turn(&self, words: &Words) -> bool {
        let capital = words.words.first().is_some_and(|word| word.upper)
            && words.text(0).len() == 1
            && !(1..words.len())
                .any(|at| words.text(at) == words.text(0) && !words.words[at].capital);
        let turns = |arc: &Arc| {
            matches!(
                arc.meaning,
                Meaning::Open(Fence::Set)
                    | Meaning::SetPost
                    | Meaning::AllIn
                    | Meaning::OfWhich
                    | Meaning::Linking(_)
                    | Meaning::Probability
                    | Meaning::Case
                    | Meaning::Cases
                    | Meaning::Change
                    | Meaning::ChangePost
                    | Meaning::InsteadPost
            )
        };
        let first = |at: usize| self.at(at).first();
        let sign = |at: &usize| {
            first(*at).is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Compare(_) | Meaning::ComparePost(_))
            })
        };
        let last_sign = (0..words.len()).rev().find(sign).unwrap_or(0);
        // What is open may be closed behind the sign.
        let unclosed = |at: usize| {
            self.mate(at).is_none()
                && first(at).is_some_and(|arc| {
                    matches!(arc.meaning, Meaning::Open(_) | Meaning::Root(_) | Meaning::NthRoot)
                })
        };
        let talk = |at: usize| {
            words.text(at).len() > 3 && first(at).is_some_and(|arc| arc.meaning == Meaning::Word)
        };
        capital
            || (0..words.len()).any(talk)
            || (0..words.len()).filter_map(first).any(turns)
            || (0..last_sign).any(unclosed)
    }

    /// Finds what holds for the sentence as a whole.
    fn look_over(&mut self, words: &Words) {
        let lattice = self;
        let count = words.len();
        lattice.careful = false;
        lattice.hard = (0..count).any(|at| {
            let left = at > 0 && words.text(at) == "parenthesis" && words.text(at - 1) == "left";
            left || matches!(
                words.text(at),
                "startfraction"
                    | "startfrac"
                    | "frac"
                    | "startroot"
                    | "upper"
                    | "underscript"
                    | "modifyingabove"
                    | "modabove"
                    | "endmatrix"
                    | "startabsolutevalue"
                    | "absolutevalue"
                    | "endset"
                    | "आरंभभिन्न"
                    | "कैपिटल"
                    | "निम्नांक"
                    | "p'ren"
            )
        });
        lattice.signs_named = (0..count).any(|at| matches!(words.text(at), "चिह्न" | "चिन्ह"));
        lattice.indices_named = lattice.signs_named
            && (0..count).any(|at| {
                matches!(words.text(at), "पाद" | "घटाव" | "वर्गित" | "घनित" | "घातांक" | "फलन")
            });
        lattice.pair(words);
        let pauses_only = (0..count).any(|at| {
            words.words[at].pause == Pause::Long && at > 0
                || matches!(words.text(at), "cap" | "comma" | "paren" | "end")
        });
        lattice.reader = lattice.hard
            || lattice.careful
            || lattice.signs_named
            || words.semicolons
            || (0..count).any(|at| matches!(words.text(at), "paren" | "cap" | "lim" | "कोष्ठ"));
        lattice.spelt_out = lattice.reader
            || pauses_only
            || lattice.arcs.iter().any(|arc| matches!(arc.meaning, Meaning::Close(_)));
        lattice.integral = lattice.arcs.iter().any(|arc| {
            matches!(arc.meaning, Meaning::Integral(_) | Meaning::IntegralPost | Meaning::Contour)
        });
        lattice.vectors = lattice.arrow_without_aim(words);
        lattice.listing = !lattice.hard && !lattice.careful && !pauses_only;
        lattice.corrects = (0..count).any(|at| {
            lattice.at(at).first().is_some_and(|arc| {
                matches!(
                    arc.meaning,
                    Meaning::Correction
                        | Meaning::Change
                        | Meaning::ChangePost
                        | Meaning::InsteadPost
                )
            })
        });
        lattice.compare_post_ahead.clear();
        lattice.compare_post_ahead.resize(count + 1, false);
        for at in (0..count).rev() {
            let here = lattice
                .at(at)
                .first()
                .is_some_and(|arc| matches!(arc.meaning, Meaning::ComparePost(_)));
            lattice.compare_post_ahead[at] = here || lattice.compare_post_ahead[at + 1];
        }
    }

    /// "plus to" is 2, "to the power and plus" is n: what a recogniser writes where only an operand can stand.
    fn misheard(&mut self, words: &Words, at: usize) {
        let text = words.text(at);
        let digit = match text {
            "to" | "too" => "2",
            "for" | "fore" => "4",
            "won" => "1",
            "ate" => "8",
            "and" => "n",
            _ => return,
        };
        let ends_here = |fits: fn(Meaning) -> bool| {
            (at.saturating_sub(4)..at).any(|start| {
                self.at(start).iter().any(|arc| arc.end as usize == at && fits(arc.meaning))
            })
        };
        let wants_operand = at > 0
            && words.words[at].pause == Pause::None
            && ends_here(|meaning| {
                matches!(
                    meaning,
                    Meaning::Sign(_)
                        | Meaning::Over
                        | Meaning::Join(_)
                        | Meaning::Power
                        | Meaning::Sub
                )
            });
        if !wants_operand {
            return;
        }
        let meaning = if digit == "n" {
            Meaning::Symbol(crate::lexicon::letter(b'n'))
        } else {
            let number = u16::try_from(self.numbers.len()).unwrap_or(u16::MAX);
            self.numbers.push(Value::Numeral(digit.to_owned()));
            Meaning::Number(number)
        };
        self.arcs.push(Arc { meaning, end: index(at + 1), cost: MISHEARD });
    }

    /// "a right arrow plus …": an arrow with nothing to point to is a vector's.
    fn arrow_without_aim(&self, words: &Words) -> bool {
        let count = words.len();
        let arrow = |at: usize| {
            self.at(at).first().filter(|arc| arc.meaning == Meaning::Compare(Comparison::To))
        };
        let maps = (0..count).any(|at| matches!(words.text(at), "colon" | "lim" | "limit"));
        !maps
            && (0..count).any(|at| {
                words.text(at) == "right"
                    && arrow(at).is_some_and(|arc| {
                        let next = arc.end as usize;
                        next >= count
                            || self
                                .at(next)
                                .first()
                                .is_some_and(|arc| !crate::parser::begins_operand(arc.meaning))
                    })
            })
    }

    fn ordinal(&mut self, words: &Words, ids: &[u32], lexicon: &Lexicon, at: usize) {
        let kinds = |at: usize| ids.get(at).map_or(&[][..], |id| lexicon.number(*id));
        for kind in kinds(at) {
            let found = match kind {
                NumberWord::Part(value) | NumberWord::Ordinal(value) => Some((at + 1, *value)),
                NumberWord::Ten(ten) => kinds(at + 1).iter().find_map(|kind| match kind {
                    NumberWord::Part(value) | NumberWord::Ordinal(value) if *value < 10 => {
                        Some((at + 2, u16::from(*ten) + value))
                    }
                    _ => None,
                }),
                _ => None,
            };
            if let Some((end, value)) = found {
                self.arcs.push(Arc { meaning: Meaning::Ordinal(value), end: index(end), cost: 10 });
            }
        }
        // "4th", "५०वाँ".
        if let Ok(value) = words.text(at).parse::<u16>()
            && kinds(at + 1).contains(&NumberWord::Suffix)
            && words.words[at + 1].glued
        {
            self.arcs.push(Arc { meaning: Meaning::Ordinal(value), end: index(at + 2), cost: 0 });
        }
        // "n-th".
        if at > 0 && words.words[at].glued && kinds(at).contains(&NumberWord::Suffix) {
            self.arcs.push(Arc { meaning: Meaning::Suffix, end: index(at + 1), cost: 0 });
        }
    }

    /// The phrases that begin at this word: longest first, then cheapest.
    pub(crate) fn at(&self, at: usize) -> &[Arc] {
        let (Some(begin), Some(end)) = (self.first.get(at), self.first.get(at + 1)) else {
            return &[];
        };
        &self.arcs[*begin as usize..*end as usize]
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

    /// Finds for every opening phrase the closing phrase that belongs to it, and turns level words into scripts.
    fn pair(&mut self, words: &Words) {
        let count = words.len();
        self.mates.clear();
        self.mates.resize(count + 1, NONE);
        self.levels.clear();
        self.levels.resize(count + 1, None);
        let mut open: Vec<(Fence, usize, bool)> = Vec::new();
        let mut scripts: Vec<Script> = Vec::new();
        let mut started = false;
        let mut at = 0;
        while at < count {
            let Some(arc) = self.at(at).first().copied() else {
                at += 1;
                continue;
            };
            let mut end = arc.end as usize;
            let hard_start = std::mem::take(&mut started);
            match arc.meaning {
                Meaning::Start => started = true,
                Meaning::Open(fence) => {
                    let hard =
                        matches!(fence, Fence::Fraction | Fence::Matrix | Fence::Set) || hard_start;
                    open.push((fence, at, hard));
                }
                Meaning::Root(_) | Meaning::NthRoot => open.push((Fence::Root, at, false)),
                Meaning::Numerator => {
                    self.careful = true;
                    open.push((Fence::Fraction, at, false));
                }
                Meaning::Big(_) | Meaning::Determinant => open.push((Fence::Matrix, at, false)),
                // "0 superscript plus; of …": the sign is the whole script.
                Meaning::Power if self.sign_alone(words, end) => {}
                Meaning::Power | Meaning::WholePower => open.push((Fence::Exponent, at, false)),
                Meaning::Sub => open.push((Fence::Subscript, at, false)),
                Meaning::PowerEnd => self.close(Fence::Exponent, at, &mut open),
                Meaning::SubEnd => self.close(Fence::Subscript, at, &mut open),
                Meaning::Close(fence) => self.close(fence, at, &mut open),
                Meaning::ScriptsEnd => {
                    let keep =
                        scripts.iter().take_while(|script| script.fences < open.len()).count();
                    for script in scripts.drain(keep..).rev() {
                        self.end_script(script.opened, at);
                    }
                }
                // "लघुगणक आधार 3": no script was opened, so none is left.
                Meaning::Baseline if scripts.is_empty() && !self.hard => {}
                Meaning::Script { .. } | Meaning::Baseline => {
                    self.hard = true;
                    end = self.level_words(at, &mut scripts, open.len());
                }
                _ => {}
            }
            // A script ends where what it stands in ends.
            while scripts.last().is_some_and(|script| script.fences > open.len()) {
                let script = scripts.pop().expect("just seen");
                self.end_script(script.opened, at);
            }
            at = end.max(at + 1);
        }
        while let Some(script) = scripts.pop() {
            self.end_script(script.opened, count);
        }
    }

    /// A sign, and a pause after it.
    fn sign_alone(&self, words: &Words, at: usize) -> bool {
        self.at(at).first().is_some_and(|arc| {
            let after = arc.end as usize;
            matches!(arc.meaning, Meaning::Sign(_))
                && after < words.len()
                && words.words[after].pause >= Pause::Short
        })
    }

    fn end_script(&mut self, opened: usize, at: usize) {
        if let Some(Level::Open { until, .. }) = &mut self.levels[opened] {
            *until = index(at);
        }
    }

    fn close(&mut self, fence: Fence, at: usize, open: &mut Vec<(Fence, usize, bool)>) {
        let same = |other: Fence| match (fence, other) {
            (Fence::Bracket(_), Fence::Bracket(_)) => true,
            _ => fence == other,
        };
        // A bracket cannot reach out of a fraction or matrix to find its partner.
        let own_hard = matches!(fence, Fence::Fraction | Fence::Matrix | Fence::Set);
        let soft = matches!(fence, Fence::Exponent | Fence::Subscript);
        for depth in (0..open.len()).rev() {
            let (other, opened, hard) = open[depth];
            if same(other) {
                self.mates[opened] = index(at);
                open.truncate(depth);
                return;
            }
            if (hard && !own_hard) || (soft && matches!(other, Fence::Bracket(_))) {
                return;
            }
        }
    }

    /// Reads a run of level words at `at` and opens or closes scripts. Gives the word after the run.
    fn level_words(&mut self, at: usize, scripts: &mut Vec<Script>, fences: usize) -> usize {
        let mut path = Vec::new();
        let mut end = at;
        while let Some(arc) = self.at(end).first().copied() {
            match arc.meaning {
                Meaning::Script { up } if path.len() < 8 => path.push(up),
                Meaning::Baseline if path.is_empty() => {
                    end = arc.end as usize;
                    break;
                }
                _ => break,
            }
            end = arc.end as usize;
        }
        // A path is said in full ("Sup Sub": in the superscript, a subscript); a shorter one comes back.
        let outside = scripts.iter().take_while(|script| script.fences < fences).count();
        let returns = scripts.last().is_some_and(|last| {
            scripts.len() > outside && path.len() < last.path.len() && last.path.starts_with(&path)
        });
        let keeps = |script: &Script| {
            script.fences < fences
                || if returns {
                    script.path.len() <= path.len()
                } else {
                    script.path.len() < path.len()
                }
        };
        let keep = scripts.iter().take_while(|script| keeps(script)).count();
        for script in scripts.drain(keep..).rev() {
            self.end_script(script.opened, at);
        }
        if returns || path.is_empty() {
            self.levels[at] = Some(Level::Return { end: index(end) });
        } else {
            let up = *path.last().expect("not empty");
            // A screen reader says no "Baseline" after a degree sign.
            if let Some(arc) = self.at(end).first().copied()
                && matches!(arc.meaning, Meaning::Operation(name) if crate::lexicon::name(name) == "circ")
            {
                self.levels[at] = Some(Level::Open { up, end: index(end), until: arc.end });
                return arc.end as usize;
            }
            self.levels[at] = Some(Level::Open { up, end: index(end), until: NONE });
            scripts.push(Script { path, opened: at, fences });
        }
        end
    }
}

/// "two thousand twenty" and "second": a number whose last word is an ordinal.
fn long_ordinal(
    words: &Words,
    ids: &[u32],
    lexicon: &Lexicon,
    at: usize,
    end: usize,
    value: &Value,
) -> Option<(usize, u16)> {
    let (Value::Numeral(digits), true) = (value, end > at + 1) else { return None };
    let number: u16 = digits.parse().ok()?;
    let room = if number.is_multiple_of(100) {
        100
    } else if number.is_multiple_of(10) {
        10
    } else {
        return None;
    };
    let spelt = (at..end).all(|at| !words.text(at).starts_with(|c: char| c.is_ascii_digit()));
    let kinds = ids.get(end).map_or(&[][..], |id| lexicon.number(*id));
    let last = kinds.iter().find_map(|kind| match kind {
        NumberWord::Part(value) | NumberWord::Ordinal(value) if *value < room => Some(*value),
        _ => None,
    })?;
    (spelt && number >= 20).then_some((end + 1, number + last))
}

/// A script that is open.
struct Script {
    /// The level as it was said: true is up.
    path: Vec<bool>,
    opened: usize,
    /// How many fences were open when it began.
    fences: usize,
}

/// "nth", "kth".
fn letter_with_ending(text: &str) -> Option<Name> {
    match text.as_bytes() {
        [letter, b't', b'h'] if letter.is_ascii_lowercase() => {
            Some(crate::lexicon::letter(*letter))
        }
        _ => None,
    }
}

/// `dx`, `dt`: a differential written as one word.
fn differential(words: &Words, at: usize) -> Option<Name> {
    let text = words.text(at).as_bytes();
    match text {
        [b'd', letter] if letter.is_ascii_lowercase() && !words.words[at].upper => {
            Some(crate::lexicon::letter(*letter))
        }
        _ => None,
    }
}
