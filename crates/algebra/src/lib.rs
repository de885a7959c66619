//! School mathematics solved step by step, every step checked.
//!
//! In: a [`Task`] and a tree of notation. Out: a [`Solution`] whose steps each lead from one line to the next and were
//! checked by numbers before they are shown, or a [`Refusal`] that says why there is none. Work is bounded by counting,
//! not by a clock, so the same problem gives the same answer everywhere.
//! Not here: reading LaTeX (`notation`), words spoken (`spoken`), drawing (the page).

#![cfg_attr(hot, feature(optimize_attribute))]

mod sort;

mod number;

mod expr;

mod poly;

mod algebra;

mod matrix;

mod trig;

mod derive;

mod series;

mod meaning;

mod show;

mod complex;

mod twofold;

mod value;

mod check;

mod task;

mod solution;

mod work;

mod focus;

mod tasks;

mod textbook;

mod methods;

mod explain;

mod decimal;

mod tell;

mod parts;

mod review;

mod hint;

mod practice;

pub mod plot;

pub use decimal::{Decimal, PLACES_MAX, decimal};
pub use explain::{FUEL, LONG_FUEL, explain, explain_longer};
pub use expr::fuel_used;
pub use focus::Path;
pub use hint::{Hint, hint};
pub use methods::{How, explain_as, explain_with, tell_method};
pub use practice::practice;
pub use review::{Line, Mistake, Review, Verdict, check_work, check_work_as, tell_line};
pub use solution::{Check, Reason, Refusal, Relation, Solution, Step};
pub use task::{Kind, Task};
pub use tell::{tell, tell_refusal};
pub use textbook::Topic;
