//! What always holds, chaos or not.

use super::*;

#[test]
fn setup_is_sent_first_and_nothing_before_the_tutor_is_ready() {
    let mut play = Play::upstream();
    assert_eq!(dialled(&play.on(Event::Start)), Some(None));
    assert_eq!(play.session.state(), State::Connecting);
    assert!(play.on(Event::Text("early".to_owned())).is_empty());
    let opened = play.on(Event::Opened { connection: 1 });
    assert!(
        matches!(texts(&opened).as_slice(), [setup] if setup.starts_with(r#"{"setup":{"model":"models/m""#))
    );
    let ready = play.hear(ServerMessage {
        setup_complete: Some(SetupComplete::default()),
        ..ServerMessage::default()
    });
    assert_eq!(texts(&ready), [r#"{"realtimeInput":{"text":"early"}}"#]);
    assert!(ready.contains(&Action::Changed(State::Live)));
}

#[test]
fn sound_goes_as_json_to_a_tutor_and_numbered_to_our_server() {
    let mut play = Play::upstream().begin();
    let sent = play.on(Event::Audio { sequence: 5, pcm: vec![1, 2] });
    assert_eq!(
        texts(&sent),
        [r#"{"realtimeInput":{"audio":{"data":"AQI=","mimeType":"audio/pcm;rate=16000"}}}"#]
    );
    let mut play = Play::browser().begin();
    let sent = play.on(Event::Audio { sequence: 5, pcm: vec![1, 2] });
    assert!(
        matches!(&sent[0], Action::Send { frame: Frame::Binary(bytes), sequence: Some(5), .. } if bytes == &[5, 0, 0, 0, 1, 2])
    );
}

#[test]
fn a_calm_moment_is_used_at_once_and_nothing_said_meanwhile_is_lost() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    let actions = play.go_away("50s");
    assert!(closed(&actions));
    assert_eq!(play.session.state(), State::Rotating);
    for sequence in 0..5 {
        assert!(play.sound(sequence).is_empty());
    }
    assert_eq!(
        dialled(&play.close(1000)),
        Some(Some("h1".to_owned())),
        "no waiting in a planned change"
    );
    assert_eq!(play.session.state(), State::Rotating);
    assert_eq!(sequences(&play.connect()), [0, 1, 2, 3, 4]);
}

#[test]
fn sound_cut_off_in_the_middle_is_said_again_as_far_as_the_last_second() {
    let mut play = Play::upstream().begin();
    for sequence in 0..15 {
        play.sound(sequence);
    }
    play.close(1006);
    play.redial();
    assert_eq!(sequences(&play.connect()), (5..15).collect::<Vec<_>>());
}

#[test]
fn a_tool_may_take_its_time() {
    let mut play = Play::upstream().begin();
    play.on(Event::Text("plot it".to_owned()));
    play.call("a");
    assert!(play.wait(120_000).is_empty(), "it is our turn, not the tutor's");
}

#[test]
fn without_a_connection_for_too_long_the_session_is_lost() {
    let mut play = Play::upstream();
    play.on(Event::Start);
    let mut dials = 0;
    let loss = loop {
        let actions = play.close(1006);
        if let Some(loss) = lost(&actions) {
            break loss.clone();
        }
        play.redial();
        dials += 1;
        assert!(dials < 1_000, "it ends");
    };
    assert_eq!(loss, Loss::Unreachable(1006, "reason".to_owned()));
    assert!(play.on(Event::Start).is_empty(), "over is over");
}

#[test]
fn a_door_that_is_shut_is_not_knocked_at_again() {
    for (mut play, code) in [
        (Play::browser(), 4403),
        (Play::browser(), 4400),
        (Play::browser(), 4409),
        (Play::browser(), 4410),
        (Play::upstream(), 1008),
    ] {
        play.on(Event::Start);
        assert_eq!(lost(&play.close(code)), Some(&Loss::Refused(code, "reason".to_owned())));
    }
    let mut play = Play::upstream().begin();
    play.handle("unknown to them");
    play.close(1006);
    play.redial();
    assert_eq!(lost(&play.close(1008)), None, "it may be the handle");
    assert_eq!(play.redial(), None);
}

#[test]
fn withdrawn_calls_are_not_answered_and_are_told_to_the_page() {
    let mut play = Play::upstream().begin();
    assert!(matches!(&play.call("a")[0], Action::Deliver(_)));
    let cancellation = Some(ToolCallCancellation { ids: vec!["a".to_owned()] });
    let actions = play
        .hear(ServerMessage { tool_call_cancellation: cancellation, ..ServerMessage::default() });
    assert!(matches!(&actions[0], Action::Deliver(_)));
    assert!(play.result("a").is_empty());
}

#[test]
fn frames_that_are_no_messages_are_borne_and_then_not() {
    let mut play = Play::upstream().begin();
    for _ in 0..19 {
        assert!(play.on(Event::Unreadable { connection: 1 }).is_empty());
    }
    assert!(closed(&play.on(Event::Unreadable { connection: 1 })));
}

#[test]
fn a_stopped_session_closes_and_does_nothing_more() {
    let mut play = Play::upstream().begin();
    assert!(closed(&play.on(Event::Stop)));
    assert_eq!(play.session.state(), State::Ended);
    assert!(play.wait(3_600_000).is_empty());
    assert!(play.sound(1).is_empty());
}
