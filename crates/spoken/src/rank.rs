//! Which reading is best: parses again with single choices turned round, compares the costs, offers what is close.

mod feature;
mod identity;
mod weight;

use std::ops::Range;

use ganita_notation::Node;

use crate::lattice::Lattice;
use crate::order;
use crate::parser::{Choice, HABIT, Parser, Turned};
use crate::words::Words;
use crate::{Alternative, Command, Note, Role};
use feature::Features;
use weight::WEIGHTS;

/// How many readings are parsed beside the straight one, the likely cheapest first.
const TURNS: usize = 12;
/// Choices that together cost more than this are not worth another parse.
const DEAREST_TURN: u32 = 30;
/// Choices turned round in one reading: "(x^2 - 4) over (x - 2)" is two.
const TURNS_AT_ONCE: usize = 3;
/// How much better in score an equation is that holds whatever its letters stand for.
const HOLDS: i32 = 60;
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
    spelt_out: bool,
    steps: u64,
}

pub(crate) struct Ranked {
    pub(crate) best: Parse,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) confidence: f32,
}

/// A reading that was weighed, with what it was weighed by.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// Its tree.
    pub tree: Node,
    /// What its words and groupings cost before the fitted weights, in the grammar's own unit (15 is a missing operand).
    pub cost: u32,
    /// How often each feature is there, in the order of [`feature_names`].
    pub features: Vec<u8>,
}

/// The names of the features that the fitted weights stand beside.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    feature::names()
}

impl Parse {
    /// Looks at the lattice: of this parse, and of all others where it is the straight one.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    /// None are counted for who says every bracket aloud: there the words alone decide.
    fn features(&self) -> Features {
        if self.spelt_out {
            return Features::none();
        }
        let second = self.choices.iter().filter(|choice| choice.taken == 1);
        Features::new(second.map(|choice| choice.kind), &self.tree)
    }

    /// What a reading may score that has this choice, and so many like it, turned round.
    fn score_of(&self, cost: u32, choice: &Choice, way: u8, times: usize) -> i32 {
        let counted = |way: u8| i32::from(way == 1);
        let more = counted(way) - counted(choice.taken);
        let weight = if self.spelt_out { 0 } else { WEIGHTS.of(choice.kind) };
        WEIGHTS.cost(cost) + weight * more * i32::try_from(times).unwrap_or(1)
    }

    pub(crate) fn rival(self) -> Rival {
        Rival { features: self.features().counts().to_vec(), cost: self.cost, tree: self.tree }
    }
}

fn parse(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
    asked: Option<Command>,
    turned: &Turned,
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
        spelt_out: lattice.spelt_out,
        steps: parser.steps.get(),
    }
}

/// Choices to turn round, and what the reading may cost: in the grammar's unit, and with the fitted weights.
struct Turns {
    score: i32,
    turned: Turned,
}

/// One more choice turned round in a parse that was made with `turned`: only later ones, so that no set comes twice.
fn turns_after(parse: &Parse, turned: &Turned) -> Vec<Turns> {
    let single = &turned.single;
    let most = if turned.alike.is_some() { 1 } else { TURNS_AT_ONCE };
    if single.len() >= most {
        return Vec::new();
    }
    let from = single.last().map_or(0, |(number, _)| number + 1);
    let mut turns = Vec::new();
    for (number, choice) in parse.choices.iter().enumerate().skip(from) {
        if turned.alike.is_some_and(|(kind, _)| kind == choice.kind) {
            continue;
        }
        for way in 0..choice.ways {
            let cost = parse.spent + u32::from(choice.costs[usize::from(way)]);
            if way != choice.taken && cost <= DEAREST_TURN {
                let mut single = single.clone();
                single.push((number, way));
                let score = parse.score_of(cost, choice, way, 1);
                turns.push(Turns { score, turned: Turned { single, alike: turned.alike } });
            }
        }
    }
    turns
}

