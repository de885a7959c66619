//! Sums that are multiplied: "a plus b into a minus b", "m into x minus x one", "s into s minus a into s minus b".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    /// "a plus b into a minus b", "m into x minus x one", "s into s minus a into s minus b".
    pub(super) fn factors(&mut self, side: Range<usize>) {
        let stops = [
            Kind::Over,
            Kind::Whole,
            Kind::Root,
            Kind::Absolute,
            Kind::Big,
            Kind::Differential,
            Kind::Other,
        ];
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
        if self.conjugates(&side, &intos) {
            return;
        }
        // What is multiplied first: behind a root, or all of the side.
        let root = (side.start..first).rev().find(|at| self.is(*at, Kind::Root));
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
        let (mut groups, mut offered) = (Vec::new(), Vec::new());
        let row = self.row_of_products(&chunks);
        if !row.is_empty() {
            row.into_iter().for_each(|sum| self.group(sum));
            return;
        }
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
            // "y equals m into x plus c" is a line.
            let line = left.len() == 1
                && self.is(left.start, Kind::Letter)
                && right.len() == 3
                && self.unknown(right.start)
                && self.is(right.start + 2, Kind::Letter)
                && !self.unknown(right.start + 2)
                && !self.unknown(left.start)
                && self.is(first, Kind::Into);
            if line {
                offered.push(right.clone());
            }
            // "a plus b into x" stands as it is said; the bracket is offered.
            if sums[0]
                && !sums[1]
                && lettered(left)
                && lettered(right)
                && right.len() == 1
                && !squares
                && self.is(first, Kind::Into)
            {
                offered.push(left.clone());
            }
            // "k into x plus y": who means no bracket says "k x plus y".
            let plain = before
                && !line
                && intos.len() == 1
                && !self.any(left.clone(), &[Kind::Raised, Kind::Power, Kind::Function])
                && !self.any(right.clone(), &[Kind::Raised, Kind::Power, Kind::Function])
                && !self.is(right.start, Kind::Number)
                && self.is(first, Kind::Into)
                && lettered(right);
            if both
                || sums[1] && (known || plain)
                || sums[1] && before && self.sum_is_one_factor(left, right)
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
                let one = self.is(sign + 1, Kind::One);
                let same = |other: usize| self.share(head.clone(), chunks[other].clone());
                let half = |range: &Range<usize>| {
                    range.start < range.end
                        && (self.words.says(self.items[range.start].at, "half आधा aadha")
                            || number + 1 == chunks.len() && self.any(range.clone(), &[Kind::Over]))
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
        offered.into_iter().for_each(|sum: Range<usize>| self.offer(sum));
        for number in &groups {
            self.group(chunks[*number].clone());
        }
        if root.is_some_and(|root| root + 1 == begin) && intos.len() > 1 && !groups.is_empty() {
            self.group(begin..side.end);
        }
    }

    /// A letter that stands for what is not known.
    fn unknown(&self, at: usize) -> bool {
        self.is(at, Kind::Letter) && matches!(self.text(at), "x" | "y" | "z" | "t")
    }

    /// "x 1 into y 2 minus y 3 plus x 2 into y 3 minus y 1": each letter multiplies the sum before the next; and "half
    /// into" all of it.
    fn row_of_products(&self, chunks: &[Range<usize>]) -> Vec<Range<usize>> {
        let Some(first) = chunks.iter().position(|chunk| self.has_sign(chunk.clone())) else {
            return Vec::new();
        };
        let last = chunks.len() - 1;
        let sum = |chunk: &Range<usize>| {
            let end = chunk.clone().rev().find(|at| self.sign(*at))?;
            let next = self.is(end + 1, Kind::Letter);
            (next && self.has_sign(chunk.start..end)).then_some(chunk.start..end)
        };
        let mut sums: Vec<Range<usize>> = chunks[first..last].iter().map_while(sum).collect();
        if first == 0 || first > 2 || sums.is_empty() || sums.len() + first != last {
            return Vec::new();
        }
        sums.push(chunks[last].clone());
        if first == 2 {
            sums.push(chunks[1].start..chunks[last].end);
        }
        sums
    }

    /// "root two plus root three into root two minus root three": the same two terms, added and taken away.
    fn conjugates(&mut self, side: &Range<usize>, intos: &[usize]) -> bool {
        let [into] = *intos else { return false };
        let bound = |at: &usize| self.any(*at..at + 1, &[Kind::Over, Kind::Integral, Kind::Big]);
        let start = (side.start..into).rev().find(bound).map_or(side.start, |at| at + 1);
        let end = (into + 1..side.end).find(bound).unwrap_or(side.end);
        let alike =
            self.any(start..into, &[Kind::Root]) && self.conjugate(start..into, into + 1..end);
        if alike {
            self.group(start..into);
            self.group(into + 1..end);
        }
        alike
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
        self.is(right.start, Kind::One)
            || half
            || indexed
            || self.share(left.clone(), head.clone()) && !squared
            || functions(&head) && functions(&tail)
    }
}
