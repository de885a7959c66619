//! The ears: a child process in which Whisper runs, one question at a time.
//!
//! `ears/ears.py` explains the lines that go to and fro. A child that dies is started again for the next question.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Loading the weights takes two seconds; on a slow disk, more.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Half a minute of speech takes three seconds on two slow cores.
const LISTEN_LIMIT: Duration = Duration::from_secs(30);

/// Questions that may wait. Interim ones are turned away when any do.
const QUEUE: usize = 16;

/// Ways to hear a question that is over. An interim one is heard in one way, which is quicker.
const WAYS: u8 = 16;

/// What the ears need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarsOptions {
    /// The Python of the virtual environment in which faster-whisper is installed.
    pub python: PathBuf,
    /// The folder with `model.bin`.
    pub model: PathBuf,
    /// `ears.py`; the one beside this crate's sources when absent.
    pub program: Option<PathBuf>,
}

/// What was heard.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Heard {
    /// The words; empty when nothing was heard for certain.
    #[serde(default)]
    pub text: String,
    /// Every way to hear them, the likeliest first, `text` among them; none for an interim question.
    #[serde(default)]
    pub alternatives: Vec<Way>,
    /// Whether the words are to be trusted.
    #[serde(default)]
    pub heard: bool,
    /// Why not.
    #[serde(default)]
    pub why: Option<String>,
    /// How long it took to find out.
    #[serde(default)]
    pub took_ms: u64,
}

/// One way to hear a question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Way {
    /// The words.
    pub text: String,
    /// How likely the ears find them, in nats: at most a little above 0.
    pub log_probability: f32,
}

impl Heard {
    fn nothing(why: &str) -> Heard {
        Heard { why: Some(why.to_owned()), ..Heard::default() }
    }

    /// Whether somebody spoke and the words could not be made out, as opposed to nobody speaking.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        !self.heard && !matches!(self.why.as_deref(), Some("silence" | "no speech" | "too short"))
    }
}

struct Question {
    pcm: Vec<u8>,
    is_final: bool,
    answer: oneshot::Sender<Heard>,
}

/// A way to ask the ears.
#[derive(Debug, Clone)]
pub struct Ears {
    questions: mpsc::Sender<Question>,
    name: Arc<Mutex<Option<String>>>,
}

impl Ears {
    /// Starts the ears and waits until they are ready.
    ///
    /// # Errors
    /// Says what is missing when they cannot be started.
    pub async fn start(options: EarsOptions) -> anyhow::Result<Ears> {
        let child = Listening::start(&options).await?;
        let name = Arc::new(Mutex::new(Some(child.name.clone())));
        let (questions, queue) = mpsc::channel(QUEUE);
        tokio::spawn(answer_all(options, child, queue, Arc::clone(&name)));
        Ok(Ears { questions, name })
    }

    /// Their name, or nothing while they are dead.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.name.lock().map_or(None, |name| name.clone())
    }

    /// What was said in these 16-bit samples at 16 kHz. An interim question is only taken when no other waits.
    pub async fn listen(&self, pcm: Vec<u8>, is_final: bool) -> Heard {
        if !is_final && self.questions.capacity() < QUEUE {
            return Heard::nothing("busy");
        }
        let (answer, answered) = oneshot::channel();
        if self.questions.send(Question { pcm, is_final, answer }).await.is_err() {
            return Heard::nothing("the ears are gone");
        }
        answered.await.unwrap_or_else(|_| Heard::nothing("the ears are gone"))
    }
}

async fn answer_all(
    options: EarsOptions,
    child: Listening,
    mut queue: mpsc::Receiver<Question>,
    name: Arc<Mutex<Option<String>>>,
) {
    let mut living = Some(child);
    while let Some(Question { pcm, is_final, answer }) = queue.recv().await {
        if answer.is_closed() {
            continue;
        }
        if living.is_none() {
            living = Listening::start(&options)
                .await
                .inspect_err(|error| tracing::warn!("no ears: {error:#}"))
                .ok();
        }
        let heard = match &mut living {
            Some(child) => child.listen(&pcm, is_final).await,
            None => Ok(Heard::nothing("the ears are gone")),
        };
        let heard = heard.unwrap_or_else(|error| {
            tracing::warn!("the ears died: {error:#}");
            living = None;
            Heard::nothing("the ears died")
        });
        if let Ok(mut name) = name.lock() {
            *name = living.as_ref().map(|child| child.name.clone());
        }
        let _ = answer.send(heard);
    }
}

struct Listening {
    name: String,
    number: u64,
    questions: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Listening {
    async fn start(options: &EarsOptions) -> anyhow::Result<Listening> {
        use anyhow::Context;
        let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/ears/ears.py"));
        let program = options.program.clone().unwrap_or_else(beside);
        anyhow::ensure!(program.is_file(), "{} is not there", program.display());
        anyhow::ensure!(
            options.model.join("model.bin").is_file(),
            "no model.bin in {}",
            options.model.display()
        );
        let mut child = Command::new(&options.python)
            .arg("-u")
            .arg(program)
            .arg(&options.model)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", options.python.display()))?;
        let questions = child.stdin.take().context("a pipe to the ears")?;
        let answers = child.stdout.take().context("a pipe from the ears")?;
        let mut answers = BufReader::new(answers).lines();
        let first = timeout(START_LIMIT, answers.next_line())
            .await
            .context("the ears did not get ready")??;
        let first = first.context("the ears ended at once")?;
        let ready: serde_json::Value =
            serde_json::from_str(&first).context("the ears' first line")?;
        let name = ready["ready"].as_str().context("the ears' first line has no name")?.to_owned();
        Ok(Listening { name, number: 0, questions, answers, _child: child })
    }

    async fn listen(&mut self, pcm: &[u8], is_final: bool) -> anyhow::Result<Heard> {
        self.number += 1;
        let ways = if is_final { WAYS } else { 1 };
        let question = json!({ "id": self.number, "pcm": STANDARD.encode(pcm), "final": is_final, "alternatives": ways });
        let exchange = async {
            self.questions.write_all(format!("{question}\n").as_bytes()).await?;
            self.questions.flush().await?;
            let line = self.answers.next_line().await?;
            anyhow::Ok(serde_json::from_str(&line.unwrap_or_default())?)
        };
        timeout(LISTEN_LIMIT, exchange).await?
    }
}
