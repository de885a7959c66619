//! "if x = 2 find x² + 3x", "f(x) = 2x + 1, find f(3)", "यदि a + b = 5 हो तो a² + b² का मान ज्ञात करो": equations that are given, and what is to be worked
//! out where they hold. The solver takes them as one list.

use std::ops::Range;

use ganita_notation::{Node, Relation};

use super::{LEAD, Of, PARTICLES, VERBS, Wanted, read, skip, skip_back};
use crate::lattice::Lattice;
use crate::meaning::Meaning;
use crate::words::{Pause, Words};

const IF: &str = "if given when where for at यदि अगर जब agar yadi jab";
/// One of these is in every sentence that gives something: of [`IF`], before what is asked, and of "… होने पर".
pub(crate) const GIVES: &str =
    "if given when where for at यदि अगर जब agar yadi jab find calculate evaluate के ke होने hone";
/// What divides the two.
const ASKS: &str = "find calculate evaluate determine what what's whats then तो toh";
/// Words before and behind the expression that is asked for, and between equations.
const AROUND: &str = "value of मान maan हो ho hai है तो to toh then and और aur तथा";

pub(super) fn given(words: &Words, lattice: &Lattice) -> Option<Wanted> {
    if !lattice.gives() {
        return None;
    }
    let count = words.len();
    let end = skip_back(words, 0..count, VERBS);
    let lead = skip(words, 0..end, LEAD);
    // "the force where a = 2" asks for nothing.
    let asks = (0..lead).any(|at| words.spells(at, ASKS)) || words.spells(lead, "value");
    let is_if = |at: &usize| words.spells(*at, IF);
    let under =
        |at: &usize| words.spells(*at, "के ke होने hone") && words.spells(*at + 1, "लिए liye पर par");
    let (given, asked) = if is_if(&lead) {
        let hindi = words.spells(lead, "agar yadi");
        let so =
            |at: usize| words.spells(at, "to") && (hindi || words.spells(at - 1, "ho hai hain"));
        let split = (lead + 2..end).find(|at| words.spells(*at, ASKS) || so(*at))?;
        // "if n is 2 then 2n is 4" asks for nothing.
        if end == count && !(split..end).any(|at| words.spells(at, LEAD)) {
            return None;
        }
        (lead + 1..split, split..end)
    } else if let Some(split) =
        (lead + 3..end).find(|at| !asks && words.spells(*at, "find calculate evaluate"))
    {
        (lead..split, split..end)
    } else if !asks && end == count && !words.spells(count - 1, AROUND) {
        return None;
    } else if let Some(split) = (lead + 1..end).find(under) {
        (lead..split, split + 2..end)
    } else {
        let split = (lead + 1..end).find(is_if)?;
        if !asks && !words.spells(split - 1, VERBS) {
            return None;
        }
        (split + 1..end, lead..split)
    };
    let rest = given.start.min(asked.start)..given.end.max(asked.end);
    let mut of = Of { parts: Vec::new(), confidence: 1.0 };
    equations(words, lattice, skip(words, given.clone(), "that the")..given.end, &mut of)?;
    let start = skip(words, asked.clone(), AROUND);
    let start = skip(words, start..asked.end, LEAD);
    let start = skip(words, start..asked.end, AROUND);
    let end = skip_back(words, start..asked.end, VERBS);
    let end = skip_back(words, start..end, AROUND);
    let end = skip_back(words, start..end, PARTICLES);
    // "find x in terms of y where …".
    if words.spells(start + 1, "in") {
        return None;
    }
    match read(words, lattice, start..end, &mut of)? {
        Node::List(targets) => of.parts.extend(targets),
        // "find x" has the equation solved.
        Node::Relation(..)
        | Node::Text(_)
        | Node::Symbol(_)
        | Node::Subscript(..)
        | Node::Raw(_) => return None,
        target => of.parts.push(target),
    }
    let Of { parts, confidence } = of;
    Some(Wanted { kind: None, said: None, of: Node::List(parts), confidence, rest })
}

/// Each equation alone: "a + b = 5 and ab = 6".
fn equations(words: &Words, lattice: &Lattice, range: Range<usize>, of: &mut Of) -> Option<()> {
    let divides =
        |at: usize| words.spells(at, "and और aur तथा") || words.words[at].pause >= Pause::Short;
    let (mut start, mut end) = (range.start, range.start);
    while start < range.end {
        end += 1;
        while end < range.end && !divides(end) {
            end += 1;
        }
        if let Some(equation) = equation(words, lattice, start..end, of) {
            of.parts.push(equation);
            start = skip(words, end..range.end, AROUND);
            end = start;
        } else if end >= range.end {
            return None;
        }
    }
    (!of.parts.is_empty()).then_some(())
}

/// "x = 2 हो", "a plus b 5 hai".
fn equation(words: &Words, lattice: &Lattice, range: Range<usize>, of: &mut Of) -> Option<Node> {
    let end = skip_back(words, range.clone(), AROUND);
    let is_number = |at: &usize| {
        lattice
            .at(*at)
            .iter()
            .any(|arc| matches!(arc.meaning, Meaning::Number(_)) && arc.end as usize == end)
    };
    match read(words, lattice, range.start..end, of)? {
        equation @ Node::Relation(..) => match &equation {
            Node::Relation(_, rest) if rest[0].0 == Relation::Equal => Some(equation),
            _ => None,
        },
        _ if end == range.end => None,
        _ => {
            let value = (range.start + 1..end).find(is_number)?;
            let side = read(words, lattice, range.start..value, of)?;
            let value = read(words, lattice, value..end, of)?;
            Some(Node::Relation(Box::new(side), vec![(Relation::Equal, value)]))
        }
    }
}
