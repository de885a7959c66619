//! Integrals, derivatives and limits.

use ganita_notation::{Bracket, Join, Node, Side, Sign};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::meaning::{Comparison, Meaning};
use crate::parser::{OrNothing, Parser, nothing};

impl Parser<'_> {
    /// "the integral from 0 to 1 of x squared d x".
    pub(crate) fn integral(&mut self, arc: Arc) -> Option<Node> {
        let (fold, closed) = match arc.meaning {
            Meaning::Integral(fold) => (fold, false),
            _ => (1, true),
        };
        self.take(arc, Role::Operator);
        let (lower, upper) = if self.bounds_said_bare() { self.bounds() } else { self.range() };
        self.accept(Meaning::Of);
        self.accept(Meaning::FunctionOf);
        if self.lattice.reader {
            return Some(self.flat_integral(fold, closed, lower, upper));
        }
        Some(self.integral_rest(fold, closed, lower, upper))
    }

    /// "integral zero to pi by two …": the ends stand right behind the sign, and nobody says "from".
    fn bounds_said_bare(&self) -> bool {
        let first = |at: usize| self.lattice.at(at).first().filter(|_| at < self.limit);
        let end = |at: usize| {
            let arc = first(at)?;
            let fits = matches!(arc.meaning, Meaning::Number(_))
                || matches!(arc.meaning, Meaning::Symbol(_)) && arc.cost == 0;
            fits.then_some(arc.end as usize)
        };
        let mut at = self.at;
        if first(at).is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            at += 1;
        }
        let Some(mut at) = end(at) else { return false };
        if let Some(over) = first(at).filter(|arc| arc.meaning == Meaning::Over)
            && let Some(below) = end(over.end as usize)
        {
            at = below;
        }
        first(at).is_some_and(|to| {
            to.end as usize == at + 1 && self.lattice.any(at, |meaning| meaning == Meaning::To)
        })
    }

    /// The integrand, its differentials, and a range that is said after them.
    fn integral_rest(
        &mut self,
        fold: u8,
        closed: bool,
        lower: Option<Node>,
        upper: Option<Node>,
    ) -> Node {
        let mut variables = Vec::new();
        let mut integrand = |parser: &mut Self| {
            parser.integrals += 1;
            let body = parser.sum();
            parser.integrals -= 1;
            variables = parser.differentials(usize::from(fold));
            body
        };
        let later =
            if lower.is_none() && upper.is_none() { self.range_said_later(false) } else { None };
        let (mut body, lower, upper) = match later {
            Some(later) => {
                let (body, lower, upper) =
                    self.body_then_range(later, |parser| integrand(parser).or_nothing());
                (Some(body), lower, upper)
            }
            None => (integrand(self), lower, upper),
        };
        if variables.is_empty() && later.is_some() {
            variables = self.differentials(usize::from(fold));
        }
        // "x square dx zero se do tak".
        let (lower, upper) = if lower.is_none()
            && upper.is_none()
            && !variables.is_empty()
            && self.hindi_range_ahead()
        {
            let ends = self.bounds();
            self.accept(Meaning::RangeTo);
            ends
        } else {
            (lower, upper)
        };
        if variables.is_empty() && self.accept(Meaning::WithRespectTo) {
            variables.extend(self.tight_operand());
        }
        if variables.is_empty() && later.is_some() {
            variables.extend(body.as_ref().and_then(first_letter).map(Node::symbol));
        }
        if !variables.is_empty()
            && lower.is_none() == upper.is_none()
            && matches!(&body, Some(Node::Sum(terms)) if terms.len() > 1 && terms[0].0 == Sign::Plus)
            && self.choose(Kind::IntegralFlat, &[0, 11]) == 1
            && let Some(Node::Sum(terms)) = body
        {
            return flat(fold, closed, (lower, upper), terms, variables);
        }
        if variables.is_empty()
            && let Some(Node::Sum(terms)) = &body
            && terms.len() > 1
        {
            // No differential ends it: only the first term stands under the sign.
            if let Some(Node::Sum(terms)) = body.take() {
                let mut terms = terms.into_iter();
                let first = terms.next();
                let integral = Node::Integral {
                    fold,
                    closed,
                    lower: lower.map(Box::new),
                    upper: upper.map(Box::new),
                    body: Box::new(first.map_or_else(nothing, |term| signed(term.0, term.1))),
                    variables,
                };
                let mut all = vec![(Sign::Plus, integral)];
                all.extend(terms);
                return Node::Sum(all);
            }
        }
        Node::Integral {
            fold,
            closed,
            lower: lower.map(Box::new),
            upper: upper.map(Box::new),
            body: Box::new(body.or_nothing()),
            variables,
        }
    }

    /// A screen reader says every bracket, so none may be added: a sum under the sign is written as it stands.
    fn flat_integral(
        &mut self,
        fold: u8,
        closed: bool,
        lower: Option<Node>,
        upper: Option<Node>,
    ) -> Node {
        self.integrals += 1;
        let body = self.sum().or_nothing();
        self.integrals -= 1;
        let variables = self.differentials(usize::from(fold));
        match body {
            Node::Sum(terms) => flat(fold, closed, (lower, upper), terms, variables),
            body => Node::Integral {
                fold,
                closed,
                lower: lower.map(Box::new),
                upper: upper.map(Box::new),
                body: Box::new(body),
                variables,
            },
        }
    }

    /// Whether a differential begins here: `dx`, or d and a letter.
    pub(crate) fn differential_here(&self) -> bool {
        self.differential_at(self.at)
    }

    /// "d y d x" before another "d x": a derivative under the integral sign. Gives the words of both.
    pub(crate) fn derivative_pair_at(&self, at: usize) -> Option<(usize, usize)> {
        let whole = |at: usize| {
            let arc = self.lattice.at(at).first().filter(|_| at < self.limit)?;
            matches!(arc.meaning, Meaning::Differential(_)).then_some(arc.end as usize)
        };
        let middle = whole(at)?;
        let end = whole(middle)?;
        let (above, below) = (self.words.text(at), self.words.text(middle));
        let again = (end..self.limit).any(|at| self.words.text(at) == below);
        (above != below && again).then_some((middle, end))
    }

    /// Whether a differential begins at this word.
    pub(crate) fn differential_at(&self, at: usize) -> bool {
        if self.derivative_pair_at(at).is_some() {
            return false;
        }
        let arcs = || {
            self.lattice
                .at(at)
                .iter()
                .filter(|arc| at < self.limit && arc.end as usize <= self.limit)
        };
        if arcs().any(|arc| matches!(arc.meaning, Meaning::Differential(_))) {
            return true;
        }
        let is_d = arcs().find(
            |arc| matches!(arc.meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "d")),
        );
        let Some(arc) = is_d else { return false };
        let next = arc.end as usize;
        next < self.limit
            && self.words.words[next].pause == crate::words::Pause::None
            && self.lattice.any(next, |meaning| matches!(meaning, Meaning::Symbol(_)))
            && !self.words.words[at].upper
    }

    pub(crate) fn differentials(&mut self, wanted: usize) -> Vec<Node> {
        let mut variables = Vec::new();
        while self.operator_arc().is_some()
            && self.differential_here()
            && variables.len() < wanted.max(1)
        {
            if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Differential(_))) {
                let Meaning::Differential(name) = arc.meaning else { break };
                self.take(arc, Role::Symbol);
                variables.push(crate::grammar::postfix::symbol(name));
                continue;
            }
            let Some(d) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_))) else { break };
            self.take(d, Role::Symbol);
            match self.deeper(Self::atom) {
                Some(letter) => variables.push(letter),
                None => break,
            }
        }
        variables
    }

    /// "the derivative of y with respect to x".
    pub(crate) fn derivative(&mut self, arc: Arc, partial: bool, order: u8) -> Option<Node> {
        let of_time =
            (self.at..self.at + 2).any(|at| at < arc.end as usize && self.words.says(at, "time"));
        self.take(arc, Role::Operator);
        let mut variable = of_time.then(|| Node::symbol("t"));
        let by_d = arc.end > 0 && self.words.says(arc.end as usize - 1, "d");
        if by_d {
            // "d by d x of …": the letter is no function.
            self.plain += 1;
            variable = self.deeper(Self::atom);
            self.plain -= 1;
        } else if self.accept(Meaning::WithRespectTo) {
            variable = self.tight_operand();
        }
        self.accept(Meaning::Of);
        let of = self.sum_for_derivative();
        if variable.is_none() && self.accept(Meaning::WithRespectTo) {
            self.plain += 1;
            variable = self.factor();
            self.plain -= 1;
            // "the second derivative with respect to x squared": the order is said twice.
            if let Some(Node::Power(letter, _)) = variable {
                variable = Some(*letter);
            }
        }
        Some(derivative_of(partial, order, variable, of))
    }

    /// "partial u with respect to x": "with respect to" follows what is differentiated.
    pub(crate) fn with_respect_ahead(&self) -> bool {
        (self.at + 2..self.limit.min(self.at + 6))
            .any(|at| self.lattice.may_be(at, Meaning::WithRespectTo))
    }

    fn sum_for_derivative(&mut self) -> Option<Node> {
        // With "with respect to" ahead everything up to it; without, one product.
        let ahead = (self.at..self.limit.min(self.at + 40))
            .any(|at| self.lattice.may_be(at, Meaning::WithRespectTo));
        // "the derivative of sin x at x equals 2": the place belongs to none of it.
        let place = (self.at + 1..self.limit).find(|at| {
            self.lattice.begins(*at, Meaning::Evaluated)
                && self.lattice.begins(*at + 2, Meaning::Compare(Comparison::Equal))
        });
        if let Some(place) = place.filter(|_| !ahead && !self.lattice.reader) {
            return self.part(place, Self::sum);
        }
        if ahead { self.sum() } else { self.product() }
    }

    /// "the limit as x approaches 0 of sin x over x".
    pub(crate) fn limit_of(&mut self, arc: Arc) -> Option<Node> {
        let short = self.words.says(self.at, "lim");
        self.take(arc, Role::Operator);
        self.limit_rest(short)
    }

    /// "integrate x squared from 0 to 1", "integrate from 0 to 1 x squared": what a command to integrate says.
    pub(crate) fn integral_asked(&mut self) -> Option<Node> {
        if let Some((start, _)) = self.range_behind(self.at).filter(|(start, _)| *start > self.at) {
            let mut node =
                self.within(start - 1, |parser| parser.integral_rest(1, false, None, None));
            self.at = start;
            let (low, high) = self.hindi_range();
            if let Node::Integral { lower, upper, body, variables, .. } = &mut node {
                *lower = low.map(Box::new);
                *upper = high.map(Box::new);
                if variables.is_empty() {
                    variables.extend(first_letter(body).map(Node::symbol));
                }
            }
            return Some(node);
        }
        let first = self.find(|meaning| meaning == Meaning::From).is_some();
        // "integrate x sin x d x".
        let last = self.limit.saturating_sub(2).max(self.at + 1);
        let ends_in_d_x = || (last..self.limit).any(|at| self.differential_at(at));
        if !first && self.range_said_later(false).is_none() && !ends_in_d_x() {
            return None;
        }
        let (lower, upper) = if first { self.range() } else { (None, None) };
        self.accept(Meaning::Of);
        let mut node = self.integral_rest(1, false, lower, upper);
        if let Node::Integral { body, variables, .. } = &mut node
            && variables.is_empty()
        {
            variables.extend(first_letter(body).map(Node::symbol));
        }
        Some(node)
    }

    /// "find the limit of x squared as x tends to 2": what a command to find a limit says.
    pub(crate) fn limit_asked(&mut self) -> Option<Node> {
        let link = |meaning| matches!(meaning, Meaning::As | Meaning::Linking(_));
        if self.find(link).is_none() && self.approach_said_later().is_none() {
            return None;
        }
        self.limit_rest(false)
    }

    fn limit_rest(&mut self, short: bool) -> Option<Node> {
        let mut condition = None;
        // "the limit from the left as x approaches c".
        let side = self.accept_where(|meaning| matches!(meaning, Meaning::Side(_)));
        if let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Under => {
                    self.take(arc, Role::Operator);
                    condition = Some(self.layer());
                }
                Meaning::As | Meaning::Over | Meaning::Sub | Meaning::Linking(_) => {
                    let end = self
                        .lattice
                        .mate(self.at)
                        .filter(|end| *end < self.limit && arc.meaning == Meaning::Sub);
                    self.take(arc, Role::Operator);
                    condition = match end {
                        Some(end) => {
                            let script = self.until(end);
                            self.close(crate::meaning::Fence::Subscript);
                            Some(script)
                        }
                        None => self.approach(),
                    };
                }
                Meaning::Symbol(_) | Meaning::Capital if self.arrow_ahead() => {
                    // "x शून्य की ओर".
                    let before = self.mark();
                    condition = self.approach_verb_last();
                    if condition.is_none() {
                        self.back_to(before);
                        condition = self.approach();
                    }
                }
                _ => {}
            }
        }
        if let Some(crate::lattice::Level::Open { up: false, end, until }) =
            self.lattice.level(self.at).filter(|_| !self.ended())
        {
            self.at = end as usize;
            condition = Some(self.until(until as usize));
        }
        self.accept(Meaning::ScriptsEnd);
        if let (Some(Meaning::Side(right)), Some(Node::Relation(_, sides))) =
            (side, condition.as_mut())
            && let Some((_, target)) = sides.last_mut()
        {
            let sign = if right { Sign::Plus } else { Sign::Minus };
            let target_said = std::mem::replace(target, nothing());
            *target = Node::power(target_said, Node::Sum(vec![(sign, nothing())]));
        }
        let of = self.accept(Meaning::Of);
        if condition.is_none()
            && !self.lattice.reader
            && let Some(link) = self.approach_said_later()
        {
            let (body, condition) = self.body_then_approach(link);
            return condition.map(|condition| limit(condition, body));
        }
        // "the limit … of x plus two" is of all that follows, when it is said in one breath.
        let sum = of && !short && !self.lattice.reader && self.sum_in_one_breath();
        let signed =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative)).is_some();
        let from = self.at;
        let mut body = match sum && !signed && self.choose(Kind::LimitSum, &[0, 5]) == 0 {
            true => self.sum(),
            false => self.body(),
        };
        if condition.is_none()
            && (self.accept(Meaning::As)
                || self.accept_where(|m| matches!(m, Meaning::Linking(_))).is_some())
        {
            condition = self.approach();
        }
        let mut body = body.take().or_nothing();
        if let Some(Node::Relation(variable, _)) = &condition
            && !self.lattice.reader
            && !sum
            && !crate::parser::is_nothing(&body)
            && self.pause() == crate::words::Pause::None
            && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
        {
            let goes_on = self.goes_on_under_limit(variable, &body, from);
            let costs = if goes_on { [0, 5] } else { [6, 0] };
            if self.choose(Kind::LimitSum, &costs) == 0 {
                let outer = (self.over_limit, self.in_sum);
                (self.over_limit, self.in_sum) = (goes_on, goes_on);
                body = self.sum_from(body);
                (self.over_limit, self.in_sum) = outer;
            }
        }
        // A screen reader's line goes on after the body; brackets that were not said are not written.
        let flat = (self.lattice.reader || short)
            && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if flat && let Some(condition) = &condition {
            let below = ganita_notation::write_latex(condition);
            return Some(beside_body(Node::Raw(format!("\\lim_{{{below}}} ")), body));
        }
        Some(match condition {
            Some(condition) => limit(condition, body),
            None => pair_of(Node::Raw("\\lim".to_owned()), body),
        })
    }

    /// "limit x tends to 0 1 minus cos x": nobody takes the limit of what does not depend on x; nor of "f of x plus h" alone
    /// before "minus f of x".
    fn goes_on_under_limit(&self, variable: &Node, body: &Node, from: usize) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let same_letter = match body {
            Node::Apply { function: ganita_notation::Function::Letter(letter), .. } => {
                let next = self.lattice.at(sign.end as usize).first();
                let next = next.filter(|arc| (arc.end as usize) < self.limit);
                let said = next.and_then(|arc| match arc.meaning {
                    Meaning::Symbol(name) => Some((arc.end as usize, crate::lexicon::name(name))),
                    _ => None,
                });
                said.is_some_and(|(after, name)| {
                    **letter == Node::symbol(name)
                        && self.lattice.any(after, |meaning| meaning == Meaning::Of)
                })
            }
            _ => false,
        };
        same_letter
            || !(from..self.at).any(|at| {
                self.lattice.any(at, |meaning| {
                    matches!((meaning, variable), (Meaning::Symbol(name), Node::Symbol(said))
                        if crate::lexicon::name(name) == said)
                })
            })
    }

    /// Whether a sign follows on this side of the relation, and no pause before it.
    fn sum_in_one_breath(&self) -> bool {
        let mut at = self.at;
        while at < self.limit
            && (at == self.at || self.words.words[at].pause == crate::words::Pause::None)
        {
            let Some(arc) = self.lattice.at(at).first() else { return false };
            match arc.meaning {
                Meaning::Sign(_) if at > self.at => return true,
                Meaning::Compare(_) | Meaning::Logic(_) | Meaning::As => return false,
                _ => at = (arc.end as usize).max(at + 1),
            }
        }
        false
    }

    fn arrow_ahead(&self) -> bool {
        (self.at..self.limit.min(self.at + 3))
            .any(|at| self.lattice.may_be(at, Meaning::Compare(Comparison::To)))
    }

    /// "x approaches 0 from the right", "x goes to infinity".
    pub(crate) fn approach(&mut self) -> Option<Node> {
        self.plain += 1;
        let node = self.approach_inside();
        self.plain -= 1;
        node
    }

    fn approach_inside(&mut self) -> Option<Node> {
        let variable = self.factor()?;
        let arrow = self.find(|meaning| {
            matches!(meaning, Meaning::Compare(Comparison::To | Comparison::Equal) | Meaning::To)
        });
        let Some(arrow) = arrow else { return Some(variable) };
        self.take(arrow, Role::Operator);
        let target = if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let factor = self.factor().or_nothing();
            Node::negative(factor)
        } else {
            let first = self.factor().or_nothing();
            if self.find(|meaning| meaning == Meaning::Over).is_some() {
                self.accept(Meaning::Over);
                let below = self.factor().or_nothing();
                Node::fraction(first, below)
            } else {
                first
            }
        };
        // "0 plus of", "2 minus of": a sign with nothing behind it is a side; so is "0 plus" before the body.
        let bare = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).filter(|arc| {
            let next = self.lattice.at(arc.end as usize).first();
            next.filter(|next| (next.end as usize) <= self.limit).is_some_and(|next| {
                matches!(next.meaning, Meaning::Of | Meaning::FunctionOf)
                    || arc.meaning == Meaning::Sign(Sign::Plus)
                        && !self.lattice.reader
                        && self.pause() == crate::words::Pause::None
                        && crate::parser::begins_operand(next.meaning)
            })
        });
        if let Some(arc) = bare
            && let Meaning::Sign(sign) = arc.meaning
        {
            self.take(arc, Role::Operator);
            let target = if self.lattice.reader {
                Node::Sum(vec![(Sign::Plus, target), (sign, nothing())])
            } else {
                Node::power(target, Node::Sum(vec![(sign, nothing())]))
            };
            return Some(Node::relation(variable, ganita_notation::Relation::To, target));
        }
        let target = match self.accept_where(|meaning| matches!(meaning, Meaning::Side(_))) {
            Some(Meaning::Side(right)) => {
                let sign = if right { Sign::Plus } else { Sign::Minus };
                Node::power(target, Node::Sum(vec![(sign, nothing())]))
            }
            _ => target,
        };
        Some(Node::relation(variable, ganita_notation::Relation::To, target))
    }
}

