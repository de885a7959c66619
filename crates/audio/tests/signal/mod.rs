//! Signals to try the stages with. All of them are computed; nothing is recorded.
#![allow(dead_code, reason = "each test uses some of them")]

use std::f64::consts::TAU;

/// A sine of amplitude 0.5.
pub(crate) fn sine(hz: f64, rate_hz: u32, length: usize) -> Vec<f32> {
    (0..length)
        .map(|n| (0.5 * libm::sin(TAU * hz * n as f64 / f64::from(rate_hz))) as f32)
        .collect()
}

/// White noise, the same every time, uniform in ±`amplitude`.
pub(crate) fn noise(amplitude: f32, length: usize) -> Vec<f32> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            amplitude * ((state >> 40) as f32 / (1 << 23) as f32 - 1.0)
        })
        .collect()
}

/// Something a speech detector takes for a voice: a pulse train whose pitch moves, through two resonances that move from
/// vowel to vowel, in syllables of 200 ms with short gaps.
pub(crate) fn voice(rate_hz: u32, length: usize) -> Vec<f32> {
    const VOWELS: [[f64; 3]; 4] = [
        [730.0, 1_090.0, 2_440.0],
        [270.0, 2_290.0, 3_010.0],
        [570.0, 840.0, 2_410.0],
        [530.0, 1_840.0, 2_480.0],
    ];
    let rate = f64::from(rate_hz);
    let mut phase = 0.0;
    let mut resonators = [[0.0_f64; 2]; 3];
    let mut output: Vec<f32> = Vec::with_capacity(length);
    for n in 0..length {
        let t = n as f64 / rate;
        let syllable = (t / 0.2) as usize;
        let within = t % 0.2;
        let loud = if within < 0.16 { libm::sin(within / 0.16 * TAU / 2.0) } else { 0.0 };
        let pitch = 140.0 - 25.0 * (t % 1.6) + 6.0 * libm::sin(TAU * 5.0 * t);
        phase += pitch / rate;
        let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
        phase %= 1.0;
        let vowel = VOWELS[syllable % 4];
        let mut sum = 0.0;
        for (state, (hz, gain)) in resonators.iter_mut().zip(vowel.into_iter().zip([1.0, 0.6, 0.3]))
        {
            // A two-pole resonance, 80 Hz wide.
            let radius = libm::exp(-TAU / 2.0 * 80.0 / rate);
            let next = pulse + 2.0 * radius * libm::cos(TAU * hz / rate) * state[0]
                - radius * radius * state[1];
            *state = [next, state[0]];
            sum += gain * next * libm::sin(TAU * hz / rate);
        }
        output.push((0.4 * loud * sum) as f32);
    }
    let peak = output.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    output.iter().map(|sample| sample * 0.5 / peak.max(1e-9)).collect()
}

/// Adds the second to the first.
pub(crate) fn mixed(mut a: Vec<f32>, b: &[f32]) -> Vec<f32> {
    for (a, b) in a.iter_mut().zip(b) {
        *a += b;
    }
    a
}

/// Silence of that many seconds.
pub(crate) fn silence(seconds: f64, rate_hz: u32) -> Vec<f32> {
    vec![0.0; (seconds * f64::from(rate_hz)) as usize]
}

/// A pulse without sharp edges (a Gaussian, 0.5 ms wide), with its middle at `middle` seconds.
pub(crate) fn pulse(middle: f64, rate_hz: u32, length: usize) -> Vec<f32> {
    (0..length)
        .map(|n| {
            let away = (n as f64 / f64::from(rate_hz) - middle) / 0.5e-3;
            (0.8 * libm::exp(-0.5 * away * away)) as f32
        })
        .collect()
}

/// Where the pulse is, in samples.
pub(crate) fn middle_of(samples: &[f32]) -> f64 {
    let weight: f64 = samples.iter().map(|&x| f64::from(x)).sum();
    samples.iter().enumerate().map(|(n, &x)| n as f64 * f64::from(x)).sum::<f64>() / weight
}

/// Everything that goes wrong with sound.
pub(crate) fn nasty(length: usize) -> Vec<(&'static str, Vec<f32>)> {
    let square = |n: usize| if n % 100 < 50 { 1.0 } else { -1.0 };
    vec![
        ("NaN", vec![f32::NAN; length]),
        (
            "infinite",
            (0..length)
                .map(|n| if n % 2 == 0 { f32::INFINITY } else { f32::NEG_INFINITY })
                .collect(),
        ),
        ("constant", vec![0.7; length]),
        ("far too loud", (0..length).map(|n| 1e30 * square(n)).collect()),
        ("clipped", (0..length).map(square).collect()),
        ("denormal", (0..length).map(|n| 1e-40 * square(n)).collect()),
        ("almost nothing", noise(1e-8, length)),
        (
            "noise, then nothing",
            mixed(noise(0.5, length / 4), &[]).into_iter().chain(vec![0.0; length]).collect(),
        ),
        (
            "now and then NaN",
            noise(0.3, length)
                .into_iter()
                .enumerate()
                .map(|(n, x)| if n % 97 == 0 { f32::NAN } else { x })
                .collect(),
        ),
    ]
}
