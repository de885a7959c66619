//! What was said so far, short: for a tutor that has to begin anew because no handle is left.

use crate::message::{ClientContent, Content, ServerContent};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Turns that are remembered.
const MAX_TURNS: usize = 16;

/// Bytes of one turn that are remembered; the end of a long explanation says the least.
const MAX_TURN_BYTES: usize = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Who {
    Student,
    Tutor,
}

impl Who {
    /// As the protocol calls it.
    fn role(self) -> &'static str {
        match self {
            Who::Student => "user",
            Who::Tutor => "model",
        }
    }
}

/// The last turns of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recap {
    turns: VecDeque<(Who, String)>,
    /// Whether the last turn goes on.
    is_open: bool,
}

impl Recap {
    /// The student typed something.
    pub fn typed(&mut self, text: &str) {
        self.is_open = false;
        self.add(Who::Student, text);
        self.is_open = false;
    }

    /// Something was said.
    pub fn hear(&mut self, content: &ServerContent) {
        if let Some(heard) = &content.input_transcription {
            self.add(Who::Student, &heard.text);
        }
        if let Some(spoken) = &content.output_transcription {
            self.add(Who::Tutor, &spoken.text);
        }
        if content.turn_complete == Some(true) || content.interrupted == Some(true) {
            self.is_open = false;
        }
    }

    fn add(&mut self, who: Who, text: &str) {
        if text.is_empty() {
            return;
        }
        let goes_on = self.is_open && self.turns.back().is_some_and(|(last, _)| *last == who);
        if !goes_on {
            if self.turns.len() == MAX_TURNS {
                self.turns.pop_front();
            }
            self.turns.push_back((who, String::new()));
        }
        self.is_open = true;
        if let Some((_, turn)) = self.turns.back_mut() {
            let room = MAX_TURN_BYTES.saturating_sub(turn.len());
            let end = (0..=room.min(text.len()))
                .rev()
                .find(|&end| text.is_char_boundary(end))
                .unwrap_or(0);
            turn.push_str(&text[..end]);
        }
    }

    /// The conversation as turns that ask for no answer; nothing when nothing was said.
    #[must_use]
    pub fn content(&self) -> Option<ClientContent> {
        let turns: Vec<_> =
            self.turns.iter().map(|(who, text)| Content::text(who.role(), text.trim())).collect();
        (!turns.is_empty()).then_some(ClientContent { turns, turn_complete: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Transcription;

    fn heard(text: &str) -> ServerContent {
        let heard = Transcription { text: text.to_owned(), ..Transcription::default() };
        ServerContent { input_transcription: Some(heard), ..ServerContent::default() }
    }

    #[test]
    fn pieces_are_joined_into_turns_and_turns_are_bounded() {
        let mut recap = Recap::default();
        assert_eq!(recap.content(), None);
        recap.hear(&heard("solve "));
        recap.hear(&heard("x = 2"));
        recap.typed("why?");
        recap.hear(&heard(&"क".repeat(5_000)));
        let content = recap.content().expect("something was said");
        assert_eq!(content.turns.iter().map(Content::words).next().as_deref(), Some("solve x = 2"));
        assert_eq!(content.turns[1].words(), "why?");
        assert_eq!(content.turns[2].words().len(), 600);
        for turn in 0..100 {
            recap.typed(&turn.to_string());
        }
        assert_eq!(recap.content().expect("something was said").turns.len(), MAX_TURNS);
    }
}
