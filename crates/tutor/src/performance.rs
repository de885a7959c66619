//! An answer being given: calls and their results, sentences and their sound, at the pace of speech.

use crate::brain::Act;
use crate::voice::{RATE_HZ, Voice};
use ganita_live::message::{
    Blob, Content, FunctionResponse, OUTPUT_MIME_TYPE, Part, ServerContent, ServerMessage,
    ToolCall, Transcription,
};
use ganita_live::tools::BoardCall;
use ganita_notation::Language;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};

/// How much voice goes in one message.
const PIECE_MS: u64 = 100;

/// How far ahead of the ear the voice is sent.
const AHEAD: Duration = Duration::from_millis(300);

/// How long a board may take for one call.
const CALL_LIMIT: Duration = Duration::from_secs(10);

/// What happens while an answer is given.
#[derive(Debug)]
pub(crate) enum Beat {
    /// A message for the student.
    Send(Box<ServerMessage>),
    /// A call for the board.
    Call {
        /// As it is sent.
        message: Box<ServerMessage>,
        /// The call's id.
        id: String,
        /// The tool's name.
        name: String,
    },
    /// The answer is over; so much voice it had.
    Done {
        /// Milliseconds of voice.
        voice_ms: u64,
    },
}

/// What an answer needs.
pub(crate) struct Stage {
    pub(crate) voice: Arc<Voice>,
    pub(crate) language: Language,
    pub(crate) beats: mpsc::Sender<Beat>,
    pub(crate) results: mpsc::Receiver<FunctionResponse>,
    /// Names of the tools the client has declared.
    pub(crate) tools: Vec<String>,
    /// Names of those whose results are not waited for.
    pub(crate) non_blocking: Vec<String>,
    /// Makes the ids of calls.
    pub(crate) call_prefix: String,
}

/// A sentence, and its sound in the making.
struct Sentence {
    text: String,
    sound: JoinHandle<Option<crate::sound::Sound>>,
}

impl Drop for Sentence {
    fn drop(&mut self) {
        self.sound.abort();
    }
}

/// Gives an answer from beginning to end. Dropping it in the middle leaves nothing running.
pub(crate) async fn perform(acts: Vec<Act>, mut stage: Stage) {
    let mut acts = VecDeque::from(acts);
    let mut ahead: VecDeque<Sentence> = VecDeque::new();
    let mut played_until = Instant::now();
    let mut voice_ms = 0;
    let mut calls = 0;
    let last_sentence = acts.iter().rposition(|act| matches!(act, Act::Say(_)));
    let mut number = 0;
    prepare(&mut ahead, &acts, &stage);
    while let Some(act) = acts.pop_front() {
        match act {
            Act::Call(call) => {
                calls += 1;
                if !make_call(&call, calls, &mut stage).await {
                    return;
                }
            }
            Act::Say(_) => {
                let Some(mut sentence) = ahead.pop_front() else { continue };
                prepare(&mut ahead, &acts, &stage);
                let is_last = last_sentence == Some(number);
                match say(&mut sentence, is_last, &mut played_until, &stage).await {
                    Some(spoken_ms) => voice_ms += spoken_ms,
                    None => return,
                }
            }
        }
        number += 1;
    }
    let made = ServerContent { generation_complete: Some(true), ..ServerContent::default() };
    let _ = stage.beats.send(Beat::Send(Box::new(ServerMessage::content(made)))).await;
    sleep_until(played_until).await;
    let _ = stage.beats.send(Beat::Done { voice_ms }).await;
}

/// Lets the next sentence be spoken while the present one is played.
fn prepare(ahead: &mut VecDeque<Sentence>, acts: &VecDeque<Act>, stage: &Stage) {
    if !ahead.is_empty() {
        return;
    }
    let next = acts
        .iter()
        .find_map(|act| if let Act::Say(line) = act { Some(line.clone()) } else { None });
    let Some(line) = next else { return };
    let (voice, language) = (Arc::clone(&stage.voice), stage.language);
    let aloud = line.aloud.clone();
    let sound = tokio::spawn(async move { voice.speak(&aloud, language).await });
    ahead.push_back(Sentence { text: line.text, sound });
}

/// Calls the board and waits for it. False: nobody listens any more.
async fn make_call(call: &BoardCall, number: u32, stage: &mut Stage) -> bool {
    let id = format!("{}-{number}", stage.call_prefix);
    let call = call.to_call(&id);
    if !stage.tools.contains(&call.name) {
        return true;
    }
    let name = call.name.clone();
    let message = ServerMessage {
        tool_call: Some(ToolCall { function_calls: vec![call] }),
        ..ServerMessage::default()
    };
    let does_block = !stage.non_blocking.contains(&name);
    let beat = Beat::Call { message: Box::new(message), id: id.clone(), name };
    if stage.beats.send(beat).await.is_err() {
        return false;
    }
    if !does_block {
        return true;
    }
    let answered = async {
        while let Some(result) = stage.results.recv().await {
            if result.id == id {
                return Some(result);
            }
        }
        None
    };
    if timeout(CALL_LIMIT, answered).await.is_err() {
        tracing::warn!(call = id, "no result came; going on without it");
    }
    true
}

/// Says a sentence. Gives back its length, or nothing when nobody listens any more.
async fn say(
    sentence: &mut Sentence,
    is_last: bool,
    played_until: &mut Instant,
    stage: &Stage,
) -> Option<u64> {
    let sound = (&mut sentence.sound).await.ok().flatten();
    let transcription = Transcription {
        text: format!("{} ", sentence.text.trim()),
        finished: is_last.then_some(true),
        language_code: Some(language_code(stage.language).to_owned()),
        ..Transcription::default()
    };
    let words =
        ServerContent { output_transcription: Some(transcription), ..ServerContent::default() };
    stage.beats.send(Beat::Send(Box::new(ServerMessage::content(words)))).await.ok()?;
    let Some(sound) = sound else { return Some(0) };
    let pcm = sound.to_pcm16();
    *played_until = (*played_until).max(Instant::now());
    for piece in pcm.chunks((u64::from(RATE_HZ) * 2 * PIECE_MS / 1000) as usize) {
        let part =
            Part { inline_data: Some(Blob::new(piece, OUTPUT_MIME_TYPE)), ..Part::default() };
        let turn = Content { role: Some("model".to_owned()), parts: vec![part] };
        let content = ServerContent { model_turn: Some(turn), ..ServerContent::default() };
        sleep_until(played_until.checked_sub(AHEAD).unwrap_or(*played_until)).await;
        stage.beats.send(Beat::Send(Box::new(ServerMessage::content(content)))).await.ok()?;
        *played_until += Duration::from_millis(piece.len() as u64 / 2 * 1000 / u64::from(RATE_HZ));
    }
    Some(sound.duration_ms())
}

pub(crate) fn language_code(language: Language) -> &'static str {
    match language {
        Language::English => "en-IN",
        Language::Hindi => "hi-IN",
    }
}
