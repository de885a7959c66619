//! What the canceller promises, in rooms that were made up.

#[allow(dead_code, reason = "the example uses the rest")]
mod room;

use ganita_echo::{BLOCK_SAMPLES, Canceller};
use room::{Noise, Room, energy, quieter_by, talk};

const ROOM: Room = Room { delay_ms: 45, fades_in_ms: 150, loudness: 0.3, seed: 7 };

/// Runs both through a canceller in blocks of `block` samples at 16 kHz.
fn run(microphone: &[f32], played: &[f32], block: usize) -> Vec<f32> {
    let mut canceller = Canceller::new(16_000).expect("the rate is allowed");
    let mut output = vec![0.0; canceller.output_max(block)];
    let mut clean = Vec::new();
    for (microphone, played) in microphone.chunks(block).zip(played.chunks(block)) {
        let count = canceller.process(microphone, played, &mut output);
        clean.extend_from_slice(&output[..count]);
    }
    clean
}

#[test]
fn the_tutors_voice_is_gone_from_a_microphone_that_hears_nothing_else() {
    let played = talk("solve-quadratic.wav", 14);
    let echo = ROOM.echo(&played);
    let clean = run(&echo, &played, 160);
    let settled = 6 * 16_000..clean.len();
    let removed = quieter_by(&echo[settled.clone()], &clean[settled]);
    assert!(removed >= 36.0, "only {removed:.1} dB of the echo are gone");
}

#[test]
fn a_student_alone_is_left_as_he_is() {
    let student = talk("differentiate.wav", 8);
    let played = vec![0.0; student.len()];
    let clean = run(&student, &played, 160);
    // The canceller's own windows overlap: what comes out is a block late.
    let second = 16_000..6 * 16_000;
    let difference: Vec<f32> =
        second.clone().map(|n| clean[n + BLOCK_SAMPLES] - student[n]).collect();
    let kept = quieter_by(&student[second], &difference);
    assert!(kept > 20.0, "what differs is only {kept:.1} dB below the student");
}

#[test]
fn a_student_who_speaks_over_the_tutor_is_heard() {
    let played = talk("solve-quadratic.wav", 16);
    let echo = ROOM.echo(&played);
    let student: Vec<f32> = talk("differentiate.wav", 16)
        .iter()
        .enumerate()
        .map(|(n, sample)| if n < 8 * 16_000 { 0.0 } else { *sample })
        .collect();
    let microphone: Vec<f32> = echo.iter().zip(&student).map(|(a, b)| a + b).collect();
    let clean = run(&microphone, &played, 160);
    let both = 9 * 16_000..15 * 16_000;
    let left = 10.0 * libm::log10(energy(&clean[both.clone()]) / energy(&student[both]));
    assert!(left > -9.0, "the student is {left:.1} dB of what he was");
}

#[test]
fn blocks_of_any_length_give_the_same() {
    let played = talk("solve-quadratic.wav", 2);
    let echo = ROOM.echo(&played);
    let expected = run(&echo, &played, 160);
    for block in [1, 37, 128, 4_096] {
        let clean = run(&echo, &played, block);
        let shorter = clean.len().min(expected.len());
        assert!(shorter + BLOCK_SAMPLES > expected.len());
        assert_eq!(clean[..shorter], expected[..shorter], "blocks of {block}");
    }
}

#[test]
fn whatever_comes_in_what_comes_out_is_sound() {
    for rate in [8_000, 16_000, 44_100, 48_000, 192_000] {
        let mut canceller = Canceller::new(rate).expect("the rate is allowed");
        let mut noise = Noise(3);
        let mut output = vec![0.0; canceller.output_max(480)];
        for turn in 0..200 {
            let nasty: Vec<f32> = (0..480)
                .map(|n| match (turn + n) % 97 {
                    0 => f32::NAN,
                    1 => f32::INFINITY,
                    2 => 1e30,
                    3 => -5.0,
                    _ => noise.next(),
                })
                .collect();
            let played: Vec<f32> = nasty.iter().rev().copied().collect();
            let count = canceller.process(&nasty, &played, &mut output);
            assert!(output[..count].iter().all(|sample| sample.abs() <= 1.0), "{rate} Hz");
        }
    }
    assert!(Canceller::new(1_000).is_err());
}
