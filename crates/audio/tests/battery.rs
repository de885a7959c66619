//! The stage battery: what every stage promises, tried on every stage.

mod signal;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use ganita_audio::{
    CHUNK_SAMPLES, Cleaner, Config, Denoiser, Detector, Event, FRAME_SAMPLES, Mode, Pipeline,
    Player, Resampler, SPEECH_RATE_HZ, Speech,
};
use signal::{middle_of, nasty, noise, pulse, silence, voice};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// A stage, as the battery sees it.
trait Stage {
    fn name(&self) -> String;
    /// The rates of what comes in and of what goes out.
    fn rates(&self) -> (u32, u32);
    /// How late the signal comes out, in seconds, if it is the signal that comes out.
    fn delay_s(&self) -> Option<f64>;
    /// The largest magnitude it may give back.
    fn bound(&self) -> f32;
    fn process(&mut self, input: &[f32], output: &mut Output);
    fn reset(&mut self);
}

/// Where a stage writes, without allocating.
struct Output {
    samples: Vec<f32>,
    filled: usize,
}

impl Output {
    fn new(capacity: usize) -> Output {
        Output { samples: vec![0.0; capacity], filled: 0 }
    }

    fn room(&mut self) -> &mut [f32] {
        &mut self.samples[self.filled..]
    }

    fn push(&mut self, sample: f32) {
        self.samples[self.filled] = sample;
        self.filled += 1;
    }

    fn written(&self) -> &[f32] {
        &self.samples[..self.filled]
    }
}

struct Resampling(Resampler, u32, u32);