/// The sign of an integral before the first of the terms, the differentials after the last.
fn flat(
    fold: u8,
    closed: bool,
    (lower, upper): (Option<Node>, Option<Node>),
    mut terms: Vec<(Sign, Node)>,
    variables: Vec<Node>,
) -> Node {
    let sign = Node::Integral {
        fold,
        closed,
        lower: lower.map(Box::new),
        upper: upper.map(Box::new),
        body: Box::new(nothing()),
        variables: Vec::new(),
    };
    let sign = Node::Raw(ganita_notation::write_latex(&sign));
    if let Some((first, term)) = terms.first_mut() {
        let inner = std::mem::replace(term, nothing());
        *term = beside_body(sign, signed(std::mem::replace(first, Sign::Plus), inner));
    }
    for variable in variables {
        if let Some((_, last)) = terms.last_mut() {
            let inner = std::mem::replace(last, nothing());
            *last = beside_body(inner, Node::Differential(Box::new(variable)));
        }
    }
    Node::Sum(terms)
}

/// An operator written as it stands, and what follows it.
pub(crate) fn beside_body(operator: Node, body: Node) -> Node {
    let mut factors = match operator {
        Node::Product(inner) => inner,
        operator => vec![(Join::Beside, operator)],
    };
    match body {
        Node::Product(inner) => factors.extend(inner),
        body => factors.push((Join::Beside, body)),
    }
    Node::Product(factors)
}

