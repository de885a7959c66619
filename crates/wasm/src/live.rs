//! The live session's machine as the page drives it, with its twins: the module `live.wasm`.

use ganita_live::message::ServerMessage;
use ganita_live::{Action, Event, Frame, Link, Loss, Session, Settings, State, Timing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::object;

/// What a machine is made from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LiveSettings {
    /// A lesson to take up, by its name on the server.
    pub session: Option<String>,
    /// For the jitter: any whole number below 2^53, other for every machine.
    #[cfg_attr(test, ts(type = "number"))]
    pub seed: u64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LiveEvent {
    /// Begin.
    Start,
    /// A dialled socket is open.
    Opened {
        /// Which.
        connection: u32,
    },
    /// A text frame came.
    Received {
        /// On which socket.
        connection: u32,
        /// What it says.
        text: String,
    },
    /// A piece of voice came.
    AudioReceived {
        /// On which socket.
        connection: u32,
    },
    /// A socket closed, or could not be opened.
    Closed {
        /// Which.
        connection: u32,
        /// The close code; 1006 when there was none.
        code: u16,
        /// The reason given.
        reason: String,
    },
    /// The network is back.
    Online,
    /// Time has passed.
    Tick,
    /// The student spoke.
    Audio {
        /// The number of the piece.
        sequence: u32,
        /// 16-bit samples, little-endian, one channel, 16 kHz.
        #[serde(with = "serde_bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        pcm: Vec<u8>,
    },
    /// The student stopped speaking.
    AudioEnd,
    /// The student typed something.
    Text {
        /// What.
        text: String,
    },
    /// A tool has done its work.
    ToolResult {
        /// The call's id.
        id: String,
        /// The result.
        #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
        response: Map<String, Value>,
    },
    /// End.
    Stop,
}

/// What to do, in order, and when to look again.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LiveActions {
    /// In order.
    pub list: Vec<LiveAction>,
    /// When to send a tick if nothing else happens.
    pub wake_at_ms: Option<f64>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LiveAction {
    /// Fetch a ticket and open a socket.
    Dial {
        /// Its number.
        connection: u32,
        /// The lesson it will take up.
        resume: Option<String>,
    },
    /// Send a text frame.
    SendText {
        /// On which socket.
        connection: u32,
        /// What.
        text: String,
    },
    /// Send a binary frame.
    SendBinary {
        /// On which socket.
        connection: u32,
        /// What.
        #[serde(with = "serde_bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
        /// The number of the sound in it.
        sequence: Option<u32>,
    },
    /// Close a socket; `closed` must follow.
    Close {
        /// Which.
        connection: u32,
        /// With which code.
        code: u16,
        /// And which reason.
        reason: String,
    },
    /// Show what the tutor said.
    Deliver {
        /// Gemini Live's server message.
        #[cfg_attr(test, ts(type = "unknown"))]
        message: Box<ServerMessage>,
    },
    /// A connection is ready.
    Ready {
        /// The lesson's name on the server.
        session_id: Option<String>,
        /// Whether the conversation goes on (true) or began anew (false).
        resumed: bool,
    },
    /// The state is another.
    Changed {
        /// This one.
        state: LiveMachineState,
    },
    /// The session is over.
    Lost {
        /// Why.
        loss: LiveLoss,
    },
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LiveMachineState {
    /// Not begun.
    Idle,
    /// The first connection is being made.
    Connecting,
    /// Words go to and fro.
    Live,
    /// Live still, and about to change the connection.
    Draining,
    /// Changing the connection as planned.
    Rotating,
    /// The connection was lost; another is waited for or made.
    Reconnecting,
    /// Over.
    Ended,
}

/// Why a session is over although nobody stopped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LiveLoss {
    /// Which way it was lost.
    pub why: LiveLossReason,
    /// The close code, where there was one.
    pub code: Option<u16>,
    /// What the other side said.
    pub reason: String,
}

/// Which way a session was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LiveLossReason {
    /// No connection could be made for too long.
    Unreachable,
    /// The other side will not have us.
    Refused,
    /// What is sent is taken for invalid, again and again.
    Rejected,
    /// Connections are made, and no answer ever comes.
    Silent,
    /// The other side has ended the lesson.
    Finished,
}

/// A session's machine on the page's side of our server.
#[derive(Debug)]
pub struct Machine(Session);

impl Machine {
    /// A machine that has not begun.
    #[must_use]
    pub fn new(settings: LiveSettings) -> Machine {
        let LiveSettings { session, seed } = settings;
        let link = Link::Relay { session };
        Machine(Session::new(Settings { link, timing: Timing::BROWSER, seed }))
    }

