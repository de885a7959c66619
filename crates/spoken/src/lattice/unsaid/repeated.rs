//! Fractions that only a sum makes sense of: "one by x minus two plus one by x plus three", "alpha plus beta by alpha beta",
//! "log one plus x by x", "d y by d t by d x by d t".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    /// "thirty by x minus y plus forty four by x plus y", "one by x minus two plus one by x plus three": below each stands
    /// a sum that begins with the same letter; else the same fraction and another constant would be added again.
    pub(super) fn sums_below(&mut self, side: Range<usize>) {
        let overs: Vec<usize> = side.clone().filter(|at| self.is(*at, Kind::Over)).collect();
        let [first, .., _] = overs.as_slice() else { return };
        let term = [Kind::Letter, Kind::One, Kind::Number];
        let sum = |over: usize| {
            let (from, last) = (over + 1, over + 3);
            self.is(from, Kind::Letter)
                && last < side.end
                && self.sign(from + 1)
                && self.any(last..last + 1, &term)
                && self.text(from) == self.text(first + 1)
                && self.text(last) != self.text(from)
                && (last + 1 == side.end
                    || self.sign(last + 1)
                    // "one by x minus two square minus five by x minus two".
                    || self.any(last + 1..last + 2, &[Kind::Raised, Kind::Whole])
                        && self.text(last) == self.text(first + 3)
                        && (last + 2 == side.end || self.sign(last + 2)))
        };
        // Above each stands one thing.
        let above = |over: usize| {
            let from = (side.start..over).rev().find(|at| self.sign(*at));
            from.map_or(over - side.start, |sign| over - sign - 1) <= 2 && over > side.start
        };
        if overs.iter().all(|over| sum(*over) && above(*over)) {
            for over in &overs {
                self.group(over + 1..over + 4);
            }
        }
    }

    /// Where a differential ends that begins here, said in one word or two.
    fn differential(&self, at: usize, limit: usize) -> Option<usize> {
        match self.kind(at)? {
            Kind::Differential if at < limit => Some(at + 1),
            Kind::Letter if at + 1 < limit && self.text(at) == "d" => {
                (self.is(at + 1, Kind::Letter)).then_some(at + 2)
            }
            _ => None,
        }
    }

    /// Where a derivative ends that begins here: "d y by d t".
    fn derivative(&self, at: usize, limit: usize) -> Option<usize> {
        let over = self.differential(at, limit)?;
        self.any(over..over + 1, &[Kind::Over]).then(|| self.differential(over + 1, limit))?
    }

    /// "d y by d t by d x by d t": one derivative divided by another.
    pub(super) fn derivatives_divided(&mut self, side: Range<usize>) {
        for start in side.clone() {
            let Some(middle) = self.derivative(start, side.end) else { continue };
            let Some(end) = self.derivative(middle + 1, side.end) else { continue };
            let divided = self.is(middle, Kind::Over);
            if divided && (end == side.end || self.sign(end)) {
                self.group(start..middle);
                self.group(middle + 1..end);
                return;
            }
        }
    }

    /// "log one plus x by x": the logarithm of one is nothing, so more than one is meant.
    pub(super) fn logarithm_of_one_and_more(&mut self, side: Range<usize>) {
        for at in side.clone() {
            if !self.is(at, Kind::Logarithm) {
                continue;
            }
            let mut one = at + 1;
            while one < side.end && self.is(one, Kind::Cling) {
                one += 1;
            }
            if !self.is(one, Kind::One)
                || one + 2 >= side.end
                || !self.sign(one + 1)
                || self.is(one + 2, Kind::Logarithm)
            {
                continue;
            }
            let ends = |at: &usize| {
                self.sign(*at)
                    || self.any(
                        *at..at + 1,
                        &[Kind::Over, Kind::Into, Kind::Times, Kind::Differential],
                    )
            };
            let end = (one + 2..side.end).find(ends).unwrap_or(side.end);
            self.group(one..end);
            for item in &mut self.items[one + 1..end] {
                item.kind = Kind::Cling;
            }
        }
    }

    /// "n x plus n into n minus one by two": a number is multiplied by the one before it, and by nothing that was added.
    /// "n n plus one": the next.
    pub(super) fn counted_down(&mut self, side: Range<usize>) {
        for at in side.clone() {
            let letter = |at: usize| self.is(at, Kind::Letter);
            let beside = letter(at)
                && at + 3 < side.end
                && letter(at + 1)
                && self.text(at) == self.text(at + 1)
                && self.sign(at + 2)
                && self.is(at + 3, Kind::One)
                && (at + 4 == side.end || self.any(at + 4..at + 5, &[Kind::Over, Kind::Into]));
            if beside {
                self.group(at + 1..at + 4);
                for item in &mut self.items[at + 1..at + 4] {
                    item.kind = Kind::Cling;
                }
                continue;
            }
            let product = letter(at)
                && at > side.start
                && self.sign(at - 1)
                && self.any(at + 1..at + 2, &[Kind::Into, Kind::Times])
                && at + 4 < side.end
                && letter(at + 2)
                && self.text(at) == self.text(at + 2)
                && self.sign(at + 3)
                && self.is(at + 4, Kind::One);
            if product {
                self.group(at + 2..at + 5);
                // One factor of one term.
                for item in &mut self.items[at + 1..at + 5] {
                    item.kind = Kind::Cling;
                }
            }
        }
    }

    /// Whether the term before "over" would be divided by what stands in it: "alpha plus beta by alpha beta" is no beta by
    /// alpha beta, so all of the sum stands above.
    pub(super) fn reducible(&self, above: Range<usize>, below: Range<usize>) -> bool {
        let Some(sign) = above.clone().rev().find(|at| self.sign(*at)) else { return false };
        let plain = |range: Range<usize>| {
            range.start < range.end
                && range.into_iter().all(|at| {
                    self.any(at..at + 1, &[Kind::Letter, Kind::Number, Kind::One, Kind::Raised])
                })
        };
        let last = sign + 1..above.end;
        sign > above.start
            && plain(last.clone())
            && plain(below.clone())
            && self.any(above.start..sign, &[Kind::Letter, Kind::One, Kind::Number])
            && self.share(last, below)
    }
}