fn signed(sign: Sign, node: Node) -> Node {
    if sign == Sign::Plus { node } else { Node::Sum(vec![(sign, node)]) }
}

pub(crate) fn limit(condition: Node, body: Node) -> Node {
    match condition {
        Node::Relation(variable, mut rest)
            if rest.len() == 1 && rest[0].0 == ganita_notation::Relation::To =>
        {
            let (_, target) = rest.pop().expect("one side");
            let (target, side) = match target {
                Node::Power(base, exponent) => match &*exponent {
                    Node::Sum(terms)
                        if terms.iter().all(|(_, term)| crate::parser::is_nothing(term))
                            && !terms.is_empty() =>
                    {
                        let side = if terms.iter().any(|term| term.0 == Sign::Minus) {
                            Side::Left
                        } else {
                            Side::Right
                        };
                        (*base, side)
                    }
                    _ => (Node::Power(base, exponent), Side::Both),
                },
                other => (other, Side::Both),
            };
            Node::Limit { variable, target: Box::new(target), side, body: Box::new(body) }
        }
        condition => Node::Product(vec![
            (
                Join::Beside,
                Node::Subscript(Box::new(Node::Raw("\\lim".to_owned())), Box::new(condition)),
            ),
            (Join::Beside, body),
        ]),
    }
}

