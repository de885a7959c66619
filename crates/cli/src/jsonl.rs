//! Rows in, rows out: one JSON object a line.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::{Failure, in_words};

/// A line longer than this is no row of ours.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Reads standard input line by line, and writes what `answer` makes of each row.
pub(crate) fn answer_each<Row: DeserializeOwned, Answer: Serialize>(
    answer: impl Fn(Row) -> Answer,
) -> Result<(), Failure> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for (n, line) in io::stdin().lock().lines().enumerate() {
        let place = format!("standard input, line {}", n + 1);
        let line = line.map_err(|error| Failure::at(&place, in_words(&error)))?;
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > LINE_BYTES_MAX {
            return Err(Failure::at(place, format!("longer than {LINE_BYTES_MAX} bytes")));
        }
        let row =
            serde_json::from_str(&line).map_err(|error| Failure::at(place, not_a_row(&error)))?;
        serde_json::to_writer(&mut output, &answer(row))
            .map_err(|error| Failure::writing(&error.into()))?;
        output.write_all(b"\n").map_err(|error| Failure::writing(&error))?;
    }
    output.flush().map_err(|error| Failure::writing(&error))
}

fn not_a_row(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // serde's own "at line 1 column 9" counts within the row.
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
