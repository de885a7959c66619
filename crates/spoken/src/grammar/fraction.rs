//! Fractions: "a over b", "a बटा b", "the fraction with numerator … and denominator …", StartFraction … EndFraction.

use ganita_notation::{Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::sum::product_of;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{OrNothing, Parser};
use crate::words::Pause;

impl Parser<'_> {
    /// What stands below, up to "end fraction" where somebody says so.
    pub(crate) fn denominator(&mut self) -> Option<Node> {
        self.below += 1;
        let denominator = self.what_stands_below();
        self.below -= 1;
        let before = self.at;
        self.close(Fence::Fraction);
        self.closed = self.at > before;
        denominator
    }

    /// A factor and, after a number, the letters beside it ("1 over 2 x").
    fn what_stands_below(&mut self) -> Option<Node> {
        let coefficient = std::mem::take(&mut self.number_above);
        let first = self.signed_factor()?;
        let mut factors = vec![(Join::Beside, first)];
        while let Some(arc) = self.operator_arc() {
            if self.pause() != Pause::None
                || !self.continues_side_by_side(arc.meaning)
                || self.differential_here()
            {
                break;
            }
            let number = matches!(factors.last(), Some((_, Node::Number(_))));
            let letter =
                matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Capital | Meaning::Root(_));
            // "4 over 11 period 4 over 11": a point that multiplies.
            if matches!(arc.meaning, Meaning::Symbol(sign) if crate::lexicon::named(sign, ".")) {
                break;
            }
            let article = self.words.says(self.at, "the");
            let factorial = matches!(factors.last(), Some((_, Node::Factorial(_))));
            // "over secant x cosecant x": a reader says "the" before what stands beside the fraction.
            let functions = self.lattice.reader
                && matches!(arc.meaning, Meaning::Function(_))
                && matches!(factors.last(), Some((_, Node::Apply { .. })));
            // A reader says "one half": behind "1 over 2" more stands below.
            let numeral = |back: usize| {
                self.at.checked_sub(back).is_some_and(|at| {
                    let said = self.words.text(at);
                    said.len() == 1 && said.bytes().all(|byte| byte.is_ascii_digit())
                })
            };
            let more = self.lattice.reader
                && matches!(arc.meaning, Meaning::Root(_))
                && numeral(1)
                && numeral(3);
            let costs = match (factors.len(), number, letter) {
                _ if more => [0, 6],
                _ if functions && !article => [0, 6],
                _ if article => [14, 0],
                // "B P by A P": a side, named by its two points.
                _ if letter && !self.lattice.reader && self.side_named(arc) => [0, 20],
                // "1 over n factorial x to the n": a coefficient and its letter.
                _ if factorial && letter => [6, 0],
                // "4 by 3 pi r cubed".
                (1, true, true)
                    if coefficient && !self.lattice.reader && self.letters_ahead(arc) =>
                {
                    [4, 0]
                }
                (1, true, true) => [0, 6],
                (1, false, true) => [0, 4],
                _ if letter => [0, 6],
                _ => [14, 0],
            };
            if self.choose(Kind::BelowBeside, &costs) == 1 {
                break;
            }
            factors.push((Join::Beside, self.factor()?));
        }
        let denominator = product_of(factors);
        // Nobody says "over one": "one over 1 plus x squared" takes the sum; others may.
        if !self.lattice.hard
            && !self.lattice.careful
            && self.pause() == Pause::None
            && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
        {
            let one = matches!(&denominator, Node::Number(digits) if digits == "1");
            // "one over x squared plus one", when nothing was added before.
            let square =
                matches!(&denominator, Node::Power(..)) && !self.in_sum && self.argument == 0;
            let counting =
                |node: &Node| matches!(node, Node::Symbol(name) if name == "n" || name == "k");
            let counter = match &denominator {
                Node::Product(factors) => {
                    matches!(factors.as_slice(), [(_, Node::Number(_)), (_, letter)] if counting(letter))
                }
                letter => counting(letter),
            } && self.short_sum_ahead();
            let costs = match (one, square) {
                _ if counter && !self.in_sum => [3, 0],
                (true, _) => [12, 0],
                (_, true) => [0, 6],
                // "1 over a plus b": the only fraction of its side, over a letter.
                _ if ends_in_letter(&denominator)
                    && !self.in_sum
                    && self.argument == 0
                    && !self.another_fraction_ahead() =>
                {
                    [5, 0]
                }
                _ if self.fraction_added_behind() => [0, 22],
                _ => [0, 12],
            };
            // "a x over y plus b x over z plus c": sums below sums are said with "one over one plus …" only.
            if self.sum_below && !one {
                return Some(denominator);
            }
            if self.choose(Kind::BelowSum, &costs) == 1 {
                let outer = std::mem::replace(&mut self.sum_below, true);
                let sum = self.sum_from(denominator);
                self.sum_below = outer;
                return Some(sum);
            }
        }
        Some(denominator)
    }

    /// Whether this capital letter and the one before it are a side of a figure.
    fn side_named(&self, letter: Arc) -> bool {
        let point = |at: usize| self.words.words[at].upper && self.words.length(at) == 1;
        let over = self.at.checked_sub(2).is_some_and(|at| self.lattice.may_be(at, Meaning::Over));
        // Two points above it as well.
        let above = over && self.at > 3 && point(self.at - 3) && point(self.at - 4);
        letter.end as usize == self.at + 1 && above && point(self.at) && point(self.at - 1)
    }

    /// Whether one more letter follows this one.
    fn letters_ahead(&self, letter: Arc) -> bool {
        let next = self.lattice.at(letter.end as usize).first();
        next.is_some_and(|next| {
            matches!(next.meaning, Meaning::Symbol(_)) && next.end as usize <= self.limit
        })
    }

    /// Whether this side of the relation has one more "over".
    fn another_fraction_ahead(&self) -> bool {
        (self.at..self.limit)
            .map_while(|at| self.lattice.at(at).first())
            .take_while(|arc| !matches!(arc.meaning, Meaning::Compare(_)))
            .any(|arc| arc.meaning == Meaning::Over)
    }

    /// "StartFraction … Over … EndFraction", "fraction, … over …, end fraction".
    pub(crate) fn explicit_fraction(&mut self, arc: Arc) -> Option<Node> {
        let mate = self.lattice.mate(self.at);
        // "the fraction with numerator" begins with the same words.
        self.take(arc, Role::Operator);
        let Some(end) = mate.filter(|end| *end < self.limit) else {
            return match self.find(crate::parser::begins_operand) {
                Some(_) => self.product(),
                None => None,
            };
        };
        let over = self.over_between(self.at, end);
        let node = match over {
            Some((over, after)) => {
                let numerator = self.until(over);
                self.at = after;
                let denominator = self.until(end);
                fraction(numerator, denominator)
            }
            None => self.until(end),
        };
        self.close(Fence::Fraction);
        Some(node)
    }

    /// The "over" that belongs to the fraction open from `from` to `end`.
    fn over_between(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while at < end {
            let Some(arc) = self.lattice.at(at).first() else { break };
            // What is opened and closed in between has an "over" of its own.
            if let Some(mate) = self.lattice.mate(at).filter(|mate| *mate < end) {
                at = mate.max(at + 1);
                continue;
            }
            if self.lattice.may_be(at, Meaning::Over) {
                let arc = self.lattice.at(at).iter().find(|arc| arc.meaning == Meaning::Over)?;
                // The first one belongs to the outermost fraction that is spelt out; plain "over" inside is for
                // nobody else, since every fraction here is spelt out.
                return Some((at, arc.end as usize));
            }
            at = (arc.end as usize).max(at + 1);
        }
        None
    }

    /// "numerator a denominator b", closed by "end fraction" or not.
    pub(crate) fn named_fraction(&mut self, arc: Arc) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let limit = end.unwrap_or(self.limit);
        let Some((middle, after)) = self.denominator_between(self.at, limit) else {
            return self.side();
        };
        let numerator = self.until(middle);
        self.at = after;
        let denominator = match end {
            Some(end) => {
                let denominator = self.until(end);
                self.close(Fence::Fraction);
                denominator
            }
            None => self.open_denominator().or_nothing(),
        };
        Some(fraction(numerator, denominator))
    }

    /// A denominator nobody closes: everything added up, to the next relation or pause that ends it.
    fn open_denominator(&mut self) -> Option<Node> {
        let spelt_out = std::mem::replace(&mut self.open_denominator, true);
        let from = std::mem::replace(&mut self.denominator_from, self.at);
        let denominator = match self.choose(Kind::BelowOpen, &[0, 10, 12]) {
            0 => self.sum(),
            1 => self.product(),
            _ => self.signed_factor(),
        };
        self.denominator_from = from;
        self.open_denominator = spelt_out;
        denominator
    }

    /// Whether a reader's pause here ends a denominator that nobody closes: the first one in it.
    pub(crate) fn pause_ends_below(&mut self) -> bool {
        let long = |at: usize| self.words.words[at].pause == Pause::Long;
        self.open_denominator
            && self.words.semicolons
            && self.at > self.denominator_from
            && long(self.at)
            && !(self.denominator_from + 1..self.at).any(long)
            && !(self.denominator_from..self.at).any(|at| {
                // A reader rests after what it said with "of", wherever it stands.
                self.lattice.first(at).is_some_and(|meaning| {
                    matches!(meaning, Meaning::Root(_) | Meaning::NthRoot | Meaning::RaisedOf(_))
                }) || self.words.says(at, "power")
            })
            && self.choose(Kind::BelowPause, &[0, 6]) == 0
    }

    /// Inside a denominator that nobody closes: a sign with a whole fraction behind it goes on outside.
    pub(crate) fn fraction_follows(&self, sign: Arc) -> bool {
        self.lattice.first(sign.end as usize).is_some_and(|meaning| {
            matches!(
                meaning,
                Meaning::Numerator | Meaning::Open(Fence::Fraction) | Meaning::Integral(_)
            )
        })
    }

    fn denominator_between(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let mut at = from;
        let mut depth = 0;
        while at < end {
            let arc = self.lattice.at(at).first()?;
            match arc.meaning {
                Meaning::Numerator => depth += 1,
                Meaning::Denominator if depth == 0 => return Some((at, arc.end as usize)),
                Meaning::Denominator => depth -= 1,
                _ => {}
            }
            at = (arc.end as usize).max(at + 1);
        }
        None
    }

    /// Goes past the closing phrase of a fence, if it is here.
    pub(crate) fn close(&mut self, fence: Fence) {
        let same = |meaning: Meaning| match (meaning, fence) {
            (Meaning::Close(Fence::Bracket(_)), Fence::Bracket(_)) => true,
            (Meaning::PowerEnd, Fence::Exponent) | (Meaning::SubEnd, Fence::Subscript) => true,
            (Meaning::Close(other), fence) => other == fence,
            _ => false,
        };
        if let Some(arc) = self.find(same) {
            self.take(arc, Role::Operator);
        }
    }
}

