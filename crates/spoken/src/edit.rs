//! What a speaker takes back: "x plus two, no wait, three", "scratch that", "change two to three".

use crate::lattice::Lattice;
use crate::meaning::Meaning;
use crate::words::Words;

/// Sentences with more words than this are not searched for second thoughts.
const LONGEST: usize = 200;

/// Which words remain after the speaker's own corrections, in order; `None` when nothing was taken back.
pub(crate) fn corrected(words: &Words, lattice: &Lattice) -> Option<Vec<usize>> {
    let count = words.len();
    if count > LONGEST {
        return None;
    }
    let mut kept: Vec<usize> = Vec::with_capacity(count);
    let mut changed = false;
    let mut at = 0;
    while at < count {
        let Some(arc) = lattice.at(at).first() else { break };
        let end = (arc.end as usize).max(at + 1);
        match arc.meaning {
            Meaning::Correction => {
                let next = next_correction(lattice, end, count);
                take_back(words, lattice, &mut kept, end..next);
                changed = true;
            }
            Meaning::Change if !kept.is_empty() => {
                if let Some(replaced) = change(words, &kept, end, count) {
                    return Some(replaced);
                }
                kept.extend(at..end);
            }
            _ => kept.extend(at..end),
        }
        at = end;
    }
    changed.then_some(kept)
}

fn next_correction(lattice: &Lattice, from: usize, count: usize) -> usize {
    (from..count)
        .find(|at| lattice.at(*at).first().is_some_and(|arc| arc.meaning == Meaning::Correction))
        .unwrap_or(count)
}

/// Removes from `kept` what the words in `after` replace.
fn take_back(
    words: &Words,
    lattice: &Lattice,
    kept: &mut Vec<usize>,
    after: std::ops::Range<usize>,
) {
    if after.is_empty() {
        kept.clear();
        return;
    }
    // Said again from a word that was said before: "x plus two, sorry, x plus three".
    let first = words.text(after.start);
    if let Some(again) = kept.iter().rposition(|at| words.text(*at) == first) {
        kept.truncate(again);
        return;
    }
    let relation = |at: usize| {
        lattice.at(at).first().is_some_and(|arc| matches!(arc.meaning, Meaning::Compare(_)))
    };
    if after.clone().any(relation) {
        kept.clear();
        return;
    }
    // One operand for another: back to the last number or letter.
    let operand = |at: usize| {
        lattice.at(at).iter().any(
            |arc| matches!(arc.meaning, Meaning::Number(_) | Meaning::Symbol(_) if arc.cost < 10),
        )
    };
    match kept.iter().rposition(|at| operand(*at)) {
        Some(last) if operand(after.start) => kept.truncate(last),
        _ => {}
    }
}

/// "change A to B": every word of A, where it was last said, gives way to B.
fn change(words: &Words, kept: &[usize], from: usize, count: usize) -> Option<Vec<usize>> {
    let to = (from + 1..count).find(|at| matches!(words.text(*at), "to" | "with" | "into"))?;
    let (old, new) = (from..to, to + 1..count);
    if new.is_empty() {
        return None;
    }
    let size = old.len();
    let found = (0..=kept.len().checked_sub(size)?).rev().find(|start| {
        old.clone().zip(&kept[*start..*start + size]).all(|(a, b)| words.text(a) == words.text(*b))
    })?;
    let mut replaced = kept[..found].to_vec();
    replaced.extend(new);
    replaced.extend(&kept[found + size..]);
    Some(replaced)
}
