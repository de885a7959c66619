//! WAV files: any depth, any rate, any number of channels in; what fits best out.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// A sound file's contents.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wav {
    pub(crate) sample_rate_hz: u32,
    /// One row per channel, all of the same length; samples in −1…1.
    pub(crate) channels: Vec<Vec<f32>>,
    /// Whether 16 bits are enough to hold what was in the file.
    pub(crate) fits_16_bits: bool,
}

impl Wav {
    /// Samples per channel.
    pub(crate) fn len(&self) -> usize {
        self.channels[0].len()
    }

    /// All channels in one.
    pub(crate) fn mono(&self) -> Vec<f32> {
        let share = 1.0 / self.channels.len() as f32;
        (0..self.len())
            .map(|n| self.channels.iter().map(|channel| channel[n]).sum::<f32>() * share)
            .collect()
    }
}
