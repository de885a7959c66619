//! Products: "times", "into", things side by side, and where "over" cuts in.

use ganita_notation::{Bracket, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::beside::is_capital;
use crate::grammar::fraction::fraction;
use crate::grammar::root::root_said_last;
use crate::grammar::sum::{pair_of, product_of};
use crate::lattice::Arc;
use crate::meaning::{Fence, Mark, Meaning};
use crate::parser::{OrNothing, Parser, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// Factors up to the next sign or relation.
    pub(crate) fn product(&mut self) -> Option<Node> {
        let first = self.factor()?;
        Some(self.product_from(first))
    }

    /// The rest of a product whose first factor is known.
    pub(crate) fn product_from(&mut self, first: Node) -> Node {
        let mut factors = match first {
            Node::Product(inner) if inner.iter().all(|(join, _)| *join == Join::Beside) => inner,
            first => vec![(Join::Beside, first)],
        };
        // Where the factors begin that stand side by side: the numerator of an "over".
        let mut run = 0;
        let mut times_run = 0;
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                // "and denominator 5 factorial; times, open paren, …": the reader's rest ends what stands below; of several
                // brackets it does not.
                Meaning::Join(_)
                    if matches!(factors.last(), Some((_, Node::Factorial(_))))
                        && self.pause_ends_below() =>
                {
                    break;
                }
                // "d by d x into x squared": nobody multiplies by the sign of a derivative.
                Meaning::Join(Join::Times)
                    if factors.last().is_some_and(|(_, last)| is_derivative_sign(last))
                        && !self.lattice.reader =>
                {
                    self.take(arc, Role::Operator);
                    let inner = crate::grammar::postfix::ungrouped(self.factor().or_nothing());
                    if let Some((_, sign)) = factors.last_mut() {
                        *sign = derivative_of_all(std::mem::replace(sign, nothing()), inner);
                    }
                }
                Meaning::Join(join) => {
                    // "दो बटा तीन गुणा नौ बटा चार".
                    let into = self.words.says(self.at, "into")
                        || self.words.says(self.at, "गुणा guna")
                            && matches!(factors.last(), Some((_, Node::Fraction(..))));
                    // "cosine of x times d x": the sign before a differential says nothing.
                    if self.integrals > 0 && self.differential_at(arc.end as usize) {
                        self.take(arc, Role::Filler);
                        break;
                    }
                    // "the set A times the set B" inside an open set, "x plus 1 times x minus 1".
                    let one_before =
                        matches!(factors.last(), Some((_, Node::Number(digits))) if digits == "1");
                    if join == Join::Times && !into && self.sum_before_times(one_before) {
                        self.loose_times = true;
                        break;
                    }
                    self.take(arc, Role::Operator);
                    let factor = match self.signed_factor() {
                        Some(factor) => factor,
                        None => self.incomplete(),
                    };
                    // "s times one minus x" may mean all that follows.
                    let again = into && factors.last().is_some_and(|(_, before)| *before == factor);
                    let sum_follows = matches!(join, Join::Times | Join::Dot)
                        && (!into || again)
                        && !self.lattice.hard
                        && !self.lattice.careful
                        && self.argument == 0
                        && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
                    // Nobody says "times one": the sum it begins is meant.
                    let one = matches!(&factor, Node::Number(digits) if digits == "1");
                    // "n into n plus one": who means n squared says so. "r times r minus 1" may be what a board shows, read out.
                    let counting = sum_follows
                        && matches!(&factor, Node::Symbol(_))
                        && factors.last().is_some_and(|(_, before)| *before == factor)
                        && (into || self.number_behind_sign());
                    let costs = match (one, counting) {
                        (true, _) => [8, 0],
                        (_, true) if into => [6, 0],
                        (_, true) => [0, 10],
                        _ => [0, 13],
                    };
                    let factor = if sum_follows && self.choose(Kind::TimesSum, &costs) == 1 {
                        // Who brackets again and again says short brackets: "b times x plus 2 times x minus 1".
                        if one || counting || self.habit(Kind::TimesSum) {
                            self.short_bracket(factor)
                        } else {
                            self.sum_from(factor)
                        }
                    } else {
                        factor
                    };
                    run = factors.len();
                    if into || join != Join::Times {
                        times_run = run;
                    }
                    match factor {
                        // "z times m of z": a letter and its brackets stand beside the rest.
                        Node::Product(pair) if letter_and_brackets(&pair) => {
                            let mut pair = pair.into_iter();
                            factors.extend(pair.next().map(|(_, letter)| (join, letter)));
                            factors.extend(pair);
                        }
                        // "two times xy": letters written together stand beside the rest.
                        Node::Product(letters)
                            if letters.iter().all(|(join, letter)| {
                                *join == Join::Beside
                                    && matches!(
                                        letter,
                                        Node::Symbol(_) | Node::Power(..) | Node::Subscript(..)
                                    )
                            }) =>
                        {
                            let mut letters = letters.into_iter();
                            factors.extend(letters.next().map(|(_, letter)| (join, letter)));
                            factors.extend(letters);
                        }
                        factor => factors.push((join, factor)),
                    }
                }
                // "3:4" as a recogniser writes it.
                Meaning::Operation(colon)
                    if crate::lexicon::named(colon, "colon")
                        && self.words.says(self.at, ":")
                        && self.words.words[self.at].glued =>
                {
                    self.take(arc, Role::Operator);
                    let Some(factor) = self.signed_factor() else { break };
                    factors.push((Join::Ratio, factor));
                }
                Meaning::Over if self.either_sign && self.under_root > 0 => break,
                Meaning::Over
                    if self.in_fence > 0
                        && self.argument == 0
                        && !self.lattice.reader
                        && self.choose(Kind::FenceOver, &[0, 4]) == 0 =>
                {
                    break;
                }
                Meaning::Over
                    if self.under_root > 0
                        && self.argument == 0
                        && !self.lattice.reader
                        && self.choose(Kind::RootOver, &[0, 7]) == 1 =>
                {
                    break;
                }
                // It was said of what stands under the limit.
                Meaning::Over
                    if self.loose_over
                        && matches!(factors.last(), Some((_, Node::Limit { .. }))) =>
                {
                    break;
                }
                Meaning::Over => {
                    // "… plus three dy by dx plus two y": a derivative is no fraction of sums.
                    let derivative = (ends_in_differential(&factors)
                        || differential_tail(&factors) > 0)
                        && self.differential_at(arc.end as usize);
                    if self.in_sum
                        && self.argument == 0
                        && !derivative
                        && !self.lattice.careful
                        && self.over_takes_all(factors.last().map(|last| &last.1))
                    {
                        self.loose_over = true;
                        break;
                    }
                    let said = self.words.text(self.at);
                    let spelt = said == "divided";
                    if spelt && (self.lattice.reader || self.fraction_ahead(arc)) {
                        let below = self.fraction_ahead(arc);
                        self.take(arc, Role::Operator);
                        let factor = self.signed_factor().or_nothing();
                        run = factors.len();
                        factors.push((if below { Join::Divide } else { Join::Slash }, factor));
                        continue;
                    }
                    // "a times b divided by c": all that was multiplied; "a into b by c": only b.
                    let bracket =
                        self.lattice.reader && matches!(factors.last(), Some((_, Node::Group(..))));
                    let times_before =
                        factors.get(run).is_some_and(|factor| factor.0 == Join::Times)
                            && !self.lattice.reader
                            && self.argument == 0;
                    if !one_of(said, "over by upon")
                        || bracket
                        || times_before && self.choose(Kind::OverProduct, &[0, 6]) == 1
                    {
                        run = times_run;
                    }
                    let divided = one_of(said, "divided over") && !self.lattice.reader;
                    self.take(arc, Role::Operator);
                    let rest = factors.split_off(run);
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let mut rest = rest;
                    let tail = match differential_tail(&rest) {
                        0 if self.differential_here() => usize::from(ends_in_differential(&rest)),
                        tail => tail,
                    };
                    let whole = (tail > 0 && rest.len() > tail)
                        .then(|| rest.drain(..rest.len() - tail).collect::<Vec<_>>());
                    let numerator = product_of(without_first_join(rest));
                    let operator = is_differential(&numerator);
                    self.closed = false;
                    // "one by three pi r square h": a volume's coefficient.
                    let third = self.at + 1 < self.limit
                        && self.words.says(self.at, "three 3 तिन teen")
                        && self.words.says(self.at + 1, "pi pie पाइ");
                    self.number_above =
                        matches!(&numerator, Node::Number(digits) if digits != "1" || third);
                    let denominator =
                        match if operator { self.differential_below() } else { self.denominator() }
                        {
                            Some(denominator) => denominator,
                            None => self.incomplete(),
                        };
                    let denominator =
                        if divided { self.times_below(denominator) } else { denominator };
                    // "x times d y over d x": the derivative is only the last two.
                    let denominator = self.brackets_below(denominator);
                    let closed = std::mem::take(&mut self.closed);
                    let derivative = fraction(numerator, denominator);
                    let derivative = if closed { self.postfix(derivative) } else { derivative };
                    match whole {
                        Some(mut whole) if matches!(derivative, Node::Derivative { .. }) => {
                            factors.append(&mut whole);
                            factors.push((Join::Beside, derivative));
                        }
                        Some(mut whole) => {
                            if let Node::Fraction(above, below) = derivative {
                                whole.push((Join::Beside, *above));
                                let above = product_of(without_first_join(whole));
                                factors.push((join, Node::Fraction(Box::new(above), below)));
                            }
                        }
                        None => factors.push((join, derivative)),
                    }
                }
                // "22 over 7 close paren": a bracket that nobody opened, behind the fraction.
                Meaning::Close(Fence::Bracket(bracket))
                    if self.below == 0 && factors.len() == 1 && !self.closes_what_began(arc) =>
                {
                    let sign = self.stray(arc, bracket);
                    factors.push((Join::Beside, sign));
                }
                // The limit is of the fraction, not of what stands below in it.
                Meaning::FunctionOf if self.limit_follows(arc) && self.open_denominator => break,
                Meaning::FunctionOf if self.limit_follows(arc) && self.argument == 0 => {
                    self.take(arc, Role::Operator);
                    let body = product_of(std::mem::take(&mut factors));
                    let node = self.function_of_what_was_said(body);
                    factors = vec![(Join::Beside, node)];
                    run = 0;
                    times_run = 0;
                }
                Meaning::RootPost(degree) if std::mem::take(&mut self.root_of_run) => {
                    self.take(arc, Role::Operator);
                    let rest = factors.split_off(run.min(factors.len() - 1));
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let root = root_said_last(degree, product_of(without_first_join(rest)));
                    let root = self.postfix(root);
                    factors.push((join, root));
                }
                Meaning::RootPost(_) | Meaning::AbsolutePost
                    if self.lattice.signs_named && self.argument == 0 =>
                {
                    let absolute = arc.meaning == Meaning::AbsolutePost;
                    if factors
                        .last()
                        .is_some_and(|(_, last)| self.takes_the_whole_sum(last, absolute))
                    {
                        break;
                    }
                    self.take(arc, Role::Operator);
                    // "x 3 का वर्गमूल": a number's root stands beside the rest.
                    let number = matches!(factors.last(), Some((_, Node::Number(_))));
                    let run = if number { factors.len() - 1 } else { run };
                    let rest = factors.split_off(run.min(factors.len() - 1));
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let inner = product_of(without_first_join(rest));
                    let node = match arc.meaning {
                        Meaning::RootPost(degree) => root_said_last(degree, inner),
                        _ => Node::Absolute(Box::new(inner)),
                    };
                    let node = self.postfix(node);
                    factors.push((join, node));
                }
                // "2 n choose 3": all that stands side by side is chosen from.
                Meaning::Choose if self.argument == 0 => {
                    self.take(arc, Role::Operator);
                    let rest = factors.split_off(run.min(factors.len() - 1));
                    let join = rest.first().map_or(Join::Beside, |factor| factor.0);
                    let upper = product_of(without_first_join(rest));
                    let lower = self.factor().or_nothing();
                    let written = self.choose(Kind::ChooseLetter, &[0, 12]) == 1;
                    let (upper, lower) = (Box::new(upper), Box::new(lower));
                    let node = match written {
                        true => Node::Choose('C', upper, lower),
                        false => Node::Binomial(upper, lower),
                    };
                    factors.push((join, node));
                }
                // "sine of 2 x inverse tangent of x": "inverse" begins the next factor.
                Meaning::Raised(-1) if self.argument == 0 && self.function_follows(arc) => {
                    let Some(factor) = self.factor() else { break };
                    factors.push((Join::Beside, factor));
                }
                Meaning::Raised(2 | 3) if self.unit_power_follows(arc) => {
                    let Some(unit) = self.powered_unit() else { break };
                    factors.push((Join::Beside, unit));
                }
                // "t equals one second".
                Meaning::Ordinal(2)
                    if self.words.says(self.at, "second")
                        && matches!(factors.last(), Some((_, Node::Number(_))))
                        && self.find(|meaning| matches!(meaning, Meaning::Unit(_))).is_some() =>
                {
                    let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Unit(_))) else {
                        break;
                    };
                    let unit = self.unit(arc);
                    factors.push((Join::Beside, unit));
                }
                Meaning::Unit(_) => match self.unit(arc) {
                    Node::Product(units) => factors.extend(units),
                    unit => factors.push((Join::Beside, unit)),
                },
                // "y का x के सापेक्ष अवकलज".
                Meaning::DerivativeWithRespect if factors.len() > 1 => {
                    self.take(arc, Role::Operator);
                    let variable = factors.pop().map(|(_, last)| last);
                    let of = product_of(without_first_join(std::mem::take(&mut factors)));
                    let node =
                        crate::grammar::calculus::derivative_of(false, 1, variable, Some(of));
                    factors.push((Join::Beside, node));
                    run = 0;
                    times_run = 0;
                }
                Meaning::Open(Fence::Absolute)
                    if self.modulus_between(arc, factors.last().map(|last| &last.1)) =>
                {
                    self.take(arc, Role::Operator);
                    let of = product_of(std::mem::take(&mut factors));
                    let modulus = self.product().or_nothing();
                    return Node::Operation("pmod".to_owned(), vec![of, modulus]);
                }
                meaning if self.continues_side_by_side(meaning) => {
                    // "0. line on top, enclosing 3": what repeats behind the point.
                    let point = matches!(meaning, Meaning::Accent(Mark::Bar | Mark::Line))
                        && self.pause() == Pause::Long;
                    if self.coefficient_of_a_sum(factors.last().map(|last| &last.1), meaning) {
                        let Some(first) = self.factor() else { break };
                        let first = self.product_from(first);
                        factors.push((Join::Beside, self.sum_from(first)));
                        break;
                    }
                    let lettered = matches!(
                        factors.last(),
                        Some((
                            _,
                            Node::Number(_)
                                | Node::Symbol(_)
                                | Node::Power(..)
                                | Node::Subscript(..)
                        ))
                    );
                    let outer = std::mem::replace(
                        &mut self.beside_factor,
                        lettered && self.argument == 0 && !self.lattice.signs_named,
                    );
                    let factor = self.factor();
                    self.beside_factor = outer;
                    let Some(factor) = factor else { break };
                    if point
                        && matches!(&factor, Node::Accented(_, inner) if matches!(&**inner, Node::Number(_)))
                        && let Some((_, Node::Number(digits))) = factors.last_mut()
                        && !digits.contains('.')
                    {
                        digits.push('.');
                    }
                    let factor = self.sum_beside(factors.last().map(|last| &last.1), factor);
                    self.set_beside(&mut factors, factor);
                    // "4 over 11 period 4 over 11": the point multiplies, and a new numerator begins.
                    if matches!(factors.last(), Some((_, Node::Symbol(sign))) if sign == ".") {
                        run = factors.len();
                    }
                }
                // "dy by dx at x equals two".
                Meaning::Evaluated
                    if !self.lattice.reader
                        && matches!(factors.last(), Some((_, Node::Derivative { .. }))) =>
                {
                    self.take(arc, Role::Operator);
                    let place = self.deeper(Self::relation).or_nothing();
                    if let Some((_, derivative)) = factors.last_mut() {
                        let of = std::mem::replace(derivative, nothing());
                        let bar = Node::Group(Bracket::None, Box::new(of), Bracket::Bar);
                        *derivative = Node::Subscript(Box::new(bar), Box::new(place));
                    }
                }
                // "d by d x of x squared".
                Meaning::Of
                    if matches!(factors.last(), Some((_, Node::Derivative { of: None, .. }))) =>
                {
                    self.take(arc, Role::Operator);
                    let inner = self.product();
                    if let Some((_, Node::Derivative { of, .. })) = factors.last_mut() {
                        *of =
                            inner.map(|inner| Box::new(crate::grammar::postfix::ungrouped(inner)));
                    }
                }
                // "50 percent of 200".
                Meaning::Of if matches!(factors.last(), Some((_, Node::Percent(_)))) => {
                    self.take(arc, Role::Operator);
                    let Some(factor) = self.factor() else { break };
                    factors.push((Join::Times, factor));
                }
                // "one half of x".
                Meaning::Of
                    if matches!(
                        factors.last(),
                        Some((_, Node::Number(_) | Node::Fraction(..)))
                    ) =>
                {
                    self.take(arc, Role::Filler);
                    let bracket =
                        self.find(|meaning| matches!(meaning, Meaning::Open(_))).is_some();
                    if !bracket && !self.lattice.reader && self.argument == 0 {
                        let Some(factor) = self.factor() else { break };
                        let factor = self.product_from(factor);
                        let sum = self.pause() == Pause::None
                            && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
                            && self.choose(Kind::OfSum, &[0, 3]) == 1;
                        let factor = if sum { self.sum_from(factor) } else { factor };
                        match factor {
                            Node::Product(inner) => factors.extend(inner),
                            factor => factors.push((Join::Beside, factor)),
                        }
                    }
                }
                _ => break,
            }
            if factors.len() > 2000 {
                break;
            }
        }
        product_of(area_of_points(factors))
    }

    /// "b modulus r": between two operands, the remainder; the absolute value stands beside a number.
    fn modulus_between(&mut self, arc: Arc, before: Option<&Node>) -> bool {
        let next = arc.end as usize;
        let number = match before {
            Some(Node::Number(digits)) => digits != "0",
            Some(Node::Symbol(name)) => next < self.limit && *name == self.words.text(next),
            _ => return false,
        };
        self.words.says(self.at, "modulus")
            && next == self.at + 1
            && self.lattice.mate(self.at).is_none()
            && self.pause() == Pause::None
            && self.choose(Kind::ModulusBetween, if number { &[8, 0] } else { &[0, 8] }) == 0
    }

    /// Whether "times" multiplies the whole sum before it: never when brackets are said aloud.
    fn sum_before_times(&mut self, one: bool) -> bool {
        if !self.in_sum
            || self.argument > 0
            || self.lattice.reader
            || self.find(|meaning| matches!(meaning, Meaning::Join(_))).is_none()
        {
            return false;
        }
        // "x plus 1 times y": nobody says "1 times".
        self.choose(Kind::TimesAll, if one { &[6, 0] } else { &[0, 9] }) == 1
    }

    /// A factor that may carry a sign: "times negative two".
    pub(crate) fn signed_factor(&mut self) -> Option<Node> {
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let factor = self.factor()?;
            let sign = match arc.meaning {
                Meaning::Sign(sign) => sign,
                _ => ganita_notation::Sign::Minus,
            };
            return Some(Node::Sum(vec![(sign, factor)]));
        }
        self.factor()
    }
}

