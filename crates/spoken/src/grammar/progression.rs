//! Sums of arithmetic progressions whose first terms are said: "the sum of the first 20 terms of the A P 2 5 8", "समांतर श्रेढ़ी 2, 5, 8
//! के प्रथम बीस पदों का योग".

use ganita_notation::{Node, Sign};

use crate::Role;
use crate::grammar::first_numbers::sum_from_one;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::meaning::{Meaning, Pair};
use crate::parser::{OrNothing, Parser};

impl Parser<'_> {
    /// The terms from `at` on, with commas or without, and where they end.
    fn terms_said(&self, mut at: usize) -> (Vec<i64>, usize) {
        let mut terms = Vec::new();
        let mut end = at;
        while let Some(arc) =
            self.lattice.at(at).first().filter(|arc| arc.end as usize <= self.limit)
        {
            match arc.meaning {
                Meaning::Number(_) => terms.push(self.number_value(at) as i64),
                Meaning::Comma => {}
                _ => break,
            }
            at = arc.end as usize;
            end = if arc.meaning == Meaning::Comma { end } else { at };
        }
        (terms, end)
    }

    /// The sum of so many terms of the progression whose first terms are said from `at` on.
    pub(crate) fn sum_of_progression(
        &mut self,
        count: Arc,
        from: usize,
        at: usize,
    ) -> Option<Node> {
        let (terms, end) = self.terms_said(at);
        let step = step(&terms)?;
        self.pass_to(from, Role::Operator);
        let upper = self.within(count.end as usize, |parser| parser.sum().or_nothing());
        self.pass_to(end, Role::Operator);
        Some(summed(terms[0], step, upper))
    }

    /// "समांतर श्रेढ़ी 2, 5, 8 के प्रथम बीस पदों का योग", "A P 2 5 8 ke pehle bees padon ka yog".
    pub(crate) fn progression_said_last(&mut self) -> Option<Node> {
        let named = match () {
            () if self.said(self.at, "समांतर समान्तर samantar arithmetic")
                && self.said(self.at + 1, "श्रेढि श्रेणि shreni shredhi series progression") =>
            {
                self.at + 2
            }
            () if self.said(self.at, "ap एपि") => self.at + 1,
            () if self.said(self.at, "a") && self.said(self.at + 1, "p") => self.at + 2,
            () => return None,
        };
        let (terms, end) = self.terms_said(named);
        let step = step(&terms)?;
        let first = end + usize::from(self.said(end, "के ke"));
        if !self.said(first, "प्रथम पहले pratham pehle pahle first") {
            return None;
        }
        let count = *self.lattice.at(first + 1).iter().find(|arc| {
            matches!(arc.meaning, Meaning::Number(_) | Meaning::Symbol(_))
                && self.said(arc.end as usize, "पदों padon terms")
        })?;
        let sum = count.end as usize + 1;
        let (at, noun) = self.noun_ahead(sum, |meaning| meaning == Meaning::Pair(Pair::Sum))?;
        if at != sum {
            return None;
        }
        self.pass_to(first + 1, Role::Operator);
        let upper = self.within(count.end as usize, |parser| parser.sum().or_nothing());
        self.pass_to(noun.end as usize, Role::Operator);
        Some(summed(terms[0], step, upper))
    }
}

/// By how much at least three terms rise or fall, each from the one before it.
fn step(terms: &[i64]) -> Option<i64> {
    let [first, second, _, ..] = terms else { return None };
    let difference = second - first;
    // What is no whole number counts as none.
    let even = terms.windows(2).all(|pair| pair[1] - pair[0] == difference);
    (even && difference != 0 && !terms.contains(&0)).then_some(difference)
}

/// `\sum_{k=1}^{20} (2 + 3(k - 1))`.
fn summed(first: i64, difference: i64, upper: Node) -> Node {
    let whole = |value: i64| Node::number(&value.abs().to_string());
    let fewer = Node::Sum(vec![(Sign::Plus, Node::symbol("k")), (Sign::Minus, Node::number("1"))]);
    let sign = if difference < 0 { Sign::Minus } else { Sign::Plus };
    let body =
        Node::Sum(vec![(Sign::Plus, whole(first)), (sign, pair_of(whole(difference), fewer))]);
    sum_from_one(upper, body)
}
