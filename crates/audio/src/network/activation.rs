//! Logistic function and hyperbolic tangent, written so that they run in vector registers.

/// e^x to 2 units in the last place, for |x| ≤ 87; beyond, as at the edge.
///
/// x = k·ln 2 + r with |r| ≤ ln 2 / 2; e^r by its Taylor polynomial of degree 7, 2^k by the float's exponent.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    // ln 2 in two parts, the first with zeros at its end, so that k·ln 2 is exact (Cody and Waite, 1980).
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    /// Adding 1.5 · 2²³ leaves no bits after the point: a rounding that vector units have.
    const ROUNDER: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let k = rounded - ROUNDER;
    let r = x - k * LN_2_HIGH - k * LN_2_LOW;
    let polynomial = 1.0
        + r * (1.0
            + r * (0.5
                + r * (1.0 / 6.0
                    + r * (1.0 / 24.0
                        + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5_040.0)))))));
    let exponent = rounded.to_bits().wrapping_sub(ROUNDER.to_bits());
    polynomial * f32::from_bits(exponent.wrapping_add(127) << 23)
}

/// 1 / (1 + e^−x).
#[inline]
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline]
pub(crate) fn tanh(x: f32) -> f32 {
    2.0 * logistic(2.0 * x) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_what_they_should_be() {
        for n in -8_700..=8_700 {
            let x = n as f32 / 100.0;
            let exact = libm::exp(f64::from(x));
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 3e-7, "exp({x})");
            assert!((f64::from(tanh(x)) - libm::tanh(f64::from(x))).abs() < 2e-7, "tanh({x})");
        }
        assert_eq!(logistic(1e9), 1.0);
        assert!((0.0..1e-37).contains(&logistic(-1e9)));
    }
}
