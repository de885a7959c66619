//! A process dies and another goes on with its conversation.

use super::*;
use crate::LiveSnapshot;

/// The process of `play` is gone; another one begins with what was kept, as bytes.
fn taken_up(play: &Play) -> Play {
    let bytes = play.session.snapshot(play.now).to_bytes();
    let snapshot = LiveSnapshot::from_bytes(&bytes).expect("our own bytes");
    let link = Link::Tutor(Arc::new(Setup { model: "models/m".to_owned(), ..Setup::default() }));
    let settings = Settings { link, timing: Timing::UPSTREAM, seed: 8 };
    Play { session: Session::take_up(settings, snapshot), now: 5, done: Vec::new() }
}

#[test]
fn c18_another_process_brings_over_questions_calls_and_words_that_waited() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.call("a");
    play.handle("h2");
    play.result("a");
    play.heard("and now plot it");
    play.sound(3);
    let mut other = taken_up(&play);
    assert_eq!(dialled(&other.on(Event::Start)), Some(Some("h2".to_owned())));
    let actions = other.connect();
    let told = texts(&actions);
    assert!(told[1].contains(r#""toolResponse":{"functionResponses":[{"id":"a""#), "{told:?}");
    assert!(told[2].contains("and now plot it"), "{told:?}");
    assert!(sequences(&actions).is_empty(), "sound is not kept; who said it has it");
    assert!(!told.iter().any(|text| text.contains(r#""turnComplete":false"#)), "no recap");
}

#[test]
fn c18_words_typed_while_no_connection_was_ready_are_brought_over() {
    let mut play = Play::upstream().begin();
    play.close(1006);
    play.on(Event::Text("why?".to_owned()));
    let mut other = taken_up(&play);
    assert_eq!(dialled(&other.on(Event::Start)), Some(None), "there was no handle yet");
    let actions = other.connect();
    let told = texts(&actions).into_iter().filter(|text| text.contains("why?")).count();
    assert_eq!(told, 1, "{actions:?}");
}

#[test]
fn c18_without_a_handle_the_recap_is_told() {
    let mut play = Play::upstream().begin();
    play.heard("solve x = 2");
    play.voice();
    play.turn_complete();
    let mut other = taken_up(&play);
    other.on(Event::Start);
    let actions = other.connect();
    assert!(texts(&actions)[1].contains("solve x = 2"), "{actions:?}");
}

#[test]
fn c15_the_age_of_a_conversation_goes_on_in_another_process() {
    let mut play = Play::upstream().begin();
    for second in 0..50 * 60 {
        if second % 60 == 0 {
            play.handle(&format!("h{second}"));
        }
        for action in play.wait(1_000) {
            if matches!(action, Action::Dial { .. }) {
                play.connect();
            }
        }
    }
    play.handle("h50");
    let mut other = taken_up(&play);
    assert_eq!(dialled(&other.on(Event::Start)), Some(Some("h50".to_owned())));
    other.connect();
    other.handle("h51");
    let fresh = other.wait(7 * 60_000);
    assert_eq!(dialled(&fresh), Some(None), "its 56th minute has come");
}

#[test]
fn bytes_of_another_version_are_no_snapshot() {
    let play = Play::upstream().begin();
    let bytes = play.session.snapshot(play.now).to_bytes();
    let text = String::from_utf8(bytes).expect("JSON");
    for wrong in [
        text.replace(r#""version":1"#, r#""version":2"#),
        text.replace(r#""version":1"#, r#""version":1,"more":0"#),
        text[1..].to_owned(),
        String::new(),
    ] {
        assert!(LiveSnapshot::from_bytes(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
