//! Sums of progressions whose first terms are said: "the sum of the first 20 terms of the A P 2 5 8", "समांतर श्रेढ़ी 2, 5, 8
//! के प्रथम बीस पदों का योग".

use ganita_notation::{BigOperator, Join, Node, Relation, Sign};

use crate::Role;
use crate::lattice::Arc;
use crate::meaning::{Meaning, Pair};
use crate::number::Value;
use crate::parser::{OrNothing, Parser};

/// What a progression does from term to term.
#[derive(Clone, Copy)]
enum Step {
    Adds(i64),
    Multiplies(i64),
}

impl Parser<'_> {
    /// The terms from `at` on, with commas or without, and where they end.
    fn terms_said(&self, mut at: usize) -> (Vec<i64>, usize) {
        let mut terms = Vec::new();
        let mut end = at;
        let mut minus = false;
        while let Some(arcs) = (at < self.limit).then(|| self.lattice.at(at)) {
            let numeral = arcs.iter().find_map(|arc| match arc.meaning {
                Meaning::Number(number) => match &self.lattice.numbers[usize::from(number)] {
                    Value::Numeral(digits) => Some((arc.end as usize, digits.parse::<i64>().ok()?)),
                    _ => None,
                },
                _ => None,
            });
            if let Some((after, value)) = numeral.filter(|(after, _)| *after <= self.limit) {
                terms.push(if minus { -value } else { value });
                (at, end, minus) = (after, after, false);
                continue;
            }
            let Some(arc) = arcs.first() else { break };
            match arc.meaning {
                Meaning::Comma => {}
                Meaning::Sign(Sign::Minus) | Meaning::Negative if !minus => minus = true,
                _ => break,
            }
            at = arc.end as usize;
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
        let said = |at: usize, words: &str| at < self.limit && self.words.says(at, words);
        let named = match () {
            () if said(self.at, "समांतर समान्तर गुणोत्तर samantar arithmetic geometric")
                && said(self.at + 1, "श्रेढि श्रेणि shreni shredhi series progression") =>
            {
                self.at + 2
            }
            () if said(self.at, "ap gp एपि जिपि") => self.at + 1,
            () if said(self.at, "a g") && said(self.at + 1, "p") => self.at + 2,
            () => return None,
        };
        let (terms, end) = self.terms_said(named);
        let step = step(&terms)?;
        let first = end + usize::from(said(end, "के ke"));
        if !said(first, "प्रथम पहले pratham pehle pahle first") {
            return None;
        }
        let count = *self.lattice.at(first + 1).iter().find(|arc| {
            matches!(arc.meaning, Meaning::Number(_) | Meaning::Symbol(_))
                && self.words.says((arc.end as usize).min(self.words.len() - 1), "पदों padon terms")
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

/// What at least three terms have in common.
fn step(terms: &[i64]) -> Option<Step> {
    let [first, second, _, ..] = terms else { return None };
    let difference = second.checked_sub(*first)?;
    if terms.windows(2).all(|pair| pair[1].checked_sub(pair[0]) == Some(difference)) {
        return (difference != 0).then_some(Step::Adds(difference));
    }
    let ratio = second.checked_div(*first).filter(|ratio| *ratio > 1)?;
    let multiplies = terms.windows(2).all(|pair| pair[0].checked_mul(ratio) == Some(pair[1]));
    multiplies.then_some(Step::Multiplies(ratio))
}

/// `\sum_{k=1}^{20} (2 + 3(k - 1))`.
fn summed(first: i64, step: Step, upper: Node) -> Node {
    let whole = |value: i64| {
        let digits = Node::number(&value.unsigned_abs().to_string());
        if value < 0 { Node::negative(digits) } else { digits }
    };
    let fewer = Node::Sum(vec![(Sign::Plus, Node::symbol("k")), (Sign::Minus, Node::number("1"))]);
    let body = match step {
        Step::Adds(difference) => {
            let size = Node::number(&difference.unsigned_abs().to_string());
            let more = Node::Product(vec![(Join::Beside, size), (Join::Beside, fewer)]);
            let sign = if difference < 0 { Sign::Minus } else { Sign::Plus };
            Node::Sum(vec![(Sign::Plus, whole(first)), (sign, more)])
        }
        Step::Multiplies(ratio) => {
            let power = Node::power(whole(ratio), fewer);
            Node::Product(vec![(Join::Beside, whole(first)), (Join::Times, power)])
        }
    };
    Node::Big {
        operator: BigOperator::Sum,
        lower: Some(Box::new(Node::relation(
            Node::symbol("k"),
            Relation::Equal,
            Node::number("1"),
        ))),
        upper: Some(Box::new(upper)),
        body: Box::new(body),
    }
}
