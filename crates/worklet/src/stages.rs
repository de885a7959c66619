//! The stages one by one, for measuring how long they take in WebAssembly. Not in what ships.

use ganita_audio::stages::{Process, Stage, sound, stages};

use crate::handle::{give, named};

/// The stages, and the one that is measured.
pub struct Bench {
    stages: Vec<Stage>,
    chosen: Option<Chosen>,
}

struct Chosen {
    stage: usize,
    process: Process,
    input: Vec<f32>,
}

/// The list of stages.
#[unsafe(no_mangle)]
pub extern "C" fn ganita_bench_create() -> *mut Bench {
    let mut stages = stages();
    #[cfg(feature = "echo")]
    stages.push(echo());
    give(Some(Bench { stages, chosen: None }))
}

/// The canceller, which hears what was played 10 ms before.
#[cfg(feature = "echo")]
fn echo() -> Stage {
    const RATE_HZ: u32 = 16_000;
    const BLOCK: usize = 160;
    let make = || {
        let mut canceller = ganita_echo::Canceller::new(RATE_HZ)?;
        let mut output = vec![0.0; canceller.output_max(BLOCK)];
        let mut heard = [0.0; BLOCK];
        let process: Process = Box::new(move |played: &[f32]| {
            std::hint::black_box(canceller.process(&heard, played, &mut output));
            for (heard, played) in heard.iter_mut().zip(played) {
                *heard = 0.3 * played;
            }
        });
        Ok(process)
    };
    Stage { name: "echo".to_owned(), rate_hz: RATE_HZ, block: BLOCK, make: Box::new(make) }
}

/// How many stages there are.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_stages(bench: *mut Bench) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { named(bench) }.map_or(0, |bench| bench.stages.len())
}

/// Makes a stage anew, and so many seconds of sound for it; returns how many calls that is.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_choose(
    bench: *mut Bench,
    stage: usize,
    seconds: u32,
) -> usize {
    // SAFETY: by the caller's promise.
    let Some(bench) = (unsafe { named(bench) }) else { return 0 };
    let made = bench.stages.get(stage).and_then(|stage| (stage.make)().ok());
    bench.chosen = made.map(|process| Chosen {
        stage,
        process,
        input: sound(bench.stages[stage].rate_hz, seconds),
    });
    bench.chosen.as_ref().map_or(0, |chosen| chosen.input.len() / bench.stages[stage].block)
}

/// Samples in a call of a stage.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_block(bench: *mut Bench, stage: usize) -> usize {
    // SAFETY: by the caller's promise.
    let bench = unsafe { named(bench) };
    bench.and_then(|bench| bench.stages.get(stage)).map_or(0, |stage| stage.block)
}

/// Where the name of a stage stands.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_name(bench: *mut Bench, stage: usize) -> *const u8 {
    // SAFETY: by the caller's promise.
    let bench = unsafe { named(bench) };
    let stage = bench.and_then(|bench| bench.stages.get(stage));
    stage.map_or(std::ptr::null(), |stage| stage.name.as_ptr())
}

/// How many bytes it has.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_name_length(bench: *mut Bench, stage: usize) -> usize {
    // SAFETY: by the caller's promise.
    let bench = unsafe { named(bench) };
    bench.and_then(|bench| bench.stages.get(stage)).map_or(0, |stage| stage.name.len())
}

/// One call of the chosen stage.
///
/// # Safety
/// `bench` is what [`ganita_bench_create`] gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ganita_bench_call(bench: *mut Bench, call: usize) {
    // SAFETY: by the caller's promise.
    let Some(Bench { stages, chosen: Some(chosen) }) = (unsafe { named(bench) }) else { return };
    let block = stages[chosen.stage].block;
    if let Some(samples) = chosen.input.chunks_exact(block).nth(call) {
        (chosen.process)(samples);
    }
}
