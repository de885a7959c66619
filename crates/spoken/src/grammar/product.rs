//! Products: "times", "into", things side by side, and where "over" cuts in.

use ganita_notation::{Join, Node};

use crate::Role;
use crate::grammar::fraction::fraction;
use crate::grammar::sum::product_of;
use crate::meaning::Meaning;
use crate::parser::{Parser, begins_operand};
use crate::words::Pause;

impl Parser<'_> {
    /// Factors up to the next sign or relation.
    pub(crate) fn product(&mut self) -> Option<Node> {
        let first = self.factor()?;
        Some(self.product_from(first))
    }

    /// The rest of a product whose first factor is known.
    pub(crate) fn product_from(&mut self, first: Node) -> Node {
        let mut factors = vec![(Join::Beside, first)];
        // Where the factors begin that stand side by side: the numerator of an "over".
        let mut run = 0;
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Join(join) => {
                    self.take(arc, Role::Operator);
                    let factor = match self.signed_factor() {
                        Some(factor) => factor,
                        None => self.incomplete(),
                    };
                    run = factors.len();
                    factors.push((join, factor));
                }
                Meaning::Over => {
                    if self.in_sum
                        && self.argument == 0
                        && !self.lattice.careful
                        && self.choose(&[0, 14]) == 1
                    {
                        self.loose_over = true;
                        break;
                    }
                    self.take(arc, Role::Operator);
                    let rest = factors.split_off(run);
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let numerator = product_of(without_first_join(rest));
                    let denominator = match self.denominator() {
                        Some(denominator) => denominator,
                        None => self.incomplete(),
                    };
                    factors.push((join, fraction(numerator, denominator)));
                }
                meaning if self.continues_side_by_side(meaning) => {
                    let Some(factor) = self.factor() else { break };
                    factors.push((Join::Beside, factor));
                }
                _ => break,
            }
            if factors.len() > 2000 {
                break;
            }
        }
        product_of(factors)
    }

    /// Whether what begins here belongs to the same product without a word between.
    pub(crate) fn continues_side_by_side(&mut self, meaning: Meaning) -> bool {
        if !begins_operand(meaning) {
            return false;
        }
        if self.argument > 0
            && matches!(meaning, Meaning::Function(_) | Meaning::Inverse | Meaning::Arc)
        {
            return false;
        }
        if self.integrals > 0 && self.differential_here() {
            return false;
        }
        if matches!(meaning, Meaning::Negative | Meaning::Positive) {
            return false;
        }
        if self.lattice.compare_post_ahead(self.at) && self.pause() != Pause::None {
            return false;
        }
        true
    }

    /// A factor that may carry a sign: "times negative two".
    pub(crate) fn signed_factor(&mut self) -> Option<Node> {
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let factor = self.factor()?;
            let sign = match arc.meaning {
                Meaning::Sign(sign) => sign,
                _ => ganita_notation::Sign::Minus,
            };
            return Some(Node::Sum(vec![(sign, factor)]));
        }
        self.factor()
    }
}

fn without_first_join(mut factors: Vec<(Join, Node)>) -> Vec<(Join, Node)> {
    if let Some(first) = factors.first_mut() {
        first.0 = Join::Beside;
    }
    factors
}
