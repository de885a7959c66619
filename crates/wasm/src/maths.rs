//! Twins: readings, solutions and plots as the page sees them.

use serde::Serialize;

/// What words mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The likeliest formula. `mathml` of `Maths` writes it for screen readers.
    pub latex: String,
    /// The same as one line of plain characters.
    pub plain: String,
    /// False when the words are ordinary talk.
    pub is_mathematics: bool,
    /// How sure the engine is, 0 to 1.
    pub confidence: f32,
    /// Other readings, likeliest first; at most three.
    pub alternatives: Vec<Alternative>,
    /// What the student should know, in short sentences: Hindi for a Hindi speaker, else English.
    pub notes: Vec<String>,
    /// What the sentence asks to be done.
    #[cfg_attr(test, ts(type = "CommandName | null"))]
    pub command: Option<&'static str>,
    /// With `find`: which quantity, as `solve` takes it for its kind: `mean`, `distance`, `nth_term`.
    #[cfg_attr(test, ts(type = "Kind | null"))]
    pub quantity: Option<&'static str>,
    /// "with respect to t": the letter that a command names, as `solve` takes it; of a quantity, what else it needs.
    pub variable: Option<String>,
    /// "by factorisation": how the sentence wants it solved, as `solve` takes it. Not every method fits every problem.
    pub method: Option<&'static str>,
    /// What each stretch of words was taken for.
    pub spans: Vec<Span>,
    /// Which words stand where in `latex`; outer parts before those in them.
    pub places: Vec<Place>,
}

/// Words, and the part of the formula that was said with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Which words, counted from 0; the second number is one past the last.
    pub words: (usize, usize),
    /// Which characters of `latex`; the second number is one past the last.
    pub latex: (usize, usize),
}

/// Another reading of the same words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// Its formula.
    pub latex: String,
    /// In what it differs, as LaTeX short enough to ask about: what stands in the reading, and what stands here instead.
    pub difference: (String, String),
    /// How likely it is, 0 to 1.
    pub confidence: f32,
}

/// A stretch of words and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Which words, counted from 0; the second number is one past the last.
    pub words: (usize, usize),
    /// What they were taken for.
    #[cfg_attr(test, ts(type = "Role"))]
    pub role: &'static str,
}

/// What words can be taken for.
#[cfg(test)]
#[derive(Serialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// A number.
    Number,
    /// A letter or named symbol.
    Symbol,
    /// An operator, relation, function or bracket.
    Operator,
    /// What is to be done.
    Command,
    /// Courtesy and grammar.
    Filler,
    /// Ordinary words.
    Text,
}

/// What a sentence asks to be done. `solve` of `Maths` takes these as kinds, except `find`, `solveTogether`, `plot`, `hint`, `practice`,
/// `readAloud`, `clear` and `amend`.
#[cfg(test)]
#[derive(Serialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CommandName {
    /// "solve".
    Solve,
    /// "solve both equations": the last lines on the board, as a system.
    SolveTogether,
    /// "simplify".
    Simplify,
    /// "expand".
    Expand,
    /// "factorise".
    Factor,
    /// "calculate".
    Evaluate,
    /// "find the mean of": see `quantity`.
    Find,
    /// "differentiate".
    Differentiate,
    /// "integrate".
    Integrate,
    /// "find the limit".
    Limit,
    /// "prove that".
    Prove,
    /// "plot".
    Plot,
    /// "clear the board".
    Clear,
    /// "show the steps".
    Steps,
    /// "give me a hint".
    Hint,
    /// "another question like this".
    Practice,
    /// "read it again": the last line on the board, aloud.
    ReadAloud,
    /// "delete that", "change two to three", "bracket close": the words mean something only behind the sentence before.
    Amend,
}

/// A worked problem, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Solution {
    /// Worked.
    Solved(Solved),
    /// Refused.
    Refused(Refused),
}

/// A worked problem, every line of it checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Solved {
    /// Always true.
    #[cfg_attr(test, ts(type = "true"))]
    pub ok: bool,
    /// What was asked: `solve`, `diff`, `definite`, …
    pub kind: String,
    /// The unknowns, as found or given.
    pub variables: Vec<String>,
    /// The problem as it was understood.
    pub read_as_latex: String,
    /// The answer as one line.
    pub answer_latex: String,
    /// The single answers, where there can be several.
    pub answers_latex: Vec<String>,
    /// The work, in order.
    pub steps: Vec<Step>,
    /// The textbook's method that was used, where there are several.
    pub method: Option<Method>,
    /// Other methods that fit.
    pub alternatives: Vec<Method>,
    /// The answer in decimals, where it was asked for and there are numbers in it.
    pub decimal: Option<Decimal>,
}

/// An answer in decimals, each number correctly rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Decimal {
    /// The answer; `=` is `\approx` where something was rounded.
    pub latex: String,
    /// Places after the point.
    pub places: u32,
    /// Nothing was rounded.
    pub exact: bool,
    /// The most by which each number can be off, as LaTeX.
    pub error_latex: String,
}

/// A textbook's method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// To ask for it: `factoring`, `completing_square`, `quadratic_formula`, `elimination`, `substitution`, `cramer`,
    /// `matrices`, `logarithms`.
    pub name: String,
    /// What it is called, in the language asked for.
    pub text: String,
}

