//! What the sentence asks to be done: its words are found at the start or, in Hindi, at the end, and taken off.

use std::ops::Range;

use crate::among::one_of;
use crate::lattice::{Arc, Lattice};
use crate::meaning::Meaning;
use crate::words::Words;
use crate::{Command, Method};

/// A command and the words that remain.
pub(crate) struct Asked {
    pub(crate) command: Option<Command>,
    pub(crate) rest: Range<usize>,
    /// "with respect to t": where the letter stands.
    pub(crate) variable: Option<Range<usize>>,
    pub(crate) method: Option<Method>,
}

pub(crate) fn asked(words: &Words, lattice: &Lattice) -> Asked {
    let count = words.len();
    let (mut command, mut method) = (None, None);
    let mut start = 0;
    // At the start, behind fillers: "please solve", "by factorisation solve".
    while start < count {
        let Some(arc) = lattice.at(start).first() else { break };
        match arc.meaning {
            Meaning::Filler => start = arc.end as usize,
            Meaning::Method(named) => {
                method = method.or(Some(named));
                start = arc.end as usize;
            }
            _ => {
                let Some((arc, found)) = command_arc(lattice.at(start)) else { break };
                // A shorter phrase that only looks like a command gives way to a longer one that is none.
                if arc.end < lattice.at(start)[0].end {
                    break;
                }
                command = command.or(Some(found));
                start = arc.end as usize;
            }
        }
    }
    let begin = if command.is_some() || method.is_some() { start } else { 0 };
    // At the end, before fillers: "हल करो", "solve karo please", "by factorisation".
    let mut end = method_last(lattice, begin..count, &mut method);
    let mut at = count.saturating_sub(12).max(begin);
    while at < end {
        let arcs = lattice.at(at);
        if let Some((arc, found)) = command_arc(arcs)
            && arc.end == arcs[0].end
            && only_fillers(lattice, arc.end as usize, end)
        {
            command = command.or(Some(found));
            end = at;
            break;
        }
        at = arcs.first().map_or(at + 1, |arc| (arc.end as usize).max(at + 1));
    }
    end = method_last(lattice, begin..end, &mut method);
    if method.is_some() {
        command = command.or(Some(Command::Solve));
    }
    if matches!(command, None | Some(Command::Evaluate))
        && let Some((letter, rest)) = unknown(words, lattice, begin..end)
    {
        return Asked { command: Some(Command::Solve), rest, variable: Some(letter), method };
    }
    if matches!(command, None | Some(Command::Solve))
        && let Some((letter, rest)) = sought(words, lattice, begin..end)
    {
        return Asked { command: Some(Command::Solve), rest, variable: Some(letter), method };
    }
    if let Some(named) = command
        && let Some(several) = points_at_the_board(words, lattice, begin..end)
    {
        let together = several && named == Command::Solve;
        let command = if together { Command::SolveTogether } else { named };
        return Asked { command: Some(command), rest: end..end, variable: None, method };
    }
    let (rest, variable) = match command {
        Some(Command::Differentiate | Command::Integrate) => with_respect(lattice, begin..end),
        _ => (begin..end, None),
    };
    Asked { command, rest, variable, method }
}

/// Where the sentence ends without the method that it names last; `range` is what is left of the sentence.
fn method_last(lattice: &Lattice, range: Range<usize>, method: &mut Option<Method>) -> usize {
    for at in range.end.saturating_sub(LONGEST_METHOD).max(range.start)..range.end {
        let Some(arc) = lattice.at(at).first() else { continue };
        if let Meaning::Method(named) = arc.meaning
            && only_fillers(lattice, arc.end as usize, range.end)
        {
            *method = method.or(Some(named));
            return at;
        }
    }
    range.end
}

/// In words, with the courtesy behind it.
const LONGEST_METHOD: usize = 8;

/// Words for one line that stands on the board already.
const THIS: &str = "it this that the equation expression line above previous last one again now ko ka ki ke \
                    ise isko iska iski yeh ye is wala wali wale upar samikaran \
                    इसे इसको इसका इसकी इस यह उसे को का की के ऊपर वाला वाली वाले समीकरण व्यंजक";
/// Words for several of them.
const THESE: &str = "both these them those equations together simultaneously \
                     dono donon inko inhe inhen in samikarano samikaranon saath sath \
                     दोनों दोनो इनको इन्हें इन समीकरणों समीकरणो साथ";

/// "differentiate it", "दोनों समीकरणों को हल करो": whether only words remain that point at the board, and at several lines.
fn points_at_the_board(words: &Words, lattice: &Lattice, range: Range<usize>) -> Option<bool> {
    let mut several = false;
    let next = |at: usize| if at + 1 < range.end { words.spelt(at + 1) } else { "" };
    for at in range.clone() {
        let word = words.spelt(at);
        // "two" and "one" alone are numbers.
        let counted = one_of(word, "two do दो") && one_of(next(at), "equations samikaran समीकरण")
            || one_of(word, "ek एक") && one_of(next(at), "saath sath साथ");
        if counted || one_of(word, THESE) {
            several = true;
        } else if !one_of(word, THIS) && !only_fillers(lattice, at, at + 1) {
            return None;
        }
    }
    Some(several)
}

