//! Relations: `a = b < c`, with the relation between the sides or, in Hindi, after them.

use ganita_notation::{Bracket, Join, Node, Relation};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::map::names_a_map;
use crate::grammar::member::{endless, members_before_last, set_builder};
use crate::grammar::sum::{centred, in_brackets, pair_of};
use crate::lattice::{Arc, Lattice};
use crate::lexicon::name;
use crate::meaning::{Comparison, Meaning};
use crate::parser::{OrNothing, Parser, begins_operand, is_nothing, nothing};
use crate::words::Pause;

/// A name before a relation has fewer words.
const LONGEST_NAME: usize = 10;
/// Words that elsewhere are mathematics.
const NOUNS: &str = "angle angles base circle cube difference height line number point product square sum triangle unit vector";

impl Parser<'_> {
    /// One chain of relations.
    /// "the area of a triangle" before "equals": a name, written as it was said.
    fn named_quantity(&mut self) -> Option<Node> {
        let last = self.limit.min(self.at + LONGEST_NAME);
        let compares =
            |at: &usize| self.lattice.any(*at, |meaning| matches!(meaning, Meaning::Compare(_)));
        if self.measure_ahead() {
            let from = self.at;
            self.skip_owner();
            return self.value_beside(from);
        }
        let end = (self.at + 1..last).find(compares)?;
        let (mut of, mut unknown) = (false, false);
        let mut name = String::new();
        for at in self.at..end {
            let said = self.words.text(at);
            let article = one_of(said, "the a an");
            let known = self.lattice.first(at).is_some_and(|meaning| meaning != Meaning::Word);
            let noun = is_noun(self.lattice, said, at);
            if at > self.at && self.words.words[at].pause != Pause::None
                || !(article || noun || said == "of" && unknown)
            {
                return None;
            }
            of |= said == "of";
            unknown |= noun && !known;
            if !(article && name.is_empty()) {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&crate::grammar::atom::clean(said));
            }
        }
        if !of {
            return None;
        }
        for at in self.at..end {
            let unknown = self.lattice.first(at).is_none_or(|meaning| meaning == Meaning::Word);
            let role = if unknown { Role::Text } else { Role::Filler };
            self.roles.push((at..at + 1, role));
        }
        self.at = end;
        self.cost += 10;
        Some(Node::Text(name))
    }

    /// "गोले का आयतन चार बटा तीन πr³", "volume of sphere four by three pi r cube": nobody says "equals".
    fn value_beside(&mut self, from: usize) -> Option<Node> {
        let compares = |at: usize| {
            self.lattice
                .any(at, |meaning| matches!(meaning, Meaning::Compare(_) | Meaning::ComparePost(_)))
        };
        if self.lattice.reader
            || self.lattice.copula.is_some()
            || (self.at..self.limit).any(compares)
        {
            return None;
        }
        let arc = self.find(|meaning| matches!(meaning, Meaning::Measure(_)))?;
        let owned = self.at > from
            || (arc.end as usize) < self.limit && self.words.says(arc.end as usize, "of");
        if !owned {
            return None;
        }
        let before = self.mark();
        let quantity = self.measure(arc)?;
        let number = |meaning: Meaning| match meaning {
            Meaning::Number(_) | Meaning::Measure(_) => true,
            Meaning::Symbol(name) => crate::lexicon::named(name, "pi"),
            _ => false,
        };
        if self.ended() || self.find(number).is_none() || !matches!(quantity, Node::Symbol(_)) {
            self.back_to(before);
            return None;
        }
        let value = self.side().or_nothing();
        Some(Node::relation(quantity, Relation::Equal, value))
    }

    pub(crate) fn relation(&mut self) -> Option<Node> {
        let first =
            self.named_quantity().or_else(|| self.member_said_last()).or_else(|| self.side());
        let mut rest: Vec<(Relation, Node)> = Vec::new();
        let mut left = first;
        let mut members = Vec::new();
        if left.as_ref().is_some_and(names_a_map) && self.colon_then_to() {
            let from = self.within_map();
            rest.push((Relation::Named("colon".to_owned()), from));
        }
        // "f from R to R".
        if left.as_ref().is_some_and(names_a_map)
            && let Some(from) = self.find(|meaning| meaning == Meaning::From)
            && self.map_follows(from)
        {
            self.take(from, Role::Operator);
            let from = self.within_map();
            rest.push((Relation::Named("colon".to_owned()), from));
        }
        loop {
            let Some(arc) = self.operator_arc() else {
                if self.copula_here() && left.is_some() && rest.is_empty() && !self.ended() {
                    rest.push((Relation::Equal, self.side().or_nothing()));
                    continue;
                }
                break;
            };
            match arc.meaning {
                Meaning::To
                    if self.stop_at_to == 0
                        && rest.is_empty()
                        && left.as_ref().is_some_and(endless) =>
                {
                    // "minus infinity to 3".
                    self.take(arc, Role::Operator);
                    let lower = left.take().or_nothing();
                    let upper = self.signed_factor().or_nothing();
                    let ends = Box::new(Node::List(vec![lower, upper]));
                    left = Some(Node::Group(Bracket::Round, ends, Bracket::Round));
                }
                Meaning::To
                    if self.stop_at_to == 0
                        && matches!(rest.as_slice(), [(Relation::Named(name), _)] if name == "colon") =>
                {
                    self.take(arc, Role::Operator);
                    let right = self.side().or_nothing();
                    rest.push((Relation::To, right));
                }
                Meaning::Compare(Comparison::To) if self.stop_at_to > 0 => break,
                // "the variance of x in a geometric distribution equals": where it holds is talk.
                Meaning::Compare(Comparison::In) if self.talk_until(arc).is_some() => {
                    let end = self.talk_until(arc).unwrap_or(self.limit);
                    self.pass_to(end, Role::Filler);
                }
                // "… equals 0 is y equals …": one equation is said of another.
                Meaning::Compare(Comparison::Equal) if self.said_of_an_equation(&rest) => {
                    self.take(arc, Role::Operator);
                    let next = self.side().or_nothing();
                    // "the solution to the differential equation … is": what follows from it.
                    if (0..self.at.min(12)).any(|at| self.words.says(at, "equation")) {
                        rest.push((Relation::Named("Rightarrow".to_owned()), next));
                        continue;
                    }
                    if let Some((_, last)) = rest.last_mut() {
                        let beside = Join::Beside;
                        let before = std::mem::replace(last, nothing());
                        let is = Node::Text(" is ".to_owned());
                        *last = Node::Product(vec![(beside, before), (beside, is), (beside, next)]);
                    }
                }
                // "x lies between 2 and 5".
                Meaning::Compare(Comparison::Named(relation))
                    if name(relation) == "between" && rest.is_empty() && left.is_some() =>
                {
                    self.take(arc, Role::Operator);
                    let lower = self.side().or_nothing();
                    self.accept_where(|meaning| {
                        matches!(meaning, Meaning::Linking(word) if name(word) == "and")
                            || meaning == Meaning::To
                    });
                    let upper = self.side().or_nothing();
                    let middle = left.replace(lower).or_nothing();
                    rest.push((Relation::Less, middle));
                    rest.push((Relation::Less, upper));
                }
                Meaning::Compare(comparison) => {
                    // Triangles are congruent; a reader says so of them, too.
                    let cong = comparison == Comparison::Approximately
                        && (self.lattice.hard && !self.words.says(arc.end as usize - 1, "बराबर")
                            || self.triangle_before());
                    let single_is =
                        self.words.says(self.at, "is") && arc.end as usize == self.at + 1;
                    self.take(arc, Role::Operator);
                    let right = if comparison == Comparison::In && std::mem::take(&mut self.binding)
                    {
                        self.set_of_the_bound()
                    } else {
                        self.side()
                    };
                    if right.is_none() && comparison == Comparison::In && rest.is_empty() {
                        // "y समुच्चय … का तत्व": the relation comes last.
                        let (whole, right) = split_last(left.take().or_nothing());
                        left = Some(whole);
                        rest.push((Relation::In, right));
                        continue;
                    }
                    // "y बराबर x है" and "बराबर" after both sides.
                    let right = right.or_nothing();
                    // "root five is a surd": nobody knows what it is.
                    if let Node::Text(said) = &right
                        && rest.is_empty()
                        && single_is
                    {
                        let is = Node::Text(format!(" is {said}"));
                        left = Some(pair_of(left.take().or_nothing(), is));
                        continue;
                    }
                    // "f colon the real numbers right arrow negative 22".
                    let map = comparison == Comparison::To
                        && matches!(rest.last(), Some((Relation::Named(name), _)) if name == "colon");
                    let right = if comparison == Comparison::In || map {
                        self.interval_without_words(right)
                    } else {
                        right
                    };
                    if comparison == Comparison::In && rest.is_empty() {
                        members = left.as_mut().map_or_else(Vec::new, members_before_last);
                    }
                    let relation = if cong {
                        Relation::Named("cong".to_owned())
                    } else {
                        comparison.relation()
                    };
                    rest.push((relation, right));
                }
                // "f of c exists", "m is undefined": what is said of it stands beside it.
                Meaning::Predicate if left.is_some() => {
                    let mut said = String::new();
                    for at in self.at..arc.end as usize {
                        said.push(' ');
                        said.push_str(&crate::grammar::atom::clean(self.words.spelt(at)));
                    }
                    self.take(arc, Role::Operator);
                    let several = said.starts_with(" are") || said.ends_with("हैं");
                    let last = rest.last_mut().map(|(_, side)| side).or(left.as_mut());
                    if let Some(last) = last {
                        let said = Node::Text(said);
                        *last = match std::mem::replace(last, nothing()) {
                            // "a b c are in A P".
                            Node::Product(mut factors) if several => {
                                let subject = factors.pop().map_or_else(nothing, |last| last.1);
                                factors.push((Join::Beside, pair_of(subject, said)));
                                Node::List(factors.into_iter().map(|(_, factor)| factor).collect())
                            }
                            subject => pair_of(subject, said),
                        };
                    }
                }
                // "S में सभी x का समुच्चय जिस में …": the set, its members, then the condition.
                Meaning::AllIn => {
                    self.take(arc, Role::Operator);
                    let member = self.side().or_nothing();
                    let last = rest.last_mut().map(|(_, side)| side).or(left.as_mut());
                    if let Some(last) = last {
                        let set = std::mem::replace(last, nothing());
                        *last = Node::relation(member, Relation::In, set);
                    }
                }
                Meaning::SetPost => {
                    self.take(arc, Role::Operator);
                    let condition = self.deeper(Self::list).or_nothing();
                    let last = rest.last_mut().map(|(_, side)| side).or(left.as_mut());
                    if let Some(last) = last {
                        let member = std::mem::replace(last, nothing());
                        *last = set_builder(member, condition);
                    }
                }
                Meaning::ComparePost(comparison) => {
                    self.take(arc, Role::Operator);
                    // The right side was read as part of the left one.
                    let (whole, right) = split_last(left.take().or_nothing());
                    // "x के बराबर 5": it was not.
                    let whole_left = is_nothing(&whole) || is_nothing(&right);
                    if whole_left && !self.ended() && self.operand_arc().is_some() {
                        left = Some(if is_nothing(&whole) { right } else { whole });
                        rest.push((comparison.relation(), self.side().or_nothing()));
                        continue;
                    }
                    self.cost += 20;
                    left = Some(whole);
                    rest.push((comparison.relation(), right));
                }
                Meaning::Operation(operation)
                    if crate::lexicon::named(operation, "colon mid ; |") =>
                {
                    let such = self.words.says(self.at, "such जिस");
                    self.take(arc, Role::Operator);
                    let colon = such && {
                        let costs = if self.lattice.reader { [4, 0] } else { [0, 4] };
                        self.choose(Kind::SuchThat, &costs) == 1
                    };
                    let relation = match name(operation) {
                        "mid" if colon => Relation::Named("colon".to_owned()),
                        ";" => Relation::Named("mathrel{;}".to_owned()),
                        "|" => Relation::Named("mid".to_owned()),
                        other => Relation::Named(other.to_owned()),
                    };
                    let right = self.side().or_nothing();
                    // "f colon negative 11 right arrow the real numbers".
                    let maps = relation == Relation::Named("colon".to_owned());
                    let right = if maps { self.interval_without_words(right) } else { right };
                    rest.push((relation, right));
                }
                meaning
                    if begins_operand(meaning)
                        && left.is_some()
                        && self.pause() != Pause::None
                        && self.lattice.compare_post_ahead(self.at)
                        && rest.is_empty() =>
                {
                    // "x, पाँच के बराबर है".
                    let Some(right) = self.side() else { break };
                    match self.operator_arc() {
                        Some(arc) if matches!(arc.meaning, Meaning::ComparePost(_)) => {
                            let Meaning::ComparePost(comparison) = arc.meaning else { break };
                            self.take(arc, Role::Operator);
                            rest.push((comparison.relation(), right));
                        }
                        _ => {
                            let first = left.take().or_nothing();
                            left = Some(pair_of(first, right));
                        }
                    }
                }
                _ => break,
            }
        }
        if rest.is_empty() {
            return left;
        }
        if rest.len() > 1 {
            rest = rest.into_iter().map(|(relation, side)| (relation, centred(side))).collect();
        }
        // What is congruent modulo n is written with three bars.
        if rest.iter().any(|(_, side)| is_modulo(side)) {
            for (relation, _) in &mut rest {
                if *relation == Relation::Named("cong".to_owned()) {
                    *relation = Relation::Named("equiv".to_owned());
                }
            }
        }
        let relation = Node::Relation(Box::new(left.or_nothing()), rest);
        if members.is_empty() {
            return Some(relation);
        }
        members.push(relation);
        Some(Node::List(members))
    }

    /// "for all x in R x square is …": one set, then what holds.
    fn set_of_the_bound(&mut self) -> Option<Node> {
        let set = self.factor()?;
        Some(self.sum_from(set))
    }

    pub(crate) fn triangle_before(&self) -> bool {
        (self.at.saturating_sub(8)..self.at).any(|at| self.words.says(at, "triangle त्रिभुज tribhuj"))
    }

    /// Whether "is" stands here between two equations.
    fn said_of_an_equation(&self, rest: &[(Relation, Node)]) -> bool {
        let equation = matches!(rest, [.., (Relation::Equal, side)] if !is_nothing(side));
        let single = self.words.says(self.at, "is")
            && self.at + 1 < self.limit
            && !self.words.says(self.at + 1, "equal");
        let another = || {
            (self.at + 2..self.limit)
                .map_while(|at| self.lattice.at(at).first())
                .any(|arc| arc.meaning == Meaning::Compare(Comparison::Equal))
        };
        equation && single && another()
    }

    /// Where talk ends that begins with "in": "in a geometric distribution", "in terms of components".
    fn talk_until(&self, arc: Arc) -> Option<usize> {
        if !self.words.says(self.at, "in") || arc.end as usize != self.at + 1 {
            return None;
        }
        let (mut at, mut words) = (self.at + 1, 0);
        while at < self.limit && self.words.words[at].pause == Pause::None {
            let said = self.words.text(at);
            let small = one_of(said, "a an the of");
            let word = said.len() > 3
                && self.lattice.first(at).is_none_or(|meaning| meaning == Meaning::Word);
            if !small && !word {
                break;
            }
            words += usize::from(word);
            at += 1;
        }
        (words > 0).then_some(at)
    }

    /// One side: sums joined by set operators.
    pub(crate) fn side(&mut self) -> Option<Node> {
        let mut left = self.said_last().or_else(|| self.sum());
        loop {
            let Some(arc) = self.operator_arc() else { return left };
            // "a plus b bracket close into c": it was opened where the side begins.
            if self.closes_what_began(arc) {
                self.take(arc, Role::Operator);
                let whole = in_brackets(left.or_nothing());
                let whole = match self.operator_arc().map(|arc| (arc, arc.meaning)) {
                    Some((arc, Meaning::Whole(power))) => {
                        self.take(arc, Role::Operator);
                        Node::power(whole, crate::grammar::postfix::small(power))
                    }
                    Some((arc, Meaning::WholePower)) => {
                        Node::power(whole, self.exponent_after(arc))
                    }
                    _ => self.postfix(whole),
                };
                let product = self.product_from(whole);
                left = Some(self.sum_from(product));
                continue;
            }
            // "the complex numbers excluding 0".
            if arc.meaning == Meaning::NotIncluding
                && let Some(set @ Node::Styled(ganita_notation::Style::Blackboard, _)) = left
            {
                self.take(arc, Role::Operator);
                let without = match self.sum().or_nothing() {
                    number @ Node::Number(_) => {
                        Node::Group(Bracket::Curly, Box::new(number), Bracket::Curly)
                    }
                    other => other,
                };
                left = Some(Node::Operation("setminus".to_owned(), vec![set, without]));
                continue;
            }
            let Meaning::Operation(operation) = arc.meaning else { return left };
            let operation = name(operation);
            if matches!(operation, "colon" | "mid" | ";" | "|") {
                return left;
            }
            self.take(arc, Role::Operator);
            let mut right = self.sum().or_nothing();
            // "A सम्मिलन B की प्रायिकता" is said of both.
            let of_both = match right {
                Node::Apply { ref function, power: None, index: None, ref argument }
                    if self.at > 0
                        && self.words.says(self.at - 1, "प्रायिकता prayikta praayikta")
                        && matches!(function, ganita_notation::Function::Letter(_)) =>
                {
                    Some((**argument).clone())
                }
                _ => None,
            };
            let all = of_both.is_some();
            if let Some(event) = of_both {
                right = event;
            }
            if all {
                let event = Node::Operation(operation.to_owned(), vec![left.or_nothing(), right]);
                left = Some(crate::grammar::probability::probability_of(event));
                continue;
            }
            left = Some(match left {
                Some(Node::Operation(op, mut operands)) if op == operation => {
                    operands.push(right);
                    Node::Operation(op, operands)
                }
                // "g o f of x", "gof x".
                Some(Node::Symbol(outer))
                    if operation == "circ"
                        && !self.lattice.reader
                        && one_of(&outer, "f g h F G H") =>
                {
                    composed(&Node::Symbol(outer), right)
                }
                left => Node::Operation(operation.to_owned(), vec![left.or_nothing(), right]),
            });
        }
    }
}

