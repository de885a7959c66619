//! What follows an operand and belongs to it: powers, subscripts, primes, factorial, percent, Hindi "का …".

use ganita_notation::{Accent, Bracket, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::sum::pair_of;
use crate::lattice::{Arc, Level};
use crate::lexicon::name;
use crate::meaning::{Comparison, Fence, Meaning};
use crate::number::Value;
use crate::parser::{OrNothing, Parser};
use crate::words::Pause;

impl Parser<'_> {
    /// An operand with everything that clings to it.
    pub(crate) fn factor(&mut self) -> Option<Node> {
        self.deeper(|parser| {
            if let Some(logarithm) = parser.base_first() {
                return Some(logarithm);
            }
            let base = parser.atom()?;
            Some(parser.postfix(base))
        })
    }

    pub(crate) fn postfix(&mut self, base: Node) -> Node {
        let mut node = base;
        loop {
            if let Some(Level::Open { up, end, until }) =
                self.lattice.level(self.at).filter(|_| !self.ended())
            {
                self.pass_to(end as usize, Role::Operator);
                let sign = self.arcs().find(|arc| arc.end == until).map(|arc| arc.meaning);
                if let Some(Meaning::Prime(count)) = sign {
                    self.at = until as usize;
                    node = Node::Prime(Box::new(node), count);
                    continue;
                }
                let script = self.until(until as usize);
                node = match up {
                    true => raised(self.bare_fraction(node), script),
                    false => subscripted(node, script),
                };
                continue;
            }
            if let Some((at, function, name)) = self.function_behind() {
                self.pass_to(self.at + 1, Role::Filler);
                // "8 का आधार 2 पर लघुगणक", "8 का लघुगणक आधार 2".
                let before = self.base_said_here();
                self.pass_to(at, Role::Filler);
                self.take(function, Role::Operator);
                let index = before.or_else(|| self.base_said_here());
                node = Node::Apply {
                    function: ganita_notation::Function::Named(name.to_owned()),
                    power: None,
                    index: index.map(Box::new),
                    argument: Box::new(node),
                };
                continue;
            }
            let Some(arc) = self.operator_arc() else {
                // One script was left and the next begins: "Subscript c Baseline Superscript 2".
                if !self.ended() && matches!(self.lattice.level(self.at), Some(Level::Open { .. }))
                {
                    continue;
                }
                return node;
            };
            match arc.meaning {
                Meaning::Raised(-1) if self.function_follows(arc) => return node,
                Meaning::Raised(2 | 3) if self.unit_power_follows(arc) => return node,
                Meaning::ProbabilityPost => {
                    self.take(arc, Role::Operator);
                    node = crate::grammar::probability::probability_of(node);
                }
                Meaning::Raised(2)
                    if self.raise_letter_outside && matches!(node, Node::Symbol(_)) =>
                {
                    return node;
                }
                Meaning::Raised(_) | Meaning::Transpose
                    if self.raise_outside
                        && matches!(
                            node,
                            Node::Accented(..) | Node::Subscript(..) | Node::Styled(..)
                        ) =>
                {
                    return node;
                }
                Meaning::Raised(2 | 3) | Meaning::Power if self.raises_the_sum(arc, &node) => {
                    self.loose_raise = true;
                    return node;
                }
                // "sin theta ka square": said last, of the sine.
                Meaning::Raised(2 | 3)
                    if self.argument > 0
                        && self.bare_argument
                        && self.words.says(self.at, "ka का")
                        && self.choose(Kind::FunctionSquared, &[5, 0]) == 1 =>
                {
                    return node;
                }
                Meaning::Raised(power) => {
                    let last = self.words.says(self.at, "ka का");
                    self.take(arc, Role::Operator);
                    node = match node {
                        Node::Apply { function, power: None, index, argument }
                            if last && matches!(function, ganita_notation::Function::Named(_)) =>
                        {
                            let power = Some(Box::new(small(power)));
                            Node::Apply { function, power, index, argument }
                        }
                        node => raised(node, small(power)),
                    };
                    if power == -1 {
                        node = self.applied_to_next(node);
                    }
                }
                // "from 1 to the square root of 3": the other end of a range, no power.
                Meaning::Power if self.stop_at_to > 0 && self.words.says(self.at, "to") => {
                    return node;
                }
                Meaning::Power => {
                    self.exponential = matches!(&node, Node::Symbol(name) if name == "e");
                    let exponent = self.exponent_after(arc);
                    self.exponential = false;
                    let prime = matches!(&exponent, Node::Prime(inner, _) if crate::parser::is_nothing(inner));
                    node = match prime && self.lattice.reader {
                        // A reader says "prime" of A', and this of A^{'}.
                        true => Node::power(node, exponent),
                        false => raised(self.bare_fraction(node), exponent),
                    };
                }
                // "x power n"; what closes an exponent stands behind one.
                Meaning::PowerEnd
                    if self.words.says(self.at, "power")
                        && self.exponents == 0
                        && !self.lattice.reader
                        && self.pause() == Pause::None
                        && matches!(node, Node::Symbol(_) | Node::Number(_) | Node::Group(..))
                        && self.lattice.at(arc.end as usize).first().is_some_and(|next| {
                            (next.end as usize) <= self.limit
                                && matches!(
                                    next.meaning,
                                    Meaning::Symbol(_)
                                        | Meaning::Number(_)
                                        | Meaning::Negative
                                        | Meaning::Sign(ganita_notation::Sign::Minus)
                                )
                        }) =>
                {
                    self.exponential = matches!(&node, Node::Symbol(name) if name == "e");
                    let exponent = self.exponent_after(arc);
                    self.exponential = false;
                    node = raised(node, exponent);
                }
                // "7 to the power of 1.2, subscript 3": numbers in exponents bear no index, the base does.
                Meaning::Sub
                    if self.exponents > 0
                        && (matches!(node, Node::Number(_)) || self.pause() != Pause::None) =>
                {
                    return node;
                }
                // "sigma sub k equals 1 to n": a capital sigma's index runs.
                Meaning::Sub if matches!(&node, Node::Symbol(name) if name == "Sigma") => {
                    self.take(arc, Role::Operator);
                    let letter = self.tight_operand().or_nothing();
                    let equals = self.accept(Meaning::Compare(Comparison::Equal));
                    let index = if equals {
                        let start = self.tight_operand().or_nothing();
                        Node::relation(letter, ganita_notation::Relation::Equal, start)
                    } else {
                        letter
                    };
                    node = subscripted(node, index);
                }
                // "R upper rho": only a reader says so of a capital letter.
                Meaning::Capital
                    if self.words.says(self.at, "upper")
                        && !self.lattice.hard
                        && !self.lattice.reader =>
                {
                    self.take(arc, Role::Operator);
                    let script = self.index(None);
                    node = raised(node, script);
                }
                Meaning::Sub => {
                    let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
                    self.take(arc, Role::Operator);
                    let index = self.index(end);
                    node = subscripted(node, index);
                }
                Meaning::Number(_) if self.share_follows(arc) => {
                    let share = self.deeper(Self::atom).or_nothing();
                    self.accept(Meaning::Percent);
                    node = Node::Product(vec![
                        (Join::Beside, Node::Percent(Box::new(share))),
                        (Join::Times, node),
                    ]);
                }
                // "S U 2", "S O 3".
                Meaning::Number(_) if self.names_a_group(&node) => {
                    let size = self.deeper(Self::atom).or_nothing();
                    node = crate::grammar::application::apply(node, size);
                }
                Meaning::Number(number)
                    if self.subscript_implied(&node, number)
                        && !self.root_follows(arc)
                        && !self.one_begins_a_sum(arc) =>
                {
                    self.take(arc, Role::Number);
                    if let Value::Numeral(digits) = &self.lattice.numbers[usize::from(number)] {
                        let column = self.column_said(&node, digits);
                        let place = digits.clone() + column.as_deref().unwrap_or_default();
                        node = subscripted(node, Node::number(&place));
                    }
                }
                Meaning::Suffix => {
                    self.take(arc, Role::Filler);
                    // "3 to the b-th 5 to the c-th": the ending closes the exponent.
                    if self.find(|meaning| matches!(meaning, Meaning::Number(_))).is_some() {
                        return node;
                    }
                }
                Meaning::Compare(Comparison::Named(relation))
                    if !self.lattice.hard
                        && crate::lexicon::named(relation, "sim")
                        && self.words.says(self.at, "tilde")
                        && !self.prefix_follows(arc) =>
                {
                    self.take(arc, Role::Operator);
                    node = Node::Accented(Accent::Tilde, Box::new(node));
                }
                Meaning::Compare(Comparison::To) if self.arrow_is_vector(arc, &node) => {
                    self.take(arc, Role::Operator);
                    node = Node::Accented(Accent::Vector, Box::new(node));
                }
                Meaning::Symbol(mark)
                    if crate::lexicon::named(mark, "dagger")
                        && matches!(
                            node,
                            Node::Symbol(_)
                                | Node::Subscript(..)
                                | Node::Accented(..)
                                | Node::Styled(..)
                        ) =>
                {
                    self.take(arc, Role::Operator);
                    node = raised(node, Node::symbol("dagger"));
                }
                Meaning::Symbol(letter) if self.selection_letter(&node, arc, name(letter)) => {
                    let letter = if crate::lexicon::named(letter, "p") { 'P' } else { 'C' };
                    self.take(arc, Role::Operator);
                    let chosen = self.at;
                    let lower = self.tight_operand().or_nothing();
                    let lower = self.one_fewer_chosen(lower, chosen);
                    node = Node::Choose(letter, Box::new(node), Box::new(lower));
                }
                Meaning::Factorial => {
                    self.take(arc, Role::Operator);
                    node = Node::Factorial(Box::new(node));
                }
                Meaning::Multiple(count) => {
                    self.take(arc, Role::Operator);
                    let beside = !matches!(node, Node::Number(_));
                    let join = if beside { Join::Beside } else { Join::Times };
                    let count = Node::number(&count.to_string());
                    node = Node::Product(vec![(Join::Beside, count), (join, node)]);
                }
                Meaning::Number(part) if self.part_of_what_was_said(part) => {
                    self.take(arc, Role::Number);
                    node = part_of(&self.lattice.numbers[usize::from(part)], node);
                }
                Meaning::Operation(star)
                    if crate::lexicon::named(star, "ast") && self.star_clings(arc, &node) =>
                {
                    self.take(arc, Role::Operator);
                    node = raised(node, Node::symbol("ast"));
                }
                Meaning::Transpose => {
                    self.take(arc, Role::Operator);
                    node = raised(node, Node::symbol("T"));
                }
                Meaning::Percent => {
                    self.take(arc, Role::Operator);
                    node = Node::Percent(Box::new(node));
                }
                Meaning::Degrees => {
                    self.take(arc, Role::Operator);
                    node = Node::Degrees(Box::new(node));
                }
                // "f of x the prime power of g of x": the mark belongs to what follows.
                Meaning::Prime(_) if self.power_of_follows(arc) => return node,
                Meaning::Prime(count) => {
                    self.take(arc, Role::Operator);
                    node = match node {
                        Node::Prime(base, before) => {
                            Node::Prime(base, before.saturating_add(count))
                        }
                        other => Node::Prime(Box::new(other), count),
                    };
                    node = self.applied_to_next(node);
                }
                Meaning::AccentPost(mark) if self.accent_fits(&node, mark.accent()) => {
                    let accent = mark.accent();
                    self.take(arc, Role::Operator);
                    node = Node::Accented(accent, Box::new(node));
                }
                Meaning::RootPost(_) | Meaning::AbsolutePost
                    if self.lattice.signs_named && self.argument > 0 && self.bare_argument =>
                {
                    return node;
                }
                // "3 साइन x का समाकलन": of all that was said, not of the last letter.
                Meaning::IntegralPost | Meaning::DerivativePost { .. } => return node,
                // "2 ए का निरपेक्ष मान": all that stands side by side.
                Meaning::RootPost(_) | Meaning::AbsolutePost
                    if self.lattice.signs_named && self.argument == 0 =>
                {
                    return node;
                }
                Meaning::FunctionOf if self.limit_follows(arc) => return node,
                Meaning::RootPost(_) | Meaning::AbsolutePost if self.takes_the_sum(&node) => {
                    return node;
                }
                Meaning::RootPost(_)
                    if self.beside_factor
                        && matches!(
                            node,
                            Node::Symbol(_) | Node::Power(..) | Node::Subscript(..)
                        )
                        && self.choose(Kind::RootOfLast, &[0, 5]) == 0 =>
                {
                    self.root_of_run = true;
                    return node;
                }
                Meaning::RootPost(degree) => {
                    self.take(arc, Role::Operator);
                    let negative = self.words.says(self.at - 2, "ऋणात्मक");
                    node = crate::grammar::root::root_said_last(degree, ungrouped(node));
                    if negative {
                        node = Node::negative(node);
                    }
                }
                Meaning::AbsolutePost => {
                    self.take(arc, Role::Operator);
                    node = Node::Absolute(Box::new(node));
                }
                Meaning::DeterminantPost => {
                    self.take(arc, Role::Operator);
                    node = match node {
                        Node::Matrix(_, rows, _) => {
                            let bar = Bracket::Bar;
                            Node::Matrix(bar, rows, bar)
                        }
                        other => Node::Apply {
                            function: ganita_notation::Function::Named("det".to_owned()),
                            power: None,
                            index: None,
                            argument: Box::new(other),
                        },
                    };
                }
                Meaning::Close(Fence::Bracket(_))
                    if self.below > 0 || self.closes_what_began(arc) =>
                {
                    return node;
                }
                Meaning::Close(Fence::Bracket(bracket)) => {
                    let sign = self.stray(arc, bracket);
                    node = pair_of(node, sign);
                }
                Meaning::Evaluated if function_like(&node) && self.plain == 0 => {
                    self.take(arc, Role::Operator);
                    node = self.applied(node);
                }
                Meaning::Of if function_like(&node) && self.plain == 0 => {
                    self.take(arc, Role::Operator);
                    node = self.applied(node);
                }
                Meaning::Choose
                    if matches!(node, Node::Symbol(_)) && self.number_stands_before() =>
                {
                    return node;
                }
                // "3 permutations of n".
                Meaning::SelectionOf(letter) => {
                    self.take(arc, Role::Operator);
                    let upper = self.factor().or_nothing();
                    let upper = if self.short_sum_ahead() { self.short_sum(upper) } else { upper };
                    node = Node::Choose(char::from(letter), Box::new(upper), Box::new(node));
                }
                Meaning::Choose | Meaning::Selection(_) => {
                    self.take(arc, Role::Operator);
                    let lower = self.factor().or_nothing();
                    let written = arc.meaning == Meaning::Choose
                        && self.choose(Kind::ChooseLetter, &[0, 12]) == 1;
                    node = if written {
                        Node::Choose('C', Box::new(node), Box::new(lower))
                    } else if arc.meaning == Meaning::Choose {
                        Node::Binomial(Box::new(node), Box::new(lower))
                    } else {
                        let permuted = arc.meaning == Meaning::Selection(b'P');
                        let letter = if permuted { 'P' } else { 'C' };
                        Node::Choose(letter, Box::new(node), Box::new(lower))
                    };
                }
                Meaning::Mixed => {
                    self.take(arc, Role::Operator);
                    let whole = node;
                    let mut part = self.factor();
                    // "तीन पूर्णांक एक बटा दो".
                    if matches!(part, Some(Node::Number(_))) && self.accept(Meaning::Over) {
                        let below = self.factor().or_nothing();
                        part = part.map(|above| Node::fraction(above, below));
                    }
                    match (whole, part) {
                        (Node::Number(whole), Some(Node::Fraction(numerator, denominator))) => {
                            match (*numerator, *denominator) {
                                (Node::Number(a), Node::Number(b)) => {
                                    node = Node::Mixed(whole, a, b);
                                }
                                (a, b) => {
                                    node = pair_of(Node::Number(whole), Node::fraction(a, b));
                                }
                            }
                        }
                        (whole, other) => {
                            node = pair_of(whole, other.or_nothing());
                        }
                    }
                }
                Meaning::Under | Meaning::OverScript => {
                    let up = arc.meaning == Meaning::OverScript;
                    self.take(arc, Role::Operator);
                    let script = self.layer();
                    node = if up { raised(node, script) } else { subscripted(node, script) };
                }
                Meaning::FunctionOf if self.plain == 0 => {
                    self.take(arc, Role::Operator);
                    node = self.function_of_what_was_said(node);
                }
                _ => match self.hindi_postfix(arc, node) {
                    Ok(changed) => node = changed,
                    Err(unchanged) => return unchanged,
                },
            }
        }
    }

    /// "x का आधा", "20 का तीन चौथाई".
    fn part_of_what_was_said(&self, number: u16) -> bool {
        self.at > 1
            && !self.lattice.reader
            && self.pause() == Pause::None
            && self.words.says(self.at - 1, "का ka")
            && matches!(self.lattice.numbers[usize::from(number)], Value::Fraction(..))
    }

    /// "n C r minus one": beside another "n C r" one fewer is chosen; alone, one is taken away.
    fn one_fewer_chosen(&mut self, lower: Node, at: usize) -> Node {
        if !matches!(lower, Node::Symbol(_)) || !self.short_sum_ahead() {
            return lower;
        }
        let (letter, sign) = (self.words.text(at - 1), self.words.text(at));
        let again = (1..self.words.len()).any(|other| {
            other != at && self.words.text(other) == sign && self.words.text(other - 1) == letter
        });
        let costs = if again { [0, 6] } else { [6, 0] };
        if self.choose(Kind::IndexSum, &costs) == 0 { self.short_sum(lower) } else { lower }
    }

    /// "a one two": the row was said and the column follows.
    fn column_said(&mut self, node: &Node, row: &str) -> Option<String> {
        let arc = self.find(|meaning| matches!(meaning, Meaning::Number(_)))?;
        let Meaning::Number(column) = arc.meaning else { return None };
        let Value::Numeral(column) = &self.lattice.numbers[usize::from(column)] else {
            return None;
        };
        let entry = matches!(node, Node::Symbol(name) if one_of(name, "a b c"))
            && self.pause() == Pause::None
            && !self.lattice.reader
            && row.len() == 1
            && column.len() == 1
            && row != "0"
            && column != "0";
        entry.then(|| {
            self.take(arc, Role::Number);
            column.clone()
        })
    }

    /// "f dash x", "f double dash c", "f inverse y": a letter behind a function's mark is what it applies to.
    fn applied_to_next(&mut self, node: Node) -> Node {
        let function = match &node {
            Node::Prime(letter, _) | Node::Power(letter, _) => {
                matches!(&**letter, Node::Symbol(name) if one_of(name, "f g h"))
            }
            _ => false,
        };
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_))) else {
            return node;
        };
        let letter = self.words.says(self.at, "x y z t a c")
            && arc.cost == 0
            && arc.end as usize == self.at + 1
            && !self.words.words[self.at].upper
            && self.pause() == Pause::None
            && self.plain == 0
            && !self.lattice.reader;
        if !function || !letter || self.choose(Kind::LetterApplied, &[6, 0]) == 0 {
            return node;
        }
        let Meaning::Symbol(name) = arc.meaning else { return node };
        self.take(arc, Role::Symbol);
        crate::grammar::application::apply(node, symbol(name))
    }

    /// Where a base ends that is said here, with its particle: "आधार 2 पर".
    fn base_ahead(&self, at: usize) -> Option<usize> {
        let arc = |at: usize, fits: fn(Meaning) -> bool| {
            self.lattice.at(at).iter().find(|arc| fits(arc.meaning)).map(|arc| arc.end as usize)
        };
        let number = arc(at, |meaning| meaning == Meaning::Base)?;
        let end = arc(number, |m| matches!(m, Meaning::Number(_) | Meaning::Symbol(_)))?;
        (end < self.limit && self.words.says(end, "पर में par me mein")).then_some(end + 1)
    }

    /// "आधार 2 पर 8 का लघुगणक": a logarithm whose base is said before all of it.
    fn base_first(&mut self) -> Option<Node> {
        let end = self.base_ahead(self.at)?;
        let before = self.mark();
        let base = self.base_said_here();
        self.pass_to(end, Role::Filler);
        if let Some(Node::Apply { function, power, index: None, argument }) = self.factor() {
            return Some(Node::Apply { function, power, index: base.map(Box::new), argument });
        }
        self.back_to(before);
        None
    }

    /// "साठ डिग्री का साइन": a function that is said behind its argument, where it stands, and its name.
    fn function_behind(&self) -> Option<(usize, Arc, &'static str)> {
        if self.at + 1 >= self.limit
            || self.lattice.reader
            || !self.words.says(self.at, "का की ka ki")
        {
            return None;
        }
        let at = self.base_ahead(self.at + 1).unwrap_or(self.at + 1);
        let arc = *self.lattice.at(at).iter().find(|arc| {
            matches!(arc.meaning, Meaning::Function(name)
                if crate::lexicon::named(name, "sin cos tan cot sec csc log ln"))
        })?;
        let end = arc.end as usize;
        let alone = end >= self.limit
            || !self.lattice.first(end).is_some_and(crate::parser::begins_operand)
            || self.lattice.may_be(end, Meaning::Base);
        let Meaning::Function(name) = arc.meaning else { return None };
        (end <= self.limit && alone).then(|| (at, arc, crate::lexicon::name(name)))
    }

    /// Whether "bracket close" is said here of a bracket that somebody only thought of when the side began.
    pub(crate) fn closes_what_began(&self, arc: Arc) -> bool {
        arc.meaning == Meaning::Close(Fence::Bracket(Bracket::Round))
            && !self.lattice.reader
            && self.in_fence == 0
            && self.below == 0
            && (self.at..arc.end as usize)
                .any(|at| self.words.says(at, "bracket ब्रैकेट कोष्ठक koshthak"))
    }

    /// A closing bracket that nobody opened; a screen reader reads such lines too.
    pub(crate) fn stray(&mut self, arc: Arc, bracket: Bracket) -> Node {
        self.take(arc, Role::Operator);
        let sign = match bracket {
            Bracket::Square => "]",
            Bracket::Curly => "\\}",
            _ => ")",
        };
        Node::Raw(sign.to_owned())
    }

    /// A reader says the brackets of a base: "one fourth to the x" has none.
    fn bare_fraction(&self, base: Node) -> Node {
        match &base {
            Node::Fraction(above, below)
                if self.lattice.reader
                    && matches!((&**above, &**below), (Node::Number(_), Node::Number(_))) =>
            {
                Node::Raw(ganita_notation::write_latex(&base))
            }
            _ => base,
        }
    }

    /// "x का फलन f": the function's letter comes after its argument.
    pub(crate) fn function_of_what_was_said(&mut self, argument: Node) -> Node {
        let inverse = self.words.says(self.at - 1, "प्रतिफलन");
        let Some(letter) = self.deeper(Self::atom) else { return argument };
        // "कोण A B का फलन H": the points A, H and B, of which a reader takes H before B for a function.
        let argument = match argument {
            Node::Product(mut points) if matches!(&points[0].1, Node::Raw(sign) if matches!(sign.as_str(), "\\triangle " | "\\angle ")) =>
            {
                points.insert(points.len() - 1, (Join::Beside, letter));
                return Node::Product(points);
            }
            argument => argument,
        };
        let letter = self.postfix_scripts(letter);
        if inverse && matches!(letter, Node::Symbol(_)) {
            return crate::grammar::application::raised_apply(
                letter,
                small(-1),
                ungrouped(argument),
            );
        }
        let letter = self.further_indices(letter);
        if let Node::Product(mut factors) = letter {
            // A limit written as it stands.
            if factors.last().is_some_and(|(_, last)| crate::parser::is_nothing(last)) {
                factors.pop();
            }
            factors.push((Join::Beside, argument));
            return Node::Product(factors);
        }
        let of_a_limit = matches!(&argument, Node::Limit { .. })
            || matches!(&argument, Node::Product(factors)
                if matches!(&factors[0].1, Node::Raw(text) if text.starts_with("\\lim")));
        if of_a_limit && matches!(letter, Node::Symbol(_)) {
            return crate::grammar::calculus::beside_body(letter, argument);
        }
        if let Node::Limit { variable, target, side, body } = letter {
            let body = if crate::parser::is_nothing(&body) { Box::new(argument) } else { body };
            return Node::Limit { variable, target, side, body };
        }
        // Nested readings come as "x का फलन f का फलन …": apply each in turn.
        crate::grammar::application::apply(letter, ungrouped(argument))
    }

    /// "y पाद आल्फा अल्पविराम बीटा": a second index after the comma.
    fn further_indices(&mut self, letter: Node) -> Node {
        match letter {
            Node::Subscript(base, index) => {
                let index = self.index_list(*index);
                Node::Subscript(base, Box::new(index))
            }
            other => other,
        }
    }

    fn postfix_scripts(&mut self, mut node: Node) -> Node {
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Prime(count) => {
                    self.take(arc, Role::Operator);
                    node = Node::Prime(Box::new(node), count);
                }
                Meaning::Sub => {
                    self.take(arc, Role::Operator);
                    let index = self.tight_operand().or_nothing();
                    node = subscripted(node, index);
                }
                Meaning::Raised(power) if !matches!(node, Node::Power(..)) => {
                    self.take(arc, Role::Operator);
                    node = Node::power(node, small(power));
                }
                _ => break,
            }
        }
        node
    }
}

