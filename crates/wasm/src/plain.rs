//! Readings and plots as plain objects, field by field. What makes an object of any type that serde knows is two thousand
//! bytes more, and `words` is the first thing a student loads.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[cfg(feature = "words")]
use crate::maths::{Alternative, Place, Reading, Span};
#[cfg(feature = "algebra")]
use crate::maths::{Asymptote, Drawn, Mark, MarkKind, Plot};

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

#[cfg(feature = "words")]
fn perhaps(said: Option<&str>) -> JsValue {
    said.map_or(JsValue::NULL, text)
}

#[cfg(feature = "words")]
fn range((start, end): (usize, usize)) -> JsValue {
    list(&mut [start, end].into_iter().map(|place| JsValue::from_f64(place as f64)))
}

/// As [`Reading`] is serialised.
#[cfg(feature = "words")]
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

#[cfg(feature = "words")]
fn alternative(other: &Alternative) -> JsValue {
    let (here, there) = &other.difference;
    let fields = [
        ("latex", text(&other.latex)),
        ("difference", list(&mut [text(here), text(there)].into_iter())),
        ("confidence", JsValue::from_f64(f64::from(other.confidence))),
    ];
    object(&mut fields.into_iter())
}

#[cfg(feature = "words")]
fn span(span: &Span) -> JsValue {
    object(&mut [("words", range(span.words)), ("role", text(span.role))].into_iter())
}

#[cfg(feature = "words")]
fn place(place: &Place) -> JsValue {
    object(&mut [("words", range(place.words)), ("latex", range(place.latex))].into_iter())
}

/// As [`Plot`] is serialised.
#[cfg(feature = "algebra")]
pub(crate) fn plot(plot: &Plot) -> JsValue {
    match plot {
        Plot::Drawn(drawn) => self::drawn(drawn),
        Plot::Refused(refused) => crate::json::parsed(refused),
    }
}

#[cfg(feature = "algebra")]
fn drawn(drawn: &Drawn) -> JsValue {
    let Drawn { ok, read_as_latex, variable, from, to, bottom, top, .. } = drawn;
    let Drawn { curves, marks, asymptotes, regions, .. } = drawn;
    let fields = [
        ("ok", JsValue::from_bool(*ok)),
        ("readAsLatex", text(read_as_latex)),
        ("variable", text(variable)),
        ("from", JsValue::from_f64(*from)),
        ("to", JsValue::from_f64(*to)),
        ("bottom", JsValue::from_f64(*bottom)),
        ("top", JsValue::from_f64(*top)),
        ("curves", list(&mut curves.iter().map(|curve| points(curve)))),
        ("marks", list(&mut marks.iter().map(mark))),
        ("asymptotes", list(&mut asymptotes.iter().map(asymptote))),
        ("regions", list(&mut regions.iter().map(|region| points(region)))),
    ];
    object(&mut fields.into_iter())
}

#[cfg(feature = "algebra")]
fn points(all: &[(f64, f64)]) -> JsValue {
    let point = |&(x, y): &(f64, f64)| list(&mut [x, y].into_iter().map(JsValue::from_f64));
    list(&mut all.iter().map(point))
}

#[cfg(feature = "algebra")]
fn mark(mark: &Mark) -> JsValue {
    let kind = match mark.kind {
        MarkKind::Root => "root",
        MarkKind::Intercept => "intercept",
        MarkKind::Maximum => "maximum",
        MarkKind::Minimum => "minimum",
        MarkKind::Pole => "pole",
        MarkKind::Corner => "corner",
    };
    let (x, y) = (JsValue::from_f64(mark.x), JsValue::from_f64(mark.y));
    object(&mut [("kind", text(kind)), ("x", x), ("y", y)].into_iter())
}

#[cfg(feature = "algebra")]
fn asymptote(line: &Asymptote) -> JsValue {
    let fields = [
        ("slope", JsValue::from_f64(line.slope)),
        ("intercept", JsValue::from_f64(line.intercept)),
    ];
    object(&mut fields.into_iter())
}