/// How many of more than two factors are d and a letter, at their end.
fn differential_tail(factors: &[(Join, Node)]) -> usize {
    let tail = factors.len() > 2 && is_differential(&factors[factors.len() - 2].1);
    2 * usize::from(tail)
}

/// `x dy`, said in two words.
fn ends_in_differential(factors: &[(Join, Node)]) -> bool {
    matches!(factors.last(), Some((_, last)) if is_differential(last))
}

/// `\frac{d}{dx}` with nothing behind it, and what it is of.
fn derivative_of_all(sign: Node, inner: Node) -> Node {
    let (partial, order, variables) = match sign {
        Node::Derivative { partial, order, variables, .. } => (partial, order, variables),
        Node::Fraction(_, below) => match *below {
            Node::Differential(variable) => (false, 1, vec![*variable]),
            Node::Product(mut factors) => {
                (false, 1, factors.pop().map_or(vec![], |last| vec![last.1]))
            }
            other => (false, 1, vec![other]),
        },
        other => return pair_of(other, inner),
    };
    Node::Derivative { partial, order, variables, inside: false, of: Some(Box::new(inner)) }
}

/// `\frac{d}{dx}` with nothing behind it.
fn is_derivative_sign(node: &Node) -> bool {
    match node {
        Node::Derivative { of: None, .. } => true,
        Node::Fraction(above, below) => {
            matches!(&**above, Node::Symbol(d) if d == "d") && is_differential(below)
        }
        _ => false,
    }
}

