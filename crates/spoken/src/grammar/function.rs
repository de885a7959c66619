//! Named functions and letters as functions: "sine squared x", "log base 2 of x", "f of x", "inverse tangent of y".

use ganita_notation::{Bracket, Function, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::fraction::fraction;
use crate::grammar::postfix::{small, ungrouped};
use crate::grammar::sum::{in_brackets, pair_of, product_of};
use crate::lattice::{Arc, Level};
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::number::Value;
use crate::parser::{OrNothing, Parser, nothing};
use crate::words::Pause;

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
        let short = self.words.says(self.at, "det डेट");
        // "variance is …".
        let compared = |meaning| matches!(meaning, Meaning::Compare(_));
        if one_of(function, "var cov max min")
            && arc.end as usize == self.at + 1
            && self.lattice.any(arc.end as usize, compared)
        {
            let said = Node::Text(self.words.text(self.at).to_owned());
            self.take(arc, Role::Text);
            return Some(said);
        }
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
                index = self.base_said_here();
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
        if index.is_none() && function == "log" {
            index = self.base_said_here();
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

    /// The base, if its word stands here.
    #[inline(never)]
    pub(crate) fn base_said_here(&mut self) -> Option<Node> {
        self.accept(Meaning::Base).then(|| self.base_said())
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
            || self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_none_or(|sign| {
                self.constant_follows(sign)
                    || matches!(self.lattice.first(sign.end as usize), Some(Meaning::Function(_)))
            })
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
        let hat = |meaning| meaning == Meaning::AccentPost(crate::meaning::Mark::Hat);
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

pub(crate) fn is_round(meaning: Meaning) -> bool {
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
