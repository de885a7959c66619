//! Time per stage, for 100 ms of sound: `cargo bench -p ganita-audio`. Divide by 100 ms for the share of real time.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ganita_audio::{
    Config, Denoiser, Detector, FRAME_SAMPLES, Mode, Pipeline, Player, Resampler, Speech,
};

/// 100 ms of something like a voice in noise, at that rate.
fn sound(rate_hz: u32) -> Vec<f32> {
    let rate = f64::from(rate_hz);
    (0..rate_hz / 10)
        .map(|n| {
            let t = f64::from(n) / rate;
            let noise = f64::from(n.wrapping_mul(2_654_435_761) >> 16) / 65_536.0 - 0.5;
            let tones =
                [140.0, 280.0, 700.0, 1_900.0].map(|hz| libm::sin(std::f64::consts::TAU * hz * t));
            (0.1 * tones.iter().sum::<f64>() + 0.02 * noise) as f32
        })
        .collect()
}

fn stages(bench: &mut Criterion) {
    for (from, to) in
        [(48_000, 16_000), (44_100, 48_000), (44_100, 16_000), (24_000, 44_100), (44_099, 48_000)]
    {
        let mut resampler = Resampler::new(from, to).expect("both are rates");
        let input = sound(from);
        let mut output = vec![0.0; resampler.output_max(input.len())];
        bench.bench_function(&format!("resample {from} to {to}"), |b| {
            b.iter(|| resampler.process(black_box(&input), &mut output));
        });
    }
    for mode in Mode::ALL {
        let mut denoiser = Denoiser::new(48_000, mode, 0.8).expect("a strength");
        let input = sound(48_000);
        let mut output = vec![0.0; input.len()];
        bench.bench_function(&format!("track {}", mode.name()), |b| {
            b.iter(|| denoiser.process(black_box(&input), &mut output));
        });
        let mut speech = Speech::new(mode, 0.8).expect("a strength");
        bench.bench_function(&format!("speech {}", mode.name()), |b| {
            b.iter(|| {
                black_box(&input)
                    .chunks(Speech::INPUT_MAX)
                    .filter(|part| speech.process(part))
                    .count()
            });
        });
    }
    let mut detector = Detector::new();
    let input = sound(16_000);
    bench.bench_function("detect", |b| {
        b.iter(|| {
            let frames = black_box(&input[..]).chunks_exact(FRAME_SAMPLES);
            frames.map(|frame| detector.frame(frame.try_into().expect("whole frames"))).sum::<f32>()
        });
    });
    for rate in [44_100, 48_000] {
        let mut pipeline =
            Pipeline::new(Config { gate: false, ..Config::at(rate) }).expect("allowed");
        let input = sound(rate);
        bench.bench_function(&format!("pipeline {rate}"), |b| {
            b.iter(|| {
                for quantum in black_box(&input).chunks(128) {
                    drop(pipeline.process(quantum));
                }
            });
        });
    }
    let mut player = Player::new(48_000, 10_000).expect("allowed");
    let voice = vec![1_000; 2_400];
    let mut output = vec![0.0; 4_800];
    bench.bench_function("player 48000", |b| {
        b.iter(|| {
            player.push(black_box(&voice));
            player.render(&mut output)
        });
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
