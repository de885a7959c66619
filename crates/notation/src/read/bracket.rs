//! What stands in brackets of any kind, intervals among them, and bars that close nothing.

use super::Trouble;
use super::cursor::{Parser, Read};
use super::lexer::Kind;
use super::vocabulary::{OPERATIONS, RELATIONS, has};
use crate::tree::{Bracket, Node};

impl Parser<'_> {
    fn closing(&mut self) -> Option<Bracket> {
        let right = self.peek() == Some(&Kind::Right);
        let bracket = match self.peek_at(usize::from(right))? {
            Kind::Char(')') => Bracket::Round,
            Kind::Char(']') => Bracket::Square,
            // \right[ as open intervals end in some countries.
            Kind::Char('[') if right => Bracket::Round,
            Kind::Char('|') => Bracket::Bar,
            Kind::Char('.') if right => Bracket::None,
            Kind::Command(name) if name == "}" => Bracket::Curly,
            Kind::Command(name) if name == "]" => Bracket::Square,
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
            && (self.take_command("mid") || self.take_char('|') || self.take_char(':'))
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
            (Bracket::Square, Bracket::Square, inner)
                if !matches!(inner, Node::List(_)) && !self.index_follows() =>
            {
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

    /// `_a` or `^b_a`, as behind the brackets of [F]_a^b.
    fn index_follows(&self) -> bool {
        let mut at = self.i;
        if self.is_char('^') {
            let mut depth = 0;
            loop {
                at += 1;
                match self.tokens.get(at).map(|token| &token.kind) {
                    Some(Kind::Char('{')) => depth += 1,
                    Some(Kind::Char('}')) => depth -= 1,
                    Some(_) => {}
                    None => return false,
                }
                if depth <= 0 {
                    break;
                }
            }
            at += 1;
        }
        matches!(self.tokens.get(at).map(|token| &token.kind), Some(Kind::Char('_')))
    }

    /// After a closing curly bracket: more arithmetic follows, so that it was no set.
    fn continues(&self) -> bool {
        self.is_char('^') || self.starts_factor()
    }

    pub(super) fn lines(&mut self) -> Read<Node> {
        let mut lines = vec![self.list()?];
        while self.take_command("\\") {
            lines.push(self.list()?);
        }
        if lines.len() == 1 { Ok(lines.remove(0)) } else { Ok(Node::Lines(lines)) }
    }

    /// After `\left`.
    pub(super) fn left(&mut self) -> Read<Node> {
        let open = match self.peek() {
            Some(Kind::Char('(' | ']')) => Bracket::Round,
            Some(Kind::Char('[')) => Bracket::Square,
            Some(Kind::Char('|')) => Bracket::Bar,
            Some(Kind::Char('.')) => Bracket::None,
            Some(Kind::Command(name)) => match name.as_str() {
                "{" => Bracket::Curly,
                "[" => Bracket::Square,
                "langle" => Bracket::Angle,
                "‖" => {
                    self.i += 1;
                    let inner = self.inside(Self::list)?;
                    self.i += usize::from(self.peek() == Some(&Kind::Right));
                    self.i += usize::from(self.is_command("‖"));
                    return Ok(Node::Norm(Box::new(inner)));
                }
                "lfloor" | "lceil" => return self.deeper(Self::atom),
                _ => return self.fail(Trouble::LeftAlone),
            },
            _ => return self.fail(Trouble::LeftAlone),
        };
        self.i += 1;
        self.bracketed(open)
    }

    /// At `[` or `]`: an interval whose open ends are brackets turned around, `]a, b[`.
    pub(super) fn turned_interval(&mut self) -> Read<Option<Node>> {
        let opens_turned = self.is_char(']');
        let Some(close) = self.turned_close(opens_turned) else { return Ok(None) };
        let closes_turned = self.tokens[close].kind == Kind::Char('[');
        self.i += 1;
        let outer = std::mem::replace(&mut self.end, close);
        let inner = self.inside(Self::list);
        let rest = self.peek().is_some();
        // A token cut in two has moved what follows.
        self.end = outer + (self.end - close);
        let inner = inner?;
        if rest {
            return self.fail(Trouble::NotHere);
        }
        self.i += 1;
        let side = |turned| if turned { Bracket::Round } else { Bracket::Square };
        Ok(Some(Node::Group(side(opens_turned), Box::new(inner), side(closes_turned))))
    }

    /// The bracket that closes such an interval: the first one behind its comma, with nothing after it that it could open.
    fn turned_close(&self, opens_turned: bool) -> Option<usize> {
        let (mut depth, mut comma) = (0usize, false);
        for k in self.i + 1..self.end {
            match &self.tokens[k].kind {
                Kind::Char(',' | ';') if depth == 0 && !comma => comma = true,
                Kind::Char(',' | ';') if depth == 0 => return None,
                Kind::Char('(' | '{') => depth += 1,
                Kind::Char(')' | '}') => depth = depth.checked_sub(1)?,
                Kind::Char(']') if depth == 0 => return (comma && opens_turned).then_some(k),
                Kind::Char('[') if depth == 0 => {
                    let ended = match self.tokens.get(k + 1).map(|token| &token.kind) {
                        None | Some(Kind::Char(',' | '.' | ')' | '}' | '=')) => true,
                        Some(Kind::Command(name)) => {
                            has(OPERATIONS, name) || has(RELATIONS, name) || name == "\\"
                        }
                        _ => false,
                    };
                    return (comma && ended).then_some(k);
                }
                _ => {}
            }
        }
        None
    }

    /// At a bar that has no partner before the bracket around it closes: P(A|B), 3|x.
    pub(super) fn lone_bar(&self) -> bool {
        if self.bars > 0 || self.i == 0 || self.peek_at(1) == Some(&Kind::Char('_')) {
            return false;
        }
        let (mut depth, mut bars, mut k) = (0usize, 0usize, self.i);
        while k < self.end {
            let change = match &self.tokens[k].kind {
                Kind::Left => {
                    k += 1;
                    1
                }
                Kind::Char('(' | '[' | '{') => 1,
                Kind::Command(name) if name == "{" => 1,
                Kind::Right if depth > 0 => {
                    k += 1;
                    -1
                }
                Kind::Right | Kind::Char(')' | ']' | '}') => -1,
                Kind::Command(name) if name == "}" => -1,
                Kind::Char(',') if depth == 0 => break,
                Kind::Char('|') if depth == 0 => {
                    bars += 1;
                    0
                }
                _ => 0,
            };
            match depth.checked_add_signed(change) {
                Some(now) => depth = now,
                None => break,
            }
            k += 1;
        }
        bars == 1
    }
}
