//! Problems solved and curves drawn: the module `algebra.wasm`.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{json, plain, plot, solution, student};

/// Solves a problem written in LaTeX: a `Solution`, which may be a refusal. `longer` takes five times the work; with
/// `decimals` the answer comes with so many places as well. `school_class` says to which base `\log` is.
#[wasm_bindgen]
#[must_use]
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
) -> JsValue {
    let longer = longer.unwrap_or_default();
    let wish = solution::Wish { by: by.as_deref(), longer, decimals, class: school_class };
    json::parsed(&solution::solve(latex, kind.as_deref(), variable.as_deref(), locale, wish))
}

/// Samples a curve written in LaTeX: a `Plot`, which may be a refusal.
#[wasm_bindgen]
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn plot(
    latex: &str,
    variable: Option<String>,
    from: Option<f64>,
    to: Option<f64>,
    locale: &str,
    school_class: Option<u32>,
) -> JsValue {
    plain::plot(&plot::plot(latex, variable.as_deref(), from, to, locale, school_class))
}

/// Checks a student's own lines, LaTeX each: a `Review`.
#[wasm_bindgen(js_name = checkWork)]
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn check(lines: Vec<String>, locale: &str, school_class: Option<u32>) -> JsValue {
    json::parsed(&student::check_work(&lines, locale, school_class))
}

/// Help with the step after the lines so far: a `Hint`, which may be a refusal.
#[wasm_bindgen]
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn hint(
    latex: &str,
    so_far: Vec<String>,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
    school_class: Option<u32>,
) -> JsValue {
    json::parsed(&student::hint(
        latex,
        &so_far,
        kind.as_deref(),
        variable.as_deref(),
        locale,
        school_class,
    ))
}

/// A similar problem, chosen by the seed: a `Practice`, which may be a refusal.
#[wasm_bindgen]
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned strings")]
pub fn practice(
    latex: &str,
    seed: u32,
    kind: Option<String>,
    variable: Option<String>,
    locale: &str,
    school_class: Option<u32>,
) -> JsValue {
    json::parsed(&student::practice(
        latex,
        seed,
        kind.as_deref(),
        variable.as_deref(),
        locale,
        school_class,
    ))
}
