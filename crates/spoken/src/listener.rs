//! Reading while somebody is still speaking.

use crate::convert::read_laid;
use crate::lattice::Lattice;
use crate::settled::Settled;
use crate::words::{Mark, Words};
use crate::{Context, Reading};

/// Hears words as they come and change, and reads what was said so far.
///
/// A recogniser sends interim results whose last words change. Tell the listener how many leading words stayed
/// ([`Listener::replace_tail`]) and it reads on from there: what was found out about those words is kept. Every reading is
/// the one [`crate::convert`] gives for the same words.
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
    words: Words,
    lattice: Lattice,
    /// Before each word as spaces divide them: how long `text` was and how far the words were split.
    marks: Vec<(usize, Mark)>,
    settled: Settled,
}

impl Listener {
    /// A listener that has heard nothing.
    #[must_use]
    pub fn new(context: Context) -> Listener {
        Listener {
            context,
            text: String::new(),
            words: Words::default(),
            lattice: Lattice::default(),
            marks: Vec::new(),
            settled: Settled::default(),
        }
    }

    /// Keeps the first `keep_words` words, puts `tail` after them, and reads the whole.
    pub fn replace_tail(&mut self, keep_words: usize, tail: &str) -> Reading {
        if let Some((text, mark)) = self.marks.get(keep_words).copied() {
            self.text.truncate(text);
            self.words.back_to(mark);
            self.marks.truncate(keep_words);
        }
        let kept = self.words.len();
        self.settled.keep(self.marks.len());
        for word in tail.split_whitespace() {
            self.marks.push((self.text.len(), self.words.mark()));
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.words.append(word, &self.context.pauses_ms);
        }
        self.lattice.rebuild(&self.words, &self.context, kept);
        let reading = self.read();
        let open = self.lattice.may_turn(&self.words);
        // "the", "है": a word that says nothing agrees with nothing.
        if !self.lattice.ends_in_filler(&self.words) {
            let copula =
                self.words.len().checked_sub(1).is_some_and(|at| self.words.says(at, "is"));
            let listing = self.lattice.verb_last();
            self.settled.hear(self.marks.len(), &reading, open, copula, listing);
        }
        reading
    }

    fn read(&self) -> Reading {
        if self.words.len() == 0 {
            return Reading::text(&self.text);
        }
        read_laid(&self.text, &self.words, &self.lattice, &self.context)
    }

    /// How many leading bytes of the LaTeX are settled: they do not change while only words are added. Never shrinks before
    /// [`Listener::finish`], unless the speaker takes something back.
    #[must_use]
    pub fn stable_len(&self) -> usize {
        self.settled.latex().len()
    }

    /// The settled LaTeX itself, [`Listener::stable_len`] bytes.
    #[must_use]
    pub fn stable_latex(&self) -> &str {
        self.settled.latex()
    }

    /// The reading of all words heard, exactly as [`crate::convert`] gives it; the listener is ready for the next sentence.
    pub fn finish(&mut self) -> Reading {
        let reading = self.read();
        *self = Listener::new(std::mem::take(&mut self.context));
        reading
    }
}
