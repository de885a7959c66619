//! What the denoiser keeps and what it takes away.

mod signal;

use ganita_audio::{Cleaner, Denoiser, Mode};
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
    assert_eq!(output.len(), expected.len());
    let worst = output.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
    assert!(worst <= 1e-6, "{worst}");
}

#[test]
fn strength_mixes_clean_and_noisy_to_the_sample() {
    let input = noisy_voice();
    let at = |strength| {
        denoise(&mut Denoiser::new(Mode::Rnnoise, strength).expect("a strength"), &input)
    };
    let (clean, noisy, mix) = (at(1.0), at(0.0), at(0.8));
    assert_eq!(noisy[480..], input[..input.len() - 480], "strength 0 is the input, one frame late");
    for n in 0..mix.len() {
        assert!((mix[n] - (0.8 * clean[n] + 0.2 * noisy[n])).abs() < 1e-6);
    }
}

#[test]
fn noise_goes_and_the_voice_stays() {
    let hiss = noise(0.03, 3 * 48_000);
    let output = denoise(&mut Denoiser::new(Mode::Rnnoise, 1.0).expect("a strength"), &hiss);
    let quieter = db(energy(&hiss[48_000..]), energy(&output[48_000..]));
    assert!(quieter > 15.0, "noise alone: {quieter:.1} dB less");

    // At strength 0.8 a fifth of the noise stays: it is never more than 13.98 dB quieter.
    let output = denoise(&mut Denoiser::new(Mode::Rnnoise, 0.8).expect("a strength"), &hiss);
    let floor = db(energy(&hiss[48_000..]), energy(&output[48_000..]));
    assert!((10.0..13.98).contains(&floor), "the floor at 0.8: {floor:.2} dB");

    let voice = voice(48_000, 3 * 48_000);
    let output = denoise(&mut Denoiser::new(Mode::Rnnoise, 1.0).expect("a strength"), &voice);
    let kept = db(energy(&output[48_480..]), energy(&voice[48_000..voice.len() - 480]));
    assert!(kept > -3.0, "the voice alone: {kept:.1} dB");
}

#[test]
fn changing_the_mode_does_not_click() {
    let input = sine(200.0, 48_000, 3 * 48_000);
    let mut denoiser = Denoiser::new(Mode::Off, 1.0).expect("a strength");
    let mut output = Vec::new();
    for (n, block) in input.chunks(4_800).enumerate() {
        let mode = if n / 5 % 2 == 0 { Mode::Off } else { Mode::Rnnoise };
        denoiser.set(mode, 1.0).expect("a strength");
        output.extend(denoise(&mut denoiser, block));
    }
    // A sine of 200 Hz moves by 0.0131 a sample at most; a click would move further.
    let steepest = output.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f32, f32::max);
    assert!(steepest < 0.02, "{steepest}");
    // And it did something.
    assert_ne!(output[38_400..43_200], input[37_920..42_720]);
}

#[test]
fn what_is_cleaned_stays_in_step() {
    let input = voice(44_100, 2 * 44_100);
    let mut cleaner = Cleaner::new(44_100, Mode::Rnnoise, 1.0).expect("allowed");
    let delay = libm::round(cleaner.delay_samples()) as usize;
    let mut output = vec![0.0; input.len()];
    cleaner.process(&input, &mut output);
    let correlation = |shift: usize| -> f64 {
        input[22_050..66_150]
            .iter()
            .zip(&output[22_050 + shift..])
            .map(|(&a, &b)| f64::from(a * b))
            .sum()
    };
    let best = (delay - 200..delay + 200)
        .max_by(|&a, &b| correlation(a).total_cmp(&correlation(b)))
        .expect("400 shifts were tried");
    assert!(best.abs_diff(delay) <= 4, "{best} samples late, not {delay}");
}
