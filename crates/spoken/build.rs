//! The lexicon: out of the readable tables in `src/lexicon`, into arrays that stand in the program ready for use.
//!
//! In: lines `MEANING : phrase | phrase~cost`. Out: `lexicon.rs`, which `src/lexicon.rs` includes.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

#[allow(dead_code, reason = "only words are looked for in lists")]
#[path = "src/among.rs"]
mod among;
#[path = "src/chemistry.rs"]
mod chemistry;
#[path = "src/fold.rs"]
mod fold;
#[path = "build/meaning.rs"]
mod meaning;
#[path = "build/pack.rs"]
mod pack;
#[path = "build/phrases.rs"]
mod phrases;
#[allow(dead_code, reason = "phrases are split as sentences are, but without times and marks")]
#[path = "src/words.rs"]
mod words;

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    for path in [
        "build.rs",
        "build",
        "src/among.rs",
        "src/chemistry.rs",
        "src/fold.rs",
        "src/words.rs",
        "src/lexicon",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Err(problem) = write_lexicon() {
        println!("cargo::error={problem}");
    }
}

fn write_lexicon() -> Result<(), String> {
    let tables = Path::new("src/lexicon");
    let read = |name: &str| {
        let path = tables.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut lexicon = phrases::Lexicon::new();
    lexicon.numbers(&read("numbers.txt")?)?;
    lexicon.phrases("english.txt", &read("english.txt")?, false)?;
    lexicon.phrases("hindi.txt", &read("hindi.txt")?, false)?;
    lexicon.phrases("romanised.txt", &read("romanised.txt")?, true)?;
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo gives no OUT_DIR")?;
    fs::write(folder.join("lexicon.rs"), pack::packed(&lexicon)?).map_err(|e| e.to_string())
}
