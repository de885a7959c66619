//! What follows an operand and belongs to it: powers, subscripts, primes, factorial, percent, Hindi "का …".

use ganita_notation::{Accent, Node};

use crate::Role;
use crate::choice::Kind;
use crate::lattice::Level;
use crate::lexicon::name;
use crate::meaning::{Comparison, Meaning};
use crate::number::Value;
use crate::parser::{Parser, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// An operand with everything that clings to it.
    pub(crate) fn factor(&mut self) -> Option<Node> {
        self.deeper(|parser| {
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
                self.roles.push((self.at..end as usize, Role::Operator));
                self.at = end as usize;
                let sign = self.arcs().find(|arc| arc.end == until).map(|arc| arc.meaning);
                if let Some(Meaning::Prime(count)) = sign {
                    self.at = until as usize;
                    node = Node::Prime(Box::new(node), count);
                    continue;
                }
                let script = self.until(until as usize);
                node = if up { raised(node, script) } else { subscripted(node, script) };
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
                Meaning::Raised(power) => {
                    self.take(arc, Role::Operator);
                    node = raised(node, small(power));
                }
                // "from 1 to the square root of 3": the other end of a range, no power.
                Meaning::Power if self.stop_at_to > 0 && self.words.text(self.at) == "to" => {
                    return node;
                }
                Meaning::Power => {
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
                    let letter = self.tight_operand().unwrap_or_else(nothing);
                    let equals = self.accept(Meaning::Compare(Comparison::Equal));
                    let index = if equals {
                        let start = self.tight_operand().unwrap_or_else(nothing);
                        Node::relation(letter, ganita_notation::Relation::Equal, start)
                    } else {
                        letter
                    };
                    node = subscripted(node, index);
                }
                Meaning::Sub => {
                    let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
                    self.take(arc, Role::Operator);
                    let index = self.index(end);
                    node = subscripted(node, index);
                }
                Meaning::Number(number)
                    if self.subscript_implied(&node, number)
                        && !self.root_follows(arc)
                        && !self.one_begins_a_sum(arc) =>
                {
                    self.take(arc, Role::Number);
                    if let Value::Numeral(digits) = &self.lattice.numbers[usize::from(number)] {
                        node = subscripted(node, Node::number(digits));
                    }
                }
                Meaning::Suffix => self.take(arc, Role::Filler),
                Meaning::Compare(Comparison::Named(relation))
                    if !self.lattice.hard
                        && name(relation) == "sim"
                        && self.words.text(self.at) == "tilde" =>
                {
                    self.take(arc, Role::Operator);
                    node = Node::Accented(Accent::Tilde, Box::new(node));
                }
                Meaning::Compare(Comparison::To) if self.arrow_is_vector(arc, &node) => {
                    self.take(arc, Role::Operator);
                    node = Node::Accented(Accent::Vector, Box::new(node));
                }
                Meaning::Symbol(mark)
                    if name(mark) == "dagger"
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
                    let letter = if name(letter) == "p" { 'P' } else { 'C' };
                    self.take(arc, Role::Operator);
                    let lower = self.tight_operand().unwrap_or_else(nothing);
                    node = Node::Choose(letter, Box::new(node), Box::new(lower));
                }
                Meaning::Factorial => {
                    self.take(arc, Role::Operator);
                    node = Node::Factorial(Box::new(node));
                }
                Meaning::Operation(star) if name(star) == "ast" && self.star_clings(arc, &node) => {
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
                }
                Meaning::AccentPost(accent) if self.accent_fits(&node, accent) => {
                    self.take(arc, Role::Operator);
                    node = Node::Accented(accent, Box::new(node));
                }
                Meaning::RootPost(_) | Meaning::AbsolutePost
                    if self.lattice.signs_named && self.argument > 0 && self.bare_argument =>
                {
                    return node;
                }
                // "2 ए का निरपेक्ष मान": all that stands side by side.
                Meaning::AbsolutePost if self.lattice.signs_named && self.argument == 0 => {
                    return node;
                }
                Meaning::FunctionOf if self.limit_follows(arc) => return node,
                Meaning::RootPost(_) | Meaning::AbsolutePost if self.takes_the_sum(&node) => {
                    return node;
                }
                Meaning::RootPost(degree) => {
                    self.take(arc, Role::Operator);
                    let degree =
                        (degree != 2).then(|| Box::new(small(i8::try_from(degree).unwrap_or(2))));
                    node = Node::Root { degree, radicand: Box::new(ungrouped(node)) };
                }
                Meaning::AbsolutePost => {
                    self.take(arc, Role::Operator);
                    node = Node::Absolute(Box::new(node));
                }
                Meaning::Close(crate::meaning::Fence::Bracket(bracket)) => {
                    // Nobody opened it; a screen reader reads such lines too.
                    self.take(arc, Role::Operator);
                    let sign = match bracket {
                        ganita_notation::Bracket::Square => "]",
                        ganita_notation::Bracket::Curly => "\\}",
                        _ => ")",
                    };
                    node = Node::Product(vec![
                        (ganita_notation::Join::Beside, node),
                        (ganita_notation::Join::Beside, Node::Raw(sign.to_owned())),
                    ]);
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
                    let upper = self.factor().unwrap_or_else(nothing);
                    let upper = if self.short_sum_ahead() { self.short_sum(upper) } else { upper };
                    node = Node::Choose(letter, Box::new(upper), Box::new(node));
                }
                Meaning::Choose | Meaning::Permute => {
                    self.take(arc, Role::Operator);
                    let lower = self.factor().unwrap_or_else(nothing);
                    let written = arc.meaning == Meaning::Choose
                        && self.choose(Kind::ChooseLetter, &[0, 12]) == 1;
                    node = if written {
                        Node::Choose('C', Box::new(node), Box::new(lower))
                    } else if arc.meaning == Meaning::Choose {
                        Node::Binomial(Box::new(node), Box::new(lower))
                    } else {
                        Node::Choose('P', Box::new(node), Box::new(lower))
                    };
                }
                Meaning::Mixed => {
                    self.take(arc, Role::Operator);
                    let whole = node;
                    let mut part = self.factor();
                    // "तीन पूर्णांक एक बटा दो".
                    if matches!(part, Some(Node::Number(_))) && self.accept(Meaning::Over) {
                        let below = self.factor().unwrap_or_else(nothing);
                        part = part.map(|above| Node::fraction(above, below));
                    }
                    match (whole, part) {
                        (Node::Number(whole), Some(Node::Fraction(numerator, denominator))) => {
                            match (*numerator, *denominator) {
                                (Node::Number(a), Node::Number(b)) => {
                                    node = Node::Mixed(whole, a, b);
                                }
                                (a, b) => {
                                    node = Node::Product(vec![
                                        (ganita_notation::Join::Beside, Node::Number(whole)),
                                        (ganita_notation::Join::Beside, Node::fraction(a, b)),
                                    ]);
                                }
                            }
                        }
                        (whole, other) => {
                            node = Node::Product(vec![
                                (ganita_notation::Join::Beside, whole),
                                (ganita_notation::Join::Beside, other.unwrap_or_else(nothing)),
                            ]);
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

    /// "x plus 3 squared": who says a number's square says the number, and nobody squares a square, so the sum is meant;
    /// else it may be.
    fn raises_the_sum(&mut self, arc: crate::lattice::Arc, node: &Node) -> bool {
        if !self.in_sum || self.argument > 0 || self.lattice.reader || self.plain > 0 {
            return false;
        }
        let sum = match node {
            Node::Power(..) => true,
            Node::Number(digits) if digits == "1" => self.letter_sign_before(),
            Node::Number(digits) => {
                digits.len() == 1
                    && self.letter_sign_before()
                    && self.words.text(self.at).is_ascii()
                    && (arc.meaning != Meaning::Power || self.number_is_the_exponent(arc))
            }
            Node::Symbol(_) | Node::Subscript(..) => false,
            _ => return false,
        };
        // "x plus y, squared": the pause ends what is raised.
        let pause = self.pause() != Pause::None && !self.lattice.spelt_out;
        let costs = if sum || pause { [4, 0] } else { [0, 7] };
        self.choose(Kind::RaiseAll, &costs) == 1
    }

    /// "to the power of 3", and nothing that closes the exponent.
    fn number_is_the_exponent(&self, arc: crate::lattice::Arc) -> bool {
        let closed = self.lattice.mate(self.at).is_some_and(|end| end < self.limit);
        let Some(next) = self.lattice.at(arc.end as usize).first() else { return false };
        matches!(next.meaning, Meaning::Ordinal(_))
            || (!closed && matches!(next.meaning, Meaning::Number(_)))
    }

    /// "… power of": what was just said is the exponent of something that follows.
    pub(crate) fn power_of_follows(&self, exponent: crate::lattice::Arc) -> bool {
        let at = exponent.end as usize;
        let power = self.lattice.at(at).iter().find(|arc| arc.meaning == Meaning::PowerEnd);
        power.is_some_and(|power| {
            let of = power.end as usize;
            of < self.limit
                && self
                    .lattice
                    .at(of)
                    .iter()
                    .any(|arc| matches!(arc.meaning, Meaning::Of | Meaning::FunctionOf))
        })
    }

    /// Whether the letter just read follows its coefficient: "2 n choose 3".
    fn number_stands_before(&self) -> bool {
        self.at > 1
            && self.lattice.at(self.at - 2).first().is_some_and(|arc| {
                matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == self.at - 1
            })
    }

    /// "x plus 1" and no further sign: what stands before the number just read.
    fn letter_sign_before(&self) -> bool {
        let Some(at) = self.at.checked_sub(3) else { return false };
        let letter = self
            .lattice
            .at(at)
            .first()
            .is_some_and(|arc| matches!(arc.meaning, Meaning::Symbol(_)));
        let sign = self
            .lattice
            .at(at + 1)
            .first()
            .is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_)));
        letter && sign
    }

    /// "x star": a mark when nothing to multiply follows, or "of" does.
    fn star_clings(&self, arc: crate::lattice::Arc, node: &Node) -> bool {
        let after = arc.end as usize;
        let operand = after < self.limit
            && self
                .lattice
                .at(after)
                .first()
                .is_some_and(|arc| crate::parser::begins_operand(arc.meaning));
        !operand
            && self.words.text(self.at) == "star"
            && matches!(node, Node::Symbol(_) | Node::Subscript(..) | Node::Accented(..))
    }

    /// "… का फलन सीमा": the limit is of the whole term.
    pub(crate) fn limit_follows(&self, arc: crate::lattice::Arc) -> bool {
        self.lattice.at(arc.end as usize).first().is_some_and(|arc| arc.meaning == Meaning::Limit)
    }

    /// "1 − x का वर्गमूल": whether the root takes the sum before it.
    fn takes_the_sum(&mut self, node: &Node) -> bool {
        if !self.in_sum || self.argument > 0 {
            return false;
        }
        // A root of a bare number is common; a root of the last letter of a sum is not.
        let number = matches!(node, Node::Number(_));
        let costs = if self.lattice.signs_named && !number { [4, 0] } else { [0, 8] };
        self.choose(Kind::RootAll, &costs) == 1
    }

    /// "x right arrow equals 0": an arrow with nothing to point to stands over its letter.
    fn arrow_is_vector(&self, arc: crate::lattice::Arc, node: &Node) -> bool {
        let said = matches!(self.words.text(self.at), "right" | "दाइं");
        if !said
            || self.stop_at_to > 0
            || self.plain > 0
            || !matches!(node, Node::Symbol(_) | Node::Subscript(..))
        {
            return false;
        }
        let begins = |at: usize| {
            at < self.limit
                && self
                    .lattice
                    .at(at)
                    .first()
                    .is_some_and(|arc| crate::parser::begins_operand(arc.meaning))
        };
        let after = arc.end as usize;
        if !begins(after) || self.lattice.vectors {
            return true;
        }
        // "a right arrow b right arrow": both are vectors.
        let letter =
            self.lattice.at(after).first().filter(|arc| matches!(arc.meaning, Meaning::Symbol(_)));
        letter.is_some_and(|letter| {
            let next = letter.end as usize;
            next < self.limit
                && self
                    .lattice
                    .at(next)
                    .first()
                    .is_some_and(|arc| arc.meaning == Meaning::Compare(Comparison::To))
                && !begins(self.lattice.at(next).first().map_or(next, |arc| arc.end as usize))
        })
    }

    /// "n C r", "10 P 3": a letter between two counts.
    fn selection_letter(&self, node: &Node, arc: crate::lattice::Arc, letter: &str) -> bool {
        let count = match node {
            Node::Number(_) => true,
            Node::Symbol(name) => name == "n",
            _ => false,
        };
        let next = arc.end as usize;
        count
            && matches!(letter, "c" | "p")
            && !self.lattice.hard
            && !self.lattice.careful
            && next < self.limit
            && self.lattice.at(next).first().is_some_and(|next| match next.meaning {
                Meaning::Number(_) => !matches!(node, Node::Symbol(_)) || letter == "c",
                Meaning::Symbol(below) => matches!(name(below), "r" | "k"),
                _ => false,
            })
    }

    /// "a 2 का वर्गमूल": the number belongs to the root.
    fn root_follows(&self, arc: crate::lattice::Arc) -> bool {
        self.lattice
            .at(arc.end as usize)
            .first()
            .is_some_and(|arc| matches!(arc.meaning, Meaning::RootPost(_)))
    }

    pub(crate) fn function_follows(&self, arc: crate::lattice::Arc) -> bool {
        self.lattice
            .at(arc.end as usize)
            .iter()
            .any(|arc| matches!(arc.meaning, Meaning::Function(_)))
    }

    /// "x 1" is x₁, when nothing between says otherwise.
    fn subscript_implied(&self, node: &Node, number: u16) -> bool {
        let letter = match node {
            Node::Symbol(name) => !matches!(name.as_str(), "e" | "i") || self.lattice.hard,
            Node::Accented(..) | Node::Styled(..) => self.lattice.hard,
            Node::Prime(..) => self.lattice.hard,
            _ => false,
        };
        let greek =
            matches!(node, Node::Symbol(name) if matches!(name.as_str(), "pi" | "infinity" | "."));
        letter
            && !greek
            && self.pause() == Pause::None
            && !self.cells
            && (!self.lattice.indices_named || self.lattice.hard)
            && !self.lattice.compare_post_ahead(self.at)
            && matches!(&self.lattice.numbers[usize::from(number)], Value::Numeral(digits)
                if digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// "e to the minus x one plus x": one and a sign may begin what nobody brackets.
    fn one_begins_a_sum(&mut self, number: crate::lattice::Arc) -> bool {
        let at = number.end as usize;
        let sign = at < self.limit
            && self
                .lattice
                .at(at)
                .first()
                .is_some_and(|arc| matches!(arc.meaning, Meaning::Sign(_)));
        sign && !self.lattice.reader
            && self.words.text(self.at) == "one"
            && self.choose(Kind::IndexImplied, &[0, 7]) == 1
    }

    fn accent_fits(&self, node: &Node, accent: Accent) -> bool {
        accent != Accent::Vector
            || matches!(node, Node::Symbol(_))
            || self.words.text(self.at) == "with"
    }

    /// A subscript: closed by "end sub", or one factor, with "n plus one" kept together.
    fn index(&mut self, end: Option<usize>) -> Node {
        if let Some(end) = end {
            let index = self.until(end);
            self.close(crate::meaning::Fence::Subscript);
            return index;
        }
        let Some(first) = self.tight_operand() else { return self.incomplete() };
        // "x sub n plus 1": a letter, a sign and a small number.
        if matches!(first, Node::Symbol(_))
            && self.short_sum_ahead()
            && self.choose(Kind::IndexSum, &[0, 6]) == 0
        {
            return self.short_sum(first);
        }
        // "e sub i j": letters that count go together.
        let mut node = first;
        while counts(&node)
            && self.pause() == Pause::None
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))
            && let Meaning::Symbol(letter) = arc.meaning
            && counting(name(letter))
            && arc.cost == 0
        {
            self.take(arc, Role::Symbol);
            node = crate::grammar::calculus::beside_body(node, symbol(letter));
        }
        // "gamma sub 1 2": digits said one by one.
        if let Node::Number(first) = &node
            && first.len() == 1
            && !self.cells
            && self.pause() == Pause::None
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Number(_)))
            && let Meaning::Number(number) = arc.meaning
            && let Value::Numeral(second) = &self.lattice.numbers[usize::from(number)]
            && second.len() == 1
        {
            let both = format!("{first}{second}");
            self.take(arc, Role::Number);
            node = Node::Number(both);
        }
        self.index_list(node)
    }

    /// "x sub i comma j": a bare letter or digit after the comma, and then no relation, belongs below too.
    fn index_list(&mut self, first: Node) -> Node {
        if self.lattice.reader && !self.lattice.careful
            || !matches!(first, Node::Symbol(_) | Node::Number(_))
        {
            return first;
        }
        let mut items = vec![first];
        while items.len() < 4 {
            let comma = self.find(|meaning| meaning == Meaning::Comma);
            // A written comma: "R sub 1, 1, 2, 1", "H sub alpha, beta".
            let written = comma.is_none() && self.lattice.listing && self.pause() == Pause::Short;
            if comma.is_none() && !written {
                break;
            }
            let at = comma.map_or(self.at, |comma| comma.end as usize);
            let item = self.lattice.at(at).first().copied().filter(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Number(_))
                    && arc.end as usize <= self.limit
            });
            let Some(item) = item else { break };
            let after = item.end as usize;
            let follows = self.lattice.at(after).first().filter(|_| {
                after < self.limit
                    && (comma.is_some() || self.words.words[after].pause == Pause::None)
            });
            // "x sub i, comma": the next item is one of a list when it has scripts or stands in a relation itself.
            let number = matches!(item.meaning, Meaning::Number(_));
            let own = follows.is_some_and(|arc| {
                !number && matches!(arc.meaning, Meaning::Compare(_) | Meaning::Comma)
                    || matches!(
                        arc.meaning,
                        Meaning::Sub
                            | Meaning::Raised(_)
                            | Meaning::Symbol(_)
                            | Meaning::Number(_)
                            | Meaning::Power
                            | Meaning::ComparePost(_)
                            | Meaning::Operation(_)
                    )
            });
            let script = follows.is_some_and(|arc| arc.meaning == Meaning::Power)
                && self.words.text(after) == "superscript";
            if own && !script || comma.is_some() && self.words.words[at].pause != Pause::None {
                break;
            }
            let costs = match (comma.is_some(), number) {
                (true, _) => [0, 3],
                (false, true) => [0, 2],
                (false, false) => [4, 0],
            };
            if self.choose(Kind::IndexComma, &costs) == 1 {
                break;
            }
            if let Some(comma) = comma {
                self.take(comma, Role::Operator);
            }
            match self.deeper(Self::atom) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        if items.len() == 1 { items.swap_remove(0) } else { Node::List(items) }
    }

    /// Whether "plus one" or "minus one" follows and then something that ends the sum.
    pub(crate) fn short_sum_ahead(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        if self.pause() != Pause::None {
            return false;
        }
        let number = self.lattice.at(sign.end as usize).iter().find(|arc| match arc.meaning {
            Meaning::Number(number) => {
                matches!(&self.lattice.numbers[usize::from(number)], Value::Numeral(digits) if digits == "1")
            }
            _ => false,
        });
        number.is_some_and(|arc| (arc.end as usize) <= self.limit)
    }

    pub(crate) fn short_sum(&mut self, first: Node) -> Node {
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return first;
        };
        let Meaning::Sign(sign) = arc.meaning else { return first };
        self.take(arc, Role::Operator);
        let Some(number) = self.find(|meaning| matches!(meaning, Meaning::Number(_))) else {
            return first;
        };
        self.take(number, Role::Number);
        Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign, Node::number("1"))])
    }

    /// One operand without its own scripts: what a subscript or exponent takes when nothing closes it.
    pub(crate) fn tight_operand(&mut self) -> Option<Node> {
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let operand = self.tight_operand().unwrap_or_else(nothing);
            let sign = match arc.meaning {
                Meaning::Sign(sign) => sign,
                _ => ganita_notation::Sign::Minus,
            };
            return Some(Node::Sum(vec![(sign, operand)]));
        }
        if let Some(letters) = self.letters_below() {
            return Some(letters);
        }
        self.deeper(Self::atom)
    }

    /// "sub ab", "sub me": two letters, whatever else the word may be.
    fn letters_below(&mut self) -> Option<Node> {
        let only_talk =
            self.arcs().all(|arc| matches!(arc.meaning, Meaning::Filler | Meaning::Word));
        let text = if self.ended() { "" } else { self.words.text(self.at) };
        let pair = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if !only_talk || !pair || matches!(text, "of" | "is" | "to") {
            return None;
        }
        let factors = text
            .chars()
            .map(|letter| (ganita_notation::Join::Beside, Node::Symbol(letter.to_string())));
        let node = Node::Product(factors.collect());
        self.roles.push((self.at..self.at + 1, Role::Symbol));
        self.at += 1;
        Some(node)
    }

    /// What "Underscript" or "Overscript" holds, up to "Endscripts" or the other of the two.
    pub(crate) fn layer(&mut self) -> Node {
        let mut end = self.at;
        let mut depth = 0;
        while end < self.limit {
            let Some(arc) = self.lattice.at(end).first() else { break };
            match arc.meaning {
                Meaning::Under if self.lattice.hard && depth > 0 => {}
                Meaning::ScriptsEnd if depth == 0 => break,
                Meaning::ScriptsEnd => depth -= 1,
                Meaning::OverScript if depth == 0 => break,
                Meaning::Under => depth += 1,
                _ => {}
            }
            end = (arc.end as usize).max(end + 1);
        }
        let node = self.until(end.min(self.limit));
        self.accept(Meaning::ScriptsEnd);
        node
    }

    /// "x का फलन f": the function's letter comes after its argument.
    pub(crate) fn function_of_what_was_said(&mut self, argument: Node) -> Node {
        let Some(letter) = self.deeper(Self::atom) else { return argument };
        let letter = self.postfix_scripts(letter);
        let letter = self.further_indices(letter);
        if let Node::Product(mut factors) = letter {
            // A limit written as it stands.
            if factors.last().is_some_and(|(_, last)| crate::parser::is_nothing(last)) {
                factors.pop();
            }
            factors.push((ganita_notation::Join::Beside, argument));
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
        crate::grammar::function::apply(letter, ungrouped(argument))
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
                    let index = self.tight_operand().unwrap_or_else(nothing);
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

/// Letters that index: i, j, k, mu.
fn counting(letter: &str) -> bool {
    matches!(letter, "i" | "j" | "k" | "l" | "m" | "n" | "mu" | "nu")
}

fn counts(node: &Node) -> bool {
    match node {
        Node::Symbol(letter) => counting(letter),
        Node::Product(factors) => factors.iter().all(|(_, factor)| counts(factor)),
        _ => false,
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

fn is_only_round(open: ganita_notation::Bracket, close: ganita_notation::Bracket) -> bool {
    open == ganita_notation::Bracket::Round && close == ganita_notation::Bracket::Round
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
        Node::Symbol(name) => !matches!(name.as_str(), "infinity" | "." | "ldots" | "cdots" | "pi"),
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
        Node::Symbol(name) => matches!(name.as_str(), "f" | "g" | "h" | "F" | "G" | "H"),
        Node::Prime(base, _) | Node::Subscript(base, _) => function_letter(base),
        _ => false,
    }
}

pub(crate) fn symbol(symbol: crate::meaning::Name) -> Node {
    Node::symbol(name(symbol))
}
