//! What stands above and below tells where each ends: "x by x plus one into x plus two", "r to the power n minus one by r minus
//! one", "n by two minus c f upon f".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    pub(super) fn denominators(&mut self, side: Range<usize>) {
        let overs: Vec<usize> = side.clone().filter(|at| self.is(*at, Kind::Over)).collect();
        for (number, over) in overs.iter().copied().enumerate() {
            let next = overs.get(number + 1).copied().unwrap_or(side.end);
            let end = (over + 1..next).find(|at| self.is(*at, Kind::Differential));
            let below = over + 1..end.unwrap_or(next);
            if next < side.end {
                continue;
            }
            let found = self.factors_below(below.clone())
                || self.factorials_below(over, below.clone())
                || self.lengths_below(side.start..over, below.clone())
                || self.powers_above(side.start..over, below.clone());
            if !found {
                self.nothing_by_itself(side.start..over, below);
            }
        }
    }

    /// What is multiplied in a range.
    fn chunks(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let mut from = range.start;
        for at in range.start..=range.end {
            if at == range.end || self.any(at..at + 1, &[Kind::Into, Kind::Times]) {
                chunks.push(from..at);
                from = at + 1;
            }
        }
        chunks
    }

    /// "x by x plus one into x plus two", "one by n into n plus one": linear factors of one letter.
    fn factors_below(&mut self, below: Range<usize>) -> bool {
        let chunks = self.chunks(below.clone());
        let letter = |chunk: &Range<usize>| {
            self.is(chunk.start, Kind::Letter) && self.text(chunk.start) == self.text(below.start)
        };
        let sum = |chunk: &Range<usize>| chunk.len() == 3 && self.sign(chunk.start + 1);
        let [first, .., last] = chunks.as_slice() else { return false };
        let fits = chunks.iter().all(|chunk| letter(chunk) && (chunk.len() == 1 || sum(chunk)))
            && (sum(first) || self.any(below.start - 2..below.start - 1, &[Kind::One]))
            && sum(last);
        if fits {
            let first = self.items[first.start].at..self.items[first.end - 1].end;
            chunks.into_iter().for_each(|chunk| self.group(chunk));
            self.inside.push((first.start, first.end));
            self.group(below);
        }
        fits
    }

    /// "n factorial by r factorial into n minus r factorial".
    fn factorials_below(&mut self, over: usize, below: Range<usize>) -> bool {
        let factorial = |end: usize| self.any(end - 1..end, &[Kind::Factorial]);
        let chunks = self.chunks(below.clone());
        let fits =
            chunks.len() > 1 && factorial(over) && chunks.iter().all(|chunk| factorial(chunk.end));
        if fits {
            self.group(below);
        }
        fits
    }

    /// "a dot b by mod a mod b": no vector is divided.
    fn lengths_below(&mut self, above: Range<usize>, below: Range<usize>) -> bool {
        let lengths = below.clone().filter(|at| self.is(*at, Kind::Absolute)).count();
        let fits = self.is(below.start, Kind::Absolute)
            && lengths > 1
            && !below.clone().any(|at| self.sign(at));
        if fits {
            self.group(below);
            let dot = above.clone().any(|at| self.text(at) == "dot");
            if dot && !self.has_sign(above.clone()) {
                self.group(above);
            }
        }
        fits
    }

    /// The one thing in a term that has powers: "r" in "r to the power n".
    fn base(&self, term: Range<usize>) -> Option<&str> {
        let power = term.len() == 1
            || term.len() == 2 && self.is(term.start + 1, Kind::Raised)
            || term.len() > 2 && self.is(term.start + 1, Kind::Power);
        let plain = self.any(term.start..term.start + 1, &[Kind::Letter, Kind::One, Kind::Number]);
        (power && plain && !term.is_empty()).then(|| self.text(term.start))
    }

    /// "r to the power n minus one by r minus one", "a cube minus b cube by a minus b": powers of what stands below.
    fn powers_above(&mut self, above: Range<usize>, below: Range<usize>) -> bool {
        let ends = self.any(below.start + 3..below.start + 4, &[Kind::Into, Kind::Times]);
        if below.len() != 3 && !ends || !self.sign(below.start + 1) {
            return false;
        }
        let Some(sign) = above.clone().rev().find(|at| self.sign(*at)) else { return false };
        let second = sign + 1..above.end;
        let begins = |start: &usize| {
            self.base(*start..sign).is_some_and(|base| base == self.text(below.start))
        };
        let Some(start) = (above.start..sign).rev().take(5).find(begins) else { return false };
        let fits = self.base(second.clone()).is_some_and(|base| base == self.text(below.start + 2))
            && (sign > start + 1 || second.len() > 1)
            && !self.any(start.saturating_sub(1).max(above.start)..start, &[Kind::Power]);
        if fits {
            self.group(start..above.end);
            self.group(below.start..below.start + 3);
            if self.is(start + 1, Kind::Power) {
                // The exponent ends before the sign.
                self.found.push((self.items[start + 2].at, self.items[sign - 1].end));
            }
        }
        fits
    }

    /// "x by x plus one", "sin x upon sin x plus cos x": nobody divides a thing by itself.
    fn nothing_by_itself(&mut self, above: Range<usize>, below: Range<usize>) {
        let same = |size: usize| {
            let (one, other) = (above.end - size, below.start);
            (0..size).all(|at| {
                self.kind(one + at) == self.kind(other + at)
                    && self.text(one + at) == self.text(other + at)
                    && !self.sign(one + at)
            })
        };
        let number = self.any(below.start..below.start + 1, &[Kind::One, Kind::Number]);
        let into = self.chunks(below.clone()).swap_remove(0);
        let found = (1..=4.min(above.len()))
            .any(|size| size + 1 < into.len() && self.sign(below.start + size) && same(size));
        if found && !number {
            self.group(into);
        }
    }

    /// "l plus n by two minus c f upon f into h": nobody divides c f by f.
    pub(super) fn part_less_counted(&mut self, side: Range<usize>) {
        let mut overs = side.clone().filter(|at| self.is(*at, Kind::Over));
        let (Some(first), Some(second), None) = (overs.next(), overs.next(), overs.next()) else {
            return;
        };
        let fits = first > side.start
            && self.is(first - 1, Kind::Letter)
            && self.is(first + 1, Kind::Number)
            && self.is(first + 2, Kind::Minus)
            && (2..4).contains(&(second - first - 2))
            && second + 1 < side.end
            && self.text(second - 1).ends_with(self.text(second + 1));
        if fits {
            self.group(first - 1..second);
        }
    }

    /// "A union B dash equals A dash intersection B dash".
    pub(super) fn complement_of_both(&mut self, sides: &[Range<usize>]) {
        let [left, right] = sides else { return };
        let kinds = |side: &Range<usize>, kinds: &[Kind]| {
            side.len() == kinds.len()
                && side.clone().zip(kinds).all(|(at, kind)| self.kind(at) == Some(*kind))
        };
        let (letter, other, cling) = (Kind::Letter, Kind::Other, Kind::Cling);
        if kinds(left, &[letter, other, letter, cling])
            && kinds(right, &[letter, cling, other, letter, cling])
        {
            self.group(left.start..left.start + 3);
        }
    }
}
