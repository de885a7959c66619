//! Brackets and fences: "open paren … close paren", "कोष्ठक … कोष्ठक समाप्त", "the absolute value of …", sets, intervals.

use ganita_notation::{Bracket, Join, Node};

use crate::choice::Kind;
use crate::grammar::sum::in_brackets;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{OrNothing, Parser, is_nothing};
use crate::{Note, Role};

impl Parser<'_> {
    /// A fence and what it holds.
    pub(crate) fn bracket(&mut self, arc: Arc, fence: Fence) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        let start = self.at;
        // A reader says "magnitude" for double bars only.
        let double = self.lattice.reader && self.words.says(start, "magnitude");
        let fence = if double && fence == Fence::Absolute { Fence::Norm } else { fence };
        self.take(arc, Role::Operator);
        let Some(end) = end else { return self.unclosed(fence) };
        let inner = self.until(end);
        let round = matches!(fence, Fence::Bracket(Bracket::Round | Bracket::Square));
        let inner = if round && self.lattice.reader { ends_apart(inner) } else { inner };
        let closing = self.find(|meaning| matches!(meaning, Meaning::Close(_)));
        let close = match closing.map(|arc| arc.meaning) {
            Some(Meaning::Close(Fence::Bracket(bracket))) => bracket,
            _ => Bracket::Round,
        };
        let square = self.words.says(start, "open") && self.words.says(start + 1, "bracket");
        let written = square
            && (self.lattice.reader
                || matches!(inner, Node::List(_))
                || self.choose(Kind::BracketSquare, &[0, 9]) == 1);
        // "open paren … close bracket": an interval, half open.
        let half_open = matches!(inner, Node::List(_))
            && self.words.says(start, "open")
            && self.words.says(start + 1, "paren parenthesis")
            && self.at + 1 < self.words.len()
            && self.words.says(self.at, "close")
            && self.words.says(self.at + 1, "bracket");
        self.close(fence);
        if half_open {
            return Some(fenced(fence, inner, Bracket::Square));
        }
        let Some(close) =
            (if written && close == Bracket::Round { Some(Bracket::Square) } else { None })
        else {
            return Some(fenced(fence, inner, close));
        };
        Some(fenced(Fence::Bracket(Bracket::Square), inner, close))
    }

    /// Nobody closed it: one factor for "the absolute value of", a sum for a bracket.
    fn unclosed(&mut self, fence: Fence) -> Option<Node> {
        match fence {
            Fence::Bracket(open) => {
                if !self.notes.contains(&Note::Unclosed) {
                    self.notes.push(Note::Unclosed);
                }
                self.cost += 10;
                let inner = self.list().or_nothing();
                Some(if self.lattice.hard {
                    Node::Group(open, Box::new(inner), Bracket::None)
                } else {
                    Node::Group(open, Box::new(inner), matching(open))
                })
            }
            // A pause, or "with hat above", ends what nobody closes.
            Fence::Quantity => {
                let end = (self.at + 1..self.limit)
                    .find(|at| self.words.words[*at].pause != crate::words::Pause::None)
                    .unwrap_or(self.limit);
                let accent = self.lattice.first(end).is_some_and(|meaning| {
                    matches!(meaning, Meaning::AccentPost(_)) && end < self.limit
                });
                let operator = self.lattice.first(end).is_some_and(|meaning| {
                    !crate::parser::begins_operand(meaning) && end < self.limit
                });
                if !accent && !operator {
                    return self.sum();
                }
                let inner = self.until(end);
                Some(fenced(fence, inner, Bracket::Round))
            }
            _ => {
                // "the absolute value of z squared plus z plus 1; is …": all of it, up to the reader's rest.
                if fence == Fence::Absolute
                    && let Some(end) = self.one_breath()
                {
                    let inner = self.until(end);
                    return Some(fenced(fence, inner, Bracket::Round));
                }
                let squared = fence == Fence::Absolute && self.absolute_is_squared();
                let letter = std::mem::replace(&mut self.raise_letter_outside, squared);
                let outside =
                    std::mem::replace(&mut self.raise_outside, squared || fence == Fence::Norm);
                let first = self.signed_factor();
                self.raise_outside = outside;
                self.raise_letter_outside = letter;
                let mut factors = vec![(Join::Beside, first?)];
                while let Some(arc) = self.operator_arc()
                    && matches!(
                        arc.meaning,
                        Meaning::Symbol(_)
                            | Meaning::Capital
                            | Meaning::Small
                            | Meaning::Style(_)
                            | Meaning::Accent(_)
                    )
                    && self.pause() == crate::words::Pause::None
                    && let Some(factor) = self.factor()
                {
                    factors.push((Join::Beside, factor));
                }
                let first = crate::grammar::sum::product_of(factors);
                let breath = self.pause() == crate::words::Pause::None
                    || fence == Fence::Norm && self.pause() == crate::words::Pause::Short;
                // "the floor of x over 2".
                let whole = matches!(fence, Fence::Floor | Fence::Ceiling);
                if breath
                    && !self.lattice.reader
                    && self.find(|meaning| meaning == Meaning::Over).is_some()
                    && self.choose(Kind::FenceOver, if whole { &[4, 0] } else { &[0, 6] }) == 1
                {
                    self.accept(Meaning::Over);
                    let below = self.denominator().or_nothing();
                    let over = crate::grammar::fraction::fraction;
                    let inner = match first {
                        Node::Sum(mut terms) if terms.len() == 1 => {
                            let (sign, above) = terms.swap_remove(0);
                            Node::Sum(vec![(sign, over(above, below))])
                        }
                        first => over(first, below),
                    };
                    return Some(fenced(fence, inner, Bracket::Round));
                }
                // "the absolute value of A intersection B": how many both have.
                if fence == Fence::Absolute
                    && let Some(arc) = self.find(|m| matches!(m, Meaning::Operation(_)))
                    && let Meaning::Operation(operation) = arc.meaning
                    && crate::lexicon::named(operation, "cup cap setminus")
                {
                    self.take(arc, Role::Operator);
                    let other = self.factor().or_nothing();
                    let both = Node::Operation(
                        crate::lexicon::name(operation).to_owned(),
                        vec![first, other],
                    );
                    return Some(fenced(fence, both, Bracket::Round));
                }
                let sign = self.find(|meaning| matches!(meaning, Meaning::Sign(_)));
                // "the absolute value of x plus x": nobody adds x to itself.
                let again = sign.is_some_and(|sign| {
                    let after = sign.end as usize;
                    matches!(&first, Node::Symbol(name) if after < self.limit && *name == self.words.text(after))
                });
                // A reader rests before a sign inside, too.
                let rest =
                    !breath && self.words.semicolons && self.pause() == crate::words::Pause::Short;
                let costs = if again || rest { [6, 0] } else { [0, 6] };
                let sum = (breath || rest)
                    && sign.is_some_and(|sign| {
                        !self.constant_follows(sign) && !self.another_opens_at(sign.end as usize)
                    })
                    && self.choose(Kind::FenceSum, &costs) == 0;
                let inner = if sum { self.two_terms(first) } else { first };
                Some(fenced(fence, inner, Bracket::Round))
            }
        }
    }

    /// Where a reader that rests with semicolons rests next, when a sign and no shorter rest stands before that.
    fn one_breath(&self) -> Option<usize> {
        let pause = |at: &usize| self.words.words[*at].pause;
        let end = (self.at + 1..self.limit).find(|at| pause(at) > crate::words::Pause::Breath)?;
        let sign = |at: usize| self.lattice.any(at, |meaning| matches!(meaning, Meaning::Sign(_)));
        let compares =
            |at: usize| self.lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_)));
        (self.words.semicolons
            && pause(&end) == crate::words::Pause::Long
            && (self.at..end).any(sign)
            && !(self.at..end).any(compares))
        .then_some(end)
    }

    /// "the absolute value of s sub j squared": whether the square, some words on, is of the absolute value.
    fn absolute_is_squared(&mut self) -> bool {
        let letter = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)));
        let Some(letter) = letter.filter(|_| !self.lattice.reader) else { return false };
        let next = letter.end as usize;
        let squared = |at: usize| at < self.limit && self.lattice.may_be(at, Meaning::Raised(2));
        let sub = self.lattice.begins(next, Meaning::Sub);
        if sub && squared(next + 2) {
            return self.choose(Kind::AbsoluteSquared, &[3, 0]) == 1;
        }
        // A complex number's modulus is squared, and a wave function's.
        let complex = matches!(letter.meaning, Meaning::Symbol(name)
            if crate::lexicon::named(name, "z psi"));
        let costs = if complex { [6, 0] } else { [0, 4] };
        squared(next) && self.choose(Kind::AbsoluteSquared, &costs) == 1
    }

    /// "the absolute value of u plus the absolute value of v", "floor of x plus ceiling of y": the second is not inside the
    /// first.
    fn another_opens_at(&self, at: usize) -> bool {
        at < self.limit
            && matches!(
                self.lattice.first(at),
                Some(Meaning::Open(Fence::Absolute | Fence::Floor | Fence::Ceiling | Fence::Norm))
            )
    }

    /// What nobody closes holds one sign: "the absolute value of x minus a".
    fn two_terms(&mut self, first: Node) -> Node {
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return first;
        };
        let Meaning::Sign(sign) = arc.meaning else { return first };
        self.take(arc, Role::Operator);
        let outside = std::mem::replace(&mut self.raise_outside, true);
        self.in_fence += 1;
        let second = self.product().or_nothing();
        self.in_fence -= 1;
        self.raise_outside = outside;
        // A second sign goes on inside only where the reading is turned round.
        if self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
            && self.pause() == crate::words::Pause::None
            && self.choose(Kind::FenceThird, &[0, 8]) == 1
            && let Node::Sum(mut terms) = self.sum_from(second.clone())
        {
            if let Some(first_term) = terms.first_mut() {
                first_term.0 = sign;
            }
            terms.insert(0, (ganita_notation::Sign::Plus, first));
            return Node::Sum(terms);
        }
        Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign, second)])
    }

    /// What stands in brackets that nobody said, and what "whole" does to it.
    pub(crate) fn unsaid_bracket(&mut self) -> Option<Node> {
        let start = self.at;
        let inside = self.unsaid == start + 1;
        let (end, doubtful) = if inside {
            (self.lattice.unsaid_inside(start).filter(|end| *end < self.limit)?, false)
        } else {
            self.lattice.unsaid(start).filter(|(end, _)| *end <= self.limit)?
        };
        let costs = if doubtful { [7, 0] } else { [0, 14] };
        if !inside && self.choose(Kind::UnsaidBracket, &costs) == 1 {
            return None;
        }
        let before = self.mark();
        let outer = std::mem::replace(&mut self.unsaid, start + 1);
        let node = self.within(end, |parser| {
            let node = parser.deeper(Self::side).or_nothing();
            // Fillers that stand before the next word.
            let _ = parser.operator_arc();
            node
        });
        self.unsaid = outer;
        if self.at != end || is_nothing(&node) {
            self.back_to(before);
            return None;
        }
        let round = Bracket::Round;
        match self.operator_arc().map(|arc| (arc, arc.meaning)) {
            Some((arc, Meaning::Whole(power))) => {
                self.take(arc, Role::Operator);
                Some(Node::power(node, crate::grammar::postfix::small(power)))
            }
            Some((_, Meaning::OverAll)) => Some(node),
            Some((arc, Meaning::WholePower)) => Some(Node::power(node, self.exponent_after(arc))),
            // "A B whole transpose": the mark follows.
            _ if self.at == end && end < self.limit && self.words.says(end, "whole होल") => {
                self.roles.push((end..end + 1, Role::Operator));
                self.at += 1;
                Some(Node::Group(round, Box::new(node), round))
            }
            _ => Some(node),
        }
    }

    /// "the set of all x such that …", "StartSet … EndSet".
    pub(crate) fn set(&mut self, arc: Arc) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let inner = match end {
            Some(end) => {
                let inner = self.until(end);
                self.close(Fence::Set);
                inner
            }
            None => match self.open_set().or_nothing() {
                // "belongs to the set J": the letter already is the set.
                name @ (Node::Symbol(_)
                | Node::Accented(..)
                | Node::Styled(..)
                | Node::Subscript(..)
                | Node::Apply { .. }) => return Some(name),
                inner if self.lattice.reader => inner,
                inner => members_apart(inner),
            },
        };
        Some(set_of(digits_apart(inner)))
    }

    /// A set nobody closes ends before a relation and before the next set: "the set 0 comma 1 times the set 2".
    fn open_set(&mut self) -> Option<Node> {
        let mut end = self.at;
        // "the set of all x in A such that …": the condition belongs to it.
        let mut builder = (self.at..self.limit.min(self.at + 40)).any(|at| {
            self.lattice.first(at).is_some_and(|meaning| matches!(meaning, Meaning::Operation(name) if crate::lexicon::named(name, "mid")))
        });
        // A reader that says its brackets, "the set open paren x comma y close paren; colon, …", holds the rest in them.
        builder |= self.lattice.reader
            && self.lattice.first(self.at).is_some_and(|meaning| {
                matches!(meaning, Meaning::Open(Fence::Bracket(Bracket::Round)))
            });
        let mut compared = false;
        let mut passed = false;
        while end < self.limit {
            let Some(arc) = self.lattice.at(end).first() else { break };
            let next = (arc.end as usize).max(end + 1);
            let set = |at: usize| {
                at < self.limit
                    && self
                        .lattice
                        .first(at)
                        .is_some_and(|meaning| matches!(meaning, Meaning::Open(Fence::Set)))
            };
            match arc.meaning {
                Meaning::Operation(name) if crate::lexicon::named(name, "mid colon") => {
                    builder = true;
                    passed = true;
                    compared = false;
                }
                Meaning::Compare(crate::meaning::Comparison::Equal) if passed && compared => break,
                Meaning::Compare(_) | Meaning::Logic(_) if !builder && end > self.at => break,
                Meaning::Compare(_) => compared = true,
                // "y is greater than x squared; comma; y is equal to": one more condition.
                Meaning::Comma if passed => compared = false,
                Meaning::Join(_) | Meaning::Operation(_) if set(next) => break,
                Meaning::Open(_) => {
                    end = self.lattice.mate(end).unwrap_or(next).max(next);
                    continue;
                }
                _ => {}
            }
            end = next;
        }
        self.within(end.min(self.limit), |parser| {
            let first = parser.list().or_nothing();
            // "the set 1 to k": the numbers between them.
            if !matches!(first, Node::Number(_) | Node::Symbol(_)) || !parser.accept(Meaning::To) {
                return first;
            }
            let last = parser.sum().or_nothing();
            Node::List(vec![first, Node::symbol("ldots"), last])
        })
        .into()
    }

    fn interval_end(&mut self) -> Option<Node> {
        if let Some(arc) =
            self.find(|m| matches!(m, Meaning::Sign(_) | Meaning::Negative | Meaning::Positive))
        {
            self.take(arc, Role::Operator);
            let end = self.bound()?;
            return Some(match arc.meaning {
                Meaning::Positive | Meaning::Sign(ganita_notation::Sign::Plus) => end,
                _ => Node::negative(end),
            });
        }
        self.bound()
    }

    fn clause_follows(&self) -> bool {
        self.find(|meaning| {
            matches!(meaning, Meaning::Including | Meaning::NotIncluding | Meaning::But)
        })
        .is_some()
    }

    /// "the interval from a to b, including a but not including b".
    pub(crate) fn interval(&mut self, arc: Arc) -> Option<Node> {
        // "open", "closed", "closed open": said before the ends.
        let said: Vec<Bracket> = (self.at..arc.end as usize)
            .filter_map(|at| match self.words.text(at) {
                "closed" | "संवृत" | "बंद" => Some(Bracket::Square),
                "open" | "विवृत" | "खुला" => Some(Bracket::Round),
                _ => None,
            })
            .collect();
        self.take(arc, Role::Operator);
        self.accept(Meaning::From);
        self.stop_at_to += 1;
        let lower = self.side().or_nothing();
        self.stop_at_to -= 1;
        let written = self.pause() == crate::words::Pause::Short && !self.ended();
        // "closed interval a b", "विवृत अंतराल शून्य से एक तक".
        let beside = !said.is_empty() && matches!(lower, Node::Product(_));
        let (lower, upper) = if beside {
            crate::grammar::relation::split_last(lower)
        } else if written
            || [Meaning::To, Meaning::Comma, Meaning::From]
                .into_iter()
                .any(|meaning| self.accept(meaning))
        {
            (lower, self.interval_end().or_nothing())
        } else {
            return Some(lower);
        };
        self.accept(Meaning::RangeTo);
        let (mut low, mut high) = match said.as_slice() {
            [both] => (*both, *both),
            [low, high, ..] => (*low, *high),
            // Nobody said whether the ends belong to it; who then says it of one leaves the other out.
            [] if self.clause_follows() => (Bracket::Round, Bracket::Round),
            [] => {
                let both = self.interval_bracket();
                (both, both)
            }
        };
        let mut clauses = 0;
        while let Some(arc) = self.find(|meaning| {
            matches!(meaning, Meaning::Including | Meaning::NotIncluding | Meaning::But)
        }) {
            self.take(arc, Role::Operator);
            if arc.meaning == Meaning::But {
                continue;
            }
            let closed = arc.meaning == Meaning::Including;
            let named = self.interval_end();
            let both = self
                .accept_where(|meaning| matches!(meaning, Meaning::Linking(_) | Meaning::Logic(_)))
                .is_some();
            if both {
                let _ = self.interval_end();
            }
            let bracket = if closed { Bracket::Square } else { Bracket::Round };
            if both {
                (low, high) = (bracket, bracket);
            } else if clauses == 0 && named.as_ref() == Some(&lower) {
                low = bracket;
            } else {
                high = bracket;
            }
            clauses += 1;
        }
        Some(Node::Group(low, Box::new(Node::List(vec![lower, upper])), high))
    }
}

