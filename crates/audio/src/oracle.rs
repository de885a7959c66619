//! The signals that the oracles in `tests/oracle` heard, by the same formulas.

use std::f64::consts::TAU;

/// Evenly spread in −1…1, from a linear congruential generator.
pub(crate) fn noise(length: usize) -> impl Iterator<Item = f32> {
    let mut state = 1_u32;
    (0..length).map(move |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    })
}

/// A pulse train with three resonances that comes and goes, at 16 kHz, in noise of this level; the voice is silent before
/// `begins`.
pub(crate) fn voice_in_noise(length: usize, level: f64, begins: usize) -> Vec<f32> {
    let mut state = 1_u32;
    (0..length)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = f64::from(state >> 8) / f64::from(1 << 23) - 1.0;
            let t = n as f64 / 16_000.0;
            let turn = |hz: f64| libm::sin(TAU * hz * t);
            let loud = libm::pow(turn(1.5).max(0.0), 2.0);
            let pitch = libm::exp(3.0 * (turn(120.0 + 0.5 * libm::floor(t)) - 1.0));
            let voice = pitch * (turn(700.0) + 0.6 * turn(1_150.0) + 0.3 * turn(2_500.0));
            let voice = if n < begins { 0.0 } else { 0.4 * loud * voice };
            (voice + level * noise) as f32
        })
        .collect()
}

/// The numbers of an oracle's file.
pub(crate) fn numbers(file: &str) -> Vec<f64> {
    file.lines().map(|line| line.parse().expect("a number a line")).collect()
}

/// Correlation without removing the mean, and the gain from `b` to `a`.
pub(crate) fn likeness(a: &[f64], b: &[f64]) -> (f64, f64) {
    assert_eq!(a.len(), b.len(), "the same length");
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    (product(a, b) / libm::sqrt(product(a, a) * product(b, b)), product(a, b) / product(b, b))
}
