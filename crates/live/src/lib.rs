//! A live session with a tutor, without sockets.
//!
//! What comes in: messages a tutor sent, things the student did, sockets that opened or closed, and the time. What goes
//! out: frames to send, sockets to dial or to close, messages to show. The server uses it towards Gemini Live, and the
//! browser uses the same machine towards the server.
//!
//! Not here: sockets, a clock, randomness (a seed is passed in), audio, and the meaning of what is said.

pub mod message;
pub mod tools;

pub mod backoff;
pub mod ledger;
pub mod outbox;
pub mod recap;
pub mod session;
pub mod snapshot;
pub mod watchdog;

pub use session::{Action, Actions, Event, Frame, Link, Loss, Session, Settings, State, Timing};
pub use snapshot::LiveSnapshot;
