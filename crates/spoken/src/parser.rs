//! The parser: operator precedence over the lattice, with choices that can be taken back.
//!
//! Where speech is ambiguous the grammar calls [`Parser::choose`] with the cost of each way. The first parse takes the
//! cheapest way everywhere; [`crate::rank`] then parses again with single choices turned round and keeps the cheapest
//! whole. Every parse is one pass over the words, so time stays linear in their number.

use std::cell::Cell;
use std::ops::Range;

use ganita_notation::Node;

use crate::choice::Kind;
use crate::lattice::{Arc, Lattice, Level};
use crate::meaning::{Comparison, Fence, Fits, Meaning, Verb};
use crate::words::{Pause, Words};
use crate::{Note, Role};

/// Deeper nesting than anybody says, an operand inside an operand counting two or three; beyond it words are left out, so that
/// the stack stays small.
const MAX_DEPTH: u32 = 64;

/// Choices beyond this many in one sentence are not offered for turning round.
pub(crate) const MAX_CHOICES: usize = 64;

/// How many times less it costs to take a way again.
pub(crate) const HABIT: u32 = 3;

/// The choices to turn round in one parse.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turned {
    /// Their numbers, rising, and the ways to take.
    pub(crate) single: Vec<(usize, u8)>,
    /// All of one kind, and the way to take.
    pub(crate) alike: Option<(Kind, u8)>,
}

/// One choice that was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) kind: Kind,
    pub(crate) taken: u8,
    /// What turning to each other way adds.
    pub(crate) costs: [u16; 3],
    pub(crate) ways: u8,
}

/// A place in a parse, with what was read up to it.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    cost: u32,
    spent: u32,
    notes: usize,
    roles: usize,
    choices: usize,
}

pub(crate) struct Parser<'a> {
    pub(crate) words: &'a Words,
    pub(crate) lattice: &'a Lattice,
    pub(crate) at: usize,
    pub(crate) limit: usize,
    depth: u32,
    turned: &'a Turned,
    /// Whether a choice was made already as all of its kind are.
    made_alike: bool,
    /// What turning them round cost.
    pub(crate) spent: u32,
    pub(crate) choices: Vec<Choice>,
    pub(crate) cost: u32,
    pub(crate) notes: Vec<Note>,
    pub(crate) roles: Vec<(Range<usize>, Role)>,
    /// How many integrals wait for their differential.
    pub(crate) integrals: u32,
    /// Inside a function's argument without brackets.
    pub(crate) argument: u32,
    /// A sum was begun in this region, so "over" may mean all of it.
    pub(crate) in_sum: bool,
    pub(crate) loose_over: bool,
    /// All of the sum was put above once: it is not put above again.
    pub(crate) put_above: bool,
    /// A sum is being read below that began without a word for it.
    pub(crate) sum_below: bool,
    /// The next relation word ends this side ("from 0 to 1").
    pub(crate) stop_at_to: u32,
    /// Above zero where "of" does not apply a letter: "from a to b of x".
    pub(crate) plain: u32,
    /// Reading a matrix's cells side by side: a number after a letter is the next cell.
    pub(crate) cells: bool,
    /// Reading what stands below in a fraction that nothing closes.
    pub(crate) open_denominator: bool,
    /// Where that began.
    pub(crate) denominator_from: usize,
    /// The argument being read was said without "of": what a Hindi reader says after it is said of the function.
    pub(crate) bare_argument: bool,
    /// After "plus or minus" in a sum: "over" puts all of it above, as in the quadratic formula.
    pub(crate) either_sign: bool,
    /// An item of a list was read before.
    pub(crate) listed: bool,
    /// A root said now is meant for all that stands side by side.
    pub(crate) root_of_run: bool,
    /// What is being read stands beside another factor.
    pub(crate) beside_factor: bool,
    /// How many fences that nobody closes are being read.
    pub(crate) in_fence: u32,
    /// A root said after a function's argument is not the argument's.
    pub(crate) root_outside: bool,
    /// How many roots that nobody closes are being read.
    pub(crate) under_root: u32,
    /// The numerator is a number other than one: "4 by 3 pi" is a coefficient.
    pub(crate) number_above: bool,
    /// How many denominators are being read that "end fraction" may close.
    pub(crate) below: u32,
    /// "end fraction" was said after the last denominator: what clings now clings to the fraction.
    pub(crate) closed: bool,
    /// A square said now is meant for the fence that is open, not for its last letter.
    pub(crate) raise_outside: bool,
    /// The same after a bare letter.
    pub(crate) raise_letter_outside: bool,
    /// A square said after a sum is meant for all of it.
    pub(crate) loose_raise: bool,
    /// A product said after a sum multiplies all of it.
    pub(crate) loose_times: bool,
    /// Under a limit whose first term says that the sum goes on: "over" puts all of it above.
    pub(crate) over_limit: bool,
    /// The power being read stands on e.
    pub(crate) exponential: bool,
    /// How many exponents that nothing closes are being read.
    pub(crate) exponents: u32,
    /// Whether quantities stay words ("\text{area}"), once that was asked.
    pub(crate) measures_as_words: Option<bool>,
    /// Probabilities were said without "of".
    pub(crate) events: bool,
    /// One more than the word at which a bracket that nobody said was opened last.
    pub(crate) unsaid: usize,
    /// A letter is being bound: "for all x in R".
    pub(crate) binding: bool,
    /// Where what binds a letter ended.
    pub(crate) bound_until: usize,
    /// How often the lattice was asked what stands at a word: what a parse costs, whatever the machine.
    pub(crate) steps: Cell<u64>,
}

