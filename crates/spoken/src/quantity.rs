//! "find the mean of 2, 4, 9", "(2, 3) और (4, 1) के बीच की दूरी ज्ञात करो": what chapters have a formula for, by its name, and
//! what it is to be found of.

mod given;
mod names;

use std::ops::Range;

use ganita_notation::{Accent, Bracket, Function, Join, Node, Relation, write_latex};

pub(crate) use given::GIVES;

use crate::lattice::Lattice;
use crate::rank::ranked;
use crate::words::{Pause, Words};
use names::{Form, QUANTITIES};

/// A quantity, and the formula it is asked of.
pub(crate) struct Wanted {
    /// As the solver names it; nothing where the tree says it.
    pub(crate) kind: Option<&'static str>,
    /// What else the solver has to know: the number of a term, the place of a tangent.
    pub(crate) said: Option<String>,
    /// What it is of, how sure that is, and which words say it.
    pub(crate) of: Node,
    pub(crate) confidence: f32,
    pub(crate) rest: Range<usize>,
}

/// Words before the name.
const LEAD: &str =
    "find calculate compute evaluate determine write what what's whats is the me tell get please";
/// Words behind the verb's place in Hindi.
const VERBS: &str = "करो करें कीजिए निकालो निकालिए निकालें बताओ बताइए ज्ञात क्या है होगा \
                     karo kijiye nikalo nikaliye batao gyat kya hai find";
/// Words that only say what follows: "the points", "समांतर श्रेणी".
const GLUE: &str = "of in between joining through passing from to for the a an line segment straight points point numbers number \
                    data following observations values vertices whose with are is ap gp arithmetic geometric \
                    progression series sequence curve function functions vectors vector expansion first and origin \
                    along direction differential equation which by bounded enclosed curves lines parabola \
                    ellipse circle parallel hyperbola रेखा रेखाओं वृत्त परवलय दीर्घवृत्त \
                    बिंदुओं बिंदु संख्याओं आँकड़ों आंकड़ों प्रेक्षणों समांतर गुणोत्तर श्रेढ़ी श्रेणी सदिशों शीर्षों वाले वाली वक्र फलन \
                    samantar gunottar shreni bindu";
/// How a function changes that is monotonic.
const RISING: &str = "is increasing decreasing strictly or and";
/// Words between the sides of a region.
const SIDES: &str = "and from to , comma और तथा से aur";
/// Particles of Hindi between the two.
const PARTICLES: &str = "द्वारा का की के को बीच मध्य तक से वाले वाली होकर जाने ka ki ke ko beech mein";

/// Whether the sentence asks for a quantity, with a verb, and of what.
pub(crate) fn wanted(words: &Words, lattice: &Lattice) -> Option<Wanted> {
    named_first(words, lattice)
        .or_else(|| named_last(words, lattice))
        .or_else(|| given::given(words, lattice))
}

#[inline(never)]
fn skip(words: &Words, range: Range<usize>, of: &'static str) -> usize {
    let Range { mut start, end } = range;
    while start < end && words.spells(start, of) {
        start += 1;
    }
    start
}

#[inline(never)]
fn skip_back(words: &Words, range: Range<usize>, of: &'static str) -> usize {
    let Range { start, mut end } = range;
    while end > start && words.spells(end - 1, of) {
        end -= 1;
    }
    end
}

/// Where a name that begins here ends.
#[inline(never)]
fn name_at(words: &Words, at: usize, end: usize) -> Option<(usize, &'static str, Form)> {
    for &(kind, form, names) in QUANTITIES {
        // Most words begin no name.
        if !words.may_spell(at, names) {
            continue;
        }
        for name in names.split('/') {
            if let Some(after) = words.spell_out(at, name).filter(|after| *after <= end) {
                return Some((after, kind, form));
            }
        }
    }
    None
}

