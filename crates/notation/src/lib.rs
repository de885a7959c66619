//! The mathematics on the board: one tree, read from LaTeX and written as LaTeX, plain text and speech.
//!
//! In: LaTeX ([`read`]) or a tree built by another crate. Out: LaTeX, plain text, words.
//! Not here: what the mathematics means (`algebra`) and how it is said (`spoken`).

mod tree;

mod brackets;
mod read;
mod write;

mod plain;

pub use plain::write_plain;
pub use read::{ReadError, ReadOptions, read, read_with};
pub use tree::{Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style};
pub use write::write_latex;

/// A language explanations are given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Hindi, in Devanagari.
    Hindi,
}