/// What holds around a part, and not in it.
struct Outer {
    limit: usize,
    integrals: u32,
    argument: u32,
    in_sum: bool,
    stop_at_to: u32,
    plain: u32,
    open_denominator: bool,
    below: u32,
    either_sign: bool,
    listed: bool,
    in_fence: u32,
    beside_factor: bool,
    under_root: u32,
    exponents: u32,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(
        words: &'a Words,
        lattice: &'a Lattice,
        range: Range<usize>,
        turned: &'a Turned,
    ) -> Self {
        Parser {
            words,
            lattice,
            at: range.start,
            limit: range.end,
            depth: 0,
            turned,
            made_alike: false,
            spent: 0,
            choices: Vec::new(),
            cost: 0,
            notes: Vec::new(),
            roles: Vec::with_capacity(range.len()),
            integrals: 0,
            argument: 0,
            in_sum: false,
            loose_over: false,
            put_above: false,
            sum_below: false,
            stop_at_to: 0,
            plain: 0,
            cells: false,
            open_denominator: false,
            denominator_from: 0,
            bare_argument: false,
            either_sign: false,
            listed: false,
            root_of_run: false,
            beside_factor: false,
            in_fence: 0,
            root_outside: false,
            under_root: 0,
            number_above: false,
            below: 0,
            closed: false,
            raise_outside: false,
            raise_letter_outside: false,
            loose_raise: false,
            loose_times: false,
            over_limit: false,
            exponential: false,
            exponents: 0,
            measures_as_words: None,
            events: false,
            unsaid: 0,
            binding: false,
            bound_until: 0,
            steps: Cell::new(0),
        }
    }

    /// Takes the cheapest way, or the one this parse is asked to take.
    pub(crate) fn choose(&mut self, kind: Kind, costs: &[u8]) -> usize {
        let cheapest =
            costs.iter().enumerate().min_by_key(|(_, cost)| **cost).map_or(0, |(way, _)| way);
        let number = self.choices.len();
        let single = self.turned.single.iter().find(|(turned, _)| *turned == number);
        let alike = self.turned.alike.filter(|(alike, _)| *alike == kind).map(|(_, way)| way);
        let taken = match single.map(|(_, way)| *way).or(alike) {
            Some(way) => usize::from(way).min(costs.len() - 1),
            None => cheapest,
        };
        if number < MAX_CHOICES {
            let mut all = [u16::MAX; 3];
            for (slot, cost) in all.iter_mut().zip(costs) {
                *slot = u16::from(cost - costs[cheapest]);
            }
            let ways = u8::try_from(costs.len().min(3)).unwrap_or(3);
            self.choices.push(Choice {
                kind,
                taken: u8::try_from(taken).unwrap_or(0),
                costs: all,
                ways,
            });
        }
        let mut more = u32::from(costs[taken] - costs[cheapest]);
        // Who groups so once does it again.
        if single.is_none() && alike.is_some() && std::mem::replace(&mut self.made_alike, true) {
            more /= HABIT;
        }
        self.cost += more;
        self.spent += more;
        taken
    }

