//! What belongs to what: "x is a member of 0 comma 3", "R minus two", "z sub 1, z sub 2 … belong to", "एक्स … का तत्व".

use ganita_notation::{Bracket, Node, Relation, Sign};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::lattice::Arc;
use crate::meaning::{Comparison, Meaning};
use crate::parser::{OrNothing, Parser, begins_operand, nothing};

/// An interval's two ends have fewer words.
const LONGEST_INTERVAL: usize = 14;

impl Parser<'_> {
    /// "x belongs to R minus two comma three": numbers that a set of numbers is without are a set too.
    pub(crate) fn without(&mut self, side: &mut Node) -> bool {
        let set = |node: &Node| match node {
            Node::Symbol(name) => one_of(name, "R Q Z N C W"),
            node => matches!(node, Node::Styled(..)),
        };
        let Node::Sum(terms) = side else { return false };
        let [(Sign::Plus, all), (Sign::Minus, first @ Node::Number(_))] = terms.as_mut_slice()
        else {
            return false;
        };
        if !set(all) {
            return false;
        }
        let mut members = vec![std::mem::replace(first, nothing())];
        // "x belongs to R minus two, y belongs to …": a letter is none of them.
        let number = |meaning| {
            matches!(meaning, Meaning::Number(_) | Meaning::Sign(Sign::Minus) | Meaning::Negative)
        };
        while let Some(comma) = self.find(|meaning| meaning == Meaning::Comma)
            && self.lattice.any(comma.end as usize, number)
        {
            self.take(comma, Role::Operator);
            members.extend(self.signed_factor());
        }
        let inside = if members.len() == 1 { members.swap_remove(0) } else { Node::List(members) };
        *first = Node::Group(Bracket::Curly, Box::new(inside), Bracket::Curly);
        true
    }

    /// "x is a member of 0 comma 3": two numbers after "in" are an interval's ends.
    pub(crate) fn interval_without_words(&mut self, mut lower: Node) -> Node {
        let number = |node: &Node| {
            matches!(node, Node::Number(_))
                || matches!(node, Node::Sum(terms) if terms.len() == 1 && matches!(terms[0].1, Node::Number(_)))
        };
        if self.without(&mut lower) {
            return lower;
        }
        if let Some(ends) = joined_ends(&lower) {
            let bracket = self.interval_bracket();
            return Node::Group(bracket, Box::new(ends), bracket);
        }
        // "x belongs to minus infinity to 3".
        if (endless(&lower) || number(&lower))
            && let Some(to) = self
                .find(|meaning| matches!(meaning, Meaning::To | Meaning::Compare(Comparison::To)))
        {
            self.take(to, Role::Operator);
            let upper = self.signed_factor().or_nothing();
            let ends = Box::new(Node::List(vec![lower, upper]));
            return Node::Group(Bracket::Round, ends, Bracket::Round);
        }
        let comma = self.find(|meaning| meaning == Meaning::Comma);
        let (Some(comma), true) = (comma, number(&lower)) else { return lower };
        let after = comma.end as usize;
        let next = self.lattice.at(after).first().copied().filter(|_| after < self.limit);
        let Some(next) = next else { return lower };
        let signed = matches!(next.meaning, Meaning::Sign(_) | Meaning::Negative);
        let first = if signed { next.end as usize } else { after };
        let pi = |at: usize| at < self.limit && self.words.says(at, "pi infinity");
        let number = self
            .lattice
            .at(first)
            .iter()
            .find(|arc| matches!(arc.meaning, Meaning::Number(_)))
            .map(|arc| arc.end as usize);
        // "0 comma 2 pi", "0 comma pi".
        let end = match number {
            Some(end) if pi(end) => Some(end + 1),
            None if pi(first) => Some(first + 1),
            end => end,
        };
        let last = end.is_some_and(|end| {
            end >= self.limit
                || self.words.says(end, "such")
                || self.lattice.first(end).is_some_and(|meaning| {
                    matches!(
                        meaning,
                        Meaning::Comma
                            | Meaning::Close(_)
                            | Meaning::Logic(_)
                            | Meaning::Compare(Comparison::To)
                    )
                })
        });
        if !last {
            return lower;
        }
        self.take(comma, Role::Operator);
        let upper = self.signed_factor().or_nothing();
        let upper = match upper {
            number @ Node::Number(_)
                if self.find(|m| matches!(m, Meaning::Symbol(_))).is_some() =>
            {
                let letter = self.factor().or_nothing();
                crate::grammar::calculus::beside_body(number, letter)
            }
            upper => upper,
        };
        let bracket = self.interval_bracket();
        Node::Group(bracket, Box::new(Node::List(vec![lower, upper])), bracket)
    }

    /// "एक्स ऋण 1 अल्पविराम 1 का तत्व": the letter, the interval's ends, and the relation last.
    pub(crate) fn member_said_last(&mut self) -> Option<Node> {
        let letter = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))?;
        let mut start = letter.end as usize;
        let mut first = self.lattice.at(start).first()?;
        // "एक्स पाद 0 ऋण 4 अल्पविराम …".
        let mut index = None;
        if first.meaning == Meaning::Sub {
            let number = self.lattice.at(first.end as usize).first()?;
            let Meaning::Number(value) = number.meaning else { return None };
            let crate::number::Value::Numeral(digits) = &self.lattice.numbers[usize::from(value)]
            else {
                return None;
            };
            index = Some(Node::number(digits));
            start = number.end as usize;
            first = self.lattice.at(start).first()?;
        }
        if !matches!(first.meaning, Meaning::Number(_) | Meaning::Negative | Meaning::Sign(_)) {
            return None;
        }
        let (mut at, mut commas) = (start, 0);
        let end = loop {
            let arc = self.lattice.at(at).first()?;
            if at >= self.limit.min(start + LONGEST_INTERVAL) {
                return None;
            }
            match arc.meaning {
                Meaning::Compare(Comparison::In) => break arc.end as usize,
                Meaning::Comma => commas += 1,
                Meaning::Compare(_) | Meaning::ComparePost(_) | Meaning::Open(_) => return None,
                _ => {}
            }
            at = arc.end as usize;
        };
        let said_last = end >= self.limit
            || self.lattice.first(end).is_some_and(|meaning| !begins_operand(meaning));
        if commas != 1 || !said_last {
            return None;
        }
        self.take(letter, Role::Symbol);
        let Meaning::Symbol(name) = letter.meaning else { return None };
        self.pass_to(start, Role::Operator);
        let ends = self.until(at);
        self.roles.push((at..end, Role::Operator));
        self.at = end;
        let bracket = self.interval_bracket();
        let interval = Node::Group(bracket, Box::new(ends), bracket);
        let letter = crate::grammar::postfix::symbol(name);
        let letter = match index {
            Some(index) => Node::Subscript(Box::new(letter), Box::new(index)),
            None => letter,
        };
        Some(Node::relation(letter, Relation::In, interval))
    }

    /// Nobody said whether the ends belong to it.
    pub(crate) fn interval_bracket(&mut self) -> Bracket {
        // "f of x equals …, x is in 0 comma 1": where a function is defined by a reader, mostly without its ends.
        let equal = |arc: &Arc| arc.meaning == Meaning::Compare(Comparison::Equal);
        let defined = self.lattice.reader
            && (0..self.at).filter_map(|at| self.lattice.at(at).first()).any(equal);
        if self.choose(Kind::IntervalRound, if defined { &[3, 0] } else { &[0, 3] }) == 0 {
            Bracket::Square
        } else {
            Bracket::Round
        }
    }
}

