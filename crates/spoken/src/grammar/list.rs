//! Lists and what joins whole statements: commas, "and", "or", "implies", "if".

use ganita_notation::{Node, Relation};

use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::relation::bound;
use crate::grammar::sum::{in_brackets, pair_of};
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser, begins_operand, is_nothing, nothing};
use crate::words::Pause;
use crate::{Note, Role};

/// What stands behind the last sign of an equation, or all there is.
fn last_side(statement: &mut Node) -> Option<&mut Node> {
    match statement {
        Node::Relation(_, rest) => rest.last_mut().map(|(_, side)| side),
        other => Some(other),
    }
}

impl Parser<'_> {
    /// `a, b, c`.
    pub(crate) fn list(&mut self) -> Option<Node> {
        let outer = std::mem::replace(&mut self.listed, false);
        let list = self.list_inside();
        self.listed = outer;
        list
    }

    fn list_inside(&mut self) -> Option<Node> {
        let mut current = self.statement();
        let mut items = Vec::new();
        // "the domain is R minus two comma three".
        if !self.lattice.reader
            && self.find(|meaning| meaning == Meaning::Comma).is_some()
            && let Some(side) = current.as_mut().and_then(last_side)
        {
            self.without(side);
        }
        while let Some(arc) = self.operator_arc() {
            let written = self.lattice.listing
                && self.pause() == Pause::Short
                && begins_operand(arc.meaning)
                && current.is_some()
                && !self.lattice.compare_post_ahead(self.at);
            // "x squared equals y for all y": for what it holds stands behind a comma.
            let forall = current.is_some()
                && matches!(arc.meaning, Meaning::Prefix(prefix) if self.begins_a_statement(prefix))
                // "for all x in R x square is …": what holds.
                || matches!(&current, Some(Node::Relation(left, _)) if bound(left))
                    && begins_operand(arc.meaning);
            if arc.meaning == Meaning::Comma || self.last_item(arc) {
                self.take(arc, Role::Operator);
            } else if !written && !forall {
                break;
            }
            items.push(current.take().or_nothing());
            self.listed = true;
            current = self.statement();
            current = self.member_of_the_list(&mut items, current);
        }
        if items.is_empty() {
            return current;
        }
        items.push(current.or_nothing());
        // "x equals n, where n equals 1, 2, 3": what follows the condition belongs to the same list.
        let mut items: Vec<Node> = match items.remove(0) {
            Node::List(mut first) => {
                first.append(&mut items);
                first
            }
            first => std::iter::once(first).chain(items).collect(),
        };
        items = dots_apart(items);
        crate::grammar::sequence::index_alike(items.iter_mut());
        if !self.lattice.reader
            && halves(&items).is_some()
            && self.choose(Kind::Pairs, &[3, 0]) == 1
        {
            return Some(pairs(items));
        }
        Some(Node::List(items))
    }

    /// "x, y, and z": the word before the last item.
    fn last_item(&self, arc: crate::lattice::Arc) -> bool {
        self.listed
            && self.lattice.listing
            && self.pause() == Pause::Short
            && matches!(arc.meaning, Meaning::Linking(word) if crate::lexicon::named(word, "and"))
    }

    /// "एक्स समुच्चय 0 अल्पविराम 1 का तत्व", "एक्स ऋण 2 अल्पविराम 7 का तत्व": the relation comes after the whole list, whose
    /// first item holds the element too.
    fn member_of_the_list(&mut self, items: &mut Vec<Node>, last: Option<Node>) -> Option<Node> {
        let Some(Node::Relation(end, rest)) = &last else { return last };
        let [(Relation::In, empty)] = rest.as_slice() else { return last };
        if !is_nothing(end) && !is_nothing(empty) {
            return last;
        }
        let [first] = items.as_mut_slice() else { return last };
        let end = if is_nothing(end) { empty.clone() } else { (**end).clone() };
        let first = std::mem::replace(first, nothing());
        items.clear();
        let (outer, first) = match first {
            Node::Relation(left, mut sides) if !sides.is_empty() => {
                let (relation, right) = sides.pop().expect("not empty");
                sides.push((relation, nothing()));
                (Some((left, sides)), right)
            }
            other => (None, other),
        };
        let (element, lower) = crate::grammar::relation::split_last(first);
        if is_nothing(&element) {
            let list = Node::List(vec![lower, end]);
            return Some(list);
        }
        let interval = Node::Group(
            ganita_notation::Bracket::Square,
            Box::new(Node::List(vec![lower, end])),
            ganita_notation::Bracket::Square,
        );
        let member = Node::relation(element, Relation::In, interval);
        Some(match outer {
            Some((left, mut sides)) => {
                if let Some(side) = sides.last_mut() {
                    side.1 = member;
                }
                Node::Relation(left, sides)
            }
            None => member,
        })
    }

    /// "f of x equals x squared if x is greater than 0 and minus x if x is less than 0": values with their conditions.
    /// The node comes back when only one condition is said.
    fn cases_said(&mut self, node: Node) -> Result<Node, Node> {
        let linking = |parser: &Self, words: &[&str]| {
            parser.find(
                |meaning| matches!(meaning, Meaning::Linking(word) if words.contains(&name(word))),
            )
        };
        let (subject, first) = match node {
            Node::Relation(subject, mut rest) if matches!(rest.as_slice(), [(Relation::Equal, value)] if !is_nothing(value)) =>
            {
                let (_, value) = rest.swap_remove(0);
                (subject, value)
            }
            Node::Relation(subject, rest) if matches!(rest.as_slice(), [(Relation::Equal, _)]) => {
                return self.conditions_first(subject);
            }
            node => return Err(node),
        };
        let before = self.mark();
        let mut cases = Vec::new();
        let mut value = first.clone();
        while let Some(arc) = linking(self, &["if", "when", "for"]) {
            self.take(arc, Role::Operator);
            let condition = match self.condition_end() {
                Some(end) => Some(self.until(end)),
                None => self.relation(),
            };
            let Some(condition @ Node::Relation(..)) = condition else { break };
            cases.push((std::mem::replace(&mut value, nothing()), Some(condition)));
            let _ = self.operator_arc();
            if let Some(arc) = linking(self, &["and", "or"]) {
                self.take(arc, Role::Operator);
            } else {
                self.accept(Meaning::Comma);
            }
            let mut otherwise = self.otherwise_ahead();
            // "…, otherwise minus x".
            let first = otherwise == Some(self.at);
            if first {
                self.pass_to(self.at + 1, Role::Operator);
                otherwise = None;
            }
            match otherwise.map(|end| self.until(end)).or_else(|| self.side()) {
                Some(next) => value = next,
                None => break,
            }
            let _ = self.operator_arc();
            let last = !self.ended() && self.words.says(self.at, "otherwise अन्यथा");
            if last {
                self.pass_to(self.at + 1, Role::Operator);
            }
            if first || last {
                let otherwise = Node::Text("otherwise".to_owned());
                cases.push((std::mem::replace(&mut value, nothing()), Some(otherwise)));
                break;
            }
        }
        if cases.len() < 2 || !is_nothing(&value) {
            self.back_to(before);
            return Err(Node::Relation(subject, vec![(Relation::Equal, first)]));
        }
        Ok(Node::Relation(subject, vec![(Relation::Equal, Node::Cases(cases))]))
    }

    /// "f of x equals if x is greater than 0 then x squared otherwise minus x": the conditions before their values.
    fn conditions_first(&mut self, subject: Box<Node>) -> Result<Node, Node> {
        let before = self.mark();
        let link = |meaning| matches!(meaning, Meaning::Linking(word) if crate::lexicon::named(word, "if when"));
        let otherwise = |parser: &Self, at: usize| parser.words.says(at, "otherwise अन्यथा else");
        let mut cases = Vec::new();
        while let Some(last) = if !self.ended() && otherwise(self, self.at) {
            self.pass_to(self.at + 1, Role::Operator);
            Some(true)
        } else {
            self.accept_where(link).map(|_| false)
        } {
            let condition = if last {
                Node::Text("otherwise".to_owned())
            } else {
                let then = |at: &usize| self.words.says(*at, "then तो toh");
                let Some(end) = (self.at..self.limit).find(then) else { break };
                let condition = self.until(end);
                self.pass_to(end + 1, Role::Operator);
                condition
            };
            let next = |at: &usize| otherwise(self, *at) || self.lattice.any(*at, link);
            let end = (self.at..self.limit).find(next).unwrap_or(self.limit);
            cases.push((self.until(end), Some(condition)));
            if last {
                break;
            }
        }
        if cases.len() < 2 {
            self.back_to(before);
            return Err(Node::Relation(subject, vec![(Relation::Equal, nothing())]));
        }
        // The sign has its other side now.
        self.notes.retain(|note| *note != Note::Incomplete);
        self.cost = self.cost.saturating_sub(15);
        Ok(Node::Relation(subject, vec![(Relation::Equal, Node::Cases(cases))]))
    }

    /// Where a condition ends by a pause: "if x is greater than 0, minus x if …".
    fn condition_end(&self) -> Option<usize> {
        let links = |arc: &crate::lattice::Arc| matches!(arc.meaning, Meaning::Linking(word) if crate::lexicon::named(word, "if when"));
        let next = (self.at..self.limit).find(|at| {
            self.words.says(*at, "otherwise अन्यथा") || self.lattice.at(*at).iter().any(links)
        })?;
        // In Hindi the pause stands between the sides: "x, 0 से बड़ा है".
        let post =
            |at: usize| self.lattice.any(at, |meaning| matches!(meaning, Meaning::ComparePost(_)));
        if (self.at..next).any(post) {
            return None;
        }
        (self.at + 1..next).rev().find(|at| self.words.words[*at].pause >= Pause::Short)
    }

    /// Where "otherwise" stands, when no other condition is said before it.
    fn otherwise_ahead(&self) -> Option<usize> {
        let conditional = |arc: &crate::lattice::Arc| matches!(arc.meaning, Meaning::Linking(word) if crate::lexicon::named(word, "if when"));
        let otherwise = |at: usize| self.words.says(at, "otherwise अन्यथा");
        let next = (self.at..self.limit)
            .find(|at| otherwise(*at) || self.lattice.at(*at).iter().any(conditional))?;
        otherwise(next).then_some(next)
    }

    /// "if p then q", "यदि p तो q".
    fn if_then(&mut self) -> Option<Node> {
        let arc =
            self.find(|meaning| matches!(meaning, Meaning::Linking(word) if crate::lexicon::named(word, "if")))?;
        let then = (arc.end as usize..self.limit).find(|at| self.words.says(*at, "then तो toh"))?;
        self.take(arc, Role::Operator);
        let condition = self.until(then);
        self.roles.push((then..then + 1, Role::Operator));
        self.at = then + 1;
        let consequence = self.deeper(Self::statement).or_nothing();
        let implies = Relation::Named("Rightarrow".to_owned());
        Some(follows(condition, implies, consequence))
    }

    /// Relations joined by "implies", "and", "or".
    pub(crate) fn statement(&mut self) -> Option<Node> {
        if let Some(statement) = self.if_then() {
            return Some(statement);
        }
        let mut left = self.relation();
        loop {
            let Some(arc) = self.operator_arc() else { return left };
            match arc.meaning {
                Meaning::Linking(_) if self.last_item(arc) => return left,
                Meaning::Logic(logic) => {
                    self.take(arc, Role::Operator);
                    let right = self.relation().or_nothing();
                    let relation = Relation::Named(name(logic).to_owned());
                    left = Some(follows(left.or_nothing(), relation, right));
                }
                // "so", "then" between two equations.
                Meaning::Filler if left.is_some() => {
                    self.take(arc, Role::Operator);
                    let right = self.relation().or_nothing();
                    let implies = Relation::Named("Rightarrow".to_owned());
                    left = left.take().map(|first| follows(first, implies, right));
                }
                Meaning::Linking(word) => {
                    let word = name(word);
                    if one_of(word, "if when for")
                        && let Some(node) = left.take()
                    {
                        match self.cases_said(node) {
                            Ok(cases) => {
                                left = Some(cases);
                                continue;
                            }
                            Err(node) => left = Some(node),
                        }
                    }
                    let Some(first) = left.take() else {
                        self.take(arc, Role::Filler);
                        left = self.relation();
                        continue;
                    };
                    self.take(arc, Role::Operator);
                    let right = self.relation().map(|right| of_the_same(&first, right));
                    left = Some(match (word, right) {
                        (_, None) => first,
                        ("and" | "or", Some(right)) => match first {
                            Node::Operation(op, mut operands) if op == word => {
                                operands.push(right);
                                Node::Operation(op, operands)
                            }
                            // "a for x not equal to c and …": what is joined is the last statement.
                            Node::List(mut items) => {
                                let last = items.pop().or_nothing();
                                items.push(Node::Operation(word.to_owned(), vec![last, right]));
                                Node::List(items)
                            }
                            first => Node::Operation(word.to_owned(), vec![first, right]),
                        },
                        // "x squared for x greater than 0": on the board the condition stands after a comma.
                        ("for", Some(right @ Node::Relation(..))) => one_more(first, right),
                        (_, Some(right)) => one_more(first, behind_word(word, right)),
                    });
                }
                _ => return left,
            }
        }
    }
}

