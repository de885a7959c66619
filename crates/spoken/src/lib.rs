//! Spoken mathematics to notation: English, Hindi and both in one sentence.
//!
//! In: words as a recogniser or a keyboard gives them ([`convert`], or [`Listener`] while somebody is still speaking).
//! Out: a [`Reading`]: the tree for the board, how sure we are, other readings, and what the sentence asks to be done.
//! Not here: sound (`audio`), how a tree is written (`notation`), how it is solved (`algebra`). Nothing here fails,
//! waits, or looks anything up outside the crate: words that are not mathematics come back as text, with a note.

mod among;
mod chemistry;
mod choice;
mod command;
mod convert;
mod difference;
mod edit;
mod fold;
mod grammar;
mod heard;
mod lattice;
mod lexicon;
mod listener;
mod meaning;
mod number;
mod order;
mod parser;
mod place;
mod quantity;
mod rank;
mod reading;
mod settled;
mod words;

pub use convert::{convert, rivals, steps};
pub use heard::{Hypothesis, convert_heard};
pub use listener::Listener;
pub use place::{Place, places};
pub use rank::{Rival, feature_names};
pub use reading::{Alternative, Command, Context, Language, Method, Note, Reading, Role, Span};