/// "for all x", "there exists x".
pub(crate) fn bound(node: &Node) -> bool {
    matches!(node, Node::Prefix(name, _) if one_of(name, "forall exists"))
}

/// A word of ordinary language, though it may be mathematics elsewhere.
pub(crate) fn is_noun(lattice: &Lattice, said: &str, at: usize) -> bool {
    let known = lattice.first(at).is_some_and(|meaning| meaning != Meaning::Word);
    said.len() > 2
        && said.bytes().all(|byte| byte.is_ascii_lowercase())
        && (!known || one_of(said, NOUNS))
}

/// `(g ∘ f)(x)` where the inner function was read with its argument.
fn composed(outer: &Node, inner: Node) -> Node {
    let both = |inner| Node::Operation("circ".to_owned(), vec![outer.clone(), inner]);
    let round = Bracket::Round;
    let (inner, argument) = match inner {
        Node::Apply {
            function: ganita_notation::Function::Letter(letter),
            power: None,
            index: None,
            argument,
        } => (*letter, argument),
        Node::Product(mut factors)
            if factors.len() == 2
                && crate::grammar::postfix::function_letter(&factors[0].1)
                && matches!(factors[1], (Join::Beside, Node::Symbol(_))) =>
        {
            let argument = factors.swap_remove(1).1;
            (factors.swap_remove(0).1, Box::new(argument))
        }
        inner => return both(inner),
    };
    pair_of(Node::Group(round, Box::new(both(inner)), round), Node::Group(round, argument, round))
}

