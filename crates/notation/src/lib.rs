//! The mathematics on the board: one tree, read from LaTeX and written as LaTeX, plain text and speech.
//!
//! In: LaTeX ([`read`]) or a tree built by another crate. Out: LaTeX, plain text, words.
//! Not here: what the mathematics means (`algebra`) and how it is said (`spoken`).

mod tree;

pub use tree::{Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style};
