//! The practice tutor: a live tutor with ears, a brain and a voice of its own, and no key.

fn main() {}
