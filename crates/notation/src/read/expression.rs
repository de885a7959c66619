//! Sums, products, powers and what clings to a factor.

use super::cursor::{Parser, Read};
use super::lexer::Kind;
use super::trouble::Trouble;
use super::vocabulary::{
    BEGINNINGS, BIG_OPERATORS, FUNCTIONS, GREEK, MARKS, OTHER_SYMBOLS, PREFIXES, accent, has,
    is_between, one_of, style,
};
use crate::brackets::{Place, dropped};
use crate::tree::{Bracket, Join, Node, Sign};

impl Parser<'_> {
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
            // 15 % of 200, 15\% का 200: what is said between is a product.
            Kind::Words(command, words)
                if command != "operatorname" && command != "raw" && is_of(words) =>
            {
                (Join::Times, 1)
            }
            _ => return self.starts_factor().then_some((Join::Beside, 0)),
        })
    }

    pub(super) fn starts_factor(&self) -> bool {
        match self.peek() {
            None | Some(Kind::Right) => false,
            Some(Kind::Left | Kind::Number(_)) => true,
            Some(Kind::Words(command, words)) => {
                matches!(command.as_str(), "operatorname" | "raw")
                    || self.after_quantity() && is_unit(words)
            }
            Some(Kind::Char(c)) => match c {
                '(' | '[' | '{' => true,
                '|' => {
                    self.bars == 0 && self.peek_at(1) != Some(&Kind::Char('_')) && !self.lone_bar()
                }
                c => c.is_alphabetic(),
            },
            Some(Kind::Command(name)) => {
                has(BEGINNINGS, name)
                    || has(GREEK, name)
                    || has(FUNCTIONS, name)
                    || (name == "‖" && self.bars == 0)
                    || has(OTHER_SYMBOLS, name)
                    || has(PREFIXES, name)
                    || has(BIG_OPERATORS, name)
                    || accent(name).is_some()
                    || style(name).is_some()
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
            let of = width == 1 && matches!(self.peek(), Some(Kind::Words(..)));
            self.i += width;
            let factor = self.factor()?;
            // School says: brackets, of, division. 3 ÷ ½ of 6 is 3 ÷ (½ × 6).
            if of && let Some((Join::Divide, divisor)) = factors.last_mut() {
                let whole = std::mem::replace(divisor, Node::Missing);
                let part = Node::Product(vec![(Join::Beside, whole), (Join::Times, factor)]);
                *divisor = Node::Group(Bracket::Round, Box::new(part), Bracket::Round);
                continue;
            }
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
        let mut factors = divisors_together(factors);
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
        let mut raised = false;
        loop {
            base = match self.marked(base)? {
                (base, true) => base,
                // TeX refuses x^2^3, since it may mean either of two things.
                (_, false) if raised && self.is_char('^') => {
                    return self.fail(Trouble::TwoPowers);
                }
                (base, false) if self.take_char('^') => {
                    raised = true;
                    let exponent = match self.mark() {
                        // A mark has no mark of its own.
                        Some(_) if self.is_char('^') => return self.fail(Trouble::TwoSigns),
                        Some(mark) => mark,
                        None => self.argument(true)?,
                    };
                    Node::Power(Box::new(dropped(base, Place::Base)), Box::new(exponent))
                }
                (base, false) if self.take_char('_') => {
                    let index = match self.mark() {
                        Some(mark) => mark,
                        None => self.argument(false)?,
                    };
                    indexed(base, index)
                }
                (base, false) => return Ok(base),
            };
        }
    }

    /// The base with a mark that clings to it, and whether there was one. Apart, so that what is nested takes little stack.
    #[inline(never)]
    fn marked(&mut self, base: Node) -> Read<(Node, bool)> {
        let place = |base| Box::new(dropped(base, Place::Base));
        let node = if self.take_char('!') {
            Node::Factorial(place(base))
        } else if self.is_char('\'') {
            let mut count = 0u8;
            while self.take_char('\'') {
                count = count.saturating_add(1);
            }
            Node::Prime(place(base), count)
        } else if self.take_command("%") || self.take_char('%') {
            Node::Percent(place(base))
        } else if self.is_command("circ") && matches!(base, Node::Number(_)) {
            self.i += 1;
            Node::Degrees(place(base))
        } else if self.is_char('^') {
            let braced = usize::from(self.peek_at(1) == Some(&Kind::Char('{')));
            let mut primes = 0u8;
            match self.peek_at(1 + braced) {
                Some(Kind::Command(name)) if name == "circ" => self.i += braced + 2,
                // 30^o, as many type it.
                Some(Kind::Char('o'))
                    if matches!(base, Node::Number(_))
                        && (braced == 0 || self.peek_at(3) == Some(&Kind::Char('}'))) =>
                {
                    self.i += braced + 2;
                }
                Some(Kind::Command(name)) if name == "prime" => {
                    self.i += braced + 1;
                    while self.take_command("prime") {
                        primes = primes.saturating_add(1);
                    }
                }
                _ => return Ok((base, false)),
            }
            if braced > 0 {
                self.expect_char('}')?;
            }
            match primes {
                0 => Node::Degrees(place(base)),
                primes => Node::Prime(place(base), primes),
            }
        } else {
            return Ok((base, false));
        };
        Ok((node, true))
    }

    /// A sign that stands alone above or below a letter: `z^*`, `W^\perp`, `A^{+}`.
    fn mark(&mut self) -> Option<Node> {
        let braced = usize::from(self.is_char('{'));
        let name = match self.peek_at(braced)? {
            Kind::Char('*') => "ast",
            Kind::Char('+') if braced > 0 || self.ends_at(1) => "+",
            Kind::Char('-') if braced > 0 || self.ends_at(1) => "-",
            Kind::Command(name) => match name.as_str() {
                "cdot" => "ast",
                other => one_of(MARKS, other)?,
            },
            _ => return None,
        };
        if braced > 0 && self.peek_at(2) != Some(&Kind::Char('}')) {
            return None;
        }
        self.i += 1 + 2 * braced;
        Some(Node::symbol(name))
    }

    /// Whether nothing stands so many tokens ahead that a sign could be a sign of.
    fn ends_at(&self, ahead: usize) -> bool {
        match self.peek_at(ahead) {
            None | Some(Kind::Char(',' | ')' | '}' | '=' | '<' | '>')) => true,
            Some(Kind::Command(name)) => is_between(name),
            _ => false,
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
}

/// `\text{ km}`, `\text{m/s}`, `\text{C}`: words that begin with a unit.
fn is_unit(words: &str) -> bool {
    const UNITS: &str = " km m cm mm kg g mg s sec min h hr hour hours day days year years month months l L ml mL \
                         litre litres metre metres meter meters N J W kW V A K C F Pa Hz mol rad radian radians sq cubic \
                         units unit rupees rs Rs paise ";
    let first = words.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    has(UNITS, first)
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

/// `x^2_1` is `x_1^2`.
fn indexed(base: Node, index: Node) -> Node {
    match base {
        Node::Power(inner, exponent) => {
            Node::Power(Box::new(Node::Subscript(inner, Box::new(index))), exponent)
        }
        other => Node::Subscript(Box::new(dropped(other, Place::Base)), Box::new(index)),
    }
}

/// Said between a part and its whole.
fn is_of(words: &str) -> bool {
    matches!(words.trim(), "of" | "का" | "की" | "के")
}

/// 28x⁴ ÷ 56x is 28x⁴ ÷ (56x): letters beside a divisor belong to it. Brackets beside it do not: 8 ÷ 2(2 + 2) is read from the
/// left.
fn divisors_together(factors: Vec<(Join, Node)>) -> Vec<(Join, Node)> {
    let is_letter = |node: &Node| match node {
        Node::Power(base, _) => matches!(**base, Node::Symbol(_) | Node::Subscript(..)),
        other => matches!(other, Node::Symbol(_) | Node::Subscript(..)),
    };
    let mut out: Vec<(Join, Node)> = Vec::with_capacity(factors.len());
    let mut divisor: Vec<(Join, Node)> = Vec::new();
    let close = |divisor: &mut Vec<(Join, Node)>, out: &mut Vec<(Join, Node)>| {
        if divisor.len() < 2 {
            out.append(divisor);
            return;
        }
        divisor[0].0 = Join::Beside;
        let product = Box::new(Node::Product(std::mem::take(divisor)));
        out.push((Join::Divide, Node::Group(Bracket::Round, product, Bracket::Round)));
    };
    for (join, factor) in factors {
        if join == Join::Beside && !divisor.is_empty() && is_letter(&factor) {
            divisor.push((join, factor));
            continue;
        }
        close(&mut divisor, &mut out);
        let begins = matches!(factor, Node::Number(_)) || is_letter(&factor);
        if join == Join::Divide && begins { &mut divisor } else { &mut out }.push((join, factor));
    }
    close(&mut divisor, &mut out);
    out
}
