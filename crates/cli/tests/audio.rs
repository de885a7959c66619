//! `ganita denoise`, `ganita resample` and `ganita vad`, run as programs on files.

#![allow(clippy::disallowed_methods, reason = "the program is what is tested")]

use std::f64::consts::{PI, TAU};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of this test's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("the target folder can be written to");
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn ganita<const N: usize>(arguments: [&str; N]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ganita")).args(arguments).output().expect("the program starts")
}

#[track_caller]
fn good<const N: usize>(arguments: [&str; N]) -> String {
    let output = ganita(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).expect("text")
}

/// Runs it, expects exit code 2, and gives the one line it said.
#[track_caller]
fn bad<const N: usize>(arguments: [&str; N]) -> String {
    let output = ganita(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(said.lines().count(), 1, "one line: {said}");
    said.trim_end().to_owned()
}

/// A WAV file of interleaved samples.
fn wav(rate_hz: u32, channels: u16, bits: u16, float: bool, data: &[u8]) -> Vec<u8> {
    let block = channels * bits / 8;
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    bytes.extend(if float { 3_u16 } else { 1 }.to_le_bytes());
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate_hz.to_le_bytes());
    bytes.extend((rate_hz * u32::from(block)).to_le_bytes());
    bytes.extend(block.to_le_bytes());
    bytes.extend(bits.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

fn pcm16(samples: &[f64]) -> Vec<u8> {
    samples.iter().flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes()).collect()
}

/// The samples of a mono 16-bit file that the program wrote.
fn samples(path: &Path) -> (u32, Vec<f64>) {
    let bytes = fs::read(path).expect("the file was written");
    assert_eq!(&bytes[..4], b"RIFF");
    assert_eq!(u16::from_le_bytes([bytes[34], bytes[35]]), 16);
    let rate_hz = u32::from_le_bytes([bytes[24], bytes[25], bytes[26], bytes[27]]);
    let samples = bytes[44..]
        .chunks_exact(2)
        .map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_767.0)
        .collect();
    (rate_hz, samples)
}

/// A second of silence, a second of a vowel-like buzz in syllables, a second of silence.
fn buzz(rate_hz: u32) -> Vec<f64> {
    let rate = f64::from(rate_hz);
    const VOWELS: [[f64; 3]; 3] =
        [[730.0, 1_090.0, 2_440.0], [270.0, 2_290.0, 3_010.0], [530.0, 1_840.0, 2_480.0]];
    let mut resonators = [[0.0_f64; 2]; 3];
    let mut phase: f64 = 0.0;
    (0..3 * rate_hz)
        .map(|n| {
            let t = f64::from(n) / rate;
            let within = t % 0.2;
            let loud = if (1.0..2.0).contains(&t) && within < 0.16 {
                libm::sin(within / 0.16 * PI)
            } else {
                0.0
            };
            phase += (150.0 - 20.0 * (t % 1.0) + 6.0 * libm::sin(31.4 * t)) / rate;
            let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
            phase %= 1.0;
            let mut sum = 0.0;
            for (state, hz) in resonators.iter_mut().zip(VOWELS[(t / 0.2) as usize % 3]) {
                let radius = libm::exp(-PI * 80.0 / rate);
                let next = pulse + 2.0 * radius * libm::cos(TAU * hz / rate) * state[0]
                    - radius * radius * state[1];
                *state = [next, state[0]];
                sum += next * libm::sin(TAU * hz / rate);
            }
            (0.1 * loud * sum).clamp(-0.9, 0.9)
        })
        .collect()
}

