//! What is said, read: the module `words.wasm`.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{listener, plain, reading};

/// Reads a whole sentence: a `Reading`.
#[wasm_bindgen]
pub fn convert(words: &str, language: &str) -> JsValue {
    plain::reading(&reading::convert(words, language))
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
    pub fn hear(&mut self, text: &str) -> JsValue {
        plain::reading(&self.0.hear(text))
    }

    /// The sentence is over: its reading. The listener is ready for the next.
    pub fn finish(&mut self) -> JsValue {
        plain::reading(&self.0.finish())
    }

    /// How many characters of the last LaTeX will not change while only words are added.
    #[wasm_bindgen(getter, js_name = stableLength)]
    #[must_use]
    pub fn stable_length(&self) -> usize {
        self.0.stable_length()
    }
}
