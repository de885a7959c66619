//! How likely it is that somebody speaks, at 16 kHz.
//!
//! Frame: 256 samples (16 ms). The crate earshot: a mel spectrum of the last 48 ms, a small convolution over three of
//! them and two minimal GRUs. It listens twice, to the sound as it came and to the cleaned sound: what noise hides from
//! the one, the denoiser's mistakes hide from the other, and the mean of the two is surer than either.

use earshot::Detector as Earshot;

/// Samples in a frame.
pub const FRAME_SAMPLES: usize = 256;

/// A probability is told of the frame this many before the one that came in last: the window reaches back, and with
/// what follows in the ear a frame is judged better. On labelled speech, 1 and 2 each helped; 3 would be too late.
pub(crate) const LOOK_AHEAD_FRAMES: u64 = 2;

/// Amplitude of the hiss under everything the ear hears: −72 dB. The network never heard the emptiness above 4 kHz that
/// a Bluetooth headset leaves, and takes it for speech; on labelled speech at 8 kHz the hiss turns that into silence, and
/// harms nothing at 16 kHz.
const HISS: f32 = 4.35e-4;

/// Takes samples at 16 kHz; every 256 of them have a probability.
pub struct Detector {
    cleaned: Ear,
    noisy: Ear,
    /// The cleaned samples, without the hiss.
    frame: [f32; FRAME_SAMPLES],
    filled: usize,
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

    fn hear(&mut self, at: usize, samples: &[f32]) {
        for (target, &sample) in self.frame[at..].iter_mut().zip(samples) {
            *target = (sample + self.hiss.next()).clamp(-1.0, 1.0);
        }
    }

    fn probability(&mut self) -> f32 {
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
        Detector { cleaned: Ear::new(), noisy: Ear::new(), frame: [0.0; FRAME_SAMPLES], filled: 0 }
    }

    /// Takes samples up to the end of the current frame, and says how many it took; at the end of a frame also how
    /// likely speech is. The two slices are the same sound, cleaned and not.
    pub fn process(&mut self, cleaned: &[f32], noisy: &[f32]) -> (usize, Option<f32>) {
        debug_assert_eq!(cleaned.len(), noisy.len(), "the same sound");
        let take = cleaned.len().min(FRAME_SAMPLES - self.filled);
        self.frame[self.filled..self.filled + take].copy_from_slice(&cleaned[..take]);
        self.cleaned.hear(self.filled, &cleaned[..take]);
        self.noisy.hear(self.filled, &noisy[..take]);
        self.filled += take;
        if self.filled < FRAME_SAMPLES {
            return (take, None);
        }
        self.filled = 0;
        (take, Some(mean_of_odds(self.cleaned.probability(), self.noisy.probability())))
    }

    /// The cleaned samples of the last frame.
    pub(crate) fn frame(&self) -> &[f32; FRAME_SAMPLES] {
        &self.frame
    }

    /// Forgets what was heard; as new.
    pub fn reset(&mut self) {
        self.cleaned.reset();
        self.noisy.reset();
        self.frame.fill(0.0);
        self.filled = 0;
    }
}

/// The probability whose odds are the geometric mean of the odds of the two.
fn mean_of_odds(a: f32, b: f32) -> f32 {
    let (yes, no) = (libm::sqrtf(a * b), libm::sqrtf((1.0 - a) * (1.0 - b)));
    // Where one is sure of speech and the other of silence, neither is right.
    if yes + no > 0.0 { yes / (yes + no) } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_opinions_become_one() {
        assert_eq!(mean_of_odds(0.5, 0.5), 0.5);
        assert!((mean_of_odds(0.9, 0.9) - 0.9).abs() < 1e-6);
        assert!((mean_of_odds(0.9, 0.1) - 0.5).abs() < 1e-6);
        assert_eq!(mean_of_odds(1.0, 0.0), 0.5);
        assert_eq!(mean_of_odds(0.0, 0.3), 0.0);
    }
}