/// All choices of a kind turned round at once, where there are several: "2 times a plus b plus 3 times c plus d".
fn turns_alike(parse: &Parse) -> Vec<Turns> {
    let mut turns = Vec::new();
    for (number, choice) in parse.choices.iter().enumerate() {
        let same = |other: &&Choice| other.kind == choice.kind && other.taken == choice.taken;
        if parse.choices[..number].iter().any(|other| same(&other)) {
            continue;
        }
        let others: Vec<&Choice> = parse.choices[number + 1..].iter().filter(same).collect();
        for way in (0..choice.ways).filter(|way| *way != choice.taken && !others.is_empty()) {
            let cost = |choice: &Choice| u32::from(choice.costs[usize::from(way)]);
            let again: u32 = others.iter().map(|other| cost(other) / HABIT).sum();
            let cost = cost(choice) + again;
            if cost <= DEAREST_TURN {
                let turned = Turned { single: Vec::new(), alike: Some((choice.kind, way)) };
                let score = parse.score_of(cost, choice, way, 1 + others.len());
                turns.push(Turns { score, turned });
            }
        }
    }
    turns
}

/// The straight parse first, then those with choices turned round.
pub(crate) fn parses(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
    asked: Option<Command>,
) -> Vec<Parse> {
    let straight = Turned::default();
    let first = parse(words, lattice, range.clone(), asked, &straight);
    let mut open: Vec<Turns> = Vec::new();
    if range.len() <= LONGEST_ASKED {
        open.extend(turns_after(&first, &straight));
        open.extend(turns_alike(&first));
    }
    let mut parses = vec![first];
    for _ in 0..TURNS {
        let cheapest = open.iter().enumerate().min_by_key(|(_, turns)| turns.score).map(|(n, _)| n);
        let Some(turns) = cheapest.map(|n| open.remove(n)) else { break };
        let other = parse(words, lattice, range.clone(), asked, &turns.turned);
        parses[0].steps += other.steps;
        open.extend(turns_after(&other, &turns.turned));
        if parses.iter().all(|parse| parse.tree != other.tree) {
            parses.push(other);
        }
    }
    parses
}

/// The best parse and its rivals.
pub(crate) fn ranked(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
    asked: Option<Command>,
) -> Ranked {
    let parses = parses(words, lattice, range, asked);
    let alone = parses.len() == 1;
    let score = |parse: &Parse| {
        if alone {
            return WEIGHTS.cost(parse.cost);
        }
        let holds = if identity::holds(&parse.tree) { HOLDS } else { 0 };
        WEIGHTS.score(parse.cost, &parse.features()) - holds
    };
    let mut scored: Vec<(i32, Parse)> =
        parses.into_iter().map(|parse| (score(&parse), parse)).collect();
    // Of equal scores the straight reading stays first.
    order::by_key(&mut scored, |(score, _)| *score);
    let mut parses = scored.into_iter();
    let (best_score, best) = parses.next().expect("there is always the first parse");
    let (shares, rivals): (Vec<f32>, Vec<Parse>) =
        parses.take(3).map(|(score, parse)| (share(score - best_score), parse)).unzip();
    let total = 1.0 + shares.iter().sum::<f32>();
    let certainty = 1.0 / (1.0 + best_penalty(best.cost));
    let alternatives = rivals
        .into_iter()
        .zip(shares)
        .map(|(rival, share)| Alternative {
            tree: rival.tree,
            confidence: WEIGHTS.confidence(share / total * certainty),
        })
        .collect();
    Ranked { confidence: WEIGHTS.confidence(certainty / total), best, alternatives }
}

/// How likely a reading is that costs this much more, against the best.
fn share(more: i32) -> f32 {
    // A falling curve without exp: a rational one is the same on every machine.
    let more = f32::from(u16::try_from(more.max(0)).unwrap_or(u16::MAX)) / weight::PER_COST as f32;
    0.9 / (1.0 + more / 3.0 + more * more / 24.0)
}

fn best_penalty(cost: u32) -> f32 {
    f32::from(u16::try_from(cost).unwrap_or(u16::MAX)) / 60.0
}
