//! Operands: numbers, letters, and whatever begins with a word of its own.

use ganita_notation::{Accent, Bracket, Join, Node};

use crate::Role;
use crate::among::one_of;
use crate::grammar::letter::doubled;
use crate::grammar::postfix::{symbol, ungrouped};
use crate::grammar::sum::{in_brackets, pair_of};
use crate::lattice::Level;
use crate::lexicon::name;
use crate::meaning::{Fence, Meaning};
use crate::number::Value;
use crate::parser::{OrNothing, Parser, nothing};
use crate::words::Pause;

impl Parser<'_> {
    /// One operand, without what clings to it afterwards.
    pub(crate) fn atom(&mut self) -> Option<Node> {
        self.deeper(Self::atom_here)
    }

    fn atom_here(&mut self) -> Option<Node> {
        if let Some(Level::Open { up, end, until }) =
            self.lattice.level(self.at).filter(|_| !self.ended())
        {
            return self.leading_script(up, end as usize, until as usize);
        }
        // "raised to the 2 n power C sub 3": a script before its letter.
        if let Some(arc) = self.find(|meaning| meaning == Meaning::Power)
            && self.lattice.mate(self.at).is_some_and(|end| end < self.limit)
        {
            let script = self.exponent_after(arc);
            return Some(self.script_before(script));
        }
        if let Some(node) =
            self.prime_power().or_else(|| self.named_power()).or_else(|| self.unsaid_bracket())
        {
            return Some(node);
        }
        let arc = self.operand_arc()?;
        match arc.meaning {
            Meaning::Number(number) => {
                if let Some(matrix) = self.sized_matrix() {
                    return Some(matrix);
                }
                let at = self.at;
                if let Some(cases) = self.counted_cases(arc) {
                    return Some(cases);
                }
                self.at = at;
                let written = self.words.text(at).starts_with('0');
                self.take(arc, Role::Number);
                Some(match &self.lattice.numbers[usize::from(number)] {
                    // A reader that drops commas: "f colon 02 right arrow".
                    Value::Numeral(digits) if written && digits.len() == 2 => {
                        match crate::grammar::bracket::list_of_digits(digits) {
                            Some(ends) => {
                                Node::Group(Bracket::Square, Box::new(ends), Bracket::Square)
                            }
                            None => Node::number(digits),
                        }
                    }
                    value => on_the_board(value),
                })
            }
            Meaning::Ordinal(value) => {
                if let Some(term) = self.term_counted(arc, value) {
                    return Some(term);
                }
                self.take(arc, Role::Number);
                if let Some(root) = self.find(|meaning| {
                    meaning == Meaning::NthRoot || matches!(meaning, Meaning::Root(2))
                }) {
                    return self.root(root, Some(Node::number(&value.to_string())));
                }
                // "the fifth power of cosine of x".
                if self.accept(Meaning::PowerEnd) {
                    self.accept(Meaning::Of);
                    let exponent = Node::number(&value.to_string());
                    return Some(match self.factor() {
                        Some(Node::Apply { function, power: None, index, argument }) => {
                            Node::Apply {
                                function,
                                power: Some(Box::new(exponent)),
                                index,
                                argument,
                            }
                        }
                        Some(base) => Node::power(base, exponent),
                        None => exponent,
                    });
                }
                Some(Node::fraction(Node::number("1"), Node::number(&value.to_string())))
            }
            Meaning::Symbol(letter)
                if crate::lexicon::named(letter, "partial") && self.with_respect_ahead() =>
            {
                self.derivative(arc, true, 1)
            }
            Meaning::Symbol(letter)
                if crate::lexicon::named(letter, "sigma")
                    && (self.runs_from_to(arc) || self.lattice.sums_letters) =>
            {
                self.big(arc, ganita_notation::BigOperator::Sum)
            }
            Meaning::Symbol(letter) => match self.nth_term() {
                Some(term) => Some(term),
                None => self.letter(arc, letter),
            },
            Meaning::NumberSet(letter) => {
                self.take(arc, Role::Symbol);
                Some(Node::Styled(ganita_notation::Style::Blackboard, Box::new(symbol(letter))))
            }
            Meaning::Element => Some(self.element(arc)),
            Meaning::Differential(letter)
                if self.integrals > 0 && self.derivative_pair_at(self.at).is_some() =>
            {
                self.take(arc, Role::Symbol);
                let below = self.find(|meaning| matches!(meaning, Meaning::Differential(_)))?;
                let Meaning::Differential(variable) = below.meaning else { return None };
                self.take(below, Role::Symbol);
                Some(Node::Derivative {
                    partial: false,
                    order: 1,
                    variables: vec![symbol(variable)],
                    inside: true,
                    of: Some(Box::new(symbol(letter))),
                })
            }
            Meaning::Differential(letter) => {
                self.take(arc, Role::Symbol);
                self.plain += 1;
                let letter = self.postfix(symbol(letter));
                self.plain -= 1;
                Some(Node::Differential(Box::new(letter)))
            }
            Meaning::Unit(_) => Some(self.unit(arc)),
            Meaning::Probability => self.probability(arc),
            Meaning::Expectation => self.expectation(arc),
            Meaning::Measure(_) => self.measure(arc),
            Meaning::Word => self.word(arc),
            Meaning::Blank => {
                self.take(arc, Role::Filler);
                Some(nothing())
            }
            Meaning::Capital => {
                self.take(arc, Role::Symbol);
                let inner = self.atom()?;
                Some(capitalised(inner))
            }
            Meaning::Small | Meaning::Positive => {
                let normal = self.words.says(self.at, "normal सामान्य");
                self.take(arc, Role::Filler);
                let capital = self.find(|meaning| match meaning {
                    Meaning::Symbol(letter) => crate::lexicon::named(letter, "sigma"),
                    Meaning::Prefix(prefix) => crate::lexicon::named(prefix, "triangle"),
                    _ => false,
                });
                match capital.filter(|_| normal) {
                    // A reader's "normal sigma", "normal triangle" are the upright capitals.
                    Some(arc) => {
                        self.take(arc, Role::Symbol);
                        let sigma = matches!(arc.meaning, Meaning::Symbol(_));
                        Some(Node::symbol(if sigma { "Sigma" } else { "Delta" }))
                    }
                    None => self.atom(),
                }
            }
            Meaning::Style(style) => {
                self.take(arc, Role::Symbol);
                let inner = self.atom()?;
                Some(Node::Styled(style, Box::new(inner)))
            }
            Meaning::Negative => {
                self.take(arc, Role::Operator);
                let inner = self.factor().or_nothing();
                if !self.lattice.reader && one_raised(&inner) {
                    return Some(minus_one_raised(inner));
                }
                Some(Node::negative(inner))
            }
            Meaning::Function(_) | Meaning::Inverse | Meaning::Arc => self.function(arc),
            Meaning::Root(_) | Meaning::NthRoot => self.root(arc, None),
            Meaning::RaisedOf(power) | Meaning::WholeOf(power) => self.power_of(arc, power),
            Meaning::TransposeOf => {
                self.take(arc, Role::Operator);
                Some(Node::power(self.factor()?, Node::symbol("T")))
            }
            Meaning::ProductOf(join) => {
                self.take(arc, Role::Operator);
                let first = self.factor()?;
                self.accept_where(|meaning| {
                    let to = join == Join::Ratio && meaning == Meaning::To;
                    to || matches!(meaning, Meaning::Linking(_))
                });
                let second = self.factor().or_nothing();
                Some(Node::Product(vec![(Join::Beside, first), (join, second)]))
            }
            Meaning::Transform(letter) => {
                self.take(arc, Role::Operator);
                let of = Box::new(ungrouped(self.product().or_nothing()));
                let letter = Node::Symbol(char::from(letter).to_string());
                let letter = Node::Styled(ganita_notation::Style::Calligraphic, Box::new(letter));
                let of = Node::Group(Bracket::Curly, of, Bracket::Curly);
                Some(pair_of(letter, of))
            }
            Meaning::TangentSpace => {
                self.take(arc, Role::Operator);
                self.plain += 1;
                let point = self.factor().or_nothing();
                self.plain -= 1;
                self.accept(Meaning::Of);
                while !self.ended() && self.words.says(self.at, "the a manifold") {
                    self.pass_to(self.at + 1, Role::Filler);
                }
                let manifold = self.factor().or_nothing();
                let space = Node::Subscript(Box::new(Node::symbol("T")), Box::new(point));
                Some(pair_of(space, manifold))
            }
            Meaning::Commutator => {
                self.take(arc, Role::Operator);
                let first = self.product()?;
                self.accept_where(|meaning| {
                    matches!(meaning, Meaning::Linking(_) | Meaning::With | Meaning::Comma)
                });
                let second = self.product().or_nothing();
                let pair = Box::new(Node::List(vec![first, second]));
                Some(Node::Group(Bracket::Square, pair, Bracket::Square))
            }
            Meaning::Projection => self.projection(arc),
            Meaning::RootIndex => self.indexed_root(arc),
            Meaning::Start => {
                self.take(arc, Role::Operator);
                self.started()
            }
            Meaning::Enlarged => {
                self.take(arc, Role::Operator);
                self.atom()
            }
            Meaning::Open(Fence::Fraction) => self.explicit_fraction(arc),
            Meaning::Open(Fence::Root) => self.explicit_root(arc),
            Meaning::Open(Fence::Matrix) | Meaning::Determinant => self.matrix(arc),
            Meaning::Open(Fence::Set) => self.set(arc),
            Meaning::Open(fence) => self.bracket(arc, fence),
            Meaning::Numerator => self.named_fraction(arc),
            Meaning::Big(range) => self.big(arc, range.operator()),
            Meaning::Integral(_) | Meaning::Contour => self.integral(arc),
            Meaning::Limit => self.limit_of(arc),
            Meaning::Derivative { partial, order } => self.derivative(arc, partial, order),
            Meaning::Prefix(prefix) => {
                self.take(arc, Role::Operator);
                let wide = crate::lexicon::named(prefix, "forall exists");
                let operand = if wide {
                    self.binding = true;
                    let bound = self.list_item();
                    self.binding = false;
                    self.bound_until = self.at;
                    bound
                } else {
                    self.geometry()
                };
                let figure = prefixed(name(prefix), operand);
                Some(if wide { figure } else { self.area_said_last(figure) })
            }
            Meaning::Nabla(join) => {
                self.take(arc, Role::Operator);
                let operand = self.factor().or_nothing();
                // "the divergence of the gradient of f".
                let gradient = matches!(&operand, Node::Symbol(name) if name == "nabla");
                let operand = match gradient.then(|| self.factor()).flatten() {
                    Some(of) => {
                        let gradient = pair_of(operand, of);
                        in_brackets(gradient)
                    }
                    None => operand,
                };
                let nabla = Node::symbol("nabla");
                Some(match join {
                    Some(join) => Node::Product(vec![(Join::Beside, nabla), (join, operand)]),
                    None => pair_of(Node::power(nabla, Node::number("2")), operand),
                })
            }
            Meaning::Accent(_) | Meaning::UnitVector | Meaning::ModAbove | Meaning::ModBelow => {
                self.accented(arc)
            }
            Meaning::Interval => self.interval(arc),
            Meaning::Point => {
                self.take(arc, Role::Filler);
                let list = self.list()?;
                Some(match list {
                    list @ Node::List(_) => in_brackets(list),
                    other => other,
                })
            }
            Meaning::OfWhich => {
                self.take(arc, Role::Filler);
                self.atom()
            }
            _ => None,
        }
    }

    /// "Superscript n Baseline upper C 17": a script before its letter.
    fn leading_script(&mut self, up: bool, end: usize, until: usize) -> Option<Node> {
        self.at = end;
        let script = self.until(until);
        if up {
            return Some(self.script_before(script));
        }
        Some(Node::Subscript(Box::new(Node::Raw("{}".to_owned())), Box::new(script)))
    }

    /// "the prime power of f of x": the mark is said before its letter.
    fn prime_power(&mut self) -> Option<Node> {
        let mut at = self.at;
        if self.lattice.at(at).first()?.meaning == Meaning::Filler {
            at = self.lattice.at(at).first()?.end as usize;
        }
        let prime = *self.lattice.at(at).first()?;
        let Meaning::Prime(count) = prime.meaning else { return None };
        let power = self.lattice.at(prime.end as usize).first()?;
        if power.meaning != Meaning::PowerEnd || power.end as usize >= self.limit {
            return None;
        }
        self.at = power.end as usize;
        self.accept(Meaning::Of);
        // A reader says "f prime" of f', and this of f^{'}.
        let prime = Node::Prime(Box::new(nothing()), count);
        Some(match self.factor()? {
            Node::Apply { function, power: None, index, argument } => {
                Node::Apply { function, power: Some(Box::new(prime)), index, argument }
            }
            other => Node::power(other, prime),
        })
    }

    /// "the negative 1 power of", "the 3 halves power of": where the number stands, whether it is negative, its phrase.
    pub(crate) fn named_power_ahead(&self) -> Option<(usize, bool, crate::lattice::Arc)> {
        let mut at = self.at;
        let filler = self.lattice.at(at).first()?;
        if filler.meaning == Meaning::Filler && filler.end as usize == at + 1 {
            at += 1;
        }
        let minus = self.lattice.at(at).first()?;
        let negative = minus.meaning == Meaning::Negative && minus.cost == 0;
        if negative {
            at = minus.end as usize;
        }
        let number =
            *self.lattice.at(at).iter().find(|arc| matches!(arc.meaning, Meaning::Number(_)))?;
        let named = (number.end as usize) < self.limit && self.power_of_follows(number);
        named.then_some((at, negative, number))
    }

    /// An exponent that is said before its base.
    fn named_power(&mut self) -> Option<Node> {
        let (at, negative, number) = self.named_power_ahead()?;
        self.pass_to(at, Role::Filler);
        let Meaning::Number(value) = number.meaning else { return None };
        self.take(number, Role::Number);
        let exponent = on_the_board(&self.lattice.numbers[usize::from(value)]);
        let exponent = if negative { Node::negative(exponent) } else { exponent };
        self.accept(Meaning::PowerEnd);
        self.accept_where(|meaning| matches!(meaning, Meaning::Of | Meaning::FunctionOf));
        Some(match self.factor() {
            Some(Node::Apply { function, power: None, index, argument }) => {
                Node::Apply { function, power: Some(Box::new(exponent)), index, argument }
            }
            Some(base) => Node::power(base, exponent),
            None => exponent,
        })
    }

    /// The letter that a raised script stands before: `{}^{n}C_{r}`.
    fn script_before(&mut self, script: Node) -> Node {
        if let Some(node) = self.factor() {
            return match node {
                Node::Subscript(letter, lower) if matches!(&*letter, Node::Symbol(name) if name == "C" || name == "P") =>
                {
                    let letter = if matches!(&*letter, Node::Symbol(name) if name == "P") {
                        'P'
                    } else {
                        'C'
                    };
                    Node::Choose(letter, Box::new(script), lower)
                }
                other => pair_of(Node::power(Node::Raw("{}".to_owned()), script), other),
            };
        }
        Node::power(Node::Raw("{}".to_owned()), script)
    }

    fn list_item(&mut self) -> Option<Node> {
        self.relation()
    }

    /// Letters after "angle", "triangle": a run of them without a sign.
    fn geometry(&mut self) -> Option<Node> {
        self.plain += 1;
        let points = self.points();
        self.plain -= 1;
        points
    }

    fn points(&mut self) -> Option<Node> {
        let first = self.factor()?;
        let mut factors = vec![(Join::Beside, first)];
        while let Some(arc) = self.operator_arc() {
            // "triangle E F of G": a reader takes the second point for a function.
            let point = |(_, node): &(Join, Node)| matches!(node, Node::Symbol(name) if name.len() == 1 && name.as_bytes()[0].is_ascii_uppercase());
            let next = arc.end as usize;
            if matches!(arc.meaning, Meaning::Of | Meaning::FunctionOf)
                && next < self.limit
                && self.words.words[next].upper
                && self.words.length(next) == 1
                && factors.iter().all(point)
            {
                self.take(arc, Role::Filler);
                continue;
            }
            // "angle S TR": letters written together.
            let points = arc.meaning == Meaning::Word
                && self.words.words[self.at].upper
                && self.words.length(self.at) <= 3;
            if points {
                let letters = self.words.text(self.at).to_ascii_uppercase();
                self.take(arc, Role::Symbol);
                let letters = letters.chars().map(|letter| Node::Symbol(letter.to_string()));
                factors.extend(letters.map(|letter| (Join::Beside, letter)));
                continue;
            }
            if !matches!(arc.meaning, Meaning::Capital | Meaning::Symbol(_)) || factors.len() > 6 {
                break;
            }
            factors.push((Join::Beside, self.factor()?));
        }
        let name = factors
            .iter()
            .map(|(_, node)| match node {
                Node::Symbol(name) if name.len() == 1 => Some(name.as_str()),
                _ => None,
            })
            .collect::<Option<String>>();
        Some(match name {
            Some(name) if name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Node::Symbol(name)
            }
            _ => crate::grammar::sum::product_of(factors),
        })
    }

    /// An element and how many atoms of it, "O", "Cl2"; symbols of two letters are one text with those beside them.
    fn element(&mut self, arc: crate::lattice::Arc) -> Node {
        let mut symbols = String::new();
        let mut next = Some(arc);
        let glued = |parser: &Self| !parser.ended() && parser.words.words[parser.at].glued;
        while let Some(arc) = next.take() {
            let mut symbol = self.words.text(self.at).to_owned();
            symbol[..1].make_ascii_uppercase();
            symbols.push_str(&symbol);
            self.take(arc, Role::Symbol);
            let more = self.find(|meaning| meaning == Meaning::Element);
            let long = |at: usize| self.words.length(at) == 2;
            next = more.filter(|_| glued(self) && (symbols.len() > 1 || long(self.at)));
        }
        let node = if symbols.len() == 1 { Node::Symbol(symbols) } else { Node::Text(symbols) };
        let digits =
            glued(self) && self.words.text(self.at).bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            return node;
        }
        let count = Node::number(self.words.text(self.at));
        self.pass_to(self.at + 1, Role::Number);
        Node::Subscript(Box::new(node), Box::new(count))
    }

    /// "of" between a word and another that is nothing else: "number of outcomes".
    fn names_go_on(&self) -> bool {
        let next = self.at + 1;
        next < self.limit
            && self.words.says(self.at, "of")
            && self.words.length(next) > 3
            && self.words.words[next].pause == Pause::None
            && self.lattice.begins(next, Meaning::Word)
            && !self.lattice.reader
    }

    /// Words nobody taught us: letters side by side when it looks so, else text on the board.
    fn word(&mut self, arc: crate::lattice::Arc) -> Option<Node> {
        let at = self.at;
        let word = self.words.words[at];
        let text = self.words.text(at);
        let letters = text.bytes().all(|byte| byte.is_ascii_lowercase());
        if letters && (word.upper && text.len() <= 4 || text.len() == 2 || is_letters(text)) {
            self.take(arc, Role::Symbol);
            let mut text = if word.upper { text.to_ascii_uppercase() } else { text.to_owned() };
            // "Nx": somebody wrote a capital on purpose.
            if word.capital
                && text.len() == 2
                && (at > 0 && word.pause == Pause::None || at == 0 && self.words.capital_again(at))
            {
                text[..1].make_ascii_uppercase();
            }
            if let [letter, index, again] = text.as_bytes()
                && index == again
            {
                let letter = Node::Symbol(char::from(*letter).to_string());
                return Some(Node::Subscript(Box::new(letter), Box::new(doubled(*index))));
            }
            // What follows belongs to the last letter: "xy squared" is x times y squared.
            let mut factors: Vec<(Join, Node)> = text
                .chars()
                .map(|letter| (Join::Beside, Node::Symbol(letter.to_string())))
                .collect();
            if let Some((_, last)) = factors.last_mut() {
                let letter = std::mem::replace(last, nothing());
                *last = self.postfix(letter);
            }
            return Some(crate::grammar::sum::product_of(factors));
        }
        self.take(arc, Role::Text);
        let mut words = clean(self.words.spelt(at));
        if self.names_go_on() {
            words.push_str(" of");
            self.pass_to(self.at + 1, Role::Text);
        }
        // Words that follow one another are one text; "net force" is no force of another kind.
        while let Some(arc) = self.arcs().next().copied() {
            if !matches!(arc.meaning, Meaning::Word | Meaning::Measure(_))
                || arc.end as usize != self.at + 1
            {
                break;
            }
            if self.words.length(self.at) <= 2 {
                break;
            }
            words.push(' ');
            words.push_str(&clean(self.words.spelt(self.at)));
            self.take(arc, Role::Text);
            // "number of favourable outcomes".
            if self.names_go_on() {
                words.push_str(" of");
                self.pass_to(self.at + 1, Role::Text);
            }
        }
        self.cost += 10;
        Some(Node::Text(words))
    }
}

