//! Problems are solved once: a class of forty asks the same ones again. What is kept has no name on it.

use super::Locale;
use super::answer::{Answer, Asked};
use ganita_algebra::{Kind, Task};
use ganita_notation::Node;
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers that are kept; at ten to twenty kilobytes each, ten megabytes.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(512).expect("512 is not zero");

/// What makes two questions the same: the tree, not how it was spelt.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    problem: Node,
    kind: Kind,
    variables: Vec<String>,
    by: Option<String>,
    longer: bool,
    decimals: Option<u32>,
    locale: Locale,
}

impl Question {
    pub(super) fn new(problem: &Node, task: &Task, asked: Asked<'_>) -> Question {
        Question {
            problem: problem.clone(),
            kind: task.kind,
            variables: task.variables.clone(),
            by: asked.by.map(str::to_owned),
            longer: asked.longer,
            decimals: asked.decimals,
            locale: asked.locale,
        }
    }
}

/// Answers by question; the one that was asked for longest ago goes first.
pub(crate) struct Cache(Mutex<LruCache<Question, Arc<Answer>>>);

impl Default for Cache {
    fn default() -> Cache {
        Cache(Mutex::new(LruCache::new(ANSWERS)))
    }
}

impl Cache {
    pub(super) fn get(&self, question: &Question) -> Option<Arc<Answer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(question).cloned()
    }

    pub(super) fn keep(&self, question: Question, answer: &Arc<Answer>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.put(question, Arc::clone(answer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::solve::answer::{Asked, answer};

    #[test]
    fn a_problem_in_another_spelling_is_answered_from_memory_and_another_is_not() {
        let cache = Cache::default();
        let asked = |latex, locale, variable| {
            answer(
                Asked {
                    latex,
                    kind: None,
                    variable,
                    by: None,
                    longer: false,
                    decimals: None,
                    class: None,
                    locale,
                },
                Some(&cache),
            )
        };
        let first = asked("x^{2} - 5x + 6 = 0", Locale::En, None);
        let again = asked(r"x^2-5 x+6\, = 0", Locale::En, None);
        assert!(Arc::ptr_eq(&first, &again), "it was solved once");
        let others = [
            asked("x^{2} - 5x + 6 = 0", Locale::Hi, None),
            asked("x^{2} - 5x + 7 = 0", Locale::En, None),
            asked("y^{2} - 5y + 6 = 0", Locale::En, None),
        ];
        assert!(others.iter().all(|other| !Arc::ptr_eq(&first, other)));
        assert!(matches!(&*first, Answer::Solved(solved) if solved.answer_latex.contains("x = 2")));
    }
}
