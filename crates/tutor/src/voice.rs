//! The voice: flite for English, espeak-ng for Hindi; both are programs of the system.

use crate::sound::Sound;
use ganita_notation::Language;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::process::Command;

/// Samples in a second of the tutor's voice.
pub const RATE_HZ: u32 = 24_000;

/// A sentence takes a tenth of a second to speak; a program that takes this long hangs.
const SPEAKING_LIMIT: Duration = Duration::from_secs(20);

/// Which voices there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// The English one's name.
    pub english: Option<String>,
    /// The Hindi one's name.
    pub hindi: Option<String>,
}

impl Voice {
    /// Looks which programs are installed.
    pub async fn find() -> Voice {
        let (flite, espeak) =
            tokio::join!(runs("flite", &["-lv"]), runs("espeak-ng", &["--version"]));
        Voice {
            english: flite.then(|| "flite slt".to_owned()),
            hindi: espeak.then(|| "espeak-ng hi".to_owned()),
        }
    }

    /// A sentence as sound, or nothing when there is no voice for its language.
    pub async fn speak(&self, sentence: &str, language: Language) -> Option<Sound> {
        let sentence = sentence.trim();
        if sentence.is_empty() {
            return None;
        }
        let sound = match language {
            Language::English if self.english.is_some() => flite(sentence).await,
            Language::Hindi if self.hindi.is_some() => espeak(sentence).await,
            Language::English | Language::Hindi => None,
        };
        sound.map(|sound| sound.resampled(RATE_HZ))
    }
}

async fn runs(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let status = tokio::time::timeout(SPEAKING_LIMIT, command.status()).await;
    matches!(status, Ok(Ok(status)) if status.success())
}

/// flite wants a file it can go back in, so it gets one.
async fn flite(sentence: &str) -> Option<Sound> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path =
        std::env::temp_dir().join(format!("ganita-voice-{}-{number}.wav", std::process::id()));
    let mut command = Command::new("flite");
    command.args(["-voice", "slt", "-t", sentence, "-o"]).arg(&path);
    let spoken = output(command).await;
    let sound =
        spoken.and_then(|_| std::fs::read(&path).ok()).and_then(|file| Sound::from_wav(&file));
    let _ = std::fs::remove_file(&path);
    sound
}

async fn espeak(sentence: &str) -> Option<Sound> {
    let mut command = Command::new("espeak-ng");
    command.args(["-v", "hi", "-s", "150", "--stdout", "--", sentence]);
    Sound::from_wav(&output(command).await?)
}

async fn output(mut command: Command) -> Option<Vec<u8>> {
    command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    match tokio::time::timeout(SPEAKING_LIMIT, command.output()).await {
        Ok(Ok(output)) if output.status.success() => Some(output.stdout),
        _ => None,
    }
}
