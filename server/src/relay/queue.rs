//! What waits to be written to a page: voice may be thrown away, nothing else may.
//!
//! A page on a slow network gets the newest voice and every word. When the student interrupts, the voice that waits is
//! thrown away at once; what the system's own buffer holds is small ([`super::SEND_BUFFER_BYTES`]).

use axum::extract::ws::Message;
use std::collections::VecDeque;

/// Voice that may wait: two seconds of it as binary frames, 1.5 as JSON.
pub(super) const MAX_VOICE_BYTES: usize = 2 * 24_000 * 2;

/// Everything else that may wait. A page that leaves so much unread is gone in all but name.
pub(super) const MAX_CONTROL_BYTES: usize = 512 * 1024;

enum Item {
    Voice(Message),
    Control(Message),
}

/// What waits, in order.
#[derive(Default)]
pub(super) struct Queue {
    items: VecDeque<Item>,
    voice_bytes: usize,
    control_bytes: usize,
}

fn size(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}

impl Queue {
    /// Adds a piece of voice. Gives back how many older ones had to go for it.
    pub(super) fn push_voice(&mut self, message: Message) -> u64 {
        self.voice_bytes += size(&message);
        self.items.push_back(Item::Voice(message));
        let mut dropped = 0;
        while self.voice_bytes > MAX_VOICE_BYTES {
            let oldest = self.items.iter().position(|item| matches!(item, Item::Voice(_)));
            let Some(Item::Voice(message)) = oldest.and_then(|at| self.items.remove(at)) else {
                break;
            };
            self.voice_bytes -= size(&message);
            dropped += 1;
        }
        dropped
    }

    /// Adds anything else; false when there is too much of it.
    pub(super) fn push(&mut self, message: Message) -> bool {
        self.control_bytes += size(&message);
        self.items.push_back(Item::Control(message));
        self.control_bytes <= MAX_CONTROL_BYTES
    }

    /// The next to write.
    pub(super) fn pop(&mut self) -> Option<Message> {
        match self.items.pop_front()? {
            Item::Voice(message) => {
                self.voice_bytes -= size(&message);
                Some(message)
            }
            Item::Control(message) => {
                self.control_bytes -= size(&message);
                Some(message)
            }
        }
    }

    /// Throws the voice away: the student has begun to speak.
    pub(super) fn drop_voice(&mut self) {
        self.items.retain(|item| matches!(item, Item::Control(_)));
        self.voice_bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(number: u8) -> Message {
        Message::Binary(vec![number; 4_800].into())
    }

    #[test]
    fn the_oldest_voice_goes_and_no_word_does() {
        let mut queue = Queue::default();
        assert!(queue.push(Message::Text("first".into())));
        let dropped: u64 = (0..30).map(|number| queue.push_voice(voice(number))).sum();
        assert!(queue.push(Message::Text("last".into())));
        assert_eq!(dropped, 10, "100 ms each, two seconds may wait");
        assert_eq!(queue.pop(), Some(Message::Text("first".into())));
        assert_eq!(queue.pop(), Some(voice(10)));
        queue.drop_voice();
        assert_eq!(queue.pop(), Some(Message::Text("last".into())));
        assert_eq!(queue.pop(), None);
        assert_eq!(queue.push_voice(voice(0)), 0, "the count of what waits stays right");
    }

    #[test]
    fn words_that_nobody_reads_are_too_much_some_time() {
        let mut queue = Queue::default();
        let long = "x".repeat(64 * 1024);
        let taken = (0..20).take_while(|_| queue.push(Message::Text(long.clone().into()))).count();
        assert_eq!(taken, MAX_CONTROL_BYTES / long.len());
    }
}
