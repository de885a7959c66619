//! Silero VAD v6.2 (Silero Team, MIT), written by hand.
//!
//! Frame: 512 samples at 16 kHz, heard with the 64 before them. Four spectra of 256 samples, 128 apart (the last reaches
//! over the end, which is mirrored); four convolutions in time; an LSTM of 128; one number. The weights are 8-bit, in
//! groups of 32; on labelled speech that is as good as 32-bit. 350,000 multiplications a frame.

use crate::network::activation::{logistic, tanh};
use crate::network::fourier::{Fourier, hann};
use crate::network::layer::{Layer, rectify};
use crate::network::weights::Weights;

#[cfg(feature = "exact-weights")]
use crate::network::layer::Floats as Chosen;
#[cfg(not(feature = "exact-weights"))]
use crate::network::layer::Integers as Chosen;

/// Samples in a frame: 32 ms.
pub(super) const FRAME: usize = 512;

/// Samples from before the frame that are heard with it.
const CONTEXT: usize = 64;

const WINDOW: usize = 256;
const HOP: usize = 128;
const BINS: usize = WINDOW / 2 + 1;
const SPECTRA: usize = 4;
const HIDDEN: usize = 128;

/// Outputs of the convolutions.
const FIRST: usize = 128;
const SECOND: usize = 64;
const THIRD: usize = 64;

/// The layers, which any number of listeners can share.
pub(super) struct Silero<L = Chosen> {
    first: Biased<L>,
    second: Biased<L>,
    third: Biased<L>,
    fourth: Biased<L>,
    /// The LSTM's gates: its input, then its state.
    cell: Biased<L>,
    decoder: Vec<f32>,
    decoder_bias: f32,
    window: Vec<f32>,
}

struct Biased<L> {
    layer: L,
    bias: Vec<f32>,
}

/// What one listener remembers.
pub(super) struct Memory {
    context: [f32; CONTEXT],
    cell: [f32; HIDDEN],
    hidden: [f32; HIDDEN],
}

/// Space to work in.
pub(super) struct Scratch<L: Layer = Chosen> {
    fourier: Fourier,
    sound: [f32; CONTEXT + FRAME + CONTEXT],
    windowed: [f32; WINDOW],
    spectrum: [[f32; 2]; BINS],
    magnitudes: [f32; BINS],
    first: [[f32; FIRST]; SPECTRA],
    second: [[f32; SECOND]; 2],
    third: [f32; THIRD],
    fourth: [f32; HIDDEN],
    gates: [f32; 4 * HIDDEN],
    /// The inputs of the layers.
    spectra: [L::Input; SPECTRA],
    of_second: [L::Input; SPECTRA],
    of_third: [L::Input; 2],
    of_fourth: L::Input,
    of_cell: [L::Input; 2],
}

impl Silero {
    pub(super) fn new() -> Silero {
        #[cfg(feature = "exact-weights")]
        let file = include_bytes!(concat!(env!("OUT_DIR"), "/silero-exact.bin"));
        #[cfg(not(feature = "exact-weights"))]
        let file = include_bytes!(concat!(env!("OUT_DIR"), "/silero.bin"));
        Silero::read(Weights::new(file))
    }
}

impl<L: Layer> Silero<L> {
    fn read(mut weights: Weights) -> Silero<L> {
        let first = Biased::read(&mut weights, 3, BINS, FIRST);
        let second = Biased::read(&mut weights, 3, FIRST, SECOND);
        let third = Biased::read(&mut weights, 2, SECOND, THIRD);
        let fourth = Biased::read(&mut weights, 1, THIRD, HIDDEN);
        let cell = Biased::read(&mut weights, 2, HIDDEN, 4 * HIDDEN);
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
        scratch: &mut Scratch<L>,
        frame: &[f32; FRAME],
    ) -> f32 {
        self.look(memory, scratch, frame);
        self.encode(scratch);
        let Scratch { fourth, gates, of_cell, .. } = scratch;
        L::take(fourth, &mut of_cell[0]);
        L::take(&memory.hidden, &mut of_cell[1]);
        gates.copy_from_slice(&self.cell.bias);
        self.cell.layer.add::<4, 1>(0, [&of_cell[0]], [gates]);
        self.cell.layer.add::<4, 1>(1, [&of_cell[1]], [gates]);

        // Gates in PyTorch's order: input, forget, cell, output.
        let (input, rest) = gates.split_at(HIDDEN);
        let (forget, rest) = rest.split_at(HIDDEN);
        let (candidate, output) = rest.split_at(HIDDEN);
        let hidden = &mut memory.hidden;
        for n in 0..HIDDEN {
            memory.cell[n] =
                logistic(forget[n]) * memory.cell[n] + logistic(input[n]) * tanh(candidate[n]);
            hidden[n] = logistic(output[n]) * tanh(memory.cell[n]);
        }
        let sum: f32 = hidden.iter().zip(&self.decoder).map(|(&h, &w)| h.max(0.0) * w).sum();
        logistic(sum + self.decoder_bias)
    }

