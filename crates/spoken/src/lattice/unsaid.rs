//! Brackets that nobody says in a classroom, where the words around them leave no other sense: "a plus b into a minus b", "n
//! minus one d", "x minus h whole square plus y minus k whole square", "sin ninety minus theta".

mod denominator;
mod difference;
mod fraction;
mod product;
mod repeated;

use std::ops::Range;

use ganita_notation::{Join, Sign};

use super::{Lattice, NONE, index};
use crate::meaning::Meaning;
use crate::words::{Pause, Words};

/// What a phrase is to the brackets around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    One,
    Number,
    Plus,
    Minus,
    /// "into": India's times.
    Into,
    /// "गुणा", which multiplies only what stands beside it.
    Times,
    Over,
    Function,
    Logarithm,
    Factorial,
    /// What belongs to the operand before it.
    Cling,
    /// A number behind a letter.
    Index,
    /// A power said in one word.
    Raised,
    Power,
    /// "whole square", and "whole" before a mark.
    Whole,
    Root,
    Absolute,
    Big,
    Integral,
    Differential,
    /// Between two sides.
    Edge,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    at: usize,
    end: usize,
    kind: Kind,
    /// What a power said in one word raises to.
    degree: usize,
}

/// A bracket that is offered, but less likely meant than not.
const DOUBTFUL: u32 = 1 << 31;

/// The angles that are added to and taken from others.
const ANGLES: &str = "30 45 60 90 180 270 360 thirty sixty ninety नब्बे साठ तिस";

struct Finder<'a> {
    words: &'a Words,
    items: Vec<Item>,
    found: Vec<(usize, usize)>,
    /// Those that are likelier not meant.
    doubtful: Vec<(usize, usize)>,
    /// Of two that open before the same word, the inner one.
    inside: Vec<(usize, usize)>,
    /// Somebody says where brackets end.
    closed: bool,
}

const fn bit(kind: Kind) -> u32 {
    1 << kind as u32
}

const OVER: u32 = bit(Kind::Over);
const COUNTED: u32 = bit(Kind::One) | bit(Kind::Factorial);

impl Lattice {
    /// Where such brackets would close that open before this word, and whether they are doubtful.
    pub(crate) fn unsaid(&self, at: usize) -> Option<(usize, bool)> {
        let end = self.unsaid.get(at).copied().filter(|end| *end != NONE)?;
        Some(((end & !DOUBTFUL) as usize, end & DOUBTFUL != 0))
    }

    /// Where the second of two brackets would close that open before this word.
    pub(crate) fn unsaid_inside(&self, at: usize) -> Option<usize> {
        self.unsaid_inside.iter().find(|(start, _)| *start == at).map(|(_, end)| *end)
    }

    #[inline(never)]
    pub(super) fn find_unsaid(&mut self, words: &Words) {
        self.unsaid.clear();
        self.unsaid_inside.clear();
        if self.reader || self.hard || self.careful || words.len() < 4 {
            return;
        }
        let closed = self.closes;
        let items = self.items(words);
        let (found, doubtful, inside) = (Vec::new(), Vec::new(), Vec::new());
        let mut finder = Finder { words, items, found, doubtful, inside, closed };
        finder.look();
        if finder.found.is_empty() && finder.doubtful.is_empty() {
            return;
        }
        self.unsaid.resize(words.len(), NONE);
        for (start, end) in finder.doubtful {
            self.unsaid[start] = index(end) | DOUBTFUL;
        }
        for (start, end) in finder.found {
            self.unsaid[start] = index(end);
        }
        self.unsaid_inside = finder.inside;
    }

