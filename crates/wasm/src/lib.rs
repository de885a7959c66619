//! Spoken mathematics, algebra, notation and the live session for the page.
//!
//! In: strings and plain objects from JavaScript. Out: plain objects whose TypeScript types are generated from the twins
//! in [`maths`] and [`live`]. Everything here converts and forwards; what thinks is in the core crates. Not here: sound,
//! which has a module of its own (`ganita-worklet`).
//!
//! Four features make four wasm files: `words` reads what is said, `notation` turns LaTeX into words, `algebra` solves and
//! draws, `live` leads a lesson. A page that only writes formulas loads the first.

#![cfg_attr(hot, feature(optimize_attribute))]
#![allow(unused_qualifications, reason = "what wasm-bindgen writes for lists of strings")]

pub mod maths;

#[cfg(feature = "algebra")]
pub mod algebra;
#[cfg(feature = "algebra")]
mod json;
#[cfg(feature = "words")]
mod listener;
#[cfg(feature = "live")]
pub mod live;
#[cfg(all(target_family = "wasm", not(target_feature = "atomics"), feature = "algebra"))]
mod memory;
#[cfg(feature = "notation")]
pub mod notation;
#[cfg(any(feature = "words", feature = "algebra"))]
mod plain;
#[cfg(feature = "algebra")]
mod plot;
#[cfg(feature = "words")]
mod reading;
#[cfg(feature = "algebra")]
mod solution;
#[cfg(feature = "algebra")]
mod student;
#[cfg(test)]
mod types;
#[cfg(feature = "words")]
pub mod words;

/// Not the standard library's allocator: its code is several times as long.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics"), not(feature = "algebra")))]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(all(target_family = "wasm", not(target_feature = "atomics"), feature = "algebra"))]
#[global_allocator]
static MEMORY: memory::Memory = memory::Memory::new();

#[cfg(feature = "live")]
use {
    serde::Serialize,
    serde_wasm_bindgen::Serializer,
    wasm_bindgen::prelude::{JsError, JsValue},
};

#[cfg(feature = "algebra")]
pub use plot::plot as plot_curve;
#[cfg(feature = "words")]
pub use reading::convert as convert_words;
#[cfg(feature = "algebra")]
pub use solution::{Wish, solve as solve_problem};
#[cfg(feature = "algebra")]
pub use student::{check_work, hint as hint_for, practice as practice_like};

/// A plain object: maps as objects, absent values as `null`, bytes as `Uint8Array`.
#[cfg(feature = "live")]
fn object(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer =
        Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    Ok(value.serialize(&serializer)?)
}