/// One line of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// `2`, and `2.1` for its first substep.
    pub number: String,
    /// The rule's name.
    pub rule: String,
    /// How the two lines are related.
    pub relation: StepRelation,
    /// The line it starts from.
    pub before_latex: String,
    /// Which characters of `before_latex` the rule acts on, from left to right; the second number is one past the last.
    /// None where it acts on the whole line.
    pub focus: Vec<(usize, usize)>,
    /// The line it ends in.
    pub after_latex: String,
    /// What was done, as a teacher says it, in the language asked for.
    pub text: String,
    /// What letters brought in on the way stand for.
    #[serde(rename = "where")]
    #[cfg_attr(test, ts(rename = "where"))]
    pub where_: Vec<Substitution>,
    /// The same step in smaller ones.
    pub substeps: Vec<Step>,
    /// The branch in which it holds; none where it holds throughout.
    pub case_latex: Option<String>,
    /// How detailed a view must be to show it: 1 for methods and results, 2 for the usual working, 3 for arithmetic.
    pub level: u8,
    /// What its check found.
    pub check: StepCheck,
}

/// What the check of a step found; a step that fails is never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StepCheck {
    /// It holds.
    Verified,
    /// Numbers could not decide; it rests on the check of the answer.
    Undecided,
}

/// How a step's two lines are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StepRelation {
    /// The same value, or the same solutions.
    Equivalent,
    /// The line after may have more solutions.
    Implies,
    /// Candidates are rejected.
    Restrict,
    /// A remark or a side calculation.
    Info,
}

/// A letter and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Substitution {
    /// The letter.
    pub name: String,
    /// What it stands for.
    pub latex: String,
}

/// No answer, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Always false.
    #[cfg_attr(test, ts(type = "false"))]
    pub ok: bool,
    /// Why.
    pub refusal: Refusal,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// To branch on: `unreadable`, `unknown_kind`, `no_curve`, or one of the engine's own, such as `unsupported`.
    pub code: String,
    /// A sentence to show, in the language asked for.
    pub text: String,
    /// The piece it is about, if one can be named.
    pub about_latex: Option<String>,
    /// Where in the LaTeX reading stopped, in UTF-16 units as JavaScript counts.
    pub at: Option<usize>,
    /// Of a problem that is `unverified` or has `no_method`: the work so far, each line of it verified. None of them is
    /// the answer.
    pub steps: Vec<Step>,
}

/// A curve, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Plot {
    /// A curve.
    Drawn(Drawn),
    /// Refused.
    Refused(Refused),
}

/// A curve as points.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    /// Always true.
    #[cfg_attr(test, ts(type = "true"))]
    pub ok: bool,
    /// What was drawn, as it was understood.
    pub read_as_latex: String,
    /// Which variable runs to the right.
    pub variable: String,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Lowest y worth showing.
    pub bottom: f64,
    /// Highest y worth showing.
    pub top: f64,
    /// Connected runs of points.
    pub curves: Vec<Vec<(f64, f64)>>,
    /// Points worth a dot.
    pub marks: Vec<Mark>,
    /// Lines the curve comes near to; vertical ones are marks of kind `pole`.
    pub asymptotes: Vec<Asymptote>,
    /// Polygons side by side where an inequality in x and y, or a system of them, holds.
    pub regions: Vec<Vec<(f64, f64)>>,
}

/// A line y = slope · x + intercept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Asymptote {
    /// 0 for a horizontal one.
    pub slope: f64,
    /// Where it meets the y-axis.
    pub intercept: f64,
}

/// A point worth a dot.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// What it marks.
    pub kind: MarkKind,
    /// Where.
    pub x: f64,
    /// Where; 0 for a pole.
    pub y: f64,
}

/// What a dot on a curve means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum MarkKind {
    /// The curve crosses or touches the x-axis.
    Root,
    /// The curve crosses the y-axis.
    Intercept,
    /// Highest point nearby.
    Maximum,
    /// Lowest point nearby.
    Minimum,
    /// A vertical asymptote.
    Pole,
    /// A corner of the region of linear conditions.
    Corner,
}

/// A student's own work, looked at line by line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// A verdict for every line given.
    pub lines: Vec<ReviewedLine>,
    /// The first line that is wrong or loses a solution, counted from 0.
    pub first_wrong: Option<usize>,
}

/// A line of a student's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReviewedLine {
    /// How it was understood; absent if it cannot be read.
    pub read_as_latex: Option<String>,
    /// How it follows from the line before.
    pub verdict: Verdict,
    /// The mistake's name, if one can be named.
    pub mistake: Option<String>,
    /// A sentence to show, in the language asked for.
    pub text: String,
    /// The piece in which the mistake happened.
    pub part_latex: Option<String>,
    /// What became of the piece, or what it should be: the sentence says which.
    pub became_latex: Option<String>,
}

/// How a line follows from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// What the work starts from.
    Start,
    /// The same value, or the same solutions.
    Equivalent,
    /// It follows, but may have more solutions.
    Implies,
    /// A solution is lost.
    Loses,
    /// It names something for the lines that follow.
    Definition,
    /// It does not follow.
    Wrong,
    /// It cannot be decided.
    Undecided,
    /// It cannot be read.
    Unreadable,
}

/// Help with the next step, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Hint {
    /// Help.
    Given(HintGiven),
    /// Refused.
    Refused(Refused),
}

/// Help with the next step, in levels that give away more and more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HintGiven {
    /// Always true.
    #[cfg_attr(test, ts(type = "true"))]
    pub ok: bool,
    /// The rule of the next step, or the mistake that is in the way.
    pub rule: String,
    /// What kind of thing to do; with which part; the step itself. In the language asked for.
    pub levels: Vec<String>,
    /// The line after the step, to be shown with the last level.
    pub after_latex: Option<String>,
}

/// A similar problem, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Practice {
    /// A problem.
    Given(PracticeGiven),
    /// Refused.
    Refused(Refused),
}

/// A similar problem, which the engine has solved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PracticeGiven {
    /// Always true.
    #[cfg_attr(test, ts(type = "true"))]
    pub ok: bool,
    /// What is asked.
    pub kind: String,
    /// The problem.
    pub latex: String,
}
