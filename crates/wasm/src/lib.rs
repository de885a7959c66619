//! Spoken mathematics, algebra, notation and the live session for the page.
//!
//! In: strings and plain objects from JavaScript. Out: plain objects whose TypeScript types are generated from the twins
//! in [`maths`] and [`live`]. Everything here converts and forwards; what thinks is in the core crates. Not here: sound,
//! which has a module of its own (`ganita-worklet`).

pub mod live;
pub mod maths;

mod listener;
mod plot;
mod reading;
mod solution;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

pub use plot::plot as plot_curve;
pub use reading::convert as convert_words;
pub use solution::solve as solve_problem;

/// Reads a whole sentence: a `Reading`.
///
/// # Errors
/// Never; the signature is JavaScript's.
#[wasm_bindgen]
pub fn convert(words: &str, language: &str) -> Result<JsValue, JsError> {
    object(&reading::convert(words, language))
}

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

/// LaTeX as one line of plain characters; nothing when it cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn plain(latex: &str) -> Option<String> {
    ganita_notation::read(latex).ok().map(|tree| ganita_notation::write_plain(&tree))
}

/// Reads while somebody is still speaking.
#[wasm_bindgen]
pub struct Listener(listener::Listener);

#[wasm_bindgen]
impl Listener {
    /// A listener that has heard nothing. `language` is `auto`, `en` or `hi`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(language: &str) -> Listener {
        Listener(listener::Listener::new(language))
    }

    /// Takes the whole sentence as it stands now; words at its beginning that stayed are not read again.
    ///
    /// # Errors
    /// Never; the signature is JavaScript's.
    pub fn hear(&mut self, text: &str) -> Result<JsValue, JsError> {
        object(&self.0.hear(text))
    }

    /// The sentence is over: its reading. The listener is ready for the next.
    ///
    /// # Errors
    /// Never; the signature is JavaScript's.
    pub fn finish(&mut self) -> Result<JsValue, JsError> {
        object(&self.0.finish())
    }

    /// How many characters of the last LaTeX will not change while only words are added.
    #[wasm_bindgen(getter, js_name = stableLength)]
    #[must_use]
    pub fn stable_length(&self) -> usize {
        self.0.stable_length()
    }
}

/// The machine behind a lesson: events in, actions out; sockets and timers are the page's.
#[wasm_bindgen]
pub struct LiveMachine(live::Machine);

#[wasm_bindgen]
impl LiveMachine {
    /// A machine that has not begun, from `LiveSettings`.
    ///
    /// # Errors
    /// When the settings are not of that type.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<LiveMachine, JsError> {
        Ok(LiveMachine(live::Machine::new(serde_wasm_bindgen::from_value(settings)?)))
    }

    /// Takes a `LiveEvent` at a time of `performance.now()` and says what to do: `LiveActions`.
    ///
    /// # Errors
    /// When the event is not of that type.
    #[wasm_bindgen(js_name = onEvent)]
    pub fn on_event(&mut self, event: JsValue, now_ms: f64) -> Result<JsValue, JsError> {
        object(&self.0.on_event(serde_wasm_bindgen::from_value(event)?, now_ms))
    }
}

/// A plain object: maps as objects, absent values as `null`, bytes as `Uint8Array`.
fn object(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer =
        Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    Ok(value.serialize(&serializer)?)
}