/// A fraction; `dy` over `dx` is a derivative.
pub(crate) fn fraction(numerator: Node, denominator: Node) -> Node {
    let (numerator, denominator) = match (begins_with_d(&numerator), begins_with_d(&denominator)) {
        // Who says every sign says "d divided by the quantity d times x".
        (true, true) => (side_by_side(numerator), side_by_side(denominator)),
        _ => (numerator, denominator),
    };
    // "pi over 4 raised to the minus power": of the whole, at which a limit comes from below.
    let denominator = match denominator {
        Node::Power(base, sign) if lone_sign(&sign) => {
            let whole = ganita_notation::write_latex(&Node::fraction(numerator, *base));
            return Node::power(Node::Raw(whole), *sign);
        }
        denominator => denominator,
    };
    match (differential(&numerator), differential(&denominator)) {
        (Some((of, order)), Some((variable, below))) if order == below => {
            if let Some(variable @ Node::Symbol(_)) = variable {
                return Node::Derivative {
                    partial: false,
                    order,
                    variables: vec![variable],
                    inside: of.is_some(),
                    of: of.map(Box::new),
                };
            }
            Node::fraction(numerator, denominator)
        }
        _ => Node::fraction(numerator, denominator),
    }
}

fn lone_sign(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.iter().all(|(_, term)| crate::parser::is_nothing(term)))
}

