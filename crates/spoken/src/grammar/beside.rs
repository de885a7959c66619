//! What stands side by side without a word between, and where brackets are meant that nobody said.

use ganita_notation::{Accent, Bracket, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::fraction::fraction;
use crate::grammar::postfix::function_letter;
use crate::grammar::sum::{pair_of, product_of};
use crate::meaning::{Fence, Meaning};
use crate::parser::{Parser, begins_operand, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// "1 over x squared x minus a", "half one plus x squared": brackets that nobody said.
    pub(crate) fn sum_beside(&mut self, before: Option<&Node>, factor: Node) -> Node {
        let one = matches!(&factor, Node::Number(digits) if digits == "1");
        let whole = matches!(
            before,
            Some(Node::Fraction(..) | Node::Power(..) | Node::Subscript(..) | Node::Mixed(..))
        );
        if self.lattice.reader || self.argument > 0 || self.pause() != Pause::None {
            return factor;
        }
        // "1 over 13 2 times x plus 3 times y": a number behind a fraction begins what it multiplies.
        let counted = matches!(before, Some(Node::Fraction(..)))
            && matches!(&factor, Node::Number(digits) if digits != "1");
        let sign = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if counted && self.signs_ahead() > 0 {
            if self.choose(Kind::BesideSum, &[0, 9]) == 0 {
                return factor;
            }
            let first = self.product_from(factor);
            return self.sum_from(first);
        }
        if !sign || !(one && before.is_some() || whole && matches!(factor, Node::Symbol(_))) {
            return factor;
        }
        let costs = if one { [0, 7] } else { [0, 12] };
        if self.choose(Kind::BesideSum, &costs) == 0 {
            return factor;
        }
        if one { self.short_bracket(factor) } else { self.sum_from(factor) }
    }

    /// Whether a small number is added or taken away next.
    pub(crate) fn number_behind_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let after = sign.end as usize;
        after < self.limit
            && self
                .lattice
                .first(after)
                .is_some_and(|meaning| matches!(meaning, Meaning::Number(_)))
    }

    /// "2 pi a x minus x cubed": whether the coefficient is meant for all that follows.
    pub(crate) fn coefficient_of_a_sum(&mut self, before: Option<&Node>, meaning: Meaning) -> bool {
        let coefficient = match before {
            Some(Node::Number(_)) => true,
            Some(Node::Symbol(name)) => name == "pi",
            _ => false,
        };
        let pi = |meaning: Meaning| matches!(meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "pi"));
        if !coefficient
            || self.lattice.reader
            || self.argument > 0
            || self.exponents > 0
            || self.plain > 0
            || self.pause() != Pause::None
            || !matches!(meaning, Meaning::Symbol(_))
            || pi(meaning)
        {
            return false;
        }
        let mut at = self.at;
        while let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit) {
            match arc.meaning {
                Meaning::Symbol(_) | Meaning::Raised(_) => at = arc.end as usize,
                Meaning::Sign(_) if at > self.at + 1 => {
                    return self.choose(Kind::CoefficientOfSum, &[0, 16]) == 1;
                }
                _ => break,
            }
        }
        false
    }

    /// Whether the words before close a bracket.
    pub(crate) fn closed_before(&self) -> bool {
        (1..=3).any(|back| {
            self.at.checked_sub(back).is_some_and(|at| {
                self.lattice.at(at).iter().any(|arc| {
                    matches!(arc.meaning, Meaning::Close(_)) && arc.end as usize == self.at
                })
            })
        })
    }

    /// "1 minus x" in "3 times 1 minus x times 1 plus x": one sign and what stands side by side after it.
    pub(crate) fn short_bracket(&mut self, one: Node) -> Node {
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return one;
        };
        let Meaning::Sign(sign) = arc.meaning else { return one };
        self.take(arc, Role::Operator);
        let mut term = Vec::new();
        while let Some(factor) = self.factor() {
            term.push((Join::Beside, factor));
            let Some(arc) = self.operator_arc() else { break };
            if self.pause() != Pause::None || !self.continues_side_by_side(arc.meaning) {
                break;
            }
        }
        let term = if term.is_empty() { self.incomplete() } else { product_of(term) };
        let plus = ganita_notation::Sign::Plus;
        // "1 plus x squared to the minus a half": nobody raises a square, so the bracket is raised.
        match term {
            Node::Power(base, exponent) if matches!(&*base, Node::Power(_, square) if matches!(&**square, Node::Number(_))) => {
                Node::power(Node::Sum(vec![(plus, one), (sign, *base)]), *exponent)
            }
            term => Node::Sum(vec![(plus, one), (sign, term)]),
        }
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
        let bound = self.bound_until == self.at && self.at > 0;
        if bound || self.colon_then_to() || self.pause_ends_below() {
            return false;
        }
        // "equals 1 for all j": a statement of its own.
        if matches!(meaning, Meaning::Prefix(prefix) if self.begins_a_statement(prefix)) {
            return false;
        }
        // "minus five, x plus six": a recogniser's comma between a number and its letter lists nothing.
        let coefficient = self.in_sum
            && self.at > 0
            && self.number_before()
            && matches!(meaning, Meaning::Symbol(_));
        // "H squared, open parenthesis, M": punctuation before a bracket that is spelt out lists nothing.
        let spelt_bracket = matches!(meaning, Meaning::Open(Fence::Bracket(Bracket::Round)))
            && self.words.says(self.at, "open left")
            && self.at > 0
            && !self.lattice.any(self.at - 1, |meaning| matches!(meaning, Meaning::Comma))
            && !self.closed_before();
        if self.lattice.listing
            && self.pause() == Pause::Short
            && !coefficient
            && !spelt_bracket
            && self.choose(Kind::CommaPause, &[0, 12]) == 0
        {
            return false;
        }
        if self.lattice.compare_post_ahead(self.at) && self.pause() != Pause::None {
            return false;
        }
        true
    }

    /// "… for all j", "in triangle ABC angle B equals …".
    pub(crate) fn begins_a_statement(&self, prefix: crate::meaning::Name) -> bool {
        crate::lexicon::named(prefix, "forall")
            || crate::lexicon::named(prefix, "angle") && self.triangle_before()
    }

    /// Puts a factor beside the others, where two things side by side may be one: `f(x)`, `dy dx`, `AB` with a bar.
    pub(crate) fn set_beside(&mut self, factors: &mut Vec<(Join, Node)>, factor: Node) {
        let differential = matches!(factor, Node::Differential(_)) && last_is_d(factors);
        let partial = partial_before(factors);
        let spelt = spelt_differential(factors);
        let before = factors.last_mut().map(|last| &mut last.1);
        match (before, factor) {
            (Some(letter), Node::Group(Bracket::Round, inner, Bracket::Round))
                if function_letter(letter) =>
            {
                let function = std::mem::replace(letter, nothing());
                *letter = crate::grammar::application::apply(function, *inner);
            }
            (Some(letter), group @ Node::Group(..))
                if function_letter(letter) && self.lattice.hard =>
            {
                // h[…] is a product; nothing written keeps the writer from calling h.
                factors.push((Join::Beside, nothing()));
                factors.push((Join::Beside, group));
            }
            (Some(Node::Symbol(letter)), Node::Differential(below))
                if differential && self.integrals == 0 && letter != "d" =>
            {
                let letter = factors.pop().expect("just matched").1;
                let d = factors.pop().expect("d stands before");
                let above = pair_of(d.1, letter);
                factors.push((d.0, fraction(above, Node::Differential(below))));
            }
            (Some(Node::Symbol(letter)), below @ Node::Symbol(_))
                if partial && letter == "partial" =>
            {
                let partial = factors.pop().expect("just matched").1;
                let of = factors.pop().expect("a letter stands before").1;
                let first = factors.pop().expect("partial stands before that");
                let above = pair_of(first.1, of);
                let below = pair_of(partial, below);
                factors.push((first.0, Node::fraction(above, below)));
            }
            // "d y d x": letter by letter.
            (Some(Node::Symbol(second)), Node::Symbol(below))
                if second == "d"
                    && self.integrals == 0
                    && !self.lattice.hard
                    && one_of(below.as_str(), "x t theta u y z s r")
                    && spelt =>
            {
                factors.pop();
                let above = factors.pop().expect("a letter stands before");
                let d = factors.pop().expect("d stands before that");
                let above = Node::Product(vec![(Join::Beside, d.1), above]);
                let below = Node::Differential(Box::new(Node::Symbol(below)));
                factors.push((d.0, fraction(above, below)));
            }
            (Some(above @ Node::Differential(_)), below @ Node::Differential(_))
                if self.integrals == 0 =>
            {
                let numerator = std::mem::replace(above, nothing());
                *above = fraction(numerator, below);
            }
            (Some(Node::Symbol(first)), Node::Accented(accent, inner))
                if is_capital(first)
                    && matches!(&*inner, Node::Symbol(second) if is_capital(second))
                    || (self.lattice.signs_named || self.words.says(self.at - 1, "तिर"))
                        && accent == Accent::Vector
                        && is_small(first)
                        && matches!(&*inner, Node::Symbol(second) if is_small(second)) =>
            {
                if let Node::Symbol(second) = &*inner {
                    let both = if is_small(second) {
                        let letters = [&*first, second].map(|letter| Node::symbol(letter));
                        product_of(letters.map(|letter| (Join::Beside, letter)).to_vec())
                    } else {
                        Node::Symbol(format!("{first}{second}"))
                    };
                    *factors.last_mut().map(|last| &mut last.1).expect("just matched") =
                        Node::Accented(accent, Box::new(both));
                }
            }
            (_, Node::Product(inner)) if inner.iter().all(|(join, _)| *join == Join::Beside) => {
                factors.extend(inner);
            }
            (Some(_), Node::Power(base, exponent))
                if self.lattice.hard && matches!(&*base, Node::Number(_)) =>
            {
                let base = match *base {
                    Node::Number(digits) => Node::Raw(digits),
                    other => other,
                };
                factors.push((Join::Beside, Node::Power(Box::new(base), exponent)));
            }
            (Some(before), Node::Number(digits))
                if self.lattice.hard
                    || self.lattice.reader
                        && !matches!(before, Node::Number(_) | Node::Symbol(_) | Node::Raw(_)) =>
            {
                // ".5" is written as it was said.
                let bare = self.words.text(self.at - 1).starts_with('.');
                let digits = digits.strip_prefix('0').filter(|_| bare).unwrap_or(&digits);
                factors.push((Join::Beside, Node::Raw(digits.to_owned())));
            }
            (_, factor) => factors.push((Join::Beside, factor)),
        }
    }

    pub(crate) fn number_before(&self) -> bool {
        let before = self.lattice.at(self.at - 1);
        before.first().is_some_and(|arc| {
            matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == self.at
        })
    }
}

/// `… d y`: d and a letter at the end.
fn last_is_d(factors: &[(Join, Node)]) -> bool {
    factors.len() > 1 && matches!(&factors[factors.len() - 2].1, Node::Symbol(name) if name == "d")
}

/// `… partial u partial`: what a mixed line of partials has before its last letter.
fn partial_before(factors: &[(Join, Node)]) -> bool {
    factors.len() > 2
        && matches!(&factors[factors.len() - 3].1, Node::Symbol(name) if name == "partial")
        && matches!(&factors[factors.len() - 2].1, Node::Symbol(name) if name != "partial")
}

pub(crate) fn is_capital(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_small(name: &str) -> bool {
    matches!(name.as_bytes(), [letter] if letter.is_ascii_lowercase())
}

/// d, a letter, d at the end.
fn spelt_differential(factors: &[(Join, Node)]) -> bool {
    let is_d = |node: &Node| matches!(node, Node::Symbol(name) if name == "d");
    matches!(
        factors,
        [.., (_, first), (Join::Beside, Node::Symbol(letter)), (Join::Beside, second)]
            if is_d(first) && is_d(second) && letter.len() == 1 && letter != "d"
    )
}
