//! The echo canceller's interface as a worklet uses it.

#![allow(unsafe_code, reason = "this plays the part of the page, which only has addresses")]

use std::ptr::null_mut;

use ganita_worklet::*;

#[test]
fn the_echo_of_noise_is_quieter_and_null_is_harmless() {
    let echo = ganita_echo_create(48_000.0);
    assert!(!echo.is_null() && ganita_last_error() == 0);
    let (mut heard, mut left) = (0.0, 0.0);
    let mut random = 1_u32;
    let mut before = [0.0_f32; 480];
    for turn in 0..800 {
        let played: [f32; 480] = std::array::from_fn(|_| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            0.4 * ((random >> 16) as f32 / 32_768.0 - 1.0)
        });
        // What was played 10 ms ago, at half its size.
        let microphone = before.map(|sample| 0.5 * sample);
        before = played;
        // SAFETY: the canceller is live, and a block is not longer than its buffers.
        let clean = unsafe {
            ganita_echo_played(echo).copy_from_nonoverlapping(played.as_ptr(), 480);
            ganita_echo_microphone(echo).copy_from_nonoverlapping(microphone.as_ptr(), 480);
            let count = ganita_echo_process(echo, 480);
            assert!(count <= ganita_echo_output_capacity() && (128..=192).contains(&count));
            std::slice::from_raw_parts(ganita_echo_output(echo), count as usize)
        };
        if turn >= 400 {
            let energy = |samples: &[f32]| samples.iter().map(|x| x * x).sum::<f32>();
            // Three samples at 48 kHz become one; what lies above 8 kHz goes anyway.
            heard += energy(&microphone) / 9.0;
            left += energy(clean);
        }
    }
    assert!(left < heard / 100.0, "{left} of {heard} is left");
    // SAFETY: the canceller is live until it is destroyed; null is allowed everywhere.
    unsafe {
        assert!((6.0..8.0).contains(&ganita_echo_delay_ms(echo)));
        assert!(*ganita_echo_found(echo) >= 0.0);
        ganita_echo_destroy(echo);
        ganita_echo_destroy(null_mut());
        assert_eq!(ganita_echo_process(null_mut(), 480), 0);
        assert!(ganita_echo_output(null_mut()).is_null());
    }
    assert!(ganita_echo_create(1_000.0).is_null() && ganita_last_error() == 1);
}
