//! Named functions and letters as functions: "sine squared x", "log base 2 of x", "f of x", "inverse tangent of y".

use ganita_notation::{Bracket, Function, Join, Node};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::fraction::fraction;
use crate::grammar::postfix::{function_letter, small, ungrouped};
use crate::grammar::sum::{in_brackets, pair_of, product_of};
use crate::lattice::{Arc, Level};
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::number::Value;
use crate::parser::{OrNothing, Parser, begins_operand, nothing};
use crate::words::Pause;
use crate::words::one_of;

impl Parser<'_> {
    /// A named function, its power and index, and its argument.
    pub(crate) fn function(&mut self, arc: Arc) -> Option<Node> {
        let mut power = None;
        let mut arc = arc;
        if matches!(arc.meaning, Meaning::Inverse | Meaning::Arc) {
            self.take(arc, Role::Operator);
            let Some(function) = self.find(|meaning| matches!(meaning, Meaning::Function(_)))
            else {
                let inner = self.factor()?;
                return Some(Node::power(inner, small(-1)));
            };
            power = Some(small(-1));
            arc = function;
        }
        let Meaning::Function(function) = arc.meaning else { return None };
        let function = name(function);
        // Our own read-back says "det", a screen reader "the determinant of".
        let short = self.words.says(self.at, "det");
        self.take(arc, Role::Operator);
        let mut index = None;
        loop {
            if let Some(Level::Open { up, end, until }) =
                self.lattice.level(self.at).filter(|_| !self.ended())
            {
                self.at = end as usize;
                let script = self.until(until as usize);
                if up {
                    power = Some(script);
                } else {
                    index = Some(script);
                }
                continue;
            }
            if index.is_none()
                && !self.lattice.hard
                && self.find(|meaning| meaning == Meaning::Base).is_some()
            {
                self.accept(Meaning::Base);
                index = Some(self.base_said());
                continue;
            }
            let Some(arc) = self.operator_arc() else { break };
            match arc.meaning {
                // "कोस पांचवाँ घातांक": the power is named by its place.
                Meaning::Ordinal(value)
                    if power.is_none()
                        && self.lattice.begins(arc.end as usize, Meaning::PowerEnd) =>
                {
                    self.take(arc, Role::Number);
                    self.accept(Meaning::PowerEnd);
                    power = Some(Node::number(&value.to_string()));
                }
                Meaning::Raised(raised) if power.is_none() => {
                    self.take(arc, Role::Operator);
                    power = Some(small(raised));
                }
                Meaning::Inverse if power.is_none() => {
                    self.take(arc, Role::Operator);
                    power = Some(small(-1));
                }
                Meaning::Power if power.is_none() => {
                    let closed = self.lattice.mate(self.at).is_some_and(|end| end < self.limit);
                    power = Some(if closed {
                        self.exponent_after(arc)
                    } else {
                        self.take(arc, Role::Operator);
                        match self.find(|meaning| matches!(meaning, Meaning::Ordinal(_))) {
                            Some(arc) if matches!(arc.meaning, Meaning::Ordinal(_)) => {
                                self.take(arc, Role::Number);
                                self.accept(Meaning::PowerEnd);
                                match arc.meaning {
                                    Meaning::Ordinal(value) => Node::number(&value.to_string()),
                                    _ => nothing(),
                                }
                            }
                            _ => self.tight_operand().or_nothing(),
                        }
                    });
                    self.accept(Meaning::Suffix);
                    self.accept(Meaning::PowerEnd);
                }
                Meaning::Sub | Meaning::Base if index.is_none() => {
                    let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
                    self.take(arc, Role::Operator);
                    index = Some(match end {
                        Some(end) if arc.meaning == Meaning::Sub => {
                            let script = self.until(end);
                            self.close(crate::meaning::Fence::Subscript);
                            script
                        }
                        _ => self.base_said(),
                    });
                }
                Meaning::Prime(count) => {
                    self.take(arc, Role::Operator);
                    let _ = count;
                }
                Meaning::Of | Meaning::FunctionOf => self.take(arc, Role::Filler),
                Meaning::Under => {
                    self.take(arc, Role::Operator);
                    index = Some(self.layer());
                }
                // "min over lambda of f of lambda".
                Meaning::Over if index.is_none() && one_of(function, "max min sup inf") => {
                    self.take(arc, Role::Operator);
                    self.plain += 1;
                    index = Some(self.relation().or_nothing());
                    self.plain -= 1;
                }
                _ => break,
            }
        }
        let inverse = power == Some(small(-1)) || function.starts_with("arc");
        let bracketed = self.lattice.reader && self.find(is_round).is_some();
        let argument = self.argument(function, inverse);
        // "log 100 to the base 10".
        if index.is_none() && function == "log" && self.accept(Meaning::Base) {
            index = Some(self.base_said());
        }
        let argument = argument.map(|argument| self.sum_as_argument(argument));
        if let Some(Node::Product(factors)) = &argument
            && power.is_none()
            && !self.lattice.reader
            && matches!(factors.last(), Some((_, Node::Power(base, exponent)))
                if matches!(&**base, Node::Symbol(_)) && matches!(&**exponent, Node::Number(_)))
            && self.choose(Kind::FunctionSquared, &[0, 6]) == 1
            && let Some(Node::Product(mut factors)) = argument
        {
            // "sine of two x squared" may be the square of the sine.
            let Some((join, Node::Power(base, exponent))) = factors.pop() else { return None };
            factors.push((join, *base));
            return Some(Node::Apply {
                function: Function::Named(function.to_owned()),
                power: Some(exponent),
                index: index.map(Box::new),
                argument: Box::new(product_of(factors)),
            });
        }
        // "log x squared" may be the square of the logarithm.
        let argument = match argument {
            Some(Node::Power(inner, exponent))
                if power.is_none()
                    && !self.lattice.reader
                    && matches!(&*inner, Node::Symbol(_))
                    && matches!(&*exponent, Node::Number(_)) =>
            {
                let kind = match function {
                    "log" | "ln" => Kind::LogSquared,
                    _ => Kind::FunctionSquared,
                };
                if self.choose(kind, &[0, 5]) == 1 {
                    let argument = *inner;
                    let inner = Node::Apply {
                        function: Function::Named(function.to_owned()),
                        power: None,
                        index: index.map(Box::new),
                        argument: Box::new(argument),
                    };
                    return Some(Node::power(in_brackets(inner), *exponent));
                }
                Some(Node::Power(inner, exponent))
            }
            other => other,
        };
        Some(match argument {
            Some(Node::Power(matrix, exponent))
                if function == "det" && matches!(*matrix, Node::Matrix(..)) =>
            {
                let Node::Matrix(_, rows, _) = *matrix else { return None };
                Node::power(Node::Matrix(Bracket::Bar, rows, Bracket::Bar), *exponent)
            }
            Some(Node::Matrix(_, rows, _)) if function == "det" => {
                Node::Matrix(Bracket::Bar, rows, Bracket::Bar)
            }
            // A reader says so of |A|.
            Some(Node::Symbol(name))
                if function == "det"
                    && self.lattice.reader
                    && !short
                    && name.starts_with(|letter: char| letter.is_ascii_uppercase()) =>
            {
                Node::Absolute(Box::new(Node::Symbol(name)))
            }
            Some(argument) if function == "det" && square_of_numbers(&argument).is_some() => {
                let rows = square_of_numbers(&argument).unwrap_or_default();
                Node::Matrix(Bracket::Bar, rows, Bracket::Bar)
            }
            // A reader says these brackets only where they stand.
            Some(argument @ Node::Absolute(_)) if bracketed => {
                pair_of(bare(function, power, index), in_brackets(argument))
            }
            Some(argument) => Node::Apply {
                function: Function::Named(function.to_owned()),
                power: power.map(Box::new),
                index: index.map(Box::new),
                argument: Box::new(argument),
            },
            None => bare(function, power, index),
        })
    }

    /// The base of a logarithm. "ten of hundred": a number, whatever "ten of" may sound like.
    fn base_said(&mut self) -> Node {
        if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Number(_)))
            && let Meaning::Number(number) = arc.meaning
            && let Value::Numeral(digits) = &self.lattice.numbers[usize::from(number)]
            && self.arcs().any(|arc| matches!(arc.meaning, Meaning::Function(_)))
        {
            self.take(arc, Role::Number);
            return Node::number(digits);
        }
        self.tight_operand().or_nothing()
    }

    /// "cosine of pi over 2 minus x": what is added may belong to the argument.
    fn sum_as_argument(&mut self, first: Node) -> Node {
        let bracket = self.at > 0
            && self.lattice.any(self.at - 1, |meaning| matches!(meaning, Meaning::Close(_)));
        if self.lattice.reader
            || self.argument > 0
            || bracket
            || self.pause() != Pause::None
            || matches!(first, Node::Sum(_))
            || self
                .find(|meaning| matches!(meaning, Meaning::Sign(_)))
                .is_none_or(|sign| self.constant_follows(sign))
        {
            return first;
        }
        // "cosine of u plus v over 2": half an angle, as in the formulas for sums.
        if let Some(sum) = self.half_of_a_sum(&first) {
            return sum;
        }
        // "tangent of u plus or minus v": both signs of an angle.
        let either = matches!(first, Node::Symbol(_))
            && self.find(|m| m == Meaning::Sign(ganita_notation::Sign::PlusMinus)).is_some();
        let costs = if either { [5, 0] } else { [0, 9] };
        if self.choose(Kind::NamedSum, &costs) == 0 {
            return first;
        }
        self.sum_from(first)
    }

    /// `(u + v) / 2` behind "cosine of".
    fn half_of_a_sum(&mut self, first: &Node) -> Option<Node> {
        let sign = self.find(|meaning| matches!(meaning, Meaning::Sign(_)))?;
        let Meaning::Sign(sign_said) = sign.meaning else { return None };
        let next = |at: usize, fits: fn(Meaning) -> bool| {
            let arc = self.lattice.at(at).first().filter(|_| at < self.limit)?;
            (fits(arc.meaning) && arc.end as usize <= self.limit).then_some(arc.end as usize)
        };
        let letter = next(sign.end as usize, |meaning| matches!(meaning, Meaning::Symbol(_)))?;
        let over = next(letter, |meaning| meaning == Meaning::Over)?;
        next(over, |meaning| matches!(meaning, Meaning::Number(_)))?;
        let spelt_of = self.at > 1 && self.words.says(self.at - 2, "of");
        if !matches!(first, Node::Symbol(_))
            || !spelt_of
            || self.choose(Kind::HalfAngle, &[0, 6]) == 1
        {
            return None;
        }
        self.take(sign, Role::Operator);
        let second = self.deeper(Self::atom)?;
        self.accept(Meaning::Over);
        let below = self.deeper(Self::atom)?;
        let sum =
            Node::Sum(vec![(ganita_notation::Sign::Plus, first.clone()), (sign_said, second)]);
        Some(fraction(sum, below))
    }

    /// What a function applies to when no bracket says so: factors side by side, up to the next function.
    fn argument(&mut self, function: &str, inverse: bool) -> Option<Node> {
        let sign = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
            && self.find(|meaning| meaning == Meaning::Negative).is_none_or(|arc| arc.cost > 0);
        // "cosecant of positive cotangent of x": nobody takes a function of something positive.
        let plus = self.find(|meaning| meaning == Meaning::Positive).is_some();
        if (sign || plus) && self.lattice.reader {
            return None;
        }
        let arc = self.operand_arc()?;
        if matches!(arc.meaning, Meaning::Open(_)) && is_round(arc.meaning) {
            let bracket = self.deeper(Self::atom)?;
            return Some(ungrouped(bracket));
        }
        if self.integrals > 0 && self.differential_here() {
            return None;
        }
        let said = if self.at > 0 { self.words.text(self.at - 1) } else { "" };
        let bare = std::mem::replace(&mut self.bare_argument, !one_of(said, "of फलन"));
        self.argument += 1;
        let node = self.argument_inside(function, inverse);
        self.argument -= 1;
        self.bare_argument = bare;
        node
    }

    fn argument_inside(&mut self, function: &str, inverse: bool) -> Option<Node> {
        // "a sine of theta a cosine of theta": after "of" a letter before the next function is its coefficient.
        let spelt_of = self.at > 0 && self.words.says(self.at - 1, "of");
        let mut negative = false;
        let first = if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Negative)) {
            self.take(arc, Role::Operator);
            negative = true;
            self.factor()?
        } else {
            self.factor()?
        };
        let list = one_of(function, "max min gcd lcm");
        let mut factors = vec![(Join::Beside, first)];
        while let Some(arc) = self.operator_arc() {
            match arc.meaning {
                Meaning::Over => {
                    let number = matches!(factors.last(), Some((_, Node::Number(_))));
                    let angle = factors
                        .iter()
                        .any(|(_, node)| matches!(node, Node::Symbol(name) if name == "pi"));
                    let next_number = self.lattice.at(arc.end as usize).iter().any(|arc| {
                        matches!(arc.meaning, Meaning::Number(_))
                            && (arc.end as usize) <= self.limit
                    });
                    // "sine x over 1 plus cosine x": a sum stands below, and not within the sine.
                    let sum_below = self.one_and_sign(arc.end as usize)
                        && (!self.words.says(arc.end as usize - 1, "by")
                            || self.lattice.unsaid(arc.end as usize).is_some());
                    // "log m by n", "tan inverse x by a": of the quotient of two letters.
                    let quotient = !self.lattice.reader
                        && self.argument == 1
                        && factors.len() == 1
                        && (inverse || one_of(function, "log ln"))
                        && self.letter_below(&factors[0].1, arc);
                    // A reader says "the sine of x over 2" when the fraction is inside.
                    let costs = if self.lattice.reader && self.bare_argument {
                        [8, 0]
                    } else if quotient || inverse && matches!(factors[0].1, Node::Sum(_)) {
                        [0, 4]
                    } else if sum_below && !self.lattice.careful {
                        [7, 0]
                    } else if number || angle || next_number || self.lattice.careful {
                        [0, 8]
                    } else {
                        [7, 0]
                    };
                    if self.choose(Kind::FunctionOver, &costs) == 1 {
                        break;
                    }
                    self.take(arc, Role::Operator);
                    let numerator = product_of(std::mem::take(&mut factors));
                    let denominator = self.denominator().or_nothing();
                    factors.push((Join::Beside, fraction(numerator, denominator)));
                }
                Meaning::Comma if list => return Some(self.arguments(product_of(factors))),
                // "the gcd of 12 and 18".
                Meaning::Linking(word)
                    if list && name(word) == "and" && self.pause() == Pause::None =>
                {
                    return Some(self.arguments(product_of(factors)));
                }
                meaning
                    if (matches!(
                        meaning,
                        Meaning::Symbol(_)
                            | Meaning::Number(_)
                            | Meaning::Capital
                            | Meaning::Root(_)
                    )) && self.pause() == Pause::None
                        && factors.len() < 6
                        && !(matches!(meaning, Meaning::Symbol(_))
                            && spelt_of
                            && self.function_follows(arc))
                        && !self.differential_here()
                        && !self.unit_vector_follows(arc)
                        && !self.exponential_follows(arc)
                        && self.continues_side_by_side(meaning) =>
                {
                    factors.push((Join::Beside, self.factor()?));
                }
                _ => break,
            }
        }
        let argument = product_of(factors);
        Some(if negative { Node::negative(argument) } else { argument })
    }

    /// Whether another letter alone stands below what is a letter.
    fn letter_below(&self, above: &Node, over: Arc) -> bool {
        let at = over.end as usize;
        let below = self.lattice.at(at).first().filter(|_| at < self.limit);
        matches!((above, below), (Node::Symbol(_), Some(below))
            if matches!(below.meaning, Meaning::Symbol(_))
                && self.words.text(at) != self.words.text(self.at - 1)
                && below.cost == 0)
    }

    /// "sin x e to the x": a factor of its own.
    fn exponential_follows(&self, letter: Arc) -> bool {
        let after = letter.end as usize;
        after < self.limit
            && self.words.says(self.at, "e")
            && self.lattice.first(after) == Some(Meaning::Power)
    }

    /// "sin theta n cap": the direction stands beside the sine.
    fn unit_vector_follows(&self, letter: Arc) -> bool {
        let after = letter.end as usize;
        let hat = |meaning| meaning == Meaning::AccentPost(ganita_notation::Accent::Hat);
        after < self.limit
            && matches!(letter.meaning, Meaning::Symbol(_))
            && self.lattice.any(after, hat)
            && self.words.says(after, "cap hat कैप हैट")
    }

    /// "1 plus", "one minus".
    fn one_and_sign(&self, at: usize) -> bool {
        let one = self.lattice.at(at).first().filter(|arc| {
            matches!(arc.meaning, Meaning::Number(_))
                && self.words.says(at, "1 one एक ek")
                && (arc.end as usize) < self.limit
        });
        one.is_some_and(|one| {
            let sign = self.lattice.at(one.end as usize).first();
            sign.is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_)))
        })
    }

    /// Several arguments without brackets.
    fn arguments(&mut self, first: Node) -> Node {
        let mut items = vec![first];
        let parts = |meaning| match meaning {
            Meaning::Comma => true,
            Meaning::Linking(word) => name(word) == "and",
            _ => false,
        };
        while self.accept_where(parts).is_some() {
            self.accept_where(parts);
            match self.factor() {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Node::List(items)
    }

    /// "f of x", "P of A": the letter was read, "of" was taken.
    pub(crate) fn applied(&mut self, letter: Node) -> Node {
        let Some(arc) = self.operand_arc() else { return letter };
        // "g of times, open paren …" says the same.
        let order = matches!(&letter, Node::Symbol(name) if name == "O") && !self.lattice.reader;
        let bracketed = is_round(arc.meaning);
        let argument = if bracketed {
            self.deeper(Self::atom).map(ungrouped)
        } else if order {
            // "O of n log n": the order is of the whole term.
            self.product()
        } else {
            self.letter_argument()
        };
        let Some(argument) = argument else { return letter };
        let argument = match argument {
            Node::Group(Bracket::Square, ends, Bracket::Square)
                if matches!(&*ends, Node::List(_)) && self.lattice.reader =>
            {
                *ends
            }
            other => other,
        };
        // A reader says "of" wherever it takes the letter for a function.
        if self.lattice.reader && !bracketed && self.choose(Kind::OfBeside, &[0, 10]) == 1 {
            return product_of(vec![(Join::Beside, letter), (Join::Beside, argument)]);
        }
        // "f of open bracket x close bracket comma y": the bracket ends the argument.
        let argument = if bracketed { argument } else { self.further_arguments(argument) };
        let argument = self.second_letter(argument);
        let argument = self.longer_argument(argument);
        let argument = match &letter {
            // "P of A union B", "n of A intersection B".
            Node::Symbol(name) if matches!(&**name, "P" | "p" | "n") && !self.lattice.reader => {
                let event = self.event_from(argument);
                if one_of(name, "P p") {
                    self.events = true;
                    self.event_equals(event)
                } else {
                    event
                }
            }
            _ => argument,
        };
        let argument = self.given(argument);
        match letter {
            Node::Power(base, exponent) => raised_apply(*base, *exponent, argument),
            letter if bracketed && matches!(argument, Node::Matrix(..)) => Node::Apply {
                function: Function::Letter(Box::new(letter)),
                power: None,
                index: None,
                argument: Box::new(argument),
            },
            letter => apply(letter, argument),
        }
    }

    /// "f of x y equals": two bare letters before a relation are two arguments.
    fn second_letter(&mut self, first: Node) -> Node {
        let letter = match &first {
            Node::Prime(letter, _) => &**letter,
            first => first,
        };
        if self.lattice.reader || self.pause() != Pause::None || !matches!(letter, Node::Symbol(_))
        {
            return first;
        }
        let Some(second) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_))) else {
            return first;
        };
        let (Node::Symbol(x), Meaning::Symbol(y)) = (letter, second.meaning) else { return first };
        let pair = matches!(
            (x.as_str(), name(y)),
            ("x", "y" | "t" | "u") | ("y", "z") | ("u", "v") | ("s", "t")
        );
        let after = second.end as usize;
        let ends = after >= self.limit
            || self
                .lattice
                .first(after)
                .is_some_and(|meaning| matches!(meaning, Meaning::Compare(_) | Meaning::Sign(_)));
        // "R of g theta equals zero": the argument may as well be a product.
        let costs = if pair { [0, 5] } else { [5, 0] };
        if !ends || second.cost > 0 || self.choose(Kind::FunctionPair, &costs) == 1 {
            return first;
        }
        match self.deeper(Self::atom) {
            Some(second) if pair => Node::List(vec![first, second]),
            Some(second) => pair_of(first, second),
            None => first,
        }
    }

    /// "u of t minus 1": what is added may stand in the brackets that nobody said.
    fn longer_argument(&mut self, first: Node) -> Node {
        let simple = matches!(&first, Node::Symbol(_) | Node::Product(_));
        if self.lattice.reader
            || !simple
            || self.argument > 0
            || self.pause() != Pause::None
            || self.same_function_after_sign()
        {
            return first;
        }
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return first;
        };
        let costs = if self.step_follows(sign) { [4, 0, 8] } else { [0, 8, 9] };
        match self.choose(Kind::FunctionSum, &costs) {
            0 => first,
            1 => {
                let Meaning::Sign(sign_said) = sign.meaning else { return first };
                self.take(sign, Role::Operator);
                let second = self.step().or_nothing();
                Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign_said, second)])
            }
            _ => self.sum_from(first),
        }
    }

    /// "f of b minus f of a": the same letter behind the sign takes an argument of its own.
    fn same_function_after_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let after = sign.end as usize;
        let of = self.lattice.may_be(after + 1, Meaning::Of);
        after + 1 < self.limit && of && self.words.text(after).len() == 1
    }

    /// "x plus h", "x plus delta x": a small step, which only an argument has.
    fn step_follows(&self, sign: Arc) -> bool {
        let after = sign.end as usize;
        after < self.limit && self.words.says(after, "h delta") && self.at > 1 && {
            let again = self.words.text(self.at - 1);
            self.words.says(self.at - 2, "of") && again != self.words.text(after)
        }
    }

    /// One factor behind a sign, and the letter beside "delta".
    fn step(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let number = matches!(&first, Node::Number(_));
        let delta = matches!(&first, Node::Symbol(name) if name == "Delta" || name == "delta");
        if (number || delta)
            && self.pause() == Pause::None
            && self.find(|meaning| matches!(meaning, Meaning::Symbol(_))).is_some()
            && let Some(letter) = self.factor()
        {
            return Some(pair_of(first, letter));
        }
        Some(first)
    }

    /// "P of A given B".
    fn given(&mut self, event: Node) -> Node {
        let here = !self.ended() && self.words.says(self.at, "given");
        let arc = self.find(|meaning| matches!(meaning, Meaning::Operation(name) if crate::lexicon::named(name, "mid")));
        match arc {
            Some(arc) if here => {
                self.take(arc, Role::Operator);
                let condition = self.factor().or_nothing();
                Node::relation(event, ganita_notation::Relation::Named("mid".to_owned()), condition)
            }
            _ => event,
        }
    }

    /// "f of x, y", "u of s comma t": more arguments, each a letter or a number.
    fn further_arguments(&mut self, first: Node) -> Node {
        let simple =
            |node: &Node| matches!(node, Node::Symbol(_) | Node::Number(_) | Node::Subscript(..));
        if !simple(&first) || self.lattice.hard || self.lattice.careful {
            return first;
        }
        let mut items = vec![first];
        while let Some(arc) = self.operator_arc() {
            let comma = arc.meaning == Meaning::Comma;
            let written =
                self.lattice.listing && self.pause() == Pause::Short && begins_operand(arc.meaning);
            if !comma && !written {
                break;
            }
            // Only a single letter or number that nothing follows but a relation or the end.
            let start = if comma { arc.end as usize } else { self.at };
            let Some(item) = self.lattice.at(start).first().filter(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Number(_))
                    && (arc.end as usize) <= self.limit
            }) else {
                break;
            };
            let after = item.end as usize;
            let ends = after >= self.limit
                || self
                    .lattice
                    .first(after)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Comma | Meaning::Compare(_)))
                || self.words.words[after].pause != Pause::None;
            if !ends {
                break;
            }
            if comma {
                self.take(arc, Role::Operator);
            }
            match self.deeper(Self::atom) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        if items.len() == 1 { items.swap_remove(0) } else { Node::List(items) }
    }

    /// One factor; "f of x plus 1" stays f(x) + 1 unless turned round.
    fn letter_argument(&mut self) -> Option<Node> {
        let first = if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Negative | Meaning::Sign(_)))
        {
            self.take(arc, Role::Operator);
            Node::negative(self.factor()?)
        } else {
            self.factor()?
        };
        if matches!(first, Node::Number(_))
            && let Some(arc) = self.operator_arc()
            && matches!(arc.meaning, Meaning::Symbol(_))
            && self.pause() == Pause::None
        {
            let second = self.factor()?;
            return Some(pair_of(first, second));
        }
        Some(first)
    }
}