/// `d`, `dy`, `d^2 y`: what a derivative has above.
fn is_differential(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name == "d" || name == "partial",
        Node::Power(base, _) => is_differential(base),
        Node::Differential(_) => true,
        Node::Product(factors) => factors.len() == 2 && is_differential(&factors[0].1),
        _ => false,
    }
}

fn without_first_join(mut factors: Vec<(Join, Node)>) -> Vec<(Join, Node)> {
    if let Some(first) = factors.first_mut() {
        first.0 = Join::Beside;
    }
    factors
}

/// "a times r times A times B times C": NCERT's area of the figure with these points, said sign by sign.
fn area_of_points(mut factors: Vec<(Join, Node)>) -> Vec<(Join, Node)> {
    let is = |node: &Node, letter: &str| matches!(node, Node::Symbol(name) if name == letter);
    let area = |pair: &[(Join, Node)]| is(&pair[0].1, "a") && is(&pair[1].1, "r");
    let Some(at) = factors.windows(2).position(area) else { return factors };
    let point = |(join, node): &(Join, Node)| {
        *join == Join::Times
            && matches!(node, Node::Symbol(name) if name.len() == 1 && is_capital(name))
    };
    let points = factors[at + 2..].iter().take_while(|factor| point(factor)).count();
    if !(3..=4).contains(&points) || factors[at + 1].0 != Join::Times {
        return factors;
    }
    let rest = factors.split_off(at + 2 + points);
    let names: String = factors
        .split_off(at + 2)
        .into_iter()
        .filter_map(|(_, node)| match node {
            Node::Symbol(name) => Some(name),
            _ => None,
        })
        .collect();
    factors[at + 1].0 = Join::Beside;
    let points = Box::new(Node::Symbol(names));
    factors.push((Join::Beside, Node::Group(Bracket::Round, points, Bracket::Round)));
    factors.extend(rest);
    factors
}

/// `m(z)` where m may as well be a number.
fn letter_and_brackets(factors: &[(Join, Node)]) -> bool {
    matches!(
        factors,
        [
            (Join::Beside, Node::Symbol(_) | Node::Subscript(..) | Node::Raw(_)),
            (Join::Beside, Node::Group(..))
        ]
    )
}
