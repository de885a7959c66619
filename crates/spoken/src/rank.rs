//! Which reading is best: parses again with single choices turned round, compares the costs, offers what is close.

use std::ops::Range;

use ganita_notation::{Node, write_latex};

use crate::lattice::Lattice;
use crate::parser::{Choice, Parser};
use crate::words::Words;
use crate::{Alternative, Command, Note, Role};

/// How many readings are parsed beside the straight one, the likely cheapest first.
const TURNS: usize = 8;
/// Choices that together cost more than this are not worth another parse.
const DEAREST_TURN: u32 = 16;
/// Choices turned round in one reading: "(x^2 - 4) over (x - 2)" is two.
const TURNS_AT_ONCE: usize = 3;
/// More words than this are parsed once: nobody is asked about a page.
const LONGEST_ASKED: usize = 80;

/// A parse of the words.
pub(crate) struct Parse {
    pub(crate) tree: Node,
    pub(crate) cost: u32,
    pub(crate) notes: Vec<Note>,
    pub(crate) roles: Vec<(Range<usize>, Role)>,
    choices: Vec<Choice>,
    /// What the choices that were turned round cost.
    spent: u32,
}

pub(crate) struct Ranked {
    pub(crate) best: Parse,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) confidence: f32,
}

fn parse(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
    asked: Option<Command>,
    turned: &[(usize, u8)],
) -> Parse {
    let mut parser = Parser::new(words, lattice, range, turned);
    let tree = parser.all_that_was_asked(asked);
    Parse {
        tree,
        cost: parser.cost,
        notes: parser.notes,
        roles: parser.roles,
        choices: parser.choices,
        spent: parser.spent,
    }
}

/// Choices to turn round, each with the way to take, and what the reading may cost.
struct Turns {
    cost: u32,
    ways: Vec<(usize, u8)>,
}

/// One more choice turned round in a parse that was made with `ways`: only later ones, so that no set comes twice.
fn turns_after(parse: &Parse, ways: &[(usize, u8)]) -> Vec<Turns> {
    if ways.len() >= TURNS_AT_ONCE {
        return Vec::new();
    }
    let from = ways.last().map_or(0, |(number, _)| number + 1);
    let mut turns = Vec::new();
    for (number, choice) in parse.choices.iter().enumerate().skip(from) {
        for way in 0..choice.ways {
            let cost = parse.spent + u32::from(choice.costs[usize::from(way)]);
            if way != choice.taken && cost <= DEAREST_TURN {
                let mut ways = ways.to_vec();
                ways.push((number, way));
                turns.push(Turns { cost, ways });
            }
        }
    }
    turns
}

/// The best parse and its rivals.
pub(crate) fn ranked(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
    asked: Option<Command>,
) -> Ranked {
    let first = parse(words, lattice, range.clone(), asked, &[]);
    let mut open: Vec<Turns> = Vec::new();
    if range.len() <= LONGEST_ASKED {
        open.extend(turns_after(&first, &[]));
    }
    let mut parses = vec![first];
    for _ in 0..TURNS {
        let cheapest = open.iter().enumerate().min_by_key(|(_, turns)| turns.cost).map(|(n, _)| n);
        let Some(turns) = cheapest.map(|n| open.remove(n)) else { break };
        let other = parse(words, lattice, range.clone(), asked, &turns.ways);
        open.extend(turns_after(&other, &turns.ways));
        if parses.iter().all(|parse| parse.tree != other.tree) {
            parses.push(other);
        }
    }
    // A stable sort: of equal costs the straight reading stays first.
    parses.sort_by_key(|parse| parse.cost);
    let mut parses = parses.into_iter();
    let best = parses.next().expect("there is always the first parse");
    let rivals: Vec<Parse> = parses.take(3).collect();
    let weights: Vec<f32> = rivals.iter().map(|rival| weight(rival.cost - best.cost)).collect();
    let total = 1.0 + weights.iter().sum::<f32>();
    let certainty = 1.0 / (1.0 + best_penalty(best.cost));
    let latex = if rivals.is_empty() { String::new() } else { write_latex(&best.tree) };
    let alternatives = rivals
        .into_iter()
        .zip(weights)
        .map(|(rival, weight)| Alternative {
            difference: difference(&latex, &write_latex(&rival.tree)),
            tree: rival.tree,
            confidence: weight / total * certainty,
        })
        .collect();
    Ranked { confidence: certainty / total, best, alternatives }
}

/// How likely a reading is that costs this much more, against the best.
fn weight(more: u32) -> f32 {
    // A falling curve without exp: a rational one is the same on every machine.
    let more = f32::from(u16::try_from(more).unwrap_or(u16::MAX));
    0.9 / (1.0 + more / 3.0 + more * more / 24.0)
}

fn best_penalty(cost: u32) -> f32 {
    f32::from(u16::try_from(cost).unwrap_or(u16::MAX)) / 60.0
}

/// "a or b", with what both begin and end with cut away where braces allow it.
fn difference(best: &str, other: &str) -> String {
    if best.len() + other.len() <= 60 {
        return format!("{best} or {other}");
    }
    // Whole terms only: cut at the last " = " that both share.
    let shared = best.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let cut = best[..floor(best, shared)].rfind(" = ").map_or(0, |at| at + 3);
    let balanced = best[..cut].matches('{').count() == best[..cut].matches('}').count();
    let cut = if balanced { cut } else { 0 };
    format!("{} or {}", &best[cut..], &other[cut..])
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
