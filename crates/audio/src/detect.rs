//! How likely it is that somebody speaks, at 16 kHz.
//!
//! Frame: 256 samples (16 ms), of the sound as GTCRN cleaned it at full strength, whatever mode is set for the ears. Two
//! networks listen: Silero VAD to the last 512 samples, and earshot (a mel spectrum of the last 48 ms, a small
//! convolution, two minimal GRUs). They err differently; the mean of their log-odds is surer than either.

mod silero;

use earshot::Detector as Earshot;

use crate::network::activation::logistic;
use silero::{Memory, Scratch, Silero};

/// Samples in a frame.
pub const FRAME_SAMPLES: usize = 256;

/// A probability is told of the frame this many before the one that came in last: the windows reach back, and with
/// what follows in the ear a frame is judged better. On labelled speech, 1 and 2 each helped; 3 would be too late.
pub(crate) const LOOK_AHEAD_FRAMES: u64 = 2;

/// Amplitude of the hiss under everything that earshot hears: −72 dB. It never heard the emptiness above 4 kHz that
/// a Bluetooth headset leaves, and takes it for speech; on labelled speech at 8 kHz the hiss turns that into silence, and
/// harms nothing at 16 kHz.
const HISS: f32 = 4.35e-4;

/// Log-odds that are added to the mean of the two, so that a probability of one half is where the best decision is: both
/// networks learnt from noisier sound than what they get here, and are too careful.
const CALIBRATION: f32 = 0.3;

/// One network's opinion counts no more than this, in log-odds.
const SUREST: f32 = 9.0;

/// Takes frames of 256 samples at 16 kHz; every one has a probability.
pub struct Detector {
    silero: Silero,
    /// Two listeners take turns, so that there is an answer every 256 samples; each hears every sample once.
    listeners: [Memory; 2],
    turn: usize,
    scratch: Scratch,
    /// The last two frames.
    heard: [f32; silero::FRAME],
    earshot: Ear,
}

struct Ear {
    earshot: Box<Earshot>,
    frame: [f32; FRAME_SAMPLES],
    hiss: Hiss,
}

/// White noise, the same every time.
struct Hiss(u32);

impl Hiss {
    const SEED: u32 = 0x9e37_79b9;

    fn next(&mut self) -> f32 {
        // G. Marsaglia, "Xorshift RNGs", 2003.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 as i32) as f32 * (HISS / 2_147_483_648.0)
    }
}

impl Ear {
    fn new() -> Ear {
        Ear {
            earshot: Box::new(Earshot::const_default()),
            frame: [0.0; FRAME_SAMPLES],
            hiss: Hiss(Hiss::SEED),
        }
    }

    fn probability(&mut self, samples: &[f32; FRAME_SAMPLES]) -> f32 {
        for (target, &sample) in self.frame.iter_mut().zip(samples) {
            *target = (sample + self.hiss.next()).clamp(-1.0, 1.0);
        }
        self.earshot.predict_f32(&self.frame).clamp(0.0, 1.0)
    }

    fn reset(&mut self) {
        self.earshot.reset();
        self.frame.fill(0.0);
        self.hiss = Hiss(Hiss::SEED);
    }
}

impl Detector {
    /// Makes the networks.
    #[expect(clippy::new_without_default, reason = "every stage of the pipeline is made with new")]
    pub fn new() -> Detector {
        Detector {
            silero: Silero::new(),
            listeners: [Memory::new(), Memory::new()],
            turn: 0,
            scratch: Scratch::new(),
            heard: [0.0; silero::FRAME],
            earshot: Ear::new(),
        }
    }

    /// Takes the next frame, cleaned, and says how likely speech is.
    pub fn frame(&mut self, cleaned: &[f32; FRAME_SAMPLES]) -> f32 {
        self.heard.copy_within(FRAME_SAMPLES.., 0);
        self.heard[FRAME_SAMPLES..].copy_from_slice(cleaned);
        let listener = &mut self.listeners[self.turn];
        self.turn = 1 - self.turn;
        let silero = self.silero.hear(listener, &mut self.scratch, &self.heard);
        fused(silero, self.earshot.probability(cleaned))
    }

    /// Forgets what was heard; as new.
    pub fn reset(&mut self) {
        self.listeners = [Memory::new(), Memory::new()];
        self.turn = 0;
        self.heard.fill(0.0);
        self.earshot.reset();
    }
}

/// Silero VAD alone, on sound as it comes: what a comparison with other builds of that network needs.
pub struct SileroVad {
    silero: Silero,
    memory: Memory,
    scratch: Scratch,
}

impl SileroVad {
    /// Samples in a frame, at 16 kHz.
    pub const FRAME: usize = silero::FRAME;

    /// Makes the network.
    #[expect(clippy::new_without_default, reason = "every stage of the pipeline is made with new")]
    pub fn new() -> SileroVad {
        SileroVad { silero: Silero::new(), memory: Memory::new(), scratch: Scratch::new() }
    }

    /// Takes the next frame and says how likely speech is in it.
    pub fn frame(&mut self, samples: &[f32; SileroVad::FRAME]) -> f32 {
        self.silero.hear(&mut self.memory, &mut self.scratch, samples)
    }

    /// Forgets what was heard; as new.
    pub fn reset(&mut self) {
        self.memory = Memory::new();
    }
}

/// What two opinions are together.
fn fused(a: f32, b: f32) -> f32 {
    logistic(0.5 * (log_odds(a) + log_odds(b)) + CALIBRATION)
}

fn log_odds(probability: f32) -> f32 {
    let odds = probability / (1.0 - probability);
    libm::logf(odds.max(1e-6)).clamp(-SUREST, SUREST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_opinions_become_one() {
        let even = logistic(CALIBRATION);
        assert!((fused(0.5, 0.5) - even).abs() < 1e-6);
        assert!((fused(0.9, 0.1) - even).abs() < 1e-6);
        assert!((fused(1.0, 0.0) - even).abs() < 1e-6);
        assert!(fused(0.9, 0.9) > 0.9 && fused(0.1, 0.2) < 0.25);
        assert!(fused(0.0, 0.0) > 0.0 && fused(1.0, 1.0) < 1.0);
    }
}
