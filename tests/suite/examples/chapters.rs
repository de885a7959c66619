//! `cargo run -q -p ganita-suite --example chapters > docs/chapters.md`
#![allow(clippy::print_stdout, reason = "it writes a document")]

fn main() {
    print!("{}", ganita_suite::chapters::table());
}
