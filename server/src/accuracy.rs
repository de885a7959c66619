//! How much of what students said was understood, measured where somebody wrote down what was really said.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::gauge::ConstGauge;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Lessons whose comparison counts; the oldest names go first. A server that is started anew begins anew.
const MAX_LESSONS: usize = 4_096;

/// A transcript beside what was really said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Compared {
    /// Words that were really said.
    pub(crate) words: usize,
    /// The fewest words to put in, take out or change.
    pub(crate) errors: usize,
}

impl Compared {
    /// 100 · (1 − word error rate), at least 0.
    pub(crate) fn percentage(self) -> f64 {
        let rate = self.errors as f64 / self.words.max(1) as f64;
        100.0 * (1.0 - rate).max(0.0)
    }
}

/// The words of a text as they are compared: small letters, without the signs around them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let around = |letter: char| letter.is_ascii_punctuation() || matches!(letter, '।' | '’' | '‘');
    text.split_whitespace()
        .map(|word| word.trim_matches(around).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Compares by the fewest changes (Levenshtein's distance over words). It takes the product of both lengths.
pub(crate) fn compare(reference: &[String], heard: &[String]) -> Compared {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (number, said) in reference.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = number + 1;
        for (column, word) in heard.iter().enumerate() {
            let changed = diagonal + usize::from(said != word);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    Compared { words: reference.len(), errors: row[heard.len()] }
}

/// All comparisons so far, by lesson; one that is made again stands for the one before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accuracy(Arc<Mutex<BTreeMap<String, Compared>>>);

impl Accuracy {
    pub(crate) fn note(&self, lesson: &str, compared: Compared) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_LESSONS && !all.contains_key(lesson) {
            all.pop_first();
        }
        all.insert(lesson.to_owned(), compared);
    }

    /// Forgets a lesson that is erased.
    pub(crate) fn forget(&self, lesson: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(lesson);
    }

    /// Over the words of all lessons; none where nobody wrote anything down.
    fn percentage(&self) -> Option<f64> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let together = all.values().copied().reduce(|one, other| Compared {
            words: one.words + other.words,
            errors: one.errors + other.errors,
        });
        together.map(Compared::percentage)
    }
}

impl Collector for Accuracy {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let Some(percentage) = self.percentage() else { return Ok(()) };
        let gauge = ConstGauge::new(percentage);
        let descriptor = encoder.encode_descriptor(
            "transcription_accuracy_percentage",
            "100 (1 - word error rate) of students' transcripts for which a reference was given",
            None,
            gauge.metric_type(),
        )?;
        gauge.encode(descriptor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(reference: &str, heard: &str) -> (usize, usize) {
        let compared = compare(&words(reference), &words(heard));
        (compared.errors, compared.words)
    }

    #[test]
    fn a_word_changed_left_out_or_put_in_is_one_error() {
        assert_eq!(errors("x squared plus one", "X squared, plus one."), (0, 4));
        assert_eq!(errors("x squared plus one", "x square plus one"), (1, 4));
        assert_eq!(errors("x squared plus one", "x plus one"), (1, 4));
        assert_eq!(errors("x squared plus one", "so x squared plus one"), (1, 4));
        assert_eq!(errors("आधा जोड़ एक।", "आधा जोड़ दो"), (1, 3));
        assert_eq!(errors("", "noise"), (1, 0));
        assert_eq!(errors("kitten sits on", ""), (3, 3));
    }

    #[test]
    fn all_lessons_count_by_their_words_and_none_means_no_number() {
        let accuracy = Accuracy::default();
        assert_eq!(accuracy.percentage(), None);
        accuracy.note("short", Compared { words: 10, errors: 10 });
        accuracy.note("long", Compared { words: 90, errors: 10 });
        accuracy.note("short", Compared { words: 10, errors: 0 });
        assert_eq!(accuracy.percentage(), Some(90.0));
        accuracy.note("noise", Compared { words: 0, errors: 500 });
        assert_eq!(accuracy.percentage(), Some(0.0), "never below");
        accuracy.forget("noise");
        assert_eq!(accuracy.percentage(), Some(90.0));
    }
}
