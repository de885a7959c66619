//! Reading while somebody is still speaking.

use crate::{Context, Reading, convert};

/// Hears words as they come and change, and reads what was said so far.
///
/// A recogniser sends interim results whose last words change. Tell the listener how many leading words stayed
/// ([`Listener::replace_tail`]) and it reads on from there.
#[derive(Debug, Clone)]
pub struct Listener {
    context: Context,
    words: Vec<String>,
    stable: usize,
}

impl Listener {
    /// A listener that has heard nothing.
    #[must_use]
    pub fn new(context: Context) -> Listener {
        Listener { context, words: Vec::new(), stable: 0 }
    }

    /// Keeps the first `keep_words` words, puts `tail` after them, and reads the whole.
    pub fn replace_tail(&mut self, keep_words: usize, tail: &str) -> Reading {
        self.words.truncate(keep_words);
        self.words.extend(tail.split_whitespace().map(str::to_owned));
        convert(&self.words.join(" "), &self.context)
    }

    /// How many leading bytes of the LaTeX will not change while only words are added. Never shrinks.
    #[must_use]
    pub fn stable_len(&self) -> usize {
        self.stable
    }

    /// The reading of all words heard, exactly as [`convert`] gives it; the listener is ready for the next sentence.
    pub fn finish(&mut self) -> Reading {
        let reading = convert(&self.words.join(" "), &self.context);
        self.words.clear();
        self.stable = 0;
        reading
    }
}