/// "find x if …", "x का मान ज्ञात करो यदि …", "यदि … तो x का मान ज्ञात करो": an equation and the letter that is sought, each
/// by its words. `range` is what stands between the commands at the beginning and the end.
fn unknown(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let is_if = |at: usize| {
        matches!(
            words.text(at),
            "if" | "when" | "where" | "given" | "such" | "agar" | "yadi" | "jab"
        ) || words.says(at, "यदि अगर जब")
    };
    let is_letter = |at: usize| is_letter(lattice, at);
    let finds = |at: usize| match command_arc(lattice.at(at)) {
        Some((arc, Command::Evaluate)) => Some(arc.end as usize),
        _ => (at < range.end && words.text(at) == "find").then_some(at + 1),
    };
    let is_equation = |rest: &Range<usize>| {
        rest.clone().any(|at| {
            lattice
                .any(at, |meaning| matches!(meaning, Meaning::Compare(_) | Meaning::ComparePost(_)))
        })
    };
    if range.len() < 3 {
        return None;
    }
    let (first, last) = (range.start, range.end - 1);
    // "if … then find x", "…, find x"; in Hindi the command behind the letter is off already.
    let asks = |at: &usize| finds(*at) == Some(last);
    // "the absolute value of x" asks for nothing.
    let found = (first + 1..last).rev().take(5).find(|at| words.text(*at) == "find" && asks(at));
    let from = found.or_else(|| (first + 1..last).rev().take(5).find(asks));
    // "if … then a plus b equals a" ends in a letter that nobody asks for.
    let asked = from.is_some() || last + 1 < words.len() || words.says(last - 1, "then तो to");
    let (letter, mut rest) = if (is_if(first) || found.is_some()) && is_letter(last) && asked {
        (last, first + usize::from(is_if(first))..from.unwrap_or(last))
    } else {
        let at = finds(first).unwrap_or(first);
        let next = finds(at + 1).unwrap_or(at + 1);
        if next >= last || !is_letter(at) || !is_if(next) {
            return None;
        }
        (at, next + 1..range.end)
    };
    // "such that", "तो" before the letter.
    rest.start += usize::from(!rest.is_empty() && words.text(rest.start) == "that");
    while !rest.is_empty()
        && (matches!(words.text(rest.end - 1), "then" | "to")
            || lattice.first(rest.end - 1).is_some_and(|meaning| meaning == Meaning::Filler))
    {
        rest.end -= 1;
    }
    is_equation(&rest).then_some((letter..letter + 1, rest))
}

/// The letter that an equation is to be solved for, and the equation: "solve for y …", "… for y", "make t the subject of …",
/// "express y in terms of x …", "… को y के लिए हल करो", "y के लिए हल करो …". `range` is what stands between the commands.
fn sought(
    words: &Words,
    lattice: &Lattice,
    range: Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let Range { start, end } = range;
    let is_letter = |at: usize| is_letter(lattice, at);
    let say =
        |at: usize, said: &'static str| words.spell_out(at, said).filter(|after| *after <= end);
    let for_it = |at: usize| {
        (words.spells(at, "ke के") && words.spells(at + 1, "liye लिए लिये")).then_some(at + 2)
    };
    let letter = |at: usize| at..at + 1;
    // The phrases of a command may hold its "for" and its letter.
    let asked_for = |at: usize| at > 0 && words.says(at - 1, "for") && at < end && is_letter(at);
    let (sought, rest) = if start > 1 && asked_for(start - 1) {
        (letter(start - 1), start..end)
    } else if asked_for(start) {
        (letter(start), start + 1..end)
    } else if start + 1 < end && words.says(start, "make") && is_letter(start + 1) {
        let rest = say(start + 2, "the subject of").or_else(|| say(start + 2, "subject of"))?;
        (letter(start + 1), rest..end)
    } else if start + 5 < end && words.says(start, "express find write") && is_letter(start + 1) {
        let rest = say(start + 2, "in terms of").filter(|at| *at < end && is_letter(*at))? + 1;
        let given = rest < end && words.says(rest, "from in where when if given for");
        (letter(start + 1), rest + usize::from(given)..end)
    } else if let Some(rest) = for_it(start + 1).filter(|_| is_letter(start)) {
        let (arc, _) = command_arc(lattice.at(rest)).filter(|(_, c)| *c == Command::Solve)?;
        (letter(start), arc.end as usize..end)
    } else if end > start + 3 && for_it(end - 2).is_some() && is_letter(end - 3) {
        let object = words.spells(end - 4, "को ko");
        (letter(end - 3), start..end - 3 - usize::from(object))
    } else if end > start + 2 && words.says(end - 2, "for") && is_letter(end - 1) {
        (letter(end - 1), start..end - 2)
    } else {
        return None;
    };
    let is_equation = rest.clone().any(|at| {
        lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_) | Meaning::ComparePost(_)))
    });
    is_equation.then_some((sought, rest))
}

#[inline(never)]
fn is_letter(lattice: &Lattice, at: usize) -> bool {
    lattice.any(at, |meaning| matches!(meaning, Meaning::Symbol(_)))
}

#[inline(never)]
fn command_arc(arcs: &[Arc]) -> Option<(&Arc, Command)> {
    arcs.iter().find_map(|arc| match arc.meaning {
        Meaning::Command(command) => Some((arc, command)),
        _ => None,
    })
}

fn only_fillers(lattice: &Lattice, mut at: usize, end: usize) -> bool {
    while at < end {
        let Some(arc) = lattice
            .at(at)
            .iter()
            .find(|arc| matches!(arc.meaning, Meaning::Filler | Meaning::Command(_)))
        else {
            return false;
        };
        at = arc.end as usize;
    }
    true
}

/// "… with respect to x" at the end, or "x के सापेक्ष …" at the start.
fn with_respect(lattice: &Lattice, range: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    for at in range.clone() {
        for arc in lattice.at(at) {
            let end = arc.end as usize;
            match arc.meaning {
                Meaning::WithRespectTo if end < range.end && range.end - end <= 2 => {
                    return (range.start..at, Some(end..range.end));
                }
                Meaning::WithRespectToPost if at > range.start && at - range.start <= 2 => {
                    return (end..range.end, Some(range.start..at));
                }
                _ => {}
            }
        }
    }
    (range, None)
}