#[test]
fn denoise_keeps_length_rate_and_time() {
    let folder = Folder::new("denoise");
    for rate in [8_000, 16_000, 44_100, 48_000] {
        let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
        let sound = buzz(rate);
        fs::write(&input, wav(rate, 1, 16, false, &pcm16(&sound))).expect("written");
        for mode in ["off", "rnnoise"] {
            good([
                "denoise",
                input.to_str().expect("utf-8"),
                output.to_str().expect("utf-8"),
                "--mode",
                mode,
                "--strength",
                "1",
            ]);
            let (rate_out, cleaned) = samples(&output);
            assert_eq!((rate_out, cleaned.len()), (rate, sound.len()), "{mode}");
            let correlation = |shift: usize| -> f64 {
                let middle = rate as usize..2 * rate as usize;
                middle.map(|n| sound[n] * cleaned[n + shift - 20]).sum()
            };
            let best = (0..=40)
                .max_by(|&a, &b| correlation(a).total_cmp(&correlation(b)))
                .expect("41 shifts");
            assert!(best.abs_diff(20) <= 1, "{rate}, {mode}: {} samples late", best as i32 - 20);
        }
    }
}

#[test]
fn denoise_takes_noise_away() {
    let folder = Folder::new("noise");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let mut state = 1_u64;
    let noise: Vec<f64> = (0..192_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / f64::from(1 << 24) * 0.1 - 0.05
        })
        .collect();
    fs::write(&input, wav(48_000, 1, 16, false, &pcm16(&noise))).expect("written");
    let energy_of = |path: &Path| samples(path).1[144_000..].iter().map(|x| x * x).sum::<f64>();
    let before = energy_of(&input);
    let paths = [input.to_str().expect("utf-8"), output.to_str().expect("utf-8")];
    good(["denoise", paths[0], paths[1], "--strength", "1"]);
    assert!(energy_of(&output) < before / 10.0);
    good(["denoise", paths[0], paths[1], "--strength", "0"]);
    assert!((energy_of(&output) / before - 1.0).abs() < 0.01);
}

#[test]
fn every_format_is_read_and_stereo_stays_stereo() {
    let folder = Folder::new("formats");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let paths = [input.to_str().expect("utf-8"), output.to_str().expect("utf-8")];
    for (channels, bits, float) in [
        (1, 8, false),
        (2, 16, false),
        (1, 24, false),
        (2, 32, false),
        (2, 32, true),
        (1, 64, true),
    ] {
        let data = vec![0; 4_800 * usize::from(channels * bits / 8)];
        fs::write(&input, wav(44_100, channels, bits, float, &data)).expect("written");
        good(["denoise", paths[0], paths[1]]);
        let written = fs::read(&output).expect("written");
        let width = if !float && bits <= 16 { 2 } else { 4 };
        assert_eq!(written[22], channels as u8, "{bits} bits");
        assert_eq!(written.len(), 44 + 4_800 * width * usize::from(channels), "{bits} bits");
        assert!(good(["vad", paths[0]]).starts_with("start,end,probability,speech,decided\n"));
    }
}

#[test]
fn resample_keeps_the_time() {
    let folder = Folder::new("resample");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let paths = [input.to_str().expect("utf-8"), output.to_str().expect("utf-8")];
    for (from, to) in [
        (44_100, "16000"),
        (48_000, "24000"),
        (16_000, "44100"),
        (44_099, "16000"),
        (8_000, "8000"),
    ] {
        let click: Vec<f64> = (0..from)
            .map(|n| {
                let away = (f64::from(n) / f64::from(from) - 0.5) / 0.5e-3;
                0.8 * libm::exp(-0.5 * away * away)
            })
            .collect();
        fs::write(&input, wav(from, 1, 16, false, &pcm16(&click))).expect("written");
        good(["resample", paths[0], paths[1], "--rate", to]);
        let (rate, resampled) = samples(&output);
        assert_eq!(rate.to_string(), to);
        assert_eq!(resampled.len(), rate as usize, "{from} -> {to}");
        let weight: f64 = resampled.iter().sum();
        let middle = resampled.iter().enumerate().map(|(n, x)| n as f64 * x).sum::<f64>() / weight;
        assert!((middle - f64::from(rate) / 2.0).abs() < 1.0, "{from} -> {to}: {middle}");
    }
}