/// "x is greater than three and less than seven": the second is said of x, too.
fn of_the_same(first: &Node, second: Node) -> Node {
    match (first, second) {
        (Node::Relation(subject, _), Node::Relation(left, rest))
            if is_nothing(&left)
                && !is_nothing(subject)
                && !matches!(rest[0].0, Relation::Named(_)) =>
        {
            Node::Relation(subject.clone(), rest)
        }
        (_, second) => second,
    }
}

/// One statement after another, joined as one chain: `x + 1 = 0 \Rightarrow x = -1` has no brackets.
fn follows(first: Node, relation: Relation, right: Node) -> Node {
    let (first, mut chain) = match first {
        Node::Relation(first, rest) if !is_nothing(&right) => (first, rest),
        other => (Box::new(other), Vec::new()),
    };
    match right {
        Node::Relation(next, rest) => {
            chain.push((relation, *next));
            chain.extend(rest);
        }
        other => chain.push((relation, other)),
    }
    Node::Relation(first, chain)
}

/// "…, ellipsis, L sub p" without its last comma: what follows the dots is an item of its own.
fn dots_apart(items: Vec<Node>) -> Vec<Node> {
    let mut apart = Vec::with_capacity(items.len());
    let dots = |node: &Node| matches!(node, Node::Symbol(name) if name == "ldots");
    let indexed = |node: &Node| matches!(node, Node::Subscript(..));
    let members = items.first().is_some_and(indexed);
    for item in items {
        match item {
            // "l sub 0, l sub 1 ellipsis l sub p": members with an index, no product.
            Node::Product(factors)
                if members
                    && factors.len() == 3
                    && dots(&factors[1].1)
                    && indexed(&factors[0].1)
                    && indexed(&factors[2].1) =>
            {
                apart.extend(factors.into_iter().map(|(_, factor)| factor));
            }
            Node::Product(mut factors)
                if factors.len() > 1
                    && matches!(&factors[0].1, Node::Symbol(name) if name == "ldots") =>
            {
                apart.push(factors.remove(0).1);
                apart.push(crate::grammar::sum::product_of(factors));
            }
            item => apart.push(item),
        }
    }
    apart
}