/// One, raised to what is no number: "minus one to the power n" is said of minus one, for one to any power is one.
pub(crate) fn one_raised(node: &Node) -> bool {
    matches!(node, Node::Power(base, exponent) if **base == Node::number("1") && !matches!(**exponent, Node::Number(_)))
}

/// `(-1)^{n}` of `1^{n}`.
pub(crate) fn minus_one_raised(node: Node) -> Node {
    match node {
        Node::Power(base, exponent) => Node::Power(Box::new(Node::negative(*base)), exponent),
        other => other,
    }
}

/// A number as it stands on the board.
#[inline(never)]
pub(crate) fn on_the_board(value: &Value) -> Node {
    match value {
        Value::Numeral(digits) => Node::number(digits),
        Value::Fraction(a, b) => Node::fraction(Node::number(a), Node::number(b)),
        Value::Mixed(whole, a, b) => Node::Mixed(whole.clone(), a.clone(), b.clone()),
    }
}

/// "txx", "xyz", "abc": three letters that make no word, having no vowel or following one another in the alphabet.
fn is_letters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let vowel = |byte: &u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    bytes.len() == 3
        && (!bytes.iter().any(vowel) || bytes.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

/// A prefix operator before one operand; further letters stand beside it.
fn prefixed(operator: &str, operand: Option<Node>) -> Node {
    match operand {
        // A complement's line stands above all of it.
        operand if operator == "overline" => {
            Node::Accented(Accent::Bar, Box::new(operand.unwrap_or(Node::Missing)))
        }
        None => Node::Raw(format!("\\{operator} ")),
        // "for all x in R", "there exists y such that": the letter is bound, its condition follows.
        Some(Node::Relation(bound, rest)) if one_of(operator, "forall exists") => {
            Node::Relation(Box::new(Node::Prefix(operator.to_owned(), bound)), rest)
        }
        Some(Node::Product(mut factors)) => {
            factors.insert(0, (Join::Beside, Node::Raw(format!("\\{operator} "))));
            Node::Product(factors)
        }
        Some(operand) => Node::Prefix(operator.to_owned(), Box::new(operand)),
    }
}

/// Only what LaTeX's `\text` shows unchanged.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| {
            letter.is_alphanumeric()
                || matches!(letter, ' ' | '\'' | '-' | '.' | ',')
                || ('\u{900}'..='\u{97f}').contains(letter)
        })
        .collect()
}

