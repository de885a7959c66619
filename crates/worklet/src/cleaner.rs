//! A live track, same rate in and out.

use ganita_audio::Cleaner;

use crate::BLOCK_MAX;
use crate::handle::{give, named, take_back};
use crate::refusal::{Refusal, mode, rate, remember};

/// A cleaner, as the page holds it.
pub struct CleanTrack {
    cleaner: Cleaner,
    input: Box<[f32; BLOCK_MAX]>,
    output: Box<[f32; BLOCK_MAX]>,
    latency_ms: f32,
}

impl CleanTrack {
    fn new(sample_rate_hz: f64, number: u32, strength: f32) -> Result<CleanTrack, Refusal> {
        let sample_rate_hz = rate(sample_rate_hz)?;
        let cleaner = Cleaner::new(sample_rate_hz, mode(number)?, strength)?;
        let latency_ms = (cleaner.delay_samples() * 1_000.0 / f64::from(sample_rate_hz)) as f32;
        let silence = || Box::new([0.0; BLOCK_MAX]);
        Ok(CleanTrack { cleaner, input: silence(), output: silence(), latency_ms })
    }
}

/// Makes a cleaner; null if something was refused.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_cleaner_create(
    sample_rate_hz: f64,
    mode: u32,
    strength: f32,
) -> *mut CleanTrack {
    give(remember(CleanTrack::new(sample_rate_hz, mode, strength)))
}

/// Ends a cleaner.
///
/// # Safety
/// `cleaner` is null or came from `ganita_cleaner_create` and was not destroyed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_destroy(cleaner: *mut CleanTrack) {
    // SAFETY: the caller's promise.
    unsafe { take_back(cleaner) };
}

/// Forgets what was heard.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_reset(cleaner: *mut CleanTrack) {
    // SAFETY: the caller's promise.
    if let Some(track) = unsafe { named(cleaner) } {
        track.cleaner.reset();
    }
}

/// Where samples go in.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_input(cleaner: *mut CleanTrack) -> *mut f32 {
    // SAFETY: the caller's promise.
    unsafe { named(cleaner) }.map_or(std::ptr::null_mut(), |track| track.input.as_mut_ptr())
}

/// Where samples come out.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_output(cleaner: *mut CleanTrack) -> *const f32 {
    // SAFETY: the caller's promise.
    unsafe { named(cleaner) }.map_or(std::ptr::null(), |track| track.output.as_ptr())
}

/// Cleans the first `frames` samples of the input into the output.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_process(cleaner: *mut CleanTrack, frames: u32) -> u32 {
    // SAFETY: the caller's promise.
    let Some(track) = (unsafe { named(cleaner) }) else { return 0 };
    let frames = BLOCK_MAX.min(frames as usize);
    track.cleaner.process(&track.input[..frames], &mut track.output[..frames]);
    frames as u32
}

/// Changes how noise is removed.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_set_denoise(
    cleaner: *mut CleanTrack,
    number: u32,
    strength: f32,
) -> u32 {
    // SAFETY: the caller's promise.
    let Some(track) = (unsafe { named(cleaner) }) else { return 0 };
    let set = mode(number).and_then(|mode| Ok(track.cleaner.set_denoise(mode, strength)?));
    u32::from(remember(set).is_some())
}

/// How late the track is.
///
/// # Safety
/// `cleaner` is null or a live cleaner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_cleaner_latency_ms(cleaner: *mut CleanTrack) -> f32 {
    // SAFETY: the caller's promise.
    unsafe { named(cleaner) }.map_or(0.0, |track| track.latency_ms)
}
