//! The low-pass filter behind every polyphase resampler: a sinc under a Kaiser window.
//!
//! Formulas: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974.

use std::f64::consts::PI;

/// Shape of the window; 10.4 puts the stop band at −103 dB.
const BETA: f64 = 10.4;

/// The impulse response, at `phases` times the input rate, of a low-pass of `phases * taps` points around the middle.
/// `cutoff` is relative to the input rate (0.5 is its Nyquist frequency).
///
/// A microphone waits for this, before any compiler has optimised it: half of the response is the other's mirror image,
/// sines follow from one another, and the window needs no root.
pub(crate) fn low_pass(phases: usize, taps: usize, cutoff: f64) -> Vec<f64> {
    let length = phases * taps;
    let middle = length / 2;
    let scale = 1.0 / bessel_i0_of_root(1.0);
    // The first point has no partner on the other side: without it the response is symmetric, its phase linear.
    let mut response = vec![0.0; length];
    response[middle] = 2.0 * cutoff;
    let step = 2.0 * PI * cutoff / phases as f64;
    let (sin_step, cos_step) = (libm::sin(step), libm::cos(step));
    let (mut sin, mut cos) = (0.0, 1.0);
    for away in 1..middle {
        (sin, cos) = (sin * cos_step + cos * sin_step, cos * cos_step - sin * sin_step);
        let share = away as f64 / middle as f64;
        let window = scale * bessel_i0_of_root(1.0 - share * share);
        let value = 2.0 * cutoff * sin / (step * away as f64) * window;
        response[middle - away] = value;
        response[middle + away] = value;
    }
    response
}

/// Terms of the power series below: the rest is 1e-12 of the sum at most.
const TERMS: usize = 22;

/// `(BETA² / 4)^n / (n!)²`, n from 0.
const SERIES: [f64; TERMS] = {
    let mut series = [1.0; TERMS];
    let mut n = 1;
    while n < TERMS {
        series[n] = series[n - 1] * (BETA * BETA / 4.0) / (n * n) as f64;
        n += 1;
    }
    series
};

/// The modified Bessel function of order 0 at `BETA` times the root of `square` (0 to 1): a polynomial of the square.
fn bessel_i0_of_root(square: f64) -> f64 {
    SERIES.iter().rev().fold(0.0, |sum, term| sum * square + term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bessel_agrees_with_the_tables() {
        // Abramowitz & Stegun, table 9.8: I0(1) = 1.2660658778, e^-10 I0(10) = 0.1278333372.
        let bessel_i0 = |x: f64| bessel_i0_of_root((x / BETA) * (x / BETA));
        assert!((bessel_i0(1.0) - 1.266_065_877_8).abs() < 1e-10);
        assert!((bessel_i0(10.0) * libm::exp(-10.0) - 0.127_833_337_2).abs() < 1e-10);
    }

    #[test]
    fn the_response_is_a_sinc_under_the_window() {
        let (phases, taps, cutoff) = (160, 80, 0.5);
        let response = low_pass(phases, taps, cutoff);
        for (k, &value) in response.iter().enumerate().skip(1) {
            let at = (k as f64 - 6_400.0) / phases as f64;
            let angle = PI * 2.0 * cutoff * at;
            let sinc = if k == 6_400 { 1.0 } else { libm::sin(angle) / angle };
            let away = (k as f64 - 6_400.0) / 6_400.0;
            let window = bessel_i0_of_root(1.0 - away * away) / bessel_i0_of_root(1.0);
            assert!((value - 2.0 * cutoff * sinc * window).abs() < 1e-11, "{k}");
        }
        assert_eq!(response[0], 0.0);
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
