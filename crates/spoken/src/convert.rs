//! The way from words to a reading.

use ganita_notation::{Node, Relation};

use crate::command::asked;
use crate::edit::{amends, corrected};
use crate::lattice::Lattice;
use crate::meaning::Meaning;
use crate::parser::is_nothing;
use crate::quantity::{Wanted, wanted};
use crate::rank::{Parse, Rival, parses, ranked};
use crate::words::{MAX_WORDS, Words};
use crate::{Command, Context, Note, Reading, Role, Span};

/// Reads `words` as mathematics. Always gives a reading; `is_mathematics` is false when the words are ordinary talk.
///
/// ```
/// use ganita_spoken::convert;
/// let reading = convert("x squared plus one over two", &Default::default());
/// assert_eq!(ganita_notation::write_latex(&reading.tree), r"x^{2} + \frac{1}{2}");
/// let reading = convert("x का वर्ग जमा दो बराबर छह हल करो", &Default::default());
/// assert_eq!(ganita_notation::write_latex(&reading.tree), "x^{2} + 2 = 6");
/// ```
#[must_use]
pub fn convert(words: &str, context: &Context) -> Reading {
    let source = words;
    let words = Words::split_timed(source, &context.pauses_ms);
    if words.len() == 0 {
        return Reading::text(source);
    }
    let lattice = Lattice::build(&words, context);
    read_laid(source, &words, &lattice, context)
}

/// Reads words whose lattice is built.
pub(crate) fn read_laid(
    source: &str,
    words: &Words,
    lattice: &Lattice,
    context: &Context,
) -> Reading {
    let mut reading = edited(source, words, lattice, context);
    if amends(words, lattice, &reading) {
        reading.command = Some(Command::Amend);
    }
    reading
}

/// The reading of what remains once the speaker's second thoughts are heeded.
fn edited(source: &str, words: &Words, lattice: &Lattice, context: &Context) -> Reading {
    let kept = if lattice.corrects { corrected(words, lattice) } else { None };
    let Some(kept) = kept else { return read(source, words, lattice) };
    let words = words.pick(&kept);
    if words.len() == 0 {
        // "scratch that": the board has nothing to show for it.
        let mut reading = Reading::text("");
        reading.notes = vec![Note::Corrected];
        return reading;
    }
    let lattice = Lattice::build(&words, context);
    let mut reading = read(source, &words, &lattice);
    // Changed words stand in another order than they were said; spans would not be in order.
    if kept.windows(2).any(|pair| pair[0] > pair[1]) {
        reading.spans.clear();
    }
    reading.notes.push(Note::Corrected);
    reading
}

fn read(source: &str, words: &Words, lattice: &Lattice) -> Reading {
    if let Some(wanted) = wanted(words, lattice) {
        return quantity(words, wanted);
    }
    let asked = asked(words, lattice);
    if asked.rest.is_empty() {
        let mut reading = Reading::text(source);
        if asked.command.is_some() {
            reading.command = asked.command;
            reading.method = asked.method;
            reading.tree = Node::Missing;
            reading.confidence = 0.9;
            reading.notes = Vec::new();
            reading.spans = vec![Span { words: 0..words.source_words, role: Role::Command }];
        }
        return reading;
    }
    let mut asked = asked;
    asked.rest.start += label(words, lattice, asked.rest.clone());
    let ranked = ranked(words, lattice, asked.rest.clone(), asked.command);
    let best = ranked.best;
    if is_nothing(&best.tree)
        || is_too_deep(&best.tree)
        || !is_mathematics(words, &best, asked.rest.len())
    {
        let mut reading = Reading::text(source);
        reading.command = asked.command;
        return reading;
    }
    let notes = notes_of(words, best.notes);
    let spans = spans_of(words, asked.rest.clone(), best.roles);
    let variable = asked
        .variable
        .filter(|range| range.len() == 1)
        .map(|range| words.text(range.start).to_owned());
    Reading {
        tree: best.tree,
        alternatives: ranked.alternatives,
        confidence: ranked.confidence,
        spans,
        notes,
        command: asked.command,
        quantity: None,
        variable,
        method: asked.method,
        is_mathematics: true,
    }
}

/// The reading of a sentence that asks for a quantity.
fn quantity(words: &Words, wanted: Wanted) -> Reading {
    let Wanted { kind, said, of, confidence, rest } = wanted;
    let roles = vec![(rest.clone(), Role::Number)];
    Reading {
        tree: of,
        alternatives: Vec::new(),
        confidence,
        spans: spans_of(words, rest, roles),
        notes: Vec::new(),
        command: Some(if kind.is_some() { Command::Find } else { Command::Evaluate }),
        quantity: kind,
        variable: said,
        method: None,
        is_mathematics: true,
    }
}

