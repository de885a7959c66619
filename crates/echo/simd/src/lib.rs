//! The part of sonora-simd 0.2's interface that WebRTC's canceller in Rust uses.
//!
//! sonora-simd has vector instructions for Intel and ARM processors. For WebAssembly it has loops that check every index,
//! of which the compiler makes no vectors. This takes its place (`[patch.crates-io]` in the workspace): loops over whole
//! slices, which it does. They are the same everywhere, and with them the bits of what comes out.

/// How it is computed. The canceller knows the names of others; there is this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimdBackend {
    /// Loops of which the compiler makes vectors.
    Scalar,
    /// Never chosen.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Sse2,
    /// Never chosen.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx2,
    /// Never chosen.
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// The one there is.
pub fn detect_backend() -> SimdBackend {
    SimdBackend::Scalar
}

/// Elements of `target` with those of two others at the same place.
fn each(target: &mut [f32], a: &[f32], b: &[f32], compute: impl Fn(f32, f32) -> f32) {
    let length = target.len();
    for ((target, &a), &b) in target.iter_mut().zip(&a[..length]).zip(&b[..length]) {
        *target = compute(a, b);
    }
}

impl SimdBackend {
    /// Square roots, in place.
    pub fn elementwise_sqrt(self, x: &mut [f32]) {
        x.iter_mut().for_each(|x| *x = x.sqrt());
    }

    /// `z += x`.
    pub fn elementwise_accumulate(self, x: &[f32], z: &mut [f32]) {
        let length = z.len();
        z.iter_mut().zip(&x[..length]).for_each(|(z, x)| *z += x);
    }

    /// The larger of two.
    pub fn elementwise_max(self, a: &[f32], b: &[f32], out: &mut [f32]) {
        each(out, a, b, |a, b| if a > b { a } else { b });
    }

    /// Squared magnitudes of complex numbers.
    pub fn power_spectrum(self, re: &[f32], im: &[f32], out: &mut [f32]) {
        each(out, re, im, |re, im| re * re + im * im);
    }

    /// `acc += conj(x) · h`, complex.
    pub fn complex_multiply_accumulate(
        self,
        x_re: &[f32],
        x_im: &[f32],
        h_re: &[f32],
        h_im: &[f32],
        acc_re: &mut [f32],
        acc_im: &mut [f32],
    ) {
        products(x_re, x_im, h_re, h_im, acc_re, acc_im, 1.0);
    }

    /// `acc += x · h`, complex.
    pub fn complex_multiply_accumulate_standard(
        self,
        x_re: &[f32],
        x_im: &[f32],
        h_re: &[f32],
        h_im: &[f32],
        acc_re: &mut [f32],
        acc_im: &mut [f32],
    ) {
        products(x_re, x_im, h_re, h_im, acc_re, acc_im, -1.0);
    }

    /// Two dot products, and a value between them.
    pub fn convolve_sinc(self, input: &[f32], k1: &[f32], k2: &[f32], factor: f64) -> f32 {
        let dot = |kernel: &[f32]| input.iter().zip(kernel).map(|(x, k)| x * k).sum::<f32>();
        ((1.0 - factor) * f64::from(dot(k1)) + factor * f64::from(dot(k2))) as f32
    }
}

/// Complex products; `sign` is that of the product of the imaginary parts.
#[inline]
fn products(
    x_re: &[f32],
    x_im: &[f32],
    h_re: &[f32],
    h_im: &[f32],
    acc_re: &mut [f32],
    acc_im: &mut [f32],
    sign: f32,
) {
    let length = acc_re.len();
    let (x_re, x_im) = (&x_re[..length], &x_im[..length]);
    let (h_re, h_im) = (&h_re[..length], &h_im[..length]);
    let acc_im = &mut acc_im[..length];
    for n in 0..length {
        acc_re[n] += x_re[n] * h_re[n] + sign * (x_im[n] * h_im[n]);
        acc_im[n] += x_re[n] * h_im[n] - sign * (x_im[n] * h_re[n]);
    }
}
