//! The audio pipeline for an AudioWorklet, as plain C functions.
//!
//! In: samples at the rate of the context, in blocks of any length; the tutor's PCM at 24 kHz. Out: speech events,
//! 100 ms PCM16 chunks at 16 kHz; a clean track; the tutor's voice at the rate of the context. Not here: thinking (that
//! is `ganita_audio`), strings, callbacks, imports. The module has **no imports** and needs no glue: instantiate it with
//! `new WebAssembly.Instance(module, {})` and call its exports.
//!
//! # The ABI, version 1
//!
//! Every number is little-endian in `exports.memory`. `ptr` is an `i32` offset into that memory. The `create` and `reset`
//! functions may grow the memory; **nothing else does**, so views over `memory.buffer` made after the last of them stay
//! valid. All pointers below are fixed for the life of their object. A null object is accepted everywhere: the call does
//! nothing and returns 0. Several objects may live in one instance.
//!
//! ```text
//! ganita_abi_version() -> u32                         1
//! ganita_last_error() -> u32                          why the last create or set function returned 0 (table below)
//! ```
//!
//! ## Capture: microphone → events and chunks
//!
//! ```text
//! ganita_capture_create(sample_rate_hz: f64, mode: u32, strength: f32, gate: u32) -> ptr (0 = refused)
//!     mode      see "Modes";  strength 0..1;  gate 1 = chunks only while spoken (+ pre-roll, hangover), 0 = always
//! ganita_capture_destroy(capture)
//! ganita_capture_reset(capture)                       forget the sound heard so far (device change); settings stay,
//!                                                     positions, sequence numbers and statistics begin at 0 again
//! ganita_capture_input(capture) -> ptr                f32[ganita_capture_input_capacity()], write mono samples here
//! ganita_capture_input_capacity() -> u32              4096; a longer block is passed in pieces
//! ganita_capture_process(capture, frames: u32)        offers the first `frames` of the input buffer
//! ganita_capture_next(capture) -> u32                 works until the next event; its kind, 0 when the block is used up
//! ganita_capture_event(capture) -> ptr                the record of the event that `next` returned
//! ganita_capture_chunk(capture) -> ptr                i16[1600], the samples of the chunk that `next` returned
//! ganita_capture_set_denoise(capture, mode: u32, strength: f32) -> u32     1, or 0 = refused; crossfades, never clicks
//! ganita_capture_set_gate(capture, gate: u32)
//! ganita_capture_set_gain(capture, gain: u32)         1 = quiet speech is made louder, 0 = it is not (as created)
//! ganita_capture_gain_db(capture) -> f32              by how much it is at the moment
//! ganita_capture_set_vad(capture, positive_speech_threshold: f32, negative_speech_threshold: f32,
//!                        redemption_ms: f32, pre_speech_pad_ms: f32, min_speech_ms: f32) -> u32       1, or 0 = refused
//! ganita_capture_vad(capture) -> ptr                  f32[5], the settings in force, in the order above
//! ganita_capture_statistics(capture) -> ptr           f64[8], see "Statistics"; brought up to date by `next` returning 0
//! ```
//!
//! Order: the frame that decided it, "speech begins", the chunks of the speech (the pre-roll makes several ready at once),
//! "speech ends": between "ends" and "begins" no chunk comes, unless the gate is open.
//!
//! Use: copy one render quantum to `input`, `process(frames)`, then `next()` until it returns 0. The work happens inside
//! `next`. If `process` is called before that, what is left of the old block is worked off and its events are lost
//! (and counted). Copy the chunk out before calling `next` again.
//!
//! Event record, 56 bytes, aligned to 8:
//!
//! ```text
//! offset type  field        meaning
//!  0     u32   kind         1 frame (every 16 ms) · 2 speech begins · 3 speech ends · 4 chunk
//!  4     u32   sequence     chunk: 0, 1, 2, …; other kinds: 0
//!  8     f64   start        input position (samples at the context's rate, counted from the first one ever processed)
//! 16     f64   end          … one past the last sample this speaks of; chunk: its capture time (the last chunk of a
//!                           speech is filled up with silence, its end is that of the sound). Speech begins/ends: both
//!                           are the instant where it began or ended
//! 24     f64   decided      input position at which this was known (always ≥ end)
//! 32     f32   probability  frame: of speech, 0..1; chunk: mean over its frames; else 0
//! 36     f32   rms          frame (its newest 16 ms), chunk: level of the cleaned signal, linear, 1.0 = full scale
//! 40     f32   peak         frame, chunk: the same, peak; else 0
//! 44     u32   speaking     1 while inside speech (after hysteresis)
//! 48     u32   clipped      frame, chunk: input samples at or over full scale since the last event of this kind
//! 52     u32   zero
//! ```
//!
//! Position to clock: with `currentFrame`/`currentTime` of the quantum in which `next` returned the event and
//! `processed` = all frames passed so far, the event's `end` lies `(processed - end) / sampleRate` seconds before the end
//! of that quantum.
//!
//! ## Cleaner: a live track, same rate in and out (LiveKit's `TrackProcessor`)
//!
//! ```text
//! ganita_cleaner_create(sample_rate_hz: f64, mode: u32, strength: f32) -> ptr (0 = refused)
//! ganita_cleaner_destroy(cleaner)
//! ganita_cleaner_reset(cleaner)
//! ganita_cleaner_input(cleaner) -> ptr                f32[4096]
//! ganita_cleaner_output(cleaner) -> ptr               f32[4096]
//! ganita_cleaner_process(cleaner, frames: u32) -> u32     frames in, as many out (late by the latency); returns frames
//! ganita_cleaner_set_denoise(cleaner, mode: u32, strength: f32) -> u32
//! ganita_cleaner_latency_ms(cleaner) -> f32
//! ```
//!
//! ## Player: the tutor's voice
//!
//! ```text
//! ganita_player_create(output_rate_hz: f64, capacity_ms: u32) -> ptr (0 = refused)   60000 holds a minute in 2.9 MB
//! ganita_player_destroy(player)
//! ganita_player_input(player) -> ptr                  i16[ganita_player_input_capacity()], PCM16 at 24 kHz
//! ganita_player_input_capacity() -> u32               24000 (one second); longer pieces are pushed in turns
//! ganita_player_push(player, samples: u32) -> u32     how many were taken; fewer only when the buffer is full: keep
//!                                                     the rest and push it later
//! ganita_player_finish(player)                        no more is coming: play what is there, then end (optional: without
//!                                                     it, speech ends when nothing came for 400 ms)
//! ganita_player_flush(player)                         barge-in: silent within 5 ms, everything waiting is forgotten
//! ganita_player_set_volume(player, volume: f32)       0..2, slides over 20 ms
//! ganita_player_output(player) -> ptr                 f32[4096]
//! ganita_player_render(player, frames: u32) -> u32    fills `frames` of the output (silence when there is nothing);
//!                                                     returns bits: 1 began · 2 ended · 4 starved · 8 flushed
//! ganita_player_state(player) -> ptr                  f64[8], written by render, push, finish and flush:
//!     [0] 0 idle, 1 filling, 2 playing   [1] ms waiting   [2] ms played since speech began   [3] times starved
//!     [4] samples refused   [5] rms of the last render   [6] peak of the last render   [7] ms it waits before playing
//! ```
//!
//! ## Echo: what the loudspeaker plays, taken out of the microphone (`echo.wasm`, the only functions there beside the
//! version and the last error)
//!
//! ```text
//! ganita_echo_create(sample_rate_hz: f64) -> ptr (0 = refused)       computes for some milliseconds
//! ganita_echo_destroy(echo)
//! ganita_echo_microphone(echo) -> ptr                 f32[4096], and
//! ganita_echo_played(echo) -> ptr                     f32[4096], what went to the loudspeaker at the same moment
//! ganita_echo_output(echo) -> ptr                     f32[ganita_echo_output_capacity()], always at 16 kHz
//! ganita_echo_process(echo, frames: u32) -> u32       takes `frames` of both, returns how many samples came out
//! ganita_echo_delay_ms(echo) -> f32                   how late they are
//! ganita_echo_found(echo) -> ptr                      f64[2]: dB the echo is quieter by, ms from player to microphone
//! ```
//!
//! ## Modes, errors, statistics
//!
//! ```text
//! mode        0 off · 1 rnnoise · 2 gtcrn · 3 stationary · 4 adaptive
//! last_error  0 none · 1 sample rate not in 8000..=192000 or not finite · 2 unknown mode · 3 strength not in 0..=1
//!             4 a VAD setting out of range · 5 capacity not in 1000..=600000 ms
//! statistics  [0] input samples   [1] chunks   [2] samples (16 kHz) put in chunks   [3] samples (16 kHz) held back
//!             [4] clipped input samples   [5] NaN or infinite input samples (taken as 0)   [6] events lost
//!             [7] speech segments
//! ```

