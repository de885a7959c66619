//! Admission, LiveKit tokens, the live relay, rooms, transcripts and consent.

fn main() {}