    /// Takes an event at a time of the page's clock.
    pub fn on_event(&mut self, event: LiveEvent, now_ms: f64) -> LiveActions {
        let actions = self.0.on_event(native(event), milliseconds(now_ms));
        #[expect(clippy::cast_precision_loss, reason = "a page does not live 2^53 ms")]
        let wake_at_ms = actions.wake_at_ms.map(|at| at as f64);
        LiveActions { list: actions.list.into_iter().map(twin).collect(), wake_at_ms }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped on this line")]
fn milliseconds(now: f64) -> u64 {
    now.clamp(0.0, 9e15) as u64
}

fn native(event: LiveEvent) -> Event {
    match event {
        LiveEvent::Start => Event::Start,
        LiveEvent::Opened { connection } => Event::Opened { connection },
        LiveEvent::Received { connection, text } => match ServerMessage::parse(text.as_bytes()) {
            Ok(message) => Event::Received { connection, message: Box::new(message) },
            Err(_) => Event::Unreadable { connection },
        },
        LiveEvent::AudioReceived { connection } => Event::AudioReceived { connection },
        LiveEvent::Closed { connection, code, reason } => {
            Event::Closed { connection, code, reason }
        }
        LiveEvent::Online => Event::Online,
        LiveEvent::Tick => Event::Tick,
        LiveEvent::Audio { sequence, pcm } => Event::Audio { sequence, pcm },
        LiveEvent::AudioEnd => Event::AudioEnd,
        LiveEvent::Text { text } => Event::Text(text),
        LiveEvent::ToolResult { id, response } => Event::ToolResult { id, response },
        LiveEvent::Stop => Event::Stop,
    }
}

fn twin(action: Action) -> LiveAction {
    match action {
        Action::Dial { connection, resume } => LiveAction::Dial { connection, resume },
        Action::Send { connection, frame: Frame::Text(text), sequence: _ } => {
            LiveAction::SendText { connection, text }
        }
        Action::Send { connection, frame: Frame::Binary(bytes), sequence } => {
            LiveAction::SendBinary { connection, bytes, sequence }
        }
        Action::Close { connection, code, reason } => {
            LiveAction::Close { connection, code, reason: reason.to_owned() }
        }
        Action::Deliver(message) => LiveAction::Deliver { message },
        Action::Ready { session_id, resumed } => LiveAction::Ready { session_id, resumed },
        Action::Changed(state) => LiveAction::Changed { state: state_twin(state) },
        Action::Lost(loss) => LiveAction::Lost { loss: loss_twin(loss) },
    }
}

fn state_twin(state: State) -> LiveMachineState {
    match state {
        State::Idle => LiveMachineState::Idle,
        State::Connecting => LiveMachineState::Connecting,
        State::Live => LiveMachineState::Live,
        State::Draining => LiveMachineState::Draining,
        State::Rotating => LiveMachineState::Rotating,
        State::Reconnecting => LiveMachineState::Reconnecting,
        State::Ended => LiveMachineState::Ended,
    }
}

fn loss_twin(loss: Loss) -> LiveLoss {
    let (why, code, reason) = match loss {
        Loss::Unreachable(code, reason) => (LiveLossReason::Unreachable, Some(code), reason),
        Loss::Refused(code, reason) => (LiveLossReason::Refused, Some(code), reason),
        Loss::Rejected(reason) => (LiveLossReason::Rejected, None, reason),
        Loss::Silent => (LiveLossReason::Silent, None, String::new()),
        Loss::Finished => (LiveLossReason::Finished, None, String::new()),
    };
    LiveLoss { why, code, reason }
}

/// The machine behind a lesson: events in, actions out; sockets and timers are the page's.
#[wasm_bindgen]
pub struct LiveMachine(Machine);

#[wasm_bindgen]
impl LiveMachine {
    /// A machine that has not begun, from `LiveSettings`.
    ///
    /// # Errors
    /// When the settings are not of that type.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<LiveMachine, JsError> {
        Ok(LiveMachine(Machine::new(serde_wasm_bindgen::from_value(settings)?)))
    }

    /// Takes a `LiveEvent` at a time of `performance.now()` and says what to do: `LiveActions`.
    ///
    /// # Errors
    /// When the event is not of that type.
    #[wasm_bindgen(js_name = onEvent)]
    pub fn on_event(&mut self, event: JsValue, now_ms: f64) -> Result<JsValue, JsError> {
        object(&self.0.on_event(serde_wasm_bindgen::from_value(event)?, now_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ganita_live::message::SetupComplete;

    #[test]
    fn sound_goes_out_as_a_numbered_binary_frame() {
        let mut machine = Machine::new(LiveSettings { session: None, seed: 1 });
        let dialled = machine.on_event(LiveEvent::Start, 0.0);
        assert!(matches!(dialled.list[0], LiveAction::Dial { connection: 1, resume: None }));
        machine.on_event(LiveEvent::Opened { connection: 1 }, 10.0);
        let ready = ServerMessage {
            setup_complete: Some(SetupComplete { session_id: Some("s".to_owned()) }),
            ..ServerMessage::default()
        };
        machine.on_event(LiveEvent::Received { connection: 1, text: ready.to_json() }, 20.0);
        let sent = machine.on_event(LiveEvent::Audio { sequence: 258, pcm: vec![5, 6] }, 30.0).list;
        let expected = LiveAction::SendBinary {
            connection: 1,
            bytes: vec![2, 1, 0, 0, 5, 6],
            sequence: Some(258),
        };
        assert_eq!(sent, [expected]);
    }
}
