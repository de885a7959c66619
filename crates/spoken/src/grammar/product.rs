//! Products: "times", "into", things side by side, and where "over" cuts in.

use ganita_notation::{Accent, Bracket, Join, Node};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::fraction::fraction;
use crate::grammar::postfix::function_letter;
use crate::grammar::root::root_said_last;
use crate::grammar::sum::product_of;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{Parser, begins_operand, nothing};
use crate::words::Pause;
use crate::words::one_of;

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
                Meaning::Join(join) => {
                    let into = self.words.says(self.at, "into");
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
                    // "r times r minus 1": one less than the letter itself; "n into n plus one": who means n squared says so.
                    let counting = sum_follows
                        && matches!(&factor, Node::Symbol(_))
                        && factors.last().is_some_and(|(_, before)| *before == factor)
                        && (into || self.number_behind_sign());
                    let costs = match (one, counting) {
                        (true, _) => [8, 0],
                        (_, true) => [6, 0],
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
                    if self.in_sum
                        && self.argument == 0
                        && !self.lattice.careful
                        && self.over_takes_all()
                    {
                        self.loose_over = true;
                        break;
                    }
                    let said = self.words.text(self.at);
                    let spelt = said == "divided";
                    if spelt && (self.lattice.reader || self.fraction_ahead(arc)) {
                        let below = self.fraction_ahead(arc);
                        self.take(arc, Role::Operator);
                        let factor = self.signed_factor().unwrap_or_else(nothing);
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
                    let whole = differential_tail(&rest)
                        .then(|| rest.drain(..rest.len() - 2).collect::<Vec<_>>());
                    let numerator = product_of(without_first_join(rest));
                    let operator = is_differential(&numerator);
                    self.closed = false;
                    self.number_above = matches!(&numerator, Node::Number(digits) if digits != "1");
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
                    if self.below == 0 && factors.len() == 1 =>
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
                    let lower = self.factor().unwrap_or_else(nothing);
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
                    let modulus = self.product().unwrap_or_else(nothing);
                    return Node::Operation("pmod".to_owned(), vec![of, modulus]);
                }
                meaning if self.continues_side_by_side(meaning) => {
                    // "0. line on top, enclosing 3": what repeats behind the point.
                    let point = matches!(meaning, Meaning::Accent(Accent::Bar))
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

    /// "1 over x squared x minus a", "half one plus x squared": brackets that nobody said.
    fn sum_beside(&mut self, before: Option<&Node>, factor: Node) -> Node {
        let one = matches!(&factor, Node::Number(digits) if digits == "1");
        let whole = matches!(
            before,
            Some(Node::Fraction(..) | Node::Power(..) | Node::Subscript(..) | Node::Mixed(..))
        );
        if self.lattice.reader || self.argument > 0 || self.pause() != Pause::None {
            return factor;
        }
        // "1 over 13 2 times x plus 3 times y": a number behind a fraction begins what it multiplies.
        let counted = matches!(before, Some(Node::Fraction(..)))
            && matches!(&factor, Node::Number(digits) if digits != "1");
        let sign = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if counted && self.signs_ahead() > 0 {
            if self.choose(Kind::BesideSum, &[0, 9]) == 0 {
                return factor;
            }
            let first = self.product_from(factor);
            return self.sum_from(first);
        }
        if !sign || !(one && before.is_some() || whole && matches!(factor, Node::Symbol(_))) {
            return factor;
        }
        let costs = if one { [0, 7] } else { [0, 12] };
        if self.choose(Kind::BesideSum, &costs) == 0 {
            return factor;
        }
        if one { self.short_bracket(factor) } else { self.sum_from(factor) }
    }

    /// Whether a small number is added or taken away next.
    fn number_behind_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let after = sign.end as usize;
        after < self.limit
            && self
                .lattice
                .first(after)
                .is_some_and(|meaning| matches!(meaning, Meaning::Number(_)))
    }

    /// "2 pi a x minus x cubed": whether the coefficient is meant for all that follows.
    fn coefficient_of_a_sum(&mut self, before: Option<&Node>, meaning: Meaning) -> bool {
        let coefficient = match before {
            Some(Node::Number(_)) => true,
            Some(Node::Symbol(name)) => name == "pi",
            _ => false,
        };
        let pi = |meaning: Meaning| matches!(meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "pi"));
        if !coefficient
            || self.lattice.reader
            || self.argument > 0
            || self.exponents > 0
            || self.plain > 0
            || self.pause() != Pause::None
            || !matches!(meaning, Meaning::Symbol(_))
            || pi(meaning)
        {
            return false;
        }
        let mut at = self.at;
        while let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit) {
            match arc.meaning {
                Meaning::Symbol(_) | Meaning::Raised(_) => at = arc.end as usize,
                Meaning::Sign(_) if at > self.at + 1 => {
                    return self.choose(Kind::CoefficientOfSum, &[0, 16]) == 1;
                }
                _ => break,
            }
        }
        false
    }

    /// Whether the words before close a bracket.
    fn closed_before(&self) -> bool {
        (1..=3).any(|back| {
            self.at.checked_sub(back).is_some_and(|at| {
                self.lattice.at(at).iter().any(|arc| {
                    matches!(arc.meaning, Meaning::Close(_)) && arc.end as usize == self.at
                })
            })
        })
    }

    /// "1 minus x" in "3 times 1 minus x times 1 plus x": one sign and what stands side by side after it.
    fn short_bracket(&mut self, one: Node) -> Node {
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return one;
        };
        let Meaning::Sign(sign) = arc.meaning else { return one };
        self.take(arc, Role::Operator);
        let mut term = Vec::new();
        while let Some(factor) = self.factor() {
            term.push((Join::Beside, factor));
            let Some(arc) = self.operator_arc() else { break };
            if self.pause() != Pause::None || !self.continues_side_by_side(arc.meaning) {
                break;
            }
        }
        let term = if term.is_empty() { self.incomplete() } else { product_of(term) };
        let plus = ganita_notation::Sign::Plus;
        // "1 plus x squared to the minus a half": nobody raises a square, so the bracket is raised.
        match term {
            Node::Power(base, exponent) if matches!(&*base, Node::Power(_, square) if matches!(&**square, Node::Number(_))) => {
                Node::power(Node::Sum(vec![(plus, one), (sign, *base)]), *exponent)
            }
            term => Node::Sum(vec![(plus, one), (sign, term)]),
        }
    }

    /// Whether what begins here belongs to the same product without a word between.
    pub(crate) fn continues_side_by_side(&mut self, meaning: Meaning) -> bool {
        if !begins_operand(meaning) {
            return false;
        }
        if self.argument > 0
            && matches!(meaning, Meaning::Function(_) | Meaning::Inverse | Meaning::Arc)
        {
            return false;
        }
        if self.integrals > 0 && self.differential_here() {
            return false;
        }
        if matches!(meaning, Meaning::Negative | Meaning::Positive) {
            return false;
        }
        if self.colon_then_to() || self.pause_ends_below() {
            return false;
        }
        // "equals 1 for all j": a statement of its own.
        if matches!(meaning, Meaning::Prefix(prefix) if crate::lexicon::named(prefix, "forall")) {
            return false;
        }
        // "minus five, x plus six": a recogniser's comma between a number and its letter lists nothing.
        let coefficient = self.in_sum
            && self.at > 0
            && self.number_before()
            && matches!(meaning, Meaning::Symbol(_));
        // "H squared, open parenthesis, M": punctuation before a bracket that is spelt out lists nothing.
        let spelt_bracket = matches!(meaning, Meaning::Open(Fence::Bracket(Bracket::Round)))
            && self.words.says(self.at, "open left")
            && self.at > 0
            && !self.lattice.any(self.at - 1, |meaning| matches!(meaning, Meaning::Comma))
            && !self.closed_before();
        if self.lattice.listing
            && self.pause() == Pause::Short
            && !coefficient
            && !spelt_bracket
            && self.choose(Kind::CommaPause, &[0, 12]) == 0
        {
            return false;
        }
        if self.lattice.compare_post_ahead(self.at) && self.pause() != Pause::None {
            return false;
        }
        true
    }

    /// Puts a factor beside the others, where two things side by side may be one: `f(x)`, `dy dx`, `AB` with a bar.
    fn set_beside(&mut self, factors: &mut Vec<(Join, Node)>, factor: Node) {
        let differential = matches!(factor, Node::Differential(_)) && last_is_d(factors);
        let partial = partial_before(factors);
        let spelt = spelt_differential(factors);
        let before = factors.last_mut().map(|last| &mut last.1);
        match (before, factor) {
            (Some(letter), Node::Group(Bracket::Round, inner, Bracket::Round))
                if function_letter(letter) =>
            {
                let function = std::mem::replace(letter, nothing());
                *letter = crate::grammar::function::apply(function, *inner);
            }
            (Some(letter), group @ Node::Group(..))
                if function_letter(letter) && self.lattice.hard =>
            {
                // h[…] is a product; nothing written keeps the writer from calling h.
                factors.push((Join::Beside, nothing()));
                factors.push((Join::Beside, group));
            }
            (Some(Node::Symbol(letter)), Node::Differential(below))
                if differential && self.integrals == 0 && letter != "d" =>
            {
                let letter = factors.pop().expect("just matched").1;
                let d = factors.pop().expect("d stands before");
                let above = Node::Product(vec![(Join::Beside, d.1), (Join::Beside, letter)]);
                factors.push((d.0, fraction(above, Node::Differential(below))));
            }
            (Some(Node::Symbol(letter)), below @ Node::Symbol(_))
                if partial && letter == "partial" =>
            {
                let partial = factors.pop().expect("just matched").1;
                let of = factors.pop().expect("a letter stands before").1;
                let first = factors.pop().expect("partial stands before that");
                let above = Node::Product(vec![(Join::Beside, first.1), (Join::Beside, of)]);
                let below = Node::Product(vec![(Join::Beside, partial), (Join::Beside, below)]);
                factors.push((first.0, Node::fraction(above, below)));
            }
            // "d y d x": letter by letter.
            (Some(Node::Symbol(second)), Node::Symbol(below))
                if second == "d"
                    && self.integrals == 0
                    && !self.lattice.hard
                    && one_of(below.as_str(), "x t theta u y z s r")
                    && spelt =>
            {
                factors.pop();
                let above = factors.pop().expect("a letter stands before");
                let d = factors.pop().expect("d stands before that");
                let above = Node::Product(vec![(Join::Beside, d.1), above]);
                let below = Node::Differential(Box::new(Node::Symbol(below)));
                factors.push((d.0, fraction(above, below)));
            }
            (Some(above @ Node::Differential(_)), below @ Node::Differential(_))
                if self.integrals == 0 =>
            {
                let numerator = std::mem::replace(above, nothing());
                *above = fraction(numerator, below);
            }
            (Some(Node::Symbol(first)), Node::Accented(accent, inner))
                if is_capital(first)
                    && matches!(&*inner, Node::Symbol(second) if is_capital(second))
                    || (self.lattice.signs_named || self.words.says(self.at - 1, "तिर"))
                        && accent == Accent::Vector
                        && is_small(first)
                        && matches!(&*inner, Node::Symbol(second) if is_small(second)) =>
            {
                if let Node::Symbol(second) = &*inner {
                    let both = if is_small(second) {
                        let letters = [&*first, second].map(|letter| Node::symbol(letter));
                        product_of(letters.map(|letter| (Join::Beside, letter)).to_vec())
                    } else {
                        Node::Symbol(format!("{first}{second}"))
                    };
                    *factors.last_mut().map(|last| &mut last.1).expect("just matched") =
                        Node::Accented(accent, Box::new(both));
                }
            }
            (_, Node::Product(inner)) if inner.iter().all(|(join, _)| *join == Join::Beside) => {
                factors.extend(inner);
            }
            (Some(_), Node::Power(base, exponent))
                if self.lattice.hard && matches!(&*base, Node::Number(_)) =>
            {
                let base = match *base {
                    Node::Number(digits) => Node::Raw(digits),
                    other => other,
                };
                factors.push((Join::Beside, Node::Power(Box::new(base), exponent)));
            }
            (Some(before), Node::Number(digits))
                if self.lattice.hard
                    || self.lattice.reader
                        && !matches!(before, Node::Number(_) | Node::Symbol(_) | Node::Raw(_)) =>
            {
                // ".5" is written as it was said.
                let bare = self.words.text(self.at - 1).starts_with('.');
                let digits = digits.strip_prefix('0').filter(|_| bare).unwrap_or(&digits);
                factors.push((Join::Beside, Node::Raw(digits.to_owned())));
            }
            (_, factor) => factors.push((Join::Beside, factor)),
        }
    }

    /// Below a differential stands one differential: "d by d x".
    fn differential_below(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let is_d = matches!(&first, Node::Symbol(name) if name == "d" || name == "partial");
        if !is_d || !matches!(self.operator_arc()?.meaning, Meaning::Symbol(_) | Meaning::Capital) {
            return Some(first);
        }
        let second = self.factor()?;
        let mut factors = vec![(Join::Beside, first), (Join::Beside, second)];
        // Mixed partials: "partial x partial y".
        while let Some(arc) = self.operator_arc()
            && matches!(arc.meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "partial"))
        {
            factors.push((Join::Beside, self.factor()?));
            factors.push((Join::Beside, self.factor()?));
        }
        Some(product_of(factors))
    }

    /// Whether "over" puts the whole sum before it above: never for who says where a quantity ends.
    fn over_takes_all(&mut self) -> bool {
        if self.put_above {
            return false;
        }
        if self.either_sign && !self.lattice.hard {
            return self.choose(Kind::OverAll, &[8, 0]) == 1;
        }
        // "limit x tends to 0 1 minus cos x upon x squared".
        let number = self.at.checked_sub(1).is_some_and(|before| {
            let mut arcs = self.lattice.at(before).iter();
            arcs.any(|arc| matches!(arc.meaning, Meaning::Number(_)))
        });
        if self.over_limit && self.argument == 0 && !number {
            return self.choose(Kind::OverAll, &[6, 0]) == 1;
        }
        // "1-p over q" as a recogniser writes it: what is written together belongs together.
        if self.written_together() {
            return self.choose(Kind::OverAll, &[8, 0]) == 1;
        }
        // "sine open bracket u plus v over 2 close bracket": half of all that the bracket holds.
        if self.half_in_brackets() {
            return self.choose(Kind::OverAll, &[6, 0]) == 1;
        }
        // "x plus one, over two": the pause ends what stands above.
        let pause = self.pause() != Pause::None && !self.lattice.spelt_out;
        if !self.words.says(self.at, "divided") {
            // "one minus one over x": numbers alone would have been added up.
            let costs = match pause {
                true => [8, 0],
                false if self.numbers_before() => [0, 20],
                false => [0, 10],
            };
            return self.choose(Kind::OverAll, &costs) == 1;
        }
        !self.lattice.hard && self.choose(Kind::DividedAll, &[0, 6]) == 1
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

    /// "one minus one": a number, a sign and a number just before.
    fn numbers_before(&self) -> bool {
        let Some(first) = self.at.checked_sub(3) else { return false };
        let number = |at: usize| {
            self.lattice.at(at).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == at + 1
            })
        };
        let sign = self.lattice.at(first + 1).first();
        number(first)
            && number(first + 2)
            && sign.is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_)))
            && self.stands_alone(first)
    }

    /// Two letters with a sign between, over a number, and nothing else in a function's brackets.
    fn half_in_brackets(&self) -> bool {
        let Some(first) = self.at.checked_sub(3) else { return false };
        let letter = |at: usize| {
            self.lattice.at(at).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_)) && arc.end as usize == at + 1
            })
        };
        let opened = (first.saturating_sub(2)..first).find(|at| {
            self.lattice
                .at(*at)
                .iter()
                .any(|arc| matches!(arc.meaning, Meaning::Open(_)) && arc.end as usize == first)
        });
        let function = opened.and_then(|at| at.checked_sub(1)).is_some_and(|at| {
            let arcs = self.lattice.at(at);
            self.words.says(at, "of")
                || arcs.iter().any(|arc| matches!(arc.meaning, Meaning::Function(_)))
        });
        // The number is all that is left inside.
        let number = self.lattice.at(self.at).iter().any(|over| {
            let below = over.end as usize;
            over.meaning == Meaning::Over
                && self.lattice.at(below).iter().any(|arc| {
                    matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize >= self.limit
                })
        });
        function && number && letter(first) && letter(first + 2) && !self.lattice.reader
    }

    /// Whether the number here is no exponent, index or factor: "x to the 2 plus 1".
    fn stands_alone(&self, at: usize) -> bool {
        at == 0
            || self.lattice.at(at - 1).iter().all(|arc| {
                !matches!(
                    arc.meaning,
                    Meaning::Power | Meaning::To | Meaning::Sub | Meaning::Symbol(_)
                )
            })
    }

    /// Whether a sign and its two sides were written without spaces just before.
    fn written_together(&self) -> bool {
        let Some(sign) = self.at.checked_sub(2) else { return false };
        sign > 0
            && !self.lattice.reader
            && self.words.words[sign].glued
            && self.words.words[sign + 1].glued
            && self.words.says(sign, "- +")
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

    /// "over open paren … close paren times open paren …": brackets below multiply brackets below.
    fn brackets_below(&mut self, first: Node) -> Node {
        if !self.lattice.reader || !matches!(first, Node::Group(..)) {
            return first;
        }
        let mut below = vec![(Join::Beside, first)];
        while let Some(arc) = self.find(|meaning| meaning == Meaning::Join(Join::Times)) {
            let bracket = self
                .lattice
                .first(arc.end as usize)
                .is_some_and(|meaning| matches!(meaning, Meaning::Open(Fence::Bracket(_))));
            if !bracket || arc.end as usize >= self.limit || self.lattice.hard {
                break;
            }
            self.take(arc, Role::Operator);
            let Some(factor) = self.factor() else { break };
            below.push((Join::Times, factor));
        }
        product_of(below)
    }

    /// "one divided by two times alpha": what is multiplied may stand below.
    fn times_below(&mut self, first: Node) -> Node {
        let times = Meaning::Join(Join::Times);
        if !matches!(&first, Node::Number(_) | Node::Symbol(_) | Node::Subscript(..))
            || self.pause() != Pause::None
            || self.argument > 0
            || self.find(|meaning| meaning == times).is_none()
            || self.words.says(self.at, "into")
            || self.choose(Kind::BelowTimes, &[7, 0]) == 1
        {
            return first;
        }
        let mut below = vec![(Join::Beside, first)];
        while self.pause() == Pause::None && self.accept(times) {
            let Some(factor) = self.factor() else { break };
            below.push((Join::Times, factor));
        }
        product_of(below)
    }

    /// "divided by 12 over 20": who says both words divides by the fraction.
    fn fraction_ahead(&self, divided: Arc) -> bool {
        let number = self.lattice.at(divided.end as usize).first().filter(|arc| {
            matches!(arc.meaning, Meaning::Number(_)) && (arc.end as usize) < self.limit
        });
        number.is_some_and(|number| {
            let over = number.end as usize;
            self.words.says(over, "over")
                && self.lattice.at(over).first().is_some_and(|arc| {
                    arc.meaning == Meaning::Over
                        && self.lattice.at(arc.end as usize).first().is_some_and(|below| {
                            matches!(below.meaning, Meaning::Number(_))
                                && below.end as usize <= self.limit
                        })
                })
        })
    }

    fn number_before(&self) -> bool {
        let before = self.lattice.at(self.at - 1);
        before.first().is_some_and(|arc| {
            matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == self.at
        })
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

/// Whether more than two factors end in d and a letter.
fn differential_tail(factors: &[(Join, Node)]) -> bool {
    factors.len() > 2 && is_differential(&factors[factors.len() - 2].1)
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

/// `… d y`: d and a letter at the end.
fn last_is_d(factors: &[(Join, Node)]) -> bool {
    factors.len() > 1 && matches!(&factors[factors.len() - 2].1, Node::Symbol(name) if name == "d")
}

/// `… partial u partial`: what a mixed line of partials has before its last letter.
fn partial_before(factors: &[(Join, Node)]) -> bool {
    factors.len() > 2
        && matches!(&factors[factors.len() - 3].1, Node::Symbol(name) if name == "partial")
        && matches!(&factors[factors.len() - 2].1, Node::Symbol(name) if name != "partial")
}

fn is_capital(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_small(name: &str) -> bool {
    matches!(name.as_bytes(), [letter] if letter.is_ascii_lowercase())
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
        [(Join::Beside, Node::Symbol(_) | Node::Subscript(..)), (Join::Beside, Node::Group(..))]
    )
}

/// d, a letter, d at the end.
fn spelt_differential(factors: &[(Join, Node)]) -> bool {
    let is_d = |node: &Node| matches!(node, Node::Symbol(name) if name == "d");
    matches!(
        factors,
        [.., (_, first), (Join::Beside, Node::Symbol(letter)), (Join::Beside, second)]
            if is_d(first) && is_d(second) && letter.len() == 1 && letter != "d"
    )
}
