//! What crosses crates: case files and the rule of who may import whom.
