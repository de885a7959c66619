//! Silero VAD v6.2: the layers in the order in which `src/detect/silero.rs` reads them.

use crate::onnx::{Tensors, find};
use crate::pack::Pack;

/// Channels in, channels out, and the taps in time that ever meet data: the frame before the first and the one after the
/// last are empty, and the third convolution sees two frames, the fourth one.
const ENCODER: [(usize, usize, std::ops::Range<usize>); 4] =
    [(129, 128, 0..3), (128, 64, 0..3), (64, 64, 1..3), (64, 128, 1..2)];
const HIDDEN: usize = 128;

pub(crate) fn pack(tensors: &Tensors, mut pack: Pack) -> Result<Pack, String> {
    for (layer, (inputs, outputs, taps)) in ENCODER.into_iter().enumerate() {
        let name = format!("model.encoder.{layer}.reparam_conv");
        let weight = find(tensors, &format!("{name}.weight"), &[outputs, inputs, 3])?;
        let mut matrix = Vec::new();
        for output in 0..outputs {
            for tap in taps.clone() {
                matrix.extend((0..inputs).map(|input| weight[(output * inputs + input) * 3 + tap]));
            }
        }
        pack.matrix(&matrix, inputs);
        pack.vector(find(tensors, &format!("{name}.bias"), &[outputs])?);
    }

    // One matrix over input and state together: the sums are the same.
    let cell = "model.decoder.rnn";
    let input = find(tensors, &format!("{cell}.weight_ih"), &[4 * HIDDEN, HIDDEN])?;
    let state = find(tensors, &format!("{cell}.weight_hh"), &[4 * HIDDEN, HIDDEN])?;
    let rows = input.chunks(HIDDEN).zip(state.chunks(HIDDEN));
    let matrix: Vec<f32> = rows.flat_map(|(input, state)| [input, state].concat()).collect();
    pack.matrix(&matrix, HIDDEN);
    let input = find(tensors, &format!("{cell}.bias_ih"), &[4 * HIDDEN])?;
    let state = find(tensors, &format!("{cell}.bias_hh"), &[4 * HIDDEN])?;
    pack.vector(&input.iter().zip(state).map(|(a, b)| a + b).collect::<Vec<_>>());

    pack.vector(find(tensors, "model.decoder.decoder.2.weight", &[1, HIDDEN, 1])?);
    pack.vector(find(tensors, "model.decoder.decoder.2.bias", &[1])?);
    Ok(pack)
}
