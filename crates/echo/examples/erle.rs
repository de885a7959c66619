//! How much of the echo is taken out, how long that takes and what it does to the memory: `cargo xtask bench echo`.

#![allow(clippy::disallowed_methods, reason = "this measures time")]
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(clippy::print_stdout, reason = "a table for a terminal")]

#[path = "../tests/room/mod.rs"]
mod room;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use ganita_echo::Canceller;
use room::{Room, quieter_by, talk};

/// Counts what is taken and given back.
struct Counting;

static LIVE_BYTES: AtomicI64 = AtomicI64::new(0);
static TAKEN: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is handed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE_BYTES.fetch_add(layout.size() as i64, Relaxed);
        TAKEN.fetch_add(1, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE_BYTES.fetch_sub(layout.size() as i64, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const SECONDS: usize = 30;

/// The first seconds, in which the room is learnt, are not counted.
const LEARNING_SECONDS: usize = 6;

fn main() {
    println!(
        "{:<44}{:>9}{:>9}{:>14}{:>16}{:>18}",
        "room, tutor alone",
        "taken out",
        "delay",
        "of real time",
        "memory, change",
        "allocations/10 ms"
    );
    for (name, room) in [
        ("phone: 20 ms, fades in 80 ms, −6 dB", (20, 80, 0.5)),
        ("laptop: 45 ms, fades in 150 ms, −10 dB", (45, 150, 0.3)),
        ("classroom: 80 ms, fades in 300 ms, −10 dB", (80, 300, 0.3)),
        ("Bluetooth: 220 ms, fades in 100 ms, −16 dB", (220, 100, 0.15)),
    ] {
        for voice in ["solve-quadratic.wav", "differentiate.wav"] {
            let (delay_ms, fades_in_ms, loudness) = room;
            let room = Room { delay_ms, fades_in_ms, loudness, seed: 11 };
            measure(&format!("{name}, {voice}"), &room, voice);
        }
    }
}

fn measure(name: &str, room: &Room, voice: &str) {
    let played = talk(voice, SECONDS);
    let echo = room.echo(&played);
    let mut canceller = Canceller::new(16_000).expect("the rate is allowed");
    let mut clean = Vec::with_capacity(echo.len());
    let mut output = vec![0.0; canceller.output_max(160)];
    let (mut live, mut taken) = (0, 0);
    let begun = Instant::now();
    for (n, (microphone, played)) in echo.chunks(160).zip(played.chunks(160)).enumerate() {
        if n == 100 {
            (live, taken) = (LIVE_BYTES.load(Relaxed), TAKEN.load(Relaxed));
        }
        let count = canceller.process(microphone, played, &mut output);
        clean.extend_from_slice(&output[..count]);
    }
    let share = begun.elapsed().as_secs_f64() / SECONDS as f64;
    let grown = LIVE_BYTES.load(Relaxed) - live;
    let taken = (TAKEN.load(Relaxed) - taken) as f64 / (SECONDS * 100 - 100) as f64;
    let settled = LEARNING_SECONDS * 16_000..clean.len();
    let removed = quieter_by(&echo[settled.clone()], &clean[settled]);
    let delay_ms = canceller.found().delay_ms;
    println!(
        "{name}\n{:<44}{removed:>6.1} dB{delay_ms:>6.0} ms{share:>14.4}{grown:>10} bytes{taken:>18.1}",
        ""
    );
}
