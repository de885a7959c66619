//! The session machine of `ganita-live` against a tutor that misbehaves: the student's question is answered all the
//! same.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test with a clock, and one that says when it is skipped"
)]

mod support;

use futures_util::{SinkExt, StreamExt};
use ganita_live::message::{ServerMessage, SessionResumption, Setup};
use ganita_live::{Action, Event, Frame, Link, Loss, Session, Settings, Timing};
use ganita_tutor::Options;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use support::{Running, start};
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

/// The real times, made short.
const QUICK: Timing = Timing {
    setup_ms: 1_500,
    answer_ms: 1_500,
    close_ms: 300,
    drain_ms: 1_000,
    margin_ms: 100,
    calm_ms: 50,
    backoff_ms: 40,
    backoff_limit_ms: 300,
    give_up_after_ms: 10_000,
    ..Timing::UPSTREAM
};

/// What a student notices.
#[derive(Debug, Default)]
struct Lesson {
    said: Vec<String>,
    calls: Vec<String>,
    turns: usize,
    loss: Option<Loss>,
    statistics: ganita_live::session::Statistics,
    longest_gap: Duration,
}

/// Asks each question when the turn before it is over, answers every call, and gives the session its sockets.
async fn take(tutor: &Running, questions: &[&str]) -> Lesson {
    let setup = Setup {
        model: "models/m".to_owned(),
        tools: vec![ganita_live::tools::declarations()],
        session_resumption: Some(SessionResumption::default()),
        input_audio_transcription: Some(Default::default()),
        output_audio_transcription: Some(Default::default()),
        ..Setup::default()
    };
    let mut session = Session::new(Settings {
        link: Link::Tutor(std::sync::Arc::new(setup)),
        timing: QUICK,
        seed: 3,
    });
    let (events, mut happened) = mpsc::unbounded_channel::<Event>();
    let mut lesson = Lesson::default();
    let mut sockets: Vec<(u32, mpsc::UnboundedSender<Message>)> = Vec::new();
    let begun = Instant::now();
    let mut questions = questions.iter();
    let first = questions.next().expect("a question");
    let mut waiting = VecDeque::from([Event::Start, Event::Text((*first).to_owned())]);
    let mut wake_at_ms = None;
    let mut offline_since = None;
    loop {
        let event = match waiting.pop_front() {
            Some(event) => event,
            None => {
                let now = u64::try_from(begun.elapsed().as_millis()).expect("small");
                let wake = Duration::from_millis(
                    wake_at_ms.map_or(500, |at: u64| at.saturating_sub(now)).min(500),
                );
                match tokio::time::timeout(wake, happened.recv()).await {
                    Ok(Some(event)) => event,
                    Ok(None) => break,
                    Err(_) => Event::Tick,
                }
            }
        };
        assert!(
            begun.elapsed() < Duration::from_secs(40),
            "the lesson takes too long: {lesson:?} {session:?}"
        );
        let now = u64::try_from(begun.elapsed().as_millis()).expect("small");
        let actions = session.on_event(event, now);
        wake_at_ms = actions.wake_at_ms;
        for action in actions {
            match action {
                Action::Dial { connection, .. } => {
                    let (frames, to_send) = mpsc::unbounded_channel();
                    sockets.push((connection, frames));
                    tokio::spawn(socket(tutor.url(), connection, to_send, events.clone()));
                }
                Action::Send { connection, frame, .. } => {
                    let frame = match frame {
                        Frame::Text(text) => Message::Text(text.into()),
                        Frame::Binary(bytes) => Message::Binary(bytes.into()),
                    };
                    if let Some((_, frames)) =
                        sockets.iter().find(|(number, _)| *number == connection)
                    {
                        let _ = frames.send(frame);
                    }
                }
                Action::Close { connection, .. } => {
                    if let Some((_, frames)) =
                        sockets.iter().find(|(number, _)| *number == connection)
                    {
                        let _ = frames.send(Message::Close(None));
                    }
                }
                Action::Deliver(message) => waiting.extend(notice(&mut lesson, &message)),
                Action::Ready { .. } => {
                    let gap = offline_since
                        .take()
                        .map_or(Duration::ZERO, |since: Instant| since.elapsed());
                    lesson.longest_gap = lesson.longest_gap.max(gap);
                }
                Action::Changed(state) => {
                    if !matches!(state, ganita_live::State::Live | ganita_live::State::Draining) {
                        offline_since.get_or_insert_with(Instant::now);
                    }
                }
                Action::Lost(loss) => {
                    lesson.loss = Some(loss);
                    return lesson;
                }
            }
        }
        if lesson.turns > 0
            && lesson
                .said
                .iter()
                .any(|said| said.starts_with("So the answer") || said.starts_with("Hello"))
        {
            lesson.turns = 0;
            lesson.statistics = session.statistics();
            match questions.next() {
                Some(question) => {
                    // What is asked next comes after a pause, in which a handle arrives or a connection is changed.
                    lesson.said.clear();
                    let (events, question) = (events.clone(), Event::Text((*question).to_owned()));
                    tokio::spawn(async move {
                        tokio::time::sleep(Duration::from_millis(200)).await;
                        let _ = events.send(question);
                    });
                }
                None => return lesson,
            }
        }
    }
    lesson
}