/// `\text{if } x < 2`.
fn behind_word(word: &str, condition: Node) -> Node {
    let beside = |right| pair_of(Node::Text(format!("{word} ")), right);
    match condition {
        Node::Relation(left, rest) if !is_nothing(&left) => {
            Node::Relation(Box::new(beside(*left)), rest)
        }
        condition => beside(condition),
    }
}

/// A condition behind what may have conditions already.
fn one_more(first: Node, condition: Node) -> Node {
    match first {
        Node::List(mut items) => {
            items.push(condition);
            Node::List(items)
        }
        first => Node::List(vec![first, condition]),
    }
}

/// In "x, y equals a, b" the place of the item that holds "equals", when as many items stand on either side.
fn halves(items: &[Node]) -> Option<usize> {
    let is_relation = |item: &Node| matches!(item, Node::Relation(..));
    let middle = items.iter().position(is_relation)?;
    let Node::Relation(left, rest) = &items[middle] else { return None };
    let equal = matches!(rest.as_slice(), [(Relation::Equal, right)] if !is_nothing(right));
    let single = items.iter().filter(|item| is_relation(item)).count() == 1;
    let even = middle > 0 && middle + 1 == items.len() - middle;
    // "f sub i comma i equals 1 comma 2": what the index runs over.
    let runs = items[..middle]
        .iter()
        .any(|item| matches!(item, Node::Subscript(_, index) if **index == **left));
    let equal = equal && !runs;
    (equal && single && even && !is_nothing(left)).then_some(middle)
}

/// `(x, y) = (a, b)`.
fn pairs(mut items: Vec<Node>) -> Node {
    let Some(middle) = halves(&items) else { return Node::List(items) };
    let mut right = items.split_off(middle + 1);
    if let Some(Node::Relation(left, mut rest)) = items.pop() {
        items.push(*left);
        if let Some((_, first)) = rest.pop() {
            right.insert(0, first);
        }
    }
    let bracketed = |items| in_brackets(Node::List(items));
    Node::relation(bracketed(items), Relation::Equal, bracketed(right))
}
