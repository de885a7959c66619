//! Why something was refused, as a number.

use std::sync::atomic::{AtomicU32, Ordering};

use ganita_audio::ConfigError;
#[cfg(feature = "audio")]
use ganita_audio::Mode;

static LAST: AtomicU32 = AtomicU32::new(0);

/// What the page can ask for and not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "audio"), allow(dead_code, reason = "an echo canceller has no mode"))]
pub(crate) enum Refusal {
    SampleRate = 1,
    Mode = 2,
    Strength = 3,
    VadSetting = 4,
    Capacity = 5,
}

impl From<ConfigError> for Refusal {
    fn from(error: ConfigError) -> Refusal {
        match error {
            ConfigError::SampleRate { .. } => Refusal::SampleRate,
            ConfigError::Strength { .. } => Refusal::Strength,
            ConfigError::VadSetting { .. } => Refusal::VadSetting,
            ConfigError::Capacity { .. } => Refusal::Capacity,
        }
    }
}

/// Remembers why, or that all is well.
pub(crate) fn remember<T>(result: Result<T, Refusal>) -> Option<T> {
    match result {
        Ok(value) => {
            LAST.store(0, Ordering::Relaxed);
            Some(value)
        }
        Err(refusal) => {
            LAST.store(refusal as u32, Ordering::Relaxed);
            None
        }
    }
}

/// Why the last create or set function returned 0; 0 if it did not.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_last_error() -> u32 {
    LAST.load(Ordering::Relaxed)
}

/// A context's rate is a float in JavaScript; it need not be a number at all.
pub(crate) fn rate(sample_rate_hz: f64) -> Result<u32, Refusal> {
    // A float becomes the nearest u32; NaN becomes 0, which is refused further down.
    let rounded = (sample_rate_hz + 0.5) as u32;
    if (ganita_audio::RATE_HZ_MIN..=ganita_audio::RATE_HZ_MAX).contains(&rounded) {
        Ok(rounded)
    } else {
        Err(Refusal::SampleRate)
    }
}

/// A mode by its number.
#[cfg(feature = "audio")]
pub(crate) fn mode(number: u32) -> Result<Mode, Refusal> {
    Mode::ALL.get(number as usize).copied().ok_or(Refusal::Mode)
}
