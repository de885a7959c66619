//! Takes out of the microphone what the loudspeaker plays.
//!
//! In: the microphone and what is being played, both at the rate of the device and in step, in blocks of any length. Out:
//! the microphone at 16 kHz without the echo, ready for [`ganita_audio::Pipeline`]. The canceller is WebRTC's AEC3 (crate
//! `sonora-aec3`); it finds the way from loudspeaker to microphone by itself, up to half a second long.
//!
//! Deliberately not here: noise suppression (that is `ganita_audio`), gain, threads, clocks.
//!
//! Unlike the stages of `ganita_audio` the canceller takes and gives back small pieces of memory with every block.
//! [`Canceller::new`] has let one run beforehand, so that an allocator which keeps what was given back, as the browser's
//! module does, never asks the system again.
//!
//! ```
//! let mut canceller = ganita_echo::Canceller::new(48_000)?;
//! let (microphone, played) = ([0.0; 480], [0.0; 480]);
//! let mut clean = vec![0.0; canceller.output_max(480)];
//! let count = canceller.process(&microphone, &played, &mut clean);
//! assert!(count <= 192);
//! # Ok::<(), ganita_audio::ConfigError>(())
//! ```

use ganita_audio::{ConfigError, Resampler, SPEECH_RATE_HZ};
use sonora_aec3::block::Block;
use sonora_aec3::block_processor::BlockProcessor;
use sonora_aec3::config::EchoCanceller3Config;

/// The canceller works on 4 ms at 16 kHz.
pub const BLOCK_SAMPLES: usize = 64;

/// Samples taken at once; it bounds the buffers.
const PIECE: usize = 256;

/// AEC3 works on numbers of the size of 16-bit samples.
const FULL_SCALE: f32 = 32_768.0;

/// A microphone that is driven this hard is clipping, and its echo no longer follows what is played.
const SATURATED: f32 = 0.99;

/// The delay is looked for at 2 kHz, the coarser of the two rates that AEC3 has for it: a quarter of the work of the other,
/// and half a millisecond is exact enough for a filter of 50.
const DELAY_DOWN_SAMPLING: usize = 8;

/// Blocks for which a canceller is tried out beforehand: half a second, in which all its parts are used.
const TRIAL_BLOCKS: usize = 125;

/// What the canceller has found out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Found {
    /// By how much it has made the echo quieter, in decibels, as it estimates itself; slow to follow.
    pub return_loss_enhancement_db: f64,
    /// How long sound takes from the player to the microphone, in milliseconds.
    pub delay_ms: f64,
}

/// Takes the echo out of a microphone.
pub struct Canceller {
    from_microphone: Resampler,
    from_played: Resampler,
    canceller: Aec3,
    clean_piece: [f32; PIECE],
    at_16k: Vec<f32>,
    played_at_16k: Vec<f32>,
    delay_s: f64,
}

/// The canceller proper, with the blocks it works on.
struct Aec3 {
    processor: BlockProcessor,
    microphone: Block,
    played: Block,
    filled: usize,
}

impl Canceller {
    /// A canceller for a device of that rate. This allocates, and computes for some milliseconds.
    pub fn new(sample_rate_hz: u32) -> Result<Canceller, ConfigError> {
        let from_microphone = Resampler::new(sample_rate_hz, SPEECH_RATE_HZ)?;
        let from_played = Resampler::new(sample_rate_hz, SPEECH_RATE_HZ)?;
        let capacity = from_microphone.output_max(PIECE);
        let delay_s = from_microphone.delay_s() + BLOCK_SAMPLES as f64 / f64::from(SPEECH_RATE_HZ);
        let canceller = Aec3::new();
        try_out(Aec3::new());
        Ok(Canceller {
            from_microphone,
            from_played,
            canceller,
            clean_piece: [0.0; PIECE],
            at_16k: vec![0.0; capacity],
            played_at_16k: vec![0.0; capacity],
            delay_s,
        })
    }

    /// The most samples that `input_len` samples can bring forth at once.
    pub fn output_max(&self, input_len: usize) -> usize {
        self.from_microphone.output_max(input_len) + BLOCK_SAMPLES
    }

