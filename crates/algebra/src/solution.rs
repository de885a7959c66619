//! What comes out: the answer, the steps to it, or the reason why there is none.

use crate::task::Kind;
use ganita_notation::{Node, write_latex};
use std::fmt;

/// How a step's two lines are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same value, or the same solutions.
    Equivalent,
    /// The line after may have more solutions: squaring, clearing denominators.
    Implies,
    /// Candidates are rejected.
    Restrict,
    /// A remark or a side calculation: `before = after` holds by itself and does not move the work on.
    Info,
}

impl Relation {
    /// `equiv`, `implies`, `restrict` or `info`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Relation::Equivalent => "equiv",
            Relation::Implies => "implies",
            Relation::Restrict => "restrict",
            Relation::Info => "info",
        }
    }
}

/// One line of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The rule's name: the key of its wording.
    pub rule: &'static str,
    /// How before and after are related.
    pub relation: Relation,
    /// The line it starts from.
    pub before: Node,
    /// The line it ends in.
    pub after: Node,
    /// What the wording names: `{p}`, `{q}`.
    pub parameters: Vec<(&'static str, Node)>,
    /// Substitutions in force in both lines: u stands for x² + 1.
    pub where_: Vec<(String, Node)>,
    /// The same step in smaller ones.
    pub substeps: Vec<Step>,
    /// The branch in which it holds, `x < -2` or `a ≠ 0`; none where it holds throughout.
    pub case: Option<Node>,
    /// What its check found.
    pub check: Check,
}

/// What the check of a step found. A step that fails is never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// It holds.
    Verified,
    /// Numbers could not decide; it rests on the check of the answer.
    Undecided,
}

impl Check {
    /// `verified` or `undecided`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Check::Verified => "verified",
            Check::Undecided => "undecided",
        }
    }
}

impl Step {
    /// How detailed a view must be to show it: 1 for methods and results, 2 for the usual working, 3 for arithmetic.
    #[must_use]
    pub fn level(&self) -> u8 {
        crate::tell::level(self.rule)
    }
}

/// A worked problem, every line of it checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// What was asked.
    pub kind: Kind,
    /// The unknowns, as found or given.
    pub variables: Vec<String>,
    /// The problem as it was understood.
    pub problem: Node,
    /// The answer as one line.
    pub answer: Node,
    /// The single answers, where there can be several: roots, or solutions of a system.
    pub answers: Vec<Node>,
    /// The work, in order: each step starts where the one before ended.
    pub steps: Vec<Step>,
    /// The textbook's method that was used, where there are several.
    pub method: Option<&'static str>,
    /// Other methods that fit: names for [`crate::explain_with`].
    pub alternatives: Vec<&'static str>,
    /// The unit of work spent.
    pub fuel_used: u64,
}

impl Solution {
    /// The answer as LaTeX.
    #[must_use]
    pub fn answer_latex(&self) -> String {
        write_latex(&self.answer)
    }
}

/// Why there is no solution to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The notation is read but means nothing here.
    NotUnderstood,
    /// A + or − stands alone above something.
    LoneSign,
    /// The kind of problem is not one this engine can do.
    Unsupported,
    /// No method at hand leads to an answer.
    NoMethod,
    /// The problem is not solved by the method that was asked for.
    NoSuchMethod,
    /// An answer was found, but checking it failed or could not be done: it is not shown.
    Unverified,
    /// The work exceeded its bounds.
    TooLong,
    /// Something is divided by zero.
    DivisionByZero,
    /// ∞ − ∞, 0⁰: a form without a value of its own.
    Indeterminate,
    /// A logarithm of 0 or of a negative number, or to such a base.
    NoLogarithm,
    /// The statement to prove is false.
    FalseStatement,
}

impl Reason {
    /// A stable name for the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::NotUnderstood => "not_understood",
            Reason::LoneSign => "lone_sign",
            Reason::Unsupported => "unsupported",
            Reason::NoMethod => "no_method",
            Reason::NoSuchMethod => "no_such_method",
            Reason::Unverified => "unverified",
            Reason::TooLong => "too_long",
            Reason::DivisionByZero => "division_by_zero",
            Reason::Indeterminate => "indeterminate",
            Reason::NoLogarithm => "no_logarithm",
            Reason::FalseStatement => "false_statement",
        }
    }
}

/// No solution is shown, and this is why.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The piece it is about, if one can be named.
    pub about: Option<Box<Node>>,
    /// With [`Reason::NoSuchMethod`]: the methods that fit.
    pub methods: Vec<&'static str>,
    /// With [`Reason::Unverified`] and [`Reason::NoMethod`]: the work so far, each line of it verified. None of them is
    /// the answer.
    pub steps: Vec<Step>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason) -> Refusal {
        Refusal { reason, about: None, methods: Vec::new(), steps: Vec::new() }
    }

    pub(crate) fn about(reason: Reason, node: &Node) -> Refusal {
        Refusal { about: Some(Box::new(node.clone())), ..Refusal::new(reason) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::tell::tell_refusal(self, ganita_notation::Language::English))
    }
}

impl std::error::Error for Refusal {}
