//! The interface as a worklet uses it: addresses and numbers only.

#![allow(unsafe_code, reason = "this plays the part of the page, which only has addresses")]

use std::ptr::null_mut;

use ganita_worklet::*;

/// Offers a block and collects (kind, sequence, start, end) of its events.
unsafe fn offer(capture: *mut Capture, block: &[f32], seen: &mut Vec<(u32, u32, f64, f64)>) {
    // SAFETY: the capture is live, and the block is not longer than its input.
    unsafe {
        assert!(block.len() <= ganita_capture_input_capacity() as usize);
        ganita_capture_input(capture).copy_from_nonoverlapping(block.as_ptr(), block.len());
        ganita_capture_process(capture, block.len() as u32);
        loop {
            let kind = ganita_capture_next(capture);
            if kind == 0 {
                break;
            }
            let record = ganita_capture_event(capture).read();
            assert_eq!(record.kind, kind);
            assert!(record.decided >= record.end && record.end >= record.start);
            seen.push((kind, record.sequence, record.start, record.end));
        }
    }
}

#[test]
fn an_open_gate_gives_a_chunk_every_100_ms() {
    let capture = ganita_capture_create(48_000.0, 0, 0.0, 0);
    assert!(!capture.is_null());
    assert_eq!(ganita_last_error(), 0);
    let mut seen = Vec::new();
    let tone: Vec<f32> = (0..128).map(|n| if n % 64 < 32 { 0.25 } else { -0.25 }).collect();
    // SAFETY: the capture is live until it is destroyed, at the end.
    unsafe {
        for _ in 0..375 {
            offer(capture, &tone, &mut seen);
        }
        let chunks: Vec<_> = seen.iter().filter(|event| event.0 == 4).collect();
        assert_eq!(chunks.len(), 9);
        assert!(chunks.iter().enumerate().all(|(n, chunk)| chunk.1 as usize == n));
        assert_eq!(chunks[8].3 - chunks[7].3, 4_800.0);
        let samples = std::slice::from_raw_parts(ganita_capture_chunk(capture), 1_600);
        assert!(
            samples.iter().any(|sample| sample.unsigned_abs() > 7_000),
            "the tone is in the chunk"
        );
        let statistics = std::slice::from_raw_parts(ganita_capture_statistics(capture), 8);
        assert_eq!(statistics[..3], [48_000.0, 9.0, 14_400.0]);

        ganita_capture_reset(capture);
        assert_eq!(statistics[0], 0.0);
        ganita_capture_destroy(capture);
    }
}

#[test]
fn events_that_nobody_takes_are_counted() {
    let capture = ganita_capture_create(16_000.0, 0, 0.0, 0);
    // SAFETY: the capture is live until it is destroyed, at the end.
    unsafe {
        for _ in 0..10 {
            ganita_capture_process(capture, 4_096);
        }
        ganita_capture_process(capture, 0);
        assert_eq!(ganita_capture_next(capture), 0);
        let statistics = std::slice::from_raw_parts(ganita_capture_statistics(capture), 8);
        assert_eq!(statistics[0], 40_960.0, "nothing offered is lost");
        assert!(statistics[6] >= 160.0 + 20.0, "frames and chunks: {}", statistics[6]);
        ganita_capture_destroy(capture);
    }
}

#[test]
fn settings_go_in_and_refusals_come_out() {
    let capture = ganita_capture_create(44_100.0, 1, 0.8, 1);
    // SAFETY: the capture is live until it is destroyed, at the end.
    unsafe {
        assert_eq!(ganita_capture_set_denoise(capture, 0, 1.0), 1);
        assert_eq!(ganita_capture_set_denoise(capture, 99, 1.0), 0);
        assert_eq!(ganita_last_error(), 2);
        assert_eq!(ganita_capture_set_denoise(capture, 1, 1.1), 0);
        assert_eq!(ganita_last_error(), 3);
        assert_eq!(ganita_capture_set_vad(capture, 0.6, 0.4, 500.0, 200.0, 50.0), 1);
        let vad = std::slice::from_raw_parts(ganita_capture_vad(capture), 5);
        assert_eq!(vad, [0.6, 0.4, 500.0, 200.0, 50.0]);
        assert_eq!(ganita_capture_set_vad(capture, 0.6, 0.7, 500.0, 200.0, 50.0), 0);
        assert_eq!(ganita_last_error(), 4);
        ganita_capture_set_gate(capture, 0);
        ganita_capture_destroy(capture);
    }
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY, 7_000.0, 1e9] {
        assert!(ganita_capture_create(rate, 1, 0.8, 1).is_null());
        assert_eq!(ganita_last_error(), 1);
        assert!(ganita_cleaner_create(rate, 1, 0.8).is_null());
        assert!(ganita_player_create(rate, 10_000).is_null());
    }
    assert!(ganita_player_create(48_000.0, 10).is_null());
    assert_eq!(ganita_last_error(), 5);
}