/// The notes, with places in what was said.
fn notes_of(words: &Words, mut notes: Vec<Note>) -> Vec<Note> {
    for note in &mut notes {
        if let Note::LeftOut(range) = note {
            *range = source_range(words, range.clone());
        }
    }
    if words.cut {
        notes.push(Note::TooLong(MAX_WORDS));
    }
    notes
}

/// What each stretch of the sentence was taken for, where its mathematics is `rest`.
fn spans_of(
    words: &Words,
    rest: std::ops::Range<usize>,
    roles: Vec<(std::ops::Range<usize>, Role)>,
) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(roles.len() + 2);
    let mut push = |range: std::ops::Range<usize>, role: Role| {
        let range = source_range(words, range);
        match spans.last_mut() {
            Some(last) if last.words.end > range.start => {
                last.words.end = last.words.end.max(range.end);
            }
            _ => spans.push(Span { words: range, role }),
        }
    };
    if rest.start > 0 {
        push(0..rest.start, Role::Command);
    }
    for (range, role) in roles {
        push(range, role);
    }
    if rest.end < words.len() {
        push(rest.end..words.len(), Role::Command);
    }
    spans
}

/// What a statement is called: before "is" or "equals" the words with it only name what follows.
pub(crate) const STATEMENTS: &str = "rule theorem formula identity law relation equation principle definition inequality property series solution";
/// A statement's name has fewer words.
const LONGEST_STATEMENT_NAME: usize = 12;

/// Where an equation begins that was named before: "the cosine rule in a triangle is c squared equals …".
fn statement_named(
    words: &Words,
    lattice: &Lattice,
    range: std::ops::Range<usize>,
) -> Option<usize> {
    let last = range.end.min(range.start + LONGEST_STATEMENT_NAME);
    let talk = |at: usize| {
        words.length(at) > 1 && {
            lattice.first(at).is_none_or(|meaning| {
                !matches!(
                    meaning,
                    Meaning::Number(_) | Meaning::Sign(_) | Meaning::Join(_) | Meaning::Compare(_)
                )
            })
        } || words.says(at, "a")
    };
    let head = (range.start + 1..last).find(|at| words.says(*at, STATEMENTS))?;
    let links = |at: usize| words.says(at, "is equals states says gives");
    let link = (head + 1..last).find(|at| links(*at))?;
    let named = (range.start..head).all(talk)
        && (head + 1..link).all(|at| talk(at) || words.says(at, "in"));
    let mut next = link + 1;
    while next < range.end && words.says(next, "that us equal to given by") {
        next += 1;
    }
    let compares = (next..range.end)
        .any(|at| lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_))));
    // "the distance formula is root of …".
    let value = words.says(head, "formula")
        && link == head + 1
        && words.says(link, "is")
        && !matches!(lattice.first(head - 1), Some(Meaning::Measure(_)));
    (named && (compares || value) && next < range.end).then_some(next)
}

/// Where a number is said once more: "1.31: one point three one".
fn number_again(words: &Words, lattice: &Lattice, range: std::ops::Range<usize>) -> Option<usize> {
    let number = |at: usize| {
        lattice.at(at).iter().find_map(|arc| match arc.meaning {
            Meaning::Number(number) => Some((arc.end as usize, number)),
            _ => None,
        })
    };
    let (next, written) = number(range.start)?;
    let (end, said) = number(next).filter(|_| next < range.end && words.words[next].labelled)?;
    let same = lattice.numbers[usize::from(written)] == lattice.numbers[usize::from(said)];
    (same && end == range.end).then_some(next)
}

/// Where the equation begins of which a solution is told: "the general solution to the differential equation …".
fn solution_of(words: &Words, lattice: &Lattice, range: std::ops::Range<usize>) -> Option<usize> {
    let head = (range.start..range.end.min(range.start + 4))
        .find(|at| words.says(*at, "solution solutions"))?;
    let to = head + 1;
    if to + 2 >= range.end || !words.says(to, "to of") {
        return None;
    }
    let equation =
        (to + 1..range.end.min(to + 8)).find(|at| words.says(*at, "equation")).map(|at| at + 1);
    let begin = equation.unwrap_or(to + 1);
    let compares = (begin..range.end)
        .filter(|at| lattice.any(*at, |meaning| matches!(meaning, Meaning::Compare(_))))
        .count();
    (begin < range.end && compares > 1).then_some(begin)
}

/// What stands for an expression that is said next: "the Taylor series for e to the x equals …".
pub(crate) const EXPANSIONS: &str = "series expansion formula identity";
/// Such a name has fewer words.
const LONGEST_EXPANSION_NAME: usize = 6;