/// `d`, `d^2`, and those before one letter.
fn begins_with_d(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name == "d",
        Node::Power(base, _) => begins_with_d(base),
        Node::Product(factors) => factors.len() == 2 && begins_with_d(&factors[0].1),
        _ => false,
    }
}

fn side_by_side(node: Node) -> Node {
    match node {
        Node::Product(factors) => {
            let beside = |(_, factor)| (Join::Beside, factor);
            Node::Product(factors.into_iter().map(beside).collect())
        }
        other => other,
    }
}

/// `dy`, `d^2 y`, `dx^2` or `d` alone: what the d stands before, and how often.
fn differential(node: &Node) -> Option<(Option<Node>, u8)> {
    let is_d = |node: &Node| matches!(node, Node::Symbol(name) if name == "d");
    let raised = |node: &Node| match node {
        node if is_d(node) => Some(1),
        Node::Power(base, exponent) if is_d(base) => match &**exponent {
            Node::Number(digits) => order_of(digits),
            _ => None,
        },
        _ => None,
    };
    match node {
        Node::Differential(variable) => power_of(variable),
        Node::Product(factors) if factors.len() == 2 => {
            let order = raised(&factors[0].1)?;
            match power_of(&factors[1].1) {
                Some((Some(variable), 1)) => Some((Some(variable), order)),
                Some((variable, below)) if order == 1 => Some((variable, below)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// How often something is derived.
fn order_of(digits: &str) -> Option<u8> {
    let order = crate::number::whole_number(digits).filter(|order| (1..10).contains(order))?;
    u8::try_from(order).ok()
}

fn power_of(node: &Node) -> Option<(Option<Node>, u8)> {
    match node {
        Node::Symbol(_) => Some((Some(node.clone()), 1)),
        Node::Power(base, exponent) => match (&**base, &**exponent) {
            (Node::Symbol(_), Node::Number(digits)) => order_of(digits)
                .filter(|order| *order > 1)
                .map(|order| (Some((**base).clone()), order)),
            _ => None,
        },
        _ => None,
    }
}

fn ends_in_letter(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => !one_of(name.as_str(), "pi infinity"),
        Node::Product(factors) => factors.last().is_some_and(|(_, last)| ends_in_letter(last)),
        _ => false,
    }
}
