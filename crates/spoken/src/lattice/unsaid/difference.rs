//! Sums of one letter's values, which are one quantity: "y two minus y one upon x two minus x one", "x one plus x two by two".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    /// "y two minus y one upon x two minus x one into x minus x one", "f one minus f zero by two f one minus f zero minus f
    /// two": who adds the values of one letter, and multiplies or divides, means the sum.
    pub(super) fn differences(&mut self, side: Range<usize>) {
        let mut at = side.start;
        while at < side.end {
            let end = self.values(at, side.end);
            if end > at {
                let before = (at > side.start).then(|| self.kind(at - 1)).flatten();
                let after = (end < side.end).then(|| self.kind(end)).flatten();
                let joins = |kind| matches!(kind, Some(Kind::Over | Kind::Into));
                let opens = match before {
                    None => true,
                    Some(Kind::Plus | Kind::Minus) => after == Some(Kind::Over),
                    before => joins(before),
                };
                if opens && (after.is_none() || joins(after)) && (joins(before) || joins(after)) {
                    self.group(at..end);
                    for item in &mut self.items[at + 1..end] {
                        item.kind = Kind::Cling;
                    }
                }
            }
            let sign = |at: &usize| {
                self.sign(*at) || matches!(self.kind(*at), Some(Kind::Over | Kind::Into))
            };
            at = (end.max(at + 1)..side.end).find(sign).map_or(side.end, |sign| sign + 1);
        }
    }

    /// "x minus one x minus two equals zero": a letter is not multiplied by a number before it, so the sums are.
    pub(super) fn row_of_differences(&mut self, side: Range<usize>) {
        let count = side.len() / 3;
        let sum = |at: usize| {
            self.is(at, Kind::Letter)
                && self.text(at) == self.text(side.start)
                && self.sign(at + 1)
                && matches!(self.kind(at + 2), Some(Kind::Number | Kind::One))
        };
        let starts = || side.clone().step_by(3);
        if count < 2 || !side.len().is_multiple_of(3) || !starts().all(sum) {
            return;
        }
        let sums: Vec<usize> = starts().collect();
        for at in sums {
            self.group(at..at + 3);
            for item in &mut self.items[at + 1..at + 3] {
                item.kind = Kind::Cling;
            }
        }
    }

    /// Where a sum of one letter's values ends that begins here; `from` where there is none.
    fn values(&self, from: usize, limit: usize) -> usize {
        let Some((letter, mut end, mut indexed)) = self.value(from, limit) else { return from };
        let mut terms = 1;
        while end < limit && self.sign(end) {
            let Some((next, after, index)) = self.value(end + 1, limit) else { break };
            if self.text(next) != self.text(letter) {
                break;
            }
            (end, indexed, terms) = (after, indexed || index, terms + 1);
        }
        if terms > 1 && indexed { end } else { from }
    }

    /// A letter, its coefficient and its index: where the letter stands, where all of it ends, and whether it has an index.
    fn value(&self, from: usize, limit: usize) -> Option<(usize, usize, bool)> {
        let counted = self.is(from, Kind::Number) && from + 1 < limit;
        let letter = if counted { from + 1 } else { from };
        if letter >= limit || !self.is(letter, Kind::Letter) {
            return None;
        }
        let indexed = letter + 1 < limit && self.is(letter + 1, Kind::Index);
        Some((letter, letter + 1 + usize::from(indexed), indexed))
    }
}
