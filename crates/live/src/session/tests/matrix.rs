//! The chaos matrix as far as it concerns the machine: each test is named after its row.

use super::*;

#[test]
fn c01_a_cut_at_the_lifetime_limit_goes_on_from_the_handle() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.wait(8 * 60_000);
    play.close(1006);
    assert_eq!(play.session.state(), State::Reconnecting);
    assert_eq!(play.redial(), Some("h1".to_owned()));
    let opened = play.on(Event::Opened { connection: 2 });
    assert!(texts(&opened)[0].contains(r#""sessionResumption":{"handle":"h1"}"#));
}

#[test]
fn c01_before_the_limit_the_connection_is_changed_without_being_asked() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    let actions = play.wait(10 * 60_000);
    assert!(closed(&actions));
    assert_eq!(
        dialled(&actions),
        Some(Some("h1".to_owned())),
        "dialled although the old socket never closed"
    );
    assert_eq!(play.session.statistics().rotations, 1);
}

#[test]
fn c02_a_resumed_conversation_is_not_told_again() {
    let mut play = Play::upstream().begin();
    play.heard("solve x = 2");
    play.voice();
    play.turn_complete();
    play.handle("h1");
    play.close(1011);
    play.redial();
    let actions = play.connect();
    assert_eq!(texts(&actions).len(), 1, "setup only: {actions:?}");
}

#[test]
fn c02_a_storm_of_1007_gives_up_more_each_time_and_ends() {
    let mut play = Play::upstream().begin();
    play.heard("solve x = 2");
    play.voice();
    play.turn_complete();
    play.handle("h1");
    let mut recaps = Vec::new();
    let mut connections = 1;
    loop {
        let actions = play.close(1007);
        if let Some(loss) = lost(&actions) {
            assert_eq!(*loss, Loss::Rejected("reason".to_owned()));
            break;
        }
        assert_eq!(play.redial(), None, "the handle is not tried again");
        connections += 1;
        recaps.push(texts(&play.connect()).iter().any(|text| text.contains("clientContent")));
    }
    assert_eq!(recaps, [true, false, false], "the recap goes once");
    assert_eq!(connections, 4);
}

#[test]
fn c03_a_tutor_that_never_gets_ready_is_dialled_again() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.close(1006);
    play.redial();
    let connection = play.connection();
    play.on(Event::Opened { connection });
    let actions = play.wait(30_000);
    assert!(closed(&actions));
    assert!(dialled(&actions).is_some());
    let stale = play.on(Event::Received {
        connection,
        message: Box::new(ServerMessage {
            setup_complete: Some(SetupComplete::default()),
            ..ServerMessage::default()
        }),
    });
    assert!(stale.is_empty(), "the one given up is not listened to");
}

#[test]
fn c04_go_away_and_then_silence_is_answered_by_our_own_clock() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.voice();
    assert!(!closed(&play.go_away("10s")), "the tutor is speaking");
    assert_eq!(play.session.state(), State::Draining);
    assert!(!closed(&play.wait(7_000)));
    assert!(closed(&play.wait(1_500)), "before the ten seconds are over");
}

#[test]
fn c05_go_away_waits_for_a_tool_and_brings_its_answer_over() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.call("a");
    play.go_away("30s");
    assert!(!closed(&play.wait(5_000)), "a call is being carried out");
    assert!(texts(&play.result("a"))[0].contains("toolResponse"));
    play.turn_complete();
    assert_eq!(play.session.state(), State::Draining, "the handle is older than the answer");
    play.handle("h2");
    assert_eq!(play.session.state(), State::Rotating, "now it is calm");
    play.close(1000);
    let actions = play.connect();
    assert_eq!(texts(&actions).len(), 1, "the handle knows the answer: {actions:?}");
}

#[test]
fn c05_an_answer_for_a_call_the_handle_does_not_know_is_told_in_words() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.call("a");
    play.close(1006);
    assert!(play.result("a").is_empty());
    assert_eq!(play.redial(), Some("h1".to_owned()));
    let actions = play.connect();
    let told = texts(&actions)[1];
    assert!(
        told.contains("clientContent") && told.contains("plot") && !told.contains("toolResponse"),
        "{told}"
    );
    assert!(play.result("a").is_empty(), "once");
}

