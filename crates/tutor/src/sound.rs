//! Samples: reading WAV files that speech programs write, and changing rates.

/// Samples of one channel and their rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// -1 to 1.
    pub samples: Vec<f32>,
    /// Samples in a second.
    pub rate_hz: u32,
}

impl Sound {
    /// Sound from 16-bit little-endian samples; an odd last byte is left out.
    #[must_use]
    pub fn from_pcm16(bytes: &[u8], rate_hz: u32) -> Sound {
        let samples = bytes
            .chunks_exact(2)
            .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32768.0);
        Sound { samples: samples.collect(), rate_hz }
    }

    /// 16-bit little-endian samples.
    #[must_use]
    pub fn to_pcm16(&self) -> Vec<u8> {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of 16 bits")]
        let samples =
            self.samples.iter().map(|sample| (sample * 32768.0).clamp(-32768.0, 32767.0) as i16);
        samples.flat_map(i16::to_le_bytes).collect()
    }

    /// The first channel of a 16-bit PCM WAV file. Programs that write into a pipe do not know the length beforehand,
    /// so a `data` chunk may claim more than there is.
    #[must_use]
    pub fn from_wav(file: &[u8]) -> Option<Sound> {
        if file.get(..4)? != b"RIFF" || file.get(8..12)? != b"WAVE" {
            return None;
        }
        let mut at = 12;
        let mut format = None;
        loop {
            let name = file.get(at..at + 4)?;
            let length = u32::from_le_bytes(file.get(at + 4..at + 8)?.try_into().ok()?) as usize;
            let body = &file[at + 8..file.len().min((at + 8).saturating_add(length))];
            match name {
                b"fmt " => {
                    let number = |at: usize| {
                        Some(u16::from_le_bytes(body.get(at..at + 2)?.try_into().ok()?))
                    };
                    let rate_hz = u32::from_le_bytes(body.get(4..8)?.try_into().ok()?);
                    format = Some((number(0)?, usize::from(number(2)?), rate_hz, number(14)?));
                }
                b"data" => {
                    let (1, channels @ 1.., rate_hz, 16) = format? else { return None };
                    let first: Vec<u8> = body
                        .chunks_exact(2 * channels)
                        .flat_map(|frame| [frame[0], frame[1]])
                        .collect();
                    return Some(Sound::from_pcm16(&first, rate_hz));
                }
                _ => {}
            }
            at = at.checked_add(8 + length + length % 2)?;
        }
    }

    /// The same sound at another rate: a Kaiser-windowed sinc, cut off a little below the lower of both Nyquist rates.
    #[must_use]
    pub fn resampled(&self, rate_hz: u32) -> Sound {
        if rate_hz == self.rate_hz || self.samples.is_empty() || self.rate_hz == 0 || rate_hz == 0 {
            return Sound { samples: self.samples.clone(), rate_hz };
        }
        let common = greatest_common_divisor(rate_hz, self.rate_hz) as usize;
        let (up, down) = (rate_hz as usize / common, self.rate_hz as usize / common);
        let kernel = Kernel::new(up, down);
        let length = self.samples.len() * up / down;
        let samples = (0..length).map(|index| {
            let position = index * down;
            kernel.apply(&self.samples, position / up, position % up)
        });
        Sound { samples: samples.collect(), rate_hz }
    }

    /// How long it is.
    #[must_use]
    pub fn duration_ms(&self) -> u64 {
        self.samples.len() as u64 * 1000 / u64::from(self.rate_hz.max(1))
    }
}

/// The weights of the samples around a point, for each place a point can have between two samples.
struct Kernel {
    reach: usize,
    phases: Vec<Vec<f32>>,
}

impl Kernel {
    fn new(up: usize, down: usize) -> Kernel {
        const ZERO_CROSSINGS: f64 = 16.0;
        let cutoff = 0.94 * (up as f64 / down as f64).min(1.0);
        let half_width = ZERO_CROSSINGS / cutoff;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred at most"
        )]
        let reach = libm::ceil(half_width) as usize;
        let phase = |phase: usize| {
            let weight = |tap: usize| {
                let distance = tap as f64 - (reach - 1) as f64 - phase as f64 / up as f64;
                (cutoff * sinc(cutoff * distance) * kaiser(distance / half_width)) as f32
            };
            (0..2 * reach).map(weight).collect()
        };
        Kernel { reach, phases: (0..up).map(phase).collect() }
    }

    /// The value just after sample `at`, `phase` of `phases` on the way to the next.
    fn apply(&self, samples: &[f32], at: usize, phase: usize) -> f32 {
        let weights = &self.phases[phase];
        let first = (at + 1).saturating_sub(self.reach);
        let skipped = (first + self.reach) - (at + 1);
        let last = (at + self.reach + 1).min(samples.len());
        samples[first.min(last)..last]
            .iter()
            .zip(&weights[skipped..])
            .map(|(sample, weight)| sample * weight)
            .sum()
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle.abs() < 1e-9 { 1.0 } else { libm::sin(angle) / angle }
}

/// The Kaiser window with β = 8 (side lobes below -80 dB): J. Kaiser, R. Schafer, "On the use of the I0-sinh window for
/// spectrum analysis", IEEE ASSP 28, 1980.
fn kaiser(position: f64) -> f64 {
    const BETA: f64 = 8.0;
    if position.abs() >= 1.0 {
        0.0
    } else {
        bessel(BETA * libm::sqrt(1.0 - position * position)) / bessel(BETA)
    }
}

/// The modified Bessel function of order zero, by its power series.
fn bessel(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..32 {
        term *= quarter / f64::from(k * k);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(frequency_hz: f64, rate_hz: u32) -> Sound {
        let angle =
            |n: usize| 2.0 * std::f64::consts::PI * frequency_hz * n as f64 / f64::from(rate_hz);
        Sound {
            samples: (0..rate_hz as usize / 2).map(|n| 0.5 * libm::sin(angle(n)) as f32).collect(),
            rate_hz,
        }
    }

    fn loudest_difference(a: &Sound, b: &Sound) -> f32 {
        let edge = 400;
        let pairs = a.samples.iter().zip(&b.samples).skip(edge).take(a.samples.len() - 2 * edge);
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_another_rate() {
        for (from, to) in [(16_000, 24_000), (22_050, 24_000), (48_000, 16_000), (44_100, 16_000)] {
            let error = loudest_difference(&tone(1000.0, from).resampled(to), &tone(1000.0, to));
            assert!(error < 0.001, "{from} to {to}: off by {error}");
        }
    }

    #[test]
    fn a_tone_above_the_new_range_is_gone() {
        let folded = tone(11_000.0, 48_000).resampled(16_000);
        let loudest = folded
            .samples
            .iter()
            .skip(400)
            .take(7000)
            .fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert!(loudest < 0.001, "{loudest} is left of it");
    }

    #[test]
    fn a_wav_file_is_read_even_when_its_length_is_a_guess() {
        let mut file = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        file.extend(16_000_u32.to_le_bytes());
        file.extend(32_000_u32.to_le_bytes());
        file.extend(b"\x02\0\x10\0data\xff\xff\xff\x7f\x00\x40\x00\xc0");
        let sound = Sound::from_wav(&file).expect("a WAV file");
        assert_eq!(sound, Sound { samples: vec![0.5, -0.5], rate_hz: 16_000 });
        assert_eq!(sound.to_pcm16(), b"\x00\x40\x00\xc0");
        for end in 0..44 {
            assert_eq!(Sound::from_wav(&file[..end]), None, "cut off after {end} bytes");
        }
    }
}
