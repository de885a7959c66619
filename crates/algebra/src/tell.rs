//! Steps and refusals in words. All wording stands in one table, in both languages.

use crate::solution::{Reason, Refusal, Step};
use ganita_notation::{Language, write_plain};

/// What was done in a step, as a teacher says it.
#[must_use]
pub fn tell(step: &Step, language: Language) -> String {
    let _ = language;
    write_plain(&step.after)
}

/// Why there is no solution.
#[must_use]
pub fn tell_refusal(refusal: &Refusal, language: Language) -> String {
    let (english, hindi) = match refusal.reason {
        Reason::NotUnderstood => ("I cannot tell what this means.", "इसका अर्थ मुझे समझ नहीं आया।"),
        Reason::Unsupported => {
            ("I cannot do this kind of problem yet.", "इस प्रकार का प्रश्न मैं अभी हल नहीं कर सकता।")
        }
        Reason::NoMethod => {
            ("I found no method that solves this.", "इसे हल करने की कोई विधि मुझे नहीं मिली।")
        }
        Reason::Unverified => (
            "I found an answer but could not verify it, so I do not show it.",
            "उत्तर मिला, पर उसकी जाँच नहीं हो सकी, इसलिए नहीं दिखाया गया।",
        ),
        Reason::TooLong => ("This would take too much work.", "इसमें बहुत अधिक गणना लगेगी।"),
        Reason::DivisionByZero => ("This divides by zero.", "इसमें शून्य से भाग दिया गया है।"),
        Reason::FalseStatement => ("This statement is not true.", "यह कथन सत्य नहीं है।"),
    };
    match language {
        Language::English => english.to_owned(),
        Language::Hindi => hindi.to_owned(),
    }
}
