//! Faults on demand: which are due, and what they do.

use super::{Ending, Mouth, Step};
use crate::script::{Fault, FaultKind, Moment, Script};
use axum::extract::ws::Message;
use std::time::{Duration, Instant};

/// Frames that are no messages: cut-off JSON, JSON of another shape, bytes of no text, a wrong type inside.
const GARBAGE: [&[u8]; 5] =
    [br#"{"serverContent":{"modelTu"#, b"[]", b"\xff\xfe\x00\x80", br#"{"serverContent":5}"#, b""];

/// The faults of a connection and when each is due.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<(Fault, Option<Instant>)>,
}

impl Faults {
    pub(crate) fn of(script: &Script, connection: u32) -> Faults {
        let own = script.faults_of(connection).filter(|fault| fault.when != Moment::Opened);
        Faults { waiting: own.map(|fault| (fault.clone(), None)).collect() }
    }

    /// A moment has come (the first time counts).
    pub(crate) fn note(&mut self, moment: Moment) {
        let now = Instant::now();
        for (fault, due) in &mut self.waiting {
            if fault.when == moment && due.is_none() {
                *due = Some(now + Duration::from_millis(fault.after_ms));
            }
        }
    }

    /// The next one that is due.
    pub(crate) fn due(&mut self) -> Option<Fault> {
        let now = Instant::now();
        let at = self.waiting.iter().position(|(_, due)| due.is_some_and(|due| now >= due))?;
        Some(self.waiting.remove(at).0)
    }
}

/// Faults of the moment in which the socket is open and nothing was said.
pub(crate) async fn before_setup(fault: &Fault, mouth: &mut Mouth) -> Step {
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
