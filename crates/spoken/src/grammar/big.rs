//! Sums, products, unions over a range: "the sum from i equals 1 to n of i squared".

use ganita_notation::{BigOperator, Node};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::root::root_said_last;
use crate::grammar::sum::{in_brackets, pair_of};
use crate::grammar::trailing::with_letter;
use crate::lattice::{Arc, Level};
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser, nothing};

impl Parser<'_> {
    pub(crate) fn big(&mut self, arc: Arc, operator: BigOperator) -> Option<Node> {
        let at = self.at;
        self.take(arc, Role::Operator);
        if operator == BigOperator::Sum
            && let Some(sum) = self.first_numbers()
        {
            return Some(sum);
        }
        let (lower, upper) = self.range();
        if lower.is_none() && upper.is_none() {
            if !self.lattice.reader
                && let Some(later) = self.range_said_later(true)
            {
                self.accept(Meaning::Of);
                let (body, lower, upper) =
                    self.body_then_range(later, |parser| parser.sum().or_nothing());
                return Some(Node::Big {
                    operator,
                    lower: with_letter(lower, &body).map(Box::new),
                    upper: upper.map(Box::new),
                    body: Box::new(body),
                });
            }
            // "the sum of a and b", "the product of x and y": no range, two things joined.
            if self.accept(Meaning::Of) || arc_says_of(self, at) {
                return self.joined(operator);
            }
        }
        // "sigma f i x i upon sigma f i": the fraction is of the two sums.
        if lower.is_none() && upper.is_none() && self.lattice.sums_letters {
            let over = |at: &usize| self.lattice.first(*at) == Some(Meaning::Over);
            let end = (self.at..self.limit).find(over).unwrap_or(self.limit);
            let body = self.within(end, |parser| parser.body().or_nothing());
            return Some(Node::Big { operator, lower: None, upper: None, body: Box::new(body) });
        }
        self.accept(Meaning::Of);
        self.accept(Meaning::FunctionOf);
        let body =
            if lower.is_some() || upper.is_some() || !self.ended() { self.body() } else { None };
        let body = match body {
            Some(first)
                if !self.lattice.reader
                    && (lower.is_some() || upper.is_some())
                    && self.pause() == crate::words::Pause::None
                    && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
                    && self.choose(Kind::BigSum, &[0, 8]) == 1 =>
            {
                Some(self.sum_from(first))
            }
            body => body,
        };
        let flat =
            self.lattice.hard && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if flat && let Some(body) = body {
            let (lower, upper) = (lower.map(Box::new), upper.map(Box::new));
            let alone = Node::Big { operator, lower, upper, body: Box::new(nothing()) };
            let operator = Node::Raw(ganita_notation::write_latex(&alone));
            return Some(crate::grammar::calculus::beside_body(operator, body));
        }
        Some(Node::Big {
            operator,
            lower: lower.map(Box::new),
            upper: upper.map(Box::new),
            body: Box::new(body.or_nothing()),
        })
    }

    /// A body: a product with its signs left outside.
    pub(crate) fn body(&mut self) -> Option<Node> {
        self.operand_arc()?;
        self.product()
    }

    /// Limits of a sum or integral, in whatever way they were said.
    pub(crate) fn range(&mut self) -> (Option<Node>, Option<Node>) {
        let (mut lower, mut upper) = (None, None);
        loop {
            if let Some(Level::Open { up, end, until }) =
                self.lattice.level(self.at).filter(|_| !self.ended())
            {
                self.at = end as usize;
                let script = self.until(until as usize);
                if up {
                    upper = Some(script);
                } else {
                    lower = Some(script);
                }
                continue;
            }
            let Some(arc) = self.operator_arc() else { break };
            match arc.meaning {
                Meaning::Under if lower.is_none() => {
                    self.take(arc, Role::Operator);
                    lower = Some(self.layer());
                }
                Meaning::OverScript if upper.is_none() => {
                    self.take(arc, Role::Operator);
                    upper = Some(self.layer());
                }
                Meaning::ScriptsEnd => self.take(arc, Role::Operator),
                // "the sum n equals 0 to infinity of": "from" is left out.
                Meaning::Symbol(_)
                    if lower.is_none()
                        && self.lattice.begins(
                            arc.end as usize,
                            Meaning::Compare(crate::meaning::Comparison::Equal),
                        )
                        && (self.at..self.limit.min(self.at + 9)).any(|at| {
                            self.lattice.any(at, |meaning| {
                                matches!(meaning, Meaning::To | Meaning::RangeTo)
                            })
                        }) =>
                {
                    (lower, upper) = self.bounds();
                    self.accept(Meaning::RangeTo);
                }
                // "summation k from 1 to n of k cubed".
                Meaning::Symbol(_) if lower.is_none() && upper.is_none() && self.runs_from(arc) => {
                    let letter = self.factor().or_nothing();
                    self.accept(Meaning::From);
                    let (first, last) = self.bounds();
                    let equal = ganita_notation::Relation::Equal;
                    lower = Some(Node::relation(letter, equal, first.or_nothing()));
                    upper = last;
                }
                // "समाकल 0 से 1 तक …".
                _ if lower.is_none()
                    && crate::parser::begins_operand(arc.meaning)
                    && self.hindi_range_ahead() =>
                {
                    (lower, upper) = self.bounds();
                    self.accept(Meaning::RangeTo);
                }
                Meaning::From if lower.is_none() => {
                    self.take(arc, Role::Operator);
                    (lower, upper) = self.bounds();
                }
                Meaning::Over if lower.is_none() => {
                    self.take(arc, Role::Operator);
                    self.stop_at_to += 1;
                    self.plain += 1;
                    lower = self.relation();
                    self.plain -= 1;
                    self.stop_at_to -= 1;
                    if self.accept(Meaning::To) {
                        upper = self.side();
                    } else if matches!(lower, Some(Node::Symbol(_))) && self.accept(Meaning::From) {
                        // "the sum over n from 0 to infinity".
                        let letter = lower.take().or_nothing();
                        let (first, last) = self.bounds();
                        let first = first.or_nothing();
                        lower =
                            Some(Node::relation(letter, ganita_notation::Relation::Equal, first));
                        upper = last;
                    }
                }
                Meaning::Sub if lower.is_none() => {
                    let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
                    self.take(arc, Role::Operator);
                    self.stop_at_to += 1;
                    lower = match end {
                        Some(end) => {
                            let script = self.until(end);
                            self.close(crate::meaning::Fence::Subscript);
                            Some(script)
                        }
                        None => self.relation(),
                    };
                    self.stop_at_to -= 1;
                }
                Meaning::Power if upper.is_none() => {
                    upper = Some(self.exponent_after(arc));
                }
                _ => break,
            }
        }
        (lower, upper)
    }

    /// Whether "from … to … of" follows this letter.
    fn runs_from(&self, letter: Arc) -> bool {
        let from = letter.end as usize;
        let end = self.limit.min(from + 8);
        let first_of = (from + 1..end).find(|at| self.words.says(*at, "of"));
        from < end
            && self.words.says(from, "from")
            && first_of
                .is_some_and(|of| (from + 2..of).any(|at| self.lattice.may_be(at, Meaning::To)))
    }

    /// Whether "से … तक" follows within a few words.
    pub(crate) fn hindi_range_ahead(&self) -> bool {
        let arc_at = |at: usize, meaning: Meaning| self.lattice.may_be(at, meaning);
        let end = self.limit.min(self.at + 12);
        // What stands under an integral ends with its differential; the range is said behind it.
        let differential = |at: &usize| {
            self.lattice.any(*at, |meaning| matches!(meaning, Meaning::Differential(_)))
        };
        let end = (self.at..end).find(differential).unwrap_or(end);
        (self.at + 1..end)
            .find(|at| arc_at(*at, Meaning::From))
            .is_some_and(|from| (from + 1..end).any(|at| arc_at(at, Meaning::RangeTo)))
    }

    /// "sigma k equals 1 to n", "सिग्मा k बराबर 1 से n तक": the letter that sums, not the one that is multiplied.
    pub(crate) fn runs_from_to(&self, sigma: Arc) -> bool {
        let mut at = sigma.end as usize;
        let first = |at: usize| self.lattice.at(at).first().filter(|_| at < self.limit);
        if first(at).is_some_and(|arc| arc.meaning == Meaning::From) {
            at += 1;
        }
        let letter = first(at).filter(|arc| matches!(arc.meaning, Meaning::Symbol(_)));
        let Some(equals) = letter.and_then(|arc| first(arc.end as usize)) else { return false };
        let equal = Meaning::Compare(crate::meaning::Comparison::Equal);
        equals.meaning == equal
            && (equals.end as usize + 1..self.limit.min(equals.end as usize + 6)).any(|at| {
                self.lattice.any(at, |meaning| matches!(meaning, Meaning::To | Meaning::RangeTo))
            })
    }

    /// "i equals 1 to n", "0 to pi".
    pub(crate) fn bounds(&mut self) -> (Option<Node>, Option<Node>) {
        self.stop_at_to += 1;
        self.plain += 1;
        let lower = self.relation();
        self.stop_at_to -= 1;
        self.plain -= 1;
        // "to the" would be a power elsewhere; "to d" is no power here.
        let power = |parser: &Self| {
            parser.find(|meaning| meaning == Meaning::Power).filter(|arc| {
                let last = arc.end as usize - 1;
                last == parser.at || parser.words.says(last, "the")
            })
        };
        let to =
            power(self).or_else(|| self.find(|meaning| meaning == Meaning::To)).or_else(|| {
                self.find(|meaning| meaning == Meaning::Compare(crate::meaning::Comparison::To))
            });
        // "से a से b": in Hindi both ends are said with the same word.
        let to = to.or_else(|| self.find(|meaning| meaning == Meaning::From));
        let Some(to) = to else { return (lower, None) };
        self.take(to, Role::Operator);
        let upper = if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let bound = self.bound().or_nothing();
            Some(match arc.meaning {
                Meaning::Sign(sign) => Node::Sum(vec![(sign, bound)]),
                _ => Node::negative(bound),
            })
        } else {
            self.bound()
        };
        (lower, upper)
    }

    /// An upper limit: one factor, a fraction of two, or "n minus one".
    pub(crate) fn bound(&mut self) -> Option<Node> {
        self.plain += 1;
        let bound = self.bound_inside();
        self.plain -= 1;
        bound
    }

    fn bound_inside(&mut self) -> Option<Node> {
        let mut first = self.factor()?;
        // "1 से 3 का वर्गमूल का फलन …": what stands under the sign follows, so the root is the bound's.
        if self.lattice.signs_named
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::RootPost(_)))
            && let Meaning::RootPost(degree) = arc.meaning
            && self.lattice.may_be(arc.end as usize, Meaning::FunctionOf)
        {
            self.take(arc, Role::Operator);
            first = root_said_last(degree, first);
        }
        let slash = |meaning| {
            matches!(
                meaning,
                Meaning::Over
                    | Meaning::Join(ganita_notation::Join::Slash | ganita_notation::Join::Divide)
            )
        };
        if self.accept_where(slash).is_some() {
            let below = self.factor().or_nothing();
            return Some(crate::grammar::fraction::fraction(first, below));
        }
        if matches!(first, Node::Symbol(_)) && self.short_sum_ahead() {
            return Some(self.short_sum(first));
        }
        // "2 pi of", "2 pi, of": a number and pi.
        if matches!(first, Node::Number(_))
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))
            && matches!(arc.meaning, Meaning::Symbol(letter) if crate::lexicon::named(letter, "pi"))
        {
            let _ = arc;
            let pi = self.factor()?;
            return Some(pair_of(first, pi));
        }
        Some(first)
    }

    /// "the sum of a and b".
    fn joined(&mut self, operator: BigOperator) -> Option<Node> {
        let first = self.sum()?;
        let Some(and) = self.find(|meaning| matches!(meaning, Meaning::Linking(_))) else {
            return Some(Node::Big { operator, lower: None, upper: None, body: Box::new(first) });
        };
        self.take(and, Role::Operator);
        let second = self.product().or_nothing();
        Some(match operator {
            BigOperator::Sum => {
                let sum = Node::Sum(vec![
                    (ganita_notation::Sign::Plus, first),
                    (ganita_notation::Sign::Plus, second),
                ]);
                in_brackets(sum)
            }
            BigOperator::Product => Node::Product(vec![
                (ganita_notation::Join::Beside, first),
                (ganita_notation::Join::Times, second),
            ]),
            BigOperator::Union => Node::Operation("cup".to_owned(), vec![first, second]),
            _ => Node::Operation("cap".to_owned(), vec![first, second]),
        })
    }
}

fn arc_says_of(parser: &Parser<'_>, at: usize) -> bool {
    parser.at > at && parser.words.says(parser.at - 1, "of")
}