fn is_modulo(node: &Node) -> bool {
    matches!(node, Node::Operation(name, _) if name == "pmod")
}

fn begins_with_two_numbers(factors: &[(Join, Node)]) -> bool {
    matches!(factors, [(_, Node::Number(_)), (Join::Beside, Node::Number(_)), ..])
}

/// Takes the last factor away: what a Hindi relation at the end compares with.
pub(crate) fn split_last(node: Node) -> (Node, Node) {
    match node {
        // "पाँच सौ तेरह हज़ार गुणा r के बराबर है": two numbers side by side are two sides.
        Node::Product(mut factors) if begins_with_two_numbers(&factors) => {
            let (_, left) = factors.remove(0);
            (left, crate::grammar::sum::product_of(factors))
        }
        Node::Fraction(above, below) => match *above {
            Node::Product(factors) if begins_with_two_numbers(&factors) => {
                let (left, above) = split_last(Node::Product(factors));
                (left, Node::Fraction(Box::new(above), below))
            }
            above => (nothing(), Node::Fraction(Box::new(above), below)),
        },
        Node::Product(mut factors) if factors.len() > 1 => {
            let (_, last) = factors.pop().expect("more than one");
            let rest =
                if factors.len() == 1 { factors.swap_remove(0).1 } else { Node::Product(factors) };
            (rest, last)
        }
        Node::Sum(mut terms) if terms.len() > 1 => {
            let (sign, last) = terms.pop().expect("more than one");
            let (whole, right) = split_last(last);
            if is_nothing(&whole) {
                terms.push((sign, right));
                return (Node::Sum(terms), nothing());
            }
            terms.push((sign, whole));
            (Node::Sum(terms), right)
        }
        Node::Subscript(base, index) => (*base, *index),
        other => (nothing(), other),
    }
}