impl Stage for Resampling {
    fn name(&self) -> String {
        format!("resample {} -> {}", self.1, self.2)
    }
    fn rates(&self) -> (u32, u32) {
        (self.1, self.2)
    }
    fn delay_s(&self) -> Option<f64> {
        Some(self.0.delay_s())
    }
    fn bound(&self) -> f32 {
        2.0
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        let count = self.0.process(input, output.room());
        output.filled += count;
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

struct Denoising(Denoiser);

impl Stage for Denoising {
    fn name(&self) -> String {
        format!("denoise {}", self.0.mode().name())
    }
    fn rates(&self) -> (u32, u32) {
        (48_000, 48_000)
    }
    fn delay_s(&self) -> Option<f64> {
        (self.0.mode() == Mode::Off).then_some(self.0.delay() as f64 / 48_000.0)
    }
    fn bound(&self) -> f32 {
        4.0
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        self.0.process(input, &mut output.samples[output.filled..output.filled + input.len()]);
        output.filled += input.len();
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

struct Cleaning(Cleaner, u32, Mode);

impl Stage for Cleaning {
    fn name(&self) -> String {
        format!("clean {} {}", self.1, self.2.name())
    }
    fn rates(&self) -> (u32, u32) {
        (self.1, self.1)
    }
    fn delay_s(&self) -> Option<f64> {
        (self.2 == Mode::Off).then(|| self.0.delay_samples() / f64::from(self.1))
    }
    fn bound(&self) -> f32 {
        4.0
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        self.0.process(input, &mut output.samples[output.filled..output.filled + input.len()]);
        output.filled += input.len();
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

/// Modes of what is sent, at 48 kHz in and 16 kHz out.
struct Hopping(Speech, Mode);

impl Stage for Hopping {
    fn name(&self) -> String {
        format!("denoise speech {}", self.1.name())
    }
    fn rates(&self) -> (u32, u32) {
        (48_000, 16_000)
    }
    fn delay_s(&self) -> Option<f64> {
        // Of the resampler alone.
        (self.1 == Mode::Off).then_some(2.5e-3)
    }
    fn bound(&self) -> f32 {
        4.0
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        for input in input.chunks(Speech::INPUT_MAX) {
            if self.0.process(input) {
                self.0.output().iter().for_each(|&sample| output.push(sample));
            }
        }
    }
    fn reset(&mut self) {
        self.0.reset();
    }
}

struct Detecting(Detector, Vec<f32>);

impl Stage for Detecting {
    fn name(&self) -> String {
        "detect".to_owned()
    }
    fn rates(&self) -> (u32, u32) {
        (16_000, 16_000)
    }
    fn delay_s(&self) -> Option<f64> {
        None
    }
    fn bound(&self) -> f32 {
        1.0
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        for &sample in input {
            // The detector stands behind the door, where nothing that is not finite gets in.
            self.1.push(if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 });
            if let Ok(frame) = self.1.as_slice().try_into() {
                output.push(self.0.frame(frame));
                self.1.clear();
            }
        }
    }
    fn reset(&mut self) {
        self.0.reset();
        self.1.clear();
    }
}

/// What comes out is all that is sent, if everything is; or everything that is said about it.
struct Piping {
    pipeline: Pipeline,
    about: bool,
}

impl Stage for Piping {
    fn name(&self) -> String {
        let config = self.pipeline.config();
        format!(
            "pipeline {} {} gate {} about {}",
            config.sample_rate_hz,
            config.mode.name(),
            config.gate,
            self.about
        )
    }
    fn rates(&self) -> (u32, u32) {
        (self.pipeline.config().sample_rate_hz, SPEECH_RATE_HZ)
    }
    fn delay_s(&self) -> Option<f64> {
        let config = self.pipeline.config();
        (config.mode == Mode::Off && !config.gate && !self.about)
            .then(|| self.pipeline.delay_ms() / 1_000.0)
    }
    fn bound(&self) -> f32 {
        if self.about { 1e9 } else { 1.0 }
    }
    fn process(&mut self, input: &[f32], output: &mut Output) {
        let mut events = self.pipeline.process(input);
        while let Some(event) = events.next_event() {
            match event {
                Event::Chunk(chunk) if !self.about => {
                    for &sample in chunk.samples {
                        output.push(f32::from(sample) / 32_768.0);
                    }
                }
                Event::Chunk(chunk) => {
                    output.push(chunk.sequence as f32);
                    output.push(chunk.end as f32);
                    output.push(chunk.probability);
                }
                Event::Frame(frame) if self.about => {
                    output.push(frame.start as f32);
                    output.push(frame.end as f32);
                    output.push(frame.probability);
                    output.push(frame.level.peak);
                }
                Event::Begins(change) | Event::Ends(change) if self.about => {
                    output.push(change.at as f32);
                }
                Event::Frame(_) | Event::Begins(_) | Event::Ends(_) => {}
            }
        }
    }
    fn reset(&mut self) {
        self.pipeline.reset();
    }
}

/// Rates: everything a device has, an odd one, and the two ends.
const RATES_HZ: [u32; 8] = [8_000, 16_000, 44_100, 48_000, 96_000, 192_000, 22_050, 44_099];

fn resampling(from_hz: u32, to_hz: u32) -> Box<dyn Stage> {
    Box::new(Resampling(Resampler::new(from_hz, to_hz).expect("both are rates"), from_hz, to_hz))
}

fn piping(sample_rate_hz: u32, mode: Mode, gate: bool, about: bool) -> Box<dyn Stage> {
    // With the gain where all is sent: both ways are tried.
    let config = Config { mode, gate, gain: !gate, ..Config::at(sample_rate_hz) };
    Box::new(Piping {
        pipeline: Pipeline::new(config).expect("the configuration is allowed"),
        about,
    })
}

fn stages() -> Vec<Box<dyn Stage>> {
    let mut stages = Vec::new();
    for rate in RATES_HZ {
        stages.push(resampling(rate, 48_000));
        stages.push(resampling(rate, 16_000));
        stages.push(resampling(24_000, rate));
    }
    for mode in Mode::ALL {
        stages.push(Box::new(Denoising(
            Denoiser::new(48_000, mode, 0.8).expect("0.8 is a strength"),
        )));
        let speech = Speech::new(mode, 0.8).expect("0.8 is a strength");
        stages.push(Box::new(Hopping(speech, mode)));
        for rate in [16_000, 44_100, 48_000, 44_099] {
            let cleaner = Cleaner::new(rate, mode, 1.0).expect("the rate is allowed");
            stages.push(Box::new(Cleaning(cleaner, rate, mode)));
            // A pipeline brings every rate to the same one first: those for which the modes are tried above.
            if rate == 44_100 || mode == Mode::Off || mode == Mode::default() {
                stages.push(piping(rate, mode, false, false));
                stages.push(piping(rate, mode, true, true));
            }
        }
    }
    stages.push(Box::new(Detecting(Detector::new(), Vec::with_capacity(FRAME_SAMPLES))));
    stages
}

/// Runs one second and a half through a stage, in blocks of `block`.
fn run(stage: &mut dyn Stage, input: &[f32], block: usize) -> Vec<f32> {
    let (from, to) = stage.rates();
    // The events of the pipeline are few; its chunks may hold back and then give more at once.
    let mut output = Output::new(input.len() * to as usize / from as usize + 3 * CHUNK_SAMPLES);
    for block in input.chunks(block) {
        stage.process(block, &mut output);
    }
    output.written().to_vec()
}

fn input_for(stage: &dyn Stage) -> Vec<f32> {
    let rate = stage.rates().0;
    let length = rate as usize * 3 / 2;
    signal::mixed(voice(rate, length), &noise(0.02, length))
}

#[test]
fn the_same_output_for_every_block_size() {
    for mut stage in stages() {
        let input = input_for(&*stage);
        let whole = run(&mut *stage, &input, input.len());
        assert!(!whole.is_empty(), "{}: nothing came out", stage.name());
        for block in [1, 7, 128, 480, 1_000, 4_096] {
            stage.reset();
            assert_eq!(
                run(&mut *stage, &input, block),
                whole,
                "{} in blocks of {block}",
                stage.name()
            );
        }
    }
}

#[test]
fn after_a_reset_it_is_as_new() {
    for (mut used, mut new) in stages().into_iter().zip(stages()) {
        let input = input_for(&*used);
        run(&mut *used, &noise(0.9, input.len() / 2 + 31), 333);
        used.reset();
        assert_eq!(run(&mut *used, &input, 128), run(&mut *new, &input, 128), "{}", new.name());
    }
}

#[test]
fn silence_stays_silence() {
    for mut stage in stages() {
        if stage.name().contains("about") || stage.name() == "detect" {
            continue;
        }
        let input = silence(1.0, stage.rates().0);
        let output = run(&mut *stage, &input, 128);
        assert!(output.iter().all(|&sample| sample == 0.0), "{}", stage.name());
    }
}

#[test]
fn nothing_nasty_comes_out() {
    for mut stage in stages() {
        for (what, input) in nasty(stage.rates().0 as usize) {
            if stage.name().starts_with("resample") || stage.name().starts_with("denoise") {
                // These two stand behind the door; only what can pass it reaches them.
                if input.iter().any(|sample| {
                    !sample.is_finite() || sample.abs() > 1.0 || sample.is_subnormal()
                }) {
                    continue;
                }
            }
            stage.reset();
            for sample in run(&mut *stage, &input, 128) {
                assert!(
                    sample.is_finite() && !sample.is_subnormal(),
                    "{}, {what}: {sample}",
                    stage.name()
                );
                assert!(sample.abs() <= stage.bound(), "{}, {what}: {sample}", stage.name());
            }
        }
    }
}

#[test]
fn the_delay_is_as_stated() {
    let mut tried = 0;
    for mut stage in stages() {
        let Some(delay_s) = stage.delay_s() else { continue };
        let (from, to) = stage.rates();
        let input = pulse(0.3, from, from as usize);
        let output = run(&mut *stage, &input, 128);
        let found = middle_of(&output) - 0.3 * f64::from(to);
        let stated = delay_s * f64::from(to);
        assert!(
            (found - stated).abs() < 0.1,
            "{}: {found:.3} samples, not {stated:.3}",
            stage.name()
        );
        tried += 1;
    }
    assert_eq!(tried, 24 + 2 + 4 + 4);
}

#[test]
fn processing_never_allocates() {
    for mut stage in stages() {
        let input = input_for(&*stage);
        let (from, to) = stage.rates();
        let mut output = Output::new(input.len() * to as usize / from as usize + 3 * CHUNK_SAMPLES);
        assert_no_alloc(|| {
            for block in input.chunks(128) {
                stage.process(block, &mut output);
            }
        });
    }
}

#[test]
fn the_player_never_allocates() {
    let mut player = Player::new(44_100, 10_000).expect("the settings are allowed");
    let voice: Vec<i16> = voice(24_000, 48_000).iter().map(|x| (x * 32_767.0) as i16).collect();
    let mut output = [0.0; 128];
    assert_no_alloc(|| {
        for (n, burst) in voice.chunks(4_800).enumerate() {
            player.push(burst);
            for _ in 0..30 {
                player.render(&mut output);
            }
            if n == 5 {
                player.flush();
            }
            player.set_volume(0.5);
        }
        player.finish();
        for _ in 0..2_000 {
            player.render(&mut output);
        }
    });
    assert_eq!(player.state(), ganita_audio::PlayerState::Idle);
}
