//! Products: "times", "into", things side by side, and where "over" cuts in.

use ganita_notation::{Bracket, Join, Node};

use crate::Role;
use crate::grammar::fraction::fraction;
use crate::grammar::postfix::function_letter;
use crate::grammar::sum::product_of;
use crate::meaning::Meaning;
use crate::parser::{Parser, begins_operand, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// Factors up to the next sign or relation.
    pub(crate) fn product(&mut self) -> Option<Node> {
        let first = self.factor()?;
        Some(self.product_from(first))
    }

    /// The rest of a product whose first factor is known.
    pub(crate) fn product_from(&mut self, first: Node) -> Node {
        let mut factors = match first {
            Node::Product(inner) if inner.iter().all(|(join, _)| *join == Join::Beside) => inner,
            first => vec![(Join::Beside, first)],
        };
        // Where the factors begin that stand side by side: the numerator of an "over".
        let mut run = 0;
        let mut times_run = 0;
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Join(join) => {
                    let into = self.words.text(self.at) == "into";
                    self.take(arc, Role::Operator);
                    let factor = match self.signed_factor() {
                        Some(factor) => factor,
                        None => self.incomplete(),
                    };
                    // "s times one minus x" may mean all that follows.
                    let sum_follows = join == Join::Times
                        && !into
                        && !self.lattice.hard
                        && !self.lattice.careful
                        && self.argument == 0
                        && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
                    let factor = if sum_follows && self.choose(&[0, 13]) == 1 {
                        self.sum_from(factor)
                    } else {
                        factor
                    };
                    run = factors.len();
                    if into || join != Join::Times {
                        times_run = run;
                    }
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
                    let said = self.words.text(self.at);
                    let spelt = said == "divided";
                    if spelt && self.lattice.hard {
                        self.take(arc, Role::Operator);
                        let factor = self.signed_factor().unwrap_or_else(nothing);
                        run = factors.len();
                        factors.push((Join::Slash, factor));
                        continue;
                    }
                    // "a times b divided by c": all that was multiplied; "a into b by c": only b.
                    if !matches!(said, "over" | "by" | "upon") {
                        run = times_run;
                    }
                    self.take(arc, Role::Operator);
                    let rest = factors.split_off(run);
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let mut rest = rest;
                    let whole = differential_tail(&rest)
                        .then(|| rest.drain(..rest.len() - 2).collect::<Vec<_>>());
                    let numerator = product_of(without_first_join(rest));
                    let operator = is_differential(&numerator);
                    let denominator =
                        match if operator { self.differential_below() } else { self.denominator() }
                        {
                            Some(denominator) => denominator,
                            None => self.incomplete(),
                        };
                    // "x times d y over d x": the derivative is only the last two.
                    let derivative = fraction(numerator, denominator);
                    match whole {
                        Some(mut whole) if matches!(derivative, Node::Derivative { .. }) => {
                            factors.append(&mut whole);
                            factors.push((Join::Beside, derivative));
                        }
                        Some(mut whole) => {
                            if let Node::Fraction(above, below) = derivative {
                                whole.push((Join::Beside, *above));
                                let above = product_of(without_first_join(whole));
                                factors.push((join, Node::Fraction(Box::new(above), below)));
                            }
                        }
                        None => factors.push((join, derivative)),
                    }
                }
                // "sine of 2 x inverse tangent of x": "inverse" begins the next factor.
                Meaning::Raised(-1) if self.argument == 0 && self.function_follows(arc) => {
                    let Some(factor) = self.factor() else { break };
                    factors.push((Join::Beside, factor));
                }
                meaning if self.continues_side_by_side(meaning) => {
                    let Some(factor) = self.factor() else { break };
                    self.set_beside(&mut factors, factor);
                }
                // "d by d x of x squared".
                Meaning::Of
                    if matches!(factors.last(), Some((_, Node::Derivative { of: None, .. }))) =>
                {
                    self.take(arc, Role::Operator);
                    let inner = self.product();
                    if let Some((_, Node::Derivative { of, .. })) = factors.last_mut() {
                        *of =
                            inner.map(|inner| Box::new(crate::grammar::postfix::ungrouped(inner)));
                    }
                }
                // "one half of x".
                Meaning::Of
                    if matches!(
                        factors.last(),
                        Some((_, Node::Number(_) | Node::Fraction(..)))
                    ) =>
                {
                    self.take(arc, Role::Filler);
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
        // "minus five, x plus six": a recogniser's comma between a number and its letter lists nothing.
        let coefficient = self.in_sum
            && self.at > 0
            && self.number_before()
            && matches!(meaning, Meaning::Symbol(_));
        if self.lattice.listing && self.pause() == Pause::Short && !coefficient {
            return false;
        }
        if self.lattice.compare_post_ahead(self.at) && self.pause() != Pause::None {
            return false;
        }
        true
    }

    /// Puts a factor beside the others, where two things side by side may be one: `f(x)`, `dy dx`, `AB` with a bar.
    fn set_beside(&mut self, factors: &mut Vec<(Join, Node)>, factor: Node) {
        let before = factors.last_mut().map(|last| &mut last.1);
        match (before, factor) {
            (Some(letter), Node::Group(Bracket::Round, inner, Bracket::Round))
                if function_letter(letter) =>
            {
                let function = std::mem::replace(letter, nothing());
                *letter = crate::grammar::function::apply(function, *inner);
            }
            (Some(letter), group @ Node::Group(..))
                if function_letter(letter) && self.lattice.hard =>
            {
                // h[…] is a product; nothing written keeps the writer from calling h.
                factors.push((Join::Beside, nothing()));
                factors.push((Join::Beside, group));
            }
            (Some(above @ Node::Differential(_)), below @ Node::Differential(_))
                if self.integrals == 0 =>
            {
                let numerator = std::mem::replace(above, nothing());
                *above = fraction(numerator, below);
            }
            (Some(Node::Symbol(first)), Node::Accented(accent, inner))
                if is_capital(first)
                    && matches!(&*inner, Node::Symbol(second) if is_capital(second)) =>
            {
                if let Node::Symbol(second) = &*inner {
                    let both = format!("{first}{second}");
                    *factors.last_mut().map(|last| &mut last.1).expect("just matched") =
                        Node::Accented(accent, Box::new(Node::Symbol(both)));
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
            (Some(_), Node::Number(digits)) if self.lattice.hard => {
                factors.push((Join::Beside, Node::Raw(digits)));
            }
            (_, factor) => factors.push((Join::Beside, factor)),
        }
    }

    /// Below a differential stands one differential: "d by d x".
    fn differential_below(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let is_d = matches!(&first, Node::Symbol(name) if name == "d" || name == "partial");
        if !is_d || !matches!(self.operator_arc()?.meaning, Meaning::Symbol(_) | Meaning::Capital) {
            return Some(first);
        }
        let second = self.factor()?;
        let mut factors = vec![(Join::Beside, first), (Join::Beside, second)];
        // Mixed partials: "partial x partial y".
        while let Some(arc) = self.operator_arc()
            && matches!(arc.meaning, Meaning::Symbol(name) if crate::lexicon::name(name) == "partial")
        {
            factors.push((Join::Beside, self.factor()?));
            factors.push((Join::Beside, self.factor()?));
        }
        Some(product_of(factors))
    }

    fn number_before(&self) -> bool {
        let before = self.lattice.at(self.at - 1);
        before.first().is_some_and(|arc| {
            matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == self.at
        })
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

/// Whether more than two factors end in d and a letter.
fn differential_tail(factors: &[(Join, Node)]) -> bool {
    factors.len() > 2 && is_differential(&factors[factors.len() - 2].1)
}

/// `d`, `dy`, `d^2 y`: what a derivative has above.
fn is_differential(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name == "d" || name == "partial",
        Node::Power(base, _) => is_differential(base),
        Node::Differential(_) => true,
        Node::Product(factors) => factors.len() == 2 && is_differential(&factors[0].1),
        _ => false,
    }
}

fn is_capital(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn without_first_join(mut factors: Vec<(Join, Node)>) -> Vec<(Join, Node)> {
    if let Some(first) = factors.first_mut() {
        first.0 = Join::Beside;
    }
    factors
}