#[test]
fn vad_finds_the_speech_in_time() {
    let folder = Folder::new("vad");
    let input = folder.file("in.wav");
    let path = input.to_str().expect("utf-8");
    fs::write(&input, wav(16_000, 1, 16, false, &pcm16(&buzz(16_000)))).expect("written");
    let printed = good(["vad", path]);
    let mut lines = printed.lines();
    assert_eq!(lines.next(), Some("start,end,probability,speech,decided"));
    let rows: Vec<[f64; 5]> = lines
        .map(|line| {
            let values: Vec<f64> =
                line.split(',').map(|value| value.parse().expect("a number")).collect();
            values.try_into().expect("five columns")
        })
        .collect();
    assert!(rows.len() > 180, "a row for every 16 ms");
    for pair in rows.windows(2) {
        assert!((pair[0][1] - pair[1][0]).abs() < 1e-4, "no gaps");
    }
    for [start, end, probability, speech, decided] in rows.iter().copied() {
        assert!(
            start < end
                && end <= 3.0
                && (0.0..=1.0).contains(&probability)
                && (speech == 0.0 || speech == 1.0)
        );
        // Printed with four digits.
        let late = libm::round((decided - end) * 1e4);
        assert!((0.0..=640.0).contains(&late), "{decided} is late for {end}");
    }
    let spoken = |from: f64, to: f64| {
        let rows = rows.iter().filter(|row| row[0] >= from && row[1] <= to);
        let (count, sum) = rows.fold((0.0, 0.0), |(count, sum), row| (count + 1.0, sum + row[3]));
        sum / count
    };
    assert_eq!(spoken(0.0, 0.95), 0.0);
    assert!(spoken(1.05, 1.95) > 0.5, "{}", spoken(1.05, 1.95));
    assert_eq!(spoken(2.5, 3.0), 0.0);

    let segments = good(["vad", path, "--segments"]);
    let lines: Vec<&str> = segments.lines().collect();
    assert_eq!(lines.len(), 2, "one segment: {segments}");
    assert!(lines[1].starts_with("1.0") || lines[1].starts_with("0.9"), "{segments}");
}

#[test]
fn what_is_wrong_with_a_file_is_one_line() {
    let folder = Folder::new("wrong");
    let path = |name: &str| folder.file(name).to_str().expect("utf-8").to_owned();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.file(name), bytes).expect("written");
        path(name)
    };
    let out = path("out.wav");

    let missing = path("missing.wav");
    assert_eq!(bad(["vad", &missing]), format!("ganita: {missing}: there is no such file"));
    let text = write("text.wav", b"hello, world");
    assert_eq!(
        bad(["denoise", &text, &out]),
        format!("ganita: {text}: not a WAV file: it does not begin with RIFF")
    );
    let empty = write("empty.wav", b"");
    assert_eq!(bad(["vad", &empty]), format!("ganita: {empty}: the file is empty"));
    let mut cut = wav(16_000, 1, 16, false, &[0; 100]);
    cut.truncate(30);
    let cut = write("cut.wav", &cut);
    assert!(bad(["resample", &cut, &out]).contains("broken header"));
    let law = write("law.wav", &{
        let mut bytes = wav(8_000, 1, 8, false, &[0; 100]);
        bytes[20] = 7;
        bytes
    });
    assert!(
        bad(["vad", &law]).ends_with("compressed sound (format 7) is not read, only PCM and float")
    );
    let slow = write("slow.wav", &wav(4_000, 1, 16, false, &[0; 100]));
    assert!(
        bad(["vad", &slow]).ends_with("a sample rate of 4000 Hz is not between 8000 and 192000 Hz")
    );
    let good_file = write("good.wav", &wav(16_000, 1, 16, false, &[0; 100]));
    assert!(
        bad(["denoise", &good_file, &out, "--strength", "2"])
            .ends_with("a strength of 2 is not between 0 and 1")
    );
    assert!(
        bad(["denoise", &good_file, "/nowhere/at/all.wav"])
            .starts_with("ganita: /nowhere/at/all.wav: ")
    );
    assert!(bad(["resample", &good_file, &out, "--rate", "1"]).contains("a sample rate of 1 Hz"));
    assert!(
        bad(["vad", folder.0.to_str().expect("utf-8")]).ends_with("this is a folder, not a file")
    );
}

