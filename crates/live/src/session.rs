//! The session: one conversation over as many connections as it takes.
//!
//! ```text
//! Idle ─start─▶ Connecting ─setupComplete─▶ Live ─goAway, old age─▶ Draining ─calm, or no time left─▶ Rotating ─┐
//!                   ▲                         │                        │                                        │
//!                   ├────────── Waiting ◀─────┴──── cut, freeze ───────┘                                        │
//!                   └───────────────────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! The driver owns the sockets. It feeds [`Event`]s, carries out [`Action`]s in order, and sends [`Event::Tick`] at
//! [`Actions::wake_at_ms`]. Every connection has a number; what an old one still says is ignored.

mod life;
mod traffic;

#[cfg(test)]
mod tests;

use crate::backoff::Backoff;
use crate::ledger::Ledger;
use crate::message::{ClientContent, ClientMessage, ServerMessage, Setup};
use crate::outbox::{Item, Outbox};
use crate::recap::Recap;
use crate::watchdog::Watchdog;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Who is at the other end.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// A tutor, directly. The session sends this setup, sound goes as JSON, handles come in updates. Thousands of
    /// sessions may share one: the declarations of tools are larger than all the rest of a session.
    Tutor(Arc<Setup>),
    /// Our own server, which does all that upstream. Sound goes as numbered binary frames, and the session's id is what
    /// a lesson is taken up with.
    Relay {
        /// A lesson to take up.
        session: Option<String>,
    },
}

/// How long things may take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From dialling to `setupComplete`.
    pub setup_ms: u64,
    /// From a question to the first sign of an answer, and between two pieces of it.
    pub answer_ms: u64,
    /// From our closing a socket to its being closed; then the next one is dialled anyway.
    pub close_ms: u64,
    /// A connection of this age is rotated at the next calm moment, goAway or not.
    pub rotate_after_ms: u64,
    /// How long a calm moment is waited for when the tutor did not say.
    pub drain_ms: u64,
    /// Kept in hand before the tutor's own deadline.
    pub margin_ms: u64,
    /// No sound for so long counts as calm.
    pub calm_ms: u64,
    /// A conversation of this age begins anew with a recap, because handles of older ones fail.
    pub renew_after_ms: u64,
    /// The first wait before dialling again is drawn from zero to this.
    pub backoff_ms: u64,
    /// The longest wait.
    pub backoff_limit_ms: u64,
    /// Without a connection for so long, the session is lost.
    pub give_up_after_ms: u64,
    /// Sound kept for a connection that is not ready, and sound that may have to be said again.
    pub sound_ms: u64,
}

impl Timing {
    /// Towards Gemini Live: connections end after about 10 minutes, conversations at exactly 58.
    pub const UPSTREAM: Timing = Timing {
        setup_ms: 10_000,
        answer_ms: 15_000,
        close_ms: 1_000,
        rotate_after_ms: 9 * 60_000,
        drain_ms: 45_000,
        margin_ms: 2_000,
        calm_ms: 700,
        renew_after_ms: 56 * 60_000,
        backoff_ms: 500,
        backoff_limit_ms: 15_000,
        give_up_after_ms: 120_000,
        sound_ms: 1_000,
    };

    /// From a student's browser: networks go and come, nothing is rotated, the server watches over the tutor.
    pub const BROWSER: Timing = Timing {
        setup_ms: 15_000,
        answer_ms: 120_000,
        rotate_after_ms: u64::MAX,
        renew_after_ms: u64::MAX,
        give_up_after_ms: 10 * 60_000,
        sound_ms: 5_000,
        ..Timing::UPSTREAM
    };
}

/// What a session is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Who is at the other end.
    pub link: Link,
    /// How long things may take.
    pub timing: Timing,
    /// For the jitter. Two sessions must not share it.
    pub seed: u64,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// No connection could be made for too long. Code and reason of the last close.
    Unreachable(u16, String),
    /// The other side will not have us. Code and reason.
    Refused(u16, String),
    /// The tutor takes what it is sent for invalid, again and again.
    Rejected(String),
    /// Connections are made, and no answer ever comes.
    Silent,
    /// The other side has ended the lesson.
    Finished,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Begin.
    Start,
    /// A dialled socket is open.
    Opened {
        /// Which.
        connection: u32,
    },
    /// A message came.
    Received {
        /// On which socket.
        connection: u32,
        /// What it says.
        message: Box<ServerMessage>,
    },
    /// A piece of voice came and was passed on already, unparsed.
    AudioReceived {
        /// On which socket.
        connection: u32,
    },
    /// A frame came that is no message.
    Unreadable {
        /// On which socket.
        connection: u32,
    },
    /// A socket closed, or could not be opened (1006).
    Closed {
        /// Which.
        connection: u32,
        /// The close code; 1006 when there was none.
        code: u16,
        /// The reason given.
        reason: String,
    },
    /// The network is back: no need to wait any longer.
    Online,
    /// Time has passed.
    Tick,
    /// The student spoke.
    Audio {
        /// The number of the piece, growing.
        sequence: u32,
        /// 16-bit samples, little-endian, one channel, 16 kHz.
        pcm: Vec<u8>,
    },
    /// The student stopped speaking.
    AudioEnd,
    /// The student begins to speak, where the client says so.
    ActivityStart,
    /// The student has finished, where the client says so.
    ActivityEnd,
    /// The student typed something.
    Text(String),
    /// Turns are put into the conversation.
    Content(ClientContent),
    /// A tool has done its work.
    ToolResult {
        /// The call's id.
        id: String,
        /// The result.
        response: Map<String, Value>,
    },
    /// End.
    Stop,
}

