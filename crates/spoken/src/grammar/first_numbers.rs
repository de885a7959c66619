//! Terms and sums that are told by their count: "the nth term of the A P", "the sum of n terms", "the sum of the squares of first n natural numbers", "प्रथम n प्राकृत संख्याओं का योग".

use ganita_notation::{BigOperator, Join, Node, Relation, Sign};

use crate::Role;
use crate::lattice::Arc;
use crate::meaning::{Meaning, Pair};
use crate::parser::{OrNothing, Parser};

/// Which numbers are summed.
#[derive(Clone, Copy)]
enum Numbers {
    All,
    Odd,
    Even,
}

impl Parser<'_> {
    /// "n terms", "the first n terms" behind "the sum of".
    fn first_terms(&mut self) -> Option<Node> {
        let from = self.past(self.past(self.at, "of the"), "first");
        let count = self.count_at(from)?;
        let end = count.end as usize;
        if !self.said(end, "terms पदों") {
            return None;
        }
        let end = self.progression_from(end + 1);
        if let Some(sum) = self.sum_of_progression(count, from, end) {
            return Some(sum);
        }
        Some(self.indexed("S", from, count, end))
    }

    /// "the nth term", "the tenth term of the A P", "n वाँ पद".
    pub(crate) fn nth_term(&mut self) -> Option<Node> {
        let count = *self.lattice.at(self.at).iter().find(|arc| {
            let letter = self.words.length(self.at) > 1;
            matches!(arc.meaning, Meaning::Symbol(_)) && (letter || arc.end as usize == self.at + 1)
        })?;
        let mut end = count.end as usize;
        let glued = self.words.text(self.at).ends_with("th");
        if !glued && !self.said(end, "th वां वा vaan") {
            return None;
        }
        end += usize::from(!glued);
        if !self.said(end, "term पद pad") || self.lattice.reader {
            return None;
        }
        let end = self.progression_from(end + 1);
        Some(self.indexed("a", self.at, count, end))
    }

    /// Past "of an A P", "of the series".
    fn progression_from(&self, at: usize) -> usize {
        if !self.said(at, "of") {
            return at;
        }
        let named = self.past(at + 1, "the an this arithmetic geometric");
        let end = |at: usize| match () {
            () if self.said(at, "ap gp hp progression series sequence") => Some(at + 1),
            () if self.said(at, "a g h") && self.said(at + 1, "p") => Some(at + 2),
            () => None,
        };
        let article = self.said(named, "a").then_some(named + 1);
        article.and_then(end).or_else(|| end(named)).unwrap_or(at)
    }

    /// "the tenth term of the A P".
    pub(crate) fn term_counted(&mut self, count: Arc, value: u16) -> Option<Node> {
        let end = count.end as usize;
        if !self.said(end, "term पद") || self.lattice.reader {
            return None;
        }
        let end = self.progression_from(end + 1);
        self.pass_to(end, Role::Operator);
        let index = Node::number(&value.to_string());
        Some(Node::Subscript(Box::new(Node::symbol("a")), Box::new(index)))
    }

    fn indexed(&mut self, letter: &str, from: usize, count: Arc, end: usize) -> Node {
        self.pass_to(from, Role::Operator);
        let index = match count.meaning {
            Meaning::Symbol(name) => crate::grammar::postfix::symbol(name),
            _ => self.within(count.end as usize, |parser| parser.sum().or_nothing()),
        };
        self.roles.push((from..end, Role::Operator));
        self.at = end;
        Node::Subscript(Box::new(Node::symbol(letter)), Box::new(index))
    }

    /// What follows "the sum of".
    pub(crate) fn first_numbers(&mut self) -> Option<Node> {
        if let Some(sum) = self.first_terms() {
            return Some(sum);
        }
        let mut at = self.past(self.at, "of the all");
        let power = self.power_said(at, "square squares", "cube cubes");
        if power > 1 {
            at = self.past(at + 1, "of the");
        }
        if !self.said(at, "first") {
            return None;
        }
        let count = self.count_at(at + 1)?;
        let named = count.end as usize;
        let numbers = self.kind_said(named, "odd", "even");
        let end = self.past(named, "odd even natural positive whole counting");
        if !self.said(end, "numbers integers number") {
            return None;
        }
        Some(self.sum_of_numbers(at + 1, count, end + 1, numbers, power))
    }

    /// "प्रथम n विषम संख्याओं का योग", "पहली n प्राकृत संख्याओं के वर्गों का योग".
    pub(crate) fn first_numbers_said_last(&mut self) -> Option<Node> {
        if let Some(sum) = self.terms_said_last() {
            return Some(sum);
        }
        if !self.said(self.at, "प्रथम पहलि पहले pratham pehli pehle pahli pahle first")
        {
            return None;
        }
        let count = self.count_at(self.at + 1)?;
        let named = count.end as usize;
        let numbers = self.kind_said(named, "विषम visham odd", "सम sam even");
        let mut end =
            self.past(named, "विषम सम प्राकृत प्राकृतिक धन visham sam prakrit natural odd even");
        if !self.said(end, "संख्याओं संख्याएं संख्या sankhyaon numbers number")
        {
            return None;
        }
        end += 1;
        let mut power = 1;
        if self.said(end, "के ke") {
            power = self.power_said(end + 1, "वर्गों वर्ग vargon squares", "घनों घन ghanon cubes");
            end += if power > 1 { 2 } else { 0 };
        }
        let (at, sum) = self.noun_ahead(end, |meaning| meaning == Meaning::Pair(Pair::Sum))?;
        let last = sum.end as usize;
        (at == end).then(|| self.sum_of_numbers(self.at + 1, count, last, numbers, power))
    }

    /// "n पदों का योग".
    fn terms_said_last(&mut self) -> Option<Node> {
        let from = self.past(self.at, "प्रथम pratham");
        let count = self.count_at(from)?;
        let end = count.end as usize;
        let (at, sum) = self.noun_ahead(end + 1, |meaning| meaning == Meaning::Pair(Pair::Sum))?;
        let terms = self.said(end, "पदों padon") && at == end + 1;
        terms.then(|| self.indexed("S", from, count, sum.end as usize))
    }

    fn sum_of_numbers(
        &mut self,
        from: usize,
        count: Arc,
        end: usize,
        numbers: Numbers,
        power: u8,
    ) -> Node {
        self.pass_to(from, Role::Operator);
        let upper = self.within(count.end as usize, |parser| parser.sum().or_nothing());
        self.pass_to(end, Role::Operator);
        let letter = Node::symbol("k");
        let double = || {
            let beside = |node| (Join::Beside, node);
            Node::Product(vec![beside(Node::number("2")), beside(Node::symbol("k"))])
        };
        let term = match numbers {
            Numbers::All => letter.clone(),
            Numbers::Even => double(),
            Numbers::Odd => {
                Node::Sum(vec![(Sign::Plus, double()), (Sign::Minus, Node::number("1"))])
            }
        };
        let term = match power {
            1 => term,
            power => Node::power(term, Node::number(&power.to_string())),
        };
        sum_from_one(upper, term)
    }

    /// How many numbers: a number or a letter.
    fn count_at(&self, at: usize) -> Option<Arc> {
        let count = |arc: &&Arc| matches!(arc.meaning, Meaning::Number(_) | Meaning::Symbol(_));
        self.lattice.at(at).iter().find(count).copied().filter(|arc| arc.end as usize <= self.limit)
    }

    fn kind_said(&self, at: usize, odd: &'static str, even: &'static str) -> Numbers {
        match () {
            () if self.said(at, odd) => Numbers::Odd,
            () if self.said(at, even) => Numbers::Even,
            () => Numbers::All,
        }
    }

    fn power_said(&self, at: usize, squares: &'static str, cubes: &'static str) -> u8 {
        match () {
            () if self.said(at, squares) => 2,
            () if self.said(at, cubes) => 3,
            () => 1,
        }
    }

    /// The first word from `at` on that is none of these.
    fn past(&self, mut at: usize, words: &'static str) -> usize {
        while self.said(at, words) {
            at += 1;
        }
        at
    }

    #[inline(never)]
    pub(crate) fn said(&self, at: usize, words: &'static str) -> bool {
        at < self.limit && self.words.says(at, words)
    }
}

/// `\sum_{k=1}^{upper} term`.
pub(crate) fn sum_from_one(upper: Node, term: Node) -> Node {
    let lower = Node::relation(Node::symbol("k"), Relation::Equal, Node::number("1"));
    Node::Big {
        operator: BigOperator::Sum,
        lower: Some(Box::new(lower)),
        upper: Some(Box::new(upper)),
        body: Box::new(term),
    }
}
