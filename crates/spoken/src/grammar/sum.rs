//! Sums, and what takes a whole sum: "all over", "whole squared", "पूरे का वर्ग".

use ganita_notation::{Bracket, Join, Node, Sign};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::atom::{minus_one_raised, one_raised};
use crate::grammar::root::root_said_last;
use crate::grammar::sequence;
use crate::lattice::Arc;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser, nothing};

impl Parser<'_> {
    /// Terms with their signs.
    pub(crate) fn sum(&mut self) -> Option<Node> {
        let outer = std::mem::replace(&mut self.in_sum, false);
        let above = std::mem::replace(&mut self.put_above, false);
        let node = self.sum_inside();
        self.put_above = above;
        self.in_sum = outer;
        node
    }

    /// "minus one to the power n x": the sign is the one's.
    fn sign_raised(&self, sign: Sign, term: Node) -> (Sign, Node) {
        if sign != Sign::Minus || self.lattice.reader {
            return (sign, term);
        }
        match term {
            term if one_raised(&term) => (Sign::Plus, minus_one_raised(term)),
            Node::Product(mut factors) if one_raised(&factors[0].1) => {
                let first = std::mem::replace(&mut factors[0].1, nothing());
                factors[0].1 = minus_one_raised(first);
                (Sign::Plus, Node::Product(factors))
            }
            Node::Fraction(above, below) => match self.sign_raised(sign, *above) {
                (Sign::Plus, above) => (Sign::Plus, Node::Fraction(Box::new(above), below)),
                (sign, above) => (sign, Node::Fraction(Box::new(above), below)),
            },
            term => (sign, term),
        }
    }

    fn sum_inside(&mut self) -> Option<Node> {
        let mut terms: Vec<(Sign, Node)> = Vec::new();
        match self.leading_sign() {
            Some(sign) => {
                let term = match self.product() {
                    Some(term) => term,
                    None => self.incomplete(),
                };
                let (sign, term) = self.sign_raised(sign, term);
                if sign == Sign::Plus && !begins_with_minus_one(&term) {
                    // "plus 3" goes on from an earlier line.
                    terms.push((Sign::Plus, nothing()));
                }
                terms.push((sign, term));
            }
            None => terms.push((Sign::Plus, self.product()?)),
        }
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Sign(_) | Meaning::Positive
                    if self.open_denominator && self.fraction_follows(arc)
                        || self.pause_ends_below() =>
                {
                    break;
                }
                Meaning::Sign(sign) => {
                    self.take(arc, Role::Operator);
                    self.in_sum = true;
                    let either = sign == Sign::PlusMinus || self.either_sign;
                    let outer = std::mem::replace(&mut self.either_sign, either);
                    // "माइनस पाँच जोड़ माइनस तीन": a number with its own sign.
                    let term = match self.product().or_else(|| self.signed_factor()) {
                        Some(term) => term,
                        None => self.incomplete(),
                    };
                    self.either_sign = outer;
                    terms.push((sign, term));
                }
                Meaning::Positive if terms.len() > 1 || self.lattice.reader => {
                    // "dot dot dot, positive a": a reader saw three points, after which a plus is a sign.
                    if let Some((_, dots)) = terms.last_mut()
                        && matches!(dots, Node::Symbol(name) if name == "ldots")
                    {
                        *dots = Node::Raw("...".to_owned());
                    }
                    self.take(arc, Role::Operator);
                    let term = self.product().or_nothing();
                    terms.push((Sign::Plus, term));
                }
                Meaning::RootPost(_) | Meaning::AbsolutePost => {
                    self.take(arc, Role::Operator);
                    terms = self.closed_after(arc.meaning, terms);
                }
                Meaning::IntegralPost | Meaning::DerivativePost { .. } if self.exponents == 0 => {
                    terms = self.calculus_of(arc, terms);
                }
                Meaning::OverAll => {
                    self.take(arc, Role::Operator);
                    terms = vec![(Sign::Plus, self.over_all(sum_of(terms)))];
                }
                Meaning::Whole(_) | Meaning::WholePower => terms = self.loosely(arc, terms),
                _ if self.takes_all(arc) => terms = self.loosely(arc, terms),
                _ => break,
            }
        }
        Some(sum_of(terms))
    }

    /// Whether what comes was found to be meant for the whole sum before it.
    pub(crate) fn takes_all(&self, arc: Arc) -> bool {
        match arc.meaning {
            Meaning::Join(_) => self.loose_times,
            Meaning::Raised(_) | Meaning::Power => self.loose_raise,
            Meaning::Over => self.loose_over,
            _ => false,
        }
    }

    /// The sum with that done to it.
    pub(crate) fn loosely(&mut self, arc: Arc, terms: Vec<(Sign, Node)>) -> Vec<(Sign, Node)> {
        match arc.meaning {
            Meaning::Join(join) => {
                self.loose_times = false;
                let sum = sum_of(terms);
                self.take(arc, Role::Operator);
                let second = self.signed_factor().or_nothing();
                // Who leaves out one pair of brackets leaves out the other: "x plus 1 times x minus 1".
                let second = self.sum_from(second);
                let factors = vec![(Join::Beside, sum), (join, second)];
                vec![(Sign::Plus, Node::Product(factors))]
            }
            Meaning::Over => {
                self.loose_over = false;
                self.put_above = true;
                self.take(arc, Role::Operator);
                vec![(Sign::Plus, self.over_all(sum_of(terms)))]
            }
            meaning => {
                self.loose_raise = false;
                let exponent = match meaning {
                    Meaning::Raised(power) | Meaning::Whole(power) => {
                        self.take(arc, Role::Operator);
                        crate::grammar::postfix::small(power)
                    }
                    _ => self.exponent_after(arc),
                };
                self.raised_whole(terms, exponent)
            }
        }
    }

    /// A root or modulus said after a sum: of all of it, or of what stands behind the last one that was said so.
    fn closed_after(
        &mut self,
        meaning: Meaning,
        mut terms: Vec<(Sign, Node)>,
    ) -> Vec<(Sign, Node)> {
        let one = |term: &Node| matches!(term, Node::Root { .. } | Node::Absolute(_));
        let closed = |(_, term): &(Sign, Node)| match term {
            Node::Product(factors) => factors.iter().any(|(_, factor)| one(factor)),
            term => one(term),
        };
        let mut from = terms.iter().rposition(closed).map_or(0, |last| last + 1);
        // "x y plus 1 minus x squared": the root of all of it, or of the last two.
        if let [.., (_, first), (_, Node::Power(..))] = &terms[from..]
            && terms.len() > from + 2
        {
            let one = matches!(first, Node::Number(digits) if digits == "1");
            let costs = if one { [6, 0] } else { [0, 9] };
            if self.choose(Kind::RootAll, &costs) == 1 {
                from = terms.len() - 2;
            }
        }
        let mut body = terms.split_off(from.min(terms.len().saturating_sub(1)));
        let sign = match body.as_mut_slice() {
            [(first, _), ..] if !terms.is_empty() => std::mem::replace(first, Sign::Plus),
            _ => Sign::Plus,
        };
        let before = body.first_mut().map_or_else(Vec::new, |(_, first)| number_alone(first));
        let body = sum_of(body);
        let node = match meaning {
            Meaning::RootPost(degree) => root_said_last(degree, body),
            _ => Node::Absolute(Box::new(body)),
        };
        let term = match before.is_empty() {
            true => self.wrapped(node),
            false => {
                let mut factors = before;
                factors.push((Join::Beside, node));
                self.product_from(Node::Product(factors))
            }
        };
        terms.push((sign, term));
        terms
    }

    fn leading_sign(&mut self) -> Option<Sign> {
        if self.named_power_ahead().is_some() {
            return None;
        }
        let arc = self.operand_or_sign()?;
        match arc.meaning {
            Meaning::Sign(sign) => {
                self.take(arc, Role::Operator);
                Some(sign)
            }
            Meaning::Negative => {
                self.take(arc, Role::Operator);
                Some(Sign::Minus)
            }
            // A reader says so of a plus before its first operand.
            Meaning::Positive => {
                self.take(arc, Role::Operator);
                Some(Sign::Plus)
            }
            _ => None,
        }
    }

    /// What begins a term: a sign, or an operand. Fillers are passed.
    fn operand_or_sign(&mut self) -> Option<Arc> {
        loop {
            let reader = self.lattice.reader;
            let sign = self.find(|meaning| {
                matches!(meaning, Meaning::Sign(_) | Meaning::Negative)
                    || reader && meaning == Meaning::Positive
            });
            if sign.is_some() || self.ended() {
                return sign;
            }
            let filler =
                self.arcs().next().copied().filter(|arc| arc.meaning == Meaning::Filler)?;
            self.take(filler, Role::Filler);
        }
    }

    /// What was made of the whole sum goes on as a factor of its own.
    fn wrapped(&mut self, node: Node) -> Node {
        let node = self.postfix(node);
        self.product_from(node)
    }

    /// "x minus 3 whole square plus y minus 2 whole square": each of the terms since the last one that was said so.
    fn raised_whole(&mut self, mut terms: Vec<(Sign, Node)>, exponent: Node) -> Vec<(Sign, Node)> {
        let (sign, rest) = behind_a_raised_sum(&mut terms)
            .unwrap_or_else(|| (Sign::Plus, std::mem::take(&mut terms)));
        let power = self.whole_power(sum_of(rest), exponent);
        terms.push((sign, power));
        terms
    }

    /// "… whole squared": of the sum, or of all that stands under a limit.
    fn whole_power(&mut self, mut of: Node, exponent: Node) -> Node {
        let limit = self.limit_before(&mut of);
        let power = self.product_from(Node::power(grouped(of), exponent));
        under(limit, power)
    }

    /// Takes the limit off that begins a sum: what is said of the whole is said under the limit.
    fn limit_before(&self, sum: &mut Node) -> Option<Node> {
        if self.lattice.reader {
            return None;
        }
        match sum {
            Node::Limit { body, .. } => {
                let body = std::mem::replace(&mut **body, nothing());
                Some(std::mem::replace(sum, body))
            }
            Node::Sum(terms) if terms.first().is_some_and(|term| term.0 == Sign::Plus) => {
                let limit = self.limit_before(&mut terms[0].1)?;
                if let Node::Sum(inner) = &mut terms[0].1 {
                    let inner = std::mem::take(inner);
                    let rest = terms.split_off(1);
                    *terms = inner;
                    terms.extend(rest);
                }
                Some(limit)
            }
            _ => None,
        }
    }

    fn over_all(&mut self, mut numerator: Node) -> Node {
        // "limit h tends to 0 … whole upon h": the fraction stands under the limit.
        if let Some(limit) = self.limit_before(&mut numerator) {
            let fraction = self.over_all(numerator);
            return under(Some(limit), fraction);
        }
        let denominator = match self.denominator() {
            Some(denominator) => denominator,
            None => self.incomplete(),
        };
        let fraction = crate::grammar::fraction::fraction(numerator, denominator);
        self.product_from(fraction)
    }
}