fn matching(open: Bracket) -> Bracket {
    open
}

fn fenced(fence: Fence, inner: Node, close: Bracket) -> Node {
    match fence {
        Fence::Absolute => Node::Absolute(Box::new(inner)),
        Fence::Norm => Node::Norm(Box::new(inner)),
        Fence::Floor => Node::Floor(Box::new(inner)),
        Fence::Ceiling => Node::Ceiling(Box::new(inner)),
        Fence::Bracket(Bracket::Curly) if close == Bracket::Round || close == Bracket::Curly => {
            set_of(inner)
        }
        Fence::Bracket(open) => Node::Group(open, Box::new(inner), close),
        // "the quantity", कोष्ठक: it groups; the writer sets brackets where the page needs them.
        _ => match inner {
            inner @ (Node::List(_) | Node::Relation(..) | Node::Operation(..)) => {
                in_brackets(inner)
            }
            inner => inner,
        },
    }
}

/// A reader that drops commas says 1, 2, 3 as "123" and 0, 1 as "01": digits that count up, or a leading zero.
pub(crate) fn digits_apart(node: Node) -> Node {
    match node {
        Node::Number(digits) => list_of_digits(&digits).unwrap_or(Node::Number(digits)),
        Node::Group(Bracket::Square, ends, Bracket::Square) if is_row_of_digits(&ends) => *ends,
        Node::List(items) => Node::List(
            items
                .into_iter()
                .flat_map(|item| match digits_apart(item) {
                    Node::List(inner) => inner,
                    other => vec![other],
                })
                .collect(),
        ),
        other => other,
    }
}

