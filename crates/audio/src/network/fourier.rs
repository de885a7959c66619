//! The Fourier transform of real signals whose length is a power of two.
//!
//! Our own and plain (J. W. Cooley, J. W. Tukey 1965, decimation in time): the lengths are 256, 512 and 1,024, and the
//! same bits must come out everywhere.

use std::f64::consts::TAU;

/// Transforms of one length.
pub(crate) struct Fourier {
    /// Half the length: a real signal is transformed as a complex one of half its length.
    half: usize,
    /// e^(−iτk / length), k < half; the stage of size m uses every (length / m)th.
    twiddle: Vec<[f32; 2]>,
    /// For each stage after the first its factors in a row, at `size / 2`.
    stages: Vec<[f32; 2]>,
    reversed: Vec<u32>,
    re: Vec<f32>,
    im: Vec<f32>,
}

impl Fourier {
    pub(crate) fn new(length: usize) -> Fourier {
        assert!(length.is_power_of_two() && length >= 8, "a power of two");
        let half = length / 2;
        let turn = |k: usize, of: usize| {
            let angle = -TAU * k as f64 / of as f64;
            [libm::cos(angle) as f32, libm::sin(angle) as f32]
        };
        let mut stages = vec![[1.0, 0.0]; half];
        let mut size = 2;
        while size <= half {
            for k in 0..size / 2 {
                stages[size / 2 + k] = turn(k, size);
            }
            size *= 2;
        }
        let bits = half.trailing_zeros();
        Fourier {
            half,
            twiddle: (0..half).map(|k| turn(k, length)).collect(),
            stages,
            reversed: (0..half as u32).map(|n| n.reverse_bits() >> (32 - bits)).collect(),
            re: vec![0.0; half],
            im: vec![0.0; half],
        }
    }

    /// `signal` (of the length) to `half + 1` complex amplitudes.
    pub(crate) fn forward(&mut self, signal: &[f32], spectrum: &mut [[f32; 2]]) {
        let half = self.half;
        for (n, &from) in self.reversed.iter().enumerate() {
            self.re[n] = signal[2 * from as usize];
            self.im[n] = signal[2 * from as usize + 1];
        }
        butterflies(&self.stages, &mut self.re, &mut self.im);
        spectrum[0] = [self.re[0] + self.im[0], 0.0];
        spectrum[half] = [self.re[0] - self.im[0], 0.0];
        for (k, target) in spectrum[..half].iter_mut().enumerate().skip(1) {
            let (ar, ai) = (self.re[k], self.im[k]);
            let (br, bi) = (self.re[half - k], -self.im[half - k]);
            let [cos, sin] = self.twiddle[k];
            // (a − b) / 2i, turned.
            let (dr, di) = (0.5 * (ai - bi), -0.5 * (ar - br));
            *target =
                [0.5 * (ar + br) + cos * dr - sin * di, 0.5 * (ai + bi) + cos * di + sin * dr];
        }
    }

    /// The way back: `half + 1` complex amplitudes to the signal.
    pub(crate) fn inverse(&mut self, spectrum: &[[f32; 2]], signal: &mut [f32]) {
        let half = self.half;
        let scale = 0.5 / half as f32;
        for (n, &from) in self.reversed.iter().enumerate() {
            let k = from as usize;
            let ([ar, ai], [br, bi]) = (spectrum[k], spectrum[half - k]);
            let [cos, sin] = self.twiddle[k];
            let (er, ei) = (ar + br, ai - bi);
            let (dr, di) = (ar - br, ai + bi);
            // e + i·d turned back; real and imaginary part change places, which makes the forward transform inverse.
            let (or, oi) = (dr * cos + di * sin, di * cos - dr * sin);
            self.im[n] = scale * (er - oi);
            self.re[n] = scale * (ei + or);
        }
        butterflies(&self.stages, &mut self.re, &mut self.im);
        for (pair, (&im, &re)) in signal.chunks_exact_mut(2).zip(self.im.iter().zip(&self.re)) {
            pair[0] = im;
            pair[1] = re;
        }
    }
}

/// The stages of a complex transform of bit-reversed input.
fn butterflies(stages: &[[f32; 2]], re: &mut [f32], im: &mut [f32]) {
    let mut size = 2;
    while size <= re.len() {
        let width = size / 2;
        let factors = &stages[width..size];
        for (re, im) in re.chunks_exact_mut(size).zip(im.chunks_exact_mut(size)) {
            let ((ar, br), (ai, bi)) = (re.split_at_mut(width), im.split_at_mut(width));
            for (n, &[cos, sin]) in factors.iter().enumerate() {
                let (tr, ti) = (br[n] * cos - bi[n] * sin, br[n] * sin + bi[n] * cos);
                (br[n], bi[n]) = (ar[n] - tr, ai[n] - ti);
                ar[n] += tr;
                ai[n] += ti;
            }
        }
        size *= 2;
    }
}

/// A Hann window, periodic, of that length.
pub(crate) fn hann(length: usize) -> Vec<f32> {
    (0..length).map(|n| (0.5 - 0.5 * libm::cos(TAU * n as f64 / length as f64)) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_it_should_be_and_comes_back() {
        for length in [8, 256, 512, 1_024] {
            let mut state = 1_u32;
            let signal: Vec<f32> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state as f32 / u32::MAX as f32 - 0.5
                })
                .collect();
            let mut fourier = Fourier::new(length);
            let mut spectrum = vec![[0.0; 2]; length / 2 + 1];
            fourier.forward(&signal, &mut spectrum);
            for (k, &[re, im]) in spectrum.iter().enumerate() {
                let (mut cos, mut sin) = (0.0, 0.0);
                for (n, &x) in signal.iter().enumerate() {
                    let angle = TAU * ((k * n) % length) as f64 / length as f64;
                    cos += f64::from(x) * libm::cos(angle);
                    sin -= f64::from(x) * libm::sin(angle);
                }
                assert!(
                    (f64::from(re) - cos).abs() < 2e-5 && (f64::from(im) - sin).abs() < 2e-5,
                    "{length} {k}"
                );
            }
            let mut back = vec![0.0; length];
            fourier.inverse(&spectrum, &mut back);
            for (a, b) in signal.iter().zip(back) {
                assert!((a - b).abs() < 1e-6, "{length}: {a} {b}");
            }
        }
    }
}
