//! GTCRN: the layers in the order in which `src/denoise/gtcrn.rs` reads them, batch normalisation folded in.
//!
//! The ONNX file names what its exporter left alone (`decoder.…`) and numbers what it folded (`onnx::Conv_3380`); the
//! numbers are part of the pinned file. Every matrix is written input by input, so that a row holds the weights from one
//! input to all outputs.

use crate::onnx::{Tensors, find};
use crate::pack::Pack;

/// `BatchNormalization`'s epsilon.
const EPSILON: f32 = 1e-5;

/// A gated block with grouped temporal convolution, by its numbers in the file.
struct Block {
    /// Pointwise, depthwise, pointwise; empty in the decoder, which has names.
    convolutions: [u32; 3],
    slopes: [u32; 2],
    /// The attention's GRU: input weights, state weights, biases; then its matrix.
    attention: [u32; 4],
}

const ENCODER: [Block; 3] = [
    Block {
        convolutions: [3386, 3389, 3392],
        slopes: [3431, 3432],
        attention: [3451, 3452, 3453, 3454],
    },
    Block {
        convolutions: [3395, 3398, 3401],
        slopes: [3472, 3473],
        attention: [3492, 3493, 3494, 3495],
    },
    Block {
        convolutions: [3404, 3407, 3410],
        slopes: [3513, 3514],
        attention: [3533, 3534, 3535, 3536],
    },
];

const DECODER: [Block; 3] = [
    Block { convolutions: [0; 3], slopes: [3834, 3835], attention: [3854, 3855, 3856, 3857] },
    Block { convolutions: [0; 3], slopes: [3867, 3868], attention: [3887, 3888, 3889, 3890] },
    Block { convolutions: [0; 3], slopes: [3900, 3901], attention: [3920, 3921, 3922, 3923] },
];

/// A dual-path block: for either group the numbers of input weights, state weights and biases; then the matrices after
/// the path along frequency and after the path along time.
struct DualPath {
    intra: [[u32; 3]; 2],
    intra_matrix: u32,
    inter: [[u32; 3]; 2],
    inter_matrix: u32,
}

const DUAL_PATHS: [DualPath; 2] = [
    DualPath {
        intra: [[3595, 3596, 3594], [3638, 3639, 3637]],
        intra_matrix: 3640,
        inter: [[3661, 3662, 3663], [3681, 3682, 3683]],
        inter_matrix: 3684,
    },
    DualPath {
        intra: [[3733, 3734, 3732], [3776, 3777, 3775]],
        intra_matrix: 3778,
        inter: [[3799, 3800, 3801], [3819, 3820, 3821]],
        inter_matrix: 3822,
    },
];