/// What goes into a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary(Vec<u8>),
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Open a socket. A one-use ticket or token is to be fetched for each.
    Dial {
        /// Its number.
        connection: u32,
        /// The handle, or the lesson's id, it will take up.
        resume: Option<String>,
    },
    /// Send a frame.
    Send {
        /// On which socket.
        connection: u32,
        /// What.
        frame: Frame,
        /// The number of the sound in it: it may be acknowledged once it is written.
        sequence: Option<u32>,
    },
    /// Close a socket. [`Event::Closed`] must follow.
    Close {
        /// Which.
        connection: u32,
        /// With which code.
        code: u16,
        /// And which reason.
        reason: &'static str,
    },
    /// Show what the tutor said. What concerns only the connection has been taken out.
    Deliver(Box<ServerMessage>),
    /// A connection is ready.
    Ready {
        /// The other side's name for the session.
        session_id: Option<String>,
        /// Whether the conversation goes on (true) or began anew (false).
        resumed: bool,
    },
    /// The state is another.
    Changed(State),
    /// The session is over, and why.
    Lost(Loss),
}

/// What to do, in order, and when to look again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Actions {
    /// In order.
    pub list: Vec<Action>,
    /// When to send [`Event::Tick`] if nothing else happens.
    pub wake_at_ms: Option<u64>,
}

impl IntoIterator for Actions {
    type Item = Action;
    type IntoIter = std::vec::IntoIter<Action>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// What has been counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Connections that became ready.
    pub connections: u32,
    /// Of them, those that took up an earlier one's conversation.
    pub resumed: u32,
    /// Connections changed as planned.
    pub rotations: u32,
    /// Times the tutor went silent.
    pub freezes: u32,
    /// Pieces of sound thrown away because no connection was ready for too long.
    pub sound_dropped: u64,
    /// Frames that were no message.
    pub unreadable: u32,
    /// Tokens the tutor has counted, by its totals.
    pub tokens: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Idle,
    Dialling { until: u64 },
    SettingUp { until: u64 },
    Live,
    Draining { until: u64 },
    Closing { until: u64 },
    Waiting { until: u64 },
    Ended,
}

/// A question that has no answer yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Question {
    message: ClientMessage,
    /// Whether the recap has it.
    is_recapped: bool,
}

/// One conversation over as many connections as it takes.
#[derive(Debug, Clone)]
pub struct Session {
    link: Link,
    timing: Timing,
    phase: Phase,
    shown: State,
    connection: u32,
    /// Another process began it.
    pub(crate) is_taken_up: bool,

    /// Where the conversation can be taken up, and how often that has failed.
    pub(crate) handle: Option<String>,
    /// Nothing was said since the handle came.
    pub(crate) is_handle_current: bool,
    handle_failures: u32,
    /// The handle the present connection was made with.
    resumed_with: Option<String>,
    pub(crate) session_id: Option<String>,

    pub(crate) ledger: Ledger,
    pub(crate) outbox: Outbox,
    /// Sound that was sent and that may have to be said again.
    in_flight: Vec<Item>,
    in_flight_ms: u64,
    pub(crate) questions: Vec<Question>,
    pub(crate) recap: Recap,
    may_recap: bool,

    backoff: Backoff,
    watchdog: Watchdog,
    connected_at: u64,
    conversation_since: u64,
    /// How old the conversation was when this process took it up.
    pub(crate) aged_ms: u64,
    offline_since: Option<u64>,
    last_sound_at: u64,
    /// The tutor is in the middle of an answer.
    is_answering: bool,
    /// The tutor has said something on this connection.
    has_answered: bool,
    /// The tutor has said something of any kind since the last sound began.
    has_reacted: bool,
    rejections: u32,
    freezes: u32,
    unreadable: u32,
    statistics: Statistics,
}