#[test]
fn c05_a_call_the_handle_knows_is_answered_on_the_next_connection() {
    let mut play = Play::upstream().begin();
    play.call("a");
    play.handle("h1");
    play.close(1006);
    play.redial();
    play.connect();
    assert!(
        texts(&play.result("a"))[0].contains(r#""toolResponse":{"functionResponses":[{"id":"a""#)
    );
}

#[test]
fn c06_sound_on_which_a_tutor_choked_is_not_fed_to_it_again() {
    let mut play = Play::upstream().begin();
    play.sound(1);
    play.sound(2);
    play.close(1007);
    play.sound(3);
    play.redial();
    assert_eq!(sequences(&play.connect()), [3]);
}

#[test]
fn c07_a_poisoned_handle_is_abandoned_and_the_question_asked_anew() {
    let mut play = Play::upstream().begin();
    play.handle("poisoned");
    play.close(1006);
    assert_eq!(play.redial(), Some("poisoned".to_owned()));
    play.connect();
    play.sound(1);
    play.heard("solve x = 2");
    let actions = play.wait(17_000);
    assert!(closed(&actions));
    assert_eq!(dialled(&actions), Some(None), "a fresh conversation");
    let actions = play.connect();
    let asked = texts(&actions);
    assert!(
        asked
            .iter()
            .any(|text| text.contains("solve x = 2") && text.contains(r#""turnComplete":true"#)),
        "{asked:?}"
    );
}

#[test]
fn c08_a_handle_is_dropped_when_the_tutor_says_so() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.handle("");
    assert_eq!(play.session.handle(), None);
    play.close(1006);
    assert_eq!(play.redial(), None);
}

#[test]
fn c09_the_old_socket_is_closed_before_the_next_is_dialled() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    let actions = play.go_away("50s");
    assert!(closed(&actions) && dialled(&actions).is_none());
    assert!(dialled(&play.close(1000)).is_some());
}

#[test]
fn c10_an_idle_session_is_never_disturbed() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.heard("solve x = 2");
    play.voice();
    play.turn_complete();
    assert!(play.wait(8 * 60_000).is_empty(), "no ping, no freeze, no close");
    let mut browser = Play::browser().begin();
    assert!(browser.wait(24 * 3_600_000).is_empty());
}

#[test]
fn c12_and_c13_one_1007_and_one_1011_in_a_call_are_got_over() {
    for (code, resume) in [(1007, None), (1011, Some("h1".to_owned()))] {
        let mut play = Play::upstream().begin();
        play.handle("h1");
        play.sound(1);
        assert_eq!(lost(&play.close(code)), None);
        assert_eq!(play.redial(), resume);
        play.connect();
    }
}

#[test]
fn c14_a_silent_freeze_is_noticed_and_the_question_asked_again() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.on(Event::Text("why?".to_owned()));
    assert!(!closed(&play.wait(14_000)));
    let actions = play.wait(3_000);
    assert!(closed(&actions), "an answer was owed");
    assert_eq!(dialled(&actions), Some(Some("h1".to_owned())));
    assert!(texts(&play.connect())[1].contains("why?"));
    assert_eq!(play.session.statistics().freezes, 1);
}

#[test]
fn c14_a_freeze_in_the_middle_of_an_answer_is_noticed() {
    let mut play = Play::upstream().begin();
    play.handle("h1");
    play.on(Event::Text("why?".to_owned()));
    play.voice();
    assert!(closed(&play.wait(16_000)));
}

#[test]
fn c14_a_tutor_that_never_answers_is_given_up() {
    let mut play = Play::upstream().begin();
    play.on(Event::Text("why?".to_owned()));
    for _ in 0..2 {
        let actions = play.wait(20_000);
        assert_eq!(lost(&actions), None);
        play.connect();
    }
    assert_eq!(lost(&play.wait(20_000)), Some(&Loss::Silent));
    assert_eq!(play.session.state(), State::Ended);
}

