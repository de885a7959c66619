//! Functions and what they are applied to: `\sin^2 2x`, `\log_2(x + 1)`.

use super::cursor::{Parser, Read};
use super::expression::mixed_number;
use super::lexer::{Kind, Token};
use super::trouble::Trouble;
use super::vocabulary::{FUNCTIONS, has};
use crate::brackets::{Place, dropped, is_angles, is_count};
use crate::tree::{Bracket, Function, Join, Node};

impl Parser<'_> {
    pub(super) fn function(&mut self, name: &str) -> Read<Node> {
        let name = match name {
            "cosec" => "csc",
            "asin" => "arcsin",
            "acot" => "arccot",
            "asec" => "arcsec",
            "acsc" => "arccsc",
            "asinh" => "arcsinh",
            "acosh" => "arccosh",
            "atanh" => "arctanh",
            "acos" => "arccos",
            "atan" => "arctan",
            other => other,
        };
        let (mut power, mut index) = (None, None);
        loop {
            if self.take_char('^') {
                self.split_number();
                power = Some(Box::new(self.argument(true)?));
            } else if self.take_char('_') {
                index = Some(Box::new(self.argument(false)?));
            } else {
                break;
            }
        }
        if name == "log" && index.is_none() && self.options.common_logarithms {
            index = Some(Box::new(Node::number("10")));
        }
        // The sign alone: "ℜ", "ℑ".
        if matches!(name, "Re" | "Im") && power.is_none() && index.is_none() && self.ends() {
            return Ok(Node::symbol(name));
        }
        let bracket = self.opens();
        let mut argument = self.function_argument()?;
        if bracket && is_angles(name) && is_count(&argument) && self.angle_follows(&argument) {
            argument =
                Node::Product(vec![(Join::Beside, argument), (Join::Beside, self.factor()?)]);
        }
        // `\log(x+1)^2` is the logarithm of the square, as textbooks mean it; `\sin(x+1)^2` is (sin(x+1))².
        if bracket && matches!(name, "log" | "ln" | "lg") && power.is_none() && self.take_char('^')
        {
            argument = Node::power(argument, self.argument(true)?);
        }
        let function = Function::Named(name.to_owned());
        Ok(Node::Apply { function, power, index, argument: Box::new(argument) })
    }

    /// `\sin(n+1)x`, `\cos(2n+1)\frac{\pi}{2}`: whether what is counted stands behind the bracket.
    fn angle_follows(&self, count: &Node) -> bool {
        match self.peek() {
            Some(Kind::Char(letter)) if letter.is_ascii_lowercase() => {
                let mut counted = false;
                let name = letter.to_string();
                count.for_each_child(&mut |part| {
                    let mut see = |node: &Node| counted |= *node == Node::symbol(&name);
                    see(part);
                    part.for_each_child(&mut see);
                });
                !counted && *letter != 'e' && !self.differential_here()
            }
            Some(Kind::Command(name)) if matches!(name.as_str(), "frac" | "dfrac" | "tfrac") => {
                !self.begins_anew()
            }
            Some(Kind::Command(name)) => {
                matches!(name.as_str(), "theta" | "alpha" | "beta" | "phi" | "pi" | "omega")
            }
            _ => false,
        }
    }

    /// `\sin^26x` is sin² 6x: a power without braces is one digit.
    fn split_number(&mut self) {
        if let Some(Kind::Number(digits)) = self.peek()
            && digits.len() > 1
            && digits.bytes().all(|c| c.is_ascii_digit())
            && digits.as_bytes()[1] != b'0'
        {
            let (first, rest) = digits.split_at(1);
            let (first, rest) = (first.to_owned(), rest.to_owned());
            let at = self.tokens[self.i].at;
            self.tokens[self.i].kind = Kind::Number(first);
            let rest =
                Token { kind: Kind::Number(rest), at: at + 1, ..self.tokens[self.i].clone() };
            self.tokens.insert(self.i + 1, rest);
            self.end += 1;
        }
    }

    fn function_argument(&mut self) -> Read<Node> {
        if self.opens() || self.is_char('{') || self.is_char('[') {
            let inner = self.deeper(Self::atom)?;
            return Ok(match inner {
                Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
                other => other,
            });
        }
        if self.take_char('-') {
            let inner = self.deeper(Self::function_argument)?;
            return Ok(Node::negative(dropped(inner, Place::Term { last: true })));
        }
        let mut factors: Vec<(Join, Node)> = Vec::new();
        loop {
            let first = factors.is_empty();
            if !self.starts_factor() {
                break;
            }
            let stops = match self.peek() {
                Some(Kind::Char('(' | '[' | '|')) | Some(Kind::Left) => true,
                Some(Kind::Words(..)) => true,
                Some(Kind::Char('d')) => self.differential_here(),
                Some(Kind::Command(name)) => {
                    has(FUNCTIONS, name)
                        || matches!(name.as_str(), "int" | "lim" | "sum" | "|" | "{")
                        || (name == "frac" && self.derivative_here())
                }
                _ => false,
            };
            if stops && !first || named(&factors) && self.begins_anew() {
                break;
            }
            let factor = self.factor()?;
            let alone = matches!(factor, Node::Apply { .. });
            if factors.len() == 1
                && let Some(mixed) = mixed_number(&factors[0].1, &factor)
            {
                factors[0].1 = mixed;
                continue;
            }
            factors.push((Join::Beside, factor));
            if alone {
                break;
            }
        }
        match factors.len() {
            0 => self.fail(Trouble::NoArgument),
            1 => Ok(factors.remove(0).1),
            _ => Ok(Node::Product(factors)),
        }
    }

    /// Whether what comes next is written after a function of a letter, and not as part of its argument: the root in
    /// `\cos x\sqrt{\cos 2x}`, the power in `\sin x e^x`, the fraction in `\ln x\frac1x`. A fraction of π is an angle.
    fn begins_anew(&self) -> bool {
        match self.peek() {
            Some(Kind::Command(name)) if name == "sqrt" => true,
            Some(Kind::Command(name)) if matches!(name.as_str(), "frac" | "dfrac" | "tfrac") => {
                let top = (1..8).map_while(|k| self.peek_at(k));
                let top = top.take_while(|kind| **kind != Kind::Char('}'));
                !top.into_iter().any(|kind| matches!(kind, Kind::Command(name) if name == "pi"))
            }
            Some(Kind::Char('e')) => self.peek_at(1) == Some(&Kind::Char('^')),
            _ => false,
        }
    }
}

/// Whether the last factor is a letter that stands for something to be found or put in, or a power of one.
fn named(factors: &[(Join, Node)]) -> bool {
    let letter = |node: &Node| matches!(node, Node::Symbol(name) if name != "pi");
    match factors.last() {
        Some((_, Node::Power(base, _) | Node::Subscript(base, _))) => letter(base),
        Some((_, node)) => letter(node),
        None => false,
    }
}
