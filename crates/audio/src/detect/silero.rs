//! Silero VAD v6.2 (Silero Team, MIT), written by hand.
//!
//! Frame: 512 samples at 16 kHz, heard with the 64 before them. Four spectra of 256 samples, 128 apart (the last reaches
//! over the end, which is mirrored); four convolutions in time; an LSTM of 128; one number. The weights are 8-bit, in
//! groups of 32; on labelled speech that is as good as 32-bit. 390,000 multiplications a frame.

use crate::network::activation::{logistic, tanh};
use crate::network::dense::{Dense, rectify};
use crate::network::fourier::{Fourier, hann};
use crate::network::weights::Weights;

/// Samples in a frame: 32 ms.
pub(super) const FRAME: usize = 512;

/// Samples from before the frame that are heard with it.
const CONTEXT: usize = 64;

const WINDOW: usize = 256;
const HOP: usize = 128;
const BINS: usize = WINDOW / 2 + 1;
const SPECTRA: usize = 4;
const HIDDEN: usize = 128;

/// The layers, which any number of listeners can share.
pub(super) struct Silero {
    first: Dense<8>,
    second: Dense<16>,
    third: Dense<32>,
    fourth: Dense<32>,
    cell: Dense<32>,
    decoder: Vec<f32>,
    decoder_bias: f32,
    window: Vec<f32>,
}

/// What one listener remembers.
pub(super) struct Memory {
    context: [f32; CONTEXT],
    cell: [f32; HIDDEN],
    /// The last activations of the encoder, then the LSTM's output.
    state: [f32; 2 * HIDDEN],
}

/// Space to work in.
pub(super) struct Scratch {
    fourier: Fourier,
    sound: [f32; CONTEXT + FRAME + CONTEXT],
    windowed: [f32; WINDOW],
    spectrum: [[f32; 2]; BINS],
    /// Each with an empty frame at either end.
    magnitudes: [f32; (SPECTRA + 2) * BINS],
    first: [f32; (SPECTRA + 2) * 128],
    second: [f32; 2 * 64],
    third: [f32; 64],
    gates: [f32; 4 * HIDDEN],
}

impl Silero {
    pub(super) fn new() -> Silero {
        #[cfg(feature = "exact-weights")]
        let file = include_bytes!(concat!(env!("OUT_DIR"), "/silero-exact.bin"));
        #[cfg(not(feature = "exact-weights"))]
        let file = include_bytes!(concat!(env!("OUT_DIR"), "/silero.bin"));
        Silero::read(Weights::new(file))
    }

    fn read(mut weights: Weights) -> Silero {
        let first = dense(&mut weights, 3 * BINS, 128);
        let second = dense(&mut weights, 3 * 128, 64);
        let third = dense(&mut weights, 2 * 64, 64);
        let fourth = dense(&mut weights, 64, HIDDEN);
        let cell = dense(&mut weights, 2 * HIDDEN, 4 * HIDDEN);
        let decoder = weights.vector(HIDDEN);
        let decoder_bias = weights.number();
        weights.end();
        let window = hann(WINDOW);
        Silero { first, second, third, fourth, cell, decoder, decoder_bias, window }
    }

