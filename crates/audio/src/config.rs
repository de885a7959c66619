//! What can be chosen, and what is refused.

use std::fmt;

/// The lowest rate a microphone has (a Bluetooth headset's narrow band).
pub const RATE_HZ_MIN: u32 = 8_000;

/// The highest rate a sound interface offers.
pub const RATE_HZ_MAX: u32 = 192_000;

/// How noise is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The sound as it came, with the delay the others have.
    Off,
    /// Xiph's RNNoise network (crate nnnoiseless), 48 kHz, 10 ms frames.
    Rnnoise,
    /// GTCRN, 16 kHz, 32 ms frames. The default, at strength 0.8: of all modes and strengths it has the best PESQ, and a
    /// recogniser gets fewer words wrong after it than before (`tests/corpus/audio-score.txt`).
    #[default]
    Gtcrn,
    /// A spectral gate that learns a steady noise.
    Stationary,
    /// A spectral gate that follows the average of the last two seconds.
    Adaptive,
}

impl Mode {
    /// All of them, in the order of their numbers in the worklet's interface.
    pub const ALL: [Mode; 5] =
        [Mode::Off, Mode::Rnnoise, Mode::Gtcrn, Mode::Stationary, Mode::Adaptive];

    /// The name used in settings and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::Rnnoise => "rnnoise",
            Mode::Gtcrn => "gtcrn",
            Mode::Stationary => "stationary",
            Mode::Adaptive => "adaptive",
        }
    }

    /// The mode of that name.
    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// When speech begins and ends. The names are those of `@ricky0123/vad-web` where they mean the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VadSettings {
    /// A frame at or above this probability is speech.
    pub positive_speech_threshold: f32,
    /// A frame below this probability is a pause; between the two, things stay as they are.
    pub negative_speech_threshold: f32,
    /// A pause this long ends the speech (the hangover).
    pub redemption_ms: f32,
    /// Sound kept from before the first spoken frame (the pre-roll).
    pub pre_speech_pad_ms: f32,
    /// Speech shorter than this is a cough or a click and is not reported.
    pub min_speech_ms: f32,
}

impl Default for VadSettings {
    fn default() -> Self {
        VadSettings {
            positive_speech_threshold: 0.5,
            negative_speech_threshold: 0.5,
            redemption_ms: 112.0,
            pre_speech_pad_ms: 300.0,
            min_speech_ms: 64.0,
        }
    }
}

/// The longest pre-roll and hangover, and with them the size of the pipeline's memory.
const PAD_MS_MAX: f32 = 2_000.0;

/// The longest speech that may be waited for before it is reported.
const MIN_SPEECH_MS_MAX: f32 = 1_000.0;

impl VadSettings {
    /// Says which value cannot be used.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let within = |name, value: f32, max: f32| {
            if (0.0..=max).contains(&value) {
                Ok(())
            } else {
                Err(ConfigError::VadSetting { name, value, max })
            }
        };
        within("positiveSpeechThreshold", self.positive_speech_threshold, 1.0)?;
        within(
            "negativeSpeechThreshold",
            self.negative_speech_threshold,
            self.positive_speech_threshold,
        )?;
        within("redemptionMs", self.redemption_ms, PAD_MS_MAX)?;
        within("preSpeechPadMs", self.pre_speech_pad_ms, PAD_MS_MAX)?;
        within("minSpeechMs", self.min_speech_ms, MIN_SPEECH_MS_MAX)
    }
}

/// Everything a [`Pipeline`](crate::Pipeline) is made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Config {
    /// The rate of the samples that will come in.
    pub sample_rate_hz: u32,
    /// How noise is removed.
    pub mode: Mode,
    /// How much of it: 0 leaves the sound as it is, 1 takes all that the mode can take.
    pub strength: f32,
    /// Chunks only while somebody speaks; otherwise always.
    pub gate: bool,
    /// Speech that is too quiet is made louder in the chunks, once it is clean. Off unless asked for: browsers have a
    /// control of their own before the microphone's sound reaches a page.
    pub gain: bool,
    /// When speech begins and ends.
    pub vad: VadSettings,
}

impl Config {
    /// The defaults, for a microphone of that rate.
    pub fn at(sample_rate_hz: u32) -> Config {
        Config {
            sample_rate_hz,
            mode: Mode::default(),
            strength: 0.8,
            gate: true,
            gain: false,
            vad: VadSettings::default(),
        }
    }
}

/// Why something cannot be built as asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ConfigError {
    /// No microphone or loudspeaker has this rate.
    SampleRate {
        /// The rate that was asked for.
        found: u32,
    },
    /// The strength is not in 0…1.
    Strength {
        /// The strength that was asked for.
        found: f32,
    },
    /// A setting of the speech detector is out of its range.
    VadSetting {
        /// Its name, as in `@ricky0123/vad-web`.
        name: &'static str,
        /// The value that was asked for.
        value: f32,
        /// The range is 0…max.
        max: f32,
    },
    /// The player's memory is too short or too long.
    Capacity {
        /// The length that was asked for.
        found_ms: u32,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ConfigError::SampleRate { found } => {
                write!(
                    f,
                    "a sample rate of {found} Hz is not between {RATE_HZ_MIN} and {RATE_HZ_MAX} Hz"
                )
            }
            ConfigError::Strength { found } => {
                write!(f, "a strength of {found} is not between 0 and 1")
            }
            ConfigError::VadSetting { name, value, max } => {
                write!(f, "{name} = {value} is not between 0 and {max}")
            }
            ConfigError::Capacity { found_ms } => {
                write!(f, "a capacity of {found_ms} ms is not between 1 s and 10 min")
            }
        }
    }
}

impl std::error::Error for ConfigError {}

/// Refuses a rate no device has.
pub(crate) fn check_rate(sample_rate_hz: u32) -> Result<(), ConfigError> {
    match sample_rate_hz {
        RATE_HZ_MIN..=RATE_HZ_MAX => Ok(()),
        found => Err(ConfigError::SampleRate { found }),
    }
}

/// Refuses a strength outside 0…1 (and NaN).
pub(crate) fn check_strength(strength: f32) -> Result<(), ConfigError> {
    if (0.0..=1.0).contains(&strength) {
        Ok(())
    } else {
        Err(ConfigError::Strength { found: strength })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_allowed() {
        assert_eq!(VadSettings::default().check(), Ok(()));
        assert_eq!(check_strength(Config::at(48_000).strength), Ok(()));
    }

    #[test]
    fn what_is_refused_is_named() {
        let vad = VadSettings { negative_speech_threshold: 0.6, ..VadSettings::default() };
        let error = vad.check().expect_err("the negative threshold is above the positive one");
        assert_eq!(error.to_string(), "negativeSpeechThreshold = 0.6 is not between 0 and 0.5");
        assert!(VadSettings { redemption_ms: f32::NAN, ..VadSettings::default() }.check().is_err());
        assert!(check_strength(f32::NAN).is_err());
        assert_eq!(
            check_rate(7_999).expect_err("too low").to_string(),
            "a sample rate of 7999 Hz is not between 8000 and 192000 Hz"
        );
    }

    #[test]
    fn a_mode_is_found_by_its_name() {
        for mode in Mode::ALL {
            assert_eq!(Mode::from_name(mode.name()), Some(mode));
        }
        assert_eq!(Mode::from_name("loud"), None);
    }
}
