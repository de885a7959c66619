//! The cores on a terminal, over files and JSON lines.

fn main() {}