/// The capital form of a letter; Greek capitals that look Latin are Latin.
pub(crate) fn capitalised(node: Node) -> Node {
    match node {
        Node::Symbol(name) if name.len() == 1 => Node::Symbol(name.to_ascii_uppercase()),
        Node::Symbol(name) => match name.as_str() {
            "gamma" | "delta" | "theta" | "lambda" | "xi" | "pi" | "sigma" | "upsilon" | "phi"
            | "psi" | "omega" => {
                let mut letters = name.chars();
                let first = letters
                    .next()
                    .map_or(String::new(), |letter| letter.to_ascii_uppercase().to_string());
                Node::Symbol(first + letters.as_str())
            }
            "alpha" => Node::symbol("A"),
            "beta" => Node::symbol("B"),
            "epsilon" => Node::symbol("E"),
            "zeta" => Node::symbol("Z"),
            "eta" => Node::symbol("H"),
            "iota" => Node::symbol("I"),
            "kappa" => Node::symbol("K"),
            "mu" => Node::symbol("M"),
            "nu" => Node::symbol("N"),
            "rho" => Node::symbol("P"),
            "tau" => Node::symbol("T"),
            "chi" => Node::symbol("X"),
            _ => Node::Symbol(name),
        },
        Node::Accented(accent, inner) => Node::Accented(accent, Box::new(capitalised(*inner))),
        Node::Styled(style, inner) => Node::Styled(style, Box::new(capitalised(*inner))),
        other => other,
    }
}