/// What the student sees of a message, and what the board answers.
fn notice(lesson: &mut Lesson, message: &ServerMessage) -> Vec<Event> {
    if let Some(content) = &message.server_content {
        lesson.said.extend(content.output_transcription.iter().map(|words| words.text.clone()));
        lesson.turns += usize::from(content.turn_complete == Some(true));
    }
    let calls = message.tool_call.iter().flat_map(|call| &call.function_calls);
    let answers = calls.map(|call| {
        lesson.calls.push(call.name.clone());
        Event::ToolResult { id: call.id.clone(), response: serde_json::Map::new() }
    });
    answers.collect()
}

/// One socket: what comes becomes events, until it closes.
async fn socket(
    url: String,
    connection: u32,
    mut to_send: mpsc::UnboundedReceiver<Message>,
    events: mpsc::UnboundedSender<Event>,
) {
    let closed = |code: u16, reason: String| Event::Closed { connection, code, reason };
    let Ok((stream, _)) = connect_async(url).await else {
        let _ = events.send(closed(1006, String::new()));
        return;
    };
    let (mut sink, mut stream) = stream.split();
    let _ = events.send(Event::Opened { connection });
    let event = loop {
        tokio::select! {
            frame = to_send.recv() => match frame {
                Some(frame) => { let _ = sink.send(frame).await; }
                None => return,
            },
            frame = stream.next() => match frame {
                Some(Ok(Message::Text(text))) => {
                    let event = match ServerMessage::parse(text.as_bytes()) {
                        Ok(message) => Event::Received { connection, message: Box::new(message) },
                        Err(_) => Event::Unreadable { connection },
                    };
                    let _ = events.send(event);
                }
                Some(Ok(Message::Binary(_))) => { let _ = events.send(Event::Unreadable { connection }); }
                Some(Ok(Message::Close(frame))) => {
                    let (code, reason) = frame.map_or((1005, String::new()), |frame| (frame.code.into(), frame.reason.to_string()));
                    break closed(code, reason);
                }
                Some(Ok(_)) => {}
                None | Some(Err(_)) => break closed(1006, String::new()),
            },
        }
    };
    let _ = events.send(event);
}

const SOLVE: &str = "solve x squared minus five x plus six equals zero";

#[track_caller]
fn answered(lesson: &Lesson) {
    assert_eq!(lesson.loss, None, "{lesson:?}");
    assert!(lesson.said.iter().any(|said| said.contains("So the answer")), "{lesson:?}");
}

#[tokio::test]
async fn c01_cut_in_the_middle() {
    let tutor =
        start("[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'cut'\n", Options::default())
            .await;
    let lesson = take(&tutor, &[SOLVE]).await;
    answered(&lesson);
    assert_eq!(lesson.statistics.connections, 2);
}

#[tokio::test]
async fn c03_never_ready_after_a_cut() {
    let script = "[[fault]]\nconnection = 1\ndo = 'cut'\n[[fault]]\nconnection = 2\nwhen = 'opened'\ndo = 'freeze'\n";
    let tutor = start(script, Options::default()).await;
    answered(&take(&tutor, &[SOLVE]).await);
}

