//! How likely it is that somebody speaks, at 16 kHz.
//!
//! Frame: 256 samples (16 ms). The crate earshot: a mel spectrum of the last 48 ms, a small convolution over three of
//! them and two minimal GRUs.

use earshot::Detector as Earshot;

/// Samples in a frame.
pub const FRAME_SAMPLES: usize = 256;

/// Takes samples at 16 kHz; every 256 of them have a probability.
pub struct Detector {
    earshot: Box<Earshot>,
    frame: [f32; FRAME_SAMPLES],
    filled: usize,
}

impl Detector {
    /// Makes the network.
    #[expect(clippy::new_without_default, reason = "every stage of the pipeline is made with new")]
    pub fn new() -> Detector {
        Detector {
            earshot: Box::new(Earshot::const_default()),
            frame: [0.0; FRAME_SAMPLES],
            filled: 0,
        }
    }

    /// Takes samples up to the end of the current frame, and says how many it took; at the end of a frame also how
    /// likely it is that the frame is speech.
    pub fn process(&mut self, input: &[f32]) -> (usize, Option<f32>) {
        let take = input.len().min(FRAME_SAMPLES - self.filled);
        for (target, &sample) in self.frame[self.filled..].iter_mut().zip(&input[..take]) {
            *target = sample.clamp(-1.0, 1.0);
        }
        self.filled += take;
        if self.filled < FRAME_SAMPLES {
            return (take, None);
        }
        self.filled = 0;
        (take, Some(self.earshot.predict_f32(&self.frame).clamp(0.0, 1.0)))
    }

    /// The samples of the frame that was decided last.
    pub(crate) fn frame(&self) -> &[f32; FRAME_SAMPLES] {
        &self.frame
    }

    /// Forgets what was heard; as new.
    pub fn reset(&mut self) {
        self.earshot.reset();
        self.filled = 0;
        self.frame.fill(0.0);
    }
}
