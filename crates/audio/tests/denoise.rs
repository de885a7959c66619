//! What the denoiser keeps and what it takes away.

mod signal;

use ganita_audio::{Cleaner, Denoiser, Mode, Resampler};
use nnnoiseless::DenoiseState;
use signal::{mixed, noise, sine, voice};

fn denoise(denoiser: &mut Denoiser, input: &[f32]) -> Vec<f32> {
    let mut output = vec![0.0; input.len()];
    denoiser.process(input, &mut output);
    output
}

fn denoiser(mode: Mode, strength: f32) -> Denoiser {
    Denoiser::new(48_000, mode, strength).expect("a rate and a strength")
}

fn delay() -> usize {
    denoiser(Mode::Off, 1.0).delay()
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
fn rnnoise_stands_on_a_transform_that_is_the_sum_it_should_be() {
    use easyfft::num_complex::Complex32;
    use easyfft::{dyn_size::realfft::DynRealDft, prelude::*};
    const LENGTH: usize = 960;
    let signal = noise(1.0, LENGTH);
    let mut spectrum = DynRealDft::<f32>::new(0.0, &[Complex32::default(); LENGTH / 2], LENGTH);
    signal.real_fft_using(&mut spectrum);
    assert_eq!(spectrum.len(), LENGTH / 2 + 1);
    for (k, bin) in spectrum.iter().enumerate() {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, &x) in signal.iter().enumerate() {
            let angle = std::f64::consts::TAU * ((k * n) % LENGTH) as f64 / LENGTH as f64;
            re += f64::from(x) * libm::cos(angle);
            im -= f64::from(x) * libm::sin(angle);
        }
        let off = (f64::from(bin.re) - re).hypot(f64::from(bin.im) - im);
        assert!(off < 5e-5, "{k}: {bin} is not {re} + {im}i");
    }
    let mut back = [0.0; LENGTH];
    spectrum.real_ifft_using(&mut back);
    for (a, b) in signal.iter().zip(back) {
        assert!((a - b / LENGTH as f32).abs() < 1e-6, "{a} {b}");
    }
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
    let mut whole = denoiser(Mode::Rnnoise, 1.0);
    let output = denoise(&mut whole, &input);
    // RNNoise gives out a frame one frame late; this one gives everything out after the same delay.
    let late = whole.delay() - DenoiseState::FRAME_SIZE;
    assert_eq!(output.len(), expected.len());
    let worst =
        output[late..].iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
    assert!(worst <= 1e-6, "{worst}");
}

#[test]
fn strength_mixes_clean_and_noisy_to_the_sample() {
    let input = noisy_voice();
    for mode in Mode::ALL {
        let at = |strength| denoise(&mut denoiser(mode, strength), &input);
        let (clean, noisy, mix) = (at(1.0), at(0.0), at(0.8));
        let late = delay();
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
            let output = denoise(&mut denoiser(mode, strength), input);
            output[48_000 + delay()..].to_vec()
        };
        let end = hiss.len() - delay();
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
    let mut changing = denoiser(Mode::Off, 1.0);
    let mut output = Vec::new();
    for (n, block) in input.chunks(4_800).enumerate() {
        // Each mode after each other one, half a second or more at a time.
        let order = [0, 1, 0, 2, 0, 3, 0, 4, 1, 2, 1, 3, 4, 2, 3, 2];
        changing.set(Mode::ALL[order[n / 5]], 1.0).expect("a strength");
        output.extend(denoise(&mut changing, block));
    }
    // A sine of 200 Hz moves by 0.0131 a sample at most; a click would move further.
    let steepest = output.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f32, f32::max);
    assert!(steepest < 0.02, "{steepest}");
    // And it did something.
    let late = delay();
    assert_ne!(output[40_800..45_600], input[40_800 - late..45_600 - late]);
}

#[test]
fn the_old_mode_goes_on_until_the_new_one_is_ready() {
    let input = noisy_voice();
    let (before, after) = input.split_at(48_000);
    // A network hears 400 ms before it is listened to; the mode before must not stop for that time.
    let after = &after[..16_800];
    for old in Mode::ALL {
        let mut stays = denoiser(old, 1.0);
        denoise(&mut stays, before);
        let expected = denoise(&mut stays, after);
        for new in [Mode::Rnnoise, Mode::Gtcrn] {
            let mut changes = denoiser(old, 1.0);
            denoise(&mut changes, before);
            changes.set(new, 1.0).expect("a strength");
            let (old, new) = (old.name(), new.name());
            assert_eq!(denoise(&mut changes, after), expected, "{old}, then {new}");
        }
    }
}

#[test]
fn every_rate_is_cleaned_and_mixed_in_step() {
    for rate in [8_000, 11_025, 16_000, 22_050, 32_000, 44_099, 44_100, 96_000, 192_000] {
        let length = rate as usize;
        let input = mixed(voice(rate, length), &noise(0.03, length));
        for mode in [Mode::Gtcrn, Mode::Rnnoise] {
            let cleaned = |strength| {
                let mut cleaner = Cleaner::new(rate, mode, strength).expect("allowed");
                let late_ms = cleaner.delay_samples() * 1_000.0 / f64::from(rate);
                assert!((40.0..60.0).contains(&late_ms), "{rate}: {late_ms} ms late");
                let mut output = vec![0.0; length];
                for (input, output) in input.chunks(100).zip(output.chunks_mut(100)) {
                    cleaner.process(input, output);
                }
                (output, cleaner.delay_samples() as usize)
            };
            let ((clean, late), (half, _)) = (cleaned(1.0), cleaned(0.5));
            assert!(energy(&clean[length / 2..]) > 0.1 * energy(&input[length / 2..]), "{rate}");
            for n in late..length {
                let expected = 0.5 * (clean[n] + input[n - late]);
                assert!((half[n] - expected).abs() < 1e-6, "{rate} {}: sample {n}", mode.name());
            }
        }
    }
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