    #[inline(never)]
    fn items(&self, words: &Words) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if words.words[at].pause != Pause::None && at > 0 {
                items.push(Item { at, end: at, kind: Kind::Edge, degree: 0 });
            }
            let Some(arc) = self.at(at).first() else { break };
            let end = arc.end as usize;
            let said = |text: &'static str| words.says(at, text);
            let mark = end < words.len()
                && self.any(end, |meaning| {
                    matches!(
                        meaning,
                        Meaning::Transpose
                            | Meaning::Prime(_)
                            | Meaning::Raised(-1)
                            | Meaning::AccentPost(crate::meaning::Mark::Bar)
                    )
                });
            let after_letter =
                items.last().is_some_and(|last| last.end == at && last.kind == Kind::Letter);
            let kind = match arc.meaning {
                _ if said("whole होल") && end == at + 1 && mark => Kind::Whole,
                Meaning::Filler => {
                    at = end;
                    continue;
                }
                Meaning::Number(_) if after_letter => Kind::Index,
                Meaning::Number(_) if said("one 1 एक ek") && end == at + 1 => Kind::One,
                Meaning::Number(_) => Kind::Number,
                Meaning::Symbol(name)
                    if self.sums_letters && crate::lexicon::named(name, "sigma") =>
                {
                    Kind::Big
                }
                Meaning::Symbol(_) => Kind::Letter,
                // "ab" is heard as one word.
                Meaning::Word if words.two_letters(at) => Kind::Letter,
                Meaning::Sign(Sign::Plus) => Kind::Plus,
                Meaning::Sign(Sign::Minus) => Kind::Minus,
                Meaning::Join(Join::Times) if said("into इंटु इनटु") => Kind::Into,
                Meaning::Join(Join::Times) if said("गुणा guna") => Kind::Times,
                Meaning::Over => Kind::Over,
                Meaning::Function(name)
                    if crate::lexicon::named(name, "sin cos tan cot sec csc") =>
                {
                    Kind::Function
                }
                Meaning::Function(name) if crate::lexicon::named(name, "log ln") => Kind::Logarithm,
                Meaning::Factorial => Kind::Factorial,
                Meaning::Raised(_) => Kind::Raised,
                Meaning::Prime(_)
                | Meaning::Degrees
                | Meaning::Transpose
                | Meaning::Of
                | Meaning::AccentPost(_) => Kind::Cling,
                Meaning::Power => Kind::Power,
                Meaning::PowerEnd if said("power") => Kind::Power,
                Meaning::Whole(_) | Meaning::WholePower => Kind::Whole,
                Meaning::Root(_) => Kind::Root,
                Meaning::Open(crate::meaning::Fence::Absolute) => Kind::Absolute,
                Meaning::Big(_) => Kind::Big,
                Meaning::Integral(_) => Kind::Integral,
                Meaning::Differential(_) => Kind::Differential,
                Meaning::Compare(_)
                | Meaning::ComparePost(_)
                | Meaning::Logic(_)
                | Meaning::Linking(_)
                | Meaning::Comma
                | Meaning::NewLine => Kind::Edge,
                _ => Kind::Other,
            };
            let degree = match arc.meaning {
                Meaning::Raised(power) => usize::try_from(power).unwrap_or(0),
                _ => 0,
            };
            items.push(Item { at, end, kind, degree });
            at = end;
        }
        items
    }
}

