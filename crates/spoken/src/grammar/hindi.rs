//! What Hindi says after an operand: "x के सापेक्ष y का अवकलज", "0 से 1 तक … का समाकलन", "5 को 3 से भाग दो".

use ganita_notation::{Join, Node, Sign};

use crate::Role;
use crate::grammar::calculus::derivative_of;
use crate::grammar::sum::{pair_of, sum_of};
use crate::lattice::Arc;
use crate::meaning::{Meaning, Verb};
use crate::parser::{OrNothing, Parser, nothing};

impl Parser<'_> {
    /// A Hindi postfix, or the node back when the phrase is none. The node is handed over and back so that nothing is
    /// cloned on the way.
    pub(crate) fn hindi_postfix(&mut self, arc: Arc, node: Node) -> Result<Node, Node> {
        match arc.meaning {
            Meaning::WithRespectToPost => {
                self.take(arc, Role::Operator);
                Ok(self.with_respect(node))
            }
            Meaning::LimitPost => {
                self.take(arc, Role::Operator);
                Ok(node)
            }
            Meaning::From if self.stop_at_to == 0 && self.range_ahead(arc) => {
                self.take(arc, Role::Operator);
                let upper = self.factor().or_nothing();
                self.accept(Meaning::RangeTo);
                let (body, variables) = self.integrand();
                Ok(integral(Some(node), Some(upper), body, variables))
            }
            Meaning::TakeFrom => {
                self.take(arc, Role::Operator);
                let part = self.product().or_nothing();
                let _ = self.operator_arc();
                if self.accept(Meaning::ChoosePost) {
                    return Ok(Node::Choose('C', Box::new(node), Box::new(part)));
                }
                self.accept(Meaning::Verb(Verb::Subtract));
                self.accept(Meaning::Sign(Sign::Minus));
                Ok(Node::Sum(vec![(Sign::Plus, node), (Sign::Minus, part)]))
            }
            Meaning::Object | Meaning::Filler => match self.object_verb(arc) {
                Some((verb, other)) => Ok(joined(verb, node, other)),
                None => Err(node),
            },
            _ => Err(node),
        }
    }

    /// "x वर्ग जमा 3x का अवकलज", "x साइन x का समाकलन": what is done to a whole sum, which the speaker names last; in
    /// "u का अवकलज जमा v का अवकलज" to what stands after the first.
    pub(crate) fn calculus_of(
        &mut self,
        arc: Arc,
        mut terms: Vec<(Sign, Node)>,
    ) -> Vec<(Sign, Node)> {
        let variable = self.letter_in(arc);
        self.take(arc, Role::Operator);
        let done = |(_, term): &(Sign, Node)| {
            matches!(term, Node::Derivative { .. } | Node::Integral { .. })
        };
        let from = terms.iter().rposition(done).map_or(0, |last| last + 1);
        let mut body = terms.split_off(from.min(terms.len().saturating_sub(1)));
        let sign = match body.as_mut_slice() {
            [(first, _), ..] if !terms.is_empty() => std::mem::replace(first, Sign::Plus),
            _ => Sign::Plus,
        };
        let node = match arc.meaning {
            Meaning::DerivativePost { order } => {
                derivative_of(false, order, variable, Some(sum_of(body)))
            }
            _ => {
                let mut variables =
                    body.last_mut().map_or_else(Vec::new, |(_, term)| differentials(term));
                variables.extend(variable);
                let (lower, upper) = match self.range_behind(self.at) {
                    Some((start, _)) if start == self.at => self.hindi_range(),
                    _ => (None, None),
                };
                integral(lower, upper, sum_of(body), variables)
            }
        };
        terms.push((sign, node));
        terms
    }

    /// "… का समाकलन 0 से 1 तक", "… को zero se one tak": where a range begins and "से" stands that ends what was said.
    pub(crate) fn range_behind(&self, from: usize) -> Option<(usize, usize)> {
        let to = self.limit.checked_sub(1).filter(|at| self.words.says(*at, "तक tak"))?;
        let se = (from..to).rev().find(|at| self.words.says(*at, "से se"))?;
        let object = (from..se).rev().find(|at| self.words.says(*at, "को ko"));
        let start = object.map_or(from, |at| at + 1);
        (start < se && se - start < 6 && se + 1 < to && to - se < 8).then_some((start, se))
    }

    /// Both ends of such a range, which begins here.
    pub(crate) fn hindi_range(&mut self) -> (Option<Node>, Option<Node>) {
        let Some((_, se)) = self.range_behind(self.at) else { return (None, None) };
        let to = self.limit - 1;
        let lower = self.within(se, |parser| parser.sum().or_nothing());
        self.roles.push((se..se + 1, Role::Operator));
        self.at = se + 1;
        let upper = self.within(to, |parser| parser.sum().or_nothing());
        self.roles.push((to..to + 1, Role::Operator));
        self.at = to + 1;
        (Some(lower), Some(upper))
    }

    /// The letter inside "का x के सापेक्ष अवकलज".
    pub(crate) fn letter_in(&self, arc: Arc) -> Option<Node> {
        let long = self.words.says(self.at, "का ka") && arc.end as usize > self.at + 3;
        let letter = |arc: &Arc| match arc.meaning {
            Meaning::Symbol(name) => Some(crate::grammar::postfix::symbol(name)),
            _ => None,
        };
        self.lattice.at(self.at + 1).iter().find_map(letter).filter(|_| long)
    }

    /// "x के सापेक्ष, f, इसका समाकल": the variable comes first.
    fn with_respect(&mut self, variable: Node) -> Node {
        let body = self.sum().or_nothing();
        match self.operator_arc().or_else(|| self.arcs().next().copied()) {
            Some(arc) if arc.meaning == Meaning::IntegralPost => {
                self.take(arc, Role::Operator);
                integral(None, None, ungroup(body), vec![variable])
            }
            Some(Arc { meaning: Meaning::DerivativePost { order }, .. }) => {
                let arc = self.find(|meaning| matches!(meaning, Meaning::DerivativePost { .. }));
                if let Some(arc) = arc {
                    self.take(arc, Role::Operator);
                }
                derivative_of(false, order, Some(variable), Some(body))
            }
            _ => match body {
                // The ending was heard as part of the last term already: "x के सापेक्ष y का अवकलज".
                Node::Derivative { partial, order, of, .. } => {
                    derivative_of(partial, order, Some(variable), of.map(|of| *of))
                }
                Node::Integral { lower, upper, body, .. } => integral(
                    lower.map(|node| *node),
                    upper.map(|node| *node),
                    *body,
                    vec![variable],
                ),
                Node::Sum(terms) => with_respect_in_sum(terms, variable),
                body => pair_of(variable, body),
            },
        }
    }

    /// Whether "से" begins "से … तक".
    fn range_ahead(&self, arc: Arc) -> bool {
        (arc.end as usize..self.limit.min(arc.end as usize + 8))
            .any(|at| self.lattice.may_be(at, Meaning::RangeTo))
    }

    /// What stands after "तक": "x वर्ग dx का समाकलन" or "x के सापेक्ष …".
    fn integrand(&mut self) -> (Node, Vec<Node>) {
        self.integrals += 1;
        let body = self.sum().or_nothing();
        self.integrals -= 1;
        let mut variables = Vec::new();
        if self.differential_here() {
            match self
                .find(|meaning| matches!(meaning, Meaning::Differential(_) | Meaning::Symbol(_)))
            {
                Some(Arc { meaning: Meaning::Differential(name), end, .. }) => {
                    self.at = end as usize;
                    variables.push(crate::grammar::postfix::symbol(name));
                }
                Some(arc) => {
                    self.take(arc, Role::Symbol);
                    variables.extend(self.deeper(Self::atom));
                }
                None => {}
            }
        }
        if let Some(arc) = self.operator_arc()
            && arc.meaning == Meaning::IntegralPost
        {
            self.take(arc, Role::Operator);
        }
        match body {
            Node::Integral { body, variables: inner, .. } => {
                (*body, if variables.is_empty() { inner } else { variables })
            }
            other => (other, variables),
        }
    }

    /// "5 को 3 से गुणा करो": looks ahead for the verb.
    fn object_verb(&mut self, arc: Arc) -> Option<(Verb, Node)> {
        if !self.addition_follows(arc) && !self.lattice.may_be(self.at, Meaning::Object) {
            return None;
        }
        let after = arc.end as usize;
        let verb_ahead = (after..self.limit.min(after + 8))
            .any(|at| self.lattice.any(at, |meaning| matches!(meaning, Meaning::Verb(_))));
        if !verb_ahead {
            return None;
        }
        self.take(arc, Role::Operator);
        let other = self.factor().or_nothing();
        if let Some(from) = self.find(|meaning| matches!(meaning, Meaning::From)) {
            self.take(from, Role::Operator);
        }
        let verb = self.accept_where(|meaning| matches!(meaning, Meaning::Verb(_)));
        match verb {
            Some(Meaning::Verb(verb)) => Some((verb, other)),
            _ => Some((Verb::Multiply, other)),
        }
    }
}