/// "the set one two three four", "the set a e i o u": members said one after another.
fn members_apart(node: Node) -> Node {
    let member = |(join, node): &(Join, Node)| {
        *join == Join::Beside && matches!(node, Node::Number(_) | Node::Symbol(_))
    };
    match node {
        Node::Product(factors) if factors.len() > 2 && factors.iter().all(member) => {
            Node::List(factors.into_iter().map(|(_, member)| member).collect())
        }
        other => other,
    }
}

fn is_row_of_digits(node: &Node) -> bool {
    let digit = |item: &Node| matches!(item, Node::Number(digits) if digits.len() == 1);
    matches!(node, Node::List(items) if items.iter().all(digit))
}

/// "02 pi" in brackets that are said: 0 and 2π, parted by the comma that a reader drops.
fn ends_apart(inner: Node) -> Node {
    match inner {
        Node::Group(Bracket::Square, ends, Bracket::Square) if is_row_of_digits(&ends) => *ends,
        Node::Product(mut factors) => match factors.first() {
            Some((_, Node::Group(Bracket::Square, ends, Bracket::Square)))
                if is_row_of_digits(ends) =>
            {
                let (_, ends) = factors.remove(0);
                let Node::Group(_, ends, _) = ends else { return Node::Product(factors) };
                let Node::List(mut items) = *ends else { return Node::Product(factors) };
                if let Some(last) = items.pop() {
                    factors.insert(0, (Join::Beside, last));
                }
                items.push(Node::Product(factors));
                Node::List(items)
            }
            _ => Node::Product(factors),
        },
        other => other,
    }
}

/// `123` or `01` as a list of digits; numbers that are no such row stay numbers.
pub(crate) fn list_of_digits(digits: &str) -> Option<Node> {
    let bytes = digits.as_bytes();
    if bytes.len() < 2 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let rising = bytes.windows(2).all(|pair| pair[1] == pair[0] + 1);
    (rising || bytes[0] == b'0')
        .then(|| Node::List(digits.chars().map(|digit| Node::Number(digit.to_string())).collect()))
}

/// Curly brackets around a list or a condition.
fn set_of(inner: Node) -> Node {
    Node::Group(Bracket::Curly, Box::new(inner), Bracket::Curly)
}
