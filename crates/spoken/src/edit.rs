//! What a speaker takes back: "x plus two, no wait, three", "scratch that", "change two to three".

use crate::lattice::Lattice;
use crate::meaning::Meaning;
use crate::words::Words;
use crate::{Note, Reading};

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
                if let Some(replaced) = change(words, lattice, &kept, end, count) {
                    return Some(replaced);
                }
                kept.extend(at..end);
            }
            Meaning::ChangePost if !kept.is_empty() => {
                if let Some(replaced) = changed_last(words, lattice, &kept) {
                    kept = replaced;
                    changed = true;
                } else {
                    kept.extend(at..end);
                }
            }
            Meaning::InsteadPost if !kept.is_empty() => {
                if let Some(replaced) = instead(words, lattice, &kept, end, count) {
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

/// Whether the words are about the sentence before: they take it back, change it, or close its bracket. `reading` is what
/// they mean alone.
pub(crate) fn amends(words: &Words, lattice: &Lattice, reading: &Reading) -> bool {
    let count = words.len();
    let first = |at: usize| lattice.at(at).first();
    let mut at = 0;
    while let Some(arc) = first(at).filter(|arc| arc.meaning == Meaning::Filler) {
        at = arc.end as usize;
    }
    let Some(arc) = first(at) else { return false };
    let end = arc.end as usize;
    match arc.meaning {
        Meaning::Close(_) => true,
        // "Sorry" and "no" alone take nothing back: they may answer a question.
        Meaning::Correction => {
            let alone = end == count && (at..end).any(|at| takes_away(words.text(at)));
            let known = |at: usize| first(at).is_none_or(|arc| arc.meaning != Meaning::Word);
            alone || end < count && reading.is_mathematics && (end..count).all(known)
        }
        Meaning::Change => (end + 1..count.saturating_sub(1)).any(|to| {
            is_to(words.text(to)) && operands(lattice, end..to) && operands(lattice, to + 1..count)
        }),
        _ if reading.notes.contains(&Note::Corrected) => false,
        _ => {
            // "दो को तीन कर दो", "दो की जगह तीन", where the first of them is not said in this sentence.
            let said = |wanted: Meaning| {
                (at + 1..count.min(at + 2 * LONGEST_CHANGED + 2)).find_map(|k| {
                    first(k).filter(|arc| arc.meaning == wanted).map(|arc| (k, arc.end as usize))
                })
            };
            if let Some((verb, end)) = said(Meaning::ChangePost)
                && let Some(object) = (at + 1..verb).find(|at| is_object(words.text(*at)))
            {
                return end == count
                    && operands(lattice, at..object)
                    && operands(lattice, object + 1..verb);
            }
            said(Meaning::InsteadPost).is_some_and(|(link, end)| {
                operands(lattice, at..link) && operands(lattice, end..count)
            })
        }
    }
}

/// "delete that", "हटाओ": said alone, it takes the whole line away.
fn takes_away(word: &str) -> bool {
    matches!(
        word,
        "scratch" | "delete" | "undo" | "strike" | "cancel" | "take" | "erase" | "remove"
    ) || ["हटा", "मिटा", "hata", "mita"].iter().any(|verb| word.starts_with(verb))
}

fn is_to(word: &str) -> bool {
    matches!(word, "to" | "with" | "into" | "by")
}

fn is_object(word: &str) -> bool {
    matches!(word, "को" | "ko")
}

/// A few words that are all numbers, letters and signs between them.
fn operands(lattice: &Lattice, range: std::ops::Range<usize>) -> bool {
    let plain = |at: usize| {
        lattice.any(at, |meaning| {
            matches!(
                meaning,
                Meaning::Number(_)
                    | Meaning::Symbol(_)
                    | Meaning::Sign(_)
                    | Meaning::Join(_)
                    | Meaning::Function(_)
                    | Meaning::Raised(_)
            )
        })
    };
    (1..=LONGEST_CHANGED).contains(&range.len()) && range.clone().any(plain)
}

fn next_correction(lattice: &Lattice, from: usize, count: usize) -> usize {
    (from..count)
        .find(|at| lattice.first(*at).is_some_and(|meaning| meaning == Meaning::Correction))
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
    // "x plus two, scratch that, y plus three": another beginning.
    let sign = |at: usize| matches!(lattice.first(at), Some(Meaning::Sign(_)));
    if after.start.checked_sub(2).is_some_and(|verb| takes_away(words.text(verb)))
        && after.clone().any(sign)
    {
        kept.clear();
        return;
    }
    // Said again from a word that was said before: "x plus two, sorry, x plus three".
    let first = words.text(after.start);
    if let Some(again) = kept.iter().rposition(|at| words.text(*at) == first) {
        kept.truncate(again);
        return;
    }
    let relation =
        |at: usize| lattice.first(at).is_some_and(|meaning| matches!(meaning, Meaning::Compare(_)));
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
    // "two x plus, no wait, three x": another coefficient of the letter that was said.
    if after.len() > 1
        && operand(after.start)
        && let Some(letter) = kept
            .iter()
            .rposition(|at| words.text(*at) == words.text(after.start + 1) && operand(*at))
        && letter > 0
        && operand(kept[letter - 1])
    {
        kept.truncate(letter - 1);
        return;
    }
    match kept.iter().rposition(|at| operand(*at)) {
        Some(last) if operand(after.start) => kept.truncate(last),
        _ => {}
    }
}

/// "change A to B": every word of A, where it was last said, gives way to B.
fn change(
    words: &Words,
    lattice: &Lattice,
    kept: &[usize],
    from: usize,
    count: usize,
) -> Option<Vec<usize>> {
    let to = (from + 1..count).find(|at| is_to(words.text(*at)))?;
    let (old, new) = (from..to, to + 1..count);
    if new.is_empty() {
        return None;
    }
    let size = old.len();
    let found = (0..=kept.len().checked_sub(size)?).rev().find(|start| {
        old.clone().zip(&kept[*start..*start + size]).all(|(a, b)| same(words, lattice, a, *b))
    })?;
    let mut replaced = kept[..found].to_vec();
    replaced.extend(new);
    replaced.extend(&kept[found + size..]);
    Some(replaced)
}

/// Whether two words are the same, or the same number: "4" and "four".
fn same(words: &Words, lattice: &Lattice, one: usize, other: usize) -> bool {
    let number = |at: usize| {
        lattice.at(at).iter().find_map(|arc| match arc.meaning {
            Meaning::Number(number) if arc.end as usize == at + 1 => {
                Some(&lattice.numbers[usize::from(number)])
            }
            _ => None,
        })
    };
    words.text(one) == words.text(other)
        || number(one).is_some_and(|value| number(other) == Some(value))
}

/// A thing to change has at most so many words.
const LONGEST_CHANGED: usize = 4;

/// Where the last words of `kept` before `end` were said before: how many words, and their place.
fn said_before(
    words: &Words,
    lattice: &Lattice,
    kept: &[usize],
    end: usize,
) -> Option<(usize, usize)> {
    (1..=LONGEST_CHANGED.min(end)).rev().find_map(|size| {
        let old = &kept[end - size..end];
        let place = (0..end - size).rev().find(|start| {
            start + size <= end - size
                && old
                    .iter()
                    .zip(&kept[*start..start + size])
                    .all(|(a, b)| same(words, lattice, *a, *b))
        })?;
        Some((size, place))
    })
}

/// "दो को तीन कर दो": the words before "को" give way, where they were last said, to those after it.
fn changed_last(words: &Words, lattice: &Lattice, kept: &[usize]) -> Option<Vec<usize>> {
    let object = kept.iter().rposition(|at| is_object(words.text(*at)))?;
    let new = &kept[object + 1..];
    let (size, place) = said_before(words, lattice, kept, object)?;
    if new.is_empty() || new.len() > LONGEST_CHANGED {
        return None;
    }
    let mut replaced = kept[..place].to_vec();
    replaced.extend(new);
    replaced.extend(&kept[place + size..object - size]);
    Some(replaced)
}

/// "दो की जगह तीन".
fn instead(
    words: &Words,
    lattice: &Lattice,
    kept: &[usize],
    from: usize,
    count: usize,
) -> Option<Vec<usize>> {
    let (size, place) = said_before(words, lattice, kept, kept.len())?;
    if from >= count {
        return None;
    }
    let mut replaced = kept[..place].to_vec();
    replaced.extend(from..count);
    replaced.extend(&kept[place + size..kept.len() - size]);
    Some(replaced)
}

#[cfg(test)]
mod tests {
    use crate::{Command, convert};

    /// Talk that begins with a regret is no change of the line before.
    #[test]
    fn only_mathematics_amends() {
        let command = |words| convert(words, &Default::default()).command;
        for words in ["sorry three", "no wait y squared", "change x to y", "नहीं पाँच"]
        {
            assert_eq!(command(words), Some(Command::Amend), "{words}");
        }
        for words in
            ["sorry I did not understand that", "no", "sorry", "change the subject", "x plus two"]
        {
            assert_eq!(command(words), None, "{words}");
        }
    }
}
