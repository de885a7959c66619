//! Exponents: "to the n", "to the fifth power", "की घात n", and how much of what follows they take.

use ganita_notation::{Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::postfix::small;
use crate::grammar::sum::product_of;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{OrNothing, Parser, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// The exponent after a power word.
    pub(crate) fn exponent_after(&mut self, arc: Arc) -> Node {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        if let Some(end) = end {
            // "to the ninth power", "to the 2022nd power".
            if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Ordinal(_)))
                && (arc.end as usize == end
                    || self.words.words[arc.end as usize].pause != Pause::None)
                && let Meaning::Ordinal(value) = arc.meaning
            {
                self.take(arc, Role::Number);
                self.close(Fence::Exponent);
                return Node::number(&value.to_string());
            }
            // "A raised to the exponent prime end exponent".
            if let Some(Arc { meaning: Meaning::Prime(count), end: after, .. }) =
                self.arcs().find(|arc| matches!(arc.meaning, Meaning::Prime(_))).copied()
                && after as usize == end
            {
                self.at = end;
                self.close(Fence::Exponent);
                return Node::Prime(Box::new(nothing()), count);
            }
            let exponent = self.until(end);
            self.close(Fence::Exponent);
            return exponent;
        }
        self.exponents += 1;
        let exponent = self.exponent();
        self.exponents -= 1;
        match exponent {
            Some(exponent) => exponent,
            None => self.incomplete(),
        }
    }

    /// "the square of x", "the whole square of a plus b".
    pub(crate) fn power_of(&mut self, arc: Arc, power: i8) -> Option<Node> {
        self.take(arc, Role::Operator);
        let first = self.factor()?;
        let whole = matches!(arc.meaning, Meaning::WholeOf(_));
        let sum_follows = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
            && self.pause() == Pause::None;
        let costs = if whole { [9, 0] } else { [0, 7] };
        let base = if sum_follows && self.choose(Kind::PowerOfSum, &costs) == 1 {
            self.sum_from(first)
        } else {
            first
        };
        Some(Node::power(base, small(power)))
    }

    /// Whether "to the power" is said of this letter.
    fn power_behind(&self, letter: Arc) -> bool {
        let after = letter.end as usize;
        after < self.limit
            && !self.lattice.reader
            && self.words.says(after, "to power raised")
            && self.lattice.first(after) == Some(Meaning::Power)
    }

    fn exponent(&mut self) -> Option<Node> {
        if let Some(sign) = self.lone_sign() {
            self.accept(Meaning::PowerEnd);
            return Some(sign);
        }
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let sign = match arc.meaning {
                Meaning::Sign(sign) => sign,
                _ => ganita_notation::Sign::Minus,
            };
            let alone = self.pause() != Pause::None
                || self.find(|meaning| meaning == Meaning::Of).is_some();
            let rest = if alone { nothing() } else { self.exponent().or_nothing() };
            return Some(match rest {
                Node::Sum(mut terms) => {
                    if let Some(first) = terms.first_mut() {
                        first.0 = sign;
                    }
                    Node::Sum(terms)
                }
                // A plus alone is written as one.
                rest if crate::parser::is_nothing(&rest) && sign == ganita_notation::Sign::Plus => {
                    Node::Sum(vec![(sign, nothing()), (sign, rest)])
                }
                rest => Node::Sum(vec![(sign, rest)]),
            });
        }
        // "to the power of positive 0.4": the sign is written.
        if let Some(arc) = self.find(|meaning| meaning == Meaning::Positive) {
            self.take(arc, Role::Operator);
            let rest = self.exponent().or_nothing();
            let plus = ganita_notation::Sign::Plus;
            return Some(Node::Sum(vec![(plus, nothing()), (plus, rest)]));
        }
        // "to the fifth": an ordinal closes the exponent.
        if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Ordinal(_)))
            && !self.words.says(self.at, "half हाफ आधा aadha")
        {
            let longer = self
                .find(|meaning| matches!(meaning, Meaning::Number(_)))
                .is_some_and(|n| n.end > arc.end);
            if !longer {
                let Meaning::Ordinal(value) = arc.meaning else { return None };
                self.take(arc, Role::Number);
                self.accept(Meaning::PowerEnd);
                return Some(Node::number(&value.to_string()));
            }
        }
        // "r to the power n minus one by r minus one".
        let bounded =
            self.lattice.unsaid(self.at).is_some_and(|(end, doubt)| !doubt && end == self.at + 1);
        let first = self.factor()?;
        if bounded {
            return Some(first);
        }
        // "to the n-th minus 1": the ending closes the exponent.
        let closed = self.at.checked_sub(1).is_some_and(|before| {
            let said = self.words.text(before);
            said.len() == 3 && said.ends_with("th") || self.lattice.may_be(before, Meaning::Suffix)
        });
        if self.accept(Meaning::Suffix) || closed {
            self.accept(Meaning::PowerEnd);
            return Some(first);
        }
        // n, k, i: letters that count; "e to the x minus one" stops after x.
        let letter = matches!(&first, Node::Symbol(name) if name.len() == 1);
        let counter =
            matches!(&first, Node::Symbol(name) if one_of(name.as_str(), "n k m r i j N"));
        if counter && self.short_sum_ahead() && self.choose(Kind::ExponentCounterSum, &[0, 5]) == 0
        {
            return Some(self.short_sum(first));
        }
        if letter && !counter && !self.lattice.reader && self.short_sum_ahead() {
            let costs = if self.exponential { [8, 0] } else { [3, 0] };
            if self.choose(Kind::ExponentSum, &costs) == 0 {
                return Some(self.short_sum(first));
            }
        }
        let mut factors = vec![(Join::Beside, first)];
        // "e to the i theta", "e to the minus 2 x": what stands beside goes up too, after a number or in an exponential.
        while let Some(arc) = self.operator_arc() {
            if self.pause() != Pause::None || self.differential_here() {
                break;
            }
            let number = matches!(factors.last(), Some((_, Node::Number(_))));
            match arc.meaning {
                Meaning::Symbol(_) if self.continues_side_by_side(arc.meaning) => {
                    let glued = self.words.words[self.at].glued;
                    let costs = match (factors.len(), number) {
                        (1, true) if self.exponential || glued => [0, 8],
                        // "p to the power r q to the power n": the next letter has a power of its own.
                        (1, _) if self.power_behind(arc) => [7, 0],
                        (_, _) if self.exponential => [0, 4],
                        (1, true) => [6, 0],
                        _ => [3, 0],
                    };
                    if self.choose(Kind::ExponentBeside, &costs) == 1 {
                        break;
                    }
                    let exponential = self.exponential;
                    factors.push((Join::Beside, self.factor()?));
                    self.exponential = exponential;
                }
                // "e to the x log x"; but "e to the x cosine x" is a product.
                Meaning::Function(function)
                    if self.exponential
                        && self.choose(
                            Kind::ExponentBeside,
                            if crate::lexicon::named(function, "log ln") {
                                &[0, 4]
                            } else {
                                &[8, 0]
                            },
                        ) == 0 =>
                {
                    factors.push((Join::Beside, self.factor()?));
                }
                Meaning::Over => {
                    let one =
                        matches!(factors.as_slice(), [(_, Node::Number(digits))] if digits == "1");
                    let tight = self.words.says(self.at, "over") || one;
                    let again = matches!(factors.as_slice(), [(_, Node::Symbol(name))]
                        if (arc.end as usize) < self.limit && *name == self.words.text(arc.end as usize));
                    let inside = (self.exponential || one) && tight && !again;
                    let costs = if inside { [0, 8] } else { [8, 0] };
                    if self.choose(Kind::ExponentOver, &costs) == 1 {
                        break;
                    }
                    self.take(arc, Role::Operator);
                    let denominator = self.factor().or_nothing();
                    let numerator = product_of(std::mem::take(&mut factors));
                    factors = vec![(Join::Beside, Node::fraction(numerator, denominator))];
                }
                _ => break,
            }
        }
        let exponent = product_of(factors);
        let sum_follows = !self.lattice.hard
            && !self.lattice.careful
            && !self.lattice.reader
            && self.pause() == Pause::None
            && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if sum_follows && self.choose(Kind::ExponentLongSum, &[0, 9]) == 1 {
            return Some(self.sum_from(exponent));
        }
        Some(exponent)
    }
}
