//! RNNoise by the crate nnnoiseless: a recurrent network that sets the gains of 22 bands, and a comb filter for the voice.

use nnnoiseless::DenoiseState;

/// The network wants samples in the range of 16-bit integers.
const SCALE: f32 = 32_768.0;

pub(super) struct Rnnoise {
    state: Box<DenoiseState<'static>>,
    scaled: [f32; Rnnoise::FRAME],
    is_prepared: bool,
}

impl Rnnoise {
    pub(super) const FRAME: usize = DenoiseState::FRAME_SIZE;

    pub(super) fn new() -> Rnnoise {
        let scaled = [0.0; Rnnoise::FRAME];
        Rnnoise { state: DenoiseState::new(), scaled, is_prepared: false }
    }

    /// The first frame of a program fills tables that nnnoiseless and its transform keep: much more than a frame is
    /// where nothing is optimised yet. Who never chooses this network does not wait for that, and who does, not while
    /// sound runs. Nothing is allocated.
    pub(super) fn prepare(&mut self) {
        if !self.is_prepared {
            self.process(&[0.0; Rnnoise::FRAME], &mut [0.0; Rnnoise::FRAME]);
        }
    }

    /// One frame in; the one before it out, cleaned.
    pub(super) fn process(
        &mut self,
        input: &[f32; Rnnoise::FRAME],
        output: &mut [f32; Rnnoise::FRAME],
    ) {
        self.is_prepared = true;
        for (target, &sample) in self.scaled.iter_mut().zip(input) {
            *target = sample * SCALE;
        }
        self.state.process_frame(output, &self.scaled);
        for sample in output.iter_mut() {
            *sample /= SCALE;
            // What is left of a tail after silence decays into denormals, which are slow to work with further down.
            if sample.abs() < 1e-9 {
                *sample = 0.0;
            }
        }
    }

    /// As new. nnnoiseless has no reset, so this allocates.
    pub(super) fn reset(&mut self) {
        self.state = DenoiseState::new();
    }
}