/// Where the expression begins whose series or formula is told.
fn expansion_of(words: &Words, lattice: &Lattice, range: std::ops::Range<usize>) -> Option<usize> {
    let talk = |at: usize| {
        words.says(at, "a the") || matches!(lattice.first(at), None | Some(Meaning::Word))
    };
    let last = range.end.min(range.start + LONGEST_EXPANSION_NAME);
    let head = (range.start..last)
        .take_while(|at| talk(*at) || words.says(*at, EXPANSIONS))
        .filter(|at| words.says(*at, EXPANSIONS))
        .last()?;
    let begin = head + 2;
    let expression = begin < range.end
        && words.says(head + 1, "for of")
        && !words.says(begin, "a an the")
        && lattice.first(begin).is_some_and(|meaning| {
            matches!(meaning, Meaning::Number(_) | Meaning::Symbol(_) | Meaning::Function(_))
        });
    let compares = |at: usize| lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_)));
    (expression && (begin..range.end).any(compares)).then_some(begin)
}

/// Where the equation begins that follows from what was told: "on squaring both sides we get …", "from equation one …", "दोनों
/// पक्षों को दो से भाग देने पर …".
fn told(words: &Words, lattice: &Lattice, range: std::ops::Range<usize>) -> Option<usize> {
    let compares = |at: usize| lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_)));
    let last = range.end.min(range.start + LONGEST_STATEMENT_NAME);
    let talk = |at: usize| matches!(lattice.first(at), None | Some(Meaning::Word));
    let next = (range.start + 1..last).rev().find_map(|at| {
        let we_get = words.says(at, "get have obtain") && words.says(at - 1, "we you i");
        let done =
            words.says(at, "पर par") && words.says(at - 1, "देने करने लेने रखने dene karne lene rakhne");
        let common = words.says(at, "common") && words.says(range.start, "taking take");
        let proved = words.says(at, "से se") && words.says(at - 1, "प्रमेय सुत्र नियम theorem formula");
        // "if alpha and beta are the roots then …".
        let then = words.says(at, "then तो to") && words.says(range.start, "if यदि अगर yadi agar");
        (we_get || done || common || proved || then).then_some(at + 1)
    });
    let next = next.or_else(|| {
        let head = (range.start + 1..last).find(|at| words.says(*at, STATEMENTS))?;
        let named = words.says(range.start, "by using from applying")
            && (range.start + 1..head).all(|at| talk(at) || words.says(at, "the"));
        let numbered = matches!(lattice.first(head + 1), Some(Meaning::Number(_)));
        named.then_some(head + 1 + usize::from(numbered))
    })?;
    // What was told is no equation, and not all of it is mathematics.
    let told = range.start..next;
    let fits = next < range.end
        && !told.clone().any(compares)
        && told.clone().any(|at| talk(at) || words.says(at, STATEMENTS))
        && (next..range.end).any(compares);
    fits.then_some(next)
}

/// How many words name what follows: "quadratic formula: x equals …", "the energy of a particle is E equals …".
fn label(words: &Words, lattice: &Lattice, range: std::ops::Range<usize>) -> usize {
    let named = |at: usize| {
        lattice.first(at).is_none_or(|meaning| {
            !matches!(
                meaning,
                Meaning::Number(_)
                    | Meaning::Sign(_)
                    | Meaning::Join(_)
                    | Meaning::Over
                    | Meaning::Open(_)
                    | Meaning::Close(_)
                    | Meaning::Raised(_)
                    | Meaning::Power
            )
        })
    };
    let unknown = |at: usize| {
        lattice
            .first(at)
            .is_none_or(|meaning| matches!(meaning, Meaning::Word | Meaning::Measure(_)))
    };
    let compares = |at: usize| lattice.any(at, |meaning| matches!(meaning, Meaning::Compare(_)));
    let named_aloud = || {
        statement_named(words, lattice, range.clone())
            .or_else(|| solution_of(words, lattice, range.clone()))
            .or_else(|| expansion_of(words, lattice, range.clone()))
            .or_else(|| told(words, lattice, range.clone()))
    };
    if let Some(next) = number_again(words, lattice, range.clone())
        .or_else(|| lattice.tells().then(named_aloud).flatten())
    {
        return next - range.start;
    }
    let waits = ["one second", "one minute", "ek minute", "ek second", "एक मिनट", "एक सेकंड"];
    let waited = if words.spells(range.start, "one ek एक") {
        waits.iter().find_map(|said| words.spell_out(range.start, said))
    } else {
        None
    };
    if let Some(next) = waited.filter(|next| *next < range.end)
        && lattice.first(next).is_some_and(crate::parser::begins_operand)
    {
        return next - range.start;
    }
    let mut talk = 0;
    for at in range.start..range.end.min(range.start + 14) {
        let said = words.text(at);
        // "Integral: integral of …" names what follows as well.
        let again = at > range.start && said == words.text(at - 1);
        if words.words[at].labelled && at > range.start && (talk > 0 || again) {
            return at - range.start;
        }
        // "the roots are …".
        if said == "are" && talk > 0 && at + 1 < range.end {
            return at + 1 - range.start;
        }
        // What is named is an equation itself.
        if said == "is" && talk > 1 && at + 3 < range.end {
            let end = lattice.at(at).first().map_or(at + 1, |arc| arc.end as usize);
            if (end..range.end).any(compares) {
                return end - range.start;
            }
            return 0;
        }
        if !named(at) || said == "equals" || said == "such" {
            return 0;
        }
        talk += usize::from(unknown(at) && said.len() > 3);
    }
    0
}