#[test]
fn wrong_arguments_are_refused() {
    let output = ganita(["denoise", "a.wav", "b.wav", "--mode", "loud"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the modes are off, rnnoise"));
    assert_eq!(ganita(["sing"]).status.code(), Some(2));
}

#[test]
fn a_nasty_recording_is_survived() {
    let folder = Folder::new("nasty");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let data: Vec<u8> = [f32::NAN, f32::INFINITY, 1e30, -1e30, 1e-40]
        .iter()
        .cycle()
        .take(48_000)
        .flat_map(|sample| sample.to_le_bytes())
        .collect();
    fs::write(&input, wav(48_000, 1, 32, true, &data)).expect("written");
    let paths = [input.to_str().expect("utf-8"), output.to_str().expect("utf-8")];
    good(["denoise", paths[0], paths[1], "--strength", "1"]);
    let written = fs::read(&output).expect("written");
    for bytes in written[44..].chunks_exact(4) {
        let sample = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        assert!(sample.is_finite() && sample.abs() < 4.0, "{sample}");
    }
    good(["vad", paths[0]]);
    good(["vad", paths[0], "--silero"]);
    good(["resample", paths[0], paths[1], "--rate", "44100"]);
    let written = fs::read(&output).expect("written");
    for bytes in written[44..].chunks_exact(4) {
        let sample = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        assert!(sample.is_finite(), "{sample}");
    }
}

#[test]
fn a_broken_header_never_breaks_the_program() {
    let folder = Folder::new("broken");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let whole = wav(16_000, 1, 16, false, &[7; 640]);
    let mut state = 1_u32;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for _ in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..=random(3) {
            bytes[random(44)] = random(256) as u8;
        }
        bytes.truncate(bytes.len() - random(3) / 2 * random(bytes.len()));
        fs::write(&input, &bytes).expect("written");
        let run =
            ganita(["resample", input.to_str().expect("utf-8"), output.to_str().expect("utf-8")]);
        let said = String::from_utf8(run.stderr).expect("text");
        let header = &bytes[..bytes.len().min(44)];
        match run.status.code() {
            Some(0) => assert_eq!(said, "", "{header:?}"),
            Some(2) => assert_eq!(said.lines().count(), 1, "{header:?}: {said}"),
            other => panic!("{header:?}: exit code {other:?}, {said}"),
        }
    }
}

#[test]
fn silero_alone_and_a_live_resampler_can_be_looked_at() {
    let folder = Folder::new("alone");
    let (input, output) = (folder.file("in.wav"), folder.file("out.wav"));
    let paths = [input.to_str().expect("utf-8"), output.to_str().expect("utf-8")];
    for rate in [16_000, 44_100] {
        fs::write(&input, wav(rate, 1, 16, false, &pcm16(&buzz(rate)))).expect("written");
        let printed = good(["vad", paths[0], "--silero"]);
        assert_eq!(printed.lines().count(), 1 + 3 * 16_000 / 512);
        let speech = |line: &&str| line.split(',').nth(3) == Some("1");
        let spoken: Vec<&str> = printed.lines().filter(speech).collect();
        assert!(spoken.len() > 8, "{printed}");
        assert!(spoken.iter().all(|line| line.starts_with('1') || line.starts_with("2.0")));
    }
    let click: Vec<f64> = (0..48_000)
        .map(|n| 0.8 * libm::exp(-0.5 * libm::pow((f64::from(n) - 24_000.0) / 24.0, 2.0)))
        .collect();
    fs::write(&input, wav(48_000, 1, 16, false, &pcm16(&click))).expect("written");
    good(["resample", paths[0], paths[1], "--live"]);
    let (_, late) = samples(&output);
    let middle =
        late.iter().enumerate().map(|(n, x)| n as f64 * x).sum::<f64>() / late.iter().sum::<f64>();
    assert!((middle - 8_040.0).abs() < 0.5, "2.5 ms late: {middle}");
}
