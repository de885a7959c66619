//! Several ways to hear one sentence: the formula that words and sound together make likeliest.

use ganita_notation::{Function, Join, Node, Relation};

use crate::{Alternative, Command, Context, Note, Reading, convert, order};

/// How much a nat of the recogniser's doubt weighs beside the converter's: one from none to all of its confidence is this
/// many nats.
const CONFIDENCE_NATS: f32 = 6.0;

/// What words that are no mathematics cost, in nats: a student at the board means a formula.
const TALK_NATS: f32 = 6.0;

/// What an operator without its other side costs, in nats, and anything else that is not whole.
const GAP_NATS: f32 = 3.0;

/// What a word in a formula costs, in nats, and a number that stands beside a number.
const MISFIT_NATS: f32 = 2.5;

/// Tenths of nats that each letter costs that stands in a formula: how seldom lecturers and books write it. The last is what
/// letters cost that have names.
const LETTERS: [u8; 27] = [
    15, 21, 21, 20, 19, 20, 27, 32, 22, 37, 30, 32, 25, 18, 37, 27, 33, 21, 25, 17, 26, 26, 37, 7,
    17, 23, 20,
];

/// A letter by itself is an unknown: of 366 problems and lectures' formulas with one letter 21 have one of a to g, where
/// [`LETTERS`] alone would have a quarter of them.
const UNKNOWNS_FROM: u32 = 7;

/// What each further digit before the point of a number costs, in nats.
const DIGIT_NATS: f32 = 0.4;

/// How much the recogniser's nats weigh: it is surer of its words than it is often right.
const HEARD: f32 = 0.8;

/// What a letter costs on average.
const LETTER_NATS: f32 = 2.0;

/// More ways than any recogniser gives.
const MOST_WAYS: usize = 32;

/// One way to hear a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The words.
    pub words: String,
    /// How likely the recogniser finds them: the natural logarithm of the probability, 0 where it does not say.
    pub log_probability: f32,
}

/// A formula and all that speaks for it.
struct Candidate {
    /// The likeliest hypothesis that is read as it.
    index: usize,
    /// How likely that one is, in nats.
    best: f32,
    /// How likely all of them are together.
    score: f32,
    reading: Reading,
}

/// Reads every hypothesis and gives the reading that is likeliest, with the others among its alternatives; and which
/// hypothesis it is of. Hypotheses that are read as the same formula speak for it together, and of two formulas that sound
/// alike the one that people write is the likelier. Without any hypothesis the reading is of no words.
///
/// ```
/// use ganita_spoken::{Hypothesis, convert_heard};
/// let heard = [("sign squared theater", -2.0), ("sine squared theta", -2.4)]
///     .map(|(words, log_probability)| Hypothesis { words: words.to_owned(), log_probability });
/// let (chosen, reading) = convert_heard(&heard, &Default::default());
/// assert_eq!(chosen, 1);
/// assert_eq!(ganita_notation::write_latex(&reading.tree), r"\sin^{2} \theta");
/// ```
#[must_use]
pub fn convert_heard(hypotheses: &[Hypothesis], context: &Context) -> (usize, Reading) {
    let mut found: Vec<Candidate> = Vec::new();
    for (index, hypothesis) in hypotheses.iter().take(MOST_WAYS).enumerate() {
        let reading = convert(&hypothesis.words, context);
        let score = HEARD * hypothesis.log_probability - doubt(&reading);
        let same = |known: &&mut Candidate| {
            known.reading.tree == reading.tree && known.reading.command == reading.command
        };
        match found.iter_mut().find(same) {
            Some(known) => {
                // ln(eᵃ + eᵇ), near enough.
                let apart = (known.score - score).abs();
                known.score = known.score.max(score) + (0.7 - 0.25 * apart).max(0.0);
                if score > known.best {
                    *known = Candidate { index, best: score, score: known.score, reading };
                }
            }
            None => found.push(Candidate { index, best: score, score, reading }),
        }
    }
    // Of equal ones the recogniser's order stays.
    order::by_key(&mut found, |candidate| -candidate.score);
    let mut found = found.into_iter();
    let Some(Candidate { index: chosen, score, mut reading, .. }) = found.next() else {
        return (0, convert("", context));
    };
    let mut others: Vec<(f32, Node, f32)> = Vec::new();
    let lost = |confidence: f32| (reading.confidence - confidence).max(0.0) * CONFIDENCE_NATS;
    for alternative in &reading.alternatives {
        let cost = score - lost(alternative.confidence);
        others.push((cost, alternative.tree.clone(), alternative.confidence));
    }
    for other in found.filter(|other| other.reading.is_mathematics) {
        others.push((other.score, other.reading.tree, other.reading.confidence));
    }
    order::by_key(&mut others, |other| -other.0);
    reading.alternatives.clear();
    for (_, tree, confidence) in others {
        let is_new =
            tree != reading.tree && reading.alternatives.iter().all(|known| known.tree != tree);
        if is_new && reading.alternatives.len() < 3 {
            reading.alternatives.push(Alternative { tree, confidence });
        }
    }
    (chosen, reading)
}

