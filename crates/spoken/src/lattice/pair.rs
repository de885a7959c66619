//! Which closing phrase belongs to which opening one, and what a screen reader's level words open.

use super::{Lattice, Level, NONE, index};
use crate::meaning::{Fence, Meaning};
use crate::words::{Pause, Words};

/// A script that is open.
struct Script {
    /// The level as it was said: true is up.
    path: Vec<bool>,
    opened: usize,
    /// How many fences were open when it began.
    fences: usize,
}

impl Lattice {
    /// Finds for every opening phrase the closing phrase that belongs to it, and turns level words into scripts.
    pub(super) fn pair(&mut self, words: &Words) {
        let count = words.len();
        self.mates.clear();
        self.mates.resize(count + 1, NONE);
        self.levels.clear();
        self.levels.resize(count + 1, None);
        let mut open: Vec<(Fence, usize, bool)> = Vec::new();
        // Named fractions whose denominator was not said yet: "end fraction" closes an "over" inside them.
        let mut numerators: Vec<usize> = Vec::new();
        let mut scripts: Vec<Script> = Vec::new();
        let mut started = false;
        let mut at = 0;
        while at < count {
            let Some(arc) = self.at(at).first().copied() else {
                at += 1;
                continue;
            };
            let mut end = arc.end as usize;
            let hard_start = std::mem::take(&mut started);
            match arc.meaning {
                Meaning::Start => started = true,
                Meaning::Open(fence) => {
                    let hard =
                        matches!(fence, Fence::Fraction | Fence::Matrix | Fence::Set) || hard_start;
                    open.push((fence, at, hard));
                }
                Meaning::Root(_) | Meaning::NthRoot => open.push((Fence::Root, at, false)),
                Meaning::Numerator => {
                    self.careful = true;
                    numerators.push(at);
                    open.push((Fence::Fraction, at, false));
                }
                Meaning::Denominator => {
                    numerators.pop();
                }
                Meaning::Close(Fence::Fraction)
                    if open.iter().rev().find(|one| one.0 == Fence::Fraction).is_some_and(
                        |one| {
                            numerators.last() == Some(&one.1) && self.denominator_after(words, end)
                        },
                    ) => {}
                Meaning::Big(_) | Meaning::Determinant => open.push((Fence::Matrix, at, false)),
                // "0 superscript plus; of …": the sign is the whole script.
                Meaning::Power if self.sign_alone(words, end) => {}
                Meaning::Power | Meaning::WholePower => open.push((Fence::Exponent, at, false)),
                Meaning::Sub => open.push((Fence::Subscript, at, false)),
                Meaning::PowerEnd => self.close(Fence::Exponent, at, &mut open),
                // "a power m whole power n equals a power m n": no exponent reaches over the sign.
                Meaning::Compare(_) if !self.careful => {
                    open.retain(|(fence, at, _)| {
                        *fence != Fence::Exponent
                            || self.first(*at).is_none_or(|meaning| meaning != Meaning::WholePower)
                    });
                }
                Meaning::SubEnd => self.close(Fence::Subscript, at, &mut open),
                Meaning::Close(fence) => self.close(fence, at, &mut open),
                Meaning::ScriptsEnd => {
                    let keep =
                        scripts.iter().take_while(|script| script.fences < open.len()).count();
                    for script in scripts.drain(keep..).rev() {
                        self.end_script(script.opened, at);
                    }
                }
                // "लघुगणक आधार 3": no script was opened, so none is left.
                Meaning::Baseline if scripts.is_empty() && !self.hard => {}
                Meaning::Script { .. } | Meaning::Baseline => {
                    self.hard = true;
                    end = self.level_words(at, &mut scripts, open.len());
                }
                _ => {}
            }
            // A script ends where what it stands in ends.
            while scripts.last().is_some_and(|script| script.fences > open.len()) {
                let script = scripts.pop().expect("just seen");
                self.end_script(script.opened, at);
            }
            at = end.max(at + 1);
        }
        while let Some(script) = scripts.pop() {
            self.end_script(script.opened, count);
        }
    }

    /// Whether a named fraction's denominator is still to come.
    fn denominator_after(&self, words: &Words, from: usize) -> bool {
        (from..words.len())
            .any(|at| self.first(at).is_some_and(|meaning| meaning == Meaning::Denominator))
    }

    /// A sign, and a pause after it.
    fn sign_alone(&self, words: &Words, at: usize) -> bool {
        self.at(at).first().is_some_and(|arc| {
            let after = arc.end as usize;
            matches!(arc.meaning, Meaning::Sign(_))
                && after < words.len()
                && words.words[after].pause >= Pause::Short
        })
    }

