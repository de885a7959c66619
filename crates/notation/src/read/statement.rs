//! The grammar, loosest first: lines, lists, `or`, relations, set operations. What they join is read in `expression`.

use super::Trouble;
use super::cursor::{Parser, Read};
use super::lexer::{Kind, STRUCK};
use super::vocabulary::{ENTAILS, OPERATIONS, RELATIONS, has, is_closing};
use crate::brackets::{Place, dropped};
use crate::tree::{Bracket, Node, Relation};

impl Parser<'_> {
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

    /// A list; `a \over b` and `n \choose k` divide all that stands in their braces.
    pub(super) fn list(&mut self) -> Read<Node> {
        let above = self.items()?;
        for (name, make) in [
            ("over", Node::Fraction as fn(Box<Node>, Box<Node>) -> Node),
            ("choose", Node::Binomial),
        ] {
            if self.take_command(name) {
                let below = self.inside(Self::items)?;
                return Ok(make(Box::new(above), Box::new(below)));
            }
        }
        Ok(above)
    }

    fn items(&mut self) -> Read<Node> {
        let mut items = vec![self.words()?];
        while self.is_char(',') || self.is_char(';') || self.condition_follows() {
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

    pub(super) fn ends(&self) -> bool {
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

    /// "y = 2 when x = 0": what follows is another item.
    fn condition_follows(&self) -> bool {
        const WORDS: &str = "when where at given जब जहाँ";
        matches!(self.peek(), Some(Kind::Words(_, words))
            if WORDS.split(' ').any(|word| words.trim().trim_matches(',').trim() == word))
    }

    fn words(&mut self) -> Read<Node> {
        self.joined("or", Place::Alternative, Self::conjuncts)
    }

    fn conjuncts(&mut self) -> Read<Node> {
        self.joined("and", Place::Conjunct, Self::relation)
    }

    fn joined(
        &mut self,
        word: &str,
        place: Place,
        operand: fn(&mut Self) -> Read<Node>,
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
                other if has(RELATIONS, other.strip_prefix(STRUCK).unwrap_or(other)) => {
                    Relation::Named(other.to_owned())
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    pub(super) fn relation(&mut self) -> Read<Node> {
        // "⊢ p": what follows from nothing.
        let from_nothing = matches!(self.peek(), Some(Kind::Command(name)) if has(ENTAILS, name));
        let first = if from_nothing { Node::Raw(String::new()) } else { self.operation()? };
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
            if !has(OPERATIONS, found) {
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
}