    /// Whether all choices of this kind are turned round.
    pub(crate) fn habit(&self, kind: Kind) -> bool {
        self.turned.alike.is_some_and(|(alike, _)| alike == kind)
    }

    /// Where the parse stands, to come back to.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            at: self.at,
            cost: self.cost,
            spent: self.spent,
            notes: self.notes.len(),
            roles: self.roles.len(),
            choices: self.choices.len(),
        }
    }

    /// Takes back what was read since the mark.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.cost = mark.cost;
        self.spent = mark.spent;
        self.notes.truncate(mark.notes);
        self.roles.truncate(mark.roles);
        self.choices.truncate(mark.choices);
    }

    /// Whether what "is" said of stands before this word, and what it is behind.
    pub(crate) fn copula_here(&self) -> bool {
        self.lattice.copula == Some(self.at)
    }

    pub(crate) fn ended(&self) -> bool {
        self.at >= self.limit
    }

    pub(crate) fn pause(&self) -> Pause {
        self.words.words.get(self.at).map_or(Pause::None, |word| word.pause)
    }

    /// Phrases at the current word that end before the limit.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = &'a Arc> + use<'a> {
        let limit = self.limit;
        self.steps.set(self.steps.get() + 1);
        self.lattice.at(self.at).iter().filter(move |arc| arc.end as usize <= limit)
    }

    /// The longest phrase here that `fits`.
    #[inline(always)]
    pub(crate) fn find(&self, fits: impl Fn(Meaning) -> bool) -> Option<Arc> {
        self.longest(&fits)
    }

    /// One loop for all that ask: the module is downloaded over slow lines.
    #[inline(never)]
    fn longest(&self, fits: &dyn Fits) -> Option<Arc> {
        self.arcs().find(|arc| fits.fits(arc.meaning)).copied()
    }

    /// Goes past a phrase.
    pub(crate) fn take(&mut self, arc: Arc, role: Role) {
        self.cost += u32::from(arc.cost);
        // A word that only sounds like a letter is no proof of mathematics.
        let role = if arc.cost >= 15 && role == Role::Symbol { Role::Text } else { role };
        self.roles.push((self.at..arc.end as usize, role));
        self.at = arc.end as usize;
    }

    /// Goes on at the word `end`, past words of this role.
    #[inline(never)]
    pub(crate) fn pass_to(&mut self, end: usize, role: Role) {
        self.roles.push((self.at..end, role));
        self.at = end;
    }

    /// Takes this meaning if it is here.
    pub(crate) fn accept(&mut self, meaning: Meaning) -> bool {
        self.accept_where(|other| other == meaning).is_some()
    }

    pub(crate) fn accept_where(&mut self, fits: impl Fn(Meaning) -> bool) -> Option<Meaning> {
        let arc = self.find(fits)?;
        self.take(arc, Role::Operator);
        Some(arc.meaning)
    }

    /// Where the letter stands that names a thing: behind an article and words that nobody taught us.
    fn thing_named(&self, arc: Arc) -> Option<usize> {
        if !self.words.says(self.at, "a an the") || arc.end as usize != self.at + 1 {
            return None;
        }
        let mut at = self.at + 1;
        let noun = |at: usize| {
            at < self.limit
                && self.words.words[at].pause == Pause::None
                && self.words.length(at) > 3
                && self.lattice.begins(at, Meaning::Word)
        };
        while noun(at) && at < self.at + 4 {
            at += 1;
        }
        let letter = at < self.limit
            && self.words.words[at].pause == Pause::None
            && self.words.length(at) == 1
            && !self.words.says(at, "a")
            && self
                .lattice
                .at(at)
                .first()
                .is_some_and(|arc| matches!(arc.meaning, Meaning::Symbol(_)) && arc.cost == 0);
        (at > self.at + 1 && letter).then_some(at)
    }

    /// The phrase that would begin an operand here, past fillers. Fillers before it are taken.
    pub(crate) fn operand_arc(&mut self) -> Option<Arc> {
        loop {
            if self.ended() {
                return None;
            }
            if let Some(Level::Return { end }) = self.lattice.level(self.at) {
                self.at = (end as usize).min(self.limit);
                continue;
            }
            let arc = self.find(|meaning| begins_operand(meaning) || meaning == Meaning::Filler)?;
            // "a function f", "a manifold M": the letter is the name of the thing.
            if let Some(letter) = self.thing_named(arc) {
                self.pass_to(letter, Role::Filler);
                continue;
            }
            // "the divergence of a tensor": an article, no letter.
            let article = self.words.says(self.at, "a")
                && arc.end as usize == self.at + 1
                && self.lattice.at(self.at + 1).first().is_some_and(|next| {
                    matches!(next.meaning, Meaning::Measure(_))
                        && next.end as usize <= self.limit
                        && self.words.words[self.at + 1].pause == Pause::None
                });
            if article {
                self.pass_to(self.at + 1, Role::Filler);
                continue;
            }
            if arc.meaning != Meaning::Filler {
                // A cheaper operator of the same length that is no operand wins only where operands cannot stand.
                return Some(arc);
            }
            self.take(arc, Role::Filler);
        }
    }

    /// The phrase that continues after an operand: an operator, or the start of another operand. Fillers are passed.
    pub(crate) fn operator_arc(&mut self) -> Option<Arc> {
        loop {
            if self.ended() {
                return None;
            }
            match self.lattice.level(self.at) {
                Some(Level::Return { end }) => {
                    self.at = (end as usize).min(self.limit);
                    continue;
                }
                Some(Level::Open { .. }) => return None,
                None => {}
            }
            if self.copula_here() {
                return None;
            }
            let verb = |arc: &Arc| matches!(arc.meaning, Meaning::Verb(_));
            let arc = *self.arcs().find(|arc| !verb(arc))?;
            // Prefer an operator of the same length and cost over a letter it could also be.
            let operator = |other: &&Arc| {
                (other.end, other.cost) == (arc.end, arc.cost)
                    && !verb(other)
                    && !begins_operand(other.meaning)
            };
            let arc = self.arcs().find(operator).copied().unwrap_or(arc);
            // What closes something nobody opened, "end fraction" after a plain "over", says nothing more.
            let idle = matches!(
                arc.meaning,
                Meaning::Close(
                    Fence::Fraction
                        | Fence::Root
                        | Fence::Absolute
                        | Fence::Norm
                        | Fence::Quantity
                        | Fence::Matrix
                ) | Meaning::SubEnd
                    | Meaning::ScriptsEnd
            );
            if arc.meaning == Meaning::Close(Fence::Fraction) && self.below > 0 {
                return None;
            }
            if arc.meaning != Meaning::Filler && !idle
                || self.consequence_follows(arc)
                || self.addition_follows(arc)
            {
                return Some(arc);
            }
            self.take(arc, Role::Filler);
        }
    }

    /// "x में पाँच जोड़ो": what is added, and the verb.
    pub(crate) fn addition_follows(&self, arc: Arc) -> bool {
        let add = Meaning::Verb(Verb::Add);
        arc.end as usize == self.at + 1
            && self.words.says(self.at, "में mein me")
            && (self.at + 2..self.limit.min(self.at + 6)).any(|at| self.lattice.may_be(at, add))
    }

    /// "x square equals sixteen so x equals four": an equation before and behind, the second of which follows.
    fn consequence_follows(&self, arc: Arc) -> bool {
        let (at, end) = (self.at, arc.end as usize);
        let compares = |at: &usize| {
            self.lattice.at(*at).iter().any(|arc| {
                arc.cost == 0 && matches!(arc.meaning, Meaning::Compare(Comparison::Equal))
            })
        };
        at > 1
            && end == at + 1
            && end < self.limit
            && self.words.says(at, "so then thus hence toh तो")
            && !self.lattice.reader
            && self.lattice.first(end).is_some_and(begins_operand)
            && (0..at - 1).any(|at| compares(&at))
            && !compares(&(at - 1))
            && !(0..at).any(|at| self.words.says(at, "if when यदि अगर जब agar yadi"))
            && (end..self.limit).any(|at| compares(&at))
    }

    /// Parses up to the word `end` with `parse`, whatever stands between.
    pub(crate) fn within(&mut self, end: usize, parse: impl FnOnce(&mut Self) -> Node) -> Node {
        let outer = self.enter(end);
        let node = parse(self);
        self.leave(&outer);
        node
    }

    #[inline(never)]
    fn enter(&mut self, end: usize) -> Outer {
        let limit = self.limit;
        self.limit = end.min(limit);
        Outer {
            limit,
            integrals: std::mem::take(&mut self.integrals),
            argument: std::mem::take(&mut self.argument),
            in_sum: std::mem::take(&mut self.in_sum),
            stop_at_to: std::mem::take(&mut self.stop_at_to),
            plain: std::mem::take(&mut self.plain),
            open_denominator: std::mem::take(&mut self.open_denominator),
            below: std::mem::take(&mut self.below),
            either_sign: std::mem::take(&mut self.either_sign),
            listed: std::mem::take(&mut self.listed),
            in_fence: std::mem::take(&mut self.in_fence),
            beside_factor: std::mem::take(&mut self.beside_factor),
            under_root: std::mem::take(&mut self.under_root),
            exponents: std::mem::take(&mut self.exponents),
        }
    }

    #[inline(never)]
    fn leave(&mut self, outer: &Outer) {
        self.limit = outer.limit;
        self.integrals = outer.integrals;
        self.argument = outer.argument;
        self.in_sum = outer.in_sum;
        self.stop_at_to = outer.stop_at_to;
        self.plain = outer.plain;
        self.open_denominator = outer.open_denominator;
        self.below = outer.below;
        self.either_sign = outer.either_sign;
        self.listed = outer.listed;
        self.in_fence = outer.in_fence;
        self.beside_factor = outer.beside_factor;
        self.under_root = outer.under_root;
        self.exponents = outer.exponents;
    }

    /// Everything up to `end`, then past the closing phrase there.
    pub(crate) fn until(&mut self, end: usize) -> Node {
        let node = self.within(end, Self::everything);
        self.at = self.at.max(end);
        node
    }

    /// Goes one level deeper, or gives nothing when that is too deep.
    pub(crate) fn deeper(&mut self, parse: impl FnOnce(&mut Self) -> Option<Node>) -> Option<Node> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let node = parse(self);
        self.depth -= 1;
        node
    }

    /// Notes that an operator misses a side, and gives the empty place.
    pub(crate) fn incomplete(&mut self) -> Node {
        self.cost += 15;
        if !self.notes.contains(&Note::Incomplete) {
            self.notes.push(Note::Incomplete);
        }
        nothing()
    }
}

