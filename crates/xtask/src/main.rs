//! cargo xtask: set up, run, test, build, score.

fn main() {}
