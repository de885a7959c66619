//! Whatever happens, in whatever order, the machine stays sound.

use super::*;
use proptest::prelude::*;

fn happening() -> impl Strategy<Value = u8> {
    0_u8..20
}

proptest! {
    /// No order of events makes it panic, dial twice at a time, send to a socket that is not ready, or sleep for
    /// ever while it ought to be connected.
    #[test]
    fn it_stays_sound(happenings in prop::collection::vec((happening(), 0_u64..20_000), 1..200)) {
        let mut play = Play::upstream();
        play.on(Event::Start);
        let mut open = Some(play.connection());
        for (sequence, (happening, pause)) in happenings.into_iter().enumerate() {
            let connection = play.connection();
            let actions = match happening {
                0 => play.on(Event::Opened { connection }),
                1 => play.hear(ServerMessage { setup_complete: Some(SetupComplete::default()), ..ServerMessage::default() }),
                2 => play.close(1006),
                3 => play.close(1007),
                4 => play.close(1011),
                5 => play.sound(u32::try_from(sequence).expect("small")),
                6 => play.on(Event::AudioEnd),
                7 => play.on(Event::Text("x".to_owned())),
                8 => play.heard("x"),
                9 => play.voice(),
                10 => play.turn_complete(),
                11 => play.call(&format!("c{sequence}")),
                12 => play.result(&format!("c{}", sequence.saturating_sub(1))),
                13 => play.go_away("5s"),
                14 => { play.handle("h"); Vec::new() }
                15 => { play.handle(""); Vec::new() }
                16 => play.on(Event::Online),
                17 => play.on(Event::Unreadable { connection }),
                18 => play.on(Event::AudioReceived { connection }),
                _ => play.on(Event::Content(ClientContent::default())),
            };
            let mut all = actions;
            play.now += pause;
            all.extend(play.on(Event::Tick));
            for action in &all {
                match action {
                    Action::Dial { connection, .. } => open = Some(*connection),
                    Action::Send { connection, .. } => prop_assert_eq!(Some(*connection), open),
                    _ => {}
                }
            }
            let is_over = play.session.state() == State::Ended;
            let waits = play.session.wake_at_ms().is_some();
            prop_assert!(is_over || waits || play.session.is_live());
        }
    }
}
