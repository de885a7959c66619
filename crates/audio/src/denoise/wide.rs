//! RNNoise in a stream at 48 kHz: frames of 480, one frame late.

use super::rnnoise::Rnnoise;
use crate::config::Mode;

/// Samples in a frame; also the delay.
pub(super) const FRAME: usize = Rnnoise::FRAME;

pub(super) struct Wide {
    rnnoise: Rnnoise,
    incoming: [f32; FRAME],
    filled: usize,
    clean: [f32; FRAME],
}

impl Wide {
    pub(super) fn new(mode: Mode) -> Wide {
        let incoming = [0.0; FRAME];
        let mut wide = Wide { rnnoise: Rnnoise::new(), incoming, filled: 0, clean: [0.0; FRAME] };
        wide.set(mode);
        wide.rnnoise.reset();
        wide
    }

    /// Prepares what the mode needs.
    pub(super) fn set(&mut self, mode: Mode) {
        if mode == Mode::Rnnoise {
            self.rnnoise.prepare();
        }
    }

    /// Takes samples up to the end of a frame and says how many; at the end of one there is the frame before it, cleaned.
    pub(super) fn process(&mut self, input: &[f32]) -> (usize, Option<&[f32; FRAME]>) {
        let take = input.len().min(FRAME - self.filled);
        self.incoming[self.filled..self.filled + take].copy_from_slice(&input[..take]);
        self.filled += take;
        if self.filled < FRAME {
            return (take, None);
        }
        self.filled = 0;
        self.rnnoise.process(&self.incoming, &mut self.clean);
        (take, Some(&self.clean))
    }

    /// Begins a stream at another place; what the network remembers stays, and fades.
    pub(super) fn restart(&mut self) {
        self.filled = 0;
    }

    /// As new. This allocates.
    pub(super) fn reset(&mut self) {
        self.rnnoise.reset();
        self.filled = 0;
    }
}