/// Takes the differentials off a term's end: "x वर्ग dx का समाकलन".
fn differentials(term: &mut Node) -> Vec<Node> {
    let mut variables = Vec::new();
    let Node::Product(factors) = term else { return variables };
    loop {
        match factors.as_mut_slice() {
            [_, .., (_, Node::Differential(_))] => {
                if let Some((_, Node::Differential(letter))) = factors.pop() {
                    variables.insert(0, *letter);
                }
            }
            [_, .., (_, Node::Symbol(d)), (_, Node::Symbol(_))] if d == "d" => {
                variables.extend(factors.pop().map(|(_, letter)| letter));
                factors.pop();
            }
            _ => break,
        }
    }
    if let [_] = factors.as_slice() {
        *term = factors.pop().map_or_else(nothing, |(_, only)| only);
    }
    variables
}

pub(crate) fn joined(verb: Verb, left: Node, right: Node) -> Node {
    match verb {
        Verb::Add => Node::Sum(vec![(Sign::Plus, left), (Sign::Plus, right)]),
        Verb::Subtract => Node::Sum(vec![(Sign::Plus, left), (Sign::Minus, right)]),
        Verb::Multiply => {
            let mut factors = match left {
                Node::Product(factors) => factors,
                left => vec![(Join::Beside, left)],
            };
            factors.push((Join::Times, right));
            Node::Product(factors)
        }
        Verb::Divide => Node::fraction(left, right),
    }
}