#[test]
fn c15_a_conversation_begins_anew_before_its_58th_minute() {
    let mut play = Play::upstream().begin();
    play.heard("solve x = 2");
    play.voice();
    play.turn_complete();
    let mut last = None;
    for second in 0..58 * 60 {
        if second % 60 == 0 {
            play.handle(&format!("h{second}"));
        }
        for action in play.wait(1_000) {
            if let Action::Dial { resume, .. } = action {
                last = Some((second / 60, resume));
                play.connect();
            }
        }
    }
    let (minute, resume) = last.expect("connections were changed");
    assert_eq!(resume, None, "the last one is fresh");
    assert!((55..58).contains(&minute), "{minute}");
    let told = play.done.iter().filter(|action| matches!(action, Action::Send { frame: Frame::Text(text), .. } if text.contains("clientContent")));
    assert_eq!(told.count(), 1, "and has been told what was said");
}

#[test]
fn c16_every_connection_is_dialled_by_itself_so_that_each_has_its_own_token() {
    let mut play = Play::browser().begin();
    play.close(4401);
    assert_eq!(play.redial(), Some("lesson".to_owned()));
    play.connect();
    let dials = play.done.iter().filter(|action| matches!(action, Action::Dial { .. })).count();
    assert_eq!(dials, 2);
}

#[test]
fn c17_an_interruption_is_delivered_at_once() {
    let mut play = Play::upstream().begin();
    play.voice();
    let actions =
        play.content(ServerContent { interrupted: Some(true), ..ServerContent::default() });
    assert!(
        matches!(&actions[0], Action::Deliver(message) if message.server_content.as_ref().is_some_and(|content| content.interrupted == Some(true)))
    );
}

#[test]
fn c18_another_process_takes_the_conversation_up() {
    let setup = Setup {
        model: "models/m".to_owned(),
        session_resumption: Some(SessionResumption {
            handle: Some("h9".to_owned()),
            transparent: None,
        }),
        ..Setup::default()
    };
    let mut play = Play::with(Link::Tutor(Arc::new(setup)), Timing::UPSTREAM);
    assert_eq!(dialled(&play.on(Event::Start)), Some(Some("h9".to_owned())));
    assert!(
        play.connect()
            .contains(&Action::Ready { session_id: Some("lesson".to_owned()), resumed: true })
    );
}

#[test]
fn c19_a_browser_that_was_offline_goes_on_as_soon_as_it_is_back() {
    let mut play = Play::browser().begin();
    play.sound(1);
    play.sound(2);
    play.hear(ServerMessage {
        acknowledged: Some(crate::message::Acknowledged { sequence: 1 }),
        ..ServerMessage::default()
    });
    play.close(1006);
    for _ in 0..20 {
        play.wait(1_000);
        if matches!(play.session.phase, Phase::Dialling { .. }) {
            play.close(1006);
        }
    }
    play.on(Event::Text("still here".to_owned()));
    play.sound(3);
    let actions = play.on(Event::Online);
    if matches!(play.session.phase, Phase::Waiting { .. }) {
        panic!("{actions:?}");
    }
    let actions = play.connect();
    assert_eq!(sequences(&actions), [2, 3], "what was not acknowledged, and what came since");
    assert_eq!(texts(&actions), [r#"{"realtimeInput":{"text":"still here"}}"#]);
}

#[test]
fn c21_waits_after_a_cut_differ_from_session_to_session() {
    let wakes: std::collections::BTreeSet<_> = (0..50)
        .map(|seed| {
            let mut play = Play::upstream();
            play.session = Session::new(Settings {
                link: play.session.link.clone(),
                timing: Timing::UPSTREAM,
                seed,
            });
            let mut play = play.begin();
            play.close(1006);
            play.session.wake_at_ms()
        })
        .collect();
    assert!(wakes.len() > 30, "{wakes:?}");
}