/// `f^{2}(x)`, `f^{-1}(x)`: the power stands between the letter and its argument.
pub(crate) fn raised_apply(letter: Node, exponent: Node, argument: Node) -> Node {
    if function_letter(&letter) {
        return Node::Apply {
            function: Function::Letter(Box::new(letter)),
            power: Some(Box::new(exponent)),
            index: None,
            argument: Box::new(argument),
        };
    }
    apply(Node::power(letter, exponent), argument)
}

pub(crate) fn apply(letter: Node, argument: Node) -> Node {
    // "h of open bracket …": square brackets that were said are kept, and are enough.
    if matches!(argument, Node::Group(Bracket::Square, ..) | Node::Matrix(..)) {
        return Node::Product(vec![
            (Join::Beside, letter),
            (Join::Beside, nothing()),
            (Join::Beside, argument),
        ]);
    }
    if function_letter(&letter) {
        return Node::Apply {
            function: Function::Letter(Box::new(letter)),
            power: None,
            index: None,
            argument: Box::new(argument),
        };
    }
    pair_of(letter, in_brackets(argument))
}

/// A function whose argument was not said.
fn bare(function: &str, power: Option<Node>, index: Option<Node>) -> Node {
    let mut node = match function {
        // LaTeX has no command for these.
        "Re" | "Im" | "tr" | "var" | "cov" | "sgn" | "lcm" | "adj" | "rank" | "sech" | "csch"
        | "erf" => Node::Raw(format!("\\operatorname{{{function}}}")),
        _ => Node::Raw(format!("\\{function}")),
    };
    if let Some(index) = index {
        node = Node::Subscript(Box::new(node), Box::new(index));
    }
    if let Some(power) = power {
        node = Node::power(node, power);
    }
    node
}

fn is_round(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Open(
            crate::meaning::Fence::Bracket(Bracket::Round) | crate::meaning::Fence::Quantity
        )
    )
}

/// "determinant of 1 2 3 4": as many numbers in a row as a square has cells.
fn square_of_numbers(argument: &Node) -> Option<Vec<Vec<Node>>> {
    let Node::Product(factors) = argument else { return None };
    let side = match factors.len() {
        4 => 2,
        9 => 3,
        _ => return None,
    };
    let numbers = factors
        .iter()
        .all(|(join, factor)| *join == Join::Beside && matches!(factor, Node::Number(_)));
    let cells: Vec<Node> = factors.iter().map(|(_, factor)| factor.clone()).collect();
    numbers.then(|| cells.chunks(side).map(<[Node]>::to_vec).collect())
}
