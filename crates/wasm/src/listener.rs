//! Whole interim texts to a listener that wants only what changed.

use crate::maths::Reading;
use crate::reading::{context, twin};
use ganita_notation::write_latex;

/// Hears texts that grow and change at their end.
#[derive(Debug)]
pub(crate) struct Listener {
    inner: ganita_spoken::Listener,
    context: ganita_spoken::Context,
    words: Vec<String>,
    stable_length: usize,
}

impl Listener {
    pub(crate) fn new(language: &str) -> Listener {
        let context = context(language);
        Listener {
            inner: ganita_spoken::Listener::new(context.clone()),
            context,
            words: Vec::new(),
            stable_length: 0,
        }
    }

    pub(crate) fn hear(&mut self, text: &str) -> Reading {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let keep = self.words.iter().zip(&words).take_while(|(old, new)| old == new).count();
        let reading = self.inner.replace_tail(keep, &words[keep..].join(" "));
        self.words = words;
        // JavaScript counts UTF-16 units; a length that fell inside a character would be a bug below.
        let latex = write_latex(&reading.tree);
        let stable = latex.get(..self.inner.stable_len()).unwrap_or_default();
        self.stable_length = stable.encode_utf16().count();
        twin(&reading, text, &self.context)
    }

    pub(crate) fn finish(&mut self) -> Reading {
        let words = std::mem::take(&mut self.words).join(" ");
        self.stable_length = 0;
        twin(&self.inner.finish(), &words, &self.context)
    }

    pub(crate) fn stable_length(&self) -> usize {
        self.stable_length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::convert;

    #[test]
    fn interim_texts_end_in_what_the_whole_sentence_gives() {
        let texts = ["x", "x squared", "x square", "x squared plus", "x squared plus one"];
        let mut listener = Listener::new("en");
        for text in texts {
            assert_eq!(listener.hear(text), convert(text, "en"), "{text}");
        }
        assert_eq!(listener.finish(), convert("x squared plus one", "en"));
        assert_eq!(listener.hear("y cubed"), convert("y cubed", "en"));
    }
}
