//! LaTeX that is there already, in other forms: the module `notation.wasm`.
//!
//! Apart from what reads words, which never reads LaTeX: a student who only speaks does not load it.

use ganita_notation::{Language, Node, read, write_mathml, write_plain};
use wasm_bindgen::prelude::wasm_bindgen;

/// LaTeX as one line of plain characters; nothing when it cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn plain(latex: &str) -> Option<String> {
    written(latex, write_plain)
}

/// LaTeX as MathML, for screen readers and for pages without a typesetter; nothing when it cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn mathml(latex: &str) -> Option<String> {
    written(latex, write_mathml)
}

/// LaTeX in words, as a teacher says it: `hi` is Hindi, anything else English. Nothing when it cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn speak(latex: &str, language: &str) -> Option<String> {
    let language = if language == "hi" { Language::Hindi } else { Language::English };
    written(latex, |tree| ganita_notation::speak(tree, language))
}

fn written(latex: &str, write: impl Fn(&Node) -> String) -> Option<String> {
    read(latex).ok().map(|tree| write(&tree))
}
