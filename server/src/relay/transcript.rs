//! Listens to a lesson and writes down what was said, turn by turn, and what was put on the board.

use crate::clock;
use crate::store::board::Operation;
use crate::store::scribe::{Note, Scribe};
use crate::store::{Segment, Speaker};
use ganita_live::message::{ServerContent, Transcription};
use serde_json::{Map, Value};

/// Longest turn that is kept; a tutor who talks for five minutes says less.
const MAX_TURN_BYTES: usize = 16 * 1024;

/// A lesson's record.
pub(super) struct Transcript {
    session: String,
    number: i64,
    drawn: i64,
    scribe: Scribe,
    student: Turn,
    tutor: Turn,
}

#[derive(Default)]
struct Turn {
    text: String,
    scripted: bool,
}

impl Turn {
    fn add(&mut self, piece: &Transcription) {
        let room = MAX_TURN_BYTES.saturating_sub(self.text.len()).min(piece.text.len());
        let end = (0..=room).rev().find(|&end| piece.text.is_char_boundary(end)).unwrap_or(0);
        self.text.push_str(&piece.text[..end]);
        self.scripted |= piece.is_scripted();
    }
}

impl Transcript {
    /// A record that goes on, or begins.
    pub(super) fn new(session: String, scribe: Scribe) -> Transcript {
        let (student, tutor) = (Turn::default(), Turn::default());
        Transcript { session, number: 0, drawn: 0, scribe, student, tutor }
    }

    /// The tutor's side said something.
    pub(super) fn hear(&mut self, content: &ServerContent) {
        if let Some(heard) = &content.input_transcription {
            self.student.add(heard);
            let Turn { text, scripted } = &self.student;
            self.scribe.interim(&self.session, Speaker::Student, text, *scripted);
            if heard.finished == Some(true) {
                self.finish(Speaker::Student);
            }
        }
        let tutor_speaks = content.output_transcription.is_some() || content.model_turn.is_some();
        if tutor_speaks {
            self.finish(Speaker::Student);
        }
        if let Some(spoken) = &content.output_transcription {
            self.tutor.add(spoken);
            let Turn { text, scripted } = &self.tutor;
            self.scribe.interim(&self.session, Speaker::Tutor, text, *scripted);
        }
        if content.turn_complete == Some(true) || content.interrupted == Some(true) {
            self.finish_all();
        }
    }

    /// The tutor put something on the board.
    pub(super) fn drawn(&mut self, name: &str, arguments: Map<String, Value>) {
        let at_ms = clock::now_ms();
        self.drawn = at_ms.max(self.drawn + 1);
        self.scribe.note(Note::Drawn(Operation {
            session: self.session.clone(),
            number: self.drawn,
            name: name.to_owned(),
            arguments: Value::Object(arguments),
            at_ms,
        }));
    }

    /// The student typed something.
    pub(super) fn typed(&mut self, text: &str) {
        self.finish_all();
        self.student.add(&Transcription { text: text.to_owned(), ..Transcription::default() });
        self.finish(Speaker::Student);
    }

    /// Whatever is unfinished is complete now.
    pub(super) fn finish_all(&mut self) {
        self.finish(Speaker::Student);
        self.finish(Speaker::Tutor);
    }

    fn finish(&mut self, speaker: Speaker) {
        let turn = match speaker {
            Speaker::Student => &mut self.student,
            Speaker::Tutor => &mut self.tutor,
        };
        let Turn { text, scripted } = std::mem::take(turn);
        // PostgreSQL keeps every character but this one.
        let text = text.replace('\0', "");
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let at_ms = clock::now_ms();
        // Numbers are times, so that a lesson another server takes up never gives one twice.
        self.number = at_ms.max(self.number + 1);
        let (latex, confidence) =
            if speaker == Speaker::Student { meaning(text) } else { (None, None) };
        let segment = Segment {
            session: self.session.clone(),
            number: self.number,
            speaker,
            text: text.to_owned(),
            latex,
            confidence,
            scripted,
            at_ms,
        };
        self.scribe.note(Note::Said(segment));
    }
}

/// What the student's words mean, when they are mathematics.
fn meaning(text: &str) -> (Option<String>, Option<f64>) {
    let reading = ganita_spoken::convert(text, &ganita_spoken::Context::default());
    if !reading.is_mathematics {
        return (None, None);
    }
    (Some(ganita_notation::write_latex(&reading.tree)), Some(f64::from(reading.confidence)))
}
