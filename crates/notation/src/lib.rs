//! The mathematics on the board: one tree, read from LaTeX and written as LaTeX, plain text and speech.
//!
//! In: LaTeX ([`read`]) or a tree built by another crate. Out: LaTeX, MathML, plain text, words.
//! Not here: what the mathematics means (`algebra`) and how it is said (`spoken`).

#![cfg_attr(hot, feature(optimize_attribute))]

mod tree;

mod brackets;
mod fragment;
mod language;
mod mathml;
mod plain;
mod read;
mod signs;
mod speak;
mod walk;
mod write;

pub use language::{Language, filled, in_language};
pub use mathml::write_mathml;
pub use plain::write_plain;
pub use read::{ReadError, ReadOptions, Trouble, read, read_with};
pub use speak::speak;
pub use tree::{Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style};
pub use write::{write_latex, write_latex_seen};
