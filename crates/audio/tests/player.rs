//! The way back: the tutor's voice.

mod signal;

use ganita_audio::{Heard, Player, PlayerState};
use signal::{middle_of, pulse, sine};

const QUANTUM: usize = 128;

fn pcm16(samples: &[f32]) -> Vec<i16> {
    samples.iter().map(|x| (x * 32_767.0) as i16).collect()
}

fn player(output_rate_hz: u32) -> Player {
    Player::new(output_rate_hz, 10_000).expect("the settings are allowed")
}

/// Renders that many milliseconds; what was heard is told with the time at the end of its quantum.
fn render(player: &mut Player, rate_hz: u32, ms: u32) -> (Vec<f32>, Vec<(f64, Heard)>) {
    let mut output = Vec::new();
    let mut told = Vec::new();
    while output.len() < (rate_hz * ms / 1_000) as usize {
        let mut quantum = [9.0; QUANTUM];
        let heard = player.render(&mut quantum);
        output.extend(quantum);
        if heard != Heard::default() {
            told.push((output.len() as f64 * 1_000.0 / f64::from(rate_hz), heard));
        }
    }
    (output, told)
}

#[test]
fn nothing_to_play_is_silence() {
    let (output, told) = render(&mut player(48_000), 48_000, 100);
    assert!(output.iter().all(|&x| x == 0.0));
    assert_eq!(told, []);
}

#[test]
fn a_speech_begins_is_whole_and_ends() {
    for rate in [16_000, 24_000, 44_100, 48_000] {
        let mut player = player(rate);
        let speech = pulse(0.5, 24_000, 24_000);
        player.push(&pcm16(&speech));
        player.finish();
        let (output, told) = render(&mut player, rate, 1_500);
        assert!(told[0].1.began, "{rate}: {told:?}");
        let (ended_ms, ended) = *told.last().expect("it ended");
        assert!(ended.ended && told.len() == 2, "{rate}: {told:?}");
        assert!((1_000.0..1_030.0).contains(&ended_ms), "{rate}: ended at {ended_ms} ms");
        let middle_ms = middle_of(&output) * 1_000.0 / f64::from(rate);
        assert!((500.0..510.0).contains(&middle_ms), "{rate}: the pulse is at {middle_ms} ms");
        let peak = output.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        assert!((peak - 0.8).abs() < 0.02, "{rate}: {peak}");
        assert_eq!(player.state(), PlayerState::Idle);
    }
}

#[test]
fn it_waits_a_little_before_it_begins() {
    let mut player = player(48_000);
    player.push(&pcm16(&sine(440.0, 24_000, 480)));
    let (output, told) = render(&mut player, 48_000, 40);
    assert!(output.iter().all(|&x| x == 0.0) && told.is_empty(), "20 ms are not enough to begin");
    assert_eq!(player.state(), PlayerState::Filling);
    let (_, told) = render(&mut player, 48_000, 60);
    assert!(told[0].1.began, "but they are played when nothing else comes");
}

#[test]
fn running_dry_fades_and_makes_it_more_patient() {
    let mut player = player(48_000);
    let voice = sine(440.0, 24_000, 24_000);
    player.push(&pcm16(&voice[..4_800]));
    let (mut output, told) = render(&mut player, 48_000, 300);
    assert!(told.iter().any(|(_, heard)| heard.starved), "{told:?}");
    assert!(player.target_ms() > 80);
    player.push(&pcm16(&voice[4_813..]));
    let (more, told) = render(&mut player, 48_000, 500);
    assert!(told.iter().all(|(_, heard)| !heard.began), "the same speech goes on");
    output.extend(more);
    // 440 Hz at 0.5 moves by 0.0288 a sample; the fades add little, a click would add much.
    let steepest = output.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f32, f32::max);
    assert!(steepest < 0.035, "{steepest}");
}

#[test]
fn a_speech_nobody_finished_ends_by_itself() {
    let mut player = player(48_000);
    player.push(&pcm16(&sine(440.0, 24_000, 4_800)));
    let (_, told) = render(&mut player, 48_000, 1_000);
    let (ms, heard) = *told.last().expect("it ended");
    assert!(heard.ended && (550.0..700.0).contains(&ms), "{told:?}");
}

#[test]
fn barge_in_is_silent_within_20_ms() {
    for rate in [16_000, 44_100, 48_000] {
        let mut player = player(rate);
        player.push(&pcm16(&sine(440.0, 24_000, 48_000)));
        render(&mut player, rate, 500);
        player.flush();
        let (output, told) = render(&mut player, rate, 200);
        let loud = output.iter().rposition(|&x| x != 0.0).map_or(0, |n| n + 1);
        assert!(loud * 1_000 <= 20 * rate as usize, "{rate}: silent after {loud} samples");
        assert!(told[0].1.flushed && told[0].1.ended && told[0].0 <= 20.0, "{rate}: {told:?}");
        assert_eq!(player.waiting_ms(), 0.0);

        player.push(&pcm16(&pulse(0.2, 24_000, 9_600)));
        let (output, told) = render(&mut player, rate, 300);
        assert!(told[0].1.began, "{rate}: it speaks again");
        let middle_ms = middle_of(&output) * 1_000.0 / f64::from(rate);
        assert!(
            (200.0..210.0).contains(&middle_ms),
            "{rate}: nothing old is left, the pulse is at {middle_ms} ms"
        );
    }
}