/// Nothing was said here, and nothing is written.
#[inline(never)]
pub(crate) fn nothing() -> Node {
    Node::Raw(String::new())
}

/// What stands where perhaps nothing was said.
pub(crate) trait OrNothing {
    /// The node, or nothing.
    fn or_nothing(self) -> Node;
}

impl OrNothing for Option<Node> {
    #[inline(never)]
    fn or_nothing(self) -> Node {
        self.unwrap_or_else(nothing)
    }
}

#[inline(never)]
pub(crate) fn is_nothing(node: &Node) -> bool {
    matches!(node, Node::Raw(text) if text.is_empty())
}

/// Whether a phrase can begin an operand.
pub(crate) fn begins_operand(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Number(_)
            | Meaning::Ordinal(_)
            | Meaning::Symbol(_)
            | Meaning::NumberSet(_)
            | Meaning::Element
            | Meaning::Differential(_)
            | Meaning::Word
            | Meaning::Blank
            | Meaning::Capital
            | Meaning::Small
            | Meaning::Style(_)
            | Meaning::Function(_)
            | Meaning::Inverse
            | Meaning::Arc
            | Meaning::Root(_)
            | Meaning::NthRoot
            | Meaning::RaisedOf(_)
            | Meaning::TransposeOf
            | Meaning::WholeOf(_)
            | Meaning::ProductOf(_)
            | Meaning::Commutator
            | Meaning::Projection
            | Meaning::TangentSpace
            | Meaning::Transform(_)
            | Meaning::Open(_)
            | Meaning::Numerator
            | Meaning::RootIndex
            | Meaning::Big(_)
            | Meaning::Integral(_)
            | Meaning::Contour
            | Meaning::Limit
            | Meaning::Derivative { .. }
            | Meaning::Prefix(_)
            | Meaning::Nabla(_)
            | Meaning::Accent(_)
            | Meaning::UnitVector
            | Meaning::ModAbove
            | Meaning::ModBelow
            | Meaning::Determinant
            | Meaning::Enlarged
            | Meaning::Start
            | Meaning::Interval
            | Meaning::Point
            | Meaning::Unit(_)
            | Meaning::Negative
            | Meaning::Positive
            | Meaning::Probability
            | Meaning::Expectation
            | Meaning::Measure(_)
            | Meaning::OfWhich
    )
}