/// Every reading of `words` that is weighed, the straight one first: what the weights are fitted on.
#[must_use]
pub fn rivals(words: &str) -> Vec<Rival> {
    let words = Words::split(words);
    if words.len() == 0 {
        return Vec::new();
    }
    let lattice = Lattice::build(&words, &Context::default());
    let mut asked = asked(&words, &lattice);
    asked.rest.start += label(&words, &lattice, asked.rest.clone());
    let parses = parses(&words, &lattice, asked.rest, asked.command);
    parses.into_iter().map(Parse::rival).collect()
}

/// What reading these words costs, counted in looks at what may stand at a word: the same on every machine, so that tests
/// can hold it against the number of words.
#[must_use]
pub fn steps(words: &str) -> u64 {
    let words = Words::split(words);
    let lattice = Lattice::build(&words, &Context::default());
    parses(&words, &lattice, 0..words.len(), None).first().map_or(0, Parse::steps)
}

fn source_range(words: &Words, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let first = words.words[range.start.min(words.len() - 1)].source as usize;
    let last = words.words[(range.end.max(1) - 1).min(words.len() - 1)].source as usize;
    first..last + 1
}

/// Nobody says anything so nested; "whole over one" a thousand times would need a page's whole stack to be drawn.
const DEEPEST: usize = 200;

/// Whether a tree is nested deeper than that. Looks without recursion.
fn is_too_deep(tree: &Node) -> bool {
    let mut open = vec![(tree, 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return true;
        }
        node.for_each_child(&mut |child| open.push((child, depth + 1)));
    }
    false
}

/// Ordinary talk has more words we do not know, or that are mere grammar, than mathematics.
fn is_mathematics(said_words: &Words, parse: &Parse, words: usize) -> bool {
    let Parse { tree, roles, notes, .. } = parse;
    let plain = |node: &Node| matches!(node, Node::Text(_));
    // "the capital of India is Delhi".
    let talk = matches!(tree, Node::Relation(left, rest)
        if plain(left) && rest.iter().all(|(relation, side)| *relation == Relation::Equal && plain(side)));
    if plain(tree) || talk && roles.iter().all(|(_, role)| *role != Role::Number) {
        return false;
    }
    let (mut said, mut signs, mut letters, mut talk, mut unknown) = (0, 0, 0, 0, 0);
    let mut pronouns = 0;
    for (range, role) in roles {
        match role {
            Role::Number | Role::Operator => {
                said += range.len() * 2;
                signs += range.len();
            }
            // "I have a doubt".
            Role::Symbol if range.len() == 1 && said_words.says(range.start, "i a") => {
                pronouns += 1;
            }
            Role::Symbol => {
                said += range.len();
                letters += range.len();
            }
            Role::Text => unknown += range.len(),
            Role::Filler | Role::Command => talk += range.len(),
        }
    }
    if unknown == 0 || signs > 0 {
        said += pronouns;
        letters += pronouns;
    }
    let left_out: usize = notes
        .iter()
        .map(|note| match note {
            Note::LeftOut(range) => range.len(),
            _ => 0,
        })
        .sum();
    // "sorry, I did not understand": where nothing is added or compared, some words may sound like mathematics.
    let alone_or_sum = !matches!(tree, Node::Relation(..));
    let alone = alone_or_sum && !matches!(tree, Node::Sum(_));
    // "subtract five from both sides".
    let both = |at: usize| {
        said_words.says(at, "both दोनों dono")
            && said_words.says(at + 1, "sides पक्षों पक्ष तरफ ओर taraf paksh")
    };
    if alone_or_sum && (1..said_words.len()).any(|at| both(at - 1)) {
        return false;
    }
    // "I do not know".
    let denies = (1..said_words.len())
        .any(|at| said_words.says(at, "not") && said_words.says(at - 1, "do did can could will"));
    if alone && denies && unknown > 0 {
        return false;
    }
    if alone && unknown > 1 && signs + letters + usize::from(signs == 0) <= unknown {
        return false;
    }
    said > 0 && said >= unknown + left_out * 2 && (said * 4 >= talk || words < 4)
}