#![allow(unsafe_code, reason = "pointers are how a worklet without glue hands over its buffers")]

mod handle;
mod refusal;

#[cfg(feature = "audio")]
mod capture;
#[cfg(feature = "audio")]
mod cleaner;
#[cfg(feature = "echo")]
mod echo;
#[cfg(feature = "audio")]
mod player;

#[cfg(feature = "stages")]
mod stages;

#[cfg(feature = "audio")]
pub use capture::{
    Capture, Record, ganita_capture_chunk, ganita_capture_create, ganita_capture_destroy,
    ganita_capture_event, ganita_capture_gain_db, ganita_capture_input,
    ganita_capture_input_capacity, ganita_capture_next, ganita_capture_process,
    ganita_capture_reset, ganita_capture_set_denoise, ganita_capture_set_gain,
    ganita_capture_set_gate, ganita_capture_set_vad, ganita_capture_statistics, ganita_capture_vad,
};
#[cfg(feature = "audio")]
pub use cleaner::{
    CleanTrack, ganita_cleaner_create, ganita_cleaner_destroy, ganita_cleaner_input,
    ganita_cleaner_latency_ms, ganita_cleaner_output, ganita_cleaner_process, ganita_cleaner_reset,
    ganita_cleaner_set_denoise,
};
#[cfg(feature = "echo")]
pub use echo::{
    ECHO_OUTPUT_MAX, Echo, ganita_echo_create, ganita_echo_delay_ms, ganita_echo_destroy,
    ganita_echo_found, ganita_echo_microphone, ganita_echo_output, ganita_echo_output_capacity,
    ganita_echo_played, ganita_echo_process,
};
#[cfg(feature = "audio")]
pub use player::{
    Voice, ganita_player_create, ganita_player_destroy, ganita_player_finish, ganita_player_flush,
    ganita_player_input, ganita_player_input_capacity, ganita_player_output, ganita_player_push,
    ganita_player_render, ganita_player_set_volume, ganita_player_state,
};
pub use refusal::ganita_last_error;
#[cfg(feature = "stages")]
pub use stages::{
    Bench, ganita_bench_block, ganita_bench_call, ganita_bench_choose, ganita_bench_create,
    ganita_bench_name, ganita_bench_name_length, ganita_bench_stages,
};

/// Samples that fit into the input and output buffers.
pub const BLOCK_MAX: usize = 4_096;

/// The version of the interface described above.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_abi_version() -> u32 {
    1
}
