//! How well the resampler keeps what should stay and removes what should not.

mod signal;

use ganita_audio::Resampler;
use signal::sine;
use std::f64::consts::TAU;

fn resample(from_hz: u32, to_hz: u32, input: &[f32]) -> Vec<f32> {
    let mut resampler = Resampler::new(from_hz, to_hz).expect("both are rates");
    let mut output = vec![0.0; resampler.output_max(input.len())];
    let count = resampler.process(input, &mut output);
    output.truncate(count);
    output
}

/// Power of the second half of a signal in dB, relative to a sine of amplitude 0.5; the first half is for the filter to
/// fill.
fn level_db(samples: &[f32]) -> f64 {
    let settled = &samples[samples.len() / 2..];
    let power: f64 =
        settled.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>() / settled.len() as f64;
    10.0 * libm::log10(power / 0.125)
}

/// What is left of the second half when the sine of that frequency is taken out, in dB relative to it.
fn residue_db(samples: &[f32], hz: f64, rate_hz: u32) -> f64 {
    // A whole number of periods, over which sine and cosine are orthogonal.
    let settled = &samples[samples.len() / 2..][..rate_hz as usize * 2 / 5];
    let turn = |n: usize| TAU * hz * n as f64 / f64::from(rate_hz);
    let (mut sin, mut cos) = (0.0, 0.0);
    for (n, &x) in settled.iter().enumerate() {
        sin += f64::from(x) * libm::sin(turn(n));
        cos += f64::from(x) * libm::cos(turn(n));
    }
    let scale = 2.0 / settled.len() as f64;
    let rest: Vec<f32> = settled
        .iter()
        .enumerate()
        .map(|(n, &x)| {
            (f64::from(x) - scale * (sin * libm::sin(turn(n)) + cos * libm::cos(turn(n)))) as f32
        })
        .collect();
    level_db(&[rest.clone(), rest].concat())
}

#[test]
fn speech_stays_as_it_was_up_to_7_khz() {
    for from in [44_100, 48_000, 96_000] {
        for hz in (100..=7_000).step_by(300) {
            let db = level_db(&resample(from, 16_000, &sine(f64::from(hz), from, from as usize)));
            assert!(db.abs() <= 0.02, "{from} Hz, a tone of {hz} Hz: {db:.4} dB");
        }
    }
}

#[test]
fn what_16_khz_cannot_hold_is_gone() {
    for from in [44_100, 48_000, 96_000] {
        for hz in (9_000..=20_000).step_by(500) {
            let db = level_db(&resample(from, 16_000, &sine(f64::from(hz), from, from as usize)));
            assert!(db <= -100.0, "{from} Hz, a tone of {hz} Hz: {db:.1} dB");
        }
    }
}

#[test]
fn nothing_is_added_on_the_way_up() {
    for (from, to) in
        [(44_100, 48_000), (16_000, 48_000), (8_000, 48_000), (24_000, 44_100), (24_000, 48_000)]
    {
        let db = residue_db(&resample(from, to, &sine(1_000.0, from, from as usize)), 1_000.0, to);
        assert!(db <= -95.0, "{from} -> {to}: {db:.1} dB of something else");
    }
}

#[test]
fn odd_rates_are_good_too() {
    let db = residue_db(&resample(44_099, 16_000, &sine(1_000.0, 44_099, 44_099)), 1_000.0, 16_000);
    assert!(db <= -90.0, "{db:.1} dB of something else");
}

#[test]
fn ten_minutes_do_not_drift() {
    let block = vec![0.0; 44_100];
    for (from, to) in
        [(44_100, 48_000), (44_100, 16_000), (48_000, 16_000), (24_000, 44_100), (44_099, 16_000)]
    {
        let mut resampler = Resampler::new(from, to).expect("both are rates");
        let mut output = vec![0.0; resampler.output_max(block.len())];
        let mut count = 0;
        let blocks = 600 * u64::from(from) / 44_100;
        for _ in 0..blocks {
            count += resampler.process(&block, &mut output) as u64;
        }
        let exact = (blocks * 44_100 * u64::from(to)).div_ceil(u64::from(from));
        // The odd one holds back up to 64 input samples; none of them may lose or gain anything over time.
        let held = if from == 44_099 { 64 } else { 0 };
        assert!(exact.abs_diff(count) <= held, "{from} -> {to}: {count} samples, not {exact}");
    }
}

#[test]
fn the_delay_is_short() {
    for (from, to) in [(44_100, 16_000), (48_000, 16_000)] {
        let delay_ms = Resampler::new(from, to).expect("both are rates").delay_s() * 1_000.0;
        assert!(delay_ms <= 3.3, "{from} -> {to}: {delay_ms:.2} ms");
    }
}

/// The oracle: rubato, with a filter four times as long as ours.
#[test]
fn it_agrees_with_rubato() {
    use rubato::audioadapter_buffers::direct::SequentialSlice;
    use rubato::{Async, FixedAsync, Resampler as _, SincInterpolationParameters, WindowFunction};
    let tones = [120.0, 997.0, 3_100.0, 6_900.0].map(|hz| sine(hz, 48_000, 48_000));
    let input: Vec<f32> =
        (0..48_000).map(|n| tones.iter().map(|tone| tone[n] / 4.0).sum()).collect();
    // rubato comes 512 input samples and one output sample less late, ours 120 input samples: with one more sample in
    // front of rubato's input, the difference is 130 output samples exactly.
    let shifted: Vec<f32> =
        std::iter::once(0.0).chain(input.iter().copied()).take(48_000).collect();
    let shift = (1 + 512 - 3 - 120) / 3;

    let parameters = SincInterpolationParameters::new(1_024, WindowFunction::BlackmanHarris2)
        .oversampling_factor(512);
    let mut oracle = Async::new_sinc(1.0 / 3.0, 1.0, &parameters, 48_000, 1, FixedAsync::Input)
        .expect("a fixed ratio");
    let mut expected = vec![0.0; oracle.output_frames_max()];
    let length = expected.len();
    let source = SequentialSlice::new(&shifted[..], 1, shifted.len()).expect("one channel");
    let mut target = SequentialSlice::new_mut(&mut expected[..], 1, length).expect("one channel");
    let (_, count) = oracle.process_into_buffer(&source, &mut target, None).expect("the sizes fit");

    let output = resample(48_000, 16_000, &input);
    let worst = (2_000..count - 2_000)
        .map(|n| (output[n - shift] - expected[n]).abs())
        .fold(0.0_f32, f32::max);
    // rubato's own gain is off by about half of this.
    assert!(worst < 1e-3, "{worst}");
}
