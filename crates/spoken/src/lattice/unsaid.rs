//! Brackets that nobody says in a classroom, where the words around them leave no other sense: "a plus b into a minus b", "n
//! minus one d", "x minus h whole square plus y minus k whole square", "sin ninety minus theta".

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
}

/// The angles that are added to and taken from others.
const ANGLES: &str = "30 45 60 90 180 270 360 thirty sixty ninety नब्बे साठ तिस";

struct Finder<'a> {
    words: &'a Words,
    items: Vec<Item>,
    found: Vec<(usize, usize)>,
    /// Somebody says where brackets end.
    closed: bool,
}

impl Lattice {
    /// Where such brackets would close that open before this word.
    pub(crate) fn unsaid(&self, at: usize) -> Option<usize> {
        self.unsaid.get(at).copied().filter(|end| *end != NONE).map(|end| end as usize)
    }

    #[inline(never)]
    pub(super) fn find_unsaid(&mut self, words: &Words) {
        self.unsaid.clear();
        if self.reader || self.hard || self.careful || words.len() < 4 {
            return;
        }
        let closed = self.arcs.iter().any(|arc| matches!(arc.meaning, Meaning::Close(_)));
        let items = self.items(words);
        let mut finder = Finder { words, items, found: Vec::new(), closed };
        finder.look();
        if finder.found.is_empty() {
            return;
        }
        self.unsaid.resize(words.len(), NONE);
        for (start, end) in finder.found {
            self.unsaid[start] = index(end);
        }
    }