/// "find the slope of the line joining …".
fn named_first(words: &Words, lattice: &Lattice) -> Option<Wanted> {
    let count = words.len();
    // Looking for names in every sentence would take as long as reading it.
    let first = skip(words, 0..count.min(5), LEAD);
    if first == 0 {
        return None;
    }
    let mut end = skip_back(words, first..count, VERBS);
    if let Some((after, kind, form)) = name_at(words, first, end) {
        let of = skip(words, after..end, GLUE);
        if kind == "monotonic" {
            let rising = skip_back(words, after..end, RISING);
            if rising == end {
                return None;
            }
            end = rising;
        } else if of == after && form != Form::Numbers {
            return None;
        }
        return found(words, lattice, kind, form, of..end);
    }
    // "the 20th term of the AP …", "sum of the first 20 terms of …".
    let term = (first..end.min(first + 8)).find(|at| words.spells(*at, "term terms"))?;
    if term + 1 >= end || !words.spells(term + 1, "of in") {
        return None;
    }
    let of = skip(words, term + 1..end, GLUE);
    terms(words, lattice, first..term + 1, of..end)
}

/// "… का माध्य ज्ञात करो".
fn named_last(words: &Words, lattice: &Lattice) -> Option<Wanted> {
    let count = words.len();
    let end = skip_back(words, 0..count, VERBS);
    if end == count {
        return None;
    }
    let start = skip(words, 0..end, GLUE);
    let last = (end.saturating_sub(4).max(start)..end).find_map(|at| {
        name_at(words, at, end).filter(|(after, ..)| *after == end).map(|f| (at, f))
    });
    if let Some((at, (_, kind, form))) = last {
        let of = skip_back(words, start..at, PARTICLES);
        return if of == at { None } else { found(words, lattice, kind, form, start..of) };
    }
    // "… का 20वाँ पद", "… के प्रथम 20 पदों का योग".
    let sum = end >= 3 && words.spells(end - 1, "योग योगफल yog sum");
    let term = if sum { end - 3 } else { end.checked_sub(1)? };
    if !words.spells(term, "पद पदों pad padon term terms") {
        return None;
    }
    let of = (start..term).rev().find(|at| words.spells(*at, "का के ka ke"))?;
    terms(words, lattice, of + 1..end, start..of)
}

/// The quantity if what follows has the form it is found of.
fn found(
    words: &Words,
    lattice: &Lattice,
    kind: &'static str,
    form: Form,
    rest: Range<usize>,
) -> Option<Wanted> {
    if rest.is_empty() {
        return None;
    }
    let (said, body) = match form {
        Form::At => at_place(words, lattice, rest.clone())?,
        Form::In => of_power(words, lattice, rest.clone())?,
        _ => (None, rest.clone()),
    };
    if body.is_empty() {
        return None;
    }
    let mut of = Of { parts: Vec::new(), confidence: 1.0 };
    let in_a_row = matches!(form, Form::Numbers | Form::Arguments | Form::Terms | Form::Points(_));
    // A slope or a distance may be of lines, which their equations name.
    let of_lines = matches!(kind, "slope" | "distance");
    let mut form = form;
    if in_a_row && row(words, lattice, body.clone(), &mut of).is_none() {
        if !of_lines {
            return None;
        }
        (of, form) = (Of { parts: Vec::new(), confidence: 1.0 }, Form::Sides);
    }
    if form == Form::Sides {
        let mut at = body.start;
        while at < body.end {
            let stop = (at..body.end).find(|k| words.spells(*k, SIDES)).unwrap_or(body.end);
            let start = skip(words, at..stop, GLUE);
            if start < stop {
                match read(words, lattice, start..stop, &mut of)? {
                    Node::List(items) => of.parts.extend(items),
                    side => of.parts.push(side),
                }
            }
            at = stop + 1;
        }
        if of_lines {
            of.parts = lines(of.parts);
        }
    } else if !in_a_row {
        let tree = read(words, lattice, body, &mut of)?;
        of.parts.push(tree);
    }
    let confidence = of.confidence;
    let of = formed(kind, form, of.parts)?;
    let kind = (form != Form::Arguments).then_some(kind);
    Some(Wanted { kind, said, of, confidence, rest })
}

/// What has been read, and how sure the least sure part of it is.
struct Of {
    parts: Vec<Node>,
    confidence: f32,
}

