//! How long the cores take on this machine.

mod audio;
mod spoken;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Measures a core: times, or work to be counted from outside.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Subcommand)]
enum Subject {
    Audio(audio::Arguments),
    Spoken(spoken::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.subject {
        Subject::Audio(arguments) => audio::run(arguments),
        Subject::Spoken(arguments) => spoken::run(arguments),
    }
}
