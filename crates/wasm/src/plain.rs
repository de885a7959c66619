//! Readings as plain objects, field by field. What makes an object of any type that serde knows is two thousand bytes more,
//! and `words` is the first thing a student loads.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::maths::{Alternative, Place, Reading, Span};

#[wasm_bindgen]
extern "C" {
    type Object;
    #[wasm_bindgen(constructor)]
    fn new() -> Object;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Object, key: &str, value: JsValue);

    type Array;
    #[wasm_bindgen(constructor)]
    fn new() -> Array;
    #[wasm_bindgen(method)]
    fn push(this: &Array, value: JsValue);
}

fn object(fields: &mut dyn Iterator<Item = (&str, JsValue)>) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        object.set(name, value);
    }
    object.into()
}

fn list(values: &mut dyn Iterator<Item = JsValue>) -> JsValue {
    let array = Array::new();
    for value in values {
        array.push(value);
    }
    array.into()
}

fn text(text: &str) -> JsValue {
    JsValue::from_str(text)
}

fn perhaps(said: Option<&str>) -> JsValue {
    said.map_or(JsValue::NULL, text)
}

fn range((start, end): (usize, usize)) -> JsValue {
    list(&mut [start, end].into_iter().map(|place| JsValue::from_f64(place as f64)))
}

/// As [`Reading`] is serialised.
pub(crate) fn reading(reading: &Reading) -> JsValue {
    let Reading { latex, plain, is_mathematics, confidence, alternatives, notes, .. } = reading;
    let fields = [
        ("latex", text(latex)),
        ("plain", text(plain)),
        ("isMathematics", JsValue::from_bool(*is_mathematics)),
        ("confidence", JsValue::from_f64(f64::from(*confidence))),
        ("alternatives", list(&mut alternatives.iter().map(alternative))),
        ("notes", list(&mut notes.iter().map(|note| text(note)))),
        ("command", perhaps(reading.command)),
        ("quantity", perhaps(reading.quantity)),
        ("variable", perhaps(reading.variable.as_deref())),
        ("method", perhaps(reading.method)),
        ("spans", list(&mut reading.spans.iter().map(span))),
        ("places", list(&mut reading.places.iter().map(place))),
    ];
    object(&mut fields.into_iter())
}

fn alternative(other: &Alternative) -> JsValue {
    let (here, there) = &other.difference;
    let fields = [
        ("latex", text(&other.latex)),
        ("difference", list(&mut [text(here), text(there)].into_iter())),
        ("confidence", JsValue::from_f64(f64::from(other.confidence))),
    ];
    object(&mut fields.into_iter())
}

fn span(span: &Span) -> JsValue {
    object(&mut [("words", range(span.words)), ("role", text(span.role))].into_iter())
}

fn place(place: &Place) -> JsValue {
    object(&mut [("words", range(place.words)), ("latex", range(place.latex))].into_iter())
}
