//! The smallest pieces: numbers, letters, words, differentials, choices.

use super::Trouble;
use super::cursor::{Parser, Read};
use super::lexer::Kind;
use super::vocabulary::{GREEK, has};
use crate::tree::{Bracket, Function, Node};
use crate::write::TEXT_COMMANDS;

/// LaTeX that is passed through is shorter.
const MOST_RAW_BYTES: usize = 300;

impl Parser<'_> {
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
                self.left()
            }
            Kind::Right => self.fail(Trouble::NeverOpened),
            Kind::Words(command, words) => {
                self.i += 1;
                match command.as_str() {
                    "operatorname" if words == "lim" => return self.limit(),
                    "operatorname" => return self.function(&plain_words(&words).replace(' ', "")),
                    "raw" if words.len() > MOST_RAW_BYTES => return self.fail(Trouble::TooDeep),
                    "raw" => return Ok(Node::Raw(words)),
                    _ => {}
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
            '[' | ']' => {
                if let Some(interval) = self.turned_interval()? {
                    return Ok(interval);
                }
                if c == ']' {
                    return self.fail(Trouble::EmptyBracket);
                }
                self.i += 1;
                self.bracketed(Bracket::Square)
            }
            '{' => {
                self.i += 1;
                if self.take_char('}') {
                    return self.choose();
                }
                let inner = self.inside(Self::list)?;
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
            ')' | '}' => self.fail(Trouble::EmptyBracket),
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
            && !self.in_body
            && !after_letter
            && !matches!(self.peek_at(2), Some(Kind::Char('^')))
    }

    pub(super) fn letter(&mut self) -> Read<Node> {
        match self.peek().cloned() {
            Some(Kind::Char(c)) if c.is_alphabetic() => {
                self.i += 1;
                Ok(Node::Symbol(c.to_string()))
            }
            Some(Kind::Command(name)) if has(GREEK, &name) => {
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

    /// `{}^{n}C_{r}`, `{}_nC_r`, `{}^{n}\mathrm{C}_{r}`.
    fn choose(&mut self) -> Read<Node> {
        let start = self.i;
        let below = self.take_char('_');
        if !below && !self.take_char('^') {
            return Ok(Node::Missing);
        }
        let n = self.argument(true)?;
        let braced = self.take_command("mathrm") && self.take_char('{');
        let letter = match self.peek() {
            Some(Kind::Char(c @ ('C' | 'P'))) => *c,
            // What stands low before a letter is a number of another kind.
            _ if below => {
                self.i = start;
                return Ok(Node::Missing);
            }
            _ => return self.fail(Trouble::Choose),
        };
        self.i += 1;
        if braced {
            self.expect_char('}')?;
        }
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