pub(crate) fn pack(tensors: &Tensors, mut pack: Pack) -> Result<Pack, String> {
    let numbered = |kind: &str, number: u32, shape: &[usize]| {
        find(tensors, &format!("onnx::{kind}_{number}"), shape)
    };

    // The bands: 192 bins to 64, three bins wide at the least.
    pack.matrix(numbered("MatMul", 3414, &[192, 64])?, 64);

    // Two convolutions along frequency, five taps each; the second in two groups.
    let weight = numbered("Conv", 3380, &[16, 9, 1, 5])?;
    pack.matrix(
        &arranged([5, 9, 16], |[tap, input, output]| weight[(output * 9 + input) * 5 + tap]),
        16,
    );
    pack.vector(numbered("Conv", 3381, &[16])?);
    pack.vector(numbered("PRelu", 3422, &[1, 1, 1])?);
    let weight = numbered("Conv", 3383, &[16, 8, 1, 5])?;
    pack.matrix(
        &arranged([5, 8, 16], |[tap, input, output]| weight[(output * 8 + input) * 5 + tap]),
        16,
    );
    pack.vector(numbered("Conv", 3384, &[16])?);
    pack.vector(numbered("PRelu", 3423, &[1, 1, 1])?);

    for (n, block) in ENCODER.iter().enumerate() {
        let [first, depth, second] = block.convolutions;
        let weight = numbered("Conv", first, &[16, 24, 1, 1])?;
        pack.matrix(&arranged([24, 16], |[input, output]| weight[output * 24 + input]), 16);
        pack.vector(numbered("Conv", first + 1, &[16])?);
        let weight = numbered("Conv", depth, &[16, 1, 3, 3])?;
        pack.matrix(&arranged([9, 16], |[tap, channel]| weight[channel * 9 + tap]), 16);
        pack.vector(numbered("Conv", depth + 1, &[16])?);
        let weight = numbered("Conv", second, &[8, 16, 1, 1])?;
        pack.matrix(&arranged([16, 8], |[input, output]| weight[output * 16 + input]), 8);
        pack.vector(numbered("Conv", second + 1, &[8])?);
        rest_of_block(tensors, &mut pack, block, &format!("encoder.en_convs.{}", n + 2))?;
    }

    for (n, path) in DUAL_PATHS.iter().enumerate() {
        let name = format!("dpgrnn{}", n + 1);
        for [input, state, bias] in path.intra {
            let (input, state) =
                (numbered("GRU", input, &[2, 12, 8])?, numbered("GRU", state, &[2, 12, 4])?);
            let bias = numbered("GRU", bias, &[2, 24])?;
            for direction in 0..2 {
                gru(
                    &mut pack,
                    &input[direction * 96..][..96],
                    &state[direction * 48..][..48],
                    &bias[direction * 24..][..24],
                    8,
                    4,
                );
            }
        }
        dense_and_norm(tensors, &mut pack, path.intra_matrix, &format!("{name}.intra"))?;
        for [input, state, bias] in path.inter {
            let (input, state) =
                (numbered("GRU", input, &[1, 24, 8])?, numbered("GRU", state, &[1, 24, 8])?);
            gru(&mut pack, input, state, numbered("GRU", bias, &[1, 48])?, 8, 8);
        }
        dense_and_norm(tensors, &mut pack, path.inter_matrix, &format!("{name}.inter"))?;
    }

    for (n, block) in DECODER.iter().enumerate() {
        let name = format!("decoder.de_convs.{n}");
        let tensor = |rest: &str, shape: &[usize]| find(tensors, &format!("{name}.{rest}"), shape);
        let (gain, shift) = normalisation(
            tensors,
            &format!("{name}.point_bn1"),
            tensor("point_conv1.bias", &[16])?,
        )?;
        let weight = tensor("point_conv1.weight", &[24, 16, 1, 1])?;
        pack.matrix(
            &arranged([24, 16], |[input, output]| weight[input * 16 + output] * gain[output]),
            16,
        );
        pack.vector(&shift);
        let (gain, shift) = normalisation(
            tensors,
            &format!("{name}.depth_bn"),
            tensor("depth_conv.ConvTranspose2d.bias", &[16])?,
        )?;
        let weight = tensor("depth_conv.ConvTranspose2d.weight", &[16, 1, 3, 3])?;
        // Transposed: the taps run backwards, in time and in frequency.
        pack.matrix(
            &arranged([9, 16], |[tap, channel]| weight[channel * 9 + 8 - tap] * gain[channel]),
            16,
        );
        pack.vector(&shift);
        let (gain, shift) = normalisation(
            tensors,
            &format!("{name}.point_bn2"),
            tensor("point_conv2.bias", &[8])?,
        )?;
        let weight = tensor("point_conv2.weight", &[16, 8, 1, 1])?;
        pack.matrix(
            &arranged([16, 8], |[input, output]| weight[input * 8 + output] * gain[output]),
            8,
        );
        pack.vector(&shift);
        rest_of_block(tensors, &mut pack, block, &name)?;
    }

    // Two transposed convolutions along frequency, back to 129 bands.
    let name = "decoder.de_convs.3";
    let (gain, shift) = normalisation(
        tensors,
        &format!("{name}.bn"),
        find(tensors, &format!("{name}.conv.bias"), &[16])?,
    )?;
    let weight = find(tensors, &format!("{name}.conv.weight"), &[16, 8, 1, 5])?;
    pack.matrix(
        &arranged([5, 8, 16], |[tap, input, output]| {
            weight[((output / 8 * 8 + input) * 8 + output % 8) * 5 + tap] * gain[output]
        }),
        16,
    );
    pack.vector(&shift);
    pack.vector(numbered("PRelu", 3927, &[1, 1, 1])?);
    let name = "decoder.de_convs.4";
    let (gain, shift) = normalisation(
        tensors,
        &format!("{name}.bn"),
        find(tensors, &format!("{name}.conv.bias"), &[2])?,
    )?;
    let weight = find(tensors, &format!("{name}.conv.weight"), &[16, 2, 1, 5])?;
    pack.matrix(
        &arranged([5, 2, 16], |[tap, output, input]| {
            weight[(input * 2 + output) * 5 + tap] * gain[output]
        }),
        16,
    );
    pack.vector(&shift);
    Ok(pack)
}