#[test]
fn a_track_keeps_its_length() {
    let cleaner = ganita_cleaner_create(44_100.0, 1, 1.0);
    // SAFETY: the cleaner is live until it is destroyed, at the end; the lengths stay within 4,096.
    unsafe {
        let latency_ms = ganita_cleaner_latency_ms(cleaner);
        assert!((45.0..46.0).contains(&latency_ms), "{latency_ms}");
        let input = std::slice::from_raw_parts_mut(ganita_cleaner_input(cleaner), 4_096);
        input.fill(f32::NAN);
        for frames in [1, 128, 4_096, 5_000] {
            assert_eq!(ganita_cleaner_process(cleaner, frames), frames.min(4_096));
        }
        let output = std::slice::from_raw_parts(ganita_cleaner_output(cleaner), 4_096);
        assert!(output.iter().all(|sample| sample.is_finite()));
        assert_eq!(ganita_cleaner_set_denoise(cleaner, 0, 0.5), 1);
        ganita_cleaner_reset(cleaner);
        ganita_cleaner_destroy(cleaner);
    }
}

#[test]
fn a_voice_is_played_and_flushed() {
    let player = ganita_player_create(48_000.0, 5_000);
    // SAFETY: the player is live until it is destroyed, at the end; the lengths stay within its buffers.
    unsafe {
        let input = std::slice::from_raw_parts_mut(
            ganita_player_input(player),
            ganita_player_input_capacity() as usize,
        );
        for (n, sample) in input.iter_mut().enumerate() {
            *sample = if n % 48 < 24 { 8_000 } else { -8_000 };
        }
        assert_eq!(ganita_player_push(player, 12_000), 12_000);
        let state = std::slice::from_raw_parts(ganita_player_state(player), 8);
        assert_eq!((state[0], state[1]), (1.0, 500.0));
        assert_eq!(ganita_player_render(player, 128), 1, "it begins");
        let output = std::slice::from_raw_parts(ganita_player_output(player), 4_096);
        ganita_player_render(player, 4_096);
        assert!(output.iter().any(|sample| sample.abs() > 0.2));
        assert_eq!(state[0], 2.0);
        ganita_player_set_volume(player, 0.5);
        ganita_player_flush(player);
        assert_eq!(ganita_player_render(player, 960), 2 | 8, "it ended and is silent");
        assert!(output[240..960].iter().all(|&sample| sample == 0.0));
        ganita_player_push(player, 100);
        ganita_player_finish(player);
        assert_eq!(ganita_player_render(player, 4_096), 1 | 2, "a short one is played whole");
        ganita_player_destroy(player);
    }
}

#[test]
fn nobody_is_home_at_null() {
    // SAFETY: null is allowed everywhere.
    unsafe {
        ganita_capture_process(null_mut(), 128);
        assert_eq!(ganita_capture_next(null_mut()), 0);
        assert!(ganita_capture_event(null_mut()).is_null());
        assert!(ganita_capture_input(null_mut()).is_null());
        assert!(ganita_capture_chunk(null_mut()).is_null());
        assert_eq!(ganita_capture_set_denoise(null_mut(), 0, 0.0), 0);
        ganita_capture_set_gate(null_mut(), 1);
        ganita_capture_reset(null_mut());
        ganita_capture_destroy(null_mut());
        assert_eq!(ganita_cleaner_process(null_mut(), 128), 0);
        assert_eq!(ganita_cleaner_latency_ms(null_mut()), 0.0);
        ganita_cleaner_destroy(null_mut());
        assert_eq!(ganita_player_render(null_mut(), 128), 0);
        assert_eq!(ganita_player_push(null_mut(), 128), 0);
        ganita_player_flush(null_mut());
        ganita_player_finish(null_mut());
        ganita_player_destroy(null_mut());
    }
    assert_eq!(ganita_abi_version(), 1);
}

/// The offsets the page reads at.
#[test]
fn the_record_is_laid_out_as_described() {
    assert_eq!(size_of::<Record>(), 56);
    assert_eq!(align_of::<Record>(), 8);
    assert_eq!(std::mem::offset_of!(Record, start), 8);
    assert_eq!(std::mem::offset_of!(Record, decided), 24);
    assert_eq!(std::mem::offset_of!(Record, probability), 32);
    assert_eq!(std::mem::offset_of!(Record, speaking), 44);
    assert_eq!(std::mem::offset_of!(Record, clipped), 48);
}