/// `\frac{x}{2}`, `\frac{3}{4} \times 20`.
fn part_of(part: &Value, of: Node) -> Node {
    match (&of, part) {
        (Node::Symbol(_), Value::Fraction(above, below)) if above == "1" => {
            Node::fraction(of, Node::number(below))
        }
        _ => {
            let number = matches!(of, Node::Number(_));
            let join = if number { Join::Times } else { Join::Beside };
            let part = crate::grammar::atom::on_the_board(part);
            Node::Product(vec![(Join::Beside, part), (join, of)])
        }
    }
}

/// `base^exponent`; a function's power stands between its name and its argument.
pub(crate) fn raised(base: Node, exponent: Node) -> Node {
    let degree = matches!(&exponent, Node::Operation(name, sides)
        if name == "circ" && sides.iter().all(crate::parser::is_nothing));
    if degree {
        return Node::Degrees(Box::new(base));
    }
    if let Node::Prime(inner, count) = &exponent
        && crate::parser::is_nothing(inner)
    {
        return Node::Prime(Box::new(base), *count);
    }
    // A reader says the brackets of a base: a fraction without them is written without them.
    if let (Node::Fraction(..), Node::Sum(terms)) = (&base, &exponent)
        && terms.iter().all(|(_, term)| crate::parser::is_nothing(term))
    {
        return Node::power(Node::Raw(ganita_notation::write_latex(&base)), exponent);
    }
    match base {
        Node::Group(open, inner, close) if is_only_round(open, close) && needs_brackets(&inner) => {
            Node::power(*inner, exponent)
        }
        other => Node::power(other, exponent),
    }
}

