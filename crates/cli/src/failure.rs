//! What went wrong, in one line.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

/// The end of a run that could not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is not what it should be: where, and why.
    Input { place: String, reason: String },
    /// Whoever read our output has gone; that is no fault.
    NobodyReads,
}

impl Failure {
    pub(crate) fn at(place: impl Display, reason: impl Display) -> Failure {
        Failure::Input { place: place.to_string(), reason: reason.to_string() }
    }

    /// A failure to write to standard output.
    pub(crate) fn writing(error: &io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::NobodyReads
        } else {
            Failure::at("standard output", in_words(error))
        }
    }

    #[expect(clippy::print_stderr, reason = "this is where a terminal's user looks")]
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Failure::Input { place, reason } => {
                // One line, whatever a file name or a foreign message holds.
                let line = format!("ganita: {place}: {reason}");
                eprintln!("{}", line.replace(['\n', '\r'], " "));
                ExitCode::from(2)
            }
            Failure::NobodyReads => ExitCode::SUCCESS,
        }
    }
}

/// The system's reason without its number.
pub(crate) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        _ => error.to_string(),
    }
}
