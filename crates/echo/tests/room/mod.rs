//! A made-up room: what is played reaches the microphone late, over many walls, and a little noise with it.

use std::path::Path;

/// A recorded question: 16 kHz, one channel.
pub(crate) fn speech(name: &str) -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings").join(name);
    let file = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let data = file.windows(4).position(|tag| tag == b"data").expect("a WAV file has data") + 8;
    let samples = file[data..].chunks_exact(2);
    samples.map(|bytes| f32::from(i16::from_le_bytes([bytes[0], bytes[1]])) / 32_768.0).collect()
}

/// The recording said again and again for so many seconds.
pub(crate) fn talk(name: &str, seconds: usize) -> Vec<f32> {
    speech(name).into_iter().cycle().take(seconds * 16_000).collect()
}

/// Evenly spread numbers in −1…1, always the same.
pub(crate) struct Noise(pub(crate) u32);

impl Noise {
    pub(crate) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }
}

/// A room by its echo: how late it begins, how long it takes to fade by 60 dB, and how loud it is beside what is played.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) delay_ms: usize,
    pub(crate) fades_in_ms: usize,
    pub(crate) loudness: f32,
    pub(crate) seed: u32,
}

impl Room {
    /// What the microphone hears of what is played.
    pub(crate) fn echo(&self, played: &[f32]) -> Vec<f32> {
        let mut noise = Noise(self.seed);
        let length = self.fades_in_ms * 16;
        let rate = libm::logf(1_000.0) / length as f32;
        let mut response: Vec<f32> =
            (0..length).map(|n| noise.next() * libm::expf(-rate * n as f32)).collect();
        let energy: f32 = response.iter().map(|tap| tap * tap).sum();
        let scale = self.loudness / libm::sqrtf(energy);
        response.iter_mut().for_each(|tap| *tap *= scale);
        let delay = self.delay_ms * 16;
        let mut echo = vec![0.0; played.len()];
        for (n, &sample) in played.iter().enumerate().filter(|(_, sample)| **sample != 0.0) {
            for (target, tap) in echo.iter_mut().skip(n + delay).zip(&response) {
                *target += sample * tap;
            }
        }
        // A quiet microphone's own noise, −75 dB.
        echo.iter_mut().for_each(|sample| *sample += 1.7e-4 * noise.next());
        echo
    }
}

pub(crate) fn energy(samples: &[f32]) -> f64 {
    samples.iter().map(|&sample| f64::from(sample).powi(2)).sum()
}

/// By how many decibels `after` is quieter than `before`.
pub(crate) fn quieter_by(before: &[f32], after: &[f32]) -> f64 {
    10.0 * libm::log10(energy(before) / energy(after).max(1e-20))
}
