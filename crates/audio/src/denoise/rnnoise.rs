//! RNNoise by the crate nnnoiseless: a recurrent network that sets the gains of 22 bands, and a comb filter for the voice.

use nnnoiseless::DenoiseState;

/// The network wants samples in the range of 16-bit integers.
const SCALE: f32 = 32_768.0;

pub(super) struct Rnnoise {
    state: Box<DenoiseState<'static>>,
    scaled: [f32; Rnnoise::FRAME],
}

impl Rnnoise {
    pub(super) const FRAME: usize = DenoiseState::FRAME_SIZE;

    pub(super) fn new() -> Rnnoise {
        let mut rnnoise = Rnnoise { state: DenoiseState::new(), scaled: [0.0; Rnnoise::FRAME] };
        // The first frames of a thread fill tables that nnnoiseless and its FFT keep: let that happen here, where
        // allocating is allowed. Two frames, the second with sound in it, touch all of them.
        let mut ignored = [0.0; Rnnoise::FRAME];
        rnnoise.process(&[0.0; Rnnoise::FRAME], &mut ignored);
        let mut tick = [0.0; Rnnoise::FRAME];
        tick[0] = 0.5;
        rnnoise.process(&tick, &mut ignored);
        rnnoise.reset();
        rnnoise
    }

    /// One frame in; the one before it out, cleaned.
    pub(super) fn process(
        &mut self,
        input: &[f32; Rnnoise::FRAME],
        output: &mut [f32; Rnnoise::FRAME],
    ) {
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