    /// By how much the signal is late, in seconds; that it comes out in whole blocks is not counted.
    pub fn delay_s(&self) -> f64 {
        self.delay_s
    }

    /// Takes what the microphone heard while `played` went to the loudspeaker; the two must have the same length. Writes
    /// the clean sound at 16 kHz and says how many samples there are.
    pub fn process(&mut self, microphone: &[f32], played: &[f32], output: &mut [f32]) -> usize {
        assert_eq!(microphone.len(), played.len(), "both are of the same moment");
        let mut written = 0;
        for (microphone, played) in microphone.chunks(PIECE).zip(played.chunks(PIECE)) {
            let piece = clean(microphone, &mut self.clean_piece);
            let count = self.from_microphone.process(piece, &mut self.at_16k);
            let piece = clean(played, &mut self.clean_piece);
            let same = self.from_played.process(piece, &mut self.played_at_16k);
            debug_assert_eq!(count, same, "two resamplers that are fed alike give alike");
            for n in 0..count {
                let (microphone, played) = (self.at_16k[n], self.played_at_16k[n]);
                written += self.canceller.take(microphone, played, &mut output[written..]);
            }
        }
        written
    }

    /// What it has found out so far.
    pub fn found(&self) -> Found {
        let metrics = self.canceller.processor.get_metrics();
        Found {
            return_loss_enhancement_db: metrics.echo_return_loss_enhancement,
            delay_ms: f64::from(metrics.delay_ms),
        }
    }

    /// Forgets the room; as new. This allocates.
    pub fn reset(&mut self) {
        self.from_microphone.reset();
        self.from_played.reset();
        self.canceller = Aec3::new();
    }
}

impl Aec3 {
    fn new() -> Aec3 {
        let rate = SPEECH_RATE_HZ as usize;
        let mut config = EchoCanceller3Config::default();
        config.delay.down_sampling_factor = DELAY_DOWN_SAMPLING;
        Aec3 {
            processor: BlockProcessor::new(&config, rate, 1, 1),
            microphone: Block::new(1, 1),
            played: Block::new(1, 1),
            filled: 0,
        }
    }

    /// Takes one sample of each; writes a block when one is full and says how long it is.
    fn take(&mut self, microphone: f32, played: f32, output: &mut [f32]) -> usize {
        self.microphone.view_mut(0, 0)[self.filled] = microphone * FULL_SCALE;
        self.played.view_mut(0, 0)[self.filled] = played * FULL_SCALE;
        self.filled += 1;
        if self.filled < BLOCK_SAMPLES {
            return 0;
        }
        self.filled = 0;
        let loud = SATURATED * FULL_SCALE;
        let is_saturated = self.microphone.view(0, 0).iter().any(|sample| sample.abs() >= loud);
        self.processor.buffer_render(&self.played);
        self.processor.process_capture(false, is_saturated, None, &mut self.microphone);
        for (target, sample) in output.iter_mut().zip(self.microphone.view(0, 0)) {
            *target = (sample / FULL_SCALE).clamp(-1.0, 1.0);
        }
        BLOCK_SAMPLES
    }
}

/// Lets a canceller hear some noise and its echo, and throws it away.
fn try_out(mut canceller: Aec3) {
    let mut random = 1_u32;
    let mut output = [0.0; BLOCK_SAMPLES];
    for _ in 0..TRIAL_BLOCKS * BLOCK_SAMPLES {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let sample = (random >> 16) as f32 / 65_536.0 - 0.5;
        canceller.take(0.3 * sample, sample, &mut output);
    }
}

/// NaN and infinities are silence; nothing is louder than twice full scale.
fn clean<'a>(samples: &[f32], target: &'a mut [f32; PIECE]) -> &'a [f32] {
    for (target, &sample) in target.iter_mut().zip(samples) {
        *target = if sample.is_finite() { sample.clamp(-2.0, 2.0) } else { 0.0 };
    }
    &target[..samples.len()]
}