/// What speaks against a reading, whatever was heard, in nats.
fn doubt(reading: &Reading) -> f32 {
    let unsure = (1.0 - reading.confidence) * CONFIDENCE_NATS;
    if !reading.is_mathematics {
        return unsure + TALK_NATS;
    }
    let gaps = reading
        .notes
        .iter()
        .filter(|note| matches!(note, Note::Incomplete | Note::Unclosed | Note::LeftOut(_)));
    let mut seen = Seen::default();
    seen.look_at(&reading.tree);
    let letters = seen.letters;
    // What has no letter saves what a letter costs, and teaches little.
    let plain = if letters == 0 { LETTER_NATS } else { 0.0 };
    let nothing_sought = letters == 0 && reading.command == Some(Command::Solve);
    let no_unknown = letters.is_power_of_two() && letters < 1 << UNKNOWNS_FROM;
    let misfits = seen.misfits + usize::from(nothing_sought || no_unknown);
    let rare: u32 = (0..27)
        .filter(|letter| letters >> letter & 1 == 1)
        .map(|letter| u32::from(LETTERS[letter]))
        .sum();
    unsure
        + plain
        + gaps.count() as f32 * GAP_NATS
        + misfits as f32 * MISFIT_NATS
        + rare as f32 / 10.0
        + seen.digits as f32 * DIGIT_NATS
}

/// What stands in a formula.
#[derive(Default)]
struct Seen {
    /// A bit for each letter of [`LETTERS`].
    letters: u32,
    /// The digits of its numbers but the first of each and those behind a point.
    digits: usize,
    /// What nobody writes so.
    misfits: usize,
}

impl Seen {
    fn look_at(&mut self, node: &Node) {
        self.misfits += match node {
            Node::Symbol(name) => {
                self.letters |= letter(name);
                0
            }
            // The base of the natural logarithm is seldom a letter by itself.
            Node::Power(base, exponent) if **base == Node::symbol("e") && !is_number(exponent) => {
                return self.look_at(exponent);
            }
            // "four t squared" is likelier than forty squared, and what is signed in the middle has lost what stood before it.
            Node::Power(base, exponent) => usize::from(
                **base == Node::number("1")
                    || is_number(base) && is_number(exponent)
                    || is_signed(base),
            ),
            Node::Number(number) => {
                let whole = number.find('.').unwrap_or(number.len());
                self.digits += whole.saturating_sub(1);
                0
            }
            Node::Text(words) => words.split_whitespace().count(),
            Node::Missing => 2,
            // A function without its argument.
            Node::Raw(_) => 2,
            Node::Product(factors) => {
                let meet = |pair: &&[(Join, Node)]| {
                    pair[1].0 == Join::Beside
                        && is_numeral(&pair[0].1)
                        && (is_numeral(&pair[1].1) || is_numbered(&pair[1].1))
                };
                factors.windows(2).filter(meet).count()
                    + factors.iter().skip(1).filter(|factor| is_signed(&factor.1)).count()
            }
            Node::Sum(terms) => terms.windows(2).filter(|pair| pair[0].1 == pair[1].1).count(),
            Node::Subscript(base, _) => usize::from(is_numeral(base)),
            // x and y are functions too, of time or of one another; the first letters are numbers.
            Node::Apply { function: Function::Letter(name), .. } => usize::from(
                matches!(&**name, Node::Symbol(name) if name.len() == 1 && name.as_str() < "f"),
            ),
            Node::Operation(name, sides) if matches!(&**name, "and" | "or") => {
                usize::from(!sides.iter().all(|side| matches!(side, Node::Relation(..))))
            }
            Node::Relation(left, rest) => {
                usize::from(is_numeral(left) && rest.iter().any(|(sign, _)| *sign == Relation::In))
            }
            Node::Integral { lower: None, variables, .. } => usize::from(variables.is_empty()),
            _ => 0,
        };
        node.for_each_child(&mut |child| self.look_at(child));
    }
}

