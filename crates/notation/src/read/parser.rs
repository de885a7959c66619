//! The grammar, loosest first: lines, lists, `or`, relations, set operations, sums, products, powers, atoms.

use std::collections::BTreeSet;

use super::lexer::{Kind, Token, tokens};
use super::vocabulary::{
    FUNCTIONS, GREEK, OPERATIONS, OTHER_SYMBOLS, PREFIXES, RELATIONS, accent, is_closing,
    is_other_function, style,
};
use super::{ReadError, ReadOptions, Trouble};
use crate::brackets::{Place, dropped};
use crate::tree::{Bracket, Function, Join, Node, Relation, Sign};
use crate::write::TEXT_COMMANDS;

pub(super) type Read<T> = Result<T, ReadError>;

pub(super) struct Parser<'a> {
    pub(super) tokens: Vec<Token>,
    pub(super) i: usize,
    pub(super) options: &'a ReadOptions,
    depth: usize,
    length: usize,
    /// How many `|…|` are open: the next bar closes one.
    pub(super) bars: usize,
    /// Tokens from here on belong to the differential of an integral.
    pub(super) end: usize,
    /// Where `\frac{d…` turned out to be a fraction like others: nothing is tried there twice, which would double the work at
    /// every level.
    pub(super) plain_fractions: BTreeSet<usize>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(latex: &str, options: &'a ReadOptions) -> Self {
        let tokens = tokens(latex);
        let end = tokens.len();
        let length = latex.len();
        Parser {
            tokens,
            i: 0,
            options,
            depth: 0,
            length,
            bars: 0,
            end,
            plain_fractions: BTreeSet::new(),
        }
    }

    // ---- looking and taking

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Kind> {
        let index = self.i + ahead;
        if index < self.end { Some(&self.tokens[index].kind) } else { None }
    }

    pub(super) fn peek(&self) -> Option<&Kind> {
        self.peek_at(0)
    }

    pub(super) fn is_char(&self, c: char) -> bool {
        self.peek() == Some(&Kind::Char(c))
    }

    pub(super) fn is_command(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Kind::Command(found)) if found == name)
    }

    pub(super) fn take_char(&mut self, c: char) -> bool {
        let found = self.is_char(c);
        self.i += usize::from(found);
        found
    }

    pub(super) fn take_command(&mut self, name: &str) -> bool {
        let found = self.is_command(name);
        self.i += usize::from(found);
        found
    }

    pub(super) fn at(&self) -> usize {
        self.tokens.get(self.i).map_or(self.length, |token| token.at)
    }

    pub(super) fn fail<T>(&self, trouble: Trouble) -> Read<T> {
        Err(ReadError { at: self.at(), trouble })
    }

    pub(super) fn expect_char(&mut self, c: char) -> Read<()> {
        if self.take_char(c) {
            return Ok(());
        }
        self.fail(Trouble::Expected(c))
    }

    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= self.options.depth {
            return self.fail(Trouble::TooDeep);
        }
        self.depth += 1;
        let out = read(self);
        self.depth -= 1;
        out
    }

    /// Reads inside brackets, where outer bars are not closed.
    pub(super) fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let bars = std::mem::take(&mut self.bars);
        let out = self.deeper(read);
        self.bars = bars;
        out
    }

    // ---- statements

    pub(super) fn document(&mut self) -> Read<Node> {
        if self.tokens.is_empty() {
            return self.fail(Trouble::Empty);
        }
        // "Therefore" before a line says nothing about it.
        while ["therefore", "because", "Rightarrow", "Leftrightarrow"]
            .iter()
            .any(|word| self.is_command(word))
            && self.peek_at(1).is_some()
        {
            self.i += 1;
        }
        let mut lines = vec![self.list()?];
        while self.take_command("\\") {
            if self.peek().is_none() {
                break;
            }
            lines.push(self.list()?);
        }
        while self.take_char('.') {}
        if self.peek().is_some() {
            return match self.peek() {
                Some(Kind::Char(')' | ']' | '}')) | Some(Kind::Right) => {
                    self.fail(Trouble::NeverOpened)
                }
                Some(Kind::Command(name)) if is_closing(name) => self.fail(Trouble::NeverOpened),
                Some(Kind::Command(name)) => self.fail(Trouble::CannotStand(name.clone())),
                Some(Kind::Char('|')) => self.fail(Trouble::LoneBar),
                _ => self.fail(Trouble::NotHere),
            };
        }
        if lines.len() == 1 { Ok(lines.remove(0)) } else { Ok(Node::Lines(lines)) }
    }

    pub(super) fn list(&mut self) -> Read<Node> {
        let mut items = vec![self.words()?];
        while self.is_char(',') || self.is_char(';') {
            self.i += 1;
            if self.ends() {
                break;
            }
            items.push(self.words()?);
        }
        if items.len() == 1 {
            return Ok(items.remove(0));
        }
        Ok(Node::List(items.into_iter().map(|item| dropped(item, Place::Item)).collect()))
    }

    fn ends(&self) -> bool {
        match self.peek() {
            None | Some(Kind::Right | Kind::Char(')' | ']' | '}' | '&')) => true,
            Some(Kind::Command(name)) => {
                matches!(name.as_str(), "}" | "\\" | "end" | "rangle" | "rfloor" | "rceil")
            }
            _ => false,
        }
    }

    fn joining_word(&self) -> Option<&'static str> {
        match self.peek() {
            Some(Kind::Words(_, words)) => {
                match words.trim().trim_matches(',').trim().to_ascii_lowercase().as_str() {
                    "or" | "या" => Some("or"),
                    "and" | "और" | "तथा" => Some("and"),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn words(&mut self) -> Read<Node> {
        self.joined("or", Place::Alternative, |parser| {
            parser.joined("and", Place::Conjunct, Self::relation)
        })
    }

    fn joined(
        &mut self,
        word: &str,
        place: Place,
        operand: impl Fn(&mut Self) -> Read<Node>,
    ) -> Read<Node> {
        let mut operands = vec![operand(self)?];
        while self.joining_word() == Some(word) {
            self.i += 1;
            operands.push(operand(self)?);
        }
        if operands.len() == 1 {
            return Ok(operands.remove(0));
        }
        let operands = operands.into_iter().map(|node| dropped(node, place)).collect();
        Ok(Node::Operation(word.to_owned(), operands))
    }

    fn relation_here(&self) -> Option<Relation> {
        Some(match self.peek()? {
            Kind::Char('=') => Relation::Equal,
            Kind::Char('<') => Relation::Less,
            Kind::Char('>') => Relation::Greater,
            Kind::Char('|') if self.lone_bar() => Relation::Named("mid".to_owned()),
            Kind::Command(name) => match name.as_str() {
                "ne" => Relation::NotEqual,
                "lt" => Relation::Less,
                "gt" => Relation::Greater,
                "le" => Relation::LessEqual,
                "ge" => Relation::GreaterEqual,
                "approx" => Relation::Approximately,
                "to" => Relation::To,
                "in" => Relation::In,
                other if RELATIONS.contains(&other) => Relation::Named(other.to_owned()),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// At a bar that has no partner before the bracket around it closes: P(A|B).
    fn lone_bar(&self) -> bool {
        if self.bars > 0 || self.i == 0 {
            return false;
        }
        let (mut depth, mut bars) = (0usize, 0usize);
        for token in &self.tokens[self.i..self.end] {
            match &token.kind {
                Kind::Char('|') if depth == 0 => bars += 1,
                Kind::Char('(' | '[' | '{') => depth += 1,
                Kind::Char(')') if depth == 0 => return bars == 1,
                Kind::Char(')' | ']' | '}') => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return false,
                },
                _ => {}
            }
        }
        false
    }

    pub(super) fn relation(&mut self) -> Read<Node> {
        let first = self.operation()?;
        let mut rest = Vec::new();
        while let Some(mut relation) = self.relation_here() {
            self.i += 1;
            if self.is_char('=') && matches!(relation, Relation::Less | Relation::Greater) {
                self.i += 1;
                relation = if relation == Relation::Less {
                    Relation::LessEqual
                } else {
                    Relation::GreaterEqual
                };
            }
            let side = self.operation()?;
            rest.push((relation, dropped(side, Place::Side)));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Node::Relation(Box::new(dropped(first, Place::Side)), rest))
    }

    fn operation(&mut self) -> Read<Node> {
        let first = self.sum()?;
        let mut operands = vec![first];
        let mut name: Option<String> = None;
        while let Some(Kind::Command(found)) = self.peek() {
            if !OPERATIONS.contains(&found.as_str()) {
                break;
            }
            let found = found.clone();
            self.i += 1;
            if let Some(earlier) = &name
                && *earlier != found
            {
                let so_far = Node::Operation(earlier.clone(), std::mem::take(&mut operands));
                operands.push(Node::Group(Bracket::Round, Box::new(so_far), Bracket::Round));
            }
            let modulus = found == "pmod" && self.is_char('{');
            name = Some(found);
            operands.push(if modulus { self.in_braces()? } else { self.sum()? });
        }
        match name {
            None => Ok(operands.remove(0)),
            Some(name) => Ok(Node::Operation(
                name,
                operands.into_iter().map(|node| dropped(node, Place::Operand)).collect(),
            )),
        }
    }

    fn in_braces(&mut self) -> Read<Node> {
        self.expect_char('{')?;
        let inner = self.inside(Self::list)?;
        self.expect_char('}')?;
        Ok(inner)
    }

    // ---- expressions

    fn sign_here(&self) -> Option<Sign> {
        Some(match self.peek()? {
            Kind::Char('+') => Sign::Plus,
            Kind::Char('-') => Sign::Minus,
            Kind::Command(name) if name == "pm" => Sign::PlusMinus,
            Kind::Command(name) if name == "mp" => Sign::MinusPlus,
            _ => return None,
        })
    }

    pub(super) fn sum(&mut self) -> Read<Node> {
        let mut terms: Vec<(Sign, Node)> = Vec::new();
        let mut sign = self.sign_here();
        self.i += usize::from(sign.is_some());
        let signed = sign.is_some_and(|sign| sign != Sign::Plus);
        loop {
            let term = self.product()?;
            terms.push((sign.unwrap_or(Sign::Plus), term));
            sign = self.sign_here();
            if sign.is_none() {
                break;
            }
            self.i += 1;
        }
        if terms.len() == 1 && !signed {
            return Ok(terms.remove(0).1);
        }
        let count = terms.len();
        let terms = terms.into_iter().enumerate();
        Ok(Node::Sum(
            terms
                .map(|(k, (sign, term))| {
                    (sign, dropped(term, Place::Term { last: k + 1 == count }))
                })
                .collect(),
        ))
    }

    fn join_here(&self) -> Option<(Join, usize)> {
        Some(match self.peek()? {
            Kind::Char('*') => (Join::Dot, 1),
            Kind::Char('/') => (Join::Slash, 1),
            Kind::Char(':') => (Join::Ratio, 1),
            Kind::Command(name) => match name.as_str() {
                "cdot" => (Join::Dot, 1),
                "times" => (Join::Times, 1),
                "div" => (Join::Divide, 1),
                _ => return self.starts_factor().then_some((Join::Beside, 0)),
            },
            _ => return self.starts_factor().then_some((Join::Beside, 0)),
        })
    }

    pub(super) fn starts_factor(&self) -> bool {
        match self.peek() {
            None | Some(Kind::Right) => false,
            Some(Kind::Left | Kind::Number(_)) => true,
            Some(Kind::Words(command, words)) => {
                command == "operatorname" || self.after_quantity() && is_unit(words)
            }
            Some(Kind::Char(c)) => match c {
                '(' | '[' | '{' => true,
                '|' => {
                    self.bars == 0 && self.peek_at(1) != Some(&Kind::Char('_')) && !self.lone_bar()
                }
                c => c.is_alphabetic(),
            },
            Some(Kind::Command(name)) => {
                let name = name.as_str();
                matches!(
                    name,
                    "frac"
                        | "sqrt"
                        | "{"
                        | "int"
                        | "iint"
                        | "iiint"
                        | "oint"
                        | "sum"
                        | "prod"
                        | "bigcup"
                        | "bigcap"
                        | "lim"
                        | "binom"
                        | "begin"
                        | "infty"
                        | "langle"
                        | "lfloor"
                        | "lceil"
                ) || GREEK.contains(&name)
                    || FUNCTIONS.contains(&name)
                    || (name == "‖" && self.bars == 0)
                    || OTHER_SYMBOLS.contains(&name)
                    || PREFIXES.contains(&name)
                    || accent(name).is_some()
                    || style(name).is_some()
                    || is_other_function(name)
            }
        }
    }

    /// After a number or a degree sign, where a unit may stand.
    fn after_quantity(&self) -> bool {
        let before = self.i.checked_sub(1).and_then(|k| self.tokens.get(k));
        match before.map(|token| &token.kind) {
            Some(Kind::Number(_) | Kind::Char('}')) => true,
            Some(Kind::Command(name)) => matches!(name.as_str(), "circ" | "pi"),
            _ => false,
        }
    }

    pub(super) fn product(&mut self) -> Read<Node> {
        let mut factors = vec![(Join::Beside, self.factor()?)];
        while let Some((join, width)) = self.join_here() {
            self.i += width;
            let factor = self.factor()?;
            // At the beginning, or behind an operator that is written: 3½ ÷ 1¼.
            let count = factors.len();
            if join == Join::Beside
                && let Some((before, whole)) = factors.last_mut()
                && (count == 1 || *before != Join::Beside)
                && let Some(mixed) = mixed_number(whole, &factor)
            {
                *whole = mixed;
                continue;
            }
            factors.push((join, factor));
        }
        let evaluated =
            self.bars == 0 && self.is_char('|') && self.peek_at(1) == Some(&Kind::Char('_'));
        if factors.len() == 1 && !evaluated {
            return Ok(factors.remove(0).1);
        }
        if factors.len() == 1 {
            return self.evaluated(factors.remove(0).1);
        }
        let joins: Vec<Join> = factors.iter().map(|(join, _)| *join).collect();
        let count = factors.len();
        let mut out: Vec<(Join, Node)> = Vec::with_capacity(count);
        for (k, (join, factor)) in factors.into_iter().enumerate() {
            let place = if k == 0 {
                Place::First { join: joins.get(1).copied() }
            } else {
                Place::Factor { join, last: k + 1 == count }
            };
            let factor = match factor {
                Node::Group(Bracket::Round, inner, Bracket::Round)
                    if join == Join::Beside && k > 0 && forced(&out[k - 1].1, &inner) =>
                {
                    *inner
                }
                other => dropped(other, place),
            };
            out.push((join, factor));
        }
        if evaluated { self.evaluated(Node::Product(out)) } else { Ok(Node::Product(out)) }
    }

    /// `F|_a^b`: F between two values.
    fn evaluated(&mut self, body: Node) -> Read<Node> {
        self.i += 1;
        self.postfix(Node::Group(Bracket::None, Box::new(body), Bracket::Bar))
    }

    pub(super) fn factor(&mut self) -> Read<Node> {
        if self.sign_here().is_some() {
            let sign = self.sign_here().expect("just seen");
            self.i += 1;
            let inner = self.deeper(Self::factor)?;
            if sign == Sign::Plus {
                return Ok(inner);
            }
            let signed = Node::Sum(vec![(sign, dropped(inner, Place::Term { last: true }))]);
            return Ok(Node::Group(Bracket::Round, Box::new(signed), Bracket::Round));
        }
        let base = self.deeper(Self::atom)?;
        self.postfix(base)
    }

    fn postfix(&mut self, mut base: Node) -> Read<Node> {
        loop {
            let place = |base| Box::new(dropped(base, Place::Base));
            if self.take_char('!') {
                base = Node::Factorial(place(base));
            } else if self.is_char('\'') {
                let mut count = 0u8;
                while self.take_char('\'') {
                    count = count.saturating_add(1);
                }
                base = Node::Prime(place(base), count);
            } else if self.take_command("%") {
                base = Node::Percent(place(base));
            } else if self.is_char('%') {
                self.i += 1;
                base = Node::Percent(place(base));
            } else if self.is_command("circ") && matches!(base, Node::Number(_)) {
                self.i += 1;
                base = Node::Degrees(place(base));
            } else if self.take_char('^') {
                let braced = self.is_char('{');
                let inner = usize::from(braced);
                match self.peek_at(inner) {
                    Some(Kind::Command(name)) if name == "circ" => {
                        self.i += inner + 1;
                        if braced {
                            self.expect_char('}')?;
                        }
                        base = Node::Degrees(place(base));
                    }
                    Some(Kind::Command(name)) if name == "prime" => {
                        let mut count = 0u8;
                        self.i += inner;
                        while self.take_command("prime") {
                            count = count.saturating_add(1);
                        }
                        if braced {
                            self.expect_char('}')?;
                        }
                        base = Node::Prime(place(base), count);
                    }
                    // 30^o, as many type it.
                    Some(Kind::Char('o')) if matches!(base, Node::Number(_)) => {
                        self.i += inner + 1;
                        if braced {
                            self.expect_char('}')?;
                        }
                        base = Node::Degrees(place(base));
                    }
                    _ => {
                        let exponent = self.argument(true)?;
                        base = Node::Power(place(base), Box::new(exponent));
                    }
                }
            } else if self.take_char('_') {
                let index = self.argument(false)?;
                base = match base {
                    Node::Power(inner, exponent) => {
                        Node::Power(Box::new(Node::Subscript(inner, Box::new(index))), exponent)
                    }
                    other => Node::Subscript(place(other), Box::new(index)),
                };
            } else {
                return Ok(base);
            }
        }
    }

    /// What a command takes: `{…}` or one token. A number after `^` is taken whole, elsewhere one digit of it.
    pub(super) fn argument(&mut self, whole_number: bool) -> Read<Node> {
        if self.take_char('{') {
            if self.is_char('}') {
                self.i += 1;
                return Ok(Node::Missing);
            }
            let inner = self.inside(Self::list)?;
            self.expect_char('}')?;
            return Ok(inner);
        }
        match self.peek() {
            Some(Kind::Number(digits))
                if !whole_number && digits.len() > 1 && !digits.contains('.') =>
            {
                let (first, rest) = (digits[..1].to_owned(), digits[1..].to_owned());
                self.tokens[self.i].kind = Kind::Number(rest);
                self.tokens[self.i].at += 1;
                Ok(Node::Number(first))
            }
            Some(Kind::Char(sign @ ('-' | '+'))) if whole_number => {
                let sign = if *sign == '-' { Sign::Minus } else { Sign::Plus };
                self.i += 1;
                Ok(Node::Sum(vec![(sign, self.deeper(Self::atom)?)]))
            }
            _ => self.deeper(Self::atom),
        }
    }

    fn closing(&mut self) -> Option<Bracket> {
        let right = self.peek() == Some(&Kind::Right);
        let bracket = match self.peek_at(usize::from(right))? {
            Kind::Char(')') => Bracket::Round,
            Kind::Char(']') => Bracket::Square,
            Kind::Char('|') => Bracket::Bar,
            Kind::Char('.') if right => Bracket::None,
            Kind::Command(name) if name == "}" => Bracket::Curly,
            Kind::Command(name) if name == "]" => Bracket::Square,
            Kind::Command(name) if name == "|" => Bracket::Bar,
            Kind::Command(name) if name == "rangle" => Bracket::Angle,
            _ => return None,
        };
        self.i += 1 + usize::from(right);
        Some(bracket)
    }

    pub(super) fn bracketed(&mut self, open: Bracket) -> Read<Node> {
        if open == Bracket::Curly
            && let Some(close) = self.closing()
        {
            return Ok(Node::Group(open, Box::new(Node::List(Vec::new())), close));
        }
        let inner = self.inside(Self::lines)?;
        if open == Bracket::Curly
            && (self.take_command("mid")
                || self.take_char('|')
                || self.take_command("|")
                || self.take_char(':'))
        {
            let condition = self.inside(Self::list)?;
            return match self.closing() {
                Some(Bracket::Curly) => Ok(Node::SetBuilder(Box::new(inner), Box::new(condition))),
                _ => self.fail(Trouble::OpenSet),
            };
        }
        let Some(close) = self.closing() else {
            return self.fail(Trouble::OpenBracket);
        };
        Ok(match (open, close, inner) {
            (Bracket::Bar, Bracket::Bar, inner) => Node::Absolute(Box::new(inner)),
            (open, close, Node::Matrix(Bracket::None, rows, Bracket::None))
                if open != Bracket::Round || close == Bracket::Round =>
            {
                Node::Matrix(open, rows, close)
            }
            // Square brackets in place of round ones, as in [(a+b)+c].
            (Bracket::Square, Bracket::Square, inner) if !matches!(inner, Node::List(_)) => {
                Node::Group(Bracket::Round, Box::new(inner), Bracket::Round)
            }
            (Bracket::Curly, Bracket::Curly, inner @ (Node::Sum(_) | Node::Product(_)))
                if self.continues() =>
            {
                Node::Group(Bracket::Round, Box::new(inner), Bracket::Round)
            }
            (Bracket::None, Bracket::None, inner) => inner,
            (open, close, inner) => Node::Group(open, Box::new(inner), close),
        })
    }

    /// After a closing curly bracket: more arithmetic follows, so that it was no set.
    fn continues(&self) -> bool {
        self.is_char('^') || self.starts_factor()
    }

    fn lines(&mut self) -> Read<Node> {
        let mut lines = vec![self.list()?];
        while self.take_command("\\") {
            lines.push(self.list()?);
        }
        if lines.len() == 1 { Ok(lines.remove(0)) } else { Ok(Node::Lines(lines)) }
    }

    pub(super) fn atom(&mut self) -> Read<Node> {
        let Some(token) = self.tokens.get(self.i).filter(|_| self.i < self.end).cloned() else {
            return self.fail(Trouble::Unfinished);
        };
        match token.kind {
            Kind::Number(digits) => {
                self.i += 1;
                Ok(Node::Number(digits))
            }
            Kind::Left => {
                self.i += 1;
                let open = match self.peek() {
                    Some(Kind::Char('(')) => Bracket::Round,
                    Some(Kind::Char('[')) => Bracket::Square,
                    Some(Kind::Char('|')) => Bracket::Bar,
                    Some(Kind::Char('.')) => Bracket::None,
                    Some(Kind::Command(name)) => match name.as_str() {
                        "{" => Bracket::Curly,
                        "[" => Bracket::Square,
                        "|" => Bracket::Bar,
                        "langle" => Bracket::Angle,
                        "‖" => {
                            self.i += 1;
                            let inner = self.inside(Self::list)?;
                            self.i += usize::from(self.peek() == Some(&Kind::Right));
                            self.i += usize::from(self.is_command("‖"));
                            return Ok(Node::Norm(Box::new(inner)));
                        }
                        "lfloor" | "lceil" => return self.deeper(Self::atom),
                        _ => {
                            return self.fail(Trouble::LeftAlone);
                        }
                    },
                    _ => {
                        return self.fail(Trouble::LeftAlone);
                    }
                };
                self.i += 1;
                self.bracketed(open)
            }
            Kind::Right => self.fail(Trouble::NeverOpened),
            Kind::Words(command, words) => {
                self.i += 1;
                if command == "operatorname" {
                    return self.function(words.trim());
                }
                Ok(match words.trim() {
                    "e" => Node::symbol("e"),
                    "i" => Node::symbol("i"),
                    _ => Node::Text(plain_words(&words)),
                })
            }
            Kind::Char(c) => self.character(c),
            Kind::Command(name) => self.command(&name),
        }
    }

    fn character(&mut self, c: char) -> Read<Node> {
        match c {
            '(' => {
                self.i += 1;
                self.bracketed(Bracket::Round)
            }
            '[' => {
                self.i += 1;
                self.bracketed(Bracket::Square)
            }
            '{' => {
                self.i += 1;
                if self.take_char('}') {
                    return self.choose();
                }
                let inner = self.inside(Self::list)?;
                // {a \over b}, {n \choose k}.
                for (name, make) in [
                    ("over", Node::Fraction as fn(Box<Node>, Box<Node>) -> Node),
                    ("choose", Node::Binomial),
                ] {
                    if self.take_command(name) {
                        let below = self.inside(Self::list)?;
                        self.expect_char('}')?;
                        return Ok(make(Box::new(inner), Box::new(below)));
                    }
                }
                self.expect_char('}')?;
                Ok(match inner {
                    Node::Sum(_) | Node::Relation(..) | Node::List(_) => {
                        Node::Group(Bracket::Round, Box::new(inner), Bracket::Round)
                    }
                    other => other,
                })
            }
            '|' => {
                self.i += 1;
                self.bars += 1;
                let inner = self.deeper(Self::list);
                self.bars -= 1;
                let inner = inner?;
                if !self.take_char('|') {
                    return self.fail(Trouble::LoneBar);
                }
                Ok(Node::Absolute(Box::new(inner)))
            }
            'd' if self.differential_here() => {
                self.i += 1;
                let variable = self.letter()?;
                Ok(Node::Differential(Box::new(variable)))
            }
            c if c.is_alphabetic() => {
                self.i += 1;
                self.after_letter(Node::Symbol(c.to_string()))
            }
            '+' | '-' => self.fail(Trouble::TwoSigns),
            '=' | '<' | '>' => self.fail(Trouble::OneSide),
            // ^5C_2, without the {} before it.
            '^' if self.chosen_here() => self.choose(),
            '^' | '_' => self.fail(Trouble::NothingToRaise),
            ')' | ']' | '}' => self.fail(Trouble::EmptyBracket),
            '?' => {
                self.i += 1;
                Ok(Node::Missing)
            }
            other => self.fail(Trouble::UnknownSign(other)),
        }
    }

    /// `dx`, `dy`, … standing close together, after something that is not a letter.
    pub(super) fn differential_here(&self) -> bool {
        let close = |index: usize| self.tokens.get(index).is_some_and(|token| !token.spaced);
        let after_letter = self.i > 0
            && !self.tokens[self.i].spaced
            && matches!(self.tokens[self.i - 1].kind, Kind::Char(c) if c.is_alphabetic());
        matches!(self.peek_at(1), Some(Kind::Char('x' | 'y' | 't' | 'u' | 'v')))
            && close(self.i + 1)
            && !after_letter
            && !matches!(self.peek_at(2), Some(Kind::Char('^')))
    }

    pub(super) fn letter(&mut self) -> Read<Node> {
        match self.peek().cloned() {
            Some(Kind::Char(c)) if c.is_alphabetic() => {
                self.i += 1;
                Ok(Node::Symbol(c.to_string()))
            }
            Some(Kind::Command(name)) if GREEK.contains(&name.as_str()) => {
                self.i += 1;
                Ok(Node::Symbol(name))
            }
            _ => self.fail(Trouble::ExpectedLetter),
        }
    }

    /// At `^nC_r`, `^{n}P_r`.
    fn chosen_here(&self) -> bool {
        let after = if self.peek_at(1) == Some(&Kind::Char('{')) {
            let close = (2..12).find(|&k| self.peek_at(k) == Some(&Kind::Char('}')));
            close.map(|k| k + 1)
        } else {
            Some(2)
        };
        after.is_some_and(|k| {
            matches!(self.peek_at(k), Some(Kind::Char('C' | 'P')))
                && self.peek_at(k + 1) == Some(&Kind::Char('_'))
        })
    }

    /// `{}^{n}C_{r}`.
    fn choose(&mut self) -> Read<Node> {
        if !self.take_char('^') {
            return Ok(Node::Missing);
        }
        let n = self.argument(true)?;
        let letter = match self.peek() {
            Some(Kind::Char(c @ ('C' | 'P'))) => *c,
            _ => return self.fail(Trouble::Choose),
        };
        self.i += 1;
        if !self.take_char('_') {
            return self.fail(Trouble::Choose);
        }
        let r = self.argument(true)?;
        Ok(Node::Choose(letter, Box::new(n), Box::new(r)))
    }

    pub(super) fn opens(&self) -> bool {
        self.is_char('(')
            || (self.peek() == Some(&Kind::Left) && self.peek_at(1) == Some(&Kind::Char('(')))
    }

    /// `f(x)`, `f'(x)`, `f^{-1}(x)`; any other letter is a letter.
    pub(super) fn after_letter(&mut self, letter: Node) -> Read<Node> {
        let Node::Symbol(name) = &letter else { return Ok(letter) };
        if !self.options.functions.iter().any(|function| function == name) && !self.primed() {
            return Ok(letter);
        }
        let start = self.i;
        let mut head = letter.clone();
        let mut primes = 0u8;
        while self.take_char('\'') {
            primes = primes.saturating_add(1);
        }
        if primes > 0 {
            head = Node::Prime(Box::new(head), primes);
        }
        if self.is_char('^')
            && self.peek_at(1) == Some(&Kind::Char('{'))
            && self.peek_at(2) == Some(&Kind::Char('-'))
            && self.peek_at(3) == Some(&Kind::Number("1".to_owned()))
            && self.peek_at(4) == Some(&Kind::Char('}'))
        {
            self.i += 5;
            head = Node::power(head, Node::negative(Node::number("1")));
        }
        if self.opens() {
            let argument = self.deeper(Self::atom)?;
            let argument = match argument {
                Node::Group(_, inner, _) => *inner,
                other => other,
            };
            let function = Function::Letter(Box::new(head));
            return Ok(Node::Apply {
                function,
                power: None,
                index: None,
                argument: Box::new(argument),
            });
        }
        self.i = start;
        Ok(letter)
    }

    fn primed(&self) -> bool {
        let mut ahead = 0;
        while self.peek_at(ahead) == Some(&Kind::Char('\'')) {
            ahead += 1;
        }
        ahead > 0 && self.peek_at(ahead) == Some(&Kind::Char('('))
    }
}

/// `\text{ km}`, `\text{m/s}`, `\text{C}`: words that begin with a unit.
fn is_unit(words: &str) -> bool {
    const UNITS: &str = " km m cm mm kg g mg s sec min h hr hour hours day days year years month months l L ml mL \
                         litre litres metre metres meter meters N J W kW V A K C F Pa Hz mol rad radian radians sq cubic \
                         units unit rupees rs Rs paise ";
    let first = words.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    !first.is_empty() && UNITS.contains(&format!(" {first} "))
}

/// The words of a `\text{…}`: what had to be escaped there stands for itself.
fn plain_words(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['\\', '$']) {
        plain.push_str(&rest[..at]);
        let is_dollar = rest[at..].starts_with('$');
        rest = &rest[at + 1..];
        if is_dollar {
            // One sign set as mathematics: `$∫$`.
            let mut letters = rest.chars();
            if let (Some(sign), Some('$')) = (letters.next(), letters.next()) {
                plain.push(sign);
                rest = letters.as_str();
            } else {
                plain.push('$');
            }
            continue;
        }
        let named = TEXT_COMMANDS
            .iter()
            .find_map(|(name, letter)| Some((rest.strip_prefix(name)?, letter)));
        if let Some((after, letter)) = named {
            plain.push(*letter);
            rest = after.strip_prefix("{}").unwrap_or(after);
        } else if rest.starts_with(['#', '$', '%', '&', '_', '{', '}']) {
            plain.push_str(&rest[..1]);
            rest = &rest[1..];
        } else if rest.starts_with([' ', ',', ';', ':']) {
            plain.push(' ');
            rest = &rest[1..];
        } else {
            plain.push('\\');
        }
    }
    plain.push_str(rest);
    plain
}

/// Brackets that only keep two neighbours apart: `2(\frac{1}{3})`, `f(x)` with f a number.
fn forced(before: &Node, inner: &Node) -> bool {
    matches!(before, Node::Number(_))
        && matches!(inner, Node::Fraction(a, b) if matches!((&**a, &**b), (Node::Number(_), Node::Number(_))))
}

pub(super) fn mixed_number(whole: &Node, part: &Node) -> Option<Node> {
    let (Node::Number(whole), Node::Fraction(numerator, denominator)) = (whole, part) else {
        return None;
    };
    let (Node::Number(numerator), Node::Number(denominator)) = (&**numerator, &**denominator)
    else {
        return None;
    };
    let value = |digits: &str| digits.parse::<u64>().ok();
    let proper = value(numerator)? < value(denominator)?;
    (proper && value(whole).is_some())
        .then(|| Node::Mixed(whole.clone(), numerator.clone(), denominator.clone()))
}
