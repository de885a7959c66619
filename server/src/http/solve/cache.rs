//! Problems are solved once: a class of forty asks the same ones again. What is kept has no name on it.

use super::Locale;
use super::answer::Answer;
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
    locale: Locale,
}

impl Question {
    pub(super) fn new(problem: &Node, task: &Task, by: Option<&str>, locale: Locale) -> Question {
        Question {
            problem: problem.clone(),
            kind: task.kind,
            variables: task.variables.clone(),
            by: by.map(str::to_owned),
            locale,
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