/// Slopes and attention, which encoder and decoder name alike.
fn rest_of_block(
    tensors: &Tensors,
    pack: &mut Pack,
    block: &Block,
    name: &str,
) -> Result<(), String> {
    for slope in block.slopes {
        pack.vector(find(tensors, &format!("onnx::PRelu_{slope}"), &[1, 1, 1])?);
    }
    let [input, state, bias, matrix] = block.attention;
    gru(
        pack,
        find(tensors, &format!("onnx::GRU_{input}"), &[1, 48, 8])?,
        find(tensors, &format!("onnx::GRU_{state}"), &[1, 48, 16])?,
        find(tensors, &format!("onnx::GRU_{bias}"), &[1, 96])?,
        8,
        16,
    );
    pack.matrix(find(tensors, &format!("onnx::MatMul_{matrix}"), &[16, 8])?, 8);
    pack.vector(find(tensors, &format!("{name}.tra.att_fc.bias"), &[8])?);
    Ok(())
}

/// A GRU: gates update, reset, candidate. ONNX's biases are those of the input, then those of the state.
fn gru(pack: &mut Pack, input: &[f32], state: &[f32], bias: &[f32], inputs: usize, hidden: usize) {
    let gates = 3 * hidden;
    pack.matrix(&arranged([inputs, gates], |[from, to]| input[to * inputs + from]), gates);
    pack.matrix(&arranged([hidden, gates], |[from, to]| state[to * hidden + from]), gates);
    pack.vector(bias);
}

fn dense_and_norm(
    tensors: &Tensors,
    pack: &mut Pack,
    matrix: u32,
    name: &str,
) -> Result<(), String> {
    pack.matrix(find(tensors, &format!("onnx::MatMul_{matrix}"), &[16, 16])?, 16);
    pack.vector(find(tensors, &format!("{name}_fc.bias"), &[16])?);
    pack.matrix(find(tensors, &format!("{name}_ln.weight"), &[33, 16])?, 16);
    pack.matrix(find(tensors, &format!("{name}_ln.bias"), &[33, 16])?, 16);
    Ok(())
}

/// What a convolution with this bias and the normalisation after it do together: a gain and a shift for each channel.
fn normalisation(
    tensors: &Tensors,
    name: &str,
    bias: &[f32],
) -> Result<(Vec<f32>, Vec<f32>), String> {
    let part = |part: &str| find(tensors, &format!("{name}.{part}"), &[bias.len()]);
    let (weight, offset) = (part("weight")?, part("bias")?);
    let (mean, variance) = (part("running_mean")?, part("running_var")?);
    let gain: Vec<f32> =
        weight.iter().zip(variance).map(|(w, v)| w / (v + EPSILON).sqrt()).collect();
    let shift = (0..bias.len()).map(|n| (bias[n] - mean[n]) * gain[n] + offset[n]).collect();
    Ok((gain, shift))
}

/// Values in row-major order of these dimensions.
fn arranged<const D: usize>(shape: [usize; D], value: impl Fn([usize; D]) -> f32) -> Vec<f32> {
    (0..shape.iter().product())
        .map(|mut position: usize| {
            let mut index = [0; D];
            for axis in (0..D).rev() {
                index[axis] = position % shape[axis];
                position /= shape[axis];
            }
            value(index)
        })
        .collect()
}
