//! Steps and refusals in words. All wording stands in one table, in both languages, with a problem that shows the rule.

use crate::solution::{Reason, Refusal, Step};
use ganita_notation::{Language, filled, write_plain};

mod levels;
mod numbers;
mod table;
mod textbook;

pub(crate) use table::WORDINGS;
#[cfg(test)]
pub(crate) use table::Wording;

const TABLES: [&table::Wordings; 3] = [&WORDINGS, &numbers::NUMBERS, &textbook::CHAPTERS];

/// All rules' words.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = Wording> {
    TABLES.into_iter().flat_map(table::Wordings::rows)
}

/// What was done in a step, as a teacher says it.
#[must_use]
pub fn tell(step: &Step, language: Language) -> String {
    let Some((english, hindi)) = TABLES.iter().find_map(|table| table.sentences(step.rule)) else {
        return write_plain(&step.after);
    };
    let sentence = match language {
        Language::English => english,
        Language::Hindi => hindi,
    };
    filled(sentence, &mut |name| {
        let (_, value) = step.parameters.iter().find(|(known, _)| *known == name)?;
        Some(write_plain(value))
    })
}

/// 1 to 3.
pub(crate) fn level(rule: &str) -> u8 {
    levels::level(rule)
}

/// Why there is no solution.
#[must_use]
pub fn tell_refusal(refusal: &Refusal, language: Language) -> String {
    let (english, hindi) = match refusal.reason {
        Reason::NotUnderstood => (
            "I cannot tell what this means; write it in another way.",
            "इसका अर्थ मुझे समझ नहीं आया; इसे दूसरे ढंग से लिखिए।",
        ),
        Reason::LoneSign => (
            "A sign alone above a number says from which side a limit comes: lim x → 0⁺; an exponent needs a number after it.",
            "संख्या के ऊपर अकेला चिह्न बताता है कि सीमा किस ओर से है: lim x → 0⁺; घातांक में चिह्न के बाद संख्या लिखिए।",
        ),
        Reason::Unsupported => (
            "I cannot do this kind of problem yet; solve, simplify, differentiate and integrate I can.",
            "इस प्रकार का प्रश्न मैं अभी हल नहीं कर सकता; हल, सरल, अवकलन और समाकलन कर सकता हूँ।",
        ),
        Reason::NoMethod => (
            "I found no method that solves this; its graph or a simpler form may help.",
            "इसे हल करने की कोई विधि मुझे नहीं मिली; इसका ग्राफ़ या सरल रूप देखिए।",
        ),
        Reason::NoSuchMethod if refusal.methods.is_empty() => (
            "I have only one way to do this; leave the method out.",
            "इसे करने की मेरे पास एक ही विधि है; विधि का नाम छोड़ दीजिए।",
        ),
        Reason::NoSuchMethod => (
            "This is not solved by that method. These fit:",
            "यह उस विधि से हल नहीं होता। ये विधियाँ ठीक हैं:",
        ),
        Reason::Unverified => (
            "I found an answer but could not verify it, so I do not show it; a simpler form may help.",
            "उत्तर मिला, पर उसकी जाँच नहीं हो सकी, इसलिए नहीं दिखाया गया; इसे सरल रूप में लिखिए।",
        ),
        Reason::TooLong => (
            "This takes more work than I was given; let me think longer.",
            "इसमें दिए गए समय से अधिक गणना लगेगी; मुझे और सोचने दीजिए।",
        ),
        Reason::DivisionByZero => (
            "This divides by zero; look at the denominator.",
            "इसमें शून्य से भाग दिया गया है; हर को देखिए।",
        ),
        Reason::Indeterminate => (
            "This form has no value of its own; if it comes from a limit, give me the limit.",
            "इस रूप का अपना कोई मान नहीं है; यदि यह किसी सीमा से आया है तो वह सीमा दीजिए।",
        ),
        Reason::NoLogarithm => (
            "Only positive numbers have a logarithm, to a positive base other than 1: no power of such a base is 0 or negative. Look at what stands in it.",
            "केवल धनात्मक संख्याओं का लघुगणक होता है, और आधार धनात्मक तथा 1 से भिन्न होता है: ऐसे आधार की कोई घात 0 या ऋणात्मक नहीं होती। लघुगणक के भीतर देखिए।",
        ),
        Reason::FalseStatement => (
            "This statement is not true; look at both sides again.",
            "यह कथन सत्य नहीं है; दोनों पक्षों को फिर देखिए।",
        ),
    };
    let text = match language {
        Language::English => english,
        Language::Hindi => hindi,
    };
    let mut all = text.to_owned();
    if let Some(about) = &refusal.about {
        all += &format!(" ({})", write_plain(about));
    }
    for (place, name) in refusal.methods.iter().enumerate() {
        all += if place == 0 { " " } else { ", " };
        all += crate::tell_method(name, language).unwrap_or(name);
        // Whoever asks by wire has to write it.
        all += &format!(" ({name})");
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Task, explain};

    #[test]
    fn every_rule_is_used_by_its_example_and_told_in_both_languages() {
        let mut wrong = Vec::new();
        for wording in all() {
            let (kind, latex) = wording.example;
            let problem = ganita_notation::read(latex).expect("examples are LaTeX");
            let (kind, method) = match kind.split_once(" by ") {
                Some((kind, method)) => (kind, Some(method)),
                None => (kind, None),
            };
            let (kind, said) = kind.split_once("; ").unwrap_or((kind, ""));
            let task = Task::from_kind(kind, Some(said)).expect("examples name a kind");
            let explained = match method {
                Some(method) => crate::explain_with(&task, &problem, method),
                None => explain(&task, &problem),
            };
            // A rule for what is known of an answer that is not is used by a refusal.
            let steps = match explained {
                Ok(solution) => Ok(solution.steps),
                Err(refusal) if refusal.steps.is_empty() => Err(refusal),
                Err(refusal) => Ok(refusal.steps),
            };
            match steps {
                Err(refusal) => wrong.push(format!("{}: {latex}: {refusal}", wording.rule)),
                Ok(steps) => {
                    let all = steps.iter().flat_map(|step| {
                        std::iter::once(step.rule).chain(step.substeps.iter().map(|sub| sub.rule))
                    });
                    let used: Vec<&str> = all.collect();
                    if !used.contains(&wording.rule) {
                        wrong.push(format!("{}: {latex}: {used:?}", wording.rule));
                    }
                    for step in &steps {
                        for language in [Language::English, Language::Hindi] {
                            let text = tell(step, language);
                            assert!(
                                !text.is_empty() && !text.contains('{'),
                                "{}: {text}",
                                step.rule
                            );
                        }
                    }
                }
            }
            assert!(
                wording.hindi.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)),
                "{}",
                wording.rule
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
