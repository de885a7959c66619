//! Problems solved and curves drawn: the module `algebra.wasm`.

use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::{object, plot, solution};

/// Solves a problem written in LaTeX: a `Solution`, which may be a refusal.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn solve(
    latex: &str,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
) -> Result<JsValue, JsError> {
    object(&solution::solve(latex, kind.as_deref(), variable.as_deref(), locale))
}

/// Samples a curve written in LaTeX: a `Plot`, which may be a refusal.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn plot(
    latex: &str,
    variable: Option<String>,
    from: Option<f64>,
    to: Option<f64>,
    locale: &str,
) -> Result<JsValue, JsError> {
    object(&plot::plot(latex, variable.as_deref(), from, to, locale))
}
