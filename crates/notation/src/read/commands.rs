//! What a command begins: fractions, roots, brackets, accents, big operators.

use super::cursor::{Parser, Read};
use super::lexer::Kind;
use super::trouble::Trouble;
use super::vocabulary::{
    BIG_OPERATORS, FUNCTIONS, GREEK, INTEGRALS, NAMES, OTHER_SYMBOLS, PREFIXES, accent, has,
    is_between, is_closing, nearest, style,
};
use crate::brackets::{Place, dropped};
use crate::tree::{Accent, Bracket, Node, Style};
use crate::write::is_wide;

impl Parser<'_> {
    pub(super) fn command(&mut self, name: &str) -> Read<Node> {
        // In nearly every formula, and in none of the tables.
        if matches!(name, "frac" | "sqrt" | "infty") {
            self.i += 1;
            return self.built(name);
        }
        if has(INTEGRALS, name) {
            return self.integral(name);
        }
        if let Some(accent) = accent(name) {
            self.i += 1;
            let inner = self.run_or_argument(false)?;
            // Over one letter a line and a bar are two marks; over several a bar is a line. What recurs has a bar.
            let accent = match accent {
                Accent::Named("overline")
                    if is_wide(&inner) || matches!(inner, Node::Number(_)) =>
                {
                    Accent::Bar
                }
                accent => accent,
            };
            return Ok(Node::Accented(accent, Box::new(inner)));
        }
        if let Some(style) = style(name) {
            self.i += 1;
            let inner = self.run_or_argument(true)?;
            // \mathrm{d}x
            if style == Style::Upright
                && inner == Node::symbol("d")
                && matches!(self.peek(), Some(Kind::Char(c)) if c.is_alphabetic())
            {
                let variable = self.letter()?;
                return Ok(Node::Differential(Box::new(variable)));
            }
            if style == Style::Upright
                && matches!(&inner, Node::Symbol(letter) if letter == "e" || letter == "i")
            {
                return Ok(inner);
            }
            if style == Style::Upright
                && let Node::Symbol(function) = &inner
                && has(NAMES, function)
                && self.starts_factor()
            {
                return self.function(function);
            }
            return Ok(Node::Styled(style, Box::new(inner)));
        }
        if has(FUNCTIONS, name) {
            self.i += 1;
            return self.function(name);
        }
        if has(GREEK, name) || has(OTHER_SYMBOLS, name) {
            self.i += 1;
            if name == "square" {
                return Ok(Node::Missing);
            }
            return self.after_letter(Node::Symbol(name.to_owned()));
        }
        // ~p, as logic writes "not p".
        if name == "sim" {
            self.i += 1;
            let operand = self.deeper(Self::factor)?;
            let operand = Box::new(dropped(operand, Place::Operand1));
            return Ok(Node::Prefix("neg".to_owned(), operand));
        }
        if has(PREFIXES, name) {
            self.i += 1;
            // ∇ · F and ∇² f: a vector like others.
            if name == "nabla" && !self.starts_factor() {
                return Ok(Node::symbol(name));
            }
            let name = if name == "exists" && self.take_char('!') { "exists!" } else { name };
            let figure = matches!(name, "angle" | "measuredangle" | "triangle");
            let operand = match if figure { self.capitals() } else { None } {
                Some(points) => points,
                None => self.deeper(Self::factor)?,
            };
            return Ok(Node::Prefix(name.to_owned(), Box::new(dropped(operand, Place::Operand1))));
        }
        self.i += 1;
        self.built(name)
    }

    /// What follows a command that is in no table.
    fn built(&mut self, name: &str) -> Read<Node> {
        match name {
            "infty" => Ok(Node::symbol("infinity")),
            "frac" => self.fraction(),
            "sqrt" => {
                let degree = if self.take_char('[') {
                    let degree = self.inside(Self::list)?;
                    self.expect_char(']')?;
                    Some(Box::new(degree))
                } else {
                    None
                };
                let radicand = match self.argument(false)? {
                    Node::Group(Bracket::Round, inner, Bracket::Round) => inner,
                    other => Box::new(other),
                };
                Ok(Node::Root { degree, radicand })
            }
            "binom" => {
                let n = self.argument(false)?;
                let k = self.argument(false)?;
                Ok(Node::Binomial(Box::new(n), Box::new(k)))
            }
            "{" => self.bracketed(Bracket::Curly),
            "langle" => self.bracketed(Bracket::Angle),
            "‖" => {
                self.bars += 1;
                let inner = self.deeper(Self::list);
                self.bars -= 1;
                let inner = inner?;
                if !self.take_command("‖") {
                    return self.fail(Trouble::OpenNorm);
                }
                Ok(Node::Norm(Box::new(inner)))
            }
            "lfloor" | "lceil" => {
                let inner = self.inside(Self::list)?;
                self.i += usize::from(self.peek() == Some(&Kind::Right));
                let close = if name == "lfloor" { "rfloor" } else { "rceil" };
                if !self.take_command(close) {
                    return self.fail(Trouble::OpenBracket);
                }
                Ok(if name == "lfloor" {
                    Node::Floor(Box::new(inner))
                } else {
                    Node::Ceiling(Box::new(inner))
                })
            }
            name if has(BIG_OPERATORS, name) => self.big(name),
            "substack" => {
                self.expect_char('{')?;
                let lines = self.inside(Self::lines)?;
                self.expect_char('}')?;
                Ok(lines)
            }
            "lim" => self.limit(),
            "begin" => self.environment(),
            other => {
                self.i -= 1;
                if is_between(other) {
                    return self.fail(Trouble::OneSide);
                }
                if is_closing(other) {
                    return self.fail(Trouble::EmptyBracket);
                }
                self.fail(Trouble::UnknownCommand(other.to_owned(), nearest(other)))
            }
        }
    }

    /// Two or more capitals: points of a figure.
    fn capitals(&mut self) -> Option<Node> {
        let mut name = String::new();
        while let Some(Kind::Char(c)) = self.peek() {
            if !c.is_ascii_uppercase() {
                break;
            }
            name.push(*c);
            self.i += 1;
        }
        if name.len() < 2 {
            self.i -= name.len();
            return None;
        }
        Some(Node::Symbol(name))
    }

    /// `{AB}` are the two points of a figure, and `{kg}` is a word where words may stand.
    fn run_or_argument(&mut self, words: bool) -> Read<Node> {
        if self.is_char('{') {
            let start = self.i;
            self.i += 1;
            let mut name = String::new();
            while let Some(Kind::Char(c)) = self.peek() {
                if !c.is_ascii_alphabetic() {
                    break;
                }
                name.push(*c);
                self.i += 1;
            }
            let points = name.len() < 2 || name.bytes().all(|byte| byte.is_ascii_uppercase());
            if !name.is_empty() && (words || points) && self.take_char('}') {
                return Ok(Node::Symbol(name));
            }
            self.i = start;
        }
        self.argument(false)
    }
}
