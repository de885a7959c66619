//! Roots: "the square root of x plus 1, end root", "under root", "StartRoot … EndRoot", "x का वर्गमूल".

use ganita_notation::{Node, Sign};

use crate::Role;
use crate::choice::Kind;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::meaning::{Fence, Meaning};
use crate::parser::{OrNothing, Parser};
use crate::words::Pause;

/// Their roots are never left standing, so more than the number is meant.
pub(crate) const SQUARES: &str = "1 4 9 16 25";

impl Parser<'_> {
    /// A root said before its radicand.
    pub(crate) fn root(&mut self, arc: Arc, degree: Option<Node>) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let degree = match arc.meaning {
            Meaning::Root(2) | Meaning::NthRoot => degree,
            Meaning::Root(other) => Some(Node::number(&other.to_string())),
            _ => degree,
        };
        let radicand = match end {
            Some(end) => {
                let radicand = self.until(end);
                self.close(Fence::Root);
                radicand
            }
            None => self.open_radicand().or_nothing(),
        };
        Some(root_of(degree, radicand))
    }

    /// A radicand nobody closes. After a number it is short; a letter with a sum behind it may take the sum.
    fn open_radicand(&mut self) -> Option<Node> {
        self.accept(Meaning::Of);
        let bracket = self.find(|meaning| matches!(meaning, Meaning::Open(_))).is_some();
        // "root of x 2 minus x 1 whole square plus y 2 minus y 1 whole square": a distance.
        if !bracket && !self.lattice.reader && self.sums_raised_ahead() > 1 {
            return self.sum();
        }
        let spelt = self.at > 0 && self.words.says(self.at - 1, "of");
        let integrals = self.integrals;
        let first = self.factor()?;
        self.integrals = integrals;
        if bracket {
            return Some(first);
        }
        let mut node = first;
        // Letters beside: "root 2 x".
        while let Some(arc) = self.operator_arc() {
            let number = matches!(node, Node::Number(_));
            // "the square root of sine x cosine x".
            let functions =
                matches!(node, Node::Apply { .. }) && matches!(arc.meaning, Meaning::Function(_));
            if self.pause() != Pause::None
                || !functions && !matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Number(_))
            {
                break;
            }
            if !self.continues_side_by_side(arc.meaning) {
                break;
            }
            // A reader's "the square root of 2 x" has no other way to say that x is inside.
            let square =
                matches!(&node, Node::Number(digits) if crate::among::one_of(digits, SQUARES));
            let outside = number && !square && !(self.lattice.reader && spelt);
            let costs = if outside { [6, 0] } else { [0, 6] };
            if self.choose(Kind::RootBeside, &costs) == 1 {
                break;
            }
            let next = self.factor()?;
            node = beside(node, next);
        }
        // "the square root of pi over 2".
        if !self.lattice.reader
            && self.pause() == Pause::None
            && self.find(|meaning| meaning == Meaning::Over).is_some()
            && self.choose(Kind::RootOver, &[0, 6]) == 1
        {
            self.accept(Meaning::Over);
            let below = self.denominator().or_nothing();
            return Some(crate::grammar::fraction::fraction(node, below));
        }
        let number = matches!(node, Node::Number(_));
        // A sum: "the square root of x squared plus y squared".
        let sum_follows = self.find(|meaning| matches!(meaning, Meaning::Sign(_))).is_some();
        if sum_follows && self.pause() == Pause::None {
            let square =
                matches!(&node, Node::Number(digits) if crate::among::one_of(digits, SQUARES));
            let letter = spelt && self.letter_after_sign();
            let (sum, alone) = match (number, square, letter) {
                _ if self.root_after_sign() => (11, 0),
                (true, false, false) => (10, 0),
                (true, false, true) => (0, 4),
                _ => (0, 9),
            };
            // The third way takes one sign: "the square root of 11 minus 2 x plus 4".
            let costs = [sum, alone, sum + 10];
            let ways = if self.signs_ahead() > 1 { 3 } else { 2 };
            let way = self.choose(Kind::RootSum, &costs[..ways]);
            if way != 1 {
                self.integrals += 1;
                self.under_root += 1;
                let terms = if way == 0 { usize::MAX } else { 2 };
                let sum = self.terms_from(node, terms);
                self.under_root -= 1;
                self.integrals -= 1;
                return Some(sum);
            }
        }
        Some(node)
    }

    /// How many whole sums are raised before this side ends, or another root begins.
    fn sums_raised_ahead(&self) -> usize {
        (self.at..self.limit)
            .filter_map(|at| self.lattice.first(at))
            .take_while(|meaning| !matches!(meaning, Meaning::Compare(_) | Meaning::Root(_)))
            .filter(|meaning| matches!(meaning, Meaning::Whole(_)))
            .count()
    }

    /// How many signs come before this side ends.
    pub(crate) fn signs_ahead(&self) -> usize {
        (self.at..self.limit)
            .map_while(|at| self.lattice.at(at).first())
            .take_while(|arc| !matches!(arc.meaning, Meaning::Compare(_)))
            .filter(|arc| matches!(arc.meaning, Meaning::Sign(_)))
            .count()
    }

    /// "plus the square root of …", "plus b times the square root of …": a new root, not more of this one.
    fn root_after_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let mut at = sign.end as usize;
        for _ in 0..3 {
            let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit) else {
                return false;
            };
            match arc.meaning {
                Meaning::Root(_) | Meaning::NthRoot => return true,
                Meaning::Symbol(_) | Meaning::Number(_) | Meaning::Join(_) => {
                    at = arc.end as usize;
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether what is added is a letter or a number with a letter: "two minus x squared".
    fn letter_after_sign(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        let symbol = |at: usize| {
            at < self.limit
                && self
                    .lattice
                    .first(at)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Symbol(_)))
        };
        let after = sign.end as usize;
        let number =
            self.lattice.at(after).first().filter(|arc| matches!(arc.meaning, Meaning::Number(_)));
        let first = match number {
            Some(number) => number.end as usize,
            None => after,
        };
        // "plus b the square root of 3" begins another root.
        let root = self.lattice.at(first).first().is_some_and(|letter| {
            self.lattice
                .first(letter.end as usize)
                .is_some_and(|meaning| matches!(meaning, Meaning::Root(_)))
        });
        symbol(first) && !root
    }

    /// "StartRoot … EndRoot".
    pub(crate) fn explicit_root(&mut self, arc: Arc) -> Option<Node> {
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        let radicand = match end {
            Some(end) => self.until(end),
            None => self.open_radicand().or_nothing(),
        };
        self.close(Fence::Root);
        Some(root_of(None, radicand))
    }

    /// "RootIndex 3 StartRoot … EndRoot".
    pub(crate) fn indexed_root(&mut self, arc: Arc) -> Option<Node> {
        self.take(arc, Role::Operator);
        let degree = self.factor()?;
        let root = self.find(|meaning| {
            matches!(meaning, Meaning::Open(Fence::Root) | Meaning::Root(_) | Meaning::Start)
        })?;
        let node =
            if root.meaning == Meaning::Start { self.atom()? } else { self.explicit_root(root)? };
        Some(match node {
            Node::Root { radicand, .. } => Node::Root { degree: Some(Box::new(degree)), radicand },
            other => other,
        })
    }

    /// "plus c" at the end of a side, where something was integrated: no part of what stands open before it.
    pub(crate) fn constant_follows(&self, sign: Arc) -> bool {
        let at = sign.end as usize;
        let is_c = at < self.limit
            && self.lattice.any(at, |meaning| matches!(meaning, Meaning::Symbol(name) if crate::lexicon::named(name, "c")));
        let ends = at + 1 >= self.limit
            || self
                .lattice
                .first(at + 1)
                .is_some_and(|meaning| matches!(meaning, Meaning::Compare(_)));
        is_c && ends && self.lattice.integral
    }

    /// The rest of a sum whose first term is known.
    pub(crate) fn sum_from(&mut self, first: Node) -> Node {
        self.terms_from(first, usize::MAX)
    }

    /// The same with so many terms at most.
    fn terms_from(&mut self, first: Node, most: usize) -> Node {
        let in_sum = std::mem::replace(&mut self.in_sum, false);
        let above = std::mem::replace(&mut self.put_above, false);
        let mut terms = vec![(Sign::Plus, first)];
        while terms.len() < most
            && let Some(arc) = self.operator_arc()
        {
            // "the square root of 1 plus sine A over 1 minus sine A": all that stands under it.
            if terms.len() > 1 && self.takes_all(arc) {
                terms = self.loosely(arc, terms);
                continue;
            }
            let Meaning::Sign(sign) = arc.meaning else { break };
            // "the square root of x minus 1 plus the square root of …": the second root is not under the first.
            let next_root = self.under_root > 0 && terms.len() > 1 && self.root_after_sign();
            if self.pause() != Pause::None || self.constant_follows(arc) || next_root {
                break;
            }
            self.take(arc, Role::Operator);
            self.in_sum = most > 2;
            let term = match self.product() {
                Some(term) => term,
                None => self.incomplete(),
            };
            terms.push((sign, term));
        }
        self.put_above = above;
        self.in_sum = in_sum;
        crate::grammar::sum::sum_of(terms)
    }
}

/// "x का वर्गमूल", "x का घनमूल".
pub(crate) fn root_said_last(degree: u8, radicand: Node) -> Node {
    let degree = (degree != 2).then(|| Box::new(Node::number(&degree.to_string())));
    Node::Root { degree, radicand: Box::new(radicand) }
}

fn root_of(degree: Option<Node>, radicand: Node) -> Node {
    let radicand = crate::grammar::postfix::ungrouped(radicand);
    Node::Root { degree: degree.map(Box::new), radicand: Box::new(radicand) }
}

fn beside(left: Node, right: Node) -> Node {
    use ganita_notation::Join;
    match left {
        Node::Product(mut factors) => {
            factors.push((Join::Beside, right));
            Node::Product(factors)
        }
        left => pair_of(left, right),
    }
}
