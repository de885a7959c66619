//! A resampler for any two rates: rubato's asynchronous one, which interpolates between the phases of one long filter.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{
    Async, FixedAsync, Resampler as _, SincInterpolationParameters, SincInterpolationType,
    WindowFunction,
};

/// Length of the filter, in input samples. Twice 256 would gain 3 dB and cost twice as much.
const SINC_LEN: usize = 256;

/// Samples are handed to rubato in pieces of this many.
const PIECE: usize = 64;

pub(super) struct Odd {
    inner: Async<f32>,
    piece: [f32; PIECE],
    held: usize,
    scratch: Vec<f32>,
    from_hz: u32,
    to_hz: u32,
}

impl Odd {
    pub(super) fn new(from_hz: u32, to_hz: u32) -> Odd {
        let parameters =
            SincInterpolationParameters::new(SINC_LEN, WindowFunction::BlackmanHarris2)
                .oversampling_factor(256)
                .interpolation(SincInterpolationType::Cubic);
        let ratio = f64::from(to_hz) / f64::from(from_hz);
        // Not `expect`: it would bring the printing of rubato's errors, and with it that of floats, into the browser.
        let Ok(inner) = Async::new_sinc(ratio, 1.0, &parameters, PIECE, 1, FixedAsync::Input)
        else {
            unreachable!("the rates were checked, and the ratio is fixed")
        };
        let scratch = vec![0.0; inner.output_frames_max()];
        Odd { inner, piece: [0.0; PIECE], held: 0, scratch, from_hz, to_hz }
    }

    pub(super) fn held_max(&self) -> usize {
        PIECE
    }

    pub(super) fn delay_s(&self) -> f64 {
        // rubato's first output sample stands one step after the beginning, not on it.
        SINC_LEN as f64 / 2.0 / f64::from(self.from_hz) - 1.0 / f64::from(self.to_hz)
    }

    pub(super) fn process(&mut self, mut input: &[f32], output: &mut [f32]) -> usize {
        let mut written = 0;
        while !input.is_empty() {
            let take = input.len().min(PIECE - self.held);
            self.piece[self.held..self.held + take].copy_from_slice(&input[..take]);
            self.held += take;
            input = &input[take..];
            if self.held == PIECE {
                self.held = 0;
                written += self.convert(&mut output[written..]);
            }
        }
        written
    }

    fn convert(&mut self, output: &mut [f32]) -> usize {
        let room = self.scratch.len();
        let Ok(source) = SequentialSlice::new(&self.piece[..], 1, PIECE) else {
            unreachable!("one channel of that length")
        };
        let Ok(mut target) = SequentialSlice::new_mut(&mut self.scratch[..], 1, room) else {
            unreachable!("one channel of that length")
        };
        let Ok((_, count)) = self.inner.process_into_buffer(&source, &mut target, None) else {
            unreachable!("the buffers have the sizes rubato asks")
        };
        output[..count].copy_from_slice(&self.scratch[..count]);
        count
    }

    pub(super) fn reset(&mut self) {
        self.inner.reset();
        self.held = 0;
    }
}
