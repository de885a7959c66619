//! Sums above and below: "sin theta by one plus cos theta", "x by a plus y by b", "x minus one by two equals y by three".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    /// "sin theta by one plus cos theta", "one minus cos theta by one plus cos theta".
    pub(super) fn below(&mut self, side: Range<usize>) {
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
        // "integral dx by x square plus a square", "integral of d x by one plus x square".
        let d_x = over > side.start
            && (self.kind(over - 1) == Some(Kind::Differential)
                || over > side.start + 1
                    && self.kind(over - 1) == Some(Kind::Letter)
                    && self.text(over - 2) == "d");
        if over <= side.start + 4
            && d_x
            && self.kind(side.start) == Some(Kind::Integral)
            && self.has_sign(over + 1..side.end)
        {
            self.group(over + 1..side.end);
        }
        // "one by sec theta minus tan theta".
        let functions = self.kind(side.start) == Some(Kind::One)
            && over == side.start + 1
            && self.kind(over + 1) == Some(Kind::Function)
            && self.letters(over + 1..side.end).count() == 2
            && (over + 2..side.end)
                .any(|at| self.sign(at) && self.kind(at + 1) == Some(Kind::Function));
        if !functions && !one(self, over + 1, side.end) {
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
    pub(super) fn equal_fractions(&mut self, sides: &[Range<usize>]) {
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
