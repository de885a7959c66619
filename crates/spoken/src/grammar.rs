//! The grammar, loosest binding first; one construct in one file.

mod accent;
mod atom;
mod beside;
mod big;
mod bracket;
mod calculus;
mod clinging;
mod fraction;
mod function;
mod hindi;
mod index;
mod list;
mod matrix;
mod measure;
mod over;
mod postfix;
mod power;
mod probability;
mod product;
mod relation;
mod root;
mod said_last;
mod sequence;
mod sum;
mod trailing;
mod unit;
