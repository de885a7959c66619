//! Sums above and below: "sin theta by one plus cos theta", "x by a plus y by b", "x minus one by two equals y by three".

use std::ops::Range;

use super::{Finder, Kind};

impl Finder<'_> {
    /// Sums that stand above: "b square plus c square minus a square upon two b c", "a plus b by two", "mod of a x plus b y
    /// plus c upon root …", "one plus r by hundred to the power n".
    pub(super) fn above(&mut self, side: Range<usize>) {
        self.fractions_of_one(side.clone());
        self.one_and_part_raised(side.clone());
        let Some(over) = self.only_over(side.clone()) else { return };
        let absolute = (side.start..over).rev().find(|at| self.is(*at, Kind::Absolute));
        if let Some(absolute) = absolute {
            if self.is(over + 1, Kind::Root) && self.has_sign(absolute + 1..over) {
                self.group(absolute + 1..over);
            }
            return;
        }
        let mean = over == side.start + 3
            && self.is(side.start, Kind::Letter)
            && self.is(side.start + 1, Kind::Plus)
            && self.is(side.start + 2, Kind::Letter)
            && over + 2 == side.end
            && self.says_two(over + 1);
        if mean
            || self.reducible(side.start..over, over + 1..side.end)
            || self.same_degree(side.start..over, over + 1..side.end)
            || self.opposite_powers(side.start..over)
        {
            self.group(side.start..over);
        }
        if self.conjugate(side.start..over, over + 1..side.end) {
            self.group(side.start..over);
            self.group(over + 1..side.end);
        }
        self.vanishing(side, over);
    }

    fn only_over(&self, side: Range<usize>) -> Option<usize> {
        let over = side.clone().find(|at| self.is(*at, Kind::Over))?;
        (!self.any(over + 1..side.end, &[Kind::Over]) && over > side.start).then_some(over)
    }

    /// "root three minus one upon root three plus one", "x plus y by x minus y": the same two terms above and below.
    pub(super) fn conjugate(&self, above: Range<usize>, below: Range<usize>) -> bool {
        let alike = |(one, other): (usize, usize)| {
            self.kind(one) == self.kind(other) && self.text(one) == self.text(other)
                || self.sign(one) && self.sign(other)
        };
        let signs = above.clone().filter(|at| self.sign(*at)).count();
        above.len() == below.len()
            && signs == 1
            && self.has_sign(above.clone())
            && above.zip(below).all(alike)
    }

    /// "e to the power x plus e to the power minus x" above anything.
    fn opposite_powers(&self, above: Range<usize>) -> bool {
        let kinds = [
            Kind::Letter,
            Kind::Power,
            Kind::Letter,
            Kind::Plus,
            Kind::Letter,
            Kind::Power,
            Kind::Minus,
            Kind::Letter,
        ];
        let at = above.start;
        let fits = |(offset, kind): (usize, &Kind)| {
            self.kind(at + offset) == Some(*kind) || offset == 3 && self.sign(at + offset)
        };
        above.len() == kinds.len()
            && kinds.iter().enumerate().all(fits)
            && self.text(at) == self.text(at + 4)
            && self.text(at + 2) == self.text(at + 7)
    }

    /// Whether all terms above have the degree of the one term below, and it is two or more: else a length would be added to
    /// an area.
    fn same_degree(&self, above: Range<usize>, below: Range<usize>) -> bool {
        let Some(degree) = self.degree(below).filter(|degree| *degree > 1) else { return false };
        let mut from = above.start;
        let mut terms = 0;
        for at in above.start..=above.end {
            if at == above.end || self.sign(at) {
                if self.degree(from..at) != Some(degree) {
                    return false;
                }
                terms += 1;
                from = at + 1;
            }
        }
        terms > 1
    }

    /// Whether that is a sum of letters, numbers and their powers.
    fn degree_of_sum(&self, sum: Range<usize>) -> bool {
        let plain = |at: usize| self.sign(at) || self.degree(at..at + 1).is_some();
        let powers = |at: usize| self.is(at, Kind::Raised);
        sum.clone().all(|at| plain(at) || powers(at))
    }

    /// How many letters a term multiplies; nothing where it holds anything else.
    fn degree(&self, term: Range<usize>) -> Option<usize> {
        let mut degree = 0;
        for at in term.clone() {
            match self.kind(at)? {
                Kind::Letter => degree += 1,
                Kind::Raised if at > term.start && self.items[at].degree > 0 => {
                    degree += self.items[at].degree - 1;
                }
                Kind::One | Kind::Number | Kind::Index => {}
                _ => return None,
            }
        }
        Some(degree)
    }

    /// "limit x tends to a … by x minus a": what is below goes to nothing, and that is why the limit is asked.
    fn vanishing(&mut self, side: Range<usize>, over: usize) {
        let Some(letter) = side.start.checked_sub(2) else { return };
        let approaches = self.is(letter + 1, Kind::Edge)
            && self.is(letter, Kind::Letter)
            && letter > 0
            && self.words.says(self.items[letter - 1].at, "limit lim limits lt लिमिट सिमा");
        let vanishes = over + 4 == side.end
            && self.is(over + 1, Kind::Letter)
            && self.is(over + 2, Kind::Minus)
            && self.text(over + 1) == self.text(letter)
            && self.text(over + 3) == self.text(side.start);
        // "limit x tends to infinity three x square plus two x by five x square minus one".
        let endless = self.words.says(self.items[side.start].at, "infinity अनंत anant")
            && self.degree_of_sum(side.start + 1..over)
            && self.degree_of_sum(over + 1..side.end);
        if approaches && endless {
            self.group(side.start + 1..over);
            self.group(over + 1..side.end);
        }
        if approaches && vanishes {
            self.group(over + 1..side.end);
            if self.has_sign(side.start + 1..over) {
                self.group(side.start + 1..over);
            }
        }
    }

    /// "tan theta upon one minus cot theta plus cot theta upon one minus tan theta", "sin A by one plus cos A plus one plus
    /// cos A by sin A": fractions, where "one plus cos A" is one thing.
    fn fractions_of_one(&mut self, side: Range<usize>) {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut overs = Vec::new();
        let mut sums = Vec::new();
        let mut from = side.start;
        for at in side.start..=side.end {
            let over = self.is(at, Kind::Over);
            if at < side.end && !over && !(self.sign(at) && at > from) {
                continue;
            }
            let one = at == from + 1 && self.is(from, Kind::One);
            if at < side.end && !over && one {
                continue;
            }
            let sum = self.is(from, Kind::One) && at > from + 2 && self.sign(from + 1);
            if sum && !self.any(from + 2..at, &[Kind::Function]) {
                return;
            }
            if sum {
                sums.push(from..at);
            }
            parts.push(from..at);
            overs.push(over && at < side.end);
            from = at + 1;
        }
        // Above, below, above, below.
        let fractions = parts.len() > 3
            && !sums.is_empty()
            && parts.len().is_multiple_of(2)
            && overs.iter().enumerate().all(|(number, over)| *over == (number % 2 == 0));
        if fractions {
            // No fraction but the last stands under another.
            for pair in parts[..parts.len() - 2].chunks(2) {
                if !sums.contains(&pair[0]) {
                    self.group(pair[0].start..pair[1].end);
                }
            }
            sums.into_iter().for_each(|sum| self.group(sum));
        }
    }

    /// "one plus r by hundred to the power n": nobody raises the hundred.
    fn one_and_part_raised(&mut self, side: Range<usize>) {
        let part = [Kind::Letter, Kind::One, Kind::Number];
        let found = side.clone().find(|at| {
            self.is(*at, Kind::One)
                && *at + 5 < side.end
                && (*at == side.start || matches!(self.kind(*at - 1), Some(Kind::Into | Kind::Big)))
                && self.sign(*at + 1)
                && self.any(*at + 2..*at + 3, &part)
                && self.is(*at + 3, Kind::Over)
                && self.any(*at + 4..*at + 5, &part)
                && self.is(*at + 5, Kind::Power)
        });
        if let Some(one) = found {
            self.group(one..one + 5);
        }
    }

    /// "sin theta by one plus cos theta", "one minus cos theta by one plus cos theta".
    pub(super) fn below(&mut self, side: Range<usize>) {
        let one = |finder: &Self, from: usize, end: usize| {
            finder.is(from, Kind::One)
                && finder.sign(from + 1)
                && finder.is(from + 2, Kind::Function)
                && from + 3 < end
                && !finder.has_sign(from + 2..end)
        };
        self.fractions_added(side.clone());
        let mut overs = side.clone().filter(|at| self.is(*at, Kind::Over));
        let (Some(over), None) = (overs.next(), overs.next()) else { return };
        // "integral dx by x square plus a square", "integral of d x by one plus x square".
        let d_x = over > side.start
            && (self.is(over - 1, Kind::Differential)
                || over > side.start + 1
                    && self.is(over - 1, Kind::Letter)
                    && self.text(over - 2) == "d");
        if over <= side.start + 4
            && d_x
            && self.is(side.start, Kind::Integral)
            && self.has_sign(over + 1..side.end)
        {
            self.group(over + 1..side.end);
        }
        // "one by sec theta minus tan theta".
        let functions = self.is(side.start, Kind::One)
            && over == side.start + 1
            && self.is(over + 1, Kind::Function)
            && self.letters(over + 1..side.end).count() == 2
            && (over + 2..side.end).any(|at| self.sign(at) && self.is(at + 1, Kind::Function));
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
            .filter(|at| self.sign(*at) && !self.is(*at - 1, Kind::Over))
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
            let overs = term.clone().filter(|at| self.is(*at, Kind::Over)).count();
            overs == 1
                && term.len() > 2
                && term.clone().all(|at| self.kind(at).is_some_and(|kind| plain.contains(&kind)))
        };
        // "x by y plus eight by x minus eight": what follows the last is one thing. "x minus x square by two plus x cube by
        // three": so is what stands before the first.
        let last = terms.iter().rposition(|term| term.len() != 1).unwrap_or(0);
        let lone = terms[0].len() == 1
            && self.is(terms[0].start, Kind::Letter)
            && terms.get(1).is_some_and(|next| self.is(next.start, Kind::Letter));
        let first = usize::from(lone);
        if last > first && terms[first..=last].iter().all(fraction) {
            for term in &terms[first..last] {
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
            let mut overs = side.clone().filter(|at| self.is(*at, Kind::Over));
            overs.next().filter(|over| overs.next().is_none() && *over > side.start)
        };
        let sum = |side: &Range<usize>| {
            let over = over(side)?;
            let sum = self.is(side.start, Kind::Letter) && self.sign(side.start + 1);
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