#[tokio::test]
async fn c04_go_away_and_then_silence() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'go-away-and-freeze'\ntime_left_ms = 800\n";
    let tutor = start(script, Options::default()).await;
    answered(&take(&tutor, &[SOLVE]).await);
}

#[tokio::test]
async fn c05_go_away_during_a_tool_call() {
    let script =
        "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'go-away'\ntime_left_ms = 3000\n";
    let tutor = start(script, Options::default()).await;
    let lesson = take(&tutor, &[SOLVE, "explain it again"]).await;
    answered(&lesson);
    assert_eq!(
        lesson.calls,
        ["write_equation", "show_steps", "show_steps"],
        "nothing is done twice: {lesson:?}"
    );
}

#[tokio::test]
async fn c07_poisoned_handle() {
    let script = "[[fault]]\nconnection = 1\ndo = 'poison'\n[[fault]]\nconnection = 1\nafter_ms = 200\ndo = 'cut'\n";
    let tutor = start(script, Options::default()).await;
    answered(&take(&tutor, &["hello", SOLVE]).await);
}

#[tokio::test]
async fn c08_unresumable_then_cut() {
    let script = "[[fault]]\nconnection = 1\ndo = 'unresumable'\n[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'cut'\n";
    let tutor = start(script, Options::default()).await;
    let lesson = take(&tutor, &[SOLVE]).await;
    answered(&lesson);
    assert_eq!(lesson.statistics.resumed, 0);
}

#[tokio::test]
async fn c12_and_c13_closes_with_1007_and_1011() {
    for code in [1007, 1011] {
        let script =
            format!("[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'close'\ncode = {code}\n");
        let tutor = start(&script, Options::default()).await;
        answered(&take(&tutor, &[SOLVE]).await);
    }
}

#[tokio::test]
async fn c14_silent_freeze() {
    let tutor =
        start("[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'freeze'\n", Options::default())
            .await;
    let lesson = take(&tutor, &[SOLVE]).await;
    answered(&lesson);
    assert_eq!(lesson.statistics.freezes, 1);
}

#[tokio::test]
async fn garbage_is_borne() {
    let tutor = start(
        "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'garbage'\n",
        Options::default(),
    )
    .await;
    let lesson = take(&tutor, &[SOLVE]).await;
    answered(&lesson);
    assert_eq!(lesson.statistics.unreadable, 5);
    assert_eq!(lesson.statistics.connections, 1);
}

#[tokio::test]
async fn a_slow_and_a_deaf_tutor_are_waited_for() {
    let script = "[[fault]]\ndo = 'slow'\npause_ms = 60\n[[fault]]\nafter_ms = 100\ndo = 'deaf'\npause_ms = 700\n";
    let tutor = start(script, Options::default()).await;
    let lesson = take(&tutor, &[SOLVE]).await;
    answered(&lesson);
    assert_eq!(lesson.statistics.connections, 1);
}

#[tokio::test]
async fn a_tutor_that_always_closes_with_1007_is_given_up() {
    let tutor =
        start("[[fault]]\nwhen = 'ready'\ndo = 'close'\ncode = 1007\n", Options::default()).await;
    let lesson = take(&tutor, &[SOLVE]).await;
    assert!(matches!(lesson.loss, Some(Loss::Rejected(_))), "{lesson:?}");
}

#[tokio::test]
async fn connections_of_a_second_are_changed_in_the_calm_between_questions() {
    let options = Options {
        lifetime: Some(Duration::from_millis(1_500)),
        notice: Duration::from_millis(1_200),
        ..Options::default()
    };
    let tutor = start("", options).await;
    let questions = [
        SOLVE,
        "hello",
        "hello",
        "hello",
        "hello",
        "hello",
        "hello",
        "hello",
        "hello",
        "hello",
        "explain it again",
    ];
    let lesson = take(&tutor, &questions).await;
    answered(&lesson);
    assert!(lesson.statistics.rotations >= 1, "{lesson:?}");
    assert!(lesson.longest_gap < Duration::from_millis(600), "{lesson:?}");
}