/// d/dx of something; without "with respect to" the letter it contains.
pub(crate) fn derivative_of(
    partial: bool,
    order: u8,
    variable: Option<Node>,
    of: Option<Node>,
) -> Node {
    let variable = variable.unwrap_or_else(|| {
        let name = of.as_ref().and_then(first_letter).unwrap_or("x");
        Node::symbol(name)
    });
    let letter = |node: &Node| match node {
        Node::Subscript(base, _) => matches!(**base, Node::Symbol(_)),
        node => matches!(node, Node::Symbol(_)),
    };
    Node::Derivative {
        partial,
        order,
        variables: vec![variable],
        inside: of.as_ref().is_some_and(letter),
        of: of.map(|of| match of {
            Node::Group(Bracket::Round, inner, Bracket::Round) => inner,
            other => Box::new(other),
        }),
    }
}

/// The letter an expression most likely varies in: the first of x, t, theta, else the first letter.
pub(crate) fn first_letter(node: &Node) -> Option<&str> {
    match node {
        Node::Symbol(name)
            if name.len() == 1 && !one_of(name.as_str(), "e i d")
                || matches!(node, Node::Symbol(name) if name == "theta") =>
        {
            match node {
                Node::Symbol(name) => Some(name),
                _ => None,
            }
        }
        Node::Sum(terms) => terms.iter().find_map(|(_, term)| first_letter(term)),
        Node::Product(factors) => factors.iter().find_map(|(_, factor)| first_letter(factor)),
        // The base of "E to the minus x" is e.
        Node::Power(a, b) if matches!(&**a, Node::Symbol(name) if name == "E") => {
            first_letter(b).or_else(|| first_letter(a))
        }
        Node::Fraction(a, b) | Node::Power(a, b) => first_letter(a).or_else(|| first_letter(b)),
        Node::Root { radicand, .. } => first_letter(radicand),
        Node::Apply { argument, .. } => first_letter(argument),
        Node::Group(_, inner, _) | Node::Absolute(inner) => first_letter(inner),
        _ => None,
    }
}
