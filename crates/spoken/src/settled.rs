//! What of a reading no longer changes while words are added.

use std::hash::{Hash, Hasher};

use ganita_notation::{Node, Relation, write_latex};

use crate::parser::is_nothing;
use crate::{Reading, Role};

/// So many readings in a row, each of at least one more word, must agree on a side of a relation before it counts as settled.
const AGREEING: usize = 2;

/// A reading as sure as this needs none that agrees.
const SURE: f32 = 0.7;

/// The sides of a relation that further words have left behind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settled {
    latex: String,
    /// How many sides `latex` holds.
    sides: usize,
    /// Per number of words heard: the fingerprints of the sides that stood before a relation sign.
    heard: Vec<(usize, Vec<u64>)>,
}

impl Settled {
    pub(crate) fn latex(&self) -> &str {
        &self.latex
    }

    /// Forgets readings of more words than these.
    pub(crate) fn keep(&mut self, words: usize) {
        let kept = self.heard.iter().take_while(|(count, _)| *count <= words).count();
        self.heard.truncate(kept);
    }

    /// Takes the reading of so many words. `open` while later words may still change earlier ones' meaning; `copula` where the
    /// last word is "is", which a predicate may follow: "is negative", "is defined as".
    pub(crate) fn hear(
        &mut self,
        words: usize,
        reading: &Reading,
        open: bool,
        copula: bool,
        listing: bool,
    ) {
        self.heard.retain(|(count, _)| *count < words);
        self.heard.push((words, if open { Vec::new() } else { closed_sides(reading, listing) }));
        let agreeing = if reading.confidence >= SURE && !copula { 1 } else { AGREEING };
        let Some(from) = self.heard.len().checked_sub(agreeing) else { return };
        let (first, later) = self.heard[from..].split_first().expect("several readings");
        let agreed = later.iter().fold(first.1.len(), |agreed, (_, sides)| {
            sides.iter().zip(&first.1).take(agreed).take_while(|(a, b)| a == b).count()
        });
        if agreed <= self.sides {
            return;
        }
        let settled = match &reading.tree {
            Node::Relation(first, _) if agreed == 1 => write_latex(first),
            Node::Relation(first, rest) => {
                write_latex(&Node::Relation(first.clone(), rest[..agreed - 1].to_vec()))
            }
            Node::List(items) => write_latex(&items[0]),
            _ => return,
        };
        if settled.starts_with(&self.latex) && write_latex(&reading.tree).starts_with(&settled) {
            self.latex = settled;
            self.sides = agreed;
        }
    }
}

/// The sides of a relation that a further relation sign has ended, each with the sign before it, as fingerprints: those in
/// which the reading and its alternatives agree. `listing` where what stands before a comma is a side: "x², चार के बराबर है".
fn closed_sides(reading: &Reading, listing: bool) -> Vec<u64> {
    // Words that only name what follows may turn out to be a part of it.
    let named = reading.command.is_none()
        && reading.spans.first().is_some_and(|span| span.role == Role::Command);
    if named || !reading.is_mathematics {
        return Vec::new();
    }
    let mut sides = fingerprints(&reading.tree, listing);
    // "x², आठ …": another reading multiplies the two, and no verb that may come then agrees with it.
    if matches!(reading.tree, Node::List(_)) {
        return sides;
    }
    for alternative in &reading.alternatives {
        let others = fingerprints(&alternative.tree, listing);
        let agreed = sides.iter().zip(&others).take_while(|(a, b)| a == b).count();
        sides.truncate(agreed);
    }
    sides
}

fn fingerprints(tree: &Node, listing: bool) -> Vec<u64> {
    let (left, rest) = match tree {
        Node::Relation(left, rest) => (&**left, &rest[..]),
        Node::List(items) if listing => match items.as_slice() {
            [first, _, ..] if is_settled(first) && !negated(first) => {
                let mut fingerprint = Fingerprint::default();
                (None::<&Relation>, first).hash(&mut fingerprint);
                return vec![fingerprint.finish()];
            }
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let mut found = Vec::with_capacity(rest.len());
    let mut side: &Node = left;
    let mut sign: Option<&Relation> = None;
    for (relation, next) in rest {
        if !is_settled(side) || negated(side) || !divides(relation) {
            break;
        }
        let mut fingerprint = Fingerprint::default();
        (sign, side).hash(&mut fingerprint);
        found.push(fingerprint.finish());
        (sign, side) = (Some(relation), next);
    }
    found
}

/// Equality and order stand between two whole sides; what belongs to a set, or is implied, may turn into more.
fn divides(relation: &Relation) -> bool {
    !matches!(relation, Relation::To | Relation::In | Relation::Named(_))
}

/// "a not equal": one more word, and the negation belongs to the sign.
fn negated(side: &Node) -> bool {
    match side {
        Node::Raw(sign) => sign.trim_end() == "\\neg",
        Node::Product(factors) => factors.last().is_some_and(|(_, last)| negated(last)),
        Node::Sum(terms) => terms.last().is_some_and(|(_, last)| negated(last)),
        _ => false,
    }
}

/// Whether a side is all mathematics: words that are not, and lists, may find another place when more is heard.
fn is_settled(side: &Node) -> bool {
    let mut settled = !is_nothing(side)
        && !matches!(
            side,
            Node::Text(_)
                | Node::Missing
                | Node::List(_)
                // Where a sum runs may be said behind its body.
                | Node::Big { lower: None, upper: None, .. }
        );
    side.for_each_child(&mut |child| settled &= is_settled(child));
    settled
}

/// The multiply-and-rotate hash of Firefox (FxHasher): quick, and the same everywhere.
#[derive(Default)]
struct Fingerprint(u64);

impl Fingerprint {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_isize(&mut self, value: isize) {
        self.mix(value as u64);
    }
}
