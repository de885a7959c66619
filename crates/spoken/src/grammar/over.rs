//! How much "over" takes: what stands above it, and what below.

use ganita_notation::{Join, Node};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::sum::product_of;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::Parser;
use crate::words::Pause;

/// How classrooms say it.
const BY: &str = "by upon बटा बटे बाइ bata bataa bate";

impl Parser<'_> {
    /// Below a differential stands one differential: "d by d x".
    pub(crate) fn differential_below(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let is_d = matches!(&first, Node::Symbol(name) if name == "d" || name == "partial");
        if !is_d || !matches!(self.operator_arc()?.meaning, Meaning::Symbol(_) | Meaning::Capital) {
            return Some(first);
        }
        // "d by d x of …": the letter is no function.
        self.plain += 1;
        let second = self.factor();
        self.plain -= 1;
        let second = second?;
        let mut factors = vec![(Join::Beside, first), (Join::Beside, second)];
        // Mixed partials: "partial x partial y".
        while let Some(arc) = self.operator_arc()
            && matches!(arc.meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "partial"))
        {
            factors.push((Join::Beside, self.factor()?));
            factors.push((Join::Beside, self.factor()?));
        }
        Some(product_of(factors))
    }

    /// Whether "over" puts the whole sum before it above: never for who says where a quantity ends.
    pub(crate) fn over_takes_all(&mut self, last: Option<&Node>) -> bool {
        if self.put_above {
            return false;
        }
        // "v du by dx minus u dv by dx by v square": nobody divides a derivative twice.
        if matches!(last, Some(Node::Derivative { .. })) && !self.lattice.reader {
            return self.choose(Kind::OverAll, &[6, 0]) == 1;
        }
        if self.either_sign && !self.lattice.hard {
            return self.choose(Kind::OverAll, &[8, 0]) == 1;
        }
        // "limit x tends to 0 1 minus cos x upon x squared".
        let number = self.at.checked_sub(1).is_some_and(|at| {
            self.lattice.any(at, |meaning| matches!(meaning, Meaning::Number(_)))
        });
        if self.over_limit && self.argument == 0 && !number {
            return self.choose(Kind::OverAll, &[6, 0]) == 1;
        }
        // "1-p over q" as a recogniser writes it: what is written together belongs together.
        if self.written_together() {
            return self.choose(Kind::OverAll, &[8, 0]) == 1;
        }
        // "sine open bracket u plus v over 2 close bracket": half of all that the bracket holds.
        if self.half_in_brackets() {
            return self.choose(Kind::OverAll, &[6, 0]) == 1;
        }
        // "x plus one, over two": the pause ends what stands above.
        let pause = self.pause() != Pause::None && !self.lattice.spelt_out;
        if !self.words.says(self.at, "divided") {
            // "one minus one over x": numbers alone would have been added up.
            let costs = match pause {
                true => [8, 0],
                false
                    if self.numbers_before()
                        || self.sum_stands_below()
                        || self.fraction_added_to() =>
                {
                    [0, 20]
                }
                false => [0, 10],
            };
            return self.choose(Kind::OverAll, &costs) == 1;
        }
        !self.lattice.hard && self.choose(Kind::DividedAll, &[0, 6]) == 1
    }

    /// Whether this side has a fraction before, below which a sum was found to stand: fractions are added.
    fn sum_stands_below(&self) -> bool {
        let mut before = (0..self.at).rev().map_while(|at| {
            let arcs = self.lattice.at(at);
            let compares =
                arcs.first().is_some_and(|arc| matches!(arc.meaning, Meaning::Compare(_)));
            (!compares).then_some(arcs)
        });
        before.any(|arcs| {
            let over = arcs.iter().find(|arc| arc.meaning == Meaning::Over);
            over.is_some_and(|over| self.lattice.unsaid(over.end as usize).is_some())
        })
    }

    /// "x by two plus y by three minus one": fractions that a classroom says are added.
    fn fraction_added_to(&self) -> bool {
        let (mut at, mut sign) = (self.at, false);
        while let Some(before) = at.checked_sub(1) {
            at = before;
            match self.lattice.first(at) {
                Some(Meaning::Sign(_)) => sign = true,
                Some(Meaning::Over) => {
                    return sign && self.words.says(at, BY) && self.words.says(self.at, BY);
                }
                Some(Meaning::Number(_) | Meaning::Symbol(_) | Meaning::Raised(_)) => {}
                _ => return false,
            }
        }
        false
    }

    /// "x plus one by two plus y by three": the same, of the fraction that follows.
    pub(crate) fn fraction_added_behind(&self) -> bool {
        let over = (self.at..self.limit).find(|at| {
            !matches!(
                self.lattice.first(*at),
                Some(
                    Meaning::Sign(_) | Meaning::Number(_) | Meaning::Symbol(_) | Meaning::Raised(_)
                )
            )
        });
        over.is_some_and(|at| self.words.says(at, BY)) && !self.lattice.reader
    }

    /// "one minus one": a number, a sign and a number just before.
    pub(crate) fn numbers_before(&self) -> bool {
        let Some(first) = self.at.checked_sub(3) else { return false };
        let number = |at: usize| {
            self.lattice.at(at).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == at + 1
            })
        };
        let sign = self.lattice.at(first + 1).first();
        number(first)
            && number(first + 2)
            && sign.is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_)))
            && self.stands_alone(first)
    }

    /// Two letters with a sign between, over a number, and nothing else in a function's brackets.
    pub(crate) fn half_in_brackets(&self) -> bool {
        let Some(first) = self.at.checked_sub(3) else { return false };
        let letter = |at: usize| {
            self.lattice.at(at).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_)) && arc.end as usize == at + 1
            })
        };
        let opened = (first.saturating_sub(2)..first).find(|at| {
            self.lattice
                .at(*at)
                .iter()
                .any(|arc| matches!(arc.meaning, Meaning::Open(_)) && arc.end as usize == first)
        });
        let function = opened.and_then(|at| at.checked_sub(1)).is_some_and(|at| {
            let arcs = self.lattice.at(at);
            self.words.says(at, "of")
                || arcs.iter().any(|arc| matches!(arc.meaning, Meaning::Function(_)))
        });
        // The number is all that is left inside.
        let number = self.lattice.at(self.at).iter().any(|over| {
            let below = over.end as usize;
            over.meaning == Meaning::Over
                && self.lattice.at(below).iter().any(|arc| {
                    matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize >= self.limit
                })
        });
        function && number && letter(first) && letter(first + 2) && !self.lattice.reader
    }

    /// Whether the number here is no exponent, index or factor: "x to the 2 plus 1".
    pub(crate) fn stands_alone(&self, at: usize) -> bool {
        at == 0
            || self.lattice.at(at - 1).iter().all(|arc| {
                !matches!(
                    arc.meaning,
                    Meaning::Power | Meaning::To | Meaning::Sub | Meaning::Symbol(_)
                )
            })
    }

    /// Whether a sign and its two sides were written without spaces just before.
    pub(crate) fn written_together(&self) -> bool {
        let Some(sign) = self.at.checked_sub(2) else { return false };
        sign > 0
            && !self.lattice.reader
            && self.words.words[sign].glued
            && self.words.words[sign + 1].glued
            && self.words.says(sign, "- +")
    }

    /// "over open paren … close paren times open paren …": brackets below multiply brackets below.
    pub(crate) fn brackets_below(&mut self, first: Node) -> Node {
        if !self.lattice.reader || !matches!(first, Node::Group(..)) {
            return first;
        }
        let mut below = vec![(Join::Beside, first)];
        while let Some(arc) = self.find(|meaning| meaning == Meaning::Join(Join::Times)) {
            let bracket = self
                .lattice
                .first(arc.end as usize)
                .is_some_and(|meaning| matches!(meaning, Meaning::Open(Fence::Bracket(_))));
            if !bracket || arc.end as usize >= self.limit || self.lattice.hard {
                break;
            }
            self.take(arc, Role::Operator);
            let Some(factor) = self.factor() else { break };
            below.push((Join::Times, factor));
        }
        product_of(below)
    }

    /// "one divided by two times alpha": what is multiplied may stand below.
    pub(crate) fn times_below(&mut self, first: Node) -> Node {
        let times = Meaning::Join(Join::Times);
        if !matches!(&first, Node::Number(_) | Node::Symbol(_) | Node::Subscript(..))
            || self.pause() != Pause::None
            || self.argument > 0
            || self.find(|meaning| meaning == times).is_none()
            || self.words.says(self.at, "into")
            || self.choose(Kind::BelowTimes, &[7, 0]) == 1
        {
            return first;
        }
        let mut below = vec![(Join::Beside, first)];
        while self.pause() == Pause::None && self.accept(times) {
            let Some(factor) = self.factor() else { break };
            below.push((Join::Times, factor));
        }
        product_of(below)
    }

    /// "divided by 12 over 20": who says both words divides by the fraction.
    pub(crate) fn fraction_ahead(&self, divided: Arc) -> bool {
        let number = self.lattice.at(divided.end as usize).first().filter(|arc| {
            matches!(arc.meaning, Meaning::Number(_)) && (arc.end as usize) < self.limit
        });
        number.is_some_and(|number| {
            let over = number.end as usize;
            self.words.says(over, "over")
                && self.lattice.at(over).first().is_some_and(|arc| {
                    arc.meaning == Meaning::Over
                        && self.lattice.at(arc.end as usize).first().is_some_and(|below| {
                            matches!(below.meaning, Meaning::Number(_))
                                && below.end as usize <= self.limit
                        })
                })
        })
    }
}
