//! What the denoiser keeps and what it takes away.

mod signal;

use ganita_audio::{Cleaner, Denoiser, Mode, Resampler};
use nnnoiseless::DenoiseState;
use signal::{mixed, noise, sine, voice};

fn denoise(denoiser: &mut Denoiser, input: &[f32]) -> Vec<f32> {
    let mut output = vec![0.0; denoiser.output_max(input.len())];
    let count = denoiser.process(input, &mut output);
    output.truncate(count);
    output
}

fn energy(samples: &[f32]) -> f64 {
    samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum()
}

fn db(a: f64, b: f64) -> f64 {
    10.0 * libm::log10(a / b)
}

fn noisy_voice() -> Vec<f32> {
    mixed(voice(48_000, 3 * 48_000), &noise(0.03, 3 * 48_000))
}

#[test]
fn at_full_strength_it_is_rnnoise() {
    let input = noisy_voice();
    let mut reference = DenoiseState::new();
    let mut expected = Vec::new();
    let mut frame = [0.0; DenoiseState::FRAME_SIZE];
    for block in input.chunks_exact(DenoiseState::FRAME_SIZE) {
        let scaled: Vec<f32> = block.iter().map(|x| x * 32_768.0).collect();
        reference.process_frame(&mut frame, &scaled);
        expected.extend(frame.iter().map(|x| x / 32_768.0));
    }
    let output = denoise(&mut Denoiser::new(Mode::Rnnoise, 1.0).expect("a strength"), &input);
    // RNNoise gives out a frame one frame late; this one gives everything out after the same delay.
    let late = Denoiser::DELAY - DenoiseState::FRAME_SIZE;
    assert_eq!(output.len(), expected.len());
    let worst =
        output[late..].iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
    assert!(worst <= 1e-6, "{worst}");
}

#[test]
fn strength_mixes_clean_and_noisy_to_the_sample() {
    let input = noisy_voice();
    for mode in Mode::ALL {
        let at =
            |strength| denoise(&mut Denoiser::new(mode, strength).expect("a strength"), &input);
        let (clean, noisy, mix) = (at(1.0), at(0.0), at(0.8));
        let late = Denoiser::DELAY;
        assert_eq!(noisy[late..], input[..input.len() - late], "strength 0 is the input, late");
        for n in 0..mix.len() {
            assert!((mix[n] - (0.8 * clean[n] + 0.2 * noisy[n])).abs() < 1e-6, "{}", mode.name());
        }
    }
}

#[test]
fn noise_goes_and_the_voice_stays() {
    let white = noise(0.03, 3 * 48_000);
    // Above 8 kHz three of the modes are deaf.
    let narrow = low_passed(&white);
    // Half a second of nothing comes first, from which a gate learns that there is no noise.
    let mut voice = [vec![0.0; 24_000], voice(48_000, 3 * 48_000)].concat();
    voice.truncate(3 * 48_000);
    let modes = [
        (Mode::Rnnoise, 15.0, 3.0),
        (Mode::Gtcrn, 15.0, 3.0),
        (Mode::Stationary, 15.0, 3.0),
        (Mode::Adaptive, 15.0, 8.0),
    ];
    for (mode, at_least, at_most) in modes {
        let name = mode.name();
        let hiss = if mode == Mode::Rnnoise { &white } else { &narrow };
        let cleaned = |strength, input: &[f32]| {
            let output = denoise(&mut Denoiser::new(mode, strength).expect("a strength"), input);
            output[48_000 + Denoiser::DELAY..].to_vec()
        };
        let end = hiss.len() - Denoiser::DELAY;
        let quieter = db(energy(&hiss[48_000..end]), energy(&cleaned(1.0, hiss)));
        assert!(quieter > at_least, "{name}, noise alone: {quieter:.1} dB less");

        // At strength 0.8 a fifth of the noise stays: it is never more than 13.98 dB quieter.
        let floor = db(energy(&hiss[48_000..end]), energy(&cleaned(0.8, hiss)));
        assert!((10.0..13.99).contains(&floor), "{name}, the floor at 0.8: {floor:.2} dB");

        let lost = db(energy(&voice[48_000..end]), energy(&cleaned(1.0, &voice)));
        assert!(lost < at_most, "{name}, the voice alone: {lost:.1} dB less");
    }
}

/// To 16 kHz and back.
fn low_passed(input: &[f32]) -> Vec<f32> {
    let mut output = input.to_vec();
    for (from, to) in [(48_000, 16_000), (16_000, 48_000)] {
        let mut resampler = Resampler::new(from, to).expect("both are rates");
        let mut resampled = vec![0.0; resampler.output_max(output.len())];
        let count = resampler.process(&output, &mut resampled);
        resampled.truncate(count);
        output = resampled;
    }
    output
}

#[test]
fn changing_the_mode_does_not_click() {
    let input = sine(200.0, 48_000, 8 * 48_000);
    let mut denoiser = Denoiser::new(Mode::Off, 1.0).expect("a strength");
    let mut output = Vec::new();
    for (n, block) in input.chunks(4_800).enumerate() {
        // Each mode after each other one, half a second or more at a time.
        let order = [0, 1, 0, 2, 0, 3, 0, 4, 1, 2, 1, 3, 4, 2, 3, 2];
        denoiser.set(Mode::ALL[order[n / 5]], 1.0).expect("a strength");
        output.extend(denoise(&mut denoiser, block));
    }
    // A sine of 200 Hz moves by 0.0131 a sample at most; a click would move further.
    let steepest = output.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f32, f32::max);
    assert!(steepest < 0.02, "{steepest}");
    // And it did something.
    let late = Denoiser::DELAY;
    assert_ne!(output[40_800..45_600], input[40_800 - late..45_600 - late]);
}

#[test]
fn what_is_cleaned_stays_in_step() {
    let input = voice(44_100, 3 * 44_100);
    for mode in Mode::ALL {
        let mut cleaner = Cleaner::new(44_100, mode, 1.0).expect("allowed");
        let delay = libm::round(cleaner.delay_samples()) as usize;
        let mut output = vec![0.0; input.len()];
        cleaner.process(&input, &mut output);
        let correlation = |shift: usize| -> f64 {
            input[44_100..88_200]
                .iter()
                .zip(&output[44_100 + shift..])
                .map(|(&a, &b)| f64::from(a * b))
                .sum()
        };
        let best = (delay - 200..delay + 200)
            .max_by(|&a, &b| correlation(a).total_cmp(&correlation(b)))
            .expect("400 shifts were tried");
        assert!(best.abs_diff(delay) <= 4, "{}: {best} samples late, not {delay}", mode.name());
    }
}
