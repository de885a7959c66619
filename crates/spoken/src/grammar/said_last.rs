//! What Hindi says last: "x और y का गुणनफल", "0 से π तक sin x का समाकलन", "k बराबर 1 से n तक k वर्ग का योग", "sin x बटा x की
//! सीमा जब x शून्य की ओर जाए".

use ganita_notation::{BigOperator, Function, Join, Node, Relation, Sign};

use crate::Role;
use crate::grammar::calculus::limit;
use crate::grammar::hindi::integral;
use crate::grammar::trailing::with_letter;
use crate::lattice::Arc;
use crate::meaning::{Comparison, Meaning, Pair};
use crate::parser::{OrNothing, Parser, is_nothing};

/// Nobody says more words before the noun that tells what was meant.
const LONGEST: usize = 40;
/// One end of a range has fewer words.
const LONGEST_BOUND: usize = 8;

impl Parser<'_> {
    /// A side whose last word says what all of it is. Where there is none nothing is taken.
    pub(crate) fn said_last(&mut self) -> Option<Node> {
        if !self.lattice.said_last || self.lattice.reader {
            return None;
        }
        let before = self.mark();
        let node = self
            .first_numbers_said_last()
            .or_else(|| self.progression_said_last())
            .or_else(|| self.ranged())
            .or_else(|| self.limit_of_all())
            .or_else(|| self.projection_said_last())
            .or_else(|| self.done_to())
            .or_else(|| self.pair());
        let Some(node) = node else {
            self.back_to(before);
            return None;
        };
        // "x और y का योग 10 है".
        if self.value_then_is() {
            let value = self.sum().or_nothing();
            return Some(Node::relation(node, Relation::Equal, value));
        }
        let node = self.postfix(node);
        let node = self.product_from(node);
        Some(self.sum_from(node))
    }

    /// "x और y का योग", "x, y और z का गुणनफल".
    fn pair(&mut self) -> Option<Node> {
        let (at, noun) =
            self.noun_ahead(self.at + 2, |meaning| matches!(meaning, Meaning::Pair(_)))?;
        let Meaning::Pair(pair) = noun.meaning else { return None };
        let and = (self.at + 1..at)
            .rev()
            .find(|at| self.words.says(*at, "और तथा एवं व aur tatha evam and"))?;
        let linking =
            self.lattice.at(and).iter().find(|arc| arc.end as usize == and + 1).copied()?;
        let first = self.part(and, Self::list)?;
        self.take(linking, Role::Operator);
        let second = self.part(at, Self::side)?;
        self.take(noun, Role::Operator);
        let mut parts = match first {
            Node::List(items) => items,
            first => vec![first],
        };
        parts.push(second);
        joined(pair, parts)
    }

    /// "a वर्ग घटा b वर्ग को a घटा b से भाग दो": done to all of both.
    fn done_to(&mut self) -> Option<Node> {
        let (object_at, object) =
            self.noun_ahead(self.at + 1, |meaning| meaning == Meaning::Object)?;
        let second = object.end as usize;
        let (verb_at, verb) =
            self.noun_ahead(second + 2, |meaning| matches!(meaning, Meaning::Verb(_)))?;
        let sum = |mut range: std::ops::Range<usize>| {
            range.any(|at| self.first_is(at, |meaning| matches!(meaning, Meaning::Sign(_))))
        };
        let by = verb_at - 1;
        if !self.words.says(by, "से se") || !(object_at > self.at + 1 || sum(second..by)) {
            return None;
        }
        let Meaning::Verb(what) = verb.meaning else { return None };
        let first = self.part(object_at, Self::sum)?;
        self.take(object, Role::Operator);
        let second = self.part(by, Self::sum)?;
        self.pass(1);
        self.take(verb, Role::Operator);
        Some(crate::grammar::hindi::joined(what, first, second))
    }

    /// "0 से π/2 तक sin x का समाकलन", "k बराबर 1 से n तक k वर्ग का योग".
    fn ranged(&mut self) -> Option<Node> {
        let spoken = |at: usize| self.words.says(at, "से se");
        let (from_at, from) = self
            .ahead(self.at + 1, LONGEST_BOUND, |meaning| meaning == Meaning::From)
            .filter(|(at, _)| spoken(*at))?;
        let (to_at, to) = self
            .ahead(from.end as usize + 1, LONGEST_BOUND, |meaning| meaning == Meaning::RangeTo)?;
        let ends = |meaning| {
            matches!(
                meaning,
                Meaning::IntegralPost | Meaning::Pair(Pair::Sum | Pair::Product(Join::Times))
            )
        };
        let (noun_at, noun) = self.noun_ahead(to.end as usize + 1, ends)?;
        let equals = (self.at..from_at).any(|at| {
            self.first_is(at, |meaning| matches!(meaning, Meaning::Compare(Comparison::Equal)))
        });
        // In "S बराबर 1 से n तक …" S is the sum.
        let counts = self.words.says(self.at, "k n i j r m");
        if equals && (noun.meaning == Meaning::IntegralPost || !counts) {
            return None;
        }
        let lower = self.part(from_at, Self::relation)?;
        self.take(from, Role::Operator);
        let upper = self.part(to_at, Self::sum)?;
        self.take(to, Role::Operator);
        let mut variables = Vec::new();
        let integral_said = noun.meaning == Meaning::IntegralPost;
        let body = self.part(noun_at, |parser| {
            parser.integrals = u32::from(integral_said);
            let body = parser.sum();
            parser.integrals = 0;
            if integral_said {
                variables = parser.differentials(1);
            }
            body
        })?;
        if integral_said {
            variables.extend(self.letter_in(noun));
            self.take(noun, Role::Operator);
            return Some(integral(Some(lower), Some(upper), body, variables));
        }
        self.take(noun, Role::Operator);
        let operator = match noun.meaning {
            Meaning::Pair(Pair::Sum) => BigOperator::Sum,
            _ => BigOperator::Product,
        };
        Some(Node::Big {
            operator,
            lower: with_letter(Some(lower), &body).map(Box::new),
            upper: Some(Box::new(upper)),
            body: Box::new(body),
        })
    }

    /// "sin x बटा x की सीमा जब x शून्य की ओर जाए", and with the condition first.
    fn limit_of_all(&mut self) -> Option<Node> {
        let (at, noun) = self.noun_ahead(self.at + 1, |meaning| meaning == Meaning::LimitPost)?;
        let before = self.mark();
        let when = self.says_when(self.at);
        if when {
            self.pass(1);
        }
        // "x शून्य की ओर अग्रसर है, … की सीमा".
        let goes = |meaning| arrow_word(meaning) || meaning == Meaning::Goes;
        let condition = if when || self.ahead(self.at, LONGEST_BOUND, goes).is_some() {
            self.approach_verb_last()
        } else {
            None
        };
        if let Some(condition) = condition {
            if !self.ended() && self.words.says(self.at, "तो तब to tab") {
                self.pass(1);
            }
            let body = self.part(at, Self::sum)?;
            self.take(noun, Role::Operator);
            return Some(limit(condition, body));
        }
        self.back_to(before);
        if when || !self.says_when(noun.end as usize) {
            return None;
        }
        let body = self.part(at, Self::sum)?;
        self.take(noun, Role::Operator);
        self.pass(1);
        let condition = self.approach_verb_last().or_else(|| self.approach())?;
        matches!(condition, Node::Relation(..)).then(|| limit(condition, body))
    }

    /// "x शून्य की ओर अग्रसर हो", "x zero ho".
    pub(crate) fn approach_verb_last(&mut self) -> Option<Node> {
        let letter = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))?;
        let start = letter.end as usize;
        let arrow = |meaning| meaning == Meaning::Compare(Comparison::To);
        let (end, arrow) = self
            .ahead(start + 1, LONGEST_BOUND, arrow)
            .or_else(|| self.ahead(start + 1, LONGEST_BOUND, |meaning| meaning == Meaning::Goes))?;
        self.take(letter, Role::Symbol);
        let Meaning::Symbol(name) = letter.meaning else { return None };
        let target = self.part(end, Self::sum)?;
        self.take(arrow, Role::Operator);
        while let Some(goes) = self
            .find(|meaning| meaning == Meaning::Goes || arrow_word(meaning))
            .filter(|_| !self.ended())
        {
            self.take(goes, Role::Operator);
        }
        let letter = crate::grammar::postfix::symbol(name);
        Some(Node::relation(letter, Relation::To, target))
    }

    /// Whether a value and "है" are all that is left.
    fn value_then_is(&self) -> bool {
        let is = |at: usize| self.words.says(at, "है हो hai ho");
        let last = self.limit.saturating_sub(1);
        last > self.at
            && is(last)
            && self.first_is(self.at, |meaning| {
                matches!(meaning, Meaning::Number(_) | Meaning::Symbol(_))
            })
    }

    /// The part up to this word, if all of it is one.
    pub(crate) fn part(
        &mut self,
        end: usize,
        parse: impl FnOnce(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        let node = self.within(end, |parser| {
            let node = parser.deeper(parse).or_nothing();
            // Fillers that stand before the next word.
            let _ = parser.operator_arc();
            node
        });
        (self.at == end && !is_nothing(&node)).then_some(node)
    }

    fn pass(&mut self, words: usize) {
        self.pass_to(self.at + words, Role::Operator);
    }

    fn says_when(&self, at: usize) -> bool {
        at < self.limit && self.words.says(at, "जब jab when as")
    }

    fn first_is(&self, at: usize, fits: impl Fn(Meaning) -> bool) -> bool {
        self.lattice.first(at).is_some_and(fits)
    }

    /// The first such phrase that begins within so many words.
    fn ahead(
        &self,
        from: usize,
        words: usize,
        fits: impl Fn(Meaning) -> bool,
    ) -> Option<(usize, Arc)> {
        let limit = self.limit;
        (from..limit.min(from + words)).find_map(|at| {
            let arcs = self.lattice.at(at).iter();
            let arc = arcs.filter(|arc| arc.end as usize <= limit).find(|arc| fits(arc.meaning))?;
            Some((at, *arc))
        })
    }

    /// The noun that closes this side: no relation or line stands before it.
    pub(crate) fn noun_ahead(
        &self,
        from: usize,
        fits: impl Fn(Meaning) -> bool,
    ) -> Option<(usize, Arc)> {
        let (at, arc) = self.ahead(from, LONGEST, fits)?;
        let apart = |meaning| {
            matches!(
                meaning,
                Meaning::Compare(Comparison::Equal | Comparison::Less | Comparison::Greater)
                    | Meaning::ComparePost(_)
                    | Meaning::Logic(_)
                    | Meaning::NewLine
            )
        };
        (!(from..at).any(|at| self.first_is(at, apart))).then_some((at, arc))
    }
}

