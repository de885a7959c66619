//! Faults on demand: which are due, and what they do.

use super::{Ending, Mouth, Step};
use crate::script::{Fault, FaultKind, Moment, Script};
use crate::wire::Pace;
use axum::extract::ws::Message;
use ganita_live::message::ServerMessage;
use std::time::{Duration, Instant};

/// Frames that are no messages: cut-off JSON, JSON of another shape, bytes of no text, a wrong type inside.
const GARBAGE: [&[u8]; 5] =
    [br#"{"serverContent":{"modelTu"#, b"[]", b"\xff\xfe\x00\x80", br#"{"serverContent":5}"#, b""];

/// What carries less than this is no network; a script that says only `trickle` means a bad one.
const BYTES_PER_SECOND: u32 = 2_000;

/// Something a script wants to happen on a connection.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Planned {
    Fault(Fault),
    Say(Box<ServerMessage>),
}

#[derive(Debug)]
struct Waiting {
    planned: Planned,
    when: Moment,
    after: Duration,
    due: Option<Instant>,
}

/// What is planned for a connection and when each is due.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    waiting: Vec<Waiting>,
}

impl Plan {
    pub(crate) fn of(script: &Script, connection: u32) -> Plan {
        let faults = script.faults_of(connection).filter(|fault| fault.when != Moment::Opened);
        let faults = faults.map(|fault| Waiting {
            planned: Planned::Fault(fault.clone()),
            when: fault.when,
            after: Duration::from_millis(fault.after_ms),
            due: None,
        });
        let lines = script.lines_of(connection).map(|line| Waiting {
            planned: Planned::Say(Box::new(line.message.clone())),
            when: line.when,
            after: Duration::from_millis(line.after_ms),
            due: None,
        });
        Plan { waiting: lines.chain(faults).collect() }
    }

    /// A moment has come (the first time counts).
    pub(crate) fn note(&mut self, moment: Moment) {
        let now = Instant::now();
        for waiting in &mut self.waiting {
            if waiting.when == moment && waiting.due.is_none() {
                waiting.due = Some(now + waiting.after);
            }
        }
    }

    /// The next one that is due.
    pub(crate) fn due(&mut self) -> Option<Planned> {
        let now = Instant::now();
        let at = self.waiting.iter().position(|one| one.due.is_some_and(|due| now >= due))?;
        Some(self.waiting.remove(at).planned)
    }
}

/// Faults of the moment in which the socket is open and nothing was said.
pub(crate) async fn before_setup(fault: &Fault, mouth: &mut Mouth, pace: &Pace) -> Step {
    if fault.when != Moment::Opened {
        return Ok(());
    }
    tokio::time::sleep(Duration::from_millis(fault.after_ms)).await;
    match fault.kind {
        FaultKind::Close => Err(close(fault)),
        FaultKind::Cut => Err(Ending::Cut),
        FaultKind::Garbage => send_garbage(mouth).await,
        FaultKind::Slow => {
            mouth.pause = pause(fault);
            Ok(())
        }
        FaultKind::Trickle => {
            pace.set(bytes_per_second(fault));
            Ok(())
        }
        _ => {
            mouth.is_frozen = true;
            Ok(())
        }
    }
}

pub(crate) fn close(fault: &Fault) -> Ending {
    let reason = fault.reason.clone().unwrap_or_else(|| "Internal error encountered.".to_owned());
    Ending::Close(fault.code.unwrap_or(1011), reason)
}

pub(crate) fn pause(fault: &Fault) -> Duration {
    Duration::from_millis(fault.pause_ms.unwrap_or(1_000))
}

pub(crate) fn bytes_per_second(fault: &Fault) -> u32 {
    fault.bytes_per_second.unwrap_or(BYTES_PER_SECOND)
}

pub(crate) async fn send_garbage(mouth: &mut Mouth) -> Step {
    for bytes in GARBAGE {
        let frame = match std::str::from_utf8(bytes) {
            Ok(text) => Message::Text(text.into()),
            Err(_) => Message::Binary(bytes.into()),
        };
        mouth.send(frame).await?;
    }
    Ok(())
}
