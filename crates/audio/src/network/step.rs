/// The step between two neighbouring integers, in eighths of an octave above 2^−24. The build script, which packs the
/// weights, has this file too.
pub(crate) fn step(code: u8) -> f32 {
    const EIGHTHS: [f32; 8] = [
        1.0,
        1.090_507_7,
        1.189_207_1,
        1.296_839_6,
        std::f32::consts::SQRT_2,
        1.542_210_8,
        1.681_792_9,
        1.834_008_1,
    ];
    EIGHTHS[usize::from(code % 8)] * f32::from_bits((127 - 24 + u32::from(code / 8)) << 23)
}