    /// Whether one more root ends behind this end that was not opened behind it.
    fn another_root_ends(&self, end: usize) -> bool {
        let mut opened = 0_usize;
        let mut at = self.at(end).first().map_or(end + 1, |arc| arc.end as usize);
        while let Some(arc) = self.at(at).first().filter(|_| !self.ends_side(at)) {
            match arc.meaning {
                Meaning::Root(_) | Meaning::NthRoot | Meaning::Open(Fence::Root) => opened += 1,
                Meaning::Close(Fence::Root) if opened == 0 => return true,
                Meaning::Close(Fence::Root) => opened -= 1,
                _ => {}
            }
            at = (arc.end as usize).max(at + 1);
        }
        false
    }

    fn ends_side(&self, at: usize) -> bool {
        self.first(at).is_some_and(|meaning| {
            matches!(
                meaning,
                Meaning::Compare(_)
                    | Meaning::Comma
                    | Meaning::Case
                    | Meaning::Linking(_)
                    | Meaning::NewLine
            )
        })
    }

    fn end_script(&mut self, opened: usize, at: usize) {
        if let Some(Level::Open { until, .. }) = &mut self.levels[opened] {
            *until = index(at);
        }
    }

    fn close(&mut self, fence: Fence, at: usize, open: &mut Vec<(Fence, usize, bool)>) {
        let same = |other: Fence| match (fence, other) {
            (Fence::Bracket(_), Fence::Bracket(_)) => true,
            _ => fence == other,
        };
        // A bracket cannot reach out of a fraction or matrix to find its partner.
        let own_hard = matches!(fence, Fence::Fraction | Fence::Matrix | Fence::Set);
        let soft = matches!(fence, Fence::Exponent | Fence::Subscript);
        // "the square root of 120 minus the square root of x; end root": what one word says needs no end.
        let idle = |depth: usize| {
            let (_, opened, _) = open[depth];
            fence == Fence::Root
                && self.at(opened).first().is_some_and(|arc| {
                    matches!(arc.meaning, Meaning::Root(_)) && arc.end as usize + 1 == at
                })
                && open[..depth].iter().any(|(other, outer, _)| {
                    // What nobody closed on one side does not reach into the next.
                    *other == Fence::Root && !(*outer..at).any(|at| self.ends_side(at))
                })
                && !self.another_root_ends(at)
        };
        let skipped = (0..open.len()).rev().find(|depth| same(open[*depth].0)).filter(|d| idle(*d));
        if let Some(depth) = skipped {
            open.truncate(depth);
        }
        for depth in (0..open.len()).rev() {
            let (other, opened, hard) = open[depth];
            if same(other) {
                self.mates[opened] = index(at);
                open.truncate(depth);
                return;
            }
            if (hard && !own_hard) || (soft && matches!(other, Fence::Bracket(_))) {
                return;
            }
        }
    }

    /// Reads a run of level words at `at` and opens or closes scripts. Gives the word after the run.
    fn level_words(&mut self, at: usize, scripts: &mut Vec<Script>, fences: usize) -> usize {
        let mut path = Vec::new();
        let mut end = at;
        while let Some(arc) = self.at(end).first().copied() {
            match arc.meaning {
                Meaning::Script { up } if path.len() < 8 => path.push(up),
                Meaning::Baseline if path.is_empty() => {
                    end = arc.end as usize;
                    break;
                }
                _ => break,
            }
            end = arc.end as usize;
        }
        // A path is said in full ("Sup Sub": in the superscript, a subscript); a shorter one comes back.
        let outside = scripts.iter().take_while(|script| script.fences < fences).count();
        let returns = scripts.last().is_some_and(|last| {
            scripts.len() > outside && path.len() < last.path.len() && last.path.starts_with(&path)
        });
        let keeps = |script: &Script| {
            script.fences < fences
                || if returns {
                    script.path.len() <= path.len()
                } else {
                    script.path.len() < path.len()
                }
        };
        let keep = scripts.iter().take_while(|script| keeps(script)).count();
        for script in scripts.drain(keep..).rev() {
            self.end_script(script.opened, at);
        }
        if returns || path.is_empty() {
            self.levels[at] = Some(Level::Return { end: index(end) });
        } else {
            let up = *path.last().expect("not empty");
            // A screen reader says no "Baseline" after a degree sign.
            if let Some(arc) = self.at(end).first().copied()
                && matches!(arc.meaning, Meaning::Operation(name) if crate::lexicon::named(name, "circ"))
            {
                self.levels[at] = Some(Level::Open { up, end: index(end), until: arc.end });
                return arc.end as usize;
            }
            self.levels[at] = Some(Level::Open { up, end: index(end), until: NONE });
            scripts.push(Script { path, opened: at, fences });
        }
        end
    }
}
