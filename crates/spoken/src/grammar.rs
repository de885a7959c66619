//! The grammar, loosest binding first; one construct in one file.

mod accent;
mod atom;
mod big;
mod bracket;
mod calculus;
mod fraction;
mod function;
mod hindi;
mod list;
mod matrix;
mod postfix;
mod power;
mod probability;
mod product;
mod relation;
mod root;
mod sequence;
mod sum;
mod trailing;
mod unit;