impl Session {
    /// A session that has not begun.
    #[must_use]
    pub fn new(settings: Settings) -> Session {
        let Settings { link, timing, seed } = settings;
        let handle = match &link {
            Link::Tutor(setup) => {
                setup.session_resumption.as_ref().and_then(|wanted| wanted.handle.clone())
            }
            Link::Relay { session } => session.clone(),
        };
        Session {
            link,
            timing,
            phase: Phase::Idle,
            shown: State::Idle,
            connection: 0,
            is_taken_up: false,
            handle,
            is_handle_current: true,
            handle_failures: 0,
            resumed_with: None,
            session_id: None,
            ledger: Ledger::default(),
            outbox: Outbox::new(timing.sound_ms),
            in_flight: Vec::new(),
            in_flight_ms: 0,
            questions: Vec::new(),
            recap: Recap::default(),
            may_recap: true,
            backoff: Backoff::new(timing.backoff_ms, timing.backoff_limit_ms, seed),
            watchdog: Watchdog::new(timing.answer_ms),
            connected_at: 0,
            conversation_since: 0,
            aged_ms: 0,
            offline_since: None,
            last_sound_at: 0,
            is_answering: false,
            has_answered: false,
            has_reacted: true,
            rejections: 0,
            freezes: 0,
            unreadable: 0,
            statistics: Statistics::default(),
        }
    }

    /// Takes note of what happened and says what to do. Times are milliseconds of one clock that never goes back.
    pub fn on_event(&mut self, event: Event, now_ms: u64) -> Actions {
        let mut actions = Actions::default();
        if self.phase != Phase::Ended {
            self.take(event, now_ms, &mut actions);
            self.look_at_the_clock(now_ms, &mut actions);
        }
        let state = self.state();
        if state != self.shown {
            self.shown = state;
            actions.list.push(Action::Changed(state));
        }
        actions.wake_at_ms = self.wake_at_ms();
        actions
    }

    fn take(&mut self, event: Event, now: u64, actions: &mut Actions) {
        match event {
            Event::Start if self.phase == Phase::Idle => {
                self.conversation_since = now;
                self.offline_since = Some(now);
                self.dial(now, actions);
            }
            Event::Start | Event::Tick => {}
            Event::Opened { connection } if connection == self.connection => {
                self.opened(now, actions);
            }
            Event::Received { connection, message } if connection == self.connection => {
                self.received(*message, now, actions);
            }
            Event::AudioReceived { connection } if connection == self.connection => {
                self.voice_came(now);
            }
            Event::Unreadable { connection } if connection == self.connection => {
                self.unreadable(now, actions);
            }
            Event::Closed { connection, code, reason } if connection == self.connection => {
                self.closed(code, &reason, now, actions);
            }
            Event::Opened { .. }
            | Event::Received { .. }
            | Event::AudioReceived { .. }
            | Event::Unreadable { .. }
            | Event::Closed { .. } => {}
            Event::Online => {
                if matches!(self.phase, Phase::Waiting { .. }) {
                    self.dial(now, actions);
                }
            }
            Event::Audio { sequence, pcm } => self.say(sequence, pcm, now, actions),
            Event::AudioEnd => self.stop_saying(now, actions),
            Event::ActivityStart => self.mark_activity(true, actions),
            Event::ActivityEnd => self.mark_activity(false, actions),
            Event::Text(text) => self.type_text(text, now, actions),
            Event::Content(content) => self.add_content(content, now, actions),
            Event::ToolResult { id, response } => self.tool_result(id, response, now, actions),
            Event::Stop => self.stop(actions),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Idle => State::Idle,
            Phase::Live => State::Live,
            Phase::Draining { .. } => State::Draining,
            Phase::Closing { .. } => State::Rotating,
            Phase::Ended => State::Ended,
            Phase::Dialling { .. } | Phase::SettingUp { .. } | Phase::Waiting { .. } => {
                match self.shown {
                    State::Rotating => State::Rotating,
                    _ if self.statistics.connections == 0 => State::Connecting,
                    _ => State::Reconnecting,
                }
            }
        }
    }

    /// What has been counted.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        Statistics { sound_dropped: self.outbox.dropped, ..self.statistics }
    }

    /// The other side's name for the session.
    #[must_use]
    pub fn session_id(&self) -> Option<&str> {
        self.session_id.as_deref()
    }

    /// Where the conversation could be taken up now, by this or another process.
    #[must_use]
    pub fn handle(&self) -> Option<&str> {
        self.handle.as_deref()
    }

    /// Whether this text was sent and has no answer yet.
    #[must_use]
    pub fn is_asked(&self, text: &str) -> bool {
        self.questions.iter().any(|question| {
            matches!(&question.message, ClientMessage::RealtimeInput(input)
                if input.text.as_deref() == Some(text))
        })
    }

    pub(crate) fn conversation_age_ms(&self, now: u64) -> u64 {
        now.saturating_sub(self.conversation_since).saturating_add(self.aged_ms)
    }

    fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live | Phase::Draining { .. })
    }

    fn is_relayed(&self) -> bool {
        matches!(self.link, Link::Relay { .. })
    }
}
