//! Several ways to hear one sentence: the formula that words and sound together make likeliest.

use ganita_notation::Node;

use crate::{Alternative, Context, Reading, convert, order};

/// How much a nat of the recogniser's doubt weighs beside the converter's: one from none to all of its confidence is this
/// many nats.
const CONFIDENCE_NATS: f32 = 6.0;

/// What words that are no mathematics cost, in nats: a student at the board means a formula.
const TALK_NATS: f32 = 6.0;

/// More ways than any recogniser gives.
const MOST_WAYS: usize = 16;

/// One way to hear a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The words.
    pub words: String,
    /// How likely the recogniser finds them: the natural logarithm of the probability, 0 where it does not say.
    pub log_probability: f32,
}

/// Reads every hypothesis and gives the reading that is likeliest, with the others among its alternatives; and which
/// hypothesis it is of. Without any hypothesis the reading is of no words.
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
    let mut readings: Vec<(usize, f32, Reading)> = hypotheses
        .iter()
        .take(MOST_WAYS)
        .enumerate()
        .map(|(index, hypothesis)| {
            let reading = convert(&hypothesis.words, context);
            let talk = if reading.is_mathematics { 0.0 } else { TALK_NATS };
            let doubt = (1.0 - reading.confidence) * CONFIDENCE_NATS + talk;
            (index, hypothesis.log_probability - doubt, reading)
        })
        .collect();
    // Of equal ones the recogniser's order stays.
    order::by_key(&mut readings, |reading| -reading.1);
    let mut readings = readings.into_iter();
    let Some((chosen, score, mut best)) = readings.next() else {
        return (0, convert("", context));
    };
    let mut others: Vec<(f32, Node, f32)> = Vec::new();
    let doubt = |confidence: f32| (best.confidence - confidence).max(0.0) * CONFIDENCE_NATS;
    for alternative in &best.alternatives {
        let cost = score - doubt(alternative.confidence);
        others.push((cost, alternative.tree.clone(), alternative.confidence));
    }
    for (_, score, reading) in readings.filter(|(_, _, reading)| reading.is_mathematics) {
        others.push((score, reading.tree, reading.confidence));
    }
    order::by_key(&mut others, |other| -other.0);
    best.alternatives.clear();
    for (_, tree, confidence) in others {
        let is_new = tree != best.tree && best.alternatives.iter().all(|known| known.tree != tree);
        if is_new && best.alternatives.len() < 3 {
            best.alternatives.push(Alternative { tree, confidence });
        }
    }
    (chosen, best)
}