    /// The frame's spectra.
    fn look(&self, memory: &mut Memory, scratch: &mut Scratch<L>, frame: &[f32; FRAME]) {
        let sound = &mut scratch.sound;
        sound[..CONTEXT].copy_from_slice(&memory.context);
        sound[CONTEXT..CONTEXT + FRAME].copy_from_slice(frame);
        let last = CONTEXT + FRAME - 1;
        for n in 1..=CONTEXT {
            sound[last + n] = sound[last - n];
        }
        memory.context.copy_from_slice(&frame[FRAME - CONTEXT..]);
        for (n, spectrum) in scratch.spectra.iter_mut().enumerate() {
            for (target, (&sample, &weight)) in
                scratch.windowed.iter_mut().zip(sound[n * HOP..].iter().zip(&self.window))
            {
                *target = sample * weight;
            }
            scratch.fourier.forward(&scratch.windowed, &mut scratch.spectrum);
            for (magnitude, [re, im]) in scratch.magnitudes.iter_mut().zip(scratch.spectrum) {
                *magnitude = (re * re + im * im).sqrt();
            }
            L::take(&scratch.magnitudes, spectrum);
        }
    }

    /// The convolutions. Before the first spectrum and after the last there is nothing, which needs no multiplying.
    fn encode(&self, scratch: &mut Scratch<L>) {
        let Scratch { first, second, third, fourth, .. } = scratch;
        let [a, b, c, d] = &scratch.spectra;
        first.fill(self.first.bias[..].try_into().expect("as many as outputs"));
        let [fa, fb, fc, fd] = first;
        self.first.layer.add::<2, 3>(0, [a, b, c], [fb, fc, fd]);
        self.first.layer.add::<2, 4>(1, [a, b, c, d], [fa, fb, fc, fd]);
        self.first.layer.add::<2, 3>(2, [b, c, d], [fa, fb, fc]);
        for (values, input) in first.iter_mut().zip(&mut scratch.of_second) {
            rectify(values);
            L::take(values, input);
        }

        // Every other instant.
        let [a, b, c, d] = &scratch.of_second;
        second.fill(self.second.bias[..].try_into().expect("as many as outputs"));
        let [sa, sb] = second;
        self.second.layer.add::<4, 1>(0, [b], [sb]);
        for (part, [one, other]) in [(1, [a, c]), (2, [b, d])] {
            self.second.layer.add::<4, 1>(part, [one], [sa]);
            self.second.layer.add::<4, 1>(part, [other], [sb]);
        }
        for (values, input) in second.iter_mut().zip(&mut scratch.of_third) {
            rectify(values);
            L::take(values, input);
        }

        third.copy_from_slice(&self.third.bias);
        for (part, input) in scratch.of_third.iter().enumerate() {
            self.third.layer.add::<4, 1>(part, [input], [third]);
        }
        rectify(third);
        L::take(third, &mut scratch.of_fourth);

        fourth.copy_from_slice(&self.fourth.bias);
        self.fourth.layer.add::<4, 1>(0, [&scratch.of_fourth], [fourth]);
        rectify(fourth);
    }
}

impl<L: Layer> Biased<L> {
    fn read(weights: &mut Weights, parts: usize, inputs: usize, outputs: usize) -> Biased<L> {
        let layer = L::read(weights, parts, inputs, outputs);
        Biased { layer, bias: weights.vector(outputs) }
    }
}

impl Memory {
    pub(super) fn new() -> Memory {
        Memory { context: [0.0; CONTEXT], cell: [0.0; HIDDEN], hidden: [0.0; HIDDEN] }
    }
}

impl<L: Layer> Scratch<L> {
    pub(super) fn new() -> Scratch<L> {
        Scratch {
            fourier: Fourier::new(WINDOW),
            sound: [0.0; CONTEXT + FRAME + CONTEXT],
            windowed: [0.0; WINDOW],
            spectrum: [[0.0; 2]; BINS],
            magnitudes: [0.0; BINS],
            first: [[0.0; FIRST]; SPECTRA],
            second: [[0.0; SECOND]; 2],
            third: [0.0; THIRD],
            fourth: [0.0; HIDDEN],
            gates: [0.0; 4 * HIDDEN],
            spectra: std::array::from_fn(|_| L::input(BINS)),
            of_second: std::array::from_fn(|_| L::input(FIRST)),
            of_third: std::array::from_fn(|_| L::input(SECOND)),
            of_fourth: L::input(THIRD),
            of_cell: std::array::from_fn(|_| L::input(HIDDEN)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::layer::Floats;
    use crate::oracle;

    /// What ONNX Runtime 1.32.0 makes of `silero_vad_16k_op15.onnx` and [`signal`]; written by `tests/oracle/silero.py`.
    const EXPECTED: &str = include_str!("../../tests/oracle/silero.txt");

    /// How far the probabilities are from the expected ones: on average, and at most.
    fn distance<L: Layer>(silero: &Silero<L>) -> [f64; 2] {
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
        let [_, furthest] = distance(&Silero::<Floats>::read(Weights::new(exact)));
        assert!(furthest < 1e-4, "{furthest}");
    }

    /// What this costs on recorded speech is in `tests/corpus/audio-score.txt`.
    #[test]
    fn with_8_bits_it_hardly_differs() {
        let [mean, furthest] = distance(&Silero::new());
        assert!(mean < 0.02 && furthest < 0.2, "{mean} {furthest}");
    }
}