impl Finder<'_> {
    fn look(&mut self) {
        let mut sides = Vec::new();
        let mut from = 0;
        for at in 0..=self.items.len() {
            if at == self.items.len() || self.items[at].kind == Kind::Edge {
                if at > from {
                    sides.push(from..at);
                }
                from = at + 1;
            }
        }
        if self.closed {
            for side in sides {
                self.part_less_counted(side.clone());
                self.count_less_one(side);
            }
            return;
        }
        // Found first, before others take what they find for one thing; and they hold against others.
        for side in &sides {
            if self.kinds(side) & OVER != 0 {
                self.denominators(side.clone());
            }
        }
        let outer = std::mem::take(&mut self.found);
        self.equal_fractions(&sides);
        self.complement_of_both(&sides);
        for side in sides {
            self.row_of_differences(side.clone());
            self.follow(side);
        }
        self.found.extend(outer);
    }

    fn kinds(&self, side: &Range<usize>) -> u32 {
        self.items[side.clone()].iter().fold(0, |kinds, item| kinds | bit(item.kind))
    }

    /// Follows the rules that may find what they are about in this side. What one has found is one thing for the next.
    fn follow(&mut self, side: Range<usize>) {
        let kinds = self.kinds(&side);
        let has = |needed: u32| kinds & needed != 0;
        if has(OVER) {
            self.sums_below(side.clone());
            self.derivatives_divided(side.clone());
        }
        if has(bit(Kind::Logarithm)) {
            self.logarithm_of_one_and_more(side.clone());
        }
        if has(COUNTED) {
            self.counted_down(side.clone());
            self.count_less_one(side.clone());
        }
        if has(bit(Kind::Whole)) {
            self.wholes(side.clone());
        }
        if has(bit(Kind::Function)) {
            self.angles(side.clone());
        }
        if has(bit(Kind::Power)) {
            self.exponents(side.clone());
        }
        if has(OVER | bit(Kind::Into)) {
            self.differences(side.clone());
        }
        if has(bit(Kind::Into) | bit(Kind::Times)) {
            self.factors(side.clone());
        }
        if has(OVER) {
            self.part_less_counted(side.clone());
            self.above(side.clone());
            self.below(side);
        }
    }

    #[inline(never)]
    fn kind(&self, at: usize) -> Option<Kind> {
        self.items.get(at).map(|item| item.kind)
    }

    #[inline(never)]
    fn is(&self, at: usize, kind: Kind) -> bool {
        self.kind(at) == Some(kind)
    }

    #[inline(never)]
    fn sign(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Plus | Kind::Minus))
    }

    #[inline(never)]
    fn text(&self, at: usize) -> &str {
        self.words.text(self.items[at].at)
    }

    #[inline(never)]
    fn group(&mut self, range: Range<usize>) {
        if range.len() > 1 {
            let group = (self.items[range.start].at, self.items[range.end - 1].end);
            if !self.found.contains(&group) {
                self.found.push(group);
            }
        }
    }

    #[inline(never)]
    fn has_sign(&self, range: Range<usize>) -> bool {
        range.clone().skip(1).any(|at| self.sign(at) && !self.is(at - 1, Kind::Power))
    }

    fn says_two(&self, at: usize) -> bool {
        self.words.says(self.items[at].at, "two 2 दो do")
    }

    /// A bracket that is offered beside the reading without it.
    #[inline(never)]
    fn offer(&mut self, range: Range<usize>) {
        if range.len() > 1 {
            self.doubtful.push((self.items[range.start].at, self.items[range.end - 1].end));
        }
    }

    fn letters(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        range.filter(|at| self.is(*at, Kind::Letter)).map(|at| self.text(at))
    }

    /// Whether some letter stands in both.
    #[inline(never)]
    fn share(&self, one: Range<usize>, other: Range<usize>) -> bool {
        one.into_iter()
            .any(|at| self.is(at, Kind::Letter) && self.holds(other.clone(), self.text(at)))
    }

    /// Whether this letter stands there.
    #[inline(never)]
    fn holds(&self, mut range: Range<usize>, letter: &str) -> bool {
        range.any(|at| self.is(at, Kind::Letter) && self.text(at) == letter)
    }

    #[inline(never)]
    fn any(&self, range: Range<usize>, kinds: &[Kind]) -> bool {
        range.into_iter().any(|at| self.kind(at).is_some_and(|kind| kinds.contains(&kind)))
    }

    /// "n minus one d", "n minus one into d", "n plus one factorial": nobody says "one d", nor "one factorial".
    fn count_less_one(&mut self, side: Range<usize>) {
        for at in side.clone() {
            let one = self.is(at, Kind::Letter)
                && at + 3 < side.end
                && self.sign(at + 1)
                && self.is(at + 2, Kind::One);
            // "n factorial by n minus r factorial".
            let again = self.is(at, Kind::Letter)
                && at + 3 < side.end
                && self.is(at + 1, Kind::Minus)
                && self.is(at + 2, Kind::Letter)
                && self.is(at + 3, Kind::Factorial)
                && (0..at).any(|other| {
                    self.is(other + 1, Kind::Factorial)
                        && self.text(other) == self.text(at)
                })
                // What multiplies it below is a factorial too: "by r factorial into n minus r factorial".
                && (!self.any(at.saturating_sub(1)..at, &[Kind::Into, Kind::Times])
                    || self.any(at.saturating_sub(2)..at - 1, &[Kind::Factorial])
                        && self.any(side.start..at, &[Kind::Over]));
            let alone = |at: usize| {
                at == side.start
                    || matches!(
                        self.kind(at - 1),
                        Some(
                            Kind::Plus
                                | Kind::Minus
                                | Kind::Into
                                | Kind::Times
                                | Kind::Over
                                | Kind::Root
                        )
                    )
            };
            let counted = at > side.start && self.is(at - 1, Kind::Number);
            let from = if counted { at - 1 } else { at };
            if !(one || again) || !alone(from) {
                continue;
            }
            let next = self.kind(at + 3);
            let multiplied = matches!(next, Some(Kind::Into | Kind::Times))
                && at + 4 < side.end
                && !self.is(at + 4, Kind::One);
            if again || multiplied || matches!(next, Some(Kind::Letter | Kind::Factorial)) {
                self.group(from..at + 3);
                // It is one factor now, and so is a letter that it multiplies.
                for item in &mut self.items[from + 1..at + 3] {
                    item.kind = Kind::Cling;
                }
                let letter = self.is(at + 4, Kind::Letter)
                    && (at + 5 >= side.end || self.is(at + 5, Kind::Over));
                if multiplied && letter {
                    self.items[at + 3].kind = Kind::Cling;
                }
            }
        }
    }

    /// "x minus h whole square plus y minus k whole square": each of its own sum.
    fn wholes(&mut self, side: Range<usize>) {
        let mut from = side.start;
        let mut bounded = false;
        for at in side.clone() {
            match self.kind(at) {
                Some(Kind::Root | Kind::Big | Kind::Into) => {
                    from = at + 1;
                    bounded = true;
                }
                Some(Kind::Whole) => {
                    let marked = self.words.length(self.items[at].at) > 3
                        && self.items[at].end == self.items[at].at + 1;
                    let again = (at + 1..side.end).any(|at| self.is(at, Kind::Whole));
                    if let Some(begin) = self.counting_product(from..at) {
                        self.group(begin..at);
                    } else if (bounded || marked || again) && self.has_sign(from..at)
                        || marked && at > from
                    {
                        self.group(from..at);
                        for item in &mut self.items[from + 1..at] {
                            item.kind = Kind::Cling;
                        }
                    }
                    let next = (at + 1..side.end).find(|at| self.sign(*at));
                    from = next.map_or(side.end, |sign| sign + 1);
                    bounded = true;
                }
                _ => {}
            }
        }
    }

    /// "n into n plus one by two" before "whole square": where the product begins, whose last factor is this sum.
    fn counting_product(&mut self, sum: Range<usize>) -> Option<usize> {
        let begin = sum.start.checked_sub(2)?;
        let counts = self.is(begin + 1, Kind::Into)
            && self.is(begin, Kind::Letter)
            && self.is(sum.start, Kind::Letter)
            && self.text(begin) == self.text(sum.start);
        let over = sum.clone().find(|at| self.is(*at, Kind::Over))?;
        if !counts || !self.has_sign(sum.start..over) {
            return None;
        }
        self.group(sum.start..over);
        Some(begin)
    }

    /// "sin ninety minus theta", "sin A plus B" where B is an angle elsewhere.
    fn angles(&mut self, side: Range<usize>) {
        for at in side.clone() {
            if !self.is(at, Kind::Function) {
                continue;
            }
            let mut first = at + 1;
            while matches!(self.kind(first), Some(Kind::Cling | Kind::Raised)) && first < side.end {
                first += 1;
            }
            let degrees = self.is(first + 1, Kind::Cling);
            let sign = if degrees { first + 2 } else { first + 1 };
            let second = sign + 1;
            let ends = second + 1 == side.end || self.is(second + 1, Kind::Into);
            if second >= side.end || !self.sign(sign) || !self.is(second, Kind::Letter) {
                continue;
            }
            // "two sin x plus y by two cos x minus y by two": half of a sum of angles.
            let half = self.is(first, Kind::Letter)
                && !degrees
                && self.text(first) != self.text(second)
                && self.is(second + 1, Kind::Over)
                && second + 2 < side.end
                && self.says_two(second + 2);
            if half {
                self.group(first..second + 1);
                continue;
            }
            let upper = |at: usize| self.words.words[self.items[at].at].upper;
            let angle = |one: usize| {
                (0..self.items.len()).any(|other| {
                    other != one
                        && self.is(other, Kind::Letter)
                        && self.text(other) == self.text(one)
                        && upper(other) == upper(one)
                        && other > 0
                        && (self.is(other - 1, Kind::Function)
                            || other > 1
                                && matches!(self.kind(other - 1), Some(Kind::Cling | Kind::Raised))
                                && self.is(other - 2, Kind::Function))
                })
            };
            let right =
                self.is(first, Kind::Number) && self.words.says(self.items[first].at, ANGLES);
            let both = self.is(first, Kind::Letter)
                && !degrees
                && self.text(first) != self.text(second)
                && angle(first)
                && angle(second);
            let short = self.text(second).len() == 1 || right;
            if (right || both && ends) && short {
                self.group(first..second + 1);
            }
        }
    }

    /// "x to the power n minus r y to the power r", "a to the power m plus n" after "a to the power m".
    fn exponents(&mut self, side: Range<usize>) {
        // "minus one to the power n x to the power two n plus one by two n plus one factorial".
        let alternating = self.words.iter_texts().any(|said| said == "factorial")
            || self.any(0..self.items.len(), &[Kind::Big]);
        for at in side.clone() {
            let counted = (alternating || at > 0 && self.text(at - 1) == "i")
                && self.is(at, Kind::Power)
                && at + 4 < side.end
                && self.is(at + 1, Kind::Number)
                && self.is(at + 2, Kind::Letter)
                && matches!(self.text(at + 2), "n" | "k" | "m" | "r")
                && self.sign(at + 3)
                && self.is(at + 4, Kind::One);
            if counted {
                self.group(at + 1..at + 5);
                continue;
            }
            let sum = self.is(at, Kind::Power)
                && at + 3 < side.end
                && self.is(at + 1, Kind::Letter)
                && self.sign(at + 2)
                && self.is(at + 3, Kind::Letter);
            if !sum || at + 3 >= side.end {
                continue;
            }
            let raised = |name: &str| {
                (0..self.items.len()).any(|other| {
                    other > 0
                        && other != at + 1
                        && self.is(other - 1, Kind::Power)
                        && self.is(other, Kind::Letter)
                        && self.text(other) == name
                })
            };
            let last = at + 4 == side.end;
            // "a to the n minus k times b to the k".
            let times = self.is(at + 4, Kind::Into)
                || at + 4 < side.end && self.words.says(self.items[at + 4].at, "times");
            let next = at + 4 + usize::from(times);
            let base = self.is(next, Kind::Letter)
                && next + 1 < side.end
                && (!times || raised(self.text(at + 3)))
                && self.is(next + 1, Kind::Power);
            // "p to the power r q to the power n minus r".
            let rest = self.is(at + 2, Kind::Minus) && raised(self.text(at + 3));
            if base || last && (raised(self.text(at + 1)) && raised(self.text(at + 3)) || rest) {
                self.group(at + 1..at + 4);
            }
        }
    }
}
