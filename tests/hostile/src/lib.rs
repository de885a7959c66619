//! Hostile input for what reads words, LaTeX and frames.
//!
//! In: bytes from a fuzzer ([`spoken::any`], [`latex::any`], [`relay::any`]), or dice that make likelier mischief
//! ([`spoken::made`] and its kin). Out: nothing when all that must hold holds, else what does not. A panic is the caller's to
//! see. Not here: what is right; only what must hold for any input.

pub mod dice;
pub mod latex;
pub mod relay;
pub mod spoken;
