//! The methods, a file for each kind of problem.

mod evaluate;

pub(crate) mod simplify;

pub(crate) mod factor;
pub(crate) mod fractions;

pub(crate) mod diff;

pub(crate) mod solve;

pub(crate) mod system;

pub(crate) mod inequality;

pub(crate) mod identity;

pub(crate) mod integrate;

pub(crate) mod definite;

pub(crate) mod limit;