/// "z sub 1 z sub 2 dot dot dot z sub d" before "belongs to" are members, no product: takes all but the last.
pub(crate) fn members_before_last(node: &mut Node) -> Vec<Node> {
    let dots = |node: &Node| matches!(node, Node::Symbol(name) if name == "ldots");
    let Node::Product(factors) = node else { return Vec::new() };
    let member = |(join, factor): &(ganita_notation::Join, Node)| {
        *join == ganita_notation::Join::Beside
            && (dots(factor) || matches!(factor, Node::Subscript(..)))
    };
    let all = factors.len() > 2
        && factors.iter().any(|(_, factor)| dots(factor))
        && factors.iter().all(member);
    if !all {
        return Vec::new();
    }
    let mut members: Vec<Node> =
        std::mem::take(factors).into_iter().map(|(_, factor)| factor).collect();
    *node = members.pop().or_nothing();
    members
}

/// `{member : condition}`.
pub(crate) fn set_builder(member: Node, condition: Node) -> Node {
    let such_that = Relation::Named("colon".to_owned());
    let inner = match member {
        Node::Relation(left, mut rest) => {
            rest.push((such_that, condition));
            Node::Relation(left, rest)
        }
        member => Node::relation(member, such_that, condition),
    };
    Node::Group(Bracket::Curly, Box::new(inner), Bracket::Curly)
}

/// Infinity with or without its sign.
pub(crate) fn endless(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name == "infinity",
        Node::Sum(terms) => matches!(terms.as_slice(), [(_, term)] if endless(term)),
        _ => false,
    }
}

/// "03", "negative 22": both ends of an interval said without the comma between them.
fn joined_ends(node: &Node) -> Option<Node> {
    match node {
        Node::Number(digits) if digits.len() == 2 => {
            let list = crate::grammar::bracket::list_of_digits(digits)?;
            digits.starts_with('0').then_some(list)
        }
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, Node::Number(digits))]
                if digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                let (low, high) = digits.split_at(1);
                Some(Node::List(vec![Node::negative(Node::number(low)), Node::number(high)]))
            }
            _ => None,
        },
        _ => None,
    }
}
