//! A session, the time, and everything it wanted done: what the tests beside this file play with.

mod matrix;
mod rules;
mod sound;
mod takeover;

use super::*;
use crate::message::{
    Content, GoAway, Part, ServerContent, SessionResumption, SessionResumptionUpdate,
    SetupComplete, ToolCall, ToolCallCancellation, Transcription,
};
use serde_json::json;

/// A session, the time, and everything it wanted done.
struct Play {
    session: Session,
    now: u64,
    done: Vec<Action>,
}

impl Play {
    fn with(link: Link, timing: Timing) -> Play {
        Play {
            session: Session::new(Settings { link, timing, seed: 7 }),
            now: 1_000,
            done: Vec::new(),
        }
    }

    fn upstream() -> Play {
        let resumption = Some(SessionResumption::default());
        let setup = Setup {
            model: "models/m".to_owned(),
            session_resumption: resumption,
            ..Setup::default()
        };
        Play::with(Link::Tutor(Arc::new(setup)), Timing::UPSTREAM)
    }

    fn browser() -> Play {
        Play::with(Link::Relay { session: None }, Timing::BROWSER)
    }

    fn on(&mut self, event: Event) -> Vec<Action> {
        let actions = self.session.on_event(event, self.now);
        self.done.extend(actions.list.clone());
        actions.list
    }

    /// Lets time pass, waking the session whenever it wants to be woken.
    fn wait(&mut self, milliseconds: u64) -> Vec<Action> {
        let end = self.now + milliseconds;
        let mut actions = Vec::new();
        while let Some(at) = self.session.wake_at_ms().filter(|&at| at <= end) {
            self.now = self.now.max(at);
            let more = self.on(Event::Tick);
            let is_stuck = more.is_empty() && self.session.wake_at_ms() == Some(at);
            actions.extend(more);
            assert!(!is_stuck, "woken at {at} for nothing");
        }
        self.now = end;
        actions.extend(self.on(Event::Tick));
        actions
    }

    fn connection(&self) -> u32 {
        self.session.connection
    }

    fn hear(&mut self, message: ServerMessage) -> Vec<Action> {
        let connection = self.connection();
        self.on(Event::Received { connection, message: Box::new(message) })
    }

    fn content(&mut self, content: ServerContent) -> Vec<Action> {
        self.hear(ServerMessage::content(content))
    }

    /// The dialled socket opens and the tutor is ready.
    fn connect(&mut self) -> Vec<Action> {
        let connection = self.connection();
        let mut actions = self.on(Event::Opened { connection });
        let complete = SetupComplete { session_id: Some("lesson".to_owned()) };
        actions.extend(
            self.hear(ServerMessage { setup_complete: Some(complete), ..ServerMessage::default() }),
        );
        assert_eq!(self.session.state(), State::Live);
        actions
    }

    fn begin(mut self) -> Play {
        self.on(Event::Start);
        self.connect();
        self
    }

    fn handle(&mut self, handle: &str) {
        let update = SessionResumptionUpdate {
            new_handle: handle.to_owned(),
            resumable: !handle.is_empty(),
            ..SessionResumptionUpdate::default()
        };
        self.hear(ServerMessage {
            session_resumption_update: Some(update),
            ..ServerMessage::default()
        });
    }

    fn go_away(&mut self, left: &str) -> Vec<Action> {
        let go_away = Some(GoAway { time_left: Some(left.to_owned()) });
        self.hear(ServerMessage { go_away, ..ServerMessage::default() })
    }

    fn call(&mut self, id: &str) -> Vec<Action> {
        let call = crate::message::FunctionCall {
            id: id.to_owned(),
            name: "plot".to_owned(),
            ..Default::default()
        };
        let tool_call = Some(ToolCall { function_calls: vec![call] });
        self.hear(ServerMessage { tool_call, ..ServerMessage::default() })
    }

    fn result(&mut self, id: &str) -> Vec<Action> {
        let response = json!({ "status": "ok" }).as_object().cloned().expect("an object");
        self.on(Event::ToolResult { id: id.to_owned(), response })
    }

    fn close(&mut self, code: u16) -> Vec<Action> {
        let connection = self.connection();
        self.on(Event::Closed { connection, code, reason: "reason".to_owned() })
    }

    fn sound(&mut self, sequence: u32) -> Vec<Action> {
        self.on(Event::Audio { sequence, pcm: vec![0; 3200] })
    }

    fn heard(&mut self, words: &str) -> Vec<Action> {
        let words = Transcription {
            text: words.to_owned(),
            finished: Some(true),
            ..Transcription::default()
        };
        self.content(ServerContent { input_transcription: Some(words), ..ServerContent::default() })
    }

    fn voice(&mut self) -> Vec<Action> {
        let turn = Content { role: None, parts: vec![Part::default()] };
        self.content(ServerContent { model_turn: Some(turn), ..ServerContent::default() })
    }

    fn turn_complete(&mut self) -> Vec<Action> {
        self.content(ServerContent { turn_complete: Some(true), ..ServerContent::default() })
    }

    /// Waits until it dials again.
    fn redial(&mut self) -> Option<String> {
        let at = self.session.wake_at_ms().expect("it waits to dial");
        self.now = self.now.max(at);
        let actions = self.on(Event::Tick);
        dialled(&actions).expect("it dials again")
    }
}

fn dialled(actions: &[Action]) -> Option<Option<String>> {
    actions.iter().find_map(|action| {
        if let Action::Dial { resume, .. } = action { Some(resume.clone()) } else { None }
    })
}

fn closed(actions: &[Action]) -> bool {
    actions.iter().any(|action| matches!(action, Action::Close { .. }))
}

fn lost(actions: &[Action]) -> Option<&Loss> {
    actions
        .iter()
        .find_map(|action| if let Action::Lost(loss) = action { Some(loss) } else { None })
}

fn texts(actions: &[Action]) -> Vec<&str> {
    let sent = actions.iter().filter_map(|action| match action {
        Action::Send { frame: Frame::Text(text), .. } => Some(text.as_str()),
        _ => None,
    });
    sent.collect()
}

fn sequences(actions: &[Action]) -> Vec<u32> {
    let sent = actions.iter().filter_map(|action| match action {
        Action::Send { sequence, .. } => *sequence,
        _ => None,
    });
    sent.collect()
}
