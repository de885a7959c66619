//! What the student did while no connection was ready, in order: all of what was typed, the newest of what was spoken.

use crate::message::ClientMessage;
use std::collections::VecDeque;

/// Messages kept at a time. A student cannot type as many within the longest outage that is waited for.
const MAX_MESSAGES: usize = 256;

/// Bytes in a millisecond of 16-bit sound at 16 kHz.
const BYTES_PER_MS: u64 = 32;

/// A thing that waits to be sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A piece of sound and its number.
    Sound {
        /// Its number.
        sequence: u32,
        /// 16-bit samples, little-endian, 16 kHz.
        pcm: Vec<u8>,
    },
    /// Anything else.
    Message(ClientMessage),
}

impl Item {
    /// How long it sounds.
    #[must_use]
    pub fn duration_ms(&self) -> u64 {
        match self {
            Item::Sound { pcm, .. } => pcm.len() as u64 / BYTES_PER_MS,
            Item::Message(_) => 0,
        }
    }
}

/// Things that wait to be sent.
#[derive(Debug, Clone)]
pub struct Outbox {
    items: VecDeque<Item>,
    sound_ms: u64,
    limit_ms: u64,
    /// Pieces of sound that were thrown away because newer ones came.
    pub dropped: u64,
}

impl Outbox {
    /// Keeps at most `limit_ms` of sound.
    #[must_use]
    pub fn new(limit_ms: u64) -> Outbox {
        Outbox { items: VecDeque::new(), sound_ms: 0, limit_ms, dropped: 0 }
    }

    /// Adds a thing at the end; the oldest sound goes when there is too much of it.
    pub fn push(&mut self, item: Item) {
        self.sound_ms += item.duration_ms();
        match &item {
            Item::Sound { .. } => {
                self.items.push_back(item);
                while self.sound_ms > self.limit_ms && self.drop_oldest_sound() {}
            }
            Item::Message(_) => {
                let messages =
                    self.items.iter().filter(|item| matches!(item, Item::Message(_))).count();
                if messages == MAX_MESSAGES
                    && let Some(oldest) =
                        self.items.iter().position(|item| matches!(item, Item::Message(_)))
                {
                    self.items.remove(oldest);
                }
                self.items.push_back(item);
            }
        }
    }

    /// Puts things that were sent in vain back before all others.
    pub fn push_front(&mut self, items: Vec<Item>) {
        for item in items.into_iter().rev() {
            self.sound_ms += item.duration_ms();
            self.items.push_front(item);
        }
        while self.sound_ms > self.limit_ms && self.drop_oldest_sound() {}
    }

    fn drop_oldest_sound(&mut self) -> bool {
        let Some(oldest) = self.items.iter().position(|item| matches!(item, Item::Sound { .. }))
        else {
            return false;
        };
        self.sound_ms -= self.items.remove(oldest).map_or(0, |item| item.duration_ms());
        self.dropped += 1;
        true
    }

    /// Throws the sound away and keeps the rest: sound that a tutor choked on is not fed to it again.
    pub fn drop_sound(&mut self) {
        while self.drop_oldest_sound() {}
    }

    /// The next thing to send.
    pub fn pop(&mut self) -> Option<Item> {
        let item = self.items.pop_front();
        self.sound_ms -= item.as_ref().map_or(0, Item::duration_ms);
        item
    }

    /// What waits, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::RealtimeInput;

    fn sound(sequence: u32) -> Item {
        Item::Sound { sequence, pcm: vec![0; 3200] }
    }

    fn typed(text: &str) -> Item {
        Item::Message(ClientMessage::RealtimeInput(RealtimeInput {
            text: Some(text.to_owned()),
            ..RealtimeInput::default()
        }))
    }

    #[test]
    fn the_newest_second_of_sound_is_kept_and_every_message() {
        let mut outbox = Outbox::new(1_000);
        outbox.push(typed("first"));
        for sequence in 0..25 {
            outbox.push(sound(sequence));
        }
        outbox.push(typed("last"));
        assert_eq!(outbox.dropped, 15);
        assert_eq!(outbox.pop(), Some(typed("first")));
        for sequence in 15..25 {
            assert_eq!(outbox.pop(), Some(sound(sequence)));
        }
        assert_eq!(outbox.pop(), Some(typed("last")));
        assert!(outbox.is_empty());
    }

    #[test]
    fn what_was_sent_in_vain_goes_first() {
        let mut outbox = Outbox::new(1_000);
        outbox.push(sound(3));
        outbox.push_front(vec![sound(1), sound(2)]);
        assert_eq!(outbox.pop(), Some(sound(1)));
        outbox.drop_sound();
        assert!(outbox.is_empty());
        outbox.push(sound(4));
        assert_eq!(outbox.pop(), Some(sound(4)), "the count of what is kept stays right");
    }
}