fn is_only_round(open: Bracket, close: Bracket) -> bool {
    open == Bracket::Round && close == Bracket::Round
}

/// Whether the writer would bracket this as a base anyway.
fn needs_brackets(node: &Node) -> bool {
    matches!(node, Node::Sum(_) | Node::Product(_) | Node::Fraction(..) | Node::Relation(..))
}

pub(crate) fn subscripted(base: Node, index: Node) -> Node {
    match base {
        Node::Power(inner, exponent) => Node::Power(Box::new(subscripted(*inner, index)), exponent),
        // "A sub n sub k": the second belongs to the first.
        Node::Subscript(inner, first) => {
            Node::Subscript(inner, Box::new(subscripted(*first, index)))
        }
        other => Node::Subscript(Box::new(other), Box::new(index)),
    }
}

pub(crate) fn small(power: i8) -> Node {
    let digits = Node::number(&power.unsigned_abs().to_string());
    if power < 0 { Node::negative(digits) } else { digits }
}

/// Brackets that only held an argument together.
pub(crate) fn ungrouped(node: Node) -> Node {
    match node {
        Node::Group(open, inner, close) if is_only_round(open, close) => *inner,
        other => other,
    }
}

/// Whether "of" after this means a function's argument.
pub(crate) fn function_like(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => !one_of(name.as_str(), "infinity . ldots cdots pi"),
        Node::Prime(base, _)
        | Node::Subscript(base, _)
        | Node::Accented(_, base)
        | Node::Styled(_, base) => function_like(base),
        Node::Power(base, _) => function_like(base),
        _ => false,
    }
}

/// Letters that are functions when brackets follow them.
pub(crate) fn function_letter(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => one_of(name.as_str(), "f g h F G H"),
        Node::Prime(base, _) | Node::Subscript(base, _) => function_letter(base),
        _ => false,
    }
}

pub(crate) fn symbol(symbol: crate::meaning::Name) -> Node {
    Node::symbol(name(symbol))
}
