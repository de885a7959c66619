//! The transform: T. G. Stockham, "High-speed convolution and correlation", 1966 (self-sorting), with factors 5, 3, 4, 2.

use std::f64::consts::TAU;
use std::sync::OnceLock;

use num_complex::Complex32;

/// The longest signal.
const LENGTH_MAX: usize = 1_024;

/// Transforms of one length.
pub(crate) struct Transform {
    /// Half the length: a real signal is transformed as a complex one of half its length.
    half: usize,
    /// What `half` is a product of; 1 where there are no more factors.
    factors: [usize; FACTORS_MAX],
    /// e^(−iτk / half), k < half.
    turns: Turns,
    /// e^(−iτk / length), k < half.
    half_turns: Turns,
}

/// Of arrays, so that the first use allocates as little as the others.
type Turns = [[f32; 2]; LENGTH_MAX / 2];

/// The factors of a half length, none of them less than 2, are fewer.
const FACTORS_MAX: usize = 10;

/// The transform of that length: there is one, made when it is first asked for.
pub(crate) fn of_length(length: usize) -> &'static Transform {
    static ONLY: OnceLock<Transform> = OnceLock::new();
    let transform = ONLY.get_or_init(|| Transform::new(length));
    assert_eq!(transform.half * 2, length, "all transforms of a program have one length");
    transform
}

/// Real and imaginary parts.
struct Parts {
    re: [f32; LENGTH_MAX / 2],
    im: [f32; LENGTH_MAX / 2],
}

impl Parts {
    const ZERO: Parts = Parts { re: [0.0; LENGTH_MAX / 2], im: [0.0; LENGTH_MAX / 2] };
}

impl Transform {
    fn new(length: usize) -> Transform {
        assert!(length.is_multiple_of(2) && length <= LENGTH_MAX, "even, and at most 1,024");
        let half = length / 2;
        let (mut rest, mut factors, mut count) = (half, [1; FACTORS_MAX], 0);
        for factor in [5, 3, 4, 2] {
            while rest.is_multiple_of(factor) {
                rest /= factor;
                factors[count] = factor;
                count += 1;
            }
        }
        assert_eq!(rest, 1, "no prime factors over 5");
        let turns = |of: usize| {
            let mut turns = [[0.0; 2]; LENGTH_MAX / 2];
            for (k, turn) in turns[..half].iter_mut().enumerate() {
                let angle = -TAU * k as f64 / of as f64;
                *turn = [libm::cos(angle) as f32, libm::sin(angle) as f32];
            }
            turns
        };
        Transform { half, factors, turns: turns(half), half_turns: turns(length) }
    }

    pub(crate) fn forward(&self, signal: &[f32], spectrum: &mut [Complex32]) {
        let half = self.half;
        let mut parts = Parts::ZERO;
        for (n, pair) in signal.chunks_exact(2).enumerate() {
            (parts.re[n], parts.im[n]) = (pair[0], pair[1]);
        }
        let Parts { re, im } = self.complex(parts);
        spectrum[0] = Complex32::new(re[0] + im[0], 0.0);
        spectrum[half] = Complex32::new(re[0] - im[0], 0.0);
        for k in 1..half {
            let (ar, ai) = (re[k], im[k]);
            let (br, bi) = (re[half - k], -im[half - k]);
            let [cos, sin] = self.half_turns[k];
            // (a − b) / 2i, turned.
            let (dr, di) = (0.5 * (ai - bi), -0.5 * (ar - br));
            spectrum[k] = Complex32::new(
                0.5 * (ar + br) + cos * dr - sin * di,
                0.5 * (ai + bi) + cos * di + sin * dr,
            );
        }
    }

    pub(crate) fn inverse(&self, spectrum: &[Complex32], signal: &mut [f32]) {
        let half = self.half;
        let mut parts = Parts::ZERO;
        for k in 0..half {
            let (a, b) = (spectrum[k], spectrum[half - k].conj());
            let [cos, sin] = self.half_turns[k];
            let (even, odd) = (a + b, a - b);
            let odd = Complex32::new(odd.re * cos + odd.im * sin, odd.im * cos - odd.re * sin);
            // Real and imaginary part change places, which makes the forward transform inverse.
            parts.im[k] = even.re - odd.im;
            parts.re[k] = even.im + odd.re;
        }
        let Parts { re, im } = self.complex(parts);
        for (pair, (re, im)) in signal.chunks_exact_mut(2).zip(re.iter().zip(im)) {
            (pair[0], pair[1]) = (im, *re);
        }
    }

    /// The complex transform of half the length.
    fn complex(&self, mut from: Parts) -> Parts {
        let mut to = Parts::ZERO;
        let mut stride = 1;
        for &factor in self.factors.iter().take_while(|&&factor| factor > 1) {
            match factor {
                2 => self.pass::<2>(stride, &from, &mut to),
                3 => self.pass::<3>(stride, &from, &mut to),
                4 => self.pass::<4>(stride, &from, &mut to),
                _ => self.pass::<5>(stride, &from, &mut to),
            }
            std::mem::swap(&mut from, &mut to);
            stride *= factor;
        }
        from
    }

    /// Splits every sequence into `P` shorter ones; `stride` of them run side by side.
    fn pass<const P: usize>(&self, stride: usize, from: &Parts, to: &mut Parts) {
        // The roots of unity of the small transform.
        let roots: [[f32; 2]; P] = std::array::from_fn(|n| self.turns[n * self.half / P]);
        let shorter = self.half / stride / P;
        for place in 0..shorter {
            let turns: [[f32; 2]; P] = std::array::from_fn(|k| self.turns[place * k * stride]);
            for side in 0..stride {
                let taken: [[f32; 2]; P] = std::array::from_fn(|n| {
                    let at = side + stride * (place + n * shorter);
                    [from.re[at], from.im[at]]
                });
                for (k, [cos, sin]) in turns.into_iter().enumerate() {
                    let [mut re, mut im] = taken[0];
                    for n in 1..P {
                        let ([root_re, root_im], [x, y]) = (roots[n * k % P], taken[n]);
                        re += root_re * x - root_im * y;
                        im += root_re * y + root_im * x;
                    }
                    let at = side + stride * (P * place + k);
                    to.re[at] = re * cos - im * sin;
                    to.im[at] = re * sin + im * cos;
                }
            }
        }
    }
}
