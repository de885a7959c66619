//! Where reading stands: the tokens, looking ahead, taking, and how deep it may go.

use super::lexer::{Kind, Token, tokens};
use super::{ReadError, ReadOptions, Trouble};
use crate::tree::Node;

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
    /// In the body of an integral whose `dx` was found: in (a + bx)(c + dx) a second one is a product.
    pub(super) in_body: bool,
    /// Where `\frac{d…` turned out to be a fraction like others: nothing is tried there twice, which would double the work at
    /// every level. In order.
    pub(super) plain_fractions: Vec<usize>,
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
            in_body: false,
            plain_fractions: Vec::new(),
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

    pub(super) fn deeper(&mut self, read: fn(&mut Self) -> Read<Node>) -> Read<Node> {
        if self.depth >= self.options.depth {
            return self.fail(Trouble::TooDeep);
        }
        self.depth += 1;
        let out = read(self);
        self.depth -= 1;
        out
    }

    /// Reads inside brackets, where outer bars are not closed.
    pub(super) fn inside(&mut self, read: fn(&mut Self) -> Read<Node>) -> Read<Node> {
        let bars = std::mem::take(&mut self.bars);
        let out = self.deeper(read);
        self.bars = bars;
        out
    }
}
