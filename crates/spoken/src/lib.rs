//! Spoken mathematics to notation: English, Hindi and both in one sentence.