/// The tree of these words; nothing if some of them had to be left out.
#[inline(never)]
fn read(words: &Words, lattice: &Lattice, range: Range<usize>, of: &mut Of) -> Option<Node> {
    let ranked = ranked(words, lattice, range, None);
    of.confidence = of.confidence.min(ranked.confidence);
    ranked.best.notes.is_empty().then_some(ranked.best.tree)
}

/// What the solver takes: a list of numbers, of points, of vectors, or the one formula.
#[inline(never)]
fn formed(kind: &str, form: Form, mut parts: Vec<Node>) -> Option<Node> {
    let enough = match form {
        Form::Terms | Form::Arguments => parts.len() > 1,
        _ => !parts.is_empty(),
    };
    if !enough {
        return None;
    }
    match form {
        Form::Sides if !parts.iter().any(|side| matches!(side, Node::Relation(..))) => None,
        Form::Sides if kind == "slope" => Some(parts.swap_remove(0)),
        Form::Numbers | Form::Terms | Form::Sides => Some(Node::List(parts)),
        Form::Arguments => Some(Node::Apply {
            function: Function::Named(kind.to_owned()),
            power: None,
            index: None,
            argument: Box::new(Node::List(parts)),
        }),
        Form::Points(count) => points(&parts, count),
        Form::Two => two(parts.swap_remove(0)).map(on_axes),
        Form::Vector => Some(on_axes(parts.swap_remove(0))),
        Form::Whole | Form::At | Form::In => {
            let tree = parts.swap_remove(0);
            let plain = matches!(tree, Node::Text(_) | Node::Missing | Node::Number(_));
            (!plain).then_some(tree)
        }
    }
}

/// The numbers before a line are a point's.
fn lines(mut parts: Vec<Node>) -> Vec<Node> {
    let count = parts.iter().take_while(|part| number(part)).count();
    if count > 1 {
        let point = parts.drain(..count).collect();
        let point = Node::Group(Bracket::Round, Box::new(Node::List(point)), Bracket::Round);
        parts.insert(0, point);
    }
    parts
}

/// "y = x² at x = 2": the place, and the curve.
fn at_place(words: &Words, lattice: &Lattice, rest: Range<usize>) -> Option<Split> {
    let at = rest.clone().rev().find(|at| words.spells(*at, "at"))?;
    let place = skip(words, at + 1..rest.end, "the point");
    Some((Some(place_of(words, lattice, place..rest.end)?), rest.start..at))
}

/// "x³ in (1 + x)⁵": which power, and in what.
fn of_power(words: &Words, lattice: &Lattice, rest: Range<usize>) -> Option<Split> {
    let at = rest.clone().find(|at| words.spells(*at, "in"))?;
    let power = match tree_of(words, lattice, rest.start..at)? {
        Node::Power(_, degree) if number(&degree) => write_latex(&degree),
        Node::Symbol(_) => "1".to_owned(),
        _ => return None,
    };
    Some((Some(power), skip(words, at + 1..rest.end, GLUE)..rest.end))
}

/// What else is said, and where the formula stands.
type Split = (Option<String>, Range<usize>);

#[inline(never)]
fn tree_of(words: &Words, lattice: &Lattice, range: Range<usize>) -> Option<Node> {
    read(words, lattice, range, &mut Of { parts: Vec::new(), confidence: 1.0 })
}

/// A term of a progression, or the sum of some, by the words that name it: "20th term", "sum of the first 20 terms".
fn terms(
    words: &Words,
    lattice: &Lattice,
    name: Range<usize>,
    rest: Range<usize>,
) -> Option<Wanted> {
    let says = |of: &'static str| (name.start..name.end).any(|at| words.spells(at, of));
    let kind = if says("sum योग योगफल yog") { "sum_of_terms" } else { "nth_term" };
    let digits = |at: &usize| words.text(*at).bytes().all(|byte| byte.is_ascii_digit());
    let which = match name.clone().find(digits) {
        Some(at) => Some(words.text(at).to_owned()),
        None => match tree_of(words, lattice, name.clone())? {
            Node::Subscript(_, index) if number(&index) => Some(write_latex(&index)),
            _ => None,
        },
    };
    if which.is_none() && !says("nth n") {
        return None;
    }
    let mut wanted = found(words, lattice, kind, Form::Terms, rest)?;
    wanted.said = which;
    Some(wanted)
}

