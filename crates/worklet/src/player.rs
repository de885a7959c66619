//! The tutor's voice.

use ganita_audio::{Player, PlayerState, VOICE_RATE_HZ};

use crate::BLOCK_MAX;
use crate::handle::{give, named, take_back};
use crate::refusal::{Refusal, rate, remember};

/// Samples that fit into the player's input: one second.
const INPUT_MAX: usize = VOICE_RATE_HZ as usize;

/// A player, as the page holds it.
pub struct Voice {
    player: Player,
    input: Box<[i16]>,
    output: Box<[f32; BLOCK_MAX]>,
    state: [f64; 8],
}

impl Voice {
    fn new(output_rate_hz: f64, capacity_ms: u32) -> Result<Voice, Refusal> {
        let mut voice = Voice {
            player: Player::new(rate(output_rate_hz)?, capacity_ms)?,
            input: vec![0; INPUT_MAX].into_boxed_slice(),
            output: Box::new([0.0; BLOCK_MAX]),
            state: [0.0; 8],
        };
        voice.show_state();
        Ok(voice)
    }

    fn show_state(&mut self) {
        let level = self.player.level();
        self.state = [
            match self.player.state() {
                PlayerState::Idle => 0.0,
                PlayerState::Filling => 1.0,
                PlayerState::Playing => 2.0,
            },
            self.player.waiting_ms(),
            self.player.played_ms(),
            self.player.starved() as f64,
            self.player.refused() as f64,
            f64::from(level.rms),
            f64::from(level.peak),
            f64::from(self.player.target_ms()),
        ];
    }
}

/// Makes a player; null if something was refused.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_player_create(output_rate_hz: f64, capacity_ms: u32) -> *mut Voice {
    give(remember(Voice::new(output_rate_hz, capacity_ms)))
}

/// Ends a player.
///
/// # Safety
/// `player` is null or came from `ganita_player_create` and was not destroyed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_destroy(player: *mut Voice) {
    // SAFETY: the caller's promise.
    unsafe { take_back(player) };
}

/// Where the tutor's samples go.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_input(player: *mut Voice) -> *mut i16 {
    // SAFETY: the caller's promise.
    unsafe { named(player) }.map_or(std::ptr::null_mut(), |voice| voice.input.as_mut_ptr())
}

/// How many samples fit there.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_player_input_capacity() -> u32 {
    INPUT_MAX as u32
}

/// Takes the first `samples` of the input; says how many it took.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_push(player: *mut Voice, samples: u32) -> u32 {
    // SAFETY: the caller's promise.
    let Some(voice) = (unsafe { named(player) }) else { return 0 };
    let taken = voice.player.push(&voice.input[..INPUT_MAX.min(samples as usize)]);
    voice.show_state();
    taken as u32
}

/// No more voice is coming.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_finish(player: *mut Voice) {
    // SAFETY: the caller's promise.
    if let Some(voice) = unsafe { named(player) } {
        voice.player.finish();
        voice.show_state();
    }
}

/// Falls silent and forgets what waits.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_flush(player: *mut Voice) {
    // SAFETY: the caller's promise.
    if let Some(voice) = unsafe { named(player) } {
        voice.player.flush();
        voice.show_state();
    }
}

/// Changes how loud the voice is.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_set_volume(player: *mut Voice, volume: f32) {
    // SAFETY: the caller's promise.
    if let Some(voice) = unsafe { named(player) } {
        voice.player.set_volume(volume);
    }
}

/// Where the device's samples come out.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_output(player: *mut Voice) -> *const f32 {
    // SAFETY: the caller's promise.
    unsafe { named(player) }.map_or(std::ptr::null(), |voice| voice.output.as_ptr())
}

/// Fills the first `frames` samples of the output, and tells in bits what was heard.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_render(player: *mut Voice, frames: u32) -> u32 {
    // SAFETY: the caller's promise.
    let Some(voice) = (unsafe { named(player) }) else { return 0 };
    let heard = voice.player.render(&mut voice.output[..BLOCK_MAX.min(frames as usize)]);
    voice.show_state();
    u32::from(heard.began)
        | u32::from(heard.ended) << 1
        | u32::from(heard.starved) << 2
        | u32::from(heard.flushed) << 3
}

/// What the player is doing.
///
/// # Safety
/// `player` is null or a live player.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_player_state(player: *mut Voice) -> *const f64 {
    // SAFETY: the caller's promise.
    unsafe { named(player) }.map_or(std::ptr::null(), |voice| voice.state.as_ptr())
}