fn arrow_word(meaning: Meaning) -> bool {
    meaning == Meaning::Compare(Comparison::To)
}

fn joined(pair: Pair, parts: Vec<Node>) -> Option<Node> {
    let product = |join: Join, parts: Vec<Node>| {
        let mut factors: Vec<_> = parts.into_iter().map(|part| (join, part)).collect();
        factors[0].0 = Join::Beside;
        Node::Product(factors)
    };
    let two = parts.len() == 2;
    Some(match pair {
        Pair::Sum => Node::Sum(parts.into_iter().map(|part| (Sign::Plus, part)).collect()),
        Pair::Product(join) => product(join, parts),
        Pair::Greatest | Pair::Least => Node::Apply {
            function: Function::Named(if pair == Pair::Least { "lcm" } else { "gcd" }.to_owned()),
            power: None,
            index: None,
            argument: Box::new(Node::List(parts)),
        },
        Pair::Union => Node::Operation("cup".to_owned(), parts),
        Pair::Intersection => Node::Operation("cap".to_owned(), parts),
        Pair::Difference | Pair::Quotient if two => {
            let mut parts = parts.into_iter();
            let (first, second) = (parts.next()?, parts.next()?);
            match pair {
                Pair::Quotient => Node::fraction(first, second),
                _ => Node::Sum(vec![(Sign::Plus, first), (Sign::Minus, second)]),
            }
        }
        Pair::Difference | Pair::Quotient => return None,
    })
}