/// What stands between numbers.
const BETWEEN: &str = ", comma and aur और तथा एवं & ( ) [ ] कॉमा";

/// The numbers in these words: each stretch between commas and brackets is read alone, so that the minus of "3, −2" is a
/// sign of the 2.
fn row(words: &Words, lattice: &Lattice, range: Range<usize>, of: &mut Of) -> Option<()> {
    let between = |at: usize| words.spells(at, BETWEEN);
    let mut start = range.start;
    while start < range.end {
        let mut end = start + 1;
        if !between(start) {
            while end < range.end && !between(end) && words.words[end].pause < Pause::Short {
                end += 1;
            }
            let tree = read(words, lattice, start..end, of)?;
            numbers(tree, &mut of.parts)?;
        }
        start = end;
    }
    Some(())
}

/// "2 i plus 3 j": nobody says the hats.
fn on_axes(mut tree: Node) -> Node {
    fn set(node: &mut Node) {
        match node {
            Node::List(parts) => parts.iter_mut().for_each(set),
            Node::Sum(terms) => terms.iter_mut().for_each(|(_, term)| set(term)),
            Node::Product(factors) => factors.iter_mut().for_each(|(_, factor)| set(factor)),
            Node::Symbol(axis) if matches!(&**axis, "i" | "j" | "k") => {
                *node = Node::Accented(Accent::Hat, Box::new(Node::symbol(axis)));
            }
            _ => {}
        }
    }
    set(&mut tree);
    tree
}

fn two(tree: Node) -> Option<Node> {
    match tree {
        Node::Operation(name, both) if name == "and" && both.len() == 2 => Some(Node::List(both)),
        Node::List(both) if both.len() == 2 => Some(Node::List(both)),
        _ => None,
    }
}

fn number(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Mixed(..) => true,
        Node::Fraction(above, below) => number(above) && number(below),
        Node::Sum(terms) => terms.len() == 1 && number(&terms[0].1),
        Node::Root { radicand, .. } => number(radicand),
        _ => false,
    }
}

/// Adds the numbers of a stretch without commas, none where it is a point's name: "2", "2 4 6", "A". Nothing if there is
/// something else in it.
fn numbers(tree: Node, found: &mut Vec<Node>) -> Option<()> {
    match tree {
        node if number(&node) => found.push(node),
        Node::Product(factors) => {
            for (join, factor) in factors {
                if join != Join::Beside || !number(&factor) {
                    return None;
                }
                found.push(factor);
            }
        }
        Node::Symbol(name) if name.len() == 1 || name == "ldots" => {}
        _ => return None,
    }
    Some(())
}

fn points(coordinates: &[Node], count: usize) -> Option<Node> {
    let dimension = coordinates.len() / count;
    if coordinates.len() != count * dimension || !(2..=3).contains(&dimension) {
        return None;
    }
    let mut points = Vec::with_capacity(count);
    for point in coordinates.chunks(dimension) {
        let inside = Box::new(Node::List(point.to_vec()));
        points.push(Node::Group(Bracket::Round, inside, Bracket::Round));
    }
    Some(Node::List(points))
}

/// "x = 2", "(2, 4)", "2": the place on the horizontal axis.
fn place_of(words: &Words, lattice: &Lattice, range: Range<usize>) -> Option<String> {
    let place = match tree_of(words, lattice, range.clone())? {
        Node::Relation(_, mut rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
            rest.swap_remove(0).1
        }
        letter @ Node::Symbol(_) => letter,
        _ => {
            let mut of = Of { parts: Vec::new(), confidence: 1.0 };
            row(words, lattice, range, &mut of)?;
            of.parts.into_iter().next()?
        }
    };
    Some(write_latex(&place))
}
