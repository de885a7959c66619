//! LaTeX → tree: the mathematics a student, a teacher or the tutor writes, with the place of a mistake and a suggestion.
//!
//! Where textbooks leave brackets out, the textbook's reading is taken: `\sin 2x \cos x` is (sin 2x)(cos x),
//! `\sin x(y)` is sin x times y, `\lim 3x^3 - 5x` covers the whole sum.

mod lexer;
mod stack;
mod vocabulary;

mod cursor;
mod statement;

mod expression;

mod atom;
mod bracket;
mod calculus;
mod commands;
mod functions;

mod trouble;

use crate::language::Language;
use crate::tree::Node;
use std::fmt;

pub use trouble::Trouble;

/// Why LaTeX could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Byte offset into the LaTeX.
    pub at: usize,
    /// What is wrong there.
    pub trouble: Trouble,
}

impl ReadError {
    /// What is wrong and what would probably help, as a sentence or two.
    #[must_use]
    pub fn tell(&self, language: Language) -> String {
        let (message, suggestion) = self.trouble.tell(language);
        let opening = match language {
            Language::English => "This cannot be read: ",
            Language::Hindi => "यह सूत्र पढ़ा नहीं जा सका: ",
        };
        match suggestion {
            Some(suggestion) => format!("{opening}{message}; {suggestion}"),
            None => format!("{opening}{message}"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, suggestion) = self.trouble.tell(Language::English);
        write!(f, "{message} (at {})", self.at)?;
        match suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReadError {}

/// How LaTeX is read where a choice exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Letters that, before a bracket, are functions: `f(x)`.
    pub functions: Vec<String>,
    /// Brackets nested deeper than this are refused, so that no input exhausts the stack.
    pub depth: usize,
    /// `\log` without a base is to the base 10, as up to class 10; from class 11 it is natural.
    pub common_logarithms: bool,
    /// No class was said, so a student's own lines may mean either logarithm.
    pub class_is_unknown: bool,
}

impl ReadOptions {
    /// The conventions of a class, 1 to 12, or 13 and more at college.
    #[must_use]
    pub fn of_class(class: u8) -> ReadOptions {
        ReadOptions {
            common_logarithms: class <= 10,
            class_is_unknown: false,
            ..ReadOptions::default()
        }
    }

    /// The conventions of a class as it was given, and the usual ones where none was.
    #[must_use]
    pub fn of(class: Option<u32>) -> ReadOptions {
        let class = class.map(|class| u8::try_from(class).unwrap_or(u8::MAX));
        class.map_or_else(ReadOptions::default, ReadOptions::of_class)
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        let functions = FUNCTION_LETTERS.iter().map(|&letter| letter.to_owned()).collect();
        ReadOptions { functions, depth: 100, common_logarithms: false, class_is_unknown: true }
    }
}

const FUNCTION_LETTERS: [&str; 6] = ["f", "g", "h", "F", "G", "H"];

/// Whether a letter before a bracket is read as a function by default.
pub(crate) fn is_function_letter(name: &str) -> bool {
    FUNCTION_LETTERS.contains(&name)
}

/// Ten pages of formulas, in bytes: whatever is done with a tree, drawn or solved, takes its time for each.
const MOST_BYTES: usize = 20_000;

/// Reads LaTeX.
///
/// # Errors
/// Says where reading stopped and why.
///
/// ```
/// let tree = ganita_notation::read(r"\frac12x^2+\sin^2 x").expect("this is school LaTeX");
/// assert_eq!(ganita_notation::write_latex(&tree), r"\frac{1}{2}x^{2} + \sin^{2} x");
/// ```
pub fn read(latex: &str) -> Result<Node, ReadError> {
    read_with(latex, &ReadOptions::default())
}

/// Reads LaTeX with options.
///
/// # Errors
/// As [`read`].
pub fn read_with(latex: &str, options: &ReadOptions) -> Result<Node, ReadError> {
    if latex.len() > MOST_BYTES {
        return Err(ReadError { at: MOST_BYTES, trouble: Trouble::TooLong });
    }
    cursor::Parser::new(latex, options).document()
}