#[test]
fn a_flush_with_nothing_to_flush_is_harmless() {
    let mut player = player(48_000);
    player.flush();
    let (output, told) = render(&mut player, 48_000, 50);
    assert!(output.iter().all(|&x| x == 0.0));
    assert_eq!(told.len(), 1);
    assert!(told[0].1.flushed && !told[0].1.ended);
}

#[test]
fn volume_slides() {
    let mut player = player(48_000);
    player.push(&pcm16(&vec![0.5; 48_000]));
    render(&mut player, 48_000, 300);
    player.set_volume(0.0);
    let (output, _) = render(&mut player, 48_000, 100);
    let steepest = output.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f32, f32::max);
    assert!(steepest < 0.001, "{steepest}");
    assert_eq!(output.last(), Some(&0.0));
    player.set_volume(f32::NAN);
    assert!(render(&mut player, 48_000, 100).0.iter().all(|x| x.is_finite()));
}

#[test]
fn a_full_memory_refuses_and_says_so() {
    let mut player = Player::new(48_000, 1_000).expect("a second is allowed");
    assert_eq!(player.push(&vec![0; 20_000]), 20_000);
    assert_eq!(player.push(&vec![0; 20_000]), 4_000);
    assert_eq!(player.refused(), 16_000);
    assert_eq!(player.waiting_ms(), 1_000.0);
    assert!(Player::new(48_000, 10).is_err());
}

/// Lets a sender in real time, whose clock is off by `drift`, speak for that many minutes in packets of 20 ms that come up
/// to 30 ms late. Gives the player, the least and the most that waited after the first minute, and how often it starved.
fn listen_to_a_clock(drift: f64, minutes: u32) -> (Player, f64, f64, u64) {
    const PACKET: usize = 480;
    let mut player = player(24_000);
    let voice = pcm16(&sine(440.0, 24_000, PACKET));
    let (mut random, mut packets) = (1_u32, 0_u32);
    let mut late = 0.0;
    let (mut least, mut most) = (f64::MAX, 0.0_f64);
    let quanta = minutes * 60 * 24_000 / QUANTUM as u32;
    for quantum in 0..quanta {
        let now = f64::from(quantum) * QUANTUM as f64 * (1.0 + drift);
        while f64::from(packets) * PACKET as f64 + late * 24.0 <= now {
            player.push(&voice);
            packets += 1;
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            late = f64::from(random >> 16) / 65_536.0 * 30.0;
        }
        player.render(&mut [0.0; QUANTUM]);
        if quantum > quanta / minutes {
            least = least.min(player.waiting_ms());
            most = most.max(player.waiting_ms());
        }
    }
    let starved = player.starved();
    (player, least, most, starved)
}

#[test]
fn a_sender_whose_clock_is_off_neither_starves_nor_floods_the_buffer() {
    for drift in [-300e-6, 300e-6] {
        let (player, least, most, starved) = listen_to_a_clock(drift, 6);
        assert_eq!(starved, 0, "{drift}");
        // Uncorrected, six minutes would take away or add 108 ms, of 80 that wait at first.
        assert!(least > 10.0 && most < 160.0, "{drift}: between {least} and {most} ms waited");
        let pace = player.pace_change();
        assert!((pace - drift).abs() < 100e-6, "{drift} is followed with {pace}");
    }
}

#[test]
fn an_answer_sent_at_once_is_played_as_recorded() {
    let mut player = Player::new(24_000, 60_000).expect("a minute is allowed");
    let speech = pcm16(&sine(440.0, 24_000, 50 * 24_000));
    player.push(&speech);
    player.finish();
    let mut heard = Vec::new();
    for _ in 0..51 * 24_000 / QUANTUM {
        let mut quantum = [0.0; QUANTUM];
        player.render(&mut quantum);
        assert_eq!(player.pace_change(), 0.0);
        heard.extend(quantum);
    }
    let first = heard.iter().position(|&x| x != 0.0).expect("it is heard");
    let begins = speech.iter().position(|&x| x != 0).expect("it is a tone");
    let sent = &speech[begins..speech.len() - 240];
    let exact = sent.iter().zip(&heard[first..]).filter(|&(&a, &b)| f32::from(a) / 32_768.0 == b);
    assert_eq!(exact.count(), sent.len(), "not a sample is touched");
}