/// The limit of `of`, if there is one.
fn under(limit: Option<Node>, of: Node) -> Node {
    match limit {
        Some(Node::Limit { variable, target, side, .. }) => {
            Node::Limit { variable, target, side, body: Box::new(of) }
        }
        _ => of,
    }
}

/// "x 1 plus y squared": a number behind letters begins what is held together; the letters stand before that.
fn number_alone(first: &mut Node) -> Vec<(Join, Node)> {
    let Node::Product(factors) = first else { return Vec::new() };
    let letters = factors.split_last().is_some_and(|((join, last), before)| {
        *join == Join::Beside
            && matches!(last, Node::Number(_))
            && before
                .iter()
                .all(|(join, factor)| *join == Join::Beside && !matches!(factor, Node::Number(_)))
            && !before.is_empty()
    });
    if !letters {
        return Vec::new();
    }
    let number = factors.pop().map_or_else(nothing, |(_, number)| number);
    let before = std::mem::take(factors);
    *first = number;
    before
}

/// One term without a sign is itself.
pub(crate) fn sum_of(mut terms: Vec<(Sign, Node)>) -> Node {
    match terms.as_slice() {
        [(Sign::Plus, _)] => terms.swap_remove(0).1,
        [(Sign::Minus, Node::Sum(inner))] if inner.is_empty() => nothing(),
        _ => {
            terms = terms.into_iter().flat_map(after_dots).collect();
            sequence::index_alike(terms.iter_mut().map(|(_, term)| term));
            Node::Sum(terms.into_iter().map(|(sign, term)| (sign, centred(term))).collect())
        }
    }
}

