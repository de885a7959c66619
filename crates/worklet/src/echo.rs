//! The echo canceller: a module of its own, loaded by pages that need it.

use ganita_echo::{BLOCK_SAMPLES, Canceller};

use crate::BLOCK_MAX;
use crate::handle::{give, named, take_back};
use crate::refusal::{Refusal, rate, remember};

/// Samples at 16 kHz that a block can become: the lowest rate is 8 kHz.
pub const ECHO_OUTPUT_MAX: usize = 2 * BLOCK_MAX + 2 * BLOCK_SAMPLES;

/// A canceller, as the page holds it.
pub struct Echo {
    canceller: Canceller,
    microphone: Box<[f32; BLOCK_MAX]>,
    played: Box<[f32; BLOCK_MAX]>,
    output: Box<[f32; ECHO_OUTPUT_MAX]>,
    found: [f64; 2],
}

impl Echo {
    fn new(sample_rate_hz: f64) -> Result<Echo, Refusal> {
        let silence = || Box::new([0.0; BLOCK_MAX]);
        Ok(Echo {
            canceller: Canceller::new(rate(sample_rate_hz)?)?,
            microphone: silence(),
            played: silence(),
            output: Box::new([0.0; ECHO_OUTPUT_MAX]),
            found: [0.0; 2],
        })
    }
}

/// Makes a canceller; null if something was refused.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_echo_create(sample_rate_hz: f64) -> *mut Echo {
    give(remember(Echo::new(sample_rate_hz)))
}

/// Ends a canceller.
///
/// # Safety
/// `echo` is null or came from `ganita_echo_create` and was not destroyed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_destroy(echo: *mut Echo) {
    // SAFETY: the caller's promise.
    unsafe { take_back(echo) };
}

/// Where the microphone's samples go.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_microphone(echo: *mut Echo) -> *mut f32 {
    // SAFETY: the caller's promise.
    unsafe { named(echo) }.map_or(std::ptr::null_mut(), |echo| echo.microphone.as_mut_ptr())
}

/// Where the samples go that are being played.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_played(echo: *mut Echo) -> *mut f32 {
    // SAFETY: the caller's promise.
    unsafe { named(echo) }.map_or(std::ptr::null_mut(), |echo| echo.played.as_mut_ptr())
}

/// Where the clean samples come out, at 16 kHz.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_output(echo: *mut Echo) -> *const f32 {
    // SAFETY: the caller's promise.
    unsafe { named(echo) }.map_or(std::ptr::null(), |echo| echo.output.as_ptr())
}

/// How many samples fit there.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_echo_output_capacity() -> u32 {
    ECHO_OUTPUT_MAX as u32
}

/// Cleans the first `frames` samples; says how many came out.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_process(echo: *mut Echo, frames: u32) -> u32 {
    // SAFETY: the caller's promise.
    let Some(echo) = (unsafe { named(echo) }) else { return 0 };
    let frames = BLOCK_MAX.min(frames as usize);
    let (microphone, played) = (&echo.microphone[..frames], &echo.played[..frames]);
    let count = echo.canceller.process(microphone, played, &mut echo.output[..]);
    let found = echo.canceller.found();
    echo.found = [found.return_loss_enhancement_db, found.delay_ms];
    count as u32
}

/// What it has found out.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_found(echo: *mut Echo) -> *const f64 {
    // SAFETY: the caller's promise.
    unsafe { named(echo) }.map_or(std::ptr::null(), |echo| echo.found.as_ptr())
}

/// How late the clean sound is, in milliseconds.
///
/// # Safety
/// `echo` is null or a live canceller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_echo_delay_ms(echo: *mut Echo) -> f32 {
    // SAFETY: the caller's promise.
    unsafe { named(echo) }.map_or(0.0, |echo| (echo.canceller.delay_s() * 1_000.0) as f32)
}
