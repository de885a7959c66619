//! The audio pipeline for an AudioWorklet, as plain C functions.
