//! How loud.

/// The level of a stretch of sound, linear: 1 is full scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Level {
    /// Root of the mean square.
    pub rms: f32,
    /// The largest magnitude.
    pub peak: f32,
}

impl Level {
    /// Measures `samples`; silence if there are none.
    pub fn of(samples: &[f32]) -> Level {
        let mut sum = 0.0;
        let mut peak = 0.0_f32;
        for &sample in samples {
            sum += sample * sample;
            peak = peak.max(sample.abs());
        }
        let rms = if samples.is_empty() { 0.0 } else { (sum / samples.len() as f32).sqrt() };
        Level { rms, peak }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_wave_is_as_loud_as_its_peak() {
        assert_eq!(Level::of(&[0.5, -0.5, 0.5, -0.5]), Level { rms: 0.5, peak: 0.5 });
        assert_eq!(Level::of(&[]), Level::default());
    }
}