    /// How likely it is that somebody speaks in this frame.
    pub(super) fn hear(
        &self,
        memory: &mut Memory,
        scratch: &mut Scratch,
        frame: &[f32; FRAME],
    ) -> f32 {
        let sound = &mut scratch.sound;
        sound[..CONTEXT].copy_from_slice(&memory.context);
        sound[CONTEXT..CONTEXT + FRAME].copy_from_slice(frame);
        let last = CONTEXT + FRAME - 1;
        for n in 1..=CONTEXT {
            sound[last + n] = sound[last - n];
        }
        memory.context.copy_from_slice(&frame[FRAME - CONTEXT..]);

        for (n, magnitudes) in
            scratch.magnitudes[BINS..].chunks_exact_mut(BINS).take(SPECTRA).enumerate()
        {
            for (target, (&sample, &weight)) in
                scratch.windowed.iter_mut().zip(sound[n * HOP..].iter().zip(&self.window))
            {
                *target = sample * weight;
            }
            scratch.fourier.forward(&scratch.windowed, &mut scratch.spectrum);
            for (magnitude, [re, im]) in magnitudes.iter_mut().zip(scratch.spectrum) {
                *magnitude = libm::sqrtf(re * re + im * im);
            }
        }

        let Silero { first, second, third, fourth, .. } = self;
        first.apply(&scratch.magnitudes, [0, BINS, 2 * BINS, 3 * BINS], &mut scratch.first[128..]);
        rectify(&mut scratch.first);
        second.apply(&scratch.first, [0, 2 * 128], &mut scratch.second);
        rectify(&mut scratch.second);
        third.apply(&scratch.second, [0], &mut scratch.third);
        rectify(&mut scratch.third);
        fourth.apply(&scratch.third, [0], &mut memory.state[..HIDDEN]);
        rectify(&mut memory.state[..HIDDEN]);

        // Gates in PyTorch's order: input, forget, cell, output.
        self.cell.apply(&memory.state, [0], &mut scratch.gates);
        let (input, rest) = scratch.gates.split_at(HIDDEN);
        let (forget, rest) = rest.split_at(HIDDEN);
        let (candidate, output) = rest.split_at(HIDDEN);
        let hidden = &mut memory.state[HIDDEN..];
        for n in 0..HIDDEN {
            memory.cell[n] =
                logistic(forget[n]) * memory.cell[n] + logistic(input[n]) * tanh(candidate[n]);
            hidden[n] = logistic(output[n]) * tanh(memory.cell[n]);
        }
        let sum: f32 = hidden.iter().zip(&self.decoder).map(|(&h, &w)| h.max(0.0) * w).sum();
        logistic(sum + self.decoder_bias)
    }
}

fn dense<const LANES: usize>(weights: &mut Weights, inputs: usize, outputs: usize) -> Dense<LANES> {
    let matrix = weights.matrix(outputs, inputs);
    Dense::new(&matrix, &weights.vector(outputs))
}

impl Memory {
    pub(super) fn new() -> Memory {
        Memory { context: [0.0; CONTEXT], cell: [0.0; HIDDEN], state: [0.0; 2 * HIDDEN] }
    }
}

impl Scratch {
    pub(super) fn new() -> Scratch {
        Scratch {
            fourier: Fourier::new(WINDOW),
            sound: [0.0; CONTEXT + FRAME + CONTEXT],
            windowed: [0.0; WINDOW],
            spectrum: [[0.0; 2]; BINS],
            magnitudes: [0.0; (SPECTRA + 2) * BINS],
            first: [0.0; (SPECTRA + 2) * 128],
            second: [0.0; 2 * 64],
            third: [0.0; 64],
            gates: [0.0; 4 * HIDDEN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// What ONNX Runtime 1.32.0 makes of `silero_vad_16k_op15.onnx` and [`signal`]; written by `tests/oracle/silero.py`.
    const EXPECTED: &str = include_str!("../../tests/oracle/silero.txt");

    /// How far the probabilities are from the expected ones: on average, and at most.
    fn distance(silero: &Silero) -> [f64; 2] {
        let expected = oracle::numbers(EXPECTED);
        let (mut memory, mut scratch) = (Memory::new(), Scratch::new());
        let found = oracle::voice_in_noise(expected.len() * FRAME, 0.01, 0)
            .chunks_exact(FRAME)
            .map(|frame| {
                silero.hear(&mut memory, &mut scratch, frame.try_into().expect("whole frames"))
            })
            .collect::<Vec<_>>();
        assert!(found.iter().any(|&p| p > 0.8) && found.iter().any(|&p| p < 0.1), "{found:?}");
        let far: Vec<f64> =
            found.iter().zip(expected).map(|(&a, b)| (f64::from(a) - b).abs()).collect();
        [far.iter().sum::<f64>() / far.len() as f64, far.into_iter().fold(0.0, f64::max)]
    }

    #[test]
    fn with_all_bits_it_is_what_onnx_runtime_makes_of_it() {
        let exact = include_bytes!(concat!(env!("OUT_DIR"), "/silero-exact.bin"));
        let [_, furthest] = distance(&Silero::read(Weights::new(exact)));
        assert!(furthest < 1e-4, "{furthest}");
    }

    /// What this costs on recorded speech is in `tests/corpus/audio-score.txt`.
    #[test]
    fn with_8_bits_it_hardly_differs() {
        let [mean, furthest] = distance(&Silero::new());
        assert!(mean < 0.02 && furthest < 0.2, "{mean} {furthest}");
    }
}
