//! Brackets and fences: "open paren … close paren", "कोष्ठक … कोष्ठक समाप्त", "the absolute value of …", sets, intervals.

use ganita_notation::{Bracket, Node};

use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{Parser, nothing};
use crate::{Note, Role};

impl Parser<'_> {
    /// A fence and what it holds.
    pub(crate) fn bracket(&mut self, arc: Arc, fence: Fence) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let Some(end) = end else { return self.unclosed(fence) };
        let inner = self.until(end);
        let closing = self.find(|meaning| matches!(meaning, Meaning::Close(_)));
        let close = match closing.map(|arc| arc.meaning) {
            Some(Meaning::Close(Fence::Bracket(bracket))) => bracket,
            _ => Bracket::Round,
        };
        self.close(fence);
        Some(fenced(fence, inner, close))
    }

    /// Nobody closed it: one factor for "the absolute value of", a sum for a bracket.
    fn unclosed(&mut self, fence: Fence) -> Option<Node> {
        match fence {
            Fence::Bracket(open) => {
                if !self.notes.contains(&Note::Unclosed) {
                    self.notes.push(Note::Unclosed);
                }
                self.cost += 10;
                let inner = self.list().unwrap_or_else(nothing);
                Some(if self.lattice.hard {
                    Node::Group(open, Box::new(inner), Bracket::None)
                } else {
                    Node::Group(open, Box::new(inner), matching(open))
                })
            }
            Fence::Quantity => self.sum(),
            _ => {
                let first = self.signed_factor()?;
                let mut factors = vec![(ganita_notation::Join::Beside, first)];
                while let Some(arc) = self.operator_arc()
                    && matches!(
                        arc.meaning,
                        Meaning::Symbol(_) | Meaning::Capital | Meaning::Accent(_)
                    )
                    && self.pause() == crate::words::Pause::None
                    && let Some(factor) = self.factor()
                {
                    factors.push((ganita_notation::Join::Beside, factor));
                }
                let first = crate::grammar::sum::product_of(factors);
                let sum = self.pause() == crate::words::Pause::None
                    && self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some()
                    && self.choose(&[0, 6]) == 0;
                let inner = if sum { self.sum_from(first) } else { first };
                Some(fenced(fence, inner, Bracket::Round))
            }
        }
    }

    /// "the set of all x such that …", "StartSet … EndSet".
    pub(crate) fn set(&mut self, arc: Arc) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let inner = match end {
            Some(end) => {
                let inner = self.until(end);
                self.close(Fence::Set);
                inner
            }
            None => match self.list().unwrap_or_else(nothing) {
                // "belongs to the set J": the letter already is the set.
                name @ (Node::Symbol(_)
                | Node::Accented(..)
                | Node::Styled(..)
                | Node::Subscript(..)) => return Some(name),
                inner => inner,
            },
        };
        Some(set_of(inner))
    }

    fn interval_end(&mut self) -> Option<Node> {
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let end = self.bound()?;
            return Some(match arc.meaning {
                Meaning::Sign(ganita_notation::Sign::Plus) => end,
                _ => Node::negative(end),
            });
        }
        self.bound()
    }

    /// "the interval from a to b, including a but not including b".
    pub(crate) fn interval(&mut self, arc: Arc) -> Option<Node> {
        // "open", "closed", "closed open": said before the ends.
        let said: Vec<Bracket> = (self.at..arc.end as usize)
            .filter_map(|at| match self.words.text(at) {
                "closed" => Some(Bracket::Square),
                "open" => Some(Bracket::Round),
                _ => None,
            })
            .collect();
        self.take(arc, Role::Operator);
        self.accept(Meaning::From);
        self.stop_at_to += 1;
        let lower = self.side().unwrap_or_else(nothing);
        self.stop_at_to -= 1;
        if !self.accept(Meaning::To) && !self.accept(Meaning::Comma) {
            return Some(lower);
        }
        let upper = self.interval_end().unwrap_or_else(nothing);
        let (mut low, mut high) = match said.as_slice() {
            [both] => (*both, *both),
            [low, high, ..] => (*low, *high),
            [] => (Bracket::Round, Bracket::Round),
        };
        let mut clauses = 0;
        while let Some(arc) = self.find(|meaning| {
            matches!(meaning, Meaning::Including | Meaning::NotIncluding | Meaning::But)
        }) {
            self.take(arc, Role::Operator);
            if arc.meaning == Meaning::But {
                continue;
            }
            let closed = arc.meaning == Meaning::Including;
            let named = self.side();
            let both = self
                .accept_where(|meaning| matches!(meaning, Meaning::Linking(_) | Meaning::Logic(_)))
                .is_some();
            if both {
                let _ = self.side();
            }
            let bracket = if closed { Bracket::Square } else { Bracket::Round };
            if both {
                (low, high) = (bracket, bracket);
            } else if clauses == 0 && named.as_ref() == Some(&lower) {
                low = bracket;
            } else {
                high = bracket;
            }
            clauses += 1;
        }
        Some(Node::Group(low, Box::new(Node::List(vec![lower, upper])), high))
    }
}

fn matching(open: Bracket) -> Bracket {
    open
}

fn fenced(fence: Fence, inner: Node, close: Bracket) -> Node {
    match fence {
        Fence::Absolute => Node::Absolute(Box::new(inner)),
        Fence::Norm => Node::Norm(Box::new(inner)),
        Fence::Floor => Node::Floor(Box::new(inner)),
        Fence::Ceiling => Node::Ceiling(Box::new(inner)),
        Fence::Bracket(Bracket::Curly) if close == Bracket::Round || close == Bracket::Curly => {
            set_of(inner)
        }
        Fence::Bracket(open) => Node::Group(open, Box::new(inner), close),
        // "the quantity", कोष्ठक: it groups; the writer sets brackets where the page needs them.
        _ => match inner {
            inner @ (Node::List(_) | Node::Relation(..) | Node::Operation(..)) => {
                Node::Group(Bracket::Round, Box::new(inner), Bracket::Round)
            }
            inner => inner,
        },
    }
}

/// Curly brackets around a list or a condition.
fn set_of(inner: Node) -> Node {
    Node::Group(Bracket::Curly, Box::new(inner), Bracket::Curly)
}
