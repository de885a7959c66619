//! Speech detection, noise suppression, recognition and resampling, beside what they are measured against.
//!
//! Only what is the same in every run goes into the table: times are `cargo xtask bench audio`'s.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{build, ganita, python, workplace};
use crate::command::{capture, command, root, step};
use crate::setup::{self, Package, cache};

/// What the judges and the networks beside ours run with.
const JUDGE: [&str; 10] = [
    "numpy==2.4.6",
    "soundfile==0.14.0",
    "soxr==1.1.0",
    "scikit-learn==1.9.1",
    "pesq==0.0.4",
    "pystoi==0.4.1",
    "speechmos==0.0.1.1",
    "librosa==0.11.0",
    "onnxruntime==1.32.0",
    "ten-vad==1.0.6.9",
];

const TEN_VAD_NEEDS: Package =
    Package { name: "libc++1", why: "TEN VAD, which ours is measured beside" };

/// Strengths beside the default.
const STRENGTHS: [&str; 2] = ["0.8", "1"];

/// The programs that take part, and the table as it grows.
struct Score {
    shared: PathBuf,
    python: String,
    ganita: String,
    table: String,
}

/// The whole table.
pub(super) fn score(shared: &Path) -> Result<String> {
    setup::install(&[TEN_VAD_NEEDS])?;
    let exact = exact()?;
    // It takes a while; somebody may build anew meanwhile.
    let program = workplace()?.join("ganita");
    fs::copy(ganita(), &program)?;
    let mut score = Score {
        shared: shared.to_owned(),
        python: python("judge-audio", &JUDGE)?,
        ganita: program.display().to_string(),
        table:
            "# cargo xtask score audio: development clips; times are in cargo xtask bench audio\n"
                .to_owned(),
    };
    score.detection(&exact)?;
    score.own(
        "parity.py",
        &["--exact", &exact, "--weights", &weights(""), "--judge", &score.judges("")],
    )?;
    score.own("ends.py", &["--corpus", &score.corpus()])?;
    score.suppression()?;
    score.recognition()?;
    score.own("resample.py", &[])?;
    Ok(score.table)
}

/// `ganita` with Silero's weights in 32 bits.
fn exact() -> Result<String> {
    let all = ["build", "--profile", "measure", "--quiet", "-p", "ganita-cli"];
    let exact = [&all[..], &["--features", "exact-weights"]].concat();
    step("ganita with 32-bit weights", command("cargo", exact))?;
    let kept = workplace()?.join("ganita-exact");
    fs::copy(ganita(), &kept)?;
    build()?;
    Ok(kept.display().to_string())
}

fn weights(name: &str) -> String {
    cache().join("weights").join(name).display().to_string()
}

fn script(name: &str) -> String {
    root().join("tests/score/audio").join(name).display().to_string()
}

impl Score {
    fn corpus(&self) -> String {
        self.shared.join("corpus/audio").display().to_string()
    }

    fn judges(&self, script: &str) -> String {
        self.shared.join("tools/judge-audio").join(script).display().to_string()
    }

    fn section(&mut self, title: &str, printed: &str) {
        println!("{printed}");
        let _ = write!(self.table, "\n{title}\n{}\n", printed.trim_end());
    }

    fn judged(&mut self, title: &str, judge: &str, program: &str, settings: &str) -> Result<()> {
        println!("  … {title}");
        let arguments = [&*self.judges(judge), "--ganita", program, "--args", settings];
        let printed = capture(command(&self.python, arguments))?;
        self.section(title, &printed);
        Ok(())
    }

    /// One of our own measurements.
    fn own(&mut self, name: &str, arguments: &[&str]) -> Result<()> {
        println!("  … {name}");
        let mut measure = command(&self.python, [&*script(name), "--ganita", &self.ganita]);
        measure.args(arguments);
        let printed = capture(measure)?;
        self.section(name.trim_end_matches(".py"), &printed);
        Ok(())
    }

    /// A program for a judge: a script of ours with what it needs in front.
    fn beside(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let file = workplace()?.join(name);
        let quoted: Vec<String> =
            [&*self.python].iter().chain(arguments).map(|word| format!("'{word}'")).collect();
        fs::write(&file, format!("#!/bin/sh\nexec {} \"$@\"\n", quoted.join(" ")))?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
        Ok(file.display().to_string())
    }

    fn detection(&mut self, exact: &str) -> Result<()> {
        let ganita = self.ganita.clone();
        self.judged("speech detection", "vad.py", &ganita, "")?;
        self.judged("speech detection, Silero with 32-bit weights", "vad.py", exact, "")?;
        let (listener, model) = (script("listener.py"), weights("silero_vad_16k_op15.onnx"));
        let silero = self.beside("silero", &[&listener, "silero", &model])?;
        self.judged("beside it: Silero v6.2 in ONNX Runtime", "vad.py", &silero, "")?;
        let ten = self.beside("ten", &[&listener, "ten", "-"])?;
        self.judged("beside it: TEN VAD", "vad.py", &ten, "")
    }

    fn suppression(&mut self) -> Result<()> {
        let ganita = self.ganita.clone();
        for mode in ["gtcrn", "rnnoise", "stationary", "adaptive"] {
            for strength in STRENGTHS {
                let settings = format!("--mode {mode} --strength {strength}");
                self.judged(&format!("denoise {settings}"), "denoise.py", &ganita, &settings)?;
            }
        }
        let gtcrn = self.beside("gtcrn", &[&script("gtcrn.py"), &weights("gtcrn_simple.onnx")])?;
        self.judged("beside it: GTCRN in ONNX Runtime", "denoise.py", &gtcrn, "")
    }

    /// What the tutor's ears get wrong in noise, before and after.
    fn recognition(&mut self) -> Result<()> {
        let ears = setup::ears()?;
        println!("  … words.py");
        let path = |path: PathBuf| path.display().to_string();
        let mut listen = command(&path(ears.python), [script("words.py")]);
        listen
            .args(["--ganita", &*self.ganita, "--model", &path(ears.model)])
            .args(["--corpus", &self.corpus(), "--noises", "4", "--clips"])
            .args(
                ["solve-quadratic.wav", "differentiate.wav"]
                    .map(|clip| path(root().join("tests/recordings").join(clip))),
            );
        let printed = capture(listen)?;
        self.section("recognition by Whisper tiny.en", &printed);
        Ok(())
    }
}
