//! The low-pass filter behind every polyphase resampler: a sinc under a Kaiser window.
//!
//! Formulas: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974.

use std::f64::consts::PI;

/// Shape of the window; 10.4 puts the stop band at −103 dB.
const BETA: f64 = 10.4;

/// The impulse response, at `phases` times the input rate, of a low-pass of `phases * taps` points around the middle.
/// `cutoff` is relative to the input rate (0.5 is its Nyquist frequency).
pub(crate) fn low_pass(phases: usize, taps: usize, cutoff: f64) -> Vec<f64> {
    let length = phases * taps;
    let middle = (length / 2) as f64;
    let scale = 1.0 / bessel_i0(BETA);
    (0..length)
        .map(|k| {
            // The first point has no partner on the other side: without it the response is symmetric, its phase linear.
            if k == 0 {
                return 0.0;
            }
            let away = (k as f64 - middle) / middle;
            let window = bessel_i0(BETA * libm::sqrt((1.0 - away * away).max(0.0))) * scale;
            let at = (k as f64 - middle) / phases as f64;
            2.0 * cutoff * sinc(2.0 * cutoff * at) * window
        })
        .collect()
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { libm::sin(PI * x) / (PI * x) }
}

/// The modified Bessel function of order 0, by its power series (it converges fast: x stays below 11).
fn bessel_i0(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let mut sum = 1.0;
    let mut term = 1.0;
    let mut n = 1.0;
    while term > sum * 1e-17 {
        term *= quarter / (n * n);
        sum += term;
        n += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bessel_agrees_with_the_tables() {
        // Abramowitz & Stegun, table 9.8: I0(1) = 1.2660658778, e^-10 I0(10) = 0.1278333372.
        assert!((bessel_i0(1.0) - 1.266_065_877_8).abs() < 1e-10);
        assert!((bessel_i0(10.0) * libm::exp(-10.0) - 0.127_833_337_2).abs() < 1e-10);
    }

    #[test]
    fn the_response_is_symmetric_and_passes_dc() {
        let response = low_pass(3, 80, 0.15);
        for k in 1..120 {
            assert!((response[120 - k] - response[120 + k]).abs() < 1e-15);
        }
        assert!((response.iter().sum::<f64>() - 3.0).abs() < 1e-4);
    }
}
