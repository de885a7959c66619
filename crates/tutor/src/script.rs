//! Scripts: transcripts for what nobody here can hear, messages to be said, and faults on demand. TOML, for example:
//!
//! ```toml
//! [[transcript]]
//! language = "hi-IN"
//! words = "एक्स का वर्ग बराबर चार हल करो"
//!
//! [[say]]
//! when = "heard"
//! message = '{ "serverContent": { "waitingForInput": true } }'
//!
//! [[fault]]
//! connection = 1            # the first connection; absent: every one
//! when = "tool-call"        # "ready" (default), "sound", "heard", "tool-call", "voice"
//! after_ms = 200            # how long after that moment
//! do = "close"
//! code = 1011
//! reason = "Internal error"
//! ```

use ganita_live::message::ServerMessage;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A script.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What is "heard", turn by turn. Every transcript made from it carries the label `scripted`.
    #[serde(default)]
    pub transcript: Vec<Scripted>,
    /// Messages that are said beside what the tutor says by itself: of any kind, at any moment.
    #[serde(default)]
    pub say: Vec<Line>,
    /// What goes wrong.
    #[serde(default)]
    pub fault: Vec<Fault>,
}

/// A message to be said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// On which connection of the process, counted from 1; absent: on every one.
    #[serde(default)]
    pub connection: Option<u32>,
    /// From which moment.
    #[serde(default)]
    pub when: Moment,
    /// How long after it.
    #[serde(default)]
    pub after_ms: u64,
    /// The message, in JSON. Keys Google does not have are refused; what shall be wrong is a fault.
    #[serde(deserialize_with = "message")]
    pub message: ServerMessage,
}

/// A message of which nothing was read over.
fn message<'de, D: Deserializer<'de>>(reader: D) -> Result<ServerMessage, D::Error> {
    let text = String::deserialize(reader)?;
    let read = ServerMessage::parse(text.as_bytes()).map_err(serde::de::Error::custom)?;
    let written: Value = serde_json::from_str(&text).map_err(serde::de::Error::custom)?;
    let known = serde_json::to_value(&read).map_err(serde::de::Error::custom)?;
    match unknown(&written, &known, "") {
        Some(at) => Err(serde::de::Error::custom(format!("{at} is no key of a server's message"))),
        None => Ok(read),
    }
}

/// The first place in `written` that is not in `known`.
fn unknown(written: &Value, known: &Value, at: &str) -> Option<String> {
    match (written, known) {
        (Value::Object(written), Value::Object(known)) => {
            written.iter().find_map(|(key, value)| {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                match known.get(key) {
                    Some(known) => unknown(value, known, &at),
                    None => Some(at),
                }
            })
        }
        (Value::Array(written), Value::Array(known)) => {
            written.iter().zip(known).find_map(|(one, other)| unknown(one, other, at))
        }
        _ => None,
    }
}

/// One turn of a student that is not listened to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scripted {
    /// `hi-IN`, `en-IN`.
    pub language: String,
    /// The words.
    pub words: String,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// On which connection of the process, counted from 1; absent: on every one.
    #[serde(default)]
    pub connection: Option<u32>,
    /// From which moment.
    #[serde(default)]
    pub when: Moment,
    /// How long after it.
    #[serde(default)]
    pub after_ms: u64,
    /// What.
    #[serde(rename = "do")]
    pub kind: FaultKind,
    /// The close code, for `close`.
    #[serde(default)]
    pub code: Option<u16>,
    /// The close reason, for `close`.
    #[serde(default)]
    pub reason: Option<String>,
    /// The time announced, for `go-away`; the connection is closed when it is over.
    #[serde(default)]
    pub time_left_ms: Option<u64>,
    /// The pause before every frame, for `slow`; how long, for `deaf`.
    #[serde(default)]
    pub pause_ms: Option<u64>,
    /// How much the network carries each way, for `trickle`.
    #[serde(default)]
    pub bytes_per_second: Option<u32>,
}

/// Moments of a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// The socket is open and nothing was said.
    Opened,
    /// Setup is complete.
    #[default]
    Ready,
    /// The first sound came.
    Sound,
    /// The first final transcript was sent.
    Heard,
    /// The first tool call was sent.
    ToolCall,
    /// The first piece of voice was sent.
    Voice,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Closes with a code and a reason.
    Close,
    /// Drops the connection without a word.
    Cut,
    /// Keeps the socket open and says nothing more.
    Freeze,
    /// Announces the end, and keeps its word.
    GoAway,
    /// Announces the end and then says nothing more.
    GoAwayAndFreeze,
    /// Says that the session cannot be taken up now, and forgets its handles.
    Unresumable,
    /// From now on handles are poisoned: who comes back with one is heard and never answered.
    Poison,
    /// Turns put into the conversation close it with 1007: it knows them from its handle.
    RefuseHistory,
    /// Whoever comes back with a handle of this conversation is closed with `code` (1007).
    Spoil,
    /// Sends frames that are no messages.
    Garbage,
    /// Takes its time before every frame.
    Slow,
    /// The network carries no more than `bytes_per_second` (2,000) each way.
    Trickle,
    /// Reads nothing for a while (`pause_ms`), not even pings: pongs come late.
    Deaf,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// Names the line that is wrong.
    pub fn parse(text: &str) -> Result<Script, toml::de::Error> {
        toml::from_str(text)
    }

    /// The messages to be said on a connection.
    pub fn lines_of(&self, connection: u32) -> impl Iterator<Item = &Line> {
        self.say
            .iter()
            .filter(move |line| line.connection.is_none_or(|number| number == connection))
    }

    /// The faults of a connection.
    pub fn faults_of(&self, connection: u32) -> impl Iterator<Item = &Fault> {
        self.fault
            .iter()
            .filter(move |fault| fault.connection.is_none_or(|number| number == connection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_read_strictly() {
        let script = Script::parse(
            "[[transcript]]\nlanguage = 'hi-IN'\nwords = 'एक्स'\n[[fault]]\nwhen = 'tool-call'\ndo = 'go-away'\ntime_left_ms = 900\n",
        )
        .expect("a script");
        assert_eq!(script.transcript[0].words, "एक्स");
        assert_eq!(script.fault[0].kind, FaultKind::GoAway);
        assert_eq!(script.faults_of(7).count(), 1);
        assert!(Script::parse("[[fault]]\ndo = 'explode'\n").is_err());
        let say = |message: &str| Script::parse(&format!("[[say]]\nmessage = '{message}'\n"));
        assert!(say(r#"{"serverContent":{"waitingForInput":true}}"#).is_ok());
        let error = say(r#"{"serverContent":{"waitingForInputs":true}}"#).expect_err("misspelt");
        assert!(error.to_string().contains("serverContent.waitingForInputs"), "{error}");
        assert!(Script::parse("[[transcripts]]\nwords = 'x'\n").is_err());
    }
}