/// The bit of a letter, or the one of those that have names.
fn letter(name: &str) -> u32 {
    match name.to_ascii_lowercase().as_bytes() {
        [letter] if letter.is_ascii_lowercase() => 1 << (letter - b'a'),
        b"pi" => 0,
        _ => 1 << 26,
    }
}

fn is_number(node: &Node) -> bool {
    matches!(node, Node::Number(_))
}

/// `t_{5}`: behind a number that may be what is left of seventy five.
fn is_numbered(node: &Node) -> bool {
    matches!(node, Node::Subscript(_, index) if is_number(index))
}

/// `(-2)`.
fn is_signed(node: &Node) -> bool {
    match node {
        Node::Group(_, inside, _) => is_signed(inside),
        node => matches!(node, Node::Sum(terms) if terms.len() == 1),
    }
}

fn is_numeral(node: &Node) -> bool {
    match node {
        Node::Number(_) => true,
        Node::Power(base, _) => is_numeral(base),
        Node::Fraction(above, below) => is_numeral(above) && is_numeral(below),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Hypothesis, convert_heard};
    use ganita_notation::write_latex;

    #[track_caller]
    fn check(ways: &[(&str, f32)], expected: &str) {
        let ways: Vec<Hypothesis> = ways
            .iter()
            .map(|(words, log_probability)| Hypothesis {
                words: (*words).to_owned(),
                log_probability: *log_probability,
            })
            .collect();
        let (_, reading) = convert_heard(&ways, &Default::default());
        assert_eq!(write_latex(&reading.tree), expected);
    }

    #[test]
    fn what_people_write_wins_over_what_sounds_a_little_likelier() {
        check(&[("y plus and equals", -2.0), ("y plus n equals two", -3.0)], "y + n = 2");
        check(&[("x plus h", -2.0), ("x plus eight", -2.5)], "x + 8");
        check(&[("two seven seven", -2.0), ("two sevenths of n", -4.0)], r"\frac{2}{7}n");
        check(
            &[("engine of fifteen degrees", -2.0), ("tangent of 15 degrees", -4.0)],
            r"\tan 15^{\circ}",
        );
        // But not over what sounds much likelier.
        check(&[("x plus h", -2.0), ("x plus eight", -6.0)], "x + h");
    }

    #[test]
    fn what_has_lost_a_word_gives_way() {
        let check = |lost: &str, whole: &str, expected: &str| {
            check(&[(lost, -2.0), (whole, -3.2)], expected);
        };
        check("sine squared plus x squared", "z squared plus x squared", "z^{2} + x^{2}");
        check("t cubed minus forty squared", "t cubed minus four t squared", "t^{3} - 4t^{2}");
        check(
            "solve forty minus ten equals three",
            "solve four t minus ten equals three",
            "4t - 10 = 3",
        );
        check(
            "five into bracket minus two bracket close",
            "five into bracket n minus two bracket close",
            r"5 \times (n - 2)",
        );
        check("seven t five plus x", "seventy five plus x", "75 + x");
        check("d plus two all over four", "t plus two all over four", r"\frac{t + 2}{4}");
        check("sine of theta x", "sine of three x", r"\sin 3x");
    }

    #[test]
    fn ways_that_are_read_alike_speak_for_one_another() {
        let alike = [("x over seventy", -2.0), ("x over seventy five", -2.2), ("x over 75", -2.2)];
        check(&alike, r"\frac{x}{75}");
        check(&alike[..2], r"\frac{x}{70}");
    }
}