fn with_respect_in_sum(mut terms: Vec<(Sign, Node)>, variable: Node) -> Node {
    match terms.pop() {
        Some((sign, Node::Derivative { partial, order, of, .. })) => {
            let last = of.map_or_else(nothing, |of| *of);
            terms.push((sign, last));
            derivative_of(partial, order, Some(variable), Some(Node::Sum(terms)))
        }
        Some((sign, Node::Integral { lower, upper, body, .. })) => {
            terms.push((sign, *body));
            integral(
                lower.map(|node| *node),
                upper.map(|node| *node),
                Node::Sum(terms),
                vec![variable],
            )
        }
        Some(last) => {
            terms.push(last);
            pair_of(variable, Node::Sum(terms))
        }
        None => variable,
    }
}

pub(crate) fn integral(
    lower: Option<Node>,
    upper: Option<Node>,
    body: Node,
    variables: Vec<Node>,
) -> Node {
    // "dx बटा x का समाकलन".
    let (body, variables) = match body {
        Node::Fraction(above, below) if matches!(*above, Node::Differential(_)) => {
            let letter = match *above {
                Node::Differential(letter) => *letter,
                other => other,
            };
            (Node::Fraction(Box::new(Node::number("1")), below), vec![letter])
        }
        body => (body, variables),
    };
    let variables = if variables.is_empty() {
        crate::grammar::calculus::first_letter(&body).map(Node::symbol).into_iter().collect()
    } else {
        variables
    };
    Node::Integral {
        fold: 1,
        closed: false,
        lower: lower.map(Box::new),
        upper: upper.map(Box::new),
        body: Box::new(body),
        variables,
    }
}

fn ungroup(node: Node) -> Node {
    crate::grammar::postfix::ungrouped(node)
}
