//! What crosses crates: case files and the rule of who may import whom.

pub mod case_file;

pub mod chapters;
