//! Problems solved and curves drawn: the module `algebra.wasm`.

use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::{object, plot, solution, student};

/// Solves a problem written in LaTeX: a `Solution`, which may be a refusal. `longer` takes five times the work; with
/// `decimals` the answer comes with so many places as well. `school_class` says to which base `\log` is.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
#[allow(clippy::too_many_arguments, reason = "wasm-bindgen has no named ones")]
pub fn solve(
    latex: &str,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
    by: Option<String>,
    longer: Option<bool>,
    decimals: Option<u32>,
    school_class: Option<u32>,
) -> Result<JsValue, JsError> {
    let longer = longer.unwrap_or_default();
    let wish = solution::Wish { by: by.as_deref(), longer, decimals, class: school_class };
    object(&solution::solve(latex, kind.as_deref(), variable.as_deref(), locale, wish))
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
    school_class: Option<u32>,
) -> Result<JsValue, JsError> {
    object(&plot::plot(latex, variable.as_deref(), from, to, locale, school_class))
}

/// Checks a student's own lines, LaTeX each: a `Review`.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen(js_name = checkWork)]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn check(
    lines: Vec<String>,
    locale: &str,
    school_class: Option<u32>,
) -> Result<JsValue, JsError> {
    object(&student::check_work(&lines, locale, school_class))
}

/// Help with the step after the lines so far: a `Hint`, which may be a refusal.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn hint(
    latex: &str,
    so_far: Vec<String>,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
    school_class: Option<u32>,
) -> Result<JsValue, JsError> {
    object(&student::hint(
        latex,
        &so_far,
        kind.as_deref(),
        variable.as_deref(),
        locale,
        school_class,
    ))
}

/// A similar problem, chosen by the seed: a `Practice`, which may be a refusal.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn practice(
    latex: &str,
    seed: u32,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
    school_class: Option<u32>,
) -> Result<JsValue, JsError> {
    object(&student::practice(
        latex,
        seed,
        kind.as_deref(),
        variable.as_deref(),
        locale,
        school_class,
    ))
}
