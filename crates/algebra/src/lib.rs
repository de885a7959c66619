//! School mathematics solved step by step, every step checked.
//!
//! In: a [`Task`] and a tree of notation. Out: a [`Solution`] whose steps each lead from one line to the next and were
//! checked by numbers before they are shown, or a [`Refusal`] that says why there is none. Work is bounded by counting,
//! not by a clock, so the same problem gives the same answer everywhere.
//! Not here: reading LaTeX (`notation`), words spoken (`spoken`), drawing (the page).

mod solution;
mod task;
mod tell;

pub mod plot;

pub use solution::{Reason, Refusal, Relation, Solution, Step};
pub use task::{Kind, Task};
pub use tell::{tell, tell_refusal};

use ganita_notation::Node;

/// Solves a problem and explains how.
///
/// # Errors
/// A [`Refusal`] names why no answer is shown. An answer that fails its check is never shown.
pub fn explain(task: &Task, problem: &Node) -> Result<Solution, Refusal> {
    let _ = task;
    Err(Refusal::about(Reason::Unsupported, problem))
}