    #[inline(never)]
    fn items(&self, words: &Words) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if words.words[at].pause != Pause::None && at > 0 {
                items.push(Item { at, end: at, kind: Kind::Edge });
            }
            let Some(arc) = self.at(at).first() else { break };
            let end = arc.end as usize;
            let said = |text: &str| words.says(at, text);
            let mark = end < words.len()
                && self.any(end, |meaning| {
                    matches!(
                        meaning,
                        Meaning::Transpose
                            | Meaning::Prime(_)
                            | Meaning::Raised(-1)
                            | Meaning::AccentPost(ganita_notation::Accent::Bar)
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
                Meaning::Factorial => Kind::Factorial,
                Meaning::Raised(_) => Kind::Raised,
                Meaning::Prime(_)
                | Meaning::Degrees
                | Meaning::Transpose
                | Meaning::Of
                | Meaning::AccentPost(_) => Kind::Cling,
                Meaning::Power => Kind::Power,
                Meaning::Whole(_) | Meaning::WholePower => Kind::Whole,
                Meaning::Root(_) => Kind::Root,
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
            items.push(Item { at, end, kind });
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
            sides.into_iter().for_each(|side| self.count_less_one(side));
            return;
        }
        self.equal_fractions(&sides);
        for side in sides {
            self.count_less_one(side.clone());
            self.wholes(side.clone());
            self.angles(side.clone());
            self.exponents(side.clone());
            self.factors(side.clone());
            self.below(side);
        }
    }

    #[inline(never)]
    fn kind(&self, at: usize) -> Option<Kind> {
        self.items.get(at).map(|item| item.kind)
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
        range.clone().skip(1).any(|at| self.sign(at) && self.kind(at - 1) != Some(Kind::Power))
    }

    fn letters(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        range.filter(|at| self.kind(*at) == Some(Kind::Letter)).map(|at| self.text(at))
    }

    /// Whether some letter stands in both.
    #[inline(never)]
    fn share(&self, one: Range<usize>, other: Range<usize>) -> bool {
        one.into_iter().any(|at| {
            self.kind(at) == Some(Kind::Letter) && self.holds(other.clone(), self.text(at))
        })
    }

    /// Whether this letter stands there.
    #[inline(never)]
    fn holds(&self, mut range: Range<usize>, letter: &str) -> bool {
        range.any(|at| self.kind(at) == Some(Kind::Letter) && self.text(at) == letter)
    }

    #[inline(never)]
    fn any(&self, range: Range<usize>, kinds: &[Kind]) -> bool {
        range.into_iter().any(|at| self.kind(at).is_some_and(|kind| kinds.contains(&kind)))
    }

    /// "n minus one d", "n minus one into d", "n plus one factorial": nobody says "one d", nor "one factorial".
    fn count_less_one(&mut self, side: Range<usize>) {
        for at in side.clone() {
            let one = self.kind(at) == Some(Kind::Letter)
                && at + 3 < side.end
                && self.sign(at + 1)
                && self.kind(at + 2) == Some(Kind::One);
            // "n factorial by n minus r factorial".
            let again = self.kind(at) == Some(Kind::Letter)
                && at + 3 < side.end
                && self.kind(at + 1) == Some(Kind::Minus)
                && self.kind(at + 2) == Some(Kind::Letter)
                && self.kind(at + 3) == Some(Kind::Factorial)
                && (0..at).any(|other| {
                    self.kind(other + 1) == Some(Kind::Factorial)
                        && self.text(other) == self.text(at)
                });
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
            let counted = at > side.start && self.kind(at - 1) == Some(Kind::Number);
            let from = if counted { at - 1 } else { at };
            if !(one || again) || !alone(from) {
                continue;
            }
            let next = self.kind(at + 3);
            let multiplied = matches!(next, Some(Kind::Into | Kind::Times))
                && at + 4 < side.end
                && self.kind(at + 4) != Some(Kind::One);
            if again || multiplied || matches!(next, Some(Kind::Letter | Kind::Factorial)) {
                self.group(from..at + 3);
                // It is one factor now, and so is a letter that it multiplies.
                for item in &mut self.items[from + 1..at + 3] {
                    item.kind = Kind::Cling;
                }
                let letter = self.kind(at + 4) == Some(Kind::Letter)
                    && (at + 5 >= side.end || self.kind(at + 5) == Some(Kind::Over));
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
                    let marked = self.words.text(self.items[at].at).len() > 3
                        && self.items[at].end == self.items[at].at + 1;
                    let again = (at + 1..side.end).any(|at| self.kind(at) == Some(Kind::Whole));
                    if (bounded || marked || again) && self.has_sign(from..at)
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

    /// "sin ninety minus theta", "sin A plus B" where B is an angle elsewhere.
    fn angles(&mut self, side: Range<usize>) {
        for at in side.clone() {
            if self.kind(at) != Some(Kind::Function) {
                continue;
            }
            let mut first = at + 1;
            while matches!(self.kind(first), Some(Kind::Cling | Kind::Raised)) && first < side.end {
                first += 1;
            }
            let degrees = self.kind(first + 1) == Some(Kind::Cling);
            let sign = if degrees { first + 2 } else { first + 1 };
            let second = sign + 1;
            let ends = second + 1 == side.end || self.kind(second + 1) == Some(Kind::Into);
            if second >= side.end || !self.sign(sign) || self.kind(second) != Some(Kind::Letter) {
                continue;
            }
            let upper = |at: usize| self.words.words[self.items[at].at].upper;
            let angle = |one: usize| {
                (0..self.items.len()).any(|other| {
                    other != one
                        && self.kind(other) == Some(Kind::Letter)
                        && self.text(other) == self.text(one)
                        && upper(other) == upper(one)
                        && other > 0
                        && (self.kind(other - 1) == Some(Kind::Function)
                            || other > 1
                                && matches!(self.kind(other - 1), Some(Kind::Cling | Kind::Raised))
                                && self.kind(other - 2) == Some(Kind::Function))
                })
            };
            let right = self.kind(first) == Some(Kind::Number)
                && self.words.says(self.items[first].at, ANGLES);
            let both = self.kind(first) == Some(Kind::Letter)
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
        for at in side.clone() {
            let sum = self.kind(at) == Some(Kind::Power)
                && at + 3 < side.end
                && self.kind(at + 1) == Some(Kind::Letter)
                && self.sign(at + 2)
                && self.kind(at + 3) == Some(Kind::Letter);
            if !sum || at + 3 >= side.end {
                continue;
            }
            let raised = |name: &str| {
                (0..self.items.len()).any(|other| {
                    other > 0
                        && other != at + 1
                        && self.kind(other - 1) == Some(Kind::Power)
                        && self.kind(other) == Some(Kind::Letter)
                        && self.text(other) == name
                })
            };
            let last = at + 4 == side.end;
            let base = self.kind(at + 4) == Some(Kind::Letter)
                && at + 5 < side.end
                && self.kind(at + 5) == Some(Kind::Power);
            if base || last && raised(self.text(at + 1)) && raised(self.text(at + 3)) {
                self.group(at + 1..at + 4);
            }
        }
    }

    /// "a plus b into a minus b", "m into x minus x one", "s into s minus a into s minus b".
    fn factors(&mut self, side: Range<usize>) {
        let stops =
            [Kind::Over, Kind::Whole, Kind::Root, Kind::Big, Kind::Differential, Kind::Other];
        // Who leaves out the brackets of "n घटा एक" leaves out others.
        let counted = !self.found.is_empty();
        let into = |at: &usize| match self.kind(*at) {
            Some(Kind::Into) => true,
            Some(Kind::Times) => counted,
            _ => false,
        };
        let intos: Vec<usize> = side.clone().filter(into).collect();
        let (Some(first), Some(last)) = (intos.first().copied(), intos.last().copied()) else {
            return;
        };
        // What is multiplied first: behind a root, or all of the side.
        let root = (side.start..first).rev().find(|at| self.kind(*at) == Some(Kind::Root));
        let begin = root.map_or(side.start, |root| root + 1);
        let end = (last + 1..side.end).find(|at| self.any(*at..at + 1, &stops)).unwrap_or(side.end);
        let mut bounds = vec![begin];
        for into in &intos {
            bounds.extend([*into, *into + 1]);
        }
        bounds.push(end);
        let chunks: Vec<Range<usize>> =
            bounds.chunks(2).map(|pair| pair[0]..pair[1].max(pair[0])).collect();
        let sums: Vec<bool> = chunks
            .iter()
            .map(|chunk| self.has_sign(chunk.clone()) && !self.any(chunk.clone(), &stops))
            .collect();
        let lettered = |range: &Range<usize>| self.any(range.clone(), &[Kind::Letter]);
        let powers = self.any(side.clone(), &[Kind::Raised, Kind::Power]);
        let mut groups = Vec::new();
        if let [left, right] = chunks.as_slice() {
            let squares = self.any(left.clone(), &[Kind::Raised, Kind::Power]);
            // "n minus one" was found to be one factor already.
            let factor = self
                .found
                .iter()
                .any(|(start, _)| left.start < left.end && *start == self.items[left.start].at);
            let both =
                (sums[0] || factor) && sums[1] && lettered(left) && lettered(right) && !squares;
            let term = (left.start + 1..left.end).rev().find(|at| self.sign(*at));
            let last_term = term.map_or(left.start, |sign| sign + 1)..left.end;
            // "… plus three a b into a plus b": every letter was said before.
            let known = !self.any(right.clone(), &[Kind::Raised, Kind::Power, Kind::Index])
                && self.letters(right.clone()).count() > 1
                && self
                    .letters(right.clone())
                    .all(|letter| self.letters(last_term.clone()).any(|before| before == letter));
            let before = !self.has_sign(left.clone());
            if both {
                groups.push(0);
            }
            if both || sums[1] && known || sums[1] && before && self.sum_is_one_factor(left, right)
            {
                groups.push(1);
            }
        } else if !powers {
            for (number, chunk) in chunks.iter().enumerate().filter(|(number, _)| sums[*number]) {
                let sign = chunk.clone().find(|at| self.sign(*at)).unwrap_or(chunk.start);
                let (head, tail) = (chunk.start..sign, sign + 1..chunk.end);
                // "x into x plus y into y" goes on with another product.
                let goes_on = chunks
                    .get(number + 1)
                    .is_some_and(|next| number > 0 && self.share(tail.clone(), next.clone()));
                let one = self.kind(sign + 1) == Some(Kind::One);
                let same = |other: usize| self.share(head.clone(), chunks[other].clone());
                let half = |range: &Range<usize>| {
                    range.start < range.end
                        && (self.words.says(self.items[range.start].at, "half आधा aadha")
                            || self.any(range.clone(), &[Kind::Over]))
                };
                let fits = match number {
                    0 => sums[1] && same(1),
                    _ => one || same(number - 1) || half(&chunks[number - 1]) && lettered(&head),
                };
                if fits && !goes_on {
                    groups.push(number);
                }
            }
        }
        for number in &groups {
            self.group(chunks[*number].clone());
        }
        if root.is_some_and(|root| root + 1 == begin) && intos.len() > 1 && !groups.is_empty() {
            self.group(begin..side.end);
        }
    }

    /// Whether what is multiplied by `left` is all of the sum `right`: "r into x minus x one", "a b into a plus b", "P into
    /// one plus r by hundred", "r into cos t plus i sin t".
    fn sum_is_one_factor(&self, left: &Range<usize>, right: &Range<usize>) -> bool {
        let Some(sign) = right.clone().skip(1).find(|at| self.sign(*at)) else { return false };
        let (head, tail) = (right.start..sign, sign + 1..right.end);
        let functions = |range: &Range<usize>| {
            self.any(range.clone(), &[Kind::Function])
                || self.letters(range.clone()).any(|letter| matches!(letter, "f" | "g"))
        };
        let indexed =
            self.any(tail.clone(), &[Kind::Index]) && self.share(head.clone(), tail.clone());
        let squared = self.any(head.clone(), &[Kind::Raised, Kind::Power]);
        // "n by two into a plus l", "half into a plus b".
        let half = (self.words.says(self.items[left.start].at, "half आधा aadha")
            || self.any(left.clone(), &[Kind::Over])
                && self.words.says(self.items[left.end - 1].at, "two 2 दो do"))
            && self.any(head.clone(), &[Kind::Letter])
            && self.any(tail.clone(), &[Kind::Letter])
            && !self.any(right.clone(), &[Kind::Raised, Kind::Power]);
        self.kind(right.start) == Some(Kind::One)
            || half
            || indexed
            || self.share(left.clone(), head.clone()) && !squared
            || functions(&head) && functions(&tail)
    }

    /// "sin theta by one plus cos theta", "one minus cos theta by one plus cos theta".
    fn below(&mut self, side: Range<usize>) {
        let one = |finder: &Self, from: usize, end: usize| {
            finder.kind(from) == Some(Kind::One)
                && finder.sign(from + 1)
                && finder.kind(from + 2) == Some(Kind::Function)
                && from + 3 < end
                && !finder.has_sign(from + 2..end)
        };
        self.fractions_added(side.clone());
        let mut overs = side.clone().filter(|at| self.kind(*at) == Some(Kind::Over));
        let (Some(over), None) = (overs.next(), overs.next()) else { return };
        // "integral dx by x square plus a square".
        if over == side.start + 2
            && self.kind(over - 1) == Some(Kind::Differential)
            && self.kind(side.start) == Some(Kind::Integral)
            && self.has_sign(over + 1..side.end)
        {
            self.group(over + 1..side.end);
        }
        if !one(self, over + 1, side.end) {
            return;
        }
        self.group(over + 1..side.end);
        if one(self, side.start, over) {
            self.group(side.start..over);
        }
    }

    /// "x by a plus y by b", "x square by a square minus y square by b square": where each term is a fraction, none stands
    /// below another.
    fn fractions_added(&mut self, side: Range<usize>) {
        let signs: Vec<usize> = side
            .clone()
            .skip(1)
            .filter(|at| self.sign(*at) && self.kind(*at - 1) != Some(Kind::Over))
            .collect();
        let mut bounds = vec![side.start];
        for sign in &signs {
            bounds.extend([*sign, *sign + 1]);
        }
        bounds.push(side.end);
        let terms: Vec<Range<usize>> =
            bounds.chunks(2).map(|pair| pair[0]..pair[1].max(pair[0])).collect();
        let plain = [
            Kind::Letter,
            Kind::One,
            Kind::Number,
            Kind::Index,
            Kind::Raised,
            Kind::Over,
            Kind::Minus,
        ];
        let fraction = |term: &Range<usize>| {
            let overs = term.clone().filter(|at| self.kind(*at) == Some(Kind::Over)).count();
            overs == 1
                && term.len() > 2
                && term.clone().all(|at| self.kind(at).is_some_and(|kind| plain.contains(&kind)))
        };
        if terms.len() > 1 && terms.iter().all(fraction) {
            for term in &terms[..terms.len() - 1] {
                self.group(term.clone());
            }
        }
    }

    /// "x minus one by two equals y plus three by four equals z by five": a line in space.
    fn equal_fractions(&mut self, sides: &[Range<usize>]) {
        if sides.len() < 3 {
            return;
        }
        let over = |side: &Range<usize>| {
            let mut overs = side.clone().filter(|at| self.kind(*at) == Some(Kind::Over));
            overs.next().filter(|over| overs.next().is_none() && *over > side.start)
        };
        let sum = |side: &Range<usize>| {
            let over = over(side)?;
            let sum = self.kind(side.start) == Some(Kind::Letter) && self.sign(side.start + 1);
            (sum && !self.has_sign(over + 1..side.end)).then_some(side.start..over)
        };
        let sums: Vec<Range<usize>> = sides.iter().filter_map(sum).collect();
        if sums.len() > 1 && sides.iter().all(|side| over(side).is_some()) {
            for range in sums {
                self.group(range);
            }
        }
    }
}
