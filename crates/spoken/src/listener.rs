//! Reading while somebody is still speaking.

use ganita_notation::{Node, write_latex};

use crate::{Context, Reading, convert};

/// Hears words as they come and change, and reads what was said so far.
///
/// A recogniser sends interim results whose last words change. Tell the listener how many leading words stayed
/// ([`Listener::replace_tail`]) and it reads on from there.
///
/// ```
/// let mut listener = ganita_spoken::Listener::new(Default::default());
/// listener.replace_tail(0, "x squared equals");
/// let reading = listener.replace_tail(3, "four");
/// assert_eq!(ganita_notation::write_latex(&reading.tree), "x^{2} = 4");
/// ```
#[derive(Debug, Clone)]
pub struct Listener {
    context: Context,
    text: String,
    /// Where each word of `text` ends.
    ends: Vec<usize>,
    stable: usize,
    stable_latex: String,
    last: String,
}

impl Listener {
    /// A listener that has heard nothing.
    #[must_use]
    pub fn new(context: Context) -> Listener {
        Listener {
            context,
            text: String::new(),
            ends: Vec::new(),
            stable: 0,
            stable_latex: String::new(),
            last: String::new(),
        }
    }

    /// Keeps the first `keep_words` words, puts `tail` after them, and reads the whole.
    pub fn replace_tail(&mut self, keep_words: usize, tail: &str) -> Reading {
        self.ends.truncate(keep_words);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
        for word in tail.split_whitespace() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.ends.push(self.text.len());
        }
        let reading = convert(&self.text, &self.context);
        self.settle(&reading);
        reading
    }

    /// How many leading bytes of the LaTeX are settled: the last two readings agree on them, up to the last relation
    /// sign. Never shrinks before [`Listener::finish`].
    #[must_use]
    pub fn stable_len(&self) -> usize {
        self.stable
    }

    /// The settled LaTeX itself, [`Listener::stable_len`] bytes.
    #[must_use]
    pub fn stable_latex(&self) -> &str {
        &self.stable_latex
    }

    /// The reading of all words heard, exactly as [`convert`] gives it; the listener is ready for the next sentence.
    pub fn finish(&mut self) -> Reading {
        let reading = convert(&self.text, &self.context);
        *self = Listener::new(std::mem::take(&mut self.context));
        reading
    }

    /// Sides of a relation that a further relation has left behind no longer change.
    fn settle(&mut self, reading: &Reading) {
        let latex = write_latex(&reading.tree);
        if let Node::Relation(first, rest) = &reading.tree
            && !rest.is_empty()
        {
            let settled =
                write_latex(&Node::Relation(first.clone(), rest[..rest.len() - 1].to_vec()));
            let agreed = settled.len() > self.stable
                && latex.starts_with(&settled)
                && self.last.starts_with(&settled);
            if agreed && settled.starts_with(&self.stable_latex) {
                self.stable = settled.len();
                self.stable_latex = settled;
            }
        }
        self.last = latex;
    }
}
