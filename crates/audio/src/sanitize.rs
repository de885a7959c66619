//! The door: nothing that is not a sound gets in.

/// Below this (−180 dB) a sample is silence; it keeps denormals, which are slow, out of every filter behind.
const SILENCE: f32 = 1e-9;

/// What was wrong with the samples of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    /// Samples at or over full scale.
    pub(crate) clipped: u64,
    /// NaN and infinities.
    pub(crate) not_finite: u64,
}

/// Copies `input` to `output`: NaN and infinities become 0, the rest is kept within full scale.
pub(crate) fn sanitize(input: &[f32], output: &mut [f32], faults: &mut Faults) {
    for (target, &sample) in output.iter_mut().zip(input) {
        *target = if !sample.is_finite() {
            faults.not_finite += 1;
            0.0
        } else if sample.abs() >= 1.0 {
            faults.clipped += 1;
            sample.signum()
        } else if sample.abs() < SILENCE {
            0.0
        } else {
            sample
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sound_becomes_silence() {
        let input = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 2.0, -1.0, 1e-40, 0.25];
        let mut output = [9.0; 7];
        let mut faults = Faults::default();
        sanitize(&input, &mut output, &mut faults);
        assert_eq!(output, [0.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.25]);
        assert_eq!(faults, Faults { clipped: 2, not_finite: 3 });
    }
}