fn begins_with_minus_one(term: &Node) -> bool {
    match term {
        Node::Power(base, _) => **base == Node::negative(Node::number("1")),
        Node::Product(factors) => begins_with_minus_one(&factors[0].1),
        Node::Fraction(above, _) => begins_with_minus_one(above),
        _ => false,
    }
}

/// "plus up to n square": behind the dots the sign is said again.
fn after_dots((sign, term): (Sign, Node)) -> Vec<(Sign, Node)> {
    let dots = |node: &Node| matches!(node, Node::Symbol(name) if name == "ldots");
    match term {
        Node::Product(mut factors) if factors.len() > 1 && dots(&factors[0].1) => {
            let rest = factors.split_off(1);
            let first = factors.pop().map_or_else(nothing, |(_, dots)| dots);
            vec![(sign, first), (sign, product_of(rest))]
        }
        term => vec![(sign, term)],
    }
}

/// Dots between signs stand at the height of the signs; those between commas stay on the line.
pub(crate) fn centred(node: Node) -> Node {
    match node {
        Node::Symbol(name) if name == "ldots" => Node::symbol("cdots"),
        other => other,
    }
}

/// A base keeps its brackets only where it needs them: the writer sets them.
/// Splits off what stands behind the last raised sum, with the sign before it; nothing where that is a letter
/// alone, whose power nobody calls whole.
fn behind_a_raised_sum(terms: &mut Vec<(Sign, Node)>) -> Option<(Sign, Vec<(Sign, Node)>)> {
    let last = terms.iter().rposition(|(_, term)| has_a_raised_sum(term))?;
    if matches!(&terms[last + 1..], [] | [(_, Node::Symbol(_))]) {
        return None;
    }
    let mut rest = terms.split_off(last + 1);
    let sign = std::mem::replace(&mut rest[0].0, Sign::Plus);
    Some((sign, rest))
}

fn has_a_raised_sum(term: &Node) -> bool {
    match term {
        Node::Power(base, _) => matches!(**base, Node::Sum(_)),
        Node::Fraction(above, _) => has_a_raised_sum(above),
        Node::Product(factors) => factors.iter().any(|(_, factor)| has_a_raised_sum(factor)),
        _ => false,
    }
}

fn grouped(node: Node) -> Node {
    match node {
        Node::Product(factors) if factors.len() == 1 => {
            factors.into_iter().next().map_or_else(nothing, |f| f.1)
        }
        other => other,
    }
}

/// Two factors side by side. Written once for all: the module is downloaded over slow lines.
#[inline(never)]
pub(crate) fn pair_of(first: Node, second: Node) -> Node {
    Node::Product(vec![(Join::Beside, first), (Join::Beside, second)])
}

/// `(a)`.
#[inline(never)]
pub(crate) fn in_brackets(node: Node) -> Node {
    Node::Group(Bracket::Round, Box::new(node), Bracket::Round)
}

/// Factors side by side.
pub(crate) fn product_of(mut factors: Vec<(Join, Node)>) -> Node {
    if factors.len() == 1 { factors.swap_remove(0).1 } else { Node::Product(factors) }
}
